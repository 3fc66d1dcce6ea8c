/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Check: looks the whole store over and says what is wrong. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyr-error.h"
#include "dyr-files.h"
#include "dyr-keys.h"
#include "dyr-rows.h"
#include "dyr-text.h"
#include "dyr-type-sql.h"
#include "dyr-unfinished.h"

/* How long the look at the full text waits for who writes. */
#define TEXT_MILLISECONDS "1000"

/* What is said to a person; more than none is a finding. */
typedef enum
{
  FINDING_ORPHANS,
  FINDING_SAMPLES,
  FINDING_NO_PLACE,
  FINDING_LONELY,
  FINDING_INTERRUPTED,
  FINDING_NO_ACTION,
  FINDING_TITLES,
  FINDING_FOLDS,
  FINDING_KEYS,
  FINDING_LISTED,
  FINDING_NAMES,
  FINDING_UNINDEXED,
  FINDING_CONTENTS,
} Finding;

static const struct
{
  Finding finding;
  const char *sql;
} counts[] = {
  { FINDING_ORPHANS, "SELECT count (*) FROM pragma_foreign_key_check" },
  { FINDING_SAMPLES, "SELECT count (*) FROM record WHERE push <> 0 AND origin = 3" },
  { FINDING_NO_PLACE, "SELECT count (*) FROM record WHERE push <> 0 AND seq IS NULL" },
  { FINDING_LONELY,
    "SELECT count (*) FROM pending p JOIN record r ON r.id = p.record WHERE r.push = 0" },
  { FINDING_INTERRUPTED, "SELECT count (*) FROM (" DYR_UNFINISHED_SQL ")" },
  { FINDING_NO_ACTION,
    "SELECT count (*) FROM change c LEFT JOIN action a ON a.id = c.action WHERE a.id IS NULL" },
};

/* clang-format off */
static char *
describe (Finding finding, gulong n)
{
  switch (finding)
    {
    case FINDING_ORPHANS:
      return g_strdup_printf (ngettext ("%lu row points to a record that is not there.",
                                        "%lu rows point to records that are not there.", n), n);
    case FINDING_SAMPLES:
      return g_strdup_printf (ngettext ("%lu sample record waits to be sent; samples must never leave.",
                                        "%lu sample records wait to be sent; samples must never leave.", n), n);
    case FINDING_NO_PLACE:
      return g_strdup_printf (ngettext ("%lu record waits to be sent without a place in the queue.",
                                        "%lu records wait to be sent without a place in the queue.", n), n);
    case FINDING_LONELY:
      return g_strdup_printf (ngettext ("%lu change waits to be sent though its record does not.",
                                        "%lu changes wait to be sent though their records do not.", n), n);
    case FINDING_INTERRUPTED:
      return g_strdup_printf (ngettext ("%lu action was interrupted; undo it or run it again.",
                                        "%lu actions were interrupted; undo them or run them again.", n), n);
    case FINDING_NO_ACTION:
      return g_strdup_printf (ngettext ("%lu change belongs to no action.",
                                        "%lu changes belong to no action.", n), n);
    case FINDING_TITLES:
      return g_strdup_printf (ngettext ("%lu record shows another name than it has.",
                                        "%lu records show other names than they have.", n), n);
    case FINDING_FOLDS:
      return g_strdup_printf (ngettext ("%lu record is not found by what it says.",
                                        "%lu records are not found by what they say.", n), n);
    case FINDING_KEYS:
      return g_strdup_printf (ngettext ("%lu record is sorted or recognized by other words than its own.",
                                        "%lu records are sorted or recognized by other words than their own.", n), n);
    case FINDING_LISTED:
      return g_strdup_printf (ngettext ("%lu record is in lists, or missing there, by mistake.",
                                        "%lu records are in lists, or missing there, by mistake.", n), n);
    case FINDING_NAMES:
      return g_strdup_printf (ngettext ("%lu change in the history names a record that is not there.",
                                        "%lu changes in the history name records that are not there.", n), n);
    case FINDING_UNINDEXED:
      return g_strdup_printf (ngettext ("%lu record is not in the search index.",
                                        "%lu records are not in the search index.", n), n);
    case FINDING_CONTENTS:
      return g_strdup_printf (ngettext ("What is in %lu attached file is missing.",
                                        "What is in %lu attached files is missing.", n), n);
    default:
      g_assert_not_reached ();
    }
}

