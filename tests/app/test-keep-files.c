/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Files of a client are kept on this computer, or freed, by a person's hand: the switch of its page
 * and the row of the preferences, with a running sync. */

#include "config.h"

#include <string.h>

#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-detail.h"
#include "dyr-file.h"
#include "dyr-preferences.h"
#include "sync-stage.h"

#define PARTS                                                                                      \
  "Also those of its contact persons, contracts, deliveries, presentations and activities\n"

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(DyrRecord **) data = dyr_store_load_finish (DYR_STORE (source), result, &error);
  g_assert_no_error (error);
}

static DyrRecord *
load (SyncFixture *f, gint64 id)
{
  DyrRecord *record = NULL;

  dyr_store_load_async (f->stage.store, id, NULL, on_loaded, &record);
  stage_wait_until (record != NULL);
  return record;
}

/* Shows the record on its page; the row in it. */
static AdwActionRow *
show (SyncFixture *f, gint64 id)
{
  g_autoptr (DyrRecord) record = load (f, id);
  GtkWidget *detail = adw_window_get_content (ADW_WINDOW (f->stage.window));

  if (detail == NULL)
    {
      detail = dyr_detail_new (f->stage.office);
      adw_window_set_content (ADW_WINDOW (f->stage.window), detail);
    }
  dyr_detail_set_record (DYR_DETAIL (detail), record);
  return ADW_ACTION_ROW (stage_find (detail, "pin"));
}

static gboolean
says (AdwActionRow *row, const char *text)
{
  return g_str_equal (adw_action_row_get_subtitle (row), text);
}

static GtkSwitch *
get_switch (AdwActionRow *row)
{
  return GTK_SWITCH (stage_find (row, "toggle"));
}

static gboolean
is_on (AdwActionRow *row)
{
  g_assert_cmpint (
      gtk_switch_get_state (get_switch (row)), ==, gtk_switch_get_active (get_switch (row)));
  return gtk_switch_get_active (get_switch (row));
}

static gboolean
is_sensitive (AdwActionRow *row)
{
  return gtk_widget_get_sensitive (GTK_WIDGET (get_switch (row)));
}

/* Among other words. */
static gboolean
shows_text (gpointer root, const char *text)
{
  gboolean shows
      = GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && !shows;
       child = gtk_widget_get_next_sibling (child))
    shows = shows_text (child, text);
  return shows;
}

/* As a click on the row: the switch moves for a while. */
static void
flip (AdwActionRow *row)
{
  const gboolean was = is_on (row);

  g_assert_true (gtk_widget_is_visible (GTK_WIDGET (row)));
  g_assert_true (is_sensitive (row));
  adw_action_row_activate (row);
  stage_wait_until (is_on (row) != was);
}

/* A client in the CRM with files of two and three bytes. */
static void
begin (SyncFixture *f)
{
  sync_start (f);
  sync_add_client (f, "Дім");
  sync_attach (f, "a.txt", 2);
  sync_attach (f, "b.txt", 3);
  sync_connect_with (f, SYNC_KEY);
  stage_wait_until (sync_count_files (f) == 2);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
}

static void
test_keep (SyncFixture *f, gconstpointer data)
{
  DyrContentFree freed = { 0 };
  AdwActionRow *row;
  gint64 file;

  begin (f);
  row = show (f, sync_last_client (f));
  stage_wait_until (says (row, PARTS "All here: 2 files, 5 bytes"));
  g_assert_false (is_on (row));
  sync_run_job (f, dyr_content_job_free, &freed);
  g_assert_cmpint (freed.n, ==, 2);
  stage_wait_until (says (row, PARTS "Only in the CRM: 2 files, 5 bytes"));
  stage_wait_until (shows_text (f->stage.window, "in the CRM, comes when opened"));

  flip (row);
  stage_wait_until (says (row, PARTS "All here: 2 files, 5 bytes"));
  stage_wait_until (!shows_text (f->stage.window, "in the CRM, comes when opened"));
  g_assert_true (is_on (row));
  g_assert_false (sync_free_files (f));
  /* What is attached later is meant as well. */
  file = sync_attach (f, "c.txt", 4);
  stage_wait_until (says (row, PARTS "All here: 3 files, 9 bytes"));
  stage_wait_until (sync_count_files (f) == 3);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_false (sync_free_files (f));

  /* Nothing goes away by that. */
  flip (row);
  g_assert_cmpint (sync_look_at_file (f, file), ==, DYR_CONTENT_BOTH);
  stage_wait_until (sync_free_files (f));
  stage_wait_until (says (row, PARTS "Only in the CRM: 3 files, 9 bytes"));
  g_assert_cmpint (sync_look_at_file (f, file), ==, DYR_CONTENT_THERE);
}

