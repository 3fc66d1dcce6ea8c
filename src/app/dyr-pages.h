/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the pages of the window are: one line a record type with a place in the side list. */

#pragma once

#include "dyr-record-type.h"
#include "dyr-table.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* "clients": of the page and of win.show-page */
  const char *icon;
  const DyrRecordType *type;
  const char *filter_state; /* choice field of the first filter */
  const char *filter_user;  /* link to a user of the second filter; NULL none */
  const char *sort;         /* the page's own order, "-" in front: descending */
  const char *new_label;    /* NC_ ("page", …) */
  const char *empty_title;  /* NC_ ("page", …) */
  const char *empty_text;   /* NC_ ("page", …) */
  const char *count_one;    /* for ngettext */
  const char *count_many;
  DyrTableColumn columns[8]; /* ended by a NULL field */
} DyrPageInfo;

/* Ended by a NULL name. */
extern const DyrPageInfo dyr_pages[];

/* The page that shows records of the type; NULL for types without one. */
const DyrPageInfo *dyr_pages_find (const DyrRecordType *type);

G_END_DECLS
