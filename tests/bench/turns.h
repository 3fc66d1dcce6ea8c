/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the benchmarks share to measure turns of the main loop, from the end of one wait to the
 * begin of the next. What others on this computer took away from a turn, while it could have run,
 * is not its own; neither that nor waiting for a lock or for the screen is work. */

#pragma once

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

/* A turn of the main loop may not be longer: half a frame. Microseconds. */
#define TURN_MOST 8000

typedef struct
{
  gint64 wall, taken, worked; /* at the begin of this turn, microseconds */
  guint n;
  gint64 longest, longest_own, longest_work;
  guint n_long, n_own; /* longer than TURN_MOST */
} Turns;

/* Microseconds for which this thread could have run and did not, since its start. */
static inline gint64
taken_away (void)
{
  static int file = -1;
  char text[100] = "";
  char *second;

  if (file < 0)
    file = open ("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  if (pread (file, text, sizeof text - 1, 0) <= 0)
    g_error ("the kernel does not tell how long threads wait");
  second = strchr (text, ' ');
  return second != NULL ? g_ascii_strtoll (second, NULL, 10) / 1000 : 0;
}

/* Microseconds of processor that this thread had since its start. */
static inline gint64
worked (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static inline void
begin_turn (Turns *turns)
{
  turns->wall = g_get_monotonic_time ();
  turns->taken = taken_away ();
  turns->worked = worked ();
}

static inline void
end_turn (Turns *turns)
{
  const gint64 wall = g_get_monotonic_time () - turns->wall;
  const gint64 own = wall - (taken_away () - turns->taken);

  if (turns->wall == 0)
    return;
  turns->n++;
  turns->longest = MAX (turns->longest, wall);
  turns->longest_own = MAX (turns->longest_own, own);
  turns->longest_work = MAX (turns->longest_work, worked () - turns->worked);
  turns->n_long += wall > TURN_MOST ? 1 : 0;
  turns->n_own += own > TURN_MOST ? 1 : 0;
}
