/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Merged cells of a sheet: a client's name that stands beside the three rows of its persons. The
 * file tells of them behind the rows. */

#define _GNU_SOURCE 1 /* memmem */
#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-xlsx-private.h"

#include <string.h>

/* Blocks that are kept: more are a pattern, not a table. */
#define MAX_MERGES 65536
#define BLOCK (64 * 1024)

static const char tag[] = "mergeCell ";

static int
compare (gconstpointer a, gconstpointer b)
{
  const DyrXlsxMerge *one = a, *other = b;

  return (one->first > other->first) - (one->first < other->first);
}

/* "A2:C4" out of `ref="A2:C4"`. */
static void
take (GArray *merges, const char *element, gsize length)
{
  g_autofree char *text = g_strndup (element, length);
  const char *ref = strstr (text, "ref=");
  g_auto (GStrv) corners = NULL;
  DyrXlsxMerge merge = { 0 };
  guint column;
  char *end;

  if (ref == NULL || merges->len >= MAX_MERGES || (ref[4] != '"' && ref[4] != '\''))
    return;
  end = strchr (ref + 5, ref[4]);
  if (end == NULL)
    return;
  *end = '\0';
  corners = g_strsplit (ref + 5, ":", 2);
  if (corners[0] != NULL && corners[1] != NULL
      && dyr_xlsx_place (corners[0], &merge.column, &merge.first)
      && dyr_xlsx_place (corners[1], &column, &merge.last) && merge.first > 0
      && merge.last > merge.first)
    g_array_append_val (merges, merge);
}

/* Takes what is whole in the text; what may go on stays there. */
static void
scan (GArray *merges, GString *text)
{
  const char *at = text->str, *end = text->str + text->len;

  while (TRUE)
    {
      const char *found = memmem (at, (gsize) (end - at), tag, sizeof tag - 1);
      const char *close = found != NULL ? memchr (found, '>', (gsize) (end - found)) : NULL;

      if (found == NULL)
        {
          at = MAX (at, end - (sizeof tag - 1));
          break;
        }
      if (close == NULL)
        {
          /* No element is as long as that. */
          at = end - found > BLOCK ? end : found;
          break;
        }
      take (merges, found, (gsize) (close - found));
      at = close;
    }
  g_string_erase (text, 0, at - text->str);
}

GArray *
dyr_xlsx_merges_read (DyrZip *zip, const char *entry, GError **error)
{
  g_autoptr (GArray) merges = g_array_new (FALSE, FALSE, sizeof (DyrXlsxMerge));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *block = g_malloc (BLOCK);
  gssize n;

  if (!dyr_zip_enter (zip, entry, error))
    return NULL;
  while ((n = dyr_zip_read (zip, block, BLOCK, error)) > 0)
    {
      g_string_append_len (text, block, n);
      scan (merges, text);
    }
  if (n < 0)
    return NULL;
  g_array_sort (merges, compare);

  return g_steal_pointer (&merges);
}
