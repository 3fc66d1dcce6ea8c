/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Address cards (vCard 3, 4, and 2.1 as old telephones write it) as a DyrSheet: a card is a row,
 * its columns are the fields of a person. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-vcard-sheet-private.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "dyr-date.h"
#include "dyr-import-private.h"
#include "dyr-person.h"
#include "dyr-text.h"
#include "dyr-vcard-private.h"

enum
{
  UID,
  LAST_NAME,
  FIRST_NAME,
  PATRONYMIC,
  POSITION,
  DECISION_ROLE,
  PHONES,
  EMAILS,
  BIRTHDAY,
  DO_NOT_CALL,
  CLIENT,
  DESCRIPTION,
  DEPARTMENT,
  ADDRESS,
  WEBSITE,
  PART_OF_BIRTHDAY,
  N_COLUMNS,
};

/* The fields of persons that the first columns are. */
static const guint fields[] = {
  [LAST_NAME] = DYR_PERSON_LAST_NAME,
  [FIRST_NAME] = DYR_PERSON_FIRST_NAME,
  [PATRONYMIC] = DYR_PERSON_PATRONYMIC,
  [POSITION] = DYR_PERSON_POSITION,
  [DECISION_ROLE] = DYR_PERSON_DECISION_ROLE,
  [PHONES] = DYR_PERSON_PHONES,
  [EMAILS] = DYR_PERSON_EMAILS,
  [BIRTHDAY] = DYR_PERSON_BIRTHDAY,
  [DO_NOT_CALL] = DYR_PERSON_DO_NOT_CALL,
  [CLIENT] = DYR_PERSON_CLIENT,
  [DESCRIPTION] = DYR_PERSON_DESCRIPTION,
};

/* Uids of cards that are none of ours become ours by this name space. */
static const DyrUid card_space = {
  { 0x6f, 0x2c, 0x1e, 0x90, 0x5b, 0x0d, 0x5c, 0x47, 0x9a, 0x38, 0x44, 0xd1, 0x7e, 0x05, 0xb2, 0x1c }
};

typedef struct
{
  DyrSheet table;
  DyrTextSource *source;
  DyrVcardLines *lines;
  GStrv header;
  DyrSheetProblems problems;

  /* The card being read. */
  GString *cells[N_COLUMNS];
  guint8 forms[N_COLUMNS];
  GString *whole_name; /* FN */
  gboolean has_name;   /* N */
  gboolean is_group;
  guint long_line; /* 0: none */
  char *out[N_COLUMNS + 1];
  DyrSheetRow row;
} CardSheet;

static void
free_table (DyrSheet *table)
{
  CardSheet *self = (CardSheet *) table;

  dyr_vcard_lines_free (self->lines);
  dyr_text_source_free (self->source);
  g_strfreev (self->header);
  dyr_sheet_problems_clear (&self->problems);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_string_free (self->cells[i], TRUE);
  g_string_free (self->whole_name, TRUE);
  g_free (self);
}

/* --- One card --- */

static void
begin_card (CardSheet *self, guint line)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_string_truncate (self->cells[i], 0);
      self->forms[i] = DYR_SHEET_TEXT;
    }
  g_string_truncate (self->whole_name, 0);
  self->has_name = FALSE;
  self->is_group = FALSE;
  self->long_line = 0;
  self->row.line = line;
}

/* Adds a text behind what is in the cell already. */
static void
add (CardSheet *self, guint column, const char *separator, const char *text)
{
  g_autofree char *clean = dyr_text_clean_lines (text, -1);
  GString *cell = self->cells[column];

  if (clean == NULL || cell->len + strlen (text) > DYR_SHEET_CELL_MAX)
    return;
  if (cell->len > 0)
    g_string_append (cell, separator);
  g_string_append (cell, text);
}

static void
set (CardSheet *self, guint column, const char *text)
{
  if (self->cells[column]->len == 0)
    add (self, column, "", text);
}

static void
take_name (CardSheet *self, const DyrVcardProperty *property)
{
  static const guint columns[] = { LAST_NAME, FIRST_NAME, PATRONYMIC };
  /* "Ivan,Josip": several first names. */
  g_auto (GStrv) parts = dyr_vcard_property_parts (property, ' ');

  if (self->has_name)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (columns) && parts[i] != NULL; i++)
    set (self, columns[i], parts[i]);
  self->has_name = self->cells[LAST_NAME]->len > 0 || self->cells[FIRST_NAME]->len > 0;
}

/* What the telephone is for, in a word of the language; NULL: nothing is said. */
static const char *
role_of (const DyrVcardProperty *property)
{
  for (guint i = 0; i < DYR_VCARD_N_TYPES; i++)
    if (dyr_vcard_property_has (property, "TYPE", dyr_vcard_type_name (i)))
      return dyr_vcard_type_word (i);

  return NULL;
}

