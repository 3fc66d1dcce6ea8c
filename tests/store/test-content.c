/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Where what is in attached files is, what is to be here, and what may go. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-content.h"

#include <string.h>

#include "dyr-amendment.h"
#include "dyr-files.h"
#include "dyr-user.h"
#include "store-test.h"

static gint64
attach (Office *office, gint64 about, const char *name, const char *text)
{
  g_autoptr (GPtrArray) files
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_file_taken_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  DyrFilesAttach attach = { .about = about, .files = files, .ids = ids };
  DyrFileTaken *taken = dyr_files_take_bytes (office->database, bytes, name, NULL, &error);

  g_assert_no_error (error);
  g_ptr_array_add (files, taken);
  dyr_database_write (office->database, dyr_files_job_attach, &attach, NULL, &error);
  g_assert_no_error (error);
  return g_array_index (ids, gint64, 0);
}

/* As if the CRM had it. */
static void
send (Office *office, gint64 file)
{
  g_autofree char *sql = g_strdup_printf (
      "UPDATE record SET push = 0, seq = NULL, remote_id = 'DyrFile/%1$d', remote_version = '1' "
      "WHERE id = %1$d; UPDATE file SET content = 'a%1$d' WHERE id = %1$d",
      (int) file);

  office_sql (office, sql);
}

static void
lose (Office *office, gint64 file)
{
  g_autofree char *checksum = office_get (office, file, "checksum");

  dyr_blobs_remove (office->path, checksum);
}

static gboolean
is_here (Office *office, gint64 file)
{
  g_autofree char *checksum = office_get (office, file, "checksum");
  g_autofree char *path = dyr_blobs_path (office->path, checksum);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static GHashTable *
look (Office *office, gint64 file)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  DyrContentLook asked = { .files = files };

  g_array_append_val (files, file);
  dyr_database_read (office->database, dyr_content_job_look, &asked, NULL, &error);
  g_assert_no_error (error);
  return asked.states;
}

static void
assert_state (
    Office *office, gint64 file, DyrContentPlace place, gboolean pinned, const char *reason)
{
  g_autoptr (GHashTable) states = look (office, file);
  const DyrContentState *state = g_hash_table_lookup (states, &file);

  g_assert_nonnull (state);
  g_assert_cmpint (state->place, ==, place);
  g_assert_cmpint (state->pinned, ==, pinned);
  g_assert_cmpstr (state->reason, ==, reason);
}

static void
want (Office *office, gint64 file, gboolean wanted)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  DyrContentWant asked = { files, wanted };

  g_array_append_val (files, file);
  dyr_database_write (office->database, dyr_content_job_want, &asked, NULL, &error);
  g_assert_no_error (error);
}

static void
pin (Office *office, gint64 record, gboolean pinned)
{
  g_autoptr (GError) error = NULL;
  DyrContentPin asked = { record, pinned };

  dyr_database_write (office->database, dyr_content_job_pin, &asked, NULL, &error);
  g_assert_no_error (error);
}

static DyrContentKept
ask_kept (Office *office, gint64 record)
{
  g_autoptr (GError) error = NULL;
  DyrContentKept kept = { .record = record };

  dyr_database_read (office->database, dyr_content_job_kept, &kept, NULL, &error);
  g_assert_no_error (error);
  return kept;
}

static DyrContentFree
release (Office *office, gint64 file)
{
  g_autoptr (GError) error = NULL;
  DyrContentFree asked = { .file = file };

  dyr_database_write (office->database, dyr_content_job_free, &asked, NULL, &error);
  g_assert_no_error (error);
  return asked;
}

static DyrContentUsage
measure (Office *office)
{
  g_autoptr (GError) error = NULL;
  DyrContentUsage usage = { 0 };

  dyr_database_read (office->database, dyr_content_job_usage, &usage, NULL, &error);
  g_assert_no_error (error);
  return usage;
}

static void
connect_crm (Office *office)
{
  office_sql (office, "INSERT INTO meta (key, value) VALUES ('server', 'https://crm.example/')");
}

