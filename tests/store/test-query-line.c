/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Query lines: what is understood as what, and what is marked. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-query-line.h"

#include <string.h>

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-date.h"
#include "dyr-delivery-line.h"
#include "dyr-delivery.h"
#include "dyr-language.h"
#include "dyr-note.h"
#include "dyr-person.h"
#include "dyr-presentation.h"

typedef struct
{
  const DyrRecordType *type;
  const char *typed;
  const char *expected; /* understood: the canonical line; of a problem: what is marked */
  const char *message;  /* what the problem's message has to say */
} Case;

static const Case understood[] = {
  /* Words and phrases */
  { &dyr_client_type, "", "" },
  { &dyr_client_type, "  шев  ", "шев" },
  { &dyr_client_type, "шев львів", "шев львів" },
  { &dyr_client_type, "-тов дім", "-тов дім" },
  { &dyr_client_type, "- дім", "- дім" },
  { &dyr_client_type,
    "ТОВ «Карпатський дім» -\"новий дім\"",
    "ТОВ «Карпатський дім» -\"новий дім\"" },
  { &dyr_client_type, "\"не закрито", "\"не закрито" },
  { &dyr_client_type, "067 111 22 33", "067 111 22 33" },
  { &dyr_client_type,
    "10:30 5>3 =a http://example.org a+b=c",
    "10:30 5>3 =a http://example.org a+b=c" },
  /* Names */
  { &dyr_client_type, "city:Львів", "city:\"львів\"" },
  { &dyr_client_type, "CITY:Львів", "city:\"львів\"" },
  { &dyr_client_type, "next-contact:2026-11-24", "next-contact:2026-11-24" },
  { &dyr_client_type, "nextcontact:2026-11-24", "next-contact:2026-11-24" },
  { &dyr_client_type, "next_contact:2026-11-24", "next-contact:2026-11-24" },
  { &dyr_client_type, "\"Next contact\":2026-11-24", "next-contact:2026-11-24" },
  { &dyr_client_type, "resp:Оксана", "responsible:\"оксана\"" },
  { &dyr_client_type, "phon:067", "phones:\"67\"" },
  { &dyr_contract_type, "valid-until:2026-11-24", "valid-to:2026-11-24" },
  /* Texts */
  { &dyr_client_type, "city=Львів", "city=\"львів\"" },
  { &dyr_client_type, "city!=Львів", "-city=\"львів\"" },
  { &dyr_client_type, "-city:\"Старий Самбір\",Львів", "-city:\"старий самбір\",\"львів\"" },
  { &dyr_client_type, "city:\"\"", "city:\"\"" },
  { &dyr_client_type, "-city=\"\"", "-city:\"\"" },
  { &dyr_client_type, "phones:(067)111-22", "phones:\"6711122\"" },
  { &dyr_client_type, "ibans:\"UA21 3223 13\"", "ibans:\"ua21322313\"" },
  { &dyr_client_type, "country:україна", "country:UA" },
  { &dyr_client_type, "country:Нарнія", "country:\"нарнія\"" },
  { &dyr_contract_type, "currency:грн", "currency:UAH" },
  { &dyr_delivery_line_type, "serials:A-1", "serials:\"a 1\"" },
  /* Choices */
  { &dyr_client_type, "state:active", "state:active" },
  { &dyr_client_type, "state:Active,lost", "state:active,lost" },
  { &dyr_contract_type, "state:s", "state:signed,suspended" },
  { &dyr_contract_type, "state=\"In negotiation\"", "state:negotiation" },
  { &dyr_client_type, "standing:risk,at-r", NULL, "risk" },
  { &dyr_client_type, "standing:at-risk", "standing:at-risk" },
  { &dyr_client_type, "roles:supplier", "roles:supplier" },
  { &dyr_contract_type, "auto-prolong:yes", "auto-prolong:1" },
  { &dyr_contract_type, "auto-prolong:ні", "auto-prolong:0" },
  /* Links */
  { &dyr_client_type, "responsible:me", "responsible:me" },
  { &dyr_client_type, "responsible:я,Тарас", "responsible:me,\"тарас\"" },
  { &dyr_contract_type, "client:я", "client:\"я\"" },
  { &dyr_note_type, "about:дім", "about:\"дім\"" },
  { &dyr_presentation_type, "participants:\"Бойко Соломія\"", "participants:\"бойко соломія\"" },
  /* Numbers */
  { &dyr_contract_type, "amount:1500", "amount:1500.00" },
  { &dyr_contract_type, "amount:1500,5", "amount:1500.50" },
  { &dyr_contract_type, "amount:\"1 500,00\"", "amount:1500.00" },
  { &dyr_contract_type,
    "amount:1\xc2\xa0"
    "500",
    "amount:1500.00" },
  { &dyr_contract_type, "amount>1500", "amount:1500.01.." },
  { &dyr_contract_type, "amount:>1500", "amount:1500.01.." },
  { &dyr_contract_type, "amount≥1500", "amount:1500.00.." },
  { &dyr_contract_type, "amount<0", "amount:..-0.01" },
  { &dyr_contract_type, "amount<=-5", "amount:..-5.00" },
  { &dyr_contract_type, "amount:1000..2000", "amount:1000.00..2000.00" },
  { &dyr_contract_type, "amount:1000..", "amount:1000.00.." },
  { &dyr_contract_type, "amount:..2000", "amount:..2000.00" },
  { &dyr_contract_type, "-amount:\"\"", "-amount:\"\"" },
  { &dyr_contract_type, "notice-days:30,60", "notice-days:30,60" },
  { &dyr_delivery_line_type, "quantity-planned>12,5", "quantity-planned:12.501.." },
  /* Dates */
  { &dyr_contract_type, "valid-to:24.11.2026", "valid-to:2026-11-24" },
  { &dyr_contract_type, "valid-to:\"24. 11. 2026.\"", "valid-to:2026-11-24" },
  { &dyr_contract_type, "valid-to<2026-11-24", "valid-to:..2026-11-23" },
  { &dyr_contract_type, "valid-to:24.11.2026..30.11.2026", "valid-to:2026-11-24..2026-11-30" },
  { &dyr_contract_type, "valid-to:24.11.2026...30.11.2026", "valid-to:2026-11-24..2026-11-30" },
  { &dyr_contract_type, "valid-to:24.11.2026,2026-12-01", "valid-to:2026-11-24,2026-12-01" },
  { &dyr_contract_type, "valid-to:2026", "valid-to:2026-01-01..2026-12-31" },
  { &dyr_contract_type, "valid-to:2026-02", "valid-to:2026-02-01..2026-02-28" },
  { &dyr_contract_type, "valid-to:11.2026", "valid-to:2026-11-01..2026-11-30" },
  { &dyr_contract_type, "valid-to>2026", "valid-to:2027-01-01.." },
  { &dyr_contract_type, "valid-to>9999-12-31", "valid-to:9999-12-31.." },
  { &dyr_contract_type, "valid-to:2025..2026-02", "valid-to:2025-01-01..2026-02-28" },
  { &dyr_activity_type, "due-at:2026-11-24", "due-at:2026-11-23T22:00:00Z..2026-11-24T21:59:59Z" },
  { &dyr_activity_type, "due-at>=\"24.11.2026 10:30\"", "due-at:2026-11-24T08:30:00Z.." },
  { &dyr_activity_type,
    "due-at:\"24.11.2026 10:30\"",
    "due-at:2026-11-24T08:30:00Z..2026-11-24T08:30:59Z" },
  /* What is no condition of this type, the rest all the same */
  { &dyr_client_type, "дім debt>0 львів", "дім львів" },
  { &dyr_client_type, "067 x:y 111 22", "067 111 22" },
};

