/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Contents arrive whole or not at all, there and here, whatever happens to which request. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "content-test.h"

#include <string.h>

#include "dyr-blobs.h"
#include "dyr-clash.h"
#include "dyr-content-keep.h"

#define LONG_TEXT "0123456789"
/* Requests that it takes: begun, four pieces, a look. */
#define LONG_REQUESTS 6

static void
assert_parked (Contents *c, gint64 file, const char *reason)
{
  g_autofree char *sql = g_strdup_printf ("SELECT parked FROM record WHERE id = %d", (int) file);
  g_autofree char *parked = office_text (&c->office, sql);

  g_assert_cmpstr (parked, ==, reason);
}

/* Up */

static void
test_up (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);
  gint64 file = contents_attach (c, client, "a.txt", LONG_TEXT), small, edge;

  contents_run (c);
  contents_assert_sent (c, file, LONG_TEXT);
  g_assert_cmpuint (c->n_requests, ==, LONG_REQUESTS);
  /* No more than a piece: all at once. */
  small = contents_attach (c, client, "b.txt", "abc");
  contents_run (c);
  contents_assert_sent (c, small, "abc");
  g_assert_cmpuint (c->n_requests, ==, LONG_REQUESTS + 1);
  edge = contents_attach (c, client, "c.txt", "abcdef");
  contents_run (c);
  contents_assert_sent (c, edge, "abcdef");
  g_assert_cmpuint (c->kept->len, ==, 3);
  /* It goes once, and is nobody's edit. */
  contents_restart (c);
  contents_run (c);
  g_assert_cmpuint (c->kept->len, ==, 3);
  g_assert_cmpint (office_number (&c->office, "SELECT count (*) FROM pending"), ==, 0);
  g_assert_cmpint (
      office_number (&c->office, "SELECT count (*) FROM change WHERE field = 'content'"), ==, 0);
}

/* Each fault at each request: the CRM ends with what is here, and no piece was taken twice, or the
 * record would name what it does not say. */
static void
test_up_faults (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);

  for (int fault = FAULT_NEVER; fault < N_FAULTS; fault++)
    for (guint at = 0; at <= LONG_REQUESTS; at++)
      {
        g_autofree char *name = g_strdup_printf ("%d-%u.txt", fault, at);
        gint64 file = contents_attach (c, client, name, LONG_TEXT);
        const guint before = c->kept->len;

        g_test_message ("fault %d at request %u", fault, at);
        c->fault = (ContentFault) fault;
        c->fault_at = at;
        c->n_requests = 0;
        contents_run (c);
        contents_assert_sent (c, file, LONG_TEXT);
        assert_parked (c, file, NULL);
        g_assert_cmpuint (c->n_requests, >=, LONG_REQUESTS);
        g_assert_cmpuint (c->kept->len - before, <=, 2);
        /* What surely did not happen is simply done again. */
        if (fault == FAULT_NEVER || fault == FAULT_LATER)
          g_assert_cmpuint (c->kept->len - before, ==, 1);
      }
}

/* Two in a row, anywhere. */
static void
test_up_faults_twice (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);

  for (guint at = 0; at < LONG_REQUESTS; at++)
    for (guint later = at + 1; later < at + LONG_REQUESTS; later++)
      {
        g_autofree char *name = g_strdup_printf ("%u-%u.txt", at, later);
        gint64 file = contents_attach (c, client, name, LONG_TEXT);

        c->n_requests = 0;
        c->fault = FAULT_NO_ANSWER;
        c->fault_at = at;
        while (c->n_requests <= at && contents_step (c))
          ;
        c->fault = FAULT_KILLED_LATE;
        c->fault_at = later;
        contents_run (c);
        contents_assert_sent (c, file, LONG_TEXT);
      }
}

/* What cannot be in the CRM itself takes nothing there. */
static void
test_up_waits (Contents *c, gconstpointer data)
{
  gint64 client = office_add (&c->office, &dyr_client_type, "name", "Дністер", NULL);
  gint64 sample
      = office_add_as (&c->office, DYR_ORIGIN_SAMPLE, &dyr_client_type, "name", "Зразок", NULL);
  gint64 file = contents_attach (c, client, "a.txt", "abc"), removed;

  contents_attach (c, sample, "b.txt", "abc");
  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 0);
  contents_sql (c, "UPDATE record SET remote_id = 'Account/1', reach = 2 WHERE id = $", client);
  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 0);
  contents_sql (c, "UPDATE record SET reach = 0 WHERE id = $", client);
  removed = contents_attach (c, client, "c.txt", "def");
  office_delete (&c->office, removed);
  c->asked_only = TRUE;
  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 0);
  c->asked_only = FALSE;
  contents_run (c);
  contents_assert_sent (c, file, "abc");
  g_assert_cmpuint (c->n_requests, ==, 1);
}

