/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Unfinished: actions that a program began and did not end, until a person decides about them. */

#pragma once

#include "dyr-database.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/* The action to take back, and whether it is its undo that was broken off. Open are those that
 * changed something, were not wholly taken back since, and that nobody let stand; an import is
 * settled as well when the same file was imported to its end later. A redo that was broken off is
 * half of what it brings back. For SELECT … FROM (…). */
#define DYR_UNFINISHED_SQL                                                                         \
  "SELECT coalesce (b.undoes, x.undoes, x.id) AS id, "                                             \
  "max (x.undoes IS NOT NULL AND b.undoes IS NULL) AS is_undo "                                    \
  "FROM action x LEFT JOIN action u ON u.id = x.undone_by LEFT JOIN action b ON b.id = x.undoes "  \
  "WHERE x.state <> 1 AND x.state = 2 AND (u.id IS NULL OR u.state = 3) "                          \
  "AND (x.undoes IS NOT NULL OR EXISTS (SELECT 1 FROM change WHERE action = x.id)) "               \
  "AND NOT EXISTS (SELECT 1 FROM action n WHERE n.id > x.id AND n.state = 1 AND n.source = 3 "     \
  "AND n.undone_by IS NULL AND x.source = 3 AND n.title = x.title) GROUP BY 1"

typedef struct
{
  gint64 action;             /* what to take back, or to let stand */
  char *title;               /* "Import of clients.csv" */
  const DyrRecordType *type; /* of what it changed */
  gboolean is_import;
  gboolean is_undo; /* taking it back was broken off, not the action itself */
  guint n_left;     /* records that a bulk edit did not come to: it can be gone on with; else 0 */
} DyrUnfinished;

/* A DyrJob: `data` is a GPtrArray **, which gets a new array of DyrUnfinished, the oldest first. */
gboolean dyr_unfinished_job_list (DyrConnection *connection,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

/* A DyrJob: `data` is a gint64 *, the action. It stays as far as it came and is told no more; undo
 * takes it back as before. DYR_ERROR_REFUSED: it is none of these. */
gboolean dyr_unfinished_job_keep (DyrConnection *connection,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
