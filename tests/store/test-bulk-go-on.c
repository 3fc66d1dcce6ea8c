/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Bulk edits whose program was killed, at any row that it writes: the store knows what is left, and
 * gone on with they come to what they would have come to. */

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>

#include "dyr-bulk.h"
#include "dyr-undo.h"
#include "dyr-unfinished.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/bulk-go-on/" name, Office, NULL, office_set_up, function, office_tear_down)

#define PART 5000
#define MANY 11000

static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);

  for (int i = 0; i < MANY; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CLIENT_N_FIELDS);
      gint64 id;

      dyr_value_set_text (&values[DYR_CLIENT_NAME], "Клієнт");
      dyr_value_set_text (&values[DYR_CLIENT_CITY], i % 2 == 0 ? "Київ" : "Одеса");
      if (!dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
        return FALSE;
      for (guint j = 0; j < DYR_CLIENT_N_FIELDS; j++)
        dyr_value_clear (&values[j]);
    }
  return dyr_save_finish (save, NULL, error);
}

static void
add_many (Office *office)
{
  g_autoptr (GError) error = NULL;

  g_free (office_uid (office, office_add (office, &dyr_user_type, "name", "Оксана", NULL)));
  dyr_database_write (office->database, job_many, NULL, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
job_ids (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  *(GArray **) data = dyr_statement_ids (
      dyr_connection_query (connection, error, "SELECT id FROM client ORDER BY id", ""), error);
  return *(GArray **) data != NULL;
}

static GArray *
all_ids (DyrDatabase *database)
{
  GArray *ids = NULL;
  g_autoptr (GError) error = NULL;

  dyr_database_read (database, job_ids, &ids, NULL, &error);
  g_assert_no_error (error);
  return ids;
}

static gboolean
job_user (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  *(DyrLink **) data = dyr_row_link (connection, 1, error);
  return *(DyrLink **) data != NULL;
}

/* All clients get a city and a responsible person. */
static GArray *
new_values (DyrDatabase *database)
{
  GArray *values = dyr_field_values_new ();
  DyrLink *user = NULL;
  g_autoptr (GError) error = NULL;

  dyr_database_read (database, job_user, &user, NULL, &error);
  g_assert_no_error (error);
  dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_CITY), "Львів \"центр\"");
  dyr_value_take_link (dyr_field_values_add (values, DYR_CLIENT_RESPONSIBLE), user);
  return values;
}

static gboolean
edit (DyrDatabase *database, DyrProgress progress, gpointer data, DyrBulkResult *done)
{
  g_autoptr (GArray) ids = all_ids (database), values = new_values (database);
  g_autoptr (GError) error = NULL;
  gboolean ok
      = dyr_bulk_edit (database, &dyr_client_type, ids, values, progress, data, NULL, done, &error);

  g_assert_no_error (error);
  return ok;
}

/* In a program of its own, which is killed */

typedef struct
{
  guint at_record; /* when so many are done */
  guint at_row;    /* or at this row that is written; 0: not so */
  guint n_rows;
} Death;

static void
on_progress (guint n_done, guint n, gpointer data)
{
  const Death *death = data;

  if (death->at_record > 0 && n_done >= death->at_record)
    raise (SIGKILL);
}

static void
on_row_written (void *data, int what, const char *base, const char *table, sqlite3_int64 id)
{
  Death *death = data;

  if (++death->n_rows == death->at_row)
    raise (SIGKILL);
}

static gboolean
job_hook (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3_update_hook (dyr_connection_get_handle (connection), on_row_written, data);
  return TRUE;
}

/* Only ends when it was not killed. */
static int
be_killed (const char *path, gint64 action, Death *death)
{
  const DyrDatabaseOptions options = { "uk", "Europe/Kyiv", TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrDatabase) database = dyr_database_open (path, &options, &error);
  DyrBulkResult done;

  g_assert_no_error (error);
  if (death->at_row > 0)
    dyr_database_write (database, job_hook, death, NULL, &error);
  g_assert_no_error (error);
  if (action == 0)
    edit (database, on_progress, death, &done);
  else
    dyr_bulk_go_on (database, action, on_progress, death, NULL, &done, &error);
  g_assert_no_error (error);
  return 0;
}

