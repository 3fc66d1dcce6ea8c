/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDisconnectDialog: removing the connection to the CRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-disconnect-dialog.h"

#include <glib/gi18n-lib.h>

#include "dyr-banner.h"
#include "dyr-forget.h"
#include "dyr-type-info.h"
#include "dyr-weak.h"

struct _DyrDisconnectDialog
{
  AdwWindow parent_instance;

  DyrOffice *office;
  DyrForgetPlan *plan;       /* NULL: not known yet */
  GCancellable *cancellable; /* of the removal; NULL: it has not begun */
  gboolean deleting;

  GtkButton *cancel, *remove;
  DyrBanner *banner;
  GtkStack *pages;
  GtkLabel *rest;
  AdwActionRow *delete_row;
  GtkCheckButton *keep, *delete;
  GtkWidget *unsent_row;
  GtkSwitch *unsent;
  GtkLabel *what;
  GtkProgressBar *progress;
};

enum
{
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrDisconnectDialog, dyr_disconnect_dialog, ADW_TYPE_WINDOW)

static DyrFormat *
get_format (DyrDisconnectDialog *self)
{
  return dyr_office_get_context (self->office)->format;
}

/* Whether something of what would go is nowhere else. */
static gboolean
has_own (DyrDisconnectDialog *self)
{
  return self->plan != NULL && (self->plan->n_all > 0 || self->plan->n_files > 0);
}

static void
update (DyrDisconnectDialog *self)
{
  const gboolean delete = gtk_check_button_get_active (self->delete);
  const gboolean busy = self->cancellable != NULL;

  gtk_button_set_label (
      self->remove, delete ? C_ ("connection", "_Delete records") : C_ ("connection", "_Remove"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove), self->plan != NULL && !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->remove), !busy);
  gtk_widget_set_visible (self->unsent_row, delete &&has_own (self));
  gtk_stack_set_visible_child_name (self->pages, busy ? "work" : "choice");
}

static void
on_choice_changed (DyrDisconnectDialog *self)
{
  update (self);
}

/* What was not sent */

/* What the CRM does not have. */
static char *
tell_rest (DyrDisconnectDialog *self)
{
  const gint64 n = self->plan->n_all, n_files = self->plan->n_files;
  g_autofree char *types = dyr_type_info_counts (get_format (self), self->plan->n_unsent);
  g_autofree char *count
      = dyr_format_count_in (get_format (self),
                             ngettext ("%s record has changes that were not sent to the CRM.",
                                       "%s records have changes that were not sent to the CRM.",
                                       (gulong) n),
                             n);
  g_autofree char *files
      = dyr_format_count_in (get_format (self),
                             ngettext ("%s attached file is only on this computer.",
                                       "%s attached files are only on this computer.",
                                       (gulong) n_files),
                             n_files);

  if (n == 0)
    return g_strdup (n_files > 0 ? files : _ ("Everything has been sent to the CRM."));
  return g_strconcat (count, "\n", types, n_files > 0 ? "\n" : NULL, files, NULL);
}

static void
show_plan (DyrDisconnectDialog *self)
{
  const gint64 n_there = self->plan->n_there;
  g_autofree char *deleted = dyr_format_count_in (
      get_format (self),
      ngettext ("%s record with its history. It stays in the CRM. This cannot be undone; backups "
                "of this database still hold it.",
                "%s records with their history. They stay in the CRM. This cannot be undone; "
                "backups of this database still hold them.",
                (gulong) n_there),
      n_there);
  g_autofree char *rest = tell_rest (self);

  adw_action_row_set_subtitle (self->delete_row, deleted);
  gtk_label_set_text (self->rest, rest);
  update (self);
}

static void
fail (DyrDisconnectDialog *self, const GError *error)
{
  dyr_banner_set_title (self->banner, error->message);
  dyr_banner_set_revealed (self->banner, TRUE);
}

static void
on_plan_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDisconnectDialog) self = dyr_weak_take (data);
  DyrForgetPlan **slot = dyr_database_job_data (result);
  g_autoptr (DyrForgetPlan) plan = g_steal_pointer (slot);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  if (self == NULL)
    return;
  if (!done)
    {
      fail (self, error);
      return;
    }
  self->plan = g_steal_pointer (&plan);
  show_plan (self);
}

