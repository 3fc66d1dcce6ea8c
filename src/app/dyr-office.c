/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrOffice: what every page needs: the open store, how values are read and shown, the settings. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-office.h"

#include "dyr-language.h"

struct _DyrOffice
{
  GObject parent_instance;

  DyrStore *store;
  GSettings *settings;
  DyrContext *context;
  DyrSyncService *sync;
  GListStore *attachings;
  DyrPageReader *page_reader;
};

enum
{
  WOKEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrOffice, dyr_office, G_TYPE_OBJECT)

static void
dyr_office_finalize (GObject *object)
{
  DyrOffice *self = DYR_OFFICE (object);

  if (self->store != NULL)
    dyr_store_set_show_value (self->store, NULL, NULL);
  g_clear_object (&self->page_reader);
  g_clear_object (&self->attachings);
  g_clear_object (&self->sync);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->context, dyr_context_free);
  G_OBJECT_CLASS (dyr_office_parent_class)->finalize (object);
}

static void
dyr_office_class_init (DyrOfficeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_office_finalize;
  signals[WOKEN] = g_signal_new (
      "woken", DYR_TYPE_OFFICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_office_init (DyrOffice *self)
{
  self->attachings = g_list_store_new (G_TYPE_OBJECT);
  /* The variable is for a program that is not installed. */
  self->page_reader = dyr_page_reader_new (g_getenv ("DYRYHENT_PREVIEW"));
}

static char *
show_value (const DyrRecordType *type, guint field, const DyrValue *value, gpointer data)
{
  return dyr_context_show (data, type, field, value, NULL);
}

DyrOffice *
dyr_office_new (DyrStore *store, GSettings *settings, const char *language)
{
  DyrOffice *self = g_object_new (DYR_TYPE_OFFICE, NULL);
  g_autofree char *zone = g_settings_get_string (settings, "office-time-zone");

  self->store = g_object_ref (store);
  self->settings = g_object_ref (settings);
  self->context = dyr_context_new (language, dyr_language_default_country (language), zone);
  dyr_store_set_show_value (store, show_value, self->context);
  self->sync = dyr_sync_service_new (dyr_store_get_database (store), language);
  return self;
}

DyrStore *
dyr_office_get_store (DyrOffice *self)
{
  g_return_val_if_fail (DYR_IS_OFFICE (self), NULL);
  return self->store;
}

const DyrContext *
dyr_office_get_context (DyrOffice *self)
{
  g_return_val_if_fail (DYR_IS_OFFICE (self), NULL);
  return self->context;
}

GSettings *
dyr_office_get_settings (DyrOffice *self)
{
  g_return_val_if_fail (DYR_IS_OFFICE (self), NULL);
  return self->settings;
}

DyrSyncService *
dyr_office_get_sync (DyrOffice *self)
{
  g_return_val_if_fail (DYR_IS_OFFICE (self), NULL);
  return self->sync;
}

GListStore *
dyr_office_get_attachings (DyrOffice *self)
{
  g_return_val_if_fail (DYR_IS_OFFICE (self), NULL);
  return self->attachings;
}

DyrPageReader *
dyr_office_get_page_reader (DyrOffice *self)
{
  g_return_val_if_fail (DYR_IS_OFFICE (self), NULL);
  return self->page_reader;
}

void
dyr_office_wake (DyrOffice *self)
{
  g_return_if_fail (DYR_IS_OFFICE (self));

  g_signal_emit (self, signals[WOKEN], 0);
  dyr_sync_service_wake (self->sync);
}
