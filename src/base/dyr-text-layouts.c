/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Second guesses of a search: text that was typed with another keyboard layout. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-text.h"

#include <string.h>

typedef enum
{
  LATIN, /* US */
  CROATIAN,
  UKRAINIAN,
  RUSSIAN,
  N_LAYOUTS
} Layout;

/* The keys of a PC keyboard by what they write; "" where it is no letter and no mark of a text. */
static const char *const keys[][N_LAYOUTS] = {
  { "q", "q", "й", "й" }, { "w", "w", "ц", "ц" }, { "e", "e", "у", "у" }, { "r", "r", "к", "к" },
  { "t", "t", "е", "е" }, { "y", "z", "н", "н" }, { "u", "u", "г", "г" }, { "i", "i", "ш", "ш" },
  { "o", "o", "щ", "щ" }, { "p", "p", "з", "з" }, { "[", "š", "х", "х" }, { "]", "đ", "ї", "ъ" },
  { "\\", "ž", "ґ", "" }, { "a", "a", "ф", "ф" }, { "s", "s", "і", "ы" }, { "d", "d", "в", "в" },
  { "f", "f", "а", "а" }, { "g", "g", "п", "п" }, { "h", "h", "р", "р" }, { "j", "j", "о", "о" },
  { "k", "k", "л", "л" }, { "l", "l", "д", "д" }, { ";", "č", "ж", "ж" }, { "'", "ć", "є", "э" },
  { "z", "y", "я", "я" }, { "x", "x", "ч", "ч" }, { "c", "c", "с", "с" }, { "v", "v", "м", "м" },
  { "b", "b", "и", "и" }, { "n", "n", "т", "т" }, { "m", "m", "ь", "ь" }, { ",", ",", "б", "б" },
  { ".", ".", "ю", "ю" }, { "`", "", "", "ё" },
};

/* The same keys with Shift: letters are made lower case first, these are not letters. */
static char
unshift (char c)
{
  switch (c)
    {
    case '{':
      return '[';
    case '}':
      return ']';
    case '|':
      return '\\';
    case ':':
      return ';';
    case '"':
      return '\'';
    case '<':
      return ',';
    case '>':
      return '.';
    case '~':
      return '`';
    default:
      return c;
    }
}

static gboolean
is_letter (const char *key)
{
  return *key != '\0' && g_unichar_isalpha (g_utf8_get_char (key));
}

/* The key that writes the character with the layout, NULL: none. */
static const char *const *
find_key (Layout layout, const char *at, gsize length)
{
  char mark[] = { unshift (*at), '\0' };
  /* Points of a layout may stand where another has letters: 'b' is и, ',' is б. */
  const char *character = length == 1 ? mark : at;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strlen (keys[i][layout]) == length && strncmp (keys[i][layout], character, length) == 0)
      return keys[i];
  return NULL;
}

/* What the keys that wrote `text` with one layout write with the other; NULL: a letter of it is not
 * on that layout's keys. */
static char *
press_again (const char *text, Layout from, Layout to)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize length = (gsize) (g_utf8_next_char (p) - p);
      const char *const *key = find_key (from, p, length);

      if (key != NULL && *key[to] != '\0' && (is_letter (key[from]) || is_letter (key[to])))
        g_string_append (out, key[to]);
      else if (g_unichar_isalpha (g_utf8_get_char (p)))
        return NULL;
      else
        g_string_append_len (out, p, (gssize) length);
    }
  return dyr_text_fold (out->str);
}

/* Marks alone, though keys of letters, are no word. */
static gboolean
has_letters (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      return TRUE;
  return FALSE;
}

static gboolean
is_new (GPtrArray *found, const char *text)
{
  for (guint i = 0; i < found->len; i++)
    if (g_str_equal (g_ptr_array_index (found, i), text))
      return FALSE;
  return TRUE;
}

/**
 * dyr_text_layouts:
 * @text: valid UTF-8, as typed: in the wrong layout punctuation is letters, too
 *
 * Reads text as if it had been typed with another keyboard layout than was meant (US, Croatian,
 * Ukrainian, Russian): "itdxtyrj" is шевченко, "фсьу" is acme, "yagreb" is zagreb. Text in both
 * scripts was not typed in a wrong layout.
 *
 * Returns: (transfer full): folded texts, the likeliest first, without the fold of @text itself
 */
GStrv
dyr_text_layouts (const char *text)
{
  static const Layout guesses[][2] = {
    { LATIN, UKRAINIAN }, { LATIN, RUSSIAN },  { CROATIAN, UKRAINIAN }, { CROATIAN, RUSSIAN },
    { UKRAINIAN, LATIN }, { RUSSIAN, LATIN },  { UKRAINIAN, CROATIAN }, { RUSSIAN, CROATIAN },
    { LATIN, CROATIAN },  { CROATIAN, LATIN }, { UKRAINIAN, RUSSIAN },  { RUSSIAN, UKRAINIAN },
  };
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *normal = NULL, *lower = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  found = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (found, dyr_text_fold (text));
  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  lower = g_utf8_strdown (normal, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (guesses) && has_letters (lower); i++)
    {
      g_autofree char *guess = press_again (lower, guesses[i][0], guesses[i][1]);

      if (guess != NULL && *guess != '\0' && is_new (found, guess))
        g_ptr_array_add (found, g_steal_pointer (&guess));
    }
  g_ptr_array_remove_index (found, 0);
  g_ptr_array_add (found, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}
