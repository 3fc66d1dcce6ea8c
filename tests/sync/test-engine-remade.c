/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Engine: what was deleted in the CRM and made there anew has another id; what links to it learns
 * of that. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-contract.h"
#include "dyr-presentation.h"
#include "engine-test.h"

static void
tell_gone (EngineTest *t, const DyrRecordType *type, const char *remote_id)
{
  DyrRemoteRecord *gone = engine_test_theirs (t, type, remote_id, NULL, NULL);

  gone->deleted = TRUE;
  engine_test_queue (t, "gone", gone);
}

/* A contract as the CRM has it: it names a client by that id. */
static DyrRemoteRecord *
contract_of (EngineTest *t, const char *version, const char *client)
{
  DyrRemoteRecord *theirs
      = engine_test_theirs (t, &dyr_contract_type, "contract/1", version, "number", "1/26", NULL);

  dyr_remote_record_add_link (theirs, DYR_CONTRACT_CLIENT, &dyr_client_type, client, "A");
  return theirs;
}

typedef struct
{
  EngineTest *t;
  gint64 client, contract;
  gint64 other; /* client */
  char *uid;    /* of the client */
} Office;

static void
office_clear (Office *self)
{
  g_free (self->uid);
  engine_test_free (self->t);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Office, office_clear)

/* A client that was edited here and deleted there, a contract of it that nobody touched. The person
 * says: it stays. The create is what goes next. */
static void
office_init (Office *self)
{
  EngineTest *t = self->t = engine_test_new ();

  self->client = engine_test_have (
      t, engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL));
  self->other = engine_test_have (
      t, engine_test_theirs (t, &dyr_client_type, "client/2", "1", "name", "C", NULL));
  self->contract = engine_test_have (t, contract_of (t, "1", "client/1"));
  self->uid = engine_test_uid (t, self->client);
  engine_test_edit (t, self->client, "name", "B", NULL);
  tell_gone (t, &dyr_client_type, "client/1");
  engine_test_begin (t);
  engine_test_quiet (t);
  engine_test_choose (t, self->client, NULL, DYR_CHOOSE_MINE);
}

static void
test_link (void)
{
  g_auto (Office) o = { NULL };
  DyrOrder *order;

  office_init (&o);
  engine_test_written (o.t, engine_test_expect (o.t, DYR_ORDER_CREATE, o.client), "client/9", "1");
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_FETCH, o.contract),
                    contract_of (o.t, "1", "client/1"));
  engine_test_assert_value (o.t, o.contract, "client", o.uid);
  order = engine_test_expect (o.t, DYR_ORDER_UPDATE, o.contract);
  engine_test_assert_sent (order, "client", "client/9");
  engine_test_assert_not_sent (order, "number");
  engine_test_written (o.t, order, "contract/1", "2");
  engine_test_quiet (o.t);
  engine_test_assert_rest (o.t, o.contract);
  /* For the history nothing happened. */
  g_assert_cmpint (
      engine_test_number (o.t, "SELECT count (*) FROM change WHERE field = 'client'"), ==, 0);
}

/* Made anew, and told deleted once more: while a person is asked, nobody knows an id to point to.
 * Two stores that knew different ones would correct each other for ever. */
static void
test_link_to_asked (void)
{
  g_auto (Office) o = { NULL };
  DyrOrder *order;

  office_init (&o);
  engine_test_written (o.t, engine_test_expect (o.t, DYR_ORDER_CREATE, o.client), "client/9", "1");
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_FETCH, o.contract),
                    contract_of (o.t, "1", "client/1"));
  order = engine_test_expect (o.t, DYR_ORDER_UPDATE, o.contract);
  engine_test_written (o.t, order, "contract/1", "2");
  engine_test_edit (o.t, o.client, "name", "D", NULL);
  tell_gone (o.t, &dyr_client_type, "client/9");
  engine_test_begin (o.t);
  engine_test_quiet (o.t);
  engine_test_queue (o.t, "contract", contract_of (o.t, "3", "client/1"));
  engine_test_begin (o.t);
  engine_test_say (o.t, engine_test_expect (o.t, DYR_ORDER_FETCH, o.client), DYR_ANSWER_GONE, 404);
  engine_test_quiet (o.t);
  engine_test_assert_rest (o.t, o.contract);
  engine_test_assert_value (o.t, o.contract, "client", o.uid);
}

