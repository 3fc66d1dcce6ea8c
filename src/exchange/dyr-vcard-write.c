/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A person as an address card that telephones understand and the import reads back. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-export-private.h"

#include <string.h>

#include "dyr-date.h"
#include "dyr-person.h"
#include "dyr-text.h"
#include "dyr-vcard-private.h"

/* Octets of a line, without its end. */
#define LINE 75

/* Adds a line, folded between characters. */
static void
add_line (GString *card, const char *line)
{
  gsize n = 0;

  for (const char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    {
      gsize length = (gsize) (g_utf8_next_char (c) - c);

      if (n + length > LINE)
        {
          g_string_append (card, "\r\n ");
          n = 1;
        }
      g_string_append_len (card, c, (gssize) length);
      n += length;
    }
  g_string_append (card, "\r\n");
}

static void
append_text (GString *line, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  for (const char *c = valid; *c != '\0'; c++)
    if (*c == '\n')
      g_string_append (line, "\\n");
    else if (strchr ("\\;,", *c) != NULL)
      g_string_append_printf (line, "\\%c", *c);
    else if (*c != '\r')
      g_string_append_c (line, *c);
}

/* RFC 6868 */
static void
append_parameter (GString *line, const char *name, const char *value)
{
  g_string_append_printf (line, ";%s=\"", name);
  for (; *value != '\0'; value++)
    if (*value == '^')
      g_string_append (line, "^^");
    else if (*value == '"')
      g_string_append (line, "^'");
    else if (*value == '\n')
      g_string_append (line, "^n");
    else
      g_string_append_c (line, *value);
  g_string_append_c (line, '"');
}

static void
add_text (GString *card, const char *name, const char *text)
{
  g_autoptr (GString) line = NULL;

  if (text == NULL || *text == '\0')
    return;
  line = g_string_new (name);
  g_string_append_c (line, ':');
  append_text (line, text);
  add_line (card, line->str);
}

static void
add_name (GString *card, const DyrRow *row)
{
  static const guint parts[]
      = { DYR_PERSON_LAST_NAME, DYR_PERSON_FIRST_NAME, DYR_PERSON_PATRONYMIC };
  g_autoptr (GString) line = g_string_new ("N:");

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      append_text (line, dyr_value_text (&row->values[parts[i]]));
      g_string_append_c (line, ';');
    }
  g_string_append_c (line, ';');
  add_line (card, line->str);
  add_text (card, "FN", row->title != NULL && *row->title != '\0' ? row->title : "?");
}

/* What telephones know of a role; NULL: nothing. */
static const char *
type_of_role (const char *role)
{
  g_autofree char *folded = dyr_text_fold (role);

  for (guint i = 0; i < DYR_VCARD_N_TYPES; i++)
    {
      g_autofree char *word = dyr_text_fold (dyr_vcard_type_word (i));

      if (g_str_equal (word, folded))
        return dyr_vcard_type_name (i);
    }

  return NULL;
}

static void
add_addresses (GString *card, const char *name, const DyrSet *set)
{
  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      const DyrMember *member = &set->members[i];
      g_autoptr (GString) line = g_string_new (name);
      const char *type = member->role != NULL ? type_of_role (member->role) : NULL;

      if (type != NULL)
        g_string_append_printf (line, ";TYPE=%s", type);
      if (member->role != NULL)
        append_parameter (line, DYR_VCARD_ROLE, member->role);
      g_string_append_c (line, ':');
      append_text (line, member->item);
      add_line (card, line->str);
    }
}

static void
add_birthday (GString *card, const DyrValue *value, gboolean basic)
{
  g_autofree char *text = NULL;
  int year, month, day;

  if (value->form != DYR_VALUE_NUMBER)
    return;
  dyr_date_to_ymd (value->number, &year, &month, &day);
  text = g_strdup_printf (basic ? "%04d%02d%02d" : "%04d-%02d-%02d", year, month, day);
  add_text (card, "BDAY", text);
}

static void
add_client (GString *card, const DyrLink *link, const char *client)
{
  if (link == NULL)
    return;
  add_text (card, "ORG", link->name);
  if (g_strcmp0 (link->name, client) != 0)
    add_text (card, DYR_VCARD_CLIENT, client);
}

static void
add_do_not_call (GString *card, const DyrValue *value)
{
  if (value->form == DYR_VALUE_NUMBER)
    add_text (card, DYR_VCARD_DO_NOT_CALL, value->number != 0 ? "yes" : "no");
}

char *
dyr_export_card (const DyrRow *row, const char *client, DyrExportFormat format)
{
  gboolean is_4 = format == DYR_EXPORT_VCARD4;
  g_autofree char *uid = dyr_uid_to_text (&row->uid);
  g_autofree char *urn = g_strconcat ("urn:uuid:", uid, NULL);
  GString *card = g_string_new ("BEGIN:VCARD\r\n");
  const DyrValue *values = row->values;

  add_text (card, "VERSION", is_4 ? "4.0" : "3.0");
  add_text (card, "UID", urn);
  add_name (card, row);
  add_client (card, dyr_value_link (&values[DYR_PERSON_CLIENT]), client);
  add_text (card, "TITLE", dyr_value_text (&values[DYR_PERSON_POSITION]));
  add_addresses (card, "TEL", dyr_value_set (&values[DYR_PERSON_PHONES]));
  add_addresses (card, "EMAIL", dyr_value_set (&values[DYR_PERSON_EMAILS]));
  add_birthday (card, &values[DYR_PERSON_BIRTHDAY], is_4);
  add_text (card, "NOTE", dyr_value_text (&values[DYR_PERSON_DESCRIPTION]));
  add_text (card, DYR_VCARD_DECISION_ROLE, dyr_value_text (&values[DYR_PERSON_DECISION_ROLE]));
  add_do_not_call (card, &values[DYR_PERSON_DO_NOT_CALL]);
  g_string_append (card, "END:VCARD\r\n");

  return g_string_free (card, FALSE);
}
