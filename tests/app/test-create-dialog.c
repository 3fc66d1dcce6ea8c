/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCreateDialog: what it begins with, when it creates, what it tells. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-create-dialog.h"

#include "app-test.h"
#include "dyr-banner.h"
#include "dyr-edit-dialog.h"
#include "dyr-form.h"

static GtkWidget *
present (Pages *pages, const DyrRecordType *type, DyrRecord *about)
{
  GtkWidget *dialog;

  gtk_window_present (GTK_WINDOW (pages->window));
  dyr_create_dialog_present (pages->app, GTK_WINDOW (pages->window), type, about);
  dialog = pages_find_window (g_type_from_name ("DyrCreateDialog"));
  g_assert_nonnull (dialog);
  WAIT_FOR (gtk_widget_get_mapped (dialog) && pages_find_button (dialog, "Create") != NULL);
  return dialog;
}

static gboolean
is_open (void)
{
  return pages_find_window (g_type_from_name ("DyrCreateDialog")) != NULL;
}

static GtkWidget *
text_of (GtkWidget *dialog, const char *field)
{
  return pages_find (GTK_WIDGET (dyr_form_find_row (dialog, field)), GTK_TYPE_TEXT, 0);
}

static void
type (GtkWidget *dialog, const char *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (text_of (dialog, field)), text);
}

static gint64
newest (Pages *pages)
{
  return office_number (&pages->office, "SELECT max (id) FROM record");
}

/* It is told, with Undo, and opened. */
static void
assert_told (Pages *pages, gint64 id, const char *text)
{
  g_autofree char *told = g_strdup_printf ("toast-undo %s", text);
  g_autofree char *shown = g_strdup_printf ("show-record %" G_GINT64_FORMAT, id);

  WAIT_FOR (test_window_get_undo (pages->window) != 0);
  g_assert_cmpint (test_window_get_undo (pages->window),
                   ==,
                   office_number (&pages->office, "SELECT max (id) FROM action"));
  pages_assert_notes (pages, told);
  WAIT_FOR (test_window_has_notes (pages->window));
  pages_assert_notes (pages, shown);
}

static void
test_client (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog = present (pages, &dyr_client_type, NULL);
  GtkWidget *create = pages_find_button (dialog, "Create");
  gint64 id;

  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (dialog)), ==, "New client");
  /* The first field waits. */
  g_assert_true (gtk_root_get_focus (GTK_ROOT (dialog)) == text_of (dialog, "name"));
  /* Nothing is there yet. */
  g_assert_false (gtk_widget_is_sensitive (create));
  type (dialog, "name", "A & B <b>");
  g_assert_true (gtk_widget_is_sensitive (create));
  type (dialog, "name", "");
  g_assert_false (gtk_widget_is_sensitive (create));
  type (dialog, "name", "A & B <b>");
  /* A wrong check digit is the person's to judge. */
  type (dialog, "code", "14360571");
  pages_click (create);
  WAIT_FOR (!is_open ());
  id = newest (pages);
  office_assert (&pages->office, id, "name", "A & B <b>");
  office_assert (&pages->office, id, "code", "14360571");
  office_assert (&pages->office, id, "state", "prospect");
  assert_told (pages, id, "Client A & B <b> was added");
  dyr_store_undo_async (pages->store, test_window_get_undo (pages->window), NULL, NULL, NULL);
  WAIT_FOR (office_number (&pages->office, "SELECT listed FROM client") == 0);
}

/* Enter in the last field. */
static void
test_enter (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog = present (pages, &dyr_client_type, NULL);

  type (dialog, "name", "Entered");
  g_signal_emit_by_name (text_of (dialog, "name"), "activate");
  WAIT_FOR (!is_open ());
  office_assert (&pages->office, newest (pages), "name", "Entered");
}

/* What is no value is not stored, nor is anything else. */
static void
test_no_value (Pages *pages, gconstpointer data)
{
  gint64 client = office_add (&pages->office, &dyr_client_type, "name", "Client", NULL);
  g_autoptr (DyrRecord) about = pages_load (pages, client);
  GtkWidget *dialog = present (pages, &dyr_delivery_type, about);

  type (dialog, "agreed-on", "31.02.2026");
  pages_click (pages_find_button (dialog, "Create"));
  pages_settle (pages);
  g_assert_true (is_open ());
  g_assert_cmpint (newest (pages), ==, client);
  type (dialog, "agreed-on", "28.02.2026");
  pages_click (pages_find_button (dialog, "Create"));
  WAIT_FOR (!is_open ());
  office_assert (&pages->office, newest (pages), "agreed-on", "2026-02-28");
}

