/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Likely duplicates of one record. Indexes give candidates: equal codes, elements of sets, records
 * of the same client; the full text those whose names have the same words, or words that begin
 * alike. What is read of them is scored. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicates.h"

#include <string.h>

#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-duplicate-apart.h"
#include "dyr-person.h"
#include "dyr-product.h"
#include "dyr-rows.h"
#include "dyr-store-private.h"
#include "dyr-text.h"

/* Most candidates that one value brings: an office phone has many. */
#define PER_VALUE 50
/* Most rows of the full text that are looked at: those with all words of a name, and those with
 * words like them, of which there may be many. */
#define TEXT_ROWS 2000
#define ALIKE_ROWS 400
/* Words of a name that the full text is asked for, the longest ones. */
#define TEXT_WORDS 4
/* Shorter beginnings of words are those of too many. */
#define MIN_BEGINNING 3

typedef struct
{
  DyrConnection *connection;
  const DyrRecordType *type;
  const DyrValue *values;
  DyrDuplicateFace *face;
  gint64 id;
  GArray *candidates; /* gint64 */
  GHashTable *seen;
} Look;

void
dyr_duplicate_free (DyrDuplicate *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->row, dyr_row_free);
  g_clear_object (&self->record);
  g_free (self);
}

static void
add_candidate (Look *look, gint64 id)
{
  if (id != look->id && g_hash_table_add (look->seen, g_memdup2 (&id, sizeof id)))
    g_array_append_val (look->candidates, id);
}

/* Takes the query, which gives ids. */
static gboolean
add_all (Look *look, DyrStatement *query, GError **error)
{
  g_autoptr (GArray) ids = dyr_statement_ids (query, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    add_candidate (look, g_array_index (ids, gint64, i));
  return ids != NULL;
}

/* Codes */

static gboolean
add_codes (Look *look, const char *text, GError **error)
{
  g_autofree char *sql = NULL;
  g_autofree char *fold = NULL;

  if (text == NULL)
    return TRUE;
  fold = dyr_text_fold (text);
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE code_fold = ? AND listed = 1 LIMIT ?",
                         look->type->table);
  return add_all (
      look, dyr_connection_query (look->connection, error, sql, "tn", fold, PER_VALUE), error);
}

/* A code that has no index is a word of the full text. */
static gboolean
add_word (Look *look, const char *prefix, const char *text, GError **error)
{
  g_autofree char *fold = text != NULL ? dyr_text_fold (text) : NULL;
  g_autofree char *phrase = NULL, *sql = NULL;

  if (fold == NULL || strlen (fold) < MIN_BEGINNING)
    return TRUE;
  phrase = g_strdup_printf ("\"%s%s\"", prefix, fold);
  sql = g_strdup_printf ("SELECT t.id FROM (SELECT rowid FROM word WHERE word MATCH ? LIMIT ?) w "
                         "CROSS JOIN \"%s\" t ON t.id = w.rowid WHERE t.listed = 1",
                         look->type->table);
  return add_all (
      look, dyr_connection_query (look->connection, error, sql, "tn", phrase, PER_VALUE), error);
}

/* In Croatia the VAT number is the tax code with HR before it. */
static gboolean
add_tax_codes (Look *look, GError **error)
{
  const char *code = dyr_value_text (&look->values[DYR_CLIENT_CODE]);
  const char *vat = dyr_value_text (&look->values[DYR_CLIENT_VAT_NUMBER]);

  return add_codes (look, code, error) && add_codes (look, look->face->code, error)
         && add_codes (look, look->face->vat, error) && add_word (look, "", vat, error)
         && add_word (look, "", look->face->vat, error)
         && add_word (look, "hr", look->face->vat, error)
         && add_word (look, "hr", look->face->code, error);
}

/* Sets */

static gboolean
add_items (Look *look, const char *field, const DyrSet *set, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT m.record FROM member m CROSS JOIN \"%s\" t ON t.id = m.record "
                         "WHERE coalesce (m.fold, lower (m.item)) = ? AND m.field = ? "
                         "AND t.listed = 1 LIMIT ?",
                         look->type->table);

  for (guint i = 0; set != NULL && i < set->n; i++)
    if (!add_all (look,
                  dyr_connection_query (
                      look->connection, error, sql, "ttn", set->members[i].item, field, PER_VALUE),
                  error))
      return FALSE;
  return TRUE;
}

