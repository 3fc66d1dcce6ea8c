/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which encoding a text file is in: by its mark, by its form, by the letters it would have. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-encoding.h"
#include "dyr-encoding-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <unicode/ucnv.h>

#include "dyr-error.h"

typedef struct
{
  const char *name;
  const char *aliases; /* lower case, without punctuation, between spaces */
  const char *label;
} Encoding;

/* It would indent every line more than the one before. */
/* clang-format off */
static const Encoding encodings[] = {
  { "UTF-8", " utf8 unicode ",
    NC_ ("encoding", "Unicode (UTF-8)") },
  { "UTF-16LE", " utf16le utf16 ucs2 ",
    NC_ ("encoding", "Unicode (UTF-16LE)") },
  { "UTF-16BE", " utf16be ",
    NC_ ("encoding", "Unicode (UTF-16BE)") },
  { "UTF-32LE", " utf32le utf32 ucs4 ",
    NC_ ("encoding", "Unicode (UTF-32LE)") },
  { "UTF-32BE", " utf32be ",
    NC_ ("encoding", "Unicode (UTF-32BE)") },
  { "windows-1251", " windows1251 cp1251 win1251 1251 ansi1251 ",
    NC_ ("encoding", "Cyrillic (Windows-1251)") },
  { "KOI8-U", " koi8u ",
    NC_ ("encoding", "Cyrillic (KOI8-U)") },
  { "KOI8-R", " koi8r koi8 ",
    NC_ ("encoding", "Cyrillic (KOI8-R)") },
  { "IBM866", " ibm866 cp866 dos866 866 ",
    NC_ ("encoding", "Cyrillic (DOS 866)") },
  { "IBM1125", " ibm1125 cp1125 ruscii 1125 ",
    NC_ ("encoding", "Cyrillic (DOS 1125)") },
  { "ISO-8859-5", " iso88595 ",
    NC_ ("encoding", "Cyrillic (ISO-8859-5)") },
  { "x-mac-cyrillic", " xmaccyrillic maccyrillic macukraine ",
    NC_ ("encoding", "Cyrillic (Mac OS)") },
  { "windows-1250", " windows1250 cp1250 win1250 1250 ansi1250 ",
    NC_ ("encoding", "Central European (Windows-1250)") },
  { "ISO-8859-2", " iso88592 latin2 ",
    NC_ ("encoding", "Central European (ISO-8859-2)") },
  { "IBM852", " ibm852 cp852 dos852 852 ",
    NC_ ("encoding", "Central European (DOS 852)") },
  { "windows-1252", " windows1252 cp1252 win1252 1252 iso88591 latin1 ansi ",
    NC_ ("encoding", "Western European (Windows-1252)") },
};
/* clang-format on */

static const char *const names[] = {
  "UTF-8",        "UTF-16LE",   "UTF-16BE", "UTF-32LE",     "UTF-32BE",   "windows-1251",
  "KOI8-U",       "KOI8-R",     "IBM866",   "IBM1125",      "ISO-8859-5", "x-mac-cyrillic",
  "windows-1250", "ISO-8859-2", "IBM852",   "windows-1252", NULL,
};

/* In the order in which an equal score is decided: a Croatian list may have no other marked letters
 * than š and ž, which Windows-1250 and 1252 share. */
static const char *const candidates[]
    = { "windows-1251", "windows-1250", "windows-1252", "KOI8-U", "IBM866", "IBM1125" };

typedef struct
{
  const char *encoding;
  guint8 bytes[4];
  guint8 length;
} Mark;

/* UTF-32 before UTF-16: its little-endian mark begins with the other's. */
static const Mark marks[] = {
  { "UTF-32LE", { 0xff, 0xfe, 0x00, 0x00 }, 4 },
  { "UTF-32BE", { 0x00, 0x00, 0xfe, 0xff }, 4 },
  { "UTF-8", { 0xef, 0xbb, 0xbf }, 3 },
  { "UTF-16LE", { 0xff, 0xfe }, 2 },
  { "UTF-16BE", { 0xfe, 0xff }, 2 },
};

/* Beginnings of files that people choose by mistake. */
static const Mark foreign[] = {
  { "spreadsheet", { 'P', 'K', 3, 4 }, 4 }, { "spreadsheet", { 0xd0, 0xcf, 0x11, 0xe0 }, 4 },
  { "other", { '%', 'P', 'D', 'F' }, 4 },   { "other", { 0x1f, 0x8b }, 2 },
  { "other", { 0x89, 'P', 'N', 'G' }, 4 },  { "other", { 0xff, 0xd8, 0xff }, 3 },
  { "other", { 'R', 'a', 'r', '!' }, 4 },   { "other", { '7', 'z', 0xbc, 0xaf }, 4 },
  { "other", { 0x7f, 'E', 'L', 'F' }, 4 },
};

