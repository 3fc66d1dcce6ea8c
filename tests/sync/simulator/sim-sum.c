/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* SimSum: promise G10 as a sum. */

#include "config.h"

#include "sim-sum.h"

#include "dyr-group.h"
#include "dyr-ledger.h"
#include "sim-story.h"

typedef enum
{
  CREATE,
  EDIT,
  DELETION,
} Kind;

/* What a person made. */
typedef struct
{
  gint64 record;
  const DyrRecordType *type;
  Kind kind;
  guint group; /* of an edit */
  SimPlace place;
  char *base;   /* of an edit: what both had agreed on when last looked; NULL: nothing */
  char *value;  /* … and what is shown */
  char *theirs; /* … and what it clashes with; NULL: nothing */
  char *told;   /* … and what the CRM has taken, of it and of what it stands for; NULL: nothing */
  guint64 times; /* how often it was made while it waited */
} Made;

struct _SimSum
{
  GHashTable *made;    /* name → Made */
  GHashTable *waiting; /* … all that waited when last looked, also what the program left there */
  SimTotals totals;
  gint64 n_changes; /* of the connection, when last looked */
  char *lost;
};

static void
free_made (gpointer data)
{
  Made *made = data;

  g_free (made->base);
  g_free (made->value);
  g_free (made->theirs);
  g_free (made->told);
  g_free (made);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_made);
}

SimSum *
sim_sum_new (void)
{
  SimSum *self = g_new0 (SimSum, 1);

  self->made = new_table ();
  self->waiting = new_table ();
  self->n_changes = -1;
  return self;
}

static Made *
copy_made (const Made *made)
{
  Made *copy = g_memdup2 (made, sizeof *made);

  copy->base = g_strdup (made->base);
  copy->value = g_strdup (made->value);
  copy->theirs = g_strdup (made->theirs);
  copy->told = g_strdup (made->told);
  return copy;
}

static guint64
count_open (const SimSum *self)
{
  GHashTableIter iter;
  gpointer made;
  guint64 n = 0;

  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, NULL, &made))
    n += ((const Made *) made)->times;
  return n;
}

static void
copy_table (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer name, made;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &name, &made))
    g_hash_table_insert (to, g_strdup (name), copy_made (made));
}

SimSum *
sim_sum_copy (const SimSum *self)
{
  SimSum *copy = sim_sum_new ();

  copy_table (self->made, copy->made);
  copy_table (self->waiting, copy->waiting);
  return copy;
}

void
sim_sum_free (SimSum *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->made);
  g_hash_table_unref (self->waiting);
  g_free (self->lost);
  g_free (self);
}

void
sim_sum_replace (SimSum *self, const SimSum *other)
{
  self->totals.given_up += count_open (self);
  g_hash_table_remove_all (self->made);
  copy_table (other->made, self->made);
  g_hash_table_remove_all (self->waiting);
  copy_table (other->waiting, self->waiting);
  self->totals.made += count_open (self);
  self->n_changes = -1;
}

/* Where everything waits */

static gboolean
is_in (const char *sent, const char *field)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\":", field);

  return sent != NULL && strstr (sent, quoted) != NULL;
}

static char *
name_of (gint64 record, Kind kind, guint group)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %d %u", record, (int) kind, group);
}

static void
add (GHashTable *table, const Made *made)
{
  g_hash_table_insert (table, name_of (made->record, made->kind, made->group), copy_made (made));
}

enum
{
  ID,
  TYPE,
  PUSH,
  DELETED,
  PARKED,
  ANSWERED,
  OP,
  SENT,
  ASKED,
  GROUP,
  STATE,
  BASE,
  THEIRS,
};

static SimPlace
place_of_record (DyrStatement *query)
{
  if (dyr_statement_number (query, ASKED) != 0)
    return SIM_ASKED;
  if (dyr_statement_number (query, PARKED) != 0)
    return SIM_PARKED;
  if (dyr_statement_is_null (query, ANSWERED)
      || dyr_statement_number (query, OP) != dyr_statement_number (query, PUSH))
    return SIM_IN_OUTBOX;
  return dyr_statement_number (query, ANSWERED) == DYR_ATTEMPT_ACKNOWLEDGED ? SIM_SETTLING
                                                                            : SIM_ON_ITS_WAY;
}