/* Edits (or goes on) in another program; whether it was killed. The office is open afterwards, as
 * after a start. */
static gboolean
edit_and_die (Office *office, gint64 action, const Death *death)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, action);
  g_autofree char *record = g_strdup_printf ("%u", death->at_record);
  g_autofree char *row = g_strdup_printf ("%u", death->at_row);
  g_autoptr (GSubprocess) other = NULL;
  g_autoptr (GError) error = NULL;
  gboolean killed;

  office_close (office);
  other = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE,
                            &error,
                            "/proc/self/exe",
                            "--be-killed",
                            office->path,
                            number,
                            record,
                            row,
                            NULL);
  g_assert_no_error (error);
  g_subprocess_wait (other, NULL, &error);
  g_assert_no_error (error);
  killed = g_subprocess_get_if_signaled (other);
  if (killed)
    g_assert_cmpint (g_subprocess_get_term_sig (other), ==, SIGKILL);
  else
    g_assert_true (g_subprocess_get_successful (other));
  office->database = office_open (office, "uk");
  dyr_undo_mark_interrupted (office->database, NULL, &error);
  g_assert_no_error (error);
  return killed;
}

/* What the store says */

static GPtrArray *
list (Office *office)
{
  GPtrArray *unfinished = NULL;
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, dyr_unfinished_job_list, &unfinished, NULL, &error);
  g_assert_no_error (error);
  return unfinished;
}

/* The action that is open, with so many records left. */
static gint64
assert_open (Office *office, guint n_left)
{
  g_autoptr (GPtrArray) unfinished = list (office);
  const DyrUnfinished *only;

  g_assert_cmpuint (unfinished->len, ==, 1);
  only = g_ptr_array_index (unfinished, 0);
  g_assert_cmpuint (only->n_left, ==, n_left);
  g_assert_false (only->is_undo);
  return only->action;
}

static void
assert_settled (Office *office)
{
  g_autoptr (GPtrArray) unfinished = list (office);

  g_assert_cmpuint (unfinished->len, ==, 0);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM meta WHERE key LIKE 'bulk-%'"), ==, 0);
}

static guint
go_on (Office *office, gint64 action)
{
  g_autoptr (GError) error = NULL;
  DyrBulkResult done;

  dyr_bulk_go_on (office->database, action, NULL, NULL, NULL, &done, &error);
  g_assert_no_error (error);
  g_assert_false (done.stopped);
  g_assert_cmpint (done.action, ==, action);
  return done.n_changed;
}

static void
assert_refused (Office *office, gint64 action, int code)
{
  g_autoptr (GError) error = NULL;
  DyrBulkResult done;

  g_assert_false (dyr_bulk_go_on (office->database, action, NULL, NULL, NULL, &done, &error));
  g_assert_error (error, DYR_ERROR, code);
  g_assert_cmpuint (done.n_changed, ==, 0);
}

#define N_DONE "SELECT count (*) FROM client WHERE city LIKE 'Львів%' AND responsible = 1"

/* Everything that the edit wrote, without numbers that only order. */
static char *
read_facts (Office *office)
{
  static const char *const facts[] = {
    "SELECT group_concat (id || city || hex (city_key) || coalesce (responsible, '-') || fold, "
    "x'0a')"
    " FROM (SELECT * FROM client ORDER BY id)",
    "SELECT group_concat (id || ' ' || push || ' ' || (seq IS NOT NULL), x'0a') "
    "FROM (SELECT * FROM record ORDER BY id)",
    "SELECT group_concat (record || grp || base || state, x'0a') "
    "FROM (SELECT * FROM pending ORDER BY record, grp)",
    "SELECT group_concat (record || kind || field || coalesce (old, '-') || coalesce (new, '-'), "
    "x'0a') FROM (SELECT * FROM change WHERE action = (SELECT max (id) FROM action) ORDER BY "
    "record, "
    "field)",
    "SELECT group_concat (record || coalesce (fold_was, '-'), x'0a') "
    "FROM (SELECT * FROM stale ORDER BY record)",
    "SELECT title || ' ' || state FROM action ORDER BY id DESC LIMIT 1",
  };
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *text = office_text (office, facts[i]);

      g_string_append_printf (all, "%s\n", text);
    }
  return g_string_free (all, FALSE);
}

