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

#include "dyr-json.h"
#include "dyr-reason.h"
#include "dyr-util.h"

#define MAX_PAGE 200

/* EspoCRM tells sizes of files in these. */
#define MEGABYTE (1024 * 1024)
/* Ours would still be counted right in bytes. */
#define MAX_MEGABYTES ((double) (G_GINT64_CONSTANT (1) << 40))

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
  DyrJson *user;       /* App/user */
  GPtrArray *entities; /* names that are still to be asked for, the next one last */
  GHashTable *defs;    /* name → DyrJson, an object */
};

void
dyr_espo_probe_free (DyrEspoProbe *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->found, dyr_espo_description_free);
  g_clear_pointer (&self->user, dyr_json_unref);
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
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) dyr_json_unref);

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
    return dyr_espo_get (self, DYR_ESPO_USER, NULL);

  query = g_strconcat (
      "key=entityDefs.", self->probe->entities->pdata[self->probe->entities->len - 1], NULL);

  return dyr_espo_get (self, "Metadata", query);
}

static DyrAnswer *
wrong (const DyrResponse *response)
{
  return dyr_espo_answer (DYR_ANSWER_WRONG, response, dyr_reason_new ("no-crm", NULL));
}

static DyrAnswer *
ask_on (const DyrResponse *response)
{
  return dyr_espo_answer (DYR_ANSWER_DONE, response, NULL);
}

static DyrAnswer *
read_settings (DyrEspoProbe *probe, const DyrResponse *response, const DyrJson *settings)
{
  const char *server = settings != NULL ? dyr_json_get_text (settings, "siteUrl") : NULL;
  gsize length;

  if (server == NULL
      || (!g_str_has_prefix (server, "http://") && !g_str_has_prefix (server, "https://")))
    return wrong (response);

  length = strlen (server);
  while (server[length - 1] == '/')
    length--;
  probe->found->server = g_strndup (server, length);
  if (!dyr_json_get_number (settings, "cacheTimestamp", &probe->found->cache))
    probe->found->cache = 0;
  probe->step = STEP_USER;

  return ask_on (response);
}

/* Member @second of member @first, and so on; NULL: there is no such object. */
static const DyrJson *
go_down (const DyrJson *object, const char *first, const char *second)
{
  if (object != NULL)
    object = dyr_json_get_object (object, first);
  if (object != NULL && second != NULL)
    object = dyr_json_get_object (object, second);

  return object;
}

static const DyrJson *
get_user (const DyrEspoProbe *probe)
{
  return dyr_json_as_object (probe->user);
}

/* What our role says of an entity; NULL: nothing at all. */
static const DyrJson *
get_row (const DyrEspoProbe *probe, const char *entity)
{
  const DyrJson *table = go_down (get_user (probe), "acl", "table");

  return table != NULL ? dyr_json_get (table, entity) : NULL;
}

static gboolean
may (const DyrEspoProbe *probe, const char *entity, const char *action)
{
  const DyrJson *row = get_row (probe, entity);
  const DyrJson *levels = dyr_json_as_object (row);
  const DyrJson *user = go_down (get_user (probe), "user", NULL);
  const char *level = levels != NULL ? dyr_json_get_text (levels, action) : NULL;

  if (levels != NULL)
    return level != NULL && !g_str_equal (level, "no");
  if (row != NULL)
    return dyr_json_is_true (row);

  return user != NULL && g_strcmp0 (dyr_json_get_text (user, "type"), "admin") == 0;
}

/* Whether a record of nobody is out of our reach, though we made it. */
static gboolean
is_own (const DyrEspoProbe *probe, const char *entity)
{
  const DyrJson *levels = dyr_json_as_object (get_row (probe, entity));
  const char *level = levels != NULL ? dyr_json_get_text (levels, "read") : NULL;

  return g_strcmp0 (level, "own") == 0 || g_strcmp0 (level, "team") == 0;
}

static gboolean
is_forbidden (const DyrEspoProbe *probe, const char *entity, const char *field, const char *action)
{
  const DyrJson *fields = go_down (go_down (get_user (probe), "acl", "fieldTable"), entity, field);

  return fields != NULL && g_strcmp0 (dyr_json_get_text (fields, action), "no") == 0;
}

