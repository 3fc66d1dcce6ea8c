/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* FIELD=VALUE: what people write on the command line, as values of fields. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-fields.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyr-cli-find.h"
#include "dyr-text.h"

static gboolean
check_once (const DyrRecordType *type, GArray *fields, guint field, GError **error)
{
  if (type->fields[field].flags & DYR_DERIVED)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   _("“%s” is computed and cannot be typed."), type->fields[field].name);
      return FALSE;
    }
  for (guint i = 0; i < fields->len; i++)
    if (g_array_index (fields, DyrCliField, i).field == field)
      {
        g_set_error (error,
                     DYR_ERROR,
                     DYR_ERROR_USAGE,
                     _("“%s” is given twice."), type->fields[field].name);
        return FALSE;
      }
  return TRUE;
}

GArray *
dyr_cli_fields_split (const DyrRecordType *type,
                      const char *const *words,
                      guint n_words,
                      gboolean once,
                      GError **error)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (DyrCliField));

  for (guint i = 0; i < n_words; i++)
    {
      const char *equals = strchr (words[i], '=');
      DyrCliField field = { 0 };

      if (equals == NULL)
        {
          g_set_error (error,
                       DYR_ERROR,
                       DYR_ERROR_USAGE,
                       /* Translators: FIELD=VALUE as the help calls it. */
                       _("“%s” is not written as FIELD=VALUE."), words[i]);
          return NULL;
        }
      if (!dyr_cli_find_field (type, words[i], (gsize) (equals - words[i]), &field.field, error)
          || (once && !check_once (type, fields, field.field, error)))
        return NULL;
      field.text = equals + 1;
      g_array_append_val (fields, field);
    }
  return g_steal_pointer (&fields);
}

static gboolean
is_empty (const char *text)
{
  g_autofree char *clean = dyr_text_clean_lines (text, -1);

  return clean == NULL;
}

/* One or several records, by uid or by name, separated by commas or each in its line. */
static gboolean
parse_links (DyrConnection *connection,
             const DyrField *field,
             const char *text,
             gboolean deleted,
             DyrValue *value,
             GError **error)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_auto (GStrv) parts = g_strsplit_set (text, strchr (text, '\n') != NULL ? "\n" : ",;", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_autoptr (DyrLink) link = NULL;

      if (is_empty (parts[i]))
        continue;
      link = dyr_cli_find_link (connection, field->target, parts[i], deleted, error);
      if (link == NULL)
        return FALSE;
      dyr_set_builder_add (builder, NULL, NULL, link);
    }
  dyr_value_take_set (value, dyr_set_builder_end (builder));
  return TRUE;
}

static gboolean
parse_field (const DyrContext *context,
             DyrConnection *connection,
             const DyrRecordType *type,
             const DyrCliField *field,
             const char *country,
             gboolean deleted,
             DyrValue *value,
             GError **error)
{
  const DyrField *about = &type->fields[field->field];
  DyrLink *link;

  if (is_empty (field->text))
    return TRUE;
  if (about->kind == DYR_KIND_SET && about->items == DYR_KIND_LINK)
    return parse_links (connection, about, field->text, deleted, value, error);
  if (about->kind != DYR_KIND_LINK)
    return dyr_context_parse (context, type, field->field, field->text, country, value, error);
  link = dyr_cli_find_link (connection, about->target, field->text, deleted, error);
  if (link == NULL)
    return FALSE;
  dyr_value_take_link (value, link);
  return TRUE;
}

/* The error says which of the fields it is about. */
static gboolean
name_field (const DyrRecordType *type, guint field, GError **error)
{
  g_prefix_error (error, "%s: ", type->fields[field].name);
  return FALSE;
}

static const char *
find_country (const DyrRecordType *type, GArray *values, const DyrRow *row)
{
  int country = dyr_record_type_find (type, "country");

  for (guint i = 0; values != NULL && i < values->len; i++)
    if ((int) g_array_index (values, DyrFieldValue, i).field == country)
      return dyr_value_text (&g_array_index (values, DyrFieldValue, i).value);
  return country >= 0 && row != NULL ? dyr_value_text (&row->values[country]) : NULL;
}

static gboolean
parse_all (const DyrContext *context,
           DyrConnection *connection,
           const DyrRecordType *type,
           GArray *fields,
           const DyrRow *row,
           gboolean countries,
           GArray *values,
           GError **error)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const DyrCliField *field = &g_array_index (fields, DyrCliField, i);
      g_auto (DyrValue) value = DYR_VALUE_INIT;

      if ((type->fields[field->field].kind == DYR_KIND_COUNTRY) != countries)
        continue;
      if (!parse_field (context,
                        connection,
                        type,
                        field,
                        find_country (type, values, row),
                        FALSE,
                        &value,
                        error))
        return name_field (type, field->field, error);
      dyr_value_copy (&value, dyr_field_values_add (values, field->field));
    }
  return TRUE;
}

GArray *
dyr_cli_fields_parse (const DyrContext *context,
                      DyrConnection *connection,
                      const DyrRecordType *type,
                      GArray *fields,
                      const DyrRow *row,
                      GPtrArray *warnings,
                      GError **error)
{
  g_autoptr (GArray) values = dyr_field_values_new ();

  /* The country first: phones and codes are read by it. */
  if (!parse_all (context, connection, type, fields, row, TRUE, values, error)
      || !parse_all (context, connection, type, fields, row, FALSE, values, error))
    return NULL;
  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *one = &g_array_index (values, DyrFieldValue, i);
      g_autofree char *warning = dyr_context_warning (
          context, type, one->field, &one->value, find_country (type, values, row));

      if (warning != NULL)
        g_ptr_array_add (warnings,
                         g_strdup_printf ("%s: %s", type->fields[one->field].name, warning));
    }
  return g_steal_pointer (&values);
}

gboolean
dyr_cli_fields_where (const DyrContext *context,
                      DyrConnection *connection,
                      DyrQuery *query,
                      GArray *fields,
                      GError **error)
{
  const DyrRecordType *type = dyr_query_get_type_of (query);

  for (guint i = 0; i < fields->len; i++)
    {
      const DyrCliField *field = &g_array_index (fields, DyrCliField, i);
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      const DyrSet *set;

      if (!parse_field (context, connection, type, field, NULL, TRUE, &value, error))
        return name_field (type, field->field, error);
      set = dyr_value_set (&value);
      if (set == NULL)
        dyr_query_where (query, field->field, DYR_COMPARE_IS, &value);
      for (guint j = 0; set != NULL && j < set->n; j++)
        {
          g_auto (DyrValue) item = DYR_VALUE_INIT;

          dyr_value_set_text (&item, set->members[j].item);
          dyr_query_where (query, field->field, DYR_COMPARE_IS, &item);
        }
    }
  return TRUE;
}
