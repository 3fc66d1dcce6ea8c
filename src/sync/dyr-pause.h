/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPause: when a CRM that is in trouble is asked again, and when it is not asked any more. */

#pragma once

#include "dyr-engine.h"

G_BEGIN_DECLS

/** DYR_PAUSE_MOST: seconds for which a CRM is left alone at its own wish, at most. */
#define DYR_PAUSE_MOST 3600

/* Times are seconds of this computer's clock. */
typedef struct
{
  GRand *random;
  gint64 until; /* 0: none */
  guint n;      /* in a row */
} DyrPause;

void dyr_pause_init (DyrPause *self, guint32 seed);
void dyr_pause_clear (DyrPause *self);

/* Seconds until a try after `tries` failed ones: full jitter. */
gint64 dyr_pause_backoff (DyrPause *self, guint tries);
/* For the seconds that the CRM asked for (0: none), and longer each time in a row. */
void dyr_pause_begin (DyrPause *self, gint64 now, gint64 seconds);
gboolean dyr_pause_holds (const DyrPause *self, gint64 now);
/* Whether an answer is about the CRM as a whole rather than about what was asked for; then `stop`
 * is why nothing more is asked (DYR_STOP_NONE: it begins a pause only). One that is not ends the
 * row of pauses, unless it says nothing of the CRM either. */
gboolean dyr_pause_take (
    DyrPause *self, gint64 now, DyrAnswerKind kind, guint status, gint64 seconds, DyrStop *stop);

G_END_DECLS
