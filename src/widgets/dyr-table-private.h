/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTable: what its tests count. */

#pragma once

#include "dyr-table.h"

G_BEGIN_DECLS

guint dyr_table_get_n_binds (DyrTable *self);
/* As if Shift were held at a click on a header. */
void dyr_table_hold_shift (DyrTable *self, gboolean held);

G_END_DECLS
