/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrAttaching: files on their way to a record, beside the main thread. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-attaching.h"

#include <glib/gi18n-lib.h>

#include "dyr-error.h"
#include "dyr-file-words.h"
#include "dyr-files.h"
#include "dyr-picture-shrink.h"
#include "dyr-progress.h"
#include "dyr-prompt.h"
#include "dyr-tell.h"

/* How much is done is told in these parts of the whole. */
#define PARTS 1000
/* What takes less time is not worth looking at. */
#define SLOW_MS 400
/* Sentences about files that a dialog takes. */
#define MAX_TOLD 8

struct _DyrAttaching
{
  GObject parent_instance;

  DyrOffice *office; /* NULL: the work is done */
  GListStore *all;   /* of the office; NULL: it is over */
  gint64 about;
  guint n_files;
  GWeakRef window; /* which tells */
  GCancellable *cancellable;
  double fraction;
  gboolean slow;
  guint waiting; /* until it is slow */
};

enum
{
  PROP_0,
  PROP_FRACTION,
  PROP_SLOW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyrAttaching, dyr_attaching, G_TYPE_OBJECT)

/* In the thread */

typedef struct
{
  DyrDatabase *database;
  GPtrArray *sources; /* GFile, or NULL */
  GPtrArray *smaller; /* GBytes of each that could be made smaller, else NULL; or NULL; of the
                       * picture, too */
  guint n_smaller;    /* of those */
  gint64 size_before, size_after; /* … in bytes */
  GdkTexture *picture;            /* or NULL … */
  GBytes *png;                    /* … as it is attached */
  char *name;                     /* of the picture */
  DyrFilesAttach attach;
  gint64 before, all; /* bytes of the files before this one, of all of them */
  guint told;         /* parts */
  GTask *task;        /* not owned: it owns this */
} Work;

static void
clear_work (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->database);
  g_clear_pointer (&work->sources, g_ptr_array_unref);
  g_clear_object (&work->picture);
  g_clear_pointer (&work->png, g_bytes_unref);
  g_clear_pointer (&work->attach.ids, g_array_unref);
  g_clear_pointer (&work->attach.refused, g_ptr_array_unref);
  g_clear_pointer (&work->attach.files, g_ptr_array_unref);
  g_clear_pointer (&work->smaller, g_ptr_array_unref);
  g_free (work->name);
}

static void
release_work (gpointer work)
{
  g_atomic_rc_box_release_full (work, clear_work);
}

static void
on_told (guint n_done, guint n, gpointer data)
{
  DyrAttaching *self = data;

  self->fraction = (double) n_done / n;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
on_progress (gint64 done, gint64 size, gpointer data)
{
  Work *work = data;
  const gint64 so_far = MIN (work->before + done, work->all);
  const guint parts = work->all > 0 ? (guint) (so_far * PARTS / work->all) : 0;

  if (parts <= work->told)
    return;
  work->told = parts;
  dyr_progress_tell (work->task, on_told, parts, PARTS, g_task_get_source_object (work->task));
}

/* 0 for what cannot be looked at: taking it says why. */
static gint64
measure (GFile *file, GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info = g_file_query_info (
      file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, cancellable, NULL);
  const gint64 size = info != NULL ? g_file_info_get_size (info) : 0;

  return size <= DYR_BLOBS_MOST ? size : 0;
}

/* Smaller, where that was wanted. */
static DyrFileTaken *
take (Work *work, guint n, GCancellable *cancellable, GError **error)
{
  GFile *file = g_ptr_array_index (work->sources, n);
  GBytes *smaller = work->smaller != NULL ? g_ptr_array_index (work->smaller, n) : NULL;
  g_autofree char *base = NULL, *name = NULL;

  if (smaller == NULL)
    return dyr_files_take (work->database, file, on_progress, work, cancellable, error);
  base = g_file_get_basename (file);
  name = g_filename_display_name (base);
  return dyr_files_take_bytes (work->database, smaller, name, cancellable, error);
}

static gboolean
take_one (Work *work, guint n, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  DyrFileTaken *taken = take (work, n, cancellable, &local);

  if (taken != NULL)
    {
      g_ptr_array_add (work->attach.files, taken);
      return TRUE;
    }
  /* The next file would find the disk full, too. */
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (local, DYR_ERROR, DYR_ERROR_FULL)
      || g_error_matches (local, DYR_ERROR, DYR_ERROR_READ_ONLY))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_ptr_array_add (work->attach.refused, g_strdup (local->message));
  return TRUE;
}

