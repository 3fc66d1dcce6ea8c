/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The cells of a table's column. No GtkExpression and no widget around the widget: a jump binds a
 * thousand of them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-table-cell-private.h"

#include "dyr-display.h"
#include "dyr-pill.h"
#include "dyr-sent-words.h"
#include "dyr-table.h"

/* More than any column has room for, and less than makes Pango work. */
#define LONGEST_NARROW 120
#define LONGEST_WIDE 400

/* What a factory keeps. */
typedef struct
{
  DyrTableCellManner manner;
  guint n_binds;
} Own;

typedef struct
{
  const DyrTableCellManner *manner; /* the factory's */
  GtkWidget *widget;                /* GtkInscription or DyrPill; owns this */
  DyrPlace *place;
  DyrRecord *record;
  gulong place_handler;
  gulong record_handlers[3];
  gboolean is_dim;
  gboolean is_struck;
  gboolean is_heading;
  DyrSent mark; /* NOT: none */
} Cell;

static GQuark
cell_quark (void)
{
  return g_quark_from_static_string ("dyr-table-cell");
}

static Cell *
cell_of (GtkWidget *widget)
{
  return g_object_get_qdata (G_OBJECT (widget), cell_quark ());
}

static const DyrField *
field_of (const DyrTableCellManner *manner)
{
  return manner->field >= 0 ? &manner->type->fields[manner->field] : NULL;
}

static gboolean
is_pill (const DyrTableCellManner *manner)
{
  const DyrField *field = field_of (manner);

  /* The first column has the headings of sections. */
  return field != NULL && field->kind == DYR_KIND_CHOICE && !manner->is_first;
}

static void
set_class (Cell *cell, const char *name, gboolean *is_set, gboolean set)
{
  if (*is_set == set)
    return;

  *is_set = set;
  if (set)
    gtk_widget_add_css_class (cell->widget, name);
  else
    gtk_widget_remove_css_class (cell->widget, name);
}

static char *
text_of (const DyrTableCellManner *manner, DyrRecord *record)
{
  if (manner->field < 0)
    return g_strdup (dyr_record_get_title (record));

  return dyr_context_show_field (manner->context, record, (guint) manner->field);
}

static gboolean
links_to_deleted (const DyrTableCellManner *manner, DyrRecord *record)
{
  const DyrLink *link;

  if (manner->field < 0)
    return dyr_record_is_deleted (record);

  link = dyr_value_link (dyr_record_get_value (record, (guint) manner->field));

  return link != NULL && link->deleted;
}

/* Cells lie in a cell widget of GTK and that in a row widget, which has no name of its own. */
static void
name_row (Cell *cell)
{
  GtkWidget *parent = gtk_widget_get_parent (cell->widget);
  GtkWidget *row = parent != NULL ? gtk_widget_get_parent (parent) : NULL;
  g_autofree char *line = NULL;

  /* What is about to be read has a name in a moment. */
  if (row == NULL || (cell->record == NULL && dyr_place_get_heading (cell->place) == NULL))
    return;

  if (dyr_place_get_heading (cell->place) != NULL)
    line = g_strdup (dyr_place_get_heading (cell->place));
  else if (cell->record != NULL)
    line = dyr_display_line (dyr_record_get_title (cell->record), LONGEST_WIDE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, line != NULL ? line : "—", -1);
}

/* What the mark of the cell says; NOT: it has none. What the CRM has needs no mark. */
static DyrSent
find_mark (Cell *cell)
{
  const DyrSent sent = cell->record != NULL && cell->manner->is_first
                           ? dyr_record_get_sent (cell->record)
                           : DYR_SENT_NOT;
  GtkWidget *table;

  if (sent == DYR_SENT_ALL)
    return DYR_SENT_NOT;
  table = gtk_widget_get_ancestor (cell->widget, DYR_TYPE_TABLE);
  return table != NULL && dyr_table_get_marks (DYR_TABLE (table)) ? sent : DYR_SENT_NOT;
}

/* style.css draws it; who does not see it is told by the row. */
static void
show_mark (Cell *cell)
{
  static const char *const classes[] = {
    [DYR_SENT_WAITS] = "mark-waits",
    [DYR_SENT_UNSURE] = "mark-unsure",
    [DYR_SENT_NEEDS_YOU] = "mark-needs-you",
  };
  const DyrSent mark = find_mark (cell);
  GtkWidget *parent = gtk_widget_get_parent (cell->widget);
  GtkWidget *row = parent != NULL ? gtk_widget_get_parent (parent) : NULL;

  if (row == NULL || mark == cell->mark)
    return;
  if (cell->mark != DYR_SENT_NOT)
    gtk_widget_remove_css_class (cell->widget, classes[cell->mark]);
  cell->mark = mark;
  if (mark == DYR_SENT_NOT)
    {
      gtk_accessible_reset_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
      return;
    }
  gtk_widget_add_css_class (cell->widget, classes[mark]);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, dyr_sent_words (mark), -1);
}

/* A heading runs over the cells behind it, which are empty: its cell does not cut it (style.css
 * gives it the room). */
