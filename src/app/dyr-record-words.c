/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a record is called where records of all types stand in one list, and what tells it apart. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-words.h"

#include "dyr-display.h"

/* Characters of a name. */
#define LONGEST 120

/* What tells records of one name apart, by type. */
static const struct
{
  const char *type;
  const char *fields[3];
} told[] = {
  { "client", { "city", "code" } },
  { "person", { "position", "client" } },
  { "contract", { "client", "subject" } },
  { "delivery", { "client", "agreed-on" } },
  { "presentation", { "client", "starts-at" } },
  { "activity", { "client", "due-at" } },
  { "note", { "about" } },
  { "file", { "about" } },
};

char *
dyr_record_words_title (DyrRecord *record)
{
  g_autofree char *title = NULL;

  g_return_val_if_fail (DYR_IS_RECORD (record), NULL);

  title = dyr_display_line (dyr_record_get_title (record), LONGEST);
  return title != NULL ? g_steal_pointer (&title) : g_strdup ("—");
}

char *
dyr_record_words_tell (const DyrContext *context, DyrRecord *record)
{
  const DyrRecordType *type;
  g_autoptr (GString) note = g_string_new (NULL);

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (DYR_IS_RECORD (record), NULL);

  type = dyr_record_get_record_type (record);
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    for (gsize j = 0; g_str_equal (told[i].type, type->name) && told[i].fields[j] != NULL; j++)
      {
        guint field = (guint) dyr_record_type_find (type, told[i].fields[j]);
        g_autofree char *text = dyr_context_show_field (context, record, field);
        g_autofree char *line = dyr_display_line (text, LONGEST);

        if (line != NULL)
          g_string_append_printf (note, "%s%s", note->len > 0 ? " · " : "", line);
      }
  return g_string_free (g_steal_pointer (&note), FALSE);
}
