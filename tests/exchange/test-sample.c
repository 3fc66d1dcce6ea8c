/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The sample office: the same from the same seed, never sent, gone and back by one action. */

#include "config.h"

#include "sample-test.h"

#include "dyr-undo.h"

static char *
digest_of (const char *language, guint clients, guint32 seed, const char *today)
{
  const DyrSampleOptions options
      = { .clients = clients, .language = language, .seed = seed, .today = sample_date (today) };
  g_autoptr (GError) error = NULL;
  Office office = { 0 };
  char *sum;

  office_set_up (&office, NULL);
  dyr_sample_make (office.database, &options, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  sum = sample_digest (&office);
  office_tear_down (&office, NULL);
  return sum;
}

static void
test_same_seed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sample_languages); i++)
    {
      g_autofree char *first = digest_of (sample_languages[i], 60, 7, TODAY);
      g_autofree char *again = digest_of (sample_languages[i], 60, 7, TODAY);

      g_assert_cmpstr (first, ==, again);
    }
}

static void
test_other_options (void)
{
  g_autofree char *first = digest_of ("uk", 40, 7, TODAY);
  g_autofree char *seed = digest_of ("uk", 40, 8, TODAY);
  g_autofree char *language = digest_of ("ru", 40, 7, TODAY);
  g_autofree char *today = digest_of ("uk", 40, 7, SUNDAY);

  g_assert_cmpstr (first, !=, seed);
  g_assert_cmpstr (first, !=, language);
  g_assert_cmpstr (first, !=, today);
}

/* The beginning of a larger office is the smaller one: what is made for one client does not move
 * the next. Numbers differ: there are more of them a day. */
static void
test_prefix (Office *office, gconstpointer data)
{
  Office larger = { 0 };
  g_autofree char *names = NULL, *more = NULL;
  const char *sql = "SELECT group_concat (name || coalesce (code, ''), '|') FROM "
                    "(SELECT name, code FROM client ORDER BY id LIMIT 50)";

  office_set_up (&larger, NULL);
  sample_make (office, "uk", 50, 3, FALSE);
  sample_make (&larger, "uk", 80, 3, FALSE);
  names = office_text (office, sql);
  more = office_text (&larger, sql);
  g_assert_cmpstr (names, ==, more);
  office_tear_down (&larger, NULL);
}

static void
test_never_sent (Office *office, gconstpointer data)
{
  sample_make (office, "uk", 60, 1, FALSE);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE origin <> 3"), ==, 0);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM record WHERE push <> 0 OR seq IS NOT NULL"),
      ==,
      0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM pending"), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action"), ==, 1);
  g_assert_cmpint (
      office_number (
          office,
          "SELECT count (*) FROM action WHERE source = 4 AND title = 'sample' AND state = 1"),
      ==,
      1);
}

static void
test_real (Office *office, gconstpointer data)
{
  DyrSampleCounts counts = sample_make (office, "hr", 60, 1, TRUE);

  g_assert_cmpuint (counts.clients, ==, 60);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE origin <> 0"), ==, 0);
  /* All of it waits to be created in the CRM, each in its place. */
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE push <> 1"), ==, 0);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) - count (DISTINCT seq) FROM record"), ==, 0);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM action WHERE source = 0 AND title = 'sample'"),
      ==,
      1);
}

static gboolean
job_exists (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_sample_exists (connection, data, error);
}

static gboolean
exists (Office *office)
{
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  dyr_database_read (office->database, job_exists, &found, NULL, &error);
  g_assert_no_error (error);
  return found;
}

static guint64
remove_samples (Office *office)
{
  g_autoptr (GError) error = NULL;
  guint64 n_removed = 0;

  dyr_sample_remove (office->database, NULL, NULL, NULL, &n_removed, &error);
  g_assert_no_error (error);
  return n_removed;
}

/* Rows that lists show, of all types. */
static gint64
count_listed (Office *office)
{
  gint64 n = 0;

  for (int i = 0; dyr_record_types[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM \"%s\" WHERE listed = 1",
                                              dyr_record_types[i]->table);

      n += office_number (office, sql);
    }
  return n;
}

