/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrQuery: which records a list shows and in what order. Filtering and sorting happen in SQL. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-query.h"

#include <string.h>

#include "dyr-id-set.h"
#include "dyr-match-text.h"
#include "dyr-kept-order.h"
#include "dyr-rows.h"
#include "dyr-search.h"
#include "dyr-type-sql.h"

/* So many rows with the words are looked up one by one and put in order; of more, all rows are
 * walked in order and those with the words taken out, if an index has the order. */
#define FEW_FOUND 10000
/* Reading the text of a row takes as long as the full text takes to name a dozen rows; and names
 * with the same word may stand together, far behind the first rows. */
#define HITS_A_ROW 150
/* Of fewer rows the full text has even those with a letter at once. Of more, the first ones come
 * from so many: of these, after so many, enough must have the letter to go on. */
#define MANY_ROWS 50000
#define ROWS_FOR_A_LETTER 6000
#define ROWS_TO_TRY 600
/* Of those that a rough question names, the texts of so many are read at most; after so many,
 * enough must have the words to go on. */
#define ROUGH_ROWS 2048
#define ROUGH_ROWS_TO_TRY 300
/* Fewer rows with the words are looked up one by one even if the order of all is at hand. */
#define FEW_IN_ORDER 500

typedef struct
{
  guint field;
  gboolean descending;
} Sort;

struct _DyrQuery
{
  const DyrRecordType *type;
  GPtrArray *conditions; /* DyrCondition */
  GArray *sorts;         /* Sort */
  DyrQueryLine *line;    /* NULL: none */
  gboolean by_uid;
  guint limit;
};

DyrQuery *
dyr_query_new (const DyrRecordType *type)
{
  DyrQuery *self = g_new0 (DyrQuery, 1);

  self->type = type;
  self->conditions = dyr_conditions_new ();
  self->sorts = g_array_new (FALSE, FALSE, sizeof (Sort));
  return self;
}

DyrQuery *
dyr_query_copy (const DyrQuery *self)
{
  DyrQuery *copy = dyr_query_new (self->type);

  for (guint i = 0; i < self->conditions->len; i++)
    dyr_query_where_condition (copy, g_ptr_array_index (self->conditions, i));
  g_array_append_vals (copy->sorts, self->sorts->data, self->sorts->len);
  copy->line = self->line != NULL ? dyr_query_line_ref (self->line) : NULL;
  copy->by_uid = self->by_uid;
  copy->limit = self->limit;
  return copy;
}

void
dyr_query_free (DyrQuery *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->conditions);
  g_array_unref (self->sorts);
  g_clear_pointer (&self->line, dyr_query_line_unref);
  g_free (self);
}

const DyrRecordType *
dyr_query_get_type_of (const DyrQuery *self)
{
  return self->type;
}

void
dyr_query_where (DyrQuery *self, guint field, DyrCompare compare, const DyrValue *value)
{
  DyrCondition *condition;

  g_return_if_fail (field < self->type->n_fields);
  condition = dyr_condition_new (field, compare);
  dyr_condition_add (condition, value);
  g_ptr_array_add (self->conditions, condition);
}

void
dyr_query_where_condition (DyrQuery *self, const DyrCondition *condition)
{
  g_return_if_fail (condition->field < self->type->n_fields);
  g_return_if_fail (condition->values->len > 0);
  g_ptr_array_add (self->conditions, dyr_condition_copy (condition));
}

guint
dyr_query_get_n_conditions (const DyrQuery *self)
{
  return self->conditions->len;
}

const DyrCondition *
dyr_query_get_condition (const DyrQuery *self, guint index)
{
  g_return_val_if_fail (index < self->conditions->len, NULL);
  return g_ptr_array_index (self->conditions, index);
}

void
dyr_query_set_text (DyrQuery *self, const char *text)
{
  dyr_query_take_line (self, text != NULL ? dyr_query_line_new_words (self->type, text) : NULL);
}

void
dyr_query_take_line (DyrQuery *self, DyrQueryLine *line)
{
  g_return_if_fail (line == NULL || dyr_query_line_get_type_of (line) == self->type);

  g_clear_pointer (&self->line, dyr_query_line_unref);
  /* Blanks and what is not understood ask for nothing. */
  if (line != NULL && dyr_query_line_get_n_terms (line) > 0)
    self->line = line;
  else
    g_clear_pointer (&line, dyr_query_line_unref);
}

