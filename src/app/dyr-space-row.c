/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSpaceRow: the space that files use on this computer. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-space-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-content.h"
#include "dyr-file-words.h"
#include "dyr-file.h"
#include "dyr-prompt.h"
#include "dyr-refresh.h"
#include "dyr-weak.h"

/* The disk is looked at for all files, and these may come many a second. */
#define REFRESH_DELAY_MS 500

struct _DyrSpaceRow
{
  AdwActionRow parent_instance;

  DyrOffice *office; /* weak: the window around may be kept longer */
  DyrRefresh *refresh;
  GCancellable *cancellable;
  gboolean asking, ask_again;
  gboolean freeing;
  DyrContentUsage usage; /* as it was read last */

  GtkSpinner *spinner;
  GtkButton *free_up;
};

enum
{
  TOLD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrSpaceRow, dyr_space_row, ADW_TYPE_ACTION_ROW)

static char *
show_amount (DyrSpaceRow *self, gint64 n, gint64 size)
{
  return dyr_file_show_amount (dyr_office_get_context (self->office), n, size);
}

static DyrDatabase *
get_database (DyrSpaceRow *self)
{
  return dyr_store_get_database (dyr_office_get_store (self->office));
}

/* What is used */

static char *
tell_free (DyrSpaceRow *self)
{
  g_autofree char *amount = show_amount (self, self->usage.n_free, self->usage.free_size);

  if (self->usage.n_free > 0)
    /* Translators: how many files, and how large they are together: “12 files, 34 MB”. */
    return g_strdup_printf (C_ ("space", "Can be freed: %s"), amount);
  if (dyr_sync_service_holds_files (dyr_office_get_sync (self->office)))
    return g_strdup (
        C_ ("space", "Nothing can be freed: the files are kept here, or not in the CRM yet"));
  return g_strdup (C_ ("space", "Nothing can be freed: the files are nowhere else"));
}

static void
show (DyrSpaceRow *self)
{
  const DyrContentUsage *usage = &self->usage;
  g_autofree char *amount = show_amount (self, usage->n_here, usage->here_size);
  g_autofree char *freed = tell_free (self);
  g_autofree char *both = g_strdup_printf ("%s\n%s", amount, freed);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self),
                               usage->n_here > 0 ? both : C_ ("space", "There are no files here"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->free_up), usage->n_free > 0 && !self->freeing);
}

static void
on_usage_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSpaceRow) self = dyr_weak_take (data);
  const DyrContentUsage *usage = dyr_database_job_data (result);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  if (self == NULL || self->office == NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking = FALSE;
  if (self->ask_again)
    dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
  self->ask_again = FALSE;
  if (done)
    {
      self->usage = *usage;
      show (self);
    }
  else
    dyr_store_report_error (dyr_office_get_store (self->office), error);
}

static void
read_usage (GtkWidget *widget)
{
  DyrSpaceRow *self = DYR_SPACE_ROW (widget);

  self->ask_again = self->asking;
  if (self->asking || self->office == NULL)
    return;
  self->asking = TRUE;
  dyr_database_read_async (get_database (self),
                           dyr_content_job_usage,
                           g_new0 (DyrContentUsage, 1),
                           g_free,
                           self->cancellable,
                           on_usage_read,
                           dyr_weak_new (self));
}

static void
on_store_changed (DyrStore *store, guint64 types, DyrSpaceRow *self)
{
  if (types >> dyr_file_type.number & 1)
    dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
}

static void
on_sync_changed (DyrSyncService *sync, GParamSpec *pspec, DyrSpaceRow *self)
{
  dyr_refresh_soon (self->refresh, REFRESH_DELAY_MS);
}

/* Freeing */

static void
on_freed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSpaceRow) self = dyr_weak_take (data);
  const DyrContentFree *freed = dyr_database_job_data (result);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);
  g_autofree char *amount = NULL, *text = NULL;

  if (self == NULL || self->office == NULL)
    return;
  self->freeing = FALSE;
  gtk_spinner_stop (self->spinner);
  amount = show_amount (self, freed->n, freed->size);
  if (done && freed->n > 0)
    /* Translators: how many files, and how large they are together: “12 files, 34 MB”. */
    text = g_strdup_printf (C_ ("space", "Freed: %s"), amount);
  else
    text = g_strdup (done ? C_ ("space", "Nothing could be freed any more") : error->message);
  g_signal_emit (self, signals[TOLD], 0, text);
  dyr_refresh_now (self->refresh);
}

