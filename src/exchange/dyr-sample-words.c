/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSampleWords: the word lists and sentences of the sample office in one language. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-words-private.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "dyr-error.h"
#include "dyr-sample-resources.h"

#define FOLDER DYR_RESOURCE_PATH "/sample/"

typedef struct
{
  guint weight;    /* of all rows: the sum of the first columns */
  GPtrArray *rows; /* GStrv */
} List;

struct _DyrSampleWords
{
  GHashTable *lists; /* name -> List */
};

static void
free_list (gpointer data)
{
  List *list = data;

  g_ptr_array_unref (list->rows);
  g_free (list);
}

static void
add_row (List *list, const char *text)
{
  GStrv row = g_strsplit (text, "|", -1);

  list->weight += (guint) g_ascii_strtoull (row[0] != NULL ? row[0] : "0", NULL, 10);
  g_ptr_array_add (list->rows, row);
}

static void
add_lists (DyrSampleWords *self, JsonObject *object, const char *prefix)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      g_autofree char *path = g_strconcat (prefix, name, NULL);
      List *list;

      if (JSON_NODE_HOLDS_OBJECT (node))
        {
          g_autofree char *inner = g_strconcat (path, "/", NULL);

          add_lists (self, json_node_get_object (node), inner);
          continue;
        }
      list = g_new0 (List, 1);
      list->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
      if (JSON_NODE_HOLDS_ARRAY (node))
        {
          JsonArray *array = json_node_get_array (node);

          for (guint i = 0; i < json_array_get_length (array); i++)
            add_row (list, json_array_get_string_element (array, i));
        }
      else
        add_row (list, json_node_get_string (node));
      g_hash_table_insert (self->lists, g_steal_pointer (&path), list);
    }
}

DyrSampleWords *
dyr_sample_words_load (const char *language, GError **error)
{
  g_autoptr (DyrSampleWords) self = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = NULL;
  gsize size;
  const char *text;

  g_return_val_if_fail (language != NULL, NULL);

  path = g_strconcat (FOLDER, language, ".json", NULL);
  bytes = g_resource_lookup_data (
      dyr_sample_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (bytes == NULL)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_USAGE,
                   _("There is no sample office in the language “%s”. Choose uk, ru, hr or en."),
                      language);
      return NULL;
    }
  parser = json_parser_new_immutable ();
  text = g_bytes_get_data (bytes, &size);
  if (!json_parser_load_from_data (parser, text, (gssize) size, error))
    return NULL;
  self = g_new0 (DyrSampleWords, 1);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_list);
  add_lists (self, json_node_get_object (json_parser_get_root (parser)), "");
  return g_steal_pointer (&self);
}

void
dyr_sample_words_free (DyrSampleWords *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->lists);
  g_free (self);
}

static const List *
find_list (const DyrSampleWords *self, const char *name)
{
  const List *list = g_hash_table_lookup (self->lists, name);

  /* The files are part of the program; its test reads all of every language. */
  if (list == NULL)
    g_error ("The sample office has no list “%s”", name);
  return list;
}

guint
dyr_sample_words_count (const DyrSampleWords *self, const char *list)
{
  return find_list (self, list)->rows->len;
}

const char *
dyr_sample_words_get (const DyrSampleWords *self, const char *list, guint row, guint column)
{
  const List *found = find_list (self, list);
  GStrv columns;

  g_return_val_if_fail (row < found->rows->len, NULL);

  columns = found->rows->pdata[row];
  for (guint i = 0; i < column; i++)
    if (columns[i] == NULL)
      return NULL;
  return columns[column] != NULL && *columns[column] != '\0' ? columns[column] : NULL;
}

const char *
dyr_sample_words_find (const DyrSampleWords *self, const char *list, const char *key, guint column)
{
  for (guint i = 0; i < dyr_sample_words_count (self, list); i++)
    if (g_strcmp0 (dyr_sample_words_get (self, list, i, 0), key) == 0)
      return dyr_sample_words_get (self, list, i, column);
  return NULL;
}

