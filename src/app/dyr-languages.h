/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The languages a person can choose: that of the system, then ours by their own names. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Number 0 is the language of the system, whose code is "". */
guint dyr_languages_get_n (void);
const char *dyr_languages_get_code (guint number);
const char *dyr_languages_get_name (guint number);

/* GtkCalendar asks the C library for the names of months and days and where weeks begin: gives it
 * those of the language, when the system has them; FALSE: it has not, nothing changes. All other
 * dates are ICU’s. Before there are threads. */
gboolean dyr_languages_set_time_locale (const char *language);

G_END_DECLS
