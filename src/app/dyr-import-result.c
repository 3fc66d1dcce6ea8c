/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportResult: what an import did, or its trial run would do: counts, rows, unknown people. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-result.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"

/* People that are named. */
#define MOST_PEOPLE 30
/* Characters that are shown. */
#define LONGEST_TITLE 200
#define LONGEST_MESSAGE 500

/* A row of the table. */
#define DYR_TYPE_RESULT_ROW (dyr_result_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrResultRow, dyr_result_row, DYR, RESULT_ROW, GObject)

struct _DyrResultRow
{
  GObject parent_instance;

  const DyrImportEntry *entry; /* of the report */
};

G_DEFINE_FINAL_TYPE (DyrResultRow, dyr_result_row, G_TYPE_OBJECT)

static void
dyr_result_row_class_init (DyrResultRowClass *klass)
{
}

static void
dyr_result_row_init (DyrResultRow *self)
{
}

/* One outcome above the table: how many rows it has; pressed, the table shows them. */
typedef struct
{
  GtkToggleButton *button;
  GtkLabel *number;
  GtkLabel *word;
} Tile;

struct _DyrImportResult
{
  GtkWidget parent_instance;

  const DyrImportReport *report;
  GListStore *rows;
  Tile tiles[DYR_IMPORT_N_OUTCOMES];
  GtkColumnViewColumn *title_column;
  GtkColumnViewColumn *column_column;
  GtkColumnViewColumn *message_column;

  GtkWidget *body;
  GtkBox *tile_box;
  GtkStack *stack;
  GtkLabel *nothing;
  GtkColumnView *table;
  GtkWidget *people;
  GtkLabel *people_title;
  GtkLabel *people_names;
};

G_DEFINE_FINAL_TYPE (DyrImportResult, dyr_import_result, GTK_TYPE_WIDGET)

/* In the order in which they stand; what needs a person comes last. */
static const DyrImportOutcome order[] = {
  DYR_IMPORT_NEW,     DYR_IMPORT_CHANGED, DYR_IMPORT_SAME,
  DYR_IMPORT_SKIPPED, DYR_IMPORT_WARNING, DYR_IMPORT_REFUSED,
};

/* What stands below the number. */
static const char *
outcome_word (DyrImportOutcome outcome, guint n)
{
  switch (outcome)
    {
    case DYR_IMPORT_NEW:
      /* Translators: stands below the number, as the following ones do. */
      return ngettext ("New record", "New records", n);
    case DYR_IMPORT_CHANGED:
      return ngettext ("Changed record", "Changed records", n);
    case DYR_IMPORT_SAME:
      return ngettext ("Unchanged record", "Unchanged records", n);
    case DYR_IMPORT_SKIPPED:
      return ngettext ("Empty row", "Empty rows", n);
    case DYR_IMPORT_REFUSED:
      return ngettext ("Refused row", "Refused rows", n);
    case DYR_IMPORT_WARNING:
      return ngettext ("Thing to look at", "Things to look at", n);
    default:
      g_return_val_if_reached ("");
    }
}

/* What stands in place of the table when there is no row to show. */
static const char *
nothing_text (DyrImportOutcome outcome, gboolean dry_run)
{
  switch (outcome)
    {
    case DYR_IMPORT_NEW:
      return dry_run ? _("No new record would be made.") : _("New records are in the list now.");
    case DYR_IMPORT_CHANGED:
      return dry_run ? _("No record would be changed.")
                     : _("What was changed is in the timeline of each record.");
    case DYR_IMPORT_SAME:
      return _("These records say already what the file says.");
    case DYR_IMPORT_SKIPPED:
      return _("There is nothing in these rows.");
    case DYR_IMPORT_REFUSED:
      return _("No row was refused.");
    case DYR_IMPORT_WARNING:
      return _("Nothing needs to be looked at.");
    default:
      g_return_val_if_reached ("");
    }
}

/* The table */

static void
on_number_set_up (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *cell = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (cell), 1);
  gtk_widget_set_valign (cell, GTK_ALIGN_START);
  gtk_widget_add_css_class (cell, "dim-label");
  gtk_widget_add_css_class (cell, "numeric");
  gtk_list_item_set_child (item, cell);
}

static void
on_text_set_up (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *cell = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (cell), 0);
  gtk_label_set_wrap (GTK_LABEL (cell), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (cell), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_valign (cell, GTK_ALIGN_START);
  gtk_list_item_set_child (item, cell);
}

static const DyrImportEntry *
entry_of (GtkListItem *item)
{
  return ((DyrResultRow *) gtk_list_item_get_item (item))->entry;
}

static void
on_line_bound (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  g_autofree char *line = g_strdup_printf ("%u", entry_of (item)->line);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), line);
}

