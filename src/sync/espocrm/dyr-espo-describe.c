/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Probing: what the server is, who we are there, and what of each entity it lets us hold.
 *
 *   Settings → App/user → entityDefs of the feed of deletions (extension or not) → of each entity
 *
 * The last ones are left out when neither the CRM's set-up nor our rights changed since. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espocrm-private.h"

#include <string.h>

#include "dyr-espo-json.h"
#include "dyr-util.h"

#define MAX_PAGE 200

typedef enum
{
  STEP_SETTINGS,
  STEP_USER,
  STEP_MODE,
  STEP_ENTITIES,
} Step;

struct _DyrEspoProbe
{
  Step step;
  DyrEspoDescription *found;
  JsonNode *user;      /* App/user */
  GPtrArray *entities; /* names that are still to be asked for, the next one last */
  GHashTable *defs;    /* name → JsonNode of an object */
};

void
dyr_espo_probe_free (DyrEspoProbe *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->found, dyr_espo_description_free);
  g_clear_pointer (&self->user, json_node_unref);
  g_ptr_array_unref (self->entities);
  g_hash_table_unref (self->defs);
  g_free (self);
}

static DyrEspoProbe *
new_probe (void)
{
  DyrEspoProbe *self = g_new0 (DyrEspoProbe, 1);

  self->found = dyr_espo_description_new ();
  self->entities = g_ptr_array_new_with_free_func (g_free);
  self->defs
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) json_node_unref);

  return self;
}

DyrRequest *
dyr_espo_describe_write (DyrEspocrm *self)
{
  g_autofree char *query = NULL;

  if (self->probe == NULL)
    self->probe = new_probe ();
  if (self->probe->step == STEP_SETTINGS)
    return dyr_espo_get (self, "Settings", NULL);
  if (self->probe->step == STEP_USER)
    return dyr_espo_get (self, "App/user", NULL);

  query = g_strconcat (
      "key=entityDefs.", self->probe->entities->pdata[self->probe->entities->len - 1], NULL);

  return dyr_espo_get (self, "Metadata", query);
}

static DyrAnswer *
wrong (const DyrResponse *response)
{
  return dyr_espo_answer (
      DYR_ANSWER_WRONG, response, g_strdup (_ ("There is no EspoCRM at this address.")));
}

static DyrAnswer *
ask_on (const DyrResponse *response)
{
  return dyr_espo_answer (DYR_ANSWER_DONE, response, NULL);
}

static DyrAnswer *
read_settings (DyrEspoProbe *probe, const DyrResponse *response, JsonObject *settings)
{
  const char *server = settings != NULL ? dyr_espo_json_get_text (settings, "siteUrl") : NULL;
  gsize length;

  if (server == NULL
      || (!g_str_has_prefix (server, "http://") && !g_str_has_prefix (server, "https://")))
    return wrong (response);

  length = strlen (server);
  while (server[length - 1] == '/')
    length--;
  probe->found->server = g_strndup (server, length);
  if (!dyr_espo_json_get_number (settings, "cacheTimestamp", &probe->found->cache))
    probe->found->cache = 0;
  probe->step = STEP_USER;

  return ask_on (response);
}

/* Member @second of member @first, and so on; NULL: there is no such object. */
static JsonObject *
go_down (JsonObject *object, const char *first, const char *second)
{
  if (object != NULL)
    object = dyr_espo_json_get_object (object, first);
  if (object != NULL && second != NULL)
    object = dyr_espo_json_get_object (object, second);

  return object;
}

static JsonObject *
get_user (const DyrEspoProbe *probe)
{
  return json_node_get_object (probe->user);
}

/* What our role says of an entity; NULL: nothing at all. */
static JsonNode *
get_row (const DyrEspoProbe *probe, const char *entity)
{
  JsonObject *table = go_down (get_user (probe), "acl", "table");

  return table != NULL ? json_object_get_member (table, entity) : NULL;
}

