/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFieldRow: when what is typed is saved, refused, taken back; every kind of field that is typed.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-delivery-line.h"
#include "dyr-delivery.h"
#include "dyr-error.h"
#include "dyr-field-row-private.h"
#include "dyr-form.h"
#include "dyr-presentation.h"
#include "fake.h"

typedef struct
{
  DyrContext *context;
  FakeEditor *editor;
  GtkWidget *window;
  GtkWidget *list;
  GtkWidget *other; /* an entry beside the list, to go to */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  f->context = dyr_context_new ("en", "UA", NULL);
  f->editor = fake_editor_new ();
  f->list = gtk_list_box_new ();
  gtk_widget_add_css_class (f->list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (f->list), GTK_SELECTION_NONE);
  f->other = gtk_entry_new ();
  gtk_box_append (GTK_BOX (box), f->other);
  gtk_box_append (GTK_BOX (box), f->list);
  /* Newer versions of libadwaita warn of a window that is to grow with its rows. */
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  f->window = fake_window_show (scroller, 500, 800);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  fake_window_destroy (f->window);
  g_assert_finalize_object (f->editor);
  dyr_context_free (f->context);
}

static DyrFieldRow *
add_row (Fixture *f, DyrRecord *record, const char *field)
{
  GtkWidget *row = dyr_field_row_new (field);

  gtk_list_box_append (GTK_LIST_BOX (f->list), row);
  dyr_field_row_set_context (DYR_FIELD_ROW (row), f->context);
  dyr_field_row_set_record (DYR_FIELD_ROW (row), record);
  fake_settle ();

  return DYR_FIELD_ROW (row);
}

static GtkEditable *
get_entry (DyrFieldRow *row)
{
  GtkWidget *entry = fake_find (GTK_WIDGET (row), GTK_TYPE_ENTRY);

  g_assert_nonnull (entry);

  return GTK_EDITABLE (entry);
}

/* As a person does it: with the keyboard in the row. */
static void
type (DyrFieldRow *row, const char *text)
{
  gtk_widget_grab_focus (GTK_WIDGET (row));
  gtk_editable_set_text (get_entry (row), text);
  fake_settle ();
}

static void
go_elsewhere (Fixture *f)
{
  gtk_widget_grab_focus (f->other);
  fake_settle ();
}

static void
assert_notes (Fixture *f, const char *wanted)
{
  g_autofree char *notes = fake_editor_take_notes (f->editor);

  g_assert_cmpstr (notes, ==, wanted);
}

static void
assert_shown (DyrFieldRow *row, const char *wanted)
{
  g_assert_cmpstr (gtk_editable_get_text (get_entry (row)), ==, wanted);
}

static gboolean
is_marked (DyrFieldRow *row, const char *name)
{
  return gtk_widget_has_css_class (GTK_WIDGET (get_entry (row)), name);
}

static void
test_shows (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "name");

  assert_shown (row, "");
  fake_record_load (record, "name", "A & B <b>");
  assert_shown (row, "A & B <b>");
  g_assert_cmpstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), ==, "Name");
  g_assert_false (adw_preferences_row_get_use_markup (ADW_PREFERENCES_ROW (row)));
  gtk_test_accessible_assert_property (get_entry (row), GTK_ACCESSIBLE_PROPERTY_LABEL, "Name");
  gtk_test_accessible_assert_property (get_entry (row), GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE);

  dyr_field_row_set_label (row, "Called <so>");
  gtk_test_accessible_assert_property (
      get_entry (row), GTK_ACCESSIBLE_PROPERTY_LABEL, "Called <so>");
  assert_notes (f, "");
}

static void
test_saved_on_leaving (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "name");

  type (row, "  Карпатський   дім ");
  assert_notes (f, "");
  go_elsewhere (f);
  assert_notes (f, "name=Карпатський дім #1");
  assert_shown (row, "Карпатський дім");

  /* Nothing to wait for, nothing to save again. */
  g_assert_false (dyr_field_row_fire_timer (row));
  gtk_widget_grab_focus (GTK_WIDGET (row));
  go_elsewhere (f);
  assert_notes (f, "");
}

static void
test_saved_on_enter (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "name");

  type (row, "Дністер");
  g_signal_emit_by_name (get_entry (row), "activate");
  assert_notes (f, "name=Дністер #1");
  g_assert_false (dyr_field_row_fire_timer (row));
}

