/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Nodes of json-glib out of JSON that was checked. Its own parser takes each text into pieces by a
 * scanner for programming languages, which is most of the work of reading a page. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espo-json.h"

#include <string.h>

static void
skip_blanks (char **at)
{
  while (**at == ' ' || **at == '\t' || **at == '\n' || **at == '\r')
    (*at)++;
}

static gunichar
take_unit (char **at)
{
  gunichar unit = 0;

  for (int i = 0; i < 4; i++)
    unit = unit * 16 + (gunichar) g_ascii_xdigit_value (*(*at)++);

  return unit;
}

/* What stands behind a backslash, in UTF-8. */
static char *
put_escaped (char **at, char *to)
{
  static const char codes[] = "bfnrt", means[] = "\b\f\n\r\t";
  const char code = *(*at)++;
  const char *found = strchr (codes, code);
  gunichar unit;

  if (code != 'u')
    {
      *to = found != NULL ? means[found - codes] : code;
      return to + 1;
    }
  unit = take_unit (at);
  /* The first half of a pair is never alone. */
  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      *at += 2;
      unit = 0x10000 + ((unit - 0xd800) << 10) + (take_unit (at) - 0xdc00);
    }

  return to + g_unichar_to_utf8 (unit, to);
}

/* From the first quote to behind the last one; the text is written over what it was read from,
 * where it is never longer. */
static const char *
take_string (char **at)
{
  char *from = ++*at, *to;

  while (**at != '"' && **at != '\\')
    (*at)++;
  to = *at;
  while (**at != '"')
    {
      if (**at == '\\')
        {
          (*at)++;
          to = put_escaped (at, to);
        }
      else
        *to++ = *(*at)++;
    }
  (*at)++;
  *to = '\0';

  return from;
}

static JsonNode *
take_number (char **at)
{
  JsonNode *node = json_node_alloc ();
  const char *from = *at;
  gboolean whole = TRUE;

  for (; strchr ("+-.0123456789eE", **at) != NULL && **at != '\0'; (*at)++)
    whole = whole && (**at == '-' || g_ascii_isdigit (**at));

  return whole ? json_node_init_int (node, g_ascii_strtoll (from, NULL, 10))
               : json_node_init_double (node, g_ascii_strtod (from, NULL));
}

static JsonNode *take_value (char **at);

static JsonNode *
take_object (char **at)
{
  JsonNode *node = json_node_alloc ();
  JsonObject *object = json_object_new ();

  for (;;)
    {
      const char *name;

      (*at)++; /* the brace, or a comma */
      skip_blanks (at);
      if (**at == '}')
        break;
      name = take_string (at);
      skip_blanks (at);
      (*at)++; /* the colon */
      json_object_set_member (object, name, take_value (at));
      skip_blanks (at);
      if (**at == '}')
        break;
    }
  (*at)++;
  json_node_init_object (node, object);
  json_object_unref (object);

  return node;
}

static JsonNode *
take_array (char **at)
{
  JsonNode *node = json_node_alloc ();
  JsonArray *array = json_array_new ();

  for (;;)
    {
      (*at)++; /* the bracket, or a comma */
      skip_blanks (at);
      if (**at == ']')
        break;
      json_array_add_element (array, take_value (at));
      skip_blanks (at);
      if (**at == ']')
        break;
    }
  (*at)++;
  json_node_init_array (node, array);
  json_array_unref (array);

  return node;
}

static JsonNode *
take_value (char **at)
{
  skip_blanks (at);
  switch (**at)
    {
    case '{':
      return take_object (at);
    case '[':
      return take_array (at);
    case '"':
      return json_node_init_string (json_node_alloc (), take_string (at));
    case 't':
      *at += strlen ("true");
      return json_node_init_boolean (json_node_alloc (), TRUE);
    case 'f':
      *at += strlen ("false");
      return json_node_init_boolean (json_node_alloc (), FALSE);
    case 'n':
      *at += strlen ("null");
      return json_node_init_null (json_node_alloc ());
    default:
      return take_number (at);
    }
}

JsonNode *
dyr_espo_json_build (char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return take_value (&text);
}
