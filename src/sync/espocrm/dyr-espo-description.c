/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What probing found out about a server, and its text in the store. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espocrm-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "dyr-error.h"
#include "dyr-json.h"

#define FORMAT 1

/* What EspoCRM lets a list have when nobody changed it. */
#define USUAL_PAGE 200

DyrEspoDescription *
dyr_espo_description_new (void)
{
  DyrEspoDescription *self = g_new0 (DyrEspoDescription, 1);

  self->page = USUAL_PAGE;
  self->held = g_array_new (FALSE, TRUE, sizeof (DyrEspoHeld));

  return self;
}

void
dyr_espo_description_free (DyrEspoDescription *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->held);
  g_free (self->server);
  g_free (self->user);
  g_free (self->user_name);
  g_free (self->acl);
  g_free (self->sweep);
  g_free (self->types);
  g_free (self->streams);
  g_free (self);
}

static void
add_to_type (DyrRemoteType *type, const DyrEspoHeld *held)
{
  gboolean first = type->type == NULL;

  /* Of several entities, what holds for all of them; and the fields that one of them has. */
  type->type = held->entity->type;
  type->writable = type->writable || held->create || held->edit;
  type->fields |= held->readable;
  for (guint i = 0; i < held->entity->when->len; i++)
    type->fields |= G_GUINT64_CONSTANT (1)
                    << g_array_index (held->entity->when, DyrEspoCondition, i).field;
  type->versions = (first || type->versions) && held->versions;
  type->locked = (first || type->locked) && held->locked;
  type->uids = (first || type->uids) && held->uid;
  type->unique = (first || type->unique) && held->unique;
}

/* Rights, and what of each entity can be read at all. */
static char *
digest_sweep (const DyrEspoDescription *self)
{
  g_autoptr (GString) text = g_string_new (self->server);

  g_string_append_printf (text, "\n%s\n%d\n", self->acl, (int) self->mode);
  for (guint i = 0; i < self->held->len; i++)
    {
      const DyrEspoHeld *held = &g_array_index (self->held, DyrEspoHeld, i);

      g_string_append_printf (text,
                              "%s %d %d %" G_GINT64_MODIFIER "x\n",
                              held->entity->stream,
                              held->versions,
                              held->uid,
                              held->readable);
    }

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, -1);
}

/* Makes types and streams out of what is held. */
void
dyr_espo_description_finish (DyrEspoDescription *self)
{
  guint n_types = 0;

  g_free (self->sweep);
  self->sweep = digest_sweep (self);
  while (dyr_record_types[n_types] != NULL)
    n_types++;
  g_free (self->types);
  g_free (self->streams);
  self->types = g_new0 (DyrRemoteType, n_types);
  self->n_streams = self->held->len + (self->feed != NULL);
  self->streams = g_new0 (DyrStream, self->n_streams + 1);

  for (guint i = 0; i < self->held->len; i++)
    {
      const DyrEspoHeld *held = &g_array_index (self->held, DyrEspoHeld, i);

      for (guint j = 0; j < n_types; j++)
        if (dyr_record_types[j] == held->entity->type)
          add_to_type (&self->types[j], held);
      self->streams[i].name = held->entity->stream;
      self->streams[i].type = held->entity->type;
    }
  if (self->feed != NULL)
    self->streams[self->held->len].name = self->feed->entity;
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_fields (JsonBuilder *builder, const char *name, const DyrRecordType *type, guint64 fields)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < type->n_fields; i++)
    if ((fields >> i & 1) != 0)
      json_builder_add_string_value (builder, type->fields[i].name);
  json_builder_end_array (builder);
}

/* Only when there is one, as below. */
static void
add_size (JsonBuilder *builder, const char *name, gint64 size)
{
  if (size <= 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, size);
}

