/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The editors of field rows that are chosen from rather than typed into, and those of sets. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <string.h>

#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-calendar.h"
#include "dyr-date-popover-private.h"
#include "dyr-date.h"
#include "dyr-delivery.h"
#include "dyr-field-row-private.h"
#include "dyr-link-finder-private.h"
#include "dyr-person.h"
#include "dyr-pill.h"
#include "dyr-presentation.h"
#include "dyr-user.h"
#include "fake.h"

typedef struct
{
  DyrContext *context;
  FakeEditor *editor;
  FakeLookup *lookup;
  GtkWidget *window;
  GtkWidget *list;
  DyrRecord *record;
  DyrFieldRow *row;
  GString *heard; /* links and addresses that were to be opened */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  f->context = dyr_context_new ("en", "UA", NULL);
  f->editor = fake_editor_new ();
  f->lookup = fake_lookup_new ();
  fake_lookup_add (f->lookup, 3, &dyr_user_type, "Олена & Ко <b>");
  fake_lookup_add (f->lookup, 5, &dyr_user_type, "Тарас");
  fake_lookup_add (f->lookup, 11, &dyr_person_type, "Соломія");
  fake_lookup_add (f->lookup, 12, &dyr_person_type, "Леся");
  f->heard = g_string_new (NULL);
  f->list = gtk_list_box_new ();
  /* Newer versions of libadwaita warn of a window that is to grow with its rows. */
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), f->list);
  f->window = fake_window_show (scroller, 500, 800);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  GtkWidget *finder = fake_find (f->window, DYR_TYPE_LINK_FINDER);

  if (finder != NULL)
    g_object_add_weak_pointer (G_OBJECT (finder), (gpointer *) &finder);
  fake_window_destroy (f->window);
  g_assert_null (finder);
  g_clear_object (&f->record);
  g_assert_finalize_object (f->editor);
  g_assert_finalize_object (f->lookup);
  dyr_context_free (f->context);
  g_string_free (f->heard, TRUE);
}

static void
on_open_link (Fixture *f, gint64 id)
{
  g_string_append_printf (f->heard, "link %d ", (int) id);
}

static gboolean
on_open_uri (Fixture *f, const char *uri)
{
  g_string_append_printf (f->heard, "%s ", uri);

  return TRUE;
}

/* A row for a field of a new record; `text` (or NULL) is loaded first. */
static void
begin (Fixture *f, const DyrRecordType *type, const char *field, const char *text)
{
  f->record = fake_record_new (type, 1, f->editor);
  if (text != NULL)
    fake_record_load (f->record, field, text);

  f->row = DYR_FIELD_ROW (dyr_field_row_new (field));
  g_signal_connect_swapped (f->row, "open-link", G_CALLBACK (on_open_link), f);
  g_signal_connect_swapped (f->row, "open-uri", G_CALLBACK (on_open_uri), f);
  gtk_list_box_append (GTK_LIST_BOX (f->list), GTK_WIDGET (f->row));
  dyr_field_row_set_lookup (f->row, DYR_LOOKUP (f->lookup));
  dyr_field_row_set_context (f->row, f->context);
  dyr_field_row_set_record (f->row, f->record);
  fake_wait_frame (f->window);
}

static GtkWidget *
find (Fixture *f, GType type)
{
  return fake_find (GTK_WIDGET (dyr_field_row_get_input (f->row)), type);
}

static void
click (Fixture *f, const char *name)
{
  GtkWidget *button = fake_find_button (f->window, name);

  g_test_message ("click %s", name);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_visible (button));
  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                  !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  else
    g_signal_emit_by_name (button, "clicked");
  fake_settle ();
}

static void
assert_notes (Fixture *f, const char *wanted)
{
  g_autofree char *notes = fake_editor_take_notes (f->editor);

  g_assert_cmpstr (notes, ==, wanted);
}

static void
assert_heard (Fixture *f, const char *wanted)
{
  g_assert_cmpstr (f->heard->str, ==, wanted);
  g_string_truncate (f->heard, 0);
}

