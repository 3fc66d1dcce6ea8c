/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli conflicts, resolve, parked, retry: what sync cannot decide or the CRM did not take.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyr-clash.h"
#include "dyr-cli-fields.h"
#include "dyr-cli-find.h"
#include "dyr-cli-json.h"
#include "dyr-cli-text.h"
#include "dyr-group.h"
#include "dyr-reason.h"
#include "dyr-record-json.h"
#include "dyr-rows.h"
#include "dyr-sync-words.h"

/* Names a question about a record as a whole where else a field stands. */
#define RECORD "record"

/* clang-format off */
const DyrCliOption dyr_cli_conflicts_options[] = {
  { "format", N_("FORMAT"), FALSE, N_("text or json") },
  { NULL },
};
/* clang-format on */

typedef struct
{
  DyrCli *cli;
  gboolean parked;
  const char *format;
} List;

/* The names of the fields that differ: resolve takes any of them. */
static GStrv
field_names (const DyrClash *clash)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (clash->group == DYR_WHOLE_RECORD)
    g_strv_builder_add (builder, RECORD);
  else
    for (guint i = 0; i < clash->type->n_fields; i++)
      if (clash->fields >> i & 1)
        g_strv_builder_add (builder, clash->type->fields[i].name);
  return g_strv_builder_end (builder);
}

/* The values of one side, all fields of the type; with the names of what links point to. */
static gboolean
read_side (DyrConnection *connection,
           const DyrRecordType *type,
           const char *text,
           DyrValue *values,
           GError **error)
{
  if (text == NULL)
    return TRUE;
  if (!dyr_group_from_text (type, text, values, NULL, error))
    return FALSE;
  for (guint i = 0; i < type->n_fields; i++)
    /* What is not here any more is shown by its uid. */
    dyr_row_resolve (connection, &values[i], NULL);
  return TRUE;
}

static DyrValue *
new_values (const DyrRecordType *type)
{
  return g_new0 (DyrValue, type->n_fields);
}

static void
free_values (const DyrRecordType *type, DyrValue *values)
{
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&values[i]);
  g_free (values);
}

/* JSON */

static void
add_side (JsonBuilder *builder, const char *name, const DyrClash *clash, const DyrValue *values)
{
  const guint64 mask = dyr_group_mask (clash->type, clash->group);

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  for (guint i = 0; i < clash->type->n_fields; i++)
    if (mask >> i & 1)
      {
        json_builder_set_member_name (builder, clash->type->fields[i].name);
        dyr_record_json_add_value (builder, &clash->type->fields[i], &values[i]);
      }
  json_builder_end_object (builder);
}

/* The kind of a question, and what the CRM takes for the same record. */
static void
add_question (JsonBuilder *builder, const DyrClash *clash)
{
  g_auto (GStrv) parts = g_strsplit (clash->theirs != NULL ? clash->theirs : "", "\t", 2);

  dyr_cli_json_member (builder, "question", parts[0]);
  dyr_cli_json_member (builder, "candidate", parts[0] != NULL ? parts[1] : NULL);
}

static void
begin_element (JsonBuilder *builder, const DyrClash *clash)
{
  g_autofree char *uid = dyr_uid_to_text (&clash->uid);
  g_auto (GStrv) names = field_names (clash);

  json_builder_begin_object (builder);
  dyr_cli_json_member (builder, "type", clash->type->name);
  dyr_cli_json_member (builder, "uid", uid);
  dyr_cli_json_member (builder, "name", clash->title);
  dyr_cli_json_member (builder, "field", names[0]);
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_array (builder);
  for (guint i = 0; names[i] != NULL; i++)
    json_builder_add_string_value (builder, names[i]);
  json_builder_end_array (builder);
}

static gboolean
add_sides (JsonBuilder *builder, DyrConnection *connection, const DyrClash *clash, GError **error)
{
  const struct
  {
    const char *name, *text;
  } sides[] = { { "base", clash->base }, { "mine", clash->mine }, { "theirs", clash->theirs } };
  gboolean done = TRUE;

  for (gsize i = 0; done && i < G_N_ELEMENTS (sides); i++)
    {
      DyrValue *values = new_values (clash->type);

      done = read_side (connection, clash->type, sides[i].text, values, error);
      add_side (builder, sides[i].name, clash, values);
      free_values (clash->type, values);
    }
  return done;
}

