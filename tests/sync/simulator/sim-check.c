/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The promises of sync that a story of the simulator is held to. */

#include "config.h"

#include "sim.h"

#include <stdlib.h>

#include "dyr-outbox.h"

void
sim_fail (Sim *sim, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("step %u of story %u (mode %d): %s\nagain: ./dev simulate --story %u\n"
              "shorter: ./dev simulate --story %u --shorten\n",
              sim->step,
              sim->seed,
              (int) sim->mode,
              text,
              sim->seed,
              sim->seed);
  exit (1);
}

/* What the store of a person never holds, whatever was interrupted: a record, or 0. */
static const struct
{
  const char *promise, *sql;
} never[] = {
  { "G10: an edit that waits without a place in the outbox",
    "SELECT p.record FROM pending p JOIN record r ON r.id = p.record WHERE p.state = 0 AND "
    "p.grp <> '' AND r.push = 0 AND r.deleted_at IS NULL LIMIT 1" },
  { "G10: a refusal without a reason",
    "SELECT record FROM pending WHERE state = 2 AND coalesce (reason, '') = '' LIMIT 1" },
  { "G2: a question that does not say what is asked",
    "SELECT record FROM pending WHERE state = 1 AND theirs IS NULL LIMIT 1" },
  { "G10: something in the outbox without a place in its order",
    "SELECT id FROM record WHERE push <> 0 AND seq IS NULL LIMIT 1" },
  { "G3: a create of what is there already",
    "SELECT id FROM record WHERE push = 1 AND remote_id IS NOT NULL LIMIT 1" },
  { "G3: a change of what is not there",
    "SELECT r.id FROM record r WHERE push = 2 AND remote_id IS NULL AND NOT EXISTS (SELECT 1 "
    "FROM attempt WHERE record = r.id) LIMIT 1" },
  { "G9: an edit, or a request, of what was never seen",
    "SELECT id FROM record WHERE reach = 1 AND push <> 0 LIMIT 1" },
  { "G14: a link to nothing", "SELECT rowid FROM pragma_foreign_key_check LIMIT 1" },
  { "G4: two records for one of the CRM",
    "SELECT min (id) FROM record WHERE remote_id IS NOT NULL GROUP BY type, remote_id HAVING "
    "count (*) > 1 LIMIT 1" },
};

/* What is on its way was written down, once. */
static void
check_flights (Sim *sim, SimPerson *person)
{
  gint64 n_sent = sim_person_number (person, "SELECT count (*) FROM attempt WHERE answered = 0");
  gint64 n_flying = 0;

  for (guint i = 0; i < sim->flights->len; i++)
    {
      const Flight *flight = sim->flights->pdata[i];

      n_flying
          += flight->person == person->number
             && (flight->order->kind == DYR_ORDER_CREATE || flight->order->kind == DYR_ORDER_UPDATE
                 || flight->order->kind == DYR_ORDER_DELETE);
    }
  if (n_sent != n_flying)
    sim_fail (sim,
              "G9: person %d has %" G_GINT64_FORMAT " requests on the way, %" G_GINT64_FORMAT
              " of them written down",
              person->number,
              n_flying,
              n_sent);
}

/* G10 of everybody: an answer may have been another one's than whose step it is. */
static void
check_sums (Sim *sim)
{
  for (int i = 0; i < PEOPLE; i++)
    {
      const char *lost = sim_sum_check (sim->people[i]->sum);

      if (lost != NULL)
        sim_fail (sim, "G10: person %d: %s", i, lost);
    }
}

void
sim_check_step (Sim *sim, SimPerson *person)
{
  const guint turn = sim->step % (G_N_ELEMENTS (never) + 1);
  gint64 id;

  check_sums (sim);
  if (turn == G_N_ELEMENTS (never))
    {
      check_flights (sim, person);
      return;
    }
  id = sim_person_number (person, never[turn].sql);
  if (id != 0)
    sim_fail (sim,
              "%s: record %" G_GINT64_FORMAT " of person %d",
              never[turn].promise,
              id,
              person->number);
}

