/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSave: one action of a person (or an import, a rule, the CRM) written in a transaction: rows,
 * keys, history and outbox together. Used inside jobs of the writer. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_SOURCE_PERSON,
  DYR_SOURCE_SYNC,
  DYR_SOURCE_RULE,
  DYR_SOURCE_IMPORT,
  DYR_SOURCE_SAMPLE,
} DyrSource;

typedef enum
{
  DYR_CHANGE_CREATED = 1,
  DYR_CHANGE_DELETED,
  DYR_CHANGE_RESTORED,
  DYR_CHANGE_FIELD,
} DyrChangeKind;

/* record.push */
typedef enum
{
  DYR_PUSH_NOTHING,
  DYR_PUSH_CREATE,
  DYR_PUSH_UPDATE,
  DYR_PUSH_DELETE,
} DyrPush;

typedef struct _DyrSave DyrSave;

/* `title` names the action: a key of dyr_history_action_title (), after a tab its argument. `into`
 * joins an earlier action (0: a new one, which exists from its first change on). */
DyrSave *dyr_save_new (DyrConnection *connection, DyrSource source, const char *title, gint64 into);
void dyr_save_free (DyrSave *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSave, dyr_save_free)

/* A new record. `uid` NULL makes one; `values` is an array of the type's n_fields; links may know
 * only their uid. The state is the type's first when it is not given. */
gboolean dyr_save_create (DyrSave *self,
                          const DyrRecordType *type,
                          const DyrUid *uid,
                          DyrOrigin origin,
                          DyrValue *values,
                          gint64 *id,
                          GError **error);
/* What the CRM says about a record that it has. */
typedef struct
{
  const char *id, *version; /* there; `version` NULL: not told */
  const char *extra;        /* JSON of what has no field here; NULL: nothing */
  gint64 read_at;           /* by the server's clock */
  gboolean settled;         /* what was read is all of it */
} DyrSaveTold;
/* A new record that the CRM has, with all that it told of it. */
gboolean dyr_save_create_told (DyrSave *self,
                               const DyrRecordType *type,
                               const DyrUid *uid,
                               const DyrSaveTold *told,
                               DyrValue *values,
                               gint64 *id,
                               GError **error);
/* Changes fields of a record; values equal to what is stored are dropped. `values` is an array of
 * DyrFieldValue; links get their ids. DYR_ERROR_REFUSED for a deleted record. */
gboolean dyr_save_edit (DyrSave *self, gint64 id, GArray *values, GError **error);
/* The same with the row just read: spares reading it. */
gboolean dyr_save_edit_row (DyrSave *self, const DyrRow *row, GArray *values, GError **error);
/* Puts earlier values back (undo): nothing follows from them, no log of moves is written, and a
 * required field may become empty again. */
gboolean dyr_save_restore_fields (DyrSave *self, const DyrRow *row, GArray *values, GError **error);
/* A placeholder gets the values that the CRM has: for the history it is created by that. */
gboolean dyr_save_fill (DyrSave *self, const DyrRow *row, GArray *values, GError **error);
/* A record that the CRM named and that we have not read: lists do not show it, no history. */
gboolean dyr_save_add_placeholder (DyrSave *self,
                                   const DyrRecordType *type,
                                   const DyrUid *uid,
                                   DyrValue *values,
                                   gint64 *id,
                                   GError **error);
/* How the record can be met; only what is HERE is shown by lists. */
gboolean dyr_save_set_reach (DyrSave *self, gint64 id, DyrReach reach, GError **error);
/* A tombstone; owned parts go along, except when the CRM says it: it names them itself. Deleting
 * what is deleted does nothing. */
gboolean dyr_save_delete (DyrSave *self, gint64 id, GError **error);
gboolean dyr_save_restore (DyrSave *self, gint64 id, GError **error);
/* Writes what is left to write. Returns by `action` the id, 0 when nothing changed. */
gboolean dyr_save_finish (DyrSave *self, gint64 *action, GError **error);

/* The action spans transactions: it stays "running" until dyr_save_finish_long (). */
void dyr_save_set_long (DyrSave *self);
gboolean dyr_save_finish_long (DyrConnection *connection, gint64 action, GError **error);

/* How many changes this save wrote. */
guint dyr_save_get_n_changes (DyrSave *self);
/* The action's id; makes its row when there is none yet. */
gboolean dyr_save_get_action (DyrSave *self, gint64 *action, GError **error);

G_END_DECLS
