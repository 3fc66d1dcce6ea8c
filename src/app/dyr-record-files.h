/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordFiles: the files of a record; more are attached by a dialog, by drag and by pasting. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_RECORD_FILES (dyr_record_files_get_type ())
G_DECLARE_FINAL_TYPE (DyrRecordFiles, dyr_record_files, DYR, RECORD_FILES, GtkWidget)

/* Shows the files of that record; NULL: none. */
void dyr_record_files_set_record (DyrRecordFiles *self, DyrOffice *office, DyrRecord *record);

/* Asks which files to attach. */
void dyr_record_files_ask (DyrRecordFiles *self);
/* Attaches files (GFile), or a picture. FALSE: there is no record. */
gboolean dyr_record_files_attach (DyrRecordFiles *self, GPtrArray *files);
gboolean dyr_record_files_attach_picture (DyrRecordFiles *self, GdkTexture *picture);

/* The one among the widgets below, NULL: there is none. */
DyrRecordFiles *dyr_record_files_find (GtkWidget *root);

G_END_DECLS