/* Nothing comes now: that is said, and it comes later. */
static void
test_paused (SyncFixture *f, gconstpointer data)
{
  AdwActionRow *row;

  begin (f);
  dyr_sync_service_set_paused (f->sync, TRUE);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  row = show (f, sync_last_client (f));
  g_assert_true (sync_free_files (f));
  stage_wait_until (says (row, PARTS "Only in the CRM: 2 files, 5 bytes"));
  flip (row);
  stage_wait_until (says (row, PARTS "Still to come: 2 files, 5 bytes · Paused"));
  dyr_sync_service_set_paused (f->sync, FALSE);
  stage_wait_until (says (row, PARTS "All here: 2 files, 5 bytes"));
}

static gboolean
job_fail (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  dyr_connection_touch_many (connection, dyr_file_type.number);
  return dyr_connection_script (
      connection,
      "INSERT INTO transfer (file, reason, tries, retry_at) "
      "SELECT max (id), 'dyr:content-gone', 0, unixepoch () + 3600 FROM file WHERE true "
      "ON CONFLICT (file) DO UPDATE SET here = NULL, reason = excluded.reason, "
      "retry_at = excluded.retry_at",
      error);
}

/* Of what did not come that is said; it is tried again when the switch is moved. */
static void
test_failed (SyncFixture *f, gconstpointer data)
{
  AdwActionRow *row;

  begin (f);
  dyr_sync_service_set_paused (f->sync, TRUE);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  g_assert_true (sync_free_files (f));
  row = show (f, sync_last_client (f));
  stage_wait_until (says (row, PARTS "Only in the CRM: 2 files, 5 bytes"));
  flip (row);
  stage_wait_until (says (row, PARTS "Still to come: 2 files, 5 bytes · Paused"));
  sync_run_job (f, job_fail, NULL);
  stage_wait_until (
      says (row, PARTS "Still to come: 1 file, 2 bytes · Did not come: 1 file, 3 bytes · Paused"));
  dyr_sync_service_set_paused (f->sync, FALSE);
  stage_wait_until (says (row, PARTS "Did not come: 1 file, 3 bytes"));
  flip (row);
  stage_wait_until (says (row, PARTS "Only in the CRM: 1 file, 3 bytes"));
  flip (row);
  stage_wait_until (says (row, PARTS "All here: 2 files, 5 bytes"));
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(DyrRecord **) data = dyr_store_create_finish (DYR_STORE (source), result, NULL, &error);
  g_assert_no_error (error);
}

static DyrRecord *
add_contract (SyncFixture *f, DyrRecord *client)
{
  g_autoptr (GArray) values = dyr_field_values_new ();
  DyrRecord *record = NULL;

  dyr_value_take_link (dyr_field_values_add (values, DYR_CONTRACT_CLIENT),
                       dyr_link_new (dyr_record_get_id (client),
                                     dyr_record_get_uid (client),
                                     NULL,
                                     dyr_client_type.number,
                                     FALSE));
  dyr_value_set_text (dyr_field_values_add (values, DYR_CONTRACT_NUMBER), "1/26");
  dyr_store_create_async (
      f->stage.store, &dyr_contract_type, values, NULL, NULL, on_created, &record);
  stage_wait_until (record != NULL);
  return record;
}

