/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of DyrImportAssistant share: its steps, its parts, what it shows and starts. */

#pragma once

#include <adwaita.h>

#include "dyr-banner.h"
#include "dyr-import-columns.h"
#include "dyr-import-preview.h"
#include "dyr-import-result.h"
#include "dyr-import-work.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_IMPORT_STEP_FILE,
  DYR_IMPORT_STEP_PREVIEW,
  DYR_IMPORT_STEP_COLUMNS,
  DYR_IMPORT_STEP_TRIAL,
  DYR_IMPORT_STEP_REPORT,
  DYR_IMPORT_N_STEPS,
} DyrImportStep;

/* What goes on in another thread. */
typedef enum
{
  DYR_IMPORT_BUSY_NOT,
  DYR_IMPORT_BUSY_READING,
  DYR_IMPORT_BUSY_TRIAL,
  DYR_IMPORT_BUSY_IMPORT,
  DYR_IMPORT_BUSY_UNDO,
  DYR_IMPORT_BUSY_SAVING,
} DyrImportBusy;

#define DYR_TYPE_IMPORT_ASSISTANT (dyr_import_assistant_get_type ())
G_DECLARE_FINAL_TYPE (DyrImportAssistant, dyr_import_assistant, DYR, IMPORT_ASSISTANT, AdwWindow)

struct _DyrImportAssistant
{
  AdwWindow parent_instance;

  DyrOffice *office;
  const DyrRecordType *type;
  char *path;
  DyrImportPeek *peek;
  DyrImportWork *work;
  DyrImportReport *trial;
  DyrImportReport *report;
  gboolean undone;
  gboolean undo_begun; /* what was imported is not all there any more */
  DyrImportStep step;
  DyrImportBusy busy;
  GCancellable *cancellable;

  AdwWindowTitle *title;
  GtkButton *back;
  GtkButton *next;
  GtkSpinner *spinner;
  GtkBox *steps;
  DyrBanner *banner;
  GtkStack *pages;
  AdwComboRow *type_row;
  GtkLabel *file_name;
  DyrImportPreview *preview;
  DyrImportColumns *columns;
  AdwStatusPage *progress_page;
  GtkProgressBar *progress;
  GtkLabel *trial_heading;
  DyrImportResult *trial_result;
  GtkLabel *report_heading;
  GtkLabel *report_text;
  DyrImportResult *report_result;
  GtkButton *save_refused;
  GtkButton *undo;
};

/* dyr-import-assistant-show.c */
/* One sentence above the page; NULL takes it away. */
void dyr_import_assistant_say (DyrImportAssistant *self, const char *text);
void dyr_import_assistant_update (DyrImportAssistant *self);
void dyr_import_assistant_go_to (DyrImportAssistant *self, DyrImportStep step);
/* Records that are new or changed. */
guint dyr_import_assistant_count (const DyrImportReport *report);
void
dyr_import_assistant_show_progress (DyrImportAssistant *self, const char *title, const char *text);
void dyr_import_assistant_show_trial (DyrImportAssistant *self);
void dyr_import_assistant_show_report (DyrImportAssistant *self);
char *dyr_import_assistant_imported_text (DyrImportAssistant *self);

/* dyr-import-assistant-run.c */
/* Reads the file as it seems to be, or as the person says. */
void dyr_import_assistant_read (DyrImportAssistant *self);
void dyr_import_assistant_read_as (DyrImportAssistant *self, const DyrSheetOptions *options);
/* Keeps where the columns go under a name. */
void dyr_import_assistant_remember (DyrImportAssistant *self, const char *name);
void dyr_import_assistant_try (DyrImportAssistant *self);
void dyr_import_assistant_import (DyrImportAssistant *self);
void dyr_import_assistant_undo (DyrImportAssistant *self);
void dyr_import_assistant_save_refused (DyrImportAssistant *self);

G_END_DECLS
