/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncService: the syncer that is kept going, and the key that it needs. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-service-private.h"

#include "dyr-espocrm.h"
#include "dyr-http.h"
#include "dyr-reason.h"
#include "dyr-util.h"
#include "dyr-weak.h"

/* What keeps us from beginning is looked at again after so many seconds. */
#define RETRY 15

static const char *
get_server (DyrSyncService *self)
{
  return self->account != NULL ? self->account->status->server : NULL;
}

/* The syncer */

static gboolean
may_run (DyrSyncService *self)
{
  if (self->shut || get_server (self) == NULL)
    return FALSE;
  return self->by_hand || (!self->account->paused && !self->facts.metered);
}

static gboolean
on_retry_due (gpointer data)
{
  DyrSyncService *self = data;

  self->retry_timer = 0;
  dyr_sync_service_settle (self);
  return G_SOURCE_REMOVE;
}

static void
retry_later (DyrSyncService *self)
{
  if (self->retry_timer == 0)
    self->retry_timer = g_timeout_add_seconds (RETRY, on_retry_due, self);
}

static void
start_syncer (DyrSyncService *self)
{
  g_autoptr (GError) error = NULL;

  if (dyr_syncer_start (self->syncer, &error))
    {
      self->started = TRUE;
      dyr_set_str (&self->error, NULL);
    }
  else
    {
      self->by_hand = FALSE;
      dyr_set_str (&self->error, error->message);
      retry_later (self);
    }
  dyr_sync_service_update (self);
}

void
dyr_sync_service_rest (DyrSyncService *self)
{
  if (!self->started || self->ending)
    return;
  self->ending = TRUE;
  if (self->contents != NULL)
    dyr_contents_rest (self->contents);
  dyr_syncer_end (self->syncer);
}

/* One by hand is over once nothing can be done any more. */
static void
note_syncer (DyrSyncService *self, DyrSyncState state)
{
  const GError *error = dyr_syncer_get_error (self->syncer);

  if (state == DYR_SYNC_STOPPED)
    {
      self->stop = dyr_syncer_get_stop (self->syncer);
      g_free (self->said);
      self->said = dyr_reason_words (dyr_syncer_get_reason (self->syncer));
    }
  else if (state == DYR_SYNC_QUIET || dyr_syncer_is_described (self->syncer))
    {
      self->stop = DYR_STOP_NONE;
      dyr_set_str (&self->said, NULL);
    }
  if (state == DYR_SYNC_FAILED)
    dyr_set_str (&self->error, error->message);
  else if (state != DYR_SYNC_OFF)
    dyr_set_str (&self->error, NULL);
  if (state != DYR_SYNC_RUNNING && state != DYR_SYNC_OFF && !dyr_contents_is_busy (self->contents))
    self->by_hand = FALSE;
}

/* Files that do not get through while records do go again soon: that alone is nobody's business. */
static void
note_contents (DyrSyncService *self)
{
  const DyrStop stop = dyr_contents_get_stop (self->contents);

  self->stop_of_contents = stop != DYR_STOP_OFFLINE ? stop : DYR_STOP_NONE;
}

/* What a person asked for has come, or did not: one by hand may be over by that. */
static void
on_contents_changed (DyrContents *contents, GParamSpec *pspec, DyrSyncService *self)
{
  if (self->contents != contents || dyr_contents_is_busy (contents) || !self->started)
    return;
  note_contents (self);
  if (!self->running)
    self->by_hand = FALSE;
  dyr_sync_service_update (self);
  dyr_sync_service_settle (self);
}

static void
on_contents_progress (
    DyrContents *contents, gint64 file, gint64 done, gint64 size, DyrSyncService *self)
{
  g_signal_emit_by_name (self, "content-progress", file, done, size);
}

static void
end_contents (DyrSyncService *self)
{
  if (self->contents != NULL)
    dyr_contents_end (self->contents);
  g_clear_object (&self->contents);
}

/* The keyring may ask a person for minutes: what was asked for the key until now is of no use. A
 * look that was cancelled says only that, whatever it found. */
static void
stop_looking (DyrSyncService *self)
{
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->looking = FALSE;
}

/* Another server or another key makes another one. */
static void
forget_syncer (DyrSyncService *self)
{
  stop_looking (self);
  self->dropping = FALSE;
  self->running = FALSE;
  self->no_key = FALSE;
  self->stop = DYR_STOP_NONE;
  self->stop_of_contents = DYR_STOP_NONE;
  dyr_set_str (&self->said, NULL);
  dyr_set_str (&self->error, NULL);
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  end_contents (self);
  g_clear_object (&self->syncer);
}

static void
on_syncer_changed (DyrSyncer *syncer, GParamSpec *pspec, DyrSyncService *self)
{
  const DyrSyncState state = dyr_syncer_get_state (syncer);
  const gboolean running = state == DYR_SYNC_RUNNING;

  if (running && !self->running)
    self->before = *dyr_syncer_get_counts (syncer);
  self->running = running;
  note_syncer (self, state);
  if (state == DYR_SYNC_OFF)
    {
      self->started = FALSE;
      self->ending = FALSE;
    }
  if (self->dropping && !self->started)
    forget_syncer (self);
  dyr_sync_service_update (self);
  if (!running)
    dyr_sync_service_refresh (self);
  dyr_sync_service_settle (self);
}

