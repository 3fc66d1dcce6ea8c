/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* SimPerson: somebody with a store of their own, and the engine that syncs it. */

#include "config.h"

#include "sim-person.h"

#include "dyr-error.h"
#include "dyr-group.h"
#include "dyr-migrator.h"

static const DyrRecordType *const edited[]
    = { &dyr_client_type, &dyr_person_type, &dyr_contract_type, &dyr_note_type };

static void
begin (SimPerson *self)
{
  g_autoptr (GError) error = NULL;

  dyr_connection_script (self->connection, "BEGIN IMMEDIATE", &error);
  g_assert_no_error (error);
}

static void
commit (SimPerson *self, SimCause cause, const DyrRow *before, const DyrAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrTouched) touched = NULL;

  dyr_connection_script (self->connection, "COMMIT", &error);
  g_assert_no_error (error);
  touched = dyr_connection_take_touched (self->connection);
  sim_sum_take (self->sum, self->connection, cause, before, answer);
}

static void
tell (SimPerson *self, const char *what, gint64 id)
{
  g_autoptr (DyrRow) row = NULL;
  g_autofree char *text = NULL;

  if (!self->story->verbose)
    return;
  row = id != 0 ? sim_person_row (self, id) : NULL;
  text = row != NULL ? sim_row_text (row) : g_strdup ("");
  g_print ("%d %s record %" G_GINT64_FORMAT ": %s\n",
           self->number,
           what,
           id,
           g_strdelimit (text, "\n", ' '));
}

static void
start (SimPerson *self)
{
  g_autoptr (GError) error = NULL;

  self->engine = dyr_engine_new (DYR_REMOTE (self->remote), g_rand_int (self->random));
  begin (self);
  dyr_engine_start (self->engine, self->connection, &error);
  g_assert_no_error (error);
  commit (self, SIM_BY_PROGRAM, NULL, NULL);
}

SimPerson *
sim_person_new (int number, SimMode mode, SimStory *story, guint32 seed)
{
  SimPerson *self = g_new0 (SimPerson, 1);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;

  self->number = number;
  self->story = story;
  self->random = g_rand_new_with_seed (seed);
  self->sum = sim_sum_new ();
  self->remote = sim_remote_new (mode);
  self->connection = dyr_connection_open (":memory:", DYR_CONNECTION_CREATE, zone, &error);
  g_assert_no_error (error);
  dyr_migrate (self->connection, &error);
  g_assert_no_error (error);
  self->collator = dyr_collator_new ("uk");
  dyr_connection_set_collator (self->connection, self->collator);
  start (self);
  return self;
}

void
sim_person_free (SimPerson *self)
{
  if (self == NULL)
    return;
  dyr_engine_free (self->engine);
  dyr_connection_close (self->connection);
  sqlite3_close (self->backup);
  sim_sum_free (self->sum);
  sim_sum_free (self->backup_sum);
  dyr_collator_free (self->collator);
  g_object_unref (self->remote);
  g_rand_free (self->random);
  g_free (self);
}

void
sim_person_crash (SimPerson *self)
{
  g_clear_pointer (&self->engine, dyr_engine_free);
  start (self);
}

static void
copy_database (sqlite3 *from, sqlite3 *to)
{
  sqlite3_backup *copy = sqlite3_backup_init (to, "main", from, "main");

  g_assert_nonnull (copy);
  g_assert_cmpint (sqlite3_backup_step (copy, -1), ==, SQLITE_DONE);
  sqlite3_backup_finish (copy);
}

void
sim_person_back_up (SimPerson *self)
{
  if (self->backup == NULL)
    g_assert_cmpint (sqlite3_open (":memory:", &self->backup), ==, SQLITE_OK);
  copy_database (dyr_connection_get_handle (self->connection), self->backup);
  g_clear_pointer (&self->backup_sum, sim_sum_free);
  self->backup_sum = sim_sum_copy (self->sum);
  self->backed_up_atoms = self->story->atoms->len;
  tell (self, "backs up", 0);
}

