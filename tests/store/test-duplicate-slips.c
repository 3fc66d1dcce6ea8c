/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The duplicate finder and slips in names: a letter that is another one, missing, doubled or
 * swapped; and names that are two names. */

#include "config.h"

#include "dyr-duplicate-finder.h"
#include "dyr-person.h"
#include "dyr-product.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add (                                                                                     \
      "/store/duplicate-slips/" name, Office, NULL, office_set_up, function, office_tear_down)

typedef struct
{
  const char *last, *first;
  const char *other_last, *other_first;
} Two;

static const Two slips[] = {
  /* Ukrainian: changed, missing, doubled, swapped, the first one, in the first name */
  { "Шевченко", "Олена", "Шевчемко", "Олена" },
  { "Бондаренко", "Іван", "Бондаенко", "Іван" },
  { "Ковальчук", "Марія", "Коввальчук", "Марія" },
  { "Гончарук", "Олег", "Гочнарук", "Олег" },
  { "Шевченко", "Олена", "Бевченко", "Олена" },
  { "Мороз", "Катерина", "Мороз", "Катепина" },
  { "Олена", "Шевченко", "Шевчемко", "Олена" },
  { "Зоряна", "Ус", "Зоряма", "Ус" },
  /* Russian; a vowel that became a consonant */
  { "Кузнецов", "Андрей", "Кузмецов", "Андрей" },
  { "Морозов", "Олег", "Морозоф", "Олег" },
  { "Соколов", "Игорь", "Сокклов", "Игорь" },
  { "Васильев", "Пётр", "Васлиьев", "Петр" },
  /* Croatian */
  { "Horvat", "Ana", "Horvad", "Ana" },
  { "Marković", "Ivan", "Makrović", "Ivan" },
  { "Babić", "Luka", "Gabić", "Luka" },
  { "Đurđević", "Petra", "Đurđevi", "Petra" },
  /* English */
  { "Johnson", "Mary", "Johmson", "Mary" },
  { "Anderson", "Tom", "Adnerson", "Tom" },
  { "Thompson", "Ann", "Tompson", "Ann" },
  { "Williams", "Kate", "Willians", "Kate" },
};

static const Two strangers[] = {
  { "Шевченко", "Олена", "Шевчук", "Олена" }, { "Коваленко", "Іван", "Ковальчук", "Іван" },
  { "Мельник", "Іван", "Мельник", "Ігор" },   { "Шевченко", "Олег", "Шевченко", "Олена" },
  { "Бойко", "Ліна", "Бойко", "Ніна" },       { "Смирнов", "Олег", "Смирнов", "Игорь" },
  { "Иванов", "Пётр", "Петров", "Иван" },     { "Kovač", "Ana", "Kovačević", "Ana" },
  { "Horvat", "Ivan", "Horvat", "Igor" },     { "Johnson", "Ann", "Jackson", "Ann" },
  { "Smith", "John", "Smith", "Josh" },
};

static void
add_person (Office *office, const char *last, const char *first, const char *client)
{
  office_add (
      office, &dyr_person_type, "last-name", last, "first-name", first, "client", client, NULL);
}

static DyrDuplicateReport *
look (Office *office, const DyrRecordType *type, guint min_score)
{
  g_autoptr (GError) error = NULL;
  DyrDuplicateReport *report
      = dyr_duplicates_find (office->database, type, min_score, 0, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return report;
}

/* Each two work for a client of their own. */
static void
add_all (Office *office, const Two *all, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      gint64 client = office_add (office, &dyr_client_type, "name", "A", NULL);
      g_autofree char *uid = office_uid (office, client);

      add_person (office, all[i].last, all[i].first, uid);
      add_person (office, all[i].other_last, all[i].other_first, uid);
    }
}

