/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDetailHead: what a record is at one glance, and what can be done with it by one click. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_DETAIL_HEAD (dyr_detail_head_get_type ())
G_DECLARE_FINAL_TYPE (DyrDetailHead, dyr_detail_head, DYR, DETAIL_HEAD, GtkWidget)

/* Actions: step.take (s): takes the step of that id as one action and tells it with Undo;
 * step.answer (ss): the same with the answer to what it asks, canonical text. */
GtkWidget *dyr_detail_head_new (DyrOffice *office);
/* `form` (may be NULL) has the rows in which the record is edited: see DyrRecordSign. */
void dyr_detail_head_set_record (DyrDetailHead *self, DyrRecord *record, GtkWidget *form);

G_END_DECLS
