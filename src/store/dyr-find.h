/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFind: one search over records of all types, the best of each first. */

#pragma once

#include "dyr-match.h"
#include "dyr-record.h"

G_BEGIN_DECLS

typedef struct
{
  DyrRow *row;
  gboolean more; /* of the last one of its type: there are more than were asked for */
} DyrFound;

typedef struct
{
  GPtrArray *lines;   /* DyrQueryLine: each type once */
  guint limit;        /* most records of a type */
  GPtrArray *found;   /* out: DyrFound, by type in the order of lines, the best ones first */
  GPtrArray *needles; /* out: char *, folded: what to mark in them; ended by NULL */
} DyrFind;

/* Takes the lines. */
DyrFind *dyr_find_new (GPtrArray *lines, guint limit);
void dyr_find_free (DyrFind *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrFind, dyr_find_free)

/* A DyrJob; `data` is a DyrFind. What is written as it was typed comes before what had to be
 * guessed; names that begin with it before those that hold it, and these before the rest. */
gboolean
dyr_find_job (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
