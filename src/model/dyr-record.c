/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecord: one client, contract, delivery … as a GObject whose properties come from its type's
 * field table. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record.h"

#include "dyr-editor.h"
#include "dyr-text.h"
#include "dyr-util.h"

typedef struct
{
  gint64 id;
  DyrUid uid;
  DyrOrigin origin;
  DyrReach reach;
  gboolean deleted;
  DyrSent sent;
  char *title;
  DyrEditor *editor; /* not owned */
  DyrValue *values;  /* one a field */
} DyrRecordPrivate;

enum
{
  PROP_TITLE = 1,
  PROP_DELETED,
  PROP_SENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DyrRecord, dyr_record, G_TYPE_OBJECT)

static DyrRecordPrivate *
private_of (DyrRecord *self)
{
  return dyr_record_get_instance_private (self);
}

/* A field called "title" (a presentation has one) is the property of that name in its class. */
static GParamSpec *
title_property (DyrRecordClass *klass)
{
  return klass->properties[klass->type->n_fields];
}

/* Says that it changed, if it did. `title` becomes the record's own. */
static void
take_title (DyrRecord *self, char *title)
{
  DyrRecordPrivate *priv = private_of (self);

  if (g_strcmp0 (priv->title, title) == 0)
    {
      g_free (title);
      return;
    }

  g_free (priv->title);
  priv->title = title;
  g_object_notify_by_pspec (G_OBJECT (self), title_property (DYR_RECORD_GET_CLASS (self)));
}

static gboolean
is_title_field (const DyrRecordType *type, guint field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (type->title); i++)
    {
      if (type->title[i] == field + 1)
        return TRUE;
    }

  return FALSE;
}

static guint64
title_mask (const DyrRecordType *type)
{
  guint64 mask = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (type->title); i++)
    {
      if (type->title[i] != 0)
        mask |= G_GUINT64_CONSTANT (1) << (type->title[i] - 1);
    }

  return mask;
}

static GParamSpec *
make_property (const DyrField *field)
{
  gboolean is_derived = (field->flags & DYR_DERIVED) != 0;
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY
                      | (is_derived ? G_PARAM_READABLE : G_PARAM_READWRITE);

  switch (dyr_field_form (field))
    {
    case DYR_VALUE_NUMBER:
      return g_param_spec_int64 (
          field->name, field->label, NULL, G_MININT64, G_MAXINT64, DYR_UNSET, flags);
    case DYR_VALUE_LINK:
      return g_param_spec_boxed (field->name, field->label, NULL, DYR_TYPE_LINK, flags);
    case DYR_VALUE_SET:
      return g_param_spec_boxed (field->name, field->label, NULL, DYR_TYPE_SET, flags);
    case DYR_VALUE_TEXT:
    case DYR_VALUE_NONE:
    default:
      return g_param_spec_string (field->name, field->label, NULL, NULL, flags);
    }
}

static void
get_field_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  const DyrValue *stored = dyr_record_get_value (DYR_RECORD (object), property_id - 1);

  if (G_IS_PARAM_SPEC_INT64 (pspec))
    g_value_set_int64 (value, dyr_value_number (stored, DYR_UNSET));
  else if (G_IS_PARAM_SPEC_STRING (pspec))
    g_value_set_string (value, dyr_value_text (stored));
  else if (G_PARAM_SPEC_VALUE_TYPE (pspec) == DYR_TYPE_LINK)
    g_value_set_boxed (value, dyr_value_link (stored));
  else
    g_value_set_boxed (value, dyr_value_set (stored));
}

static void
set_field_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DyrRecord *self = DYR_RECORD (object);
  const DyrField *field = &dyr_record_get_record_type (self)->fields[property_id - 1];
  g_auto (DyrValue) edited = DYR_VALUE_INIT;

  if (G_IS_PARAM_SPEC_INT64 (pspec))
    {
      if (g_value_get_int64 (value) != DYR_UNSET)
        dyr_value_set_number (&edited, g_value_get_int64 (value));
    }
  else if (G_IS_PARAM_SPEC_STRING (pspec))
    {
      const char *text = g_value_get_string (value);

      dyr_value_take_text (&edited,
                           field->kind == DYR_KIND_LONG_TEXT ? dyr_text_clean_lines (text, -1)
                                                             : dyr_text_clean (text, -1));
    }
  else if (G_PARAM_SPEC_VALUE_TYPE (pspec) == DYR_TYPE_LINK)
    {
      dyr_value_set_link (&edited, g_value_get_boxed (value));
    }
  else
    {
      dyr_value_set_set (&edited, g_value_get_boxed (value));
    }

  dyr_record_edit (self, property_id - 1, &edited, 0);
}

