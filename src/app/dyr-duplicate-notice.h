/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateNotice: says, while somebody types, that the record may be there already. It asks a
 * moment after the last key, blocks nothing, and goes when it is no longer so. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_DUPLICATE_NOTICE (dyr_duplicate_notice_get_type ())
G_DECLARE_FINAL_TYPE (DyrDuplicateNotice, dyr_duplicate_notice, DYR, DUPLICATE_NOTICE, GtkWidget)

/* Watches the field rows of a layout of that type, as long as they are there. Layouts of types that
 * have no duplicates are not watched. */
void dyr_duplicate_notice_watch (DyrDuplicateNotice *self,
                                 DyrOffice *office,
                                 GtkWidget *layout,
                                 const DyrRecordType *type);
/* The record that the layout shows; NULL: it is not stored yet. What is said of another one goes;
 * of a stored record only what was typed now is looked at. */
void dyr_duplicate_notice_set_record (DyrDuplicateNotice *self, DyrRecord *record);

G_END_DECLS
