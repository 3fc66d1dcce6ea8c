/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrMatch: a query line as SQL. Words of three letters and more are pieces of the full text,
 * shorter ones beginnings of words; numbers are also amounts and dates, where an index has them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-match.h"

#include <string.h>

#include "dyr-condition.h"
#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-me.h"
#include "dyr-record-type.h"
#include "dyr-text.h"
#include "dyr-type-sql.h"

/* The index of pieces answers from three characters on. */
#define PIECE_LENGTH 3
/* Shorter words are not guessed at in the other script: they would be found everywhere. */
#define SPELLED_LENGTH 4
/* From this many digits on, digits and marks are taken for a phone or a code. */
#define NUMBER_DIGITS 5

typedef struct
{
  DyrConnection *connection;
  const DyrQueryLine *line;
  DyrMatchDepth depth;
  DyrMatchFlags flags;
  GString *words;
  GString *pieces;
  DyrMatch *match;
  gboolean negative;
} Builder;

static void
clear_value (gpointer data)
{
  dyr_value_clear (data);
}

/* Takes the text. */
static void
add_text (Builder *builder, char *text)
{
  DyrValue value = DYR_VALUE_INIT;

  dyr_value_take_text (&value, text);
  g_array_append_val (builder->match->values, value);
}

static void
add_number (Builder *builder, gint64 number)
{
  DyrValue value = DYR_VALUE_INIT;

  dyr_value_set_number (&value, number);
  g_array_append_val (builder->match->values, value);
}

/* What is wanted is marked where it is shown. */
static void
add_needle (const Builder *builder, const char *fold)
{
  if (!builder->negative)
    g_ptr_array_add (builder->match->needles, g_strdup (fold));
}

/* Words */

