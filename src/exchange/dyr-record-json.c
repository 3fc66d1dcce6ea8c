/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Records as JSON, as scripts read them: no local ids, no words of the interface. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-json.h"

#include "dyr-date.h"
#include "dyr-decimal.h"

static void
add_text (JsonBuilder *builder, const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  /* A damaged row must not damage the whole document. */
  valid = g_utf8_validate (text, -1, NULL) ? g_strdup (text) : g_utf8_make_valid (text, -1);
  json_builder_add_string_value (builder, valid);
}

static void
add_uid (JsonBuilder *builder, const DyrUid *uid)
{
  g_autofree char *text = dyr_uid_to_text (uid);

  json_builder_set_member_name (builder, "uid");
  json_builder_add_string_value (builder, text);
}

static void
add_link (JsonBuilder *builder, const DyrLink *link)
{
  json_builder_begin_object (builder);
  add_uid (builder, &link->uid);
  json_builder_set_member_name (builder, "name");
  add_text (builder, link->name);
  json_builder_end_object (builder);
}

static void
add_move (JsonBuilder *builder, const char *item)
{
  g_autofree char *at = NULL, *to = NULL;
  gint64 instant, date;

  if (!dyr_move_from_text (item, &instant, &date))
    {
      add_text (builder, item);
      return;
    }
  at = dyr_instant_to_text (instant);
  to = date != DYR_NO_DATE ? dyr_date_to_text (date) : NULL;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "at");
  add_text (builder, at);
  json_builder_set_member_name (builder, "to");
  add_text (builder, to);
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
        add_text (builder, member->item);
    }
  json_builder_end_array (builder);
}

static void
add_number (JsonBuilder *builder, const DyrField *field, const DyrValue *value)
{
  g_autofree char *text = NULL;

  if (field->kind == DYR_KIND_YES_NO)
    {
      json_builder_add_boolean_value (builder, value->number != 0);
      return;
    }
  if (field->kind == DYR_KIND_COUNT)
    {
      json_builder_add_int_value (builder, value->number);
      return;
    }
  text = field->kind == DYR_KIND_QUANTITY
             ? dyr_decimal_to_short_text (value->number, DYR_DECIMAL_QUANTITY_SCALE)
             : dyr_field_to_text (field, value);
  add_text (builder, text);
}

/**
 * dyr_record_json_add_value:
 * @builder: where to
 * @field: a field
 * @value: its value
 *
 * Adds dates as "2026-11-24", instants as "…Z", money and quantities as decimal texts, links as
 * {"uid", "name"}, sets as arrays (of logs {"at", "to"}), no value as null.
 */
void
dyr_record_json_add_value (JsonBuilder *builder, const DyrField *field, const DyrValue *value)
{
  g_return_if_fail (JSON_IS_BUILDER (builder));
  g_return_if_fail (field != NULL);
  g_return_if_fail (value != NULL);

  /* A set without elements is an array, too: whoever reads it can always walk it. */
  if (field->kind == DYR_KIND_SET)
    add_set (builder, field, dyr_value_set (value));
  else if (value->form == DYR_VALUE_NUMBER)
    add_number (builder, field, value);
  else if (value->form == DYR_VALUE_LINK)
    add_link (builder, value->link);
  else
    add_text (builder, dyr_value_text (value));
}

/**
 * dyr_record_json_add_row:
 * @builder: where to
 * @row: a record
 * @fields: (nullable) (array length=n_fields): indexes of fields; %NULL: all
 * @n_fields: their number
 *
 * Adds an object: "uid", then the fields by their names.
 */
void
dyr_record_json_add_row (JsonBuilder *builder,
                         const DyrRow *row,
                         const guint *fields,
                         guint n_fields)
{
  guint n;

  g_return_if_fail (JSON_IS_BUILDER (builder));
  g_return_if_fail (row != NULL);

  n = fields != NULL ? n_fields : row->type->n_fields;
  json_builder_begin_object (builder);
  add_uid (builder, &row->uid);
  for (guint i = 0; i < n; i++)
    {
      guint field = fields != NULL ? fields[i] : i;

      json_builder_set_member_name (builder, row->type->fields[field].name);
      dyr_record_json_add_value (builder, &row->type->fields[field], &row->values[field]);
    }
  json_builder_end_object (builder);
}
