/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A mapping as a small text file, which people can write, too:
 *
 *   # a remark
 *   [clients]
 *   Назва = name
 *   "# п/п" = -
 *   Примітка = +
 *   3 = phones
 *   * = -
 *
 * The column's name or number, then a field; "-" leaves the column out, "+" makes it a line of the
 * description, "*" are all columns that the file does not name. Columns that neither a line nor "*"
 * names stay where they were. No key file of GLib: its keys may not have brackets, and names of
 * columns do. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-mapping-private.h"

#include <string.h>

#include "dyr-error.h"
#include "dyr-import-private.h"
#include "dyr-text.h"

/* Far more than any table has columns for. Bytes. */
#define MAX_FILE (1024 * 1024)

typedef struct
{
  DyrMapping *mapping;
  const char *file_name;
  guint line;
  gboolean *named; /* of each column: a line was about it */
  int rest;        /* DyrMappingTarget of "*", -1 for none */
} Parser;

static void G_GNUC_PRINTF (3, 4)
    set_error (const Parser *parser, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: name of a file, number of a line in it, a sentence. */
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_INVALID,
               _ ("%s, line %u: %s"), parser->file_name, parser->line, message);
}

/* "[clients]" or "[client]": mistaking a mapping of contracts for one of clients would be bad. */
static gboolean
parse_type (const Parser *parser, const char *line, GError **error)
{
  gsize length = strlen (line);
  g_autofree char *name = NULL, *quoted = NULL;

  if (line[length - 1] != ']')
    {
      set_error (parser,
                 error,
                 _ ("The bracket is not closed. Write “[%s]”."), parser->mapping->type->plural);
      return FALSE;
    }
  name = g_strstrip (g_strndup (line + 1, length - 2));
  if (dyr_record_type_by_name (name) == parser->mapping->type)
    return TRUE;

  quoted = dyr_import_quote (name);
  set_error (parser,
             error,
             /* Translators: names of record types: "contracts", "clients". */
             _ ("This is a mapping for “%s”, not for “%s”. Choose another mapping file."),
                quoted,
                parser->mapping->type->plural);

  return FALSE;
}

/* Cuts the quotes off a name and takes the doubled ones inside together. FALSE: they are not sound.
 */
static gboolean
unquote (char *name)
{
  char *to = name;
  const char *from = name + 1;

  if (*name != '"')
    return TRUE;

  for (; *from != '\0'; from++)
    {
      if (*from == '"' && from[1] == '"')
        from++;
      else if (*from == '"')
        break;
      *to++ = *from;
    }
  if (*from != '"' || from[1] != '\0')
    return FALSE;
  *to = '\0';

  return TRUE;
}

static int
find_number (const Parser *parser, const char *name)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (name, 10, 1, parser->mapping->n_columns, &number, NULL))
    return -1;

  return (int) number - 1;
}

/* The first column of that name that no line was about: names may stand over several columns. A
 * number means a column without a name, before it means one of that name. */
static int
find_column (const Parser *parser, const char *name, gboolean quoted)
{
  const DyrMapping *mapping = parser->mapping;
  g_autofree char *clean = dyr_text_clean (name, -1);
  g_autofree char *folded = NULL;
  int number;

  if (clean == NULL)
    return -1;

  number = quoted ? -1 : find_number (parser, clean);
  if (number >= 0 && !mapping->columns[number].has_name)
    return number;

  for (guint i = 0; i < mapping->n_columns; i++)
    if (!parser->named[i] && mapping->columns[i].has_name
        && g_str_equal (mapping->columns[i].header, clean))
      return (int) i;

  folded = dyr_text_fold (clean);
  for (guint i = 0; *folded != '\0' && i < mapping->n_columns; i++)
    {
      g_autofree char *other = dyr_text_fold (mapping->columns[i].header);

      if (!parser->named[i] && mapping->columns[i].has_name && g_str_equal (other, folded))
        return (int) i;
    }

  return number;
}

static void
explain_column (const Parser *parser, const char *name, GError **error)
{
  const DyrMapping *mapping = parser->mapping;
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *quoted = dyr_import_quote (name);

  for (guint i = 0; i < MIN (mapping->n_columns, 30); i++)
    {
      g_autofree char *header = dyr_import_quote (mapping->columns[i].header);

      g_string_append_printf (list, "%s“%s”", i > 0 ? ", " : "", header);
    }
  if (mapping->n_columns > 30)
    g_string_append (list, ", …");
  set_error (parser,
             error,
             /* Translators: the name of a column, then the names of all columns. */
             _ ("The table has no column “%s”, or it was named before. Its columns are: %s."),
                quoted,
                list->str);
}

