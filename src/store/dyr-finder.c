/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFinder: finds the records that a code, a name, an address belongs to, by index. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-finder.h"

#include "dyr-rehearsal.h"
#include "dyr-rows.h"
#include "dyr-type-sql.h"

/* In generated SQL this stands for the database: main, and "office" of a rehearsal. */
#define SCHEMA "@"

/* Bits of a term in the key of its statement: at most 64 fields, four ways to compare. */
#define TERM_BITS 8

struct _DyrFinder
{
  DyrConnection *connection;
  gboolean rehearsing;
  GHashTable *searches; /* key of make_key () -> SQL */
  GHashTable *takes;    /* DyrRecordType -> SQL that copies what a record links to */
};

DyrFinder *
dyr_finder_new (DyrConnection *connection, gboolean rehearsing)
{
  DyrFinder *self = g_new0 (DyrFinder, 1);

  self->connection = connection;
  self->rehearsing = rehearsing;
  self->searches = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->takes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  return self;
}

void
dyr_finder_free (DyrFinder *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->searches);
  g_hash_table_unref (self->takes);
  g_free (self);
}

static gint64
make_key (const DyrRecordType *type, const DyrFinderTerm *terms, guint n_terms)
{
  gint64 key = type->number;

  g_assert (n_terms <= DYR_FINDER_TERMS);
  for (guint i = 0; i < n_terms; i++)
    key = key << TERM_BITS | (gint64) (terms[i].field << 2 | terms[i].compare);
  return key << 3 | (gint64) n_terms;
}

static void
append_term (GString *sql, const DyrRecordType *type, const DyrFinderTerm *term, guint number)
{
  const DyrField *field = &type->fields[term->field];
  g_autofree char *column = dyr_field_column (field);
  const char *suffix = term->compare <= DYR_FINDER_FOLDED_OR_UNKNOWN ? "_fold" : "";
  /* The first term leads: its index is the one to use. */
  const char *plus = number > 1 ? "+" : "";

  if (field->kind == DYR_KIND_SET)
    {
      /* As its index has it; whoever types an address does not mind capitals. */
      g_string_append_printf (sql,
                              " AND coalesce (m%u.fold, lower (m%u.item)) = %s (?%u) "
                              "AND m%u.field = '%s' AND t.id = m%u.record",
                              number,
                              number,
                              field->items == DYR_KIND_EMAIL ? "dyr_caseless" : "lower",
                              number,
                              number,
                              field->name,
                              number);
      if (field->items != DYR_KIND_EMAIL)
        g_string_append_printf (sql, " AND m%u.item = ?%u", number, number);
    }
  else if (field->kind == DYR_KIND_EMAIL && term->compare == DYR_FINDER_IS)
    g_string_append_printf (
        sql, " AND dyr_caseless (%st.\"%s\") IS dyr_caseless (?%u)", plus, column, number);
  else if (term->compare == DYR_FINDER_FOLDED)
    g_string_append_printf (sql, " AND %st.\"%s_fold\" = ?%u", plus, column, number);
  else if (term->compare == DYR_FINDER_IS)
    g_string_append_printf (sql, " AND %st.\"%s\" IS ?%u", plus, column, number);
  else
    g_string_append_printf (sql,
                            " AND (t.\"%s%s\" IS NULL OR t.\"%s%s\" = ?%u)",
                            column,
                            suffix,
                            column,
                            suffix,
                            number);
}

static char *
build_search (DyrFinder *self, const DyrRecordType *type, const DyrFinderTerm *terms, guint n_terms)
{
  g_autoptr (GString) half = g_string_new (NULL), sql = NULL;

  g_string_append (half, "SELECT t.id FROM ");
  /* Elements lead to the record, not the other way round. */
  for (guint i = 0; i < n_terms; i++)
    if (type->fields[terms[i].field].kind == DYR_KIND_SET)
      g_string_append_printf (half, SCHEMA ".member m%u CROSS JOIN ", i + 1);
  g_string_append_printf (half, SCHEMA ".\"%s\" t WHERE t.listed = 1", type->table);
  for (guint i = 0; i < n_terms; i++)
    append_term (half, type, &terms[i], i + 1);
  sql = g_string_new (half->str);
  g_string_replace (sql, SCHEMA, "main", 0);
  if (self->rehearsing)
    {
      g_string_replace (half, SCHEMA, "office", 0);
      /* What was touched here counts as it is here. */
      g_string_append_printf (
          sql,
          " UNION ALL %s AND NOT EXISTS (SELECT 1 FROM main.\"%s\" n WHERE n.id = t.id)",
          half->str,
          type->table);
    }
  g_string_append_printf (sql, " LIMIT ?%u", n_terms + 1);
  return g_string_free (g_steal_pointer (&sql), FALSE);
}

static const char *
find_search (DyrFinder *self, const DyrRecordType *type, const DyrFinderTerm *terms, guint n_terms)
{
  gint64 key = make_key (type, terms, n_terms);
  char *sql = g_hash_table_lookup (self->searches, &key);

  if (sql == NULL)
    {
      sql = build_search (self, type, terms, n_terms);
      g_hash_table_insert (self->searches, g_memdup2 (&key, sizeof key), sql);
    }
  return sql;
}

