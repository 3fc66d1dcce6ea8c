/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The columns of a table: what suits a field. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-table-column-private.h"

#include "dyr-table-cell-private.h"

static float
xalign_of (const DyrTableColumn *column, const DyrField *field)
{
  switch (column->align)
    {
    case DYR_ALIGN_START:
      return 0;
    case DYR_ALIGN_CENTER:
      return 0.5f;
    case DYR_ALIGN_END:
      return 1;
    case DYR_ALIGN_BY_KIND:
    default:
      break;
    }

  if (field == NULL)
    return 0;

  return field->kind == DYR_KIND_MONEY || field->kind == DYR_KIND_COUNT
                 || field->kind == DYR_KIND_QUANTITY
             ? 1
             : 0;
}

/* Pixels that suit what the kind usually holds, in the default font. */
static int
width_of (const DyrTableColumn *column, const DyrField *field)
{
  if (column->width > 0)
    return column->width;

  if (field == NULL)
    return 200;

  switch (field->kind)
    {
    case DYR_KIND_YES_NO:
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_CURRENCY:
      return 80;
    case DYR_KIND_DATE:
      return 110;
    case DYR_KIND_MONEY:
    case DYR_KIND_CHOICE:
    case DYR_KIND_CODE:
      return 130;
    case DYR_KIND_INSTANT:
    case DYR_KIND_PHONE:
    case DYR_KIND_COUNTRY:
      return 150;
    case DYR_KIND_IBAN:
    case DYR_KIND_LONG_TEXT:
      return 240;
    case DYR_KIND_TEXT:
    case DYR_KIND_EMAIL:
    case DYR_KIND_URL:
    case DYR_KIND_LINK:
    case DYR_KIND_SET:
    case DYR_KIND_MOVE:
    default:
      return 160;
    }
}

/* GtkColumnViewColumn cannot be subclassed. */
static GQuark
column_quark (void)
{
  return g_quark_from_static_string ("dyr-table-column");
}

/* Its title without what is said about its order. */
static GQuark
title_quark (void)
{
  return g_quark_from_static_string ("dyr-table-column-title");
}

GtkColumnViewColumn *
dyr_table_column_new (const DyrRecordType *type,
                      const DyrContext *context,
                      const DyrTableColumn *column,
                      int field,
                      gboolean is_first)
{
  const DyrField *about = field >= 0 ? &type->fields[field] : NULL;
  DyrTableCellManner manner = {
    .type = type,
    .context = context,
    .field = field,
    .xalign = xalign_of (column, about),
    .expand = column->expand,
    .is_first = is_first,
  };
  const char *header = column->header;
  GtkColumnViewColumn *made;

  if (header == NULL)
    header = about != NULL ? dyr_field_label (type, (guint) field) : dyr_record_type_label (type);

  made = gtk_column_view_column_new (header, dyr_table_cell_factory_new (&manner));
  g_object_set_qdata_full (G_OBJECT (made), column_quark (), g_strdup (column->field), g_free);
  g_object_set_qdata_full (G_OBJECT (made), title_quark (), g_strdup (header), g_free);
  gtk_column_view_column_set_resizable (made, TRUE);
  gtk_column_view_column_set_expand (made, column->expand);
  gtk_column_view_column_set_fixed_width (made, width_of (column, about));

  return made;
}

const char *
dyr_table_column_get_field (GtkColumnViewColumn *column)
{
  return g_object_get_qdata (G_OBJECT (column), column_quark ());
}

float
dyr_table_column_get_xalign (GtkColumnViewColumn *column)
{
  return dyr_table_cell_factory_get_xalign (gtk_column_view_column_get_factory (column));
}

/* The title stands over what it is the title of. There is no call for it: the last title is the
 * last child of the header, and has a box with the words in it. */
void
dyr_table_column_align_header (GtkWidget *view, float xalign)
{
  GtkWidget *header = gtk_widget_get_first_child (view);
  GtkWidget *title = header != NULL ? gtk_widget_get_last_child (header) : NULL;
  GtkWidget *box = title != NULL ? gtk_widget_get_first_child (title) : NULL;

  if (xalign > 0 && !GTK_IS_LIST_VIEW (header) && GTK_IS_BOX (box))
    gtk_widget_set_halign (box, xalign < 1 ? GTK_ALIGN_CENTER : GTK_ALIGN_END);
}

void
dyr_table_column_show_key (GtkColumnViewColumn *column, guint number, gboolean descending)
{
  const char *title = g_object_get_qdata (G_OBJECT (column), title_quark ());
  g_autofree char *text = NULL;

  if (number > 0)
    text = g_strdup_printf ("%s %s%u", title, descending ? "↓" : "↑", number);
  if (g_strcmp0 (gtk_column_view_column_get_title (column), number > 0 ? text : title) != 0)
    gtk_column_view_column_set_title (column, number > 0 ? text : title);
}

gboolean
dyr_table_column_can_sort (const DyrField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  /* A set has no one place; nobody looks for a remark by its first words. */
  return field->kind != DYR_KIND_LONG_TEXT && field->kind != DYR_KIND_SET
         && field->kind != DYR_KIND_MOVE;
}
