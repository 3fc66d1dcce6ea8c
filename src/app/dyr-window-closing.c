/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrWindow's end: what is being typed is stored first, what is being attached comes to its end and
 * is told, then sync comes to rest, unless it goes on without a window. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-window-private.h"

#include <glib/gi18n-lib.h>

#include "dyr-weak.h"

static DyrStore *
get_store (DyrWindow *self)
{
  return dyr_office_get_store (dyr_window_get_office (self));
}

static void
on_sync_shut (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrWindow) self = dyr_weak_take (data);

  dyr_sync_service_shut_finish (DYR_SYNC_SERVICE (source), result);
  if (self != NULL)
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
leave (DyrWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (DYR_IS_APPLICATION (application) && dyr_application_leave (DYR_APPLICATION (application)))
    gtk_window_destroy (GTK_WINDOW (self));
  else
    dyr_sync_service_shut_async (
        dyr_office_get_sync (dyr_window_get_office (self)), on_sync_shut, dyr_weak_new (self));
}

static void
on_all_flushed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrWindow) self = dyr_weak_take (data);

  if (self != NULL)
    leave (self);
}

/* More may have been typed while it was waited for them. */
static void
on_attachings_ended (
    GListModel *all, guint position, guint n_removed, guint n_added, DyrWindow *self)
{
  if (g_list_model_get_n_items (all) > 0)
    return;
  g_signal_handlers_disconnect_by_func (all, on_attachings_ended, self);
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  dyr_store_flush_async (get_store (self), on_all_flushed, dyr_weak_new (self));
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrWindow) self = dyr_weak_take (data);
  GListModel *attachings;

  if (self == NULL)
    return;
  attachings = G_LIST_MODEL (dyr_office_get_attachings (dyr_window_get_office (self)));
  if (g_list_model_get_n_items (attachings) == 0)
    {
      leave (self);
      return;
    }
  /* Says why the window is still there. */
  dyr_window_tell_to_the_end (self, _("The window closes once the files are attached"));
  g_signal_connect_object (attachings, "items-changed", G_CALLBACK (on_attachings_ended), self, 0);
}

void
dyr_window_end (DyrWindow *self)
{
  /* Leaving the field is what stores it. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  dyr_store_flush_async (get_store (self), on_flushed, dyr_weak_new (self));
}
