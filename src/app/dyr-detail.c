/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDetail: everything about one record: its fields to edit, what belongs to it, its timeline.
 * The layout of each type is ui/detail-TYPE.ui; lists in it that ask for a tab get one. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-detail.h"

#include <glib/gi18n-lib.h>

#include "dyr-clash-notice.h"
#include "dyr-deleted-notice.h"
#include "dyr-detail-head.h"
#include "dyr-duplicate-notice.h"
#include "dyr-file-target.h"
#include "dyr-form.h"
#include "dyr-layout.h"
#include "dyr-related.h"
#include "dyr-store-drafts.h"
#include "dyr-timeline.h"
#include "dyr-wrap-layout.h"

/* Width of what is read, and the room around it. */
#define WIDTH 760
#define MARGIN 18
/* Pixels between tabs. */
#define TAB_SPACING 6

struct _DyrDetail
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrRecord *record;
  const DyrRecordType *type; /* of the layout */
  GtkWidget *layout;
  GPtrArray *tabs; /* DyrRelated of the layout that are tabs */
  GCancellable *reading;

  DyrDeletedNotice *deleted;
  DyrClashNotice *clash;
  GtkWidget *content;
  AdwBin *head_place;
  DyrDetailHead *head;
  GtkStack *stack;
  GtkWidget *switcher;
  GtkScrolledWindow *scroller;
  AdwBin *layout_place;
  AdwBin *timeline_place;
  DyrTimeline *timeline;
  DyrDuplicateNotice *likely;
};

G_DEFINE_FINAL_TYPE (DyrDetail, dyr_detail, GTK_TYPE_WIDGET)

/* What is deleted is read, not edited. */
static void
update_deleted (DyrDetail *self)
{
  const gboolean deleted = dyr_deleted_notice_get_revealed (self->deleted);

  if (self->layout != NULL)
    gtk_widget_set_sensitive (self->layout, !deleted);
  for (guint i = 0; i < self->tabs->len; i++)
    gtk_widget_set_sensitive (g_ptr_array_index (self->tabs, i), !deleted);
}

/* Tabs of the layout */

static void
on_count_changed (DyrRelated *related, GParamSpec *pspec, DyrDetail *self)
{
  guint n = dyr_related_get_count (related);
  const char *label = dyr_related_get_label (related);
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (related), GTK_TYPE_SCROLLED_WINDOW);
  g_autofree char *count = NULL, *title = NULL;

  if (n > 0)
    {
      count = dyr_format_count (dyr_office_get_context (self->office)->format, n);
      title = g_strdup_printf ("%s\u2002%s", label, count);
    }
  gtk_stack_page_set_title (gtk_stack_get_page (self->stack, page), n > 0 ? title : label);
}

static void
add_tab (DyrDetail *self, DyrRelated *related)
{
  GtkWidget *page = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *widget = GTK_WIDGET (related);

  gtk_widget_set_valign (widget, GTK_ALIGN_START);
  gtk_widget_set_margin_top (widget, MARGIN);
  gtk_widget_set_margin_bottom (widget, MARGIN);
  gtk_widget_set_margin_start (widget, MARGIN);
  gtk_widget_set_margin_end (widget, MARGIN);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), widget);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (page), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (page), clamp);
  gtk_stack_add_titled (self->stack, page, NULL, dyr_related_get_label (related));
  g_signal_connect_object (related, "notify::count", G_CALLBACK (on_count_changed), self, 0);
}

static void
take_tabs (DyrDetail *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->layout);

  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (DYR_IS_RELATED (child) && dyr_related_has_tab (DYR_RELATED (child)))
        {
          g_ptr_array_add (self->tabs, g_object_ref (child));
          gtk_box_remove (GTK_BOX (self->layout), child);
          add_tab (self, DYR_RELATED (child));
        }
      child = next;
    }
}

static void
drop_tabs (DyrDetail *self)
{
  for (guint i = 0; i < self->tabs->len; i++)
    {
      GtkWidget *tab = g_ptr_array_index (self->tabs, i);

      gtk_stack_remove (self->stack, gtk_widget_get_ancestor (tab, GTK_TYPE_SCROLLED_WINDOW));
    }
  g_ptr_array_set_size (self->tabs, 0);
}

/* The keyboard does not stay at the tab that is left. */
static void
move_tab_focus (DyrDetail *self, guint shown)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *tab = gtk_widget_get_first_child (self->switcher);

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->switcher))
    return;
  while (tab != NULL && shown-- > 0)
    tab = gtk_widget_get_next_sibling (tab);
  if (tab != NULL)
    gtk_widget_grab_focus (tab);
}

void
dyr_detail_turn_tab (DyrDetail *self, int by)
{
  g_autoptr (GtkSelectionModel) pages = NULL;
  guint n, shown = 0;

  g_return_if_fail (DYR_IS_DETAIL (self));

  pages = gtk_stack_get_pages (self->stack);
  n = g_list_model_get_n_items (G_LIST_MODEL (pages));
  while (shown < n && !gtk_selection_model_is_selected (pages, shown))
    shown++;
  g_return_if_fail (shown < n);
  shown = (shown + n + (guint) (by % (int) n)) % n;
  gtk_selection_model_select_item (pages, shown, TRUE);
  move_tab_focus (self, shown);
}

void
dyr_detail_focus_field (DyrDetail *self, const char *field)
{
  g_return_if_fail (DYR_IS_DETAIL (self));
  g_return_if_fail (field != NULL);

  if (self->layout == NULL || dyr_form_find_row (self->layout, field) == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, "overview");
  dyr_layout_focus_field (self->layout, field);
}

