/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrWindow: the side list, the pages, where one has been, what happened. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-window.h"

#include <glib/gi18n-lib.h>

#include "dyr-activity.h"
#include "dyr-commands.h"
#include "dyr-display.h"
#include "dyr-file-picker.h"
#include "dyr-first-run.h"
#include "dyr-history-page.h"
#include "dyr-interrupted.h"
#include "dyr-list-page.h"
#include "dyr-pages.h"
#include "dyr-sync-banner.h"
#include "dyr-sync-page.h"
#include "dyr-tell.h"
#include "dyr-search-marks.h"
#include "dyr-side-list.h"
#include "dyr-toasts.h"
#include "dyr-today-page.h"
#include "dyr-weak.h"
#include "dyr-window-private.h"

/* Seconds in which what no undo knows of can be taken back. */
#define LONG_TIMEOUT 10
/* Narrower windows show only the icons of the side list. */
#define NARROW 1200

struct _DyrWindow
{
  AdwApplicationWindow parent_instance;

  GSettings *settings;
  DyrOffice *office;
  DyrPlaces *places;
  gboolean names_wanted; /* F9: the other way round than the width says */
  gboolean names_shown;
  gboolean closing;
  gboolean placed;        /* a page was asked for before the first one was chosen */
  GPtrArray *undo_toasts; /* AdwToast that offer Undo */
  AdwToast *error_toast;  /* weak: what failed last */

  AdwToastOverlay *toasts;
  GtkStack *whole;
  AdwStatusPage *trouble;
  GtkWidget *sidebar;
  DyrSideList *sections;
  GtkLabel *title;
  GtkStack *pages;
  GtkSearchEntry *search;
  GtkLabel *search_hint;
  GtkButton *new_button;
  GtkLabel *new_label;
  GtkMenuButton *menu;
  DyrTodayPage *today;
  DyrBanner *interrupted;
  DyrBanner *sync_banner;
};

enum
{
  RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrWindow, dyr_window, ADW_TYPE_APPLICATION_WINDOW)

/* For the actions' file */

DyrOffice *
dyr_window_get_office (DyrWindow *self)
{
  return self->office;
}

GSettings *
dyr_window_get_settings (DyrWindow *self)
{
  return self->settings;
}

DyrPlaces *
dyr_window_get_places (DyrWindow *self)
{
  return self->places;
}

DyrListPage *
dyr_window_get_list_page (DyrWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  return page != NULL && DYR_IS_LIST_PAGE (page) ? DYR_LIST_PAGE (page) : NULL;
}

DyrDuplicatePage *
dyr_window_get_duplicate_page (DyrWindow *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, "duplicates");

  return page != NULL ? DYR_DUPLICATE_PAGE (page) : NULL;
}

const char *
dyr_window_get_page_name (DyrWindow *self)
{
  return gtk_stack_get_visible_child_name (self->pages);
}

void
dyr_window_focus_search (DyrWindow *self, const char *text)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->search)))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
}

/* Names beside the icons of the side list, or the icons alone. */
static void
show_names (DyrWindow *self, gboolean names)
{
  self->names_shown = names;
  gtk_widget_set_size_request (self->sidebar, names ? 210 : -1, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->title), names);
  dyr_side_list_show_names (self->sections, names);
}

void
dyr_window_toggle_names (DyrWindow *self)
{
  self->names_wanted = !self->names_wanted;
  show_names (self, !self->names_shown);
}

void
dyr_window_open_menu (DyrWindow *self)
{
  gtk_menu_button_popup (self->menu);
}

void
dyr_window_update_actions (DyrWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  DyrListPage *page = dyr_window_get_list_page (self);
  gboolean list = self->office != NULL && page != NULL;

  gtk_widget_action_set_enabled (widget, "win.back", dyr_places_can_go_back (self->places));
  gtk_widget_action_set_enabled (widget, "win.forward", dyr_places_can_go_forward (self->places));
  gtk_widget_action_set_enabled (widget, "win.search", list);
  gtk_widget_action_set_enabled (widget, "win.new", list);
  gtk_widget_action_set_enabled (widget, "win.import", self->office != NULL);
  gtk_widget_action_set_enabled (widget, "win.export", self->office != NULL);
  gtk_widget_action_set_enabled (widget, "win.find-duplicates", self->office != NULL);
  gtk_widget_action_set_enabled (widget, "win.history", self->office != NULL);
  gtk_widget_action_set_enabled (widget, "win.sync", self->office != NULL);
  gtk_widget_action_set_enabled (
      widget, "win.delete", list && dyr_list_page_get_record (page) != NULL);
  gtk_widget_action_set_enabled (
      widget, "win.attach", list && dyr_list_page_get_record (page) != NULL);
}

