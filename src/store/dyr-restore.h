/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Restore: a backup takes the place of the store. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* What is in a backup. */
typedef struct
{
  gint64 n_records;   /* that lists show */
  gint64 last_change; /* instant of the last action; 0: none */
} DyrBackupContent;

/* Looks a backup over, and nothing is changed. DYR_ERROR_CORRUPT: no backup, or a damaged one;
 * DYR_ERROR_NEWER: of a newer program; DYR_ERROR_NOT_FOUND. Reads all of it: for a thread. */
gboolean dyr_restore_examine (const char *backup, DyrBackupContent *content, GError **error);

/* Puts a copy of `backup` where the store `path` is, which nobody may have open: DYR_ERROR_BUSY.
 * What was there stays beside it under another name, returned by `kept` (NULL: nothing was there).
 * The next to open it becomes a new device. The errors of dyr_restore_examine () too, and those of
 * the disk; after each of them the store is what it was. Blocks. */
gboolean dyr_restore (const char *path, const char *backup, char **kept, GError **error);

G_END_DECLS
