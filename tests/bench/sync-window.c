/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* sync-window DATABASE URL: the window on its list of clients, which is scrolled and searched over
 * and over: alone, while a first sync brings the records of the CRM at that address into the same
 * database, and alone again. Prints JSON. For bench-lists.py. */

#include "config.h"

#include "dyr-table.h"
#include "turns.h"
#include "window.h"

/* One round. */
#define SCROLLS 60
#define WORD "карп"
/* Rounds that nothing else goes on beside. */
#define ROUNDS 12
/* Give up when the CRM has not told all after so many seconds. */
#define PATIENCE 1800

typedef struct
{
  GArray *frames;    /* microseconds of work to paint */
  GArray *intervals; /* from one frame to the next */
  GArray *keys;      /* from a letter typed to the frame that shows it */
  Turns turns;       /* painting aside */
  guint n_rounds;
  gint64 began, worked; /* at the begin; worked: by this thread */
} Phase;

typedef struct
{
  BenchWindow shown;
  Phase *phase; /* NULL: nothing is measured */
  gint64 frame_began, frame_taken, frame_worked;
  gint64 painted_last;
  gboolean connected;
} Bench;

static Bench bench_of_poll; /* the poll function has no data */
static Bench *const bench = &bench_of_poll;

static gint
poll_measured (GPollFD *fds, guint n, int timeout)
{
  int ready;

  if (bench->phase != NULL)
    end_turn (&bench->phase->turns);
  ready = g_poll (fds, n, timeout);
  if (bench->phase != NULL)
    begin_turn (&bench->phase->turns);
  return ready;
}

static void
on_before_paint (GdkFrameClock *clock, gpointer data)
{
  bench->frame_began = g_get_monotonic_time ();
  bench->frame_taken = taken_away ();
  bench->frame_worked = worked ();
}

static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  const gint64 now = g_get_monotonic_time (), took = now - bench->frame_began,
               taken = taken_away () - bench->frame_taken, work = worked () - bench->frame_worked,
               interval = now - bench->painted_last;

  bench->painted_last = now;
  if (bench->phase == NULL)
    return;
  g_array_append_val (bench->phase->frames, work);
  g_array_append_val (bench->phase->intervals, interval);
  /* Painting is no part of a turn. */
  bench->phase->turns.wall += took;
  bench->phase->turns.taken += taken;
  bench->phase->turns.worked += work;
}

static GtkAdjustment *
find_adjustment (void)
{
  GtkWidget *view = bench_window_find (GTK_WIDGET (bench->shown.window), GTK_TYPE_COLUMN_VIEW);

  return view != NULL ? gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)) : NULL;
}

static void
search (const char *text)
{
  const gint64 began = g_get_monotonic_time ();
  gint64 took;

  dyr_window_focus_search (DYR_WINDOW (bench->shown.window), text);
  bench_window_wait (&bench->shown, 1);
  took = g_get_monotonic_time () - began;
  g_array_append_val (bench->phase->keys, took);
  bench_window_wait (&bench->shown, 3);
}

static void
go_round (void)
{
  GtkAdjustment *adjustment = find_adjustment ();

  for (guint i = 0; i < SCROLLS; i++)
    {
      gtk_adjustment_set_value (adjustment, i * 60);
      bench_window_wait (&bench->shown, 1);
    }
  for (const char *end = WORD; *end != '\0';)
    {
      g_autofree char *text = NULL;

      end = g_utf8_next_char (end);
      text = g_strndup (WORD, (gsize) (end - WORD));
      search (text);
    }
  search ("");
  bench_window_wait (&bench->shown, 10);
  bench->phase->n_rounds++;
}

static void
begin_phase (Phase *phase)
{
  phase->frames = g_array_new (FALSE, FALSE, sizeof (gint64));
  phase->intervals = g_array_new (FALSE, FALSE, sizeof (gint64));
  phase->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  bench->painted_last = g_get_monotonic_time ();
  bench->phase = phase;
  phase->began = g_get_monotonic_time ();
  phase->worked = worked ();
}

