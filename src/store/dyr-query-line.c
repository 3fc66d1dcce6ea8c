/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrQueryLine: what a person types to find records, understood.
 *
 *   line      = { term } with blanks between the terms; all of them must hold
 *   term      = [ "-" ] ( condition | phrase | word )              "-": it must not hold
 *   condition = name operator value { "," value }                  any of the values; no list
 *   name      = a field of the type, in the person's language or in English: next-contact, місто;
 *               blanks of a label are left out, "-", "_", or the label stands in quotes
 *   operator  = ":" | "=" | "!=" | "<" | "<=" | "≤" | ">=" | "≥" | ">"
 *   value     = one [ ".." one ] | one ".." | ".." one             two dots: from … to
 *   one       = a run without blanks and commas | a phrase; "" is no value at all
 *   phrase    = text in "…", «…», „…“ or “…”, open at the end of the line
 *   word      = any other run without blanks; neighbours of digits and marks are one number */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-query-line.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyr-error.h"
#include "dyr-query-line-private.h"
#include "dyr-text.h"

/* Longer lines are cut: nobody types them. */
#define LONGEST_LINE 4000
/* Digits of which words next to each other are one number: a phone, a date. */
#define NUMBER_DIGITS 5
/* Digits of a group of an amount. */
#define GROUP_DIGITS 3
/* Characters of a word that a message repeats. */
#define SHOWN 40

struct _DyrQueryLine
{
  gatomicrefcount references;
  const DyrRecordType *type;
  char *text;
  GArray *terms;    /* DyrQueryTerm */
  GArray *problems; /* DyrQueryProblem */
};

typedef struct
{
  DyrQueryLine *line;
  const DyrContext *context; /* NULL: nothing but words */
  const char *at;
} Parser;

static void
clear_option (gpointer data)
{
  g_free (((DyrQueryOption *) data)->text);
}

static void
clear_term (gpointer data)
{
  DyrQueryTerm *term = data;

  g_free (term->text);
  g_clear_pointer (&term->options, g_array_unref);
}

static void
clear_problem (gpointer data)
{
  g_free (((DyrQueryProblem *) data)->message);
}

static DyrQueryLine *
new_line (const DyrRecordType *type, const char *text)
{
  DyrQueryLine *self = g_new0 (DyrQueryLine, 1);
  gsize length = strlen (text);

  while (length > LONGEST_LINE)
    length = (gsize) (g_utf8_find_prev_char (text, text + length) - text);
  g_atomic_ref_count_init (&self->references);
  self->type = type;
  self->text = g_strndup (text, length);
  self->terms = g_array_new (FALSE, FALSE, sizeof (DyrQueryTerm));
  g_array_set_clear_func (self->terms, clear_term);
  self->problems = g_array_new (FALSE, FALSE, sizeof (DyrQueryProblem));
  g_array_set_clear_func (self->problems, clear_problem);
  return self;
}

/* No-break blanks stand inside of numbers. */
static gboolean
is_blank (const char *at)
{
  gunichar c = g_utf8_get_char (at);

  return g_unichar_isspace (c) && c != 0xa0 && c != 0x202f && c != 0x2007;
}

/* The text in quotes that begins at `at`; moves behind it. NULL: no quote is there. */
static char *
take_quoted (const char **at, gboolean *open)
{
  static const char *const quotes[][2]
      = { { "\"", "\"" }, { "«", "»" }, { "„", "“”\"" }, { "“", "”\"" } };

  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    {
      const char *begin, *end;

      if (!g_str_has_prefix (*at, quotes[i][0]))
        continue;
      begin = end = *at + strlen (quotes[i][0]);
      while (*end != '\0' && g_utf8_strchr (quotes[i][1], -1, g_utf8_get_char (end)) == NULL)
        end = g_utf8_next_char (end);
      *open = *end == '\0';
      *at = *open ? end : g_utf8_next_char (end);
      return g_strndup (begin, (gsize) (end - begin));
    }
  return NULL;
}

