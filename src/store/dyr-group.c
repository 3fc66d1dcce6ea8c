/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values of some fields of a record as one text: a merge group's base, what a request carried. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-group.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "dyr-error.h"

guint64
dyr_group_mask (const DyrRecordType *type, guint group)
{
  guint64 mask = 0;

  g_return_val_if_fail (type != NULL && group < type->n_fields, 0);

  for (guint i = group; i < type->n_fields; i++)
    if (dyr_record_type_group (type, i) == group)
      mask |= G_GUINT64_CONSTANT (1) << i;
  return mask;
}

char *
dyr_group_to_text (const DyrRecordType *type, guint64 mask, const DyrValue *values)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (type != NULL && values != NULL, NULL);

  json_builder_begin_object (builder);
  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *text = NULL;

      if ((mask >> i & 1) == 0)
        continue;
      text = dyr_field_to_text (&type->fields[i], &values[i]);
      json_builder_set_member_name (builder, type->fields[i].name);
      if (text != NULL)
        json_builder_add_string_value (builder, text);
      else
        json_builder_add_null_value (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

gboolean
dyr_group_from_text (
    const DyrRecordType *type, const char *text, DyrValue *values, guint64 *mask, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObjectIter iter;
  JsonNode *node;
  const char *name;

  g_return_val_if_fail (type != NULL && text != NULL && values != NULL, FALSE);

  if (mask != NULL)
    *mask = 0;
  root = json_from_string (text, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_CORRUPT,
                           _("The outbox holds a text that cannot be read. Restore a backup."));
      return FALSE;
    }
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node))
    {
      int field = dyr_record_type_find (type, name);
      const char *value = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      if (field < 0)
        continue;
      dyr_value_clear (&values[field]);
      if (value != NULL
          && !dyr_field_from_text (&type->fields[field], value, &values[field], error))
        return FALSE;
      if (mask != NULL)
        *mask |= G_GUINT64_CONSTANT (1) << field;
    }
  return TRUE;
}

guint64
dyr_group_differing (const DyrRecordType *type, guint group, const char *one, const char *other)
{
  guint64 mask = dyr_group_mask (type, group), differing = 0, named;
  g_autofree DyrValue *a = g_new0 (DyrValue, type->n_fields);
  g_autofree DyrValue *b = g_new0 (DyrValue, type->n_fields);

  /* What one of them does not name, as the CRM cannot hold it, does not differ. */
  if (one != NULL && dyr_group_from_text (type, one, a, &named, NULL))
    mask &= named;
  if (other != NULL && dyr_group_from_text (type, other, b, &named, NULL))
    mask &= named;
  for (guint i = 0; i < type->n_fields; i++)
    {
      if ((mask >> i & 1) != 0 && !dyr_value_equal (&a[i], &b[i]))
        differing |= G_GUINT64_CONSTANT (1) << i;
      dyr_value_clear (&a[i]);
      dyr_value_clear (&b[i]);
    }
  return differing != 0 ? differing : mask;
}