static const Case marked[] = {
  { &dyr_client_type, "дім debt>0 львів", "debt>0", "There is no field “debt” in “Clients”." },
  { &dyr_client_type, "-tag:\"a b\" c", "-tag:\"a b\"", "“tag”" },
  { &dyr_client_type, "city: львів", "city:", "Write after “City” what it should be." },
  { &dyr_client_type, "дім city:,львів", "city:,львів", "Write after “City”" },
  { &dyr_client_type, "city>львів", "city>львів", "“City” is neither a number nor a date." },
  { &dyr_client_type, "state:done", "state:done", "“done” is not possible in “State”." },
  { &dyr_client_type, "state=act", "state=act", "“act” is not possible" },
  { &dyr_client_type, "city:...", "city:...", "“City” cannot be searched for in this way." },
  { &dyr_contract_type, "amount>abc дім", "amount>abc", "“abc” is no amount of money." },
  { &dyr_contract_type, "amount:1..abc", "amount:1..abc", "“abc” is no amount" },
  { &dyr_contract_type, "amount>1..2", "amount>1..2", "cannot be searched for" },
  { &dyr_contract_type,
    "amount:92233720368547758.07",
    "amount:92233720368547758.07",
    "cannot be searched for" },
  { &dyr_contract_type, "valid-to:31.02.2026", "valid-to:31.02.2026", "“31.02.2026” is no date." },
  { &dyr_contract_type, "auto-prolong>no", "auto-prolong>no", "cannot be searched for" },
  { &dyr_contract_type, "currency:xyz", "currency:xyz", "“xyz” is no currency." },
  { &dyr_delivery_type, "agreed-log:2026", "agreed-log:2026", "kept by the program" },
  { &dyr_contract_type, "val:2026", "val:2026", "There is no field “val”" },
};

