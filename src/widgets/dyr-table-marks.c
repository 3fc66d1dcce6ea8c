/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTable's marks: on records that the CRM does not have as they are here. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-table-cell-private.h"
#include "dyr-table.h"

static void
mark_cells (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      dyr_table_cell_mark (child);
      mark_cells (child);
    }
}

void
dyr_table_set_marks (DyrTable *self, gboolean marks)
{
  g_return_if_fail (DYR_IS_TABLE (self));

  if (marks == dyr_table_get_marks (self))
    return;
  if (marks)
    gtk_widget_add_css_class (GTK_WIDGET (self), "marks");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "marks");
  mark_cells (GTK_WIDGET (self));
}

gboolean
dyr_table_get_marks (DyrTable *self)
{
  g_return_val_if_fail (DYR_IS_TABLE (self), FALSE);

  return gtk_widget_has_css_class (GTK_WIDGET (self), "marks");
}
