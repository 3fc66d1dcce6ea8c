/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What people read of a run of sync. All texts are translated and newly allocated. */

#pragma once

#include "dyr-format.h"
#include "dyr-sync-runs.h"

G_BEGIN_DECLS

/* “Sent 14, received 203”, “Nothing new”: a line. */
char *dyr_sync_run_words (const DyrSyncRun *run, DyrFormat *format);
/* What else is to be said of it, in a line or several; NULL: nothing. @today: a day. */
char *dyr_sync_run_words_more (const DyrSyncRun *run, DyrFormat *format, gint64 today);

G_END_DECLS
