/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashLook: all that a person has to decide about one record, with what is needed to decide it.
 * Plain data that threads pass. */

#pragma once

#include "dyr-clash.h"

G_BEGIN_DECLS

/* A clash, or a question, and its sides by field; links have names. */
typedef struct
{
  DyrClash *clash;
  DyrValue *base, *mine, *theirs;
  gint64 edited_at; /* instant of the last edit here; 0: not known */
  char *edited_by;  /* who that was; NULL: the person of this computer */
} DyrClashSides;

typedef struct
{
  /* The record to look at: its id, or its uid; neither: the first that has something to decide. */
  gint64 record;
  DyrUid uid;

  const DyrRecordType *type; /* NULL: there is no such record */
  char *title;
  gint64 read_at;   /* the CRM's clock when it was last read whole; 0: not known */
  GArray *records;  /* ids (gint64) of all records that have something to decide, in order */
  GPtrArray *sides; /* DyrClashSides; a question about the whole record comes first */
  GPtrArray *edits; /* DyrClashSides of a question: what waits here, base and mine */
  DyrValue *values; /* what the record says, by field */
} DyrClashLook;

/* One of them: by id, by uid, or (0, NULL) whichever comes first. Counted. */
DyrClashLook *dyr_clash_look_new (gint64 record, const DyrUid *uid);
DyrClashLook *dyr_clash_look_ref (DyrClashLook *self);
void dyr_clash_look_unref (DyrClashLook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrClashLook, dyr_clash_look_unref)

/* A DyrJob of a reader: `data` is the DyrClashLook, which it fills in. */
gboolean dyr_clash_look_job (DyrConnection *connection,
                             gpointer data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
