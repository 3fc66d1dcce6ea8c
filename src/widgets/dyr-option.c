/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrOption: one thing that can be chosen. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-option-private.h"

struct _DyrOption
{
  GObject parent_instance;

  char *id;
  char *label;
  DyrStyle look;
  DyrLink *link;
};

G_DEFINE_FINAL_TYPE (DyrOption, dyr_option, G_TYPE_OBJECT)

static void
dyr_option_finalize (GObject *object)
{
  DyrOption *self = DYR_OPTION (object);

  g_free (self->id);
  g_free (self->label);
  g_clear_pointer (&self->link, dyr_link_unref);

  G_OBJECT_CLASS (dyr_option_parent_class)->finalize (object);
}

static void
dyr_option_class_init (DyrOptionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_option_finalize;
}

static void
dyr_option_init (DyrOption *self)
{
}

/** dyr_option_new: Returns: (transfer full): a choice, a currency, a country */
DyrOption *
dyr_option_new (const char *id, const char *label, DyrStyle look)
{
  DyrOption *self;

  g_return_val_if_fail (label != NULL, NULL);

  self = g_object_new (DYR_TYPE_OPTION, NULL);
  self->id = g_strdup (id);
  self->label = g_strdup (label);
  self->look = look;

  return self;
}

/** dyr_option_new_link: Returns: (transfer full): a record */
DyrOption *
dyr_option_new_link (const DyrLink *link, const char *label)
{
  DyrOption *self = dyr_option_new (NULL, label, DYR_STYLE_NEUTRAL);

  self->link = dyr_link_ref (link);

  return self;
}

const char *
dyr_option_get_id (DyrOption *self)
{
  g_return_val_if_fail (DYR_IS_OPTION (self), NULL);

  return self->id;
}

const char *
dyr_option_get_label (DyrOption *self)
{
  g_return_val_if_fail (DYR_IS_OPTION (self), NULL);

  return self->label;
}

DyrStyle
dyr_option_get_look (DyrOption *self)
{
  g_return_val_if_fail (DYR_IS_OPTION (self), DYR_STYLE_NEUTRAL);

  return self->look;
}

const DyrLink *
dyr_option_get_link (DyrOption *self)
{
  g_return_val_if_fail (DYR_IS_OPTION (self), NULL);

  return self->link;
}
