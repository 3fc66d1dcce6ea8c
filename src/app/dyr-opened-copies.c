/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrOpenedCopies: the private folder for copies of files that were opened. Whose it is, is told by
 * a lock on it, which goes with the program however that ends. A number of a process tells nothing:
 * each sandbox counts its own from one. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-opened-copies.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define OFFICE_DATA "dyr-opened-copies"
/* Who tidies at that very moment may take a new folder for one that was left. */
#define TRIES 100

struct _DyrOpenedCopies
{
  GMutex mutex;
  char *path; /* made with the first copy */
  int lock;
};

/* The folder of all folders of copies. */
static char *
get_root (void)
{
  return g_build_filename (g_get_user_cache_dir (), GETTEXT_PACKAGE, "opened", NULL);
}

DyrOpenedCopies *
dyr_opened_copies_new (void)
{
  DyrOpenedCopies *self = g_atomic_rc_box_new0 (DyrOpenedCopies);

  g_mutex_init (&self->mutex);
  self->lock = -1;

  return self;
}

static void
clear (gpointer data)
{
  DyrOpenedCopies *self = data;

  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_mutex_clear (&self->mutex);
}

void
dyr_opened_copies_unref (DyrOpenedCopies *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear);
}

DyrOpenedCopies *
dyr_opened_copies_of (DyrOffice *office)
{
  DyrOpenedCopies *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_get_data (G_OBJECT (office), OFFICE_DATA);
  if (self == NULL)
    {
      self = dyr_opened_copies_new ();
      g_object_set_data_full (
          G_OBJECT (office), OFFICE_DATA, self, (GDestroyNotify) dyr_opened_copies_unref);
    }

  return g_atomic_rc_box_acquire (self);
}

static int
open_folder (const char *path)
{
  return open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Whether the folder is ours from now on. Where there are no locks nobody tidies either. */
static gboolean
take (DyrOpenedCopies *self, const char *path)
{
  const int lock = open_folder (path);

  if (lock < 0)
    return FALSE;
  if ((flock (lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
      || !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      close (lock);
      return FALSE;
    }
  self->lock = lock;
  self->path = g_strdup (path);

  return TRUE;
}

static gboolean
ensure_folder (DyrOpenedCopies *self)
{
  g_autofree char *root = get_root ();

  for (guint i = 0; i < TRIES && self->path == NULL; i++)
    {
      g_autofree char *path = g_build_filename (root, "XXXXXX", NULL);

      if (g_mkdir_with_parents (root, 0700) != 0 || g_mkdtemp_full (path, 0700) == NULL)
        return FALSE;
      if (!take (self, path))
        errno = EBUSY;
    }

  return self->path != NULL;
}

char *
dyr_opened_copies_make_folder (DyrOpenedCopies *self)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *folder = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);
  if (!ensure_folder (self))
    return NULL;
  folder = g_build_filename (self->path, "XXXXXX", NULL);
  if (g_mkdtemp_full (folder, 0700) == NULL)
    return NULL;

  return g_steal_pointer (&folder);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;
  GStatBuf about;

  /* A link is removed, not what it points to. */
  if (g_lstat (path, &about) == 0 && S_ISDIR (about.st_mode))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  if (g_remove (path) != 0)
    g_info ("A copy that was opened could not be removed: %s", g_strerror (errno));
}

void
dyr_opened_copies_tidy (void)
{
  g_autofree char *root = get_root ();
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (root, name, NULL);
      const int lock = open_folder (path);

      /* What is no folder has no owner. */
      if (lock < 0 ? errno == ENOTDIR || errno == ELOOP : flock (lock, LOCK_EX | LOCK_NB) == 0)
        remove_tree (path);
      if (lock >= 0)
        close (lock);
    }
}