static void
test_slips (Office *office, gconstpointer data)
{
  g_autoptr (DyrDuplicateReport) report = NULL;

  add_all (office, slips, G_N_ELEMENTS (slips));
  report = look (office, &dyr_person_type, DYR_DUPLICATE_MIN_SCORE);
  for (guint i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s %s", slips[i].last, slips[i].first);
      gboolean found = FALSE;

      for (guint j = 0; j < report->groups->len && !found; j++)
        {
          const DyrDuplicateGroup *group = g_ptr_array_index (report->groups, j);

          g_assert_cmpuint (group->members->len, ==, 2);
          g_assert_cmpuint (group->reasons & DYR_DUPLICATE_ALIKE, !=, 0);
          for (guint k = 0; k < 2; k++)
            found
                = found
                  || g_str_equal (((DyrLink *) g_ptr_array_index (group->members, k))->name, name);
        }
      if (!found)
        g_error ("%s and %s are not found", name, slips[i].other_last);
    }
  g_assert_cmpuint (report->n_groups, ==, G_N_ELEMENTS (slips));
}

static void
test_strangers (Office *office, gconstpointer data)
{
  g_autoptr (DyrDuplicateReport) report = NULL;

  add_all (office, strangers, G_N_ELEMENTS (strangers));
  report = look (office, &dyr_person_type, DYR_DUPLICATE_MIN_SCORE);
  for (guint i = 0; i < report->groups->len; i++)
    {
      const DyrDuplicateGroup *group = g_ptr_array_index (report->groups, i);

      g_error ("%s and %s are two people",
               ((DyrLink *) g_ptr_array_index (group->members, 0))->name,
               ((DyrLink *) g_ptr_array_index (group->members, 1))->name);
    }
}

/* Of clients a name alone decides only where somebody wants to see as much. */
static void
test_other_types (Office *office, gconstpointer data)
{
  g_autoptr (DyrDuplicateReport) likely = NULL, all = NULL, products = NULL;

  office_add (office, &dyr_client_type, "name", "ТОВ «Карпатський дім»", NULL);
  office_add (office, &dyr_client_type, "name", "Карпаський дім", NULL);
  office_add (office, &dyr_client_type, "name", "Карпатський сад", NULL);
  office_add (office, &dyr_client_type, "name", "Карпатський дім 2", NULL);
  office_add (office, &dyr_product_type, "name", "Принтер", NULL);
  office_add (office, &dyr_product_type, "name", "Приннтер", NULL);
  office_add (office, &dyr_product_type, "name", "Примтер", NULL);
  likely = look (office, &dyr_client_type, DYR_DUPLICATE_MIN_SCORE);
  g_assert_cmpuint (likely->n_pairs, ==, 0);
  g_assert_cmpuint (likely->n_compared, ==, 0);
  all = look (office, &dyr_client_type, 35);
  g_assert_cmpuint (all->n_pairs, ==, 1);
  products = look (office, &dyr_product_type, 30);
  g_assert_cmpuint (products->n_pairs, ==, 3);
}

/* Pairs that are looked at grow with the office, not with its square. */
static void
test_count (Office *office, gconstpointer data)
{
  static const char *const lasts[]
      = { "Шевченко", "Бондаренко", "Ковальчук", "Мельник",  "Ткаченко", "Гончар",  "Лисенко",
          "Мороз",    "Савченко",   "Петренко",  "Руденко",  "Кравець",  "Поліщук", "Сидоренко",
          "Марченко", "Павленко",   "Гриценко",  "Левченко", "Романюк",  "Захарчук" };
  static const char *const firsts[]
      = { "Олена", "Іван", "Марія", "Тарас", "Наталія", "Андрій", "Ірина", "Богдан", "Юлія" };
  g_autoptr (DyrDuplicateReport) report = NULL;
  guint n = 0;

  for (guint i = 0; i < 20; i++)
    {
      gint64 client = office_add (office, &dyr_client_type, "name", "A", NULL);
      g_autofree char *uid = office_uid (office, client);

      /* Another name each: 20 of 180 at one client. */
      for (guint j = 0; j < G_N_ELEMENTS (lasts); j++, n++)
        add_person (office, lasts[j], firsts[(i + j * 2) % G_N_ELEMENTS (firsts)], uid);
    }
  report = look (office, &dyr_person_type, DYR_DUPLICATE_MIN_SCORE);
  g_assert_cmpuint (report->n_records, ==, n);
  g_assert_cmpuint (report->n_compared, <, n / 10);
  g_assert_cmpuint (report->n_pairs, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("slips", test_slips);
  CASE ("strangers", test_strangers);
  CASE ("other-types", test_other_types);
  CASE ("count", test_count);
  return g_test_run ();
}
