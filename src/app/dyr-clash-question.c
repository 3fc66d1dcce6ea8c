/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrClashQuestion: one plain question about a whole record, and its answers. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-clash-question.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "dyr-clash-words.h"
#include "dyr-display.h"

/* Fields that are told of a record, and characters of each. */
#define MOST_FACTS 8
#define MAX_FACT 400

struct _DyrClashQuestion
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *heading;
  GtkLabel *more;
  GtkLabel *by;
  GtkWidget *facts_box;
  GtkLabel *facts_title;
  GtkGrid *facts;
  GtkListBox *answers;
};

enum
{
  ANSWERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrClashQuestion, dyr_clash_question, GTK_TYPE_WIDGET)

/* What is known of it */

static GtkWidget *
new_label (const char *text, gboolean quiet)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_set_hexpand (label, !quiet);
  if (quiet)
    gtk_widget_add_css_class (label, "quiet-text");
  return label;
}

static void
add_fact (DyrClashQuestion *self, int row, const char *label, const char *text)
{
  g_autofree char *line = dyr_display_line (text, MAX_FACT);

  gtk_grid_attach (self->facts, new_label (label, TRUE), 0, row, 1, 1);
  gtk_grid_attach (self->facts, new_label (line, FALSE), 1, row, 1, 1);
}

/* “12.11 → 14.11” */
static int
add_edits (DyrClashQuestion *self, const DyrContext *context, DyrClashLook *look)
{
  int row = 0;

  for (guint i = 0; i < look->edits->len; i++)
    {
      const DyrClashSides *sides = g_ptr_array_index (look->edits, i);

      for (guint j = 0; j < look->type->n_fields; j++)
        {
          g_autofree char *was = NULL, *now = NULL, *both = NULL;

          if ((sides->clash->fields >> j & 1) == 0)
            continue;
          was = dyr_clash_words_value (context, sides, j, sides->base);
          now = dyr_clash_words_value (context, sides, j, sides->mine);
          both = g_strdup_printf ("%s → %s", was != NULL ? was : "—", now != NULL ? now : "—");
          add_fact (self, row++, dyr_field_label (look->type, j), both);
        }
    }
  return row;
}

/* Whoever looks for it in the CRM wants to know what it says. */
static int
add_values (DyrClashQuestion *self, const DyrContext *context, DyrClashLook *look)
{
  const DyrClashSides *sides = g_ptr_array_index (look->sides, 0);
  int row = 0;

  for (guint i = 0; row < MOST_FACTS && i < look->type->n_fields; i++)
    {
      g_autofree char *text = NULL;

      if ((look->type->fields[i].flags & DYR_DERIVED) != 0)
        continue;
      text = dyr_clash_words_value (context, sides, i, look->values);
      if (text != NULL)
        add_fact (self, row++, dyr_field_label (look->type, i), text);
    }
  return row;
}

static void
show_facts (DyrClashQuestion *self, const DyrContext *context, DyrClashLook *look)
{
  const gboolean edited = look->edits->len > 0;
  int n;

  while (gtk_grid_get_child_at (self->facts, 0, 0) != NULL)
    gtk_grid_remove_row (self->facts, 0);
  n = edited ? add_edits (self, context, look) : add_values (self, context, look);
  gtk_label_set_text (
      self->facts_title, edited ? C_ ("clash", "What you changed") : C_ ("clash", "The record"));
  gtk_widget_set_visible (self->facts_box, n > 0);
}

/* Answers */

static void
on_answer_activated (DyrClashQuestion *self, GtkListBoxRow *row)
{
  g_signal_emit (
      self, signals[ANSWERED], 0, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (row), "choose")));
}

