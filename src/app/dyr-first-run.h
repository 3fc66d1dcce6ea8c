/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFirstRun: what an empty store shows: the sample office, a CRM, an import, or an empty start.
 */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_FIRST_RUN (dyr_first_run_get_type ())
G_DECLARE_FINAL_TYPE (DyrFirstRun, dyr_first_run, DYR, FIRST_RUN, GtkWidget)

/* Signal "done": the person chose and the store is ready. */
GtkWidget *dyr_first_run_new (DyrOffice *office);
/* Whether somebody chose to start this file empty, at this start or an earlier one. */
gboolean dyr_first_run_was_answered (DyrOffice *office);

G_END_DECLS
