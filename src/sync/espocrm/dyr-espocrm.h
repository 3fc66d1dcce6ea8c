/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEspocrm: EspoCRM as a DyrRemote. Writes requests and reads responses, nothing else. */

#pragma once

#include "dyr-remote.h"

G_BEGIN_DECLS

#define DYR_TYPE_ESPOCRM (dyr_espocrm_get_type ())
G_DECLARE_FINAL_TYPE (DyrEspocrm, dyr_espocrm, DYR, ESPOCRM, GObject)

/* @mapping_path: a file of the office instead of the built-in mapping; NULL: the built-in one. NULL
 * and @error when it cannot be read. One thread at a time. */
DyrEspocrm *dyr_espocrm_new (const char *mapping_path, GError **error);

/* The key of an API user, and its secret when requests are to be signed (HMAC); without, the key
 * itself goes along. Both are kept in memory only. */
void dyr_espocrm_set_key (DyrEspocrm *self, const char *key, const char *secret);
/* The token that a person's sign-in was exchanged for, instead. */
void dyr_espocrm_set_token (DyrEspocrm *self, const char *login, const char *token);

G_END_DECLS
