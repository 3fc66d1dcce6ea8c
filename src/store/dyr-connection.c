/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnection: one SQLite connection with its cached statements; belongs to one thread at a time.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-connection.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dyr-error.h"
#include "dyr-sql-functions.h"

/* Row cache of a connection that writes (negative: SQLite's own sign for KiB). */
#define CACHE_KIB "-8000"
/* Readers hop over the file; the system keeps what they read. */
#define READ_CACHE_KIB "-" G_STRINGIFY (DYR_READ_CACHE_KIB)
/* The same, and pages in the WAL before they are copied into the file, while thousands of records
 * are written: each part of them touches most pages of the indexes. */
#define BULK_CACHE_KIB "-" G_STRINGIFY (DYR_BULK_CACHE_KIB)
#define BULK_WAL_PAGES "16000"
#define WAL_PAGES "1000" /* SQLite's own */
/* What of the WAL stays on the disk after a large job: a large import lets it grow to 300 MB. */
#define WAL_KEPT_BYTES "65536000"
/* How long a writer waits for another process. */
#define BUSY_MILLISECONDS 10000
/* How often to try for the journal that lets readers and a writer work at once. */
#define WAL_ATTEMPTS 50
/* Virtual machine steps between two looks at the cancellable. */
#define PROGRESS_STEPS 20000
/* Addresses of statements that are remembered: those of literals stay, others come and go. */
#define PLACES 500

struct _DyrConnection
{
  sqlite3 *db;
  char *path;
  GTimeZone *zone;
  const DyrCollator *collator;
  GThread *thread;
  GHashTable *statements; /* sql -> DyrStatement */
  GHashTable *places;     /* address of an sql -> DyrStatement: sparing the hash of a long text */
  GHashTable *cached;     /* key -> Cached */
  GCancellable *cancellable;
  DyrTouched *touched;
  gboolean bulk;
};

typedef struct
{
  gpointer data;
  GDestroyNotify destroy;
} Cached;

struct _DyrStatement
{
  DyrConnection *connection;
  sqlite3_stmt *stmt;
  gboolean in_use;
  gboolean cached; /* else it ends with its use: one of the same text was in use already */
};

static void
free_cached (gpointer data)
{
  Cached *cached = data;

  cached->destroy (cached->data);
  g_free (cached);
}

static void
finalize_statement (gpointer data)
{
  DyrStatement *statement = data;

  sqlite3_finalize (statement->stmt);
  g_free (statement);
}

/* Not every file that SQLite cannot enlarge is told as a full disk: its shared memory is not. */
static gboolean
is_no_room (DyrConnection *self, int code)
{
  int system = self->db != NULL ? sqlite3_system_errno (self->db) : 0;

  return (code & 0xff) == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT || system == EFBIG);
}

void
dyr_connection_set_error (DyrConnection *self, int code, GError **error)
{
  g_autofree char *name = g_path_get_basename (self->path);
  const char *detail = self->db != NULL ? sqlite3_errmsg (self->db) : sqlite3_errstr (code);

  if (is_no_room (self, code))
    code = SQLITE_FULL;
  switch (code & 0xff)
    {
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Stopped."));
      return;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_BUSY,
                   _("The database “%s” is in use by another program. Close that program or wait a moment, then try again."),
                      name);
      return;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_CORRUPT,
                   _("The file “%s” is damaged or is no database of Dyryhent. Nothing in it was changed. Restore a backup or choose another file (%s)."),
                      self->path,
                      detail);
      return;
    case SQLITE_FULL:
      g_set_error (
          error,
          DYR_ERROR,
          DYR_ERROR_FULL,
          _("The disk with “%s” is full. Nothing was changed. Free some space, then try again."),
             self->path);
      return;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_READ_ONLY,
                   _("“%s” cannot be written. Check that the folder exists and that you may write to it (%s)."),
                      self->path,
                      detail);
      return;
    default:
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_FAILED,
                   _("The database “%s” could not be read or written. Try again; if it stays so, check the disk (%s)."),
                      name,
                      detail);
      return;
    }
}