/* Names */

static int
compare_lengths (gconstpointer a, gconstpointer b)
{
  const char *first = *(const char *const *) a, *second = *(const char *const *) b;
  glong difference = g_utf8_strlen (second, -1) - g_utf8_strlen (first, -1);

  return difference != 0 ? (difference < 0 ? -1 : 1) : strcmp (first, second);
}

/* The longest words of the name. */
static GStrv
find_words (const char *name)
{
  GStrv words = dyr_duplicate_name_words (name);
  guint n = g_strv_length (words);

  qsort (words, n, sizeof *words, compare_lengths);
  for (guint i = TEXT_WORDS; i < n; i++)
    g_clear_pointer (&words[i], g_free);
  return words;
}

/* The first half of a word and a letter: a slip of the pen is mostly behind it. */
static char *
beginning_of (const char *word)
{
  glong length = g_utf8_strlen (word, -1);

  return g_utf8_substring (word, 0, MIN (length, MAX (length / 2 + 1, MIN_BEGINNING)));
}

/* The word, or words that begin like it, in both scripts. A number is that number. */
static void
append_beginnings (GString *match, const char *word)
{
  g_auto (GStrv) spellings = NULL;
  g_autofree char *beginning = NULL;

  if (match->len > 0)
    g_string_append (match, " AND ");
  if (g_ascii_isdigit (*word))
    {
      g_string_append_printf (match, "\"%s\"", word);
      return;
    }
  spellings = dyr_text_spellings (word);
  beginning = beginning_of (word);
  g_string_append_printf (match, "(\"%s\"*", beginning);
  for (guint i = 0; spellings[i] != NULL; i++)
    {
      g_autofree char *other = beginning_of (spellings[i]);

      if (strchr (other, '"') == NULL && *other != '\0')
        g_string_append_printf (match, " OR \"%s\"*", other);
    }
  g_string_append_c (match, ')');
}

static gboolean
fits (const Look *look, const char *name)
{
  g_auto (DyrDuplicateName) other = { NULL };

  dyr_duplicate_name_read (name, &other);
  return g_str_equal (other.key, look->face->name.key)
         || dyr_duplicate_name_alike (&other, &look->face->name);
}

/* Records whose name is found so; `name` is SQL about the row t. */
static gboolean
add_named (Look *look, const char *match, guint rows, const char *name, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT t.id, %s FROM (SELECT rowid FROM word WHERE word MATCH ? "
                         "ORDER BY rowid DESC LIMIT %u) w CROSS JOIN \"%s\" t ON t.id = w.rowid "
                         "WHERE t.listed = 1",
                         name,
                         rows,
                         look->type->table);
  g_autoptr (DyrStatement) query = dyr_connection_query (look->connection, error, sql, "t", match);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    if (!dyr_statement_is_null (query, 1) && fits (look, dyr_statement_text (query, 1)))
      add_candidate (look, dyr_statement_number (query, 0));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* What the full text does not have yet, when it is written just so. */
static gboolean
add_same (Look *look, const char *text, GError **error)
{
  g_autofree char *fold = dyr_text_fold (text);
  g_autofree char *sql = g_strdup_printf (
      "SELECT id FROM \"%s\" WHERE name_fold = ? AND listed = 1 LIMIT ?", look->type->table);

  return add_all (
      look, dyr_connection_query (look->connection, error, sql, "tn", fold, PER_VALUE), error);
}

/* First those that have all words, then those that have words like them. */
static gboolean
add_names (Look *look, const char *name, const char *text, GError **error)
{
  g_auto (GStrv) words = find_words (text);
  g_autoptr (GString) all = g_string_new (NULL), alike = g_string_new (NULL);

  if (words[0] == NULL || g_utf8_strlen (words[0], -1) < MIN_BEGINNING)
    return TRUE;
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_string_append_printf (all, "%s\"%s\"", i > 0 ? " AND " : "", words[i]);
      if (i < 2)
        append_beginnings (alike, words[i]);
    }
  return add_named (look, all->str, TEXT_ROWS, name, error)
         && add_named (look, alike->str, ALIKE_ROWS, name, error);
}

