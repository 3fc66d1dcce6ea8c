/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrStore's drafts: what was typed and is no value yet. */

#pragma once

#include "dyr-store.h"

G_BEGIN_DECLS

/* Those of a record: name of the field → text. */
void dyr_store_drafts_async (DyrStore *self,
                             gint64 id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
GHashTable *dyr_store_drafts_finish (DyrStore *self, GAsyncResult *result, GError **error);

/* What was typed into the form of a record that is not there yet: the drafts of record 0. */

/* Keeps these texts (name of the field → text; copied) and no others of the form, which is named by
 * words without “/”; NULL or none: forgets all of it. What fails is reported by the store. */
void dyr_store_set_form_drafts (DyrStore *self, const char *form, GHashTable *texts);
/* What is kept of it: name of the field → text. */
void dyr_store_form_drafts_async (DyrStore *self,
                                  const char *form,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
GHashTable *dyr_store_form_drafts_finish (DyrStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
