/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEspoMapping: the reader of mapping.json. An office may write its own, so that every mistake is
 * named with its place. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espo-mapping-private.h"

#include <string.h>

#include "dyr-error.h"
#include "dyr-json.h"

#define FORMAT 1

static const char *const mode_names[DYR_ESPO_N_MODES] = { "extension", "stock" };

static void
clear_condition (gpointer data)
{
  g_free (((DyrEspoCondition *) data)->choice);
}

static void
clear_fixed (gpointer data)
{
  DyrEspoFixed *fixed = data;

  g_free (fixed->attribute);
  g_free (fixed->json);
}

static GArray *
new_array (guint size, GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, size);

  g_array_set_clear_func (array, clear);

  return array;
}

static void
free_entity (gpointer data)
{
  DyrEspoEntity *entity = data;

  g_array_unref (entity->fields);
  g_array_unref (entity->when);
  g_clear_pointer (&entity->fixed, g_array_unref);
  g_free (entity->stream);
  g_free (entity->entity);
  g_free (entity->uid);
  g_free (entity->content);
  g_free (entity);
}

gboolean
dyr_espo_reader_fail (DyrEspoReader *self, const char *format, ...)
{
  g_autoptr (GString) place = g_string_new (NULL);
  g_autofree char *message = NULL;
  va_list arguments;

  for (guint i = 0; i < self->place->len; i++)
    g_string_append_printf (place, "%s%s", i > 0 ? "/" : "", (char *) self->place->pdata[i]);
  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: name of a file, a place in it ("modes/stock/client"), a sentence. */
  g_set_error (self->error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               _ ("%s, at “%s”: %s"), self->file, place->str, message);

  return FALSE;
}

gboolean
dyr_espo_reader_fail_sort (DyrEspoReader *self, const char *name, const char *wanted)
{
  /* Translators: a name in a file, then what has to be there: "object", "array", "string". */
  return dyr_espo_reader_fail (self, _ ("“%s” has to be: %s."), name, wanted);
}

static gboolean
check_name (DyrEspoReader *self, const char *text)
{
  if (dyr_espo_is_name (text))
    return TRUE;

  /* Translators: what somebody wrote instead of the name of an entity or an attribute. */
  return dyr_espo_reader_fail (self, _ ("“%s” cannot be a name in EspoCRM."), text);
}

gboolean
dyr_espo_reader_take_name (
    DyrEspoReader *self, const DyrJson *object, const char *member, gboolean needed, char **name)
{
  const char *text = dyr_json_get_text (object, member);

  if (!needed && !dyr_json_has (object, member))
    return TRUE;
  if (text == NULL)
    return dyr_espo_reader_fail_sort (self, member, "string");
  *name = g_strdup (text);

  return check_name (self, text);
}

gboolean
dyr_espo_reader_find_field (DyrEspoReader *self,
                            const DyrRecordType *type,
                            const char *name,
                            guint *index)
{
  int field = dyr_record_type_find (type, name);

  if (field < 0)
    /* Translators: names: of a field, of a record type. */
    return dyr_espo_reader_fail (self, _ ("“%s” is no field of “%s”."), name, type->name);
  if ((type->fields[field].flags & (DYR_DERIVED | DYR_LOCAL)) != 0)
    /* Translators: name of a field that is computed, or stays on this computer. */
    return dyr_espo_reader_fail (self, _ ("“%s” never leaves this computer."), name);
  *index = (guint) field;

  return TRUE;
}

gboolean
dyr_espo_reader_take_fixed (DyrEspoReader *self,
                            const DyrJson *object,
                            const char *member,
                            GArray **fixed)
{
  const DyrJson *values = dyr_json_get_object (object, member);

  if (!dyr_json_has (object, member))
    return TRUE;
  if (values == NULL)
    return dyr_espo_reader_fail_sort (self, member, "object");
  *fixed = new_array (sizeof (DyrEspoFixed), clear_fixed);
  for (const DyrJson *value = dyr_json_first (values); value != NULL;
       value = dyr_json_next (values, value))
    {
      const char *name = dyr_json_name (value);
      DyrEspoFixed one;

      if (!check_name (self, name))
        return FALSE;
      one.attribute = g_strdup (name);
      one.json = dyr_json_write (value);
      g_array_append_val (*fixed, one);
    }

  return TRUE;
}