static void
free_up (DyrSpaceRow *self)
{
  self->freeing = TRUE;
  gtk_spinner_start (self->spinner);
  gtk_widget_set_sensitive (GTK_WIDGET (self->free_up), FALSE);
  dyr_database_write_async (get_database (self),
                            dyr_content_job_free,
                            g_new0 (DyrContentFree, 1),
                            g_free,
                            NULL,
                            on_freed,
                            dyr_weak_new (self));
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSpaceRow) self = dyr_weak_take (data);
  g_autofree char *answer = dyr_prompt_finish (result, NULL);

  if (self != NULL && self->office != NULL && g_strcmp0 (answer, "free") == 0)
    free_up (self);
}

static char *
describe (DyrSpaceRow *self)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  const gint64 n = self->usage.n_free;
  g_autofree char *count = dyr_format_count (context->format, n);
  g_autofree char *size = dyr_context_show_size (context, self->usage.free_size);
  g_autofree char *what = g_strdup_printf (
      /* Translators: a size, then a number: “Frees 1.2 GB: 312 files …”. */
      ngettext ("Frees %s: %s file that the CRM has and nobody asked to keep here.",
                "Frees %s: %s files that the CRM has and nobody asked to keep here.",
                (gulong) n),
      size,
      count);

  return g_strdup_printf (
      "%s\n\n%s",
      what,
      _ ("What was freed comes back when it is opened. Without the network it cannot be opened."));
}

static void
on_free_up_clicked (DyrSpaceRow *self)
{
  const DyrPromptResponse responses[]
      = { { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
            { "free", C_ ("space", "_Free up"), ADW_RESPONSE_SUGGESTED }, { NULL } };
  g_autofree char *body = NULL;

  if (self->office == NULL)
    return;
  body = describe (self);
  dyr_prompt_async (GTK_WIDGET (self),
                    C_ ("space", "Free up space?"),
                        body,
                        responses,
                        "cancel",
                        self->cancellable,
                        on_answered,
                        dyr_weak_new (self));
}

static void
dyr_space_row_dispose (GObject *object)
{
  DyrSpaceRow *self = DYR_SPACE_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->refresh, dyr_refresh_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_SPACE_ROW);
  g_clear_weak_pointer (&self->office);
  G_OBJECT_CLASS (dyr_space_row_parent_class)->dispose (object);
}

static void
dyr_space_row_finalize (GObject *object)
{
  g_clear_object (&DYR_SPACE_ROW (object)->cancellable);
  G_OBJECT_CLASS (dyr_space_row_parent_class)->finalize (object);
}

static void
dyr_space_row_class_init (DyrSpaceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_space_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_space_row_finalize;
  signals[TOLD] = g_signal_new ("told",
                                DYR_TYPE_SPACE_ROW,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-space-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrSpaceRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, DyrSpaceRow, free_up);
  gtk_widget_class_bind_template_callback (widget_class, on_free_up_clicked);
}

static void
dyr_space_row_init (DyrSpaceRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->refresh = dyr_refresh_new (GTK_WIDGET (self), read_usage);
}

void
dyr_space_row_set_office (DyrSpaceRow *self, DyrOffice *office)
{
  DyrSyncService *sync;

  g_return_if_fail (DYR_IS_SPACE_ROW (self));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (self->office == NULL);

  sync = dyr_office_get_sync (office);
  g_set_weak_pointer (&self->office, office);
  g_signal_connect_object (
      dyr_office_get_store (office), "changed", G_CALLBACK (on_store_changed), self, 0);
  /* What a CRM has can be freed only while there is one. */
  g_signal_connect_object (sync, "notify::connected", G_CALLBACK (on_sync_changed), self, 0);
  g_signal_connect_object (sync, "notify::holds-files", G_CALLBACK (on_sync_changed), self, 0);
  dyr_refresh_now (self->refresh);
}