static DyrContext *
new_context (void)
{
  return dyr_context_new ("en", "UA", "Europe/Kyiv");
}

static void
test_understood (void)
{
  g_autoptr (DyrContext) context = new_context ();

  for (gsize i = 0; i < G_N_ELEMENTS (understood); i++)
    {
      const Case *one = &understood[i];
      g_autoptr (DyrQueryLine) line = dyr_query_line_parse (context, one->type, one->typed);
      g_autofree char *text = dyr_query_line_to_text (line);

      g_test_message ("%s", one->typed);
      if (one->expected != NULL)
        g_assert_cmpstr (text, ==, one->expected);
      else
        g_assert_cmpuint (dyr_query_line_get_n_problems (line), ==, 1);
    }
}

static void
test_marked (void)
{
  g_autoptr (DyrContext) context = new_context ();

  for (gsize i = 0; i < G_N_ELEMENTS (marked); i++)
    {
      const Case *one = &marked[i];
      g_autoptr (DyrQueryLine) line = dyr_query_line_parse (context, one->type, one->typed);
      const DyrQueryProblem *problem;
      g_autofree char *text = NULL;

      g_test_message ("%s", one->typed);
      g_assert_cmpuint (dyr_query_line_get_n_problems (line), ==, 1);
      problem = dyr_query_line_get_problem (line, 0);
      text = g_strndup (one->typed + problem->start, problem->length);
      g_assert_cmpstr (text, ==, one->expected);
      if (strstr (problem->message, one->message) == NULL)
        g_assert_cmpstr (problem->message, ==, one->message);
      g_assert_cmpint (problem->no_such_field,
                       ==,
                       strstr (one->message, "There is no field") != NULL
                           || strstr (one->message, "tag") != NULL);
    }
}

/* Days from today are another line every day: the text that is kept has the day itself. */
static void
test_days (void)
{
  static const struct
  {
    const char *typed;
    int days;
  } cases[] = { { "today", 0 },  { "сьогодні", 0 }, { "Сегодня", 0 }, { "danas", 0 },
                { "jučer", -1 }, { "завтра", 1 },   { "+7", 7 },      { "-30", -30 } };
  g_autoptr (DyrContext) context = new_context ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *typed = g_strconcat ("next-contact:", cases[i].typed, NULL);
      gint64 before = dyr_context_today (context);
      g_autoptr (DyrQueryLine) line = dyr_query_line_parse (context, &dyr_client_type, typed);
      gint64 after = dyr_context_today (context);
      const DyrQueryOption *option;

      g_assert_cmpuint (dyr_query_line_get_n_terms (line), ==, 1);
      option = &g_array_index (dyr_query_line_get_term (line, 0)->options, DyrQueryOption, 0);
      g_assert_cmpint (option->how, ==, DYR_QUERY_RANGE);
      g_assert_cmpint (option->from, ==, option->until);
      g_assert_cmpint (option->from, >=, before + cases[i].days);
      g_assert_cmpint (option->from, <=, after + cases[i].days);
    }
}

static void
test_spans (void)
{
  const char *typed = "дім  city:Львів \"a b\" 067 111 22";
  static const char *const expected[] = { "дім", "city:Львів", "\"a b\"", "067 111 22" };
  g_autoptr (DyrContext) context = new_context ();
  g_autoptr (DyrQueryLine) line = dyr_query_line_parse (context, &dyr_client_type, typed);

  g_assert_cmpuint (dyr_query_line_get_n_terms (line), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const DyrQueryTerm *term = dyr_query_line_get_term (line, i);
      g_autofree char *text = g_strndup (typed + term->start, term->length);

      g_assert_cmpstr (text, ==, expected[i]);
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    const char *typed;
    guint n_words;
  } cases[]
      = { { "067 111 22 33", 1 }, { "+380 (67) 111-22-33", 1 }, { "24. 11. 2026.", 1 },
          { "1 500,50", 1 },      { "1 500 000", 1 },           { "24 11", 2 },
          { "98765.43 1500", 2 }, { "1500 98765,43", 2 },       { "24.11.2026 25.11.2026", 2 },
          { "дім 067 11122", 2 }, { "067 дім 11122", 3 },       { "067 -11122 33", 3 } };
  g_autoptr (DyrContext) context = new_context ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DyrQueryLine) line
          = dyr_query_line_parse (context, &dyr_client_type, cases[i].typed);

      g_test_message ("%s", cases[i].typed);
      g_assert_cmpuint (dyr_query_line_get_n_terms (line), ==, cases[i].n_words);
    }
}

