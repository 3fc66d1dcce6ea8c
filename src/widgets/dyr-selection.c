/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSelection: which records of a list are selected, by id. GtkMultiSelection would hold on to
 * every selected row object, a million of them; this is a bitset and an array of ids. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-selection.h"

/* So many ids are looked for one by one after the list moved, more by one walk over it. */
#define FEW 16

struct _DyrSelection
{
  GObject parent_instance;

  DyrPlaceList *model;
  guint n_items;        /* as told by the last "items-changed" */
  GArray *ids;          /* gint64, ascending: what is selected */
  GtkBitset *positions; /* where those stand */
  gint64 announced_id;  /* what "selected-id" and "n-selected" said last */
  guint announced_count;
  gboolean multiple;
};

enum
{
  PROP_MODEL = 1,
  PROP_MULTIPLE,
  PROP_SELECTED_ID,
  PROP_N_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

static gboolean
contains_id (DyrSelection *self, gint64 id)
{
  return self->ids->len > 0 && g_array_binary_search (self->ids, &id, compare_ids, NULL);
}

/* The only selected one, or 0. */
static gint64
single_id (DyrSelection *self)
{
  return self->ids->len == 1 ? g_array_index (self->ids, gint64, 0) : 0;
}

static void
announce (DyrSelection *self)
{
  gint64 id = single_id (self);
  guint count = self->ids->len;

  g_object_freeze_notify (G_OBJECT (self));
  if (self->announced_id != id)
    {
      self->announced_id = id;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_ID]);
    }
  if (self->announced_count != count)
    {
      self->announced_count = count;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* Tells the rows between the first and the last that look different now. Takes `before`. */
static void
announce_rows (DyrSelection *self, GtkBitset *before)
{
  g_autoptr (GtkBitset) different = before;
  guint first, last;

  gtk_bitset_difference (different, self->positions);
  gtk_bitset_remove_range_closed (different, self->n_items, G_MAXUINT);
  if (gtk_bitset_is_empty (different))
    return;

  first = gtk_bitset_get_minimum (different);
  last = gtk_bitset_get_maximum (different);
  gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), first, last - first + 1);
}

/* Where the selected ids stand now; several that left the list are no longer selected. */
static GtkBitset *
find_positions (DyrSelection *self)
{
  GtkBitset *positions = gtk_bitset_new_empty ();

  if (self->ids->len <= FEW)
    {
      for (guint i = 0; i < self->ids->len && self->n_items > 0; i++)
        {
          guint position = dyr_place_list_find (self->model, g_array_index (self->ids, gint64, i));

          if (position < self->n_items)
            gtk_bitset_add (positions, position);
        }
    }
  else
    {
      for (guint i = 0; i < self->n_items; i++)
        {
          if (contains_id (self, dyr_place_list_id_at (self->model, i)))
            gtk_bitset_add (positions, i);
        }
    }

  return positions;
}

/* The ids at the selected positions. */
static void
read_ids (DyrSelection *self)
{
  GtkBitsetIter iter;
  guint position;

  g_array_set_size (self->ids, 0);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, self->positions, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      gint64 id = dyr_place_list_id_at (self->model, position);

      g_array_append_val (self->ids, id);
    }
  g_array_sort (self->ids, compare_ids);
}

static void
take_positions (DyrSelection *self, GtkBitset *positions)
{
  gtk_bitset_unref (self->positions);
  self->positions = positions;
}

/* One record that a filter hides stays selected; of several only those that can be seen. */
static void
find_again (DyrSelection *self)
{
  take_positions (self, find_positions (self));
  if (self->ids->len > 1 && gtk_bitset_get_size (self->positions) < self->ids->len)
    read_ids (self);
}

static void
select_positions (DyrSelection *self, GtkBitset *positions)
{
  GtkBitset *before = gtk_bitset_copy (self->positions);

  take_positions (self, positions);
  read_ids (self);
  announce_rows (self, before);
  announce (self);
}

