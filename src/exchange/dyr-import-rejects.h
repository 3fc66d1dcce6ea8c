/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportRejects: the rows that an import refused, as a file ready to be mended. */

#pragma once

#include "dyr-sheet.h"

G_BEGIN_DECLS

typedef struct _DyrImportRejects DyrImportRejects;

DyrImportRejects *dyr_import_rejects_ref (DyrImportRejects *self);
void dyr_import_rejects_unref (DyrImportRejects *self);
guint dyr_import_rejects_get_n (const DyrImportRejects *self);
DyrSheetFormat dyr_import_rejects_get_format (const DyrImportRejects *self);
gboolean dyr_import_rejects_write (DyrImportRejects *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrImportRejects, dyr_import_rejects_unref)

G_END_DECLS
