/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values of fields as attributes of EspoCRM: writing them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espo-values.h"

#include <string.h>

#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-espo-json.h"

static const DyrField *
get_field (const DyrEspoField *field, const DyrRemoteRecord *record)
{
  return &record->type->fields[field->field];
}

/* What EspoCRM calls a choice; one that we do not know goes as it came. */
static const char *
find_theirs (const DyrEspoField *field, const char *ours)
{
  for (guint i = 0; field->options != NULL && i < field->options->len; i++)
    {
      const DyrEspoOption *option = &g_array_index (field->options, DyrEspoOption, i);

      if (g_str_equal (option->ours, ours))
        return option->theirs;
    }

  return ours;
}

/* A number of JSON out of a scaled integer, without its zeros at the end: by no way through a
 * double. */
static char *
number_to_json (DyrKind kind, gint64 number)
{
  if (kind == DYR_KIND_MONEY)
    return dyr_decimal_to_short_text (number, DYR_DECIMAL_MONEY_SCALE);
  if (kind == DYR_KIND_QUANTITY)
    return dyr_decimal_to_short_text (number, DYR_DECIMAL_QUANTITY_SCALE);

  return dyr_decimal_to_text (number, 0);
}

static void
append_plain (GString *body, const DyrEspoField *field, const DyrRemoteRecord *record)
{
  const DyrValue *value = &record->values[field->field];
  gboolean yes_no = field->shape == DYR_ESPO_SHAPE_BOOL || field->shape == DYR_ESPO_SHAPE_FLAG;
  g_autofree char *text = NULL;

  if (value->form != DYR_VALUE_TEXT && value->form != DYR_VALUE_NUMBER)
    {
      g_string_append (body, yes_no ? "false" : "null");
      return;
    }

  if (yes_no)
    {
      g_string_append (body, value->number != 0 ? "true" : "false");
      return;
    }
  if (field->shape == DYR_ESPO_SHAPE_NUMBER)
    {
      text = number_to_json (get_field (field, record)->kind, value->number);
      g_string_append (body, text);
      return;
    }

  if (field->shape == DYR_ESPO_SHAPE_DECIMAL)
    text = number_to_json (get_field (field, record)->kind, value->number);
  else if (field->shape == DYR_ESPO_SHAPE_DATE)
    text = dyr_date_to_text (value->number);
  else if (field->shape == DYR_ESPO_SHAPE_DATETIME)
    text = dyr_espo_datetime_to_text (value->number);
  else
    text = g_strdup (find_theirs (field, value->text));
  dyr_espo_json_append_string (body, text);
}

/* The id in "Account/65f…", or all of it when it has no entity. */
static const char *
get_id (const char *remote_id)
{
  const char *slash = strchr (remote_id, '/');

  return slash != NULL ? slash + 1 : remote_id;
}

static void
append_text (GString *body, const char *name, const char *text)
{
  dyr_espo_json_append_name (body, name);
  if (text != NULL)
    dyr_espo_json_append_string (body, text);
  else
    g_string_append (body, "null");
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

  dyr_espo_json_append_name (body, field->attribute);
  g_string_append_c (body, '[');
  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      if (i > 0)
        g_string_append_c (body, ',');
      dyr_espo_json_append_string (body, get_id (((DyrRemoteLink *) links->pdata[i])->remote_id));
    }
  g_string_append_c (body, ']');
}

/* "Mobile, opt-out": a type of EspoCRM and the marks that an address has there. Others rely on them
 * (a person who wants no mail), so that they are part of what people see, and go back. */
static const char *const marks[] = { "opt-out", "invalid" };
static const char *const mark_names[] = { "optOut", "invalid" };

static char *
take_marks (const char *role, gboolean *marked)
{
  g_auto (GStrv) parts = g_strsplit (role != NULL ? role : "", ", ", -1);
  g_autoptr (GString) rest = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean is_mark = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (marks); j++)
        if (g_str_equal (parts[i], marks[j]))
          marked[j] = is_mark = TRUE;
      if (!is_mark)
        g_string_append_printf (rest, "%s%s", rest->len > 0 ? ", " : "", parts[i]);
    }

  return g_strdup (rest->str);
}

static void
append_address (GString *body, const DyrEspoField *field, const DyrMember *member, gboolean primary)
{
  gboolean marked[G_N_ELEMENTS (marks)] = { FALSE };
  g_autofree char *type = take_marks (member->role, marked);

  g_string_append_c (body, '{');
  dyr_espo_json_append_name (
      body, field->shape == DYR_ESPO_SHAPE_PHONES ? "phoneNumber" : "emailAddress");
  dyr_espo_json_append_string (body, member->item);
  dyr_espo_json_append_name (body, "primary");
  g_string_append (body, primary ? "true" : "false");
  if (field->shape == DYR_ESPO_SHAPE_PHONES && *type != '\0')
    {
      dyr_espo_json_append_name (body, "type");
      dyr_espo_json_append_string (body, find_theirs (field, type));
    }
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      dyr_espo_json_append_name (body, mark_names[i]);
      g_string_append (body, marked[i] ? "true" : "false");
    }
  g_string_append_c (body, '}');
}

static void
write_set (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  const DyrSet *set = dyr_value_set (&record->values[field->field]);

  dyr_espo_json_append_name (body, field->attribute);
  g_string_append_c (body, '[');
  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      if (i > 0)
        g_string_append_c (body, ',');
      if (field->shape == DYR_ESPO_SHAPE_ARRAY)
        dyr_espo_json_append_string (body, find_theirs (field, set->members[i].item));
      else
        append_address (body, field, &set->members[i], i == 0);
    }
  g_string_append_c (body, ']');
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

void
dyr_espo_field_each_attribute (const DyrEspoField *field, DyrEspoAttributeFunc func, gpointer data)
{
  const char *const others[] = { field->type, field->detail, field->all_day };
  const char *companion = NULL;

  g_return_if_fail (func != NULL);

  func (field->attribute, data);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (others[i] != NULL)
      func (others[i], data);

  if (field->shape == DYR_ESPO_SHAPE_LINK || field->shape == DYR_ESPO_SHAPE_PARENT)
    companion = "Name";
  else if (field->shape == DYR_ESPO_SHAPE_LINKS)
    companion = "Names";
  else if (field->stem != NULL)
    companion = "";
  if (companion != NULL)
    {
      g_autofree char *name = g_strconcat (field->stem, companion, NULL);

      func (name, data);
    }
}

void
dyr_espo_value_write (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body)
{
  g_return_if_fail (field != NULL);
  g_return_if_fail (record != NULL && field->field < record->type->n_fields);
  g_return_if_fail (body != NULL);

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
    case DYR_ESPO_SHAPE_ARRAY:
      write_set (field, record, body);
      if (field->detail != NULL)
        write_lines (field, field->detail, record, body);
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
      dyr_espo_json_append_name (body, field->attribute);
      append_plain (body, field, record);
      /* A moment, no longer a whole day. */
      if (field->all_day != NULL)
        append_text (body, field->all_day, NULL);
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
