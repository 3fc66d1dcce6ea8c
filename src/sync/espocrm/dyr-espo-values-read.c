/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values of fields as attributes of EspoCRM: reading them. Nothing is believed: what is not exactly
 * a value of its field was not told. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espo-values.h"

#include <string.h>

#include "dyr-date.h"
#include "dyr-decimal.h"
#include "dyr-json.h"
#include "dyr-text.h"

/* EspoCRM cuts texts of lists there without a sign. */
#define LIST_TEXT_LENGTH 10000

/* A double holds every whole number below it, and half of one beside. */
#define SAFE_DOUBLE 2251799813685248.0

typedef struct
{
  const DyrEspoMode *mode;
  const DyrEspoField *field;
  const DyrField *of;
  const DyrJson *object;
  gboolean from_list;
  DyrRemoteRecord *record;
} Reading;

static const DyrJson *
get_node (const Reading *reading)
{
  return dyr_json_get (reading->object, reading->field->attribute);
}

/* Another attribute of the same field of EspoCRM: "clientName" beside "clientId". */
static const DyrJson *
get_companion (const Reading *reading, const char *ending)
{
  g_autofree char *name = g_strconcat (reading->field->stem, ending, NULL);

  return dyr_json_get (reading->object, name);
}

/* Ours for what EspoCRM calls a choice. One that we do not know stays as it is, so that it goes
 * back like that; NULL when it would go back as another one. */
static const char *
find_ours (const DyrEspoField *field, const char *theirs)
{
  gboolean taken = FALSE;

  for (guint i = 0; field->options != NULL && i < field->options->len; i++)
    {
      const DyrEspoOption *option = &g_array_index (field->options, DyrEspoOption, i);

      if (g_str_equal (option->theirs, theirs))
        return option->ours;
      taken = taken || g_str_equal (option->ours, theirs);
    }
  for (guint i = 0; field->aliases != NULL && i < field->aliases->len; i++)
    {
      const DyrEspoOption *alias = &g_array_index (field->aliases, DyrEspoOption, i);

      if (g_str_equal (alias->theirs, theirs))
        return alias->ours;
    }

  return taken ? NULL : theirs;
}

static guint
scale_of (DyrKind kind)
{
  if (kind == DYR_KIND_MONEY)
    return DYR_DECIMAL_MONEY_SCALE;

  return kind == DYR_KIND_QUANTITY ? DYR_DECIMAL_QUANTITY_SCALE : 0;
}

/* A number with more digits than ours has is rounded; one that is to be whole is not. EspoCRM
 * writes the shortest text of its double: times a hundred, the nearest whole number is exactly what
 * that text says as long as the doubles there lie closer than a half. */
static gboolean
number_from_double (double number, guint scale, gint64 *result)
{
  static const double factors[] = { 1.0, 10.0, 100.0, 1000.0 };
  double scaled = number * factors[scale], rest;

  if (!(scaled > -SAFE_DOUBLE && scaled < SAFE_DOUBLE))
    return FALSE;
  *result = (gint64) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  rest = scaled - (double) *result;

  return scale > 0 || (rest > -1e-9 && rest < 1e-9);
}

static gboolean
number_from_text (const char *text, guint scale, gint64 *result)
{
  gsize before = strspn (text, "-0123456789");
  const char *fraction = text[before] == '.' ? text + before + 1 : text + before;
  gsize after = strspn (fraction, "0123456789");
  g_autofree char *kept = NULL;

  if (fraction[after] != '\0')
    return FALSE;
  kept = after > scale && scale == 0
             ? g_strndup (text, before)
             : g_strndup (text, (gsize) (fraction - text) + MIN (after, scale));
  if (!dyr_decimal_parse_canonical (kept, (int) scale, result))
    return FALSE;
  if (after > scale && fraction[scale] >= '5')
    *result += *text == '-' ? -1 : 1;

  return TRUE;
}

static gboolean
number_from_json (const DyrJson *node, guint scale, gint64 *result)
{
  const char *text = dyr_json_as_text (node);
  gint64 factor = scale == 2 ? 100 : scale == 3 ? 1000 : 1;

  if (text != NULL)
    return number_from_text (text, scale, result);
  if (dyr_json_kind (node) == DYR_JSON_REAL)
    return number_from_double (dyr_json_real (node), scale, result);

  return dyr_json_kind (node) == DYR_JSON_NUMBER
         && !__builtin_mul_overflow (dyr_json_number (node), factor, result);
}

