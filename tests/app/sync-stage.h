/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of DyrSyncService share: a stage whose office may sync with a fake EspoCRM over a
 * network that does what it is told. */

#pragma once

#include "dyr-content.h"
#include "fake-crm.h"
#include "stage.h"

G_BEGIN_DECLS

#define SYNC_KEY "0123456789abcdef0123456789abcdef"

/* The data of a test whose CRM has our extension. */
#define SYNC_EXTENDED "extended"

/* It is there, and not paid by volume, until it is told otherwise. */
#define SYNC_TYPE_NETWORK (sync_network_get_type ())
G_DECLARE_FINAL_TYPE (SyncNetwork, sync_network, SYNC, NETWORK, GObject)

void sync_network_set_metered (SyncNetwork *self, gboolean metered);
void sync_network_set_gone (SyncNetwork *self, gboolean gone);

typedef struct
{
  Stage stage;
  FakeCrm *crm;
  SyncNetwork *network;
  DyrSyncService *sync;
} SyncFixture;

void sync_set_up (SyncFixture *f, gconstpointer data);
void sync_tear_down (SyncFixture *f, gconstpointer data);

void sync_start (SyncFixture *f);
/* It is shut when *data (gboolean) is TRUE. */
void sync_on_shut (GObject *source, GAsyncResult *result, gpointer data);
void sync_shut (DyrSyncService *sync);

typedef struct
{
  gboolean done, kept;
  GError *error;
} SyncConnecting;

/* Of dyr_sync_service_connect_async (), with a SyncConnecting. */
void sync_on_connected (GObject *source, GAsyncResult *result, gpointer data);
void sync_connect_with (SyncFixture *f, const char *text);

void sync_wait_for (SyncFixture *f, DyrServiceState state);
guint sync_number (SyncFixture *f, const char *property);
void sync_wait_for_number (SyncFixture *f, const char *property, guint n);
void sync_assert_text (SyncFixture *f, const char *text);

void sync_add_client (SyncFixture *f, const char *name);
/* In the CRM. */
guint sync_count_accounts (SyncFixture *f);
CrmCounts sync_counts (SyncFixture *f);
void sync_add_fault (SyncFixture *f, CrmFaultKind kind, const char *path);
void sync_clear_faults (SyncFixture *f);

/* Jobs of the writer. */
void sync_run_job (SyncFixture *f, DyrJob run, gpointer data);
/* The client that was added last. */
gint64 sync_last_client (SyncFixture *f);
/* A file of so many bytes, attached to that client; its id. */
gint64 sync_attach (SyncFixture *f, const char *name, gsize length);
DyrContentPlace sync_look_at_file (SyncFixture *f, gint64 file);
/* Whether something could be freed: it is settled in the CRM then. */
gboolean sync_free_files (SyncFixture *f);
/* In the CRM. */
guint sync_count_files (SyncFixture *f);

G_END_DECLS
