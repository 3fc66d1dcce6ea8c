/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Writing a record's row: its columns with their keys, its sets, its title, what search has to do.
 * Neither history nor outbox: that is DyrSave's. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/* The row of a record that has none yet; `values` has n_fields. `extra`: what the CRM told beside
 * them; NULL: nothing. */
gboolean dyr_row_insert (DyrConnection *connection,
                         const DyrRecordType *type,
                         gint64 id,
                         const DyrValue *values,
                         const char *extra,
                         GError **error);
/* Fields in the mask `changed` become what `values` (n_fields) says. */
gboolean dyr_row_update (DyrConnection *connection,
                         const DyrRecordType *type,
                         gint64 id,
                         const DyrValue *values,
                         guint64 changed,
                         GError **error);
/* Derived fields of linked records may change with this one (the client's last contact). */
void
dyr_row_touch_links (DyrConnection *connection, const DyrRecordType *type, const DyrValue *values);

G_END_DECLS
