/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Sections: the rows of a list in groups by a field: by state, by responsible, by month. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/* Rows that have the same value. */
typedef struct
{
  DyrValue
      value; /* a choice's id; a link; of dates and instants the first day of the month; none */
  guint n;
} DyrSection;

/* Choices, links, dates and instants that are stored, not computed. */
gboolean dyr_sections_can_split (const DyrRecordType *type, guint field);

/* A new array of DyrSection, of which none is empty: choices in the order of their work, links by
 * name, months by time (`descending`: the latest first), what has no value last. `ids` are put in
 * their order; within a section they keep the one they had. */
GArray *dyr_sections_split (DyrConnection *connection,
                            const DyrRecordType *type,
                            guint field,
                            gboolean descending,
                            GArray *ids,
                            GError **error);

/* What tells a section from the others of its list, newly allocated. */
char *dyr_section_key (const DyrSection *section);

G_END_DECLS