static void
show_heading (Cell *cell)
{
  GtkWidget *parent = gtk_widget_get_parent (cell->widget);
  GtkWidget *row = parent != NULL ? gtk_widget_get_parent (parent) : NULL;
  const char *heading = dyr_place_get_heading (cell->place);

  if (cell->is_heading != (heading != NULL))
    {
      set_class (cell, "section-heading", &cell->is_heading, heading != NULL);
      if (parent != NULL)
        gtk_widget_set_overflow (parent,
                                 heading != NULL ? GTK_OVERFLOW_VISIBLE : GTK_OVERFLOW_HIDDEN);
      if (row != NULL && heading != NULL)
        gtk_widget_add_css_class (row, "section");
      else if (row != NULL)
        gtk_widget_remove_css_class (row, "section");
    }
  if (heading != NULL)
    gtk_inscription_set_text (GTK_INSCRIPTION (cell->widget), heading);
}

static void
update_pill (Cell *cell)
{
  const DyrTableCellManner *manner = cell->manner;

  /* Without a record nothing is seen of it, and its style need not be made anew for a moment. */
  gtk_widget_set_opacity (cell->widget, cell->record != NULL ? 1 : 0);
  if (cell->record != NULL)
    dyr_pill_set_choice (
        DYR_PILL (cell->widget),
        manner->type,
        (guint) manner->field,
        dyr_value_text (dyr_record_get_value (cell->record, (guint) manner->field)));
  else
    dyr_pill_set (DYR_PILL (cell->widget), "", dyr_pill_get_look (DYR_PILL (cell->widget)));
}

static void
update_text (Cell *cell)
{
  const DyrTableCellManner *manner = cell->manner;
  g_autofree char *text = NULL, *line = NULL;

  if (cell->record == NULL)
    {
      gtk_inscription_set_text (GTK_INSCRIPTION (cell->widget), "");
      /* A heading is neither; for a moment without a record styles stay. */
      if (cell->manner->is_first && dyr_place_get_heading (cell->place) != NULL)
        {
          set_class (cell, "quiet-text", &cell->is_dim, FALSE);
          set_class (cell, "struck", &cell->is_struck, FALSE);
        }
      return;
    }

  text = text_of (manner, cell->record);
  line = dyr_display_line (text, manner->expand ? LONGEST_WIDE : LONGEST_NARROW);
  gtk_inscription_set_text (GTK_INSCRIPTION (cell->widget), line != NULL ? line : "—");
  set_class (cell, "quiet-text", &cell->is_dim, line == NULL);
  set_class (
      cell, "struck", &cell->is_struck, line != NULL && links_to_deleted (manner, cell->record));
}

static void
update (Cell *cell)
{
  if (is_pill (cell->manner))
    update_pill (cell);
  else
    update_text (cell);

  if (cell->manner->is_first)
    {
      show_heading (cell);
      name_row (cell);
      show_mark (cell);
    }
}

static void
disconnect_record (Cell *cell)
{
  if (cell->record == NULL)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (cell->record_handlers); i++)
    g_clear_signal_handler (&cell->record_handlers[i], cell->record);
  g_clear_object (&cell->record);
}

static gulong
connect_field (Cell *cell, const char *field)
{
  g_autofree char *signal = g_strconcat ("notify::", field, NULL);

  return g_signal_connect_swapped (cell->record, signal, G_CALLBACK (update), cell);
}

/* Only what the cell shows: an edit of another field costs nothing here. */
static void
connect_record (Cell *cell)
{
  const DyrTableCellManner *manner = cell->manner;
  const DyrField *field = field_of (manner);
  DyrRecord *record = dyr_place_get_record (cell->place);

  /* A list of another type may be set before the columns for it are. */
  if (record == NULL || dyr_record_get_record_type (record) != manner->type)
    return;

  cell->record = g_object_ref (record);
  cell->record_handlers[0] = connect_field (cell, field != NULL ? field->name : "title");
  if (field != NULL && field->kind == DYR_KIND_MONEY)
    cell->record_handlers[1] = connect_field (cell, manner->type->fields[field->currency].name);
  else if (field != NULL && manner->is_first)
    cell->record_handlers[1] = connect_field (cell, "title");
  if (manner->is_first)
    cell->record_handlers[2] = connect_field (cell, "sent");
}

static void
on_record_swapped (Cell *cell)
{
  disconnect_record (cell);
  connect_record (cell);
  update (cell);
}

static void
unbind (Cell *cell)
{
  disconnect_record (cell);
  if (cell->place != NULL)
    g_clear_signal_handler (&cell->place_handler, cell->place);
  g_clear_object (&cell->place);
}

static void
free_cell (gpointer data)
{
  Cell *cell = data;

  unbind (cell);
  g_free (cell);
}

