/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrWindow's actions about duplicates. */

#pragma once

#include "dyr-window-private.h"

G_BEGIN_DECLS

/* win.merge-records (xx): asks how two records become one;
 * win.merge-with (x): asks with which one first;
 * win.records-joined (xx): the first is gone, the second took its place;
 * win.no-duplicates (xx), win.maybe-duplicates (xx): two records are none, or may be some again;
 * win.find-duplicates: the page that looks for them. */
void dyr_duplicate_actions_install (GtkWidgetClass *klass);

G_END_DECLS
