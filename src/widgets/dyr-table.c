/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTable: records in rows, some of their fields in columns.
 *
 *   GListModel of DyrPlace (the page's) ── DyrSelection ── GtkColumnView
 *
 * Nothing of GTK sorts or filters: a click on a header asks the list. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-table.h"

#include "dyr-table-anchor-private.h"
#include "dyr-table-cell-private.h"
#include "dyr-table-column-private.h"
#include "dyr-table-private.h"
#include "dyr-table-rows-private.h"
#include "dyr-table-sorting-private.h"

struct _DyrTable
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *view;

  const DyrRecordType *type;
  DyrSelection *selection;
  gulong model_handlers[2];
  guint shown_position; /* of the selected record, before the list moves it */
  gint64 wanted_id;     /* to be scrolled to when it comes; 0: none */

  DyrTableSorting *sorting;
  DyrTableAnchor anchor;
  gboolean is_reordering; /* a person asked for another order: nothing has to stay in its place */
  gboolean by_pointer;    /* the last thing a person did */

  gboolean compact;
};

enum
{
  PROP_MODEL = 1,
  PROP_SELECTED_RECORD_ID,
  PROP_SORT_FIELD,
  PROP_SORT_DESCENDING,
  PROP_COMPACT,
  N_PROPS
};

enum
{
  SIGNAL_ACTIVATED,
  SIGNAL_TYPE_TO_SEARCH,
  SIGNAL_SORTED,
  SIGNAL_HEADING_ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrTable, dyr_table, GTK_TYPE_WIDGET)

/* Columns */

static GtkColumnViewColumn *
get_column (DyrTable *self, guint index)
{
  return g_list_model_get_item (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->view)), index);
}

static guint
get_n_columns (DyrTable *self)
{
  return g_list_model_get_n_items (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->view)));
}

static void
append_column (DyrTable *self, const DyrContext *context, const DyrTableColumn *column, int field)
{
  guint index = get_n_columns (self);
  g_autoptr (GtkColumnViewColumn) added
      = dyr_table_column_new (self->type, context, column, field, index == 0);

  if (field >= 0 && dyr_table_column_can_sort (&self->type->fields[field]))
    {
      g_autoptr (GtkSorter) sorter = dyr_table_sorting_make_sorter (self->sorting);

      gtk_column_view_column_set_sorter (added, sorter);
    }
  gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), added);
  dyr_table_column_align_header (self->view, dyr_table_column_get_xalign (added));
}

/* Sorting */

static void
ask_for_order (DyrTable *self)
{
  GListModel *model = dyr_table_get_model (self);
  guint n_keys;
  const DyrSortKey *keys = dyr_table_sorting_get_keys (self->sorting, &n_keys);

  if (model == NULL)
    return;

  self->is_reordering = TRUE;
  dyr_place_list_sort_by (DYR_PLACE_LIST (model), keys, n_keys);
}

/* Tells what differs from what the leading key was. */
static void
notify_sort (DyrTable *self, const char *field, gboolean descending)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (g_strcmp0 (field, dyr_table_get_sort_field (self)) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_FIELD]);
  if (descending != dyr_table_get_sort_descending (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_DESCENDING]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_header_clicked (gpointer data)
{
  DyrTable *self = data;

  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_FIELD]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_DESCENDING]);
  g_object_thaw_notify (G_OBJECT (self));
  ask_for_order (self);
  g_signal_emit (self, signals[SIGNAL_SORTED], 0);
}

/* Scrolling and focus */

static guint
get_n_rows (DyrTable *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->selection));
}

static void
take_anchor (DyrTable *self)
{
  dyr_table_anchor_take (&self->anchor, self->view, self->selection);
  dyr_table_rows_tell_seen (self->view, dyr_table_get_model (self));
}

/* The list has moved: what a person was looking at stays where it was, and the selected row is
 * followed where it was seen. */
