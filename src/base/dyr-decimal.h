/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Decimal numbers as scaled integers: no floating point touches money or stock. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DYR_DECIMAL_MONEY_SCALE 2    /* money: hundredths */
#define DYR_DECIMAL_QUANTITY_SCALE 3 /* quantities: thousandths */
#define DYR_DECIMAL_MAX_SCALE 9

gboolean dyr_decimal_parse (const char *text, int scale, gint64 *out);
gboolean dyr_decimal_parse_canonical (const char *text, int scale, gint64 *out);
char *dyr_decimal_to_text (gint64 value, int scale);
char *dyr_decimal_to_short_text (gint64 value, int scale);

G_END_DECLS