static void
test_up_damaged (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);
  gint64 gone = contents_attach (c, client, "a.txt", "abcd"),
         damaged = contents_attach (c, client, "b.txt", LONG_TEXT),
         good = contents_attach (c, client, "c.txt", "good one");
  g_autofree char *one = office_get (&c->office, gone, "checksum");
  g_autofree char *other = office_get (&c->office, damaged, "checksum");
  g_autofree char *path = dyr_blobs_path (c->office.path, other);
  g_autoptr (GError) error = NULL;

  dyr_blobs_remove (c->office.path, one);
  g_file_set_contents (path, "0123456780", -1, &error);
  g_assert_no_error (error);
  contents_run (c);
  assert_parked (c, gone, "dyr:content-missing");
  assert_parked (c, damaged, "dyr:content-damaged");
  office_assert (&c->office, damaged, "content", NULL);
  contents_assert_sent (c, good, "good one");
  /* Attached again it is as it was: sent again, it goes. */
  contents_attach (c, contents_add_client (c), "b.txt", LONG_TEXT);
  contents_attach (c, contents_add_client (c), "a.txt", "abcd");
  contents_sql (c, "UPDATE record SET parked = NULL WHERE id = $", damaged);
  contents_run (c);
  contents_assert_sent (c, damaged, LONG_TEXT);
}

static gboolean
job_again (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_clash_retry (connection, *(gint64 *) data, error);
}

static void
send_again (Contents *c, gint64 file)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (c->office.database, job_again, &file, NULL, &error);
  g_assert_no_error (error);
}

static void
test_up_refused (Contents *c, gconstpointer data)
{
  g_autofree char *large = g_strnfill (CONTENT_MOST + 1, 'x');
  gint64 client = contents_add_client (c);
  gint64 file = contents_attach (c, client, "a.txt", "abc"),
         big = contents_attach (c, client, "b.txt", large), failing;

  c->refuse = 413;
  contents_run (c);
  assert_parked (c, file, "status 413");
  assert_parked (c, big, "dyr:content-too-large");
  contents_assert_state (c, big, DYR_CONTENT_GOES, "dyr:content-too-large");
  g_assert_cmpuint (c->n_requests, ==, 1);
  /* A CRM that fails at it each time: it does not hold up anything for ever. */
  c->refuse = 500;
  failing = contents_attach (c, client, "c.txt", "def");
  contents_run (c);
  assert_parked (c, failing, "status 500");
  g_assert_cmpuint (c->n_requests, ==, 6);
  c->refuse = 0;
  send_again (c, failing);
  contents_run (c);
  contents_assert_sent (c, failing, "def");
}

/* Whoever sends it again does not wait for the next try, and it has all tries anew. */
static void
test_up_again (Contents *c, gconstpointer data)
{
  gint64 file = contents_attach (c, contents_add_client (c), "a.txt", "abc");

  c->refuse = 500;
  for (guint i = 0; i < 4; i++)
    {
      g_assert_true (contents_step (c));
      g_assert_false (contents_step (c));
      c->now = c->wait_until;
    }
  c->now--;
  g_assert_false (contents_step (c));
  contents_assert_state (c, file, DYR_CONTENT_GOES, "status 500");
  send_again (c, file);
  contents_assert_state (c, file, DYR_CONTENT_GOES, NULL);
  g_assert_true (contents_step (c));
  g_assert_cmpuint (c->n_requests, ==, 5);
  assert_parked (c, file, NULL);
}

typedef struct
{
  Contents *contents;
  DyrContentTrip *trips[DYR_CONTENT_DOWN_MOST + 1];
} Many;

static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Many *many = data;

  for (guint i = 0; i < G_N_ELEMENTS (many->trips); i++)
    if (!dyr_content_engine_next (many->contents->engine,
                                  connection,
                                  many->contents->now,
                                  FALSE,
                                  &many->trips[i],
                                  &many->contents->wait_until,
                                  error))
      return FALSE;
  return TRUE;
}

