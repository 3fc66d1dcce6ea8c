/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Undo by sets comes to what undo change by change comes to, on random offices: whatever the action
 * did, and whatever happened since. */

#include "config.h"

#include "dyr-bulk.h"
#include "dyr-undo.h"
#include "store-test.h"
#include "undo-compare.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/undo-sets/" name, Office, NULL, office_set_up, function, office_tear_down)

/* Random offices */

#define CLIENTS 120

static const char *const cities[] = { "Львів", "Київ \"/\"", "Їжаківка", NULL };
static const char *const states[] = { "prospect", "active", "suspended", "lost" };

static const char *
pick (const char *const *list, guint n)
{
  return list[g_test_rand_int_range (0, (int) n)];
}

#define PICK(list) pick (list, G_N_ELEMENTS (list))

static gboolean
once_in (int n)
{
  return g_test_rand_int_range (0, n) == 0;
}

static void
fill_office (Office *office)
{
  static const DyrOrigin origins[] = { DYR_ORIGIN_PERSON, DYR_ORIGIN_CRM, DYR_ORIGIN_SAMPLE };
  gint64 user = office_add (office, &dyr_user_type, "name", "Оксана", NULL);
  g_autofree char *uid = office_uid (office, user);

  for (guint i = 0; i < CLIENTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Клієнт «%u»", i);

      office_add_as (office,
                     origins[g_test_rand_int_range (0, 3)],
                     &dyr_client_type,
                     "name",
                     once_in (9) ? NULL : name,
                     "city",
                     PICK (cities),
                     "state",
                     PICK (states),
                     "segment",
                     once_in (3) ? "новий\nрядок" : NULL,
                     "responsible",
                     once_in (2) ? uid : NULL,
                     "phones",
                     once_in (3) ? "+380671122233" : NULL,
                     NULL);
    }
  office_catch_up (office, 1000);
  office_sql (office,
              "UPDATE record SET remote_id = 'r' || id, push = 0, seq = NULL "
              "WHERE type = 2 AND abs (random ()) % 2 = 0 AND origin <> 3");
  office_sql (office,
              "UPDATE record SET push = 3, seq = 9000 + id WHERE type = 2 "
              "AND abs (random ()) % 11 = 0 AND remote_id IS NOT NULL");
  office_sql (office,
              "INSERT INTO pending (record, grp, base, seq, state, reason) SELECT id, 'state', "
              "'{\"state\":\"prospect\"}', 8000 + id, id % 3, 'why' FROM record "
              "WHERE type = 2 AND abs (random ()) % 4 = 0 AND remote_id IS NOT NULL");
  office_sql (office,
              "UPDATE record SET push = 2, seq = 7000 + id, parked = 'here' "
              "WHERE id IN (SELECT record FROM pending) AND push = 0");
  office_sql (office,
              "INSERT INTO attempt (record, op, sent, seq) SELECT id, 2, '{}', 1 FROM record "
              "WHERE type = 2 AND abs (random ()) % 8 = 0 AND remote_id IS NOT NULL");
}

/* Fields that sets can write, and some that they cannot. */
static const guint fields[] = {
  DYR_CLIENT_STATE,   DYR_CLIENT_CITY,         DYR_CLIENT_SEGMENT, DYR_CLIENT_RESPONSIBLE,
  DYR_CLIENT_COUNTRY, DYR_CLIENT_NEXT_CONTACT, DYR_CLIENT_CODE,    DYR_CLIENT_DESCRIPTION,
  DYR_CLIENT_NAME,    DYR_CLIENT_PHONES,       DYR_CLIENT_ROLES,
};

static char *
random_text (guint field, const char *uid)
{
  switch (field)
    {
    case DYR_CLIENT_STATE:
      return g_strdup (PICK (states));
    case DYR_CLIENT_CITY:
      return g_strdup (PICK (cities));
    case DYR_CLIENT_RESPONSIBLE:
      return once_in (2) ? g_strdup (uid) : NULL;
    case DYR_CLIENT_COUNTRY:
      return g_strdup (once_in (2) ? "UA" : "HR");
    case DYR_CLIENT_NEXT_CONTACT:
      return once_in (2) ? g_strdup ("2026-12-01") : NULL;
    case DYR_CLIENT_PHONES:
      return once_in (2) ? g_strdup ("+380442223344") : NULL;
    case DYR_CLIENT_ROLES:
      return g_strdup (once_in (2) ? "partner" : "partner\nvenue");
    default:
      return g_strdup_printf ("Інше %d", g_test_rand_int_range (0, 5));
    }
}

typedef struct
{
  char *uid;
  guint n_edits;
  gboolean mixed; /* also records made, deleted, brought back */
  gint64 action;
} Day;

