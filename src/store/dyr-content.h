/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Content: where what is in attached files is: here, in the CRM, on its way, and what of it is to
 * be here. All of this is known to this computer alone, and no part of any history. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_CONTENT_ONLY_HERE, /* and it goes nowhere: no CRM, one that holds no files, a sample */
  DYR_CONTENT_GOES,      /* here, and not in the CRM yet */
  DYR_CONTENT_BOTH,      /* here and in the CRM */
  DYR_CONTENT_THERE,     /* in the CRM, not here */
  DYR_CONTENT_COMES,     /* … and it was asked for */
  DYR_CONTENT_LOST,      /* neither here nor in the CRM */
} DyrContentPlace;

typedef struct
{
  DyrContentPlace place;
  gboolean pinned; /* it is about what is pinned, or about a part of that */
  char *reason; /* why it did not go or come, or its record did not, see dyr_sync_words_reason ();
                 * NULL: nothing is wrong */
} DyrContentState;

void dyr_content_state_free (DyrContentState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrContentState, dyr_content_state_free)

typedef struct
{
  GArray *files;      /* gint64 */
  GHashTable *states; /* comes back: gint64 * → DyrContentState *; what is no file is not in it */
} DyrContentLook;

/* A DyrJob on a DyrContentLook; looks at the disk. */
gboolean dyr_content_job_look (DyrConnection *connection,
                               gpointer look,
                               GCancellable *cancellable,
                               GError **error);

typedef struct
{
  GArray *files;   /* gint64 */
  gboolean wanted; /* FALSE: not any more */
} DyrContentWant;

/* A DyrJob on a DyrContentWant: contents come as soon as the CRM can be reached; those that did not
 * come are tried again. What is here, and what no CRM has, is left as it is. */
gboolean dyr_content_job_want (DyrConnection *connection,
                               gpointer want,
                               GCancellable *cancellable,
                               GError **error);

typedef struct
{
  gint64 record;
  gboolean pinned; /* FALSE: not any more */
} DyrContentPin;

/* A DyrJob on a DyrContentPin: files of the record, of what is the client's, and of parts of both,
 * now and later, are here always; those that did not come are tried again.
 * DYR_ERROR_REFUSED: no files can be attached to such records. */
gboolean dyr_content_job_pin (DyrConnection *connection,
                              gpointer pin,
                              GCancellable *cancellable,
                              GError **error);

/* How it stands with all files that a pin of the record is about, pinned or not. */
typedef struct
{
  gint64 record;
  /* Come back. Numbers are files, sizes bytes as far as they are known: the same content once. */
  gboolean pinned; /* the record itself */
  gboolean within; /* it belongs to another one that is pinned */
  gint64 n_here, here_size;
  gint64 n_there, there_size;   /* in the CRM alone … */
  gint64 n_failed, failed_size; /* … and did not come when they were to */
  gint64 n_lost;                /* neither here nor in the CRM */
} DyrContentKept;

/* A DyrJob on a DyrContentKept; looks at the disk. */
gboolean dyr_content_job_kept (DyrConnection *connection,
                               gpointer kept,
                               GCancellable *cancellable,
                               GError **error);

typedef struct
{
  gint64 file;    /* its content alone; 0: all that can be freed */
  gint64 n, size; /* come back: files that are not here any more, and bytes of their contents */
} DyrContentFree;

/* A DyrJob on a DyrContentFree: takes away what the CRM surely has. What is pinned, asked for, or
 * not yet settled there stays, and so does what a file that can be brought back has. */
gboolean dyr_content_job_free (DyrConnection *connection,
                               gpointer free_,
                               GCancellable *cancellable,
                               GError **error);

typedef struct
{
  gint64 n_here, here_size;   /* files that lists show, and bytes: the same content once */
  gint64 n_there, there_size; /* … in the CRM alone; bytes as far as it tells them */
  gint64 n_free, free_size;   /* of those here: what dyr_content_job_free () would take away */
  gint64 n_goes, goes_size;   /* … what has yet to go to the CRM */
} DyrContentUsage;

/* A DyrJob on a DyrContentUsage; looks at the disk. */
gboolean dyr_content_job_usage (DyrConnection *connection,
                                gpointer usage,
                                GCancellable *cancellable,
                                GError **error);

/* SQL of a WITH that names `whole` (id): what SQL finds as `roots` (one column), and what belongs
 * to that. */
#define DYR_CONTENT_WHOLE(roots)                                                                   \
  "WITH root (id) AS (" roots "), "                                                                \
  "own (id) AS (SELECT id FROM root UNION "                                                        \
  "SELECT t.id FROM root r JOIN person t ON t.client = r.id UNION "                                \
  "SELECT t.id FROM root r JOIN contract t ON t.client = r.id UNION "                              \
  "SELECT t.id FROM root r JOIN delivery t ON t.client = r.id UNION "                              \
  "SELECT t.id FROM root r JOIN presentation t ON t.client = r.id UNION "                          \
  "SELECT t.id FROM root r JOIN activity t ON t.client = r.id), "                                  \
  "whole (id) AS (SELECT id FROM own UNION "                                                       \
  "SELECT t.id FROM own o JOIN amendment t ON t.contract = o.id UNION "                            \
  "SELECT t.id FROM own o JOIN delivery t ON t.contract = o.id UNION "                             \
  "SELECT t.id FROM own o JOIN delivery_line t ON t.delivery = o.id UNION "                        \
  "SELECT t.id FROM own o JOIN delivery d ON d.contract = o.id "                                   \
  "JOIN delivery_line t ON t.delivery = d.id) "
/* … what is pinned, and what belongs to it. */
#define DYR_CONTENT_PINNED DYR_CONTENT_WHOLE ("SELECT record FROM pinned")

/* SQL: that the file `f`, whose record is `r`, waits to be uploaded; whether what it is about is in
 * the CRM already is another question. */
#define DYR_CONTENT_UNSENT                                                                         \
  "f.content IS NULL AND f.listed = 1 AND f.checksum IS NOT NULL AND r.push = 1 "                  \
  "AND r.parked IS NULL"

G_END_DECLS
