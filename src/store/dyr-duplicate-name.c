/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Names as they are compared when duplicates are looked for: without legal forms, in any order of
 * words, and in letters that Ukrainian, Russian and Croatian spellings have in common. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-name.h"

#include <string.h>

#include "dyr-text.h"

/* Most words and letters of a name that are looked at: what comes after tells nothing more. */
#define MAX_WORDS 16
#define MAX_LETTERS 120

/* One letter of so many may be another one in names that are alike. */
#define LETTERS_A_SLIP 5

/* Folded, single letters joined ("d.o.o." is "doo"); longer ones before those they begin with. */
static const char *const legal_forms[] = {
  "товариство з обмеженою відповідальністю",
  "товариство з додатковою відповідальністю",
  "общество с ограниченной ответственностью",
  "drustvo s ogranicenom odgovornoscu",
  "jednostavno drustvo s ogranicenom odgovornoscu",
  "фізична особа підприємець",
  "физическое лицо предприниматель",
  "индивидуальный предприниматель",
  "публічне акціонерне товариство",
  "приватне акціонерне товариство",
  "акціонерне товариство",
  "акционерное общество",
  "приватне підприємство",
  "частное предприятие",
  "комунальне підприємство",
  "державне підприємство",
  "dionicko drustvo",
  "sp zoo",
  "тов",
  "тзов",
  "тдв",
  "пп",
  "фоп",
  "спд",
  "фг",
  "осбб",
  "ат",
  "пат",
  "прат",
  "кп",
  "дп",
  "ооо",
  "оао",
  "зао",
  "пао",
  "ао",
  "ип",
  "чп",
  "tov",
  "tzov",
  "fop",
  "ooo",
  "doo",
  "jdoo",
  "dd",
  "obrt",
  "ltd",
  "limited",
  "llc",
  "llp",
  "plc",
  "inc",
  "corp",
  "gmbh",
  "ag",
  "sro",
  "srl",
  "sa",
  "kft",
  "spzoo",
};

/* What folded letters become. Vowels are lower case, consonants upper case: the skeleton keeps the
 * upper ones. Of the letters that one language writes for another's, one is taken: г, ґ, х and h,
 * g. */

/* From а on, as Unicode has them. */
static const char *const cyrillic[] = {
  "a", "B", "V", "H", "D", "e", "Z", "Z", "i", "i",  "K", "L", "M", "N", "o",  "P",
  "R", "S", "T", "u", "F", "H", "C", "C", "S", "SC", "",  "i", "",  "e", "iu", "ia",
};

static const struct
{
  const char *letter;
  const char *latin;
} more_cyrillic[] = { { "і", "i" }, { "ї", "i" }, { "є", "e" }, { "ў", "u" }, { "ґ", "H" } };

static const char *const latin[] = {
  "a", "B", "C", "D", "e", "F", "H", "H", "i", "i", "K",  "L", "M",
  "N", "o", "P", "K", "R", "S", "T", "u", "V", "V", "KS", "i", "Z",
};

/* Before single letters. */
static const struct
{
  const char *letters;
  const char *latin;
} together[] = {
  { "shch", "SC" }, { "kh", "H" }, { "zh", "Z" }, { "ts", "C" },
  { "ch", "C" },    { "sh", "S" }, { "ph", "F" },
};

static gboolean
is_one_letter (const char *word)
{
  return *g_utf8_next_char (word) == '\0' && g_unichar_isalpha (g_utf8_get_char (word));
}

