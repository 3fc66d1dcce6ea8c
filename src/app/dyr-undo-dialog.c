/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Undo and redo as people do them: at once when little is taken back; else one sees how far it
 * came, and can stop it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-undo-dialog.h"

#include <glib/gi18n-lib.h>

#include "dyr-tell.h"

struct _DyrUndoDialog
{
  AdwWindow parent_instance;

  GCancellable *cancellable; /* of what it shows; NULL: that is over */
  GtkLabel *what;
  GtkProgressBar *progress;
  GtkButton *stop;
};

G_DEFINE_FINAL_TYPE (DyrUndoDialog, dyr_undo_dialog, ADW_TYPE_WINDOW)

/* It closes when what it shows is over: until then this stops it. */
static gboolean
dyr_undo_dialog_close_request (GtkWindow *window)
{
  DyrUndoDialog *self = DYR_UNDO_DIALOG (window);

  if (self->cancellable == NULL)
    return GTK_WINDOW_CLASS (dyr_undo_dialog_parent_class)->close_request (window);
  g_cancellable_cancel (self->cancellable);
  gtk_label_set_text (self->what, _ ("Stopping…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->stop), FALSE);
  return TRUE;
}

static void
dyr_undo_dialog_dispose (GObject *object)
{
  DyrUndoDialog *self = DYR_UNDO_DIALOG (object);

  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_UNDO_DIALOG);
  G_OBJECT_CLASS (dyr_undo_dialog_parent_class)->dispose (object);
}

static void
dyr_undo_dialog_class_init (DyrUndoDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_undo_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_undo_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-undo-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrUndoDialog, what);
  gtk_widget_class_bind_template_child (widget_class, DyrUndoDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, DyrUndoDialog, stop);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
dyr_undo_dialog_init (DyrUndoDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Undoing */

typedef struct
{
  GWeakRef window;
  gboolean redo;
  GCancellable *cancellable;
  GTask *task;
  DyrUndoDialog *dialog; /* NULL: it is done at once, so far */
} Run;

static void
free_run (Run *run)
{
  g_weak_ref_clear (&run->window);
  g_object_unref (run->cancellable);
  g_object_unref (run->task);
  g_clear_object (&run->dialog);
  g_free (run);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, free_run)

static void
open_dialog (Run *run)
{
  g_autoptr (GtkWindow) window = g_weak_ref_get (&run->window);
  DyrUndoDialog *dialog;

  if (window == NULL)
    return;
  dialog = g_object_new (DYR_TYPE_UNDO_DIALOG, "transient-for", window, NULL);
  run->dialog = g_object_ref (dialog);
  dialog->cancellable = g_object_ref (run->cancellable);
  gtk_window_set_title (
      GTK_WINDOW (dialog), run->redo ? C_ ("undo", "Redoing") : C_ ("undo", "Undoing"));
  gtk_label_set_text (dialog->what,
                      run->redo
                      ? _ ("A big action is redone. You can stop and go on later.")
                      : _ ("A big action is undone. You can stop and go on later."));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Told between two steps: whatever has more than one of them takes a while. */
static void
on_progress (guint n_done, guint n, gpointer data)
{
  Run *run = data;

  if (run->dialog == NULL && n_done < n)
    open_dialog (run);
  if (run->dialog != NULL)
    gtk_progress_bar_set_fraction (run->dialog->progress, n > 0 ? (double) n_done / n : 1);
}

static void
free_result (gpointer data)
{
  dyr_undo_result_free (data);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Run) run = data;
  g_autoptr (DyrUndoResult) undone = NULL;
  GError *error = NULL;

  undone = dyr_store_undo_finish (DYR_STORE (source), result, &error);
  if (run->dialog != NULL)
    {
      g_clear_object (&run->dialog->cancellable);
      gtk_window_destroy (GTK_WINDOW (run->dialog));
    }
  if (error != NULL)
    g_task_return_error (run->task, error);
  else
    g_task_return_pointer (run->task, g_steal_pointer (&undone), free_result);
}

void
dyr_undo_run_async (DyrOffice *office,
                    GtkWindow *window,
                    gint64 action,
                    gboolean redo,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  Run *run;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WINDOW (window));

  run = g_new0 (Run, 1);
  g_weak_ref_init (&run->window, window);
  run->redo = redo;
  run->cancellable = g_cancellable_new ();
  run->task = g_task_new (office, NULL, callback, data);
  g_task_set_source_tag (run->task, dyr_undo_run_async);
  dyr_store_undo_watched_async (dyr_office_get_store (office),
                                action,
                                redo,
                                on_progress,
                                run,
                                run->cancellable,
                                on_undone,
                                run);
}

DyrUndoResult *
dyr_undo_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, dyr_undo_run_async), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
dyr_undo_tell_result (const DyrUndoResult *result, gboolean redo)
{
  if (result == NULL)
    return NULL;
  if (result->stopped)
    return g_strdup (redo ? _ ("Stopped. What was redone so far stays; Redo goes on.")
                          : _ ("Stopped. What was undone so far stays; Undo goes on."));
  if (result->kept->len == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u change stays: it was changed again since.",
                                    "%u changes stay: they were changed again since.",
                                    result->kept->len),
                          result->kept->len);
}

/* Undoing in a main window */

typedef struct
{
  GWeakRef window;
  gboolean redo;
} Told;

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
{
  Told *told = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) undone = dyr_undo_run_finish (result, &error);
  g_autofree char *text = dyr_undo_tell_result (undone, told->redo);
  g_autoptr (GtkWindow) window = g_weak_ref_get (&told->window);

  if (error != NULL)
    dyr_store_report_error (dyr_office_get_store (DYR_OFFICE (source)), error);
  else if (text != NULL && window != NULL)
    dyr_tell (GTK_WIDGET (window), text);
  g_weak_ref_clear (&told->window);
  g_free (told);
}

void
dyr_undo_run (DyrOffice *office, GtkWindow *window, gint64 action, gboolean redo)
{
  Told *told;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WINDOW (window));

  told = g_new0 (Told, 1);
  g_weak_ref_init (&told->window, window);
  told->redo = redo;
  dyr_undo_run_async (office, window, action, redo, on_run, told);
}