static void
explain_target (const Parser *parser, const char *name, GError **error)
{
  const DyrRecordType *type = parser->mapping->type;
  g_autoptr (GString) list = g_string_new ("uid");
  g_autofree char *quoted = dyr_import_quote (name);

  for (guint i = 0; i < type->n_fields; i++)
    if (dyr_mapping_is_possible (type, DYR_MAPPING_FIELD, i))
      g_string_append_printf (list, ", %s", type->fields[i].name);
  if (dyr_mapping_is_possible (type, DYR_MAPPING_ADDRESS, 0))
    g_string_append (list, ", address");
  set_error (parser,
             error,
             /* Translators: what was written, then names of fields. Keep - and + as they are. */
             _ ("“%s” is no field. Write one of: %s; or “-” to leave the column out, or “+” to "
                "make it a line of the description."),
                quoted,
                list->str);
}

static gboolean
parse_target (
    const Parser *parser, const char *name, DyrMappingTarget *target, guint *field, GError **error)
{
  const DyrRecordType *type = parser->mapping->type;

  *field = 0;
  if (g_str_equal (name, "-"))
    {
      *target = DYR_MAPPING_IGNORED;
      return TRUE;
    }
  if (g_str_equal (name, "+"))
    {
      *target = DYR_MAPPING_DESCRIPTION;
      if (dyr_mapping_is_possible (type, *target, 0))
        return TRUE;
      set_error (parser,
                 error,
                 /* Translators: name of a record type: "users". */
                 _ ("“%s” have no description. Write “-” to leave the column out."), type->plural);
      return FALSE;
    }
  if (dyr_mapping_find_target (type, name, target, field))
    return TRUE;

  explain_target (parser, name, error);

  return FALSE;
}

static gboolean
parse_assignment (Parser *parser, char *line, GError **error)
{
  /* The last one: names of columns may have more, names of fields have none. */
  char *equals = strrchr (line, '=');
  DyrMappingTarget target;
  gboolean is_quoted;
  guint field;
  int column;
  char *name;

  if (equals == NULL)
    {
      g_autofree char *quoted = dyr_import_quote (line);

      set_error (
          parser, error, _ ("“%s” has no “=”. Write the column, “=” and the field."), quoted);
      return FALSE;
    }
  *equals = '\0';
  name = g_strstrip (line);
  if (!parse_target (parser, g_strstrip (equals + 1), &target, &field, error))
    return FALSE;

  if (g_str_equal (name, "*"))
    {
      if (target != DYR_MAPPING_IGNORED && target != DYR_MAPPING_DESCRIPTION)
        {
          set_error (parser, error, _ ("All other columns can only be “-” or “+”."));
          return FALSE;
        }
      parser->rest = (int) target;
      return TRUE;
    }
  is_quoted = *name == '"';
  if (!unquote (name))
    {
      set_error (parser, error, _ ("The quotation mark is not closed."));
      return FALSE;
    }

  column = find_column (parser, name, is_quoted);
  if (column < 0)
    {
      explain_column (parser, name, error);
      return FALSE;
    }
  parser->named[column] = TRUE;
  dyr_mapping_set (parser->mapping, (guint) column, target, field);

  return TRUE;
}