/* A second after the last key; one visit however often, another after leaving. */
static void
test_saved_by_time (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "name");

  type (row, "Дні");
  g_assert_true (dyr_field_row_fire_timer (row));
  assert_notes (f, "name=Дні #1");

  /* What is being typed is not touched. */
  type (row, "Дністер ");
  g_assert_true (dyr_field_row_fire_timer (row));
  assert_notes (f, "name=Дністер #1");
  assert_shown (row, "Дністер ");

  go_elsewhere (f);
  assert_shown (row, "Дністер");
  assert_notes (f, "");

  type (row, "Полонина");
  go_elsewhere (f);
  assert_notes (f, "name=Полонина #2");
}

static void
test_no_value (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_contract_type, 1, f->editor);
  DyrFieldRow *row;

  fake_record_load (record, "valid-to", "2026-12-31");
  row = add_row (f, record, "valid-to");
  assert_shown (row, "31 Dec 2026");

  /* Nobody is told off in the middle of a word. */
  type (row, "31.02");
  g_assert_null (dyr_field_row_get_problem (row));
  g_assert_true (dyr_field_row_fire_timer (row));
  assert_notes (f, "draft valid-to=31.02");
  g_assert_nonnull (dyr_field_row_get_problem (row));
  g_assert_true (is_marked (row, "error"));
  gtk_test_accessible_assert_state (
      get_entry (row), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);

  /* It stays, marked, and so does the stored value. */
  go_elsewhere (f);
  assert_shown (row, "31.02");
  g_assert_cmpint (
      dyr_value_number (dyr_record_get_value (record, DYR_CONTRACT_VALID_TO), 0), ==, 20818);
  g_assert_false (dyr_field_row_commit (row));
  assert_notes (f, "");

  /* Repaired: the mark goes at once, the draft with the value. */
  type (row, "28.02.2027");
  g_assert_null (dyr_field_row_get_problem (row));
  g_assert_false (is_marked (row, "error"));
  go_elsewhere (f);
  assert_notes (f, "draft valid-to gone; valid-to=2027-02-28 #1");
  assert_shown (row, "28 Feb 2027");
}

static void
test_escape (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_contract_type, 1, f->editor);
  DyrFieldRow *row;
  GtkWidget *entry;

  fake_record_load (record, "valid-to", "2026-12-31");
  row = add_row (f, record, "valid-to");
  entry = GTK_WIDGET (get_entry (row));

  /* Nothing typed: Escape is for somebody else. */
  gtk_widget_grab_focus (GTK_WIDGET (row));
  g_assert_false (fake_press (entry, GDK_KEY_Escape, 0));

  type (row, "1.1.2027");
  g_assert_true (fake_press (entry, GDK_KEY_Escape, 0));
  assert_shown (row, "31 Dec 2026");
  g_assert_false (dyr_field_row_fire_timer (row));
  assert_notes (f, "");

  type (row, "31.02");
  dyr_field_row_fire_timer (row);
  g_assert_true (fake_press (entry, GDK_KEY_Escape, 0));
  assert_shown (row, "31 Dec 2026");
  g_assert_null (dyr_field_row_get_problem (row));
  assert_notes (f, "draft valid-to=31.02; draft valid-to gone");

  /* Whether the second had passed or not is nothing a person knows. */
  type (row, "1.1.2027");
  dyr_field_row_fire_timer (row);
  type (row, "2.1.2027");
  g_assert_true (fake_press (entry, GDK_KEY_Escape, 0));
  assert_shown (row, "31 Dec 2026");
  assert_notes (f, "valid-to=2027-01-01 #1; valid-to=2026-12-31 #1");
  go_elsewhere (f);
  assert_notes (f, "");
}

static void
test_changed_elsewhere (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "name");
  GtkWidget *entry = GTK_WIDGET (get_entry (row));

  gtk_widget_grab_focus (GTK_WIDGET (row));
  fake_record_load (record, "name", "From the CRM");
  assert_shown (row, "From the CRM");

  /* Not over what is being typed … */
  type (row, "Mine");
  fake_record_load (record, "name", "From the CRM again");
  assert_shown (row, "Mine");

  /* … and Escape brings back what is stored now. */
  g_assert_true (fake_press (entry, GDK_KEY_Escape, 0));
  assert_shown (row, "From the CRM again");
  assert_notes (f, "");

  type (row, "Mine");
  dyr_field_row_fire_timer (row);
  fake_record_load (record, "name", "Refused, the old one");
  assert_shown (row, "Refused, the old one");
  g_assert_false (fake_press (entry, GDK_KEY_Escape, 0));
}

