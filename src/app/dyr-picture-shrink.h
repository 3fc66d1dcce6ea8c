/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Photos made smaller: of a size that a screen shows and mail carries. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** DYR_PICTURE_SHRINK_PIXELS: of the longer side of what came of it. */
#define DYR_PICTURE_SHRINK_PIXELS 2560

/* A smaller picture of the same kind, upright, with its colours; NULL: the file is no picture that
 * people make smaller (a JPEG or PNG, of more than 2 MB or so many pixels), it cannot be read, or
 * little would be saved. The file itself is only read. `size`, of the file, comes back. Blocks. */
GBytes *dyr_picture_shrink (GFile *file, gint64 *size, GCancellable *cancellable);
/* The same of what never was a file. */
GBytes *dyr_picture_shrink_bytes (GBytes *picture, GCancellable *cancellable);

G_END_DECLS
