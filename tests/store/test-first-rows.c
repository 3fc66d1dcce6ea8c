/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Long answers: their first rows come before the rest, and are what the whole begins with. */

#include "config.h"

#include "dyr-record-list-private.h"
#include "dyr-store.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/first-rows/" name, Office, NULL, office_set_up, function, office_tear_down)
#define WAIT(condition)                                                                            \
  while (!(condition))                                                                             \
  g_main_context_iteration (NULL, TRUE)

/* Every fifth is a garden, the others are houses: more than are looked up one by one. */
#define MANY 13000
#define GARDENS (MANY / 5)
#define HOUSES (MANY - GARDENS)

typedef struct
{
  int n;
  const char *names[5]; /* of each fifth client */
} Many;

static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);
  const Many *many = data;

  for (int i = 0; i < many->n; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CLIENT_N_FIELDS);
      gint64 id;

      /* The other way round: neither order is that of the ids. */
      dyr_value_take_text (&values[DYR_CLIENT_NAME],
                           g_strdup_printf ("%s %05d", many->names[i % 5], many->n - i));
      dyr_value_set_text (&values[DYR_CLIENT_STATE], i % 2 == 0 ? "active" : "lost");
      if (i % 3 != 0)
        dyr_value_set_number (&values[DYR_CLIENT_NEXT_CONTACT], 20000 + i % 100);
      if (!dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
        return FALSE;
      for (guint j = 0; j < DYR_CLIENT_N_FIELDS; j++)
        dyr_value_clear (&values[j]);
    }
  return dyr_save_finish (save, NULL, error);
}

static void
add_these (Office *office, Many many)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_many, &many, NULL, &error);
  g_assert_no_error (error);
  office_catch_up (office, 5000);
}

static void
add_many (Office *office, int n)
{
  add_these (office, (Many){ n, { "Сад", "Дім", "Дім", "Дім", "Дім" } });
}

/* Queries */

typedef struct
{
  DyrQuery *query;
  GArray *ids;
  GArray *first; /* NULL: not told */
} Ask;

typedef struct
{
  Ask ask;
  guint n_first;
  guint n_walks;
  guint n_looks;
  guint n_whole; /* questions for a word of pieces, before the first rows were told */
} Walks;

static gboolean
on_first (DyrConnection *connection, const GArray *ids, gpointer data, GError **error)
{
  Ask *ask = data;

  g_assert_null (ask->first);
  ask->first = g_array_copy ((GArray *) ids);
  return TRUE;
}

static gboolean
job_ask (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Ask *ask = data;

  ask->ids = dyr_query_ids_first (ask->query, connection, 100, on_first, ask, error);
  return ask->ids != NULL;
}

/* What SQL finds without any of our ways. */
static GArray *
read_expected (Office *office, const char *sql)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *list = NULL, *all = NULL;
  g_auto (GStrv) texts = NULL;

  all = g_strdup_printf ("SELECT group_concat (id, ' ') FROM (SELECT id FROM client %s)", sql);
  list = office_text (office, all);
  texts = g_strsplit (list, " ", -1);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      gint64 id = g_ascii_strtoll (texts[i], NULL, 10);

      g_array_append_val (ids, id);
    }
  return ids;
}

