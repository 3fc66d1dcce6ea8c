/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncRecords: the ways out of what the CRM refused, each by its button. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-records.h"

#include "app-test.h"
#include "dyr-client.h"
#include "dyr-undo.h"

typedef struct
{
  Pages pages;
  gint64 id;
  GtkWidget *records;
} Fixture;

static void
run (Fixture *f, const char *format)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, f->id);
  g_auto (GStrv) parts = g_strsplit (format, "%", -1);
  g_autofree char *sql = g_strjoinv (number, parts);

  office_sql (&f->pages.office, sql);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  pages_set_up (&f->pages, NULL);
  f->id
      = office_add (&f->pages.office, &dyr_client_type, "name", "A & B <b>", "city", "Lviv", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pages_tear_down (&f->pages, NULL);
}

/* As if the CRM had it. */
static void
send (Fixture *f)
{
  run (f, "DELETE FROM pending WHERE record = %");
  run (f, "UPDATE record SET push = 0, seq = NULL, remote_id = 'crm' WHERE id = %");
}

static void
show (Fixture *f)
{
  f->records = dyr_sync_records_new (f->pages.app, DYR_WAITING_FOR_YOU);
  pages_show (&f->pages, f->records);
  WAIT_FOR (pages_find_text (f->records, "A & B <b>") != NULL);
}

static void
click (Fixture *f, const char *label, const char *told)
{
  pages_click (pages_find_button (f->records, label));
  WAIT_FOR (test_window_has_notes (f->pages.window));
  pages_assert_notes (&f->pages, told);
}

static gint64
count (Fixture *f, const char *sql)
{
  return office_number (&f->pages.office, sql);
}

static void
undo (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) result
      = dyr_undo (f->pages.office.database, test_window_get_undo (f->pages.window), NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->n_undone, ==, 1);
}

/* A field that was refused: what both had stands again, the rest goes on. */
static void
test_fields (Fixture *f, gconstpointer data)
{
  send (f);
  office_set (&f->pages.office, f->id, "city", "Kyiv");
  office_set (&f->pages.office, f->id, "segment", "Hotels");
  run (f, "UPDATE pending SET state = 2, reason = 'Too far.' WHERE record = % AND grp = 'street'");
  show (f);
  g_assert_nonnull (pages_find_text (f->records, "“City” was not accepted. Too far."));
  g_assert_null (pages_find_button (f->records, "Decide…"));
  click (f, "Undo the change", "toast-undo The change was undone");
  office_assert (&f->pages.office, f->id, "city", "Lviv");
  office_assert (&f->pages.office, f->id, "segment", "Hotels");
  g_assert_cmpint (count (f, "SELECT count (*) FROM pending"), ==, 1);
  WAIT_FOR (pages_find_text (f->records, "Nothing needs you") != NULL);
  undo (f);
  office_assert (&f->pages.office, f->id, "city", "Kyiv");
}

/* A record with edits that was refused as a whole. */
static void
test_edits (Fixture *f, gconstpointer data)
{
  send (f);
  office_set (&f->pages.office, f->id, "city", "Kyiv");
  office_set (&f->pages.office, f->id, "segment", "Hotels");
  run (f, "UPDATE record SET parked = 'refused' WHERE id = %");
  show (f);
  g_assert_null (pages_find_button (f->records, "Go to the field"));
  click (f, "Undo the change", "toast-undo The change was undone");
  office_assert (&f->pages.office, f->id, "city", "Lviv");
  office_assert (&f->pages.office, f->id, "segment", NULL);
  g_assert_cmpint (count (f, "SELECT push FROM record WHERE remote_id = 'crm'"), ==, 0);
}

static void
test_new (Fixture *f, gconstpointer data)
{
  run (f, "UPDATE record SET parked = 'refused' WHERE id = %");
  show (f);
  click (f, "Delete here", "toast-undo Deleted here");
  g_assert_cmpint (count (f, "SELECT count (*) FROM record WHERE deleted_at IS NULL"), ==, 0);
  g_assert_cmpint (count (f, "SELECT push FROM record"), ==, 0);
  undo (f);
  /* Then it goes again. */
  g_assert_cmpint (count (f, "SELECT push FROM record WHERE parked IS NULL"), ==, 1);
}

static void
test_deletion (Fixture *f, gconstpointer data)
{
  send (f);
  office_delete (&f->pages.office, f->id);
  run (f, "UPDATE record SET parked = 'refused' WHERE id = %");
  show (f);
  click (f, "Bring back", "toast-undo Brought back");
  g_assert_cmpint (
      count (f, "SELECT push FROM record WHERE deleted_at IS NULL AND parked IS NULL"), ==, 0);
}

static void
test_again (Fixture *f, gconstpointer data)
{
  run (f, "UPDATE record SET parked = 'refused', tries = 3 WHERE id = %");
  show (f);
  click (f, "Send again", "toast It goes to the CRM again");
  g_assert_cmpint (count (f, "SELECT push FROM record WHERE parked IS NULL AND tries = 0"), ==, 1);
}

/* The CRM failed to show it: there is nothing to go back to. */
static void
test_unread (Fixture *f, gconstpointer data)
{
  send (f);
  run (f, "UPDATE record SET settled = 0, read_tries = 5 WHERE id = %");
  show (f);
  g_assert_null (pages_find_button (f->records, "Undo the change"));
  g_assert_null (pages_find_button (f->records, "Delete here"));
  click (f, "Send again", "toast It goes to the CRM again");
  g_assert_cmpint (count (f, "SELECT read_tries FROM record WHERE settled = 0"), ==, 0);
  run (f, "UPDATE record SET settled = 1 WHERE id = %");
}

int
main (int argc, char **argv)
{
#define ADD(name, function)                                                                        \
  g_test_add ("/app/sync-records/" name, Fixture, NULL, set_up, function, tear_down)

  pages_init (&argc, &argv);
  ADD ("fields", test_fields);
  ADD ("edits", test_edits);
  ADD ("new", test_new);
  ADD ("deletion", test_deletion);
  ADD ("again", test_again);
  ADD ("unread", test_unread);
  return g_test_run ();
}
