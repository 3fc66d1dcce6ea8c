/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncLock: one process at a time moves a database and its CRM towards each other.
 *
 * A lock on a file beside the database (its name and "-sync"). The system lets it go when the
 * process ends, however it ends. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DyrSyncLock DyrSyncLock;

/* `path`: of the database. NULL and DYR_ERROR_BUSY, with who holds it, when another one has it. */
DyrSyncLock *dyr_sync_lock_take (const char *path, GError **error);
/* Lets it go; the file goes away. */
void dyr_sync_lock_free (DyrSyncLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSyncLock, dyr_sync_lock_free)

/* Who has it now ("dyryhent, process 4711"); newly allocated, NULL: nobody. */
char *dyr_sync_lock_find_holder (const char *path);

G_END_DECLS
