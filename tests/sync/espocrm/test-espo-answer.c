/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Responses: each row of the table of errors, recordings of a real server, and what no server of
 * good will sends. */

#include "config.h"

#include <string.h>

#include "dyr-activity.h"
#include "dyr-contract.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "dyr-reason.h"
#include "espo-test.h"

static const char *const kind_names[]
    = { "done",   "merge", "duplicate", "unknown",    "refused", "gone",
        "hidden", "later", "sign-in",   "locked-out", "wrong" };

static const DyrOrderKind writes[] = { DYR_ORDER_CREATE, DYR_ORDER_UPDATE, DYR_ORDER_DELETE };

static DyrOrder *
new_order (DyrOrderKind kind)
{
  DyrOrder *order = espo_sending (kind, &dyr_client_type, "Account/6b1");

  order->stream = "Account";

  return order;
}

static void
assert_kind (DyrOrderKind order_kind, DyrResponse *response, const char *kind)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autoptr (DyrOrder) order = new_order (order_kind);
  guint status = response->status;
  g_autoptr (DyrAnswer) answer = espo_read (crm, order, response);

  if (!g_str_equal (kind_names[answer->kind], kind))
    g_error ("order %d with status %u: %s, not %s",
             (int) order_kind,
             status,
             kind_names[answer->kind],
             kind);
  /* Who stops or waits says why. */
  if (answer->kind != DYR_ANSWER_DONE && answer->kind != DYR_ANSWER_MERGE
      && answer->kind != DYR_ANSWER_DUPLICATE)
    g_assert_nonnull (answer->reason);
}

/* The same response to a fetch, a list, and the three writes. */
typedef struct
{
  const char *recorded;
  const char *fetch, *pull, *create, *update, *remove;
} Recorded;

