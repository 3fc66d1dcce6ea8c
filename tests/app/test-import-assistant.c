/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The import assistant, clicked through: nothing is written before it is said, all of it can be
 * taken back. */

#include "config.h"

#include <string.h>

#include "dyr-banner.h"
#include "dyr-import-assistant.h"
#include "dyr-import-columns.h"
#include "stage.h"

#define FIXTURE "clients-lviv-windows-1251.csv"
/* More than fits into one transaction of an import. */
#define MANY 11000

static const char *
page (gpointer assistant)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (stage_find (assistant, "pages")));
}

static const char *
text (gpointer assistant, const char *id)
{
  return gtk_label_get_text (GTK_LABEL (stage_find (assistant, id)));
}

static gboolean
can_go_on (gpointer assistant)
{
  return gtk_widget_is_sensitive (stage_find (assistant, "next"));
}

/* What the banner says; NULL while it is hidden. */
static const char *
said (gpointer assistant)
{
  DyrBanner *banner = DYR_BANNER (stage_find (assistant, "banner"));

  return dyr_banner_get_revealed (banner) ? dyr_banner_get_title (banner) : NULL;
}

static gboolean
is_on (gpointer assistant, const char *name)
{
  return g_str_equal (page (assistant), name) && can_go_on (assistant);
}

static GtkWindow *
present (Stage *stage, const char *path)
{
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  dyr_import_assistant_present (stage->office, stage->window, &dyr_client_type, file);
  return stage_find_window ("DyrImportAssistant");
}

static GtkWindow *
present_columns (Stage *stage, const char *path)
{
  GtkWindow *assistant = present (stage, path);

  stage_wait_until (is_on (assistant, "preview"));
  stage_click (assistant, "next");
  g_assert_cmpstr (page (assistant), ==, "columns");
  return assistant;
}

static GtkWindow *
present_trial (Stage *stage, const char *path)
{
  GtkWindow *assistant = present_columns (stage, path);

  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "trial"));
  return assistant;
}

/* The label of a row; the choices beside it are labels, too. */
static GtkWidget *
find_label (gpointer root, const char *css_class, const char *label)
{
  GtkWidget *found = NULL;

  if (GTK_IS_LABEL (root) && gtk_widget_has_css_class (root, css_class)
      && g_str_equal (gtk_label_get_text (root), label))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, css_class, label);
  return found;
}

static GtkDropDown *
find_drop_down (gpointer root)
{
  GtkDropDown *found = NULL;

  if (GTK_IS_DROP_DOWN (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_drop_down (child);
  return found;
}

/* Where the column of that name goes. */
static GtkDropDown *
drop_down_of_row (gpointer assistant, const char *header)
{
  GtkWidget *list = stage_find (stage_find (assistant, "columns"), "list");
  GtkWidget *label = find_label (list, "title", header);

  return label != NULL ? find_drop_down (gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW))
                       : NULL;
}

static const char *
chosen (GtkDropDown *drop_down)
{
  return gtk_string_object_get_string (gtk_drop_down_get_selected_item (drop_down));
}

static void
choose (GtkDropDown *drop_down, const char *label)
{
  GListModel *model = gtk_drop_down_get_model (drop_down);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    if (g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), i), label))
      {
        gtk_drop_down_set_selected (drop_down, i);
        return;
      }
  g_error ("There is no “%s”", label);
}

static GListModel *
table_of (gpointer root)
{
  GtkColumnView *table = GTK_COLUMN_VIEW (stage_find (root, "table"));

  return G_LIST_MODEL (gtk_column_view_get_model (table));
}

/* Undo answers. */
static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) undone = dyr_store_undo_finish (DYR_STORE (source), result, &error);

  g_assert_no_error (error);
  g_assert_nonnull (undone);
  g_assert_cmpuint (undone->kept->len, ==, 0);
  *(gboolean *) data = TRUE;
}

