/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What waits: records that go to the CRM by themselves, and those that wait for a person. Read page
 * by page, however many they are. Used inside jobs. */

#pragma once

#include "dyr-clash.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_WAITING_TO_GO,
  DYR_WAITING_FOR_YOU, /* clashes, questions, what was refused */
} DyrWaitingKind;

/* SQL: that the record `r` goes by itself. */
#define DYR_WAITING_GOES                                                                           \
  "r.push <> 0 AND r.parked IS NULL "                                                              \
  "AND (r.push <> 2 OR EXISTS (SELECT 1 FROM pending WHERE record = r.id AND state = 0)) "         \
  "AND NOT EXISTS (SELECT 1 FROM pending WHERE record = r.id AND grp = '')"

/* SQL: that the CRM refused the record `r`; that is another matter than having no place for it. */
#define DYR_WAITING_REFUSED "r.push <> 0 AND r.parked IS NOT NULL AND r.parked <> 'only-here'"
/* SQL: that what the CRM has of the record `r` could not be read, however often it was tried. The
 * index of what is not settled is used only by who says so: settled <> 1. */
#define DYR_WAITING_UNREAD                                                                         \
  "r.settled <> 1 AND r.settled = 0 AND r.remote_id IS NOT NULL AND r.read_tries "                 \
  ">= " G_STRINGIFY (DYR_TRIES_MOST)

/* The place of a record in the outbox. */
typedef struct
{
  gint64 seq, record;
} DyrWaitingPlace;

int dyr_waiting_place_compare (const DyrWaitingPlace *a, const DyrWaitingPlace *b);

/* At most `limit` places behind one (NULL: from the first on), in the order in which they go: a new
 * array of DyrWaitingPlace. */
GArray *dyr_waiting_places (DyrConnection *connection,
                            DyrWaitingKind kind,
                            const DyrWaitingPlace *after,
                            guint limit,
                            GError **error);

/* What is known of a record that waits. */
typedef struct
{
  DyrRow *row;
  DyrPush push;
  guint64 changed;      /* bit: field whose value in the row goes by itself; 0 of what is new */
  GPtrArray *questions; /* DyrClash: what of it waits for a person */
} DyrWaiting;

void dyr_waiting_free (DyrWaiting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrWaiting, dyr_waiting_free)

DyrWaiting *dyr_waiting_read (DyrConnection *connection, gint64 record, GError **error);

G_END_DECLS
