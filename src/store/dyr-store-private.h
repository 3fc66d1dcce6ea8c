/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of DyrStore share. */

#pragma once

#include "dyr-store.h"

G_BEGIN_DECLS

/* Runs a job whose data is the data of the task that ends with it: finish functions find results
 * there. Takes `data`. */
void dyr_store_run (DyrStore *self,
                    gboolean write,
                    DyrJob job,
                    gpointer data,
                    GDestroyNotify destroy,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data);

/* Of the task data of an edit: the action it wrote. */
gint64 dyr_store_edit_action (gpointer edit);
gboolean dyr_store_is_edit (gpointer source_tag);

/* The interfaces of the store that live in files of their own. */
void dyr_store_lookup_init (DyrLookupInterface *iface);
/* In a job: what was typed into a form is forgotten. */
gboolean dyr_store_drop_form (DyrConnection *connection, const char *form, GError **error);
void dyr_store_set_draft (DyrEditor *editor, DyrRecord *record, guint field, const char *text);

G_END_DECLS
