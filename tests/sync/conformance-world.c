/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The recordings, and the state of the server each of them was made in. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "conformance.h"

#include <stdio.h>
#include <string.h>

/* --- Reading --------------------------------------------------------------------------------- */

char *
conformance_fixture (const char *name)
{
  char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", name, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_error ("%s is missing", path);
  return path;
}

gint64
conformance_time (const char *text)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  g_autoptr (GDateTime) time = NULL;
  int year, day, hour, minute, second, month;
  char name[4];

  if (sscanf (text, "%d-%d-%d %d:%d:%d", &year, &month, &day, &hour, &minute, &second) != 6)
    {
      g_assert_cmpint (
          sscanf (text, "%*4s %d %3s %d %d:%d:%d GMT", &day, name, &year, &hour, &minute, &second),
          ==,
          6);
      month = (int) (strstr (months, name) - months) / 3 + 1;
    }
  time = g_date_time_new_utc (year, month, day, hour, minute, second);
  g_assert_nonnull (time);
  return g_date_time_to_unix (time);
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
is_id (const char *text)
{
  if (strlen (text) != 17)
    return FALSE;
  for (const char *at = text; *at; at++)
    if (!g_ascii_isxdigit (*at))
      return FALSE;
  return TRUE;
}

static JsonNode *
non_null (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static Recording *
read_one (JsonObject *object)
{
  Recording *recording = g_new0 (Recording, 1);
  JsonObject *headers;
  const char *question;
  g_auto (GStrv) parts = NULL;

  recording->name = json_object_get_string_member (object, "name");
  recording->user = get_text (object, "user");
  recording->request = json_object_get_object_member (object, "request");
  recording->response = json_object_get_object_member (object, "response");
  recording->method = json_object_get_string_member (recording->request, "method");
  recording->path = json_object_get_string_member (recording->request, "path");
  recording->status = (guint) json_object_get_int_member (recording->response, "status");
  headers = json_object_get_object_member (recording->response, "headers");
  recording->reason = get_text (headers, "X-Status-Reason");
  recording->date = conformance_time (json_object_get_string_member (headers, "Date"));
  recording->sent = non_null (recording->request, "body");
  recording->answer = non_null (recording->response, "body");
  question = strchr (recording->path, '?');
  recording->bare_path = question
                             ? g_strndup (recording->path, (gsize) (question - recording->path))
                             : g_strdup (recording->path);
  recording->query = question ? g_strdup (question + 1) : NULL;
  parts = g_strsplit (recording->bare_path + strlen ("/api/v1/"), "/", -1);
  recording->entity = g_strdup (parts[0]);
  recording->id = parts[0] && parts[1] && is_id (parts[1]) ? g_strdup (parts[1]) : NULL;
  return recording;
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  const Recording *one = *(Recording *const *) a;
  const Recording *other = *(Recording *const *) b;

  if (one->date != other->date)
    return one->date < other->date ? -1 : 1;
  return strcmp (one->name, other->name);
}

static void
recording_free (Recording *recording)
{
  g_free (recording->bare_path);
  g_free (recording->query);
  g_free (recording->entity);
  g_free (recording->id);
  json_object_unref (recording->request);
  json_object_unref (recording->response);
  g_free (recording);
}

GPtrArray *
conformance_load (void)
{
  g_autofree char *path = conformance_fixture ("recordings.json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) recording_free);
  JsonArray *array;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  array = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      Recording *recording = read_one (object);

      /* The name and the user are read in place. */
      json_object_ref (recording->request);
      json_object_ref (recording->response);
      recording->name = g_intern_string (recording->name);
      recording->user = g_intern_string (recording->user);
      g_ptr_array_add (all, recording);
    }
  g_ptr_array_sort (all, compare_dates);
  return all;
}

/* --- What the recordings know ---------------------------------------------------------------- */

/* Which type an id of that attribute has; NULL: people are there anyway, or it cannot be told. */
static const char *
type_of_link (const char *entity, const char *attribute, JsonObject *record)
{
  static const struct
  {
    const char *prefix, *type;
  } links[] = {
    { "account", "Account" }, { "contact", "Contact" },   { "signers", "Contact" },
    { "leads", "Lead" },      { "teams", "Team" },        { "file", "Attachment" },
    { "scan", "Attachment" }, { "papers", "Attachment" },
  };

  if (g_str_has_prefix (attribute, "parentId"))
    return get_text (record, "parentType");
  if (g_str_has_prefix (attribute, "relatedId"))
    return get_text (record, "relatedType");
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    if (g_str_has_prefix (attribute, links[i].prefix))
      return links[i].type;
  return NULL;
}

static JsonObject *
find_in (Recording *recording, const char *id)
{
  JsonNode *answer = recording->answer;
  JsonArray *list = NULL;

  if (answer && JSON_NODE_HOLDS_ARRAY (answer))
    list = json_node_get_array (answer);
  else if (answer && JSON_NODE_HOLDS_OBJECT (answer))
    {
      JsonObject *object = json_node_get_object (answer);
      JsonNode *node = json_object_get_member (object, "list");

      if (g_strcmp0 (get_text (object, "id"), id) == 0)
        return object;
      if (node && JSON_NODE_HOLDS_ARRAY (node))
        list = json_node_get_array (node);
    }
  for (guint i = 0; list && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (JSON_NODE_HOLDS_OBJECT (node)
          && g_strcmp0 (get_text (json_node_get_object (node), "id"), id) == 0)
        return json_node_get_object (node);
    }
  return NULL;
}

static gboolean
is_whole (Recording *recording)
{
  return recording->answer && JSON_NODE_HOLDS_OBJECT (recording->answer) && recording->status == 200
         && !json_object_has_member (json_node_get_object (recording->answer), "list");
}

static gint64
get_version (JsonObject *object)
{
  return json_object_get_int_member_with_default (object, "versionNumber", -1);
}

/* The record as another recording showed it: whole and of the version before this write if there is
 * one, else the latest before, else the first after. */
static JsonObject *
find_earlier (GPtrArray *recordings, Recording *recording, const char *id, gint64 version)
{
  JsonObject *best = NULL;
  int best_rank = 0;
  gboolean before = TRUE;

  for (guint i = 0; i < recordings->len; i++)
    {
      Recording *other = g_ptr_array_index (recordings, i);
      JsonObject *object;
      int rank;

      if (other == recording)
        {
          before = FALSE;
          continue;
        }
      object = find_in (other, id);
      if (object == NULL)
        continue;
      rank = (is_whole (other) ? 2 : 1) + (before ? 2 : 0)
             + (version >= 0 && get_version (object) == version ? 8 : 0);
      if (before ? rank >= best_rank : rank > best_rank)
        {
          best = object;
          best_rank = rank;
        }
    }
  return best;
}

static void
merge_into (JsonObject *into, JsonObject *from)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      const char *text = get_text (from, name);

      if (text && g_str_has_suffix (text, " characters of x>"))
        {
          /* The whole text, however much of it this answer showed. */
          g_autofree char *whole = g_strnfill (12000, 'x');

          json_object_set_string_member (into, name, whole);
        }
      else
        json_object_set_member (into, name, json_node_copy (node));
    }
}

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, object);
  return json_to_string (node, FALSE);
}

