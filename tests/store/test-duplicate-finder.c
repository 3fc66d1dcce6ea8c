/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The finder over the whole store: what it finds is what comparing each with each finds, in the
 * same order every time; crowds, pairs told apart, progress, cancelling. */

#include "config.h"

#include "dyr-duplicate-blocks.h"
#include "dyr-duplicate-finder.h"
#include "dyr-duplicates.h"
#include "dyr-person.h"
#include "dyr-product.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add (                                                                                     \
      "/store/duplicate-finder/" name, Office, NULL, office_set_up, function, office_tear_down)

static DyrDuplicateReport *
look (Office *office, const DyrRecordType *type, guint limit)
{
  g_autoptr (GError) error = NULL;
  DyrDuplicateReport *report = dyr_duplicates_find (
      office->database, type, DYR_DUPLICATE_MIN_SCORE, limit, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return report;
}

/* "1,4 83; 2,3,5 60": ids and scores. */
static char *
groups_of (const DyrDuplicateReport *report)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < report->groups->len; i++)
    {
      const DyrDuplicateGroup *group = g_ptr_array_index (report->groups, i);

      g_string_append (text, i > 0 ? "; " : "");
      for (guint j = 0; j < group->members->len; j++)
        {
          const DyrLink *link = g_ptr_array_index (group->members, j);

          g_string_append_printf (text, "%s%" G_GINT64_FORMAT, j > 0 ? "," : "", link->id);
        }
      g_string_append_printf (text, " %u", group->score);
    }
  return g_string_free (text, FALSE);
}

static void
assert_groups (Office *office, const DyrRecordType *type, const char *expected)
{
  g_autoptr (DyrDuplicateReport) report = look (office, type, 0);
  g_autofree char *groups = groups_of (report);

  g_assert_cmpstr (groups, ==, expected);
  g_assert_cmpuint (report->n_groups, ==, report->groups->len);
}

static void
test_clients (Office *office, gconstpointer data)
{
  gint64 ids[9];
  g_autofree char *expected = NULL;

  ids[0] = office_add (office, &dyr_client_type, "name", "ТОВ Дністер", NULL);
  ids[1] = office_add (office, &dyr_client_type, "name", "Полонина", "code", "14360570", NULL);
  ids[2]
      = office_add (office, &dyr_client_type, "name", "Дністер", "phones", "+380671112233", NULL);
  ids[3] = office_add_as (
      office, DYR_ORIGIN_SAMPLE, &dyr_client_type, "name", "Інше", "code", "14 360 570", NULL);
  ids[4] = office_add (office, &dyr_client_type, "name", "Третє", "phones", "+380671112233", NULL);
  ids[5] = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  ids[6] = office_add (office, &dyr_client_type, "name", "Jadran", "emails", "A@x.hr", NULL);
  ids[7] = office_add (office, &dyr_client_type, "name", "Ядран", "emails", "a@X.hr", NULL);
  ids[8] = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  office_delete (office, ids[8]);
  /* The third hangs on by a phone. */
  expected = g_strdup_printf ("%d,%d 90; %d,%d 74; %d,%d,%d,%d 65",
                              (int) ids[1],
                              (int) ids[3],
                              (int) ids[6],
                              (int) ids[7],
                              (int) ids[0],
                              (int) ids[2],
                              (int) ids[4],
                              (int) ids[5]);
  assert_groups (office, &dyr_client_type, expected);
  {
    g_autoptr (DyrDuplicateReport) report = look (office, &dyr_client_type, 2);
    const DyrDuplicateGroup *first = g_ptr_array_index (report->groups, 0);
    const DyrDuplicatePair *pair = &g_array_index (first->pairs, DyrDuplicatePair, 0);

    g_assert_cmpuint (report->groups->len, ==, 2);
    g_assert_cmpuint (report->n_groups, ==, 3);
    g_assert_cmpuint (report->n_records, ==, 8);
    g_assert_cmpuint (report->n_pairs, ==, 6);
    g_assert_cmpuint (first->reasons, ==, DYR_DUPLICATE_CODE);
    g_assert_cmpuint (pair->first, ==, 0);
    g_assert_cmpuint (pair->second, ==, 1);
    g_assert_cmpstr (((DyrLink *) g_ptr_array_index (first->members, 0))->name, ==, "Полонина");
  }
}

