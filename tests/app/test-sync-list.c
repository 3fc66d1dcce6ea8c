/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncList: what waits, page by page; what leaves it, moves in it and comes to it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-list.h"

#include "app-test.h"
#include "dyr-client.h"
#include "dyr-sync-row-words.h"
#include "dyr-sync-status.h"

/* More than somebody looks at. */
#define MANY 100000

typedef struct
{
  Pages pages;
  DyrSyncList *list;
  guint n_reads;
  guint n_changed;
  GString *heard; /* "position-removed+added" */
} Fixture;

static void
on_read (DyrSyncList *list, Fixture *f)
{
  f->n_reads++;
}

static void
on_items_changed (GListModel *list, guint position, guint removed, guint added, Fixture *f)
{
  g_string_append_printf (f->heard, "%u-%u+%u ", position, removed, added);
}

static void
on_item_changed (DyrSyncItem *item, Fixture *f)
{
  f->n_changed++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  pages_set_up (&f->pages, NULL);
  f->heard = g_string_new (NULL);
  f->list = dyr_sync_list_new (f->pages.store, (DyrWaitingKind) GPOINTER_TO_INT (data));
  g_signal_connect (f->list, "read", G_CALLBACK (on_read), f);
  g_signal_connect (f->list, "items-changed", G_CALLBACK (on_items_changed), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->list);
  g_string_free (f->heard, TRUE);
  pages_tear_down (&f->pages, NULL);
}

static guint
get_length (Fixture *f)
{
  return g_list_model_get_n_items (G_LIST_MODEL (f->list));
}

static void
refresh (Fixture *f)
{
  const guint before = f->n_reads;

  dyr_sync_list_refresh (f->list);
  WAIT_FOR (f->n_reads > before);
}

static void
assert_heard (Fixture *f, const char *expected)
{
  refresh (f);
  g_assert_cmpstr (f->heard->str, ==, expected);
  g_string_truncate (f->heard, 0);
}

/* “Client 1 · New · Client” */
static void
assert_says (Fixture *f, guint position, const char *expected)
{
  g_autoptr (DyrSyncItem) item = g_list_model_get_item (G_LIST_MODEL (f->list), position);
  const DyrWaiting *waiting;
  g_autofree char *title = NULL, *facts = NULL, *questions = NULL, *said = NULL;
  const char *kind;

  g_assert_nonnull (item);
  WAIT_FOR (dyr_sync_item_get_waiting (item) != NULL);
  waiting = dyr_sync_item_get_waiting (item);
  title = dyr_sync_row_words_title (waiting);
  kind = dyr_sync_row_words_kind (waiting);
  facts = dyr_sync_row_words_facts (dyr_office_get_context (f->pages.app), waiting);
  questions = dyr_sync_row_words_questions (waiting);
  said = g_strjoin (" · ", title, kind != NULL ? kind : "-", facts, questions, NULL);
  g_assert_cmpstr (said, ==, expected);
}

static gint64
add (Fixture *f, const char *name)
{
  return office_add (&f->pages.office, &dyr_client_type, "name", name, NULL);
}

static void
run (Fixture *f, const char *format, gint64 id)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_auto (GStrv) parts = g_strsplit (format, "%", -1);
  g_autofree char *sql = g_strjoinv (number, parts);

  office_sql (&f->pages.office, sql);
}

/* As if the CRM had it. */
static void
send (Fixture *f, gint64 id)
{
  run (f, "DELETE FROM pending WHERE record = %", id);
  run (f, "UPDATE record SET push = 0, seq = NULL, remote_id = 'crm-%' WHERE id = %", id);
}

static guint
count_waiting (Fixture *f)
{
  g_autoptr (DyrSyncStatus) status = NULL;
  g_autoptr (GError) error = NULL;

  dyr_database_read (f->pages.office.database, dyr_sync_status_job, &status, NULL, &error);
  g_assert_no_error (error);
  return (guint) status->waiting;
}

