/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* CrashVfs: a disk for SQLite that fails at the n-th call that would change it. */

#include "config.h"

#include "crash-vfs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#define SECTOR 512

/* A change that the disk may forget: the bytes from `offset` on, and the length of the file. */
typedef struct
{
  gint64 offset;
  GByteArray *before; /* what the bytes were, as far as the file went */
  GByteArray *after;  /* what was written; NULL: the file was cut to `offset` */
  gint64 length;      /* of the file before */
} Change;

/* What is known of a file by its name, whoever has it open. */
typedef struct
{
  char *path;
  GPtrArray *changes;  /* Change, since the last sync */
  GByteArray *deleted; /* what it held when it was deleted; NULL: it was not, or that is durable */
  gboolean fresh;      /* made and not synced yet */
} Disk;

typedef struct
{
  sqlite3_file base;
  Disk *disk; /* NULL: of no account */
  sqlite3_file *real;
} CrashFile;

/* SQLite has one default VFS a process, and so it is one disk. */
static struct
{
  GMutex mutex;
  sqlite3_vfs vfs;
  sqlite3_vfs *real;
  sqlite3_io_methods methods;
  GHashTable *disks; /* path → Disk */
  GRand *rand;
  CrashFault fault;
  guint at;
  guint n_calls;
  gboolean dead, full, lie;
  char *struck;
  GHashTable *shared; /* path of a -shm → GByteArray: as it was when the process died */
} world;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_byte_array_unref (change->before);
  g_clear_pointer (&change->after, g_byte_array_unref);
  g_free (change);
}

static void
free_disk (gpointer data)
{
  Disk *disk = data;

  g_free (disk->path);
  g_ptr_array_unref (disk->changes);
  g_clear_pointer (&disk->deleted, g_byte_array_unref);
  g_free (disk);
}

static Disk *
find_disk (const char *path)
{
  Disk *disk = g_hash_table_lookup (world.disks, path);

  if (disk != NULL)
    return disk;
  disk = g_new0 (Disk, 1);
  disk->path = g_strdup (path);
  disk->changes = g_ptr_array_new_with_free_func (free_change);
  g_hash_table_insert (world.disks, disk->path, disk);
  return disk;
}

static GByteArray *
read_file (const char *path)
{
  char *bytes;
  gsize length;

  return g_file_get_contents (path, &bytes, &length, NULL)
             ? g_byte_array_new_take ((guint8 *) bytes, length)
             : NULL;
}

/* The same file, not one in its place: a database knows itself by its inode. */
static void
write_file (const char *path, const GByteArray *bytes)
{
  int file = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (ftruncate (file, 0), ==, 0);
  g_assert_cmpint (pwrite (file, bytes->data, bytes->len, 0), ==, (gssize) bytes->len);
  close (file);
}

/* Faults; called with the mutex held. */

static void
die (void)
{
  GHashTableIter iter;
  gpointer path;

  world.dead = TRUE;
  g_hash_table_iter_init (&iter, world.disks);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      g_autofree char *name = g_strconcat (path, "-shm", NULL);
      GByteArray *bytes = read_file (name);

      /* SQLite’s own end in this process would tidy it away. */
      if (bytes != NULL)
        g_hash_table_insert (world.shared, g_steal_pointer (&name), bytes);
    }
}

/* Whether this call meets the fault, or comes after it. */
static gboolean
strikes (const char *call, const char *path, gboolean is_write)
{
  if (world.dead)
    return TRUE;
  world.n_calls++;
  if (world.n_calls == world.at)
    {
      g_autofree char *name = g_path_get_basename (path);

      world.struck = g_strdup_printf ("%s %s", call, name);
      world.full = world.fault == CRASH_FULL;
      if (world.fault == CRASH_STOP)
        die ();
      /* Room is missing for what is written, and for nothing else. */
      return world.fault != CRASH_FULL || is_write;
    }
  return world.full && is_write;
}

static Change *
note (Disk *disk, sqlite3_file *real, gint64 offset, gint64 n)
{
  Change *change = g_new0 (Change, 1);
  sqlite3_int64 length = 0;
  gint64 there;

  real->pMethods->xFileSize (real, &length);
  change->offset = offset;
  change->length = length;
  there = CLAMP (length - offset, 0, n);
  change->before = g_byte_array_sized_new ((guint) there);
  g_byte_array_set_size (change->before, (guint) there);
  if (there > 0)
    g_assert_cmpint (
        real->pMethods->xRead (real, change->before->data, (int) there, offset), ==, SQLITE_OK);
  g_ptr_array_add (disk->changes, change);
  return change;
}

/* Files */

static int
crash_close (sqlite3_file *base)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xClose (file->real);
}

