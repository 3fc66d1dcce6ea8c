/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrMeRow: who of the users sits at this computer. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-me-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-link-button.h"
#include "dyr-me.h"
#include "dyr-user.h"
#include "dyr-weak.h"

struct _DyrMeRow
{
  AdwActionRow parent_instance;

  DyrOffice *office; /* weak: the window around may be kept longer */
  GCancellable *cancellable;
  gboolean asking, ask_again;
  DyrMe *me; /* as it was read last; NULL: not yet */

  DyrLinkButton *change;
};

enum
{
  TOLD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrMeRow, dyr_me_row, ADW_TYPE_ACTION_ROW)

static DyrDatabase *
get_database (DyrMeRow *self)
{
  return dyr_store_get_database (dyr_office_get_store (self->office));
}

static const char *
tell (const DyrMe *me)
{
  if (me->link != NULL)
    return me->link->name;
  if (me->n_users == 0)
    return C_ ("user", "The users of the CRM have not come yet");
  return C_ ("user", "Not known: “my” lists stay empty until you choose yourself");
}

static void
show (DyrMeRow *self)
{
  const gboolean connected = dyr_sync_service_get_connected (dyr_office_get_sync (self->office));

  if (self->me == NULL)
    return;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), tell (self->me));
  gtk_widget_set_sensitive (GTK_WIDGET (self->change), self->me->n_users > 0);
  gtk_widget_set_visible (GTK_WIDGET (self), self->me->n_users > 0 || connected);
}

/* Reading: many changes in a row are read once more, at their end. */

static void read_me (DyrMeRow *self);

static void
on_me_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrMeRow) self = dyr_weak_take (data);
  DyrMe **slot = dyr_database_job_data (result);
  g_autoptr (DyrMe) me = g_steal_pointer (slot);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  if (self == NULL || self->office == NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking = FALSE;
  if (self->ask_again)
    read_me (self);
  if (!done)
    {
      dyr_store_report_error (dyr_office_get_store (self->office), error);
      return;
    }
  g_clear_pointer (&self->me, dyr_me_free);
  self->me = g_steal_pointer (&me);
  show (self);
}

static void
read_me (DyrMeRow *self)
{
  self->ask_again = self->asking;
  if (self->asking || self->office == NULL)
    return;
  self->asking = TRUE;
  dyr_database_read_async (get_database (self),
                           dyr_me_job_look,
                           g_new0 (DyrMe *, 1),
                           g_free,
                           self->cancellable,
                           on_me_read,
                           dyr_weak_new (self));
}

static void
on_store_changed (DyrStore *store, guint64 types, DyrMeRow *self)
{
  if (types >> dyr_user_type.number & 1)
    read_me (self);
}

static void
on_connected_changed (DyrSyncService *sync, GParamSpec *pspec, DyrMeRow *self)
{
  if (self->office != NULL)
    show (self);
}

/* Choosing: the store tells us, too, when it is done. */

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrMeRow) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;

  if (!dyr_database_job_finish (DYR_DATABASE (source), result, &error) && self != NULL)
    g_signal_emit (self, signals[TOLD], 0, error->message);
}

static void
on_picked (DyrMeRow *self, const DyrLink *link)
{
  if (self->office == NULL)
    return;
  dyr_database_write_async (get_database (self),
                            dyr_me_job_choose,
                            dyr_link_ref (link),
                            (GDestroyNotify) dyr_link_unref,
                            NULL,
                            on_chosen,
                            dyr_weak_new (self));
}

static void
dyr_me_row_dispose (GObject *object)
{
  DyrMeRow *self = DYR_ME_ROW (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_ME_ROW);
  g_clear_weak_pointer (&self->office);
  G_OBJECT_CLASS (dyr_me_row_parent_class)->dispose (object);
}

static void
dyr_me_row_finalize (GObject *object)
{
  DyrMeRow *self = DYR_ME_ROW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->me, dyr_me_free);
  G_OBJECT_CLASS (dyr_me_row_parent_class)->finalize (object);
}

static void
dyr_me_row_class_init (DyrMeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_me_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_me_row_finalize;
  signals[TOLD] = g_signal_new ("told",
                                DYR_TYPE_ME_ROW,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_STRING);
  g_type_ensure (DYR_TYPE_LINK_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class, DYR_RESOURCE_PATH "/ui/dyr-me-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrMeRow, change);
  gtk_widget_class_bind_template_callback (widget_class, on_picked);
}

static void
dyr_me_row_init (DyrMeRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dyr_me_row_set_office (DyrMeRow *self, DyrOffice *office)
{
  DyrStore *store;

  g_return_if_fail (DYR_IS_ME_ROW (self));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (self->office == NULL);

  store = dyr_office_get_store (office);
  g_set_weak_pointer (&self->office, office);
  dyr_link_button_set_lookup (self->change,
                              adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                              &dyr_user_type,
                              DYR_LOOKUP (store));
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, 0);
  g_signal_connect_object (store, "indexed", G_CALLBACK (on_store_changed), self, 0);
  g_signal_connect_object (dyr_office_get_sync (office),
                           "notify::connected",
                           G_CALLBACK (on_connected_changed),
                           self,
                           0);
  read_me (self);
}