static gboolean
random_edit (DyrConnection *connection, DyrSave *save, const Day *day, gint64 id, GError **error)
{
  g_autoptr (GArray) values = dyr_field_values_new ();
  guint n = (guint) g_test_rand_int_range (1, 4);

  for (guint i = 0; i < n; i++)
    {
      guint field = fields[g_test_rand_int_range (0, G_N_ELEMENTS (fields))];
      g_autofree char *text = random_text (field, day->uid);

      if (!dyr_field_from_text (
              &dyr_client_type.fields[field], text, dyr_field_values_add (values, field), error))
        return FALSE;
    }
  return dyr_save_edit (save, id, values, error);
}

static gboolean
random_step (DyrConnection *connection, DyrSave *save, const Day *day, GError **error)
{
  gint64 id, deleted;

  if (!dyr_connection_number (
          connection, error, 0, &id, "SELECT id FROM client ORDER BY abs (random ()) LIMIT 1", "")
      || !dyr_connection_number (connection,
                                 error,
                                 0,
                                 &deleted,
                                 "SELECT deleted_at IS NOT NULL FROM record WHERE id = ?",
                                 "i",
                                 id))
    return FALSE;
  if (deleted)
    return !day->mixed || !once_in (2) || dyr_save_restore (save, id, error);
  if (day->mixed && once_in (12))
    return dyr_save_delete (save, id, error);
  if (day->mixed && once_in (12))
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CLIENT_N_FIELDS);
      gboolean done;

      dyr_value_set_text (&values[DYR_CLIENT_NAME], "Нова");
      done = dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_PERSON, values, &id, error);
      for (guint i = 0; i < DYR_CLIENT_N_FIELDS; i++)
        dyr_value_clear (&values[i]);
      return done;
    }
  return random_edit (connection, save, day, id, error);
}

static gboolean
job_day (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Day *day = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", 0);

  for (guint i = 0; i < day->n_edits; i++)
    if (!random_step (connection, save, day, error))
      return FALSE;
  return dyr_save_finish (save, &day->action, error);
}

static gint64
random_action (Office *office, const Day *like, guint n_edits)
{
  Day day = *like;
  g_autoptr (GError) error = NULL;

  day.n_edits = n_edits;
  dyr_database_write (office->database, job_day, &day, NULL, &error);
  g_assert_no_error (error);
  return day.action;
}

/* What sync does to records that wait, as far as undo can see it. */
static void
random_sync (Office *office)
{
  office_sql (office,
              "DELETE FROM pending WHERE abs (random ()) % 2 = 0; "
              "DELETE FROM attempt WHERE abs (random ()) % 2 = 0; "
              "UPDATE record SET remote_id = 's' || id, push = 0, seq = NULL "
              "WHERE type = 2 AND origin <> 3 AND remote_id IS NULL AND push = 1 "
              "AND abs (random ()) % 2 = 0; "
              "UPDATE record SET push = 0, seq = NULL WHERE push = 2 "
              "AND id NOT IN (SELECT record FROM pending UNION SELECT record FROM attempt)");
}

static void
run_random (Office *office, const Day *like, gint64 action)
{
  Office copy = { 0 };
  gint64 undone, redone;
  guint n_kept = 0, rounds = (guint) g_test_rand_int_range (0, 3);

  for (guint i = 0; i < rounds; i++)
    {
      random_action (office, like, (guint) g_test_rand_int_range (1, 40));
      random_sync (office);
    }
  if (once_in (2))
    office_catch_up (office, 1000);
  office_copy (office, &copy);
  undone = undo_compare (office, &copy, action, &n_kept);
  redone = undo_compare (office, &copy, undone, &n_kept);
  undo_compare (office, &copy, once_in (2) ? action : redone, &n_kept);
  g_test_message ("%u not taken back", n_kept);
  office_tear_down (&copy, NULL);
}

static char *
user_uid (Office *office)
{
  return office_uid (office, office_number (office, "SELECT min (id) FROM user"));
}

static void
run_many (Office *office, gboolean mixed)
{
  for (guint i = 0; i < 8; i++)
    {
      Office one = { 0 };
      Day like = { .mixed = mixed };

      office_set_up (&one, NULL);
      fill_office (&one);
      like.uid = user_uid (&one);
      run_random (&one, &like, random_action (&one, &like, 260));
      office_tear_down (&one, NULL);
      g_free (like.uid);
    }
}

static void
test_fields (Office *office, gconstpointer data)
{
  run_many (office, FALSE);
}

static void
test_mixed (Office *office, gconstpointer data)
{
  run_many (office, TRUE);
}

static GArray *
all_clients (Office *office)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 first = office_number (office, "SELECT min (id) FROM client");
  gint64 last = office_number (office, "SELECT max (id) FROM client");

  for (gint64 id = first; id <= last; id++)
    g_array_append_val (ids, id);
  return ids;
}

static void
set_text (GArray *values, guint field, const char *text)
{
  g_autoptr (GError) error = NULL;

  dyr_field_from_text (
      &dyr_client_type.fields[field], text, dyr_field_values_add (values, field), &error);
  g_assert_no_error (error);
}

