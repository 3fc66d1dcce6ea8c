/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrContext: what reading and showing values depends on: language, office time zone, today. */

#pragma once

#include "dyr-record.h"
#include "dyr-format.h"

G_BEGIN_DECLS

typedef struct
{
  const char *language; /* uk, ru, hr, en */
  char *country;        /* ISO 3166 alpha-2 of the office: phones without a country code */
  GTimeZone *zone;      /* the office's, not the computer's */
  DyrFormat *format;
} DyrContext;

/* NULL time zone name: Europe/Kyiv, or Europe/Zagreb for an office in Croatia. */
DyrContext *dyr_context_new (const char *language, const char *country, const char *zone);
void dyr_context_free (DyrContext *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrContext, dyr_context_free)

/* The office's date now, days since 1970-01-01. */
gint64 dyr_context_today (const DyrContext *self);

/* Reads what a person typed: dates 24.11., money 1 500,00, choices by word, sets by comma or line.
 * Empty text is no value. Links are not read here. `country` (may be NULL) helps phones.
 * FALSE and DYR_ERROR_INVALID with a sentence for the person. */
gboolean dyr_context_parse (const DyrContext *self,
                            const DyrRecordType *type,
                            guint field,
                            const char *text,
                            const char *country,
                            DyrValue *value,
                            GError **error);

/* How people read the value; newly allocated, NULL for no value. `currency` (or NULL) of money. */
char *dyr_context_show (const DyrContext *self,
                        const DyrRecordType *type,
                        guint field,
                        const DyrValue *value,
                        const char *currency);
/* The same for a field of a record, with its currency. */
char *dyr_context_show_field (const DyrContext *self, DyrRecord *record, guint field);
/* What an editor starts with: typed text, dates in full, no currency sign; "" for no value. */
char *dyr_context_edit_text (const DyrContext *self,
                             const DyrRecordType *type,
                             guint field,
                             const DyrValue *value);

/* “2.5 MB” of bytes, in the numbers and words of the interface; newly allocated. */
char *dyr_context_show_size (const DyrContext *self, gint64 size);

/* A sentence when the value looks wrong though it is kept (a check digit), else NULL. */
char *dyr_context_warning (const DyrContext *self,
                           const DyrRecordType *type,
                           guint field,
                           const DyrValue *value,
                           const char *country);

G_END_DECLS