static guint
get_n_options (Fixture *f)
{
  return g_list_model_get_n_items (
      gtk_drop_down_get_model (GTK_DROP_DOWN (find (f, GTK_TYPE_DROP_DOWN))));
}

static const char *
get_option (Fixture *f, guint i)
{
  g_autoptr (DyrOption) option = g_list_model_get_item (
      gtk_drop_down_get_model (GTK_DROP_DOWN (find (f, GTK_TYPE_DROP_DOWN))), i);

  return dyr_option_get_label (option);
}

static void
choose (Fixture *f, guint i)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find (f, GTK_TYPE_DROP_DOWN)), i);
  fake_settle ();
}

static void
test_choice (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_contract_type, "kind", "service");
  gtk_test_accessible_assert_property (
      find (f, GTK_TYPE_DROP_DOWN), GTK_ACCESSIBLE_PROPERTY_LABEL, "Kind: Services");

  /* No kind, then the seven. */
  g_assert_cmpuint (get_n_options (f), ==, 8);
  g_assert_cmpstr (get_option (f, 0), ==, "—");
  g_assert_cmpuint (
      gtk_drop_down_get_selected (GTK_DROP_DOWN (find (f, GTK_TYPE_DROP_DOWN))), ==, 2);
  assert_notes (f, "");

  choose (f, 1);
  assert_notes (f, "kind=supply #1");
  choose (f, 0);
  assert_notes (f, "kind=NULL #2");

  /* What a newer program wrote is offered while it is there. */
  fake_record_load (f->record, "kind", "future");
  g_assert_cmpuint (get_n_options (f), ==, 9);
  g_assert_cmpstr (get_option (f, 8), ==, "future");
  assert_notes (f, "");
  choose (f, 1);
  assert_notes (f, "kind=supply #3");
  g_assert_cmpuint (get_n_options (f), ==, 8);
}

static void
test_choice_required (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "state", NULL);
  g_assert_cmpuint (get_n_options (f), ==, 5);
  g_assert_cmpstr (dyr_field_row_get_problem (f->row), ==, "Required");

  /* Once there is one, there is no way back to none. */
  choose (f, 2);
  assert_notes (f, "state=active #1");
  g_assert_cmpuint (get_n_options (f), ==, 4);
  g_assert_cmpstr (get_option (f, 1), ==, "Active");
  g_assert_null (dyr_field_row_get_problem (f->row));
}

static void
test_choice_escape (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "state", "lost");
  gtk_widget_grab_focus (GTK_WIDGET (f->row));
  choose (f, 1);
  assert_notes (f, "state=active #1");
  g_assert_true (fake_press (find (f, GTK_TYPE_DROP_DOWN), GDK_KEY_Escape, 0));
  assert_notes (f, "state=lost #1");
  g_assert_cmpuint (
      gtk_drop_down_get_selected (GTK_DROP_DOWN (find (f, GTK_TYPE_DROP_DOWN))), ==, 3);
}

static void
test_currency (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_contract_type, "currency", "HRK");
  g_assert_cmpstr (get_option (f, 0), ==, "—");
  g_assert_cmpstr (get_option (f, 1), ==, "UAH");
  g_assert_cmpstr (get_option (f, get_n_options (f) - 1), ==, "HRK");
  choose (f, 2);
  assert_notes (f, "currency=EUR #1");
}

static void
test_money_names_currency (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_contract_type, "amount", "1500.00");
  fake_record_load (f->record, "currency", "EUR");
  for (GtkWidget *child = gtk_widget_get_first_child (find (f, DYR_TYPE_INPUT)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LABEL (child))
        g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (child)), ==, "EUR");
    }
}

static void
test_switch (Fixture *f, gconstpointer data)
{
  GtkWidget *toggle;

  begin (f, &dyr_contract_type, "auto-prolong", NULL);
  toggle = find (f, GTK_TYPE_SWITCH);
  gtk_test_accessible_assert_property (
      toggle, GTK_ACCESSIBLE_PROPERTY_LABEL, "Prolonged automatically");
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (toggle)));

  /* Nobody has said no. */
  gtk_widget_grab_focus (GTK_WIDGET (f->row));
  dyr_field_row_commit (f->row);
  assert_notes (f, "");

  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  assert_notes (f, "auto-prolong=1 #1; auto-prolong=0 #1");
  fake_record_load (f->record, "auto-prolong", "1");
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
  assert_notes (f, "");
}

