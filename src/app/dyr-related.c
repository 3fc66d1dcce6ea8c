/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRelated: the records that belong to a record: a short list of one type, its count, and a
 * button that adds another.
 *
 *   DyrRecordList ── GtkSliceListModel (8 of them, then more) ── GtkListBox
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-related.h"

#include "dyr-record-open.h"
#include "dyr-record-list.h"
#include "dyr-related-row.h"
#include "dyr-show-more.h"
#include "dyr-type-info.h"
#include "dyr-util.h"

struct _DyrRelated
{
  GtkWidget parent_instance;

  const DyrRecordType *type;
  char *field;
  char *label;
  gboolean has_tab;
  DyrOffice *office;
  DyrRecord *record;
  DyrRecordList *list;
  GtkSliceListModel *slice;

  GtkWidget *box;
  GtkLabel *heading;
  GtkLabel *count;
  GtkButton *add;
  GtkListBox *rows;
  GtkWidget *none;
  GtkButton *add_first;
  GtkButton *more;
};

enum
{
  PROP_0,
  PROP_TYPE,
  PROP_FIELD,
  PROP_LABEL,
  PROP_TAB,
  PROP_COUNT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyrRelated, dyr_related, GTK_TYPE_WIDGET)

static void
update (DyrRelated *self)
{
  guint n = dyr_related_get_count (self);
  g_autofree char *count = NULL;

  if (n > 0)
    count = dyr_format_count (dyr_office_get_context (self->office)->format, n);
  gtk_label_set_text (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), n > 0);
  /* A tab of its own is not left blank; among other things the heading says enough. */
  gtk_widget_set_visible (self->none,
                          self->has_tab && n == 0 && !dyr_record_list_is_loading (self->list));
  dyr_show_more_update (self->slice, self->more);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

static void
on_list_changed (DyrRecordList *list, GParamSpec *pspec, DyrRelated *self)
{
  update (self);
}

static GtkWidget *
create_row (gpointer place, gpointer data)
{
  return dyr_related_row_new (DYR_RELATED (data)->office, place);
}

static void
on_row_activated (GtkListBox *rows, GtkListBoxRow *row, DyrRelated *self)
{
  DyrRecord *record = dyr_related_row_get_record (DYR_RELATED_ROW (row));

  if (record != NULL)
    dyr_record_open (self->office, GTK_WIDGET (self), dyr_record_get_id (record));
}

static void
on_add_clicked (GtkButton *add, DyrRelated *self)
{
  if (self->record != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self),
                                "win.new-record",
                                "(sx)",
                                self->type->name,
                                dyr_record_get_id (self->record));
}

static void
on_more_clicked (GtkButton *more, DyrRelated *self)
{
  dyr_show_more_go_on (self->slice);
  update (self);
}

/* The order of the type's short lists. */
static void
sort (DyrQuery *query, const DyrRecordType *type)
{
  g_auto (GStrv) order = g_strsplit (dyr_type_info (type)->order, ",", -1);

  for (guint i = 0; order[i] != NULL; i++)
    {
      gboolean descending = *order[i] == '-';
      int field = dyr_record_type_find (type, order[i] + descending);

      g_return_if_fail (field >= 0);
      dyr_query_sort (query, (guint) field, descending);
    }
}

static void
ask (DyrRelated *self)
{
  DyrQuery *query = dyr_query_new (self->type);
  int field = dyr_record_type_find (self->type, self->field);
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  g_return_if_fail (field >= 0);

  dyr_value_take_link (&value,
                       dyr_link_new (dyr_record_get_id (self->record),
                                     dyr_record_get_uid (self->record),
                                     NULL,
                                     dyr_record_get_record_type (self->record)->number,
                                     FALSE));
  dyr_query_where (query, (guint) field, DYR_COMPARE_IS, &value);
  sort (query, self->type);
  dyr_record_list_take_query (self->list, query);
}

const char *
dyr_related_get_label (DyrRelated *self)
{
  g_return_val_if_fail (DYR_IS_RELATED (self), NULL);
  return self->label != NULL ? self->label : dyr_record_type_plural_label (self->type);
}

gboolean
dyr_related_has_tab (DyrRelated *self)
{
  g_return_val_if_fail (DYR_IS_RELATED (self), FALSE);
  return self->has_tab;
}

