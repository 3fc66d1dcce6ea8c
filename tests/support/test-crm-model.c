/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What recordings cannot show of the fake EspoCRM: races, backups, many records, our own extension.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-test.h"

/* --- Races ----------------------------------------------------------------------------------- */

static void
test_two_writes_of_one_version (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *id = add_account (model, "Acme");
  g_autofree char *path = path_of ("Account", id);
  CrmWrite *one
      = begin (model, "PUT", path, "{\"website\":\"https://one\",\"sicCode\":\"1\"}", "1");
  CrmWrite *two
      = begin (model, "PUT", path, "{\"website\":\"https://two\",\"type\":\"Partner\"}", "1");

  g_assert_cmpuint (finish (model, one), ==, 200);
  g_assert_cmpuint (finish (model, two), ==, 200);
  assert_attribute (model, "Account", id, "versionNumber", "2");
  assert_attribute (model, "Account", id, "website", "\"https:\\/\\/two\"");
  /* What only one of them wrote is kept. */
  assert_attribute (model, "Account", id, "sicCode", "\"1\"");
  assert_attribute (model, "Account", id, "type", "\"Partner\"");
  g_assert_cmpuint (crm_model_get_counts (model)->lost_races, ==, 1);
}

static void
test_row_lock (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *id = add_account (model, "Acme");
  g_autofree char *path = path_of ("Account", id);
  CrmWrite *one, *two, *three, *late;

  crm_model_set_row_lock (model, "Account", TRUE);
  one = begin (model, "PUT", path, "{\"website\":\"https://one\"}", "1");
  two = begin (model, "PUT", path, "{\"website\":\"https://two\"}", "1");
  three = begin (model, "PUT", path, "{\"sicCode\":\"3\"}", NULL);
  g_assert_cmpuint (finish (model, one), ==, 200);
  g_assert_cmpuint (finish (model, two), ==, 409);
  /* Without the header it waits its turn, and counts on. */
  g_assert_cmpuint (finish (model, three), ==, 200);
  assert_attribute (model, "Account", id, "website", "\"https:\\/\\/one\"");
  assert_attribute (model, "Account", id, "versionNumber", "3");
  g_assert_cmpuint (crm_model_get_counts (model)->lost_races, ==, 0);
  late = begin (model, "PUT", path, "{\"sicCode\":\"4\"}", NULL);
  g_assert_cmpuint (status_of (model, "DELETE", path, NULL), ==, 200);
  g_assert_cmpuint (finish (model, late), ==, 404);
}

static void
test_two_creates_of_one_uid (void)
{
  g_autoptr (CrmModel) model = make_model (PACKAGE);
  const char *body = "{\"name\":\"S\",\"externalId\":\"u-1\"}";
  CrmWrite *one = begin (model, "POST", "/api/v1/SyncItem", body, NULL);
  CrmWrite *two = begin (model, "POST", "/api/v1/SyncItem", body, NULL);
  g_auto (GStrv) found = NULL;

  g_assert_cmpuint (finish (model, one), ==, 200);
  g_assert_cmpuint (finish (model, two), ==, 500);
  found = crm_model_find (model, "SyncItem", "externalId", "u-1");
  g_assert_cmpuint (g_strv_length (found), ==, 1);
}

static void
test_duplicate_check_is_no_lock (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  const char *body = "{\"name\":\"Twice\"}";
  CrmWrite *one = begin (model, "POST", "/api/v1/Account", body, NULL);
  CrmWrite *two = begin (model, "POST", "/api/v1/Account", body, NULL);

  g_assert_cmpuint (finish (model, one), ==, 200);
  g_assert_cmpuint (finish (model, two), ==, 200);
  g_assert_cmpuint (status_of (model, "POST", "/api/v1/Account", body), ==, 409);
  g_assert_cmpuint (crm_model_count (model, "Account"), ==, 2);
}

static void
test_abandoned_write (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);

  crm_model_abandon (model, begin (model, "POST", "/api/v1/Account", "{\"name\":\"A\"}", NULL));
  g_assert_cmpuint (crm_model_count (model, "Account"), ==, 0);
}

