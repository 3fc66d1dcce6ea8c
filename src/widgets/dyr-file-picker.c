/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Asking for a file. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-picker.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static GtkFileFilter *
make_filter (const DyrFileKind *kind)
{
  g_auto (GStrv) patterns = g_strsplit (kind->patterns, ";", -1);
  GtkFileFilter *filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, kind->name);
  for (gsize i = 0; patterns[i] != NULL; i++)
    {
      /* The suffix is matched whatever the case: scanners and phones write .CSV. */
      if (g_str_has_prefix (patterns[i], "*.") && strpbrk (patterns[i] + 2, "*?[") == NULL)
        gtk_file_filter_add_suffix (filter, patterns[i] + 2);
      else
        gtk_file_filter_add_pattern (filter, patterns[i]);
    }

  return filter;
}

static void
add_filters (GtkFileChooser *chooser, const DyrFileKind *kinds)
{
  const DyrFileKind all = { _ ("All files"), "*" };
  g_autoptr (GtkFileFilter) all_filter = make_filter (&all);

  for (const DyrFileKind *kind = kinds; kind != NULL && kind->name != NULL; kind++)
    {
      g_autoptr (GtkFileFilter) filter = make_filter (kind);

      gtk_file_chooser_add_filter (chooser, filter);
      if (kind == kinds)
        gtk_file_chooser_set_filter (chooser, filter);
    }

  gtk_file_chooser_add_filter (chooser, all_filter);
}

static GPtrArray *
take_files (GtkFileChooser *chooser)
{
  g_autoptr (GListModel) list = gtk_file_chooser_get_files (chooser);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (files, g_list_model_get_item (list, i));
  return files;
}

static void
on_dialog_responded (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (GTask) task = data;
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (dialog);

  /* GTK has not yet done with the window that was closed. */
  g_idle_add_once (g_object_unref, g_object_ref (dialog));

  gtk_native_dialog_hide (dialog);
  g_signal_handlers_disconnect_by_func (dialog, on_dialog_responded, data);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (response != GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, NULL, NULL);
  else if (gtk_file_chooser_get_select_multiple (chooser))
    g_task_return_pointer (task, take_files (chooser), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_pointer (task, gtk_file_chooser_get_file (chooser), g_object_unref);
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  GtkNativeDialog *dialog = g_task_get_task_data (data);

  if (gtk_native_dialog_get_visible (dialog))
    g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
}

static void
pick_async (GtkWidget *parent,
            const char *title,
            const char *name,
            const DyrFileKind *kinds,
            GtkFileChooserAction action,
            gboolean many,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  GtkFileChooserNative *dialog;
  GtkRoot *root;

  g_task_set_source_tag (task, pick_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  root = parent != NULL ? gtk_widget_get_root (parent) : NULL;
  dialog = gtk_file_chooser_native_new (
      title, root != NULL ? GTK_WINDOW (root) : NULL, action, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), many);
  add_filters (GTK_FILE_CHOOSER (dialog), kinds);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);

  g_task_set_task_data (task, dialog, g_object_unref);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled), task, 0);
  g_signal_connect (dialog, "response", G_CALLBACK (on_dialog_responded), g_steal_pointer (&task));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * dyr_file_picker_open_async:
 * @parent: (nullable): a widget of the window that asks
 * @title: translated title
 * @kinds: (nullable): see the header
 */
void
dyr_file_picker_open_async (GtkWidget *parent,
                            const char *title,
                            const DyrFileKind *kinds,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (parent == NULL || GTK_IS_WIDGET (parent));
  g_return_if_fail (title != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  pick_async (
      parent, title, NULL, kinds, GTK_FILE_CHOOSER_ACTION_OPEN, FALSE, cancellable, callback, data);
}

/**
 * dyr_file_picker_open_many_async:
 * @parent: (nullable): a widget of the window that asks
 * @title: translated title
 */
void
dyr_file_picker_open_many_async (GtkWidget *parent,
                                 const char *title,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (parent == NULL || GTK_IS_WIDGET (parent));
  g_return_if_fail (title != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  pick_async (
      parent, title, NULL, NULL, GTK_FILE_CHOOSER_ACTION_OPEN, TRUE, cancellable, callback, data);
}

/** dyr_file_picker_open_many_finish: Returns: (transfer full) (nullable): the files */
GPtrArray *
dyr_file_picker_open_many_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * dyr_file_picker_save_async:
 * @parent: (nullable): a widget of the window that asks
 * @title: translated title
 * @name: (nullable): what the file may be called
 * @kinds: (nullable): see the header
 */
void
dyr_file_picker_save_async (GtkWidget *parent,
                            const char *title,
                            const char *name,
                            const DyrFileKind *kinds,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (parent == NULL || GTK_IS_WIDGET (parent));
  g_return_if_fail (title != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  pick_async (
      parent, title, name, kinds, GTK_FILE_CHOOSER_ACTION_SAVE, FALSE, cancellable, callback, data);
}

/** dyr_file_picker_finish: Returns: (transfer full) (nullable): the file */
GFile *
dyr_file_picker_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
