/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli history: what happened to a record and around it; what was done in the office; what
 * one action did, and what its undo left alone. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "dyr-cli-find.h"
#include "dyr-cli-json.h"
#include "dyr-cli-table.h"
#include "dyr-cli-undo.h"
#include "dyr-date.h"
#include "dyr-error.h"
#include "dyr-history.h"
#include "dyr-record-json.h"

/* clang-format off */
const DyrCliOption dyr_cli_history_options[] = {
  { "limit", N_("N"), FALSE, N_("not more than so many changes or actions, the newest") },
  { "before", N_("ACTION"), FALSE, N_("of the whole office: only what was done before that action") },
  { "format", N_("FORMAT"), FALSE, N_("table or json") },
  { NULL },
};
/* clang-format on */

typedef struct
{
  DyrCli *cli;
  const DyrRecordType *type;
  DyrUid uid;
  gint64 action; /* of one */
  gint64 before; /* of the office */
  guint limit;
  const char *format;
} History;

/* Actions of the office that are told when nobody says how many. */
#define ACTIONS 50

/* Names of DyrSource and DyrChangeKind in JSON. */
static const char *const source_names[] = { "person", "sync", "rule", "import", "sample" };
static const char *const kind_names[] = { "", "created", "deleted", "restored", "field" };

static void
add_value (JsonBuilder *builder, const char *name, const DyrField *field, const DyrValue *value)
{
  json_builder_set_member_name (builder, name);
  if (field != NULL)
    dyr_record_json_add_value (builder, field, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_yes_no (JsonBuilder *builder, const char *name, gboolean yes)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, yes);
}

static const char *
name_of (const char *const *list, gsize n, gsize index)
{
  return index < n ? list[index] : NULL;
}

static void
build_entry (JsonBuilder *builder, const DyrHistoryEntry *entry)
{
  g_autofree char *at = dyr_instant_to_text (entry->at), *uid = dyr_uid_to_text (&entry->uid);
  const DyrField *field = entry->field >= 0 ? &entry->type->fields[entry->field] : NULL;

  json_builder_begin_object (builder);
  /* The number is what undo takes; the history is this computer's own. */
  dyr_cli_json_number (builder, "action", entry->action);
  dyr_cli_json_member (builder, "at", at);
  dyr_cli_json_member (
      builder, "source", name_of (source_names, G_N_ELEMENTS (source_names), entry->source));
  dyr_cli_json_member (builder, "person", entry->person);
  add_yes_no (builder, "undone", entry->undone);
  add_yes_no (builder, "undo", entry->is_undo);
  dyr_cli_json_member (
      builder, "kind", name_of (kind_names, G_N_ELEMENTS (kind_names), entry->kind));
  dyr_cli_json_member (builder, "type", entry->type != NULL ? entry->type->name : NULL);
  dyr_cli_json_member (builder, "uid", uid);
  dyr_cli_json_member (builder, "name", entry->record_title);
  dyr_cli_json_member (builder, "field", field != NULL ? field->name : NULL);
  add_value (builder, "old", field, &entry->old);
  add_value (builder, "new", field, &entry->new);
  json_builder_end_object (builder);
}

static gboolean
write_json (History *history, GPtrArray *entries, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  DyrCliJsonArray array = { .cli = history->cli };

  for (guint i = 0; i < entries->len; i++)
    {
      build_entry (builder, g_ptr_array_index (entries, i));
      if (!dyr_cli_json_array_add (&array, builder, error))
        return FALSE;
    }
  return dyr_cli_json_array_end (&array, error);
}

static const char *
source_label (DyrSource source)
{
  switch (source)
    {
    case DYR_SOURCE_SYNC:
      return C_("source of a change", "CRM");
    case DYR_SOURCE_RULE:
      return C_("source of a change", "Rule");
    case DYR_SOURCE_IMPORT:
      return C_("source of a change", "Import");
    case DYR_SOURCE_SAMPLE:
      return C_("source of a change", "Sample office");
    case DYR_SOURCE_PERSON:
    default:
      return C_("source of a change", "You");
    }
}

static char *
describe_change (const DyrContext *context, const DyrHistoryEntry *entry)
{
  g_autofree char *old = NULL, *new = NULL;

  if (entry->kind == DYR_CHANGE_CREATED)
    return g_strdup (C_("change", "Created"));
  if (entry->kind == DYR_CHANGE_DELETED)
    return g_strdup (C_("change", "Deleted"));
  if (entry->kind == DYR_CHANGE_RESTORED)
    return g_strdup (C_("change", "Brought back"));
  if (entry->field < 0)
    return g_strdup (C_("change", "Changed"));
  old = dyr_context_show (context, entry->type, (guint) entry->field, &entry->old, NULL);
  new = dyr_context_show (context, entry->type, (guint) entry->field, &entry->new, NULL);
  /* Translators: the name of a field, its old value, its new value. */
  return g_strdup_printf (C_("change", "%s: %s → %s"),
                              dyr_field_label (entry->type, (guint) entry->field),
                              old != NULL ? old : "—",
                              new != NULL ? new : "—");
}

