/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrAttaching: files on their way to a record, beside the main thread; goes on whatever is shown
 * meanwhile, and tells at its end. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_ATTACHING (dyr_attaching_get_type ())
G_DECLARE_FINAL_TYPE (DyrAttaching, dyr_attaching, DYR, ATTACHING, GObject)

/* Properties: "fraction" (double): how much of the bytes is there; "slow": it takes long enough for
 * people to see how far it is. */

/* Attaches `files` (GFile) to the record, as one action. Those that cannot be taken do not keep the
 * others from it. What came of it is told in the main window below `from`, with Undo; it is among
 * dyr_office_get_attachings () until what went wrong was read. */
void dyr_attaching_start (DyrOffice *office, gint64 about, GPtrArray *files, GtkWidget *from);
/* The same for a picture that never was a file. */
void
dyr_attaching_start_picture (DyrOffice *office, gint64 about, GdkTexture *picture, GtkWidget *from);

gint64 dyr_attaching_get_about (DyrAttaching *self);
guint dyr_attaching_get_n_files (DyrAttaching *self);
double dyr_attaching_get_fraction (DyrAttaching *self);
gboolean dyr_attaching_is_slow (DyrAttaching *self);
/* Leaves all out. */
void dyr_attaching_cancel (DyrAttaching *self);

G_END_DECLS
