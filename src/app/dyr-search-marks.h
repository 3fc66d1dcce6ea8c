/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Shows in a search entry what of its line was not understood. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-query-line.h"

G_BEGIN_DECLS

/* Marks the problems of the line in the entry, whose text it is, and says the first of them in the
 * label, which is hidden without one. NULL: no problems. */
void dyr_search_marks_show (GtkEditable *entry, GtkLabel *label, const DyrQueryLine *line);

G_END_DECLS
