/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSafeFile: a file that appears under its name when it is whole and on the disk, or not at all.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DyrSafeFile DyrSafeFile;

/* Begins it beside its place, readable by its owner only. DYR_ERROR_READ_ONLY, DYR_ERROR_INVALID
 * (not an ordinary file) or DYR_ERROR_FAILED. */
DyrSafeFile *dyr_safe_file_new (const char *path, GError **error);
/* What was not finished is given up: nothing is left of it. */
void dyr_safe_file_free (DyrSafeFile *self);
int dyr_safe_file_get_fd (DyrSafeFile *self);
/* Where it is until it is finished. */
const char *dyr_safe_file_get_temporary (DyrSafeFile *self);
/* Its name without the folder, for messages. */
const char *dyr_safe_file_get_name (DyrSafeFile *self);
/* Waits until it is on the disk and gives it its name. Returns 0, or an errno. */
int dyr_safe_file_finish (DyrSafeFile *self);

/* Says why a file could not be written; `name` is NULL for a pipe. */
void dyr_safe_file_set_error (GError **error, int failure, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSafeFile, dyr_safe_file_free)

G_END_DECLS
