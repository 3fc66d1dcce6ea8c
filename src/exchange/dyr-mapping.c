/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrMapping: which column of a file goes into which field of a record: guessed, then changed by a
 * person or by a file. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-mapping-private.h"

#include <string.h>

#include "dyr-error.h"
#include "dyr-header-guess.h"
#include "dyr-import-private.h"
#include "dyr-text.h"

/* Rows that are looked at, and bytes of each of their cells: a guess needs no more. */
#define SAMPLE_ROWS 50
#define SAMPLE_CELL 200

/* Fields that are computed from the first of several: a column of that name goes into all. */
static const struct
{
  const char *one;
  const char *all;
} plurals[] = { { "phone", "phones" }, { "email", "emails" }, { "iban", "ibans" } };

/* In the language of this moment: the file that was to be mended is of today. */
static gboolean
is_reason (const char *header)
{
  return header != NULL && g_str_equal (header, dyr_import_reason_title ());
}

DyrMapping *
dyr_mapping_new (const DyrRecordType *type, const char *const *headers, guint n_columns)
{
  DyrMapping *self;

  g_return_val_if_fail (type != NULL, NULL);

  self = g_new0 (DyrMapping, 1);
  self->type = type;
  self->n_columns = n_columns;
  self->columns = g_new0 (DyrMappingColumn, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      if (headers != NULL)
        self->columns[i].header = dyr_text_clean (headers[i], -1);
      self->columns[i].has_name = self->columns[i].header != NULL;
      self->columns[i].is_reason = is_reason (self->columns[i].header);
      if (!self->columns[i].has_name)
        /* Translators: a column of a table without a name; its number, from 1. */
        self->columns[i].header = g_strdup_printf (_ ("Column %u"), i + 1);
    }

  return self;
}

/**
 * dyr_mapping_copy:
 * @self: a mapping
 *
 * Returns: (transfer full): another one that says the same
 */
DyrMapping *
dyr_mapping_copy (const DyrMapping *self)
{
  DyrMapping *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_new0 (DyrMapping, 1);
  copy->type = self->type;
  copy->n_columns = self->n_columns;
  copy->columns = g_new0 (DyrMappingColumn, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    {
      copy->columns[i] = self->columns[i];
      copy->columns[i].header = g_strdup (self->columns[i].header);
    }

  return copy;
}

void
dyr_mapping_free (DyrMapping *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_columns; i++)
    g_free (self->columns[i].header);
  g_free (self->columns);
  g_free (self);
}

const DyrRecordType *
dyr_mapping_get_record_type (const DyrMapping *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->type;
}

guint
dyr_mapping_get_n_columns (const DyrMapping *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_columns;
}

/**
 * dyr_mapping_get_header:
 * @self: a mapping
 * @column: from 0
 *
 * Returns: the name of the column on one line; "Column 3" when the file has none
 */
const char *
dyr_mapping_get_header (const DyrMapping *self, guint column)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (column < self->n_columns, NULL);

  return self->columns[column].header;
}

/**
 * dyr_mapping_get:
 * @self: a mapping
 * @column: from 0
 * @field: (out) (optional): index of the field; set for %DYR_MAPPING_FIELD only
 *
 * Returns: where the column goes
 */
DyrMappingTarget
dyr_mapping_get (const DyrMapping *self, guint column, guint *field)
{
  g_return_val_if_fail (self != NULL, DYR_MAPPING_IGNORED);
  g_return_val_if_fail (column < self->n_columns, DYR_MAPPING_IGNORED);

  if (field != NULL && self->columns[column].target == DYR_MAPPING_FIELD)
    *field = self->columns[column].field;

  return self->columns[column].target;
}

/* Index of a field that can be written, -1 when there is none of that name. */
static int
find_field (const DyrRecordType *type, const char *name)
{
  int field = dyr_record_type_find (type, name);

  return field >= 0 && (type->fields[field].flags & DYR_DERIVED) == 0 ? field : -1;
}

/**
 * dyr_mapping_is_possible:
 * @type: a record type
 * @target: where a column may go
 * @field: with %DYR_MAPPING_FIELD, index of the field
 *
 * Returns: whether columns of files for this type can go there
 */
