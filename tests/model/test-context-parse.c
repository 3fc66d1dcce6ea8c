/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What people type: what is understood as what, and what a refusal says. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-context.h"

#include <string.h>

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-date.h"
#include "dyr-delivery-line.h"
#include "dyr-delivery.h"
#include "dyr-error.h"
#include "dyr-note.h"
#include "dyr-presentation.h"

typedef struct
{
  const DyrRecordType *type;
  guint field;
  const char *typed;
  const char *canonical; /* NULL: no value; of a refusal: what the message has to say */
} Case;

static const Case understood[] = {
  { &dyr_client_type, DYR_CLIENT_NAME, "  ТОВ  «Дім»\n", "ТОВ «Дім»" },
  { &dyr_client_type, DYR_CLIENT_NAME, "", NULL },
  { &dyr_client_type, DYR_CLIENT_NAME, " \t\n\xc2\xa0", NULL },
  { &dyr_client_type, DYR_CLIENT_NAME, "A & B <b>", "A & B <b>" },
  { &dyr_client_type, DYR_CLIENT_DESCRIPTION, " one \r\n\r\n two ", "one\n\ntwo" },
  { &dyr_client_type, DYR_CLIENT_CODE, "00032129", "00032129" },
  { &dyr_client_type, DYR_CLIENT_COUNTRY, "україна", "UA" },
  { &dyr_client_type, DYR_CLIENT_COUNTRY, "hr", "HR" },
  { &dyr_client_type, DYR_CLIENT_COUNTRY, "Нарнія", "Нарнія" },
  { &dyr_client_type, DYR_CLIENT_WEBSITE, "www.firma.ua", "www.firma.ua" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "30", "30" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "1 200", "1200" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "0", "0" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "2147483647", "2147483647" },
  { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "24.11.2026", "2026-11-24" },
  { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "24. 11. 2026.", "2026-11-24" },
  { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "2026-11-24", "2026-11-24" },
  { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "24 листопада 2026 р.", "2026-11-24" },
  { &dyr_client_type, DYR_CLIENT_STATE, "active", "active" },
  { &dyr_client_type, DYR_CLIENT_STATE, " ACTIVE ", "active" },
  { &dyr_client_type, DYR_CLIENT_RESPONSIBLE, "", NULL },
  { &dyr_contract_type, DYR_CONTRACT_STATE, "In negotiation", "negotiation" },
  { &dyr_contract_type, DYR_CONTRACT_KIND, "non-disclosure", "nda" },
  { &dyr_contract_type, DYR_CONTRACT_AMOUNT, "1 500,00", "1500.00" },
  { &dyr_contract_type, DYR_CONTRACT_AMOUNT, "1.524,35 €", "1524.35" },
  { &dyr_contract_type, DYR_CONTRACT_AMOUNT, "1500.5", "1500.50" },
  { &dyr_contract_type, DYR_CONTRACT_AMOUNT, "−5 грн", "-5.00" },
  { &dyr_contract_type, DYR_CONTRACT_CURRENCY, "uah", "UAH" },
  { &dyr_contract_type, DYR_CONTRACT_CURRENCY, "₴", "UAH" },
  { &dyr_contract_type, DYR_CONTRACT_CURRENCY, "грн.", "UAH" },
  { &dyr_contract_type, DYR_CONTRACT_CURRENCY, "Євро", "EUR" },
  { &dyr_contract_type, DYR_CONTRACT_CURRENCY, "$", "USD" },
  { &dyr_contract_type, DYR_CONTRACT_CURRENCY, "zł", "PLN" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "так", "1" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "Да", "1" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "TRUE", "1" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "+", "1" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "ні", "0" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "Ne", "0" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "0", "0" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "-", "0" },
  { &dyr_delivery_line_type, DYR_DELIVERY_LINE_QUANTITY_PLANNED, "2,5", "2.500" },
  { &dyr_delivery_line_type, DYR_DELIVERY_LINE_QUANTITY_PLANNED, "1 200", "1200.000" },
  { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, "24.11.2026 10:30", "2026-11-24T08:30:00Z" },
  { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, "24.07.2026 10:30:15", "2026-07-24T07:30:15Z" },
  { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, "2026-11-24T10:30:00Z", "2026-11-24T10:30:00Z" },
  { &dyr_activity_type, DYR_ACTIVITY_PHONE, "067 111-22-33", "+380671112233" },
  { &dyr_activity_type, DYR_ACTIVITY_PHONE, "+385 91 742 5103", "+385917425103" },
  { &dyr_activity_type, DYR_ACTIVITY_PHONE, "дзвоніть секретарці", "дзвоніть секретарці" },
};