/* Texts of one line of the table. */
static GStrv
make_cells (History *history, const DyrHistoryEntry *entry)
{
  const DyrContext *context = dyr_cli_context (history->cli);
  GStrv cells = g_new0 (char *, 6);

  cells[0] = g_strdup_printf ("%" G_GINT64_FORMAT, entry->action);
  cells[1] = dyr_format_instant (context->format, entry->at, dyr_context_today (context));
  cells[2] = g_strdup (entry->person != NULL ? entry->person : source_label (entry->source));
  /* Parts of the record (lines, amendments) are told by their names. */
  cells[3] = dyr_uid_equal (&entry->uid, &history->uid) ? describe_change (context, entry) : NULL;
  if (cells[3] == NULL)
    {
      g_autofree char *change = describe_change (context, entry);

      /* Translators: the name of a part (a delivery line), then what happened to it. */
      cells[3] = g_strdup_printf (C_("change", "%s: %s"),
          entry->record_title != NULL ? entry->record_title : dyr_record_type_label (entry->type),
          change);
    }
  if (entry->undone)
    cells[4] = g_strdup (C_("change", "undone"));
  else
    cells[4] = g_strdup (entry->is_undo ? C_("change", "undo") : "");
  return cells;
}

static gboolean
write_table (History *history, GPtrArray *entries, GError **error)
{
  g_autoptr (DyrCliTable) table = dyr_cli_table_new (history->cli);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  dyr_cli_table_add_column (table, C_("column", "Action"), TRUE, TRUE);
  dyr_cli_table_add_column (table, C_("column", "When"), FALSE, TRUE);
  dyr_cli_table_add_column (table, C_("column", "Who"), FALSE, FALSE);
  dyr_cli_table_add_column (table, C_("column", "What"), FALSE, FALSE);
  dyr_cli_table_add_column (table, "", FALSE, FALSE);
  for (guint i = 0; i < entries->len; i++)
    {
      GStrv cells = make_cells (history, g_ptr_array_index (entries, i));

      g_ptr_array_add (rows, cells);
      dyr_cli_table_measure (table, (const char *const *) cells);
    }
  for (guint i = 0; i < rows->len; i++)
    if (!dyr_cli_table_write (table, (const char *const *) g_ptr_array_index (rows, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
job_history (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  History *history = data;
  /* A deleted record has a history too. */
  g_autoptr (DyrRow) row = dyr_cli_find_row (connection, history->type, &history->uid, error);
  g_autoptr (GPtrArray) entries = NULL;

  if (row == NULL)
    return FALSE;
  entries = dyr_history_of_record (connection, row->id, history->limit, error);
  if (entries == NULL)
    return FALSE;
  if (g_str_equal (history->format, "json"))
    return write_json (history, entries, error);
  return write_table (history, entries, error);
}

/* The office */

static char *
show_value (const DyrRecordType *type, guint field, const DyrValue *value, gpointer data)
{
  return dyr_context_show (data, type, field, value, NULL);
}

static char *
title_of (const History *history, const DyrHistoryAction *action)
{
  return dyr_history_action_title (
      action->changes, show_value, (gpointer) dyr_cli_context (history->cli));
}

static gboolean
is_whole (DyrActionState state)
{
  return state == DYR_ACTION_DONE;
}

/* Whether it stands. */
static const char *
state_word (const DyrHistoryAction *action)
{
  if (action->undone)
    return is_whole (action->undo_state)       ? C_("change", "undone")
                                               : C_("change", "undone in part");
  switch (action->state)
    {
    case DYR_ACTION_RUNNING:
      return C_("change", "running");
    case DYR_ACTION_INTERRUPTED:
      return C_("change", "interrupted");
    case DYR_ACTION_STOPPED:
      return C_("change", "stopped");
    case DYR_ACTION_DONE:
    default:
      return "";
    }
}

static gboolean
write_actions_json (History *history, GPtrArray *actions, GError **error)
{
  static const char *const states[] = { "running", "done", "interrupted", "stopped" };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  DyrCliJsonArray array = { .cli = history->cli };

  for (guint i = 0; i < actions->len; i++)
    {
      const DyrHistoryAction *action = g_ptr_array_index (actions, i);
      g_autofree char *at = dyr_instant_to_text (action->at), *title = title_of (history, action);

      json_builder_begin_object (builder);
      dyr_cli_json_number (builder, "action", action->action);
      dyr_cli_json_member (builder, "at", at);
      dyr_cli_json_member (
          builder, "source", name_of (source_names, G_N_ELEMENTS (source_names), action->source));
      dyr_cli_json_member (builder, "person", action->person);
      dyr_cli_json_member (builder, "title", title);
      dyr_cli_json_number (builder, "changes", action->n_changes);
      dyr_cli_json_member (
          builder, "state", name_of (states, G_N_ELEMENTS (states), action->state));
      add_yes_no (builder, "undone", action->undone && is_whole (action->undo_state));
      json_builder_end_object (builder);
      if (!dyr_cli_json_array_add (&array, builder, error))
        return FALSE;
    }
  return dyr_cli_json_array_end (&array, error);
}

static gboolean
write_actions (History *history, GPtrArray *actions, GError **error)
{
  const DyrContext *context = dyr_cli_context (history->cli);
  g_autoptr (DyrCliTable) table = dyr_cli_table_new (history->cli);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  dyr_cli_table_add_column (table, C_("column", "Action"), TRUE, TRUE);
  dyr_cli_table_add_column (table, C_("column", "When"), FALSE, TRUE);
  dyr_cli_table_add_column (table, C_("column", "Who"), FALSE, FALSE);
  dyr_cli_table_add_column (table, C_("column", "What"), FALSE, FALSE);
  dyr_cli_table_add_column (table, C_("column", "Changes"), TRUE, TRUE);
  dyr_cli_table_add_column (table, "", FALSE, FALSE);
  for (guint i = 0; i < actions->len; i++)
    {
      const DyrHistoryAction *action = g_ptr_array_index (actions, i);
      GStrv cells = g_new0 (char *, 7);

      cells[0] = g_strdup_printf ("%" G_GINT64_FORMAT, action->action);
      cells[1] = dyr_format_instant (context->format, action->at, dyr_context_today (context));
      cells[2] = g_strdup (action->person != NULL ? action->person : source_label (action->source));
      cells[3] = title_of (history, action);
      cells[4] = dyr_format_count (context->format, action->n_changes);
      cells[5] = g_strdup (state_word (action));
      g_ptr_array_add (rows, cells);
      dyr_cli_table_measure (table, (const char *const *) cells);
    }
  for (guint i = 0; i < rows->len; i++)
    if (!dyr_cli_table_write (table, (const char *const *) g_ptr_array_index (rows, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
job_office (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  History *history = data;
  g_autoptr (GPtrArray) actions
      = dyr_history_of_office (connection, history->before, history->limit, error);

  if (actions == NULL)
    return FALSE;
  return g_str_equal (history->format, "json") ? write_actions_json (history, actions, error)
                                               : write_actions (history, actions, error);
}

/* One action */

static gboolean
job_action (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  History *history = data;
  g_autoptr (GPtrArray) entries = NULL, kept = NULL;
  gint64 undone;

  /* Says when there is no such action. */
  if (!dyr_undo_get_undone (connection, history->action, &undone, error))
    return FALSE;
  entries = dyr_history_of_action (connection, history->action, history->limit, error);
  if (entries == NULL)
    return FALSE;
  kept = dyr_history_kept (connection, history->action, history->limit, error);
  if (kept == NULL
      || !(g_str_equal (history->format, "json") ? write_json (history, entries, error)
                                                 : write_table (history, entries, error)))
    return FALSE;
  for (guint i = 0; i < kept->len; i++)
    {
      const DyrHistoryEntry *entry = g_ptr_array_index (kept, i);
      g_autofree char *text = dyr_cli_kept_text (
          entry->record_title != NULL ? entry->record_title : dyr_record_type_label (entry->type),
          entry->field >= 0 ? dyr_field_label (entry->type, (guint) entry->field) : NULL,
          entry->deleted ? DYR_KEPT_DELETED : DYR_KEPT_CHANGED);

      dyr_cli_tell (history->cli, "%s", text);
    }
  return TRUE;
}

/* What the words ask for: nothing the office, a number an action, a type and a uid a record. */
static DyrJob
read_words (DyrCli *cli, History *history, GError **error)
{
  const char *first = dyr_cli_argument (cli, 0), *second = dyr_cli_argument (cli, 1);

  if (first == NULL)
    return job_office;
  if (second == NULL && g_ascii_string_to_signed (first, 10, 1, G_MAXINT64, &history->action, NULL))
    return job_action;
  history->type = dyr_cli_find_type (first, error);
  if (history->type == NULL)
    return NULL;
  if (second != NULL)
    return dyr_cli_find_uid (second, &history->uid, error) ? job_history : NULL;
  g_set_error_literal (
      error, DYR_ERROR, DYR_ERROR_USAGE, _("History of a record needs its TYPE and its UID."));
  return NULL;
}

gboolean
dyr_cli_run_history (DyrCli *cli, int *status, GError **error)
{
  static const char *const formats[] = { "table", "json", NULL };
  History history = { .cli = cli };
  DyrJob job = read_words (cli, &history, error);
  gint64 limit;

  if (job == NULL)
    return FALSE;
  history.format = dyr_cli_format (cli, formats, error);
  if (history.format == NULL
      || !dyr_cli_number (
          cli, "limit", 1, G_MAXINT32, job == job_office ? ACTIONS : G_MAXINT32, &limit, error)
      || !dyr_cli_number (cli, "before", 1, G_MAXINT64, 0, &history.before, error))
    return FALSE;
  if (history.before != 0 && job != job_office)
    {
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_USAGE,
                           _("Option --before is for the history of the whole office."));
      return FALSE;
    }
  history.limit = (guint) limit;
  return dyr_cli_open (cli, FALSE, error)
         && dyr_database_read (dyr_cli_database (cli), job, &history, NULL, error);
}