static void
test_lost_race_fault (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *id = add_account (model, "Acme");
  g_autofree char *path = path_of ("Account", id);
  CrmFault fault = { .kind = CRM_FAULT_LOST_RACE, .count = 1 };
  g_auto (Answer) first
      = ask (model, "PUT", path, "{\"website\":\"https://one\"}", "X-Version-Number", "1");
  g_auto (Answer) second = { 0 };

  crm_model_add_fault (model, &fault);
  second = ask (model, "PUT", path, "{\"website\":\"https://two\"}", "X-Version-Number", "1");
  g_assert_cmpuint (first.status, ==, 200);
  g_assert_cmpuint (second.status, ==, 200);
  assert_attribute (model, "Account", id, "versionNumber", "2");
  assert_attribute (model, "Account", id, "website", "\"https:\\/\\/two\"");
}

/* --- What the server does by itself ---------------------------------------------------------- */

static void
test_lock_out_passes (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  const char *headers[] = { "X-Api-Key", "wrong", NULL };
  CrmRequest request = { .method = "GET", .path = "/api/v1/Account", .headers = headers };

  for (guint i = 0; i < 11; i++)
    {
      g_auto (CrmResponse) response = { 0 };

      g_assert_cmpuint (status_of (model, "GET", "/api/v1/Account", NULL), ==, 200);
      crm_model_handle (model, &request, &response);
      g_assert_cmpuint (response.status, ==, 401);
    }
  g_assert_cmpuint (status_of (model, "GET", "/api/v1/Account", NULL), ==, 403);
  crm_model_set_time (model, NOW + 61);
  g_assert_cmpuint (status_of (model, "GET", "/api/v1/Account", NULL), ==, 200);
}

static void
test_team_and_own (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;

  crm_model_set_user (
      model,
      "{\"userName\":\"sync\",\"acl\":{\"Account\":{\"create\":\"yes\",\"read\":\"team\","
      "\"edit\":\"own\",\"delete\":\"no\"}}}");
  g_free (crm_model_add_record (model, "Team", "{\"id\":\"t1\",\"name\":\"North\"}"));
  id = crm_model_add_record (model, "Account", "{\"name\":\"Theirs\",\"teamsIds\":[\"t1\"]}");
  path = path_of ("Account", id);
  g_assert_cmpuint (status_of (model, "GET", path, NULL), ==, 403);
  crm_model_set_user (model, "{\"userName\":\"sync\",\"teamsIds\":[\"t1\"]}");
  g_assert_cmpuint (status_of (model, "GET", path, NULL), ==, 200);
  g_assert_cmpuint (status_of (model, "PUT", path, "{\"type\":\"Partner\"}"), ==, 403);
  g_assert_cmpuint (status_of (model, "DELETE", path, NULL), ==, 403);
  crm_model_set_silently (model, "Account", id, "{\"assignedUserId\":\"u1\"}");
  g_assert_cmpuint (status_of (model, "PUT", path, "{\"type\":\"Partner\"}"), ==, 200);
}

static void
test_hook (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_auto (Answer) answer = { 0 };

  crm_model_set_hook (model, "Account", "description", "\"seen {name}\"");
  answer = ask (
      model, "POST", "/api/v1/Account", "{\"name\":\"A\",\"description\":\"mine\"}", NULL, NULL);
  assert_has (answer.body, "\"description\":\"seen A\"");
  crm_model_set_hook (model, "Account", "description", NULL);
  answer_clear (&answer);
  answer = ask (
      model, "POST", "/api/v1/Account", "{\"name\":\"B\",\"description\":\"mine\"}", NULL, NULL);
  assert_has (answer.body, "\"description\":\"mine\"");
}

static void
test_silent_changes (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *id = add_account (model, "Acme");

  crm_model_set_time (model, NOW + 100);
  g_assert_true (crm_model_set_silently (model, "Account", id, "{\"name\":\"Imported\"}"));
  assert_attribute (model, "Account", id, "name", "\"Imported\"");
  assert_attribute (model, "Account", id, "modifiedAt", "\"2026-11-22 00:50:10\"");
  assert_attribute (model, "Account", id, "versionNumber", "1");
  g_assert_false (crm_model_set_silently (model, "Account", "nobody", "{\"name\":\"x\"}"));
}

