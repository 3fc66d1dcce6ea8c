/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFind: one search over records of all types, the best of each first.
 *
 *   names that begin with the words ── by index ──┐
 *   the newest MOST hits of the full text ────────┼─► rank ─► the best of each type ─► rows
 *   rows of a type that fit conditions, values ───┘                                          */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-find.h"

#include <string.h>

#include "dyr-match-text.h"
#include "dyr-rows.h"
#include "dyr-text.h"
#include "dyr-type-sql.h"
#include "dyr-util.h"

/* Hits that are looked at for each question: whoever searches for so common a word types on. */
#define MOST DYR_MATCH_MOST
/* One letter is all that was typed: so many of the newest records of each type are looked at. The
 * full text would have to put together half of what there is, and nobody stops there. */
#define NEWEST "300"
/* What had to be guessed comes after what was found as it was typed. */
#define GUESSED 10

typedef struct
{
  gint64 id;
  int type;
  guint rank;
  guint length; /* of the name: what was typed is more of a short one */
} Hit;

typedef struct
{
  DyrFind *find;
  DyrConnection *connection;
  DyrMatchDepth depth;
  GArray *hits;      /* Hit */
  GHashTable *known; /* ids of hits */
  DyrMatch *match;   /* of the line that is being asked */
  char *begin;       /* folded: all its words in their order; "" when it has none */
  char *asked;       /* what the full text was asked last; NULL: nothing */
  guint n_read;      /* hits of the question that was asked last */
} Search;

static void
free_found (gpointer data)
{
  DyrFound *found = data;

  g_clear_pointer (&found->row, dyr_row_free);
  g_free (found);
}

DyrFind *
dyr_find_new (GPtrArray *lines, guint limit)
{
  DyrFind *self = g_new0 (DyrFind, 1);

  self->lines = lines;
  self->limit = limit;
  self->found = g_ptr_array_new_with_free_func (free_found);
  self->needles = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
dyr_find_free (DyrFind *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->found);
  g_ptr_array_unref (self->needles);
  g_free (self);
}

/* Ranks: 0 it is the name, 1 the name begins with it, 2 its words do, 3 the name holds it, 4 it
 * stands elsewhere. */
static guint
rank_name (const Search *search, const char *name)
{
  GPtrArray *needles = search->match->needles;
  gboolean begins = FALSE;

  if (*search->begin != '\0' && g_str_has_prefix (name, search->begin))
    return strlen (name) == strlen (search->begin) ? 0 : 1;
  for (guint i = 0; i < needles->len; i++)
    {
      const char *found = strstr (name, g_ptr_array_index (needles, i));

      /* Of words that were guessed one is enough. */
      if (found == NULL && search->depth == DYR_MATCH_TYPED)
        return 4;
      if (found != NULL && (found == name || found[-1] == ' '))
        begins = TRUE;
      if (found != NULL && search->depth != DYR_MATCH_TYPED)
        return begins ? 2 : 3;
    }
  if (needles->len == 0 || search->depth != DYR_MATCH_TYPED)
    return 4;
  return begins ? 2 : 3;
}

static void
add_hit (Search *search, gint64 id, int type, const char *title)
{
  g_autofree char *name = title != NULL ? dyr_text_fold (title) : g_strdup ("");
  Hit hit = { .id = id, .type = type, .length = (guint) strlen (name) };

  if (g_hash_table_contains (search->known, &hit.id))
    return;
  hit.rank = rank_name (search, name) + (guint) search->depth * GUESSED;
  g_array_append_val (search->hits, hit);
  g_hash_table_add (search->known, g_memdup2 (&hit.id, sizeof hit.id));
}

