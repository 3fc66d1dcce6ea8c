/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Meta: small texts that a store keeps about itself, by name. Used inside jobs. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* Newly allocated; NULL: there is none, or *error is set. */
char *dyr_meta_read (DyrConnection *connection, const char *key, GError **error);
/* NULL and "" take it away. */
gboolean
dyr_meta_write (DyrConnection *connection, const char *key, const char *value, GError **error);

/* The keys that begin so, in order; NULL on an error. */
GStrv dyr_meta_list (DyrConnection *connection, const char *prefix, GError **error);

G_END_DECLS
