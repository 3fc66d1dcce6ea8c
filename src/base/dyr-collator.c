/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Sort keys and comparison by ICU. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-collator.h"

#include <unicode/ucol.h>
#include <unicode/uversion.h>

#include "dyr-text.h"

/* Raised when the settings below or text_to_units () change: stored keys are made anew. */
#define KEY_VERSION 2

/* What lies behind so many UTF-16 units does not count: fields that are sorted are much shorter. */
#define MAX_UNITS 1024

struct _DyrCollator
{
  UCollator *collator;
  char *language;
};

/* «Ромашка» stands among the words with Р, Мар'яна beside Мар’яна: quotation marks and apostrophes,
 * which have a place before all letters in ICU's order, do not count. */
static gboolean
is_quote (gunichar c)
{
  return c == '"' || c == '\'' || c == '`' || c == 0xab || c == 0xb4 || c == 0xbb || c == 0x2bc
         || (c >= 0x2018 && c <= 0x201f) || c == 0x2032;
}

static int32_t
text_to_units (const char *text, UChar units[MAX_UNITS])
{
  int32_t n = 0;

  for (const char *p = text; *p != '\0' && n < MAX_UNITS - 1; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);

      if (is_quote (c))
        continue;

      if (c < 0x10000)
        {
          units[n++] = (UChar) c;
        }
      else
        {
          units[n++] = (UChar) (0xd7c0 + (c >> 10));
          units[n++] = (UChar) (0xdc00 + (c & 0x3ff));
        }
    }

  return n;
}

/**
 * dyr_collator_new:
 * @language: "uk", "ru", "hr", "en", or another that ICU knows
 *
 * Opens the order of a language. Case does not count (secondary strength): rows that differ by
 * nothing else need an order of their own anyway, by identifier, and keys are a third shorter.
 * Blanks and hyphens do count, so that whole words come before longer ones; digits are numbers, so
 * that contract 106 comes before 1003 and zeros in front do not count; quotation marks and
 * apostrophes do not count.
 *
 * A collator never changes after this, and ICU only reads it: any number of threads may use one at
 * the same time. The last one frees it.
 *
 * Returns: (transfer full): the collator
 */
DyrCollator *
dyr_collator_new (const char *language)
{
  DyrCollator *self;
  UErrorCode status = U_ZERO_ERROR;

  g_return_val_if_fail (language != NULL, NULL);

  self = g_new0 (DyrCollator, 1);
  self->language = g_strdup (language);
  self->collator = ucol_open (language, &status);
  ucol_setAttribute (self->collator, UCOL_STRENGTH, UCOL_SECONDARY, &status);
  ucol_setAttribute (self->collator, UCOL_ALTERNATE_HANDLING, UCOL_NON_IGNORABLE, &status);
  ucol_setAttribute (self->collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);

  /* The root order is inside the library itself: only a broken ICU comes here. */
  if (U_FAILURE (status))
    g_error ("ICU has no order for “%s”: %s", language, u_errorName (status));

  return self;
}

/**
 * dyr_collator_free:
 * @self: (transfer full) (nullable): a collator
 */
void
dyr_collator_free (DyrCollator *self)
{
  if (self == NULL)
    return;

  ucol_close (self->collator);
  g_free (self->language);
  g_free (self);
}

/**
 * dyr_collator_key:
 * @self: a collator
 * @text: (nullable): valid UTF-8
 * @out: gets the key instead of what it holds; one array serves for many
 *
 * Makes the key of a text: memcmp () of two keys, the shorter first when it begins the longer (the
 * order of BLOBs in SQLite), is the order of the texts. A key has no zero bytes. The key of %NULL
 * is empty. The first thousand characters count.
 *
 * Returns: its length in bytes
 */
gsize
dyr_collator_key (const DyrCollator *self, const char *text, GByteArray *out)
{
  UChar units[MAX_UNITS];
  int32_t n, size;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (out != NULL, 0);

  if (text == NULL)
    {
      g_byte_array_set_size (out, 0);
      return 0;
    }

  n = text_to_units (text, units);
  g_byte_array_set_size (out, (guint) (4 * n + 16));
  size = ucol_getSortKey (self->collator, units, n, out->data, (int32_t) out->len);
  if (size > (int32_t) out->len)
    {
      g_byte_array_set_size (out, (guint) size);
      size = ucol_getSortKey (self->collator, units, n, out->data, size);
    }

  /* Without ICU's final NUL; it gives 0 when it had no memory. */
  g_byte_array_set_size (out, size > 0 ? (guint) size - 1 : 0);

  return out->len;
}

/**
 * dyr_collator_compare:
 * @self: a collator
 * @a: valid UTF-8
 * @b: valid UTF-8
 *
 * Returns: less than, equal to or greater than 0, as the keys of both would be
 */
int
dyr_collator_compare (const DyrCollator *self, const char *a, const char *b)
{
  UChar units_a[MAX_UNITS], units_b[MAX_UNITS];
  int32_t n_a, n_b;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (a != NULL, 0);
  g_return_val_if_fail (b != NULL, 0);

  n_a = text_to_units (a, units_a);
  n_b = text_to_units (b, units_b);

  return ucol_strcoll (self->collator, units_a, n_a, units_b, n_b);
}

/**
 * dyr_collator_get_version:
 * @self: a collator
 *
 * Names everything that stored keys and folds depend on. When it differs from what is stored beside
 * them, they are made anew.
 *
 * Returns: (transfer full): for example "uk 153.120.42 key 2 fold 1"
 */
char *
dyr_collator_get_version (const DyrCollator *self)
{
  UVersionInfo version;
  char text[U_MAX_VERSION_STRING_LENGTH];

  g_return_val_if_fail (self != NULL, NULL);

  ucol_getVersion (self->collator, version);
  u_versionToString (version, text);

  return g_strdup_printf (
      "%s %s key %d fold %d", self->language, text, KEY_VERSION, DYR_TEXT_FOLD_VERSION);
}