const DyrQueryLine *
dyr_query_get_line (const DyrQuery *self)
{
  return self->line;
}

void
dyr_query_sort (DyrQuery *self, guint field, gboolean descending)
{
  Sort sort = { field, descending };

  g_return_if_fail (field < self->type->n_fields);
  g_array_append_val (self->sorts, sort);
}

void
dyr_query_set_first_sort (DyrQuery *self, guint field, gboolean descending)
{
  Sort sort = { field, descending };

  g_return_if_fail (field < self->type->n_fields);
  g_array_prepend_val (self->sorts, sort);
}

void
dyr_query_set_by_uid (DyrQuery *self, gboolean by_uid)
{
  self->by_uid = by_uid;
}

void
dyr_query_set_limit (DyrQuery *self, guint limit)
{
  self->limit = limit;
}

/* Choices sort in the order of their work, not of their letters; no choice is no key. */
static void
append_choice_order (GString *sql, const DyrRecordType *type, guint field)
{
  const DyrChoice *choices = type->fields[field].choices;

  g_string_append (sql, "CASE ");
  dyr_condition_append_column (sql, type, field, "");
  for (int i = 0; choices[i].id != NULL; i++)
    g_string_append_printf (sql, " WHEN '%s' THEN %d", choices[i].id, i);
  g_string_append (sql, " ELSE iif (");
  dyr_condition_append_column (sql, type, field, "");
  g_string_append (sql, " IS NULL, NULL, 99) END");
}

/* Words without a stored key: theirs is made on the way. */
static gboolean
is_keyless (const DyrField *field)
{
  return (field->kind == DYR_KIND_TEXT || field->kind == DYR_KIND_LONG_TEXT)
         && !dyr_field_has_key (field);
}

static void
append_link_order (GString *sql, const DyrField *link)
{
  const DyrField *title = &link->target->fields[link->target->title[0] - 1];
  g_autofree char *column = dyr_field_column (title), *own = dyr_field_column (link);

  g_string_append_printf (sql,
                          "(SELECT %so.\"%s%s\") FROM \"%s\" o WHERE o.id = t.\"%s\")",
                          is_keyless (title) ? "dyr_key (" : "(",
                          column,
                          dyr_field_has_key (title) ? "_key" : "",
                          link->target->table,
                          own);
}

static void
append_sort_key (GString *sql, const DyrRecordType *type, guint field)
{
  const DyrField *about = &type->fields[field];

  if (dyr_field_has_key (about))
    dyr_condition_append_column (sql, type, field, "_key");
  else if (about->kind == DYR_KIND_CHOICE)
    append_choice_order (sql, type, field);
  else if (about->kind == DYR_KIND_LINK && about->target != NULL && about->target->title[0] > 0)
    append_link_order (sql, about);
  else if (about->kind == DYR_KIND_SET)
    g_string_append_printf (sql,
                            "(SELECT m.item FROM member m WHERE m.record = t.id "
                            "AND m.field = '%s' ORDER BY m.position LIMIT 1)",
                            about->name);
  else if (is_keyless (about))
    {
      g_string_append (sql, "dyr_key (");
      dyr_condition_append_column (sql, type, field, "");
      g_string_append (sql, ")");
    }
  else
    dyr_condition_append_column (sql, type, field, "");
}

/* What is NULL where the key is; no key is made to learn that. */
static void
append_sort_value (GString *sql, const DyrRecordType *type, guint field)
{
  if (is_keyless (&type->fields[field]))
    dyr_condition_append_column (sql, type, field, "");
  else
    append_sort_key (sql, type, field);
}

/* The order lists have by themselves: by what names the record. */
static guint
natural_sort (const DyrRecordType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (dyr_field_has_key (&type->fields[i]))
      return i;
  return type->title[0] > 0 ? type->title[0] - 1u : 0;
}

/* Whether the type's own order is asked for, or that of uids alone. */
static gboolean
has_sorts (const DyrQuery *self)
{
  return self->sorts->len > 0 || !self->by_uid;
}

