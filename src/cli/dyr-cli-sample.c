/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli sample: an office to try the program with, or to measure it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>

#include "dyr-record-type.h"
#include "dyr-sample.h"

#define CLIENTS 300
#define SEED 1

/* clang-format off */
const DyrCliOption dyr_cli_sample_options[] = {
  { "clients", N_("N"), FALSE, N_("how many clients; the rest follows from them; without it 300") },
  { "locale", N_("LANGUAGE"), FALSE, N_("uk, ru, hr or en; without it your language") },
  { "seed", N_("S"), FALSE, N_("another number is another office") },
  { "real", NULL, FALSE, N_("ordinary records that will be sent, instead of samples") },
  { "remove", NULL, FALSE, N_("take all samples away instead") },
  { NULL },
};
/* clang-format on */

static void
on_progressed (guint64 done, guint64 total, gpointer data)
{
  dyr_cli_show_progress (data, total > 0 ? (int) (done * 99 / total) : 0);
}

static gboolean
parse_locale (DyrCli *cli, const char **language, GError **error)
{
  static const char *const languages[] = { "uk", "ru", "hr", "en", NULL };
  const char *text = dyr_cli_option (cli, "locale");

  *language = text;
  if (text == NULL || g_strv_contains (languages, text))
    return TRUE;
  /* Translators: what was typed. */
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_USAGE,
               _("There is no sample office in “%s”. There are: uk, ru, hr, en."), text);
  return FALSE;
}

static gboolean
write_counts (DyrCli *cli, const DyrSampleCounts *counts, GError **error)
{
  const struct
  {
    const DyrRecordType *type;
    guint64 n;
  } lines[] = {
    { &dyr_user_type, counts->users },
    { &dyr_client_type, counts->clients },
    { &dyr_person_type, counts->persons },
    { &dyr_contract_type, counts->contracts },
    { &dyr_amendment_type, counts->amendments },
    { &dyr_product_type, counts->products },
    { &dyr_delivery_type, counts->deliveries },
    { &dyr_delivery_line_type, counts->delivery_lines },
    { &dyr_presentation_type, counts->presentations },
    { &dyr_activity_type, counts->activities },
    { &dyr_note_type, counts->notes },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *n = dyr_format_count (dyr_cli_context (cli)->format, (gint64) lines[i].n);

      /* Translators: what a number is about, then the number. */
      if (!dyr_cli_printf (
              cli, error, _("%s: %s\n"), dyr_record_type_plural_label (lines[i].type), n))
        return FALSE;
    }
  return TRUE;
}

static gboolean
run_remove (DyrCli *cli, GCancellable *stop, GError **error)
{
  guint64 n;

  if (!dyr_cli_open (cli, FALSE, error)
      || !dyr_sample_remove (dyr_cli_database (cli), on_progressed, cli, stop, &n, error))
    return FALSE;
  dyr_cli_show_progress (cli, 100);
  dyr_cli_catch_up (cli);
  return dyr_cli_printf (cli,
                         error,
                         ngettext ("%u sample was removed.\n", "%u samples were removed.\n", n),
                         (guint) n);
}

gboolean
dyr_cli_run_sample (DyrCli *cli, int *status, GError **error)
{
  DyrSampleOptions options = { .real = dyr_cli_has (cli, "real") };
  DyrSampleCounts counts;
  GCancellable *stop;
  gint64 clients, seed;

  if (!dyr_cli_number (cli, "clients", 1, DYR_SAMPLE_MOST_CLIENTS, CLIENTS, &clients, error)
      || !dyr_cli_number (cli, "seed", 0, G_MAXUINT32, SEED, &seed, error)
      || !parse_locale (cli, &options.language, error))
    return FALSE;
  options.clients = (guint) clients;
  options.seed = (guint32) seed;
  stop = dyr_cli_cancellable (cli);
  if (dyr_cli_has (cli, "remove"))
    return run_remove (cli, stop, error);
  if (!dyr_cli_open (cli, TRUE, error)
      || !dyr_sample_make (
          dyr_cli_database (cli), &options, on_progressed, cli, stop, &counts, error))
    return FALSE;
  dyr_cli_show_progress (cli, 100);
  dyr_cli_catch_up (cli);
  return write_counts (cli, &counts, error);
}
