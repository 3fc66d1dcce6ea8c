/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrHistoryPage: what was done in the whole office, newest first, to undo and redo any of it. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_HISTORY_PAGE (dyr_history_page_get_type ())
G_DECLARE_FINAL_TYPE (DyrHistoryPage, dyr_history_page, DYR, HISTORY_PAGE, GtkWidget)

GtkWidget *dyr_history_page_new (DyrOffice *office);
/* The keyboard goes to the list, as soon as there is one. */
void dyr_history_page_take_focus (DyrHistoryPage *self);

G_END_DECLS
