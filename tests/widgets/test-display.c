/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What needs no screen: text for display, what can be opened, countries to choose from. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <locale.h>
#include <string.h>

#include "dyr-countries-private.h"
#include "dyr-display.h"
#include "dyr-option-private.h"
#include "dyr-uri-private.h"

static void
test_text (void)
{
  g_autofree char *same = dyr_display_text ("A & B <b>\nЇжак");
  g_autofree char *many = g_strnfill (3 * DYR_DISPLAY_LONGEST, 'x');
  g_autofree char *cut = dyr_display_text (many);
  g_autofree char *broken = dyr_display_text ("a\xff"
                                              "b");

  g_assert_cmpstr (same, ==, "A & B <b>\nЇжак");
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, DYR_DISPLAY_LONGEST + 1);
  g_assert_true (g_str_has_suffix (cut, "x…"));
  g_assert_cmpstr (broken,
                   ==,
                   "a\xef\xbf\xbd"
                   "b");
  g_assert_null (dyr_display_text (NULL));
}

static void
test_line (void)
{
  g_autofree char *line = dyr_display_line ("Ґава\r\nї\tз", 100);
  g_autofree char *cut = dyr_display_line ("Ґава", 3);
  g_autofree char *whole = dyr_display_line ("Ґава", 4);

  g_assert_cmpstr (line, ==, "Ґава  ї з");
  g_assert_cmpstr (cut, ==, "Ґав…");
  g_assert_cmpstr (whole, ==, "Ґава");
  g_assert_null (dyr_display_line (NULL, 4));
}

static void
test_markup (void)
{
  g_autofree char *markup = dyr_display_markup ("A & B <b>");
  g_autofree char *nothing = dyr_display_markup (NULL);

  g_assert_cmpstr (markup, ==, "A &amp; B &lt;b&gt;");
  g_assert_cmpstr (nothing, ==, "");
}

static void
test_uri (void)
{
  static const struct
  {
    DyrKind kind;
    const char *text, *uri;
  } cases[] = {
    { DYR_KIND_PHONE, "+380671122233", "tel:+380671122233" },
    { DYR_KIND_PHONE, "067 112-22-33 (work)", "tel:0671122233" },
    { DYR_KIND_PHONE, "none", NULL },
    { DYR_KIND_PHONE, "12", NULL },
    { DYR_KIND_EMAIL, "olena@example.com", "mailto:olena@example.com" },
    { DYR_KIND_EMAIL, "o?cc=a@example.com", "mailto:o%3Fcc%3Da@example.com" },
    { DYR_KIND_EMAIL, "olena", NULL },
    { DYR_KIND_URL, "https://example.com/a?b=c", "https://example.com/a?b=c" },
    { DYR_KIND_URL, "example.com", "https://example.com" },
    { DYR_KIND_URL, "http://example.com", "http://example.com" },
    { DYR_KIND_URL, "javascript:alert(1)", NULL },
    { DYR_KIND_URL, "file:///etc/passwd", NULL },
    { DYR_KIND_URL, "ftp://example.com/", NULL },
    { DYR_KIND_URL, "https://bank.example@evil.example/", NULL },
    { DYR_KIND_URL, "no address", NULL },
    { DYR_KIND_URL, "https://a.example/\r\nX: y", NULL },
    { DYR_KIND_TEXT, "https://example.com", NULL },
    { DYR_KIND_URL, "", NULL },
    { DYR_KIND_URL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *uri = dyr_uri_for (cases[i].kind, cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (uri, ==, cases[i].uri);
    }
}

static void
test_uri_action (void)
{
  g_autofree char *call = dyr_uri_get_action (DYR_KIND_PHONE, "+380 67 112 22 33");
  g_autofree char *write = dyr_uri_get_action (DYR_KIND_EMAIL, "a@b.example");
  g_autofree char *open = dyr_uri_get_action (DYR_KIND_URL, "b.example");

  g_assert_cmpstr (call, ==, "Call +380 67 112 22 33");
  g_assert_cmpstr (write, ==, "Write to a@b.example");
  g_assert_cmpstr (open, ==, "Open b.example");
  g_assert_null (dyr_uri_get_action (DYR_KIND_TEXT, "x"));
  g_assert_nonnull (dyr_uri_get_icon (DYR_KIND_PHONE));
  g_assert_nonnull (dyr_uri_get_icon (DYR_KIND_EMAIL));
  g_assert_nonnull (dyr_uri_get_icon (DYR_KIND_URL));
  g_assert_null (dyr_uri_get_icon (DYR_KIND_DATE));
}

static char *
find_countries (const char *text, const char *language)
{
  g_autoptr (GPtrArray) found = dyr_countries_find (text, language);
  GString *codes = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (codes, "%s ", dyr_option_get_id (found->pdata[i]));

  return g_string_free (codes, FALSE);
}

static void
test_countries (void)
{
  g_autofree char *croatia = find_countries ("хорв", "uk");
  g_autofree char *folded = find_countries ("угор", "uk");
  g_autofree char *by_code = find_countries ("ua", "hr");
  g_autofree char *foreign = find_countries ("Njemačka", "en");
  g_autofree char *second_word = find_countries ("zealand", "en");
  g_autofree char *none = find_countries ("qqq", "en");

  g_assert_cmpstr (croatia, ==, "HR ");
  g_assert_cmpstr (folded, ==, "HU ");
  g_assert_cmpstr (by_code, ==, "UA ");
  g_assert_cmpstr (foreign, ==, "DE ");
  g_assert_cmpstr (second_word, ==, "NZ ");
  g_assert_cmpstr (none, ==, "");
}

/* Й after И and Ї after І, Є after Е: not by the code of the letters. */
static void
test_countries_order (void)
{
  g_autoptr (GPtrArray) all = dyr_countries_find ("", "uk");
  const char *const wanted[] = { "ES", "IT", "YE", "JO", NULL }; /* Іспанія Італія Ємен Йорданія */
  guint positions[4] = { 0 };

  g_assert_cmpuint (all->len, >, 200);
  for (guint i = 0; i < all->len; i++)
    {
      for (gsize j = 0; wanted[j] != NULL; j++)
        {
          if (g_str_equal (dyr_option_get_id (all->pdata[i]), wanted[j]))
            positions[j] = i;
        }
    }

  g_assert_cmpuint (positions[2], <, positions[0]);
  g_assert_cmpuint (positions[0], <, positions[1]);
  g_assert_cmpuint (positions[1], <, positions[3]);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/widgets/display/text", test_text);
  g_test_add_func ("/widgets/display/line", test_line);
  g_test_add_func ("/widgets/display/markup", test_markup);
  g_test_add_func ("/widgets/uri/for", test_uri);
  g_test_add_func ("/widgets/uri/action", test_uri_action);
  g_test_add_func ("/widgets/countries/find", test_countries);
  g_test_add_func ("/widgets/countries/order", test_countries_order);

  return g_test_run ();
}
