/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of the sample office share. */

#pragma once

#include "dyr-sample.h"
#include "store-test.h"

/* A Tuesday; and a Sunday. */
#define TODAY "2026-11-24"
#define SUNDAY "2026-11-22"

extern const char *const sample_languages[4];

gint64 sample_date (const char *text);
/* Makes a sample office around TODAY. Fails the test on an error. */
DyrSampleCounts
sample_make (Office *office, const char *language, guint clients, guint32 seed, gboolean real);

typedef void (*SampleEachRow) (const DyrRow *row, gpointer data);

/* All records, by id. */
void sample_walk (Office *office, SampleEachRow each, gpointer data);
/* A checksum of all values of all records, but for the uids. */
char *sample_digest (Office *office);
/* One test a language, "/exchange/PATH/LANGUAGE", with the language as data. */
void sample_add_for_each (const char *path, void (*test) (Office *office, gconstpointer data));
