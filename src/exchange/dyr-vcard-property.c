/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* One property of an address card: "item1.TEL;TYPE=work,voice:+380…". Folding cuts between bytes in
 * old programs; what is no text then is mended. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-vcard-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "dyr-encoding.h"

/* Parameters of one property that are kept. */
#define MAX_PARAMETERS 100

/* In the order in which they say more. */
/* clang-format off */
static const struct { const char *name; const char *word; } types[DYR_VCARD_N_TYPES] = {
  { "FAX", NC_ ("telephone", "fax") },
  { "CELL", NC_ ("telephone", "mobile") },
  { "PAGER", NC_ ("telephone", "pager") },
  { "WORK", NC_ ("telephone", "work") },
  { "HOME", NC_ ("telephone", "home") },
};
/* clang-format on */

const char *
dyr_vcard_type_name (guint index)
{
  return types[index].name;
}

const char *
dyr_vcard_type_word (guint index)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "telephone", types[index].word);
}

void
dyr_vcard_property_free (DyrVcardProperty *property)
{
  if (property == NULL)
    return;

  g_free (property->name);
  g_ptr_array_unref (property->parameters);
  g_free (property->value);
  g_free (property);
}

/* RFC 6868: what quotes cannot hold. */
static char *
unescape_parameter (const char *text, gsize length)
{
  GString *plain = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      char next = i + 1 < length ? text[i + 1] : '\0';

      if (text[i] != '^' || strchr ("n'^", next) == NULL || next == '\0')
        {
          g_string_append_c (plain, text[i]);
          continue;
        }
      g_string_append_c (plain, next == 'n' ? '\n' : next == '\'' ? '"' : '^');
      i++;
    }

  return g_string_free (plain, FALSE);
}

static void
add_parameter (DyrVcardProperty *property, const char *name, const char *value, gsize length)
{
  g_autofree char *plain = unescape_parameter (value, length);
  gboolean is_ours = g_str_has_prefix (name, "X-DYRYHENT-");

  if (property->parameters->len >= 2 * MAX_PARAMETERS)
    return;
  g_ptr_array_add (property->parameters, g_strdup (name));
  g_ptr_array_add (property->parameters,
                   is_ours ? g_steal_pointer (&plain) : g_ascii_strup (plain, -1));
}

/* Takes "NAME=value,"value"" at `text`; where it ends. */
static const char *
take_parameter (DyrVcardProperty *property, const char *text)
{
  gsize n = strcspn (text, "=;:");
  g_autofree char *name = g_ascii_strup (text, (gssize) n);

  /* vCard 2.1 leaves names out. */
  if (text[n] != '=')
    {
      add_parameter (
          property, g_str_equal (name, "QUOTED-PRINTABLE") ? "ENCODING" : "TYPE", name, n);
      return text + n;
    }
  text += n;
  do
    {
      const char *end;

      text++;
      if (*text == '"')
        {
          end = text + 1 + strcspn (text + 1, "\"");
          add_parameter (property, name, text + 1, (gsize) (end - text - 1));
          text = *end == '"' ? end + 1 : end;
          text += strcspn (text, ",;:");
          continue;
        }
      n = strcspn (text, ",;:");
      add_parameter (property, name, text, n);
      text += n;
    }
  while (*text == ',');

  return text;
}

const char *
dyr_vcard_property_get (const DyrVcardProperty *property, const char *name)
{
  for (guint i = 0; i + 1 < property->parameters->len; i += 2)
    if (g_str_equal (property->parameters->pdata[i], name))
      return property->parameters->pdata[i + 1];

  return NULL;
}

/* TYPE="work,voice" in quotes is a list, too. */
gboolean
dyr_vcard_property_has (const DyrVcardProperty *property, const char *name, const char *value)
{
  for (guint i = 0; i + 1 < property->parameters->len; i += 2)
    {
      g_auto (GStrv) values = NULL;

      if (!g_str_equal (property->parameters->pdata[i], name))
        continue;
      values = g_strsplit (property->parameters->pdata[i + 1], ",", -1);
      if (g_strv_contains ((const char *const *) values, value))
        return TRUE;
    }

  return FALSE;
}

/* "=D0=9B" */
static char *
decode_quoted (const char *text, const char *charset)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  const char *encoding = charset != NULL ? dyr_encoding_find (charset) : NULL;
  g_autofree char *converted = NULL;

  for (const char *c = text; *c != '\0'; c++)
    {
      int high = *c == '=' ? g_ascii_xdigit_value (c[1]) : -1;
      int low = high >= 0 ? g_ascii_xdigit_value (c[2]) : -1;

      if (low < 0)
        {
          g_string_append_c (bytes, *c);
          continue;
        }
      if (high * 16 + low != 0 && high * 16 + low != '\r')
        g_string_append_c (bytes, (char) (high * 16 + low));
      c += 2;
    }
  if (encoding != NULL && !g_str_equal (encoding, "UTF-8"))
    converted = g_convert (bytes->str, (gssize) bytes->len, "UTF-8", encoding, NULL, NULL, NULL);
  if (converted != NULL && g_utf8_validate (converted, -1, NULL))
    return g_steal_pointer (&converted);

  return g_utf8_make_valid (bytes->str, (gssize) bytes->len);
}

DyrVcardProperty *
dyr_vcard_property_parse (const char *line)
{
  g_autoptr (DyrVcardProperty) property = NULL;
  gsize n = strcspn (line, ";:");
  const char *at = line + n;
  const char *group = memchr (line, '.', n);
  const char *encoding;

  if (*at == '\0' || n == 0)
    return NULL;

  property = g_new0 (DyrVcardProperty, 1);
  property->parameters = g_ptr_array_new_with_free_func (g_free);
  if (group != NULL)
    {
      n -= (gsize) (group + 1 - line);
      line = group + 1;
    }
  property->name = g_strstrip (g_ascii_strup (line, (gssize) n));
  while (*at == ';')
    at = take_parameter (property, at + 1);
  if (*at != ':')
    return NULL;
  encoding = dyr_vcard_property_get (property, "ENCODING");
  if (encoding != NULL && g_str_equal (encoding, "QUOTED-PRINTABLE"))
    property->value = decode_quoted (at + 1, dyr_vcard_property_get (property, "CHARSET"));
  else
    property->value = g_utf8_make_valid (at + 1, -1);

  return g_steal_pointer (&property);
}

/* Appends what stands there up to an unescaped separator (0: to the end); where it stands. */
static const char *
take_part (const char *text, char separator, char comma, GString *part)
{
  for (; *text != '\0' && (separator == '\0' || *text != separator); text++)
    {
      if (*text != '\\' || text[1] == '\0')
        {
          g_string_append_c (part, *text == ',' ? comma : *text);
          continue;
        }
      text++;
      if (*text == 'n' || *text == 'N')
        g_string_append_c (part, '\n');
      else if (strchr (",;:\\", *text) != NULL)
        g_string_append_c (part, *text);
      else
        g_string_append_printf (part, "\\%c", *text);
    }

  return text;
}

char *
dyr_vcard_property_text (const DyrVcardProperty *property)
{
  GString *text = g_string_new (NULL);

  take_part (property->value, '\0', ',', text);

  return g_string_free (text, FALSE);
}

GStrv
dyr_vcard_property_parts (const DyrVcardProperty *property, char comma)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  const char *text = property->value;

  while (TRUE)
    {
      g_autoptr (GString) part = g_string_new (NULL);

      text = take_part (text, ';', comma, part);
      g_strv_builder_add (parts, part->str);
      if (*text == '\0')
        break;
      text++;
    }

  return g_strv_builder_end (parts);
}
