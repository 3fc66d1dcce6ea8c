/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A row of a file becomes values of fields, as far as that goes without looking at other records.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-private.h"

#include <stdio.h>
#include <string.h>

#include "dyr-address.h"
#include "dyr-choice-words.h"
#include "dyr-csv-writer.h"
#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-error.h"
#include "dyr-text.h"

/* Different words of a column of choices that are remembered: a column of names is none. */
#define MAX_WORDS 500

typedef struct
{
  DyrMappingTarget target;
  guint field;
  char *currency;    /* of MONEY: that the header speaks of */
  GHashTable *words; /* of CHOICE: word -> id, "" no value, NULL unknown */
} Column;

struct _DyrImportParser
{
  const DyrRecordType *type;
  const DyrMapping *mapping;
  DyrContext *context;
  Column *columns;
  guint n_columns;
  int country; /* column with the record's country, -1 for none */
};

static void
clear_cell (gpointer data)
{
  DyrImportCell *cell = data;

  dyr_value_clear (&cell->value);
  g_free (cell->text);
  g_free (cell->problem);
}

static void
clear_word (gpointer data)
{
  g_free (((DyrImportWord *) data)->text);
}

DyrImportRow *
dyr_import_row_new (guint line)
{
  DyrImportRow *row = g_new0 (DyrImportRow, 1);

  row->line = line;
  row->column = DYR_IMPORT_ALL_COLUMNS;
  row->cells = g_array_new (FALSE, TRUE, sizeof (DyrImportCell));
  g_array_set_clear_func (row->cells, clear_cell);
  row->words = g_array_new (FALSE, FALSE, sizeof (DyrImportWord));
  g_array_set_clear_func (row->words, clear_word);
  row->lines = g_ptr_array_new_with_free_func (g_free);

  return row;
}

void
dyr_import_row_free (DyrImportRow *row)
{
  if (row == NULL)
    return;

  g_array_unref (row->cells);
  g_array_unref (row->words);
  g_ptr_array_unref (row->lines);
  if (row->raw != NULL)
    g_string_free (row->raw, TRUE);
  g_free (row->raw_forms);
  g_free (row->rejection);
  g_free (row->refusal);
  g_free (row->warning);
  g_free (row);
}

static void
free_row (gpointer data)
{
  dyr_import_row_free (data);
}

GPtrArray *
dyr_import_rows_new (void)
{
  return g_ptr_array_new_with_free_func (free_row);
}

DyrImportCell *
dyr_import_row_find (const DyrImportRow *row, guint field)
{
  for (guint i = 0; i < row->cells->len; i++)
    {
      DyrImportCell *cell = &g_array_index (row->cells, DyrImportCell, i);

      if (cell->field == field)
        return cell;
    }

  return NULL;
}

const DyrValue *
dyr_import_row_value (const DyrImportRow *row, guint field)
{
  DyrImportCell *cell = dyr_import_row_find (row, field);

  return cell != NULL && cell->value.form != DYR_VALUE_NONE ? &cell->value : NULL;
}

/* "Абонплата, грн", "Mjesečna naknada (EUR)" */
static char *
find_currency (DyrContext *context, const DyrRecordType *type, guint field, const char *header)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autofree char *word = NULL;
  const char *from = strrchr (header, '(');

  if (from == NULL)
    from = strrchr (header, ',');
  if (from == NULL)
    return NULL;

  word = g_strndup (from + 1, strcspn (from + 1, ")"));
  g_strstrip (word);
  if (g_str_has_suffix (word, "."))
    word[strlen (word) - 1] = '\0';
  if (!dyr_context_parse (context, type, type->fields[field].currency, word, NULL, &value, NULL))
    return NULL;

  return g_strdup (dyr_value_text (&value));
}

DyrImportParser *
dyr_import_parser_new (const DyrRecordType *type, const DyrMapping *mapping, DyrContext *context)
{
  DyrImportParser *self = g_new0 (DyrImportParser, 1);

  self->type = type;
  self->mapping = mapping;
  self->context = context;
  self->n_columns = dyr_mapping_get_n_columns (mapping);
  self->columns = g_new0 (Column, self->n_columns);
  self->country = -1;
  for (guint i = 0; i < self->n_columns; i++)
    {
      Column *column = &self->columns[i];
      const DyrField *field;

      column->target = dyr_mapping_get (mapping, i, &column->field);
      field = &type->fields[column->field];
      if (column->target != DYR_MAPPING_FIELD)
        continue;
      if (field->kind == DYR_KIND_COUNTRY)
        self->country = (int) i;
      if (field->kind == DYR_KIND_MONEY)
        column->currency
            = find_currency (context, type, column->field, dyr_mapping_get_header (mapping, i));
      if (field->choices != NULL)
        column->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }

  return self;
}

