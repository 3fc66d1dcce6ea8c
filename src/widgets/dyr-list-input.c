/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrListInput: a set of phones, e-mails, accounts, words: a line each, the first is the main one.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-inputs-private.h"

#include "dyr-uri-private.h"

struct _DyrListInput
{
  GtkWidget parent_instance;

  const DyrInputInfo *info;
  GPtrArray *lines; /* Line, as they are shown; each has a child of the input */
  int wrong;        /* index of the line that could not be read last; -1: none */
  gboolean is_showing;
};

typedef struct
{
  DyrListInput *input;
  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *role_label;
  GtkWidget *add_button;  /* seen in the last line */
  GtkWidget *open_button; /* NULL where nothing can be opened */
  GtkWidget *up_button;
  GtkWidget *remove_button;
  char *role; /* a remark that came with the element: kept with it */
  char *uri;
} Line;

static void
free_line (gpointer data)
{
  Line *line = data;

  g_free (line->role);
  g_free (line->uri);
  g_free (line);
}

static const char *
text_of (Line *line)
{
  return gtk_editable_get_text (GTK_EDITABLE (line->entry));
}

static Line *
line_at (DyrListInput *self, guint i)
{
  return g_ptr_array_index (self->lines, i);
}

/* Reads one line; people paste several numbers into one. */
static gboolean
read_line (DyrListInput *self, Line *line, DyrValue *value, GError **error)
{
  return dyr_context_parse (self->info->context,
                            self->info->type,
                            self->info->field,
                            text_of (line),
                            self->info->country,
                            value,
                            error);
}

/* Buttons by where the line stands and whether it has text. */
static void
update_line (DyrListInput *self, guint i)
{
  DyrKind kind = dyr_input_info_get_field (self->info)->items;
  Line *line = line_at (self, i);
  g_autofree char *name = NULL, *action = NULL, *remove_name = NULL, *up = NULL;
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  gboolean has_text = *text_of (line) != '\0';

  /* Translators: names an editor: the name of a field, "Phones", and which of them it is. */
  name = i == 0 ? g_strdup (self->info->label)
                : g_strdup_printf (_ ("%s %u"), self->info->label, i + 1);
  /* Translators: names a button; a phone number, an e-mail address. */
  remove_name = g_strdup_printf (_ ("Remove %s"), has_text ? text_of (line) : name);
  /* Translators: names a button that moves a phone number to the front. */
  up = g_strdup_printf (_ ("Make %s the Main One"), text_of (line));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (line->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (line->remove_button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove_name, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (line->up_button), GTK_ACCESSIBLE_PROPERTY_LABEL, up, -1);

  gtk_widget_set_visible (line->add_button, i + 1 == self->lines->len && has_text);
  gtk_widget_set_visible (line->up_button, i > 0 && has_text);
  gtk_widget_set_visible (line->remove_button, has_text || self->lines->len > 1);
  gtk_label_set_text (GTK_LABEL (line->role_label), line->role != NULL ? line->role : "");
  gtk_widget_set_visible (line->role_label, line->role != NULL);

  if (line->open_button == NULL)
    return;

  g_clear_pointer (&line->uri, g_free);
  if (read_line (self, line, &value, NULL) && dyr_value_set (&value) != NULL)
    line->uri = dyr_uri_for (kind, dyr_value_set (&value)->members[0].item);
  gtk_widget_set_visible (line->open_button, line->uri != NULL);
  action = dyr_uri_get_action (kind, text_of (line));
  gtk_widget_set_tooltip_text (line->open_button, action);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (line->open_button), GTK_ACCESSIBLE_PROPERTY_LABEL, action, -1);
}

static void
update_lines (DyrListInput *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    update_line (self, i);
}

static void
on_entry_changed (Line *line)
{
  if (line->input->is_showing)
    return;

  update_lines (line->input);
  dyr_input_typed (DYR_INPUT (line->input));
}

static void
on_entry_activated (Line *line)
{
  dyr_input_entered (DYR_INPUT (line->input));
}

static void
on_open_clicked (Line *line)
{
  if (line->uri != NULL)
    dyr_input_open_uri (DYR_INPUT (line->input), line->uri);
}

static void
remove_line (DyrListInput *self, guint i)
{
  GtkWidget *box = line_at (self, i)->box;

  g_signal_handlers_disconnect_by_data (line_at (self, i)->entry, line_at (self, i));
  g_ptr_array_remove_index (self->lines, i);
  gtk_widget_unparent (box);
}

static void
on_remove_clicked (Line *line)
{
  DyrListInput *self = line->input;
  guint i;

  if (!g_ptr_array_find (self->lines, line, &i))
    return;

  if (self->lines->len > 1)
    {
      gtk_widget_grab_focus (line_at (self, i > 0 ? i - 1 : 1)->entry);
      remove_line (self, i);
    }
  else
    {
      gtk_widget_grab_focus (line->entry);
      g_clear_pointer (&line->role, g_free);
      self->is_showing = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (line->entry), "");
      self->is_showing = FALSE;
    }

  update_lines (self);
  dyr_input_chosen (DYR_INPUT (self));
}

