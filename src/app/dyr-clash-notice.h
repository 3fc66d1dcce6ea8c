/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashNotice: says above a record that it was changed in the CRM too, and leads to the
 * decision. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_CLASH_NOTICE (dyr_clash_notice_get_type ())
G_DECLARE_FINAL_TYPE (DyrClashNotice, dyr_clash_notice, DYR, CLASH_NOTICE, GtkWidget)

/* NULL: of nothing. */
void dyr_clash_notice_set_record (DyrClashNotice *self, DyrOffice *office, DyrRecord *record);

G_END_DECLS