void
dyr_import_parser_free (DyrImportParser *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_columns; i++)
    {
      g_free (self->columns[i].currency);
      g_clear_pointer (&self->columns[i].words, g_hash_table_unref);
    }
  g_free (self->columns);
  g_free (self);
}

const char *
dyr_import_parser_get_currency (DyrImportParser *self, guint column)
{
  return column < self->n_columns ? self->columns[column].currency : NULL;
}

char *
dyr_import_make_line (const DyrMapping *mapping, guint column, const char *text)
{
  g_autofree char *header = g_strdup (dyr_mapping_get_header (mapping, column));
  g_autofree char *clean = dyr_text_clean (text, -1);

  if (g_str_has_suffix (header, ":"))
    header[strlen (header) - 1] = '\0';

  return g_strdup_printf ("%s: %s", header, clean != NULL ? clean : "");
}

static DyrImportCell *
add_cell (DyrImportRow *row, guint column, guint field, DyrImportCellState state)
{
  DyrImportCell cell = { .column = column, .field = field, .state = state };

  g_array_append_val (row->cells, cell);

  return &g_array_index (row->cells, DyrImportCell, row->cells->len - 1);
}

static void
set_wrong (DyrImportCell *cell, const char *message)
{
  cell->state = DYR_IMPORT_CELL_WRONG;
  dyr_value_clear (&cell->value);
  g_free (cell->problem);
  cell->problem = g_strdup (message);
}

/* Several columns may go into one set; one that is no value leaves nothing of the row. */
static void
join_cells (DyrImportCell *into, DyrImportCell *from)
{
  if (from->state == DYR_IMPORT_CELL_WRONG)
    {
      set_wrong (into, from->problem);
      into->column = from->column;
    }
  else if (into->state == DYR_IMPORT_CELL_WRONG)
    {
      return;
    }
  else if (from->state == DYR_IMPORT_CELL_LINK)
    {
      char *both = g_strconcat (into->text, "\n", from->text, NULL);

      g_free (into->text);
      into->text = both;
      return;
    }
  else
    {
      g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

      if (into->value.form == DYR_VALUE_SET)
        dyr_set_builder_add_set (builder, into->value.set);
      if (from->value.form == DYR_VALUE_SET)
        dyr_set_builder_add_set (builder, from->value.set);
      dyr_value_take_set (&into->value, dyr_set_builder_end (builder));
    }
  /* What an export wrote stands in one cell. */
  g_clear_pointer (&into->text, g_free);
}

/* The id of the choice that a word means, "" for none of them; NULL: the word is unknown. */
static const char *
find_choice (DyrImportParser *self, const Column *column, const char *word)
{
  const DyrField *field = &self->type->fields[column->field];
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  const char *id;
  gpointer known;

  if (g_hash_table_lookup_extended (column->words, word, NULL, &known))
    return known;

  id = dyr_choice_word (self->type->name, field->name, word);
  if (id == NULL
      && dyr_context_parse (self->context, self->type, column->field, word, NULL, &value, NULL))
    {
      const char *text = dyr_value_text (&value);
      const DyrSet *set = dyr_value_set (&value);
      const DyrChoice *choice;

      if (set != NULL && set->n == 1)
        text = set->members[0].item;
      choice = dyr_field_find_choice (field, text);
      id = choice != NULL ? choice->id : NULL;
    }
  if (g_hash_table_size (column->words) < MAX_WORDS)
    g_hash_table_insert (column->words, g_strdup (word), (gpointer) id);

  return id;
}

static void
add_word (DyrImportRow *row, const DyrImportCell *cell, const char *text)
{
  DyrImportWord word = { cell->column, cell->field, g_strdup (text) };

  g_array_append_val (row->words, word);
}

static void
parse_choice (DyrImportParser *self, const Column *column, DyrImportRow *row, DyrImportCell *cell)
{
  g_autofree char *word = dyr_text_clean (cell->text, -1);
  const char *id = find_choice (self, column, word != NULL ? word : "");

  if (id == NULL)
    add_word (row, cell, word);
  else if (*id != '\0')
    dyr_value_set_text (&cell->value, id);
}

