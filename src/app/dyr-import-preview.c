/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportPreview: the first rows of a file and how it is read: encoding, separator, header. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-preview.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "dyr-csv-dialect.h"
#include "dyr-display.h"
#include "dyr-naming.h"

/* Columns that are shown: more of them nobody reads, and each costs widgets. */
#define MOST_COLUMNS 40
/* Pixels. */
#define COLUMN_WIDTH 150
#define LINE_WIDTH 64
/* Characters. */
#define LONGEST_TITLE 100

/* A row of the table. */
#define DYR_TYPE_PREVIEW_ROW (dyr_preview_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrPreviewRow, dyr_preview_row, DYR, PREVIEW_ROW, GObject)

struct _DyrPreviewRow
{
  GObject parent_instance;

  guint line;
  GStrv cells;
  guint n_cells;
};

G_DEFINE_FINAL_TYPE (DyrPreviewRow, dyr_preview_row, G_TYPE_OBJECT)

static void
dyr_preview_row_finalize (GObject *object)
{
  g_strfreev (DYR_PREVIEW_ROW (object)->cells);
  G_OBJECT_CLASS (dyr_preview_row_parent_class)->finalize (object);
}

static void
dyr_preview_row_class_init (DyrPreviewRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_preview_row_finalize;
}

static void
dyr_preview_row_init (DyrPreviewRow *self)
{
}

struct _DyrImportPreview
{
  GtkWidget parent_instance;

  gboolean showing; /* what changes was not changed by the person */

  GtkWidget *body;
  GtkWidget *sheet_box;
  GtkWidget *encoding_box;
  GtkWidget *delimiter_box;
  GtkWidget *header_box;
  GtkDropDown *sheet;
  GtkDropDown *encoding;
  GtkDropDown *delimiter;
  GtkDropDown *header;
  GtkLabel *hint;
  GtkLabel *count;
  GtkColumnView *table;
  GListStore *rows;
  GtkWidget *problems;
  GtkLabel *problems_title;
  GtkListBox *problems_list;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrImportPreview, dyr_import_preview, GTK_TYPE_WIDGET)

/* The table */

static void
on_cell_set_up (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *cell = gtk_inscription_new (NULL);

  /* Lines have a number, cells a text of any length. */
  if (GPOINTER_TO_UINT (data) == 0)
    {
      gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), 1);
      gtk_widget_add_css_class (cell, "dim-label");
      gtk_widget_add_css_class (cell, "numeric");
    }
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_list_item_set_child (item, cell);
}

static void
on_cell_bound (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkInscription *cell = GTK_INSCRIPTION (gtk_list_item_get_child (item));
  DyrPreviewRow *row = gtk_list_item_get_item (item);
  guint column = GPOINTER_TO_UINT (data);
  g_autofree char *line = NULL;

  if (column == 0)
    {
      line = g_strdup_printf ("%u", row->line);
      gtk_inscription_set_text (cell, line);
      return;
    }
  gtk_inscription_set_text (cell, column <= row->n_cells ? row->cells[column - 1] : NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (cell), gtk_inscription_get_text (cell));
}

/* Column 0 has the lines, the others are columns of the file + 1. */
static void
add_column (DyrImportPreview *self, const char *title, guint number, gboolean last)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  g_signal_connect (factory, "setup", G_CALLBACK (on_cell_set_up), GUINT_TO_POINTER (number));
  g_signal_connect (factory, "bind", G_CALLBACK (on_cell_bound), GUINT_TO_POINTER (number));
  gtk_column_view_column_set_fixed_width (column, number == 0 ? LINE_WIDTH : COLUMN_WIDTH);
  gtk_column_view_column_set_resizable (column, number != 0);
  /* A table narrower than its place looks torn. */
  gtk_column_view_column_set_expand (column, last);
  gtk_column_view_append_column (self->table, column);
}

static void
show_columns (DyrImportPreview *self, const DyrImportPeek *peek)
{
  GListModel *columns = gtk_column_view_get_columns (self->table);
  guint n;

  while ((n = g_list_model_get_n_items (columns)) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, n - 1);

      gtk_column_view_remove_column (self->table, column);
    }
  n = MIN (peek->n_columns, MOST_COLUMNS);
  add_column (self, C_("import", "Line"), 0, n == 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title
          = dyr_display_line (dyr_mapping_get_header (peek->mapping, i), LONGEST_TITLE);

      add_column (self, title, i + 1, i + 1 == n);
    }
}

