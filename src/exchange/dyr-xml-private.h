/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrXml: XML of any size as events, without anything that reaches out of the text. */

#pragma once

#include "dyr-zip-private.h"

G_BEGIN_DECLS

typedef struct _DyrXml DyrXml;
typedef struct _DyrXmlAttributes DyrXmlAttributes;

/* Names come without their prefix; texts in pieces. Each may be NULL. */
typedef struct
{
  void (*begin) (gpointer data, const char *name, const DyrXmlAttributes *attributes);
  void (*end) (gpointer data, const char *name);
  void (*text) (gpointer data, const char *text, gsize length);
} DyrXmlHandler;

/* The value of an attribute, newly allocated; NULL: there is none. */
char *dyr_xml_dup (const DyrXmlAttributes *attributes, const char *name);
/* Copies it with a NUL, shortened to `size` bytes; FALSE: there is none. */
gboolean
dyr_xml_copy (const DyrXmlAttributes *attributes, const char *name, char *buffer, gsize size);
/* A number from 0 on; `fallback` when it is none or is not there. */
guint dyr_xml_number (const DyrXmlAttributes *attributes, const char *name, guint fallback);

/* Parses the entry that `zip` was just told to enter. */
DyrXml *dyr_xml_new (DyrZip *zip, const DyrXmlHandler *handler, gpointer data);
void dyr_xml_free (DyrXml *self);
/* Reads a few thousand bytes on. FALSE at the end, and on an error: the archive's, or
 * DYR_ERROR_INVALID: no sound XML, or with a document type. */
gboolean dyr_xml_step (DyrXml *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrXml, dyr_xml_free)

/* Parses a whole small entry; `most` bytes. */
gboolean dyr_xml_parse (DyrZip *zip,
                        const char *entry,
                        gsize most,
                        const DyrXmlHandler *handler,
                        gpointer data,
                        GError **error);

G_END_DECLS
