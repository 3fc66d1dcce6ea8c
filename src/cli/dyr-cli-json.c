/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Answers as JSON: what scripts read. Arrays are written one element at a time, so that memory
 * stays what it is. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-json.h"

void
dyr_cli_json_member (JsonBuilder *builder, const char *name, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  json_builder_set_member_name (builder, name);
  if (valid != NULL)
    json_builder_add_string_value (builder, valid);
  else
    json_builder_add_null_value (builder);
}

void
dyr_cli_json_number (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

char *
dyr_cli_json_end (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

gboolean
dyr_cli_json_array_add (DyrCliJsonArray *self, JsonBuilder *builder, GError **error)
{
  g_autofree char *text = dyr_cli_json_end (builder);
  const char *before = self->begun ? ",\n" : "[\n";

  json_builder_reset (builder);
  self->begun = TRUE;
  return dyr_cli_write (self->cli, before, error) && dyr_cli_write (self->cli, text, error);
}

gboolean
dyr_cli_json_array_end (DyrCliJsonArray *self, GError **error)
{
  return dyr_cli_write (self->cli, self->begun ? "\n]\n" : "[]\n", error);
}
