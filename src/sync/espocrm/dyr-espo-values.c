/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values of fields as attributes of EspoCRM: writing them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espo-values.h"

#include <string.h>

#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-json.h"

/* What a row of an address has beyond the address and which one is the main. */
static const char *const row_extras[] = { "type", "optOut", "invalid" };

static const DyrField *
get_field (const DyrEspoField *field, const DyrRemoteRecord *record)
{
  return &record->type->fields[field->field];
}

/* What EspoCRM calls a choice; NULL: nothing. One that we do not know goes as it came. */
static const char *
find_theirs (const DyrEspoField *field, const DyrField *of, const char *ours)
{
  for (guint i = 0; field->options != NULL && i < field->options->len; i++)
    {
      const DyrEspoOption *option = &g_array_index (field->options, DyrEspoOption, i);

      if (g_str_equal (option->ours, ours))
        return option->theirs;
    }

  for (guint i = 0; field->nearest != NULL && i < field->nearest->len; i++)
    {
      const DyrEspoOption *option = &g_array_index (field->nearest, DyrEspoOption, i);

      if (g_str_equal (option->ours, ours))
        return option->theirs;
    }

  return field->options == NULL || dyr_field_find_choice (of, ours) == NULL ? ours : NULL;
}

static const char *
find_option (const DyrEspoField *field, const DyrRemoteRecord *record)
{
  const DyrValue *value = &record->values[field->field];

  /* Yes and no as options. */
  if (value->form == DYR_VALUE_NUMBER)
    return find_theirs (field, get_field (field, record), value->number != 0 ? "1" : "0");

  return find_theirs (field, get_field (field, record), value->text);
}

gboolean
dyr_espo_value_is_empty (const DyrRemoteRecord *record, guint field)
{
  g_return_val_if_fail (record != NULL && field < record->type->n_fields, TRUE);

  return record->values[field].form == DYR_VALUE_NONE
         && (record->links[field] == NULL || record->links[field]->len == 0);
}

gboolean
dyr_espo_value_is_holdable (const DyrEspoField *field, const DyrRemoteRecord *record)
{
  g_return_val_if_fail (field != NULL, FALSE);
  g_return_val_if_fail (record != NULL && field->field < record->type->n_fields, FALSE);

  if (field->needs > 0 && (record->known >> (field->needs - 1) & 1) != 0
      && dyr_espo_value_is_empty (record, field->needs - 1))
    return FALSE;

  return field->shape != DYR_ESPO_SHAPE_ENUM || dyr_espo_value_is_empty (record, field->field)
         || find_option (field, record) != NULL;
}

/* A number of JSON out of a scaled integer, without its zeros at the end: by no way through a
 * double. */
static char *
number_to_text (DyrKind kind, gint64 number)
{
  if (kind == DYR_KIND_MONEY)
    return dyr_decimal_to_short_text (number, DYR_DECIMAL_MONEY_SCALE);
  if (kind == DYR_KIND_QUANTITY)
    return dyr_decimal_to_short_text (number, DYR_DECIMAL_QUANTITY_SCALE);

  return dyr_decimal_to_text (number, 0);
}

static void
append_text (GString *body, const char *name, const char *text)
{
  dyr_json_append_name (body, name);
  if (text != NULL)
    dyr_json_append_string (body, text);
  else
    g_string_append (body, "null");
}

static void
write_yes_no (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  dyr_json_append_name (body, field->attribute);
  g_string_append (body,
                   dyr_value_number (&record->values[field->field], 0) != 0 ? "true" : "false");
}

static void
write_number (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  const DyrValue *value = &record->values[field->field];
  g_autofree char *text = number_to_text (get_field (field, record)->kind, value->number);

  dyr_json_append_name (body, field->attribute);
  g_string_append (body, text);
}

static void
write_text (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  const DyrValue *value = &record->values[field->field];
  g_autofree char *text = NULL;

  if (field->shape == DYR_ESPO_SHAPE_DECIMAL)
    text = number_to_text (get_field (field, record)->kind, value->number);
  else if (field->shape == DYR_ESPO_SHAPE_DATE)
    text = dyr_date_to_text (value->number);
  else if (field->shape == DYR_ESPO_SHAPE_DATETIME)
    text = dyr_espo_datetime_to_text (value->number);
  else if (field->shape == DYR_ESPO_SHAPE_ENUM)
    text = g_strdup (find_option (field, record));
  else
    text = g_strdup (value->text);
  append_text (body, field->attribute, text);
}

/* The id in "Account/65f…". */
static const char *
get_id (const char *remote_id)
{
  const char *slash = strchr (remote_id, '/');

  return slash != NULL ? slash + 1 : remote_id;
}

