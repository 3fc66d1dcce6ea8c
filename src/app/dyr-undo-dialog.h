/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Undo and redo as people do them: at once when little is taken back; else one sees how far it
 * came, and can stop it. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_UNDO_DIALOG (dyr_undo_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DyrUndoDialog, dyr_undo_dialog, DYR, UNDO_DIALOG, AdwWindow)

/* Takes back an action, 0: the last one; `redo`: lets it stand again. What could not be is told in
 * the window. */
void dyr_undo_run (DyrOffice *office, GtkWindow *window, gint64 action, gboolean redo);

/* The same for a window that tells itself what became of it. */
void dyr_undo_run_async (DyrOffice *office,
                         GtkWindow *window,
                         gint64 action,
                         gboolean redo,
                         GAsyncReadyCallback callback,
                         gpointer data);
DyrUndoResult *dyr_undo_run_finish (GAsyncResult *result, GError **error);
/* What a person has to know of it: that it was stopped, what could not be taken back; NULL:
 * nothing.
 */
char *dyr_undo_tell_result (const DyrUndoResult *result, gboolean redo);

G_END_DECLS
