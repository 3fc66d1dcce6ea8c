/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEspocrm: EspoCRM as a DyrRemote. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espocrm-private.h"

#include "dyr-error.h"
#include "dyr-espocrm-resources.h"
#include "dyr-util.h"

static void dyr_espocrm_remote_init (DyrRemoteInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrEspocrm,
                               dyr_espocrm,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_REMOTE, dyr_espocrm_remote_init))

static DyrRequest *
dyr_espocrm_write (DyrRemote *remote, const DyrOrder *order)
{
  DyrEspocrm *self = DYR_ESPOCRM (remote);

  return order->kind == DYR_ORDER_DESCRIBE ? dyr_espo_describe_write (self)
                                           : dyr_espo_write (self, order);
}

static DyrAnswer *
dyr_espocrm_read (DyrRemote *remote, const DyrOrder *order, const DyrResponse *response)
{
  return dyr_espo_read (DYR_ESPOCRM (remote), order, response);
}

static const DyrRemoteType *
dyr_espocrm_get_type_info (DyrRemote *remote, const DyrRecordType *type)
{
  DyrEspocrm *self = DYR_ESPOCRM (remote);

  for (guint i = 0; self->description != NULL && dyr_record_types[i] != NULL; i++)
    if (self->description->types[i].type == type)
      return &self->description->types[i];

  return NULL;
}

static const DyrStream *
dyr_espocrm_get_streams (DyrRemote *remote, guint *n)
{
  DyrEspocrm *self = DYR_ESPOCRM (remote);

  *n = self->description != NULL ? self->description->n_streams : 0;

  return self->description != NULL ? self->description->streams : NULL;
}

static char *
dyr_espocrm_get_identity (DyrRemote *remote)
{
  DyrEspocrm *self = DYR_ESPOCRM (remote);

  return self->description != NULL ? g_strdup (self->description->server) : NULL;
}

static char *
dyr_espocrm_get_user (DyrRemote *remote, char **name)
{
  DyrEspocrm *self = DYR_ESPOCRM (remote);

  if (self->description == NULL)
    return NULL;
  *name = g_strdup (self->description->user_name);

  return g_strdup_printf ("User/%s", self->description->user);
}

static gboolean
dyr_espocrm_is_program (DyrRemote *remote)
{
  DyrEspocrm *self = DYR_ESPOCRM (remote);

  return self->description != NULL && self->description->program;
}

static char *
dyr_espocrm_get_description (DyrRemote *remote)
{
  DyrEspocrm *self = DYR_ESPOCRM (remote);

  return self->description != NULL ? dyr_espo_description_to_text (self->description, self->mapping)
                                   : NULL;
}

static gboolean
dyr_espocrm_set_description (DyrRemote *remote, const char *text, GError **error)
{
  DyrEspocrm *self = DYR_ESPOCRM (remote);
  DyrEspoDescription *description = dyr_espo_description_from_text (self->mapping, text, error);

  if (description == NULL)
    return FALSE;
  dyr_espo_description_free (self->description);
  self->description = description;

  return TRUE;
}

static void
dyr_espocrm_graft (DyrRemote *remote,
                   const DyrRemoteRecord *theirs,
                   guint field,
                   const DyrValue *ours,
                   DyrValue *value)
{
  DyrEspocrm *self = DYR_ESPOCRM (remote);
  const DyrEspoHeld *held
      = self->description != NULL
            ? dyr_espo_description_by_id (self->description, theirs->type, theirs->remote_id)
            : NULL;

  for (guint i = 0; held != NULL && i < held->entity->fields->len; i++)
    {
      const DyrEspoField *mapped = &g_array_index (held->entity->fields, DyrEspoField, i);

      if (mapped->field == field)
        dyr_espo_value_graft (mapped, ours, value);
    }
}

static gint64
dyr_espocrm_get_content_most (DyrRemote *remote, gsize *piece)
{
  return dyr_espo_get_content_most (DYR_ESPOCRM (remote), piece);
}