static void
write_link (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  const GPtrArray *links = record->links[field->field];
  const DyrRemoteLink *link = links != NULL && links->len > 0 ? links->pdata[0] : NULL;
  const char *type = field->write != NULL ? field->write_type : field->type;

  append_text (body,
               field->write != NULL ? field->write : field->attribute,
               link != NULL ? get_id (link->remote_id) : NULL);
  if (type != NULL)
    {
      g_autofree char *entity
          = link != NULL ? g_strndup (link->remote_id, strcspn (link->remote_id, "/")) : NULL;

      append_text (body, type, entity);
    }
}

static void
write_links (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  const GPtrArray *links = record->links[field->field];
  g_autoptr (GString) detail = g_string_new (NULL);

  dyr_json_append_name (body, field->attribute);
  g_string_append_c (body, '[');
  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const char *id = get_id (((DyrRemoteLink *) links->pdata[i])->remote_id);

      g_string_append (body, i > 0 ? "," : "");
      dyr_json_append_string (body, id);
      g_string_append_printf (detail, "%s%s", i > 0 ? "\n" : "", id);
    }
  g_string_append_c (body, ']');
  if (field->detail != NULL)
    append_text (body, field->detail, detail->len > 0 ? detail->str : NULL);
}

const char *
dyr_espo_address_name (const DyrEspoField *field)
{
  return field->shape == DYR_ESPO_SHAPE_PHONES ? "phoneNumber" : "emailAddress";
}

/* EspoCRM takes international numbers only. */
gboolean
dyr_espo_address_is_holdable (const DyrEspoField *field, const char *item)
{
  return field->shape != DYR_ESPO_SHAPE_PHONES || *item == '+';
}

gboolean
dyr_espo_address_equal (const DyrEspoField *field, const char *a, const char *b)
{
  g_autofree char *folded_a = NULL, *folded_b = NULL;

  if (field->shape != DYR_ESPO_SHAPE_EMAILS)
    return g_str_equal (a, b);
  folded_a = g_utf8_casefold (a, -1);
  folded_b = g_utf8_casefold (b, -1);

  return g_str_equal (folded_a, folded_b);
}

/* The row that the address had when it was read; NULL: it is new. */
static const DyrJson *
find_row (const DyrEspoField *field, const DyrJson *extra, const char *item)
{
  const DyrJson *rows = dyr_json_get_array (extra, field->attribute);

  for (const DyrJson *row = dyr_json_first (rows); row != NULL; row = dyr_json_next (rows, row))
    {
      const char *other = dyr_json_get_text (row, dyr_espo_address_name (field));

      if (other != NULL && dyr_espo_address_equal (field, other, item))
        return row;
    }

  return NULL;
}

static void
append_address (GString *body,
                const DyrEspoField *field,
                const DyrJson *extra,
                const char *item,
                gboolean primary)
{
  const DyrJson *row = find_row (field, extra, item);

  g_string_append_c (body, '{');
  append_text (body, dyr_espo_address_name (field), item);
  dyr_json_append_name (body, "primary");
  g_string_append (body, primary ? "true" : "false");
  for (guint i = 0; row != NULL && i < G_N_ELEMENTS (row_extras); i++)
    if (dyr_json_has (row, row_extras[i]))
      {
        g_autofree char *json = dyr_json_write (dyr_json_get (row, row_extras[i]));

        dyr_json_append_name (body, row_extras[i]);
        g_string_append (body, json);
      }
  g_string_append_c (body, '}');
}

static void
write_lines (const DyrEspoField *field,
             const char *attribute,
             const DyrRemoteRecord *record,
             GString *body)
{
  g_autofree char *text
      = dyr_field_to_text (get_field (field, record), &record->values[field->field]);

  append_text (body, attribute, text);
}

static void
write_addresses (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  const DyrSet *set = dyr_value_set (&record->values[field->field]);
  g_autoptr (DyrJson) extra = NULL;
  gboolean first = TRUE;

  if (record->extra != NULL)
    dyr_json_parse (record->extra, strlen (record->extra), &extra);
  dyr_json_append_name (body, field->attribute);
  g_string_append_c (body, '[');
  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      const char *item = set->members[i].item;

      if (!dyr_espo_address_is_holdable (field, item))
        continue;
      g_string_append (body, first ? "" : ",");
      append_address (body, field, dyr_json_as_object (extra), item, first);
      first = FALSE;
    }
  g_string_append_c (body, ']');
  if (field->detail != NULL)
    write_lines (field, field->detail, record, body);
}

