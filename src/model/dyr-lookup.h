/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLookup: finds records to link to while a person types. Implemented by the store. */

#pragma once

#include "dyr-record-type.h"
#include <gio/gio.h>

G_BEGIN_DECLS

#define DYR_TYPE_LOOKUP (dyr_lookup_get_type ())
G_DECLARE_INTERFACE (DyrLookup, dyr_lookup, DYR, LOOKUP, GObject)

struct _DyrLookupInterface
{
  GTypeInterface parent;
  void (*search_async) (DyrLookup *self,
                        const DyrRecordType *type,
                        const char *text,
                        guint limit,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
  GPtrArray *(*search_finish) (DyrLookup *self, GAsyncResult *result, GError **error);
};

/* Records of the type that fit the text, best first (all by name when it is empty). */
void dyr_lookup_search_async (DyrLookup *self,
                              const DyrRecordType *type,
                              const char *text,
                              guint limit,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
/* Returns a new array of DyrLink. */
GPtrArray *dyr_lookup_search_finish (DyrLookup *self, GAsyncResult *result, GError **error);

G_END_DECLS
