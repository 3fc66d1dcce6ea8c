/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Actions that a program began and did not end: found whenever the store is opened, told by a
 * banner, taken back, gone on with or let stand. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-interrupted.h"

#include <glib/gi18n-lib.h>

#include "dyr-bulk.h"
#include "dyr-error.h"
#include "dyr-files.h"
#include "dyr-import-assistant.h"
#include "dyr-opened-copies.h"
#include "dyr-prompt.h"
#include "dyr-tell.h"
#include "dyr-undo-dialog.h"
#include "dyr-unfinished.h"
#include "dyr-weak.h"

/* Opening */

typedef struct
{
  char *path;
  char *language;
  char *zone;
  gboolean must_exist;
  DyrDatabase *database;
  GPtrArray *interrupted; /* DyrUnfinished */
} Opening;

static void
free_opening (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_free (opening->language);
  g_free (opening->zone);
  g_clear_object (&opening->database);
  g_clear_pointer (&opening->interrupted, g_ptr_array_unref);
  g_free (opening);
}

static gboolean
find_interrupted (Opening *opening, GError **error)
{
  return dyr_undo_mark_interrupted (opening->database, NULL, error)
         && dyr_database_read (
             opening->database, dyr_unfinished_job_list, &opening->interrupted, NULL, error);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Opening *opening = data;
  const DyrDatabaseOptions options = { opening->language, opening->zone, opening->must_exist };
  GError *error = NULL;

  opening->database = dyr_database_open (opening->path, &options, &error);
  if (opening->database == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* No reason not to open: status and check show it again. */
  if (!find_interrupted (opening, &error))
    {
      g_warning ("Interrupted actions could not be looked for: %s", error->message);
      g_clear_error (&error);
    }
  if (!dyr_files_sweep (opening->database, &error))
    {
      g_warning ("The folder of files could not be tidied: %s", error->message);
      g_clear_error (&error);
    }
  dyr_opened_copies_tidy ();
  g_task_return_boolean (task, TRUE);
}

void
dyr_interrupted_open_async (const char *path,
                            const DyrDatabaseOptions *options,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Opening *opening = g_new0 (Opening, 1);

  g_return_if_fail (path != NULL);

  g_task_set_source_tag (task, dyr_interrupted_open_async);
  opening->path = g_strdup (path);
  opening->language = g_strdup (options->language);
  opening->zone = g_strdup (options->zone);
  opening->must_exist = options->must_exist;
  g_task_set_task_data (task, opening, free_opening);
  g_task_run_in_thread (task, open_in_thread);
}

DyrStore *
dyr_interrupted_open_finish (GAsyncResult *result, GPtrArray **interrupted, GError **error)
{
  Opening *opening;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  opening = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  *interrupted
      = opening->interrupted != NULL ? g_ptr_array_ref (opening->interrupted) : g_ptr_array_new ();
  return dyr_store_new (opening->database);
}

/* Offering */

typedef struct
{
  DyrBanner *banner; /* owns this */
  DyrOffice *office;
  GPtrArray *waiting;     /* DyrUnfinished; the first is told */
  GCancellable *going_on; /* with the first; NULL: it waits for an answer */
} Offer;

static void
free_offer (gpointer data)
{
  Offer *offer = data;

  g_object_unref (offer->office);
  g_ptr_array_unref (offer->waiting);
  g_clear_object (&offer->going_on);
  g_free (offer);
}

static Offer *
get_offer (DyrBanner *banner)
{
  return g_object_get_data (G_OBJECT (banner), "offer");
}

static DyrFormat *
get_format (Offer *offer)
{
  return dyr_office_get_context (offer->office)->format;
}

static void
show_first (Offer *offer)
{
  const DyrUnfinished *first;
  g_autofree char *text = NULL;

  /* Its window was closed meanwhile. */
  if (gtk_widget_get_root (GTK_WIDGET (offer->banner)) == NULL)
    return;
  dyr_banner_set_revealed (offer->banner, offer->waiting->len > 0);
  dyr_banner_set_button_label (offer->banner, _ ("_What to do…"));
  if (offer->waiting->len == 0)
    return;
  first = g_ptr_array_index (offer->waiting, 0);
  /* Translators: %s is what was done, for example “Import of clients.csv”. */
  text = first->is_undo ? g_strdup_printf (_ ("Taken back only in part: %s"), first->title)
                        : g_strdup_printf (_ ("Cut off in the middle: %s"), first->title);
  dyr_banner_set_title (offer->banner, text);
}

static void
tell_next (Offer *offer)
{
  g_ptr_array_remove_index (offer->waiting, 0);
  show_first (offer);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBanner) banner = data;
  g_autoptr (GError) error = NULL;
  Offer *offer = get_offer (banner);

  if (dyr_store_keep_unfinished_finish (DYR_STORE (source), result, &error))
    {
      tell_next (offer);
      return;
    }
  /* Another program was asked before: there is nothing left to decide. */
  if (g_error_matches (error, DYR_ERROR, DYR_ERROR_REFUSED))
    tell_next (offer);
  else
    show_first (offer);
  dyr_store_report_error (DYR_STORE (source), error);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBanner) banner = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrUndoResult) undone = dyr_undo_run_finish (result, &error);
  g_autofree char *text = dyr_undo_tell_result (undone, FALSE);
  Offer *offer = get_offer (banner);

  if (error != NULL)
    {
      dyr_store_report_error (dyr_office_get_store (DYR_OFFICE (source)), error);
      show_first (offer);
      return;
    }
  /* What is left of it can still be decided about. */
  if (undone->stopped)
    {
      dyr_tell (GTK_WIDGET (banner), text);
      show_first (offer);
      return;
    }
  if (text == NULL)
    text = g_strdup_printf (_ ("Taken back: %s"),
                               ((DyrUnfinished *) g_ptr_array_index (offer->waiting, 0))->title);
  dyr_tell (GTK_WIDGET (banner), text);
  tell_next (offer);
}

