/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrJoin: two records that are one become one: fields of the one that stays, links, the deletion
 * of the other, as one action that one undo takes back. */

#pragma once

#include "dyr-store.h"

G_BEGIN_DECLS

/* Where the value of a field comes from. */
typedef enum
{
  DYR_JOIN_KEEP, /* from the record that stays */
  DYR_JOIN_TAKE, /* from the one that goes */
  DYR_JOIN_BOTH, /* of sets: all elements, those of the record that stays first */
} DyrJoinSide;

/* Whether a person may say where the value of the field comes from. The logs of moves are always
 * united. */
gboolean dyr_join_can_choose (const DyrField *field);
/* All elements of two sets (NULL: none), those of `into` first; e-mails are equal in any case. A
 * new set. */
DyrSet *dyr_join_unite (const DyrSet *into, const DyrSet *from);

/* Numbers of record types are below this. */
#define DYR_JOIN_TYPES 16

/* Links to a record that move, of fields; a record that links by two is counted twice. */
typedef struct
{
  guint n[DYR_JOIN_TYPES]; /* by number of the type that links */
  guint all;
} DyrJoinLinks;

/* What would become of two records. */
typedef struct
{
  DyrRow *from;          /* goes */
  DyrRow *into;          /* stays */
  DyrJoinSide sides[64]; /* by field: what is done when nothing is chosen */
  DyrJoinLinks links;    /* to `from`: of notes, contracts, sets */
  char *obstacle;        /* why they cannot be joined now, what to do; NULL: they can */
} DyrJoinLook;

void dyr_join_look_free (DyrJoinLook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrJoinLook, dyr_join_look_free)

/* Reads both in a reader thread. DYR_ERROR_NOT_FOUND when one is not there. */
void dyr_join_look_async (DyrStore *store,
                          gint64 from,
                          gint64 into,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
DyrJoinLook *dyr_join_look_finish (DyrStore *store, GAsyncResult *result, GError **error);

/* A person's choice for one field (dyr_join_can_choose ()); fields without one get the side of
 * dyr_join_look_async (): the value of `into` unless it is empty (of fields that belong together,
 * all of them), sets united. */
typedef struct
{
  guint field;
  DyrJoinSide side;
} DyrJoinChoice;

typedef struct
{
  gint64 action;  /* to undo */
  guint n_fields; /* of `into` that changed */
  guint n_links;  /* that were moved */
} DyrJoinResult;

/* Joins `from` into `into`; `choices` (GArray of DyrJoinChoice, may be NULL) is copied. All in one
 * transaction: every link to `from` that can be met points to `into` afterwards, links in sets and
 * those of its parts too; then `from` is deleted. What is deleted already keeps its links.
 * DYR_ERROR_NOT_FOUND or DYR_ERROR_REFUSED with what to do: a record was deleted meanwhile, is of
 * another type, is out of reach, or waits for a person's decision about the CRM's values (which
 * would be lost unseen). */
void dyr_join_async (DyrStore *store,
                     gint64 from,
                     gint64 into,
                     GArray *choices,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data);
gboolean
dyr_join_finish (DyrStore *store, GAsyncResult *result, DyrJoinResult *done, GError **error);

/* The same for worker threads, the command line and tests: wait. */
DyrJoinLook *dyr_join_look (DyrDatabase *database, gint64 from, gint64 into, GError **error);
gboolean dyr_join (DyrDatabase *database,
                   gint64 from,
                   gint64 into,
                   GArray *choices,
                   DyrJoinResult *done,
                   GError **error);

/* Inside a job: a record that was made here and that the CRM takes for one that is here, too. The
 * question about it stands against nothing, and it may be of any type: the CRM says what it is. */
DyrJoinLook *
dyr_join_double_look (DyrConnection *connection, gint64 from, gint64 into, GError **error);
/* `action`: what it becomes part of, 0: a new one, which comes back. */
gboolean dyr_join_double (DyrConnection *connection,
                          gint64 from,
                          gint64 into,
                          GArray *choices,
                          gint64 *action,
                          GError **error);

G_END_DECLS
