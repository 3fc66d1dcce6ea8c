/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Replays what a real EspoCRM 10.0 answered against the fake one: same status, same reason, same
 * shape, and the same values where they do not depend on what was not recorded. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "conformance.h"

#include <string.h>

/* Not replayed, and why. Nothing of ours asks for these. */
static const struct
{
  const char *prefix, *why;
} left_out[] = {
  { "admin-",
    "the administrator's side of EspoCRM: changes of entity types, fields and users by REST" },
  { "action-history",
    "the log of everybody's actions is kept for administrators; our extension has a feed of its "
    "own" },
  { "ext-action-history", "the same" },
  { "note-", "the stream has no deletions and no fields that are not audited" },
  { "stream-", "the same" },
  { "webhook-", "a desktop cannot receive them" },
  { "import-", "imports by file: crm_model_set_silently() stands for what they do" },
  { "export-csv", "exports by file" },
  { "global-search", "search over all types" },
  { "calendar-range", "the calendar of the web page" },
  { "openapi-no-scope", "the description of the API for other programs" },
  { "options-request", "no client of ours asks what may be asked" },
};

/* Which server: the recorded one was changed between recordings. */
static const struct
{
  const char *name, *overlay;
} overlays[] = {
  { "concurrency-old-record-after-enabling", "recorded-occ.json" },
  { "duplicate-409-by-external-id-field", "recorded-occ.json" },
  { "duplicate-check-null-external-id-passes", "recorded-occ.json" },
  { "currency-value-rounding", "recorded-occ.json" },
  { "strings-trimmed", "recorded-occ.json" },
  { "types-coercion", "recorded-occ.json" },
  { "unicode-nfd", "recorded-occ.json" },
  { "duplicate-409-account-by-cexternalid", "recorded-dup.json" },
  { "ext-list-with-emailaddressdata", "recorded-lists.json" },
};

typedef struct
{
  GPtrArray *recordings;
  Recording *recording;
  guint *n_replayed;
} Case;

static CrmModel *
make_server (Recording *recording)
{
  g_autofree char *stock = conformance_fixture ("stock.json");
  g_autofree char *package = conformance_fixture ("package");
  g_autofree char *recorded = conformance_fixture ("recorded.json");
  g_autofree char *overlay = NULL;
  const char *paths[5] = { stock, package, recorded };
  CrmConfig config = { .metadata = paths, .seed = 1, .time = recording->date };
  g_autoptr (GError) error = NULL;
  CrmModel *model;

  for (guint i = 0; i < G_N_ELEMENTS (overlays); i++)
    if (g_str_equal (overlays[i].name, recording->name))
      overlay = conformance_fixture (overlays[i].overlay);
  paths[3] = overlay;
  model = crm_model_new (&config, &error);
  g_assert_no_error (error);
  return model;
}