static void
test_shared_address (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *lead = crm_model_add_record (
      model, "Lead", "{\"lastName\":\"L\",\"emailAddress\":\"a@x.example\"}");
  g_autofree char *contact = crm_model_add_record (model, "Contact", "{\"lastName\":\"C\"}");
  g_autofree char *path = path_of ("Contact", contact);

  assert_attribute (model, "Lead", lead, "emailAddressIsOptedOut", "false");
  g_assert_cmpuint (
      status_of (model,
                 "PUT",
                 path,
                 "{\"emailAddressData\":[{\"emailAddress\":\"A@x.example\",\"primary\":true,"
                 "\"optOut\":true}]}"),
      ==,
      200);
  assert_attribute (model, "Lead", lead, "emailAddressIsOptedOut", "true");
}

static void
test_links_to_deleted (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *account = add_account (model, "Acme");
  g_autofree char *other = add_account (model, "Other");
  g_autofree char *json = g_strdup_printf ("{\"lastName\":\"C\",\"accountId\":\"%s\"}", account);
  g_autofree char *contact = crm_model_add_record (model, "Contact", json);
  g_autofree char *path = path_of ("Contact", contact);
  g_autofree char *account_path = path_of ("Account", account);
  g_autofree char *other_path = path_of ("Account", other);
  g_autofree char *move = g_strdup_printf ("{\"accountId\":\"%s\"}", other);

  g_assert_cmpuint (status_of (model, "DELETE", account_path, NULL), ==, 200);
  g_assert_cmpuint (status_of (model, "DELETE", other_path, NULL), ==, 200);
  /* It pointed there before: fine. To another deleted one: no. */
  g_assert_cmpuint (status_of (model, "PUT", path, json), ==, 200);
  g_assert_cmpuint (crm_model_get_counts (model)->rejected_links, ==, 0);
  g_assert_cmpuint (status_of (model, "PUT", path, move), ==, 403);
  g_assert_cmpuint (crm_model_get_counts (model)->rejected_links, ==, 1);
}

static void
test_find_by_address (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *id = crm_model_add_record (model,
                                              "Contact",
                                              "{\"lastName\":\"C\",\"emailAddressData\":[{"
                                              "\"emailAddress\":\"a@x.example\",\"primary\":true},"
                                              "{\"emailAddress\":\"B@x.example\"}]}");
  g_auto (Answer) found
      = ask (model,
             "GET",
             "/api/v1/Contact?where[0][type]=equals&where[0][attribute]=emailAddress"
             "&where[0][value]=b@X.example&select=id",
             NULL,
             NULL,
             NULL);

  assert_has (found.body, id);
}

static void
test_metadata (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_auto (Answer) all = ask (model, "GET", "/api/v1/Metadata", NULL, NULL, NULL);
  g_auto (Answer) one = ask (model,
                             "GET",
                             "/api/v1/Metadata?key=entityDefs.Account.optimisticConcurrencyControl",
                             NULL,
                             NULL,
                             NULL);
  g_auto (Answer) none = ask (model, "GET", "/api/v1/Metadata?key=config", NULL, NULL, NULL);

  assert_has (all.body, "\"DyrDeletion\":{\"fields\"");
  g_assert_null (strstr (all.body, "\"config\":"));
  g_assert_cmpstr (one.body, ==, "true");
  g_assert_cmpstr (none.body, ==, "null");
}

static void
test_title_needs_account (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *account = add_account (model, "Acme");
  g_autofree char *loose = NULL;
  g_autofree char *tied = NULL;
  g_autofree char *json
      = g_strdup_printf ("{\"lastName\":\"C\",\"title\":\"CEO\",\"accountId\":\"%s\"}", account);

  loose = crm_model_add_record (model, "Contact", "{\"lastName\":\"C\",\"title\":\"CEO\"}");
  tied = crm_model_add_record (model, "Contact", json);
  assert_attribute (model, "Contact", loose, "title", "null");
  assert_attribute (model, "Contact", tied, "title", "\"CEO\"");
}

