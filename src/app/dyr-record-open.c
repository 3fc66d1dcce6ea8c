/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Opening a record: one rule, wherever it was named. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record-open.h"

#include "dyr-detail.h"
#include "dyr-edit-dialog.h"
#include "dyr-pages.h"
#include "dyr-tell.h"

typedef struct
{
  DyrOffice *office;
  GtkWidget *from;
  char *field; /* NULL: none in particular */
} Opening;

static void
free_opening (Opening *opening)
{
  g_object_unref (opening->office);
  g_object_unref (opening->from);
  g_free (opening->field);
  g_free (opening);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, free_opening)

/* The keyboard is with the record by now. */
static void
go_to_field (GtkWidget *main_window, const char *field)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (main_window));
  GtkWidget *detail = focus != NULL ? gtk_widget_get_ancestor (focus, DYR_TYPE_DETAIL) : NULL;

  if (detail != NULL)
    dyr_detail_focus_field (DYR_DETAIL (detail), field);
}

/* Pages are in the main window, which a dialog belongs to and makes way for. */
static void
open_on_page (GtkWidget *from, gint64 id, const char *field)
{
  GtkWidget *main_window = dyr_main_window_of (from);
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (from));

  while (root != main_window)
    {
      GtkWidget *parent = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (root)));

      gtk_window_close (GTK_WINDOW (root));
      root = parent;
    }
  gtk_widget_activate_action (main_window, "win.show-record", "x", id);
  if (field != NULL)
    go_to_field (main_window, field);
}

static void
open_now (Opening *opening, DyrRecord *record)
{
  GtkRoot *root = gtk_widget_get_root (opening->from);

  /* What was clicked is gone meanwhile. */
  if (!GTK_IS_WINDOW (root))
    return;
  if (dyr_pages_find (dyr_record_get_record_type (record)) != NULL)
    open_on_page (opening->from, dyr_record_get_id (record), opening->field);
  else
    dyr_edit_dialog_present (opening->office, GTK_WINDOW (root), record, opening->field);
}

static void
on_record_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrRecord) record = dyr_store_load_finish (DYR_STORE (source), result, &error);

  if (record != NULL)
    open_now (opening, record);
  else
    dyr_store_report_error (DYR_STORE (source), error);
}

void
dyr_record_open (DyrOffice *office, GtkWidget *from, gint64 id)
{
  dyr_record_open_at (office, from, id, NULL);
}

void
dyr_record_open_at (DyrOffice *office, GtkWidget *from, gint64 id, const char *field)
{
  Opening *opening;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WIDGET (from));

  opening = g_new0 (Opening, 1);
  opening->office = g_object_ref (office);
  opening->from = g_object_ref (from);
  opening->field = g_strdup (field);
  dyr_store_load_async (dyr_office_get_store (office), id, NULL, on_record_loaded, opening);
}
