/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of undo share. */

#pragma once

#include "dyr-action.h"
#include "dyr-save.h"
#include "dyr-undo.h"

G_BEGIN_DECLS

/* What is known of an action to take back. */
typedef struct
{
  DyrActionState state;
  gint64 undone_by;
  DyrActionState undo_state; /* of the action that took it back */
  gint64 undoes;
} DyrUndoKnown;

/* A job's function. DYR_ERROR_NOT_FOUND: no such action. */
gboolean
dyr_undo_read_known (DyrConnection *connection, gint64 action, DyrUndoKnown *known, GError **error);

/* A change to take back. */
typedef struct
{
  gint64 id;
  gint64 record;
  const DyrRecordType *type;
  DyrChangeKind kind;
  int index; /* of the field; -1 for none */
  char *field;
  char *old;
  char *new;
} DyrUndoChange;

/* What is taken back in one transaction. */
typedef struct
{
  DyrConnection *connection;
  gint64 action;   /* that is taken back */
  gint64 by;       /* the action that undoes */
  gboolean joined; /* it was there before this transaction */
  gboolean again;  /* what has its old value already was taken back before */
  GPtrArray *kept; /* DyrKept: what could not be taken back */
} DyrUndoPart;

/* Of c, a change of a record, and a, its action: whether somebody worked on the record since the
 * action ?1 made it. */
#define DYR_UNDO_TOUCHED "c.kind = 4 AND c.action > ?1 AND a.undone_by IS NULL AND a.undoes IS NULL"

/* One more that could not be taken back. */
void dyr_undo_keep (
    GPtrArray *kept, gint64 record, const char *title, const char *field, DyrKeptReason reason);

/* Puts the old values of one field back by a few statements, as undo does for each change: of those
 * records that are there and still have what was written. `changes` are DyrUndoChange, each of
 * another record; `done` says which of them need nothing more, the others are left alone;
 * `n_done` is how many were put back now. */
gboolean dyr_undo_sets_restore (const DyrUndoPart *part,
                                const DyrRecordType *type,
                                guint field,
                                GPtrArray *changes,
                                gboolean *done,
                                guint *n_done,
                                GError **error);

/* Adds to `wholes` (owned gint64) which of the records that the changes made, deleted or brought
 * back other records go along with, or may while these changes are taken back: each of them comes
 * at its turn, by itself. */
gboolean dyr_undo_find_wholes (DyrConnection *connection,
                               GArray *changes,
                               GHashTable *wholes,
                               GError **error);

/* Takes back, as undo does for each, that records of the type were made, deleted or brought back
 * (`kind`; none is in `wholes`). `changes`, `done` and `n_done` as above. */
gboolean dyr_undo_sets_records (const DyrUndoPart *part,
                                const DyrRecordType *type,
                                DyrChangeKind kind,
                                GPtrArray *changes,
                                gboolean *done,
                                guint *n_done,
                                GError **error);

/* The same as dyr_undo (), change by change: what the sets must come to. For tests. */
DyrUndoResult *dyr_undo_each (DyrDatabase *database, gint64 action, GError **error);
/* The same as dyr_undo () in the transaction that is open. For tests that have no threads. */
DyrUndoResult *dyr_undo_on (DyrConnection *connection, gint64 action, GError **error);

G_END_DECLS
