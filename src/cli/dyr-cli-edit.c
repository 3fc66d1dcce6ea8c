/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli add, set, delete: each is one action, which undo takes back. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "dyr-cli-fields.h"
#include "dyr-cli-find.h"
#include "dyr-dependents.h"
#include "dyr-save.h"

/* clang-format off */
const DyrCliOption dyr_cli_delete_options[] = {
  { "yes", NULL, FALSE, N_("also when contracts or deliveries are still open") },
  { NULL },
};
/* clang-format on */

typedef struct
{
  DyrCli *cli;
  const DyrRecordType *type;
  DyrUid uid;
  GArray *fields;      /* DyrCliField */
  GPtrArray *warnings; /* char * */
  gboolean yes;
} Edit;

static void
tell_warnings (const Edit *edit)
{
  for (guint i = 0; i < edit->warnings->len; i++)
    dyr_cli_tell (edit->cli, "%s", (const char *) g_ptr_array_index (edit->warnings, i));
}

/* Adding */

/* A record is stored from its first value on, and sent when it is complete: that is said. */
static void
warn_incomplete (Edit *edit, const DyrValue *values)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint i = 0; i < edit->type->n_fields; i++)
    if ((edit->type->fields[i].flags & DYR_REQUIRED) && values[i].form == DYR_VALUE_NONE)
      g_string_append_printf (
          missing, "%s%s", missing->len > 0 ? ", " : "", edit->type->fields[i].name);
  if (missing->len > 0)
    g_ptr_array_add (
        edit->warnings,
        /* Translators: names of fields. */
        g_strdup_printf (
            _("Still empty: %s. The record stays on this computer until they are filled in."),
               missing->str));
}

static gboolean
create_record (Edit *edit, DyrConnection *connection, DyrValue *values, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "create", 0);
  gint64 id;

  if (!dyr_save_create (save, edit->type, &edit->uid, DYR_ORIGIN_PERSON, values, &id, error)
      || !dyr_save_finish (save, NULL, error))
    return FALSE;
  warn_incomplete (edit, values);
  return TRUE;
}

static gboolean
job_add (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Edit *edit = data;
  g_autoptr (GArray) given = dyr_cli_fields_parse (dyr_cli_context (edit->cli),
                                                   connection,
                                                   edit->type,
                                                   edit->fields,
                                                   NULL,
                                                   edit->warnings,
                                                   error);
  g_autofree DyrValue *values = NULL;
  gboolean empty = TRUE, done;

  if (given == NULL)
    return FALSE;
  values = g_new0 (DyrValue, edit->type->n_fields);
  for (guint i = 0; i < given->len; i++)
    {
      const DyrFieldValue *one = &g_array_index (given, DyrFieldValue, i);

      dyr_value_copy (&one->value, &values[one->field]);
      empty = empty && one->value.form == DYR_VALUE_NONE;
    }
  done = !empty && create_record (edit, connection, values, error);
  if (empty)
    g_set_error_literal (error,
                         DYR_ERROR,
                         DYR_ERROR_REFUSED,
                         _("A record without any value is not stored. Give at least one."));
  for (guint i = 0; i < edit->type->n_fields; i++)
    dyr_value_clear (&values[i]);
  return done;
}

/* Words from the one at `first` on are FIELD=VALUE. */
static GArray *
split_fields (DyrCli *cli, const DyrRecordType *type, guint first, GError **error)
{
  g_autofree const char **words = g_new0 (const char *, dyr_cli_n_arguments (cli));

  for (guint i = first; i < dyr_cli_n_arguments (cli); i++)
    words[i - first] = dyr_cli_argument (cli, i);
  return dyr_cli_fields_split (type, words, dyr_cli_n_arguments (cli) - first, TRUE, error);
}

