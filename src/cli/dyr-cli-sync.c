/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli sync: brings the database and the CRM together, and says what it could not do alone.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "dyr-cli-json.h"
#include "dyr-cli-key.h"
#include "dyr-cli-sync-distrust.h"
#include "dyr-cli-sync-log.h"
#include "dyr-cli-sync-me.h"
#include "dyr-cli-sync-status.h"
#include "dyr-cli-text.h"
#include "dyr-account.h"
#include "dyr-certificate.h"
#include "dyr-clash.h"
#include "dyr-contents.h"
#include "dyr-espocrm.h"
#include "dyr-http.h"
#include "dyr-key.h"
#include "dyr-reason.h"
#include "dyr-sync-words.h"
#include "dyr-syncer.h"

/* After so many failures in a row it is for somebody else to try again. */
#define TROUBLES_MOST 5

/* clang-format off */
const DyrCliOption dyr_cli_sync_options[] = {
  { "server", N_("URL"), FALSE, N_("the address of the CRM; needed once, then it is remembered") },
  { "key-fd", N_("N"), FALSE, N_("read the key from this file descriptor instead of DYRYHENT_API_KEY") },
  { "until-quiet", NULL, FALSE, N_("wait and try again until nothing is left to be done") },
  { "accept-deletions", NULL, FALSE, N_("also when very many records are gone in the CRM: delete them here, too") },
  { "accept-server", NULL, FALSE, N_("also when the CRM was restored from a backup, or moved to another address") },
  { "ca-file", N_("FILE"), FALSE, N_("trust the issuers of certificates in this file, not those of the system") },
  { "certificate", N_("FILE"), FALSE, N_("trust the certificate of the office’s authority in this file, too; needed once, then it is remembered for this address, until “sync distrust”") },
  { "format", N_("FORMAT"), FALSE, N_("of “sync status” and “sync log”: text or json") },
  { NULL },
};
/* clang-format on */

typedef struct
{
  DyrCli *cli;
  GCancellable *cancellable;
  DyrSyncer *syncer;
  DyrContents *contents;
  guint n_contents; /* sent, when the syncer was told to look */
  GMainLoop *loop;
  gboolean over; /* it is being ended; how it stands is below */
  gboolean interrupted;
  gboolean accepted[DYR_STOP_WENT_BACK + 1]; /* once each */
  DyrSyncState state;
  DyrStop stop;
  char *reason;
  GError *error;
  DyrEngineCounts counts;
  gboolean reached; /* the CRM answered as it should … */
  gboolean failing; /* … but for some records */
} Sync;

static gboolean
read_status (DyrCli *cli, DyrSyncStatus **status, GError **error)
{
  return dyr_database_read (dyr_cli_database (cli), dyr_sync_status_job, status, NULL, error);
}

/* sync status */

static gboolean
run_status (DyrCli *cli, GError **error)
{
  static const char *const formats[] = { "text", "json", NULL };
  const char *format = dyr_cli_format (cli, formats, error);
  g_autoptr (DyrSyncStatus) status = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *text = NULL;

  if (format == NULL || !dyr_cli_open (cli, FALSE, error) || !read_status (cli, &status, error))
    return FALSE;
  if (g_str_equal (format, "text"))
    return dyr_cli_sync_status_write (cli, status, error);
  builder = json_builder_new ();
  dyr_cli_sync_status_add (builder, status);
  text = dyr_cli_json_end (builder);
  return dyr_cli_printf (cli, error, "%s\n", text);
}

/* sync */

static void
end (Sync *sync)
{
  const GError *error = dyr_syncer_get_error (sync->syncer);

  if (sync->over)
    return;
  sync->over = TRUE;
  sync->state = dyr_syncer_get_state (sync->syncer);
  sync->stop = dyr_syncer_get_stop (sync->syncer);
  /* Files may meet what records did not. */
  if (sync->stop == DYR_STOP_NONE)
    sync->stop = dyr_contents_get_stop (sync->contents);
  sync->reason = dyr_reason_words (dyr_syncer_get_reason (sync->syncer));
  sync->error = error != NULL ? g_error_copy (error) : NULL;
  sync->reached = dyr_syncer_is_described (sync->syncer)
                  && dyr_syncer_get_n_troubles (sync->syncer) == 0
                  && dyr_contents_get_stop (sync->contents) == DYR_STOP_NONE;
  dyr_contents_end (sync->contents);
  dyr_syncer_end (sync->syncer);
}

