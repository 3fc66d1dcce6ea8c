/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicatePage: looks for duplicates in the whole store and goes through them with a person. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-page.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"
#include "dyr-duplicate-list.h"
#include "dyr-duplicate-row.h"
#include "dyr-naming.h"
#include "dyr-weak.h"

/* Groups that are shown: nobody goes through more in one go. */
#define MOST_GROUPS 10000
/* Values shared by too many that are named. */
#define MOST_CROWDS 5
/* Characters of such a value. */
#define MAX_CROWD 40

struct _DyrDuplicatePage
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrDuplicateList *pairs;
  GtkSingleSelection *selection;
  GPtrArray *choices; /* DyrRecordType, as they are offered */
  const DyrRecordType *type;
  GCancellable *finding;
  gboolean wants_focus; /* the keyboard goes to what is found */

  GtkWidget *body;
  GtkDropDown *types;
  GtkLabel *status;
  GtkWidget *again;
  GtkStack *stack;
  GtkLabel *looking;
  GtkProgressBar *progress;
  GtkWidget *cancel;
  GtkListView *list;
  GtkLabel *crowds;
  AdwStatusPage *none;
  GtkWidget *look;
};

G_DEFINE_FINAL_TYPE (DyrDuplicatePage, dyr_duplicate_page, GTK_TYPE_WIDGET)

static char *
count_words (DyrDuplicatePage *self, const char *words, guint n)
{
  return dyr_format_count_in (dyr_office_get_context (self->office)->format, words, n);
}

/* What was found, in words */

static void
show_status (DyrDuplicatePage *self)
{
  const DyrDuplicateReport *report = dyr_duplicate_list_get_report (self->pairs);
  g_autofree char *pairs = NULL, *records = NULL, *text = NULL;
  guint n;

  if (report == NULL)
    {
      gtk_label_set_text (self->status, "");
      return;
    }
  n = dyr_duplicate_list_get_n_pairs (self->pairs);
  pairs = count_words (self, ngettext ("%s likely pair", "%s likely pairs", n), n);
  records = count_words (self,
                         ngettext ("%s record compared", "%s records compared", report->n_records),
                         report->n_records);
  text = g_strdup_printf ("%s · %s", pairs, records);
  gtk_label_set_text (self->status, text);
}

/* An office phone that two hundred have says nothing, but whoever looks for it wants to know. */
static void
show_crowds (DyrDuplicatePage *self, const DyrDuplicateReport *report)
{
  g_autoptr (GString) text = g_string_new (_ ("Shared by too many to tell anything:"));

  for (guint i = 0; i < MIN (report->crowds->len, MOST_CROWDS); i++)
    {
      const DyrDuplicateCrowd *crowd = g_ptr_array_index (report->crowds, i);
      g_autofree char *value = dyr_display_line (crowd->text, MAX_CROWD);
      g_autofree char *number
          = dyr_format_count (dyr_office_get_context (self->office)->format, crowd->n);

      g_string_append_printf (text, "%s %s (%s)", i > 0 ? " ·" : "", value, number);
    }
  gtk_label_set_text (self->crowds, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->crowds), report->crowds->len > 0);
}

static gboolean
is_heading (DyrDuplicatePage *self, guint position)
{
  g_autoptr (DyrDuplicateItem) item = g_list_model_get_item (G_LIST_MODEL (self->pairs), position);

  return item != NULL && dyr_duplicate_item_get_heading (item) != NULL;
}