/* What was typed for one record never lands in another. */
static void
test_other_record (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) one = fake_record_new (&dyr_client_type, 1, f->editor);
  g_autoptr (DyrRecord) other = fake_record_new (&dyr_client_type, 2, f->editor);
  DyrFieldRow *row = add_row (f, one, "name");

  fake_record_load (other, "name", "Other");
  type (row, "One");
  dyr_field_row_set_record (row, other);
  assert_notes (f, "name=One #1");
  g_assert_cmpstr (dyr_record_get_title (one), ==, "One");
  assert_shown (row, "Other");
  g_assert_false (dyr_field_row_fire_timer (row));

  /* The first is no longer listened to. */
  fake_record_load (one, "name", "One again");
  assert_shown (row, "Other");

  dyr_field_row_set_record (row, NULL);
  g_assert_null (dyr_field_row_get_input (row));
}

/* The window is closed in the middle of a word. */
static void
test_saved_on_closing (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "name");

  type (row, "Дністер");
  gtk_list_box_remove (GTK_LIST_BOX (f->list), GTK_WIDGET (row));
  assert_notes (f, "name=Дністер #1");
}

static void
test_warning (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "code");

  type (row, "14360571");
  go_elsewhere (f);
  assert_notes (f, "code=14360571 #1");
  g_assert_nonnull (dyr_field_row_get_problem (row));
  g_assert_true (is_marked (row, "warning"));
  g_assert_false (is_marked (row, "error"));

  type (row, "14360570");
  go_elsewhere (f);
  g_assert_null (dyr_field_row_get_problem (row));

  /* The same code in a record of another country. */
  fake_record_load (record, "country", "HR");
  g_assert_nonnull (dyr_field_row_get_problem (row));
}

static void
test_required (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "name");

  g_assert_cmpstr (dyr_field_row_get_problem (row), ==, "Required");
  g_assert_false (is_marked (row, "error"));
  type (row, "Дністер");
  go_elsewhere (f);
  g_assert_null (dyr_field_row_get_problem (row));

  /* It may be emptied: a record that lacks something is kept, only not sent. */
  type (row, "");
  go_elsewhere (f);
  assert_notes (f, "name=Дністер #1; name=NULL #2");
  g_assert_cmpstr (dyr_field_row_get_problem (row), ==, "Required");
}

static void
test_draft (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_contract_type, 1, f->editor);
  g_autoptr (GHashTable) drafts = g_hash_table_new (g_str_hash, g_str_equal);
  DyrFieldRow *row = add_row (f, record, "valid-to");
  DyrFieldRow *amount = add_row (f, record, "amount");

  g_hash_table_insert (drafts, (gpointer) "valid-to", (gpointer) "31.02");
  g_hash_table_insert (drafts, (gpointer) "amount", (gpointer) "1 500");
  g_hash_table_insert (drafts, (gpointer) "gone-field", (gpointer) "x");
  dyr_form_set_drafts (f->window, drafts);

  assert_shown (row, "31.02");
  g_assert_nonnull (dyr_field_row_get_problem (row));

  /* A value by now, whatever it was: it is saved. */
  g_assert_null (dyr_field_row_get_problem (amount));
  assert_notes (f, "draft valid-to=31.02; draft amount gone; amount=1500.00 #1");

  g_assert_true (fake_press (GTK_WIDGET (get_entry (row)), GDK_KEY_Escape, 0));
  assert_notes (f, "draft valid-to gone");
}