/* Whether what stopped the run is something that we were told to agree to. */
static gboolean
accept_stop (Sync *sync, DyrStop stop)
{
  const char *option = stop == DYR_STOP_MASS_DELETION ? "accept-deletions" : "accept-server";

  if ((stop != DYR_STOP_MASS_DELETION && stop != DYR_STOP_WENT_BACK) || sync->accepted[stop]
      || !dyr_cli_has (sync->cli, option))
    return FALSE;
  sync->accepted[stop] = TRUE;
  dyr_syncer_accept (sync->syncer, stop);
  return TRUE;
}

static gboolean
is_patient (Sync *sync)
{
  return dyr_cli_has (sync->cli, "until-quiet")
         && dyr_syncer_get_n_troubles (sync->syncer) < TROUBLES_MOST;
}

/* Files go on after the records, and records of files after these. */
static gboolean
wait_for_contents (Sync *sync)
{
  const guint n = dyr_contents_get_n_sent (sync->contents);

  if (dyr_contents_is_busy (sync->contents))
    return TRUE;
  if (n != sync->n_contents)
    {
      sync->n_contents = n;
      dyr_syncer_run (sync->syncer);
      return TRUE;
    }
  return is_patient (sync) && dyr_contents_get_next (sync->contents) != 0;
}

static void
on_state_changed (DyrSyncer *syncer, GParamSpec *pspec, gpointer user_data)
{
  Sync *sync = user_data;
  const gboolean patient = is_patient (sync);
  const DyrStop stop = dyr_syncer_get_stop (syncer);

  switch (dyr_syncer_get_state (syncer))
    {
    case DYR_SYNC_RUNNING:
      break;
    case DYR_SYNC_WAITING:
      if (!patient && !wait_for_contents (sync))
        end (sync);
      break;
    case DYR_SYNC_STOPPED:
      if (!accept_stop (sync, stop) && !(patient && stop == DYR_STOP_OFFLINE))
        end (sync);
      break;
    case DYR_SYNC_QUIET:
      if (!wait_for_contents (sync))
        end (sync);
      break;
    case DYR_SYNC_FAILED:
      end (sync);
      break;
    case DYR_SYNC_OFF:
    default:
      sync->counts = *dyr_syncer_get_counts (syncer);
      g_main_loop_quit (sync->loop);
      break;
    }
}

static void
on_contents_changed (DyrContents *contents, GParamSpec *pspec, gpointer user_data)
{
  Sync *sync = user_data;

  if (!sync->over)
    on_state_changed (sync->syncer, NULL, sync);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Sync *sync = user_data;

  sync->interrupted = TRUE;
  end (sync);
  return G_SOURCE_REMOVE;
}