/* What belongs to a kept client is kept with it, and only that. */
static void
test_within (SyncFixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) client = NULL, contract = NULL;
  AdwActionRow *row;
  gint64 first;

  begin (f);
  first = sync_last_client (f);
  client = load (f, first);
  contract = add_contract (f, client);
  sync_add_client (f, "Інший");
  row = show (f, first);
  stage_wait_until (says (row, PARTS "All here: 2 files, 5 bytes"));
  flip (row);
  /* At once: whatever is answered about the first is not about this one. */
  row = show (f, sync_last_client (f));
  stage_wait_until (says (row, PARTS "There are no files yet"));
  g_assert_false (is_on (row));
  g_assert_true (is_sensitive (row));

  row = show (f, dyr_record_get_id (contract));
  stage_wait_until (says (row,
                          "Also those of its amendments and deliveries\n"
                          "Kept along with what this belongs to · There are no files yet"));
  g_assert_true (is_on (row));
  g_assert_false (is_sensitive (row));
  row = show (f, first);
  stage_wait_until (is_sensitive (row));
  g_assert_true (is_on (row));
}

static void
on_subtitle_changed (AdwActionRow *row, GParamSpec *pspec, GString *seen)
{
  g_string_append_printf (seen, "%s\n", adw_action_row_get_subtitle (row));
}

/* What is answered about a record that is shown no more is not about the next one. */
static void
test_late (SyncFixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) client = NULL, other = NULL;
  g_autoptr (GString) seen = g_string_new (NULL);
  GtkWidget *detail;
  AdwActionRow *row;

  begin (f);
  client = load (f, sync_last_client (f));
  sync_add_client (f, "Інший");
  other = load (f, sync_last_client (f));
  row = show (f, dyr_record_get_id (other));
  stage_wait_until (says (row, PARTS "There are no files yet"));
  detail = adw_window_get_content (ADW_WINDOW (f->stage.window));
  g_signal_connect (row, "notify::subtitle", G_CALLBACK (on_subtitle_changed), seen);
  dyr_detail_set_record (DYR_DETAIL (detail), client);
  dyr_detail_set_record (DYR_DETAIL (detail), other);
  stage_wait_until (says (row, PARTS "There are no files yet"));
  /* One that would come late has come when this one has. */
  dyr_detail_set_record (DYR_DETAIL (detail), client);
  stage_wait_until (says (row, PARTS "All here: 2 files, 5 bytes"));
  dyr_detail_set_record (DYR_DETAIL (detail), other);
  stage_wait_until (says (row, PARTS "There are no files yet"));
  g_assert_cmpstr (seen->str,
                   ==,
                   "\n" PARTS "There are no files yet\n"
                   "\n" PARTS "All here: 2 files, 5 bytes\n"
                   "\n" PARTS "There are no files yet\n");
  g_signal_handlers_disconnect_by_data (row, seen);
}

/* Without a CRM, and with one that has no files, there is nothing to keep. */
static void
test_nowhere (SyncFixture *f, gconstpointer data)
{
  AdwActionRow *row;

  sync_start (f);
  sync_add_client (f, "Дім");
  row = show (f, sync_last_client (f));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (row)));
  sync_connect_with (f, SYNC_KEY);
  stage_wait_until (sync_count_accounts (f) == 1);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_cmpint (
      gtk_widget_get_visible (GTK_WIDGET (row)), ==, g_strcmp0 (data, SYNC_EXTENDED) == 0);
  g_assert_cmpint (gtk_widget_get_visible (gtk_widget_get_parent (GTK_WIDGET (row))),
                   ==,
                   g_strcmp0 (data, SYNC_EXTENDED) == 0);
}

/* The preferences */

static GtkWindow *
open_preferences (SyncFixture *f)
{
  dyr_preferences_present (f->stage.settings, f->stage.office, f->stage.window);
  return stage_find_window ("DyrPreferences");
}

static AdwMessageDialog *
ask_to_free (gpointer window)
{
  stage_click (window, "free_up");
  return stage_wait_for_question ();
}