/* Killed anywhere: the store is whole, knows how many are left, and comes to the same in the end.
 */
static void
test_killed_anywhere (Office *office, gconstpointer data)
{
  g_autofree char *expected = NULL;
  Office whole = { NULL };
  DyrBulkResult done;
  guint n_killed = 0, n_open = 0;

  add_many (office);
  office_copy (office, &whole);
  edit (whole.database, NULL, NULL, &done);
  g_assert_cmpuint (done.n_changed, ==, MANY);
  expected = read_facts (&whole);
  office_tear_down (&whole, NULL);

  for (guint round = 0; round < 6; round++)
    {
      Office copy = { NULL };
      /* Each record is some rows: its history, its place in the outbox, itself. */
      const Death death = { .at_row = (guint) g_test_rand_int_range (1, MANY * 6) };
      g_autofree char *facts = NULL;
      g_autoptr (GPtrArray) open = NULL;
      gint64 n_done;

      office_copy (office, &copy);
      n_killed += edit_and_die (&copy, 0, &death);
      n_done = office_number (&copy, N_DONE);
      g_test_message ("row %u: %d done", death.at_row, (int) n_done);
      open = list (&copy);
      if (open->len > 0)
        {
          n_open++;
          g_assert_cmpuint (
              go_on (&copy, assert_open (&copy, MANY - (guint) n_done)), ==, MANY - (guint) n_done);
        }
      else if (n_done == 0)
        edit (copy.database, NULL, NULL, &done);
      assert_settled (&copy);
      facts = read_facts (&copy);
      g_assert_cmpstr (facts, ==, expected);
      office_tear_down (&copy, NULL);
    }
  g_assert_cmpuint (n_killed, >, 0);
  g_test_message ("killed %u times, %u in the middle", n_killed, n_open);
}

/* Killed again while it goes on. What people did meanwhile stays where it was done before, and is
 * in the history where it was left; one undo takes all of it back. */
static void
test_killed_twice (Office *office, gconstpointer data)
{
  const Death after_one = { .at_record = PART }, after_two = { .at_record = 2 * PART };
  g_autoptr (GArray) ids = NULL;
  g_autoptr (DyrUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;
  gint64 first, last, action;

  add_many (office);
  ids = all_ids (office->database);
  first = g_array_index (ids, gint64, 0);
  last = g_array_index (ids, gint64, MANY - 1);
  g_assert_true (edit_and_die (office, 0, &after_one));
  action = assert_open (office, MANY - PART);
  g_assert_true (edit_and_die (office, action, &after_two));
  g_assert_cmpint (assert_open (office, MANY - 2 * PART), ==, action);

  office_set (office, first, "city", "Стрий");
  office_set (office, last, "city", "Броди");
  office_delete (office, g_array_index (ids, gint64, MANY - 2));
  g_assert_cmpuint (go_on (office, action), ==, MANY - 2 * PART - 1);
  assert_settled (office);
  office_assert (office, first, "city", "Стрий");
  office_assert (office, last, "city", "Львів \"центр\"");
  assert_refused (office, action, DYR_ERROR_REFUSED);

  undone = dyr_undo (office->database, action, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (undone->kept->len, ==, 1);
  office_assert (office, first, "city", "Стрий");
  office_assert (office, last, "city", "Броди");
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE city LIKE 'Львів%'"), ==, 0);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE responsible = 1"), ==, 0);
}