static int
on_progress_made (gpointer data)
{
  DyrConnection *self = data;

  return g_cancellable_is_cancelled (self->cancellable);
}

static gboolean
has_journal (DyrConnection *self)
{
  g_autofree char *path = g_strconcat (self->path, "-wal", NULL);
  GStatBuf about;

  return g_stat (path, &about) == 0 && about.st_size > 0;
}

static gboolean
set_up (DyrConnection *self, DyrConnectionMode mode, GError **error)
{
  int code;

  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, BUSY_MILLISECONDS);
  sqlite3_progress_handler (self->db, PROGRESS_STEPS, on_progress_made, self);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  code = dyr_sql_functions_install (self, self->db);
  if (code != SQLITE_OK)
    {
      dyr_connection_set_error (self, code, error);
      return FALSE;
    }
  if (!dyr_connection_script (self,
                              "PRAGMA foreign_keys = ON; PRAGMA cache_size = " CACHE_KIB
                              "; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY",
                              error))
    return FALSE;
  if (mode == DYR_CONNECTION_READ)
    return dyr_connection_script (
        self, "PRAGMA query_only = ON; PRAGMA cache_size = " READ_CACHE_KIB, error);
  /* The journal of somebody else's database stays what it is: dyr_migrate () looks first. */
  if (has_journal (self))
    sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return dyr_connection_script (
      self, "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = " WAL_KEPT_BYTES, error);
}

DyrConnection *
dyr_connection_open (const char *path, DyrConnectionMode mode, GTimeZone *zone, GError **error)
{
  g_autoptr (DyrConnection) self = NULL;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_READWRITE;
  static gsize configured = 0;
  int code;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);

  /* Counting memory would take a lock at each allocation, in every thread. */
  if (g_once_init_enter (&configured))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&configured, 1);
    }

  /* Readers too open for writing: a read-only connection could not recover a WAL after a crash;
   * PRAGMA query_only keeps them from changing anything. */
  if (mode == DYR_CONNECTION_CREATE)
    flags |= SQLITE_OPEN_CREATE;
  self = g_new0 (DyrConnection, 1);
  self->path = g_strdup (path);
  self->zone = g_time_zone_ref (zone);
  self->thread = g_thread_self ();
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize_statement);
  self->places = g_hash_table_new (NULL, NULL);
  self->cached = g_hash_table_new_full (NULL, NULL, NULL, free_cached);
  code = sqlite3_open_v2 (path, &self->db, flags, NULL);
  if (code != SQLITE_OK)
    {
      dyr_connection_set_error (self, code, error);
      return NULL;
    }
  if (mode != DYR_CONNECTION_READ && sqlite3_db_readonly (self->db, "main") == 1)
    {
      dyr_connection_set_error (self, SQLITE_READONLY, error);
      return NULL;
    }
  if (!set_up (self, mode, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dyr_connection_close (DyrConnection *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->cached, g_hash_table_unref);
  sqlite3_close_v2 (self->db);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->touched, dyr_touched_free);
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self);
}

void
dyr_connection_adopt (DyrConnection *self)
{
  g_return_if_fail (self != NULL);
  self->thread = g_thread_self ();
}

sqlite3 *
dyr_connection_get_handle (DyrConnection *self)
{
  g_assert (self->thread == g_thread_self ());
  return self->db;
}

const char *
dyr_connection_get_path (DyrConnection *self)
{
  return self->path;
}

GTimeZone *
dyr_connection_get_zone (DyrConnection *self)
{
  return self->zone;
}

const DyrCollator *
dyr_connection_get_collator (DyrConnection *self)
{
  return self->collator;
}

void
dyr_connection_set_collator (DyrConnection *self, const DyrCollator *collator)
{
  self->collator = collator;
}

void
dyr_connection_set_cancellable (DyrConnection *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
}

