/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Walls around a process: what it tries behind them fails, what drawing needs does not. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-preview-walls.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define MEMORY (200 * 1000 * 1000)

/* In a process of its own; TRUE in it. */
static gboolean
enter (const char *path, guint seconds)
{
#ifdef DYR_SANITIZED
  g_test_skip ("Sanitizers want what is behind the walls");
  return FALSE;
#else
  if (g_test_subprocess ())
    {
      g_assert_true (dyr_preview_walls_raise (MEMORY, seconds));
      return TRUE;
    }
  g_test_trap_subprocess (path, 0, 0);
  return FALSE;
#endif
}

/* The numbers, not messages: writing those is not what this is about. */
static G_NORETURN void
leave (int status)
{
  _exit (status);
}

static void
assert_passed (void)
{
#ifndef DYR_SANITIZED
  g_test_trap_assert_passed ();
#endif
}

static void
test_network (void)
{
  if (enter ("/preview/walls/network", 10))
    leave (socket (AF_INET, SOCK_STREAM, 0) >= 0   ? 1
           : errno != EPERM                        ? 2
           : socket (AF_UNIX, SOCK_STREAM, 0) >= 0 ? 3
                                                   : 0);
  assert_passed ();
}

static void
test_processes (void)
{
  char *const arguments[] = { (char *) "true", NULL };

  if (enter ("/preview/walls/processes", 10))
    leave (fork () >= 0                          ? 1
           : errno != EPERM                      ? 2
           : execv ("/bin/true", arguments) == 0 ? 3
           : errno != EPERM                      ? 4
           : kill (getppid (), 0) == 0           ? 5
                                                 : 0);
  assert_passed ();
}

/* They can be read, and nothing else. */
static void
test_files (void)
{
  const char *own = "/proc/self/status";
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "dyryhent-walls", NULL);

  if (enter ("/preview/walls/files", 10))
    leave (g_open (own, O_RDONLY, 0) < 0                          ? 1
           : g_open (path, O_WRONLY | O_CREAT, 0600) >= 0         ? 2
           : errno != EPERM                                       ? 3
           : g_open (own, O_RDWR, 0) >= 0                         ? 4
           : errno != EPERM                                       ? 5
           : g_unlink (own) == 0 || errno != EPERM                ? 6
           : g_rename (own, path) == 0 || errno != EPERM          ? 7
           : g_mkdir (path, 0700) == 0 || errno != EPERM          ? 8
           : g_chmod (g_get_tmp_dir (), 0) == 0 || errno != EPERM ? 9
                                                                  : 0);
  assert_passed ();
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_memory (void)
{
  if (enter ("/preview/walls/memory", 10))
    leave (g_try_malloc (MEMORY / 4) == NULL ? 1 : g_try_malloc (MEMORY) != NULL ? 2 : 0);
  assert_passed ();
}

/* No bytes of the file become a program. */
static void
test_code (void)
{
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
  void *memory;

  if (enter ("/preview/walls/code", 10))
    {
      memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, flags, -1, 0);
      leave (memory == MAP_FAILED                                                   ? 1
             : mprotect (memory, 4096, PROT_READ | PROT_EXEC) == 0                  ? 2
             : mmap (NULL, 4096, PROT_READ | PROT_EXEC, flags, -1, 0) != MAP_FAILED ? 3
                                                                                    : 0);
    }
  assert_passed ();
}

/* What never ends is ended. */
static void
test_processor (void)
{
  if (enter ("/preview/walls/processor", 1))
    {
      for (volatile guint i = 0;; i++)
        ;
    }
#ifndef DYR_SANITIZED
  g_test_trap_assert_failed ();
#endif
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preview/walls/network", test_network);
  g_test_add_func ("/preview/walls/processes", test_processes);
  g_test_add_func ("/preview/walls/files", test_files);
  g_test_add_func ("/preview/walls/memory", test_memory);
  g_test_add_func ("/preview/walls/code", test_code);
  g_test_add_func ("/preview/walls/processor", test_processor);
  return g_test_run ();
}