static void
on_model_items_changed (DyrSelection *self, guint position, guint removed, guint added)
{
  GtkBitset *before = gtk_bitset_copy (self->positions);

  /* What the rows that stay look like, at their new places. */
  gtk_bitset_splice (before, position, removed, added);

  self->n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  find_again (self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  announce_rows (self, before);
  announce (self);
}

static void
on_model_reordered (DyrSelection *self)
{
  GtkBitset *before = gtk_bitset_copy (self->positions);

  find_again (self);
  announce_rows (self, before);
  announce (self);
}

static GType
dyr_selection_get_item_type (GListModel *list)
{
  return DYR_TYPE_PLACE;
}

static guint
dyr_selection_get_n_items (GListModel *list)
{
  return DYR_SELECTION (list)->n_items;
}

static gpointer
dyr_selection_get_item (GListModel *list, guint position)
{
  DyrSelection *self = DYR_SELECTION (list);

  if (position >= self->n_items)
    return NULL;

  return g_list_model_get_item (G_LIST_MODEL (self->model), position);
}

static void
dyr_selection_list_init (GListModelInterface *iface)
{
  iface->get_item_type = dyr_selection_get_item_type;
  iface->get_n_items = dyr_selection_get_n_items;
  iface->get_item = dyr_selection_get_item;
}

static gboolean
dyr_selection_is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (DYR_SELECTION (model)->positions, position);
}

static GtkBitset *
dyr_selection_get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  return gtk_bitset_ref (DYR_SELECTION (model)->positions);
}

static gboolean
dyr_selection_select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  DyrSelection *self = DYR_SELECTION (model);
  GtkBitset *positions;

  if (position >= self->n_items)
    return FALSE;

  positions = self->multiple && !unselect_rest ? gtk_bitset_copy (self->positions)
                                               : gtk_bitset_new_empty ();
  gtk_bitset_add (positions, position);
  select_positions (self, positions);

  return TRUE;
}

static gboolean
dyr_selection_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  DyrSelection *self = DYR_SELECTION (model);
  g_autoptr (GtkBitset) wanted = NULL;
  GtkBitset *positions;

  if (!self->multiple)
    return FALSE;

  wanted = gtk_bitset_copy (selected);
  gtk_bitset_intersect (wanted, mask);
  positions = gtk_bitset_copy (self->positions);
  gtk_bitset_subtract (positions, mask);
  gtk_bitset_union (positions, wanted);
  gtk_bitset_remove_range_closed (positions, self->n_items, G_MAXUINT);
  select_positions (self, positions);

  return TRUE;
}

static void
dyr_selection_selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = dyr_selection_is_selected;
  iface->get_selection_in_range = dyr_selection_get_selection_in_range;
  iface->select_item = dyr_selection_select_item;
  iface->set_selection = dyr_selection_set_selection;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrSelection,
                               dyr_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, dyr_selection_list_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          dyr_selection_selection_init))