static DyrQueryTerm *
add_term (Parser *parser, DyrQueryTermKind kind, gboolean negative, const char *start)
{
  DyrQueryLine *line = parser->line;
  DyrQueryTerm term = { .kind = kind,
                        .negative = negative,
                        .start = (guint) (start - line->text),
                        .length = (guint) (parser->at - start) };

  g_array_append_val (line->terms, term);
  return &g_array_index (line->terms, DyrQueryTerm, line->terms->len - 1);
}

/* Takes the message. */
static void
add_problem (Parser *parser, const char *start, gboolean no_such_field, char *message)
{
  DyrQueryProblem problem = { .start = (guint) (start - parser->line->text),
                              .length = (guint) (parser->at - start),
                              .no_such_field = no_such_field,
                              .message = message };

  g_array_append_val (parser->line->problems, problem);
}

static gboolean
is_number (const char *text, guint *n_digits)
{
  *n_digits = 0;
  for (; *text != '\0'; text++)
    {
      if (g_ascii_isdigit (*text))
        *n_digits += 1;
      else if (strchr ("()+-./,", *text) == NULL)
        return FALSE;
    }
  return *n_digits > 0;
}

/* Where a fraction or the parts of a date begin: "500,50"; 0: nowhere. */
static gsize
find_fraction (const char *text)
{
  for (const char *at = strpbrk (text, ".,"); at != NULL; at = strpbrk (at + 1, ".,"))
    if (at > text && g_ascii_isdigit (at[-1]) && g_ascii_isdigit (at[1]))
      return (gsize) (at - text);
  return 0;
}

/* "067 111 22 33" and "1 500,50" are one number each, "24 11" and "15,5 12000" are two words. */
static void
join_numbers (DyrQueryLine *line)
{
  for (guint i = 0; i < line->terms->len; i++)
    {
      DyrQueryTerm *first = &g_array_index (line->terms, DyrQueryTerm, i);
      guint n_digits, n_more, n = 1;

      if (first->kind != DYR_QUERY_WORDS || first->negative || !is_number (first->text, &n_digits))
        continue;
      for (; i + n < line->terms->len; n++)
        {
          DyrQueryTerm *next = first + n;
          gsize fraction;

          if (next->kind != DYR_QUERY_WORDS || next->negative || !is_number (next->text, &n_more)
              || find_fraction (next[-1].text) > 0)
            break;
          fraction = find_fraction (next->text);
          if (fraction != 0 && fraction != GROUP_DIGITS)
            break;
          n_digits += n_more;
        }
      if (n == 1 || n_digits < NUMBER_DIGITS)
        continue;
      first->length = first[n - 1].start + first[n - 1].length - first->start;
      for (guint j = 1; j < n; j++)
        {
          g_autofree char *before = first->text;

          first->text = g_strconcat (before, " ", first[j].text, NULL);
        }
      g_array_remove_range (line->terms, i + 1, n - 1);
    }
}

