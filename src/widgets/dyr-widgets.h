/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Everything in the widget layer. */

#pragma once

#include "dyr-banner.h"
#include "dyr-display.h"
#include "dyr-field-row.h"
#include "dyr-file-picker.h"
#include "dyr-form.h"
#include "dyr-pill.h"
#include "dyr-prompt.h"
#include "dyr-selection.h"
#include "dyr-split.h"
#include "dyr-table.h"

G_BEGIN_DECLS

/* Registers the types, so that .ui files may name them. Called once, before the first window. */
void dyr_widgets_init (void);

G_END_DECLS