/* The list of what was found; waits for it. */
static GListModel *
wait_found (Fixture *f)
{
  GtkWidget *finder = fake_find (f->window, DYR_TYPE_LINK_FINDER);
  GtkWidget *list = fake_find (finder, GTK_TYPE_LIST_VIEW);

  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
}

static void
find_text (Fixture *f, const char *text, guint n)
{
  GtkWidget *finder = fake_find (f->window, DYR_TYPE_LINK_FINDER);
  GtkWidget *entry = fake_find (finder, GTK_TYPE_SEARCH_ENTRY);

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  while (g_list_model_get_n_items (wait_found (f)) != n)
    g_main_context_iteration (NULL, TRUE);
}

static void
press_in_finder (Fixture *f, guint keyval)
{
  GtkWidget *finder = fake_find (f->window, DYR_TYPE_LINK_FINDER);
  GtkWidget *entry = fake_find (finder, GTK_TYPE_SEARCH_ENTRY);

  if (keyval == GDK_KEY_Return)
    g_signal_emit_by_name (entry, "activate");
  else
    fake_press (entry, keyval, 0);
  fake_settle ();
}

static const char *
get_message (Fixture *f)
{
  GtkWidget *finder = fake_find (f->window, DYR_TYPE_LINK_FINDER);
  GtkWidget *stack = fake_find (finder, GTK_TYPE_STACK);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (stack)), "message") != 0)
    return NULL;

  return gtk_label_get_text (GTK_LABEL (gtk_stack_get_visible_child (GTK_STACK (stack))));
}

static void
test_link (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "responsible", NULL);
  click (f, "Responsible");
  find_text (f, "", 2);

  /* The arrows choose, the keyboard stays in the entry. */
  press_in_finder (f, GDK_KEY_Down);
  press_in_finder (f, GDK_KEY_Return);
  g_assert_cmpstr (
      dyr_value_link (dyr_record_get_value (f->record, DYR_CLIENT_RESPONSIBLE))->name, ==, "Тарас");
  g_free (fake_editor_take_notes (f->editor));

  click (f, "Responsible");
  find_text (f, "оле", 1);
  press_in_finder (f, GDK_KEY_Return);
  g_assert_cmpint (
      dyr_value_link (dyr_record_get_value (f->record, DYR_CLIENT_RESPONSIBLE))->id, ==, 3);
  gtk_test_accessible_assert_property (fake_find_button (GTK_WIDGET (f->row), "Responsible"),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Олена & Ко <b>");
  g_free (fake_editor_take_notes (f->editor));

  click (f, "Responsible: open");
  assert_heard (f, "link 3 ");
  click (f, "Responsible: clear");
  assert_notes (f, "responsible=NULL #3");
  g_assert_false (
      gtk_widget_get_visible (fake_find_button (GTK_WIDGET (f->row), "Responsible: open")));
}

static void
test_link_nothing_found (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "responsible", NULL);
  click (f, "Responsible");
  find_text (f, "", 2);
  find_text (f, "nobody", 0);
  while (g_strcmp0 (get_message (f), "Nothing found") != 0)
    g_main_context_iteration (NULL, TRUE);
  press_in_finder (f, GDK_KEY_Return);
  assert_notes (f, "");

  /* A failure says why, and keeps what was there. */
  fake_lookup_break (f->lookup);
  gtk_editable_set_text (
      GTK_EDITABLE (fake_find (fake_find (f->window, DYR_TYPE_LINK_FINDER), GTK_TYPE_SEARCH_ENTRY)),
      "x");
  while (get_message (f) == NULL || strstr (get_message (f), "the disk is gone") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* The window is closed while somebody still searches. */
static void
test_link_gone (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "responsible", NULL);
  g_signal_emit_by_name (fake_find_button (f->window, "Responsible"), "clicked");
  gtk_list_box_remove (GTK_LIST_BOX (f->list), GTK_WIDGET (f->row));
  fake_settle ();
}