static void
on_up_clicked (Line *line)
{
  DyrListInput *self = line->input;
  guint i;

  if (!g_ptr_array_find (self->lines, line, &i) || i == 0)
    return;

  g_ptr_array_insert (self->lines, 0, g_ptr_array_steal_index (self->lines, i));
  gtk_widget_insert_after (line->box, GTK_WIDGET (self), NULL);
  gtk_widget_grab_focus (line->entry);
  update_lines (self);
  dyr_input_chosen (DYR_INPUT (self));
}

static Line *
append_line (DyrListInput *self)
{
  const DyrInputInfo *info = self->info;
  DyrKind kind = dyr_input_info_get_field (info)->items;
  Line *line = g_new0 (Line, 1);
  /* Translators: names a button; the name of a field, "Phones". */
  g_autofree char *add = g_strdup_printf (_ ("%s: add"), info->label);

  line->input = self;
  line->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (line->box, "field-line");

  line->entry = gtk_entry_new ();
  gtk_widget_set_hexpand (line->entry, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (line->entry), 8);
  gtk_entry_set_placeholder_text (GTK_ENTRY (line->entry), dyr_input_info_get_placeholder (info));
  gtk_entry_set_activates_default (GTK_ENTRY (line->entry), info->in_form);
  dyr_input_name (line->entry, info);
  g_signal_connect_swapped (line->entry, "changed", G_CALLBACK (on_entry_changed), line);
  g_signal_connect_swapped (line->entry, "activate", G_CALLBACK (on_entry_activated), line);
  dyr_input_show_beginning (line->entry);
  gtk_box_append (GTK_BOX (line->box), line->entry);

  line->role_label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (line->role_label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (line->role_label), 16);
  gtk_widget_add_css_class (line->role_label, "quiet-text");
  gtk_box_append (GTK_BOX (line->box), line->role_label);

  line->add_button = dyr_input_button_new ("list-add-symbolic", add);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (line->add_button), "list-input.add");
  gtk_box_append (GTK_BOX (line->box), line->add_button);

  line->up_button = dyr_input_button_new ("go-up-symbolic", _ ("Make It the Main One"));
  g_signal_connect_swapped (line->up_button, "clicked", G_CALLBACK (on_up_clicked), line);
  gtk_box_append (GTK_BOX (line->box), line->up_button);

  line->remove_button = dyr_input_button_new ("window-close-symbolic", _ ("Remove"));
  g_signal_connect_swapped (line->remove_button, "clicked", G_CALLBACK (on_remove_clicked), line);
  gtk_box_append (GTK_BOX (line->box), line->remove_button);

  if (dyr_uri_get_icon (kind) != NULL)
    {
      line->open_button = dyr_input_button_new (dyr_uri_get_icon (kind), info->label);
      g_signal_connect_swapped (line->open_button, "clicked", G_CALLBACK (on_open_clicked), line);
      gtk_box_append (GTK_BOX (line->box), line->open_button);
    }

  g_ptr_array_add (self->lines, line);
  gtk_widget_set_parent (line->box, GTK_WIDGET (self));

  return line;
}

/* Text of an element as an editor begins with it. */
static char *
edit_text (DyrListInput *self, const DyrMember *member)
{
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_set_builder_add (builder, member->item, NULL, NULL);
  dyr_value_take_set (&value, dyr_set_builder_end (builder));

  return dyr_context_edit_text (self->info->context, self->info->type, self->info->field, &value);
}

static void
set_line (DyrListInput *self, guint i, const char *text, const char *role)
{
  GtkEditable *editable = GTK_EDITABLE (line_at (self, i)->entry);

  g_free (line_at (self, i)->role);
  line_at (self, i)->role = g_strdup (role);
  if (g_str_equal (gtk_editable_get_text (editable), text))
    return;

  gtk_editable_set_text (editable, text);
  gtk_editable_set_enable_undo (editable, FALSE);
  gtk_editable_set_enable_undo (editable, TRUE);
  dyr_input_place_cursor (line_at (self, i)->entry);
}

/* So many lines, one at least; the keyboard stays in the input. */
static void
set_n_lines (DyrListInput *self, guint n)
{
  n = MAX (n, 1);
  while (self->lines->len < n)
    append_line (self);

  while (self->lines->len > n)
    {
      guint last = self->lines->len - 1;

      if (gtk_widget_get_focus_child (line_at (self, last)->box) != NULL)
        gtk_widget_grab_focus (line_at (self, n - 1)->entry);
      remove_line (self, last);
    }
}

