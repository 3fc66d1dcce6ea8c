/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Opening attached files: a copy that only reads, in a private folder, by the person's program for
 * such files. Never what is or starts a program. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-opening.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "dyr-error.h"
#include "dyr-file-name.h"
#include "dyr-file-picker.h"
#include "dyr-file.h"
#include "dyr-files.h"
#include "dyr-opened-copies.h"
#include "dyr-prompt.h"
#include "dyr-tell.h"

/* Bytes that tell a program. */
#define HEAD 64

typedef struct
{
  DyrOffice *office;
  DyrRecord *file;
  DyrOpenedCopies *copies;
  char *database;
  char *sha256;
  char *name;
  char *path; /* of the copy */
  /* The main window, which tells: what the file was opened from may go before. */
  GWeakRef from;
} Copying;

/* On the main thread, where these live: the task itself may end in the other one. */
static void
let_go (Copying *copying)
{
  g_clear_object (&copying->office);
  g_clear_object (&copying->file);
  g_weak_ref_set (&copying->from, NULL);
}

static void
free_copying (gpointer data)
{
  Copying *copying = data;

  g_clear_object (&copying->office);
  g_clear_object (&copying->file);
  dyr_opened_copies_unref (copying->copies);
  g_free (copying->database);
  g_free (copying->sha256);
  g_free (copying->name);
  g_free (copying->path);
  g_weak_ref_clear (&copying->from);
  g_free (copying);
}

static Copying *
copying_new (DyrOffice *office, GtkWidget *from, DyrRecord *file)
{
  Copying *copying = g_new0 (Copying, 1);
  const char *title = dyr_record_get_title (file);
  DyrDatabase *database = dyr_store_get_database (dyr_office_get_store (office));

  copying->office = g_object_ref (office);
  copying->file = g_object_ref (file);
  copying->copies = dyr_opened_copies_of (office);
  copying->database = g_strdup (dyr_database_get_path (database));
  copying->sha256 = g_strdup (dyr_value_text (dyr_record_get_value (file, DYR_FILE_CHECKSUM)));
  copying->name = dyr_file_name_clean (title != NULL ? title : "");
  g_weak_ref_init (&copying->from, dyr_main_window_of (from));
  return copying;
}

static gboolean
check_harmless (const Copying *copying, GError **error)
{
  g_autofree char *blob = dyr_blobs_path (copying->database, copying->sha256);
  FILE *file = blob != NULL ? g_fopen (blob, "rbe") : NULL;
  guint8 head[HEAD];
  gsize length = file != NULL ? fread (head, 1, sizeof head, file) : 0;

  if (file != NULL)
    fclose (file);
  if (!dyr_file_is_program (copying->name, head, length))
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_REFUSED,
               _("“%s” is a program or starts one. If you trust whoever it is from, save it and "
                 "open it yourself."),
                  copying->name);
  return FALSE;
}

