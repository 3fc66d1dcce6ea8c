/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrListPage's menus: conditions to add, columns, sections, and views that keep all of it by a
 * name. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-list-page-private.h"

#include <glib/gi18n-lib.h>

#include "dyr-condition-words.h"
#include "dyr-day-words.h"
#include "dyr-display.h"
#include "dyr-file-picker.h"
#include "dyr-name-dialog.h"
#include "dyr-tell.h"
#include "dyr-util.h"
#include "dyr-view.h"
#include "dyr-weak.h"

/* A file of views is small; this much is not one. */
#define MAX_FILE (4 << 20)
/* Views with a key. */
#define N_KEYS 9
#define COLUMN "column-"

/* "▾ Active · 312" */
static char *
show_section (const DyrSection *section, gboolean collapsed, gpointer data)
{
  DyrListPage *self = data;
  const DyrContext *context = dyr_office_get_context (self->office);
  const char *name = dyr_record_list_get_section_field (self->list);
  int field = name != NULL ? dyr_record_type_find (self->info->type, name) : -1;
  g_autofree char *number = dyr_format_count (context->format, section->n);
  g_autofree char *value = NULL;

  /* Until the list is split anew, the values are those of the field before. */
  if (field < 0
      || (section->value.form != DYR_VALUE_NONE
          && section->value.form != dyr_field_form (&self->info->type->fields[field])))
    value = NULL;
  else if (section->value.form == DYR_VALUE_NUMBER)
    {
      g_autoptr (DyrDayWords) words = dyr_day_words_new (context->language);

      value = dyr_day_words_month (words, section->value.number);
    }
  else
    value = dyr_context_show (context, self->info->type, (guint) field, &section->value, NULL);
  return g_strdup_printf (
      "%s  %s · %s", collapsed ? "▸" : "▾", value != NULL ? value : "—", number);
}

/* Columns */

static gboolean
is_shown (GArray *columns, const char *field)
{
  for (guint i = 0; i < columns->len; i++)
    if (g_str_equal (g_array_index (columns, DyrTableColumn, i).field, field))
      return TRUE;
  return FALSE;
}

/* The page's own idea of a column, where it has one. */
static DyrTableColumn
own_column (DyrListPage *self, const char *field)
{
  const DyrTableColumn *own = self->info->columns;
  const DyrTableColumn other = { .field = field };

  for (guint i = 0; i < G_N_ELEMENTS (self->info->columns) && own[i].field != NULL; i++)
    if (g_str_equal (own[i].field, field))
      return own[i];
  return other;
}

static void
show_columns (DyrListPage *self, GArray *columns)
{
  dyr_table_set_columns (self->table,
                         self->info->type,
                         dyr_office_get_context (self->office),
                         &g_array_index (columns, DyrTableColumn, 0),
                         columns->len);
  self->chosen_columns = TRUE;
}

static void
update_column_states (DyrListPage *self)
{
  g_autoptr (GArray) columns = dyr_table_read_columns (self->table);

  for (guint i = 0; i < self->info->type->n_fields; i++)
    {
      g_autofree char *name = g_strconcat (COLUMN, self->info->type->fields[i].name, NULL);
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

      if (action == NULL)
        continue;
      g_simple_action_set_state (
          G_SIMPLE_ACTION (action),
          g_variant_new_boolean (is_shown (columns, self->info->type->fields[i].name)));
    }
}

static void
on_column_toggled (GSimpleAction *action, GVariant *parameter, DyrListPage *self)
{
  const char *field = g_action_get_name (G_ACTION (action)) + strlen (COLUMN);
  g_autoptr (GArray) columns = dyr_table_read_columns (self->table);
  DyrTableColumn added = own_column (self, g_intern_string (field));

  if (!is_shown (columns, field))
    g_array_append_val (columns, added);
  else
    /* The last one stays: a table of nothing could not be clicked. */
    for (guint i = 0; i < columns->len && columns->len > 1; i++)
      if (g_str_equal (g_array_index (columns, DyrTableColumn, i).field, field))
        g_array_remove_index (columns, i--);
  show_columns (self, columns);
  update_column_states (self);
}

