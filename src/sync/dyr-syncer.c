/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncer: keeps a database and its CRM moving towards each other. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-syncer.h"

#include "dyr-sync-lock.h"
#include "dyr-sync-plan.h"
#include "dyr-sync-queue.h"
#include "dyr-sync-step.h"

#define INTERVAL 120
/* After an edit: the next ones of the same record mostly follow at once. */
#define EDIT_DELAY 1
/* After the network changed: it changes several times in a row. */
#define NETWORK_DELAY 1
#define LOCKED_OUT_DELAY 900
#define FAILED_DELAY 30
#define BACKOFF_MOST 300

struct _DyrSyncer
{
  GObject parent_instance;

  DyrDatabase *database;
  GObject *carrier;
  const DyrCarrier *carry;
  GNetworkMonitor *network;
  guint interval;

  DyrSyncCore *core;
  DyrSyncLock *lock;
  GCancellable *cancellable; /* NULL: off */
  gulong on_committed, on_network;
  gboolean ending;

  gboolean stepping;    /* a step is in the writer's queue */
  gboolean want_run;    /* the next step that finds nothing on its way begins a run */
  gboolean want_resume; /* … lets the stopped one go on */
  gboolean broken;      /* the last step failed: the engine is made anew */
  DyrStop accept;
  DyrSyncQueue *queue;
  DyrSyncAhead *ahead;
  guint n_out;

  DyrSyncState state;
  DyrStop stop;
  char *reason;
  GError *error;
  DyrEngineCounts before, counts; /* until this run; with it */
  guint gains;                    /* of this run, when it stopped last */
  guint n_troubles;
  gboolean described;

  DyrSyncPlan plan; /* woken: a step is to be taken */
  gint64 run_due;   /* the next run of its own, microseconds of the wall clock */
};