static gboolean
exists (CrmModel *model, const char *entity, const char *id)
{
  g_autofree char *text = crm_model_read (model, entity, id);

  return text != NULL;
}

static void put_record (CrmModel *model,
                        GPtrArray *recordings,
                        Recording *recording,
                        const char *entity,
                        const char *id,
                        JsonObject *record);

/* A linked record exists when the answer knows its name; it has this name. */
static void
put_linked (CrmModel *model,
            GPtrArray *recordings,
            Recording *recording,
            const char *entity,
            const char *id,
            const char *name,
            const char *file_type)
{
  JsonObject *known = find_earlier (recordings, recording, id, -1);
  g_autoptr (JsonObject) record = json_object_new ();
  const char *known_name;

  if (g_strcmp0 (id, recording->id) == 0)
    return;
  if (known)
    merge_into (record, known);
  known_name = get_text (known, "name");
  if (name && g_strcmp0 (name, known_name) != 0)
    {
      json_object_set_string_member (record, "name", name);
      if (g_str_equal (entity, "Contact"))
        {
          json_object_set_null_member (record, "firstName");
          json_object_set_string_member (record, "lastName", name);
        }
    }
  json_object_set_string_member (record, "id", id);
  if (file_type)
    json_object_set_string_member (record, "type", file_type);
  put_record (model, recordings, recording, entity, id, record);
}