static void
show_none (DyrDuplicatePage *self, const char *icon, const char *title, const char *description)
{
  g_autofree char *markup = dyr_display_markup (description);

  adw_status_page_set_icon_name (self->none, icon);
  adw_status_page_set_title (self->none, title);
  adw_status_page_set_description (self->none, markup);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

static void
show_found (DyrDuplicatePage *self)
{
  show_status (self);
  if (dyr_duplicate_list_get_n_pairs (self->pairs) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    show_none (self,
               "emblem-ok-symbolic",
               C_ ("duplicate", "No duplicates"),
                   _ ("No two records are alike enough to be the same."));
}

/* The first pair from that position on is chosen, else the last one: headings are none. */
static void
choose_near (DyrDuplicatePage *self, guint position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->pairs));

  if (n == 0)
    return;
  position = MIN (position, n - 1);
  while (position + 1 < n && is_heading (self, position))
    position++;
  gtk_single_selection_set_selected (self->selection, position);
}

/* The list is empty, or has its first pair again. */
static void
on_pairs_changed (GListModel *pairs, guint position, guint removed, guint added, gpointer data)
{
  DyrDuplicatePage *self = data;
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;

  if (self->finding != NULL || dyr_duplicate_list_get_report (self->pairs) == NULL)
    return;
  show_found (self);
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    choose_near (self, position);
  if (had_focus)
    dyr_duplicate_page_take_focus (self);
}

/* Looking */

static void
on_progress (guint n_done, guint n, gpointer data)
{
  g_autoptr (DyrDuplicatePage) self = g_weak_ref_get (data);

  if (self != NULL && self->finding != NULL)
    gtk_progress_bar_set_fraction (self->progress, (double) n_done / n);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDuplicatePage) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrDuplicateReport) report
      = dyr_duplicates_find_finish (DYR_STORE (source), result, &error);

  /* Something else is looked for, or the window was closed. */
  if (self == NULL || self->finding == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->finding)
    return;
  g_clear_object (&self->finding);
  gtk_widget_set_sensitive (self->again, TRUE);
  if (report != NULL)
    {
      show_crowds (self, report);
      dyr_duplicate_list_take_report (self->pairs, g_steal_pointer (&report));
      choose_near (self, 0);
      show_found (self);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_none (self,
               "edit-find-symbolic",
               C_ ("duplicate", "Not looked for"),
                   _ ("The search was cancelled. Nothing was changed."));
  else
    show_none (
        self, "dialog-warning-symbolic", _ ("Duplicates could not be looked for"), error->message);
  if (self->wants_focus)
    dyr_duplicate_page_take_focus (self);
}

static void
find (DyrDuplicatePage *self)
{
  gboolean had_focus = gtk_widget_get_focus_child (self->body) != NULL;
  gpointer weak = dyr_weak_new (self);

  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  dyr_duplicate_list_take_report (self->pairs, NULL);
  show_status (self);
  gtk_widget_set_sensitive (self->again, FALSE);
  gtk_label_set_text (self->looking, _ ("Comparing all records…"));
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_stack_set_visible_child_name (self->stack, "looking");
  if (had_focus)
    dyr_duplicate_page_take_focus (self);
  self->finding = g_cancellable_new ();
  dyr_duplicates_find_async (dyr_office_get_store (self->office),
                             self->type,
                             DYR_DUPLICATE_MIN_SCORE,
                             MOST_GROUPS,
                             on_progress,
                             weak,
                             self->finding,
                             on_found,
                             weak);
}

static void
on_again_clicked (DyrDuplicatePage *self)
{
  self->wants_focus = TRUE;
  find (self);
}

static void
on_cancel_clicked (DyrDuplicatePage *self)
{
  g_cancellable_cancel (self->finding);
}

static void
on_type_selected (DyrDuplicatePage *self)
{
  guint selected = gtk_drop_down_get_selected (self->types);

  if (self->choices == NULL || selected >= self->choices->len
      || g_ptr_array_index (self->choices, selected) == self->type)
    return;
  self->type = g_ptr_array_index (self->choices, selected);
  self->wants_focus = FALSE;
  find (self);
}

/* Pairs */

