/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDetail: a record of any type on the screen, where its links lead, what becomes of edits. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-detail.h"

#include "app-test.h"
#include "dyr-banner.h"
#include "dyr-edit-dialog.h"
#include "dyr-form.h"
#include "dyr-record-open.h"
#include "dyr-pill.h"

#define ODD "A & B <b>"

static DyrDetail *
show (Pages *pages, gint64 id)
{
  g_autoptr (DyrRecord) record = pages_load (pages, id);
  GtkWidget *detail = dyr_detail_new (pages->app);

  pages_show (pages, detail);
  dyr_detail_set_record (DYR_DETAIL (detail), record);
  pages_settle (pages);
  return DYR_DETAIL (detail);
}

static gint64
add_client (Pages *pages, const char *name)
{
  return office_add (&pages->office, &dyr_client_type, "name", name, NULL);
}

static gint64
add_linked (
    Pages *pages, const DyrRecordType *type, gint64 client, const char *field, const char *text)
{
  g_autofree char *uid = office_uid (&pages->office, client);

  return office_add (&pages->office, type, "client", uid, field, text, NULL);
}

/* Names with signs of markup stand as they are typed, on every page. */
static void
test_odd_names (Pages *pages, gconstpointer data)
{
  gint64 client = add_client (pages, ODD);
  const gint64 ids[] = {
    client,
    add_linked (pages, &dyr_contract_type, client, "number", ODD),
    add_linked (pages, &dyr_delivery_type, client, "number", ODD),
    add_linked (pages, &dyr_presentation_type, client, "title", ODD),
    office_add (&pages->office, &dyr_activity_type, "kind", "call", "subject", ODD, NULL),
  };
  DyrDetail *detail = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      GtkWidget *title;

      detail = show (pages, ids[i]);
      title = pages_find_text (GTK_WIDGET (detail), ODD);
      g_assert_nonnull (title);
      g_assert_true (gtk_widget_has_css_class (title, "title-2"));
      g_assert_cmpstr (gtk_widget_get_tooltip_text (title), ==, ODD);
    }
}

/* One widget shows one after the other, also of another type. */
static void
test_changing_records (Pages *pages, gconstpointer data)
{
  gint64 first = add_client (pages, "First"), second = add_client (pages, "Second");
  gint64 contract = add_linked (pages, &dyr_contract_type, second, "number", "7/26");
  DyrDetail *detail = show (pages, first);
  g_autoptr (DyrRecord) other = pages_load (pages, second);
  g_autoptr (DyrRecord) third = pages_load (pages, contract);

  dyr_detail_set_record (detail, other);
  g_assert_nonnull (pages_find_text (GTK_WIDGET (detail), "Second"));
  g_assert_null (pages_find_text (GTK_WIDGET (detail), "First"));
  dyr_detail_set_record (detail, third);
  WAIT_FOR (pages_find_text (GTK_WIDGET (detail), "7/26") != NULL);
  g_assert_nonnull (dyr_form_find_row (GTK_WIDGET (detail), "valid-to"));
  g_assert_null (dyr_form_find_row (GTK_WIDGET (detail), "phones"));
  dyr_detail_set_record (detail, NULL);
  g_assert_null (dyr_detail_get_record (detail));
  g_assert_null (pages_find_text (GTK_WIDGET (detail), "7/26"));
}

/* What was typed for a record is its own, whoever is shown next. */
static void
test_typed_is_kept (Pages *pages, gconstpointer data)
{
  gint64 first = add_client (pages, "First"), second = add_client (pages, "Second");
  DyrDetail *detail = show (pages, first);
  g_autoptr (DyrRecord) other = pages_load (pages, second);
  DyrFieldRow *row = dyr_form_find_row (GTK_WIDGET (detail), "website");
  GtkWidget *text = pages_find (GTK_WIDGET (row), GTK_TYPE_TEXT, 0);

  gtk_editable_set_text (GTK_EDITABLE (text), "https://first.example");
  dyr_detail_set_record (detail, other);
  pages_settle (pages);
  office_assert (&pages->office, first, "website", "https://first.example");
  office_assert (&pages->office, second, "website", NULL);
}

/* The client of a contract is one click away. */
static void
test_fact_links (Pages *pages, gconstpointer data)
{
  gint64 client = add_client (pages, ODD);
  gint64 id = add_linked (pages, &dyr_contract_type, client, "number", "7/26");
  DyrDetail *detail;
  GtkWidget *facts;
  g_autofree char *expected = g_strdup_printf ("show-record %" G_GINT64_FORMAT, client);
  g_autofree char *uri = g_strdup_printf ("%" G_GINT64_FORMAT, client);
  gboolean handled = FALSE;

  office_set (&pages->office, id, "valid-to", "2019-12-31");
  detail = show (pages, id);
  facts = pages_find_text (GTK_WIDGET (detail), ODD " · Valid until: 31 Dec 2019");
  g_assert_nonnull (facts);
  g_signal_emit_by_name (facts, "activate-link", uri, &handled);
  g_assert_true (handled);
  WAIT_FOR (test_window_has_notes (pages->window));
  pages_assert_notes (pages, expected);
}

