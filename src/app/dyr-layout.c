/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Layouts: the fields of a record type in their order and groups, as its .ui file has them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-layout.h"

#include "dyr-file-row.h"
#include "dyr-fold-row.h"
#include "dyr-form.h"
#include "dyr-record-files.h"
#include "dyr-record-open.h"
#include "dyr-related.h"

static void
on_link_opened (DyrFieldRow *row, gint64 id, DyrOffice *office)
{
  dyr_record_open (office, GTK_WIDGET (row), id);
}

static void
connect_links (GtkWidget *layout, DyrOffice *office, const DyrRecordType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      DyrFieldRow *row = dyr_form_find_row (layout, type->fields[i].name);

      if (row != NULL)
        g_signal_connect_object (row, "open-link", G_CALLBACK (on_link_opened), office, 0);
    }
}

GtkWidget *
dyr_layout_new (DyrOffice *office, const char *kind, const DyrRecordType *type)
{
  g_autofree char *path = NULL;
  g_autoptr (GtkBuilder) builder = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkWidget) layout = NULL;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  path = g_strdup_printf (DYR_RESOURCE_PATH "/ui/%s-%s.ui", kind, type->name);
  g_type_ensure (DYR_TYPE_FIELD_ROW);
  g_type_ensure (DYR_TYPE_FILE_ROW);
  g_type_ensure (DYR_TYPE_FOLD_ROW);
  g_type_ensure (DYR_TYPE_RECORD_FILES);
  g_type_ensure (DYR_TYPE_RELATED);
  builder = gtk_builder_new ();
  if (!gtk_builder_add_from_resource (builder, path, &error))
    {
      g_critical ("%s: %s", path, error->message);
      return NULL;
    }
  layout = GTK_WIDGET (g_object_ref (gtk_builder_get_object (builder, "layout")));
  dyr_form_set_up (
      layout, dyr_office_get_context (office), DYR_LOOKUP (dyr_office_get_store (office)));
  connect_links (layout, office, type);
  return g_steal_pointer (&layout);
}

/* Whatever a layout puts around them. */
static void
show_parts (GtkWidget *widget, DyrOffice *office, DyrRecord *record)
{
  if (DYR_IS_RELATED (widget))
    {
      dyr_related_set_record (DYR_RELATED (widget), office, record);
      return;
    }
  if (DYR_IS_RECORD_FILES (widget))
    {
      dyr_record_files_set_record (DYR_RECORD_FILES (widget), office, record);
      return;
    }
  if (DYR_IS_FILE_ROW (widget))
    {
      dyr_file_row_set_record (DYR_FILE_ROW (widget), office, record);
      return;
    }
  if (DYR_IS_FOLD_ROW (widget))
    dyr_fold_row_set_record (DYR_FOLD_ROW (widget), dyr_office_get_context (office), record);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    show_parts (child, office, record);
}

void
dyr_layout_set_record (GtkWidget *layout, DyrOffice *office, DyrRecord *record)
{
  g_return_if_fail (GTK_IS_WIDGET (layout));
  g_return_if_fail (DYR_IS_OFFICE (office));

  dyr_form_set_record (layout, record);
  show_parts (layout, office, record);
}

void
dyr_layout_focus_field (GtkWidget *layout, const char *field)
{
  DyrFieldRow *row;
  GtkWidget *fold;

  g_return_if_fail (GTK_IS_WIDGET (layout));
  g_return_if_fail (field != NULL);

  row = dyr_form_find_row (layout, field);
  if (row == NULL)
    return;
  fold = gtk_widget_get_ancestor (GTK_WIDGET (row), ADW_TYPE_EXPANDER_ROW);
  if (fold != NULL)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (fold), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}
