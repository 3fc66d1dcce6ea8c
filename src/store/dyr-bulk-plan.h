/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a bulk edit is to do, kept beside its action until that ends: one whose program was killed
 * can be gone on with. Used inside jobs of the writer. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

typedef struct
{
  const DyrRecordType *type;
  GArray *ids;    /* gint64, in the order of the edit */
  GArray *values; /* DyrFieldValue; links know their uid only */
  guint n_left;   /* of the ids, the last ones: not looked at yet */
} DyrBulkPlan;

void dyr_bulk_plan_free (DyrBulkPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrBulkPlan, dyr_bulk_plan_free)

gboolean dyr_bulk_plan_write (DyrConnection *connection,
                              gint64 action,
                              const DyrRecordType *type,
                              const GArray *ids,
                              const GArray *values,
                              GError **error);
/* So many of the ids are left. With each part, in its transaction. */
gboolean
dyr_bulk_plan_set_left (DyrConnection *connection, gint64 action, guint n_left, GError **error);
/* The same of what is kept; 0: no plan is. */
gboolean
dyr_bulk_plan_get_left (DyrConnection *connection, gint64 action, guint *n_left, GError **error);
/* Of an action that was interrupted; DYR_ERROR_REFUSED: it was not, it is settled, or what was to
 * be done is not known. */
DyrBulkPlan *dyr_bulk_plan_read (DyrConnection *connection, gint64 action, GError **error);
/* Nobody goes on with it any more. */
gboolean dyr_bulk_plan_drop (DyrConnection *connection, gint64 action, GError **error);

G_END_DECLS