/* The types */

static gboolean
look_for_clients (Look *look, GError **error)
{
  const char *name = dyr_value_text (&look->values[DYR_CLIENT_NAME]);

  return add_tax_codes (look, error) && add_items (look, "ibans", look->face->ibans, error)
         && add_items (look, "emails", look->face->emails, error)
         && add_items (look, "phones", look->face->phones, error)
         && (name == NULL
             || (add_same (look, name, error) && add_names (look, "t.name", name, error)));
}

static gboolean
look_for_persons (Look *look, GError **error)
{
  const char *last = dyr_value_text (&look->values[DYR_PERSON_LAST_NAME]);
  const char *first = dyr_value_text (&look->values[DYR_PERSON_FIRST_NAME]);
  g_autofree char *name = last != NULL && first != NULL ? g_strjoin (" ", last, first, NULL) : NULL;

  if (!add_items (look, "emails", look->face->emails, error)
      || !add_items (look, "phones", look->face->phones, error))
    return FALSE;
  /* Namesakes are found by who they work for. */
  if (look->face->client != 0
      && !add_all (look,
                   dyr_connection_query (look->connection,
                                         error,
                                         "SELECT id FROM person WHERE client = ? AND listed = 1 "
                                         "LIMIT ?",
                                         "in",
                                         look->face->client,
                                         PER_VALUE),
                   error))
    return FALSE;
  return name == NULL
         || add_names (look, "t.last_name || ' ' || coalesce (t.first_name, '')", name, error);
}

static gboolean
look_for_contracts (Look *look, GError **error)
{
  if (look->face->number == NULL || look->face->client == 0)
    return TRUE;
  return add_all (look,
                  dyr_connection_query (look->connection,
                                        error,
                                        "SELECT id FROM contract WHERE number_fold = ? "
                                        "AND +client = ? AND listed = 1 LIMIT ?",
                                        "tin",
                                        look->face->number,
                                        look->face->client,
                                        PER_VALUE),
                  error);
}

static gboolean
look_for_products (Look *look, GError **error)
{
  const char *name = dyr_value_text (&look->values[DYR_PRODUCT_NAME]);

  return add_codes (look, dyr_value_text (&look->values[DYR_PRODUCT_CODE]), error)
         && add_codes (look, look->face->code, error)
         && (name == NULL
             || (add_same (look, name, error) && add_names (look, "t.name", name, error)));
}

static gboolean
find_candidates (Look *look, GError **error)
{
  if (look->type == &dyr_client_type)
    return look_for_clients (look, error);
  if (look->type == &dyr_person_type)
    return look_for_persons (look, error);
  if (look->type == &dyr_contract_type)
    return look_for_contracts (look, error);
  return look_for_products (look, error);
}

/* Best first, then the one that is there longest. */
static int
compare_found (gconstpointer a, gconstpointer b)
{
  const DyrDuplicate *first = *(DyrDuplicate *const *) a, *second = *(DyrDuplicate *const *) b;

  if (first->score != second->score)
    return first->score > second->score ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

static GPtrArray *
score_candidates (Look *look, guint min_score, GError **error)
{
  g_autoptr (GPtrArray) found
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_duplicate_free);

  for (guint i = 0; i < look->candidates->len; i++)
    {
      gint64 id = g_array_index (look->candidates, gint64, i);
      g_autoptr (DyrRow) row = dyr_row_read_as (look->connection, look->type, id, error);
      g_autoptr (DyrDuplicateFace) face = NULL;
      DyrDuplicateReasons reasons;
      DyrDuplicate *one;
      guint score;

      if (row == NULL)
        return NULL;
      face = dyr_duplicate_face_new (look->type, row->values);
      score = dyr_duplicate_score (look->face, face, &reasons);
      if (reasons == 0 || score < min_score)
        continue;
      one = g_new0 (DyrDuplicate, 1);
      one->id = id;
      one->row = g_steal_pointer (&row);
      one->score = score;
      one->reasons = reasons;
      g_ptr_array_add (found, one);
    }
  return g_steal_pointer (&found);
}

