/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The countries there are, to choose from. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Array of DyrOption whose names fit what was typed, by name in that language; all for "". */
GPtrArray *dyr_countries_find (const char *text, const char *language);

G_END_DECLS
