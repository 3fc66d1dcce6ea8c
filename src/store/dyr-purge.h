/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Purge: what a record says is forgotten, with its history. Used inside jobs of the writer. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* SQL: that files are attached to the record `r` of which the CRM does not know all: with it they
 * would be gone. */
#define DYR_HAS_FILES                                                                              \
  "EXISTS (SELECT 1 FROM file f JOIN record o ON o.id = f.id WHERE f.about = r.id "                \
  "AND f.checksum IS NOT NULL AND o.deleted_at IS NULL AND (o.remote_id IS NULL OR o.push <> 0 "   \
  "OR EXISTS (SELECT 1 FROM pending WHERE record = o.id)))"

/* Empties a record that we may not see any more. What stays is that there is one (its uid, the
 * CRM's id) and the name that links to it show. Nothing of it can be undone afterwards. */
gboolean dyr_purge_record (DyrConnection *connection, gint64 id, GError **error);

G_END_DECLS