static gboolean
may (const DyrEspoProbe *probe, const char *entity, const char *action)
{
  JsonNode *row = get_row (probe, entity);
  JsonObject *levels = dyr_espo_json_as_object (row);
  JsonObject *user = go_down (get_user (probe), "user", NULL);
  const char *level = levels != NULL ? dyr_espo_json_get_text (levels, action) : NULL;

  if (levels != NULL)
    return level != NULL && !g_str_equal (level, "no");
  if (row != NULL)
    return JSON_NODE_HOLDS_VALUE (row) && json_node_get_value_type (row) == G_TYPE_BOOLEAN
           && json_node_get_boolean (row);

  return user != NULL && g_strcmp0 (dyr_espo_json_get_text (user, "type"), "admin") == 0;
}

static gboolean
is_forbidden (const DyrEspoProbe *probe, const char *entity, const char *field, const char *action)
{
  JsonObject *fields = go_down (go_down (get_user (probe), "acl", "fieldTable"), entity, field);

  return fields != NULL && g_strcmp0 (dyr_espo_json_get_text (fields, action), "no") == 0;
}

static void
add_json (GChecksum *digest, JsonNode *node)
{
  g_autofree char *json = node != NULL ? json_to_string (node, FALSE) : g_strdup ("-");

  g_checksum_update (digest, (const guchar *) json, (gssize) strlen (json) + 1);
}

/* What decides which records we see: who we are, our teams, our role. */
static char *
digest_rights (const DyrEspoProbe *probe, const DyrEspoMapping *mapping)
{
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  JsonObject *user = go_down (get_user (probe), "user", NULL);
  JsonObject *fields = go_down (get_user (probe), "acl", "fieldTable");

  add_json (digest, json_object_get_member (user, "id"));
  add_json (digest, json_object_get_member (user, "teamsIds"));
  for (guint i = 0; i < DYR_ESPO_N_MODES; i++)
    for (guint j = 0; j < mapping->modes[i].entities->len; j++)
      {
        const DyrEspoEntity *entity = mapping->modes[i].entities->pdata[j];

        add_json (digest, get_row (probe, entity->entity));
        add_json (digest, fields != NULL ? json_object_get_member (fields, entity->entity) : NULL);
      }

  return g_strdup (g_checksum_get_string (digest));
}

/* The same server, the same set-up, the same rights: what was found before still holds. */
static gboolean
is_known (const DyrEspocrm *self)
{
  const DyrEspoDescription *old = self->description, *found = self->probe->found;

  return old != NULL && found->cache != 0 && old->cache == found->cache && old->page == found->page
         && g_str_equal (old->server, found->server) && g_str_equal (old->user, found->user)
         && g_str_equal (old->acl, found->acl);
}

static DyrAnswer *
finish (DyrEspocrm *self, const DyrResponse *response)
{
  DyrAnswer *answer = dyr_espo_answer (DYR_ANSWER_DONE, response, NULL);

  answer->last = TRUE;
  g_clear_pointer (&self->probe, dyr_espo_probe_free);

  return answer;
}

static DyrAnswer *
read_user (DyrEspocrm *self, const DyrResponse *response, JsonNode *root)
{
  DyrEspoProbe *probe = self->probe;
  JsonObject *body = dyr_espo_json_as_object (root);
  JsonObject *user = go_down (body, "user", NULL), *settings = go_down (body, "settings", NULL);
  const char *id = user != NULL ? dyr_espo_json_get_text (user, "id") : NULL;
  const DyrEspoFeed *feed = &self->mapping->modes[DYR_ESPO_MODE_EXTENSION].feed;
  gint64 limit;

  if (id == NULL || !dyr_espo_is_id (id) || go_down (body, "acl", "table") == NULL)
    return wrong (response);

  probe->user = json_node_ref (root);
  dyr_set_str (&probe->found->user, id);
  dyr_set_str (&probe->found->user_name, dyr_espo_json_get_text (user, "name"));
  if (settings != NULL && dyr_espo_json_get_number (settings, "recordListMaxSizeLimit", &limit)
      && limit > 0)
    probe->found->page = (guint) MIN (limit, MAX_PAGE);
  probe->found->acl = digest_rights (probe, self->mapping);
  if (is_known (self))
    return finish (self, response);

  probe->step = STEP_MODE;
  if (feed->entity != NULL)
    g_ptr_array_add (probe->entities, g_strdup (feed->entity));

  return feed->entity != NULL ? ask_on (response) : wrong (response);
}

