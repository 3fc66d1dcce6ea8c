/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The button of a step: a click takes it, or asks first what came of it. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"
#include "dyr-step.h"

G_BEGIN_DECLS

/* A button for a step that fits the record now. It activates step.take (s): the step's id, or
 * step.answer (ss): the id and the answer as canonical text, "" for none. */
GtkWidget *dyr_step_button_new (const DyrStep *step, DyrOffice *office, DyrRecord *record);

G_END_DECLS
