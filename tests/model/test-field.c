/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The canonical text of values: what it is, and that nothing is lost on the way there and back. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-field.h"

#include <string.h>

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-date.h"
#include "dyr-delivery-line.h"
#include "dyr-delivery.h"
#include "dyr-error.h"
#include "dyr-presentation.h"

#define ROUNDS 50

typedef struct
{
  const DyrRecordType *type;
  guint field;
  const char *text;
} Case;

static const Case canonical[] = {
  { &dyr_client_type, DYR_CLIENT_NAME, "ТОВ «Карпатський дім»" },
  { &dyr_client_type, DYR_CLIENT_NAME, "" },
  { &dyr_client_type, DYR_CLIENT_DESCRIPTION, "two\nlines\twith a tab" },
  { &dyr_client_type, DYR_CLIENT_CODE, "00032129" },
  { &dyr_client_type, DYR_CLIENT_STATE, "active" },
  { &dyr_client_type, DYR_CLIENT_STATE, "an-option-of-tomorrow" },
  { &dyr_client_type, DYR_CLIENT_COUNTRY, "UA" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "30" },
  { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "2026-11-24" },
  { &dyr_client_type, DYR_CLIENT_PHONES, "+380671112233\n+380441234567\twork" },
  { &dyr_client_type, DYR_CLIENT_ROLES, "client\nsupplier" },
  { &dyr_client_type, DYR_CLIENT_RESPONSIBLE, "019aa4b2-7f00-7abc-8def-0123456789ab" },
  { &dyr_contract_type, DYR_CONTRACT_AMOUNT, "1500.00" },
  { &dyr_contract_type, DYR_CONTRACT_AMOUNT, "-0.05" },
  { &dyr_contract_type, DYR_CONTRACT_CURRENCY, "UAH" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "1" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "0" },
  { &dyr_contract_type, DYR_CONTRACT_VALID_TO, "9999-12-31" },
  { &dyr_delivery_line_type, DYR_DELIVERY_LINE_QUANTITY_PLANNED, "2.500" },
  { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, "2026-11-24T10:05:00Z" },
  { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, "1969-12-31T23:59:59Z" },
  { &dyr_delivery_type,
    DYR_DELIVERY_AGREED_LOG,
    "2026-11-20T10:00:00Z 2026-11-24\n2026-11-21T10:00:00Z -" },
  { &dyr_presentation_type,
    DYR_PRESENTATION_PARTICIPANTS,
    "019aa4b2-7f00-7abc-8def-0123456789ab\tdecides\n019aa4b2-7f00-7abc-8def-0123456789ac" },
};

static const Case invalid[] = {
  { &dyr_client_type, DYR_CLIENT_NAME, "broken \xff" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "3.5" },
  { &dyr_client_type, DYR_CLIENT_CONTACT_RHYTHM_DAYS, "99999999999999999999" },
  { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "2026-02-31" },
  { &dyr_client_type, DYR_CLIENT_NEXT_CONTACT, "24.11.2026" },
  { &dyr_client_type, DYR_CLIENT_RESPONSIBLE, "Ірина" },
  { &dyr_client_type, DYR_CLIENT_RESPONSIBLE, "00000000-0000-0000-0000-000000000000" },
  { &dyr_contract_type, DYR_CONTRACT_AMOUNT, "1500.005" },
  { &dyr_contract_type, DYR_CONTRACT_AMOUNT, "1 500,00" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "2" },
  { &dyr_contract_type, DYR_CONTRACT_AUTO_PROLONG, "yes" },
  { &dyr_delivery_type, DYR_DELIVERY_SHIPPED_AT, "2026-11-24T10:05:00" },
  { &dyr_delivery_type, DYR_DELIVERY_AGREED_LOG, "2026-11-24" },
  { &dyr_delivery_type, DYR_DELIVERY_AGREED_LOG, "2026-11-20T10:00:00Z soon" },
  { &dyr_presentation_type, DYR_PRESENTATION_PARTICIPANTS, "Бойко" },
};

static void
test_canonical (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (canonical); i++)
    {
      const DyrField *field = &canonical[i].type->fields[canonical[i].field];
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s: %s", field->name, canonical[i].text);
      g_assert_true (dyr_field_from_text (field, canonical[i].text, &value, &error));
      g_assert_no_error (error);
      g_assert_cmpint (value.form, ==, dyr_field_form (field));
      text = dyr_field_to_text (field, &value);
      g_assert_cmpstr (text, ==, canonical[i].text);
    }
}