/* Pages */

static gboolean
on_width_known (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DyrWindow *self = DYR_WINDOW (widget);
  gboolean names = (gtk_widget_get_width (widget) >= NARROW) != self->names_wanted;

  if (names != self->names_shown)
    show_names (self, names);
  return G_SOURCE_REMOVE;
}

static void
on_section_chosen (DyrSideList *sections, const char *name, DyrWindow *self)
{
  dyr_window_go_to_page (self, name);
}

static void
on_record_shown (DyrListPage *page, gint64 id, DyrWindow *self)
{
  dyr_places_visit (self->places, dyr_window_get_page_name (self), id);
  dyr_window_update_actions (self);
}

static void
on_typed_in_list (DyrListPage *page, const char *text, DyrWindow *self)
{
  dyr_window_focus_search (self, text);
}

static void
on_search_changed (GtkEditable *search, DyrWindow *self)
{
  DyrListPage *page = dyr_window_get_list_page (self);

  if (page != NULL)
    dyr_list_page_set_search (page, gtk_editable_get_text (search));
  dyr_search_marks_show (
      search, self->search_hint, page != NULL ? dyr_list_page_get_line (page) : NULL);
}

static void
update_header (DyrWindow *self)
{
  DyrListPage *page = dyr_window_get_list_page (self);
  const DyrPageInfo *info
      = page != NULL ? dyr_pages_find (dyr_list_page_get_record_type (page)) : NULL;
  const char *search = page != NULL ? dyr_list_page_get_search (page) : NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->search), page != NULL);
  /* The page knows it: nobody typed it now. */
  g_signal_handlers_block_by_func (self->search, on_search_changed, self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), search != NULL ? search : "");
  g_signal_handlers_unblock_by_func (self->search, on_search_changed, self);
  dyr_search_marks_show (GTK_EDITABLE (self->search),
                         self->search_hint,
                         page != NULL ? dyr_list_page_get_line (page) : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->new_button), info != NULL);
  if (info != NULL)
    {
      const char *label = g_dpgettext2 (NULL, "page", info->new_label);

      gtk_label_set_text (self->new_label, label);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (self->new_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
}

static void
on_search_replaced (DyrListPage *page, DyrWindow *self)
{
  if (page == dyr_window_get_list_page (self))
    update_header (self);
}

/* Pages are made when they are first shown: the window is there sooner. */
static GtkWidget *
ensure_page (DyrWindow *self, const char *name)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, name);
  const DyrPageInfo *info = dyr_pages;

  if (page != NULL)
    return page;
  if (g_str_equal (name, "history"))
    page = dyr_history_page_new (self->office);
  else if (g_str_equal (name, "duplicates"))
    page = dyr_duplicate_page_new (self->office);
  else if (g_str_equal (name, "sync"))
    page = dyr_sync_page_new (self->office);
  if (page != NULL)
    {
      gtk_stack_add_named (self->pages, page, name);
      return page;
    }
  while (info->name != NULL && !g_str_equal (info->name, name))
    info++;
  if (info->name == NULL)
    return NULL;
  page = dyr_list_page_new (self->office, info->type);
  g_signal_connect_object (page, "record-shown", G_CALLBACK (on_record_shown), self, 0);
  g_signal_connect_object (page, "type-to-search", G_CALLBACK (on_typed_in_list), self, 0);
  g_signal_connect_object (page, "search-replaced", G_CALLBACK (on_search_replaced), self, 0);
  gtk_stack_add_named (self->pages, page, name);
  return page;
}

