/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Any bytes as names of columns and as a mapping file: nothing crashes, what is refused says where,
 * changes nothing, and what was understood is written so that it is understood again. With
 * libFuzzer, or by itself as a program that replays the files of its arguments. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <stdint.h>
#include <string.h>

#include "dyr-client.h"
#include "dyr-error.h"
#include "dyr-import-private.h"
#include "dyr-mapping.h"
#include "dyr-person.h"
#include "fuzz.h"

/* The columns of a table that the bytes before an empty line name, a line each. */
#define MAX_COLUMNS 20

static DyrMapping *
new_mapping (const DyrRecordType *type, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", MAX_COLUMNS);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_utf8_make_valid (lines[i], -1);

      g_free (lines[i]);
      lines[i] = line;
    }

  return dyr_mapping_new (type, (const char *const *) lines, g_strv_length (lines));
}

static void
try_file (const DyrRecordType *type, const char *headers, const char *text, gsize length)
{
  g_autoptr (DyrMapping) mapping = new_mapping (type, headers);
  g_autoptr (DyrMapping) again = new_mapping (type, headers);
  g_autofree char *before = dyr_mapping_to_text (mapping), *after = NULL, *written = NULL;
  g_autoptr (GError) error = NULL;

  if (!dyr_mapping_parse (mapping, text, length, "map", &error))
    {
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_prefix (error->message, "map, line "));
      after = dyr_mapping_to_text (mapping);
      g_assert_cmpstr (after, ==, before);
      return;
    }

  after = dyr_mapping_to_text (mapping);
  dyr_mapping_parse (again, after, strlen (after), "map", &error);
  g_assert_no_error (error);
  written = dyr_mapping_to_text (again);
  g_assert_cmpstr (written, ==, after);
  for (guint i = 0; i < dyr_mapping_get_n_columns (mapping); i++)
    {
      guint field = 0;
      DyrMappingTarget target = dyr_mapping_get (mapping, i, &field);

      g_assert_true (dyr_mapping_is_possible (type, target, field));
    }
  dyr_mapping_check (mapping, NULL);
}

/* A name goes into three fields; nothing of it is lost. */
static void
try_name (const char *headers, const char *text)
{
  g_autofree char *header = g_utf8_make_valid (headers, -1);
  g_autofree char *name = g_utf8_make_valid (text, -1);
  g_autofree char *last = NULL, *first = NULL, *patronymic = NULL;

  dyr_import_split_name (header, name, &last, &first, &patronymic);
  g_assert_true (last != NULL || (first == NULL && patronymic == NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  const char *file = strstr (text, "\n\n");
  gsize begin = file != NULL ? (gsize) (file - text) : strlen (text);
  g_autofree char *headers = g_strndup (text, begin);
  gsize skip = file != NULL ? begin + 2 : begin;

  try_file (&dyr_client_type, headers, (const char *) data + skip, size - skip);
  try_file (&dyr_person_type, headers, (const char *) data + skip, size - skip);
  try_name (headers, text + skip);

  return 0;
}