/* SIM_N_PLACES: nowhere. */
static SimPlace
place_of_edit (DyrStatement *query, const char *group)
{
  const DyrPendingState state = (DyrPendingState) dyr_statement_number (query, STATE);
  const gboolean goes = dyr_statement_number (query, PUSH) != 0;

  if (state == DYR_PENDING_CLASH || dyr_statement_number (query, ASKED) != 0)
    return SIM_ASKED;
  if (state == DYR_PENDING_PARKED || (goes && dyr_statement_number (query, PARKED) != 0))
    return SIM_PARKED;
  if (!dyr_statement_is_null (query, ANSWERED) && is_in (dyr_statement_text (query, SENT), group))
    return dyr_statement_number (query, ANSWERED) == DYR_ATTEMPT_ACKNOWLEDGED ? SIM_SETTLING
                                                                              : SIM_ON_ITS_WAY;
  return goes ? SIM_IN_OUTBOX : SIM_N_PLACES;
}

/* What was never agreed on is empty. */
static char *
base_of (DyrStatement *query, const DyrRecordType *type, guint group)
{
  g_autofree DyrValue *nothing = g_new0 (DyrValue, type->n_fields);

  return dyr_statement_is_null (query, BASE)
             ? dyr_group_to_text (type, dyr_group_mask (type, group), nothing)
             : g_strdup (dyr_statement_text (query, BASE));
}

/* What was sent and taken, perhaps before it was edited again; others may change it from then on.
 */
static const char *
told_of (DyrStatement *query, const char *group)
{
  const gboolean taken = !dyr_statement_is_null (query, ANSWERED)
                         && dyr_statement_number (query, ANSWERED) == DYR_ATTEMPT_ACKNOWLEDGED;

  return taken && is_in (dyr_statement_text (query, SENT), group) ? dyr_statement_text (query, SENT)
                                                                  : NULL;
}

static void
scan_row (DyrStatement *query, GHashTable *waiting)
{
  const DyrPush push = (DyrPush) dyr_statement_number (query, PUSH);
  const gboolean deleted = dyr_statement_number (query, DELETED) != 0;
  const char *group = dyr_statement_text (query, GROUP);
  g_autofree char *base = NULL, *theirs = NULL, *told = NULL;
  Made made = { .record = dyr_statement_number (query, ID),
                .type = dyr_record_type_by_number ((int) dyr_statement_number (query, TYPE)) };

  if (deleted ? push == DYR_PUSH_DELETE : push == DYR_PUSH_CREATE)
    {
      made.kind = deleted ? DELETION : CREATE;
      made.place = place_of_record (query);
      add (waiting, &made);
    }
  /* Whoever deletes a record lets go what was edited. */
  if (deleted || group == NULL)
    return;
  made.kind = EDIT;
  made.group = (guint) dyr_record_type_find (made.type, group);
  made.place = place_of_edit (query, group);
  base = base_of (query, made.type, made.group);
  made.base = base;
  theirs = g_strdup (dyr_statement_text (query, THEIRS));
  made.theirs = theirs;
  told = g_strdup (told_of (query, group));
  made.told = told;
  if (made.place != SIM_N_PLACES)
    add (waiting, &made);
}

static GHashTable *
scan (DyrConnection *connection)
{
  g_autoptr (GHashTable) waiting = new_table ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      &error,
      "SELECT r.id, r.type, r.push, r.deleted_at IS NOT NULL, r.parked IS NOT NULL, a.answered, "
      "a.op, a.sent, EXISTS (SELECT 1 FROM pending WHERE record = r.id AND grp = ''), p.grp, "
      "p.state, p.base, p.theirs FROM record r LEFT JOIN attempt a ON a.record = r.id "
      "LEFT JOIN pending p ON p.record = r.id AND p.grp <> '' "
      "WHERE r.id IN (SELECT id FROM record WHERE push <> 0 UNION SELECT record FROM pending)",
      "");

  g_assert_no_error (error);
  while (dyr_statement_step (query, &error))
    scan_row (query, waiting);
  g_assert_no_error (error);
  return g_steal_pointer (&waiting);
}

/* How it ended */

static char *
shown (const DyrRow *row, guint group)
{
  return dyr_group_to_text (row->type, dyr_group_mask (row->type, group), row->values);
}