static void
test_errors (void)
{
  static const Recorded rows[] = {
    { "validation-required", "refused", "refused", "refused", "refused", "refused" },
    { "acl-no-access-to-scope-403", "hidden", "hidden", "hidden", "hidden", "hidden" },
    { "acl-own-read-foreign-403", "hidden", "hidden", "hidden", "hidden", "hidden" },
    { "acl-no-create-403", "unknown", "unknown", "refused", "refused", "refused" },
    { "acl-own-update-foreign-403", "unknown", "unknown", "refused", "refused", "refused" },
    { "acl-own-delete-foreign-403", "unknown", "unknown", "refused", "refused", "refused" },
    { "link-to-missing-record", "refused", "refused", "refused", "refused", "refused" },
    { "read-unknown-id-404", "gone", "gone", "gone", "gone", "gone" },
    { "put-unknown-id-no-upsert-404", "gone", "gone", "gone", "gone", "gone" },
    { "unknown-entity-404", "wrong", "wrong", "wrong", "wrong", "wrong" },
    { "ext-metadata-only-no-controller-404", "wrong", "wrong", "wrong", "wrong", "wrong" },
    { "unlink-unknown-id", "unknown", "unknown", "unknown", "unknown", "unknown" },
    { "locked-record-update", "refused", "refused", "refused", "refused", "refused" },
    { "locked-record-delete", "refused", "refused", "refused", "refused", "refused" },
    { "unique-index-violation-on-create", "unknown", "unknown", "unknown", "unknown", "unknown" },
    { "malformed-json", "unknown", "unknown", "unknown", "unknown", "unknown" },
    { "db-down-500", "unknown", "unknown", "unknown", "unknown", "unknown" },
    { "maintenance-mode-503", "later", "later", "later", "later", "later" },
    { "auth-wrong-api-key", "sign-in", "sign-in", "sign-in", "sign-in", "sign-in" },
    { "auth-no-credentials", "sign-in", "sign-in", "sign-in", "sign-in", "sign-in" },
    { "auth-user-deactivated-401", "sign-in", "sign-in", "sign-in", "sign-in", "sign-in" },
    { "rate-limit-after-wrong-keys-valid-key",
      "locked-out",
      "locked-out",
      "locked-out",
      "locked-out",
      "locked-out" },
    /* Without a word, but by EspoCRM itself: the header is there, and empty. */
    { "restore-deleted-as-api-user", "unknown", "unknown", "refused", "refused", "refused" },
    { "list-where-unknown-attribute", "refused", "refused", "refused", "refused", "refused" },
    { "list-maxsize-201-forbidden", "unknown", "unknown", "refused", "refused", "refused" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Recorded *row = &rows[i];

      g_test_message ("%s", row->recorded);
      assert_kind (DYR_ORDER_FETCH, espo_recorded (row->recorded), row->fetch);
      assert_kind (DYR_ORDER_PULL, espo_recorded (row->recorded), row->pull);
      assert_kind (DYR_ORDER_SWEEP, espo_recorded (row->recorded), row->pull);
      assert_kind (DYR_ORDER_LOOK_UP, espo_recorded (row->recorded), row->fetch);
      assert_kind (DYR_ORDER_CREATE, espo_recorded (row->recorded), row->create);
      assert_kind (DYR_ORDER_UPDATE, espo_recorded (row->recorded), row->update);
      assert_kind (DYR_ORDER_DELETE, espo_recorded (row->recorded), row->remove);
    }
}

static DyrResponse *
failure (gboolean refused)
{
  DyrResponse *response = dyr_response_new (0);

  response->failure = g_strdup ("It rains.");
  response->refused = refused;

  return response;
}

static DyrResponse *
with_header (DyrResponse *response, const char *name, const char *value)
{
  dyr_response_add_header (response, name, value);

  return response;
}

static void
test_nothing (void)
{
  for (DyrOrderKind kind = DYR_ORDER_DESCRIBE; kind <= DYR_ORDER_DELETE; kind++)
    {
      assert_kind (kind, failure (FALSE), "unknown");
      assert_kind (kind, failure (TRUE), "later");
    }
}

/* Answers to other questions. */
static void
test_out_of_place (void)
{
  static const char *const reasons[] = { "modified", "duplicate", "cannotModifyLockedRecord" };

  for (DyrOrderKind kind = DYR_ORDER_DESCRIBE; kind <= DYR_ORDER_LOOK_UP; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
      {
        assert_kind (kind,
                     with_header (json (409, "{\"values\":{},\"versionNumber\":6}"),
                                  "X-Status-Reason",
                                  reasons[i]),
                     "refused");
        assert_kind (kind,
                     with_header (json (409, "[{\"id\":\"6b1\"}]"), "X-Status-Reason", reasons[i]),
                     "refused");
      }
}

/* What sits between EspoCRM and us. */
static void
test_between (void)
{
  static const guint elsewhere[] = { 301, 302, 303, 307, 308, 100, 204, 206, 405, 406, 407, 418 };
  static const guint perhaps_done[] = { 408, 500, 501, 502, 504, 520, 599 };

  for (DyrOrderKind kind = DYR_ORDER_PULL; kind <= DYR_ORDER_DELETE; kind++)
    {
      gboolean is_write = kind >= DYR_ORDER_CREATE;

      for (guint i = 0; i < G_N_ELEMENTS (elsewhere); i++)
        assert_kind (kind, json (elsewhere[i], "{}"), "wrong");
      for (guint i = 0; i < G_N_ELEMENTS (perhaps_done); i++)
        assert_kind (kind, espo_response (perhaps_done[i], "text/html", ""), "unknown");
      assert_kind (kind, espo_response (200, "text/html", "<html>Sign in</html>"), "wrong");
      assert_kind (kind, espo_response (200, "text/plain", "{\"list\":[]}"), "wrong");
      assert_kind (kind, espo_response (200, "application/jsonp", "{}"), "wrong");
      assert_kind (kind, espo_response (200, NULL, "{}"), "wrong");
      assert_kind (kind, espo_response (404, "text/html", "<h1>404</h1>"), "wrong");
      assert_kind (kind, espo_response (403, "text/html", "no"), "locked-out");
      /* A proxy may have dropped an empty reason; a lock-out is never JSON. */
      assert_kind (kind, json (403, ""), is_write ? "refused" : "locked-out");
      assert_kind (kind, espo_response (429, "text/html", ""), "later");
      assert_kind (kind, espo_response (503, NULL, NULL), is_write ? "unknown" : "later");
      /* Something before the CRM may have passed it on, and then lost patience. */
      assert_kind (
          kind, with_header (json (503, NULL), "Retry-After", "5"), is_write ? "unknown" : "later");
      assert_kind (kind, espo_response (413, "text/html", "<h1>"), "refused");
    }
}

static gint64
seconds_of (DyrResponse *response)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autoptr (DyrOrder) order = new_order (DYR_ORDER_UPDATE);
  g_autoptr (DyrAnswer) answer = espo_read (crm, order, response);

  return answer->seconds;
}

static void
test_retry_after (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
  } rows[] = { { "5", 5 },
               { "0", 0 },
               { "-5", 0 },
               { "soon", 0 },
               { "1e3", 0 },
               { "", 0 },
               { "7200", 3600 },
               { "99999999", 3600 },
               { "Sun, 22 Nov 2026 00:50:41 GMT", 30 },
               { "Sun, 22 Nov 2026 00:00:00 GMT", 0 },
               { "Sun, 22 Nov 2099 00:00:00 GMT", 3600 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (seconds_of (with_header (json (503, NULL), "retry-after", rows[i].text)),
                     ==,
                     rows[i].seconds);
  g_assert_cmpint (seconds_of (espo_response (403, "text/html", NULL)), ==, 60);
}

static void
test_time (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autoptr (DyrOrder) order = new_order (DYR_ORDER_DELETE);
  g_autoptr (DyrAnswer) told = espo_read (crm, order, json (200, "true"));
  DyrResponse *bare = dyr_response_new (200);
  g_autoptr (DyrAnswer) untold = NULL;

  g_assert_cmpint (told->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpint (told->time, ==, 1795308611);
  dyr_response_add_header (bare, "content-type", "application/json; charset=utf-8");
  dyr_response_add_header (bare, "Date", "yesterday");
  bare->body = g_bytes_new_static ("true", 4);
  untold = espo_read (crm, order, bare);
  g_assert_cmpint (untold->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpint (untold->time, ==, 0);
}

/* Cut, deep, endless: a read is asked again or is wrong; a write may have happened. */
static void
test_damaged (void)
{
  static const char *const broken[] = { "", "{", "{\"id\":\"6b1\"", "[", "\xff", "nonsense" };
  g_autofree char *deep = g_strnfill (100000, '[');

  for (DyrOrderKind kind = DYR_ORDER_PULL; kind <= DYR_ORDER_DELETE; kind++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
        assert_kind (kind, json (200, broken[i]), "unknown");
      assert_kind (kind, json (200, NULL), "unknown");
      assert_kind (kind, json (200, deep), kind >= DYR_ORDER_CREATE ? "unknown" : "wrong");
      assert_kind (kind, json (409, "{"), "unknown");
      assert_kind (kind, json (409, NULL), "unknown");
    }
}

static void
test_huge (void)
{
  gsize size = 64 * 1024 * 1024 + 1;
  char *spaces = g_malloc (size);

  memset (spaces, ' ', size);
  memcpy (spaces, "{\"list\":[]}", 11);
  for (guint i = 0; i < 2; i++)
    {
      DyrResponse *response = json (200, NULL);

      response->body = g_bytes_new_static (spaces, size);
      assert_kind (i ? DYR_ORDER_UPDATE : DYR_ORDER_PULL, response, i ? "unknown" : "wrong");
    }
  g_free (spaces);
}

static void
test_shapes (void)
{
  static const char *const others[] = { "null", "true", "[]", "\"a\"", "7", "{}", "{\"list\":{}}" };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      assert_kind (DYR_ORDER_PULL, json (200, others[i]), "wrong");
      assert_kind (DYR_ORDER_SWEEP, json (200, others[i]), "wrong");
      assert_kind (DYR_ORDER_LOOK_UP, json (200, others[i]), "wrong");
      assert_kind (DYR_ORDER_FETCH, json (200, others[i]), "unknown");
      assert_kind (DYR_ORDER_CREATE, json (200, others[i]), "unknown");
      assert_kind (DYR_ORDER_UPDATE, json (200, others[i]), "unknown");
      assert_kind (DYR_ORDER_DELETE, json (200, others[i]), i == 1 ? "done" : "unknown");
    }
  assert_kind (DYR_ORDER_DELETE, json (200, "false"), "unknown");
  /* Another record than the one that was asked for. */
  assert_kind (DYR_ORDER_FETCH, json (200, "{\"id\":\"6b2\"}"), "unknown");
  assert_kind (DYR_ORDER_UPDATE, json (200, "{\"id\":\"6b2\"}"), "unknown");
  assert_kind (DYR_ORDER_CREATE, json (200, "{\"id\":\"../6b2\"}"), "unknown");
  assert_kind (DYR_ORDER_CREATE, json (201, "{\"id\":\"6b2\"}"), "done");
  /* Administrators are shown what is deleted. */
  assert_kind (DYR_ORDER_FETCH, json (200, "{\"id\":\"6b1\",\"deleted\":true}"), "gone");
}

/* Whole records of a real server. */
static void
test_account (void)
{
  g_autoptr (DyrAnswer) answer = espo_read_with (DYR_ESPO_MODE_STOCK,
                                                 DYR_ORDER_FETCH,
                                                 &dyr_client_type,
                                                 "Account/6b023c42eeda7fc27",
                                                 espo_recorded ("account-read"));
  const DyrRemoteRecord *record = espo_only (answer);

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpint (answer->time, ==, 1795308611);
  g_assert_cmpstr (record->remote_id, ==, "Account/6b023c42eeda7fc27");
  g_assert_cmpstr (record->version, ==, "1");
  g_assert_cmpint (record->modified, ==, 1795308610);
  g_assert_cmpstr (record->who, ==, "sync-full");
  g_assert_false (record->partial);
  g_assert_false (record->has_uid);
  g_assert_false (record->deleted);
  espo_assert_field (record, "name", "Acme GmbH");
  espo_assert_field (record, "phones", "+4930123456");
  espo_assert_field (record, "emails", "info@acme.example");
  espo_assert_field (record, "website", "https://acme.example");
  espo_assert_field (record, "city", "Berlin");
  espo_assert_field (record, "country", "Germany");
  espo_assert_field (record, "region", "-");
  espo_assert_field (record, "description", "Line1\nLine2 ä€😀");
  espo_assert_field (record, "responsible", "-");
  espo_assert_field (record, "code", "?");
  g_assert_cmpstr (record->extra,
                   ==,
                   "{\"phoneNumberData\":[{\"phoneNumber\":\"+4930123456\",\"type\":\"Office\"}]}");
}

static void
test_contact (void)
{
  g_autoptr (DyrAnswer) answer = espo_read_with (DYR_ESPO_MODE_STOCK,
                                                 DYR_ORDER_FETCH,
                                                 &dyr_person_type,
                                                 "Contact/6b023c4497e8a9639",
                                                 espo_recorded ("contact-read"));
  const DyrRemoteRecord *record = espo_only (answer);

  g_assert_cmpstr (record->version, ==, "2026-11-22 00:50:12");
  espo_assert_field (record, "last-name", "Müller");
  espo_assert_field (record, "position", "CEO");
  espo_assert_field (record, "client", "client Account/6b023c42eeda7fc27 (Acme GmbH)");
  espo_assert_field (record, "do-not-call", "-");
  g_assert_false (record->partial);
}

/* The parent was deleted: its id is still told, its name is not. */
static void
test_child_of_deleted (void)
{
  g_autoptr (DyrAnswer) answer = espo_read_with (DYR_ESPO_MODE_STOCK,
                                                 DYR_ORDER_FETCH,
                                                 &dyr_person_type,
                                                 "Contact/6b023d6221f040052",
                                                 espo_recorded ("child-of-deleted-parent"));

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
  espo_assert_field (espo_only (answer), "client", "client Account/6b023d621614a893d (-)");
}

static void
test_meeting (void)
{
  static const char *const id = "Meeting/6b023c44ec8d16a1d";
  g_autoptr (DyrAnswer) answer = espo_read_with (
      DYR_ESPO_MODE_STOCK, DYR_ORDER_FETCH, &dyr_activity_type, id, espo_recorded ("meeting-read"));
  g_autoptr (DyrAnswer) other = espo_read_with (DYR_ESPO_MODE_STOCK,
                                                DYR_ORDER_FETCH,
                                                &dyr_presentation_type,
                                                id,
                                                espo_recorded ("meeting-read"));
  const DyrRemoteRecord *record = espo_only (answer);

  /* Known by its id it stays what it is, whatever its sign says now. */
  espo_assert_field (record, "kind", "meeting");
  espo_assert_field (record, "subject", "Kickoff");
  espo_assert_field (record, "state", "open");
  espo_assert_field (record, "starts-at", "2026-12-01T09:00:00Z");
  espo_assert_field (record, "client", "client Account/6b023c42eeda7fc27 (Acme GmbH)");
  espo_assert_field (record, "responsible", "user User/6b023bf378604bbb6 (sync-full)");
  espo_assert_field (espo_only (other), "ends-at", "2026-12-01T10:00:00Z");
  espo_assert_field (
      espo_only (other), "participants", "person Contact/6b023c4497e8a9639 (Eva Müller)");
}

/* The answer to a create lacks what is null, and the version of some. */
static void
test_created (void)
{
  g_autoptr (DyrAnswer) answer = espo_read_with (DYR_ESPO_MODE_STOCK,
                                                 DYR_ORDER_CREATE,
                                                 &dyr_client_type,
                                                 NULL,
                                                 espo_recorded ("create-with-client-id-ignored"));
  const DyrRemoteRecord *record = espo_only (answer);

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpstr (record->remote_id, ==, "Account/6b023c74506118794");
  g_assert_true (record->partial);
  espo_assert_field (record, "name", "My own id");
  espo_assert_field (record, "phones", "-");
  espo_assert_field (record, "website", "?");
  espo_assert_field (record, "responsible", "?");
}

/* What was not sent because EspoCRM cannot hold it is not answered by what it has there. */
static void
test_unsent (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_STOCK);
  g_autoptr (DyrOrder) order = espo_sending (DYR_ORDER_UPDATE, &dyr_person_type, "Contact/1a");
  static const char body[]
      = "{\"id\":\"1a\",\"lastName\":\"B\",\"title\":\"CTO\",\"accountId\":\"2b\"}";
  g_autoptr (DyrAnswer) answer = NULL, fetched = NULL;

  espo_set (order->sent, "last-name", "B");
  espo_set (order->sent, "position", "CEO");
  espo_link (order->sent, "client", NULL);
  answer = espo_read (crm, order, json (200, body));
  espo_assert_field (espo_only (answer), "last-name", "B");
  espo_assert_field (espo_only (answer), "position", "?");
  order->kind = DYR_ORDER_FETCH;
  fetched = espo_read (crm, order, json (200, body));
  espo_assert_field (espo_only (fetched), "position", "CTO");
}

static void
test_merge (void)
{
  g_autoptr (DyrAnswer) answer = espo_read_with (DYR_ESPO_MODE_STOCK,
                                                 DYR_ORDER_UPDATE,
                                                 &dyr_client_type,
                                                 "Account/6b023c42eeda7fc27",
                                                 espo_recorded ("concurrency-409-same-field"));
  g_autoptr (DyrAnswer) set
      = espo_read_with (DYR_ESPO_MODE_STOCK,
                        DYR_ORDER_UPDATE,
                        &dyr_presentation_type,
                        "Meeting/6b023c44ec8d16a1d",
                        espo_recorded ("concurrency-linkmultiple-stale-version"));
  g_autoptr (DyrAnswer) removal = espo_read_with (
      DYR_ESPO_MODE_EXTENSION,
      DYR_ORDER_DELETE,
      &dyr_client_type,
      "Account/6b1",
      with_header (
          json (409, "{\"values\":{},\"versionNumber\":9}"), "X-Status-Reason", "modified"));
  const DyrRemoteRecord *record = espo_only (answer);

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_MERGE);
  g_assert_cmpstr (record->remote_id, ==, "Account/6b023c42eeda7fc27");
  g_assert_cmpstr (record->version, ==, "6");
  espo_assert_field (record, "description", "server side change");
  g_assert_cmpuint (record->known, ==, G_GUINT64_CONSTANT (1) << DYR_CLIENT_DESCRIPTION);
  espo_assert_field (
      espo_only (set),
      "participants",
      "person Contact/6b024052ecf5bc120 (OccTwo), person Contact/6b023c4497e8a9639 (Eva Müller)");
  g_assert_cmpint (removal->kind, ==, DYR_ANSWER_MERGE);
  g_assert_cmpstr (espo_only (removal)->version, ==, "9");
}

static void
test_merge_damaged (void)
{
  static const char *const bodies[] = { "{}",
                                        "[]",
                                        "{\"values\":{}}",
                                        "{\"versionNumber\":7}",
                                        "{\"values\":[],\"versionNumber\":7}",
                                        "{\"values\":{},\"versionNumber\":\"7\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    assert_kind (DYR_ORDER_UPDATE,
                 with_header (json (409, bodies[i]), "X-Status-Reason", "modified"),
                 "unknown");
}

static void
test_duplicate (void)
{
  g_autoptr (DyrAnswer) answer = espo_read_with (DYR_ESPO_MODE_STOCK,
                                                 DYR_ORDER_CREATE,
                                                 &dyr_client_type,
                                                 NULL,
                                                 espo_recorded ("duplicate-409-on-create"));
  g_autoptr (DyrAnswer) ours = espo_read_with (DYR_ESPO_MODE_EXTENSION,
                                               DYR_ORDER_CREATE,
                                               &dyr_client_type,
                                               NULL,
                                               json (409,
                                                     "[7,{\"id\":\"6b1\",\"dyrUid\":\"" ESPO_UID
                                                     "\"},{\"id\":\"6b2\",\"dyrUid\":"
                                                     "\"no uid\"},{\"name\":\"no id\"}]"));
  const DyrRemoteRecord *first = ours->records->pdata[0], *second = ours->records->pdata[1];
  g_autofree char *uid = dyr_uid_to_text (&first->uid);

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DUPLICATE);
  espo_assert_field (espo_only (answer), "name", "Acme GmbH");
  espo_assert_field (espo_only (answer), "website", "https://acme.example");
  /* Candidates come without their numbers. */
  espo_assert_field (espo_only (answer), "phones", "?");
  g_assert_true (espo_only (answer)->partial);
  g_assert_cmpint (ours->kind, ==, DYR_ANSWER_DUPLICATE);
  g_assert_cmpuint (ours->records->len, ==, 2);
  g_assert_true (first->has_uid);
  g_assert_cmpstr (uid, ==, ESPO_UID);
  g_assert_false (second->has_uid);
  assert_kind (DYR_ORDER_CREATE, json (409, "[]"), "unknown");
}