/* What each of them is. */
static void
test_words (Fixture *f, gconstpointer data)
{
  const gint64 changed = add (f, "Changed"), deleted = add (f, "Deleted");

  send (f, changed);
  send (f, deleted);
  add (f, "New");
  office_set (&f->pages.office, changed, "city", "Lviv");
  office_set (&f->pages.office, changed, "segment", "A & B <b>");
  office_delete (&f->pages.office, deleted);
  refresh (f);
  g_assert_cmpuint (get_length (f), ==, 3);
  g_assert_cmpuint (count_waiting (f), ==, 3);
  assert_says (f, 0, "New · New · Client");
  assert_says (f, 1, "Changed · Changed · Client · City: Lviv · Segment: A & B <b>");
  assert_says (f, 2, "Deleted · Deleted · Client");
}

/* Only the difference is announced, and a record stays the same object. */
static void
test_changes (Fixture *f, gconstpointer data)
{
  const gint64 first = add (f, "First"), second = add (f, "Second"), third = add (f, "Third");
  g_autoptr (DyrSyncItem) item = NULL, again = NULL;

  assert_heard (f, "0-0+3 ");
  assert_heard (f, "");
  item = g_list_model_get_item (G_LIST_MODEL (f->list), 2);
  g_assert_cmpint (dyr_sync_item_get_record (item), ==, third);
  WAIT_FOR (dyr_sync_item_get_waiting (item) != NULL);
  g_signal_connect (item, "changed", G_CALLBACK (on_item_changed), f);
  send (f, second);
  assert_heard (f, "1-1+0 ");
  g_assert_cmpuint (f->n_changed, ==, 1);
  again = g_list_model_get_item (G_LIST_MODEL (f->list), 1);
  g_assert_true (again == item);
  /* Edited again it goes last. */
  send (f, first);
  office_set (&f->pages.office, first, "city", "Lviv");
  assert_heard (f, "0-1+0 1-0+1 ");
  assert_says (f, 1, "First · Changed · Client · City: Lviv");
  send (f, first);
  send (f, third);
  assert_heard (f, "0-2+0 ");
  g_assert_true (dyr_sync_list_is_whole (f->list));
}

static void
add_many (Fixture *f)
{
  g_autofree char *records = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u) "
      "INSERT INTO record (id, uid, type, origin, title, push, seq) SELECT 1000 + i, "
      "randomblob (16), %d, 0, 'Client ' || i, 1, 1000000 + i FROM n",
      MANY,
      dyr_client_type.number);

  office_sql (&f->pages.office, records);
  office_sql (&f->pages.office,
              "INSERT INTO client (id, name) SELECT id, title FROM record WHERE id > 1000");
}

/* As far as somebody looks, and no further; what goes away above changes nothing but that. */
static void
test_many (Fixture *f, gconstpointer data)
{
  guint n = 1;

  add_many (f);
  refresh (f);
  g_assert_cmpuint (get_length (f), ==, DYR_SYNC_CHUNK);
  g_assert_false (dyr_sync_list_is_whole (f->list));
  assert_says (f, 0, "Client 1 · New · Client");
  g_assert_cmpuint (get_length (f), ==, DYR_SYNC_CHUNK);
  for (; n < 4; n++)
    {
      G_GNUC_UNUSED g_autoptr (DyrSyncItem) last
          = g_list_model_get_item (G_LIST_MODEL (f->list), n * DYR_SYNC_CHUNK - 1);

      WAIT_FOR (get_length (f) == (n + 1) * DYR_SYNC_CHUNK);
    }
  assert_says (f, 399, "Client 400 · New · Client");
  WAIT_FOR (get_length (f) == 500);
  g_string_truncate (f->heard, 0);
  send (f, 1001);
  send (f, 1003);
  assert_heard (f, "0-1+0 1-1+0 498-0+2 ");
  assert_says (f, 499, "Client 502 · New · Client");
  /* They have no keys, which a check would tell. */
  office_sql (&f->pages.office, "DELETE FROM client WHERE id > 1000");
  office_sql (&f->pages.office, "DELETE FROM record WHERE id > 1000");
}