static void
test_whole (Stage *stage, gconstpointer data)
{
  g_autofree char *path = stage_fixture (FIXTURE);
  GtkWindow *assistant = present (stage, path);
  gboolean undone = FALSE;
  guint n;

  stage_wait_until (is_on (assistant, "preview"));
  g_assert_cmpstr (
      chosen (GTK_DROP_DOWN (stage_find (assistant, "encoding"))), ==, "Cyrillic (Windows-1251)");
  g_assert_cmpstr (chosen (GTK_DROP_DOWN (stage_find (assistant, "delimiter"))), ==, "Semicolon");
  g_assert_cmpuint (
      g_list_model_get_n_items (table_of (stage_find (assistant, "preview"))), ==, 20);

  stage_click (assistant, "next");
  g_assert_cmpstr (page (assistant), ==, "columns");
  g_assert_cmpstr (chosen (drop_down_of_row (assistant, "Назва")), ==, "Name");
  g_assert_cmpstr (chosen (drop_down_of_row (assistant, "Адреса")), ==, "Whole address");

  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "trial"));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 0);
  g_assert_cmpstr (text (assistant, "trial_heading"), ==, "308 records can be imported");
  /* What was refused is shown first: line, reason. */
  g_assert_cmpuint (
      g_list_model_get_n_items (table_of (stage_find (assistant, "trial_result"))), ==, 3);
  g_assert_nonnull (
      strstr (text (stage_find (assistant, "trial_result"), "people_names"), "Ірина К. ("));

  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "report"));
  g_assert_cmpstr (text (assistant, "report_heading"), ==, "308 records were imported");
  n = stage_count (stage, &dyr_client_type);
  g_assert_cmpuint (n, >, 300);

  stage_click (assistant, "next");
  g_assert_null (stage_find_window ("DyrImportAssistant"));
  g_assert_cmpstr (stage->toast, ==, "308 records were imported");
  dyr_store_undo_async (stage->store, stage->toast_action, NULL, on_undone, &undone);
  stage_wait_until (undone);
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 0);
}

static void
test_undo (Stage *stage, gconstpointer data)
{
  g_autofree char *path = stage_fixture (FIXTURE);
  GtkWindow *assistant = present_trial (stage, path);

  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "report"));
  stage_click (assistant, "undo");
  /* The window waits for the answer. */
  gtk_window_close (assistant);
  g_assert_true (stage_find_window ("DyrImportAssistant") == assistant);
  stage_wait_until (is_on (assistant, "report"));
  g_assert_cmpstr (text (assistant, "report_heading"), ==, "The import was taken back");
  g_assert_false (gtk_widget_get_visible (stage_find (assistant, "undo")));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 0);

  gtk_window_close (assistant);
  g_assert_null (stage_find_window ("DyrImportAssistant"));
  g_assert_null (stage->toast);
}

/* A big import is taken back before the eyes of whoever asked for it, who can stop it and go on. */
static void
test_stop_undo (Stage *stage, gconstpointer data)
{
  g_autofree char *path = stage_fixture (FIXTURE);
  GtkWindow *assistant = present_trial (stage, path);
  guint n;

  gtk_window_present (stage->window);
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "report"));
  n = stage_count (stage, &dyr_client_type);
  stage_make_big (stage);
  stage_stop_undo (stage);
  stage_click (assistant, "undo");
  stage_wait_until (said (assistant) != NULL);
  g_assert_cmpuint (stage->n_stopped, ==, 1);
  g_assert_null (stage_find_window ("DyrUndoDialog"));
  g_assert_cmpstr (said (assistant), ==, "Stopped. What was undone so far stays; Undo goes on.");
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, n);
  g_assert_false (g_str_equal (text (assistant, "report_heading"), "The import was taken back"));

  stage_click (assistant, "undo");
  stage_wait_until (g_str_equal (text (assistant, "report_heading"), "The import was taken back"));
  g_assert_cmpuint (stage->n_stopped, ==, 1);
  g_assert_null (stage_find_window ("DyrUndoDialog"));
  g_assert_true (g_str_has_suffix (said (assistant), "it was changed again since.")
                 || g_str_has_suffix (said (assistant), "they were changed again since."));
  gtk_window_close (assistant);
  g_assert_null (stage_find_window ("DyrImportAssistant"));
  g_assert_null (stage->toast);
}

/* What is only half there is not told as imported, when the window closes. */
static void
test_close_stopped (Stage *stage, gconstpointer data)
{
  g_autofree char *path = stage_fixture (FIXTURE);
  GtkWindow *assistant = present_trial (stage, path);

  gtk_window_present (stage->window);
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "report"));
  stage_make_big (stage);
  stage_stop_undo (stage);
  stage_click (assistant, "undo");
  stage_wait_until (said (assistant) != NULL);
  gtk_window_close (assistant);
  g_assert_null (stage_find_window ("DyrImportAssistant"));
  g_assert_null (stage->toast);
}