gboolean
dyr_mapping_is_possible (const DyrRecordType *type, DyrMappingTarget target, guint field)
{
  g_return_val_if_fail (type != NULL, FALSE);

  switch (target)
    {
    case DYR_MAPPING_IGNORED:
    case DYR_MAPPING_UID:
      return TRUE;
    case DYR_MAPPING_FIELD:
      return field < type->n_fields && (type->fields[field].flags & DYR_DERIVED) == 0;
    case DYR_MAPPING_DESCRIPTION:
      return find_field (type, "description") >= 0;
    case DYR_MAPPING_ADDRESS:
      return find_field (type, "street") >= 0;
    case DYR_MAPPING_PERSON_NAME:
      return find_field (type, "last-name") >= 0;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * dyr_mapping_set:
 * @self: a mapping
 * @column: from 0
 * @target: where it goes; must be possible
 * @field: with %DYR_MAPPING_FIELD, index of the field
 */
void
dyr_mapping_set (DyrMapping *self, guint column, DyrMappingTarget target, guint field)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (column < self->n_columns);
  g_return_if_fail (dyr_mapping_is_possible (self->type, target, field));

  self->columns[column].target = target;
  self->columns[column].field = target == DYR_MAPPING_FIELD ? field : 0;
}

/**
 * dyr_mapping_set_rest:
 * @self: a mapping
 * @target: %DYR_MAPPING_DESCRIPTION; it does nothing for types without a description
 *
 * Sends all columns that are left out somewhere instead.
 */
void
dyr_mapping_set_rest (DyrMapping *self, DyrMappingTarget target)
{
  g_return_if_fail (self != NULL);

  if (!dyr_mapping_is_possible (self->type, target, 0))
    return;

  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].target == DYR_MAPPING_IGNORED && !self->columns[i].is_reason)
      dyr_mapping_set (self, i, target, 0);
}

gboolean
dyr_mapping_find_target (const DyrRecordType *type,
                         const char *name,
                         DyrMappingTarget *target,
                         guint *field)
{
  int found = find_field (type, name);

  for (gsize i = 0; found < 0 && i < G_N_ELEMENTS (plurals); i++)
    if (g_str_equal (plurals[i].one, name))
      found = find_field (type, plurals[i].all);

  *field = 0;
  if (found >= 0)
    {
      *target = DYR_MAPPING_FIELD;
      *field = (guint) found;
      return TRUE;
    }

  if (g_str_equal (name, "uid"))
    *target = DYR_MAPPING_UID;
  else if (g_str_equal (name, "address"))
    *target = DYR_MAPPING_ADDRESS;
  else if (g_str_equal (name, "name"))
    *target = DYR_MAPPING_PERSON_NAME;
  else
    return FALSE;

  return dyr_mapping_is_possible (type, *target, 0);
}

/* Whether nothing else may go where one column goes already. */
static gboolean
is_taken (const DyrMapping *self, DyrMappingTarget target, guint field)
{
  if (target == DYR_MAPPING_IGNORED || target == DYR_MAPPING_DESCRIPTION
      || (target == DYR_MAPPING_FIELD && self->type->fields[field].kind == DYR_KIND_SET))
    return FALSE;

  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].target == target
        && (target != DYR_MAPPING_FIELD || self->columns[i].field == field))
      return TRUE;

  return FALSE;
}

static void
set_by_name (DyrMapping *self, guint column, const char *name)
{
  DyrMappingTarget target;
  guint field;

  if (self->columns[column].target == DYR_MAPPING_IGNORED && !self->columns[column].is_reason
      && dyr_mapping_find_target (self->type, name, &target, &field)
      && !is_taken (self, target, field))
    dyr_mapping_set (self, column, target, field);
}

/* What an export of ours writes over its columns: names of fields, or their labels. */
static void
guess_own_headers (DyrMapping *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i].has_name)
      set_by_name (self, i, self->columns[i].header);

  for (guint i = 0; i < self->n_columns; i++)
    {
      g_autofree char *folded = dyr_text_fold (self->columns[i].header);

      if (!self->columns[i].has_name)
        continue;

      if (g_str_equal (folded, "uid"))
        set_by_name (self, i, "uid");

      for (guint j = 0; j < self->type->n_fields; j++)
        {
          g_autofree char *label = dyr_text_fold (dyr_field_label (self->type, j));

          if (g_str_equal (label, folded))
            set_by_name (self, i, self->type->fields[j].name);
        }
    }
}

/* A row with its cells cut short. */
static char **
copy_row (const DyrSheetRow *row)
{
  char **cells = g_new0 (char *, row->n_cells + 1);

  for (guint i = 0; i < row->n_cells; i++)
    {
      gsize length = strnlen (row->cells[i], SAMPLE_CELL);

      while (length == SAMPLE_CELL && length > 0 && (row->cells[i][length] & 0xc0) == 0x80)
        length--;
      cells[i] = g_strndup (row->cells[i], length);
    }

  return cells;
}

