/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* JSON as PHP writes it, and the dates of EspoCRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <stdlib.h>
#include <string.h>

/* PHP's json_encode: "/" and everything beyond ASCII is escaped. */
void
crm_json_text (GString *out, const char *text)
{
  const char *run = text;
  const char *at = text;

  g_string_append_c (out, '"');
  while (*at)
    {
      guchar c = (guchar) *at;
      gunichar u;

      if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '/')
        {
          at++;
          continue;
        }
      g_string_append_len (out, run, at - run);
      if (c < 0x80)
        {
          at++;
          if (c == '"' || c == '\\' || c == '/')
            g_string_append_printf (out, "\\%c", c);
          else if (c == '\n')
            g_string_append (out, "\\n");
          else if (c == '\r')
            g_string_append (out, "\\r");
          else if (c == '\t')
            g_string_append (out, "\\t");
          else if (c == 0x7f)
            g_string_append_c (out, 0x7f);
          else
            g_string_append_printf (out, "\\u%04x", c);
        }
      else
        {
          u = g_utf8_get_char (at);
          at = g_utf8_next_char (at);
          if (u >= 0x10000)
            g_string_append_printf (out,
                                    "\\u%04x\\u%04x",
                                    0xd800 + ((u - 0x10000) >> 10),
                                    0xdc00 + ((u - 0x10000) & 0x3ff));
          else
            g_string_append_printf (out, "\\u%04x", u);
        }
      run = at;
    }
  g_string_append_len (out, run, at - run);
  g_string_append_c (out, '"');
}

/* The shortest text that reads back the same, whole numbers without a point. */
void
crm_json_real (GString *out, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (number > -1e15 && number < 1e15)
    {
      gint64 whole = (gint64) number;
      double back = (double) whole;

      if (memcmp (&back, &number, sizeof back) == 0)
        {
          g_string_append_printf (out, "%" G_GINT64_FORMAT, whole);
          return;
        }
    }
  for (int digits = 15; digits <= 17; digits++)
    {
      char format[8];
      double back;

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, number);
      back = g_ascii_strtod (text, NULL);
      if (memcmp (&back, &number, sizeof back) == 0)
        break;
    }
  g_string_append (out, text);
}

void
crm_json_node (GString *out, JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_NULL:
      g_string_append (out, "null");
      break;
    case JSON_NODE_VALUE:
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        crm_json_text (out, json_node_get_string (node));
      else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
        g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
      else if (json_node_get_value_type (node) == G_TYPE_INT64)
        g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
      else
        crm_json_real (out, json_node_get_double (node));
      break;
    case JSON_NODE_ARRAY:
      {
        JsonArray *array = json_node_get_array (node);

        g_string_append_c (out, '[');
        for (guint i = 0; i < json_array_get_length (array); i++)
          {
            if (i > 0)
              g_string_append_c (out, ',');
            crm_json_node (out, json_array_get_element (array, i));
          }
        g_string_append_c (out, ']');
      }
      break;
    case JSON_NODE_OBJECT:
      {
        JsonObjectIter iter;
        const char *name;
        JsonNode *member;
        gboolean first = TRUE;

        g_string_append_c (out, '{');
        json_object_iter_init_ordered (&iter, json_node_get_object (node));
        while (json_object_iter_next_ordered (&iter, &name, &member))
          {
            if (!first)
              g_string_append_c (out, ',');
            first = FALSE;
            crm_json_text (out, name);
            g_string_append_c (out, ':');
            crm_json_node (out, member);
          }
        g_string_append_c (out, '}');
      }
      break;
    default:
      g_assert_not_reached ();
    }
}

/* json-glib recurses: nothing deep may reach it. */
static gboolean
is_shallow (const char *text, gsize length)
{
  int depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string)
        {
          if (text[i] == '\\')
            i++;
          else if (text[i] == '"')
            in_string = FALSE;
        }
      else if (text[i] == '"')
        in_string = TRUE;
      else if (text[i] == '{' || text[i] == '[')
        {
          if (++depth > 64)
            return FALSE;
        }
      else if (text[i] == '}' || text[i] == ']')
        depth--;
    }
  return TRUE;
}

JsonNode *
crm_json_parse (const char *text, gsize length)
{
  g_autoptr (JsonParser) parser = NULL;

  if (length == 0 || !is_shallow (text, length) || !g_utf8_validate (text, (gssize) length, NULL))
    return NULL;
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL))
    return NULL;
  return json_parser_steal_root (parser);
}