/* The folded words; single letters that follow one another are one: "d o o". */
static GPtrArray *
split (const char *name)
{
  g_autofree char *fold = dyr_text_fold (name);
  g_auto (GStrv) parts = g_strsplit_set (fold, " +@", -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  gboolean letter = FALSE;

  for (guint i = 0; parts[i] != NULL && words->len < MAX_WORDS; i++)
    {
      gboolean one;

      if (*parts[i] == '\0')
        continue;
      one = is_one_letter (parts[i]);
      if (one && letter)
        {
          char **last = (char **) &g_ptr_array_index (words, words->len - 1);
          char *joined = g_strconcat (*last, parts[i], NULL);

          g_free (*last);
          *last = joined;
        }
      else
        g_ptr_array_add (words, g_strdup (parts[i]));
      letter = one;
    }
  return words;
}

/* How many words of the legal form stand at that place, 0: none. */
static guint
match_form (GPtrArray *words, guint at, const char *form)
{
  guint n = 0;

  for (;;)
    {
      gsize length = strcspn (form, " ");
      const char *word;

      if (at + n >= words->len)
        return 0;
      word = g_ptr_array_index (words, at + n);
      if (strlen (word) != length || memcmp (word, form, length) != 0)
        return 0;
      n++;
      if (form[length] == '\0')
        return n;
      form += length + 1;
    }
}

static guint
find_form (GPtrArray *words, guint at)
{
  const char *word = g_ptr_array_index (words, at);

  for (guint i = 0; i < G_N_ELEMENTS (legal_forms); i++)
    {
      const char *form = legal_forms[i];
      /* Two bytes are a Cyrillic letter: nearly all are told by them. */
      guint n = form[0] == word[0] && form[1] == word[1] ? match_form (words, at, form) : 0;

      if (n > 0)
        return n;
    }
  return 0;
}

GStrv
dyr_duplicate_name_words (const char *name)
{
  g_autoptr (GPtrArray) words = NULL;
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  gboolean any = FALSE;

  g_return_val_if_fail (name != NULL, NULL);

  words = split (name);
  for (guint i = 0; i < words->len;)
    {
      guint n = find_form (words, i);

      if (n == 0)
        {
          g_strv_builder_add (kept, g_ptr_array_index (words, i));
          any = TRUE;
        }
      i += MAX (n, 1);
    }
  /* A name that is nothing but such words is that name. */
  for (guint i = 0; !any && i < words->len; i++)
    g_strv_builder_add (kept, g_ptr_array_index (words, i));
  return g_strv_builder_end (kept);
}

static gboolean
is_consonant (char c)
{
  return g_ascii_isupper (c) || g_ascii_isdigit (c);
}

/* How the text goes on in the common letters, and how many bytes that takes; NULL: as it is. */
static const char *
spell_letter (const char *text, gsize *length)
{
  gunichar c = g_utf8_get_char (text);

  *length = (gsize) (g_utf8_next_char (text) - text);
  if (c >= 0x430 && c < 0x430 + G_N_ELEMENTS (cyrillic))
    return cyrillic[c - 0x430];
  if (c >= 'a' && c <= 'z')
    {
      for (guint i = 0; i < G_N_ELEMENTS (together); i++)
        if (*text == *together[i].letters && g_str_has_prefix (text, together[i].letters))
          {
            *length = strlen (together[i].letters);
            return together[i].latin;
          }
      return latin[c - 'a'];
    }
  for (guint i = 0; c > 0x430 && i < G_N_ELEMENTS (more_cyrillic); i++)
    if (g_str_has_prefix (text, more_cyrillic[i].letter))
      return more_cyrillic[i].latin;
  return NULL;
}

/* A word in the common letters. */
static char *
spell (const char *word)
{
  GString *out = g_string_sized_new (32);
  gsize length;

  for (; *word != '\0'; word += length)
    {
      const char *spelled = spell_letter (word, &length);

      if (spelled == NULL)
        g_string_append_len (out, word, (gssize) length);
      /* Doubled letters are what people forget first. */
      else if (out->len > 0 && *spelled != '\0' && out->str[out->len - 1] == *spelled)
        g_string_append (out, spelled + 1);
      else
        g_string_append (out, spelled);
    }
  return g_string_free (out, FALSE);
}

static char *
skeleton_of (const char *spelled)
{
  GString *out = g_string_new (NULL);

  for (const char *c = spelled; *c != '\0'; c++)
    if ((is_consonant (*c) || (*c & 0x80) != 0)
        && (g_ascii_isdigit (*c) || out->len == 0 || out->str[out->len - 1] != *c))
      g_string_append_c (out, *c);
  /* A word of vowels only is told by them. */
  if (out->len == 0)
    g_string_append (out, spelled);
  return g_string_free (out, FALSE);
}

typedef struct
{
  char *skeleton;
  char *letters;
} Word;

static void
clear_word (gpointer data)
{
  Word *word = data;

  g_free (word->skeleton);
  g_free (word->letters);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  const Word *first = a, *second = b;
  int order = strcmp (first->skeleton, second->skeleton);

  return order != 0 ? order : strcmp (first->letters, second->letters);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

void
dyr_duplicate_name_read (const char *name, DyrDuplicateName *out)
{
  g_auto (GStrv) texts = dyr_duplicate_name_words (name != NULL ? name : "");
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_autoptr (GString) skeleton = g_string_new (NULL), spelled = g_string_new (NULL);

  g_array_set_clear_func (words, clear_word);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      Word word = { .letters = spell (texts[i]) };

      word.skeleton = skeleton_of (word.letters);
      g_array_append_val (words, word);
    }
  qsort (texts, g_strv_length (texts), sizeof *texts, compare_texts);
  g_array_sort (words, compare_words);
  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = &g_array_index (words, Word, i);

      g_string_append_printf (skeleton, "%s%s", i > 0 ? " " : "", word->skeleton);
      g_string_append_printf (spelled, "%s%s", i > 0 ? " " : "", word->letters);
    }
  out->key = g_strjoinv (" ", texts);
  out->skeleton = g_string_free (g_steal_pointer (&skeleton), FALSE);
  out->letters = g_string_free (g_steal_pointer (&spelled), FALSE);
}

