/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrWindow's actions about duplicates. */

#pragma once

#include "dyr-window-private.h"

G_BEGIN_DECLS

/* win.merge-records (xx): asks how two records become one;
 * win.merge-with (x): asks with which one first;
 * win.records-joined (xx): the first is gone, the second took its place. */
void dyr_duplicate_actions_install (GtkWidgetClass *klass);

G_END_DECLS
