/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The texts of a spreadsheet, which its cells name by number. A large file has millions of them:
 * they are kept outside of memory. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-xlsx-private.h"

#include <string.h>

/* Bytes of texts and of their places that stay in memory. */
#define TEXTS_IN_MEMORY (16 * 1024 * 1024)
#define PLACES_IN_MEMORY (4 * 1024 * 1024)

struct _DyrXlsxStrings
{
  DyrSpill *texts;
  DyrSpill *ends; /* guint64: where each one ends */
  guint n;

  /* While they are read: */
  GString *text;
  gboolean in_text;
  guint in_phonetic; /* how a text is read aloud is none */
  GError *error;
};

static void
on_begun (gpointer data, const char *name, const DyrXmlAttributes *attributes)
{
  DyrXlsxStrings *self = data;

  if (strcmp (name, "si") == 0)
    g_string_truncate (self->text, 0);
  else if (strcmp (name, "rPh") == 0)
    self->in_phonetic++;
  else if (strcmp (name, "t") == 0)
    self->in_text = self->in_phonetic == 0;
}

static void
on_ended (gpointer data, const char *name)
{
  DyrXlsxStrings *self = data;
  guint64 end;

  if (strcmp (name, "t") == 0)
    self->in_text = FALSE;
  else if (strcmp (name, "rPh") == 0 && self->in_phonetic > 0)
    self->in_phonetic--;
  if (strcmp (name, "si") != 0 || self->error != NULL)
    return;
  dyr_xlsx_unescape (self->text);
  end = dyr_spill_get_length (self->texts) + self->text->len;
  if (dyr_spill_add (self->texts, self->text->str, self->text->len, &self->error))
    dyr_spill_add (self->ends, &end, sizeof end, &self->error);
  self->n++;
}

static void
on_text (gpointer data, const char *text, gsize length)
{
  DyrXlsxStrings *self = data;

  /* One that is too long makes its row refused. */
  if (self->in_text && self->text->len <= DYR_SHEET_CELL_MAX)
    g_string_append_len (self->text, text, (gssize) length);
}

static gboolean
read_all (DyrXlsxStrings *self, DyrZip *zip, const char *entry, GError **error)
{
  static const DyrXmlHandler handler = { on_begun, on_ended, on_text };
  g_autoptr (DyrXml) xml = NULL;
  g_autoptr (GError) local = NULL;

  if (!dyr_zip_enter (zip, entry, error))
    return FALSE;
  xml = dyr_xml_new (zip, &handler, self);
  while (self->error == NULL && dyr_xml_step (xml, &local))
    continue;
  if (self->error == NULL && local == NULL)
    return TRUE;
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else
    g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

DyrXlsxStrings *
dyr_xlsx_strings_new (DyrZip *zip, const char *entry, GError **error)
{
  g_autoptr (DyrXlsxStrings) self = g_new0 (DyrXlsxStrings, 1);

  self->texts = dyr_spill_new (TEXTS_IN_MEMORY);
  self->ends = dyr_spill_new (PLACES_IN_MEMORY);
  self->text = g_string_new (NULL);
  if (entry != NULL && dyr_zip_has (zip, entry) && !read_all (self, zip, entry, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
dyr_xlsx_strings_free (DyrXlsxStrings *self)
{
  if (self == NULL)
    return;

  dyr_spill_free (self->texts);
  dyr_spill_free (self->ends);
  g_string_free (self->text, TRUE);
  g_clear_error (&self->error);
  g_free (self);
}

gboolean
dyr_xlsx_strings_append (DyrXlsxStrings *self, guint number, GString *text, GError **error)
{
  guint64 place[2] = { 0, 0 };
  gsize before = text->len, length;
  gboolean done;

  if (number >= self->n)
    return FALSE;
  done = number > 0 ? dyr_spill_read (
             self->ends, (number - 1) * sizeof place[0], place, sizeof place, error)
                    : dyr_spill_read (self->ends, 0, &place[1], sizeof place[1], error);
  if (!done)
    return FALSE;
  length = (gsize) (place[1] - place[0]);
  g_string_set_size (text, before + length);

  return length == 0 || dyr_spill_read (self->texts, place[0], text->str + before, length, error);
}
