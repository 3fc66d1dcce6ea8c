/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Golden requests: what goes over the wire, to the letter. */

#include "config.h"

#include <string.h>

#include "dyr-activity.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "espo-test.h"

#define KEY "Accept: application/json\nX-Api-Key: key-of-test\n"

#define NAMES "\"createdByName\",\"modifiedById\",\"modifiedByName\""

static void
assert_request (DyrEspoModeName mode, const DyrOrder *order, const char *expected)
{
  g_autoptr (DyrEspocrm) crm = espo_new (mode);
  g_autofree char *text = espo_write (crm, order);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_pull (void)
{
  g_autoptr (DyrOrder) order
      = espo_order (DYR_ORDER_PULL, dyr_record_type_by_name ("amendment"), NULL);

#define SELECT                                                                                     \
  "\"orderBy\":\"modifiedAt\",\"order\":\"asc\",\"maxSize\":200,\"select\":[\"id\","               \
  "\"modifiedAt\"," NAMES ",\"versionNumber\",\"dyrUid\",\"contractId\",\"contractName\","         \
  "\"name\",\"date\",\"effectiveFrom\",\"changes\",\"state\"]}\n" KEY "X-No-Total: true\n"

  order->stream = "DyrAmendment";
  assert_request (DYR_ESPO_MODE_EXTENSION, order, "GET api/v1/DyrAmendment?searchParams={" SELECT);

  order->at = g_strdup ("2026-11-22 08:00:00");
  assert_request (DYR_ESPO_MODE_EXTENSION,
                  order,
                  "GET api/v1/DyrAmendment?searchParams={\"where\":[{\"type\":"
                  "\"greaterThanOrEquals\",\"attribute\":\"modifiedAt\",\"value\":"
                  "\"2026-11-22 08:00:00\"}]," SELECT);

  order->after = g_strdup ("6b1");
  assert_request (DYR_ESPO_MODE_EXTENSION,
                  order,
                  "GET api/v1/DyrAmendment?searchParams={\"where\":[{\"type\":\"or\",\"value\":["
                  "{\"type\":\"greaterThan\",\"attribute\":\"modifiedAt\",\"value\":"
                  "\"2026-11-22 08:00:00\"},{\"type\":\"and\",\"value\":[{\"type\":\"equals\","
                  "\"attribute\":\"modifiedAt\",\"value\":\"2026-11-22 08:00:00\"},{\"type\":"
                  "\"greaterThan\",\"attribute\":\"id\",\"value\":\"6b1\"}]}]}]," SELECT);
#undef SELECT
}

/* Everything a list is asked for can be read out of it. */
static void
test_select (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autoptr (DyrOrder) order = espo_order (DYR_ORDER_PULL, &dyr_activity_type, NULL);
  g_autofree char *text = NULL;
  static const char *const wanted[]
      = { "\"accountId\"", "\"accountName\"", "\"dyrPersonId\"",
          "\"status\"",    "\"dateStart\"",   "\"assignedUserName\"" };

  order->stream = "Meeting";
  text = espo_write (crm, order);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (text, wanted[i]) == NULL)
      g_error ("%s is missing in %s", wanted[i], text);
  g_assert_null (strstr (text, "parentId"));

  g_free (text);
  order->stream = "DyrPresentation";
  text = espo_write (crm, order);
  g_assert_nonnull (
      strstr (text, "\"participantsIds\",\"participantsDetail\",\"participantsNames\""));
  g_free (text);
  order->stream = "Account";
  text = espo_write (crm, order);
  g_assert_nonnull (
      strstr (text, "\"phoneNumberData\",\"dyrPhones\",\"phoneNumber\",\"emailAddressData\""));
}