gboolean
dyr_finder_find (DyrFinder *self,
                 const DyrRecordType *type,
                 const DyrFinderTerm *terms,
                 guint n_terms,
                 guint limit,
                 GArray *ids,
                 GError **error)
{
  g_autoptr (DyrStatement) query
      = dyr_connection_prepare (self->connection, find_search (self, type, terms, n_terms), error);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  for (guint i = 0; i < n_terms; i++)
    dyr_statement_bind_value (query, (int) i + 1, terms[i].value);
  dyr_statement_bind_number (query, (int) n_terms + 1, limit > 0 ? (gint64) limit : -1);
  while (dyr_statement_step (query, &local))
    {
      gint64 id = dyr_statement_number (query, 0);

      g_array_append_val (ids, id);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
dyr_finder_find_uid (DyrFinder *self,
                     const DyrRecordType *type,
                     const DyrUid *uid,
                     gint64 *id,
                     DyrFinderState *state,
                     GError **error)
{
  g_autoptr (DyrStatement) query = dyr_connection_query (
      self->connection,
      error,
      self->rehearsing
          ? "SELECT id, type, deleted_at IS NOT NULL OR reach <> 0 FROM main.record WHERE uid = ?1 "
            "UNION ALL "
            "SELECT id, type, deleted_at IS NOT NULL OR reach <> 0 FROM office.record "
            "WHERE uid = ?1 LIMIT 1"
          : "SELECT id, type, deleted_at IS NOT NULL OR reach <> 0 FROM record WHERE uid = ?1",
      "u",
      uid);
  g_autoptr (GError) local = NULL;

  *id = 0;
  *state = DYR_FINDER_NOTHING;
  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local))
    {
      if (type != NULL && dyr_statement_number (query, 1) != type->number)
        *state = DYR_FINDER_OTHER_TYPE;
      else if (dyr_statement_number (query, 2) != 0)
        *state = DYR_FINDER_NOT_LISTED;
      else
        {
          *state = DYR_FINDER_HERE;
          *id = dyr_statement_number (query, 0);
        }
      return TRUE;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
take_record (DyrFinder *self, gint64 id, GError **error)
{
  return dyr_connection_run (
      self->connection,
      error,
      "INSERT OR IGNORE INTO main.record SELECT * FROM office.record WHERE id = ?",
      "i",
      id);
}

/* SQL that copies the records that a record links to: its row shows their names. */
static const char *
find_take (DyrFinder *self, const DyrRecordType *type)
{
  char *known = g_hash_table_lookup (self->takes, type);
  g_autoptr (GString) sql = NULL;

  if (known != NULL)
    return known;
  sql = g_string_new ("INSERT OR IGNORE INTO main.record SELECT * FROM office.record WHERE id IN ("
                      "SELECT target FROM office.member WHERE record = ?1");
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == DYR_KIND_LINK)
      {
        g_autofree char *column = dyr_field_column (&type->fields[i]);

        g_string_append_printf (
            sql, " UNION ALL SELECT \"%s\" FROM office.\"%s\" WHERE id = ?1", column, type->table);
      }
  g_string_append_c (sql, ')');
  known = g_string_free (g_steal_pointer (&sql), FALSE);
  g_hash_table_insert (self->takes, (gpointer) type, known);
  return known;
}

/* Copies a record of the office here, unless it is here. */
static gboolean
take (DyrFinder *self, const DyrRecordType *type, gint64 id, GError **error)
{
  g_autofree char *there
      = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM main.\"%s\" WHERE id = ?)", type->table);
  g_autofree char *copy = g_strdup_printf (
      "INSERT INTO main.\"%s\" SELECT * FROM office.\"%s\" WHERE id = ?", type->table, type->table);
  gint64 is_there;

  if (!dyr_connection_number (self->connection, error, 0, &is_there, there, "i", id))
    return FALSE;
  return is_there
         || (take_record (self, id, error)
             && dyr_connection_run (self->connection, error, copy, "i", id)
             && dyr_connection_run (
                 self->connection,
                 error,
                 "INSERT INTO main.member SELECT * FROM office.member WHERE record = ?",
                 "i",
                 id)
             && dyr_connection_run (self->connection, error, find_take (self, type), "i", id));
}

DyrRow *
dyr_finder_read (DyrFinder *self, const DyrRecordType *type, gint64 id, GError **error)
{
  if (self->rehearsing && !take (self, type, id, error))
    return NULL;
  return dyr_row_read_as (self->connection, type, id, error);
}

gboolean
dyr_finder_is_tried (DyrFinder *self, gint64 id)
{
  return self->rehearsing && id > DYR_REHEARSAL_FIRST_ID;
}

DyrLink *
dyr_finder_link (DyrFinder *self, gint64 id, GError **error)
{
  if (self->rehearsing && !take_record (self, id, error))
    return NULL;
  return dyr_row_link (self->connection, id, error);
}