static void
update_labels (DyrRelated *self)
{
  const char *label;

  if (self->type == NULL)
    return;
  label = dyr_related_get_label (self);
  gtk_label_set_text (self->heading, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->add), dyr_type_info_new_label (self->type));
  gtk_button_set_label (self->add_first, dyr_type_info_new_label (self->type));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  dyr_type_info_new_label (self->type),
                                  -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
dyr_related_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DyrRelated *self = DYR_RELATED (object);

  switch (id)
    {
    case PROP_TYPE:
      g_value_set_string (value, self->type != NULL ? self->type->name : NULL);
      break;
    case PROP_FIELD:
      g_value_set_string (value, self->field);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_TAB:
      g_value_set_boolean (value, self->has_tab);
      break;
    case PROP_COUNT:
      g_value_set_uint (value, dyr_related_get_count (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_related_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DyrRelated *self = DYR_RELATED (object);

  switch (id)
    {
    case PROP_TYPE:
      if (g_value_get_string (value) == NULL)
        return;
      self->type = dyr_record_type_by_name (g_value_get_string (value));
      g_return_if_fail (self->type != NULL);
      update_labels (self);
      break;
    case PROP_FIELD:
      dyr_set_str (&self->field, g_value_get_string (value));
      break;
    case PROP_LABEL:
      if (dyr_set_str (&self->label, g_value_get_string (value)))
        update_labels (self);
      break;
    case PROP_TAB:
      self->has_tab = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_related_dispose (GObject *object)
{
  DyrRelated *self = DYR_RELATED (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_RELATED);
  g_clear_object (&self->slice);
  g_clear_object (&self->list);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  g_clear_pointer (&self->field, g_free);
  g_clear_pointer (&self->label, g_free);
  G_OBJECT_CLASS (dyr_related_parent_class)->dispose (object);
}

static void
dyr_related_class_init (DyrRelatedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dyr_related_get_property;
  object_class->set_property = dyr_related_set_property;
  object_class->dispose = dyr_related_dispose;
  properties[PROP_TYPE] = g_param_spec_string ("type", NULL, NULL, NULL, flags);
  properties[PROP_FIELD] = g_param_spec_string ("field", NULL, NULL, NULL, flags);
  properties[PROP_LABEL]
      = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TAB] = g_param_spec_boolean ("tab", NULL, NULL, FALSE, flags);
  properties[PROP_COUNT] = g_param_spec_uint (
      "count", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-related.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrRelated, box);
  gtk_widget_class_bind_template_child (widget_class, DyrRelated, heading);
  gtk_widget_class_bind_template_child (widget_class, DyrRelated, count);
  gtk_widget_class_bind_template_child (widget_class, DyrRelated, add);
  gtk_widget_class_bind_template_child (widget_class, DyrRelated, rows);
  gtk_widget_class_bind_template_child (widget_class, DyrRelated, none);
  gtk_widget_class_bind_template_child (widget_class, DyrRelated, add_first);
  gtk_widget_class_bind_template_child (widget_class, DyrRelated, more);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_more_clicked);
}

static void
dyr_related_init (DyrRelated *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyr_related_new (const char *type, const char *field)
{
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);

  return g_object_new (DYR_TYPE_RELATED, "type", type, "field", field, NULL);
}

static void
set_office (DyrRelated *self, DyrOffice *office)
{
  self->office = g_object_ref (office);
  self->list = dyr_record_list_new (dyr_office_get_store (office));
  self->slice = dyr_show_more_new (G_LIST_MODEL (self->list));
  gtk_list_box_bind_model (self->rows, G_LIST_MODEL (self->slice), create_row, self, NULL);
  g_signal_connect_object (self->list, "notify::n-items", G_CALLBACK (on_list_changed), self, 0);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (on_list_changed), self, 0);
}

void
dyr_related_set_record (DyrRelated *self, DyrOffice *office, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_RELATED (self));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (self->type != NULL && self->field != NULL);

  if (!g_set_object (&self->record, record) || record == NULL)
    return;
  if (self->office == NULL)
    set_office (self, office);
  dyr_show_more_reset (self->slice);
  gtk_widget_set_visible (GTK_WIDGET (self->add), !dyr_record_is_deleted (record));
  gtk_widget_set_visible (GTK_WIDGET (self->add_first), !dyr_record_is_deleted (record));
  ask (self);
}

guint
dyr_related_get_count (DyrRelated *self)
{
  g_return_val_if_fail (DYR_IS_RELATED (self), 0);
  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}