static void
on_own_columns_activated (GSimpleAction *action, GVariant *parameter, DyrListPage *self)
{
  dyr_list_page_show_own_columns (self);
  update_column_states (self);
}

/* Sections */

static void
set_section (DyrListPage *self, const char *field)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "section");

  dyr_record_list_set_section_field (self->list, field);
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (field != NULL ? field : ""));
}

static void
on_section_activated (GSimpleAction *action, GVariant *parameter, DyrListPage *self)
{
  const char *field = g_variant_get_string (parameter, NULL);

  set_section (self, *field != '\0' ? field : NULL);
}

static void
on_condition_activated (GSimpleAction *action, GVariant *parameter, DyrListPage *self)
{
  int field = dyr_record_type_find (self->info->type, g_variant_get_string (parameter, NULL));

  if (field >= 0)
    dyr_filter_bar_ask (self->filter, (guint) field);
}

/* Views */

static void update_menu (DyrListPage *self);

static void
set_view (DyrListPage *self, const char *name)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "view");

  /* It may be the one that is kept. */
  dyr_set_str (&self->view, name);
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (self->view != NULL ? self->view : ""));
}

/* Conditions of the two filters before the list are conditions of the view too. */
static void
add_filters (DyrListPage *self, DyrView *view)
{
  g_autoptr (DyrQuery) query = dyr_query_copy (dyr_record_list_get_query (self->list));

  for (guint i = 0; i < dyr_query_get_n_conditions (query); i++)
    {
      DyrCondition *condition = dyr_condition_copy (dyr_query_get_condition (query, i));

      for (guint j = 0; j < condition->values->len; j++)
        {
          DyrValue *value = &g_array_index (condition->values, DyrValue, j);
          DyrRecord *record
              = value->form == DYR_VALUE_LINK && value->link->id != 0
                    ? dyr_store_peek (dyr_office_get_store (self->office), value->link->id)
                    : NULL;

          /* A view goes by uid, and names whom it means. */
          if (record != NULL)
            dyr_value_take_link (value,
                                 dyr_link_new (dyr_record_get_id (record),
                                               dyr_record_get_uid (record),
                                               dyr_record_get_title (record),
                                               value->link->type,
                                               FALSE));
        }
      g_ptr_array_add (view->conditions, condition);
    }
}

static DyrView *
read_view (DyrListPage *self, const char *name)
{
  DyrView *view = dyr_view_new (name, self->info->type);
  guint n_keys;
  const DyrSortKey *keys = dyr_table_get_sort_keys (self->table, &n_keys);
  g_autoptr (GArray) columns = dyr_table_read_columns (self->table);

  for (guint i = 0; i < columns->len; i++)
    dyr_view_add_column (view,
                         g_array_index (columns, DyrTableColumn, i).field,
                         g_array_index (columns, DyrTableColumn, i).width);
  add_filters (self, view);
  g_array_append_vals (view->sorts, keys, n_keys);
  view->section = g_strdup (dyr_record_list_get_section_field (self->list));
  view->search = self->line != NULL ? dyr_query_line_to_text (self->line) : NULL;
  view->typed = g_strdup (self->search);
  return view;
}

/* The search of a view: as it was typed where that means the same here, in the language of today.
 */
static const char *
search_of (DyrListPage *self, const DyrView *view)
{
  g_autoptr (DyrQueryLine) line = NULL;
  g_autofree char *meaning = NULL;

  if (view->search == NULL || view->typed == NULL)
    return view->search;

  line
      = dyr_query_line_parse (dyr_office_get_context (self->office), self->info->type, view->typed);
  meaning = dyr_query_line_to_text (line);

  return g_str_equal (meaning, view->search) ? view->typed : view->search;
}