/* Removing */

static void
on_progress (guint n_done, guint n, gpointer data)
{
  DyrDisconnectDialog *self = data;

  gtk_progress_bar_set_fraction (self->progress, n > 0 ? (double) n_done / n : 1);
}

/* The dialog lives until then: it cannot be closed meanwhile, and holds a reference. */
static void
on_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDisconnectDialog) self = data;
  g_autoptr (GError) error = NULL;
  const gboolean done
      = dyr_sync_service_disconnect_finish (DYR_SYNC_SERVICE (source), result, &error);

  g_clear_object (&self->cancellable);
  if (done)
    {
      g_signal_emit (self,
                     signals[REMOVED],
                     0,
                     self->deleting
                     ? _ ("The connection was removed, and the CRM’s records were deleted from "
                              "this computer")
                     : _ ("The connection was removed; all records are still here"));
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel), TRUE);
  update (self);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, error);
}

static void
on_remove_clicked (DyrDisconnectDialog *self)
{
  DyrAccountRest rest = DYR_ACCOUNT_KEEP;

  if (self->plan == NULL || self->cancellable != NULL)
    return;
  self->deleting = gtk_check_button_get_active (self->delete);
  if (self->deleting)
    rest = has_own (self) && gtk_switch_get_active (self->unsent) ? DYR_ACCOUNT_DELETE_UNSENT_TOO
                                                                  : DYR_ACCOUNT_DELETE;
  dyr_banner_set_revealed (self->banner, FALSE);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_text (self->what,
                      self->deleting
                      ? _ ("The records are being deleted. Until that is done you can cancel, and "
                           "nothing is lost.")
                      : _ ("The connection is being removed."));
  self->cancellable = g_cancellable_new ();
  update (self);
  dyr_sync_service_disconnect_async (dyr_office_get_sync (self->office),
                                     rest,
                                     on_progress,
                                     self,
                                     self->cancellable,
                                     on_removed,
                                     g_object_ref (self));
}

static gboolean
dyr_disconnect_dialog_close_request (GtkWindow *window)
{
  DyrDisconnectDialog *self = DYR_DISCONNECT_DIALOG (window);

  if (self->cancellable == NULL)
    return GTK_WINDOW_CLASS (dyr_disconnect_dialog_parent_class)->close_request (window);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel), FALSE);
  return TRUE;
}

static void
dyr_disconnect_dialog_dispose (GObject *object)
{
  DyrDisconnectDialog *self = DYR_DISCONNECT_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_DISCONNECT_DIALOG);
  g_clear_pointer (&self->plan, dyr_forget_plan_free);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_disconnect_dialog_parent_class)->dispose (object);
}

static void
dyr_disconnect_dialog_finalize (GObject *object)
{
  g_clear_object (&DYR_DISCONNECT_DIALOG (object)->cancellable);
  G_OBJECT_CLASS (dyr_disconnect_dialog_parent_class)->finalize (object);
}

static void
dyr_disconnect_dialog_class_init (DyrDisconnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_disconnect_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = dyr_disconnect_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_disconnect_dialog_close_request;
  signals[REMOVED] = g_signal_new ("removed",
                                   DYR_TYPE_DISCONNECT_DIALOG,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_STRING);
  g_type_ensure (DYR_TYPE_BANNER);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-disconnect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, remove);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, rest);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, delete_row);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, keep);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, delete);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, unsent_row);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, unsent);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, what);
  gtk_widget_class_bind_template_child (widget_class, DyrDisconnectDialog, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
}

static void
dyr_disconnect_dialog_init (DyrDisconnectDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

DyrDisconnectDialog *
dyr_disconnect_dialog_present (DyrOffice *office, GtkWindow *parent)
{
  DyrDisconnectDialog *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (DYR_TYPE_DISCONNECT_DIALOG, "transient-for", parent, NULL);
  self->office = g_object_ref (office);
  dyr_database_read_async (dyr_store_get_database (dyr_office_get_store (office)),
                           dyr_forget_plan_job,
                           g_new0 (DyrForgetPlan *, 1),
                           g_free,
                           NULL,
                           on_plan_read,
                           dyr_weak_new (self));
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