static void
test_country (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "country", "UA");
  click (f, "Country");
  g_assert_cmpuint (g_list_model_get_n_items (wait_found (f)), >, 200);
  find_text (f, "croa", 1);
  press_in_finder (f, GDK_KEY_Return);
  assert_notes (f, "country=HR #1");
  click (f, "Country: clear");
  assert_notes (f, "country=NULL #2");

  /* As typed, where it was not understood. */
  fake_record_load (f->record, "country", "Галичина");
  gtk_test_accessible_assert_property (fake_find_button (GTK_WIDGET (f->row), "Country"),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "Галичина");
}

/* The n-th entry of a list of elements. */
static GtkEditable *
get_entry (Fixture *f, guint n)
{
  GtkWidget *line = gtk_widget_get_first_child (find (f, DYR_TYPE_INPUT));

  for (guint i = 0; i < n; i++)
    line = gtk_widget_get_next_sibling (line);

  return GTK_EDITABLE (fake_find (line, GTK_TYPE_ENTRY));
}

static guint
get_n_lines (Fixture *f)
{
  guint n = 0;

  for (GtkWidget *line = gtk_widget_get_first_child (find (f, DYR_TYPE_INPUT)); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    n++;

  return n;
}

static void
test_list (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "phones", "+380671122233\twork\n+380322345678");
  g_assert_cmpuint (get_n_lines (f), ==, 2);
  g_assert_cmpstr (gtk_editable_get_text (get_entry (f, 0)), ==, "+380 67 112 22 33");
  gtk_test_accessible_assert_property (get_entry (f, 0), GTK_ACCESSIBLE_PROPERTY_LABEL, "Phones");
  gtk_test_accessible_assert_property (get_entry (f, 1), GTK_ACCESSIBLE_PROPERTY_LABEL, "Phones 2");

  click (f, "Call +380 32 234 56 78");
  assert_heard (f, "tel:+380322345678 ");

  /* The remark stays with its number. */
  gtk_widget_grab_focus (GTK_WIDGET (f->row));
  gtk_editable_set_text (get_entry (f, 0), "067 999 88 77");
  g_assert_true (dyr_field_row_fire_timer (f->row));
  assert_notes (f, "phones=+380679998877\twork|+380322345678 #1");
  click (f, "Make +380 32 234 56 78 the Main One");
  assert_notes (f, "phones=+380322345678|+380679998877\twork #1");
  click (f, "Remove +380 32 234 56 78");
  assert_notes (f, "phones=+380679998877\twork #1");

  click (f, "Phones: add");
  g_assert_cmpuint (get_n_lines (f), ==, 2);
  assert_notes (f, "");
  gtk_editable_set_text (get_entry (f, 1), "0322345678, 0442345678");
  g_signal_emit_by_name (get_entry (f, 1), "activate");
  assert_notes (f, "phones=+380679998877\twork|+380322345678|+380442345678 #1");

  /* Two in one line are two from now on. */
  g_assert_cmpuint (get_n_lines (f), ==, 3);

  fake_record_load (f->record, "phones", NULL);
  g_assert_cmpuint (get_n_lines (f), ==, 1);
  g_assert_cmpstr (gtk_editable_get_text (get_entry (f, 0)), ==, "");
}

static void
test_list_last_removed (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "emails", "a@example.com");
  click (f, "Write to a@example.com");
  assert_heard (f, "mailto:a@example.com ");
  click (f, "Remove a@example.com");
  assert_notes (f, "emails=NULL #1");
  g_assert_cmpuint (get_n_lines (f), ==, 1);
}

static void
test_list_warning (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "ibans", "UA213223130000026007233566001\nUA1");
  g_assert_nonnull (dyr_field_row_get_problem (f->row));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_entry (f, 0)), "warning"));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_entry (f, 1)), "warning"));

  gtk_editable_set_text (get_entry (f, 1), "");
  dyr_field_row_commit (f->row);
  assert_notes (f, "ibans=UA213223130000026007233566001 #1");
  g_assert_null (dyr_field_row_get_problem (f->row));
}