static const Mark *
find_mark (const Mark *list, gsize n, const guint8 *data, gsize length)
{
  for (gsize i = 0; i < n; i++)
    if (length >= list[i].length && memcmp (data, list[i].bytes, list[i].length) == 0)
      return &list[i];

  return NULL;
}

static const Encoding *
find_encoding (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (g_str_equal (encodings[i].name, name))
      return &encodings[i];

  return NULL;
}

gboolean
dyr_encoding_table (const char *encoding, gunichar table[256])
{
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = NULL;
  UConverterType type;

  g_return_val_if_fail (encoding != NULL, FALSE);

  converter = ucnv_open (encoding, &status);
  if (U_FAILURE (status))
    return FALSE;

  type = ucnv_getType (converter);
  if (type != UCNV_SBCS && type != UCNV_LATIN_1 && type != UCNV_US_ASCII)
    {
      ucnv_close (converter);
      return FALSE;
    }

  for (guint i = 0; i < 256; i++)
    {
      char byte = (char) i;
      UChar text[4] = { 0 };
      int n = 0;

      status = U_ZERO_ERROR;
      n = ucnv_toUChars (converter, text, G_N_ELEMENTS (text), &byte, 1, &status);
      table[i] = U_SUCCESS (status) && n == 1 ? text[0] : DYR_ENCODING_REPLACEMENT;
      /* ICU shows bytes without a meaning as the control characters of ISO 6429. No text has those.
       */
      if (table[i] >= 0x80 && table[i] < 0xa0)
        table[i] = DYR_ENCODING_REPLACEMENT;
    }
  ucnv_close (converter);

  /* The structure of a table is read as ASCII; encodings of mainframes and of Japan differ there.
   */
  for (guint i = 0; i < 0x7f; i++)
    if (table[i] != i && (i >= 0x20 || i == '\t' || i == '\n' || i == '\r'))
      return FALSE;
  for (guint i = 0; i < 0x80; i++)
    table[i] = i;

  return TRUE;
}

/* Text has tabs, line ends, a form feed, perhaps DOS's end mark; hardly any other control
 * character. Zeros at the end are what a crash leaves of a half-written file, not a sign of a
 * picture. */
static gboolean
is_binary (const guint8 *data, gsize length)
{
  gsize n = MIN (length, 64 * 1024);
  gsize bad = 0;

  while (n > 0 && data[n - 1] == '\0')
    n--;
  if (n == 0)
    return TRUE;

  for (gsize i = 0; i < n; i++)
    if ((data[i] < 0x20 && strchr ("\t\n\r\f\x1a", data[i]) == NULL) || data[i] == 0x7f
        || data[i] == '\0')
      bad++;

  return bad >= 8 && bad * 25 > n;
}

/* UTF-16 without a mark: the high halves are zeros (Latin, digits, line ends) and a few values for
 * everything else an office writes. Returns 0, 1 (little-endian) or 2 (big-endian). */
static int
find_utf16 (const guint8 *data, gsize length)
{
  gsize n = MIN (length, 64 * 1024) / 2;

  for (guint high = 0; n >= 2 && high < 2; high++)
    {
      gsize fits = 0, zeros = 0, other_zeros = 0;

      for (gsize i = 0; i < n; i++)
        {
          guint8 byte = data[2 * i + high];

          fits += byte == 0x00 || byte == 0x01 || byte == 0x04 || byte == 0x20 || byte == 0x21;
          zeros += byte == 0x00;
          other_zeros += data[2 * i + 1 - high] == 0x00;
        }

      if (fits * 10 >= n * 9 && zeros * 20 >= n && other_zeros * 20 < n)
        return high == 1 ? 1 : 2;
    }

  return 0;
}

/* Counts the many-byte characters and the places where bytes belong to none. A character cut by the
 * end of a block is neither. */
static void
count_utf8 (const guint8 *data, gsize length, gboolean whole, gsize *good, gsize *bad)
{
  const char *text = (const char *) data;
  const char *end = text + length;

  *good = 0;
  *bad = 0;
  while (text < end)
    {
      gunichar c;

      if ((guint8) *text < 0x80)
        {
          text++;
          continue;
        }

      c = g_utf8_get_char_validated (text, end - text);
      if (c == (gunichar) -2 && !whole)
        return;

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          /* With the bytes that would have followed it. */
          *bad += 1;
          do
            text++;
          while (text < end && ((guint8) *text & 0xc0) == 0x80);
        }
      else
        {
          *good += 1;
          text = g_utf8_next_char (text);
        }
    }
}

static void
guess_one_byte (const guint8 *data, gsize length, DyrEncodingGuess *guess)
{
  gunichar table[256];
  int best = G_MININT, second = G_MININT;

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      int score;

      if (!dyr_encoding_table (candidates[i], table))
        continue;

      score = dyr_encoding_score (table, data, length);
      if (score > best)
        {
          second = best;
          best = score;
          guess->encoding = candidates[i];
        }
      else if (score > second)
        {
          second = score;
        }
    }

  guess->score = best <= 0 ? 0 : (int) (100 - 100 * (gint64) MAX (second, 0) / best);
  guess->certain = best >= 100 && guess->score >= 25;
}

