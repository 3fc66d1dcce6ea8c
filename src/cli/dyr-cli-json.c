/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Records as JSON: what scripts read. Written one by one, so that memory stays what it is. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-json.h"

#include "dyr-date.h"
#include "dyr-decimal.h"

void
dyr_cli_json_text (JsonBuilder *builder, const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    json_builder_add_null_value (builder);
  else if (g_utf8_validate (text, -1, NULL))
    json_builder_add_string_value (builder, text);
  else
    {
      /* A damaged row must not damage the whole document. */
      valid = g_utf8_make_valid (text, -1);
      json_builder_add_string_value (builder, valid);
    }
}

void
dyr_cli_json_uid (JsonBuilder *builder, const DyrUid *uid)
{
  g_autofree char *text = dyr_uid_to_text (uid);

  json_builder_add_string_value (builder, text);
}

static void
add_link (JsonBuilder *builder, const DyrLink *link)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "uid");
  dyr_cli_json_uid (builder, &link->uid);
  json_builder_set_member_name (builder, "name");
  dyr_cli_json_text (builder, link->name);
  json_builder_end_object (builder);
}

static void
add_move (JsonBuilder *builder, const char *item)
{
  g_autofree char *at = NULL, *to = NULL;
  gint64 instant, date;

  if (!dyr_move_from_text (item, &instant, &date))
    {
      dyr_cli_json_text (builder, item);
      return;
    }
  at = dyr_instant_to_text (instant);
  to = date != DYR_NO_DATE ? dyr_date_to_text (date) : NULL;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "at");
  dyr_cli_json_text (builder, at);
  json_builder_set_member_name (builder, "to");
  dyr_cli_json_text (builder, to);
  json_builder_end_object (builder);
}

static void
add_set (JsonBuilder *builder, const DyrField *field, const DyrSet *set)
{
  json_builder_begin_array (builder);
  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      const DyrMember *member = &set->members[i];

      if (member->link != NULL)
        add_link (builder, member->link);
      else if (field->items == DYR_KIND_MOVE)
        add_move (builder, member->item);
      else
        dyr_cli_json_text (builder, member->item);
    }
  json_builder_end_array (builder);
}

static void
add_number (JsonBuilder *builder, DyrKind kind, gint64 number)
{
  g_autofree char *text = NULL;

  if (kind == DYR_KIND_YES_NO)
    json_builder_add_boolean_value (builder, number != 0);
  else if (kind == DYR_KIND_DATE)
    text = dyr_date_to_text (number);
  else if (kind == DYR_KIND_INSTANT)
    text = dyr_instant_to_text (number);
  else if (kind == DYR_KIND_MONEY)
    text = dyr_decimal_to_text (number, DYR_DECIMAL_MONEY_SCALE);
  else if (kind == DYR_KIND_QUANTITY)
    text = dyr_decimal_to_short_text (number, DYR_DECIMAL_QUANTITY_SCALE);
  else
    json_builder_add_int_value (builder, number);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
}

void
dyr_cli_json_value (JsonBuilder *builder, const DyrField *field, const DyrValue *value)
{
  if (field->kind == DYR_KIND_SET)
    {
      /* A set without elements is an array too: whoever reads it can always walk it. */
      add_set (builder, field, dyr_value_set (value));
      return;
    }
  switch (value->form)
    {
    case DYR_VALUE_NUMBER:
      add_number (builder, field->kind, value->number);
      return;
    case DYR_VALUE_TEXT:
      dyr_cli_json_text (builder, value->text);
      return;
    case DYR_VALUE_LINK:
      add_link (builder, value->link);
      return;
    case DYR_VALUE_NONE:
    case DYR_VALUE_SET:
    default:
      json_builder_add_null_value (builder);
      return;
    }
}

void
dyr_cli_json_row (JsonBuilder *builder, const DyrRow *row)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "uid");
  dyr_cli_json_uid (builder, &row->uid);
  for (guint i = 0; i < row->type->n_fields; i++)
    {
      json_builder_set_member_name (builder, row->type->fields[i].name);
      dyr_cli_json_value (builder, &row->type->fields[i], &row->values[i]);
    }
  json_builder_end_object (builder);
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
