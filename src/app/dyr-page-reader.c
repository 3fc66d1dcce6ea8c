/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPageReader: first pages of PDFs, drawn by a program of its own, few at a time: a PDF came from
 * anywhere, and what reads it is large. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-page-reader.h"

#include <glib/gi18n-lib.h>

#include "dyr-error.h"
#include "dyr-preview.h"

/* Programs that run at once. */
#define MOST_AT_ONCE 2
/* What one of them may use the processor. */
#define SECONDS "10"
/* Bytes of a PNG besides its pixels. */
#define MOST_BESIDES (64 * 1024)

struct _DyrPageReader
{
  GObject parent_instance;

  char *program;
  GQueue waiting; /* GTask */
  guint n_running;
};

G_DEFINE_FINAL_TYPE (DyrPageReader, dyr_page_reader, G_TYPE_OBJECT)

typedef struct
{
  char *path;
  int pixels;
  GSubprocess *process;
  GOutputStream *png;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_clear_object (&reading->process);
  g_clear_object (&reading->png);
  g_free (reading->path);
  g_free (reading);
}

static void
give_error (GTask *task, GSubprocess *process)
{
  const int status
      = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;

  if (status == DYR_PREVIEW_LOCKED)
    g_task_return_new_error (
        /* Translators: a file that wants one before it shows anything. */
        task,
        DYR_ERROR,
        DYR_ERROR_REFUSED,
        "%s",
        C_ ("file", "with a password"));
  else if (status == DYR_PREVIEW_DAMAGED)
    g_task_return_new_error (task, DYR_ERROR, DYR_ERROR_CORRUPT, "%s", C_ ("file", "damaged"));
  else
    g_task_return_new_error (task, DYR_ERROR, DYR_ERROR_FAILED, "Ended with %d", status);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_finish (reading->process, result, &error))
    {
      /* It may have closed what it writes to and go on for ever: nobody waits for it now. */
      g_subprocess_force_exit (reading->process);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else if (!g_subprocess_get_if_exited (reading->process)
           || g_subprocess_get_exit_status (reading->process) != DYR_PREVIEW_DONE)
    give_error (task, reading->process);
  else
    g_task_return_pointer (
        task,
        g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (reading->png)),
        (GDestroyNotify) g_bytes_unref);
}

/* Once it has written all, or more than it may. */
static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) >= 0)
    {
      g_subprocess_wait_async (
          reading->process, g_task_get_cancellable (task), on_ended, g_object_ref (task));
      return;
    }
  g_subprocess_force_exit (reading->process);
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
start (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *pixels = g_strdup_printf ("%d", reading->pixels);
  const DyrPageReader *self = g_task_get_source_object (task);
  const gsize most = (gsize) reading->pixels * (gsize) reading->pixels * 4 + MOST_BESIDES;
  GError *error = NULL;

  g_subprocess_launcher_set_stdin_file_path (launcher, reading->path);
  reading->process
      = g_subprocess_launcher_spawn (launcher, &error, self->program, pixels, SECONDS, NULL);
  if (reading->process == NULL)
    {
      g_info ("No preview: %s", error->message);
      g_task_return_error (task, error);
      return;
    }
  reading->png = g_memory_output_stream_new (g_malloc (most), most, NULL, g_free);
  g_output_stream_splice_async (reading->png,
                                g_subprocess_get_stdout_pipe (reading->process),
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE
                                    | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT,
                                g_task_get_cancellable (task),
                                on_written,
                                g_object_ref (task));
}

/* Those that nobody wants any more are answered, too. */
static void
go_on (DyrPageReader *self)
{
  while (self->n_running < MOST_AT_ONCE && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);

      self->n_running++;
      if (!g_task_return_error_if_cancelled (task))
        start (task);
    }
}

static void
on_completed (GTask *task, GParamSpec *pspec, DyrPageReader *self)
{
  self->n_running--;
  go_on (self);
}

/* Not before its tasks are: each holds it. */
static void
dyr_page_reader_finalize (GObject *object)
{
  g_free (DYR_PAGE_READER (object)->program);
  G_OBJECT_CLASS (dyr_page_reader_parent_class)->finalize (object);
}

static void
dyr_page_reader_class_init (DyrPageReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_page_reader_finalize;
}

static void
dyr_page_reader_init (DyrPageReader *self)
{
  g_queue_init (&self->waiting);
}

DyrPageReader *
dyr_page_reader_new (const char *program)
{
  DyrPageReader *self = g_object_new (DYR_TYPE_PAGE_READER, NULL);

  self->program = g_strdup (program != NULL ? program : DYR_LIBEXEC_DIR "/dyryhent-preview");
  return self;
}

void
dyr_page_reader_read_async (DyrPageReader *self,
                            const char *path,
                            int pixels,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  Reading *reading;
  GTask *task;

  g_return_if_fail (DYR_IS_PAGE_READER (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (pixels > 0);

  reading = g_new0 (Reading, 1);
  reading->path = g_strdup (path);
  reading->pixels = MIN (pixels, DYR_PREVIEW_MOST_PIXELS);
  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, dyr_page_reader_read_async);
  g_task_set_task_data (task, reading, free_reading);
  g_signal_connect_object (task, "notify::completed", G_CALLBACK (on_completed), self, 0);
  g_queue_push_tail (&self->waiting, task);
  go_on (self);
}

GBytes *
dyr_page_reader_read_finish (DyrPageReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
