/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Probing, against the fake EspoCRM with our package, without it, and against what is no CRM; then
 * a record's whole life there. */

#include "config.h"

#include <string.h>

#include "crm-model.h"
#include "dyr-activity.h"
#include "dyr-contract.h"
#include "dyr-error.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "dyr-user.h"
#include "espo-test.h"

#define NOW 1795308611
#define TEST_KEY "0000000000000000000000000000ffff"

static CrmModel *
new_server (gboolean with_package, const char *user)
{
  g_autofree char *stock
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock.json", NULL);
  g_autofree char *package
      = g_test_build_filename (G_TEST_DIST, "..", "data", "espocrm", "extension", NULL);
  const char *const metadata[] = { stock, with_package ? package : NULL, NULL };
  const CrmConfig config = { .metadata = metadata, .seed = 1, .time = NOW };
  g_autoptr (GError) error = NULL;
  CrmModel *model = crm_model_new (&config, &error);

  g_assert_no_error (error);
  crm_model_set_user (model,
                      user != NULL ? user
                                   : "{\"userName\":\"sync\",\"name\":\"Sync\",\"type\":\"api\","
                                     "\"apiKey\":\"" TEST_KEY "\"}");

  return model;
}

/* Carries one order to the model and back; in what it says @was becomes @is (NULL: nothing). */
static DyrAnswer *
ask_twisted (
    DyrEspocrm *crm, CrmModel *model, const DyrOrder *order, const char *was, const char *is)
{
  g_autoptr (DyrRequest) request = dyr_remote_write (DYR_REMOTE (crm), order);
  g_auto (CrmResponse) got = { 0 };
  g_autoptr (DyrResponse) response = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *path = NULL;

  g_assert_nonnull (request);
  parts = g_strsplit (request->path, "?", 2);
  path = g_strconcat ("/", parts[0], NULL);
  g_ptr_array_add (request->headers, NULL);
  {
    const CrmRequest asked = { .method = request->method,
                               .path = path,
                               .query = parts[1],
                               .headers = (const char *const *) request->headers->pdata,
                               .body = request->body,
                               .body_length = request->body != NULL ? strlen (request->body) : 0 };

    crm_model_handle (model, &asked, &got);
  }
  response = dyr_response_new (got.status);
  for (guint i = 0; got.headers[i] != NULL; i += 2)
    dyr_response_add_header (response, got.headers[i], got.headers[i + 1]);
  response->body = g_bytes_ref (got.body);
  if (was != NULL)
    {
      g_autoptr (GString) body = g_string_new_len (g_bytes_get_data (got.body, NULL),
                                                   (gssize) g_bytes_get_size (got.body));

      g_string_replace (body, was, is, 0);
      g_bytes_unref (response->body);
      response->body = g_bytes_new (body->str, body->len);
    }

  return dyr_remote_read (DYR_REMOTE (crm), order, response);
}

static DyrAnswer *
ask (DyrEspocrm *crm, CrmModel *model, const DyrOrder *order)
{
  return ask_twisted (crm, model, order, NULL, NULL);
}

/* How many questions it took. */
static guint
describe (DyrEspocrm *crm, CrmModel *model)
{
  g_autoptr (DyrOrder) order = dyr_order_new (DYR_ORDER_DESCRIBE, NULL);

  for (guint n = 1; n < 50; n++)
    {
      g_autoptr (DyrAnswer) answer = ask (crm, model, order);

      g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
      if (answer->last)
        return n;
    }
  g_error ("It asks without end");
}

static DyrEspocrm *
new_client (void)
{
  DyrEspocrm *crm = espo_new_blank ();

  dyr_espocrm_set_key (crm, TEST_KEY, NULL);

  return crm;
}

static guint64
field_bit (const DyrRecordType *type, const char *name)
{
  return G_GUINT64_CONSTANT (1) << dyr_record_type_find (type, name);
}

