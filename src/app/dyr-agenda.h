/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrAgenda: what is due until the end of the week, out of four kinds of records. */

#pragma once

#include "dyr-office.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_DUE_OVERDUE,
  DYR_DUE_TODAY,
  DYR_DUE_WEEK,
  DYR_N_DUE,
} DyrDue;

typedef struct
{
  DyrRecord *record;
  DyrDue due;
  gint64 date;    /* days since 1970-01-01 */
  gint64 instant; /* DYR_UNSET: no time of day */
} DyrAgendaItem;

#define DYR_TYPE_AGENDA (dyr_agenda_get_type ())
G_DECLARE_FINAL_TYPE (DyrAgenda, dyr_agenda, DYR, AGENDA, GObject)

/* Signal "changed" (): the items differ or their records do. */
DyrAgenda *dyr_agenda_new (DyrOffice *office);
/* DyrAgendaItem by due, then time; belongs to the agenda until it changes. */
GArray *dyr_agenda_get_items (DyrAgenda *self);
/* FALSE until everything was read once. */
gboolean dyr_agenda_is_ready (DyrAgenda *self);
/* Asks anew: the day may have changed. */
void dyr_agenda_refresh (DyrAgenda *self);

G_END_DECLS
