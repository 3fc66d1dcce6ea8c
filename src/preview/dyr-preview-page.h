/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The first page of a PDF as a picture. */

#pragma once

#include "dyr-preview.h"

G_BEGIN_DECLS

/* Writes a PNG of at most so many pixels in width and height to the file descriptor. */
DyrPreviewStatus dyr_preview_page_write (GBytes *pdf, int pixels, int to);

G_END_DECLS
