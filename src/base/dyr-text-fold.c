/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Folding: the form in which text is searched and compared. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-text.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

/* Latin, Greek and Cyrillic: what nearly all text is made of. */
#define TABLE_SIZE 0x530

typedef enum
{
  FOLD_TEXT,      /* becomes other text, or none */
  FOLD_BLANK,     /* becomes a blank, one for a whole run */
  FOLD_NORMALIZE, /* joins with its neighbours: the text has to be normalised first */
} FoldKind;

/* What becomes of one character. */
typedef struct
{
  guint8 kind;
  guint8 length;
  char bytes[6]; /* UTF-8 */
} Fold;

typedef struct
{
  const char *letter;
  const char *fold;
} Special;

/* In folded case: letters that stay though Unicode takes a mark off them; that the languages of the
 * office take for one another; that Unicode does not take apart; ligatures as PDF files have them.
 */
static const Special specials[] = {
  { "й", "й" },  { "ї", "ї" },  { "ў", "ў" },  { "ё", "е" },   { "ґ", "г" },   { "đ", "d" },
  { "ß", "ss" }, { "æ", "ae" }, { "ð", "d" },  { "ø", "o" },   { "þ", "th" },  { "ħ", "h" },
  { "ı", "i" },  { "ĳ", "ij" }, { "ŀ", "l" },  { "ł", "l" },   { "ŉ", "n" },   { "ŋ", "n" },
  { "œ", "oe" }, { "ŧ", "t" },  { "ǆ", "dz" }, { "ǉ", "lj" },  { "ǌ", "nj" },  { "ǳ", "dz" },
  { "ﬀ", "ff" }, { "ﬁ", "fi" }, { "ﬂ", "fl" }, { "ﬃ", "ffi" }, { "ﬄ", "ffl" },
};

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == '`' || c == 0xb4 || (c >= 0x2b9 && c <= 0x2bd) || c == 0x2018
         || c == 0x2019 || c == 0x201b || c == 0x2032 || c == 0x2035 || c == 0xff07;
}

/* Marks of these letters are left out; marks of other scripts are vowels. */
static gboolean
loses_marks (gunichar c)
{
  GUnicodeScript script = g_unichar_get_script (c);

  return script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_CYRILLIC
         || script == G_UNICODE_SCRIPT_GREEK;
}

