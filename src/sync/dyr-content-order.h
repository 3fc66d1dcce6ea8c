/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrContentOrder and DyrContentAnswer: one step of bringing what is in a file to the CRM, or from
 * it, and what came of the step. Plain data that threads pass. */

#pragma once

#include "dyr-order.h"

G_BEGIN_DECLS

/* Up: ADD, and when it was too large for one request, APPEND again and again from the first byte
 * on, each only after the answer to the one before it, then LOOK. A content never changes once it
 * is whole; a file that changes gets another one. */
typedef enum
{
  DYR_CONTENT_ADD,    /* begins a new one; all of it goes along when `bytes` is set */
  DYR_CONTENT_APPEND, /* `bytes` behind what is there: never twice, and never after a doubt */
  DYR_CONTENT_LOOK,   /* whether all `size` bytes are there */
  DYR_CONTENT_GET,    /* down */
} DyrContentStep;

typedef struct
{
  DyrContentStep step;
  char *content;    /* id there, without the entity; NULL for ADD */
  char *name;       /* of ADD: of the file */
  char *media_type; /* of ADD; NULL: not known */
  gint64 size;      /* of all of it; of GET: what the record says, 0: nothing */
  GBytes *bytes;    /* of APPEND; of ADD all, or NULL */
} DyrContentOrder;

DyrContentOrder *dyr_content_order_new (DyrContentStep step, const char *content, gint64 size);
void dyr_content_order_free (DyrContentOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrContentOrder, dyr_content_order_free)

typedef struct
{
  /* DONE: the step is done. Of GET: the body that follows is the content.
   * UNKNOWN: going up: nobody knows what is there, or it is not what it should be; it is begun
   *   anew (ADD). Of GET: it is asked for again.
   * REFUSED: `reason` says why; the same again would be refused again.
   * GONE, HIDDEN: of GET only. LATER: surely not done (of LOOK and GET: nothing was to be done).
   * SIGN_IN, LOCKED_OUT, WRONG: as with records. Never MERGE and DUPLICATE. */
  DyrAnswerKind kind;
  char *content;  /* of ADD that is DONE: its id there */
  gboolean whole; /* of what goes up, when DONE: the CRM has all of it */
  gint64 length;  /* of GET that is DONE: bytes that follow; -1: not told */
  char *reason;   /* for people, see dyr_reason_words (); NULL: none */
  gint64 seconds; /* of LATER, LOCKED_OUT and UNKNOWN; 0: not told */
  gint64 time;    /* the server's clock when it answered; 0: not told */
  guint status;   /* of HTTP; 0: none */
} DyrContentAnswer;

/* Takes @reason. */
DyrContentAnswer *dyr_content_answer_new (DyrAnswerKind kind, char *reason);
void dyr_content_answer_free (DyrContentAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrContentAnswer, dyr_content_answer_free)

G_END_DECLS
