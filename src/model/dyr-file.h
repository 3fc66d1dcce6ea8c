/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFile: a file attached to a record; what is in it lies beside the store under its checksum. */

#pragma once

#include "dyr-record.h"

G_BEGIN_DECLS

/* Indexes of the fields; their table is in the .c file. */
typedef enum
{
  DYR_FILE_ABOUT,
  DYR_FILE_NAME,
  DYR_FILE_MEDIA_TYPE,
  DYR_FILE_SIZE,
  DYR_FILE_CHECKSUM,
  DYR_FILE_ADDED_AT,
  DYR_FILE_CONTENT,
  DYR_FILE_N_FIELDS,
} DyrFileField;

#define DYR_TYPE_FILE (dyr_file_get_type ())
G_DECLARE_FINAL_TYPE (DyrFile, dyr_file, DYR, FILE, DyrRecord)

G_END_DECLS