/* A filter that is missing shows more than was meant. */
static void
tell_partial (DyrListPage *self, const char *name)
{
  g_autofree char *line = dyr_display_line (name, 40);
  /* Translators: %s is the name of a view that a newer version of the program saved. */
  g_autofree char *text = g_strdup_printf (
      _("Part of the view “%s” was not understood; the list may show more than it should"), line);

  dyr_tell (GTK_WIDGET (self), text);
}

static void
show_view (DyrListPage *self, const DyrView *view)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (DyrTableColumn));

  for (guint i = 0; i < view->columns->len; i++)
    {
      const DyrViewColumn *column = &g_array_index (view->columns, DyrViewColumn, i);
      DyrTableColumn shown = own_column (self, g_intern_string (column->field));

      if (column->width > 0)
        shown.width = column->width;
      g_array_append_val (columns, shown);
    }
  if (columns->len > 0)
    show_columns (self, columns);
  else
    dyr_list_page_show_own_columns (self);
  update_column_states (self);
  set_view (self, view->name);
  set_section (self, view->section);
  dyr_filter_bar_set_conditions (self->filter, view->conditions);
  /* These two ask the list only when they change. */
  gtk_drop_down_set_selected (self->state_filter, 0);
  gtk_drop_down_set_selected (self->user_filter, 0);
  dyr_list_page_set_search (self, search_of (self, view));
  dyr_list_page_ask (self);
  g_signal_emit_by_name (self, "search-replaced");
  if (view->sorts->len > 0)
    dyr_table_sort_by (self->table, &g_array_index (view->sorts, DyrSortKey, 0), view->sorts->len);
  if (view->raw != NULL)
    tell_partial (self, view->name);
}

/* What is saved replaces all views of the store: they must have been read. */
static void
set_views_known (DyrListPage *self, gboolean known)
{
  static const char *const names[] = { "save-as", "save", "delete", "export", "import" };

  self->views_known = known;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), names[i]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), known);
    }
}

static void
save_views (DyrListPage *self)
{
  dyr_views_save (dyr_office_get_store (self->office), self->views);
  update_menu (self);
}

static void
keep_view (DyrListPage *self, const char *name)
{
  DyrView *known = dyr_views_find (self->views, self->info->type, name);
  DyrView *view = read_view (self, name);
  guint index;

  if (known != NULL && g_ptr_array_find (self->views, known, &index))
    {
      dyr_view_free (known);
      self->views->pdata[index] = view;
    }
  else
    g_ptr_array_add (self->views, view);
  set_view (self, name);
  save_views (self);
}

static void
on_view_activated (GSimpleAction *action, GVariant *parameter, DyrListPage *self)
{
  DyrView *view
      = dyr_views_find (self->views, self->info->type, g_variant_get_string (parameter, NULL));

  if (view != NULL)
    show_view (self, view);
}

static void
on_named (DyrNameDialog *dialog, const char *name, DyrListPage *self)
{
  keep_view (self, name);
}

static GtkWindow *
window_of (DyrListPage *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
on_save_as_activated (GSimpleAction *action, GVariant *parameter, DyrListPage *self)
{
  DyrNameDialog *dialog
      = dyr_name_dialog_new (_("Save the view"), self->view != NULL ? self->view : "");

  gtk_window_set_transient_for (GTK_WINDOW (dialog), window_of (self));
  g_signal_connect_object (dialog, "named", G_CALLBACK (on_named), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_save_activated (GSimpleAction *action, GVariant *parameter, DyrListPage *self)
{
  const DyrView *known
      = self->view != NULL ? dyr_views_find (self->views, self->info->type, self->view) : NULL;

  /* What is not known of it would be lost. */
  if (known != NULL && known->raw == NULL)
    keep_view (self, self->view);
}

static void
on_delete_activated (GSimpleAction *action, GVariant *parameter, DyrListPage *self)
{
  DyrView *view
      = self->view != NULL ? dyr_views_find (self->views, self->info->type, self->view) : NULL;

  if (view == NULL)
    return;
  g_ptr_array_remove (self->views, view);
  set_view (self, NULL);
  save_views (self);
}

/* Files */

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrListPage) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;

  g_autofree char *name = NULL, *line = NULL, *text = NULL;
  const gboolean written = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  if (self == NULL)
    return;
  name = g_file_get_basename (G_FILE (source));
  line = dyr_display_line (name, 40);
  /* Translators: %s is the name of a file. */
  text = g_strdup_printf (_("The views are in “%s”"), line);
  dyr_tell (GTK_WIDGET (self), written ? text : error->message);
}

static const DyrFileKind *
get_kinds (DyrFileKind *kinds)
{
  kinds[0] = (DyrFileKind){ _("Views"), "*.json" };
  kinds[1] = (DyrFileKind){ NULL, NULL };
  return kinds;
}

static void
on_export_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrListPage) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dyr_file_picker_finish (result, &error);
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  if (self == NULL)
    return;
  if (file == NULL)
    {
      if (error != NULL)
        dyr_tell (GTK_WIDGET (self), error->message);
      return;
    }
  text = dyr_views_to_text (self->views);
  bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (
      file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, on_written, dyr_weak_new (self));
}