static void
test_extension (void)
{
  g_autoptr (CrmModel) model = new_server (TRUE, NULL);
  g_autoptr (DyrEspocrm) crm = new_client ();
  DyrRemote *remote = DYR_REMOTE (crm);
  const DyrStream *streams;
  gboolean has_feed = FALSE;
  guint n;

  describe (crm, model);
  g_assert_cmpint (crm->description->mode, ==, DYR_ESPO_MODE_EXTENSION);
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      const DyrRemoteType *info = dyr_remote_get_type_info (remote, type);

      g_test_message ("%s", type->name);
      g_assert_true ((info != NULL) == dyr_record_type_is_synced (type));
      if (info == NULL)
        continue;
      g_assert_true (info->type == type);
      if (type == &dyr_user_type)
        {
          g_assert_false (info->writable || info->uids);
          continue;
        }
      g_assert_true (info->writable && info->versions && info->locked && info->uids
                     && info->unique);
      /* Everything that is synced at all. */
      for (guint j = 0; j < type->n_fields; j++)
        if (((info->fields >> j & 1) != 0)
            == ((type->fields[j].flags & (DYR_DERIVED | DYR_LOCAL)) != 0))
          g_error ("%s of %s", type->fields[j].name, type->name);
    }
  streams = dyr_remote_get_streams (remote, &n);
  for (guint i = 0; i < n; i++)
    has_feed
        = has_feed || (streams[i].type == NULL && g_str_equal (streams[i].name, "DyrDeletion"));
  g_assert_true (has_feed);
  g_assert_cmpuint (n, ==, 15);
  g_assert_true (streams[0].type == &dyr_user_type);
}

static void
test_stock (void)
{
  g_autoptr (CrmModel) model = new_server (FALSE, NULL);
  g_autoptr (DyrEspocrm) crm = new_client ();
  DyrRemote *remote = DYR_REMOTE (crm);
  const DyrRemoteType *client, *activity;

  describe (crm, model);
  g_assert_cmpint (crm->description->mode, ==, DYR_ESPO_MODE_STOCK);
  client = dyr_remote_get_type_info (remote, &dyr_client_type);
  g_assert_true (client->versions && !client->locked && !client->uids && !client->unique);
  g_assert_true ((client->fields & field_bit (&dyr_client_type, "city")) != 0);
  g_assert_true ((client->fields & field_bit (&dyr_client_type, "code")) == 0);
  activity = dyr_remote_get_type_info (remote, &dyr_activity_type);
  g_assert_true ((activity->fields & field_bit (&dyr_activity_type, "kind")) != 0);
  g_assert_false (activity->versions); /* tasks have them, calls do not */
  g_assert_null (dyr_remote_get_type_info (remote, &dyr_contract_type));
  /* Nothing there would tell a presentation from another meeting. */
  g_assert_null (dyr_remote_get_type_info (remote, &dyr_presentation_type));
}

/* EspoCRM's numbers of megabytes may have fractions; of the largest file it counts whole ones. */
static void
test_limits (void)
{
  static const struct
  {
    const char *was, *is;
    gint64 most;
    gsize piece;
  } rows[] = {
    { NULL, NULL, G_GINT64_CONSTANT (256) << 20, 4 << 20 },
    { "MaxSize\":256", "MaxSize\":2.75", 2 << 20, 4 << 20 },
    { "MaxSize\":256", "MaxSize\":0.5", 0, 4 << 20 },
    { "MaxSize\":256", "MaxSize\":-1", 0, 4 << 20 },
    { "MaxSize\":256", "MaxSize\":null", 0, 4 << 20 },
    { "MaxSize\":256", "MaxSize\":\"256\"", 0, 4 << 20 },
    { "ChunkSize\":4", "ChunkSize\":0.5", G_GINT64_CONSTANT (256) << 20, 1 << 19 },
    { "ChunkSize\":4", "ChunkSize\":0", G_GINT64_CONSTANT (256) << 20, 4 << 20 },
    { "ChunkSize\":4", "ChunkSize\":1e300", G_GINT64_CONSTANT (256) << 20, 4 << 20 },
    { "\"type\":\"file\"", "\"type\":\"file\",\"maxFileSize\":2.5", 5 << 19, 4 << 20 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CrmModel) model = new_server (TRUE, NULL);
      g_autoptr (DyrEspocrm) crm = new_client ();
      g_autoptr (DyrOrder) order = dyr_order_new (DYR_ORDER_DESCRIBE, NULL);
      gboolean last = FALSE;
      gsize piece;

      g_test_message ("%s", rows[i].is);
      while (!last)
        {
          g_autoptr (DyrAnswer) answer = ask_twisted (crm, model, order, rows[i].was, rows[i].is);

          g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
          last = answer->last;
        }
      g_assert_cmpint (dyr_remote_get_content_most (DYR_REMOTE (crm), &piece), ==, rows[i].most);
      g_assert_cmpuint (piece, ==, rows[i].piece);
    }
}

