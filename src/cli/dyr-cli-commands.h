/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The functions and options of the command table. */

#pragma once

#include "dyr-cli.h"

G_BEGIN_DECLS

/* Arguments that the table says are there, are there. */

extern const DyrCliOption dyr_cli_list_options[], dyr_cli_show_options[];
gboolean dyr_cli_run_list (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_show (DyrCli *cli, int *status, GError **error);

extern const DyrCliOption dyr_cli_delete_options[];
gboolean dyr_cli_run_add (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_set (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_delete (DyrCli *cli, int *status, GError **error);

gboolean dyr_cli_run_attach (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_save_file (DyrCli *cli, int *status, GError **error);

extern const DyrCliOption dyr_cli_contents_options[];
gboolean dyr_cli_run_contents (DyrCli *cli, int *status, GError **error);

extern const DyrCliOption dyr_cli_duplicates_options[], dyr_cli_merge_options[],
    dyr_cli_apart_options[];
gboolean dyr_cli_run_duplicates (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_merge (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_apart (DyrCli *cli, int *status, GError **error);

extern const DyrCliOption dyr_cli_undo_options[], dyr_cli_history_options[];
gboolean dyr_cli_run_undo (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_continue (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_redo (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_history (DyrCli *cli, int *status, GError **error);

extern const DyrCliOption dyr_cli_status_options[], dyr_cli_check_options[],
    dyr_cli_backup_options[];
gboolean dyr_cli_run_status (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_check (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_backup (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_restore (DyrCli *cli, int *status, GError **error);

extern const DyrCliOption dyr_cli_import_options[], dyr_cli_export_options[];
gboolean dyr_cli_run_import (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_export (DyrCli *cli, int *status, GError **error);

extern const DyrCliOption dyr_cli_sample_options[];
gboolean dyr_cli_run_sample (DyrCli *cli, int *status, GError **error);

extern const DyrCliOption dyr_cli_sync_options[], dyr_cli_conflicts_options[];
gboolean dyr_cli_run_sync (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_conflicts (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_resolve (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_parked (DyrCli *cli, int *status, GError **error);
gboolean dyr_cli_run_retry (DyrCli *cli, int *status, GError **error);

G_END_DECLS
