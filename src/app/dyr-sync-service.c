/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncService: the sync of the open database, as the window needs it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-service-private.h"

#include "dyr-util.h"
#include "dyr-weak.h"

/* The database is asked how it stands no more often than this (milliseconds): a first sync commits
 * many times a second. */
#define REFRESH 250

enum
{
  PROP_STATE = 1,
  PROP_CONNECTED,
  PROP_PAUSED,
  PROP_METERED,
  PROP_N_WAITING,
  PROP_N_NEEDS_YOU,
  PROP_N_PARKED,
  PROP_N_ONLY_HERE,
  PROP_HOLDS_FILES,
  PROP_SENDING_DONE,
  PROP_SENDING_TOTAL,
  PROP_RECEIVED,
  PROP_TEXT,
  PROP_REASON,
  PROP_REMEDY,
  PROP_SERVER,
  PROP_CERTIFICATE,
  PROP_USER,
  PROP_LAST_DONE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (DyrServiceState,
                    dyr_service_state,
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_NOT_CONNECTED, "not-connected"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_UP_TO_DATE, "up-to-date"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_SENDING, "sending"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_NEEDS_YOU, "needs-you"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_STOPPED, "stopped"))
G_DEFINE_ENUM_TYPE (DyrServiceRemedy,
                    dyr_service_remedy,
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_REMEDY_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_REMEDY_RUN, "run"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_REMEDY_SIGN_IN, "sign-in"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_REMEDY_ACCEPT, "accept"),
                    G_DEFINE_ENUM_VALUE (DYR_SERVICE_REMEDY_RESUME, "resume"))
G_DEFINE_FINAL_TYPE (DyrSyncService, dyr_sync_service, G_TYPE_OBJECT)

/* How it stands */

static const char *
get_server (DyrSyncService *self)
{
  return self->account != NULL ? self->account->status->server : NULL;
}

static gboolean
is_metered (DyrSyncService *self)
{
  return self->network != NULL && g_network_monitor_get_network_metered (self->network);
}

/* Why nothing goes on, or only files do not. */
static DyrStop
find_stop (DyrSyncService *self)
{
  return self->stop != DYR_STOP_NONE ? self->stop : self->stop_of_contents;
}

/* The syncer does not try again by itself, or not soon. */
static gboolean
is_stopped_for_good (DyrStop stop)
{
  return stop != DYR_STOP_NONE && stop != DYR_STOP_OFFLINE;
}

/* A run that neither sends nor brings anything is nobody's business; neither is a try to reach a
 * CRM that could not be reached. */
static gboolean
is_worth_showing (DyrSyncService *self, const DyrServiceFacts *facts)
{
  if (!self->running)
    return FALSE;
  if (self->by_hand)
    return TRUE;
  if (self->stop != DYR_STOP_NONE && !dyr_syncer_is_described (self->syncer))
    return FALSE;
  return facts->n_waiting > 0 || facts->received > 0 || !facts->ever;
}

static DyrServiceState
find_state (DyrSyncService *self, const DyrServiceFacts *facts)
{
  if (facts->server == NULL)
    return DYR_SERVICE_NOT_CONNECTED;
  if (is_worth_showing (self, facts))
    return DYR_SERVICE_SENDING;
  if (self->no_key || is_stopped_for_good (find_stop (self)))
    return DYR_SERVICE_STOPPED;
  if (facts->paused || facts->metered)
    return DYR_SERVICE_PAUSED;
  if (self->error != NULL)
    return DYR_SERVICE_STOPPED;
  if (self->stop == DYR_STOP_OFFLINE)
    return DYR_SERVICE_OFFLINE;
  if (facts->n_needs_you > 0)
    return DYR_SERVICE_NEEDS_YOU;
  return facts->n_waiting > 0 || !facts->ever ? DYR_SERVICE_WAITING : DYR_SERVICE_UP_TO_DATE;
}