/* The entities of the mode that we may read, each once, the first one last. */
static void
choose_entities (DyrEspoProbe *probe, const DyrEspoMode *mode)
{
  for (guint i = mode->entities->len; i > 0; i--)
    {
      const DyrEspoEntity *entity = mode->entities->pdata[i - 1];

      if (may (probe, entity->entity, "read")
          && !g_ptr_array_find_with_equal_func (probe->entities, entity->entity, g_str_equal, NULL))
        g_ptr_array_add (probe->entities, g_strdup (entity->entity));
    }
}

static void
read_mode (DyrEspocrm *self, JsonNode *root)
{
  DyrEspoProbe *probe = self->probe;
  const DyrEspoFeed *feed = &self->mapping->modes[DYR_ESPO_MODE_EXTENSION].feed;

  /* Metadata shows only what we may see; the table names all there is. */
  probe->found->mode
      = dyr_espo_json_as_object (root) != NULL || get_row (probe, feed->entity) != NULL
            ? DYR_ESPO_MODE_EXTENSION
            : DYR_ESPO_MODE_STOCK;
  if (probe->found->mode == DYR_ESPO_MODE_EXTENSION && may (probe, feed->entity, "read"))
    probe->found->feed = feed;
  g_ptr_array_set_size (probe->entities, 0);
  choose_entities (probe, &self->mapping->modes[probe->found->mode]);
  probe->step = STEP_ENTITIES;
}

/* The field of EspoCRM that has an attribute: a field of that name, or one that has it as a part
 * ("billingAddress" of "billingAddressCity"). NULL: the attribute is not there. */
static const char *
find_owner (JsonObject *fields, const char *attribute)
{
  g_autoptr (GList) members = NULL;

  if (json_object_has_member (fields, attribute))
    return attribute;

  members = json_object_get_members (fields);
  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonObject *field = dyr_espo_json_get_object (fields, l->data);
      const char *type = field != NULL ? dyr_espo_json_get_text (field, "type") : NULL;

      if (g_strcmp0 (type, "address") == 0 && g_str_has_prefix (attribute, l->data))
        return l->data;
      if (g_strcmp0 (type, "personName") == 0
          && (g_str_equal (attribute, "firstName") || g_str_equal (attribute, "lastName")
              || g_str_equal (attribute, "middleName")))
        return l->data;
    }

  return NULL;
}

static void
find_field (const DyrEspoProbe *probe,
            const DyrEspoField *field,
            JsonObject *fields,
            DyrEspoHeld *held)
{
  const char *attribute = field->stem != NULL ? field->stem : field->attribute;
  const char *owner = find_owner (fields, attribute);
  const char *entity = held->entity->entity;
  guint64 bit = G_GUINT64_CONSTANT (1) << field->field;

  if (owner == NULL || (field->detail != NULL && find_owner (fields, field->detail) == NULL)
      || is_forbidden (probe, entity, owner, "read")
      || is_forbidden (probe, entity, attribute, "read"))
    return;
  held->readable |= bit;
  if ((held->create || held->edit) && !is_forbidden (probe, entity, owner, "edit")
      && !is_forbidden (probe, entity, attribute, "edit"))
    held->writable |= bit;
}

