/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli sync me: who of the users sits at this computer. */

#pragma once

#include "dyr-cli.h"

G_BEGIN_DECLS

/* Chooses the user that the argument after “me” names, if there is one, and says who it is. */
gboolean dyr_cli_run_sync_me (DyrCli *cli, GError **error);

G_END_DECLS
