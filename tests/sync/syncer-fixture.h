/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A syncer with an office, a CRM made of words and a network that is none. */

#pragma once

#include "syncer-test.h"

typedef struct
{
  Office office;
  ToyRemote *remote;
  ToyCarrier *carrier;
  ToyNetwork *network;
  DyrSyncer *syncer;
} Fixture;

/* Of g_test_add (). */
void fixture_set_up (Fixture *f, gconstpointer data);
void fixture_tear_down (Fixture *f, gconstpointer data);

/* Another syncer of the same office. */
DyrSyncer *fixture_new_syncer (Fixture *f);
void fixture_start (Fixture *f);
void fixture_end (Fixture *f);
void fixture_add_clients (Fixture *f, guint n);

void fixture_wait_for (Fixture *f, DyrSyncState state);
/* Waits until the database says so. */
void fixture_wait_for_number (Fixture *f, const char *sql, gint64 number);
/* What is on its way begins like this. */
void fixture_assert_path (Fixture *f, guint index, const char *beginning);
/* Waits until exactly this is on its way. */
void fixture_expect (Fixture *f, const char *beginning);
/* … and answers it. */
void fixture_answer (Fixture *f, const char *beginning, guint status);
/* All that is sent goes well, until nothing is left. */
void fixture_run_to_quiet (Fixture *f);
