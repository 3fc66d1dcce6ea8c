/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Lists: pages, sweeps, look-ups, the feed of deletions; bad rows in them and pages without end. */

#include "config.h"

#include <string.h>

#include "dyr-activity.h"
#include "dyr-presentation.h"
#include "espo-test.h"

static DyrAnswer *
read_page (DyrEspoModeName mode,
           DyrOrderKind kind,
           const char *stream,
           const char *at,
           const char *after,
           DyrResponse *response)
{
  g_autoptr (DyrEspocrm) crm = espo_new (mode);
  g_autoptr (DyrOrder) order = dyr_order_new (kind, NULL);

  order->stream = stream;
  order->at = g_strdup (at);
  order->after = g_strdup (after);

  return espo_read (crm, order, response);
}

#define ROW(id, time) "{\"id\":\"" id "\",\"modifiedAt\":\"" time "\",\"versionNumber\":3}"

static void
test_page (void)
{
  g_autoptr (DyrAnswer) more = read_page (DYR_ESPO_MODE_STOCK,
                                          DYR_ORDER_PULL,
                                          "Task",
                                          NULL,
                                          NULL,
                                          espo_recorded ("list-no-total-more"));
  g_autoptr (DyrAnswer) last = read_page (DYR_ESPO_MODE_STOCK,
                                          DYR_ORDER_PULL,
                                          "Task",
                                          "2026-11-22 00:54:14",
                                          "6b023d3625db2c391",
                                          espo_recorded ("list-keyset-cursor-searchparams"));
  g_autoptr (DyrAnswer) empty = read_page (DYR_ESPO_MODE_STOCK,
                                           DYR_ORDER_PULL,
                                           "Account",
                                           NULL,
                                           NULL,
                                           json (200, "{\"total\":-1,\"list\":[]}"));
  const DyrRemoteRecord *record = more->records->pdata[0];

  g_assert_cmpint (more->kind, ==, DYR_ANSWER_DONE);
  g_assert_false (more->last);
  g_assert_cmpuint (more->records->len, ==, 2);
  g_assert_cmpstr (more->next_at, ==, "2026-11-22 00:51:00");
  g_assert_cmpstr (more->next_after, ==, "6b023c743b01e8a45");
  g_assert_cmpstr (record->remote_id, ==, "Task/6b023c45c91f0a083");
  espo_assert_field (record, "subject", "Call back");
  espo_assert_field (record, "kind", "task");
  g_assert_true (record->partial); /* not all was selected there */

  g_assert_true (last->last);
  g_assert_cmpuint (last->records->len, ==, 6);
  g_assert_cmpstr (last->next_after, ==, "6b023d37d7a9a9cd8");
  g_assert_true (empty->last);
  g_assert_null (empty->next_after);
}

