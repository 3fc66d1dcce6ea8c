/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* One day with one fault, and whether the store kept its word. */

#pragma once

#include "crash-day.h"
#include "crash-vfs.h"

G_BEGIN_DECLS

/* The day without a fault: the state after each commit. */
typedef struct
{
  GPtrArray *states; /* char * */
  GArray *ends;      /* guint: of each step, which state it ended with */
  GArray *calls;     /* guint: of each step, the calls until its end */
  guint n_calls;     /* of the day; a reader may make a checkpoint wait, so it can be some less */
} CrashGolden;

CrashGolden *crash_golden_new (void);
void crash_golden_free (CrashGolden *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrashGolden, crash_golden_free)

typedef struct
{
  CrashFault fault;
  CrashLoss loss;
  guint at;
  guint32 seed;
  CrashSabotage sabotage;
  gboolean lie; /* the disk says that it has synced, and has not */
} CrashRun;

/* The fault and the loss as one word: "stop-torn", "error", "short", "full"; all of them. */
extern const char *const crash_kinds[];
extern const guint crash_n_kinds;
CrashRun crash_run_of_kind (guint kind, guint at, guint32 seed);

/* What is wrong afterwards, with the command that shows it again; NULL: nothing. `struck` tells
 * whether the day had so many calls. */
char *crash_run (const CrashGolden *golden, const CrashRun *run, gboolean *struck);

G_END_DECLS
