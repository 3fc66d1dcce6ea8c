/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Chance that is the same on every computer: GRand follows an environment variable. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-random-private.h"

/* SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014. */
#define GOLDEN G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

#define ROUNDS 4

static guint64
mix (guint64 z)
{
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
dyr_sample_random_init (DyrSampleRandom *self, guint32 seed, guint32 stream, guint64 index)
{
  g_return_if_fail (self != NULL);

  self->state = mix (mix ((guint64) seed << 32 | stream) + index * GOLDEN);
}

static guint32
next (DyrSampleRandom *self)
{
  self->state += GOLDEN;
  return (guint32) (mix (self->state) >> 32);
}

guint
dyr_sample_random_below (DyrSampleRandom *self, guint n)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (n > 0, 0);

  return (guint) ((guint64) next (self) * n >> 32);
}

int
dyr_sample_random_between (DyrSampleRandom *self, int low, int high)
{
  g_return_val_if_fail (low <= high, low);

  return low + (int) dyr_sample_random_below (self, (guint) (high - low) + 1);
}

gboolean
dyr_sample_random_percent (DyrSampleRandom *self, guint percent)
{
  return dyr_sample_random_below (self, 100) < percent;
}

guint
dyr_sample_random_weighted (DyrSampleRandom *self, const guint8 *weights, guint n)
{
  guint sum = 0, at;

  for (guint i = 0; i < n; i++)
    sum += weights[i];
  at = dyr_sample_random_below (self, sum);
  for (guint i = 0; i < n; i++)
    {
      if (at < weights[i])
        return i;
      at -= weights[i];
    }
  g_return_val_if_reached (0);
}

/* A Feistel network on the next even power of two, walked until it stays below n: it needs no
 * memory, however large n is. */
guint64
dyr_sample_shuffle (guint32 seed, guint32 stream, guint64 index, guint64 n)
{
  guint half = 1;
  guint64 mask, place = index;

  g_return_val_if_fail (index < n, 0);

  while (half < 31 && G_GUINT64_CONSTANT (1) << (2 * half) < n)
    half++;
  mask = (G_GUINT64_CONSTANT (1) << half) - 1;
  do
    {
      guint64 left = place >> half, right = place & mask;

      for (guint round = 0; round < ROUNDS; round++)
        {
          guint64 key = mix (((guint64) seed << 32 | stream) + (round + 1) * GOLDEN);
          guint64 turned = left ^ (mix (right ^ key) & mask);

          left = right;
          right = turned;
        }
      place = left << half | right;
    }
  while (place >= n);
  return place;
}

guint
dyr_sample_deal (
    guint32 seed, guint32 stream, guint64 index, const guint16 *weights, guint n_weights)
{
  guint64 sum = 0, place;
  guint32 pack;

  for (guint i = 0; i < n_weights; i++)
    sum += weights[i];
  g_return_val_if_fail (sum > 0, 0);

  pack = (guint32) mix (index / sum + GOLDEN * stream);
  place = dyr_sample_shuffle (seed, pack, index % sum, sum);
  for (guint i = 0; i < n_weights; i++)
    {
      if (place < weights[i])
        return i;
      place -= weights[i];
    }
  g_return_val_if_reached (0);
}