static gboolean
make_copy (Copying *copying, GError **error)
{
  g_autofree char *folder = dyr_opened_copies_make_folder (copying->copies);

  if (folder == NULL)
    {
      const int code = errno;
      g_autofree char *shown = g_filename_display_name (g_get_user_cache_dir ());

      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_READ_ONLY,
                   _("The folder “%s” could not be made: %s. Save the file elsewhere instead."),
                      shown,
                      g_strerror (code));
      return FALSE;
    }
  copying->path = g_build_filename (folder, copying->name, NULL);
  return dyr_blobs_copy (
      copying->database, copying->sha256, copying->path, 0400, copying->name, NULL, error);
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (check_harmless (data, &error) && make_copy (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
tell_failure (Copying *copying, const GError *error, const char *title)
{
  g_autoptr (GtkWidget) from = g_weak_ref_get (&copying->from);

  if (from != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dyr_prompt_tell (from, title, error->message);
}

/* Saving */

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Copying *copying = data;
  GError *error = NULL;

  if (dyr_blobs_copy (copying->database,
                      copying->sha256,
                      copying->path,
                      0600,
                      copying->name,
                      cancellable,
                      &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Copying *copying = g_task_get_task_data (G_TASK (result));
  g_autoptr (GtkWidget) from = g_weak_ref_get (&copying->from);
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL, *text = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      tell_failure (copying, error, _("The file was not saved"));
      let_go (copying);
      return;
    }
  let_go (copying);
  if (from == NULL)
    return;
  shown = g_filename_display_basename (copying->path);
  text = g_strdup_printf (_("“%s” was saved"), shown);
  dyr_tell (from, text);
}

static void
on_place_picked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Copying *copying = g_task_get_task_data (task);
  g_autoptr (GFile) file = dyr_file_picker_finish (result, NULL);

  if (file == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Stopped."));
      return;
    }
  copying->path = g_file_get_path (file);
  if (copying->path != NULL)
    {
      g_task_run_in_thread (task, save_in_thread);
      return;
    }
  g_task_return_new_error (
      task,
      DYR_ERROR,
      DYR_ERROR_REFUSED,
      "%s",
      _("Files can be saved in folders of this computer only. Choose another one."));
}

void
dyr_file_save_as (DyrOffice *office, GtkWidget *from, DyrRecord *file)
{
  Copying *copying;
  GTask *task;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (DYR_IS_RECORD (file));

  task = g_task_new (NULL, NULL, on_saved, NULL);
  copying = copying_new (office, from, file);
  g_task_set_source_tag (task, dyr_file_save_as);
  g_task_set_task_data (task, copying, free_copying);
  dyr_file_picker_save_async (from,
                              _("Save file"), copying->name, NULL, NULL, on_place_picked, task);
}

/* Opening */

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  Copying *copying = data;
  g_autoptr (GtkWidget) from = g_weak_ref_get (&copying->from);
  g_autofree char *answer = dyr_prompt_finish (result, NULL);

  if (from != NULL && g_strcmp0 (answer, "save") == 0)
    dyr_file_save_as (copying->office, from, copying->file);
  free_copying (copying);
}

/* The way out of what is not opened. */
static void
offer_saving (Copying *copying, const char *title, const char *body)
{
  /* clang-format off */
  const DyrPromptResponse responses[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "save", _("_Save as…"), ADW_RESPONSE_DEFAULT },
    { NULL },
  };
  /* clang-format on */
  g_autoptr (GtkWidget) from = g_weak_ref_get (&copying->from);

  if (from != NULL)
    dyr_prompt_async (from,
                      title,
                      body,
                      responses,
                      "cancel",
                      NULL,
                      on_answered,
                      copying_new (copying->office, from, copying->file));
}

static void
on_launched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Copying *copying = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      let_go (copying);
      return;
    }
  g_info ("“%s” was not opened: %s", copying->path, error->message);
  body = g_strdup_printf (_("No program on this computer opens “%s”. Choose one for such files in the settings of your "
        "system, or save the file and open it elsewhere."),
      copying->name);
  offer_saving (copying, _("The file was not opened"), body);
  let_go (copying);
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = G_TASK (result);
  Copying *copying = g_task_get_task_data (task);
  g_autoptr (GtkWidget) from = g_weak_ref_get (&copying->from);
  g_autoptr (GdkAppLaunchContext) context = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  if (!g_task_propagate_boolean (task, &error))
    {
      if (g_error_matches (error, DYR_ERROR, DYR_ERROR_REFUSED))
        offer_saving (copying, _("Programs are not opened from here"), error->message);
      else
        tell_failure (copying, error, _("The file was not opened"));
      let_go (copying);
      return;
    }
  if (from == NULL)
    {
      let_go (copying);
      return;
    }
  uri = g_filename_to_uri (copying->path, NULL, NULL);
  context = gdk_display_get_app_launch_context (gtk_widget_get_display (from));
  g_app_info_launch_default_for_uri_async (
      uri, G_APP_LAUNCH_CONTEXT (context), NULL, on_launched, g_object_ref (task));
}

void
dyr_file_open (DyrOffice *office, GtkWidget *from, DyrRecord *file)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WIDGET (from));
  g_return_if_fail (DYR_IS_RECORD (file));

  task = g_task_new (NULL, NULL, on_copied, NULL);
  g_task_set_source_tag (task, dyr_file_open);
  g_task_set_task_data (task, copying_new (office, from, file), free_copying);
  g_task_run_in_thread (task, copy_in_thread);
}