static void
show_text (GtkListItem *item, const char *text, guint longest)
{
  g_autofree char *shown = dyr_display_line (text, longest);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), shown != NULL ? shown : "—");
}

static void
on_title_bound (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  show_text (item, entry_of (item)->title, LONGEST_TITLE);
}

static void
on_column_bound (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  show_text (item, entry_of (item)->column, LONGEST_TITLE);
}

static void
on_message_bound (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  show_text (item, entry_of (item)->message, LONGEST_MESSAGE);
}

static GtkColumnViewColumn *
new_column (const char *title, GCallback set_up, GCallback bound, int width)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_signal_connect (factory, "setup", set_up, NULL);
  g_signal_connect (factory, "bind", bound, NULL);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (column, width);
  else
    gtk_column_view_column_set_expand (column, TRUE);
  return column;
}

static void
make_columns (DyrImportResult *self)
{
  GCallback number = G_CALLBACK (on_number_set_up), text = G_CALLBACK (on_text_set_up);
  g_autoptr (GtkColumnViewColumn) line
      = new_column (C_("import", "Line"), number, G_CALLBACK (on_line_bound), 64);

  gtk_column_view_append_column (self->table, line);
  self->title_column = new_column (C_("import", "Record"), text, G_CALLBACK (on_title_bound), 220);
  self->column_column
      = new_column (C_("import", "Column"), text, G_CALLBACK (on_column_bound), 140);
  self->message_column
      = new_column (C_("import", "What and why"), text, G_CALLBACK (on_message_bound), 0);
}

static void
take_column (DyrImportResult *self, GtkColumnViewColumn *column)
{
  if (gtk_column_view_column_get_column_view (column) != NULL)
    gtk_column_view_remove_column (self->table, column);
}

/* Columns in which nothing stands are left out: taken away, for GTK keeps the room of columns that
 * are only hidden. */
static void
show_columns (DyrImportResult *self, GPtrArray *rows)
{
  gboolean titles = FALSE, columns = FALSE, messages = FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const DyrImportEntry *entry = ((DyrResultRow *) g_ptr_array_index (rows, i))->entry;

      titles = titles || entry->title != NULL;
      columns = columns || entry->column != NULL;
      messages = messages || entry->message != NULL;
    }
  take_column (self, self->title_column);
  take_column (self, self->column_column);
  take_column (self, self->message_column);
  /* One column fills what is left, always. */
  gtk_column_view_column_set_expand (self->title_column, !messages);
  if (titles || !messages)
    gtk_column_view_append_column (self->table, self->title_column);
  if (columns)
    gtk_column_view_append_column (self->table, self->column_column);
  if (messages)
    gtk_column_view_append_column (self->table, self->message_column);
}

static void
show_outcome (DyrImportResult *self, DyrImportOutcome outcome)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->report->entries->len; i++)
    {
      const DyrImportEntry *entry = g_ptr_array_index (self->report->entries, i);
      DyrResultRow *row;

      if (entry->outcome != outcome)
        continue;
      row = g_object_new (DYR_TYPE_RESULT_ROW, NULL);
      row->entry = entry;
      g_ptr_array_add (rows, row);
    }
  g_list_store_remove_all (self->rows);
  show_columns (self, rows);
  g_list_store_splice (self->rows, 0, 0, rows->pdata, rows->len);
  gtk_label_set_text (self->nothing, nothing_text (outcome, self->report->dry_run));
  gtk_stack_set_visible_child_name (self->stack, rows->len > 0 ? "rows" : "nothing");
}

/* Tiles */

static void
on_tile_toggled (GtkToggleButton *button, DyrImportResult *self)
{
  if (self->report == NULL || !gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < DYR_IMPORT_N_OUTCOMES; i++)
    if (self->tiles[i].button == button)
      show_outcome (self, (DyrImportOutcome) i);
}

static void
add_tile (DyrImportResult *self, DyrImportOutcome outcome)
{
  Tile *tile = &self->tiles[outcome];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  tile->button = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  tile->number = GTK_LABEL (gtk_label_new (NULL));
  tile->word = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (tile->number), "title-2");
  gtk_widget_add_css_class (GTK_WIDGET (tile->number), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (tile->word), "caption");
  gtk_label_set_ellipsize (tile->word, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (tile->number));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (tile->word));
  gtk_button_set_child (GTK_BUTTON (tile->button), box);
  gtk_widget_add_css_class (GTK_WIDGET (tile->button), "flat");
  gtk_toggle_button_set_group (
      tile->button,
      self->tiles[order[0]].button == tile->button ? NULL : self->tiles[order[0]].button);
  g_signal_connect_object (tile->button, "toggled", G_CALLBACK (on_tile_toggled), self, 0);
  gtk_box_append (self->tile_box, GTK_WIDGET (tile->button));
}