static DyrServiceRemedy
find_remedy (DyrSyncService *self, const DyrServiceFacts *facts)
{
  if (facts->state == DYR_SERVICE_OFFLINE)
    return DYR_SERVICE_REMEDY_RUN;
  if (facts->state == DYR_SERVICE_PAUSED)
    return facts->paused ? DYR_SERVICE_REMEDY_RESUME : DYR_SERVICE_REMEDY_RUN;
  if (facts->state != DYR_SERVICE_STOPPED)
    return DYR_SERVICE_REMEDY_NONE;
  if (self->no_key || find_stop (self) == DYR_STOP_SIGN_IN)
    return DYR_SERVICE_REMEDY_SIGN_IN;
  return self->stop == DYR_STOP_MASS_DELETION || self->stop == DYR_STOP_WENT_BACK
             ? DYR_SERVICE_REMEDY_ACCEPT
             : DYR_SERVICE_REMEDY_RUN;
}

/* What waits was read a moment ago: what was sent since is not added to it. */
static void
count_progress (DyrSyncService *self, DyrServiceFacts *facts)
{
  const DyrEngineCounts *counts = dyr_syncer_get_counts (self->syncer);
  const guint then
      = self->sent_when_read > self->before.n_sent ? self->sent_when_read - self->before.n_sent : 0;

  facts->sending_done = counts->n_sent - self->before.n_sent;
  facts->received = counts->n_taken - self->before.n_taken;
  /* What waits here may go only after what comes. */
  if (facts->sending_done > 0 || facts->received == 0)
    facts->sending_total = MAX (facts->sending_done, then + facts->n_waiting);
}

static void
collect (DyrSyncService *self, DyrServiceFacts *facts)
{
  const DyrSyncStatus *status = self->account->status;

  facts->server = status->server;
  facts->paused = self->account->paused;
  facts->metered = is_metered (self);
  facts->ever = status->done_at != 0;
  facts->n_waiting = (guint) status->waiting;
  facts->n_needs_you = (guint) (status->clashes + status->parked);
  facts->stop = find_stop (self);
  facts->n_gone = status->n_gone;
  facts->said = self->said;
  facts->error = self->error;
  if (self->running)
    count_progress (self, facts);
  facts->state = find_state (self, facts);
  facts->remedy = find_remedy (self, facts);
}

