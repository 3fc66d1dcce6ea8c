/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Texts with the names of records in them that open those records. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* Appends text as it is, as a link to the record `id` (0: as plain text), struck through when that
 * was deleted. */
void dyr_link_text_append (GString *markup, const char *text, gint64 id, gboolean deleted);
/* Shows what dyr_link_text_append () made and opens what is clicked in it. */
void dyr_link_text_set_up (GtkLabel *label, DyrOffice *office);

G_END_DECLS
