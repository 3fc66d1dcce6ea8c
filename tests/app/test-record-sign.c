/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordSign: what it calls saved is on disk; what is not, it does not call so. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <string.h>

#include "dyr-record-sign.h"

#include "app-test.h"
#include "dyr-detail.h"
#include "dyr-field-row-private.h"
#include "dyr-form.h"

typedef struct
{
  Pages pages;
  gint64 id;
  GtkWidget *detail;
  GtkLabel *words;
  GString *said; /* what the sign said, one after the other */
} Fixture;

static GtkWidget *
row_of (Fixture *f, const char *field)
{
  return GTK_WIDGET (dyr_form_find_row (f->detail, field));
}

static void
type (Fixture *f, const char *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (pages_find (row_of (f, field), GTK_TYPE_TEXT, 0)), text);
}

/* The moment it says so, somebody else reads the file. */
static void
on_words_changed (GtkLabel *words, GParamSpec *pspec, Fixture *f)
{
  const char *text = gtk_label_get_text (words);

  g_string_append_printf (f->said, "%s|", text);
  if (g_str_equal (text, "Saved"))
    {
      g_autofree char *shown = NULL;
      g_autoptr (DyrRow) row = office_row (&f->pages.office, f->id);

      g_object_get (dyr_detail_get_record (DYR_DETAIL (f->detail)), "website", &shown, NULL);
      g_assert_cmpstr (dyr_value_text (&row->values[DYR_CLIENT_WEBSITE]), ==, shown);
    }
}

static void
assert_said (Fixture *f, const char *wanted)
{
  pages_settle (&f->pages);
  g_assert_cmpstr (f->said->str, ==, wanted);
  g_string_truncate (f->said, 0);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = NULL;

  pages_set_up (&f->pages, data);
  f->said = g_string_new (NULL);
  f->id = office_add (&f->pages.office, &dyr_client_type, "name", "Client", NULL);
  f->detail = dyr_detail_new (f->pages.app);
  record = pages_load (&f->pages, f->id);
  pages_show (&f->pages, f->detail);
  dyr_detail_set_record (DYR_DETAIL (f->detail), record);
  pages_settle (&f->pages);
  f->words
      = GTK_LABEL (pages_find (pages_find (f->detail, DYR_TYPE_RECORD_SIGN, 0), GTK_TYPE_LABEL, 0));
  g_signal_connect (f->words, "notify::label", G_CALLBACK (on_words_changed), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (f->words, f);
  pages_tear_down (&f->pages, data);
  g_string_free (f->said, TRUE);
}

static void
test_saved (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (gtk_label_get_text (f->words), ==, "");
  type (f, "website", "https://first.example");
  /* Not a letter of it is on disk. */
  assert_said (f, "Saving…|");
  g_assert_true (dyr_field_row_fire_timer (DYR_FIELD_ROW (row_of (f, "website"))));
  assert_said (f, "Saved|");
  office_assert (&f->pages.office, f->id, "website", "https://first.example");
  type (f, "website", "https://second.example");
  dyr_field_row_commit (DYR_FIELD_ROW (row_of (f, "website")));
  assert_said (f, "Saving…|Saved|");
  /* What was typed and is as before is saved, too. */
  type (f, "website", "https://third.example");
  type (f, "website", "https://second.example");
  dyr_field_row_commit (DYR_FIELD_ROW (row_of (f, "website")));
  assert_said (f, "Saving…|Saved|");
}

/* Two fields: both have to be there. */
static void
test_both (Fixture *f, gconstpointer data)
{
  type (f, "website", "https://first.example");
  type (f, "city", "Lviv");
  dyr_field_row_commit (DYR_FIELD_ROW (row_of (f, "website")));
  assert_said (f, "Saving…|");
  dyr_field_row_commit (DYR_FIELD_ROW (row_of (f, "city")));
  assert_said (f, "Saved|");
}

static void
test_no_value (Fixture *f, gconstpointer data)
{
  DyrFieldRow *row = DYR_FIELD_ROW (row_of (f, "next-contact"));

  type (f, "next-contact", "31.02");
  dyr_field_row_commit (row);
  assert_said (f, "Saving…|Not saved|");
  /* Another field does not make it right. */
  type (f, "city", "Lviv");
  dyr_field_row_commit (DYR_FIELD_ROW (row_of (f, "city")));
  assert_said (f, "Saving…|Not saved|");
  type (f, "next-contact", "28.02.2027");
  dyr_field_row_commit (row);
  assert_said (f, "Saving…|Saved|");
}

/* The store refuses: nobody is told the contrary for a moment. */
static void
test_failure (Fixture *f, gconstpointer data)
{
  type (f, "name", "");
  dyr_field_row_commit (DYR_FIELD_ROW (row_of (f, "name")));
  assert_said (f, "Saving…|Not saved|");
  office_assert (&f->pages.office, f->id, "name", "Client");
  type (f, "name", "Other");
  dyr_field_row_commit (DYR_FIELD_ROW (row_of (f, "name")));
  assert_said (f, "Saving…|Saved|");
}

/* It speaks of its own record only. */
static void
test_others (Fixture *f, gconstpointer data)
{
  gint64 other = office_add (&f->pages.office, &dyr_client_type, "name", "Other", NULL);
  g_autoptr (DyrRecord) record = pages_load (&f->pages, other);

  g_object_set (record, "website", "https://other.example", NULL);
  g_assert_true (dyr_store_is_saving (f->pages.store, other));
  assert_said (f, "");
  g_assert_false (dyr_store_is_saving (f->pages.store, other));
  type (f, "city", "Lviv");
  dyr_detail_set_record (DYR_DETAIL (f->detail), record);
  assert_said (f, "Saving…||");
  g_assert_cmpstr (gtk_label_get_text (f->words), ==, "");
  office_assert (&f->pages.office, f->id, "city", "Lviv");
}

static gboolean
job_run (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  dyr_connection_touch_many (connection, dyr_client_type.number);
  return dyr_connection_script (connection, data, error);
}

/* What sync would write about the record. */
static void
run (Fixture *f, const char *format)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, f->id);
  g_auto (GStrv) parts = g_strsplit (format, "%", -1);
  g_autofree char *sql = g_strjoinv (number, parts);
  g_autoptr (GError) error = NULL;

  dyr_database_write (f->pages.office.database, job_run, sql, NULL, &error);
  g_assert_no_error (error);
}

