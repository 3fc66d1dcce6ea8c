/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSampleNames: names of companies and people. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sample-names-private.h"

#include <string.h>

#define MOST_PATTERNS 16
/* Houses of a street. */
#define MOST_NUMBER 120

#define STREAM_PATTERN 1001
#define STREAM_NAME 1002 /* and one more for each pattern */

typedef enum
{
  SLOT_NOUN, /* before the adjective, which agrees with it */
  SLOT_ADJECTIVE,
  SLOT_BRAND,
  SLOT_TRADE,
  SLOT_FIRST,
  SLOT_SECOND,
  SLOT_GIVEN, /* before the surname, which agrees with it */
  SLOT_SURNAME,
  SLOT_INSTITUTION,
  SLOT_GEM,
  SLOT_CRAFT,
  SLOT_STREET,
  SLOT_NUMBER,
  N_SLOTS,
} Slot;

static const struct
{
  const char *key;
  const char *list;
  guint segment; /* column of the segment, 0 for none */
} slots[N_SLOTS] = {
  [SLOT_NOUN] = { "noun", "nouns", 2 },
  [SLOT_ADJECTIVE] = { "adjective", "adjectives", 0 },
  [SLOT_BRAND] = { "brand", "brands", 0 },
  [SLOT_TRADE] = { "trade", "trades", 1 },
  [SLOT_FIRST] = { "first", "first-parts", 0 },
  [SLOT_SECOND] = { "second", "second-parts", 1 },
  [SLOT_GIVEN] = { "given", NULL, 0 },
  [SLOT_SURNAME] = { "surname", "surnames", 0 },
  [SLOT_INSTITUTION] = { "institution", "institutions", 1 },
  [SLOT_GEM] = { "gem", "gems", 0 },
  [SLOT_CRAFT] = { "craft", "crafts", 1 },
  [SLOT_STREET] = { "street", "streets/main", 0 },
  [SLOT_NUMBER] = { "number", NULL, 0 },
};

/* Columns of the list "patterns". */
enum
{
  PATTERN_WEIGHT,
  PATTERN_KIND,
  PATTERN_NAME,
};

typedef struct
{
  gboolean has[N_SLOTS];
  guint64 size; /* how many different names */
  guint64 n;    /* how many were given out */
} Pattern;

struct _DyrSampleNames
{
  const DyrSampleWords *words;
  guint32 seed;
  guint16 weights[MOST_PATTERNS];
  Pattern patterns[MOST_PATTERNS];
  guint n_patterns;
};

static guint
slot_size (const DyrSampleWords *words, Slot slot)
{
  if (slot == SLOT_NUMBER)
    return MOST_NUMBER;
  if (slot == SLOT_GIVEN)
    return dyr_sample_words_count (words, "male") + dyr_sample_words_count (words, "female");
  return dyr_sample_words_count (words, slots[slot].list);
}

DyrSampleNames *
dyr_sample_names_new (const DyrSampleWords *words, guint32 seed)
{
  DyrSampleNames *self = g_new0 (DyrSampleNames, 1);

  self->words = words;
  self->seed = seed;
  self->n_patterns = MIN (dyr_sample_words_count (words, "patterns"), MOST_PATTERNS);
  for (guint i = 0; i < self->n_patterns; i++)
    {
      Pattern *pattern = &self->patterns[i];
      const char *name = dyr_sample_words_get (words, "patterns", i, PATTERN_NAME);

      self->weights[i] = (guint16) g_ascii_strtoull (
          dyr_sample_words_get (words, "patterns", i, PATTERN_WEIGHT), NULL, 10);
      pattern->size = 1;
      for (Slot slot = 0; slot < N_SLOTS; slot++)
        {
          g_autofree char *mark = g_strdup_printf ("{%s}", slots[slot].key);

          pattern->has[slot] = strstr (name, mark) != NULL;
          if (pattern->has[slot])
            pattern->size *= slot_size (words, slot);
        }
    }
  return self;
}

void
dyr_sample_names_free (DyrSampleNames *self)
{
  g_free (self);
}

static const char *
surname_of (const DyrSampleWords *words, guint row, gboolean female)
{
  const char *other = female ? dyr_sample_words_get (words, "surnames", row, 1) : NULL;

  return other != NULL ? other : dyr_sample_words_get (words, "surnames", row, 0);
}

/* Men first, then women. */
static const char *
given_of (const DyrSampleWords *words, guint row, gboolean *female)
{
  guint n_male = dyr_sample_words_count (words, "male");

  *female = row >= n_male;
  return *female ? dyr_sample_words_get (words, "female", row - n_male, 0)
                 : dyr_sample_words_get (words, "male", row, 0);
}

static const char *
draw_patronymic (const DyrSampleWords *words, DyrSampleRandom *random, gboolean female)
{
  if (dyr_sample_words_count (words, "patronymics") == 0)
    return NULL;
  return dyr_sample_words_get (
      words, "patronymics", dyr_sample_words_draw (words, "patronymics", random), female ? 1 : 0);
}

void
dyr_sample_person_draw (const DyrSampleWords *words,
                        DyrSampleRandom *random,
                        DyrSamplePerson *person)
{
  guint given = dyr_sample_random_below (random, slot_size (words, SLOT_GIVEN));

  person->given = given_of (words, given, &person->female);
  person->surname
      = surname_of (words, dyr_sample_words_draw (words, "surnames", random), person->female);
  person->patronymic = draw_patronymic (words, random, person->female);
}