static void
enter (DyrEspoReader *self, const char *name)
{
  g_ptr_array_add (self->place, (gpointer) name);
}

static void
leave (DyrEspoReader *self)
{
  g_ptr_array_set_size (self->place, (int) self->place->len - 1);
}

static int
compare_fields (gconstpointer a, gconstpointer b)
{
  return (int) ((const DyrEspoField *) a)->field - (int) ((const DyrEspoField *) b)->field;
}

static gboolean
take_fields (DyrEspoReader *self, DyrEspoEntity *entity, const DyrJson *object)
{
  const DyrJson *fields = dyr_json_get_object (object, "fields");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (fields == NULL)
    return dyr_espo_reader_fail_sort (self, "fields", "object");
  for (const DyrJson *field = dyr_json_first (fields); field != NULL;
       field = dyr_json_next (fields, field))
    {
      const char *name = dyr_json_name (field);

      enter (self, name);
      if (!dyr_espo_reader_take_field (self, entity, name, dyr_json_as_object (field)))
        return FALSE;
      if (!g_hash_table_add (
              seen,
              g_array_index (entity->fields, DyrEspoField, entity->fields->len - 1).attribute))
        return dyr_espo_reader_fail (self, _ ("“%s” is there twice."), "attribute");
      leave (self);
    }
  g_array_sort (entity->fields, compare_fields);

  return TRUE;
}

static gboolean
take_when (DyrEspoReader *self, DyrEspoEntity *entity, const DyrJson *object)
{
  const DyrJson *when = dyr_json_get_object (object, "when");

  if (!dyr_json_has (object, "when"))
    return TRUE;
  if (when == NULL)
    return dyr_espo_reader_fail_sort (self, "when", "object");
  for (const DyrJson *one = dyr_json_first (when); one != NULL; one = dyr_json_next (when, one))
    {
      const char *name = dyr_json_name (one), *text = dyr_json_as_text (one);
      DyrEspoCondition condition;

      if (text == NULL)
        return dyr_espo_reader_fail_sort (self, name, "string");
      if (!dyr_espo_reader_find_field (self, entity->type, name, &condition.field))
        return FALSE;
      if (dyr_field_find_choice (&entity->type->fields[condition.field], text) == NULL)
        return dyr_espo_reader_fail (self, _ ("“%s” is no choice of “%s”."), text, name);
      condition.choice = g_strdup (text);
      g_array_append_val (entity->when, condition);
    }

  return TRUE;
}

static gboolean
take_read_only (DyrEspoReader *self, DyrEspoEntity *entity, const DyrJson *object)
{
  const DyrJson *node = dyr_json_get (object, "read-only");

  if (node == NULL)
    return TRUE;
  if (dyr_json_kind (node) != DYR_JSON_BOOLEAN)
    return dyr_espo_reader_fail_sort (self, "read-only", "true, false");
  entity->read_only = dyr_json_is_true (node);

  return TRUE;
}

/* The id of what is in a file has a name of its own there, without Id. */
static void
name_content (DyrEspoEntity *entity)
{
  g_autofree char *attribute
      = entity->content != NULL ? g_strconcat (entity->content, "Id", NULL) : NULL;

  for (guint i = 0; attribute != NULL && i < entity->fields->len; i++)
    {
      DyrEspoField *field = &g_array_index (entity->fields, DyrEspoField, i);

      if (field->shape == DYR_ESPO_SHAPE_TEXT && g_str_equal (field->attribute, attribute))
        field->stem = g_strdup (entity->content);
    }
}

static gboolean
take_entity (DyrEspoReader *self,
             DyrEspoMode *mode,
             const DyrRecordType *type,
             const DyrJson *object)
{
  DyrEspoEntity *entity;

  if (object == NULL)
    return dyr_espo_reader_fail_sort (self, type->name, "object");
  entity = g_new0 (DyrEspoEntity, 1);
  entity->type = type;
  entity->fields = new_array (sizeof (DyrEspoField), dyr_espo_field_clear);
  entity->when = new_array (sizeof (DyrEspoCondition), clear_condition);
  g_ptr_array_add (mode->entities, entity);

  if (!(dyr_espo_reader_take_name (self, object, "entity", TRUE, &entity->entity)
        && dyr_espo_reader_take_name (self, object, "uid", FALSE, &entity->uid)
        && dyr_espo_reader_take_name (self, object, "content", FALSE, &entity->content)
        && take_when (self, entity, object)
        && dyr_espo_reader_take_fixed (self, object, "fixed", &entity->fixed)
        && take_read_only (self, entity, object) && take_fields (self, entity, object)))
    return FALSE;
  name_content (entity);

  return TRUE;
}