/* The people of the recorded server, with the rights their notes tell of. */
static void
add_people (CrmModel *model)
{
  static const char *const people[] = {
    "{\"userName\":\"admin\",\"id\":\"6b023a793340b25a6\"}",
    "{\"userName\":\"anna\",\"name\":\"Anna\",\"type\":\"regular\",\"id\":\"6b023bf6aac5ecbf0\","
    "\"password\":\"Anna-test-1\"}",
    "{\"userName\":\"sync-full\",\"id\":\"6b023bf378604bbb6\",\"apiKey\":\"KEY-API\",\"secretKey\":"
    "\"s3\"}",
    "{\"userName\":\"sync-own\",\"id\":\"6b023bf447d33c9ad\",\"apiKey\":\"KEY-OWN\","
    "\"teamsIds\":[\"6b023bf2edd632f1f\"],"
    "\"acl\":{\"Account\":{\"create\":\"yes\",\"read\":\"own\",\"edit\":\"own\",\"delete\":\"own\","
    "\"stream\":\"own\"},"
    "\"Case\":{\"create\":\"yes\",\"read\":\"team\",\"edit\":\"team\",\"delete\":\"no\",\"stream\":"
    "\"team\"},"
    "\"*\":false},\"forbidden\":{\"Account\":{\"description\":\"read\",\"website\":\"edit\"}}}",
    "{\"userName\":\"sync-ro\",\"id\":\"6b023bf5aaaaaaaa1\",\"apiKey\":\"KEY-RO\","
    "\"acl\":{\"Account\":{\"create\":\"no\",\"read\":\"all\",\"edit\":\"no\",\"delete\":\"no\","
    "\"stream\":\"no\"},"
    "\"*\":false}}",
    "{\"userName\":\"sync-none\",\"id\":\"6b023bf5aaaaaaaa2\",\"apiKey\":\"KEY-NONE\",\"acl\":{\"*"
    "\":false}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    crm_model_set_user (model, people[i]);
  g_free (
      crm_model_add_record (model, "Team", "{\"id\":\"6b023bf2edd632f1f\",\"name\":\"North\"}"));
}

/* --- Sending --------------------------------------------------------------------------------- */

static void
send_request (CrmModel *model,
              const char *method,
              const char *path,
              const char *query,
              GPtrArray *headers,
              const char *body,
              CrmResponse *response)
{
  CrmRequest request = { .method = method,
                         .path = path,
                         .query = query,
                         .headers = (const char *const *) headers->pdata,
                         .body = body,
                         .body_length = body ? strlen (body) : 0 };

  crm_model_handle (model, &request, response);
}

static GPtrArray *
get_headers (Recording *recording)
{
  JsonObject *object = json_object_get_object_member (recording->request, "headers");
  GPtrArray *headers = g_ptr_array_new_with_free_func (g_free);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      g_ptr_array_add (headers, g_strdup (name));
      g_ptr_array_add (headers, g_strdup (json_node_get_string (node)));
    }
  g_ptr_array_add (headers, NULL);
  return headers;
}

static char *
get_body (Recording *recording)
{
  if (recording->sent == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_VALUE (recording->sent))
    return g_strdup (json_node_get_string (recording->sent));
  return json_to_string (recording->sent, FALSE);
}

/* Sends @recording as it is; its answer's id, for what follows from it. */
static char *
replay_other (Case *c, CrmModel *model, const char *name, const char *body)
{
  for (guint i = 0; i < c->recordings->len; i++)
    {
      Recording *other = g_ptr_array_index (c->recordings, i);
      g_autoptr (GPtrArray) headers = NULL;
      g_autofree char *own = NULL;
      g_auto (CrmResponse) response = { 0 };
      g_autoptr (JsonParser) parser = json_parser_new ();
      gsize length;
      const char *text;

      if (!g_str_equal (other->name, name))
        continue;
      headers = get_headers (other);
      own = get_body (other);
      send_request (model,
                    other->method,
                    other->bare_path,
                    other->query,
                    headers,
                    body ? body : own,
                    &response);
      g_assert_cmpuint (response.status, ==, 200);
      text = g_bytes_get_data (response.body, &length);
      json_parser_load_from_data (parser, text, (gssize) length, NULL);
      return g_strdup (json_object_get_string_member_with_default (
          json_node_get_object (json_parser_get_root (parser)),
          "id",
          json_object_get_string_member_with_default (
              json_node_get_object (json_parser_get_root (parser)), "token", "")));
    }
  g_error ("no recording %s", name);
}

static void
replace_header (GPtrArray *headers, const char *name, char *value)
{
  for (guint i = 0; g_ptr_array_index (headers, i); i += 2)
    if (g_str_equal (g_ptr_array_index (headers, i), name))
      {
        g_free (g_ptr_array_index (headers, i + 1));
        headers->pdata[i + 1] = value;
        return;
      }
  g_assert_not_reached ();
}

/* --- What a recording needs besides records -------------------------------------------------- */