/* With everything in it a record of a list is as good as a fetched one. */
static void
test_page_whole (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autoptr (DyrOrder) order = dyr_order_new (DYR_ORDER_PULL, dyr_record_type_by_name ("note"));
  g_autoptr (DyrAnswer) answer = NULL, damaged = NULL, strange = NULL, fetched = NULL;

#define NOTE(pinned)                                                                               \
  "{\"id\":\"n1\",\"modifiedAt\":\"2026-11-22 00:51:00\",\"versionNumber\":3,\"dyrUid\":"          \
  "\"" ESPO_UID "\",\"aboutId\":null,\"aboutType\":null,\"text\":\"T\",\"pinned\":" pinned         \
  ",\"modifiedById\":\"u\",\"modifiedByName\":\"Олена\",\"unknown\":{\"deep\":[]}}"
#define LIST(row) "{\"total\":-2,\"list\":[" row "]}"

  order->stream = "DyrNote";
  answer = espo_read (crm, order, json (200, LIST (NOTE ("\"no\""))));
  g_assert_false (espo_only (answer)->partial);
  g_assert_true (espo_only (answer)->has_uid);
  g_assert_cmpstr (espo_only (answer)->who, ==, "Олена");
  g_assert_cmpstr (espo_only (answer)->version, ==, "3");
  g_assert_null (espo_only (answer)->extra);
  espo_assert_field (espo_only (answer), "pinned", "0");
  espo_assert_field (espo_only (answer), "about", "-");

  damaged = espo_read (crm, order, json (200, LIST (NOTE ("{}"))));
  g_assert_true (espo_only (damaged)->partial);
  espo_assert_field (espo_only (damaged), "pinned", "?");
  espo_assert_field (espo_only (damaged), "text", "T");

  /* No value, and no other one by asking again. */
  strange = espo_read (crm, order, json (200, LIST (NOTE ("\"perhaps\""))));
  g_assert_false (espo_only (strange)->partial);
  espo_assert_field (espo_only (strange), "pinned", "?");

  /* What a fetch does not tell nobody tells. */
  order->kind = DYR_ORDER_FETCH;
  order->remote_id = g_strdup ("DyrNote/n1");
  fetched = espo_read (
      crm,
      order,
      json (200, "{\"id\":\"n1\",\"modifiedAt\":\"2026-11-22 00:51:00\",\"versionNumber\":3}"));
  g_assert_false (espo_only (fetched)->partial);
  g_assert_cmpuint (espo_only (fetched)->known, ==, 0);
}

static void
test_page_bad_rows (void)
{
  g_autoptr (DyrAnswer) answer = read_page (
      DYR_ESPO_MODE_EXTENSION,
      DYR_ORDER_PULL,
      "Account",
      NULL,
      NULL,
      json (
          200,
          "{\"total\":-1,\"list\":[7,null,[],{},{\"id\":7},{\"id\":\"../x\"}," ROW (
              "6b1", "2026-11-22 00:51:00") ",{\"id\":\"6b2\",\"modifiedAt\":17,"
                                            "\"versionNumber\":\"x\",\"name\":{}},{\"id\":\"6b3\","
                                            "\"modifiedAt\":"
                                            "\"0000-00-00 00:00:00\",\"versionNumber\":-1}]}"));
  const DyrRemoteRecord *wrong = answer->records->pdata[1];

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpuint (answer->records->len, ==, 3);
  g_assert_cmpuint (answer->n_unread, ==, 6);
  /* The page ends where it can be gone on from. */
  g_assert_cmpstr (answer->next_at, ==, "2026-11-22 00:51:00");
  g_assert_cmpstr (answer->next_after, ==, "6b1");
  g_assert_true (wrong->partial);
  g_assert_null (wrong->version);
  g_assert_cmpint (wrong->modified, ==, 0);
  g_assert_null (((DyrRemoteRecord *) answer->records->pdata[2])->version);
}

/* A page that does not go on would be read for ever. */
static void
test_page_stuck (void)
{
  static const char *const bodies[]
      = { "{\"total\":-1,\"list\":[" ROW ("6b1", "2026-11-22 00:51:00") "]}",
          "{\"total\":-1,\"list\":[{\"id\":\"6b9\"}]}",
          "{\"total\":-1,\"list\":[7]}" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (DyrAnswer) answer = read_page (DYR_ESPO_MODE_EXTENSION,
                                                DYR_ORDER_PULL,
                                                "Account",
                                                "2026-11-22 00:51:00",
                                                "6b1",
                                                json (200, bodies[i]));

      g_assert_cmpint (answer->kind, ==, DYR_ANSWER_WRONG);
    }
}

