/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Reading how a field is kept in EspoCRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espo-mapping-private.h"

#include <string.h>

#include "dyr-json.h"

/* A day: longer ends are no meetings. */
#define MAX_MINUTES 1440

/* clang-format off */
static const char *const shape_names[DYR_ESPO_N_SHAPES] = {
  [DYR_ESPO_SHAPE_TEXT] = "text",
  [DYR_ESPO_SHAPE_BOOL] = "bool",
  [DYR_ESPO_SHAPE_FLAG] = "flag",
  [DYR_ESPO_SHAPE_NUMBER] = "number",
  [DYR_ESPO_SHAPE_DECIMAL] = "decimal",
  [DYR_ESPO_SHAPE_DATE] = "date",
  [DYR_ESPO_SHAPE_DATETIME] = "datetime",
  [DYR_ESPO_SHAPE_ENUM] = "enum",
  [DYR_ESPO_SHAPE_LINK] = "link",
  [DYR_ESPO_SHAPE_PARENT] = "parent",
  [DYR_ESPO_SHAPE_LINKS] = "links",
  [DYR_ESPO_SHAPE_EMAILS] = "emails",
  [DYR_ESPO_SHAPE_PHONES] = "phones",
  [DYR_ESPO_SHAPE_ARRAY] = "array",
  [DYR_ESPO_SHAPE_LINES] = "lines",
};

/* How the attribute of a shape ends; its companions have the same stem. */
static const char *const endings[DYR_ESPO_N_SHAPES] = {
  [DYR_ESPO_SHAPE_LINK] = "Id",
  [DYR_ESPO_SHAPE_PARENT] = "Id",
  [DYR_ESPO_SHAPE_LINKS] = "Ids",
  [DYR_ESPO_SHAPE_EMAILS] = "Data",
  [DYR_ESPO_SHAPE_PHONES] = "Data",
};
/* clang-format on */

static void
clear_option (gpointer data)
{
  DyrEspoOption *option = data;

  g_free (option->ours);
  g_free (option->theirs);
}

static GArray *
new_options (void)
{
  GArray *options = g_array_new (FALSE, FALSE, sizeof (DyrEspoOption));

  g_array_set_clear_func (options, clear_option);

  return options;
}

static void
add_option (GArray *options, const char *ours, const char *theirs)
{
  DyrEspoOption option = { g_strdup (ours), g_strdup (theirs) };

  g_array_append_val (options, option);
}

void
dyr_espo_field_clear (gpointer data)
{
  DyrEspoField *field = data;

  g_clear_pointer (&field->options, g_array_unref);
  g_clear_pointer (&field->aliases, g_array_unref);
  g_clear_pointer (&field->nearest, g_array_unref);
  g_clear_pointer (&field->along, g_array_unref);
  g_free (field->attribute);
  g_free (field->stem);
  g_free (field->missing);
  g_free (field->detail);
  g_free (field->type);
  g_free (field->write);
  g_free (field->write_type);
  g_free (field->clears);
  g_free (field->end);
}

static DyrEspoShape
usual_shape_of_set (const DyrField *field)
{
  if (field->items == DYR_KIND_LINK)
    return DYR_ESPO_SHAPE_LINKS;
  if (field->items == DYR_KIND_EMAIL)
    return DYR_ESPO_SHAPE_EMAILS;

  return field->items == DYR_KIND_PHONE ? DYR_ESPO_SHAPE_PHONES : DYR_ESPO_SHAPE_ARRAY;
}

/* The shape that a field has when the file does not say. */
static DyrEspoShape
usual_shape (const DyrField *field)
{
  switch (field->kind)
    {
    case DYR_KIND_YES_NO:
      return DYR_ESPO_SHAPE_BOOL;
    case DYR_KIND_COUNT:
    case DYR_KIND_QUANTITY:
    case DYR_KIND_MONEY:
      return DYR_ESPO_SHAPE_NUMBER;
    case DYR_KIND_DATE:
      return DYR_ESPO_SHAPE_DATE;
    case DYR_KIND_INSTANT:
      return DYR_ESPO_SHAPE_DATETIME;
    case DYR_KIND_CHOICE:
      return DYR_ESPO_SHAPE_ENUM;
    case DYR_KIND_LINK:
      return field->target != NULL ? DYR_ESPO_SHAPE_LINK : DYR_ESPO_SHAPE_PARENT;
    case DYR_KIND_SET:
      return usual_shape_of_set (field);
    case DYR_KIND_TEXT:
    case DYR_KIND_LONG_TEXT:
    case DYR_KIND_CODE:
    case DYR_KIND_PHONE:
    case DYR_KIND_EMAIL:
    case DYR_KIND_IBAN:
    case DYR_KIND_URL:
    case DYR_KIND_COUNTRY:
    case DYR_KIND_CURRENCY:
    case DYR_KIND_MOVE:
    default:
      return DYR_ESPO_SHAPE_TEXT;
    }
}

