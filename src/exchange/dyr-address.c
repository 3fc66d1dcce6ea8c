/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A whole address in one text, as offices in Ukraine and Croatia write it: parts between commas or
 * on lines of their own, in either order. What does not fit is left whole. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-address.h"

#include <string.h>

#include "dyr-text.h"

/* All words are folded: "вул." is "вул", "šetalište" is "setaliste". Between blanks. */
static const char street_words[]
    = " вул вулиця ул улица пл площа площадь просп проспект пр бульв бульвар бул пров провулок пер "
      "переулок шосе шоссе наб набережна набережная майдан узвіз спуск алея аллея проїзд проезд "
      "тупик жк квартал мкр мікрорайон микрорайон ul ulica trg avenija cesta put "
      "setaliste obala aleja prilaz odvojak stube prolaz park street str avenue ave road rd "
      "square ";
/* Of them, those that stand before the name and so begin a street in the middle of a piece. */
static const char street_beginnings[]
    = " вул вулиця ул улица пл площа площадь просп проспект пр бульв бульвар бул пров провулок "
      "пер переулок майдан узвіз ";
static const char house_words[]
    = " буд будинок б д дом кв квартира оф офіс офис кім кімната ком корп корпус секція підїзд "
      "подъезд під под пов поверх этаж прим приміщення літ літера лит стр к kat stan ulaz broj br "
      "kbr ured apt office floor no ";
static const char city_words[] = " м місто г гор город grad city ";
static const char village_words[]
    = " с село смт сел селище пгт поселок хутір x хут ст станиця selo naselje opcina mjesto ";
static const char region_words[]
    = " обл область рн район громада тг отг zupanija zupanije region oblast ";
static const char country_words[]
    = " україна украина ukraine ukrajina ua хорватія хорватия croatia hrvatska republika hr ";

typedef enum
{
  PART_POSTCODE,
  PART_COUNTRY,
  PART_REGION,
  PART_CITY,
  PART_STREET,
  PART_HOUSE,
  PART_WORDS,       /* no sign of what it is */
  PART_WORDS_HOUSE, /* the same with a number at its end: "Ilica 154" */
} PartKind;

typedef struct
{
  PartKind kind;
  char *text;
} Part;

static void
clear_part (gpointer data)
{
  g_free (((Part *) data)->text);
}

static gboolean
is_among (const char *list, const char *word)
{
  g_autofree char *padded = g_strdup_printf (" %s ", word);

  return strstr (list, padded) != NULL;
}

static gboolean
is_any_among (const char *list, char **words)
{
  for (; *words != NULL; words++)
    if (is_among (list, *words))
      return TRUE;

  return FALSE;
}

static gboolean
is_postcode (const char *word)
{
  return strlen (word) == 5 && strspn (word, "0123456789") == 5;
}

static gboolean
has_digit (const char *word)
{
  return strpbrk (word, "0123456789") != NULL;
}

static gboolean
are (char **words, const char *first, const char *second)
{
  return words[0] != NULL && words[1] != NULL && g_str_equal (words[0], first)
         && g_str_equal (words[1], second);
}

/* "Стрийський р-н" */
static gboolean
is_region (char **words)
{
  for (char **word = words; *word != NULL; word++)
    if (are (word, "р", "н"))
      return TRUE;

  return is_any_among (region_words, words);
}

static PartKind
classify (char **words, guint n)
{
  if (n == 1 && is_postcode (words[0]))
    return PART_POSTCODE;
  if (is_among (country_words, words[0]) && (n == 1 || is_among (country_words, words[n - 1])))
    return PART_COUNTRY;
  if (n > 1 && (is_among (street_words, words[0]) || are (words, "б", "р")))
    return PART_STREET;
  if (n > 1 && is_region (words))
    return PART_REGION;
  if (n > 1 && (is_among (city_words, words[0]) || is_among (village_words, words[0])))
    return PART_CITY;
  if (has_digit (words[0]) || is_among (house_words, words[0]))
    return PART_HOUSE;
  if (is_any_among (street_words, words + 1))
    return PART_STREET;

  return has_digit (words[n - 1]) ? PART_WORDS_HOUSE : PART_WORDS;
}

