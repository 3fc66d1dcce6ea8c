/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What is in files: requests to the letter, and what a real EspoCRM answered to such. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "dyr-file.h"
#include "dyr-reason.h"
#include "espo-test.h"

#define MEGABYTE G_GINT64_CONSTANT (1048576)

/* Files, and nothing else. */
#define MAPPING                                                                                    \
  "{\"format\":1,\"modes\":{\"extension\":{\"file\":[{\"entity\":\"DyrFile\",\"content\":"         \
  "\"file\",\"fields\":{\"content\":{\"attribute\":\"fileId\"}}}]},\"stock\":{}}}"

static DyrEspocrm *
new_crm (gboolean may_create)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int file = g_file_open_tmp ("content-XXXXXX.json", &path, &error);
  DyrEspocrm *crm;
  DyrEspoHeld held = { NULL };

  g_assert_no_error (error);
  g_assert_true (g_close (file, NULL));
  g_assert_true (g_file_set_contents (path, MAPPING, -1, NULL));
  crm = dyr_espocrm_new (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  dyr_espocrm_set_key (crm, "key-of-test", NULL);
  crm->description = dyr_espo_description_new ();
  crm->description->mode = DYR_ESPO_MODE_EXTENSION;
  crm->description->server = g_strdup ("https://crm.example");
  crm->description->user = g_strdup ("6b0000000000000me");
  crm->description->acl = g_strdup ("acl");
  crm->description->most = 256 * MEGABYTE;
  crm->description->piece = 4 * MEGABYTE;
  held.entity = crm->mapping->modes[DYR_ESPO_MODE_EXTENSION].entities->pdata[0];
  held.create = may_create;
  held.readable = held.writable = G_GUINT64_CONSTANT (1) << DYR_FILE_CONTENT;
  g_array_append_val (crm->description->held, held);
  dyr_espo_description_finish (crm->description);

  return crm;
}

static DyrContentOrder *
new_add (const char *name, const char *type, const char *bytes, gint64 size)
{
  DyrContentOrder *order = dyr_content_order_new (DYR_CONTENT_ADD, NULL, size);

  order->name = g_strdup (name);
  order->media_type = g_strdup (type);
  if (bytes != NULL)
    order->bytes = g_bytes_new (bytes, strlen (bytes));

  return order;
}

/* --- Requests --------------------------------------------------------------------------------- */

#define KEY "Accept: application/json\nX-Api-Key: key-of-test\n"

