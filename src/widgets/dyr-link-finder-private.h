/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLinkFinder: a popover that finds one of many while a person types: a record to link to, a
 * country.
 */

#pragma once

#include "dyr-input-private.h"
#include "dyr-option-private.h"

G_BEGIN_DECLS

#define DYR_TYPE_LINK_FINDER (dyr_link_finder_get_type ())
G_DECLARE_FINAL_TYPE (DyrLinkFinder, dyr_link_finder, DYR, LINK_FINDER, GtkPopover)

/* Finds for the field: countries, or records of the type it links to. Signal "picked" (DyrOption).
 */
GtkWidget *dyr_link_finder_new (const DyrInputInfo *info);
/* Finds records of a type for no field at all; `what` names the search to those who do not see. */
GtkWidget *
dyr_link_finder_new_for_type (const char *what, const DyrRecordType *type, DyrLookup *lookup);
/* Opens it, empty. */
void dyr_link_finder_open (DyrLinkFinder *self);

G_END_DECLS