/* All texts that this store holds. */
static char *
all_text (SimPerson *self)
{
  g_autoptr (GArray) ids = sim_person_ids (self, "SELECT id FROM record WHERE deleted_at IS NULL");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DyrRow) row = sim_person_row (self, g_array_index (ids, gint64, i));
      g_autofree char *part = sim_row_text (row);

      g_string_append (text, part);
    }
  return g_string_free (text, FALSE);
}

/* The store is another one now: what was written here from that word on, and nobody has, is given
 * up by the person. */
static void
take_store (SimPerson *self, sqlite3 *store, const SimSum *sum, guint from, SimCrm *crm)
{
  g_autofree char *kept = NULL;
  g_autoptr (GString) there = g_string_new (NULL);

  g_clear_pointer (&self->engine, dyr_engine_free);
  copy_database (store, dyr_connection_get_handle (self->connection));
  sim_sum_replace (self->sum, sum);
  kept = all_text (self);
  for (guint i = 0; i < crm->records->len; i++)
    {
      const SimRecord *record = crm->records->pdata[i];
      g_autofree char *part = record->deleted ? NULL : sim_record_text (record->record);

      if (part != NULL)
        g_string_append (there, part);
    }
  for (guint i = from; i < self->story->atoms->len; i++)
    {
      SimAtom *atom = self->story->atoms->pdata[i];

      /* Where others may win a race, what the CRM has now it may lose: nobody here would know. */
      if (atom->author == self->number && strstr (kept, atom->word) == NULL
          && (crm->mode != SIM_EXACT || strstr (there->str, atom->word) == NULL))
        atom->replaced = TRUE;
    }
  start (self);
}

void
sim_person_restore (SimPerson *self, SimCrm *crm)
{
  g_assert (self->backup != NULL);
  take_store (self, self->backup, self->backup_sum, self->backed_up_atoms, crm);
  tell (self, "restores the backup", 0);
}

void
sim_person_copy (SimPerson *self, SimPerson *from, SimCrm *crm)
{
  take_store (self, dyr_connection_get_handle (from->connection), from->sum, 0, crm);
  tell (self, "works on a copy of another store", 0);
}

DyrOrder *
sim_person_next (SimPerson *self, gint64 now, gint64 *wait_until)
{
  g_autoptr (GError) error = NULL;
  DyrOrder *order;

  begin (self);
  dyr_engine_next (self->engine, self->connection, now, &order, wait_until, &error);
  g_assert_no_error (error);
  commit (self, SIM_BY_PROGRAM, NULL, NULL);
  return order;
}

void
sim_person_answered (SimPerson *self, gint64 now, const DyrOrder *order, const DyrAnswer *answer)
{
  g_autoptr (GError) error = NULL;

  begin (self);
  dyr_engine_answered (self->engine, self->connection, now, order, answer, &error);
  g_assert_no_error (error);
  commit (self, SIM_BY_PROGRAM, NULL, answer);
}

void
sim_person_unsent (SimPerson *self, const DyrOrder *order)
{
  g_autoptr (GError) error = NULL;

  begin (self);
  dyr_engine_unsent (self->engine, self->connection, order, &error);
  g_assert_no_error (error);
  commit (self, SIM_BY_PROGRAM, NULL, NULL);
}

GArray *
sim_person_ids (SimPerson *self, const char *sql)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (self->connection, &error, sql, "");

  g_assert_no_error (error);
  while (dyr_statement_step (query, &error))
    {
      gint64 id = dyr_statement_number (query, 0);

      g_array_append_val (ids, id);
    }
  g_assert_no_error (error);
  return ids;
}

gint64
sim_person_number (SimPerson *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number;

  dyr_connection_number (self->connection, &error, 0, &number, sql, "");
  g_assert_no_error (error);
  return number;
}

