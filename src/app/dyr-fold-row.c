/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFoldRow: rarely used fields of a record folded into one row that says what is in them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-fold-row.h"

#include "dyr-display.h"
#include "dyr-util.h"

/* Characters of a value under the title. */
#define MAX_VALUE 120

struct _DyrFoldRow
{
  AdwExpanderRow parent_instance;

  char *summary;
  const DyrContext *context;
  GSignalGroup *record;
};

enum
{
  PROP_0,
  PROP_SUMMARY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyrFoldRow, dyr_fold_row, ADW_TYPE_EXPANDER_ROW)

static char *
value_of (DyrFoldRow *self, DyrRecord *record, const char *field)
{
  int index = dyr_record_type_find (dyr_record_get_record_type (record), field);
  g_autofree char *text = NULL;

  if (index >= 0)
    text = dyr_context_show_field (self->context, record, (guint) index);
  /* A bare number or date says nothing. */
  if (text != NULL && dyr_record_get_value (record, (guint) index)->form == DYR_VALUE_NUMBER)
    return g_strdup_printf (
        C_ ("fact", "%s: %s"),
            dyr_field_label (dyr_record_get_record_type (record), (guint) index),
            text);
  return dyr_display_line (text, MAX_VALUE);
}

static void
update (DyrFoldRow *self)
{
  g_autoptr (DyrRecord) record = g_signal_group_dup_target (self->record);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *markup = NULL;
  g_auto (GStrv) fields = g_strsplit (self->summary != NULL ? self->summary : "", " ", -1);

  for (guint i = 0; record != NULL && fields[i] != NULL; i++)
    {
      g_autofree char *value = *fields[i] != '\0' ? value_of (self, record, fields[i]) : NULL;

      if (value == NULL)
        continue;
      if (text->len > 0)
        g_string_append (text, " · ");
      g_string_append (text, value);
    }
  markup = dyr_display_markup (text->str);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), markup);
}

static void
on_record_changed (DyrRecord *record, GParamSpec *pspec, DyrFoldRow *self)
{
  update (self);
}

static void
dyr_fold_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SUMMARY:
      g_value_set_string (value, DYR_FOLD_ROW (object)->summary);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_fold_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SUMMARY:
      dyr_fold_row_set_summary (DYR_FOLD_ROW (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_fold_row_finalize (GObject *object)
{
  DyrFoldRow *self = DYR_FOLD_ROW (object);

  g_clear_object (&self->record);
  g_free (self->summary);
  G_OBJECT_CLASS (dyr_fold_row_parent_class)->finalize (object);
}

static void
dyr_fold_row_class_init (DyrFoldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dyr_fold_row_get_property;
  object_class->set_property = dyr_fold_row_set_property;
  object_class->finalize = dyr_fold_row_finalize;
  properties[PROP_SUMMARY]
      = g_param_spec_string ("summary",
                             NULL,
                             NULL,
                             NULL,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyr_fold_row_init (DyrFoldRow *self)
{
  self->record = g_signal_group_new (DYR_TYPE_RECORD);
  g_signal_group_connect_object (self->record, "notify", G_CALLBACK (on_record_changed), self, 0);
}

void
dyr_fold_row_set_summary (DyrFoldRow *self, const char *fields)
{
  g_return_if_fail (DYR_IS_FOLD_ROW (self));

  if (!dyr_set_str (&self->summary, fields))
    return;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUMMARY]);
}

void
dyr_fold_row_set_record (DyrFoldRow *self, const DyrContext *context, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_FOLD_ROW (self));
  g_return_if_fail (context != NULL);
  g_return_if_fail (record == NULL || DYR_IS_RECORD (record));

  self->context = context;
  g_signal_group_set_target (self->record, record);
  update (self);
}
