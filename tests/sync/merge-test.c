/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of merge share: the values of a whole record. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "merge-test.h"

DyrValue *
merge_test_values_new (const DyrRecordType *type)
{
  return g_new0 (DyrValue, type->n_fields);
}

void
merge_test_values_free (const DyrRecordType *type, DyrValue *values)
{
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&values[i]);
  g_free (values);
}

void
merge_test_set (const DyrRecordType *type, DyrValue *values, const char *name, const char *text)
{
  int field = dyr_record_type_find (type, name);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (field, >=, 0);
  dyr_field_from_text (&type->fields[field], text, &values[field], &error);
  g_assert_no_error (error);
}

void
merge_test_assert (const DyrRecordType *type,
                   const DyrValue *values,
                   const char *name,
                   const char *text)
{
  int field = dyr_record_type_find (type, name);
  g_autofree char *found = NULL;

  g_assert_cmpint (field, >=, 0);
  found = dyr_field_to_text (&type->fields[field], &values[field]);
  g_assert_cmpstr (found, ==, text);
}
