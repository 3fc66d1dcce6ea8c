/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A look at what is in an attached file: whether it is there, and what a picture looks like. */

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
 * file is not on this computer. */
gboolean dyr_file_look_finish (GAsyncResult *result, GdkTexture **picture, GError **error);

G_END_DECLS
