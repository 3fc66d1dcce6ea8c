/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPalette: one box that finds records of all types and commands. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-palette.h"

#include <glib/gi18n-lib.h>

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-commands.h"
#include "dyr-contract.h"
#include "dyr-delivery.h"
#include "dyr-record-open.h"
#include "dyr-note.h"
#include "dyr-pages.h"
#include "dyr-palette-row.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "dyr-search-marks.h"
#include "dyr-store-find.h"
#include "dyr-text.h"
#include "dyr-weak.h"

/* Records of a type that are shown; all of them stand on its page. */
#define MOST 6

struct _DyrPalette
{
  AdwWindow parent_instance;

  DyrOffice *office;
  GCancellable *searching;

  GtkSearchEntry *search;
  GtkLabel *hint;
  GtkStack *stack;
  GtkLabel *message;
  GtkListBox *list;
  GtkScrolledWindow *scroller;
};

G_DEFINE_FINAL_TYPE (DyrPalette, dyr_palette, ADW_TYPE_WINDOW)

/* In the order of their groups. */
static const DyrRecordType *const types[]
    = { &dyr_client_type,       &dyr_person_type,   &dyr_contract_type, &dyr_delivery_type,
        &dyr_presentation_type, &dyr_activity_type, &dyr_note_type };

static const char *
get_text (DyrPalette *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

/* Choosing by keys, while the keyboard stays in the entry */

static void
select_row (DyrPalette *self, GtkListBoxRow *row)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t bounds;

  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, row);
  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (
        adjustment, (double) bounds.origin.y, (double) (bounds.origin.y + bounds.size.height));
}

static void
move (DyrPalette *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) + by : 0;

  select_row (self, gtk_list_box_get_row_at_index (self->list, MAX (index, 0)));
}

static gboolean
on_key_pressed (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType modifiers,
                DyrPalette *self)
{
  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    move (self, 1);
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    move (self, -1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
run (DyrPalette *self, const DyrCommand *command, GtkWidget *window)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (g_action_parse_detailed_name (command->action, &name, &target, NULL))
    gtk_widget_activate_action_variant (window, name, target);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, DyrPalette *self)
{
  DyrPaletteRow *chosen = DYR_PALETTE_ROW (row);
  GtkWidget *window = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  DyrRecord *record = dyr_palette_row_get_record (chosen);
  const DyrCommand *command = dyr_palette_row_get_command (chosen);
  const DyrRecordType *more = dyr_palette_row_get_more (chosen);
  G_GNUC_UNUSED g_autoptr (DyrPalette) alive = g_object_ref (self);
  gint64 id = record != NULL ? dyr_record_get_id (record) : 0;
  g_autofree char *text = g_strdup (get_text (self));

  gtk_window_close (GTK_WINDOW (self));
  if (window == NULL)
    return;
  if (record != NULL)
    dyr_record_open (self->office, window, id);
  else if (more != NULL)
    gtk_widget_activate_action (window, "win.search-in", "(ss)", dyr_pages_find (more)->name, text);
  else if (command != NULL)
    run (self, command, window);
}

static void
on_search_activated (GtkSearchEntry *search, DyrPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    gtk_widget_activate (GTK_WIDGET (row));
}

static void
on_search_stopped (GtkSearchEntry *search, DyrPalette *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* What is found */

static void
clear (DyrPalette *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static gboolean
holds (const char *title, const char *fold)
{
  g_autofree char *other = dyr_text_fold (title);

  return strstr (other, fold) != NULL;
}

/* Commands by their words, in the person's language or in English. */
static void
add_commands (DyrPalette *self)
{
  g_autofree char *fold = dyr_text_fold (get_text (self));
  const char *const needles[] = { fold, NULL };

  for (const DyrCommand *command = dyr_commands; command->action != NULL; command++)
    if (!g_str_equal (command->action, "win.palette")
        && (holds (g_dpgettext2 (NULL, "command", command->title), fold)
            || holds (command->title, fold)))
      gtk_list_box_append (self->list, dyr_palette_row_new_command (command, needles));
}

static void
show_list (DyrPalette *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  gtk_label_set_text (self->message, _("Nothing found"));
  gtk_stack_set_visible_child_name (self->stack, first != NULL ? "list" : "message");
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (first != NULL)
    gtk_list_box_select_row (self->list, first);
}

static void
show_found (DyrPalette *self, const DyrStoreFound *found)
{
  const char *const *needles = (const char *const *) found->needles;

  clear (self);
  for (guint i = 0; i < found->records->len; i++)
    {
      DyrRecord *record = g_ptr_array_index (found->records, i);
      const DyrRecordType *type = dyr_record_get_record_type (record);
      gboolean last
          = i + 1 == found->records->len
            || dyr_record_get_record_type (g_ptr_array_index (found->records, i + 1)) != type;

      gtk_list_box_append (self->list, dyr_palette_row_new_record (self->office, record, needles));
      if (last && (found->more >> type->number & 1) != 0 && dyr_pages_find (type) != NULL)
        gtk_list_box_append (self->list, dyr_palette_row_new_more (type));
    }
  add_commands (self);
  show_list (self);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrPalette) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrStoreFound) found = dyr_store_find_finish (DYR_STORE (source), result, &error);
  g_autofree char *message = NULL;

  /* A newer question is on its way, or nobody asks any more. */
  if (self == NULL || g_task_get_cancellable (G_TASK (result)) != self->searching)
    return;
  g_clear_object (&self->searching);
  if (found != NULL)
    {
      show_found (self, found);
      return;
    }
  /* Translators: the reason follows. */
  message = g_strdup_printf (_ ("The search failed: %s"), error->message);
  clear (self);
  show_list (self);
  gtk_label_set_text (self->message, message);
}

/* The lines of the types that are asked for: where only some of them have a field, these; where
 * none has it, all, without it. What is marked is what no line understands. */
static GPtrArray *
parse (DyrPalette *self, DyrQueryLine **marked)
{
  g_autoptr (GPtrArray) all
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_query_line_unref);
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_query_line_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      DyrQueryLine *line
          = dyr_query_line_parse (dyr_office_get_context (self->office), types[i], get_text (self));
      gboolean foreign = FALSE;

      for (guint j = 0; j < dyr_query_line_get_n_problems (line); j++)
        foreign = foreign || dyr_query_line_get_problem (line, j)->no_such_field;
      g_ptr_array_add (all, line);
      if (!foreign)
        g_ptr_array_add (lines, dyr_query_line_ref (line));
    }
  if (lines->len == 0)
    for (guint i = 0; i < all->len; i++)
      g_ptr_array_add (lines, dyr_query_line_ref (g_ptr_array_index (all, i)));
  *marked = dyr_query_line_ref (g_ptr_array_index (lines, 0));
  return lines;
}

