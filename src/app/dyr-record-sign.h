/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordSign: whether what was typed about a record is on disk, and whether the CRM has it. What
 * it calls saved survives a power cut. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_RECORD_SIGN (dyr_record_sign_get_type ())
G_DECLARE_FINAL_TYPE (DyrRecordSign, dyr_record_sign, DYR, RECORD_SIGN, GtkWidget)

GtkWidget *dyr_record_sign_new (DyrOffice *office);
/* `form` (may be NULL) has the rows that show the record (may be NULL). Without a CRM
 * it says nothing until something is typed. */
void dyr_record_sign_set_record (DyrRecordSign *self, DyrRecord *record, GtkWidget *form);

G_END_DECLS
