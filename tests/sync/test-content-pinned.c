/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Contents that are kept on this computer: they come by themselves, and once more when they are
 * not here any more. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "content-test.h"

#include "dyr-blobs.h"

#define LONG_TEXT "0123456789"

static void
test_comes (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c), other = contents_add_client (c);
  gint64 file = contents_have (c, client, "a.txt", LONG_TEXT, TRUE);

  contents_have (c, other, "b.txt", "other", TRUE);
  contents_sql (c, "INSERT INTO pinned (record, at) VALUES ($, 1)", client);
  c->asked_only = TRUE;
  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 0);
  c->asked_only = FALSE;
  contents_run (c);
  g_assert_true (contents_is_here (c, LONG_TEXT));
  g_assert_false (contents_is_here (c, "other"));
  g_assert_cmpuint (c->n_requests, ==, 1);
  /* Later ones, too; and one that got another content. */
  contents_have (c, client, "c.txt", "later", TRUE);
  contents_run (c);
  g_assert_true (contents_is_here (c, "later"));
  contents_sql (
      c, "UPDATE file SET content = '4', checksum = NULL, size = NULL WHERE id = $", file);
  contents_have (c, other, "d.txt", "newer", TRUE);
  contents_run (c);
  g_assert_true (contents_is_here (c, "newer"));
  office_assert (&c->office, file, "size", "5");
}

/* What is pinned, and the CRM lost: nobody waits a day for it; what is next asked after that does.
 */
static void
test_lost (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);
  gint64 file = contents_have (c, client, "a.txt", LONG_TEXT, TRUE);
  const gint64 now = c->now;

  contents_sql (c, "INSERT INTO pinned (record, at) VALUES ($, 1)", client);
  c->gone = 404;
  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 1);
  g_assert_cmpint (c->wait_until, ==, 0);
  g_assert_cmpint (c->now, ==, now);
  contents_assert_state (c, file, DYR_CONTENT_THERE, "status 404");
  c->now += 86399;
  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 1);
  c->gone = 0;
  c->now += 1;
  contents_run (c);
  g_assert_true (contents_is_here (c, LONG_TEXT));
  /* What failed and is tried again soon is waited for. */
  contents_have (c, client, "b.txt", "other", TRUE);
  c->gone = 500;
  g_assert_true (contents_step (c));
  g_assert_false (contents_step (c));
  g_assert_cmpint (c->wait_until, >, c->now);
}

static void
remove_blob (Contents *c, const char *text)
{
  g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  dyr_blobs_remove (c->office.path, checksum);
  g_assert_false (contents_is_here (c, text));
}

/* What was here when it was looked at last, and is not on the disk: a backup without files took the
 * place of the store, or somebody tidied up. */
static void
test_missed (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c), other = contents_add_client (c);
  gint64 kept = contents_have (c, client, "a.txt", LONG_TEXT, TRUE),
         left = contents_have (c, client, "b.txt", "left", TRUE),
         wanted = contents_have (c, other, "c.txt", "wanted", TRUE);

  contents_sql (c, "INSERT INTO pinned (record, at) VALUES ($, 1)", client);
  contents_want (c, wanted);
  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 3);
  remove_blob (c, LONG_TEXT);
  remove_blob (c, "wanted");
  contents_restart (c);
  contents_run (c);
  contents_assert_state (c, kept, DYR_CONTENT_BOTH, NULL);
  contents_assert_state (c, left, DYR_CONTENT_BOTH, NULL);
  g_assert_true (contents_is_here (c, LONG_TEXT));
  g_assert_cmpuint (c->n_requests, ==, 4);
  /* What nobody keeps comes when it is opened. */
  contents_assert_state (c, wanted, DYR_CONTENT_THERE, NULL);
  /* Nor does the CRM have it: it is tried once, not at each start. */
  remove_blob (c, LONG_TEXT);
  c->gone = 404;
  for (guint i = 0; i < 3; i++)
    {
      contents_restart (c);
      contents_run (c);
    }
  g_assert_cmpuint (c->n_requests, ==, 5);
  contents_assert_state (c, kept, DYR_CONTENT_THERE, "status 404");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/sync/contents/pinned/" name,                                                       \
              Contents,                                                                            \
              NULL,                                                                                \
              contents_set_up,                                                                     \
              function,                                                                            \
              contents_tear_down)
  ADD ("comes", test_comes);
  ADD ("lost", test_lost);
  ADD ("missed", test_missed);
#undef ADD
  return g_test_run ();
}
