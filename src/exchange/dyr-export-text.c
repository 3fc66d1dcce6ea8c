/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* How values stand in an exported file: so that spreadsheets do no harm and the import reads the
 * same values again. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-export-private.h"

#include <string.h>

#include "dyr-decimal.h"

static const char *
choice_text (const DyrRecordType *type,
             const DyrField *field,
             const char *id,
             DyrExportHeaders headers)
{
  const DyrChoice *choice = dyr_field_find_choice (field, id);

  return headers == DYR_EXPORT_LABELS && choice != NULL ? dyr_choice_label (type, choice) : id;
}

static char *
link_text (const DyrLink *link)
{
  return link->name != NULL && *link->name != '\0' ? g_strdup (link->name)
                                                   : dyr_uid_to_text (&link->uid);
}

static char *
member_text (const DyrRecordType *type,
             const DyrField *field,
             const DyrMember *member,
             DyrExportHeaders headers)
{
  if (member->link != NULL)
    return link_text (member->link);

  if (field->items == DYR_KIND_CHOICE)
    return g_strdup (choice_text (type, field, member->item, headers));

  if (member->role != NULL)
    return g_strdup_printf ("%s (%s)", member->item, member->role);

  return g_strdup (member->item);
}

static char *
join_members (const DyrRecordType *type,
              const DyrField *field,
              const DyrSet *set,
              const char *separator,
              DyrExportHeaders headers)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < set->n; i++)
    {
      g_autofree char *member = member_text (type, field, &set->members[i], headers);

      g_string_append_printf (text, "%s%s", i > 0 ? separator : "", member);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
reads_back (const DyrContext *context,
            const DyrRecordType *type,
            guint field,
            const char *text,
            const DyrValue *value)
{
  g_auto (DyrValue) again = DYR_VALUE_INIT;

  return dyr_context_parse (context, type, field, text, NULL, &again, NULL)
         && dyr_value_equal (&again, value);
}

/* Elements may have separators of their own; what edits them knows how to keep them together. */
static char *
set_text (const DyrContext *context,
          const DyrRecordType *type,
          guint index,
          const DyrValue *value,
          DyrExportHeaders headers)
{
  const DyrField *field = &type->fields[index];
  const char *separator = field->items == DYR_KIND_MOVE ? "\n" : DYR_EXPORT_SEPARATOR;
  g_autofree char *text = join_members (type, field, value->set, separator, headers);
  g_autofree char *edited = NULL;

  if (field->items == DYR_KIND_MOVE || field->items == DYR_KIND_LINK
      || field->items == DYR_KIND_CHOICE
      || (headers == DYR_EXPORT_NAMES && reads_back (context, type, index, text, value)))
    return g_steal_pointer (&text);

  edited = dyr_context_edit_text (context, type, index, value);

  return reads_back (context, type, index, edited, value) ? g_steal_pointer (&edited)
                                                          : g_steal_pointer (&text);
}

static char *
number_text (const DyrField *field, const DyrValue *value)
{
  if (field->kind == DYR_KIND_YES_NO)
    return g_strdup (value->number != 0 ? "yes" : "no");

  if (field->kind == DYR_KIND_QUANTITY)
    return dyr_decimal_to_short_text (value->number, DYR_DECIMAL_QUANTITY_SCALE);

  return dyr_field_to_text (field, value);
}

static char *
plain_text (const DyrContext *context,
            const DyrRecordType *type,
            guint index,
            const DyrValue *value,
            DyrExportHeaders headers)
{
  const DyrField *field = &type->fields[index];
  g_autofree char *edited = NULL;

  if (field->kind == DYR_KIND_CHOICE)
    return g_strdup (choice_text (type, field, value->text, headers));
  if (headers == DYR_EXPORT_NAMES || field->kind == DYR_KIND_LONG_TEXT
      || field->kind == DYR_KIND_TEXT || field->kind == DYR_KIND_CODE)
    return g_strdup (value->text);

  edited = dyr_context_edit_text (context, type, index, value);

  return reads_back (context, type, index, edited, value) ? g_steal_pointer (&edited)
                                                          : g_strdup (value->text);
}

char *
dyr_export_text (const DyrContext *context,
                 const DyrRecordType *type,
                 guint field,
                 const DyrValue *value,
                 DyrExportHeaders headers)
{
  switch (value->form)
    {
    case DYR_VALUE_NUMBER:
      return headers == DYR_EXPORT_LABELS ? dyr_context_edit_text (context, type, field, value)
                                          : number_text (&type->fields[field], value);
    case DYR_VALUE_TEXT:
      return plain_text (context, type, field, value, headers);
    case DYR_VALUE_LINK:
      return link_text (value->link);
    case DYR_VALUE_SET:
      return set_text (context, type, field, value, headers);
    case DYR_VALUE_NONE:
    default:
      return NULL;
    }
}

DyrCsvCellKind
dyr_export_cell_kind (const DyrField *field)
{
  if (field->kind == DYR_KIND_PHONE
      || (field->kind == DYR_KIND_SET && field->items == DYR_KIND_PHONE))
    return DYR_CSV_CELL_PHONE;

  return dyr_field_form (field) == DYR_VALUE_NUMBER ? DYR_CSV_CELL_NUMBER : DYR_CSV_CELL_TEXT;
}

static gboolean
is_link (const DyrLink *link, const char *text, gsize length)
{
  g_autofree char *uid = dyr_uid_to_text (&link->uid);

  return (link->name != NULL && strlen (link->name) == length
          && strncmp (link->name, text, length) == 0)
         || (strlen (uid) == length && strncmp (uid, text, length) == 0);
}

/* Each element by its name or its uid. */
static gboolean
are_links (const DyrSet *set, const char *text)
{
  g_auto (GStrv) names = g_strsplit (text, DYR_EXPORT_SEPARATOR, -1);

  if (g_strv_length (names) != set->n)
    return FALSE;
  for (guint i = 0; i < set->n; i++)
    if (set->members[i].link == NULL
        || !is_link (set->members[i].link, names[i], strlen (names[i])))
      return FALSE;

  return TRUE;
}

/* A cell of a spreadsheet holds only so much of a long text. */
static gboolean
is_cut (const char *whole, const char *text)
{
  g_autofree char *cut = NULL;

  if (whole == NULL || strlen (whole) <= DYR_XLSX_TEXT_MAX || !g_str_has_suffix (text, "…"))
    return FALSE;
  cut = dyr_xlsx_cut_text (whole);

  return g_str_equal (cut, text);
}

gboolean
dyr_export_is_text_of (const DyrContext *context,
                       const DyrRecordType *type,
                       guint field,
                       const DyrValue *value,
                       const char *text)
{
  g_autofree char *names = NULL, *labels = NULL;

  if (value->form == DYR_VALUE_LINK)
    return is_link (value->link, text, strlen (text));
  if (value->form == DYR_VALUE_SET && type->fields[field].items == DYR_KIND_LINK)
    return are_links (value->set, text);

  names = dyr_export_text (context, type, field, value, DYR_EXPORT_NAMES);
  if (g_strcmp0 (names, text) == 0 || is_cut (names, text))
    return TRUE;
  labels = dyr_export_text (context, type, field, value, DYR_EXPORT_LABELS);

  return g_strcmp0 (labels, text) == 0 || is_cut (labels, text);
}
