/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli status, check, backup, restore: the store as a whole. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "dyr-backup.h"
#include "dyr-check.h"
#include "dyr-cli-json.h"
#include "dyr-cli-sync-status.h"
#include "dyr-cli-text.h"
#include "dyr-cli-undo.h"
#include "dyr-files.h"
#include "dyr-restore.h"
#include "dyr-status.h"
#include "dyr-unfinished.h"

/* clang-format off */
const DyrCliOption dyr_cli_status_options[] = {
  { "format", N_("FORMAT"), FALSE, N_("text or json") },
  { NULL },
};
/* clang-format on */

/* Status */

static gboolean
write_line (DyrCli *cli, const char *label, const char *value, GError **error)
{
  g_autofree char *clean = dyr_cli_text_line (value);

  /* Translators: what a number is about, then the number. */
  return dyr_cli_printf (cli, error, _("%s: %s\n"), label, clean);
}

static gboolean
write_count (DyrCli *cli, const char *label, gint64 n, GError **error)
{
  g_autofree char *text = dyr_format_count (dyr_cli_context (cli)->format, n);

  return write_line (cli, label, text, error);
}

/* What status tells. */
typedef struct
{
  DyrStatus *store;
  DyrSyncStatus *sync;
  GPtrArray *unfinished; /* DyrUnfinished */
} Found;

