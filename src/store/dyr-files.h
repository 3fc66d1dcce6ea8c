/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Files: attaching them to records, what they take up, tidying. The records are of dyr_file_type:
 * they are renamed, deleted and brought back like any other. */

#pragma once

#include "dyr-blobs.h"
#include "dyr-database.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/* A file whose content is kept already, and of which no record speaks yet. */
typedef struct
{
  char *name; /* cleaned */
  char *media_type;
  DyrBlob blob;
} DyrFileTaken;

void dyr_file_taken_free (DyrFileTaken *taken);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrFileTaken, dyr_file_taken_free)

/* Takes what is in a file of the person's, see dyr_blobs_take_file () for the errors. Blocks. */
DyrFileTaken *dyr_files_take (DyrDatabase *database,
                              GFile *file,
                              DyrBlobProgress progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GError **error);
/* The same for what never was a file: a picture that is pasted. `name` is to be its name. */
DyrFileTaken *dyr_files_take_bytes (DyrDatabase *database,
                                    GBytes *bytes,
                                    const char *name,
                                    GCancellable *cancellable,
                                    GError **error);

typedef struct
{
  gint64 about;       /* the record */
  GPtrArray *files;   /* DyrFileTaken */
  gint64 action;      /* comes back: what undo takes back */
  GArray *ids;        /* comes back, unless it is NULL: gint64 of the new records */
  GPtrArray *refused; /* comes back, unless it is NULL: char *, why files of it were left out */
} DyrFilesAttach;

/* A DyrJob: makes the records as one action; all of them or none, unless `refused` takes what is
 * wrong with some. DYR_ERROR_REFUSED: the record is deleted, takes no files, or has a file of that
 * name and content already. */
gboolean dyr_files_job_attach (DyrConnection *connection,
                               gpointer attach,
                               GCancellable *cancellable,
                               GError **error);

typedef struct
{
  gint64 about;   /* the record */
  GHashTable *by; /* comes back: id of its files (gint64 *) → the name of who attached it (char *);
                   * what is not in it was attached by this installation's person */
} DyrFilesBy;

/* A DyrJob on a DyrFilesBy: who attached the files that lists show. */
gboolean dyr_files_job_by (DyrConnection *connection,
                           gpointer by,
                           GCancellable *cancellable,
                           GError **error);

/* Whether files can be attached to records of that type. */
gboolean dyr_files_fit (const DyrRecordType *type);

typedef struct
{
  gint64 n, size;                 /* files that lists show, and bytes: the same content once */
  gint64 n_removed, removed_size; /* those kept only because they can be brought back */
} DyrFilesUsage;

/* A DyrJob on a DyrFilesUsage. */
gboolean dyr_files_job_usage (DyrConnection *connection,
                              gpointer usage,
                              GCancellable *cancellable,
                              GError **error);

/* How many files that lists show and no CRM has are not there, or shorter or longer than they were.
 */
gboolean dyr_files_count_missing (DyrConnection *connection, gint64 *n, GError **error);

/* Removes what no record speaks of, see dyr_blobs_sweep (). Blocks. */
gboolean dyr_files_sweep (DyrDatabase *database, GError **error);

/* Copies the content of all files from beside one database to beside another; what is there already
 * is not copied again. What is damaged is left out, the rest copied, and DYR_ERROR_CORRUPT says how
 * many. Blocks. */
gboolean
dyr_files_copy_all (const char *from, const char *to, GCancellable *cancellable, GError **error);

G_END_DECLS
