/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Crashes: a day on a disk that fails leaves whole databases, and what was acknowledged is there
 * with its outbox entry. A sample with a fresh seed; ./dev crash runs all of them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crash-run.h"

/* Faults of a kind in one run of the tests. */
#define SAMPLE 8

static void
on_message_logged (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  /* A failing disk is complained about; a whole one must not be. */
  if ((level & G_LOG_LEVEL_WARNING) == 0 || !crash_vfs_has_struck ())
    g_log_default_handler (domain, level | G_LOG_FLAG_FATAL, message, data);
}

static guint
step_index (const char *name)
{
  for (guint i = 0; i < crash_day_n_steps; i++)
    if (g_str_equal (crash_day_steps[i].name, name))
      return i;
  g_assert_not_reached ();
}

static void
test_kind (gconstpointer data)
{
  guint kind = GPOINTER_TO_UINT (data);
  g_autoptr (CrashGolden) golden = crash_golden_new ();
  guint n_struck = 0;

  for (guint i = 0; i < SAMPLE; i++)
    {
      guint at = (guint) g_test_rand_int_range (1, (gint32) golden->n_calls);
      CrashRun run = crash_run_of_kind (kind, at, (guint32) g_test_rand_int ());
      gboolean struck;
      g_autofree char *doubt = crash_run (golden, &run, &struck);

      n_struck += struck ? 1 : 0;
      if (doubt != NULL)
        g_error ("%s", doubt);
    }
  g_assert_cmpuint (n_struck, >, SAMPLE / 2);
}

/* Each step of the day does something to the disk that could fail, or the script says nothing. */
static void
test_day (void)
{
  g_autoptr (CrashGolden) golden = crash_golden_new ();
  g_autoptr (CrashGolden) again = crash_golden_new ();
  guint before = 0;

  g_assert_cmpuint (golden->n_calls, >, 500);
  for (guint i = 0; i < crash_day_n_steps; i++)
    {
      guint calls = g_array_index (golden->calls, guint, i);

      g_assert_cmpuint (calls, >, before);
      before = calls;
    }
  /* Two days are the same, or comparing states would mean nothing. */
  g_assert_cmpuint (again->states->len, ==, golden->states->len);
  for (guint i = 0; i < golden->states->len; i++)
    g_assert_cmpstr (again->states->pdata[i], ==, golden->states->pdata[i]);
}

/* Stops at each of these calls until it is found in those words; what was broken may show in other
 * ways before. */
static void
assert_noticed (CrashRun run, guint from, guint to, guint step, const char *words)
{
  g_autoptr (CrashGolden) golden = crash_golden_new ();

  for (guint at = from; at <= to; at += step)
    {
      gboolean struck;
      g_autofree char *doubt = NULL;

      run.at = at;
      run.seed = (guint32) g_test_rand_int ();
      doubt = crash_run (golden, &run, &struck);
      if (doubt == NULL)
        continue;
      g_test_message ("%s", doubt);
      if (strstr (doubt, words) != NULL)
        return;
    }
  g_error ("nobody noticed");
}

/* A ledger that says “stored” before it is. */
static void
test_wrong_ledger (void)
{
  const CrashRun run = { .fault = CRASH_STOP, .loss = CRASH_KEPT, .sabotage = CRASH_EARLY };

  assert_noticed (run, 300, 950, 10, "acknowledged, but not there");
}

/* An edit without its outbox entry. */
static void
test_halves (void)
{
  g_autoptr (CrashGolden) golden = crash_golden_new ();
  const CrashRun run = { .fault = CRASH_STOP, .loss = CRASH_DROPPED, .sabotage = CRASH_HALVES };
  guint edit = step_index ("edit");
  /* From the step before on: how many calls search makes beside it differs. */
  guint from = g_array_index (golden->calls, guint, edit - 2) + 1;

  assert_noticed (run, from, g_array_index (golden->calls, guint, edit) + 10, 1, "half there");
}

/* A disk that says that it has synced. */
static void
test_lying_disk (void)
{
  const CrashRun run = { .fault = CRASH_STOP, .loss = CRASH_DROPPED, .lie = TRUE };

  assert_noticed (run, 300, 950, 10, "acknowledged, but not there");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_log_set_default_handler (on_message_logged, NULL);
  crash_vfs_install ();
  g_test_add_func ("/store/crash/day", test_day);
  for (guint i = 0; i < crash_n_kinds; i++)
    {
      g_autofree char *path = g_strconcat ("/store/crash/", crash_kinds[i], NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_kind);
    }
  g_test_add_func ("/store/crash/wrong-ledger", test_wrong_ledger);
  g_test_add_func ("/store/crash/halves", test_halves);
  g_test_add_func ("/store/crash/lying-disk", test_lying_disk);
  return g_test_run ();
}