/* Going on with a bulk edit: the banner tells how far it is, its button stops it */

static void
on_progress (guint n_done, guint n, gpointer data)
{
  Offer *offer = get_offer (data);
  const DyrUnfinished *first;
  g_autofree char *text = NULL;

  /* It goes on when its window is closed, as long as the program does. */
  if (gtk_widget_get_root (GTK_WIDGET (offer->banner)) == NULL)
    return;
  if (offer->going_on == NULL || offer->waiting->len == 0)
    return;
  first = g_ptr_array_index (offer->waiting, 0);
  /* Translators: %s is what is done, for example “City → Lviv”; then how much of it is, in percent.
   */
  text = g_strdup_printf (_ ("Going on: %s · %u %%"),
                             first->title,
                             n > 0 ? (guint) (n_done * G_GUINT64_CONSTANT (100) / n) : 100);
  dyr_banner_set_title (offer->banner, text);
}

static void
on_gone_on (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBanner) banner = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Offer *offer = get_offer (banner);
  DyrBulkResult done;
  gboolean ok = dyr_bulk_edit_finish (DYR_STORE (source), result, &done, &error);

  g_clear_object (&offer->going_on);
  if (ok || done.n_changed > 0)
    {
      text = dyr_format_count_in (
          get_format (offer),
          ngettext ("%s record changed", "%s records changed", done.n_changed),
          done.n_changed);
      dyr_tell_undo (GTK_WIDGET (banner), text, done.action);
    }
  if (!ok)
    dyr_store_report_error (DYR_STORE (source), error);
  /* What failed can be decided about again, unless there is nothing to decide. */
  if (ok || g_error_matches (error, DYR_ERROR, DYR_ERROR_REFUSED))
    tell_next (offer);
  else
    show_first (offer);
}

static void
go_on (Offer *offer)
{
  const DyrUnfinished *first = g_ptr_array_index (offer->waiting, 0);

  offer->going_on = g_cancellable_new ();
  dyr_banner_set_button_label (offer->banner, _ ("_Stop"));
  on_progress (0, 1, offer->banner);
  dyr_bulk_go_on_async (dyr_office_get_store (offer->office),
                        first->action,
                        on_progress,
                        offer->banner,
                        offer->going_on,
                        on_gone_on,
                        g_object_ref (offer->banner));
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBanner) banner = data;
  g_autofree char *answer = dyr_prompt_finish (result, NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (banner));
  Offer *offer = get_offer (banner);
  const DyrUnfinished *first;

  if (offer->waiting->len == 0 || root == NULL)
    return;
  first = g_ptr_array_index (offer->waiting, 0);
  if (g_strcmp0 (answer, "undo") == 0)
    {
      dyr_banner_set_revealed (banner, FALSE);
      dyr_undo_run_async (
          offer->office, GTK_WINDOW (root), first->action, FALSE, on_undone, g_object_ref (banner));
    }
  else if (g_strcmp0 (answer, "keep") == 0)
    {
      dyr_banner_set_revealed (banner, FALSE);
      dyr_store_keep_unfinished_async (dyr_office_get_store (offer->office),
                                       first->action,
                                       NULL,
                                       on_kept,
                                       g_object_ref (banner));
    }
  else if (g_strcmp0 (answer, "go-on") == 0)
    go_on (offer);
  else if (g_strcmp0 (answer, "again") == 0)
    {
      /* Settled when that import comes to its end; else the next window offers it again. */
      dyr_import_assistant_present (offer->office, GTK_WINDOW (root), first->type, NULL);
      tell_next (offer);
    }
}

