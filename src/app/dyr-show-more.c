/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The first few rows of a list, and more by each click. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-show-more.h"

#include <glib/gi18n-lib.h>

#define FEW 8
#define MORE 50

GtkSliceListModel *
dyr_show_more_new (GListModel *list)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (list), NULL);
  return gtk_slice_list_model_new (g_object_ref (list), 0, FEW);
}

void
dyr_show_more_reset (GtkSliceListModel *slice)
{
  gtk_slice_list_model_set_size (slice, FEW);
}

void
dyr_show_more_go_on (GtkSliceListModel *slice)
{
  gtk_slice_list_model_set_size (slice, gtk_slice_list_model_get_size (slice) + MORE);
}

void
dyr_show_more_update (GtkSliceListModel *slice, GtkButton *more)
{
  guint n, shown;
  g_autofree char *text = NULL;

  g_return_if_fail (GTK_IS_SLICE_LIST_MODEL (slice));
  g_return_if_fail (GTK_IS_BUTTON (more));

  n = g_list_model_get_n_items (gtk_slice_list_model_get_model (slice));
  shown = gtk_slice_list_model_get_size (slice);
  gtk_widget_set_visible (GTK_WIDGET (more), n > shown);
  if (n <= shown)
    return;
  if (n <= shown + MORE)
    text = g_strdup_printf (ngettext ("Show all %u", "Show all %u", n), n);
  else
    text = g_strdup_printf (ngettext ("Show %u more", "Show %u more", MORE), MORE);
  gtk_button_set_label (more, text);
}
