/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConditionDialog: what is chosen and typed in it becomes the condition, and what is no value
 * becomes none. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "app-test.h"
#include "dyr-condition-dialog.h"
#include "dyr-condition-words.h"
#include "dyr-delivery-line.h"
#include "dyr-field-row.h"
#include "dyr-user.h"

typedef struct
{
  Pages pages;
  GtkWidget *dialog; /* NULL: it closed itself */
  char *made;        /* the conditions in words, by "; "; NULL: none were made */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  pages_set_up (&f->pages, data);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_free (f->made);
  pages_tear_down (&f->pages, data);
}

static void
on_made (DyrConditionDialog *dialog, GPtrArray *made, Fixture *f)
{
  const DyrRecordType *type = g_object_get_data (G_OBJECT (dialog), "type");
  g_autoptr (GString) words = g_string_new (NULL);

  g_assert_null (f->made);
  for (guint i = 0; i < made->len; i++)
    {
      g_autofree char *text = dyr_condition_to_words (
          g_ptr_array_index (made, i), dyr_office_get_context (f->pages.app), type);

      g_string_append_printf (words, "%s%s", i > 0 ? "; " : "", text);
    }
  f->made = g_string_free (g_steal_pointer (&words), FALSE);
}

static void
ask (Fixture *f, const DyrRecordType *type, const char *field)
{
  int number = dyr_record_type_find (type, field);

  g_assert_cmpint (number, >=, 0);
  g_clear_pointer (&f->made, g_free);
  f->dialog = GTK_WIDGET (dyr_condition_dialog_new (f->pages.app, type, (guint) number));
  g_object_set_data (G_OBJECT (f->dialog), "type", (gpointer) type);
  g_object_add_weak_pointer (G_OBJECT (f->dialog), (gpointer *) &f->dialog);
  g_signal_connect (f->dialog, "made", G_CALLBACK (on_made), f);
  gtk_window_present (GTK_WINDOW (f->dialog));
  WAIT_FOR (gtk_widget_get_mapped (f->dialog));
}

static void
choose_way (Fixture *f, const char *label)
{
  AdwComboRow *way = ADW_COMBO_ROW (pages_find (f->dialog, ADW_TYPE_COMBO_ROW, 0));
  GListModel *labels = adw_combo_row_get_model (way);

  for (guint i = 0; i < g_list_model_get_n_items (labels); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (labels, i);

      if (!g_str_equal (gtk_string_object_get_string (item), label))
        continue;
      adw_combo_row_set_selected (way, i);
      return;
    }
  g_error ("There is no “%s”", label);
}

static GtkWidget *
value_row (Fixture *f, guint number)
{
  GtkWidget *row = pages_find (f->dialog, DYR_TYPE_FIELD_ROW, number);

  g_assert_true (gtk_widget_get_mapped (row));
  return row;
}

static void
type_into (GtkWidget *widget, const char *text)
{
  g_assert_nonnull (widget);
  gtk_editable_set_text (GTK_EDITABLE (widget), text);
}

static void
type_value (Fixture *f, guint number, const char *text)
{
  type_into (pages_find (value_row (f, number), GTK_TYPE_ENTRY, 0), text);
}

/* It is done: the dialog says what was asked for and goes. */
static void
assert_makes (Fixture *f, const char *expected)
{
  pages_click (pages_find_button (f->dialog, "Filter"));
  g_assert_cmpstr (f->made, ==, expected);
  WAIT_FOR (f->dialog == NULL);
}

/* Something is missing: it stays, to be mended. */
static void
assert_makes_nothing (Fixture *f)
{
  pages_click (pages_find_button (f->dialog, "Filter"));
  pages_settle (&f->pages);
  g_assert_null (f->made);
  g_assert_nonnull (f->dialog);
  g_assert_true (gtk_widget_get_mapped (f->dialog));
}

static void
test_ranges (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const DyrRecordType *type;
    const char *field, *from, *to, *made;
  } ranges[] = {
    { &dyr_contract_type, "amount", "1,000.50", "2000", "Amount ≥ 1,000.50; Amount ≤ 2,000.00" },
    { &dyr_contract_type, "amount", "1,000.50", "", "Amount ≥ 1,000.50" },
    { &dyr_contract_type, "amount", "", "2000", "Amount ≤ 2,000.00" },
    { &dyr_client_type,
      "contact-rhythm-days",
      "7",
      "30",
      "Contact every (days) ≥ 7; Contact every (days) ≤ 30" },
    { &dyr_delivery_line_type,
      "quantity-planned",
      "0.5",
      "12",
      "Planned quantity ≥ 0.5; Planned quantity ≤ 12" },
    { &dyr_contract_type,
      "valid-to",
      "2031-11-24",
      "2031-12-01",
      "Valid until ≥ 24 Nov 2031; Valid until ≤ 1 Dec 2031" },
    { &dyr_delivery_type, "shipped-at", "2031-11-24 08:30", "", "Shipped at ≥ 24 Nov 2031 08:30" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      ask (f, ranges[i].type, ranges[i].field);
      g_assert_nonnull (pages_find_text (f->dialog, "From"));
      g_assert_nonnull (pages_find_text (f->dialog, "Up to"));
      type_value (f, 0, ranges[i].from);
      type_value (f, 1, ranges[i].to);
      assert_makes (f, ranges[i].made);
    }
}