static void
notify (DyrSyncService *self, gboolean changed, guint property)
{
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
dyr_sync_service_update (DyrSyncService *self)
{
  const DyrServiceFacts old = self->facts;
  DyrServiceFacts facts = { 0 };
  g_autofree char *text = NULL, *reason = NULL;

  if (self->account == NULL)
    return;
  collect (self, &facts);
  self->facts = facts;
  text = dyr_sync_service_words_text (&facts, self->format);
  reason = dyr_sync_service_words_reason (&facts, self->format);
  g_object_freeze_notify (G_OBJECT (self));
  notify (self, dyr_set_str (&self->text, text), PROP_TEXT);
  notify (self, dyr_set_str (&self->reason, reason), PROP_REASON);
  notify (self, old.state != facts.state, PROP_STATE);
  notify (self, old.remedy != facts.remedy, PROP_REMEDY);
  notify (self, old.paused != facts.paused, PROP_PAUSED);
  notify (self, old.metered != facts.metered, PROP_METERED);
  notify (self, old.n_waiting != facts.n_waiting, PROP_N_WAITING);
  notify (self, old.n_needs_you != facts.n_needs_you, PROP_N_NEEDS_YOU);
  notify (self, old.sending_done != facts.sending_done, PROP_SENDING_DONE);
  notify (self, old.sending_total != facts.sending_total, PROP_SENDING_TOTAL);
  notify (self, old.received != facts.received, PROP_RECEIVED);
  g_object_thaw_notify (G_OBJECT (self));
}

/* What the database tells */

static void
take_account (DyrSyncService *self, DyrAccount *account)
{
  g_autoptr (DyrAccount) old = self->account;
  const DyrSyncStatus *was = old != NULL ? old->status : NULL, *is = account->status;

  const gboolean trusts_others
      = g_strcmp0 (old != NULL ? old->certificate : NULL, account->certificate) != 0;

  self->account = account;
  /* Another program connected to another CRM, or to none: what syncs with the old one is over. So
   * it is when another authority vouches for it. */
  if (self->syncer != NULL && was != NULL
      && (trusts_others || g_strcmp0 (was->server, is->server) != 0))
    dyr_sync_service_drop (self);
  g_object_freeze_notify (G_OBJECT (self));
  notify (self, g_strcmp0 (was != NULL ? was->server : NULL, is->server) != 0, PROP_SERVER);
  notify (self, trusts_others, PROP_CERTIFICATE);
  notify (self, (was != NULL && was->server != NULL) != (is->server != NULL), PROP_CONNECTED);
  notify (self, g_strcmp0 (was != NULL ? was->me : NULL, is->me) != 0, PROP_USER);
  notify (self, (was != NULL ? was->done_at : 0) != is->done_at, PROP_LAST_DONE);
  notify (self, (was != NULL ? was->parked : 0) != is->parked, PROP_N_PARKED);
  notify (self, (was != NULL ? was->only_here : 0) != is->only_here, PROP_N_ONLY_HERE);
  notify (self, (old != NULL && old->holds_files) != account->holds_files, PROP_HOLDS_FILES);
  dyr_sync_service_update (self);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
on_refresh_due (gpointer data)
{
  DyrSyncService *self = data;

  self->refresh_timer = 0;
  dyr_sync_service_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
on_account_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSyncService) self = dyr_weak_take (data);
  DyrAccount **slot = dyr_database_job_data (result);
  g_autoptr (DyrAccount) account = g_steal_pointer (slot);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  if (self == NULL)
    return;
  self->refreshing = FALSE;
  if (!done)
    g_warning ("How sync stands could not be read: %s", error->message);
  else if (self->n_changes > 0 || self->refreshed_generation != self->generation)
    /* It was read before what a person has said since. */
    self->refresh_again = TRUE;
  else
    {
      self->sent_when_read = self->next_sent;
      self->account_generation = self->refreshed_generation;
      take_account (self, g_steal_pointer (&account));
    }
  if (self->refresh_again && !self->shut)
    self->refresh_timer = g_timeout_add (REFRESH, on_refresh_due, self);
  self->refresh_again = FALSE;
  dyr_sync_service_settle (self);
}

void
dyr_sync_service_refresh (DyrSyncService *self)
{
  if (self->shut || self->refresh_timer != 0)
    return;
  if (self->refreshing)
    {
      self->refresh_again = TRUE;
      return;
    }
  self->refreshing = TRUE;
  self->refreshed_generation = self->generation;
  self->next_sent = self->syncer != NULL ? dyr_syncer_get_counts (self->syncer)->n_sent : 0;
  dyr_database_read_async (self->database,
                           dyr_account_read_job,
                           g_new0 (DyrAccount *, 1),
                           g_free,
                           NULL,
                           on_account_read,
                           dyr_weak_new (self));
}

static void
on_committed (DyrDatabase *database, gpointer touched, DyrSyncService *self)
{
  dyr_sync_service_refresh (self);
}

/* The object */

static void
dyr_sync_service_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DyrSyncService *self = DYR_SYNC_SERVICE (object);
  const DyrSyncStatus *status = self->account != NULL ? self->account->status : NULL;

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->facts.state);
      break;
    case PROP_CONNECTED:
      g_value_set_boolean (value, get_server (self) != NULL);
      break;
    case PROP_PAUSED:
      g_value_set_boolean (value, self->facts.paused);
      break;
    case PROP_METERED:
      g_value_set_boolean (value, self->facts.metered);
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, self->facts.n_waiting);
      break;
    case PROP_N_NEEDS_YOU:
      g_value_set_uint (value, self->facts.n_needs_you);
      break;
    case PROP_N_PARKED:
      g_value_set_uint (value, status != NULL ? (guint) status->parked : 0);
      break;
    case PROP_N_ONLY_HERE:
      g_value_set_uint (value, status != NULL ? (guint) status->only_here : 0);
      break;
    case PROP_HOLDS_FILES:
      g_value_set_boolean (value, dyr_sync_service_holds_files (self));
      break;
    case PROP_SENDING_DONE:
      g_value_set_uint (value, self->facts.sending_done);
      break;
    case PROP_SENDING_TOTAL:
      g_value_set_uint (value, self->facts.sending_total);
      break;
    case PROP_RECEIVED:
      g_value_set_uint (value, self->facts.received);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_REMEDY:
      g_value_set_enum (value, (int) self->facts.remedy);
      break;
    case PROP_SERVER:
      g_value_set_string (value, get_server (self));
      break;
    case PROP_CERTIFICATE:
      g_value_set_string (value, dyr_sync_service_get_certificate (self));
      break;
    case PROP_USER:
      g_value_set_string (value, status != NULL ? status->me : NULL);
      break;
    case PROP_LAST_DONE:
      g_value_set_int64 (value, status != NULL ? status->done_at : 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_sync_service_dispose (GObject *object)
{
  DyrSyncService *self = DYR_SYNC_SERVICE (object);

  self->shut = TRUE;
  g_cancellable_cancel (self->cancellable);
  dyr_sync_service_abandon (self);
  g_clear_handle_id (&self->refresh_timer, g_source_remove);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->network);
  g_clear_object (&self->keyring);
  g_clear_object (&self->database);
  G_OBJECT_CLASS (dyr_sync_service_parent_class)->dispose (object);
}