static DyrRow *
read_row (DyrConnection *connection, const Made *made)
{
  g_autoptr (GError) error = NULL;
  DyrRow *row = dyr_row_read_as (connection, made->type, made->record, &error);

  g_assert_no_error (error);
  return row;
}

static char *
remote_id_of (DyrConnection *connection, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection, &error, "SELECT remote_id FROM record WHERE id = ?", "i", id);

  g_assert_no_error (error);
  return dyr_statement_step (query, &error) ? g_strdup (dyr_statement_text (query, 0)) : NULL;
}

/* Whether the CRM says of a field what is shown. What links point to is compared by G4. */
static gboolean
is_told (const DyrRow *row, const DyrRemoteRecord *told, guint field)
{
  return row->type->fields[field].kind == DYR_KIND_LINK
         || dyr_value_equal (&row->values[field], &told->values[field]);
}

/* Whether the answer says that the CRM has what is shown of a group. */
static gboolean
is_group_told (DyrConnection *connection, const DyrRow *row, guint group, const DyrAnswer *answer)
{
  const guint64 mask = dyr_group_mask (row->type, group);
  g_autofree char *remote_id = remote_id_of (connection, row->id);

  for (guint i = 0; answer != NULL && i < answer->records->len; i++)
    {
      const DyrRemoteRecord *told = answer->records->pdata[i];
      gboolean equal = (told->known & mask) != 0;

      if (told->type != row->type || g_strcmp0 (told->remote_id, remote_id) != 0)
        continue;
      for (guint j = 0; equal && j < row->type->n_fields; j++)
        if (mask & told->known & G_GUINT64_CONSTANT (1) << j)
          equal = is_told (row, told, j);
      return equal;
    }
  return FALSE;
}

static gboolean
is_within (const char *word, const char *text)
{
  return text != NULL && strstr (text, word) != NULL;
}

/* Whether a text, made of both sides by line or by member, has all words that this side added:
 * those of the base, and those that the CRM took, the other side may have taken out. */
static gboolean
has_added (const char *text, const Made *made)
{
  const char *of = made->value;
  char *word;
  gboolean has = TRUE;

  while (has && (word = sim_story_next_word (&of)) != NULL)
    {
      has = is_within (word, text) || is_within (word, made->base) || is_within (word, made->told);
      g_free (word);
    }
  return has;
}

static gboolean
is_merged_kind (const Made *made)
{
  const DyrKind kind = made->type->fields[made->group].kind;

  return kind == DYR_KIND_LONG_TEXT || kind == DYR_KIND_SET;
}

/* The program ended it: in which number is that counted? NULL: it was lost. */
static guint64 *
ended_by_program (SimSum *self,
                  DyrConnection *connection,
                  const Made *made,
                  const DyrRow *row,
                  const char *now,
                  const DyrAnswer *answer)
{
  g_autofree char *remote_id = NULL;

  if (made->kind != EDIT)
    {
      remote_id = remote_id_of (connection, made->record);
      return (remote_id != NULL) == (made->kind == CREATE) ? &self->totals.acknowledged : NULL;
    }
  /* The CRM said so before. */
  if (made->place == SIM_SETTLING)
    return &self->totals.acknowledged;
  /* Set back by the person, while it was on its way. */
  if (g_strcmp0 (made->base, made->value) == 0)
    return &self->totals.undone;
  if (row->deleted || row->reach != DYR_REACH_HERE
      || !is_group_told (connection, row, made->group, answer))
    return NULL;
  return g_str_equal (made->value, now) || (is_merged_kind (made) && has_added (now, made))
             ? &self->totals.acknowledged
             : NULL;
}

static guint64 *
ended_by_person (SimSum *self, const Made *made, const DyrRow *row, const char *now)
{
  /* Mine was made theirs. */
  if (now != NULL && g_strcmp0 (made->theirs, now) == 0)
    return &self->totals.decided;
  return made->kind != EDIT || row->deleted || g_strcmp0 (made->base, now) == 0
             ? &self->totals.undone
             : NULL;
}

static void
lose (SimSum *self, const Made *made, const char *what, const char *now)
{
  static const char *const kinds[] = { "the create", "an edit", "the deletion" };

  if (self->lost == NULL)
    self->lost
        = g_strdup_printf ("%s of record %" G_GINT64_FORMAT " (%s %s) %s: %s upon %s, now %s",
                           kinds[made->kind],
                           made->record,
                           made->type->name,
                           made->kind == EDIT ? made->type->fields[made->group].name : "",
                           what,
                           made->value,
                           made->base,
                           now);
}

