/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* typing-window DATABASE WORD…: words are typed letter by letter into the window: into the list of
 * clients, waiting for the rows that each letter brings; into it at once, a letter a frame; into
 * the search over everything, a letter a frame. Prints JSON: how long the turns of the main loop
 * were, painting aside, and from a letter to its first rows. For bench-search.py. */

#include "config.h"

#include <adwaita.h>

#include "dyr-language.h"
#include "dyr-palette.h"
#include "dyr-record-list.h"
#include "dyr-table.h"
#include "dyr-window-private.h"
#include "turns.h"

/* Frames in which what was typed last may come. */
#define REST 40

typedef struct
{
  GtkWindow *window;
  GdkFrameClock *clock;
  DyrStore *store;
  gboolean measuring;
  Turns turns;
  GArray *keys; /* from a letter to its first rows, microseconds */
  gint64 frame_began, frame_taken, frame_worked;
  guint n_frames;
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
  bench->n_frames++;
  bench->turns.wall += g_get_monotonic_time () - bench->frame_began;
  bench->turns.taken += taken_away () - bench->frame_taken;
  bench->turns.worked += worked () - bench->frame_worked;
}

static void
wait_frames (guint n)
{
  const guint until = bench->n_frames + n;

  while (bench->n_frames < until)
    {
      gdk_frame_clock_request_phase (bench->clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      g_main_context_iteration (NULL, TRUE);
    }
}

static GtkWidget *
find_shown (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      found = find_shown (child, type);
  return found;
}

static DyrRecordList *
get_list (void)
{
  GtkWidget *table = find_shown (GTK_WIDGET (bench->window), DYR_TYPE_TABLE);

  return table != NULL ? DYR_RECORD_LIST (dyr_table_get_model (DYR_TABLE (table))) : NULL;
}

static void
on_told (DyrRecordList *list, gpointer data)
{
  bench->told = TRUE;
}

typedef void (*Type) (const char *text);

static void
type_into_list (const char *text)
{
  const gint64 began = g_get_monotonic_time ();
  gint64 took;

  bench->told = FALSE;
  dyr_window_focus_search (DYR_WINDOW (bench->window), text);
  while (!bench->told)
    g_main_context_iteration (NULL, TRUE);
  wait_frames (1);
  took = g_get_monotonic_time () - began;
  g_array_append_val (bench->keys, took);
  /* The whole answer, so that each letter is measured alone. */
  while (dyr_record_list_is_loading (get_list ()))
    g_main_context_iteration (NULL, TRUE);
}

static void
type_fast (const char *text)
{
  dyr_window_focus_search (DYR_WINDOW (bench->window), text);
  wait_frames (1);
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
  gtk_editable_set_text (GTK_EDITABLE (find_shown (GTK_WIDGET (palette), GTK_TYPE_SEARCH_ENTRY)),
                         text);
  wait_frames (1);
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

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

static double
quantile (GArray *values, double part)
{
  if (values->len == 0)
    return 0;
  g_array_sort (values, compare);
  return (double) g_array_index (values, gint64, (guint) (part * (values->len - 1))) / 1000;
}

static void
measure (const char *name, char **words, Type type)
{
  bench->turns = (Turns){ 0 };
  g_array_set_size (bench->keys, 0);
  bench->measuring = TRUE;
  type_words (words, type);
  wait_frames (REST);
  bench->measuring = FALSE;
  g_print ("\"%s\": {\"turns\": %u, \"longest\": %.2f, \"longest_own\": %.2f, "
           "\"longest_work\": %.2f, \"n_own\": %u, \"key_p50\": %.2f, \"key_p95\": %.2f}",
           name,
           bench->turns.n,
           (double) bench->turns.longest / 1000,
           (double) bench->turns.longest_own / 1000,
           (double) bench->turns.longest_work / 1000,
           bench->turns.n_own,
           quantile (bench->keys, 0.5),
           quantile (bench->keys, 0.95));
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  bench->store = dyr_store_open_finish (result, &error);
  if (bench->store == NULL)
    g_error ("%s", error->message);
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
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (DyrApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  DyrOffice *office;

  if (argc < 3)
    g_error ("usage: typing-window DATABASE WORD…");
  dyr_language_setup ("uk");
  gtk_disable_setlocale ();
  settings = g_settings_new (DYR_APP_ID);
  g_settings_set_string (settings, "last-page", "clients");
  g_settings_set_int (settings, "window-width", 1280);
  g_settings_set_int (settings, "window-height", 800);
  application = dyr_application_new ("uk");
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  bench->keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_main_context_set_poll_func (NULL, poll_measured);
  dyr_store_open_async (argv[1], &options, NULL, on_opened, NULL);
  while (bench->store == NULL)
    g_main_context_iteration (NULL, TRUE);
  office = dyr_office_new (bench->store, settings, "uk");
  bench->window = GTK_WINDOW (dyr_window_new (application, settings));
  dyr_window_set_office (DYR_WINDOW (bench->window), office);
  gtk_window_present (bench->window);
  bench->clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->window));
  g_signal_connect (bench->clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect (bench->clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  while (!has_rows ())
    g_main_context_iteration (NULL, TRUE);
  wait_frames (60);
  g_signal_connect (get_list (), "reordered", G_CALLBACK (on_told), NULL);
  g_signal_connect (get_list (), "answered", G_CALLBACK (on_told), NULL);
  g_print ("{");
  measure ("list", argv + 2, type_into_list);
  g_print (", ");
  measure ("list_fast", argv + 2, type_fast);
  g_print (", ");
  dyr_palette_present (office, bench->window, NULL);
  wait_frames (REST);
  measure ("everything_fast", argv + 2, type_into_palette);
  g_print ("}\n");
  return 0;
}
