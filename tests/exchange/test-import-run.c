/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* An import as a whole: one action whatever happens, a dry run that leaves no trace. */

#include "config.h"

#include "import-test.h"

#include "dyr-history.h"
#include "dyr-action.h"
#include "dyr-undo.h"
#include "dyr-user.h"

#define TEST(path, function)                                                                       \
  g_test_add ("/import/run/" path, Office, NULL, office_set_up, function, office_tear_down)

/* More than two transactions' worth. */
#define MANY 12000

typedef struct
{
  Office *office;
  GCancellable *cancellable;
  guint n_calls;
  guint n_rows;
  double fraction;
  gboolean together; /* whether told of before it was committed */
} Watch;

static char *
many_clients (Office *office, const char *city)
{
  g_autoptr (GString) csv = g_string_new ("name;email;city\n");

  for (guint i = 0; i < MANY; i++)
    g_string_append_printf (csv, "Клієнт %u;c%u@x.ua;%s\n", i, i, city);

  return import_file (office, "many.csv", csv->str, -1);
}

static DyrImport *
new_import (Office *office, const char *path)
{
  g_autoptr (DyrContext) context = import_context ();

  return dyr_import_new (office->database, &dyr_client_type, path, context);
}

static void
undo (Office *office, gint64 action)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) result = dyr_undo (office->database, action, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->kept->len, ==, 0);
}

static void
on_progress_watched (guint n_rows, double fraction, gpointer data)
{
  Watch *watch = data;

  g_assert_cmpuint (n_rows, >=, watch->n_rows);
  g_assert_cmpfloat (fraction, >=, watch->fraction);
  g_assert_cmpfloat (fraction, <=, 1);
  watch->n_calls++;
  watch->n_rows = n_rows;
  watch->fraction = fraction;
  if (watch->cancellable != NULL)
    g_cancellable_cancel (watch->cancellable);
}

static gint64
count_clients (Office *office)
{
  return office_number (office, "SELECT count (*) FROM client WHERE listed = 1");
}

static void
test_one_action (Office *office, gconstpointer data)
{
  g_autofree char *path = many_clients (office, "Львів"), *other = NULL, *title = NULL;
  g_autoptr (DyrImport) import = new_import (office, path), change = NULL;
  g_autoptr (DyrImportReport) report = NULL, changed = NULL;
  g_autoptr (GError) error = NULL;
  Watch watch = { .office = office };

  dyr_import_set_progress (import, on_progress_watched, &watch);
  g_assert_true (dyr_import_run (import, NULL, &report, &error));
  import_assert (report, MANY, 0, 0, 0, 0, 0);
  g_assert_cmpuint (watch.n_calls, >, 2);
  g_assert_cmpuint (watch.n_rows, ==, MANY);
  g_assert_cmpfloat_with_epsilon (watch.fraction, 1, 0.0001);
  g_assert_cmpint (report->action, >, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action"), ==, 1);
  g_assert_cmpint (office_number (office, "SELECT state FROM action"), ==, 1);
  title = office_text (office, "SELECT title FROM action");
  g_assert_cmpstr (title, ==, "import\tmany.csv");
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM change WHERE kind = 1"), ==, MANY);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM meta WHERE key LIKE 'running-%'"), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM record WHERE push = 1"), ==, MANY);
  g_assert_cmpint (
      office_number (office, "SELECT count (DISTINCT seq) FROM record WHERE push = 1"), ==, MANY);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM record WHERE origin = 1"), ==, MANY);

  /* Changes of thousands of records are one action likewise. */
  other = many_clients (office, "Київ");
  change = new_import (office, other);
  g_assert_true (dyr_import_run (change, NULL, &changed, &error));
  import_assert (changed, 0, MANY, 0, 0, 0, 0);
  undo (office, changed->action);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE city = 'Львів'"), ==, MANY);
  undo (office, report->action);
  g_assert_cmpint (count_clients (office), ==, 0);
}

/* New and changed records, links, elements, descriptions: one undo takes all of it back. */
static void
test_undo (Office *office, gconstpointer data)
{
  gint64 id = office_add (office,
                          &dyr_client_type,
                          "name",
                          "Ромашка",
                          "code",
                          "21178216",
                          "phones",
                          "+380671112233",
                          NULL);
  g_autofree char *search = office_text (office, "SELECT group_concat (fold) FROM client");
  g_autofree char *now = NULL;
  g_autoptr (DyrImportReport) report
      = import_clients (office,
                        "Назва;ЄДРПОУ;Телефон;Відповідальний;Місто\n"
                        "Нова Ромашка;21178216;093 111 22 33;Тарас;Львів\n"
                        "Левада;;;Тарас;Київ\n"
                        "Левада;;067 000 00 00;;\n");

  import_assert (report, 1, 2, 0, 0, 0, 0);
  undo (office, report->action);
  g_assert_cmpint (office_redo (office), !=, 0);
  office_assert (office, id, "name", "Ромашка");
  office_assert (office, id, "phones", "+380671112233");
  office_assert (office, id, "city", NULL);
  office_assert (office, id, "description", NULL);
  g_assert_cmpint (count_clients (office), ==, 1);
  now = office_text (office, "SELECT group_concat (fold) FROM client WHERE listed = 1");
  g_assert_cmpstr (now, ==, search);
}

