/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which field the column of a file belongs to. Every column and field that may belong together get
 * a rank; the best pairs win, so that "ЄДРПОУ" takes the code from "Код" wherever they stand. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-header-guess.h"

#include <string.h>

#include "dyr-header-words-private.h"
#include "dyr-record-type.h"
#include "dyr-text.h"

/* Lower is better. Whole names count by their place in the list, parts by their length. */
#define RANK_FIELD_NAME 0
#define RANK_LABEL 500
#define RANK_WHOLE 1000
#define RANK_PART 100000
#define RANK_CONTENT 1000000

/* A column is of a kind when so many of its filled cells are, in percent. */
#define ENOUGH 60
/* A check digit fits by chance in one of eleven codes: one or two cells prove nothing. */
#define ENOUGH_CODES 3

typedef struct
{
  guint column;
  guint field;
  guint rank;
} Pair;

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *one = a, *other = b;

  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;

  return one->column < other->column ? -1 : one->column > other->column;
}

/* Whether whole words of a text are this. */
static gboolean
has_words (const char *text, const char *words, gsize length)
{
  for (const char *found = text; (found = strstr (found, words)) != NULL; found++)
    if ((found == text || found[-1] == ' ') && (found[length] == '\0' || found[length] == ' '))
      return TRUE;

  return FALSE;
}

static gboolean
is_foreign (const char *name, const char *foreign)
{
  g_auto (GStrv) words = g_strsplit (foreign, "|", -1);

  for (char **word = words; *word != NULL; word++)
    if (has_words (name, *word, strlen (*word)))
      return TRUE;

  return FALSE;
}

/* How well a folded name of a column fits the words of a field; G_MAXUINT when not at all. */
static guint
rank_name (const char *name, const char *words, gboolean foreign)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);
  guint rank = G_MAXUINT;

  for (guint i = 0; list[i] != NULL; i++)
    {
      const char *word = list[i] + (list[i][0] == '~');
      gsize n = strlen (word);

      if (g_str_equal (word, name))
        return RANK_WHOLE + i;

      if (list[i][0] == '~' && !foreign && has_words (name, word, n))
        rank = MIN (rank, RANK_PART - (guint) MIN (n, 1000));
    }

  return rank;
}

static gboolean
folds_to (const char *text, const char *name)
{
  g_autofree char *folded = dyr_text_fold (text);

  return g_str_equal (folded, name);
}

/* "legal-name", but also "Legal name" and "legal_name"; then the word that this program writes over
 * the column, in English and in the language it speaks now. */
static guint
rank_own_name (const char *name, const DyrRecordType *type, const char *field)
{
  int i = dyr_record_type_find (type, field);

  if (folds_to (field, name))
    return RANK_FIELD_NAME;

  if (i >= 0
      && (folds_to (dyr_field_label (type, (guint) i), name)
          || folds_to (type->fields[i].label, name)))
    return RANK_LABEL;

  return G_MAXUINT;
}

static DyrCellKind
find_kind (guint column, const char *const *const *rows, guint n_rows)
{
  guint counts[DYR_CELL_N_KINDS] = { 0 };
  guint filled = 0;

  for (guint i = 0; i < n_rows; i++)
    {
      DyrCellKind kind;

      if (g_strv_length ((GStrv) rows[i]) <= column)
        continue;

      kind = dyr_cell_kind (rows[i][column]);
      counts[kind]++;
      filled += kind != DYR_CELL_EMPTY;
    }

  for (guint kind = DYR_CELL_TEXT; kind < DYR_CELL_N_KINDS; kind++)
    if (counts[kind] > 0 && counts[kind] * 100 >= filled * ENOUGH
        && (kind != DYR_CELL_CODE || counts[kind] >= ENOUGH_CODES))
      return (DyrCellKind) kind;

  return DYR_CELL_EMPTY;
}

static void
add_pairs (GArray *pairs,
           const DyrRecordType *type,
           const DyrHeaderWords *fields,
           guint column,
           const char *name,
           DyrCellKind kind,
           gboolean foreign)
{
  for (guint i = 0; fields[i].field != NULL; i++)
    {
      guint rank = G_MAXUINT;

      if (name != NULL)
        rank = rank_own_name (name, type, fields[i].field);
      if (name != NULL && rank == G_MAXUINT)
        rank = rank_name (name, fields[i].words, foreign);

      if (rank == G_MAXUINT && !foreign && kind != DYR_CELL_EMPTY && fields[i].kind == kind)
        rank = RANK_CONTENT;

      if (rank != G_MAXUINT)
        {
          Pair pair = { column, i, rank };

          g_array_append_val (pairs, pair);
        }
    }
}

/* A Ukrainian "ІПН" is a company's VAT number or a person's tax code: the digits tell which. */
static void
tell_codes_apart (const char **result, guint n_columns, const DyrCellKind *kinds)
{
  int vat_column = -1;

  for (guint i = 0; i < n_columns; i++)
    {
      if (g_strcmp0 (result[i], "code") == 0)
        return;
      if (g_strcmp0 (result[i], "vat-number") == 0)
        vat_column = (int) i;
    }

  if (vat_column >= 0 && kinds[vat_column] == DYR_CELL_CODE)
    result[vat_column] = "code";
}

/**
 * dyr_header_guess:
 * @type: name of a record type: "client", "delivery-line"
 * @header: (nullable) (array length=n_columns): the names of the columns; %NULL when there are none
 * @n_columns: how many columns there are
 * @rows: (array length=n_rows): some rows of the file, each a %NULL-terminated array of cells
 * @n_rows: how many; a few dozen are enough
 *
 * Guesses which field each column belongs to. Names of fields win, then their labels in the
 * language of the interface, then known names of columns in Ukrainian, Russian, Croatian and
 * English, then what the cells look like. A field that holds one value gets one column at most;
 * phones, e-mails and accounts may get several.
 *
 * A column with whole addresses gets "address", also where the record type has only its parts: see
 * dyr_address_split (). A column with whole names of persons gets "name".
 *
 * Returns: (transfer container) (array length=n_columns): names of fields, %NULL for columns that
 *   belong nowhere
 */
const char **
dyr_header_guess (const char *type,
                  const char *const *header,
                  guint n_columns,
                  const char *const *const *rows,
                  guint n_rows)
{
  const DyrHeaderWords *fields = NULL;
  const DyrRecordType *record_type = NULL;
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree DyrCellKind *kinds = g_new0 (DyrCellKind, n_columns + 1);
  const char **result = g_new0 (const char *, n_columns + 1);

  g_return_val_if_fail (type != NULL, result);
  g_return_val_if_fail (rows != NULL || n_rows == 0, result);

  fields = dyr_header_words (type);
  record_type = dyr_record_type_by_name (type);
  if (fields == NULL || record_type == NULL)
    return result;

  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *name = header != NULL ? dyr_text_fold (header[i]) : NULL;
      gboolean foreign = name != NULL && is_foreign (name, dyr_header_foreign_words (type));

      kinds[i] = find_kind (i, rows, n_rows);
      add_pairs (pairs, record_type, fields, i, name, kinds[i], foreign);
    }

  g_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);
      const DyrHeaderWords *field = &fields[pair->field];

      if (result[pair->column] != NULL
          || (!field->many && g_hash_table_contains (taken, field->field)))
        continue;

      result[pair->column] = field->field;
      g_hash_table_add (taken, (gpointer) field->field);
    }

  tell_codes_apart (result, n_columns, kinds);

  return result;
}