static void
check_refusal (DyrEspoModeName mode,
               const DyrRecordType *type,
               DyrResponse *response,
               const char *field,
               const char *reason)
{
  g_autoptr (DyrAnswer) answer = espo_read_with (mode, DYR_ORDER_CREATE, type, NULL, response);
  g_autofree char *words = NULL;

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_REFUSED);
  words = dyr_reason_words (answer->reason);
  g_assert_cmpstr (words, ==, reason);
  g_assert_cmpint (answer->field, ==, field != NULL ? dyr_record_type_find (type, field) : -1);
}

static DyrResponse *
invalid (const char *field, const char *type)
{
  g_autofree char *body = g_strdup_printf (
      "{\"messageTranslation\":{\"label\":\"validationFailure\",\"scope\":null,\"data\":{"
      "\"field\":\"%s\",\"type\":\"%s\"}}}",
      field,
      type);

  return json (400, body);
}

static void
test_refused (void)
{
  const DyrEspoModeName ext = DYR_ESPO_MODE_EXTENSION, stock = DYR_ESPO_MODE_STOCK;

  check_refusal (stock,
                 &dyr_client_type,
                 espo_recorded ("validation-phone-national"),
                 "phones",
                 "The CRM does not accept what “Phones” says.");
  check_refusal (stock,
                 &dyr_client_type,
                 espo_recorded ("validation-bad-email"),
                 "emails",
                 "The CRM does not accept what “E-mails” says.");
  check_refusal (stock,
                 &dyr_client_type,
                 espo_recorded ("validation-update-empty-required"),
                 "name",
                 "The CRM wants “Name” to be filled in.");
  check_refusal (stock,
                 &dyr_client_type,
                 espo_recorded ("validation-url-maxlength"),
                 "website",
                 "“Website” is too long for the CRM. Shorten it.");
  check_refusal (ext,
                 &dyr_contract_type,
                 invalid ("client", "required"),
                 "client",
                 "The CRM wants “Client” to be filled in.");
  check_refusal (ext,
                 &dyr_contract_type,
                 invalid ("amount", "max"),
                 "amount",
                 "“Amount” is too small or too large for the CRM.");
  check_refusal (ext,
                 &dyr_contract_type,
                 invalid ("currency", "validCurrency"),
                 "currency",
                 "The CRM does not use the currency of “Currency”.");
  check_refusal (ext,
                 &dyr_contract_type,
                 invalid ("scan", "required"),
                 NULL,
                 "The CRM is not content with its field “scan”. Ask the administrator.");
  check_refusal (ext,
                 &dyr_contract_type,
                 with_header (json (403, NULL),
                              "X-Status-Reason",
                              "Can't relate with non-existing record. entity type: DyrContract, "
                              "link: client."),
                 "client",
                 "The record in “Client” is not in the CRM, or you may not see it there.");
  /* Without a body the header says it. */
  check_refusal (ext,
                 &dyr_contract_type,
                 with_header (json (400, NULL),
                              "X-Status-Reason",
                              "Field validation failure; entityType: DyrContract, field: number, "
                              "type: maxLength."),
                 NULL,
                 "The CRM is not content with its field “number”. Ask the administrator.");
  check_refusal (ext,
                 &dyr_contract_type,
                 with_header (json (400, "<"),
                              "X-Status-Reason",
                              "Field validation failure; entityType: DyrContract, field: name, "
                              "type: maxLength."),
                 "number",
                 "“Number” is too long for the CRM. Shorten it.");
  check_refusal (ext,
                 &dyr_contract_type,
                 json (400, NULL),
                 NULL,
                 "The CRM does not accept this record. Ask the administrator.");
}

