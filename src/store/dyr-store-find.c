/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrStore's search over records of all types. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-store-find.h"

#include "dyr-find.h"
#include "dyr-store-private.h"

void
dyr_store_found_free (DyrStoreFound *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->records);
  g_strfreev (self->needles);
  g_free (self);
}

static void
free_find (gpointer data)
{
  dyr_find_free (data);
}

void
dyr_store_find_async (DyrStore *self,
                      GPtrArray *lines,
                      guint limit,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (self));

  dyr_store_run (self,
                 FALSE,
                 dyr_find_job,
                 dyr_find_new (lines, limit),
                 free_find,
                 cancellable,
                 callback,
                 data);
}

DyrStoreFound *
dyr_store_find_finish (DyrStore *self, GAsyncResult *result, GError **error)
{
  DyrFind *find = g_task_get_task_data (G_TASK (result));
  DyrStoreFound *found;

  g_return_val_if_fail (DYR_IS_STORE (self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  found = g_new0 (DyrStoreFound, 1);
  found->records = g_ptr_array_new_with_free_func (g_object_unref);
  found->needles = g_strdupv ((GStrv) find->needles->pdata);
  for (guint i = 0; i < find->found->len; i++)
    {
      DyrFound *one = g_ptr_array_index (find->found, i);

      if (one->more)
        found->more |= G_GUINT64_CONSTANT (1) << one->row->type->number;
      g_ptr_array_add (found->records, dyr_store_take_row (self, g_steal_pointer (&one->row)));
    }
  return found;
}
