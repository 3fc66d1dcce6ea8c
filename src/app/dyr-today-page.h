/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTodayPage: what is overdue, due today and this week, each line with its one action. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_TODAY_PAGE (dyr_today_page_get_type ())
G_DECLARE_FINAL_TYPE (DyrTodayPage, dyr_today_page, DYR, TODAY_PAGE, GtkWidget)

GtkWidget *dyr_today_page_new (DyrOffice *office);

/* Property "n-due" (guint): what is overdue or due today; told anew whenever the lines differ. */

/* Lines about records of the type, until the end of the week; for the side list. */
guint dyr_today_page_count (DyrTodayPage *self, const DyrRecordType *type);

G_END_DECLS
