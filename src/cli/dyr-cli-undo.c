/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli undo and redo: takes an action back or brings it back, and tells what it could not;
 * or lets one stand that was broken off. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-undo.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "dyr-bulk.h"
#include "dyr-history.h"
#include "dyr-rows.h"
#include "dyr-undo.h"

/* Changes of an action that its name is made from. */
#define TITLE_CHANGES 64
/* Changes that could not be taken back, as far as they are named. */
#define KEPT_NAMED 20

/* clang-format off */
const DyrCliOption dyr_cli_undo_options[] = {
  { "redo", NULL, FALSE, N_("take the last undo back") },
  { "keep", NULL, FALSE, N_("leave an interrupted action as it is") },
  { NULL },
};
/* clang-format on */

static char *
show_value (const DyrRecordType *type, guint field, const DyrValue *value, gpointer data)
{
  return dyr_context_show (data, type, field, value, NULL);
}

typedef struct
{
  DyrCli *cli;
  gint64 action;
  gint64 named;         /* what it is about: of a redo the action that stands again */
  const DyrUid *record; /* redo: the last that was undone and changed it */
  gboolean redo;
  char *title;
  const DyrUndoResult *result;
  GPtrArray *lines; /* char *: what was kept and why */
} Undo;

static gboolean
find_redo (DyrConnection *connection, Undo *undo, GError **error)
{
  gint64 id;

  if (undo->action != 0)
    return dyr_redo_find_of (connection, undo->action, &undo->action, error);
  if (undo->record == NULL)
    return dyr_redo_find (connection, &undo->action, error);
  return dyr_row_find (connection, undo->record, &id, NULL, error)
         && dyr_redo_find_for_record (connection, id, &undo->action, error);
}

static gboolean
job_find (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Undo *undo = data;
  g_autoptr (GPtrArray) changes = NULL;
  gint64 undone;

  if (undo->redo && !find_redo (connection, undo, error))
    return FALSE;
  if (!undo->redo && undo->action == 0 && !dyr_undo_find (connection, &undo->action, error))
    return FALSE;
  if (undo->action == 0)
    {
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_NOT_FOUND,
                           undo->redo
                           ? _("There is nothing to redo.")
                           : _("There is nothing to undo."));
      return FALSE;
    }
  /* Taking an undo back is told by what it brings back. */
  if (!dyr_undo_get_undone (connection, undo->action, &undone, error))
    return FALSE;
  undo->redo = undone != 0;
  undo->named = undone != 0 ? undone : undo->action;
  changes = dyr_history_of_action (connection, undo->named, TITLE_CHANGES, error);
  if (changes == NULL)
    return FALSE;
  undo->title
      = dyr_history_action_title (changes, show_value, (gpointer) dyr_cli_context (undo->cli));
  return TRUE;
}

char *
dyr_cli_kept_text (const char *title, const char *field, DyrKeptReason reason)
{
  if (field == NULL && reason == DYR_KEPT_DELETED)
    return g_strdup_printf (_("“%s” stays as it is: it was deleted since."), title);
  if (field == NULL)
    return g_strdup_printf (_("“%s” stays as it is: it was changed since."), title);
  if (reason == DYR_KEPT_DELETED)
    /* Translators: the name of a field, then that of a record. */
    return g_strdup_printf (
        _("“%s” of “%s” stays as it is: the record was deleted since."), field, title);
  /* Translators: the name of a field, then that of a record. */
  return g_strdup_printf (_("“%s” of “%s” stays as it is: it was changed since."), field, title);
}

static gboolean
add_kept (Undo *undo, DyrConnection *connection, const DyrKept *kept, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read (connection, kept->record, error);
  int field;

  if (row == NULL)
    return FALSE;
  field = kept->field != NULL ? dyr_record_type_find (row->type, kept->field) : -1;
  g_ptr_array_add (
      undo->lines,
      dyr_cli_kept_text (kept->title != NULL ? kept->title : dyr_record_type_label (row->type),
                         field >= 0 ? dyr_field_label (row->type, (guint) field) : kept->field,
                         kept->reason));
  return TRUE;
}

static gboolean
job_name_kept (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Undo *undo = data;
  GPtrArray *kept = undo->result->kept;
  guint left;

  for (guint i = 0; i < kept->len && i < KEPT_NAMED; i++)
    if (!add_kept (undo, connection, g_ptr_array_index (kept, i), error))
      return FALSE;
  left = kept->len - MIN (kept->len, KEPT_NAMED);
  if (left > 0)
    g_ptr_array_add (undo->lines,
                     g_strdup_printf (ngettext ("… and %u more.", "… and %u more.", left), left));
  return TRUE;
}

char *
dyr_cli_unfinished_text (const DyrUnfinished *unfinished)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, unfinished->action);

  /* clang-format off */
  if (unfinished->n_left > 0)
    return g_strdup_printf (
        /* Translators: the number of an action, its name, how many records are left, the number twice. */
        ngettext ("Action %s was interrupted: %s, %u record is left. “dyryhent-cli continue %s” goes on with it; “dyryhent-cli undo %s” takes it back, with --keep it stays as it is.",
                  "Action %s was interrupted: %s, %u records are left. “dyryhent-cli continue %s” goes on with it; “dyryhent-cli undo %s” takes it back, with --keep it stays as it is.",
                  unfinished->n_left),
        number, unfinished->title, unfinished->n_left, number, number);
  return g_strdup_printf (
      unfinished->is_undo
          /* Translators: the number of an action, its name, the number again. */
          ? _("Action %s was taken back only in part: %s. “dyryhent-cli undo %s” goes on; with --keep it stays as it is.")
          /* Translators: the number of an action, its name, the number again. */
          : _("Action %s was interrupted: %s. “dyryhent-cli undo %s” takes it back; with --keep it stays as it is."),
      number, unfinished->title, number);
  /* clang-format on */
}

