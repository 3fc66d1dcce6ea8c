/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSelection: which records of a list are selected, by id. GtkMultiSelection would hold on to
 * every selected row object, a million of them; this is a bit for each id. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-selection.h"

#include "dyr-id-set.h"

/* So many records are looked for one by one after the list moved, and the rows that look different
 * told exactly; of more, all rows are: GTK looks only at those it shows. */
#define FEW 16

struct _DyrSelection
{
  GObject parent_instance;

  DyrPlaceList *model;
  guint n_items;        /* as told by the last "items-changed" */
  DyrIdSet *ids;        /* what is selected */
  GtkBitset *positions; /* where those stand; NULL: more than a few, the rows are asked */
  gint64 announced_id;  /* what "selected-id" and "n-selected" said last */
  guint announced_count;
  gboolean multiple;
  gboolean all_later; /* all are to be selected as soon as it is known which ones these are */
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

/* The only selected one, or 0. */
static gint64
single_id (DyrSelection *self)
{
  return dyr_id_set_get_size (self->ids) == 1 ? dyr_id_set_get_first (self->ids) : 0;
}

static gint64
id_at (DyrSelection *self, guint position)
{
  return dyr_place_list_id_at (self->model, position);
}

static void
announce (DyrSelection *self)
{
  gint64 id = single_id (self);
  guint count = dyr_id_set_get_size (self->ids);

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

/* Tells the rows between the first and the last that look different now. Takes `before`, NULL: many
 * were selected. */
static void
announce_rows (DyrSelection *self, GtkBitset *before)
{
  g_autoptr (GtkBitset) different = before;
  guint first, last;

  if (before == NULL || self->positions == NULL)
    {
      if (self->n_items > 0)
        gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, self->n_items);
      return;
    }
  gtk_bitset_difference (different, self->positions);
  gtk_bitset_remove_range_closed (different, self->n_items, G_MAXUINT);
  if (gtk_bitset_is_empty (different))
    return;

  first = gtk_bitset_get_minimum (different);
  last = gtk_bitset_get_maximum (different);
  gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), first, last - first + 1);
}

static GtkBitset *
copy_positions (DyrSelection *self)
{
  return self->positions != NULL ? gtk_bitset_copy (self->positions) : NULL;
}

/* Of several, those that left the list are no longer selected. A million ids are 8 MB in a row and
 * 125 kB of bits: some milliseconds, without a row object. */
static void
drop_hidden (DyrSelection *self)
{
  guint n_ids;
  const gint64 *ids = self->model != NULL ? dyr_place_list_get_ids (self->model, &n_ids) : NULL;
  DyrIdSet *left = dyr_id_set_new ();

  for (guint i = 0; i < self->n_items; i++)
    {
      gint64 id = ids != NULL ? ids[i] : id_at (self, i);

      if (dyr_id_set_contains (self->ids, id))
        dyr_id_set_add (left, id);
    }
  dyr_id_set_free (self->ids);
  self->ids = left;
}

/* The positions of a few; the first FEW rows that are selected are found by walking only when
 * there are no more. */
static void
find_positions (DyrSelection *self)
{
  guint n_ids, size = dyr_id_set_get_size (self->ids);
  const gint64 *ids;

  g_clear_pointer (&self->positions, gtk_bitset_unref);
  if (size > FEW)
    return;
  self->positions = gtk_bitset_new_empty ();
  if (size == 0 || self->n_items == 0)
    return;
  if (size == 1)
    {
      guint position = dyr_place_list_find (self->model, single_id (self));

      if (position < self->n_items)
        gtk_bitset_add (self->positions, position);
      return;
    }
  ids = dyr_place_list_get_ids (self->model, &n_ids);
  for (guint i = 0; i < self->n_items && gtk_bitset_get_size (self->positions) < size; i++)
    if (dyr_id_set_contains (self->ids, ids != NULL ? ids[i] : id_at (self, i)))
      gtk_bitset_add (self->positions, i);
}

/* One record that a filter hides stays selected; of several only those that can be seen. */
static void
find_again (DyrSelection *self)
{
  if (dyr_id_set_get_size (self->ids) > 1 && !dyr_place_list_is_partial (self->model))
    drop_hidden (self);
  find_positions (self);
}

/* After `ids` changed. Takes what the positions were. */
static void
end_change (DyrSelection *self, GtkBitset *before)
{
  self->all_later = FALSE;
  find_positions (self);
  announce_rows (self, before);
  announce (self);
}

static void
on_model_items_changed (DyrSelection *self, guint position, guint removed, guint added)
{
  GtkBitset *before = copy_positions (self);

  /* What the rows that stay look like, at their new places. */
  if (before != NULL)
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
  GtkBitset *before = copy_positions (self);

  find_again (self);
  announce_rows (self, before);
  announce (self);
  if (!self->all_later || dyr_place_list_is_partial (self->model))
    return;
  self->all_later = FALSE;
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self));
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
  DyrSelection *self = DYR_SELECTION (model);

  return position < self->n_items && dyr_id_set_contains (self->ids, id_at (self, position));
}

static GtkBitset *
dyr_selection_get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  DyrSelection *self = DYR_SELECTION (model);
  GtkBitset *positions;
  guint end = position + MIN (n_items, self->n_items - MIN (position, self->n_items));

  if (self->positions != NULL)
    return gtk_bitset_ref (self->positions);

  /* Runs of rows: adding them one by one would be slow. */
  positions = gtk_bitset_new_empty ();
  while (position < end)
    {
      guint from = position;

      while (position < end && dyr_id_set_contains (self->ids, id_at (self, position)))
        position++;
      if (position > from)
        gtk_bitset_add_range (positions, from, position - from);
      else
        position++;
    }

  return positions;
}

