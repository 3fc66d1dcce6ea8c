/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncStep: one job of the writer: the engine takes over what arrived and says what goes next.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-step.h"

#include <glib/gi18n-lib.h>

#include "dyr-error.h"
#include "dyr-sync-status.h"
#include "dyr-util.h"

/* Bytes of an answer that a step reads itself: giving it to another thread would take longer. */
#define SHORT_BODY (256 * 1024)

DyrSyncCore *
dyr_sync_core_new (DyrRemote *remote, const char *server, const char *known)
{
  DyrSyncCore *self = g_new0 (DyrSyncCore, 1);

  g_rw_lock_init (&self->remote_lock);
  self->remote = g_object_ref (remote);
  self->server = g_strdup (server);
  self->known = g_strdup (known);
  return self;
}

void
dyr_sync_core_free (DyrSyncCore *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->engine, dyr_engine_free);
  g_object_unref (self->remote);
  g_rw_lock_clear (&self->remote_lock);
  g_free (self->server);
  g_free (self->known);
  g_free (self->unread);
  dyr_run_note_clear (&self->run);
  g_free (self);
}

void
dyr_sync_core_forget (DyrSyncCore *self)
{
  g_clear_pointer (&self->engine, dyr_engine_free);
  g_clear_pointer (&self->unread, g_free);
  dyr_run_note_clear (&self->run);
}

gboolean
dyr_sync_core_is_behind (const DyrSyncCore *self)
{
  return self->engine != NULL
         && dyr_run_note_is_behind (&self->run, dyr_engine_get_counts (self->engine));
}

void
dyr_sync_trip_free (DyrSyncTrip *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->order, dyr_order_free);
  g_clear_pointer (&self->request, dyr_request_free);
  g_clear_pointer (&self->response, dyr_response_free);
  g_clear_pointer (&self->answer, dyr_answer_free);
  g_clear_pointer (&self->next, dyr_sync_trip_free);
  g_free (self);
}

/* Where the page after this one begins, which does not depend on what becomes of this one. */
static DyrSyncTrip *
find_page_after (const DyrSyncTrip *page, DyrRemote *remote)
{
  g_autoptr (DyrOrder) order = NULL;
  DyrRequest *request;
  DyrSyncTrip *trip;

  if (page->order->kind != DYR_ORDER_PULL || page->answer->kind != DYR_ANSWER_DONE
      || page->answer->last || page->answer->next_after == NULL)
    return NULL;
  order = dyr_order_new (DYR_ORDER_PULL, page->order->type);
  order->stream = page->order->stream;
  order->at = g_strdup (page->answer->next_at);
  order->after = g_strdup (page->answer->next_after);
  request = dyr_remote_write (remote, order);
  if (request == NULL)
    return NULL;
  trip = g_new0 (DyrSyncTrip, 1);
  trip->ahead = TRUE;
  trip->order = g_steal_pointer (&order);
  trip->request = request;
  return trip;
}

gboolean
dyr_sync_trip_is_long (const DyrSyncTrip *self)
{
  const GBytes *body = self->response->body;

  return self->order->record == 0
         || (body != NULL && g_bytes_get_size ((GBytes *) body) > SHORT_BODY);
}

void
dyr_sync_trip_read (DyrSyncTrip *self, DyrSyncCore *core)
{
  if (self->order->kind == DYR_ORDER_DESCRIBE)
    {
      g_rw_lock_writer_lock (&core->remote_lock);
      self->answer = dyr_remote_read (core->remote, self->order, self->response);
      g_rw_lock_writer_unlock (&core->remote_lock);
    }
  else
    {
      g_rw_lock_reader_lock (&core->remote_lock);
      self->answer = dyr_remote_read (core->remote, self->order, self->response);
      self->next = find_page_after (self, core->remote);
      g_rw_lock_reader_unlock (&core->remote_lock);
    }
  self->is_read = TRUE;
  g_clear_pointer (&self->request, dyr_request_free);
  g_clear_pointer (&self->response, dyr_response_free);
}

DyrSyncStep *
dyr_sync_step_new (DyrSyncCore *core)
{
  DyrSyncStep *self = g_new0 (DyrSyncStep, 1);

  self->core = core;
  self->arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_sync_trip_free);
  self->unsent = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_sync_trip_free);
  self->ahead = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_sync_trip_free);
  self->leaving = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_sync_trip_free);
  return self;
}