static DyrRequest *
dyr_espocrm_write_content (DyrRemote *remote, const DyrContentOrder *order)
{
  return dyr_espo_write_content (DYR_ESPOCRM (remote), order);
}

static DyrContentAnswer *
dyr_espocrm_read_content (DyrRemote *remote,
                          const DyrContentOrder *order,
                          const DyrResponse *response)
{
  return dyr_espo_read_content (DYR_ESPOCRM (remote), order, response);
}

static void
dyr_espocrm_finalize (GObject *object)
{
  DyrEspocrm *self = DYR_ESPOCRM (object);

  g_clear_pointer (&self->probe, dyr_espo_probe_free);
  g_clear_pointer (&self->description, dyr_espo_description_free);
  g_clear_pointer (&self->mapping, dyr_espo_mapping_free);
  g_free (self->key);
  g_free (self->secret);
  g_free (self->login);

  G_OBJECT_CLASS (dyr_espocrm_parent_class)->finalize (object);
}

static void
dyr_espocrm_remote_init (DyrRemoteInterface *iface)
{
  iface->write = dyr_espocrm_write;
  iface->read = dyr_espocrm_read;
  iface->get_type_info = dyr_espocrm_get_type_info;
  iface->get_streams = dyr_espocrm_get_streams;
  iface->get_identity = dyr_espocrm_get_identity;
  iface->get_user = dyr_espocrm_get_user;
  iface->is_program = dyr_espocrm_is_program;
  iface->get_description = dyr_espocrm_get_description;
  iface->graft = dyr_espocrm_graft;
  iface->set_description = dyr_espocrm_set_description;
  iface->get_content_most = dyr_espocrm_get_content_most;
  iface->write_content = dyr_espocrm_write_content;
  iface->read_content = dyr_espocrm_read_content;
}

static void
dyr_espocrm_class_init (DyrEspocrmClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_espocrm_finalize;
}

static void
dyr_espocrm_init (DyrEspocrm *self)
{
}

static DyrEspoMapping *
load_mapping (const char *path, GError **error)
{
  g_autofree char *text = NULL, *shown = NULL;
  g_autoptr (GError) reason = NULL;
  gsize length;

  if (path == NULL)
    {
      g_autoptr (GBytes) bytes = g_resource_lookup_data (dyr_espo_data_get_resource (),
                                                         DYR_RESOURCE_PATH "/espocrm/mapping.json",
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                         error);
      const char *data;

      if (bytes == NULL)
        return NULL;
      data = g_bytes_get_data (bytes, &length);

      return dyr_espo_mapping_new (data, length, "mapping.json", error);
    }

  shown = g_filename_display_basename (path);
  if (!g_file_get_contents (path, &text, &length, &reason))
    {
      /* Translators: name of a file, then what the system says. */
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_NOT_FOUND,
                   _ ("The mapping “%s” cannot be read: %s"), shown, reason->message);
      return NULL;
    }

  return dyr_espo_mapping_new (text, length, shown, error);
}

DyrEspocrm *
dyr_espocrm_new (const char *mapping_path, GError **error)
{
  DyrEspoMapping *mapping;
  DyrEspocrm *self;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  mapping = load_mapping (mapping_path, error);
  if (mapping == NULL)
    return NULL;
  self = g_object_new (DYR_TYPE_ESPOCRM, NULL);
  self->mapping = mapping;

  return self;
}

void
dyr_espocrm_set_key (DyrEspocrm *self, const char *key, const char *secret)
{
  g_return_if_fail (DYR_IS_ESPOCRM (self));
  g_return_if_fail (key != NULL);

  dyr_set_str (&self->login, NULL);
  dyr_set_str (&self->key, key);
  dyr_set_str (&self->secret, secret);
}

void
dyr_espocrm_set_token (DyrEspocrm *self, const char *login, const char *token)
{
  g_return_if_fail (DYR_IS_ESPOCRM (self));
  g_return_if_fail (login != NULL && token != NULL);

  dyr_set_str (&self->login, login);
  dyr_set_str (&self->key, token);
  dyr_set_str (&self->secret, NULL);
}
