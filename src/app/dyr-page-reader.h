/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPageReader: first pages of PDFs, drawn by a program of its own, few at a time. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DYR_TYPE_PAGE_READER (dyr_page_reader_get_type ())
G_DECLARE_FINAL_TYPE (DyrPageReader, dyr_page_reader, DYR, PAGE_READER, GObject)

/* `program` draws them as dyr-preview.h says; NULL: the one that is installed. */
DyrPageReader *dyr_page_reader_new (const char *program);

/* The first page of the PDF at `path`, at most so many pixels wide and high. */
void dyr_page_reader_read_async (DyrPageReader *self,
                                 const char *path,
                                 int pixels,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
/* A PNG that is as little to be trusted as the PDF. DYR_ERROR_REFUSED: it wants a password,
 * DYR_ERROR_CORRUPT: it is damaged; these say so in a word or two. Other errors: it could not be
 * drawn. */
GBytes *dyr_page_reader_read_finish (DyrPageReader *self, GAsyncResult *result, GError **error);

G_END_DECLS