static void
test_merge_leaves_no_trace (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *kept = add_account (model, "Kept");
  g_autofree char *gone = add_account (model, "Gone");
  g_autofree char *json = g_strdup_printf ("{\"lastName\":\"C\",\"accountId\":\"%s\"}", gone);
  g_autofree char *contact = crm_model_add_record (model, "Contact", json);
  g_autofree char *wanted = g_strdup_printf ("\"%s\"", kept);
  g_autofree char *ids = g_strdup_printf ("[\"%s\"]", kept);
  g_autofree char *body
      = g_strdup_printf ("{\"entityType\":\"Account\",\"action\":\"merge\",\"id\":\"%s\","
                         "\"data\":{\"sourceIdList\":[\"%s\"],\"attributes\":{}}}",
                         kept,
                         gone);
  g_autofree char *path = path_of ("Account", gone);

  crm_model_set_time (model, NOW + 100);
  g_assert_cmpuint (status_of (model, "POST", "/api/v1/Action", body), ==, 200);
  assert_attribute (model, "Contact", contact, "accountId", wanted);
  assert_attribute (model, "Contact", contact, "accountsIds", ids);
  assert_attribute (model, "Contact", contact, "modifiedAt", "\"2026-11-22 00:50:10\"");
  g_assert_cmpuint (status_of (model, "GET", path, NULL), ==, 404);
}

static void
test_repeated_chunk (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  const char *chunk = "data:application/octet-stream;base64,MDEyMzQ=";
  g_auto (Answer) made = ask (
      model,
      "POST",
      "/api/v1/Attachment",
      "{\"name\":\"b\",\"type\":\"a/"
      "b\",\"relatedType\":\"Document\",\"field\":\"file\",\"isBeingUploaded\":true,\"size\":9}",
      NULL,
      NULL);
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;

  g_assert_cmpuint (made.status, ==, 200);
  id = g_strndup (strstr (made.body, "\"id\":\"") + 6, 17);
  path = g_strconcat ("/api/v1/Attachment/chunk/", id, NULL);
  g_assert_cmpuint (status_of (model, "POST", path, chunk), ==, 200);
  assert_attribute (model, "Attachment", id, "isBeingUploaded", "true");
  /* Sent again after a lost answer: the file would be too long. */
  g_assert_cmpuint (status_of (model, "POST", path, chunk), ==, 500);
  /* It is there all the same: nothing can mend that. */
  g_assert_cmpuint (status_of (model, "POST", path, "data:x;base64,NTY3OA=="), ==, 500);
  assert_attribute (model, "Attachment", id, "isBeingUploaded", "true");
}

static void
test_file_of_record (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_auto (Answer) made
      = ask (model,
             "POST",
             "/api/v1/Attachment",
             "{\"name\":\"b\",\"type\":\"text/plain\",\"relatedType\":\"Document\","
             "\"field\":\"file\",\"file\":\"data:text/plain;base64,aGk=\"}",
             NULL,
             NULL);
  g_autofree char *file = g_strndup (strstr (made.body, "\"id\":\"") + 6, 17);
  g_autofree char *body
      = g_strdup_printf ("{\"name\":\"D\",\"publishDate\":\"2026-01-01\",\"fileId\":\"%s\"}", file);
  g_autofree char *path = g_strconcat ("/api/v1/Attachment/file/", file, NULL);
  g_auto (Answer) document = ask (model, "POST", "/api/v1/Document", body, NULL, NULL);
  g_auto (Answer) down = ask (model, "GET", path, NULL, NULL, NULL);

  g_assert_cmpuint (document.status, ==, 200);
  assert_attribute (model, "Attachment", file, "relatedName", "\"D\"");
  assert_has (document.body, "\"fileName\":\"b\"");
  g_assert_cmpstr (down.body, ==, "hi");
}

static void
test_purge (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *id = add_account (model, "Acme");
  g_autofree char *path = path_of ("Account", id);
  const char *headers[] = { "X-Api-Key", CRM_ADMIN_KEY, NULL };
  CrmRequest request = { .method = "GET", .path = path, .headers = headers };
  g_auto (CrmResponse) before = { 0 };
  g_auto (CrmResponse) after = { 0 };

  g_assert_cmpuint (status_of (model, "DELETE", path, NULL), ==, 200);
  crm_model_handle (model, &request, &before);
  g_assert_cmpuint (before.status, ==, 200);
  crm_model_purge (model);
  crm_model_handle (model, &request, &after);
  g_assert_cmpuint (after.status, ==, 404);
}

/* --- Copies and sameness --------------------------------------------------------------------- */