static void
end_phase (const char *name, guint n_rows)
{
  Phase *phase = g_steal_pointer (&bench->phase);
  const double took = (double) (g_get_monotonic_time () - phase->began) / 1e6,
               work = (double) (worked () - phase->worked) / 1000;

  g_print ("\"%s\": {\"took\": %.2f, \"work\": %.2f, \"rows\": %u, \"frame_p50\": %.2f, "
           "\"frame_p99\": %.2f, "
           "\"frame_longest\": %.2f, \"interval_p50\": %.2f, \"interval_p99\": %.2f, "
           "\"interval_longest\": %.2f, \"key_p50\": %.2f, \"key_p99\": %.2f, \"turns\": %u, "
           "\"longest\": %.2f, \"longest_own\": %.2f, \"longest_work\": %.2f, \"n_own\": %u, "
           "\"n_long\": %u}",
           name,
           took,
           work / phase->n_rounds,
           n_rows,
           bench_quantile (phase->frames, 0.5),
           bench_quantile (phase->frames, 0.99),
           bench_quantile (phase->frames, 1),
           bench_quantile (phase->intervals, 0.5),
           bench_quantile (phase->intervals, 0.99),
           bench_quantile (phase->intervals, 1),
           bench_quantile (phase->keys, 0.5),
           bench_quantile (phase->keys, 0.99),
           phase->turns.n,
           (double) phase->turns.longest / 1000,
           (double) phase->turns.longest_own / 1000,
           (double) phase->turns.longest_work / 1000,
           phase->turns.n_own,
           phase->turns.n_long);
  g_array_unref (phase->frames);
  g_array_unref (phase->intervals);
  g_array_unref (phase->keys);
}

static guint
count_rows (void)
{
  GtkWidget *table = bench_window_find (GTK_WIDGET (bench->shown.window), DYR_TYPE_TABLE);
  GListModel *model = table != NULL ? dyr_table_get_model (DYR_TABLE (table)) : NULL;

  return model != NULL ? g_list_model_get_n_items (model) : 0;
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean kept;

  if (!dyr_sync_service_connect_finish (DYR_SYNC_SERVICE (source), result, &kept, &error))
    g_error ("%s", error->message);
  bench->connected = TRUE;
}

static gboolean
on_patience_lost (gpointer data)
{
  g_error ("the first sync did not end in %d s", PATIENCE);
  return G_SOURCE_REMOVE;
}

static gint64
last_done (DyrSyncService *sync)
{
  gint64 at;

  g_object_get (sync, "last-done", &at, NULL);
  return at;
}

static void
measure (DyrSyncService *sync, const char *url)
{
  /* As the assistant has it after its look at the address: the key is found by it. */
  g_autofree char *server = g_strconcat (url, "/", NULL);
  const DyrPlaceThere place = { .server = server, .login = (char *) "sync" };
  DyrKey key = { .key = (char *) g_getenv ("DYRYHENT_API_KEY") };
  Phase before = { 0 }, during = { 0 }, after = { 0 };

  begin_phase (&before);
  for (guint i = 0; i < ROUNDS; i++)
    go_round ();
  g_print ("{");
  end_phase ("before", count_rows ());
  begin_phase (&during);
  dyr_sync_service_connect_async (sync, &place, &key, NULL, on_connected, NULL);
  while (last_done (sync) == 0)
    go_round ();
  g_print (", ");
  end_phase ("during", count_rows ());
  bench_window_wait (&bench->shown, 120);
  begin_phase (&after);
  for (guint i = 0; i < ROUNDS; i++)
    go_round ();
  g_print (", ");
  end_phase ("after", count_rows ());
  g_print ("}\n");
}

int
main (int argc, char **argv)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", FALSE };

  if (argc != 3 || g_getenv ("DYRYHENT_API_KEY") == NULL)
    g_error ("usage: DYRYHENT_API_KEY=… sync-window DATABASE URL");
  g_main_context_set_poll_func (NULL, poll_measured);
  bench_window_open (&bench->shown, argv[1], &options);
  g_signal_connect (bench->shown.clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect (bench->shown.clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  dyr_sync_service_set_interval (dyr_office_get_sync (bench->shown.office), 0);
  dyr_sync_service_start (dyr_office_get_sync (bench->shown.office));
  while (count_rows () == 0)
    g_main_context_iteration (NULL, TRUE);
  bench_window_wait (&bench->shown, 60);
  g_timeout_add_seconds (PATIENCE, on_patience_lost, NULL);
  measure (dyr_office_get_sync (bench->shown.office), argv[2]);
  return 0;
}
