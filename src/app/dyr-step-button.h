/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The button of a step: a click takes it, or asks first what came of it. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"
#include "dyr-step.h"

G_BEGIN_DECLS

/* Takes a step as one action and tells it with Undo (win.toast-undo). `from` is the widget that
 * was clicked; `answer` is NULL where nothing was asked. */
void dyr_step_take (const DyrStep *step,
                    DyrOffice *office,
                    DyrRecord *record,
                    const DyrValue *answer,
                    GtkWidget *from);

/* A button for a step that fits the record now. */
GtkWidget *dyr_step_button_new (const DyrStep *step, DyrOffice *office, DyrRecord *record);

G_END_DECLS
