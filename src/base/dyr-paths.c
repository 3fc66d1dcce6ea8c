/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Where the program keeps its files when nobody says otherwise. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-paths.h"

/**
 * dyr_paths_default_database:
 *
 * The usual place of the store: office.db in the program's folder of the person's data folder
 * ($XDG_DATA_HOME, as a rule ~/.local/share). It need not be there.
 *
 * Returns: (transfer full): a full path
 */
char *
dyr_paths_default_database (void)
{
  return g_build_filename (g_get_user_data_dir (), GETTEXT_PACKAGE, "office.db", NULL);
}
