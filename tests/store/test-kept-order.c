/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The order of a large list that readers keep: what two of them keep alike is in memory once. */

#include "config.h"

#include "dyr-kept-order.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/kept-order/" name, Office, NULL, office_set_up, function, office_tear_down)
#define SQL "SELECT id FROM client ORDER BY name"

/* Two readers at once: each waits for the other, so that neither gets the other's connection. */
typedef struct
{
  GMutex lock;
  GCond came;
  guint n_here;
} Meeting;

typedef struct
{
  Meeting *meeting;
  guint32 last;       /* id to keep behind 1 and 2; 0: what is kept is looked for */
  const guint32 *ids; /* out: what was found */
  guint n_ids;
} Reader;

static int freed_ids;

static void
on_id_freed (gpointer id)
{
  g_atomic_int_inc (&freed_ids);
}

/* Orders that are no longer in memory; each has three ids. */
static guint
n_freed (void)
{
  return (guint) g_atomic_int_get (&freed_ids) / 3;
}

static void
meet (Meeting *meeting)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&meeting->lock);

  meeting->n_here++;
  g_cond_broadcast (&meeting->came);
  while (meeting->n_here < 2)
    g_cond_wait (&meeting->came, &meeting->lock);
}

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Reader *reader = data;
  const guint32 ids[] = { 1, 2, reader->last };
  GArray *order;

  meet (reader->meeting);
  if (reader->last == 0)
    return dyr_kept_order_find (connection, SQL, &reader->ids, &reader->n_ids, error);
  order = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_array_append_vals (order, ids, G_N_ELEMENTS (ids));
  g_array_set_clear_func (order, on_id_freed);
  return dyr_kept_order_keep (connection, g_strdup (SQL), order, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  guint *n_left = data;
  g_autoptr (GError) error = NULL;

  dyr_database_job_finish (DYR_DATABASE (source), result, &error);
  g_assert_no_error (error);
  (*n_left)--;
}

static void
read_both (Office *office, Reader readers[2])
{
  Meeting meeting = { .n_here = 0 };
  guint n_left = 2;

  g_mutex_init (&meeting.lock);
  g_cond_init (&meeting.came);
  for (guint i = 0; i < 2; i++)
    {
      readers[i].meeting = &meeting;
      dyr_database_read_async (
          office->database, job_read, &readers[i], NULL, NULL, on_read, &n_left);
    }
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_mutex_clear (&meeting.lock);
  g_cond_clear (&meeting.came);
}

static void
test_once (Office *office, gconstpointer data)
{
  Reader keep[2] = { { .last = 3 }, { .last = 3 } }, find[2] = { { .last = 0 }, { .last = 0 } };

  read_both (office, keep);
  read_both (office, find);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (find[i].n_ids, ==, 3);
      g_assert_cmpuint (find[i].ids[2], ==, 3);
    }
  g_assert_true (find[0].ids == find[1].ids);
}

/* Of two that differ, one is in memory, and nobody takes it for the other. */
static void
test_different (Office *office, gconstpointer data)
{
  Reader keep[2] = { { .last = 3 }, { .last = 4 } }, find[2] = { { .last = 0 }, { .last = 0 } };
  Reader again[2] = { { .last = 5 }, { .last = 5 } };
  guint freed = n_freed ();
  const Reader *one;

  read_both (office, keep);
  g_assert_cmpuint (n_freed () - freed, ==, 1);
  read_both (office, find);
  one = find[0].ids != NULL ? &find[0] : &find[1];
  g_assert_cmpuint (one->n_ids, ==, 3);
  g_assert_null (find[0].ids != NULL ? find[1].ids : find[0].ids);
  /* Both find it again, once each has kept the same. */
  read_both (office, again);
  g_assert_cmpuint (n_freed () - freed, ==, 3);
  read_both (office, find);
  g_assert_cmpuint (find[0].n_ids + find[1].n_ids, ==, 6);
}

/* After a commit neither has anything, though the other one's is in memory still. */
static void
test_gone (Office *office, gconstpointer data)
{
  Reader keep[2] = { { .last = 3 }, { .last = 3 } }, find[2] = { { .last = 0 }, { .last = 0 } };

  read_both (office, keep);
  office_sql (office, "INSERT INTO meta (key, value) VALUES ('test', '1')");
  read_both (office, find);
  g_assert_null (find[0].ids);
  g_assert_null (find[1].ids);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("once", test_once);
  CASE ("different", test_different);
  CASE ("gone", test_gone);
  return g_test_run ();
}
