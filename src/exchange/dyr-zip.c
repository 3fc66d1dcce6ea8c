/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrZip: the entries of an archive that came from anywhere, read one at a time, never unpacked.
 * Nothing is ever written to where an entry's name points; a name that points outside all the same
 * tells what the file is. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-zip-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dyr-error.h"

/* A workbook with a thousand sheets and pictures has fewer. */
#define MAX_ENTRIES 20000
/* Tables are packed to a tenth, very dull ones to a hundredth; the worst that deflate can do is a
 * thousandth. What is small can do no harm. */
#define MAX_RATIO 300
#define HARMLESS (32 * 1024 * 1024)
/* Read from the disk at once. */
#define BLOCK (64 * 1024)

struct _DyrZip
{
  int fd;
  char *name;
  GHashTable *entries; /* names */
  struct archive *archive;
  gint64 begin;   /* place in the file where the entry's data begin */
  gint64 size;    /* of the entry, as it says of itself; 0: it does not */
  guint64 n_read; /* of it */
};

void
dyr_zip_set_damaged (DyrZip *self, GError **error)
{
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               _ ("“%s” is damaged or no XLSX spreadsheet. Open it in a spreadsheet program, save "
                  "it as XLSX and import that file."),
                  self->name);
}

static void
set_protected (DyrZip *self, GError **error)
{
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               _ ("“%s” is protected with a password. Save it without one and import that file."),
                  self->name);
}

/* "xl/worksheets/sheet1.xml": nothing absolute, nothing upwards. */
static gboolean
is_safe (const char *name)
{
  g_auto (GStrv) parts = NULL;

  if (*name == '/' || *name == '\\' || (g_ascii_isalpha (*name) && name[1] == ':'))
    return FALSE;
  parts = g_strsplit_set (name, "/\\", -1);

  return !g_strv_contains ((const char *const *) parts, "..");
}

/* A fresh view of the archive: libarchive only goes forward. */
static gboolean
begin (DyrZip *self, GError **error)
{
  g_clear_pointer (&self->archive, archive_read_free);
  self->archive = archive_read_new ();
  if (lseek (self->fd, 0, SEEK_SET) == 0
      && archive_read_support_format_zip_seekable (self->archive) == ARCHIVE_OK
      && archive_read_open_fd (self->archive, self->fd, BLOCK) == ARCHIVE_OK)
    return TRUE;
  dyr_zip_set_damaged (self, error);

  return FALSE;
}

/* The next entry's name, newly allocated; NULL without an error at the end. */
static char *
next_name (DyrZip *self, struct archive_entry **entry, GError **error)
{
  int status = archive_read_next_header (self->archive, entry);
  const char *name;

  if (status == ARCHIVE_EOF)
    return NULL;
  name = status == ARCHIVE_OK || status == ARCHIVE_WARN ? archive_entry_pathname_utf8 (*entry)
                                                        : NULL;
  if (name == NULL && status != ARCHIVE_FATAL)
    name = archive_entry_pathname (*entry);
  if (name == NULL || status == ARCHIVE_FATAL || status == ARCHIVE_FAILED)
    {
      dyr_zip_set_damaged (self, error);
      return NULL;
    }

  return g_strdelimit (g_strdup (name), "\\", '/');
}

static gboolean
add_entry (DyrZip *self, char *name, struct archive_entry *entry, GError **error)
{
  g_autofree char *own = name;

  if (!is_safe (name) || archive_entry_filetype (entry) == AE_IFLNK)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("“%s” has entries that point outside of it, which no spreadsheet has. It was "
                      "not read. Ask where the file comes from."),
                      self->name);
      return FALSE;
    }
  if (archive_entry_is_encrypted (entry))
    {
      set_protected (self, error);
      return FALSE;
    }
  if (archive_entry_filetype (entry) == AE_IFDIR)
    return TRUE;
  /* Two of one name: programs would not agree which is meant. */
  if (g_hash_table_size (self->entries) >= MAX_ENTRIES
      || !g_hash_table_add (self->entries, g_steal_pointer (&own)))
    {
      dyr_zip_set_damaged (self, error);
      return FALSE;
    }

  return TRUE;
}

static gboolean
list_entries (DyrZip *self, GError **error)
{
  struct archive_entry *entry = NULL;
  g_autoptr (GError) local = NULL;
  char *name;

  if (!begin (self, error))
    return FALSE;
  while ((name = next_name (self, &entry, &local)) != NULL)
    if (!add_entry (self, name, entry, error))
      return FALSE;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

DyrZip *
dyr_zip_open (const char *path, GError **error)
{
  g_autoptr (DyrZip) self = g_new0 (DyrZip, 1);

  g_return_val_if_fail (path != NULL, NULL);

  self->name = g_filename_display_basename (path);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (self->fd < 0 && errno == ENOENT)
    {
      g_set_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND, _ ("There is no file “%s”."), self->name);
      return NULL;
    }
  if (self->fd < 0)
    {
      g_set_error (
          error,
          DYR_ERROR,
          DYR_ERROR_FAILED,
          _ ("“%s” cannot be read: %s. Check that the file is there and that you may open it."),
             self->name,
             g_strerror (errno));
      return NULL;
    }
  if (!list_entries (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
dyr_zip_free (DyrZip *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->archive, archive_read_free);
  if (self->fd >= 0)
    close (self->fd);
  g_hash_table_unref (self->entries);
  g_free (self->name);
  g_free (self);
}

const char *
dyr_zip_get_file_name (DyrZip *self)
{
  return self->name;
}

gboolean
dyr_zip_has (DyrZip *self, const char *entry)
{
  return g_hash_table_contains (self->entries, entry);
}

gboolean
dyr_zip_enter (DyrZip *self, const char *wanted, GError **error)
{
  struct archive_entry *entry = NULL;
  g_autoptr (GError) local = NULL;
  gboolean found = FALSE;

  if (!begin (self, error))
    return FALSE;
  while (!found)
    {
      g_autofree char *name = next_name (self, &entry, &local);

      if (name == NULL)
        break;
      found = g_str_equal (name, wanted);
    }
  if (found)
    {
      self->begin = archive_filter_bytes (self->archive, -1);
      self->size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : 0;
      self->n_read = 0;
      return TRUE;
    }
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    dyr_zip_set_damaged (self, error);

  return FALSE;
}

/* Far more comes out than tables have in so few bytes. */
static gboolean
is_bomb (DyrZip *self)
{
  gint64 packed = archive_filter_bytes (self->archive, -1) - self->begin;

  return self->n_read > HARMLESS && self->n_read / MAX_RATIO > (guint64) MAX (packed, 1);
}

gssize
dyr_zip_read (DyrZip *self, gpointer buffer, gsize size, GError **error)
{
  la_ssize_t n = archive_read_data (self->archive, buffer, size);

  if (n < 0)
    {
      dyr_zip_set_damaged (self, error);
      return -1;
    }
  self->n_read += (guint64) n;
  if (!is_bomb (self))
    return (gssize) n;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               _ ("“%s” unpacks to far more than tables have: it may be made to fill the computer. "
                  "It was not read. If you trust it, save the table as CSV and import that file."),
                  self->name);

  return -1;
}

double
dyr_zip_get_fraction (DyrZip *self)
{
  if (self->size <= 0)
    return 0;

  return CLAMP ((double) self->n_read / (double) self->size, 0, 1);
}