static void
test_other_types (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "A", NULL);
  g_autofree char *uid = office_uid (office, client), *persons = NULL, *contracts = NULL;
  g_autofree char *products = NULL;
  gint64 ids[7];

  ids[0] = office_add (office,
                       &dyr_person_type,
                       "last-name",
                       "Шевченко",
                       "first-name",
                       "Олена",
                       "client",
                       uid,
                       NULL);
  /* A namesake elsewhere is somebody else. */
  office_add (office, &dyr_person_type, "last-name", "Шевченко", "first-name", "Олена", NULL);
  ids[1] = office_add (office,
                       &dyr_person_type,
                       "last-name",
                       "Олена",
                       "first-name",
                       "Шевченко",
                       "client",
                       uid,
                       NULL);
  ids[2] = office_add (office, &dyr_contract_type, "client", uid, "number", "7/26", NULL);
  office_add (office, &dyr_contract_type, "client", uid, "number", "8/26", NULL);
  ids[3] = office_add (office, &dyr_contract_type, "client", uid, "number", "7-26", NULL);
  ids[4] = office_add (office, &dyr_product_type, "name", "Папір", "code", "P-1000", NULL);
  ids[5] = office_add (office, &dyr_product_type, "name", "Олівець", "code", "p1000", NULL);
  persons = g_strdup_printf ("%d,%d 64", (int) ids[0], (int) ids[1]);
  contracts = g_strdup_printf ("%d,%d 95", (int) ids[2], (int) ids[3]);
  products = g_strdup_printf ("%d,%d 90", (int) ids[4], (int) ids[5]);
  assert_groups (office, &dyr_client_type, "");
  assert_groups (office, &dyr_person_type, persons);
  assert_groups (office, &dyr_contract_type, contracts);
  assert_groups (office, &dyr_product_type, products);
}

/* One phone for a whole business centre tells nothing, and is named; other keys still do. */
static void
test_crowd (Office *office, gconstpointer data)
{
  g_autoptr (DyrDuplicateReport) report = NULL;
  const DyrDuplicateCrowd *crowd;
  const DyrDuplicateGroup *group;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("Клієнт %u", i / 2 * 2 + (i < 2 ? 0 : i % 2));

      office_add (office, &dyr_client_type, "name", name, "phones", "+380322000000", NULL);
    }
  report = look (office, &dyr_client_type, 0);
  g_assert_cmpuint (report->groups->len, ==, 1);
  group = g_ptr_array_index (report->groups, 0);
  g_assert_cmpuint (group->members->len, ==, 2);
  g_assert_cmpuint (group->score, ==, 83);
  g_assert_cmpuint (report->crowds->len, ==, 1);
  crowd = g_ptr_array_index (report->crowds, 0);
  g_assert_cmpint (crowd->reason, ==, DYR_DUPLICATE_PHONE);
  g_assert_cmpstr (crowd->text, ==, "+380322000000");
  g_assert_cmpuint (crowd->n, ==, 40);
  g_assert_false (report->cut);
}

/* A chain is cut into groups that a person can look through. */
static void
test_large_group (Office *office, gconstpointer data)
{
  g_autoptr (DyrDuplicateReport) report = NULL;

  for (guint i = 0; i < 24; i++)
    office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  report = look (office, &dyr_client_type, 0);
  g_assert_cmpuint (report->groups->len, ==, 2);
  g_assert_true (report->cut);
  for (guint i = 0; i < 2; i++)
    {
      const DyrDuplicateGroup *group = g_ptr_array_index (report->groups, i);

      g_assert_cmpuint (group->members->len, ==, i == 0 ? 20 : 4);
      for (guint j = 0; j < group->pairs->len; j++)
        {
          const DyrDuplicatePair *pair = &g_array_index (group->pairs, DyrDuplicatePair, j);

          g_assert_cmpuint (pair->first, <, pair->second);
          g_assert_cmpuint (pair->second, <, group->members->len);
        }
    }
}

typedef struct
{
  GArray *values;
  gint64 id;
  guint n;
} Ask;

static gboolean
job_ask (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;
  g_autoptr (GPtrArray) found
      = dyr_duplicates_of (connection, &dyr_client_type, ask->values, ask->id, 0, 9, error);

  ask->n = found != NULL ? found->len : 0;
  return found != NULL;
}

static guint
count_warnings (Office *office, gint64 id)
{
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (GError) error = NULL;
  Ask ask = { values, id, 0 };

  dyr_value_set_text (dyr_field_values_add (values, DYR_CLIENT_NAME), "Дністер");
  dyr_database_read (office->database, job_ask, &ask, NULL, &error);
  g_assert_no_error (error);
  return ask.n;
}

