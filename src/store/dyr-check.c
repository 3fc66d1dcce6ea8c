/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Check: looks the whole store over and says what is wrong. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyr-keys.h"
#include "dyr-rows.h"
#include "dyr-text.h"
#include "dyr-type-sql.h"
#include "dyr-unfinished.h"

/* What is counted; more than none is a finding. */
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
    default:
      g_assert_not_reached ();
    }
}
/* clang-format on */

static void
add_count (GPtrArray *findings, Finding finding, gint64 n)
{
  if (n > 0)
    g_ptr_array_add (findings, describe (finding, (gulong) n));
}

static gboolean
check_integrity (DyrConnection *connection, GPtrArray *findings, GError **error)
{
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection, error, "PRAGMA integrity_check (20)", "");
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    if (!g_str_equal (dyr_statement_text (query, 0), "ok"))
      g_ptr_array_add (
          findings, g_strdup_printf (_("The file is damaged: %s"), dyr_statement_text (query, 0)));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
check_counts (DyrConnection *connection, GPtrArray *findings, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      gint64 n;

      if (!dyr_connection_number (connection, error, 0, &n, counts[i].sql, ""))
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
  gint64 n_titles = 0, n_folds = 0, n_keys = 0, n_listed = 0;

  if (query == NULL)
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
  add_count (findings, FINDING_TITLES, n_titles);
  add_count (findings, FINDING_FOLDS, n_folds);
  add_count (findings, FINDING_KEYS, n_keys);
  add_count (findings, FINDING_LISTED, n_listed);
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

gboolean
dyr_check_job (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  if (!check_integrity (connection, data, error) || !check_counts (connection, data, error))
    return FALSE;
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    if (!check_type (connection, dyr_record_types[i], data, error))
      return FALSE;
  return check_history (connection, data, error);
}