static int
crash_read (sqlite3_file *base, void *bytes, int n, sqlite3_int64 offset)
{
  CrashFile *file = (CrashFile *) base;

  return world.dead && file->disk != NULL
             ? SQLITE_IOERR_READ
             : file->real->pMethods->xRead (file->real, bytes, n, offset);
}

static int
put (CrashFile *file, const void *bytes, int n, sqlite3_int64 offset)
{
  if (file->disk != NULL)
    {
      Change *change = note (file->disk, file->real, offset, n);

      change->after = g_byte_array_sized_new ((guint) n);
      g_byte_array_append (change->after, bytes, (guint) n);
    }
  return file->real->pMethods->xWrite (file->real, bytes, n, offset);
}

static int
write_or_strike (CrashFile *file, const void *bytes, int n, sqlite3_int64 offset)
{
  gboolean was_dead = world.dead;

  if (file->disk == NULL || !strikes ("write", file->disk->path, TRUE))
    return put (file, bytes, n, offset);
  if (was_dead)
    return SQLITE_IOERR_WRITE;
  /* The last thing it did: as much of it as the loss of power leaves. */
  if (world.dead)
    put (file, bytes, n, offset);
  else if (world.fault == CRASH_SHORT)
    put (file, bytes, n / 2, offset);
  return world.full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int
crash_write (sqlite3_file *base, const void *bytes, int n, sqlite3_int64 offset)
{
  int code;

  g_mutex_lock (&world.mutex);
  code = write_or_strike ((CrashFile *) base, bytes, n, offset);
  g_mutex_unlock (&world.mutex);
  return code;
}

static int
truncate_or_strike (CrashFile *file, sqlite3_int64 size)
{
  sqlite3_int64 length = 0;

  if (file->disk != NULL)
    {
      if (strikes ("truncate", file->disk->path, FALSE))
        return SQLITE_IOERR_TRUNCATE;
      file->real->pMethods->xFileSize (file->real, &length);
      note (file->disk, file->real, size, MAX (length - size, 0));
    }
  return file->real->pMethods->xTruncate (file->real, size);
}

static int
crash_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  int code;

  g_mutex_lock (&world.mutex);
  code = truncate_or_strike ((CrashFile *) base, size);
  g_mutex_unlock (&world.mutex);
  return code;
}

/* With the first sync of a new journal SQLite syncs its folder: what was deleted there is gone. */
static void
settle (Disk *disk)
{
  GHashTableIter iter;
  gpointer other;

  g_ptr_array_set_size (disk->changes, 0);
  if (!disk->fresh)
    return;
  disk->fresh = FALSE;
  g_hash_table_iter_init (&iter, world.disks);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    g_clear_pointer (&((Disk *) other)->deleted, g_byte_array_unref);
}

static int
crash_sync (sqlite3_file *base, int flags)
{
  CrashFile *file = (CrashFile *) base;
  int code = SQLITE_OK;

  if (file->disk == NULL)
    return SQLITE_OK;
  g_mutex_lock (&world.mutex);
  if (strikes ("sync", file->disk->path, FALSE))
    code = SQLITE_IOERR_FSYNC;
  /* No real sync: what is durable is kept account of here. */
  else if (!world.lie)
    settle (file->disk);
  g_mutex_unlock (&world.mutex);
  return code;
}

static int
crash_file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  CrashFile *file = (CrashFile *) base;

  return world.dead && file->disk != NULL ? SQLITE_IOERR_FSTAT
                                          : file->real->pMethods->xFileSize (file->real, size);
}

static int
crash_lock (sqlite3_file *base, int level)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xLock (file->real, level);
}

static int
crash_unlock (sqlite3_file *base, int level)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xUnlock (file->real, level);
}

static int
crash_check_reserved (sqlite3_file *base, int *reserved)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xCheckReservedLock (file->real, reserved);
}

static int
crash_control (sqlite3_file *base, int what, void *data)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xFileControl (file->real, what, data);
}

static int
crash_sector_size (sqlite3_file *base)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xSectorSize (file->real);
}

static int
crash_characteristics (sqlite3_file *base)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xDeviceCharacteristics (file->real);
}

static int
crash_map (sqlite3_file *base, int region, int size, int extend, void volatile **memory)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xShmMap (file->real, region, size, extend, memory);
}

static int
crash_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xShmLock (file->real, offset, n, flags);
}

static void
crash_barrier (sqlite3_file *base)
{
  CrashFile *file = (CrashFile *) base;

  file->real->pMethods->xShmBarrier (file->real);
}

static int
crash_unmap (sqlite3_file *base, int remove)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xShmUnmap (file->real, remove);
}

/* The file system */