/* Rows of id, type, title and, for a glance (NULL: none), folded text. */
static gboolean
read_looked_at (Search *search, DyrStatement *query, const DyrGlance *glance, GError **error)
{
  g_autoptr (GError) local = NULL;

  search->n_read = 0;
  while (dyr_statement_step (query, &local))
    {
      search->n_read++;
      if (glance == NULL || dyr_glance_holds (glance, dyr_statement_text (query, 3)))
        add_hit (search,
                 dyr_statement_number (query, 0),
                 (int) dyr_statement_number (query, 1),
                 dyr_statement_text (query, 2));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_hits (Search *search, DyrStatement *query, GError **error)
{
  return read_looked_at (search, query, NULL, error);
}

/* Records whose names begin with the words: also those that stand behind MOST others. */
static gboolean
ask_names (Search *search, const DyrRecordType *type, GError **error)
{
  const DyrField *title = &type->fields[type->title[0] - 1];
  g_autofree char *column = dyr_field_column (title), *sql = NULL, *after = NULL;
  g_autoptr (DyrStatement) query = NULL;

  if (*search->begin == '\0' || !dyr_field_has_fold (title))
    return TRUE;
  sql = g_strdup_printf ("SELECT t.id, %d, r.title FROM \"%s\" t JOIN record r ON r.id = t.id "
                         "WHERE t.listed = 1 AND t.\"%s_fold\" >= ? AND t.\"%s_fold\" < ? "
                         "ORDER BY t.\"%s_fold\" LIMIT %u",
                         type->number,
                         type->table,
                         column,
                         column,
                         column,
                         search->find->limit + 1);
  after = g_strconcat (search->begin, "\xf4\x8f\xbf\xbf", NULL);
  query = dyr_connection_query (search->connection, error, sql, "tt", search->begin, after);
  return query != NULL && read_hits (search, query, error);
}

static gboolean
is_letter (const DyrQueryLine *line, const char *begin)
{
  return dyr_query_line_get_n_terms (line) == 1
         && dyr_query_line_get_term (line, 0)->kind == DYR_QUERY_WORDS
         && g_utf8_strlen (begin, -1) == 1;
}

static gboolean
begins_a_word (const char *fold, GPtrArray *needles)
{
  for (guint i = 0; i < needles->len; i++)
    {
      const char *needle = g_ptr_array_index (needles, i), *found = fold;

      while ((found = strstr (found, needle)) != NULL)
        {
          if (found == fold
              || !g_unichar_isalnum (g_utf8_get_char (g_utf8_find_prev_char (fold, found))))
            return TRUE;
          found += strlen (needle);
        }
    }
  return FALSE;
}

static gboolean
ask_newest (Search *search, const DyrRecordType *type, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT t.id, t.fold, (SELECT title FROM record r WHERE r.id = t.id) "
                         "FROM \"%s\" t WHERE t.listed = 1 ORDER BY t.id DESC LIMIT " NEWEST,
                         type->table);
  g_autoptr (DyrStatement) query = dyr_connection_prepare (search->connection, sql, error);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const char *fold = dyr_statement_text (query, 1);

      if (fold != NULL && begins_a_word (fold, search->match->needles))
        add_hit (
            search, dyr_statement_number (query, 0), type->number, dyr_statement_text (query, 2));
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Whether the full text has answered this already: short words are not guessed at. */
static gboolean
was_asked (Search *search)
{
  const DyrMatch *match = search->match;
  g_autofree char *asked = g_strdup_printf ("%s\n%s",
                                            match->pieces != NULL ? match->pieces : "",
                                            match->words != NULL ? match->words : "");

  return !dyr_set_str (&search->asked, asked);
}

/* The full text of all types at once. */
static gboolean
ask_text (Search *search, const DyrMatch *match, GError **error)
{
  const char *table = match->pieces != NULL ? "piece" : "word";
  g_autofree char *sql = g_strdup_printf (
      "SELECT r.id, r.type, r.title FROM (SELECT rowid AS id FROM %s WHERE %s MATCH ?%s "
      "ORDER BY rowid DESC LIMIT %u) f CROSS JOIN record r ON r.id = f.id "
      "WHERE r.deleted_at IS NULL AND r.reach NOT IN (1, 2)",
      table,
      table,
      match->pieces != NULL && match->words != NULL
          ? " AND +rowid IN (SELECT rowid FROM word WHERE word MATCH ?)"
          : "",
      MOST);
  g_autoptr (DyrStatement) query = dyr_connection_prepare (search->connection, sql, error);

  if (query == NULL)
    return FALSE;
  dyr_statement_bind_text (query, 1, match->pieces != NULL ? match->pieces : match->words);
  if (match->pieces != NULL && match->words != NULL)
    dyr_statement_bind_text (query, 2, match->words);
  return read_hits (search, query, error);
}

/* The full text of one type: the newest ones of it, however many of others came since. */
static gboolean
ask_text_of (Search *search, const DyrRecordType *type, GError **error)
{
  const DyrMatch *match = search->match;
  const char *table = match->pieces != NULL ? "piece" : "word";
  g_autofree char *sql = g_strdup_printf (
      "SELECT t.id, %d, (SELECT title FROM record r WHERE r.id = t.id) FROM %s f "
      "CROSS JOIN \"%s\" t ON t.id = f.rowid WHERE f.%s MATCH ? AND f.rowid >= ? AND f.rowid <= ? "
      "AND t.listed = 1%s ORDER BY f.rowid DESC LIMIT %u",
      type->number,
      table,
      type->table,
      table,
      match->pieces != NULL && match->words != NULL
          ? " AND +f.rowid IN (SELECT rowid FROM word WHERE word MATCH ?)"
          : "",
      MOST);
  g_autoptr (DyrStatement) query = NULL;
  gint64 first, last;

  if (!dyr_match_id_range (search->connection, type, &first, &last, error))
    return FALSE;
  query = dyr_connection_prepare (search->connection, sql, error);
  if (query == NULL)
    return FALSE;
  dyr_statement_bind_text (query, 1, match->pieces != NULL ? match->pieces : match->words);
  dyr_statement_bind_number (query, 2, first);
  dyr_statement_bind_number (query, 3, last);
  if (match->pieces != NULL && match->words != NULL)
    dyr_statement_bind_text (query, 4, match->words);
  return read_hits (search, query, error);
}

/* A letter beside longer words, of all types: no index has the words that begin with it. Those with
 * the longer words are looked at. */
static gboolean
ask_longer_words (Search *search, const DyrGlance *letter, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT r.id, r.type, r.title, iif (r.deleted_at IS NULL "
                                          "AND r.reach NOT IN (1, 2), CASE r.type");
  g_autoptr (DyrStatement) query = NULL;

  for (guint i = 0; i < search->find->lines->len; i++)
    {
      const DyrRecordType *type
          = dyr_query_line_get_type_of (g_ptr_array_index (search->find->lines, i));

      g_string_append_printf (sql,
                              " WHEN %d THEN (SELECT fold FROM \"%s\" t WHERE t.id = r.id)",
                              type->number,
                              type->table);
    }
  g_string_append_printf (sql,
                          " END, NULL) FROM (SELECT rowid AS id FROM piece WHERE piece MATCH ? "
                          "ORDER BY rowid DESC LIMIT %u) f CROSS JOIN record r ON r.id = f.id",
                          MOST);
  query = dyr_connection_prepare (search->connection, sql->str, error);
  if (query == NULL)
    return FALSE;
  dyr_statement_bind_text (query, 1, search->match->pieces);
  return read_looked_at (search, query, letter, error);
}

/* A short word beside longer ones: the full text of words has both, that of pieces only these. */
static gboolean
ask_beginnings (Search *search, const DyrQueryLine *line, GError **error)
{
  g_autoptr (DyrGlance) glance = dyr_glance_new (search->match->words, NULL);
  g_autoptr (DyrMatch) match = NULL;
  guint n_before = search->hits->len;

  if (glance != NULL && dyr_glance_has_letter (glance))
    {
      if (!ask_longer_words (search, glance, error))
        return FALSE;
      /* Where there were no more with the longer words, no more have the letter too. */
      if (search->n_read < MOST || search->hits->len >= n_before + search->find->limit)
        return TRUE;
    }
  match = dyr_match_new (
      search->connection, line, search->depth, DYR_MATCH_APART | DYR_MATCH_BEGINNINGS, error);
  return match != NULL && ask_text (search, match, error);
}

/* The rows of a type that fit conditions or values of its own. */
static gboolean
ask_rows (Search *search, const DyrRecordType *type, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (DyrStatement) query = NULL;

  g_string_append_printf (sql,
                          "SELECT t.id, %d, (SELECT title FROM record r WHERE r.id = t.id) "
                          "FROM \"%s\" t WHERE t.listed = 1",
                          type->number,
                          type->table);
  dyr_match_append (search->match, DYR_MATCH_TEXT_ASKED, sql);
  g_string_append_printf (sql, " LIMIT %u", MOST);
  query = dyr_connection_prepare (search->connection, sql->str, error);
  if (query == NULL)
    return FALSE;
  dyr_match_bind (search->match, DYR_MATCH_TEXT_ASKED, NULL, query, 1);
  return read_hits (search, query, error);
}

/* The newest ones with an amount or a date that is written like this: no name is more of it than
 * another, so that no more are read than are shown. */
static gboolean
ask_values (Search *search, const DyrRecordType *type, GError **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (DyrStatement) query = NULL;

  if (search->match->values_sql == NULL)
    return TRUE;
  sql = g_strdup_printf ("SELECT r.id, %d, r.title FROM (SELECT DISTINCT id FROM (%s) "
                         "ORDER BY id DESC LIMIT %u) v CROSS JOIN record r ON r.id = v.id",
                         type->number,
                         search->match->values_sql,
                         search->find->limit + 1);
  query = dyr_connection_prepare (search->connection, sql, error);
  if (query == NULL)
    return FALSE;
  for (guint i = 0; i < search->match->values->len; i++)
    dyr_statement_bind_value (
        query, (int) i + 1, &g_array_index (search->match->values, DyrValue, i));
  return read_hits (search, query, error);
}

static char *
join_words (const DyrQueryLine *line)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < dyr_query_line_get_n_terms (line); i++)
    {
      const DyrQueryTerm *term = dyr_query_line_get_term (line, i);

      if (term->kind != DYR_QUERY_FIELD && !term->negative)
        g_string_append_printf (text, "%s ", term->text);
    }
  return dyr_text_fold (text->str);
}