static void
test_places (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  gint64 file = attach (office, client, "a.txt", "abc");
  g_autoptr (GHashTable) none = NULL;

  /* Without a CRM nothing goes anywhere. */
  assert_state (office, file, DYR_CONTENT_ONLY_HERE, FALSE, NULL);
  connect_crm (office);
  assert_state (office, file, DYR_CONTENT_GOES, FALSE, NULL);
  office_sql (office, "UPDATE record SET parked = 'dyr:too-large' WHERE type = 12");
  assert_state (office, file, DYR_CONTENT_GOES, FALSE, "dyr:too-large");
  /* Its content went, its record did not. */
  office_sql (office, "UPDATE file SET content = 'a1'");
  assert_state (office, file, DYR_CONTENT_BOTH, FALSE, "dyr:too-large");
  office_sql (office, "UPDATE file SET content = NULL");
  /* A CRM that holds no files. */
  office_sql (office, "UPDATE record SET parked = 'only-here' WHERE type = 12");
  assert_state (office, file, DYR_CONTENT_ONLY_HERE, FALSE, NULL);
  office_sql (office, "UPDATE record SET parked = NULL");
  /* What is in neither place cannot be asked for. */
  lose (office, file);
  assert_state (office, file, DYR_CONTENT_LOST, FALSE, NULL);
  want (office, file, TRUE);
  assert_state (office, file, DYR_CONTENT_LOST, FALSE, NULL);
  attach (office, client, "b.txt", "abc");
  send (office, file);
  assert_state (office, file, DYR_CONTENT_BOTH, FALSE, NULL);
  /* Another name was refused; why it did not come once is over. */
  office_sql (office, "UPDATE record SET push = 2, seq = 9, parked = 'No.' WHERE type = 12");
  assert_state (office, file, DYR_CONTENT_BOTH, FALSE, "No.");
  office_sql (office, "UPDATE record SET push = 0, seq = NULL, parked = NULL WHERE type = 12");
  office_sql (office, "INSERT INTO transfer (file, reason) SELECT id, 'dyr:content-cut' FROM file");
  assert_state (office, file, DYR_CONTENT_BOTH, FALSE, NULL);
  office_sql (office, "DELETE FROM transfer");
  lose (office, file);
  assert_state (office, file, DYR_CONTENT_THERE, FALSE, NULL);
  want (office, file, TRUE);
  assert_state (office, file, DYR_CONTENT_COMES, FALSE, NULL);
  want (office, file, FALSE);
  assert_state (office, file, DYR_CONTENT_THERE, FALSE, NULL);
  /* Why it did not come is forgotten once it is asked for again. */
  office_sql (office, "UPDATE transfer SET reason = 'dyr:content-gone', tries = 3, retry_at = 9");
  assert_state (office, file, DYR_CONTENT_THERE, FALSE, "dyr:content-gone");
  want (office, file, TRUE);
  assert_state (office, file, DYR_CONTENT_COMES, FALSE, NULL);
  g_assert_cmpint (
      office_number (office, "SELECT tries + coalesce (retry_at, 0) FROM transfer"), ==, 0);
  none = look (office, client);
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
  attach (office, client, "c.txt", "abc"); /* nothing is missing at the end */
}

/* Of which nothing says how long it is: it cannot be here. */
static void
test_unknown (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  gint64 file = attach (office, client, "a.txt", "abc");

  connect_crm (office);
  send (office, file);
  office_sql (office, "UPDATE file SET checksum = NULL, size = NULL");
  assert_state (office, file, DYR_CONTENT_THERE, FALSE, NULL);
  g_assert_cmpint (measure (office).n_there, ==, 1);
  office_check (office);
}

