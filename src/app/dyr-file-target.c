/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Files and pictures that are dropped anywhere on a record, or pasted there. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-target.h"

#include <glib/gi18n-lib.h>

#include "dyr-record-files.h"
#include "dyr-tell.h"
#include "dyr-weak.h"

static gboolean
attach_list (DyrRecordFiles *files, const GValue *value)
{
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (array, g_object_ref (l->data));
  return dyr_record_files_attach (files, array);
}

static gboolean
attach_value (GtkWidget *area, const GValue *value)
{
  DyrRecordFiles *files = dyr_record_files_find (area);

  if (files == NULL)
    return FALSE;
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return attach_list (files, value);
  return G_VALUE_HOLDS (value, GDK_TYPE_TEXTURE)
         && dyr_record_files_attach_picture (files, g_value_get_object (value));
}

static gboolean
on_dropped (GtkDropTarget *target, const GValue *value, double x, double y, GtkWidget *area)
{
  return attach_value (area, value);
}

static void
on_pasted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) area = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (area == NULL)
    return;
  if (value != NULL)
    {
      attach_value (area, value);
      return;
    }
  g_info ("What was to be pasted could not be read: %s", error->message);
  dyr_tell (area, _("What is in the clipboard cannot be read. Copy it again, then paste."));
}

/* What the clipboard has for us, G_TYPE_INVALID: nothing. A picture of text is not meant. */
static GType
find_pasted (GdkContentFormats *formats)
{
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST)
      || gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    return GDK_TYPE_FILE_LIST;
  if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    return G_TYPE_INVALID;
  return gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) ? GDK_TYPE_TEXTURE
                                                                       : G_TYPE_INVALID;
}

/* Where text is typed, a name of a file is text, too. */
static gboolean
takes_text (GtkWidget *area, GdkContentFormats *formats)
{
  GtkRoot *root = gtk_widget_get_root (area);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus))
         && gdk_content_formats_contain_gtype (formats, G_TYPE_STRING);
}

static gboolean
on_paste_pressed (GtkWidget *area, GVariant *args, gpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (area);
  g_autoptr (GdkContentFormats) formats = gdk_content_formats_union_deserialize_gtypes (
      gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard)));
  GType type = find_pasted (formats);

  if (type == G_TYPE_INVALID || takes_text (area, formats) || dyr_record_files_find (area) == NULL)
    return FALSE;
  gdk_clipboard_read_value_async (
      clipboard, type, G_PRIORITY_DEFAULT, NULL, on_pasted, dyr_weak_new (area));
  return TRUE;
}

void
dyr_file_target_install (GtkWidget *area)
{
  GType types[] = { GDK_TYPE_FILE_LIST, GDK_TYPE_TEXTURE };
  GtkDropTarget *drop;
  GtkEventController *keys;

  g_return_if_fail (GTK_IS_WIDGET (area));

  drop = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  gtk_drop_target_set_gtypes (drop, types, G_N_ELEMENTS (types));
  g_signal_connect_object (drop, "drop", G_CALLBACK (on_dropped), area, 0);
  /* Before a field takes the names of the files for a text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (drop));
  keys = gtk_shortcut_controller_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                        gtk_callback_action_new (on_paste_pressed, NULL, NULL)));
  gtk_widget_add_controller (area, keys);
  gtk_widget_add_css_class (area, "file-target");
}