static void
test_restored_backup (void)
{
  g_autoptr (CrmModel) model = make_model (PACKAGE);
  g_autofree char *account = add_account (model, "Acme");
  g_autofree char *json = g_strdup_printf (
      "{\"lastName\":\"C\",\"accountId\":\"%s\",\"emailAddress\":\"c@x.example\"}", account);
  g_autofree char *contact = crm_model_add_record (model, "Contact", json);
  g_autoptr (CrmSnapshot) snapshot = crm_model_snapshot (model);
  g_autofree char *before = crm_model_read (model, "Contact", contact);
  g_autofree char *path = path_of ("Account", account);
  g_autofree char *contact_path = path_of ("Contact", contact);
  g_autofree char *after = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *late = add_account (model, "Late");

      g_assert_cmpuint (crm_model_count (model, "Account"), ==, 2);
      g_assert_nonnull (late);
      g_assert_cmpuint (status_of (model, "PUT", path, "{\"website\":\"https://x\"}"), ==, 200);
      g_assert_cmpuint (status_of (model, "DELETE", contact_path, NULL), ==, 200);
      crm_model_restore (model, snapshot);
      g_assert_cmpuint (crm_model_count (model, "Account"), ==, 1);
      assert_attribute (model, "Account", account, "versionNumber", "1");
      assert_attribute (model, "Account", account, "website", "null");
    }
  after = crm_model_read (model, "Contact", contact);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (status_of (model, "GET", "/api/v1/Account?orderBy=modifiedAt", NULL), ==, 200);
}

static char *
run_story (void)
{
  g_autoptr (CrmModel) model = make_model (PACKAGE);
  CrmFault fault = { .kind = CRM_FAULT_LOST_ANSWER, .per_thousand = 300 };

  crm_model_add_fault (model, &fault);
  for (guint i = 0; i < 50; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"name\":\"A %u\"}", i % 30);
      g_auto (Answer) answer = ask (model, "POST", "/api/v1/Account", body, NULL, NULL);

      g_assert_true (answer.status == 0 || answer.status == 200 || answer.status == 409);
      crm_model_set_time (model, NOW + i / 3);
    }
  return crm_model_dump (model);
}

static void
test_same_seed_same_bytes (void)
{
  g_autofree char *one = run_story ();
  g_autofree char *two = run_story ();

  g_assert_cmpstr (one, ==, two);
  assert_has (one, "\"lost-answer\":");
}

/* --- Many records ---------------------------------------------------------------------------- */

static guint
walk_pages (CrmModel *model, guint wanted)
{
  const char *headers[] = { "X-Api-Key", "K", "X-No-Total", "true", NULL };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *at = g_strdup ("2000-01-01 00:00:00");
  g_autofree char *last = g_strdup ("0");
  gboolean more = TRUE;

  while (more)
    {
      g_autofree char *params = g_strdup_printf (
          "{\"where\":[{\"type\":\"or\",\"value\":[{\"type\":\"greaterThan\",\"attribute\":"
          "\"modifiedAt\","
          "\"value\":\"%s\"},{\"type\":\"and\",\"value\":[{\"type\":\"equals\",\"attribute\":"
          "\"modifiedAt\","
          "\"value\":\"%s\"},{\"type\":\"greaterThan\",\"attribute\":\"id\",\"value\":\"%s\"}]}]}],"
          "\"orderBy\":\"modifiedAt\",\"order\":\"asc\",\"maxSize\":200,\"select\":[\"id\","
          "\"modifiedAt\"]}",
          at,
          at,
          last);
      g_autofree char *escaped = g_uri_escape_string (params, NULL, FALSE);
      g_autofree char *query = g_strconcat ("searchParams=", escaped, NULL);
      CrmRequest request
          = { .method = "GET", .path = "/api/v1/Account", .query = query, .headers = headers };
      g_auto (CrmResponse) response = { 0 };
      gsize length;
      const char *bytes;
      g_autofree char *text = NULL;
      const char *found;

      crm_model_handle (model, &request, &response);
      g_assert_cmpuint (response.status, ==, 200);
      bytes = g_bytes_get_data (response.body, &length);
      text = g_strndup (bytes, length);
      more = g_str_has_prefix (text, "{\"total\":-1,");
      for (found = text; (found = strstr (found, "{\"id\":\"")); found++)
        {
          const char *time = strstr (found, "\"modifiedAt\":\"");

          g_free (last);
          last = g_strndup (found + 7, 17);
          g_free (at);
          at = g_strndup (time + 14, 19);
          g_assert_true (g_hash_table_add (seen, g_strdup (last)));
        }
      g_assert_cmpuint (g_hash_table_size (seen), <=, wanted);
    }
  return g_hash_table_size (seen);
}

