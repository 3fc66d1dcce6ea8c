/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What backing up and restoring share. */

#pragma once

#include "dyr-backup.h"

G_BEGIN_DECLS

/* Copies a whole database into the file `path`, which is there; an SQLite result code,
 * SQLITE_INTERRUPT when it was cancelled. */
int dyr_backup_copy_pages (sqlite3 *from, const char *path, GCancellable *cancellable);
/* An errno, 0 when the file is on the disk. */
int dyr_backup_sync_file (const char *path);
/* The same for the folder of the file; nothing can be done when it fails. */
void dyr_backup_sync_folder (const char *path);
/* By its first bytes: whatever is in it. */
gboolean dyr_backup_is_database (const char *path);

G_END_DECLS