void
dyr_sync_service_abandon (DyrSyncService *self)
{
  if (self->syncer == NULL)
    return;
  g_signal_handlers_disconnect_by_func (self->syncer, on_syncer_changed, self);
  end_contents (self);
  dyr_sync_service_rest (self);
  g_clear_object (&self->syncer);
}

static DyrEspocrm *
make_remote (const DyrKey *key, GError **error)
{
  DyrEspocrm *remote = dyr_espocrm_new (NULL, error);

  if (remote == NULL)
    return NULL;
  if (key->user != NULL)
    dyr_espocrm_set_token (remote, key->user, key->key);
  else
    dyr_espocrm_set_key (remote, key->key, key->secret);
  return remote;
}

static void
make_syncer (DyrSyncService *self, const DyrKey *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrHttp) http = dyr_http_new (get_server (self), &error);
  g_autoptr (DyrEspocrm) remote = http != NULL ? make_remote (key, &error) : NULL;
  g_autoptr (DyrEspocrm) of_contents = remote != NULL ? make_remote (key, &error) : NULL;

  if (of_contents == NULL)
    {
      dyr_set_str (&self->error, error->message);
      return;
    }
  dyr_http_set_certificate (http, self->account->certificate);
  self->syncer = dyr_syncer_new (self->database,
                                 DYR_REMOTE (remote),
                                 G_OBJECT (http),
                                 &dyr_syncer_http,
                                 dyr_http_get_base_url (http),
                                 get_server (self));
  if (self->network != NULL)
    dyr_syncer_set_network (self->syncer, self->network);
  if (self->interval_set)
    dyr_syncer_set_interval (self->syncer, self->interval);
  self->contents = dyr_contents_new (
      self->database, DYR_REMOTE (of_contents), G_OBJECT (http), &dyr_syncer_http);
  dyr_contents_set_asked_only (self->contents, self->facts.metered);
  /* First: whoever hears of the syncer asks whether files go on. */
  dyr_contents_follow (self->contents, self->syncer);
  g_signal_connect_object (
      self->contents, "notify::busy", G_CALLBACK (on_contents_changed), self, 0);
  g_signal_connect_object (self->contents, "progress", G_CALLBACK (on_contents_progress), self, 0);
  g_signal_connect_object (self->syncer, "notify::state", G_CALLBACK (on_syncer_changed), self, 0);
}

/* The key */

static void
on_key_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSyncService) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrKey) key = dyr_keyring_look_up_finish (DYR_KEYRING (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->looking = FALSE;
  self->no_key = key == NULL;
  dyr_set_str (&self->error, error != NULL ? error->message : NULL);
  if (key != NULL && get_server (self) != NULL)
    make_syncer (self, key);
  dyr_sync_service_update (self);
  dyr_sync_service_settle (self);
}

static void
look_for_key (DyrSyncService *self)
{
  if (self->looking || self->no_key || self->error != NULL)
    return;
  if (self->account->login == NULL)
    {
      self->no_key = TRUE;
      dyr_sync_service_update (self);
      return;
    }
  self->looking = TRUE;
  dyr_keyring_look_up_async (self->keyring,
                             get_server (self),
                             self->account->login,
                             self->cancellable,
                             on_key_found,
                             dyr_weak_new (self));
}

void
dyr_sync_service_settle (DyrSyncService *self)
{
  if (self->waiting != NULL)
    {
      dyr_sync_service_rest (self);
      if (!self->started)
        dyr_sync_service_freed (self);
      return;
    }
  /* What a change made of the account is read first. */
  if (!self->begun || self->shut || self->ending || self->n_changes > 0
      || self->account_generation != self->generation || get_server (self) == NULL)
    return;
  if (self->syncer == NULL)
    look_for_key (self);
  else if (!may_run (self))
    dyr_sync_service_rest (self);
  else if (!self->started && self->retry_timer == 0)
    start_syncer (self);
}

void
dyr_sync_service_drop (DyrSyncService *self)
{
  self->dropping = TRUE;
  dyr_sync_service_rest (self);
  if (self->dropping && !self->started)
    forget_syncer (self);
}

void
dyr_sync_service_run (DyrSyncService *self)
{
  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));

  if (get_server (self) == NULL || self->shut)
    return;
  self->by_hand = TRUE;
  g_clear_handle_id (&self->retry_timer, g_source_remove);
  /* The keyring may have been unlocked meanwhile. */
  if (self->syncer == NULL)
    {
      self->no_key = FALSE;
      dyr_set_str (&self->error, NULL);
    }
  if (self->started && !self->ending)
    dyr_syncer_run (self->syncer);
  dyr_sync_service_settle (self);
}

void
dyr_sync_service_wake (DyrSyncService *self)
{
  DyrSyncState state;

  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));

  if (!self->started || self->ending || !g_network_monitor_get_network_available (self->network))
    return;
  state = dyr_syncer_get_state (self->syncer);
  /* Whoever asked us to wait, or for a person, is not asked anew. */
  if (state == DYR_SYNC_QUIET
      || (state == DYR_SYNC_STOPPED && dyr_syncer_get_stop (self->syncer) == DYR_STOP_OFFLINE))
    dyr_syncer_run (self->syncer);
}

void
dyr_sync_service_accept (DyrSyncService *self)
{
  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));

  if (self->facts.remedy != DYR_SERVICE_REMEDY_ACCEPT || self->syncer == NULL || self->shut)
    return;
  self->by_hand = TRUE;
  /* Remembered by the syncer for its next run, whenever that begins. */
  dyr_syncer_accept (self->syncer, self->stop);
  dyr_sync_service_settle (self);
}
