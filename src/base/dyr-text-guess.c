/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Second guesses of a search: Cyrillic for Latin letters. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-text.h"

#include <string.h>

static void
find_scripts (const char *text, gboolean *has_latin, gboolean *has_cyrillic)
{
  *has_latin = *has_cyrillic = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (p));

      if (script == G_UNICODE_SCRIPT_LATIN)
        *has_latin = TRUE;
      else if (script == G_UNICODE_SCRIPT_CYRILLIC)
        *has_cyrillic = TRUE;
    }
}

typedef enum
{
  AT_ANY = 0,
  AT_START = 1 << 0, /* only at the beginning of a word */
  AT_END = 1 << 1,   /* only at its end */
  AFTER_VOWEL = 1 << 2,
  BEFORE_CONSONANT = 1 << 3, /* the next letter is one, and not l */
  BEFORE_VOWEL = 1 << 4,
  CROATIAN = 1 << 5, /* only in a text with č, ć, š, ž or đ */
} Place;

typedef struct
{
  const char *latin;
  const char *cyrillic;
  guint place;
} Letter;

/* The first that fits is taken. The Ukrainian table (Cabinet of Ministers, 2010, № 55) read
 * backwards, with Croatian letters, and a guess where it loses letters: ь before a consonant after
 * л and in -ський; й and ї, which it both writes i. */
static const Letter letters[] = {
  { "shch", "щ", AT_ANY },
  { "skyi", "ський", AT_END },
  { "skyy", "ський", AT_END },
  { "skoho", "ського", AT_END },
  { "skomu", "ському", AT_END },
  { "skykh", "ських", AT_END },
  { "skoi", "ської", AT_END },
  { "skoyu", "ською", AT_END },
  { "skoiu", "ською", AT_END },
  { "ska", "ська", AT_END },
  { "ske", "ське", AT_END },
  { "ukrain", "україн", AT_START },
  { "zgh", "зг", AT_ANY },
  { "zh", "ж", AT_ANY },
  { "kh", "х", AT_ANY },
  { "ts", "ц", AT_ANY },
  { "ch", "ч", AT_ANY },
  { "sh", "ш", AT_ANY },
  { "dž", "дж", AT_ANY },
  { "lja", "ля", AT_ANY },
  { "lju", "лю", AT_ANY },
  { "lje", "лє", AT_ANY },
  { "lj", "ль", AT_ANY },
  { "nja", "ня", AT_ANY },
  { "nju", "ню", AT_ANY },
  { "nje", "нє", AT_ANY },
  { "nj", "нь", AT_ANY },
  { "ya", "я", AT_ANY },
  { "yu", "ю", AT_ANY },
  { "ye", "є", AT_ANY },
  { "yi", "ї", AT_START },
  { "yi", "ий", AT_END },
  { "yi", "иї", AT_ANY },
  { "yy", "ий", AT_END },
  { "yo", "йо", AT_ANY },
  { "iia", "ія", AT_ANY },
  { "iiu", "ію", AT_ANY },
  { "iie", "іє", AT_ANY },
  { "ii", "ій", AT_END },
  { "ii", "ії", AT_ANY },
  { "ia", "я", AT_ANY },
  { "iu", "ю", AT_ANY },
  { "ie", "є", AT_ANY },
  { "io", "йо", AFTER_VOWEL },
  { "iv", "їв", AFTER_VOWEL | AT_END },
  { "i", "й", AFTER_VOWEL },
  { "ja", "я", AT_ANY },
  { "ju", "ю", AT_ANY },
  { "je", "є", AT_ANY },
  { "ji", "ї", AT_ANY },
  { "j", "й", AT_ANY },
  { "y", "й", AFTER_VOWEL },
  { "h", "х", CROATIAN },
  { "l", "ль", BEFORE_CONSONANT },
  { "a", "а", AT_ANY },
  { "b", "б", AT_ANY },
  { "v", "в", AT_ANY },
  { "h", "г", AT_ANY },
  { "g", "г", AT_ANY },
  { "d", "д", AT_ANY },
  { "e", "е", AT_ANY },
  { "z", "з", AT_ANY },
  { "y", "и", AT_ANY },
  { "i", "і", AT_ANY },
  { "k", "к", AT_ANY },
  { "l", "л", AT_ANY },
  { "m", "м", AT_ANY },
  { "n", "н", AT_ANY },
  { "o", "о", AT_ANY },
  { "p", "п", AT_ANY },
  { "r", "р", AT_ANY },
  { "s", "с", AT_ANY },
  { "t", "т", AT_ANY },
  { "u", "у", AT_ANY },
  { "f", "ф", AT_ANY },
  { "c", "ц", AT_ANY },
  { "q", "к", AT_ANY },
  { "w", "в", AT_ANY },
  { "x", "кс", AT_ANY },
  { "č", "ч", AT_ANY },
  { "ć", "ч", AT_ANY },
  { "đ", "дж", AT_ANY },
  { "š", "ш", AT_ANY },
  { "ž", "ж", AT_ANY },
};

