/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a message repeats of a text that was typed or read. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-quote-private.h"

#include <string.h>

#include "dyr-text.h"

#define QUOTED_CHARACTERS 60

/* No character is longer in UTF-8, so that a cell of a megabyte is not walked through. */
#define QUOTED_BYTES (QUOTED_CHARACTERS * 6)

/**
 * dyr_quote:
 * @text: any bytes ended by a NUL
 *
 * Returns: (transfer full): at most 60 characters of it in one line, with "…" where it was cut
 */
char *
dyr_quote (const char *text)
{
  g_autofree char *line = NULL;
  gboolean is_cut;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  length = strnlen (text, QUOTED_BYTES);
  is_cut = length == QUOTED_BYTES;
  while (is_cut && length > 0 && (text[length] & 0xc0) == 0x80)
    length--;

  line = dyr_text_clean (text, (gssize) length);
  if (line == NULL)
    return g_strdup ("");

  if (!is_cut && g_utf8_strlen (line, -1) <= QUOTED_CHARACTERS)
    return g_steal_pointer (&line);

  *g_utf8_offset_to_pointer (line, MIN (g_utf8_strlen (line, -1), QUOTED_CHARACTERS)) = '\0';

  return g_strconcat (line, "…", NULL);
}