/* The layout */

static void
drop_layout (DyrDetail *self)
{
  if (self->layout == NULL)
    return;
  drop_tabs (self);
  dyr_form_set_record (self->layout, NULL);
  self->layout = NULL;
  adw_bin_set_child (self->layout_place, NULL);
}

static void
ensure_layout (DyrDetail *self, const DyrRecordType *type)
{
  g_autoptr (GtkWidget) layout = NULL;

  if (type == self->type)
    return;
  drop_layout (self);
  layout = dyr_layout_new (self->office, "detail", type);
  adw_bin_set_child (self->layout_place, layout);
  self->layout = layout;
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, dyr_record_type_label (type), -1);
  if (layout != NULL)
    {
      take_tabs (self);
      dyr_duplicate_notice_watch (self->likely, self->office, layout, type);
    }
  self->type = type;
}

static void
on_drafts_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDetail) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) drafts = dyr_store_drafts_finish (DYR_STORE (source), result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->reading || self->layout == NULL)
    return;
  if (drafts != NULL)
    dyr_form_set_drafts (self->layout, drafts);
  else
    dyr_store_report_error (DYR_STORE (source), error);
}

static void
read_drafts (DyrDetail *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->record == NULL)
    return;
  self->reading = g_cancellable_new ();
  dyr_store_drafts_async (dyr_office_get_store (self->office),
                          dyr_record_get_id (self->record),
                          self->reading,
                          on_drafts_read,
                          g_object_ref (self));
}

/* The keyboard comes to the tab that is shown, from which it goes on to the fields. */
static gboolean
dyr_detail_grab_focus (GtkWidget *widget)
{
  DyrDetail *self = DYR_DETAIL (widget);

  for (GtkWidget *tab = gtk_widget_get_first_child (self->switcher); tab != NULL;
       tab = gtk_widget_get_next_sibling (tab))
    if (GTK_IS_TOGGLE_BUTTON (tab) && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tab)))
      return gtk_widget_grab_focus (tab);
  return FALSE;
}

static void
dyr_detail_dispose (GObject *object)
{
  DyrDetail *self = DYR_DETAIL (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->layout != NULL)
    drop_layout (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_DETAIL);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_detail_parent_class)->dispose (object);
}

static void
dyr_detail_finalize (GObject *object)
{
  g_ptr_array_unref (DYR_DETAIL (object)->tabs);
  G_OBJECT_CLASS (dyr_detail_parent_class)->finalize (object);
}

static void
dyr_detail_class_init (DyrDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_detail_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_detail_finalize;
  widget_class->grab_focus = dyr_detail_grab_focus;
  g_type_ensure (DYR_TYPE_CLASH_NOTICE);
  g_type_ensure (DYR_TYPE_DELETED_NOTICE);
  g_type_ensure (DYR_TYPE_DUPLICATE_NOTICE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, DYR_RESOURCE_PATH "/ui/dyr-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, deleted);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, clash);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, content);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, head_place);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, switcher);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, layout_place);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, timeline_place);
  gtk_widget_class_bind_template_child (widget_class, DyrDetail, likely);
  gtk_widget_class_bind_template_callback (widget_class, update_deleted);
}

static void
dyr_detail_init (DyrDetail *self)
{
  self->tabs = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  dyr_file_target_install (GTK_WIDGET (self));
  /* Tabs with long names go on in a second line. */
  gtk_widget_set_layout_manager (self->switcher, dyr_wrap_layout_new (TAB_SPACING));
  gtk_widget_remove_css_class (self->switcher, "linked");
}

GtkWidget *
dyr_detail_new (DyrOffice *office)
{
  DyrDetail *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_DETAIL, NULL);
  self->office = g_object_ref (office);
  self->head = DYR_DETAIL_HEAD (dyr_detail_head_new (office));
  adw_bin_set_child (self->head_place, GTK_WIDGET (self->head));
  self->timeline = DYR_TIMELINE (dyr_timeline_new (office));
  adw_bin_set_child (self->timeline_place, GTK_WIDGET (self->timeline));
  return GTK_WIDGET (self);
}

void
dyr_detail_set_record (DyrDetail *self, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_DETAIL (self));
  g_return_if_fail (record == NULL || DYR_IS_RECORD (record));

  if (!g_set_object (&self->record, record))
    return;
  if (record != NULL)
    ensure_layout (self, dyr_record_get_record_type (record));
  gtk_widget_set_visible (self->content, record != NULL);
  dyr_deleted_notice_set_record (self->deleted, self->office, record);
  dyr_clash_notice_set_record (self->clash, self->office, record);
  dyr_duplicate_notice_set_record (self->likely, record);
  dyr_timeline_set_record (self->timeline, record);
  if (self->layout != NULL)
    dyr_layout_set_record (self->layout, self->office, record);
  /* What was typed for the last record is handed over by now. */
  dyr_detail_head_set_record (self->head, record, self->layout);
  for (guint i = 0; i < self->tabs->len; i++)
    dyr_related_set_record (g_ptr_array_index (self->tabs, i), self->office, record);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  update_deleted (self);
  read_drafts (self);
}

DyrRecord *
dyr_detail_get_record (DyrDetail *self)
{
  g_return_val_if_fail (DYR_IS_DETAIL (self), NULL);
  return self->record;
}
