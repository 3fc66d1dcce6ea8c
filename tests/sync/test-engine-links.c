/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: links and sets of links between records, and records that stand for others. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-contract.h"
#include "dyr-history.h"
#include "dyr-note.h"
#include "dyr-presentation.h"
#include "engine-test.h"

static gint64
have_person (EngineTest *t, const char *remote_id, const char *name)
{
  return engine_test_have (
      t, engine_test_theirs (t, &dyr_person_type, remote_id, "1", "last-name", name, NULL));
}

static void
add_participants (DyrRemoteRecord *theirs, const char *const *ids)
{
  for (guint i = 0; ids[i] != NULL; i++)
    dyr_remote_record_add_link (
        theirs, DYR_PRESENTATION_PARTICIPANTS, &dyr_person_type, ids[i], "?");
}

static DyrRemoteRecord *
presentation (EngineTest *t, const char *version, const char *const *ids)
{
  DyrRemoteRecord *theirs = engine_test_theirs (
      t, &dyr_presentation_type, "presentation/1", version, "title", "P", NULL);

  add_participants (theirs, ids);
  return theirs;
}

static char *
text_of (EngineTest *t, const gint64 *ids, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *uid = engine_test_uid (t, ids[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", uid);
    }
  return g_string_free (text, FALSE);
}

/* The ids of a sent set, joined. */
static char *
sent_participants (const DyrOrder *order)
{
  const GPtrArray *links = order->sent->links[DYR_PRESENTATION_PARTICIPANTS];
  GString *text = g_string_new (NULL);

  for (guint i = 0; links != NULL && i < links->len; i++)
    g_string_append_printf (
        text, "%s ", ((const DyrRemoteLink *) g_ptr_array_index (links, i))->remote_id);
  return g_string_free (text, FALSE);
}

static void
test_set_arrives (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 ids[2] = { have_person (t, "person/1", "A") }, id;
  g_autofree char *expected = NULL;
  DyrOrder *order;

  engine_test_queue (t,
                     "presentation",
                     presentation (t, "1", (const char *const[]){ "person/1", "person/2", NULL }));
  engine_test_begin (t);
  order = engine_test_next (t, NULL);
  g_assert_nonnull (order);
  g_assert_cmpstr (order->remote_id, ==, "person/2");
  ids[1] = order->record;
  engine_test_done (
      t, order, engine_test_theirs (t, &dyr_person_type, "person/2", "1", "last-name", "B", NULL));
  id = engine_test_number (t, "SELECT id FROM presentation");
  expected = text_of (t, ids, 2);
  engine_test_assert_value (t, id, "participants", expected);
  engine_test_assert_rest (t, id);
}

/* A PUT replaces the whole set: it carries those of both sides. */
static void
test_set_merges (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 ids[3] = { have_person (t, "person/1", "A"),
                    have_person (t, "person/2", "B"),
                    have_person (t, "person/3", "C") };
  gint64 id
      = engine_test_have (t, presentation (t, "1", (const char *const[]){ "person/1", NULL }));
  g_autofree char *mine = text_of (t, ids, 2), *sent = NULL;
  DyrOrder *order;

  engine_test_edit (t, id, "participants", mine, NULL);
  engine_test_queue (t,
                     "presentation",
                     presentation (t, "2", (const char *const[]){ "person/1", "person/3", NULL }));
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
  sent = sent_participants (order);
  g_assert_nonnull (strstr (sent, "person/1 "));
  g_assert_nonnull (strstr (sent, "person/2 "));
  g_assert_nonnull (strstr (sent, "person/3 "));
  dyr_order_free (order);
}

/* One of them is not there yet: the set waits, the record waits with it. */
static void
test_set_waits (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 client = engine_test_have (
      t, engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "C", NULL));
  g_autofree char *uid = engine_test_uid (t, client), *both = NULL, *sent = NULL;
  gint64 ids[2], id;
  DyrOrder *order;

  ids[0] = have_person (t, "person/1", "A");
  ids[1] = engine_test_create (t, &dyr_person_type, "client", uid, "last-name", "B", NULL);
  both = text_of (t, ids, 2);
  id = engine_test_create (
      t, &dyr_presentation_type, "client", uid, "title", "P", "participants", both, NULL);
  order = engine_test_expect (t, DYR_ORDER_CREATE, ids[1]);
  engine_test_quiet (t);
  engine_test_written (t, order, "person/2", "1");
  order = engine_test_expect (t, DYR_ORDER_CREATE, id);
  sent = sent_participants (order);
  g_assert_cmpstr (sent, ==, "person/1 person/2 ");
  dyr_order_free (order);
}