/* What to do about it; `repairable` tells whether dyr_repair () is that. */
static const char *
advise (Finding finding, gboolean *repairable)
{
  *repairable = FALSE;
  switch (finding)
    {
    case FINDING_INTERRUPTED:
      return NULL; /* the sentence says it */
    case FINDING_ORPHANS:
    case FINDING_NO_ACTION:
    case FINDING_NAMES:
      return _("The rest can be worked with. To have them back, restore a backup made before this happened.");
    case FINDING_CONTENTS:
      return _("Restore a backup made with --files, or attach them again.");
    case FINDING_SAMPLES:
      *repairable = TRUE;
      return _("Repairing takes them out of the queue.");
    case FINDING_NO_PLACE:
    case FINDING_LONELY:
      *repairable = TRUE;
      return _("Repairing puts them at the end of the queue.");
    case FINDING_TITLES:
    case FINDING_FOLDS:
    case FINDING_KEYS:
    case FINDING_LISTED:
    case FINDING_UNINDEXED:
    default:
      *repairable = TRUE;
      return _("Repairing makes it anew from the records, which are whole.");
    }
}
/* clang-format on */

static void
free_finding (gpointer data)
{
  DyrFinding *finding = data;

  g_free (finding->problem);
  g_free (finding->advice);
  g_free (finding);
}

/* Takes the problem. */
static void
add_finding (GPtrArray *findings, char *problem, const char *advice, gboolean repairable)
{
  DyrFinding *finding = g_new0 (DyrFinding, 1);

  finding->problem = problem;
  finding->advice = g_strdup (advice);
  finding->repairable = repairable;
  g_ptr_array_add (findings, finding);
}

static void
add_count (GPtrArray *findings, Finding finding, gint64 n)
{
  const char *advice;
  gboolean repairable;

  if (n <= 0)
    return;
  advice = advise (finding, &repairable);
  add_finding (findings, describe (finding, (gulong) n), advice, repairable);
}

/* Takes the problem; said once, however many looks meet it. */
static void
add_damage (GPtrArray *findings, char *problem)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((const DyrFinding *) findings->pdata[i])->problem, problem))
      {
        g_free (problem);
        return;
      }
  add_finding (
      findings,
      problem,
      _("Restore a backup made before this happened, and look after the disk: it may be failing."),
         FALSE);
}

/* What cannot be read for damage is a finding, and the rest is looked over all the same. */
static gboolean
forgive (GPtrArray *findings, GError *local, GError **error)
{
  if (local == NULL)
    return TRUE;
  if (!g_error_matches (local, DYR_ERROR, DYR_ERROR_CORRUPT))
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  add_damage (findings, g_strdup (_("Some records cannot be read: the file is damaged.")));
  g_error_free (local);
  return TRUE;
}

/* "row 12 missing from index client_name": what the index says wrong, its table still says right.
 * NULL: it is about something else. */
static char *
find_index (const char *message)
{
  static const char *const complaints[] = { " missing from index ",
                                            " entries in index ",
                                            "non-unique entry in index ",
                                            "values differ from index " };

  for (guint i = 0; i < G_N_ELEMENTS (complaints); i++)
    {
      const char *found = strstr (message, complaints[i]);

      if (found != NULL)
        return g_strdup (found + strlen (complaints[i]));
    }
  return NULL;
}

gboolean
dyr_check_is_of_full_text (const char *message)
{
  g_return_val_if_fail (message != NULL, FALSE);

  return strstr (message, " inverted index for FTS") != NULL;
}

static gboolean
check_integrity (DyrConnection *connection, GPtrArray *findings, GError **error)
{
  g_autoptr (GHashTable) indexes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection, NULL, "PRAGMA integrity_check (20)", "");
  GError *local = NULL;

  if (query == NULL)
    query = dyr_connection_query (connection, error, DYR_CHECK_TABLES, "");
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      const char *message = dyr_statement_text (query, 0), *line = strrchr (message, '\n');
      char *index;

      /* SQLite 3.44 and newer look there too; here it has a check of its own. */
      if (dyr_check_is_of_full_text (message))
        continue;
      index = find_index (message);
      if (index == NULL && !g_str_equal (message, "ok"))
        /* The lines before name the database, which is the only one. */
        add_damage (
            findings,
            g_strdup_printf (_("The file is damaged: %s"), line != NULL ? line + 1 : message));
      /* Each row of it would say so. */
      else if (index != NULL && g_hash_table_add (indexes, index))
        add_finding (
            findings,
            g_strdup_printf (
                _("The index “%s” does not agree with its records: lists may leave some out."),
                   index),
                _("Repairing makes it anew from the records, which are whole."), TRUE);
    }
  return forgive (findings, local, error);
}

static gboolean
check_counts (DyrConnection *connection, GPtrArray *findings, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      GError *local = NULL;
      gint64 n;

      dyr_connection_number (connection, &local, 0, &n, counts[i].sql, "");
      if (!forgive (findings, local, error))
        return FALSE;
      add_count (findings, counts[i].finding, n);
    }
  return TRUE;
}