guint
dyr_sample_words_draw (const DyrSampleWords *self, const char *list, DyrSampleRandom *random)
{
  return dyr_sample_random_below (random, dyr_sample_words_count (self, list));
}

const char *
dyr_sample_words_pick (const DyrSampleWords *self, const char *list, DyrSampleRandom *random)
{
  return dyr_sample_words_get (self, list, dyr_sample_words_draw (self, list, random), 0);
}

guint
dyr_sample_words_draw_for (const DyrSampleWords *self,
                           const char *list,
                           const char *key,
                           DyrSampleRandom *random)
{
  guint n = dyr_sample_words_count (self, list);
  guint row = dyr_sample_random_below (random, n);

  for (guint i = 0; i < n; i++, row = (row + 1) % n)
    {
      const char *wanted = dyr_sample_words_get (self, list, row, 1);

      if (wanted == NULL || g_str_equal (wanted, key))
        return row;
    }
  g_return_val_if_reached (0);
}

const char *
dyr_sample_words_pick_for (const DyrSampleWords *self,
                           const char *list,
                           const char *key,
                           DyrSampleRandom *random)
{
  return dyr_sample_words_get (self, list, dyr_sample_words_draw_for (self, list, key, random), 0);
}

guint
dyr_sample_words_draw_weighted (const DyrSampleWords *self,
                                const char *list,
                                DyrSampleRandom *random)
{
  const List *found = find_list (self, list);
  guint at = dyr_sample_random_below (random, found->weight);

  for (guint i = 0; i < found->rows->len; i++)
    {
      guint weight = (guint) g_ascii_strtoull (((GStrv) found->rows->pdata[i])[0], NULL, 10);

      if (at < weight)
        return i;
      at -= weight;
    }
  g_return_val_if_reached (0);
}

static const char *
find_value (const char *const *pairs, const char *key, gsize length)
{
  for (guint i = 0; pairs[i] != NULL; i += 2)
    if (strlen (pairs[i]) == length && strncmp (pairs[i], key, length) == 0)
      return pairs[i + 1];
  return NULL;
}

char *
dyr_sample_words_fill (const char *text, const char *const *pairs)
{
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize plain = strcspn (text, "{");
      gsize length;
      const char *value;

      g_string_append_len (filled, text, (gssize) plain);
      text += plain;
      if (*text == '\0')
        break;
      length = strcspn (text, "}") - 1;
      value = find_value (pairs, text + 1, length);
      if (value == NULL)
        g_error ("The sample office has nothing for “%s”", text);
      g_string_append (filled, value);
      text += length + 2;
    }
  return g_string_free (filled, FALSE);
}

/* The Latin letters for the beginning of `text`; `length` gets how many bytes they stand for. */
static const char *
find_latin (const DyrSampleWords *self, const char *text, gboolean first, gsize *length)
{
  const List *list = find_list (self, "latin");

  for (guint i = 0; i < list->rows->len; i++)
    {
      GStrv row = list->rows->pdata[i];
      const char *letters = row[0];

      if (*letters == '^')
        {
          if (!first)
            continue;
          letters++;
        }
      if (g_str_has_prefix (text, letters))
        {
          *length = strlen (letters);
          return row[1];
        }
    }
  return NULL;
}

char *
dyr_sample_words_slug (const DyrSampleWords *self, const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  GString *slug = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *p = lower; *p != '\0';)
    {
      gsize length = (gsize) (g_utf8_next_char (p) - p);
      char ascii[2] = { *p, '\0' };
      const char *latin
          = g_ascii_isalnum (*p) ? ascii : find_latin (self, p, slug->len == 0 || gap, &length);

      if (latin == NULL)
        gap = slug->len > 0;
      else if (*latin != '\0')
        {
          if (gap)
            g_string_append_c (slug, '-');
          gap = FALSE;
          g_string_append (slug, latin);
        }
      p += length;
    }
  return g_string_free (slug, FALSE);
}
