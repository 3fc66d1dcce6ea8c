/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a message repeats of a text that was typed or read. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dyr_quote (const char *text);

G_END_DECLS
