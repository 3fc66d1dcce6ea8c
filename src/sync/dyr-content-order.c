/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrContentOrder and DyrContentAnswer. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-content-order.h"

DyrContentOrder *
dyr_content_order_new (DyrContentStep step, const char *content, gint64 size)
{
  DyrContentOrder *self;

  g_return_val_if_fail ((step == DYR_CONTENT_ADD) == (content == NULL), NULL);
  g_return_val_if_fail (size >= 0, NULL);

  self = g_new0 (DyrContentOrder, 1);
  self->step = step;
  self->content = g_strdup (content);
  self->size = size;

  return self;
}

void
dyr_content_order_free (DyrContentOrder *self)
{
  if (self == NULL)
    return;
  g_free (self->content);
  g_free (self->name);
  g_free (self->media_type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

DyrContentAnswer *
dyr_content_answer_new (DyrAnswerKind kind, char *reason)
{
  DyrContentAnswer *self = g_new0 (DyrContentAnswer, 1);

  self->kind = kind;
  self->reason = reason;
  self->length = -1;

  return self;
}

void
dyr_content_answer_free (DyrContentAnswer *self)
{
  if (self == NULL)
    return;
  g_free (self->content);
  g_free (self->reason);
  g_free (self);
}
