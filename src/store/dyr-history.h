/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* History: what happened to a record, for its timeline and for the command line. */

#pragma once

#include "dyr-action.h"
#include "dyr-connection.h"
#include "dyr-record.h"
#include "dyr-save.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 action;
  gint64 at; /* instant */
  DyrSource source;
  char *title;  /* the action's key and argument; of a merge the names of both records */
  char *person; /* who, NULL: this installation's person */
  DyrActionState state;
  gboolean undone;
  DyrActionState undo_state; /* of what took it back */
  gboolean is_undo;
  DyrChangeKind kind;
  const DyrRecordType *type; /* of the record that changed */
  gint64 record;
  DyrUid uid;
  char *record_title;
  int field;    /* index in the type, -1 for none */
  DyrValue old; /* of a field; links have names */
  DyrValue new;
  gboolean deleted; /* the record is, now */
} DyrHistoryEntry;

void dyr_history_entry_free (DyrHistoryEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrHistoryEntry, dyr_history_entry_free)

/* The story of a record, newest first: a new array of DyrHistoryEntry. All changes of the record
 * and of its parts; of records that link to it that they were made, deleted, brought back, and the
 * moves of their state. A user has only its own. */
GPtrArray *
dyr_history_of_record (DyrConnection *connection, gint64 id, guint limit, GError **error);
/* Changes of an action (undo shows what it would take back), at most `limit`. */
GPtrArray *
dyr_history_of_action (DyrConnection *connection, gint64 action, guint limit, GError **error);

/* Changes of an undone action that its undo left alone: somebody changed or deleted since what it
 * would have put back. Also after a restart. */
GPtrArray *dyr_history_kept (DyrConnection *connection, gint64 action, guint limit, GError **error);

/* An action of the office. */
typedef struct
{
  gint64 action;
  gint64 at; /* instant */
  DyrSource source;
  char *person; /* who, NULL: this installation's person */
  DyrActionState state;
  gboolean undone;
  DyrActionState undo_state; /* of what took it back */
  guint n_changes;
  GPtrArray *changes; /* DyrHistoryEntry: the first few, which name it */
} DyrHistoryAction;

void dyr_history_action_free (DyrHistoryAction *action);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrHistoryAction, dyr_history_action_free)

/* What was done in the whole office, newest first: a page of at most `limit` DyrHistoryAction
 * before the action `before` (0: from the newest on). Undo and redo are not told by themselves but
 * by the action that they are about. */
GPtrArray *
dyr_history_of_office (DyrConnection *connection, gint64 before, guint limit, GError **error);

/* What an action did, for people: "Agreed date → 24.11.2026", "Import of clients.csv". `changes`
 * are its DyrHistoryEntry (at least the first two); `show` formats a value; NULL: as it
 * is stored. Newly allocated. */
typedef char *(*DyrShowValue) (const DyrRecordType *type,
                               guint field,
                               const DyrValue *value,
                               gpointer data);
char *dyr_history_action_title (GPtrArray *changes, DyrShowValue show, gpointer data);

G_END_DECLS