char *
crm_json_string (JsonNode *node)
{
  g_autoptr (GString) text = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  text = g_string_new (NULL);
  crm_json_node (text, node);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

const char *
crm_json_get (JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* NULL for what is no text. */
const char *
crm_json_nth_text (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

gboolean
crm_json_true (JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN
         && json_node_get_boolean (node);
}

JsonObject *
crm_json_child (JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* json_node_copy() shares objects and arrays. */
static JsonNode *
copy_deep (JsonNode *node)
{
  JsonNode *copy = json_node_new (JSON_NODE_NULL);

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_object_new ();
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        json_object_set_member (object, name, copy_deep (member));
      json_node_init_object (copy, object);
      json_object_unref (object);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *from = json_node_get_array (node);
      JsonArray *array = json_array_new ();

      for (guint i = 0; i < json_array_get_length (from); i++)
        json_array_add_element (array, copy_deep (json_array_get_element (from, i)));
      json_node_init_array (copy, array);
      json_array_unref (array);
    }
  else
    {
      json_node_unref (copy);
      copy = json_node_copy (node);
    }
  return copy;
}

/* As EspoCRM merges metadata: objects by member, lists that begin with __APPEND__ are added, the
 * rest replaces. */
void
crm_json_merge (JsonObject *into, JsonObject *from)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, from);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      JsonNode *old = json_object_get_member (into, name);

      if (old && JSON_NODE_HOLDS_OBJECT (old) && JSON_NODE_HOLDS_OBJECT (member))
        crm_json_merge (json_node_get_object (old), json_node_get_object (member));
      else if (JSON_NODE_HOLDS_ARRAY (member)
               && json_array_get_length (json_node_get_array (member)) > 0
               && g_strcmp0 (json_node_get_string (
                                 json_array_get_element (json_node_get_array (member), 0)),
                             "__APPEND__")
                      == 0)
        {
          JsonArray *added = json_node_get_array (member);
          JsonArray *all = json_array_new ();

          if (old && JSON_NODE_HOLDS_ARRAY (old))
            {
              JsonArray *first = json_node_get_array (old);

              for (guint i = 0; i < json_array_get_length (first); i++)
                json_array_add_element (all, json_node_copy (json_array_get_element (first, i)));
            }
          for (guint i = 1; i < json_array_get_length (added); i++)
            json_array_add_element (all, json_node_copy (json_array_get_element (added, i)));
          json_object_set_array_member (into, name, all);
        }
      else
        json_object_set_member (into, name, copy_deep (member));
    }
}

/* --- Dates ----------------------------------------------------------------------------------- */

/* Days since 1970-01-01 (Howard Hinnant's days_from_civil). */
static gint64
days_from_civil (int year, int month, int day)
{
  int y = month <= 2 ? year - 1 : year;
  int era = (y >= 0 ? y : y - 399) / 400;
  int of_era = y - era * 400;
  int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  int day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;

  return (gint64) era * 146097 + day_of_era - 719468;
}

void
crm_time_text (gint64 seconds, char out[20])
{
  gint64 days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400;
  int rest = (int) (seconds - days * 86400);
  gint64 z = days + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  int of_era = (int) (z - era * 146097);
  int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int shifted = (5 * of_year + 2) / 153;
  int day = of_year - (153 * shifted + 2) / 5 + 1;
  int month = shifted < 10 ? shifted + 3 : shifted - 9;
  int year = (int) (year_of_era + era * 400) + (month <= 2);
  int parts[] = { year / 100, year % 100, month, day, rest / 3600, rest / 60 % 60, rest % 60 };
  static const int at[] = { 0, 2, 5, 8, 11, 14, 17 };

  memcpy (out, "0000-00-00 00:00:00", 20);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      out[at[i]] = (char) ('0' + parts[i] / 10 % 10);
      out[at[i] + 1] = (char) ('0' + parts[i] % 10);
    }
}

static gboolean
take_digits (const char **at, int n, int *number)
{
  *number = 0;
  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *number = *number * 10 + (**at - '0');
      (*at)++;
    }
  return TRUE;
}

static gboolean
take_date (const char **at, gint64 *days)
{
  int year, month, day;

  if (!take_digits (at, 4, &year) || *(*at)++ != '-' || !take_digits (at, 2, &month)
      || *(*at)++ != '-' || !take_digits (at, 2, &day))
    return FALSE;
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  *days = days_from_civil (year, month, day);
  return TRUE;
}

gboolean
crm_date_valid (const char *text)
{
  gint64 days;

  return strlen (text) == 10 && take_date (&text, &days);
}

/* "2026-12-01 09:00:00", "2026-12-01 09:00", "…T09:00:00Z", "…T09:00:00+02:00"; "…T09:00:00"
 * without a zone is none (recording meeting-datetime-format-iso-T). */
gboolean
crm_time_parse (const char *text, gint64 *seconds)
{
  const char *at = text;
  gint64 days;
  int hour, minute, second = 0, zone_hour, zone_minute;
  char separator;

  if (!take_date (&at, &days))
    return FALSE;
  separator = *at;
  if (separator != ' ' && separator != 'T')
    return FALSE;
  at++;
  if (!take_digits (&at, 2, &hour) || *at++ != ':' || !take_digits (&at, 2, &minute))
    return FALSE;
  if (*at == ':')
    {
      at++;
      if (!take_digits (&at, 2, &second))
        return FALSE;
    }
  if (hour > 23 || minute > 59 || second > 59)
    return FALSE;
  *seconds = days * 86400 + hour * 3600 + minute * 60 + second;
  if (separator == ' ')
    return *at == '\0';
  if (g_strcmp0 (at, "Z") == 0)
    return TRUE;
  if (*at == '+' || *at == '-')
    {
      int sign = *at++ == '+' ? -1 : 1;

      if (!take_digits (&at, 2, &zone_hour) || *at++ != ':' || !take_digits (&at, 2, &zone_minute))
        return FALSE;
      *seconds += sign * (zone_hour * 3600 + zone_minute * 60);
      return *at == '\0';
    }
  return FALSE;
}
