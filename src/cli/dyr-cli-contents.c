/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli files: where the contents of files are, and which are to be here. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "dyr-cli-find.h"
#include "dyr-cli-json.h"
#include "dyr-content.h"
#include "dyr-file.h"
#include "dyr-rows.h"

/* clang-format off */
const DyrCliOption dyr_cli_contents_options[] = {
  { "format", N_("FORMAT"), FALSE, N_("of “files” alone: text or json") },
  { NULL },
};
/* clang-format on */

typedef enum
{
  FETCH,
  PIN,
  UNPIN,
  FREE,
} Verb;

static const char *const verbs[]
    = { [FETCH] = "fetch", [PIN] = "pin", [UNPIN] = "unpin", [FREE] = "free" };

typedef struct
{
  Verb verb;
  GArray *uids;   /* DyrUid */
  gint64 n, size; /* come back */
} Ask;

static void
clear_ask (Ask *ask)
{
  g_clear_pointer (&ask->uids, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ask, clear_ask)

/* The file itself, or those of the record. */
static GArray *
find_files (DyrConnection *connection, const DyrUid *uid, GError **error)
{
  const DyrRecordType *type;
  gint64 id;

  if (!dyr_row_find (connection, uid, &id, &type, error))
    return NULL;
  return dyr_statement_ids (
      dyr_connection_query (connection,
                            error,
                            type->attached ? "SELECT id FROM file WHERE id = ?"
                                           : "SELECT id FROM file WHERE about = ? AND listed = 1",
                            "i",
                            id),
      error);
}

static gboolean
fetch (DyrConnection *connection, Ask *ask, const DyrUid *uid, GError **error)
{
  g_autoptr (GArray) files = find_files (connection, uid, error);
  DyrContentWant want = { files, TRUE };

  if (files == NULL || !dyr_content_job_want (connection, &want, NULL, error))
    return FALSE;
  ask->n += files->len;
  return TRUE;
}

static gboolean
pin (DyrConnection *connection, Ask *ask, const DyrUid *uid, GError **error)
{
  DyrContentPin pin = { .pinned = ask->verb == PIN };

  return dyr_row_find (connection, uid, &pin.record, NULL, error)
         && dyr_content_job_pin (connection, &pin, NULL, error);
}

static gboolean
free_one (DyrConnection *connection, Ask *ask, gint64 file, GError **error)
{
  DyrContentFree freed = { .file = file };

  if (!dyr_content_job_free (connection, &freed, NULL, error))
    return FALSE;
  ask->n += freed.n;
  ask->size += freed.size;
  return TRUE;
}

static gboolean
free_of (DyrConnection *connection, Ask *ask, const DyrUid *uid, GError **error)
{
  g_autoptr (GArray) files = find_files (connection, uid, error);

  for (guint i = 0; files != NULL && i < files->len; i++)
    if (!free_one (connection, ask, g_array_index (files, gint64, i), error))
      return FALSE;
  return files != NULL;
}

static gboolean
job_ask (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;

  if (ask->verb == FREE && ask->uids->len == 0)
    return free_one (connection, ask, 0, error);
  for (guint i = 0; i < ask->uids->len; i++)
    {
      const DyrUid *uid = &g_array_index (ask->uids, DyrUid, i);
      const gboolean done = ask->verb == FETCH  ? fetch (connection, ask, uid, error)
                            : ask->verb == FREE ? free_of (connection, ask, uid, error)
                                                : pin (connection, ask, uid, error);

      if (!done)
        return FALSE;
    }
  return TRUE;
}

/* files */

static gboolean
write_line (DyrCli *cli, const char *label, gint64 n, gint64 size, GError **error)
{
  g_autofree char *count = dyr_format_count (dyr_cli_context (cli)->format, n);
  g_autofree char *bytes = dyr_context_show_size (dyr_cli_context (cli), size);
  /* Translators: how many files, and how large they are together: “3, 1.2 MB”. */
  g_autofree char *both = g_strdup_printf (_ ("%s, %s"), count, bytes);

  return dyr_cli_printf (cli, error, _ ("%s: %s\n"), label, both);
}

static gboolean
write_json (DyrCli *cli, const DyrContentUsage *usage, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  dyr_cli_json_number (builder, "here", usage->n_here);
  dyr_cli_json_number (builder, "here-bytes", usage->here_size);
  dyr_cli_json_number (builder, "only-in-crm", usage->n_there);
  dyr_cli_json_number (builder, "only-in-crm-bytes", usage->there_size);
  dyr_cli_json_number (builder, "can-be-freed", usage->n_free);
  dyr_cli_json_number (builder, "can-be-freed-bytes", usage->free_size);
  dyr_cli_json_number (builder, "to-upload", usage->n_goes);
  dyr_cli_json_number (builder, "to-upload-bytes", usage->goes_size);
  json_builder_end_object (builder);
  text = dyr_cli_json_end (builder);
  return dyr_cli_printf (cli, error, "%s\n", text);
}

static gboolean
run_usage (DyrCli *cli, GError **error)
{
  static const char *const formats[] = { "text", "json", NULL };
  const char *format = dyr_cli_format (cli, formats, error);
  DyrContentUsage usage;

  if (format == NULL || !dyr_cli_open (cli, FALSE, error)
      || !dyr_database_read (dyr_cli_database (cli), dyr_content_job_usage, &usage, NULL, error))
    return FALSE;
  if (g_str_equal (format, "json"))
    return write_json (cli, &usage, error);
  /* clang-format off */
  return write_line (cli, C_ ("files", "On this computer"), usage.n_here, usage.here_size, error)
         && write_line (cli, C_ ("files", "Only in the CRM"), usage.n_there, usage.there_size, error)
         && write_line (cli, C_ ("files", "Can be freed"), usage.n_free, usage.free_size, error)
         && write_line (cli, C_ ("files", "To be sent"), usage.n_goes, usage.goes_size, error);
  /* clang-format on */
}

static gboolean
read_ask (DyrCli *cli, Ask *ask, GError **error)
{
  const char *verb = dyr_cli_argument (cli, 0);
  guint i = 0;

  while (i < G_N_ELEMENTS (verbs) && !g_str_equal (verbs[i], verb))
    i++;
  if (i == G_N_ELEMENTS (verbs) || (i != FREE && dyr_cli_n_arguments (cli) < 2))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_USAGE,
                   /* Translators: what was typed. The words after “files” stay as they are. */
                   _ ("“files %s” is nothing. There are: files, files fetch UID…, files pin UID…, "
                      "files unpin UID…, files free [UID…]."),
                      verb);
      return FALSE;
    }
  ask->verb = (Verb) i;
  for (guint j = 1; j < dyr_cli_n_arguments (cli); j++)
    {
      DyrUid uid;

      if (!dyr_cli_find_uid (dyr_cli_argument (cli, j), &uid, error))
        return FALSE;
      g_array_append_val (ask->uids, uid);
    }
  return TRUE;
}

