/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPause: when a CRM that is in trouble is asked again, and when it is not asked any more. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-pause.h"

#define BACKOFF_MOST 300

void
dyr_pause_init (DyrPause *self, guint32 seed)
{
  *self = (DyrPause){ .random = g_rand_new_with_seed (seed) };
}

void
dyr_pause_clear (DyrPause *self)
{
  g_clear_pointer (&self->random, g_rand_free);
}

gint64
dyr_pause_backoff (DyrPause *self, guint tries)
{
  const gint32 most = tries < 8 ? 2 << tries : BACKOFF_MOST;

  return g_rand_int_range (self->random, 1, MIN (most, BACKOFF_MOST) + 1);
}

void
dyr_pause_begin (DyrPause *self, gint64 now, gint64 seconds)
{
  self->until = now + MAX (seconds, 0) + dyr_pause_backoff (self, self->n);
  self->n++;
}

/* A pause never outlasts what it can be: the clock was set back. */
gboolean
dyr_pause_holds (const DyrPause *self, gint64 now)
{
  return self->until > now && self->until <= now + DYR_PAUSE_MOST + BACKOFF_MOST;
}

gboolean
dyr_pause_take (
    DyrPause *self, gint64 now, DyrAnswerKind kind, guint status, gint64 seconds, DyrStop *stop)
{
  *stop = DYR_STOP_NONE;
  switch (kind)
    {
    case DYR_ANSWER_LATER:
      dyr_pause_begin (self, now, seconds);
      /* Without a status nothing reached the CRM. */
      if (status == 0)
        *stop = DYR_STOP_OFFLINE;
      return TRUE;
    case DYR_ANSWER_UNKNOWN:
      if (status == 0)
        *stop = DYR_STOP_OFFLINE;
      return status == 0;
    case DYR_ANSWER_SIGN_IN:
      *stop = DYR_STOP_SIGN_IN;
      return TRUE;
    case DYR_ANSWER_LOCKED_OUT:
      *stop = DYR_STOP_LOCKED_OUT;
      return TRUE;
    case DYR_ANSWER_WRONG:
      *stop = DYR_STOP_WRONG;
      return TRUE;
    case DYR_ANSWER_DONE:
    case DYR_ANSWER_MERGE:
    case DYR_ANSWER_DUPLICATE:
    case DYR_ANSWER_REFUSED:
    case DYR_ANSWER_GONE:
    case DYR_ANSWER_HIDDEN:
    default:
      self->n = 0;
      return FALSE;
    }
}