GtkWidget *
dyr_window_show_page (DyrWindow *self, const char *name)
{
  GtkWidget *page;

  if (self->office == NULL || (page = ensure_page (self, name)) == NULL)
    return NULL;
  gtk_stack_set_visible_child (self->pages, page);
  self->placed = TRUE;
  /* The page of sync says it itself. */
  gtk_widget_set_visible (GTK_WIDGET (self->sync_banner), !g_str_equal (name, "sync"));
  /* Nobody wants to begin a day with what has no place in the side list. */
  if (dyr_side_list_select (self->sections, name))
    g_settings_set_string (self->settings, "last-page", name);
  update_header (self);
  dyr_window_update_actions (self);
  return page;
}

/* Search as you type */

static void
on_search_stopped (GtkSearchEntry *search, DyrWindow *self)
{
  DyrListPage *page = dyr_window_get_list_page (self);

  gtk_editable_set_text (GTK_EDITABLE (search), "");
  if (page != NULL)
    dyr_list_page_grab_list_focus (page);
}

static void
on_search_activated (GtkSearchEntry *search, DyrWindow *self)
{
  DyrListPage *page = dyr_window_get_list_page (self);

  if (page != NULL)
    dyr_list_page_grab_list_focus (page);
}

/* What the store tells */

void
dyr_window_tell (DyrWindow *self, const char *text)
{
  g_autofree char *markup = dyr_display_markup (text);

  dyr_toasts_add (GTK_WIDGET (self->toasts), adw_toast_new (markup));
}

void
dyr_window_tell_to_the_end (DyrWindow *self, const char *text)
{
  g_autofree char *markup = dyr_display_markup (text);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  dyr_toasts_add (GTK_WIDGET (self->toasts), toast);
}

static void
on_undo_toast_dismissed (AdwToast *toast, DyrWindow *self)
{
  /* Those that are left when the window goes are dismissed by that. */
  if (self->undo_toasts != NULL)
    g_ptr_array_remove (self->undo_toasts, toast);
}

/* They offer nothing any more at once, even those that cannot go yet. */
void
dyr_window_withdraw_undo (DyrWindow *self)
{
  g_autoptr (GPtrArray) toasts = g_steal_pointer (&self->undo_toasts);

  self->undo_toasts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < toasts->len; i++)
    {
      AdwToast *toast = g_ptr_array_index (toasts, i);

      adw_toast_set_button_label (toast, NULL);
      adw_toast_dismiss (toast);
    }
}

void
dyr_window_tell_undo (DyrWindow *self, const char *text, gint64 action)
{
  g_autofree char *markup = dyr_display_markup (text);
  AdwToast *toast = adw_toast_new (markup);

  if (action != 0)
    {
      /* What was just done stands before what was done earlier. */
      adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
      adw_toast_set_button_label (toast, C_("button", "Undo"));
      adw_toast_set_action_name (toast, "win.undo-action");
      adw_toast_set_action_target (toast, "x", action);
      g_ptr_array_add (self->undo_toasts, g_object_ref (toast));
      g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_undo_toast_dismissed), self, 0);
    }
  dyr_toasts_add (GTK_WIDGET (self->toasts), toast);
}

void
dyr_window_tell_with (
    DyrWindow *self, const char *text, const char *label, const char *action, GVariant *target)
{
  g_autofree char *markup = dyr_display_markup (text);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_button_label (toast, label);
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target_value (toast, target);
  adw_toast_set_timeout (toast, LONG_TIMEOUT);
  dyr_toasts_add (GTK_WIDGET (self->toasts), toast);
}

/* What failed stands whole until it is put away; only the last one does. */
static void
on_store_failed (DyrStore *store, DyrRecord *record, GError *error, DyrWindow *self)
{
  g_autofree char *markup = dyr_display_markup (error->message);
  GtkWidget *label = gtk_label_new (NULL);
  AdwToast *toast;

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (self->error_toast != NULL)
    adw_toast_dismiss (self->error_toast);
  toast = adw_toast_new ("");
  g_set_weak_pointer (&self->error_toast, toast);
  adw_toast_set_custom_title (toast, label);
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  dyr_toasts_add (GTK_WIDGET (self->toasts), toast);
}

static void
set_menu (DyrWindow *self, const char *undo, const char *redo)
{
  g_autoptr (GMenuModel) menu = dyr_window_new_menu (undo, redo);

  gtk_menu_button_set_menu_model (self->menu, menu);
}