static void
add_json (GChecksum *digest, const DyrJson *node)
{
  g_autofree char *json = node != NULL ? dyr_json_write (node) : g_strdup ("-");

  g_checksum_update (digest, (const guchar *) json, (gssize) strlen (json) + 1);
}

/* What decides which records we see: who we are, our teams, our role. */
static char *
digest_rights (const DyrEspoProbe *probe, const DyrEspoMapping *mapping)
{
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
  const DyrJson *user = go_down (get_user (probe), "user", NULL);
  const DyrJson *fields = go_down (get_user (probe), "acl", "fieldTable");

  add_json (digest, dyr_json_get (user, "id"));
  add_json (digest, dyr_json_get (user, "teamsIds"));
  for (guint i = 0; i < DYR_ESPO_N_MODES; i++)
    for (guint j = 0; j < mapping->modes[i].entities->len; j++)
      {
        const DyrEspoEntity *entity = mapping->modes[i].entities->pdata[j];

        add_json (digest, get_row (probe, entity->entity));
        add_json (digest, fields != NULL ? dyr_json_get (fields, entity->entity) : NULL);
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
         && old->program == found->program && old->most == found->most && old->piece == found->piece
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

/* Bytes; 0: not told, or nothing. EspoCRM's numbers may be fractions. */
static gint64
read_megabytes (const DyrJson *object, const char *name)
{
  const DyrJson *node = object != NULL ? dyr_json_get (object, name) : NULL;
  double number;

  if (node == NULL)
    return 0;
  if (dyr_json_kind (node) == DYR_JSON_NUMBER)
    number = (double) dyr_json_number (node);
  else if (dyr_json_kind (node) == DYR_JSON_REAL)
    number = dyr_json_real (node);
  else
    return 0;

  /* Not a number is not more than nothing. */
  return number > 0 ? (gint64) (MIN (number, MAX_MEGABYTES) * MEGABYTE) : 0;
}

static DyrAnswer *
read_user (DyrEspocrm *self, const DyrResponse *response, DyrJson *root)
{
  DyrEspoProbe *probe = self->probe;
  const DyrJson *body = dyr_json_as_object (root);
  const DyrJson *user = go_down (body, "user", NULL), *settings = go_down (body, "settings", NULL);
  const char *id = user != NULL ? dyr_json_get_text (user, "id") : NULL;
  const DyrEspoFeed *feed = &self->mapping->modes[DYR_ESPO_MODE_EXTENSION].feed;
  gint64 limit;

  if (id == NULL || !dyr_espo_is_id (id) || go_down (body, "acl", "table") == NULL)
    return wrong (response);

  probe->user = dyr_json_ref (root);
  dyr_set_str (&probe->found->user, id);
  probe->found->program = g_strcmp0 (dyr_json_get_text (user, "type"), "api") == 0;
  dyr_set_str (&probe->found->user_name, dyr_json_get_text (user, "name"));
  if (settings != NULL && dyr_json_get_number (settings, "recordListMaxSizeLimit", &limit)
      && limit > 0)
    probe->found->page = (guint) MIN (limit, MAX_PAGE);
  /* Of this one it counts the whole megabytes only. */
  probe->found->most = read_megabytes (settings, "attachmentUploadMaxSize") / MEGABYTE * MEGABYTE;
  probe->found->piece = read_megabytes (settings, "attachmentUploadChunkSize");
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
read_mode (DyrEspocrm *self, DyrJson *root)
{
  DyrEspoProbe *probe = self->probe;
  const DyrEspoFeed *feed = &self->mapping->modes[DYR_ESPO_MODE_EXTENSION].feed;

  /* Metadata shows only what we may see; the table names all there is. */
  probe->found->mode = dyr_json_as_object (root) != NULL || get_row (probe, feed->entity) != NULL
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
find_owner (const DyrJson *fields, const char *attribute)
{

  if (dyr_json_has (fields, attribute))
    return attribute;

  for (const DyrJson *field = dyr_json_first (fields); field != NULL;
       field = dyr_json_next (fields, field))
    {
      const char *name = dyr_json_name (field);
      const char *type = dyr_json_get_text (field, "type");

      if (g_strcmp0 (type, "address") == 0 && g_str_has_prefix (attribute, name))
        return name;
      if (g_strcmp0 (type, "personName") == 0
          && (g_str_equal (attribute, "firstName") || g_str_equal (attribute, "lastName")
              || g_str_equal (attribute, "middleName")))
        return name;
    }

  return NULL;
}

static void
find_field (const DyrEspoProbe *probe,
            const DyrEspoField *field,
            const DyrJson *fields,
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
is_unique (const DyrJson *defs, const char *attribute)
{
  const DyrJson *indexes = go_down (defs, "indexes", NULL);

  for (const DyrJson *index = dyr_json_first (indexes); index != NULL;
       index = dyr_json_next (indexes, index))
    {
      const DyrJson *columns = dyr_json_get_array (index, "columns");

      if (g_strcmp0 (dyr_json_as_text (dyr_json_first (columns)), attribute) == 0
          && g_strcmp0 (dyr_json_get_text (index, "type"), "unique") == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_signs (const DyrEspoEntity *entity, const DyrJson *fields)
{
  for (guint i = 0; entity->fixed != NULL && i < entity->fixed->len; i++)
    if (!dyr_json_has (fields, g_array_index (entity->fixed, DyrEspoFixed, i).attribute))
      return FALSE;

  return TRUE;
}

static void
add_held (DyrEspoProbe *probe, const DyrEspoEntity *entity, const DyrJson *defs)
{
  const DyrJson *fields = go_down (defs, "fields", NULL);
  DyrEspoHeld held = { entity };

  /* Without its sign a record could not be told from one of another type. */
  if (fields == NULL || !has_signs (entity, fields))
    return;
  held.own = is_own (probe, entity->entity);
  held.create = !entity->read_only && may (probe, entity->entity, "create");
  held.edit = !entity->read_only && may (probe, entity->entity, "edit");
  held.remove = !entity->read_only && may (probe, entity->entity, "delete");
  held.uid = entity->uid != NULL && dyr_json_has (fields, entity->uid)
             && !is_forbidden (probe, entity->entity, entity->uid, "read");
  held.unique = held.uid && is_unique (defs, entity->uid);
  held.versions = dyr_json_is_true (dyr_json_get (defs, "optimisticConcurrencyControl"));
  /* What the extension does to all its types goes with a save in one transaction. */
  held.locked = held.versions && probe->found->mode == DYR_ESPO_MODE_EXTENSION
                && dyr_json_is_true (dyr_json_get (defs, "transactionalSave"));
  if (entity->content != NULL)
    held.content_most = read_megabytes (go_down (fields, entity->content, NULL), "maxFileSize");
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
      const DyrJson *defs = g_hash_table_lookup (probe->defs, entity->entity);

      if (defs != NULL)
        add_held (probe, entity, dyr_json_as_object (defs));
    }
  dyr_espo_description_finish (probe->found);
  dyr_espo_description_free (self->description);
  self->description = g_steal_pointer (&probe->found);

  return finish (self, response);
}

static void
read_entity (DyrEspoProbe *probe, DyrJson *root)
{
  guint last = probe->entities->len - 1;

  if (dyr_json_as_object (root) != NULL)
    g_hash_table_insert (probe->defs, g_strdup (probe->entities->pdata[last]), dyr_json_ref (root));
  g_ptr_array_set_size (probe->entities, (int) last);
}

DyrAnswer *
dyr_espo_describe_read (DyrEspocrm *self, const DyrResponse *response, DyrJson *root)
{
  /* An answer to what was not asked. */
  if (self->probe == NULL)
    return wrong (response);
  if (self->probe->step == STEP_SETTINGS)
    return read_settings (self->probe, response, dyr_json_as_object (root));
  if (self->probe->step == STEP_USER)
    return read_user (self, response, root);
  if (self->probe->step == STEP_MODE)
    read_mode (self, root);
  else
    read_entity (self->probe, root);

  return self->probe->entities->len > 0 ? ask_on (response) : describe (self, response);
}