static void
test_list_draft (Fixture *f, gconstpointer data)
{
  g_autofree char *longer = g_strnfill (300, 'x');
  g_autofree char *draft = g_strconcat ("a@example.com\n", longer, NULL);
  g_autofree char *text = NULL;

  begin (f, &dyr_client_type, "emails", NULL);
  dyr_field_row_set_draft (f->row, draft);
  g_assert_nonnull (dyr_field_row_get_problem (f->row));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_entry (f, 0)), "error"));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_entry (f, 1)), "error"));
  text = dyr_input_get_text (dyr_field_row_get_input (f->row));
  g_assert_cmpstr (text, ==, draft);
}

/* What is longer than its row shows the beginning, also after somebody typed at its end. */
static void
test_beginning (Fixture *f, gconstpointer data)
{
  const char *address = "a.very.long.name.of.somebody.in.the.office@department.company.example";
  GtkEditable *entry;

  begin (f, &dyr_client_type, "emails", address);
  entry = GTK_EDITABLE (find (f, GTK_TYPE_ENTRY));
  g_assert_cmpint (gtk_editable_get_position (entry), ==, 0);

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_set_position (entry, -1);
  g_assert_cmpint (gtk_editable_get_position (entry), >, 0);
  gtk_window_set_focus (GTK_WINDOW (f->window), NULL);
  g_assert_cmpint (gtk_editable_get_position (entry), ==, 0);
}

static void
test_beginning_of_text (Fixture *f, gconstpointer data)
{
  GtkEditable *entry;

  begin (f, &dyr_client_type, "website", "https://www.company.example/a/long/way/to/go");
  entry = GTK_EDITABLE (find (f, GTK_TYPE_ENTRY));
  g_assert_cmpint (gtk_editable_get_position (entry), ==, 0);
  fake_record_load (f->record, "website", "https://www.company.example/another/long/way");
  g_assert_cmpint (gtk_editable_get_position (entry), ==, 0);

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_set_position (entry, 5);
  gtk_window_set_focus (GTK_WINDOW (f->window), NULL);
  g_assert_cmpint (gtk_editable_get_position (entry), ==, 0);
}

/* A truckload of serial numbers gets one editor, not a thousand. */
static void
test_list_many (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) numbers = g_string_new ("1@example.com");
  GtkTextBuffer *buffer;

  for (int i = 2; i <= 200; i++)
    g_string_append_printf (numbers, "\n%d@example.com", i);

  begin (f, &dyr_client_type, "emails", numbers->str);
  g_assert_null (find (f, GTK_TYPE_ENTRY));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (f, GTK_TYPE_TEXT_VIEW)));
  gtk_text_buffer_set_text (buffer, "1@example.com\n2@example.com", -1);
  g_assert_true (dyr_field_row_commit (f->row));
  assert_notes (f, "emails=1@example.com|2@example.com #1");
  g_assert_cmpuint (get_n_lines (f), ==, 2);
}

static void
test_toggles (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "roles", "venue\tin summer\nfuture");
  gtk_test_accessible_assert_property (
      find (f, DYR_TYPE_INPUT), GTK_ACCESSIBLE_PROPERTY_LABEL, "Roles");

  for (GtkWidget *button = gtk_widget_get_first_child (find (f, DYR_TYPE_INPUT)); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    {
      const char *label = gtk_button_get_label (GTK_BUTTON (button));
      gboolean is_venue = g_str_equal (label, "Venue");

      g_assert_cmpint (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)), ==, is_venue);
      if (g_str_equal (label, "Partner"))
        gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
    }
  assert_notes (f, "roles=venue\tin summer|future|partner #1");

  fake_record_load (f->record, "roles", "client");
  assert_notes (f, "");
}