/* It waits nowhere any more. */
static void
end (SimSum *self,
     DyrConnection *connection,
     SimCause cause,
     const Made *made,
     const DyrAnswer *answer)
{
  g_autoptr (DyrRow) row = read_row (connection, made);
  g_autofree char *now = made->kind == EDIT ? shown (row, made->group) : NULL;
  guint64 *number = cause == SIM_BY_PROGRAM
                        ? ended_by_program (self, connection, made, row, now, answer)
                    : cause == SIM_BY_PERSON ? ended_by_person (self, made, row, now)
                                             : &self->totals.decided;

  if (number != NULL)
    *number += made->times;
  else
    lose (self, made, "waits nowhere", now);
}

/* Whether a link that waits named the twin of a record of ours, which turned out to be that record:
 * then it names ours instead. */
static gboolean
is_of_twin (DyrConnection *connection, const Made *made)
{
  g_autoptr (GError) error = NULL;
  gint64 found;

  if (made->type->fields[made->group].kind != DYR_KIND_LINK)
    return FALSE;
  dyr_connection_number (
      connection,
      &error,
      0,
      &found,
      "SELECT EXISTS (SELECT 1 FROM record WHERE reach = ? AND remote_id IS NULL "
      "AND instr (replace (?, '-', ''), lower (hex (uid))))",
      "nt",
      (int) DYR_REACH_GONE,
      made->value);
  g_assert_no_error (error);
  return found != 0;
}

/* It waits still; perhaps elsewhere. */
static void
go_on (SimSum *self, DyrConnection *connection, SimCause cause, Made *made, const Made *waits)
{
  g_autoptr (DyrRow) row = made->kind == EDIT ? read_row (connection, made) : NULL;
  g_autofree char *now = row != NULL ? shown (row, made->group) : NULL;

  if (g_strcmp0 (now, made->value) != 0)
    {
      if (cause == SIM_BY_PERSON)
        {
          made->times++;
          self->totals.made++;
        }
      else if (cause == SIM_BY_PROGRAM && (!is_merged_kind (made) || !has_added (now, made))
               && !is_of_twin (connection, made))
        lose (self, made, "was replaced while it waited", now);
      g_free (made->value);
      made->value = g_steal_pointer (&now);
    }
  made->place = waits->place;
  g_free (made->base);
  made->base = g_strdup (waits->base);
  g_free (made->theirs);
  made->theirs = g_strdup (waits->theirs);
  g_free (made->told);
  made->told = g_strdup (waits->told);
}

/* What waits and did not before, of one record or (0) of all. */
static void
begin (SimSum *self, DyrConnection *connection, GHashTable *waiting, gint64 record)
{
  GHashTableIter iter;
  gpointer name, waits;

  g_hash_table_iter_init (&iter, waiting);
  while (g_hash_table_iter_next (&iter, &name, &waits))
    {
      const Made *is = waits;
      g_autoptr (DyrRow) row = NULL;
      Made *made;

      if ((record != 0 && is->record != record) || g_hash_table_contains (self->made, name))
        continue;
      made = copy_made (is);
      row = made->kind == EDIT ? read_row (connection, made) : NULL;
      made->value = row != NULL ? shown (row, made->group) : NULL;
      made->times = 1;
      self->totals.made++;
      g_hash_table_insert (self->made, g_strdup (name), made);
    }
}

/* Each group that the person changed waits, or is as both had agreed. */
static void
expect (SimSum *self, DyrConnection *connection, GHashTable *waiting, const DyrRow *before)
{
  Made made = { .record = before->id, .type = before->type, .kind = EDIT };
  g_autofree char *create = g_strdup_printf ("%" G_GINT64_FORMAT " %d 0", before->id, (int) CREATE);
  g_autoptr (DyrRow) row = read_row (connection, &made);
  g_autofree char *remote_id = remote_id_of (connection, before->id);

  if (g_hash_table_contains (waiting, create)
      || (remote_id == NULL && !dyr_outbox_is_complete (row->type, row->values)))
    return;
  for (guint i = 0; i < row->type->n_fields; i++)
    {
      g_autofree char *name = name_of (before->id, EDIT, i);
      const Made *was = g_hash_table_lookup (self->waiting, name);
      g_autofree char *value = NULL, *now = NULL;

      if (dyr_record_type_group (row->type, i) != i
          || (row->type->fields[i].flags & (DYR_DERIVED | DYR_LOCAL)) != 0)
        continue;
      made.group = i;
      value = shown (before, i);
      now = shown (row, i);
      made.value = value;
      if (!g_str_equal (value, now) && !g_hash_table_contains (waiting, name)
          && (was == NULL
              || (g_strcmp0 (was->base, now) != 0 && g_strcmp0 (was->theirs, now) != 0)))
        lose (self, &made, "never waited", now);
    }
}