static void
show_rows (DyrImportPreview *self, const DyrImportPeek *peek)
{
  g_list_store_remove_all (self->rows);
  show_columns (self, peek);
  for (guint i = 0; i < peek->rows->len; i++)
    {
      const DyrImportPeekRow *from = g_ptr_array_index (peek->rows, i);
      g_autoptr (DyrPreviewRow) row = g_object_new (DYR_TYPE_PREVIEW_ROW, NULL);

      row->line = from->line;
      row->cells = g_strdupv (from->cells);
      row->n_cells = g_strv_length (from->cells);
      g_list_store_append (self->rows, row);
    }
}

/* What stands around it */

static void
show_count (DyrImportPreview *self, const DyrImportPeek *peek, const DyrContext *context)
{
  g_autofree char *count = dyr_format_count (context->format, peek->n_rows);
  g_autofree char *text = NULL;

  if (peek->whole)
    text = g_strdup_printf (ngettext ("%s row in the file", "%s rows in the file", peek->n_rows),
                            count);
  else
    text = g_strdup_printf (
        ngettext ("More than %s row in the file", "More than %s rows in the file", peek->n_rows),
        count);
  gtk_label_set_text (self->count, text);
}

static void
show_hint (DyrImportPreview *self, const DyrImportPeek *peek)
{
  const char *text = NULL;

  if (peek->n_columns <= 1 && peek->format == DYR_SHEET_CSV)
    text = _("There is only one column. If there should be more, choose another separator.");
  else if (!peek->encoding_is_certain)
    text = _("The encoding is a guess. If letters look wrong, choose another one.");
  gtk_label_set_text (self->hint, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), text != NULL);
}

static GtkWidget *
new_problem (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  return label;
}

static void
show_problems (DyrImportPreview *self, const DyrImportPeek *peek)
{
  guint n_shown = g_strv_length (peek->problems);
  g_autofree char *title = g_strdup_printf (
      ngettext ("%u thing to look at", "%u things to look at", peek->n_problems), peek->n_problems);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->problems_list, 0)) != NULL)
    gtk_list_box_remove (self->problems_list, GTK_WIDGET (row));
  for (guint i = 0; i < n_shown; i++)
    gtk_list_box_append (self->problems_list, new_problem (peek->problems[i]));
  if (peek->n_problems > n_shown)
    {
      guint n = peek->n_problems - n_shown;
      g_autofree char *more = g_strdup_printf (ngettext ("… and %u more", "… and %u more", n), n);

      gtk_list_box_append (self->problems_list, new_problem (more));
    }
  gtk_label_set_text (self->problems_title, title);
  gtk_widget_set_visible (self->problems, peek->n_problems > 0);
}

/* How the file is read */

static void
select_encoding (DyrImportPreview *self, const char *encoding)
{
  const char *const *names = dyr_encoding_list ();

  for (guint i = 0; names[i] != NULL; i++)
    if (g_strcmp0 (names[i], encoding) == 0)
      gtk_drop_down_set_selected (self->encoding, i);
}

static void
select_delimiter (DyrImportPreview *self, char delimiter)
{
  const char *all = dyr_csv_delimiter_list ();
  const char *found = delimiter != '\0' ? strchr (all, delimiter) : NULL;

  if (found != NULL)
    gtk_drop_down_set_selected (self->delimiter, (guint) (found - all));
}

/* What a format knows by itself is not asked. */
static void
select_sheet (DyrImportPreview *self, const DyrImportPeek *peek)
{
  g_autoptr (GtkStringList) names
      = gtk_string_list_new ((const char *const *) (gpointer) peek->sheets);

  gtk_drop_down_set_model (self->sheet, G_LIST_MODEL (names));
  for (guint i = 0; peek->sheets != NULL && peek->sheets[i] != NULL; i++)
    if (g_str_equal (peek->sheets[i], peek->sheet))
      gtk_drop_down_set_selected (self->sheet, i);
  gtk_widget_set_visible (self->sheet_box, peek->format == DYR_SHEET_XLSX);
  gtk_widget_set_visible (self->encoding_box, peek->encoding != NULL);
  gtk_widget_set_visible (self->delimiter_box, peek->format == DYR_SHEET_CSV);
  gtk_widget_set_visible (self->header_box, peek->format != DYR_SHEET_VCARD);
}

