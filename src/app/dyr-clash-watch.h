/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashWatch: knows, as long as it lives, whether something was changed on both sides. */

#pragma once

#include "dyr-clash-look.h"
#include "dyr-store.h"

G_BEGIN_DECLS

#define DYR_TYPE_CLASH_WATCH (dyr_clash_watch_get_type ())
G_DECLARE_FINAL_TYPE (DyrClashWatch, dyr_clash_watch, DYR, CLASH_WATCH, GObject)

/* Signal "changed" (): it looked again. */
DyrClashWatch *dyr_clash_watch_new (DyrStore *store);
/* Looks at that record; 0: at all of them, of which the first is shown. What was seen is
 * forgotten. */
void dyr_clash_watch_look_at (DyrClashWatch *self, gint64 record);
/* It looks at nothing any more. */
void dyr_clash_watch_stop (DyrClashWatch *self);
/* What was seen last; NULL: nothing yet. Belongs to the watch until it looks again. */
DyrClashLook *dyr_clash_watch_get_look (DyrClashWatch *self);

G_END_DECLS
