/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Dates, numbers and money as the interface language shows them. For the main thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DyrFormat DyrFormat;

DyrFormat *dyr_format_new (const char *language, GTimeZone *office_zone);
void dyr_format_free (DyrFormat *self);
char *dyr_format_date (DyrFormat *self, gint64 date, gint64 today);
char *dyr_format_date_long (DyrFormat *self, gint64 date);
char *dyr_format_time (DyrFormat *self, gint64 instant);
char *dyr_format_instant (DyrFormat *self, gint64 instant, gint64 today);
char *dyr_format_money (DyrFormat *self, gint64 hundredths, const char *currency);
char *dyr_format_quantity (DyrFormat *self, gint64 thousandths);
char *dyr_format_count (DyrFormat *self, gint64 count);
char *dyr_format_count_in (DyrFormat *self, const char *words, gint64 count);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrFormat, dyr_format_free)

G_END_DECLS
