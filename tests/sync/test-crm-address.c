/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Addresses as people type them. */

#include "config.h"

#include <string.h>

#include "dyr-crm-address.h"
#include "dyr-error.h"

static void
test_mended (void)
{
  static const char *const pairs[][2] = {
    { "crm.example.com", "https://crm.example.com/" },
    { "https://crm.example.com", "https://crm.example.com/" },
    { "  https://crm.example.com/  \n", "https://crm.example.com/" },
    { "HTTPS://CRM.Example.COM/", "https://crm.example.com/" },
    { "http://crm.example.com/", "https://crm.example.com/" },
    { "http://crm.example.com:80/", "https://crm.example.com/" },
    { "https://crm.example.com:8443", "https://crm.example.com:8443/" },
    { "https://crm.example.com/#Account/view/65f0", "https://crm.example.com/" },
    { "https://crm.example.com/?entryPoint=x#Lead", "https://crm.example.com/" },
    { "crm.example.com/espo/", "https://crm.example.com/espo/" },
    { "crm.example.com/espo/api/v1/", "https://crm.example.com/espo/" },
    { "crm.example.com/api/v1/App/user", "https://crm.example.com/" },
    { "crm.example.com/index.php", "https://crm.example.com/" },
    { "crm.example.com/apiary", "https://crm.example.com/apiary/" },
    { "\"crm.example.com\",", "https://crm.example.com/" },
    { "<https://crm.example.com>", "https://crm.example.com/" },
    { "crm.example.com.", "https://crm.example.com/" },
    { "192.168.1.5", "https://192.168.1.5/" },
    { "192.168.1.5:8080/espo", "https://192.168.1.5:8080/espo/" },
    { "localhost", "http://localhost/" },
    { "localhost:8080", "http://localhost:8080/" },
    { "127.0.0.1:8080", "http://127.0.0.1:8080/" },
    { "http://127.0.0.1:8080", "http://127.0.0.1:8080/" },
    { "https://localhost", "https://localhost/" },
    { "http://[::1]:8080/", "http://[::1]:8080/" },
    { "срм.укр", "https://xn--l1ahc.xn--j1amh/" },
    { "\xe2\x80\x8b"
      "crm.example.com",
      "https://crm.example.com/" },
    { "crm", "https://crm/" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *mended = dyr_crm_address_mend (pairs[i][0], &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (mended, ==, pairs[i][1]);
      again = dyr_crm_address_mend (mended, &error);
      g_assert_cmpstr (again, ==, mended);
    }
}

static void
test_refused (void)
{
  static const char *const pairs[][2] = {
    { "", "missing" },
    { "   ", "missing" },
    { "crm example com", "no blanks" },
    { "olena@example.com", "e-mail" },
    { "https://olena:secret@crm.example.com", "name and password" },
    { "ftp://crm.example.com", "no address" },
    { "https://", "no address" },
    { "javascript://x", "no address" },
    { "file:///etc/passwd", "no address" },
    { "https://crm.example.com:99999", "no address" },
    { "\xff\xfe", "missing" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *mended = dyr_crm_address_mend (pairs[i][0], &error);

      g_assert_null (mended);
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
      if (strstr (error->message, pairs[i][1]) == NULL)
        g_error ("“%s”: %s", pairs[i][0], error->message);
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_parent (void)
{
  g_autofree char *first = dyr_crm_address_parent ("https://crm.example.com:8443/a/b/");
  g_autofree char *second = dyr_crm_address_parent (first);
  g_autofree char *third = dyr_crm_address_parent (second);

  g_assert_cmpstr (first, ==, "https://crm.example.com:8443/a/");
  g_assert_cmpstr (second, ==, "https://crm.example.com:8443/");
  g_assert_null (third);
}

static void
test_shown (void)
{
  static const char *const pairs[][2] = {
    { "https://crm.example.com/", "crm.example.com" },
    { "https://crm.example.com:8443/espo/", "crm.example.com:8443/espo" },
    { "https://xn--l1ahc.xn--j1amh/", "срм.укр" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *shown = dyr_crm_address_show (pairs[i][0]);

      g_assert_cmpstr (shown, ==, pairs[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/crm-address/mended", test_mended);
  g_test_add_func ("/sync/crm-address/refused", test_refused);
  g_test_add_func ("/sync/crm-address/parent", test_parent);
  g_test_add_func ("/sync/crm-address/shown", test_shown);
  return g_test_run ();
}
