/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The languages a person can choose: that of the system, then ours by their own names. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-languages.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* A language is looked for by its own name: it is not translated. */
static const struct
{
  const char *code;
  const char *name;
} languages[] = {
  { "", NC_ ("language", "As the system") },
    { "uk", "Українська" },
    { "ru", "Русский" },
    { "hr", "Hrvatski" },
    { "en", "English" },
};

guint
dyr_languages_get_n (void)
{
  return G_N_ELEMENTS (languages);
}

const char *
dyr_languages_get_code (guint number)
{
  g_return_val_if_fail (number < G_N_ELEMENTS (languages), "");

  return languages[number].code;
}

const char *
dyr_languages_get_name (guint number)
{
  g_return_val_if_fail (number < G_N_ELEMENTS (languages), "");

  return number == 0 ? g_dpgettext2 (NULL, "language", languages[0].name) : languages[number].name;
}

gboolean
dyr_languages_set_time_locale (const char *language)
{
  /* Offices in Ukraine and Croatia: weeks begin on Monday. */
  static const struct
  {
    const char *language;
    const char *locales[3];
  } times[] = {
    { "uk", { "uk_UA.UTF-8" } },
    { "ru", { "ru_UA.UTF-8", "ru_RU.UTF-8" } },
    { "hr", { "hr_HR.UTF-8" } },
    { "en", { "en_GB.UTF-8", "en_IE.UTF-8", "en_US.UTF-8" } },
  };
  const char *now = setlocale (LC_TIME, NULL);

  g_return_val_if_fail (language != NULL, FALSE);

  if (now != NULL && strncmp (now, language, 2) == 0 && now[2] == '_')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    for (guint j = 0; g_str_equal (times[i].language, language)
                      && j < G_N_ELEMENTS (times[i].locales) && times[i].locales[j] != NULL;
         j++)
      if (setlocale (LC_TIME, times[i].locales[j]) != NULL)
        return TRUE;
  return FALSE;
}