/* A file that is deleted, or gets another content, while its own is on its way. */
static void
test_up_meanwhile (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);
  gint64 file = contents_attach (c, client, "a.txt", LONG_TEXT);

  for (guint i = 0; i < 3; i++)
    g_assert_true (contents_step (c));
  contents_sql (c, "UPDATE file SET checksum = 'another' WHERE id = $", file);
  /* The rest of it does not go. */
  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 3);
  office_assert (&c->office, file, "content", NULL);
  assert_parked (c, file, "dyr:content-missing");
  office_delete (&c->office, file);
  for (guint at = 1; at < LONG_REQUESTS; at++)
    {
      g_autofree char *name = g_strdup_printf ("%u.txt", at);
      gint64 next;

      file = contents_attach (c, client, name, LONG_TEXT);
      next = contents_attach (c, contents_add_client (c), "next.txt", "abc");
      c->n_requests = 0;
      while (c->n_requests < at)
        g_assert_true (contents_step (c));
      office_delete (&c->office, file);
      contents_run (c);
      g_assert_cmpuint (c->n_requests, ==, at + 1);
      office_assert (&c->office, file, "content", NULL);
      contents_assert_sent (c, next, "abc");
    }
  /* It changes while its last request is on its way: what went is not what it has. */
  file = contents_attach (c, client, "late.txt", "abc");
  {
    Many many = { c, { NULL } };
    g_autoptr (GError) error = NULL;

    dyr_database_write (c->office.database, job_many, &many, NULL, &error);
    g_assert_no_error (error);
    g_assert_nonnull (many.trips[0]);
    contents_sql (c, "UPDATE file SET checksum = 'another' WHERE id = $", file);
    contents_answer (c, many.trips[0]);
    dyr_content_trip_free (many.trips[0]);
  }
  office_assert (&c->office, file, "content", NULL);
  office_delete (&c->office, file);
}

/* One whose requests are cut off each time: those behind it go, and it does once it can. However
 * long is waited before the next try. */
static void
test_up_cut (Contents *c, gconstpointer data)
{
  for (gint64 pause = 0; pause <= 1000; pause += 1000)
    {
      gint64 client = contents_add_client (c);
      gint64 cut = contents_attach (c, client, "cut.txt", LONG_TEXT),
             next = contents_attach (c, client, "next.txt", "next one"),
             last = contents_attach (c, client, "last.txt", "abc");

      c->cut_name = "cut.txt";
      for (guint n = 0; n < 10; n++)
        {
          while (contents_step (c))
            ;
          dyr_content_engine_begin (c->engine);
          c->now += pause;
        }
      contents_assert_sent (c, next, "next one");
      contents_assert_sent (c, last, "abc");
      office_assert (&c->office, cut, "content", NULL);
      contents_assert_state (c, cut, DYR_CONTENT_GOES, "status 0");
      assert_parked (c, cut, NULL);
      c->cut_name = NULL;
      contents_run (c);
      contents_assert_sent (c, cut, LONG_TEXT);
      contents_assert_state (c, cut, DYR_CONTENT_BOTH, NULL);
    }
}

/* However often nothing was heard: the file has all its tries left, and waits longer each time. */
static void
assert_tries (Contents *c, gint64 file)
{
  gint64 longest = 0;
  guint before;

  c->cut_name = "cut.txt";
  for (guint n = 0; n < 12; n++)
    {
      g_assert_true (contents_step (c));
      g_assert_false (contents_step (c));
      dyr_content_engine_begin (c->engine);
      g_assert_false (contents_step (c));
      g_assert_cmpint (c->wait_until, >, c->now);
      longest = MAX (longest, c->wait_until - c->now);
      c->now = c->wait_until;
    }
  g_assert_cmpint (longest, >, 16);
  g_assert_cmpint (longest, <=, 300);
  g_assert_cmpint (office_number (&c->office, "SELECT max (tries) FROM transfer"), ==, 0);
  c->cut_name = NULL;
  c->refuse = c->gone = 500;
  before = c->n_requests;
  contents_run (c);
  g_assert_cmpuint (c->n_requests - before, ==, 5);
}

static void
test_up_cut_takes_no_try (Contents *c, gconstpointer data)
{
  gint64 file = contents_attach (c, contents_add_client (c), "cut.txt", "abc");

  assert_tries (c, file);
  assert_parked (c, file, "status 500");
}

