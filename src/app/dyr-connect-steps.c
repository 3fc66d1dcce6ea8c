/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectSteps: the steps of a DyrConnectionTest, each with what came of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-connect-steps.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  AdwActionRow *row;
  GtkImage *icon;
  GtkSpinner *spinner;
} Step;

struct _DyrConnectSteps
{
  GtkWidget parent_instance;

  DyrConnectionTest *test;
  GtkWidget *group;
  Step steps[DYR_CONNECTION_N_STEPS];
};

G_DEFINE_FINAL_TYPE (DyrConnectSteps, dyr_connect_steps, GTK_TYPE_WIDGET)

/* clang-format off */
static const char *const titles[] = {
  [DYR_CONNECTION_NAME] = NC_("connection", "Address"),
  [DYR_CONNECTION_REACH] = NC_("connection", "The computer there"),
  [DYR_CONNECTION_TLS] = NC_("connection", "Safe connection"),
  [DYR_CONNECTION_API] = NC_("connection", "EspoCRM"),
  [DYR_CONNECTION_KEY] = NC_("connection", "Sign-in"),
  [DYR_CONNECTION_RIGHTS] = NC_("connection", "Rights"),
  [DYR_CONNECTION_EXTENSION] = NC_("connection", "Package for Dyryhent"),
  [DYR_CONNECTION_UIDS] = NC_("connection", "No doubles"),
};

static const struct
{
  const char *icon, *style, *words;
} looks[] = {
  [DYR_CONNECTION_WAITING] = { "content-loading-symbolic", "dim-label", NC_("connection", "Not reached yet") },
  [DYR_CONNECTION_RUNNING] = { "content-loading-symbolic", "dim-label", NC_("connection", "Being looked at") },
  [DYR_CONNECTION_DONE] = { "emblem-ok-symbolic", "success", NC_("connection", "In order") },
  [DYR_CONNECTION_WARNED] = { "dialog-warning-symbolic", "warning", NC_("connection", "It goes, but less well") },
  [DYR_CONNECTION_FAILED] = { "dialog-error-symbolic", "error", NC_("connection", "Failed") },
};
/* clang-format on */

static void
show_step (DyrConnectSteps *self, guint i)
{
  const Step *step = &self->steps[i];
  const DyrConnectionOutcome outcome = dyr_connection_test_get_outcome (self->test, i);
  const char *text = dyr_connection_test_get_text (self->test, i);
  const char *words = g_dpgettext2 (NULL, "connection", looks[outcome].words);

  gtk_image_set_from_icon_name (step->icon, looks[outcome].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (step->icon),
                              (const char *[]){ looks[outcome].style, NULL });
  gtk_widget_set_tooltip_text (GTK_WIDGET (step->icon), words);
  gtk_widget_set_visible (GTK_WIDGET (step->icon), outcome != DYR_CONNECTION_RUNNING);
  gtk_widget_set_visible (GTK_WIDGET (step->spinner), outcome == DYR_CONNECTION_RUNNING);
  gtk_spinner_set_spinning (step->spinner, outcome == DYR_CONNECTION_RUNNING);
  adw_action_row_set_subtitle (step->row, text != NULL ? text : "");
  gtk_widget_set_sensitive (GTK_WIDGET (step->row), outcome != DYR_CONNECTION_WAITING);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (step->row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

static void
on_test_changed (DyrConnectSteps *self)
{
  for (guint i = 0; i < DYR_CONNECTION_N_STEPS; i++)
    show_step (self, i);
}

static void
dyr_connect_steps_dispose (GObject *object)
{
  DyrConnectSteps *self = DYR_CONNECT_STEPS (object);

  g_clear_pointer (&self->group, gtk_widget_unparent);
  g_clear_object (&self->test);
  G_OBJECT_CLASS (dyr_connect_steps_parent_class)->dispose (object);
}

static void
dyr_connect_steps_class_init (DyrConnectStepsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dyr_connect_steps_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
add_step (DyrConnectSteps *self, guint i)
{
  Step *step = &self->steps[i];

  step->row = ADW_ACTION_ROW (adw_action_row_new ());
  step->icon = GTK_IMAGE (gtk_image_new ());
  step->spinner = GTK_SPINNER (gtk_spinner_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (step->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (step->row),
                                 g_dpgettext2 (NULL, "connection", titles[i]));
  adw_action_row_add_prefix (step->row, GTK_WIDGET (step->icon));
  adw_action_row_add_prefix (step->row, GTK_WIDGET (step->spinner));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (step->row));
}

static void
dyr_connect_steps_init (DyrConnectSteps *self)
{
  self->group = adw_preferences_group_new ();
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));
  for (guint i = 0; i < DYR_CONNECTION_N_STEPS; i++)
    add_step (self, i);
}

void
dyr_connect_steps_set_test (DyrConnectSteps *self, DyrConnectionTest *test)
{
  g_return_if_fail (DYR_IS_CONNECT_STEPS (self));
  g_return_if_fail (DYR_IS_CONNECTION_TEST (test));
  g_return_if_fail (self->test == NULL);

  self->test = g_object_ref (test);
  g_signal_connect_object (test, "changed", G_CALLBACK (on_test_changed), self, G_CONNECT_SWAPPED);
  on_test_changed (self);
}
