/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrListPage's bar of what can be done with several chosen lines. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-list-page-private.h"

#include <glib/gi18n-lib.h>

#include "dyr-bulk-dialog.h"
#include "dyr-duplicate-score.h"

static GArray *
get_chosen (DyrListPage *self)
{
  return dyr_selection_get_ids (dyr_table_get_selection (self->table));
}

static void
on_bulk_clicked (GtkButton *button, DyrListPage *self)
{
  g_autoptr (GArray) ids = get_chosen (self);
  DyrBulkDialog *dialog;

  if (ids->len == 0)
    return;
  dialog = dyr_bulk_dialog_new (self->office, self->info->type, ids);
  gtk_window_set_transient_for (GTK_WINDOW (dialog),
                                GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Two lines that are one record. */
static void
on_merge_clicked (GtkButton *button, DyrListPage *self)
{
  g_autoptr (GArray) ids = get_chosen (self);

  if (ids->len == 2)
    gtk_widget_activate_action (GTK_WIDGET (self),
                                "win.merge-records",
                                "(xx)",
                                g_array_index (ids, gint64, 0),
                                g_array_index (ids, gint64, 1));
}

static void
on_choose_none_clicked (GtkButton *button, DyrListPage *self)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (dyr_table_get_selection (self->table)));
}

/* Several lines: what can be done with all of them stands where one would. */
static void
on_n_selected_changed (DyrSelection *selection, GParamSpec *pspec, DyrListPage *self)
{
  guint n = dyr_selection_get_n_selected (selection);
  g_autofree char *text = dyr_format_count_in (
      dyr_office_get_context (self->office)->format, ngettext ("%s chosen", "%s chosen", n), n);

  gtk_label_set_text (self->many_count, text);
  gtk_widget_set_visible (self->merge, n == 2 && dyr_duplicate_type_fits (self->info->type));
  gtk_widget_set_visible (GTK_WIDGET (self->many), n > 1);
}

void
dyr_list_page_bind_many (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, on_bulk_clicked);
  gtk_widget_class_bind_template_callback (klass, on_merge_clicked);
  gtk_widget_class_bind_template_callback (klass, on_choose_none_clicked);
}

void
dyr_list_page_set_up_many (DyrListPage *self)
{
  g_signal_connect_object (dyr_table_get_selection (self->table),
                           "notify::n-selected",
                           G_CALLBACK (on_n_selected_changed),
                           self,
                           0);
}
