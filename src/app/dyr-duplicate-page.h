/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicatePage: looks for duplicates in the whole store and goes through them with a person. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_DUPLICATE_PAGE (dyr_duplicate_page_get_type ())
G_DECLARE_FINAL_TYPE (DyrDuplicatePage, dyr_duplicate_page, DYR, DUPLICATE_PAGE, GtkWidget)

GtkWidget *dyr_duplicate_page_new (DyrOffice *office);

/* Looks for duplicates of that type; NULL, or a type that has none: of the one shown, unless that
 * was done already. */
void dyr_duplicate_page_look (DyrDuplicatePage *self, const DyrRecordType *type);
/* The keyboard goes to what is there: the pairs, else what can be done. */
void dyr_duplicate_page_take_focus (DyrDuplicatePage *self);

/* What was done elsewhere: two records became one, a pair is none or may be one again. */
void dyr_duplicate_page_tell_joined (DyrDuplicatePage *self, gint64 from, gint64 into);
void
dyr_duplicate_page_tell_apart (DyrDuplicatePage *self, gint64 first, gint64 second, gboolean apart);

G_END_DECLS