/* Where a record to link to is looked for, conditions are words. */
static void
test_words (void)
{
  g_autoptr (DyrQueryLine) line
      = dyr_query_line_new_words (&dyr_client_type, " city:Львів -x \"a b\"");
  static const char *const expected[] = { "city:Львів", "-x", "\"a", "b\"" };

  g_assert_cmpuint (dyr_query_line_get_n_terms (line), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpint (dyr_query_line_get_term (line, i)->kind, ==, DYR_QUERY_WORDS);
      g_assert_false (dyr_query_line_get_term (line, i)->negative);
      g_assert_cmpstr (dyr_query_line_get_term (line, i)->text, ==, expected[i]);
    }
}

/* A line of any length is cut where a character ends. */
static void
test_long (void)
{
  g_autoptr (GString) typed = g_string_new ("a");
  g_autoptr (DyrContext) context = new_context ();
  g_autoptr (DyrQueryLine) line = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (typed, "ї");
  line = dyr_query_line_parse (context, &dyr_client_type, typed->str);
  g_assert_cmpuint (dyr_query_line_get_n_terms (line), ==, 1);
  g_assert_cmpuint (strlen (dyr_query_line_get_text (line)), <=, 4000);
  g_assert_true (g_utf8_validate (dyr_query_line_get_text (line), -1, NULL));
}

/* What is kept of a line is understood as itself, without problems, whatever was typed. */
static void
test_round_trip (void)
{
  static const char *const parts[] = {
    " ",     " ",        " ",      "-",      "\"",  "«",  "»",      "„",        ":",
    "=",     "!=",       "<",      ">=",     "≤",   "..", ",",      ".",        "city",
    "state", "amount",   "client", "due-at", "me",  "a",  "active", "2026",     "24.11.",
    "067",   "111",      "22",     "дім",    "Ї’ж", "+7", "today",  "valid-to", "число",
    "//",    "\xc2\xa0", "10:30",  "yes",    "1,5", "''", "\t",     "phones",   "responsible"
  };
  g_autoptr (DyrContext) context = new_context ();

  for (guint i = 0; i < 20000; i++)
    {
      const DyrRecordType *type = dyr_record_types[g_test_rand_int_range (0, 11)];
      g_autoptr (GString) typed = g_string_new (NULL);
      g_autoptr (DyrQueryLine) line = NULL, again = NULL;
      g_autofree char *first = NULL, *second = NULL;

      for (int j = g_test_rand_int_range (0, 16); j > 0; j--)
        g_string_append (typed, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);
      line = dyr_query_line_parse (context, type, typed->str);
      first = dyr_query_line_to_text (line);
      again = dyr_query_line_parse (context, type, first);
      second = dyr_query_line_to_text (again);
      if (!g_str_equal (first, second) || dyr_query_line_get_n_problems (again) > 0)
        g_test_message ("“%s” of “%s”", typed->str, type->name);
      g_assert_cmpstr (second, ==, first);
      g_assert_cmpuint (dyr_query_line_get_n_problems (again), ==, 0);
      g_assert_cmpuint (dyr_query_line_get_n_terms (again), ==, dyr_query_line_get_n_terms (line));
    }
}

/* Names and words of values in the person's language and in English, in any line. */
static void
test_languages (void)
{
  static const struct
  {
    const char *language;
    const char *typed;
    const char *expected;
  } cases[] = {
    { "uk", "місто:Львів стан:активний", "city:\"львів\" state:active" },
    { "uk", "city:Львів state:Active", "city:\"львів\" state:active" },
    { "uk", "відповідальний:я наступний-контакт>2026", "responsible:me next-contact:2027-01-01.." },
    { "uk", "\"Ел. пошта\":a", "email:\"a\"" },
    { "ru", "город:Львов статус:активный", "city:\"львов\" state:active" },
    { "hr", "mjesto:Split država:hrvatska", "city:\"split\" country:HR" },
  };

  if (g_getenv ("DYRYHENT_LOCALE_DIR") == NULL)
    {
      g_test_skip ("no translations");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DyrContext) context = dyr_context_new (cases[i].language, "UA", "Europe/Kyiv");
      g_autoptr (DyrQueryLine) line = NULL;
      g_autofree char *text = NULL;

      dyr_language_setup (cases[i].language);
      line = dyr_query_line_parse (context, &dyr_client_type, cases[i].typed);
      text = dyr_query_line_to_text (line);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
  dyr_language_setup ("en");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/query-line/understood", test_understood);
  g_test_add_func ("/store/query-line/marked", test_marked);
  g_test_add_func ("/store/query-line/days", test_days);
  g_test_add_func ("/store/query-line/spans", test_spans);
  g_test_add_func ("/store/query-line/numbers", test_numbers);
  g_test_add_func ("/store/query-line/words", test_words);
  g_test_add_func ("/store/query-line/long", test_long);
  g_test_add_func ("/store/query-line/round-trip", test_round_trip);
  g_test_add_func ("/store/query-line/languages", test_languages);
  return g_test_run ();
}
