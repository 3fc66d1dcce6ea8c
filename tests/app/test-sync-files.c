/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Files with a running DyrSyncService: they go to the fake EspoCRM by themselves, and come back
 * when they are asked for, over a real connection. */

#include "config.h"

#include "sync-stage.h"

static void
want (SyncFixture *f, gint64 file)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (gint64));
  DyrContentWant asked = { files, TRUE };

  g_array_append_val (files, file);
  sync_run_job (f, dyr_content_job_want, &asked);
}

typedef struct
{
  SyncFixture *f;
  guint n;     /* words about how far it is … */
  gint64 most; /* … the last of them */
  gint64 size;
  guint n_rest; /* told that it does not move any more */
} Told;

static void
on_progress (DyrSyncService *sync, gint64 file, gint64 done, gint64 size, Told *told)
{
  gint64 done_too = 0, size_too = 0;

  if (size == 0)
    {
      g_assert_false (dyr_contents_get_progress (
          dyr_sync_service_get_contents (sync), file, &done_too, &size_too));
      told->n_rest++;
      return;
    }
  g_assert_true (
      dyr_contents_get_progress (dyr_sync_service_get_contents (sync), file, &done_too, &size_too));
  g_assert_cmpint (done_too, ==, done);
  g_assert_cmpint (size_too, ==, size);
  g_assert_cmpint (done, <=, size);
  told->n++;
  told->most = MAX (told->most, done);
  told->size = size;
}

static void
set_upload (SyncFixture *f, guint most, guint piece)
{
  crm_model_set_upload (fake_crm_lock (f->crm), most, piece);
  fake_crm_unlock (f->crm);
}

static void
test_there_and_back (SyncFixture *f, gconstpointer data)
{
  const gsize size = 2 * 1024 * 1024 + 5;
  Told told = { f };
  gint64 small, large;

  set_upload (f, 5, 1);
  sync_start (f);
  sync_add_client (f, "Дім");
  large = sync_attach (f, "large.bin", size);
  small = sync_attach (f, "small.txt", 3);
  g_assert_cmpint (sync_look_at_file (f, small), ==, DYR_CONTENT_ONLY_HERE);
  g_signal_connect (f->sync, "content-progress", G_CALLBACK (on_progress), &told);
  sync_connect_with (f, SYNC_KEY);
  stage_wait_until (sync_count_files (f) == 2);
  g_assert_cmpuint (told.n, >=, 3);
  g_assert_cmpint (told.most, >, 1024 * 1024);
  g_assert_cmpuint (told.n_rest, >=, 2);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_cmpint (sync_look_at_file (f, large), ==, DYR_CONTENT_BOTH);
  g_assert_cmpint (sync_look_at_file (f, small), ==, DYR_CONTENT_BOTH);

  g_assert_true (sync_free_files (f));
  g_assert_cmpint (sync_look_at_file (f, large), ==, DYR_CONTENT_THERE);
  told = (Told){ f };
  want (f, large);
  stage_wait_until (sync_look_at_file (f, large) == DYR_CONTENT_BOTH);
  g_assert_cmpuint (told.n, >=, 2);
  g_assert_cmpuint (told.n_rest, ==, 1);
  g_assert_cmpint (told.size, ==, (gint64) size);
  g_assert_cmpint (sync_look_at_file (f, small), ==, DYR_CONTENT_THERE);
}

/* On a network that is paid by volume nothing goes by itself; what a person opened comes. */
static void
test_metered (SyncFixture *f, gconstpointer data)
{
  gint64 file;

  sync_start (f);
  sync_add_client (f, "Дім");
  file = sync_attach (f, "a.txt", 10);
  sync_connect_with (f, SYNC_KEY);
  stage_wait_until (sync_count_files (f) == 1);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  g_assert_true (sync_free_files (f));
  sync_network_set_metered (f->network, TRUE);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  sync_attach (f, "b.txt", 20);
  want (f, file);
  dyr_sync_service_run (f->sync);
  stage_wait_until (sync_look_at_file (f, file) == DYR_CONTENT_BOTH);
  g_assert_cmpuint (sync_count_files (f), ==, 1);
  sync_wait_for (f, DYR_SERVICE_PAUSED);
  sync_network_set_metered (f->network, FALSE);
  stage_wait_until (sync_count_files (f) == 2);
}

/* What stops files alone is told, and what can be done about it; then they go on. */
static void
test_stopped (SyncFixture *f, gconstpointer data)
{
  const struct
  {
    CrmFaultKind fault;
    DyrStop stop;
    DyrServiceRemedy remedy;
    const char *text;
  } stops[] = {
    { CRM_FAULT_HTML,
      DYR_STOP_WRONG,
      DYR_SERVICE_REMEDY_RUN,
      "Something else answers instead of the CRM" },
    { CRM_FAULT_LOCKED_OUT,
      DYR_STOP_LOCKED_OUT,
      DYR_SERVICE_REMEDY_RUN,
      "The CRM refuses to talk to this computer" },
    { CRM_FAULT_UNAUTHORIZED,
      DYR_STOP_SIGN_IN,
      DYR_SERVICE_REMEDY_SIGN_IN,
      "The CRM does not accept the key" },
  };

  sync_start (f);
  sync_add_client (f, "Дім");
  sync_connect_with (f, SYNC_KEY);
  stage_wait_until (sync_count_accounts (f) == 1);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.txt", i);

      sync_add_fault (f, stops[i].fault, "Attachment");
      sync_attach (f, name, 10 + i);
      sync_wait_for (f, DYR_SERVICE_STOPPED);
      g_assert_cmpint (dyr_sync_service_get_stop (f->sync), ==, stops[i].stop);
      g_assert_cmpint (dyr_sync_service_get_remedy (f->sync), ==, stops[i].remedy);
      sync_assert_text (f, stops[i].text);
      g_assert_nonnull (dyr_sync_service_get_reason (f->sync));
      /* A client still goes. */
      sync_add_client (f, name);
      stage_wait_until (sync_count_accounts (f) == i + 2);
      sync_clear_faults (f);
      dyr_sync_service_run (f->sync);
      stage_wait_until (sync_count_files (f) == i + 1);
      sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
      g_assert_cmpint (dyr_sync_service_get_stop (f->sync), ==, DYR_STOP_NONE);
    }
}

/* A CRM without our extension has no place for them: they stay. */
static void
test_stock (SyncFixture *f, gconstpointer data)
{
  gint64 file;

  sync_start (f);
  sync_add_client (f, "Дім");
  file = sync_attach (f, "a.txt", 10);
  sync_connect_with (f, SYNC_KEY);
  stage_wait_until (sync_count_accounts (f) == 1);
  sync_wait_for_number (f, "n-only-here", 1);
  g_assert_cmpint (sync_look_at_file (f, file), ==, DYR_CONTENT_ONLY_HERE);
  sync_wait_for (f, DYR_SERVICE_UP_TO_DATE);
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, FALSE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
#define ADD(name, function)                                                                        \
  g_test_add (                                                                                     \
      "/app/sync-files/" name, SyncFixture, SYNC_EXTENDED, sync_set_up, function, sync_tear_down)
  ADD ("there-and-back", test_there_and_back);
  ADD ("metered", test_metered);
  ADD ("stopped", test_stopped);
#undef ADD
  g_test_add ("/app/sync-files/stock", SyncFixture, NULL, sync_set_up, test_stock, sync_tear_down);
  return g_test_run ();
}
