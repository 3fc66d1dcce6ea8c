/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFinder: finds the records that a code, a name, an address belongs to, by index. Used inside
 * jobs: which record a row of a file is about, which one a link means. */

#pragma once

#include "dyr-connection.h"
#include "dyr-record.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_FINDER_FOLDED,            /* a MATCHED text; the value is folded already */
  DYR_FINDER_FOLDED_OR_UNKNOWN, /* … or the record has none */
  DYR_FINDER_IS,                /* the stored value, NULL for none; of a set: it has the element;
                                 * e-mails whatever the case of their (Latin) letters */
  DYR_FINDER_IS_OR_UNKNOWN,
} DyrFinderCompare;

typedef struct
{
  guint field;
  DyrFinderCompare compare;
  const DyrValue *value;
} DyrFinderTerm;

/* Most terms of a search. */
#define DYR_FINDER_TERMS 4

/* What became of a uid. */
typedef enum
{
  DYR_FINDER_NOTHING,
  DYR_FINDER_HERE,
  DYR_FINDER_OTHER_TYPE,
  DYR_FINDER_NOT_LISTED, /* deleted, or not within reach */
} DyrFinderState;

typedef struct _DyrFinder DyrFinder;

/* `rehearsing`: the connection is that of a DyrRehearsal. */
DyrFinder *dyr_finder_new (DyrConnection *connection, gboolean rehearsing);
void dyr_finder_free (DyrFinder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrFinder, dyr_finder_free)

/* Appends the ids (gint64) of listed records for which all terms hold; at most `limit`, 0: all. */
gboolean dyr_finder_find (DyrFinder *self,
                          const DyrRecordType *type,
                          const DyrFinderTerm *terms,
                          guint n_terms,
                          guint limit,
                          GArray *ids,
                          GError **error);
/* The record of that uid, of `type` or, with NULL, of any; `id` is 0 when it may not be used. */
gboolean dyr_finder_find_uid (DyrFinder *self,
                              const DyrRecordType *type,
                              const DyrUid *uid,
                              gint64 *id,
                              DyrFinderState *state,
                              GError **error);
/* A record that was found, as a row with its sets, to be compared and changed. */
DyrRow *dyr_finder_read (DyrFinder *self, const DyrRecordType *type, gint64 id, GError **error);
/* Whether the record is only being tried out: nobody will ever see its uid. */
gboolean dyr_finder_is_tried (DyrFinder *self, gint64 id);
/* A link to a record that was found. */
DyrLink *dyr_finder_link (DyrFinder *self, gint64 id, GError **error);

G_END_DECLS