static int
crash_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out)
{
  CrashFile *file = (CrashFile *) base;
  const int counted = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  int code;

  memset (file, 0, sizeof *file);
  file->real = (sqlite3_file *) (file + 1);
  g_mutex_lock (&world.mutex);
  if (name != NULL && (flags & counted) != 0)
    file->disk = find_disk (name);
  /* A new file of that name: the one before it is past. */
  if (file->disk != NULL && !world.dead && !g_file_test (name, G_FILE_TEST_EXISTS))
    {
      g_ptr_array_set_size (file->disk->changes, 0);
      g_clear_pointer (&file->disk->deleted, g_byte_array_unref);
      file->disk->fresh = TRUE;
    }
  code = world.dead && file->disk != NULL
             ? SQLITE_CANTOPEN
             : world.real->xOpen (world.real, name, file->real, flags, out);
  g_mutex_unlock (&world.mutex);
  if (code == SQLITE_OK)
    file->base.pMethods = &world.methods;
  return code;
}

static int
delete_or_strike (const char *name, int sync_folder)
{
  Disk *disk = g_hash_table_lookup (world.disks, name);
  GByteArray *bytes;
  int code;

  if (disk == NULL)
    return world.real->xDelete (world.real, name, sync_folder);
  if (strikes ("delete", name, FALSE))
    return SQLITE_IOERR_DELETE;
  bytes = read_file (name);
  code = world.real->xDelete (world.real, name, 0);
  if (code == SQLITE_OK && bytes != NULL && (sync_folder == 0 || world.lie))
    {
      g_clear_pointer (&disk->deleted, g_byte_array_unref);
      disk->deleted = g_steal_pointer (&bytes);
    }
  else if (code == SQLITE_OK)
    g_ptr_array_set_size (disk->changes, 0);
  g_clear_pointer (&bytes, g_byte_array_unref);
  return code;
}

static int
crash_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  int code;

  g_mutex_lock (&world.mutex);
  code = delete_or_strike (name, sync_folder);
  g_mutex_unlock (&world.mutex);
  return code;
}

static int
crash_access (sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
  return world.real->xAccess (world.real, name, flags, result);
}

static int
crash_full_name (sqlite3_vfs *vfs, const char *name, int n, char *full)
{
  return world.real->xFullPathname (world.real, name, n, full);
}

static int
crash_randomness (sqlite3_vfs *vfs, int n, char *bytes)
{
  return world.real->xRandomness (world.real, n, bytes);
}

static int
crash_sleep (sqlite3_vfs *vfs, int microseconds)
{
  return world.real->xSleep (world.real, microseconds);
}

static int
crash_time (sqlite3_vfs *vfs, double *now)
{
  return world.real->xCurrentTime (world.real, now);
}

static int
crash_last_error (sqlite3_vfs *vfs, int n, char *text)
{
  return world.real->xGetLastError (world.real, n, text);
}

static int
crash_time_int64 (sqlite3_vfs *vfs, sqlite3_int64 *now)
{
  return world.real->xCurrentTimeInt64 (world.real, now);
}

void
crash_vfs_install (void)
{
  world.real = sqlite3_vfs_find (NULL);
  g_assert_nonnull (world.real);
  world.methods = (sqlite3_io_methods){
    .iVersion = 2, /* no memory mapping of the file itself: it could not be seen */
    .xClose = crash_close,
    .xRead = crash_read,
    .xWrite = crash_write,
    .xTruncate = crash_truncate,
    .xSync = crash_sync,
    .xFileSize = crash_file_size,
    .xLock = crash_lock,
    .xUnlock = crash_unlock,
    .xCheckReservedLock = crash_check_reserved,
    .xFileControl = crash_control,
    .xSectorSize = crash_sector_size,
    .xDeviceCharacteristics = crash_characteristics,
    .xShmMap = crash_map,
    .xShmLock = crash_shm_lock,
    .xShmBarrier = crash_barrier,
    .xShmUnmap = crash_unmap,
  };
  world.vfs = (sqlite3_vfs){
    .iVersion = 2,
    .szOsFile = (int) sizeof (CrashFile) + world.real->szOsFile,
    .mxPathname = world.real->mxPathname,
    .zName = "crash",
    .xOpen = crash_open,
    .xDelete = crash_delete,
    .xAccess = crash_access,
    .xFullPathname = crash_full_name,
    .xRandomness = crash_randomness,
    .xSleep = crash_sleep,
    .xCurrentTime = crash_time,
    .xGetLastError = crash_last_error,
    .xCurrentTimeInt64 = crash_time_int64,
  };
  g_assert_cmpint (sqlite3_vfs_register (&world.vfs, 1), ==, SQLITE_OK);
  crash_vfs_begin (0);
}

