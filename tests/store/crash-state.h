/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The whole content of a database as one text, the same for two runs of the same script. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* Every row of every table but the insides of the full text. What differs from run to run (uids,
 * instants, the device) is replaced. NULL and *error when it cannot be read. */
char *crash_state_read (DyrConnection *connection, GError **error);

G_END_DECLS
