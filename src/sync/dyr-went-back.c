/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Went back: whether the CRM forgot what it had told us, as one does that was restored from a
 * backup.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-engine-private.h"

/* More than this is no race any more but an older server. */
#define FALL_BY_RACES 3
#define FELL_BY_RACES 3
/* A write that fell behind another one is about as old as that; seconds. */
#define RACES_LAST 120

/* How a record fell behind what we knew of it. */
typedef struct
{
  gint64 versions; /* 0: it did not */
  gint64 seconds;  /* how long before we knew more it was written; 0: it was not, or nobody knows */
} Fall;

static gboolean
measure_fall (DyrAgree *agree, const DyrRemoteRecord *theirs, Fall *fall, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = NULL;

  *fall = (Fall){ 0 };
  if (theirs->version == NULL || theirs->deleted || strlen (theirs->version) >= 10)
    return TRUE;
  query = dyr_connection_query (agree->connection,
                                error,
                                "SELECT CAST (remote_version AS INTEGER) - ?, read_at FROM record "
                                "WHERE type = ? AND remote_id = ?",
                                "int",
                                (gint64) g_ascii_strtoull (theirs->version, NULL, 10),
                                theirs->type->number,
                                theirs->remote_id);
  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local) && dyr_statement_number (query, 0) > 0)
    {
      fall->versions = dyr_statement_number (query, 0);
      if (theirs->modified != 0)
        fall->seconds = MAX (dyr_statement_number (query, 1) - theirs->modified, 0);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* A record alone that fell by little is what writes at the same moment leave where versions are not
 * checked under a lock; but then it was written after we knew more. */
gboolean
dyr_went_back (DyrAgree *agree, const GPtrArray *records, gboolean *back, GError **error)
{
  guint n_fell = 0;

  *back = FALSE;
  for (guint i = 0; i < records->len && !*back; i++)
    {
      const DyrRemoteRecord *theirs = g_ptr_array_index (records, i);
      const DyrRemoteType *info = dyr_remote_get_type_info (agree->remote, theirs->type);
      Fall fall;

      if (!measure_fall (agree, theirs, &fall, error))
        return FALSE;
      n_fell += fall.versions > 0 ? 1 : 0;
      *back = fall.versions > FALL_BY_RACES || n_fell > FELL_BY_RACES || fall.seconds > RACES_LAST
              || (fall.versions > 0 && info != NULL && info->locked);
    }
  return TRUE;
}