static GtkWidget *
make_inscription (const DyrTableCellManner *manner)
{
  GtkWidget *widget = gtk_inscription_new (NULL);
  const DyrField *field = field_of (manner);
  GtkInscription *inscription = GTK_INSCRIPTION (widget);

  gtk_inscription_set_text_overflow (inscription, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_lines (inscription, 1);
  gtk_inscription_set_nat_lines (inscription, 1);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER); /* else it takes as many lines as the row has */
  gtk_inscription_set_xalign (inscription, manner->xalign);
  if (field != NULL && dyr_field_form (field) == DYR_VALUE_NUMBER)
    gtk_widget_add_css_class (widget, "numeric");

  return widget;
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, Own *own)
{
  Cell *cell = g_new0 (Cell, 1);

  cell->manner = &own->manner;
  cell->widget = is_pill (cell->manner) ? dyr_pill_new_steady () : make_inscription (cell->manner);
  g_object_set_qdata_full (G_OBJECT (cell->widget), cell_quark (), cell, free_cell);
  gtk_list_item_set_child (item, cell->widget);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, Own *own)
{
  Cell *cell = cell_of (gtk_list_item_get_child (item));

  own->n_binds++;
  cell->place = g_object_ref (gtk_list_item_get_item (item));
  cell->place_handler = g_signal_connect_swapped (
      cell->place, "notify::record", G_CALLBACK (on_record_swapped), cell);
  connect_record (cell);
  update (cell);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, Own *own)
{
  GtkWidget *child = gtk_list_item_get_child (item);

  if (child != NULL)
    unbind (cell_of (child));
}

/**
 * dyr_table_cell_factory_new:
 * @manner: what the cells show; copied
 *
 * Returns: (transfer full): the factory of a column
 */
GtkListItemFactory *
dyr_table_cell_factory_new (const DyrTableCellManner *manner)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Own *own;

  g_return_val_if_fail (manner != NULL, factory);

  own = g_new0 (Own, 1);
  own->manner = *manner;
  g_object_set_qdata_full (G_OBJECT (factory), cell_quark (), own, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), own);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), own);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), own);

  return factory;
}

/** dyr_table_cell_get_place: Returns: (transfer none) (nullable): the place */
DyrPlace *
dyr_table_cell_get_place (GtkWidget *widget)
{
  Cell *cell;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  cell = cell_of (widget);

  return cell != NULL ? cell->place : NULL;
}

/* A cell's padding belongs to a widget of GTK around it; a pill has a label inside. */
GtkWidget *
dyr_table_cell_under (GtkWidget *view, int x, int y)
{
  GtkWidget *under = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);

  for (; under != NULL && under != view; under = gtk_widget_get_parent (under))
    {
      GtkWidget *child = gtk_widget_get_first_child (under);

      if (dyr_table_cell_get_place (under) != NULL)
        return under;

      if (child != NULL && gtk_widget_get_next_sibling (child) == NULL
          && dyr_table_cell_get_place (child) != NULL)
        return child;
    }

  return NULL;
}

/* The whole text when the cell has no room for it; else NULL. */
static char *
get_cut_text (Cell *cell)
{
  g_autoptr (PangoLayout) layout = NULL;
  g_autofree char *text = text_of (cell->manner, cell->record), *shown = NULL;
  int width;

  if (text == NULL)
    return NULL;

  shown = dyr_display_line (text, LONGEST_WIDE);
  layout = gtk_widget_create_pango_layout (cell->widget, shown);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (width <= gtk_widget_get_width (cell->widget) && g_str_equal (text, shown))
    return NULL;

  return dyr_display_line (text, 4 * LONGEST_WIDE);
}

char *
dyr_table_cell_get_tip (GtkWidget *widget)
{
  g_autofree char *text = NULL;
  Cell *cell;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  cell = cell_of (widget);
  if (cell == NULL || cell->record == NULL)
    return NULL;

  text = get_cut_text (cell);
  if (cell->mark == DYR_SENT_NOT)
    return g_steal_pointer (&text);
  /* A line each: the text, where it is, what that means. */
  return text != NULL
             ? g_strjoin (
                 "\n", text, dyr_sent_words (cell->mark), dyr_sent_explain (cell->mark), NULL)
             : g_strjoin ("\n", dyr_sent_words (cell->mark), dyr_sent_explain (cell->mark), NULL);
}

void
dyr_table_cell_mark (GtkWidget *widget)
{
  Cell *cell;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  cell = cell_of (widget);
  if (cell != NULL && cell->place != NULL)
    show_mark (cell);
}

float
dyr_table_cell_factory_get_xalign (GtkListItemFactory *factory)
{
  Own *own;

  g_return_val_if_fail (GTK_IS_LIST_ITEM_FACTORY (factory), 0);

  own = g_object_get_qdata (G_OBJECT (factory), cell_quark ());

  return own != NULL ? own->manner.xalign : 0;
}

guint
dyr_table_cell_factory_get_n_binds (GtkListItemFactory *factory)
{
  Own *own;

  g_return_val_if_fail (GTK_IS_LIST_ITEM_FACTORY (factory), 0);

  own = g_object_get_qdata (G_OBJECT (factory), cell_quark ());

  return own != NULL ? own->n_binds : 0;
}