/* Takes the query. */
static void
assert_ids (Office *office, DyrQuery *query, const char *sql, guint n, gboolean told)
{
  g_autoptr (GArray) expected = read_expected (office, sql);
  g_autoptr (GError) error = NULL;
  Ask ask = { query, NULL, NULL };

  g_test_message ("%s", sql);
  g_assert_cmpuint (expected->len, ==, n);
  dyr_database_read (office->database, job_ask, &ask, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (
      ask.ids->data, ask.ids->len * sizeof (gint64), expected->data, n * sizeof (gint64));
  g_assert_cmpint (ask.first != NULL, ==, told);
  if (told)
    g_assert_cmpmem (
        ask.first->data, ask.first->len * sizeof (gint64), expected->data, 100 * sizeof (gint64));
  g_array_unref (ask.ids);
  g_clear_pointer (&ask.first, g_array_unref);
  dyr_query_free (query);
}

static DyrQuery *
words (const char *text)
{
  DyrQuery *query = dyr_query_new (&dyr_client_type);

  dyr_query_set_text (query, text);
  return query;
}

static DyrQuery *
sorted (DyrQuery *query, guint field, gboolean descending)
{
  dyr_query_sort (query, field, descending);
  return query;
}

static void
test_query (Office *office, gconstpointer data)
{
  g_auto (DyrValue) active = DYR_VALUE_INIT;
  DyrQuery *query;

  add_many (office, MANY);
  dyr_value_set_text (&active, "active");

  assert_ids (office, words (NULL), "ORDER BY name_key, id", MANY, TRUE);
  assert_ids (office,
              sorted (words (NULL), DYR_CLIENT_NEXT_CONTACT, FALSE),
              "ORDER BY next_contact NULLS LAST, id",
              MANY,
              TRUE);
  /* No index has this order: all rows are there before the first. */
  assert_ids (office,
              sorted (words (NULL), DYR_CLIENT_STATE, FALSE),
              "ORDER BY state <> 'active', id",
              MANY,
              FALSE);
  query = words (NULL);
  dyr_query_where (query, DYR_CLIENT_STATE, DYR_COMPARE_IS, &active);
  assert_ids (office, query, "WHERE state = 'active' ORDER BY name_key", MANY / 2, TRUE);

  /* A word of most rows: they are walked in order. */
  assert_ids (office, words ("дім"), "WHERE name LIKE 'Дім%' ORDER BY name_key", HOUSES, TRUE);
  assert_ids (office,
              sorted (words ("дім"), DYR_CLIENT_NAME, TRUE),
              "WHERE name LIKE 'Дім%' ORDER BY name_key DESC",
              HOUSES,
              TRUE);
  /* A beginning of a word, and with another, of which the order is at hand now: what both full
   * texts have. */
  assert_ids (office, words ("ді"), "WHERE name LIKE 'Дім%' ORDER BY name_key", HOUSES, TRUE);
  assert_ids (
      office,
      words ("дім 1"),
      "WHERE name LIKE 'Дім 1%' ORDER BY name_key",
      (guint) office_number (office, "SELECT count (*) FROM client WHERE name LIKE 'Дім 1%'"),
      TRUE);
  assert_ids (office,
              sorted (words ("дім"), DYR_CLIENT_NEXT_CONTACT, FALSE),
              "WHERE name LIKE 'Дім%' ORDER BY next_contact NULLS LAST, id",
              HOUSES,
              TRUE);
  query = words ("дім");
  dyr_query_where (query, DYR_CLIENT_STATE, DYR_COMPARE_IS, &active);
  assert_ids (office,
              query,
              "WHERE name LIKE 'Дім%' AND state = 'active' ORDER BY name_key",
              HOUSES / 2,
              TRUE);
  query = words ("дім");
  dyr_query_set_limit (query, 150);
  assert_ids (office, query, "WHERE name LIKE 'Дім%' ORDER BY name_key LIMIT 150", 150, TRUE);
  assert_ids (office,
              sorted (words ("дім"), DYR_CLIENT_STATE, FALSE),
              "WHERE name LIKE 'Дім%' ORDER BY state <> 'active', id",
              HOUSES,
              FALSE);

  /* Few rows are looked up, and put in order then. */
  assert_ids (office, words ("сад"), "WHERE name LIKE 'Сад%' ORDER BY name_key", GARDENS, FALSE);
  assert_ids (office, words ("сад 00005"), "WHERE name = 'Сад 00005'", 1, FALSE);
}

/* Questions that walk through the rows of clients. */
static int
on_statement (unsigned kind, void *data, void *statement, void *text)
{
  char *expanded = sqlite3_expanded_sql (statement);
  Walks *walks = data;

  if (walks->ask.first == NULL && strstr (expanded, "MATCH '(\"ромашка\"") != NULL)
    walks->n_whole++;
  sqlite3_free (expanded);
  if (strstr (text, "FROM \"client\" t WHERE t.listed = 1 AND t.\"name_key\"") != NULL)
    walks->n_walks += strstr (text, "CROSS JOIN") == NULL;
  walks->n_looks += strstr (text, "CROSS JOIN") != NULL;
  return 0;
}

static gboolean
job_count (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3 *db = dyr_connection_get_handle (connection);
  Walks *walks = data;

  sqlite3_trace_v2 (db, SQLITE_TRACE_STMT, on_statement, walks);
  walks->ask.ids = dyr_query_ids_first (
      walks->ask.query, connection, walks->n_first, on_first, &walks->ask, error);
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  return walks->ask.ids != NULL;
}

/* Asks, counting, and compares what comes with what SQL finds. Takes the query. */
static Walks
walk (Office *office, DyrQuery *query, guint n_first, const char *sql, gboolean told)
{
  g_autoptr (GArray) expected = read_expected (office, sql);
  g_autoptr (GError) error = NULL;
  Walks walks = { .ask = { query, NULL, NULL }, .n_first = n_first };

  g_test_message ("%s", sql);
  dyr_database_read (office->database, job_count, &walks, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (walks.ask.ids->data,
                   walks.ask.ids->len * sizeof (gint64),
                   expected->data,
                   expected->len * sizeof (gint64));
  g_assert_cmpint (walks.ask.first != NULL, ==, told);
  if (told)
    g_assert_cmpmem (walks.ask.first->data,
                     walks.ask.first->len * sizeof (gint64),
                     expected->data,
                     n_first * sizeof (gint64));
  g_clear_pointer (&walks.ask.ids, g_array_unref);
  g_clear_pointer (&walks.ask.first, g_array_unref);
  g_clear_pointer (&walks.ask.query, dyr_query_free);
  return walks;
}

/* Takes the query. */
static void
assert_walks (Office *office,
              DyrQuery *query,
              guint n_first,
              const char *sql,
              guint n_walks,
              guint n_looks,
              gboolean told)
{
  const Walks walks = walk (office, query, n_first, sql, told);

  g_assert_cmpuint (walks.n_walks, ==, n_walks);
  g_assert_cmpuint (walks.n_looks, ==, n_looks);
}

/* Who looked at the whole list has its order at hand: a search in it walks through no rows, until
 * something is committed. */
static void
test_order (Office *office, gconstpointer data)
{
  const char gardens[] = "WHERE name LIKE 'Сад%' ORDER BY name_key";
  g_autoptr (DyrContext) context = dyr_context_new ("en", "UA", "Europe/Kyiv");
  DyrQuery *but_one = dyr_query_new (&dyr_client_type);
  gint64 id;

  add_many (office, MANY);
  /* What is found is put in order, with and without a name. */
  assert_walks (office, words ("сад"), 100, gardens, 2, 0, FALSE);
  assert_walks (office, words (NULL), 100, "ORDER BY name_key", 2, 0, TRUE);
  assert_walks (office, words ("сад"), 100, gardens, 0, 0, TRUE);
  assert_walks (office, words ("дім"), 100, "WHERE name LIKE 'Дім%' ORDER BY name_key", 0, 0, TRUE);
  /* Another order is another. */
  assert_walks (office,
                sorted (words ("сад"), DYR_CLIENT_NAME, TRUE),
                100,
                "WHERE name LIKE 'Сад%' ORDER BY name_key DESC",
                2,
                0,
                FALSE);
  /* What is not wanted is looked for in rows. */
  dyr_query_take_line (but_one, dyr_query_line_parse (context, &dyr_client_type, "дім -00001"));
  assert_walks (office,
                but_one,
                100,
                "WHERE name LIKE 'Дім%' AND name <> 'Дім 00001' ORDER BY name_key",
                2,
                0,
                TRUE);
  assert_walks (office, words ("сад"), 100, gardens, 0, 0, TRUE);

  id = office_add (office, &dyr_client_type, "name", "Сад 00000", NULL);
  office_catch_up (office, 1000);
  assert_walks (office, words ("сад"), 100, gardens, 2, 0, FALSE);
  assert_walks (office, words (NULL), 100, "ORDER BY name_key", 2, 0, TRUE);
  assert_walks (office, words ("сад"), 100, gardens, 0, 0, TRUE);
  office_set (office, id, "name", "Сад 99999");
  office_catch_up (office, 1000);
  assert_walks (office, words ("сад"), 100, gardens, 2, 0, FALSE);
}

/* Where most rows have a word, the first ones are seen in their texts; not while the full text is
 * behind these. */
static void
test_look (Office *office, gconstpointer data)
{
  const char houses[] = "WHERE name LIKE 'Дім%' ORDER BY name_key";
  g_auto (DyrValue) active = DYR_VALUE_INIT;
  DyrQuery *query;

  add_many (office, MANY);
  dyr_value_set_text (&active, "active");
  assert_walks (office, words ("дім"), 5, houses, 2, 1, TRUE);
  /* So many rows take longer than the full text does. */
  assert_walks (office, words ("дім"), 100, houses, 0, 0, TRUE);
  query = words ("дім");
  dyr_query_where (query, DYR_CLIENT_STATE, DYR_COMPARE_IS, &active);
  assert_walks (office,
                query,
                5,
                "WHERE name LIKE 'Дім%' AND state = 'active' ORDER BY name_key",
                2,
                1,
                TRUE);
  /* In no order of an index. */
  assert_walks (office,
                sorted (words ("дім"), DYR_CLIENT_STATE, FALSE),
                5,
                "WHERE name LIKE 'Дім%' ORDER BY state <> 'active', id",
                0,
                0,
                FALSE);
  office_add (office, &dyr_client_type, "name", "Дім 00000", NULL);
  assert_walks (office,
                words ("дім"),
                5,
                "WHERE name LIKE 'Дім%' AND name <> 'Дім 00000' ORDER BY name_key",
                2,
                0,
                TRUE);
  office_catch_up (office, 1000);
  assert_walks (office, words ("дім"), 5, houses, 2, 1, TRUE);
}

/* Lists */

typedef struct
{
  DyrStore *store;
  DyrRecordList *list;
  GString *heard; /* "256 partial of 0: Name; ", "1000 of 1000: Name …; ", "answered" */
} Lists;

static void
on_reordered (DyrRecordList *list, Lists *lists)
{
  DyrPlaceList *places = DYR_PLACE_LIST (list);
  DyrRecord *first = dyr_store_peek (lists->store, dyr_place_list_id_at (places, 0));

  g_string_append_printf (lists->heard,
                          "%u%s%s of %u: %s%s; ",
                          g_list_model_get_n_items (G_LIST_MODEL (list)),
                          dyr_place_list_is_partial (places) ? " partial" : "",
                          dyr_record_list_is_loading (list) ? " loading" : "",
                          dyr_record_list_get_n_records (list),
                          first != NULL ? dyr_record_get_title (first) : "?",
                          dyr_place_list_id_at (places, 256) > 0 ? " …" : "");
}

static void
on_answered (DyrRecordList *list, Lists *lists)
{
  g_string_append (lists->heard, "answered");
}

static void
begin (Lists *lists, Office *office)
{
  /* What was told of the records that were made is not for these. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  lists->store = dyr_store_new (office->database);
  lists->list = dyr_record_list_new (lists->store);
  lists->heard = g_string_new (NULL);
  g_signal_connect (lists->list, "reordered", G_CALLBACK (on_reordered), lists);
  g_signal_connect (lists->list, "answered", G_CALLBACK (on_answered), lists);
}

static void
end (Lists *lists)
{
  g_signal_handlers_disconnect_by_data (lists->list, lists);
  g_clear_object (&lists->list);
  g_clear_object (&lists->store);
  g_string_free (lists->heard, TRUE);
}

/* What was heard until the whole answer came. */
static void
assert_heard (Lists *lists, const char *expected)
{
  WAIT (g_str_has_suffix (lists->heard->str, "answered"));
  g_assert_cmpstr (lists->heard->str, ==, expected);
  g_string_truncate (lists->heard, 0);
}

static gboolean
shows (DyrPlace *place, const char *title)
{
  DyrRecord *record = dyr_place_get_record (place);

  return record != NULL && g_strcmp0 (dyr_record_get_title (record), title) == 0;
}

static void
test_list (Office *office, gconstpointer data)
{
  Lists lists;
  DyrPlaceList *list;
  g_autoptr (DyrPlace) place = NULL, far = NULL;

  add_many (office, 1000);
  begin (&lists, office);
  list = DYR_PLACE_LIST (lists.list);
  dyr_record_list_take_query (lists.list, words (NULL));
  /* How many there are is known at the end. */
  assert_heard (&lists,
                "256 partial loading of 0: Дім 00001; "
                "1000 loading of 1000: Дім 00001 …; answered");
  g_assert_false (dyr_place_list_is_partial (list));

  /* Another order: the length stays, what stands behind the first is not known for a moment. */
  place = g_list_model_get_item (G_LIST_MODEL (list), 0);
  WAIT (shows (place, "Дім 00001"));
  dyr_place_list_sort (list, "name", TRUE);
  assert_heard (&lists,
                "1000 partial of 1000: Сад 01000; "
                "1000 of 1000: Сад 01000 …; answered");
  g_assert_true (shows (place, "Сад 01000"));

  /* Who looks at a row far below sees no empty rows. */
  far = g_list_model_get_item (G_LIST_MODEL (list), 900);
  WAIT (dyr_place_get_record (far) != NULL);
  dyr_place_list_sort (list, "name", FALSE);
  assert_heard (&lists, "1000 of 1000: Дім 00001 …; answered");
  g_assert_true (shows (place, "Дім 00001"));
  g_clear_object (&far);

  /* What others change comes with the whole: nothing that is shown vanishes for a moment. */
  office_add (office, &dyr_client_type, "name", "Альфа", NULL);
  assert_heard (&lists, "1001 of 1001: Альфа …; answered");

  /* A short answer has no first part. */
  dyr_record_list_take_query (lists.list, words ("сад"));
  assert_heard (&lists, "200 loading of 200: Сад 00005; answered");
  end (&lists);
}

static void
on_failed (DyrStore *store, DyrRecord *record, const GError *error, guint *n_failed)
{
  *n_failed += 1;
}

/* The rest never comes: what was there before is there again. */
static void
test_failed (Office *office, gconstpointer data)
{
  Lists lists;
  DyrPlaceList *list;
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_row_free);
  gint64 top, bottom;
  guint n_failed = 0;

  add_many (office, 300);
  begin (&lists, office);
  list = DYR_PLACE_LIST (lists.list);
  dyr_record_list_take_query (lists.list, words (NULL));
  WAIT (g_str_has_suffix (lists.heard->str, "answered"));
  top = dyr_place_list_id_at (list, 0);
  bottom = dyr_place_list_id_at (list, 299);

  g_signal_connect (lists.store, "failed", G_CALLBACK (on_failed), &n_failed);
  office_sql (office, "ALTER TABLE client RENAME TO away");
  dyr_place_list_sort (list, "name", TRUE);
  g_array_append_val (first, bottom);
  dyr_record_list_take_first (lists.list, lists.list->cancellable, first, rows);
  g_assert_true (dyr_place_list_is_partial (list));
  g_assert_cmpint (dyr_place_list_id_at (list, 0), ==, bottom);
  g_assert_cmpint (dyr_place_list_id_at (list, 299), ==, 0);
  WAIT (n_failed == 1);
  g_assert_false (dyr_place_list_is_partial (list));
  g_assert_cmpint (dyr_place_list_id_at (list, 0), ==, top);
  g_assert_cmpint (dyr_place_list_id_at (list, 299), ==, bottom);
  office_sql (office, "ALTER TABLE away RENAME TO client");
  g_signal_handlers_disconnect_by_data (lists.store, &n_failed);
  end (&lists);
}

/* Two hundred rows get their records in several turns, and nothing keeps these alive then. */
static void
test_turns (Office *office, gconstpointer data)
{
  Lists lists;
  g_autoptr (GPtrArray) places = NULL;
  guint n_new = 0;

  add_many (office, 1000);
  begin (&lists, office);
  dyr_record_list_take_query (lists.list, words (NULL));
  WAIT (g_str_has_suffix (lists.heard->str, "answered"));
  g_string_truncate (lists.heard, 0);
  places = store_test_take_places (lists.list, 0, 199);
  WAIT (store_test_count_filled (places) == 200);

  dyr_place_list_sort (DYR_PLACE_LIST (lists.list), "name", TRUE);
  while (lists.heard->len == 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < places->len; i++)
    n_new += g_str_has_prefix (
        dyr_record_get_title (dyr_place_get_record (g_ptr_array_index (places, i))), "Сад");
  g_assert_cmpuint (n_new, >, 0);
  g_assert_cmpuint (n_new, <, 200);
  for (guint i = 0; i < places->len; i++)
    {
      g_autofree char *title = g_strdup_printf ("Сад %05u", 1000 - 5 * i);

      WAIT (shows (g_ptr_array_index (places, i), title));
    }
  WAIT (g_str_has_suffix (lists.heard->str, "answered"));
  g_ptr_array_set_size (places, 0);
  g_assert_cmpuint (dyr_store_get_n_live (lists.store), ==, 0);
  end (&lists);
}

/* A table keeps two hundred rows and shows ten: with another answer come the records of these, and
 * the others do not hold it up. */
static void
test_seen (Office *office, gconstpointer data)
{
  Lists lists;
  g_autoptr (GPtrArray) places = NULL;

  add_many (office, 2000);
  begin (&lists, office);
  dyr_record_list_take_query (lists.list, words ("сад"));
  WAIT (g_str_has_suffix (lists.heard->str, "answered"));
  g_string_truncate (lists.heard, 0);
  places = store_test_take_places (lists.list, 0, 199);
  WAIT (store_test_count_filled (places) == 200);
  dyr_place_list_look_at (DYR_PLACE_LIST (lists.list), 20, 29);

  dyr_record_list_take_query (lists.list, words ("дім"));
  while (lists.heard->len == 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 20; i < 30; i++)
    {
      g_autofree char *title = g_strdup_printf ("Дім %05u", i / 4 * 5 + i % 4 + 1);

      g_assert_true (shows (g_ptr_array_index (places, i), title));
    }
  /* The old ones of the other rows, and the new ones of these. */
  g_assert_cmpuint (dyr_store_get_n_live (lists.store), ==, 200);
  WAIT (store_test_count_filled (places) == 200);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *title = g_strdup_printf ("Дім %05u", i / 4 * 5 + i % 4 + 1);

      WAIT (shows (g_ptr_array_index (places, i), title));
    }
  g_ptr_array_set_size (places, 0);
  end (&lists);
}

static void
assert_rough (Office *office, const char *text, const char *sql, guint n_whole)
{
  g_assert_cmpuint (walk (office, words (text), 100, sql, TRUE).n_whole, ==, n_whole);
}

/* The first rows with a long word are told before the full text is asked for all of it: those whose
 * texts have it, not all that have its beginning and its end. */
static void
test_rough (Office *office, gconstpointer data)
{
  const char camomiles[] = "WHERE name LIKE 'Ромашка%' ORDER BY name_key";
  gint64 id;

  add_these (office, (Many){ MANY, { "Ромашка", "Ромова чашка", "Дім", "Ромашка", "Ромашка" } });
  assert_walks (office, words (NULL), 100, "ORDER BY name_key", 2, 0, TRUE);
  assert_rough (office, "ромашка", camomiles, 0);
  /* With another word, which is looked for in the texts, too. */
  assert_rough (office, "ромашка 0", "WHERE name LIKE 'Ромашка 0%' ORDER BY name_key", 0);
  /* These stand far behind the first rows with the long word. */
  assert_rough (office, "ромашка 12", "WHERE name LIKE 'Ромашка 12%' ORDER BY name_key", 1);
  /* While the full text is behind the texts, both would not tell the same. */
  id = office_add (office, &dyr_client_type, "name", "Ромашка 00000", NULL);
  office_catch_up (office, 1000);
  assert_walks (office, words (NULL), 100, "ORDER BY name_key", 2, 0, TRUE);
  office_set (office, id, "city", "Львів");
  assert_walks (office, words (NULL), 100, "ORDER BY name_key", 2, 0, TRUE);
  assert_rough (office, "ромашка", camomiles, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("query", test_query);
  CASE ("order", test_order);
  CASE ("look", test_look);
  CASE ("rough", test_rough);
  CASE ("list", test_list);
  CASE ("failed", test_failed);
  CASE ("turns", test_turns);
  CASE ("seen", test_seen);
  return g_test_run ();
}
