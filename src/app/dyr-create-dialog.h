/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCreateDialog: the required fields of a new record; the rest is filled in on its page. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* Asks for a new record of the type. `about` (may be NULL) is a record it is to be linked to: the
 * client of a contract, the contract of an amendment. When it was stored, it is opened; parts of
 * what it is about are seen there. What is typed is kept until then and shown again the next time
 * such a record is asked for, unless somebody discards it. */
void dyr_create_dialog_present (DyrOffice *office,
                                GtkWindow *parent,
                                const DyrRecordType *type,
                                DyrRecord *about);

G_END_DECLS