/* A server that counts although it was asked not to. */
static void
test_page_total (void)
{
  g_autoptr (GString) body = g_string_new ("{\"total\":900,\"list\":[");
  g_autoptr (DyrAnswer) full = NULL, part = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (
        body, "%s{\"id\":\"6b%u\",\"modifiedAt\":\"2026-11-22 00:51:00\"}", i > 0 ? "," : "", i);
  g_string_append (body, "]}");
  full = read_page (DYR_ESPO_MODE_STOCK, DYR_ORDER_PULL, "Task", NULL, NULL, json (200, body->str));
  g_assert_false (full->last);
  part = read_page (DYR_ESPO_MODE_STOCK,
                    DYR_ORDER_PULL,
                    "Task",
                    NULL,
                    NULL,
                    json (200, "{\"list\":[" ROW ("6b1", "2026-11-22 00:51:00") "]}"));
  g_assert_true (part->last);
}

/* Rows of a walk are as good as those of a list of changes. */
static void
test_sweep (void)
{
  static const char *const body
      = "{\"total\":-2,\"list\":[{\"id\":\"6b1\",\"modifiedAt\":\"2026-11-22 00:51:00\","
        "\"name\":\"Call\",\"status\":\"Not Started\"},{\"id\":\"6b2\"}]}";
  g_autoptr (DyrAnswer) answer
      = read_page (DYR_ESPO_MODE_STOCK, DYR_ORDER_SWEEP, "Task", NULL, "6b0", json (200, body));
  g_autoptr (DyrAnswer) pulled
      = read_page (DYR_ESPO_MODE_STOCK, DYR_ORDER_PULL, "Task", NULL, NULL, json (200, body));
  const DyrRemoteRecord *record = answer->records->pdata[0], *cut = answer->records->pdata[1];

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpstr (answer->next_after, ==, "6b2");
  g_assert_null (answer->next_at);
  g_assert_cmpstr (record->version, ==, "2026-11-22 00:51:00");
  espo_assert_field (record, "subject", "Call");
  g_assert_cmpuint (record->known, ==, ((DyrRemoteRecord *) pulled->records->pdata[0])->known);
  g_assert_true (cut->partial);
}

/* Meetings are presentations or activities by their sign. */
static void
test_signs (void)
{
  static const char *const body
      = "{\"total\":-2,\"list\":[{\"id\":\"a\",\"name\":\"A\",\"cDyrKind\":null},"
        "{\"id\":\"p\",\"name\":\"P\",\"cDyrKind\":\"presentation\"},"
        "{\"id\":\"o\",\"name\":\"O\",\"cDyrKind\":\"other\"},{\"id\":\"n\",\"name\":\"N\"}]}";
  g_autoptr (DyrAnswer) presentations
      = read_page (DYR_ESPO_MODE_STOCK, DYR_ORDER_PULL, "Meeting", NULL, NULL, json (200, body));
  g_autoptr (DyrAnswer) activities = read_page (
      DYR_ESPO_MODE_STOCK, DYR_ORDER_PULL, "Meeting:activity", NULL, NULL, json (200, body));

  espo_assert_field (espo_only (presentations), "title", "P");
  g_assert_true (espo_only (presentations)->type == &dyr_presentation_type);
  g_assert_cmpuint (activities->records->len, ==, 3);
  g_assert_true (((DyrRemoteRecord *) activities->records->pdata[0])->type == &dyr_activity_type);
  g_assert_null (activities->reason);
}