/* The answer to the create was lost: its look-up tells. */
static void
test_looked_up (void)
{
  g_auto (Office) o = { NULL };

  office_init (&o);
  engine_test_say (
      o.t, engine_test_expect (o.t, DYR_ORDER_CREATE, o.client), DYR_ANSWER_UNKNOWN, 500);
  o.t->now += 1000;
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_LOOK_UP, o.client),
                    engine_test_same (o.t, o.client, "client/9", "1", NULL));
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_FETCH, o.client),
                    engine_test_same (o.t, o.client, "client/9", "1", NULL));
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_FETCH, o.contract),
                    contract_of (o.t, "1", "client/1"));
  dyr_order_free (engine_test_expect (o.t, DYR_ORDER_UPDATE, o.contract));
}

/* Somebody gave the contract to another client meanwhile: that stays. */
static void
test_others_were_faster (void)
{
  g_auto (Office) o = { NULL };
  g_autofree char *uid = NULL;

  office_init (&o);
  engine_test_written (o.t, engine_test_expect (o.t, DYR_ORDER_CREATE, o.client), "client/9", "1");
  uid = engine_test_uid (o.t, o.other);
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_FETCH, o.contract),
                    contract_of (o.t, "2", "client/2"));
  engine_test_quiet (o.t);
  engine_test_assert_value (o.t, o.contract, "client", uid);
  engine_test_assert_rest (o.t, o.contract);
}

/* A CRM that keeps the old id all the same is not told again and again, but at the next walk. */
static void
test_not_for_ever (void)
{
  g_auto (Office) o = { NULL };
  DyrRemoteType *type;

  office_init (&o);
  type = engine_test_type (o.t, &dyr_contract_type);
  type->locked = FALSE;
  engine_test_written (o.t, engine_test_expect (o.t, DYR_ORDER_CREATE, o.client), "client/9", "1");
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_FETCH, o.contract),
                    contract_of (o.t, "1", "client/1"));
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_UPDATE, o.contract),
                    contract_of (o.t, "2", "client/1"));
  o.t->time += 10;
  o.t->now += 10;
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_FETCH, o.contract),
                    contract_of (o.t, "2", "client/1"));
  engine_test_quiet (o.t);
  engine_test_assert_rest (o.t, o.contract);
  engine_test_assert_value (o.t, o.contract, "client", o.uid);
  o.t->time += 90000;
  g_ptr_array_add (engine_test_queue (
                       o.t, "sweep client", engine_test_same (o.t, o.client, "client/9", "1", NULL))
                       ->records,
                   engine_test_same (o.t, o.other, "client/2", "1", NULL));
  engine_test_queue (o.t, "sweep contract", contract_of (o.t, "2", "client/1"));
  engine_test_begin (o.t);
  dyr_order_free (engine_test_expect (o.t, DYR_ORDER_UPDATE, o.contract));
}

/* The request that repeats the link gets lost on its way: it goes again. */
static void
test_lost (void)
{
  g_auto (Office) o = { NULL };

  office_init (&o);
  engine_test_written (o.t, engine_test_expect (o.t, DYR_ORDER_CREATE, o.client), "client/9", "1");
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_FETCH, o.contract),
                    contract_of (o.t, "1", "client/1"));
  engine_test_say (
      o.t, engine_test_expect (o.t, DYR_ORDER_UPDATE, o.contract), DYR_ANSWER_UNKNOWN, 500);
  o.t->now += 1000;
  engine_test_done (o.t,
                    engine_test_expect (o.t, DYR_ORDER_FETCH, o.contract),
                    contract_of (o.t, "1", "client/1"));
  dyr_order_free (engine_test_expect (o.t, DYR_ORDER_UPDATE, o.contract));
}

/* Undoing a deletion that both sides had agreed on makes it anew, too. */
static void
test_brought_back (void)
{
  g_autoptr (EngineTest) t = engine_test_new ();
  gint64 client = engine_test_have (
      t, engine_test_theirs (t, &dyr_client_type, "client/1", "1", "name", "A", NULL));
  gint64 contract = engine_test_have (t, contract_of (t, "1", "client/1"));

  tell_gone (t, &dyr_client_type, "client/1");
  engine_test_begin (t);
  engine_test_quiet (t);
  engine_test_restore (t, client);
  engine_test_written (t, engine_test_expect (t, DYR_ORDER_CREATE, client), "client/9", "1");
  engine_test_done (
      t, engine_test_expect (t, DYR_ORDER_FETCH, contract), contract_of (t, "1", "client/1"));
  dyr_order_free (engine_test_expect (t, DYR_ORDER_UPDATE, contract));
}