static void
test_chips (Fixture *f, gconstpointer data)
{
  g_autofree char *notes = NULL;
  const DyrSet *set;

  begin (f, &dyr_presentation_type, "participants", "11:Соломія");
  click (f, "Participants: add");
  find_text (f, "лес", 1);
  press_in_finder (f, GDK_KEY_Return);
  set = dyr_value_set (dyr_record_get_value (f->record, DYR_PRESENTATION_PARTICIPANTS));
  g_assert_cmpuint (set->n, ==, 2);
  g_assert_cmpstr (set->members[0].link->name, ==, "Соломія");
  g_assert_cmpstr (set->members[1].link->name, ==, "Леся");
  notes = fake_editor_take_notes (f->editor);
  g_assert_true (g_str_has_suffix (notes, " #1"));

  click (f, "Remove Соломія");
  set = dyr_value_set (dyr_record_get_value (f->record, DYR_PRESENTATION_PARTICIPANTS));
  g_assert_cmpuint (set->n, ==, 1);
  g_assert_cmpstr (set->members[0].link->name, ==, "Леся");
  click (f, "Remove Леся");
  g_assert_cmpint (
      dyr_record_get_value (f->record, DYR_PRESENTATION_PARTICIPANTS)->form, ==, DYR_VALUE_NONE);
}

static void
test_chips_open (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_presentation_type, "participants", "11:Соломія");
  g_signal_emit_by_name (find (f, GTK_TYPE_BUTTON), "clicked");
  assert_heard (f, "link 11 ");
}

static void
test_calendar (Fixture *f, gconstpointer data)
{
  GtkWidget *button, *popover, *calendar, *grid;

  begin (f, &dyr_contract_type, "valid-to", "2026-11-30");
  button = find (f, GTK_TYPE_MENU_BUTTON);
  gtk_test_accessible_assert_property (
      button, GTK_ACCESSIBLE_PROPERTY_LABEL, "Valid until: choose in a calendar");
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  fake_settle ();
  popover = fake_find (button, DYR_TYPE_DATE_POPOVER);
  calendar = fake_find (popover, DYR_TYPE_CALENDAR);
  grid = fake_find (calendar, GTK_TYPE_GRID);
  g_assert_cmpint (dyr_calendar_get_date (DYR_CALENDAR (calendar)), ==, 20787); /* 2026-11-30 */

  /* The keys choose the day that is shown, over the end of the month too. */
  fake_press (grid, GDK_KEY_Right, 0);
  fake_press (grid, GDK_KEY_Down, 0);
  fake_press (grid, GDK_KEY_Page_Down, 0);
  assert_notes (f, "");
  fake_press (grid, GDK_KEY_Return, 0);
  fake_settle ();
  assert_notes (f, "valid-to=2027-01-08 #1");
  g_assert_cmpstr (
      gtk_editable_get_text (GTK_EDITABLE (find (f, GTK_TYPE_ENTRY))), ==, "8 Jan 2027");
}

static void
test_calendar_today (Fixture *f, gconstpointer data)
{
  g_autofree char *today = NULL, *wanted = NULL;
  GtkWidget *button;

  begin (f, &dyr_contract_type, "valid-to", NULL);
  today = dyr_date_to_text (dyr_context_today (f->context) + 1);
  wanted = g_strdup_printf ("valid-to=%s #1", today);
  gtk_menu_button_popup (GTK_MENU_BUTTON (find (f, GTK_TYPE_MENU_BUTTON)));
  fake_settle ();
  button = fake_find (find (f, DYR_TYPE_DATE_POPOVER), DYR_TYPE_CALENDAR);
  button = gtk_widget_get_next_sibling (button); /* the box of the quick ones */
  button = gtk_widget_get_first_child (button);  /* today */
  g_signal_emit_by_name (gtk_widget_get_next_sibling (button), "clicked");
  assert_notes (f, wanted);
}

/* Another day, the same hour: by the clock of the office, over the change to winter time. */
static void
test_calendar_instant (Fixture *f, gconstpointer data)
{
  GtkWidget *popover;

  begin (f, &dyr_presentation_type, "starts-at", "2026-10-20T07:30:00Z");
  g_assert_cmpstr (
      gtk_editable_get_text (GTK_EDITABLE (find (f, GTK_TYPE_ENTRY))), ==, "20 Oct 2026 10:30");
  gtk_menu_button_popup (GTK_MENU_BUTTON (find (f, GTK_TYPE_MENU_BUTTON)));
  fake_settle ();
  popover = find (f, DYR_TYPE_DATE_POPOVER);
  g_signal_emit_by_name (popover, "picked", G_GINT64_CONSTANT (20781)); /* 2026-11-24 */
  assert_notes (f, "starts-at=2026-11-24T08:30:00Z #1");

  fake_record_load (f->record, "starts-at", NULL);
  g_signal_emit_by_name (popover, "picked", G_GINT64_CONSTANT (20781));
  assert_notes (f, "starts-at=2026-11-24T07:00:00Z #1");
}