/**
 * dyr_encoding_guess:
 * @data: (array length=length): the beginning of a file
 * @length: bytes of it; a few kilobytes with letters are enough
 * @whole: whether this is all of the file
 * @guess: (out): what it is
 * @error: return location
 *
 * Detects the encoding: byte order mark, UTF-16 without one, UTF-8 (also with a few damaged
 * characters), then the one-byte encodings of Ukraine, Croatia and their neighbours by an own
 * score. ICU's detector alone takes short Croatian lists for Windows-1252.
 *
 * Returns: %FALSE and %DYR_ERROR_INVALID when it is no text at all
 */
gboolean
dyr_encoding_guess (
    const guint8 *data, gsize length, gboolean whole, DyrEncodingGuess *guess, GError **error)
{
  const Mark *mark = NULL;
  gsize good, bad;
  int utf16;

  g_return_val_if_fail (data != NULL || length == 0, FALSE);
  g_return_val_if_fail (guess != NULL, FALSE);

  *guess = (DyrEncodingGuess){ .encoding = "UTF-8", .score = 100, .certain = TRUE };
  if (length == 0)
    return TRUE;

  mark = find_mark (marks, G_N_ELEMENTS (marks), data, length);
  if (mark != NULL)
    {
      guess->encoding = mark->encoding;
      guess->bom_length = mark->length;
      return TRUE;
    }

  mark = find_mark (foreign, G_N_ELEMENTS (foreign), data, length);
  if (mark != NULL && g_str_equal (mark->encoding, "spreadsheet"))
    {
      g_set_error_literal (error,
                           DYR_ERROR,
                           DYR_ERROR_INVALID,
                           _ ("This is a spreadsheet or an archive, not a text file. Open it in a "
                              "spreadsheet program and save it as CSV."));
      return FALSE;
    }

  utf16 = find_utf16 (data, length);
  if (mark == NULL && utf16 != 0)
    {
      guess->encoding = utf16 == 1 ? "UTF-16LE" : "UTF-16BE";
      guess->score = 90;
      return TRUE;
    }

  if (mark != NULL || is_binary (data, length))
    {
      g_set_error_literal (
          error,
          DYR_ERROR,
          DYR_ERROR_INVALID,
          _ ("This is not a text file. Open it in the program it was made with and "
                              "save the table as CSV."));
      return FALSE;
    }

  count_utf8 (data, length, whole, &good, &bad);
  if (bad == 0)
    return TRUE;

  /* Text of another encoding hardly ever is valid UTF-8 by chance: a few bad bytes among many
   * good characters are damage. */
  if (good >= 2 && good >= 5 * bad)
    {
      guess->certain = FALSE;
      guess->score = (int) (100 * good / (good + bad));
      return TRUE;
    }

  guess_one_byte (data, length, guess);

  return TRUE;
}

/**
 * dyr_encoding_bom_length:
 * @encoding: a name of dyr_encoding_list ()
 * @data: (array length=length): the beginning of a file
 * @length: bytes of it
 *
 * Returns: how many bytes the byte order mark of that encoding takes, 0 when there is none
 */
gsize
dyr_encoding_bom_length (const char *encoding, const guint8 *data, gsize length)
{
  g_return_val_if_fail (encoding != NULL, 0);
  g_return_val_if_fail (data != NULL || length == 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_equal (marks[i].encoding, encoding) && find_mark (&marks[i], 1, data, length) != NULL)
      return marks[i].length;

  return 0;
}

/**
 * dyr_encoding_list:
 *
 * Returns: (array zero-terminated=1): names of the encodings to choose from; not to be freed
 */
const char *const *
dyr_encoding_list (void)
{
  return names;
}

/**
 * dyr_encoding_label:
 * @encoding: a name of dyr_encoding_list ()
 *
 * Returns: what people call it, translated; the name itself when it is not in the list
 */
const char *
dyr_encoding_label (const char *encoding)
{
  const Encoding *found = NULL;

  g_return_val_if_fail (encoding != NULL, NULL);

  found = find_encoding (encoding);

  return found != NULL ? g_dpgettext2 (GETTEXT_PACKAGE, "encoding", found->label) : encoding;
}

/**
 * dyr_encoding_find:
 * @name: a name as people or programs write it: "cp1251", "Windows 1251", "utf8"
 *
 * Returns: (nullable): the name in dyr_encoding_list (), not to be freed; %NULL when it is unknown
 */
const char *
dyr_encoding_find (const char *name)
{
  g_autoptr (GString) plain = g_string_new (" ");

  g_return_val_if_fail (name != NULL, NULL);

  for (const char *c = name; *c != '\0'; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (plain, g_ascii_tolower (*c));
  if (plain->len == 1)
    return NULL;
  g_string_append_c (plain, ' ');

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (strstr (encodings[i].aliases, plain->str) != NULL)
      return encodings[i].name;

  return NULL;
}
