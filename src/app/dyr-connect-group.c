/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectGroup: the connection to the CRM among the preferences. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-connect-group.h"

#include <glib/gi18n-lib.h>

#include "dyr-background-row.h"
#include "dyr-crm-address.h"
#include "dyr-connect-assistant.h"
#include "dyr-connect-certificate.h"
#include "dyr-disconnect-dialog.h"
#include "dyr-me-row.h"

struct _DyrConnectGroup
{
  AdwPreferencesGroup parent_instance;

  DyrOffice *office; /* weak: GTK keeps parts of a window that is gone for a while */

  AdwActionRow *row, *certificate;
  GtkButton *connect;
  GtkButton *remove;
  DyrMeRow *me;
  DyrBackgroundRow *background;
};

enum
{
  TOLD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrConnectGroup, dyr_connect_group, ADW_TYPE_PREFERENCES_GROUP)

static DyrSyncService *
get_sync (DyrConnectGroup *self)
{
  return dyr_office_get_sync (self->office);
}

static void
show_certificate (DyrConnectGroup *self, DyrSyncService *sync)
{
  const char *pem = dyr_sync_service_get_certificate (sync);
  g_autoptr (DyrCertificate) kept = pem != NULL ? dyr_certificate_kept (pem) : NULL;
  g_autofree char *told
      = kept != NULL ? dyr_connect_certificate_tell (kept, dyr_office_get_context (self->office))
                     : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->certificate), pem != NULL);
  adw_action_row_set_subtitle (self->certificate, told != NULL ? told : "");
}

static void
show (DyrConnectGroup *self, DyrSyncService *sync)
{
  const char *server = dyr_sync_service_get_server (sync);
  const char *user = dyr_sync_service_get_user (sync);
  const char *text = dyr_sync_service_get_text (sync);
  const gboolean sign_in = dyr_sync_service_get_remedy (sync) == DYR_SERVICE_REMEDY_SIGN_IN;
  g_autofree char *shown = server != NULL ? dyr_crm_address_show (server) : NULL;
  g_autofree char *title = NULL;

  if (shown != NULL && user != NULL)
    /* Translators: a person's name, the address of the CRM. */
    title = g_strdup_printf (_ ("%s at %s"), user, shown);
  else
    title = g_strdup (shown != NULL ? shown : C_ ("connection", "The CRM of your office"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  adw_action_row_set_subtitle (self->row, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->connect), server == NULL || sign_in);
  gtk_button_set_label (self->connect,
                        server == NULL
                        ? C_ ("connection", "_Connect…") : C_ ("connection", "_Sign in…"));
  gtk_widget_set_visible (GTK_WIDGET (self->remove), server != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->background), server != NULL);
}

static void
on_sync_changed (DyrSyncService *sync, GParamSpec *pspec, DyrConnectGroup *self)
{
  if (pspec == NULL || g_str_equal (pspec->name, "certificate"))
    show_certificate (self, sync);
  show (self, sync);
}

static void
on_distrust_clicked (DyrConnectGroup *self)
{
  if (self->office != NULL)
    dyr_sync_service_forget_certificate (get_sync (self));
}

static void
on_connect_clicked (DyrConnectGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->office == NULL)
    return;
  dyr_connect_assistant_present (self->office, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
}

static void
on_removed (DyrDisconnectDialog *dialog, const char *text, DyrConnectGroup *self)
{
  g_signal_emit (self, signals[TOLD], 0, text);
}

static void
on_told (DyrConnectGroup *self, const char *text)
{
  g_signal_emit (self, signals[TOLD], 0, text);
}

static void
on_remove_clicked (DyrConnectGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  DyrDisconnectDialog *dialog;

  if (self->office == NULL)
    return;
  dialog = dyr_disconnect_dialog_present (self->office,
                                          GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  g_signal_connect_object (dialog, "removed", G_CALLBACK (on_removed), self, 0);
}

static void
dyr_connect_group_dispose (GObject *object)
{
  DyrConnectGroup *self = DYR_CONNECT_GROUP (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_CONNECT_GROUP);
  g_clear_weak_pointer (&self->office);
  G_OBJECT_CLASS (dyr_connect_group_parent_class)->dispose (object);
}

static void
dyr_connect_group_class_init (DyrConnectGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_connect_group_dispose;
  signals[TOLD] = g_signal_new ("told",
                                DYR_TYPE_CONNECT_GROUP,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_STRING);
  g_type_ensure (DYR_TYPE_BACKGROUND_ROW);
  g_type_ensure (DYR_TYPE_ME_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-connect-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrConnectGroup, row);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectGroup, certificate);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectGroup, connect);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectGroup, remove);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectGroup, me);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectGroup, background);
  gtk_widget_class_bind_template_callback (widget_class, on_connect_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_distrust_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_told);
}

static void
dyr_connect_group_init (DyrConnectGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dyr_connect_group_set_office (DyrConnectGroup *self, DyrOffice *office)
{
  g_return_if_fail (DYR_IS_CONNECT_GROUP (self));
  g_return_if_fail (office == NULL || DYR_IS_OFFICE (office));
  g_return_if_fail (self->office == NULL);

  gtk_widget_set_visible (GTK_WIDGET (self), office != NULL);
  if (office == NULL)
    return;
  g_set_weak_pointer (&self->office, office);
  g_signal_connect_object (get_sync (self), "notify", G_CALLBACK (on_sync_changed), self, 0);
  dyr_me_row_set_office (self->me, office);
  dyr_background_row_set_settings (self->background, dyr_office_get_settings (office));
  on_sync_changed (get_sync (self), NULL, self);
}
