/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The languages a person can choose: that of the system, then ours by their own names. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-languages.h"

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
