/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPalette: what it shows for a text, and that the keys alone are enough. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-palette.h"

#include "app-test.h"
#include "dyr-list-page.h"
#include "dyr-palette-row.h"
#include "dyr-person.h"
#include "dyr-search.h"

static gint64
add_office (Pages *pages)
{
  gint64 client = office_add (&pages->office,
                              &dyr_client_type,
                              "name",
                              "A & B <b> Tower",
                              "city",
                              "Lviv",
                              "phones",
                              "+380671112233",
                              NULL);
  g_autofree char *uid = office_uid (&pages->office, client);

  for (char name[] = "Tower 1"; name[6] < '9'; name[6]++)
    office_add (&pages->office, &dyr_client_type, "name", name, NULL);
  office_add (&pages->office,
              &dyr_contract_type,
              "client",
              uid,
              "number",
              "214/25",
              "subject",
              "Lease of a tower",
              NULL);
  pages_settle (pages);
  return client;
}

/* The full text follows edits in a job of its own. */
static void
catch_up (Pages *pages)
{
  DyrSearchCatchUp todo = { 1000, 1, 0 };
  g_autoptr (GError) error = NULL;

  while (todo.n_left > 0)
    {
      dyr_database_write (
          dyr_store_get_database (pages->store), dyr_search_job_catch_up, &todo, NULL, &error);
      g_assert_no_error (error);
    }
}

static DyrPalette *
open_palette (Pages *pages, const char *text)
{
  catch_up (pages);
  gtk_window_present (GTK_WINDOW (pages->window));
  return dyr_palette_present (pages->app, GTK_WINDOW (pages->window), text);
}

static GtkListBox *
list_of (DyrPalette *palette)
{
  return GTK_LIST_BOX (pages_find (GTK_WIDGET (palette), GTK_TYPE_LIST_BOX, 0));
}

/* "Clients: A, B; Contracts: C" */
static char *
rows_of (DyrPalette *palette)
{
  GtkWidget *list = GTK_WIDGET (list_of (palette));
  GString *text = g_string_new (NULL);
  const char *group = "";

  if (list == NULL)
    return g_string_free (text, FALSE);
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      GtkWidget *label;

      if (!DYR_IS_PALETTE_ROW (row))
        continue;
      label = gtk_widget_get_first_child (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row)));
      if (!g_str_equal (group, dyr_palette_row_get_group (DYR_PALETTE_ROW (row))))
        {
          group = dyr_palette_row_get_group (DYR_PALETTE_ROW (row));
          g_string_append_printf (text, "%s%s: ", text->len > 0 ? "; " : "", group);
        }
      else
        g_string_append (text, ", ");
      g_string_append (text, gtk_label_get_text (GTK_LABEL (label)));
    }
  return g_string_free (text, FALSE);
}

static gboolean
shows (DyrPalette *palette, const char *expected)
{
  g_autofree char *rows = rows_of (palette);

  return g_str_equal (rows, expected);
}

static void
type (DyrPalette *palette, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (pages_find (GTK_WIDGET (palette), GTK_TYPE_SEARCH_ENTRY, 0)),
                         text);
}

static void
press (DyrPalette *palette, guint key)
{
  GtkWidget *entry = pages_find (GTK_WIDGET (palette), GTK_TYPE_SEARCH_ENTRY, 0);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (entry);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }
  g_assert_true (handled);
}

static void
activate (DyrPalette *palette)
{
  g_signal_emit_by_name (pages_find (GTK_WIDGET (palette), GTK_TYPE_SEARCH_ENTRY, 0), "activate");
}

static void
test_found (Pages *pages, gconstpointer data)
{
  DyrPalette *palette;

  add_office (pages);
  palette = open_palette (pages, "b tower");
  WAIT_FOR (shows (palette, "Clients: A & B <b> Tower"));
  type (palette, "tower");
  WAIT_FOR (shows (palette,
                   "Clients: Tower 8, Tower 7, Tower 6, Tower 5, Tower 4, Tower 3, All that fit in "
                   "“Clients”; Contracts: 214/25"));
  type (palette, "zzz");
  WAIT_FOR (pages_find_text (GTK_WIDGET (palette), "Nothing found") != NULL);
  /* Where it was found is said, and marked, when the name does not have it. */
  type (palette, "067 111");
  WAIT_FOR (shows (palette, "Clients: A & B <b> Tower"));
  g_assert_nonnull (pages_find_text (GTK_WIDGET (palette), "Phones: +380 67 111 22 33"));
  gtk_window_destroy (GTK_WINDOW (palette));
}