enum
{
  PROP_STATE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (DyrSyncState,
                    dyr_sync_state,
                    G_DEFINE_ENUM_VALUE (DYR_SYNC_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (DYR_SYNC_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (DYR_SYNC_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (DYR_SYNC_QUIET, "quiet"),
                    G_DEFINE_ENUM_VALUE (DYR_SYNC_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (DYR_SYNC_FAILED, "failed"))
G_DEFINE_FINAL_TYPE (DyrSyncer, dyr_syncer, G_TYPE_OBJECT)

static void
wake (DyrSyncer *self)
{
  dyr_sync_plan_wake (&self->plan);
}

static void
plan_in (DyrSyncer *self, gint64 seconds, gboolean run)
{
  dyr_sync_plan_in (&self->plan, seconds, run);
}

static gboolean
on_plan_due (gpointer user_data)
{
  DyrSyncer *self = user_data;
  gboolean run = FALSE;

  if (dyr_sync_plan_take (&self->plan, &run))
    {
      self->want_run = self->want_run || run;
      wake (self);
    }
  return G_SOURCE_CONTINUE;
}

/* The state */

static void
set_state (DyrSyncer *self, DyrSyncState state)
{
  /* Told each time: what belongs to it may be another. */
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_stop (DyrSyncer *self, DyrStop stop, const char *reason)
{
  self->stop = stop;
  g_free (self->reason);
  self->reason = g_strdup (reason);
}

/* Full jitter, as everybody in the office loses the same network at the same time. */
static gint64
backoff (DyrSyncer *self)
{
  const gint32 most = self->n_troubles < 8 ? 1 << self->n_troubles : BACKOFF_MOST;

  return g_random_int_range (1, MIN (most, BACKOFF_MOST) + 1);
}

static guint
count_gains (const DyrEngineCounts *counts)
{
  return counts->n_sent + counts->n_taken + counts->n_doubles_prevented;
}

/* An answer was lost, but others came: the run goes on where it stopped. */
static gboolean
resume (DyrSyncer *self, const DyrEngineCounts *counts)
{
  if (!self->described || count_gains (counts) == self->gains)
    return FALSE;
  self->gains = count_gains (counts);
  self->n_troubles = 0;
  self->want_resume = TRUE;
  wake (self);
  return TRUE;
}

/* The run is over, but not through. */
static void
stopped (DyrSyncer *self, const DyrSyncStep *taken)
{
  set_stop (self, taken->stop, taken->reason);
  switch (taken->stop)
    {
    case DYR_STOP_OFFLINE:
      if (resume (self, &taken->counts))
        break;
      self->n_troubles++;
      plan_in (self, backoff (self), TRUE);
      break;
    case DYR_STOP_WRONG:
      /* Perhaps a page with rules to agree to, which will be out of the way. */
      self->n_troubles++;
      plan_in (self, FAILED_DELAY + backoff (self), TRUE);
      break;
    case DYR_STOP_LOCKED_OUT:
      plan_in (self, LOCKED_OUT_DELAY, TRUE);
      break;
    case DYR_STOP_SIGN_IN:
    case DYR_STOP_MASS_DELETION:
    case DYR_STOP_WENT_BACK:
    case DYR_STOP_NONE:
    default:
      break; /* a person is needed */
    }
  set_state (self, DYR_SYNC_STOPPED);
}

static gint64
after_interval (DyrSyncer *self)
{
  return g_get_real_time () + (gint64) self->interval * G_USEC_PER_SEC;
}

/* Nothing is on its way, and nothing can be done now. */
static void
rest (DyrSyncer *self, const DyrSyncStep *taken)
{
  if (taken->wait_until == 0)
    self->n_troubles = 0;
  /* Who asked us to wait is not asked anew before that. */
  if (self->interval > 0 && self->n_troubles == 0)
    {
      /* A clock that was set back meanwhile makes it no longer. */
      self->run_due = MIN (self->run_due, after_interval (self));
      dyr_sync_plan_at (&self->plan, self->run_due, TRUE);
    }
  if (taken->wait_until != 0)
    dyr_sync_plan_at (&self->plan, taken->wait_until * G_USEC_PER_SEC, FALSE);
  set_state (self, taken->wait_until != 0 ? DYR_SYNC_WAITING : DYR_SYNC_QUIET);
}

/* Takes the error. */
static void
failed (DyrSyncer *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  self->broken = TRUE;
  /* What was written down and not sent is asked about by the new engine. */
  dyr_sync_queue_forget (self->queue);
  dyr_sync_ahead_forget (self->ahead);
  plan_in (self, FAILED_DELAY, TRUE);
  set_state (self, DYR_SYNC_FAILED);
}

static void
end_now (DyrSyncer *self)
{
  self->ending = FALSE;
  self->broken = FALSE;
  self->want_run = FALSE;
  self->want_resume = FALSE;
  dyr_sync_queue_forget (self->queue);
  dyr_sync_ahead_forget (self->ahead);
  dyr_sync_core_forget (self->core);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->lock, dyr_sync_lock_free);
  set_state (self, DYR_SYNC_OFF);
}

static void
on_given_back (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DyrSyncer) self = user_data;
  g_autoptr (GError) error = NULL;

  /* Else it is asked about at the next start, as what was sent is. */
  if (!dyr_database_job_finish (self->database, result, &error))
    g_info ("What was not sent stays written down: %s", error->message);
  self->stepping = FALSE;
  end_now (self);
}

static void
end_if_idle (DyrSyncer *self)
{
  DyrSyncStep *last;

  if (!self->ending || self->stepping || self->n_out > 0)
    return;
  if (self->queue->waiting->len == 0 && (self->broken || !dyr_sync_core_is_behind (self->core)))
    {
      end_now (self);
      return;
    }
  last = dyr_sync_step_new (self->core);
  last->last = TRUE;
  dyr_sync_queue_give_back (self->queue, last);
  self->stepping = TRUE;
  dyr_database_write_async (self->database,
                            dyr_sync_step_job,
                            last,
                            (GDestroyNotify) dyr_sync_step_free,
                            NULL,
                            on_given_back,
                            g_object_ref (self));
}

/* Trips */

typedef struct
{
  DyrSyncer *syncer;
  DyrSyncTrip *trip;
} Out;

static void
end_out (Out *out)
{
  g_autoptr (DyrSyncer) self = out->syncer;

  self->n_out--;
  g_clear_pointer (&out->trip, dyr_sync_trip_free);
  g_free (out);
  end_if_idle (self);
}

static void
read_trip (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Out *out = data;

  dyr_sync_trip_read (out->trip, out->syncer->core);
  g_task_return_boolean (task, TRUE);
}

/* Takes the trip. */
static void
take_trip (DyrSyncer *self, DyrSyncTrip *trip)
{
  if (trip->order->kind == DYR_ORDER_DESCRIBE && trip->answer->kind == DYR_ANSWER_DONE)
    self->described = trip->answer->last;
  if (trip->answer->kind != DYR_ANSWER_DONE)
    dyr_sync_queue_doubt (self->queue);
  trip = dyr_sync_ahead_end (self->ahead, trip);
  if (trip != NULL)
    dyr_sync_queue_arrive (self->queue, trip);
}

static void
on_trip_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Out *out = user_data;
  DyrSyncer *self = out->syncer;

  if (!self->ending && !self->broken && !dyr_sync_ahead_is_forgotten (self->ahead, out->trip))
    take_trip (self, g_steal_pointer (&out->trip));
  wake (self);
  end_out (out);
}

static void
on_trip_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Out *out = user_data;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  out->trip->response = out->syncer->carry->send_finish (source, result, &error);
  /* The next start looks what became of it. */
  if (out->syncer->ending)
    {
      end_out (out);
      return;
    }
  if (out->trip->response == NULL)
    {
      out->trip->response = dyr_response_new (0);
      out->trip->response->failure = g_strdup (error->message);
    }
  /* The CRM may not want to be asked any more. */
  if (out->trip->response->status / 100 != 2)
    dyr_sync_queue_doubt (out->syncer->queue);
  if (!dyr_sync_trip_is_long (out->trip))
    {
      if (!out->syncer->broken)
        dyr_sync_queue_arrive (out->syncer->queue, g_steal_pointer (&out->trip));
      wake (out->syncer);
      end_out (out);
      return;
    }
  task = g_task_new (out->syncer, NULL, on_trip_read, out);
  g_task_set_source_tag (task, on_trip_answered);
  g_task_set_task_data (task, out, NULL);
  g_task_run_in_thread (task, read_trip);
}

/* Takes the trip. */
static void
send_trip (DyrSyncer *self, DyrSyncTrip *trip)
{
  Out *out = g_new0 (Out, 1);

  out->syncer = g_object_ref (self);
  out->trip = trip;
  self->n_out++;
  self->carry->send_async (self->carrier, trip->request, self->cancellable, on_trip_answered, out);
}

static void
send_waiting (DyrSyncer *self)
{
  DyrSyncTrip *trip;

  while ((trip = dyr_sync_queue_send (self->queue, self->n_out)) != NULL)
    send_trip (self, trip);
}

/* Steps */

/* What the engine ordered: lists at once, unless they were asked for already. */
static void
send_ordered (DyrSyncer *self, GPtrArray *leaving)
{
  dyr_sync_queue_order (self->queue, leaving);
  for (guint i = 0; i < leaving->len; i++)
    {
      DyrSyncTrip *trip = g_steal_pointer (&leaving->pdata[i]), *page = NULL;

      if (trip == NULL)
        continue;
      trip = dyr_sync_ahead_order (self->ahead, trip, &page);
      if (page != NULL)
        dyr_sync_queue_arrive (self->queue, page);
      if (trip != NULL)
        send_trip (self, trip);
    }
  send_waiting (self);
  /* The engine turned to something else, or stopped. */
  if (leaving->len == 0 && !self->ahead->ordered)
    dyr_sync_ahead_forget (self->ahead);
}

static void
note_step (DyrSyncer *self, const DyrSyncStep *taken)
{
  self->counts = dyr_engine_counts_sum (&self->before, &taken->counts);
  self->n_troubles += taken->n_later;
  if (taken->n_later > 0)
    set_stop (self, DYR_STOP_NONE, taken->later);
}

static void
on_step_taken (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DyrSyncer) self = user_data;
  DyrSyncStep *taken = dyr_database_job_data (result);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (self->database, result, &error);

  self->stepping = FALSE;
  dyr_sync_queue_end_step (self->queue, taken);
  if (self->ending)
    {
      if (done)
        dyr_sync_queue_order (self->queue, taken->leaving);
      end_if_idle (self);
      return;
    }
  if (!done)
    {
      failed (self, g_steal_pointer (&error));
      return;
    }
  note_step (self, taken);
  send_ordered (self, taken->leaving);
  if (dyr_sync_queue_is_due (self->queue))
    wake (self);
  else if (self->n_out > 0)
    set_state (self, DYR_SYNC_RUNNING);
  else if (self->want_run)
    wake (self);
  else if (taken->stop != DYR_STOP_NONE)
    stopped (self, taken);
  else
    rest (self, taken);
}

/* What failed is over once a run is wanted and nothing is on its way for the old engine: then it
 * is made anew. */
static gboolean
mend (DyrSyncer *self)
{
  if (!self->broken)
    return TRUE;
  if (self->n_out > 0 || !self->want_run)
    return FALSE;
  self->broken = FALSE;
  dyr_sync_queue_forget (self->queue);
  g_clear_error (&self->error);
  dyr_sync_core_forget (self->core);
  return TRUE;
}

static void
begin_run (DyrSyncer *self, DyrSyncStep *next)
{
  next->begin = TRUE;
  next->accept = self->accept;
  self->accept = DYR_STOP_NONE;
  self->want_run = FALSE;
  self->want_resume = FALSE;
  self->before = self->counts;
  self->gains = 0;
  self->run_due = after_interval (self);
  self->described = FALSE;
  set_stop (self, DYR_STOP_NONE, NULL);
}

static void
send_ahead (DyrSyncer *self)
{
  DyrSyncTrip *ahead = dyr_sync_ahead_send (self->ahead);

  if (ahead != NULL)
    send_trip (self, ahead);
}

static gboolean
on_wake_due (gpointer user_data)
{
  DyrSyncer *self = user_data;
  DyrSyncStep *next;

  send_ahead (self);
  send_waiting (self);
  if (self->stepping || !mend (self))
    return G_SOURCE_CONTINUE;
  if (dyr_sync_queue_gathers (self->queue, self->ahead))
    {
      dyr_sync_plan_wake_at (&self->plan, self->queue->until);
      return G_SOURCE_CONTINUE;
    }
  dyr_sync_plan_nothing (&self->plan);
  next = dyr_sync_step_new (self->core);
  if (self->want_run && self->n_out == 0 && self->queue->arrived->len == 0)
    begin_run (self, next);
  else if (self->want_resume)
    {
      next->resume = TRUE;
      self->want_resume = FALSE;
      set_stop (self, DYR_STOP_NONE, NULL);
    }
  dyr_sync_queue_begin_step (self->queue, next);
  g_ptr_array_extend_and_steal (next->ahead, dyr_sync_ahead_steal (self->ahead));
  send_ahead (self);
  self->stepping = TRUE;
  dyr_database_write_async (self->database,
                            dyr_sync_step_job,
                            next,
                            (GDestroyNotify) dyr_sync_step_free,
                            self->cancellable,
                            on_step_taken,
                            g_object_ref (self));
  if (next->begin)
    set_state (self, DYR_SYNC_RUNNING);
  return G_SOURCE_CONTINUE;
}

/* What happens around */

static void
on_committed (DyrDatabase *database, gpointer touched, gpointer user_data)
{
  DyrSyncer *self = user_data;

  /* While something is on its way, the next step finds it anyhow. */
  if (self->state == DYR_SYNC_QUIET || self->state == DYR_SYNC_WAITING)
    plan_in (self, EDIT_DELAY, FALSE);
}

static void
on_network_changed (GNetworkMonitor *network, gboolean available, gpointer user_data)
{
  DyrSyncer *self = user_data;
  const gboolean lost = self->state == DYR_SYNC_STOPPED
                        && (self->stop == DYR_STOP_OFFLINE || self->stop == DYR_STOP_WRONG);

  /* It only makes us look earlier: what the monitor believes never keeps us from trying. */
  if (!available || !(lost || self->state == DYR_SYNC_QUIET))
    return;
  /* A step that is due before, after an edit, must not take its place. */
  self->want_run = TRUE;
  plan_in (self, NETWORK_DELAY, TRUE);
}

static void
dyr_syncer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DyrSyncer *self = DYR_SYNCER (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
disconnect (DyrSyncer *self)
{
  dyr_sync_plan_close (&self->plan);
  g_clear_signal_handler (&self->on_committed, self->database);
  if (self->network != NULL)
    g_clear_signal_handler (&self->on_network, self->network);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
dyr_syncer_dispose (GObject *object)
{
  DyrSyncer *self = DYR_SYNCER (object);

  if (self->database != NULL)
    disconnect (self);
  g_clear_pointer (&self->lock, dyr_sync_lock_free);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->network);
  g_clear_object (&self->carrier);
  g_clear_object (&self->database);
  G_OBJECT_CLASS (dyr_syncer_parent_class)->dispose (object);
}

static void
dyr_syncer_finalize (GObject *object)
{
  DyrSyncer *self = DYR_SYNCER (object);

  g_clear_pointer (&self->queue, dyr_sync_queue_free);
  g_clear_pointer (&self->ahead, dyr_sync_ahead_free);
  g_clear_pointer (&self->core, dyr_sync_core_free);
  g_clear_error (&self->error);
  g_free (self->reason);
  G_OBJECT_CLASS (dyr_syncer_parent_class)->finalize (object);
}

static void
dyr_syncer_class_init (DyrSyncerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dyr_syncer_get_property;
  object_class->dispose = dyr_syncer_dispose;
  object_class->finalize = dyr_syncer_finalize;
  properties[PROP_STATE]
      = g_param_spec_enum ("state",
                           NULL,
                           NULL,
                           DYR_TYPE_SYNC_STATE,
                           DYR_SYNC_OFF,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyr_syncer_init (DyrSyncer *self)
{
  self->interval = INTERVAL;
  self->ahead = dyr_sync_ahead_new ();
  self->queue = dyr_sync_queue_new ();
}

DyrSyncer *
dyr_syncer_new (DyrDatabase *database,
                DyrRemote *remote,
                GObject *carrier,
                const DyrCarrier *carry,
                const char *server,
                const char *known)
{
  DyrSyncer *self;

  g_return_val_if_fail (DYR_IS_DATABASE (database), NULL);
  g_return_val_if_fail (DYR_IS_REMOTE (remote), NULL);
  g_return_val_if_fail (G_IS_OBJECT (carrier) && carry != NULL, NULL);

  self = g_object_new (DYR_TYPE_SYNCER, NULL);
  self->database = g_object_ref (database);
  self->carrier = g_object_ref (carrier);
  self->carry = carry;
  self->core = dyr_sync_core_new (remote, server, known);
  return self;
}

void
dyr_syncer_set_network (DyrSyncer *self, GNetworkMonitor *network)
{
  g_return_if_fail (DYR_IS_SYNCER (self));
  g_return_if_fail (self->cancellable == NULL);

  g_set_object (&self->network, network);
}

void
dyr_syncer_set_interval (DyrSyncer *self, guint seconds)
{
  g_return_if_fail (DYR_IS_SYNCER (self));

  self->interval = seconds;
}

gboolean
dyr_syncer_start (DyrSyncer *self, GError **error)
{
  g_return_val_if_fail (DYR_IS_SYNCER (self), FALSE);
  g_return_val_if_fail (self->cancellable == NULL, FALSE);

  self->lock = dyr_sync_lock_take (dyr_database_get_path (self->database), error);
  if (self->lock == NULL)
    return FALSE;
  self->cancellable = g_cancellable_new ();
  self->counts = self->before = (DyrEngineCounts){ 0 };
  self->n_troubles = 0;
  dyr_sync_plan_open (&self->plan, on_wake_due, on_plan_due, self);
  if (self->network == NULL)
    self->network = g_object_ref (g_network_monitor_get_default ());
  self->on_committed
      = g_signal_connect_object (self->database, "committed", G_CALLBACK (on_committed), self, 0);
  self->on_network = g_signal_connect_object (
      self->network, "network-changed", G_CALLBACK (on_network_changed), self, 0);
  dyr_syncer_run (self);
  return TRUE;
}

void
dyr_syncer_run (DyrSyncer *self)
{
  g_return_if_fail (DYR_IS_SYNCER (self));

  self->want_run = TRUE;
  wake (self);
}

void
dyr_syncer_accept (DyrSyncer *self, DyrStop stop)
{
  g_return_if_fail (DYR_IS_SYNCER (self));

  self->accept = stop;
  dyr_syncer_run (self);
}

void
dyr_syncer_end (DyrSyncer *self)
{
  g_return_if_fail (DYR_IS_SYNCER (self));

  if (self->cancellable == NULL || self->ending)
    return;
  self->ending = TRUE;
  disconnect (self);
  end_if_idle (self);
}

DyrSyncState
dyr_syncer_get_state (DyrSyncer *self)
{
  g_return_val_if_fail (DYR_IS_SYNCER (self), DYR_SYNC_OFF);
  return self->state;
}

DyrStop
dyr_syncer_get_stop (DyrSyncer *self)
{
  g_return_val_if_fail (DYR_IS_SYNCER (self), DYR_STOP_NONE);
  return self->stop;
}

const char *
dyr_syncer_get_reason (DyrSyncer *self)
{
  g_return_val_if_fail (DYR_IS_SYNCER (self), NULL);
  return self->reason;
}

const GError *
dyr_syncer_get_error (DyrSyncer *self)
{
  g_return_val_if_fail (DYR_IS_SYNCER (self), NULL);
  return self->error;
}

gint64
dyr_syncer_get_next (DyrSyncer *self)
{
  g_return_val_if_fail (DYR_IS_SYNCER (self), 0);
  return self->plan.next / G_USEC_PER_SEC;
}

const DyrEngineCounts *
dyr_syncer_get_counts (DyrSyncer *self)
{
  g_return_val_if_fail (DYR_IS_SYNCER (self), NULL);
  return &self->counts;
}

guint
dyr_syncer_get_n_troubles (DyrSyncer *self)
{
  g_return_val_if_fail (DYR_IS_SYNCER (self), 0);
  return self->n_troubles;
}

gboolean
dyr_syncer_is_described (DyrSyncer *self)
{
  g_return_val_if_fail (DYR_IS_SYNCER (self), FALSE);
  return self->described;
}

guint
dyr_syncer_get_n_flying (DyrSyncer *self)
{
  g_return_val_if_fail (DYR_IS_SYNCER (self), 0);
  return self->n_out;
}
