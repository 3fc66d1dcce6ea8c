/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrMatch: a query line as SQL about the rows of its type. Names come only from the field table,
 * values are bound. */

#pragma once

#include "dyr-connection.h"
#include "dyr-query-line.h"

G_BEGIN_DECLS

/* How far words are guessed at; each goes beyond the one before. */
typedef enum
{
  DYR_MATCH_TYPED,    /* not at all */
  DYR_MATCH_SPELLED,  /* as names are written in the other script */
  DYR_MATCH_SWITCHED, /* as if they had been typed with another keyboard layout */
} DyrMatchDepth;

typedef struct
{
  char *words;    /* what the full text of words is asked; NULL: nothing */
  char *pieces;   /* what that of pieces of words is asked; NULL: nothing */
  GString *rest;  /* conditions on the row `t`: " AND …", for the rest of the line */
  GArray *values; /* DyrValue: those of `rest` */
} DyrMatch;

/* For one use with one state of the database: who “me” is and today come from it. */
DyrMatch *dyr_match_new (DyrConnection *connection,
                         const DyrQueryLine *line,
                         DyrMatchDepth depth,
                         GError **error);
void dyr_match_free (DyrMatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrMatch, dyr_match_free)

/* " AND …" about the row `t`, and its values from `index` on; returns the index after them. */
void dyr_match_append (const DyrMatch *self, GString *sql);
int dyr_match_bind (const DyrMatch *self, DyrStatement *query, int index);

/* Whether the line asks for words that may be guessed at. */
gboolean dyr_match_has_guesses (const DyrQueryLine *line);

G_END_DECLS