static void
collect_words (GHashTable *words, const char *text)
{
  g_auto (GStrv) parts = text != NULL ? g_regex_split_simple ("[^a-z0-9]+", text, 0, 0) : NULL;

  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    g_hash_table_add (words, g_strdup (parts[i]));
}

/* Everything that a store keeps for a person: what waits, clashes, is parked or was never sent. */
static void
collect_unsent (SimPerson *person, GHashTable *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = sim_person_ids (
      person,
      "SELECT id FROM record r WHERE deleted_at IS NULL AND (push <> 0 OR remote_id IS NULL OR "
      "EXISTS (SELECT 1 FROM pending WHERE record = r.id))");

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (DyrRow) row = sim_person_row (person, id);
      g_autoptr (DyrLedger) ledger = dyr_ledger_read (person->connection, id, &error);
      g_autofree char *text = sim_row_text (row);

      g_assert_no_error (error);
      collect_words (words, text);
      for (guint j = 0; j < ledger->pending->len; j++)
        collect_words (words, ((DyrPending *) ledger->pending->pdata[j])->theirs);
    }
}

void
sim_check_words (Sim *sim)
{
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < sim->crm->records->len; i++)
    {
      const SimRecord *record = sim->crm->records->pdata[i];
      /* Where a deletion asks for no version, it may hit what was written at the same moment. */
      g_autofree char *text
          = record->deleted && sim->mode == SIM_EXACT ? NULL : sim_record_text (record->record);

      collect_words (words, text);
    }
  for (int i = 0; i < PEOPLE; i++)
    collect_unsent (sim->people[i], words);
  for (guint i = 0; i < sim->story->atoms->len; i++)
    {
      const SimAtom *atom = sim->story->atoms->pdata[i];

      /* Where versions are not checked under a lock, who writes at the CRM's own window may lose to
       * a write at the same moment, and nobody looks. */
      if (!atom->replaced && !g_hash_table_contains (words, atom->word)
          && (sim->mode == SIM_EXACT || atom->author >= 0))
        sim_fail (sim, "G2: %s, which person %d wrote, is lost", atom->word, atom->author);
    }
}

void
sim_check_refused (Sim *sim, SimPerson *person, gint64 record)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count (*) FROM record r WHERE id = %" G_GINT64_FORMAT " AND push = 0 AND parked IS "
      "NULL AND NOT EXISTS (SELECT 1 FROM pending WHERE record = r.id)",
      record);

  if (sim_person_number (person, sql) > 0)
    sim_fail (sim,
              "G10: record %" G_GINT64_FORMAT " of person %d was refused, and does not wait",
              record,
              person->number);
}

/* It needs another one that the CRM does not have yet. */
#define NEEDS                                                                                      \
  "EXISTS (SELECT 1 FROM record t WHERE t.remote_id IS NULL AND t.id IN (SELECT client FROM "      \
  "person WHERE id = r.id UNION ALL SELECT client FROM contract WHERE id = r.id UNION ALL "        \
  "SELECT about FROM note WHERE id = r.id))"

void
sim_check_others_went (Sim *sim, SimPerson *person)
{
  gint64 id = sim_person_number (
      person,
      "SELECT min (id) FROM record r WHERE push <> 0 AND parked IS NULL AND NOT EXISTS (SELECT 1 "
      "FROM pending WHERE record = r.id AND state <> 0) AND NOT " NEEDS);

  if (id != 0)
    sim_fail (sim,
              "G15: record %" G_GINT64_FORMAT " of person %d was held up by another",
              id,
              person->number);
}

static gboolean
is_restored (SimCrm *truth, SimCrm *copy, const char *uid_text)
{
  DyrUid uid;
  const SimRecord *there, *now;

  if (!dyr_uid_parse (uid_text, &uid))
    return FALSE;
  there = sim_crm_find_uid (copy, &uid);
  now = sim_crm_find_uid (truth, &uid);
  return there != NULL
         && (now == NULL || !g_str_equal (there->record->remote_id, now->record->remote_id));
}