static void
parse_choices (DyrImportParser *self, const Column *column, DyrImportRow *row, DyrImportCell *cell)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_auto (GStrv) words = g_strsplit_set (cell->text, ",;|/\r\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = dyr_text_clean (words[i], -1);
      const char *id = word != NULL ? find_choice (self, column, word) : "";

      if (id == NULL)
        add_word (row, cell, word);
      else if (*id != '\0')
        dyr_set_builder_add (builder, id, NULL, NULL);
    }
  dyr_value_take_set (&cell->value, dyr_set_builder_end (builder));
}

static void
parse_value (DyrImportParser *self, DyrImportCell *cell, const char *text, const char *country)
{
  const DyrField *field = &self->type->fields[cell->field];
  g_autoptr (GError) error = NULL;
  gboolean yes, done;

  if (field->kind == DYR_KIND_YES_NO && dyr_yes_no_word (text, &yes))
    {
      dyr_value_set_number (&cell->value, yes);
      return;
    }
  /* The program's own record of what happened: nobody types it, but an export has it. */
  if (field->kind == DYR_KIND_SET && field->items == DYR_KIND_MOVE)
    {
      g_autofree char *lines = dyr_text_clean_lines (text, -1);

      done = dyr_field_from_text (field, lines, &cell->value, &error);
    }
  else
    {
      done = dyr_context_parse (
          self->context, self->type, cell->field, text, country, &cell->value, &error);
    }
  if (!done)
    set_wrong (cell, error->message);
}

/* "-1234.5678" in hundredths: -123457. FALSE: too large, or no number. */
static gboolean
round_number (const char *text, int scale, gint64 *number)
{
  const char *point = strchr (text, '.');
  gsize n_decimals = point != NULL ? strlen (point + 1) : 0;
  g_autofree char *kept = NULL;

  if (n_decimals <= (gsize) scale)
    return dyr_decimal_parse_canonical (text, scale, number);
  kept = g_strndup (text, (gsize) (point - text) + 1 + (gsize) scale);
  if (!dyr_decimal_parse_canonical (kept, scale, number))
    return FALSE;
  if (point[1 + scale] >= '5')
    *number += *text == '-' ? -1 : 1;

  return TRUE;
}

/* A number as a file has it, which has nothing to do with how people write: rounded to what the
 * field keeps, for sums of a spreadsheet have more digits than they show. */
static gboolean
take_number (DyrImportParser *self, DyrImportCell *cell, const char *text)
{
  const DyrField *field = &self->type->fields[cell->field];
  int scale = field->kind == DYR_KIND_MONEY ? DYR_DECIMAL_MONEY_SCALE : DYR_DECIMAL_QUANTITY_SCALE;
  gint64 number;

  if ((field->kind != DYR_KIND_MONEY && field->kind != DYR_KIND_QUANTITY)
      || !round_number (text, scale, &number))
    return FALSE;
  dyr_value_set_number (&cell->value, number);
  if (dyr_record_type_check (self->type, cell->field, &cell->value, NULL))
    return TRUE;
  dyr_value_clear (&cell->value);

  return FALSE;
}

static void
parse_typed (DyrImportParser *self,
             DyrImportCell *cell,
             const char *text,
             DyrSheetForm form,
             const char *country)
{
  if (form == DYR_SHEET_NUMBER && take_number (self, cell, text))
    return;
  if (form == DYR_SHEET_MOMENT && self->type->fields[cell->field].kind == DYR_KIND_DATE)
    {
      g_autofree char *day = g_strndup (text, strcspn (text, " "));

      parse_value (self, cell, day, country);
      return;
    }
  parse_value (self, cell, text, country);
}

static void
add_field (DyrImportParser *self,
           DyrImportRow *row,
           guint column,
           const char *text,
           DyrSheetForm form,
           const char *country)
{
  const Column *about = &self->columns[column];
  const DyrField *field = &self->type->fields[about->field];
  DyrImportCell *before = dyr_import_row_find (row, about->field);
  DyrImportCell *cell = add_cell (row, column, about->field, DYR_IMPORT_CELL_VALUE);

  cell->text = g_strdup (text);
  if (field->kind == DYR_KIND_LINK
      || (field->kind == DYR_KIND_SET && field->items == DYR_KIND_LINK))
    cell->state = DYR_IMPORT_CELL_LINK;
  else if (field->kind == DYR_KIND_CHOICE)
    parse_choice (self, about, row, cell);
  else if (field->kind == DYR_KIND_SET && field->items == DYR_KIND_CHOICE)
    parse_choices (self, about, row, cell);
  else
    parse_typed (self, cell, text, form, country);

  if (before != NULL)
    {
      /* The array may have moved. */
      join_cells (dyr_import_row_find (row, about->field), cell);
      g_array_set_size (row->cells, row->cells->len - 1);
    }
}

