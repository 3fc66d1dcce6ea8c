/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncHead: how the office and its CRM stand, in plain words, and what can be done about it. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_SYNC_HEAD (dyr_sync_head_get_type ())
G_DECLARE_FINAL_TYPE (DyrSyncHead, dyr_sync_head, DYR, SYNC_HEAD, GtkWidget)

void dyr_sync_head_set_office (DyrSyncHead *self, DyrOffice *office);

/* Does what helps, as the service says; asks first where it changes what is here. */
void dyr_sync_head_remedy (GtkWidget *from, DyrOffice *office);
/* What the button for that says; NULL: nothing helps. Not owned. */
const char *dyr_sync_head_remedy_label (DyrServiceRemedy remedy);

G_END_DECLS
