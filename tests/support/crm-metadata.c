/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reads metadata of EspoCRM: one JSON file, or the folder of an extension package. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

static JsonObject *
read_object (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  node = crm_json_parse (text, length);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is no JSON object", path);
      return NULL;
    }
  return json_object_ref (json_node_get_object (node));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Names in a folder, in the order of their bytes; none when there is no such folder. */
static GPtrArray *
list_folder (const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_clear_pointer (&dir, g_dir_close);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Resources/metadata/<section>/<Name>.json → {section: {Name: …}}. */
static gboolean
read_module (const char *module, JsonObject *into, GHashTable *no_api, GError **error)
{
  g_autofree char *metadata = g_build_filename (module, "Resources", "metadata", NULL);
  g_autoptr (GPtrArray) sections = list_folder (metadata);

  for (guint i = 0; i < sections->len; i++)
    {
      const char *section = g_ptr_array_index (sections, i);
      g_autofree char *folder = g_build_filename (metadata, section, NULL);
      g_autoptr (GPtrArray) files = list_folder (folder);
      g_autoptr (JsonObject) part = json_object_new ();
      g_autoptr (JsonObject) all = json_object_new ();

      for (guint j = 0; j < files->len; j++)
        {
          const char *file = g_ptr_array_index (files, j);
          g_autofree char *path = g_build_filename (folder, file, NULL);
          g_autofree char *name = NULL;
          JsonObject *object;

          if (!g_str_has_suffix (file, ".json"))
            continue;
          object = read_object (path, error);
          if (object == NULL)
            return FALSE;
          name = g_strndup (file, strlen (file) - strlen (".json"));
          json_object_set_object_member (part, name, object);
          if (g_str_equal (section, "scopes") && crm_json_true (object, "entity"))
            {
              g_autofree char *php = g_strconcat (name, ".php", NULL);
              g_autofree char *controller = g_build_filename (module, "Controllers", php, NULL);

              if (!g_file_test (controller, G_FILE_TEST_IS_REGULAR))
                g_hash_table_add (no_api, g_steal_pointer (&name));
            }
        }
      json_object_set_object_member (all, section, json_object_ref (part));
      crm_json_merge (into, all);
    }
  return TRUE;
}

static gboolean
read_extension (const char *path, JsonObject *into, GHashTable *no_api, GError **error)
{
  g_autofree char *modules = g_build_filename (path, "files", "custom", "Espo", "Modules", NULL);
  g_autoptr (GPtrArray) names = list_folder (modules);

  if (names->len == 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s holds no module", modules);
      return FALSE;
    }
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *module = g_build_filename (modules, g_ptr_array_index (names, i), NULL);

      if (!read_module (module, into, no_api, error))
        return FALSE;
    }
  return TRUE;
}

JsonObject *
crm_metadata_load (const char *const *paths, GHashTable *no_api, GError **error)
{
  g_autoptr (JsonObject) all = json_object_new ();

  for (guint i = 0; paths[i]; i++)
    {
      g_autoptr (JsonObject) part = NULL;

      if (g_file_test (paths[i], G_FILE_TEST_IS_DIR))
        {
          if (!read_extension (paths[i], all, no_api, error))
            return NULL;
          continue;
        }
      part = read_object (paths[i], error);
      if (part == NULL)
        return NULL;
      crm_json_merge (all, part);
    }
  return g_steal_pointer (&all);
}