static void
clear_found (Found *found)
{
  g_clear_pointer (&found->store, dyr_status_free);
  g_clear_pointer (&found->sync, dyr_sync_status_free);
  g_clear_pointer (&found->unfinished, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, clear_found)

static gboolean
job_find (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Found *found = data;

  return dyr_status_job (connection, &found->store, cancellable, error)
         && dyr_sync_status_job (connection, &found->sync, cancellable, error)
         && dyr_unfinished_job_list (connection, &found->unfinished, cancellable, error);
}

static gboolean
write_unfinished (DyrCli *cli, GPtrArray *list, GError **error)
{
  for (guint i = 0; i < list->len; i++)
    {
      g_autofree char *text = dyr_cli_unfinished_text (g_ptr_array_index (list, i));
      g_autofree char *clean = dyr_cli_text_line (text);

      if (!dyr_cli_printf (cli, error, "  %s\n", clean))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_text (DyrCli *cli, const Found *found, GError **error)
{
  const DyrStatus *status = found->store;
  g_autofree char *size = dyr_context_show_size (dyr_cli_context (cli), status->size);
  const char *path = dyr_database_get_path (dyr_cli_database (cli));
  g_autofree char *name = g_filename_display_name (path);

  if (!write_line (cli,
                   _("Database"), name, error)
                   || !write_count (cli,
                                    _("Schema version"), status->schema, error)
                                    || !write_line (cli, _("Size"), size, error))
    return FALSE;
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    if (!write_count (
            cli, dyr_record_type_plural_label (dyr_record_types[i]), status->n_records[i], error))
      return FALSE;
  return write_count (
      cli,
      _("Sample records"), status->samples, error)
      && write_count (cli,
                      _("Waiting to be sent"), status->waiting, error)
                      && write_count (cli,
                                      _("Interrupted actions"), status->interrupted, error)
                                      && write_unfinished (cli, found->unfinished, error)
                                      && (found->sync->server == NULL
                                          || dyr_cli_sync_status_write (cli, found->sync, error));
}

static gboolean
write_json (DyrCli *cli, const Found *found, GError **error)
{
  const DyrStatus *status = found->store;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  dyr_cli_json_member (builder, "database", dyr_database_get_path (dyr_cli_database (cli)));
  dyr_cli_json_number (builder, "schema", status->schema);
  dyr_cli_json_number (builder, "size", status->size);
  json_builder_set_member_name (builder, "records");
  json_builder_begin_object (builder);
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    dyr_cli_json_number (builder, dyr_record_types[i]->plural, status->n_records[i]);
  json_builder_end_object (builder);
  dyr_cli_json_number (builder, "samples", status->samples);
  dyr_cli_json_number (builder, "waiting", status->waiting);
  dyr_cli_json_number (builder, "interrupted", status->interrupted);
  json_builder_set_member_name (builder, "interrupted-actions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < found->unfinished->len; i++)
    {
      const DyrUnfinished *unfinished = g_ptr_array_index (found->unfinished, i);

      json_builder_begin_object (builder);
      dyr_cli_json_number (builder, "action", unfinished->action);
      dyr_cli_json_member (builder, "title", unfinished->title);
      dyr_cli_json_member (builder, "interrupted", unfinished->is_undo ? "undo" : "action");
      if (unfinished->n_left > 0)
        dyr_cli_json_number (builder, "left", unfinished->n_left);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "sync");
  dyr_cli_sync_status_add (builder, found->sync);
  json_builder_end_object (builder);
  text = dyr_cli_json_end (builder);
  return dyr_cli_printf (cli, error, "%s\n", text);
}

gboolean
dyr_cli_run_status (DyrCli *cli, int *status, GError **error)
{
  static const char *const formats[] = { "text", "json", NULL };
  const char *format = dyr_cli_format (cli, formats, error);
  g_auto (Found) found = { 0 };

  if (format == NULL || !dyr_cli_open (cli, FALSE, error)
      || !dyr_database_read (dyr_cli_database (cli), job_find, &found, NULL, error))
    return FALSE;
  return g_str_equal (format, "json") ? write_json (cli, &found, error)
                                      : write_text (cli, &found, error);
}

/* Check */

/* clang-format off */
const DyrCliOption dyr_cli_check_options[] = {
  { "repair", NULL, FALSE, N_("mend what can be made anew from the records, after a backup beside the database") },
  { NULL },
};
/* clang-format on */

static gboolean
write_findings (DyrCli *cli, const GPtrArray *findings, GError **error)
{
  gboolean repairable = FALSE;

  for (guint i = 0; i < findings->len; i++)
    {
      const DyrFinding *finding = g_ptr_array_index (findings, i);

      if (!dyr_cli_printf (cli, error, "%s\n", finding->problem)
          || (finding->advice != NULL && !dyr_cli_printf (cli, error, "  %s\n", finding->advice)))
        return FALSE;
      repairable |= finding->repairable;
    }
  return !repairable || dyr_cli_has (cli, "repair")
         || dyr_cli_printf (cli, error, "%s\n", _("To repair: dyryhent-cli check --repair"));
}

static gboolean
can_repair (const GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (((const DyrFinding *) g_ptr_array_index (findings, i))->repairable)
      return TRUE;
  return FALSE;
}

/* What is left when all that can be is mended. */
static gboolean
repair (DyrCli *cli, GPtrArray **findings, GError **error)
{
  GPtrArray *left;
  gulong n;

  if (!dyr_repair (dyr_cli_database (cli), NULL, error))
    return FALSE;
  left = dyr_check (dyr_cli_database (cli), NULL, error);
  if (left == NULL)
    return FALSE;
  n = (*findings)->len > left->len ? (*findings)->len - left->len : 0;
  g_ptr_array_unref (*findings);
  *findings = left;
  return n == 0
         || dyr_cli_printf (
             cli,
             error,
             ngettext ("%lu problem was repaired.\n", "%lu problems were repaired.\n", n),
             n);
}

gboolean
dyr_cli_run_check (DyrCli *cli, int *status, GError **error)
{
  g_autoptr (GPtrArray) findings = NULL;

  if (!dyr_cli_open (cli, FALSE, error)
      || (findings = dyr_check (dyr_cli_database (cli), NULL, error)) == NULL
      || (dyr_cli_has (cli, "repair") && can_repair (findings) && !repair (cli, &findings, error))
      || !write_findings (cli, findings, error))
    return FALSE;
  if (findings->len == 0)
    return dyr_cli_printf (cli, error, "%s\n", _("All is well."));
  *status = DYR_EXIT_REFUSED;
  return TRUE;
}

/* Backup */

/* clang-format off */
const DyrCliOption dyr_cli_backup_options[] = {
  { "files", NULL, FALSE, N_("with the attached files, in the folder FILE-files; restoring takes them from there") },
  { NULL },
};
/* clang-format on */

static gboolean
job_backup (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_backup_to (connection, data, cancellable, error);
}

gboolean
dyr_cli_run_backup (DyrCli *cli, int *status, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (dyr_cli_argument (cli, 0), NULL);

  if (!dyr_cli_open (cli, FALSE, error)
      || !dyr_database_read (dyr_cli_database (cli), job_backup, path, NULL, error))
    return FALSE;
  return !dyr_cli_has (cli, "files")
         || dyr_files_copy_all (dyr_database_get_path (dyr_cli_database (cli)), path, NULL, error);
}

/* Restore */

gboolean
dyr_cli_run_restore (DyrCli *cli, int *status, GError **error)
{
  g_autofree char *backup = g_canonicalize_filename (dyr_cli_argument (cli, 0), NULL);
  g_autofree char *path = dyr_cli_database_path (cli, error), *kept = NULL, *name = NULL;

  if (path == NULL || !dyr_restore (path, backup, &kept, error))
    return FALSE;
  if (kept == NULL)
    return TRUE;
  name = g_filename_display_name (kept);
  return dyr_cli_printf (cli, error, _("What was there before is in “%s”.\n"), name);
}