static gboolean
needs_normalizing (gunichar c)
{
  return u_getCombiningClass ((UChar32) c) != 0
         || u_getIntPropertyValue ((UChar32) c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES;
}

static Fold
make_fold (FoldKind kind, const char *text)
{
  Fold fold = { (guint8) kind, (guint8) strlen (text), { 0 } };

  g_assert (fold.length <= sizeof fold.bytes);
  memcpy (fold.bytes, text, fold.length);

  return fold;
}

/* Case folding is lower case in all but a few letters: it makes one of ς and σ. */
static Fold
fold_letter (gunichar c)
{
  for (;;)
    {
      gunichar letter, mark;
      char text[7] = { 0 };

      c = (gunichar) u_foldCase ((UChar32) c, U_FOLD_CASE_DEFAULT);
      g_unichar_to_utf8 (c, text);
      for (gsize i = 0; i < G_N_ELEMENTS (specials); i++)
        {
          if (g_str_equal (specials[i].letter, text))
            return make_fold (FOLD_TEXT, specials[i].fold);
        }

      if (!loses_marks (c) || !g_unichar_decompose (c, &letter, &mark))
        return make_fold (FOLD_TEXT, text);

      c = letter;
    }
}

/* Folds any one character of text in NFC. */
static Fold
fold_char (gunichar c)
{
  if (is_apostrophe (c))
    return make_fold (FOLD_TEXT, "");
  if (c == '+')
    return make_fold (FOLD_TEXT, "+");
  if (c == '@')
    return make_fold (FOLD_TEXT, "@");

  switch (u_charType ((UChar32) c))
    {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
    case U_DECIMAL_DIGIT_NUMBER:
    case U_LETTER_NUMBER:
    case U_OTHER_NUMBER:
      return fold_letter (c);

    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_COMBINING_SPACING_MARK:
      /* What NFC could not join with its letter, such as the stress in "Украи́на". */
      if (c < TABLE_SIZE)
        return make_fold (FOLD_TEXT, "");

      return fold_letter (c);

    case U_FORMAT_CHAR:
      return make_fold (FOLD_TEXT, "");

    default:
      return make_fold (FOLD_BLANK, "");
    }
}

static const Fold *
fold_table (void)
{
  static gsize ready = 0;
  static Fold table[TABLE_SIZE];

  if (g_once_init_enter (&ready))
    {
      for (gunichar c = 0; c < TABLE_SIZE; c++)
        table[c] = needs_normalizing (c) ? make_fold (FOLD_NORMALIZE, "") : fold_char (c);

      g_once_init_leave (&ready, 1);
    }

  return table;
}

/* Appends the fold of text. Returns whether it could: not when the text had to be in NFC and is
 * not. */
static gboolean
append_fold (GString *out, const char *text, gboolean is_normal)
{
  const Fold *table = fold_table ();
  const gsize old_length = out->len;
  gboolean blank_waits = FALSE;
  char *to, *start;

  /* A character of n bytes never folds to more than n + 1, a blank was a character. */
  g_string_set_size (out, old_length + 2 * strlen (text) + 1);
  start = to = out->str + old_length;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);
      Fold fold;

      if (c < TABLE_SIZE)
        fold = table[c];
      else
        fold = needs_normalizing (c) ? make_fold (FOLD_NORMALIZE, "") : fold_char (c);

      if (fold.kind == FOLD_NORMALIZE)
        {
          if (!is_normal)
            {
              g_string_truncate (out, old_length);
              return FALSE;
            }

          fold = fold_char (c);
        }

      if (fold.kind == FOLD_BLANK)
        {
          blank_waits = TRUE;
          continue;
        }

      if (fold.length == 0)
        continue;

      if (blank_waits && to != start)
        *to++ = ' ';

      blank_waits = FALSE;
      for (guint i = 0; i < fold.length; i++)
        *to++ = fold.bytes[i];
    }

  g_string_truncate (out, (gsize) (to - out->str));

  return TRUE;
}

/* The long way, for text with marks or parts of Hangul syllables. What is left out of it may have
 * kept others apart, so that they join at the end. */
static void
append_fold_of_marks (GString *out, const char *text)
{
  g_autoptr (GString) fold = g_string_new (NULL);
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_autofree char *normal_fold = NULL;

  g_return_if_fail (normal != NULL);

  append_fold (fold, normal, TRUE);
  normal_fold = g_utf8_normalize (fold->str, -1, G_NORMALIZE_NFC);
  g_string_append (out, normal_fold);
}

/**
 * dyr_text_fold_into:
 * @out: where to append
 * @text: valid UTF-8
 *
 * Appends what dyr_text_fold () gives, with nothing before it.
 */
void
dyr_text_fold_into (GString *out, const char *text)
{
  g_return_if_fail (out != NULL);
  g_return_if_fail (text != NULL);

  if (!append_fold (out, text, FALSE))
    append_fold_of_marks (out, text);
}

/**
 * dyr_text_fold:
 * @text: valid UTF-8
 *
 * Makes the form in which text is searched and compared: NFC, lower case, without apostrophes and
 * invisible signs; ґ is г, ё is е, đ is d, ß is ss, Latin letters lose their marks; й and ї stay
 * what they are. Letters, digits, + and @ are kept, every run of anything else becomes one blank;
 * so an e-mail address falls apart at its points and hyphens, in the text and in the query alike.
 * Of a text without letters and digits nothing is left.
 *
 * Whenever it gives another answer than before, DYR_TEXT_FOLD_VERSION is raised.
 *
 * Returns: (transfer full): the fold, maybe empty
 */
char *
dyr_text_fold (const char *text)
{
  GString *out;

  g_return_val_if_fail (text != NULL, NULL);

  out = g_string_new (NULL);
  dyr_text_fold_into (out, text);

  return g_string_free (out, FALSE);
}
