/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a format does to be a DyrSheet. */

#pragma once

#include "dyr-sheet-problem-private.h"
#include "dyr-sheet.h"

G_BEGIN_DECLS

typedef struct _DyrSheetClass DyrSheetClass;

/* The first member of every format's own structure. */
struct _DyrSheet
{
  const DyrSheetClass *klass;
};

/* What may be NULL answers NULL or 0. */
struct _DyrSheetClass
{
  DyrSheetFormat format;
  void (*free) (DyrSheet *self);
  gboolean (*next) (DyrSheet *self, const DyrSheetRow **row, GError **error);
  gboolean (*rewind) (DyrSheet *self, GError **error);
  const char *const *(*get_header) (DyrSheet *self);
  guint (*get_n_columns) (DyrSheet *self);
  const char *(*get_file_name) (DyrSheet *self);
  double (*get_fraction) (DyrSheet *self);
  const DyrSheetProblems *(*get_problems) (DyrSheet *self);
  const char *(*get_encoding) (DyrSheet *self);          /* may be NULL */
  const DyrEncodingGuess *(*get_guess) (DyrSheet *self); /* may be NULL */
  char (*get_delimiter) (DyrSheet *self);                /* may be NULL */
  const char *(*get_name) (DyrSheet *self);              /* may be NULL */
  const char *const *(*get_names) (DyrSheet *self);      /* may be NULL */
};

DyrSheet *dyr_sheet_new_csv (const char *path, const DyrSheetOptions *options, GError **error);

G_END_DECLS
