/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrOption: one thing that can be chosen, as a list shows it. */

#pragma once

#include <gio/gio.h>

#include "dyr-field.h"

G_BEGIN_DECLS

#define DYR_TYPE_OPTION (dyr_option_get_type ())
G_DECLARE_FINAL_TYPE (DyrOption, dyr_option, DYR, OPTION, GObject)

/* `id` may be NULL: no value. */
DyrOption *dyr_option_new (const char *id, const char *label, DyrStyle look);
DyrOption *dyr_option_new_link (const DyrLink *link, const char *label);
const char *dyr_option_get_id (DyrOption *self);
const char *dyr_option_get_label (DyrOption *self);
DyrStyle dyr_option_get_look (DyrOption *self);
const DyrLink *dyr_option_get_link (DyrOption *self);

G_END_DECLS