static void
test_contract (Pages *pages, gconstpointer data)
{
  gint64 user = office_add (&pages->office, &dyr_user_type, "name", "Olena", NULL);
  g_autofree char *uid = office_uid (&pages->office, user);
  gint64 client
      = office_add (&pages->office, &dyr_client_type, "name", "Client", "responsible", uid, NULL);
  g_autofree char *client_uid = office_uid (&pages->office, client);
  g_autoptr (DyrRecord) about = pages_load (pages, client);
  GtkWidget *dialog;
  gint64 id;

  office_add (&pages->office, &dyr_contract_type, "client", client_uid, "number", "КД 12-А", NULL);
  dialog = present (pages, &dyr_contract_type, about);
  WAIT_FOR (
      g_str_equal (gtk_editable_get_text (GTK_EDITABLE (text_of (dialog, "number"))), "КД 13-А"));
  pages_click (pages_find_button (dialog, "Create"));
  WAIT_FOR (!is_open ());
  id = newest (pages);
  office_assert (&pages->office, id, "number", "КД 13-А");
  office_assert (&pages->office, id, "client", client_uid);
  /* Who is responsible for the client is so for the contract. */
  office_assert (&pages->office, id, "responsible", uid);
  office_assert (&pages->office, id, "currency", "UAH");
  assert_told (pages, id, "Contract КД 13-А was added");
}

/* A number that somebody types is not written over by the suggestion. */
static void
test_number_typed (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog = present (pages, &dyr_contract_type, NULL);

  type (dialog, "number", "X");
  pages_settle (pages);
  for (guint i = 0; i < 50; i++)
    pages_settle (pages);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (text_of (dialog, "number"))), ==, "X");
  /* The client is missing still. */
  g_assert_false (gtk_widget_is_sensitive (pages_find_button (dialog, "Create")));
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT_FOR (!is_open ());
  g_assert_cmpint (office_number (&pages->office, "SELECT count (*) FROM record"), ==, 0);
}

/* A delivery of a contract goes to its client, to where that is. */
static void
test_delivery_of_contract (Pages *pages, gconstpointer data)
{
  gint64 client
      = office_add (&pages->office, &dyr_client_type, "name", "Client", "city", "Lviv", NULL);
  g_autofree char *client_uid = office_uid (&pages->office, client);
  gint64 contract = office_add (
      &pages->office, &dyr_contract_type, "client", client_uid, "number", "7/26", NULL);
  g_autofree char *contract_uid = office_uid (&pages->office, contract);
  g_autoptr (DyrRecord) about = pages_load (pages, contract);
  g_autoptr (DyrRecord) about_client = pages_load (pages, client);
  GtkWidget *dialog = present (pages, &dyr_delivery_type, about);

  pages_click (pages_find_button (dialog, "Create"));
  WAIT_FOR (!is_open ());
  office_assert (&pages->office, newest (pages), "contract", contract_uid);
  office_assert (&pages->office, newest (pages), "client", client_uid);
  office_assert (&pages->office, newest (pages), "city", NULL);
  dialog = present (pages, &dyr_delivery_type, about_client);
  pages_click (pages_find_button (dialog, "Create"));
  WAIT_FOR (!is_open ());
  office_assert (&pages->office, newest (pages), "contract", NULL);
  office_assert (&pages->office, newest (pages), "client", client_uid);
  office_assert (&pages->office, newest (pages), "city", "Lviv");
}

/* What is known without a row: what a note is about. */
static void
test_note (Pages *pages, gconstpointer data)
{
  gint64 client = office_add (&pages->office, &dyr_client_type, "name", "Client", NULL);
  g_autofree char *client_uid = office_uid (&pages->office, client);
  g_autoptr (DyrRecord) about = pages_load (pages, client);
  GtkWidget *dialog = present (pages, &dyr_note_type, about);
  GtkWidget *view
      = pages_find (GTK_WIDGET (dyr_form_find_row (dialog, "text")), GTK_TYPE_TEXT_VIEW, 0);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "Two\nlines", -1);
  pages_click (pages_find_button (dialog, "Create"));
  WAIT_FOR (!is_open ());
  office_assert (&pages->office, newest (pages), "text", "Two\nlines");
  office_assert (&pages->office, newest (pages), "about", client_uid);
  /* It is seen on the client's page, where somebody asked for it. */
  pages_settle (pages);
  pages_assert_notes (pages, "toast-undo Note Two was added");
  g_assert_null (pages_find_window (DYR_TYPE_EDIT_DIALOG));
}

