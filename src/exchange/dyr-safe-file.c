/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSafeFile: a file that appears under its name when it is whole and on the disk, or not at all.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-safe-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "dyr-error.h"

struct _DyrSafeFile
{
  int fd; /* -1: closed */
  char *path;
  char *temporary; /* NULL when nothing has to be removed */
  char *name;
};

void
dyr_safe_file_set_error (GError **error, int failure, const char *name)
{
  DyrError code = DYR_ERROR_FAILED;

  if (failure == ENOSPC || failure == EDQUOT)
    code = DYR_ERROR_FULL;
  else if (failure == EACCES || failure == EPERM || failure == EROFS)
    code = DYR_ERROR_READ_ONLY;

  if (name == NULL)
    g_set_error (
        error, DYR_ERROR, code, _ ("The output cannot be written: %s."), g_strerror (failure));
  else
    g_set_error (
        error,
        DYR_ERROR,
        code,
        _ ("“%s” cannot be written: %s. Choose another folder or make room; what was there "
                  "before is unchanged."),
           name,
           g_strerror (failure));
}

DyrSafeFile *
dyr_safe_file_new (const char *path, GError **error)
{
  g_autofree char *name = NULL, *target = NULL, *folder = NULL, *base = NULL, *temporary = NULL;
  DyrSafeFile *self = NULL;
  struct stat info;
  char *real = NULL;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  name = g_filename_display_basename (path);

  /* A link keeps pointing to the file, which is what is replaced. */
  real = realpath (path, NULL);
  target = g_strdup (real != NULL ? real : path);
  free (real);

  if (g_stat (target, &info) == 0 && !S_ISREG (info.st_mode))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("“%s” is not an ordinary file. Choose another name."), name);
      return NULL;
    }

  folder = g_path_get_dirname (target);
  base = g_path_get_basename (target);
  temporary = g_strdup_printf ("%s%c.%s.XXXXXX", folder, G_DIR_SEPARATOR, base);
  fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      dyr_safe_file_set_error (error, errno, name);
      return NULL;
    }

  self = g_new0 (DyrSafeFile, 1);
  self->fd = fd;
  self->path = g_steal_pointer (&target);
  self->temporary = g_steal_pointer (&temporary);
  self->name = g_steal_pointer (&name);

  return self;
}

void
dyr_safe_file_free (DyrSafeFile *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->path);
  g_free (self->temporary);
  g_free (self->name);
  g_free (self);
}

int
dyr_safe_file_get_fd (DyrSafeFile *self)
{
  return self->fd;
}

const char *
dyr_safe_file_get_temporary (DyrSafeFile *self)
{
  return self->temporary;
}

const char *
dyr_safe_file_get_name (DyrSafeFile *self)
{
  return self->name;
}

/* The new name is on the disk only when the folder is. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = g_open (folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY, 0);

  if (fd < 0)
    return;

  /* Some file systems cannot; the file itself is safe. */
  if (fsync (fd) != 0)
    g_debug ("fsync of %s: %s", folder, g_strerror (errno));
  close (fd);
}

int
dyr_safe_file_finish (DyrSafeFile *self)
{
  int fd = self->fd, failure = 0;

  g_return_val_if_fail (fd >= 0, EBADF);

  if (fsync (fd) != 0)
    failure = errno;
  self->fd = -1;
  if (close (fd) != 0 && failure == 0)
    failure = errno;
  if (failure == 0 && g_rename (self->temporary, self->path) != 0)
    failure = errno;
  if (failure == 0)
    {
      g_clear_pointer (&self->temporary, g_free);
      sync_folder (self->path);
    }

  return failure;
}