/* A link to a record that is told gone is not sent to a CRM that has it no more. */
static void
test_link_to_gone (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 person = have_person (t, "person/1", "A");
  g_autofree char *uid = engine_test_uid (t, person);
  gint64 note = engine_test_create (t, &dyr_note_type, "about", uid, "text", "x", NULL);
  DyrRemoteRecord *gone = engine_test_theirs (t, &dyr_person_type, "person/1", NULL, NULL);
  DyrOrder *order;

  gone->deleted = TRUE;
  engine_test_queue (t, "gone", gone);
  engine_test_begin (t);
  order = engine_test_expect (t, DYR_ORDER_CREATE, note);
  engine_test_assert_not_sent (order, "about");
  engine_test_written (t, order, "note/1", "1");
  engine_test_quiet (t);
  /* It stays here, struck through. */
  engine_test_assert_value (t, note, "about", uid);
}

/* A link of the CRM to what was deleted there points to what we had of it. */
static void
test_link_to_buried (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 person = have_person (t, "person/1", "A");
  g_autofree char *uid = engine_test_uid (t, person);
  DyrRemoteRecord *gone = engine_test_theirs (t, &dyr_person_type, "person/1", NULL, NULL);
  DyrRemoteRecord *note = engine_test_theirs (t, &dyr_note_type, "note/1", "1", "text", "x", NULL);

  gone->deleted = TRUE;
  engine_test_queue (t, "gone", gone);
  engine_test_begin (t);
  engine_test_quiet (t);
  dyr_remote_record_add_link (note, 0, &dyr_person_type, "person/1", "A");
  engine_test_assert_value (t, engine_test_have (t, note), "about", uid);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM person"), ==, 1);
}

/* Others link to our record before we know that it arrived, and then a page shows it. */
static void
test_page_of_ours_after_placeholder (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL), contract;
  g_autofree char *uid = engine_test_uid (t, id);
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_contract_type, "contract/1", "1", "number", "1", NULL);

  engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_LATER, 503);
  t->now += 1000;
  dyr_remote_record_add_link (theirs, DYR_CONTRACT_CLIENT, &dyr_client_type, "client/1", "A");
  engine_test_queue (t, "contract", theirs);
  engine_test_queue (t, "describe", NULL);
  engine_test_begin (t);
  /* The create that was “surely not done” goes again: it is there already. */
  {
    DyrOrder *order = engine_test_expect (t, DYR_ORDER_CREATE, id);
    DyrOrder *placeholder = engine_test_next (t, NULL);

    g_assert_nonnull (placeholder);
    g_assert_cmpint (placeholder->kind, ==, DYR_ORDER_FETCH);
    engine_test_say (t, placeholder, DYR_ANSWER_UNKNOWN, 500);
    engine_test_say (t, order, DYR_ANSWER_LATER, 503);
  }
  t->now += 1000;
  contract = engine_test_number (t, "SELECT id FROM contract");
  engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "1", NULL));
  engine_test_begin (t);
  engine_test_quiet (t);
  engine_test_assert (t, id, "remote_id = 'client/1'");
  engine_test_assert_rest (t, id);
  engine_test_assert_value (t, contract, "client", uid);
  g_assert_cmpint (engine_test_number (t, "SELECT count (*) FROM client WHERE listed = 1"), ==, 1);
}

/* The CRM has two of our records for one: neither is overwritten, a person looks. */
static void
test_twin (void)
{
  for (int by_page = 0; by_page < 2; by_page++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 known = engine_test_have (
          t, engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL));
      gint64 id = engine_test_create (t, &dyr_client_type, "name", "A", NULL);

      engine_test_edit (t, known, "name", "B", NULL);
      if (by_page)
        {
          /* Its look-up found it, and before that the list: a placeholder of ours has edits. */
          engine_test_run_sql (t, "UPDATE record SET reach = 1 WHERE remote_id = 'client/1'");
          engine_test_queue (t, "client", engine_test_same (t, id, "client/1", "2", NULL));
          engine_test_begin (t);
          dyr_order_free (engine_test_next (t, NULL));
        }
      else
        {
          engine_test_say (t, engine_test_expect (t, DYR_ORDER_CREATE, id), DYR_ANSWER_UNKNOWN, 0);
          engine_test_begin (t);
          engine_test_done (t,
                            engine_test_expect (t, DYR_ORDER_LOOK_UP, id),
                            engine_test_same (t, id, "client/1", "2", NULL));
        }
      engine_test_assert (t,
                          id,
                          "parked IS NULL AND remote_id IS NULL AND push = 1 AND (SELECT theirs = "
                          "'duplicate' || char (9) || 'client/1' FROM pending "
                          "WHERE record = r.id AND grp = '')");
      engine_test_assert_value (t, known, "name", "B");
      engine_test_assert (t, known, "push = 2 AND remote_id = 'client/1'");
    }
}

