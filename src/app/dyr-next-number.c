/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The next number of a contract: the office's own way of numbering, one further. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-next-number.h"

#include <string.h>

#include "dyr-contract.h"
#include "dyr-date.h"
#include "dyr-query.h"
#include "dyr-rows.h"

/* How many of the latest contracts show how an office counts. */
#define LATEST 50
/* Longer runs of digits are codes, no counters. */
#define MAX_DIGITS 9

/* A number taken apart: "Д-2026-007" is "Д-", year, "-", counter of 3 digits. */
typedef struct
{
  GPtrArray *pieces; /* runs of digits and what is between them */
  int year;          /* index of the piece, -1: none */
  int counter;
} Parts;

static void
clear_parts (Parts *parts)
{
  g_clear_pointer (&parts->pieces, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, clear_parts)

static gint64
number_of (const Parts *parts, int piece)
{
  return g_ascii_strtoll (g_ptr_array_index (parts->pieces, (guint) piece), NULL, 10);
}

static gboolean
is_year (const char *piece, int year)
{
  gint64 number = g_ascii_strtoll (piece, NULL, 10);

  if (strlen (piece) == 4)
    return number >= 2000 && number <= 2099;
  return strlen (piece) == 2 && (number == year % 100 || number == (year - 1) % 100);
}

static void
split (const char *number, Parts *parts)
{
  parts->pieces = g_ptr_array_new_with_free_func (g_free);
  while (*number != '\0')
    {
      gboolean digits = g_ascii_isdigit (*number);
      gsize length = 0;

      while (number[length] != '\0' && g_ascii_isdigit (number[length]) == digits)
        length++;
      g_ptr_array_add (parts->pieces, g_strndup (number, length));
      number += length;
    }
}

/* The last piece that can be the year is it, the last other run of digits counts; a lone run
 * counts whatever it looks like. */
static void
find_parts (Parts *parts, int year)
{
  int last = -1;

  parts->year = -1;
  parts->counter = -1;
  for (guint i = 0; i < parts->pieces->len; i++)
    {
      const char *piece = g_ptr_array_index (parts->pieces, i);

      if (!g_ascii_isdigit (*piece))
        continue;
      last = (int) i;
      if (is_year (piece, year))
        parts->year = (int) i;
    }
  for (guint i = 0; i < parts->pieces->len; i++)
    {
      const char *piece = g_ptr_array_index (parts->pieces, i);

      if (g_ascii_isdigit (*piece) && (int) i != parts->year && strlen (piece) <= MAX_DIGITS)
        parts->counter = (int) i;
    }
  if (parts->counter >= 0 || last < 0
      || strlen (g_ptr_array_index (parts->pieces, (guint) last)) > MAX_DIGITS)
    return;
  parts->counter = last;
  parts->year = -1;
}

static void
take_apart (const char *number, int year, Parts *parts)
{
  split (number, parts);
  find_parts (parts, year);
}

static gboolean
same_manner (const Parts *a, const Parts *b)
{
  if (a->pieces->len != b->pieces->len || a->year != b->year || a->counter != b->counter)
    return FALSE;
  for (guint i = 0; i < a->pieces->len; i++)
    if ((int) i != a->year && (int) i != a->counter
        && !g_str_equal (g_ptr_array_index (a->pieces, i), g_ptr_array_index (b->pieces, i)))
      return FALSE;
  return TRUE;
}

static gboolean
of_this_year (const Parts *parts, int year)
{
  gint64 number;

  if (parts->year < 0)
    return TRUE;
  number = number_of (parts, parts->year);
  return number == year || number == year % 100;
}

/* `width`: with zeros in front; 0: without. */
static char *
put_together (const Parts *parts, gint64 counter, int width, int year)
{
  GString *number = g_string_new (NULL);

  for (guint i = 0; i < parts->pieces->len; i++)
    {
      const char *piece = g_ptr_array_index (parts->pieces, i);

      if ((int) i == parts->counter)
        g_string_append_printf (number, "%0*" G_GINT64_FORMAT, width, counter);
      else if ((int) i == parts->year)
        g_string_append_printf (
            number, "%0*d", (int) strlen (piece), strlen (piece) == 4 ? year : year % 100);
      else
        g_string_append (number, piece);
    }
  return g_string_free (number, FALSE);
}

char *
dyr_next_number (GPtrArray *numbers, int year)
{
  g_auto (Parts) manner = { NULL, -1, -1 };
  gint64 highest = 0;
  int width = 0;

  g_return_val_if_fail (numbers != NULL, NULL);

  for (guint i = 0; i < numbers->len; i++)
    {
      g_auto (Parts) parts = { NULL, -1, -1 };
      const char *counter;

      take_apart (g_ptr_array_index (numbers, i), year, &parts);
      if (parts.counter < 0)
        continue;
      if (manner.pieces == NULL)
        {
          manner = parts;
          manner.pieces = g_ptr_array_ref (parts.pieces);
        }
      if (!same_manner (&manner, &parts))
        continue;
      counter = g_ptr_array_index (parts.pieces, (guint) parts.counter);
      if (*counter == '0')
        width = MAX (width, (int) strlen (counter));
      if (of_this_year (&parts, year))
        highest = MAX (highest, number_of (&parts, parts.counter));
    }
  if (manner.pieces == NULL)
    return g_strdup_printf ("1/%02d", year % 100);
  return put_together (&manner, highest + 1, width, year);
}

/* The store's contracts */

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? 1 : first > second ? -1 : 0;
}

static gboolean
job_numbers (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrQuery) query = dyr_query_new (&dyr_contract_type);
  g_autoptr (GArray) ids = dyr_query_ids (query, connection, error);

  if (ids == NULL)
    return FALSE;
  g_array_sort (ids, compare_newest);
  for (guint i = 0; i < MIN (ids->len, LATEST); i++)
    {
      g_autoptr (DyrRow) row
          = dyr_row_read_as (connection, &dyr_contract_type, g_array_index (ids, gint64, i), error);
      const char *number;

      if (row == NULL)
        return FALSE;
      number = dyr_value_text (&row->values[DYR_CONTRACT_NUMBER]);
      if (number != NULL)
        g_ptr_array_add (data, g_strdup (number));
    }
  return TRUE;
}

static int
year_now (const DyrContext *context)
{
  int year, month, day;

  dyr_date_to_ymd (dyr_context_today (context), &year, &month, &day);
  return year;
}

static void
on_numbers_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DyrOffice *office = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!dyr_database_job_finish (DYR_DATABASE (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_task_return_pointer (
      task,
      dyr_next_number (dyr_database_job_data (result), year_now (dyr_office_get_context (office))),
      g_free);
}

void
dyr_next_number_async (DyrOffice *office,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  GTask *task;

  g_return_if_fail (DYR_IS_OFFICE (office));

  task = g_task_new (office, cancellable, callback, data);
  g_task_set_source_tag (task, dyr_next_number_async);
  dyr_database_read_async (dyr_store_get_database (dyr_office_get_store (office)),
                           job_numbers,
                           g_ptr_array_new_with_free_func (g_free),
                           (GDestroyNotify) g_ptr_array_unref,
                           cancellable,
                           on_numbers_read,
                           task);
}

char *
dyr_next_number_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
