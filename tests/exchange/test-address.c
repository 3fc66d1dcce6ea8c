/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Addresses as offices in Ukraine and Croatia write them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-address.h"

typedef struct
{
  const char *text;
  const char *street;
  const char *city;
  const char *postcode;
  const char *region;
  const char *country;
} Case;

static const Case understood[] = {
  { "79874, м. Львів,\nвул. Івана Франка, 36",
    "вул. Івана Франка, 36",
    "Львів",
    "79874",
    NULL,
    NULL },
  { "79428, м. Львів,\r\nпл. Ринок, 153", "пл. Ринок, 153", "Львів", "79428", NULL, NULL },
  { "Львів, вул. Шевченка, 33", "вул. Шевченка, 33", "Львів", NULL, NULL, NULL },
  { "Львів, просп. Свободи, 121", "просп. Свободи, 121", "Львів", NULL, NULL, NULL },
  { "Львів, пр-т Чорновола 45а, оф. 7", "пр-т Чорновола 45а, оф. 7", "Львів", NULL, NULL, NULL },
  { "Київ, б-р Шевченка, 10", "б-р Шевченка, 10", "Київ", NULL, NULL, NULL },
  { "пл. Ринок, 13", "пл. Ринок, 13", NULL, NULL, NULL, NULL },
  { "вул. Дж. Дудаєва, 157", "вул. Дж. Дудаєва, 157", NULL, NULL, NULL, NULL },
  { "вул. Н. Яремчука, 3", "вул. Н. Яремчука, 3", NULL, NULL, NULL, NULL },
  { "м.Львів, вул.Зелена, 5", "вул.Зелена, 5", "Львів", NULL, NULL, NULL },
  { "м Львів, вул Зелена, 5", "вул Зелена, 5", "Львів", NULL, NULL, NULL },
  { "г. Киев, ул. Крещатик, д. 1, кв. 5", "ул. Крещатик, д. 1, кв. 5", "Киев", NULL, NULL, NULL },
  { "місто Львів вул. Зелена 5", "вул. Зелена 5", "Львів", NULL, NULL, NULL },
  { "Львів вул.Зелена 5", "вул.Зелена 5", "Львів", NULL, NULL, NULL },
  { "вул. Зелена, 5, м. Львів, 79005", "вул. Зелена, 5", "Львів", "79005", NULL, NULL },
  { "вул. Зелена, 5, Львів", "вул. Зелена, 5", "Львів", NULL, NULL, NULL },
  { "Зелена 5, Львів", "Зелена 5", "Львів", NULL, NULL, NULL },
  { "м. Львів, Зелена, 5", "Зелена, 5", "Львів", NULL, NULL, NULL },
  { "79000 Львів, Зелена 5", "Зелена 5", "Львів", "79000", NULL, NULL },
  { "79000 м. Львів", NULL, "Львів", "79000", NULL, NULL },
  { "Україна, 81130, Львівська обл., Пустомитівський р-н, с. Сокільники, вул. Львівська, 2",
    "вул. Львівська, 2",
    "с. Сокільники",
    "81130",
    "Львівська обл., Пустомитівський р-н",
    "Україна" },
  { "смт. Брюховичі, вул. Івасюка, буд. 4",
    "вул. Івасюка, буд. 4",
    "смт. Брюховичі",
    NULL,
    NULL,
    NULL },
  { "Шевченка вул., 5", "Шевченка вул., 5", NULL, NULL, NULL, NULL },
  { "Ilica 154, 10000 Zagreb", "Ilica 154", "Zagreb", "10000", NULL, NULL },
  { "Ilica 154, HR-10000 Zagreb", "Ilica 154", "Zagreb", "10000", NULL, NULL },
  { "Trg bana Jelačića 159, Rijeka", "Trg bana Jelačića 159", "Rijeka", NULL, NULL, NULL },
  { "Ulica Đure Deželića 172, 31000 Osijek, Hrvatska",
    "Ulica Đure Deželića 172",
    "Osijek",
    "31000",
    NULL,
    "Hrvatska" },
  { "Vukovarska ulica 196\n21000 Split", "Vukovarska ulica 196", "Split", "21000", NULL, NULL },
  { "Grad Zagreb, Ilica 5", "Ilica 5", "Zagreb", NULL, NULL, NULL },
  { "Obala 3, Split, Splitsko-dalmatinska županija",
    "Obala 3",
    "Split",
    NULL,
    "Splitsko-dalmatinska županija",
    NULL },
};

static void
test_understood (gconstpointer data)
{
  const Case *c = data;
  g_auto (DyrAddress) address = { 0 };

  g_assert_true (dyr_address_parse (c->text, &address));
  g_assert_cmpstr (address.street, ==, c->street);
  g_assert_cmpstr (address.city, ==, c->city);
  g_assert_cmpstr (address.postcode, ==, c->postcode);
  g_assert_cmpstr (address.region, ==, c->region);
  g_assert_cmpstr (address.country, ==, c->country);
}

/* What is not understood is the street, all of it. */
static void
test_not_understood (void)
{
  static const char *const texts[][2] = {
    { "Хрещатик", "Хрещатик" },
    { "79000", "79000" },
    { "біля вокзалу, за мостом", "біля вокзалу, за мостом" },
    { "вул. Зелена, 5 / вул. Хасанська,\n3", "вул. Зелена, 5 / вул. Хасанська, 3" },
    { "м. Львів, м. Київ", "м. Львів, м. Київ" },
    { "вул. А, 1; вул. Б, 2", "вул. А, 1; вул. Б, 2" },
    { "  Львів,\n\n Зелена,  5 ", "Львів, Зелена, 5" },
    { "36, Львів", "36, Львів" },
    { "P.O. Box", "P.O. Box" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *street = NULL, *city = NULL, *postcode = NULL;

      g_assert_false (dyr_address_split (texts[i][0], &street, &city, &postcode));
      g_assert_cmpstr (street, ==, texts[i][1]);
      g_assert_null (city);
      g_assert_null (postcode);
    }
}

static void
test_nothing (void)
{
  static const char *const texts[] = { "", " ", ",\n;", "—" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (DyrAddress) address = { 0 };

      g_assert_false (dyr_address_parse (texts[i], &address));
      g_assert_null (address.city);
      g_assert_null (address.postcode);
    }
}

static void
test_split_keeps_all (void)
{
  g_autofree char *street = NULL, *city = NULL, *postcode = NULL;

  g_assert_true (dyr_address_split (
      "Україна, 79000, Львівська обл., м. Львів, вул. Зелена, 5", &street, &city, &postcode));
  g_assert_cmpstr (street, ==, "Україна, Львівська обл., вул. Зелена, 5");
  g_assert_cmpstr (city, ==, "Львів");
  g_assert_cmpstr (postcode, ==, "79000");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (understood); i++)
    {
      g_autofree char *path = g_strdup_printf ("/exchange/address/understood/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, &understood[i], test_understood);
    }
  g_test_add_func ("/exchange/address/not-understood", test_not_understood);
  g_test_add_func ("/exchange/address/nothing", test_nothing);
  g_test_add_func ("/exchange/address/split-keeps-all", test_split_keeps_all);

  return g_test_run ();
}
