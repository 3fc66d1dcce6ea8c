/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What people read of DyrSyncService. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-service-words.h"

#include <glib/gi18n-lib.h>

#include "dyr-sync-words.h"
#include "dyr-type-info.h"

/* clang-format off */
static const char *const brief_words[] = {
  [DYR_SERVICE_NOT_CONNECTED] = NC_("sync in brief", "Not connected"),
  [DYR_SERVICE_PAUSED] = NC_("sync in brief", "Paused"),
  [DYR_SERVICE_OFFLINE] = NC_("sync in brief", "Offline"),
  [DYR_SERVICE_UP_TO_DATE] = NC_("sync in brief", "Up to date"),
  [DYR_SERVICE_WAITING] = NC_("sync in brief", "Waiting"),
  [DYR_SERVICE_SENDING] = NC_("sync in brief", "In progress…"),
  [DYR_SERVICE_NEEDS_YOU] = NC_("sync in brief", "Needs you"),
  [DYR_SERVICE_STOPPED] = NC_("sync in brief", "Stopped"),
};
/* clang-format on */

static char *
number (DyrFormat *format, guint n)
{
  return dyr_format_count (format, n);
}

static char *
sending (const DyrServiceFacts *facts, DyrFormat *format)
{
  if (facts->sending_total > 0)
    {
      g_autofree char *done = number (format, facts->sending_done);
      g_autofree char *total = number (format, facts->sending_total);

      /* Translators: two numbers: 3 of 14 changes. */
      return g_strdup_printf (_ ("Sending %s of %s"), done, total);
    }
  if (facts->received > 0)
    {
      g_autofree char *received = number (format, facts->received);

      return g_strdup_printf (
          ngettext ("Receiving: %s record so far", "Receiving: %s records so far", facts->received),
          received);
    }
  return g_strdup (_ ("Comparing with the CRM…"));
}

static char *
stopped (const DyrServiceFacts *facts)
{
  if (facts->stop != DYR_STOP_NONE)
    return dyr_sync_words_stop (facts->stop);
  if (facts->remedy == DYR_SERVICE_REMEDY_SIGN_IN)
    return g_strdup (_ ("The key of the CRM is missing"));
  return g_strdup (_ ("Sync cannot begin"));
}

/* @counted tells what waits, @none that nothing does. */
static char *
waiting (const DyrServiceFacts *facts, const char *counted, const char *none)
{
  return facts->n_waiting > 0 ? g_strdup (counted) : g_strdup (none);
}

static char *
count_waiting (const DyrServiceFacts *facts, DyrFormat *format)
{
  g_autofree char *n = number (format, facts->n_waiting);

  return g_strdup_printf (ngettext ("%s change waits", "%s changes wait", facts->n_waiting), n);
}

char *
dyr_sync_service_words_text (const DyrServiceFacts *facts, DyrFormat *format)
{
  g_autofree char *n = number (format, facts->n_waiting);
  g_autofree char *counted = NULL;

  switch (facts->state)
    {
    case DYR_SERVICE_NOT_CONNECTED:
      return g_strdup (_ ("Not connected to a CRM"));
    case DYR_SERVICE_PAUSED:
      if (!facts->paused)
        return g_strdup (_ ("Waiting for a network that is not paid by volume"));
      counted = g_strdup_printf (
          ngettext ("Paused, %s change waits", "Paused, %s changes wait", facts->n_waiting), n);
      return waiting (facts, counted, C_ ("sync", "Paused"));
    case DYR_SERVICE_OFFLINE:
      counted = g_strdup_printf (ngettext ("Working offline, %s change waits",
                                           "Working offline, %s changes wait",
                                           facts->n_waiting),
                                 n);
      return waiting (facts, counted, _ ("Working offline"));
    case DYR_SERVICE_UP_TO_DATE:
      return g_strdup (C_ ("sync", "Up to date"));
    case DYR_SERVICE_WAITING:
      counted = count_waiting (facts, format);
      return waiting (facts, counted, _ ("The first sync is still to come"));
    case DYR_SERVICE_SENDING:
      return sending (facts, format);
    case DYR_SERVICE_NEEDS_YOU:
      counted = number (format, facts->n_needs_you);
      /* Translators: a number of questions that a person has to answer. */
      return g_strdup_printf (_ ("Needs you: %s"), counted);
    case DYR_SERVICE_STOPPED:
    default:
      return stopped (facts);
    }
}

char *
dyr_sync_service_words_gone (const DyrServiceFacts *facts, DyrFormat *format)
{
  return facts->stop == DYR_STOP_MASS_DELETION && facts->n_gone != NULL
             ? dyr_type_info_counts (format, facts->n_gone)
             : NULL;
}

static char *
explain_stop (const DyrServiceFacts *facts, DyrFormat *format)
{
  g_autofree char *words = dyr_sync_words_advice (facts->stop);
  g_autofree char *gone = dyr_sync_service_words_gone (facts, format);
  const char *more = gone != NULL ? gone : facts->said;

  return more != NULL ? g_strdup_printf ("%s\n%s", words, more) : g_steal_pointer (&words);
}

static char *
explain_missing_key (const DyrServiceFacts *facts)
{
  g_autofree char *words = g_strdup_printf (
      /* Translators: the address of the CRM. */
      _ ("There is no key for %s on this computer. Sign in again; what you changed waits here."),
         facts->server);

  return facts->error != NULL ? g_strdup_printf ("%s\n%s", words, facts->error)
                              : g_steal_pointer (&words);
}

static char *
explain_metered (const DyrServiceFacts *facts, DyrFormat *format)
{
  const char *way = _ ("“Sync now” goes ahead all the same.");
  g_autofree char *counted = count_waiting (facts, format);

  return facts->n_waiting > 0 ? g_strdup_printf ("%s\n%s", counted, way) : g_strdup (way);
}

char *
dyr_sync_service_words_reason (const DyrServiceFacts *facts, DyrFormat *format)
{
  switch (facts->state)
    {
    case DYR_SERVICE_NOT_CONNECTED:
      return g_strdup (_ ("Everything you enter stays on this computer."));
    case DYR_SERVICE_PAUSED:
      return facts->paused ? g_strdup (_ ("Nothing is sent or received until you go on."))
                           : explain_metered (facts, format);
    case DYR_SERVICE_OFFLINE:
    case DYR_SERVICE_STOPPED:
      if (facts->stop != DYR_STOP_NONE)
        return explain_stop (facts, format);
      if (facts->remedy == DYR_SERVICE_REMEDY_SIGN_IN)
        return explain_missing_key (facts);
      return g_strdup (facts->error);
    case DYR_SERVICE_NEEDS_YOU:
    case DYR_SERVICE_UP_TO_DATE:
    case DYR_SERVICE_WAITING:
    case DYR_SERVICE_SENDING:
    default:
      return NULL;
    }
}

const char *
dyr_sync_service_words_brief (DyrServiceState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (brief_words), NULL);

  return g_dpgettext2 (NULL, "sync in brief", brief_words[state]);
}
