/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of CSV share: files of given bytes, and rows as one text to compare. */

#pragma once

#include "dyr-csv-reader-private.h"

G_BEGIN_DECLS

/* The path of a file that lives as long as this. */
typedef char CsvFile;

CsvFile *csv_file_new (const void *data, gssize length);
void csv_file_free (CsvFile *file);

/* Path of a fixture of imports. */
char *csv_fixture (const char *name);

/* The bytes of a text in another encoding. */
GBytes *csv_encode (const char *text, const char *encoding);

/* Everything a reader says, a line each: "H[a][b]" the header, "2[1][2]" a row with its line, "3-"
 * a blank row, "4~[x]" a damaged one, then the problems: "!5:7" refused, "?5:7" to be looked at.
 * "error" and the code when something fails. */
char *csv_read (const char *path, const DyrSheetOptions *options, const DyrCsvLimits *limits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsvFile, csv_file_free)

G_END_DECLS
