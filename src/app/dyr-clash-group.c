/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashGroup: one clash, its sides and what is chosen. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-group.h"

#include <glib/gi18n-lib.h>

#include "dyr-clash-marks.h"
#include "dyr-clash-words.h"
#include "dyr-form.h"
#include "dyr-sync-words.h"

/* Of the choices, in their order. */
enum
{
  BASE,
  MINE,
  THEIRS,
  OTHER,
};

struct _DyrClashGroup
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrClashLook *look;
  const DyrClashSides *sides;
  guint chosen;   /* DYR_CLASH_N_CHOICES: nothing */
  gboolean typed; /* the editors have something to begin with */

  GtkWidget *box;
  GtkLabel *title;
  GtkWidget *news;
  GtkGrid *grid;
  GtkCheckButton *choices[DYR_CLASH_N_CHOICES];
  GtkLabel *mine_by;
  GtkLabel *theirs_by;
  GtkListBox *editors;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrClashGroup, dyr_clash_group, GTK_TYPE_WIDGET)

static const DyrValue *
side (DyrClashGroup *self, guint nth)
{
  return nth == BASE ? self->sides->base : nth == MINE ? self->sides->mine : self->sides->theirs;
}

static guint
count_fields (DyrClashGroup *self)
{
  guint n = 0;

  for (guint64 left = self->sides->clash->fields; left != 0; left &= left - 1)
    n++;
  return n;
}

/* Another value */

/* One begins with what is here. */
static void
fill_editors (DyrClashGroup *self)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (self->typed)
    return;
  self->typed = TRUE;
  rows = dyr_form_get_rows (GTK_WIDGET (self->editors));
  for (guint i = 0; i < rows->len; i++)
    {
      const char *field = dyr_field_row_get_field (rows->pdata[i]);

      dyr_field_row_set_value (
          rows->pdata[i],
          &self->sides->mine[dyr_record_type_find (self->sides->clash->type, field)]);
    }
}

static void
add_editors (DyrClashGroup *self)
{
  const DyrRecordType *type = self->sides->clash->type;
  GtkWidget *list = GTK_WIDGET (self->editors);

  for (guint i = 0; i < type->n_fields; i++)
    if (self->sides->clash->fields >> i & 1)
      gtk_list_box_append (self->editors, dyr_field_row_new (type->fields[i].name));
  dyr_form_set_record_type (list, type);
  dyr_form_set_up (list,
                   dyr_office_get_context (self->office),
                   DYR_LOOKUP (dyr_office_get_store (self->office)));
}

static void
on_choice_toggled (DyrClashGroup *self, GtkCheckButton *button)
{
  if (!gtk_check_button_get_active (button))
    return;
  for (guint i = 0; i < DYR_CLASH_N_CHOICES; i++)
    if (self->choices[i] == button)
      self->chosen = i;
  if (self->chosen == OTHER)
    fill_editors (self);
  gtk_widget_set_visible (GTK_WIDGET (self->editors), self->chosen == OTHER);
  gtk_widget_set_visible (self->news, FALSE);
  g_signal_emit (self, signals[CHOSEN], 0);
}

/* The sides */

/* A click on a value is one on its choice. */
static void
on_value_pressed (GtkGestureClick *click, int n, double x, double y, GtkCheckButton *choice)
{
  gtk_check_button_set_active (choice, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (choice));
}

static gboolean
is_text (const DyrField *field)
{
  return field->kind == DYR_KIND_TEXT || field->kind == DYR_KIND_LONG_TEXT;
}

static GtkWidget *
new_value (DyrClashGroup *self, guint field, guint nth, const char *text, const char *was)
{
  GtkWidget *label = gtk_label_new (text != NULL ? text : "—");
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_valign (label, GTK_ALIGN_FILL);
  gtk_widget_add_css_class (label, "clash-value");
  if (nth != BASE && is_text (&self->sides->clash->type->fields[field]))
    {
      g_autoptr (PangoAttrList) marks = dyr_clash_marks_new (text, was);

      gtk_label_set_attributes (GTK_LABEL (label), marks);
    }
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_value_pressed), self->choices[nth], 0);
  gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (click));
  return label;
}

static GtkWidget *
new_caption (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "quiet-text");
  gtk_widget_add_css_class (label, "clash-field");
  return label;
}

