/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Words about attached files. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-words.h"

#include <glib/gi18n-lib.h>

#define KILO 1000
#define MEGA (1000 * 1000)
#define GIGA (1000 * 1000 * 1000)

/* To one digit behind the point. Numbers of GLib are of the system’s language. */
static char *
show_in (const DyrContext *context, gint64 size, gint64 unit)
{
  return dyr_format_quantity (context->format, (size * 10 + unit / 2) / unit * 100);
}

char *
dyr_file_show_size (const DyrContext *context, gint64 size)
{
  g_autofree char *number = NULL;

  g_return_val_if_fail (context != NULL, NULL);

  if (size < KILO)
    {
      number = dyr_format_count (context->format, size);
      return g_strdup_printf (ngettext ("%s byte", "%s bytes", (gulong) size), number);
    }
  if (size < MEGA)
    {
      number = show_in (context, size, KILO);
      return g_strdup_printf (C_ ("size", "%s kB"), number);
    }
  if (size < GIGA)
    {
      number = show_in (context, size, MEGA);
      return g_strdup_printf (C_ ("size", "%s MB"), number);
    }
  number = show_in (context, size, GIGA);
  return g_strdup_printf (C_ ("size", "%s GB"), number);
}