static void
on_titles_changed (DyrStore *store, GParamSpec *pspec, DyrWindow *self)
{
  g_autofree char *undo = NULL, *redo = NULL;

  g_object_get (store, "undo-title", &undo, "redo-title", &redo, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo", undo != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.redo", redo != NULL);
  set_menu (self, undo, redo);
}

/* How many of them wait on the page of today. */
static void
show_badge (DyrWindow *self, const char *page, guint n)
{
  g_autofree char *number = dyr_format_count (dyr_office_get_context (self->office)->format, n);
  g_autofree char *told
      = g_str_equal (page, "today") ? g_strdup_printf (_("Overdue and today: %s"), number)
                                    : g_strdup_printf (_("Overdue and this week: %s"), number);

  dyr_side_list_set_badge (self->sections, page, n, told);
}

static void
on_due_changed (DyrTodayPage *today, GParamSpec *pspec, DyrWindow *self)
{
  guint n;

  g_object_get (today, "n-due", &n, NULL);
  show_badge (self, "today", n);
  /* Today is made of activities: their number is its own. */
  for (const DyrPageInfo *info = dyr_pages; info->name != NULL; info++)
    if (info->type != &dyr_activity_type)
      show_badge (self, info->name, dyr_today_page_count (today, info->type));
}

/* Opening */

static void
show_pages (DyrWindow *self)
{
  g_autofree char *last = g_settings_get_string (self->settings, "last-page");

  gtk_stack_set_visible_child_name (self->whole, "office");
  if (!self->placed)
    dyr_window_go_to_page (self, last);
  if (dyr_window_get_page_name (self) == NULL)
    dyr_window_go_to_page (self, "today");
}

static void
on_first_run_done (DyrFirstRun *first_run, DyrWindow *self)
{
  show_pages (self);
}

static void
on_emptiness_known (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrWindow) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean empty = FALSE;
  gboolean known = dyr_store_is_empty_finish (DYR_STORE (source), result, &empty, &error);
  GtkWidget *first_run;

  /* The window was closed meanwhile. */
  if (self == NULL)
    return;
  if (!known)
    {
      dyr_window_show_error (self, error);
      return;
    }
  if (!empty || dyr_first_run_was_answered (self->office))
    {
      show_pages (self);
      return;
    }
  first_run = dyr_first_run_new (self->office);
  g_signal_connect_object (first_run, "done", G_CALLBACK (on_first_run_done), self, 0);
  gtk_stack_add_named (self->whole, first_run, "first-run");
  gtk_stack_set_visible_child (self->whole, first_run);
}

void
dyr_window_set_office (DyrWindow *self, DyrOffice *office)
{
  DyrStore *store = dyr_office_get_store (office);

  g_return_if_fail (DYR_IS_WINDOW (self));
  g_return_if_fail (self->office == NULL);

  self->office = g_object_ref (office);
  dyr_side_list_set_office (self->sections, office);
  show_names (self, self->names_shown);
  dyr_sync_banner_watch (self->sync_banner, office);
  self->today = DYR_TODAY_PAGE (dyr_today_page_new (office));
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->today), "today");
  g_signal_connect_object (self->today, "notify::n-due", G_CALLBACK (on_due_changed), self, 0);
  g_signal_connect_object (store, "failed", G_CALLBACK (on_store_failed), self, 0);
  g_signal_connect_object (store, "notify::undo-title", G_CALLBACK (on_titles_changed), self, 0);
  g_signal_connect_object (store, "notify::redo-title", G_CALLBACK (on_titles_changed), self, 0);
  on_titles_changed (store, NULL, self);
  dyr_window_update_actions (self);
  dyr_store_is_empty_async (store, NULL, on_emptiness_known, dyr_weak_new (self));
}

void
dyr_window_show_error (DyrWindow *self, const GError *error)
{
  g_autofree char *text = dyr_display_markup (error->message);

  g_return_if_fail (DYR_IS_WINDOW (self));

  /* Only now: reading the icon loads an SVG library. */
  adw_status_page_set_icon_name (self->trouble, "dialog-warning-symbolic");
  adw_status_page_set_description (self->trouble, text);
  gtk_stack_set_visible_child_name (self->whole, "trouble");
}