static void
append_order (GString *sql, const DyrQuery *self, const Sort *sorts, guint n_sorts, gboolean nulls)
{
  g_string_append (sql, " ORDER BY ");
  for (guint i = nulls ? 1 : 0; i < n_sorts; i++)
    {
      append_sort_key (sql, self->type, sorts[i].field);
      g_string_append_printf (sql,
                              "%s%s, ",
                              sorts[i].descending ? " DESC" : "",
                              /* The first key has no empty ones here. */
                              i > 0 ? " NULLS LAST" : "");
    }
  if (self->by_uid)
    g_string_append (sql, "(SELECT uid FROM record r WHERE r.id = t.id)");
  else
    g_string_append_printf (sql, "t.id%s", sorts[0].descending ? " DESC" : "");
}

/* How the ids of one question are found. */
typedef struct
{
  const DyrQuery *query;
  DyrConnection *connection;
  const DyrMatch *match; /* NULL: nothing is searched for */
  DyrMatchText text;     /* how the full text of the match is asked */
  const char *listed;    /* DYR_MATCH_TEXT_LISTED: the ids as JSON */
  const DyrIdSet *found; /* DYR_MATCH_TEXT_APART: the ids to take out of the walk */
  DyrGlance *glance;     /* NULL: only the full text can tell what has the words */
  GArray *order;         /* guint32: all ids as they are met, to be kept; NULL: not kept */
  guint n_first;         /* of which are told to `first` */
  DyrQueryFirst first;   /* NULL: nobody wants to know, or knows already */
  gpointer data;
  GArray *ids;
} Walk;

/* Where the values of the first sort key may be missing, its index serves only one side at a
 * time: rows with a value first, then the rest. */
