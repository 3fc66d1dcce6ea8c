/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordType: the list of all types and what is asked of one. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-type.h"

#include <string.h>

#include "dyr-date.h"
#include "dyr-error.h"

/* How much of a long text stands for the record. */
#define TITLE_LENGTH 60

/* "work", "accounting, mornings only" */
#define ROLE_LENGTH 100

/* The serial numbers of a truckload. */
#define MAX_MEMBERS 10000u

const DyrRecordType *const dyr_record_types[] = {
  &dyr_user_type,
  &dyr_client_type,
  &dyr_person_type,
  &dyr_contract_type,
  &dyr_amendment_type,
  &dyr_product_type,
  &dyr_delivery_type,
  &dyr_delivery_line_type,
  &dyr_presentation_type,
  &dyr_activity_type,
  &dyr_note_type,
  &dyr_file_type,
  NULL,
};

static gboolean
check_text (const char *label, const char *text, guint max_length, GError **error)
{
  glong length;

  if (!g_utf8_validate (text, -1, NULL))
    {
      /* Translators: the name of a field. UTF-8 is how texts are written in files. */
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("The text of “%s” is damaged: it is not written in UTF-8."), label);
      return FALSE;
    }

  /* No text has more characters than bytes. */
  if (strnlen (text, (gsize) max_length + 1) <= max_length)
    return TRUE;

  length = g_utf8_strlen (text, -1);
  if (length <= (glong) max_length)
    return TRUE;

  /* Translators: the name of a field and two numbers of characters. */
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               _ ("The text of “%s” is too long. Its length is %ld, the longest possible is %u. "
                  "Shorten it."),
                  label,
                  length,
                  max_length);

  return FALSE;
}

static gboolean
check_link (const char *label, const DyrRecordType *target, const DyrLink *link, GError **error)
{
  if (link->id == 0 && dyr_uid_is_null (&link->uid))
    {
      /* Translators: the name of a field that links to another record. */
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("“%s” names no record. Choose one from the list."), label);
      return FALSE;
    }

  if (target == NULL || link->type == 0 || link->type == target->number)
    return TRUE;

  /* Translators: the name of a field, then what it takes ("Clients"). */
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               _ ("“%s” cannot be a record of that sort. Choose one of: %s."),
                  label,
                  dyr_record_type_plural_label (target));

  return FALSE;
}

static gboolean
check_number (const char *label, DyrKind kind, gint64 number, GError **error)
{
  if (kind == DYR_KIND_YES_NO && number != 0 && number != 1)
    {
      g_set_error (error, DYR_ERROR, DYR_ERROR_INVALID, _ ("“%s” can only be yes or no."), label);
      return FALSE;
    }

  if ((kind == DYR_KIND_DATE && (number < DYR_DATE_MIN || number > DYR_DATE_MAX))
      || (kind == DYR_KIND_INSTANT && (number < DYR_INSTANT_MIN || number > DYR_INSTANT_MAX)))
    {
      /* Translators: the name of a field with a date. */
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("“%s” is outside of the calendar. The years 1 to 9999 are possible."), label);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_set (const char *label, const DyrField *field, const DyrSet *set, GError **error)
{
  guint max_length = dyr_field_max_length (field);

  if (set->n > MAX_MEMBERS)
    {
      /* Translators: the name of a field that takes several values, and two numbers of them. */
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("“%s” has too many entries. Their number is %u, the largest possible is %u."),
                      label,
                      set->n,
                      MAX_MEMBERS);
      return FALSE;
    }

  for (guint i = 0; i < set->n; i++)
    {
      const DyrMember *member = &set->members[i];

      if (!check_text (label, member->item, max_length, error)
          || (member->role != NULL && !check_text (label, member->role, ROLE_LENGTH, error))
          || (member->link != NULL && !check_link (label, field->target, member->link, error)))
        return FALSE;
    }

  return TRUE;
}

/* The beginning of the first line; its end, when it goes on, is for the widget to mark. */
static void
append_title (GString *title, const char *text)
{
  gsize length = strcspn (text, "\n");
  g_autofree char *line = g_strndup (text, length);
  const char *end = line;

  /* Not g_utf8_next_char (): a damaged row must not lead beyond the end. */
  for (guint n = 0; n < TITLE_LENGTH && *end != '\0'; n++)
    {
      end++;
      while ((*end & 0xc0) == 0x80)
        end++;
    }

  g_string_append_len (title, line, end - line);
}

