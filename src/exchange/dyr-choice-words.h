/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Words that files use for the choices of a field: "призупинено", "Партнёр", "aktivan". */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *dyr_choice_word (const char *type, const char *field, const char *word);
gboolean dyr_yes_no_word (const char *word, gboolean *yes);

G_END_DECLS