static void
search (DyrPalette *self)
{
  g_autofree char *fold = dyr_text_fold (get_text (self));
  g_autoptr (DyrQueryLine) marked = NULL;
  g_autoptr (GPtrArray) lines = parse (self, &marked);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  dyr_search_marks_show (GTK_EDITABLE (self->search), self->hint, marked);
  if (*fold == '\0')
    {
      clear (self);
      add_commands (self);
      show_list (self);
      return;
    }
  self->searching = g_cancellable_new ();
  dyr_store_find_async (dyr_office_get_store (self->office),
                        g_steal_pointer (&lines),
                        MOST,
                        self->searching,
                        on_found,
                        dyr_weak_new (self));
}

static void
on_search_changed (GtkEditable *editable, DyrPalette *self)
{
  if (self->office != NULL)
    search (self);
}

static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *group = dyr_palette_row_get_group (DYR_PALETTE_ROW (row));
  GtkWidget *header;

  if (before != NULL && g_str_equal (dyr_palette_row_get_group (DYR_PALETTE_ROW (before)), group))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  header = gtk_label_new (group);
  gtk_label_set_xalign (GTK_LABEL (header), 0);
  gtk_widget_add_css_class (header, "heading");
  gtk_widget_add_css_class (header, "palette-group");
  gtk_list_box_row_set_header (row, header);
}

static void
dyr_palette_dispose (GObject *object)
{
  DyrPalette *self = DYR_PALETTE (object);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->office);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_PALETTE);
  G_OBJECT_CLASS (dyr_palette_parent_class)->dispose (object);
}

static void
dyr_palette_class_init (DyrPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_palette_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrPalette, search);
  gtk_widget_class_bind_template_child (widget_class, DyrPalette, hint);
  gtk_widget_class_bind_template_child (widget_class, DyrPalette, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrPalette, message);
  gtk_widget_class_bind_template_child (widget_class, DyrPalette, list);
  gtk_widget_class_bind_template_child (widget_class, DyrPalette, scroller);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
}

static void
dyr_palette_init (DyrPalette *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
}

DyrPalette *
dyr_palette_present (DyrOffice *office, GtkWindow *parent, const char *text)
{
  DyrPalette *self = g_object_new (DYR_TYPE_PALETTE, "transient-for", parent, NULL);

  if (text != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  self->office = g_object_ref (office);
  search (self);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