static void
test_pin (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  gint64 other = office_add (office, &dyr_client_type, "name", "Ґанок", NULL);
  g_autofree char *uid = office_uid (office, client);
  gint64 contract = office_add (office, &dyr_contract_type, "client", uid, "number", "1/26", NULL);
  g_autofree char *contract_uid = office_uid (office, contract);
  gint64 amendment
      = office_add (office, &dyr_amendment_type, "contract", contract_uid, "number", "1", NULL);
  gint64 user = office_add_as (office, DYR_ORIGIN_CRM, &dyr_user_type, "name", "Оля", NULL);
  gint64 of_client = attach (office, client, "a.txt", "a"),
         of_contract = attach (office, contract, "b.txt", "b"),
         of_amendment = attach (office, amendment, "c.txt", "c"),
         of_other = attach (office, other, "d.txt", "d"), later;
  g_autoptr (GError) error = NULL;
  DyrContentPin asked = { user, TRUE };

  pin (office, client, TRUE);
  pin (office, client, TRUE);
  assert_state (office, of_client, DYR_CONTENT_ONLY_HERE, TRUE, NULL);
  assert_state (office, of_contract, DYR_CONTENT_ONLY_HERE, TRUE, NULL);
  assert_state (office, of_amendment, DYR_CONTENT_ONLY_HERE, TRUE, NULL);
  assert_state (office, of_other, DYR_CONTENT_ONLY_HERE, FALSE, NULL);
  later = attach (office, contract, "e.txt", "e");
  assert_state (office, later, DYR_CONTENT_ONLY_HERE, TRUE, NULL);
  pin (office, client, FALSE);
  assert_state (office, of_client, DYR_CONTENT_ONLY_HERE, FALSE, NULL);
  pin (office, contract, TRUE);
  assert_state (office, of_client, DYR_CONTENT_ONLY_HERE, FALSE, NULL);
  assert_state (office, of_amendment, DYR_CONTENT_ONLY_HERE, TRUE, NULL);
  /* People have no files. */
  dyr_database_write (office->database, dyr_content_job_pin, &asked, NULL, &error);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  /* None of it is anybody's edit. */
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM pending"), ==, 0);
}

/* What of a pin, and of all it is about, is here. */
static void
test_kept (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  g_autofree char *uid = office_uid (office, client);
  gint64 contract = office_add (office, &dyr_contract_type, "client", uid, "number", "1/26", NULL);
  gint64 one = attach (office, client, "a.txt", "abc"),
         same = attach (office, contract, "b.txt", "abc"),
         other = attach (office, contract, "c.txt", "other"),
         deleted = attach (office, contract, "d.txt", "deleted");
  g_autofree char *delete
      = g_strdup_printf ("UPDATE file SET listed = 0 WHERE id = %d", (int) deleted);
  DyrContentKept kept;

  office_sql (office, delete);
  connect_crm (office);
  kept = ask_kept (office, client);
  g_assert_false (kept.pinned || kept.within);
  g_assert_cmpint (kept.n_here, ==, 3);
  g_assert_cmpint (kept.here_size, ==, 8);
  g_assert_cmpint (kept.n_there + kept.n_failed + kept.n_lost, ==, 0);
  g_assert_cmpint (ask_kept (office, contract).n_here, ==, 2);

  pin (office, client, TRUE);
  kept = ask_kept (office, client);
  g_assert_true (kept.pinned);
  g_assert_false (kept.within);
  kept = ask_kept (office, contract);
  g_assert_false (kept.pinned);
  g_assert_true (kept.within);
  pin (office, contract, TRUE);
  kept = ask_kept (office, contract);
  g_assert_true (kept.pinned && kept.within);

  send (office, one);
  send (office, same);
  lose (office, one);
  kept = ask_kept (office, client);
  g_assert_cmpint (kept.n_there, ==, 2);
  g_assert_cmpint (kept.there_size, ==, 3);
  g_assert_cmpint (kept.n_here, ==, 1);
  lose (office, other);
  g_assert_cmpint (ask_kept (office, client).n_lost, ==, 1);
  /* Taken from the disk by somebody, or in vain: a new pin begins anew. */
  office_sql (office,
              "INSERT INTO transfer (file, here, reason, tries, retry_at) "
              "SELECT id, content, 'dyr:content-gone', 2, 9 FROM file WHERE content IS NOT NULL");
  kept = ask_kept (office, client);
  g_assert_cmpint (kept.n_failed, ==, 2);
  g_assert_cmpint (kept.failed_size, ==, 3);
  g_assert_cmpint (kept.n_there, ==, 0);
  pin (office, client, TRUE);
  g_assert_cmpint (ask_kept (office, client).n_there, ==, 2);
  g_assert_cmpint (office_number (office,
                                  "SELECT count (*) FROM transfer WHERE here IS NULL "
                                  "AND tries = 0 AND retry_at IS NULL"),
                   ==,
                   2);
  pin (office, client, FALSE);
  kept = ask_kept (office, contract);
  g_assert_true (kept.pinned);
  g_assert_false (kept.within);
  attach (office, client, "e.txt", "other"); /* nothing is missing at the end */
  office_sql (office, "UPDATE file SET listed = 1");
}