static void
lock_out (CrmModel *model)
{
  const char *headers[] = { "X-Api-Key", "wrong", NULL };
  CrmRequest request = { .method = "GET", .path = "/api/v1/Account", .headers = headers };

  for (guint i = 0; i < 11; i++)
    {
      g_auto (CrmResponse) response = { 0 };

      crm_model_handle (model, &request, &response);
      g_assert_cmpuint (response.status, ==, 401);
    }
}

static void
add (CrmModel *model, const char *entity, const char *json)
{
  g_free (crm_model_add_record (model, entity, json));
}

static void
prepare (CrmModel *model, Recording *recording)
{
  const char *name = recording->name;
  CrmFault down = { .kind = CRM_FAULT_STATUS, .number = 500 };

  if (g_str_equal (name, "auth-user-deactivated-401"))
    crm_model_set_user (model, "{\"userName\":\"sync-ro\",\"isActive\":false}");
  else if (g_str_equal (name, "auth-old-key-after-regeneration-401"))
    crm_model_set_user (model, "{\"userName\":\"sync-ro\",\"apiKey\":\"KEY-NEW\"}");
  else if (g_str_equal (name, "maintenance-mode-503"))
    crm_model_set_maintenance (model, TRUE);
  else if (g_str_has_prefix (name, "rate-limit-"))
    lock_out (model);
  else if (g_str_has_prefix (name, "db-down"))
    crm_model_add_fault (model, &down);
  else if (g_str_has_prefix (name, "unique-index-violation"))
    add (model, "SyncItem", "{\"name\":\"S1\",\"externalId\":\"u-1\"}");
  else if (g_str_equal (name, "unique-index-after-delete-ok"))
    add (model, "SyncItem", "{\"name\":\"S2\",\"externalId\":\"u-2\",\"deleted\":true}");
  else if (g_str_equal (name, "unique-index-restore-conflict"))
    {
      add (
          model,
          "SyncItem",
          "{\"id\":\"6b023c74825bff3c0\",\"name\":\"S2\",\"externalId\":\"u-2\",\"deleted\":true}");
      add (model, "SyncItem", "{\"name\":\"S2 again\",\"externalId\":\"u-2\"}");
    }
  else if (g_str_has_prefix (name, "restore-deleted"))
    add (model, "CContract", "{\"id\":\"6b023c4654cd2bba8\",\"name\":\"C-1\",\"deleted\":true}");
  else if (g_str_equal (name, "acl-record-left-scope-read-403"))
    crm_model_set_silently (model, "Account", recording->id, "{\"assignedUserId\":null}");
  else if (g_str_equal (name, "ccontract-set-attachment-multiple"))
    crm_model_set_silently (model, "CContract", recording->id, "{\"papersIds\":[]}");
  else if (g_str_equal (name, "linkmultiple-put-replaces-whole-set"))
    {
      add (model, "Contact", "{\"id\":\"6b024052ecf5bc120\",\"lastName\":\"OccTwo\"}");
      crm_model_set_silently (model,
                              "Meeting",
                              recording->id,
                              "{\"contactsIds\":[\"6b023c4497e8a9639\",\"6b024052ecf5bc120\"]}");
    }
  else if (g_str_equal (name, "attachment-delete"))
    crm_model_set_silently (
        model, "Attachment", recording->id, "{\"createdById\":\"6b023bf378604bbb6\"}");
  else if (g_str_has_prefix (name, "acl-record-left") || g_str_equal (name, "acl-own-list")
           || g_str_equal (name, "list-boolfilter-onlymy"))
    add (model, "Account", "{\"name\":\"Not mine\",\"modifiedAt\":\"2026-11-22 00:56:32\"}");
  else if (g_str_equal (name, "acl-team-joined-delta-empty"))
    add (model,
         "Case",
         "{\"name\":\"Old\",\"modifiedAt\":\"2026-11-22 "
         "00:56:30\",\"teamsIds\":[\"6b023bf2edd632f1f\"]}");
  else if (g_str_equal (name, "acl-team-left-list-empty"))
    add (model, "Case", "{\"name\":\"Theirs\"}");
  else if (g_str_has_prefix (name, "mass-"))
    {
      static const char *const ids[]
          = { "6b023d92902feedb2", "6b023d9296cea8688", "6b023d929d326e976", "6b023d92a32aa673a" };

      for (guint i = g_str_equal (name, "mass-update-where") ? 2 : 0; i < G_N_ELEMENTS (ids); i++)
        {
          g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"d%u\"}", ids[i], i);

          add (model, "SyncItem", json);
        }
    }
  else if (g_str_equal (name, "action-merge"))
    {
      add (model,
           "Account",
           "{\"id\":\"6b024148dcc965e1c\",\"name\":\"M A\",\"emailAddress\":\"a1@x.example\","
           "\"phoneNumber\":\"+4930111\",\"createdAt\":\"2026-11-22 "
           "01:11:36\",\"createdById\":\"6b023bf378604bbb6\"}");
      add (model,
           "Account",
           "{\"id\":\"6b02414912db46577\",\"name\":\"M B\",\"emailAddress\":\"a2@x.example\"}");
    }
  else if (g_str_equal (name, "unlink-unknown-id") || g_str_equal (name, "link-unknown-id-404")
           || g_str_equal (name, "list-linked-unknown-link")
           || g_str_equal (name, "legacy-mass-update"))
    add (model, "Account", "{\"id\":\"6b023c42eeda7fc27\",\"name\":\"Acme\"}");
  else if (g_str_equal (name, "link-account-contacts")
           || g_str_equal (name, "unlink-account-contacts"))
    add (model, "Contact", "{\"id\":\"6b023ce64bed7232c\",\"lastName\":\"Linker\"}");
  else if (g_str_equal (name, "link-already-linked-ok"))
    {
      g_autofree char *account = crm_model_read (model, "Account", "6b023c42eeda7fc27");

      g_assert_nonnull (account);
      add (model,
           "Contact",
           "{\"id\":\"6b023c4497e8a9639\",\"lastName\":\"M\",\"accountId\":\"6b023c42eeda7fc27\"}");
    }
  else if (g_str_equal (name, "meeting-attendees"))
    crm_model_set_silently (
        model,
        "Meeting",
        recording->id,
        "{\"contactsColumns\":{\"6b023c4497e8a9639\":{\"status\":\"Declined\"}}}");
}