/* What has no page and belongs to nothing has a window of its own, where the rest is filled in. */
static void
test_product (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog = present (pages, &dyr_product_type, NULL);

  type (dialog, "name", "Lock");
  pages_click (pages_find_button (dialog, "Create"));
  WAIT_FOR (!is_open ());
  WAIT_FOR (pages_find_window (DYR_TYPE_EDIT_DIALOG) != NULL);
  dialog = pages_find_window (DYR_TYPE_EDIT_DIALOG);
  WAIT_FOR (pages_find_text (dialog, "Lock") != NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_activity (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog = present (pages, &dyr_activity_type, NULL);

  g_assert_false (gtk_widget_is_sensitive (pages_find_button (dialog, "Create")));
  type (dialog, "subject", "Ask");
  pages_click (pages_find_button (dialog, "Create"));
  WAIT_FOR (!is_open ());
  office_assert (&pages->office, newest (pages), "kind", "call");
  office_assert (&pages->office, newest (pages), "state", "open");
}

/* What was typed */

static DyrBanner *
kept_banner (GtkWidget *dialog)
{
  return DYR_BANNER (pages_find (dialog, DYR_TYPE_BANNER, 1));
}

static void
dismiss (Pages *pages, GtkWidget *dialog)
{
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT_FOR (!is_open ());
  pages_settle (pages);
}

static void
assert_text (GtkWidget *dialog, const char *field, const char *wanted)
{
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (text_of (dialog, field))), ==, wanted);
}

/* Escape loses nothing, neither values nor what is none, nor links; each parent has its own. */
static void
test_kept (Pages *pages, gconstpointer data)
{
  gint64 client = office_add (&pages->office, &dyr_client_type, "name", "Client", NULL);
  gint64 other = office_add (&pages->office, &dyr_client_type, "name", "Other", NULL);
  g_autoptr (DyrRecord) about = pages_load (pages, client);
  g_autoptr (DyrRecord) about_other = pages_load (pages, other);
  g_autofree char *uid = office_uid (&pages->office, client);
  GtkWidget *dialog = present (pages, &dyr_contract_type, about);
  gint64 id;

  pages_settle (pages);
  g_assert_false (dyr_banner_get_revealed (kept_banner (dialog)));
  type (dialog, "number", "КД 7");
  type (dialog, "valid-from", "31.02.2026");
  dismiss (pages, dialog);
  g_assert_cmpint (office_number (&pages->office, "SELECT count (*) FROM contract"), ==, 0);

  dialog = present (pages, &dyr_contract_type, about_other);
  pages_settle (pages);
  g_assert_false (dyr_banner_get_revealed (kept_banner (dialog)));
  dismiss (pages, dialog);

  dialog = present (pages, &dyr_contract_type, about);
  WAIT_FOR (dyr_banner_get_revealed (kept_banner (dialog)));
  assert_text (dialog, "number", "КД 7");
  assert_text (dialog, "valid-from", "31.02.2026");
  type (dialog, "valid-from", "28.02.2026");
  pages_click (pages_find_button (dialog, "Create"));
  WAIT_FOR (!is_open ());
  id = newest (pages);
  office_assert (&pages->office, id, "number", "КД 7");
  office_assert (&pages->office, id, "valid-from", "2026-02-28");
  office_assert (&pages->office, id, "client", uid);
  pages_settle (pages);
  g_assert_cmpint (office_number (&pages->office, "SELECT count (*) FROM draft"), ==, 0);
}

/* It is on disk a moment after the last key, while the dialog is still open. */
static void
test_kept_at_once (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog = present (pages, &dyr_client_type, NULL);

  type (dialog, "name", "A & B <b>");
  WAIT_FOR (office_number (&pages->office,
                           "SELECT count (*) FROM draft WHERE record = 0 AND text = 'A & B <b>'")
            == 1);
  /* Emptied again it is as good as new. */
  type (dialog, "name", "");
  WAIT_FOR (office_number (&pages->office, "SELECT count (*) FROM draft") == 0);
  dismiss (pages, dialog);
}