/* A walk over all ids asks for as much as a list of changes. */
static void
test_sweep (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_STOCK);
  g_autoptr (DyrOrder) order
      = espo_order (DYR_ORDER_SWEEP, dyr_record_type_by_name ("amendment"), NULL);
  g_autofree char *text = NULL;

  order->stream = "DyrAmendment";
  assert_request (DYR_ESPO_MODE_EXTENSION,
                  order,
                  "GET api/v1/DyrAmendment?searchParams={\"orderBy\":\"id\",\"order\":\"asc\","
                  "\"maxSize\":200,\"select\":[\"id\",\"modifiedAt\"," NAMES
                  ",\"versionNumber\",\"dyrUid\",\"contractId\",\"contractName\",\"name\",\"date\","
                  "\"effectiveFrom\",\"changes\",\"state\"]}\n" KEY "X-No-Total: true\n");
  order->after = g_strdup ("6b1");
  order->stream = "Meeting:activity";
  order->type = &dyr_activity_type;
  text = espo_write (crm, order);
  g_assert_true (g_str_has_prefix (
      text,
      "GET api/v1/Meeting?searchParams={\"where\":[{\"type\":\"greaterThan\",\"attribute\":\"id\","
      "\"value\":\"6b1\"}],\"orderBy\":\"id\",\"order\":\"asc\",\"maxSize\":200,"));
  /* Both types that share the entity are told apart by the sign of one. */
  g_assert_nonnull (strstr (text, "\"cDyrKind\""));
  order->stream = "Nothing";
  assert_request (DYR_ESPO_MODE_STOCK, order, "");
}

static void
test_feed (void)
{
  g_autoptr (DyrOrder) order = espo_order (DYR_ORDER_PULL, NULL, NULL);

  order->stream = "DyrDeletion";
  order->after = g_strdup ("41");
  assert_request (DYR_ESPO_MODE_EXTENSION,
                  order,
                  "GET api/v1/DyrDeletion?searchParams={\"where\":[{\"type\":\"greaterThan\","
                  "\"attribute\":\"number\",\"value\":\"41\"}],\"orderBy\":\"number\",\"order\":"
                  "\"asc\",\"maxSize\":200,\"select\":[\"id\",\"number\",\"targetType\","
                  "\"targetId\",\"targetUid\"]}\n" KEY "X-No-Total: true\n");
  assert_request (DYR_ESPO_MODE_STOCK, order, "");
}

static void
test_fetch (void)
{
  static const char *const bad[]
      = { "Account/../User/1", "Account/",      "Account",       "",           "/6b1",
          "User/6b1",          "Account/6b1/x", "Account/6b1?x", "Accoun/6b1", "Account/%2e%2e",
          "account/6b1" };
  g_autoptr (DyrOrder) order = espo_order (DYR_ORDER_FETCH, &dyr_client_type, "Account/6b1");

  assert_request (DYR_ESPO_MODE_EXTENSION, order, "GET api/v1/Account/6b1\n" KEY);
  order->kind = DYR_ORDER_DELETE;
  assert_request (DYR_ESPO_MODE_EXTENSION, order, "DELETE api/v1/Account/6b1\n" KEY);
  order->sent = dyr_remote_record_new (&dyr_client_type);
  order->sent->version = g_strdup ("7");
  assert_request (
      DYR_ESPO_MODE_EXTENSION, order, "DELETE api/v1/Account/6b1\n" KEY "X-Version-Number: 7\n");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_free (order->remote_id);
      order->remote_id = g_strdup (bad[i]);
      assert_request (DYR_ESPO_MODE_EXTENSION, order, "");
    }
}

