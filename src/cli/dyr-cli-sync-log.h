/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli sync log: what earlier runs of sync did. */

#pragma once

#include "dyr-cli.h"

G_BEGIN_DECLS

gboolean dyr_cli_run_sync_log (DyrCli *cli, GError **error);

G_END_DECLS
