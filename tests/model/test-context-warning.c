/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Warnings: what looks wrong though it is kept. The codes are real ones of public registers. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-context.h"

#include <string.h>

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-product.h"

typedef struct
{
  guint field; /* of a client */
  const char *value;
  const char *country;
  const char *says; /* NULL: nothing */
} Case;

static const Case cases[] = {
  /* ЄДРПОУ */
  { DYR_CLIENT_CODE, "14360570", "UA", NULL },
  { DYR_CLIENT_CODE, "32855961", "UA", NULL },
  { DYR_CLIENT_CODE, "00032129", "UA", NULL },
  { DYR_CLIENT_CODE, "21133352", "UA", NULL },
  { DYR_CLIENT_CODE, "40075815", "UA", NULL },
  { DYR_CLIENT_CODE, "40075815", NULL, NULL },
  { DYR_CLIENT_CODE, "14360571", "UA", "check digit of “14360571” is wrong" },
  { DYR_CLIENT_CODE, "14360571", NULL, "check digit" },
  { DYR_CLIENT_CODE, "32129", "UA", "8 digits (ЄДРПОУ)" },
  { DYR_CLIENT_CODE, "32129", NULL, "8 digits (ЄДРПОУ)" },
  { DYR_CLIENT_CODE, "ПДВ 14360570", "UA", "8 digits (ЄДРПОУ)" },
  /* РНОКПП */
  { DYR_CLIENT_CODE, "1759013776", "UA", NULL },
  { DYR_CLIENT_CODE, "1759013777", "UA", "check digit" },
  /* OIB */
  { DYR_CLIENT_CODE, "94577403194", "HR", NULL },
  { DYR_CLIENT_CODE, "69435151530", "HR", NULL },
  { DYR_CLIENT_CODE, "33392005961", "HR", NULL },
  { DYR_CLIENT_CODE, "33392005961", NULL, NULL },
  { DYR_CLIENT_CODE, "33392005962", "HR", "check digit" },
  { DYR_CLIENT_CODE, "14360570", "HR", "an OIB has 11 digits" },
  { DYR_CLIENT_CODE, "33392005961", "UA", "8 digits (ЄДРПОУ)" },
  /* Elsewhere nobody knows. */
  { DYR_CLIENT_CODE, "1", "PL", NULL },
  { DYR_CLIENT_CODE, "1", "Нарнія", NULL },
  { DYR_CLIENT_CODE, NULL, "UA", NULL },
  /* IBAN */
  { DYR_CLIENT_IBANS, "HR1210010051863000160", NULL, NULL },
  { DYR_CLIENT_IBANS, "UA213223130000026007233566001", NULL, NULL },
  { DYR_CLIENT_IBANS, "UA213223130000026007233566002", NULL, "no valid IBAN" },
  { DYR_CLIENT_IBANS, "HR121001005186300016", NULL, "no valid IBAN" },
  { DYR_CLIENT_IBANS, "HR1210010051863000160\nUA21", NULL, "“UA21”" },
  { DYR_CLIENT_IBAN, "UA21", NULL, "“UA21”" },
  /* Phones */
  { DYR_CLIENT_PHONES, "+380671112233\n+385917425103", NULL, NULL },
  { DYR_CLIENT_PHONES, "+380671112233\n12-34", NULL, "Write it like “+380 67 123 45 67”." },
  { DYR_CLIENT_PHONES, "12-34", "HR", "Write it like “+385 91 234 5678”." },
  { DYR_CLIENT_PHONE, "067 111 22 33", NULL, "“067 111 22 33” is not understood" },
  { DYR_CLIENT_PHONE, "+38067111223", NULL, "is not understood" },
  /* E-mail */
  { DYR_CLIENT_EMAILS, "office@example.com\nпошта@приклад.укр", NULL, NULL },
  { DYR_CLIENT_EMAILS, "office@example.com\noffice", NULL, "“office” is no e-mail address" },
  { DYR_CLIENT_EMAIL, "a@b@example.com", NULL, "no e-mail" },
  { DYR_CLIENT_EMAIL, "@example.com", NULL, "no e-mail" },
  { DYR_CLIENT_EMAIL, "office@", NULL, "no e-mail" },
  { DYR_CLIENT_EMAIL, "office@example", NULL, "no e-mail" },
  { DYR_CLIENT_EMAIL, "office@.com", NULL, "no e-mail" },
  { DYR_CLIENT_EMAIL, "office@example.", NULL, "no e-mail" },
  { DYR_CLIENT_EMAIL, "office@example..com", NULL, "no e-mail" },
  { DYR_CLIENT_EMAIL, "the office@example.com", NULL, "no e-mail" },
  { DYR_CLIENT_EMAIL, "Office <office@example.com>", NULL, "no e-mail" },
  /* Fields without such rules */
  { DYR_CLIENT_NAME, "14360571", "UA", NULL },
  { DYR_CLIENT_VAT_NUMBER, "14360571", "UA", NULL },
  { DYR_CLIENT_ROLES, "friend", "UA", NULL },
  { DYR_CLIENT_NEXT_CONTACT, "2026-11-24", "UA", NULL },
};

static void
test_cases (void)
{
  g_autoptr (DyrContext) context = dyr_context_new ("uk", NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      const DyrField *field = &dyr_client_type.fields[c->field];
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      g_autofree char *warning = NULL;

      g_test_message ("%s %s %s", field->name, c->value, c->country);
      g_assert_true (dyr_field_from_text (field, c->value, &value, NULL));
      warning = dyr_context_warning (context, &dyr_client_type, c->field, &value, c->country);

      if (c->says == NULL)
        {
          g_assert_cmpstr (warning, ==, NULL);
        }
      else
        {
          g_assert_nonnull (warning);
          g_assert_nonnull (strstr (warning, c->says));
        }

      /* A warning is no refusal. */
      g_assert_true (dyr_record_type_check (&dyr_client_type, c->field, &value, NULL));
    }
}

/* An office in Croatia. */
static void
test_office (void)
{
  g_autoptr (DyrContext) context = dyr_context_new ("hr", NULL, NULL);
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autofree char *warning = NULL, *phone = NULL, *product = NULL;

  dyr_value_set_text (&value, "123");
  warning = dyr_context_warning (context, &dyr_client_type, DYR_CLIENT_CODE, &value, NULL);
  g_assert_nonnull (strstr (warning, "OIB"));
  phone = dyr_context_warning (context, &dyr_activity_type, DYR_ACTIVITY_PHONE, &value, NULL);
  g_assert_nonnull (strstr (phone, "+385"));

  /* A code that is not the tax office's. */
  product = dyr_context_warning (context, &dyr_product_type, DYR_PRODUCT_CODE, &value, NULL);
  g_assert_cmpstr (product, ==, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/context/warning/cases", test_cases);
  g_test_add_func ("/model/context/warning/office", test_office);

  return g_test_run ();
}
