/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncLock: one process at a time moves a database and its CRM towards each other. */

#define G_LOG_DOMAIN "dyryhent"
/* Locks of an open file (F_OFD_…): unlike those of a process, closing another descriptor of the
 * same file does not let them go. */
#define _GNU_SOURCE

#include "config.h"

#include "dyr-sync-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dyr-error.h"

struct _DyrSyncLock
{
  char *name;
  int file;
};

/* The same for every name that the database goes by. */
static char *
lock_name (const char *path)
{
  char *real = realpath (path, NULL);
  char *name = g_strconcat (real != NULL ? real : path, "-sync", NULL);

  free (real);
  return name;
}

/* The file has the program's name and its number, a line each. */
static char *
read_holder (int file)
{
  char text[256] = "";
  gssize length = pread (file, text, sizeof text - 1, 0);
  g_auto (GStrv) lines = NULL;
  g_autofree char *name = NULL;

  text[MAX (length, 0)] = '\0';
  lines = g_strsplit (text, "\n", 3);
  /* It has the lock, but has not said yet who it is. */
  if (g_strv_length (lines) < 3)
    return g_strdup (_("another program"));
  name = g_utf8_make_valid (lines[0], -1);
  /* Translators: a program's name and its number in the system. */
  return g_strdup_printf (_("%s, process %s"), name, lines[1]);
}

static void
write_holder (int file)
{
  const char *name = g_get_prgname ();
  g_autofree char *text
      = g_strdup_printf ("%s\n%d\n", name != NULL ? name : "dyryhent", (int) getpid ());

  /* Who cannot read it still meets the lock. */
  if (ftruncate (file, 0) != 0 || pwrite (file, text, strlen (text), 0) < 0)
    g_info ("The lock does not say who holds it: %s", g_strerror (errno));
}

/* Whoever let the lock go took the file away: what we locked may no longer be the one that others
 * find. */
static gboolean
is_still_there (const char *name, int file)
{
  struct stat ours, theirs;

  return fstat (file, &ours) == 0 && stat (name, &theirs) == 0 && ours.st_ino == theirs.st_ino
         && ours.st_dev == theirs.st_dev;
}

DyrSyncLock *
dyr_sync_lock_take (const char *path, GError **error)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  name = lock_name (path);
  while (TRUE)
    {
      struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
      int file = g_open (name, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
      DyrSyncLock *self;

      if (file < 0)
        {
          g_set_error (
              error,
              DYR_ERROR,
              errno == ENOSPC ? DYR_ERROR_FULL : DYR_ERROR_READ_ONLY,
              _("The file “%s” could not be made: %s. Sync needs it, so that two programs "
                         "do not sync at once."),
                 name,
                 g_strerror (errno));
          return NULL;
        }
      if (fcntl (file, F_OFD_SETLK, &lock) != 0)
        {
          g_autofree char *holder = read_holder (file);

          close (file);
          g_set_error (error,
                       DYR_ERROR,
                       DYR_ERROR_BUSY,
                       /* Translators: %s is “dyryhent, process 4711”. */
                       _("This database is being synced already: %s. Wait until that is done."),
                          holder);
          return NULL;
        }
      if (!is_still_there (name, file))
        {
          close (file);
          continue;
        }
      write_holder (file);
      self = g_new0 (DyrSyncLock, 1);
      self->name = g_steal_pointer (&name);
      self->file = file;
      return self;
    }
}

void
dyr_sync_lock_free (DyrSyncLock *self)
{
  if (self == NULL)
    return;
  /* While it is held, so that nobody's newer file goes away. */
  g_unlink (self->name);
  close (self->file);
  g_free (self->name);
  g_free (self);
}

char *
dyr_sync_lock_find_holder (const char *path)
{
  g_autofree char *name = NULL;
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  char *holder = NULL;
  int file;

  g_return_val_if_fail (path != NULL, NULL);

  name = lock_name (path);
  file = g_open (name, O_RDONLY | O_CLOEXEC, 0);
  if (file < 0)
    return NULL;
  if (fcntl (file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
    holder = read_holder (file);
  close (file);
  return holder;
}
