/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPlace: a row of a table; DyrPlaceList: the list of them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-place.h"

struct _DyrPlace
{
  GObject parent_instance;

  DyrRecord *record;
  char *heading;
  guint position;
};

enum
{
  PROP_POSITION = 1,
  PROP_RECORD,
  N_PROPS
};

enum
{
  SIGNAL_REORDERED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrPlace, dyr_place, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (DyrPlaceList, dyr_place_list, G_TYPE_LIST_MODEL)

static void
dyr_place_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DyrPlace *self = DYR_PLACE (object);

  switch (property_id)
    {
    case PROP_POSITION:
      g_value_set_uint (value, self->position);
      break;
    case PROP_RECORD:
      g_value_set_object (value, self->record);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_place_dispose (GObject *object)
{
  DyrPlace *self = DYR_PLACE (object);

  g_clear_object (&self->record);
  g_clear_pointer (&self->heading, g_free);

  G_OBJECT_CLASS (dyr_place_parent_class)->dispose (object);
}

static void
dyr_place_class_init (DyrPlaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dyr_place_dispose;
  object_class->get_property = dyr_place_get_property;

  properties[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, DYR_TYPE_RECORD, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyr_place_init (DyrPlace *self)
{
}

static void
dyr_place_list_default_init (DyrPlaceListInterface *iface)
{
  /**
   * DyrPlaceList::reordered:
   *
   * The records of places were swapped; what holds on to a record has to look where it is now.
   */
  signals[SIGNAL_REORDERED] = g_signal_new (
      "reordered", DYR_TYPE_PLACE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

DyrPlace *
dyr_place_new (guint position)
{
  DyrPlace *self = g_object_new (DYR_TYPE_PLACE, NULL);

  self->position = position;

  return self;
}

guint
dyr_place_get_position (DyrPlace *self)
{
  g_return_val_if_fail (DYR_IS_PLACE (self), 0);

  return self->position;
}

/** dyr_place_get_record: Returns: (transfer none) (nullable): the record at this place */
DyrRecord *
dyr_place_get_record (DyrPlace *self)
{
  g_return_val_if_fail (DYR_IS_PLACE (self), NULL);

  return self->record;
}

/** dyr_place_set_record: the list's alone; @record may be %NULL */
void
dyr_place_set_record (DyrPlace *self, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_PLACE (self));
  g_return_if_fail (record == NULL || DYR_IS_RECORD (record));

  if (!g_set_object (&self->record, record) && (record == NULL || self->heading == NULL))
    return;
  if (record != NULL)
    g_clear_pointer (&self->heading, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}

/** dyr_place_get_heading: Returns: (nullable): what stands over a group */
const char *
dyr_place_get_heading (DyrPlace *self)
{
  g_return_val_if_fail (DYR_IS_PLACE (self), NULL);

  return self->heading;
}

/** dyr_place_set_heading: the list's alone; @heading may be %NULL */
void
dyr_place_set_heading (DyrPlace *self, const char *heading)
{
  g_return_if_fail (DYR_IS_PLACE (self));

  if (g_strcmp0 (self->heading, heading) == 0)
    return;
  g_free (self->heading);
  self->heading = g_strdup (heading);
  if (heading != NULL)
    g_clear_object (&self->record);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}

gint64
dyr_place_list_id_at (DyrPlaceList *self, guint position)
{
  g_return_val_if_fail (DYR_IS_PLACE_LIST (self), 0);
  g_return_val_if_fail (DYR_PLACE_LIST_GET_IFACE (self)->id_at != NULL, 0);

  return DYR_PLACE_LIST_GET_IFACE (self)->id_at (self, position);
}

guint
dyr_place_list_find (DyrPlaceList *self, gint64 id)
{
  g_return_val_if_fail (DYR_IS_PLACE_LIST (self), G_MAXUINT);
  g_return_val_if_fail (DYR_PLACE_LIST_GET_IFACE (self)->find != NULL, G_MAXUINT);

  return DYR_PLACE_LIST_GET_IFACE (self)->find (self, id);
}

void
dyr_place_list_sort (DyrPlaceList *self, const char *field, gboolean descending)
{
  g_return_if_fail (DYR_IS_PLACE_LIST (self));
  g_return_if_fail (DYR_PLACE_LIST_GET_IFACE (self)->sort != NULL);

  DYR_PLACE_LIST_GET_IFACE (self)->sort (self, field, descending);
}

void
dyr_place_list_sort_by (DyrPlaceList *self, const DyrSortKey *keys, guint n_keys)
{
  g_return_if_fail (DYR_IS_PLACE_LIST (self));
  g_return_if_fail (keys != NULL || n_keys == 0);

  if (DYR_PLACE_LIST_GET_IFACE (self)->sort_by != NULL)
    DYR_PLACE_LIST_GET_IFACE (self)->sort_by (self, keys, n_keys);
  else
    dyr_place_list_sort (self, n_keys > 0 ? keys[0].field : NULL, n_keys > 0 && keys[0].descending);
}

const gint64 *
dyr_place_list_get_ids (DyrPlaceList *self, guint *n_ids)
{
  g_return_val_if_fail (DYR_IS_PLACE_LIST (self), NULL);

  *n_ids = 0;
  if (DYR_PLACE_LIST_GET_IFACE (self)->get_ids == NULL)
    return NULL;
  return DYR_PLACE_LIST_GET_IFACE (self)->get_ids (self, n_ids);
}

gboolean
dyr_place_list_is_partial (DyrPlaceList *self)
{
  g_return_val_if_fail (DYR_IS_PLACE_LIST (self), FALSE);

  return DYR_PLACE_LIST_GET_IFACE (self)->is_partial != NULL
         && DYR_PLACE_LIST_GET_IFACE (self)->is_partial (self);
}

void
dyr_place_list_look_at (DyrPlaceList *self, guint first, guint last)
{
  g_return_if_fail (DYR_IS_PLACE_LIST (self));
  g_return_if_fail (first <= last);

  if (DYR_PLACE_LIST_GET_IFACE (self)->look_at != NULL)
    DYR_PLACE_LIST_GET_IFACE (self)->look_at (self, first, last);
}

/** dyr_place_list_reordered: emits "reordered"; for lists only */
void
dyr_place_list_reordered (DyrPlaceList *self)
{
  g_return_if_fail (DYR_IS_PLACE_LIST (self));

  g_signal_emit (self, signals[SIGNAL_REORDERED], 0);
}