static void
dyr_list_input_show (DyrInput *input, const DyrValue *value)
{
  DyrListInput *self = DYR_LIST_INPUT (input);
  const DyrSet *set = dyr_value_set (value);

  self->is_showing = TRUE;
  set_n_lines (self, set != NULL ? set->n : 0);
  if (set == NULL)
    set_line (self, 0, "", NULL);
  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      g_autofree char *text = edit_text (self, &set->members[i]);

      set_line (self, i, text, set->members[i].role);
    }
  self->is_showing = FALSE;
  update_lines (self);
}

static gboolean
dyr_list_input_read (DyrInput *input, DyrValue *value, GError **error)
{
  DyrListInput *self = DYR_LIST_INPUT (input);
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  self->wrong = -1;
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = line_at (self, i);
      g_auto (DyrValue) read = DYR_VALUE_INIT;
      const DyrSet *set;

      if (!read_line (self, line, &read, error))
        {
          self->wrong = (int) i;
          return FALSE;
        }

      set = dyr_value_set (&read);
      for (guint j = 0; set != NULL && j < set->n; j++)
        dyr_set_builder_add (builder,
                             set->members[j].item,
                             set->members[j].role != NULL ? set->members[j].role
                             : j == 0                     ? line->role
                                                          : NULL,
                             NULL);
    }
  dyr_value_take_set (value, dyr_set_builder_end (builder));

  return dyr_record_type_check (self->info->type, self->info->field, value, error);
}

static char *
dyr_list_input_get_text (DyrInput *input)
{
  DyrListInput *self = DYR_LIST_INPUT (input);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, text_of (line_at (self, i)));
    }

  return g_string_free (text, FALSE);
}

static void
dyr_list_input_set_text (DyrInput *input, const char *text)
{
  DyrListInput *self = DYR_LIST_INPUT (input);
  g_auto (GStrv) pieces = g_strsplit (text, "\n", 2 * DYR_INPUT_MANY);

  self->is_showing = TRUE;
  set_n_lines (self, g_strv_length (pieces));
  for (guint i = 0; pieces[i] != NULL; i++)
    set_line (self, i, pieces[i], line_at (self, i)->role);
  self->is_showing = FALSE;
  update_lines (self);
}

static gboolean
is_doubtful (DyrListInput *self, Line *line)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autofree char *warning = NULL;

  if (!read_line (self, line, &value, NULL))
    return FALSE;

  warning = dyr_context_warning (
      self->info->context, self->info->type, self->info->field, &value, self->info->country);

  return warning != NULL;
}

static void
dyr_list_input_set_problem (DyrInput *input, const char *message, gboolean is_error)
{
  DyrListInput *self = DYR_LIST_INPUT (input);

  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = line_at (self, i);
      gboolean is_here = is_error ? (int) i == MAX (self->wrong, 0) : is_doubtful (self, line);

      dyr_input_mark (line->entry, message != NULL && is_here ? message : NULL, is_error);
    }
}

static void
dyr_list_input_input_init (DyrInputInterface *iface)
{
  iface->show = dyr_list_input_show;
  iface->read = dyr_list_input_read;
  iface->get_text = dyr_list_input_get_text;
  iface->set_text = dyr_list_input_set_text;
  iface->set_problem = dyr_list_input_set_problem;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrListInput,
                               dyr_list_input,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_INPUT, dyr_list_input_input_init))

static void
on_add_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DyrListInput *self = DYR_LIST_INPUT (widget);
  Line *line = append_line (self);

  update_lines (self);
  gtk_widget_grab_focus (line->entry);
}

static void
dyr_list_input_dispose (GObject *object)
{
  DyrListInput *self = DYR_LIST_INPUT (object);

  self->is_showing = TRUE;
  while (self->lines->len > 0)
    remove_line (self, self->lines->len - 1);
  dyr_input_drop_children (GTK_WIDGET (self));

  G_OBJECT_CLASS (dyr_list_input_parent_class)->dispose (object);
}

static void
dyr_list_input_finalize (GObject *object)
{
  g_ptr_array_unref (DYR_LIST_INPUT (object)->lines);

  G_OBJECT_CLASS (dyr_list_input_parent_class)->finalize (object);
}

static void
dyr_list_input_class_init (DyrListInputClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = dyr_list_input_dispose;
  object_class->finalize = dyr_list_input_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_action (widget_class, "list-input.add", NULL, on_add_activated);
  gtk_widget_class_set_css_name (widget_class, "field-input");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dyr_list_input_init (DyrListInput *self)
{
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->lines = g_ptr_array_new_with_free_func (free_line);
  self->wrong = -1;
}

GtkWidget *
dyr_list_input_new (const DyrInputInfo *info)
{
  DyrListInput *self = g_object_new (DYR_TYPE_LIST_INPUT, NULL);

  self->info = info;
  append_line (self);
  update_lines (self);

  return GTK_WIDGET (self);
}