void
crash_vfs_begin (guint32 seed)
{
  g_mutex_lock (&world.mutex);
  g_clear_pointer (&world.disks, g_hash_table_unref);
  world.disks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_disk);
  g_clear_pointer (&world.rand, g_rand_free);
  world.rand = g_rand_new_with_seed (seed);
  g_clear_pointer (&world.struck, g_free);
  g_clear_pointer (&world.shared, g_hash_table_unref);
  world.shared = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_byte_array_unref);
  world.at = world.n_calls = 0;
  world.dead = world.full = world.lie = FALSE;
  g_mutex_unlock (&world.mutex);
}

void
crash_vfs_arm (CrashFault fault, guint at)
{
  g_mutex_lock (&world.mutex);
  world.fault = fault;
  world.at = at;
  g_mutex_unlock (&world.mutex);
}

void
crash_vfs_stop (void)
{
  g_mutex_lock (&world.mutex);
  if (!world.dead)
    die ();
  g_mutex_unlock (&world.mutex);
}

void
crash_vfs_mend (void)
{
  g_mutex_lock (&world.mutex);
  world.full = FALSE;
  g_mutex_unlock (&world.mutex);
}

guint
crash_vfs_get_n_calls (void)
{
  return world.n_calls;
}

gboolean
crash_vfs_has_struck (void)
{
  return world.struck != NULL;
}

const char *
crash_vfs_get_struck (void)
{
  return world.struck;
}

void
crash_vfs_lie (gboolean lie)
{
  g_mutex_lock (&world.mutex);
  world.lie = lie;
  g_mutex_unlock (&world.mutex);
}

/* What the disk holds */

/* As SQLite’s own files do: what is not there is zero. */
static void
set_length (GByteArray *bytes, gint64 length)
{
  guint before = bytes->len;

  g_byte_array_set_size (bytes, (guint) length);
  if (bytes->len > before)
    memset (bytes->data + before, 0, bytes->len - before);
}

static void
set_bytes (GByteArray *bytes, gint64 offset, const guint8 *from, gsize n)
{
  if (n == 0)
    return;
  if (bytes->len < offset + (gint64) n)
    set_length (bytes, offset + (gint64) n);
  memcpy (bytes->data + offset, from, n);
}

static void
take_back (GByteArray *bytes, const Change *change)
{
  set_length (bytes, change->length);
  set_bytes (bytes, change->offset, change->before->data, change->before->len);
}

/* Each sector is there, or is not. */
static void
tear (GByteArray *bytes, const Change *change)
{
  gint64 end = change->offset + change->after->len;

  for (gint64 from = change->offset; from < end;)
    {
      gint64 to = MIN (end, (from / SECTOR + 1) * SECTOR);

      if (g_rand_boolean (world.rand))
        set_bytes (bytes, from, change->after->data + (from - change->offset), (gsize) (to - from));
      from = to;
    }
}

static void
lose (GByteArray *bytes, const Change *change)
{
  switch (g_rand_int_range (world.rand, 0, 3))
    {
    case 0:
      return;
    case 1:
      if (change->after != NULL)
        {
          tear (bytes, change);
          return;
        }
      G_GNUC_FALLTHROUGH;
    default:
      if (change->after != NULL)
        set_bytes (bytes, change->offset, change->after->data, change->after->len);
      else
        set_length (bytes, change->offset);
    }
}

static void
cut_disk (Disk *disk, CrashLoss loss)
{
  g_autoptr (GByteArray) bytes = read_file (disk->path);

  if (bytes == NULL)
    {
      /* The deletion may be what is lost. */
      if (disk->deleted == NULL || (loss == CRASH_TORN && g_rand_boolean (world.rand)))
        return;
      bytes = g_byte_array_ref (disk->deleted);
    }
  for (guint i = disk->changes->len; i > 0; i--)
    take_back (bytes, disk->changes->pdata[i - 1]);
  for (guint i = 0; loss == CRASH_TORN && i < disk->changes->len; i++)
    lose (bytes, disk->changes->pdata[i]);
  write_file (disk->path, bytes);
}

static void
cut_shared (const char *path, GByteArray *bytes, CrashLoss loss)
{
  for (guint i = 0; loss == CRASH_TORN && i < bytes->len; i++)
    if (g_rand_boolean (world.rand))
      bytes->data[i] = (guint8) g_rand_int (world.rand);
  if (loss != CRASH_DROPPED)
    write_file (path, bytes);
}

void
crash_vfs_cut_power (CrashLoss loss)
{
  GHashTableIter iter;
  gpointer path, disk, bytes;

  g_assert_true (world.dead);
  g_hash_table_iter_init (&iter, world.disks);
  while (loss != CRASH_KEPT && g_hash_table_iter_next (&iter, NULL, &disk))
    cut_disk (disk, loss);
  g_hash_table_iter_init (&iter, world.shared);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    cut_shared (path, bytes, loss);
}