static gboolean
tell_unfinished (DyrCli *cli, GError **error)
{
  g_autoptr (GPtrArray) list = NULL;

  if (!dyr_database_read (dyr_cli_database (cli), dyr_unfinished_job_list, &list, NULL, error))
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      g_autofree char *text = dyr_cli_unfinished_text (g_ptr_array_index (list, i));

      dyr_cli_tell (cli, "%s", text);
    }
  return TRUE;
}

static gboolean
run_keep (DyrCli *cli, gint64 action, GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, action);

  return dyr_cli_open (cli, FALSE, error)
         && dyr_database_write (
             dyr_cli_database (cli), dyr_unfinished_job_keep, &action, NULL, error)
         /* Translators: %s is the number of an action. */
         && dyr_cli_printf (cli, error, _("Action %s stays as it is.\n"), number);
}

static gboolean
run_undo (Undo *undo, int *status, GError **error)
{
  DyrDatabase *database = dyr_cli_database (undo->cli);
  g_autoptr (DyrUndoResult) result = NULL;

  /* The writer looks: it has seen every edit. */
  if (!dyr_database_write (database, job_find, undo, NULL, error))
    return FALSE;
  undo->result = result = dyr_undo (database, undo->action, NULL, error);
  if (result == NULL)
    return FALSE;
  dyr_cli_catch_up (undo->cli);
  if (!dyr_database_read (database, job_name_kept, undo, NULL, error))
    return FALSE;
  for (guint i = 0; i < undo->lines->len; i++)
    dyr_cli_tell (undo->cli, "%s", (const char *) g_ptr_array_index (undo->lines, i));
  if (result->n_undone > 0)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, undo->named);

      /* Translators: the name of an action, its number. */
      return dyr_cli_printf (undo->cli,
                             error,
                             undo->redo
                             ? _("Redone: %s (action %s)\n")
                             : _("Undone: %s (action %s)\n"), undo->title, number);
    }
  dyr_cli_tell (undo->cli,
                undo->redo
                ? _("Nothing of “%s” was redone.")
                : _("Nothing of “%s” was undone."), undo->title);
  *status = DYR_EXIT_REFUSED;
  return TRUE;
}

static gboolean
run_and_tell (Undo *undo, int *status, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  gboolean done;

  undo->lines = lines;
  done = dyr_cli_open (undo->cli, FALSE, error) && run_undo (undo, status, error)
         && tell_unfinished (undo->cli, error);
  g_free (undo->title);
  return done;
}

gboolean
dyr_cli_run_redo (DyrCli *cli, int *status, GError **error)
{
  const char *what = dyr_cli_argument (cli, 0);
  Undo undo = { .cli = cli, .redo = TRUE };
  DyrUid uid;

  if (what != NULL && !g_ascii_string_to_signed (what, 10, 1, G_MAXINT64, &undo.action, NULL))
    {
      if (!dyr_uid_parse (what, &uid))
        {
          g_set_error (error,
                       DYR_ERROR,
                       DYR_ERROR_USAGE,
                       _("“%s” is neither the number of an action nor the uid of a record. “dyryhent-cli history” shows both."),
                          what);
          return FALSE;
        }
      undo.record = &uid;
    }
  return run_and_tell (&undo, status, error);
}

gboolean
dyr_cli_run_undo (DyrCli *cli, int *status, GError **error)
{
  const char *action = dyr_cli_argument (cli, 0);
  Undo undo = { .cli = cli, .redo = dyr_cli_has (cli, "redo") };

  if (action != NULL && undo.redo)
    {
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_USAGE,
                           _("Option --redo takes no action: it takes back the last undo. “dyryhent-cli redo ACTION” takes one."));
      return FALSE;
    }
  if (action != NULL && !g_ascii_string_to_signed (action, 10, 1, G_MAXINT64, &undo.action, NULL))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_USAGE,
                   _("“%s” is no number of an action. “dyryhent-cli history” shows them."),
                      action);
      return FALSE;
    }
  if (dyr_cli_has (cli, "keep"))
    {
      if (action != NULL && !undo.redo)
        return run_keep (cli, undo.action, error);
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_USAGE,
                           _("Option --keep needs the number of an interrupted action. “dyryhent-cli status” shows them."));
      return FALSE;
    }
  return run_and_tell (&undo, status, error);
}

gboolean
dyr_cli_run_continue (DyrCli *cli, int *status, GError **error)
{
  const char *text = dyr_cli_argument (cli, 0);
  g_autofree char *number = NULL;
  GCancellable *cancellable = dyr_cli_cancellable (cli);
  gint64 action;
  DyrBulkResult done;

  if (!g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &action, NULL))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_USAGE,
                   _("“%s” is no number of an action. “dyryhent-cli history” shows them."), text);
      return FALSE;
    }
  if (!dyr_cli_open (cli, FALSE, error)
      || !dyr_bulk_go_on (dyr_cli_database (cli), action, NULL, NULL, cancellable, &done, error))
    return FALSE;
  dyr_cli_catch_up (cli);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, action);
  /* clang-format off */
  if (!dyr_cli_printf (
          cli, error,
          /* Translators: how many records, the number of an action. */
          ngettext ("%u record changed (action %s)\n", "%u records changed (action %s)\n",
                    done.n_changed),
          done.n_changed, number))
    return FALSE;
  /* clang-format on */
  if (done.stopped)
    {
      dyr_cli_tell (cli, _("It was stopped. The other records are as they were."));
      *status = DYR_EXIT_REFUSED;
    }
  return tell_unfinished (cli, error);
}