static void
add_held (JsonBuilder *builder, const DyrEspoHeld *held)
{
  json_builder_set_member_name (builder, held->entity->stream);
  json_builder_begin_object (builder);
  add_boolean (builder, "create", held->create);
  add_boolean (builder, "edit", held->edit);
  add_boolean (builder, "remove", held->remove);
  /* Only then, as below. */
  if (held->own)
    add_boolean (builder, "own", TRUE);
  add_size (builder, "content-most", held->content_most);
  add_boolean (builder, "versions", held->versions);
  add_boolean (builder, "locked", held->locked);
  add_boolean (builder, "uid", held->uid);
  add_boolean (builder, "unique", held->unique);
  add_fields (builder, "readable", held->entity->type, held->readable);
  add_fields (builder, "writable", held->entity->type, held->writable);
  json_builder_end_object (builder);
}

char *
dyr_espo_description_to_text (const DyrEspoDescription *self, const DyrEspoMapping *mapping)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_int_value (builder, FORMAT);
  add_text (builder, "mapping", mapping->digest);
  add_text (builder, "mode", dyr_espo_mode_name (self->mode));
  add_text (builder, "server", self->server);
  add_text (builder, "user", self->user);
  add_text (builder, "user-name", self->user_name);
  /* Only then: that of a person is what earlier programs wrote, and no reason to look at everything
   * anew. */
  if (self->program)
    add_boolean (builder, "program", TRUE);
  add_text (builder, "acl", self->acl);
  add_text (builder, "sweep", self->sweep);
  json_builder_set_member_name (builder, "cache");
  json_builder_add_int_value (builder, self->cache);
  json_builder_set_member_name (builder, "page");
  json_builder_add_int_value (builder, self->page);
  add_size (builder, "most", self->most);
  add_size (builder, "piece", self->piece);
  add_boolean (builder, "deletions", self->feed != NULL);
  json_builder_set_member_name (builder, "held");
  json_builder_begin_object (builder);
  for (guint i = 0; i < self->held->len; i++)
    add_held (builder, &g_array_index (self->held, DyrEspoHeld, i));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static gboolean
take_fields (const DyrJson *object, const char *name, const DyrRecordType *type, guint64 *fields)
{
  const DyrJson *array = dyr_json_get_array (object, name);

  for (const DyrJson *one = dyr_json_first (array); one != NULL; one = dyr_json_next (array, one))
    {
      const char *text = dyr_json_as_text (one);
      int field = text != NULL ? dyr_record_type_find (type, text) : -1;

      if (field < 0)
        return FALSE;
      *fields |= G_GUINT64_CONSTANT (1) << field;
    }

  return array != NULL;
}

static gboolean
take_boolean (const DyrJson *object, const char *name, gboolean *value)
{
  const DyrJson *node = dyr_json_get (object, name);

  if (node == NULL || dyr_json_kind (node) != DYR_JSON_BOOLEAN)
    return FALSE;
  *value = dyr_json_is_true (node);

  return TRUE;
}

static gint64
take_size (const DyrJson *object, const char *name)
{
  gint64 size;

  return dyr_json_get_number (object, name, &size) && size > 0 ? size : 0;
}

static gboolean
take_held (DyrEspoDescription *self, const DyrEspoEntity *entity, const DyrJson *object)
{
  DyrEspoHeld held = { entity };

  if (!take_boolean (object, "create", &held.create) || !take_boolean (object, "edit", &held.edit)
      || !take_boolean (object, "remove", &held.remove)
      || !take_boolean (object, "versions", &held.versions)
      || !take_boolean (object, "locked", &held.locked) || !take_boolean (object, "uid", &held.uid)
      || !take_boolean (object, "unique", &held.unique)
      || !take_fields (object, "readable", entity->type, &held.readable)
      || !take_fields (object, "writable", entity->type, &held.writable))
    return FALSE;
  /* The mapping may be another one since this was written down. */
  held.uid = held.uid && entity->uid != NULL;
  held.own = dyr_json_is_true (dyr_json_get (object, "own"));
  held.unique = held.unique && held.uid;
  held.content_most = take_size (object, "content-most");
  g_array_append_val (self->held, held);

  return TRUE;
}

