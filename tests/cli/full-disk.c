/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A disk that is full: loaded before a program, it lets no file grow beyond FULL_DISK_BYTES. */

/* The names as the C library has them, not one behind the other. */
#undef _FILE_OFFSET_BITS
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef ssize_t (*PwriteFunction) (int file, const void *data, size_t size, off64_t at);
typedef ssize_t (*WriteFunction) (int file, const void *data, size_t size);

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
