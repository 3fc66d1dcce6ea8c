/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Repair: what is made from the records is made anew, the records stay what they are, and what
 * cannot be repaired is said to be so. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include "dyr-check.h"
#include "dyr-query.h"
#include "dyr-restore.h"
#include "dyr-search.h"
#include "store-test.h"

#define RECORDS                                                                                    \
  "SELECT group_concat (line, x'0a') FROM (SELECT c.id || '|' || c.name || '|' || c.code || '|' "  \
  "|| "                                                                                            \
  "r.origin || '|' || (SELECT group_concat (item) FROM member m WHERE m.record = c.id) AS line "   \
  "FROM client c JOIN record r ON r.id = c.id ORDER BY c.id)"

static void
catch_up (Office *office)
{
  DyrSearchCatchUp catch_up = { .limit = 100 };
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, dyr_search_job_catch_up, &catch_up, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (catch_up.n_left, ==, 0);
}

static void
fill (Office *office)
{
  for (int i = 0; i < 3; i++)
    office_add (office,
                &dyr_client_type,
                "name",
                "Ключ",
                "code",
                "12345678",
                "phones",
                "+380671112233",
                "emails",
                "Ї@Х.укр",
                NULL);
  catch_up (office);
}

static GPtrArray *
look (Office *office)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *findings = dyr_check (office->database, NULL, &error);

  g_assert_no_error (error);
  return findings;
}

static void
repair (Office *office)
{
  g_autoptr (GError) error = NULL;

  dyr_repair (office->database, NULL, &error);
  g_assert_no_error (error);
}

/* As another program might, that knows nothing of what belongs together. */
static void
spoil (Office *office, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (office->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static const struct
{
  const char *name;
  const char *spoil;
} damages[] = {
  { "samples", "UPDATE record SET origin = 3 WHERE id = 1" },
  { "no-place", "UPDATE record SET seq = NULL WHERE id <= 2" },
  { "lonely",
    "INSERT INTO pending (record, grp, seq) VALUES (1, 'name', 9); "
    "UPDATE record SET push = 0, remote_id = 'a' WHERE id = 1" },
  { "titles", "UPDATE record SET title = 'x' WHERE id = 2" },
  { "search-text", "UPDATE client SET fold = 'x' WHERE id = 2" },
  { "sort-keys", "UPDATE client SET name_key = x'01' WHERE id = 2" },
  { "folded", "UPDATE client SET code_fold = 'x' WHERE id = 2" },
  { "e-mails", "UPDATE member SET fold = 'x' WHERE record = 2" },
  { "listed", "UPDATE client SET listed = 0 WHERE id = 2" },
  { "unindexed", "DELETE FROM piece_docsize WHERE id = 3" },
  { "full-text", "UPDATE word_data SET block = x'00ff' WHERE id > 10" },
  { "full-text-gone", "DELETE FROM word_data; DELETE FROM piece_idx" },
};

static void
assert_found (Office *office)
{
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM piece WHERE piece MATCH '\"ключ\"'"), ==, 3);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM word WHERE word MATCH '\"клю\"*'"), ==, 3);
}

static void
test_damage (Office *office, gconstpointer data)
{
  gsize at = GPOINTER_TO_SIZE (data);
  g_autoptr (GPtrArray) found = NULL, left = NULL;
  g_autofree char *before = NULL, *after = NULL, *backup = NULL;
  DyrBackupContent content;
  g_autoptr (GError) error = NULL;

  fill (office);
  office_check (office);
  office_close (office);
  spoil (office, damages[at].spoil);
  office->database = office_open (office, "uk");
  before = office_text (office, RECORDS);
  found = look (office);
  g_assert_cmpuint (found->len, >, 0);
  for (guint i = 0; i < found->len; i++)
    g_assert_true (((DyrFinding *) found->pdata[i])->repairable);

  repair (office);
  left = look (office);
  g_assert_cmpuint (left->len, ==, 0);
  after = office_text (office, RECORDS);
  g_assert_cmpstr (after, ==, before);
  assert_found (office);
  /* What was there before the repair can be had back. */
  backup = g_strconcat (office->path, ".before-repair", NULL);
  dyr_restore_examine (backup, &content, &error);
  g_assert_no_error (error);
  /* It goes on being worked with. */
  office_set (office, 2, "name", "Ключ і замок");
  catch_up (office);
  assert_found (office);
}

