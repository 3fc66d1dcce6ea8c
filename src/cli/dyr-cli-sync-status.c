/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* How the database and the CRM stand, as text and as JSON. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-sync-status.h"

#include <glib/gi18n-lib.h>

#include "dyr-cli-json.h"
#include "dyr-cli-text.h"
#include "dyr-date.h"
#include "dyr-reason.h"
#include "dyr-sync-words.h"

static gboolean
write_line (DyrCli *cli, const char *label, const char *value, GError **error)
{
  g_autofree char *clean = dyr_cli_text_line (value);

  return dyr_cli_printf (cli, error, _ ("%s: %s\n"), label, clean);
}

static gboolean
write_count (DyrCli *cli, const char *label, gint64 n, GError **error)
{
  g_autofree char *text = dyr_format_count (dyr_cli_context (cli)->format, n);

  return write_line (cli, label, text, error);
}

static gboolean
write_stop (DyrCli *cli, const DyrSyncStatus *status, GError **error)
{
  g_autofree char *words = dyr_sync_words_stop (status->stop);
  g_autofree char *advice = dyr_sync_words_advice (status->stop);
  g_autofree char *reason = dyr_reason_words (status->reason);

  if (words == NULL)
    return reason == NULL || write_line (cli, C_ ("sync", "Not received"), reason, error);
  if (!write_line (cli, C_ ("sync", "Stopped"), words, error))
    return FALSE;
  if (!write_line (cli, C_ ("sync", "What to do"), advice, error))
    return FALSE;
  return reason == NULL || write_line (cli, C_ ("sync", "Reason"), reason, error);
}

static gboolean
write_gone (DyrCli *cli, const DyrSyncStatus *status, GError **error)
{
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      g_autofree char *label = NULL;

      if (status->n_gone[i] == 0)
        continue;
      /* Translators: a sort of records: "Clients". A number follows. */
      label = g_strdup_printf (C_ ("sync", "Gone in the CRM, %s"),
                                   dyr_record_type_plural_label (dyr_record_types[i]));
      if (!write_count (cli, label, status->n_gone[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_files (DyrCli *cli, const DyrSyncStatus *status, GError **error)
{
  g_autofree char *n = dyr_format_count (dyr_cli_context (cli)->format, status->to_upload);
  g_autofree char *size = dyr_context_show_size (dyr_cli_context (cli), status->upload_size);
  g_autofree char *both = NULL;

  if (status->to_upload > 0)
    {
      /* Translators: how many files, and how large they are together: “3, 1.2 MB”. */
      both = g_strdup_printf (_ ("%s, %s"), n, size);
      if (!write_line (cli, C_ ("sync", "Files to be sent"), both, error))
        return FALSE;
    }
  return status->to_fetch == 0
         || write_count (cli, C_ ("sync", "Files to be fetched"), status->to_fetch, error);
}

gboolean
dyr_cli_sync_status_write (DyrCli *cli, const DyrSyncStatus *status, GError **error)
{
  const DyrContext *context = dyr_cli_context (cli);
  g_autofree char *done = NULL;
  const char *server = status->server != NULL ? status->server : C_ ("sync", "not connected");

  if (status->done_at != 0)
    done = dyr_format_instant (context->format, status->done_at, dyr_context_today (context));
  /* One line each: clang-format stumbles over them. */
  /* clang-format off */
  return write_line (cli, _ ("CRM"), server, error)
         && (status->me == NULL
             || write_line (cli, C_ ("sync", "Your name there"), status->me, error))
         && write_line (cli, C_ ("sync", "Last complete sync"),
                        done != NULL ? done : C_ ("sync", "never"), error)
         && (status->holder == NULL
             || write_line (cli, C_ ("sync", "Syncing now"), status->holder, error))
         && write_stop (cli, status, error) && write_gone (cli, status, error)
         && write_count (cli, C_ ("sync", "Ready to be sent"), status->waiting, error)
         && write_count (cli, C_ ("sync", "To be read once more"), status->unsettled, error)
         && write_count (cli, C_ ("sync", "To be decided by you"), status->clashes, error)
         && write_count (cli, C_ ("sync", "Not accepted by the CRM"), status->parked, error)
         && write_count (cli, C_ ("sync", "Only on this computer"), status->only_here, error)
         && write_files (cli, status, error);
  /* clang-format on */
}

void
dyr_cli_sync_status_add (JsonBuilder *builder, const DyrSyncStatus *status)
{
  g_autofree char *done = status->done_at != 0 ? dyr_instant_to_text (status->done_at) : NULL;
  g_autofree char *reason = dyr_reason_words (status->reason);

  json_builder_begin_object (builder);
  dyr_cli_json_member (builder, "server", status->server);
  dyr_cli_json_member (builder, "me", status->me);
  dyr_cli_json_member (builder, "done", done);
  dyr_cli_json_member (builder, "syncing", status->holder);
  dyr_cli_json_member (
      builder, "stop", status->stop != DYR_STOP_NONE ? dyr_stop_name (status->stop) : NULL);
  dyr_cli_json_member (builder, "reason", reason);
  json_builder_set_member_name (builder, "gone");
  json_builder_begin_object (builder);
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    if (status->n_gone[i] > 0)
      dyr_cli_json_number (builder, dyr_record_types[i]->plural, status->n_gone[i]);
  json_builder_end_object (builder);
  dyr_cli_json_number (builder, "ready", status->waiting);
  dyr_cli_json_number (builder, "unsettled", status->unsettled);
  dyr_cli_json_number (builder, "failing", status->failing);
  dyr_cli_json_number (builder, "conflicts", status->clashes);
  dyr_cli_json_number (builder, "parked", status->parked);
  dyr_cli_json_number (builder, "only-here", status->only_here);
  dyr_cli_json_number (builder, "files-to-upload", status->to_upload);
  dyr_cli_json_number (builder, "bytes-to-upload", status->upload_size);
  dyr_cli_json_number (builder, "files-to-fetch", status->to_fetch);
  json_builder_end_object (builder);
}
