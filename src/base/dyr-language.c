/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Choosing the language, and getting gettext to follow. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-language-private.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "dyr-language.h"

/* The locale that every glibc since 2.35 brings along. */
#define PLAIN_LOCALE "C.UTF-8"
#define PLAIN_LOCALE_FOLDER "/usr/lib/locale/C.utf8"

typedef struct
{
  const char *language;
  const char *country;
  const char *locale;
} Language;

static const Language languages[] = {
  { "en", "UA", "en_US.UTF-8" }, /* the first is for all that have none of their own */
  { "uk", "UA", "uk_UA.UTF-8" },
  { "ru", "UA", "ru_UA.UTF-8" },
  { "hr", "HR", "hr_HR.UTF-8" },
};

/* The language of a locale name ("uk_UA.UTF-8", "uk") or NULL. */
static const Language *
find_language (const char *name, gsize length)
{
  gsize n = MIN (strcspn (name, "_.@-"), length);

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      if (n == strlen (languages[i].language) && strncmp (name, languages[i].language, n) == 0)
        return &languages[i];
    }

  return NULL;
}

/**
 * dyr_language_from_environment:
 *
 * The language that the person's session asks for: the first that we speak in LANGUAGE, else that
 * of the first of LC_ALL, LC_MESSAGES and LANG that says anything; English when it is another or
 * none (C, POSIX, C.UTF-8).
 *
 * Returns: (transfer none): "uk", "ru", "hr" or "en"
 */
const char *
dyr_language_from_environment (void)
{
  static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
  const char *list = g_getenv ("LANGUAGE");

  while (list != NULL && *list != '\0')
    {
      gsize length = strcspn (list, ":");
      const Language *found = find_language (list, length);

      if (found != NULL)
        return found->language;

      list += length;
      list += strspn (list, ":");
    }

  for (gsize i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      const char *value = g_getenv (variables[i]);

      if (value != NULL && *value != '\0')
        {
          const Language *found = find_language (value, strlen (value));

          return found != NULL ? found->language : languages[0].language;
        }
    }

  return languages[0].language;
}

/**
 * dyr_language_default_country:
 * @language: (nullable): "uk", "ru", "hr", "en"
 *
 * Returns: (transfer none): the ISO 3166 code of the country that an office of this language is in
 *   unless it says otherwise
 */
const char *
dyr_language_default_country (const char *language)
{
  const Language *found = language != NULL ? find_language (language, strlen (language)) : NULL;

  return found != NULL ? found->country : languages[0].country;
}

/* The header of our catalogue is there when gettext has found one, and only then. */
static gboolean
has_translations (void)
{
  return *dgettext (GETTEXT_PACKAGE, "") != '\0';
}

static gboolean
try_locale (const char *name)
{
  return setlocale (LC_MESSAGES, name) != NULL && has_translations ();
}

/**
 * dyr_language_borrow_locale: (skip)
 * @name: a locale that is not installed, such as "uk_UA.UTF-8"
 *
 * Lets gettext see that locale name though only C.UTF-8 is installed: for the moment of setlocale
 * () glibc is shown a folder in which C.UTF-8 has that name. Nothing of it remains on the disk or
 * in the environment. Only before other threads run.
 *
 * Returns: whether the locale was set and gettext finds our catalogue
 */
gboolean
dyr_language_borrow_locale (const char *name)
{
  g_autofree char *folder = NULL, *alias = NULL, *path_before = NULL;
  gboolean done = FALSE;

  folder = g_dir_make_tmp ("dyryhent-locale-XXXXXX", NULL);
  if (folder == NULL)
    return FALSE;

  alias = g_build_filename (folder, name, NULL);
  path_before = g_strdup (g_getenv ("LOCPATH"));
  if (symlink (PLAIN_LOCALE_FOLDER, alias) == 0)
    {
      g_setenv ("LOCPATH", folder, TRUE);
      done = try_locale (name);
      if (path_before != NULL)
        g_setenv ("LOCPATH", path_before, TRUE);
      else
        g_unsetenv ("LOCPATH");

      g_unlink (alias);
    }

  g_rmdir (folder);

  return done;
}

static gboolean
is_catalogue_installed (const char *folder, const char *language)
{
  g_autofree char *path
      = g_build_filename (folder, language, "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* gettext looks into LANGUAGE only when the locale is a real one: never in C, and since glibc 2.39
 * not in C.UTF-8 either (on Debian 12, glibc 2.36, it does; on Debian 13, 2.41, it does not:
 * tried). So another locale is looked for that has a name of its own; which, does not matter:
 * LANGUAGE decides. */
static void
find_speaking_locale (const Language *language)
{
  gboolean done;

  done = has_translations () || try_locale (language->locale);
  for (gsize i = 0; i < G_N_ELEMENTS (languages) && !done; i++)
    done = try_locale (languages[i].locale);

  done = done || try_locale (PLAIN_LOCALE) || dyr_language_borrow_locale (language->locale);
  if (!done)
    g_info ("No locale is installed in which gettext would speak “%s”", language->language);
}

/**
 * dyr_language_setup:
 * @language: (nullable): "uk", "ru", "hr" or "en"; %NULL for what the session asks for
 *
 * Makes the program speak a language: sets the locale of the process, LANGUAGE, and the gettext
 * domain (from DYRYHENT_LOCALE_DIR when it is set, for a program that is not installed). It works
 * also where no locale of that language, or none at all, is installed, as in containers.
 *
 * The first thing in main (), before threads. A GTK program calls gtk_disable_setlocale () after
 * it, or gtk_init () would set the locale back. Once in a process: another language is another
 * start.
 */
void
dyr_language_setup (const char *language)
{
  const Language *found;
  const char *folder = g_getenv ("DYRYHENT_LOCALE_DIR");

  if (language == NULL)
    language = dyr_language_from_environment ();

  found = find_language (language, strlen (language));
  if (found == NULL)
    found = &languages[0];

  if (folder == NULL || *folder == '\0')
    folder = DYR_LOCALE_DIR;

  g_setenv ("LANGUAGE", found->language, TRUE);
  setlocale (LC_ALL, "");

  /* What is printed is UTF-8: only a locale that has a character set of its own changes that. */
  if (g_str_equal (nl_langinfo (CODESET), "ANSI_X3.4-1968"))
    setlocale (LC_CTYPE, PLAIN_LOCALE);

  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (is_catalogue_installed (folder, found->language))
    find_speaking_locale (found);
}