/* "Карпатськ" and "дім": "Карпатський". */
static char *
agree (const DyrSampleWords *words, guint adjective, guint noun)
{
  static const char genders[] = "mfnpq";
  const char *kind = dyr_sample_words_get (words, "adjectives", adjective, 1);
  const char *gender = dyr_sample_words_get (words, "nouns", noun, 1);
  guint column = (guint) (strchr (genders, *gender) - genders);
  const char *ending = dyr_sample_words_get (words, "endings", (guint) (*kind - '0'), column);

  return g_strconcat (dyr_sample_words_get (words, "adjectives", adjective, 0), ending, NULL);
}

/* Takes the number of a name apart into a row for each slot. */
static void
choose_rows (const DyrSampleNames *self, const Pattern *pattern, guint64 number, guint *rows)
{
  for (Slot slot = 0; slot < N_SLOTS; slot++)
    {
      guint size;

      if (!pattern->has[slot])
        continue;
      size = slot_size (self->words, slot);
      rows[slot] = (guint) (number % size);
      number /= size;
    }
}

static void
draw_owner (const DyrSampleNames *self,
            const Pattern *pattern,
            const guint *rows,
            DyrSampleRandom *random,
            DyrSamplePerson *owner)
{
  dyr_sample_person_draw (self->words, random, owner);
  if (pattern->has[SLOT_GIVEN])
    {
      owner->given = given_of (self->words, rows[SLOT_GIVEN], &owner->female);
      owner->patronymic = draw_patronymic (self->words, random, owner->female);
    }
  owner->surname = surname_of (self->words, rows[SLOT_SURNAME], owner->female);
}

static void
fill (const DyrSampleNames *self,
      guint index,
      const guint *rows,
      const char *number,
      guint64 round,
      DyrSampleRandom *random,
      DyrSampleName *name)
{
  const DyrSampleWords *words = self->words;
  const Pattern *pattern = &self->patterns[index];
  g_autofree char *adjective = NULL, *forms = NULL, *bare = NULL;
  const char *pairs[2 * N_SLOTS + 5] = { NULL };
  gboolean trader = g_str_equal (name->kind, "trader");
  guint n = 0, form;

  for (Slot slot = 0; slot < N_SLOTS; slot++)
    {
      const char *text;

      if (!pattern->has[slot])
        continue;
      if (slot == SLOT_ADJECTIVE)
        text = adjective = agree (words, rows[SLOT_ADJECTIVE], rows[SLOT_NOUN]);
      else if (slot == SLOT_NUMBER)
        text = number;
      else if (slot == SLOT_GIVEN)
        text = name->owner.given;
      else if (slot == SLOT_SURNAME && trader)
        text = name->owner.surname;
      else
        text = dyr_sample_words_get (words, slots[slot].list, rows[slot], 0);
      if (slots[slot].segment > 0)
        name->segment
            = dyr_sample_words_get (words, slots[slot].list, rows[slot], slots[slot].segment);
      pairs[n++] = slots[slot].key;
      pairs[n++] = text;
    }
  if (trader && !pattern->has[SLOT_GIVEN])
    {
      pairs[n++] = slots[SLOT_GIVEN].key;
      pairs[n++] = name->owner.given;
    }
  if (trader && name->owner.patronymic != NULL)
    {
      pairs[n++] = "patronymic";
      pairs[n++] = name->owner.patronymic;
    }
  bare = dyr_sample_words_fill (dyr_sample_words_get (words, "patterns", index, PATTERN_NAME),
                                pairs);
  name->name
      = round == 0 ? g_strdup (bare) : g_strdup_printf ("%s %" G_GUINT64_FORMAT, bare, round + 1);
  pairs[n++] = "name";
  pairs[n] = name->name;
  forms = g_strconcat ("forms/", name->kind, NULL);
  form = dyr_sample_words_draw_weighted (words, forms, random);
  name->legal = dyr_sample_words_fill (dyr_sample_words_get (words, forms, form, 1), pairs);
}

void
dyr_sample_names_next (DyrSampleNames *self,
                       guint64 index,
                       DyrSampleRandom *random,
                       DyrSampleName *name)
{
  guint chosen
      = dyr_sample_deal (self->seed, STREAM_PATTERN, index, self->weights, self->n_patterns);
  Pattern *pattern = &self->patterns[chosen];
  guint64 number = dyr_sample_shuffle (
      self->seed, STREAM_NAME + chosen, pattern->n % pattern->size, pattern->size);
  guint64 round = pattern->n / pattern->size;
  g_autofree char *house = NULL;
  guint rows[N_SLOTS] = { 0 };

  memset (name, 0, sizeof *name);
  name->kind = dyr_sample_words_get (self->words, "patterns", chosen, PATTERN_KIND);
  choose_rows (self, pattern, number, rows);
  house = g_strdup_printf ("%u", rows[SLOT_NUMBER] + 1);
  if (g_str_equal (name->kind, "trader"))
    draw_owner (self, pattern, rows, random, &name->owner);
  if (g_str_equal (name->kind, "building"))
    {
      name->segment = "housing";
      name->street
          = dyr_sample_words_get (self->words, slots[SLOT_STREET].list, rows[SLOT_STREET], 0);
      name->house = rows[SLOT_NUMBER] + 1;
    }
  fill (self, chosen, rows, house, round, random, name);
  if (name->segment == NULL)
    name->segment = dyr_sample_words_pick (self->words, "any-segment", random);
  pattern->n++;
}

void
dyr_sample_name_clear (DyrSampleName *name)
{
  g_clear_pointer (&name->name, g_free);
  g_clear_pointer (&name->legal, g_free);
}
