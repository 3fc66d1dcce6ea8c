/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli sync distrust: the certificate of the office's authority is trusted no more. */

#pragma once

#include "dyr-cli.h"

G_BEGIN_DECLS

gboolean dyr_cli_run_sync_distrust (DyrCli *cli, GError **error);

G_END_DECLS