static char *
build_sql (const Walk *walk, gboolean nulls)
{
  const DyrQuery *self = walk->query;
  g_autoptr (GString) sql = g_string_new (NULL);
  Sort natural = { natural_sort (self->type), FALSE };
  const Sort *sorts = self->sorts->len > 0 ? &g_array_index (self->sorts, Sort, 0) : &natural;

  g_string_append_printf (sql, "SELECT t.id FROM \"%s\" t WHERE t.listed = 1", self->type->table);
  if (has_sorts (self))
    {
      g_string_append (sql, " AND ");
      append_sort_value (sql, self->type, sorts[0].field);
      g_string_append (sql, nulls ? " IS NULL" : " IS NOT NULL");
    }
  for (guint i = 0; i < self->conditions->len; i++)
    dyr_condition_append (dyr_query_get_condition (self, i), sql, self->type);
  if (walk->match != NULL)
    dyr_match_append (walk->match, walk->text, sql);
  append_order (sql, self, sorts, has_sorts (self) ? MAX (self->sorts->len, 1) : 0, nulls);
  if (self->limit > 0 && walk->found == NULL)
    g_string_append_printf (sql, " LIMIT %u", self->limit);
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* Whether rows come as they are met, without all of them being put in order first. */
static gboolean
comes_in_order (DyrConnection *connection, const char *sql, gboolean *in_order, GError **error)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (DyrStatement) plan = dyr_connection_prepare (connection, explain, error);
  g_autoptr (GError) local = NULL;

  *in_order = TRUE;
  if (plan == NULL)
    return FALSE;
  while (dyr_statement_step (plan, &local))
    if (strstr (dyr_statement_text (plan, 3), "USE TEMP B-TREE") != NULL)
      *in_order = FALSE;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The rows that come first, in order, with their texts. */
static char *
build_look_sql (const Walk *walk)
{
  const DyrQuery *self = walk->query;
  g_autoptr (GString) sql = g_string_new (NULL);
  Sort natural = { natural_sort (self->type), FALSE };
  const Sort *sorts = self->sorts->len > 0 ? &g_array_index (self->sorts, Sort, 0) : &natural;

  /* Which are the first is found in the index alone; SQLite keeps their order in the join. */
  g_string_append_printf (sql,
                          "SELECT t.id, t.fold FROM (SELECT t.id FROM \"%s\" t WHERE t.listed = 1",
                          self->type->table);
  if (has_sorts (self))
    {
      g_string_append (sql, " AND ");
      append_sort_value (sql, self->type, sorts[0].field);
      g_string_append (sql, " IS NOT NULL");
    }
  append_order (sql, self, sorts, has_sorts (self) ? MAX (self->sorts->len, 1) : 0, FALSE);
  g_string_append_printf (
      sql, " LIMIT ?) o CROSS JOIN \"%s\" t ON t.id = o.id WHERE t.listed = 1", self->type->table);
  for (guint i = 0; i < self->conditions->len; i++)
    dyr_condition_append (dyr_query_get_condition (self, i), sql, self->type);
  dyr_match_append (walk->match, DYR_MATCH_TEXT_APART, sql);
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* The first ones are told once, when there are so many. */
static gboolean
take_id (Walk *walk, gint64 id, gboolean in_order, GError **error)
{
  const guint32 short_id = (guint32) id;

  if (walk->order != NULL && short_id == id)
    g_array_append_val (walk->order, short_id);
  else
    g_clear_pointer (&walk->order, g_array_unref);
  if (walk->found != NULL && !dyr_id_set_contains (walk->found, id))
    return TRUE;
  g_array_append_val (walk->ids, id);
  if (walk->first == NULL || !in_order || walk->ids->len != walk->n_first)
    return TRUE;
  return walk->first (walk->connection, walk->ids, walk->data, error);
}

static gboolean
append_ids (Walk *walk, gboolean nulls, GError **error)
{
  const DyrQuery *self = walk->query;
  g_autofree char *sql = build_sql (walk, nulls);
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;
  gboolean in_order = FALSE;
  int index = 1;

  if (walk->first != NULL && !comes_in_order (walk->connection, sql, &in_order, error))
    return FALSE;
  query = dyr_connection_prepare (walk->connection, sql, error);
  if (query == NULL)
    return FALSE;
  for (guint i = 0; i < self->conditions->len; i++)
    index = dyr_condition_bind (dyr_query_get_condition (self, i), query, index, self->type);
  if (walk->match != NULL)
    dyr_match_bind (walk->match, walk->text, walk->listed, query, index);
  while ((self->limit == 0 || walk->ids->len < self->limit) && dyr_statement_step (query, &local))
    if (!take_id (walk, dyr_statement_number (query, 0), in_order, error))
      return FALSE;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
append_all_ids (Walk *walk, GError **error)
{
  return append_ids (walk, FALSE, error)
         && (!has_sorts (walk->query) || append_ids (walk, TRUE, error));
}

/* Whether all rows of the type are walked: in the same order for whatever is searched for. */
static gboolean
walks_all (const Walk *walk)
{
  return walk->query->conditions->len == 0 && walk->query->limit == 0 && !walk->query->by_uid
         && (walk->match == NULL || walk->match->rest->len == 0);
}

/* What a search walks through, as an unfiltered list does: without words. */
static char *
build_order_sql (const Walk *walk)
{
  Walk all = *walk;

  all.match = NULL;
  return build_sql (&all, FALSE);
}

/* The same, and keeps the order if these are all rows of a large list. */
static gboolean
walk_all_ids (Walk *walk, GError **error)
{
  g_autoptr (GArray) order = NULL;
  gboolean done;

  if (walks_all (walk))
    walk->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  done = append_all_ids (walk, error);
  order = g_steal_pointer (&walk->order);
  if (!done || order == NULL || order->len < DYR_KEPT_ORDER_LEAST)
    return done;
  return dyr_kept_order_keep (
      walk->connection, build_order_sql (walk), g_steal_pointer (&order), error);
}

/* Takes those that were found out of the order that is at hand. */
static gboolean
append_in_order (Walk *walk, const guint32 *order, guint n_order, GError **error)
{
  for (guint i = 0; i < n_order; i++)
    if (!take_id (walk, order[i], TRUE, error))
      return FALSE;
  return TRUE;
}

static char *
list_ids (const GArray *ids)
{
  GString *list = g_string_new ("[");

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (
        list, i > 0 ? ",%" G_GINT64_FORMAT : "%" G_GINT64_FORMAT, g_array_index (ids, gint64, i));
  g_string_append_c (list, ']');
  return g_string_free (list, FALSE);
}

/* Whether enough rows were found so far that there will be enough among all that are looked at. */
static gboolean
is_promising (const Walk *walk, guint n_found, guint n_looked_at, gint64 n_rows)
{
  return n_looked_at < ROWS_TO_TRY || n_found * n_rows >= n_looked_at * (walk->n_first / 2);
}

/* The first ids in order among so many rows, as far as the texts of these tell: a new array, which
 * is empty when the order has no index. */
static GArray *
look_at_rows (Walk *walk, gint64 n_rows, GError **error)
{
  const DyrQuery *self = walk->query;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *sql = build_look_sql (walk);
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;
  guint n_looked_at = 0;
  gboolean in_order;
  int index = 2;

  if (!comes_in_order (walk->connection, sql, &in_order, error))
    return NULL;
  if (!in_order)
    return g_steal_pointer (&ids);
  query = dyr_connection_prepare (walk->connection, sql, error);
  if (query == NULL)
    return NULL;
  dyr_statement_bind_number (query, 1, n_rows);
  for (guint i = 0; i < self->conditions->len; i++)
    index = dyr_condition_bind (dyr_query_get_condition (self, i), query, index, self->type);
  dyr_match_bind (walk->match, DYR_MATCH_TEXT_APART, NULL, query, index);
  while (ids->len < walk->n_first && is_promising (walk, ids->len, n_looked_at++, n_rows)
         && dyr_statement_step (query, &local))
    if (dyr_glance_holds (walk->glance, dyr_statement_text (query, 1)))
      {
        gint64 id = dyr_statement_number (query, 0);

        g_array_append_val (ids, id);
      }
  if (local == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
tell_first (Walk *walk, const GArray *ids, GError **error)
{
  DyrQueryFirst first = g_steal_pointer (&walk->first);

  return first (walk->connection, ids, walk->data, error);
}

static DyrIdSet *
make_set (const GArray *ids)
{
  DyrIdSet *set = dyr_id_set_new ();

  for (guint i = 0; i < ids->len; i++)
    dyr_id_set_add (set, g_array_index (ids, gint64, i));
  return set;
}

/* The first of those in the order whose texts have the words: a new array. */
static GArray *
look_at_rough (
    const Walk *walk, const DyrIdSet *rough, const guint32 *order, guint n_order, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_looked_at = 0;

  for (guint i = 0; i < n_order && ids->len < walk->n_first; i++)
    {
      g_autofree char *fold = NULL;
      const gint64 id = order[i];

      if (!dyr_id_set_contains (rough, id))
        continue;
      if (n_looked_at >= ROUGH_ROWS_TO_TRY && ids->len * ROUGH_ROWS < n_looked_at * walk->n_first)
        break;
      n_looked_at++;
      if (!dyr_row_read_fold (walk->connection, walk->query->type, id, &fold, error))
        return NULL;
      if (dyr_glance_holds (walk->glance, fold))
        g_array_append_val (ids, id);
    }
  return g_steal_pointer (&ids);
}

/* Whether letters stand together the full text compares for each row that has them: of a long word
 * in many rows, that takes longer than to ask roughly, and to look at the first rows it has. */
static gboolean
tell_from_rough (Walk *walk, GError **error)
{
  g_autofree char *question = dyr_glance_rough (walk->glance), *sql = NULL;
  g_autoptr (GArray) named = NULL, ids = NULL;
  g_autoptr (DyrIdSet) rough = NULL;
  const guint32 *order;
  guint n_order;
  DyrSearchCatchUp behind = { 0 };

  if (question == NULL)
    return TRUE;
  sql = build_order_sql (walk);
  if (!dyr_kept_order_find (walk->connection, sql, &order, &n_order, error)
      || !dyr_search_job_look (walk->connection, &behind, NULL, error))
    return FALSE;
  if (order == NULL || behind.n_left > 0)
    return TRUE;
  named = dyr_match_rough_ids (walk->connection, walk->query->type, question, error);
  if (named == NULL)
    return FALSE;
  if (named->len < walk->n_first)
    return TRUE;
  rough = make_set (named);
  ids = look_at_rough (walk, rough, order, n_order, error);
  return ids != NULL && (ids->len < walk->n_first || tell_first (walk, ids, error));
}

/* Where looking at rows has the first ones before the full text has named all, it is done so. */
static gboolean
on_common (gpointer data, const DyrMatchGuess *guess, GError **error)
{
  Walk *walk = data;
  gint64 n_rows = ROWS_FOR_A_LETTER;
  g_autoptr (GArray) ids = NULL;
  DyrSearchCatchUp behind = { 0 };

  if (guess->n_found > 0)
    n_rows = walk->n_first * guess->n_rows / guess->n_found;
  if (guess->n_found > 0 ? n_rows * HITS_A_ROW >= guess->n_found : guess->n_rows < MANY_ROWS)
    return TRUE;
  if (!dyr_search_job_look (walk->connection, &behind, NULL, error))
    return FALSE;
  /* What was edited a moment ago the full text does not know yet: rows would come and go. */
  if (behind.n_left > 0)
    return TRUE;
  ids = look_at_rows (walk, n_rows + n_rows / 4, error);
  if (ids == NULL)
    return FALSE;
  return ids->len < walk->n_first || tell_first (walk, ids, error);
}

/* The full text is asked first: how many rows have the words decides how they are found. */
static gboolean
append_found_ids (Walk *walk, GError **error)
{
  gboolean looks = walk->first != NULL && walk->query->limit == 0;
  g_autoptr (DyrGlance) glance
      = looks ? dyr_glance_new (walk->match->words, walk->match->pieces) : NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (DyrIdSet) set = NULL;
  g_autofree char *listed = NULL, *sql = NULL, *order_sql = NULL;
  const guint32 *order = NULL;
  guint n_order;
  gboolean in_order;

  walk->glance = glance;
  if (glance != NULL && walks_all (walk) && !tell_from_rough (walk, error))
    return FALSE;
  found = dyr_match_text_ids (walk->match,
                              walk->connection,
                              walk->query->type,
                              glance,
                              walk->first != NULL ? on_common : NULL,
                              walk,
                              error);
  if (found == NULL)
    return FALSE;
  if (found->len == 0)
    return TRUE;
  if (found->len > FEW_IN_ORDER && walks_all (walk))
    {
      order_sql = build_order_sql (walk);
      if (!dyr_kept_order_find (walk->connection, order_sql, &order, &n_order, error))
        return FALSE;
    }
  if (order == NULL && found->len <= FEW_FOUND)
    {
      walk->text = DYR_MATCH_TEXT_LISTED;
      walk->listed = listed = list_ids (found);
      return append_all_ids (walk, error);
    }
  walk->text = DYR_MATCH_TEXT_APART;
  if (order == NULL)
    {
      sql = build_sql (walk, FALSE);
      if (!comes_in_order (walk->connection, sql, &in_order, error))
        return FALSE;
      if (!in_order)
        {
          walk->text = DYR_MATCH_TEXT_ASKED;
          return append_all_ids (walk, error);
        }
    }
  walk->found = set = make_set (found);
  return order != NULL ? append_in_order (walk, order, n_order, error) : walk_all_ids (walk, error);
}

static gboolean
find_ids (Walk walk, DyrMatchDepth depth, GError **error)
{
  g_autoptr (DyrMatch) match = NULL;

  if (walk.query->line == NULL)
    return walk_all_ids (&walk, error);
  match = dyr_match_new (walk.connection, walk.query->line, depth, DYR_MATCH_ROWS, error);
  if (match == NULL)
    return FALSE;
  walk.match = match;
  if (match->words == NULL && match->pieces == NULL)
    return append_all_ids (&walk, error);
  return append_found_ids (&walk, error);
}

GArray *
dyr_query_ids_first (const DyrQuery *self,
                     DyrConnection *connection,
                     guint n_first,
                     DyrQueryFirst first,
                     gpointer data,
                     GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const Walk walk = { .query = self,
                      .connection = connection,
                      .n_first = n_first,
                      .first = first,
                      .data = data,
                      .ids = ids };

  if (!find_ids (walk, DYR_MATCH_SPELLED, error))
    return NULL;
  /* Nothing found: perhaps the wrong keyboard layout. */
  if (ids->len == 0 && self->line != NULL && dyr_match_has_guesses (self->line)
      && !find_ids (walk, DYR_MATCH_SWITCHED, error))
    return NULL;
  return g_steal_pointer (&ids);
}

GArray *
dyr_query_ids (const DyrQuery *self, DyrConnection *connection, GError **error)
{
  return dyr_query_ids_first (self, connection, 0, NULL, NULL, error);
}
