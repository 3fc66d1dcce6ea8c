/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reads names and values of query lines: what a person writes on both sides of “:”. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-query-line-private.h"

#include <string.h>

#include "dyr-country.h"
#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-error.h"
#include "dyr-text.h"

/* From this many letters on, the beginning of a name does when only one field has it. */
#define BEGINNING 3
/* A number of days from today is written with a sign and at most so many digits. */
#define MAX_DAY_DIGITS 5

/* Beyond it stand open ends. */
#define MAX_NUMBER (G_MAXINT64 - 1)

typedef struct
{
  const DyrContext *context;
  const DyrRecordType *type;
  guint field;
  DyrKind kind; /* of the field or the elements of a set */
  DyrQueryRelation relation;
  GArray *options;
} Reader;

/* All folded. */
static const char *const me_words[] = { "me", "я", "мене", "меня", "ja", "mene" };
static const struct
{
  const char *word;
  int days;
} day_words[] = {
  { "today", 0 },      { "сьогодні", 0 }, { "сегодня", 0 }, { "danas", 0 },
  { "yesterday", -1 }, { "вчора", -1 },   { "вчера", -1 },  { "jucer", -1 },
  { "tomorrow", 1 },   { "завтра", 1 },   { "sutra", 1 },
};

static const DyrField *
field_of (const Reader *reader)
{
  return &reader->type->fields[reader->field];
}

static char *
fold_name (const char *name)
{
  g_autoptr (GString) fold = g_string_new (NULL);

  dyr_text_fold_into (fold, name);
  g_string_replace (fold, " ", "", 0);
  return g_string_free (g_steal_pointer (&fold), FALSE);
}

/* How well the name fits one of the field's: 0 not, 1 its beginning, 2 whole. */
static guint
rate_name (const DyrRecordType *type, guint field, const char *fold)
{
  const char *names[] = { type->fields[field].name,
                          dyr_field_label (type, field),
                          type->fields[field].label /* in English */ };
  guint best = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *other = fold_name (names[i]);

      if (g_str_equal (other, fold))
        return 2;
      if (g_str_has_prefix (other, fold))
        best = 1;
    }
  return best;
}

int
dyr_query_name_find (const DyrRecordType *type, const char *name)
{
  g_autofree char *fold = fold_name (name);
  int begun = -1, derived = -1;
  guint n_begun = 0, n_derived = 0;

  if (*fold == '\0')
    return -1;
  for (guint i = 0; i < type->n_fields; i++)
    {
      guint rate = rate_name (type, i, fold);

      if (rate == 2)
        return (int) i;
      if (rate == 0)
        continue;
      if (type->fields[i].flags & DYR_DERIVED)
        {
          derived = (int) i;
          n_derived++;
        }
      else
        {
          begun = (int) i;
          n_begun++;
        }
    }
  if (g_utf8_strlen (fold, -1) < BEGINNING || n_begun > 1 || (n_begun == 0 && n_derived > 1))
    return -1;
  /* The first phone is one of the phones. */
  return n_begun == 1 ? begun : derived;
}

gboolean
dyr_query_value_has_lists (const DyrField *field)
{
  return field->kind != DYR_KIND_MONEY && field->kind != DYR_KIND_QUANTITY;
}

static void
add_option (const Reader *reader, DyrQueryHow how, char *text)
{
  DyrQueryOption option = { .how = how, .text = text };

  g_array_append_val (reader->options, option);
}

static void
add_range (const Reader *reader, gint64 from, gint64 until)
{
  DyrQueryOption option = { .how = DYR_QUERY_RANGE, .from = from, .until = until };

  g_array_append_val (reader->options, option);
}

/* A sentence that the editor of such a field would say, too. */
static gboolean
refuse (const Reader *reader, const char *text, GError **error)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (dyr_context_parse (reader->context, reader->type, reader->field, text, NULL, &value, error))
    /* Translators: the name of a field. */
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_INVALID,
                 _("“%s” cannot be searched for in this way."),
                    dyr_field_label (reader->type, reader->field));
  return FALSE;
}

/* Numbers, dates and instants: a first and a last value. */

static gboolean
read_digits (const char **at, guint min, guint max, int *number)
{
  gsize n = strspn (*at, "0123456789");

  if (n < min || n > max)
    return FALSE;
  *number = atoi (*at);
  *at += n;
  return TRUE;
}

