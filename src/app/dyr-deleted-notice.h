/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDeletedNotice: says above a record that it is deleted, and brings it back. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_DELETED_NOTICE (dyr_deleted_notice_get_type ())
G_DECLARE_FINAL_TYPE (DyrDeletedNotice, dyr_deleted_notice, DYR, DELETED_NOTICE, GtkWidget)

/* Property "revealed" (gboolean, read-only): the record is deleted; what shows it takes no edits
 * then. */

/* NULL: of nothing. */
void dyr_deleted_notice_set_record (DyrDeletedNotice *self, DyrOffice *office, DyrRecord *record);
gboolean dyr_deleted_notice_get_revealed (DyrDeletedNotice *self);

G_END_DECLS
