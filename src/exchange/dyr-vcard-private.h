/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What reads and writes address cards: properties of cards (RFC 6350, RFC 2426, vCard 2.1). */

#pragma once

#include "dyr-sheet-problem-private.h"
#include "dyr-text-source-private.h"

G_BEGIN_DECLS

/* What this program adds to cards, so that a role comes back as it was typed. */
#define DYR_VCARD_ROLE "X-DYRYHENT-ROLE"
#define DYR_VCARD_CLIENT "X-DYRYHENT-CLIENT"
#define DYR_VCARD_DECISION_ROLE "X-DYRYHENT-DECISION-ROLE"
#define DYR_VCARD_DO_NOT_CALL "X-DYRYHENT-DO-NOT-CALL"

/* A line of a card. Names are in upper case. */
typedef struct
{
  char *name;
  GPtrArray *parameters; /* char *: name, value, name, value … in upper case but for values that
                          * are ours; of "HOME" in vCard 2.1 the name is TYPE */
  char *value;           /* still with its backslashes */
} DyrVcardProperty;

void dyr_vcard_property_free (DyrVcardProperty *property);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrVcardProperty, dyr_vcard_property_free)

/* Takes one unfolded line apart; NULL: it is no property. */
DyrVcardProperty *dyr_vcard_property_parse (const char *line);
/* Whether a parameter has the value, in a list of several, too. */
gboolean
dyr_vcard_property_has (const DyrVcardProperty *property, const char *name, const char *value);
/* The first value of a parameter; NULL for none; not to be freed. */
const char *dyr_vcard_property_get (const DyrVcardProperty *property, const char *name);
/* The value without its backslashes. */
char *dyr_vcard_property_text (const DyrVcardProperty *property);
/* The parts of a value between semicolons, likewise; `comma` stands in place of those commas that
 * separate several texts. */
GStrv dyr_vcard_property_parts (const DyrVcardProperty *property, char comma);

/* What telephones are for: "CELL", and "mobile" in the language of the interface. */
#define DYR_VCARD_N_TYPES 5
const char *dyr_vcard_type_name (guint index);
const char *dyr_vcard_type_word (guint index);

/* Lines, unfolded, decoded. */
typedef struct _DyrVcardLines DyrVcardLines;

DyrVcardLines *dyr_vcard_lines_new (DyrTextSource *source);
void dyr_vcard_lines_free (DyrVcardLines *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrVcardLines, dyr_vcard_lines_free)
/* The next one and its number. FALSE without an error at the end. `too_long`: the rest of it was
 * not kept. */
gboolean dyr_vcard_lines_next (
    DyrVcardLines *self, const char **text, guint *line, gboolean *too_long, GError **error);
/* Forgets what was read ahead: the source was moved. */
void dyr_vcard_lines_reset (DyrVcardLines *self);

G_END_DECLS
