/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The field rows of a page or a dialog together. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-form.h"

static void
collect (GtkWidget *widget, GPtrArray *rows)
{
  if (DYR_IS_FIELD_ROW (widget))
    {
      g_ptr_array_add (rows, widget);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, rows);
}

/* All rows below, from the first to the last. What follows may rebuild widgets, so they are found
 * before anything is done to them. */
static GPtrArray *
find_rows (GtkWidget *root)
{
  GPtrArray *rows = g_ptr_array_new ();

  collect (root, rows);

  return rows;
}

/**
 * dyr_form_set_up:
 * @root: a page or a dialog
 * @context: how values are read and shown; must live longer
 * @lookup: (nullable): what finds records to link to
 */
void
dyr_form_set_up (GtkWidget *root, const DyrContext *context, DyrLookup *lookup)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_if_fail (GTK_IS_WIDGET (root));
  g_return_if_fail (context != NULL);

  rows = find_rows (root);
  for (guint i = 0; i < rows->len; i++)
    {
      dyr_field_row_set_lookup (rows->pdata[i], lookup);
      dyr_field_row_set_context (rows->pdata[i], context);
    }
}

void
dyr_form_set_record (GtkWidget *root, DyrRecord *record)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_if_fail (GTK_IS_WIDGET (root));

  rows = find_rows (root);
  for (guint i = 0; i < rows->len; i++)
    dyr_field_row_set_record (rows->pdata[i], record);
}

void
dyr_form_set_record_type (GtkWidget *root, const DyrRecordType *type)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_if_fail (GTK_IS_WIDGET (root));

  rows = find_rows (root);
  for (guint i = 0; i < rows->len; i++)
    dyr_field_row_set_record_type (rows->pdata[i], type);
}

/** dyr_form_get_rows: Returns: (transfer container) (element-type DyrFieldRow) */
GPtrArray *
dyr_form_get_rows (GtkWidget *root)
{
  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  return find_rows (root);
}

/** dyr_form_set_drafts: @drafts: (element-type utf8 utf8): name of the field → what was typed */
void
dyr_form_set_drafts (GtkWidget *root, GHashTable *drafts)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_if_fail (GTK_IS_WIDGET (root));
  g_return_if_fail (drafts != NULL);

  rows = find_rows (root);
  for (guint i = 0; i < rows->len; i++)
    {
      const char *field = dyr_field_row_get_field (rows->pdata[i]);
      const char *text = field != NULL ? g_hash_table_lookup (drafts, field) : NULL;

      if (text != NULL)
        dyr_field_row_set_draft (rows->pdata[i], text);
    }
}

gboolean
dyr_form_commit (GtkWidget *root)
{
  g_autoptr (GPtrArray) rows = NULL;
  gboolean all = TRUE;

  g_return_val_if_fail (GTK_IS_WIDGET (root), FALSE);

  rows = find_rows (root);
  for (guint i = 0; i < rows->len; i++)
    all = dyr_field_row_commit (rows->pdata[i]) && all;

  return all;
}

/** dyr_form_get_values: Returns: (transfer full) (nullable) (element-type DyrFieldValue) */
GArray *
dyr_form_get_values (GtkWidget *root, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) values = NULL;
  g_autoptr (GError) first_error = NULL;
  GtkWidget *first_row = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  rows = find_rows (root);
  values = dyr_field_values_new ();
  for (guint i = 0; i < rows->len; i++)
    {
      DyrFieldRow *row = rows->pdata[i];
      const DyrRecordType *type = dyr_field_row_get_record_type (row);
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      int field = type != NULL ? dyr_record_type_find (type, dyr_field_row_get_field (row)) : -1;

      if (field < 0 || (type->fields[field].flags & DYR_DERIVED) != 0)
        continue;

      if (!dyr_field_row_get_value (row, &value, first_error == NULL ? &first_error : NULL))
        {
          first_row = first_row != NULL ? first_row : GTK_WIDGET (row);
          continue;
        }

      if (value.form != DYR_VALUE_NONE)
        dyr_value_copy (&value, dyr_field_values_add (values, (guint) field));
    }

  if (first_row == NULL)
    return g_steal_pointer (&values);

  gtk_widget_grab_focus (first_row);
  g_propagate_error (error, g_steal_pointer (&first_error));

  return NULL;
}

/** dyr_form_find_row: Returns: (transfer none) (nullable): the row */
DyrFieldRow *
dyr_form_find_row (GtkWidget *root, const char *field)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  rows = find_rows (root);
  for (guint i = 0; i < rows->len; i++)
    {
      if (g_strcmp0 (dyr_field_row_get_field (rows->pdata[i]), field) == 0)
        return rows->pdata[i];
    }

  return NULL;
}
