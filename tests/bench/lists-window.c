/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* lists-window office|store|constants DATABASE: a page of clients is opened in a window that is
 * there already, scrolled, jumped in and sorted anew. Prints JSON, then waits for its standard
 * input to close, so that the parent can look at its memory. "store" is a GListStore of the same
 * clients with GTK's own sorting; "constants" is the same column view over one text. */

#include "config.h"

#include <adwaita.h>

#include "dyr-application.h"
#include "dyr-client.h"
#include "dyr-language.h"
#include "dyr-list-page.h"
#include "dyr-office.h"
#include "dyr-query.h"
#include "dyr-record-list.h"
#include "dyr-table-private.h"
#include "dyr-table.h"
#include "dyr-widgets.h"

#include "turns.h"

#define SCROLLS 300
#define JUMPS 60
#define COLUMNS 6
/* Of them there is room for so many beside the record, and the rivals get the same. */
#define SHOWN 4
#define WIDTH 737

/* A client as a GListStore has to have it. */
#define ROW_TYPE (row_get_type ())
G_DECLARE_FINAL_TYPE (Row, row, ROW, ROW, GObject)
struct _Row
{
  GObject parent_instance;

  char *texts[COLUMNS];
};
G_DEFINE_FINAL_TYPE (Row, row, G_TYPE_OBJECT)

static void
row_finalize (GObject *object)
{
  for (guint i = 0; i < COLUMNS; i++)
    g_free (ROW_ROW (object)->texts[i]);
  G_OBJECT_CLASS (row_parent_class)->finalize (object);
}

static void
row_class_init (RowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = row_finalize;
}

static void
row_init (Row *self)
{
}

typedef struct
{
  GtkWindow *window;
  GdkFrameClock *clock;
  GtkAdjustment *adjustment;
  DyrStore *store;
  DyrOffice *office;
  DyrTable *table; /* office only */
  DyrRecordList *list;
  GtkColumnView *view;
  GListModel *rows; /* store, constants */
  gint64 frame_began;
  gint64 frame_work;
  GArray *frames; /* microseconds of painting */
  GArray
      *works; /* the same by this thread's processor time, which a busy machine does not change */
  gint64 turn_began;
  gint64 painted_in_turn;
  gint64 longest_turn;
  guint n_frames;
  guint n_binds;       /* store, constants */
  gint64 rows_painted; /* when the first rows were on the screen */
  guint most_alive;
} Bench;

static Bench bench_of_poll; /* the poll function has no data */
static Bench *const bench = &bench_of_poll;

/* Turns of the main loop: what is done between two waits. */
static gint
poll_and_measure (GPollFD *fds, guint n_fds, gint timeout)
{
  gint64 now = g_get_monotonic_time ();
  gint result;

  if (bench->turn_began != 0)
    bench->longest_turn
        = MAX (bench->longest_turn, now - bench->turn_began - bench->painted_in_turn);
  result = g_poll (fds, n_fds, timeout);
  bench->turn_began = g_get_monotonic_time ();
  bench->painted_in_turn = 0;
  return result;
}

/* The first row has its record, and its cells show it. */
static gboolean
is_filled (void)
{
  g_autoptr (DyrPlace) place = NULL;

  if (bench->list == NULL)
    return bench->n_binds > 0;
  if (dyr_table_get_n_binds (bench->table) == 0
      || g_list_model_get_n_items (G_LIST_MODEL (bench->list)) == 0)
    return FALSE;
  place = g_list_model_get_item (G_LIST_MODEL (bench->list), 0);
  return dyr_place_get_record (place) != NULL;
}

static void
on_before_paint (GdkFrameClock *clock, gpointer data)
{
  bench->frame_began = g_get_monotonic_time ();
  bench->frame_work = worked ();
}

static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  const gint64 took = g_get_monotonic_time () - bench->frame_began;
  const gint64 work = worked () - bench->frame_work;

  if (bench->rows_painted == 0 && is_filled ())
    bench->rows_painted = g_get_monotonic_time ();
  bench->painted_in_turn += took;
  bench->n_frames++;
  g_array_append_val (bench->frames, took);
  g_array_append_val (bench->works, work);
  if (bench->list != NULL)
    bench->most_alive = MAX (bench->most_alive, dyr_record_list_get_n_places (bench->list));
}