static void
dyr_sync_service_finalize (GObject *object)
{
  DyrSyncService *self = DYR_SYNC_SERVICE (object);

  g_clear_pointer (&self->account, dyr_account_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->format, dyr_format_free);
  g_free (self->error);
  g_free (self->said);
  g_free (self->text);
  g_free (self->reason);
  G_OBJECT_CLASS (dyr_sync_service_parent_class)->finalize (object);
}

static GParamSpec *
number_spec (const char *name)
{
  return g_param_spec_uint (name,
                            NULL,
                            NULL,
                            0,
                            G_MAXUINT,
                            0,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
}

static void
dyr_sync_service_class_init (DyrSyncServiceClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dyr_sync_service_get_property;
  object_class->dispose = dyr_sync_service_dispose;
  object_class->finalize = dyr_sync_service_finalize;
  properties[PROP_STATE] = g_param_spec_enum (
      "state", NULL, NULL, DYR_TYPE_SERVICE_STATE, DYR_SERVICE_NOT_CONNECTED, flags);
  properties[PROP_CONNECTED] = g_param_spec_boolean ("connected", NULL, NULL, FALSE, flags);
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  properties[PROP_METERED] = g_param_spec_boolean ("metered", NULL, NULL, FALSE, flags);
  properties[PROP_N_WAITING] = number_spec ("n-waiting");
  properties[PROP_N_NEEDS_YOU] = number_spec ("n-needs-you");
  properties[PROP_N_PARKED] = number_spec ("n-parked");
  properties[PROP_N_ONLY_HERE] = number_spec ("n-only-here");
  properties[PROP_HOLDS_FILES] = g_param_spec_boolean ("holds-files", NULL, NULL, FALSE, flags);
  properties[PROP_SENDING_DONE] = number_spec ("sending-done");
  properties[PROP_SENDING_TOTAL] = number_spec ("sending-total");
  properties[PROP_RECEIVED] = number_spec ("received");
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  properties[PROP_REMEDY] = g_param_spec_enum (
      "remedy", NULL, NULL, DYR_TYPE_SERVICE_REMEDY, DYR_SERVICE_REMEDY_NONE, flags);
  properties[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, flags);
  properties[PROP_CERTIFICATE] = g_param_spec_string ("certificate", NULL, NULL, NULL, flags);
  properties[PROP_USER] = g_param_spec_string ("user", NULL, NULL, NULL, flags);
  properties[PROP_LAST_DONE]
      = g_param_spec_int64 ("last-done", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_signal_new ("content-progress",
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                3,
                G_TYPE_INT64,
                G_TYPE_INT64,
                G_TYPE_INT64);
}

static void
dyr_sync_service_init (DyrSyncService *self)
{
  self->keyring = dyr_keyring_new ();
  self->cancellable = g_cancellable_new ();
}

DyrSyncService *
dyr_sync_service_new (DyrDatabase *database, const char *language)
{
  DyrSyncService *self;

  g_return_val_if_fail (DYR_IS_DATABASE (database), NULL);
  g_return_val_if_fail (language != NULL, NULL);

  self = g_object_new (DYR_TYPE_SYNC_SERVICE, NULL);
  self->database = g_object_ref (database);
  self->format = dyr_format_new (language, dyr_database_get_zone (database));
  return self;
}

void
dyr_sync_service_set_network (DyrSyncService *self, GNetworkMonitor *network)
{
  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));
  g_return_if_fail (!self->begun);

  g_set_object (&self->network, network);
}

