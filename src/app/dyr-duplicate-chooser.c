/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateChooser: with which other record one is to be merged. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-chooser.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"
#include "dyr-duplicates.h"
#include "dyr-palette-row.h"
#include "dyr-store-find.h"
#include "dyr-text.h"
#include "dyr-weak.h"

/* Records that are offered, and the least likeness of those nobody searched for. */
#define MOST 20
#define LEAST 30
/* Characters of a name. */
#define MAX_TITLE 80

struct _DyrDuplicateChooser
{
  AdwWindow parent_instance;

  DyrOffice *office;
  DyrRecord *record;
  GCancellable *searching;

  AdwWindowTitle *title;
  GtkSearchEntry *search;
  GtkLabel *message;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DyrDuplicateChooser, dyr_duplicate_chooser, ADW_TYPE_WINDOW)

/* What is offered */

static void
clear (DyrDuplicateChooser *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
append (DyrDuplicateChooser *self, DyrRecord *record, const char *const *needles)
{
  if (record != self->record)
    gtk_list_box_append (self->list, dyr_palette_row_new_record (self->office, record, needles));
}

static void
show_message (DyrDuplicateChooser *self, const char *message)
{
  gtk_label_set_text (self->message, message);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static gboolean
is_answer (DyrDuplicateChooser *self, GAsyncResult *result)
{
  if (self == NULL || self->searching == NULL
      || g_task_get_cancellable (G_TASK (result)) != self->searching)
    return FALSE;
  g_clear_object (&self->searching);
  clear (self);
  return TRUE;
}

static void
on_likely_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDuplicateChooser) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found
      = dyr_store_find_duplicates_finish (DYR_STORE (source), result, &error);
  const char *const needles[] = { NULL };

  if (!is_answer (self, result))
    return;
  for (guint i = 0; found != NULL && i < found->len; i++)
    append (self, ((DyrDuplicate *) g_ptr_array_index (found, i))->record, needles);
  if (found == NULL)
    show_message (self, error->message);
  else if (found->len > 0)
    show_message (self, C_ ("duplicate", "These look like it. Type to find another one."));
  else
    show_message (self, C_ ("duplicate", "Nothing looks like it. Type to find another one."));
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrDuplicateChooser) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrStoreFound) found = dyr_store_find_finish (DYR_STORE (source), result, &error);

  if (!is_answer (self, result))
    return;
  for (guint i = 0; found != NULL && i < found->records->len; i++)
    append (self, g_ptr_array_index (found->records, i), (const char *const *) found->needles);
  if (found == NULL)
    show_message (self, error->message);
  else if (gtk_list_box_get_row_at_index (self->list, 0) == NULL)
    show_message (self, _ ("Nothing found"));
  else
    show_message (self, "");
}

static void
search (DyrDuplicateChooser *self)
{
  DyrStore *store = dyr_office_get_store (self->office);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *fold = dyr_text_fold (text);
  GPtrArray *lines;

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  self->searching = g_cancellable_new ();
  if (*fold == '\0')
    {
      dyr_store_find_duplicates_of_async (store,
                                          dyr_record_get_id (self->record),
                                          LEAST,
                                          MOST,
                                          self->searching,
                                          on_likely_found,
                                          dyr_weak_new (self));
      return;
    }
  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_query_line_unref);
  g_ptr_array_add (lines,
                   dyr_query_line_parse (dyr_office_get_context (self->office),
                                         dyr_record_get_record_type (self->record),
                                         text));
  dyr_store_find_async (store, lines, MOST, self->searching, on_found, dyr_weak_new (self));
}

static void
on_search_changed (DyrDuplicateChooser *self)
{
  if (self->office != NULL)
    search (self);
}

/* Choosing */

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, DyrDuplicateChooser *self)
{
  GtkWidget *below = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  gint64 first = dyr_record_get_id (self->record);
  gint64 second = dyr_record_get_id (dyr_palette_row_get_record (DYR_PALETTE_ROW (row)));

  gtk_window_close (GTK_WINDOW (self));
  if (below != NULL)
    gtk_widget_activate_action (below, "win.merge-records", "(xx)", first, second);
}

static void
on_search_activated (DyrDuplicateChooser *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    gtk_widget_activate (GTK_WIDGET (row));
}

static void
on_search_stopped (DyrDuplicateChooser *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* While the keyboard stays in the entry. */
static gboolean
on_key_pressed (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType modifiers,
                DyrDuplicateChooser *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    index++;
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    index--;
  else
    return GDK_EVENT_PROPAGATE;
  row = gtk_list_box_get_row_at_index (self->list, MAX (index, 0));
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
  return GDK_EVENT_STOP;
}

static void
dyr_duplicate_chooser_dispose (GObject *object)
{
  DyrDuplicateChooser *self = DYR_DUPLICATE_CHOOSER (object);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_DUPLICATE_CHOOSER);
  G_OBJECT_CLASS (dyr_duplicate_chooser_parent_class)->dispose (object);
}

static void
dyr_duplicate_chooser_class_init (DyrDuplicateChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_duplicate_chooser_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-duplicate-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateChooser, title);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateChooser, search);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateChooser, message);
  gtk_widget_class_bind_template_child (widget_class, DyrDuplicateChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
}

static void
dyr_duplicate_chooser_init (DyrDuplicateChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dyr_duplicate_chooser_present (DyrOffice *office, GtkWindow *parent, DyrRecord *record)
{
  DyrDuplicateChooser *self;
  g_autofree char *title = NULL;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (DYR_IS_RECORD (record));

  self = g_object_new (DYR_TYPE_DUPLICATE_CHOOSER, "transient-for", parent, NULL);
  self->office = g_object_ref (office);
  self->record = g_object_ref (record);
  title = dyr_display_line (dyr_record_get_title (record), MAX_TITLE);
  adw_window_title_set_subtitle (self->title, title != NULL ? title : "—");
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  search (self);
}
