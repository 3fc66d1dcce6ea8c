/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* How the database and the CRM stand, as text and as JSON: for “sync status” and “status”. */

#pragma once

#include <json-glib/json-glib.h>

#include "dyr-cli.h"
#include "dyr-sync-status.h"

G_BEGIN_DECLS

/* Lines "what: value". */
gboolean dyr_cli_sync_status_write (DyrCli *cli, const DyrSyncStatus *status, GError **error);
/* An object. */
void dyr_cli_sync_status_add (JsonBuilder *builder, const DyrSyncStatus *status);

G_END_DECLS