static GPtrArray *
look_around (DyrConnection *connection,
             const DyrRecordType *type,
             const DyrValue *values,
             gint64 id,
             guint min_score,
             guint limit,
             GError **error)
{
  g_autoptr (DyrDuplicateFace) face = dyr_duplicate_face_new (type, values);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Look look = { connection, type, values, face, id, candidates, seen };
  g_autoptr (GPtrArray) found = NULL;

  /* What is told apart counts as looked at. */
  if (id != 0)
    {
      g_hash_table_unref (seen);
      seen = look.seen = dyr_duplicate_apart_from (connection, id, error);
    }
  if (seen == NULL || !find_candidates (&look, error))
    return NULL;
  found = score_candidates (&look, min_score, error);
  if (found == NULL)
    return NULL;
  g_ptr_array_sort (found, compare_found);
  if (found->len > limit)
    g_ptr_array_set_size (found, (int) limit);
  return g_steal_pointer (&found);
}

GPtrArray *
dyr_duplicates_of (DyrConnection *connection,
                   const DyrRecordType *type,
                   GArray *values,
                   gint64 id,
                   guint min_score,
                   guint limit,
                   GError **error)
{
  g_autoptr (DyrRow) row = NULL;

  g_return_val_if_fail (connection != NULL && dyr_duplicate_type_fits (type), NULL);

  row = dyr_row_new (type);
  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *one = &g_array_index (values, DyrFieldValue, i);

      dyr_value_copy (&one->value, &row->values[one->field]);
      if (!dyr_row_resolve (connection, &row->values[one->field], error))
        return NULL;
    }
  return look_around (connection, type, row->values, id, min_score, limit, error);
}

/* In a window */

typedef struct
{
  const DyrRecordType *type;
  GArray *values; /* NULL: those that are stored */
  gint64 id;
  guint min_score;
  guint limit;
  GPtrArray *found;
} Ask;

static void
free_ask (gpointer data)
{
  Ask *ask = data;

  g_clear_pointer (&ask->values, g_array_unref);
  g_clear_pointer (&ask->found, g_ptr_array_unref);
  g_free (ask);
}

static gboolean
job_ask (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;

  if (ask->values != NULL)
    ask->found = dyr_duplicates_of (
        connection, ask->type, ask->values, ask->id, ask->min_score, ask->limit, error);
  else
    {
      g_autoptr (DyrRow) row = dyr_row_read (connection, ask->id, error);

      if (row == NULL)
        return FALSE;
      ask->found
          = dyr_duplicate_type_fits (row->type) ? look_around (
                connection, row->type, row->values, ask->id, ask->min_score, ask->limit, error)
                                                : g_ptr_array_new ();
    }
  return ask->found != NULL;
}

void
dyr_store_find_duplicates_async (DyrStore *store,
                                 const DyrRecordType *type,
                                 GArray *values,
                                 gint64 id,
                                 guint min_score,
                                 guint limit,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  Ask *ask;

  g_return_if_fail (DYR_IS_STORE (store) && dyr_duplicate_type_fits (type));

  ask = g_new0 (Ask, 1);
  ask->type = type;
  ask->values = dyr_field_values_copy (values);
  ask->id = id;
  ask->min_score = min_score;
  ask->limit = limit;
  dyr_store_run (store, FALSE, job_ask, ask, free_ask, cancellable, callback, data);
}

void
dyr_store_find_duplicates_of_async (DyrStore *store,
                                    gint64 id,
                                    guint min_score,
                                    guint limit,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data)
{
  Ask *ask;

  g_return_if_fail (DYR_IS_STORE (store));

  ask = g_new0 (Ask, 1);
  ask->id = id;
  ask->min_score = min_score;
  ask->limit = limit;
  dyr_store_run (store, FALSE, job_ask, ask, free_ask, cancellable, callback, data);
}

GPtrArray *
dyr_store_find_duplicates_finish (DyrStore *store, GAsyncResult *result, GError **error)
{
  Ask *ask;

  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  ask = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  for (guint i = 0; i < ask->found->len; i++)
    {
      DyrDuplicate *one = g_ptr_array_index (ask->found, i);

      if (one->row != NULL)
        one->record = dyr_store_take_row (store, g_steal_pointer (&one->row));
    }
  return g_ptr_array_ref (ask->found);
}
