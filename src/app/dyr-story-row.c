/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Rows of a timeline: an action with what it did, and a note with its words. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-story-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-link-text.h"
#include "dyr-note.h"

/* Lines of a long note; the rest is in its own window. */
#define MAX_LINES 12

/* What a record says */

struct _DyrWords
{
  GtkWidget parent_instance;

  DyrOffice *office;
  GSignalGroup *watch;
  DyrRecord *record;
  GCancellable *reading;
  GtkLabel *words;
  GtkToggleButton *pin;
  gboolean showing; /* the pin follows the record, it is not clicked */
};

G_DEFINE_FINAL_TYPE (DyrWords, dyr_words, GTK_TYPE_WIDGET)

static gboolean
is_pinned (DyrRecord *record)
{
  return dyr_value_number (dyr_record_get_value (record, DYR_NOTE_PINNED), 0) != 0;
}

static void
update_words (DyrWords *self)
{
  g_autofree char *text = NULL;
  gboolean is_note;

  if (self->record == NULL)
    return;
  text = dyr_story_words (dyr_office_get_context (self->office), self->record);
  is_note = dyr_record_get_record_type (self->record) == &dyr_note_type;
  gtk_label_set_text (self->words, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->pin), is_note && !dyr_record_is_deleted (self->record));
  if (!is_note)
    return;
  self->showing = TRUE;
  gtk_toggle_button_set_active (self->pin, is_pinned (self->record));
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->pin), is_pinned (self->record) ? _ ("Unpin") : _ ("Pin to the top"));
  self->showing = FALSE;
}

static void
on_record_changed (DyrRecord *record, GParamSpec *pspec, DyrWords *self)
{
  update_words (self);
}

static void
on_pin_toggled (GtkToggleButton *pin, DyrWords *self)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (self->showing || self->record == NULL)
    return;
  dyr_value_set_number (&value, gtk_toggle_button_get_active (pin) ? 1 : 0);
  dyr_record_edit (self->record, DYR_NOTE_PINNED, &value, 0);
}

static void
on_record_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrWords) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrRecord) record = dyr_store_load_finish (DYR_STORE (source), result, &error);

  if (record != NULL && self->watch != NULL)
    dyr_words_set_record (self, record);
  else if (record == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("What a record says could not be read: %s", error->message);
}

static void
dyr_words_dispose (GObject *object)
{
  DyrWords *self = DYR_WORDS (object);
  GtkWidget *child;

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->watch);
  g_clear_object (&self->record);
  g_clear_object (&self->office);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (dyr_words_parent_class)->dispose (object);
}

static void
dyr_words_class_init (DyrWordsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_words_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkLabel *
new_text (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  return GTK_LABEL (label);
}

static void
dyr_words_init (DyrWords *self)
{
  self->watch = g_signal_group_new (DYR_TYPE_RECORD);
  g_signal_group_connect_object (self->watch, "notify", G_CALLBACK (on_record_changed), self, 0);
  self->words = new_text ();
  gtk_label_set_lines (self->words, MAX_LINES);
  gtk_label_set_ellipsize (self->words, PANGO_ELLIPSIZE_END);
  gtk_label_set_selectable (self->words, TRUE);
  gtk_widget_set_focusable (GTK_WIDGET (self->words), FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->words), GTK_WIDGET (self));
  self->pin = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  gtk_button_set_icon_name (GTK_BUTTON (self->pin), "view-pin-symbolic");
  gtk_widget_set_valign (GTK_WIDGET (self->pin), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->pin), "flat");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->pin), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Pin to the top"), -1);
  g_signal_connect_object (self->pin, "toggled", G_CALLBACK (on_pin_toggled), self, 0);
  gtk_widget_set_parent (GTK_WIDGET (self->pin), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
dyr_words_new (DyrOffice *office)
{
  DyrWords *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);

  self = g_object_new (DYR_TYPE_WORDS, NULL);
  self->office = g_object_ref (office);
  return GTK_WIDGET (self);
}

void
dyr_words_set_record (DyrWords *self, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_WORDS (self));

  if (!g_set_object (&self->record, record))
    return;
  g_signal_group_set_target (self->watch, record);
  update_words (self);
}