static gboolean
has_letters (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalnum (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

/* The parts of a folded text that can be searched for: "+" alone cannot. */
static GStrv
split_fold (const char *fold)
{
  g_auto (GStrv) parts = g_strsplit (fold, " ", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    if (has_letters (parts[i]))
      g_strv_builder_add (kept, parts[i]);
  return g_strv_builder_end (kept);
}

static gboolean
is_long (const char *fold)
{
  return g_utf8_strlen (fold, -1) >= PIECE_LENGTH;
}

static gboolean
is_piece (const Builder *builder, const char *fold)
{
  return (builder->flags & DYR_MATCH_BEGINNINGS) == 0 && is_long (fold);
}

/* Other ways to write or type the word, folded; for pieces, or for beginnings of words. */
static GPtrArray *
guess (const Builder *builder, const char *word, gboolean pieces)
{
  GPtrArray *guesses = g_ptr_array_new_with_free_func (g_free);
  GStrv (*const guessers[]) (const char *) = { dyr_text_spellings, dyr_text_layouts };

  for (guint i = 0; i < G_N_ELEMENTS (guessers) && i < (guint) builder->depth; i++)
    {
      g_auto (GStrv) texts = NULL;

      if (i == 0 && g_utf8_strlen (word, -1) < SPELLED_LENGTH)
        continue;
      texts = guessers[i](word);
      for (guint j = 0; texts[j] != NULL; j++)
        if (is_piece (builder, texts[j]) == pieces && has_letters (texts[j]))
          g_ptr_array_add (guesses, g_strdup (texts[j]));
    }
  return guesses;
}

static void
begin (GString *expression)
{
  g_string_append (expression, expression->len > 0 ? " AND (" : "(");
}

/* Folded text has no quotes of its own. */
static void
append_piece (GString *expression, const char *fold)
{
  g_string_append_printf (expression, "\"%s\"", fold);
}

/* "24.1": digits alone, one of them by itself. No index has the words that begin with one digit:
 * all numbers of the office would be gone through. */
static gboolean
is_broken_number (GStrv parts)
{
  gboolean single = FALSE;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (strspn (parts[i], "0123456789") != strlen (parts[i]))
        return FALSE;
      single = single || strlen (parts[i]) == 1;
    }
  return single && parts[0] != NULL && parts[1] != NULL;
}

static void
append_parts (const Builder *builder, GString *words, GString *pieces, GStrv parts)
{
  if ((builder->flags & DYR_MATCH_BEGINNINGS) == 0 && is_broken_number (parts))
    {
      g_autofree char *together = g_strjoinv (" ", parts);

      for (guint i = 0; parts[i] != NULL; i++)
        add_needle (builder, parts[i]);
      begin (pieces);
      append_piece (pieces, together);
      g_string_append_c (pieces, ')');
      return;
    }
  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean piece = is_piece (builder, parts[i]);
      GString *expression = piece ? pieces : words;

      add_needle (builder, parts[i]);
      begin (expression);
      g_string_append_printf (expression, piece ? "\"%s\")" : "\"%s\"*)", parts[i]);
    }
}

/* One word as typed, or as it is guessed at. */
static void
append_word (const Builder *builder, GString *words, GString *pieces, const char *text)
{
  g_autofree char *fold = dyr_text_fold (text);
  g_auto (GStrv) parts = split_fold (fold);
  g_autoptr (GPtrArray) guesses = NULL;
  gboolean piece;
  GString *expression;

  /* Of several parts, only all together can be guessed at. */
  if (parts[0] == NULL || parts[1] != NULL || builder->depth == DYR_MATCH_TYPED)
    {
      g_auto (GStrv) switched = NULL;

      if (parts[0] == NULL || parts[1] == NULL || builder->depth < DYR_MATCH_SWITCHED)
        {
          append_parts (builder, words, pieces, parts);
          return;
        }
      /* In the wrong layout marks are letters: "ltv'zytyrj", ",eh'z". */
      switched = dyr_text_layouts (text);
      begin (pieces);
      append_piece (pieces, fold);
      add_needle (builder, fold);
      for (guint i = 0; switched[i] != NULL; i++)
        if (is_long (switched[i]))
          {
            g_string_append (pieces, " OR ");
            append_piece (pieces, switched[i]);
            add_needle (builder, switched[i]);
          }
      g_string_append_c (pieces, ')');
      return;
    }
  piece = is_piece (builder, parts[0]);
  expression = piece ? pieces : words;
  guesses = guess (builder, text, piece);
  begin (expression);
  g_string_append_printf (expression, piece ? "\"%s\"" : "\"%s\"*", parts[0]);
  add_needle (builder, parts[0]);
  for (guint i = 0; i < guesses->len; i++)
    {
      const char *other = g_ptr_array_index (guesses, i);

      g_string_append_printf (expression, piece ? " OR \"%s\"" : " OR \"%s\"*", other);
      add_needle (builder, other);
    }
  g_string_append_c (expression, ')');
}

static void
append_phrase (const Builder *builder, GString *words, const DyrQueryTerm *term)
{
  g_autofree char *fold = dyr_text_fold (term->text);

  if (!has_letters (fold))
    return;
  begin (words);
  add_needle (builder, fold);
  g_string_append_printf (words, term->open ? "\"%s\" *)" : "\"%s\")", fold);
}

/* "067 111-22-33" and "(067) 111" are one number, whatever stands between its digits; the trunk
 * zero is not part of the stored +380…. NULL when the text is no such number. */
static char *
read_number (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *from;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_isdigit (*c))
        g_string_append_c (digits, *c);
      else if (strchr (" ()-+./,", *c) == NULL)
        return NULL;
    }
  if (digits->len < NUMBER_DIGITS)
    return NULL;
  for (from = digits->str; *from == '0'; from++)
    ;
  return strlen (from) >= PIECE_LENGTH ? g_strdup (from) : NULL;
}

/* As a phone in whatever notation, or as it stands: the contract 214/25. */
static void
append_digits (const Builder *builder, GString *pieces, const char *text, const char *digits)
{
  g_autofree char *fold = dyr_text_fold (text);

  begin (pieces);
  add_needle (builder, digits);
  add_needle (builder, fold);
  append_piece (pieces, digits);
  /* Where it stands as it was typed, its digits alone stand too if they are together in it. */
  if (is_long (fold) && strstr (fold, digits) == NULL)
    {
      g_string_append (pieces, " OR ");
      append_piece (pieces, fold);
    }
  g_string_append_c (pieces, ')');
}

