/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A person says that a record made here is one that the CRM has; later it turns out whose that one
 * is: the answer to a create comes late, or a copy of this store decided otherwise. */

#include "config.h"

#include "dyr-client.h"
#include "dyr-contract.h"
#include "engine-test.h"

typedef struct
{
  EngineTest *t;
  gint64 first;   /* was sent, and is client/1 … */
  DyrOrder *sent; /* … of which nothing was heard yet */
  gint64 second;  /* the CRM takes it for client/1 */
} Linked;

static void
linked_clear (Linked *self)
{
  g_clear_pointer (&self->sent, dyr_order_free);
  g_clear_pointer (&self->t, engine_test_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Linked, linked_clear)

/* What the CRM has of the first. */
static DyrRemoteRecord *
first_there (Linked *self)
{
  return engine_test_same (self->t, self->first, "client/1", "1", NULL);
}

/* The second is said to be client/1. */
static void
linked_init (Linked *self, const char *city)
{
  self->t = engine_test_new ();
  self->first = engine_test_create (self->t, &dyr_client_type, "name", "A", "segment", "s", NULL);
  self->second = engine_test_create (self->t, &dyr_client_type, "name", "A", "city", city, NULL);
  self->sent = engine_test_expect (self->t, DYR_ORDER_CREATE, self->first);
  engine_test_suspect (self->t, self->second, first_there (self));
  engine_test_choose (self->t, self->second, NULL, DYR_CHOOSE_THEIRS);
  engine_test_assert (self->t, self->second, "remote_id = 'client/1' AND push = 2");
}

/* The answer to the create, at last. */
static void
linked_answer (Linked *self)
{
  engine_test_done (self->t, g_steal_pointer (&self->sent), first_there (self));
}

/* Whether the first is what the second was said to be. */
static void
assert_asked (Linked *self)
{
  g_autoptr (GPtrArray) seen = NULL;
  const DyrClash *clash;

  engine_test_assert (self->t, self->first, "remote_id IS NULL AND push = 1 AND parked IS NULL");
  engine_test_assert (self->t, self->second, "remote_id = 'client/1'");
  seen = dyr_clash_list_of (self->t->connection, self->first, NULL);
  g_assert_cmpuint (seen->len, ==, 1);
  clash = seen->pdata[0];
  g_assert_cmpint (clash->here, ==, self->second);
  g_assert_cmpstr (clash->who, ==, "A");
}

/* … and it is: nothing that was typed is lost. */
static void
assert_become_one (Linked *self)
{
  assert_asked (self);
  engine_test_choose (self->t, self->first, NULL, DYR_CHOOSE_THEIRS);
  engine_test_assert (self->t, self->first, "deleted_at IS NOT NULL AND push = 0");
  engine_test_assert_value (self->t, self->second, "city", "Lviv");
  engine_test_assert_value (self->t, self->second, "segment", "s");
  engine_test_assert_rest (self->t, self->first);
}

static void
test_answered_late (void)
{
  g_auto (Linked) l = { NULL };

  linked_init (&l, "Lviv");
  linked_answer (&l);
  assert_become_one (&l);
}

/* A person says that it is none of the two: the CRM has its uid, so that is asked again. */
static void
test_neither (void)
{
  g_auto (Linked) l = { NULL };

  linked_init (&l, "Lviv");
  linked_answer (&l);
  engine_test_choose (l.t, l.first, NULL, DYR_CHOOSE_MINE);
  engine_test_suspect (l.t, l.first, first_there (&l));
  assert_become_one (&l);
}

/* Nobody heard of the create: it is looked for, and found under the same id. */
static void
test_looked_up (void)
{
  g_auto (Linked) l = { NULL };

  linked_init (&l, "Lviv");
  engine_test_say (l.t, g_steal_pointer (&l.sent), DYR_ANSWER_UNKNOWN, 0);
  engine_test_begin (l.t);
  engine_test_done (l.t, engine_test_expect (l.t, DYR_ORDER_LOOK_UP, l.first), first_there (&l));
  assert_become_one (&l);
}

/* A request about the second is on its way: first what that says, then whose it is. */
static void
test_flying (void)
{
  g_auto (Linked) l = { NULL };
  DyrOrder *fetch;

  linked_init (&l, "Lviv");
  fetch = engine_test_expect (l.t, DYR_ORDER_FETCH, l.second);
  linked_answer (&l);
  engine_test_assert (l.t, l.first, "remote_id IS NULL AND parked IS NULL");
  g_assert_cmpint (engine_test_number (l.t, "SELECT count (*) FROM pending WHERE grp = ''"), ==, 0);
  engine_test_done (l.t, fetch, first_there (&l));
  l.t->now += 3;
  engine_test_begin (l.t);
  engine_test_done (l.t, engine_test_expect (l.t, DYR_ORDER_LOOK_UP, l.first), first_there (&l));
  assert_become_one (&l);
}

/* Nobody edited it since: what links to it links to the first. */
static void
test_nothing_of_its_own (void)
{
  g_auto (Linked) l = { NULL };
  g_autofree char *uid = NULL, *first = NULL;
  gint64 contract;

  linked_init (&l, NULL);
  engine_test_done (l.t, engine_test_expect (l.t, DYR_ORDER_FETCH, l.second), first_there (&l));
  engine_test_assert (l.t, l.second, "push = 0");
  uid = engine_test_uid (l.t, l.second);
  contract = engine_test_create (l.t, &dyr_contract_type, "client", uid, "number", "1", NULL);
  linked_answer (&l);
  engine_test_assert (l.t, l.first, "remote_id = 'client/1'");
  engine_test_assert (l.t, l.second, "remote_id IS NULL AND push = 0 AND reach = 3");
  g_assert_cmpint (
      engine_test_number (l.t, "SELECT count (*) FROM client WHERE listed = 1"), ==, 1);
  first = engine_test_uid (l.t, l.first);
  engine_test_assert_value (l.t, contract, "client", first);
}

/* The first was deleted before anything was heard of it: the second lives on there. */
static void
test_deleted (void)
{
  g_auto (Linked) l = { NULL };

  linked_init (&l, "Lviv");
  engine_test_delete (l.t, l.first);
  linked_answer (&l);
  engine_test_assert (l.t, l.first, "deleted_at IS NOT NULL AND push = 0 AND remote_id IS NULL");
  engine_test_assert (l.t, l.second, "remote_id = 'client/1' AND deleted_at IS NULL");
  engine_test_assert_rest (l.t, l.first);
  g_assert_cmpint (engine_test_number (l.t, "SELECT count (*) FROM tombstone"), ==, 0);
}

static DyrRemoteRecord *
client_of (Linked *self, const char *remote_id, const char *uid)
{
  DyrRemoteRecord *theirs
      = engine_test_theirs (self->t, &dyr_client_type, remote_id, "1", "name", "A", NULL);

  theirs->has_uid = uid != NULL;
  if (uid != NULL)
    g_assert_true (dyr_uid_parse (uid, &theirs->uid));
  return theirs;
}

static gint64
count_here (EngineTest *t, const char *remote_id)
{
  return engine_test_number (t,
                             "SELECT count (*) FROM record WHERE remote_id = '%s' AND reach = 0 "
                             "AND deleted_at IS NULL",
                             remote_id);
}

#define UID_THERE "01980000-0000-7000-8000-000000000005"

/* The first is said to be client/5, which was not read yet. Its uid: to be freed. */
static char *
link_to_another (Linked *self)
{
  self->t = engine_test_new ();
  self->first = engine_test_create (self->t, &dyr_client_type, "name", "A", NULL);
  engine_test_suspect (self->t, self->first, client_of (self, "client/5", NULL));
  engine_test_choose (self->t, self->first, NULL, DYR_CHOOSE_THEIRS);
  return engine_test_uid (self->t, self->first);
}

static void
read_other (Linked *self)
{
  engine_test_done (self->t,
                    engine_test_expect (self->t, DYR_ORDER_FETCH, self->first),
                    client_of (self, "client/5", UID_THERE));
}

static void
assert_two (Linked *self)
{
  engine_test_assert (self->t, self->first, "remote_id = 'client/5' AND deleted_at IS NULL");
  g_assert_cmpint (count_here (self->t, "client/5"), ==, 1);
  g_assert_cmpint (count_here (self->t, "client/6"), ==, 1);
}

/* A copy of this store made it anyway: that is another record, and this one stays what it is. */
static void
test_copy_decided_otherwise (void)
{
  g_auto (Linked) l = { NULL };
  g_autofree char *own = link_to_another (&l);

  read_other (&l);
  engine_test_queue (l.t, "client", client_of (&l, "client/6", own));
  engine_test_run (l.t);
  assert_two (&l);
}

/* … and that is told before what it was linked to was read. */
static void
test_copy_told_first (void)
{
  g_auto (Linked) l = { NULL };
  g_autofree char *own = link_to_another (&l);

  engine_test_queue (l.t, "client", client_of (&l, "client/6", own));
  engine_test_begin (l.t);
  read_other (&l);
  engine_test_quiet (l.t);
  assert_two (&l);
}

/* What it was linked to is gone: from then on its uid is the CRM's, too. */
static void
test_link_ends (void)
{
  g_auto (Linked) l = { NULL };
  g_autofree char *own = link_to_another (&l);
  DyrRemoteRecord *gone;

  read_other (&l);
  g_assert_cmpint (engine_test_number (l.t, "SELECT count (*) FROM linked"), ==, 1);
  gone = client_of (&l, "client/5", NULL);
  gone->deleted = TRUE;
  engine_test_queue (l.t, "gone", gone);
  engine_test_run (l.t);
  engine_test_assert (l.t, l.first, "deleted_at IS NOT NULL AND remote_id IS NULL");
  g_assert_cmpint (engine_test_number (l.t, "SELECT count (*) FROM linked"), ==, 0);
  engine_test_queue (l.t, "client", client_of (&l, "client/6", own));
  engine_test_run (l.t);
  engine_test_assert (l.t, l.first, "deleted_at IS NULL AND remote_id = 'client/6'");
}

/* Nobody linked it: a CRM that went back, and where it was made anew, is followed as before. */
static void
test_went_back (void)
{
  g_auto (Linked) l = { .t = engine_test_new () };

  l.first = engine_test_create (l.t, &dyr_client_type, "name", "A", NULL);
  engine_test_written (l.t, engine_test_expect (l.t, DYR_ORDER_CREATE, l.first), "client/1", "1");
  engine_test_quiet (l.t);
  /* As when a person agreed to that (dyr_engine_accept ()). */
  engine_test_run_sql (l.t, "UPDATE record SET remote_version = NULL, settled = 0");
  engine_test_queue (
      l.t, "client", engine_test_same (l.t, l.first, "client/2", "1", "city", "Lviv", NULL));
  engine_test_begin (l.t);
  engine_test_quiet (l.t);
  engine_test_assert (l.t, l.first, "remote_id = 'client/2' AND deleted_at IS NULL");
  engine_test_assert_value (l.t, l.first, "city", "Lviv");
  g_assert_cmpint (
      engine_test_number (l.t, "SELECT count (*) FROM client WHERE listed = 1"), ==, 1);
}

/* What the CRM cannot hold would leave the screen: that is asked about, too. */
static void
test_own_values (void)
{
  g_auto (Linked) l = { NULL };

  linked_init (&l, NULL);
  engine_test_type (l.t, &dyr_client_type)->fields &= ~(
      G_GUINT64_CONSTANT (1) << (guint) dyr_record_type_find (&dyr_client_type, "description"));
  engine_test_done (l.t, engine_test_expect (l.t, DYR_ORDER_FETCH, l.second), first_there (&l));
  engine_test_edit (l.t, l.second, "description", "only here", NULL);
  engine_test_quiet (l.t);
  engine_test_assert (l.t, l.second, "push = 0");
  linked_answer (&l);
  assert_asked (&l);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  engine_test_add ("linked/answered-late", test_answered_late);
  engine_test_add ("linked/neither", test_neither);
  engine_test_add ("linked/looked-up", test_looked_up);
  engine_test_add ("linked/flying", test_flying);
  engine_test_add ("linked/nothing-of-its-own", test_nothing_of_its_own);
  engine_test_add ("linked/deleted", test_deleted);
  engine_test_add ("linked/copy-decided-otherwise", test_copy_decided_otherwise);
  engine_test_add ("linked/copy-told-first", test_copy_told_first);
  engine_test_add ("linked/ends", test_link_ends);
  engine_test_add ("linked/went-back", test_went_back);
  engine_test_add ("linked/own-values", test_own_values);
  return g_test_run ();
}