static const Case sets[] = {
  { &dyr_client_type, DYR_CLIENT_PHONES, "", NULL },
  { &dyr_client_type, DYR_CLIENT_PHONES, ", ; \n", NULL },
  { &dyr_client_type,
    DYR_CLIENT_PHONES,
    "067 111 22 33, (044) 123-45-67; +380671112233",
    "+380671112233\n+380441234567" },
  { &dyr_client_type,
    DYR_CLIENT_PHONES,
    "067 111 22 33 (робочий, зранку) / 093 111 22 33",
    "+380671112233\tробочий, зранку\n+380931112233" },
  { &dyr_client_type,
    DYR_CLIENT_PHONES,
    "067 111 22 33\n093 111 22 33 або 050 111 22 33",
    "+380671112233\n+380931112233\n+380501112233" },
  { &dyr_client_type, DYR_CLIENT_PHONES, "+380 67 111 22 33 (2)", "+380671112233\t2" },
  { &dyr_client_type, DYR_CLIENT_PHONES, "067 111 22 33, дод. 12", "067 111 22 33, дод. 12" },
  { &dyr_client_type, DYR_CLIENT_PHONES, "12-34 (черговий (ніч))", "12-34\tчерговий (ніч)" },
  { &dyr_client_type, DYR_CLIENT_PHONES, "(тільки роль)", "(тільки роль)" },
  { &dyr_client_type, DYR_CLIENT_EMAILS, "a@x.ua b@y.ua", "a@x.ua\nb@y.ua" },
  { &dyr_client_type,
    DYR_CLIENT_EMAILS,
    "a@x.ua; b@y.ua c@z.ua (бухгалтерія, договори)",
    "a@x.ua\nb@y.ua\nc@z.ua\tбухгалтерія, договори" },
  { &dyr_client_type, DYR_CLIENT_EMAILS, "не має пошти", "не має пошти" },
  { &dyr_client_type,
    DYR_CLIENT_IBANS,
    "ua21 3223 1300 0002 6007 2335 6600 1, HR1210010051863000160 (EUR)",
    "UA213223130000026007233566001\nHR1210010051863000160\tEUR" },
  { &dyr_client_type, DYR_CLIENT_ROLES, "Client, partner; CLIENT", "client\npartner" },
  { &dyr_delivery_line_type,
    DYR_DELIVERY_LINE_SERIALS,
    "A-1, A-2 (new)\nA-3",
    "A-1\nA-2 (new)\nA-3" },
  { &dyr_delivery_line_type,
    DYR_DELIVERY_LINE_SERIALS,
    "\"A, 1\", \"say \"\"B\"\"\" ; 15\" x, \"C\" D, \"open",
    "A, 1\nsay \"B\"\n15\" x\n\"C\" D\n\"open" },
};

static const Case refused[] = {
  { &dyr_client_type,
    DYR_CLIENT_NEXT_CONTACT,
    "31.02",
    "“31.02” is no date. Write it like “24.11.2026”." },
  { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "31.02.2026", "“31.02.2026” is no date" },
  { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "soon", "“soon” is no date" },
  { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "24\xff.11", "is no date" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "-3", "from 0 to 2 147 483 647" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "2147483648", "from 0 to" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "3,5", "is no whole number" },
  { &dyr_client_type, DYR_CLIENT_STATE, "at-risk", "Prospect, Active, Suspended, Lost" },
  { &dyr_client_type, DYR_CLIENT_STATE, "!", "“!” is not possible in “State”" },
  { &dyr_client_type, DYR_CLIENT_ROLES, "client, friend", "“friend” is not possible in “Roles”" },
  { &dyr_client_type, DYR_CLIENT_RESPONSIBLE, "Ірина", "“Responsible” cannot be typed" },
  { &dyr_presentation_type, DYR_PRESENTATION_PARTICIPANTS, "Бойко", "cannot be typed" },
  { &dyr_delivery_type,
    DYR_DELIVERY_AGREED_LOG,
    "2026-11-20T10:00:00Z 2026-11-24",
    "kept by the program" },
  { &dyr_contract_type, DYR_CONTRACT_AMOUNT, "a lot", "Write it like “1 500,50”." },
  { &dyr_contract_type, DYR_CONTRACT_AMOUNT, "1,005.001", "is no amount of money" },
  { &dyr_contract_type,
    DYR_CONTRACT_CURRENCY,
    "ABC",
    "“ABC” is no currency. Write three letters like “UAH”." },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "maybe", "Write “Yes” or “No”." },
  { &dyr_delivery_line_type, DYR_DELIVERY_LINE_QUANTITY_PLANNED, "2,5001", "Write it like “12,5”" },
  { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, "10:30", "Write it like “24.11.2026 10:30”." },
};