static gboolean
is_unique (JsonObject *defs, const char *attribute)
{
  JsonObject *indexes = go_down (defs, "indexes", NULL);
  g_autoptr (GList) members = indexes != NULL ? json_object_get_members (indexes) : NULL;

  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonObject *index = dyr_espo_json_get_object (indexes, l->data);
      JsonArray *columns = index != NULL ? dyr_espo_json_get_array (index, "columns") : NULL;

      if (columns != NULL && json_array_get_length (columns) > 0
          && g_strcmp0 (dyr_espo_json_as_text (json_array_get_element (columns, 0)), attribute) == 0
          && g_strcmp0 (dyr_espo_json_get_text (index, "type"), "unique") == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_signs (const DyrEspoEntity *entity, JsonObject *fields)
{
  for (guint i = 0; entity->fixed != NULL && i < entity->fixed->len; i++)
    if (!json_object_has_member (fields, g_array_index (entity->fixed, DyrEspoFixed, i).attribute))
      return FALSE;

  return TRUE;
}

static void
add_held (DyrEspoProbe *probe, const DyrEspoEntity *entity, JsonObject *defs)
{
  JsonObject *fields = go_down (defs, "fields", NULL);
  DyrEspoHeld held = { entity };

  /* Without its sign a record could not be told from one of another type. */
  if (fields == NULL || !has_signs (entity, fields))
    return;
  held.create = !entity->read_only && may (probe, entity->entity, "create");
  held.edit = !entity->read_only && may (probe, entity->entity, "edit");
  held.remove = !entity->read_only && may (probe, entity->entity, "delete");
  held.uid = entity->uid != NULL && json_object_has_member (fields, entity->uid)
             && !is_forbidden (probe, entity->entity, entity->uid, "read");
  held.unique = held.uid && is_unique (defs, entity->uid);
  held.versions
      = json_object_get_boolean_member_with_default (defs, "optimisticConcurrencyControl", FALSE);
  /* What the extension does to all its types goes with a save in one transaction. */
  held.locked = held.versions && probe->found->mode == DYR_ESPO_MODE_EXTENSION
                && json_object_get_boolean_member_with_default (defs, "transactionalSave", FALSE);
  for (guint i = 0; i < entity->fields->len; i++)
    find_field (probe, &g_array_index (entity->fields, DyrEspoField, i), fields, &held);
  g_array_append_val (probe->found->held, held);
}

static DyrAnswer *
describe (DyrEspocrm *self, const DyrResponse *response)
{
  DyrEspoProbe *probe = self->probe;
  const DyrEspoMode *mode = &self->mapping->modes[probe->found->mode];

  for (guint i = 0; i < mode->entities->len; i++)
    {
      const DyrEspoEntity *entity = mode->entities->pdata[i];
      JsonNode *defs = g_hash_table_lookup (probe->defs, entity->entity);

      if (defs != NULL)
        add_held (probe, entity, json_node_get_object (defs));
    }
  dyr_espo_description_finish (probe->found);
  dyr_espo_description_free (self->description);
  self->description = g_steal_pointer (&probe->found);

  return finish (self, response);
}

static void
read_entity (DyrEspoProbe *probe, JsonNode *root)
{
  guint last = probe->entities->len - 1;

  if (dyr_espo_json_as_object (root) != NULL)
    g_hash_table_insert (
        probe->defs, g_strdup (probe->entities->pdata[last]), json_node_ref (root));
  g_ptr_array_set_size (probe->entities, (int) last);
}

DyrAnswer *
dyr_espo_describe_read (DyrEspocrm *self, const DyrResponse *response, JsonNode *root)
{
  /* An answer to what was not asked. */
  if (self->probe == NULL)
    return wrong (response);
  if (self->probe->step == STEP_SETTINGS)
    return read_settings (self->probe, response, dyr_espo_json_as_object (root));
  if (self->probe->step == STEP_USER)
    return read_user (self, response, root);
  if (self->probe->step == STEP_MODE)
    read_mode (self, root);
  else
    read_entity (self->probe, root);

  return self->probe->entities->len > 0 ? ask_on (response) : describe (self, response);
}