static void
retry (DyrWindow *self, GFile *file)
{
  gtk_stack_set_visible_child_name (self->whole, "opening");
  g_signal_emit (self, signals[RETRY], 0, file);
}

static void
on_retry_clicked (GtkButton *button, DyrWindow *self)
{
  retry (self, NULL);
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrWindow) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = dyr_file_picker_finish (result, &error);

  if (self == NULL)
    return;
  if (file != NULL && g_file_peek_path (file) != NULL)
    retry (self, file);
  else if (error != NULL)
    dyr_tell (GTK_WIDGET (self), error->message);
}

static void
on_other_clicked (GtkButton *button, DyrWindow *self)
{
  const DyrFileKind kinds[] = { { _("Databases of Dyryhent"), "*.db" }, { NULL } };

  dyr_file_picker_open_async (
      GTK_WIDGET (self),
      _("Open another office"), kinds, NULL, on_file_chosen, dyr_weak_new (self));
}

void
dyr_window_set_interrupted (DyrWindow *self, GPtrArray *interrupted)
{
  g_return_if_fail (DYR_IS_WINDOW (self));
  g_return_if_fail (self->office != NULL);

  dyr_interrupted_offer (self->interrupted, self->office, interrupted);
}

/* Closing */

static gboolean
dyr_window_close_request (GtkWindow *window)
{
  DyrWindow *self = DYR_WINDOW (window);
  int width, height;

  if (self->office == NULL || self->closing)
    return GTK_WINDOW_CLASS (dyr_window_parent_class)->close_request (window);
  self->closing = TRUE;
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", width);
  g_settings_set_int (self->settings, "window-height", height);
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
  dyr_window_end (self);
  return TRUE;
}

static void
dyr_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS (dyr_window_parent_class)->size_allocate (widget, width, height, baseline);
  /* Children must not change while they are given their places. */
  gtk_widget_add_tick_callback (widget, on_width_known, NULL, NULL);
}

static void
dyr_window_dispose (GObject *object)
{
  DyrWindow *self = DYR_WINDOW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_WINDOW);
  g_clear_object (&self->office);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->places, dyr_places_free);
  g_clear_pointer (&self->undo_toasts, g_ptr_array_unref);
  g_clear_weak_pointer (&self->error_toast);
  G_OBJECT_CLASS (dyr_window_parent_class)->dispose (object);
}

static void
dyr_window_class_init (DyrWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_window_close_request;
  widget_class->size_allocate = dyr_window_size_allocate;
  g_type_ensure (DYR_TYPE_BANNER);
  g_type_ensure (DYR_TYPE_SIDE_LIST);
  signals[RETRY] = g_signal_new ("retry",
                                 DYR_TYPE_WINDOW,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 G_TYPE_FILE);
  gtk_widget_class_set_template_from_resource (widget_class, DYR_RESOURCE_PATH "/ui/dyr-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, whole);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, sections);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, title);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, search);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, search_hint);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, new_button);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, new_label);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, interrupted);
  gtk_widget_class_bind_template_child (widget_class, DyrWindow, sync_banner);
  gtk_widget_class_bind_template_callback (widget_class, on_section_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_other_clicked);
  dyr_window_install_actions (widget_class);
}

static void
dyr_window_init (DyrWindow *self)
{
  self->places = dyr_places_new ();
  self->undo_toasts = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Never larger than the screen: not every system fits a window by itself. */
static void
set_size (DyrWindow *self)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, 0);
  GdkRectangle screen = { 0, 0, G_MAXINT, G_MAXINT };

  if (monitor != NULL)
    gdk_monitor_get_geometry (monitor, &screen);
  gtk_window_set_default_size (
      GTK_WINDOW (self),
      MIN (g_settings_get_int (self->settings, "window-width"), screen.width),
      MIN (g_settings_get_int (self->settings, "window-height"), screen.height));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

DyrWindow *
dyr_window_new (DyrApplication *application, GSettings *settings)
{
  DyrWindow *self = g_object_new (DYR_TYPE_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (settings);
  gtk_label_set_text (self->title, _("Dyryhent"));
  gtk_window_set_title (GTK_WINDOW (self), _("Dyryhent"));
  set_menu (self, NULL, NULL);
  set_size (self);
  dyr_window_update_actions (self);
  return self;
}
