/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRehearsal: a place where changes can be tried out with the very functions that make them, and
 * that nobody else sees. */

#pragma once

#include "dyr-database.h"

G_BEGIN_DECLS

/* Records that were made here are numbered from here, far behind those of any office. */
#define DYR_REHEARSAL_FIRST_ID G_GINT64_CONSTANT (1099511627776)

typedef struct _DyrRehearsal DyrRehearsal;

/* An empty private database beside one state of `database`; keeps nobody from writing there. A
 * DyrFinder that is told so finds the records of both, and takes a copy of each that it reads, so
 * that DyrSave can change it here. For the thread that makes it. */
DyrRehearsal *dyr_rehearsal_new (DyrDatabase *database, GError **error);
/* All that was tried out is gone. */
void dyr_rehearsal_free (DyrRehearsal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrRehearsal, dyr_rehearsal_free)

DyrConnection *dyr_rehearsal_get_connection (DyrRehearsal *self);

G_END_DECLS