static void
free_row (gpointer data)
{
  g_strfreev (data);
}

static GPtrArray *
read_sample (DyrSheet *sheet, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (free_row);
  g_autoptr (GError) local = NULL;
  const DyrSheetRow *row;

  while (rows->len < SAMPLE_ROWS && dyr_sheet_next (sheet, &row, &local))
    if (!row->blank)
      g_ptr_array_add (rows, copy_row (row));

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (!dyr_sheet_rewind (sheet, error))
    return NULL;

  return g_steal_pointer (&rows);
}

/**
 * dyr_mapping_guess:
 * @type: what the file has
 * @sheet: the file; it is before its first row afterwards
 * @error: return location
 *
 * Guesses by the names of the columns and, where they say nothing, by what is in them. What cannot
 * be guessed is left out.
 *
 * Returns: (transfer full) (nullable): a mapping; %NULL when the file cannot be read
 */
DyrMapping *
dyr_mapping_guess (const DyrRecordType *type, DyrSheet *sheet, GError **error)
{
  g_autoptr (DyrMapping) self = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree const char **guesses = NULL;
  const char *const *headers;

  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (sheet != NULL, NULL);

  rows = read_sample (sheet, error);
  if (rows == NULL)
    return NULL;

  headers = dyr_sheet_get_header (sheet);
  self = dyr_mapping_new (type, headers, dyr_sheet_get_n_columns (sheet));
  guess_own_headers (self);
  guesses = dyr_header_guess (type->name,
                              headers,
                              self->n_columns,
                              (const char *const *const *) (gpointer) rows->pdata,
                              rows->len);
  for (guint i = 0; i < self->n_columns; i++)
    if (guesses[i] != NULL)
      set_by_name (self, i, guesses[i]);
  /* Of a card that somebody sent nothing is lost without a word. */
  if (dyr_sheet_get_format (sheet) == DYR_SHEET_VCARD)
    dyr_mapping_set_rest (self, DYR_MAPPING_DESCRIPTION);

  return g_steal_pointer (&self);
}

char *
dyr_mapping_describe_target (const DyrRecordType *type, DyrMappingTarget target, guint field)
{
  switch (target)
    {
    case DYR_MAPPING_FIELD:
      return g_strdup (dyr_field_label (type, field));
    case DYR_MAPPING_UID:
      return g_strdup ("uid");
    case DYR_MAPPING_ADDRESS:
      /* Translators: where a column of a table goes: a whole address in one cell. */
      return g_strdup (C_ ("import", "Address"));
    case DYR_MAPPING_PERSON_NAME:
      /* Translators: where a column of a table goes: first and last name in one cell. */
      return g_strdup (C_ ("import", "Whole name"));
    case DYR_MAPPING_DESCRIPTION:
      /* Translators: where a column of a table goes: "Column: value" is added to the description.
       */
      return g_strdup (C_ ("import", "Line of the description"));
    case DYR_MAPPING_IGNORED:
    default:
      /* Translators: a column of a table is not imported. */
      return g_strdup (C_ ("import", "Left out"));
    }
}

/**
 * dyr_mapping_check:
 * @self: a mapping
 * @error: return location
 *
 * Returns: whether an import can work with it; else %DYR_ERROR_INVALID: two columns in one field,
 * or none in any
 */
gboolean
dyr_mapping_check (const DyrMapping *self, GError **error)
{
  gboolean any = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->n_columns; i++)
    {
      const DyrMappingColumn *column = &self->columns[i];
      DyrMapping before = { self->type, self->columns, i };

      any = any
            || (column->target != DYR_MAPPING_IGNORED && column->target != DYR_MAPPING_DESCRIPTION);
      if (is_taken (&before, column->target, column->field))
        {
          g_autofree char *target
              = dyr_mapping_describe_target (self->type, column->target, column->field);

          g_set_error (error,
                       DYR_ERROR,
                       DYR_ERROR_INVALID,
                       /* Translators: a field, then a column of a table. */
                       _ ("Two columns go into “%s”; the second is “%s”. Choose one of them and "
                          "leave the other out."),
                          target,
                          column->header);
          return FALSE;
        }
    }

  if (any)
    return TRUE;

  g_set_error_literal (error,
                       DYR_ERROR,
                       DYR_ERROR_INVALID,
                       _ ("No column goes into a field. Say which column is which."));

  return FALSE;
}