typedef struct
{
  gint64 file, now;
} Unsent;

static gboolean
job_unsent (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Unsent *unsent = data;

  return dyr_content_keep_unsent (
      connection, unsent->file, unsent->now, "dyr:content-vanished", error);
}

/* The CRM clears it away each time before the record is there: not for ever. */
static void
test_up_cleared_away (Contents *c, gconstpointer data)
{
  gint64 file = contents_attach (c, contents_add_client (c), "a.txt", "abc"), last = 0;

  for (guint times = 1; times <= 10; times++)
    {
      g_autoptr (GError) error = NULL;
      Unsent unsent = { .file = file };
      gint64 pause;

      contents_run (c);
      contents_assert_sent (c, file, "abc");
      g_assert_cmpuint (c->kept->len, ==, times);
      unsent.now = c->now;
      dyr_database_write (c->office.database, job_unsent, &unsent, NULL, &error);
      g_assert_no_error (error);
      if (times % 5 == 0)
        {
          assert_parked (c, file, "dyr:content-vanished");
          contents_run (c);
          g_assert_cmpuint (c->kept->len, ==, times);
          /* Sent again by the person, it has all tries anew. */
          contents_sql (c, "UPDATE record SET parked = NULL WHERE id = $", file);
          last = 0;
          continue;
        }
      assert_parked (c, file, NULL);
      contents_assert_state (c, file, DYR_CONTENT_GOES, "dyr:content-vanished");
      g_assert_false (contents_step (c));
      pause = c->wait_until - c->now;
      g_assert_cmpint (pause, >, last);
      last = pause;
    }
}

/* Down */

static void
test_down (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);
  gint64 file = contents_have (c, client, "a.txt", LONG_TEXT, TRUE);

  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 0);
  contents_want (c, file);
  contents_assert_state (c, file, DYR_CONTENT_COMES, NULL);
  c->asked_only = TRUE;
  contents_run (c);
  g_assert_true (contents_is_here (c, LONG_TEXT));
  contents_assert_state (c, file, DYR_CONTENT_BOTH, NULL);
  g_assert_cmpuint (c->n_requests, ==, 1);
  /* What is here is not asked for. */
  contents_want (c, file);
  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 1);
  contents_assert_state (c, file, DYR_CONTENT_BOTH, NULL);
}

static void
test_down_requests (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);

  for (int fault = FAULT_NEVER; fault < N_FAULTS; fault++)
    {
      g_autofree char *text = g_strdup_printf ("text %d", fault);
      gint64 file = contents_have (c, client, text, text, TRUE);

      g_test_message ("fault %d", fault);
      contents_want (c, file);
      c->fault = (ContentFault) fault;
      c->fault_at = c->n_requests;
      contents_run (c);
      g_assert_true (contents_is_here (c, text));
      contents_assert_state (c, file, DYR_CONTENT_BOTH, NULL);
    }
}

/* Nothing is kept of what is not whole, wherever it is cut or changed; once it comes as it is, it
 * is taken. */
static void
test_down_faults (Contents *c, gconstpointer data)
{
  const gboolean told = data == NULL;
  gint64 client = contents_add_client (c);

  for (int down = DOWN_CUT; down < N_DOWNS; down++)
    for (gsize at = 0; at < strlen (LONG_TEXT); at++)
      {
        g_autofree char *name = g_strdup_printf ("%d-%u.txt", down, (guint) at);
        gint64 file;

        /* Of which nobody said what it is, it cannot be told; nor that it is longer than it says.
         */
        if (!told && (down == DOWN_CHANGED || down == DOWN_LENGTH))
          continue;
        g_test_message ("%d at %u", down, (guint) at);
        file = contents_have (c, client, name, LONG_TEXT, told);
        c->down = (ContentDown) down;
        c->down_at = at;
        contents_want (c, file);
        contents_run (c);
        g_assert_cmpuint (contents_count_blobs (c), ==, 0);
        contents_assert_state (c,
                               file,
                               DYR_CONTENT_THERE,
                               down == DOWN_BROKEN ? "dyr:content-cut"
                               : down == DOWN_EMPTY || (down == DOWN_CUT && at == 0)
                                   ? "dyr:content-odd"
                                   : "dyr:content-differs");
        c->down = DOWN_WHOLE;
        contents_run (c);
        g_assert_cmpuint (contents_count_blobs (c), ==, 0); /* nobody asked again */
        contents_want (c, file);
        contents_run (c);
        g_assert_true (contents_is_here (c, LONG_TEXT));
        {
          g_autofree char *checksum = office_get (&c->office, file, "checksum");

          dyr_blobs_remove (c->office.path, checksum);
        }
      }
}