/* Each thing that may keep a content here, alone. */
static void
test_free_keeps (Office *office, gconstpointer data)
{
  static const char *const reasons[][2] = {
    { "UPDATE file SET content = NULL", "UPDATE file SET content = 'a'" },
    { "UPDATE record SET remote_id = NULL WHERE type = 12",
      "UPDATE record SET remote_id = 'DyrFile/1' WHERE type = 12" },
    { "UPDATE record SET settled = 0 WHERE type = 12",
      "UPDATE record SET settled = 1 WHERE type = 12" },
    { "UPDATE record SET push = 2, seq = 1 WHERE type = 12",
      "UPDATE record SET push = 0, seq = NULL WHERE type = 12" },
    { "UPDATE record SET reach = 2 WHERE type = 12", "UPDATE record SET reach = 0" },
    { "UPDATE record SET deleted_at = 9 WHERE type = 12", "UPDATE record SET deleted_at = NULL" },
    { "INSERT INTO pending (record, grp, base, seq) SELECT id, 'name', '{}', 1 FROM file",
      "DELETE FROM pending" },
    { "INSERT INTO attempt (record, op, sent, seq) SELECT id, 2, '{}', 1 FROM file",
      "DELETE FROM attempt" },
    { "INSERT INTO transfer (file, wanted_at) SELECT id, 1 FROM file", "DELETE FROM transfer" },
    { "INSERT INTO pinned (record, at) SELECT about, 1 FROM file", "DELETE FROM pinned" },
    { "UPDATE meta SET key = 'nobody' WHERE key = 'server'",
      "UPDATE meta SET key = 'server' WHERE key = 'nobody'" },
  };
  gint64 client = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  gint64 file = attach (office, client, "a.txt", "abc");
  DyrContentFree freed;

  connect_crm (office);
  send (office, file);
  g_assert_cmpint (measure (office).n_free, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_test_message ("%s", reasons[i][0]);
      office_sql (office, reasons[i][0]);
      g_assert_cmpint (release (office, 0).n, ==, 0);
      g_assert_cmpint (release (office, file).n, ==, 0);
      g_assert_cmpint (measure (office).n_free, ==, 0);
      g_assert_true (is_here (office, file));
      office_sql (office, reasons[i][1]);
    }
  freed = release (office, 0);
  g_assert_cmpint (freed.n, ==, 1);
  g_assert_cmpint (freed.size, ==, 3);
  g_assert_false (is_here (office, file));
  assert_state (office, file, DYR_CONTENT_THERE, FALSE, NULL);
  g_assert_cmpint (release (office, 0).n, ==, 0);
  /* It is not missing: the CRM has it. */
  office_check (office);
}

/* One content of two files stays while one of them needs it. */
static void
test_free_shared (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "Дністер", NULL);
  gint64 one = attach (office, client, "a.txt", "abc"),
         two = attach (office, client, "b.txt", "abc"),
         three = attach (office, client, "c.txt", "other");
  DyrContentUsage usage;

  connect_crm (office);
  send (office, one);
  send (office, three);
  usage = measure (office);
  g_assert_cmpint (usage.n_here, ==, 3);
  g_assert_cmpint (usage.here_size, ==, 8);
  g_assert_cmpint (usage.n_free, ==, 1);
  g_assert_cmpint (usage.free_size, ==, 5);
  g_assert_cmpint (usage.n_goes, ==, 1);
  g_assert_cmpint (usage.goes_size, ==, 3);
  g_assert_cmpint (release (office, one).n, ==, 0);
  g_assert_cmpint (release (office, three).n, ==, 1);
  g_assert_true (is_here (office, two));
  usage = measure (office);
  g_assert_cmpint (usage.n_here, ==, 2);
  g_assert_cmpint (usage.n_there, ==, 1);
  g_assert_cmpint (usage.there_size, ==, 5);
  send (office, two);
  /* Both are away then, though it is one content. */
  g_assert_cmpint (measure (office).n_free, ==, 2);
  g_assert_cmpint (measure (office).free_size, ==, 3);
  g_assert_cmpint (release (office, one).n, ==, 2);
  g_assert_false (is_here (office, two));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/store/content/" name, Office, NULL, office_set_up, function, office_tear_down)
  ADD ("places", test_places);
  ADD ("unknown", test_unknown);
  ADD ("pin", test_pin);
  ADD ("kept", test_kept);
  ADD ("free/keeps", test_free_keeps);
  ADD ("free/shared", test_free_shared);
#undef ADD
  return g_test_run ();
}
