/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Migrations: brings a database to the program's schema version. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* The schema version this program writes. */
#define DYR_SCHEMA_VERSION 10
/* "Dyry": says in the file's header whose database it is. */
#define DYR_DATABASE_ID 0x44797279

/* Runs data/schema/NNN-*.sql from the file's version to ours, in one transaction, after a
 * backup beside the file. DYR_ERROR_NEWER when the file comes from a newer program,
 * DYR_ERROR_CORRUPT when it is no database of ours; nothing is changed then. */
gboolean dyr_migrate (DyrConnection *connection, GError **error);

G_END_DECLS