static void
test_look_up (void)
{
  g_autoptr (DyrOrder) person = espo_sending (DYR_ORDER_LOOK_UP, &dyr_person_type, NULL);
  g_autoptr (DyrEspocrm) extension = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autoptr (DyrEspocrm) stock = espo_new (DYR_ESPO_MODE_STOCK);
  g_autofree char *by_uid = espo_write (extension, person), *by_name = NULL, *since = NULL;

  g_assert_true (g_str_has_prefix (
      by_uid,
      "GET api/v1/Contact?searchParams={\"where\":[{\"type\":\"equals\",\"attribute\":\"dyrUid\","
      "\"value\":\"" ESPO_UID "\"}],\"orderBy\":\"id\",\"order\":\"asc\",\"maxSize\":20,"));
  espo_set (person->sent, "last-name", "О’Ніл \"X\"");
  by_name = espo_write (stock, person);
  g_assert_true (g_str_has_prefix (
      by_name,
      "GET api/v1/Contact?searchParams={\"where\":[{\"type\":\"equals\",\"attribute\":"
      "\"lastName\",\"value\":\"О’Ніл \\\"X\\\"\"},{\"type\":\"isNull\",\"attribute\":"
      "\"firstName\"},{\"type\":\"isNull\",\"attribute\":\"middleName\"},{\"type\":\"equals\","
      "\"attribute\":\"createdById\",\"value\":\"6b0000000000000me\"}],"));
  g_assert_nonnull (strstr (by_name, "\"createdAt\""));
  /* What was there before ours left is not ours. */
  person->since = 1700000000;
  since = espo_write (stock, person);
  g_assert_nonnull (strstr (since,
                            "me\"},{\"type\":\"greaterThanOrEquals\",\"attribute\":"
                            "\"createdAt\",\"value\":\"2023-11-14 22:13:20\"}],"));
}

static void
test_create (void)
{
  g_autoptr (DyrOrder) client = espo_sending (DYR_ORDER_CREATE, &dyr_client_type, NULL);

#define POST(path, body) "POST api/v1/" path "\n" KEY "Content-Type: application/json\n" body

  espo_set (client->sent, "name", "Ромашка & \"Ко\" <b>");
  espo_set (client->sent, "phones", "+380671112233\tвідділ\n044 123");
  espo_set (client->sent, "state", "prospect");
  espo_set (client->sent, "website", NULL);
  espo_link (client->sent, "responsible", "User/u1");
  assert_request (
      DYR_ESPO_MODE_EXTENSION,
      client,
      POST ("Account",
            "{\"dyrUid\":\"" ESPO_UID "\",\"name\":\"Ромашка & \\\"Ко\\\" <b>\","
            "\"phoneNumberData\":[{\"phoneNumber\":\"+380671112233\",\"primary\":true}],"
            "\"dyrPhones\":\"+380671112233\\u0009відділ\\n044 123\",\"dyrState\":\"prospect\","
            "\"assignedUserId\":\"u1\"}"));
  espo_set (client->sent, "phones", NULL);
  assert_request (
      DYR_ESPO_MODE_STOCK,
      client,
      POST ("Account", "{\"name\":\"Ромашка & \\\"Ко\\\" <b>\",\"assignedUserId\":\"u1\"}"));
}

static void
test_create_anyway (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autoptr (DyrOrder) order = espo_sending (DYR_ORDER_CREATE, &dyr_client_type, NULL);
  g_autofree char *plain = espo_write (crm, order), *anyway = NULL;

  g_assert_null (strstr (plain, "Duplicate"));
  order->anyway = TRUE;
  anyway = espo_write (crm, order);
  g_assert_nonnull (strstr (anyway, "\nX-Skip-Duplicate-Check: true\n"));
}

static void
test_create_activity (void)
{
  g_autoptr (DyrOrder) order = espo_sending (DYR_ORDER_CREATE, &dyr_activity_type, NULL);

  espo_set (order->sent, "kind", "meeting");
  espo_set (order->sent, "subject", "S");
  espo_set (order->sent, "starts-at", "2026-12-01T09:30:00Z");
  espo_link (order->sent, "client", "Account/a1");
  /* The parent is written, the account follows from it; a meeting has an end; a stock server
   * wants somebody to be responsible. */
  assert_request (DYR_ESPO_MODE_EXTENSION,
                  order,
                  POST ("Meeting",
                        "{\"dyrUid\":\"" ESPO_UID "\",\"parentId\":\"a1\",\"parentType\":"
                        "\"Account\",\"name\":\"S\",\"dateStart\":\"2026-12-01 09:30:00\","
                        "\"isAllDay\":false,\"dateEnd\":\"2026-12-01 10:30:00\"}"));
  assert_request (DYR_ESPO_MODE_STOCK,
                  order,
                  POST ("Meeting",
                        "{\"parentId\":\"a1\",\"parentType\":\"Account\",\"name\":\"S\","
                        "\"dateStart\":\"2026-12-01 09:30:00\",\"isAllDay\":false,"
                        "\"dateEnd\":\"2026-12-01 10:30:00\",\"assignedUserId\":"
                        "\"6b0000000000000me\"}"));
  espo_set (order->sent, "kind", "task");
  espo_set (order->sent, "state", "open");
  assert_request (DYR_ESPO_MODE_EXTENSION,
                  order,
                  POST ("Task",
                        "{\"dyrUid\":\"" ESPO_UID "\",\"parentId\":\"a1\",\"parentType\":"
                        "\"Account\",\"name\":\"S\",\"status\":\"Not Started\",\"dateStart\":"
                        "\"2026-12-01 09:30:00\",\"dateStartDate\":null}"));
  espo_set (order->sent, "kind", NULL);
  assert_request (DYR_ESPO_MODE_EXTENSION, order, "");
}