static gboolean
take_files (Work *work, GCancellable *cancellable, GError **error)
{
  g_autofree gint64 *sizes = g_new0 (gint64, work->sources->len);

  for (guint i = 0; i < work->sources->len; i++)
    {
      sizes[i] = measure (g_ptr_array_index (work->sources, i), cancellable);
      work->all += sizes[i];
    }
  for (guint i = 0; i < work->sources->len; i++)
    {
      if (!take_one (work, i, cancellable, error))
        return FALSE;
      work->before += sizes[i];
    }
  return TRUE;
}

static gboolean
take_picture (Work *work, GCancellable *cancellable, GError **error)
{
  GBytes *smaller = work->smaller != NULL ? g_ptr_array_index (work->smaller, 0) : NULL;
  DyrFileTaken *taken = dyr_files_take_bytes (
      work->database, smaller != NULL ? smaller : work->png, work->name, cancellable, error);

  if (taken != NULL)
    g_ptr_array_add (work->attach.files, taken);
  return taken != NULL;
}

static void
attach_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  gboolean taken;

  work->task = task;
  taken = work->picture != NULL ? take_picture (work, cancellable, &error)
                                : take_files (work, cancellable, &error);
  if (taken
      && (work->attach.files->len == 0
          || dyr_database_write (
              work->database, dyr_files_job_attach, &work->attach, cancellable, &error)))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Takes what it would be, NULL: it stays as it is. */
static void
add_smaller (Work *work, GBytes *smaller, gint64 size)
{
  g_ptr_array_add (work->smaller, smaller);
  if (smaller == NULL)
    return;
  work->n_smaller++;
  work->size_before += size;
  work->size_after += (gint64) g_bytes_get_size (smaller);
}

/* What all pictures among them would be if they were smaller. */
static void
shrink_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  const guint n = work->sources != NULL ? work->sources->len : 0;

  work->smaller = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  if (work->picture != NULL)
    {
      work->png = gdk_texture_save_to_png_bytes (work->picture);
      add_smaller (work,
                   dyr_picture_shrink_bytes (work->png, cancellable),
                   (gint64) g_bytes_get_size (work->png));
    }
  for (guint i = 0; i < n && !g_cancellable_is_cancelled (cancellable); i++)
    {
      gint64 size = 0;
      GBytes *smaller
          = dyr_picture_shrink (g_ptr_array_index (work->sources, i), &size, cancellable);

      add_smaller (work, smaller, size);
    }
  g_task_return_boolean (task, TRUE);
}

/* At the end */

/* It is over once what came of it was told. */
static void
forget (DyrAttaching *self)
{
  guint position;

  if (g_list_store_find (self->all, self, &position))
    g_list_store_remove (self->all, position);
  g_clear_object (&self->all);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrAttaching) self = data;

  g_free (dyr_prompt_finish (result, NULL));
  forget (self);
}

/* A window that is closed meanwhile waits for the answer: the list has this one until then. */
static void
tell_trouble (DyrAttaching *self, GtkWidget *window, const char *heading, const char *body)
{
  const DyrPromptResponse responses[] = {
    { "close", _("_Close"), ADW_RESPONSE_DEFAULT }, { NULL },
  };

  dyr_prompt_async (window, heading, body, responses, "close", NULL, on_read, g_object_ref (self));
}

static void
tell_refused (DyrAttaching *self, GtkWidget *window, GPtrArray *refused)
{
  g_autoptr (GString) body = g_string_new (NULL);
  guint n = MIN (refused->len, MAX_TOLD);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (
        body, "%s%s", i > 0 ? "\n\n" : "", (const char *) g_ptr_array_index (refused, i));
  if (refused->len > n)
    {
      g_autofree char *more = g_strdup_printf (
          ngettext ("… and %u more.", "… and %u more.", refused->len - n), refused->len - n);

      g_string_append_printf (body, "\n\n%s", more);
    }
  tell_trouble (self,
                window,
                refused->len == 1
                ? _("A file was not attached")
                : _("Some files were not attached"), body->str);
}

