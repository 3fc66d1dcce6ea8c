/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What people read of a run of sync. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-run-words.h"

#include <glib/gi18n-lib.h>

#include "dyr-reason.h"

/* clang-format off */
static const char *const stop_words[] = {
  /* Translators: a line of the log, too, when nothing else is known. */
  [DYR_STOP_NONE] = NC_("sync log", "Stopped"),
  [DYR_STOP_OFFLINE] = NC_("sync log", "The CRM was not reached"),
  [DYR_STOP_SIGN_IN] = NC_("sync log", "The CRM did not accept the key"),
  [DYR_STOP_LOCKED_OUT] = NC_("sync log", "The CRM refused to talk to this computer"),
  [DYR_STOP_WRONG] = NC_("sync log", "Something else answered instead of the CRM"),
  [DYR_STOP_MASS_DELETION] = NC_("sync log", "Unusually many records were gone in the CRM"),
  [DYR_STOP_WENT_BACK] = NC_("sync log", "The CRM knew less than before"),
};
/* clang-format on */

/* What went and came; NULL: nothing. */
static char *
word_traffic (const DyrSyncRun *run, DyrFormat *format)
{
  g_autofree char *sent = dyr_format_count (format, run->counts.n_sent);
  g_autofree char *received = dyr_format_count (format, run->counts.n_taken);

  if (run->counts.n_sent > 0 && run->counts.n_taken > 0)
    /* Translators: two numbers of records. */
    return g_strdup_printf (C_ ("sync log", "Sent %s, received %s"), sent, received);
  if (run->counts.n_sent > 0)
    /* Translators: a number of records. */
    return g_strdup_printf (C_ ("sync log", "Sent %s"), sent);
  if (run->counts.n_taken > 0)
    /* Translators: a number of records. */
    return g_strdup_printf (C_ ("sync log", "Received %s"), received);
  return NULL;
}

/* How it ended; NULL: well. */
static const char *
word_end (const DyrSyncRun *run)
{
  switch (run->end)
    {
    case DYR_RUN_OPEN:
      return run->under_way
          ? C_ ("sync log", "Under way")
                : C_ ("sync log", "Cut off before its end; the next run goes on from there");
    case DYR_RUN_LATER:
      return C_ ("sync log", "Some of it can only be done later");
    case DYR_RUN_STOPPED:
      return g_dpgettext2 (NULL, "sync log", stop_words[run->stop]);
    case DYR_RUN_DONE:
    default:
      return NULL;
    }
}

static void
add_count (GPtrArray *lines, DyrFormat *format, const char *label, guint n)
{
  g_autofree char *count = dyr_format_count (format, n);

  if (n > 0)
    /* Translators: a label, a number: “Merged: 2”. */
    g_ptr_array_add (lines, g_strdup_printf (C_ ("sync log", "%s: %s"), label, count));
}

/* All that is to be said, the weightiest first. */
static GPtrArray *
word_all (const DyrSyncRun *run, DyrFormat *format)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  char *traffic = word_traffic (run, format);
  const char *end = word_end (run);

  if (traffic != NULL)
    g_ptr_array_add (lines, traffic);
  if (end != NULL)
    g_ptr_array_add (lines, g_strdup (end));
  add_count (lines, format, C_ ("sync log", "Merged"), run->counts.n_merged);
  add_count (lines, format, C_ ("sync log", "Not accepted"), run->counts.n_refused);
  add_count (lines, format, C_ ("sync log", "Asked you"), run->counts.n_clashes);
  if (lines->len == 0)
    g_ptr_array_add (lines, g_strdup (C_ ("sync log", "Nothing new")));
  return lines;
}

static char *
word_times (const DyrSyncRun *run, DyrFormat *format, gint64 today)
{
  g_autofree char *times = dyr_format_count (format, run->times);
  g_autofree char *since = dyr_format_instant (format, run->began, today);

  if (run->end == DYR_RUN_DONE)
    return g_strdup_printf (
        /* Translators: how often the CRM was asked for news; a time. */
        ngettext ("Checked %s time since %s", "Checked %s times since %s", run->times),
        times,
        since);
  /* Translators: how often it was tried; a time. */
  return g_strdup_printf (
      ngettext ("Tried %s time since %s", "Tried %s times since %s", run->times), times, since);
}

char *
dyr_sync_run_words (const DyrSyncRun *run, DyrFormat *format)
{
  g_autoptr (GPtrArray) lines = NULL;

  g_return_val_if_fail (run != NULL && format != NULL, NULL);

  lines = word_all (run, format);
  return g_strdup (lines->pdata[0]);
}

char *
dyr_sync_run_words_more (const DyrSyncRun *run, DyrFormat *format, gint64 today)
{
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GString) more = g_string_new (NULL);
  g_autofree char *reason = NULL;

  g_return_val_if_fail (run != NULL && format != NULL, NULL);

  lines = word_all (run, format);
  if (run->times > 1)
    g_ptr_array_add (lines, word_times (run, format, today));
  for (guint i = 1; i < lines->len; i++)
    g_string_append_printf (more, "%s%s", i > 1 ? " · " : "", (char *) lines->pdata[i]);
  reason = dyr_reason_words (run->reason);
  if (reason != NULL)
    g_string_append_printf (more, "%s%s", more->len > 0 ? "\n" : "", reason);
  return more->len > 0 ? g_string_free (g_steal_pointer (&more), FALSE) : NULL;
}
