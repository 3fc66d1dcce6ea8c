/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Prints the field tables as JSON, for checks of what has to follow them: the CRM mapping. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <stdio.h>

#include <json-glib/json-glib.h>

#include "dyr-record-type.h"

static const char *
name_kind (DyrKind kind)
{
  static const char *const names[] = {
    [DYR_KIND_TEXT] = "text",         [DYR_KIND_LONG_TEXT] = "long-text",
    [DYR_KIND_CODE] = "code",         [DYR_KIND_PHONE] = "phone",
    [DYR_KIND_EMAIL] = "email",       [DYR_KIND_IBAN] = "iban",
    [DYR_KIND_URL] = "url",           [DYR_KIND_COUNTRY] = "country",
    [DYR_KIND_YES_NO] = "yes-no",     [DYR_KIND_COUNT] = "count",
    [DYR_KIND_QUANTITY] = "quantity", [DYR_KIND_MONEY] = "money",
    [DYR_KIND_CURRENCY] = "currency", [DYR_KIND_DATE] = "date",
    [DYR_KIND_INSTANT] = "instant",   [DYR_KIND_CHOICE] = "choice",
    [DYR_KIND_LINK] = "link",         [DYR_KIND_SET] = "set",
    [DYR_KIND_MOVE] = "move",
  };

  g_assert (kind < G_N_ELEMENTS (names) && names[kind] != NULL);

  return names[kind];
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_flag (JsonBuilder *builder, const char *name, gboolean flag)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, flag);
}

static void
add_choices (JsonBuilder *builder, const DyrChoice *choices)
{
  json_builder_set_member_name (builder, "choices");
  json_builder_begin_object (builder);
  for (const DyrChoice *choice = choices; choice != NULL && choice->id != NULL; choice++)
    add_text (builder, choice->id, choice->label);
  json_builder_end_object (builder);
}

static void
add_field (JsonBuilder *builder, const DyrField *field)
{
  json_builder_set_member_name (builder, field->name);
  json_builder_begin_object (builder);
  add_text (builder, "label", field->label);
  add_text (builder, "kind", name_kind (field->kind));
  add_text (builder, "items", field->kind == DYR_KIND_SET ? name_kind (field->items) : NULL);
  add_text (builder, "target", field->target != NULL ? field->target->name : NULL);
  add_flag (builder, "required", (field->flags & DYR_REQUIRED) != 0);
  add_flag (builder, "synced", (field->flags & (DYR_DERIVED | DYR_LOCAL)) == 0);
  json_builder_set_member_name (builder, "max-length");
  json_builder_add_int_value (builder, dyr_field_max_length (field));
  add_choices (builder, field->choices);
  json_builder_end_object (builder);
}

static void
add_type (JsonBuilder *builder, const DyrRecordType *type)
{
  json_builder_set_member_name (builder, type->name);
  json_builder_begin_object (builder);
  add_text (builder, "context", type->context);
  add_text (builder, "label", type->label);
  add_text (builder, "plural-label", type->plural_label);
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_object (builder);
  for (guint i = 0; i < type->n_fields; i++)
    add_field (builder, &type->fields[i]);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

int
main (void)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  for (const DyrRecordType *const *type = dyr_record_types; *type != NULL; type++)
    add_type (builder, *type);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  /* Not g_print (): UTF-8 whatever the locale is. */
  puts (text);

  return 0;
}
