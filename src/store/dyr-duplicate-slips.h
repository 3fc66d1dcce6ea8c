/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Keys that names have in common when one letter of them is another one, missing, doubled or
 * swapped with its neighbour. */

#pragma once

#include "dyr-duplicate-name.h"

G_BEGIN_DECLS

/* Appends the keys (guint64) of a name: as it is, and without each of its letters in turn. A slip
 * in a word of five letters or more leaves two names one key at least; the order of words does not
 * count. Digits are never left out: “Склад 2” and “Склад 3” are two places. */
void dyr_duplicate_slips_add (const DyrDuplicateName *name, GArray *keys);

G_END_DECLS
