/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Search: full text over folded words and pieces of words. It follows edits in jobs of its own. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-search.h"

#include "dyr-record-type.h"
#include "dyr-text.h"

/* The trigram index answers from three characters on. */
#define PIECE_LENGTH 3
/* From this many digits on, a text of digits and marks is taken for a phone or code. */
#define NUMBER_DIGITS 5

/* "067 111-22-33" and "(067) 111" are one number, whatever stands between its digits; the trunk
 * zero is not part of the stored +380…. NULL when the text is no such number. */
static char *
parse_number (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *from;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_isdigit (*c))
        g_string_append_c (digits, *c);
      else if (strchr (" ()-+./", *c) == NULL)
        return NULL;
    }
  if (digits->len < NUMBER_DIGITS)
    return NULL;
  for (from = digits->str; *from == '0'; from++)
    ;
  return strlen (from) >= PIECE_LENGTH ? g_strdup (from) : NULL;
}

static void
append_quoted (GString *query, const char *word, gboolean prefix)
{
  if (query->len > 0)
    g_string_append (query, " AND ");
  /* Folded text has no quotes of its own. */
  g_string_append_printf (query, "\"%s\"%s", word, prefix ? "*" : "");
}

gboolean
dyr_search_parse (const char *text, char **words, char **pieces)
{
  g_autofree char *number = parse_number (text), *fold = NULL;
  g_autoptr (GString) word_query = g_string_new (NULL), piece_query = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;

  *words = *pieces = NULL;
  fold = dyr_text_fold (text);
  if (number != NULL)
    {
      /* As a phone in whatever notation, or as it stands: the contract 214/25. */
      append_quoted (piece_query, number, FALSE);
      if (g_utf8_strlen (fold, -1) >= PIECE_LENGTH)
        g_string_append_printf (piece_query, " OR \"%s\"", fold);
      *pieces = g_string_free (g_steal_pointer (&piece_query), FALSE);
      return TRUE;
    }
  parts = g_strsplit (fold != NULL ? fold : "", " ", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_strdelimit (parts[i], "\"", ' ');
      if (*g_strstrip (parts[i]) == '\0')
        continue;
      if (g_utf8_strlen (parts[i], -1) >= PIECE_LENGTH)
        append_quoted (piece_query, parts[i], FALSE);
      else
        append_quoted (word_query, parts[i], TRUE);
    }
  if (word_query->len > 0)
    *words = g_string_free (g_steal_pointer (&word_query), FALSE);
  if (piece_query->len > 0)
    *pieces = g_string_free (g_steal_pointer (&piece_query), FALSE);
  return *words != NULL || *pieces != NULL;
}

typedef struct
{
  gint64 id;
  const DyrRecordType *type;
  char *was;
} Stale;

static void
clear_stale (gpointer data)
{
  g_free (((Stale *) data)->was);
}

static GArray *
read_stale (DyrConnection *connection, guint limit, GError **error)
{
  g_autoptr (GArray) stale = g_array_new (FALSE, TRUE, sizeof (Stale));
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      "SELECT s.record, r.type, s.fold_was FROM stale s JOIN record r ON r.id = s.record LIMIT ?",
      "i",
      (gint64) limit);

  if (query == NULL)
    return NULL;
  g_array_set_clear_func (stale, clear_stale);
  while (dyr_statement_step (query, &local))
    {
      Stale one = { .id = dyr_statement_number (query, 0),
                    .type = dyr_record_type_by_number ((int) dyr_statement_number (query, 1)),
                    .was = g_strdup (dyr_statement_text (query, 2)) };

      g_array_append_val (stale, one);
    }
  if (local == NULL)
    return g_steal_pointer (&stale);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
index_record (DyrConnection *connection, const Stale *stale, GError **error)
{
  g_autofree char *words = NULL, *pieces = NULL;

  if (stale->was != NULL
      && (!dyr_connection_run (connection,
                               error,
                               "INSERT INTO word (word, rowid, fold) VALUES ('delete', ?, ?)",
                               "it",
                               stale->id,
                               stale->was)
          || !dyr_connection_run (connection,
                                  error,
                                  "INSERT INTO piece (piece, rowid, fold) VALUES ('delete', ?, ?)",
                                  "it",
                                  stale->id,
                                  stale->was)))
    return FALSE;
  if (stale->type == NULL)
    return TRUE;
  words = g_strdup_printf ("INSERT INTO word (rowid, fold) SELECT id, fold FROM \"%s\" "
                           "WHERE id = ? AND fold IS NOT NULL",
                           stale->type->table);
  pieces = g_strdup_printf ("INSERT INTO piece (rowid, fold) SELECT id, fold FROM \"%s\" "
                            "WHERE id = ? AND fold IS NOT NULL",
                            stale->type->table);
  return dyr_connection_run (connection, error, words, "i", stale->id)
         && dyr_connection_run (connection, error, pieces, "i", stale->id);
}

gboolean
dyr_search_job_look (DyrConnection *connection,
                     gpointer data,
                     GCancellable *cancellable,
                     GError **error)
{
  DyrSearchCatchUp *catch_up = data;
  gint64 left;

  if (!dyr_connection_number (
          connection, error, 0, &left, "SELECT EXISTS (SELECT 1 FROM stale)", ""))
    return FALSE;
  catch_up->n_left = (guint) left;
  return TRUE;
}

gboolean
dyr_search_job_catch_up (DyrConnection *connection,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  DyrSearchCatchUp *catch_up = data;
  g_autoptr (GArray) stale = read_stale (connection, catch_up->limit, error);

  if (stale == NULL)
    return FALSE;
  for (guint i = 0; i < stale->len; i++)
    {
      const Stale *one = &g_array_index (stale, Stale, i);

      if (!index_record (connection, one, error)
          || !dyr_connection_run (
              connection, error, "DELETE FROM stale WHERE record = ?", "i", one->id))
        return FALSE;
      if (one->type != NULL)
        dyr_connection_touch_type (connection, one->type->number);
    }
  catch_up->n_done += stale->len;
  return dyr_search_job_look (connection, catch_up, cancellable, error);
}
