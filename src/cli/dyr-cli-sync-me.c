/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli sync me: who of the users sits at this computer. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-sync-me.h"

#include <glib/gi18n-lib.h>

#include "dyr-cli-find.h"
#include "dyr-me.h"
#include "dyr-user.h"

static gboolean
job_choose (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrLink) user = dyr_cli_find_link (connection, &dyr_user_type, data, FALSE, error);

  return user != NULL && dyr_me_job_choose (connection, user, cancellable, error);
}

gboolean
dyr_cli_run_sync_me (DyrCli *cli, GError **error)
{
  g_autoptr (DyrMe) me = NULL;
  g_autofree char *name = NULL;

  if (!dyr_cli_open (cli, FALSE, error))
    return FALSE;
  if (dyr_cli_n_arguments (cli) > 1)
    {
      name = g_strdup (dyr_cli_argument (cli, 1));
      if (!dyr_database_write (dyr_cli_database (cli), job_choose, name, NULL, error))
        return FALSE;
    }
  if (!dyr_database_read (dyr_cli_database (cli), dyr_me_job_look, &me, NULL, error))
    return FALSE;
  if (me->link != NULL)
    return dyr_cli_printf (cli, error, "%s\n", me->link->name);
  g_set_error_literal (error,
                       DYR_ERROR,
                       DYR_ERROR_NOT_FOUND,
                       _ ("Nobody knows which user you are. “dyryhent-cli sync me USER” tells it; "
                          "“dyryhent-cli list users” shows them."));
  return FALSE;
}
