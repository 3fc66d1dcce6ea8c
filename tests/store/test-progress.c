/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Progress is told where the caller waits, never in the thread that works. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-progress.h"

typedef struct
{
  GThread *caller;
  GMutex mutex;
  GCond cond;
  gboolean worked;
  guint n_told, last;
  gboolean done;
} World;

static void
on_progress (guint n_done, guint n, gpointer data)
{
  World *world = data;

  g_assert_true (g_thread_self () == world->caller);
  g_assert_false (world->done);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (n_done, ==, world->last + 1);
  world->last = n_done;
  world->n_told++;
}

static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  World *world = data;

  for (guint i = 1; i <= 3; i++)
    dyr_progress_tell (task, on_progress, i, 3, world);
  dyr_progress_tell (task, NULL, 3, 3, world);
  g_mutex_lock (&world->mutex);
  world->worked = TRUE;
  g_cond_signal (&world->cond);
  g_mutex_unlock (&world->mutex);
  g_task_return_boolean (task, TRUE);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  World *world = data;

  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  world->done = TRUE;
}

/* Nobody iterates the caller's context while the thread works: nobody owns it. */
static void
test_thread (void)
{
  World world = { .caller = g_thread_self () };
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_done, &world);

  g_mutex_init (&world.mutex);
  g_cond_init (&world.cond);
  g_task_set_task_data (task, &world, NULL);
  g_task_run_in_thread (task, work);
  g_mutex_lock (&world.mutex);
  while (!world.worked)
    g_cond_wait (&world.cond, &world.mutex);
  g_mutex_unlock (&world.mutex);
  g_assert_cmpuint (world.n_told, ==, 0);

  while (!world.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (world.n_told, ==, 3);
  g_mutex_clear (&world.mutex);
  g_cond_clear (&world.cond);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/progress/thread", test_thread);
  return g_test_run ();
}