/* The CRM did not say how long it is, nor its checksum: both are known then. */
static void
test_down_untold (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);
  gint64 file = contents_have (c, client, "a.txt", LONG_TEXT, FALSE);
  g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, LONG_TEXT, -1);

  contents_want (c, file);
  contents_run (c);
  office_assert (&c->office, file, "size", "10");
  office_assert (&c->office, file, "checksum", checksum);
  contents_assert_state (c, file, DYR_CONTENT_BOTH, NULL);
  g_assert_cmpint (office_number (&c->office, "SELECT count (*) FROM pending"), ==, 0);
}

static void
test_down_refused (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);
  gint64 file = contents_have (c, client, "a.txt", LONG_TEXT, TRUE);

  for (guint status = 403; status <= 404; status++)
    {
      g_autofree char *reason = g_strdup_printf ("status %u", status);

      c->gone = status;
      contents_want (c, file);
      contents_run (c);
      contents_assert_state (c, file, DYR_CONTENT_THERE, reason);
    }
  g_assert_cmpuint (c->n_requests, ==, 2);
  /* It fails each time: some tries, not for ever. */
  c->gone = 500;
  contents_want (c, file);
  contents_run (c);
  g_assert_cmpuint (c->n_requests, ==, 7);
  /* An id that is none of the CRM's. */
  contents_sql (c, "UPDATE file SET content = 'nothing' WHERE id = $", file);
  contents_want (c, file);
  contents_run (c);
  contents_assert_state (c, file, DYR_CONTENT_THERE, "dyr:content-gone");
  g_assert_cmpuint (c->n_requests, ==, 7);
  contents_sql (
      c, "UPDATE file SET content = NULL WHERE id = $; DELETE FROM file WHERE id = $", file);
}

/* Some at once, no more, and none twice; what is given up is asked for again. */
static void
test_down_many (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c);
  Many many = { c, { NULL } };
  g_autoptr (GError) error = NULL;

  contents_want (c, contents_have (c, client, "a.txt", "a", TRUE));
  contents_want (c, contents_have (c, client, "b.txt", "b", TRUE));
  contents_want (c, contents_have (c, client, "c.txt", "c", TRUE));
  dyr_database_write (c->office.database, job_many, &many, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (many.trips[1]);
  g_assert_null (many.trips[2]);
  g_assert_cmpint (many.trips[0]->file, !=, many.trips[1]->file);
  for (guint i = 0; i < 2; i++)
    {
      dyr_content_engine_give_up (c->engine, many.trips[i]);
      dyr_content_trip_free (many.trips[i]);
    }
  contents_run (c);
  g_assert_cmpuint (contents_count_blobs (c), ==, 3);
}

/* As with those that go. */
static void
test_down_cut (Contents *c, gconstpointer data)
{
  for (gint64 pause = 0; pause <= 1000; pause += 1000)
    {
      gint64 client = contents_add_client (c), cut, next;

      cut = contents_have (c, client, "cut.txt", pause == 0 ? "cut" : "cut again", TRUE);
      next = contents_have (c, client, "next.txt", pause == 0 ? "next" : "next again", TRUE);
      contents_want (c, cut);
      contents_want (c, next);
      c->cut_name = "cut.txt";
      for (guint n = 0; n < 10; n++)
        {
          while (contents_step (c))
            ;
          dyr_content_engine_begin (c->engine);
          c->now += pause;
        }
      contents_assert_state (c, next, DYR_CONTENT_BOTH, NULL);
      contents_assert_state (c, cut, DYR_CONTENT_COMES, "status 0");
      c->cut_name = NULL;
      contents_run (c);
      contents_assert_state (c, cut, DYR_CONTENT_BOTH, NULL);
    }
}

static void
test_down_cut_takes_no_try (Contents *c, gconstpointer data)
{
  gint64 file = contents_have (c, contents_add_client (c), "cut.txt", "cut", TRUE);

  contents_want (c, file);
  assert_tries (c, file);
  contents_assert_state (c, file, DYR_CONTENT_THERE, "status 500");
}

