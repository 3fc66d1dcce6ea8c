/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A syncer with an office, a CRM made of words and a network that is none. */

#include "config.h"

#include "syncer-fixture.h"

DyrSyncer *
fixture_new_syncer (Fixture *f)
{
  DyrSyncer *syncer = dyr_syncer_new (f->office.database,
                                      DYR_REMOTE (f->remote),
                                      G_OBJECT (f->carrier),
                                      &toy_carry,
                                      "https://crm.example.com/",
                                      NULL);

  dyr_syncer_set_network (syncer, G_NETWORK_MONITOR (f->network));
  dyr_syncer_set_interval (syncer, 0);
  return syncer;
}

void
fixture_set_up (Fixture *f, gconstpointer data)
{
  office_set_up (&f->office, NULL);
  f->remote = toy_remote_new ();
  f->carrier = toy_carrier_new ();
  f->network = toy_network_new ();
  f->syncer = fixture_new_syncer (f);
}

void
fixture_wait_for (Fixture *f, DyrSyncState state)
{
  while (dyr_syncer_get_state (f->syncer) != state)
    g_main_context_iteration (NULL, TRUE);
}

void
fixture_end (Fixture *f)
{
  dyr_syncer_end (f->syncer);
  fixture_wait_for (f, DYR_SYNC_OFF);
  g_assert_cmpuint (dyr_syncer_get_n_flying (f->syncer), ==, 0);
}

void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  fixture_end (f);
  g_assert_finalize_object (f->syncer);
  g_object_unref (f->remote);
  g_object_unref (f->carrier);
  g_object_unref (f->network);
  office_tear_down (&f->office, NULL);
}

void
fixture_start (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  dyr_syncer_start (f->syncer, &error);
  g_assert_no_error (error);
}

void
fixture_add_clients (Fixture *f, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Client %u", i);

      office_add (&f->office, &dyr_client_type, "name", name, NULL);
    }
}

void
fixture_assert_path (Fixture *f, guint index, const char *beginning)
{
  const char *path = toy_carrier_path (f->carrier, index);

  if (!g_str_has_prefix (path, beginning))
    g_error ("“%s” was sent instead of “%s”", path, beginning);
}

/* Waits until exactly this is on its way. */
void
fixture_expect (Fixture *f, const char *beginning)
{
  toy_carrier_wait (f->carrier, 1);
  fixture_assert_path (f, 0, beginning);
}

void
fixture_answer (Fixture *f, const char *beginning, guint status)
{
  fixture_expect (f, beginning);
  toy_carrier_answer (f->carrier, 0, status);
}

/* Waits until the database says so. */
void
fixture_wait_for_number (Fixture *f, const char *sql, gint64 number)
{
  while (office_number (&f->office, sql) != number)
    g_main_context_iteration (NULL, TRUE);
}

/* All that is sent goes well, until nothing is left. */
void
fixture_run_to_quiet (Fixture *f)
{
  toy_carrier_set_status (f->carrier, 200);
  fixture_wait_for (f, DYR_SYNC_QUIET);
  toy_carrier_set_status (f->carrier, 1);
}