/* Typed text and what becomes of it, by kind. */
static const struct
{
  const DyrRecordType *type;
  const char *field, *typed, *note, *shown;
} kinds[] = {
  { &dyr_client_type, "name", "A & B <b>", "name=A & B <b> #1", "A & B <b>" },
  { &dyr_client_type, "code", "0012345678", "code=0012345678 #1", "0012345678" },
  { &dyr_client_type, "website", "example.com", "website=example.com #1", "example.com" },
  { &dyr_activity_type, "phone", "067 112-22-33", "phone=+380671122233 #1", "+380 67 112 22 33" },
  { &dyr_client_type, "contact-rhythm-days", "14", "contact-rhythm-days=14 #1", "14" },
  { &dyr_delivery_line_type, "quantity-planned", "2,5", "quantity-planned=2.500 #1", "2.5" },
  { &dyr_contract_type, "amount", "1 250 000,50", "amount=1250000.50 #1", "1,250,000.50" },
  { &dyr_client_type, "next-contact", "24.11.2026", "next-contact=2026-11-24 #1", "24 Nov 2026" },
  { &dyr_presentation_type,
    "starts-at",
    "24.11.2026 10:30",
    "starts-at=2026-11-24T08:30:00Z #1",
    "24 Nov 2026 10:30" },
};

static void
test_kinds (Fixture *f, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (DyrRecord) record = fake_record_new (kinds[i].type, 1, f->editor);
      g_autoptr (FakeEditor) editor = fake_editor_new ();
      g_autofree char *notes = NULL;
      DyrFieldRow *row;

      dyr_record_set_editor (record, DYR_EDITOR (editor));
      row = add_row (f, record, kinds[i].field);
      g_test_message ("%s", kinds[i].field);
      gtk_test_accessible_assert_property (
          get_entry (row),
          GTK_ACCESSIBLE_PROPERTY_LABEL,
          dyr_field_label (kinds[i].type,
                           (guint) dyr_record_type_find (kinds[i].type, kinds[i].field)));

      type (row, kinds[i].typed);
      go_elsewhere (f);
      notes = fake_editor_take_notes (editor);
      g_assert_cmpstr (notes, ==, kinds[i].note);
      assert_shown (row, kinds[i].shown);

      /* What is shown is read as the same. */
      type (row, kinds[i].shown);
      go_elsewhere (f);
      g_clear_pointer (&notes, g_free);
      notes = fake_editor_take_notes (editor);
      g_assert_cmpstr (notes, ==, "");

      type (row, "");
      go_elsewhere (f);
      g_assert_cmpint (
          dyr_record_get_value_by_name (record, kinds[i].field)->form, ==, DYR_VALUE_NONE);
      gtk_list_box_remove (GTK_LIST_BOX (f->list), GTK_WIDGET (row));
      dyr_record_set_editor (record, NULL);
    }
}

/* Where groups would be read as another number, they are left out. */
static void
test_money_reads_back (void)
{
  static const char *const languages[] = { "en", "uk", "ru", "hr", NULL };
  Fixture f = { 0 };

  set_up (&f, NULL);
  for (gsize i = 0; languages[i] != NULL; i++)
    {
      g_autoptr (DyrRecord) record = fake_record_new (&dyr_contract_type, 1, f.editor);
      g_autoptr (DyrContext) context = dyr_context_new (languages[i], "UA", NULL);
      static const char *const amounts[]
          = { "0.00", "-5.00", "999.00", "1000.00", "1234567.89", "100.10", NULL };
      DyrFieldRow *row = add_row (&f, record, "amount");

      dyr_field_row_set_context (row, context);
      for (gsize j = 0; amounts[j] != NULL; j++)
        {
          g_auto (DyrValue) value = DYR_VALUE_INIT;

          fake_record_load (record, "amount", amounts[j]);
          g_test_message ("%s: %s", languages[i], gtk_editable_get_text (get_entry (row)));
          g_assert_true (dyr_field_row_get_value (row, &value, NULL));
          g_assert_true (
              dyr_value_equal (&value, dyr_record_get_value (record, DYR_CONTRACT_AMOUNT)));
        }
      gtk_list_box_remove (GTK_LIST_BOX (f.list), GTK_WIDGET (row));
    }
  tear_down (&f, NULL);
}

/* A text that is there from the start is seen whole, however its lines are broken. */
static void
test_long_text_whole (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *short_row = add_row (f, record, "description"), *row;
  g_autoptr (DyrRecord) other = fake_record_new (&dyr_client_type, 2, f->editor);
  g_autofree char *words = g_strnfill (300, 'w');

  for (int i = 9; i < 300; i += 10)
    words[i] = ' ';
  fake_record_load (record, "description", "One line");
  fake_record_load (other, "description", words);
  row = add_row (f, other, "description");
  fake_wait_frame (f->window);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (row)),
                   >,
                   gtk_widget_get_height (GTK_WIDGET (short_row)) * 3 / 2);
}

