/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Opening attached files: a copy that only reads, in a private folder, by the person's program for
 * such files. Never what is or starts a program. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* Opens the file; what keeps it from that is told above the window of `from`. A
 * program is not opened; saving it is offered instead. */
void dyr_file_open (DyrOffice *office, GtkWidget *from, DyrRecord *file);
/* Asks where to, then writes what is in the file there; tells that it is done, or why not. */
void dyr_file_save_as (DyrOffice *office, GtkWidget *from, DyrRecord *file);

G_END_DECLS
