/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Attachments of the fake EspoCRM, and the files of our extension: as a running EspoCRM 10 with the
 * package did it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-test.h"

/* SHA-256 of "hi" and of "other". */
#define HI "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"
#define OTHER "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa"

/* Uploads as our program does; @text NULL: begins one of @size bytes. */
static Answer
post (CrmModel *model, const char *name, const char *type, const char *text, gint64 size)
{
  g_autofree char *data
      = text ? g_base64_encode ((const guchar *) text, strlen (text)) : g_strdup ("");
  g_autofree char *rest = text ? g_strdup_printf ("\"file\":\"data:%s;base64,%s\"", type, data)
                               : g_strdup ("\"isBeingUploaded\":true");
  g_autofree char *body = g_strdup_printf (
      "{\"name\":\"%s\",\"type\":\"%s\",\"role\":\"Attachment\",\"relatedType\":\"DyrFile\","
      "\"field\":\"file\",\"size\":%" G_GINT64_FORMAT ",%s}",
      name,
      type,
      size,
      rest);

  return ask (model, "POST", "/api/v1/Attachment", body, NULL, NULL);
}

static char *
get_id (const Answer *answer)
{
  g_assert_cmpuint (answer->status, ==, 200);

  return g_strndup (strstr (answer->body, "\"id\":\"") + 6, 17);
}

static char *
upload (CrmModel *model, const char *name, const char *text)
{
  g_auto (Answer) answer = post (model, name, "text/plain", text, (gint64) strlen (text));

  return get_id (&answer);
}

static Answer
append (CrmModel *model, const char *id, const char *text)
{
  g_autofree char *data = g_base64_encode ((const guchar *) text, strlen (text));
  g_autofree char *body = g_strconcat ("data:a/b;base64,", data, NULL);
  g_autofree char *path = g_strconcat ("/api/v1/Attachment/chunk/", id, NULL);

  return ask (model, "POST", path, body, NULL, NULL);
}

static Answer
attach (CrmModel *model, const char *account, const char *content, const char *more)
{
  g_autofree char *body = g_strdup_printf (
      "{\"aboutId\":\"%s\",\"aboutType\":\"Account\",\"fileId\":\"%s\"%s}", account, content, more);

  return ask (model, "POST", "/api/v1/DyrFile", body, NULL, NULL);
}

static guint
change (CrmModel *model, const char *id, const char *body)
{
  g_autofree char *path = path_of ("DyrFile", id);

  return status_of (model, "PUT", path, body);
}

static Answer
download (CrmModel *model, const char *id)
{
  g_autofree char *path = g_strconcat ("/api/v1/Attachment/file/", id, NULL);

  return ask (model, "GET", path, NULL, NULL, NULL);
}

static void
assert_reason (const Answer *answer, guint status, const char *reason)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (crm_response_header (&answer->raw, "X-Status-Reason"), ==, reason);
}

/* What the hook tells is what is stored, whatever the sender says. */
static void
test_hook (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_autofree char *account = add_account (model, "A");
  g_autofree char *first = upload (model, "a.txt", "hi");
  g_autofree char *second = upload (model, "b.txt", "other"), *id = NULL, *body = NULL;
  g_auto (Answer) made = attach (model,
                                 account,
                                 first,
                                 ",\"name\":\"Mine\",\"dyrSize\":7,\"dyrChecksum\":\"x\","
                                 "\"dyrAddedAt\":\"2026-01-02 03:04:05\"");
  g_auto (Answer) old = { 0 };

  id = get_id (&made);
  assert_attribute (model, "DyrFile", id, "name", "\"Mine\"");
  assert_attribute (model, "DyrFile", id, "dyrSize", "2");
  assert_attribute (model, "DyrFile", id, "dyrChecksum", "\"" HI "\"");
  assert_attribute (model, "DyrFile", id, "dyrMediaType", "\"text\\/plain\"");
  assert_attribute (model, "DyrFile", id, "dyrAddedAt", "\"2026-01-02 03:04:05\"");
  assert_attribute (model, "DyrFile", id, "fileName", "\"a.txt\"");
  assert_attribute (model, "Attachment", first, "relatedType", "\"DyrFile\"");

  g_assert_cmpuint (change (model, id, "{\"name\":\"New\",\"dyrChecksum\":\"x\"}"), ==, 200);
  assert_attribute (model, "DyrFile", id, "dyrChecksum", "\"" HI "\"");
  assert_attribute (model, "DyrFile", id, "name", "\"New\"");

  /* Another content: its name goes along, and EspoCRM deletes the old one. */
  body = g_strdup_printf ("{\"fileId\":\"%s\"}", second);
  g_assert_cmpuint (change (model, id, body), ==, 200);
  assert_attribute (model, "DyrFile", id, "dyrSize", "5");
  assert_attribute (model, "DyrFile", id, "dyrChecksum", "\"" OTHER "\"");
  assert_attribute (model, "DyrFile", id, "name", "\"b.txt\"");
  old = download (model, first);
  assert_reason (&old, 404, "");
}

static void
test_hook_names (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_autofree char *account = add_account (model, "A");
  g_autofree char *content = upload (model, "a.txt", "hi"), *id = NULL;
  g_auto (Answer) made = attach (model, account, content, "");

  id = get_id (&made);
  assert_attribute (model, "DyrFile", id, "name", "\"a.txt\"");
  assert_attribute (model, "DyrFile", id, "dyrAddedAt", "\"2026-11-22 00:50:10\"");
}

