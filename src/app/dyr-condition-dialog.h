/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConditionDialog: asks what a field must be. */

#pragma once

#include <adwaita.h>

#include "dyr-condition.h"
#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_CONDITION_DIALOG (dyr_condition_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DyrConditionDialog, dyr_condition_dialog, DYR, CONDITION_DIALOG, AdwWindow)

/* Signal "made" (GPtrArray of DyrCondition): the person chose them; a range is two. */
DyrConditionDialog *
dyr_condition_dialog_new (DyrOffice *office, const DyrRecordType *type, guint field);

G_END_DECLS
