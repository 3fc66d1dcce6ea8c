/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Compares an answer of the fake EspoCRM with a recorded one: same members, same JSON types, same
 * values where they are no chance. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "conformance.h"

#include <string.h>

/* Their values depend on what was not recorded: who follows what, notes of the stream, secrets. */
static const char *const any_value[] = {
  "streamUpdatedAt", "isFollowed", "followersIds", "followersNames", "token", "deleteId",
};

static const char *
type_name (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return "null";
  if (JSON_NODE_HOLDS_OBJECT (node))
    return "object";
  if (JSON_NODE_HOLDS_ARRAY (node))
    return "array";
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return "string";
  return json_node_get_value_type (node) == G_TYPE_BOOLEAN ? "boolean" : "number";
}

static gboolean
is_free (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (any_value); i++)
    if (g_strcmp0 (name, any_value[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_cut (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
         && g_str_equal (json_node_get_string (node), "…");
}

static void
compare_objects (
    JsonObject *real, JsonObject *fake, gboolean subset, const char *path, GString *diff)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, real);
  while (!subset && json_object_iter_next_ordered (&iter, &name, &member))
    if (!json_object_has_member (fake, name))
      g_string_append_printf (diff, "%s.%s is missing\n", path, name);
  json_object_iter_init_ordered (&iter, fake);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      g_autofree char *inner = g_strconcat (path, ".", name, NULL);
      JsonNode *other = json_object_get_member (real, name);

      /* Installed on the recorded server after people signed in. */
      if (subset && g_str_equal (name, "SyncTombstone"))
        continue;
      if (other == NULL)
        g_string_append_printf (diff, "%s is not in the recorded answer\n", inner);
      else
        conformance_compare (other, member, subset, inner, name, diff);
    }
}

static gboolean
has_same_text (JsonArray *array, const char *text)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (g_strcmp0 (json_array_get_string_element (array, i), text) == 0)
      return TRUE;
  return FALSE;
}

static void
compare_arrays (JsonArray *real,
                JsonArray *fake,
                gboolean subset,
                const char *path,
                const char *name,
                GString *diff)
{
  guint n = json_array_get_length (real);
  gboolean cut = n > 0 && is_cut (json_array_get_element (real, n - 1));

  if (cut)
    n--;
  if (cut ? json_array_get_length (fake) < n : json_array_get_length (fake) != n)
    {
      g_string_append_printf (
          diff, "%s has %u elements, recorded %u\n", path, json_array_get_length (fake), n);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s[%u]", path, i);
      JsonNode *one = json_array_get_element (real, i);

      /* EspoCRM gives linked ids in no order that a client could rely on. */
      if (name && g_str_has_suffix (name, "Ids") && JSON_NODE_HOLDS_VALUE (one))
        {
          if (!has_same_text (fake, json_node_get_string (one)))
            g_string_append_printf (diff, "%s lacks %s\n", path, json_node_get_string (one));
          continue;
        }
      conformance_compare (one, json_array_get_element (fake, i), subset, inner, NULL, diff);
    }
}

static char *
expand (const char *text)
{
  guint64 n;
  char *end;

  /* "<12000 characters of x>" stands for them. */
  if (!g_str_has_prefix (text, "<1"))
    return g_strdup (text);
  n = g_ascii_strtoull (text + 1, &end, 10);
  return g_str_equal (end, " characters of x>") ? g_strnfill (n, 'x') : g_strdup (text);
}

/* @subset: what the fake one leaves out is not missed. */
void
conformance_compare (JsonNode *real,
                     JsonNode *fake,
                     gboolean subset,
                     const char *path,
                     const char *name,
                     GString *diff)
{
  const char *type = type_name (real);

  if (is_free (name))
    return;
  if (!g_str_equal (type, type_name (fake)))
    {
      /* In a subset (App/user, Settings) null is one of the values somebody else's server may have.
       */
      if (!(subset && (g_str_equal (type, "null") || JSON_NODE_HOLDS_NULL (fake))))
        g_string_append_printf (diff, "%s is %s, recorded %s\n", path, type_name (fake), type);
      return;
    }
  if (JSON_NODE_HOLDS_OBJECT (real))
    compare_objects (json_node_get_object (real), json_node_get_object (fake), subset, path, diff);
  else if (JSON_NODE_HOLDS_ARRAY (real))
    {
      if (!subset)
        compare_arrays (
            json_node_get_array (real), json_node_get_array (fake), subset, path, name, diff);
    }
  else if (subset || JSON_NODE_HOLDS_NULL (real))
    return;
  else if (g_str_equal (type, "string"))
    {
      g_autofree char *wanted = expand (json_node_get_string (real));

      if (!g_str_equal (wanted, json_node_get_string (fake)))
        g_string_append_printf (
            diff, "%s is “%.80s”, recorded “%.80s”\n", path, json_node_get_string (fake), wanted);
    }
  else if (g_str_equal (type, "boolean"))
    {
      if (json_node_get_boolean (real) != json_node_get_boolean (fake))
        g_string_append_printf (diff, "%s differs\n", path);
    }
  else
    {
      double off = json_node_get_double (real) - json_node_get_double (fake);

      if (off > 1e-9 || off < -1e-9)
        g_string_append_printf (diff,
                                "%s is %.17g, recorded %.17g\n",
                                path,
                                json_node_get_double (fake),
                                json_node_get_double (real));
    }
}