static void
follow_list (DyrTable *self)
{
  guint position = dyr_selection_get_selected_position (self->selection);
  guint before = self->shown_position;

  self->shown_position = position;
  if (!self->is_reordering)
    dyr_table_anchor_hold (&self->anchor, self->view, self->selection);
  if (self->wanted_id != 0 && self->wanted_id == dyr_selection_get_selected_id (self->selection)
      && position != GTK_INVALID_LIST_POSITION)
    {
      self->wanted_id = 0;
      dyr_table_rows_scroll_to (self->view, position);
      return;
    }

  if (position == GTK_INVALID_LIST_POSITION || position == before
      || before == GTK_INVALID_LIST_POSITION)
    return;

  if (dyr_table_rows_is_focused (self->view, before))
    dyr_table_rows_focus (self->view, position);
  else if (dyr_table_rows_is_in_view (self->view, before))
    dyr_table_rows_scroll_to (self->view, position);
}

/* Of a list of which only the first rows are known nothing can be followed yet. */
static gboolean
is_partial (DyrTable *self)
{
  return dyr_place_list_is_partial (DYR_PLACE_LIST (dyr_table_get_model (self)));
}

static void
on_list_moved (DyrTable *self)
{
  if (is_partial (self))
    return;

  follow_list (self);
  take_anchor (self);
}

static void
on_list_reordered (DyrTable *self)
{
  if (is_partial (self))
    return;

  on_list_moved (self);
  self->is_reordering = FALSE;
}

static void
on_selected_id_changed (DyrTable *self)
{
  take_anchor (self);
  self->shown_position = dyr_selection_get_selected_position (self->selection);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_RECORD_ID]);
}

/* Keys and pointer */

static void
on_row_activated (DyrTable *self, guint position)
{
  GListModel *model = dyr_table_get_model (self);
  gint64 id = model != NULL ? dyr_place_list_id_at (DYR_PLACE_LIST (model), position) : 0;

  if (id != 0)
    g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0, id);
  /* The first click of two has done it already. */
  else if (!self->by_pointer)
    g_signal_emit (self, signals[SIGNAL_HEADING_ACTIVATED], 0, position);
}

/* What was pressed last: GTK tells neither of a click on a header nor of that on a row. */
static gboolean
on_event_seen (DyrTable *self, GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS || type == GDK_BUTTON_RELEASE)
    dyr_table_sorting_set_adding (self->sorting,
                                  (gdk_event_get_modifier_state (event) & GDK_SHIFT_MASK) != 0);
  if (type == GDK_BUTTON_PRESS || type == GDK_KEY_PRESS)
    self->by_pointer = type == GDK_BUTTON_PRESS;

  return GDK_EVENT_PROPAGATE;
}

static void
on_clicked (DyrTable *self, int n_press, double x, double y)
{
  GtkWidget *cell = dyr_table_cell_under (self->view, (int) x, (int) y);
  DyrPlace *place = cell != NULL ? dyr_table_cell_get_place (cell) : NULL;

  if (n_press == 1 && place != NULL && dyr_place_get_heading (place) != NULL)
    g_signal_emit (self, signals[SIGNAL_HEADING_ACTIVATED], 0, dyr_place_get_position (place));
}

static gboolean
on_tooltip_asked (DyrTable *self, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  GtkWidget *cell = by_keyboard ? NULL : dyr_table_cell_under (self->view, x, y);
  g_autofree char *text = cell != NULL ? dyr_table_cell_get_tip (cell) : NULL;

  if (text == NULL)
    return FALSE;

  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static gboolean
on_key_pressed (DyrTable *self, guint keyval, guint keycode, GdkModifierType state)
{
  gunichar c = gdk_keyval_to_unicode (keyval);
  char text[7] = { 0 };

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) != 0 || c == 0
      || !g_unichar_isgraph (c))
    return GDK_EVENT_PROPAGATE;

  g_unichar_to_utf8 (c, text);
  g_signal_emit (self, signals[SIGNAL_TYPE_TO_SEARCH], 0, text);

  return GDK_EVENT_STOP;
}

/* The object */

