/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-preview: how it is asked and how it answers. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* dyryhent-preview PIXELS SECONDS: reads a PDF from its standard input, which has to be a file, and
 * writes its first page as a PNG of at most so many pixels in width and height to its standard
 * output. It may use the processor for so many seconds, and no network, no other program, no file
 * but to read it. Its status says how it ended. */
typedef enum
{
  DYR_PREVIEW_DONE,
  DYR_PREVIEW_FAILED, /* of the computer, not of the file */
  DYR_PREVIEW_USAGE,
  DYR_PREVIEW_LOCKED,  /* it wants a password */
  DYR_PREVIEW_DAMAGED, /* no PDF, or without a page */
} DyrPreviewStatus;

/** DYR_PREVIEW_MOST_PIXELS: of the width or height that can be asked for. */
#define DYR_PREVIEW_MOST_PIXELS 2000

G_END_DECLS
