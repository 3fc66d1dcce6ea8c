/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli sync distrust: the certificate of the office's authority is trusted no more. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-sync-distrust.h"

#include <glib/gi18n-lib.h>

#include "dyr-account.h"
#include "dyr-error.h"

static gboolean
job_distrust (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  DyrAccount **account = data;

  if (!dyr_account_read_job (connection, account, cancellable, error))
    return FALSE;
  if ((*account)->certificate != NULL)
    return dyr_account_set_certificate (connection, (*account)->status->server, NULL, error);
  g_set_error_literal (error,
                       DYR_ERROR,
                       DYR_ERROR_NOT_FOUND,
                       _ ("No certificate of an office’s own authority is trusted here."));
  return FALSE;
}

gboolean
dyr_cli_run_sync_distrust (DyrCli *cli, GError **error)
{
  g_autoptr (DyrAccount) account = NULL;

  if (!dyr_cli_open (cli, FALSE, error)
      || !dyr_database_write (dyr_cli_database (cli), job_distrust, &account, NULL, error))
    return FALSE;
  /* Translators: the address of the CRM. */
  return dyr_cli_printf (
      cli,
      error,
      _ ("The certificate of the office’s authority is trusted no more for %s.\n"),
         account->status->server);
}
