/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLinkButton: a button behind which one of many records is found while a person types. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-lookup.h"

G_BEGIN_DECLS

#define DYR_TYPE_LINK_BUTTON (dyr_link_button_get_type ())
G_DECLARE_FINAL_TYPE (DyrLinkButton, dyr_link_button, DYR, LINK_BUTTON, GtkButton)

/* Signal "picked" (DyrLink): a record was chosen. */

/* What there is to find, and how; `what` names the search to those who do not see it. Until then a
 * click does nothing. The lookup is not kept alive. */
void dyr_link_button_set_lookup (DyrLinkButton *self,
                                 const char *what,
                                 const DyrRecordType *type,
                                 DyrLookup *lookup);

G_END_DECLS
