/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a transaction touched: who shows it reads it again. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What jobs of a transaction touched: told to the main thread after the commit. */
typedef struct
{
  guint64 types;    /* bit: number of a record type */
  GArray *ids;      /* gint64; empty when `many` */
  gboolean many;    /* more than is worth naming: everything live is read again */
  gboolean actions; /* the list of actions changed: undo and redo */
} DyrTouched;

DyrTouched *dyr_touched_new (void);
void dyr_touched_free (DyrTouched *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrTouched, dyr_touched_free)

/* A record; from thousands on it is as dyr_touched_add_many (). */
void dyr_touched_add (DyrTouched *self, int type, gint64 id);
/* The lists of a type. */
void dyr_touched_add_type (DyrTouched *self, int type);
/* More records of a type than are named. */
void dyr_touched_add_many (DyrTouched *self, int type);

G_END_DECLS
