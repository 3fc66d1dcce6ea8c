/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The key of the CRM: from the environment, which forgets it, or from a file descriptor. Never from
 * the command line, which everybody on the computer can read. */

#pragma once

#include "dyr-cli.h"

G_BEGIN_DECLS

/* Takes DYRYHENT_API_KEY and DYRYHENT_API_SECRET out of the environment, and reads the descriptor
 * of --key-fd (the key on its first line, a secret perhaps on the second), which goes before.
 * Blanks that came along when it was pasted are dropped. `secret` may stay NULL: requests are not
 * signed. DYR_ERROR_USAGE. Before any thread is started. Both are to be wiped
 * (dyr_key_wipe ()). */
gboolean dyr_cli_take_key (DyrCli *cli, char **key, char **secret, GError **error);

G_END_DECLS
