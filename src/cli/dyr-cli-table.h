/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrCliTable: columns of text that fit the terminal. Rows are seen twice: first to be measured,
 * then to be written, so that none has to be kept. */

#pragma once

#include "dyr-cli.h"

G_BEGIN_DECLS

typedef struct _DyrCliTable DyrCliTable;

DyrCliTable *dyr_cli_table_new (DyrCli *cli);
void dyr_cli_table_free (DyrCliTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrCliTable, dyr_cli_table_free)

/* `right`: numbers; `whole`: not to be cut while anything else can be. */
void
dyr_cli_table_add_column (DyrCliTable *self, const char *title, gboolean right, gboolean whole);
/* Texts of a row, one a column; NULL is no value. */
void dyr_cli_table_measure (DyrCliTable *self, const char *const *cells);
/* The titles come before the first row. */
gboolean dyr_cli_table_write (DyrCliTable *self, const char *const *cells, GError **error);

G_END_DECLS
