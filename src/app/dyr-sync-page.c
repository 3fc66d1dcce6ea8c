/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncPage: how the office and its CRM stand, what waits, what needs the person. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dyr-sync-head.h"
#include "dyr-sync-log.h"
#include "dyr-sync-records.h"
#include "dyr-wrap-layout.h"

/* Pixels between tabs. */
#define TAB_SPACING 6

struct _DyrSyncPage
{
  GtkWidget parent_instance;

  DyrOffice *office;
  GtkWidget *records[2]; /* by DyrWaitingKind */

  GtkStack *whole;
  DyrSyncHead *head;
  GtkWidget *switcher;
  GtkStack *lists;
};

G_DEFINE_FINAL_TYPE (DyrSyncPage, dyr_sync_page, GTK_TYPE_WIDGET)

/* “Waiting 14” */
static void
set_title (DyrSyncPage *self, DyrWaitingKind kind, const char *label, guint n)
{
  g_autofree char *count = dyr_format_count (dyr_office_get_context (self->office)->format, n);
  g_autofree char *title = g_strdup_printf ("%s\u2002%s", label, count);

  gtk_stack_page_set_title (gtk_stack_get_page (self->lists, self->records[kind]),
                            n > 0 ? title : label);
}

static void
show (DyrSyncPage *self, DyrSyncService *sync)
{
  guint n_waiting, n_needs_you;

  g_object_get (sync, "n-waiting", &n_waiting, "n-needs-you", &n_needs_you, NULL);
  set_title (self, DYR_WAITING_FOR_YOU, C_ ("sync", "Needs you"), n_needs_you);
  set_title (self, DYR_WAITING_TO_GO, C_ ("sync", "Waiting"), n_waiting);
  gtk_stack_set_visible_child_name (self->whole,
                                    dyr_sync_service_get_connected (sync) ? "connected" : "none");
}

static void
on_sync_changed (DyrSyncService *sync, GParamSpec *pspec, DyrSyncPage *self)
{
  show (self, sync);
}

static void
dyr_sync_page_dispose (GObject *object)
{
  DyrSyncPage *self = DYR_SYNC_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_SYNC_PAGE);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_sync_page_parent_class)->dispose (object);
}

static void
dyr_sync_page_class_init (DyrSyncPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_sync_page_dispose;
  g_type_ensure (DYR_TYPE_SYNC_HEAD);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-sync-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrSyncPage, whole);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncPage, head);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncPage, switcher);
  gtk_widget_class_bind_template_child (widget_class, DyrSyncPage, lists);
}

static void
dyr_sync_page_init (DyrSyncPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Tabs with long names go on in a second line. */
  gtk_widget_set_layout_manager (self->switcher, dyr_wrap_layout_new (TAB_SPACING));
  gtk_widget_remove_css_class (self->switcher, "linked");
}

static void
add_records (DyrSyncPage *self, DyrWaitingKind kind, const char *name)
{
  self->records[kind] = dyr_sync_records_new (self->office, kind);
  gtk_stack_add_titled (self->lists, self->records[kind], name, "");
}

GtkWidget *
dyr_sync_page_new (DyrOffice *office)
{
  DyrSyncPage *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_SYNC_PAGE, NULL);
  self->office = g_object_ref (office);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, C_ ("page", "Sync"), -1);
  dyr_sync_head_set_office (self->head, office);
  add_records (self, DYR_WAITING_TO_GO, "waiting");
  add_records (self, DYR_WAITING_FOR_YOU, "needs-you");
  gtk_stack_add_titled (self->lists, dyr_sync_log_new (office), "log", C_ ("sync", "Log"));
  g_signal_connect_object (
      dyr_office_get_sync (office), "notify", G_CALLBACK (on_sync_changed), self, 0);
  show (self, dyr_office_get_sync (office));
  return GTK_WIDGET (self);
}

void
dyr_sync_page_take_focus (DyrSyncPage *self)
{
  guint n_needs_you;

  g_return_if_fail (DYR_IS_SYNC_PAGE (self));

  g_object_get (dyr_office_get_sync (self->office), "n-needs-you", &n_needs_you, NULL);
  if (n_needs_you > 0)
    gtk_stack_set_visible_child_name (self->lists, "needs-you");
  if (!gtk_widget_grab_focus (gtk_stack_get_visible_child (self->lists)))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