static gboolean
take_type (DyrEspoReader *self, DyrEspoMode *mode, const DyrRecordType *type, const DyrJson *object)
{
  const DyrJson *entities = dyr_json_get_array (object, type->name);

  if (!dyr_json_has (object, type->name))
    return TRUE;
  if (entities == NULL)
    return dyr_espo_reader_fail_sort (self, type->name, "array");
  enter (self, type->name);
  for (const DyrJson *entity = dyr_json_first (entities); entity != NULL;
       entity = dyr_json_next (entities, entity))
    if (!take_entity (self, mode, type, dyr_json_as_object (entity)))
      return FALSE;
  leave (self);

  return TRUE;
}

/* Two types may share an entity: their lists then have names of their own. */
static gboolean
name_streams (DyrEspoReader *self, DyrEspoMode *mode)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < mode->entities->len; i++)
    {
      DyrEspoEntity *entity = mode->entities->pdata[i];

      entity->stream = g_strdup (entity->entity);
      if (!g_hash_table_contains (seen, entity->stream))
        {
          g_hash_table_add (seen, entity->stream);
          continue;
        }
      g_free (entity->stream);
      entity->stream = g_strdup_printf ("%s:%s", entity->entity, entity->type->name);
      if (!g_hash_table_add (seen, entity->stream))
        return dyr_espo_reader_fail (self, _ ("“%s” is there twice."), entity->entity);
    }

  return TRUE;
}

/* A link to what the CRM does not hold could be neither written nor read. */
static gboolean
check_links (DyrEspoReader *self, const DyrEspoMode *mode)
{
  for (guint i = 0; i < mode->entities->len; i++)
    {
      const DyrEspoEntity *entity = mode->entities->pdata[i];

      for (guint j = 0; j < entity->fields->len; j++)
        {
          guint index = g_array_index (entity->fields, DyrEspoField, j).field;
          const DyrField *field = &entity->type->fields[index];

          if (field->target != NULL && dyr_espo_mode_find (mode, field->target, NULL) == NULL)
            /* Translators: names: of a record type, of a field that links to it. */
            return dyr_espo_reader_fail (
                self,
                _ ("“%s” is not there, but “%s” links to it."), field->target->name, field->name);
        }
    }

  return TRUE;
}

static gboolean
take_mode (DyrEspoReader *self, DyrEspoMode *mode, const char *name, const DyrJson *modes)
{
  const DyrJson *object = dyr_json_get_object (modes, name);

  if (object == NULL)
    return dyr_espo_reader_fail_sort (self, name, "object");
  enter (self, name);
  for (const DyrJson *one = dyr_json_first (object); one != NULL; one = dyr_json_next (object, one))
    {
      const char *known = dyr_json_name (one);
      const DyrRecordType *type = dyr_record_type_by_name (known);

      if (type == NULL || !g_str_equal (type->name, known))
        return dyr_espo_reader_fail (self, _ ("“%s” is no record type."), known);
    }
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    if (!take_type (self, mode, dyr_record_types[i], object))
      return FALSE;
  if (!name_streams (self, mode) || !check_links (self, mode))
    return FALSE;
  leave (self);

  return TRUE;
}

static gboolean
take_feed (DyrEspoReader *self, DyrEspoFeed *feed, const DyrJson *feeds, const char *name)
{
  const DyrJson *object = dyr_json_get_object (feeds, name);

  if (!dyr_json_has (feeds, name))
    return TRUE;
  if (object == NULL)
    return dyr_espo_reader_fail_sort (self, name, "object");

  return dyr_espo_reader_take_name (self, object, "entity", TRUE, &feed->entity)
         && dyr_espo_reader_take_name (self, object, "number", TRUE, &feed->number)
         && dyr_espo_reader_take_name (self, object, "type", TRUE, &feed->type)
         && dyr_espo_reader_take_name (self, object, "id", TRUE, &feed->id)
         && dyr_espo_reader_take_name (self, object, "uid", FALSE, &feed->uid);
}