/* FALSE: nobody has to answer. */
static gboolean
tell (DyrAttaching *self, const Work *work, const GError *error)
{
  g_autoptr (GtkWidget) window = g_weak_ref_get (&self->window);
  const guint n = work->attach.ids->len;

  if (window == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  if (error != NULL)
    {
      tell_trouble (self, window, _("Nothing was attached"), error->message);
      return TRUE;
    }
  if (work->attach.refused->len > 0)
    tell_refused (self, window, work->attach.refused);
  if (n > 0)
    {
      g_autofree char *text
          = g_strdup_printf (ngettext ("%u file was attached", "%u files were attached", n), n);

      dyr_tell_undo (window, text, work->attach.action);
    }
  return work->attach.refused->len > 0;
}

static void
end (DyrAttaching *self, const Work *work, const GError *error)
{
  g_clear_handle_id (&self->waiting, g_source_remove);
  self->slow = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SLOW]);
  if (!tell (self, work, error))
    forget (self);
  /* The task may end in the other thread. */
  g_weak_ref_set (&self->window, NULL);
  g_clear_object (&self->office);
}

static void
on_worked (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  end (DYR_ATTACHING (object), g_task_get_task_data (G_TASK (result)), error);
}

static void
run (DyrAttaching *self, Work *work, GTaskThreadFunc function, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, callback, NULL);

  g_task_set_source_tag (task, run);
  /* What came too late to be cancelled is told as it is. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (work), release_work);
  g_task_run_in_thread (task, function);
}

/* Making them smaller */

typedef struct
{
  DyrAttaching *self;
  Work *work;
} Question;

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autofree char *answer = dyr_prompt_finish (result, NULL);

  if (g_strcmp0 (answer, "cancel") == 0 || answer == NULL)
    g_cancellable_cancel (question->self->cancellable);
  if (g_strcmp0 (answer, "smaller") != 0)
    g_clear_pointer (&question->work->smaller, g_ptr_array_unref);
  run (question->self, question->work, attach_in_thread, on_worked);
  g_object_unref (question->self);
  release_work (question->work);
  g_free (question);
}

static char *
tell_sizes (const Work *work, const char *before, const char *after)
{
  if (work->picture != NULL)
    return g_strdup_printf (_ ("The picture takes %s. Made smaller it takes %s and looks the same "
                               "on a screen."),
                               before,
                               after);
  return g_strdup_printf (
      ngettext ("%u large picture takes %s. Made smaller it takes %s and looks the same on a "
                "screen. Your own file stays as it is.",
                "%u large pictures take %s. Made smaller they take %s and look the same on a "
                "screen. Your own files stay as they are.",
                work->n_smaller),
      work->n_smaller,
      before,
      after);
}

/* Once for all of them; the sizes are what it would really be. */
static void
ask (DyrAttaching *self, Work *work, GtkWidget *window)
{
  /* clang-format off */
  const DyrPromptResponse responses[] = {
    { "cancel", _("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "as-is", C_ ("picture", "Attach as they _are"), ADW_RESPONSE_DEFAULT },
    { "smaller", C_ ("picture", "Make _smaller"), ADW_RESPONSE_SUGGESTED },
    { NULL },
  };
  /* clang-format on */
  const DyrContext *context = dyr_office_get_context (self->office);
  g_autofree char *before = dyr_context_show_size (context, work->size_before);
  g_autofree char *after = dyr_context_show_size (context, work->size_after);
  g_autofree char *body = tell_sizes (work, before, after);
  Question *question = g_new (Question, 1);

  question->self = g_object_ref (self);
  question->work = g_atomic_rc_box_acquire (work);
  dyr_prompt_async (
      window,
      ngettext ("Make the picture smaller?", "Make the pictures smaller?", work->n_smaller),
      body,
      responses,
      "smaller",
      NULL,
      on_answered,
      question);
}

static void
on_shrunk (GObject *object, GAsyncResult *result, gpointer data)
{
  DyrAttaching *self = DYR_ATTACHING (object);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GtkWidget) window = g_weak_ref_get (&self->window);

  g_task_propagate_boolean (G_TASK (result), NULL);
  if (work->n_smaller > 0 && window != NULL && !g_cancellable_is_cancelled (self->cancellable))
    {
      ask (self, work, window);
      return;
    }
  g_clear_pointer (&work->smaller, g_ptr_array_unref);
  run (self, work, attach_in_thread, on_worked);
}

static gboolean
on_waited (gpointer data)
{
  DyrAttaching *self = data;

  self->waiting = 0;
  self->slow = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SLOW]);
  return G_SOURCE_REMOVE;
}

