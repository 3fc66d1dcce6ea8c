/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a look at a text tells is what the full text answers. */

#include "config.h"

#include <sqlite3.h>

#include "dyr-glance.h"
#include "dyr-text.h"

#define N_TEXTS 400

static const char *const words[]
    = { "ТОВ",    "тов",        "«Ромашка»", "ромаш",   "Їжакевич", "й",      "0671234",
        "+38067", "4711/26",    "д-47",      "ґанок",   "Мар’яна",  "мар",    "київ",
        "ё",      "Ščepanović", "a",         "aba",     "abab",     "бабаба", "тов-ромашка",
        "№",      "47",         "7",         "ро машка" };

static sqlite3 *
make_texts (GPtrArray *texts)
{
  sqlite3 *db;
  sqlite3_stmt *insert[2];

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  /* As in the schema. */
  g_assert_cmpint (
      sqlite3_exec (db,
                    "CREATE VIRTUAL TABLE word USING fts5 (fold, content='', "
                    "tokenize='unicode61 remove_diacritics 0', prefix='2 3');"
                    "CREATE VIRTUAL TABLE piece USING fts5 (fold, content='', tokenize='trigram')",
                    NULL,
                    NULL,
                    NULL),
      ==,
      SQLITE_OK);
  sqlite3_prepare_v2 (db, "INSERT INTO word (rowid, fold) VALUES (?, ?)", -1, &insert[0], NULL);
  sqlite3_prepare_v2 (db, "INSERT INTO piece (rowid, fold) VALUES (?, ?)", -1, &insert[1], NULL);
  for (int i = 0; i < N_TEXTS; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      char *fold;

      for (int n = g_test_rand_int_range (0, 5); n > 0; n--)
        g_string_append_printf (
            text, "%s ", words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
      fold = dyr_text_fold (text->str);
      g_ptr_array_add (texts, fold);
      for (guint j = 0; j < G_N_ELEMENTS (insert); j++)
        {
          sqlite3_bind_int (insert[j], 1, i);
          sqlite3_bind_text (insert[j], 2, fold, -1, SQLITE_STATIC);
          g_assert_cmpint (sqlite3_step (insert[j]), ==, SQLITE_DONE);
          sqlite3_reset (insert[j]);
        }
    }
  sqlite3_finalize (insert[0]);
  sqlite3_finalize (insert[1]);
  return db;
}

/* A part of a word, of so many letters at least, whose every character may be asked for. */
static char *
make_needle (gboolean beginning)
{
  while (TRUE)
    {
      g_autofree char *fold
          = dyr_text_fold (words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
      glong length = g_utf8_strlen (fold, -1), from, until;
      char *needle;

      from = beginning ? 0 : g_test_rand_int_range (0, (gint32) length + 1);
      until = g_test_rand_int_range ((gint32) from, (gint32) length + 1);
      if (until - from < (beginning ? 1 : 3))
        continue;
      needle = g_utf8_substring (fold, from, until);
      if (!beginning || g_utf8_strchr (needle, -1, ' ') == NULL)
        return needle;
      g_free (needle);
    }
}

static char *
make_question (gboolean beginnings)
{
  GString *question = g_string_new (NULL);

  for (int i = g_test_rand_int_range (1, 3); i > 0; i--)
    {
      g_string_append (question, question->len > 0 ? " AND (" : "(");
      for (int j = g_test_rand_int_range (1, 3); j > 0; j--)
        {
          g_autofree char *needle = make_needle (beginnings);

          g_string_append_printf (
              question, beginnings ? "\"%s\"*%s" : "\"%s\"%s", needle, j > 1 ? " OR " : ")");
        }
    }
  return g_string_free (question, FALSE);
}

/* Which texts SQLite finds: a letter for each. */
static char *
ask (sqlite3 *db, const char *sql, const char *question)
{
  char *found = g_strnfill (N_TEXTS, '.');
  sqlite3_stmt *query;
  int code;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &query, NULL), ==, SQLITE_OK);
  sqlite3_bind_text (query, 1, question, -1, SQLITE_STATIC);
  while ((code = sqlite3_step (query)) == SQLITE_ROW)
    found[sqlite3_column_int (query, 0)] = 'x';
  g_assert_cmpint (code, ==, SQLITE_DONE);
  sqlite3_finalize (query);
  return found;
}