static gboolean
parse_lines (Parser *parser, char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);

      parser->line = i + 1;
      if (*line == '\0' || *line == '#')
        continue;
      if (*line == '[' && strchr (line, '=') == NULL)
        {
          if (!parse_type (parser, line, error))
            return FALSE;
        }
      else if (!parse_assignment (parser, line, error))
        {
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
dyr_mapping_fits (const DyrMapping *self, const char *text)
{
  g_autoptr (DyrMapping) copy = dyr_mapping_copy (self);
  g_autofree gboolean *named = g_new0 (gboolean, self->n_columns + 1);
  g_autofree char *own = g_strdup (text);
  Parser parser = { copy, "", 1, named, -1 };

  if (!parse_lines (&parser, own, NULL))
    return FALSE;
  for (guint i = 0; i < self->n_columns; i++)
    if (!named[i] || !self->columns[i].has_name)
      return FALSE;

  return self->n_columns > 0;
}

/**
 * dyr_mapping_parse:
 * @self: a mapping of the file that is to be imported
 * @text: the text of a mapping file; any bytes
 * @length: how many
 * @file_name: how messages call it
 * @error: return location
 *
 * Changes where the columns go. On an error nothing changes.
 *
 * Returns: %FALSE and %DYR_ERROR_INVALID with the line and what to do
 */
gboolean
dyr_mapping_parse (
    DyrMapping *self, const char *text, gsize length, const char *file_name, GError **error)
{
  g_autoptr (DyrMapping) copy = NULL;
  g_autofree gboolean *named = NULL;
  g_autofree char *own = NULL;
  Parser parser = { .file_name = file_name, .line = 1, .rest = -1 };

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (file_name != NULL, FALSE);

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  if (length > MAX_FILE || !g_utf8_validate_len (text != NULL ? text : "", length, NULL))
    {
      set_error (&parser, error, _ ("This is no mapping file: it must be a small text in UTF-8."));
      return FALSE;
    }

  copy = dyr_mapping_copy (self);
  own = g_strndup (text, length);
  named = g_new0 (gboolean, self->n_columns + 1);
  parser.mapping = copy;
  parser.named = named;
  if (!parse_lines (&parser, own, error))
    return FALSE;

  for (guint i = 0; parser.rest >= 0 && i < copy->n_columns; i++)
    if (!named[i])
      dyr_mapping_set (copy, i, (DyrMappingTarget) parser.rest, 0);
  for (guint i = 0; i < self->n_columns; i++)
    {
      self->columns[i].target = copy->columns[i].target;
      self->columns[i].field = copy->columns[i].field;
    }

  return TRUE;
}

/**
 * dyr_mapping_load:
 * @self: a mapping of the file that is to be imported
 * @path: a mapping file
 * @error: return location
 *
 * Changes where the columns go as the file says.
 *
 * Returns: %FALSE and %DYR_ERROR_NOT_FOUND, or as dyr_mapping_parse ()
 */
gboolean
dyr_mapping_load (DyrMapping *self, const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL, *name = NULL;
  gsize length;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  name = g_filename_display_basename (path);
  if (!g_file_get_contents (path, &text, &length, &local))
    {
      g_set_error (
          error,
          DYR_ERROR,
          DYR_ERROR_NOT_FOUND,
          /* Translators: name of a file, then what the system says. */
          _ ("The mapping file “%s” cannot be read: %s. Check its name."), name, local->message);
      return FALSE;
    }

  return dyr_mapping_parse (self, text, length, name, error);
}

static const char *
target_name (const DyrMapping *self, guint column)
{
  switch (self->columns[column].target)
    {
    case DYR_MAPPING_FIELD:
      return self->type->fields[self->columns[column].field].name;
    case DYR_MAPPING_UID:
      return "uid";
    case DYR_MAPPING_DESCRIPTION:
      return "+";
    case DYR_MAPPING_ADDRESS:
      return "address";
    case DYR_MAPPING_PERSON_NAME:
      return "name";
    case DYR_MAPPING_IGNORED:
    default:
      return "-";
    }
}

static void
append_column (GString *text, const DyrMapping *self, guint column)
{
  const char *header = self->columns[column].header;

  if (!self->columns[column].has_name)
    {
      g_string_append_printf (text, "%u", column + 1);
      return;
    }
  if (strchr ("#[\"*", *header) == NULL && strspn (header, "0123456789") != strlen (header))
    {
      g_string_append (text, header);
      return;
    }
  g_string_append_c (text, '"');
  for (; *header != '\0'; header++)
    {
      if (*header == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *header);
    }
  g_string_append_c (text, '"');
}

/**
 * dyr_mapping_to_text:
 * @self: a mapping
 *
 * Returns: (transfer full): what dyr_mapping_parse () reads
 */
char *
dyr_mapping_to_text (const DyrMapping *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  g_string_append_printf (text, "[%s]\n", self->type->plural);
  for (guint i = 0; i < self->n_columns; i++)
    {
      append_column (text, self, i);
      g_string_append_printf (text, " = %s\n", target_name (self, i));
    }

  return g_string_free (text, FALSE);
}

/**
 * dyr_mapping_save:
 * @self: a mapping
 * @path: where to
 * @error: return location
 *
 * Writes a mapping file for the next time.
 *
 * Returns: %FALSE and %DYR_ERROR_READ_ONLY when it could not be written
 */
gboolean
dyr_mapping_save (const DyrMapping *self, const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL, *name = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  text = dyr_mapping_to_text (self);
  if (g_file_set_contents (path, text, -1, &local))
    return TRUE;

  name = g_filename_display_basename (path);
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_READ_ONLY,
               /* Translators: name of a file, then what the system says. */
               _ ("The mapping file “%s” cannot be written: %s. Choose another folder."),
                  name,
                  local->message);

  return FALSE;
}
