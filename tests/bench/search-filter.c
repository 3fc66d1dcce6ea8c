/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* search-filter DATABASE WORD…: types the words letter by letter into a GtkFilterListModel over a
 * GListStore of the folded texts of all clients; prints a line of JSON for each key, as search-keys
 * does: microseconds until the list has what is found, and how many that are. */

#include "config.h"

#include <gtk/gtk.h>
#include <string.h>

#include "dyr-database.h"
#include "dyr-text.h"

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection, error, "SELECT fold FROM client WHERE listed = 1 ORDER BY name_key, id", "");
  g_autoptr (GError) local = NULL;

  while (query != NULL && dyr_statement_step (query, &local))
    {
      const char *fold = dyr_statement_text (query, 0);

      g_ptr_array_add (data, gtk_string_object_new (fold != NULL ? fold : ""));
    }
  if (local == NULL)
    return query != NULL;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
holds (gpointer item, gpointer data)
{
  return strstr (gtk_string_object_get_string (item), *(char **) data) != NULL;
}

static GListStore *
read_clients (const char *path)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", TRUE };
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrDatabase) database = dyr_database_open (path, &options, &error);
  GListStore *store = g_list_store_new (GTK_TYPE_STRING_OBJECT);

  if (database == NULL || !dyr_database_read (database, job_read, rows, NULL, &error))
    g_error ("%s", error->message);
  g_list_store_splice (store, 0, 0, rows->pdata, rows->len);
  dyr_database_close (database);
  return store;
}

int
main (int argc, char **argv)
{
  char *wanted = NULL;
  g_autoptr (GtkFilter) filter = NULL;
  g_autoptr (GtkFilterListModel) found = NULL;

  if (argc < 3)
    g_error ("usage: search-filter DATABASE WORD…");
  gtk_init ();
  wanted = g_strdup ("");
  filter = GTK_FILTER (gtk_custom_filter_new (holds, &wanted, NULL));
  found = gtk_filter_list_model_new (G_LIST_MODEL (read_clients (argv[1])), g_object_ref (filter));
  for (int i = 2; i < argc; i++)
    for (const char *end = argv[i]; *end != '\0';)
      {
        g_autofree char *text = NULL;
        gint64 began;

        end = g_utf8_next_char (end);
        text = g_strndup (argv[i], (gsize) (end - argv[i]));
        began = g_get_monotonic_time ();
        g_free (wanted);
        wanted = dyr_text_fold (text);
        gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
        g_print ("{\"text\": \"%s\", \"filter\": %" G_GINT64_FORMAT ", \"n\": %u}\n",
                 text,
                 g_get_monotonic_time () - began,
                 g_list_model_get_n_items (G_LIST_MODEL (found)));
      }
  g_free (wanted);
  return 0;
}