/* Amounts and dates: what is SEARCHED of them has an index. */

/* The values that a number, typed as text, would have in a field; FALSE: none. */
static gboolean
read_value (
    const Builder *builder, const DyrField *field, const char *text, gint64 *from, gint64 *until)
{
  GTimeZone *zone = dyr_connection_get_zone (builder->connection);
  gint64 today = dyr_date_of_instant (g_get_real_time () / G_USEC_PER_SEC, zone);

  if (field->kind == DYR_KIND_MONEY)
    {
      if (!dyr_decimal_parse (text, DYR_DECIMAL_MONEY_SCALE, from))
        return FALSE;
      *until = *from;
      return TRUE;
    }
  if (!dyr_date_parse (text, today, from))
    return FALSE;
  *until = *from;
  if (field->kind == DYR_KIND_INSTANT)
    {
      *until = dyr_instant_of_date (MIN (*from + 1, DYR_DATE_MAX), 0, 0, zone) - 1;
      *from = dyr_instant_of_date (*from, 0, 0, zone);
    }
  return TRUE;
}

/* The rows of the type with that amount or date: " UNION ALL SELECT …" for each field. Apart, no
 * more of each than are looked at: a day may have thousands. */
static void
append_values (Builder *builder, GString *sql, const char *text, gboolean apart)
{
  const DyrRecordType *type = dyr_query_line_get_type_of (builder->line);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const DyrField *field = &type->fields[i];
      g_autofree char *column = NULL;
      gint64 from, until;

      if (!dyr_field_found_by_value (field) || !read_value (builder, field, text, &from, &until))
        continue;
      column = dyr_field_column (field);
      g_string_append_printf (sql,
                              " UNION ALL SELECT %sv.id FROM \"%s\" v "
                              "WHERE v.listed = 1 AND v.\"%s\" >= ? AND v.\"%s\" <= ?",
                              apart ? "* FROM (SELECT " : "",
                              type->table,
                              column,
                              column);
      /* The newest, as the index has them backwards: nothing is sorted. */
      if (apart)
        g_string_append_printf (
            sql, " ORDER BY v.\"%s\" DESC, v.id DESC LIMIT %u)", column, DYR_MATCH_MOST);
      add_number (builder, from);
      add_number (builder, until);
    }
}

/* A number stands in the full text or is an amount or a date; TRUE: it was one of these. */
static gboolean
append_number (Builder *builder, const char *text, const char *digits)
{
  g_autoptr (GString) values = g_string_new (NULL), words = g_string_new (NULL);
  g_autoptr (GString) pieces = g_string_new (NULL);
  guint before = builder->match->values->len, n_needles = builder->match->needles->len;
  gboolean apart
      = (builder->flags & DYR_MATCH_APART) != 0 && dyr_query_line_get_n_terms (builder->line) == 1;

  if (digits != NULL)
    append_digits (builder, pieces, text, digits);
  else
    append_word (builder, words, pieces, text);
  add_text (builder, g_strdup (pieces->len > 0 ? pieces->str : words->str));
  append_values (builder, values, text, apart);
  if (apart)
    {
      g_array_remove_index (builder->match->values, before);
      g_ptr_array_set_size (builder->match->needles, (int) n_needles);
      if (values->len > 0)
        builder->match->values_sql = g_strdup (values->str + strlen (" UNION ALL "));
      return FALSE;
    }
  /* A short word beside a longer one ("24 11 x") cannot be asked in one question. */
  if (values->len == 0 || (pieces->len > 0) == (words->len > 0))
    {
      g_array_set_size (builder->match->values, before);
      g_ptr_array_set_size (builder->match->needles, (int) n_needles);
      return FALSE;
    }
  g_string_append_printf (builder->match->rest,
                          " AND t.id IN (SELECT rowid FROM %s WHERE %s MATCH ?%s)",
                          pieces->len > 0 ? "piece" : "word",
                          pieces->len > 0 ? "piece" : "word",
                          values->str);
  return TRUE;
}

