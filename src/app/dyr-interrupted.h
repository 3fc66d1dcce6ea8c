/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Actions that a program began and did not end: found whenever the store is opened, told by a
 * banner, taken back, gone on with or let stand. */

#pragma once

#include "dyr-banner.h"
#include "dyr-office.h"

G_BEGIN_DECLS

/* Opens a store as dyr_store_open_async () does, and looks for what was cut off and nobody
 * decided about. */
void dyr_interrupted_open_async (const char *path,
                                 const DyrDatabaseOptions *options,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
/* `interrupted` gets an array of DyrUnfinished, also an empty one. */
DyrStore *
dyr_interrupted_open_finish (GAsyncResult *result, GPtrArray **interrupted, GError **error);

/* Lets a banner offer them, one after the other; it must be in a window with win.toast. The array
 * is kept; NULL: the office was open before, and they are looked for anew. */
void dyr_interrupted_offer (DyrBanner *banner, DyrOffice *office, GPtrArray *interrupted);

G_END_DECLS