static char *
look (GPtrArray *texts, const char *beginnings, const char *pieces)
{
  char *found = g_strnfill (N_TEXTS, '.');
  g_autoptr (DyrGlance) glance = dyr_glance_new (beginnings, pieces);

  if (glance == NULL)
    return g_free (found), NULL;
  for (int i = 0; i < N_TEXTS; i++)
    if (dyr_glance_holds (glance, g_ptr_array_index (texts, i)))
      found[i] = 'x';
  return found;
}

static void
test_same (void)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  sqlite3 *db = make_texts (texts);
  guint n_found = 0, n_looked = 0;

  for (int i = 0; i < 500; i++)
    {
      gboolean beginnings = i % 2 == 0;
      g_autofree char *question = make_question (beginnings), *expected = NULL, *found = NULL;

      expected = ask (db,
                      beginnings ? "SELECT rowid FROM word WHERE word MATCH ?"
                                 : "SELECT rowid FROM piece WHERE piece MATCH ?",
                      question);
      found = look (texts, beginnings ? question : NULL, beginnings ? NULL : question);
      /* A mark in a word makes two words of it: only the full text can tell. */
      if (found == NULL)
        continue;
      g_test_message ("%s", question);
      g_assert_cmpstr (found, ==, expected);
      n_looked++;
      n_found += strchr (found, 'x') != NULL;
    }
  g_assert_cmpuint (n_looked, >, 300);
  g_assert_cmpuint (n_found, >, 100);
  sqlite3_close (db);
}

/* A rough question finds whatever the question does. */
static void
test_rough (void)
{
  const char sql[] = "SELECT rowid FROM piece WHERE piece MATCH ?";
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  sqlite3 *db = make_texts (texts);
  guint n_found = 0;

  for (int i = 0; i < 500; i++)
    {
      g_autofree char *question = make_question (FALSE), *rough = NULL, *exact = NULL, *more = NULL;
      g_autoptr (DyrGlance) glance = dyr_glance_new (NULL, question);

      rough = dyr_glance_rough (glance);
      if (rough == NULL)
        continue;
      g_test_message ("%s: %s", question, rough);
      exact = ask (db, sql, question);
      more = ask (db, sql, rough);
      for (int j = 0; j < N_TEXTS; j++)
        g_assert_true (exact[j] != 'x' || more[j] == 'x');
      n_found += strchr (exact, 'x') != NULL;
    }
  g_assert_cmpuint (n_found, >, 50);
  sqlite3_close (db);
}

static void
test_rough_words (void)
{
  g_autoptr (DyrGlance) both
      = dyr_glance_new ("(\"ро\"*)", "(\"ромашка\" OR \"дім\") AND (\"київ\")"),
      none = dyr_glance_new ("(\"ромашка\"*)", NULL), brief = dyr_glance_new (NULL, "(\"дім\")");
  g_autofree char *rough = dyr_glance_rough (both);

  g_assert_cmpstr (rough, ==, "((\"ром\" AND \"шка\") OR \"дім\") AND (\"київ\")");
  g_assert_null (dyr_glance_rough (none));
  g_assert_null (dyr_glance_rough (brief));
}

static void
test_both (void)
{
  g_autoptr (DyrGlance) glance = dyr_glance_new ("(\"ро\"*)", "(\"машка\" OR \"mashka\")");

  g_assert_true (dyr_glance_holds (glance, "тов ромашка"));
  g_assert_true (dyr_glance_holds (glance, "romashka роза"));
  g_assert_false (dyr_glance_holds (glance, "romashka"));
  g_assert_false (dyr_glance_holds (glance, "ромаш"));
  g_assert_false (dyr_glance_holds (glance, NULL));
  g_assert_false (dyr_glance_has_letter (glance));
}

static void
test_letter (void)
{
  g_autoptr (DyrGlance) glance = dyr_glance_new ("(\"ро\"*) AND (\"к\"* OR \"kk\"*)", NULL);

  g_assert_true (dyr_glance_has_letter (glance));
}

static void
test_only_full_text (void)
{
  static const char *const others[]
      = { "(\"нова пошта\")", "(\"нова пошта\"*)", "(\"нова\" *)", "(\"нова\")",
          "(\"а-б\"*)",       "\"нова\"*",         "(\"нова\"*",   "(\"нова\"*) OR (\"дім\"*)",
          "(нова*)" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (dyr_glance_new (others[i], NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/glance/same", test_same);
  g_test_add_func ("/store/glance/both", test_both);
  g_test_add_func ("/store/glance/rough", test_rough);
  g_test_add_func ("/store/glance/rough-words", test_rough_words);
  g_test_add_func ("/store/glance/letter", test_letter);
  g_test_add_func ("/store/glance/only-full-text", test_only_full_text);
  return g_test_run ();
}