void
dyr_words_set_id (DyrWords *self, gint64 id)
{
  DyrStore *store;

  g_return_if_fail (DYR_IS_WORDS (self));

  store = dyr_office_get_store (self->office);
  if (dyr_store_peek (store, id) != NULL)
    {
      dyr_words_set_record (self, dyr_store_peek (store, id));
      return;
    }
  g_cancellable_cancel (self->reading);
  g_set_object (&self->reading, NULL);
  self->reading = g_cancellable_new ();
  dyr_store_load_async (store, id, self->reading, on_record_loaded, g_object_ref (self));
}

/* An action */

static GtkWidget *
new_caption (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "quiet-text");
  return label;
}

static gboolean
is_one_line (const DyrStoryPart *part)
{
  return part->other && part->texts[0] != NULL && part->texts[1] == NULL;
}

/* “Contract 214/25”, its name a link, and what there is to say of it when that is one thing. A note
 * is known by its words. */
static GtkWidget *
new_part_heading (DyrOffice *office, const DyrStoryPart *part)
{
  GtkLabel *label = new_text ();
  g_autoptr (GString) markup = g_string_new (NULL);
  const char *type = dyr_record_type_label (part->type);

  if (part->title == NULL || part->type == &dyr_note_type)
    dyr_link_text_append (markup, type, part->record, FALSE);
  else
    {
      dyr_link_text_append (markup, type, 0, FALSE);
      g_string_append_c (markup, ' ');
      dyr_link_text_append (markup, part->title, part->record, FALSE);
    }
  if (is_one_line (part))
    {
      g_string_append (markup, " · ");
      dyr_link_text_append (markup, part->texts[0], 0, FALSE);
    }
  dyr_link_text_set_up (label, office);
  gtk_label_set_markup (label, markup->str);
  return GTK_WIDGET (label);
}

static void
append_line (GtkBox *box, const char *text)
{
  GtkLabel *label = new_text ();

  gtk_label_set_text (label, text);
  gtk_box_append (box, GTK_WIDGET (label));
}

static void
append_more (GtkBox *box, guint n)
{
  g_autofree char *text = NULL;

  if (n == 0)
    return;
  text = g_strdup_printf (ngettext ("and %u more change", "and %u more changes", n), n);
  gtk_box_append (box, new_caption (text));
}

static void
append_part (GtkBox *box, DyrOffice *office, const DyrStoryItem *item, const DyrStoryPart *part)
{
  if (part->other)
    gtk_box_append (box, new_part_heading (office, part));
  for (guint i = 0; !is_one_line (part) && part->texts[i] != NULL; i++)
    append_line (box, part->texts[i]);
  append_more (box, part->n_more);
  if (part->speaks)
    {
      GtkWidget *words = dyr_words_new (office);

      dyr_words_set_id (DYR_WORDS (words), part->record);
      gtk_widget_add_css_class (words, "dyr-words");
      gtk_box_append (box, words);
    }
}

/* “10:42 · You · taken back” */
static GtkWidget *
new_byline (DyrOffice *office, const DyrStoryItem *item)
{
  g_autofree char *time = dyr_format_time (dyr_office_get_context (office)->format, item->at);
  g_autoptr (GString) text = g_string_new (time);

  g_string_append_printf (text, " · %s", item->who);
  if (item->is_undo)
    /* Translators: beside an action of the timeline that took another one back. */
    g_string_append_printf (text, " · %s", C_ ("timeline", "undo"));
  if (item->undone)
    /* Translators: beside an action of the timeline that was taken back. */
    g_string_append_printf (text, " · %s", C_ ("timeline", "taken back"));
  return new_caption (text->str);
}

/* “Undo: City: Lviv → Kyiv”. */
static char *
name_step (const DyrStoryItem *item)
{
  const DyrStoryPart *part = item->parts->len > 0 ? g_ptr_array_index (item->parts, 0) : NULL;
  const char *what = part == NULL             ? item->who
                     : part->texts[0] != NULL ? part->texts[0]
                     : part->title != NULL    ? part->title
                                              : dyr_record_type_label (part->type);
  g_autoptr (GString) name
      = g_string_new (item->step == DYR_HISTORY_REDO ? _ ("Redo: %s") : _ ("Undo: %s"));

  g_string_replace (name, "%s", what, 1);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static void
show_step (GtkButton *step, const DyrStoryItem *item)
{
  gboolean redo = item->step == DYR_HISTORY_REDO;
  g_autofree char *name = name_step (item);

  gtk_button_set_icon_name (step, redo ? "edit-redo-symbolic" : "edit-undo-symbolic");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (step), "x", item->action);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (step),
                                  redo ? "win.redo-action" : "win.undo-action");
  gtk_widget_set_tooltip_text (GTK_WIDGET (step), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (step), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
new_step (void)
{
  GtkWidget *step = gtk_button_new ();

  gtk_widget_set_valign (step, GTK_ALIGN_START);
  gtk_widget_add_css_class (step, "flat");
  gtk_widget_add_css_class (step, "circular");
  gtk_widget_add_css_class (step, "dyr-step");
  return step;
}

static GtkWidget *
new_icon (const DyrStoryItem *item)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (item->icon);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, "quiet-text");
  gtk_widget_set_margin_top (icon, 1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  return icon;
}