static gboolean
take_feeds (DyrEspoReader *self, DyrEspoMapping *mapping, const DyrJson *root)
{
  const DyrJson *feeds = dyr_json_get_object (root, "deletions");

  if (!dyr_json_has (root, "deletions"))
    return TRUE;
  if (feeds == NULL)
    return dyr_espo_reader_fail_sort (self, "deletions", "object");
  enter (self, "deletions");
  for (guint i = 0; i < DYR_ESPO_N_MODES; i++)
    if (!take_feed (self, &mapping->modes[i].feed, feeds, mode_names[i]))
      return FALSE;
  leave (self);

  return TRUE;
}

static gboolean
take_mapping (DyrEspoReader *self, DyrEspoMapping *mapping, const DyrJson *root)
{
  const DyrJson *modes = dyr_json_get_object (root, "modes");
  gint64 format;

  if (!dyr_json_get_number (root, "format", &format))
    return dyr_espo_reader_fail_sort (self, "format", "number");
  if (format != FORMAT)
    return dyr_espo_reader_fail (self,
                                 _ ("The file has another format than this program understands."));
  if (!take_feeds (self, mapping, root))
    return FALSE;
  if (modes == NULL)
    return dyr_espo_reader_fail_sort (self, "modes", "object");
  enter (self, "modes");
  for (guint i = 0; i < DYR_ESPO_N_MODES; i++)
    if (!take_mode (self, &mapping->modes[i], mode_names[i], modes))
      return FALSE;

  return TRUE;
}

DyrEspoMapping *
dyr_espo_mapping_new (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (DyrEspoMapping) self = g_new0 (DyrEspoMapping, 1);
  g_autoptr (GPtrArray) place = g_ptr_array_new ();
  g_autoptr (DyrJson) root = NULL;
  DyrEspoReader reader = { name, place, error };

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  for (guint i = 0; i < DYR_ESPO_N_MODES; i++)
    self->modes[i].entities = g_ptr_array_new_with_free_func (free_entity);
  self->digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) text, length);
  if (dyr_json_parse (text, length, &root) != DYR_JSON_WHOLE || dyr_json_as_object (root) == NULL)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("%s is no mapping: it has to be a file of JSON with one object."), name);
      return NULL;
    }
  if (!take_mapping (&reader, self, dyr_json_as_object (root)))
    return NULL;

  return g_steal_pointer (&self);
}

void
dyr_espo_mapping_free (DyrEspoMapping *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < DYR_ESPO_N_MODES; i++)
    {
      DyrEspoFeed *feed = &self->modes[i].feed;

      g_ptr_array_unref (self->modes[i].entities);
      g_free (feed->entity);
      g_free (feed->number);
      g_free (feed->type);
      g_free (feed->id);
      g_free (feed->uid);
    }
  g_free (self->digest);
  g_free (self);
}

const char *
dyr_espo_mode_name (DyrEspoModeName mode)
{
  g_return_val_if_fail (mode < DYR_ESPO_N_MODES, NULL);

  return mode_names[mode];
}

const DyrEspoEntity *
dyr_espo_mode_find (const DyrEspoMode *self, const DyrRecordType *type, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->entities->len; i++)
    {
      const DyrEspoEntity *entity = self->entities->pdata[i];

      if ((type == NULL || entity->type == type)
          && (name == NULL || g_str_equal (entity->entity, name)))
        return entity;
    }

  return NULL;
}

const DyrEspoField *
dyr_espo_entity_find (const DyrEspoEntity *self, guint field)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->fields->len; i++)
    if (g_array_index (self->fields, DyrEspoField, i).field == field)
      return &g_array_index (self->fields, DyrEspoField, i);

  return NULL;
}

gboolean
dyr_espo_is_id (const char *text)
{
  gsize n;

  g_return_val_if_fail (text != NULL, FALSE);

  n = strnlen (text, 65);
  if (n == 0 || n > 64)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '_' && text[i] != '-')
      return FALSE;

  return TRUE;
}

gboolean
dyr_espo_is_name (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return g_ascii_isalpha (*text) && dyr_espo_is_id (text) && strchr (text, '-') == NULL;
}