/* The operator at `at`, moving behind it; FALSE: none is there. */
static gboolean
take_operator (const char **at, DyrQueryRelation *relation, gboolean *negative)
{
  static const struct
  {
    const char *text;
    DyrQueryRelation relation;
    gboolean negative;
  } operators[] = {
    { ":<=", DYR_RELATION_UP_TO, FALSE }, { ":>=", DYR_RELATION_FROM, FALSE },
    { "<=", DYR_RELATION_UP_TO, FALSE },  { ">=", DYR_RELATION_FROM, FALSE },
    { "!=", DYR_RELATION_IS, TRUE },      { ":<", DYR_RELATION_BELOW, FALSE },
    { ":>", DYR_RELATION_ABOVE, FALSE },  { ":=", DYR_RELATION_IS, FALSE },
    { ":", DYR_RELATION_FITS, FALSE },    { "=", DYR_RELATION_IS, FALSE },
    { "<", DYR_RELATION_BELOW, FALSE },   { ">", DYR_RELATION_ABOVE, FALSE },
    { "≤", DYR_RELATION_UP_TO, FALSE },   { "≥", DYR_RELATION_FROM, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (*at, operators[i].text))
      {
        *at += strlen (operators[i].text);
        *relation = operators[i].relation;
        *negative = operators[i].negative;
        return TRUE;
      }
  return FALSE;
}

/* Names begin with a letter: "10:30" and "5>3" are words. */
static gboolean
is_name (const char *at, const char *end)
{
  if (!g_unichar_isalpha (g_utf8_get_char (at)))
    return FALSE;
  for (; at < end; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (!g_unichar_isalnum (c) && g_utf8_strchr ("-_.'’ʼ", -1, c) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Where a bare value ends; in a list a comma ends it, too. */
static const char *
find_end (const char *at, gboolean list)
{
  while (*at != '\0' && !is_blank (at) && !(list && *at == ','))
    at = g_utf8_next_char (at);
  return at;
}

static char *
take_value (Parser *parser, gboolean list)
{
  const char *start = parser->at;
  gboolean open;
  char *text = take_quoted (&parser->at, &open);

  if (text != NULL)
    return text;
  parser->at = find_end (start, list);
  return g_strndup (start, (gsize) (parser->at - start));
}

static char *
shorten (const char *text)
{
  if (g_utf8_strlen (text, -1) > SHOWN)
    {
      g_autofree char *begin = g_utf8_substring (text, 0, SHOWN);

      return g_strconcat (begin, "…", NULL);
    }
  return g_strdup (text);
}

static GArray *
read_values (Parser *parser, guint field, DyrQueryRelation relation, GError **error)
{
  const DyrField *about = &parser->line->type->fields[field];
  g_autoptr (GArray) options = g_array_new (FALSE, TRUE, sizeof (DyrQueryOption));
  gboolean list = dyr_query_value_has_lists (about), done = TRUE;

  g_array_set_clear_func (options, clear_option);
  do
    {
      const char *start = parser->at;
      g_autofree char *text = take_value (parser, list);

      /* The rest of the values is passed over, so that the whole of it is marked. */
      if (!done)
        continue;
      if (*text != '\0' || parser->at != start)
        {
          done = dyr_query_value_read (
              parser->context, parser->line->type, field, relation, text, options, error);
          continue;
        }
      done = FALSE;
      /* Translators: the name of a field, as in "City". */
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _("Write after “%s” what it should be."),
                      dyr_field_label (parser->line->type, field));
    }
  while (list && *parser->at == ',' && parser->at++ != NULL);
  return done ? g_steal_pointer (&options) : NULL;
}

/* The condition that begins at `start` with a name and goes on with the operator at `at`. */
static gboolean
take_condition (
    Parser *parser, const char *start, gboolean negative, const char *name, const char *at)
{
  const DyrRecordType *type = parser->line->type;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) options = NULL;
  DyrQueryRelation relation;
  gboolean is_not;
  DyrQueryTerm *term;
  int field;

  if (!take_operator (&at, &relation, &is_not) || g_str_has_prefix (at, "//"))
    return FALSE;
  field = dyr_query_name_find (type, name);
  parser->at = at;
  if (field < 0)
    {
      g_autofree char *shown = shorten (name);

      g_free (take_value (parser, FALSE));
      /* Translators: what was typed, a sort of records ("Clients"). */
      add_problem (parser,
                   start,
                   TRUE,
                   g_strdup_printf (_("There is no field “%s” in “%s”."),
                                       shown,
                                       dyr_record_type_plural_label (type)));
      return TRUE;
    }
  options = read_values (parser, (guint) field, relation, &error);
  if (options == NULL)
    {
      add_problem (parser, start, FALSE, g_strdup (error->message));
      return TRUE;
    }
  term = add_term (parser, DYR_QUERY_FIELD, negative != is_not, start);
  term->field = (guint) field;
  term->options = g_steal_pointer (&options);
  return TRUE;
}

static void
take_term (Parser *parser)
{
  const char *start = parser->at, *begin, *end;
  gboolean negative = *start == '-' && start[1] != '\0' && !is_blank (start + 1), open;
  g_autofree char *quoted = NULL;

  parser->at += negative ? 1 : 0;
  begin = parser->at;
  quoted = take_quoted (&parser->at, &open);
  if (quoted != NULL)
    {
      DyrQueryTerm *term;

      if (take_condition (parser, start, negative, quoted, parser->at))
        return;
      term = add_term (parser, DYR_QUERY_PHRASE, negative, start);
      term->text = g_steal_pointer (&quoted);
      term->open = open;
      return;
    }
  for (end = begin; *end != '\0' && !is_blank (end); end = g_utf8_next_char (end))
    {
      const char *behind = end;
      DyrQueryRelation relation;
      gboolean is_not;

      if (end > begin && take_operator (&behind, &relation, &is_not))
        {
          g_autofree char *name = g_strndup (begin, (gsize) (end - begin));

          if (is_name (begin, end) && take_condition (parser, start, negative, name, end))
            return;
          break;
        }
    }
  parser->at = find_end (begin, FALSE);
  add_term (parser, DYR_QUERY_WORDS, negative, start)->text
      = g_strndup (begin, (gsize) (parser->at - begin));
}

static void
take_word (Parser *parser)
{
  const char *start = parser->at;

  parser->at = find_end (start, FALSE);
  add_term (parser, DYR_QUERY_WORDS, FALSE, start)->text
      = g_strndup (start, (gsize) (parser->at - start));
}

static DyrQueryLine *
parse (const DyrContext *context, const DyrRecordType *type, const char *text)
{
  g_autoptr (DyrQueryLine) line = new_line (type, text);
  Parser parser = { line, context, line->text };

  while (*parser.at != '\0')
    if (is_blank (parser.at))
      parser.at = g_utf8_next_char (parser.at);
    else if (context != NULL)
      take_term (&parser);
    else
      take_word (&parser);
  join_numbers (line);
  return g_steal_pointer (&line);
}

DyrQueryLine *
dyr_query_line_parse (const DyrContext *context, const DyrRecordType *type, const char *text)
{
  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);
  return parse (context, type, text);
}

DyrQueryLine *
dyr_query_line_new_words (const DyrRecordType *type, const char *text)
{
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);
  return parse (NULL, type, text);
}

