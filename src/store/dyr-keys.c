/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Keys: stored sort keys and folded texts, and their rebuilding when what makes them changes. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-keys.h"

#include "dyr-rows.h"
#include "dyr-text.h"
#include "dyr-type-sql.h"

void
dyr_keys_bind_key (DyrConnection *connection,
                   DyrStatement *statement,
                   int index,
                   const DyrValue *value)
{
  const char *text = dyr_value_text (value);
  g_autoptr (GByteArray) key = NULL;

  if (text == NULL)
    {
      dyr_statement_bind_null (statement, index);
      return;
    }
  key = g_byte_array_sized_new (64);
  dyr_collator_key (dyr_connection_get_collator (connection), text, key);
  dyr_statement_bind_copy (statement, index, key->data, key->len);
}

void
dyr_keys_bind_fold (DyrStatement *statement, int index, const DyrValue *value)
{
  const char *text = dyr_value_text (value);

  if (text == NULL)
    dyr_statement_bind_null (statement, index);
  else
    dyr_statement_take_text (statement, index, dyr_text_fold (text));
}

static void
append_fold (GString *text, const char *part)
{
  g_autofree char *fold = NULL;

  if (part == NULL)
    return;
  fold = dyr_text_fold (part);
  if (fold == NULL || fold[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, fold);
}

char *
dyr_keys_search_text (const DyrRecordType *type, const DyrValue *values)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const DyrSet *set;

      if (!dyr_field_in_full_text (&type->fields[i]))
        continue;
      append_fold (text, dyr_value_text (&values[i]));
      set = dyr_value_set (&values[i]);
      for (guint j = 0; set != NULL && j < set->n; j++)
        append_fold (text, set->members[j].item);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
dyr_keys_caseless_sql (const DyrRecordType *type)
{
  GString *sql = g_string_new ("CASE WHEN field IN (");
  const char *comma = "";

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == DYR_KIND_SET && type->fields[i].items == DYR_KIND_EMAIL)
      {
        g_string_append_printf (sql, "%s'%s'", comma, type->fields[i].name);
        comma = ", ";
      }
  g_string_append (sql, ") THEN nullif (dyr_caseless (item), lower (item)) END");
  return g_string_free (sql, FALSE);
}

/* UPDATE of all keys of one row; the parameters in the order of bind_keys (). */
static char *
build_update (const DyrRecordType *type)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql, "UPDATE \"%s\" SET fold = ?", type->table);
  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *column = dyr_field_column (&type->fields[i]);

      if (dyr_field_has_key (&type->fields[i]))
        g_string_append_printf (sql, ", %s_key = ?", column);
      if (dyr_field_has_fold (&type->fields[i]))
        g_string_append_printf (sql, ", %s_fold = ?", column);
    }
  g_string_append (sql, " WHERE id = ?");
  return g_string_free (sql, FALSE);
}

static gboolean
rebuild_row (DyrConnection *connection, DyrStatement *update, DyrRow *row, GError **error)
{
  g_autofree char *search = dyr_keys_search_text (row->type, row->values);
  int index = 1;

  dyr_statement_bind_text (update, index++, search);
  for (guint i = 0; i < row->type->n_fields; i++)
    {
      if (dyr_field_has_key (&row->type->fields[i]))
        dyr_keys_bind_key (connection, update, index++, &row->values[i]);
      if (dyr_field_has_fold (&row->type->fields[i]))
        dyr_keys_bind_fold (update, index++, &row->values[i]);
    }
  dyr_statement_bind_number (update, index, row->id);
  return dyr_statement_run (update, error);
}

static gboolean
rebuild_type (DyrConnection *connection, const DyrRecordType *type, GError **error)
{
  g_autofree char *select = g_strdup_printf ("SELECT id FROM \"%s\"", type->table);
  g_autofree char *sql = build_update (type);
  g_autoptr (DyrStatement) update = dyr_connection_prepare (connection, sql, error);
  g_autoptr (GArray) ids
      = update != NULL
            ? dyr_statement_ids (dyr_connection_query (connection, error, select, ""), error)
            : NULL;

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DyrRow) row
          = dyr_row_read_as (connection, type, g_array_index (ids, gint64, i), error);

      if (row == NULL || !rebuild_row (connection, update, row, error))
        return FALSE;
    }
  return TRUE;
}

/* Full text is made from the folded texts: all of it is to be done anew. */
static gboolean
forget_search (DyrConnection *connection, GError **error)
{
  if (!dyr_connection_script (connection,
                              "INSERT INTO word (word) VALUES ('delete-all'); "
                              "INSERT INTO piece (piece) VALUES ('delete-all'); DELETE FROM stale",
                              error))
    return FALSE;
  return dyr_connection_script (
      connection,
      "INSERT INTO stale (record) SELECT id FROM record WHERE deleted_at IS NULL",
      error);
}

gboolean
dyr_keys_find_language (DyrConnection *connection, char **language, GError **error)
{
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection, error, "SELECT value FROM meta WHERE key = 'keys'", "");
  g_autoptr (GError) local = NULL;
  const char *version = NULL;

  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local))
    version = dyr_statement_text (query, 0);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  /* See dyr_collator_get_version (): the language, then what else the keys depend on. */
  *language = version != NULL ? g_strndup (version, strcspn (version, " ")) : g_strdup ("en");
  return TRUE;
}

gboolean
dyr_keys_are_current (DyrConnection *connection, gboolean *current, GError **error)
{
  g_autofree char *version = dyr_collator_get_version (dyr_connection_get_collator (connection));
  gint64 same;
  gboolean done = dyr_connection_number (
      connection, error, 0, &same, "SELECT value = ? FROM meta WHERE key = 'keys'", "t", version);

  *current = same != 0;
  return done;
}

gboolean
dyr_keys_job_rebuild (DyrConnection *connection,
                      gpointer data,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *version = dyr_collator_get_version (dyr_connection_get_collator (connection));
  gint64 n_records;
  gboolean current;

  if (!dyr_keys_are_current (connection, &current, error)
      || !dyr_connection_number (
          connection, error, 0, &n_records, "SELECT EXISTS (SELECT 1 FROM record)", ""))
    return FALSE;
  if (current)
    return TRUE;
  for (int i = 0; n_records > 0 && dyr_record_types[i] != NULL; i++)
    if (!rebuild_type (connection, dyr_record_types[i], error))
      return FALSE;
  if (n_records > 0 && !forget_search (connection, error))
    return FALSE;
  return dyr_connection_run (connection,
                             error,
                             "INSERT INTO meta (key, value) VALUES ('keys', ?) "
                             "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                             "t",
                             version);
}