gconstpointer
dyr_connection_cached (DyrConnection *self,
                       gconstpointer key,
                       gpointer (*build) (gconstpointer key),
                       GDestroyNotify destroy)
{
  Cached *cached = g_hash_table_lookup (self->cached, key);

  g_assert (self->thread == g_thread_self ());
  if (cached != NULL)
    return cached->data;
  cached = g_new0 (Cached, 1);
  cached->data = build (key);
  cached->destroy = destroy;
  g_hash_table_insert (self->cached, (gpointer) key, cached);
  return cached->data;
}

gboolean
dyr_connection_use_wal (DyrConnection *self, GError **error)
{
  int code = SQLITE_BUSY;

  g_assert (self->thread == g_thread_self ());
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  /* SQLite does not wait for another process that is changing the journal at this moment; it does
   * for a transaction. */
  for (int i = 0; i < WAL_ATTEMPTS; i++)
    {
      code = sqlite3_exec (self->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
      if ((code & 0xff) != SQLITE_BUSY)
        break;
      code = sqlite3_exec (self->db, "BEGIN IMMEDIATE; COMMIT", NULL, NULL, NULL);
      if (code != SQLITE_OK)
        break;
    }
  if (code == SQLITE_OK)
    return TRUE;
  dyr_connection_set_error (self, code, error);
  return FALSE;
}

gboolean
dyr_connection_script (DyrConnection *self, const char *sql, GError **error)
{
  int code;

  g_assert (self->thread == g_thread_self ());
  code = sqlite3_exec (self->db, sql, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return TRUE;
  dyr_connection_set_error (self, code, error);
  return FALSE;
}

/* The statement of that text that is not in use, NULL: there is none. */
static DyrStatement *
find_statement (DyrConnection *self, const char *sql)
{
  DyrStatement *statement = g_hash_table_lookup (self->places, sql);

  /* Another text may lie at this address now. */
  if (statement == NULL || !g_str_equal (sqlite3_sql (statement->stmt), sql))
    {
      statement = g_hash_table_lookup (self->statements, sql);
      if (statement == NULL)
        return NULL;
      if (g_hash_table_size (self->places) >= PLACES)
        g_hash_table_remove_all (self->places);
      g_hash_table_insert (self->places, (gpointer) sql, statement);
    }
  return statement->in_use ? NULL : statement;
}

DyrStatement *
dyr_connection_prepare (DyrConnection *self, const char *sql, GError **error)
{
  DyrStatement *statement;
  sqlite3_stmt *stmt;
  int code;

  g_assert (self->thread == g_thread_self ());
  statement = find_statement (self, sql);
  if (statement != NULL)
    {
      statement->in_use = TRUE;
      return statement;
    }
  code = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (code != SQLITE_OK)
    {
      if (code == SQLITE_ERROR)
        g_critical ("SQL: %s: %s", sqlite3_errmsg (self->db), sql);
      dyr_connection_set_error (self, code, error);
      return NULL;
    }
  statement = g_new0 (DyrStatement, 1);
  statement->connection = self;
  statement->stmt = stmt;
  statement->in_use = TRUE;
  statement->cached = !g_hash_table_contains (self->statements, sqlite3_sql (stmt));
  if (statement->cached)
    g_hash_table_insert (self->statements, (gpointer) sqlite3_sql (stmt), statement);
  return statement;
}

void
dyr_statement_free (DyrStatement *self)
{
  if (self == NULL)
    return;
  if (!self->cached)
    {
      finalize_statement (self);
      return;
    }
  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  self->in_use = FALSE;
}

void
dyr_statement_bind_number (DyrStatement *self, int index, gint64 number)
{
  sqlite3_bind_int64 (self->stmt, index, number);
}

void
dyr_statement_bind_text (DyrStatement *self, int index, const char *text)
{
  sqlite3_bind_text (self->stmt, index, text, -1, SQLITE_STATIC);
}

void
dyr_statement_bind_blob (DyrStatement *self, int index, const guint8 *data, gsize length)
{
  sqlite3_bind_blob64 (self->stmt, index, data, length, SQLITE_STATIC);
}

void
dyr_statement_bind_copy (DyrStatement *self, int index, const guint8 *data, gsize length)
{
  sqlite3_bind_blob64 (self->stmt, index, data, length, SQLITE_TRANSIENT);
}

void
dyr_statement_take_text (DyrStatement *self, int index, char *text)
{
  sqlite3_bind_text (self->stmt, index, text, -1, g_free);
}

void
dyr_statement_bind_null (DyrStatement *self, int index)
{
  sqlite3_bind_null (self->stmt, index);
}

void
dyr_statement_bind_value (DyrStatement *self, int index, const DyrValue *value)
{
  switch (value->form)
    {
    case DYR_VALUE_NUMBER:
      sqlite3_bind_int64 (self->stmt, index, value->number);
      return;
    case DYR_VALUE_TEXT:
      sqlite3_bind_text (self->stmt, index, value->text, -1, SQLITE_STATIC);
      return;
    case DYR_VALUE_LINK:
      sqlite3_bind_int64 (self->stmt, index, value->link->id);
      return;
    case DYR_VALUE_NONE:
      sqlite3_bind_null (self->stmt, index);
      return;
    case DYR_VALUE_SET:
    default:
      g_assert_not_reached (); /* sets have rows of their own */
    }
}

static void
bind_arguments (DyrStatement *self, const char *types, va_list arguments)
{
  for (int i = 0; types[i] != '\0'; i++)
    switch (types[i])
      {
      case 'i':
        sqlite3_bind_int64 (self->stmt, i + 1, va_arg (arguments, gint64));
        break;
      case 'n':
        sqlite3_bind_int64 (self->stmt, i + 1, va_arg (arguments, int));
        break;
      case 't':
        sqlite3_bind_text (self->stmt, i + 1, va_arg (arguments, const char *), -1, SQLITE_STATIC);
        break;
      case 'u':
        sqlite3_bind_blob (
            self->stmt, i + 1, va_arg (arguments, const DyrUid *), 16, SQLITE_STATIC);
        break;
      case 'b':
        {
          const guint8 *data = va_arg (arguments, const guint8 *);
          gsize length = va_arg (arguments, gsize);
          sqlite3_bind_blob64 (self->stmt, i + 1, data, length, SQLITE_STATIC);
          break;
        }
      case 'v':
        dyr_statement_bind_value (self, i + 1, va_arg (arguments, const DyrValue *));
        break;
      case 'z':
        sqlite3_bind_null (self->stmt, i + 1);
        break;
      default:
        g_assert_not_reached ();
      }
}

gboolean
dyr_statement_step (DyrStatement *self, GError **error)
{
  int code = sqlite3_step (self->stmt);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    dyr_connection_set_error (self->connection, code, error);
  return FALSE;
}

gboolean
dyr_statement_run (DyrStatement *self, GError **error)
{
  int code = sqlite3_step (self->stmt);

  if (code != SQLITE_DONE && code != SQLITE_ROW)
    {
      dyr_connection_set_error (self->connection, code, error);
      sqlite3_reset (self->stmt);
      return FALSE;
    }
  sqlite3_reset (self->stmt);
  return TRUE;
}

GArray *
dyr_statement_ids (DyrStatement *self, GError **error)
{
  g_autoptr (DyrStatement) query = self;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;

  while (query != NULL && dyr_statement_step (query, &local))
    {
      const gint64 id = dyr_statement_number (query, 0);

      g_array_append_val (ids, id);
    }
  if (local == NULL)
    return query != NULL ? g_steal_pointer (&ids) : NULL;
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

gint64
dyr_statement_number (DyrStatement *self, int column)
{
  return sqlite3_column_int64 (self->stmt, column);
}

gboolean
dyr_statement_is_null (DyrStatement *self, int column)
{
  return sqlite3_column_type (self->stmt, column) == SQLITE_NULL;
}

const char *
dyr_statement_text (DyrStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->stmt, column);
}

const guint8 *
dyr_statement_blob (DyrStatement *self, int column, gsize *length)
{
  const guint8 *data = sqlite3_column_blob (self->stmt, column);

  *length = (gsize) sqlite3_column_bytes (self->stmt, column);
  return data;
}

gboolean
dyr_statement_uid (DyrStatement *self, int column, DyrUid *uid)
{
  const void *data = sqlite3_column_blob (self->stmt, column);

  memset (uid, 0, sizeof *uid);
  if (data == NULL || sqlite3_column_bytes (self->stmt, column) != sizeof uid->bytes)
    return FALSE;
  memcpy (uid->bytes, data, sizeof uid->bytes);
  return TRUE;
}

gboolean
dyr_connection_run (DyrConnection *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (DyrStatement) statement = dyr_connection_prepare (self, sql, error);
  va_list arguments;

  if (statement == NULL)
    return FALSE;
  va_start (arguments, types);
  bind_arguments (statement, types, arguments);
  va_end (arguments);
  return dyr_statement_run (statement, error);
}

DyrStatement *
dyr_connection_query (DyrConnection *self, GError **error, const char *sql, const char *types, ...)
{
  DyrStatement *statement = dyr_connection_prepare (self, sql, error);
  va_list arguments;

  if (statement == NULL)
    return NULL;
  va_start (arguments, types);
  bind_arguments (statement, types, arguments);
  va_end (arguments);
  return statement;
}

gboolean
dyr_connection_number (DyrConnection *self,
                       GError **error,
                       gint64 fallback,
                       gint64 *number,
                       const char *sql,
                       const char *types,
                       ...)
{
  g_autoptr (DyrStatement) statement = dyr_connection_prepare (self, sql, error);
  g_autoptr (GError) local = NULL;
  va_list arguments;

  *number = fallback;
  if (statement == NULL)
    return FALSE;
  va_start (arguments, types);
  bind_arguments (statement, types, arguments);
  va_end (arguments);
  if (dyr_statement_step (statement, &local) && !dyr_statement_is_null (statement, 0))
    *number = dyr_statement_number (statement, 0);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gint64
dyr_connection_last_id (DyrConnection *self)
{
  return sqlite3_last_insert_rowid (self->db);
}

gint64
dyr_connection_changes (DyrConnection *self)
{
  return sqlite3_changes64 (self->db);
}

gboolean
dyr_connection_set_bulk (DyrConnection *self, gboolean bulk, GError **error)
{
  self->bulk = bulk;
  return dyr_connection_script (
      self,
      bulk ? "PRAGMA cache_size = " BULK_CACHE_KIB "; PRAGMA wal_autocheckpoint = " BULK_WAL_PAGES
           : "PRAGMA cache_size = " CACHE_KIB "; PRAGMA wal_autocheckpoint = " WAL_PAGES,
      error);
}

gboolean
dyr_connection_is_bulk (DyrConnection *self)
{
  return self->bulk;
}

static DyrTouched *
ensure_touched (DyrConnection *self)
{
  if (self->touched == NULL)
    self->touched = dyr_touched_new ();
  return self->touched;
}

void
dyr_connection_touch (DyrConnection *self, int type, gint64 id)
{
  dyr_touched_add (ensure_touched (self), type, id);
}

void
dyr_connection_touch_type (DyrConnection *self, int type)
{
  dyr_touched_add_type (ensure_touched (self), type);
}

void
dyr_connection_touch_many (DyrConnection *self, int type)
{
  dyr_touched_add_many (ensure_touched (self), type);
}

void
dyr_connection_touch_actions (DyrConnection *self)
{
  ensure_touched (self)->actions = TRUE;
}

DyrTouched *
dyr_connection_take_touched (DyrConnection *self)
{
  return g_steal_pointer (&self->touched);
}