/* 100 000 records by keyset: each once. A page that scanned the table would make this test very
 * long. */
static void
test_many_records (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);

  crm_model_fill (model, "Account", 100000);
  g_assert_cmpuint (walk_pages (model, 100000), ==, 100000);
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"name\":\"New %u\"}", i);

      if (i % 10 == 0)
        crm_model_set_time (model, crm_model_get_time (model) + 1);
      g_assert_cmpuint (status_of (model, "POST", "/api/v1/Account", body), ==, 200);
    }
  g_assert_cmpuint (walk_pages (model, 120000), ==, 120000);
}

/* 20 000 records of one second, as a mass update leaves them. */
static void
test_one_second (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);

  for (guint i = 0; i < 20000; i++)
    g_free (add_account (model, "Same"));
  g_assert_cmpuint (walk_pages (model, 20000), ==, 20000);
}

/* --- Our extension --------------------------------------------------------------------------- */

static void
test_extension_uid (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  const char *body = "{\"name\":\"A\",\"dyrUid\":\"0190\",\"dyrState\":\"active\"}";
  g_auto (Answer) made = ask (model, "POST", "/api/v1/Account", body, NULL, NULL);
  g_auto (GStrv) ids = crm_model_find (model, "Account", "dyrUid", "0190");
  g_autofree char *path = path_of ("Account", ids[0]);

  g_assert_cmpuint (made.status, ==, 200);
  g_assert_cmpuint (
      status_of (model, "POST", "/api/v1/Account", "{\"name\":\"B\",\"dyrUid\":\"0190\"}"),
      ==,
      500);
  /* readOnlyAfterCreate: dropped silently. */
  g_assert_cmpuint (status_of (model, "PUT", path, "{\"dyrUid\":\"0191\"}"), ==, 200);
  assert_attribute (model, "Account", ids[0], "dyrUid", "\"0190\"");
}

static void
test_extension_lock (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_autofree char *id = add_account (model, "A");
  g_autofree char *path = path_of ("Account", id);
  CrmWrite *one = begin (model, "PUT", path, "{\"website\":\"https://one\"}", "1");
  CrmWrite *two = begin (model, "PUT", path, "{\"website\":\"https://two\"}", "1");
  g_auto (Answer) stale = { 0 };

  g_assert_cmpuint (finish (model, one), ==, 200);
  g_assert_cmpuint (finish (model, two), ==, 409);
  stale = ask (model, "DELETE", path, NULL, "X-Version-Number", "1");
  g_assert_cmpuint (stale.status, ==, 409);
  g_assert_cmpstr (crm_response_header (&stale.raw, "X-Status-Reason"), ==, "modified");
  g_assert_cmpuint (status_of (model, "DELETE", path, NULL), ==, 200);
}

static void
test_extension_deletions (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_autofree char *account
      = crm_model_add_record (model, "Account", "{\"name\":\"A\",\"dyrUid\":\"u-a\"}");
  g_autofree char *json = g_strdup_printf ("{\"clientId\":\"%s\"}", account);
  g_autofree char *delivery = crm_model_add_record (model, "DyrDelivery", json);
  g_autofree char *line_json = g_strdup_printf ("{\"name\":\"L\",\"deliveryId\":\"%s\"}", delivery);
  g_autofree char *line = crm_model_add_record (model, "DyrDeliveryLine", line_json);
  g_autofree char *path = path_of ("DyrDelivery", delivery);
  g_autofree char *account_path = path_of ("Account", account);
  g_autofree char *team = crm_model_add_record (model, "Lead", "{\"lastName\":\"L\"}");
  g_autofree char *lead_path = path_of ("Lead", team);
  g_auto (Answer) feed = { 0 };

  g_assert_cmpuint (status_of (model, "DELETE", path, NULL), ==, 200);
  /* Its lines go along. */
  g_assert_null (crm_model_read (model, "DyrDeliveryLine", line));
  g_assert_cmpuint (status_of (model, "DELETE", account_path, NULL), ==, 200);
  g_assert_cmpuint (status_of (model, "DELETE", lead_path, NULL), ==, 200);
  feed = ask (model, "GET", "/api/v1/DyrDeletion?orderBy=number&order=asc", NULL, NULL, NULL);
  assert_has (feed.body, "\"total\":3,");
  assert_has (feed.body, "\"number\":3,\"targetType\":\"Account\"");
  assert_has (feed.body, "\"targetUid\":\"u-a\"");
  g_assert_cmpuint (status_of (model, "POST", "/api/v1/DyrDeletion", "{}"), ==, 403);
}

