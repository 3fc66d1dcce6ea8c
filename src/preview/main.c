/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-preview: what dyr-preview.h says. A program of its own, because a PDF came from anywhere
 * and what reads it is large. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "dyr-preview-page.h"
#include "dyr-preview-walls.h"

/* Bytes of a file that is looked at, as in an attachment. */
#define MOST_BYTES (300 * 1000 * 1000)
/* … and of memory, besides the file. */
#define MEMORY (1000 * 1000 * 1000)
#define MOST_SECONDS 60

/* NULL: it is no file, or none that is looked at. A stream may never end. */
static GBytes *
map_input (void)
{
  g_autoptr (GMappedFile) mapped = NULL;
  struct stat about;

  if (fstat (STDIN_FILENO, &about) != 0 || !S_ISREG (about.st_mode) || about.st_size <= 0
      || about.st_size > MOST_BYTES)
    return NULL;
  mapped = g_mapped_file_new_from_fd (STDIN_FILENO, FALSE, NULL);
  return mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GBytes) pdf = NULL;
  guint64 pixels, seconds;

  if (argc != 3
      || !g_ascii_string_to_unsigned (argv[1], 10, 1, DYR_PREVIEW_MOST_PIXELS, &pixels, NULL)
      || !g_ascii_string_to_unsigned (argv[2], 10, 1, MOST_SECONDS, &seconds, NULL))
    return DYR_PREVIEW_USAGE;
  pdf = map_input ();
  if (pdf == NULL)
    return DYR_PREVIEW_DAMAGED;
  if (!dyr_preview_walls_raise (MEMORY + g_bytes_get_size (pdf), (guint) seconds))
    return DYR_PREVIEW_FAILED;
  return (int) dyr_preview_page_write (pdf, (int) pixels, STDOUT_FILENO);
}