static void
wait_for_words (Fixture *f, const char *words)
{
  WAIT_FOR (g_str_equal (gtk_label_get_text (f->words), words));
}

/* With a CRM it tells where the record is, too; and why. */
static void
test_sent (Fixture *f, gconstpointer data)
{
  GtkWidget *sign = pages_find (f->detail, DYR_TYPE_RECORD_SIGN, 0);

  pages_go_offline (&f->pages);
  wait_for_words (f, "Saved here");
  g_assert_nonnull (gtk_widget_get_tooltip_text (sign));
  run (f, "UPDATE record SET push = 0, seq = NULL, remote_id = 'crm' WHERE id = %");
  wait_for_words (f, "Sent");
  g_string_truncate (f->said, 0);
  type (f, "city", "Lviv");
  dyr_field_row_commit (DYR_FIELD_ROW (row_of (f, "city")));
  wait_for_words (f, "Saved here");
  g_assert_false (gtk_widget_has_css_class (sign, "warning"));
  run (f, "UPDATE pending SET state = 2, reason = 'No.' WHERE record = %");
  wait_for_words (f, "Needs you");
  g_assert_true (gtk_widget_has_css_class (sign, "warning"));
  run (f, "UPDATE pending SET state = 0, reason = NULL WHERE record = %");
  wait_for_words (f, "Saved here");
  /* It was sent, and nobody knows whether it arrived. */
  run (f, "INSERT INTO attempt (record, op, sent, seq, answered) VALUES (%, 2, '{}', 1, 1)");
  wait_for_words (f, "Not confirmed");
  g_assert_false (gtk_widget_has_css_class (sign, "warning"));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (sign), "the CRM did not confirm it"));
  /* Surely not: the same goes again. */
  run (f, "UPDATE attempt SET answered = 2 WHERE record = %");
  wait_for_words (f, "Saved here");
  /* What is typed and no value is told first. */
  type (f, "next-contact", "31.02");
  dyr_field_row_commit (DYR_FIELD_ROW (row_of (f, "next-contact")));
  wait_for_words (f, "Not saved");
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/record-sign/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("saved", test_saved);
  ADD ("both", test_both);
  ADD ("no-value", test_no_value);
  ADD ("failure", test_failure);
  ADD ("others", test_others);
  ADD ("sent", test_sent);
#undef ADD
  return g_test_run ();
}