/* "2026", "2026-11", "11.2026" */
static gboolean
read_long_period (const char *text, gint64 *from, gint64 *until)
{
  const char *at = text;
  int year, month = 1, months = 12;

  if (read_digits (&at, 4, 4, &year))
    {
      if (*at == '-' && at++ != NULL)
        {
          if (!read_digits (&at, 1, 2, &month))
            return FALSE;
          months = 1;
        }
    }
  else
    {
      months = 1;
      if (!read_digits (&at, 1, 2, &month) || *at++ != '.' || !read_digits (&at, 4, 4, &year))
        return FALSE;
    }
  if (*at != '\0' || !dyr_date_from_ymd (year, month, 1, from))
    return FALSE;
  *until = MIN (dyr_date_add_months (*from, months) - 1, DYR_DATE_MAX);
  return TRUE;
}

/* "today", "+7", "2026-11", "24.11." */
static gboolean
read_days (const Reader *reader, const char *text, gint64 *from, gint64 *until)
{
  g_autofree char *fold = dyr_text_fold (text);
  gint64 today = dyr_context_today (reader->context);
  const char *at = text + 1;
  int days;

  for (gsize i = 0; i < G_N_ELEMENTS (day_words); i++)
    if (g_str_equal (fold, day_words[i].word))
      {
        *from = *until = today + day_words[i].days;
        return TRUE;
      }
  if ((*text == '+' || *text == '-') && read_digits (&at, 1, MAX_DAY_DIGITS, &days) && *at == '\0')
    {
      *from = *until = today + (*text == '+' ? days : -days);
      return TRUE;
    }
  if (read_long_period (text, from, until))
    return TRUE;
  if (!dyr_date_parse (text, today, from))
    return FALSE;
  *until = *from;
  return TRUE;
}

/* A day is all of it, a minute, too. */
static gboolean
read_instants (const Reader *reader, const char *text, gint64 *from, gint64 *until)
{
  GTimeZone *zone = reader->context->zone;
  gint64 today = dyr_context_today (reader->context), first, last;

  if (dyr_instant_parse_iso (text, from))
    {
      *until = *from;
      return TRUE;
    }
  if (strchr (text, ':') != NULL && dyr_instant_parse (text, zone, today, from))
    {
      *until = *from + (*from % 60 == 0 ? 59 : 0);
      return TRUE;
    }
  if (!read_days (reader, text, &first, &last))
    return FALSE;
  *from = dyr_instant_of_date (first, 0, 0, zone);
  *until = last < DYR_DATE_MAX ? dyr_instant_of_date (last + 1, 0, 0, zone) - 1 : DYR_INSTANT_MAX;
  return TRUE;
}

static int
scale_of (DyrKind kind)
{
  if (kind == DYR_KIND_MONEY)
    return DYR_DECIMAL_MONEY_SCALE;
  return kind == DYR_KIND_QUANTITY ? DYR_DECIMAL_QUANTITY_SCALE : 0;
}

static gboolean
read_bounds (const Reader *reader, const char *text, gint64 *from, gint64 *until)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (reader->kind == DYR_KIND_DATE)
    return read_days (reader, text, from, until);
  if (reader->kind == DYR_KIND_INSTANT)
    return read_instants (reader, text, from, until);
  if (reader->kind == DYR_KIND_YES_NO)
    {
      if (reader->relation > DYR_RELATION_IS
          || !dyr_context_parse (
              reader->context, reader->type, reader->field, text, NULL, &value, NULL)
          || value.form != DYR_VALUE_NUMBER)
        return FALSE;
      *from = value.number;
    }
  else if (!dyr_decimal_parse (text, scale_of (reader->kind), from) || *from <= -MAX_NUMBER
           || *from >= MAX_NUMBER)
    return FALSE;
  *until = *from;
  return TRUE;
}

/* The first and the last day of the calendar have none before and behind them. */
static gint64
first_of (DyrKind kind)
{
  if (kind == DYR_KIND_DATE)
    return DYR_DATE_MIN;
  return kind == DYR_KIND_INSTANT ? DYR_INSTANT_MIN : -MAX_NUMBER;
}

static gint64
last_of (DyrKind kind)
{
  if (kind == DYR_KIND_DATE)
    return DYR_DATE_MAX;
  return kind == DYR_KIND_INSTANT ? DYR_INSTANT_MAX : MAX_NUMBER;
}

