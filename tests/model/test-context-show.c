/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What people read of a value, and that what an editor starts with is read back as the same. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-context.h"

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-date.h"
#include "dyr-delivery-line.h"
#include "dyr-delivery.h"
#include "dyr-note.h"
#include "dyr-presentation.h"

static const char *const languages[] = { "uk", "ru", "hr", "en" };

typedef struct
{
  const DyrRecordType *type;
  guint field;
  const char *canonical;
  const char *shown[4]; /* by language, no-break spaces as plain ones; NULL: as before */
  const char *edited[4];
} Case;

static const Case cases[] = {
  { &dyr_client_type, DYR_CLIENT_NAME, NULL, { NULL }, { "" } },
  { &dyr_client_type, DYR_CLIENT_NAME, "A & B <b>", { "A & B <b>" }, { "A & B <b>" } },
  { &dyr_client_type, DYR_CLIENT_STATE, "active", { "Active" }, { "Active" } },
  { &dyr_client_type, DYR_CLIENT_STATE, "of-tomorrow", { "of-tomorrow" }, { "of-tomorrow" } },
  { &dyr_client_type,
    DYR_CLIENT_COUNTRY,
    "HR",
    { "Хорватія", "Хорватия", "Hrvatska", "Croatia" },
    { "Хорватія", "Хорватия", "Hrvatska", "Croatia" } },
  { &dyr_client_type, DYR_CLIENT_COUNTRY, "Нарнія", { "Нарнія" }, { "Нарнія" } },
  { &dyr_client_type,
    DYR_CLIENT_CONTACT_RHYTHM_DAYS,
    "1200",
    { "1 200", NULL, "1.200", "1,200" },
    { "1200" } },
  { &dyr_client_type,
    DYR_CLIENT_PHONES,
    "+380671112233\twork\n12-34",
    { "+380 67 111 22 33 (work), 12-34" },
    { "+380 67 111 22 33 (work), 12-34" } },
  { &dyr_client_type,
    DYR_CLIENT_IBANS,
    "HR1210010051863000160\nHR12",
    { "HR12 1001 0051 8630 0016 0, HR12" },
    { "HR12 1001 0051 8630 0016 0, HR12" } },
  { &dyr_client_type,
    DYR_CLIENT_ROLES,
    "client\npartner",
    { "Client, Partner" },
    { "Client, Partner" } },
  { &dyr_contract_type,
    DYR_CONTRACT_VALID_TO,
    "2031-11-24",
    { "24.11.2031", NULL, "24. 11. 2031.", "24 Nov 2031" },
    { "24.11.2031", NULL, "24. 11. 2031.", "24 Nov 2031" } },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "0", { "No" }, { "No" } },
  { &dyr_contract_type,
    DYR_CONTRACT_AMOUNT,
    "1500.50",
    { "1 500,50", NULL, "1.500,50", "1,500.50" },
    { "1500,50", NULL, NULL, "1500.50" } },
  { &dyr_contract_type, DYR_CONTRACT_CURRENCY, "UAH", { "UAH" }, { "UAH" } },
  { &dyr_delivery_line_type,
    DYR_DELIVERY_LINE_QUANTITY_PLANNED,
    "1125.500",
    { "1 125,5", NULL, "1125,5", "1125.5" },
    { "1125,5", NULL, NULL, "1125.5" } },
  { &dyr_delivery_line_type,
    DYR_DELIVERY_LINE_SERIALS,
    "A, 1\n15\"",
    { "A, 1, 15\"" },
    { "\"A, 1\", 15\"" } },
  { &dyr_delivery_type,
    DYR_DELIVERY_AGREED_LOG,
    "2026-11-20T10:00:00Z 2031-11-24\n2026-11-21T10:00:00Z -",
    { "24.11.2031 → none", NULL, "24. 11. 2031. → none", "24 Nov 2031 → none" },
    { NULL } },
  { &dyr_activity_type,
    DYR_ACTIVITY_PHONE,
    "+385917425103",
    { "+385 91 742 5103" },
    { "+385 91 742 5103" } },
};

static char *
plain (const char *text)
{
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, "\u00a0", -1) : NULL;

  return text != NULL ? g_strjoinv (" ", parts) : NULL;
}