/* However many have to be read, none is forgotten; one that failed waits for its time. */
static void
test_many_to_read (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  DyrAnswer *page = engine_test_queue (t, "person", NULL);
  DyrOrder *order;

  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *id = g_strdup_printf ("person/%03u", i);

      g_ptr_array_add (page->records,
                       engine_test_theirs (t, &dyr_person_type, id, "1", "last-name", "A", NULL));
    }
  engine_test_quiet (t);
  engine_test_run_sql (t, "UPDATE record SET settled = 0, read_retry_at = 1700000500");
  g_assert_cmpint (engine_test_quiet (t), ==, 1700000500);
  engine_test_run_sql (t, "UPDATE record SET read_retry_at = NULL WHERE remote_id = 'person/110'");
  order = engine_test_next (t, NULL);
  g_assert_nonnull (order);
  g_assert_cmpstr (order->remote_id, ==, "person/110");
  dyr_order_free (order);
  /* A wait that a wrong clock wrote is none. */
  engine_test_run_sql (
      t, "UPDATE record SET read_retry_at = 1900000000 WHERE remote_id = 'person/050'");
  order = engine_test_next (t, NULL);
  g_assert_nonnull (order);
  g_assert_cmpstr (order->remote_id, ==, "person/050");
  dyr_order_free (order);
}

/* A person whose uid we did not know stood for itself; then it comes with the uid that it has
 * everywhere. What the history calls by the old one is still it. */
static void
test_history_of_placeholder (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  g_autoptr (GError) error = NULL;
  gint64 person, other = have_person (t, "person/2", "B"), note;
  g_autofree char *was = NULL, *uid = engine_test_uid (t, other), *is = NULL;
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_note_type, "note/1", "1", "text", "x", NULL);
  DyrOrder *order;
  g_autoptr (GPtrArray) entries = NULL;
  const DyrHistoryEntry *entry;

  dyr_remote_record_add_link (theirs, DYR_NOTE_ABOUT, &dyr_person_type, "person/1", "A");
  engine_test_queue (t, "note", theirs);
  engine_test_begin (t);
  order = engine_test_next (t, NULL);
  g_assert_nonnull (order);
  person = order->record;
  was = engine_test_uid (t, person);
  note = engine_test_number (t, "SELECT id FROM note");
  engine_test_edit (t, note, "about", uid, NULL);
  engine_test_edit (t, note, "about", was, NULL);
  theirs = engine_test_theirs (t, &dyr_person_type, "person/1", "1", "last-name", "A", NULL);
  theirs->has_uid = TRUE;
  theirs->uid = dyr_uid_new ();
  engine_test_done (t, order, theirs);
  is = engine_test_uid (t, person);
  g_assert_cmpstr (was, !=, is);
  engine_test_assert_value (t, note, "about", is);
  entries = dyr_history_of_action (
      t->connection,
      engine_test_number (t, "SELECT max (action) FROM change WHERE field = 'about'"),
      9,
      &error);
  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, ==, 1);
  entry = entries->pdata[0];
  g_assert_cmpint (entry->old.link->id, ==, other);
  g_assert_cmpint (entry->new.form, ==, DYR_VALUE_LINK);
  g_assert_cmpint (entry->new.link->id, ==, person);
  g_assert_cmpstr (entry->new.link->name, ==, "A");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("links/set/arrives", test_set_arrives);
  engine_test_add ("links/set/merges", test_set_merges);
  engine_test_add ("links/set/waits", test_set_waits);
  engine_test_add ("links/to-gone", test_link_to_gone);
  engine_test_add ("links/to-buried", test_link_to_buried);
  engine_test_add ("links/page-of-ours", test_page_of_ours_after_placeholder);
  engine_test_add ("links/twin", test_twin);
  engine_test_add ("links/history-of-placeholder", test_history_of_placeholder);
  engine_test_add ("fetch/many", test_many_to_read);
  return g_test_run ();
}
