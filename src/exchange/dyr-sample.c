/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The sample office: made and removed, each as one action in transactions of bounded size. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample.h"

#include <glib/gi18n-lib.h>

#include "dyr-action.h"
#include "dyr-date.h"
#include "dyr-error.h"
#include "dyr-sample-office-private.h"
#include "dyr-undo.h"

/* Records of a transaction: a person's edit never waits long. */
#define CHUNK 5000
/* More than one client never brings along. */
#define MOST_PER_CLIENT 40

/* Days before today at which the books of numbers begin. */
#define CONTRACT_BOOK_DAYS 2200
#define DELIVERY_BOOK_DAYS 400

#define TITLE_MAKE "sample"
#define TITLE_REMOVE "remove-sample"

static gboolean
make_one (DyrSampleOffice *office, GError **error)
{
  DyrSampleClient client = { .index = office->next };
  gboolean made = dyr_sample_make_client (office, &client, error)
                  && dyr_sample_make_contracts (office, &client, error)
                  && dyr_sample_make_deliveries (office, &client, error)
                  && dyr_sample_make_presentations (office, &client, error)
                  && dyr_sample_make_activities (office, &client, error);

  dyr_sample_client_clear (&client);
  office->next++;
  return made;
}

/* So that two numbers of one day seldom meet those of the next, for any size of the office. */
static void
open_books (DyrSampleOffice *office)
{
  office->contract_numbers.first = office->today - CONTRACT_BOOK_DAYS;
  office->contract_numbers.step = 2 + office->options.clients / 300;
  office->delivery_numbers.first = office->today - DELIVERY_BOOK_DAYS;
  office->delivery_numbers.step = 4 + office->options.clients / 40;
}

/* What only the office's own connection knows. */
static void
begin (DyrSampleOffice *office, DyrConnection *connection)
{
  office->zone = dyr_connection_get_zone (connection);
  office->today = office->options.today;
  if (office->today == 0)
    office->today = dyr_date_of_instant (g_get_real_time () / G_USEC_PER_SEC, office->zone);
  open_books (office);
}

static gboolean
job_make (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  DyrSampleOffice *office = data;
  g_autoptr (DyrSave) save
      = dyr_save_new (connection,
                      office->options.real ? DYR_SOURCE_PERSON : DYR_SOURCE_SAMPLE,
                      TITLE_MAKE,
                      office->action);

  dyr_save_set_long (save);
  office->save = save;
  office->n_in_transaction = 0;
  if (office->n_users == 0)
    {
      begin (office, connection);
      if (!dyr_sample_office_found (office, error))
        return FALSE;
    }
  while (office->next < office->options.clients
         && office->n_in_transaction + MOST_PER_CLIENT <= CHUNK)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !make_one (office, error))
      return FALSE;
  office->done = office->next == office->options.clients;
  if (!dyr_save_get_action (save, &office->going_on, error))
    return FALSE;
  return !office->done || dyr_save_finish_long (connection, office->going_on, error);
}

static gboolean
job_stop (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_action_end (connection, *(gint64 *) data, DYR_ACTION_STOPPED, error);
}

/* Half an office is of no use: what was stopped is taken back. */
static void
take_back (DyrDatabase *database, gint64 action)
{
  g_autoptr (DyrUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;

  if (action == 0)
    return;
  if (dyr_database_write (database, job_stop, &action, NULL, &error))
    undone = dyr_undo (database, action, NULL, &error);
  if (undone == NULL)
    g_warning ("What was made of the sample office could not be taken back: %s", error->message);
}

static gboolean
check_options (const DyrSampleOptions *options, GError **error)
{
  if (options->clients >= 1 && options->clients <= DYR_SAMPLE_MOST_CLIENTS)
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_USAGE,
               _("A sample office has 1 to %d clients."), DYR_SAMPLE_MOST_CLIENTS);
  return FALSE;
}

static void
clear_office (DyrSampleOffice *office)
{
  for (guint i = 0; i < office->n_users; i++)
    g_clear_pointer (&office->users[i], dyr_link_unref);
  for (guint i = 0; i < office->n_products; i++)
    g_clear_pointer (&office->products[i].link, dyr_link_unref);
  g_clear_pointer (&office->names, dyr_sample_names_free);
  g_clear_pointer (&office->words, dyr_sample_words_free);
  g_free (office);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSampleOffice, clear_office)

/**
 * dyr_sample_make:
 * @options: which office; the same options make the same one, but for the uids
 * @progress: (nullable): told the clients made so far and those to be made
 * @counts: (nullable): gets the numbers of records made
 *
 * Makes a sample office as one action that can be undone. Blocks: for worker threads and the
 * command line. When it fails or is cancelled, what was made so far is taken back.
 *
 * Returns: %FALSE with DYR_ERROR_USAGE for options that make no sense, G_IO_ERROR_CANCELLED, or
 *   what the database says
 */