static gboolean
take_all_held (DyrEspoDescription *self, const DyrEspoMode *mode, const DyrJson *object)
{
  guint n = 0;

  for (guint i = 0; i < mode->entities->len; i++)
    {
      const DyrEspoEntity *entity = mode->entities->pdata[i];
      const DyrJson *held = dyr_json_get_object (object, entity->stream);

      if (held == NULL)
        continue;
      n++;
      if (!take_held (self, entity, held))
        return FALSE;
    }

  return n == dyr_json_length (object);
}

static gboolean
take_mode (const char *name, DyrEspoModeName *mode)
{
  for (guint i = 0; i < DYR_ESPO_N_MODES; i++)
    if (g_strcmp0 (name, dyr_espo_mode_name (i)) == 0)
      {
        *mode = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
take_description (DyrEspoDescription *self, const DyrEspoMapping *mapping, const DyrJson *object)
{
  const DyrJson *held = dyr_json_get_object (object, "held");
  gboolean deletions;
  gint64 format, page;

  if (!dyr_json_get_number (object, "format", &format) || format != FORMAT
      || g_strcmp0 (dyr_json_get_text (object, "mapping"), mapping->digest) != 0
      || !take_mode (dyr_json_get_text (object, "mode"), &self->mode) || held == NULL
      || !dyr_json_get_number (object, "cache", &self->cache)
      || !dyr_json_get_number (object, "page", &page) || page < 1 || page > USUAL_PAGE
      || !take_boolean (object, "deletions", &deletions))
    return FALSE;

  self->page = (guint) page;
  self->most = take_size (object, "most");
  self->piece = take_size (object, "piece");
  self->server = g_strdup (dyr_json_get_text (object, "server"));
  self->user = g_strdup (dyr_json_get_text (object, "user"));
  self->user_name = g_strdup (dyr_json_get_text (object, "user-name"));
  self->acl = g_strdup (dyr_json_get_text (object, "acl"));
  self->program = dyr_json_is_true (dyr_json_get (object, "program"));
  if (deletions)
    self->feed = &mapping->modes[self->mode].feed;

  return self->server != NULL && self->user != NULL && self->acl != NULL
         && (self->feed == NULL || self->feed->entity != NULL)
         && take_all_held (self, &mapping->modes[self->mode], held);
}

DyrEspoDescription *
dyr_espo_description_from_text (const DyrEspoMapping *mapping, const char *text, GError **error)
{
  g_autoptr (DyrEspoDescription) self = dyr_espo_description_new ();
  g_autoptr (DyrJson) root = NULL;

  if (dyr_json_parse (text, strlen (text), &root) != DYR_JSON_WHOLE
      || dyr_json_as_object (root) == NULL
      || !take_description (self, mapping, dyr_json_as_object (root)))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("What was known of the CRM does not fit any more. It has to be asked anew."));
      return NULL;
    }
  dyr_espo_description_finish (self);

  return g_steal_pointer (&self);
}

const DyrEspoHeld *
dyr_espo_description_by_id (const DyrEspoDescription *self,
                            const DyrRecordType *type,
                            const char *remote_id)
{
  const char *slash = remote_id != NULL ? strchr (remote_id, '/') : NULL;
  gsize length = slash != NULL ? (gsize) (slash - remote_id) : 0;

  if (slash == NULL || !dyr_espo_is_id (slash + 1))
    return NULL;
  for (guint i = 0; i < self->held->len; i++)
    {
      const DyrEspoHeld *held = &g_array_index (self->held, DyrEspoHeld, i);
      const char *entity = held->entity->entity;

      if (held->entity->type == type && strlen (entity) == length
          && memcmp (entity, remote_id, length) == 0)
        return held;
    }

  return NULL;
}

const DyrEspoHeld *
dyr_espo_description_by_stream (const DyrEspoDescription *self, const char *stream)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      const DyrEspoHeld *held = &g_array_index (self->held, DyrEspoHeld, i);

      if (g_strcmp0 (held->entity->stream, stream) == 0)
        return held;
    }

  return NULL;
}

