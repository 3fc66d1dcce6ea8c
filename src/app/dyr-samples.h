/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The sample office, made and removed in a thread of its own. */

#pragma once

#include "dyr-office.h"

G_BEGIN_DECLS

/** DYR_SAMPLES_CLIENTS: what one person looks after. */
#define DYR_SAMPLES_CLIENTS 300

/* Makes it in the language of the window. Cancelled: nothing of it stays. */
void dyr_samples_make_async (DyrOffice *office,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
gboolean dyr_samples_make_finish (GAsyncResult *result, GError **error);

/* Removes all of it as one action, which `action` gets: 0 when there was none. */
void dyr_samples_remove_async (DyrOffice *office, GAsyncReadyCallback callback, gpointer data);
gboolean dyr_samples_remove_finish (GAsyncResult *result, gint64 *action, GError **error);

void dyr_samples_exist_async (DyrOffice *office,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean dyr_samples_exist_finish (GAsyncResult *result, gboolean *exist, GError **error);

G_END_DECLS
