/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of DyrWindow share: the window itself and its actions. */

#pragma once

#include "dyr-duplicate-page.h"
#include "dyr-list-page.h"
#include "dyr-places.h"
#include "dyr-window.h"

G_BEGIN_DECLS

/* dyr-window.c */
DyrOffice *dyr_window_get_office (DyrWindow *self);
GSettings *dyr_window_get_settings (DyrWindow *self);
DyrPlaces *dyr_window_get_places (DyrWindow *self);
/* The list page that is shown; NULL on other pages. */
DyrListPage *dyr_window_get_list_page (DyrWindow *self);
const char *dyr_window_get_page_name (DyrWindow *self);
/* The page of duplicates, shown or not; NULL: nobody looked for any. */
DyrDuplicatePage *dyr_window_get_duplicate_page (DyrWindow *self);
/* Shows a page without remembering it; NULL when there is none of that name. */
GtkWidget *dyr_window_show_page (DyrWindow *self, const char *name);
void dyr_window_focus_search (DyrWindow *self, const char *text);
void dyr_window_toggle_names (DyrWindow *self);
void dyr_window_open_menu (DyrWindow *self);
void dyr_window_update_actions (DyrWindow *self);
/* A toast of plain text, with an Undo button for an action: what dyr_tell () comes to. */
void dyr_window_tell (DyrWindow *self, const char *text);
void dyr_window_tell_undo (DyrWindow *self, const char *text, gint64 action);
/* … that stands as long as the window does. */
void dyr_window_tell_to_the_end (DyrWindow *self, const char *text);
/* … with a button for any action; takes a floating target. */
void dyr_window_tell_with (
    DyrWindow *self, const char *text, const char *label, const char *action, GVariant *target);
/* Takes away the toasts that offer Undo: what they are about is being undone in another way. */
void dyr_window_withdraw_undo (DyrWindow *self);

/* dyr-window-actions.c */
void dyr_window_install_actions (GtkWidgetClass *klass);
/* The main menu; it names what Undo and Redo would take back. A new object. */
GMenuModel *dyr_window_new_menu (const char *undo, const char *redo);
/* Shows a page and remembers it for Back. */
void dyr_window_go_to_page (DyrWindow *self, const char *name);

/* dyr-window-closing.c */
/* Ends the window of an office once everything is stored that is to be. */
void dyr_window_end (DyrWindow *self);

G_END_DECLS
