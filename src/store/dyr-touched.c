/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a transaction touched: who shows it reads it again. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-touched.h"

/* From this many on, touched records are not named one by one. */
#define MANY 2000

DyrTouched *
dyr_touched_new (void)
{
  DyrTouched *self = g_new0 (DyrTouched, 1);

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
dyr_touched_free (DyrTouched *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->ids);
  g_free (self);
}

void
dyr_touched_add_type (DyrTouched *self, int type)
{
  self->types |= G_GUINT64_CONSTANT (1) << type;
}

void
dyr_touched_add_many (DyrTouched *self, int type)
{
  dyr_touched_add_type (self, type);
  self->many = TRUE;
  g_array_set_size (self->ids, 0);
}

void
dyr_touched_add (DyrTouched *self, int type, gint64 id)
{
  dyr_touched_add_type (self, type);
  if (self->many)
    return;
  g_array_append_val (self->ids, id);
  if (self->ids->len > MANY)
    dyr_touched_add_many (self, type);
}
