/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The banner about sync: calm, once, while changes wait that cannot go. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-banner.h"

#include <glib/gi18n-lib.h>

#include "dyr-sync-head.h"

/* Seconds after which no network is more than a hitch. */
#define STANDS 5

typedef struct
{
  DyrBanner *banner; /* owns this */
  DyrOffice *office;
  guint timer;
  gboolean stands; /* it has been offline for a while */
  gboolean read;   /* somebody went to the details: told for this time */
} Watch;

static void
free_watch (gpointer data)
{
  Watch *watch = data;

  g_clear_handle_id (&watch->timer, g_source_remove);
  g_object_unref (watch->office);
  g_free (watch);
}

static Watch *
get_watch (DyrBanner *banner)
{
  return g_object_get_data (G_OBJECT (banner), "sync-watch");
}

static guint
count_waiting (DyrSyncService *sync)
{
  guint n;

  g_object_get (sync, "n-waiting", &n, NULL);
  return n;
}

static char *
tell_offline (Watch *watch, guint n)
{
  return dyr_format_count_in (dyr_office_get_context (watch->office)->format,
                              ngettext ("Working offline — %s change will be sent",
                                        "Working offline — %s changes will be sent",
                                        n),
                              n);
}

static void
show_offline (Watch *watch, DyrSyncService *sync)
{
  const guint n = count_waiting (sync);
  const gboolean shown = watch->stands && !watch->read && n > 0;
  g_autofree char *text = shown ? tell_offline (watch, n) : NULL;

  if (shown)
    {
      dyr_banner_set_title (watch->banner, text);
      dyr_banner_set_button_label (watch->banner, C_ ("sync", "_Details"));
    }
  dyr_banner_set_revealed (watch->banner, shown);
}

static void
show_stopped (Watch *watch, DyrSyncService *sync)
{
  dyr_banner_set_title (watch->banner, dyr_sync_service_get_text (sync));
  dyr_banner_set_button_label (watch->banner,
                               dyr_sync_head_remedy_label (dyr_sync_service_get_remedy (sync)));
  dyr_banner_set_revealed (watch->banner, TRUE);
}

static void
show (Watch *watch)
{
  DyrSyncService *sync = dyr_office_get_sync (watch->office);
  const DyrServiceState state = dyr_sync_service_get_state (sync);

  if (state == DYR_SERVICE_OFFLINE)
    show_offline (watch, sync);
  else if (state == DYR_SERVICE_STOPPED)
    show_stopped (watch, sync);
  else
    dyr_banner_set_revealed (watch->banner, FALSE);
}

static gboolean
on_stands (gpointer data)
{
  Watch *watch = data;

  watch->timer = 0;
  watch->stands = TRUE;
  show (watch);
  return G_SOURCE_REMOVE;
}

static void
on_sync_changed (DyrSyncService *sync, GParamSpec *pspec, DyrBanner *banner)
{
  Watch *watch = get_watch (banner);

  if (dyr_sync_service_get_state (sync) != DYR_SERVICE_OFFLINE)
    {
      g_clear_handle_id (&watch->timer, g_source_remove);
      watch->stands = FALSE;
      watch->read = FALSE;
    }
  else if (!watch->stands && watch->timer == 0)
    watch->timer = g_timeout_add_seconds (STANDS, on_stands, watch);
  show (watch);
}

static void
on_banner_clicked (DyrBanner *banner)
{
  Watch *watch = get_watch (banner);

  if (dyr_sync_service_get_state (dyr_office_get_sync (watch->office)) == DYR_SERVICE_STOPPED)
    {
      dyr_sync_head_remedy (GTK_WIDGET (banner), watch->office);
      return;
    }
  watch->read = TRUE;
  show (watch);
  gtk_widget_activate_action (GTK_WIDGET (banner), "win.sync", NULL);
}

void
dyr_sync_banner_watch (DyrBanner *banner, DyrOffice *office)
{
  Watch *watch;

  g_return_if_fail (DYR_IS_BANNER (banner));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (get_watch (banner) == NULL);

  watch = g_new0 (Watch, 1);
  watch->banner = banner;
  watch->office = g_object_ref (office);
  g_object_set_data_full (G_OBJECT (banner), "sync-watch", watch, free_watch);
  g_signal_connect (banner, "button-clicked", G_CALLBACK (on_banner_clicked), NULL);
  g_signal_connect_object (
      dyr_office_get_sync (office), "notify", G_CALLBACK (on_sync_changed), banner, 0);
  on_sync_changed (dyr_office_get_sync (office), NULL, banner);
}

gboolean
dyr_sync_banner_fire_timer (DyrBanner *banner)
{
  Watch *watch;

  g_return_val_if_fail (DYR_IS_BANNER (banner), FALSE);

  watch = get_watch (banner);
  if (watch == NULL || watch->timer == 0)
    return FALSE;
  g_clear_handle_id (&watch->timer, g_source_remove);
  on_stands (watch);
  return TRUE;
}
