/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the benchmarks of the real window share: opening it on its list of clients, waiting for
 * frames, finding what it shows. */

#pragma once

#include <adwaita.h>

#include "dyr-database.h"
#include "dyr-window-private.h"

typedef struct
{
  DyrApplication *application;
  GSettings *settings;
  DyrOffice *office;
  GtkWindow *window;
  GdkFrameClock *clock;
  guint n_frames; /* painted since it was opened */
} BenchWindow;

/* On the screen, with the office of that database, in Ukrainian. */
void bench_window_open (BenchWindow *self, const char *database, const DyrDatabaseOptions *options);
/* Until so many more frames are painted. */
void bench_window_wait (BenchWindow *self, guint n_frames);
/* The first widget of that type that is shown inside; NULL: none. */
GtkWidget *bench_window_find (GtkWidget *inside, GType type);

/* Of gint64 in microseconds, in milliseconds: `part` of them are not longer; 0: there are none.
 * Sorts them. */
double bench_quantile (GArray *values, double part);
