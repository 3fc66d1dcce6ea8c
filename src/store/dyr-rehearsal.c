/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRehearsal: a place where changes can be tried out with the very functions that make them, and
 * that nobody else sees.
 *
 * A transaction that is rolled back would keep the office from writing while it lasts; a copy of
 * the whole database would need its space. So it is a database of SQLite's own temporary kind,
 * without a name, in memory as long as it is small, to which the real one is attached as "office"
 * to be read. Records get there when they are touched. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-rehearsal.h"

#include "dyr-migrator.h"

struct _DyrRehearsal
{
  DyrCollator *collator;
  DyrConnection *connection;
};

void
dyr_rehearsal_free (DyrRehearsal *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->connection, dyr_connection_close);
  g_clear_pointer (&self->collator, dyr_collator_free);
  g_free (self);
}

DyrRehearsal *
dyr_rehearsal_new (DyrDatabase *database, GError **error)
{
  g_autoptr (DyrRehearsal) self = NULL;

  g_return_val_if_fail (DYR_IS_DATABASE (database), NULL);

  self = g_new0 (DyrRehearsal, 1);
  self->connection
      = dyr_connection_open ("", DYR_CONNECTION_CREATE, dyr_database_get_zone (database), error);
  if (self->connection == NULL)
    return NULL;

  self->collator = dyr_collator_new (dyr_database_get_language (database));
  dyr_connection_set_collator (self->connection, self->collator);
  /* Links may lead to records that only the office has. Nothing here has to outlive a crash. */
  if (!dyr_migrate (self->connection, error)
      || !dyr_connection_script (self->connection,
                                 "PRAGMA foreign_keys = OFF; PRAGMA journal_mode = OFF; "
                                 "PRAGMA synchronous = OFF",
                                 error)
      || !dyr_connection_run (self->connection,
                              error,
                              "INSERT INTO record (id, uid, type, origin) "
                              "VALUES (?, zeroblob (16), 0, 0)",
                              "i",
                              DYR_REHEARSAL_FIRST_ID)
      || !dyr_connection_run (
          self->connection, error, "ATTACH ? AS office", "t", dyr_database_get_path (database))
      || !dyr_connection_script (self->connection, "BEGIN", error))
    return NULL;

  return g_steal_pointer (&self);
}

DyrConnection *
dyr_rehearsal_get_connection (DyrRehearsal *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->connection;
}
