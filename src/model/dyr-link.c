/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLink: a link to another record as it came with the row. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-value.h"

G_DEFINE_BOXED_TYPE (DyrLink, dyr_link, dyr_link_ref, dyr_link_unref)

static void
clear_link (gpointer data)
{
  DyrLink *link = data;

  g_free (link->name);
}

/**
 * dyr_link_new:
 * @id: id inside the store, 0 when only the uid is known
 * @uid: (nullable): uid, %NULL when only the id is known
 * @name: (nullable): what people read
 * @type: number of the record type, 0 when unknown
 * @deleted: whether the record is in the bin
 *
 * Returns: (transfer full): a link, to be given back with dyr_link_unref ()
 */
DyrLink *
dyr_link_new (gint64 id, const DyrUid *uid, const char *name, int type, gboolean deleted)
{
  DyrLink *link = g_atomic_rc_box_new0 (DyrLink);

  link->id = id;
  if (uid != NULL)
    link->uid = *uid;
  link->name = g_strdup (name);
  link->type = type;
  link->deleted = deleted;

  return link;
}

/** dyr_link_ref: Returns: (transfer full): the same link; any thread */
DyrLink *
dyr_link_ref (const DyrLink *link)
{
  g_return_val_if_fail (link != NULL, NULL);

  return g_atomic_rc_box_acquire ((DyrLink *) link);
}

/** dyr_link_unref: gives a link back; any thread */
void
dyr_link_unref (DyrLink *link)
{
  g_return_if_fail (link != NULL);

  g_atomic_rc_box_release_full (link, clear_link);
}

gboolean
dyr_link_equal (const DyrLink *a, const DyrLink *b)
{
  if (a == b)
    return TRUE;

  if (a == NULL || b == NULL)
    return FALSE;

  if (!dyr_uid_is_null (&a->uid) && !dyr_uid_is_null (&b->uid))
    return dyr_uid_equal (&a->uid, &b->uid);

  return a->id != 0 && a->id == b->id;
}

gboolean
dyr_link_looks_equal (const DyrLink *a, const DyrLink *b)
{
  if (a == b)
    return TRUE;

  return a != NULL && b != NULL && dyr_link_equal (a, b) && a->id == b->id && a->type == b->type
         && a->deleted == b->deleted && g_strcmp0 (a->name, b->name) == 0;
}
