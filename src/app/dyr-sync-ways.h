/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The ways out of what the CRM refused, as actions of a widget class. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* sync.decide (s: uid), sync.field ((xs): record, field), sync.again (x: record), sync.let-go
 * ((xi): record, DyrLetGo). */
void dyr_sync_ways_install (GtkWidgetClass *klass);
/* For each widget of the class, once. */
void dyr_sync_ways_set_office (GtkWidget *widget, DyrOffice *office);

G_END_DECLS
