/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The sample office: clients, contracts, deliveries … that look like those of a real one. */

#pragma once

#include "dyr-database.h"

G_BEGIN_DECLS

/* More clients than this no office has; the codes of the samples are made for so many. */
#define DYR_SAMPLE_MOST_CLIENTS 1000000

typedef struct
{
  guint clients;        /* 1 to DYR_SAMPLE_MOST_CLIENTS; 300 is what one person looks after */
  const char *language; /* uk, ru, hr, en; NULL: the database's */
  guint32 seed;         /* another number is another office */
  gboolean real;        /* ordinary records that will be sent, instead of samples */
  gint64 today;         /* the date everything lies around; 0: the office's today */
} DyrSampleOptions;

/* How many records of each type were made. */
typedef struct
{
  guint64 users;
  guint64 clients;
  guint64 persons;
  guint64 contracts;
  guint64 amendments;
  guint64 products;
  guint64 deliveries;
  guint64 delivery_lines;
  guint64 presentations;
  guint64 activities;
  guint64 notes;
} DyrSampleCounts;

/* Called in the thread that makes or removes the office, after each transaction. */
typedef void (*DyrSampleProgress) (guint64 done, guint64 total, gpointer data);

gboolean dyr_sample_make (DyrDatabase *database,
                          const DyrSampleOptions *options,
                          DyrSampleProgress progress,
                          gpointer data,
                          GCancellable *cancellable,
                          DyrSampleCounts *counts,
                          GError **error);
gboolean dyr_sample_remove (DyrDatabase *database,
                            DyrSampleProgress progress,
                            gpointer data,
                            GCancellable *cancellable,
                            guint64 *n_removed,
                            GError **error);
gboolean dyr_sample_exists (DyrConnection *connection, gboolean *exists, GError **error);

G_END_DECLS
