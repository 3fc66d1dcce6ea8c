/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrWindow's actions: going places, making, deleting, undoing. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-window-private.h"

#include <glib/gi18n-lib.h>

#include "dyr-clash-window.h"
#include "dyr-commands.h"
#include "dyr-connect-assistant.h"
#include "dyr-create-dialog.h"
#include "dyr-deletion.h"
#include "dyr-display.h"
#include "dyr-duplicate-actions.h"
#include "dyr-export-dialog.h"
#include "dyr-history-page.h"
#include "dyr-import-assistant.h"
#include "dyr-pages.h"
#include "dyr-palette.h"
#include "dyr-person.h"
#include "dyr-preferences.h"
#include "dyr-record-files.h"
#include "dyr-record-open.h"
#include "dyr-sync-page.h"
#include "dyr-undo-dialog.h"
#include "dyr-weak.h"

/* Characters of what Undo and Redo name: the menu is no wider than the window. */
#define MAX_NAME 60

/* Going places */

void
dyr_window_go_to_page (DyrWindow *self, const char *name)
{
  GtkWidget *page = dyr_window_show_page (self, name);
  DyrRecord *record;

  if (page == NULL)
    return;
  record = DYR_IS_LIST_PAGE (page) ? dyr_list_page_get_record (DYR_LIST_PAGE (page)) : NULL;
  dyr_places_visit (
      dyr_window_get_places (self), name, record != NULL ? dyr_record_get_id (record) : 0);
  dyr_window_update_actions (self);
  if (DYR_IS_LIST_PAGE (page))
    dyr_list_page_take_focus (DYR_LIST_PAGE (page));
}

static void
show_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dyr_window_go_to_page (DYR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
open_loaded (DyrWindow *self, DyrRecord *record)
{
  const DyrPageInfo *info = dyr_pages_find (dyr_record_get_record_type (record));
  GtkWidget *page = dyr_window_show_page (self, info->name);

  dyr_list_page_open (DYR_LIST_PAGE (page), record);
  dyr_places_visit (dyr_window_get_places (self), info->name, dyr_record_get_id (record));
  dyr_window_update_actions (self);
}

/* The page of a record that is at hand: what dyr_record_open () does where there is one. */
static void
show_record (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  DyrRecord *record = dyr_store_peek (dyr_office_get_store (dyr_window_get_office (self)),
                                      g_variant_get_int64 (parameter));

  g_return_if_fail (record != NULL);
  open_loaded (self, record);
  dyr_list_page_grab_record_focus (dyr_window_get_list_page (self));
}

static void
open_record (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrOffice *office = dyr_window_get_office (DYR_WINDOW (widget));

  if (office != NULL)
    dyr_record_open (office, widget, g_variant_get_int64 (parameter));
}

static void
on_visited_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrWindow) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrRecord) record = dyr_store_load_finish (DYR_STORE (source), result, &error);

  if (self == NULL)
    return;
  if (record != NULL)
    open_loaded (self, record);
  else
    dyr_store_report_error (DYR_STORE (source), error);
}

/* The page gives the keyboard back to where it was; the record changes nothing about that. */
static void
go_to (DyrWindow *self, const DyrVisited *visited)
{
  GtkWidget *page;

  if (visited == NULL)
    return;
  page = dyr_window_show_page (self, visited->page);
  if (visited->record != 0 && page != NULL)
    dyr_store_load_async (dyr_office_get_store (dyr_window_get_office (self)),
                          visited->record,
                          NULL,
                          on_visited_loaded,
                          dyr_weak_new (self));
  else if (page != NULL && DYR_IS_LIST_PAGE (page))
    dyr_list_page_show_list (DYR_LIST_PAGE (page));
}

static void
go_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);

  go_to (self, dyr_places_back (dyr_window_get_places (self)));
}

static void
go_forward (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);

  go_to (self, dyr_places_forward (dyr_window_get_places (self)));
}

static void
turn_tab (DyrWindow *self, int by)
{
  DyrListPage *page = dyr_window_get_list_page (self);

  if (page != NULL)
    dyr_list_page_turn_tab (page, by);
}

