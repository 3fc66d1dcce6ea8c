/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A line of the palette: a record that was found or a command, with marks where it fits. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-palette-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-display.h"
#include "dyr-record-words.h"
#include "dyr-text.h"

/* Characters around what was found in a long text. */
#define AROUND 30
/* Characters of a text that are looked through for what was found. */
#define LOOKED_AT 2000

struct _DyrPaletteRow
{
  GtkListBoxRow parent_instance;

  DyrRecord *record;
  const DyrCommand *command;
  const DyrRecordType *more;
  GtkLabel *title;
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (DyrPaletteRow, dyr_palette_row, GTK_TYPE_LIST_BOX_ROW)

/* The text with bold marks; TRUE: there are some. */
static gboolean
show (GtkLabel *label, const char *text, const char *const *needles)
{
  g_autoptr (GArray) marks = dyr_text_find_marks (text, needles);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  for (guint i = 0; i < marks->len; i++)
    {
      const DyrTextMark *mark = &g_array_index (marks, DyrTextMark, i);
      PangoAttribute *weight = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
      PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);

      weight->start_index = line->start_index = mark->start;
      weight->end_index = line->end_index = mark->end;
      pango_attr_list_insert (attributes, weight);
      pango_attr_list_insert (attributes, line);
    }
  gtk_label_set_text (label, text);
  gtk_label_set_attributes (label, attributes);
  return marks->len > 0;
}

/* A long text around the first mark in it; NULL: there is none. */
static char *
cut_around (const char *text, const char *const *needles)
{
  g_autofree char *line = dyr_display_line (text, LOOKED_AT);
  g_autoptr (GArray) marks = dyr_text_find_marks (line, needles);
  const char *from, *to;

  if (marks->len == 0)
    return NULL;
  from = line + g_array_index (marks, DyrTextMark, 0).start;
  to = line + g_array_index (marks, DyrTextMark, 0).end;
  for (guint i = 0; i < AROUND && from > line; i++)
    from = g_utf8_prev_char (from);
  for (guint i = 0; i < AROUND && *to != '\0'; i++)
    to = g_utf8_next_char (to);
  return g_strdup_printf (
      "%s%.*s%s", from > line ? "…" : "", (int) (to - from), from, *to != '\0' ? "…" : "");
}

/* Where else it was found: "Phones: +380 67 111 22 33". */
static char *
find_elsewhere (DyrOffice *office, DyrRecord *record, const char *const *needles)
{
  const DyrRecordType *type = dyr_record_get_record_type (record);

  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *text = NULL, *cut = NULL;

      if ((type->fields[i].flags & DYR_SEARCHED) == 0)
        continue;
      text = dyr_context_show_field (dyr_office_get_context (office), record, i);
      cut = text != NULL ? cut_around (text, needles) : NULL;
      if (cut != NULL)
        /* Translators: the name of a field, and what it says: "Phones: +380 67 111 22 33". */
        return g_strdup_printf (C_("field", "%s: %s"), dyr_field_label (type, i), cut);
    }
  return NULL;
}

static void
dyr_palette_row_dispose (GObject *object)
{
  g_clear_object (&DYR_PALETTE_ROW (object)->record);
  G_OBJECT_CLASS (dyr_palette_row_parent_class)->dispose (object);
}

static void
dyr_palette_row_class_init (DyrPaletteRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_palette_row_dispose;
}

static void
dyr_palette_row_init (DyrPaletteRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->note, 1);
  gtk_label_set_ellipsize (self->note, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->note), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "quiet-text");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->note));
  gtk_widget_add_css_class (box, "palette-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

static void
name_row (DyrPaletteRow *self)
{
  const char *title = gtk_label_get_text (self->title), *note = gtk_label_get_text (self->note);
  g_autofree char *name = g_strdup_printf ("%s%s%s", title, *note != '\0' ? ", " : "", note);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
}

GtkWidget *
dyr_palette_row_new_record (DyrOffice *office, DyrRecord *record, const char *const *needles)
{
  DyrPaletteRow *self = g_object_new (DYR_TYPE_PALETTE_ROW, NULL);
  g_autofree char *title = dyr_record_words_title (record);
  g_autofree char *note = dyr_record_words_tell (dyr_office_get_context (office), record);
  g_autofree char *elsewhere = NULL;
  gboolean marked;

  self->record = g_object_ref (record);
  marked = show (self->title, title, needles);
  if (!show (self->note, note, needles) && !marked)
    {
      elsewhere = find_elsewhere (office, record, needles);
      if (elsewhere != NULL)
        show (self->note, elsewhere, needles);
    }
  name_row (self);
  return GTK_WIDGET (self);
}

GtkWidget *
dyr_palette_row_new_command (const DyrCommand *command, const char *const *needles)
{
  DyrPaletteRow *self = g_object_new (DYR_TYPE_PALETTE_ROW, NULL);
  g_autofree char *key = NULL;
  GdkModifierType modifiers;
  guint keyval;

  self->command = command;
  show (self->title, g_dpgettext2 (NULL, "command", command->title), needles);
  if (gtk_accelerator_parse (command->accels[0], &keyval, &modifiers))
    key = gtk_accelerator_get_label (keyval, modifiers);
  gtk_label_set_text (self->note, key != NULL ? key : "");
  name_row (self);
  return GTK_WIDGET (self);
}

GtkWidget *
dyr_palette_row_new_more (const DyrRecordType *type)
{
  DyrPaletteRow *self = g_object_new (DYR_TYPE_PALETTE_ROW, NULL);
  /* Translators: a sort of records, "Clients": all that fit, on their page. */
  g_autofree char *text
      = g_strdup_printf (_("All that fit in “%s”"), dyr_record_type_plural_label (type));

  self->more = type;
  gtk_label_set_text (self->title, text);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "quiet-text");
  name_row (self);
  return GTK_WIDGET (self);
}

const char *
dyr_palette_row_get_group (DyrPaletteRow *self)
{
  g_return_val_if_fail (DYR_IS_PALETTE_ROW (self), NULL);

  if (self->command != NULL)
    return C_("palette", "Commands");
  return dyr_record_type_plural_label (
      self->more != NULL ? self->more : dyr_record_get_record_type (self->record));
}

DyrRecord *
dyr_palette_row_get_record (DyrPaletteRow *self)
{
  g_return_val_if_fail (DYR_IS_PALETTE_ROW (self), NULL);
  return self->record;
}

const DyrCommand *
dyr_palette_row_get_command (DyrPaletteRow *self)
{
  g_return_val_if_fail (DYR_IS_PALETTE_ROW (self), NULL);
  return self->command;
}

const DyrRecordType *
dyr_palette_row_get_more (DyrPaletteRow *self)
{
  g_return_val_if_fail (DYR_IS_PALETTE_ROW (self), NULL);
  return self->more;
}
