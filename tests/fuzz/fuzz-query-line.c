/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Any bytes as a query line about each type of record: nothing crashes, what is marked is in the
 * line and says why, and what is kept of a line is understood as the same. With libFuzzer, or by
 * itself as a program that replays the files of its arguments. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <string.h>

#include "dyr-query-line.h"
#include "fuzz.h"

static void
check_spans (DyrQueryLine *line)
{
  const char *text = dyr_query_line_get_text (line);
  guint end = 0;

  for (guint i = 0; i < dyr_query_line_get_n_terms (line); i++)
    {
      const DyrQueryTerm *term = dyr_query_line_get_term (line, i);

      g_assert_cmpuint (term->start, >=, end);
      end = term->start + term->length;
      g_assert_cmpuint (end, <=, strlen (text));
      g_assert_cmpint (term->text != NULL, ==, term->kind != DYR_QUERY_FIELD);
      g_assert_true (
          term->kind != DYR_QUERY_FIELD
          || (term->field < dyr_query_line_get_type_of (line)->n_fields && term->options->len > 0));
    }
  for (guint i = 0; i < dyr_query_line_get_n_problems (line); i++)
    {
      const DyrQueryProblem *problem = dyr_query_line_get_problem (line, i);

      g_assert_cmpuint (problem->length, >, 0);
      g_assert_cmpuint (problem->start + problem->length, <=, strlen (text));
      g_assert_true (g_utf8_validate (text + problem->start, problem->length, NULL));
      g_assert_true (g_utf8_validate (problem->message, -1, NULL));
      g_assert_true (*problem->message != '\0');
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_autoptr (DyrContext) context = dyr_context_new ("uk", "UA", "Europe/Kyiv");

  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      g_autoptr (DyrQueryLine) line = dyr_query_line_parse (context, type, text);
      g_autoptr (DyrQueryLine) words = dyr_query_line_new_words (type, text);
      g_autofree char *first = dyr_query_line_to_text (line), *second = NULL;
      g_autoptr (DyrQueryLine) again = NULL;

      check_spans (line);
      check_spans (words);
      g_assert_cmpuint (dyr_query_line_get_n_problems (words), ==, 0);
      /* A line that grew over the largest length is cut. */
      if (strlen (first) > 3000)
        continue;
      again = dyr_query_line_parse (context, type, first);
      second = dyr_query_line_to_text (again);
      g_assert_cmpstr (second, ==, first);
      g_assert_cmpuint (dyr_query_line_get_n_problems (again), ==, 0);
    }
  return 0;
}