static void
put_links (CrmModel *model,
           GPtrArray *recordings,
           Recording *recording,
           const char *entity,
           JsonObject *record)
{
  JsonObjectIter iter;
  const char *attribute;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, record);
  while (json_object_iter_next_ordered (&iter, &attribute, &node))
    {
      const char *type = type_of_link (entity, attribute, record);
      g_autofree char *base = NULL;
      g_autofree char *names = NULL;

      if (type == NULL)
        continue;
      if (g_str_has_suffix (attribute, "Id") && get_text (record, attribute))
        {
          base = g_strndup (attribute, strlen (attribute) - 2);
          names = g_strconcat (base, "Name", NULL);
          /* Without a name it is deleted there; a request does not tell names. */
          if (is_id (get_text (record, attribute))
              && (get_text (record, names) || !json_object_has_member (record, names)))
            put_linked (model,
                        recordings,
                        recording,
                        type,
                        get_text (record, attribute),
                        get_text (record, names),
                        NULL);
        }
      else if (g_str_has_suffix (attribute, "Ids") && JSON_NODE_HOLDS_ARRAY (node))
        {
          JsonArray *ids = json_node_get_array (node);
          JsonObject *map = NULL;
          JsonObject *types = NULL;

          if (json_object_has_member (record, "papersTypes"))
            types = json_object_get_object_member (record, "papersTypes");
          base = g_strndup (attribute, strlen (attribute) - 3);
          names = g_strconcat (base, "Names", NULL);
          if (json_object_has_member (record, names))
            map = json_object_get_object_member (record, names);
          for (guint i = 0; i < json_array_get_length (ids); i++)
            if (is_id (json_array_get_string_element (ids, i)))
              put_linked (model,
                          recordings,
                          recording,
                          type,
                          json_array_get_string_element (ids, i),
                          get_text (map, json_array_get_string_element (ids, i)),
                          get_text (types, json_array_get_string_element (ids, i)));
        }
    }
}

static void
put_record (CrmModel *model,
            GPtrArray *recordings,
            Recording *recording,
            const char *entity,
            const char *id,
            JsonObject *record)
{
  g_autofree char *text = NULL;

  if (exists (model, entity, id))
    return;
  text = to_text (record);
  g_free (crm_model_add_record (model, entity, text));
  put_links (model, recordings, recording, entity, record);
  /* The links are there now: names of accounts and the roles at them follow. */
  if (!json_object_get_boolean_member_with_default (record, "deleted", FALSE))
    crm_model_set_silently (model, entity, id, text);
}

/* --- Seeding --------------------------------------------------------------------------------- */

/* A list tells the first number or address only: the rest of what an older answer told may be wrong
 * by then. */
static void
forget_addresses (JsonObject *record, JsonObject *newer)
{
  static const char *const names[] = { "emailAddress", "phoneNumber" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *data = g_strconcat (names[i], "Data", NULL);

      if (json_object_has_member (newer, names[i]) && !json_object_has_member (newer, data))
        json_object_remove_member (record, data);
    }
  if (json_object_has_member (newer, "accountsColumns") && !json_object_has_member (newer, "title"))
    json_object_remove_member (record, "title");
}

static void
merge_unsent (JsonObject *record, JsonObject *own, Recording *recording, gboolean known)
{
  g_autoptr (JsonObject) rest = json_object_new ();
  JsonObject *sent = recording->sent && JSON_NODE_HOLDS_OBJECT (recording->sent)
                         ? json_node_get_object (recording->sent)
                         : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, own);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!known || sent == NULL || !json_object_has_member (sent, name))
      json_object_set_member (rest, name, json_node_copy (node));
  merge_into (record, rest);
}

/* The record a write is about, as it was before. */
static void
seed_before_write (CrmModel *model, GPtrArray *recordings, Recording *recording)
{
  JsonObject *own = find_in (recording, recording->id);
  gint64 version = own ? get_version (own) - 1 : -1;
  JsonObject *earlier = find_earlier (recordings, recording, recording->id, version);
  g_autoptr (JsonObject) record = json_object_new ();
  JsonObject *headers = json_object_get_object_member (recording->request, "headers");
  const char *sent_version = get_text (headers, "X-Version-Number");

  json_object_set_string_member (record, "name", "Stub");
  json_object_set_string_member (record, "lastName", "Stub");
  if (earlier)
    merge_into (record, earlier);
  /* Not the version before: all that was not written was there before too. */
  if (own && (earlier == NULL || version < 0 || get_version (earlier) != version))
    {
      forget_addresses (record, own);
      merge_unsent (record, own, recording, earlier != NULL);
    }
  if (version >= 0)
    json_object_set_int_member (record, "versionNumber", version);
  /* A stale number that was let through wrote what was there already. */
  if (own && sent_version && version >= 0 && g_ascii_strtoll (sent_version, NULL, 10) != version)
    {
      merge_into (record, own);
      json_object_set_int_member (record, "versionNumber", version);
    }
  if (recording->status == 409 && recording->answer && JSON_NODE_HOLDS_OBJECT (recording->answer)
      && json_object_has_member (json_node_get_object (recording->answer), "values"))
    {
      JsonObject *answer = json_node_get_object (recording->answer);

      merge_into (record, json_object_get_object_member (answer, "values"));
      json_object_set_int_member (record, "versionNumber", get_version (answer));
    }
  if (recording->status == 409 && g_str_has_prefix (recording->name, "locked"))
    json_object_set_boolean_member (record, "isLocked", TRUE);
  json_object_set_boolean_member (record, "deleted", FALSE);
  json_object_set_string_member (record, "id", recording->id);
  put_record (model, recordings, recording, recording->entity, recording->id, record);
}

