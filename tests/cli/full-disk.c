/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A disk that is full, or one that cannot be written: loaded before a program, it lets no file grow
 * beyond FULL_DISK_BYTES, and none below the folder READ_ONLY_FOLDER be opened for writing or made,
 * whoever asks. */

/* The names as the C library has them, not one behind the other. */
#undef _FILE_OFFSET_BITS
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef ssize_t (*PwriteFunction) (int file, const void *data, size_t size, off64_t at);
typedef ssize_t (*WriteFunction) (int file, const void *data, size_t size);
typedef int (*OpenFunction) (const char *path, int flags, ...);

static int
is_full (int file, off64_t end)
{
  const char *most = getenv ("FULL_DISK_BYTES");
  struct stat64 about;

  return most != NULL && fstat64 (file, &about) == 0 && S_ISREG (about.st_mode)
         && end > about.st_size && end > atoll (most);
}

ssize_t
pwrite64 (int file, const void *data, size_t size, off64_t at)
{
  PwriteFunction next = (PwriteFunction) dlsym (RTLD_NEXT, "pwrite64");

  if (!is_full (file, at + (off64_t) size))
    return next (file, data, size, at);
  errno = ENOSPC;
  return -1;
}

ssize_t
pwrite (int file, const void *data, size_t size, off_t at)
{
  return pwrite64 (file, data, size, at);
}

ssize_t
write (int file, const void *data, size_t size)
{
  WriteFunction next = (WriteFunction) dlsym (RTLD_NEXT, "write");
  off64_t at = lseek64 (file, 0, SEEK_CUR);

  if (at < 0 || !is_full (file, at + (off64_t) size))
    return next (file, data, size);
  errno = ENOSPC;
  return -1;
}

static int
is_read_only (const char *path, int flags)
{
  const char *folder = getenv ("READ_ONLY_FOLDER");

  return folder != NULL && strncmp (path, folder, strlen (folder)) == 0
         && ((flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0);
}

static int
open_unless_read_only (const char *name, const char *path, int flags, mode_t mode)
{
  OpenFunction next = (OpenFunction) dlsym (RTLD_NEXT, name);

  if (!is_read_only (path, flags))
    return next (path, flags, mode);
  errno = EROFS;
  return -1;
}

int
open64 (const char *path, int flags, ...)
{
  va_list more;
  mode_t mode;

  va_start (more, flags);
  mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (more, mode_t) : 0;
  va_end (more);
  return open_unless_read_only ("open64", path, flags, mode);
}

int
open (const char *path, int flags, ...)
{
  va_list more;
  mode_t mode;

  va_start (more, flags);
  mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (more, mode_t) : 0;
  va_end (more);
  return open_unless_read_only ("open", path, flags, mode);
}
