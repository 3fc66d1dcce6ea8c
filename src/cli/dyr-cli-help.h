/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What --help says, made from the command table. */

#pragma once

#include "dyr-cli.h"

G_BEGIN_DECLS

/* All commands; of the command asked for: how it is used. Newly allocated. */
char *dyr_cli_help_all (const DyrCliCommand *commands);
char *dyr_cli_help_command (const DyrCliCommand *command);

G_END_DECLS
