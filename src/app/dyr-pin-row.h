/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPinRow: whether the files of a record, and of what belongs to it, are kept on this computer.
 */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_PIN_ROW (dyr_pin_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrPinRow, dyr_pin_row, DYR, PIN_ROW, AdwActionRow)

/* It is visible only while the office is connected with a CRM that has files, and the record may
 * have some. */
void dyr_pin_row_set_record (DyrPinRow *self, DyrOffice *office, DyrRecord *record);

G_END_DECLS