static void
test_free (SyncFixture *f, gconstpointer data)
{
  const char *body = "Frees 2.5 kB: 2 files that the CRM has and nobody asked to keep here.\n\n"
                     "What was freed comes back when it is opened. Without the network it cannot "
                     "be opened.";
  DyrContentPin pin = { 0, TRUE };
  AdwMessageDialog *question;
  GtkWindow *window;
  AdwActionRow *row;
  GtkWidget *button;

  sync_start (f);
  window = open_preferences (f);
  row = ADW_ACTION_ROW (stage_find (window, "space"));
  button = stage_find (window, "free_up");
  stage_wait_until (says (row, "There are no files here"));
  g_assert_false (gtk_widget_get_sensitive (button));
  sync_add_client (f, "Дім");
  sync_attach (f, "a.bin", 2500);
  stage_wait_until (says (row, "1 file, 2.5 kB\nNothing can be freed: the files are nowhere else"));
  g_assert_false (gtk_widget_get_sensitive (button));

  sync_connect_with (f, SYNC_KEY);
  stage_wait_until (sync_count_files (f) == 1);
  stage_wait_until (says (row, "1 file, 2.5 kB\nCan be freed: 1 file, 2.5 kB"));
  g_assert_true (gtk_widget_get_sensitive (button));
  /* The same content once more: two files, as many bytes. */
  sync_attach (f, "b.bin", 2500);
  stage_wait_until (says (row, "2 files, 2.5 kB\nCan be freed: 2 files, 2.5 kB"));
  pin.record = sync_last_client (f);
  sync_run_job (f, dyr_content_job_pin, &pin);
  stage_wait_until (says (row,
                          "2 files, 2.5 kB\n"
                          "Nothing can be freed: the files are kept here, or not in the CRM yet"));
  g_assert_false (gtk_widget_get_sensitive (button));
  pin.pinned = FALSE;
  sync_run_job (f, dyr_content_job_pin, &pin);
  stage_wait_until (gtk_widget_get_sensitive (button));

  stage_answer (ask_to_free (window), "cancel");
  g_assert_true (says (row, "2 files, 2.5 kB\nCan be freed: 2 files, 2.5 kB"));
  question = ask_to_free (window);
  g_assert_cmpstr (adw_message_dialog_get_body (question), ==, body);
  stage_answer (question, "free");
  stage_wait_until (shows_text (window, "Freed: 2 files, 2.5 kB"));
  stage_wait_until (says (row, "There are no files here"));
  g_assert_false (gtk_widget_get_sensitive (button));
}

/* Asked about what can be freed; by the answer it is kept. */
static void
test_kept_meanwhile (SyncFixture *f, gconstpointer data)
{
  DyrContentPin pin = { 0, TRUE };
  AdwMessageDialog *question;
  GtkWindow *window;

  begin (f);
  window = open_preferences (f);
  stage_wait_until (gtk_widget_get_sensitive (stage_find (window, "free_up")));
  question = ask_to_free (window);
  pin.record = sync_last_client (f);
  sync_run_job (f, dyr_content_job_pin, &pin);
  stage_answer (question, "free");
  stage_wait_until (shows_text (window, "Nothing could be freed any more"));
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, TRUE);
  /* No keyring answers: keys stay in memory. */
  g_setenv ("SECRET_BACKEND", "file", TRUE);
#define ADD(name, crm, function)                                                                   \
  g_test_add ("/app/keep-files/" name, SyncFixture, crm, sync_set_up, function, sync_tear_down)
  ADD ("keep", SYNC_EXTENDED, test_keep);
  ADD ("paused", SYNC_EXTENDED, test_paused);
  ADD ("failed", SYNC_EXTENDED, test_failed);
  ADD ("within", SYNC_EXTENDED, test_within);
  ADD ("late", SYNC_EXTENDED, test_late);
  ADD ("nowhere/extended", SYNC_EXTENDED, test_nowhere);
  ADD ("nowhere/stock", NULL, test_nowhere);
  ADD ("free", SYNC_EXTENDED, test_free);
  ADD ("kept-meanwhile", SYNC_EXTENDED, test_kept_meanwhile);
#undef ADD
  return g_test_run ();
}