static void
on_export_activated (GSimpleAction *action, GVariant *parameter, DyrListPage *self)
{
  DyrFileKind kinds[2];

  dyr_file_picker_save_async (
      GTK_WIDGET (window_of (self)),
      _("Export views"),
         _("Views.json"), get_kinds (kinds), NULL, on_export_chosen, dyr_weak_new (self));
}

/* Views of the same name are replaced: the file is newer than they are. */
static void
take_views (DyrListPage *self, GPtrArray *views, guint n_unknown)
{
  g_autofree char *text = NULL;

  for (guint i = 0; i < views->len; i++)
    {
      DyrView *view = g_ptr_array_index (views, i);
      DyrView *known = dyr_views_find (self->views, view->type, view->name);

      if (known != NULL)
        g_ptr_array_remove (self->views, known);
    }
  text
      = n_unknown == 0
            ? g_strdup_printf (
                ngettext ("%u view was imported", "%u views were imported", views->len), views->len)
            : g_strdup_printf (ngettext ("Views were imported; %u part was not understood",
                                         "Views were imported; %u parts were not understood",
                                         n_unknown),
                               n_unknown);
  g_ptr_array_extend_and_steal (self->views, g_ptr_array_ref (views));
  save_views (self);
  dyr_tell (GTK_WIDGET (self), text);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrListPage) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  g_autoptr (GPtrArray) views = NULL;
  g_autofree char *text = NULL;
  guint n_unknown;

  if (self == NULL)
    return;
  if (bytes != NULL)
    {
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      views = dyr_views_from_text (text, &n_unknown, &error);
    }
  if (views == NULL)
    dyr_tell (GTK_WIDGET (self), error->message);
  else
    take_views (self, views, n_unknown);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  gpointer weak = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (stream != NULL)
    g_input_stream_read_bytes_async (
        G_INPUT_STREAM (stream), MAX_FILE, G_PRIORITY_DEFAULT, NULL, on_read, weak);
  else
    {
      g_autoptr (DyrListPage) self = dyr_weak_take (weak);

      if (self != NULL)
        dyr_tell (GTK_WIDGET (self), error->message);
    }
}

static void
on_import_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrListPage) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dyr_file_picker_finish (result, &error);

  if (self == NULL)
    return;
  if (file != NULL)
    g_file_read_async (file, G_PRIORITY_DEFAULT, NULL, on_opened, dyr_weak_new (self));
  else if (error != NULL)
    dyr_tell (GTK_WIDGET (self), error->message);
}

static void
on_import_activated (GSimpleAction *action, GVariant *parameter, DyrListPage *self)
{
  DyrFileKind kinds[2];

  dyr_file_picker_open_async (
      GTK_WIDGET (window_of (self)),
      _("Import views"), get_kinds (kinds), NULL, on_import_chosen, dyr_weak_new (self));
}

/* Menus */

