/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Status: how much is in the store, and what in it waits for somebody. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 schema;      /* version of the file */
  gint64 *n_records;  /* in lists, in the order of dyr_record_types */
  gint64 waiting;     /* records with changes that the CRM does not have yet */
  gint64 interrupted; /* see dyr-unfinished.h */
  gint64 samples;     /* sample records in lists */
  gint64 size;        /* bytes of the file and what belongs to it */
} DyrStatus;

/* A DyrJob: `data` is a DyrStatus **, which gets a new one. */
gboolean dyr_status_job (DyrConnection *connection,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error);
void dyr_status_free (DyrStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrStatus, dyr_status_free)

G_END_DECLS
