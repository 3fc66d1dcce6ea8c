/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* search-keys DATABASE WORD…: types the words letter by letter; prints how many microseconds each
 * key takes: the search over all types, and the whole list of clients, each by the clock and of the
 * processor (on a busy machine they differ); then how many clients there are. */

#include "config.h"

#include <string.h>
#include <time.h>

#include "dyr-client.h"
#include "dyr-database.h"
#include "dyr-find.h"
#include "dyr-query.h"

static const int types[] = { 2, 3, 4, 7, 9, 10, 11 };

typedef struct
{
  gint64 clock;
  gint64 processor;
} Times;

static Times
now (void)
{
  struct timespec used;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &used);
  return (Times){ g_get_monotonic_time (), used.tv_sec * G_USEC_PER_SEC + used.tv_nsec / 1000 };
}

static Times
since (Times began)
{
  Times times = now ();

  return (Times){ times.clock - began.clock, times.processor - began.processor };
}

static Times
find (DyrDatabase *database, const DyrContext *context, const char *text)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_query_line_unref);
  g_autoptr (DyrFind) find = dyr_find_new (lines, 6);
  g_autoptr (GError) error = NULL;
  Times began = now ();

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_ptr_array_add (lines,
                     dyr_query_line_parse (context, dyr_record_type_by_number (types[i]), text));
  if (!dyr_database_read (database, dyr_find_job, find, NULL, &error))
    g_error ("%s", error->message);
  return since (began);
}

typedef struct
{
  DyrQuery *query;
  guint n;
} List;

static gboolean
job_list (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  List *list = data;
  g_autoptr (GArray) ids = dyr_query_ids (list->query, connection, error);

  list->n = ids != NULL ? ids->len : 0;
  return ids != NULL;
}

static Times
list (DyrDatabase *database, const DyrContext *context, const char *text, guint *n)
{
  g_autoptr (DyrQuery) query = dyr_query_new (&dyr_client_type);
  g_autoptr (GError) error = NULL;
  List all = { query, 0 };
  Times began = now ();

  dyr_query_take_line (query, dyr_query_line_parse (context, &dyr_client_type, text));
  if (!dyr_database_read (database, job_list, &all, NULL, &error))
    g_error ("%s", error->message);
  *n = all.n;
  return since (began);
}

int
main (int argc, char **argv)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", TRUE };
  g_autoptr (DyrContext) context = dyr_context_new ("uk", "UA", NULL);
  g_autoptr (DyrDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  if (argc < 3)
    g_error ("usage: search-keys DATABASE WORD…");
  database = dyr_database_open (argv[1], &options, &error);
  if (database == NULL)
    g_error ("%s", error->message);
  for (int i = 2; i < argc; i++)
    for (const char *end = argv[i]; *end != '\0';)
      {
        g_autofree char *text = NULL;
        Times found, listed;
        guint n;

        end = g_utf8_next_char (end);
        text = g_strndup (argv[i], (gsize) (end - argv[i]));
        found = find (database, context, text);
        listed = list (database, context, text, &n);
        g_print ("%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT
                 "\t%" G_GINT64_FORMAT "\t%u\t%s\n",
                 found.clock,
                 found.processor,
                 listed.clock,
                 listed.processor,
                 n,
                 text);
      }
  dyr_database_close (database);
  return 0;
}