DyrQueryLine *
dyr_query_line_ref (DyrQueryLine *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
dyr_query_line_unref (DyrQueryLine *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_array_unref (self->terms);
  g_array_unref (self->problems);
  g_free (self->text);
  g_free (self);
}

const DyrRecordType *
dyr_query_line_get_type_of (const DyrQueryLine *self)
{
  return self->type;
}

const char *
dyr_query_line_get_text (const DyrQueryLine *self)
{
  return self->text;
}

guint
dyr_query_line_get_n_terms (const DyrQueryLine *self)
{
  return self->terms->len;
}

const DyrQueryTerm *
dyr_query_line_get_term (const DyrQueryLine *self, guint i)
{
  g_return_val_if_fail (i < self->terms->len, NULL);
  return &g_array_index (self->terms, DyrQueryTerm, i);
}

guint
dyr_query_line_get_n_problems (const DyrQueryLine *self)
{
  return self->problems->len;
}

const DyrQueryProblem *
dyr_query_line_get_problem (const DyrQueryLine *self, guint i)
{
  g_return_val_if_fail (i < self->problems->len, NULL);
  return &g_array_index (self->problems, DyrQueryProblem, i);
}

static void
append_condition (GString *line, const DyrQueryLine *self, const DyrQueryTerm *term)
{
  const DyrField *field = &self->type->fields[term->field];
  char mark = ':';

  for (guint i = 0; i < term->options->len; i++)
    if (g_array_index (term->options, DyrQueryOption, i).how == DYR_QUERY_EQUALS)
      mark = '=';
  g_string_append (line, field->name);
  for (guint i = 0; i < term->options->len; i++)
    {
      g_string_append_c (line, i > 0 ? ',' : mark);
      dyr_query_value_append (line, field, &g_array_index (term->options, DyrQueryOption, i));
    }
}

char *
dyr_query_line_to_text (const DyrQueryLine *self)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const DyrQueryTerm *term = &g_array_index (self->terms, DyrQueryTerm, i);

      if (i > 0)
        g_string_append_c (line, ' ');
      /* Of quotes there are several sorts. */
      if (term->kind == DYR_QUERY_PHRASE)
        {
          g_string_append_len (line, self->text + term->start, term->length);
          continue;
        }
      g_string_append (line, term->negative ? "-" : "");
      if (term->kind == DYR_QUERY_FIELD)
        append_condition (line, self, term);
      else
        g_string_append (line, term->text);
    }
  return g_string_free (line, FALSE);
}
