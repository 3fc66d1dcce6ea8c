/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The countries there are. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-countries-private.h"

#include <string.h>

#include "dyr-collator.h"
#include "dyr-country.h"
#include "dyr-option-private.h"
#include "dyr-text.h"

/* Whether a word of the name begins with what was typed; both are folded. */
static gboolean
fits (const char *name, const char *typed)
{
  if (typed == NULL)
    return TRUE;

  for (const char *p = strstr (name, typed); p != NULL; p = strstr (p + 1, typed))
    {
      if (p == name || p[-1] == ' ' || p[-1] == '-' || p[-1] == '(')
        return TRUE;
    }

  return FALSE;
}

static int
compare_options (gconstpointer a, gconstpointer b, gpointer data)
{
  return dyr_collator_compare (data,
                               dyr_option_get_label (*(DyrOption *const *) a),
                               dyr_option_get_label (*(DyrOption *const *) b));
}

/**
 * dyr_countries_find:
 * @text: what was typed: the beginning of a word of the name, or a name or code in any language
 * @language: of the interface
 *
 * Returns: (transfer full) (element-type DyrOption): countries
 */
GPtrArray *
dyr_countries_find (const char *text, const char *language)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DyrCollator) collator = NULL;
  g_autofree char *clean = NULL, *typed = NULL, *code_typed = NULL;

  g_return_val_if_fail (text != NULL, found);
  g_return_val_if_fail (language != NULL, found);

  clean = dyr_text_clean (text, -1);
  typed = clean != NULL ? dyr_text_fold (clean) : NULL;
  code_typed = dyr_country_parse (clean);

  for (char first = 'A'; first <= 'Z'; first++)
    {
      for (char second = 'A'; second <= 'Z'; second++)
        {
          const char code[] = { first, second, '\0' };
          g_autofree char *known = dyr_country_parse (code);
          g_autofree char *name = NULL, *folded = NULL;

          /* "UK" is understood as GB. */
          if (known == NULL || !g_str_equal (known, code))
            continue;

          name = dyr_country_show (code, language);
          folded = dyr_text_fold (name);
          if (fits (folded, typed) || g_strcmp0 (code, code_typed) == 0)
            g_ptr_array_add (found, dyr_option_new (code, name, DYR_STYLE_NEUTRAL));
        }
    }

  collator = dyr_collator_new (language);
  g_ptr_array_sort_with_data (found, compare_options, collator);

  return found;
}