/* What bulk edits write, undone after others edited, deleted and sent in between. */
static void
test_bulk (Office *office, gconstpointer data)
{
  for (guint i = 0; i < 6; i++)
    {
      Office one = { 0 };
      Day like = { .mixed = TRUE };
      g_autoptr (GArray) values = dyr_field_values_new (), ids = NULL;
      g_autoptr (GError) error = NULL;
      DyrBulkResult done;

      office_set_up (&one, NULL);
      fill_office (&one);
      like.uid = user_uid (&one);
      ids = all_clients (&one);
      set_text (values, DYR_CLIENT_STATE, PICK (states));
      set_text (values, DYR_CLIENT_CITY, "Стрий");
      if (once_in (2))
        set_text (values, DYR_CLIENT_RESPONSIBLE, like.uid);
      if (once_in (2))
        set_text (values, DYR_CLIENT_ROLES, "venue");
      dyr_bulk_edit (one.database, &dyr_client_type, ids, values, NULL, NULL, NULL, &done, &error);
      g_assert_no_error (error);
      run_random (&one, &like, done.action);
      office_tear_down (&one, NULL);
      g_free (like.uid);
    }
}

/* Over several transactions */

#define MANY 2600

static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);

  for (int i = 0; i < MANY; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CLIENT_N_FIELDS);
      gboolean made;
      gint64 id;

      dyr_value_set_text (&values[DYR_CLIENT_NAME], "Клієнт");
      dyr_value_set_text (&values[DYR_CLIENT_CITY], i % 2 == 0 ? "Львів" : "Київ");
      made = dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error);
      for (guint j = 0; j < DYR_CLIENT_N_FIELDS; j++)
        dyr_value_clear (&values[j]);
      if (!made)
        return FALSE;
    }
  return dyr_save_finish (save, NULL, error);
}

static gint64
edit_many (Office *office)
{
  g_autoptr (GArray) values = dyr_field_values_new (), ids = NULL;
  g_autoptr (GError) error = NULL;
  DyrBulkResult done;

  dyr_database_write (office->database, job_many, NULL, NULL, &error);
  g_assert_no_error (error);
  ids = all_clients (office);
  set_text (values, DYR_CLIENT_CITY, "Стрий");
  set_text (values, DYR_CLIENT_SEGMENT, "с");
  set_text (values, DYR_CLIENT_NEXT_CONTACT, "2026-12-01");
  dyr_bulk_edit (office->database, &dyr_client_type, ids, values, NULL, NULL, NULL, &done, &error);
  g_assert_no_error (error);
  return done.action;
}

static void
test_parts (Office *office, gconstpointer data)
{
  Office copy = { 0 };
  gint64 action = edit_many (office), undone;
  guint n_kept = 0;

  office_copy (office, &copy);
  undone = undo_compare (office, &copy, action, &n_kept);
  undo_compare (office, &copy, undone, &n_kept);
  g_assert_cmpuint (n_kept, ==, 0);
  office_assert (office, office_number (office, "SELECT min (id) FROM client"), "city", "Стрий");
  office_tear_down (&copy, NULL);
}

typedef struct
{
  GCancellable *cancellable;
  guint n_steps;
  guint last;
} Watch;

static void
on_progress (guint n_done, guint n, gpointer data)
{
  Watch *watch = data;

  g_assert_cmpuint (n, ==, 3 * MANY);
  g_assert_cmpuint (n_done, >, watch->last);
  watch->last = n_done;
  watch->n_steps++;
  if (watch->cancellable != NULL)
    g_cancellable_cancel (watch->cancellable);
}

/* Stopped in the middle: what was taken back stays so, the next undo goes on; one action. */
static void
test_stopped (Office *office, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (DyrUndoResult) part = NULL, rest = NULL;
  g_autoptr (GError) error = NULL;
  gint64 action = edit_many (office);
  Watch watch = { .cancellable = cancellable }, again = { NULL };
  gint64 left;

  part = dyr_undo_watched (office->database, action, on_progress, &watch, cancellable, &error);
  g_assert_no_error (error);
  g_assert_true (part->stopped);
  g_assert_cmpuint (watch.n_steps, ==, 1);
  g_assert_cmpuint (part->n_undone, ==, watch.last);
  left = office_number (office, "SELECT count (*) FROM client WHERE city = 'Стрий'");
  g_assert_cmpint (left, ==, 3 * MANY - watch.last > MANY ? MANY : 3 * MANY - watch.last);
  g_assert_cmpint (office_redo (office), ==, 0);
  g_assert_cmpint (office_undo (office), ==, action);
  rest = dyr_undo_watched (office->database, action, on_progress, &again, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (rest->stopped);
  g_assert_cmpint (rest->action, ==, part->action);
  g_assert_cmpuint (part->n_undone + rest->n_undone, ==, 3 * MANY);
  g_assert_cmpuint (rest->kept->len, ==, 0);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM client WHERE city = 'Стрий'"), ==, 0);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM action WHERE state <> 1"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("fields", test_fields);
  CASE ("mixed", test_mixed);
  CASE ("bulk", test_bulk);
  CASE ("parts", test_parts);
  CASE ("stopped", test_stopped);
  return g_test_run ();
}