static void
next_tab (GtkWidget *widget, const char *action, GVariant *parameter)
{
  turn_tab (DYR_WINDOW (widget), 1);
}

static void
previous_tab (GtkWidget *widget, const char *action, GVariant *parameter)
{
  turn_tab (DYR_WINDOW (widget), -1);
}

/* The number of a saved view, from 1 on. */
static void
open_view (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrListPage *page = dyr_window_get_list_page (DYR_WINDOW (widget));
  int number = g_variant_get_int32 (parameter);

  if (page != NULL && number > 0)
    dyr_list_page_open_view (page, (guint) number - 1);
}

static void
search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dyr_window_focus_search (DYR_WINDOW (widget), NULL);
}

static void
palette (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);

  if (dyr_window_get_office (self) != NULL)
    dyr_palette_present (dyr_window_get_office (self), GTK_WINDOW (self), NULL);
}

/* A page with what fits a text. */
static void
search_in (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *page, *text;

  g_variant_get (parameter, "(&s&s)", &page, &text);
  dyr_window_go_to_page (DYR_WINDOW (widget), page);
  dyr_window_focus_search (DYR_WINDOW (widget), text);
}

/* Making and deleting */

static void
new_record (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  DyrOffice *office = dyr_window_get_office (self);
  const DyrRecordType *type;
  const char *name;
  gint64 about;

  g_variant_get (parameter, "(&sx)", &name, &about);
  type = dyr_record_type_by_name (name);
  g_return_if_fail (type != NULL);
  if (office != NULL)
    dyr_create_dialog_present (office,
                               GTK_WINDOW (self),
                               type,
                               about != 0 ? dyr_store_peek (dyr_office_get_store (office), about)
                                          : NULL);
}

static void
new_here (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  DyrListPage *page = dyr_window_get_list_page (self);

  if (page != NULL)
    dyr_create_dialog_present (dyr_window_get_office (self),
                               GTK_WINDOW (self),
                               dyr_list_page_get_record_type (page),
                               NULL);
}

static void
on_deletion_over (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrWindow) self = dyr_weak_take (data);
  gint64 id = dyr_deletion_finish (result);
  DyrListPage *page = self != NULL ? dyr_window_get_list_page (self) : NULL;
  DyrRecord *shown = page != NULL ? dyr_list_page_get_record (page) : NULL;

  if (self == NULL || id == 0)
    return;
  /* A part that went leaves the record it belonged to in sight. */
  if (shown != NULL && dyr_record_get_id (shown) == id)
    {
      dyr_list_page_show_list (page);
      dyr_list_page_open (page, NULL);
    }
  dyr_window_update_actions (self);
}

static void
delete_record (DyrWindow *self, gint64 id)
{
  dyr_deletion_async (
      dyr_window_get_office (self), GTK_WIDGET (self), id, on_deletion_over, dyr_weak_new (self));
}

static void
delete_record_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  delete_record (DYR_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
delete_here (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  DyrListPage *page = dyr_window_get_list_page (self);
  DyrRecord *record = page != NULL ? dyr_list_page_get_record (page) : NULL;

  if (record != NULL)
    delete_record (self, dyr_record_get_id (record));
}

static void
attach_here (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrListPage *page = dyr_window_get_list_page (DYR_WINDOW (widget));
  DyrRecordFiles *files = page != NULL ? dyr_record_files_find (GTK_WIDGET (page)) : NULL;

  if (files != NULL)
    dyr_record_files_ask (files);
}

/* Undo */

static void
undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);

  /* What is being typed is the last thing done; the keyboard stays where nothing is typed. */
  if (GTK_IS_EDITABLE (gtk_window_get_focus (GTK_WINDOW (self)))
      || GTK_IS_TEXT_VIEW (gtk_window_get_focus (GTK_WINDOW (self))))
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  /* A toast must not offer again what this takes back. */
  dyr_window_withdraw_undo (self);
  dyr_undo_run (dyr_window_get_office (self), GTK_WINDOW (self), 0, FALSE);
}

static void
redo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dyr_undo_run (dyr_window_get_office (DYR_WINDOW (widget)), GTK_WINDOW (widget), 0, TRUE);
}