static void
test_invalid (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      const DyrField *field = &invalid[i].type->fields[invalid[i].field];
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s: case %" G_GSIZE_FORMAT, field->name, i);
      dyr_value_set_text (&value, "stays");
      g_assert_false (dyr_field_from_text (field, invalid[i].text, &value, &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_nonnull (strstr (error->message, field->name));
      g_assert_cmpstr (dyr_value_text (&value), ==, "stays");
    }
}

static void
test_none (void)
{
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
        {
          const DyrField *field = &dyr_record_types[i]->fields[j];
          g_auto (DyrValue) value = DYR_VALUE_INIT;

          g_assert_null (dyr_field_to_text (field, &value));
          dyr_value_set_number (&value, 1);
          g_assert_true (dyr_field_from_text (field, NULL, &value, NULL));
          g_assert_cmpint (value.form, ==, DYR_VALUE_NONE);
        }
    }
}

static char *
random_text (gboolean lines)
{
  static const char *const pieces[]
      = { "а", "Ї", "ґ", "č", "Z", "0", "’", "«", " x", "\xf0\x9f\x93\xa6", "9", ".", ",", "(" };
  GString *text = g_string_new ("·");

  for (int n = g_test_rand_int_range (0, 20); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

  if (lines)
    g_string_append (text, "\n\tі ще рядок");

  return g_string_free (text, FALSE);
}

static gint64
random_number (DyrKind kind)
{
  gint64 wide
      = (gint64) (((guint64) (guint32) g_test_rand_int () << 32) | (guint32) g_test_rand_int ());

  if (kind == DYR_KIND_YES_NO)
    return wide & 1;

  if (kind == DYR_KIND_DATE)
    return DYR_DATE_MIN + (gint64) ((guint64) wide % (guint64) (DYR_DATE_MAX - DYR_DATE_MIN + 1));

  if (kind == DYR_KIND_INSTANT)
    return DYR_INSTANT_MIN
           + (gint64) ((guint64) wide % (guint64) (DYR_INSTANT_MAX - DYR_INSTANT_MIN + 1));

  return wide;
}

static DyrLink *
random_link (void)
{
  const DyrUid uid = dyr_uid_new ();

  return dyr_link_new (0, &uid, NULL, 0, FALSE);
}

static DyrSet *
random_set (DyrKind items)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  for (int n = g_test_rand_int_range (1, 6); n > 0; n--)
    {
      g_autofree char *role = g_test_rand_bit () ? random_text (FALSE) : NULL;

      if (items == DYR_KIND_LINK)
        {
          g_autoptr (DyrLink) link = random_link ();

          dyr_set_builder_add (builder, NULL, role, link);
        }
      else
        {
          gint64 date = g_test_rand_bit () ? random_number (DYR_KIND_DATE) : DYR_NO_DATE;
          g_autofree char *item = items == DYR_KIND_MOVE
                                      ? dyr_move_to_text (random_number (DYR_KIND_INSTANT), date)
                                      : random_text (FALSE);

          dyr_set_builder_add (builder, item, role, NULL);
        }
    }

  return dyr_set_builder_end (builder);
}

static void
make_random (const DyrField *field, DyrValue *value)
{
  switch (dyr_field_form (field))
    {
    case DYR_VALUE_NUMBER:
      dyr_value_set_number (value, random_number (field->kind));
      break;
    case DYR_VALUE_LINK:
      dyr_value_take_link (value, random_link ());
      break;
    case DYR_VALUE_SET:
      dyr_value_take_set (value, random_set (field->items));
      break;
    case DYR_VALUE_TEXT:
      dyr_value_take_text (value, random_text (field->kind == DYR_KIND_LONG_TEXT));
      break;
    case DYR_VALUE_NONE:
    default:
      g_assert_not_reached ();
    }
}

/* Every field of every type, so every kind: what is written is read again, and written the same. */
static void
test_round_trip (void)
{
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
        {
          const DyrField *field = &dyr_record_types[i]->fields[j];

          for (int round = 0; round < ROUNDS; round++)
            {
              g_auto (DyrValue) value = DYR_VALUE_INIT;
              g_auto (DyrValue) again = DYR_VALUE_INIT;
              g_autoptr (GError) error = NULL;
              g_autofree char *text = NULL, *text_again = NULL;

              make_random (field, &value);
              text = dyr_field_to_text (field, &value);
              dyr_field_from_text (field, text, &again, &error);
              g_assert_no_error (error);
              g_assert_true (dyr_value_equal (&value, &again));
              text_again = dyr_field_to_text (field, &again);
              g_assert_cmpstr (text, ==, text_again);
            }
        }
    }
}