static void
dyr_attaching_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DyrAttaching *self = DYR_ATTACHING (object);

  switch (id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_SLOW:
      g_value_set_boolean (value, self->slow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_attaching_finalize (GObject *object)
{
  DyrAttaching *self = DYR_ATTACHING (object);

  g_weak_ref_clear (&self->window);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->all);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_attaching_parent_class)->finalize (object);
}

static void
dyr_attaching_class_init (DyrAttachingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dyr_attaching_get_property;
  object_class->finalize = dyr_attaching_finalize;
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_SLOW] = g_param_spec_boolean ("slow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
dyr_attaching_init (DyrAttaching *self)
{
  self->cancellable = g_cancellable_new ();
  g_weak_ref_init (&self->window, NULL);
}

/* Takes the work. */
static void
start (DyrOffice *office, gint64 about, Work *work, guint n_files, GtkWidget *from)
{
  g_autoptr (DyrAttaching) self = g_object_new (DYR_TYPE_ATTACHING, NULL);

  self->office = g_object_ref (office);
  self->all = g_object_ref (dyr_office_get_attachings (office));
  self->about = about;
  self->n_files = n_files;
  g_weak_ref_set (&self->window, dyr_main_window_of (from));
  self->waiting = g_timeout_add (SLOW_MS, on_waited, self);
  work->database = g_object_ref (dyr_store_get_database (dyr_office_get_store (office)));
  work->attach.about = about;
  work->attach.files = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_file_taken_free);
  work->attach.refused = g_ptr_array_new_with_free_func (g_free);
  work->attach.ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_list_store_append (self->all, self);
  run (self, work, shrink_in_thread, on_shrunk);
  release_work (work);
}

void
dyr_attaching_start (DyrOffice *office, gint64 about, GPtrArray *files, GtkWidget *from)
{
  Work *work;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (files != NULL && files->len > 0);
  g_return_if_fail (GTK_IS_WIDGET (from));

  work = g_atomic_rc_box_new0 (Work);
  work->sources = g_ptr_array_ref (files);
  start (office, about, work, files->len, from);
}

void
dyr_attaching_start_picture (DyrOffice *office, gint64 about, GdkTexture *picture, GtkWidget *from)
{
  g_autoptr (GDateTime) now = NULL;
  g_autofree char *time = NULL;
  Work *work;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GDK_IS_TEXTURE (picture));
  g_return_if_fail (GTK_IS_WIDGET (from));

  now = g_date_time_new_now_local ();
  time = g_date_time_format (now, "%Y-%m-%d %H-%M-%S");
  work = g_atomic_rc_box_new0 (Work);
  work->picture = g_object_ref (picture);
  /* Translators: the name of a file; %s is a date and a time. */
  work->name = g_strdup_printf (_("Picture %s.png"), time);
  start (office, about, work, 1, from);
}

gint64
dyr_attaching_get_about (DyrAttaching *self)
{
  g_return_val_if_fail (DYR_IS_ATTACHING (self), 0);
  return self->about;
}

guint
dyr_attaching_get_n_files (DyrAttaching *self)
{
  g_return_val_if_fail (DYR_IS_ATTACHING (self), 0);
  return self->n_files;
}

double
dyr_attaching_get_fraction (DyrAttaching *self)
{
  g_return_val_if_fail (DYR_IS_ATTACHING (self), 0);
  return self->fraction;
}

gboolean
dyr_attaching_is_slow (DyrAttaching *self)
{
  g_return_val_if_fail (DYR_IS_ATTACHING (self), FALSE);
  return self->slow;
}

void
dyr_attaching_cancel (DyrAttaching *self)
{
  g_return_if_fail (DYR_IS_ATTACHING (self));
  g_cancellable_cancel (self->cancellable);
}