static void
test_extension_formulas (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_autofree char *contact
      = crm_model_add_record (model, "Contact", "{\"lastName\":\"C\",\"dyrPosition\":\"Head\"}");
  g_autofree char *json = g_strdup_printf ("{\"name\":\"M\",\"dyrPersonId\":\"%s\"}", contact);
  g_autofree char *meeting = crm_model_add_record (model, "Meeting", json);
  g_autofree char *ids = g_strdup_printf ("[\"%s\"]", contact);
  g_autofree char *note
      = crm_model_add_record (model, "DyrNote", "{\"text\":\"First line\\nand the next\"}");
  g_autofree char *account = add_account (model, "Acme");
  g_autofree char *path = path_of ("Contact", contact);
  g_autofree char *link = g_strdup_printf ("{\"accountId\":\"%s\"}", account);

  assert_attribute (model, "Meeting", meeting, "contactsIds", ids);
  assert_attribute (model, "DyrNote", note, "name", "\"First line and the next\"");
  assert_attribute (model, "Contact", contact, "title", "null");
  g_assert_cmpuint (status_of (model, "PUT", path, link), ==, 200);
  assert_attribute (model, "Contact", contact, "title", "\"Head\"");
  g_assert_cmpuint (status_of (model, "PUT", path, "{\"dyrDoNotCall\":\"yes\"}"), ==, 200);
  assert_attribute (model, "Contact", contact, "doNotCall", "true");
}

static void
test_broken_metadata (void)
{
  const char *paths[] = { "/nowhere/at/all.json", NULL };
  CrmConfig config = { .metadata = paths };
  g_autoptr (GError) error = NULL;

  g_assert_null (crm_model_new (&config, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/crm/race/two-writes-of-one-version", test_two_writes_of_one_version);
  g_test_add_func ("/support/crm/race/row-lock", test_row_lock);
  g_test_add_func ("/support/crm/race/two-creates-of-one-uid", test_two_creates_of_one_uid);
  g_test_add_func ("/support/crm/race/duplicate-check-is-no-lock", test_duplicate_check_is_no_lock);
  g_test_add_func ("/support/crm/race/abandoned-write", test_abandoned_write);
  g_test_add_func ("/support/crm/race/fault", test_lost_race_fault);
  g_test_add_func ("/support/crm/lock-out-passes", test_lock_out_passes);
  g_test_add_func ("/support/crm/team-and-own", test_team_and_own);
  g_test_add_func ("/support/crm/hook", test_hook);
  g_test_add_func ("/support/crm/silent-changes", test_silent_changes);
  g_test_add_func ("/support/crm/shared-address", test_shared_address);
  g_test_add_func ("/support/crm/links-to-deleted", test_links_to_deleted);
  g_test_add_func ("/support/crm/find-by-address", test_find_by_address);
  g_test_add_func ("/support/crm/metadata", test_metadata);
  g_test_add_func ("/support/crm/title-needs-account", test_title_needs_account);
  g_test_add_func ("/support/crm/merge-leaves-no-trace", test_merge_leaves_no_trace);
  g_test_add_func ("/support/crm/repeated-chunk", test_repeated_chunk);
  g_test_add_func ("/support/crm/file-of-record", test_file_of_record);
  g_test_add_func ("/support/crm/purge", test_purge);
  g_test_add_func ("/support/crm/restored-backup", test_restored_backup);
  g_test_add_func ("/support/crm/same-seed-same-bytes", test_same_seed_same_bytes);
  g_test_add_func ("/support/crm/many-records", test_many_records);
  g_test_add_func ("/support/crm/one-second", test_one_second);
  g_test_add_func ("/support/crm/extension/uid", test_extension_uid);
  g_test_add_func ("/support/crm/extension/lock", test_extension_lock);
  g_test_add_func ("/support/crm/extension/deletions", test_extension_deletions);
  g_test_add_func ("/support/crm/extension/formulas", test_extension_formulas);
  g_test_add_func ("/support/crm/broken-metadata", test_broken_metadata);
  return g_test_run ();
}