static void
test_apart (Office *office, gconstpointer data)
{
  gint64 a = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  gint64 b = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  gint64 person = office_add (office, &dyr_person_type, "last-name", "A", NULL);
  g_autofree char *pair = g_strdup_printf ("%d,%d 65", (int) a, (int) b);
  g_autoptr (GError) error = NULL, gone = NULL;

  assert_groups (office, &dyr_client_type, pair);
  g_assert_cmpuint (count_warnings (office, a), ==, 1);
  /* In either order, once and again. */
  g_assert_true (dyr_duplicates_set_apart (office->database, b, a, TRUE, NULL));
  g_assert_true (dyr_duplicates_set_apart (office->database, a, b, TRUE, NULL));
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM apart"), ==, 1);
  assert_groups (office, &dyr_client_type, "");
  g_assert_cmpuint (count_warnings (office, a), ==, 0);
  g_assert_cmpuint (count_warnings (office, b), ==, 0);
  /* Somebody new may be either. */
  g_assert_cmpuint (count_warnings (office, 0), ==, 2);
  office_reopen (office);
  assert_groups (office, &dyr_client_type, "");
  g_assert_true (dyr_duplicates_set_apart (office->database, b, a, FALSE, NULL));
  assert_groups (office, &dyr_client_type, pair);

  g_assert_false (dyr_duplicates_set_apart (office->database, a, person, TRUE, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  g_assert_false (dyr_duplicates_set_apart (office->database, a, 9999, TRUE, &gone));
  g_assert_error (gone, DYR_ERROR, DYR_ERROR_NOT_FOUND);
}

/* Keys alone: each pair once, crowds aside, the limit kept. */
static void
test_blocks (void)
{
  g_autoptr (DyrDuplicateBlocks) blocks = dyr_duplicate_blocks_new (3, 5);
  g_autoptr (GArray) pairs = NULL;
  const GArray *crowds;

  for (guint i = 0; i < 4; i++)
    dyr_duplicate_blocks_add (blocks, 0, 77, 9 - i);
  dyr_duplicate_blocks_add (blocks, 0, 5, 2);
  dyr_duplicate_blocks_add (blocks, 0, 5, 1);
  dyr_duplicate_blocks_add (blocks, 0, 5, 1);
  dyr_duplicate_blocks_add (blocks, 0, 6, 1);
  dyr_duplicate_blocks_add (blocks, 1, 5, 1);
  dyr_duplicate_blocks_add (blocks, 1, 5, 2);
  dyr_duplicate_blocks_add (blocks, 1, 5, 3);
  dyr_duplicate_blocks_close (blocks, 0);
  dyr_duplicate_blocks_close (blocks, 1);
  dyr_duplicate_blocks_close (blocks, 2);
  g_assert_false (dyr_duplicate_blocks_is_cut (blocks));
  crowds = dyr_duplicate_blocks_get_crowds (blocks);
  g_assert_cmpuint (crowds->len, ==, 1);
  g_assert_cmpuint (g_array_index (crowds, DyrDuplicateBlock, 0).n, ==, 4);
  g_assert_cmpuint (g_array_index (crowds, DyrDuplicateBlock, 0).first, ==, 6);
  pairs = dyr_duplicate_blocks_take_pairs (blocks);
  g_assert_cmpuint (pairs->len, ==, 3);
  g_assert_cmpuint (g_array_index (pairs, guint64, 0), ==, (G_GUINT64_CONSTANT (1) << 32) + 2);
  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < 3; j++)
      dyr_duplicate_blocks_add (blocks, 3, i, 10 * i + j);
  dyr_duplicate_blocks_close (blocks, 3);
  g_assert_true (dyr_duplicate_blocks_is_cut (blocks));
  g_assert_cmpuint (dyr_duplicate_key ("a"), !=, dyr_duplicate_key ("b"));
}

/* Property: nothing that comparing each with each finds is missed, except names that are alike
 * and have other consonants. */

static const char *const names[] = { "Дністер", "ТОВ Дністер", "Полонина", "Зоря", "Дністр", NULL };
static const char *const codes[]
    = { "", "", "14360570", "14 360 570", "00000000", "22222221", NULL };
static const char *const phones[]
    = { "", "", "+380671112233", "+380671112233\n+380671112234", "+380671112235", NULL };
static const char *const emails[] = { "", "", "", "a@x.ua", "A@X.ua", "b@x.ua", NULL };

static const char *
pick (const char *const *texts)
{
  const char *text = texts[g_test_rand_int_range (0, (int) g_strv_length ((GStrv) texts))];

  return *text != '\0' ? text : NULL;
}

static guint
compare_all (Office *office, const GArray *ids)
{
  g_autoptr (GPtrArray) faces
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_duplicate_face_free);
  guint n = 0;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DyrRow) row = office_row (office, g_array_index (ids, gint64, i));

      g_ptr_array_add (faces, dyr_duplicate_face_new (&dyr_client_type, row->values));
      for (guint j = 0; j < i; j++)
        n += dyr_duplicate_score (g_ptr_array_index (faces, i), g_ptr_array_index (faces, j), NULL)
             >= DYR_DUPLICATE_MIN_SCORE;
    }
  return n;
}