/* Requests that need an id or a secret of the fake server in place of the recorded one. */
static char *
adapt (Case *c, CrmModel *model, GPtrArray *headers)
{
  const char *name = c->recording->name;
  const char *file
      = "{\"name\":\"big.bin\",\"type\":\"application/octet-stream\",\"role\":\"Attachment\","
        "\"relatedType\":\"CContract\",\"field\":\"scan\",\"isBeingUploaded\":true,\"size\":10}";
  g_autofree char *id = NULL;

  if (g_str_equal (name, "auth-by-token-list"))
    {
      g_autofree char *token = replay_other (c, model, "auth-espo-authorization-token", NULL);
      g_autofree char *plain = g_strconcat ("anna:", token, NULL);

      replace_header (
          headers, "Espo-Authorization", g_base64_encode ((guchar *) plain, strlen (plain)));
    }
  else if (g_str_equal (name, "auth-hmac-ok"))
    {
      g_autofree char *digest = g_compute_hmac_for_string (
          G_CHECKSUM_SHA256, (const guchar *) "s3", 2, "GET /Account", -1);
      g_autofree char *plain = g_strconcat ("KEY-API:", digest, NULL);

      replace_header (
          headers, "X-Hmac-Authorization", g_base64_encode ((guchar *) plain, strlen (plain)));
    }
  else if (g_str_has_prefix (name, "attachment-chunk-"))
    {
      id = replay_other (c, model, "attachment-chunked-start", file);
      return g_strconcat ("/api/v1/Attachment/chunk/", id, NULL);
    }
  else if (g_str_equal (name, "attachment-download")
           || g_str_equal (name, "attachment-download-range")
           || g_str_equal (name, "attachment-download-no-access"))
    {
      id = replay_other (c, model, "attachment-upload-for-document", NULL);
      return g_strconcat ("/api/v1/Attachment/file/", id, NULL);
    }
  else if (g_str_equal (name, "attachment-removed-from-field-download"))
    {
      const char *p1 = "{\"name\":\"p1.txt\",\"type\":\"text/"
                       "plain\",\"role\":\"Attachment\",\"parentType\":\"CContract\","
                       "\"field\":\"papers\",\"file\":\"data:text/plain;base64,";
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *data = NULL;
      g_autofree char *body = NULL;

      for (guint i = 0; i < 10; i++)
        g_string_append (text, "Hello attachment ä\n");
      data = g_base64_encode ((guchar *) text->str, text->len);
      body = g_strconcat (p1, data, "\"}", NULL);
      id = replay_other (c, model, "attachment-upload-attachment-multiple", body);
      return g_strconcat ("/api/v1/Attachment/file/", id, NULL);
    }
  return g_strdup (c->recording->bare_path);
}