static void
test_long_text (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "description");
  GtkWidget *view = fake_find (GTK_WIDGET (row), GTK_TYPE_TEXT_VIEW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  DyrFieldRow *other = add_row (f, record, "website");
  int height;

  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Description");
  fake_wait_frame (f->window);
  height = gtk_widget_get_height (GTK_WIDGET (row));
  /* No more room than a line of text needs. */
  g_assert_cmpint (height, <, gtk_widget_get_height (GTK_WIDGET (other)) * 5 / 4);

  gtk_widget_grab_focus (GTK_WIDGET (row));
  gtk_text_buffer_set_text (buffer, "1\n2\n3\n4\n5\n6 A & B <b>", -1);
  g_assert_true (dyr_field_row_fire_timer (row));
  assert_notes (f, "description=1|2|3|4|5|6 A & B <b> #1");

  /* It grows with its lines, which GTK measures when it has time. */
  while (gtk_widget_get_height (GTK_WIDGET (row)) <= height)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (fake_press (view, GDK_KEY_Escape, 0));
  assert_notes (f, "description=NULL #1");
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 0);

  gtk_text_buffer_set_text (buffer, "Done", -1);
  fake_press (view, GDK_KEY_Return, 0);
  assert_notes (f, "");
  gtk_text_buffer_set_text (buffer, "Done", -1);
  g_assert_true (fake_press (view, GDK_KEY_Return, GDK_CONTROL_MASK));
  assert_notes (f, "description=Done #1");
}

static void
test_derived (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "last-contact");
  GtkWidget *label = fake_find (GTK_WIDGET (dyr_field_row_get_input (row)), GTK_TYPE_LABEL);

  g_assert_null (fake_find (GTK_WIDGET (row), GTK_TYPE_ENTRY));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "—");
  fake_record_load (record, "last-contact", "2031-11-24");
  label = fake_find (GTK_WIDGET (dyr_field_row_get_input (row)), GTK_TYPE_LABEL);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "24 Nov 2031");
  g_assert_true (gtk_label_get_selectable (GTK_LABEL (label)));
}

/* The kind of an activity is chosen once. */
static void
test_fixed (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_activity_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "kind");
  GtkWidget *drop_down = fake_find (GTK_WIDGET (row), GTK_TYPE_DROP_DOWN);

  g_assert_nonnull (drop_down);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), 2);
  assert_notes (f, "kind=meeting #1");
  fake_settle ();
  g_assert_null (fake_find (GTK_WIDGET (row), GTK_TYPE_DROP_DOWN));
}

static void
test_read_only (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row = add_row (f, record, "name");

  type (row, "Дністер");
  dyr_field_row_set_read_only (row, TRUE);
  assert_notes (f, "name=Дністер #1");
  g_assert_null (fake_find (GTK_WIDGET (row), GTK_TYPE_ENTRY));
  dyr_field_row_set_read_only (row, FALSE);
  assert_shown (row, "Дністер");
}

static void
test_no_such_field (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  DyrFieldRow *row;

  g_test_expect_message ("dyryhent", G_LOG_LEVEL_WARNING, "*no field*valid-to*");
  row = add_row (f, record, "valid-to");
  g_test_assert_expected_messages ();
  g_assert_null (dyr_field_row_get_input (row));

  g_test_expect_message ("dyryhent", G_LOG_LEVEL_WARNING, "*no record type*");
  g_object_set (row, "record-type", "spaceship", NULL);
  g_test_assert_expected_messages ();
}

/* The keyboard goes through all rows, those without an editor too. */
static void
test_tab (Fixture *f, gconstpointer data)
{
  g_autoptr (DyrRecord) record = fake_record_new (&dyr_client_type, 1, f->editor);
  GtkWidget *name, *standing, *city;

  fake_record_load (record, "standing", "active");
  name = GTK_WIDGET (add_row (f, record, "name"));
  standing = GTK_WIDGET (add_row (f, record, "standing"));
  city = GTK_WIDGET (add_row (f, record, "city"));
  fake_wait_frame (f->window);

  gtk_widget_grab_focus (name);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), name));
  gtk_widget_child_focus (f->window, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == standing);
  gtk_widget_child_focus (f->window, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), city));
  gtk_widget_child_focus (f->window, GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (f->window)) == standing);
  gtk_widget_child_focus (f->window, GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), name));
}

