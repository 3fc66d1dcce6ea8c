/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The ways out of what the CRM refused, as actions of a widget class. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-ways.h"

#include <glib/gi18n-lib.h>

#include "dyr-let-go.h"
#include "dyr-record-open.h"
#include "dyr-tell.h"
#include "dyr-weak.h"

static DyrOffice *
get_office (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "dyr-office");
}

static void
decide (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_activate_action_variant (widget, "win.clash", parameter);
}

static void
go_to_field (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *field;
  gint64 id;

  g_variant_get (parameter, "(x&s)", &id, &field);
  dyr_record_open_at (get_office (widget), widget, id, field);
}

/* In the writer */

typedef struct
{
  GWeakRef widget;
  DyrStore *store;
  gint64 record;
  gboolean again;
  DyrLetGo let_go; /* what it said it would do */
  gint64 action;
} Way;

static void
free_way (gpointer data)
{
  Way *way = data;

  g_weak_ref_clear (&way->widget);
  g_object_unref (way->store);
  g_free (way);
}

static gboolean
job_way (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Way *way = data;

  return way->again ? dyr_clash_retry (connection, way->record, error)
                    : dyr_let_go (connection, way->record, way->let_go, &way->action, error);
}

static const char *
tell_let_go (DyrLetGo let_go)
{
  switch (let_go)
    {
    case DYR_LET_GO_NEW:
      return _ ("Deleted here");
    case DYR_LET_GO_DELETION:
      return _ ("Brought back");
    case DYR_LET_GO_EDITS:
    case DYR_LET_GO_NOTHING:
    default:
      return _ ("The change was undone");
    }
}

static void
on_way_taken (GObject *source, GAsyncResult *result, gpointer data)
{
  Way *way = dyr_database_job_data (result);
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&way->widget);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  /* Also when the page was left meanwhile. */
  if (!done)
    dyr_store_report_error (way->store, error);
  else if (widget == NULL || get_office (widget) == NULL)
    return;
  else if (way->again)
    dyr_tell (widget, _ ("It goes to the CRM again"));
  else
    dyr_tell_undo (widget, tell_let_go (way->let_go), way->action);
}

static void
take (GtkWidget *widget, gint64 record, gboolean again, DyrLetGo let_go)
{
  Way *way = g_new0 (Way, 1);

  g_weak_ref_init (&way->widget, widget);
  way->store = g_object_ref (dyr_office_get_store (get_office (widget)));
  way->record = record;
  way->again = again;
  way->let_go = let_go;
  dyr_database_write_async (
      dyr_store_get_database (way->store), job_way, way, free_way, NULL, on_way_taken, NULL);
}

static void
send_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  take (widget, g_variant_get_int64 (parameter), TRUE, DYR_LET_GO_NOTHING);
}

static void
let_go (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gint64 record;
  gint32 what;

  g_variant_get (parameter, "(xi)", &record, &what);
  take (widget, record, FALSE, (DyrLetGo) what);
}

void
dyr_sync_ways_install (GtkWidgetClass *klass)
{
  g_return_if_fail (GTK_IS_WIDGET_CLASS (klass));

  gtk_widget_class_install_action (klass, "sync.decide", "s", decide);
  gtk_widget_class_install_action (klass, "sync.field", "(xs)", go_to_field);
  gtk_widget_class_install_action (klass, "sync.again", "x", send_again);
  gtk_widget_class_install_action (klass, "sync.let-go", "(xi)", let_go);
}

void
dyr_sync_ways_set_office (GtkWidget *widget, DyrOffice *office)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (DYR_IS_OFFICE (office));

  g_object_set_data_full (G_OBJECT (widget), "dyr-office", g_object_ref (office), g_object_unref);
}
