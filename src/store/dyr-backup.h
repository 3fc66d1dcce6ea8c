/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Backups: the store as one SQLite file, made while others work. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* Writes a copy of the database to `path`: to a temporary file beside it (0600), checked, then
 * renamed, so that a failure leaves an older file as it was. DYR_ERROR_REFUSED when `path` is the
 * database itself, one in use, or anything but an older backup. G_IO_ERROR_CANCELLED. */
gboolean dyr_backup_to (DyrConnection *connection,
                        const char *path,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
