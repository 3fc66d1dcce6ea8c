/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a person types into a field, in every language: a value or a reason, and what is shown of a
 * value in the editor is understood as that value. */

#pragma once

#include "dyr-context.h"
#include "dyr-error.h"

static inline void
fuzz_typed_in (const DyrContext *context, const DyrRecordType *type, guint field, const char *text)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT, again = DYR_VALUE_INIT;
  g_autofree char *edited = NULL, *shown = NULL;
  g_autoptr (GError) error = NULL;

  if (!dyr_context_parse (context, type, field, text, NULL, &value, &error))
    {
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }

  g_assert_no_error (error);
  g_assert_true (dyr_record_type_check (type, field, &value, NULL));
  edited = dyr_context_edit_text (context, type, field, &value);
  dyr_context_parse (context, type, field, edited, NULL, &again, &error);
  g_assert_no_error (error);
  g_assert_true (dyr_value_equal (&value, &again));
  shown = dyr_context_show (context, type, field, &value, "UAH");
  g_assert_cmpint (shown == NULL, ==, value.form == DYR_VALUE_NONE);
  g_assert_true (shown == NULL || g_utf8_validate (shown, -1, NULL));
}

static inline void
fuzz_typed (const DyrRecordType *type, guint field, const char *text)
{
  static const char *const languages[] = { "uk", "ru", "hr", "en" };
  static DyrContext *contexts[G_N_ELEMENTS (languages)]; /* made once: making one takes longer */

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      if (contexts[i] == NULL)
        contexts[i] = dyr_context_new (languages[i], "UA", "Europe/Kyiv");
      fuzz_typed_in (contexts[i], type, field, text);
    }
}
