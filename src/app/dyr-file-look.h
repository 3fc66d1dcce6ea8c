/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A look at what is in an attached file: whether it is there, and what a picture or the first page
 * of a PDF looks like. */

#pragma once

#include <gtk/gtk.h>

#include "dyr-office.h"

G_BEGIN_DECLS

/* Beside the main thread; the picture is at most so many pixels wide and high. */
void dyr_file_look_async (DyrOffice *office,
                          DyrRecord *file,
                          int pixels,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data);
/* `picture` comes back; NULL: it is none, or a damaged one. DYR_ERROR_NOT_FOUND: what is in the
 * file is not on this computer. Of a PDF also: DYR_ERROR_REFUSED, it wants a password;
 * DYR_ERROR_CORRUPT, it is damaged; other errors: it could not be drawn. */
gboolean dyr_file_look_finish (GAsyncResult *result, GdkTexture **picture, GError **error);

/* The picture as it is drawn on a screen with so many pixels for one: so much smaller. A new
 * reference. */
GdkPaintable *dyr_file_look_paintable (GdkTexture *picture, int scale);

G_END_DECLS