static void
on_view_asks (GListModel *list, guint position, guint removed, guint added, GPtrArray *held)
{
  g_ptr_array_add (held, g_list_model_get_item (list, g_list_model_get_n_items (list) - 1));
}

/* A view asks for places as soon as it hears of the first change: what comes of that is read once
 * all changes are there, and nothing twice. */
static void
test_view_asks (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);

  add_many (f);
  refresh (f);
  g_assert_cmpuint (get_length (f), ==, DYR_SYNC_CHUNK);
  g_signal_connect (f->list, "items-changed", G_CALLBACK (on_view_asks), held);
  send (f, 1001);
  send (f, 1003);
  refresh (f);
  g_signal_handlers_disconnect_by_func (f->list, on_view_asks, held);
  WAIT_FOR (get_length (f) >= 2 * DYR_SYNC_CHUNK);
  for (guint i = 1; i < get_length (f); i++)
    {
      g_autoptr (DyrSyncItem) before = g_list_model_get_item (G_LIST_MODEL (f->list), i - 1);
      g_autoptr (DyrSyncItem) item = g_list_model_get_item (G_LIST_MODEL (f->list), i);

      g_assert_cmpint (dyr_sync_item_get_record (before), <, dyr_sync_item_get_record (item));
    }
  /* They have no keys, which a check would tell. */
  office_sql (&f->pages.office, "DELETE FROM client WHERE id > 1000");
  office_sql (&f->pages.office, "DELETE FROM record WHERE id > 1000");
}

/* What a person has to decide, and what was refused with its reason. */
static void
test_questions (Fixture *f, gconstpointer data)
{
  const gint64 clash = add (f, "Clash"), parked = add (f, "Parked"), whole = add (f, "Whole"),
               asked = add (f, "Asked"), here = add (f, "Here");

  send (f, clash);
  send (f, parked);
  send (f, asked);
  office_set (&f->pages.office, clash, "city", "Lviv");
  office_set (&f->pages.office, parked, "segment", "Hotels");
  run (f,
       "UPDATE pending SET state = 1, theirs = '{\"street\":null,\"city\":\"Kyiv\","
       "\"postcode\":null,\"region\":null,\"country\":null}' WHERE record = %",
       clash);
  run (f, "UPDATE pending SET state = 2, reason = 'Too <b>long</b>.' WHERE record = %", parked);
  run (f, "UPDATE record SET parked = 'refused' WHERE id = %", whole);
  run (f, "INSERT INTO pending VALUES (%, '', NULL, 1, 'deleted', NULL, 1, NULL)", asked);
  run (f, "UPDATE record SET push = 2, seq = 0 WHERE id = %", asked);
  run (f, "UPDATE record SET parked = 'only-here' WHERE id = %", here);
  refresh (f);
  g_assert_cmpuint (get_length (f), ==, 4);
  assert_says (f, 0, "Asked · Changed · Client · Changed here, deleted in the CRM");
  assert_says (f,
               1,
               "Whole · New · Client · The CRM did not accept it. The CRM refused it without "
               "saying why.");
  assert_says (f, 2, "Clash · Changed · Client · “City” was changed here and in the CRM.");
  assert_says (f, 3, "Parked · Changed · Client · “Segment” was not accepted. Too <b>long</b>.");
  /* Whoever deletes a record has decided about its fields. */
  office_delete (&f->pages.office, clash);
  refresh (f);
  g_assert_cmpuint (get_length (f), ==, 3);
}

int
main (int argc, char **argv)
{
#define ADD(name, kind, function)                                                                  \
  g_test_add ("/app/sync-list/" name, Fixture, GINT_TO_POINTER (kind), set_up, function, tear_down)

  pages_init (&argc, &argv);
  ADD ("words", DYR_WAITING_TO_GO, test_words);
  ADD ("changes", DYR_WAITING_TO_GO, test_changes);
  ADD ("many", DYR_WAITING_TO_GO, test_many);
  ADD ("view-asks", DYR_WAITING_TO_GO, test_view_asks);
  ADD ("questions", DYR_WAITING_FOR_YOU, test_questions);
  return g_test_run ();
}
