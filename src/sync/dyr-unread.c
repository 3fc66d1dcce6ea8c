/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Unread: what a run went past, as it could not read it, and tells the person. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dyr-engine-private.h"

/* “Clients, People”; NULL: none. */
static char *
list_closed (const DyrEngine *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < self->streams->len; i++)
    {
      const DyrEngineStream *stream = &g_array_index (self->streams, DyrEngineStream, i);
      const char *label = stream->stream->type != NULL
                              ? dyr_record_type_plural_label (stream->stream->type)
                              /* Translators: the list of what was deleted in the CRM. */
                              : C_ ("types", "Deletions");

      if (stream->closed && !g_ptr_array_find (labels, label, NULL))
        g_ptr_array_add (labels, (char *) label);
    }
  if (labels->len == 0)
    return NULL;
  g_ptr_array_add (labels, NULL);
  /* Translators: stands between sorts of records: "Clients, People". */
  return g_strjoinv (C_ ("types", ", "), (char **) labels->pdata);
}

static guint
count_unread (const DyrEngine *self)
{
  guint n = 0;

  for (guint i = 0; i < self->streams->len; i++)
    n += g_array_index (self->streams, DyrEngineStream, i).n_unread;
  return n;
}

char *
dyr_engine_explain_unread (const DyrEngine *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *closed = NULL;
  guint n;

  g_return_val_if_fail (self != NULL, NULL);

  closed = list_closed (self);
  n = count_unread (self);
  if (closed != NULL)
    g_ptr_array_add (
        lines,
        /* Translators: sorts of records: "Clients, People". */
        g_strdup_printf (_ ("The CRM does not show you: %s. What is here of them stays as it is. "
                            "Ask the administrator for the right to read them."),
                            closed));
  if (n > 0)
    g_ptr_array_add (lines,
                     g_strdup_printf (ngettext ("%u record of the CRM could not be read.",
                                                "%u records of the CRM could not be read.",
                                                n),
                                      n));
  g_ptr_array_add (lines, NULL);
  return lines->len > 1 ? g_strjoinv ("\n", (char **) lines->pdata) : NULL;
}