static gboolean
write_json (List *list, DyrConnection *connection, GPtrArray *clashes, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  DyrCliJsonArray array = { .cli = list->cli };

  for (guint i = 0; i < clashes->len; i++)
    {
      const DyrClash *clash = clashes->pdata[i];
      /* What hides a record is told as who did it. */
      g_autofree char *reason = dyr_reason_words (clash->reason);
      g_autofree char *who = dyr_reason_words (clash->who);

      begin_element (builder, clash);
      if (list->parked)
        dyr_cli_json_member (builder, "reason", reason);
      else
        {
          dyr_cli_json_member (builder, "who", who);
          if (clash->group == DYR_WHOLE_RECORD)
            add_question (builder, clash);
          else if (!add_sides (builder, connection, clash, error))
            return FALSE;
        }
      json_builder_end_object (builder);
      if (!dyr_cli_json_array_add (&array, builder, error))
        return FALSE;
    }
  return dyr_cli_json_array_end (&array, error);
}

/* Text */

static gboolean
write_value (List *list,
             const DyrClash *clash,
             const char *label,
             guint field,
             const DyrValue *value,
             GError **error)
{
  g_autofree char *text
      = dyr_context_show (dyr_cli_context (list->cli), clash->type, field, value, NULL);
  g_autofree char *line = dyr_cli_text_line (text != NULL ? text : "—");

  return dyr_cli_printf (list->cli, error, "    ")
         && dyr_cli_printf (list->cli, error, _ ("%s: %s\n"), label, line);
}

static gboolean
write_field (List *list,
             const DyrClash *clash,
             guint field,
             const DyrValue *base,
             const DyrValue *mine,
             const DyrValue *theirs,
             GError **error)
{
  return dyr_cli_printf (list->cli, error, "  %s\n", dyr_field_label (clash->type, field))
         && write_value (list,
                         clash,
                         C_ ("conflict", "Before"), field, base, error)
                         && write_value (
                             list,
                             clash,
                             C_ ("conflict", "Here"), field, mine, error)
                             && write_value (
                                 list, clash, C_ ("conflict", "In the CRM"), field, theirs, error);
}

/* Each field of the group that differs. */
static gboolean
write_fields (List *list, DyrConnection *connection, const DyrClash *clash, GError **error)
{
  const DyrRecordType *type = clash->type;
  const guint64 mask = dyr_group_mask (type, clash->group);
  DyrValue *base = new_values (type), *mine = new_values (type), *theirs = new_values (type);
  gboolean done = read_side (connection, type, clash->base, base, error)
                  && read_side (connection, type, clash->mine, mine, error)
                  && read_side (connection, type, clash->theirs, theirs, error);

  for (guint i = 0; done && i < type->n_fields; i++)
    if ((mask >> i & 1) != 0 && !dyr_value_equal (&mine[i], &theirs[i]))
      done = write_field (list, clash, i, &base[i], &mine[i], &theirs[i], error);
  free_values (type, base);
  free_values (type, mine);
  free_values (type, theirs);
  return done;
}

