/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrFile: a file attached to a record; what is in it lies beside the store under its checksum. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file.h"

DYR_DEFINE_RECORD (DyrFile, dyr_file, dyr_file_type)

/* One line a choice, one a field: clang-format stumbles over NC_. */
/* clang-format off */

/* What the CRM calls its content, and what is told of that, change together or not at all. A CRM may
 * not say how long a content is, nor its checksum: both are known then once it came. */
static const DyrField fields[] = {
  [DYR_FILE_ABOUT] = DYR_LINK ("about", NC_ ("file", "Belongs to"), NULL,
      DYR_REQUIRED | DYR_OWNED_LINK),
  [DYR_FILE_NAME] = DYR_FIELD ("name", NC_ ("file", "Name"), TEXT,
      DYR_REQUIRED | DYR_SEARCHED | DYR_SORTED),
  [DYR_FILE_MEDIA_TYPE] = DYR_FIELD ("media-type", NC_ ("file", "Media type"), TEXT,
      DYR_FIXED, .group = 1),
  [DYR_FILE_SIZE] = DYR_FIELD ("size", NC_ ("file", "Size in bytes"), COUNT,
      DYR_FIXED, .group = 1),
  [DYR_FILE_CHECKSUM] = DYR_FIELD ("checksum", NC_ ("file", "Checksum"), CODE,
      DYR_FIXED, .group = 1),
  [DYR_FILE_ADDED_AT] = DYR_FIELD ("added-at", NC_ ("file", "Added"), INSTANT, DYR_FIXED),
  [DYR_FILE_CONTENT] = DYR_FIELD ("content", NC_ ("file", "Content in the CRM"), CODE,
      DYR_FIXED, .group = 1),
};

G_STATIC_ASSERT (G_N_ELEMENTS (fields) == DYR_FILE_N_FIELDS);
G_STATIC_ASSERT (DYR_FILE_N_FIELDS <= 64);

const DyrRecordType dyr_file_type = {
  .number = 12,
  .name = "file",
  .plural = "files",
  .table = "file",
  .context = "file",
  .label = NC_ ("file", "File"),
  .plural_label = NC_ ("file", "Files"),
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .title = { DYR_FILE_NAME + 1 },
  .attached = TRUE,
  .get_type = dyr_file_get_type,
};

/* clang-format on */