/* A CRM that holds no files any more, or that says of itself what nobody understands: what it had
 * is not said to be gone. */
static void
test_down_described (Contents *c, gconstpointer data)
{
  static const char *const others[] = { CONTENT_NO_FILES, CONTENT_UNREADABLE };
  gint64 client = contents_add_client (c);

  contents_sql (c, "INSERT INTO pinned (record, at) VALUES ($, 1)", client);
  contents_run (c);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *one = g_strdup_printf ("wanted %u", i);
      g_autofree char *other = g_strdup_printf ("pinned %u", i);
      g_autofree char *third = g_strdup_printf ("going %u", i);
      gint64 wanted = contents_have (c, contents_add_client (c), "a.txt", one, TRUE),
             pinned = contents_have (c, client, other, other, TRUE),
             going = contents_attach (c, client, third, third);

      c->n_requests = 0;
      contents_want (c, wanted);
      g_assert_cmpuint (contents_describe (c, others[i]), ==, 1);
      g_assert_cmpuint (c->n_requests, ==, 0);
      contents_assert_state (c, wanted, DYR_CONTENT_COMES, NULL);
      contents_assert_state (c, pinned, DYR_CONTENT_THERE, NULL);
      assert_parked (c, going, NULL);
      /* It is read, and said, once. */
      g_assert_cmpuint (contents_describe (c, others[i]), ==, 0);
      g_assert_cmpuint (contents_describe (c, CONTENT_FILES), ==, 1);
      contents_assert_state (c, wanted, DYR_CONTENT_BOTH, NULL);
      contents_assert_state (c, pinned, DYR_CONTENT_BOTH, NULL);
      contents_assert_sent (c, going, third);
    }
}

/* Given up in the middle of an upload: it is begun anew. */
static void
test_up_given_up (Contents *c, gconstpointer data)
{
  gint64 client = contents_add_client (c), done, size;
  gint64 file = contents_attach (c, client, "a.txt", LONG_TEXT);
  Many many = { c, { NULL } };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    g_assert_true (contents_step (c));
  g_assert_cmpint (dyr_content_engine_get_upload (c->engine, &done, &size), ==, file);
  g_assert_cmpint (done, ==, 2 * CONTENT_PIECE);
  g_assert_cmpint (size, ==, strlen (LONG_TEXT));
  dyr_database_write (c->office.database, job_many, &many, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (many.trips[0]);
  g_assert_null (many.trips[1]);
  dyr_content_engine_give_up (c->engine, many.trips[0]);
  dyr_content_trip_free (many.trips[0]);
  contents_run (c);
  contents_assert_sent (c, file, LONG_TEXT);
  g_assert_cmpuint (c->kept->len, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function, data)                                                                  \
  g_test_add ("/sync/contents/" name, Contents, data, contents_set_up, function, contents_tear_down)
  ADD ("up/whole", test_up, NULL);
  ADD ("up/faults", test_up_faults, NULL);
  ADD ("up/faults-twice", test_up_faults_twice, NULL);
  ADD ("up/waits", test_up_waits, NULL);
  ADD ("up/damaged", test_up_damaged, NULL);
  ADD ("up/refused", test_up_refused, NULL);
  ADD ("up/again", test_up_again, NULL);
  ADD ("up/meanwhile", test_up_meanwhile, NULL);
  ADD ("up/given-up", test_up_given_up, NULL);
  ADD ("up/cut", test_up_cut, NULL);
  ADD ("up/cut-takes-no-try", test_up_cut_takes_no_try, NULL);
  ADD ("up/cleared-away", test_up_cleared_away, NULL);
  ADD ("down/asked", test_down, NULL);
  ADD ("down/requests", test_down_requests, NULL);
  ADD ("down/faults", test_down_faults, NULL);
  ADD ("down/faults-untold", test_down_faults, "");
  ADD ("down/untold", test_down_untold, NULL);
  ADD ("down/refused", test_down_refused, NULL);
  ADD ("down/many", test_down_many, NULL);
  ADD ("down/cut", test_down_cut, NULL);
  ADD ("down/cut-takes-no-try", test_down_cut_takes_no_try, NULL);
  ADD ("down/described", test_down_described, NULL);
  return g_test_run ();
}