static void
merge (DyrDuplicatePage *self, DyrDuplicateItem *item)
{
  gtk_widget_activate_action (GTK_WIDGET (self),
                              "win.merge-records",
                              "(xx)",
                              dyr_duplicate_item_get_id (item, 0),
                              dyr_duplicate_item_get_id (item, 1));
}

static void
differ (DyrDuplicatePage *self, DyrDuplicateItem *item)
{
  gtk_widget_activate_action (GTK_WIDGET (self),
                              "win.no-duplicates",
                              "(xx)",
                              dyr_duplicate_item_get_id (item, 0),
                              dyr_duplicate_item_get_id (item, 1));
}

static void
on_row_merge (DyrDuplicateRow *row, DyrDuplicateItem *item, DyrDuplicatePage *self)
{
  merge (self, item);
}

static void
on_row_differ (DyrDuplicateRow *row, DyrDuplicateItem *item, DyrDuplicatePage *self)
{
  differ (self, item);
}

typedef struct
{
  DyrDuplicatePage *page;
  DyrRecord *record;
} Drop;

static void
on_drop_due (gpointer data)
{
  Drop *drop = data;

  if (dyr_record_is_deleted (drop->record))
    dyr_duplicate_list_drop (drop->page->pairs, drop->record, 0);
  g_object_unref (drop->page);
  g_object_unref (drop->record);
  g_free (drop);
}

/* Rows come and go only when none is being made. */
static void
on_row_gone (DyrDuplicateRow *row, DyrRecord *record, DyrDuplicatePage *self)
{
  Drop *drop = g_new0 (Drop, 1);

  drop->page = g_object_ref (self);
  drop->record = g_object_ref (record);
  g_idle_add_once (on_drop_due, drop);
}

static void
on_row_set_up (GtkSignalListItemFactory *factory, GtkListItem *item, DyrDuplicatePage *self)
{
  GtkWidget *row = dyr_duplicate_row_new (self->office);

  g_signal_connect_object (row, "merge", G_CALLBACK (on_row_merge), self, 0);
  g_signal_connect_object (row, "differ", G_CALLBACK (on_row_differ), self, 0);
  g_signal_connect_object (row, "gone", G_CALLBACK (on_row_gone), self, 0);
  gtk_list_item_set_child (item, row);
}

static void
on_row_bound (GtkSignalListItemFactory *factory, GtkListItem *list_item, DyrDuplicatePage *self)
{
  DyrDuplicateItem *item = gtk_list_item_get_item (list_item);
  gboolean is_pair = dyr_duplicate_item_get_heading (item) == NULL;

  gtk_list_item_set_selectable (list_item, is_pair);
  gtk_list_item_set_activatable (list_item, is_pair);
  dyr_duplicate_row_set_item (
      DYR_DUPLICATE_ROW (gtk_list_item_get_child (list_item)), self->type, item);
}

static void
on_row_unbound (GtkSignalListItemFactory *factory, GtkListItem *list_item, DyrDuplicatePage *self)
{
  dyr_duplicate_row_set_item (
      DYR_DUPLICATE_ROW (gtk_list_item_get_child (list_item)), self->type, NULL);
}

static DyrDuplicateItem *
get_pair (DyrDuplicatePage *self, guint position)
{
  g_autoptr (DyrDuplicateItem) item = g_list_model_get_item (G_LIST_MODEL (self->pairs), position);

  return item != NULL && dyr_duplicate_item_get_heading (item) == NULL ? g_steal_pointer (&item)
                                                                       : NULL;
}

static void
on_activated (DyrDuplicatePage *self, guint position)
{
  g_autoptr (DyrDuplicateItem) item = get_pair (self, position);

  if (item != NULL)
    merge (self, item);
}

/* Delete: the pair that is chosen is none. */
static gboolean
on_delete_pressed (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DyrDuplicatePage *self = data;
  g_autoptr (DyrDuplicateItem) item
      = get_pair (self, gtk_single_selection_get_selected (self->selection));

  if (item != NULL)
    differ (self, item);
  return item != NULL;
}