/* What a choice is called: its side, and all its values. */
static void
append_value (GString *name, const char *label, const char *text)
{
  g_autofree char *earlier = g_strdup (name->str);

  if (name->len == 0)
    /* Translators: read aloud: the label of a field, its value. */
    g_string_printf (name, C_ ("clash", "%s: %s"), label, text);
  else
    /* Translators: read aloud: the values before, the label of a field, its value. */
    g_string_printf (name, C_ ("clash", "%s; %s: %s"), earlier, label, text);
}

static void
add_field (DyrClashGroup *self, guint field, int *row, GString **names)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  const char *label = dyr_field_label (self->sides->clash->type, field);
  g_autofree char *was = NULL;

  if (count_fields (self) > 1)
    gtk_grid_attach (self->grid, new_caption (label), 0, (*row)++, 3, 1);
  for (guint nth = BASE; nth <= THEIRS; nth++)
    {
      g_autofree char *text = dyr_clash_words_value (context, self->sides, field, side (self, nth));

      gtk_grid_attach (self->grid, new_value (self, field, nth, text, was), (int) nth, *row, 1, 1);
      append_value (names[nth], label, text != NULL ? text : "—");
      if (nth == BASE)
        was = g_steal_pointer (&text);
    }
  (*row)++;
}

static char *
name_choice (const char *choice, const char *by, const char *values)
{
  if (*by == '\0')
    /* Translators: read aloud: “Here”, “In the CRM” or “Before”, then the values. */
    return g_strdup_printf (C_ ("clash choice", "%s: %s"), choice, values);
  /* Translators: read aloud: “Here” or “In the CRM”, who and when, then the values. */
  return g_strdup_printf (C_ ("clash choice", "%s (%s): %s"), choice, by, values);
}

