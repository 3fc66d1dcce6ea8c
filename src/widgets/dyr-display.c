/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Text from outside on its way to the screen. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-display.h"

#include <string.h>

/* The first `longest` characters, with an ellipsis where something is missing. */
static char *
cut (const char *text, guint longest)
{
  g_autofree char *valid = NULL;
  const char *p;
  guint n = 0;

  if (!g_utf8_validate (text, -1, NULL))
    {
      valid = g_utf8_make_valid (text, -1);
      text = valid;
    }

  for (p = text; *p != '\0' && n < longest; p = g_utf8_next_char (p))
    n++;

  if (*p == '\0')
    return valid != NULL ? g_steal_pointer (&valid) : g_strdup (text);

  return g_strdup_printf ("%.*s…", (int) (p - text), text);
}

/**
 * dyr_display_text:
 * @text: (nullable): text from outside, of any length
 *
 * Returns: (transfer full) (nullable): what may be shown of it
 */
char *
dyr_display_text (const char *text)
{
  return text != NULL ? cut (text, DYR_DISPLAY_LONGEST) : NULL;
}

/**
 * dyr_display_line:
 * @text: (nullable): text from outside
 * @longest: how many characters at most
 *
 * Returns: (transfer full) (nullable): it on one line
 */
char *
dyr_display_line (const char *text, guint longest)
{
  char *line;

  if (text == NULL)
    return NULL;

  line = cut (text, MIN (longest, DYR_DISPLAY_LONGEST));

  return g_strdelimit (line, "\r\n\t\v\f", ' ');
}

/**
 * dyr_display_markup:
 * @text: (nullable): text from outside
 *
 * Returns: (transfer full): markup that shows @text as it is
 */
char *
dyr_display_markup (const char *text)
{
  g_autofree char *shown = dyr_display_text (text);

  return g_markup_escape_text (shown != NULL ? shown : "", -1);
}
