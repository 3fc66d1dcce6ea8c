/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The last resort of dyr_language_setup (), for its test. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dyr_language_borrow_locale (const char *name);

G_END_DECLS