static void
test_settled (Office *office, gconstpointer data)
{
  const Death after_one = { .at_record = PART };
  g_autoptr (GError) error = NULL;
  gint64 action;
  Office kept = { NULL }, undone = { NULL };

  assert_refused (office, 77, DYR_ERROR_NOT_FOUND);
  add_many (office);
  assert_refused (office, office_undo (office), DYR_ERROR_REFUSED);
  g_assert_true (edit_and_die (office, 0, &after_one));
  action = assert_open (office, MANY - PART);

  office_copy (office, &kept);
  dyr_database_write (kept.database, dyr_unfinished_job_keep, &action, NULL, &error);
  g_assert_no_error (error);
  assert_settled (&kept);
  assert_refused (&kept, action, DYR_ERROR_REFUSED);
  office_tear_down (&kept, NULL);

  office_copy (office, &undone);
  dyr_undo_result_free (dyr_undo (undone.database, action, NULL, &error));
  g_assert_no_error (error);
  assert_settled (&undone);
  assert_refused (&undone, action, DYR_ERROR_REFUSED);
  g_assert_cmpint (office_number (&undone, N_DONE), ==, 0);
  office_tear_down (&undone, NULL);

  /* What cannot be read is not guessed. */
  office_sql (office, "UPDATE meta SET value = '7,oops' WHERE key LIKE 'bulk-ids-%'");
  assert_refused (office, action, DYR_ERROR_REFUSED);
  office_sql (office, "DELETE FROM meta WHERE key LIKE 'bulk-%'");
  g_assert_cmpint (assert_open (office, 0), ==, action);
  assert_refused (office, action, DYR_ERROR_REFUSED);
  g_assert_cmpint (office_number (office, N_DONE), ==, PART);
  dyr_undo_result_free (dyr_undo (office->database, action, NULL, &error));
  g_assert_no_error (error);
}

/* Stopped by a person it is settled: nothing of what was to be done is kept. */
static void
on_progress_cancel (guint n_done, guint n, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
test_stopped (Office *office, gconstpointer data)
{
  const Death after_one = { .at_record = PART };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  DyrBulkResult done;
  gint64 action;

  add_many (office);
  g_assert_true (edit_and_die (office, 0, &after_one));
  action = assert_open (office, MANY - PART);
  g_assert_true (dyr_bulk_go_on (
      office->database, action, on_progress_cancel, cancellable, cancellable, &done, &error));
  g_assert_true (done.stopped);
  g_assert_cmpuint (done.n_changed, ==, PART);
  assert_settled (office);
  assert_refused (office, action, DYR_ERROR_REFUSED);
  g_assert_cmpint (office_number (office, N_DONE), ==, 2 * PART);
}

/* What an error stopped can be gone on with once that is mended, as it could before. */
static void
test_failed (Office *office, gconstpointer data)
{
  const Death after_one = { .at_record = PART };
  g_autoptr (GError) error = NULL;
  DyrBulkResult done;
  gint64 action;

  add_many (office);
  g_assert_true (edit_and_die (office, 0, &after_one));
  action = assert_open (office, MANY - PART);
  office_sql (office,
              "CREATE TRIGGER failing BEFORE UPDATE ON client WHEN new.id = (SELECT max (id) FROM "
              "client) BEGIN SELECT raise (ABORT, 'no room'); END");
  g_assert_false (dyr_bulk_go_on (office->database, action, NULL, NULL, NULL, &done, &error));
  g_assert_nonnull (error);
  g_assert_true (done.stopped);
  g_assert_cmpuint (done.n_changed, ==, PART);
  office_sql (office, "DROP TRIGGER failing");
  g_assert_cmpint (assert_open (office, MANY - 2 * PART), ==, action);
  g_assert_cmpuint (go_on (office, action), ==, MANY - 2 * PART);
  assert_settled (office);
  g_assert_cmpint (office_number (office, N_DONE), ==, MANY);
}

int
main (int argc, char **argv)
{
  if (argc == 6 && g_str_equal (argv[1], "--be-killed"))
    {
      Death death = { .at_record = (guint) atoi (argv[4]), .at_row = (guint) atoi (argv[5]) };

      return be_killed (argv[2], g_ascii_strtoll (argv[3], NULL, 10), &death);
    }
  g_test_init (&argc, &argv, NULL);
  CASE ("killed-anywhere", test_killed_anywhere);
  CASE ("killed-twice", test_killed_twice);
  CASE ("settled", test_settled);
  CASE ("stopped", test_stopped);
  CASE ("failed", test_failed);
  return g_test_run ();
}
