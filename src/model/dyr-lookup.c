/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLookup: finds records to link to while a person types. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-lookup.h"

G_DEFINE_INTERFACE (DyrLookup, dyr_lookup, G_TYPE_OBJECT)

static void
dyr_lookup_default_init (DyrLookupInterface *iface)
{
}

/**
 * dyr_lookup_search_async:
 * @type: (nullable): records of which type; %NULL: of any
 * @text: what was typed; "" for all
 * @limit: at most so many
 */
void
dyr_lookup_search_async (DyrLookup *self,
                         const DyrRecordType *type,
                         const char *text,
                         guint limit,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (DYR_IS_LOOKUP (self));
  g_return_if_fail (text != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (DYR_LOOKUP_GET_IFACE (self)->search_async != NULL);

  DYR_LOOKUP_GET_IFACE (self)->search_async (self, type, text, limit, cancellable, callback, data);
}

/** dyr_lookup_search_finish: Returns: (transfer full) (element-type DyrLink): what was found */
GPtrArray *
dyr_lookup_search_finish (DyrLookup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (DYR_IS_LOOKUP (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);
  g_return_val_if_fail (DYR_LOOKUP_GET_IFACE (self)->search_finish != NULL, NULL);

  return DYR_LOOKUP_GET_IFACE (self)->search_finish (self, result, error);
}