/* The arrow beside a field's link does the same; a type without a page has a window of its own,
 * which closes when the record is deleted. */
static void
test_field_links (Pages *pages, gconstpointer data)
{
  gint64 client = add_client (pages, "Client");
  gint64 person = office_add (&pages->office, &dyr_person_type, "last-name", ODD, NULL);
  g_autofree char *uid = office_uid (&pages->office, person);
  gint64 id = office_add (
      &pages->office, &dyr_activity_type, "kind", "call", "subject", "Ask", "person", uid, NULL);
  DyrDetail *detail = show (pages, id);
  DyrFieldRow *row = dyr_form_find_row (GTK_WIDGET (detail), "person");
  GtkWidget *dialog, *text;

  g_assert_cmpint (client, >, 0);
  g_signal_emit_by_name (row, "open-link", person);
  WAIT_FOR ((dialog = pages_find_window (DYR_TYPE_EDIT_DIALOG)) != NULL);
  pages_assert_notes (pages, "");
  g_assert_nonnull (dyr_form_find_row (dialog, "patronymic"));
  WAIT_FOR (pages_find_text (dialog, ODD) != NULL);
  text = pages_find (GTK_WIDGET (dyr_form_find_row (dialog, "position")), GTK_TYPE_TEXT, 0);
  gtk_editable_set_text (GTK_EDITABLE (text), "Director");
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT_FOR (pages_find_window (DYR_TYPE_EDIT_DIALOG) == NULL);
  pages_settle (pages);
  office_assert (&pages->office, person, "position", "Director");
  dyr_record_open (pages->app, GTK_WIDGET (detail), person);
  WAIT_FOR ((dialog = pages_find_window (DYR_TYPE_EDIT_DIALOG)) != NULL);
  WAIT_FOR (pages_find_button (dialog, "Delete record") != NULL);
  pages_click (pages_find_button (dialog, "Delete record"));
  WAIT_FOR (pages_find_window (DYR_TYPE_EDIT_DIALOG) == NULL);
  WAIT_FOR (test_window_get_undo (pages->window) != 0);
  pages_assert_notes (pages, "toast-undo Person " ODD " was deleted");
}

static gboolean
is_struck (GtkWidget *label)
{
  PangoAttrList *attributes = gtk_label_get_attributes (GTK_LABEL (label));

  return attributes != NULL;
}

static void
test_deleted (Pages *pages, gconstpointer data)
{
  gint64 id = add_client (pages, "Gone");
  DyrDetail *detail = show (pages, id);
  GtkWidget *banner = pages_find (GTK_WIDGET (detail), DYR_TYPE_BANNER, 0);

  g_assert_false (dyr_banner_get_revealed (DYR_BANNER (banner)));
  office_delete (&pages->office, id);
  WAIT_FOR (dyr_banner_get_revealed (DYR_BANNER (banner)));
  g_assert_true (is_struck (pages_find_text (GTK_WIDGET (detail), "Gone")));
  g_assert_false (
      gtk_widget_is_sensitive (GTK_WIDGET (dyr_form_find_row (GTK_WIDGET (detail), "phones"))));
  g_signal_emit_by_name (banner, "button-clicked");
  WAIT_FOR (!dyr_banner_get_revealed (DYR_BANNER (banner)));
  g_assert_false (is_struck (pages_find_text (GTK_WIDGET (detail), "Gone")));
  g_assert_cmpint (office_number (&pages->office, "SELECT listed FROM client"), ==, 1);
}

/* Text that was no value when the program ended is there again. */
static void
test_drafts (Pages *pages, gconstpointer data)
{
  gint64 id = add_client (pages, "Client");
  g_autoptr (DyrRecord) record = pages_load (pages, id);
  DyrDetail *detail;
  GtkWidget *text;
  int field = dyr_record_type_find (&dyr_client_type, "next-contact");

  dyr_editor_set_draft (DYR_EDITOR (pages->store), record, (guint) field, "31.02");
  pages_settle (pages);
  detail = show (pages, id);
  text = pages_find (
      GTK_WIDGET (dyr_form_find_row (GTK_WIDGET (detail), "next-contact")), GTK_TYPE_TEXT, 0);
  WAIT_FOR (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (text)), "31.02"));
}

