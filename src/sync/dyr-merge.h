/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Merge: what becomes of a value that people changed here and in the CRM. Pure functions. */

#pragma once

#include "dyr-record-type.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_MERGE_AGREED, /* both have the same: nothing to send */
  DYR_MERGE_MINE,   /* mine holds all there is: it stays and is sent */
  DYR_MERGE_THEIRS, /* theirs holds all there is: it is taken, nothing to send */
  DYR_MERGE_BOTH,   /* a new value made of both: it is taken, sent and shown */
  DYR_MERGE_CLASH, /* mine stays on the screen, theirs beside it; neither is sent: a person asked */
} DyrMergeEnd;

DyrMergeEnd dyr_merge (const DyrRecordType *type,
                       guint group,
                       const DyrValue *base,
                       const DyrValue *mine,
                       const DyrValue *theirs,
                       DyrValue *result);

typedef enum
{
  DYR_DELETION_NONE,           /* nobody deleted it: the groups are merged */
  DYR_DELETION_AGREED,         /* both deleted it: nothing to send */
  DYR_DELETION_MINE,           /* it is deleted there */
  DYR_DELETION_THEIRS,         /* it is deleted here */
  DYR_DELETION_ASK_KEPT_HERE,  /* edited here, deleted there: the edit stays, a person is asked */
  DYR_DELETION_ASK_KEPT_THERE, /* deleted here, changed there: not sent, a person is asked */
} DyrDeletionEnd;

DyrDeletionEnd dyr_merge_deletion (gboolean mine_edited,
                                   gboolean mine_deleted,
                                   gboolean theirs_changed,
                                   gboolean theirs_deleted);

G_END_DECLS