static void
add_needles (Search *search)
{
  GPtrArray *needles = search->find->needles;

  for (guint i = 0; i < search->match->needles->len; i++)
    {
      const char *needle = g_ptr_array_index (search->match->needles, i);

      if (!g_ptr_array_find_with_equal_func (needles, needle, g_str_equal, NULL))
        g_ptr_array_add (needles, g_strdup (needle));
    }
}

/* Whether the line asks for anything; words alone are asked of all types at once. */
static gboolean
ask_line (Search *search, const DyrQueryLine *line, gboolean *asked_text, GError **error)
{
  const DyrRecordType *type = dyr_query_line_get_type_of (line);
  const DyrMatch *match = search->match;

  add_needles (search);
  if (match->rest->len > 0)
    return ask_rows (search, type, error);
  if (match->words == NULL && match->pieces == NULL)
    return TRUE;
  if (search->depth == DYR_MATCH_TYPED && !ask_values (search, type, error))
    return FALSE;
  if (search->depth == DYR_MATCH_TYPED && !ask_names (search, type, error))
    return FALSE;
  if (is_letter (line, search->begin))
    return ask_newest (search, type, error);
  if (*asked_text)
    return TRUE;
  *asked_text = TRUE;
  if (was_asked (search))
    return TRUE;
  if (search->find->lines->len == 1)
    return ask_text_of (search, type, error);
  if (match->words != NULL && match->pieces != NULL)
    return ask_beginnings (search, line, error);
  return ask_text (search, match, error);
}

