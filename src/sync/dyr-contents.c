/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrContents: brings what is in files to the CRM, and what is asked for from it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-contents.h"

#include "dyr-file.h"
#include "dyr-invoke.h"
#include "dyr-sync-plan.h"

/* After the network was lost: the syncer may not have noticed, as nothing else went. */
#define OFFLINE_SECONDS 15
#define FAILED_SECONDS 30
/* Bytes between two words about how far it is. */
#define TOLD_EACH (256 * 1024)

typedef struct
{
  gint64 done, size;
} Progress;

struct _DyrContents
{
  GObject parent_instance;

  DyrDatabase *database;
  GObject *carrier;
  const DyrCarrier *carry;
  DyrSyncer *syncer;
  DyrContentEngine *engine; /* of jobs of the writer; workers take contents with it */
  GMainContext *context;
  GCancellable *cancellable;
  gulong on_committed;

  gboolean ready;   /* the CRM can be reached */
  gboolean resting; /* … but nothing new is to begin until then */
  gboolean asked_only;
  gboolean want_begin; /* what stopped it is over */
  gboolean want_step;
  gboolean stepping;
  guint n_out;
  GPtrArray *arrived; /* DyrContentTrip */
  GHashTable *moving; /* id of a file (gint64 *) → Progress * */
  DyrSyncPlan plan;   /* woken: a step is to be taken */
  gboolean was_busy;
  guint n_sent, n_fetched;
  DyrStop stop;
};

enum
{
  PROP_BUSY = 1,
  N_PROPS
};

enum
{
  PROGRESS,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrContents, dyr_contents, G_TYPE_OBJECT)