static void
undo_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dyr_undo_run (dyr_window_get_office (DYR_WINDOW (widget)),
                GTK_WINDOW (widget),
                g_variant_get_int64 (parameter),
                FALSE);
}

static void
redo_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dyr_undo_run (dyr_window_get_office (DYR_WINDOW (widget)),
                GTK_WINDOW (widget),
                g_variant_get_int64 (parameter),
                TRUE);
}

/* Any action, not the last one only. */
static void
history (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  GtkWidget *page;

  dyr_window_go_to_page (self, "history");
  page = dyr_window_show_page (self, "history");
  if (page != NULL)
    dyr_history_page_take_focus (DYR_HISTORY_PAGE (page));
}

static void
sync_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  GtkWidget *page;

  dyr_window_go_to_page (self, "sync");
  page = dyr_window_show_page (self, "sync");
  if (page != NULL)
    dyr_sync_page_take_focus (DYR_SYNC_PAGE (page));
}

/* Telling, and the rest */

static void
toast (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dyr_window_tell (DYR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
toast_undo (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *text;
  gint64 id;

  g_variant_get (parameter, "(&sx)", &text, &id);
  dyr_window_tell_undo (DYR_WINDOW (widget), text, id);
}

static void
import (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  DyrListPage *page = dyr_window_get_list_page (self);

  dyr_import_assistant_present (dyr_window_get_office (self),
                                GTK_WINDOW (self),
                                page != NULL ? dyr_list_page_get_record_type (page)
                                             : &dyr_client_type,
                                NULL);
}

static void
import_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  DyrOffice *office = dyr_window_get_office (self);
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;
  gboolean cards
      = lower != NULL && (g_str_has_suffix (lower, ".vcf") || g_str_has_suffix (lower, ".vcard"));

  if (office != NULL)
    dyr_import_assistant_present (
        office, GTK_WINDOW (self), cards ? &dyr_person_type : &dyr_client_type, file);
}

/* What is seen, as it is filtered; on a page without a list all of a type. */
static void
export_records (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);
  DyrListPage *page = dyr_window_get_list_page (self);

  dyr_export_dialog_present (dyr_window_get_office (self),
                             GTK_WINDOW (self),
                             page != NULL ? dyr_list_page_get_query (page) : NULL);
}

static void
connect_crm (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrOffice *office = dyr_window_get_office (DYR_WINDOW (widget));

  if (office != NULL)
    dyr_connect_assistant_present (office, GTK_WINDOW (widget));
}

/* What was changed here and in the CRM: of the record with that uid; "": the first one. */
static void
clash (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrOffice *office = dyr_window_get_office (DYR_WINDOW (widget));
  DyrUid uid;
  gboolean known = dyr_uid_parse (g_variant_get_string (parameter, NULL), &uid);

  if (office != NULL)
    dyr_clash_window_present (office, GTK_WINDOW (widget), known ? &uid : NULL);
}

static void
preferences (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrWindow *self = DYR_WINDOW (widget);

  dyr_preferences_present (
      dyr_window_get_settings (self), dyr_window_get_office (self), GTK_WINDOW (self));
}

static void
shortcuts (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_window_present (dyr_commands_new_help (GTK_WINDOW (widget)));
}

static void
toggle_sidebar (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dyr_window_toggle_names (DYR_WINDOW (widget));
}

static void
open_menu (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dyr_window_open_menu (DYR_WINDOW (widget));
}

