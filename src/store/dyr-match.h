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

/* So many records of a search are looked at to find the best ones. */
#define DYR_MATCH_MOST 400u

typedef enum
{
  DYR_MATCH_ROWS = 0,
  DYR_MATCH_BEGINNINGS = 1 << 0, /* all words as beginnings: the full text of words has them */
  DYR_MATCH_APART = 1 << 1,      /* the values of a lone number apart from its text: `values_sql` */
} DyrMatchFlags;

typedef struct
{
  char *words;        /* what the full text of words is asked; NULL: nothing */
  char *pieces;       /* what that of pieces of words is asked; NULL: nothing */
  char *values_sql;   /* "SELECT …": ids of rows with the amount or date; NULL: none */
  GString *rest;      /* conditions on the row `t`: " AND …", for the rest of the line */
  GArray *values;     /* DyrValue: those of `values_sql` or `rest` */
  GPtrArray *needles; /* char *: folded texts, one of which is in what is found for a word */
} DyrMatch;

/* For one use with one state of the database: who “me” is and today come from it. */
DyrMatch *dyr_match_new (DyrConnection *connection,
                         const DyrQueryLine *line,
                         DyrMatchDepth depth,
                         DyrMatchFlags flags,
                         GError **error);
void dyr_match_free (DyrMatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrMatch, dyr_match_free)

/* How the words of a match get into a question about rows. */
typedef enum
{
  DYR_MATCH_TEXT_ASKED,  /* the full text is asked in it */
  DYR_MATCH_TEXT_LISTED, /* the ids that it has are bound, as JSON */
  DYR_MATCH_TEXT_APART,  /* not at all: who asks knows which rows have them */
} DyrMatchText;

/* " AND …" about the row `t`, and its values from `index` on; returns the index after them. The
 * list of ids must live until the query was stepped. */
void dyr_match_append (const DyrMatch *self, DyrMatchText text, GString *sql);
int dyr_match_bind (
    const DyrMatch *self, DyrMatchText text, const char *listed, DyrStatement *query, int index);
/* Whether the line asks for words that may be guessed at. */
gboolean dyr_match_has_guesses (const DyrQueryLine *line);

G_END_DECLS
