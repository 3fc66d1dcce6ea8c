/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of import and export share: a text becomes a file and the file records. */

#pragma once

#include "dyr-import.h"
#include "store-test.h"

/* new, changed, unchanged, skipped, refused, warnings */
#define import_assert(report, ...)                                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const guint expected_[DYR_IMPORT_N_OUTCOMES] = { __VA_ARGS__ };                                \
    g_autofree char *is_ = import_describe (report);                                               \
    for (guint i_ = 0; i_ < DYR_IMPORT_N_OUTCOMES; i_++)                                           \
      if ((report)->n[i_] != expected_[i_])                                                        \
        g_error ("%s:%d: not " #__VA_ARGS__ " but:\n%s", __FILE__, __LINE__, is_);                 \
  }                                                                                                \
  G_STMT_END

DyrContext *import_context (void);
/* A file beside the database; its path. */
char *import_file (Office *office, const char *name, const char *text, gssize length);

/* First a dry run, which must say the same and change nothing; then the import. `mapping` is the
 * text of a mapping file or NULL; `rest`: what belongs nowhere goes to the description. */
DyrImportReport *import_path (Office *office,
                              const DyrRecordType *type,
                              const char *path,
                              const char *mapping,
                              gboolean rest);
DyrImportReport *import_clients (Office *office, const char *csv);
DyrImportReport *import_records (Office *office, const DyrRecordType *type, const char *csv);
DyrImportReport *
import_mapped (Office *office, const DyrRecordType *type, const char *csv, const char *mapping);

/* Counts and entries, a line each. */
char *import_describe (const DyrImportReport *report);
/* The first entry of that outcome; fails the test when there is none. */
const DyrImportEntry *import_entry (const DyrImportReport *report, DyrImportOutcome outcome);
/* Fails the test unless the text has the part. */
void import_assert_contains (const char *text, const char *part);

/* Id of the only record whose title this is. */
gint64 import_find (Office *office, const char *title);
/* All that can be told of records and actions: changes when anything does. */
char *import_state (Office *office);