static char *
write_many (Stage *stage)
{
  g_autoptr (GString) rows = g_string_new ("Name;Phone;City\n");

  for (guint i = 0; i < MANY; i++)
    g_string_append_printf (rows, "Client %u;+38067%07u;Lviv\n", i, i);
  return stage_write_file (stage, "many.csv", rows->str, -1);
}

static gboolean
is_under_way (gpointer assistant)
{
  double done
      = gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (stage_find (assistant, "progress")));

  return done > 0 || !g_str_equal (page (assistant), "progress");
}

/* Cancelled in the middle: what is in is what the report says, and one undo takes it back. */
static void
test_cancel (Stage *stage, gconstpointer data)
{
  g_autofree char *path = write_many (stage);
  GtkWindow *assistant = present_trial (stage, path);
  g_autofree char *heading = NULL;
  guint n;

  stage_click (assistant, "next");
  g_assert_cmpstr (page (assistant), ==, "progress");
  stage_wait_until (is_under_way (assistant));
  if (data != NULL)
    /* It stops the import; what became of it has to be seen. */
    gtk_window_close (assistant);
  else
    g_signal_emit_by_name (stage_find (assistant, "cancel"), "clicked");
  stage_wait_until (!g_str_equal (page (assistant), "progress"));

  n = stage_count (stage, &dyr_client_type);
  g_assert_cmpstr (page (assistant), ==, "report");
  heading = dyr_format_count (dyr_office_get_context (stage->office)->format, n);
  g_assert_true (g_str_has_prefix (text (assistant, "report_heading"), heading));
  if (n < MANY)
    g_assert_true (
        g_str_has_prefix (text (assistant, "report_text"), "The import stopped at line "));

  stage_click (assistant, "undo");
  stage_wait_until (is_on (assistant, "report"));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 0);
}

/* A trial run that is cancelled leads back to the columns. */
static void
test_cancel_trial (Stage *stage, gconstpointer data)
{
  g_autofree char *path = write_many (stage);
  GtkWindow *assistant = present_columns (stage, path);

  stage_click (assistant, "next");
  g_assert_cmpstr (page (assistant), ==, "progress");
  stage_click (assistant, "cancel");
  stage_wait_until (is_on (assistant, "columns"));
  g_assert_null (said (assistant));
  /* It can be tried again. */
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "trial"));
}

/* Closing while something is read or tried just closes. */
static void
test_close_early (Stage *stage, gconstpointer data)
{
  g_autofree char *path = write_many (stage);
  GtkWindow *assistant = present (stage, path);

  gtk_window_close (assistant);
  g_assert_null (stage_find_window ("DyrImportAssistant"));
  assistant = present_columns (stage, path);
  stage_click (assistant, "next");
  gtk_window_close (assistant);
  g_assert_null (stage_find_window ("DyrImportAssistant"));
  g_assert_null (stage->toast);
}

static void
test_markup (Stage *stage, gconstpointer data)
{
  g_autofree char *path = stage_write_file (
      stage, "a & b <b>.csv", "Name;A & B <b>\nC & D <i>;\"E &amp; F\"\n;G & <u>\n", -1);
  GtkWindow *assistant = present_columns (stage, path);
  GtkDropDown *drop_down = drop_down_of_row (assistant, "A & B <b>");
  GtkWidget *sample = find_label (assistant, "subtitle", "E &amp; F · G & <u>");

  g_assert_nonnull (sample);
  g_assert_false (gtk_label_get_use_markup (GTK_LABEL (sample)));
  choose (drop_down, "City");
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "trial"));
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "report"));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 1);
}

static void
test_columns (Stage *stage, gconstpointer data)
{
  g_autofree char *path
      = stage_write_file (stage, "two.csv", "Name;City;Remark\nA;Lviv;x\nB;Kyiv;y\n", -1);
  GtkWindow *assistant = present_columns (stage, path);
  GtkDropDown *name = drop_down_of_row (assistant, "Name");
  GtkDropDown *city = drop_down_of_row (assistant, "City");
  GtkDropDown *remark = drop_down_of_row (assistant, "Remark");
  GtkWidget *missing = stage_find (assistant, "missing");

  g_assert_false (gtk_widget_is_visible (missing));
  /* New records need a name. */
  choose (name, "Do not import");
  g_assert_true (gtk_widget_is_visible (missing));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (missing)), "Name"));
  g_assert_true (can_go_on (assistant));
  /* Two columns cannot both be the name; it is said which. */
  choose (name, "Name");
  choose (city, "Name");
  g_assert_nonnull (strstr (said (assistant), "City"));
  g_assert_false (can_go_on (assistant));
  choose (city, "City");
  g_assert_null (said (assistant));
  g_assert_true (can_go_on (assistant));
  /* Nothing at all is no import. */
  choose (name, "Do not import");
  choose (city, "Do not import");
  choose (remark, "Do not import");
  g_assert_nonnull (said (assistant));
  g_assert_false (can_go_on (assistant));
  gtk_widget_activate_action (stage_find (assistant, "columns"), "columns.rest", NULL);
  g_assert_cmpstr (chosen (remark), ==, "Add to the description");
}

