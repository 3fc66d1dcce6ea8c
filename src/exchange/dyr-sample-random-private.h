/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Chance that is the same on every computer: the sample office is a function of its seed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 state;
} DyrSampleRandom;

/* Each (seed, stream, index) is a sequence of its own: what happens to one client does not move
 * the next. */
void dyr_sample_random_init (DyrSampleRandom *self, guint32 seed, guint32 stream, guint64 index);
/* 0 to n - 1 */
guint dyr_sample_random_below (DyrSampleRandom *self, guint n);
/* low to high, both included */
int dyr_sample_random_between (DyrSampleRandom *self, int low, int high);
gboolean dyr_sample_random_percent (DyrSampleRandom *self, guint percent);
/* An index by its weight. */
guint dyr_sample_random_weighted (DyrSampleRandom *self, const guint8 *weights, guint n);

/* The place of `index` among 0 to n - 1 when these are shuffled. */
guint64 dyr_sample_shuffle (guint32 seed, guint32 stream, guint64 index, guint64 n);
/* Deals cards: of every sum-of-weights in a row each kind comes exactly its weight times. */
guint dyr_sample_deal (
    guint32 seed, guint32 stream, guint64 index, const guint16 *weights, guint n_weights);

G_END_DECLS
