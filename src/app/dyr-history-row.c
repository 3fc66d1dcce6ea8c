/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHistoryRow: an action with what can be done about it; opened, what it changed and what its
 * undo left alone. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-history-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-history-words.h"
#include "dyr-naming.h"
#include "dyr-pill.h"
#include "dyr-story.h"
#include "dyr-weak.h"

/* Changes that are told one by one. */
#define MOST_CHANGES 20

struct _DyrHistoryRow
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrHistoryItem *item;
  GSignalGroup *watch;
  gboolean open;
  GCancellable *reading;

  GtkWidget *body;
  GtkImage *arrow;
  GtkLabel *title;
  GtkLabel *facts;
  DyrPill *state;
  GtkButton *step;
  GtkWidget *details;
  GtkLabel *changes;
  GtkLabel *kept_heading;
  GtkLabel *kept;
};

G_DEFINE_FINAL_TYPE (DyrHistoryRow, dyr_history_row, GTK_TYPE_WIDGET)

/* The action */

static void
show_step (DyrHistoryRow *self, const DyrHistoryAction *action, const char *title)
{
  DyrHistoryStep step = dyr_history_words_step (action);
  g_autoptr (GString) name
      = g_string_new (step == DYR_HISTORY_REDO ? _ ("Redo: %s") : _ ("Undo: %s"));

  gtk_widget_set_visible (GTK_WIDGET (self->step), step != DYR_HISTORY_NOTHING);
  gtk_button_set_label (
      self->step, step == DYR_HISTORY_REDO ? C_ ("button", "Redo") : C_ ("button", "Undo"));
  g_string_replace (name, "%s", title, 1);
  dyr_name_button (GTK_WIDGET (self->step), name->str);
}

static void
show (DyrHistoryRow *self)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  const DyrHistoryAction *action
      = self->item != NULL ? dyr_history_item_get_action (self->item) : NULL;
  g_autofree char *title = NULL, *facts = NULL, *name = NULL;
  const char *state;

  gtk_image_set_from_icon_name (self->arrow, self->open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, self->open, -1);
  gtk_widget_set_visible (self->details, self->open);
  if (action == NULL)
    {
      gtk_label_set_text (self->title, "…");
      gtk_label_set_text (self->facts, "");
      dyr_pill_set (self->state, NULL, DYR_STYLE_NEUTRAL);
      gtk_widget_set_visible (GTK_WIDGET (self->step), FALSE);
      return;
    }
  title = dyr_history_words_title (context, action);
  facts = dyr_history_words_facts (context, action);
  state = dyr_history_words_state (action);
  gtk_label_set_text (self->title, title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  gtk_label_set_text (self->facts, facts);
  dyr_pill_set (self->state, state, DYR_STYLE_NEUTRAL);
  gtk_widget_set_visible (GTK_WIDGET (self->state), state != NULL);
  if (action->undone && action->undo_state == DYR_ACTION_DONE)
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "struck");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "struck");
  show_step (self, action, title);
  name = g_strjoin (" · ", title, facts, state, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* What it changed */

typedef struct
{
  gint64 action;
  GPtrArray *changes; /* DyrHistoryEntry, one more than are told */
  GPtrArray *kept;
} Details;

static void
free_details (gpointer data)
{
  Details *details = data;

  g_clear_pointer (&details->changes, g_ptr_array_unref);
  g_clear_pointer (&details->kept, g_ptr_array_unref);
  g_free (details);
}

static gboolean
job_details (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Details *details = data;

  details->changes = dyr_history_of_action (connection, details->action, MOST_CHANGES + 1, error);
  if (details->changes == NULL)
    return FALSE;
  details->kept = dyr_history_kept (connection, details->action, MOST_CHANGES + 1, error);
  return details->kept != NULL;
}

static void
add_line (GString *lines, const char *line)
{
  g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", line);
}

static void
show_changes (DyrHistoryRow *self, GPtrArray *changes)
{
  const DyrHistoryAction *action = dyr_history_item_get_action (self->item);
  g_autoptr (GString) lines = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < MIN (changes->len, MOST_CHANGES); i++)
    {
      const DyrHistoryEntry *entry = g_ptr_array_index (changes, i);
      g_autofree char *line = NULL;

      n++;
      if (entry->type == NULL || dyr_story_is_log (entry))
        continue;
      line = dyr_history_words_change (dyr_office_get_context (self->office), changes, entry);
      add_line (lines, line);
    }
  if (action != NULL && action->n_changes > n)
    {
      g_autofree char *more
          = g_strdup_printf (ngettext ("… and %u more.", "… and %u more.", action->n_changes - n),
                             action->n_changes - n);

      add_line (lines, more);
    }
  gtk_label_set_text (self->changes, lines->str);
}