/* "a..b", "a..", "..b". The last two of a run of points: "24.11...30.11." */
static gboolean
split_range (const char *text, char **from, char **until)
{
  const char *points = strstr (text, "..");

  if (points == NULL)
    return FALSE;
  while (points[2] == '.')
    points++;
  *from = g_strndup (text, (gsize) (points - text));
  *until = g_strdup (points + 2);
  return **from != '\0' || **until != '\0';
}

static gboolean
read_number (const Reader *reader, const char *text, GError **error)
{
  g_autofree char *begin = NULL, *end = NULL;
  gint64 from = G_MININT64, until = G_MAXINT64, other;

  if (split_range (text, &begin, &end))
    {
      if (reader->relation > DYR_RELATION_IS
          || (*begin != '\0' && !read_bounds (reader, begin, &from, &other)))
        return refuse (reader, *begin != '\0' ? begin : text, error);
      if (*end != '\0' && !read_bounds (reader, end, &other, &until))
        return refuse (reader, end, error);
      add_range (reader, from, until);
      return TRUE;
    }
  if (!read_bounds (reader, text, &from, &until))
    return refuse (reader, text, error);
  switch (reader->relation)
    {
    case DYR_RELATION_BELOW:
      until = MAX (from - 1, first_of (reader->kind));
      from = G_MININT64;
      break;
    case DYR_RELATION_UP_TO:
      from = G_MININT64;
      break;
    case DYR_RELATION_FROM:
      until = G_MAXINT64;
      break;
    case DYR_RELATION_ABOVE:
      from = MIN (until + 1, last_of (reader->kind));
      until = G_MAXINT64;
      break;
    case DYR_RELATION_FITS:
    case DYR_RELATION_IS:
    default:
      break;
    }
  add_range (reader, from, until);
  return TRUE;
}

/* Words */

static gboolean
read_choice (const Reader *reader, const char *text, GError **error)
{
  const DyrChoice *choices = field_of (reader)->choices;
  g_autofree char *fold = dyr_text_fold (text);
  guint before = reader->options->len;

  if (dyr_field_find_choice (field_of (reader), text) != NULL)
    {
      add_option (reader, DYR_QUERY_IS, g_strdup (text));
      return TRUE;
    }
  /* The words whole, then, behind a colon, their beginnings. */
  for (int beginnings = 0; beginnings < 2 && reader->options->len == before && *fold != '\0';
       beginnings++)
    for (gsize i = 0; choices[i].id != NULL; i++)
      {
        const char *const words[]
            = { choices[i].id, dyr_choice_label (reader->type, &choices[i]), choices[i].label };
        gboolean fits = FALSE;

        for (gsize j = 0; j < G_N_ELEMENTS (words) && !fits; j++)
          {
            g_autofree char *word = dyr_text_fold (words[j]);

            fits = beginnings > 0
                       ? reader->relation == DYR_RELATION_FITS && g_str_has_prefix (word, fold)
                       : g_str_equal (word, fold);
          }
        if (fits)
          add_option (reader, DYR_QUERY_IS, g_strdup (choices[i].id));
      }
  return reader->options->len > before || refuse (reader, text, error);
}

static gboolean
read_link (const Reader *reader, const char *text, GError **error)
{
  const DyrRecordType *target = field_of (reader)->target;
  g_autofree char *fold = dyr_text_fold (text);

  if (*fold == '\0')
    return refuse (reader, text, error);
  for (gsize i = 0; i < G_N_ELEMENTS (me_words); i++)
    if (field_of (reader)->kind == DYR_KIND_LINK && target == &dyr_user_type
        && g_str_equal (fold, me_words[i]))
      {
        add_option (reader, DYR_QUERY_ME, NULL);
        return TRUE;
      }
  add_option (reader, DYR_QUERY_LINKED, g_steal_pointer (&fold));
  return TRUE;
}

/* Of a folded number in whatever notation: the trunk zero is not part of the stored +380…. */
static char *
only_digits (const char *fold)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (; *fold != '\0'; fold++)
    if (g_ascii_isdigit (*fold) && (digits->len > 0 || *fold != '0'))
      g_string_append_c (digits, *fold);
    else if (strchr (" +0", *fold) == NULL)
      return NULL;
  return digits->len > 0 ? g_string_free (g_steal_pointer (&digits), FALSE) : NULL;
}