static DyrContext *
make_context (void)
{
  return dyr_context_new ("uk", "UA", "Europe/Kyiv");
}

/* No-break spaces of the language as plain ones. */
static char *
plain (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "\u00a0", -1);

  return g_strjoinv (" ", parts);
}

static void
assert_understood (const DyrContext *context, const Case *c)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_test_message ("%s: %s", c->type->fields[c->field].name, c->typed);
  dyr_value_set_number (&value, 77);
  dyr_context_parse (context, c->type, c->field, c->typed, NULL, &value, &error);
  g_assert_no_error (error);
  text = dyr_field_to_text (&c->type->fields[c->field], &value);
  g_assert_cmpstr (text, ==, c->canonical);
}

static void
test_understood (void)
{
  g_autoptr (DyrContext) context = make_context ();

  for (gsize i = 0; i < G_N_ELEMENTS (understood); i++)
    assert_understood (context, &understood[i]);
}

static void
test_sets (void)
{
  g_autoptr (DyrContext) context = make_context ();

  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    assert_understood (context, &sets[i]);
}

static void
test_refused (void)
{
  g_autoptr (DyrContext) context = make_context ();

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const Case *c = &refused[i];
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      g_autofree char *message = NULL;

      g_test_message ("%s: case %" G_GSIZE_FORMAT, c->type->fields[c->field].name, i);
      dyr_value_set_number (&value, 77);
      g_assert_false (
          dyr_context_parse (context, c->type, c->field, c->typed, NULL, &value, &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      message = plain (error->message);
      g_test_message ("%s", message);
      g_assert_nonnull (strstr (message, c->canonical));

      /* What was there stays. */
      g_assert_cmpint (dyr_value_number (&value, 0), ==, 77);
      g_assert_false (dyr_context_parse (context, c->type, c->field, c->typed, NULL, &value, NULL));
    }
}

/* The example in a message is one that is understood, in every language. */
static void
test_examples (void)
{
  static const struct
  {
    const DyrRecordType *type;
    guint field;
  } fields[] = {
    { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT },
    { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS },
    { &dyr_contract_type, DYR_CONTRACT_AMOUNT },
    { &dyr_contract_type, DYR_CONTRACT_CURRENCY },
    { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG },
    { &dyr_delivery_line_type, DYR_DELIVERY_LINE_QUANTITY_PLANNED },
    { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT },
  };
  static const char *const languages[] = { "uk", "ru", "hr", "en" };

  for (gsize i = 0; i < G_N_ELEMENTS (languages) * G_N_ELEMENTS (fields); i++)
    {
      const DyrRecordType *type = fields[i / 4].type;
      guint field = fields[i / 4].field;
      g_autoptr (DyrContext) context = dyr_context_new (languages[i % 4], NULL, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *example = NULL;
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      const char *start, *end;

      g_assert_false (dyr_context_parse (context, type, field, "?", NULL, &value, &error));
      g_test_message ("%s: %s", languages[i % 4], error->message);
      start = g_strstr_len (error->message, -1, "Write ");
      g_assert_nonnull (start);
      start = strstr (start, "“") + strlen ("“");
      end = strstr (start, "”");
      g_assert_nonnull (end);
      example = g_strndup (start, (gsize) (end - start));
      g_clear_error (&error);
      dyr_context_parse (context, type, field, example, NULL, &value, &error);
      g_assert_no_error (error);
      g_assert_cmpint (value.form, !=, DYR_VALUE_NONE);
    }
}

/* The year that is not typed is this one. */
static void
test_this_year (void)
{
  g_autoptr (DyrContext) context = make_context ();
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  int year, month, day, this_year;

  dyr_date_to_ymd (dyr_context_today (context), &this_year, NULL, NULL);
  g_assert_true (dyr_context_parse (
      context, &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "24.11.", NULL, &value, NULL));
  dyr_date_to_ymd (dyr_value_number (&value, 0), &year, &month, &day);
  g_assert_cmpint (year, ==, this_year);
  g_assert_cmpint (month, ==, 11);
  g_assert_cmpint (day, ==, 24);
}

/* A number without a country code is one of the record's country, else of the office's. */
static void
test_phone_country (void)
{
  g_autoptr (DyrContext) kyiv = make_context ();
  g_autoptr (DyrContext) zagreb = dyr_context_new ("hr", NULL, NULL);
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  const DyrRecordType *type = &dyr_activity_type;
  const guint field = DYR_ACTIVITY_PHONE;

  g_assert_true (dyr_context_parse (kyiv, type, field, "091 742 5103", "HR", &value, NULL));
  g_assert_cmpstr (dyr_value_text (&value), ==, "+385917425103");
  g_assert_true (dyr_context_parse (kyiv, type, field, "067 111 22 33", "", &value, NULL));
  g_assert_cmpstr (dyr_value_text (&value), ==, "+380671112233");
  g_assert_true (dyr_context_parse (zagreb, type, field, "091 742 5103", NULL, &value, NULL));
  g_assert_cmpstr (dyr_value_text (&value), ==, "+385917425103");
}

static void
test_length (void)
{
  g_autoptr (DyrContext) context = make_context ();
  g_autofree char *huge = g_strnfill (1 << 18, 'x');
  g_autofree char *brackets = g_strnfill (1 << 18, '(');
  g_autofree char *quotes = g_strnfill ((1 << 18) + 1, '"');

  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];

      for (guint field = 0; field < type->n_fields; field++)
        {
          g_auto (DyrValue) value = DYR_VALUE_INIT;
          g_autoptr (GError) error = NULL;

          g_test_message ("%s.%s", type->name, type->fields[field].name);
          g_assert_false (dyr_context_parse (context, type, field, huge, NULL, &value, &error));
          g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
          g_assert_cmpuint (strlen (error->message), <, 500);
          g_assert_cmpint (value.form, ==, DYR_VALUE_NONE);

          g_assert_false (dyr_context_parse (context, type, field, brackets, NULL, &value, NULL));
          g_assert_false (dyr_context_parse (context, type, field, quotes, NULL, &value, NULL));
        }
    }
}