static void
dyr_table_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DyrTable *self = DYR_TABLE (object);

  switch (property_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, dyr_table_get_model (self));
      break;
    case PROP_SELECTED_RECORD_ID:
      g_value_set_int64 (value, dyr_table_get_selected_record_id (self));
      break;
    case PROP_SORT_FIELD:
      g_value_set_string (value, dyr_table_get_sort_field (self));
      break;
    case PROP_SORT_DESCENDING:
      g_value_set_boolean (value, dyr_table_get_sort_descending (self));
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_table_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  DyrTable *self = DYR_TABLE (object);

  switch (property_id)
    {
    case PROP_MODEL:
      dyr_table_set_model (self, g_value_get_object (value));
      break;
    case PROP_SELECTED_RECORD_ID:
      dyr_table_set_selected_record_id (self, g_value_get_int64 (value));
      break;
    case PROP_COMPACT:
      dyr_table_set_compact (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
dyr_table_finalize (GObject *object)
{
  dyr_table_sorting_free (DYR_TABLE (object)->sorting);

  G_OBJECT_CLASS (dyr_table_parent_class)->finalize (object);
}

static void
disconnect_model (DyrTable *self)
{
  GListModel *model = dyr_table_get_model (self);

  for (gsize i = 0; model != NULL && i < G_N_ELEMENTS (self->model_handlers); i++)
    g_clear_signal_handler (&self->model_handlers[i], model);
}

static void
dyr_table_dispose (GObject *object)
{
  DyrTable *self = DYR_TABLE (object);

  if (self->selection != NULL)
    {
      disconnect_model (self);
      g_signal_handlers_disconnect_by_data (self->selection, self);
    }
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (
        gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)), self);

  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_TABLE);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (dyr_table_parent_class)->dispose (object);
}

/* Windows give the focus to what they show first: that selects nothing. */
static gboolean
dyr_table_grab_focus (GtkWidget *widget)
{
  DyrTable *self = DYR_TABLE (widget);
  guint position = dyr_selection_get_selected_position (self->selection);

  if (get_n_rows (self) == 0)
    return FALSE;

  dyr_table_rows_focus (self->view, position != GTK_INVALID_LIST_POSITION ? position : 0);

  return TRUE;
}

/* Tab goes from the rows to what is beside the table; GTK 4.8 would go through all of them, and
 * backwards would ask the table to take the keyboard again. */
static gboolean
dyr_table_focus (GtkWidget *widget, GtkDirectionType direction)
{
  DyrTable *self = DYR_TABLE (widget);
  gboolean is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (is_tab && GTK_IS_LIST_VIEW (gtk_widget_get_focus_child (self->view)))
    return FALSE;

  return gtk_widget_child_focus (self->scroller, direction);
}

static void
dyr_table_class_init (DyrTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = dyr_table_dispose;
  object_class->finalize = dyr_table_finalize;
  object_class->get_property = dyr_table_get_property;
  object_class->set_property = dyr_table_set_property;
  widget_class->grab_focus = dyr_table_grab_focus;
  widget_class->focus = dyr_table_focus;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_SELECTED_RECORD_ID]
      = g_param_spec_int64 ("selected-record-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SORT_FIELD] = g_param_spec_string ("sort-field", NULL, NULL, NULL, readable);
  properties[PROP_SORT_DESCENDING]
      = g_param_spec_boolean ("sort-descending", NULL, NULL, FALSE, readable);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated",
                                            DYR_TYPE_TABLE,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            G_TYPE_INT64);
  signals[SIGNAL_TYPE_TO_SEARCH] = g_signal_new ("type-to-search",
                                                 DYR_TYPE_TABLE,
                                                 G_SIGNAL_RUN_LAST,
                                                 0,
                                                 NULL,
                                                 NULL,
                                                 NULL,
                                                 G_TYPE_NONE,
                                                 1,
                                                 G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
  signals[SIGNAL_SORTED] = g_signal_new (
      "sorted", DYR_TYPE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  signals[SIGNAL_HEADING_ACTIVATED] = g_signal_new ("heading-activated",
                                                    DYR_TYPE_TABLE,
                                                    G_SIGNAL_RUN_LAST,
                                                    0,
                                                    NULL,
                                                    NULL,
                                                    NULL,
                                                    G_TYPE_NONE,
                                                    1,
                                                    G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/widgets/dyr-table.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrTable, scroller);
  gtk_widget_class_bind_template_child (widget_class, DyrTable, view);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_tooltip_asked);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_event_seen);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "table");
}

static void
dyr_table_init (DyrTable *self)
{
  GtkAdjustment *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->shown_position = GTK_INVALID_LIST_POSITION;
  self->sorting = dyr_table_sorting_new (GTK_COLUMN_VIEW (self->view), on_header_clicked, self);

  self->selection = dyr_selection_new (NULL);
  g_signal_connect_swapped (
      self->selection, "notify::selected-id", G_CALLBACK (on_selected_id_changed), self);
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), GTK_SELECTION_MODEL (self->selection));
  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (take_anchor), self);
  g_signal_connect_swapped (adjustment, "changed", G_CALLBACK (take_anchor), self);
}

