/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* EngineTest: an engine and a store in memory; the test itself is the CRM and says what it answers
 * to each order. */

#pragma once

#include "dyr-clash.h"
#include "dyr-collator.h"
#include "dyr-engine.h"
#include "dyr-save.h"
#include "dyr-undo.h"

G_BEGIN_DECLS

typedef struct
{
  DyrConnection *connection;
  DyrCollator *collator;
  DyrRemote *remote;
  DyrEngine *engine;
  gint64 now;          /* this computer's clock */
  gint64 time;         /* the CRM's; each answer tells it */
  GHashTable *pages;   /* stream, or "sweep stream" → GQueue of DyrAnswer */
  GPtrArray *asked;    /* the lists that were asked for, in order: DyrOrder */
  DyrTouched *touched; /* by the last step; NULL: nothing */
} EngineTest;

EngineTest *engine_test_new (void);
void engine_test_free (EngineTest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EngineTest, engine_test_free)

/* The program ends and starts again; what was on its way is forgotten. */
void engine_test_restart (EngineTest *self);
/* What the CRM can do with a type: the test may change it. All types that it has at first: users
 * (only read), clients, persons, contracts, presentations, notes; versions, checked under a lock,
 * unique uids. */
DyrRemoteType *engine_test_type (EngineTest *self, const DyrRecordType *type);
/* Its list; the test may name it otherwise. */
DyrStream *engine_test_stream (EngineTest *self, const DyrRecordType *type);
/* The CRM takes us for that user from now on, a person or a program; at first it does not say. */
void engine_test_set_user (EngineTest *self, const char *remote_id, gboolean program);
/* The CRM describes itself differently from now on. */
void engine_test_describe (EngineTest *self, const char *description);

/* Names of fields and canonical texts, ended by NULL. */
gint64 engine_test_create (EngineTest *self, const DyrRecordType *type, ...) G_GNUC_NULL_TERMINATED;
gint64 engine_test_create_as (EngineTest *self, const DyrRecordType *type, DyrOrigin origin, ...)
    G_GNUC_NULL_TERMINATED;
void engine_test_edit (EngineTest *self, gint64 id, ...) G_GNUC_NULL_TERMINATED;
void engine_test_delete (EngineTest *self, gint64 id);
void engine_test_restore (EngineTest *self, gint64 id);
/* Takes an action back. Newly allocated. */
DyrUndoResult *engine_test_undo (EngineTest *self, gint64 action);
/* What a record has. Newly allocated texts; a link is a uid. */
char *engine_test_uid (EngineTest *self, gint64 id);
void
engine_test_assert_value (EngineTest *self, gint64 id, const char *field, const char *expected);
void engine_test_run_sql (EngineTest *self, const char *sql);
gint64 engine_test_number (EngineTest *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
char *engine_test_text (EngineTest *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Whether two records have … (SQL of the table record) in common is asked by a condition. */
void engine_test_assert (EngineTest *self, gint64 id, const char *condition);

/* A record of the CRM that is told whole: fields that are not named are empty. */
DyrRemoteRecord *engine_test_theirs (EngineTest *self,
                                     const DyrRecordType *type,
                                     const char *remote_id,
                                     const char *version,
                                     ...) G_GNUC_NULL_TERMINATED;
/* With the uid of our record. */
DyrRemoteRecord *engine_test_theirs_of (EngineTest *self, DyrRemoteRecord *theirs, gint64 id);
/* The record as it is here, with its uid, as the CRM may have it under that id; then fields that
 * differ there. */
DyrRemoteRecord *engine_test_same (EngineTest *self,
                                   gint64 id,
                                   const char *remote_id,
                                   const char *version,
                                   ...) G_GNUC_NULL_TERMINATED;
/* The n-th list of that kind that was asked for in this run; NULL: so many were not. */
const DyrOrder *
engine_test_asked (EngineTest *self, DyrOrderKind kind, const char *stream, guint n);
/* It comes with the next pull; the answer may be changed until then. */
DyrAnswer *engine_test_queue (EngineTest *self, const char *list, DyrRemoteRecord *theirs);
/* … on a page after which others follow, from there on. */
DyrAnswer *engine_test_queue_page (
    EngineTest *self, const char *list, DyrRemoteRecord *theirs, const char *at, const char *after);
/* A synced record of that CRM; returns its id here. Runs until nothing more is asked. */
gint64 engine_test_have (EngineTest *self, DyrRemoteRecord *theirs);

/* The same for client/1, version 1, whose name is A. */
gint64 engine_test_have_one (EngineTest *self);
/* … for client/NNN, version 2, whose name is A. */
gint64 engine_test_have_client (EngineTest *self, guint n);
/* The feed says that clients from..to are deleted. */
void engine_test_tell_gone (EngineTest *self, guint from, guint to);

/* A new run. */
void engine_test_begin (EngineTest *self);
/* … in which no single record is asked for. */
void engine_test_run (EngineTest *self);
/* The next order of a single record; lists on the way are answered with what was queued, or with
 * an empty last page. NULL: nothing now. */
DyrOrder *engine_test_next (EngineTest *self, gint64 *wait_until);
DyrOrder *engine_test_expect (EngineTest *self, DyrOrderKind kind, gint64 record);
/* Nothing is asked now; returns when there may be something. */
gint64 engine_test_quiet (EngineTest *self);
void engine_test_assert_sent (const DyrOrder *order, const char *field, const char *expected);
void engine_test_assert_not_sent (const DyrOrder *order, const char *field);

/* Answers; the order and the answer are taken. */
void engine_test_answer (EngineTest *self, DyrOrder *order, DyrAnswer *answer);
void engine_test_say (EngineTest *self, DyrOrder *order, DyrAnswerKind kind, guint status);
void engine_test_done (EngineTest *self, DyrOrder *order, DyrRemoteRecord *theirs);
/* The CRM wrote what was sent: the record as it is here now, that version. */
void
engine_test_written (EngineTest *self, DyrOrder *order, const char *remote_id, const char *version);
/* The next order is to make that record: the CRM says that it has such a one, and which. */
void engine_test_suspect (EngineTest *self, gint64 made, DyrRemoteRecord *theirs);
void engine_test_refuse (EngineTest *self, DyrOrder *order, const char *field, const char *reason);
/* No order of that record is there, whatever else is: the record has come to rest. */
void engine_test_assert_rest (EngineTest *self, gint64 id);

void engine_test_choose (EngineTest *self, gint64 id, const char *group, DyrChoose choose);

#define engine_test_add(path, function) g_test_add_func ("/sync/engine/" path, function)

G_END_DECLS