static void
show_tile (Tile *tile, DyrImportOutcome outcome, guint n, const DyrContext *context)
{
  const char *word = outcome_word (outcome, n);
  g_autofree char *number = dyr_format_count (context->format, n);
  /* Translators: a number and what is counted: “12”, “New records”. */
  g_autofree char *name = g_strdup_printf (C_("import", "%s: %s"), word, number);
  gboolean bad = n > 0 && outcome == DYR_IMPORT_REFUSED;
  gboolean odd = n > 0 && outcome == DYR_IMPORT_WARNING;

  gtk_label_set_text (tile->number, number);
  gtk_label_set_text (tile->word, word);
  gtk_widget_set_tooltip_text (GTK_WIDGET (tile->button), word);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (tile->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (tile->button), n > 0);
  gtk_widget_remove_css_class (GTK_WIDGET (tile->number), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (tile->number), "warning");
  if (bad || odd)
    gtk_widget_add_css_class (GTK_WIDGET (tile->number), bad ? "error" : "warning");
}

/* What needs a person is shown first. */
static DyrImportOutcome
first_outcome (const DyrImportReport *report)
{
  static const DyrImportOutcome wanted[] = {
    DYR_IMPORT_REFUSED, DYR_IMPORT_WARNING, DYR_IMPORT_NEW, DYR_IMPORT_CHANGED, DYR_IMPORT_SAME
  };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (report->n[wanted[i]] > 0)
      return wanted[i];
  return DYR_IMPORT_SKIPPED;
}

/* People */

static void
show_people (DyrImportResult *self)
{
  guint n = self->report != NULL ? self->report->people->len : 0;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *title = NULL;

  for (guint i = 0; i < MIN (n, MOST_PEOPLE); i++)
    {
      const DyrImportPerson *person = g_ptr_array_index (self->report->people, i);
      g_autofree char *name = dyr_display_line (person->name, LONGEST_TITLE);
      g_autofree char *part = NULL;

      /* Translators: name of somebody, in how many rows of a file. */
      part = g_strdup_printf (
          ngettext ("%s (%u row)", "%s (%u rows)", person->n_rows), name, person->n_rows);
      g_string_append_printf (names, "%s%s", i > 0 ? " · " : "", part);
    }
  if (n > MOST_PEOPLE)
    {
      g_autofree char *more = g_strdup_printf (
          ngettext ("… and %u more", "… and %u more", n - MOST_PEOPLE), n - MOST_PEOPLE);

      g_string_append_printf (names, " %s", more);
    }
  title = g_strdup_printf (ngettext ("%u responsible person is no user here; the name is kept in "
                                     "the description",
                                     "%u responsible people are no users here; their names are "
                                     "kept in the description",
                                     n),
                           n);
  gtk_label_set_text (self->people_title, title);
  gtk_label_set_text (self->people_names, names->str);
  gtk_widget_set_visible (self->people, n > 0);
}

void
dyr_import_result_show (DyrImportResult *self,
                        const DyrImportReport *report,
                        const DyrContext *context)
{
  DyrImportOutcome first;

  g_return_if_fail (DYR_IS_IMPORT_RESULT (self));

  g_list_store_remove_all (self->rows);
  self->report = report;
  show_people (self);
  if (report == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    show_tile (&self->tiles[order[i]], order[i], report->n[order[i]], context);
  first = first_outcome (report);
  if (gtk_toggle_button_get_active (self->tiles[first].button))
    show_outcome (self, first);
  else
    gtk_toggle_button_set_active (self->tiles[first].button, TRUE);
}

static void
dyr_import_result_dispose (GObject *object)
{
  DyrImportResult *self = DYR_IMPORT_RESULT (object);

  self->report = NULL;
  g_clear_object (&self->rows);
  g_clear_object (&self->title_column);
  g_clear_object (&self->column_column);
  g_clear_object (&self->message_column);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_IMPORT_RESULT);
  G_OBJECT_CLASS (dyr_import_result_parent_class)->dispose (object);
}

static void
dyr_import_result_class_init (DyrImportResultClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_import_result_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-import-result.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrImportResult, body);
  gtk_widget_class_bind_template_child (widget_class, DyrImportResult, tile_box);
  gtk_widget_class_bind_template_child (widget_class, DyrImportResult, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrImportResult, nothing);
  gtk_widget_class_bind_template_child (widget_class, DyrImportResult, table);
  gtk_widget_class_bind_template_child (widget_class, DyrImportResult, people);
  gtk_widget_class_bind_template_child (widget_class, DyrImportResult, people_title);
  gtk_widget_class_bind_template_child (widget_class, DyrImportResult, people_names);
}

static void
dyr_import_result_init (DyrImportResult *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (DYR_TYPE_RESULT_ROW);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (selection));
  make_columns (self);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    add_tile (self, order[i]);
}
