/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Countries by ICU: their codes, and their names in the languages of the office. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-country.h"

#include <string.h>

#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "dyr-text.h"

/* The longest is "Južna Georgija i Južni Sendvički Otoci". */
#define MAX_UNITS 128

/* Longer texts are no country and are not looked at. */
#define LONGEST_TEXT 200

/* Names people use that ICU does not, folded. */
static const struct
{
  const char *name;
  char code[3];
} aliases[] = {
  { "uk", "GB" },
  { "england", "GB" },
  { "great britain", "GB" },
  { "англія", "GB" },
  { "англия", "GB" },
  { "британія", "GB" },
  { "британия", "GB" },
  { "engleska", "GB" },
  { "velika britanija", "GB" },
  { "usa", "US" },
  { "сша", "US" },
  { "сполучені штати америки", "US" },
  { "соединенные штаты америки", "US" },
  { "sad", "US" },
  { "czech republic", "CZ" },
  { "чеська республіка", "CZ" },
  { "чешская республика", "CZ" },
  { "holland", "NL" },
  { "голландія", "NL" },
  { "голландия", "NL" },
  { "молдавія", "MD" },
  { "молдавия", "MD" },
  { "білорусія", "BY" },
  { "белоруссия", "BY" },
  { "turkey", "TR" },
  { "turkiye", "TR" },
  { "macedonia", "MK" },
  { "македонія", "MK" },
  { "македония", "MK" },
  { "makedonija", "MK" },
  { "bosnia", "BA" },
  { "боснія", "BA" },
  { "босния", "BA" },
  { "bosna", "BA" },
  { "uae", "AE" },
  { "оае", "AE" },
  { "оаэ", "AE" },
  { "republika hrvatska", "HR" },
  { "rh", "HR" },
};

/* The name of a country in a language; NULL when ICU has none. */
static char *
name_of (const char *code, const char *language)
{
  UErrorCode status = U_ZERO_ERROR;
  char locale[8], text[MAX_UNITS * 3 + 1];
  UChar units[MAX_UNITS];

  g_snprintf (locale, sizeof locale, "und_%s", code);
  uloc_getDisplayCountry (locale, language, units, MAX_UNITS, &status);
  if (U_FAILURE (status) || status == U_USING_DEFAULT_WARNING
      || status == U_STRING_NOT_TERMINATED_WARNING)
    return NULL;

  u_strToUTF8 (text, sizeof text, NULL, units, -1, &status);

  return U_SUCCESS (status) ? g_strdup (text) : NULL;
}

/* From folded names and codes to codes. The codes belong to ICU and to the aliases. */
static GHashTable *
make_codes (void)
{
  static const char *const languages[] = { "uk", "ru", "hr", "en" };
  GHashTable *codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *const *countries = uloc_getISOCountries ();

  for (gsize i = 0; countries[i] != NULL; i++)
    {
      char locale[8];

      for (gsize j = 0; j < G_N_ELEMENTS (languages); j++)
        {
          g_autofree char *name = name_of (countries[i], languages[j]);

          if (name != NULL)
            g_hash_table_insert (codes, dyr_text_fold (name), (gpointer) countries[i]);
        }

      g_snprintf (locale, sizeof locale, "und_%s", countries[i]);
      g_hash_table_insert (
          codes, g_ascii_strdown (uloc_getISO3Country (locale), -1), (gpointer) countries[i]);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    g_hash_table_insert (codes, g_strdup (aliases[i].name), (gpointer) aliases[i].code);

  /* Codes last: no name takes their place. */
  for (gsize i = 0; countries[i] != NULL; i++)
    g_hash_table_insert (codes, g_ascii_strdown (countries[i], -1), (gpointer) countries[i]);

  return codes;
}

/* Asking ICU for a thousand names at each row of an import would take longer than the import. */
static GHashTable *
get_codes (void)
{
  static GHashTable *codes = NULL;

  if (g_once_init_enter (&codes))
    g_once_init_leave (&codes, make_codes ());

  return codes;
}

/**
 * dyr_country_parse:
 * @text: (nullable): what was typed or read, valid UTF-8
 *
 * Understands codes of two and three letters ("UA", "hrv") and names in uk, ru, hr and en, whatever
 * the language of the interface. Any thread.
 *
 * Returns: (transfer full) (nullable): ISO 3166 code of two letters; %NULL when it is not
 * understood
 */
char *
dyr_country_parse (const char *text)
{
  g_autofree char *clean = NULL, *folded = NULL;

  if (text == NULL || strlen (text) > LONGEST_TEXT)
    return NULL;

  clean = dyr_text_clean (text, -1);
  if (clean == NULL)
    return NULL;

  folded = dyr_text_fold (clean);

  return g_strdup (g_hash_table_lookup (get_codes (), folded));
}

/**
 * dyr_country_show:
 * @code: (nullable): a code as dyr_country_parse () gives it, or what was typed
 * @language: the language of the interface: "uk", "ru", "hr", "en"
 *
 * Returns: (transfer full) (nullable): the name of the country, "Україна"; what is no code comes
 * back as it is
 */
char *
dyr_country_show (const char *code, const char *language)
{
  char *name = NULL;

  g_return_val_if_fail (language != NULL, NULL);

  if (code != NULL && strlen (code) == 2 && g_ascii_isupper (code[0]) && g_ascii_isupper (code[1]))
    name = name_of (code, language);

  return name != NULL ? name : g_strdup (code);
}