/* "+380671112233 (work)", as an export writes it. A role that was typed comes back as it was; cards
 * of others say "work, voice, preferred". */
static void
take_address (CardSheet *self, guint column, const DyrVcardProperty *property)
{
  const char *role = dyr_vcard_property_get (property, DYR_VCARD_ROLE);
  g_autofree char *text = dyr_vcard_property_text (property);
  g_autofree char *clean = NULL, *both = NULL;
  const char *address = text;

  for (gsize i = 0; i < 2; i++)
    {
      static const char *const schemes[] = { "tel:", "mailto:" };

      if (g_ascii_strncasecmp (address, schemes[i], strlen (schemes[i])) == 0)
        address += strlen (schemes[i]);
    }
  clean = dyr_text_clean (address, -1);
  if (clean == NULL)
    return;
  if (role == NULL && column == PHONES)
    role = role_of (property);
  both
      = role != NULL && *role != '\0' ? g_strdup_printf ("%s (%s)", clean, role) : g_strdup (clean);
  add (self, column, "; ", both);
}

/* "19850412", "1985-04-12", "--0412", "1985-04-12T00:00:00Z"; Apple writes a birthday without a
 * year as X-APPLE-OMIT-YEAR=1604:1604-05-03. */
static void
take_birthday (CardSheet *self, const DyrVcardProperty *property)
{
  g_autofree char *text = dyr_vcard_property_text (property);
  g_autofree char *iso = NULL;
  const char *omitted = dyr_vcard_property_get (property, "X-APPLE-OMIT-YEAR");
  int year = 0, month = 0, day = 0, n = 0;
  gint64 date;

  g_strstrip (text);
  if ((sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &n) == 3 && n == 10)
      || (sscanf (text, "%4d%2d%2d%n", &year, &month, &day, &n) == 3 && n == 8))
    if ((text[n] == '\0' || text[n] == 'T') && dyr_date_from_ymd (year, month, day, &date))
      {
        iso = dyr_date_to_text (date);
        if (omitted != NULL && g_ascii_strtoll (omitted, NULL, 10) == year)
          {
            /* "--05-03" */
            iso[3] = '-';
            set (self, PART_OF_BIRTHDAY, iso + 3);
            return;
          }
        set (self, BIRTHDAY, iso);
        self->forms[BIRTHDAY] = DYR_SHEET_DATE;
        return;
      }
  set (self, PART_OF_BIRTHDAY, text);
}

static void
take_organization (CardSheet *self, const DyrVcardProperty *property)
{
  g_auto (GStrv) parts = dyr_vcard_property_parts (property, ',');

  if (self->cells[CLIENT]->len > 0 || parts[0] == NULL)
    return;
  set (self, CLIENT, parts[0]);
  for (guint i = 1; parts[i] != NULL; i++)
    add (self, DEPARTMENT, ", ", parts[i]);
}

/* A name that several clients have is not enough: an export says which. */
static void
take_client (CardSheet *self, const DyrVcardProperty *property)
{
  g_autofree char *text = dyr_vcard_property_text (property);

  g_string_assign (self->cells[CLIENT], text);
}

static void
take_postal_address (CardSheet *self, const DyrVcardProperty *property)
{
  g_auto (GStrv) parts = dyr_vcard_property_parts (property, ',');
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = dyr_text_clean (parts[i], -1);

      if (part != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
    }
  add (self, ADDRESS, "; ", text->str);
}

/* A uid of ours, or one made of it that is the same the next time. */
static void
take_uid (CardSheet *self, const DyrVcardProperty *property)
{
  g_autofree char *text = dyr_vcard_property_text (property);
  g_autofree char *own = NULL;
  const char *value = g_strstrip (text);
  DyrUid uid;

  if (g_ascii_strncasecmp (value, "urn:uuid:", 9) == 0)
    value += 9;
  if (*value == '\0' || self->cells[UID]->len > 0)
    return;
  if (!dyr_uid_parse (value, &uid) || dyr_uid_is_null (&uid))
    uid = dyr_uid_new_named (&card_space, value);
  own = dyr_uid_to_text (&uid);
  set (self, UID, own);
}

static void
take_text (CardSheet *self, guint column, const char *separator, const DyrVcardProperty *property)
{
  g_autofree char *text = dyr_vcard_property_text (property);

  add (self, column, separator, text);
}

