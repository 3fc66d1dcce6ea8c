/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The small things, and the error domain. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-util.h"

#include "dyr-base.h"
#include "dyr-invoke.h"

static void
test_set_str (void)
{
  g_autofree char *text = NULL;
  const char *tail;

  g_assert_false (dyr_set_str (&text, NULL));
  g_assert_null (text);
  g_assert_true (dyr_set_str (&text, "Дністер"));
  g_assert_cmpstr (text, ==, "Дністер");
  g_assert_false (dyr_set_str (&text, "Дністер"));
  g_assert_false (dyr_set_str (&text, text));

  /* The new text may be part of the old one. */
  tail = g_utf8_offset_to_pointer (text, 3);
  g_assert_true (dyr_set_str (&text, tail));
  g_assert_cmpstr (text, ==, "стер");
  g_assert_true (dyr_set_str (&text, ""));
  g_assert_cmpstr (text, ==, "");
  g_assert_true (dyr_set_str (&text, NULL));
  g_assert_null (text);
}

static gboolean
on_called (gpointer n_calls)
{
  (*(guint *) n_calls)++;
  return G_SOURCE_REMOVE;
}

/* Nobody owns the context: g_main_context_invoke () would call at once. */
static void
test_invoke_later (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  guint n_calls = 0;

  dyr_invoke_later (context, on_called, &n_calls, NULL);
  g_assert_cmpuint (n_calls, ==, 0);
  while (g_main_context_iteration (context, FALSE))
    continue;
  g_assert_cmpuint (n_calls, ==, 1);
}

static void
test_error (void)
{
  g_autoptr (GError) error = NULL;

  g_set_error_literal (&error, DYR_ERROR, DYR_ERROR_NEWER, "too new");
  g_assert_error (error, DYR_ERROR, DYR_ERROR_NEWER);
  g_assert_cmpstr (g_quark_to_string (DYR_ERROR), ==, "dyr_error_quark");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/util/set-str", test_set_str);
  g_test_add_func ("/base/util/invoke-later", test_invoke_later);
  g_test_add_func ("/base/util/error", test_error);

  return g_test_run ();
}