void
dyr_window_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.show-page", "s", show_page);
  gtk_widget_class_install_action (klass, "win.open-record", "x", open_record);
  gtk_widget_class_install_action (klass, "win.show-record", "x", show_record);
  gtk_widget_class_install_action (klass, "win.new-record", "(sx)", new_record);
  gtk_widget_class_install_action (klass, "win.delete-record", "x", delete_record_action);
  gtk_widget_class_install_action (klass, "win.undo-action", "x", undo_action);
  gtk_widget_class_install_action (klass, "win.redo-action", "x", redo_action);
  gtk_widget_class_install_action (klass, "win.toast", "s", toast);
  gtk_widget_class_install_action (klass, "win.toast-undo", "(sx)", toast_undo);
  gtk_widget_class_install_action (klass, "win.back", NULL, go_back);
  gtk_widget_class_install_action (klass, "win.forward", NULL, go_forward);
  gtk_widget_class_install_action (klass, "win.next-tab", NULL, next_tab);
  gtk_widget_class_install_action (klass, "win.previous-tab", NULL, previous_tab);
  gtk_widget_class_install_action (klass, "win.search", NULL, search);
  gtk_widget_class_install_action (klass, "win.palette", NULL, palette);
  gtk_widget_class_install_action (klass, "win.search-in", "(ss)", search_in);
  gtk_widget_class_install_action (klass, "win.open-view", "i", open_view);
  gtk_widget_class_install_action (klass, "win.new", NULL, new_here);
  gtk_widget_class_install_action (klass, "win.delete", NULL, delete_here);
  gtk_widget_class_install_action (klass, "win.attach", NULL, attach_here);
  gtk_widget_class_install_action (klass, "win.undo", NULL, undo);
  gtk_widget_class_install_action (klass, "win.redo", NULL, redo);
  gtk_widget_class_install_action (klass, "win.history", NULL, history);
  gtk_widget_class_install_action (klass, "win.sync", NULL, sync_page);
  gtk_widget_class_install_action (klass, "win.import", NULL, import);
  gtk_widget_class_install_action (klass, "win.import-file", "s", import_file);
  gtk_widget_class_install_action (klass, "win.export", NULL, export_records);
  gtk_widget_class_install_action (klass, "win.preferences", NULL, preferences);
  gtk_widget_class_install_action (klass, "win.connect", NULL, connect_crm);
  gtk_widget_class_install_action (klass, "win.clash", "s", clash);
  gtk_widget_class_install_action (klass, "win.shortcuts", NULL, shortcuts);
  gtk_widget_class_install_action (klass, "win.toggle-sidebar", NULL, toggle_sidebar);
  gtk_widget_class_install_action (klass, "win.menu", NULL, open_menu);
  dyr_duplicate_actions_install (klass);
}

static void
append_action (
    GMenu *menu, const char *format, const char *plain, const char *title, const char *action)
{
  g_autofree char *line = NULL, *escaped = NULL, *brief = NULL;
  g_auto (GStrv) parts = NULL;

  if (title == NULL)
    {
      g_menu_append (menu, plain, action);
      return;
    }
  /* An underscore in a name is no mnemonic. */
  brief = dyr_display_line (title, MAX_NAME);
  parts = g_strsplit (brief, "_", -1);
  escaped = g_strjoinv ("__", parts);
  g_strfreev (g_steal_pointer (&parts));
  parts = g_strsplit (format, "%s", 2);
  line = g_strconcat (parts[0], escaped, parts[1], NULL);
  g_menu_append (menu, line, action);
}

GMenuModel *
dyr_window_new_menu (const char *undo_title, const char *redo_title)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) edit = g_menu_new (), file = g_menu_new (), program = g_menu_new ();

  /* Translators: %s is what was done: “Agreed date → 24.11”. */
  append_action (edit, _("Undo: %s"), C_("menu", "Undo"), undo_title, "win.undo");
  /* Translators: %s is what was undone: “Agreed date → 24.11”. */
  append_action (edit, _("Redo: %s"), C_("menu", "Redo"), redo_title, "win.redo");
  g_menu_append (edit, _("Edit history"), "win.history");
  g_menu_append (file, _("Import a file…"), "win.import");
  g_menu_append (file, _("Export records…"), "win.export");
  g_menu_append (file, _("Find duplicates…"), "win.find-duplicates");
  g_menu_append (program, _("Preferences"), "win.preferences");
  g_menu_append (program, _("Keyboard shortcuts"), "win.shortcuts");
  g_menu_append (program, _("About Dyryhent"), "app.about");
  g_menu_append (program, C_("menu", "Quit"), "app.quit");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (edit));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (file));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (program));
  return G_MENU_MODEL (menu);
}
