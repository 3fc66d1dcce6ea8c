/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Shows in a search entry what of its line was not understood. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-search-marks.h"

void
dyr_search_marks_show (GtkEditable *entry, GtkLabel *label, const DyrQueryLine *line)
{
  GtkEditable *inner = gtk_editable_get_delegate (entry);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  guint n_problems = line != NULL ? dyr_query_line_get_n_problems (line) : 0;
  const char *message = n_problems > 0 ? dyr_query_line_get_problem (line, 0)->message : "";

  for (guint i = 0; i < n_problems; i++)
    {
      const DyrQueryProblem *problem = dyr_query_line_get_problem (line, i);
      PangoAttribute *mark = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

      mark->start_index = problem->start;
      mark->end_index = problem->start + problem->length;
      pango_attr_list_insert (attributes, mark);
    }
  if (GTK_IS_TEXT (inner))
    gtk_text_set_attributes (GTK_TEXT (inner), attributes);
  gtk_label_set_text (label, message);
  gtk_widget_set_visible (GTK_WIDGET (label), n_problems > 0);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message, -1);
}
