/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which encoding a text file is in: by its mark, by its form, by the letters it would have. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DyrEncodingGuess:
 * @encoding: a name of dyr_encoding_list (); not to be freed
 * @score: 0 to 100: how far the best candidate is ahead of the next one
 * @bom_length: bytes of the byte order mark at the beginning, 0 when there is none
 * @certain: whether asking the person would be a waste of time
 */
typedef struct
{
  const char *encoding;
  int score;
  gsize bom_length;
  gboolean certain;
} DyrEncodingGuess;

gboolean dyr_encoding_guess (
    const guint8 *data, gsize length, gboolean whole, DyrEncodingGuess *guess, GError **error);
gsize dyr_encoding_bom_length (const char *encoding, const guint8 *data, gsize length);
const char *const *dyr_encoding_list (void);
const char *dyr_encoding_label (const char *encoding);
const char *dyr_encoding_find (const char *name);

G_END_DECLS