/* What is no value is not left out: the other end alone would find what was not asked for. */
static void
test_no_value (Fixture *f, gconstpointer data)
{
  ask (f, &dyr_contract_type, "amount");
  assert_makes_nothing (f);
  type_value (f, 0, "1000");
  type_value (f, 1, "much");
  assert_makes_nothing (f);
  g_assert_true (
      gtk_widget_has_css_class (pages_find (value_row (f, 1), GTK_TYPE_ENTRY, 0), "error"));
  type_value (f, 1, "2000");
  assert_makes (f, "Amount ≥ 1,000.00; Amount ≤ 2,000.00");
}

static void
test_texts (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *way, *made;
  } ways[] = {
    { "contains", "City contains Old Lviv" },
    { "does not contain", "City does not contain Old Lviv" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      GtkWidget *filter;

      ask (f, &dyr_client_type, "city");
      choose_way (f, ways[i].way);
      filter = pages_find_button (f->dialog, "Filter");
      type_into (pages_find (f->dialog, ADW_TYPE_ENTRY_ROW, 0), "  ");
      g_assert_false (gtk_widget_get_sensitive (filter));
      type_into (pages_find (f->dialog, ADW_TYPE_ENTRY_ROW, 0), " Old Lviv ");
      assert_makes (f, ways[i].made);
    }
}

/* Every sort of field can be asked whether there is something in it. */
static void
test_empty (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const DyrRecordType *type;
    const char *field, *label;
  } fields[] = {
    { &dyr_client_type, "city", "City" },
    { &dyr_client_type, "state", "State" },
    { &dyr_client_type, "responsible", "Responsible" },
    { &dyr_contract_type, "amount", "Amount" },
    { &dyr_contract_type, "valid-to", "Valid until" },
    { &dyr_contract_type, "auto-prolong", "Prolonged automatically" },
  };
  static const char *const ways[] = { "is empty", "is not empty" };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    for (guint j = 0; j < G_N_ELEMENTS (ways); j++)
      {
        g_autofree char *made = g_strdup_printf ("%s %s", fields[i].label, ways[j]);

        ask (f, fields[i].type, fields[i].field);
        choose_way (f, ways[j]);
        assert_makes (f, made);
      }
}

static void
tick (Fixture *f, guint number)
{
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (pages_find (f->dialog, GTK_TYPE_CHECK_BUTTON, number)), TRUE);
}

static void
test_choices (Fixture *f, gconstpointer data)
{
  ask (f, &dyr_client_type, "state");
  choose_way (f, "is not");
  g_assert_false (gtk_widget_get_sensitive (pages_find_button (f->dialog, "Filter")));
  tick (f, 1);
  tick (f, 3);
  assert_makes (f, "State is not Active, Lost");
  ask (f, &dyr_contract_type, "auto-prolong");
  tick (f, 1);
  assert_makes (f, "Prolonged automatically: No");
}

/* Looks for a record to link to by a part of its name, and takes the only one there is. */
static void
pick_link (Fixture *f, const char *text)
{
  GtkWidget *row = value_row (f, 0), *entry;
  GtkSelectionModel *found;

  pages_click (pages_find (row, GTK_TYPE_BUTTON, 0));
  entry = pages_find (row, GTK_TYPE_SEARCH_ENTRY, 0);
  type_into (entry, text);
  found = gtk_list_view_get_model (GTK_LIST_VIEW (pages_find (row, GTK_TYPE_LIST_VIEW, 0)));
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (found)) == 1);
  g_signal_emit_by_name (entry, "activate");
}

static void
test_links (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *way, *made;
  } ways[] = {
    { "is", "Responsible: Тарас" },
    { "is not", "Responsible is not Тарас" },
  };

  office_add (&f->pages.office, &dyr_user_type, "name", "Оксана", NULL);
  office_add (&f->pages.office, &dyr_user_type, "name", "Тарас", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      ask (f, &dyr_client_type, "responsible");
      choose_way (f, ways[i].way);
      assert_makes_nothing (f);
      pick_link (f, "тар");
      assert_makes (f, ways[i].made);
    }
  /* By a part of the name, whoever has it. */
  ask (f, &dyr_client_type, "responsible");
  choose_way (f, "contains");
  type_into (pages_find (f->dialog, ADW_TYPE_ENTRY_ROW, 0), "тар");
  assert_makes (f, "Responsible contains тар");
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/condition-dialog/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("ranges", test_ranges);
  ADD ("no-value", test_no_value);
  ADD ("texts", test_texts);
  ADD ("empty", test_empty);
  ADD ("choices", test_choices);
  ADD ("links", test_links);
#undef ADD
  return g_test_run ();
}