static void
test_kept_link (Pages *pages, gconstpointer data)
{
  gint64 client = office_add (&pages->office, &dyr_client_type, "name", "Client", NULL);
  g_autofree char *uid = office_uid (&pages->office, client);
  g_auto (DyrValue) link = DYR_VALUE_INIT;
  g_autoptr (DyrRow) row = office_row (&pages->office, client);
  GtkWidget *dialog = present (pages, &dyr_person_type, NULL);

  dyr_value_take_link (&link,
                       dyr_link_new (client, &row->uid, "Client", dyr_client_type.number, FALSE));
  dyr_field_row_set_value (dyr_form_find_row (dialog, "client"), &link);
  g_signal_emit_by_name (dyr_form_find_row (dialog, "client"), "changed");
  type (dialog, "last-name", "Shevchenko");
  dismiss (pages, dialog);
  dialog = present (pages, &dyr_person_type, NULL);
  WAIT_FOR (dyr_banner_get_revealed (kept_banner (dialog)));
  g_assert_nonnull (pages_find_text (GTK_WIDGET (dyr_form_find_row (dialog, "client")), "Client"));
  pages_click (pages_find_button (dialog, "Create"));
  WAIT_FOR (!is_open ());
  office_assert (&pages->office, newest (pages), "client", uid);
  office_assert (&pages->office, newest (pages), "last-name", "Shevchenko");
  WAIT_FOR (pages_find_window (DYR_TYPE_EDIT_DIALOG) != NULL);
  gtk_window_destroy (GTK_WINDOW (pages_find_window (DYR_TYPE_EDIT_DIALOG)));
}

/* The program ends while it is created: what was created is not offered again. */
static void
test_kept_until_created (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog = present (pages, &dyr_client_type, NULL);

  type (dialog, "name", "Typed");
  dismiss (pages, dialog);
  g_assert_cmpint (office_number (&pages->office, "SELECT count (*) FROM draft"), ==, 1);
  dialog = present (pages, &dyr_client_type, NULL);
  WAIT_FOR (dyr_banner_get_revealed (kept_banner (dialog)));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (kept_banner (dialog))));
  pages_click (pages_find_button (dialog, "Create"));
  /* It can neither be created again nor be discarded. */
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (kept_banner (dialog))));
  gtk_window_destroy (GTK_WINDOW (dialog));
  pages_settle (pages);
  office_assert (&pages->office, newest (pages), "name", "Typed");
  g_assert_cmpint (office_number (&pages->office, "SELECT count (*) FROM draft"), ==, 0);
}

static void
test_discard (Pages *pages, gconstpointer data)
{
  GtkWidget *dialog = present (pages, &dyr_client_type, NULL), *fresh;

  type (dialog, "name", "Typed");
  dismiss (pages, dialog);
  dialog = present (pages, &dyr_client_type, NULL);
  WAIT_FOR (dyr_banner_get_revealed (kept_banner (dialog)));
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  g_signal_emit_by_name (kept_banner (dialog), "button-clicked");
  WAIT_FOR (dialog == NULL);
  fresh = pages_find_window (g_type_from_name ("DyrCreateDialog"));
  g_assert_nonnull (fresh);
  pages_settle (pages);
  assert_text (fresh, "name", "");
  g_assert_false (dyr_banner_get_revealed (kept_banner (fresh)));
  g_assert_cmpint (office_number (&pages->office, "SELECT count (*) FROM draft"), ==, 0);
  dismiss (pages, fresh);
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/create-dialog/" name, Pages, NULL, pages_set_up, function, pages_tear_down)
  ADD ("client", test_client);
  ADD ("enter", test_enter);
  ADD ("no-value", test_no_value);
  ADD ("contract", test_contract);
  ADD ("number-typed", test_number_typed);
  ADD ("delivery-of-contract", test_delivery_of_contract);
  ADD ("note", test_note);
  ADD ("product", test_product);
  ADD ("kept", test_kept);
  ADD ("kept-at-once", test_kept_at_once);
  ADD ("kept-link", test_kept_link);
  ADD ("kept-until-created", test_kept_until_created);
  ADD ("discard", test_discard);
  ADD ("activity", test_activity);
#undef ADD
  return g_test_run ();
}