static gboolean
read_text (const Reader *reader, const char *text, GError **error)
{
  g_autofree char *fold = reader->kind == DYR_KIND_IBAN ? fold_name (text) : dyr_text_fold (text);
  g_autofree char *digits = reader->kind == DYR_KIND_PHONE ? only_digits (fold) : NULL;

  if (*fold == '\0')
    return refuse (reader, text, error);
  add_option (reader,
              reader->relation == DYR_RELATION_IS && reader->kind != DYR_KIND_PHONE
                  ? DYR_QUERY_EQUALS
                  : DYR_QUERY_HAS,
              digits != NULL ? g_steal_pointer (&digits) : g_steal_pointer (&fold));
  return TRUE;
}

/* Codes where they can be understood, else what was typed. */
static gboolean
read_code (const Reader *reader, const char *text, GError **error)
{
  g_autofree char *country = NULL;
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (reader->kind == DYR_KIND_COUNTRY)
    {
      country = dyr_country_parse (text);
      if (country == NULL)
        return read_text (reader, text, error);
      add_option (reader, DYR_QUERY_IS, g_steal_pointer (&country));
      return TRUE;
    }
  if (!dyr_context_parse (reader->context, reader->type, reader->field, text, NULL, &value, error))
    return FALSE;
  add_option (reader, DYR_QUERY_IS, g_strdup (value.text));
  return TRUE;
}

static gboolean
read_words (const Reader *reader, const char *text, GError **error)
{
  if (reader->relation > DYR_RELATION_IS)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   /* Translators: the name of a field; keep “:” as it is. */
                   _("“%s” is neither a number nor a date. Write “:” behind it."),
                      dyr_field_label (reader->type, reader->field));
      return FALSE;
    }
  switch (reader->kind)
    {
    case DYR_KIND_CHOICE:
      return read_choice (reader, text, error);
    case DYR_KIND_LINK:
      return read_link (reader, text, error);
    case DYR_KIND_COUNTRY:
    case DYR_KIND_CURRENCY:
      return read_code (reader, text, error);
    case DYR_KIND_MOVE:
      return refuse (reader, text, error);
    case DYR_KIND_TEXT:
    case DYR_KIND_LONG_TEXT:
    case DYR_KIND_CODE:
    case DYR_KIND_PHONE:
    case DYR_KIND_EMAIL:
    case DYR_KIND_IBAN:
    case DYR_KIND_URL:
    case DYR_KIND_YES_NO:
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_MONEY:
    case DYR_KIND_DATE:
    case DYR_KIND_INSTANT:
    case DYR_KIND_SET:
    default:
      return read_text (reader, text, error);
    }
}

gboolean
dyr_query_value_read (const DyrContext *context,
                      const DyrRecordType *type,
                      guint field,
                      DyrQueryRelation relation,
                      const char *text,
                      GArray *options,
                      GError **error)
{
  const DyrField *about = &type->fields[field];
  Reader reader = { context, type, field, about->kind, relation, options };

  if (*text == '\0' && relation <= DYR_RELATION_IS)
    {
      add_option (&reader, DYR_QUERY_EMPTY, NULL);
      return TRUE;
    }
  if (about->kind == DYR_KIND_SET)
    reader.kind = about->items;
  if (dyr_field_form (about) == DYR_VALUE_NUMBER)
    return read_number (&reader, text, error);
  return read_words (&reader, text, error);
}

static void
append_number (GString *line, const DyrField *field, gint64 number)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autofree char *text = NULL;

  dyr_value_set_number (&value, number);
  text = dyr_field_to_text (field, &value);
  g_string_append (line, text);
}

void
dyr_query_value_append (GString *line, const DyrField *field, const DyrQueryOption *option)
{
  switch (option->how)
    {
    case DYR_QUERY_RANGE:
      if (option->from != G_MININT64)
        append_number (line, field, option->from);
      if (option->from != option->until)
        g_string_append (line, "..");
      if (option->until != G_MAXINT64 && option->from != option->until)
        append_number (line, field, option->until);
      return;
    case DYR_QUERY_IS:
      g_string_append (line, option->text);
      return;
    case DYR_QUERY_ME:
      g_string_append (line, me_words[0]);
      return;
    case DYR_QUERY_EMPTY:
    case DYR_QUERY_EQUALS:
    case DYR_QUERY_HAS:
    case DYR_QUERY_LINKED:
    default:
      /* Folded text has no quotes of its own. */
      g_string_append_printf (line, "\"%s\"", option->text != NULL ? option->text : "");
    }
}
