/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashGroup: one clash: what was, what is here, what the CRM has, or another value; one of them
 * is chosen. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-clash-look.h"
#include "dyr-office.h"

G_BEGIN_DECLS

/* In the order in which they stand. */
#define DYR_CLASH_N_CHOICES 4

#define DYR_TYPE_CLASH_GROUP (dyr_clash_group_get_type ())
G_DECLARE_FINAL_TYPE (DyrClashGroup, dyr_clash_group, DYR, CLASH_GROUP, GtkWidget)

/* Signal "chosen" (): something else is chosen. `sides` are number `nth` of the look. */
GtkWidget *dyr_clash_group_new (DyrOffice *office, DyrClashLook *look, guint nth);

const DyrClash *dyr_clash_group_get_clash (DyrClashGroup *self);
gboolean dyr_clash_group_is_chosen (DyrClashGroup *self);
/* 0: what was, 1: mine, 2: theirs, 3: another value. */
void dyr_clash_group_choose (DyrClashGroup *self, guint nth);
/* The keyboard comes to what is chosen, or to what can be. */
void dyr_clash_group_take_focus (DyrClashGroup *self);
/* What was chosen and typed in another one about the same. */
void dyr_clash_group_take_choice (DyrClashGroup *self, DyrClashGroup *from);
/* Says that it is not what it was when somebody looked. */
void dyr_clash_group_tell_changed (DyrClashGroup *self);
/* FALSE: what was typed is no value; the row says why and has the keyboard. `values` of the answer
 * belong to the caller. */
gboolean dyr_clash_group_get_answer (DyrClashGroup *self, DyrClashAnswer *answer);

G_END_DECLS