/* A part of a cell goes into a field by its name, unless a column of its own is filled. */
static void
add_part (DyrImportParser *self,
          DyrImportRow *row,
          guint column,
          const char *name,
          const char *text,
          const char *country)
{
  int field = dyr_record_type_find (self->type, name);

  if (text != NULL && field >= 0 && dyr_import_row_find (row, (guint) field) == NULL)
    parse_value (self, add_cell (row, column, (guint) field, DYR_IMPORT_CELL_VALUE), text, country);
}

static void
add_address (
    DyrImportParser *self, DyrImportRow *row, guint column, const char *text, const char *country)
{
  g_auto (DyrAddress) address = { 0 };
  g_autofree char *street = NULL;

  dyr_address_parse (text, &address);
  if (address.region != NULL && dyr_record_type_find (self->type, "region") < 0)
    street = address.street != NULL ? g_strconcat (address.region, ", ", address.street, NULL)
                                    : g_strdup (address.region);
  else
    street = g_strdup (address.street);

  add_part (self, row, column, "street", street, country);
  add_part (self, row, column, "city", address.city, country);
  add_part (self, row, column, "postcode", address.postcode, country);
  add_part (self, row, column, "region", address.region, country);
  add_part (self, row, column, "country", address.country, country);
}

static void
add_name (DyrImportParser *self, DyrImportRow *row, guint column, const char *text)
{
  g_autofree char *last = NULL, *first = NULL, *patronymic = NULL;

  dyr_import_split_name (
      dyr_mapping_get_header (self->mapping, column), text, &last, &first, &patronymic);
  add_part (self, row, column, "last-name", last, NULL);
  add_part (self, row, column, "first-name", first, NULL);
  add_part (self, row, column, "patronymic", patronymic, NULL);
}

static void
refuse (DyrImportRow *row, guint column, char *message)
{
  g_free (row->refusal);
  row->refusal = message;
  row->column = column;
}

static void
add_uid (DyrImportRow *row, guint column, const char *text)
{
  g_autofree char *clean = dyr_text_clean (text, -1);
  g_autofree char *quoted = NULL;

  if (dyr_uid_parse (clean != NULL ? clean : "", &row->uid) && !dyr_uid_is_null (&row->uid))
    {
      row->has_uid = TRUE;
      return;
    }
  quoted = dyr_import_quote (text);
  refuse (row,
          column,
          g_strdup_printf (
              _ ("“%s” is no uid. Leave the cell as the export wrote it, or empty it."), quoted));
}

static gboolean
is_filled (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return TRUE;

  return FALSE;
}

/* What comes from one cell must be added after what has a column of its own: two passes. */
static gboolean
is_compound (DyrMappingTarget target)
{
  return target == DYR_MAPPING_ADDRESS || target == DYR_MAPPING_PERSON_NAME;
}

/* What a formula has instead of a value is no text of anything. */
static void
refuse_broken (DyrImportRow *row, guint column, const char *text)
{
  g_autofree char *quoted = dyr_import_quote (text);

  refuse (row,
          column,
          /* Translators: what a spreadsheet shows for a formula that has no result: "#REF!". */
          g_strdup_printf (_ ("The formula has no result but “%s”. Correct it, or type the value."),
                              quoted));
}

static void
take_cell (DyrImportParser *self,
           DyrImportRow *row,
           guint column,
           const DyrSheetRow *from,
           const char *country)
{
  const char *cell = from->cells[column];
  DyrSheetForm form = from->forms != NULL ? (DyrSheetForm) from->forms[column] : DYR_SHEET_TEXT;
  g_autofree char *own = from->forms == NULL && *cell == '\'' ? dyr_csv_unguard (cell) : NULL;
  const char *text = own != NULL ? own : cell;

  if (form == DYR_SHEET_BROKEN)
    {
      refuse_broken (row, column, text);
      return;
    }

  switch (self->columns[column].target)
    {
    case DYR_MAPPING_FIELD:
      add_field (self, row, column, text, form, country);
      return;
    case DYR_MAPPING_UID:
      add_uid (row, column, text);
      return;
    case DYR_MAPPING_DESCRIPTION:
      g_ptr_array_add (row->lines, dyr_import_make_line (self->mapping, column, text));
      return;
    case DYR_MAPPING_ADDRESS:
      add_address (self, row, column, text, country);
      return;
    case DYR_MAPPING_PERSON_NAME:
      add_name (self, row, column, text);
      return;
    case DYR_MAPPING_IGNORED:
    default:
      return;
    }
}