/* "м. Львів" is Lviv; "с. Сокільники" stays what it is: there are towns of the same name. */
static char *
strip_city_word (const char *text, char **words)
{
  const char *rest = text;

  if (!is_among (city_words, words[0]))
    return g_strdup (text);

  while (*rest != '\0' && *rest != '.' && *rest != ' ')
    rest = g_utf8_next_char (rest);
  rest += strspn (rest, ". ");

  return g_strdup (rest);
}

static void
add_part (GArray *parts, PartKind kind, char *text)
{
  Part part = { kind, text };

  g_array_append_val (parts, part);
}

/* Where a street begins in "м. Львів вул. Зелена 5"; NULL when it does not. In "Зелена вул. 5" the
 * word stands behind the name. */
static const char *
find_street (const char *text)
{
  gboolean first = TRUE;

  while (*text != '\0')
    {
      gsize n = strcspn (text, " ");
      const char *next = text + n + strspn (text + n, " ");
      g_autofree char *word = g_strndup (text, n);
      g_autofree char *folded = dyr_text_fold (word);
      const char *end = strchr (folded, ' ');
      g_autofree char *begin = g_strndup (folded, end != NULL ? (gsize) (end - folded) : n);

      if (is_among (street_beginnings, begin))
        return !first && (end != NULL || (*next != '\0' && !g_ascii_isdigit (*next))) ? text : NULL;

      first = FALSE;
      text = next;
    }

  return NULL;
}

/* A piece between commas; a postcode at its beginning or end is a part of its own. */
static void
add_piece (GArray *parts, const char *piece)
{
  g_autofree char *text = dyr_text_clean (piece, -1);
  g_autofree char *folded = NULL, *rest = NULL;
  g_auto (GStrv) words = NULL;
  const char *street = NULL;
  PartKind kind;
  guint n;

  if (text == NULL)
    return;

  street = find_street (text);
  if (street != NULL)
    {
      rest = g_strndup (text, (gsize) (street - text));
      add_piece (parts, rest);
      add_piece (parts, street);
      return;
    }

  folded = dyr_text_fold (text);
  words = g_strsplit (folded, " ", -1);
  n = g_strv_length (words);
  if (folded[0] == '\0')
    return;

  if (n > 1 && is_postcode (words[0]) && g_str_has_prefix (text, words[0]))
    {
      add_part (parts, PART_POSTCODE, g_strdup (words[0]));
      rest = g_strdup (text + 5);
      add_piece (parts, rest);
      return;
    }
  /* "HR-10000 Zagreb" */
  if (n > 1 && is_among (" hr ua ", words[0]) && is_postcode (words[1]))
    {
      add_piece (parts, strstr (text, words[1]));
      return;
    }
  if (n > 1 && is_postcode (words[n - 1]) && g_str_has_suffix (text, words[n - 1]))
    {
      rest = g_strndup (text, strlen (text) - 5);
      add_piece (parts, rest);
      add_part (parts, PART_POSTCODE, g_strdup (words[n - 1]));
      return;
    }

  kind = classify (words, n);
  add_part (
      parts, kind, kind == PART_CITY ? strip_city_word (text, words) : g_steal_pointer (&text));
}

static guint
count_parts (const GArray *parts, PartKind kind)
{
  guint n = 0;

  for (guint i = 0; i < parts->len; i++)
    n += g_array_index (parts, Part, i).kind == kind;

  return n;
}

/* A name without a sign is the town when there is a street without it, and none is marked. */
static void
find_city (GArray *parts)
{
  guint n_streets = count_parts (parts, PART_STREET) + count_parts (parts, PART_WORDS_HOUSE);

  if (count_parts (parts, PART_CITY) > 0)
    {
      /* A street without "вул." before its house: "м. Львів, Зелена, 5". */
      for (guint i = 0; n_streets == 0 && i + 1 < parts->len; i++)
        if (g_array_index (parts, Part, i).kind == PART_WORDS
            && g_array_index (parts, Part, i + 1).kind == PART_HOUSE)
          g_array_index (parts, Part, i).kind = PART_STREET;
      return;
    }

  if (count_parts (parts, PART_WORDS) == 1
      && (n_streets > 0 || count_parts (parts, PART_POSTCODE) > 0))
    for (guint i = 0; i < parts->len; i++)
      if (g_array_index (parts, Part, i).kind == PART_WORDS)
        g_array_index (parts, Part, i).kind = PART_CITY;
}

static void
join (char **target, const char *text)
{
  g_autofree char *joined
      = *target == NULL ? g_strdup (text) : g_strconcat (*target, ", ", text, NULL);

  g_free (*target);
  *target = g_steal_pointer (&joined);
}

