/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The next number of a contract: the office's own way of numbering, one further. */

#pragma once

#include "dyr-office.h"

G_BEGIN_DECLS

/* Numbers of the latest contracts, newest first, and the year now; newly allocated. After 214/25
 * and 213/25 comes 215/25, in the next year 1/26; after Д-2026-007 comes Д-2026-008. Without any
 * number to follow: 1/26. */
char *dyr_next_number (GPtrArray *numbers, int year);

/* The same for the contracts of the store. */
void dyr_next_number_async (DyrOffice *office,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
char *dyr_next_number_finish (GAsyncResult *result, GError **error);

G_END_DECLS
