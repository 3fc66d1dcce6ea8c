/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Cleaning: what is stored of a text that was typed, pasted or read. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-text.h"

#include <string.h>

typedef enum
{
  LINE_JOIN, /* line breaks are blanks */
  LINE_KEEP,
} LineMode;

/* Signs without a shape that steer the direction of writing, hint at line breaks or came along from
 * web pages: they would make two texts that look the same differ. The joiners of U+200C and U+200D
 * stay: emoji and several scripts need them. */
static gboolean
is_invisible (gunichar c)
{
  return c == 0xad || c == 0x200b || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e)
         || c == 0x2060 || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

static gboolean
is_line_break (gunichar c)
{
  return c == '\n' || c == 0xb || c == 0xc || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static gboolean
is_blank (gunichar c)
{
  return c <= ' ' || (c >= 0x7f && c < 0xa0) || is_line_break (c) || c == 0x1680
         || (c >= 0x2000 && c <= 0x200a && c != 0x2007) || c == 0x205f || c == 0x3000;
}

/* Blanks that a person put there on purpose inside a text ("10 кг"), but not at its ends. */
static gboolean
is_fixed_blank (gunichar c)
{
  return c == 0xa0 || c == 0x2007 || c == 0x202f;
}

/* The length of text without blanks, also fixed ones, at its end. */
static gsize
length_without_end (const GString *text, gsize start)
{
  const char *end = text->str + text->len;

  while (end > text->str + start)
    {
      const char *previous = g_utf8_prev_char (end);
      gunichar c = g_utf8_get_char (previous);

      if (c != ' ' && !is_fixed_blank (c))
        break;

      end = previous;
    }

  return (gsize) (end - text->str);
}

/* Printable ASCII without two blanks side by side or blanks at the ends is clean already; most
 * cells of most files are. */
static gboolean
is_plainly_clean (const char *text, gsize length)
{
  if (length == 0 || text[0] == ' ' || text[length - 1] == ' ')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] < ' ' || text[i] > '~' || (text[i] == ' ' && text[i + 1] == ' '))
        return FALSE;
    }

  return TRUE;
}

/* Appends text as it should be, except for NFC: blanks, line breaks, invisible and invalid parts.
 */
static void
append_clean (GString *out, const char *text, gsize length, LineMode mode)
{
  const char *end = text + length;
  const char *p = text;
  gsize line_start = 0;
  gboolean blank_waits = FALSE;

  while (p < end)
    {
      const char *start = p;
      gunichar c;

      if ((guchar) *p < 0x80)
        {
          c = (gunichar) *p++;
        }
      else
        {
          c = g_utf8_get_char_validated (p, end - p);
          if (c >= (gunichar) -2)
            {
              c = 0xfffd;
              p++;
            }
          else
            {
              p = g_utf8_next_char (p);
            }
        }

      if (is_invisible (c))
        continue;

      if (mode == LINE_KEEP && is_line_break (c))
        {
          if (c == '\r' && p < end && *p == '\n')
            p++;

          g_string_truncate (out, length_without_end (out, line_start));
          if (out->len > 0)
            g_string_append_c (out, '\n');

          line_start = out->len;
          blank_waits = FALSE;
          continue;
        }

      if (is_blank (c))
        {
          blank_waits = TRUE;
          continue;
        }

      if (out->len == line_start)
        {
          if (is_fixed_blank (c))
            continue;
        }
      else if (blank_waits)
        {
          g_string_append_c (out, ' ');
        }

      blank_waits = FALSE;
      if (c == 0xfffd)
        g_string_append_unichar (out, c);
      else
        g_string_append_len (out, start, p - start);
    }

  g_string_truncate (out, length_without_end (out, line_start));
  while (out->len > 0 && out->str[out->len - 1] == '\n')
    g_string_truncate (out, out->len - 1);
}

/* Whether NFC may change it. Nothing below U+0300, where the combining marks begin, changes, nor
 * does any Cyrillic letter. */
static gboolean
needs_normalizing (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if ((guchar) *p >= 0xcc)
        {
          gunichar c = g_utf8_get_char (p);

          if (c >= 0x300 && (c < 0x400 || c > 0x482))
            return TRUE;
        }
    }

  return FALSE;
}

static char *
clean (const char *text, gssize length, LineMode mode)
{
  GString *out;
  char *result, *normal;
  gsize n;

  if (text == NULL)
    return NULL;

  n = length < 0 ? strlen (text) : (gsize) length;
  if (is_plainly_clean (text, n))
    return g_strndup (text, n);

  out = g_string_sized_new (n + 1);
  append_clean (out, text, n, mode);
  if (out->len == 0)
    {
      g_string_free (out, TRUE);
      return NULL;
    }

  result = g_string_free (out, FALSE);
  if (!needs_normalizing (result))
    return result;

  normal = g_utf8_normalize (result, -1, G_NORMALIZE_NFC);
  g_free (result);

  return normal;
}

/**
 * dyr_text_clean:
 * @text: (nullable): any bytes; what is not UTF-8 becomes U+FFFD
 * @length: how many bytes, NULs among them, or -1 when a NUL ends them
 *
 * Makes one line as it is stored: NFC; control characters and line breaks are blanks; several
 * blanks are one, none at the ends. A no-break space stays inside a text and goes at its ends.
 *
 * Returns: (transfer full) (nullable): the line, or %NULL when nothing is left
 */
char *
dyr_text_clean (const char *text, gssize length)
{
  return clean (text, length, LINE_JOIN);
}

/**
 * dyr_text_clean_lines:
 * @text: (nullable): any bytes
 * @length: how many bytes, or -1 when a NUL ends them
 *
 * Makes lines as they are stored: each as by dyr_text_clean (), with "\n" between them; no empty
 * ones at the beginning and at the end.
 *
 * Returns: (transfer full) (nullable): the lines, or %NULL when nothing is left
 */
char *
dyr_text_clean_lines (const char *text, gssize length)
{
  return clean (text, length, LINE_KEEP);
}
