/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* One search over all types: what comes first, what is marked, what it costs. */

#include "config.h"

#include "dyr-find.h"
#include "dyr-match.h"
#include "dyr-note.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "dyr-search.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/find/" name, Office, NULL, office_set_up, function, office_tear_down)

static DyrFind *
ask (const char *text, guint limit)
{
  const DyrRecordType *types[]
      = { &dyr_client_type,       &dyr_person_type,   &dyr_contract_type, &dyr_delivery_type,
          &dyr_presentation_type, &dyr_activity_type, &dyr_note_type };
  g_autoptr (DyrContext) context = dyr_context_new ("en", "UA", "Europe/Kyiv");
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_query_line_unref);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      DyrQueryLine *line = dyr_query_line_parse (context, types[i], text);

      if (dyr_query_line_get_n_problems (line) == 0)
        g_ptr_array_add (lines, line);
      else
        dyr_query_line_unref (line);
    }
  return dyr_find_new (lines, limit);
}

/* Of one type, none of its records is hidden behind those of others. */
static void
test_one_type (Office *office, gconstpointer data)
{
  g_autoptr (DyrFind) find = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_query_line_unref);

  office_add (office, &dyr_client_type, "name", "Вежа", NULL);
  office_add (office, &dyr_client_type, "name", "Стара вежа", NULL);
  office_sql (office,
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100) "
              "INSERT INTO record (id, uid, type, origin, title) "
              "SELECT 1000 + i, randomblob (16), 11, 0, 'вежа' FROM n");
  office_sql (office,
              "INSERT INTO note (id, text, fold) SELECT id, 'вежа', 'вежа' FROM record "
              "WHERE type = 11");
  office_sql (office, "INSERT INTO stale (record) SELECT id FROM record WHERE type = 11");
  office_catch_up (office, 1000);
  g_ptr_array_add (lines, dyr_query_line_new_words (&dyr_client_type, "вежа"));
  find = dyr_find_new (lines, 5);
  dyr_database_read (office->database, dyr_find_job, find, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (find->found->len, ==, 2);
}