static gboolean
write_counts (Sync *sync, GError **error)
{
  DyrCli *cli = sync->cli;
  const DyrEngineCounts *counts = &sync->counts;
  const struct
  {
    const char *label;
    guint n;
    gboolean always;
  } lines[] = {
    /* With those that had arrived though no answer said so. */
    { C_ ("sync", "Sent"), counts->n_sent + counts->n_doubles_prevented, TRUE },
      { C_ ("sync", "Received"), counts->n_taken, TRUE },
        { C_ ("sync", "Merged"), counts->n_merged, FALSE },
          { C_ ("sync", "Files sent"), dyr_contents_get_n_sent (sync->contents), FALSE },
            { C_ ("sync", "Files fetched"), dyr_contents_get_n_fetched (sync->contents), FALSE },
          };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *n = dyr_format_count (dyr_cli_context (cli)->format, lines[i].n);

      if ((lines[i].always || lines[i].n > 0)
          && !dyr_cli_printf (cli, error, _ ("%s: %s\n"), lines[i].label, n))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_waiting (DyrCli *cli, GPtrArray *clashes, GError **error)
{
  for (guint i = 0; i < clashes->len; i++)
    {
      const DyrClash *clash = clashes->pdata[i];
      g_autofree char *uid = dyr_uid_to_text (&clash->uid);
      g_autofree char *words = dyr_sync_words_clash (clash);
      g_autofree char *line = dyr_cli_text_line (words);

      if (!dyr_cli_printf (cli, error, "%s %s\n", uid, line))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  GPtrArray *clashes, *parked;
  DyrSyncStatus *status;
} Waiting;

static gboolean
job_waiting (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Waiting *waiting = data;

  waiting->clashes = dyr_clash_list (connection, error);
  if (waiting->clashes == NULL)
    return FALSE;
  waiting->parked = dyr_clash_list_parked (connection, error);
  return waiting->parked != NULL
         && dyr_sync_status_job (connection, &waiting->status, cancellable, error);
}

/* What the run went past without having read it. */
static void
tell_unread (Sync *sync, const DyrSyncStatus *status, guint *n)
{
  g_autofree char *words = NULL;

  if (!sync->reached || status->stop != DYR_STOP_NONE || status->reason == NULL)
    return;
  words = dyr_reason_words (status->reason);
  dyr_cli_tell (sync->cli, "%s", words);
  (*n)++;
}

/* What the CRM failed at so far. */
static void
tell_failing (Sync *sync, const DyrSyncStatus *status)
{
  const guint n = (guint) MIN (status->failing, G_MAXUINT);

  sync->failing = n > 0;
  if (n > 0)
    dyr_cli_tell (sync->cli,
                  ngettext ("The CRM failed at %u record. It will be asked again.",
                            "The CRM failed at %u records. It will be asked again.",
                            n),
                  n);
}

/* What waits for a person, a line each, and how to go on. */
static gboolean
tell_waiting (Sync *sync, guint *n, GError **error)
{
  DyrCli *cli = sync->cli;
  Waiting waiting = { NULL };
  g_autoptr (GPtrArray) clashes = NULL, parked = NULL;
  g_autoptr (DyrSyncStatus) status = NULL;
  guint n_refused = 0;
  const gboolean done
      = dyr_database_read (dyr_cli_database (cli), job_waiting, &waiting, NULL, error);

  clashes = waiting.clashes;
  parked = waiting.parked;
  status = waiting.status;
  if (!done || !write_waiting (cli, clashes, error) || !write_waiting (cli, parked, error)
      || !dyr_cli_flush (cli, error))
    return FALSE;
  for (guint i = 0; i < parked->len; i++)
    if (g_strcmp0 (((DyrClash *) parked->pdata[i])->reason, DYR_REASON_UNREAD) != 0)
      n_refused++;
  *n = clashes->len + parked->len;
  if (clashes->len > 0)
    dyr_cli_tell (cli,
                  ngettext ("%u question waits for you: “dyryhent-cli conflicts” shows it, "
                            "“dyryhent-cli resolve” answers it.",
                            "%u questions wait for you: “dyryhent-cli conflicts” shows them, "
                            "“dyryhent-cli resolve” answers them.",
                            clashes->len),
                  clashes->len);
  if (n_refused > 0)
    dyr_cli_tell (cli,
                  ngettext ("%u change was not accepted by the CRM. Correct it; “dyryhent-cli "
                            "retry” sends it again as it is.",
                            "%u changes were not accepted by the CRM. Correct them; "
                            "“dyryhent-cli retry” sends one again as it is.",
                            n_refused),
                  n_refused);
  tell_unread (sync, status, n);
  tell_failing (sync, status);
  return TRUE;
}

static void
tell_stop (Sync *sync)
{
  g_autofree char *words = dyr_sync_words_stop (sync->stop);
  g_autofree char *advice = dyr_sync_words_advice (sync->stop);

  if (words != NULL)
    dyr_cli_tell (sync->cli, "%s\n%s", words, advice);
  if (sync->reason != NULL)
    dyr_cli_tell (sync->cli, "%s", sync->reason);
  if (sync->stop == DYR_STOP_MASS_DELETION)
    dyr_cli_tell (sync->cli,
                  "%s",
                  _ ("“dyryhent-cli sync status” tells how many. If they were deleted on purpose: "
                     "“dyryhent-cli sync --accept-deletions”."));
  if (sync->stop == DYR_STOP_WENT_BACK)
    dyr_cli_tell (
        sync->cli, "%s", _ ("If you know of it and agree: “dyryhent-cli sync --accept-server”."));
}

static gboolean
report (Sync *sync, int *status, GError **error)
{
  DyrCli *cli = sync->cli;
  guint n = 0;

  dyr_cli_catch_up (cli);
  if (sync->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&sync->error));
      return FALSE;
    }
  if (!write_counts (sync, error) || !tell_waiting (sync, &n, error))
    return FALSE;
  tell_stop (sync);
  if (sync->interrupted)
    dyr_cli_tell (cli, "%s", _ ("Stopped. What was on its way is looked up by the next sync."));
  else if (sync->state == DYR_SYNC_WAITING)
    dyr_cli_tell (
        cli,
        "%s",
        _ ("Some of it can only be done later. “dyryhent-cli sync --until-quiet” waits for it."));
  if (!sync->interrupted
      && (sync->stop == DYR_STOP_OFFLINE
          || (sync->stop == DYR_STOP_NONE && (!sync->reached || sync->failing))))
    *status = DYR_EXIT_UNREACHED;
  else if (n > 0 || sync->stop != DYR_STOP_NONE || sync->interrupted)
    *status = DYR_EXIT_REFUSED;
  return TRUE;
}