GtkWidget *
dyr_table_new (void)
{
  return g_object_new (DYR_TYPE_TABLE, NULL);
}

/** dyr_table_get_model: Returns: (transfer none) (nullable): the list */
GListModel *
dyr_table_get_model (DyrTable *self)
{
  g_return_val_if_fail (DYR_IS_TABLE (self), NULL);

  return self->selection != NULL ? dyr_selection_get_model (self->selection) : NULL;
}

/** dyr_table_set_model: @model: (nullable): another list; it is asked for the order of the header
 */
void
dyr_table_set_model (DyrTable *self, GListModel *model)
{
  g_return_if_fail (DYR_IS_TABLE (self));
  g_return_if_fail (model == NULL || DYR_IS_PLACE_LIST (model));

  if (dyr_table_get_model (self) == model)
    return;

  disconnect_model (self);
  dyr_selection_set_model (self->selection, model);
  self->shown_position = dyr_selection_get_selected_position (self->selection);
  if (model != NULL)
    {
      /* After the selection's own handlers: it knows the new positions then. */
      self->model_handlers[0]
          = g_signal_connect_swapped (model, "items-changed", G_CALLBACK (on_list_moved), self);
      self->model_handlers[1]
          = g_signal_connect_swapped (model, "reordered", G_CALLBACK (on_list_reordered), self);
      if (dyr_table_get_sort_field (self) != NULL)
        ask_for_order (self);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

/**
 * dyr_table_set_columns:
 * @type: of the records
 * @context: how values are shown
 * @columns: (array length=n_columns): from the first to the last
 */
void
dyr_table_set_columns (DyrTable *self,
                       const DyrRecordType *type,
                       const DyrContext *context,
                       const DyrTableColumn *columns,
                       guint n_columns)
{
  g_return_if_fail (DYR_IS_TABLE (self));
  g_return_if_fail (type != NULL);
  g_return_if_fail (context != NULL);
  g_return_if_fail (columns != NULL || n_columns == 0);

  dyr_table_sorting_begin_columns (self->sorting);
  while (get_n_columns (self) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = get_column (self, 0);

      gtk_column_view_remove_column (GTK_COLUMN_VIEW (self->view), column);
    }

  self->type = type;
  for (guint i = 0; i < n_columns; i++)
    {
      int field = dyr_record_type_find (type, columns[i].field);

      if (field >= 0 || g_str_equal (columns[i].field, "title"))
        append_column (self, context, &columns[i], field);
      else
        g_warning ("A %s has no field “%s”", type->name, columns[i].field);
    }
  dyr_table_sorting_end_columns (self->sorting);
  /* Rows without a column have no width, with which GTK 4.18 aborts when it places them. */
  gtk_widget_set_visible (self->view, get_n_columns (self) > 0);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  dyr_record_type_plural_label (type),
                                  -1);
}

/** dyr_table_read_columns: Returns: (transfer full) (element-type DyrTableColumn): fields interned
 */
GArray *
dyr_table_read_columns (DyrTable *self)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (DyrTableColumn));

  g_return_val_if_fail (DYR_IS_TABLE (self), columns);

  for (guint i = 0; i < get_n_columns (self); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = get_column (self, i);
      DyrTableColumn read = { .field = g_intern_string (dyr_table_column_get_field (column)),
                              .width = gtk_column_view_column_get_fixed_width (column),
                              .expand = gtk_column_view_column_get_expand (column) };

      g_array_append_val (columns, read);
    }

  return columns;
}

/** dyr_table_get_selection: Returns: (transfer none): what is selected */
DyrSelection *
dyr_table_get_selection (DyrTable *self)
{
  g_return_val_if_fail (DYR_IS_TABLE (self), NULL);

  return self->selection;
}

gint64
dyr_table_get_selected_record_id (DyrTable *self)
{
  g_return_val_if_fail (DYR_IS_TABLE (self), 0);

  return self->selection != NULL ? dyr_selection_get_selected_id (self->selection) : 0;
}

void
dyr_table_set_selected_record_id (DyrTable *self, gint64 id)
{
  g_return_if_fail (DYR_IS_TABLE (self));

  dyr_selection_set_selected_id (self->selection, id);
}