/* The name of the sheet that is chosen; NULL: the file has none. */
static const char *
get_sheet (DyrImportPreview *self)
{
  GtkStringObject *name = GTK_STRING_OBJECT (gtk_drop_down_get_selected_item (self->sheet));

  return name != NULL ? gtk_string_object_get_string (name) : NULL;
}

void
dyr_import_preview_show (DyrImportPreview *self,
                         const DyrImportPeek *peek,
                         const DyrContext *context)
{
  g_return_if_fail (DYR_IS_IMPORT_PREVIEW (self));
  g_return_if_fail (peek != NULL);

  self->showing = TRUE;
  select_encoding (self, peek->encoding);
  select_delimiter (self, peek->delimiter);
  select_sheet (self, peek);
  gtk_drop_down_set_selected (self->header, peek->has_header ? 0 : 1);
  self->showing = FALSE;
  show_rows (self, peek);
  show_count (self, peek, context);
  show_hint (self, peek);
  show_problems (self, peek);
}

void
dyr_import_preview_get_options (DyrImportPreview *self, DyrSheetOptions *options)
{
  g_return_if_fail (DYR_IS_IMPORT_PREVIEW (self));
  g_return_if_fail (options != NULL);

  options->sheet = get_sheet (self);
  options->encoding = dyr_encoding_list ()[gtk_drop_down_get_selected (self->encoding)];
  options->delimiter = dyr_csv_delimiter_list ()[gtk_drop_down_get_selected (self->delimiter)];
  options->header
      = gtk_drop_down_get_selected (self->header) == 0 ? DYR_SHEET_HEADER_YES : DYR_SHEET_HEADER_NO;
}

static void
on_choice_changed (DyrImportPreview *self)
{
  if (!self->showing)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
dyr_import_preview_dispose (GObject *object)
{
  DyrImportPreview *self = DYR_IMPORT_PREVIEW (object);

  self->showing = TRUE;
  g_clear_object (&self->rows);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_IMPORT_PREVIEW);
  G_OBJECT_CLASS (dyr_import_preview_parent_class)->dispose (object);
}

static void
dyr_import_preview_class_init (DyrImportPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_import_preview_dispose;
  signals[CHANGED] = g_signal_new (
      "changed", DYR_TYPE_IMPORT_PREVIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-import-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, body);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, sheet_box);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, encoding_box);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, delimiter_box);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, header_box);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, sheet);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, encoding);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, delimiter);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, header);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, hint);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, count);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, table);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, problems);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, problems_title);
  gtk_widget_class_bind_template_child (widget_class, DyrImportPreview, problems_list);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_changed);
}

static void
fill_choices (DyrImportPreview *self)
{
  const char *headers[]
      = { C_("import", "Names of the columns"), C_("import", "A row like the others"), NULL };
  g_autoptr (GtkStringList) encodings = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) delimiters = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) header = gtk_string_list_new (headers);
  const char *const *names = dyr_encoding_list ();

  for (guint i = 0; names[i] != NULL; i++)
    gtk_string_list_append (encodings, dyr_encoding_label (names[i]));
  for (const char *delimiter = dyr_csv_delimiter_list (); *delimiter != '\0'; delimiter++)
    gtk_string_list_append (delimiters, dyr_csv_delimiter_label (*delimiter));
  self->showing = TRUE;
  gtk_drop_down_set_model (self->encoding, G_LIST_MODEL (encodings));
  gtk_drop_down_set_model (self->delimiter, G_LIST_MODEL (delimiters));
  gtk_drop_down_set_model (self->header, G_LIST_MODEL (header));
  self->showing = FALSE;
}

static void
dyr_import_preview_init (DyrImportPreview *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  dyr_name_drop_down (self->sheet, C_ ("import", "Sheet"));
  dyr_name_drop_down (self->encoding, C_ ("import", "Encoding"));
  dyr_name_drop_down (self->delimiter, C_ ("import", "Between the columns"));
  dyr_name_drop_down (self->header, C_ ("import", "The first row is"));
  self->rows = g_list_store_new (DYR_TYPE_PREVIEW_ROW);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (selection));
  fill_choices (self);
}
