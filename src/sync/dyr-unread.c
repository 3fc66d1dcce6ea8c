/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Unread: what a run went past, as it could not read it, and tells the person. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-engine-private.h"
#include "dyr-reason.h"

/* "client,person"; NULL: none. What has no type is the feed of deletions. */
static char *
list_closed (const DyrEngine *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->streams->len; i++)
    {
      const DyrEngineStream *stream = &g_array_index (self->streams, DyrEngineStream, i);
      const char *name = stream->stream->type != NULL ? stream->stream->type->name : "";

      if (stream->closed && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, (char *) name);
    }
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  return g_strjoinv (",", (char **) names->pdata);
}

/* NULL: none. */
static char *
count_unread (const DyrEngine *self)
{
  guint n = 0;

  for (guint i = 0; i < self->streams->len; i++)
    n += g_array_index (self->streams, DyrEngineStream, i).n_unread;
  return n > 0 ? g_strdup_printf ("%u", n) : NULL;
}

char *
dyr_engine_explain_unread (const DyrEngine *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *closed = NULL, *n = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  closed = list_closed (self);
  n = count_unread (self);
  if (closed != NULL)
    g_ptr_array_add (lines, dyr_reason_new ("not-shown", closed));
  if (n != NULL)
    g_ptr_array_add (lines, dyr_reason_new ("not-read", n));
  g_ptr_array_add (lines, NULL);
  return lines->len > 1 ? g_strjoinv ("\n", (char **) lines->pdata) : NULL;
}
