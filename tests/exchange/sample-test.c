/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of the sample office share. */

#include "config.h"

#include "sample-test.h"

#include "dyr-date.h"

const char *const sample_languages[4] = { "uk", "ru", "hr", "en" };

gint64
sample_date (const char *text)
{
  gint64 date = 0;

  g_assert_true (dyr_date_parse_iso (text, &date));
  return date;
}

DyrSampleCounts
sample_make (Office *office, const char *language, guint clients, guint32 seed, gboolean real)
{
  const DyrSampleOptions options = { .clients = clients,
                                     .language = language,
                                     .seed = seed,
                                     .real = real,
                                     .today = sample_date (TODAY) };
  DyrSampleCounts counts = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean made = dyr_sample_make (office->database, &options, NULL, NULL, NULL, &counts, &error);

  g_assert_no_error (error);
  g_assert_true (made);
  return counts;
}

/* A link by its id: in a fresh store it is the same each time, the uid is not. */
static void
append_value (GString *text, const DyrField *field, const DyrValue *value)
{
  g_autofree char *canonical = NULL;

  if (value->form == DYR_VALUE_LINK)
    g_string_append_printf (text, "%" G_GINT64_FORMAT, value->link->id);
  else if (value->form == DYR_VALUE_SET && value->set->members[0].link != NULL)
    for (guint i = 0; i < value->set->n; i++)
      g_string_append_printf (text, "%" G_GINT64_FORMAT ",", value->set->members[i].link->id);
  else if ((canonical = dyr_field_to_text (field, value)) != NULL)
    g_string_append (text, canonical);
  g_string_append_c (text, '\n');
}

typedef struct
{
  SampleEachRow each;
  gpointer data;
} Walk;

static gboolean
job_walk (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Walk *walk = data;
  gint64 last;

  if (!dyr_connection_number (connection, error, 0, &last, "SELECT max (id) FROM record", ""))
    return FALSE;
  for (gint64 id = 1; id <= last; id++)
    {
      g_autoptr (DyrRow) row = dyr_row_read (connection, id, error);

      if (row == NULL)
        return FALSE;
      walk->each (row, walk->data);
    }
  return TRUE;
}

void
sample_walk (Office *office, SampleEachRow each, gpointer data)
{
  Walk walk = { each, data };
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_walk, &walk, NULL, &error);
  g_assert_no_error (error);
}

static void
digest_row (const DyrRow *row, gpointer data)
{
  g_autoptr (GString) text = g_string_new (row->type->name);

  g_string_append_c (text, row->deleted ? '-' : '+');
  for (guint i = 0; i < row->type->n_fields; i++)
    if ((row->type->fields[i].flags & DYR_DERIVED) == 0)
      append_value (text, &row->type->fields[i], &row->values[i]);
  g_checksum_update (data, (const guchar *) text->str, (gssize) text->len);
}

char *
sample_digest (Office *office)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  sample_walk (office, digest_row, checksum);
  return g_strdup (g_checksum_get_string (checksum));
}

void
sample_add_for_each (const char *path, void (*test) (Office *office, gconstpointer data))
{
  for (guint i = 0; i < G_N_ELEMENTS (sample_languages); i++)
    {
      g_autofree char *name = g_strdup_printf ("/exchange/%s/%s", path, sample_languages[i]);

      g_test_add (name, Office, sample_languages[i], office_set_up, test, office_tear_down);
    }
}
