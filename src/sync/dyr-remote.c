/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRemote: what a CRM offers to the sync engine. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-remote.h"

G_DEFINE_INTERFACE (DyrRemote, dyr_remote, G_TYPE_OBJECT)

static void
dyr_remote_default_init (DyrRemoteInterface *iface)
{
}

DyrRequest *
dyr_remote_write (DyrRemote *self, const DyrOrder *order)
{
  g_return_val_if_fail (DYR_IS_REMOTE (self), NULL);
  g_return_val_if_fail (order != NULL, NULL);
  return DYR_REMOTE_GET_IFACE (self)->write (self, order);
}

DyrAnswer *
dyr_remote_read (DyrRemote *self, const DyrOrder *order, const DyrResponse *response)
{
  g_return_val_if_fail (DYR_IS_REMOTE (self), NULL);
  g_return_val_if_fail (order != NULL, NULL);
  g_return_val_if_fail (response != NULL, NULL);
  return DYR_REMOTE_GET_IFACE (self)->read (self, order, response);
}

const DyrRemoteType *
dyr_remote_get_type_info (DyrRemote *self, const DyrRecordType *type)
{
  g_return_val_if_fail (DYR_IS_REMOTE (self), NULL);
  g_return_val_if_fail (type != NULL, NULL);
  return DYR_REMOTE_GET_IFACE (self)->get_type_info (self, type);
}

const DyrStream *
dyr_remote_get_streams (DyrRemote *self, guint *n)
{
  g_return_val_if_fail (DYR_IS_REMOTE (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);
  return DYR_REMOTE_GET_IFACE (self)->get_streams (self, n);
}

char *
dyr_remote_get_identity (DyrRemote *self)
{
  g_return_val_if_fail (DYR_IS_REMOTE (self), NULL);
  return DYR_REMOTE_GET_IFACE (self)->get_identity (self);
}

void
dyr_remote_graft (DyrRemote *self,
                  const DyrRemoteRecord *theirs,
                  guint field,
                  const DyrValue *ours,
                  DyrValue *value)
{
  DyrRemoteInterface *iface;

  g_return_if_fail (DYR_IS_REMOTE (self));
  g_return_if_fail (theirs != NULL && field < theirs->type->n_fields);
  g_return_if_fail (ours != NULL && value != NULL);

  iface = DYR_REMOTE_GET_IFACE (self);
  if (iface->graft != NULL && theirs->links[field] == NULL && !dyr_value_equal (ours, value))
    iface->graft (self, theirs, field, ours, value);
}

char *
dyr_remote_get_user (DyrRemote *self, char **name)
{
  DyrRemoteInterface *iface;

  g_return_val_if_fail (DYR_IS_REMOTE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  iface = DYR_REMOTE_GET_IFACE (self);
  *name = NULL;
  return iface->get_user != NULL ? iface->get_user (self, name) : NULL;
}

gboolean
dyr_remote_is_program (DyrRemote *self)
{
  DyrRemoteInterface *iface;

  g_return_val_if_fail (DYR_IS_REMOTE (self), FALSE);

  iface = DYR_REMOTE_GET_IFACE (self);
  return iface->is_program != NULL && iface->is_program (self);
}

char *
dyr_remote_get_description (DyrRemote *self)
{
  g_return_val_if_fail (DYR_IS_REMOTE (self), NULL);
  return DYR_REMOTE_GET_IFACE (self)->get_description (self);
}

gboolean
dyr_remote_set_description (DyrRemote *self, const char *text, GError **error)
{
  g_return_val_if_fail (DYR_IS_REMOTE (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  return DYR_REMOTE_GET_IFACE (self)->set_description (self, text, error);
}

gint64
dyr_remote_get_content_most (DyrRemote *self, gsize *piece)
{
  DyrRemoteInterface *iface;
  gsize unused;

  g_return_val_if_fail (DYR_IS_REMOTE (self), 0);

  if (piece == NULL)
    piece = &unused;
  iface = DYR_REMOTE_GET_IFACE (self);
  *piece = 0;
  return iface->get_content_most != NULL ? iface->get_content_most (self, piece) : 0;
}

DyrRequest *
dyr_remote_write_content (DyrRemote *self, const DyrContentOrder *order)
{
  DyrRemoteInterface *iface;

  g_return_val_if_fail (DYR_IS_REMOTE (self), NULL);
  g_return_val_if_fail (order != NULL, NULL);

  iface = DYR_REMOTE_GET_IFACE (self);
  return iface->write_content != NULL ? iface->write_content (self, order) : NULL;
}

DyrContentAnswer *
dyr_remote_read_content (DyrRemote *self, const DyrContentOrder *order, const DyrResponse *response)
{
  g_return_val_if_fail (DYR_IS_REMOTE (self), NULL);
  g_return_val_if_fail (order != NULL, NULL);
  g_return_val_if_fail (response != NULL, NULL);

  return DYR_REMOTE_GET_IFACE (self)->read_content (self, order, response);
}

DyrRequest *
dyr_request_new (const char *method, char *path)
{
  DyrRequest *self = g_new0 (DyrRequest, 1);

  self->method = method;
  self->path = path;
  self->headers = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
dyr_request_add_header (DyrRequest *self, const char *name, const char *value)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_add (self->headers, g_strdup (name));
  g_ptr_array_add (self->headers, g_strdup (value));
}

void
dyr_request_free (DyrRequest *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->headers);
  g_free (self->path);
  g_free (self->body);
  g_free (self);
}

DyrResponse *
dyr_response_new (guint status)
{
  DyrResponse *self = g_new0 (DyrResponse, 1);

  self->status = status;
  self->headers = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
dyr_response_add_header (DyrResponse *self, const char *name, const char *value)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_add (self->headers, g_strdup (name));
  g_ptr_array_add (self->headers, g_strdup (value));
}

const char *
dyr_response_header (const DyrResponse *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i + 1 < self->headers->len; i += 2)
    if (g_ascii_strcasecmp (self->headers->pdata[i], name) == 0)
      return self->headers->pdata[i + 1];
  return NULL;
}

void
dyr_response_free (DyrResponse *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->failure);
  g_free (self);
}
