/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* search-keys DATABASE [--alone] WORD…: types the words letter by letter; prints a line of JSON for
 * each key: microseconds of the search over all types ("find") and of the list of clients ("first"
 * rows, "list" whole), by the clock, and of the processor ("…_cpu": on a busy machine they differ);
 * what SQL and the full text alone take for the clients, unless --alone; how many clients there
 * are. */

#include "config.h"

#include <string.h>
#include <time.h>

#include "dyr-client.h"
#include "dyr-database.h"
#include "dyr-find.h"
#include "dyr-query.h"
#include "dyr-record-list-private.h"
#include "dyr-text.h"

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
  Times began;
  Times first; /* as the list tells them; of a short answer all */
  gboolean told;
  guint n;
} List;

static gboolean
on_first (DyrConnection *connection, const GArray *ids, gpointer data, GError **error)
{
  List *list = data;

  list->first = since (list->began);
  list->told = TRUE;
  return TRUE;
}

static gboolean
job_list (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  List *list = data;
  g_autoptr (GArray) ids
      = dyr_query_ids_first (list->query, connection, DYR_LIST_FIRST, on_first, list, error);

  list->n = ids != NULL ? ids->len : 0;
  return ids != NULL;
}

static Times
list (DyrDatabase *database, const DyrContext *context, const char *text, List *all)
{
  g_autoptr (DyrQuery) query = dyr_query_new (&dyr_client_type);
  g_autoptr (GError) error = NULL;
  Times took;

  *all = (List){ .query = query, .began = now () };
  dyr_query_take_line (query, dyr_query_line_parse (context, &dyr_client_type, text));
  if (!dyr_database_read (database, job_list, all, NULL, &error))
    g_error ("%s", error->message);
  took = since (all->began);
  if (!all->told)
    all->first = took;
  return took;
}

/* What a program without ways of its own would ask: clients with that text, in order. */
typedef struct
{
  const char *sql;
  const char *value;
} Rival;

static gboolean
job_rival (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Rival *rival = data;
  g_autoptr (GArray) ids = dyr_statement_ids (
      dyr_connection_query (connection, error, rival->sql, "t", rival->value), error);

  return ids != NULL;
}

static Times
ask_rival (DyrDatabase *database, const char *sql, const char *value)
{
  Rival rival = { sql, value };
  g_autoptr (GError) error = NULL;
  Times began = now ();

  if (!dyr_database_read (database, job_rival, &rival, NULL, &error))
    g_error ("%s", error->message);
  return since (began);
}

static void
measure (DyrDatabase *database, const DyrContext *context, const char *text, gboolean alone)
{
  g_autofree char *fold = dyr_text_fold (text);
  g_autofree char *pattern = g_strdup_printf ("%%%s%%", fold);
  g_autofree char *beginning = g_strdup_printf ("\"%s\"*", fold);
  List all;
  Times found = find (database, context, text), listed = list (database, context, text, &all);
  Times like = { 0 }, plain = { 0 };

  if (!alone)
    {
      like = ask_rival (database,
                        "SELECT id FROM client WHERE listed = 1 AND fold LIKE ? "
                        "ORDER BY name_key, id",
                        pattern);
      plain = ask_rival (database,
                         "SELECT c.id FROM word w JOIN client c ON c.id = w.rowid "
                         "WHERE word MATCH ? AND c.listed = 1 ORDER BY c.name_key, c.id",
                         beginning);
    }
#define T G_GINT64_FORMAT
  g_print ("{\"text\": \"%s\", \"find\": %" T ", \"find_cpu\": %" T ", \"first\": %" T
           ", \"first_cpu\": %" T ", \"list\": %" T ", \"list_cpu\": %" T ", \"like\": %" T
           ", \"like_cpu\": %" T ", \"fts\": %" T ", \"fts_cpu\": %" T ", \"n\": %u}\n",
           text,
           found.clock,
           found.processor,
           all.first.clock,
           all.first.processor,
           listed.clock,
           listed.processor,
           like.clock,
           like.processor,
           plain.clock,
           plain.processor,
           all.n);
#undef T
}

int
main (int argc, char **argv)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", TRUE };
  g_autoptr (DyrContext) context = dyr_context_new ("uk", "UA", NULL);
  g_autoptr (DyrDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  gboolean alone = argc > 2 && g_str_equal (argv[2], "--alone");
  List all;

  if (argc < (alone ? 4 : 3))
    g_error ("usage: search-keys DATABASE [--alone] WORD…");
  database = dyr_database_open (argv[1], &options, &error);
  if (database == NULL)
    g_error ("%s", error->message);
  /* Who searches in a list has it before their eyes. */
  list (database, context, "", &all);
  for (int i = alone ? 3 : 2; i < argc; i++)
    for (const char *end = argv[i]; *end != '\0';)
      {
        g_autofree char *text = NULL;

        end = g_utf8_next_char (end);
        text = g_strndup (argv[i], (gsize) (end - argv[i]));
        measure (database, context, text, alone);
      }
  dyr_database_close (database);
  return 0;
}