void
dyr_duplicate_name_clear (DyrDuplicateName *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->skeleton, g_free);
  g_clear_pointer (&self->letters, g_free);
}

/* The digits of a text: "Склад 2" and "Склад 3" are two places. */
static gboolean
same_digits (const char *a, const char *b)
{
  for (;;)
    {
      while (*a != '\0' && !g_ascii_isdigit (*a))
        a++;
      while (*b != '\0' && !g_ascii_isdigit (*b))
        b++;
      if (*a != *b)
        return FALSE;
      if (*a == '\0')
        return TRUE;
      a++;
      b++;
    }
}

/* How many letters have to be put in, left out, changed or swapped with their neighbour. */
static guint
count_slips (const char *a, guint n_a, const char *b, guint n_b)
{
  guint rows[3][MAX_LETTERS + 1];
  guint *before = rows[0], *last = rows[1], *row = rows[2];

  for (guint j = 0; j <= n_b; j++)
    last[j] = j;
  for (guint i = 1; i <= n_a; i++)
    {
      guint *spare = before;

      row[0] = i;
      for (guint j = 1; j <= n_b; j++)
        {
          row[j] = MIN (MIN (last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            row[j] = MIN (row[j], before[j - 2] + 1);
        }
      before = last;
      last = row;
      row = spare;
    }
  return last[n_b];
}

/* The one word that the other name does not have, NULL: there are more, or none. */
static const char *
find_other (char **words, char **others)
{
  const char *found = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) others, words[i]))
      {
        if (found != NULL)
          return NULL;
        found = words[i];
      }
  return found;
}

/* The same, of names whose words are the same but for one: a slip in its first letter gives it
 * another place among them. */
static guint
count_slips_of_word (const char *a, const char *b)
{
  g_auto (GStrv) first = g_strsplit (a, " ", -1), second = g_strsplit (b, " ", -1);
  const char *one = find_other (first, second), *other = find_other (second, first);

  if (g_strv_length (first) != g_strv_length (second) || one == NULL || other == NULL)
    return G_MAXUINT / LETTERS_A_SLIP;
  return count_slips (one, (guint) strlen (one), other, (guint) strlen (other));
}

gboolean
dyr_duplicate_name_alike (const DyrDuplicateName *a, const DyrDuplicateName *b)
{
  guint n_a = (guint) strlen (a->letters), n_b = (guint) strlen (b->letters);
  guint longer = MAX (n_a, n_b);

  if (MIN (n_a, n_b) == 0 || longer > MAX_LETTERS || !same_digits (a->letters, b->letters)
      || (longer - MIN (n_a, n_b)) * LETTERS_A_SLIP > longer)
    return FALSE;
  return count_slips (a->letters, n_a, b->letters, n_b) * LETTERS_A_SLIP <= longer
         || count_slips_of_word (a->letters, b->letters) * LETTERS_A_SLIP <= longer;
}

gboolean
dyr_duplicate_name_near (const DyrDuplicateName *a, const DyrDuplicateName *b)
{
  guint n_a = (guint) strlen (a->letters), n_b = (guint) strlen (b->letters);

  if (g_str_equal (a->skeleton, b->skeleton))
    return TRUE;
  return MAX (n_a, n_b) <= MAX_LETTERS
         && (count_slips (a->letters, n_a, b->letters, n_b) <= 1
             || count_slips_of_word (a->letters, b->letters) <= 1);
}
