/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrOrder, DyrAnswer and DyrRemoteRecord: making and freeing them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-order.h"

static void
free_link (gpointer data)
{
  DyrRemoteLink *link = data;

  g_free (link->remote_id);
  g_free (link->name);
  g_free (link);
}

DyrRemoteRecord *
dyr_remote_record_new (const DyrRecordType *type)
{
  DyrRemoteRecord *self;

  g_return_val_if_fail (type != NULL, NULL);

  self = g_malloc0 (sizeof (DyrRemoteRecord) + type->n_fields * sizeof (DyrValue));
  self->type = type;
  self->links = g_new0 (GPtrArray *, type->n_fields);
  return self;
}

void
dyr_remote_record_free (DyrRemoteRecord *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->type->n_fields; i++)
    {
      dyr_value_clear (&self->values[i]);
      g_clear_pointer (&self->links[i], g_ptr_array_unref);
    }
  g_free (self->links);
  g_free (self->remote_id);
  g_free (self->version);
  g_free (self->who);
  g_free (self->extra);
  g_free (self);
}

void
dyr_remote_record_add_link (DyrRemoteRecord *self,
                            guint field,
                            const DyrRecordType *target,
                            const char *remote_id,
                            const char *name)
{
  DyrRemoteLink *link;

  g_return_if_fail (self != NULL && field < self->type->n_fields);
  g_return_if_fail (target != NULL && remote_id != NULL);

  link = g_new0 (DyrRemoteLink, 1);
  link->type = target;
  link->remote_id = g_strdup (remote_id);
  link->name = g_strdup (name);
  if (self->links[field] == NULL)
    self->links[field] = g_ptr_array_new_with_free_func (free_link);
  g_ptr_array_add (self->links[field], link);
}

DyrRemoteRecord *
dyr_remote_record_copy (const DyrRemoteRecord *self)
{
  DyrRemoteRecord *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = dyr_remote_record_new (self->type);
  copy->remote_id = g_strdup (self->remote_id);
  copy->version = g_strdup (self->version);
  copy->modified = self->modified;
  copy->created = self->created;
  copy->has_uid = self->has_uid;
  copy->uid = self->uid;
  copy->known = self->known;
  copy->strange = self->strange;
  copy->partial = self->partial;
  copy->deleted = self->deleted;
  copy->who = g_strdup (self->who);
  copy->extra = g_strdup (self->extra);
  for (guint i = 0; i < self->type->n_fields; i++)
    {
      dyr_value_copy (&self->values[i], &copy->values[i]);
      for (guint j = 0; self->links[i] != NULL && j < self->links[i]->len; j++)
        {
          const DyrRemoteLink *link = self->links[i]->pdata[j];

          dyr_remote_record_add_link (copy, i, link->type, link->remote_id, link->name);
        }
    }
  return copy;
}

DyrOrder *
dyr_order_new (DyrOrderKind kind, const DyrRecordType *type)
{
  DyrOrder *self = g_new0 (DyrOrder, 1);

  self->kind = kind;
  self->type = type;
  return self;
}

void
dyr_order_free (DyrOrder *self)
{
  if (self == NULL)
    return;
  dyr_remote_record_free (self->sent);
  g_free (self->remote_id);
  g_free (self->at);
  g_free (self->after);
  g_free (self);
}

gboolean
dyr_order_is_same_page (const DyrOrder *a, const DyrOrder *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->kind == DYR_ORDER_PULL && b->kind == a->kind && g_str_equal (a->stream, b->stream)
         && g_strcmp0 (a->at, b->at) == 0 && g_strcmp0 (a->after, b->after) == 0;
}

DyrAnswer *
dyr_answer_new (DyrAnswerKind kind)
{
  DyrAnswer *self = g_new0 (DyrAnswer, 1);

  self->kind = kind;
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_remote_record_free);
  self->field = -1;
  return self;
}

void
dyr_answer_free (DyrAnswer *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->records);
  g_free (self->next_at);
  g_free (self->next_after);
  g_free (self->reason);
  g_free (self);
}