static gboolean
may_have_shape (const DyrField *field, DyrEspoShape shape)
{
  DyrEspoShape usual = usual_shape (field);

  if (shape == usual)
    return TRUE;
  if (shape == DYR_ESPO_SHAPE_FLAG)
    return usual == DYR_ESPO_SHAPE_BOOL;
  if (shape == DYR_ESPO_SHAPE_DECIMAL)
    return usual == DYR_ESPO_SHAPE_NUMBER;
  if (shape == DYR_ESPO_SHAPE_PARENT)
    return usual == DYR_ESPO_SHAPE_LINK;
  if (shape == DYR_ESPO_SHAPE_ARRAY || shape == DYR_ESPO_SHAPE_LINES)
    return field->kind == DYR_KIND_SET && field->items != DYR_KIND_LINK;

  return FALSE;
}

static gboolean
take_shape (DyrEspoReader *self, const DyrJson *object, const DyrField *field, DyrEspoShape *shape)
{
  const char *name;

  *shape = usual_shape (field);
  if (field->kind == DYR_KIND_YES_NO && dyr_json_has (object, "options"))
    *shape = DYR_ESPO_SHAPE_ENUM;
  if (!dyr_json_has (object, "shape"))
    return TRUE;
  name = dyr_json_get_text (object, "shape");
  if (name == NULL)
    return dyr_espo_reader_fail_sort (self, "shape", "string");
  for (guint i = 0; i < DYR_ESPO_N_SHAPES; i++)
    if (g_str_equal (shape_names[i], name) && may_have_shape (field, i))
      {
        *shape = i;
        return TRUE;
      }

  /* Translators: names: of a field, of what a value looks like ("lines", "number"). */
  return dyr_espo_reader_fail (self, _ ("“%s” cannot have the shape “%s”."), field->name, name);
}

static gboolean
take_stem (DyrEspoReader *self, DyrEspoField *field)
{
  const char *ending = endings[field->shape];

  if (ending == NULL)
    return TRUE;
  if (!g_str_has_suffix (field->attribute, ending))
    /* Translators: an attribute of EspoCRM ("client"), and what it has to end with ("Id"). */
    return dyr_espo_reader_fail (self, _ ("“%s” has to end with “%s”."), field->attribute, ending);
  field->stem = g_strndup (field->attribute, strlen (field->attribute) - strlen (ending));

  return TRUE;
}

static gboolean
check_choice (DyrEspoReader *self, const DyrField *field, const char *id)
{
  if (dyr_field_find_choice (field, id) != NULL
      || (field->kind == DYR_KIND_YES_NO && (g_str_equal (id, "0") || g_str_equal (id, "1"))))
    return TRUE;

  /* Translators: ids: of a choice, of a field. */
  return dyr_espo_reader_fail (self, _ ("“%s” is no choice of “%s”."), id, field->name);
}

/* @aliases: the members are theirs, and several of them may mean one of ours. */
static gboolean
take_options (DyrEspoReader *self,
              const DyrJson *object,
              const char *member,
              gboolean aliases,
              const DyrField *field,
              GHashTable *theirs,
              GArray **options)
{
  const DyrJson *names = dyr_json_get_object (object, member);

  if (!dyr_json_has (object, member))
    return TRUE;
  if (names == NULL)
    return dyr_espo_reader_fail_sort (self, member, "object");

  *options = new_options ();
  for (const DyrJson *one = dyr_json_first (names); one != NULL; one = dyr_json_next (names, one))
    {
      const char *name = dyr_json_name (one), *text = dyr_json_as_text (one);

      if (text == NULL)
        return dyr_espo_reader_fail_sort (self, name, "string");
      add_option (*options, aliases ? text : name, aliases ? name : text);
      if (!check_choice (self, field, aliases ? text : name))
        return FALSE;
      if (!g_hash_table_add (theirs, g_strdup (aliases ? name : text)))
        /* Translators: what EspoCRM calls a choice. */
        return dyr_espo_reader_fail (self, _ ("“%s” is there twice."), aliases ? name : text);
    }

  return TRUE;
}

/* Choices that EspoCRM has no option for: what comes nearest is one that another choice has. */
static gboolean
take_nearest (DyrEspoReader *self, const DyrJson *object, const DyrField *field, GArray **nearest)
{
  g_autoptr (GHashTable) theirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return take_options (self, object, "nearest", FALSE, field, theirs, nearest);
}