static gboolean
run_syncer (Sync *sync, int *status, GError **error)
{
  g_autoptr (GSource) source = g_cancellable_source_new (sync->cancellable);
  gboolean done;

  if (!dyr_syncer_start (sync->syncer, error))
    return FALSE;
  sync->loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect (sync->syncer, "notify::state", G_CALLBACK (on_state_changed), sync);
  g_signal_connect (sync->contents, "notify::busy", G_CALLBACK (on_contents_changed), sync);
  g_source_set_callback (source, G_SOURCE_FUNC (on_cancelled), sync, NULL);
  g_source_attach (source, NULL);
  g_main_loop_run (sync->loop);
  g_source_destroy (source);
  g_signal_handlers_disconnect_by_data (sync->syncer, sync);
  g_signal_handlers_disconnect_by_data (sync->contents, sync);
  done = report (sync, status, error);
  g_main_loop_unref (sync->loop);
  g_clear_error (&sync->error);
  g_free (sync->reason);
  return done;
}

static gboolean
job_count_linked (DyrConnection *connection,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  return dyr_connection_number (connection,
                                error,
                                0,
                                data,
                                "SELECT EXISTS (SELECT 1 FROM record WHERE remote_id IS NOT NULL)",
                                "");
}

/* A database belongs to one CRM. It may move, but nobody shall send all clients to another one by
 * mistyping. */
static gboolean
check_server (DyrCli *cli, const char *known, const char *url, GError **error)
{
  gint64 linked = 0;

  if (known == NULL || g_str_equal (known, url) || dyr_cli_has (cli, "accept-server"))
    return TRUE;
  if (!dyr_database_read (dyr_cli_database (cli), job_count_linked, &linked, NULL, error))
    return FALSE;
  if (linked == 0)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_REFUSED,
               _ ("This database belongs to the CRM at %s. If that one has moved to %s, add "
                  "--accept-server; for another CRM use another database."),
                  known,
                  url);
  return FALSE;
}

static DyrHttp *
new_http (DyrCli *cli, const char *url, GError **error)
{
  g_autofree char *address = g_strstrip (g_strdup (url));
  g_autoptr (GError) local = NULL;
  DyrHttp *http = dyr_http_new (address, &local);

  if (http == NULL)
    g_set_error_literal (error, DYR_ERROR, DYR_ERROR_USAGE, local->message);
  else if (dyr_cli_has (cli, "ca-file"))
    g_object_set (http, "ca-file", dyr_cli_option (cli, "ca-file"), NULL);
  return http;
}

typedef struct
{
  const char *server;
  char *pem; /* to be kept; else it gets the one that was */
} Trust;

static gboolean
job_trust (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Trust *trust = data;

  return trust->pem != NULL
             ? dyr_account_set_certificate (connection, trust->server, trust->pem, error)
             : dyr_account_read_certificate (connection, trust->server, &trust->pem, error);
}

/* @pem: of this start, or NULL; takes it. */
static gboolean
trust_authority (DyrCli *cli, DyrHttp *http, char *pem, GError **error)
{
  Trust trust = { dyr_http_get_base_url (http), pem };
  const gboolean done
      = pem != NULL ? dyr_database_write (dyr_cli_database (cli), job_trust, &trust, NULL, error)
                    : dyr_database_read (dyr_cli_database (cli), job_trust, &trust, NULL, error);

  if (done)
    dyr_http_set_certificate (http, trust.pem);
  g_free (trust.pem);
  return done;
}

