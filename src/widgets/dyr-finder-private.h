/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFinder: a popover that finds one of many while a person types: a record to link to, a country.
 */

#pragma once

#include "dyr-input-private.h"
#include "dyr-option-private.h"

G_BEGIN_DECLS

#define DYR_TYPE_FINDER (dyr_finder_get_type ())
G_DECLARE_FINAL_TYPE (DyrFinder, dyr_finder, DYR, FINDER, GtkPopover)

/* Finds for the field: countries, or records of the type it links to. Signal "picked" (DyrOption).
 */
GtkWidget *dyr_finder_new (const DyrInputInfo *info);
/* Opens it, empty. */
void dyr_finder_open (DyrFinder *self);

G_END_DECLS
