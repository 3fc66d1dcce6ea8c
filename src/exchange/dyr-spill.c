/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSpill: bytes that are kept for a while: the first few in memory, the rest in a file that has
 * no name. The file is the person's alone and in the cache folder: /tmp often is memory. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-spill-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dyr-error.h"

/* What is written and read at once. */
#define BLOCK (64 * 1024)

struct _DyrSpill
{
  gsize most;
  GByteArray *memory; /* all of it, or, with a file, what was not written yet */
  int fd;             /* -1: there is none */
  guint64 written;
  GByteArray *block; /* of the file, read before */
  guint64 block_at;
};

DyrSpill *
dyr_spill_new (gsize most)
{
  DyrSpill *self = g_new0 (DyrSpill, 1);

  self->most = most;
  self->memory = g_byte_array_new ();
  self->block = g_byte_array_new ();
  self->fd = -1;

  return self;
}

void
dyr_spill_free (DyrSpill *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  g_byte_array_unref (self->memory);
  g_byte_array_unref (self->block);
  g_free (self);
}

guint64
dyr_spill_get_length (const DyrSpill *self)
{
  return self->written + self->memory->len;
}

static void
set_error (GError **error, int failure)
{
  g_set_error (error,
               DYR_ERROR,
               failure == ENOSPC || failure == EDQUOT ? DYR_ERROR_FULL : DYR_ERROR_FAILED,
               /* Translators: what the system says: "No space left on device". */
               _ ("There is no room for temporary data: %s. Make room on the disk and try again."),
                  g_strerror (failure));
}

static int
open_in (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "dyryhent-XXXXXX", NULL);
  int fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    g_unlink (path);

  return fd;
}

static gboolean
open_file (DyrSpill *self, GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "dyryhent", NULL);

  if (self->fd >= 0)
    return TRUE;
  if (g_mkdir_with_parents (folder, 0700) == 0)
    self->fd = open_in (folder);
  if (self->fd < 0)
    self->fd = open_in (g_get_tmp_dir ());
  if (self->fd >= 0)
    return TRUE;
  set_error (error, errno);

  return FALSE;
}

static gboolean
flush (DyrSpill *self, GError **error)
{
  const guint8 *data = self->memory->data;
  gsize left = self->memory->len;

  if (!open_file (self, error))
    return FALSE;
  while (left > 0)
    {
      gssize n = pwrite (self->fd, data, left, (off_t) self->written);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_error (error, errno);
          return FALSE;
        }
      data += n;
      left -= (gsize) n;
      self->written += (guint64) n;
    }
  g_byte_array_set_size (self->memory, 0);

  return TRUE;
}

gboolean
dyr_spill_add (DyrSpill *self, gconstpointer data, gsize length, GError **error)
{
  if (length > 0)
    g_byte_array_append (self->memory, data, (guint) length);
  if (self->memory->len <= (self->fd < 0 ? self->most : BLOCK))
    return TRUE;

  return flush (self, error);
}

static gboolean
read_file (DyrSpill *self, guint64 offset, guint8 *data, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize n = pread (self->fd, data, length, (off_t) offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          set_error (error, n < 0 ? errno : EIO);
          return FALSE;
        }
      data += n;
      length -= (gsize) n;
      offset += (guint64) n;
    }

  return TRUE;
}

/* What is near is mostly read next. */
static gboolean
read_block (DyrSpill *self, guint64 offset, guint8 *data, gsize length, GError **error)
{
  if (length > BLOCK)
    return read_file (self, offset, data, length, error);
  if (offset < self->block_at || offset + length > self->block_at + self->block->len)
    {
      gsize n = (gsize) MIN (BLOCK, self->written - offset);

      g_byte_array_set_size (self->block, (guint) n);
      self->block_at = offset;
      if (!read_file (self, offset, self->block->data, n, error))
        {
          g_byte_array_set_size (self->block, 0);
          return FALSE;
        }
    }
  memcpy (data, self->block->data + (offset - self->block_at), length);

  return TRUE;
}

gboolean
dyr_spill_read (DyrSpill *self, guint64 offset, gpointer data, gsize length, GError **error)
{
  guint8 *to = data;
  gsize n = 0;

  g_return_val_if_fail (offset + length <= dyr_spill_get_length (self), FALSE);

  if (offset < self->written)
    {
      n = (gsize) MIN (length, self->written - offset);
      if (!read_block (self, offset, to, n, error))
        return FALSE;
    }
  if (length > n)
    memcpy (to + n, self->memory->data + (offset + n - self->written), length - n);

  return TRUE;
}