/* --- Comparing ------------------------------------------------------------------------------- */

static void
compare_header (Recording *recording, const CrmResponse *response, const char *name, GString *diff)
{
  JsonObject *headers = json_object_get_object_member (recording->response, "headers");
  const char *real = json_object_get_string_member_with_default (headers, name, NULL);
  const char *fake = crm_response_header (response, name);

  if (g_strcmp0 (real, fake) != 0)
    g_string_append_printf (diff, "%s is “%s”, recorded “%s”\n", name, fake, real);
}

/* Ids made by the fake server, put back to the recorded ones. */
static char *
use_recorded_id (Recording *recording, const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text ? text : "", length);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;
  const char *fake, *real;
  GString *all;

  if (!g_str_equal (recording->method, "POST") || !recording->answer
      || !JSON_NODE_HOLDS_OBJECT (recording->answer)
      || !json_parser_load_from_data (parser, copy, -1, NULL))
    return g_steal_pointer (&copy);
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return g_steal_pointer (&copy);
  fake = json_object_get_string_member_with_default (json_node_get_object (root), "id", NULL);
  real = json_object_get_string_member_with_default (
      json_node_get_object (recording->answer), "id", NULL);
  all = g_string_new (copy);
  if (fake && real)
    g_string_replace (all, fake, real, 0);
  return g_string_free (all, FALSE);
}

static void
compare_body (Recording *recording, const CrmResponse *response, GString *diff)
{
  gboolean subset = g_str_has_suffix (recording->bare_path, "/App/user");
  gsize length;
  const char *bytes = g_bytes_get_data (response->body, &length);
  g_autofree char *text = use_recorded_id (recording, bytes, length);
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) error = NULL;

  if (recording->answer == NULL
      || (JSON_NODE_HOLDS_VALUE (recording->answer)
          && json_node_get_value_type (recording->answer) == G_TYPE_STRING && *text != '"'))
    {
      const char *real = recording->answer ? json_node_get_string (recording->answer) : "";

      if (!g_str_equal (real, text))
        g_string_append_printf (diff, "body is “%.200s”, recorded “%.200s”\n", text, real);
      return;
    }
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, text, -1, &error)
      || json_parser_get_root (parser) == NULL)
    {
      g_string_append_printf (diff, "body is no JSON: %.200s\n", text);
      return;
    }
  conformance_compare (recording->answer, json_parser_get_root (parser), subset, "", NULL, diff);
}

/* What every client reads from App/user must be there, whatever the comparison of a subset lets
 * pass. */