char *
sim_person_remote_id (SimPerson *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      self->connection, &error, "SELECT remote_id FROM record WHERE id = ?", "i", id);

  g_assert_no_error (error);
  dyr_statement_step (query, &error);
  return g_strdup (dyr_statement_text (query, 0));
}

DyrRow *
sim_person_row (SimPerson *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  DyrRow *row = dyr_row_read (self->connection, id, &error);

  g_assert_no_error (error);
  return row;
}

/* A record that is linked to may be known by another uid a moment later: a placeholder learns what
 * it stands for. */
static char *
shown_text (const DyrRow *row)
{
  GString *text = g_string_new (row->type->name);

  g_string_append_c (text, '\n');
  for (guint i = 0; i < row->type->n_fields; i++)
    if (row->type->fields[i].kind == DYR_KIND_LINK)
      g_string_append (text, row->values[i].form == DYR_VALUE_LINK ? "linked\n" : "\n");
    else if ((row->type->fields[i].flags & DYR_DERIVED) == 0)
      sim_append_value (text, &row->type->fields[i], &row->values[i]);
  return g_string_free (text, FALSE);
}

GHashTable *
sim_person_shown (SimPerson *self, gboolean settled)
{
  GHashTable *shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GArray) ids
      = sim_person_ids (self,
                        settled ? "SELECT id FROM record WHERE deleted_at IS NULL AND reach = 0 "
                                  "AND settled = 1"
                                : "SELECT id FROM record WHERE deleted_at IS NULL AND reach = 0");

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DyrRow) row = sim_person_row (self, g_array_index (ids, gint64, i));

      g_hash_table_insert (shown, dyr_uid_to_text (&row->uid), shown_text (row));
    }
  return shown;
}

static gint64
pick (SimPerson *self, const char *sql)
{
  g_autoptr (GArray) ids = sim_person_ids (self, sql);

  if (ids->len == 0)
    return 0;
  return g_array_index (ids, gint64, g_rand_int_range (self->random, 0, (gint32) ids->len));
}

#define SHOWN                                                                                      \
  "SELECT id FROM record WHERE deleted_at IS NULL AND reach = 0 AND type IN (%d, %d, %d, %d)"

static gint64
pick_shown (SimPerson *self)
{
  g_autofree char *sql = g_strdup_printf (SHOWN,
                                          dyr_client_type.number,
                                          dyr_person_type.number,
                                          dyr_contract_type.number,
                                          dyr_note_type.number);

  return pick (self, sql);
}

static void
make_set (SimPerson *self, const DyrSet *before, DyrValue *value)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_autofree char *word = sim_story_word (self->story, self->number);
  guint dropped = before != NULL && before->n > 0
                      ? (guint) g_rand_int_range (self->random, 0, (gint32) before->n * 2)
                      : 0;

  for (guint i = 0; before != NULL && i < before->n; i++)
    if (i != dropped)
      dyr_set_builder_add (builder, before->members[i].item, before->members[i].role, NULL);
  dyr_set_builder_add (builder, word, NULL, NULL);
  dyr_value_take_set (value, dyr_set_builder_end (builder));
}