static void
write_array (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  const DyrSet *set = dyr_value_set (&record->values[field->field]);

  dyr_json_append_name (body, field->attribute);
  g_string_append_c (body, '[');
  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      const char *item = find_theirs (field, get_field (field, record), set->members[i].item);

      g_string_append (body, i > 0 ? "," : "");
      dyr_json_append_string (body, item != NULL ? item : set->members[i].item);
    }
  g_string_append_c (body, ']');
}

static void
write_plain (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  if (field->shape == DYR_ESPO_SHAPE_BOOL || field->shape == DYR_ESPO_SHAPE_FLAG)
    write_yes_no (field, record, body);
  else if (dyr_espo_value_is_empty (record, field->field))
    append_text (body, field->attribute, NULL);
  else if (field->shape == DYR_ESPO_SHAPE_NUMBER)
    write_number (field, record, body);
  else
    write_text (field, record, body);
}

static void
write_value (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  switch (field->shape)
    {
    case DYR_ESPO_SHAPE_LINK:
    case DYR_ESPO_SHAPE_PARENT:
      write_link (field, record, body);
      return;
    case DYR_ESPO_SHAPE_LINKS:
      write_links (field, record, body);
      return;
    case DYR_ESPO_SHAPE_EMAILS:
    case DYR_ESPO_SHAPE_PHONES:
      write_addresses (field, record, body);
      return;
    case DYR_ESPO_SHAPE_ARRAY:
      write_array (field, record, body);
      return;
    case DYR_ESPO_SHAPE_LINES:
      write_lines (field, field->attribute, record, body);
      return;
    case DYR_ESPO_SHAPE_TEXT:
    case DYR_ESPO_SHAPE_BOOL:
    case DYR_ESPO_SHAPE_FLAG:
    case DYR_ESPO_SHAPE_NUMBER:
    case DYR_ESPO_SHAPE_DECIMAL:
    case DYR_ESPO_SHAPE_DATE:
    case DYR_ESPO_SHAPE_DATETIME:
    case DYR_ESPO_SHAPE_ENUM:
    case DYR_ESPO_N_SHAPES:
    default:
      write_plain (field, record, body);
    }
}

/* Quotes inside of texts have a backslash before them. */
static gboolean
has_name (const GString *body, const char *name)
{
  g_autofree char *quoted = g_strconcat ("\"", name, "\":", NULL);

  return strstr (body->str, quoted) != NULL;
}

void
dyr_espo_value_write (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  g_return_if_fail (field != NULL);
  g_return_if_fail (record != NULL && field->field < record->type->n_fields);
  g_return_if_fail (body != NULL);

  write_value (field, record, body);
  for (guint i = 0; field->along != NULL && i < field->along->len; i++)
    {
      const DyrEspoFixed *along = &g_array_index (field->along, DyrEspoFixed, i);

      if (has_name (body, along->attribute))
        continue;
      dyr_json_append_name (body, along->attribute);
      g_string_append (body, along->json);
    }
  if (field->clears != NULL && dyr_espo_value_is_empty (record, field->field))
    {
      dyr_json_append_name (body, field->clears);
      g_string_append (body, "[]");
    }
}

void
dyr_espo_field_each_attribute (const DyrEspoField *field, DyrEspoAttributeFunc func, gpointer data)
{
  const char *companion = NULL;

  g_return_if_fail (field != NULL);
  g_return_if_fail (func != NULL);

  func (field->attribute, data);
  if (field->type != NULL)
    func (field->type, data);
  if (field->detail != NULL)
    func (field->detail, data);

  if (field->shape == DYR_ESPO_SHAPE_LINK || field->shape == DYR_ESPO_SHAPE_PARENT)
    companion = "Name";
  else if (field->shape == DYR_ESPO_SHAPE_LINKS)
    companion = "Names";
  else if (field->shape == DYR_ESPO_SHAPE_EMAILS || field->shape == DYR_ESPO_SHAPE_PHONES)
    companion = "";
  if (companion != NULL)
    {
      g_autofree char *name = g_strconcat (field->stem, companion, NULL);

      func (name, data);
    }
}

char *
dyr_espo_datetime_to_text (gint64 instant)
{
  char *text = dyr_instant_to_text (instant);

  /* 2026-11-24T09:00:00Z */
  text[10] = ' ';
  text[19] = '\0';

  return text;
}

gboolean
dyr_espo_datetime_parse (const char *text, gint64 *instant)
{
  g_autofree char *iso = NULL;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (instant != NULL, FALSE);

  if (strnlen (text, 20) != 19 || text[10] != ' ')
    return FALSE;
  iso = g_strconcat (text, "Z", NULL);
  iso[10] = 'T';

  return dyr_instant_parse_iso (iso, instant);
}
