/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Sections: the rows of a list in groups by a field. The order of the ids is what the query gave,
 * so that it need not know of sections: each id gets the number of its section, and they are dealt
 * out. A million rows take one walk over an index. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sections.h"

#include "dyr-date.h"
#include "dyr-rows.h"
#include "dyr-type-sql.h"

/* So many ids are read one by one, more by one walk over the table. */
#define FEW 1000
#define NO_SECTION G_MAXUINT

typedef struct
{
  DyrSection section;
  gint64 number;   /* link's id, or the first day of the month */
  GByteArray *key; /* of a link's name */
  guint order;     /* of a choice */
  guint index;     /* as it was met */
} Draft;

typedef struct
{
  const DyrField *field;
  GTimeZone *zone;
  GArray *drafts;      /* Draft */
  GHashTable *numbers; /* gint64 -> index + 1 */
  GHashTable *texts;   /* text -> index + 1 */
  guint none;          /* index of what has no value */
} Split;

gboolean
dyr_sections_can_split (const DyrRecordType *type, guint field)
{
  const DyrField *about = &type->fields[field];

  return dyr_field_has_column (about)
         && (about->kind == DYR_KIND_CHOICE || about->kind == DYR_KIND_LINK
             || about->kind == DYR_KIND_DATE || about->kind == DYR_KIND_INSTANT);
}

char *
dyr_section_key (const DyrSection *section)
{
  switch (section->value.form)
    {
    case DYR_VALUE_TEXT:
      return g_strdup (section->value.text);
    case DYR_VALUE_NUMBER:
      return dyr_date_to_text (section->value.number);
    case DYR_VALUE_LINK:
      return dyr_uid_to_text (&section->value.link->uid);
    case DYR_VALUE_NONE:
    case DYR_VALUE_SET:
    default:
      return g_strdup ("");
    }
}

static void
clear_draft (gpointer data)
{
  Draft *draft = data;

  dyr_value_clear (&draft->section.value);
  g_clear_pointer (&draft->key, g_byte_array_unref);
}

static void
clear_section (gpointer data)
{
  dyr_value_clear (&((DyrSection *) data)->value);
}

static Draft *
add_draft (Split *split)
{
  g_array_set_size (split->drafts, split->drafts->len + 1);
  g_array_index (split->drafts, Draft, split->drafts->len - 1).index = split->drafts->len - 1;
  return &g_array_index (split->drafts, Draft, split->drafts->len - 1);
}

static guint
section_of_none (Split *split)
{
  if (split->none == NO_SECTION)
    split->none = add_draft (split)->index;
  return split->none;
}

static guint
section_of_number (Split *split, gint64 number)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (split->numbers, &number));
  Draft *draft;

  if (index > 0)
    return index - 1;
  draft = add_draft (split);
  draft->number = number;
  g_hash_table_insert (
      split->numbers, g_memdup2 (&number, sizeof number), GUINT_TO_POINTER (draft->index + 1));
  return draft->index;
}

static guint
section_of_text (Split *split, const char *text)
{
  guint index = GPOINTER_TO_UINT (g_hash_table_lookup (split->texts, text));
  const DyrChoice *choices = split->field->choices;
  Draft *draft;

  if (index > 0)
    return index - 1;
  draft = add_draft (split);
  dyr_value_set_text (&draft->section.value, text);
  /* A choice that we do not know comes behind those we do. */
  while (choices[draft->order].id != NULL && !g_str_equal (choices[draft->order].id, text))
    draft->order++;
  g_hash_table_insert (split->texts, g_strdup (text), GUINT_TO_POINTER (draft->index + 1));
  return draft->index;
}

static gint64
first_of_month (gint64 date)
{
  int year, month, day;

  dyr_date_to_ymd (date, &year, &month, &day);
  return date - (day - 1);
}

/* The section of the value in a column of the row. */
static guint
section_of_row (Split *split, DyrStatement *query, int column)
{
  gint64 number;

  if (dyr_statement_is_null (query, column))
    return section_of_none (split);
  if (split->field->kind == DYR_KIND_CHOICE)
    return section_of_text (split, dyr_statement_text (query, column));
  number = dyr_statement_number (query, column);
  if (split->field->kind == DYR_KIND_INSTANT)
    number = dyr_date_of_instant (number, split->zone);
  return section_of_number (split,
                            split->field->kind == DYR_KIND_LINK ? number : first_of_month (number));
}

/* The sections of a few ids, read one by one. */
static GArray *
read_few (
    Split *split, DyrConnection *connection, const char *sql, const GArray *ids, GError **error)
{
  g_autoptr (GArray) sections = g_array_sized_new (FALSE, FALSE, sizeof (guint), ids->len);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DyrStatement) query
          = dyr_connection_query (connection, error, sql, "i", g_array_index (ids, gint64, i));
      g_autoptr (GError) local = NULL;
      guint section;

      if (query == NULL)
        return NULL;
      section = dyr_statement_step (query, &local) ? section_of_row (split, query, 0)
                                                   : section_of_none (split);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      g_array_append_val (sections, section);
    }
  return g_steal_pointer (&sections);
}

/* The sections of many, by one walk over all rows. */
static GArray *
read_all (
    Split *split, DyrConnection *connection, const char *sql, const GArray *ids, GError **error)
{
  g_autoptr (GArray) by_id = g_array_new (FALSE, FALSE, sizeof (guint)), sections = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (connection, error, sql, "");
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    {
      guint id = (guint) dyr_statement_number (query, 0);

      while (by_id->len <= id)
        {
          guint from = by_id->len;

          g_array_set_size (by_id, MAX (id + 1, from * 2));
          for (guint i = from; i < by_id->len; i++)
            g_array_index (by_id, guint, i) = NO_SECTION;
        }
      g_array_index (by_id, guint, id) = section_of_row (split, query, 1);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  sections = g_array_sized_new (FALSE, FALSE, sizeof (guint), ids->len);
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      guint section = id < by_id->len ? g_array_index (by_id, guint, id) : NO_SECTION;

      if (section == NO_SECTION)
        section = section_of_none (split);
      g_array_append_val (sections, section);
    }
  return g_steal_pointer (&sections);
}