static void
make_lines (SimPerson *self, const char *before, DyrValue *value)
{
  g_autofree char *word = sim_story_word (self->story, self->number);
  g_auto (GStrv) lines = g_strsplit (before != NULL ? before : "", "\n", -1);
  guint n = g_strv_length (lines);
  guint at = (guint) g_rand_int_range (self->random, 0, (gint32) n + 1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", i == at ? word : lines[i]);
  if (at == n)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", word);
  dyr_value_set_text (value, text->str);
}

/* A new value that has a word of its own where it can. FALSE: not for this field. */
static gboolean
make_value (SimPerson *self, const DyrField *field, const DyrValue *before, DyrValue *value)
{
  gint64 id;

  if (field->flags & (DYR_DERIVED | DYR_LOCAL | DYR_FIXED))
    return FALSE;
  switch (field->kind)
    {
    case DYR_KIND_TEXT:
    case DYR_KIND_CODE:
      dyr_value_take_text (value, sim_story_word (self->story, self->number));
      return TRUE;
    case DYR_KIND_LONG_TEXT:
      make_lines (self, dyr_value_text (before), value);
      return TRUE;
    case DYR_KIND_MONEY:
    case DYR_KIND_DATE:
    case DYR_KIND_COUNT:
      /* Often what somebody else writes too: the CRM refuses only what differs. */
      dyr_value_set_number (
          value, g_rand_int_range (self->random, 0, g_rand_boolean (self->random) ? 3 : 20000));
      return TRUE;
    case DYR_KIND_YES_NO:
      dyr_value_set_number (value, g_rand_int_range (self->random, 0, 2));
      return TRUE;
    case DYR_KIND_SET:
      if (field->items != DYR_KIND_PHONE && field->items != DYR_KIND_EMAIL)
        return FALSE;
      make_set (self, dyr_value_set (before), value);
      return TRUE;
    case DYR_KIND_LINK:
      if (field->target != &dyr_client_type && field->target != NULL)
        return FALSE;
      id = pick (self, "SELECT id FROM client WHERE listed = 1");
      if (id == 0)
        return FALSE;
      dyr_value_take_link (value, dyr_row_link (self->connection, id, NULL));
      return TRUE;
    case DYR_KIND_PHONE:
    case DYR_KIND_EMAIL:
    case DYR_KIND_IBAN:
    case DYR_KIND_URL:
    case DYR_KIND_COUNTRY:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_CURRENCY:
    case DYR_KIND_INSTANT:
    case DYR_KIND_CHOICE:
    case DYR_KIND_MOVE:
    default:
      return FALSE;
    }
}

/* Words that a later value of the same edit pushed out were never saved. */
static void
forget_unsaved (SimPerson *self, guint from, gint64 id)
{
  g_autoptr (DyrRow) row = sim_person_row (self, id);
  g_autofree char *text = sim_row_text (row);

  for (guint i = from; i < self->story->atoms->len; i++)
    {
      SimAtom *atom = self->story->atoms->pdata[i];

      if (strstr (text, atom->word) == NULL)
        atom->replaced = TRUE;
    }
}

static void
note_seen (SimPerson *self, const DyrRow *before)
{
  g_autoptr (DyrRow) after = sim_person_row (self, before->id);
  g_autofree char *was = sim_row_text (before), *is = sim_row_text (after);

  sim_story_seen (self->story, was, after->deleted ? NULL : is);
}

/* Everybody works on the same few records most of the time. */
static gint64
pick_hot (SimPerson *self)
{
  gint64 id = 0;

  if (g_rand_int_range (self->random, 0, 3) > 0)
    id = pick (self,
               "SELECT id FROM record WHERE deleted_at IS NULL AND reach = 0 "
               "AND remote_id IS NOT NULL ORDER BY remote_id LIMIT 2");
  return id != 0 ? id : pick_shown (self);
}

/* Returns what was edited, as it was. NULL: nothing. */
static DyrRow *
edit (SimPerson *self)
{
  gint64 id = pick_hot (self);
  g_autoptr (DyrRow) row = id != 0 ? sim_person_row (self, id) : NULL;
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (DyrSave) save = NULL;
  g_autoptr (GError) error = NULL;
  const guint from = self->story->atoms->len;

  if (row == NULL)
    return NULL;
  for (guint n = (guint) g_rand_int_range (self->random, 1, 3); n > 0; n--)
    {
      guint field = (guint) g_rand_int_range (self->random, 0, (gint32) row->type->n_fields);
      g_auto (DyrValue) value = DYR_VALUE_INIT;

      if (make_value (self, &row->type->fields[field], &row->values[field], &value))
        dyr_value_copy (&value, dyr_field_values_add (values, field));
    }
  save = dyr_save_new (self->connection, DYR_SOURCE_PERSON, "edit", 0);
  dyr_save_edit_row (save, row, values, &error);
  g_assert_no_error (error);
  dyr_save_finish (save, NULL, &error);
  g_assert_no_error (error);
  self->story->n_edits += values->len;
  tell (self, "edits", id);
  forget_unsaved (self, from, id);
  note_seen (self, row);
  return g_steal_pointer (&row);
}

static void
create (SimPerson *self)
{
  const DyrRecordType *type
      = edited[g_rand_int_range (self->random, 0, (gint32) G_N_ELEMENTS (edited))];
  g_autofree DyrValue *values = g_new0 (DyrValue, type->n_fields);
  g_autoptr (DyrSave) save = dyr_save_new (self->connection, DYR_SOURCE_PERSON, "create", 0);
  g_autoptr (GError) error = NULL;
  const guint from = self->story->atoms->len;
  gint64 id;

  if (sim_person_number (self, "SELECT count (*) FROM record WHERE deleted_at IS NULL") > 30)
    return;
  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i].flags & DYR_REQUIRED) != 0 || g_rand_int_range (self->random, 0, 3) == 0)
      make_value (self, &type->fields[i], &values[i], &values[i]);
  dyr_save_create (save, type, NULL, DYR_ORIGIN_PERSON, values, &id, &error);
  g_assert_no_error (error);
  dyr_save_finish (save, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&values[i]);
  self->story->n_creates++;
  tell (self, "creates", id);
  forget_unsaved (self, from, id);
}