static void
on_banner_clicked (DyrBanner *banner)
{
  /* clang-format off */
  const DyrPromptResponse for_import[] = {
    { "cancel", _("_Later"), ADW_RESPONSE_DEFAULT },
    { "keep", _("Leave as it _is"), ADW_RESPONSE_DEFAULT },
    { "undo", _("_Take back"), ADW_RESPONSE_DEFAULT },
    { "again", _("_Import again…"), ADW_RESPONSE_SUGGESTED },
    { NULL },
  };
  const DyrPromptResponse for_undo[] = {
    { "cancel", _("_Later"), ADW_RESPONSE_DEFAULT },
    { "keep", _("Leave as it _is"), ADW_RESPONSE_DEFAULT },
    { "undo", _("_Take back the rest"), ADW_RESPONSE_SUGGESTED },
    { NULL },
  };
  const DyrPromptResponse for_bulk[] = {
    { "cancel", _("_Later"), ADW_RESPONSE_DEFAULT },
    { "keep", _("Leave as it _is"), ADW_RESPONSE_DEFAULT },
    { "undo", _("_Take back"), ADW_RESPONSE_DEFAULT },
    { "go-on", C_("interrupted action", "_Go on"), ADW_RESPONSE_SUGGESTED },
    { NULL },
  };
  const DyrPromptResponse for_others[] = {
    { "cancel", _("_Later"), ADW_RESPONSE_DEFAULT },
    { "keep", _("Leave as it _is"), ADW_RESPONSE_DEFAULT },
    { "undo", _("_Take back"), ADW_RESPONSE_SUGGESTED },
    { NULL },
  };
  /* clang-format on */
  Offer *offer = get_offer (banner);
  const DyrPromptResponse *responses = for_others;
  const char *body = _ ("The program ended while this ran. What was written until then is there, and can be taken back.");
  g_autofree char *left = NULL;
  const DyrUnfinished *first;

  if (offer->waiting->len == 0)
    return;
  if (offer->going_on != NULL)
    {
      g_cancellable_cancel (offer->going_on);
      dyr_banner_set_title (banner, _ ("Stopping…"));
      return;
    }
  first = g_ptr_array_index (offer->waiting, 0);
  if (first->is_undo)
    {
      responses = for_undo;
      body = _ ("The program ended before all of it was taken back.");
    }
  else if (first->is_import)
    {
      responses = for_import;
      body = _ ("The program ended while this ran. What was written until then is there. Take it back, or import the same file again: what is there already is not added twice.");
    }
  else if (first->n_left > 0)
    {
      responses = for_bulk;
      body = left = dyr_format_count_in (
          get_format (offer),
          /* clang-format off */
          ngettext ("The program ended while this ran, and %s record was not reached. Go on with it, or take back what was written until then.",
                    "The program ended while this ran, and %s records were not reached. Go on with them, or take back what was written until then.",
                    first->n_left),
          /* clang-format on */
          first->n_left);
    }
  dyr_prompt_async (GTK_WIDGET (banner),
                    first->title,
                    body,
                    responses,
                    NULL,
                    NULL,
                    on_answered,
                    g_object_ref (banner));
}

static void
free_found (gpointer data)
{
  GPtrArray **found = data;

  g_clear_pointer (found, g_ptr_array_unref);
  g_free (found);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrBanner) banner = dyr_weak_take (data);
  GPtrArray **found = dyr_database_job_data (result);
  g_autoptr (GError) error = NULL;
  Offer *offer;

  if (!dyr_database_job_finish (DYR_DATABASE (source), result, &error))
    {
      g_warning ("Interrupted actions could not be looked for: %s", error->message);
      return;
    }
  if (banner == NULL)
    return;
  offer = get_offer (banner);
  g_ptr_array_unref (offer->waiting);
  offer->waiting = g_steal_pointer (found);
  show_first (offer);
}

/* What is running is none of them. */
static void
look_anew (Offer *offer)
{
  dyr_database_read_async (dyr_store_get_database (dyr_office_get_store (offer->office)),
                           dyr_unfinished_job_list,
                           g_new0 (GPtrArray *, 1),
                           free_found,
                           NULL,
                           on_found,
                           dyr_weak_new (offer->banner));
}

void
dyr_interrupted_offer (DyrBanner *banner, DyrOffice *office, GPtrArray *interrupted)
{
  Offer *offer = g_new0 (Offer, 1);

  g_return_if_fail (DYR_IS_BANNER (banner));
  g_return_if_fail (DYR_IS_OFFICE (office));

  offer->banner = banner;
  offer->office = g_object_ref (office);
  offer->waiting = interrupted != NULL ? g_ptr_array_ref (interrupted) : g_ptr_array_new ();
  if (get_offer (banner) == NULL)
    g_signal_connect (banner, "button-clicked", G_CALLBACK (on_banner_clicked), NULL);
  g_object_set_data_full (G_OBJECT (banner), "offer", offer, free_offer);
  if (interrupted == NULL)
    look_anew (offer);
  else
    show_first (offer);
}
