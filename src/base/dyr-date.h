/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Calendar dates without a time zone, instants in UTC, and how people write both. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A date is a gint64: days since 1970-01-01, proleptic Gregorian.
 * An instant is a gint64: seconds since 1970-01-01T00:00:00Z. */
#define DYR_DATE_MIN (G_GINT64_CONSTANT (-719162)) /* 0001-01-01 */
#define DYR_DATE_MAX (G_GINT64_CONSTANT (2932896)) /* 9999-12-31 */
#define DYR_INSTANT_MIN (DYR_DATE_MIN * 86400)
#define DYR_INSTANT_MAX (DYR_DATE_MAX * 86400 + 86399)

gboolean dyr_date_from_ymd (int year, int month, int day, gint64 *date);
void dyr_date_to_ymd (gint64 date, int *year, int *month, int *day);
char *dyr_date_to_text (gint64 date);
gboolean dyr_date_parse_iso (const char *text, gint64 *date);
gboolean dyr_date_parse (const char *text, gint64 today, gint64 *date);
gint64 dyr_date_add_months (gint64 date, int months);
gint64 dyr_date_of_instant (gint64 instant, GTimeZone *zone);

char *dyr_instant_to_text (gint64 instant);
gboolean dyr_instant_parse_iso (const char *text, gint64 *instant);
gboolean dyr_instant_parse (const char *text, GTimeZone *zone, gint64 today, gint64 *instant);
gint64 dyr_instant_of_date (gint64 date, int hour, int minute, GTimeZone *zone);

G_END_DECLS