static gboolean
is_ended (DyrContents *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

gboolean
dyr_contents_is_busy (DyrContents *self)
{
  g_return_val_if_fail (DYR_IS_CONTENTS (self), FALSE);

  return !is_ended (self)
         && (self->stepping || self->want_step || self->n_out > 0 || self->arrived->len > 0);
}

static void
tell_busy (DyrContents *self)
{
  const gboolean busy = dyr_contents_is_busy (self);

  if (self->was_busy == busy)
    return;
  self->was_busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
tell_progress (DyrContents *self, gint64 file, gint64 done, gint64 size)
{
  Progress *progress = g_new (Progress, 1);

  *progress = (Progress){ done, size };
  g_hash_table_replace (self->moving, g_memdup2 (&file, sizeof file), progress);
  g_signal_emit (self, signals[PROGRESS], 0, file, done, size);
}

/* It does not move any more, or not now. */
static void
tell_rest (DyrContents *self, gint64 file)
{
  if (g_hash_table_remove (self->moving, &file))
    g_signal_emit (self, signals[PROGRESS], 0, file, G_GINT64_CONSTANT (0), G_GINT64_CONSTANT (0));
}

static void
tell_all_rest (DyrContents *self)
{
  GHashTableIter iter;
  gpointer file;

  /* Whoever hears of one may end others. */
  for (;;)
    {
      g_hash_table_iter_init (&iter, self->moving);
      if (!g_hash_table_iter_next (&iter, &file, NULL))
        return;
      tell_rest (self, *(const gint64 *) file);
    }
}

/* Steps: jobs of the writer */

typedef struct
{
  DyrContents *contents; /* for the engine; a reference */
  gboolean begin, asked_only, ready;
  GPtrArray *arrived; /* DyrContentTrip */
  /* Out. */
  GPtrArray *leaving; /* DyrContentTrip */
  gint64 wait_until;
  DyrStop stop;
  guint n_sent, n_fetched;
  gint64 upload, done, size;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->contents);
  g_ptr_array_unref (step->arrived);
  g_ptr_array_unref (step->leaving);
  g_free (step);
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Cancelled on its way: nobody knows what came of it. */
static gboolean
is_given_up (const DyrContentTrip *trip)
{
  return (trip->response == NULL && trip->answer == NULL)
         || g_error_matches (trip->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
take_over (Step *step, DyrConnection *connection, DyrContentTrip *trip, GError **error)
{
  DyrContentEngine *engine = step->contents->engine;

  if (is_given_up (trip))
    {
      dyr_content_engine_give_up (engine, trip);
      return TRUE;
    }
  if (!dyr_content_engine_answered (engine, connection, now (), trip, error))
    return FALSE;
  if (trip->answer->kind != DYR_ANSWER_DONE)
    return TRUE;
  if (trip->order->step == DYR_CONTENT_GET)
    step->n_fetched += trip->error == NULL;
  else
    step->n_sent += trip->answer->whole;
  return TRUE;
}

static gboolean
job_step (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Step *step = data;
  DyrContentEngine *engine = step->contents->engine;
  DyrContentTrip *trip;

  for (guint i = 0; i < step->arrived->len; i++)
    if (!take_over (step, connection, step->arrived->pdata[i], error))
      return FALSE;
  if (step->begin)
    dyr_content_engine_begin (engine);
  do
    {
      trip = NULL;
      if (step->ready
          && !dyr_content_engine_next (
              engine, connection, now (), step->asked_only, &trip, &step->wait_until, error))
        return FALSE;
      if (trip != NULL)
        g_ptr_array_add (step->leaving, trip);
    }
  while (trip != NULL);
  step->stop = dyr_content_engine_get_stop (engine);
  step->upload = dyr_content_engine_get_upload (engine, &step->done, &step->size);
  return TRUE;
}

static void
wake (DyrContents *self)
{
  if (is_ended (self) || self->syncer == NULL)
    return;
  self->want_step = TRUE;
  dyr_sync_plan_wake (&self->plan);
  tell_busy (self);
}

/* Trips */

typedef struct
{
  DyrContents *contents; /* a reference */
  DyrContentTrip *trip;
  char *database;
  GInputStream *body;
  gint64 told;
} Out;

static void
end_out (Out *out)
{
  DyrContents *self = out->contents;

  self->n_out--;
  if (out->trip->order->step == DYR_CONTENT_GET)
    tell_rest (self, out->trip->file);
  if (is_ended (self))
    dyr_content_trip_free (out->trip);
  else
    g_ptr_array_add (self->arrived, out->trip);
  g_clear_object (&out->body);
  g_free (out->database);
  g_free (out);
  wake (self);
  tell_busy (self);
  g_object_unref (self);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  Out *out = data;
  g_autoptr (GError) error = NULL;

  /* NULL: cancelled. */
  out->trip->response = out->contents->carry->send_finish (source, result, &error);
  end_out (out);
}

typedef struct
{
  GWeakRef contents;
  gint64 file, done, size;
} Told;

static void
told_free (gpointer data)
{
  Told *told = data;

  g_weak_ref_clear (&told->contents);
  g_free (told);
}

static gboolean
on_told (gpointer data)
{
  const Told *told = data;
  g_autoptr (DyrContents) self = g_weak_ref_get ((GWeakRef *) &told->contents);

  /* It may have ended meanwhile. */
  if (self != NULL && g_hash_table_contains (self->moving, &told->file))
    tell_progress (self, told->file, told->done, told->size);
  return G_SOURCE_REMOVE;
}

/* In the worker. */
static void
on_taken_some (gint64 done, gint64 size, gpointer data)
{
  Out *out = data;
  Told *told;

  if (done - out->told < TOLD_EACH)
    return;
  out->told = done;
  told = g_new0 (Told, 1);
  g_weak_ref_init (&told->contents, out->contents);
  told->file = out->trip->file;
  told->done = done;
  told->size = size;
  dyr_invoke_later (out->contents->context, on_told, told, told_free);
}

static void
take_content (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Out *out = data;

  dyr_content_engine_take (
      out->contents->engine, out->trip, out->database, out->body, on_taken_some, out, cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
on_content_taken (GObject *source, GAsyncResult *result, gpointer data)
{
  end_out (data);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Out *out = data;
  DyrContents *self = out->contents;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  out->trip->response = self->carry->load_finish (source, result, &out->body, &error);
  if (out->trip->response == NULL || is_ended (self))
    {
      end_out (out);
      return;
    }
  task = g_task_new (self, self->cancellable, on_content_taken, out);
  g_task_set_source_tag (task, on_loaded);
  g_task_set_task_data (task, out, NULL);
  g_task_run_in_thread (task, take_content);
}

/* Takes the trip. */
static void
send_trip (DyrContents *self, DyrContentTrip *trip)
{
  Out *out = g_new0 (Out, 1);

  out->contents = g_object_ref (self);
  out->trip = trip;
  out->database = g_strdup (dyr_database_get_path (self->database));
  self->n_out++;
  if (trip->order->step != DYR_CONTENT_GET)
    {
      self->carry->send_async (self->carrier, trip->request, self->cancellable, on_sent, out);
      return;
    }
  tell_progress (self, trip->file, 0, trip->order->size);
  self->carry->load_async (self->carrier, trip->request, self->cancellable, on_loaded, out);
}

static gboolean
goes_up (const Step *step, gint64 file)
{
  for (guint i = 0; i < step->leaving->len; i++)
    {
      const DyrContentTrip *trip = step->leaving->pdata[i];

      if (trip->order->step != DYR_CONTENT_GET && trip->file == file)
        return TRUE;
    }
  return FALSE;
}

/* What goes up is told of piece by piece. */
static void
tell_upload (DyrContents *self, const Step *step)
{
  const gboolean goes = step->upload != 0 && goes_up (step, step->upload);

  for (guint i = 0; i < step->arrived->len; i++)
    {
      const DyrContentTrip *trip = step->arrived->pdata[i];

      if (trip->order->step != DYR_CONTENT_GET && !(goes && trip->file == step->upload))
        tell_rest (self, trip->file);
    }
  if (goes)
    tell_progress (self, step->upload, step->done, step->size);
}

static void
on_stepped (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrContents) self = data;
  Step *step = dyr_database_job_data (result);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (self->database, result, &error);

  self->stepping = FALSE;
  if (is_ended (self))
    return;
  if (!done)
    {
      /* What it had decided is not written down: it begins again with what the store has. */
      g_warning ("Contents of files wait: %s", error->message);
      for (guint i = 0; i < step->leaving->len; i++)
        dyr_content_engine_give_up (self->engine, step->leaving->pdata[i]);
      for (guint i = 0; i < step->arrived->len; i++)
        dyr_content_engine_give_up (self->engine, step->arrived->pdata[i]);
      dyr_sync_plan_in (&self->plan, FAILED_SECONDS, FALSE);
      tell_busy (self);
      return;
    }
  self->stop = step->stop;
  self->n_sent += step->n_sent;
  self->n_fetched += step->n_fetched;
  tell_upload (self, step);
  for (guint i = 0; i < step->leaving->len; i++)
    send_trip (self, g_steal_pointer (&step->leaving->pdata[i]));
  if (self->want_step || self->arrived->len > 0)
    dyr_sync_plan_wake (&self->plan);
  else if (self->stop == DYR_STOP_OFFLINE)
    dyr_sync_plan_in (&self->plan, OFFLINE_SECONDS, FALSE);
  else if (step->wait_until != 0)
    dyr_sync_plan_at (&self->plan, step->wait_until * G_USEC_PER_SEC, FALSE);
  tell_busy (self);
}

static gboolean
on_wake_due (gpointer user_data)
{
  DyrContents *self = user_data;
  Step *step;

  if (self->stepping)
    return G_SOURCE_CONTINUE;
  dyr_sync_plan_nothing (&self->plan);
  self->want_step = FALSE;
  self->stepping = TRUE;
  step = g_new0 (Step, 1);
  step->contents = g_object_ref (self);
  step->begin = self->want_begin;
  step->ready = self->ready && !self->resting;
  step->asked_only = self->asked_only;
  step->arrived = g_steal_pointer (&self->arrived);
  step->leaving = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_content_trip_free);
  self->arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_content_trip_free);
  self->want_begin = FALSE;
  dyr_database_write_async (self->database,
                            job_step,
                            step,
                            step_free,
                            self->cancellable,
                            on_stepped,
                            g_object_ref (self));
  return G_SOURCE_CONTINUE;
}

static gboolean
on_plan_due (gpointer user_data)
{
  DyrContents *self = user_data;
  gboolean run;

  if (dyr_sync_plan_take (&self->plan, &run))
    {
      self->want_begin = self->want_begin || self->stop == DYR_STOP_OFFLINE;
      wake (self);
    }
  return G_SOURCE_CONTINUE;
}

/* What happens around */

static void
on_committed (DyrDatabase *database, gpointer data, gpointer user_data)
{
  const DyrTouched *touched = data;

  if (touched->types >> dyr_file_type.number & 1)
    wake (user_data);
}

static void
on_state_changed (DyrSyncer *syncer, GParamSpec *pspec, gpointer user_data)
{
  DyrContents *self = user_data;
  const gboolean was = self->ready;

  switch (dyr_syncer_get_state (syncer))
    {
    case DYR_SYNC_RUNNING:
      /* While it asks anew what the CRM is, that is as it was. */
      self->ready = self->ready || dyr_syncer_is_described (syncer);
      if (was == self->ready)
        return;
      break;
    case DYR_SYNC_WAITING:
    case DYR_SYNC_QUIET:
      self->ready = self->ready || dyr_syncer_is_described (syncer);
      self->want_begin = self->stop != DYR_STOP_NONE;
      break;
    case DYR_SYNC_OFF:
    case DYR_SYNC_STOPPED:
    case DYR_SYNC_FAILED:
    default:
      self->ready = FALSE;
      self->resting = FALSE;
      return;
    }
  wake (self);
}

static void
dyr_contents_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DyrContents *self = DYR_CONTENTS (object);

  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, dyr_contents_is_busy (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_contents_dispose (GObject *object)
{
  DyrContents *self = DYR_CONTENTS (object);

  dyr_contents_end (self);
  g_clear_object (&self->syncer);
  g_clear_object (&self->carrier);
  g_clear_object (&self->database);
  G_OBJECT_CLASS (dyr_contents_parent_class)->dispose (object);
}

static void
dyr_contents_finalize (GObject *object)
{
  DyrContents *self = DYR_CONTENTS (object);

  g_clear_pointer (&self->engine, dyr_content_engine_free);
  g_clear_pointer (&self->arrived, g_ptr_array_unref);
  g_clear_pointer (&self->moving, g_hash_table_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (dyr_contents_parent_class)->finalize (object);
}

static void
dyr_contents_class_init (DyrContentsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dyr_contents_get_property;
  object_class->dispose = dyr_contents_dispose;
  object_class->finalize = dyr_contents_finalize;
  properties[PROP_BUSY]
      = g_param_spec_boolean ("busy",
                              NULL,
                              NULL,
                              FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[PROGRESS] = g_signal_new ("progress",
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
dyr_contents_init (DyrContents *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->cancellable = g_cancellable_new ();
  self->arrived = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_content_trip_free);
  self->moving = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
}

DyrContents *
dyr_contents_new (DyrDatabase *database,
                  DyrRemote *remote,
                  GObject *carrier,
                  const DyrCarrier *carry)
{
  DyrContents *self;

  g_return_val_if_fail (DYR_IS_DATABASE (database), NULL);
  g_return_val_if_fail (DYR_IS_REMOTE (remote), NULL);
  g_return_val_if_fail (G_IS_OBJECT (carrier) && carry != NULL, NULL);

  self = g_object_new (DYR_TYPE_CONTENTS, NULL);
  self->database = g_object_ref (database);
  self->carrier = g_object_ref (carrier);
  self->carry = carry;
  self->engine = dyr_content_engine_new (remote, g_random_int ());
  return self;
}

void
dyr_contents_follow (DyrContents *self, DyrSyncer *syncer)
{
  g_return_if_fail (DYR_IS_CONTENTS (self));
  g_return_if_fail (DYR_IS_SYNCER (syncer) && self->syncer == NULL);

  self->syncer = g_object_ref (syncer);
  dyr_sync_plan_open (&self->plan, on_wake_due, on_plan_due, self);
  g_signal_connect_object (syncer, "notify::state", G_CALLBACK (on_state_changed), self, 0);
  self->on_committed
      = g_signal_connect_object (self->database, "committed", G_CALLBACK (on_committed), self, 0);
}

void
dyr_contents_set_asked_only (DyrContents *self, gboolean asked_only)
{
  g_return_if_fail (DYR_IS_CONTENTS (self));

  if (self->asked_only == asked_only)
    return;
  self->asked_only = asked_only;
  wake (self);
}

void
dyr_contents_rest (DyrContents *self)
{
  g_return_if_fail (DYR_IS_CONTENTS (self));

  self->resting = TRUE;
}

void
dyr_contents_end (DyrContents *self)
{
  g_return_if_fail (DYR_IS_CONTENTS (self));

  if (is_ended (self))
    return;
  if (self->syncer != NULL)
    {
      dyr_sync_plan_close (&self->plan);
      g_signal_handlers_disconnect_by_data (self->syncer, self);
      g_clear_signal_handler (&self->on_committed, self->database);
    }
  self->ready = FALSE;
  g_cancellable_cancel (self->cancellable);
  tell_all_rest (self);
  tell_busy (self);
}

gboolean
dyr_contents_get_progress (DyrContents *self, gint64 file, gint64 *done, gint64 *size)
{
  const Progress *progress;

  g_return_val_if_fail (DYR_IS_CONTENTS (self), FALSE);

  progress = g_hash_table_lookup (self->moving, &file);
  if (progress == NULL)
    return FALSE;
  *done = progress->done;
  *size = progress->size;
  return TRUE;
}

gint64
dyr_contents_get_next (DyrContents *self)
{
  g_return_val_if_fail (DYR_IS_CONTENTS (self), 0);

  return self->plan.next / G_USEC_PER_SEC;
}

guint
dyr_contents_get_n_sent (DyrContents *self)
{
  g_return_val_if_fail (DYR_IS_CONTENTS (self), 0);

  return self->n_sent;
}

guint
dyr_contents_get_n_fetched (DyrContents *self)
{
  g_return_val_if_fail (DYR_IS_CONTENTS (self), 0);

  return self->n_fetched;
}

DyrStop
dyr_contents_get_stop (DyrContents *self)
{
  g_return_val_if_fail (DYR_IS_CONTENTS (self), DYR_STOP_NONE);

  return self->stop;
}
