/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDatabase: one SQLite file, its writer thread and its readers. Jobs are straight-line
 * functions. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

#define DYR_TYPE_DATABASE (dyr_database_get_type ())
G_DECLARE_FINAL_TYPE (DyrDatabase, dyr_database, DYR, DATABASE, GObject)

/* A unit of work on a connection; its results go into `data`. FALSE with *error undoes it. */
typedef gboolean (*DyrJob) (DyrConnection *connection,
                            gpointer data,
                            GCancellable *cancellable,
                            GError **error);

typedef struct
{
  const char *language; /* of the sort keys: uk, ru, hr, en; NULL: as they are in the file */
  const char *zone;     /* office time zone, e.g. "Europe/Kyiv" */
  gboolean must_exist;  /* refuse to make a new file */
} DyrDatabaseOptions;

/* Opens the file (made 0600 in a folder 0700 when it is not there), migrates it and starts the
 * writer. Blocks: call it from a worker thread where a window waits. */
DyrDatabase *
dyr_database_open (const char *path, const DyrDatabaseOptions *options, GError **error);
/* Waits for the jobs that are queued and closes the file. */
void dyr_database_close (DyrDatabase *self);

const char *dyr_database_get_path (DyrDatabase *self);
GTimeZone *dyr_database_get_zone (DyrDatabase *self);
const char *dyr_database_get_language (DyrDatabase *self);
/* Names this installation in the history. */
const DyrUid *dyr_database_get_device (DyrDatabase *self);

/* Runs the job in the writer thread inside BEGIN IMMEDIATE … COMMIT. The finish function says
 * whether it was committed. `destroy` frees `data` on the calling thread after the callback. */
void dyr_database_write_async (DyrDatabase *self,
                               DyrJob job,
                               gpointer data,
                               GDestroyNotify destroy,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* The same in a reader thread, in a read transaction: one state of the database. */
void dyr_database_read_async (DyrDatabase *self,
                              DyrJob job,
                              gpointer data,
                              GDestroyNotify destroy,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean dyr_database_job_finish (DyrDatabase *self, GAsyncResult *result, GError **error);
/* The `data` of the job, while its callback runs. */
gpointer dyr_database_job_data (GAsyncResult *result);

/* The same for worker threads, the command line and tests: waits. Never call it in a window. */
gboolean dyr_database_write (
    DyrDatabase *self, DyrJob job, gpointer data, GCancellable *cancellable, GError **error);
gboolean dyr_database_read (
    DyrDatabase *self, DyrJob job, gpointer data, GCancellable *cancellable, GError **error);

/* Whether somebody waits for the writer thread: a job that could go on with more ends soon. Of any
 * thread. */
gboolean dyr_database_is_awaited (DyrDatabase *self);

/* Signal "committed" (DyrTouched *): on the main thread after each commit that touched something;
 * also for other processes' commits, then with `many` and all types set. */
void dyr_database_poll (DyrDatabase *self);

G_END_DECLS