static void
take_property (CardSheet *self, const DyrVcardProperty *property)
{
  /* Properties that are a text and nothing else. */
  static const struct
  {
    const char *name;
    guint column;
    const char *separator;
  } texts[] = {
    { "TITLE", POSITION, ", " },
    { "NOTE", DESCRIPTION, "\n" },
    { "URL", WEBSITE, ", " },
    { DYR_VCARD_DECISION_ROLE, DECISION_ROLE, ", " },
    { DYR_VCARD_DO_NOT_CALL, DO_NOT_CALL, ", " },
  };
  const char *name = property->name;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (name, texts[i].name))
      take_text (self, texts[i].column, texts[i].separator, property);
  if (g_str_equal (name, "N"))
    take_name (self, property);
  else if (g_str_equal (name, "FN") && self->whole_name->len == 0)
    {
      g_autofree char *text = dyr_vcard_property_text (property);

      g_string_assign (self->whole_name, text);
    }
  else if (g_str_equal (name, "TEL"))
    take_address (self, PHONES, property);
  else if (g_str_equal (name, "EMAIL"))
    take_address (self, EMAILS, property);
  else if (g_str_equal (name, "BDAY"))
    take_birthday (self, property);
  else if (g_str_equal (name, "ORG"))
    take_organization (self, property);
  else if (g_str_equal (name, "ADR"))
    take_postal_address (self, property);
  else if (g_str_equal (name, DYR_VCARD_CLIENT))
    take_client (self, property);
  else if (g_str_equal (name, "UID"))
    take_uid (self, property);
  else if (g_str_equal (name, "KIND") || g_str_equal (name, "X-ADDRESSBOOKSERVER-KIND"))
    self->is_group = g_ascii_strcasecmp (property->value, "group") == 0;
}

/* A card with the whole name only. */
static void
split_name (CardSheet *self)
{
  g_autofree char *last = NULL, *first = NULL, *patronymic = NULL;

  if (self->has_name || self->whole_name->len == 0)
    return;
  dyr_import_split_name (NULL, self->whole_name->str, &last, &first, &patronymic);
  set (self, LAST_NAME, last);
  set (self, FIRST_NAME, first);
  set (self, PATRONYMIC, patronymic);
}

/* Somebody with one name: it is the last name, which records must have. */
static void
move_only_name (CardSheet *self)
{
  if (self->cells[LAST_NAME]->len > 0 || self->cells[FIRST_NAME]->len == 0)
    return;
  g_string_assign (self->cells[LAST_NAME], self->cells[FIRST_NAME]->str);
  g_string_truncate (self->cells[FIRST_NAME], 0);
}

static void
refuse (CardSheet *self, const char *message)
{
  dyr_sheet_problems_add (&self->problems, self->row.line, 0, TRUE, g_strdup (message));
}

/* FALSE: it is refused. */
static gboolean
end_card (CardSheet *self)
{
  if (self->is_group)
    {
      refuse (self, _ ("This card is a group of people, not a person. It was left out."));
      return FALSE;
    }
  if (self->long_line > 0)
    {
      refuse (self, _ ("A line of this card is far too long. Shorten it in the file."));
      return FALSE;
    }
  split_name (self);
  move_only_name (self);
  self->row.blank = TRUE;
  for (guint i = 0; i < N_COLUMNS; i++)
    {
      self->out[i] = self->cells[i]->str;
      self->row.blank = self->row.blank && self->cells[i]->len == 0;
    }
  self->row.cells = self->out;
  self->row.n_cells = N_COLUMNS;
  self->row.forms = self->forms;

  return TRUE;
}

/* --- The file --- */

static gboolean
is_about (const DyrVcardProperty *property, const char *name)
{
  g_autofree char *value = NULL;

  if (!g_str_equal (property->name, name))
    return FALSE;
  value = g_strstrip (g_strdup (property->value));

  return g_ascii_strcasecmp (value, "VCARD") == 0;
}

/* Pictures and sounds may be as long as they like. */
static gboolean
is_data (const DyrVcardProperty *property)
{
  static const char *const names[] = { "PHOTO", "LOGO", "SOUND", "KEY", NULL };

  return g_strv_contains (names, property->name) || g_str_has_prefix (property->name, "X-");
}

/* vCard 2.1: the card of somebody else follows on the next line. */
static gboolean
is_agent (const DyrVcardProperty *property)
{
  return g_str_equal (property->name, "AGENT")
         && property->value[strspn (property->value, " \t")] == '\0';
}

static void
refuse_cut (CardSheet *self)
{
  refuse (self, _ ("The card does not end (END:VCARD). The file may be cut; get it again."));
}