static void
test_look_up (void)
{
  g_autoptr (DyrAnswer) none = espo_read_with (DYR_ESPO_MODE_EXTENSION,
                                               DYR_ORDER_LOOK_UP,
                                               &dyr_client_type,
                                               NULL,
                                               json (200, "{\"total\":-2,\"list\":[]}"));
  g_autoptr (DyrAnswer) found = espo_read_with (
      DYR_ESPO_MODE_EXTENSION,
      DYR_ORDER_LOOK_UP,
      &dyr_client_type,
      NULL,
      json (200, "{\"total\":-2,\"list\":[" ROW ("6b1", "2026-11-22 00:51:00") "]}"));
  g_autoptr (DyrAnswer) dated = espo_read_with (
      DYR_ESPO_MODE_STOCK,
      DYR_ORDER_LOOK_UP,
      &dyr_client_type,
      NULL,
      json (200,
            "{\"total\":-2,\"list\":[{\"id\":\"6b1\",\"createdAt\":\"2023-11-14 22:13:20\"}]}"));
  g_autoptr (DyrAnswer) unreadable = espo_read_with (DYR_ESPO_MODE_EXTENSION,
                                                     DYR_ORDER_LOOK_UP,
                                                     &dyr_client_type,
                                                     NULL,
                                                     json (200, "{\"total\":-2,\"list\":[7]}"));

  g_assert_cmpint (none->kind, ==, DYR_ANSWER_GONE);
  g_assert_cmpint (found->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpstr (espo_only (found)->remote_id, ==, "Account/6b1");
  g_assert_cmpint (espo_only (found)->created, ==, 0);
  g_assert_cmpint (espo_only (dated)->created, ==, 1700000000);
  /* Something is there: surely not “not there”. */
  g_assert_cmpint (unreadable->kind, ==, DYR_ANSWER_UNKNOWN);
}

static void
test_feed (void)
{
  g_autoptr (DyrAnswer) answer = read_page (
      DYR_ESPO_MODE_EXTENSION,
      DYR_ORDER_PULL,
      "DyrDeletion",
      NULL,
      "3",
      json (200,
            "{\"total\":-1,\"list\":[{\"number\":4,\"targetType\":\"Account\",\"targetId\":"
            "\"6b1\",\"targetUid\":\"" ESPO_UID "\"},{\"number\":5,\"targetType\":\"Lead\","
            "\"targetId\":\"6b2\"},{\"number\":6,\"targetType\":\"Meeting\",\"targetId\":"
            "\"6b3\",\"targetUid\":null},7,{\"number\":\"8\"},{\"number\":9,\"targetType\":"
            "\"Account\",\"targetId\":\"../x\"},{\"number\":-1},{\"number\":10}]}"));
  g_autoptr (DyrAnswer) stuck = read_page (DYR_ESPO_MODE_EXTENSION,
                                           DYR_ORDER_PULL,
                                           "DyrDeletion",
                                           NULL,
                                           "4",
                                           json (200, "{\"total\":-1,\"list\":[{\"number\":4}]}"));
  g_autoptr (DyrAnswer) wrong = read_page (
      DYR_ESPO_MODE_EXTENSION, DYR_ORDER_PULL, "DyrDeletion", NULL, "4", json (200, "{}"));
  const DyrRemoteRecord *first = answer->records->pdata[0], *second = answer->records->pdata[1];

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpuint (answer->records->len, ==, 2);
  g_assert_cmpstr (answer->next_after, ==, "10");
  g_assert_false (answer->last);
  g_assert_true (first->deleted && first->has_uid && first->partial);
  g_assert_true (first->type == &dyr_client_type);
  g_assert_cmpstr (first->remote_id, ==, "Account/6b1");
  g_assert_cmpstr (first->version, ==, "4");
  g_assert_cmpstr (second->version, ==, "6");
  g_assert_false (second->has_uid);
  g_assert_true (second->type == &dyr_activity_type);
  g_assert_cmpint (stuck->kind, ==, DYR_ANSWER_WRONG);
  g_assert_cmpint (wrong->kind, ==, DYR_ANSWER_WRONG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/espo/page/page", test_page);
  g_test_add_func ("/espo/page/page-whole", test_page_whole);
  g_test_add_func ("/espo/page/page-bad-rows", test_page_bad_rows);
  g_test_add_func ("/espo/page/page-stuck", test_page_stuck);
  g_test_add_func ("/espo/page/page-total", test_page_total);
  g_test_add_func ("/espo/page/sweep", test_sweep);
  g_test_add_func ("/espo/page/signs", test_signs);
  g_test_add_func ("/espo/page/look-up", test_look_up);
  g_test_add_func ("/espo/page/feed", test_feed);

  return g_test_run ();
}
