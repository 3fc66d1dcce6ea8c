/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What waits: records that go to the CRM by themselves, and those that wait for a person. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-waiting.h"

#include "dyr-group.h"

/* clang-format off */
static const char *const places_sql[] = {
  [DYR_WAITING_TO_GO] =
    "SELECT r.seq, r.id FROM record r WHERE " DYR_WAITING_GOES
    " AND (r.seq, r.id) > (?, ?) ORDER BY r.seq, r.id LIMIT ?",
  [DYR_WAITING_FOR_YOU] =
    "SELECT coalesce (r.seq, 0) AS place, r.id FROM ("
    /* Whoever deleted a record has decided about its fields. */
    "SELECT p.record AS id FROM pending p JOIN record q ON q.id = p.record "
    "WHERE p.state <> 0 AND (q.deleted_at IS NULL OR p.grp = '') "
    "UNION SELECT r.id FROM record r WHERE " DYR_WAITING_REFUSED
    " UNION SELECT r.id FROM record r WHERE " DYR_WAITING_UNREAD ") n JOIN record r ON r.id = n.id "
    "WHERE (coalesce (r.seq, 0), r.id) > (?, ?) ORDER BY 1, 2 LIMIT ?",
};
/* clang-format on */

int
dyr_waiting_place_compare (const DyrWaitingPlace *a, const DyrWaitingPlace *b)
{
  if (a->seq != b->seq)
    return a->seq < b->seq ? -1 : 1;
  if (a->record != b->record)
    return a->record < b->record ? -1 : 1;
  return 0;
}

GArray *
dyr_waiting_places (DyrConnection *connection,
                    DyrWaitingKind kind,
                    const DyrWaitingPlace *after,
                    guint limit,
                    GError **error)
{
  const DyrWaitingPlace first = { -1, -1 };
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (DyrWaitingPlace));
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (kind < G_N_ELEMENTS (places_sql), NULL);

  if (after == NULL)
    after = &first;
  query = dyr_connection_query (
      connection, error, places_sql[kind], "iii", after->seq, after->record, (gint64) limit);
  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    {
      const DyrWaitingPlace place
          = { dyr_statement_number (query, 0), dyr_statement_number (query, 1) };

      g_array_append_val (places, place);
    }
  if (local == NULL)
    return g_steal_pointer (&places);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

void
dyr_waiting_free (DyrWaiting *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->row, dyr_row_free);
  g_clear_pointer (&self->questions, g_ptr_array_unref);
  g_free (self);
}

/* Of groups that go by themselves, what both sides had agreed on differently. */
static guint64
find_changed (const DyrLedger *ledger, const DyrRow *row)
{
  guint64 changed = 0;

  for (guint i = 0; i < ledger->pending->len; i++)
    {
      const DyrPending *pending = ledger->pending->pdata[i];
      g_autofree char *mine = NULL;

      if (pending->state != DYR_PENDING_WAITING || pending->group >= ledger->type->n_fields)
        continue;
      mine = dyr_group_to_text (
          ledger->type, dyr_group_mask (ledger->type, pending->group), row->values);
      changed |= dyr_group_differing (ledger->type, pending->group, mine, pending->base);
    }
  return changed;
}

DyrWaiting *
dyr_waiting_read (DyrConnection *connection, gint64 record, GError **error)
{
  g_autoptr (DyrLedger) ledger = NULL;
  g_autoptr (DyrWaiting) self = g_new0 (DyrWaiting, 1);

  g_return_val_if_fail (connection != NULL, NULL);

  ledger = dyr_ledger_read (connection, record, error);
  if (ledger == NULL
      || (self->row = dyr_row_read_as (connection, ledger->type, record, error)) == NULL
      || (self->questions = dyr_clash_list_of (connection, record, error)) == NULL)
    return NULL;
  self->push = ledger->push;
  if (ledger->push == DYR_PUSH_UPDATE)
    self->changed = find_changed (ledger, self->row);
  return g_steal_pointer (&self);
}