void
dyr_sync_service_set_interval (DyrSyncService *self, guint seconds)
{
  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));
  g_return_if_fail (!self->begun);

  self->interval = seconds;
  self->interval_set = TRUE;
}

static void
on_metered_changed (DyrSyncService *self)
{
  dyr_sync_service_update (self);
  if (self->contents != NULL)
    dyr_contents_set_asked_only (self->contents, self->facts.metered);
  dyr_sync_service_settle (self);
}

void
dyr_sync_service_start (DyrSyncService *self)
{
  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));

  if (self->begun || self->shut)
    return;
  self->begun = TRUE;
  if (self->network == NULL)
    self->network = g_object_ref (g_network_monitor_get_default ());
  g_signal_connect_object (self->network,
                           "notify::network-metered",
                           G_CALLBACK (on_metered_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->database, "committed", G_CALLBACK (on_committed), self, 0);
  dyr_sync_service_refresh (self);
}

DyrServiceState
dyr_sync_service_get_state (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), DYR_SERVICE_NOT_CONNECTED);
  return self->facts.state;
}

DyrServiceRemedy
dyr_sync_service_get_remedy (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), DYR_SERVICE_REMEDY_NONE);
  return self->facts.remedy;
}

char *
dyr_sync_service_tell_gone (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), NULL);
  return dyr_sync_service_words_gone (&self->facts, self->format);
}

gboolean
dyr_sync_service_get_connected (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), FALSE);
  return get_server (self) != NULL;
}

gboolean
dyr_sync_service_get_paused (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), FALSE);
  return self->facts.paused;
}

gboolean
dyr_sync_service_holds_files (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), FALSE);
  return self->account != NULL && self->account->holds_files;
}

DyrStop
dyr_sync_service_get_stop (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), DYR_STOP_NONE);
  return find_stop (self);
}

DyrContents *
dyr_sync_service_get_contents (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), NULL);
  return self->contents;
}

const char *
dyr_sync_service_get_text (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), NULL);
  return self->text;
}

const char *
dyr_sync_service_get_reason (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), NULL);
  return self->reason;
}

const char *
dyr_sync_service_get_server (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), NULL);
  return get_server (self);
}

const char *
dyr_sync_service_get_certificate (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), NULL);
  return self->account != NULL ? self->account->certificate : NULL;
}

const char *
dyr_sync_service_get_login (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), NULL);
  return self->account != NULL ? self->account->login : NULL;
}

const char *
dyr_sync_service_get_user (DyrSyncService *self)
{
  g_return_val_if_fail (DYR_IS_SYNC_SERVICE (self), NULL);
  return self->account != NULL ? self->account->status->me : NULL;
}
