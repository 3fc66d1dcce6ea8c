/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncLogRow: a run of sync: when, what went and came, what else is to be said of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-log-row.h"

#include "dyr-display.h"
#include "dyr-sync-run-words.h"

struct _DyrSyncLogRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *at;
  GtkImage *icon;
  GtkLabel *words;
  GtkLabel *more;
};

G_DEFINE_FINAL_TYPE (DyrSyncLogRow, dyr_sync_log_row, GTK_TYPE_WIDGET)

static void
dyr_sync_log_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DYR_TYPE_SYNC_LOG_ROW);
  G_OBJECT_CLASS (dyr_sync_log_row_parent_class)->dispose (object);
}

static void
dyr_sync_log_row_class_init (DyrSyncLogRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_sync_log_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-sync-log-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrSyncLogRow, box);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncLogRow, at);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncLogRow, icon);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncLogRow, words);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncLogRow, more);
}

static void
dyr_sync_log_row_init (DyrSyncLogRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyr_sync_log_row_new (void)
{
  return g_object_new (DYR_TYPE_SYNC_LOG_ROW, NULL);
}

/* Whether somebody may want to know of it. */
static gboolean
is_trouble (const DyrSyncRun *run)
{
  return run->end == DYR_RUN_STOPPED || (run->end == DYR_RUN_OPEN && !run->under_way)
         || run->counts.n_refused > 0;
}

void
dyr_sync_log_row_show (DyrSyncLogRow *self, const DyrSyncRun *run, const DyrContext *context)
{
  const gint64 today = dyr_context_today (context);
  g_autofree char *at = NULL, *words = NULL, *more = NULL, *shown = NULL, *name = NULL;

  g_return_if_fail (DYR_IS_SYNC_LOG_ROW (self));
  g_return_if_fail (run != NULL && context != NULL);

  at = dyr_format_instant (context->format, run->ended != 0 ? run->ended : run->began, today);
  words = dyr_sync_run_words (run, context->format);
  more = dyr_sync_run_words_more (run, context->format, today);
  shown = more != NULL ? dyr_display_text (more) : NULL;
  name = g_strjoin (" · ", at, words, shown, NULL);
  gtk_label_set_text (self->at, at);
  gtk_label_set_text (self->words, words);
  gtk_label_set_text (self->more, shown != NULL ? shown : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), shown != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), is_trouble (run));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
