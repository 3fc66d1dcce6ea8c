/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Letting go of what the CRM refused: what is here becomes again what both had. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-let-go.h"

#include "dyr-group.h"

/* The record as a whole was refused. */
static gboolean
is_refused (const DyrClash *clash)
{
  return clash->state == DYR_PENDING_PARKED && clash->group >= clash->type->n_fields
         && g_strcmp0 (clash->reason, DYR_REASON_UNREAD) != 0;
}

DyrLetGo
dyr_let_go_find (const DyrWaiting *waiting)
{
  g_return_val_if_fail (waiting != NULL, DYR_LET_GO_NOTHING);

  for (guint i = 0; i < waiting->questions->len; i++)
    {
      const DyrClash *clash = waiting->questions->pdata[i];

      if (clash->state != DYR_PENDING_PARKED)
        continue;
      if (is_refused (clash) && waiting->push == DYR_PUSH_CREATE)
        return DYR_LET_GO_NEW;
      if (is_refused (clash) && waiting->push == DYR_PUSH_DELETE)
        return DYR_LET_GO_DELETION;
      if (is_refused (clash) ? waiting->changed != 0 : clash->base != NULL)
        return DYR_LET_GO_EDITS;
    }
  return DYR_LET_GO_NOTHING;
}

static gboolean
add_base (const DyrLedger *ledger, const DyrPending *pending, GArray *edits, GError **error)
{
  const guint64 mask = dyr_group_mask (ledger->type, pending->group);
  g_autofree DyrValue *values = g_new0 (DyrValue, ledger->type->n_fields);
  const gboolean done = dyr_group_from_text (ledger->type, pending->base, values, NULL, error);

  for (guint i = 0; i < ledger->type->n_fields; i++)
    {
      if (done && (mask >> i & 1) != 0)
        dyr_value_copy (&values[i], dyr_field_values_add (edits, i));
      dyr_value_clear (&values[i]);
    }
  return done;
}

/* Of a record that was refused as a whole all that would go; else what was refused itself. */
static gboolean
take_back (DyrSave *save, DyrConnection *connection, const DyrRow *row, GError **error)
{
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (connection, row->id, error);
  g_autoptr (GArray) edits = dyr_field_values_new ();

  if (ledger == NULL)
    return FALSE;
  for (guint i = 0; i < ledger->pending->len; i++)
    {
      const DyrPending *pending = ledger->pending->pdata[i];
      const gboolean goes = pending->state == DYR_PENDING_PARKED
                            || (ledger->parked != NULL && pending->state == DYR_PENDING_WAITING);

      if (goes && pending->base != NULL && pending->group < ledger->type->n_fields
          && !add_base (ledger, pending, edits, error))
        return FALSE;
    }
  return dyr_save_restore_fields (save, row, edits, error);
}

gboolean
dyr_let_go (DyrConnection *connection, gint64 record, DyrLetGo told, gint64 *action, GError **error)
{
  g_autoptr (DyrWaiting) waiting = NULL;
  g_autoptr (DyrSave) save = NULL;
  gboolean done = TRUE;

  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (action != NULL, FALSE);

  waiting = dyr_waiting_read (connection, record, error);
  if (waiting == NULL)
    return FALSE;
  if (dyr_let_go_find (waiting) != told)
    {
      dyr_clash_set_changed (error);
      return FALSE;
    }
  save = dyr_save_new (connection, DYR_SOURCE_PERSON, "resolve", 0);
  switch (told)
    {
    case DYR_LET_GO_EDITS:
      done = take_back (save, connection, waiting->row, error);
      break;
    case DYR_LET_GO_NEW:
      done = dyr_save_delete (save, record, error);
      break;
    case DYR_LET_GO_DELETION:
      done = dyr_save_restore (save, record, error);
      break;
    case DYR_LET_GO_NOTHING:
    default:
      break;
    }
  return done && dyr_save_finish (save, action, error);
}
