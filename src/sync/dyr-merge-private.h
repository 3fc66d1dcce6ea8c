/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Merge within one value: sets by element, texts by line. */

#pragma once

#include "dyr-merge.h"

G_BEGIN_DECLS

/* All three differ. `merged` is written only for DYR_MERGE_BOTH. */
DyrMergeEnd dyr_merge_sets (
    DyrKind items, const DyrSet *base, const DyrSet *mine, const DyrSet *theirs, DyrValue *merged);
DyrMergeEnd
dyr_merge_texts (const char *base, const char *mine, const char *theirs, DyrValue *merged);

G_END_DECLS