static void
name_choices (DyrClashGroup *self, GString **names, const char *by_here, const char *by_there)
{
  const char *const sides[]
      = { C_ ("clash", "Before"), C_ ("clash", "Here"), C_ ("clash", "In the CRM") };
  const char *const by[] = { "", by_here, by_there };

  for (guint i = BASE; i <= THEIRS; i++)
    {
      g_autofree char *name = name_choice (sides[i], by[i], names[i]->str);

      gtk_accessible_update_property (
          GTK_ACCESSIBLE (self->choices[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

static void
show (DyrClashGroup *self)
{
  const DyrContext *context = dyr_office_get_context (self->office);
  const DyrClash *clash = self->sides->clash;
  g_autofree char *title = dyr_sync_words_fields (clash->type, clash->fields);
  g_autofree char *here = dyr_clash_words_here (context, self->sides);
  g_autofree char *there = dyr_clash_words_there (context, self->sides, self->look->read_at);
  GString *names[] = { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL) };
  int row = 2; /* below the choices and whose they are */

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->mine_by, here);
  gtk_label_set_text (self->theirs_by, there);
  gtk_widget_set_visible (GTK_WIDGET (self->mine_by), *here != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->theirs_by), *there != '\0');
  for (guint i = 0; i < clash->type->n_fields; i++)
    if (clash->fields >> i & 1)
      add_field (self, i, &row, names);
  name_choices (self, names, here, there);
  for (guint i = BASE; i <= THEIRS; i++)
    g_string_free (names[i], TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
dyr_clash_group_dispose (GObject *object)
{
  DyrClashGroup *self = DYR_CLASH_GROUP (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_CLASH_GROUP);
  g_clear_pointer (&self->look, dyr_clash_look_unref);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_clash_group_parent_class)->dispose (object);
}

static void
dyr_clash_group_class_init (DyrClashGroupClass *klass)
{
  static const char *const names[DYR_CLASH_N_CHOICES] = { "base", "mine", "theirs", "other" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_clash_group_dispose;
  signals[CHOSEN] = g_signal_new (
      "chosen", DYR_TYPE_CLASH_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-clash-group.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrClashGroup, box);
  gtk_widget_class_bind_template_child (widget_class, DyrClashGroup, title);
  gtk_widget_class_bind_template_child (widget_class, DyrClashGroup, news);
  gtk_widget_class_bind_template_child (widget_class, DyrClashGroup, grid);
  gtk_widget_class_bind_template_child (widget_class, DyrClashGroup, mine_by);
  gtk_widget_class_bind_template_child (widget_class, DyrClashGroup, theirs_by);
  gtk_widget_class_bind_template_child (widget_class, DyrClashGroup, editors);
  for (gsize i = 0; i < DYR_CLASH_N_CHOICES; i++)
    gtk_widget_class_bind_template_child_full (
        widget_class,
        names[i],
        FALSE,
        (gssize) (G_STRUCT_OFFSET (DyrClashGroup, choices) + i * sizeof (gpointer)));
  gtk_widget_class_bind_template_callback (widget_class, on_choice_toggled);
}

static void
dyr_clash_group_init (DyrClashGroup *self)
{
  self->chosen = DYR_CLASH_N_CHOICES;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyr_clash_group_new (DyrOffice *office, DyrClashLook *look, guint nth)
{
  DyrClashGroup *self;

  g_return_val_if_fail (DYR_IS_OFFICE (office), NULL);
  g_return_val_if_fail (look != NULL && nth < look->sides->len, NULL);

  self = g_object_new (DYR_TYPE_CLASH_GROUP, NULL);
  self->office = g_object_ref (office);
  self->look = dyr_clash_look_ref (look);
  self->sides = g_ptr_array_index (look->sides, nth);
  show (self);
  add_editors (self);
  return GTK_WIDGET (self);
}

const DyrClash *
dyr_clash_group_get_clash (DyrClashGroup *self)
{
  g_return_val_if_fail (DYR_IS_CLASH_GROUP (self), NULL);
  return self->sides->clash;
}

gboolean
dyr_clash_group_is_chosen (DyrClashGroup *self)
{
  g_return_val_if_fail (DYR_IS_CLASH_GROUP (self), FALSE);
  return self->chosen < DYR_CLASH_N_CHOICES;
}

void
dyr_clash_group_choose (DyrClashGroup *self, guint nth)
{
  g_return_if_fail (DYR_IS_CLASH_GROUP (self) && nth < DYR_CLASH_N_CHOICES);
  gtk_check_button_set_active (self->choices[nth], TRUE);
}

void
dyr_clash_group_take_focus (DyrClashGroup *self)
{
  g_return_if_fail (DYR_IS_CLASH_GROUP (self));

  if (self->chosen == OTHER)
    gtk_widget_child_focus (GTK_WIDGET (self->editors), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->choices[self->chosen < OTHER ? self->chosen : MINE]));
}

void
dyr_clash_group_take_choice (DyrClashGroup *self, DyrClashGroup *from)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_if_fail (DYR_IS_CLASH_GROUP (self) && DYR_IS_CLASH_GROUP (from));

  if (from->chosen == DYR_CLASH_N_CHOICES)
    return;
  dyr_clash_group_choose (self, from->chosen);
  rows = dyr_form_get_rows (GTK_WIDGET (from->editors));
  for (guint i = 0; from->typed && i < rows->len; i++)
    {
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      DyrFieldRow *row = dyr_form_find_row (GTK_WIDGET (self->editors),
                                            dyr_field_row_get_field (rows->pdata[i]));

      self->typed = TRUE;
      if (row != NULL && dyr_field_row_peek_value (rows->pdata[i], &value))
        dyr_field_row_set_value (row, &value);
    }
}

void
dyr_clash_group_tell_changed (DyrClashGroup *self)
{
  g_return_if_fail (DYR_IS_CLASH_GROUP (self));
  gtk_widget_set_visible (self->news, TRUE);
}

static GArray *
read_typed (DyrClashGroup *self)
{
  g_autoptr (GPtrArray) rows = dyr_form_get_rows (GTK_WIDGET (self->editors));
  g_autoptr (GArray) values = dyr_field_values_new ();
  DyrFieldRow *wrong = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      int field = dyr_record_type_find (self->sides->clash->type,
                                        dyr_field_row_get_field (rows->pdata[i]));

      if (dyr_field_row_get_value (rows->pdata[i], &value, NULL))
        dyr_value_copy (&value, dyr_field_values_add (values, (guint) field));
      else if (wrong == NULL)
        wrong = rows->pdata[i];
    }
  if (wrong != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (wrong));
  return wrong == NULL ? g_steal_pointer (&values) : NULL;
}

gboolean
dyr_clash_group_get_answer (DyrClashGroup *self, DyrClashAnswer *answer)
{
  static const DyrChoose choices[]
      = { DYR_CHOOSE_BASE, DYR_CHOOSE_MINE, DYR_CHOOSE_THEIRS, DYR_CHOOSE_VALUES };

  g_return_val_if_fail (DYR_IS_CLASH_GROUP (self), FALSE);
  g_return_val_if_fail (self->chosen < DYR_CLASH_N_CHOICES, FALSE);

  answer->seen = self->sides->clash;
  answer->choose = choices[self->chosen];
  answer->values = self->chosen == OTHER ? read_typed (self) : NULL;
  return self->chosen != OTHER || answer->values != NULL;
}
