/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrZoneRow: a row that shows a time zone and lets one search for another. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DYR_TYPE_ZONE_ROW (dyr_zone_row_get_type ())
G_DECLARE_FINAL_TYPE (DyrZoneRow, dyr_zone_row, DYR, ZONE_ROW, AdwActionRow)

/* Property "zone" (string): a name of the time zone database, "Europe/Kyiv". A person can choose
 * only zones that this system knows. */
void dyr_zone_row_set_zone (DyrZoneRow *self, const char *zone);
const char *dyr_zone_row_get_zone (DyrZoneRow *self);

G_END_DECLS
