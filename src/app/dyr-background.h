/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrBackground: lets the program go on without a window as long as sync is to go on, and tells
 * the desktop when something needs the person meanwhile. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_BACKGROUND (dyr_background_get_type ())
G_DECLARE_FINAL_TYPE (DyrBackground, dyr_background, DYR, BACKGROUND, GObject)

/* Signal "ended" (): it ended without a window, and its office with it: nothing of that is of use
 * any more. The application is not owned: it owns this. */
DyrBackground *dyr_background_new (GtkApplication *application, GSettings *settings);

/* Whether a program could be found again that has no window: one that was given its file as an
 * argument has no name on the bus. `application` may be NULL. */
gboolean dyr_background_is_possible (GApplication *application);

/* The office that is open. */
void dyr_background_set_office (DyrBackground *self, DyrOffice *office);
/* The window is about to close: whether the program goes on. When not, its sync comes to rest next,
 * and only another office can go on. */
gboolean dyr_background_leave (DyrBackground *self);
/* The office for a window that is to be shown now; NULL: it has to be opened. */
DyrOffice *dyr_background_get_office (DyrBackground *self);
/* FALSE: a window may be opened at once; TRUE: it is just ending, and "ended" comes when it may. */
gboolean dyr_background_is_ending (DyrBackground *self);
/* From now on it does not go on; without a window the program ends as soon as sync is at rest. */
void dyr_background_quit (DyrBackground *self);

G_END_DECLS