/* Of the file that was named; FALSE: it is none. */
static gboolean
read_authority (DyrCli *cli, char **pem, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (DyrCertificate) certificate = NULL;

  if (!dyr_cli_has (cli, "certificate"))
    return TRUE;
  file = g_file_new_for_commandline_arg (dyr_cli_option (cli, "certificate"));
  certificate = dyr_certificate_read_file (file, g_get_real_time () / G_USEC_PER_SEC, error);
  if (certificate == NULL)
    return FALSE;
  *pem = g_strdup (certificate->pem);
  return TRUE;
}

static gboolean
run_sync (DyrCli *cli, const char *key, const char *secret, int *status, GError **error)
{
  const char *url = dyr_cli_option (cli, "server");
  g_autoptr (DyrSyncStatus) known = NULL;
  g_autoptr (DyrEspocrm) remote = NULL;
  g_autoptr (DyrHttp) http = NULL;
  g_autoptr (DyrEspocrm) of_contents = NULL;
  g_autoptr (DyrSyncer) syncer = NULL;
  g_autofree char *pem = NULL;
  g_autoptr (DyrContents) contents = NULL;
  Sync sync = { .cli = cli };

  /* A wrong address is told before any file is made. */
  if ((url != NULL && (http = new_http (cli, url, error)) == NULL)
      || !read_authority (cli, &pem, error))
    return FALSE;
  sync.cancellable = dyr_cli_cancellable (cli);
  if (!dyr_cli_open (cli, url != NULL, error) || !read_status (cli, &known, error))
    return FALSE;
  if (url == NULL && known->server == NULL)
    {
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_USAGE,
                           _ ("The address of the CRM is missing: --server URL."));
      return FALSE;
    }
  if (http == NULL && (http = new_http (cli, known->server, error)) == NULL)
    return FALSE;
  if (!check_server (cli, known->server, dyr_http_get_base_url (http), error)
      || !trust_authority (cli, http, g_steal_pointer (&pem), error))
    return FALSE;
  remote = dyr_espocrm_new (NULL, error);
  of_contents = remote != NULL ? dyr_espocrm_new (NULL, error) : NULL;
  if (of_contents == NULL)
    return FALSE;
  dyr_espocrm_set_key (remote, key, secret);
  dyr_espocrm_set_key (of_contents, key, secret);
  sync.syncer = syncer = dyr_syncer_new (dyr_cli_database (cli),
                                         DYR_REMOTE (remote),
                                         G_OBJECT (http),
                                         &dyr_syncer_http,
                                         dyr_http_get_base_url (http),
                                         known->server);
  dyr_syncer_set_interval (syncer, 0);
  sync.contents = contents = dyr_contents_new (
      dyr_cli_database (cli), DYR_REMOTE (of_contents), G_OBJECT (http), &dyr_syncer_http);
  /* Before anything of ours hears of the syncer: then it is busy already. */
  dyr_contents_follow (contents, syncer);
  return run_syncer (&sync, status, error);
}

/* What belongs to sync and is none. */
static gboolean
run_other (DyrCli *cli, GError **error)
{
  static const struct
  {
    const char *name;
    guint most; /* arguments, with this one */
    gboolean (*run) (DyrCli *cli, GError **error);
  } others[] = {
    { "status", 1, run_status },
    { "log", 1, dyr_cli_run_sync_log },
    { "me", 2, dyr_cli_run_sync_me },
    { "distrust", 1, dyr_cli_run_sync_distrust },
  };
  const char *name = dyr_cli_argument (cli, 0);
  g_autofree char *words = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (others[i].name, name) && dyr_cli_n_arguments (cli) <= others[i].most)
      return others[i].run (cli, error);
  words = dyr_cli_n_arguments (cli) == 1 ? g_strdup (name)
                                         : g_strjoin (" ", name, dyr_cli_argument (cli, 1), NULL);
  g_set_error (
      error,
      DYR_ERROR,
      DYR_ERROR_USAGE,
      /* Translators: what was typed. */
      _ ("“sync %s” is nothing. There are: sync, sync status, sync log, sync me, sync distrust."),
         words);
  return FALSE;
}

gboolean
dyr_cli_run_sync (DyrCli *cli, int *status, GError **error)
{
  char *key = NULL, *secret = NULL;
  gboolean done;

  if (dyr_cli_n_arguments (cli) > 0)
    return run_other (cli, error);
  done = dyr_cli_take_key (cli, &key, &secret, error) && run_sync (cli, key, secret, status, error);
  dyr_key_wipe (key);
  dyr_key_wipe (secret);
  return done;
}