/* A role that gives little. */
static void
test_rights (void)
{
  g_autoptr (CrmModel) model = new_server (
      TRUE,
      "{\"userName\":\"sync\",\"type\":\"api\",\"apiKey\":\"" TEST_KEY "\",\"acl\":{\"Account\":{"
      "\"create\":\"no\",\"read\":\"team\",\"edit\":\"own\",\"delete\":\"no\"},\"DyrContract\":{"
      "\"create\":\"no\",\"read\":\"all\",\"edit\":\"no\",\"delete\":\"no\"},\"DyrDeletion\":"
      "false,\"*\":false},\"forbidden\":{\"Account\":{\"description\":\"read\",\"website\":"
      "\"edit\"}}}");
  g_autoptr (DyrEspocrm) crm = new_client ();
  g_autoptr (DyrOrder) update = espo_sending (DYR_ORDER_UPDATE, &dyr_client_type, "Account/6b1");
  g_autofree char *text = NULL;
  const DyrRemoteType *client, *contract;
  guint n;

  describe (crm, model);
  g_assert_cmpint (crm->description->mode, ==, DYR_ESPO_MODE_EXTENSION);
  client = dyr_remote_get_type_info (DYR_REMOTE (crm), &dyr_client_type);
  contract = dyr_remote_get_type_info (DYR_REMOTE (crm), &dyr_contract_type);
  g_assert_true (client->writable);
  g_assert_true ((client->fields & field_bit (&dyr_client_type, "description")) == 0);
  g_assert_true ((client->fields & field_bit (&dyr_client_type, "website")) != 0);
  g_assert_false (contract->writable);
  g_assert_null (dyr_remote_get_type_info (DYR_REMOTE (crm), &dyr_person_type));
  dyr_remote_get_streams (DYR_REMOTE (crm), &n);
  g_assert_cmpuint (n, ==, 3); /* and users */

  /* What may not be written is not sent. */
  espo_set (update->sent, "name", "A");
  espo_set (update->sent, "website", "https://a.example");
  espo_set (update->sent, "description", "D");
  text = espo_write (crm, update);
  g_assert_nonnull (strstr (text, "{\"name\":\"A\"}"));
}

/* Kept and read again, it is the same; it holds no key; a new probe is short until something
 * changes. */
static void
test_description (void)
{
  g_autoptr (CrmModel) model = new_server (TRUE, NULL);
  g_autoptr (DyrEspocrm) crm = new_client (), next = new_client ();
  g_autofree char *text = NULL, *again = NULL, *changed = NULL, *identity = NULL;
  g_autoptr (GError) error = NULL;
  guint n, m;

  describe (crm, model);
  text = dyr_remote_get_description (DYR_REMOTE (crm));
  g_assert_null (strstr (text, TEST_KEY));
  g_assert_true (dyr_remote_set_description (DYR_REMOTE (next), text, &error));
  g_assert_no_error (error);
  again = dyr_remote_get_description (DYR_REMOTE (next));
  g_assert_cmpstr (again, ==, text);
  identity = dyr_remote_get_identity (DYR_REMOTE (next));
  g_assert_cmpstr (identity, ==, crm->description->server);
  g_assert_false (g_str_has_suffix (identity, "/"));
  dyr_remote_get_streams (DYR_REMOTE (crm), &n);
  dyr_remote_get_streams (DYR_REMOTE (next), &m);
  g_assert_cmpuint (n, ==, m);

  g_assert_cmpuint (describe (next, model), ==, 2);
  crm_model_set_user (
      model,
      "{\"userName\":\"sync\",\"acl\":{\"Account\":{\"create\":\"no\",\"read\":\"own\","
      "\"edit\":\"own\",\"delete\":\"no\"}}}");
  g_assert_cmpuint (describe (next, model), >, 2);
  changed = dyr_remote_get_description (DYR_REMOTE (next));
  g_assert_cmpstr (changed, !=, text);

  /* An API user is no person; the same one may become one. */
  g_assert_true (dyr_remote_is_program (DYR_REMOTE (crm)));
  g_assert_true (dyr_remote_is_program (DYR_REMOTE (next)));
  crm_model_set_user (model, "{\"userName\":\"sync\",\"type\":\"regular\"}");
  describe (next, model);
  g_assert_false (dyr_remote_is_program (DYR_REMOTE (next)));
}

