/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrStore as DyrLookup: finds records to link to while a person types. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-store-private.h"

#include "dyr-find.h"
#include "dyr-query.h"
#include "dyr-rows.h"
#include "dyr-text.h"

typedef struct
{
  DyrQuery *query; /* NULL: words are searched for */
  DyrFind *find;
  GPtrArray *links;
} Search;

static void
free_search (gpointer data)
{
  Search *search = data;

  g_clear_pointer (&search->query, dyr_query_free);
  g_clear_pointer (&search->find, dyr_find_free);
  g_ptr_array_unref (search->links);
  g_free (search);
}

static gboolean
add_link (Search *search, DyrConnection *connection, gint64 id, GError **error)
{
  DyrLink *link = dyr_row_link (connection, id, error);

  if (link == NULL)
    return FALSE;
  g_ptr_array_add (search->links, link);
  return TRUE;
}

static gboolean
job_search (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Search *search = data;
  g_autoptr (GArray) ids = NULL;

  if (search->find != NULL)
    {
      if (!dyr_find_job (connection, search->find, cancellable, error))
        return FALSE;
      for (guint i = 0; i < search->find->found->len; i++)
        {
          const DyrFound *found = g_ptr_array_index (search->find->found, i);

          if (!add_link (search, connection, found->row->id, error))
            return FALSE;
        }
      return TRUE;
    }
  ids = dyr_query_ids (search->query, connection, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    if (!add_link (search, connection, g_array_index (ids, gint64, i), error))
      return FALSE;
  return ids != NULL;
}

static void
dyr_store_search_async (DyrLookup *lookup,
                        const DyrRecordType *type,
                        const char *text,
                        guint limit,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  Search *search = g_new0 (Search, 1);
  g_autofree char *fold = text != NULL ? dyr_text_fold (text) : g_strdup ("");

  search->links = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_link_unref);
  if (*fold != '\0')
    {
      GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_query_line_unref);

      g_ptr_array_add (lines, dyr_query_line_new_words (type, text));
      search->find = dyr_find_new (lines, limit);
    }
  else
    {
      search->query = dyr_query_new (type);
      dyr_query_set_limit (search->query, limit);
    }
  dyr_store_run (
      DYR_STORE (lookup), FALSE, job_search, search, free_search, cancellable, callback, data);
}

static GPtrArray *
dyr_store_search_finish (DyrLookup *lookup, GAsyncResult *result, GError **error)
{
  Search *search = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_ptr_array_ref (search->links);
}

void
dyr_store_lookup_init (DyrLookupInterface *iface)
{
  iface->search_async = dyr_store_search_async;
  iface->search_finish = dyr_store_search_finish;
}