void
sim_check_kept (Sim *sim, SimCrm *truth, SimPerson *person, GHashTable *before, guint lost)
{
  g_autoptr (GHashTable) after = sim_person_shown (person, FALSE);
  g_autoptr (GHashTable) missing = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer uid, was;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &uid, &was))
    {
      const char *is = g_hash_table_lookup (after, uid);
      g_autofree char *type = g_strndup (was, strcspn (was, "\n"));
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (missing, type)) + 1;

      if (is != NULL && !g_str_equal (was, is) && !is_restored (truth, sim->crm, uid))
        sim_fail (sim, "G7: person %d has %s, which was %s", person->number, is, (char *) was);
      if (is == NULL && n > lost)
        sim_fail (sim, "G7: person %d lost %s", person->number, (char *) was);
      if (is == NULL)
        g_hash_table_insert (missing, g_steal_pointer (&type), GUINT_TO_POINTER (n));
    }
}

void
sim_check_doubles (Sim *sim)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < sim->crm->records->len; i++)
    {
      const SimRecord *record = sim->crm->records->pdata[i];

      if (!record->deleted && record->record->has_uid
          && !g_hash_table_add (seen, dyr_uid_to_text (&record->record->uid)))
        sim_fail (sim, "G3: %s was created twice", record->record->remote_id);
    }
  if (sim->crm->n_unknown_links > 0)
    sim_fail (sim, "G14: the CRM got a reference to what it does not have");
}

static char *
links_text (SimPerson *person, const DyrValue *value)
{
  if (value->form != DYR_VALUE_LINK)
    return g_strdup ("");
  return sim_person_remote_id (person, value->link->id);
}

/* A link to what was deleted there keeps pointing here: to what we had of it, or to what a person
 * made anew. So does one to what is out of reach, and was let go. */
static gboolean
is_link_kept (Sim *sim, const SimPerson *person, const char *mine, const char *theirs)
{
  const SimRecord *record = sim_crm_find (sim->crm, theirs);

  return record != NULL
         && (record->deleted || (sim_record_is_hidden (record, person->number) && mine == NULL));
}

static void
check_record (Sim *sim, SimPerson *person, const SimRecord *there, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrRow) row = sim_person_row (person, id);
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (person->connection, id, &error);
  const DyrRecordType *type = row->type;
  const guint64 fields = dyr_remote_get_type_info (DYR_REMOTE (person->remote), type)->fields;

  g_assert_no_error (error);
  if (ledger->pending->len == 0 && (row->deleted || row->reach != DYR_REACH_HERE))
    sim_fail (sim, "G4: %s is not shown to person %d", there->record->remote_id, person->number);
  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *mine = NULL, *theirs = NULL;
      const GPtrArray *links = there->record->links[i];

      if ((fields >> i & 1) == 0
          || dyr_ledger_find (ledger, dyr_record_type_group (type, i)) != NULL
          || dyr_ledger_find (ledger, DYR_WHOLE_RECORD) != NULL)
        continue;
      if (type->fields[i].kind == DYR_KIND_LINK)
        {
          mine = links_text (person, &row->values[i]);
          theirs = g_strdup (links != NULL && links->len > 0
                                 ? ((DyrRemoteLink *) links->pdata[0])->remote_id
                                 : "");
        }
      else
        {
          mine = dyr_field_to_text (&type->fields[i], &row->values[i]);
          theirs = dyr_field_to_text (&type->fields[i], &there->record->values[i]);
        }
      if (g_strcmp0 (mine, theirs) != 0
          && !(type->fields[i].kind == DYR_KIND_LINK && is_link_kept (sim, person, mine, theirs)))
        sim_fail (sim,
                  "G4: %s %s of person %d is “%s”, in the CRM “%s”",
                  there->record->remote_id,
                  type->fields[i].name,
                  person->number,
                  mine,
                  theirs);
    }
}