static GtkWidget *
new_words (DyrOffice *office, const DyrStoryItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  if (item->remark != NULL)
    append_line (GTK_BOX (box), item->remark);
  for (guint i = 0; i < item->parts->len; i++)
    append_part (GTK_BOX (box), office, item, g_ptr_array_index (item->parts, i));
  append_more (GTK_BOX (box), item->n_more);
  gtk_box_append (GTK_BOX (box), new_byline (office, item));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

GtkWidget *
dyr_story_row_new (DyrOffice *office, const DyrStoryItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();

  g_return_val_if_fail (DYR_IS_OFFICE (office), row);

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  dyr_story_row_set_item (GTK_LIST_BOX_ROW (row), office, item);
  return row;
}

void
dyr_story_row_set_item (GtkListBoxRow *row, DyrOffice *office, const DyrStoryItem *item)
{
  GtkWidget *across = gtk_list_box_row_get_child (row);
  GtkWidget *step = dyr_story_row_get_step (row);
  GtkWidget *child;

  g_return_if_fail (GTK_IS_BOX (across));
  g_return_if_fail (DYR_IS_OFFICE (office));

  /* What has the keyboard or is under the pointer stays the same widget: GTK gives a press to the
   * one that it last saw there. */
  if (item->step == DYR_HISTORY_NOTHING)
    step = NULL;
  while ((child = gtk_widget_get_first_child (across)) != NULL && child != step)
    gtk_box_remove (GTK_BOX (across), child);
  gtk_box_prepend (GTK_BOX (across), new_words (office, item));
  gtk_box_prepend (GTK_BOX (across), new_icon (item));
  if (step == NULL && item->step != DYR_HISTORY_NOTHING)
    {
      step = new_step ();
      gtk_box_append (GTK_BOX (across), step);
    }
  if (step != NULL)
    show_step (GTK_BUTTON (step), item);
  g_object_set_data (G_OBJECT (row), "step", step);
  g_object_set_data (G_OBJECT (row), "day", GINT_TO_POINTER ((int) item->day));
  if (item->undone)
    gtk_widget_add_css_class (GTK_WIDGET (row), "undone");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "undone");
}

gint64
dyr_story_row_get_day (GtkListBoxRow *row)
{
  g_return_val_if_fail (GTK_IS_LIST_BOX_ROW (row), 0);
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "day"));
}

GtkWidget *
dyr_story_row_get_step (GtkListBoxRow *row)
{
  g_return_val_if_fail (GTK_IS_LIST_BOX_ROW (row), NULL);
  return g_object_get_data (G_OBJECT (row), "step");
}

/* A pinned note */

static void
on_place_changed (DyrPlace *place, GParamSpec *pspec, DyrWords *words)
{
  DyrRecord *record = dyr_place_get_record (place);

  if (record != NULL)
    dyr_words_set_record (words, record);
}

GtkWidget *
dyr_pinned_row_new (DyrOffice *office, DyrPlace *place)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *words;

  g_return_val_if_fail (DYR_IS_OFFICE (office), row);
  g_return_val_if_fail (DYR_IS_PLACE (place), row);

  words = dyr_words_new (office);
  g_object_set_data_full (G_OBJECT (row), "place", g_object_ref (place), g_object_unref);
  g_signal_connect_object (place, "notify::record", G_CALLBACK (on_place_changed), words, 0);
  on_place_changed (place, NULL, DYR_WORDS (words));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), words);
  gtk_widget_add_css_class (row, "dyr-pinned");
  return row;
}