/* "31.02.2027": a day that could be one, but is not. */
static gboolean
is_impossible_day (const char *text)
{
  int day = 0, month = 0, year = 0, n = 0;
  gint64 date;

  return sscanf (text, "%2d.%2d.%4d%n", &day, &month, &year, &n) == 3 && text[n] == '\0' && day >= 1
         && day <= 31 && month >= 1 && month <= 12 && year >= 1000
         && !dyr_date_from_ymd (year, month, day, &date);
}

/* Also where a column goes into no date, somebody should know. */
static void
warn_of_day (DyrImportParser *self, DyrImportRow *row, guint column, const char *text)
{
  g_autofree char *quoted = NULL;

  if (self->columns[column].target == DYR_MAPPING_FIELD || row->warning != NULL
      || !g_ascii_isdigit (*text) || !is_impossible_day (text))
    return;

  quoted = dyr_import_quote (text);
  row->warning
      = g_strdup_printf (_ ("“%s” is a day that does not exist. Correct it in the file."), quoted);
  row->column = column;
}

static void
take_cells (DyrImportParser *self, const DyrSheetRow *from, DyrImportRow *row, const char *country)
{
  for (guint i = 0; i < self->n_columns; i++)
    warn_of_day (self, row, i, from->cells[i]);
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->n_columns; i++)
      if (is_compound (self->columns[i].target) == (pass == 1)
          && self->columns[i].target != DYR_MAPPING_IGNORED && is_filled (from->cells[i]))
        take_cell (self, row, i, from, country);
}

static gboolean
has_right_length (DyrImportParser *self, const DyrSheetRow *from, DyrImportRow *row)
{
  guint n_filled = from->n_cells;

  while (n_filled > 0 && !is_filled (from->cells[n_filled - 1]))
    n_filled--;
  if (from->n_cells < self->n_columns)
    {
      refuse (
          row,
          DYR_IMPORT_ALL_COLUMNS,
          g_strdup_printf (_ ("Cells in this row: %u, columns of the table: %u. Add the missing "
                                  "ones, also when they are empty."),
                              from->n_cells,
                              self->n_columns));
      return FALSE;
    }
  if (n_filled <= self->n_columns)
    return TRUE;

  if (from->forms != NULL)
    {
      refuse (row,
              DYR_IMPORT_ALL_COLUMNS,
              g_strdup_printf (_ ("Cells in this row: %u, columns of the table: %u. Clear the ones "
                                  "on the right, or write titles above them."),
                                  n_filled,
                                  self->n_columns));
      return FALSE;
    }
  refuse (
      row,
      DYR_IMPORT_ALL_COLUMNS,
      g_strdup_printf (_ ("Cells in this row: %u, columns of the table: %u. Put a text that has "
                              "the delimiter in it between quotation marks."),
                          from->n_cells,
                          self->n_columns));

  return FALSE;
}

/* The country of the record helps with its phones. */
static char *
find_country (DyrImportParser *self, const DyrSheetRow *from)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (self->country < 0
      || !dyr_context_parse (self->context,
                             self->type,
                             self->columns[self->country].field,
                             from->cells[self->country],
                             NULL,
                             &value,
                             NULL))
    return NULL;

  return g_strdup (dyr_value_text (&value));
}

/* The row as it was: should it be refused, somebody will mend it. */
static void
keep_raw (DyrImportRow *row, const DyrSheetRow *from)
{
  row->raw = g_string_sized_new (256);
  for (guint i = 0; i < from->n_cells; i++)
    g_string_append_len (row->raw, from->cells[i], (gssize) strlen (from->cells[i]) + 1);
  row->n_raw = from->n_cells;
  row->raw_forms = g_memdup2 (from->forms, from->forms != NULL ? from->n_cells : 0);
}

DyrImportRow *
dyr_import_parse (DyrImportParser *self, const DyrSheetRow *from)
{
  DyrImportRow *row = dyr_import_row_new (from->line);
  g_autofree char *country = NULL;

  row->blank = from->blank;
  if (!row->blank)
    keep_raw (row, from);
  if (row->blank || !has_right_length (self, from, row))
    return row;

  country = find_country (self, from);
  take_cells (self, from, row, country);

  return row;
}
