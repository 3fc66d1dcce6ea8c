/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the full text answers a match about one type of records. */

#pragma once

#include "dyr-glance.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/* What the beginning of an answer makes expect of the whole. */
typedef struct
{
  gint64 n_rows;  /* of the type, at most */
  gint64 n_found; /* with the words; 0: of a letter, before the full text was asked */
} DyrMatchGuess;

/* Is told once that many rows have the words, before the others are asked for. FALSE: an error. */
typedef gboolean (*DyrMatchCommon) (gpointer data, const DyrMatchGuess *guess, GError **error);

/* The ids of the records whose full text has the words, in order: a new array of gint64. All are
 * between the first and the last one of the type, though other types may have some there. For a
 * match with words. `glance` (NULL: none) is of the match, `common` is only told with one. */
GArray *dyr_match_text_ids (const DyrMatch *self,
                            DyrConnection *connection,
                            const DyrRecordType *type,
                            const DyrGlance *glance,
                            DyrMatchCommon common,
                            gpointer data,
                            GError **error);

/* The ids of the records of which the pieces have what a rough question (dyr_glance_rough ()) asks
 * for: a new array of gint64, empty when there are too many. */
GArray *dyr_match_rough_ids (DyrConnection *connection,
                             const DyrRecordType *type,
                             const char *question,
                             GError **error);

/* The first and the last id of the rows of a type; without any, the last one is the smaller one. */
gboolean dyr_match_id_range (DyrConnection *connection,
                             const DyrRecordType *type,
                             gint64 *first,
                             gint64 *last,
                             GError **error);

G_END_DECLS
