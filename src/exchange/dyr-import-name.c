/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Whole names of persons in one cell: "Бойко Соломія Іванівна", "Ivana Horvat". Lists in Cyrillic
 * put the last name first unless the patronymic or the name of the column says otherwise, lists in
 * Latin letters put it last. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-private.h"

#include <string.h>

#include "dyr-text.h"

static const char *const patronymic_endings[] = { "вич", "вна", "ична", "лліч", "мич" };

typedef enum
{
  ORDER_UNKNOWN,
  ORDER_LAST_FIRST,
  ORDER_FIRST_LAST,
} Order;

static gboolean
is_patronymic (const char *word)
{
  g_autofree char *folded = dyr_text_fold (word);

  for (gsize i = 0; i < G_N_ELEMENTS (patronymic_endings); i++)
    if (g_str_has_suffix (folded, patronymic_endings[i]) && g_utf8_strlen (folded, -1) > 5)
      return TRUE;

  return FALSE;
}

static gboolean
is_cyrillic (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_get_script (g_utf8_get_char (text)) == G_UNICODE_SCRIPT_CYRILLIC)
      return TRUE;

  return FALSE;
}

/* "Ime i prezime", "Прізвище та ім’я", "Last name, first name" */
static Order
order_of_header (const char *header)
{
  static const char *const last_words[] = { "прізвище", "фамилия", "prezime", "last", "surname" };
  static const char *const first_words[] = { "імя", "имя", "ime", "first", "given" };
  g_autofree char *folded = dyr_text_fold (header);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  int last = -1, first = -1;

  for (int i = 0; words[i] != NULL; i++)
    {
      for (gsize j = 0; last < 0 && j < G_N_ELEMENTS (last_words); j++)
        last = g_str_equal (words[i], last_words[j]) ? i : -1;
      for (gsize j = 0; first < 0 && j < G_N_ELEMENTS (first_words); j++)
        first = g_str_equal (words[i], first_words[j]) ? i : -1;
    }
  if (last < 0 || first < 0)
    return ORDER_UNKNOWN;

  return last < first ? ORDER_LAST_FIRST : ORDER_FIRST_LAST;
}

/* From `from` on, `n` words (all that are left: G_MAXUINT) with blanks between them; NULL: none. */
static char *
join (char **words, guint n_words, guint from, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = from; i < n_words && i - from < n; i++)
    g_string_append_printf (text, "%s%s", i > from ? " " : "", words[i]);

  return text->len > 0 ? g_strdup (text->str) : NULL;
}

void
dyr_import_split_name (
    const char *header, const char *text, char **last, char **first, char **patronymic)
{
  g_autofree char *clean = dyr_text_clean (text, -1);
  g_auto (GStrv) words = g_strsplit (clean != NULL ? clean : "", " ", -1);
  guint n = g_strv_length (words);
  Order order = header != NULL ? order_of_header (header) : ORDER_UNKNOWN;

  *last = *first = *patronymic = NULL;
  if (n == 3 && is_patronymic (words[1]) && !is_patronymic (words[2]))
    {
      *first = g_strdup (words[0]);
      *patronymic = g_strdup (words[1]);
      *last = g_strdup (words[2]);
      return;
    }
  if (order == ORDER_UNKNOWN)
    order = clean != NULL && is_cyrillic (clean) ? ORDER_LAST_FIRST : ORDER_FIRST_LAST;
  if (n == 1 || order == ORDER_LAST_FIRST)
    {
      *last = join (words, n, 0, 1);
      *first = join (words, n, 1, 1);
      *patronymic = join (words, n, 2, G_MAXUINT);
      return;
    }
  if (n == 0)
    return;
  *last = g_strdup (words[n - 1]);
  *first = join (words, n - 1, 0, G_MAXUINT);
}
