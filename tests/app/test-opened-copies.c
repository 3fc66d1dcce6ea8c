/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The folder of copies of a program that runs is left alone by others, whatever their numbers are;
 * that of one that is gone is removed with all that is in it. */

#include "config.h"

#include "dyr-opened-copies.h"

#include <glib/gstdio.h>
#include <unistd.h>

static void
write_copy (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "act.txt", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "act", -1, &error);
  g_assert_no_error (error);
}

static gboolean
has_copy (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "act.txt", NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static void
check_others (void)
{
  DyrOpenedCopies *first = dyr_opened_copies_new ();
  g_autoptr (DyrOpenedCopies) second = dyr_opened_copies_new ();
  g_autofree char *one = dyr_opened_copies_make_folder (first);
  g_autofree char *more = dyr_opened_copies_make_folder (first);
  g_autofree char *other = dyr_opened_copies_make_folder (second);
  g_autofree char *own = g_path_get_dirname (one);
  g_autofree char *beside = g_path_get_dirname (more);
  g_autofree char *others = g_path_get_dirname (other);
  GStatBuf about;

  g_assert_cmpstr (own, ==, beside);
  g_assert_cmpstr (one, !=, more);
  g_assert_cmpstr (own, !=, others);
  g_assert_cmpint (g_stat (one, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0700);
  write_copy (one);
  write_copy (more);
  write_copy (other);

  dyr_opened_copies_tidy ();
  g_assert_true (has_copy (one) && has_copy (more) && has_copy (other));

  /* The program of the first one ends; its copies stay until somebody tidies. */
  dyr_opened_copies_unref (first);
  g_assert_true (has_copy (one));
  dyr_opened_copies_tidy ();
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
  g_assert_true (has_copy (other));
}

/* A number says nothing of who is there: not one that runs, not our own. */
static void
check_left (void)
{
  g_autofree char *root
      = g_build_filename (g_get_user_cache_dir (), GETTEXT_PACKAGE, "opened", NULL);
  g_autofree char *number = g_strdup_printf ("%d", (int) getpid ());
  g_autofree char *left = g_build_filename (root, number, NULL);
  g_autofree char *deep = g_build_filename (left, "deep", NULL);
  g_autofree char *kept = g_build_filename (g_get_user_cache_dir (), "kept", NULL);
  g_autofree char *link = g_build_filename (root, "link", NULL);
  g_autofree char *stray = g_build_filename (root, "stray", NULL);

  g_assert_cmpint (g_mkdir_with_parents (deep, 0700), ==, 0);
  write_copy (deep);
  g_assert_cmpint (g_mkdir_with_parents (kept, 0700), ==, 0);
  write_copy (kept);
  g_assert_cmpint (symlink (kept, link), ==, 0);
  g_assert_true (g_file_set_contents (stray, "", 0, NULL));

  dyr_opened_copies_tidy ();
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (stray, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (has_copy (kept));
}

/* One test: GLib 2.74 loses the folders of the test before. */
static void
test_tidy (void)
{
  check_others ();
  check_left ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/app/opened-copies/tidy", test_tidy);
  return g_test_run ();
}
