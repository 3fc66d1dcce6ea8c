/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSampleWords: the word lists and sentences of the sample office in one language.
 *
 * data/sample/LANGUAGE.json is an object of lists (and of objects of lists, named "outer/inner").
 * An entry is a row of columns with bars between them: "Левицький|Левицька". */

#pragma once

#include "dyr-sample-random-private.h"

G_BEGIN_DECLS

typedef struct _DyrSampleWords DyrSampleWords;

/* DYR_ERROR_USAGE: there is no sample office in this language. */
DyrSampleWords *dyr_sample_words_load (const char *language, GError **error);
void dyr_sample_words_free (DyrSampleWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSampleWords, dyr_sample_words_free)

guint dyr_sample_words_count (const DyrSampleWords *self, const char *list);
/* One column of a row; NULL when the row is shorter or the column is empty. */
const char *
dyr_sample_words_get (const DyrSampleWords *self, const char *list, guint row, guint column);
/* The column of the row whose first column is `key`; NULL when there is none. */
const char *
dyr_sample_words_find (const DyrSampleWords *self, const char *list, const char *key, guint column);
guint dyr_sample_words_draw (const DyrSampleWords *self, const char *list, DyrSampleRandom *random);
/* The first column of a row drawn. */
const char *
dyr_sample_words_pick (const DyrSampleWords *self, const char *list, DyrSampleRandom *random);
/* A row whose second column is empty or says `key`. */
guint dyr_sample_words_draw_for (const DyrSampleWords *self,
                                 const char *list,
                                 const char *key,
                                 DyrSampleRandom *random);
const char *dyr_sample_words_pick_for (const DyrSampleWords *self,
                                       const char *list,
                                       const char *key,
                                       DyrSampleRandom *random);
/* A row drawn by the weights in the first column. */
guint dyr_sample_words_draw_weighted (const DyrSampleWords *self,
                                      const char *list,
                                      DyrSampleRandom *random);

/* Fills "{key}" in a text; `pairs` are keys and values by turns, ended by NULL. */
char *dyr_sample_words_fill (const char *text, const char *const *pairs);
/* As it stands in an address of the internet: "karpatskyi-dim". */
char *dyr_sample_words_slug (const DyrSampleWords *self, const char *text);

G_END_DECLS