/* All of the text on one line. */
static char *
flatten (const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);
  g_autoptr (GString) all = g_string_new (NULL);

  for (char **line = lines; *line != NULL; line++)
    {
      g_autofree char *clean = dyr_text_clean (*line, -1);

      if (clean == NULL)
        continue;
      if (all->len > 0)
        g_string_append (all, all->str[all->len - 1] == ',' ? " " : ", ");
      g_string_append (all, clean);
    }

  return all->len > 0 ? g_strdup (all->str) : NULL;
}

static gboolean
is_understood (const GArray *parts)
{
  gboolean street_over = FALSE, in_street = FALSE;

  if (count_parts (parts, PART_WORDS) > 0 || count_parts (parts, PART_CITY) > 1
      || count_parts (parts, PART_POSTCODE) > 1 || count_parts (parts, PART_COUNTRY) > 1
      || count_parts (parts, PART_STREET) + count_parts (parts, PART_WORDS_HOUSE) > 1)
    return FALSE;

  /* The house comes right after the street. */
  for (guint i = 0; i < parts->len; i++)
    {
      PartKind kind = g_array_index (parts, Part, i).kind;
      gboolean begins = kind == PART_STREET || kind == PART_WORDS_HOUSE;

      if (kind == PART_HOUSE && (!in_street || street_over))
        return FALSE;
      street_over |= in_street && kind != PART_HOUSE;
      in_street |= begins;
    }

  return in_street || count_parts (parts, PART_CITY) > 0;
}

/**
 * dyr_address_parse:
 * @text: an address: "79874, м. Львів,\nвул. Івана Франка, 36", "Ilica 154, 10000 Zagreb"
 * @address: (out): its parts
 *
 * Takes an address apart. When it is not understood all of it, on one line, is the street: nothing
 * is lost.
 *
 * Returns: whether it was understood
 */
gboolean
dyr_address_parse (const char *text, DyrAddress *address)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_auto (GStrv) pieces = NULL;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  *address = (DyrAddress){ 0 };
  g_array_set_clear_func (parts, clear_part);

  pieces = g_strsplit_set (text, ",;\r\n", -1);
  for (char **piece = pieces; *piece != NULL; piece++)
    add_piece (parts, *piece);
  find_city (parts);

  if (!is_understood (parts))
    {
      address->street = flatten (text);
      return FALSE;
    }

  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      switch (part->kind)
        {
        case PART_POSTCODE:
          join (&address->postcode, part->text);
          break;
        case PART_COUNTRY:
          join (&address->country, part->text);
          break;
        case PART_REGION:
          join (&address->region, part->text);
          break;
        case PART_CITY:
          join (&address->city, part->text);
          break;
        case PART_STREET:
        case PART_HOUSE:
        case PART_WORDS_HOUSE:
          join (&address->street, part->text);
          break;
        case PART_WORDS:
        default:
          g_assert_not_reached ();
        }
    }

  return TRUE;
}

/**
 * dyr_address_clear:
 * @address: an address
 *
 * Frees its parts.
 */
void
dyr_address_clear (DyrAddress *address)
{
  g_return_if_fail (address != NULL);

  g_clear_pointer (&address->street, g_free);
  g_clear_pointer (&address->city, g_free);
  g_clear_pointer (&address->postcode, g_free);
  g_clear_pointer (&address->region, g_free);
  g_clear_pointer (&address->country, g_free);
}

/**
 * dyr_address_split:
 * @text: an address
 * @street: (out) (nullable): street and house; all of the address when it is not understood
 * @city: (out) (nullable): the town
 * @postcode: (out) (nullable): the postcode
 *
 * The short form of dyr_address_parse (): region and country stay before the street.
 *
 * Returns: whether it was understood
 */
gboolean
dyr_address_split (const char *text, char **street, char **city, char **postcode)
{
  g_auto (DyrAddress) address = { 0 };
  gboolean understood;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (street != NULL && city != NULL && postcode != NULL, FALSE);

  understood = dyr_address_parse (text, &address);

  *street = NULL;
  if (address.country != NULL)
    join (street, address.country);
  if (address.region != NULL)
    join (street, address.region);
  if (address.street != NULL)
    join (street, address.street);
  *city = g_steal_pointer (&address.city);
  *postcode = g_steal_pointer (&address.postcode);

  return understood;
}