static void
test_url (Fixture *f, gconstpointer data)
{
  begin (f, &dyr_client_type, "website", "karpaty.example");
  click (f, "Open karpaty.example");
  assert_heard (f, "https://karpaty.example ");
  fake_record_load (f->record, "website", "javascript:alert(1)");
  g_assert_null (fake_find_button (GTK_WIDGET (f->row), "Open javascript:alert(1)"));
}

static void
test_shown (Fixture *f, gconstpointer data)
{
  GtkWidget *label;

  begin (f, &dyr_client_type, "standing", "at-risk");
  g_assert_cmpstr (dyr_pill_get_label (DYR_PILL (find (f, DYR_TYPE_PILL))), ==, "At risk");

  gtk_list_box_remove (GTK_LIST_BOX (f->list), GTK_WIDGET (f->row));
  g_clear_object (&f->record);
  begin (f, &dyr_client_type, "phone", "+380671122233");
  click (f, "Call +380 67 112 22 33");
  assert_heard (f, "tel:+380671122233 ");

  gtk_list_box_remove (GTK_LIST_BOX (f->list), GTK_WIDGET (f->row));
  g_clear_object (&f->record);
  begin (f, &dyr_client_type, "responsible", "3:A & B <b>");
  dyr_field_row_set_read_only (f->row, TRUE);
  label = find (f, GTK_TYPE_LABEL);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "A & B <b>");
  click (f, "Responsible: open");
  assert_heard (f, "link 3 ");
}

/* The newest date first, and that one was taken back. */
static void
test_moves (Fixture *f, gconstpointer data)
{
  GtkWidget *line;

  begin (f,
         &dyr_delivery_type,
         "agreed-log",
         "2031-11-10T08:00:00Z 2031-11-20\n2031-11-18T13:20:00Z -");
  line = gtk_widget_get_first_child (gtk_widget_get_first_child (find (f, DYR_TYPE_INPUT)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (line))), ==, "—");
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (gtk_widget_get_last_child (line))),
                   ==,
                   "since 18 Nov 2031 15:20");
  line = gtk_widget_get_next_sibling (line);
  g_assert_cmpstr (
      gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (line))), ==, "20 Nov 2031");
}

int
main (int argc, char **argv)
{
  fake_init (&argc, &argv);

#define ADD(name, test) g_test_add ("/widgets/inputs/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("choice", test_choice);
  ADD ("choice/required", test_choice_required);
  ADD ("choice/escape", test_choice_escape);
  ADD ("currency", test_currency);
  ADD ("money-names-currency", test_money_names_currency);
  ADD ("switch", test_switch);
  ADD ("link", test_link);
  ADD ("link/nothing-found", test_link_nothing_found);
  ADD ("link/gone", test_link_gone);
  ADD ("country", test_country);
  ADD ("list", test_list);
  ADD ("list/last-removed", test_list_last_removed);
  ADD ("list/warning", test_list_warning);
  ADD ("list/draft", test_list_draft);
  ADD ("list/many", test_list_many);
  ADD ("toggles", test_toggles);
  ADD ("chips", test_chips);
  ADD ("chips/open", test_chips_open);
  ADD ("calendar", test_calendar);
  ADD ("calendar/tomorrow", test_calendar_today);
  ADD ("calendar/instant", test_calendar_instant);
  ADD ("url", test_url);
  ADD ("shown", test_shown);
  ADD ("beginning", test_beginning);
  ADD ("beginning-of-text", test_beginning_of_text);
  ADD ("moves", test_moves);

  return g_test_run ();
}
