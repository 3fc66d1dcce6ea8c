/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Words about attached files. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-words.h"

#include <glib/gi18n-lib.h>

#include "dyr-sync-words.h"

static gboolean
is_at (const DyrFilePlace *place, DyrContentPlace at)
{
  return place->state != NULL && place->state->place == at;
}

gboolean
dyr_file_can_come (const DyrFilePlace *place)
{
  g_return_val_if_fail (place != NULL, FALSE);

  return place->missing && (is_at (place, DYR_CONTENT_THERE) || is_at (place, DYR_CONTENT_COMES));
}

/* What moves now is not asked for twice. */
static gboolean
moves (const DyrFilePlace *place)
{
  return place->size > 0 && (is_at (place, DYR_CONTENT_COMES) || is_at (place, DYR_CONTENT_GOES));
}

gboolean
dyr_file_can_go_again (const DyrFilePlace *place)
{
  g_return_val_if_fail (place != NULL, FALSE);

  return place->state != NULL && place->state->reason != NULL && !moves (place)
         && !is_at (place, DYR_CONTENT_THERE) && !is_at (place, DYR_CONTENT_COMES);
}

static char *
show_progress (const DyrContext *context, const DyrFilePlace *place)
{
  g_autofree char *done = dyr_context_show_size (context, place->done);
  g_autofree char *size = dyr_context_show_size (context, place->size);

  if (is_at (place, DYR_CONTENT_GOES))
    /* Translators: how much of a file the CRM has: “3 MB of 14 MB sent”. */
    return g_strdup_printf (C_ ("file", "%s of %s sent"), done, size);
  /* Translators: how much of a file came from the CRM: “3 MB of 14 MB received”. */
  return g_strdup_printf (C_ ("file", "%s of %s received"), done, size);
}

char *
dyr_file_show_place (const DyrContext *context, const DyrFilePlace *place)
{
  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (place != NULL, NULL);

  if (moves (place))
    return show_progress (context, place);
  if (place->state != NULL && place->state->reason != NULL)
    return dyr_sync_words_reason (place->state->reason);
  if (place->missing && !dyr_file_can_come (place))
    return g_strdup (C_ ("file", "not on this computer"));
  if (is_at (place, DYR_CONTENT_GOES))
    return g_strdup (C_ ("file", "only here, will be sent to the CRM"));
  if (place->connected && is_at (place, DYR_CONTENT_ONLY_HERE))
    return g_strdup (C_ ("file", "only here"));
  if (!place->missing)
    return NULL;
  return g_strdup (is_at (place, DYR_CONTENT_COMES) ? C_ ("file", "on its way from the CRM") : C_ ("file", "in the CRM, comes when opened"));
}

char *
dyr_file_show_amount (const DyrContext *context, gint64 n, gint64 size)
{
  g_autofree char *count = NULL, *bytes = NULL;

  g_return_val_if_fail (context != NULL, NULL);

  count = dyr_format_count (context->format, n);
  if (size <= 0)
    return g_strdup_printf (ngettext ("%s file", "%s files", (gulong) n), count);
  bytes = dyr_context_show_size (context, size);
  /* Translators: the second is a size: “3 files, 1.2 MB”. */
  return g_strdup_printf (ngettext ("%s file, %s", "%s files, %s", (gulong) n), count, bytes);
}
