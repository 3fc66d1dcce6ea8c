/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRefresh: reads anew what a widget shows, once for many changes in a row, and only while it is
 * seen. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-refresh.h"

struct _DyrRefresh
{
  GtkWidget *widget; /* owns this */
  DyrRefreshFunc read;
  gboolean stale; /* what is shown is older than the last change */
  guint source;   /* 0: nothing is due */
  gint64 due;     /* monotonic */
  gulong on_mapped;
};

static void
read_now (DyrRefresh *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->stale = FALSE;
  self->read (self->widget);
}

static gboolean
on_due (gpointer data)
{
  DyrRefresh *self = data;

  self->source = 0;
  /* Hidden meanwhile: it stays stale. */
  if (gtk_widget_get_mapped (self->widget))
    read_now (self);
  return G_SOURCE_REMOVE;
}

static void
on_widget_mapped (GtkWidget *widget, DyrRefresh *self)
{
  if (self->stale)
    read_now (self);
}

DyrRefresh *
dyr_refresh_new (GtkWidget *widget, DyrRefreshFunc read)
{
  DyrRefresh *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (read != NULL, NULL);

  self = g_new0 (DyrRefresh, 1);
  self->widget = widget;
  self->read = read;
  self->stale = TRUE;
  self->on_mapped = g_signal_connect (widget, "map", G_CALLBACK (on_widget_mapped), self);
  return self;
}

void
dyr_refresh_free (DyrRefresh *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_signal_handler (&self->on_mapped, self->widget);
  g_free (self);
}

void
dyr_refresh_soon (DyrRefresh *self, guint milliseconds)
{
  const gint64 due = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  g_return_if_fail (self != NULL);

  self->stale = TRUE;
  if (!gtk_widget_get_mapped (self->widget) || (self->source != 0 && self->due <= due))
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  self->due = due;
  self->source = g_timeout_add (milliseconds, on_due, self);
}

void
dyr_refresh_now (DyrRefresh *self)
{
  g_return_if_fail (self != NULL);

  self->stale = TRUE;
  if (gtk_widget_get_mapped (self->widget))
    read_now (self);
}