/* What is out of reach is not shown, or a person is asked what becomes of the edits. */
static void
check_hidden (Sim *sim, SimPerson *person, const SimRecord *there)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count (*) FROM record r WHERE remote_id = '%s' AND reach = 0 AND NOT EXISTS "
      "(SELECT 1 FROM pending WHERE record = r.id AND grp = '')",
      there->record->remote_id);

  if (sim_person_number (person, sql) > 0)
    sim_fail (sim,
              "G4: person %d has %s, which is out of reach",
              person->number,
              there->record->remote_id);
}

/* What is complete and shown is there too. */
static void
check_sent (Sim *sim, SimPerson *person)
{
  g_autoptr (GArray) ids = sim_person_ids (
      person,
      "SELECT id FROM record WHERE deleted_at IS NULL AND reach = 0 AND remote_id IS NULL "
      "AND push = 0");

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DyrRow) row = sim_person_row (person, g_array_index (ids, gint64, i));

      if (dyr_outbox_is_complete (row->type, row->values))
        sim_fail (sim,
                  "G10: record %" G_GINT64_FORMAT " of person %d was never sent",
                  row->id,
                  person->number);
    }
}

/* What was out of reach when it was asked for last is in no list, and leaves by itself: no list of
 * the CRM tells that it was deleted. */
static gboolean
is_shown (SimPerson *person, const SimRecord *there)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT count (*) FROM record WHERE remote_id = '%s' AND reach <> %d",
                         there->record->remote_id,
                         (int) DYR_REACH_HIDDEN);

  return sim_person_number (person, sql) > 0;
}

void
sim_check_same (Sim *sim, SimPerson *person)
{
  gint64 open;

  check_sums (sim);
  for (guint i = 0; i < sim->crm->records->len; i++)
    {
      const SimRecord *there = sim->crm->records->pdata[i];
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM record WHERE remote_id = '%s'",
                                              there->record->remote_id);
      g_autoptr (GArray) ids = sim_person_ids (person, sql);
      g_autofree char *asks = g_strdup_printf (
          "SELECT count (*) FROM record r JOIN pending p ON p.record = r.id WHERE p.grp = '' AND "
          "r.remote_id = '%s'",
          there->record->remote_id);

      if (there->deleted)
        {
          if (is_shown (person, there) && sim_person_number (person, asks) == 0)
            sim_fail (sim,
                      "G4: person %d still has %s, deleted there",
                      person->number,
                      there->record->remote_id);
          continue;
        }
      if (sim_record_is_hidden (there, person->number))
        {
          check_hidden (sim, person, there);
          continue;
        }
      if (ids->len != 1)
        sim_fail (sim, "G4: person %d lacks %s", person->number, there->record->remote_id);
      check_record (sim, person, there, g_array_index (ids, gint64, 0));
    }
  open = sim_person_number (person,
                            "SELECT min (id) FROM record r WHERE push <> 0 AND parked IS NULL "
                            "AND NOT EXISTS (SELECT 1 FROM pending WHERE record = r.id) "
                            "AND NOT " NEEDS);
  if (open != 0)
    sim_fail (sim,
              "G10: record %" G_GINT64_FORMAT " of person %d neither goes nor says why",
              open,
              person->number);
  check_sent (sim, person);
  if (sim_person_number (person, "SELECT count (*) FROM record WHERE settled <> 1") > 0)
    sim_fail (sim, "G4: person %d has records that never settled", person->number);
  /* What is parked waits for a person, who was told why. */
  open = sim_person_number (person,
                            "SELECT min (a.record) FROM attempt a JOIN record r ON r.id = a.record "
                            "WHERE r.parked IS NULL");
  if (open != 0)
    sim_fail (sim,
              "G9: the request for record %" G_GINT64_FORMAT " of person %d never ended",
              open,
              person->number);
}