/* Each record, then the stored keys of its texts in the order of the fields. */
static char *
build_select (const DyrRecordType *type)
{
  GString *sql = g_string_new ("SELECT t.id, t.fold, "
                               "t.listed <> (r.deleted_at IS NULL AND r.reach = 0)");

  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *column = dyr_field_column (&type->fields[i]);

      if (dyr_field_has_key (&type->fields[i]))
        g_string_append_printf (sql, ", t.%s_key", column);
      if (dyr_field_has_fold (&type->fields[i]))
        g_string_append_printf (sql, ", t.%s_fold", column);
    }
  g_string_append_printf (sql, " FROM \"%s\" t JOIN record r ON r.id = t.id", type->table);
  return g_string_free (sql, FALSE);
}

static gboolean
has_its_key (DyrConnection *connection, DyrStatement *query, int column, const char *text)
{
  g_autoptr (GByteArray) key = g_byte_array_sized_new (64);
  const guint8 *stored;
  gsize length;

  stored = dyr_statement_blob (query, column, &length);
  if (text == NULL)
    return stored == NULL;
  dyr_collator_key (dyr_connection_get_collator (connection), text, key);
  return stored != NULL && length == key->len && memcmp (stored, key->data, length) == 0;
}

static gboolean
has_its_keys (DyrConnection *connection, DyrStatement *query, const DyrRow *row)
{
  gboolean same = TRUE;
  int column = 3;

  for (guint i = 0; i < row->type->n_fields; i++)
    {
      const char *text = dyr_value_text (&row->values[i]);

      if (dyr_field_has_key (&row->type->fields[i]))
        same = has_its_key (connection, query, column++, text) && same;
      if (dyr_field_has_fold (&row->type->fields[i]))
        {
          g_autofree char *fold = text != NULL ? dyr_text_fold (text) : NULL;

          same = g_strcmp0 (fold, dyr_statement_text (query, column++)) == 0 && same;
        }
    }
  return same;
}

/* What lists show must be found; what is still to be done for it waits in `stale`. */
static gboolean
count_unindexed (DyrConnection *connection, const DyrRecordType *type, gint64 *n, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT count (*) FROM \"%s\" t WHERE t.listed = 1 AND t.fold IS NOT NULL "
                         "AND NOT EXISTS (SELECT 1 FROM stale s WHERE s.record = t.id) "
                         "AND NOT (EXISTS (SELECT 1 FROM word_docsize w WHERE w.id = t.id) "
                         "AND EXISTS (SELECT 1 FROM piece_docsize p WHERE p.id = t.id))",
                         type->table);
  return dyr_connection_number (connection, error, 0, n, sql, "");
}

/* Records whose addresses would not be found in any case. */
static gboolean
count_caseless (DyrConnection *connection, const DyrRecordType *type, gint64 *n, GError **error)
{
  g_autofree char *fold = dyr_keys_caseless_sql (type);
  g_autofree char *sql
      = g_strdup_printf ("SELECT count (DISTINCT record) FROM member WHERE fold IS NOT %s "
                         "AND record IN (SELECT id FROM \"%s\")",
                         fold,
                         type->table);

  return dyr_connection_number (connection, error, 0, n, sql, "");
}

/* What is stored a second time for speed must be what it is made from. */
static gboolean
check_type (DyrConnection *connection,
            const DyrRecordType *type,
            GPtrArray *findings,
            GError **error)
{
  g_autofree char *sql = build_select (type);
  g_autoptr (DyrStatement) query = dyr_connection_query (connection, error, sql, "");
  g_autoptr (GError) local = NULL;
  gint64 n_titles = 0, n_folds = 0, n_keys = 0, n_listed = 0, n_unindexed;

  if (query == NULL || !count_caseless (connection, type, &n_keys, error))
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      g_autoptr (DyrRow) row
          = dyr_row_read_as (connection, type, dyr_statement_number (query, 0), error);
      g_autofree char *title = NULL, *fold = NULL;

      if (row == NULL)
        return FALSE;
      title = dyr_record_type_title (type, row->values);
      fold = dyr_keys_search_text (type, row->values);
      n_titles += row->reach == DYR_REACH_HERE && g_strcmp0 (title, row->title) != 0;
      n_folds += g_strcmp0 (fold, dyr_statement_text (query, 1)) != 0;
      n_keys += !has_its_keys (connection, query, row);
      n_listed += dyr_statement_number (query, 2) != 0;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!count_unindexed (connection, type, &n_unindexed, error))
    return FALSE;
  add_count (findings, FINDING_TITLES, n_titles);
  add_count (findings, FINDING_FOLDS, n_folds);
  add_count (findings, FINDING_KEYS, n_keys);
  add_count (findings, FINDING_LISTED, n_listed);
  add_count (findings, FINDING_UNINDEXED, n_unindexed);
  return TRUE;
}