static void
tell (DyrCli *cli, const Ask *ask)
{
  const guint n = (guint) MIN (ask->n, G_MAXUINT);
  g_autofree char *size = dyr_context_show_size (dyr_cli_context (cli), ask->size);

  if (ask->verb == FETCH)
    dyr_cli_tell (cli,
                  ngettext ("%u file was asked for. “dyryhent-cli sync” fetches it.",
                            "%u files were asked for. “dyryhent-cli sync” fetches them.",
                            n),
                  n);
  else if (ask->verb == FREE)
    dyr_cli_tell (cli,
                  /* Translators: the second is a size: “1.2 MB”. */
                  ngettext ("%u file is only in the CRM now: %s.",
                            "%u files are only in the CRM now: %s.",
                            n),
                  n,
                  size);
}

gboolean
dyr_cli_run_contents (DyrCli *cli, int *status, GError **error)
{
  g_auto (Ask) ask = { .uids = g_array_new (FALSE, FALSE, sizeof (DyrUid)) };

  if (dyr_cli_n_arguments (cli) == 0)
    return run_usage (cli, error);
  if (!read_ask (cli, &ask, error) || !dyr_cli_open (cli, FALSE, error)
      || !dyr_database_write (dyr_cli_database (cli), job_ask, &ask, NULL, error))
    return FALSE;
  tell (cli, &ask);
  return TRUE;
}