static gboolean
is_marked (PangoAttribute *attribute, gpointer text)
{
  if (attribute->klass->type == PANGO_ATTR_WEIGHT)
    g_string_append_printf (text, "%u-%u ", attribute->start_index, attribute->end_index);
  return FALSE;
}

static void
test_marks (Pages *pages, gconstpointer data)
{
  g_autoptr (GString) marks = g_string_new (NULL);
  DyrPalette *palette;
  GtkWidget *label;

  add_office (pages);
  palette = open_palette (pages, "тов");
  type (palette, "b tow");
  WAIT_FOR ((label = pages_find_text (GTK_WIDGET (palette), "A & B <b> Tower")) != NULL);
  pango_attr_list_filter (gtk_label_get_attributes (GTK_LABEL (label)), is_marked, marks);
  g_assert_cmpstr (marks->str, ==, "4-5 7-8 10-13 ");
  gtk_window_destroy (GTK_WINDOW (palette));
}

/* A record by the keys alone. */
static void
test_keys (Pages *pages, gconstpointer data)
{
  gint64 id = add_office (pages);
  g_autofree char *expected = g_strdup_printf ("show-record %" G_GINT64_FORMAT, id);
  DyrPalette *palette = open_palette (pages, "tower");

  WAIT_FOR (list_of (palette) != NULL
            && gtk_list_box_get_row_at_index (list_of (palette), 7) != NULL);
  g_assert_cmpint (
      gtk_list_box_row_get_index (gtk_list_box_get_selected_row (list_of (palette))), ==, 0);
  press (palette, GDK_KEY_Up);
  press (palette, GDK_KEY_Down);
  press (palette, GDK_KEY_Down);
  g_assert_cmpint (
      gtk_list_box_row_get_index (gtk_list_box_get_selected_row (list_of (palette))), ==, 2);
  type (palette, "a & b");
  WAIT_FOR (shows (palette, "Clients: A & B <b> Tower"));
  activate (palette);
  WAIT_FOR (test_window_has_notes (pages->window));
  pages_assert_notes (pages, expected);
  WAIT_FOR (pages_find_window (DYR_TYPE_PALETTE) == NULL);
}

static void
test_commands (Pages *pages, gconstpointer data)
{
  DyrPalette *palette;

  add_office (pages);
  palette = open_palette (pages, "preferen");
  WAIT_FOR (shows (palette, "Commands: Preferences"));
  type (palette, "");
  WAIT_FOR (gtk_list_box_get_row_at_index (list_of (palette), 15) != NULL);
  gtk_window_destroy (GTK_WINDOW (palette));
}

/* Conditions: of the types that have the field; what none has is said and left out. */
static void
test_lines (Pages *pages, gconstpointer data)
{
  DyrPalette *palette;

  add_office (pages);
  palette = open_palette (pages, "city:lviv");
  WAIT_FOR (shows (palette, "Clients: A & B <b> Tower"));
  g_assert_null (
      pages_find_text (GTK_WIDGET (palette), "There is no field “city” in “Contracts”."));
  type (palette, "lease nonsense:5");
  WAIT_FOR (shows (palette, "Contracts: 214/25"));
  g_assert_nonnull (
      pages_find_text (GTK_WIDGET (palette), "There is no field “nonsense” in “Clients”."));
  type (palette, "lease");
  g_assert_null (
      pages_find_text (GTK_WIDGET (palette), "There is no field “nonsense” in “Clients”."));
  gtk_window_destroy (GTK_WINDOW (palette));
}

#define CASE(name, function)                                                                       \
  g_test_add ("/app/palette/" name, Pages, NULL, pages_set_up, function, pages_tear_down)

int
main (int argc, char **argv)
{
  pages_init (&argc, &argv);
  CASE ("found", test_found);
  CASE ("marks", test_marks);
  CASE ("keys", test_keys);
  CASE ("commands", test_commands);
  CASE ("lines", test_lines);
  return g_test_run ();
}