/* What clashes stands beside it. */
static void
note_clashes_seen (SimPerson *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrLedger) ledger = dyr_ledger_read (self->connection, id, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < ledger->pending->len; i++)
    {
      const DyrPending *pending = ledger->pending->pdata[i];

      if (pending->theirs != NULL)
        sim_story_seen (self->story, pending->theirs, NULL);
    }
}

static void
bury (SimPerson *self)
{
  gint64 id = pick_shown (self);
  g_autoptr (DyrSave) save = NULL;
  g_autoptr (DyrRow) row = NULL;
  g_autoptr (GError) error = NULL;

  if (id == 0)
    return;
  row = sim_person_row (self, id);
  note_clashes_seen (self, id);
  save = dyr_save_new (self->connection, DYR_SOURCE_PERSON, "delete", 0);
  dyr_save_delete (save, id, &error);
  g_assert_no_error (error);
  dyr_save_finish (save, NULL, &error);
  g_assert_no_error (error);
  self->story->n_deletes++;
  tell (self, "deletes", id);
  note_seen (self, row);
}

static void
restore (SimPerson *self)
{
  gint64 id = pick (self, "SELECT id FROM record WHERE deleted_at IS NOT NULL AND reach = 0");
  g_autoptr (DyrSave) save = NULL;
  g_autoptr (GError) error = NULL;

  if (id == 0)
    return;
  save = dyr_save_new (self->connection, DYR_SOURCE_PERSON, "restore", 0);
  dyr_save_restore (save, id, &error);
  g_assert_no_error (error);
  dyr_save_finish (save, NULL, &error);
  g_assert_no_error (error);
  tell (self, "restores", id);
}

void
sim_person_act (SimPerson *self, SimCrm *crm)
{
  gint32 chance = g_rand_int_range (self->random, 0, 100);
  g_autoptr (DyrRow) before = NULL;

  begin (self);
  if (chance < 70)
    before = edit (self);
  else if (chance < 90)
    create (self);
  else if (chance < 97)
    bury (self);
  else
    restore (self);
  commit (self, SIM_BY_PERSON, before, NULL);
}

/* What a person who decides has before the eyes and does not choose is knowingly gone. `there`:
 * what the CRM had of the record before the choice; NULL: nothing. */