static void
test_removal (Office *office, gconstpointer data)
{
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (DyrUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;
  gint64 own, note, all, action;

  g_assert_false (exists (office));
  sample_make (office, "uk", 60, 1, FALSE);
  g_assert_true (exists (office));
  own = office_add (office, &dyr_client_type, "name", "Наш справжній клієнт", NULL);
  note = office_add (office, &dyr_note_type, "text", "Нотатка людини", NULL);
  all = count_listed (office);
  before = sample_digest (office);
  g_assert_cmpint ((gint64) remove_samples (office), ==, all - 2);
  g_assert_false (exists (office));
  g_assert_cmpint (count_listed (office), ==, 2);
  g_assert_cmpint (
      office_number (office,
                     "SELECT count (*) FROM record WHERE origin = 3 AND deleted_at IS NULL"),
      ==,
      0);
  g_assert_cmpint (
      office_number (office,
                     "SELECT count (*) FROM record WHERE origin <> 3 AND deleted_at IS NOT NULL"),
      ==,
      0);
  office_assert (office, own, "name", "Наш справжній клієнт");
  office_assert (office, note, "text", "Нотатка людини");
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM record WHERE origin = 3 AND push <> 0"), ==, 0);
  action = office_number (office, "SELECT id FROM action WHERE title = 'remove-sample'");
  g_assert_cmpint (action, >, 0);
  undone = dyr_undo (office->database, action, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (undone->kept->len, ==, 0);
  g_assert_cmpint (count_listed (office), ==, all);
  after = sample_digest (office);
  g_assert_cmpstr (before, ==, after);
}

/* Nothing to remove leaves no action behind; removing twice neither. */
static void
test_removal_of_nothing (Office *office, gconstpointer data)
{
  g_assert_cmpuint (remove_samples (office), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action"), ==, 0);
  sample_make (office, "en", 5, 1, FALSE);
  g_assert_cmpuint (remove_samples (office), >, 5);
  g_assert_cmpuint (remove_samples (office), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action"), ==, 2);
  /* Real ones are no samples. */
  sample_make (office, "en", 5, 1, TRUE);
  g_assert_cmpuint (remove_samples (office), ==, 0);
  g_assert_false (exists (office));
}

typedef struct
{
  Office *office;
  GCancellable *cancellable; /* cancelled at the first call; NULL never */
  guint n_calls;
  guint64 last;
  guint64 total;
  gint64 n_changes;
} Progress;

static void
on_progress_made (guint64 done, guint64 total, gpointer data)
{
  Progress *progress = data;
  gint64 n_changes = office_number (progress->office, "SELECT count (*) FROM change");

  progress->n_calls++;
  g_assert_cmpuint (done, >, progress->last);
  g_assert_cmpuint (done, <=, total);
  progress->last = done;
  progress->total = total;
  /* It is told after the commit; a transaction is no larger than allowed. */
  g_assert_cmpint (n_changes, >, progress->n_changes);
  g_assert_cmpint (n_changes, <=, progress->n_changes + 5000);
  progress->n_changes = n_changes;
  if (progress->cancellable != NULL)
    g_cancellable_cancel (progress->cancellable);
}

static void
test_transactions (Office *office, gconstpointer data)
{
  const DyrSampleOptions options = { .clients = 1300, .seed = 1 };
  Progress made = { .office = office }, removed = { .office = office };
  g_autoptr (GError) error = NULL;
  guint64 n_removed;

  dyr_sample_make (office->database, &options, on_progress_made, &made, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (made.n_calls, ==, 3);
  g_assert_cmpuint (made.last, ==, 1300);
  g_assert_cmpuint (made.total, ==, 1300);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action"), ==, 1);
  removed.n_changes = made.n_changes;
  dyr_sample_remove (office->database, on_progress_made, &removed, NULL, &n_removed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (removed.n_calls, ==, 3);
  g_assert_cmpuint (removed.last, ==, n_removed);
  g_assert_cmpuint (removed.total, ==, n_removed);
  g_assert_cmpint (count_listed (office), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action WHERE state = 1"), ==, 2);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM meta WHERE key LIKE 'running-%'"), ==, 0);
}

/* Half an office is of no use, and half a removal neither. */
static void
test_cancelled (Office *office, gconstpointer data)
{
  const DyrSampleOptions options = { .clients = 1000, .seed = 1 };
  g_autoptr (GCancellable) stop = g_cancellable_new ();
  Progress made = { .office = office, .cancellable = stop };
  Progress removed = { .office = office, .cancellable = stop };
  g_autoptr (GError) error = NULL;
  gint64 all;

  g_assert_false (
      dyr_sample_make (office->database, &options, on_progress_made, &made, stop, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (made.n_calls, ==, 1);
  g_assert_cmpint (count_listed (office), ==, 0);
  g_assert_false (exists (office));
  g_assert_cmpint (office_redo (office), ==, 0);
  /* Cancelled before it began there is nothing at all. */
  g_assert_false (dyr_sample_make (office->database, &options, NULL, NULL, stop, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_cancellable_reset (stop);
  dyr_sample_make (office->database, &options, NULL, NULL, stop, NULL, &error);
  g_assert_no_error (error);
  all = count_listed (office);
  removed.n_changes = office_number (office, "SELECT count (*) FROM change");
  g_assert_false (
      dyr_sample_remove (office->database, on_progress_made, &removed, stop, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (removed.n_calls, ==, 1);
  g_assert_cmpint (count_listed (office), ==, all);
  g_assert_cmpint (office_redo (office), ==, 0);
}

static void
test_refused (Office *office, gconstpointer data)
{
  const DyrSampleOptions wrong[] = {
    { .clients = 0, .language = "uk" },
    { .clients = DYR_SAMPLE_MOST_CLIENTS + 1, .language = "uk" },
    { .clients = 3, .language = "de" },
    { .clients = 3, .language = "../uk" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (
          dyr_sample_make (office->database, &wrong[i], NULL, NULL, NULL, NULL, &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_USAGE);
      g_assert_cmpint (office_number (office, "SELECT count (*) FROM record"), ==, 0);
    }
}

/* Neither language nor date given: the database's, and around now. */
static void
test_defaults (Office *office, gconstpointer data)
{
  const DyrSampleOptions options = { .clients = 40 };
  g_autoptr (GError) error = NULL;

  dyr_sample_make (office->database, &options, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM user WHERE name = 'Відділ супроводу'"), ==, 1);
  g_assert_cmpint (office_number (office,
                                  "SELECT count (*) FROM client WHERE abs (next_contact - "
                                  "dyr_today ()) > 130"),
                   ==,
                   0);
}

#define add(path, data, test)                                                                      \
  g_test_add ("/exchange/sample/" path, Office, data, office_set_up, test, office_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/sample/same-seed", test_same_seed);
  g_test_add_func ("/exchange/sample/other-options", test_other_options);
  add ("prefix", NULL, test_prefix);
  add ("never-sent", NULL, test_never_sent);
  add ("real", NULL, test_real);
  add ("removal", NULL, test_removal);
  add ("removal-of-nothing", NULL, test_removal_of_nothing);
  add ("transactions", NULL, test_transactions);
  add ("cancelled", NULL, test_cancelled);
  add ("refused", NULL, test_refused);
  add ("defaults", NULL, test_defaults);
  return g_test_run ();
}