static void
on_message (DyrImportColumns *columns, const char *text, char **message)
{
  g_free (*message);
  *message = g_strdup (text);
}

/* What was chosen once is chosen again from a file; a file that is no mapping changes nothing. */
static void
test_mapping_file (Stage *stage, gconstpointer data)
{
  g_autofree char *path
      = stage_write_file (stage, "two.csv", "Name;City;Remark\nA;Lviv;x\nB;Kyiv;y\n", -1);
  g_autofree char *wrong = stage_write_file (stage, "wrong.mapping", "no mapping at all\n", -1);
  g_autofree char *kept = g_build_filename (stage->folder, "kept.mapping", NULL);
  g_autofree char *message = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (kept);
  g_autoptr (GFile) wrong_file = g_file_new_for_path (wrong);
  g_autoptr (GFile) far_file = g_file_new_for_uri ("https://office.example/kept.mapping");
  GtkWindow *assistant = present_columns (stage, path);
  DyrImportColumns *columns = DYR_IMPORT_COLUMNS (stage_find (assistant, "columns"));

  g_signal_connect (columns, "message", G_CALLBACK (on_message), &message);
  choose (drop_down_of_row (assistant, "City"), "Do not import");
  choose (drop_down_of_row (assistant, "Remark"), "City");
  dyr_import_columns_save (columns, file);
  stage_wait_until (message != NULL);
  g_assert_cmpstr (message, ==, "The mapping was saved.");

  choose (drop_down_of_row (assistant, "Remark"), "Do not import");
  choose (drop_down_of_row (assistant, "City"), "City");
  dyr_import_columns_load (columns, file);
  stage_wait_until (g_str_equal (chosen (drop_down_of_row (assistant, "Remark")), "City"));
  g_assert_cmpstr (chosen (drop_down_of_row (assistant, "City")), ==, "Do not import");

  g_clear_pointer (&message, g_free);
  dyr_import_columns_load (columns, wrong_file);
  stage_wait_until (message != NULL);
  g_assert_cmpstr (chosen (drop_down_of_row (assistant, "Remark")), ==, "City");
  g_clear_pointer (&message, g_free);
  dyr_import_columns_load (columns, far_file);
  g_assert_nonnull (message);
  g_signal_handlers_disconnect_by_data (columns, &message);
}

/* Another encoding is read at once; going back and forth keeps what was chosen. */
static void
test_preview (Stage *stage, gconstpointer data)
{
  g_autofree char *path = stage_fixture (FIXTURE);
  GtkWindow *assistant = present (stage, path);

  stage_wait_until (is_on (assistant, "preview"));
  choose (GTK_DROP_DOWN (stage_find (assistant, "encoding")), "Cyrillic (KOI8-U)");
  g_assert_false (can_go_on (assistant));
  stage_wait_until (is_on (assistant, "preview"));
  g_assert_cmpstr (
      chosen (GTK_DROP_DOWN (stage_find (assistant, "encoding"))), ==, "Cyrillic (KOI8-U)");
  stage_click (assistant, "next");
  g_assert_null (drop_down_of_row (assistant, "Назва"));

  stage_click (assistant, "back");
  choose (GTK_DROP_DOWN (stage_find (assistant, "encoding")), "Cyrillic (Windows-1251)");
  stage_wait_until (is_on (assistant, "preview"));
  choose (GTK_DROP_DOWN (stage_find (stage_find (assistant, "preview"), "header")),
          "A row like the others");
  stage_wait_until (is_on (assistant, "preview"));
  stage_click (assistant, "next");
  g_assert_nonnull (drop_down_of_row (assistant, "Column 1"));
}

