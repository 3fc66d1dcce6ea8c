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

/* What would become of two records. */
typedef struct
{
  DyrRow *from;          /* goes */
  DyrRow *into;          /* stays */
  guint64 differing;     /* bit of a field: both have a value, and not the same one */
  guint64 choosable;     /* bit of a field: a person may choose a side */
  DyrJoinSide sides[64]; /* by field: what is done when nothing is chosen */
  guint n_links;         /* links to `from` that move: notes, contracts, members of sets */
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

/* A person's choice for one field; fields without one get the side of dyr_join_look_async ():
 * the value of `into` unless it is empty (of fields that belong together, all of them), sets
 * united. */
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

G_END_DECLS