/** dyr_table_sort_by: @keys: (array length=n_keys): the first leads */
void
dyr_table_sort_by (DyrTable *self, const DyrSortKey *keys, guint n_keys)
{
  const char *field;
  gboolean descending;

  g_return_if_fail (DYR_IS_TABLE (self));

  field = dyr_table_get_sort_field (self);
  descending = dyr_table_get_sort_descending (self);
  if (!dyr_table_sorting_set_keys (self->sorting, keys, n_keys))
    return;

  notify_sort (self, field, descending);
  ask_for_order (self);
}

/** dyr_table_get_sort_keys: Returns: (array length=n_keys): good until they change */
const DyrSortKey *
dyr_table_get_sort_keys (DyrTable *self, guint *n_keys)
{
  g_return_val_if_fail (DYR_IS_TABLE (self), NULL);

  return dyr_table_sorting_get_keys (self->sorting, n_keys);
}

/**
 * dyr_table_sort:
 * @field: (nullable): name of a field
 * @descending: from the last to the first
 */
void
dyr_table_sort (DyrTable *self, const char *field, gboolean descending)
{
  const DyrSortKey key = { g_intern_string (field), descending };

  dyr_table_sort_by (self, &key, field != NULL ? 1 : 0);
}

/** dyr_table_get_sort_field: Returns: (nullable): the field of the header that was clicked */
const char *
dyr_table_get_sort_field (DyrTable *self)
{
  const DyrSortKey *keys;
  guint n_keys;

  g_return_val_if_fail (DYR_IS_TABLE (self), NULL);

  keys = dyr_table_sorting_get_keys (self->sorting, &n_keys);

  return n_keys > 0 ? keys[0].field : NULL;
}

gboolean
dyr_table_get_sort_descending (DyrTable *self)
{
  const DyrSortKey *keys;
  guint n_keys;

  g_return_val_if_fail (DYR_IS_TABLE (self), FALSE);

  keys = dyr_table_sorting_get_keys (self->sorting, &n_keys);

  return n_keys > 0 && keys[0].descending;
}

/**
 * dyr_table_scroll_to:
 * @id: a record
 *
 * A selected record that is not in the list yet is scrolled to when it comes.
 */
gboolean
dyr_table_scroll_to (DyrTable *self, gint64 id)
{
  GListModel *model;
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_val_if_fail (DYR_IS_TABLE (self), FALSE);

  model = dyr_table_get_model (self);
  if (model != NULL && id != 0)
    position = dyr_place_list_find (DYR_PLACE_LIST (model), id);

  if (position >= get_n_rows (self))
    {
      self->wanted_id = id;
      return FALSE;
    }

  self->wanted_id = 0;
  dyr_table_rows_scroll_to (self->view, position);

  return TRUE;
}

void
dyr_table_focus_selected (DyrTable *self)
{
  guint position;

  g_return_if_fail (DYR_IS_TABLE (self));

  if (get_n_rows (self) == 0)
    return;

  position = dyr_selection_get_selected_position (self->selection);
  if (position == GTK_INVALID_LIST_POSITION)
    {
      position = 0;
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), 0, TRUE);
    }
  dyr_table_rows_focus (self->view, position);
}

gboolean
dyr_table_get_compact (DyrTable *self)
{
  g_return_val_if_fail (DYR_IS_TABLE (self), FALSE);

  return self->compact;
}

void
dyr_table_set_compact (DyrTable *self, gboolean compact)
{
  g_return_if_fail (DYR_IS_TABLE (self));

  compact = !!compact;
  if (self->compact == compact)
    return;

  self->compact = compact;
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
}

/* How many cells have been bound by the columns there are. */
guint
dyr_table_get_n_binds (DyrTable *self)
{
  guint n = 0;

  g_return_val_if_fail (DYR_IS_TABLE (self), 0);

  for (guint i = 0; i < get_n_columns (self); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = get_column (self, i);

      n += dyr_table_cell_factory_get_n_binds (gtk_column_view_column_get_factory (column));
    }

  return n;
}

void
dyr_table_hold_shift (DyrTable *self, gboolean held)
{
  g_return_if_fail (DYR_IS_TABLE (self));

  dyr_table_sorting_set_adding (self->sorting, held);
}
