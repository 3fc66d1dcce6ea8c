/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Undo by sets beside undo change by change, each in an office of its own. */

#pragma once

#include "store-test.h"

/* Takes the action back in both, by sets in the one, change by change in its copy, and fails the
 * test unless the same comes out: rows, history, outbox, search, what was not taken back. The new
 * action; `n_kept` grows by what was not. */
gint64 undo_compare (Office *office, Office *copy, gint64 action, guint *n_kept);