static void
append_positive (Builder *builder, const DyrQueryTerm *term)
{
  g_autofree char *digits = NULL;

  if (term->kind == DYR_QUERY_PHRASE)
    {
      append_phrase (builder, builder->words, term);
      return;
    }
  digits = read_number (term->text);
  if (g_ascii_isdigit (*term->text) && append_number (builder, term->text, digits))
    return;
  if (digits != NULL)
    append_digits (builder, builder->pieces, term->text, digits);
  else
    append_word (builder, builder->words, builder->pieces, term->text);
}

/* What is not wanted is meant as it was typed. */
static void
append_negative (Builder *builder, const DyrQueryTerm *term)
{
  g_autoptr (GString) words = g_string_new (NULL), pieces = g_string_new (NULL);
  g_autofree char *digits = term->kind == DYR_QUERY_WORDS ? read_number (term->text) : NULL;
  GString *rest = builder->match->rest;
  Builder typed = *builder;

  typed.depth = DYR_MATCH_TYPED;
  typed.negative = TRUE;
  if (term->kind == DYR_QUERY_PHRASE)
    append_phrase (&typed, words, term);
  else if (digits != NULL)
    append_digits (&typed, pieces, term->text, digits);
  else
    append_word (&typed, words, pieces, term->text);
  if (words->len == 0 && pieces->len == 0)
    return;
  g_string_append (rest, " AND NOT (");
  if (words->len > 0)
    {
      g_string_append (rest, "t.id IN (SELECT rowid FROM word WHERE word MATCH ?)");
      add_text (builder, g_strdup (words->str));
    }
  if (pieces->len > 0)
    {
      g_string_append (rest, words->len > 0 ? " AND " : "");
      g_string_append (rest, "t.id IN (SELECT rowid FROM piece WHERE piece MATCH ?)");
      add_text (builder, g_strdup (pieces->str));
    }
  g_string_append_c (rest, ')');
}

/* Conditions on fields */

/* Records of the type that are named with all these words. */
static void
append_named (Builder *builder, const DyrRecordType *target, const char *fold)
{
  GString *rest = builder->match->rest;
  g_auto (GStrv) parts = split_fold (fold);
  g_autoptr (GString) words = g_string_new (NULL), pieces = g_string_new (NULL);
  Builder named = *builder;

  /* What is marked is the record that was found, not the one it links to. */
  named.negative = TRUE;
  named.flags = DYR_MATCH_ROWS;
  append_parts (&named, words, pieces, parts);
  g_string_append (rest, "(SELECT r.id FROM record r WHERE ");
  if (pieces->len > 0)
    {
      g_string_append (rest, "r.id IN (SELECT rowid FROM piece WHERE piece MATCH ?)");
      add_text (builder, g_strdup (pieces->str));
    }
  else if (words->len > 0)
    {
      g_string_append (rest, "r.id IN (SELECT rowid FROM word WHERE word MATCH ?)");
      add_text (builder, g_strdup (words->str));
    }
  else
    g_string_append (rest, "0");
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_string_append (rest, " AND dyr_holds (r.title, ?)");
      add_text (builder, g_strdup (parts[i]));
    }
  if (target != NULL)
    g_string_append_printf (rest, " AND r.type = %d", target->number);
  g_string_append_c (rest, ')');
}

static void
append_linked (Builder *builder, const DyrField *field, const char *column, const char *fold)
{
  GString *rest = builder->match->rest;
  g_auto (GStrv) spellings = builder->depth >= DYR_MATCH_SPELLED ? dyr_text_spellings (fold) : NULL;

  g_string_append_printf (rest, "%s IN ", column);
  append_named (builder, field->target, fold);
  for (guint i = 0; spellings != NULL && spellings[i] != NULL; i++)
    {
      g_string_append_printf (rest, " OR %s IN ", column);
      append_named (builder, field->target, spellings[i]);
    }
}

/* The text of a field or of one element of a set. The full text of all that is searched is asked
 * first: an index has it. */
