/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Names of files that came from outside, and whether what they name is a program. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DYR_FILE_NAME_MOST:
 *
 * Most bytes of a cleaned name: file systems take 255, and a number may be put into it.
 */
#define DYR_FILE_NAME_MOST 240

char *dyr_file_name_clean (const char *name);
const char *dyr_file_name_extension (const char *name);
gboolean dyr_file_is_program (const char *name, const guint8 *head, gsize length);

G_END_DECLS
