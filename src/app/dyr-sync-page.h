/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncPage: how the office and its CRM stand, what waits, what needs the person. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_SYNC_PAGE (dyr_sync_page_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncPage, dyr_sync_page, DYR, SYNC_PAGE, GtkWidget)

GtkWidget *dyr_sync_page_new (DyrOffice *office);
/* The page was gone to: it shows first what needs the person, and has the keyboard. */
void dyr_sync_page_take_focus (DyrSyncPage *self);

G_END_DECLS