static gboolean
ask_all (Search *search, GError **error)
{
  gboolean asked_text = FALSE;

  for (guint i = 0; i < search->find->lines->len; i++)
    {
      const DyrQueryLine *line = g_ptr_array_index (search->find->lines, i);
      gboolean done;

      search->match
          = dyr_match_new (search->connection, line, search->depth, DYR_MATCH_APART, error);
      if (search->match == NULL)
        return FALSE;
      search->begin = join_words (line);
      done = ask_line (search, line, &asked_text, error);
      g_clear_pointer (&search->match, dyr_match_free);
      g_clear_pointer (&search->begin, g_free);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *first = a, *second = b;

  if (first->rank != second->rank)
    return first->rank < second->rank ? -1 : 1;
  if (first->length != second->length)
    return first->length < second->length ? -1 : 1;
  return first->id > second->id ? -1 : first->id < second->id;
}

/* The best hits of a type, as rows. */
static gboolean
take_best (const Search *search, const DyrRecordType *type, GError **error)
{
  DyrFind *find = search->find;
  guint n = 0;

  for (guint i = 0; i < search->hits->len; i++)
    {
      const Hit *hit = &g_array_index (search->hits, Hit, i);
      DyrFound *found;

      if (hit->type != type->number)
        continue;
      if (n++ == find->limit)
        {
          found = g_ptr_array_index (find->found, find->found->len - 1);
          found->more = TRUE;
          return TRUE;
        }
      found = g_new0 (DyrFound, 1);
      g_ptr_array_add (find->found, found);
      found->row = dyr_row_read_as (search->connection, type, hit->id, error);
      if (found->row == NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
dyr_find_job (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  DyrFind *self = data;
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Search search = { .find = self, .connection = connection, .hits = hits, .known = known };

  /* A wrong keyboard layout is thought of when nothing else explains what was typed. */
  for (;
       search.depth <= DYR_MATCH_SWITCHED && (search.depth < DYR_MATCH_SWITCHED || hits->len == 0);
       search.depth++)
    if (!ask_all (&search, error))
      {
        g_clear_pointer (&search.match, dyr_match_free);
        g_clear_pointer (&search.begin, g_free);
        g_free (search.asked);
        return FALSE;
      }
  g_free (search.asked);
  g_array_sort (hits, compare_hits);
  for (guint i = 0; i < self->lines->len; i++)
    if (!take_best (
            &search, dyr_query_line_get_type_of (g_ptr_array_index (self->lines, i)), error))
      return FALSE;
  g_ptr_array_add (self->needles, NULL);
  return TRUE;
}
