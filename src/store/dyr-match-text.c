/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the full text answers a match about one type of records: it has those of all types, by id.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-match-text.h"

/* After so many ids it is known about how many there will be. */
#define ENOUGH_TO_GUESS 4096
/* A rough question with more answers is none. */
#define MOST_ROUGH 300000

/* One question to one of the two tables. */
typedef struct
{
  DyrConnection *connection;
  gint64 first;
  gint64 last;
  DyrMatchCommon common; /* NULL: nobody wants to know, or knows already */
  gpointer data;
} Question;

gboolean
dyr_match_id_range (DyrConnection *connection,
                    const DyrRecordType *type,
                    gint64 *first,
                    gint64 *last,
                    GError **error)
{
  /* Both of one table, all of it would be gone through. */
  g_autofree char *sql = g_strdup_printf (
      "SELECT min (id), (SELECT max (id) FROM \"%s\") FROM \"%s\"", type->table, type->table);
  g_autoptr (DyrStatement) query = dyr_connection_prepare (connection, sql, error);
  g_autoptr (GError) local = NULL;

  *first = 1;
  *last = 0;
  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local) && !dyr_statement_is_null (query, 0))
    {
      *first = dyr_statement_number (query, 0);
      *last = dyr_statement_number (query, 1);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
tell_common (Question *question, gint64 n_found, GError **error)
{
  const DyrMatchGuess guess = { question->last - question->first + 1, n_found };
  DyrMatchCommon common = g_steal_pointer (&question->common);

  return common == NULL || common (question->data, &guess, error);
}

/* As many more are expected as there were so far. */
static gint64
guess_found (const Question *question, const GArray *ids)
{
  gint64 latest = g_array_index (ids, gint64, ids->len - 1);

  return ids->len * (question->last - question->first + 1) / (latest - question->first + 1);
}

static GArray *
ask (Question *question, const char *sql, const char *expression, GError **error)
{
  g_autoptr (DyrStatement) query = dyr_connection_query (
      question->connection, error, sql, "tii", expression, question->first, question->last);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    {
      gint64 id = dyr_statement_number (query, 0);

      g_array_append_val (ids, id);
      if (ids->len == ENOUGH_TO_GUESS
          && !tell_common (question, guess_found (question, ids), error))
        return NULL;
    }
  if (local == NULL)
    return g_steal_pointer (&ids);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* Both tables give their ids in order. */
static void
keep_both (GArray *ids, const GArray *others)
{
  guint kept = 0;

  for (guint i = 0, j = 0; i < ids->len && j < others->len;)
    {
      gint64 id = g_array_index (ids, gint64, i), other = g_array_index (others, gint64, j);

      if (id == other)
        g_array_index (ids, gint64, kept++) = id;
      i += id <= other;
      j += other <= id;
    }
  g_array_set_size (ids, kept);
}

GArray *
dyr_match_rough_ids (DyrConnection *connection,
                     const DyrRecordType *type,
                     const char *question,
                     GError **error)
{
  GArray *ids;
  gint64 first, last;

  if (!dyr_match_id_range (connection, type, &first, &last, error))
    return NULL;
  ids = dyr_statement_ids (
      dyr_connection_query (
          connection,
          error,
          "SELECT rowid FROM piece WHERE piece MATCH ? AND rowid >= ? AND rowid <= ? "
          "LIMIT ?",
          "tiii",
          question,
          first,
          last,
          (gint64) MOST_ROUGH),
      error);
  if (ids != NULL && ids->len == MOST_ROUGH)
    g_array_set_size (ids, 0);
  return ids;
}

static GArray *
ask_tables (const DyrMatch *self, Question *question, GError **error)
{
  g_autoptr (GArray) ids = NULL, others = NULL;

  if (self->pieces != NULL)
    ids = ask (question,
               "SELECT rowid FROM piece WHERE piece MATCH ? AND rowid >= ? AND rowid <= ? "
               "ORDER BY rowid",
               self->pieces,
               error);
  if (self->pieces != NULL && ids == NULL)
    return NULL;
  if (self->words == NULL || (ids != NULL && ids->len == 0))
    return g_steal_pointer (&ids);
  others = ask (question,
                "SELECT rowid FROM word WHERE word MATCH ? AND rowid >= ? AND rowid <= ? "
                "ORDER BY rowid",
                self->words,
                error);
  if (ids == NULL || others == NULL)
    return g_steal_pointer (&others);
  keep_both (ids, others);
  return g_steal_pointer (&ids);
}

GArray *
dyr_match_text_ids (const DyrMatch *self,
                    DyrConnection *connection,
                    const DyrRecordType *type,
                    const DyrGlance *glance,
                    DyrMatchCommon common,
                    gpointer data,
                    GError **error)
{
  /* How many have both of two words, what one of the tables answers does not tell. */
  gboolean alone = self->words == NULL || self->pieces == NULL;
  Question question = { connection, 1, 0, glance != NULL && alone ? common : NULL, data };

  g_assert (self->words != NULL || self->pieces != NULL);

  if (!dyr_match_id_range (connection, type, &question.first, &question.last, error))
    return NULL;
  if (glance != NULL && dyr_glance_has_letter (glance) && !tell_common (&question, 0, error))
    return NULL;
  return ask_tables (self, &question, error);
}
