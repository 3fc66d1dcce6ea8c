/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What was typed into the form of a new record: kept until it is created or discarded. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* The form that the store keeps it by: newly allocated. `about` as below. */
char *dyr_create_draft_form (const DyrRecordType *type, gint64 about);

/* Keeps what the rows of those fields (bit: index) hold, values or not. `about` is the id of the
 * record that the new one is to be linked to, 0: none; each has a draft of its own. */
void dyr_create_draft_keep (
    DyrOffice *office, const DyrRecordType *type, gint64 about, GtkWidget *layout, guint64 fields);
void dyr_create_draft_forget (DyrOffice *office, const DyrRecordType *type, gint64 about);

/* Reads it: dyr_store_form_drafts_finish () says what was kept. */
void dyr_create_draft_read_async (DyrOffice *office,
                                  const DyrRecordType *type,
                                  gint64 about,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
/* Shows again what was kept, except in the rows of `spared`. Returns the fields that it filled. */
guint64 dyr_create_draft_show (GHashTable *texts,
                               const DyrRecordType *type,
                               GtkWidget *layout,
                               guint64 spared);

G_END_DECLS
