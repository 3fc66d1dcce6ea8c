/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Backups: the day's is made when the office opens, the preferences show it and go back to it. */

#include "config.h"

#include <glib/gstdio.h>

#include "dyr-backups-group.h"
#include "dyr-backups.h"
#include "dyr-daily-backup.h"
#include "dyr-sample.h"
#include "stage.h"

static const char *
database_path (Stage *stage)
{
  return dyr_database_get_path (dyr_store_get_database (stage->store));
}

static void
fill (Stage *stage)
{
  const DyrSampleOptions options = { .clients = 2 };
  g_autoptr (GError) error = NULL;

  dyr_sample_make (dyr_store_get_database (stage->store), &options, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Stage *stage, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (stage->folder, "backups", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_rmdir (folder);
  stage_tear_down (stage, data);
}

static void
on_text_told (gpointer source, const char *text, char **last)
{
  g_free (*last);
  *last = g_strdup (text);
}

static void
on_made (DyrBackups *backups, gboolean *made)
{
  *made = TRUE;
}

static void
make_backup (Stage *stage)
{
  g_autoptr (DyrBackups) backups = dyr_backups_new (stage->office);
  gboolean made = FALSE;

  g_signal_connect (backups, "made", G_CALLBACK (on_made), &made);
  stage_wait_until (made);
}

static void
test_made (Stage *stage, gconstpointer data)
{
  g_autoptr (GPtrArray) backups = NULL;

  fill (stage);
  make_backup (stage);
  backups = dyr_daily_backup_list (database_path (stage));
  g_assert_cmpuint (backups->len, ==, 1);
}

/* What goes wrong reaches the person. */
static void
test_failed (Stage *stage, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (stage->folder, "backups", NULL), *told = NULL;
  g_autoptr (DyrBackups) backups = NULL;

  fill (stage);
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  backups = dyr_backups_new (stage->office);
  g_signal_connect (backups, "failed", G_CALLBACK (on_text_told), &told);
  stage_wait_until (told != NULL);
  g_assert_nonnull (strstr (told, "could not be written"));
  g_assert_cmpint (g_unlink (folder), ==, 0);
}

typedef struct
{
  GtkWindow *window;
  char *told, *chosen;
} Shown;

static Shown
show_office (DyrOffice *office)
{
  DyrBackupsGroup *group = g_object_new (DYR_TYPE_BACKUPS_GROUP, NULL);
  Shown shown = { .window = GTK_WINDOW (gtk_window_new ()) };

  dyr_backups_group_set_office (group, office);
  gtk_window_set_child (shown.window, GTK_WIDGET (group));
  gtk_window_present (shown.window);
  return shown;
}

static Shown
show (Stage *stage)
{
  return show_office (stage->office);
}

static void
listen (Shown *shown)
{
  GtkWidget *group = gtk_window_get_child (shown->window);

  g_signal_connect (group, "told", G_CALLBACK (on_text_told), &shown->told);
  g_signal_connect (group, "chosen", G_CALLBACK (on_text_told), &shown->chosen);
}

static void
end (Shown *shown)
{
  gtk_window_destroy (shown->window);
  g_free (shown->told);
  g_free (shown->chosen);
}

static void
click_restore (Shown *shown)
{
  GtkWidget *button = stage_find_button (shown->window, "_Restore…");

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_restore (Stage *stage, gconstpointer data)
{
  g_autoptr (GPtrArray) backups = NULL;
  const DyrDailyBackup *backup;
  AdwMessageDialog *question;
  Shown shown;

  fill (stage);
  make_backup (stage);
  backups = dyr_daily_backup_list (database_path (stage));
  backup = backups->pdata[0];
  shown = show (stage);
  listen (&shown);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (stage_find (shown.window, "last"))),
                   !=,
                   "None yet");
  click_restore (&shown);
  question = stage_wait_for_question ();
  g_assert_nonnull (strstr (adw_message_dialog_get_body (question), "records"));
  /* No is no. */
  stage_answer (question, "cancel");
  g_assert_null (shown.chosen);
  click_restore (&shown);
  stage_answer (stage_wait_for_question (), "restore");
  stage_wait_until (shown.chosen != NULL);
  g_assert_cmpstr (shown.chosen, ==, backup->path);
  g_assert_null (shown.told);
  end (&shown);
}

/* A file that became something else: said at once, and nothing is asked. */
static void
test_no_backup (Stage *stage, gconstpointer data)
{
  g_autoptr (GPtrArray) backups = NULL;
  Shown shown;

  fill (stage);
  make_backup (stage);
  backups = dyr_daily_backup_list (database_path (stage));
  g_assert_true (g_file_set_contents (((DyrDailyBackup *) backups->pdata[0])->path, "x", 1, NULL));
  shown = show (stage);
  listen (&shown);
  click_restore (&shown);
  stage_wait_until (shown.told != NULL);
  g_assert_nonnull (strstr (shown.told, "is no backup"));
  g_assert_null (stage_find_window ("AdwMessageDialog"));
  g_assert_null (shown.chosen);
  end (&shown);
}

/* Numbers as the interface writes them, whatever the system's language is. */
static void
test_size (Stage *stage, gconstpointer data)
{
  g_autoptr (DyrOffice) office = dyr_office_new (stage->store, stage->settings, "hr");
  g_autoptr (GPtrArray) backups = NULL;
  g_autofree char *content = g_strnfill (2500, 'x');
  GtkWidget *row;
  Shown shown;

  fill (stage);
  make_backup (stage);
  backups = dyr_daily_backup_list (database_path (stage));
  g_assert_true (
      g_file_set_contents (((DyrDailyBackup *) backups->pdata[0])->path, content, -1, NULL));
  shown = show_office (office);
  row = gtk_widget_get_ancestor (stage_find_button (shown.window, "_Restore…"),
                                 ADW_TYPE_ACTION_ROW);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "2,5 kB");
  end (&shown);
}

static void
test_none_yet (Stage *stage, gconstpointer data)
{
  Shown shown = show (stage);

  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (stage_find (shown.window, "last"))),
                   ==,
                   "None yet");
  g_assert_null (stage_find_button (shown.window, "_Restore…"));
  g_assert_nonnull (stage_find (shown.window, "other"));
  end (&shown);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, TRUE);
#define add(name, function)                                                                        \
  g_test_add ("/app/backups/" name, Stage, NULL, stage_set_up, function, tear_down)
  add ("made", test_made);
  add ("failed", test_failed);
  add ("restore", test_restore);
  add ("no-backup", test_no_backup);
  add ("size", test_size);
  add ("none-yet", test_none_yet);
#undef add
  return g_test_run ();
}