static void
assert_request (DyrEspocrm *crm, const DyrContentOrder *order, const char *expected)
{
  g_autoptr (DyrRequest) request = dyr_remote_write_content (DYR_REMOTE (crm), order);
  g_autoptr (GString) text = g_string_new (NULL);

  if (request != NULL)
    g_string_append_printf (text, "%s %s\n", request->method, request->path);
  for (guint i = 0; request != NULL && i < request->headers->len; i += 2)
    g_string_append_printf (text,
                            "%s: %s\n",
                            (char *) request->headers->pdata[i],
                            (char *) request->headers->pdata[i + 1]);
  if (request != NULL && request->body != NULL)
    g_string_append (text, request->body);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_add (void)
{
  g_autoptr (DyrEspocrm) crm = new_crm (TRUE), reader = new_crm (FALSE);
  g_autoptr (DyrContentOrder) small = new_add ("Акт \"1\".pdf", "application/pdf", "%PDF", 4);
  g_autoptr (DyrContentOrder) large = new_add ("scan.tif", "image/tiff", NULL, 20 * MEGABYTE);

#define POST "POST api/v1/Attachment\n" KEY "Content-Type: application/json\n"

  assert_request (crm,
                  small,
                  POST "{\"name\":\"Акт \\\"1\\\".pdf\",\"type\":\"application/pdf\",\"role\":"
                       "\"Attachment\",\"relatedType\":\"DyrFile\",\"field\":\"file\",\"size\":4,"
                       "\"file\":\"data:application/pdf;base64,JVBERg==\"}");
  assert_request (crm,
                  large,
                  POST "{\"name\":\"scan.tif\",\"type\":\"image/tiff\",\"role\":\"Attachment\","
                       "\"relatedType\":\"DyrFile\",\"field\":\"file\",\"size\":20971520,"
                       "\"isBeingUploaded\":true}");
  assert_request (reader, small, "");
}

/* Line breaks in a name would end in a header; a type is put into a text with a grammar. */
static void
test_add_strange (void)
{
  static const char *const types[]
      = { NULL,         "",      "text", "text/", "/plain", "text/plain; charset=x",
          "a/b,base64", "a/b/c", "a b/c" };
  g_autoptr (DyrEspocrm) crm = new_crm (TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (DyrContentOrder) order = new_add ("a\r\nb\tc", types[i], "x", 1);

      assert_request (crm,
                      order,
                      POST "{\"name\":\"a  b c\",\"type\":\"application/octet-stream\",\"role\":"
                           "\"Attachment\",\"relatedType\":\"DyrFile\",\"field\":\"file\","
                           "\"size\":1,\"file\":\"data:application/octet-stream;base64,eA==\"}");
    }
}

static void
test_steps (void)
{
  g_autoptr (DyrEspocrm) crm = new_crm (TRUE);
  g_autoptr (DyrContentOrder) append = dyr_content_order_new (DYR_CONTENT_APPEND, "6b1", 10);
  g_autoptr (DyrContentOrder) look = dyr_content_order_new (DYR_CONTENT_LOOK, "6b1", 10);
  g_autoptr (DyrContentOrder) get = dyr_content_order_new (DYR_CONTENT_GET, "6b1", 10);

  append->bytes = g_bytes_new_static ("01234", 5);
  assert_request (crm,
                  append,
                  "POST api/v1/Attachment/chunk/6b1\n" KEY
                  "Content-Type: application/octet-stream\n"
                  "data:application/octet-stream;base64,MDEyMzQ=");
  assert_request (crm, look, "GET api/v1/Attachment/6b1\n" KEY);
  assert_request (crm, get, "GET api/v1/Attachment/file/6b1\n" KEY "Accept-Encoding: identity\n");
}

/* The id came from outside: it is part of an address. */
static void
test_bad_ids (void)
{
  static const char *const bad[] = { "", "../User/1", "6b1/x", "6b1?x", "%2e%2e", "6 1", "ї" };
  g_autoptr (DyrEspocrm) crm = new_crm (TRUE), blank = espo_new_blank ();
  g_autoptr (DyrContentOrder) good = dyr_content_order_new (DYR_CONTENT_GET, "6b1", 10);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    for (DyrContentStep step = DYR_CONTENT_APPEND; step <= DYR_CONTENT_GET; step++)
      {
        g_autoptr (DyrContentOrder) order = dyr_content_order_new (step, bad[i], 10);

        order->bytes = g_bytes_new_static ("x", 1);
        assert_request (crm, order, "");
      }
  /* Nothing is known of the CRM yet. */
  assert_request (blank, good, "");
}

static void
test_limits (void)
{
  g_autoptr (DyrEspocrm) crm = new_crm (TRUE), reader = new_crm (FALSE);
  g_autoptr (DyrEspocrm) stock = espo_new (DYR_ESPO_MODE_STOCK), blank = espo_new_blank ();
  gsize piece;

  g_assert_cmpint (dyr_remote_get_content_most (DYR_REMOTE (crm), &piece), ==, 256 * MEGABYTE);
  g_assert_cmpuint (piece, ==, 4 * MEGABYTE);
  /* Never more than we would hold in memory. */
  crm->description->piece = 100 * MEGABYTE;
  crm->description->most = 10 * MEGABYTE;
  g_assert_cmpint (dyr_remote_get_content_most (DYR_REMOTE (crm), &piece), ==, 10 * MEGABYTE);
  g_assert_cmpuint (piece, ==, 4 * MEGABYTE);
  crm->description->piece = MEGABYTE;
  dyr_remote_get_content_most (DYR_REMOTE (crm), &piece);
  g_assert_cmpuint (piece, ==, MEGABYTE);
  /* Of the field itself. */
  g_array_index (crm->description->held, DyrEspoHeld, 0).content_most = 20 * MEGABYTE;
  g_assert_cmpint (dyr_remote_get_content_most (DYR_REMOTE (crm), &piece), ==, 20 * MEGABYTE);

  /* The role keeps the field from us. */
  g_array_index (crm->description->held, DyrEspoHeld, 0).writable = 0;
  g_assert_cmpint (dyr_remote_get_content_most (DYR_REMOTE (crm), &piece), ==, 0);

  g_assert_cmpint (dyr_remote_get_content_most (DYR_REMOTE (reader), &piece), ==, 0);
  g_assert_cmpint (dyr_remote_get_content_most (DYR_REMOTE (stock), &piece), ==, 0);
  g_assert_cmpint (dyr_remote_get_content_most (DYR_REMOTE (blank), &piece), ==, 0);
}

/* The store keeps what was found out. */
static void
test_limits_kept (void)
{
  g_autoptr (DyrEspocrm) crm = new_crm (TRUE), other = new_crm (TRUE);
  g_autofree char *text = NULL, *again = NULL;
  g_autoptr (GError) error = NULL;
  gsize piece;

  g_array_index (crm->description->held, DyrEspoHeld, 0).content_most = 20 * MEGABYTE;
  crm->description->piece = 2 * MEGABYTE;
  text = dyr_remote_get_description (DYR_REMOTE (crm));
  g_assert_true (dyr_remote_set_description (DYR_REMOTE (other), text, &error));
  g_assert_no_error (error);
  g_assert_cmpint (dyr_remote_get_content_most (DYR_REMOTE (other), &piece), ==, 20 * MEGABYTE);
  g_assert_cmpuint (piece, ==, 2 * MEGABYTE);
  again = dyr_remote_get_description (DYR_REMOTE (other));
  g_assert_cmpstr (again, ==, text);
}

/* --- Answers ---------------------------------------------------------------------------------- */

static DyrContentAnswer *
take (const DyrContentOrder *order, DyrResponse *response)
{
  g_autoptr (DyrEspocrm) crm = new_crm (TRUE);
  g_autoptr (DyrResponse) owned = response;
  DyrContentAnswer *answer = dyr_remote_read_content (DYR_REMOTE (crm), order, owned);

  g_assert_nonnull (answer);
  g_assert_cmpuint (answer->status, ==, owned->status);
  /* A reason that is ours is one that has words. */
  if (answer->reason != NULL && g_str_has_prefix (answer->reason, "dyr:"))
    {
      g_autofree char *words = dyr_reason_words (answer->reason);

      g_assert_cmpstr (words, !=, answer->reason);
    }

  return answer;
}

static void
check (const DyrContentOrder *order, DyrResponse *response, DyrAnswerKind kind, const char *reason)
{
  g_autoptr (DyrContentAnswer) answer = take (order, response);

  g_assert_cmpint (answer->kind, ==, kind);
  g_assert_cmpstr (answer->reason, ==, reason);
  g_assert_null (answer->content);
  g_assert_false (answer->whole);
  g_assert_cmpint (answer->length, ==, -1);
}

static void
test_recorded_whole (void)
{
  g_autoptr (DyrContentOrder) order = new_add ("scan.pdf", "application/pdf", "%PDF-1.4 fake", 13);
  g_autoptr (DyrContentAnswer) answer
      = take (order, espo_recorded ("attachment-upload-custom-file-field"));

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpstr (answer->content, ==, "6b023deb2447e2413");
  g_assert_true (answer->whole);
  g_assert_cmpint (answer->time, ==, 1795309035);
  /* It has another size there. */
  order->size = 14;
  check (order,
         espo_recorded ("attachment-upload-custom-file-field"),
         DYR_ANSWER_UNKNOWN,
         "dyr:damaged");
}

static void
test_recorded_pieces (void)
{
  g_autoptr (DyrContentOrder) begin = new_add ("big.bin", NULL, NULL, 5242880);
  g_autoptr (DyrContentOrder) append
      = dyr_content_order_new (DYR_CONTENT_APPEND, "6b023debe0e7ff5f9", 10);
  g_autoptr (DyrContentOrder) look
      = dyr_content_order_new (DYR_CONTENT_LOOK, "6b023dead37d1199c", 200);
  g_autoptr (DyrContentAnswer) begun = take (begin, espo_recorded ("attachment-chunked-start"));
  g_autoptr (DyrContentAnswer) first = NULL, last = NULL, looked = NULL;

  g_assert_cmpint (begun->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpstr (begun->content, ==, "6b023deb9929faf3a");
  g_assert_false (begun->whole);

  append->bytes = g_bytes_new_static ("01234", 5);
  first = take (append, espo_recorded ("attachment-chunk-first"));
  g_assert_cmpint (first->kind, ==, DYR_ANSWER_DONE);
  last = take (append, espo_recorded ("attachment-chunk-last"));
  g_assert_cmpint (last->kind, ==, DYR_ANSWER_DONE);
  /* That, the CRM does not say. */
  g_assert_false (first->whole || last->whole);

  looked = take (look, espo_recorded ("attachment-read-metadata"));
  g_assert_cmpint (looked->kind, ==, DYR_ANSWER_DONE);
  g_assert_true (looked->whole);
}

static void
test_recorded_get (void)
{
  g_autoptr (DyrContentOrder) get = dyr_content_order_new (DYR_CONTENT_GET, "6b023dead37d1199c", 0);
  g_autoptr (DyrContentAnswer) answer = take (get, espo_recorded ("attachment-download"));

  g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
  g_assert_cmpint (answer->length, ==, 200);
  check (get, espo_recorded ("attachment-download-404"), DYR_ANSWER_GONE, "dyr:content-gone");
  check (get, espo_recorded ("attachment-download-no-access"), DYR_ANSWER_HIDDEN, "dyr:hidden");
}

static void
test_recorded_refused (void)
{
  g_autoptr (DyrContentOrder) order = new_add ("x.txt", "text/plain", "x", 1);

  check (
      order, espo_recorded ("attachment-upload-bad-field"), DYR_ANSWER_REFUSED, "dyr:may-not-add");
  check (
      order, espo_recorded ("attachment-upload-without-field"), DYR_ANSWER_REFUSED, "dyr:record");
}

static DyrResponse *
with_reason (guint status, const char *type, const char *reason)
{
  DyrResponse *response = espo_response (status, type, "");

  if (reason != NULL)
    dyr_response_add_header (response, "X-Status-Reason", reason);

  return response;
}

/* By the words of its source. */
static void
test_refused (void)
{
  static const struct
  {
    guint status;
    const char *said;
    DyrAnswerKind kind;
    const char *reason;
  } rows[] = {
    /* clang-format off */
    { 403, "Attachment size exceeds `attachmentUploadMaxSize`.", DYR_ANSWER_REFUSED, "dyr:content-too-large" },
    { 403, "Max attachment size exceeded.", DYR_ANSWER_REFUSED, "dyr:content-too-large" },
    { 403, "Not allowed file type.", DYR_ANSWER_REFUSED, "dyr:content-type" },
    { 403, "Detected mime type does not correspond to extension.", DYR_ANSWER_REFUSED, "dyr:content-type" },
    { 403, "No access to DyrFile.", DYR_ANSWER_REFUSED, "dyr:may-not-add" },
    { 403, "", DYR_ANSWER_REFUSED, "dyr:may-not-add" },
    { 403, "Attachment is not being-uploaded.", DYR_ANSWER_UNKNOWN, "dyr:damaged" },
    { 404, "", DYR_ANSWER_UNKNOWN, "dyr:damaged" },
    { 404, "Record 6b1 does not exist.", DYR_ANSWER_UNKNOWN, "dyr:damaged" },
    { 404, "Controller 'Attachment' does not exist.", DYR_ANSWER_WRONG, "dyr:type-gone" },
    { 400, "Bad file data.", DYR_ANSWER_REFUSED, "dyr:record" },
    { 413, NULL, DYR_ANSWER_REFUSED, "dyr:content-at-once" },
    { 503, "Application is in maintenance mode.", DYR_ANSWER_LATER, "dyr:busy" },
    /* clang-format on */
  };
  g_autoptr (DyrContentOrder) add = new_add ("x.txt", "text/plain", "x", 1);
  g_autoptr (DyrContentOrder) append = dyr_content_order_new (DYR_CONTENT_APPEND, "6b1", 10);

  append->bytes = g_bytes_new_static ("x", 1);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *type = rows[i].status == 413 ? "text/html" : "application/json";

      g_test_message ("%u %s", rows[i].status, rows[i].said);
      check (add, with_reason (rows[i].status, type, rows[i].said), rows[i].kind, rows[i].reason);
      check (
          append, with_reason (rows[i].status, type, rows[i].said), rows[i].kind, rows[i].reason);
    }
}

static DyrResponse *
failed (gboolean refused)
{
  DyrResponse *response = dyr_response_new (0);

  response->failure = dyr_reason_new ("broke-off", "crm.example");
  response->refused = refused;

  return response;
}

/* What holds for each step; going up a doubt is a new beginning, but a look can be taken again. */
static void
test_each_step (void)
{
  const char *broke = "dyr:broke-off\tcrm.example", *wrong = "dyr:not-the-crm";

  for (DyrContentStep step = DYR_CONTENT_ADD; step <= DYR_CONTENT_GET; step++)
    {
      g_autoptr (DyrContentOrder) order
          = dyr_content_order_new (step, step != DYR_CONTENT_ADD ? "6b1" : NULL, 10);
      DyrAnswerKind doubt = step == DYR_CONTENT_LOOK ? DYR_ANSWER_LATER : DYR_ANSWER_UNKNOWN;
      g_autoptr (DyrContentAnswer) answer = NULL;

      g_test_message ("%d", step);
      if (step == DYR_CONTENT_ADD || step == DYR_CONTENT_APPEND)
        order->bytes = g_bytes_new_static ("0123456789", 10);
      check (order, failed (FALSE), doubt, broke);
      check (order, failed (TRUE), DYR_ANSWER_LATER, broke);
      check (
          order, espo_response (500, "text/html", ""), DYR_ANSWER_UNKNOWN, "dyr:own-failure\t500");
      check (order,
             espo_response (502, "text/html", "<html>"),
             DYR_ANSWER_UNKNOWN,
             "dyr:own-failure\t502");
      check (order, espo_response (401, "text/html", ""), DYR_ANSWER_SIGN_IN, "dyr:key");
      check (order, espo_response (302, "text/html", ""), DYR_ANSWER_WRONG, "dyr:leads-elsewhere");
      check (order, espo_response (404, "text/html", "<html>"), DYR_ANSWER_WRONG, wrong);
      check (order, espo_response (200, "text/html", "<html>"), DYR_ANSWER_WRONG, wrong);
      check (order, espo_response (429, "text/html", ""), DYR_ANSWER_LATER, "dyr:busy");
      answer = take (order, espo_response (403, "text/html", ""));
      g_assert_cmpint (answer->kind, ==, DYR_ANSWER_LOCKED_OUT);
      g_assert_cmpint (answer->seconds, ==, 60);
    }
}

/* JSON that is not what such an answer has. */
static void
test_damaged (void)
{
  static const char *const added[] = {
    "",
    "{\"id\":\"6b1\",\"siz",
    "[]",
    "true",
    "{}",
    "{\"id\":\"../x\",\"size\":10,\"isBeingUploaded\":false}",
    "{\"id\":\"6b1\",\"size\":9,\"isBeingUploaded\":false}",
    "{\"id\":\"6b1\",\"size\":\"10\",\"isBeingUploaded\":false}",
    "{\"id\":\"6b1\",\"isBeingUploaded\":false}",
    "{\"id\":\"6b1\",\"size\":10}",
    "{\"id\":\"6b1\",\"size\":10,\"isBeingUploaded\":true}",
  };
  static const char *const appended[] = { "", "tru", "false", "{}", "null", "\"true\"" };
  g_autoptr (DyrContentOrder) add = new_add ("x", NULL, "0123456789", 10);
  g_autoptr (DyrContentOrder) look = dyr_content_order_new (DYR_CONTENT_LOOK, "6b1", 10);
  g_autoptr (DyrContentOrder) append = dyr_content_order_new (DYR_CONTENT_APPEND, "6b1", 10);
  g_autoptr (DyrContentOrder) get = dyr_content_order_new (DYR_CONTENT_GET, "6b1", 10);

  for (guint i = 0; i < G_N_ELEMENTS (added); i++)
    {
      g_test_message ("%s", added[i]);
      check (add, json (200, added[i]), DYR_ANSWER_UNKNOWN, "dyr:damaged");
      check (look, json (200, added[i]), DYR_ANSWER_UNKNOWN, "dyr:damaged");
    }
  /* Another one than was asked about. */
  check (look,
         json (200, "{\"id\":\"6b2\",\"size\":10,\"isBeingUploaded\":false}"),
         DYR_ANSWER_UNKNOWN,
         "dyr:damaged");
  for (guint i = 0; i < G_N_ELEMENTS (appended); i++)
    check (append, json (200, appended[i]), DYR_ANSWER_UNKNOWN, "dyr:damaged");
  /* JSON is what many a server gives for everything. */
  check (get,
         json (200, "{\"id\":\"6b1\",\"size\":10,\"isBeingUploaded\":false}"),
         DYR_ANSWER_WRONG,
         "dyr:not-the-crm");
  check (get, json (201, "{}"), DYR_ANSWER_WRONG, "dyr:wrong-answer");
}

static DyrResponse *
new_body (const char *length, const char *encoding)
{
  DyrResponse *response = dyr_response_new (200);

  dyr_response_add_header (response, "Content-Type", "text/html");
  dyr_response_add_header (response, "Content-Disposition", "Attachment; filename=\"a.html\"");
  if (length != NULL)
    dyr_response_add_header (response, "Content-Length", length);
  if (encoding != NULL)
    dyr_response_add_header (response, "Content-Encoding", encoding);

  return response;
}

/* How long it is must be known from somewhere, or nobody would miss its end. */
static void
test_length (void)
{
  static const struct
  {
    const char *length, *encoding;
    gint64 told;
  } rows[] = {
    { "0", NULL, 0 },
    { "300000000", NULL, 300000000 },
    { "7", "identity", 7 },
    { "7", "gzip", -1 },
    { NULL, NULL, -1 },
    { "-1", NULL, -1 },
    { "99999999999999999999", NULL, -1 },
    { "7x", NULL, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DyrContentOrder) known = dyr_content_order_new (DYR_CONTENT_GET, "6b1", 7);
      g_autoptr (DyrContentOrder) blind = dyr_content_order_new (DYR_CONTENT_GET, "6b1", 0);
      g_autoptr (DyrContentAnswer) answer
          = take (known, new_body (rows[i].length, rows[i].encoding));
      g_autoptr (DyrContentAnswer) other
          = take (blind, new_body (rows[i].length, rows[i].encoding));

      g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
      g_assert_cmpint (answer->length, ==, rows[i].told);
      g_assert_cmpint (other->kind, ==, rows[i].told >= 0 ? DYR_ANSWER_DONE : DYR_ANSWER_UNKNOWN);
      g_assert_cmpint (other->length, ==, rows[i].told);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/espo-content/add", test_add);
  g_test_add_func ("/espo-content/add-strange", test_add_strange);
  g_test_add_func ("/espo-content/steps", test_steps);
  g_test_add_func ("/espo-content/bad-ids", test_bad_ids);
  g_test_add_func ("/espo-content/limits", test_limits);
  g_test_add_func ("/espo-content/limits-kept", test_limits_kept);
  g_test_add_func ("/espo-content/recorded/whole", test_recorded_whole);
  g_test_add_func ("/espo-content/recorded/pieces", test_recorded_pieces);
  g_test_add_func ("/espo-content/recorded/get", test_recorded_get);
  g_test_add_func ("/espo-content/recorded/refused", test_recorded_refused);
  g_test_add_func ("/espo-content/refused", test_refused);
  g_test_add_func ("/espo-content/each-step", test_each_step);
  g_test_add_func ("/espo-content/damaged", test_damaged);
  g_test_add_func ("/espo-content/length", test_length);

  return g_test_run ();
}