static void
test_property (Office *office, gconstpointer data)
{
  for (guint round = 0; round < 6; round++)
    {
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (DyrDuplicateReport) report = NULL, again = NULL;
      g_autofree char *groups = NULL, *same = NULL;

      office_sql (office, "UPDATE client SET listed = 0");
      office_sql (office, "UPDATE record SET reach = 2");
      for (guint i = 0; i < 14; i++)
        {
          gint64 id = office_add (office,
                                  &dyr_client_type,
                                  "name",
                                  pick (names),
                                  "code",
                                  pick (codes),
                                  "phones",
                                  pick (phones),
                                  "emails",
                                  pick (emails),
                                  NULL);

          g_array_append_val (ids, id);
        }
      report = look (office, &dyr_client_type, 0);
      g_assert_cmpuint (report->n_records, ==, 14);
      g_assert_cmpuint (report->n_pairs, ==, compare_all (office, ids));
      again = look (office, &dyr_client_type, 0);
      groups = groups_of (report);
      same = groups_of (again);
      g_assert_cmpstr (groups, ==, same);
    }
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

typedef struct
{
  GThread *thread;
  guint last;
} Told;

static void
on_progress (guint n_done, guint n, gpointer data)
{
  Told *told = data;

  g_assert_true (g_thread_self () == told->thread);
  g_assert_cmpuint (n_done, >, told->last);
  g_assert_cmpuint (n_done, <=, n);
  told->last = n_done;
}

static void
set_apart (DyrStore *store, gint64 first, gint64 second, gboolean apart)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  dyr_duplicates_set_apart_async (store, first, second, apart, NULL, on_found, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dyr_duplicates_set_apart_finish (store, result, &error));
  g_assert_no_error (error);
}

static void
test_store (Office *office, gconstpointer data)
{
  g_autoptr (DyrStore) store = dyr_store_new (office->database);
  g_autoptr (GAsyncResult) result = NULL, stopped = NULL;
  g_autoptr (DyrDuplicateReport) report = NULL, none = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Told told = { g_thread_self (), 0 };
  gint64 first, second;

  first = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  second = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  dyr_duplicates_find_async (
      store, &dyr_client_type, 50, 10, on_progress, &told, NULL, on_found, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  report = dyr_duplicates_find_finish (store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->groups->len, ==, 1);
  g_assert_cmpuint (told.last, >, 0);

  set_apart (store, first, second, TRUE);
  assert_groups (office, &dyr_client_type, "");
  set_apart (store, first, second, FALSE);

  g_cancellable_cancel (cancellable);
  dyr_duplicates_find_async (
      store, &dyr_client_type, 50, 10, NULL, NULL, cancellable, on_found, &stopped);
  while (stopped == NULL)
    g_main_context_iteration (NULL, TRUE);
  none = dyr_duplicates_find_finish (store, stopped, &error);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* In the middle: at the first word of progress. */
static void
on_progress_cancel (guint n_done, guint n, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
test_cancelled (Office *office, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DyrDuplicateReport) report = NULL;
  g_autoptr (GError) error = NULL;

  office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  report = dyr_duplicates_find (office->database,
                                &dyr_client_type,
                                50,
                                0,
                                on_progress_cancel,
                                cancellable,
                                cancellable,
                                &error);
  g_assert_null (report);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/duplicate-finder/blocks", test_blocks);
  CASE ("clients", test_clients);
  CASE ("other-types", test_other_types);
  CASE ("crowd", test_crowd);
  CASE ("large-group", test_large_group);
  CASE ("apart", test_apart);
  CASE ("property", test_property);
  CASE ("store", test_store);
  CASE ("cancelled", test_cancelled);
  return g_test_run ();
}
