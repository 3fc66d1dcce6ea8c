/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrImportPreview: the first rows of a file and how it is read: encoding, separator, header. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-context.h"
#include "dyr-import-peek.h"

G_BEGIN_DECLS

#define DYR_TYPE_IMPORT_PREVIEW (dyr_import_preview_get_type ())
G_DECLARE_FINAL_TYPE (DyrImportPreview, dyr_import_preview, DYR, IMPORT_PREVIEW, GtkWidget)

/* Signal "changed": the person wants the file read another way. */

/* Shows it; `peek` may be freed afterwards. */
void dyr_import_preview_show (DyrImportPreview *self,
                              const DyrImportPeek *peek,
                              const DyrContext *context);
/* How the person wants the file read. */
void dyr_import_preview_get_options (DyrImportPreview *self, DyrSheetOptions *options);

G_END_DECLS
