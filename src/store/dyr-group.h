/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values of some fields of a record as one text: a merge group's base, what a request carried. */

#pragma once

#include "dyr-record-type.h"

G_BEGIN_DECLS

/* Bit of each field of the merge group whose first field is `group`. */
guint64 dyr_group_mask (const DyrRecordType *type, guint group);
/* A JSON object, field name → canonical text or null, of the fields in `mask`; `values` has all
 * n_fields. Newly allocated. */
char *dyr_group_to_text (const DyrRecordType *type, guint64 mask, const DyrValue *values);
/* The inverse: sets what the text names in `values` (n_fields, cleared before) and tells by `mask`
 * (may be NULL) which. Links come back with their uids only; names that the type does not have are
 * passed over. FALSE and DYR_ERROR_CORRUPT for a text that is none. */
gboolean dyr_group_from_text (
    const DyrRecordType *type, const char *text, DyrValue *values, guint64 *mask, GError **error);
/* The fields of a group that two texts (NULL: nothing) say differently; all of them when none
 * differs. */
guint64
dyr_group_differing (const DyrRecordType *type, guint group, const char *one, const char *other);

G_END_DECLS
