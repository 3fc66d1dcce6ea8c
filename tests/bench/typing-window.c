/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* typing-window DATABASE WORD…: words are typed letter by letter into the window: into the list of
 * clients, waiting for the rows that each letter brings; into it at once, a letter a frame; into
 * the search over everything, a letter a frame. Prints JSON: how long the turns of the main loop
 * were, painting aside, and from a letter to its first rows. For bench-search.py. */

#include "config.h"

#include "dyr-palette.h"
#include "dyr-record-list.h"
#include "dyr-table.h"
#include "turns.h"
#include "window.h"

/* Frames in which what was typed last may come. */
#define REST 40
/* Frames from an answer to the next letter: nobody types more than ten letters in a second. */
#define BETWEEN_KEYS 6

typedef struct
{
  BenchWindow shown;
  DyrRecordList *list; /* of clients; a table that has nothing to show is not found */
  gboolean measuring;
  Turns turns;
  GArray *keys; /* from a letter to its first rows, microseconds */
  gint64 frame_began, frame_taken, frame_worked;
  gboolean told; /* the list has rows for what was typed last, perhaps the first ones only */
} Bench;

static Bench bench_of_poll; /* the poll function has no data */
static Bench *const bench = &bench_of_poll;

static gint
poll_measured (GPollFD *fds, guint n, int timeout)
{
  int ready;

  if (bench->measuring)
    end_turn (&bench->turns);
  ready = g_poll (fds, n, timeout);
  begin_turn (&bench->turns);
  return ready;
}

static void
on_before_paint (GdkFrameClock *clock, gpointer data)
{
  bench->frame_began = g_get_monotonic_time ();
  bench->frame_taken = taken_away ();
  bench->frame_worked = worked ();
}

/* Painting is no part of a turn. */
static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  bench->turns.wall += g_get_monotonic_time () - bench->frame_began;
  bench->turns.taken += taken_away () - bench->frame_taken;
  bench->turns.worked += worked () - bench->frame_worked;
}

static DyrRecordList *
get_list (void)
{
  GtkWidget *table = bench_window_find (GTK_WIDGET (bench->shown.window), DYR_TYPE_TABLE);

  return table != NULL ? DYR_RECORD_LIST (dyr_table_get_model (DYR_TABLE (table))) : NULL;
}

static void
on_told (DyrRecordList *list, gpointer data)
{
  bench->told = TRUE;
}

typedef void (*Type) (const char *text);

/* What a key does: setting a whole text would take out the old one first, which asks twice. */
static void
type_into (GtkEditable *entry, const char *text)
{
  const char *old = gtk_editable_get_text (entry);
  int end = (int) g_utf8_strlen (old, -1);

  if (g_str_has_prefix (text, old))
    gtk_editable_insert_text (entry, text + strlen (old), -1, &end);
  else
    gtk_editable_set_text (entry, text);
}

static GtkEditable *
get_search (void)
{
  return GTK_EDITABLE (bench_window_find (GTK_WIDGET (bench->shown.window), GTK_TYPE_SEARCH_ENTRY));
}

static void
type_into_list (const char *text)
{
  const gint64 began = g_get_monotonic_time ();
  gint64 took;

  bench->told = FALSE;
  type_into (get_search (), text);
  while (!bench->told)
    g_main_context_iteration (NULL, TRUE);
  bench_window_wait (&bench->shown, 1);
  took = g_get_monotonic_time () - began;
  g_array_append_val (bench->keys, took);
  /* The whole answer and the totals of it, so that each letter is measured alone. */
  while (dyr_record_list_is_loading (bench->list))
    g_main_context_iteration (NULL, TRUE);
  bench_window_wait (&bench->shown, BETWEEN_KEYS);
}

static void
type_fast (const char *text)
{
  type_into (get_search (), text);
  bench_window_wait (&bench->shown, 1);
}

static void
type_into_palette (const char *text)
{
  GtkWindow *palette = NULL;
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (DYR_IS_PALETTE (window))
        palette = window;
    }
  type_into (GTK_EDITABLE (bench_window_find (GTK_WIDGET (palette), GTK_TYPE_SEARCH_ENTRY)), text);
  bench_window_wait (&bench->shown, 1);
}

static void
type_words (char **words, Type type)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      for (const char *end = words[i]; *end != '\0';)
        {
          g_autofree char *text = NULL;

          end = g_utf8_next_char (end);
          text = g_strndup (words[i], (gsize) (end - words[i]));
          type (text);
        }
      type ("");
    }
}

static void
measure (const char *name, char **words, Type type)
{
  bench->turns = (Turns){ 0 };
  g_array_set_size (bench->keys, 0);
  bench->measuring = TRUE;
  type_words (words, type);
  bench_window_wait (&bench->shown, REST);
  bench->measuring = FALSE;
  g_print ("\"%s\": {\"turns\": %u, \"longest\": %.2f, \"longest_own\": %.2f, "
           "\"longest_work\": %.2f, \"n_own\": %u, \"key_p50\": %.2f, \"key_p95\": %.2f}",
           name,
           bench->turns.n,
           (double) bench->turns.longest / 1000,
           (double) bench->turns.longest_own / 1000,
           (double) bench->turns.longest_work / 1000,
           bench->turns.n_own,
           bench_quantile (bench->keys, 0.5),
           bench_quantile (bench->keys, 0.95));
}

static gboolean
has_rows (void)
{
  DyrRecordList *list = get_list ();

  return list != NULL && dyr_record_list_get_n_records (list) > 0
         && !dyr_record_list_is_loading (list);
}

int
main (int argc, char **argv)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", TRUE };

  if (argc < 3)
    g_error ("usage: typing-window DATABASE WORD…");
  bench->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_main_context_set_poll_func (NULL, poll_measured);
  bench_window_open (&bench->shown, argv[1], &options);
  g_signal_connect (bench->shown.clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect (bench->shown.clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  while (!has_rows ())
    g_main_context_iteration (NULL, TRUE);
  bench_window_wait (&bench->shown, 60);
  dyr_window_focus_search (DYR_WINDOW (bench->shown.window), NULL);
  bench->list = get_list ();
  g_signal_connect (bench->list, "reordered", G_CALLBACK (on_told), NULL);
  g_signal_connect (bench->list, "answered", G_CALLBACK (on_told), NULL);
  g_print ("{");
  measure ("list", argv + 2, type_into_list);
  g_print (", ");
  measure ("list_fast", argv + 2, type_fast);
  g_print (", ");
  dyr_palette_present (bench->shown.office, bench->shown.window, NULL);
  bench_window_wait (&bench->shown, REST);
  measure ("everything_fast", argv + 2, type_into_palette);
  g_print ("}\n");
  return 0;
}