static gboolean
dyr_selection_select_item (GtkSelectionModel *model, guint position, gboolean unselect_rest)
{
  DyrSelection *self = DYR_SELECTION (model);
  gint64 id = position < self->n_items ? id_at (self, position) : 0;
  GtkBitset *before;

  /* A heading is no record. */
  if (id <= 0)
    return FALSE;

  before = copy_positions (self);
  if (!self->multiple || unselect_rest)
    dyr_id_set_clear (self->ids);
  dyr_id_set_add (self->ids, id);
  end_change (self, before);

  return TRUE;
}

static gboolean
dyr_selection_unselect_item (GtkSelectionModel *model, guint position)
{
  DyrSelection *self = DYR_SELECTION (model);
  GtkBitset *before;

  if (!self->multiple || position >= self->n_items)
    return FALSE;

  before = copy_positions (self);
  dyr_id_set_remove (self->ids, id_at (self, position));
  end_change (self, before);

  return TRUE;
}

static void
add_range (DyrSelection *self, guint position, guint n_items)
{
  guint n_ids, end = position + MIN (n_items, self->n_items - MIN (position, self->n_items));
  const gint64 *ids = dyr_place_list_get_ids (self->model, &n_ids);

  for (; position < end; position++)
    dyr_id_set_add (self->ids, ids != NULL ? ids[position] : id_at (self, position));
}

static gboolean
dyr_selection_select_range (GtkSelectionModel *model,
                            guint position,
                            guint n_items,
                            gboolean unselect_rest)
{
  DyrSelection *self = DYR_SELECTION (model);
  GtkBitset *before;

  if (!self->multiple || self->model == NULL)
    return FALSE;

  before = copy_positions (self);
  if (unselect_rest)
    dyr_id_set_clear (self->ids);
  add_range (self, position, n_items);
  end_change (self, before);

  return TRUE;
}

static gboolean
dyr_selection_select_all (GtkSelectionModel *model)
{
  DyrSelection *self = DYR_SELECTION (model);

  if (self->multiple && self->model != NULL && dyr_place_list_is_partial (self->model))
    {
      self->all_later = TRUE;
      return TRUE;
    }
  return dyr_selection_select_range (model, 0, self->n_items, TRUE);
}

static gboolean
dyr_selection_unselect_all (GtkSelectionModel *model)
{
  DyrSelection *self = DYR_SELECTION (model);
  GtkBitset *before;

  if (!self->multiple)
    return FALSE;

  before = copy_positions (self);
  dyr_id_set_clear (self->ids);
  end_change (self, before);

  return TRUE;
}

/* A rubber band, or the rows between two clicks. */
static gboolean
dyr_selection_set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  DyrSelection *self = DYR_SELECTION (model);
  GtkBitset *before;
  GtkBitsetIter iter;
  guint position;

  if (!self->multiple)
    return FALSE;

  before = copy_positions (self);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, mask, &position);
       more && position < self->n_items;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      if (gtk_bitset_contains (selected, position))
        dyr_id_set_add (self->ids, id_at (self, position));
      else
        dyr_id_set_remove (self->ids, id_at (self, position));
    }
  end_change (self, before);

  return TRUE;
}

static void
dyr_selection_selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = dyr_selection_is_selected;
  iface->get_selection_in_range = dyr_selection_get_selection_in_range;
  iface->select_item = dyr_selection_select_item;
  iface->unselect_item = dyr_selection_unselect_item;
  iface->select_range = dyr_selection_select_range;
  iface->select_all = dyr_selection_select_all;
  iface->unselect_all = dyr_selection_unselect_all;
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
      g_value_set_uint (value, dyr_id_set_get_size (self->ids));
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

  dyr_id_set_free (self->ids);
  g_clear_pointer (&self->positions, gtk_bitset_unref);

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
  self->ids = dyr_id_set_new ();
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

  self->all_later = FALSE;
  /* In two steps: one for both would make the view ask for every row. */
  n_items = self->n_items;
  self->n_items = 0;
  g_clear_pointer (&self->positions, gtk_bitset_unref);
  self->positions = gtk_bitset_new_empty ();
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
  if (!multiple && dyr_id_set_get_size (self->ids) > 1)
    {
      GtkBitset *before = copy_positions (self);

      dyr_id_set_clear (self->ids);
      end_change (self, before);
    }

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

  if (id != 0 ? single_id (self) == id : dyr_id_set_get_size (self->ids) == 0)
    return;

  before = copy_positions (self);
  dyr_id_set_clear (self->ids);
  dyr_id_set_add (self->ids, id);
  end_change (self, before);
}

guint
dyr_selection_get_selected_position (DyrSelection *self)
{
  g_return_val_if_fail (DYR_IS_SELECTION (self), GTK_INVALID_LIST_POSITION);

  if (dyr_id_set_get_size (self->ids) != 1 || gtk_bitset_is_empty (self->positions))
    return GTK_INVALID_LIST_POSITION;

  return gtk_bitset_get_minimum (self->positions);
}

guint
dyr_selection_get_n_selected (DyrSelection *self)
{
  g_return_val_if_fail (DYR_IS_SELECTION (self), 0);

  return dyr_id_set_get_size (self->ids);
}

GArray *
dyr_selection_get_ids (DyrSelection *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (DYR_IS_SELECTION (self), ids);

  for (guint i = 0; i < self->n_items && ids->len < dyr_id_set_get_size (self->ids); i++)
    {
      gint64 id = id_at (self, i);

      if (dyr_id_set_contains (self->ids, id))
        g_array_append_val (ids, id);
    }

  return ids;
}