static void
append_holds (Builder *builder, guint field, const char *column, const DyrQueryOption *option)
{
  const DyrRecordType *type = dyr_query_line_get_type_of (builder->line);
  const DyrField *about = &type->fields[field];
  GString *rest = builder->match->rest;
  gboolean whole = option->how == DYR_QUERY_EQUALS;

  if (whole && dyr_field_has_fold (about))
    {
      dyr_condition_append_column (rest, type, field, "_fold");
      g_string_append (rest, " = ?");
      add_text (builder, g_strdup (option->text));
      return;
    }
  if (dyr_field_in_full_text (about) && is_long (option->text))
    {
      g_autoptr (GString) piece = g_string_new (NULL);

      append_piece (piece, option->text);
      g_string_append (rest, "t.id IN (SELECT rowid FROM piece WHERE piece MATCH ?) AND ");
      add_text (builder, g_strdup (piece->str));
    }
  g_string_append_printf (rest, "dyr_holds (%s, ?, %d)", column, whole);
  add_text (builder, g_strdup (option->text));
}

/* The same, or as names are written in the other script. */
static void
append_spelled (Builder *builder, guint field, const char *column, const DyrQueryOption *option)
{
  g_auto (GStrv) spellings = NULL;

  append_holds (builder, field, column, option);
  if (builder->depth < DYR_MATCH_SPELLED || g_utf8_strlen (option->text, -1) < SPELLED_LENGTH)
    return;
  spellings = dyr_text_spellings (option->text);
  for (guint i = 0; spellings[i] != NULL; i++)
    {
      DyrQueryOption other = { .how = DYR_QUERY_HAS, .text = spellings[i] };

      g_string_append (builder->match->rest, " OR ");
      append_holds (builder, field, column, &other);
    }
}

static void
append_option (Builder *builder, guint field, const char *column, const DyrQueryOption *option)
{
  const DyrField *about = &dyr_query_line_get_type_of (builder->line)->fields[field];
  GString *rest = builder->match->rest;

  switch (option->how)
    {
    case DYR_QUERY_EMPTY:
      g_string_append_printf (rest, "%s IS NULL", column);
      return;
    case DYR_QUERY_IS:
      g_string_append_printf (rest, "%s = ?", column);
      add_text (builder, g_strdup (option->text));
      return;
    case DYR_QUERY_RANGE:
      g_string_append_printf (rest, "%s BETWEEN ? AND ?", column);
      add_number (builder, option->from);
      add_number (builder, option->until);
      return;
    case DYR_QUERY_ME:
    case DYR_QUERY_LINKED:
      append_linked (builder, about, column, option->text);
      return;
    case DYR_QUERY_EQUALS:
      append_holds (builder, field, column, option);
      return;
    case DYR_QUERY_HAS:
      append_spelled (builder, field, column, option);
      return;
    default:
      g_assert_not_reached ();
    }
}

static void
append_set_option (Builder *builder, guint field, const DyrQueryOption *option)
{
  const DyrField *about = &dyr_query_line_get_type_of (builder->line)->fields[field];
  gboolean empty = option->how == DYR_QUERY_EMPTY;
  GString *rest = builder->match->rest;

  g_string_append_printf (
      rest,
      "%sEXISTS (SELECT 1 FROM member m WHERE m.record = t.id AND m.field = '%s'%s",
      empty ? "NOT " : "",
      about->name,
      empty ? "" : " AND (");
  if (!empty)
    {
      append_option (
          builder, field, option->how == DYR_QUERY_LINKED ? "m.target" : "m.item", option);
      g_string_append_c (rest, ')');
    }
  g_string_append_c (rest, ')');
}

static gboolean
append_me (Builder *builder, const char *column, GError **error)
{
  gint64 me;

  if (!dyr_me_read (builder->connection, &me, error))
    return FALSE;
  g_string_append_printf (builder->match->rest, "%s = ?", column);
  add_number (builder, me);
  return TRUE;
}

