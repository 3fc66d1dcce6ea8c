/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Spreadsheets for tests, made of their parts, sound and otherwise. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An archive in a file of its own, of names and contents, ended by NULL; to be removed and freed
 * with xlsx_file_free (). */
typedef char XlsxFile;

XlsxFile *xlsx_archive (const char *name, ...) G_GNUC_NULL_TERMINATED;
/* A spreadsheet with one sheet: what stands in <sheetData>, and behind it; `strings`: <si>s, NULL
 * for none. Styles: 1 date, 2 date and time, 3 "00000000", 4 percent, 5 money, 6 time. */
XlsxFile *xlsx_file (const char *rows, const char *behind, const char *strings);
void xlsx_file_free (XlsxFile *file);

/* All that a sheet says, a line each: "H[a][b]" the header, "2[1][d:2026-11-24]" a row with its
 * line and the forms of its cells, "!3" a refused row; "error" and the code. */
char *xlsx_read (const char *path, const char *sheet);

extern const char xlsx_content_types[], xlsx_relations[], xlsx_book[], xlsx_book_relations[],
    xlsx_styles[];

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XlsxFile, xlsx_file_free)

G_END_DECLS