static void
note_choice (SimPerson *self,
             const SimRecord *there,
             const DyrClash *clash,
             DyrChoose choose,
             const DyrRow *before)
{
  g_autoptr (DyrRow) after = sim_person_row (self, clash->record);
  g_autofree char *is = sim_row_text (after);

  /* Merged into what was here already: of neither anything is given up. */
  if (choose != DYR_CHOOSE_MINE && clash->here != 0)
    {
      self->story->n_joined++;
      return;
    }
  note_seen (self, before);
  if (clash->group != DYR_WHOLE_RECORD)
    {
      sim_story_seen (self->story, clash->theirs, is);
      sim_story_seen (self->story, clash->base, is);
      return;
    }
  /* Out of reach, and let go with all that was edited. */
  if (choose != DYR_CHOOSE_MINE && g_strcmp0 (clash->theirs, DYR_ASK_HIDDEN_THERE) == 0)
    {
      g_autofree char *mine = sim_row_text (before);
      g_autofree char *kept = there != NULL ? sim_record_text (there->record) : NULL;

      sim_story_seen (self->story, mine, kept);
      self->story->unlisted = TRUE;
    }
  /* Deleted here for good, whatever was changed there: the person was told. */
  if (there != NULL && after->deleted)
    {
      g_autofree char *theirs = sim_record_text (there->record);

      sim_story_seen (self->story, theirs, NULL);
    }
}

/* What the CRM has of a record: looked up by its id, since what was taken for a record of the CRM
 * keeps a uid of its own here. */
static SimRecord *
find_there (SimPerson *self, SimCrm *crm, const DyrClash *clash)
{
  g_autofree char *remote_id = sim_person_remote_id (self, clash->record);
  SimRecord *record = sim_crm_find (crm, remote_id);

  return record != NULL && !record->deleted ? record : sim_crm_find_uid (crm, &clash->uid);
}

gboolean
sim_person_decide (SimPerson *self, SimCrm *crm)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) clashes = dyr_clash_list (self->connection, &error);
  const DyrClash *clash;
  const SimRecord *there;
  g_autoptr (DyrRow) before = NULL;
  DyrChoose choose;

  g_assert_no_error (error);
  if (clashes->len == 0)
    return FALSE;
  clash = clashes->pdata[g_rand_int_range (self->random, 0, (gint32) clashes->len)];
  choose = (DyrChoose) g_rand_int_range (self->random, 0, clash->group == DYR_WHOLE_RECORD ? 2 : 3);
  before = sim_person_row (self, clash->record);
  there = find_there (self, crm, clash);
  tell (self,
        clash->group != DYR_WHOLE_RECORD ? clash->type->fields[clash->group].name : clash->theirs,
        clash->record);
  tell (self, choose == DYR_CHOOSE_MINE ? "keeps mine of" : "chooses other of", clash->record);
  begin (self);
  dyr_clash_resolve (self->connection, clash->record, clash->group, choose, NULL, &error);
  /* The record that it is taken for is here, and cannot be merged now: the two stay two. */
  if (g_error_matches (error, DYR_ERROR, DYR_ERROR_REFUSED)
      && g_str_has_prefix (clash->theirs, DYR_ASK_DUPLICATE))
    {
      g_clear_error (&error);
      choose = DYR_CHOOSE_MINE;
      dyr_clash_resolve (self->connection, clash->record, clash->group, choose, NULL, &error);
    }
  g_assert_no_error (error);
  commit (self, SIM_BY_DECISION, NULL, NULL);
  note_choice (self, there, clash, choose, before);
  self->story->n_resolved++;
  return TRUE;
}

void
sim_person_retry (SimPerson *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) parked = dyr_clash_list_parked (self->connection, &error);

  g_assert_no_error (error);
  begin (self);
  for (guint i = 0; i < parked->len; i++)
    {
      const DyrClash *clash = parked->pdata[i];

      dyr_clash_retry (self->connection, clash->record, &error);
      g_assert_no_error (error);
    }
  commit (self, SIM_BY_PROGRAM, NULL, NULL);
}
