/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTableAnchor: the record that stays where it is on the screen when rows come and go above it.
 */

#pragma once

#include "dyr-selection.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 id;      /* 0: none, the list is at its beginning */
  guint position; /* of the record, when it was looked at */
  double height;  /* of a row then */
} DyrTableAnchor;

/* The selected record if it is seen, else the first one that is. */
void dyr_table_anchor_take (DyrTableAnchor *self, GtkWidget *view, DyrSelection *selection);
/* After the list moved: scrolls by as many rows as the record went. */
void dyr_table_anchor_hold (DyrTableAnchor *self, GtkWidget *view, DyrSelection *selection);

G_END_DECLS
