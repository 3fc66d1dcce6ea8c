/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli: the whole core without a window, for administrators, scripts and tests. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dyr-cli-commands.h"
#include "dyr-cli-help.h"

/* One line a command: clang-format stumbles over N_. */
/* clang-format off */
static const DyrCliCommand commands[] = {
  { "import", N_("TYPE FILE"), N_("make records out of a CSV, XLSX or vCard file"),
    2, 2, dyr_cli_import_options, dyr_cli_run_import },
  { "list", N_("TYPE"), N_("list records"),
    1, 1, dyr_cli_list_options, dyr_cli_run_list },
  { "show", N_("TYPE UID"), N_("show one record"),
    2, 2, dyr_cli_show_options, dyr_cli_run_show },
  { "add", N_("TYPE FIELD=VALUE…"), N_("add a record and print its uid"),
    2, G_MAXUINT, NULL, dyr_cli_run_add },
  { "set", N_("TYPE UID FIELD=VALUE…"), N_("change fields of a record"),
    3, G_MAXUINT, NULL, dyr_cli_run_set },
  { "delete", N_("TYPE UID"), N_("delete a record"),
    2, 2, dyr_cli_delete_options, dyr_cli_run_delete },
  { "attach", N_("UID FILE…"), N_("attach files to a record of any type and print their uids"),
    2, G_MAXUINT, NULL, dyr_cli_run_attach },
  { "save-file", N_("UID FILE"), N_("write what is in an attached file into a new one; “list files” tells the uids"),
    2, 2, NULL, dyr_cli_run_save_file },
  { "files", N_("[fetch|pin|unpin|free] [UID…]"), N_("show where what is in files is; fetch it, keep it here, or free space; UID of a file or of its record"),
    0, G_MAXUINT, dyr_cli_contents_options, dyr_cli_run_contents },
  { "duplicates", N_("[TYPE]"), N_("list records that may be one; without a type, clients"),
    0, 1, dyr_cli_duplicates_options, dyr_cli_run_duplicates },
  { "merge", N_("UID INTO-UID"), N_("make two records one: fields and links go over, the first is deleted"),
    2, 2, dyr_cli_merge_options, dyr_cli_run_merge },
  { "apart", N_("UID UID"), N_("remember that two records are no duplicates"),
    2, 2, dyr_cli_apart_options, dyr_cli_run_apart },
  { "undo", N_("[ACTION]"), N_("take back an action: that of the number, or the last one"),
    0, 1, dyr_cli_undo_options, dyr_cli_run_undo },
  { "redo", N_("[ACTION|UID]"), N_("bring back an action that was undone: that of the number, the last one of a record, or the last one"),
    0, 1, NULL, dyr_cli_run_redo },
  { "continue", N_("ACTION"), N_("go on with an edit of many records that was interrupted"),
    1, 1, NULL, dyr_cli_run_continue },
  { "history", N_("[TYPE UID|ACTION]"), N_("show what happened to a record, what an action did, or what was done in the office"),
    0, 2, dyr_cli_history_options, dyr_cli_run_history },
  { "export", N_("TYPE FILE"), N_("write records into a file that import reads back"),
    2, 2, dyr_cli_export_options, dyr_cli_run_export },
  { "sample", NULL, N_("make a sample office to try things with"),
    0, 0, dyr_cli_sample_options, dyr_cli_run_sample },
  { "sync", N_("[status|log|me [USER]|distrust]"), N_("bring the database and the CRM together, show how they stand or what was done, tell which user you are"),
    0, 2, dyr_cli_sync_options, dyr_cli_run_sync },
  { "conflicts", NULL, N_("show what was changed here and in the CRM, and waits for you"),
    0, 0, dyr_cli_conflicts_options, dyr_cli_run_conflicts },
  { "resolve", N_("UID FIELD mine|theirs|base|=VALUE"), N_("decide a conflict; FIELD is as conflicts shows it"),
    3, 3, NULL, dyr_cli_run_resolve },
  { "parked", NULL, N_("show what the CRM did not accept, and why"),
    0, 0, dyr_cli_conflicts_options, dyr_cli_run_parked },
  { "retry", N_("UID"), N_("send again what the CRM did not accept of a record"),
    1, 1, NULL, dyr_cli_run_retry },
  { "status", NULL, N_("show what is in the database"),
    0, 0, dyr_cli_status_options, dyr_cli_run_status },
  { "check", NULL, N_("look for damage in the database"),
    0, 0, dyr_cli_check_options, dyr_cli_run_check },
  { "backup", N_("FILE"), N_("copy the whole database into one file"),
    1, 1, dyr_cli_backup_options, dyr_cli_run_backup },
  { "restore", N_("FILE"), N_("put a backup in the place of the database, which stays beside it"),
    1, 1, NULL, dyr_cli_run_restore },
  { NULL },
};
/* clang-format on */

/* Says what went wrong; the exit status of the error. */
static int
fail (DyrCli *cli, const GError *error)
{
  /* “list | head” has seen enough. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE))
    return DYR_EXIT_REFUSED;
  dyr_cli_tell (cli, "dyryhent-cli: %s", error->message);
  if (!g_error_matches (error, DYR_ERROR, DYR_ERROR_USAGE))
    return DYR_EXIT_REFUSED;
  if (dyr_cli_command (cli) != NULL)
    dyr_cli_tell (
        cli, _("“dyryhent-cli %s --help” tells how it is used."), dyr_cli_command (cli)->name);
  else
    dyr_cli_tell (cli, "%s", _("“dyryhent-cli --help” tells how it is used."));
  return DYR_EXIT_USAGE;
}

static gboolean
run (DyrCli *cli, int *status, GError **error)
{
  const DyrCliCommand *command = dyr_cli_command (cli);
  g_autofree char *help = NULL;

  if (dyr_cli_has (cli, "version"))
    return dyr_cli_printf (cli, error, "dyryhent-cli %s\n", DYR_VERSION);
  if (!dyr_cli_has (cli, "help"))
    return command->run (cli, status, error);
  help = command != NULL ? dyr_cli_help_command (command) : dyr_cli_help_all (commands);
  return dyr_cli_write (cli, help, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (DyrCli) cli = dyr_cli_new ();
  g_autoptr (GError) error = NULL;
  int status = DYR_EXIT_DONE;

  g_set_prgname ("dyryhent-cli");
  if (!dyr_cli_parse (cli, commands, argv + 1, argc - 1, &error) || !run (cli, &status, &error)
      || !dyr_cli_flush (cli, &error))
    status = fail (cli, error);
  dyr_cli_close (cli);
  return status;
}
