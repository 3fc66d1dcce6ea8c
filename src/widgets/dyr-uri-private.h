/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What can be opened from a value: web addresses, e-mail, telephone. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-field.h"

G_BEGIN_DECLS

/* http, https, mailto or tel for a value of that kind, newly allocated; NULL: nothing to open. */
char *dyr_uri_for (DyrKind kind, const char *text);
/* Icon and words of a button that opens values of that kind; NULL for other kinds. */
const char *dyr_uri_get_icon (DyrKind kind);
char *dyr_uri_get_action (DyrKind kind, const char *shown);
/* Opens it with whatever program the person uses; tells when there is none. */
void dyr_uri_open (GtkWidget *parent, const char *uri);

G_END_DECLS
