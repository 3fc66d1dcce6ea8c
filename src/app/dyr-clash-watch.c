/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashWatch: looks again when something was committed. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-watch.h"

#include "dyr-clash-jobs.h"
#include "dyr-weak.h"

/* While a sync runs there are many commits a second. */
#define REFRESH_DELAY_MS 300

struct _DyrClashWatch
{
  GObject parent_instance;

  DyrStore *store;
  gboolean looking;
  gint64 record;
  DyrClashLook *look;
  GCancellable *reading;
  gboolean stale; /* something was committed while it was read */
  guint refresh_source;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrClashWatch, dyr_clash_watch, G_TYPE_OBJECT)

static void on_look_read (GObject *source, GAsyncResult *result, gpointer data);

static void
read_look (DyrClashWatch *self)
{
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  self->stale = FALSE;
  dyr_clash_look_async (
      self->store, self->record, NULL, self->reading, on_look_read, dyr_weak_new (self));
}

static gboolean
on_refresh_due (gpointer data)
{
  DyrClashWatch *self = data;

  self->refresh_source = 0;
  read_look (self);
  return G_SOURCE_REMOVE;
}

static void
on_store_changed (DyrStore *store, guint64 types, DyrClashWatch *self)
{
  if (!self->looking)
    return;
  self->stale = TRUE;
  if (self->refresh_source == 0 && self->reading == NULL)
    self->refresh_source = g_timeout_add (REFRESH_DELAY_MS, on_refresh_due, self);
}

static void
on_look_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrClashWatch) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrClashLook) look = dyr_clash_look_finish (result, &error);

  if (self == NULL || g_task_get_cancellable (G_TASK (result)) != self->reading)
    return;
  g_clear_object (&self->reading);
  if (self->stale)
    on_store_changed (self->store, 0, self);
  if (look == NULL)
    {
      g_warning ("What was changed on both sides could not be read: %s", error->message);
      return;
    }
  g_clear_pointer (&self->look, dyr_clash_look_unref);
  self->look = g_steal_pointer (&look);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
dyr_clash_watch_dispose (GObject *object)
{
  DyrClashWatch *self = DYR_CLASH_WATCH (object);

  dyr_clash_watch_stop (self);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (dyr_clash_watch_parent_class)->dispose (object);
}

static void
dyr_clash_watch_class_init (DyrClashWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_clash_watch_dispose;
  signals[CHANGED] = g_signal_new (
      "changed", DYR_TYPE_CLASH_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_clash_watch_init (DyrClashWatch *self)
{
}

DyrClashWatch *
dyr_clash_watch_new (DyrStore *store)
{
  DyrClashWatch *self;

  g_return_val_if_fail (DYR_IS_STORE (store), NULL);

  self = g_object_new (DYR_TYPE_CLASH_WATCH, NULL);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, 0);
  return self;
}

void
dyr_clash_watch_look_at (DyrClashWatch *self, gint64 record)
{
  g_return_if_fail (DYR_IS_CLASH_WATCH (self));

  dyr_clash_watch_stop (self);
  self->looking = TRUE;
  self->record = record;
  read_look (self);
}

void
dyr_clash_watch_stop (DyrClashWatch *self)
{
  g_return_if_fail (DYR_IS_CLASH_WATCH (self));

  self->looking = FALSE;
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->look, dyr_clash_look_unref);
}

DyrClashLook *
dyr_clash_watch_get_look (DyrClashWatch *self)
{
  g_return_val_if_fail (DYR_IS_CLASH_WATCH (self), NULL);
  return self->look;
}
