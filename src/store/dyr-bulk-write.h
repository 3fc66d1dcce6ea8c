/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* One part of a bulk edit, written by a few statements instead of some for each record. Used inside
 * jobs of the writer. */

#pragma once

#include "dyr-save.h"

G_BEGIN_DECLS

/* Whether these edits (GArray of DyrFieldValue) can be written so; else each record is saved by
 * itself: sets, dated logs and what is part of a record's name need more than a column. */
gboolean dyr_bulk_write_fits (const DyrRecordType *type, GArray *values);

/* Writes rows, keys, history and outbox of those of the records that are there and differ, as
 * dyr_save_edit () would for each; links know their ids. Returns by the counts how many changed and
 * how many are there. */
gboolean dyr_bulk_write_part (DyrSave *save,
                              DyrConnection *connection,
                              const DyrRecordType *type,
                              const gint64 *ids,
                              guint n_ids,
                              GArray *values,
                              guint *n_changed,
                              guint *n_there,
                              GError **error);

G_END_DECLS