static void
test_forms (void)
{
  const DyrField *fields = dyr_delivery_type.fields;

  g_assert_cmpint (dyr_field_form (&fields[DYR_DELIVERY_CLIENT]), ==, DYR_VALUE_LINK);
  g_assert_cmpint (dyr_field_form (&fields[DYR_DELIVERY_NUMBER]), ==, DYR_VALUE_TEXT);
  g_assert_cmpint (dyr_field_form (&fields[DYR_DELIVERY_STATE]), ==, DYR_VALUE_TEXT);
  g_assert_cmpint (dyr_field_form (&fields[DYR_DELIVERY_AGREED_ON]), ==, DYR_VALUE_NUMBER);
  g_assert_cmpint (dyr_field_form (&fields[DYR_DELIVERY_SHIPPED_AT]), ==, DYR_VALUE_NUMBER);
  g_assert_cmpint (dyr_field_form (&fields[DYR_DELIVERY_COST]), ==, DYR_VALUE_NUMBER);
  g_assert_cmpint (dyr_field_form (&fields[DYR_DELIVERY_ON_TIME]), ==, DYR_VALUE_NUMBER);
  g_assert_cmpint (dyr_field_form (&fields[DYR_DELIVERY_AGREED_LOG]), ==, DYR_VALUE_SET);

  g_assert_cmpuint (dyr_field_max_length (&fields[DYR_DELIVERY_CARRIER]), ==, 255);
  g_assert_cmpuint (dyr_field_max_length (&fields[DYR_DELIVERY_CURRENCY]), ==, 3);
  g_assert_cmpuint (dyr_field_max_length (&dyr_client_type.fields[DYR_CLIENT_EMAILS]), ==, 254);
}

static void
test_find_choice (void)
{
  const DyrField *kind = &dyr_activity_type.fields[DYR_ACTIVITY_KIND];

  g_assert_cmpstr (dyr_field_find_choice (kind, "meeting")->label, ==, "Meeting");
  g_assert_null (dyr_field_find_choice (kind, "Meeting"));
  g_assert_null (dyr_field_find_choice (kind, NULL));
  g_assert_null (dyr_field_find_choice (&dyr_activity_type.fields[DYR_ACTIVITY_PHONE], "meeting"));
}

static void
test_move (void)
{
  g_autofree char *text = dyr_move_to_text (1795255200, 20781);
  gint64 instant = 0, date = 0;

  g_assert_cmpstr (text, ==, "2026-11-21T10:00:00Z 2026-11-24");
  g_assert_true (dyr_move_from_text (text, &instant, &date));
  g_assert_cmpint (instant, ==, 1795255200);
  g_assert_cmpint (date, ==, 20781);
  g_assert_true (dyr_move_from_text ("2026-11-21T10:00:00Z -", NULL, &date));
  g_assert_cmpint (date, ==, DYR_NO_DATE);
  g_assert_false (dyr_move_from_text ("", &instant, &date));
  g_assert_false (dyr_move_from_text ("2026-11-21T10:00:00Z ", &instant, &date));
  g_assert_cmpint (instant, ==, 1795255200);
}

/* A megabyte of text that is no value is not repeated whole. */
static void
test_message_length (void)
{
  g_autofree char *huge = g_strnfill (1 << 20, 'x');
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_false (
      dyr_field_from_text (&dyr_client_type.fields[DYR_CLIENT_NEXT_CONTACT], huge, &value, &error));
  g_assert_cmpuint (strlen (error->message), <, 300);
  g_assert_nonnull (strstr (error->message, "xxx…"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/field/canonical", test_canonical);
  g_test_add_func ("/model/field/invalid", test_invalid);
  g_test_add_func ("/model/field/none", test_none);
  g_test_add_func ("/model/field/round-trip", test_round_trip);
  g_test_add_func ("/model/field/forms", test_forms);
  g_test_add_func ("/model/field/find-choice", test_find_choice);
  g_test_add_func ("/model/field/move", test_move);
  g_test_add_func ("/model/field/message-length", test_message_length);

  return g_test_run ();
}
