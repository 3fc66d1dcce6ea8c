/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The score of a one-byte encoding: are these the letters, words and capitals people write? */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-encoding-private.h"

#include <string.h>

#include "dyr-text.h"

/* More text than this does not make the answer better. */
#define MAX_SCORED (256 * 1024)
#define MAX_HEADER 2048

typedef enum
{
  SCRIPT_NONE,
  SCRIPT_ASCII,
  SCRIPT_LATIN,
  SCRIPT_CYRILLIC,
} Script;

typedef struct
{
  gint8 points;  /* for the character alone */
  guint8 script; /* of letters */
  guint8 upper;
  guint8 never_first; /* no word begins with it */
} Traits;

/* Ukrainian and Russian letters by how often they occur; the others are of languages that offices
 * of these two hardly meet, and turn up in text that was read in a wrong encoding. */
static const char often[] = "оаиентірвсл";
static const char common[] = "кдмпуяьзбгчй";
static const char seldom[] = "хжшюцщєїфыэ";
static const char rare[] = "ґёъ";

static const char croatian[] = "čćžšđ";
static const char western[] = "áéíóúäöüßëïâêîôûàèìòùçñåøæ";

/* Words in the first line of lists, folded. They are in the encoding that shows them. */
static const char *const header_words[] = {
  "назва",    "название",  "наименован",   "телефон",   "код",       "адрес",     "пошта",
  "почта",    "клієнт",    "клиент",       "компан",    "договір",   "договор",   "дата",
  "статус",   "місто",     "город",        "прізвище",  "фамилия",   "ім я",      "імя",
  "имя",      "контакт",   "відповідальн", "ответств",  "примітка",  "комментар", "коментар",
  "посада",   "должность", "сума",         "сумма",     "область",   "вулиця",    "індекс",
  "индекс",   "тип",       "юридичн",      "юридическ", "організац", "организац", "товар",
  "доставка",
};

/* The same in Croatian without any letter that could tell encodings apart: they say the language.
 */
static const char *const croatian_words[] = {
  "naziv",   "adresa", "ulica",  "mjesto", "grad",    "telefon", "klijent",  "ugovor",
  "vrijedi", "iznos",  "tvrtka", "kupac",  "prezime", "opis",    "napomena", "datum",
};

static gboolean
contains (const char *letters, gunichar c)
{
  return g_utf8_strchr (letters, -1, c) != NULL;
}

static Traits
describe (gunichar c)
{
  Traits traits = { 0 };
  gunichar lower = g_unichar_tolower (c);

  if (c < 0x80)
    {
      if (g_ascii_isalpha ((char) c))
        traits.script = SCRIPT_ASCII;
      traits.upper = g_ascii_isupper ((char) c);

      return traits;
    }

  traits.upper = lower != c;
  if (!g_unichar_isalpha (c))
    {
      /* Quotation marks, dashes, №, € and the fixed space are what offices type. */
      traits.points = contains ("«»„“”’‘–—…№€\u00a0§°©®™•", c) ? 1 : -4;
      if (c == DYR_ENCODING_REPLACEMENT || g_unichar_iscntrl (c))
        traits.points = -12;
      traits.upper = FALSE;

      return traits;
    }

  if (c >= 0x400 && c < 0x530)
    {
      traits.script = SCRIPT_CYRILLIC;
      traits.points = contains (often, lower)    ? 4
                      : contains (common, lower) ? 3
                      : contains (seldom, lower) ? 2
                      : contains (rare, lower)   ? 1
                                                 : -6;
      traits.never_first = contains ("ьъы", lower);

      return traits;
    }

  traits.script = SCRIPT_LATIN;
  traits.points = contains (croatian, lower) ? 4 : contains (western, lower) ? 1 : -3;

  return traits;
}

/* Capitals inside words, two alphabets in one word, words of nothing but accents: signs that the
 * bytes mean something else. */
static int
score_pair (const Traits *before, const Traits *now)
{
  if (now->script == SCRIPT_NONE)
    return 0;

  if (before->script == SCRIPT_NONE)
    return now->never_first ? -5 : 0;

  if ((before->script == SCRIPT_CYRILLIC) != (now->script == SCRIPT_CYRILLIC))
    return -6;

  if (before->script == SCRIPT_LATIN && now->script == SCRIPT_LATIN)
    return -5;

  return !before->upper && now->upper ? -8 : 0;
}

static int
score_header (const gunichar table[256], const guint8 *data, gsize length)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *folded = NULL;
  gboolean is_latin = table[0xe8] == 0x10d; /* č: a Central European table */
  int score = 0;

  for (gsize i = 0; i < MIN (length, MAX_HEADER) && data[i] != '\n' && data[i] != '\r'; i++)
    if (data[i] != '\0')
      g_string_append_unichar (line, table[data[i]]);

  folded = dyr_text_fold (line->str);

  for (gsize i = 0; i < G_N_ELEMENTS (header_words); i++)
    if (strstr (folded, header_words[i]) != NULL)
      score += 60;

  for (gsize i = 0; is_latin && i < G_N_ELEMENTS (croatian_words); i++)
    if (strstr (folded, croatian_words[i]) != NULL)
      score += 10;

  return score;
}

int
dyr_encoding_score (const gunichar table[256], const guint8 *data, gsize length)
{
  Traits traits[256];
  Traits before = { 0 };
  gboolean high_before = FALSE;
  int score = 0;

  g_return_val_if_fail (table != NULL, 0);
  g_return_val_if_fail (data != NULL || length == 0, 0);

  for (guint i = 0; i < 256; i++)
    traits[i] = describe (table[i]);

  for (gsize i = 0; i < MIN (length, MAX_SCORED); i++)
    {
      const Traits *now = &traits[data[i]];
      gboolean high = data[i] >= 0x80;

      /* ASCII reads the same in all of them and says nothing. */
      if (high)
        score += now->points;
      if (high || high_before)
        score += score_pair (&before, now);

      before = *now;
      high_before = high;
    }

  return score + score_header (table, data, length);
}