static gboolean
read_number (const Reading *reading, const DyrJson *node, DyrValue *value)
{
  gint64 number = 0;
  const char *text = dyr_json_as_text (node);
  gboolean is_value;

  if (reading->field->shape == DYR_ESPO_SHAPE_BOOL || reading->field->shape == DYR_ESPO_SHAPE_FLAG)
    {
      is_value = dyr_json_kind (node) == DYR_JSON_BOOLEAN;
      number = dyr_json_is_true (node);
      if (is_value && number == 0 && reading->field->shape == DYR_ESPO_SHAPE_FLAG)
        return TRUE;
    }
  else if (reading->field->shape == DYR_ESPO_SHAPE_DATE)
    is_value = text != NULL && dyr_date_parse_iso (text, &number);
  else if (reading->field->shape == DYR_ESPO_SHAPE_DATETIME)
    is_value = text != NULL && dyr_espo_datetime_parse (text, &number);
  else
    is_value = number_from_json (node, scale_of (reading->of->kind), &number);
  if (is_value)
    dyr_value_set_number (value, number);

  return is_value;
}

static gboolean
may_be_cut (const char *text)
{
  return strnlen (text, LIST_TEXT_LENGTH) == LIST_TEXT_LENGTH
         && g_utf8_strlen (text, -1) >= LIST_TEXT_LENGTH;
}

static gboolean
read_choice (const Reading *reading, const char *text, DyrValue *value)
{
  const char *ours = find_ours (reading->field, text);

  if (ours == NULL)
    return FALSE;
  if (*ours == '\0')
    {
      dyr_value_set_text (value, reading->field->missing);
      return TRUE;
    }
  if (reading->of->kind != DYR_KIND_YES_NO)
    {
      dyr_value_set_text (value, ours);
      return TRUE;
    }
  if (!g_str_equal (ours, "0") && !g_str_equal (ours, "1"))
    return FALSE;
  dyr_value_set_number (value, *ours == '1');

  return TRUE;
}

static gboolean
read_text (const Reading *reading, const DyrJson *node, DyrValue *value)
{
  const char *text = dyr_json_as_text (node);

  if (text == NULL)
    return FALSE;
  if (reading->field->shape == DYR_ESPO_SHAPE_ENUM)
    return read_choice (reading, text, value);
  if (reading->from_list && may_be_cut (text))
    return FALSE;

  dyr_value_take_text (value,
                       reading->of->kind == DYR_KIND_LONG_TEXT ? dyr_text_clean_lines (text, -1)
                                                               : dyr_text_clean (text, -1));

  return TRUE;
}

static gboolean
read_plain (const Reading *reading, DyrValue *value)
{
  const DyrJson *node = get_node (reading);

  if (node == NULL)
    return FALSE;
  if (dyr_json_is_null (node))
    return reading->field->shape != DYR_ESPO_SHAPE_ENUM || read_choice (reading, "", value);
  if (reading->field->shape == DYR_ESPO_SHAPE_TEXT || reading->field->shape == DYR_ESPO_SHAPE_ENUM)
    return read_text (reading, node, value);

  return read_number (reading, node, value);
}

static gboolean
add_link (const Reading *reading, const DyrEspoEntity *target, const char *id, const char *name)
{
  g_autofree char *remote_id = NULL;

  if (target == NULL || id == NULL || !dyr_espo_is_id (id))
    return FALSE;
  remote_id = g_strconcat (target->entity, "/", id, NULL);
  dyr_remote_record_add_link (
      reading->record, reading->field->field, target->type, remote_id, name);

  return TRUE;
}

static gboolean
read_link (const Reading *reading)
{
  const DyrJson *id = get_node (reading);
  const char *name = dyr_json_as_text (get_companion (reading, "Name"));
  const char *entity = NULL;

  if (id == NULL)
    return FALSE;
  if (dyr_json_is_null (id))
    return TRUE;
  if (reading->field->shape == DYR_ESPO_SHAPE_PARENT)
    {
      entity = dyr_json_get_text (reading->object, reading->field->type);
      if (entity == NULL)
        return FALSE;
    }

  return add_link (reading,
                   dyr_espo_mode_find (reading->mode, reading->of->target, entity),
                   dyr_json_as_text (id),
                   name);
}

