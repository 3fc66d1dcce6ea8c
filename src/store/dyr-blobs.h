/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Blobs: what is in attached files, beside the database, each under the SHA-256 of its bytes. Names
 * that people or other computers gave are never part of a path here. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** DYR_BLOBS_MOST: most bytes of a file. */
#define DYR_BLOBS_MOST (G_GINT64_CONSTANT (300) * 1000 * 1000)
/** DYR_BLOBS_KEPT_DAYS: how long a blob of which no record speaks any more is kept: a backup of the
 * database may be put back, and speak of it. */
#define DYR_BLOBS_KEPT_DAYS 30

typedef struct
{
  char sha256[65]; /* small hexadecimal digits */
  gint64 size;     /* bytes */
} DyrBlob;

/* From the thread that works: so many bytes of `size` (0: not known) are done. */
typedef void (*DyrBlobProgress) (gint64 done, gint64 size, gpointer data);

/* The folder that belongs to the database at `database`; newly allocated. It need not be there. */
char *dyr_blobs_folder (const char *database);
/* Where the blob is, or would be; NULL for a text that is no checksum. Newly allocated. */
char *dyr_blobs_path (const char *database, const char *sha256);
/* Whether it is there, with so many bytes. */
gboolean dyr_blobs_has (const char *database, const char *sha256, gint64 size);

/* Whether it is there as it was: all of it is read. Blocks. */
gboolean dyr_blobs_is_whole (const char *database, const char *sha256, GCancellable *cancellable);

/* Takes all of the stream: whole and on the disk, or not at all. What is there already is not kept
 * twice; what was damaged is mended by it. DYR_ERROR_INVALID: empty or over DYR_BLOBS_MOST,
 * DYR_ERROR_FULL, DYR_ERROR_READ_ONLY, G_IO_ERROR_CANCELLED. `name` is for messages, `size` for the
 * progress. Blocks. */
gboolean dyr_blobs_take (const char *database,
                         GInputStream *stream,
                         const char *name,
                         gint64 size,
                         DyrBlobProgress progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         DyrBlob *blob,
                         GError **error);
/* The same for what somebody else said to have `size` bytes (-1: not said) and that checksum (NULL:
 * not said). DYR_ERROR_CORRUPT: it has not. */
gboolean dyr_blobs_take_known (const char *database,
                               GInputStream *stream,
                               const char *name,
                               gint64 size,
                               const char *sha256,
                               DyrBlobProgress progress,
                               gpointer progress_data,
                               GCancellable *cancellable,
                               DyrBlob *blob,
                               GError **error);
/* The same for a file of the person's: also told apart are one that is a folder, that is not there,
 * and that vanished or changed while it was read (DYR_ERROR_CONFLICT). */
gboolean dyr_blobs_take_file (const char *database,
                              GFile *file,
                              const char *name,
                              DyrBlobProgress progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              DyrBlob *blob,
                              GError **error);

/* `length` bytes of it from `offset` on; NULL: they are not there. Blocks. */
GBytes *dyr_blobs_read (const char *database, const char *sha256, gint64 offset, gsize length);

/* Takes it away; whether anybody needs it is for others to know. It need not be there. */
void dyr_blobs_remove (const char *database, const char *sha256);

/* Writes the blob to a file beside `path`, compares it with its checksum, then renames; an older
 * file of that name gives way only then. DYR_ERROR_NOT_FOUND: it is not there. DYR_ERROR_CORRUPT:
 * it is not what it was. `name` is for messages. Blocks. */
gboolean dyr_blobs_copy (const char *database,
                         const char *sha256,
                         const char *path,
                         int mode,
                         const char *name,
                         GCancellable *cancellable,
                         GError **error);

/* Removes what a program that died left half written, and blobs for which
 * `is_known` has said FALSE for DYR_BLOBS_KEPT_DAYS. Inside a write transaction, so that nobody
 * attaches meanwhile. FALSE only when `is_known` failed. */
typedef gboolean (*DyrBlobKnown) (const char *sha256,
                                  gboolean *known,
                                  gpointer data,
                                  GError **error);
gboolean
dyr_blobs_sweep (const char *database, DyrBlobKnown is_known, gpointer data, GError **error);

G_END_DECLS