static void
test_create_presentation (void)
{
  g_autoptr (DyrOrder) order = espo_sending (DYR_ORDER_CREATE, &dyr_presentation_type, NULL);

  espo_set (order->sent, "title", "P");
  espo_set (order->sent, "starts-at", "2026-12-01T09:30:00Z");
  espo_set (order->sent, "ends-at", "2026-12-01T12:00:00Z");
  espo_set (order->sent, "state", "moved"); /* stock EspoCRM has no such thing: the nearest */
  espo_link (order->sent, "participants", "Contact/c1");
  espo_link (order->sent, "participants", "Contact/c2");
  espo_link (order->sent, "presenter", NULL);
  assert_request (
      DYR_ESPO_MODE_STOCK,
      order,
      POST ("Meeting",
            "{\"cDyrKind\":\"presentation\",\"name\":\"P\",\"dateStart\":"
            "\"2026-12-01 09:30:00\",\"isAllDay\":false,\"dateEnd\":"
            "\"2026-12-01 12:00:00\",\"contactsIds\":[\"c1\",\"c2\"],\"status\":\"Planned\","
            "\"assignedUserId\":\"6b0000000000000me\"}"));
}

static void
test_update (void)
{
  g_autoptr (DyrOrder) order = espo_sending (DYR_ORDER_UPDATE, &dyr_client_type, "Account/6b1");

#define PUT(version, body)                                                                         \
  "PUT api/v1/Account/6b1\n" KEY "Content-Type: application/json\n" version body

  espo_set (order->sent, "website", NULL);
  espo_set (order->sent, "next-contact", "2026-12-24");
  espo_set (order->sent, "roles", "client\nvenue");
  espo_set (order->sent, "contact-rhythm-days", "14");
  assert_request (DYR_ESPO_MODE_EXTENSION,
                  order,
                  PUT ("",
                       "{\"website\":null,\"dyrRoles\":[\"client\",\"venue\"],"
                       "\"dyrContactRhythmDays\":14,\"dyrNextContact\":\"2026-12-24\"}"));
  order->sent->version = g_strdup ("6");
  /* What a stock server cannot hold is not sent. */
  assert_request (DYR_ESPO_MODE_STOCK, order, PUT ("X-Version-Number: 6\n", "{\"website\":null}"));
  order->sent->known &= ~(G_GUINT64_CONSTANT (1) << DYR_CLIENT_WEBSITE);
  /* Nothing is left: a save that changes nothing would be a new version. */
  assert_request (DYR_ESPO_MODE_STOCK, order, "GET api/v1/Account/6b1\n" KEY);
}

static void
test_update_person (void)
{
  g_autoptr (DyrOrder) order = espo_sending (DYR_ORDER_UPDATE, &dyr_person_type, "Contact/c1");

  espo_link (order->sent, "client", NULL);
  espo_set (order->sent, "position", "Директор"); /* EspoCRM keeps it with an account only */
  espo_set (order->sent, "do-not-call", NULL);
  assert_request (DYR_ESPO_MODE_STOCK,
                  order,
                  "PUT api/v1/Contact/c1\n" KEY "Content-Type: application/json\n"
                  "{\"doNotCall\":false,\"accountId\":null,\"accountsIds\":[]}");
  order->sent->known &= ~(G_GUINT64_CONSTANT (1) << DYR_PERSON_CLIENT);
  assert_request (DYR_ESPO_MODE_STOCK,
                  order,
                  "PUT api/v1/Contact/c1\n" KEY "Content-Type: application/json\n"
                  "{\"title\":\"Директор\",\"doNotCall\":false}");
}

