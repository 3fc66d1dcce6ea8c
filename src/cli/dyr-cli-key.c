/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The key of the CRM: from the environment, which forgets it, or from a file descriptor. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-key.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dyr-key.h"

/* A key has 32 letters; whatever is longer than this is none. */
#define MOST 1024

/* Overwritten where it lies, as others of this person may read the environment that a program was
 * started with. */
static char *
take_variable (const char *name)
{
  char *value = getenv (name);
  char *copy = g_strdup (value);

  if (value != NULL)
    explicit_bzero (value, strlen (value));
  g_unsetenv (name);
  return copy;
}

/* At a terminal, up to the end of the line. */
static gboolean
read_descriptor (int file, char *text, gsize size, GError **error)
{
  gsize length = 0;
  gssize n = 1;

  while (length < size - 1 && n > 0)
    {
      n = read (file, text + length, size - 1 - length);
      if (n < 0 && errno == EINTR)
        n = 1;
      else if (n < 0)
        {
          g_set_error (
              error,
              DYR_ERROR,
              DYR_ERROR_USAGE,
              _ ("The key could not be read from descriptor %d: %s."), file, g_strerror (errno));
          return FALSE;
        }
      else
        length += (gsize) n;
      if (isatty (file) && memchr (text, '\n', length) != NULL)
        break;
    }
  text[length] = '\0';
  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " \t\r\n")] == '\0';
}

/* The first two lines that are not empty. */
static gboolean
read_lines (DyrCli *cli, char **key, char **secret, GError **error)
{
  char text[2 * MOST] = "";
  g_auto (GStrv) lines = NULL;
  gint64 file;

  if (!dyr_cli_number (cli, "key-fd", 0, G_MAXINT, 0, &file, error)
      || !read_descriptor ((int) file, text, sizeof text, error))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  explicit_bzero (text, sizeof text);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char **to = *key == NULL ? key : secret;

      if (!is_blank (lines[i]) && *to == NULL)
        *to = g_strdup (lines[i]);
      explicit_bzero (lines[i], strlen (lines[i]));
    }
  return TRUE;
}

/* A clean copy instead of what was given; nothing but blanks is none. */
static gboolean
check (char **key, GError **error)
{
  g_autoptr (GError) local = NULL;
  char *given = *key;

  if (given == NULL)
    return TRUE;
  *key = !is_blank (given) ? dyr_key_clean (given, &local) : NULL;
  dyr_key_wipe (given);
  if (local == NULL)
    return TRUE;
  /* Wrong use, not a wrong value of a record. */
  g_set_error_literal (error, DYR_ERROR, DYR_ERROR_USAGE, local->message);
  return FALSE;
}

gboolean
dyr_cli_take_key (DyrCli *cli, char **key, char **secret, GError **error)
{
  *key = take_variable ("DYRYHENT_API_KEY");
  *secret = take_variable ("DYRYHENT_API_SECRET");
  if (dyr_cli_has (cli, "key-fd"))
    {
      dyr_key_wipe (g_steal_pointer (key));
      dyr_key_wipe (g_steal_pointer (secret));
      if (!read_lines (cli, key, secret, error))
        return FALSE;
    }
  if (!check (key, error) || !check (secret, error))
    return FALSE;
  if (*key != NULL)
    return TRUE;
  g_set_error_literal (error,
                       DYR_ERROR,
                       DYR_ERROR_USAGE,
                       _ ("The key of the CRM is missing. Put it into the variable "
                          "DYRYHENT_API_KEY, or into a file that is given by --key-fd."));
  return FALSE;
}