/* An index that leaves a record out: taken out of the schema while a record changes. */
static void
test_index (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *root = NULL, *back = NULL;
  const DyrFinding *finding;

  fill (office);
  root = office_text (office, "SELECT rootpage FROM sqlite_schema WHERE name = 'client_name_fold'");
  office_close (office);
  spoil (office,
         "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'client_name_fold'");
  spoil (office,
         "DELETE FROM client WHERE id = 3; INSERT INTO client (id, name, code, state, name_fold) "
         "SELECT 3, name, code, state, 'інше' FROM client WHERE id = 2");
  back = g_strdup_printf (
      "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('index', 'client_name_fold', "
      "'client', %s, 'CREATE INDEX client_name_fold ON client (name_fold)')",
      root);
  spoil (office, back);
  office->database = office_open (office, "uk");
  found = look (office);
  g_assert_cmpuint (found->len, >, 0);
  finding = found->pdata[0];
  /* In words, once, though several rows of it are wrong. */
  g_assert_cmpstr (finding->problem,
                   ==,
                   "The index “client_name_fold” does not agree with its records: lists may leave "
                   "some out.");
  g_assert_true (finding->repairable);
  repair (office);
  office_check (office);
}

/* A whole page of records is gone: no index can tell what was there. */
static void
test_beyond_repair (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL, left = NULL;
  const DyrFinding *finding;

  fill (office);
  office_close (office);
  spoil (office,
         "UPDATE client SET responsible = 4711 WHERE id = 1; UPDATE record SET title = 'x' WHERE "
         "id = 2");
  office->database = office_open (office, "uk");
  found = look (office);
  g_assert_cmpuint (found->len, ==, 2);
  repair (office);
  left = look (office);
  g_assert_cmpuint (left->len, ==, 1);
  finding = left->pdata[0];
  g_assert_false (finding->repairable);
  g_assert_nonnull (strstr (finding->advice, "restore a backup"));
  /* The end of the test would find it again. */
  office_close (office);
}

/* The pages of a table are overwritten: check says so and looks the rest over all the same; repair
 * changes nothing. */
static void
test_damaged_page (Office *office, gconstpointer data)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *root = NULL, *bytes = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  gboolean damaged = FALSE, counted = FALSE;
  gsize length, n_after, at;

  fill (office);
  root = office_text (office, "SELECT rootpage FROM sqlite_schema WHERE name = 'client'");
  office_sql (office, "UPDATE record SET seq = NULL WHERE id = 1");
  office_close (office);
  g_assert_true (g_file_get_contents (office->path, &bytes, &length, NULL));
  at = (gsize) (g_ascii_strtoull (root, NULL, 10) - 1) * 4096;
  memset (bytes + at, 0xa5, 4096);
  g_assert_true (g_file_set_contents (office->path, bytes, (gssize) length, NULL));

  office->database = office_open (office, "uk");
  found = look (office);
  for (guint i = 0; i < found->len; i++)
    {
      const DyrFinding *finding = found->pdata[i];

      g_test_message ("%s", finding->problem);
      damaged |= !finding->repairable && strstr (finding->advice, "Restore a backup") != NULL;
      counted |= strstr (finding->problem, "without a place in the queue") != NULL;
    }
  g_assert_true (damaged);
  g_assert_true (counted);
  g_assert_false (dyr_repair (office->database, NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_CORRUPT);
  office_close (office);
  g_assert_true (g_file_get_contents (office->path, &after, &n_after, NULL));
  g_assert_cmpmem (after + at, 4096, bytes + at, 4096);
}

/* The copy from before the first repair is not replaced by the second. */
static void
test_twice (Office *office, gconstpointer data)
{
  static const char *const endings[] = { ".before-repair", ".before-repair-2", ".before-repair-3" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      office_add (office, &dyr_client_type, "name", "Ключ", NULL);
      repair (office);
    }
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (office->path, endings[i], NULL);
      DyrBackupContent content;
      g_autoptr (GError) error = NULL;

      dyr_restore_examine (path, &content, &error);
      g_assert_no_error (error);
      g_assert_cmpint (content.n_records, ==, i + 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/store/repair/", damages[i].name, NULL);

      g_test_add (path, Office, GSIZE_TO_POINTER (i), office_set_up, test_damage, office_tear_down);
    }
  g_test_add ("/store/repair/twice", Office, NULL, office_set_up, test_twice, office_tear_down);
  g_test_add ("/store/repair/index", Office, NULL, office_set_up, test_index, office_tear_down);
  g_test_add (
      "/store/repair/beyond", Office, NULL, office_set_up, test_beyond_repair, office_tear_down);
  g_test_add ("/store/repair/damaged-page",
              Office,
              NULL,
              office_set_up,
              test_damaged_page,
              office_tear_down);
  return g_test_run ();
}
