/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The banner about sync: calm, once, while changes wait that cannot go. */

#pragma once

#include "dyr-banner.h"
#include "dyr-office.h"

G_BEGIN_DECLS

/* Shows it over the window's pages from now on: offline with changes that wait, with a way to the
 * page of sync, until somebody has read it; stopped, with what helps, until that is over. Offline
 * is told only once it stands for a while. */
void dyr_sync_banner_watch (DyrBanner *banner, DyrOffice *office);
/* It stands long enough. For tests; FALSE: nothing was waited for. */
gboolean dyr_sync_banner_fire_timer (DyrBanner *banner);

G_END_DECLS