static void
seed_seen (CrmModel *model,
           GPtrArray *recordings,
           Recording *recording,
           JsonObject *seen,
           const char *entity)
{
  const char *id = get_text (seen, "id");
  JsonObject *earlier = id ? find_earlier (recordings, recording, id, -1) : NULL;
  g_autoptr (JsonObject) record = json_object_new ();

  if (id == NULL)
    return;
  if (earlier)
    merge_into (record, earlier);
  forget_addresses (record, seen);
  merge_into (record, seen);
  put_record (model, recordings, recording, entity, id, record);
}

static const char *
listed_entity (Recording *recording)
{
  if (g_str_has_suffix (recording->bare_path, "/contacts"))
    return "Contact";
  return recording->entity;
}

void
conformance_seed (CrmModel *model, GPtrArray *recordings, Recording *recording)
{
  gboolean reads = g_str_equal (recording->method, "GET");
  JsonArray *list = NULL;

  if (recording->answer && JSON_NODE_HOLDS_ARRAY (recording->answer))
    list = json_node_get_array (recording->answer);
  if (recording->answer && JSON_NODE_HOLDS_OBJECT (recording->answer)
      && json_object_has_member (json_node_get_object (recording->answer), "list"))
    list = json_object_get_array_member (json_node_get_object (recording->answer), "list");
  for (guint i = 0; list && i < json_array_get_length (list); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (list, i)))
      seed_seen (model,
                 recordings,
                 recording,
                 json_array_get_object_element (list, i),
                 listed_entity (recording));
  if (reads && list == NULL && recording->id && recording->answer
      && JSON_NODE_HOLDS_OBJECT (recording->answer))
    seed_seen (
        model, recordings, recording, json_node_get_object (recording->answer), recording->entity);
  else if (recording->id && recording->status != 404)
    seed_before_write (model, recordings, recording);
  /* The answer tells names of what is linked, the request only ids. */
  if (!reads && recording->status == 200 && recording->answer
      && JSON_NODE_HOLDS_OBJECT (recording->answer))
    put_links (
        model, recordings, recording, recording->entity, json_node_get_object (recording->answer));
  if (recording->sent && JSON_NODE_HOLDS_OBJECT (recording->sent))
    put_links (
        model, recordings, recording, recording->entity, json_node_get_object (recording->sent));
}

void
conformance_fill (CrmModel *model, Recording *recording)
{
  JsonObject *answer = recording->answer && JSON_NODE_HOLDS_OBJECT (recording->answer)
                           ? json_node_get_object (recording->answer)
                           : NULL;
  gboolean up = recording->query && strstr (recording->query, "order=asc") != NULL;
  gint64 total, seen;

  if (answer == NULL || !json_object_has_member (answer, "list")
      || !json_object_has_member (answer, "total"))
    return;
  up = up
       || (recording->query && strstr (recording->query, "orderBy=")
           && !strstr (recording->query, "order=desc"));
  total = json_object_get_int_member (answer, "total");
  seen = json_array_get_length (json_object_get_array_member (answer, "list"));
  /* "-1": there is another page. */
  for (gint64 i = 0; i < (total == -1 ? 200 : total - seen); i++)
    {
      g_autofree char *json
          = g_strdup_printf ("{\"id\":\"%s%014d\",\"name\":\"Filler\",\"lastName\":\"Filler\","
                             "\"createdAt\":\"%s\",\"modifiedAt\":\"%s\",\"contractNumber\":\"F\"}",
                             up ? "fff" : "000",
                             (int) i,
                             up ? "2099-01-01 00:00:00" : "2001-01-01 00:00:00",
                             up ? "2099-01-01 00:00:00" : "2001-01-01 00:00:00");

      g_free (crm_model_add_record (model, listed_entity (recording), json));
    }
}
