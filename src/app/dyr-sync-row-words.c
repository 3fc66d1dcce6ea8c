/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What waits, in words. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-row-words.h"

#include <glib/gi18n-lib.h>

#include "dyr-clash-words.h"
#include "dyr-display.h"
#include "dyr-sync-words.h"

/* Characters of a name, of a value. */
#define MAX_TITLE 200
#define MAX_VALUE 80

char *
dyr_sync_row_words_title (const DyrWaiting *waiting)
{
  char *title;

  g_return_val_if_fail (waiting != NULL, NULL);

  title = dyr_display_line (waiting->row->title, MAX_TITLE);
  return title != NULL ? title : g_strdup (dyr_record_type_label (waiting->row->type));
}

const char *
dyr_sync_row_words_kind (const DyrWaiting *waiting)
{
  g_return_val_if_fail (waiting != NULL, NULL);

  switch (waiting->push)
    {
    case DYR_PUSH_CREATE:
      return C_ ("change that waits", "New");
    case DYR_PUSH_UPDATE:
      return C_ ("change that waits", "Changed");
    case DYR_PUSH_DELETE:
      return C_ ("change that waits", "Deleted");
    case DYR_PUSH_NOTHING:
    default:
      return NULL;
    }
}

static const char *
find_currency (const DyrRow *row, guint field)
{
  return row->type->fields[field].kind == DYR_KIND_MONEY
             ? dyr_value_text (&row->values[row->type->fields[field].currency])
             : NULL;
}

static char *
show_field (const DyrContext *context, const DyrRow *row, guint field)
{
  g_autofree char *value = dyr_context_show (
      context, row->type, field, &row->values[field], find_currency (row, field));
  g_autofree char *line = dyr_display_line (value, MAX_VALUE);

  /* Translators: the name of a field, its value. */
  return g_strdup_printf (C_ ("change that waits", "%s: %s"),
                              dyr_field_label (row->type, field),
                              line != NULL ? line : "—");
}

char *
dyr_sync_row_words_facts (const DyrContext *context, const DyrWaiting *waiting)
{
  g_autoptr (GString) facts = NULL;
  const DyrRow *row;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (waiting != NULL, NULL);

  row = waiting->row;
  facts = g_string_new (dyr_record_type_label (row->type));
  for (guint i = 0; i < row->type->n_fields; i++)
    if (waiting->changed >> i & 1)
      {
        g_autofree char *field = show_field (context, row, i);

        g_string_append_printf (facts, " · %s", field);
      }
  return g_string_free (g_steal_pointer (&facts), FALSE);
}

static char *
describe (const DyrClash *clash)
{
  const gboolean whole = clash->group >= clash->type->n_fields;
  g_autofree char *reason = NULL,
                  *fields = whole ? NULL : dyr_sync_words_fields (clash->type, clash->fields);

  if (clash->state != DYR_PENDING_PARKED)
    return whole ? dyr_clash_words_question (clash)
                 /* Translators: the label of a field or several. */
                 : g_strdup_printf (_ ("“%s” was changed here and in the CRM."), fields);
  reason = dyr_sync_words_reason (clash->reason);
  if (g_strcmp0 (clash->reason, DYR_REASON_UNREAD) == 0)
    return g_steal_pointer (&reason);
  if (whole)
    /* Translators: a sentence that says why. */
    return g_strdup_printf (_ ("The CRM did not accept it. %s"), reason);
  /* Translators: the label of a field or several, a sentence that says why. */
  return g_strdup_printf (_ ("“%s” was not accepted. %s"), fields, reason);
}

char *
dyr_sync_row_words_questions (const DyrWaiting *waiting)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  g_return_val_if_fail (waiting != NULL, NULL);

  for (guint i = 0; i < waiting->questions->len; i++)
    {
      g_autofree char *words = describe (waiting->questions->pdata[i]);
      g_autofree char *line = dyr_display_text (words);

      g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", line);
    }
  return lines->len > 0 ? g_string_free (g_steal_pointer (&lines), FALSE) : NULL;
}