static const char *
expected (const char *const *by_language, gsize language)
{
  while (language > 0 && by_language[language] == NULL)
    language--;

  return by_language[language];
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (DyrContext) context = dyr_context_new (languages[i], "UA", "Europe/Kyiv");

      for (gsize j = 0; j < G_N_ELEMENTS (cases); j++)
        {
          const Case *c = &cases[j];
          g_auto (DyrValue) value = DYR_VALUE_INIT;
          g_autofree char *shown = NULL, *edited = NULL, *plainly = NULL;

          g_test_message ("%s: %s", languages[i], c->type->fields[c->field].name);
          g_assert_true (
              dyr_field_from_text (&c->type->fields[c->field], c->canonical, &value, NULL));
          shown = dyr_context_show (context, c->type, c->field, &value, NULL);
          plainly = plain (shown);
          g_assert_cmpstr (plainly, ==, expected (c->shown, i));

          edited = dyr_context_edit_text (context, c->type, c->field, &value);
          if (c->edited[0] != NULL)
            g_assert_cmpstr (edited, ==, expected (c->edited, i));
        }
    }
}

static void
test_size (void)
{
  static const struct
  {
    gint64 size;
    const char *shown[4];
  } sizes[] = {
    { -1, { "0 bytes" } },
    { 0, { "0 bytes" } },
    { 1, { "1 byte" } },
    { 999, { "999 bytes" } },
    { 1000, { "1 kB" } },
    { 2450, { "2,5 kB", NULL, NULL, "2.5 kB" } },
    { 999949, { "999,9 kB", NULL, NULL, "999.9 kB" } },
    { 999950, { "1 MB" } },
    { 314572800, { "314,6 MB", NULL, NULL, "314.6 MB" } },
    { 999949999, { "999,9 MB", NULL, NULL, "999.9 MB" } },
    { 999950000, { "1 GB" } },
    { 31000000000000, { "31 000 GB", NULL, "31000 GB" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (DyrContext) context = dyr_context_new (languages[i], NULL, NULL);

      for (gsize j = 0; j < G_N_ELEMENTS (sizes); j++)
        {
          g_autofree char *shown = dyr_context_show_size (context, sizes[j].size);
          g_autofree char *plainly = plain (shown);

          g_assert_cmpstr (plainly, ==, expected (sizes[j].shown, i));
        }
    }
}

/* Instants are shown by the clock of the office, wherever the computer is. */
static void
test_instant (void)
{
  g_autoptr (DyrContext) kyiv = dyr_context_new ("uk", "UA", NULL);
  g_autoptr (DyrContext) zagreb = dyr_context_new ("hr", "HR", NULL);
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autofree char *in_kyiv = NULL, *in_zagreb = NULL, *edited = NULL;
  const DyrRecordType *type = &dyr_delivery_type;
  const guint field = DYR_DELIVERY_SHIPPED_AT;

  dyr_field_from_text (&type->fields[field], "2031-11-24T08:30:00Z", &value, NULL);
  in_kyiv = dyr_context_show (kyiv, type, field, &value, NULL);
  in_zagreb = dyr_context_show (zagreb, type, field, &value, NULL);
  g_assert_cmpstr (in_kyiv, ==, "24.11.2031 10:30");
  g_assert_cmpstr (in_zagreb, ==, "24. 11. 2031. 09:30");

  /* Seconds are kept by an editor though a table does not show them. */
  dyr_value_set_number (&value, dyr_value_number (&value, 0) + 5);
  edited = dyr_context_edit_text (kyiv, type, field, &value);
  g_assert_cmpstr (edited, ==, "24.11.2031 10:30:05");
}

static void
test_link (void)
{
  g_autoptr (DyrContext) context = dyr_context_new ("en", NULL, NULL);
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autofree char *named = NULL, *unnamed = NULL, *unknown = NULL;

  dyr_value_take_link (&value, dyr_link_new (1, NULL, "Дністер", 2, FALSE));
  named = dyr_context_show (context, &dyr_note_type, DYR_NOTE_ABOUT, &value, NULL);
  g_assert_cmpstr (named, ==, "Дністер");
  dyr_value_take_link (&value, dyr_link_new (1, NULL, NULL, 7, FALSE));
  unnamed = dyr_context_show (context, &dyr_note_type, DYR_NOTE_ABOUT, &value, NULL);
  g_assert_cmpstr (unnamed, ==, "Delivery");
  dyr_value_take_link (&value, dyr_link_new (1, NULL, "", 0, FALSE));
  unknown = dyr_context_show (context, &dyr_note_type, DYR_NOTE_ABOUT, &value, NULL);
  g_assert_cmpstr (unknown, ==, "Unnamed");
}

static void
test_participants (void)
{
  g_autoptr (DyrContext) context = dyr_context_new ("uk", NULL, NULL);
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  const DyrUid uids[] = { dyr_uid_new (), dyr_uid_new () };
  g_autoptr (DyrLink) first = dyr_link_new (1, &uids[0], "Бойко Соломія", 3, FALSE);
  g_autoptr (DyrLink) second = dyr_link_new (2, &uids[1], "Гнатюк Леся", 3, FALSE);
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autofree char *text = NULL;

  dyr_set_builder_add (builder, NULL, NULL, first);
  dyr_set_builder_add (builder, NULL, "вирішує", second);
  dyr_value_take_set (&value, dyr_set_builder_end (builder));
  text = dyr_context_show (
      context, &dyr_presentation_type, DYR_PRESENTATION_PARTICIPANTS, &value, NULL);
  g_assert_cmpstr (text, ==, "Бойко Соломія, Гнатюк Леся (вирішує)");
}

static void
test_money (void)
{
  static const struct
  {
    const char *language;
    const char *currency;
    const char *shown;
  } amounts[] = {
    { "uk", "UAH", "1 500,00 ₴" },
    { "hr", "EUR", "1.500,00 €" },
    { "uk", NULL, "1 500,00" },
    { "uk", "QQQ", "1 500,00 QQQ" },
    { "uk", "тугрики", "1 500,00 тугрики" },
    { "uk", "€", "1 500,00 €" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      g_autoptr (DyrContext) context = dyr_context_new (amounts[i].language, NULL, NULL);
      g_autoptr (DyrRecord) record = dyr_record_new (&dyr_contract_type, NULL);
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      g_autofree char *shown = NULL, *shown_field = NULL, *plainly = NULL;

      dyr_value_set_number (&value, 150000);
      shown = dyr_context_show (
          context, &dyr_contract_type, DYR_CONTRACT_AMOUNT, &value, amounts[i].currency);
      plainly = plain (shown);
      g_assert_cmpstr (plainly, ==, amounts[i].shown);

      dyr_record_edit (record, DYR_CONTRACT_AMOUNT, &value, 0);
      dyr_value_set_text (&value, amounts[i].currency);
      dyr_record_edit (record, DYR_CONTRACT_CURRENCY, &value, 0);
      shown_field = dyr_context_show_field (context, record, DYR_CONTRACT_AMOUNT);
      g_assert_cmpstr (shown_field, ==, shown);
    }
}

static void
assert_reads_back (const DyrContext *context,
                   const DyrRecordType *type,
                   guint field,
                   const DyrValue *value)
{
  g_auto (DyrValue) again = DYR_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = dyr_context_edit_text (context, type, field, value);

  dyr_context_parse (context, type, field, text, NULL, &again, &error);
  g_assert_no_error (error);
  if (!dyr_value_equal (value, &again))
    {
      g_autofree char *was = dyr_field_to_text (&type->fields[field], value);
      g_autofree char *is = dyr_field_to_text (&type->fields[field], &again);

      g_error ("%s “%s”: %s became %s", type->fields[field].name, text, was, is);
    }
}

/* Leaving a field untouched is no edit, so what an editor starts with has to be the same value. */
static void
test_reads_back_numbers (void)
{
  static const struct
  {
    const DyrRecordType *type;
    guint field;
    gint64 least, most;
  } fields[] = {
    { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, DYR_DATE_MIN, DYR_DATE_MAX },
    { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, -20000, 40000 },
    { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, 0, G_MAXINT32 },
    { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, 0, 2000 },
    { &dyr_contract_type, DYR_CONTRACT_AMOUNT, -G_MAXINT64, G_MAXINT64 },
    { &dyr_contract_type, DYR_CONTRACT_AMOUNT, -1000000, 1000000 },
    { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, 0, 1 },
    { &dyr_delivery_line_type, DYR_DELIVERY_LINE_QUANTITY_PLANNED, -G_MAXINT64, G_MAXINT64 },
    { &dyr_delivery_line_type, DYR_DELIVERY_LINE_QUANTITY_PLANNED, 0, 3000000 },
    { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, DYR_INSTANT_MIN, DYR_INSTANT_MAX },
    { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, 1700000000, 1900000000 },
    /* The hour that autumn 2026 repeats in Kyiv and Zagreb. */
    { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, 1792886400, 1792900800 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (DyrContext) context = dyr_context_new (languages[i], NULL, NULL);

      for (gsize j = 0; j < G_N_ELEMENTS (fields); j++)
        {
          guint64 span = (guint64) fields[j].most - (guint64) fields[j].least;

          for (int round = 0; round < 300; round++)
            {
              guint64 wide
                  = ((guint64) (guint32) g_test_rand_int () << 32) | (guint32) g_test_rand_int ();
              g_auto (DyrValue) value = DYR_VALUE_INIT;

              dyr_value_set_number (&value,
                                    (gint64) ((guint64) fields[j].least + wide % (span + 1)));
              assert_reads_back (context, fields[j].type, fields[j].field, &value);
            }
        }
    }
}

static void
test_reads_back_choices (void)
{
  g_autoptr (DyrContext) context = dyr_context_new ("en", NULL, NULL);

  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];

      for (guint j = 0; j < type->n_fields; j++)
        {
          const DyrChoice *choices = type->fields[j].choices;

          for (gsize k = 0; choices != NULL && choices[k].id != NULL; k++)
            {
              g_auto (DyrValue) value = DYR_VALUE_INIT;

              dyr_field_from_text (&type->fields[j], choices[k].id, &value, NULL);
              assert_reads_back (context, type, j, &value);
            }
        }
    }
}

static void
test_reads_back_sets (void)
{
  static const char *const items[]
      = { "SN 1", "A, 1", "15\"", "\"", "\"A\", \"B\"", "x;y", "(new)", "'", "\"\"" };
  static const char *const phones[] = { "+380671112233", "+385917425103", "12-34", "0 800 ABC" };
  static const char *const roles[]
      = { NULL, "work", "a, b; c", "ніч (зміна)", "2/3", "x | y або z" };
  g_autoptr (DyrContext) context = dyr_context_new ("uk", NULL, NULL);

  for (int round = 0; round < 500; round++)
    {
      g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
      g_auto (DyrValue) value = DYR_VALUE_INIT;

      for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
        dyr_set_builder_add (
            builder, items[g_test_rand_int_range (0, G_N_ELEMENTS (items))], NULL, NULL);
      dyr_value_take_set (&value, dyr_set_builder_end (builder));
      assert_reads_back (context, &dyr_delivery_line_type, DYR_DELIVERY_LINE_SERIALS, &value);

      for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
        {
          const char *phone = phones[g_test_rand_int_range (0, G_N_ELEMENTS (phones))];
          const char *role = roles[g_test_rand_int_range (0, G_N_ELEMENTS (roles))];

          /* Behind what is no whole number, brackets without letters are a part of it. */
          if (*phone != '+' && g_strcmp0 (role, "2/3") == 0)
            role = NULL;

          dyr_set_builder_add (builder, phone, role, NULL);
        }
      dyr_value_take_set (&value, dyr_set_builder_end (builder));
      assert_reads_back (context, &dyr_client_type, DYR_CLIENT_PHONES, &value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/context/show/cases", test_cases);
  g_test_add_func ("/model/context/show/size", test_size);
  g_test_add_func ("/model/context/show/instant", test_instant);
  g_test_add_func ("/model/context/show/link", test_link);
  g_test_add_func ("/model/context/show/participants", test_participants);
  g_test_add_func ("/model/context/show/money", test_money);
  g_test_add_func ("/model/context/reads-back/numbers", test_reads_back_numbers);
  g_test_add_func ("/model/context/reads-back/choices", test_reads_back_choices);
  g_test_add_func ("/model/context/reads-back/sets", test_reads_back_sets);

  return g_test_run ();
}