static gboolean
append_field (Builder *builder, const DyrQueryTerm *term, GError **error)
{
  const DyrRecordType *type = dyr_query_line_get_type_of (builder->line);
  g_autoptr (GString) column = g_string_new (NULL);
  GString *rest = builder->match->rest;

  if (type->fields[term->field].kind != DYR_KIND_SET)
    dyr_condition_append_column (column, type, term->field, "");
  /* What is empty is not anything else. */
  g_string_append (rest, term->negative ? " AND NOT coalesce (" : " AND (");
  for (guint i = 0; i < term->options->len; i++)
    {
      const DyrQueryOption *option = &g_array_index (term->options, DyrQueryOption, i);

      g_string_append (rest, i > 0 ? " OR (" : "(");
      if (option->how == DYR_QUERY_ME)
        {
          if (!append_me (builder, column->str, error))
            return FALSE;
        }
      else if (column->len > 0)
        append_option (builder, term->field, column->str, option);
      else
        append_set_option (builder, term->field, option);
      g_string_append_c (rest, ')');
    }
  g_string_append (rest, term->negative ? ", 0)" : ")");
  return TRUE;
}

DyrMatch *
dyr_match_new (DyrConnection *connection,
               const DyrQueryLine *line,
               DyrMatchDepth depth,
               DyrMatchFlags flags,
               GError **error)
{
  g_autoptr (DyrMatch) self = g_new0 (DyrMatch, 1);
  g_autoptr (GString) words = g_string_new (NULL), pieces = g_string_new (NULL);
  Builder builder = { connection, line, depth, flags, words, pieces, self, FALSE };

  self->rest = g_string_new (NULL);
  self->values = g_array_new (FALSE, TRUE, sizeof (DyrValue));
  g_array_set_clear_func (self->values, clear_value);
  self->needles = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < dyr_query_line_get_n_terms (line); i++)
    {
      const DyrQueryTerm *term = dyr_query_line_get_term (line, i);

      if (term->kind == DYR_QUERY_FIELD)
        {
          if (!append_field (&builder, term, error))
            return NULL;
        }
      else if (term->negative)
        append_negative (&builder, term);
      else
        append_positive (&builder, term);
    }
  if (words->len > 0)
    self->words = g_string_free (g_steal_pointer (&words), FALSE);
  if (pieces->len > 0)
    self->pieces = g_string_free (g_steal_pointer (&pieces), FALSE);
  return g_steal_pointer (&self);
}

void
dyr_match_free (DyrMatch *self)
{
  if (self == NULL)
    return;
  g_free (self->words);
  g_free (self->pieces);
  g_free (self->values_sql);
  g_string_free (self->rest, TRUE);
  g_array_unref (self->values);
  g_ptr_array_unref (self->needles);
  g_free (self);
}

void
dyr_match_append (const DyrMatch *self, DyrMatchText text, GString *sql)
{
  if (text == DYR_MATCH_TEXT_LISTED)
    g_string_append (sql, " AND t.id IN (SELECT value FROM json_each (?))");
  if (text == DYR_MATCH_TEXT_ASKED && self->words != NULL)
    g_string_append (sql, " AND t.id IN (SELECT rowid FROM word WHERE word MATCH ?)");
  if (text == DYR_MATCH_TEXT_ASKED && self->pieces != NULL)
    g_string_append (sql, " AND t.id IN (SELECT rowid FROM piece WHERE piece MATCH ?)");
  g_string_append (sql, self->rest->str);
}

int
dyr_match_bind (
    const DyrMatch *self, DyrMatchText text, const char *listed, DyrStatement *query, int index)
{
  if (text == DYR_MATCH_TEXT_LISTED)
    dyr_statement_bind_text (query, index++, listed);
  if (text == DYR_MATCH_TEXT_ASKED && self->words != NULL)
    dyr_statement_bind_text (query, index++, self->words);
  if (text == DYR_MATCH_TEXT_ASKED && self->pieces != NULL)
    dyr_statement_bind_text (query, index++, self->pieces);
  for (guint i = 0; i < self->values->len; i++)
    dyr_statement_bind_value (query, index++, &g_array_index (self->values, DyrValue, i));
  return index;
}

gboolean
dyr_match_has_guesses (const DyrQueryLine *line)
{
  for (guint i = 0; i < dyr_query_line_get_n_terms (line); i++)
    {
      const DyrQueryTerm *term = dyr_query_line_get_term (line, i);

      if (term->kind == DYR_QUERY_WORDS && !term->negative)
        return TRUE;
    }
  return FALSE;
}
