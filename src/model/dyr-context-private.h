/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What reading and showing values have in common. */

#pragma once

#include "dyr-context.h"

G_BEGIN_DECLS

/* A date and an instant with their year, as the language writes them. */
char *dyr_context_full_date (const DyrContext *self, gint64 date);
char *dyr_context_full_instant (const DyrContext *self, gint64 instant);

/* "yes" and "no" as people read them. Not to be freed. */
const char *dyr_yes_no_label (gint64 answer);

G_END_DECLS