static void
test_update_me (void)
{
  g_autoptr (DyrOrder) order = espo_sending (DYR_ORDER_UPDATE, &dyr_activity_type, "Task/t1");

  espo_link (order->sent, "responsible", NULL);
  assert_request (DYR_ESPO_MODE_STOCK,
                  order,
                  "PUT api/v1/Task/t1\n" KEY "Content-Type: application/json\n"
                  "{\"assignedUserId\":\"6b0000000000000me\"}");
}

/* base64 (key:hex), hex = HMAC of "METHOD /path" below api/v1, as EspoCRM's own clients do. */
static void
test_sign (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autoptr (DyrOrder) order = espo_order (DYR_ORDER_FETCH, &dyr_client_type, "Account/6b1");
  g_autofree char *text = NULL, *again = NULL;

  dyr_espocrm_set_key (crm, "key-of-test", "secret-of-test");
  text = espo_write (crm, order);
  g_assert_cmpstr (
      text,
      ==,
      "GET api/v1/Account/6b1\nAccept: application/json\nX-Hmac-Authorization: "
      "a2V5LW9mLXRlc3Q6OTg1NTAyYThiYWIzMThjMzYwODUwMWQ5MzI1NDZlNmE5YmE1Y2NjNDVkZGNiZjc0YzlhNDFi"
      "ZWUyYjNiODM3Yg==\n");
  dyr_espocrm_set_key (crm, "other", NULL);
  again = espo_write (crm, order);
  g_assert_cmpstr (
      again, ==, "GET api/v1/Account/6b1\nAccept: application/json\nX-Api-Key: other\n");
}

/* Before anything is known only one thing can be asked. */
static void
test_blank (void)
{
  g_autoptr (DyrEspocrm) crm = dyr_espocrm_new (NULL, NULL);
  g_autoptr (DyrOrder) fetch = espo_order (DYR_ORDER_FETCH, &dyr_client_type, "Account/6b1");
  g_autoptr (DyrOrder) describe = espo_order (DYR_ORDER_DESCRIBE, NULL, NULL);
  g_autofree char *nothing = espo_write (crm, fetch), *settings = espo_write (crm, describe);
  g_autoptr (DyrAnswer) answer = NULL;
  guint n = 7;

  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (settings, ==, "GET api/v1/Settings\nAccept: application/json\n");
  g_assert_null (dyr_remote_get_type_info (DYR_REMOTE (crm), &dyr_client_type));
  g_assert_null (dyr_remote_get_streams (DYR_REMOTE (crm), &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (dyr_remote_get_identity (DYR_REMOTE (crm)));
  g_assert_null (dyr_remote_get_description (DYR_REMOTE (crm)));
  answer = espo_read (crm, fetch, json (200, "{\"id\":\"6b1\"}"));
  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/espo/request/pull", test_pull);
  g_test_add_func ("/espo/request/select", test_select);
  g_test_add_func ("/espo/request/sweep", test_sweep);
  g_test_add_func ("/espo/request/feed", test_feed);
  g_test_add_func ("/espo/request/fetch", test_fetch);
  g_test_add_func ("/espo/request/look-up", test_look_up);
  g_test_add_func ("/espo/request/create", test_create);
  g_test_add_func ("/espo/request/create-anyway", test_create_anyway);
  g_test_add_func ("/espo/request/create-activity", test_create_activity);
  g_test_add_func ("/espo/request/create-presentation", test_create_presentation);
  g_test_add_func ("/espo/request/update", test_update);
  g_test_add_func ("/espo/request/update-person", test_update_person);
  g_test_add_func ("/espo/request/update-me", test_update_me);
  g_test_add_func ("/espo/request/sign", test_sign);
  g_test_add_func ("/espo/request/blank", test_blank);

  return g_test_run ();
}