static void
dyr_record_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DyrRecord *self = DYR_RECORD (object);

  switch (property_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, dyr_record_get_title (self));
      break;
    case PROP_DELETED:
      g_value_set_boolean (value, dyr_record_is_deleted (self));
      break;
    case PROP_SENT:
      g_value_set_int (value, (int) dyr_record_get_sent (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

/* Not in init: there the class is still the parent's. */
static void
dyr_record_constructed (GObject *object)
{
  DyrRecord *self = DYR_RECORD (object);
  const DyrRecordType *type = DYR_RECORD_GET_CLASS (self)->type;

  g_assert (type != NULL);
  private_of (self)->values = g_new0 (DyrValue, type->n_fields);

  G_OBJECT_CLASS (dyr_record_parent_class)->constructed (object);
}

static void
dyr_record_finalize (GObject *object)
{
  DyrRecord *self = DYR_RECORD (object);
  DyrRecordPrivate *priv = private_of (self);

  for (guint i = 0; i < DYR_RECORD_GET_CLASS (self)->type->n_fields; i++)
    dyr_value_clear (&priv->values[i]);

  g_free (priv->values);
  g_free (priv->title);

  G_OBJECT_CLASS (dyr_record_parent_class)->finalize (object);
}

static void
dyr_record_class_init (DyrRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->constructed = dyr_record_constructed;
  object_class->finalize = dyr_record_finalize;
  object_class->get_property = dyr_record_get_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DELETED] = g_param_spec_boolean ("deleted", NULL, NULL, FALSE, flags);
  properties[PROP_SENT] = g_param_spec_int ("sent", NULL, NULL, 0, DYR_SENT_ALL, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyr_record_init (DyrRecord *self)
{
}

void
dyr_record_class_install (DyrRecordClass *klass, const DyrRecordType *type)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_return_if_fail (type != NULL);
  g_return_if_fail (type->n_fields <= 64);

  /* GObject clears both in each subclass, so that nobody is handed ids of another class. */
  object_class->get_property = get_field_property;
  object_class->set_property = set_field_property;

  klass->type = type;
  klass->properties = g_new0 (GParamSpec *, type->n_fields + 1);
  klass->properties[type->n_fields] = properties[PROP_TITLE];

  for (guint i = 0; i < type->n_fields; i++)
    {
      GParamSpec *property = make_property (&type->fields[i]);

      klass->properties[i] = property;
      g_object_class_install_property (object_class, i + 1, property);
      if (g_str_equal (type->fields[i].name, "title"))
        klass->properties[type->n_fields] = property;
    }
}

DyrRecord *
dyr_record_new (const DyrRecordType *type, DyrEditor *editor)
{
  DyrRecord *self;

  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (editor == NULL || DYR_IS_EDITOR (editor), NULL);

  self = g_object_new (type->get_type (), NULL);
  private_of (self)->editor = editor;

  return self;
}

const DyrRecordType *
dyr_record_get_record_type (DyrRecord *self)
{
  g_return_val_if_fail (DYR_IS_RECORD (self), NULL);

  return DYR_RECORD_GET_CLASS (self)->type;
}

gint64
dyr_record_get_id (DyrRecord *self)
{
  g_return_val_if_fail (DYR_IS_RECORD (self), 0);

  return private_of (self)->id;
}

const DyrUid *
dyr_record_get_uid (DyrRecord *self)
{
  g_return_val_if_fail (DYR_IS_RECORD (self), NULL);

  return &private_of (self)->uid;
}

void
dyr_record_set_uid (DyrRecord *self, const DyrUid *uid)
{
  g_return_if_fail (DYR_IS_RECORD (self));
  g_return_if_fail (uid != NULL);
  g_return_if_fail (dyr_uid_is_null (&private_of (self)->uid)
                    || dyr_uid_equal (&private_of (self)->uid, uid));

  private_of (self)->uid = *uid;
}

const char *
dyr_record_get_title (DyrRecord *self)
{
  g_return_val_if_fail (DYR_IS_RECORD (self), NULL);

  return private_of (self)->title;
}

DyrOrigin
dyr_record_get_origin (DyrRecord *self)
{
  g_return_val_if_fail (DYR_IS_RECORD (self), DYR_ORIGIN_PERSON);

  return private_of (self)->origin;
}

DyrReach
dyr_record_get_reach (DyrRecord *self)
{
  g_return_val_if_fail (DYR_IS_RECORD (self), DYR_REACH_HERE);

  return private_of (self)->reach;
}

gboolean
dyr_record_is_deleted (DyrRecord *self)
{
  g_return_val_if_fail (DYR_IS_RECORD (self), FALSE);

  return private_of (self)->deleted;
}

DyrSent
dyr_record_get_sent (DyrRecord *self)
{
  g_return_val_if_fail (DYR_IS_RECORD (self), DYR_SENT_NOT);

  return private_of (self)->sent;
}

DyrEditor *
dyr_record_get_editor (DyrRecord *self)
{
  g_return_val_if_fail (DYR_IS_RECORD (self), NULL);

  return private_of (self)->editor;
}

void
dyr_record_set_editor (DyrRecord *self, DyrEditor *editor)
{
  g_return_if_fail (DYR_IS_RECORD (self));
  g_return_if_fail (editor == NULL || DYR_IS_EDITOR (editor));

  private_of (self)->editor = editor;
}

const DyrValue *
dyr_record_get_value (DyrRecord *self, guint field)
{
  g_return_val_if_fail (DYR_IS_RECORD (self), NULL);
  g_return_val_if_fail (field < DYR_RECORD_GET_CLASS (self)->type->n_fields, NULL);

  return &private_of (self)->values[field];
}

const DyrValue *
dyr_record_get_value_by_name (DyrRecord *self, const char *field)
{
  int index;

  g_return_val_if_fail (DYR_IS_RECORD (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  index = dyr_record_type_find (DYR_RECORD_GET_CLASS (self)->type, field);
  g_return_val_if_fail (index >= 0, NULL);

  return &private_of (self)->values[index];
}

void
dyr_record_edit (DyrRecord *self, guint field, const DyrValue *value, guint visit)
{
  g_autoptr (DyrRecord) alive = NULL;
  g_auto (DyrValue) edited = DYR_VALUE_INIT;
  DyrRecordPrivate *priv;
  const DyrField *f;
  const DyrRecordType *type;

  g_return_if_fail (DYR_IS_RECORD (self));
  g_return_if_fail (value != NULL);

  priv = private_of (self);
  type = DYR_RECORD_GET_CLASS (self)->type;
  g_return_if_fail (field < type->n_fields);

  f = &type->fields[field];
  g_return_if_fail ((f->flags & DYR_DERIVED) == 0);
  g_return_if_fail (value->form == DYR_VALUE_NONE || value->form == dyr_field_form (f));

  if (dyr_value_equal (&priv->values[field], value))
    return;

  /* Forms do not offer it once it is set. */
  g_return_if_fail ((f->flags & DYR_FIXED) == 0 || priv->values[field].form == DYR_VALUE_NONE);

  /* Handlers of "notify" may edit again, load, or let go of the record. */
  alive = g_object_ref (self);
  dyr_value_copy (value, &edited);

  g_object_freeze_notify (G_OBJECT (self));
  dyr_value_copy (&edited, &priv->values[field]);
  g_object_notify_by_pspec (G_OBJECT (self), DYR_RECORD_GET_CLASS (self)->properties[field]);
  if (is_title_field (type, field))
    take_title (self, dyr_record_type_title (type, priv->values));
  g_object_thaw_notify (G_OBJECT (self));

  if (priv->editor != NULL)
    dyr_editor_edit (priv->editor, self, field, &edited, visit);
}

static void
load_flag (DyrRecord *self, gboolean *flag, gboolean value, guint property)
{
  if (*flag == value)
    return;

  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
dyr_record_load (DyrRecord *self, DyrRow *row, guint64 keep)
{
  DyrRecordClass *klass;
  DyrRecordPrivate *priv;

  g_return_if_fail (DYR_IS_RECORD (self));
  g_return_if_fail (row != NULL);

  klass = DYR_RECORD_GET_CLASS (self);
  priv = private_of (self);
  g_return_if_fail (row->type == klass->type);

  g_object_freeze_notify (G_OBJECT (self));

  priv->id = row->id;
  priv->uid = row->uid;
  priv->origin = row->origin;
  priv->reach = row->reach;
  load_flag (self, &priv->deleted, row->deleted, PROP_DELETED);
  if (priv->sent != row->sent)
    {
      priv->sent = row->sent;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENT]);
    }

  for (guint i = 0; i < klass->type->n_fields; i++)
    {
      DyrValue old = priv->values[i];

      if ((keep & (G_GUINT64_CONSTANT (1) << i)) != 0
          || dyr_value_looks_equal (&old, &row->values[i]))
        continue;

      /* The row frees the old value, after the handlers of "notify" have run. */
      priv->values[i] = row->values[i];
      row->values[i] = old;
      g_object_notify_by_pspec (G_OBJECT (self), klass->properties[i]);
    }

  if (row->title != NULL && (keep & title_mask (klass->type)) == 0)
    take_title (self, g_steal_pointer (&row->title));
  else
    take_title (self, dyr_record_type_title (klass->type, priv->values));

  g_object_thaw_notify (G_OBJECT (self));
}
