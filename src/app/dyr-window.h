/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrWindow: the side list, the pages, where one has been, what happened. */

#pragma once

#include "dyr-application.h"
#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_WINDOW (dyr_window_get_type ())
G_DECLARE_FINAL_TYPE (DyrWindow, dyr_window, DYR, WINDOW, AdwApplicationWindow)

/* Actions for everything inside (win.): show-page (s), open-record (x), new-record ((sx): type and
 * the record it is about, 0 none), delete-record (x), toast (s), toast-undo ((sx): text, action),
 * clash (s: the uid of a record, "" for the first one: what was changed on both sides), undo, redo,
 * back, forward, search, new, import, import-file (s: its URI), preferences, connect, shortcuts.
 * Signal "retry" (GFile *): the person asks to open the store again, or another (NULL: the same).
 */
DyrWindow *dyr_window_new (DyrApplication *application, GSettings *settings);

/* The store is open: shows its pages, or the first run when it is empty. */
void dyr_window_set_office (DyrWindow *self, DyrOffice *office);
/* What was cut off (array of DyrUnfinished; NULL: as it is now) is offered to the person. */
void dyr_window_set_interrupted (DyrWindow *self, GPtrArray *interrupted);
/* The store could not be opened: says why and what to do. */
void dyr_window_show_error (DyrWindow *self, const GError *error);

G_END_DECLS