gboolean
dyr_cli_run_add (DyrCli *cli, int *status, GError **error)
{
  g_autoptr (GArray) fields = NULL;
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *uid = NULL;
  Edit edit = { .cli = cli, .warnings = warnings };

  edit.type = dyr_cli_find_typed (dyr_cli_argument (cli, 0), error);
  if (edit.type == NULL)
    return FALSE;
  edit.fields = fields = split_fields (cli, edit.type, 1, error);
  edit.uid = dyr_uid_new ();
  if (fields == NULL || !dyr_cli_open (cli, TRUE, error)
      || !dyr_database_write (dyr_cli_database (cli), job_add, &edit, NULL, error))
    return FALSE;
  uid = dyr_uid_to_text (&edit.uid);
  if (!dyr_cli_printf (cli, error, "%s\n", uid) || !dyr_cli_flush (cli, error))
    return FALSE;
  tell_warnings (&edit);
  dyr_cli_catch_up (cli);
  return TRUE;
}

/* Changing */

static gboolean
job_set (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Edit *edit = data;
  g_autoptr (DyrRow) row = dyr_cli_find_listed (connection, edit->type, &edit->uid, error);
  g_autoptr (GArray) values = NULL;
  g_autoptr (DyrSave) save = NULL;

  if (row == NULL)
    return FALSE;
  values = dyr_cli_fields_parse (dyr_cli_context (edit->cli),
                                 connection,
                                 edit->type,
                                 edit->fields,
                                 row,
                                 edit->warnings,
                                 error);
  if (values == NULL)
    return FALSE;
  save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", 0);
  return dyr_save_edit_row (save, row, values, error) && dyr_save_finish (save, NULL, error);
}

gboolean
dyr_cli_run_set (DyrCli *cli, int *status, GError **error)
{
  g_autoptr (GArray) fields = NULL;
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  Edit edit = { .cli = cli, .warnings = warnings };

  edit.type = dyr_cli_find_type (dyr_cli_argument (cli, 0), error);
  if (edit.type == NULL)
    return FALSE;
  edit.fields = fields = split_fields (cli, edit.type, 2, error);
  if (fields == NULL || !dyr_cli_find_uid (dyr_cli_argument (cli, 1), &edit.uid, error)
      || !dyr_cli_open (cli, FALSE, error)
      || !dyr_database_write (dyr_cli_database (cli), job_set, &edit, NULL, error))
    return FALSE;
  tell_warnings (&edit);
  dyr_cli_catch_up (cli);
  return TRUE;
}

/* Deleting */

static gboolean
job_delete (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Edit *edit = data;
  g_autoptr (DyrRow) row = dyr_cli_find_listed (connection, edit->type, &edit->uid, error);
  g_autoptr (DyrSave) save = NULL;
  g_autofree char *question = NULL;
  DyrDependents dependents;

  if (row == NULL || !dyr_dependents_count (connection, row->id, &dependents, error))
    return FALSE;
  question = dyr_dependents_question (&dependents);
  if (question != NULL && !edit->yes)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   /* Translators: the first %s is a record's name, the second a whole sentence:
                    * “Still there: 2 open contracts.” */
                   _("“%s” was not deleted. %s Add --yes to delete it all the same."),
                      row->title != NULL ? row->title : dyr_record_type_label (row->type),
                      question);
      return FALSE;
    }
  save = dyr_save_new (connection, DYR_SOURCE_PERSON, "delete", 0);
  return dyr_save_delete (save, row->id, error) && dyr_save_finish (save, NULL, error);
}

gboolean
dyr_cli_run_delete (DyrCli *cli, int *status, GError **error)
{
  Edit edit = { .cli = cli, .yes = dyr_cli_has (cli, "yes") };

  edit.type = dyr_cli_find_type (dyr_cli_argument (cli, 0), error);
  if (edit.type == NULL || !dyr_cli_find_uid (dyr_cli_argument (cli, 1), &edit.uid, error)
      || !dyr_cli_open (cli, FALSE, error)
      || !dyr_database_write (dyr_cli_database (cli), job_delete, &edit, NULL, error))
    return FALSE;
  dyr_cli_catch_up (cli);
  return TRUE;
}