static void
check_app_user (Recording *recording, const CrmResponse *response, GString *diff)
{
  static const char *const needed[] = {
    "\"user\":",         "\"teamsIds\":",       "\"acl\":",      "\"table\":",
    "\"fieldTable\":",   "\"preferences\":",    "\"token\":",    "\"recordListMaxSizeLimit\":",
    "\"currencyList\":", "\"cacheTimestamp\":", "\"settings\":", "\"defaultCurrency\":",
  };
  gsize length;
  const char *bytes = g_bytes_get_data (response->body, &length);
  g_autofree char *text = g_strndup (bytes ? bytes : "", length);

  if (!g_str_has_suffix (recording->bare_path, "/App/user") || recording->status != 200)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (strstr (text, needed[i]) == NULL)
      g_string_append_printf (diff, "App/user lacks %s\n", needed[i]);
}

/* --- Tests ----------------------------------------------------------------------------------- */

static gint64
moment (Recording *recording)
{
  JsonObject *answer = recording->answer && JSON_NODE_HOLDS_OBJECT (recording->answer)
                           ? json_node_get_object (recording->answer)
                           : NULL;
  const char *text = answer && !g_str_equal (recording->method, "GET")
                         ? json_object_get_string_member_with_default (answer, "modifiedAt", NULL)
                         : NULL;

  return text ? conformance_time (text) : recording->date;
}

static void
test_recording (gconstpointer data)
{
  Case *c = (Case *) data;
  Recording *recording = c->recording;
  g_autoptr (CrmModel) model = make_server (recording);
  g_autoptr (GPtrArray) headers = get_headers (recording);
  g_autofree char *body = get_body (recording);
  g_autoptr (GString) diff = g_string_new (NULL);
  g_auto (CrmResponse) response = { 0 };
  g_autofree char *path = NULL;

  add_people (model);
  conformance_seed (model, c->recordings, recording);
  conformance_fill (model, recording);
  prepare (model, recording);
  crm_model_set_time (model, moment (recording));
  path = adapt (c, model, headers);
  send_request (model, recording->method, path, recording->query, headers, body, &response);

  if (response.status != recording->status)
    g_string_append_printf (
        diff, "status is %u, recorded %u\n", response.status, recording->status);
  compare_header (recording, &response, "X-Status-Reason", diff);
  compare_header (recording, &response, "Content-Type", diff);
  compare_header (recording, &response, "WWW-Authenticate", diff);
  compare_header (recording, &response, "Content-Disposition", diff);
  compare_header (recording, &response, "Content-Length", diff);
  compare_body (recording, &response, diff);
  check_app_user (recording, &response, diff);
  if (diff->len > 0)
    {
      g_test_message ("%s %s\n%s", recording->method, recording->path, diff->str);
      g_test_fail ();
    }
  (*c->n_replayed)++;
}

static const char *
why_left_out (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    if (g_str_has_prefix (name, left_out[i].prefix))
      return left_out[i].why;
  return NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) recordings = NULL;
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (g_free);
  guint n_replayed = 0;
  guint n_left_out = 0;
  int result;

  g_test_init (&argc, &argv, NULL);
  recordings = conformance_load ();
  g_assert_cmpuint (recordings->len, ==, 291);
  for (guint i = 0; i < recordings->len; i++)
    {
      Recording *recording = g_ptr_array_index (recordings, i);
      g_autofree char *path = g_strconcat ("/sync/conformance/", recording->name, NULL);
      Case *c;

      if (why_left_out (recording->name))
        {
          g_print ("# left out: %s (%s)\n", recording->name, why_left_out (recording->name));
          n_left_out++;
          continue;
        }
      c = g_new0 (Case, 1);
      c->recordings = recordings;
      c->recording = recording;
      c->n_replayed = &n_replayed;
      g_ptr_array_add (cases, c);
      g_test_add_data_func (path, c, test_recording);
    }
  result = g_test_run ();
  g_print ("# %u recordings: %u replayed, %u left out\n", recordings->len, n_replayed, n_left_out);
  return result;
}