/* Reads to the end of the next card. FALSE without an error: there is none. */
static gboolean
read_card (CardSheet *self, gboolean *whole, GError **error)
{
  guint depth = 0, line;
  const char *text;
  gboolean too_long, in_agent = FALSE;
  g_autoptr (GError) local = NULL;

  *whole = FALSE;
  while (dyr_vcard_lines_next (self->lines, &text, &line, &too_long, &local))
    {
      g_autoptr (DyrVcardProperty) property = dyr_vcard_property_parse (text);

      if (property == NULL)
        continue;
      if (is_about (property, "BEGIN"))
        {
          /* Without its end a card must not swallow those that follow. */
          if (depth > 0 && !in_agent)
            {
              refuse_cut (self);
              depth = 0;
            }
          if (depth++ == 0)
            begin_card (self, line);
        }
      else if (depth > 0 && is_about (property, "END"))
        {
          depth--;
          *whole = depth == 0;
          if (*whole)
            return TRUE;
        }
      else if (depth == 1)
        {
          /* A card inside of another one is somebody else's. */
          if (too_long && !is_data (property))
            self->long_line = line;
          take_property (self, property);
        }
      in_agent = is_agent (property);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return depth > 0;
}

static gboolean
next (DyrSheet *table, const DyrSheetRow **row, GError **error)
{
  CardSheet *self = (CardSheet *) table;
  gboolean whole;

  while (read_card (self, &whole, error))
    {
      if (!whole)
        refuse_cut (self);
      else if (end_card (self))
        {
          *row = &self->row;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
go_back (DyrSheet *table, GError **error)
{
  CardSheet *self = (CardSheet *) table;

  dyr_sheet_problems_keep (&self->problems, 0);
  dyr_vcard_lines_reset (self->lines);

  return dyr_text_source_rewind (self->source, error);
}

static const char *const *
get_header (DyrSheet *table)
{
  return (const char *const *) ((CardSheet *) table)->header;
}

static guint
get_n_columns (DyrSheet *table)
{
  return N_COLUMNS;
}

static const char *
get_file_name (DyrSheet *table)
{
  return dyr_text_source_get_name (((CardSheet *) table)->source);
}

static double
get_fraction (DyrSheet *table)
{
  DyrTextSource *source = ((CardSheet *) table)->source;
  goffset size = dyr_text_source_get_size (source);

  return size > 0 ? (double) dyr_text_source_get_offset (source) / (double) size : 1;
}

static const DyrSheetProblems *
get_problems (DyrSheet *table)
{
  return &((CardSheet *) table)->problems;
}

static const char *
get_encoding (DyrSheet *table)
{
  return dyr_text_source_get_encoding (((CardSheet *) table)->source);
}

static const DyrEncodingGuess *
get_guess (DyrSheet *table)
{
  return dyr_text_source_get_guess (((CardSheet *) table)->source);
}

static const DyrSheetClass card_class = {
  .format = DYR_SHEET_VCARD,
  .free = free_table,
  .next = next,
  .rewind = go_back,
  .get_header = get_header,
  .get_n_columns = get_n_columns,
  .get_file_name = get_file_name,
  .get_fraction = get_fraction,
  .get_problems = get_problems,
  .get_encoding = get_encoding,
  .get_guess = get_guess,
};

/* Names that the mapping knows, and for what persons have no field, titles for the description. */
static GStrv
make_header (void)
{
  g_autoptr (GStrvBuilder) header = g_strv_builder_new ();

  g_strv_builder_add (header, "uid");
  for (guint i = LAST_NAME; i < G_N_ELEMENTS (fields); i++)
    g_strv_builder_add (header, dyr_field_label (&dyr_person_type, fields[i]));
  /* Translators: where somebody works: a part of a company. */
  g_strv_builder_add (header, C_ ("card", "Department"));
  g_strv_builder_add (header, C_ ("card", "Address"));
  g_strv_builder_add (header, C_ ("card", "Website"));
  /* Translators: a birthday of which the year, or the day, is not known. */
  g_strv_builder_add (header, C_ ("card", "Birthday, not in full"));

  return g_strv_builder_end (header);
}

DyrSheet *
dyr_sheet_new_vcard (const char *path, const DyrSheetOptions *options, GError **error)
{
  CardSheet *self = g_new0 (CardSheet, 1);
  g_autoptr (DyrSheet) table = &self->table;

  self->table.klass = &card_class;
  dyr_sheet_problems_init (&self->problems);
  for (guint i = 0; i < N_COLUMNS; i++)
    self->cells[i] = g_string_new (NULL);
  self->whole_name = g_string_new (NULL);
  self->source = dyr_text_source_open (path, options->encoding, DYR_TEXT_SOURCE_BLOCK, error);
  if (self->source == NULL)
    return NULL;
  self->lines = dyr_vcard_lines_new (self->source);
  self->header = make_header ();

  return g_steal_pointer (&table);
}
