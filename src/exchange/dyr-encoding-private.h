/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The parts of encoding detection that its tests and the text source use. */

#pragma once

#include "dyr-encoding.h"

G_BEGIN_DECLS

/* What a byte without a character becomes. */
#define DYR_ENCODING_REPLACEMENT 0xfffdu

/* Fills the characters of a one-byte encoding that agrees with ASCII; FALSE when it is none. */
gboolean dyr_encoding_table (const char *encoding, gunichar table[256]);

/* How much the bytes look like text of an office in Lviv, Kyiv or Zagreb when read through the
 * table: higher is better, and only comparable between tables for the same bytes. */
int dyr_encoding_score (const gunichar table[256], const guint8 *data, gsize length);

G_END_DECLS