static void
dyr_selection_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DyrSelection *self = DYR_SELECTION (object);

  switch (property_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_MULTIPLE:
      g_value_set_boolean (value, self->multiple);
      break;
    case PROP_SELECTED_ID:
      g_value_set_int64 (value, single_id (self));
      break;
    case PROP_N_SELECTED:
      g_value_set_uint (value, self->ids->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_selection_set_property (GObject *object,
                            guint property_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  DyrSelection *self = DYR_SELECTION (object);

  switch (property_id)
    {
    case PROP_MODEL:
      dyr_selection_set_model (self, g_value_get_object (value));
      break;
    case PROP_MULTIPLE:
      dyr_selection_set_multiple (self, g_value_get_boolean (value));
      break;
    case PROP_SELECTED_ID:
      dyr_selection_set_selected_id (self, g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
disconnect_model (DyrSelection *self)
{
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
}

static void
dyr_selection_dispose (GObject *object)
{
  DyrSelection *self = DYR_SELECTION (object);

  disconnect_model (self);
  g_clear_object (&self->model);
  self->n_items = 0;

  G_OBJECT_CLASS (dyr_selection_parent_class)->dispose (object);
}

static void
dyr_selection_finalize (GObject *object)
{
  DyrSelection *self = DYR_SELECTION (object);

  g_array_unref (self->ids);
  gtk_bitset_unref (self->positions);

  G_OBJECT_CLASS (dyr_selection_parent_class)->finalize (object);
}

static void
dyr_selection_class_init (DyrSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dyr_selection_dispose;
  object_class->finalize = dyr_selection_finalize;
  object_class->get_property = dyr_selection_get_property;
  object_class->set_property = dyr_selection_set_property;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_MULTIPLE] = g_param_spec_boolean ("multiple", NULL, NULL, FALSE, flags);
  properties[PROP_SELECTED_ID]
      = g_param_spec_int64 ("selected-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_N_SELECTED] = g_param_spec_uint (
      "n-selected", NULL, NULL, 0, G_MAXUINT, 0, flags & ~(GParamFlags) G_PARAM_WRITABLE);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyr_selection_init (DyrSelection *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->positions = gtk_bitset_new_empty ();
}

/**
 * dyr_selection_new:
 * @model: (transfer none) (nullable): a list of places
 *
 * Returns: (transfer full): a selection of nothing
 */
DyrSelection *
dyr_selection_new (GListModel *model)
{
  return g_object_new (DYR_TYPE_SELECTION, "model", model, NULL);
}

/** dyr_selection_get_model: Returns: (transfer none) (nullable): the list */
GListModel *
dyr_selection_get_model (DyrSelection *self)
{
  g_return_val_if_fail (DYR_IS_SELECTION (self), NULL);

  return G_LIST_MODEL (self->model);
}

/** dyr_selection_set_model: @model: (nullable): another list; what is selected stays, if it has it
 */
void
dyr_selection_set_model (DyrSelection *self, GListModel *model)
{
  guint n_items;

  g_return_if_fail (DYR_IS_SELECTION (self));
  g_return_if_fail (model == NULL || DYR_IS_PLACE_LIST (model));

  if (G_LIST_MODEL (self->model) == model)
    return;

  /* In two steps: one for both would make the view ask for every row. */
  n_items = self->n_items;
  self->n_items = 0;
  take_positions (self, gtk_bitset_new_empty ());
  if (n_items > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_items, 0);

  disconnect_model (self);
  g_set_object (&self->model, (DyrPlaceList *) model);
  if (model != NULL)
    {
      g_signal_connect_object (
          model, "items-changed", G_CALLBACK (on_model_items_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (
          model, "reordered", G_CALLBACK (on_model_reordered), self, G_CONNECT_SWAPPED);
      self->n_items = g_list_model_get_n_items (model);
      find_again (self);
      if (self->n_items > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->n_items);
    }
  announce (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

gboolean
dyr_selection_get_multiple (DyrSelection *self)
{
  g_return_val_if_fail (DYR_IS_SELECTION (self), FALSE);

  return self->multiple;
}

/** dyr_selection_set_multiple: switching it off leaves nothing selected when several records were
 */
void
dyr_selection_set_multiple (DyrSelection *self, gboolean multiple)
{
  g_return_if_fail (DYR_IS_SELECTION (self));

  multiple = !!multiple;
  if (self->multiple == multiple)
    return;

  self->multiple = multiple;
  if (!multiple && self->ids->len > 1)
    select_positions (self, gtk_bitset_new_empty ());

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MULTIPLE]);
}

gint64
dyr_selection_get_selected_id (DyrSelection *self)
{
  g_return_val_if_fail (DYR_IS_SELECTION (self), 0);

  return single_id (self);
}

void
dyr_selection_set_selected_id (DyrSelection *self, gint64 id)
{
  GtkBitset *before;

  g_return_if_fail (DYR_IS_SELECTION (self));
  g_return_if_fail (id >= 0);

  if (id != 0 ? single_id (self) == id : self->ids->len == 0)
    return;

  before = gtk_bitset_copy (self->positions);
  g_array_set_size (self->ids, 0);
  if (id != 0)
    g_array_append_val (self->ids, id);
  find_again (self);
  announce_rows (self, before);
  announce (self);
}

guint
dyr_selection_get_selected_position (DyrSelection *self)
{
  g_return_val_if_fail (DYR_IS_SELECTION (self), GTK_INVALID_LIST_POSITION);

  if (self->ids->len != 1 || gtk_bitset_is_empty (self->positions))
    return GTK_INVALID_LIST_POSITION;

  return gtk_bitset_get_minimum (self->positions);
}

guint
dyr_selection_get_n_selected (DyrSelection *self)
{
  g_return_val_if_fail (DYR_IS_SELECTION (self), 0);

  return self->ids->len;
}

GArray *
dyr_selection_get_ids (DyrSelection *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (DYR_IS_SELECTION (self), ids);

  for (gboolean more = gtk_bitset_iter_init_first (&iter, self->positions, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      gint64 id = dyr_place_list_id_at (self->model, position);

      g_array_append_val (ids, id);
    }

  return ids;
}
