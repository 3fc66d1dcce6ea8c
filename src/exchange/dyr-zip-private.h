/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrZip: the entries of an archive that came from anywhere, read one at a time, never unpacked. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DyrZip DyrZip;

/* Looks at the names of all entries: none may point outside of the archive. DYR_ERROR_NOT_FOUND,
 * DYR_ERROR_INVALID, DYR_ERROR_FAILED with a message that names the file. */
DyrZip *dyr_zip_open (const char *path, GError **error);
void dyr_zip_free (DyrZip *self);
/* The name of the file, without its folder. */
const char *dyr_zip_get_file_name (DyrZip *self);

gboolean dyr_zip_has (DyrZip *self, const char *entry);
/* Goes to the beginning of an entry. */
gboolean dyr_zip_enter (DyrZip *self, const char *entry, GError **error);
/* The next bytes of it; 0 at its end, -1 on an error: DYR_ERROR_INVALID when it is damaged or a
 * bomb. */
gssize dyr_zip_read (DyrZip *self, gpointer buffer, gsize size, GError **error);
/* How much of the entry was read, 0 to 1. */
double dyr_zip_get_fraction (DyrZip *self);

/* What is said of an archive that is no spreadsheet inside. */
void dyr_zip_set_damaged (DyrZip *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrZip, dyr_zip_free)

G_END_DECLS