static void
test_type (Stage *stage, gconstpointer data)
{
  g_autofree char *path
      = stage_write_file (stage, "people.csv", "Прізвище;Ім’я\nБойко;Соломія\n", -1);
  GtkWindow *assistant = present (stage, path);

  stage_wait_until (is_on (assistant, "preview"));
  stage_click (assistant, "back");
  g_assert_cmpstr (page (assistant), ==, "file");
  adw_combo_row_set_selected (ADW_COMBO_ROW (stage_find (assistant, "type_row")), 1);
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "preview"));
  stage_click (assistant, "next");
  g_assert_cmpstr (chosen (drop_down_of_row (assistant, "Прізвище")), ==, "Last name");
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "trial"));
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "report"));
  g_assert_cmpuint (stage_count (stage, &dyr_person_type), ==, 1);
}

/* No file of text: said, and another can be chosen. */
static void
test_bad_files (Stage *stage, gconstpointer data)
{
  static const char picture[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0";
  g_autofree char *empty = stage_write_file (stage, "empty.csv", "", 0);
  g_autofree char *binary = stage_write_file (stage, "picture.csv", picture, sizeof picture);
  g_autofree char *missing = g_build_filename (stage->folder, "missing.csv", NULL);
  const char *const paths[] = { empty, binary, missing };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      GtkWindow *assistant = present (stage, paths[i]);
      g_autofree char *name = g_path_get_basename (paths[i]);

      stage_wait_until (said (assistant) != NULL);
      g_assert_cmpstr (page (assistant), ==, "file");
      g_assert_nonnull (strstr (said (assistant), name));
      gtk_window_close (assistant);
    }
  g_assert_null (stage->toast);
}

/* No file yet: one has to be chosen first. */
static void
test_no_file (Stage *stage, gconstpointer data)
{
  GtkWindow *assistant = present (stage, NULL);

  g_assert_cmpstr (page (assistant), ==, "file");
  g_assert_false (can_go_on (assistant));
  g_assert_false (gtk_widget_get_visible (stage_find (assistant, "back")));
}

/* The next month’s file has the same columns in another order. */
static void
test_remember (Stage *stage, gconstpointer data)
{
  g_autofree char *path = stage_write_file (stage, "may.csv", "Хто?;Де?\nРомашка;Львів\n", -1);
  g_autofree char *next = stage_write_file (stage, "june.csv", "Де?;Хто?\nКиїв;Левада\n", -1);
  GtkWindow *assistant = present_columns (stage, path);
  GtkWidget *name;

  choose (drop_down_of_row (assistant, "Хто?"), "Name");
  choose (drop_down_of_row (assistant, "Де?"), "City");
  name = stage_find (assistant, "name");
  gtk_editable_set_text (GTK_EDITABLE (name), "Щомісяця");
  g_signal_emit_by_name (name, "apply");
  stage_wait_until (said (assistant) != NULL);
  g_assert_cmpstr (said (assistant), ==, "The mapping was saved.");
  gtk_window_destroy (assistant);
  assistant = present_columns (stage, next);
  g_assert_true (can_go_on (assistant));
  g_assert_nonnull (strstr (text (stage_find (assistant, "columns"), "hint"), "Щомісяця"));
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "trial"));
  stage_click (assistant, "next");
  stage_wait_until (is_on (assistant, "report"));
  g_assert_cmpuint (stage_count (stage, &dyr_client_type), ==, 1);
  gtk_window_destroy (assistant);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, TRUE);
#define ADD(path, test) g_test_add (path, Stage, NULL, stage_set_up, test, stage_tear_down)
  ADD ("/app/import/whole", test_whole);
  ADD ("/app/import/undo", test_undo);
  ADD ("/app/import/stop-undo", test_stop_undo);
  ADD ("/app/import/close-stopped", test_close_stopped);
  ADD ("/app/import/cancel", test_cancel);
  g_test_add ("/app/import/close", Stage, "by closing", stage_set_up, test_cancel, stage_tear_down);
  ADD ("/app/import/cancel-trial", test_cancel_trial);
  ADD ("/app/import/close-early", test_close_early);
  ADD ("/app/import/markup", test_markup);
  ADD ("/app/import/columns", test_columns);
  ADD ("/app/import/mapping-file", test_mapping_file);
  ADD ("/app/import/preview", test_preview);
  ADD ("/app/import/remember", test_remember);
  ADD ("/app/import/type", test_type);
  ADD ("/app/import/bad-files", test_bad_files);
  ADD ("/app/import/no-file", test_no_file);
  return g_test_run ();
}