static void
add_keys (DyrDuplicatePage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Delete, 0),
                        gtk_callback_action_new (on_delete_pressed, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
}

static void
dyr_duplicate_page_dispose (GObject *object)
{
  DyrDuplicatePage *self = DYR_DUPLICATE_PAGE (object);

  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_DUPLICATE_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->pairs);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_duplicate_page_parent_class)->dispose (object);
}

static void
dyr_duplicate_page_class_init (DyrDuplicatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_duplicate_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-duplicate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, body);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, types);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, status);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, again);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, looking);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, progress);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, cancel);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, list);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, crowds);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, none);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicatePage, look);
  gtk_widget_class_bind_template_callback (widget_class, on_type_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
}

static void
dyr_duplicate_page_init (DyrDuplicatePage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->pairs = dyr_duplicate_list_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->pairs)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  g_signal_connect_object (
      self->selection, "items-changed", G_CALLBACK (on_pairs_changed), self, G_CONNECT_AFTER);
  g_signal_connect (factory, "setup", G_CALLBACK (on_row_set_up), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_row_bound), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_row_unbound), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  add_keys (self);
}

GtkWidget *
dyr_duplicate_page_new (DyrOffice *office)
{
  DyrDuplicatePage *self;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_DUPLICATE_PAGE, NULL);
  self->office = g_object_ref (office);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, C_ ("duplicate", "Duplicates"), -1);
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    if (dyr_duplicate_type_fits (dyr_record_types[i]))
      gtk_string_list_append (labels, dyr_record_type_plural_label (dyr_record_types[i]));
  gtk_drop_down_set_model (self->types, G_LIST_MODEL (labels));
  dyr_name_drop_down (self->types, C_ ("duplicate", "Where to look"));
  self->choices = g_ptr_array_new ();
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    if (dyr_duplicate_type_fits (dyr_record_types[i]))
      g_ptr_array_add (self->choices, (gpointer) dyr_record_types[i]);
  return GTK_WIDGET (self);
}

void
dyr_duplicate_page_look (DyrDuplicatePage *self, const DyrRecordType *type)
{
  guint index;

  g_return_if_fail (DYR_IS_DUPLICATE_PAGE (self));

  self->wants_focus = TRUE;
  if (type == NULL || !g_ptr_array_find (self->choices, type, &index))
    {
      if (self->type == NULL)
        type = g_ptr_array_index (self->choices, index = 0);
      else
        type = self->type;
    }
  if (type == self->type
      && (self->finding != NULL || dyr_duplicate_list_get_report (self->pairs) != NULL))
    return;
  self->type = type;
  g_ptr_array_find (self->choices, type, &index);
  gtk_drop_down_set_selected (self->types, index);
  find (self);
}

void
dyr_duplicate_page_take_focus (DyrDuplicatePage *self)
{
  const char *shown;

  g_return_if_fail (DYR_IS_DUPLICATE_PAGE (self));

  shown = gtk_stack_get_visible_child_name (self->stack);
  if (g_strcmp0 (shown, "list") == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  else
    gtk_widget_grab_focus (g_strcmp0 (shown, "none") == 0 ? self->look : self->cancel);
}

void
dyr_duplicate_page_tell_joined (DyrDuplicatePage *self, gint64 from, gint64 into)
{
  DyrRecord *record;

  g_return_if_fail (DYR_IS_DUPLICATE_PAGE (self));

  record = dyr_store_peek (dyr_office_get_store (self->office), from);
  if (record != NULL)
    dyr_duplicate_list_drop (self->pairs, record, into);
}

void
dyr_duplicate_page_tell_apart (DyrDuplicatePage *self, gint64 first, gint64 second, gboolean apart)
{
  g_return_if_fail (DYR_IS_DUPLICATE_PAGE (self));
  dyr_duplicate_list_set_apart (self->pairs, first, second, apart);
}
