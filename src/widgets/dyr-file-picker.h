/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Asking for a file. The only place that knows which dialog the platform has; portals inside. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;     /* translated: _("CSV files") */
  const char *patterns; /* "*.csv;*.txt"; letters match in either case */
} DyrFileKind;

/* The kinds end with a NULL name; NULL: all files. “All files” is offered besides. */
void dyr_file_picker_open_async (GtkWidget *parent,
                                 const char *title,
                                 const DyrFileKind *kinds,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
/* The same for several files of any kind at once. */
void dyr_file_picker_open_many_async (GtkWidget *parent,
                                      const char *title,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
/* A new array of GFile; NULL without an error: the person changed their mind. */
GPtrArray *dyr_file_picker_open_many_finish (GAsyncResult *result, GError **error);
/* `name` is what the file may be called. The platform asks before it is written over. */
void dyr_file_picker_save_async (GtkWidget *parent,
                                 const char *title,
                                 const char *name,
                                 const DyrFileKind *kinds,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
/* Of one file to open or to save. NULL without an error: the person changed their mind. */
GFile *dyr_file_picker_finish (GAsyncResult *result, GError **error);

G_END_DECLS
