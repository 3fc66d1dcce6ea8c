/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyr_merge () for the oracle: a JSON line with type, group and three objects of canonical texts by
 * field comes in, a line with the end and the result goes out. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-merge.h"

#include <json-glib/json-glib.h>
#include <stdio.h>

#include "merge-test.h"

static const char *const ends[] = {
  [DYR_MERGE_AGREED] = "agreed", [DYR_MERGE_MINE] = "mine",   [DYR_MERGE_THEIRS] = "theirs",
  [DYR_MERGE_BOTH] = "both",     [DYR_MERGE_CLASH] = "clash",
};

static DyrValue *
read_values (const DyrRecordType *type, JsonObject *triple, const char *side)
{
  DyrValue *values = merge_test_values_new (type);
  JsonObject *texts = json_object_get_object_member (triple, side);
  g_autoptr (GList) names = json_object_get_members (texts);

  for (GList *name = names; name != NULL; name = name->next)
    merge_test_set (type,
                    values,
                    name->data,
                    json_object_get_string_member_with_default (texts, name->data, NULL));

  return values;
}

static void
print_answer (const DyrRecordType *type, JsonObject *group, DyrMergeEnd end, const DyrValue *values)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GList) names = json_object_get_members (group);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *line = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "end");
  json_builder_add_string_value (builder, ends[end]);
  json_builder_set_member_name (builder, "result");
  json_builder_begin_object (builder);
  for (GList *name = names; name != NULL; name = name->next)
    {
      int field = dyr_record_type_find (type, name->data);
      g_autofree char *text = dyr_field_to_text (&type->fields[field], &values[field]);

      json_builder_set_member_name (builder, name->data);
      if (text != NULL)
        json_builder_add_string_value (builder, text);
      else
        json_builder_add_null_value (builder);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  line = json_to_string (root, FALSE);
  puts (line);
}

static void
answer (JsonObject *triple)
{
  const DyrRecordType *type
      = dyr_record_type_by_name (json_object_get_string_member (triple, "type"));
  int group = dyr_record_type_find (type, json_object_get_string_member (triple, "group"));
  DyrValue *base = read_values (type, triple, "base");
  DyrValue *mine = read_values (type, triple, "mine");
  DyrValue *theirs = read_values (type, triple, "theirs");
  DyrMergeEnd end = dyr_merge (type, (guint) group, base, mine, theirs, mine);

  print_answer (type, json_object_get_object_member (triple, "mine"), end, mine);
  merge_test_values_free (type, base);
  merge_test_values_free (type, mine);
  merge_test_values_free (type, theirs);
}

int
main (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) > 0)
    {
      g_autoptr (GError) error = NULL;

      json_parser_load_from_data (parser, line, -1, &error);
      g_assert_no_error (error);
      answer (json_node_get_object (json_parser_get_root (parser)));
    }

  return 0;
}