static void
test_description_bad (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new (DYR_ESPO_MODE_EXTENSION);
  g_autofree char *good = dyr_remote_get_description (DYR_REMOTE (crm));
  static const char *const changes[][2] = {
    { "\"format\":1", "\"format\":2" },
    { "\"mapping\":\"", "\"mapping\":\"x" },
    { "\"mode\":\"extension\"", "\"mode\":\"other\"" },
    { "\"server\":\"https://crm.example\"", "\"server\":7" },
    { "\"user\":", "\"nobody\":" },
    { "\"acl\":", "\"lca\":" },
    { "\"page\":200", "\"page\":0" },
    { "\"page\":200", "\"page\":201" },
    { "\"page\":200", "\"page\":\"200\"" },
    { "\"cache\":", "\"cash\":" },
    { "\"deletions\":true", "\"deletions\":1" },
    { "\"held\":{", "\"held\":[],\"x\":{" },
    { "\"Account\":", "\"Nothing\":" },
    { "\"create\":true", "\"create\":\"yes\"" },
    { "\"readable\":[\"name\"", "\"readable\":[\"eman\"" },
    { "\"writable\":[", "\"written\":[" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (good, changes[i][0], 2);
      g_autofree char *bad = g_strjoinv (changes[i][1], parts);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", changes[i][1]);
      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      g_assert_false (dyr_remote_set_description (DYR_REMOTE (crm), bad, &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (dyr_remote_set_description (DYR_REMOTE (crm), "[]", &error));
    g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  }
  /* What was known stays known. */
  g_assert_nonnull (dyr_remote_get_type_info (DYR_REMOTE (crm), &dyr_client_type));
}

static DyrAnswer *
tell (DyrEspocrm *crm, const char *body)
{
  g_autoptr (DyrOrder) order = dyr_order_new (DYR_ORDER_DESCRIBE, NULL);
  g_autofree char *request = espo_write (crm, order);

  g_assert_cmpstr (request, !=, "");

  return espo_read (crm, order, json (200, body));
}

#define SETTINGS "{\"siteUrl\":\"https://crm.example/espo//\",\"cacheTimestamp\":7}"
#define USER(type, table)                                                                          \
  "{\"user\":{\"id\":\"u1\",\"name\":\"N\",\"type\":\"" type "\"},\"acl\":{\"table\":" table       \
  "},\"settings\":{\"recordListMaxSizeLimit\":50}}"

static void
test_no_crm (void)
{
  static const char *const settings[]
      = { "[]", "{}", "{\"siteUrl\":7}", "{\"siteUrl\":\"crm\"}", "null" };
  static const char *const users[] = {
    "[]", "{}", "{\"user\":{\"id\":\"u1\"}}", "{\"user\":{\"id\":\"../x\"},\"acl\":{\"table\":{}}}"
  };
  g_autoptr (DyrEspocrm) crm = espo_new_blank ();
  g_autoptr (DyrOrder) order = dyr_order_new (DYR_ORDER_DESCRIBE, NULL);
  g_autoptr (DyrAnswer) unasked = espo_read (crm, order, json (200, SETTINGS));
  g_autoptr (DyrAnswer) fine = NULL;

  g_assert_cmpint (unasked->kind, ==, DYR_ANSWER_WRONG);
  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (DyrAnswer) answer = tell (crm, settings[i]);

      g_assert_cmpint (answer->kind, ==, DYR_ANSWER_WRONG);
    }
  fine = tell (crm, SETTINGS);
  g_assert_cmpint (fine->kind, ==, DYR_ANSWER_DONE);
  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    {
      g_autoptr (DyrAnswer) answer = tell (crm, users[i]);

      g_assert_cmpint (answer->kind, ==, DYR_ANSWER_WRONG);
    }
  g_assert_null (crm->description);
}

/* Little is told, and that little is enough: an administrator's table may be empty, a type may be
 * all or nothing, parts of an address may be one field. */
static void
test_little (void)
{
  static const char *const answers[] = {
    SETTINGS,
    USER ("admin", "{\"Account\":true,\"Contact\":false,\"Task\":{\"read\":\"all\"}}"),
    "null", /* no feed of deletions: no package */
    "[]",   /* users cannot be described */
    ("{\"fields\":{\"name\":{\"type\":\"varchar\"},\"billingAddress\":{\"type\":\"address\"},"
     "\"cDyrUid\":{\"type\":\"varchar\"}},\"indexes\":{\"x\":{\"type\":\"index\",\"columns\":["
     "\"cDyrUid\"]},\"y\":7,\"z\":{\"type\":\"unique\",\"columns\":[]}},"
     "\"optimisticConcurrencyControl\":true,\"transactionalSave\":true}"),
    ("{\"fields\":{\"name\":{\"type\":\"personName\"},\"cDyrKind\":{\"type\":\"varchar\"},"
     "\"dateStart\":{\"type\":\"datetime\"}}}"),
    "{}",
    "{\"fields\":{\"name\":{\"type\":\"varchar\"}}}",
  };
  g_autoptr (DyrEspocrm) crm = espo_new_blank ();
  const DyrRemoteType *client;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (DyrAnswer) answer = tell (crm, answers[i]);

      g_assert_cmpint (answer->kind, ==, DYR_ANSWER_DONE);
      g_assert_cmpint (answer->last, ==, i + 1 == G_N_ELEMENTS (answers));
    }
  g_assert_cmpint (crm->description->mode, ==, DYR_ESPO_MODE_STOCK);
  g_assert_cmpstr (crm->description->server, ==, "https://crm.example/espo");
  g_assert_cmpuint (crm->description->page, ==, 50);
  client = dyr_remote_get_type_info (DYR_REMOTE (crm), &dyr_client_type);
  g_assert_true (client->writable && client->versions && client->uids);
  g_assert_false (client->unique || client->locked);
  g_assert_cmpuint (
      client->fields,
      ==,
      field_bit (&dyr_client_type, "name") | field_bit (&dyr_client_type, "street")
          | field_bit (&dyr_client_type, "city") | field_bit (&dyr_client_type, "postcode")
          | field_bit (&dyr_client_type, "region") | field_bit (&dyr_client_type, "country"));
  g_assert_null (dyr_remote_get_type_info (DYR_REMOTE (crm), &dyr_person_type));
  g_assert_nonnull (dyr_remote_get_type_info (DYR_REMOTE (crm), &dyr_presentation_type));
}

static DyrAnswer *
send (DyrEspocrm *crm, CrmModel *model, DyrOrder *order, DyrAnswerKind kind)
{
  DyrAnswer *answer = ask (crm, model, order);

  if (answer->kind != kind)
    g_error ("%d, not %d: %s", (int) answer->kind, (int) kind, answer->reason);

  return answer;
}

/* Made, lost, looked up, made again, changed, changed by two, read by lists, deleted. */
static void
test_life (void)
{
  g_autoptr (CrmModel) model = new_server (TRUE, NULL);
  g_autoptr (DyrEspocrm) crm = new_client ();
  g_autoptr (DyrOrder) create = espo_sending (DYR_ORDER_CREATE, &dyr_client_type, NULL);
  g_autoptr (DyrOrder) update = espo_sending (DYR_ORDER_UPDATE, &dyr_client_type, NULL);
  g_autoptr (DyrOrder) pull = dyr_order_new (DYR_ORDER_PULL, &dyr_client_type);
  g_autoptr (DyrOrder) feed = dyr_order_new (DYR_ORDER_PULL, NULL);
  g_autoptr (DyrAnswer) created = NULL, again = NULL, found = NULL, whole = NULL, changed = NULL,
                        moved = NULL, page = NULL, swept = NULL, removed = NULL, gone = NULL,
                        deletions = NULL;

  describe (crm, model);
  espo_set (create->sent, "name", "Ромашка & «Ко»");
  espo_set (create->sent, "state", "prospect");
  espo_set (create->sent, "phones", "+380671112233\tвідділ\n044 123\n+380501112233");
  espo_set (create->sent, "emails", "B@x.ua\nA@x.ua\thome");
  espo_set (create->sent, "roles", "client\nvenue");
  espo_set (create->sent, "next-contact", "2026-12-24");
  created = send (crm, model, create, DYR_ANSWER_DONE);
  update->remote_id = g_strdup (espo_only (created)->remote_id);
  g_assert_nonnull (update->remote_id);
  g_assert_true (espo_only (created)->has_uid);

  /* The answer was lost: the same again, which the server refuses (its own double by name, or by
   * the unique uid). */
  again = ask (crm, model, create);
  g_assert_true (again->kind == DYR_ANSWER_DUPLICATE || again->kind == DYR_ANSWER_UNKNOWN);
  create->anyway = TRUE;
  dyr_answer_free (g_steal_pointer (&again));
  again = send (crm, model, create, DYR_ANSWER_UNKNOWN);
  g_assert_cmpuint (again->status, ==, 500);
  create->kind = DYR_ORDER_LOOK_UP;
  found = send (crm, model, create, DYR_ANSWER_DONE);
  g_assert_cmpstr (espo_only (found)->remote_id, ==, update->remote_id);

  update->kind = DYR_ORDER_FETCH;
  whole = send (crm, model, update, DYR_ANSWER_DONE);
  g_assert_false (espo_only (whole)->partial);
  espo_assert_field (espo_only (whole), "name", "Ромашка & «Ко»");
  espo_assert_field (espo_only (whole), "phones", "+380671112233\tвідділ\n044 123\n+380501112233");
  espo_assert_field (espo_only (whole), "emails", "B@x.ua\nA@x.ua\thome");
  espo_assert_field (espo_only (whole), "roles", "client\nvenue");
  espo_assert_field (espo_only (whole), "next-contact", "2026-12-24");
  espo_assert_field (espo_only (whole), "website", "-");

  update->kind = DYR_ORDER_UPDATE;
  update->sent->version = g_strdup (espo_only (whole)->version);
  espo_set (update->sent, "website", "https://r.example");
  changed = send (crm, model, update, DYR_ANSWER_DONE);
  espo_assert_field (espo_only (changed), "website", "https://r.example");
  g_assert_cmpstr (espo_only (changed)->version, !=, update->sent->version);
  /* Knowing what was before. */
  espo_set (update->sent, "website", "https://s.example");
  moved = send (crm, model, update, DYR_ANSWER_MERGE);
  espo_assert_field (espo_only (moved), "website", "https://r.example");
  g_assert_cmpstr (espo_only (moved)->version, ==, espo_only (changed)->version);

  pull->stream = "Account";
  page = send (crm, model, pull, DYR_ANSWER_DONE);
  g_assert_true (page->last);
  g_assert_false (espo_only (page)->partial);
  g_assert_cmpuint (espo_only (page)->known, ==, espo_only (whole)->known);
  pull->kind = DYR_ORDER_SWEEP;
  swept = send (crm, model, pull, DYR_ANSWER_DONE);
  g_assert_cmpstr (espo_only (swept)->remote_id, ==, update->remote_id);
  g_assert_cmpstr (espo_only (swept)->version, ==, espo_only (changed)->version);

  g_clear_pointer (&update->sent, dyr_remote_record_free);
  update->kind = DYR_ORDER_DELETE;
  removed = send (crm, model, update, DYR_ANSWER_DONE);
  gone = send (crm, model, update, DYR_ANSWER_GONE);
  feed->stream = "DyrDeletion";
  deletions = send (crm, model, feed, DYR_ANSWER_DONE);
  g_assert_cmpstr (espo_only (deletions)->remote_id, ==, update->remote_id);
  g_assert_true (espo_only (deletions)->has_uid);
  g_assert_true (dyr_uid_equal (&espo_only (deletions)->uid, &espo_only (created)->uid));
}

/* Keyset pages meet each record once. */
static void
test_pages (void)
{
  g_autoptr (CrmModel) model = new_server (FALSE, NULL);
  g_autoptr (DyrEspocrm) crm = new_client ();

  crm_model_fill (model, "Contact", 455);
  describe (crm, model);
  for (DyrOrderKind kind = DYR_ORDER_PULL; kind <= DYR_ORDER_SWEEP; kind++)
    {
      g_autoptr (DyrOrder) order = dyr_order_new (kind, &dyr_person_type);
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      guint pages = 0;
      gboolean last = FALSE;

      order->stream = "Contact";
      while (!last)
        {
          g_autoptr (DyrAnswer) page = send (crm, model, order, DYR_ANSWER_DONE);

          for (guint i = 0; i < page->records->len; i++)
            {
              const DyrRemoteRecord *record = page->records->pdata[i];

              g_assert_true (g_hash_table_add (seen, g_strdup (record->remote_id)));
            }
          g_free (order->at);
          g_free (order->after);
          order->at = g_strdup (page->next_at);
          order->after = g_strdup (page->next_after);
          last = page->last;
          pages++;
        }
      g_assert_cmpuint (g_hash_table_size (seen), ==, 455);
      g_assert_cmpuint (pages, ==, 3);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/espo/describe/extension", test_extension);
  g_test_add_func ("/espo/describe/stock", test_stock);
  g_test_add_func ("/espo/describe/limits", test_limits);
  g_test_add_func ("/espo/describe/rights", test_rights);
  g_test_add_func ("/espo/describe/description", test_description);
  g_test_add_func ("/espo/describe/description-bad", test_description_bad);
  g_test_add_func ("/espo/describe/no-crm", test_no_crm);
  g_test_add_func ("/espo/describe/little", test_little);
  g_test_add_func ("/espo/describe/life", test_life);
  g_test_add_func ("/espo/describe/pages", test_pages);

  return g_test_run ();
}