static void
append_target (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

/* The fields a condition can be about. */
static GMenu *
new_condition_menu (DyrListPage *self)
{
  GMenu *menu = g_menu_new ();
  const DyrRecordType *type = self->info->type;

  for (guint i = 0; i < type->n_fields; i++)
    if (dyr_condition_can_ask (&type->fields[i]))
      append_target (menu, dyr_field_label (type, i), "list.add-condition", type->fields[i].name);
  return menu;
}

static GMenu *
new_section_menu (DyrListPage *self)
{
  GMenu *menu = g_menu_new ();
  const DyrRecordType *type = self->info->type;

  append_target (menu, C_("view", "Without groups"), "list.section", "");
  for (guint i = 0; i < type->n_fields; i++)
    if (dyr_sections_can_split (type, i))
      {
        gboolean month = dyr_field_form (&type->fields[i]) == DYR_VALUE_NUMBER;
        /* Translators: groups a list: %s is the label of a date. */
        g_autofree char *label
            = month ? g_strdup_printf (C_("view", "%s, by month"), dyr_field_label (type, i))
                    : g_strdup (dyr_field_label (type, i));

        append_target (menu, label, "list.section", type->fields[i].name);
      }
  return menu;
}

static GMenu *
new_column_menu (DyrListPage *self)
{
  GMenu *menu = g_menu_new ();
  const DyrRecordType *type = self->info->type;

  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *action = g_strconcat ("list." COLUMN, type->fields[i].name, NULL);

      if (dyr_condition_can_ask (&type->fields[i]))
        g_menu_append (menu, dyr_field_label (type, i), action);
    }
  g_menu_append (menu, C_("view", "The usual ones"), "list.own-columns");
  return menu;
}

/* A name for a menu: an underscore in it is no mnemonic. */
static char *
menu_name (const char *name)
{
  g_autofree char *line = dyr_display_line (name, 40);
  g_auto (GStrv) parts = g_strsplit (line, "_", -1);

  return g_strjoinv ("__", parts);
}

static GMenu *
new_view_menu (DyrListPage *self)
{
  GMenu *menu = g_menu_new ();
  guint n = 0;

  for (guint i = 0; i < self->views->len; i++)
    {
      const DyrView *view = g_ptr_array_index (self->views, i);
      g_autofree char *name = NULL, *label = NULL;

      if (view->type != self->info->type)
        continue;
      n++;
      name = menu_name (view->name);
      label = n <= N_KEYS ? g_strdup_printf ("%s   Alt+%u", name, n) : g_strdup (name);
      append_target (menu, label, "list.view", view->name);
    }
  return menu;
}

static void
update_menu (DyrListPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new (), keep = g_menu_new (), look = g_menu_new ();
  g_autoptr (GMenu) files = g_menu_new (), views = new_view_menu (self);
  g_autoptr (GMenu) columns = new_column_menu (self), sections = new_section_menu (self);
  const DyrView *known
      = self->view != NULL ? dyr_views_find (self->views, self->info->type, self->view) : NULL;

  g_menu_append_section (menu, NULL, G_MENU_MODEL (views));
  g_menu_append_submenu (look, C_("view", "Columns"), G_MENU_MODEL (columns));
  g_menu_append_submenu (look, C_("view", "Group by"), G_MENU_MODEL (sections));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  g_menu_append (keep, C_("view", "Save as a view…"), "list.save-as");
  if (known != NULL)
    {
      g_autofree char *name = menu_name (self->view);
      /* Translators: a menu item: keep how the list looks now under this name. */
      g_autofree char *save = g_strdup_printf (_("Save “%s”"), name);
      /* Translators: a menu item: %s is the name of a view. */
      g_autofree char *delete = g_strdup_printf (_("Delete the view “%s”"), name);

      if (known->raw == NULL)
        g_menu_append (keep, save, "list.save");
      g_menu_append (keep, delete, "list.delete");
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (keep));
  g_menu_append (files, C_("view", "Export views…"), "list.export");
  g_menu_append (files, C_("view", "Import views…"), "list.import");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (files));
  gtk_menu_button_set_menu_model (self->view_menu, G_MENU_MODEL (menu));
}

