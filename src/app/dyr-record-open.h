/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Opening a record: one rule, wherever it was named. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* Opens a record: on its page, for which dialogs make way (the action win.show-record of the main
 * window), or in a window of its own where its type has no page. `from` is the widget somebody
 * clicked. What cannot be read is reported by the store. */
void dyr_record_open (DyrOffice *office, GtkWidget *from, gint64 id);
/* … with the keyboard in a field, where it has one of that name to edit. */
void dyr_record_open_at (DyrOffice *office, GtkWidget *from, gint64 id, const char *field);

G_END_DECLS
