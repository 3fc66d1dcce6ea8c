/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a calendar calls days and months, and where its weeks begin, in a language. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DyrDayWords DyrDayWords;

/* Dates are days since 1970-01-01; texts are newly allocated. */
DyrDayWords *dyr_day_words_new (const char *language);
void dyr_day_words_free (DyrDayWords *self);
/* “Листопад 2026 р.” */
char *dyr_day_words_month (const DyrDayWords *self, gint64 date);
/* “Пн” */
char *dyr_day_words_weekday (const DyrDayWords *self, gint64 date);
/* “Вівторок, 24 листопада 2026 р.” */
char *dyr_day_words_day (const DyrDayWords *self, gint64 date);
/* Of a week; 0 is Sunday. */
int dyr_day_words_first_weekday (const DyrDayWords *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrDayWords, dyr_day_words_free)

G_END_DECLS