static void
test_pill (Pages *pages, gconstpointer data)
{
  gint64 client = add_client (pages, "Client");
  gint64 id = add_linked (pages, &dyr_contract_type, client, "number", "7/26");
  DyrDetail *detail = show (pages, id);
  DyrPill *pill = DYR_PILL (pages_find (GTK_WIDGET (detail), DYR_TYPE_PILL, 0));

  g_assert_cmpstr (dyr_pill_get_label (pill), ==, "Draft");
  office_set (&pages->office, id, "valid-to", "2019-12-31");
  office_set (&pages->office, id, "state", "active");
  /* What the calendar made of it. */
  WAIT_FOR (g_str_equal (dyr_pill_get_label (pill), "Expired"));
}

static const char *
shown_tab (DyrDetail *detail)
{
  GtkStack *stack = NULL;

  for (guint i = 0; stack == NULL || gtk_stack_get_child_by_name (stack, "overview") == NULL; i++)
    stack = GTK_STACK (pages_find (GTK_WIDGET (detail), GTK_TYPE_STACK, i));
  return gtk_stack_page_get_title (gtk_stack_get_page (stack, gtk_stack_get_visible_child (stack)));
}

/* What there are many of is a tab that tells how many; the tabs are turned by keys. */
static void
test_tabs (Pages *pages, gconstpointer data)
{
  gint64 client = add_client (pages, "Client"), other = add_client (pages, "Other");
  g_autoptr (DyrRecord) second = pages_load (pages, other);
  DyrDetail *detail = show (pages, client);
  g_autofree char *text = NULL;
  GtkWidget *tab;

  WAIT_FOR (pages_find_button (GTK_WIDGET (detail), "Contracts") != NULL);
  add_linked (pages, &dyr_contract_type, client, "number", "7/26");
  add_linked (pages, &dyr_contract_type, client, "number", "8/26");
  WAIT_FOR (pages_find_button (GTK_WIDGET (detail), "Contracts\u20022") != NULL);
  g_assert_nonnull (pages_find_button (GTK_WIDGET (detail), "Deliveries"));
  g_assert_cmpstr (shown_tab (detail), ==, "Overview");
  dyr_detail_turn_tab (detail, 1);
  g_assert_cmpstr (shown_tab (detail), ==, "Timeline");
  dyr_detail_turn_tab (detail, 1);
  g_assert_cmpstr (shown_tab (detail), ==, "Contracts\u20022");
  WAIT_FOR (pages_find_text (GTK_WIDGET (detail), "8/26") != NULL);
  dyr_detail_turn_tab (detail, -3);
  g_assert_cmpstr (shown_tab (detail), ==, "Presentations");
  dyr_detail_turn_tab (detail, 1);
  g_assert_cmpstr (shown_tab (detail), ==, "Overview");
  dyr_detail_set_record (detail, second);
  WAIT_FOR (pages_find_button (GTK_WIDGET (detail), "Contracts") != NULL);

  /* The keyboard comes to the tab that is shown. */
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (detail)));
  tab = gtk_window_get_focus (GTK_WINDOW (pages->window));
  g_assert_true (GTK_IS_TOGGLE_BUTTON (tab));
  g_assert_nonnull (pages_find_text (tab, "Overview"));
  /* … and goes along when they are turned; a tab with nothing says so and offers the first. */
  dyr_detail_turn_tab (detail, 3);
  tab = gtk_window_get_focus (GTK_WINDOW (pages->window));
  g_assert_nonnull (pages_find_text (tab, "Deliveries"));
  WAIT_FOR (pages_find_text (GTK_WIDGET (detail), "Nothing here yet") != NULL);
  pages_click (pages_find_button (GTK_WIDGET (detail), "New delivery"));
  text = g_strdup_printf ("new-record delivery %" G_GINT64_FORMAT, other);
  pages_assert_notes (pages, text);
  dyr_detail_turn_tab (detail, -1);
  WAIT_FOR (pages_find_text (GTK_WIDGET (detail), "Nothing here yet") != NULL);
  add_linked (pages, &dyr_contract_type, other, "number", "9/26");
  WAIT_FOR (pages_find_text (GTK_WIDGET (detail), "9/26") != NULL);
  g_assert_null (pages_find_text (GTK_WIDGET (detail), "Nothing here yet"));
  dyr_detail_turn_tab (detail, -2);
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/detail/" name, Pages, NULL, pages_set_up, function, pages_tear_down)
  ADD ("odd-names", test_odd_names);
  ADD ("changing-records", test_changing_records);
  ADD ("typed-is-kept", test_typed_is_kept);
  ADD ("fact-links", test_fact_links);
  ADD ("field-links", test_field_links);
  ADD ("deleted", test_deleted);
  ADD ("drafts", test_drafts);
  ADD ("pill", test_pill);
  ADD ("tabs", test_tabs);
#undef ADD
  return g_test_run ();
}
