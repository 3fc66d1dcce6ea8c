/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrQueryLine: what a person types to find records, understood: words, phrases, conditions. */

#pragma once

#include "dyr-context.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_QUERY_WORDS,  /* found anywhere, also in the middle of words */
  DYR_QUERY_PHRASE, /* whole words one behind the other */
  DYR_QUERY_FIELD,  /* a condition on a field */
} DyrQueryTermKind;

/* One of the ways in which a condition holds. */
typedef enum
{
  DYR_QUERY_EMPTY,  /* there is no value */
  DYR_QUERY_IS,     /* the stored text is `text` */
  DYR_QUERY_EQUALS, /* folded, it is `text` */
  DYR_QUERY_HAS,    /* folded, it has `text` in it */
  DYR_QUERY_RANGE,  /* the number is one from `from` to `until`, both included */
  DYR_QUERY_LINKED, /* the linked record is named with all words of `text`, which are folded */
  DYR_QUERY_ME,     /* it links to the person who sits here */
} DyrQueryHow;

typedef struct
{
  DyrQueryHow how;
  char *text;
  gint64 from, until;
} DyrQueryOption;

typedef struct
{
  DyrQueryTermKind kind;
  gboolean negative;
  char *text;          /* of words and phrases: as typed, without quotes */
  gboolean open;       /* a phrase without its end: its last word may go on */
  guint field;         /* of a condition */
  GArray *options;     /* DyrQueryOption: any of them */
  guint start, length; /* where it stands in the line, in bytes */
} DyrQueryTerm;

typedef struct
{
  guint start, length;    /* what is not understood, in bytes of the line */
  gboolean no_such_field; /* another record type may have it */
  char *message;          /* a sentence for the person */
} DyrQueryProblem;

typedef struct _DyrQueryLine DyrQueryLine;

/* Understands any valid UTF-8 as a line about records of `type`. What is no condition stands among
 * the problems and asks for nothing; the rest is searched all the same. For the thread of the
 * context. */
DyrQueryLine *
dyr_query_line_parse (const DyrContext *context, const DyrRecordType *type, const char *text);
/* A line in which nothing but words is understood: what is typed to find a record to link to. */
DyrQueryLine *dyr_query_line_new_words (const DyrRecordType *type, const char *text);
DyrQueryLine *dyr_query_line_ref (DyrQueryLine *self);
void dyr_query_line_unref (DyrQueryLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrQueryLine, dyr_query_line_unref)

const DyrRecordType *dyr_query_line_get_type_of (const DyrQueryLine *self);
/* As it was typed. */
const char *dyr_query_line_get_text (const DyrQueryLine *self);
guint dyr_query_line_get_n_terms (const DyrQueryLine *self);
const DyrQueryTerm *dyr_query_line_get_term (const DyrQueryLine *self, guint i);
guint dyr_query_line_get_n_problems (const DyrQueryLine *self);
const DyrQueryProblem *dyr_query_line_get_problem (const DyrQueryLine *self, guint i);

/* Another line that is understood as this one in every language on every day, without problems:
 * what is kept of a saved view. A newly allocated text. */
char *dyr_query_line_to_text (const DyrQueryLine *self);

G_END_DECLS