/* A form for what is not there yet. */
static void
test_form (Fixture *f, gconstpointer data)
{
  static const char *const fields[] = { "client", "number", "kind", "amount", "standing", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) values = NULL;
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  DyrUid uid = fake_uid (7);
  g_autoptr (DyrLink) link = dyr_link_new (7, &uid, "Дністер", 2, FALSE);
  DyrFieldRow *number, *amount;

  for (gsize i = 0; fields[i] != NULL; i++)
    gtk_list_box_append (GTK_LIST_BOX (f->list), dyr_field_row_new (fields[i]));
  dyr_form_set_record_type (f->window, &dyr_contract_type);
  dyr_form_set_up (f->window, f->context, NULL);
  fake_settle ();
  number = dyr_form_find_row (f->window, "number");
  amount = dyr_form_find_row (f->window, "amount");
  g_assert_null (dyr_form_find_row (f->window, "kindness"));

  /* Nothing is said before anything was tried. */
  g_assert_null (dyr_field_row_get_problem (number));
  g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (get_entry (number))), ==, "Required");

  g_assert_null (dyr_form_get_values (f->window, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  g_assert_nonnull (dyr_field_row_get_problem (number));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)),
                                         GTK_WIDGET (dyr_form_find_row (f->window, "client"))));
  g_clear_error (&error);

  dyr_value_set_link (&value, link);
  dyr_field_row_set_value (dyr_form_find_row (f->window, "client"), &value);
  type (number, "214/25");
  g_assert_null (dyr_field_row_get_problem (number));
  type (amount, "much");
  g_assert_null (dyr_form_get_values (f->window, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  g_assert_nonnull (dyr_field_row_get_problem (amount));
  g_clear_error (&error);

  type (amount, "1500");
  values = dyr_form_get_values (f->window, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (values->len, ==, 3);
  g_assert_cmpuint (g_array_index (values, DyrFieldValue, 0).field, ==, DYR_CONTRACT_CLIENT);
  g_assert_cmpuint (g_array_index (values, DyrFieldValue, 1).field, ==, DYR_CONTRACT_NUMBER);
  g_assert_cmpstr (dyr_value_text (&g_array_index (values, DyrFieldValue, 1).value), ==, "214/25");
  g_assert_cmpint (
      dyr_value_number (&g_array_index (values, DyrFieldValue, 2).value, 0), ==, 150000);
}

static void
on_changed (int *n)
{
  ++*n;
}

static void
test_form_changed (Fixture *f, gconstpointer data)
{
  GtkWidget *row = dyr_field_row_new ("number");
  int n = 0;

  g_object_set (row, "record-type", "contract", NULL);
  dyr_field_row_set_context (DYR_FIELD_ROW (row), f->context);
  gtk_list_box_append (GTK_LIST_BOX (f->list), row);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), &n);
  type (DYR_FIELD_ROW (row), "2");
  g_assert_cmpint (n, >, 0);
}

int
main (int argc, char **argv)
{
  fake_init (&argc, &argv);

#define ADD(name, test)                                                                            \
  g_test_add ("/widgets/field-row/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("shows", test_shows);
  ADD ("saved/on-leaving", test_saved_on_leaving);
  ADD ("saved/on-enter", test_saved_on_enter);
  ADD ("saved/by-time", test_saved_by_time);
  ADD ("saved/on-closing", test_saved_on_closing);
  ADD ("no-value", test_no_value);
  ADD ("escape", test_escape);
  ADD ("changed-elsewhere", test_changed_elsewhere);
  ADD ("other-record", test_other_record);
  ADD ("warning", test_warning);
  ADD ("required", test_required);
  ADD ("draft", test_draft);
  ADD ("kinds", test_kinds);
  g_test_add_func ("/widgets/field-row/money-reads-back", test_money_reads_back);
  ADD ("long-text", test_long_text);
  ADD ("long-text-whole", test_long_text_whole);
  ADD ("derived", test_derived);
  ADD ("fixed", test_fixed);
  ADD ("read-only", test_read_only);
  ADD ("no-such-field", test_no_such_field);
  ADD ("tab", test_tab);
  ADD ("form", test_form);
  ADD ("form/changed", test_form_changed);

  return g_test_run ();
}