/* Those by which nothing is lost come first: `loss` says which are wanted now. */
static void
add_answer (DyrClashQuestion *self, const DyrClash *clash, DyrChoose choose, gboolean loss)
{
  DyrClashWordsAnswer answer;
  g_autofree char *title = NULL, *subtitle = NULL, *tooltip = NULL;
  GtkWidget *row, *arrow;

  if (!dyr_clash_words_answer (clash, choose, &answer))
    return;
  if (answer.is_loss != loss)
    {
      g_free (answer.title);
      g_free (answer.subtitle);
      return;
    }
  title = dyr_display_markup (answer.title);
  subtitle = dyr_display_markup (answer.subtitle);
  row = adw_action_row_new ();
  arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  if (answer.is_loss)
    gtk_widget_add_css_class (row, "clash-loss");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "choose", GINT_TO_POINTER ((int) choose));
  gtk_list_box_append (self->answers, row);
  tooltip = g_strdup_printf ("Alt+%d", gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)) + 1);
  gtk_widget_set_tooltip_text (row, tooltip);
  g_free (answer.title);
  g_free (answer.subtitle);
}

static void
dyr_clash_question_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DYR_TYPE_CLASH_QUESTION);
  G_OBJECT_CLASS (dyr_clash_question_parent_class)->dispose (object);
}

static void
dyr_clash_question_class_init (DyrClashQuestionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_clash_question_dispose;
  signals[ANSWERED] = g_signal_new ("answered",
                                    DYR_TYPE_CLASH_QUESTION,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-clash-question.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrClashQuestion, box);
  gtk_widget_class_bind_template_child (widget_class, DyrClashQuestion, heading);
  gtk_widget_class_bind_template_child (widget_class, DyrClashQuestion, more);
  gtk_widget_class_bind_template_child (widget_class, DyrClashQuestion, by);
  gtk_widget_class_bind_template_child (widget_class, DyrClashQuestion, facts_box);
  gtk_widget_class_bind_template_child (widget_class, DyrClashQuestion, facts_title);
  gtk_widget_class_bind_template_child (widget_class, DyrClashQuestion, facts);
  gtk_widget_class_bind_template_child (widget_class, DyrClashQuestion, answers);
  gtk_widget_class_bind_template_callback (widget_class, on_answer_activated);
}

static void
dyr_clash_question_init (DyrClashQuestion *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
dyr_clash_question_set_look (DyrClashQuestion *self, DyrOffice *office, DyrClashLook *look)
{
  const DyrContext *context;
  const DyrClashSides *sides;
  g_autofree char *heading = NULL, *more = NULL, *by = NULL;
  GtkListBoxRow *row;

  g_return_if_fail (DYR_IS_CLASH_QUESTION (self));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (look != NULL && look->sides->len > 0);

  context = dyr_office_get_context (office);
  sides = g_ptr_array_index (look->sides, 0);
  heading = dyr_clash_words_question (sides->clash);
  more = dyr_clash_words_more (sides->clash);
  by = dyr_clash_words_by (context, sides, look->read_at);
  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->more, more);
  gtk_label_set_text (self->by, by != NULL ? by : "");
  gtk_widget_set_visible (GTK_WIDGET (self->by), by != NULL);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  show_facts (self, context, look);
  while ((row = gtk_list_box_get_row_at_index (self->answers, 0)) != NULL)
    gtk_list_box_remove (self->answers, GTK_WIDGET (row));
  for (int loss = FALSE; loss <= TRUE; loss++)
    {
      add_answer (self, sides->clash, DYR_CHOOSE_MINE, loss);
      add_answer (self, sides->clash, DYR_CHOOSE_THEIRS, loss);
    }
}

void
dyr_clash_question_choose (DyrClashQuestion *self, guint nth)
{
  GtkListBoxRow *row;

  g_return_if_fail (DYR_IS_CLASH_QUESTION (self));

  row = gtk_list_box_get_row_at_index (self->answers, (int) nth);
  if (row != NULL)
    on_answer_activated (self, row);
}

void
dyr_clash_question_take_focus (DyrClashQuestion *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (DYR_IS_CLASH_QUESTION (self));

  row = gtk_list_box_get_row_at_index (self->answers, 0);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}