/* The record was made anew, or a refused field of a create was mended: the create carries what
 * waited by itself. */
static gboolean
is_carried (GHashTable *waiting, const Made *made, SimCause cause)
{
  g_autofree char *create = name_of (made->record, CREATE, 0);

  return made->kind == EDIT && cause != SIM_BY_DECISION && g_hash_table_contains (waiting, create);
}

static void
carry (SimSum *self, GHashTable *waiting, const Made *made)
{
  g_autofree char *create = name_of (made->record, CREATE, 0);
  Made *carrier = g_hash_table_lookup (self->made, create);

  if (carrier != NULL)
    {
      carrier->times += made->times;
      return;
    }
  carrier = copy_made (g_hash_table_lookup (waiting, create));
  carrier->times = made->times;
  g_hash_table_insert (self->made, g_steal_pointer (&create), carrier);
}

void
sim_sum_take (SimSum *self,
              DyrConnection *connection,
              SimCause cause,
              const DyrRow *before,
              const DyrAnswer *answer)
{
  const gint64 n_changes = sqlite3_total_changes (dyr_connection_get_handle (connection));
  g_autoptr (GHashTable) waiting = NULL;
  g_autoptr (GPtrArray) over = g_ptr_array_new_with_free_func (free_made);
  GHashTableIter iter;
  gpointer name, value;

  if (n_changes == self->n_changes)
    return;
  self->n_changes = n_changes;
  waiting = scan (connection);
  if (before != NULL)
    expect (self, connection, waiting, before);
  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const Made *waits = g_hash_table_lookup (waiting, name);

      if (waits != NULL)
        go_on (self, connection, cause, value, waits);
      else
        {
          g_ptr_array_add (over, copy_made (value));
          g_hash_table_iter_remove (&iter);
        }
    }
  for (guint i = 0; i < over->len; i++)
    {
      const Made *made = over->pdata[i];

      if (is_carried (waiting, made, cause))
        carry (self, waiting, made);
      else
        end (self, connection, cause, made, answer);
      /* What a create left out waits by itself from now on. */
      if (made->kind == CREATE && cause == SIM_BY_PROGRAM)
        begin (self, connection, waiting, made->record);
    }
  if (cause != SIM_BY_PROGRAM)
    begin (self, connection, waiting, 0);
  g_hash_table_unref (self->waiting);
  self->waiting = g_steal_pointer (&waiting);
}

void
sim_sum_add_to (const SimSum *self, SimTotals *totals)
{
  GHashTableIter iter;
  gpointer value;

  totals->made += self->totals.made;
  totals->acknowledged += self->totals.acknowledged;
  totals->undone += self->totals.undone;
  totals->decided += self->totals.decided;
  totals->given_up += self->totals.given_up;
  totals->n_checked += self->totals.n_checked;
  g_hash_table_iter_init (&iter, self->made);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    totals->waiting[((const Made *) value)->place] += ((const Made *) value)->times;
}

const char *
sim_sum_check (SimSum *self)
{
  SimTotals totals = { 0 };
  guint64 sum;

  self->totals.n_checked++;
  sim_sum_add_to (self, &totals);
  sum = totals.acknowledged + totals.undone + totals.decided + totals.given_up;
  for (int i = 0; i < SIM_N_PLACES; i++)
    sum += totals.waiting[i];
  if (sum != totals.made && self->lost == NULL)
    self->lost = g_strdup_printf ("%" G_GUINT64_FORMAT " were made, %" G_GUINT64_FORMAT
                                  " are accounted for",
                                  totals.made,
                                  sum);
  return self->lost;
}