/* Random bytes are a value or an error, never a crash, and what they give is valid. */
static void
test_rubbish (void)
{
  g_autoptr (DyrContext) context = make_context ();
  static const char signs[] = "0123456789.,:-+ ()\"\n\t;/|@azАїґ’\xff\xd0\xc2\xa0—№";

  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];

      for (guint field = 0; field < type->n_fields; field++)
        {
          for (int round = 0; round < 200; round++)
            {
              g_auto (DyrValue) value = DYR_VALUE_INIT;
              g_autoptr (GError) error = NULL;
              char typed[32] = { 0 };

              for (int n = g_test_rand_int_range (0, sizeof typed); n > 0; n--)
                typed[n - 1] = signs[g_test_rand_int_range (0, sizeof signs - 1)];

              if (dyr_context_parse (context, type, field, typed, NULL, &value, &error))
                {
                  g_autofree char *text = dyr_field_to_text (&type->fields[field], &value);

                  g_assert_no_error (error);
                  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
                  g_assert_true (dyr_record_type_check (type, field, &value, NULL));
                }
              else
                {
                  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
                  g_assert_true (g_utf8_validate (error->message, -1, NULL));
                }
            }
        }
    }
}

static void
test_new (void)
{
  g_autoptr (DyrContext) unknown = dyr_context_new (NULL, NULL, NULL);
  g_autoptr (DyrContext) croatian = dyr_context_new ("hr", NULL, NULL);
  g_autoptr (DyrContext) other = dyr_context_new ("xx", "hr", "");
  g_autoptr (DyrContext) wrong_zone = NULL;

  g_assert_cmpstr (unknown->language, ==, "en");
  g_assert_cmpstr (unknown->country, ==, "UA");
  g_assert_cmpstr (g_time_zone_get_identifier (unknown->zone), ==, "Europe/Kyiv");
  g_assert_cmpstr (croatian->country, ==, "HR");
  g_assert_cmpstr (g_time_zone_get_identifier (croatian->zone), ==, "Europe/Zagreb");
  g_assert_cmpstr (other->language, ==, "en");
  g_assert_cmpstr (other->country, ==, "HR");
  g_assert_cmpstr (g_time_zone_get_identifier (other->zone), ==, "Europe/Zagreb");

  g_test_expect_message ("dyryhent", G_LOG_LEVEL_WARNING, "*Europe/Atlantis*");
  wrong_zone = dyr_context_new ("uk", "UA", "Europe/Atlantis");
  g_test_assert_expected_messages ();
  g_assert_cmpstr (g_time_zone_get_identifier (wrong_zone->zone), ==, "Europe/Kyiv");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/context/new", test_new);
  g_test_add_func ("/model/context/parse/understood", test_understood);
  g_test_add_func ("/model/context/parse/sets", test_sets);
  g_test_add_func ("/model/context/parse/refused", test_refused);
  g_test_add_func ("/model/context/parse/examples", test_examples);
  g_test_add_func ("/model/context/parse/this-year", test_this_year);
  g_test_add_func ("/model/context/parse/phone-country", test_phone_country);
  g_test_add_func ("/model/context/parse/length", test_length);
  g_test_add_func ("/model/context/parse/rubbish", test_rubbish);

  return g_test_run ();
}