void
dyr_sync_step_free (DyrSyncStep *self)
{
  g_ptr_array_unref (self->arrived);
  g_ptr_array_unref (self->unsent);
  g_ptr_array_unref (self->ahead);
  g_ptr_array_unref (self->leaving);
  g_free (self->later);
  g_free (self->reason);
  g_free (self);
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
clear_stop (DyrSyncCore *core, DyrConnection *connection, GError **error)
{
  g_clear_pointer (&core->unread, g_free);
  return dyr_sync_status_set_stop (connection, DYR_STOP_NONE, NULL, error);
}

/* Another program may have removed the connection, or connected to another CRM: what is here is no
 * more of this one. */
static gboolean
check_server (DyrSyncCore *core, DyrConnection *connection, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *stored = dyr_sync_status_read_server (connection, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (core->server == NULL)
    return TRUE;
  /* It is known once it was committed, not before. */
  if (g_strcmp0 (stored, core->server) == 0)
    dyr_set_str (&core->known, core->server);
  if (g_strcmp0 (stored, core->known) == 0)
    return TRUE;
  g_set_error_literal (
      error,
      DYR_ERROR,
      DYR_ERROR_CONFLICT,
      _ ("Another program removed or changed the connection to the CRM meanwhile. Check the "
         "connection, then sync again."));
  return FALSE;
}

static gboolean
prepare (DyrSyncStep *self, DyrConnection *connection, GError **error)
{
  DyrSyncCore *core = self->core;

  if (!check_server (core, connection, error))
    return FALSE;
  if (self->accept != DYR_STOP_NONE && !dyr_engine_accept (connection, self->accept, error))
    return FALSE;
  if (core->engine == NULL)
    {
      core->engine = dyr_engine_new (core->remote, g_random_int ());
      core->ended = FALSE;
      dyr_run_note_begin (&core->run, now ());
      return dyr_engine_start (core->engine, connection, error);
    }
  if (self->begin)
    {
      dyr_engine_begin (core->engine);
      core->ended = FALSE;
      dyr_run_note_begin (&core->run, now ());
    }
  else if (self->resume)
    {
      dyr_engine_resume (core->engine);
      core->ended = FALSE;
      return clear_stop (core, connection, error);
    }
  return TRUE;
}

/* The CRM has said who it is: the address is right, and what stopped the last run is over. */
static gboolean
described (DyrSyncCore *core, DyrConnection *connection, GError **error)
{
  if (!clear_stop (core, connection, error))
    return FALSE;
  return core->server == NULL || g_strcmp0 (core->known, core->server) == 0
         || dyr_sync_status_set_server (connection, core->server, error);
}

/* A list that fails holds up all else, as a CRM that is busy does. */
static void
note_later (DyrSyncStep *self, const DyrOrder *order, const DyrAnswer *answer)
{
  const gboolean list = order->kind == DYR_ORDER_PULL || order->kind == DYR_ORDER_SWEEP;

  if (answer->kind != DYR_ANSWER_LATER
      && (!list || answer->kind != DYR_ANSWER_UNKNOWN || answer->status == 0))
    return;
  self->n_later++;
  g_free (self->later);
  self->later = g_strdup (answer->reason);
}

static gboolean
take_over (DyrSyncStep *self, DyrConnection *connection, GError **error)
{
  for (guint i = 0; i < self->unsent->len; i++)
    if (!dyr_engine_unsent (
            self->core->engine, connection, ((DyrSyncTrip *) self->unsent->pdata[i])->order, error))
      return FALSE;
  for (guint i = 0; i < self->arrived->len; i++)
    {
      DyrSyncTrip *trip = self->arrived->pdata[i];

      if (!trip->is_read)
        trip->answer = dyr_remote_read (self->core->remote, trip->order, trip->response);
      trip->is_read = TRUE;
      note_later (self, trip->order, trip->answer);
      if (!dyr_engine_answered (
              self->core->engine, connection, now (), trip->order, trip->answer, error))
        return FALSE;
      if (trip->order->kind == DYR_ORDER_DESCRIBE && trip->answer->kind == DYR_ANSWER_DONE
          && trip->answer->last && !described (self->core, connection, error))
        return FALSE;
    }
  /* Pages are large: they are freed here rather than on the main thread. */
  g_ptr_array_set_size (self->arrived, 0);
  g_ptr_array_set_size (self->unsent, 0);
  return TRUE;
}

/* The CRM does not know how to do this: that is its answer. */
static gboolean
refuse (DyrSyncCore *core, DyrConnection *connection, const DyrOrder *order, GError **error)
{
  g_autoptr (DyrAnswer) answer = dyr_answer_new (DYR_ANSWER_REFUSED);

  answer->field = -1;
  return dyr_engine_answered (core->engine, connection, now (), order, answer, error);
}

/* The page that was ordered, when it was read already. */
static DyrSyncTrip *
take_ahead (DyrSyncStep *self, const DyrOrder *order)
{
  DyrSyncTrip *first = self->ahead->len > 0 ? self->ahead->pdata[0] : NULL;

  if (first != NULL && dyr_order_is_same_page (first->order, order))
    return g_ptr_array_steal_index (self->ahead, 0);
  return NULL;
}

static gboolean
find_next (DyrSyncStep *self, DyrConnection *connection, GError **error)
{
  DyrSyncCore *core = self->core;

  while (TRUE)
    {
      g_autoptr (DyrOrder) order = NULL;
      g_autoptr (DyrSyncTrip) page = NULL;
      DyrRequest *request;
      DyrSyncTrip *trip;

      if (!dyr_engine_next (core->engine, connection, now (), &order, &self->wait_until, error))
        return FALSE;
      if (order == NULL)
        return TRUE;
      page = take_ahead (self, order);
      if (page != NULL)
        {
          note_later (self, order, page->answer);
          if (!dyr_engine_answered (core->engine, connection, now (), order, page->answer, error))
            return FALSE;
          continue;
        }
      request = dyr_remote_write (core->remote, order);
      if (request == NULL)
        {
          if (!refuse (core, connection, order, error))
            return FALSE;
          continue;
        }
      trip = g_new0 (DyrSyncTrip, 1);
      trip->order = g_steal_pointer (&order);
      trip->request = request;
      g_ptr_array_add (self->leaving, trip);
    }
}

/* What the run goes past without having read it is told, whatever it waits for. */
static gboolean
note_unread (DyrSyncStep *self, DyrConnection *connection, GError **error)
{
  DyrSyncCore *core = self->core;
  g_autofree char *unread = dyr_engine_explain_unread (core->engine);

  if (self->stop != DYR_STOP_NONE || unread == NULL || g_strcmp0 (core->unread, unread) == 0)
    return TRUE;
  g_free (core->unread);
  core->unread = g_steal_pointer (&unread);
  return dyr_sync_status_set_stop (connection, DYR_STOP_NONE, core->unread, error);
}

/* How the run ended, once it has: every program that opens the database can tell it. */
static gboolean
note_end (DyrSyncStep *self, DyrConnection *connection, GError **error)
{
  DyrSyncCore *core = self->core;
  const gboolean flying = dyr_engine_get_n_flying (core->engine) > 0;

  if (flying || core->ended || (self->stop == DYR_STOP_NONE && self->wait_until != 0))
    {
      core->ended = core->ended && !flying;
      return TRUE;
    }
  core->ended = TRUE;
  if (self->stop != DYR_STOP_NONE)
    g_clear_pointer (&core->unread, g_free);
  if (self->stop != DYR_STOP_NONE)
    return dyr_sync_status_set_stop (connection, self->stop, self->reason, error);
  return dyr_sync_status_set_done (connection, now (), error);
}

/* … and what it did, for the log. */
static gboolean
note_run (DyrSyncStep *self, DyrConnection *connection, GError **error)
{
  DyrSyncCore *core = self->core;
  const char *reason = self->stop != DYR_STOP_NONE ? self->reason : core->unread;
  DyrRunEnd end = DYR_RUN_DONE;

  if (dyr_engine_get_n_flying (core->engine) > 0)
    end = DYR_RUN_OPEN;
  else if (self->stop != DYR_STOP_NONE)
    end = DYR_RUN_STOPPED;
  else if (self->wait_until != 0)
    end = DYR_RUN_LATER;
  /* Until when it waits is the same after an edit meanwhile. */
  if (end == DYR_RUN_LATER && reason == NULL)
    reason = self->later != NULL ? self->later : core->run.end == end ? core->run.reason : NULL;
  return dyr_run_note_write (
      &core->run, connection, now (), end, self->stop, reason, &self->counts, error);
}

/* Each page touches most pages of the indexes: while they come one after the other, they are
 * written as thousands of records are. */
static gboolean
set_bulk (DyrSyncStep *self, DyrConnection *connection, GError **error)
{
  DyrSyncCore *core = self->core;
  const DyrSyncTrip *trip = self->leaving->len > 0 ? self->leaving->pdata[0] : NULL;
  gboolean bulk = core->bulk && dyr_engine_get_n_flying (core->engine) > 0;

  if (trip != NULL)
    bulk = trip->order->kind == DYR_ORDER_PULL && trip->order->after != NULL;
  if (core->bulk == bulk)
    return TRUE;
  core->bulk = bulk;
  return dyr_connection_set_bulk (connection, bulk, error);
}

static gboolean
take_step (DyrSyncStep *self, DyrConnection *connection, GError **error)
{
  if (!prepare (self, connection, error) || !take_over (self, connection, error)
      || (!self->last && !find_next (self, connection, error))
      || !set_bulk (self, connection, error))
    return FALSE;
  /* Pages are large, see above. */
  g_ptr_array_set_size (self->ahead, 0);
  self->paused = dyr_engine_is_paused (self->core->engine, now ());
  self->stop = dyr_engine_get_stop (self->core->engine);
  self->reason = g_strdup (dyr_engine_get_stop_reason (self->core->engine));
  self->counts = *dyr_engine_get_counts (self->core->engine);
  if (self->last)
    return dyr_run_note_cut_off (&self->core->run, connection, now (), &self->counts, error);
  return note_unread (self, connection, error) && note_end (self, connection, error)
         && note_run (self, connection, error);
}

gboolean
dyr_sync_step_job (DyrConnection *connection,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  DyrSyncStep *self = data;
  const gboolean changes_remote = self->core->engine == NULL;
  gboolean done;

  if (changes_remote)
    g_rw_lock_writer_lock (&self->core->remote_lock);
  else
    g_rw_lock_reader_lock (&self->core->remote_lock);
  done = take_step (self, connection, error);
  if (changes_remote)
    g_rw_lock_writer_unlock (&self->core->remote_lock);
  else
    g_rw_lock_reader_unlock (&self->core->remote_lock);
  return done;
}
