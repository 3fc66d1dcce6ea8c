/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli sync log: what earlier runs of sync did, the newest first. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-sync-log.h"

#include <glib/gi18n-lib.h>

#include "dyr-cli-json.h"
#include "dyr-cli-text.h"
#include "dyr-date.h"
#include "dyr-reason.h"
#include "dyr-sync-run-words.h"
#include "dyr-sync-status.h"

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray **runs = data;

  *runs = dyr_sync_runs_read (connection, 0, DYR_SYNC_RUNS_MOST, error);
  return *runs != NULL;
}

static const char *
name_outcome (const DyrSyncRun *run)
{
  switch (run->end)
    {
    case DYR_RUN_OPEN:
      return run->under_way ? "under-way" : "cut-off";
    case DYR_RUN_LATER:
      return "later";
    case DYR_RUN_STOPPED:
      return dyr_stop_name (run->stop);
    case DYR_RUN_DONE:
    default:
      return "done";
    }
}

static void
build_run (JsonBuilder *builder, const DyrSyncRun *run)
{
  g_autofree char *began = dyr_instant_to_text (run->began);
  g_autofree char *ended = run->ended != 0 ? dyr_instant_to_text (run->ended) : NULL;
  g_autofree char *reason = dyr_reason_words (run->reason);

  json_builder_begin_object (builder);
  dyr_cli_json_member (builder, "server", run->server);
  dyr_cli_json_member (builder, "began", began);
  dyr_cli_json_member (builder, "ended", ended);
  dyr_cli_json_number (builder, "times", run->times);
  dyr_cli_json_number (builder, "sent", run->counts.n_sent);
  dyr_cli_json_number (builder, "received", run->counts.n_taken);
  dyr_cli_json_number (builder, "merged", run->counts.n_merged);
  dyr_cli_json_number (builder, "refused", run->counts.n_refused);
  dyr_cli_json_number (builder, "asked", run->counts.n_clashes);
  dyr_cli_json_member (builder, "outcome", name_outcome (run));
  dyr_cli_json_member (builder, "reason", reason);
  json_builder_end_object (builder);
}

static gboolean
write_json (DyrCli *cli, GPtrArray *runs, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  DyrCliJsonArray array = { .cli = cli };

  for (guint i = 0; i < runs->len; i++)
    {
      build_run (builder, runs->pdata[i]);
      if (!dyr_cli_json_array_add (&array, builder, error))
        return FALSE;
    }
  return dyr_cli_json_array_end (&array, error);
}

static gboolean
write_run (DyrCli *cli, const DyrSyncRun *run, GError **error)
{
  const DyrContext *context = dyr_cli_context (cli);
  const gint64 today = dyr_context_today (context);
  g_autofree char *at
      = dyr_format_instant (context->format, run->ended != 0 ? run->ended : run->began, today);
  g_autofree char *words = dyr_sync_run_words (run, context->format);
  g_autofree char *more = dyr_sync_run_words_more (run, context->format, today);
  g_auto (GStrv) lines = g_strsplit (more != NULL ? more : "", "\n", -1);

  if (!dyr_cli_printf (cli, error, "%s  %s\n", at, words))
    return FALSE;
  for (char **line = lines; *line != NULL; line++)
    {
      g_autofree char *clean = dyr_cli_text_line (*line);

      if (!dyr_cli_printf (cli, error, "    %s\n", clean))
        return FALSE;
    }
  return TRUE;
}

gboolean
dyr_cli_run_sync_log (DyrCli *cli, GError **error)
{
  static const char *const formats[] = { "text", "json", NULL };
  const char *format = dyr_cli_format (cli, formats, error);
  GPtrArray *read = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  if (format == NULL || !dyr_cli_open (cli, FALSE, error)
      || !dyr_database_read (dyr_cli_database (cli), job_read, &read, NULL, error))
    return FALSE;
  runs = read;
  if (g_str_equal (format, "json"))
    return write_json (cli, runs, error);
  for (guint i = 0; i < runs->len; i++)
    if (!write_run (cli, runs->pdata[i], error))
      return FALSE;
  if (runs->len == 0)
    dyr_cli_tell (cli, "%s", _ ("Nothing was ever synced with this database."));
  return TRUE;
}
