/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* duplicates DATABASE: how long it takes to warn of duplicates while a client is typed, and to find
 * those of all clients; with the memory that this took. Prints JSON. */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "dyr-client.h"
#include "dyr-duplicate-finder.h"
#include "dyr-duplicates.h"
#include "dyr-rows.h"

/* Clients that are typed anew. */
#define TYPED 300

typedef struct
{
  guint n;
  gint64 took[TYPED]; /* microseconds */
  gint64 cpu[TYPED];  /* of them, those of this thread alone: others run beside it */
  guint n_found;
} Typing;

static void
add_text (GArray *values, guint field, const char *text)
{
  dyr_value_set_text (dyr_field_values_add (values, field), text);
}

static gint64
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* As somebody types a client that is there: first the name, with a slip in every second one, then
 * code and phone. */
static gboolean
type_one (DyrConnection *connection, Typing *typing, const DyrRow *row, guint which, GError **error)
{
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (GString) name = g_string_new (dyr_value_text (&row->values[DYR_CLIENT_NAME]));
  g_autoptr (GPtrArray) found = NULL;
  gint64 from, cpu;

  if (which % 2 == 1)
    g_string_replace (name, "и", "і", 1);
  add_text (values, DYR_CLIENT_NAME, name->str);
  if (which % 3 > 0)
    add_text (values, DYR_CLIENT_CODE, dyr_value_text (&row->values[DYR_CLIENT_CODE]));
  if (which % 3 > 1)
    dyr_value_copy (&row->values[DYR_CLIENT_PHONES],
                    dyr_field_values_add (values, DYR_CLIENT_PHONES));
  from = g_get_monotonic_time ();
  cpu = cpu_time ();
  found = dyr_duplicates_of (
      connection, &dyr_client_type, values, 0, DYR_DUPLICATE_MIN_SCORE, 5, error);
  typing->took[which] = g_get_monotonic_time () - from;
  typing->cpu[which] = cpu_time () - cpu;
  if (found != NULL)
    typing->n_found += found->len;
  return found != NULL;
}

static gboolean
job_type (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Typing *typing = data;
  gint64 last;

  if (!dyr_connection_number (connection, error, 0, &last, "SELECT max (id) FROM client", ""))
    return FALSE;
  for (; typing->n < TYPED; typing->n++)
    {
      gint64 id;
      g_autoptr (DyrRow) row = NULL;

      if (!dyr_connection_number (connection,
                                  error,
                                  0,
                                  &id,
                                  "SELECT id FROM client WHERE id >= ? AND listed = 1 LIMIT 1",
                                  "i",
                                  last * typing->n / TYPED))
        return FALSE;
      row = dyr_row_read (connection, id, error);
      if (row == NULL || !type_one (connection, typing, row, typing->n, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static double
milliseconds (const gint64 *times, guint percent)
{
  return (double) times[(TYPED - 1) * percent / 100] / 1000;
}

/* MiB that the process had at most. */
static double
peak (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss / 1024;
}

int
main (int argc, char **argv)
{
  const DyrDatabaseOptions options = { NULL, "Europe/Kyiv", TRUE };
  g_autoptr (DyrDatabase) database = NULL;
  g_autoptr (DyrDuplicateReport) report = NULL;
  g_autoptr (GError) error = NULL;
  Typing typing = { 0 };
  double before;
  gint64 from;

  if (argc != 2)
    g_error ("usage: duplicates DATABASE");
  database = dyr_database_open (argv[1], &options, &error);
  if (database == NULL || !dyr_database_read (database, job_type, &typing, NULL, &error))
    g_error ("%s", error->message);
  qsort (typing.took, TYPED, sizeof *typing.took, compare_numbers);
  qsort (typing.cpu, TYPED, sizeof *typing.cpu, compare_numbers);
  before = peak ();
  from = g_get_monotonic_time ();
  report = dyr_duplicates_find (
      database, &dyr_client_type, DYR_DUPLICATE_MIN_SCORE, 1000, NULL, NULL, NULL, &error);
  if (report == NULL)
    g_error ("%s", error->message);
  printf ("{\"typed-cpu-p50-ms\": %.2f, \"typed-cpu-p95-ms\": %.2f, \"typed-p50-ms\": %.2f, "
          "\"typed-p95-ms\": %.2f, \"typed-max-ms\": %.2f, "
          "\"typed-found\": %u, \"records\": %u, \"find-s\": %.1f, \"find-mib\": %.0f, "
          "\"pairs\": %u, \"groups\": %u, \"crowds\": %u, \"cut\": %s}\n",
          milliseconds (typing.cpu, 50),
          milliseconds (typing.cpu, 95),
          milliseconds (typing.took, 50),
          milliseconds (typing.took, 95),
          milliseconds (typing.took, 100),
          typing.n_found,
          report->n_records,
          (double) (g_get_monotonic_time () - from) / G_USEC_PER_SEC,
          peak () - before,
          report->n_pairs,
          report->n_groups,
          report->crowds->len,
          report->cut ? "true" : "false");
  dyr_database_close (database);
  return 0;
}
