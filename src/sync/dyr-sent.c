/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Sent: a create without an answer, at a CRM that does not keep our uid. Which of the records of
 * that name is it? Only one that came after it was sent, that says what was sent, and that is
 * nobody else's here. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-engine-private.h"
#include "dyr-group.h"
#include "dyr-links.h"

/* The clock of the server that answers and that of its database may differ so much. */
#define CLOCKS_DIFFER 60

static gboolean
is_linked (DyrConnection *connection,
           DyrValue *ours,
           const GPtrArray *theirs,
           gboolean *same,
           GError **error)
{
  const DyrSet *set;
  g_autoptr (GPtrArray) links = g_ptr_array_new ();

  dyr_row_resolve (connection, ours, NULL);
  set = dyr_value_set (ours);
  if (ours->form == DYR_VALUE_LINK)
    g_ptr_array_add (links, ours->link);
  for (guint i = 0; set != NULL && i < set->n; i++)
    g_ptr_array_add (links, set->members[i].link);
  *same = links->len == (theirs != NULL ? theirs->len : 0);
  for (guint i = 0; *same && i < links->len; i++)
    {
      const DyrLink *link = links->pdata[i];

      *same = FALSE;
      for (guint j = 0; link != NULL && !*same && j < theirs->len; j++)
        {
          const DyrRemoteLink *there = theirs->pdata[j];
          gint64 found;

          if (!dyr_links_find (connection, there->type, there->remote_id, &found, error))
            return FALSE;
          *same = found == link->id;
        }
    }
  return TRUE;
}

static gboolean
is_field_as_sent (DyrEngine *self,
                  DyrConnection *connection,
                  const DyrRemoteRecord *theirs,
                  guint field,
                  DyrValue *sent,
                  gboolean *same,
                  GError **error)
{
  const DyrSet *set = dyr_value_set (sent);
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  *same = TRUE;
  /* What we left empty the CRM may fill: who is responsible, a number. */
  if (sent->form == DYR_VALUE_NONE || (set != NULL && set->n == 0))
    return TRUE;
  if (sent->form == DYR_VALUE_LINK
      || (set != NULL && theirs->type->fields[field].items == DYR_KIND_LINK))
    return is_linked (connection, sent, theirs->links[field], same, error);
  dyr_value_copy (&theirs->values[field], &value);
  dyr_remote_graft (self->remote, theirs, field, sent, &value);
  *same = dyr_value_equal (&value, sent);
  return TRUE;
}

static gboolean
is_as_sent (DyrEngine *self,
            DyrConnection *connection,
            const DyrLedger *ledger,
            const DyrRemoteRecord *theirs,
            gboolean *same,
            GError **error)
{
  const DyrRecordType *type = ledger->type;
  const gint64 since = dyr_sent_since (ledger);
  g_autofree DyrValue *sent = g_new0 (DyrValue, type->n_fields);
  guint64 mask = 0;
  gboolean done = TRUE;

  *same = theirs->created != 0 && since != 0 && theirs->created >= since;
  if (*same)
    done = dyr_group_from_text (type, ledger->sent, sent, &mask, error);
  for (guint i = 0; done && *same && i < type->n_fields; i++)
    if (mask >> i & theirs->known >> i & 1)
      done = is_field_as_sent (self, connection, theirs, i, &sent[i], same, error);
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&sent[i]);
  return done;
}

/* A placeholder is nobody's record: others' links made it. */
static gboolean
is_owned (DyrConnection *connection, const DyrRemoteRecord *theirs, gboolean *owned, GError **error)
{
  gint64 found;

  if (!dyr_connection_number (connection,
                              error,
                              0,
                              &found,
                              "SELECT EXISTS (SELECT 1 FROM record WHERE type = ? AND "
                              "remote_id = ? AND reach <> ?)",
                              "ntn",
                              theirs->type->number,
                              theirs->remote_id,
                              (int) DYR_REACH_UNSEEN))
    return FALSE;
  *owned = found != 0;
  return TRUE;
}

gint64
dyr_sent_since (const DyrLedger *ledger)
{
  return ledger->attempt_version != NULL ? g_ascii_strtoll (ledger->attempt_version, NULL, 10) : 0;
}

char *
dyr_sent_now (const DyrEngine *self, gint64 now)
{
  const gint64 time = dyr_engine_server_time (self, now);

  return time != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, time - CLOCKS_DIFFER) : NULL;
}

gboolean
dyr_sent_find (DyrEngine *self,
               DyrConnection *connection,
               const DyrLedger *ledger,
               const DyrAnswer *answer,
               const DyrRemoteRecord **ours,
               const DyrRemoteRecord **other,
               GError **error)
{
  guint n = 0;

  *ours = *other = NULL;
  for (guint i = 0; i < answer->records->len; i++)
    {
      const DyrRemoteRecord *theirs = answer->records->pdata[i];
      gboolean owned, same;

      if (theirs->has_uid && dyr_uid_equal (&theirs->uid, &ledger->uid))
        {
          *ours = theirs;
          return TRUE;
        }
      if (!is_owned (connection, theirs, &owned, error))
        return FALSE;
      if (owned || theirs->has_uid)
        continue;
      if (*other == NULL)
        *other = theirs;
      if (!is_as_sent (self, connection, ledger, theirs, &same, error))
        return FALSE;
      if (same && n++ == 0)
        *ours = theirs;
    }
  if (n > 1)
    *ours = NULL;
  return TRUE;
}