static GArray *
read_sections (Split *split,
               DyrConnection *connection,
               const DyrRecordType *type,
               const GArray *ids,
               GError **error)
{
  g_autofree char *column = dyr_field_column (split->field);
  g_autofree char *sql = NULL;

  if (ids->len <= FEW)
    {
      sql = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE id = ?", column, type->table);
      return read_few (split, connection, sql, ids, error);
    }
  sql = g_strdup_printf ("SELECT id, \"%s\" FROM \"%s\" WHERE listed = 1", column, type->table);
  return read_all (split, connection, sql, ids, error);
}

/* Values of what was met as a number: links get their names, months their day. */
static gboolean
name_drafts (Split *split, DyrConnection *connection, GError **error)
{
  for (guint i = 0; i < split->drafts->len; i++)
    {
      Draft *draft = &g_array_index (split->drafts, Draft, i);
      DyrLink *link;

      if (i == split->none || split->field->kind == DYR_KIND_CHOICE)
        continue;
      if (split->field->kind != DYR_KIND_LINK)
        {
          dyr_value_set_number (&draft->section.value, draft->number);
          continue;
        }
      link = dyr_row_link (connection, draft->number, error);
      if (link == NULL)
        return FALSE;
      dyr_value_take_link (&draft->section.value, link);
      draft->key = g_byte_array_new ();
      if (link->name != NULL)
        dyr_collator_key (dyr_connection_get_collator (connection), link->name, draft->key);
    }
  return TRUE;
}

static int
compare_keys (const GByteArray *a, const GByteArray *b)
{
  int order = memcmp (a->data, b->data, MIN (a->len, b->len));

  return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

static int
compare_drafts (gconstpointer one, gconstpointer other, gpointer data)
{
  const Split *split = data;
  const Draft *a = *(Draft *const *) one, *b = *(Draft *const *) other;
  int order = 0;

  if (a->index == split->none || b->index == split->none)
    return (a->index == split->none) - (b->index == split->none);
  if (split->field->kind == DYR_KIND_CHOICE)
    order = (a->order > b->order) - (a->order < b->order);
  else if (split->field->kind == DYR_KIND_LINK)
    order = compare_keys (a->key, b->key);
  else
    order = (a->number > b->number) - (a->number < b->number);
  return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* The order of the sections: the places of those met. */
static GArray *
order_drafts (Split *split, gboolean descending)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new ();
  GArray *order = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n;

  for (guint i = 0; i < split->drafts->len; i++)
    g_ptr_array_add (drafts, &g_array_index (split->drafts, Draft, i));
  g_ptr_array_sort_with_data (drafts, compare_drafts, split);
  n = drafts->len - (split->none != NO_SECTION ? 1 : 0);
  for (guint i = 0; i < drafts->len; i++)
    {
      const Draft *draft = g_ptr_array_index (drafts, descending && i < n ? n - 1 - i : i);

      g_array_append_val (order, draft->index);
    }
  return order;
}

/* Deals the ids out to their sections, keeping their order within each. */
static GArray *
deal (Split *split, const GArray *order, const GArray *sections, GArray *ids)
{
  GArray *dealt = g_array_new (FALSE, TRUE, sizeof (DyrSection));
  g_autofree gint64 *before = g_memdup2 (ids->data, sizeof (gint64) * ids->len);
  g_autofree guint *next = g_new0 (guint, split->drafts->len);
  guint first = 0;

  g_array_set_clear_func (dealt, clear_section);
  for (guint i = 0; i < sections->len; i++)
    g_array_index (split->drafts, Draft, g_array_index (sections, guint, i)).section.n++;
  for (guint i = 0; i < order->len; i++)
    {
      Draft *draft = &g_array_index (split->drafts, Draft, g_array_index (order, guint, i));
      DyrSection section = { .n = draft->section.n };

      next[draft->index] = first;
      first += section.n;
      if (section.n == 0)
        continue;
      dyr_value_copy (&draft->section.value, &section.value);
      g_array_append_val (dealt, section);
    }
  for (guint i = 0; i < ids->len; i++)
    g_array_index (ids, gint64, next[g_array_index (sections, guint, i)]++) = before[i];
  return dealt;
}

GArray *
dyr_sections_split (DyrConnection *connection,
                    const DyrRecordType *type,
                    guint field,
                    gboolean descending,
                    GArray *ids,
                    GError **error)
{
  g_autoptr (GArray) drafts = g_array_new (FALSE, TRUE, sizeof (Draft));
  g_autoptr (GHashTable) numbers
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) sections = NULL, order = NULL;
  Split split = { .field = &type->fields[field],
                  .zone = dyr_connection_get_zone (connection),
                  .drafts = drafts,
                  .numbers = numbers,
                  .texts = texts,
                  .none = NO_SECTION };

  g_return_val_if_fail (dyr_sections_can_split (type, field), NULL);

  g_array_set_clear_func (drafts, clear_draft);
  sections = read_sections (&split, connection, type, ids, error);
  if (sections == NULL || !name_drafts (&split, connection, error))
    return NULL;
  order = order_drafts (&split, descending && type->fields[field].kind != DYR_KIND_CHOICE);
  return deal (&split, order, sections, ids);
}
