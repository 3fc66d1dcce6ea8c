/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli attach, save-file: files of records. They are listed, renamed, deleted and brought
 * back like records of any type. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dyr-cli-find.h"
#include "dyr-content.h"
#include "dyr-error.h"
#include "dyr-file.h"
#include "dyr-files.h"
#include "dyr-rows.h"

/* Attaching */

typedef struct
{
  DyrUid uid;
  DyrFilesAttach attach;
  GPtrArray *uids; /* char *: of the new records */
} Attach;

static void
clear_attach (Attach *attach)
{
  g_clear_pointer (&attach->attach.files, g_ptr_array_unref);
  g_clear_pointer (&attach->attach.ids, g_array_unref);
  g_clear_pointer (&attach->uids, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attach, clear_attach)

static void
on_progress (gint64 done, gint64 size, gpointer data)
{
  dyr_cli_show_progress (data, size > 0 ? (int) (done * 99 / size) : 0);
}

static gboolean
job_attach (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Attach *attach = data;

  if (!dyr_row_find (connection, &attach->uid, &attach->attach.about, NULL, error)
      || !dyr_files_job_attach (connection, &attach->attach, cancellable, error))
    return FALSE;
  for (guint i = 0; i < attach->attach.ids->len; i++)
    {
      g_autoptr (DyrLink) link
          = dyr_row_link (connection, g_array_index (attach->attach.ids, gint64, i), error);

      if (link == NULL)
        return FALSE;
      g_ptr_array_add (attach->uids, dyr_uid_to_text (&link->uid));
    }
  return TRUE;
}

static gboolean
take_files (DyrCli *cli, GPtrArray *files, GCancellable *stop, GError **error)
{
  for (guint i = 1; i < dyr_cli_n_arguments (cli); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (dyr_cli_argument (cli, i));
      DyrFileTaken *taken
          = dyr_files_take (dyr_cli_database (cli), file, on_progress, cli, stop, error);

      dyr_cli_show_progress (cli, 100);
      if (taken == NULL)
        return FALSE;
      g_ptr_array_add (files, taken);
    }
  return TRUE;
}

gboolean
dyr_cli_run_attach (DyrCli *cli, int *status, GError **error)
{
  g_auto (Attach) attach = { 0 };
  GCancellable *stop;

  attach.attach.files = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_file_taken_free);
  attach.attach.ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  attach.uids = g_ptr_array_new_with_free_func (g_free);
  if (!dyr_cli_find_uid (dyr_cli_argument (cli, 0), &attach.uid, error))
    return FALSE;
  stop = dyr_cli_cancellable (cli);
  if (!dyr_cli_open (cli, FALSE, error) || !dyr_files_sweep (dyr_cli_database (cli), error)
      || !take_files (cli, attach.attach.files, stop, error)
      || !dyr_database_write (dyr_cli_database (cli), job_attach, &attach, stop, error))
    return FALSE;
  for (guint i = 0; i < attach.uids->len; i++)
    if (!dyr_cli_printf (cli, error, "%s\n", (char *) g_ptr_array_index (attach.uids, i)))
      return FALSE;
  if (!dyr_cli_flush (cli, error))
    return FALSE;
  dyr_cli_catch_up (cli);
  return TRUE;
}

/* Saving */

typedef struct
{
  DyrUid uid;
  char *name;
  char *sha256;
} Saved;

static void
clear_saved (Saved *saved)
{
  g_free (saved->name);
  g_free (saved->sha256);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Saved, clear_saved)

/* What only the CRM has is not lost: it can be fetched. */
static gboolean
check_here (DyrConnection *connection, const DyrRow *row, const DyrUid *uid, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *text = dyr_uid_to_text (uid);
  g_autoptr (GHashTable) states = NULL;
  DyrContentLook look = { .files = files };
  const DyrContentState *state;
  gboolean done;

  g_array_append_val (files, row->id);
  done = dyr_content_job_look (connection, &look, NULL, error);
  states = look.states;
  if (!done)
    return FALSE;
  state = g_hash_table_lookup (states, &row->id);
  if (state == NULL || (state->place != DYR_CONTENT_THERE && state->place != DYR_CONTENT_COMES))
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_NOT_FOUND,
               /* Translators: the name of a file, its uid. */
               _ ("What is in “%s” is in the CRM, not on this computer. “dyryhent-cli files fetch "
                  "%s” and a sync bring it."),
                  row->title != NULL ? row->title : "",
                  text);
  return FALSE;
}

static gboolean
job_find (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Saved *saved = data;
  g_autoptr (DyrRow) row = dyr_cli_find_row (connection, &dyr_file_type, &saved->uid, error);

  if (row == NULL || !check_here (connection, row, &saved->uid, error))
    return FALSE;
  saved->name = g_strdup (row->title != NULL ? row->title : "");
  saved->sha256 = g_strdup (dyr_value_text (&row->values[DYR_FILE_CHECKSUM]));
  return TRUE;
}

static gboolean
check_new (const char *path, GError **error)
{
  GStatBuf about;

  if (g_lstat (path, &about) != 0)
    return TRUE;
  g_set_error (
      error, DYR_ERROR, DYR_ERROR_REFUSED, _("“%s” is there already. Choose another name."), path);
  return FALSE;
}

gboolean
dyr_cli_run_save_file (DyrCli *cli, int *status, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (dyr_cli_argument (cli, 1), NULL);
  g_auto (Saved) saved = { 0 };
  GCancellable *stop;

  if (!dyr_cli_find_uid (dyr_cli_argument (cli, 0), &saved.uid, error) || !check_new (path, error))
    return FALSE;
  stop = dyr_cli_cancellable (cli);
  return dyr_cli_open (cli, FALSE, error)
         && dyr_database_read (dyr_cli_database (cli), job_find, &saved, NULL, error)
         && dyr_blobs_copy (dyr_database_get_path (dyr_cli_database (cli)),
                            saved.sha256,
                            path,
                            0600,
                            saved.name,
                            stop,
                            error);
}