/* Runs an import that is cancelled on its way. */
static DyrImportReport *
run_cancelled (DyrImport *import, GCancellable *cancellable)
{
  DyrImportReport *report;
  g_autoptr (GError) error = NULL;

  g_assert_false (dyr_import_run (import, cancellable, &report, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (report->stopped);
  return report;
}

static void
test_cancelled (Office *office, gconstpointer data)
{
  g_autofree char *path = many_clients (office, "Львів");
  g_autoptr (DyrImport) import = new_import (office, path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DyrImportReport) report = NULL;
  Watch watch = { .office = office, .cancellable = cancellable };

  dyr_import_set_progress (import, on_progress_watched, &watch);
  report = run_cancelled (import, cancellable);
  g_assert_cmpuint (report->n[DYR_IMPORT_NEW], ==, watch.n_rows);
  g_assert_cmpint (count_clients (office), ==, watch.n_rows);
  g_assert_cmpuint (report->stopped_line, ==, watch.n_rows + 2);
  g_assert_cmpint (office_number (office, "SELECT state FROM action"), ==, DYR_ACTION_STOPPED);
  undo (office, report->action);
  g_assert_cmpint (count_clients (office), ==, 0);
  /* Half a file is not what anybody would bring back. */
  g_assert_cmpint (office_redo (office), ==, 0);
}

static void
cancel_now (sqlite3_context *sql, int n, sqlite3_value **values)
{
  g_cancellable_cancel (sqlite3_user_data (sql));
}

/* Cancels when row 7 000 is written, in the middle of a part. */
static gboolean
job_cancel_within (DyrConnection *connection,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  int code = sqlite3_create_function (dyr_connection_get_handle (connection),
                                      "cancel_now",
                                      0,
                                      SQLITE_UTF8,
                                      data,
                                      cancel_now,
                                      NULL,
                                      NULL);

  g_assert_cmpint (code, ==, SQLITE_OK);
  return dyr_connection_script (connection,
                                "CREATE TEMP TRIGGER stop AFTER INSERT ON main.client "
                                "WHEN new.name = 'Клієнт 7000' BEGIN SELECT cancel_now (); END",
                                error);
}

static void
test_cancelled_within (Office *office, gconstpointer data)
{
  g_autofree char *path = many_clients (office, "Львів");
  g_autoptr (DyrImport) import = new_import (office, path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DyrImportReport) report = NULL;

  g_assert_true (dyr_database_write (office->database, job_cancel_within, cancellable, NULL, NULL));
  report = run_cancelled (import, cancellable);
  g_assert_cmpuint (report->n[DYR_IMPORT_NEW], ==, 7001);
  g_assert_cmpint (count_clients (office), ==, 7001);
  g_assert_cmpuint (report->stopped_line, ==, 7003);
  undo (office, report->action);
  g_assert_cmpint (count_clients (office), ==, 0);
}

static void
test_cancelled_before (Office *office, gconstpointer data)
{
  g_autofree char *path = many_clients (office, "Львів");
  g_autoptr (DyrImport) import = new_import (office, path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DyrImportReport) report = NULL;

  g_cancellable_cancel (cancellable);
  report = run_cancelled (import, cancellable);
  g_assert_cmpint (report->action, ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action"), ==, 0);
}

/* Somebody else wants to write. */
static void
on_progress_awaited (guint n_rows, double fraction, gpointer data)
{
  Watch *watch = data;

  /* In the thread that writes: the rows that were told of before are committed by now. */
  g_assert_cmpint (count_clients (watch->office), ==, watch->n_rows);
  watch->n_calls++;
  watch->n_rows = n_rows;
  dyr_database_poll (watch->office->database);
}

static void
test_awaited (Office *office, gconstpointer data)
{
  g_autofree char *path = many_clients (office, "Львів");
  g_autoptr (DyrImport) import = new_import (office, path);
  g_autoptr (DyrImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  Watch watch = { .office = office };

  dyr_import_set_progress (import, on_progress_awaited, &watch);
  g_assert_true (dyr_import_run (import, NULL, &report, &error));
  g_assert_cmpuint (watch.n_calls, >, 2);
  g_assert_cmpuint (watch.n_rows, ==, MANY);
}

static void
on_progress_together (guint n_rows, double fraction, gpointer data)
{
  Watch *watch = data;

  if (watch->n_calls++ > 0 && count_clients (watch->office) < watch->n_rows)
    watch->together = TRUE;
  watch->n_rows = n_rows;
}

/* Nobody else wants to write: parts are committed together. Only where the next one is read
 * already, which is late now and then, but hardly each time. */
static void
test_together (Office *office, gconstpointer data)
{
  g_autofree char *path = many_clients (office, "Львів");
  Watch watch = { .office = office };

  for (guint i = 0; i < 20 && !watch.together; i++)
    {
      g_autoptr (DyrImport) import = new_import (office, path);
      g_autoptr (DyrImportReport) report = NULL;
      g_autoptr (GError) error = NULL;

      watch.n_calls = 0;
      dyr_import_set_progress (import, on_progress_together, &watch);
      g_assert_true (dyr_import_run (import, NULL, &report, &error));
      undo (office, report->action);
    }
  g_assert_true (watch.together);
}

/* The disk is full, say, when the second part is written: what the report counts is there. */
static DyrImportReport *
run_full (Office *office, DyrImport *import)
{
  DyrImportReport *report;
  g_autoptr (GError) error = NULL;

  office_sql (office,
              "CREATE TRIGGER full BEFORE INSERT ON client WHEN new.name = 'Клієнт 7000' "
              "BEGIN SELECT RAISE (ABORT, 'full'); END");
  g_assert_false (dyr_import_run (import, NULL, &report, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_FAILED);
  g_assert_true (report->stopped);
  g_assert_cmpuint (report->stopped_line, >, 1);
  g_assert_cmpuint (report->stopped_line, <=, 7002);
  g_assert_cmpint (count_clients (office), ==, report->n[DYR_IMPORT_NEW]);
  g_assert_cmpint (count_clients (office), ==, report->stopped_line - 2);
  office_sql (office, "DROP TRIGGER full");
  return report;
}

/* The first part was committed, as somebody waited. */
static void
test_failed (Office *office, gconstpointer data)
{
  g_autofree char *path = many_clients (office, "Львів");
  g_autoptr (DyrImport) import = new_import (office, path);
  g_autoptr (DyrImportReport) report = NULL;
  Watch watch = { .office = office };

  dyr_import_set_progress (import, on_progress_awaited, &watch);
  report = run_full (office, import);
  g_assert_cmpuint (watch.n_rows, >, 0);
  g_assert_cmpuint (report->stopped_line, ==, watch.n_rows + 2);
  g_assert_cmpint (office_number (office, "SELECT state FROM action"), ==, DYR_ACTION_STOPPED);
  undo (office, report->action);
  g_assert_cmpint (count_clients (office), ==, 0);
}

/* The first part was not committed yet, unless the second was read late: it is not there either. */
static void
test_failed_together (Office *office, gconstpointer data)
{
  g_autofree char *path = many_clients (office, "Львів");
  g_autoptr (DyrImport) import = new_import (office, path);
  g_autoptr (DyrImportReport) report = run_full (office, import);

  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM action"), ==, report->action != 0 ? 1 : 0);
}

/* What a later row finds was only tried out; people go on writing meanwhile. */
static void
on_progress_wrote (guint n_rows, double fraction, gpointer data)
{
  Watch *watch = data;

  if (watch->n_calls++ == 0)
    office_add (watch->office, &dyr_user_type, "name", "Оксана", NULL);
}

static void
test_dry_run (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Клієнт 3", NULL);
  g_autofree char *path = many_clients (office, "Львів");
  g_autoptr (DyrImport) import = new_import (office, path);
  g_autoptr (DyrImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  const DyrImportEntry *entry;
  Watch watch = { .office = office };

  dyr_import_set_dry_run (import, TRUE);
  dyr_import_set_progress (import, on_progress_wrote, &watch);
  g_assert_true (dyr_import_run (import, NULL, &report, &error));
  import_assert (report, MANY - 1, 1, 0, 0, 0, 0);
  g_assert_true (report->dry_run);
  g_assert_cmpint (report->action, ==, 0);
  g_assert_cmpint (count_clients (office), ==, 1);
  office_assert (office, id, "city", NULL);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM user"), ==, 1);

  /* The counts are whole though not every row is listed. */
  g_assert_cmpuint (report->entries->len, ==, DYR_IMPORT_ENTRIES_MAX + 1);
  entry = import_entry (report, DYR_IMPORT_CHANGED);
  g_assert_cmpuint (entry->line, ==, 5);
  g_assert_cmpstr (entry->title, ==, "Клієнт 3");
  g_assert_cmpstr (entry->message, ==, "E-mails, City");
  g_assert_cmpstr (import_entry (report, DYR_IMPORT_NEW)->title, ==, "Клієнт 0");
}

static const char *
pick (GRand *chance, const char *const *words)
{
  return words[g_rand_int_range (chance, 0, (gint32) g_strv_length ((GStrv) words))];
}

/* Rows that collide in all ways: import_path () fails the test when the dry run decides otherwise
 * than the import. */
static void
test_dry_run_decides_alike (Office *office, gconstpointer data)
{
  static const char *const names[]
      = { "", "Ромашка", "«ромашка»", "Левада", "Єдність", "Світанок", "Полонина", NULL };
  static const char *const codes[] = { "", "", "21178216", "08694864", "33256085", "1", NULL };
  static const char *const emails[]
      = { "", "", "a@x.ua", "b@x.ua", "A@X.UA", "a@x.ua, c@x.ua", NULL };
  static const char *const dates[] = { "", "24.11.2026", "31.02.2026", "сміття", NULL };
  static const char *const states[] = { "", "active", "втрачений", "якийсь", NULL };
  static const char *const people[] = { "", "Оксана", "Тарас Б.", NULL };
  static const char *const lines[] = { "", "Перший", "Перший\nДругий", NULL };
  g_autoptr (GRand) chance = g_rand_new_with_seed ((guint32) g_test_rand_int ());

  office_add (office, &dyr_user_type, "name", "Оксана", NULL);
  for (guint i = 0; i < 15; i++)
    {
      g_autoptr (GString) csv
          = g_string_new ("name;code;email;next-contact;state;responsible;description;more\n");
      g_autofree char *path = NULL;
      g_autoptr (DyrImportReport) report = NULL;

      for (guint j = 0; j < 30; j++)
        g_string_append_printf (csv,
                                "%s;%s;%s;%s;%s;%s;\"%s\";%d\n",
                                pick (chance, names),
                                pick (chance, codes),
                                pick (chance, emails),
                                pick (chance, dates),
                                pick (chance, states),
                                pick (chance, people),
                                pick (chance, lines),
                                g_rand_int_range (chance, 0, 3));
      path = import_file (office, "chance.csv", csv->str, -1);
      report = import_path (office, &dyr_client_type, path, NULL, i % 2 == 1);
      g_assert_cmpuint (report->n[DYR_IMPORT_NEW] + report->n[DYR_IMPORT_CHANGED]
                            + report->n[DYR_IMPORT_SAME] + report->n[DYR_IMPORT_REFUSED],
                        ==,
                        30);
      if (i % 3 == 2 && report->action != 0)
        undo (office, report->action);
    }
}

/* The samples as offices have them: twice the same file changes nothing. */
static void
test_samples (Office *office, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *encoding;
    char delimiter;
    guint least;
  } samples[] = {
    { "clients-lviv-windows-1251.csv", "windows-1251", ';', 290 },
    { "companies-export-utf8-bom.csv", "UTF-8", ';', 90 },
    { "klijenti-windows-1250.csv", "windows-1250", ';', 50 },
    { "clients-unicode-text.txt", "UTF-16LE", '\t', 20 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path
          = g_test_build_filename (G_TEST_DIST, "fixtures", "import", samples[i].name, NULL);
      g_autoptr (DyrImportReport) first = import_path (office, &dyr_client_type, path, NULL, TRUE);
      g_autofree char *before = import_state (office), *after = NULL;
      g_autoptr (DyrImportReport) again = import_path (office, &dyr_client_type, path, NULL, TRUE);
      g_autofree char *said = import_describe (first);

      g_test_message ("%s", said);
      g_assert_cmpstr (first->encoding, ==, samples[i].encoding);
      g_assert_cmpint (first->delimiter, ==, samples[i].delimiter);
      g_assert_cmpuint (first->n[DYR_IMPORT_NEW], >=, samples[i].least);
      g_assert_cmpuint (again->n[DYR_IMPORT_NEW], ==, 0);
      after = import_state (office);
      if (i > 0)
        {
          g_assert_cmpuint (again->n[DYR_IMPORT_CHANGED], ==, 0);
          g_assert_cmpstr (after, ==, before);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("one-action", test_one_action);
  TEST ("undo", test_undo);
  TEST ("cancelled", test_cancelled);
  TEST ("cancelled-within", test_cancelled_within);
  TEST ("cancelled-before", test_cancelled_before);
  TEST ("awaited", test_awaited);
  TEST ("together", test_together);
  TEST ("failed", test_failed);
  TEST ("failed-together", test_failed_together);
  TEST ("dry-run", test_dry_run);
  TEST ("dry-run-decides-alike", test_dry_run_decides_alike);
  TEST ("samples", test_samples);

  return g_test_run ();
}
