/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDeletedNotice: says above a record that it is deleted, and brings it back. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-deleted-notice.h"

#include <glib/gi18n-lib.h>

#include "dyr-banner.h"
#include "dyr-tell.h"

struct _DyrDeletedNotice
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrRecord *record;
  GSignalGroup *watch;

  DyrBanner *banner;
};

enum
{
  PROP_REVEALED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyrDeletedNotice, dyr_deleted_notice, GTK_TYPE_WIDGET)

static void
update (DyrDeletedNotice *self)
{
  const gboolean deleted = self->record != NULL && dyr_record_is_deleted (self->record);

  if (deleted == dyr_banner_get_revealed (self->banner))
    return;
  dyr_banner_set_revealed (self->banner, deleted);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}

static void
on_record_deleted (DyrRecord *record, GParamSpec *pspec, DyrDeletedNotice *self)
{
  update (self);
}

/* Bringing back: the action that deleted the record is taken back. */

static void
on_brought_back (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dyr_undo_result_free (dyr_store_undo_finish (DYR_STORE (source), result, &error));
  if (error != NULL)
    dyr_store_report_error (DYR_STORE (source), error);
}

static void
on_deletion_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDeletedNotice) self = data;
  g_autoptr (GError) error = NULL;
  gint64 action;

  if (!dyr_store_find_deletion_finish (DYR_STORE (source), result, &action, &error))
    dyr_store_report_error (DYR_STORE (source), error);
  else if (action != 0)
    dyr_store_undo_async (DYR_STORE (source), action, NULL, on_brought_back, NULL);
  else
    dyr_tell (GTK_WIDGET (self),
              _ ("This record was not deleted here, so it cannot be brought back here."));
}

static void
on_bring_back_clicked (DyrBanner *banner, DyrDeletedNotice *self)
{
  if (self->record != NULL)
    dyr_store_find_deletion_async (dyr_office_get_store (self->office),
                                   dyr_record_get_id (self->record),
                                   NULL,
                                   on_deletion_found,
                                   g_object_ref (self));
}

static void
dyr_deleted_notice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_REVEALED)
    g_value_set_boolean (value, dyr_deleted_notice_get_revealed (DYR_DELETED_NOTICE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dyr_deleted_notice_dispose (GObject *object)
{
  DyrDeletedNotice *self = DYR_DELETED_NOTICE (object);

  g_clear_object (&self->watch);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  g_clear_pointer ((GtkWidget **) &self->banner, gtk_widget_unparent);
  G_OBJECT_CLASS (dyr_deleted_notice_parent_class)->dispose (object);
}

static void
dyr_deleted_notice_class_init (DyrDeletedNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = dyr_deleted_notice_get_property;
  object_class->dispose = dyr_deleted_notice_dispose;
  properties[PROP_REVEALED] = g_param_spec_boolean (
      "revealed", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
dyr_deleted_notice_init (DyrDeletedNotice *self)
{
  self->watch = g_signal_group_new (DYR_TYPE_RECORD);
  g_signal_group_connect_object (
      self->watch, "notify::deleted", G_CALLBACK (on_record_deleted), self, 0);
  self->banner = DYR_BANNER (dyr_banner_new (_ ("This record is deleted")));
  dyr_banner_set_button_label (self->banner, _ ("_Bring back"));
  g_signal_connect_object (
      self->banner, "button-clicked", G_CALLBACK (on_bring_back_clicked), self, 0);
  gtk_widget_set_parent (GTK_WIDGET (self->banner), GTK_WIDGET (self));
}

void
dyr_deleted_notice_set_record (DyrDeletedNotice *self, DyrOffice *office, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_DELETED_NOTICE (self));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (record == NULL || DYR_IS_RECORD (record));

  g_set_object (&self->office, office);
  if (!g_set_object (&self->record, record))
    return;
  g_signal_group_set_target (self->watch, record);
  update (self);
}

gboolean
dyr_deleted_notice_get_revealed (DyrDeletedNotice *self)
{
  g_return_val_if_fail (DYR_IS_DELETED_NOTICE (self), FALSE);
  return dyr_banner_get_revealed (self->banner);
}
