/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrIdSet: ids of records as bits: a million of them in 125 kB, asked in a few nanoseconds. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Ids are those that SQLite gives: positive and without wide gaps. */
typedef struct _DyrIdSet DyrIdSet;

DyrIdSet *dyr_id_set_new (void);
void dyr_id_set_free (DyrIdSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrIdSet, dyr_id_set_free)

/* FALSE: nothing changed. An id below 1 is never in a set. */
gboolean dyr_id_set_add (DyrIdSet *self, gint64 id);
gboolean dyr_id_set_remove (DyrIdSet *self, gint64 id);
gboolean dyr_id_set_contains (const DyrIdSet *self, gint64 id);
void dyr_id_set_clear (DyrIdSet *self);
guint dyr_id_set_get_size (const DyrIdSet *self);
/* The smallest id; 0 when there is none. */
gint64 dyr_id_set_get_first (const DyrIdSet *self);

G_END_DECLS