static gboolean
names_nothing (DyrConnection *connection, const DyrField *field, const char *text)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  return !dyr_field_from_text (field, text, &value, NULL)
         || !dyr_row_resolve (connection, &value, NULL);
}

/* Undo and the timeline find a record by the uid it had then. */
static gboolean
check_names (
    DyrConnection *connection, const DyrRecordType *type, guint index, gint64 *n, GError **error)
{
  const DyrField *field = &type->fields[index];
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT c.old, c.new FROM change c JOIN record r ON r.id = c.record "
                              "WHERE c.field = ? AND r.type = ?",
                              "tn",
                              field->name,
                              type->number);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    *n += names_nothing (connection, field, dyr_statement_text (query, 0))
          || names_nothing (connection, field, dyr_statement_text (query, 1));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
check_history (DyrConnection *connection, GPtrArray *findings, GError **error)
{
  gint64 n = 0;

  for (int i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      {
        const DyrField *field = &dyr_record_types[i]->fields[j];

        if ((field->kind == DYR_KIND_LINK || field->items == DYR_KIND_LINK)
            && !check_names (connection, dyr_record_types[i], j, &n, error))
          return FALSE;
      }
  add_count (findings, FINDING_NAMES, n);
  return TRUE;
}

static gboolean
check_contents (DyrConnection *connection, GPtrArray *findings, GError **error)
{
  gint64 n;

  if (!dyr_files_count_missing (connection, &n, error))
    return FALSE;
  add_count (findings, FINDING_CONTENTS, n);
  return TRUE;
}

static gboolean
job_check (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  GError *history = NULL, *contents = NULL;

  if (!check_integrity (connection, data, error) || !check_counts (connection, data, error))
    return FALSE;
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    {
      GError *local = NULL;

      check_type (connection, dyr_record_types[i], data, &local);
      if (!forgive (data, local, error))
        return FALSE;
    }
  check_history (connection, data, &history);
  if (!forgive (data, history, error))
    return FALSE;
  check_contents (connection, data, &contents);
  return forgive (data, contents, error);
}

/* Full text looks itself over by a statement that counts as writing: on a connection of its own,
 * which does not wait long for somebody who writes. FALSE: it is damaged, or *error is set. */
static gboolean
is_text_whole (DyrConnection *connection, GError **error)
{
  GError *local = NULL;
  gboolean whole;

  if (!dyr_connection_script (connection,
                              "PRAGMA query_only = OFF; PRAGMA busy_timeout = " TEXT_MILLISECONDS
                              "; BEGIN IMMEDIATE",
                              &local))
    {
      /* It is looked over when less is going on. */
      whole = g_error_matches (local, DYR_ERROR, DYR_ERROR_BUSY);
      if (whole)
        g_error_free (local);
      else
        g_propagate_error (error, local);
      return whole;
    }
  whole = dyr_connection_script (connection,
                                 "INSERT INTO word (word) VALUES ('integrity-check'); "
                                 "INSERT INTO piece (piece) VALUES ('integrity-check')",
                                 &local);
  dyr_connection_script (connection, "ROLLBACK", NULL);
  if (local != NULL && !g_error_matches (local, DYR_ERROR, DYR_ERROR_CORRUPT))
    g_propagate_error (error, g_steal_pointer (&local));
  g_clear_error (&local);
  return whole;
}

static gboolean
check_text (DyrDatabase *database, GPtrArray *findings, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrConnection) connection = dyr_connection_open (dyr_database_get_path (database),
                                                              DYR_CONNECTION_READ,
                                                              dyr_database_get_zone (database),
                                                              error);

  if (connection == NULL)
    return FALSE;
  if (is_text_whole (connection, &local))
    return TRUE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  add_finding (
      findings,
      g_strdup (_("The search index is damaged: search may find too little, or nothing.")),
                _("Repairing makes it anew from the records, which are whole."), TRUE);
  return TRUE;
}

GPtrArray *
dyr_check (DyrDatabase *database, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (free_finding);
  GError *local = NULL;

  g_return_val_if_fail (DYR_IS_DATABASE (database), NULL);

  /* After damage even the end of a reading transaction fails. */
  dyr_database_read (database, job_check, findings, cancellable, &local);
  return forgive (findings, local, error) && check_text (database, findings, error)
             ? g_steal_pointer (&findings)
             : NULL;
}
