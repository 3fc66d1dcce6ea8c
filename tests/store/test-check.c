/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Check: finds each kind of damage it knows, and says how much of it in a right sentence. */

#include "config.h"

#include <sqlite3.h>

#include "dyr-check.h"
#include "store-test.h"

static char *
findings (Office *office)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = dyr_check (office->database, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      const DyrFinding *finding = found->pdata[i];

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", finding->problem);
      /* What to do stands in the problem, or beside it. */
      g_assert_true (finding->advice != NULL || strstr (finding->problem, "; ") != NULL);
      g_assert_true (finding->advice == NULL
                     || finding->repairable == (strstr (finding->advice, "Repairing") != NULL));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What spoils the first records, and what is said when it is one and when it is three. */
static const struct
{
  const char *name;
  const char *spoil;
  const char *one;
  const char *three;
} damages[] = {
  { "orphans",
    "UPDATE client SET responsible = 4711 WHERE id <= %d",
    "1 row points to a record that is not there.",
    "3 rows point to records that are not there." },
  { "samples",
    "UPDATE record SET origin = 3 WHERE id <= %d",
    "1 sample record waits to be sent; samples must never leave.",
    "3 sample records wait to be sent; samples must never leave." },
  { "no-place",
    "UPDATE record SET seq = NULL WHERE id <= %d",
    "1 record waits to be sent without a place in the queue.",
    "3 records wait to be sent without a place in the queue." },
  { "lonely",
    "INSERT OR IGNORE INTO pending (record, grp, seq) SELECT id, 'name', 9 FROM record WHERE id <= "
    "%d; "
    "UPDATE record SET push = 0",
    "1 change waits to be sent though its record does not.",
    "3 changes wait to be sent though their records do not." },
  { "interrupted",
    "UPDATE action SET state = 2 WHERE id <= %d",
    "1 action was interrupted; undo it or run it again.",
    "3 actions were interrupted; undo them or run them again." },
  { "titles",
    "UPDATE record SET title = 'x' WHERE id <= %d",
    "1 record shows another name than it has.",
    "3 records show other names than they have." },
  { "search",
    "UPDATE client SET fold = 'x' WHERE id <= %d",
    "1 record is not found by what it says.",
    "3 records are not found by what they say." },
  { "sort-keys",
    "UPDATE client SET name_key = x'01' WHERE id <= %d",
    "1 record is sorted or recognized by other words than its own.",
    "3 records are sorted or recognized by other words than their own." },
  { "folded",
    "UPDATE client SET code_fold = 'x' WHERE id <= %d",
    "1 record is sorted or recognized by other words than its own.",
    "3 records are sorted or recognized by other words than their own." },
  { "e-mails",
    "UPDATE member SET fold = NULL WHERE record <= %d",
    "1 record is sorted or recognized by other words than its own.",
    "3 records are sorted or recognized by other words than their own." },
  { "listed",
    "UPDATE client SET listed = 0 WHERE id <= %d",
    "1 record is in lists, or missing there, by mistake.",
    "3 records are in lists, or missing there, by mistake." },
  { "names",
    "DELETE FROM change WHERE kind = 4; INSERT INTO change (action, record, kind, field, new) "
    "SELECT 1, id, 4, 'responsible', '01900000-0000-7000-8000-000000000000' FROM record "
    "WHERE id <= %d",
    "1 change in the history names a record that is not there.",
    "3 changes in the history name records that are not there." },
};

/* As another program might, that knows nothing of foreign keys. */
static void
spoil (Office *office, const char *sql, const char *number)
{
  g_auto (GStrv) parts = g_strsplit (sql, "%d", 2);
  g_autofree char *whole = g_strjoinv (number, parts);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (office->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, whole, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
test_damage (Office *office, gconstpointer data)
{
  gsize at = GPOINTER_TO_SIZE (data);
  g_autofree char *before = NULL, *one = NULL, *three = NULL;

  for (int i = 0; i < 3; i++)
    office_add (
        office, &dyr_client_type, "name", "Ключ", "code", "12345678", "emails", "Ї@Х.укр", NULL);
  before = findings (office);
  g_assert_cmpstr (before, ==, "");
  spoil (office, damages[at].spoil, "1");
  one = findings (office);
  g_assert_cmpstr (one, ==, damages[at].one);
  spoil (office, damages[at].spoil, "3");
  three = findings (office);
  g_assert_cmpstr (three, ==, damages[at].three);
  /* The office is spoilt for good: the end of the test would look it over once more. */
  office_close (office);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/store/check/", damages[i].name, NULL);

      g_test_add (path, Office, GSIZE_TO_POINTER (i), office_set_up, test_damage, office_tear_down);
    }
  return g_test_run ();
}
