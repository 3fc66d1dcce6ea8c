/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Texts with the names of records in them that open those records. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-link-text.h"

#include "dyr-display.h"
#include "dyr-edit-dialog.h"
#include "dyr-pages.h"

typedef struct
{
  DyrOffice *office;
  GtkWidget *from;
} Opening;

static void
free_opening (Opening *opening)
{
  g_object_unref (opening->office);
  g_object_unref (opening->from);
  g_free (opening);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, free_opening)

/* Pages are in the main window, which a dialog belongs to and makes way for. */
static void
open_on_page (GtkWidget *from, gint64 id)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (from));

  while (GTK_IS_WINDOW (root) && gtk_window_get_transient_for (GTK_WINDOW (root)) != NULL)
    {
      GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (root));

      gtk_window_close (GTK_WINDOW (root));
      root = GTK_WIDGET (parent);
    }
  gtk_widget_activate_action (root, "win.open-record", "x", id);
}

static void
open_now (Opening *opening, DyrRecord *record)
{
  GtkRoot *root = gtk_widget_get_root (opening->from);

  /* What was clicked is gone meanwhile. */
  if (!GTK_IS_WINDOW (root))
    return;
  if (dyr_pages_find (dyr_record_get_record_type (record)) != NULL)
    open_on_page (opening->from, dyr_record_get_id (record));
  else
    dyr_edit_dialog_present (opening->office, GTK_WINDOW (root), record);
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
    g_signal_emit_by_name (source, "failed", NULL, error);
}

void
dyr_record_open (DyrOffice *office, GtkWidget *from, gint64 id)
{
  Opening *opening;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WIDGET (from));

  opening = g_new0 (Opening, 1);
  opening->office = g_object_ref (office);
  opening->from = g_object_ref (from);
  dyr_store_load_async (dyr_office_get_store (office), id, NULL, on_record_loaded, opening);
}

void
dyr_link_text_append (GString *markup, const char *text, gint64 id, gboolean deleted)
{
  g_autofree char *escaped = dyr_display_markup (text);

  g_return_if_fail (markup != NULL);

  if (deleted)
    g_string_append (markup, "<s>");
  if (id != 0)
    g_string_append_printf (markup, "<a href=\"%" G_GINT64_FORMAT "\">%s</a>", id, escaped);
  else
    g_string_append (markup, escaped);
  if (deleted)
    g_string_append (markup, "</s>");
}

static gboolean
on_link_activated (GtkLabel *label, const char *id, DyrOffice *office)
{
  dyr_record_open (office, GTK_WIDGET (label), g_ascii_strtoll (id, NULL, 10));
  return TRUE;
}

void
dyr_link_text_set_up (GtkLabel *label, DyrOffice *office)
{
  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (DYR_IS_OFFICE (office));

  gtk_label_set_use_markup (label, TRUE);
  g_signal_connect_object (label, "activate-link", G_CALLBACK (on_link_activated), office, 0);
}
