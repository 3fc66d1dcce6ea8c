/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Stops a thread of the database at a statement, so that a test can do something meanwhile. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Before the databases that it is to watch are opened; one at a time. */
void statement_hold_begin (void);
/* After they were closed. Nothing may be held. */
void statement_hold_end (void);

/* The n-th statement (from 1) from now on that has this in its text waits, once. The text must
 * live until the end. */
void statement_hold_at (const char *part, guint n);
/* A thread waits there. The main loop wakes when it comes. */
gboolean statement_hold_is_held (void);
/* Lets it go on. */
void statement_hold_let_go (void);
/* How many more such statements it began before its transaction ended. */
guint statement_hold_get_n_more (void);

G_END_DECLS
