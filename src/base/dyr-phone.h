/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Telephone numbers: understood, written one way, shown another. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dyr_phone_clean (const char *text, const char *country);
char *dyr_phone_format (const char *e164);
GStrv dyr_phone_split (const char *cell);

G_END_DECLS
