/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What hangs on a record that is to become one with another, told in words. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-links.h"

#include <glib/gi18n-lib.h>

/* Both forms are gathered for translation by this name; ngettext () looks them up. */
#define COUNT(one, many) one, many

/* In the order in which they are told. */
static const struct
{
  const DyrRecordType *type;
  const char *one;
  const char *many;
} told[] = {
  { &dyr_contract_type, COUNT ("%s contract", "%s contracts") },
  { &dyr_amendment_type, COUNT ("%s amendment", "%s amendments") },
  { &dyr_delivery_type, COUNT ("%s delivery", "%s deliveries") },
  { &dyr_delivery_line_type, COUNT ("%s delivery line", "%s delivery lines") },
  { &dyr_presentation_type, COUNT ("%s presentation", "%s presentations") },
  { &dyr_person_type, COUNT ("%s contact person", "%s contact persons") },
  { &dyr_activity_type, COUNT ("%s activity", "%s activities") },
  { &dyr_note_type, COUNT ("%s note", "%s notes") },
  { &dyr_file_type, COUNT ("%s file", "%s files") },
};

char *
dyr_duplicate_links_tell (const DyrJoinLinks *links, const DyrContext *context)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (links != NULL && context != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      guint n = links->n[told[i].type->number];
      g_autofree char *part = NULL;

      if (n == 0)
        continue;
      part = dyr_format_count_in (
          context->format, g_dngettext (GETTEXT_PACKAGE, told[i].one, told[i].many, n), n);
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