static void
wait_frames (guint n)
{
  guint until = bench->n_frames + n;

  while (bench->n_frames < until)
    {
      gdk_frame_clock_request_phase (bench->clock, GDK_FRAME_CLOCK_PHASE_PAINT);
      g_main_context_iteration (NULL, TRUE);
    }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* Milliseconds; what was measured is forgotten. */
static double
take_p99 (GArray *frames)
{
  gint64 p99;

  g_array_sort (frames, compare);
  p99 = g_array_index (frames, gint64, (guint) (0.99 * (frames->len - 1)));
  g_array_set_size (frames, 0);
  return (double) p99 / 1000;
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  bench->store = dyr_store_open_finish (result, &error);
  if (bench->store == NULL)
    g_error ("%s", error->message);
}

static GtkWidget *
open_page (void)
{
  GtkWidget *page = dyr_list_page_new (bench->office, &dyr_client_type);

  bench->table = DYR_TABLE (find (page, DYR_TYPE_TABLE));
  bench->list = DYR_RECORD_LIST (dyr_table_get_model (bench->table));
  return page;
}

/* The rivals */

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_list_item_set_child (item, gtk_inscription_new (NULL));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gpointer row = gtk_list_item_get_item (item);
  guint column = GPOINTER_TO_UINT (data);
  static const char *const cells[COLUMNS]
      = { "ТОВ «Карпатський дім»", "Активний", "+380 67 112 22 33", "26.11", "Львів", "Оксана М." };

  bench->n_binds++;
  gtk_inscription_set_text (GTK_INSCRIPTION (gtk_list_item_get_child (item)),
                            ROW_IS_ROW (row) ? ROW_ROW (row)->texts[column] : cells[column]);
}

static int
compare_cities (gconstpointer a, gconstpointer b, gpointer data)
{
  return g_strcmp0 (((const Row *) a)->texts[4], ((const Row *) b)->texts[4]);
}

static gboolean
job_rows (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      "SELECT c.name, c.state, (SELECT item FROM member m WHERE m.record = c.id AND "
      "m.field = 'phones' ORDER BY position LIMIT 1), c.next_contact, c.city, r.title "
      "FROM client c LEFT JOIN record r ON r.id = c.responsible "
      "WHERE c.listed = 1 ORDER BY c.name_key",
      "");

  while (query != NULL && dyr_statement_step (query, error))
    {
      Row *row = g_object_new (ROW_TYPE, NULL);

      for (int i = 0; i < COLUMNS; i++)
        row->texts[i] = g_strdup (dyr_statement_text (query, i));
      g_ptr_array_add (data, row);
    }
  return *error == NULL;
}

static GListModel *
new_store (void)
{
  GListStore *store = g_list_store_new (ROW_TYPE);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  if (!dyr_database_read (dyr_store_get_database (bench->store), job_rows, rows, NULL, &error))
    g_error ("%s", error->message);
  g_list_store_splice (store, 0, 0, rows->pdata, rows->len);
  return G_LIST_MODEL (store);
}

static GListModel *
new_constants (guint n)
{
  g_autofree const char **texts = g_new (const char *, n + 1);

  for (guint i = 0; i < n; i++)
    texts[i] = "row";
  texts[n] = NULL;
  return G_LIST_MODEL (gtk_string_list_new (texts));
}

static GtkWidget *
open_rival (GListModel *rows)
{
  /* Drawn as our table is. */
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "css-name", "table", NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  static const int widths[SHOWN] = { 286, 160, 150, 140 };
  GtkSelectionModel *selection
      = GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (rows)));

  bench->rows = rows;
  gtk_single_selection_set_autoselect (GTK_SINGLE_SELECTION (selection), FALSE);
  bench->view = GTK_COLUMN_VIEW (gtk_column_view_new (selection));
  gtk_column_view_set_show_row_separators (bench->view, TRUE);
  for (guint i = 0; i < SHOWN; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("", factory);

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (i));
      gtk_column_view_column_set_fixed_width (column, widths[i]);
      gtk_column_view_append_column (bench->view, column);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (bench->view));
  gtk_widget_set_size_request (scrolled, WIDTH, -1);
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

/* Opening, moving, sorting */

static void
scroll (void)
{
  double top = gtk_adjustment_get_upper (bench->adjustment) / 3;

  for (guint i = 0; i < SCROLLS; i++)
    {
      gtk_adjustment_set_value (bench->adjustment, top + i * 60);
      wait_frames (1);
    }
}

static void
jump (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);

  for (guint i = 0; i < JUMPS; i++)
    {
      gtk_adjustment_set_value (
          bench->adjustment, g_rand_double (rand) * gtk_adjustment_get_upper (bench->adjustment));
      wait_frames (3);
    }
}

static void
on_answered (DyrRecordList *list, gboolean *answered)
{
  *answered = TRUE;
}