/* What is no name is not shown to people. */
static void
test_refused_without_name (void)
{
  static const char *const names[] = { "n\xe2\xff", "<b>", "a b", "" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *reason = g_strconcat ("failure; field: ", names[i], ", type: valid.", NULL);

      check_refusal (DYR_ESPO_MODE_EXTENSION,
                     &dyr_contract_type,
                     with_header (json (400, NULL), "X-Status-Reason", reason),
                     NULL,
                     "The CRM does not accept this record. Ask the administrator.");
    }
}

static void
test_refused_by_parent (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autoptr (DyrOrder) order = espo_sending (DYR_ORDER_CREATE, &dyr_activity_type, NULL);
  g_autoptr (DyrAnswer) parent = NULL, end = NULL;

  espo_set (order->sent, "kind", "meeting");
  parent = espo_read (crm, order, invalid ("parent", "required"));
  g_assert_cmpint (parent->field, ==, DYR_ACTIVITY_CLIENT);
  end = espo_read (crm, order, invalid ("dateEnd", "after"));
  g_assert_cmpint (end->field, ==, DYR_ACTIVITY_STARTS_AT);
}

/* A write body cut at every byte never reads as done. */
static void
test_cut_everywhere (void)
{
  static const char *const body = "{\"id\":\"6b1\",\"name\":\"A\",\"versionNumber\":3}";
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);

  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    for (gsize n = 0; n < strlen (body); n++)
      {
        g_autofree char *cut = g_strndup (body, n);
        g_autoptr (DyrOrder) order = new_order (writes[i]);
        g_autoptr (DyrAnswer) answer = espo_read (crm, order, json (200, cut));

        g_assert_cmpint (answer->kind, ==, DYR_ANSWER_UNKNOWN);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/espo/answer/errors", test_errors);
  g_test_add_func ("/espo/answer/nothing", test_nothing);
  g_test_add_func ("/espo/answer/out-of-place", test_out_of_place);
  g_test_add_func ("/espo/answer/between", test_between);
  g_test_add_func ("/espo/answer/retry-after", test_retry_after);
  g_test_add_func ("/espo/answer/time", test_time);
  g_test_add_func ("/espo/answer/damaged", test_damaged);
  g_test_add_func ("/espo/answer/huge", test_huge);
  g_test_add_func ("/espo/answer/shapes", test_shapes);
  g_test_add_func ("/espo/answer/account", test_account);
  g_test_add_func ("/espo/answer/contact", test_contact);
  g_test_add_func ("/espo/answer/child-of-deleted", test_child_of_deleted);
  g_test_add_func ("/espo/answer/meeting", test_meeting);
  g_test_add_func ("/espo/answer/created", test_created);
  g_test_add_func ("/espo/answer/unsent", test_unsent);
  g_test_add_func ("/espo/answer/merge", test_merge);
  g_test_add_func ("/espo/answer/merge-damaged", test_merge_damaged);
  g_test_add_func ("/espo/answer/duplicate", test_duplicate);
  g_test_add_func ("/espo/answer/refused", test_refused);
  g_test_add_func ("/espo/answer/refused-without-name", test_refused_without_name);
  g_test_add_func ("/espo/answer/refused-by-parent", test_refused_by_parent);
  g_test_add_func ("/espo/answer/cut-everywhere", test_cut_everywhere);

  return g_test_run ();
}
