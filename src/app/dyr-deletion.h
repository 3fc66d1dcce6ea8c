/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Deleting a record as people do: asking where something open hangs on it, telling with Undo. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* Counts what is open under the record and asks above the window of `from` when there is something;
 * then deletes, and the main window tells it. What fails is reported by the store. */
void dyr_deletion_async (
    DyrOffice *office, GtkWidget *from, gint64 id, GAsyncReadyCallback callback, gpointer data);
/* The id of what was deleted, 0: nothing was. */
gint64 dyr_deletion_finish (GAsyncResult *result);

G_END_DECLS