static void
on_views_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrListPage) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) views = dyr_views_load_finish (DYR_DATABASE (source), result, &error);

  if (self == NULL)
    return;
  if (views == NULL)
    {
      dyr_store_report_error (dyr_office_get_store (self->office), error);
      return;
    }
  g_clear_pointer (&self->views, g_ptr_array_unref);
  self->views = g_steal_pointer (&views);
  set_views_known (self, TRUE);
  update_menu (self);
}

/* Another page may have saved views meanwhile. */
static void
load_views (DyrListPage *self)
{
  set_views_known (self, FALSE);
  dyr_views_load_async (
      dyr_office_get_store (self->office), NULL, on_views_loaded, dyr_weak_new (self));
}

/* The menus open on what there is now. */
static void
on_menu_opened (GtkWidget *button, GParamSpec *pspec, DyrListPage *self)
{
  gboolean open;

  g_object_get (button, "active", &open, NULL);
  if (!open)
    return;
  update_column_states (self);
  if (!self->views_known)
    load_views (self);
}

static void
add_column_actions (DyrListPage *self)
{
  for (guint i = 0; i < self->info->type->n_fields; i++)
    {
      g_autofree char *name = g_strconcat (COLUMN, self->info->type->fields[i].name, NULL);
      g_autoptr (GSimpleAction) action
          = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (FALSE));

      g_signal_connect_object (action, "activate", G_CALLBACK (on_column_toggled), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
    }
}

static void
add_action (
    DyrListPage *self, const char *name, gboolean of_text, gboolean has_state, GCallback run)
{
  const GVariantType *type = of_text ? G_VARIANT_TYPE_STRING : NULL;
  g_autoptr (GSimpleAction) action
      = has_state ? g_simple_action_new_stateful (name, type, g_variant_new_string (""))
                  : g_simple_action_new (name, type);

  g_signal_connect_object (action, "activate", run, self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
}

void
dyr_list_page_set_up_views (DyrListPage *self)
{
  g_autoptr (GMenu) conditions = new_condition_menu (self);

  self->actions = g_simple_action_group_new ();
  self->views = dyr_views_new ();
  add_action (self, "add-condition", TRUE, FALSE, G_CALLBACK (on_condition_activated));
  add_action (self, "section", TRUE, TRUE, G_CALLBACK (on_section_activated));
  add_action (self, "view", TRUE, TRUE, G_CALLBACK (on_view_activated));
  add_action (self, "own-columns", FALSE, FALSE, G_CALLBACK (on_own_columns_activated));
  add_action (self, "save-as", FALSE, FALSE, G_CALLBACK (on_save_as_activated));
  add_action (self, "save", FALSE, FALSE, G_CALLBACK (on_save_activated));
  add_action (self, "delete", FALSE, FALSE, G_CALLBACK (on_delete_activated));
  add_action (self, "export", FALSE, FALSE, G_CALLBACK (on_export_activated));
  add_action (self, "import", FALSE, FALSE, G_CALLBACK (on_import_activated));
  add_column_actions (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "list", G_ACTION_GROUP (self->actions));
  gtk_menu_button_set_menu_model (self->add_condition, G_MENU_MODEL (conditions));
  dyr_record_list_set_show_section (self->list, show_section, self);
  g_signal_connect_object (self->view_menu, "notify::active", G_CALLBACK (on_menu_opened), self, 0);
  set_views_known (self, FALSE);
  g_signal_connect (self, "map", G_CALLBACK (load_views), NULL);
  update_menu (self);
}

gboolean
dyr_list_page_open_view (DyrListPage *self, guint number)
{
  guint n = 0;

  g_return_val_if_fail (DYR_IS_LIST_PAGE (self), FALSE);

  for (guint i = 0; i < self->views->len; i++)
    {
      const DyrView *view = g_ptr_array_index (self->views, i);

      if (view->type == self->info->type && n++ == number)
        {
          show_view (self, view);
          update_menu (self);
          return TRUE;
        }
    }
  return FALSE;
}