gboolean
dyr_sample_make (DyrDatabase *database,
                 const DyrSampleOptions *options,
                 DyrSampleProgress progress,
                 gpointer data,
                 GCancellable *cancellable,
                 DyrSampleCounts *counts,
                 GError **error)
{
  g_autoptr (DyrSampleOffice) office = NULL;

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (options != NULL, FALSE);

  if (!check_options (options, error))
    return FALSE;
  office = g_new0 (DyrSampleOffice, 1);
  office->options = *options;
  office->words = dyr_sample_words_load (
      options->language != NULL ? options->language : dyr_database_get_language (database), error);
  if (office->words == NULL)
    return FALSE;
  office->names = dyr_sample_names_new (office->words, options->seed);
  office->country = dyr_sample_words_get (office->words, "country", 0, 0);
  office->currency = dyr_sample_words_get (office->words, "currency", 0, 0);
  while (!office->done)
    {
      if (!dyr_database_write (database, job_make, office, cancellable, error))
        {
          take_back (database, office->action);
          return FALSE;
        }
      office->action = office->going_on;
      if (progress != NULL)
        progress (office->next, options->clients, data);
    }
  if (counts != NULL)
    *counts = office->counts;
  return TRUE;
}

typedef struct
{
  gint64 action;
  gint64 going_on; /* the action while its transaction may still fail */
  gint64 below;    /* records from this id on are done */
  guint64 total;
  guint64 n_removed;
  gboolean done;
} Removal;

/* The newest first: parts before what they belong to, in undo the other way round. */
static GArray *
find_samples (DyrConnection *connection, const Removal *removal, GError **error)
{
  return dyr_statement_ids (
      dyr_connection_query (connection,
                            error,
                            "SELECT id FROM record WHERE origin = ? AND deleted_at IS NULL "
                            "AND id < ? ORDER BY id DESC LIMIT ?",
                            "nin",
                            (int) DYR_ORIGIN_SAMPLE,
                            removal->below,
                            CHUNK),
      error);
}

static gboolean
job_remove (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Removal *removal = data;
  g_autoptr (DyrSave) save
      = dyr_save_new (connection, DYR_SOURCE_PERSON, TITLE_REMOVE, removal->action);
  g_autoptr (GArray) ids = find_samples (connection, removal, error);
  gint64 total;

  if (ids == NULL)
    return FALSE;
  if (removal->total == 0)
    {
      if (!dyr_connection_number (connection,
                                  error,
                                  0,
                                  &total,
                                  "SELECT count (*) FROM record WHERE origin = ? "
                                  "AND deleted_at IS NULL",
                                  "n",
                                  (int) DYR_ORIGIN_SAMPLE))
        return FALSE;
      removal->total = (guint64) total;
    }
  removal->done = ids->len < CHUNK;
  if (ids->len == 0 && removal->action == 0)
    return TRUE;
  dyr_save_set_long (save);
  for (guint i = 0; i < ids->len; i++)
    if (!dyr_save_delete (save, g_array_index (ids, gint64, i), error))
      return FALSE;
  if (ids->len > 0)
    removal->below = g_array_index (ids, gint64, ids->len - 1);
  removal->n_removed += dyr_save_get_n_changes (save);
  if (!dyr_save_get_action (save, &removal->going_on, error))
    return FALSE;
  return !removal->done || dyr_save_finish_long (connection, removal->going_on, error);
}

/**
 * dyr_sample_remove:
 * @progress: (nullable): told the records removed so far and those there were
 * @n_removed: (nullable): gets how many records were removed; 0 when there was no sample office
 *
 * Deletes all samples, changed ones too, as one action that can be undone; what people linked to
 * them stays and shows them struck through. Blocks: for worker threads and the command line. When
 * it fails or is cancelled, what was removed so far comes back.
 */
gboolean
dyr_sample_remove (DyrDatabase *database,
                   DyrSampleProgress progress,
                   gpointer data,
                   GCancellable *cancellable,
                   guint64 *n_removed,
                   GError **error)
{
  Removal removal = { .below = G_MAXINT64 };

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);

  while (!removal.done)
    {
      if (!dyr_database_write (database, job_remove, &removal, cancellable, error))
        {
          take_back (database, removal.action);
          return FALSE;
        }
      removal.action = removal.going_on;
      if (progress != NULL)
        progress (removal.n_removed, removal.total, data);
    }
  if (n_removed != NULL)
    *n_removed = removal.n_removed;
  return TRUE;
}

/**
 * dyr_sample_exists:
 * @exists: gets whether there is any sample that was not deleted
 *
 * A function of jobs. It asks the history, which has an index: in a large office without samples
 * all records would have to be looked through.
 */
gboolean
dyr_sample_exists (DyrConnection *connection, gboolean *exists, GError **error)
{
  gint64 found;

  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (exists != NULL, FALSE);

  if (!dyr_connection_number (connection,
                              error,
                              0,
                              &found,
                              "SELECT EXISTS (SELECT 1 FROM action a CROSS JOIN change c "
                              "ON c.action = a.id AND c.kind = ? JOIN record r ON r.id = c.record "
                              "WHERE a.source = ? AND r.origin = ? AND r.deleted_at IS NULL)",
                              "nnn",
                              (int) DYR_CHANGE_CREATED,
                              (int) DYR_SOURCE_SAMPLE,
                              (int) DYR_ORIGIN_SAMPLE))
    return FALSE;
  *exists = found != 0;
  return TRUE;
}
