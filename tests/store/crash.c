/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* ./dev crash: the scripted day with a fault at every call, or every n-th. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <locale.h>

#include "crash-run.h"

/* What a failing disk makes the store say is no finding. */
static void
on_message_logged (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  if (level != G_LOG_LEVEL_WARNING)
    g_log_default_handler (domain, level, message, data);
}

static void
run_one (const CrashGolden *golden, guint kind, guint at, guint32 seed, guint *n, guint *n_failed)
{
  CrashRun run = crash_run_of_kind (kind, at, seed);
  gboolean struck;
  g_autofree char *doubt = crash_run (golden, &run, &struck);

  *n += struck ? 1 : 0;
  if (doubt == NULL)
    return;
  g_print ("FAILED: %s\n", doubt);
  (*n_failed)++;
}

static int
find_kind (const char *name)
{
  for (guint i = 0; i < crash_n_kinds; i++)
    if (g_str_equal (crash_kinds[i], name))
      return (int) i;
  return -1;
}

int
main (int argc, char **argv)
{
  int every = 1, at = 0;
  gint64 seed = g_random_int ();
  g_autofree char *kind = NULL;
  const GOptionEntry entries[] = {
    { "every", 0, 0, G_OPTION_ARG_INT, &every, "each N-th call only", "N" },
    { "at", 0, 0, G_OPTION_ARG_INT, &at, "only this call", "N" },
    { "kind", 0, 0, G_OPTION_ARG_STRING, &kind, "only this kind of fault", "KIND" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "of what is torn", "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (CrashGolden) golden = NULL;
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();
  guint n = 0, n_failed = 0;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1 || every < 1
      || (kind != NULL && find_kind (kind) < 0))
    {
      g_printerr ("crash: %s\n", error != NULL ? error->message : "see --help");
      return 2;
    }
  crash_vfs_install ();
  golden = crash_golden_new ();
  g_print ("A day of %u calls that change the disk, %u states; seed %u\n",
           golden->n_calls,
           golden->states->len,
           (guint) seed);
  g_log_set_default_handler (on_message_logged, NULL);
  for (guint i = 0; i < crash_n_kinds; i++)
    {
      guint first = at > 0 ? (guint) at : 1 + (guint) (seed % every);
      guint last = at > 0 ? (guint) at : golden->n_calls;

      if (kind != NULL && find_kind (kind) != (int) i)
        continue;
      for (guint call = first; call <= last; call += (guint) every)
        run_one (golden, i, call, (guint32) seed, &n, &n_failed);
      g_print ("%s: %u runs so far, %u failed\n", crash_kinds[i], n, n_failed);
    }
  g_print ("%u faults in %d s, %u failed\n",
           n,
           (int) ((g_get_monotonic_time () - began) / G_USEC_PER_SEC),
           n_failed);
  return n_failed > 0 ? 1 : 0;
}