const DyrRecordType *
dyr_record_type_by_number (int number)
{
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      if (dyr_record_types[i]->number == number)
        return dyr_record_types[i];
    }

  return NULL;
}

const DyrRecordType *
dyr_record_type_by_name (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];

      if (g_str_equal (type->name, name) || g_str_equal (type->plural, name))
        return type;
    }

  return NULL;
}

int
dyr_record_type_find (const DyrRecordType *type, const char *field)
{
  g_return_val_if_fail (type != NULL, -1);
  g_return_val_if_fail (field != NULL, -1);

  for (guint i = 0; i < type->n_fields; i++)
    {
      if (g_str_equal (type->fields[i].name, field))
        return (int) i;
    }

  return -1;
}

gboolean
dyr_record_type_is_synced (const DyrRecordType *type)
{
  g_return_val_if_fail (type != NULL, FALSE);

  for (guint i = 0; i < type->n_fields; i++)
    {
      if ((type->fields[i].flags & (DYR_DERIVED | DYR_LOCAL)) == 0)
        return TRUE;
    }

  return FALSE;
}

guint
dyr_record_type_group (const DyrRecordType *type, guint field)
{
  g_return_val_if_fail (type != NULL, 0);
  g_return_val_if_fail (field < type->n_fields, 0);

  for (guint i = 0; type->fields[field].group != 0 && i < field; i++)
    {
      if (type->fields[i].group == type->fields[field].group)
        return i;
    }

  return field;
}

const char *
dyr_record_type_label (const DyrRecordType *type)
{
  g_return_val_if_fail (type != NULL, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, type->context, type->label);
}

const char *
dyr_record_type_plural_label (const DyrRecordType *type)
{
  g_return_val_if_fail (type != NULL, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, type->context, type->plural_label);
}

const char *
dyr_field_label (const DyrRecordType *type, guint field)
{
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (field < type->n_fields, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, type->context, type->fields[field].label);
}

const char *
dyr_choice_label (const DyrRecordType *type, const DyrChoice *choice)
{
  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (choice != NULL, NULL);

  return g_dpgettext2 (GETTEXT_PACKAGE, type->context, choice->label);
}

gboolean
dyr_record_type_check (const DyrRecordType *type,
                       guint field,
                       const DyrValue *value,
                       GError **error)
{
  const DyrField *f;
  const char *label;

  g_return_val_if_fail (type != NULL, FALSE);
  g_return_val_if_fail (field < type->n_fields, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  f = &type->fields[field];
  if (value->form == DYR_VALUE_NONE)
    return TRUE;

  /* Only a message needs it, and to look up a translation takes longer than to check. */
  label = error != NULL ? dyr_field_label (type, field) : "";
  if (value->form != dyr_field_form (f))
    {
      /* Translators: the name of a field. */
      g_set_error (
          error, DYR_ERROR, DYR_ERROR_INVALID, _ ("“%s” cannot have a value of that kind."), label);
      return FALSE;
    }

  switch (value->form)
    {
    case DYR_VALUE_NUMBER:
      return check_number (label, f->kind, value->number, error);
    case DYR_VALUE_LINK:
      return check_link (label, f->target, value->link, error);
    case DYR_VALUE_SET:
      return check_set (label, f, value->set, error);
    case DYR_VALUE_TEXT:
    case DYR_VALUE_NONE:
    default:
      return check_text (label, value->text, dyr_field_max_length (f), error);
    }
}

gboolean
dyr_record_type_is_title (const DyrRecordType *type, guint field)
{
  g_return_val_if_fail (type != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (type->title); i++)
    if (type->title[i] == field + 1)
      return TRUE;
  return FALSE;
}

char *
dyr_record_type_title (const DyrRecordType *type, const DyrValue *values)
{
  GString *title;

  g_return_val_if_fail (type != NULL, NULL);
  g_return_val_if_fail (values != NULL, NULL);

  title = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (type->title) && type->title[i] != 0; i++)
    {
      guint field = type->title[i] - 1u;
      const char *text = dyr_value_text (&values[field]);

      if (text == NULL || *text == '\0')
        continue;

      if (title->len > 0)
        g_string_append_c (title, ' ');

      if (type->fields[field].kind == DYR_KIND_LONG_TEXT)
        append_title (title, text);
      else
        g_string_append (title, text);
    }

  return g_string_free (title, title->len == 0);
}
