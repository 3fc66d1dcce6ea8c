/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Text on a terminal: without what would command it, and as wide as it shows. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-text.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ELLIPSIS "…"

/* What a terminal would obey instead of showing. */
static gboolean
is_command (gunichar c)
{
  if (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)
    return TRUE;
  /* Marks, embeddings, overrides and isolates of direction. */
  return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
         || (c >= 0x2066 && c <= 0x2069);
}

static char *
clean (const char *text, gboolean lines)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (out, is_command (c) && !(lines && c == '\n') ? ' ' : c);
    }
  return g_string_free (out, FALSE);
}

char *
dyr_cli_text_line (const char *text)
{
  return clean (text, FALSE);
}

char *
dyr_cli_text_lines (const char *text)
{
  return clean (text, TRUE);
}

static guint
width_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

guint
dyr_cli_text_width (const char *text)
{
  guint width = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    width += width_of (g_utf8_get_char (text));
  return width;
}

static void
append_blanks (GString *out, guint n)
{
  for (; n > 0; n--)
    g_string_append_c (out, ' ');
}

void
dyr_cli_text_fit (GString *out, const char *text, guint width, gboolean right)
{
  guint whole = dyr_cli_text_width (text), used = 0;

  if (whole <= width)
    {
      if (right)
        append_blanks (out, width - whole);
      g_string_append (out, text);
      if (!right)
        append_blanks (out, width - whole);
      return;
    }
  if (width == 0)
    return;
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (used + width_of (c) > width - 1)
        break;
      used += width_of (c);
      g_string_append_unichar (out, c);
    }
  g_string_append (out, ELLIPSIS);
  append_blanks (out, width - used - 1);
}

guint
dyr_cli_terminal_width (void)
{
  const char *columns = g_getenv ("COLUMNS");
  struct winsize size;
  gint64 number;

  if (isatty (STDOUT_FILENO) && ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return size.ws_col;
  if (columns != NULL && g_ascii_string_to_signed (columns, 10, 1, G_MAXINT32, &number, NULL))
    return (guint) number;
  return G_MAXUINT;
}
