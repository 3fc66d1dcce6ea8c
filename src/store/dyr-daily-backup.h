/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Daily backups: one a day in the folder “backups” beside the store, kept for two weeks. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** DYR_DAILY_BACKUP_DAYS: how long a backup is kept; the last few are kept for ever. */
#define DYR_DAILY_BACKUP_DAYS 14

typedef struct
{
  char *path;
  gint64 date; /* of the day it was made on, in the office */
  gint64 size; /* bytes */
} DyrDailyBackup;

void dyr_daily_backup_free (DyrDailyBackup *backup);

/* The backups of a store, newest first: DyrDailyBackup. No folder: none. */
GPtrArray *dyr_daily_backup_list (const char *path);

/* Makes today's, unless it is there or nothing is in the store, and removes those that are too old.
 * `made` tells whether there is a new one. DYR_ERROR_CORRUPT: the new one is damaged, probably like
 * the store; then none is removed. While others work; blocks: for a thread. */
gboolean dyr_daily_backup_make (const char *path,
                                GTimeZone *zone,
                                gint64 today,
                                GCancellable *cancellable,
                                gboolean *made,
                                GError **error);

G_END_DECLS