/* Milliseconds to new rows on the screen. */
static double
sort (const char *field, gboolean descending)
{
  gint64 began = g_get_monotonic_time ();
  gboolean answered = FALSE;

  if (bench->list != NULL)
    {
      gulong handler
          = g_signal_connect (bench->list, "answered", G_CALLBACK (on_answered), &answered);

      dyr_table_sort (bench->table, field, descending);
      while (!answered)
        g_main_context_iteration (NULL, TRUE);
      g_signal_handler_disconnect (bench->list, handler);
    }
  else if (G_IS_LIST_STORE (bench->rows))
    g_list_store_sort (G_LIST_STORE (bench->rows), compare_cities, NULL);
  wait_frames (1);
  return (double) (g_get_monotonic_time () - began) / 1000;
}

static gboolean
on_parent_done (GIOChannel *channel, GIOCondition condition, gpointer done)
{
  *(gboolean *) done = TRUE;
  return G_SOURCE_REMOVE;
}

/* Nothing is compared that is not the same. */
static void
check_columns (GtkWidget *child)
{
  GtkWidget *view = find (child, GTK_TYPE_COLUMN_VIEW);
  guint n = g_list_model_get_n_items (gtk_column_view_get_columns (GTK_COLUMN_VIEW (view)));

  if (n != SHOWN || ABS (gtk_widget_get_width (view) - WIDTH) > 8)
    g_error ("%u columns on %d pixels", n, gtk_widget_get_width (view));
}

static void
measure (const char *what)
{
  gint64 began = g_get_monotonic_time ();
  GtkWidget *child;
  double opened, scrolled, scrolled_work, jumped, jumped_work, by_city = 0, by_date = 0;

  if (g_str_equal (what, "office"))
    child = open_page ();
  else
    child = open_rival (g_str_equal (what, "store") ? new_store () : new_constants (1000000));
  adw_window_set_content (ADW_WINDOW (bench->window), child);
  while (bench->rows_painted == 0)
    g_main_context_iteration (NULL, TRUE);
  opened = (double) (bench->rows_painted - began) / 1000;
  wait_frames (20);
  check_columns (child);
  bench->adjustment
      = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (find (child, GTK_TYPE_COLUMN_VIEW)));
  g_array_set_size (bench->frames, 0);
  g_array_set_size (bench->works, 0);
  scroll ();
  scrolled = take_p99 (bench->frames);
  scrolled_work = take_p99 (bench->works);
  jump ();
  jumped = take_p99 (bench->frames);
  jumped_work = take_p99 (bench->works);
  bench->longest_turn = 0;
  if (!g_str_equal (what, "constants"))
    {
      by_city = sort ("city", FALSE);
      wait_frames (10);
    }
  if (bench->list != NULL)
    by_date = sort ("next-contact", TRUE);
  wait_frames (10);
  g_print ("{\"opened\": %.1f, \"scroll_p99\": %.2f, \"scroll_work\": %.2f, \"jump_p99\": %.2f, "
           "\"jump_work\": %.2f, \"sort_city\": %.1f, \"sort_date\": %.1f, \"turn\": %.2f, "
           "\"alive\": %u}\n",
           opened,
           scrolled,
           scrolled_work,
           jumped,
           jumped_work,
           by_city,
           by_date,
           (double) bench->longest_turn / 1000,
           bench->most_alive);
}

static void
use_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, DYR_RESOURCE_PATH "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char **argv)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", TRUE };
  GIOChannel *channel = g_io_channel_unix_new (0);
  gboolean done = FALSE;

  if (argc != 3)
    return 2;
  dyr_application_spare_memory ();
  dyr_language_setup ("uk");
  gtk_disable_setlocale ();
  adw_init ();
  dyr_widgets_init ();
  use_style ();
  g_main_context_set_poll_func (NULL, poll_and_measure);
  bench->frames = g_array_new (FALSE, FALSE, sizeof (gint64));
  bench->works = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!g_str_equal (argv[1], "constants"))
    {
      dyr_store_open_async (argv[2], &options, NULL, on_opened, NULL);
      while (bench->store == NULL)
        g_main_context_iteration (NULL, TRUE);
      bench->office = dyr_office_new (bench->store, g_settings_new (DYR_APP_ID), "uk");
    }
  bench->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (bench->window, 1280, 800);
  gtk_window_present (bench->window);
  bench->clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->window));
  g_signal_connect (bench->clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect (bench->clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  wait_frames (5);
  measure (argv[1]);
  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, on_parent_done, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