static gboolean
take_missing (DyrEspoReader *self, const DyrJson *object, const DyrField *field, char **missing)
{
  if (!dyr_json_has (object, "missing"))
    return TRUE;
  *missing = g_strdup (dyr_json_get_text (object, "missing"));
  if (*missing == NULL)
    return dyr_espo_reader_fail_sort (self, "missing", "string");

  return check_choice (self, field, *missing);
}

static gboolean
take_write (DyrEspoReader *self, const DyrJson *object, DyrEspoField *field)
{
  const DyrJson *write = dyr_json_get_object (object, "write");

  if (!dyr_json_has (object, "write"))
    return TRUE;
  if (write == NULL || field->shape != DYR_ESPO_SHAPE_LINK)
    return dyr_espo_reader_fail_sort (self, "write", "object");
  if (g_strcmp0 (dyr_json_get_text (write, "shape"), "parent") != 0)
    return dyr_espo_reader_fail_sort (self, "shape", "parent");

  return dyr_espo_reader_take_name (self, write, "attribute", TRUE, &field->write)
         && dyr_espo_reader_take_name (self, write, "type", TRUE, &field->write_type);
}

static gboolean
take_end (DyrEspoReader *self, const DyrJson *object, DyrEspoField *field)
{
  const DyrJson *end = dyr_json_get_object (object, "end");
  gint64 minutes;

  if (!dyr_json_has (object, "end"))
    return TRUE;
  if (end == NULL || field->shape != DYR_ESPO_SHAPE_DATETIME)
    return dyr_espo_reader_fail_sort (self, "end", "object");
  if (!dyr_json_get_number (end, "minutes", &minutes) || minutes < 0 || minutes > MAX_MINUTES)
    return dyr_espo_reader_fail_sort (self, "minutes", "number");
  field->minutes = (guint) minutes;

  return dyr_espo_reader_take_name (self, end, "attribute", TRUE, &field->end);
}

static gboolean
take_default (DyrEspoReader *self, const DyrJson *object, DyrEspoField *field)
{
  const char *user = dyr_json_get_text (object, "default");

  if (!dyr_json_has (object, "default"))
    return TRUE;
  field->me = g_strcmp0 (user, "me") == 0;
  field->me_if_own = g_strcmp0 (user, "me-if-own") == 0;
  if ((!field->me && !field->me_if_own) || field->shape != DYR_ESPO_SHAPE_LINK)
    return dyr_espo_reader_fail_sort (self, "default", "me");

  return TRUE;
}

static gboolean
take_needs (DyrEspoReader *self,
            const DyrJson *object,
            const DyrRecordType *type,
            DyrEspoField *field)
{
  const char *name = dyr_json_get_text (object, "needs");
  guint index;

  if (!dyr_json_has (object, "needs"))
    return TRUE;
  if (name == NULL)
    return dyr_espo_reader_fail_sort (self, "needs", "string");
  if (!dyr_espo_reader_find_field (self, type, name, &index))
    return FALSE;
  field->needs = index + 1;

  return TRUE;
}

static gboolean
take_members (DyrEspoReader *self,
              const DyrRecordType *type,
              const DyrJson *object,
              DyrEspoField *field)
{
  const DyrField *of = &type->fields[field->field];
  g_autoptr (GHashTable) theirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return dyr_espo_reader_take_name (self, object, "attribute", TRUE, &field->attribute)
         && take_shape (self, object, of, &field->shape) && take_stem (self, field)
         && take_options (self, object, "options", FALSE, of, theirs, &field->options)
         && take_options (self, object, "aliases", TRUE, of, theirs, &field->aliases)
         && take_nearest (self, object, of, &field->nearest)
         && take_missing (self, object, of, &field->missing)
         && dyr_espo_reader_take_name (self, object, "detail", FALSE, &field->detail)
         && dyr_espo_reader_take_name (
             self, object, "type", field->shape == DYR_ESPO_SHAPE_PARENT, &field->type)
         && dyr_espo_reader_take_name (self, object, "clears", FALSE, &field->clears)
         && dyr_espo_reader_take_fixed (self, object, "along", &field->along)
         && take_write (self, object, field) && take_end (self, object, field)
         && take_default (self, object, field) && take_needs (self, object, type, field);
}

gboolean
dyr_espo_reader_take_field (DyrEspoReader *self,
                            DyrEspoEntity *entity,
                            const char *name,
                            const DyrJson *object)
{
  DyrEspoField field = { 0 };
  gboolean taken;

  if (object == NULL)
    return dyr_espo_reader_fail_sort (self, name, "object");
  taken = dyr_espo_reader_find_field (self, entity->type, name, &field.field)
          && take_members (self, entity->type, object, &field);
  g_array_append_val (entity->fields, field);

  return taken;
}