/* A record never has a part of a file, nor what is not there. */
static void
test_whole_only (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_autofree char *account = add_account (model, "A");
  g_auto (Answer) begun = post (model, "a.txt", "text/plain", NULL, 4);
  g_autofree char *id = get_id (&begun);
  g_auto (Answer) early = attach (model, account, id, ",\"name\":\"N\"");
  g_auto (Answer) first = append (model, id, "01"), half = attach (model, account, id, "");
  g_auto (Answer) last = append (model, id, "23"), more = append (model, id, "4");
  g_auto (Answer) whole = attach (model, account, id, "");
  g_auto (Answer) none = attach (model, account, "65f00000000000000", "");
  g_auto (Answer) to_none = append (model, "65f00000000000000", "0");
  const char *unfinished
      = "Field validation failure; entityType: DyrFile, field: file, type: valid.";

  assert_reason (&early, 400, unfinished);
  assert_reason (&half, 400, unfinished);
  g_assert_cmpuint (first.status, ==, 200);
  g_assert_cmpuint (last.status, ==, 200);
  assert_reason (&more, 403, "Attachment is not being-uploaded.");
  g_assert_cmpuint (whole.status, ==, 200);
  assert_reason (
      &none, 403, "Can't relate with non-existing record. entity type: DyrFile, link: file.");
  g_assert_cmpuint (to_none.status, ==, 404);
  g_assert_cmpuint (crm_model_count (model, "DyrFile"), ==, 1);
}

static void
test_limits (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_autofree char *big = g_strnfill (1024 * 1024 + 1, 'x'), *id = NULL;
  g_auto (Answer) whole = { 0 }, begun = { 0 }, liar = { 0 }, full = { 0 }, user = { 0 };

  crm_model_set_upload (model, 1, 2);
  user = ask (model, "GET", "/api/v1/App/user", NULL, NULL, NULL);
  assert_has (user.body, "\"attachmentUploadMaxSize\":1,\"attachmentUploadChunkSize\":2");
  whole = post (model, "a", "a/b", big, 1024 * 1024 + 1);
  assert_reason (&whole, 403, "Attachment size exceeds `attachmentUploadMaxSize`.");
  begun = post (model, "a", "a/b", NULL, 1024 * 1024 + 1);
  assert_reason (&begun, 403, "Attachment size exceeds `attachmentUploadMaxSize`.");
  liar = post (model, "a", "a/b", NULL, 1024 * 1024);
  id = get_id (&liar);
  full = append (model, id, big);
  assert_reason (&full, 403, "Max attachment size exceeded.");
}

/* The cleanup takes what no record has; a disk may take the rest. */
static void
test_lost (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_autofree char *account = add_account (model, "A");
  g_autofree char *used = upload (model, "a.txt", "hi"), *loose = upload (model, "b.txt", "other");
  g_auto (Answer) made = attach (model, account, used, ""), late = { 0 }, gone = { 0 };
  g_autofree char *id = get_id (&made), *name = g_strdup_printf ("\"%s\"", used);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_cmpuint (crm_model_lose_files (model, NULL), ==, 1);
  late = attach (model, account, loose, "");
  g_assert_cmpuint (late.status, ==, 403);
  bytes = crm_model_get_file (model, used);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "hi", strlen ("hi"));

  g_assert_cmpuint (crm_model_lose_files (model, used), ==, 1);
  gone = download (model, used);
  assert_reason (&gone, 404, "");
  g_assert_null (crm_model_get_file (model, used));
  /* The record goes on to speak of it. */
  assert_attribute (model, "DyrFile", id, "fileId", name);
}

/* Nobody is told; what HTTP promises holds, and what the record says does not. */
static void
test_not_what_it_was (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_autofree char *id = upload (model, "a.txt", "other");
  const CrmFault shorter = { .kind = CRM_FAULT_SHORT_BODY, .number = 2, .count = 1 };
  const CrmFault other = { .kind = CRM_FAULT_OTHER_BODY, .count = 1 };
  g_auto (Answer) cut = { 0 }, altered = { 0 }, whole = { 0 }, stored = { 0 };

  crm_model_add_fault (model, &shorter);
  crm_model_add_fault (model, &other);
  cut = download (model, id);
  g_assert_cmpstr (cut.body, ==, "ot");
  g_assert_cmpstr (crm_response_header (&cut.raw, "Content-Length"), ==, "2");
  g_assert_cmpint (cut.raw.delivery, ==, CRM_DELIVERY_WHOLE);
  altered = download (model, id);
  g_assert_cmpstr (altered.body, ==, "nther");
  g_assert_cmpstr (crm_response_header (&altered.raw, "Content-Length"), ==, "5");
  whole = download (model, id);
  g_assert_cmpstr (whole.body, ==, "other");
  g_assert_true (crm_model_set_file (model, id, "new", 3));
  stored = download (model, id);
  g_assert_cmpstr (stored.body, ==, "new");
  g_assert_false (crm_model_set_file (model, "none", "new", 3));
}

/* A backup has the contents, too. */
static void
test_restored (void)
{
  g_autoptr (CrmModel) model = make_model (EXTENSION);
  g_autofree char *id = upload (model, "a.txt", "hi");
  g_autoptr (CrmSnapshot) snapshot = crm_model_snapshot (model);
  g_auto (Answer) back = { 0 };

  g_assert_true (crm_model_set_file (model, id, "new", 3));
  crm_model_restore (model, snapshot);
  back = download (model, id);
  g_assert_cmpstr (back.body, ==, "hi");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/crm/files/hook", test_hook);
  g_test_add_func ("/support/crm/files/hook-names", test_hook_names);
  g_test_add_func ("/support/crm/files/whole-only", test_whole_only);
  g_test_add_func ("/support/crm/files/limits", test_limits);
  g_test_add_func ("/support/crm/files/lost", test_lost);
  g_test_add_func ("/support/crm/files/not-what-it-was", test_not_what_it_was);
  g_test_add_func ("/support/crm/files/restored", test_restored);

  return g_test_run ();
}