/* The text of an attribute, "" when it has none; NULL: not told, or perhaps cut. */
static const char *
get_detail (const Reading *reading)
{
  const DyrJson *node = dyr_json_get (reading->object, reading->field->detail);
  const char *text = dyr_json_as_text (node);

  if (node != NULL && dyr_json_is_null (node))
    return "";

  return text != NULL && !(reading->from_list && may_be_cut (text)) ? text : NULL;
}

static gboolean
has_text (const DyrJson *array, const char *text)
{
  for (const DyrJson *item = dyr_json_first (array); item != NULL;
       item = dyr_json_next (array, item))
    if (g_strcmp0 (dyr_json_as_text (item), text) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
add_named_link (const Reading *reading, const DyrEspoEntity *target, const char *id)
{
  const DyrJson *names = dyr_json_as_object (get_companion (reading, "Names"));

  return add_link (
      reading, target, id, names != NULL && id != NULL ? dyr_json_get_text (names, id) : NULL);
}

/* First in our order, then what somebody added in the CRM. */
static gboolean
read_links (const Reading *reading)
{
  const DyrEspoEntity *target = dyr_espo_mode_find (reading->mode, reading->of->target, NULL);
  const DyrJson *ids = dyr_json_as_array (get_node (reading));
  const char *detail = reading->field->detail != NULL ? get_detail (reading) : "";
  g_auto (GStrv) ours = NULL;

  if (ids == NULL || detail == NULL)
    return FALSE;
  ours = g_strsplit (detail, "\n", -1);
  for (guint i = 0; ours[i] != NULL; i++)
    if (has_text (ids, ours[i]) && !add_named_link (reading, target, ours[i]))
      return FALSE;
  for (const DyrJson *item = dyr_json_first (ids); item != NULL; item = dyr_json_next (ids, item))
    {
      const char *id = dyr_json_as_text (item);

      if ((id == NULL || !g_strv_contains ((const char *const *) ours, id))
          && !add_named_link (reading, target, id))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_flag (const DyrJson *object, const char *name)
{
  return dyr_json_is_true (dyr_json_get (object, name));
}

/* The addresses of EspoCRM, the main one first; NULL when they were not told. */
static GPtrArray *
read_rows (const Reading *reading)
{
  const DyrJson *rows = dyr_json_as_array (get_node (reading));
  const DyrJson *main_address = get_companion (reading, "");
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();

  /* Lists have no data; but without a main address there is none. */
  if (get_node (reading) == NULL && main_address != NULL && dyr_json_is_null (main_address))
    return g_steal_pointer (&addresses);
  if (rows == NULL)
    return NULL;

  for (const DyrJson *row = dyr_json_first (rows); row != NULL; row = dyr_json_next (rows, row))
    {
      const char *address = dyr_json_get_text (row, dyr_espo_address_name (reading->field));

      if (address == NULL)
        return NULL;
      g_ptr_array_insert (addresses, has_flag (row, "primary") ? 0 : -1, (gpointer) address);
    }

  return g_steal_pointer (&addresses);
}

/* The place of an address among others; -1: it is not there. */
static int
find_address (const Reading *reading, GPtrArray *addresses, const char *address)
{
  for (guint i = 0; i < addresses->len; i++)
    if (dyr_espo_address_equal (reading->field, addresses->pdata[i], address))
      return (int) i;

  return -1;
}

/* Ours, in our order, with our roles and spelling, as far as nobody took them away in the CRM; then
 * what somebody added there. */
static gboolean
read_addresses (const Reading *reading, DyrSetBuilder *set)
{
  g_autoptr (GPtrArray) theirs = read_rows (reading);
  const char *detail = reading->field->detail != NULL ? get_detail (reading) : "";
  g_auto (DyrValue) ours = DYR_VALUE_INIT;
  const DyrSet *kept;

  if (theirs == NULL || detail == NULL || !dyr_field_from_text (reading->of, detail, &ours, NULL))
    return FALSE;

  kept = dyr_value_set (&ours);
  for (guint i = 0; kept != NULL && i < kept->n; i++)
    {
      const char *item = kept->members[i].item;
      int at = find_address (reading, theirs, item);

      if (at >= 0)
        g_ptr_array_remove_index (theirs, (guint) at);
      if (at >= 0 || !dyr_espo_address_is_holdable (reading->field, item))
        dyr_set_builder_add (set, item, kept->members[i].role, NULL);
    }
  for (guint i = 0; i < theirs->len; i++)
    dyr_set_builder_add (set, theirs->pdata[i], NULL, NULL);

  return TRUE;
}

static gboolean
add_item (const Reading *reading, const DyrJson *node, DyrSetBuilder *set)
{
  const char *text = dyr_json_as_text (node);
  const char *item = text != NULL ? find_ours (reading->field, text) : NULL;

  if (item == NULL
      || (reading->of->items == DYR_KIND_MOVE && !dyr_move_from_text (item, NULL, NULL)))
    return FALSE;
  dyr_set_builder_add (set, item, NULL, NULL);

  return TRUE;
}

static gboolean
read_items (const Reading *reading, DyrSetBuilder *set)
{
  const DyrJson *node = get_node (reading);
  const DyrJson *items = dyr_json_as_array (node);

  if (node != NULL && dyr_json_is_null (node))
    return TRUE;
  if (items == NULL)
    return FALSE;
  for (const DyrJson *item = dyr_json_first (items); item != NULL;
       item = dyr_json_next (items, item))
    if (!add_item (reading, item, set))
      return FALSE;

  return TRUE;
}

static gboolean
read_lines (const Reading *reading, DyrValue *value)
{
  const DyrJson *node = get_node (reading);
  const char *text = dyr_json_as_text (node);

  if (node != NULL && dyr_json_is_null (node))
    return TRUE;

  return text != NULL && !(reading->from_list && may_be_cut (text))
         && dyr_field_from_text (reading->of, text, value, NULL);
}

static gboolean
read_set (const Reading *reading, DyrValue *value)
{
  g_autoptr (DyrSetBuilder) set = dyr_set_builder_new ();
  gboolean addresses = reading->field->shape == DYR_ESPO_SHAPE_EMAILS
                       || reading->field->shape == DYR_ESPO_SHAPE_PHONES;

  if (addresses ? !read_addresses (reading, set) : !read_items (reading, set))
    return FALSE;
  dyr_value_take_set (value, dyr_set_builder_end (set));

  return TRUE;
}

static gboolean
read_value (const Reading *reading, DyrValue *value)
{
  switch (reading->field->shape)
    {
    case DYR_ESPO_SHAPE_LINK:
    case DYR_ESPO_SHAPE_PARENT:
      return read_link (reading);
    case DYR_ESPO_SHAPE_LINKS:
      return read_links (reading);
    case DYR_ESPO_SHAPE_EMAILS:
    case DYR_ESPO_SHAPE_PHONES:
    case DYR_ESPO_SHAPE_ARRAY:
      return read_set (reading, value);
    case DYR_ESPO_SHAPE_LINES:
      return read_lines (reading, value);
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
      return read_plain (reading, value);
    }
}

/* Whether the attribute is at least of the sort that EspoCRM writes. */
static gboolean
is_of_sort (const Reading *reading, const DyrJson *node)
{
  const DyrJsonKind kind = dyr_json_kind (node);

  switch (reading->field->shape)
    {
    case DYR_ESPO_SHAPE_LINKS:
    case DYR_ESPO_SHAPE_EMAILS:
    case DYR_ESPO_SHAPE_PHONES:
    case DYR_ESPO_SHAPE_ARRAY:
      return kind == DYR_JSON_ARRAY;
    case DYR_ESPO_SHAPE_NUMBER:
      return kind == DYR_JSON_NUMBER || kind == DYR_JSON_REAL;
    case DYR_ESPO_SHAPE_BOOL:
    case DYR_ESPO_SHAPE_FLAG:
      return FALSE;
    case DYR_ESPO_SHAPE_TEXT:
    case DYR_ESPO_SHAPE_DECIMAL:
    case DYR_ESPO_SHAPE_DATE:
    case DYR_ESPO_SHAPE_DATETIME:
    case DYR_ESPO_SHAPE_ENUM:
    case DYR_ESPO_SHAPE_LINK:
    case DYR_ESPO_SHAPE_PARENT:
    case DYR_ESPO_SHAPE_LINES:
    case DYR_ESPO_N_SHAPES:
    default:
      return kind == DYR_JSON_TEXT;
    }
}

static DyrEspoTold
why_not (const Reading *reading)
{
  const DyrJson *node = get_node (reading);
  const char *text = dyr_json_as_text (node);

  if (node == NULL || (reading->from_list && text != NULL && may_be_cut (text))
      || (reading->field->detail != NULL && get_detail (reading) == NULL)
      || (reading->field->type != NULL && !dyr_json_has (reading->object, reading->field->type)))
    return DYR_ESPO_NOT_TOLD;

  return dyr_json_is_null (node) || is_of_sort (reading, node) ? DYR_ESPO_STRANGE
                                                               : DYR_ESPO_DAMAGED;
}

DyrEspoTold
dyr_espo_value_read (const DyrEspoMode *mode,
                     const DyrEspoField *field,
                     const DyrJson *object,
                     gboolean from_list,
                     DyrRemoteRecord *record)
{
  Reading reading = { mode, field, NULL, object, from_list, record };
  DyrValue *value;

  g_return_val_if_fail (mode != NULL, DYR_ESPO_NOT_TOLD);
  g_return_val_if_fail (field != NULL, DYR_ESPO_NOT_TOLD);
  g_return_val_if_fail (object != NULL, DYR_ESPO_NOT_TOLD);
  g_return_val_if_fail (record != NULL && field->field < record->type->n_fields, DYR_ESPO_NOT_TOLD);

  reading.of = &record->type->fields[field->field];
  value = &record->values[field->field];
  if (read_value (&reading, value)
      && dyr_record_type_check (record->type, field->field, value, NULL))
    return DYR_ESPO_TOLD;

  dyr_value_clear (value);
  g_clear_pointer (&record->links[field->field], g_ptr_array_unref);

  return why_not (&reading);
}

static const char *const row_extras[] = { "type", "optOut", "invalid" };

/* Appends a row that EspoCRM knows more of; TRUE: it did. */
static gboolean
append_row (GString *rows, const DyrEspoField *field, const DyrJson *row)
{
  const char *address = dyr_json_get_text (row, dyr_espo_address_name (field));
  g_autoptr (GString) extras = g_string_new ("{");

  if (address == NULL)
    return FALSE;
  dyr_json_append_name (extras, dyr_espo_address_name (field));
  dyr_json_append_string (extras, address);
  if (dyr_json_get_text (row, row_extras[0]) == NULL && !has_flag (row, row_extras[1])
      && !has_flag (row, row_extras[2]))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (row_extras); i++)
    {
      const char *text = dyr_json_get_text (row, row_extras[i]);

      if (text == NULL && !has_flag (row, row_extras[i]))
        continue;
      dyr_json_append_name (extras, row_extras[i]);
      if (text != NULL)
        dyr_json_append_string (extras, text);
      else
        g_string_append (extras, "true");
    }
  g_string_append_printf (rows, "%s%s}", rows->len > 1 ? "," : "", extras->str);

  return TRUE;
}

char *
dyr_espo_extra_read (const DyrEspoEntity *entity, const DyrJson *object)
{
  g_autoptr (GString) extra = g_string_new ("{");

  g_return_val_if_fail (entity != NULL, NULL);
  g_return_val_if_fail (object != NULL, NULL);

  for (guint i = 0; i < entity->fields->len; i++)
    {
      const DyrEspoField *field = &g_array_index (entity->fields, DyrEspoField, i);
      const DyrJson *rows = dyr_json_get_array (object, field->attribute);
      g_autoptr (GString) text = g_string_new ("[");
      gboolean any = FALSE;

      if (rows == NULL
          || (field->shape != DYR_ESPO_SHAPE_EMAILS && field->shape != DYR_ESPO_SHAPE_PHONES))
        continue;
      for (const DyrJson *row = dyr_json_first (rows); row != NULL; row = dyr_json_next (rows, row))
        any = append_row (text, field, row) || any;
      if (!any)
        continue;
      dyr_json_append_name (extra, field->attribute);
      g_string_append_printf (extra, "%s]", text->str);
    }
  g_string_append_c (extra, '}');

  return extra->len > 2 ? g_strdup (extra->str) : NULL;
}
