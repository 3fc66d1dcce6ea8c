/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The language: what the session asks for, and that gettext follows, whatever locales there are. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-language.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "dyr-language-private.h"

static const char *const variables[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

/* Values of the variables above; NULL: not set. */
typedef struct
{
  const char *values[4];
  const char *language;
} Session;

static void
enter_session (const Session *session)
{
  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      if (session->values[i] != NULL)
        g_setenv (variables[i], session->values[i], TRUE);
      else
        g_unsetenv (variables[i]);
    }
}

static void
test_environment (void)
{
  static const Session sessions[] = {
    { { NULL, NULL, NULL, NULL }, "en" },
    { { "", "", "", "" }, "en" },
    { { NULL, NULL, NULL, "C" }, "en" },
    { { NULL, NULL, NULL, "POSIX" }, "en" },
    { { NULL, NULL, NULL, "C.UTF-8" }, "en" },
    { { NULL, NULL, NULL, "uk_UA.UTF-8" }, "uk" },
    { { NULL, NULL, NULL, "ru_UA.UTF-8" }, "ru" },
    { { NULL, NULL, NULL, "hr_HR.utf8" }, "hr" },
    { { NULL, NULL, NULL, "uk" }, "uk" },
    { { NULL, NULL, NULL, "uk@euro" }, "uk" },
    { { NULL, NULL, NULL, "en_US.UTF-8" }, "en" },
    { { NULL, NULL, NULL, "de_DE.UTF-8" }, "en" },
    { { NULL, NULL, NULL, "ukr" }, "en" },
    { { NULL, NULL, "hr_HR.UTF-8", "uk_UA.UTF-8" }, "hr" },
    { { NULL, "C.UTF-8", "hr_HR.UTF-8", "uk_UA.UTF-8" }, "en" },
    { { NULL, "ru_RU.UTF-8", "hr_HR.UTF-8", "uk_UA.UTF-8" }, "ru" },
    { { "uk", "C.UTF-8", NULL, NULL }, "uk" },
    { { "uk:ru:en", NULL, NULL, "hr_HR.UTF-8" }, "uk" },
    { { "de:hr:uk", NULL, NULL, "en_US.UTF-8" }, "hr" },
    { { "pl::ru_UA", NULL, NULL, "en_US.UTF-8" }, "ru" },
    { { "de:pl", NULL, NULL, "uk_UA.UTF-8" }, "uk" },
    { { ":", NULL, NULL, "uk_UA.UTF-8" }, "uk" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sessions); i++)
    {
      enter_session (&sessions[i]);
      g_assert_cmpstr (dyr_language_from_environment (), ==, sessions[i].language);
    }
}

static void
test_default_country (void)
{
  g_assert_cmpstr (dyr_language_default_country ("uk"), ==, "UA");
  g_assert_cmpstr (dyr_language_default_country ("ru"), ==, "UA");
  g_assert_cmpstr (dyr_language_default_country ("hr"), ==, "HR");
  g_assert_cmpstr (dyr_language_default_country ("en"), ==, "UA");
  g_assert_cmpstr (dyr_language_default_country ("de"), ==, "UA");
  g_assert_cmpstr (dyr_language_default_country (NULL), ==, "UA");
}

/* A catalogue as msgfmt writes it: GNU gettext manual, "The Format of GNU MO Files". */
static void
write_catalogue (const char *folder, const char *language, const char *translation)
{
  static const char header[] = "Content-Type: text/plain; charset=UTF-8\n";
  const char *strings[] = { "", "Clients", header, translation };
  guint32 numbers[7 + 8] = { 0x950412de, 0, 2, 28, 44, 0, 60 };
  guint32 offset = sizeof numbers;
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *messages = g_build_filename (folder, language, "LC_MESSAGES", NULL);
  g_autofree char *path = g_build_filename (messages, GETTEXT_PACKAGE ".mo", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      numbers[7 + 2 * i] = (guint32) strlen (strings[i]);
      numbers[8 + 2 * i] = offset;
      offset += (guint32) strlen (strings[i]) + 1;
    }

  g_byte_array_append (file, (const guint8 *) numbers, sizeof numbers);
  for (gsize i = 0; i < G_N_ELEMENTS (strings); i++)
    g_byte_array_append (file, (const guint8 *) strings[i], (guint) strlen (strings[i]) + 1);

  g_assert_cmpint (g_mkdir_with_parents (messages, 0700), ==, 0);
  g_file_set_contents (path, (const char *) file->data, (gssize) file->len, &error);
  g_assert_no_error (error);
}

static char *
make_catalogues (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("dyryhent-test-XXXXXX", &error);

  g_assert_no_error (error);
  write_catalogue (folder, "uk", "Клієнти");
  write_catalogue (folder, "ru", "Клиенты");
  write_catalogue (folder, "hr", "Klijenti");

  return folder;
}

