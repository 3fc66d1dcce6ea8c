/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Second guesses of a search: how a name is written in the other script and the other languages. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-text.h"

#include <string.h>

/* Latin letters for Cyrillic ones; the Croatian ones without their marks, as text is searched. */
typedef struct
{
  const char *cyrillic;
  const char *ukrainian; /* Cabinet of Ministers, 2010, № 55 */
  const char *begins;    /* … at the beginning of a word, where it differs */
  const char *russian;   /* as in passports and road signs, y for й */
  const char *croatian;
} Letter;

static const Letter letters[] = {
  { "зг", "zgh", NULL, "zg", "zh" }, { "а", "a", NULL, "a", "a" },
  { "б", "b", NULL, "b", "b" },      { "в", "v", NULL, "v", "v" },
  { "г", "h", NULL, "g", "h" },      { "д", "d", NULL, "d", "d" },
  { "е", "e", NULL, "e", "e" },      { "є", "ie", "ye", "e", "je" },
  { "ж", "zh", NULL, "zh", "z" },    { "з", "z", NULL, "z", "z" },
  { "и", "y", NULL, "i", "i" },      { "і", "i", NULL, "i", "i" },
  { "ї", "i", "yi", "i", "ji" },     { "й", "i", "y", "y", "j" },
  { "к", "k", NULL, "k", "k" },      { "л", "l", NULL, "l", "l" },
  { "м", "m", NULL, "m", "m" },      { "н", "n", NULL, "n", "n" },
  { "о", "o", NULL, "o", "o" },      { "п", "p", NULL, "p", "p" },
  { "р", "r", NULL, "r", "r" },      { "с", "s", NULL, "s", "s" },
  { "т", "t", NULL, "t", "t" },      { "у", "u", NULL, "u", "u" },
  { "ф", "f", NULL, "f", "f" },      { "х", "kh", NULL, "kh", "h" },
  { "ц", "ts", NULL, "ts", "c" },    { "ч", "ch", NULL, "ch", "c" },
  { "ш", "sh", NULL, "sh", "s" },    { "щ", "shch", NULL, "shch", "sc" },
  { "ъ", "", NULL, "", "" },         { "ы", "y", NULL, "y", "i" },
  { "ь", "", NULL, "", "" },         { "э", "e", NULL, "e", "e" },
  { "ю", "iu", "yu", "yu", "ju" },   { "я", "ia", "ya", "ya", "ja" },
};

typedef const char *const Pair[2];

/* Ukrainian spellings by their Russian ones; the first that fits. */
static Pair russian[] = {
  { "ський", "ский" }, { "ськ", "ск" }, { "цьк", "цк" }, { "ги", "ги" },
  { "ки", "ки" },      { "хи", "хи" },  { "жи", "жи" },  { "чи", "чи" },
  { "ши", "ши" },      { "щи", "щи" },  { "йо", "е" },   { "ьо", "е" },
  { "і", "и" },        { "ї", "и" },    { "и", "ы" },    { "є", "е" },
};

/* And the other way round, where it is plain. */
static Pair ukrainian[] = {
  { "ский", "ський" }, { "цкий", "цький" }, { "ская", "ська" }, { "ый", "ий" },
  { "ы", "и" },        { "и", "і" },        { "э", "е" },       { "ъ", "" },
};

typedef enum
{
  TO_UKRAINIAN,
  TO_RUSSIAN,
  TO_CROATIAN,
  N_LATINS
} Latin;

static const char *
latin_of (const Letter *letter, Latin latin, gboolean begins)
{
  if (latin == TO_RUSSIAN)
    return letter->russian;
  if (latin == TO_CROATIAN)
    return letter->croatian;
  return begins && letter->begins != NULL ? letter->begins : letter->ukrainian;
}

/* Folded text in Latin letters; what is no Cyrillic letter stays. */
static char *
to_latin (const char *fold, Latin latin)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean begins = TRUE;

  for (const char *p = fold; *p != '\0';)
    {
      const char *written = NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (letters) && written == NULL; i++)
        if (g_str_has_prefix (p, letters[i].cyrillic))
          {
            written = latin_of (&letters[i], latin, begins);
            p += strlen (letters[i].cyrillic);
          }
      begins = written == NULL && *p == ' ';
      if (written != NULL)
        {
          g_string_append (out, written);
          continue;
        }
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
      p = g_utf8_next_char (p);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
respell (const char *fold, Pair *pairs, gsize n_pairs)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = fold; *p != '\0';)
    {
      gboolean done = FALSE;

      for (gsize i = 0; i < n_pairs && !done; i++)
        if (g_str_has_prefix (p, pairs[i][0]))
          {
            g_string_append (out, pairs[i][1]);
            p += strlen (pairs[i][0]);
            done = TRUE;
          }
      if (done)
        continue;
      g_string_append_len (out, p, g_utf8_next_char (p) - p);
      p = g_utf8_next_char (p);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Takes the text. */
static void
add_new (GPtrArray *found, char *text)
{
  g_autofree char *taken = text;

  for (guint i = 0; i < found->len; i++)
    if (g_str_equal (g_ptr_array_index (found, i), taken))
      return;
  if (*taken != '\0')
    g_ptr_array_add (found, g_steal_pointer (&taken));
}

/**
 * dyr_text_spellings:
 * @text: valid UTF-8, as typed
 *
 * Guesses how a name is written in the other script, and by those who write it by other rules:
 * "Shevchenko" and "Ševčenko" are шевченко, and each other; "Пушкін" is pushkin and пушкин.
 *
 * Returns: (transfer full): folded texts, the likeliest first, without the fold of @text itself
 */
GStrv
dyr_text_spellings (const char *text)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *cyrillic = NULL;
  const char *name;

  g_return_val_if_fail (text != NULL, NULL);

  found = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (found, dyr_text_fold (text));
  cyrillic = dyr_text_to_cyrillic (text);
  name = cyrillic != NULL ? cyrillic : g_ptr_array_index (found, 0);
  add_new (found, g_strdup (name));
  add_new (found, respell (name, russian, G_N_ELEMENTS (russian)));
  if (cyrillic == NULL)
    add_new (found, respell (name, ukrainian, G_N_ELEMENTS (ukrainian)));
  for (Latin latin = TO_UKRAINIAN; latin < N_LATINS; latin++)
    add_new (found, to_latin (name, latin));
  g_ptr_array_remove_index (found, 0);
  g_ptr_array_add (found, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}