static gboolean
is_latin_vowel (gunichar c)
{
  return c < 0x80 && c != 0 && strchr ("aeiouy", (int) c) != NULL;
}

static gboolean
fits (const Letter *letter, const char *word, const char *p, gboolean croatian)
{
  gsize length = strlen (letter->latin);
  gunichar before, after;

  if (strncmp (p, letter->latin, length) != 0)
    return FALSE;

  before = p == word ? 0 : g_utf8_get_char (g_utf8_prev_char (p));
  after = g_utf8_get_char (p + length);
  if (!g_unichar_isalpha (before))
    before = 0;
  if (!g_unichar_isalpha (after))
    after = 0;

  if ((letter->place & AT_START) != 0 && before != 0)
    return FALSE;
  if ((letter->place & AT_END) != 0 && after != 0)
    return FALSE;
  if ((letter->place & AFTER_VOWEL) != 0 && !is_latin_vowel (before))
    return FALSE;
  if ((letter->place & BEFORE_CONSONANT) != 0
      && (after == 0 || after == 'l' || is_latin_vowel (after) || after == 'j'))
    return FALSE;

  return (letter->place & CROATIAN) == 0 || croatian;
}

/* Lower case, and without the marks that the table does not know. */
static char *
prepare_latin (const char *text, gboolean *croatian)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_autofree char *lower = NULL;
  GString *out;

  g_return_val_if_fail (normal != NULL, NULL);

  *croatian = FALSE;
  lower = g_utf8_strdown (normal, -1);
  out = g_string_new (NULL);
  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      char letter[7] = { 0 };

      g_unichar_to_utf8 (c, letter);
      if (c == 0x10d || c == 0x107 || c == 0x111 || c == 0x161 || c == 0x17e)
        {
          *croatian = TRUE;
          g_string_append (out, letter);
        }
      else if (c >= 0x80 && g_unichar_get_script (c) == G_UNICODE_SCRIPT_LATIN)
        {
          dyr_text_fold_into (out, letter);
        }
      else
        {
          g_string_append (out, letter);
        }
    }

  return g_string_free (out, FALSE);
}

/**
 * dyr_text_to_cyrillic:
 * @text: valid UTF-8
 *
 * Guesses how text in Latin letters is written in Ukrainian: "Shevchenko" and "Ševčenko" are
 * шевченко. The soft sign at the end of a word is not guessed: a search by beginnings of words
 * finds Василь by васил.
 *
 * Returns: (transfer full) (nullable): the folded text, or %NULL when it has no Latin letters
 */
char *
dyr_text_to_cyrillic (const char *text)
{
  g_autofree char *latin = NULL;
  g_autoptr (GString) cyrillic = NULL;
  gboolean has_latin, has_cyrillic, croatian;

  g_return_val_if_fail (text != NULL, NULL);

  find_scripts (text, &has_latin, &has_cyrillic);
  if (!has_latin)
    return NULL;

  latin = prepare_latin (text, &croatian);
  g_return_val_if_fail (latin != NULL, NULL);

  cyrillic = g_string_new (NULL);
  for (const char *p = latin; *p != '\0';)
    {
      gboolean done = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (letters) && !done; i++)
        {
          if (fits (&letters[i], latin, p, croatian))
            {
              g_string_append (cyrillic, letters[i].cyrillic);
              p += strlen (letters[i].latin);
              done = TRUE;
            }
        }

      if (!done)
        {
          const char *next = g_utf8_next_char (p);

          g_string_append_len (cyrillic, p, next - p);
          p = next;
        }
    }

  return dyr_text_fold (cyrillic->str);
}