static gboolean
write_text (List *list, DyrConnection *connection, GPtrArray *clashes, GError **error)
{
  for (guint i = 0; i < clashes->len; i++)
    {
      const DyrClash *clash = clashes->pdata[i];
      g_autofree char *uid = dyr_uid_to_text (&clash->uid);
      g_autofree char *words = dyr_sync_words_clash (clash);
      g_autofree char *line = dyr_cli_text_line (words);
      g_auto (GStrv) fields = field_names (clash);
      g_autofree char *names = g_strjoinv (" ", fields);

      /* What resolve takes stands first: the record, and one of the fields. */
      if (!dyr_cli_printf (list->cli, error, "%s %s\n  %s\n", uid, names, line)
          || (clash->state == DYR_PENDING_CLASH && clash->group != DYR_WHOLE_RECORD
              && !write_fields (list, connection, clash, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
job_list (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  List *list = data;
  g_autoptr (GPtrArray) clashes = list->parked ? dyr_clash_list_parked (connection, error)
                                               : dyr_clash_list (connection, error);

  if (clashes == NULL)
    return FALSE;
  return g_str_equal (list->format, "json") ? write_json (list, connection, clashes, error)
                                            : write_text (list, connection, clashes, error);
}

static gboolean
run_list (DyrCli *cli, gboolean parked, GError **error)
{
  static const char *const formats[] = { "text", "json", NULL };
  List list = { .cli = cli, .parked = parked, .format = dyr_cli_format (cli, formats, error) };

  return list.format != NULL && dyr_cli_open (cli, FALSE, error)
         && dyr_database_read (dyr_cli_database (cli), job_list, &list, NULL, error);
}

gboolean
dyr_cli_run_conflicts (DyrCli *cli, int *status, GError **error)
{
  return run_list (cli, FALSE, error);
}

gboolean
dyr_cli_run_parked (DyrCli *cli, int *status, GError **error)
{
  return run_list (cli, TRUE, error);
}

/* Deciding */

typedef struct
{
  DyrCli *cli;
  DyrUid uid;
  const char *field;
  DyrChoose choose;
  const char *value; /* of DYR_CHOOSE_VALUES */
  GPtrArray *warnings;
} Resolve;

static GArray *
parse_value (
    Resolve *resolve, DyrConnection *connection, const DyrRow *row, guint field, GError **error)
{
  const DyrCliField given = { field, resolve->value };
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (DyrCliField));

  g_array_append_val (fields, given);
  return dyr_cli_fields_parse (
      dyr_cli_context (resolve->cli), connection, row->type, fields, row, resolve->warnings, error);
}

static gboolean
job_resolve (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Resolve *resolve = data;
  const DyrRecordType *type;
  g_autoptr (DyrRow) row = NULL;
  g_autoptr (GArray) values = NULL;
  guint field;
  gint64 id;

  if (!dyr_row_find (connection, &resolve->uid, &id, &type, error))
    return FALSE;
  if (g_str_equal (resolve->field, RECORD))
    return dyr_clash_resolve (connection, id, DYR_WHOLE_RECORD, resolve->choose, NULL, error);
  if (!dyr_cli_find_field (type, resolve->field, strlen (resolve->field), &field, error))
    return FALSE;
  if (resolve->choose == DYR_CHOOSE_VALUES)
    {
      row = dyr_row_read_as (connection, type, id, error);
      values = row != NULL ? parse_value (resolve, connection, row, field, error) : NULL;
      if (values == NULL)
        return FALSE;
    }
  return dyr_clash_resolve (
      connection, id, dyr_record_type_group (type, field), resolve->choose, values, error);
}

static gboolean
find_choice (const char *word, Resolve *resolve, GError **error)
{
  static const struct
  {
    const char *word;
    DyrChoose choose;
  } choices[] = {
    { "mine", DYR_CHOOSE_MINE },
    { "theirs", DYR_CHOOSE_THEIRS },
    { "base", DYR_CHOOSE_BASE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    if (g_str_equal (word, choices[i].word))
      {
        resolve->choose = choices[i].choose;
        return TRUE;
      }
  if (*word == '=')
    {
      resolve->choose = DYR_CHOOSE_VALUES;
      resolve->value = word + 1;
      return TRUE;
    }
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_USAGE,
               /* Translators: what was typed. */
               _ ("“%s” decides nothing. There are: mine, theirs, base, =VALUE."), word);
  return FALSE;
}

gboolean
dyr_cli_run_resolve (DyrCli *cli, int *status, GError **error)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  Resolve resolve = { .cli = cli, .field = dyr_cli_argument (cli, 1), .warnings = warnings };

  if (!find_choice (dyr_cli_argument (cli, 2), &resolve, error)
      || !dyr_cli_find_uid (dyr_cli_argument (cli, 0), &resolve.uid, error)
      || !dyr_cli_open (cli, FALSE, error)
      || !dyr_database_write (dyr_cli_database (cli), job_resolve, &resolve, NULL, error))
    return FALSE;
  for (guint i = 0; i < warnings->len; i++)
    dyr_cli_tell (cli, "%s", (const char *) g_ptr_array_index (warnings, i));
  dyr_cli_catch_up (cli);
  return TRUE;
}

static gboolean
job_retry (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) parked = NULL;
  const DyrRecordType *type;
  gint64 id;

  if (!dyr_row_find (connection, data, &id, &type, error))
    return FALSE;
  parked = dyr_clash_list_parked (connection, error);
  if (parked == NULL)
    return FALSE;
  for (guint i = 0; i < parked->len; i++)
    if (((const DyrClash *) parked->pdata[i])->record == id)
      return dyr_clash_retry (connection, id, error);
  g_set_error_literal (error,
                       DYR_ERROR,
                       DYR_ERROR_NOT_FOUND,
                       _ ("The CRM has refused nothing of this record. “dyryhent-cli parked” "
                          "lists what it refused."));
  return FALSE;
}

gboolean
dyr_cli_run_retry (DyrCli *cli, int *status, GError **error)
{
  DyrUid uid;

  return dyr_cli_find_uid (dyr_cli_argument (cli, 0), &uid, error)
         && dyr_cli_open (cli, FALSE, error)
         && dyr_database_write (dyr_cli_database (cli), job_retry, &uid, NULL, error);
}