static void
remove_catalogues (const char *folder)
{
  static const char *const languages[] = { "uk", "ru", "hr" };

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *language = g_build_filename (folder, languages[i], NULL);
      g_autofree char *messages = g_build_filename (language, "LC_MESSAGES", NULL);
      g_autofree char *path = g_build_filename (messages, GETTEXT_PACKAGE ".mo", NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
      g_assert_cmpint (g_rmdir (messages), ==, 0);
      g_assert_cmpint (g_rmdir (language), ==, 0);
    }

  /* Nothing else was left there. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static const char *
clients_in (const char *language)
{
  if (g_str_equal (language, "uk"))
    return "Клієнти";
  if (g_str_equal (language, "ru"))
    return "Клиенты";
  if (g_str_equal (language, "hr"))
    return "Klijenti";

  return "Clients";
}

/* A process of its own for each session: the locale belongs to the process. */
static void
assert_in_process (const char *path, const Session *session)
{
  g_autofree char *folder = make_catalogues ();

  g_test_message ("LANGUAGE=%s LC_ALL=%s LC_MESSAGES=%s LANG=%s, asked for %s",
                  session->values[0],
                  session->values[1],
                  session->values[2],
                  session->values[3],
                  session->language);

  enter_session (session);
  g_setenv ("DYRYHENT_LOCALE_DIR", folder, TRUE);
  g_setenv ("TMPDIR", folder, TRUE);
  g_setenv ("TEST_LANGUAGE", session->language, TRUE);
  g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  remove_catalogues (folder);
}

/* In the process: the person has chosen. */
static void
test_process_chosen (void)
{
  const char *language = g_getenv ("TEST_LANGUAGE");

  dyr_language_setup (language);
  g_assert_cmpstr (gettext ("Clients"), ==, clients_in (language));
  g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, language);
  g_assert_null (g_getenv ("LOCPATH"));
}

/* In the process: the session decides. */
static void
test_process_session (void)
{
  dyr_language_setup (NULL);
  g_assert_cmpstr (gettext ("Clients"), ==, clients_in (g_getenv ("TEST_LANGUAGE")));
}

/* In the process: nothing but the last resort. */
static void
test_process_borrowed (void)
{
  const char *language = g_getenv ("TEST_LANGUAGE");
  g_autofree char *locale = g_strconcat (language, "_XX.UTF-8", NULL);

  /* There is no such locale. */
  g_assert_null (setlocale (LC_MESSAGES, locale));

  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("DYRYHENT_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_setenv ("LANGUAGE", language, TRUE);
  g_setenv ("LOCPATH", "/nonexistent", TRUE);
  g_assert_true (dyr_language_borrow_locale (locale));
  g_assert_cmpstr (gettext ("Clients"), ==, clients_in (language));
  g_assert_cmpstr (g_getenv ("LOCPATH"), ==, "/nonexistent");
}

static void
test_setup_chosen (void)
{
  static const Session sessions[] = {
    { { NULL, NULL, NULL, NULL }, "uk" },          { { NULL, NULL, NULL, "C" }, "uk" },
    { { NULL, "C", NULL, NULL }, "hr" },           { { NULL, "POSIX", NULL, NULL }, "ru" },
    { { NULL, "C.UTF-8", NULL, NULL }, "uk" },     { { NULL, "C.UTF-8", NULL, NULL }, "hr" },
    { { NULL, NULL, NULL, "uk_UA.UTF-8" }, "uk" }, { { NULL, NULL, NULL, "uk_UA.UTF-8" }, "ru" },
    { { "hr", "xx_XX.UTF-8", NULL, NULL }, "uk" }, { { "uk", NULL, NULL, "uk_UA.UTF-8" }, "en" },
    { { NULL, "C", NULL, NULL }, "en" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sessions); i++)
    assert_in_process ("/base/language/setup/chosen/subprocess", &sessions[i]);
}

static void
test_setup_session (void)
{
  static const Session sessions[] = {
    { { NULL, NULL, NULL, NULL }, "en" },
    { { NULL, NULL, NULL, "C.UTF-8" }, "en" },
    { { NULL, NULL, NULL, "uk_UA.UTF-8" }, "uk" },
    { { NULL, "hr_HR.UTF-8", NULL, "uk_UA.UTF-8" }, "hr" },
    { { "uk:en", "C.UTF-8", NULL, NULL }, "uk" },
    { { "de:ru", "C", NULL, NULL }, "ru" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sessions); i++)
    assert_in_process ("/base/language/setup/session/subprocess", &sessions[i]);
}

static void
test_setup_borrowed (void)
{
  static const Session sessions[] = {
    { { NULL, NULL, NULL, NULL }, "uk" },
    { { NULL, "C", NULL, NULL }, "hr" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sessions); i++)
    assert_in_process ("/base/language/setup/borrowed/subprocess", &sessions[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/language/environment", test_environment);
  g_test_add_func ("/base/language/default-country", test_default_country);
  g_test_add_func ("/base/language/setup/chosen", test_setup_chosen);
  g_test_add_func ("/base/language/setup/chosen/subprocess", test_process_chosen);
  g_test_add_func ("/base/language/setup/session", test_setup_session);
  g_test_add_func ("/base/language/setup/session/subprocess", test_process_session);
  g_test_add_func ("/base/language/setup/borrowed", test_setup_borrowed);
  g_test_add_func ("/base/language/setup/borrowed/subprocess", test_process_borrowed);

  return g_test_run ();
}
