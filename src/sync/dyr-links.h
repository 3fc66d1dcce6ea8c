/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Links between records, here by row and there by the CRM's id. Used inside jobs of the writer. */

#pragma once

#include "dyr-order.h"
#include "dyr-remote.h"
#include "dyr-rows.h"
#include "dyr-save.h"

G_BEGIN_DECLS

/* Our record that the CRM knows by that id; 0 when there is none. */
gboolean dyr_links_find (DyrConnection *connection,
                         const DyrRecordType *type,
                         const char *remote_id,
                         gint64 *id,
                         GError **error);
/* The uid of a record that was born in the CRM `server`: the same on every computer. */
DyrUid dyr_links_born_uid (const DyrUid *server, const DyrRecordType *type, const char *remote_id);

/* Links of the CRM that still name a record by the id it had before it was made anew. */
typedef struct
{
  guint64 fields;   /* bit: the field has such a link */
  DyrValue *values; /* n_fields, cleared before: those fields without such links */
} DyrLinksStale;

/* Our record that a link of the CRM points to, else a placeholder. */
gboolean dyr_links_follow (DyrConnection *connection,
                           DyrSave *save,
                           const DyrUid *server,
                           const DyrRemoteLink *link,
                           gint64 *id,
                           GError **error);

/* What the CRM told as values of our own: its links become links to our rows. A record that we do
 * not have is stood for by a placeholder, which lists do not show and nothing ever sends. `values`
 * has n_fields, cleared; only fields in `known` are set. `stale` may be NULL. */
gboolean dyr_links_take (DyrConnection *connection,
                         DyrSave *save,
                         const DyrUid *server,
                         const DyrRemoteRecord *theirs,
                         DyrValue *values,
                         DyrLinksStale *stale,
                         GError **error);

/* A record has another uid from now on: in sets, in bases, in what was sent, a link is the uid. */
gboolean
dyr_links_rename (DyrConnection *connection, const DyrUid *old, const DyrUid *new, GError **error);

/* Our record `id` is the one that the CRM knows by that id. What stood for it until now (a
 * placeholder that others' links made, or a copy that nobody edited) makes way: links to it point
 * to `id`. FALSE in `claimed` when a record with edits of its own has that id. */
gboolean dyr_links_claim (DyrConnection *connection,
                          const DyrRecordType *type,
                          const char *remote_id,
                          gint64 id,
                          gboolean *claimed,
                          GError **error);

/* How a value can be sent. */
typedef enum
{
  DYR_LINKS_READY,
  DYR_LINKS_WAIT,  /* it links to a record that is about to be created there */
  DYR_LINKS_LOCAL, /* it links to one that the CRM does not have */
} DyrLinksEnd;

/* One field of ours into `sent` (value or links, and its bit in `known`). */
gboolean dyr_links_give (DyrConnection *connection,
                         DyrRemote *remote,
                         const DyrRow *row,
                         guint field,
                         DyrRemoteRecord *sent,
                         DyrLinksEnd *end,
                         GError **error);

G_END_DECLS
