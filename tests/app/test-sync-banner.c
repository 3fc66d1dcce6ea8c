/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The banner about sync: told once it stands, with the number; away when it is over or was read. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-banner.h"

#include "app-test.h"
#include "dyr-client.h"

typedef struct
{
  Pages pages;
  DyrSyncService *sync;
  DyrBanner *banner;
} Fixture;

static guint
count_waiting (Fixture *f)
{
  guint n;

  g_object_get (f->sync, "n-waiting", &n, NULL);
  return n;
}

static void
add (Fixture *f, guint n)
{
  office_add (&f->pages.office, &dyr_client_type, "name", "Client", NULL);
  /* What the window does itself is seen at once; this was done by another process. */
  dyr_database_poll (dyr_store_get_database (f->pages.store));
  WAIT_FOR (count_waiting (f) == n);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  pages_set_up (&f->pages, NULL);
  f->sync = dyr_office_get_sync (f->pages.app);
  f->banner = DYR_BANNER (dyr_banner_new (NULL));
  pages_show (&f->pages, GTK_WIDGET (f->banner));
  dyr_sync_banner_watch (f->banner, f->pages.app);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pages_tear_down (&f->pages, NULL);
}

static void
test_offline (Fixture *f, gconstpointer data)
{
  g_assert_false (dyr_sync_banner_fire_timer (f->banner));
  pages_go_offline (&f->pages);
  add (f, 1);
  /* Perhaps it is a hitch. */
  g_assert_false (dyr_banner_get_revealed (f->banner));
  g_assert_true (dyr_sync_banner_fire_timer (f->banner));
  g_assert_true (dyr_banner_get_revealed (f->banner));
  g_assert_cmpstr (dyr_banner_get_title (f->banner), ==, "Working offline — 1 change will be sent");
  add (f, 2);
  g_assert_cmpstr (
      dyr_banner_get_title (f->banner), ==, "Working offline — 2 changes will be sent");
  /* Whoever has read it is not told again. */
  WAIT_FOR (pages_find_button (GTK_WIDGET (f->banner), "Details") != NULL);
  pages_click (pages_find_button (GTK_WIDGET (f->banner), "Details"));
  g_assert_false (dyr_banner_get_revealed (f->banner));
  add (f, 3);
  g_assert_false (dyr_banner_get_revealed (f->banner));
}

/* Nothing waits: nobody needs to know. */
static void
test_nothing_waits (Fixture *f, gconstpointer data)
{
  pages_go_offline (&f->pages);
  g_assert_true (dyr_sync_banner_fire_timer (f->banner));
  g_assert_false (dyr_banner_get_revealed (f->banner));
  add (f, 1);
  g_assert_true (dyr_banner_get_revealed (f->banner));
  /* A person says: not now. */
  dyr_sync_service_set_paused (f->sync, TRUE);
  WAIT_FOR (dyr_sync_service_get_state (f->sync) == DYR_SERVICE_PAUSED);
  g_assert_false (dyr_banner_get_revealed (f->banner));
  g_assert_false (dyr_sync_banner_fire_timer (f->banner));
}

int
main (int argc, char **argv)
{
#define ADD(name, function)                                                                        \
  g_test_add ("/app/sync-banner/" name, Fixture, NULL, set_up, function, tear_down)

  pages_init (&argc, &argv);
  ADD ("offline", test_offline);
  ADD ("nothing-waits", test_nothing_waits);
  return g_test_run ();
}