static char *
find_some (Office *office, const char *text, guint limit)
{
  g_autoptr (DyrFind) find = ask (text, limit);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, dyr_find_job, find, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < find->found->len; i++)
    {
      const DyrFound *found = g_ptr_array_index (find->found, i);

      g_string_append_printf (
          names, "%s%s%s", i > 0 ? ", " : "", found->row->title, found->more ? "…" : "");
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

static void
assert_found (Office *office, const char *text, const char *expected)
{
  g_autofree char *names = find_some (office, text, 5);

  g_test_message ("%s", text);
  g_assert_cmpstr (names, ==, expected);
}

static void
test_best (Office *office, gconstpointer data)
{
  static const char *const names[]
      = { "Старий дім на Зеленій", "Дім", "Дімедрол і син", "Дімна", "Вежа (Задім)", "Каскад" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    office_add (office,
                &dyr_client_type,
                "name",
                names[i],
                "description",
                i == G_N_ELEMENTS (names) - 1 ? "колись дім" : NULL,
                NULL);
  office_catch_up (office, 1000);
  /* The name, names that begin so, words of names, middles of words, elsewhere. */
  assert_found (office, "дім", "Дім, Дімна, Дімедрол і син, Старий дім на Зеленій, Вежа (Задім)…");
  assert_found (office, "дім на", "Старий дім на Зеленій");
  assert_found (office, "на дім", "Старий дім на Зеленій");
  assert_found (office, "дім -зел", "Дім, Дімна, Дімедрол і син, Вежа (Задім), Каскад");
}

static void
test_types (Office *office, gconstpointer data)
{
  gint64 client = office_add (office,
                              &dyr_client_type,
                              "name",
                              "ТОВ «Вежа»",
                              "phones",
                              "+380671112233",
                              "code",
                              "14360570",
                              NULL);
  g_autofree char *uid = office_uid (office, client);

  office_add (
      office, &dyr_person_type, "last-name", "Вежан", "first-name", "Леся", "client", uid, NULL);
  office_add (office,
              &dyr_contract_type,
              "number",
              "214/25",
              "client",
              uid,
              "subject",
              "Оренда вежі",
              "amount",
              "1500.50",
              "signed-on",
              "2026-11-24",
              NULL);
  office_add (office, &dyr_presentation_type, "title", "Вежа наживо", "client", uid, NULL);
  office_add (
      office, &dyr_activity_type, "kind", "call", "subject", "Про вежу", "client", uid, NULL);
  office_add (office, &dyr_note_type, "text", "Вежа: питати Лесю", "about", uid, NULL);
  office_catch_up (office, 1000);
  assert_found (office, "вежа", "ТОВ «Вежа», Вежан Леся, Вежа наживо, Вежа: питати Лесю");
  assert_found (
      office, "веж", "ТОВ «Вежа», Вежан Леся, 214/25, Вежа наживо, Про вежу, Вежа: питати Лесю");
  assert_found (office, "ежа", "ТОВ «Вежа», Вежан Леся, Вежа наживо, Вежа: питати Лесю");
  assert_found (office, "(067) 111-22", "ТОВ «Вежа»");
  assert_found (office, "14360570", "ТОВ «Вежа»");
  assert_found (office, "214/25", "214/25");
  assert_found (office, "1500,50", "214/25");
  assert_found (office, "24.11.2026", "214/25");
  /* Conditions: of the types that have such a field. */
  assert_found (office, "client:вежа", "Вежан Леся, 214/25, Вежа наживо, Про вежу");
  assert_found (office, "client:вежа про", "Про вежу");
  assert_found (office, "number:214", "214/25");
  assert_found (office, "", "");
  assert_found (office, "-вежа", "214/25, Про вежу");
}

/* As typed comes before what was guessed; what only a wrong layout explains, alone. */
static void
test_guesses (Office *office, gconstpointer data)
{
  office_add (office, &dyr_client_type, "name", "Шевченко", NULL);
  office_add (office, &dyr_client_type, "name", "Shevchenko Ltd of Lviv", NULL);
  office_add (office, &dyr_person_type, "last-name", "Ševčenko", NULL);
  office_catch_up (office, 1000);
  assert_found (office, "shevchenko", "Shevchenko Ltd of Lviv, Шевченко, Ševčenko");
  assert_found (office, "шевченко", "Шевченко, Shevchenko Ltd of Lviv, Ševčenko");
  assert_found (office, "Ševčenko", "Шевченко, Shevchenko Ltd of Lviv, Ševčenko");
  assert_found (office, "itdxty", "Шевченко");
  assert_found (office, "ыудд", "");
}

/* What is deleted is not found, though the full text has not followed yet. */
static void
test_deleted (Office *office, gconstpointer data)
{
  gint64 id = office_add (office, &dyr_client_type, "name", "Дністер", NULL);

  office_catch_up (office, 1000);
  assert_found (office, "дніс", "Дністер");
  office_delete (office, id);
  assert_found (office, "дніс", "");
  assert_found (office, "д", "");
}

static void
test_needles (Office *office, gconstpointer data)
{
  g_autoptr (DyrFind) find = ask ("Шевч 067 1112233 -дім \"нова пошта\"", 5);
  g_autoptr (GError) error = NULL;
  static const char *const expected[]
      = { "шевч", "671112233", "067 1112233", "нова пошта", "shevch", "sevc" };

  dyr_database_read (office->database, dyr_find_job, find, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_true (g_strv_contains ((const char *const *) find->needles->pdata, expected[i]));
  g_assert_false (g_strv_contains ((const char *const *) find->needles->pdata, "дім"));
}

/* What SQLite tells while something is looked for. */
typedef struct
{
  DyrFind *find;
  unsigned events;  /* SQLITE_TRACE_… */
  const char *part; /* of the questions that count; NULL: all of ours */
  guint n;
} Count;

static int
on_told (unsigned event, void *data, void *statement, void *text)
{
  Count *count = data;

  if (event == SQLITE_TRACE_PROFILE)
    count->n += (guint) sqlite3_stmt_status (statement, SQLITE_STMTSTATUS_VM_STEP, 1);
  else if (count->part != NULL)
    count->n += strstr (text, count->part) != NULL;
  /* The full-text tables ask their own. */
  else
    count->n += strstr (text, "main") == NULL && !g_str_has_prefix (text, "--");
  return 0;
}

static gboolean
job_count (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  sqlite3 *db = dyr_connection_get_handle (connection);
  Count *count = data;
  gboolean done;

  sqlite3_trace_v2 (db, count->events, on_told, count);
  done = dyr_find_job (connection, count->find, cancellable, error);
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  return done;
}

/* … of five that are asked for; `n_found` are found. */
static guint
count_events (Office *office, const char *text, unsigned events, const char *part, guint *n_found)
{
  g_autoptr (DyrFind) find = ask (text, 5);
  g_autoptr (GError) error = NULL;
  Count count = { .find = find, .events = events, .part = part };

  dyr_database_read (office->database, job_count, &count, NULL, &error);
  g_assert_no_error (error);
  *n_found = find->found->len;
  return count.n;
}

/* Steps of SQLite's machine. */
static guint
count_steps (Office *office, const char *text)
{
  guint n_found, n = count_events (office, text, SQLITE_TRACE_PROFILE, NULL, &n_found);

  g_assert_cmpuint (n_found, ==, 5);
  return n;
}

static guint
count_questions (Office *office, const char *text, const char *part)
{
  guint n_found;

  return count_events (office, text, SQLITE_TRACE_STMT, part, &n_found);
}

/* What a key costs does not grow with what is there: a few questions, and few rows are read. */
static void
test_cost (Office *office, gconstpointer data)
{
  guint n_before = 0;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("Дім %u", i);

      office_add (office, &dyr_client_type, "name", name, NULL);
      if (i == 20 || i == 199)
        {
          guint n_found, n;

          office_catch_up (office, 1000);
          n = count_events (office, "дім", SQLITE_TRACE_STMT, NULL, &n_found);
          g_assert_cmpuint (n_found, ==, 5);
          g_assert_cmpuint (n, <, 25);
          if (i == 199)
            g_assert_cmpuint (n, ==, n_before);
          n_before = n;
        }
    }
}

static gboolean
job_add_calls (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);

  for (guint i = 0; i < *(const guint *) data; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, dyr_activity_type.n_fields);
      gint64 id;

      dyr_value_set_text (&values[DYR_ACTIVITY_KIND], "call");
      dyr_value_set_text (&values[DYR_ACTIVITY_SUBJECT], "Дзвінок");
      /* 2026-12-24, at noon in Kyiv. */
      dyr_value_set_number (&values[DYR_ACTIVITY_DUE_AT], 1798106400);
      if (!dyr_save_create (save, &dyr_activity_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
        return FALSE;
      for (guint j = 0; j < dyr_activity_type.n_fields; j++)
        dyr_value_clear (&values[j]);
    }
  return dyr_save_finish (save, NULL, error);
}

/* A day has as many calls as there are: no more of them are read than are looked at. */
static void
test_full_day (Office *office, gconstpointer data)
{
  guint n = 500, more = 2500, n_steps;
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_add_calls, &n, NULL, &error);
  g_assert_no_error (error);
  n_steps = count_steps (office, "24.12.2026");
  dyr_database_write (office->database, job_add_calls, &more, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_steps (office, "24.12.2026"), <, n_steps + n_steps / 4);
}

/* One letter begins half of all words: names that begin with it are found by their index, words in
 * the newest records; the full text need not put them together. It is not asked the same twice. */
static void
test_letter (Office *office, gconstpointer data)
{
  office_add (office, &dyr_client_type, "name", "ТОВ «Карпати»", NULL);
  office_add (office, &dyr_client_type, "name", "Каскад", NULL);
  office_add (office, &dyr_client_type, "name", "Дністер і ко", NULL);
  office_add (office, &dyr_client_type, "name", "Маяк", NULL);
  office_add (office, &dyr_person_type, "last-name", "Коваль", NULL);
  office_catch_up (office, 1000);
  assert_found (office, "к", "Каскад, ТОВ «Карпати», Дністер і ко, Коваль");
  assert_found (office, "К", "Каскад, ТОВ «Карпати», Дністер і ко, Коваль");
  /* The wrong keyboard layout. */
  assert_found (office, "v", "Маяк");
  g_assert_cmpuint (count_questions (office, "к", "MATCH"), ==, 0);
  g_assert_cmpuint (count_questions (office, "ка", "MATCH"), ==, 1);
  g_assert_cmpuint (count_questions (office, "кас", "MATCH"), ==, 1);
  g_assert_cmpuint (count_questions (office, "каск", "MATCH"), ==, 2);
}

typedef struct
{
  const DyrQueryLine *lines[2];
  char *pieces[2];
} Digits;

static gboolean
job_pieces (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Digits *digits = data;

  for (guint i = 0; i < G_N_ELEMENTS (digits->lines); i++)
    {
      g_autoptr (DyrMatch) match
          = dyr_match_new (connection, digits->lines[i], DYR_MATCH_TYPED, DYR_MATCH_APART, error);

      if (match == NULL)
        return FALSE;
      digits->pieces[i] = g_strdup (match->pieces);
    }
  return TRUE;
}

/* Digits stand where they were typed with more before them too: one question has both. */
static void
test_digits (Office *office, gconstpointer data)
{
  g_autoptr (DyrContext) context = dyr_context_new ("en", "UA", "Europe/Kyiv");
  g_autoptr (DyrQueryLine) line = dyr_query_line_parse (context, &dyr_client_type, "0671234");
  g_autoptr (DyrQueryLine) parted = dyr_query_line_parse (context, &dyr_client_type, "067-1234");
  Digits digits = { { line, parted }, { NULL } };
  g_autoptr (GError) error = NULL;

  dyr_database_read (office->database, job_pieces, &digits, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (digits.pieces[0], ==, "(\"671234\")");
  g_assert_cmpstr (digits.pieces[1], ==, "(\"671234\" OR \"067 1234\")");
  g_free (digits.pieces[0]);
  g_free (digits.pieces[1]);
}

/* Titles that were read for a key. */
static int
on_row_read (unsigned kind, void *data, void *statement, void *unused)
{
  const char *sql = sqlite3_sql (statement);

  ((Count *) data)->n += sql != NULL && strstr (sql, "r.title") != NULL;
  return 0;
}

static gboolean
job_count_titles (DyrConnection *connection,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  sqlite3 *db = dyr_connection_get_handle (connection);
  gboolean done;

  sqlite3_trace_v2 (db, SQLITE_TRACE_ROW, on_row_read, data);
  done = dyr_find_job (connection, ((Count *) data)->find, cancellable, error);
  sqlite3_trace_v2 (db, 0, NULL, NULL);
  return done;
}

/* Nothing tells one call of a day from another: no more of them are read than are shown. */
static void
test_day_titles (Office *office, gconstpointer data)
{
  g_autoptr (DyrFind) find = ask ("24.12.2026", 5);
  g_autoptr (GError) error = NULL;
  Count count = { find, 0 };
  guint n = 300;

  dyr_database_write (office->database, job_add_calls, &n, NULL, &error);
  g_assert_no_error (error);
  dyr_database_read (office->database, job_count_titles, &count, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (find->found->len, ==, 5);
  g_assert_true (((DyrFound *) g_ptr_array_index (find->found, 4))->more);
  /* One more, to know that there are more; and the five that are shown. */
  g_assert_cmpuint (count.n, ==, 6 + 5);
}

/* A day that has more calls than are looked at shows the newest of them, not its first ones. */
static void
test_newest_of_day (Office *office, gconstpointer data)
{
  g_autoptr (DyrFind) find = ask ("24.12.2026", 5);
  g_autoptr (GError) error = NULL;
  guint n = DYR_MATCH_MOST + 1;
  gint64 id;

  dyr_database_write (office->database, job_add_calls, &n, NULL, &error);
  g_assert_no_error (error);
  id = office_number (office, "SELECT max (id) FROM activity");
  dyr_database_read (office->database, dyr_find_job, find, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (find->found->len, ==, 5);
  for (guint i = 0; i < find->found->len; i++)
    g_assert_cmpint (((DyrFound *) g_ptr_array_index (find->found, i))->row->id, ==, id - i);
}

static gboolean
job_add_houses (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);
  g_autofree DyrValue *values = g_new0 (DyrValue, dyr_client_type.n_fields);
  gint64 id;

  dyr_value_set_text (&values[DYR_CLIENT_NAME], "Карпатський дім");
  for (guint i = 0; i < DYR_MATCH_MOST; i++)
    if (!dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
      return FALSE;
  for (guint i = 0; i < dyr_client_type.n_fields; i++)
    dyr_value_clear (&values[i]);
  return dyr_save_finish (save, NULL, error);
}

/* A letter behind a word, on the way to the next one: the records with the word are looked at, the
 * full text does not put together all words that begin with the letter. */
static void
test_word_and_letter (Office *office, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  office_add (office, &dyr_client_type, "name", "Карпатський трейд", NULL);
  office_add (office, &dyr_client_type, "name", "Карпатський дім", NULL);
  office_add (office, &dyr_client_type, "name", "ТОВ «Карпатський»", NULL);
  office_add (office, &dyr_contract_type, "number", "Карпатський-т", NULL);
  office_catch_up (office, 1000);
  assert_found (office, "карпатський т", "Карпатський трейд, ТОВ «Карпатський», Карпатський-т");
  assert_found (office, "карпатський тр", "Карпатський трейд");
  g_assert_cmpuint (count_questions (office, "карпатський т", "word MATCH"), ==, 0);
  g_assert_cmpuint (count_questions (office, "карпатський тр", "word MATCH"), >, 0);

  /* Among the newest ones nobody has it: then all are asked. */
  dyr_database_write (office->database, job_add_houses, NULL, NULL, &error);
  g_assert_no_error (error);
  office_catch_up (office, 1000);
  assert_found (office, "карпатський т", "Карпатський трейд, ТОВ «Карпатський», Карпатський-т");
  g_assert_cmpuint (count_questions (office, "карпатський т", "word MATCH"), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("best", test_best);
  CASE ("one-type", test_one_type);
  CASE ("types", test_types);
  CASE ("guesses", test_guesses);
  CASE ("deleted", test_deleted);
  CASE ("needles", test_needles);
  CASE ("cost", test_cost);
  CASE ("full-day", test_full_day);
  CASE ("letter", test_letter);
  CASE ("digits", test_digits);
  CASE ("day-titles", test_day_titles);
  CASE ("newest-of-day", test_newest_of_day);
  CASE ("word-and-letter", test_word_and_letter);
  return g_test_run ();
}
