/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Telephone numbers as offices write them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-phone.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *country;
  const char *e164; /* NULL: not understood */
} CleanCase;

static void
test_clean (void)
{
  static const CleanCase cases[] = {
    { "067 111 22 33", "UA", "+380671112233" },
    { "0671112233", "UA", "+380671112233" },
    { "0671112233", "ua", "+380671112233" },
    { "(067) 111-22-33", "UA", "+380671112233" },
    { "067-111-22-33", "UA", "+380671112233" },
    { "067.111.22.33", "UA", "+380671112233" },
    { "067\302\240111\302\24022\302\24033", "UA", "+380671112233" },
    { "067–111–22–33", "UA", "+380671112233" },
    { "+38 (067) 111-22-33", "UA", "+380671112233" },
    { "+38067 111 22 33", NULL, "+380671112233" },
    { "+380671112233", "HR", "+380671112233" },
    { "380671112233", "UA", "+380671112233" },
    { "380671112233", "HR", "+380671112233" },
    { "380671112233", NULL, "+380671112233" },
    { "38 067 111 22 33", "UA", "+380671112233" },
    { "80671112233", "UA", "+380671112233" },
    { "8 (067) 111-22-33", "UA", "+380671112233" },
    { "00380671112233", "UA", "+380671112233" },
    { "671112233", "UA", "+380671112233" },
    { "032 245 12 34", "UA", "+380322451234" },
    { "0637735468", "UA", "+380637735468" },
    { "тел. 067 111 22 33", "UA", "+380671112233" },
    { "моб.: 067 111 22 33", "UA", "+380671112233" },
    { "Тел: +380671112233", "UA", "+380671112233" },
    { "tel:+380671112233", NULL, "+380671112233" },

    { "091/341-5947", "HR", "+385913415947" },
    { "+385 91 742-5103", "HR", "+385917425103" },
    { "00385 98 264-6469", "HR", "+385982646469" },
    { "00385 98 264-6469", "UA", "+385982646469" },
    { "+385 (0)91 742 5103", "HR", "+385917425103" },
    { "385917425103", "UA", "+385917425103" },
    { "917425103", "HR", "+385917425103" },
    { "01 2345 678", "HR", "+38512345678" },
    { "098 264 646", "HR", "+38598264646" },
    { "021/345-678", "HR", "+38521345678" },

    { "+48 601 234 567", "UA", "+48601234567" },
    { "+1 (202) 555-0123", NULL, "+12025550123" },
    { "0048601234567", "UA", "+48601234567" },
    { "+12345678", NULL, "+12345678" },
    { "+123456789012345", NULL, "+123456789012345" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *e164 = NULL, *again = NULL;

      g_test_message ("%s in %s", cases[i].text, cases[i].country);
      e164 = dyr_phone_clean (cases[i].text, cases[i].country);
      g_assert_cmpstr (e164, ==, cases[i].e164);

      /* What is clean stays so. */
      again = dyr_phone_clean (e164, cases[i].country);
      g_assert_cmpstr (again, ==, e164);
    }
}

static void
test_clean_kept (void)
{
  static const CleanCase cases[] = {
    { "", "UA", NULL },
    { " ", "UA", NULL },
    { "+", "UA", NULL },
    { "-", "UA", NULL },
    { "тел.", "UA", NULL },
    { "немає", "UA", NULL },
    { "245-12-34", "UA", NULL },
    { "067 111 22 3", "UA", NULL },
    { "067 111 22 333", "UA", NULL },
    { "+380 67 111 22 3", "UA", NULL },
    { "+380 67 111 22 333", "UA", NULL },
    { "+380 067 111 22 33", "UA", NULL },
    { "+385 9", "HR", NULL },
    { "067 111 22 33", NULL, NULL },
    { "067 111 22 33", "PL", NULL },
    { "067 111 22 33 дод. 12", "UA", NULL },
    { "067 111 22 33 вн. 5", "UA", NULL },
    { "067 111 22 33 ext 4", "UA", NULL },
    { "067 111 22 33 (Олена)", "UA", NULL },
    { "Олена 067 111 22 33", "UA", NULL },
    { "067 111 22 33, 050 111 22 33", "UA", NULL },
    { "067+1112233", "UA", NULL },
    { "++380671112233", "UA", NULL },
    { "+0671112233", "UA", NULL },
    { "+1234567", NULL, NULL },
    { "+1234567890123456", NULL, NULL },
    { "123456789", "UA", NULL },
    { "٠٦٧١١١٢٢٣٣", "UA", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s in %s", cases[i].text, cases[i].country);
      g_assert_null (dyr_phone_clean (cases[i].text, cases[i].country));
    }

  g_assert_null (dyr_phone_clean (NULL, "UA"));
}

static void
test_format (void)
{
  static const struct
  {
    const char *e164, *shown;
  } cases[] = {
    { "+380671112233", "+380 67 111 22 33" },
    { "+385917425103", "+385 91 742 5103" },
    { "+38598264646", "+385 98 264 646" },
    { "+38512345678", "+385 1 234 5678" },
    { "+48601234567", "+48 601 234 567" },
    { "+12025550123", "+1 202 555 0123" },
    { "+4930123456", "+49 301 234 56" },
    { "+37060123456", "+370 601 234 56" },
    { "+123456789012345", "+1 234 567 890 123 45" },
    { "067 111 22 33", "067 111 22 33" },
    { "+38 (067)", "+38 (067)" },
    { "+", "+" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = dyr_phone_format (cases[i].e164);

      g_assert_cmpstr (shown, ==, cases[i].shown);
    }

  g_assert_null (dyr_phone_format (NULL));
}

/* Every number that there may be is shown whole, and understood as it is shown. */
static void
test_format_read_back (void)
{
  static const char *const codes[] = { "38067", "38032", "38591", "3851", "1",   "7",  "48",
                                       "49",    "370",   "972",   "44",   "995", "998" };

  for (int n = 0; n < 20000; n++)
    {
      g_autoptr (GString) e164 = g_string_new ("+");
      g_autofree char *clean = NULL, *shown = NULL, *again = NULL;
      int length = g_test_rand_int_range (8, 16);

      g_string_append (e164, codes[g_test_rand_int_range (0, G_N_ELEMENTS (codes))]);
      while (e164->len <= (gsize) length)
        g_string_append_c (e164, (char) g_test_rand_int_range ('0', '9' + 1));

      clean = dyr_phone_clean (e164->str, "UA");
      if (clean == NULL)
        continue;

      shown = dyr_phone_format (clean);
      again = dyr_phone_clean (shown, "UA");
      g_assert_cmpstr (clean, ==, e164->str);
      g_assert_cmpstr (again, ==, clean);
    }
}

static void
test_split (void)
{
  static const struct
  {
    const char *cell;
    const char *phones; /* with | between */
  } cases[] = {
    { "0670588812, 032 860 9704", "0670588812|032 860 9704" },
    { "067 111 22 33; 050 111 22 33;", "067 111 22 33|050 111 22 33" },
    { "067 111 22 33\n050 111 22 33\r\n", "067 111 22 33|050 111 22 33" },
    { "067 111 22 33 | 050 111 22 33", "067 111 22 33|050 111 22 33" },
    { "067 111 22 33 або 050 111 22 33", "067 111 22 33|050 111 22 33" },
    { "067 111 22 33 или 050 111 22 33", "067 111 22 33|050 111 22 33" },
    { "091/341-5947 ili 098 264 646", "091/341-5947|098 264 646" },
    { "091/341-5947", "091/341-5947" },
    { "0671112233/0501112233", "0671112233|0501112233" },
    { "091/341-5947/098/264-6469", "091/341-5947|098/264-6469" },
    { "091/341-5947 / 098/264-6469, 01/234-5678", "091/341-5947|098/264-6469|01/234-5678" },
    { "067 111 22 33/34", "067 111 22 33/34" },
    { "067 111 22 33, дод. 12", "067 111 22 33, дод. 12" },
    { "067 111 22 33, вн. 5, 050 111 22 33", "067 111 22 33, вн. 5|050 111 22 33" },
    { "дод. 12", "дод. 12" },
    { " , ;; ", "" },
    { "", "" },
    { "  067 111 22 33  ", "067 111 22 33" },
    { "немає", "немає" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) phones = dyr_phone_split (cases[i].cell);
      g_autofree char *joined = g_strjoinv ("|", phones);

      g_test_message ("%s", cases[i].cell);
      g_assert_cmpstr (joined, ==, cases[i].phones);
    }

  g_auto (GStrv) none = dyr_phone_split (NULL);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/phone/clean/understood", test_clean);
  g_test_add_func ("/base/phone/clean/kept", test_clean_kept);
  g_test_add_func ("/base/phone/format/values", test_format);
  g_test_add_func ("/base/phone/format/read-back", test_format_read_back);
  g_test_add_func ("/base/phone/split", test_split);

  return g_test_run ();
}