static void
show_kept (DyrHistoryRow *self, GPtrArray *kept)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint i = 0; i < MIN (kept->len, MOST_CHANGES); i++)
    {
      const DyrHistoryEntry *entry = g_ptr_array_index (kept, i);
      g_autofree char *line = entry->type != NULL ? dyr_history_words_kept (entry) : NULL;

      if (line != NULL)
        add_line (lines, line);
    }
  if (kept->len > MOST_CHANGES)
    add_line (lines, _ ("… and more."));
  gtk_label_set_text (self->kept, lines->str);
  gtk_widget_set_visible (GTK_WIDGET (self->kept), lines->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->kept_heading), lines->len > 0);
}

static void
on_details_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrHistoryRow) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);
  const Details *details = dyr_database_job_data (result);

  if (self == NULL || self->item == NULL || dyr_history_item_get_id (self->item) != details->action
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!done)
    {
      dyr_store_report_error (dyr_office_get_store (self->office), error);
      return;
    }
  show_changes (self, details->changes);
  show_kept (self, details->kept);
}

static void
read_details (DyrHistoryRow *self)
{
  Details *details;

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->item == NULL || !self->open)
    return;
  details = g_new0 (Details, 1);
  details->action = dyr_history_item_get_id (self->item);
  self->reading = g_cancellable_new ();
  dyr_database_read_async (dyr_store_get_database (dyr_office_get_store (self->office)),
                           job_details,
                           details,
                           free_details,
                           self->reading,
                           on_details_read,
                           dyr_weak_new (self));
}

static void
clear_details (DyrHistoryRow *self)
{
  gtk_label_set_text (self->changes, "…");
  gtk_widget_set_visible (GTK_WIDGET (self->kept), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->kept_heading), FALSE);
}

static void
on_item_changed (DyrHistoryItem *item, DyrHistoryRow *self)
{
  show (self);
  read_details (self);
}

static void
on_step_clicked (DyrHistoryRow *self)
{
  const DyrHistoryAction *action
      = self->item != NULL ? dyr_history_item_get_action (self->item) : NULL;

  if (action != NULL)
    gtk_widget_activate_action (
        GTK_WIDGET (self),
        dyr_history_words_step (action) == DYR_HISTORY_REDO ? "win.redo-action" : "win.undo-action",
        "x",
        action->action);
}

static void
dyr_history_row_dispose (GObject *object)
{
  DyrHistoryRow *self = DYR_HISTORY_ROW (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->watch);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_HISTORY_ROW);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_history_row_parent_class)->dispose (object);
}

static void
dyr_history_row_class_init (DyrHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_history_row_dispose;
  g_type_ensure (DYR_TYPE_PILL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryRow, body);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryRow, arrow);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryRow, title);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryRow, facts);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryRow, state);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryRow, step);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryRow, details);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryRow, changes);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryRow, kept_heading);
  gtk_widget_class_bind_template_child (widget_class, DyrHistoryRow, kept);
  gtk_widget_class_bind_template_callback (widget_class, on_step_clicked);
}

static void
dyr_history_row_init (DyrHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->watch = g_signal_group_new (DYR_TYPE_HISTORY_ITEM);
  g_signal_group_connect_object (self->watch, "changed", G_CALLBACK (on_item_changed), self, 0);
}

GtkWidget *
dyr_history_row_new (DyrOffice *office)
{
  DyrHistoryRow *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_HISTORY_ROW, NULL);
  self->office = g_object_ref (office);
  return GTK_WIDGET (self);
}

void
dyr_history_row_set_item (DyrHistoryRow *self, DyrHistoryItem *item, gboolean open)
{
  g_return_if_fail (DYR_IS_HISTORY_ROW (self));
  g_return_if_fail (item == NULL || DYR_IS_HISTORY_ITEM (item));

  g_set_object (&self->item, item);
  g_signal_group_set_target (self->watch, item);
  self->open = open;
  clear_details (self);
  show (self);
  read_details (self);
}

void
dyr_history_row_set_open (DyrHistoryRow *self, gboolean open)
{
  g_return_if_fail (DYR_IS_HISTORY_ROW (self));

  if (self->open == open)
    return;
  self->open = open;
  if (open)
    clear_details (self);
  show (self);
  read_details (self);
}

DyrHistoryItem *
dyr_history_row_get_item (DyrHistoryRow *self)
{
  g_return_val_if_fail (DYR_IS_HISTORY_ROW (self), NULL);
  return self->item;
}