static gboolean
is_met (const DyrEspoEntity *entity, const DyrRemoteRecord *record)
{
  for (guint i = 0; i < entity->when->len; i++)
    {
      const DyrEspoCondition *condition = &g_array_index (entity->when, DyrEspoCondition, i);

      if (g_strcmp0 (dyr_value_text (&record->values[condition->field]), condition->choice) != 0)
        return FALSE;
    }

  return TRUE;
}

const DyrEspoHeld *
dyr_espo_description_by_record (const DyrEspoDescription *self, const DyrRemoteRecord *record)
{
  for (guint i = 0; record != NULL && i < self->held->len; i++)
    {
      const DyrEspoHeld *held = &g_array_index (self->held, DyrEspoHeld, i);

      if (held->entity->type == record->type && is_met (held->entity, record))
        return held;
    }

  return NULL;
}

const DyrEspoHeld *
dyr_espo_description_by_order (const DyrEspoDescription *self, const DyrOrder *order)
{
  if (self == NULL)
    return NULL;

  switch (order->kind)
    {
    case DYR_ORDER_PULL:
    case DYR_ORDER_SWEEP:
      return dyr_espo_description_by_stream (self, order->stream);
    case DYR_ORDER_LOOK_UP:
    case DYR_ORDER_CREATE:
      return dyr_espo_description_by_record (self, order->sent);
    case DYR_ORDER_FETCH:
    case DYR_ORDER_UPDATE:
    case DYR_ORDER_DELETE:
      return dyr_espo_description_by_id (self, order->type, order->remote_id);
    case DYR_ORDER_DESCRIBE:
    default:
      return NULL;
    }
}

gboolean
dyr_espo_is_feed (const DyrEspoDescription *self, const DyrOrder *order)
{
  return self != NULL && self->feed != NULL && order->kind == DYR_ORDER_PULL
         && g_strcmp0 (order->stream, self->feed->entity) == 0;
}

static guint
n_fixed (const DyrEspoEntity *entity)
{
  return entity->fixed != NULL ? entity->fixed->len : 0;
}

static gboolean
has_signs (const DyrEspoEntity *entity, const DyrJson *object)
{
  for (guint i = 0; i < n_fixed (entity); i++)
    {
      const DyrEspoFixed *fixed = &g_array_index (entity->fixed, DyrEspoFixed, i);
      const DyrJson *node = dyr_json_get (object, fixed->attribute);
      g_autofree char *json = node != NULL ? dyr_json_write (node) : NULL;

      if (g_strcmp0 (json, fixed->json) != 0)
        return FALSE;
    }

  return TRUE;
}

/* The other types that share the entity and have signs; NULL ends. */
static const DyrEspoEntity *
next_rival (const DyrEspoDescription *self, const DyrEspoHeld *held, guint *at)
{
  while (*at < self->held->len)
    {
      const DyrEspoEntity *entity = g_array_index (self->held, DyrEspoHeld, (*at)++).entity;

      if (entity != held->entity && n_fixed (entity) > 0
          && g_str_equal (entity->entity, held->entity->entity))
        return entity;
    }

  return NULL;
}

void
dyr_espo_description_each_sign (const DyrEspoDescription *self,
                                const DyrEspoHeld *held,
                                DyrEspoAttributeFunc func,
                                gpointer data)
{
  const DyrEspoEntity *entity = held->entity;

  for (guint at = 0; entity != NULL; entity = next_rival (self, held, &at))
    for (guint i = 0; i < n_fixed (entity); i++)
      func (g_array_index (entity->fixed, DyrEspoFixed, i).attribute, data);
}

gboolean
dyr_espo_description_is_one (const DyrEspoDescription *self,
                             const DyrEspoHeld *held,
                             const DyrJson *object)
{
  const DyrEspoEntity *rival;

  if (n_fixed (held->entity) > 0)
    return has_signs (held->entity, object);
  for (guint at = 0; (rival = next_rival (self, held, &at)) != NULL;)
    if (has_signs (rival, object))
      return FALSE;

  return TRUE;
}
