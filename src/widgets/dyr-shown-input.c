/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrShownInput: shows a value of any kind, read only: what is computed, what is fixed, logs. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-inputs-private.h"

#include "dyr-display.h"
#include "dyr-pill.h"
#include "dyr-uri-private.h"

/* The newest moves of a log; the whole is in the history. */
#define MOST_MOVES 20

struct _DyrShownInput
{
  GtkWidget parent_instance;

  const DyrInputInfo *info;
  GtkWidget *box; /* what shows the value; made anew with it */
  DyrValue value;
  char *uri;
};

static GtkWidget *
append_label (DyrShownInput *self, GtkWidget *box, const char *text)
{
  GtkWidget *label = gtk_label_new (NULL);
  g_autofree char *shown = dyr_display_text (text);

  gtk_label_set_text (GTK_LABEL (label), shown != NULL ? shown : "—");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  if (shown == NULL)
    gtk_widget_add_css_class (label, "quiet-text");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->info->label, -1);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
on_open_uri_clicked (DyrShownInput *self)
{
  if (self->uri != NULL)
    dyr_input_open_uri (DYR_INPUT (self), self->uri);
}

static void
on_open_link_clicked (DyrShownInput *self)
{
  const DyrLink *link = dyr_value_link (&self->value);

  if (link != NULL)
    dyr_input_open_link (DYR_INPUT (self), link->id);
}

static void
add_link (DyrShownInput *self, const DyrLink *link)
{
  g_autofree char *name = dyr_input_show_link (link);
  GtkWidget *label = append_label (self, self->box, name);
  g_autofree char *what = NULL;
  GtkWidget *button;

  if (link->deleted)
    gtk_widget_add_css_class (label, "struck");
  if (link->id == 0)
    return;

  /* Translators: names a button; the name of a field, "Client". */
  what = g_strdup_printf (_ ("%s: open"), self->info->label);
  button = dyr_input_button_new ("go-next-symbolic", what);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_open_link_clicked), self);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
add_choice (DyrShownInput *self, const char *id)
{
  GtkWidget *pill = dyr_pill_new ();

  dyr_pill_set_choice (DYR_PILL (pill), self->info->type, self->info->field, id);
  gtk_box_append (GTK_BOX (self->box), pill);
}

/* A log: the newest first, each with when it was written down. */
static void
add_moves (DyrShownInput *self, const DyrSet *set)
{
  const DyrContext *context = self->info->context;
  gint64 today = dyr_context_today (context);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), GTK_ORIENTATION_VERTICAL);
  for (guint i = set->n; i > 0 && set->n - i < MOST_MOVES; i--)
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      g_autofree char *shown_date = NULL, *shown_instant = NULL, *noted = NULL;
      GtkWidget *label;
      gint64 instant, date;

      if (!dyr_move_from_text (set->members[i - 1].item, &instant, &date))
        {
          append_label (self, self->box, set->members[i - 1].item);
          continue;
        }

      if (date != DYR_NO_DATE)
        shown_date = dyr_format_date (context->format, date, today);
      shown_instant = dyr_format_instant (context->format, instant, today);
      /* Translators: of an agreed date: when it was written down, "since 20.11 10:00". */
      noted = g_strdup_printf (_ ("since %s"), shown_instant);
      label = append_label (self, line, shown_date);
      gtk_widget_set_hexpand (label, FALSE);
      label = append_label (self, line, noted);
      gtk_widget_add_css_class (label, "quiet-text");
      gtk_box_append (GTK_BOX (self->box), line);
    }
}

static void
add_text (DyrShownInput *self)
{
  const DyrInputInfo *info = self->info;
  DyrKind kind = dyr_input_info_get_field (info)->kind;
  g_autofree char *shown
      = dyr_context_show (info->context, info->type, info->field, &self->value, info->currency);
  GtkWidget *label = append_label (self, self->box, shown);
  g_autofree char *action = NULL;
  GtkWidget *button;

  if (self->value.form == DYR_VALUE_NUMBER)
    gtk_widget_add_css_class (label, "numeric");

  g_free (self->uri);
  self->uri = dyr_uri_for (kind, dyr_value_text (&self->value));
  if (self->uri == NULL)
    return;

  action = dyr_uri_get_action (kind, shown);
  button = dyr_input_button_new (dyr_uri_get_icon (kind), action);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_open_uri_clicked), self);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
dyr_shown_input_show (DyrInput *input, const DyrValue *value)
{
  DyrShownInput *self = DYR_SHOWN_INPUT (input);
  const DyrField *field = dyr_input_info_get_field (self->info);

  dyr_value_copy (value, &self->value);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_hexpand (self->box, TRUE);
  gtk_widget_set_valign (self->box, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  if (dyr_value_link (value) != NULL)
    add_link (self, dyr_value_link (&self->value));
  else if (field->kind == DYR_KIND_CHOICE && value->form != DYR_VALUE_NONE)
    add_choice (self, dyr_value_text (value));
  else if (dyr_value_set (value) != NULL && field->items == DYR_KIND_MOVE)
    add_moves (self, dyr_value_set (value));
  else
    add_text (self);
}

static gboolean
dyr_shown_input_read (DyrInput *input, DyrValue *value, GError **error)
{
  dyr_value_copy (&DYR_SHOWN_INPUT (input)->value, value);

  return TRUE;
}

static void
dyr_shown_input_input_init (DyrInputInterface *iface)
{
  iface->show = dyr_shown_input_show;
  iface->read = dyr_shown_input_read;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrShownInput,
                               dyr_shown_input,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_INPUT, dyr_shown_input_input_init))

static void
dyr_shown_input_dispose (GObject *object)
{
  DyrShownInput *self = DYR_SHOWN_INPUT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  dyr_value_clear (&self->value);
  g_clear_pointer (&self->uri, g_free);

  G_OBJECT_CLASS (dyr_shown_input_parent_class)->dispose (object);
}

static void
dyr_shown_input_class_init (DyrShownInputClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_shown_input_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "field-input");
}

static void
dyr_shown_input_init (DyrShownInput *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "shown");
}

GtkWidget *
dyr_shown_input_new (const DyrInputInfo *info)
{
  DyrShownInput *self = g_object_new (DYR_TYPE_SHOWN_INPUT, NULL);

  self->info = info;

  return GTK_WIDGET (self);
}
