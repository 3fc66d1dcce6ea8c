/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Forget: what this computer has of the CRM is deleted from it, for good. Used inside jobs. */

#pragma once

#include "dyr-connection.h"
#include "dyr-progress.h"

G_BEGIN_DECLS

/* What would go. */
typedef struct
{
  gint64 *n_unsent; /* records of which something waits for the CRM, or for a person's word before
                     * that; in the order of dyr_record_types … */
  gint64 n_all;     /* … and all of them */
  gint64
      n_files; /* files attached to records of the CRM that it does not have: not counted above */
  gint64 n_there; /* records that are the CRM's as well, and of which nothing is only here */
} DyrForgetPlan;

/* A DyrJob: `data` is a DyrForgetPlan **, which gets a new one. */
gboolean dyr_forget_plan_job (DyrConnection *connection,
                              gpointer data,
                              GCancellable *cancellable,
                              GError **error);
void dyr_forget_plan_free (DyrForgetPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrForgetPlan, dyr_forget_plan_free)

/* In a job of the writer: the records that the CRM has as well, or had, go from this file with
 * their history, texts and places in search; so does what is known of the CRM itself. What was not
 * sent stays, and records that files are attached to stay with them; `unsent` takes those, too.
 * What is in such files goes with later sweeps. A record that something which stays points to keeps
 * its name and nothing else. Records that the CRM cannot hold, and samples, stay. Nothing goes to
 * the CRM, and nothing of it can be undone. `progress` (may be NULL) is told in the thread of the
 * job. */
gboolean dyr_forget_all (DyrConnection *connection,
                         gboolean unsent,
                         DyrProgress progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
