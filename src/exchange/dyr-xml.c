/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrXml: XML of any size as events, without anything that reaches out of the text. A document
 * type is where entities come from, external ones and those that grow; no spreadsheet has one, so
 * the first sign of it ends the reading. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-xml-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>

#include "dyr-error.h"

/* Parsed at once. */
#define BLOCK (32 * 1024)

struct _DyrXmlAttributes
{
  const xmlChar **list; /* five pointers each: name, prefix, namespace, value, its end */
  int n;
};

struct _DyrXml
{
  DyrZip *zip;
  const DyrXmlHandler *handler;
  gpointer data;
  xmlParserCtxtPtr parser;
  gboolean has_type;
  gboolean at_end;
  char block[BLOCK];
};

static gboolean
find (const DyrXmlAttributes *attributes, const char *name, const char **value, gsize *length)
{
  for (int i = 0; i < attributes->n; i++)
    {
      const xmlChar **one = &attributes->list[5 * i];

      if (strcmp ((const char *) one[0], name) != 0)
        continue;
      *value = (const char *) one[3];
      *length = (gsize) (one[4] - one[3]);
      return TRUE;
    }

  return FALSE;
}

char *
dyr_xml_dup (const DyrXmlAttributes *attributes, const char *name)
{
  const char *value;
  gsize length;

  return find (attributes, name, &value, &length) ? g_strndup (value, length) : NULL;
}

gboolean
dyr_xml_copy (const DyrXmlAttributes *attributes, const char *name, char *buffer, gsize size)
{
  const char *value;
  gsize length;

  if (!find (attributes, name, &value, &length))
    return FALSE;
  length = MIN (length, size - 1);
  memcpy (buffer, value, length);
  buffer[length] = '\0';

  return TRUE;
}

guint
dyr_xml_number (const DyrXmlAttributes *attributes, const char *name, guint fallback)
{
  char text[16];
  guint64 number;

  if (!dyr_xml_copy (attributes, name, text, sizeof text)
      || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL))
    return fallback;

  return (guint) number;
}

static void
on_element_begun (void *data,
                  const xmlChar *name,
                  const xmlChar *prefix,
                  const xmlChar *space,
                  int n_spaces,
                  const xmlChar **spaces,
                  int n_attributes,
                  int n_defaulted,
                  const xmlChar **attributes)
{
  DyrXml *self = data;
  DyrXmlAttributes list = { attributes, n_attributes };

  if (self->handler->begin != NULL)
    self->handler->begin (self->data, (const char *) name, &list);
}

static void
on_element_ended (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
  DyrXml *self = data;

  if (self->handler->end != NULL)
    self->handler->end (self->data, (const char *) name);
}

static void
on_text (void *data, const xmlChar *text, int length)
{
  DyrXml *self = data;

  if (self->handler->text != NULL)
    self->handler->text (self->data, (const char *) text, (gsize) length);
}

static void
on_type_declared (void *data, const xmlChar *name, const xmlChar *id, const xmlChar *system)
{
  DyrXml *self = data;

  self->has_type = TRUE;
  xmlStopParser (self->parser);
}

/* What is wrong the return values say; nothing is to be printed. */
static void
on_complaint (void *data, xmlErrorPtr error)
{
}

DyrXml *
dyr_xml_new (DyrZip *zip, const DyrXmlHandler *handler, gpointer data)
{
  DyrXml *self = g_new0 (DyrXml, 1);
  xmlSAXHandler sax = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = on_element_begun,
    .endElementNs = on_element_ended,
    .characters = on_text,
    .ignorableWhitespace = on_text,
    .cdataBlock = on_text,
    .internalSubset = on_type_declared,
    .serror = on_complaint,
  };

  self->zip = zip;
  self->handler = handler;
  self->data = data;
  self->parser = xmlCreatePushParserCtxt (&sax, self, NULL, 0, NULL);
  xmlCtxtUseOptions (self->parser, XML_PARSE_NONET);

  return self;
}

void
dyr_xml_free (DyrXml *self)
{
  if (self == NULL)
    return;

  xmlFreeParserCtxt (self->parser);
  g_free (self);
}

gboolean
dyr_xml_step (DyrXml *self, GError **error)
{
  gssize n;

  if (self->at_end)
    return FALSE;
  n = dyr_zip_read (self->zip, self->block, BLOCK, error);
  self->at_end = n <= 0;
  if (n < 0)
    return FALSE;
  if (xmlParseChunk (self->parser, self->block, (int) n, n == 0) == XML_ERR_OK && !self->has_type)
    return TRUE;

  self->at_end = TRUE;
  if (self->has_type)
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_INVALID,
                 _ ("“%s” declares entities (DOCTYPE), which no spreadsheet does: it may be made "
                    "to read other files. It was not read. Ask where the file comes from."),
                    dyr_zip_get_file_name (self->zip));
  else
    dyr_zip_set_damaged (self->zip, error);

  return FALSE;
}

gboolean
dyr_xml_parse (DyrZip *zip,
               const char *entry,
               gsize most,
               const DyrXmlHandler *handler,
               gpointer data,
               GError **error)
{
  g_autoptr (DyrXml) xml = NULL;
  g_autoptr (GError) local = NULL;
  gsize n = 0;

  if (!dyr_zip_enter (zip, entry, error))
    return FALSE;
  xml = dyr_xml_new (zip, handler, data);
  while (dyr_xml_step (xml, &local))
    {
      n += BLOCK;
      if (n <= most)
        continue;
      dyr_zip_set_damaged (zip, error);
      return FALSE;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}