static DyrRemoteRecord *
presentation_with (EngineTest *t, const char *version, const char *one, const char *other)
{
  DyrRemoteRecord *theirs = engine_test_theirs (
      t, &dyr_presentation_type, "presentation/1", version, "title", "P", NULL);

  dyr_remote_record_add_link (theirs, DYR_PRESENTATION_PARTICIPANTS, &dyr_person_type, one, "?");
  if (other != NULL)
    dyr_remote_record_add_link (
        theirs, DYR_PRESENTATION_PARTICIPANTS, &dyr_person_type, other, "?");
  return theirs;
}

/* Its create was looked for in vain, and it was deleted meanwhile: when that create arrives late,
 * the deletion follows it. What both had agreed on before it was made anew says nothing. */
static void
test_deleted_again (void)
{
  g_auto (Office) o = { NULL };
  DyrRemoteRecord *late;

  office_init (&o);
  late = engine_test_same (o.t, o.client, "client/9", "1", "city", "Lviv", NULL);
  engine_test_say (
      o.t, engine_test_expect (o.t, DYR_ORDER_CREATE, o.client), DYR_ANSWER_UNKNOWN, 0);
  engine_test_begin (o.t);
  engine_test_say (
      o.t, engine_test_expect (o.t, DYR_ORDER_LOOK_UP, o.client), DYR_ANSWER_GONE, 200);
  engine_test_delete (o.t, o.client);
  engine_test_queue (o.t, "client", late);
  engine_test_begin (o.t);
  dyr_order_free (engine_test_expect (o.t, DYR_ORDER_FETCH, o.client));
  engine_test_assert (
      o.t, o.client, "deleted_at IS NOT NULL AND push = 3 AND remote_id = 'client/9'");
}

/* EspoCRM takes a deleted person out of sets by itself; others added somebody meanwhile. Or it
 * keeps the old id. Either way all are there in the end. */
static void
test_set (void)
{
  for (int kept = 0; kept < 2; kept++)
    {
      g_autoptr (EngineTest) t = engine_test_new ();
      gint64 persons[2], id;
      DyrOrder *order;
      const GPtrArray *links;
      g_autoptr (GString) sent = g_string_new (NULL);

      for (guint i = 0; i < G_N_ELEMENTS (persons); i++)
        {
          g_autofree char *remote_id = g_strdup_printf ("person/%u", i + 1);

          persons[i] = engine_test_have (
              t, engine_test_theirs (t, &dyr_person_type, remote_id, "1", "last-name", "A", NULL));
        }
      id = engine_test_have (t, presentation_with (t, "1", "person/1", NULL));
      engine_test_edit (t, persons[0], "last-name", "B", NULL);
      tell_gone (t, &dyr_person_type, "person/1");
      engine_test_begin (t);
      engine_test_quiet (t);
      engine_test_choose (t, persons[0], NULL, DYR_CHOOSE_MINE);
      engine_test_written (
          t, engine_test_expect (t, DYR_ORDER_CREATE, persons[0]), "person/9", "1");
      engine_test_done (t,
                        engine_test_expect (t, DYR_ORDER_FETCH, id),
                        presentation_with (t, "2", "person/2", kept ? "person/1" : NULL));
      order = engine_test_expect (t, DYR_ORDER_UPDATE, id);
      links = order->sent->links[DYR_PRESENTATION_PARTICIPANTS];
      for (guint i = 0; i < links->len; i++)
        g_string_append_printf (
            sent, "%s ", ((const DyrRemoteLink *) g_ptr_array_index (links, i))->remote_id);
      g_assert_cmpuint (links->len, ==, 2);
      g_assert_nonnull (strstr (sent->str, "person/2 "));
      g_assert_nonnull (strstr (sent->str, "person/9 "));
      engine_test_written (t, order, "presentation/1", "3");
      engine_test_quiet (t);
      engine_test_assert_rest (t, id);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("remade/link", test_link);
  engine_test_add ("remade/link-to-asked", test_link_to_asked);
  engine_test_add ("remade/looked-up", test_looked_up);
  engine_test_add ("remade/others-were-faster", test_others_were_faster);
  engine_test_add ("remade/not-for-ever", test_not_for_ever);
  engine_test_add ("remade/lost", test_lost);
  engine_test_add ("remade/deleted-again", test_deleted_again);
  engine_test_add ("remade/brought-back", test_brought_back);
  engine_test_add ("remade/set", test_set);
  return g_test_run ();
}
