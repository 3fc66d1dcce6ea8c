/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectPlan: what a connection would do: who you are there, what goes, comes and stays. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-connect-plan.h"

#include <glib/gi18n-lib.h>

#include "dyr-crm-address.h"
#include "dyr-naming.h"
#include "dyr-samples.h"
#include "dyr-weak.h"

struct _DyrConnectPlan
{
  GtkWidget parent_instance;

  DyrOffice *office; /* weak: GTK keeps parts of a window that is gone for a while */
  GPtrArray *people; /* of the test */
  GCancellable *cancellable;
  GPtrArray *rows; /* of types: GtkWidget, not owned */

  GtkWidget *body;
  AdwPreferencesGroup *moved_group;
  AdwActionRow *moved;
  GtkSwitch *moved_switch;
  AdwPreferencesGroup *person_group;
  AdwComboRow *person;
  AdwPreferencesGroup *samples;
  GtkButton *remove_samples;
  GtkSpinner *spinner;
  AdwPreferencesGroup *types;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrConnectPlan, dyr_connect_plan, GTK_TYPE_WIDGET)

static void
on_moved_switched (DyrConnectPlan *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The sample office */

static void
on_samples_known (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectPlan) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean exist = FALSE;

  if (dyr_samples_exist_finish (result, &exist, &error) && self != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->samples), exist);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Whether there is a sample office could not be read: %s", error->message);
}

static void
look_for_samples (DyrConnectPlan *self)
{
  if (self->office == NULL)
    return;
  dyr_samples_exist_async (self->office, self->cancellable, on_samples_known, dyr_weak_new (self));
}

static void
on_samples_removed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectPlan) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gint64 action;
  const gboolean removed = dyr_samples_remove_finish (result, &action, &error);

  if (self == NULL)
    return;
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove_samples), TRUE);
  if (!removed)
    adw_preferences_group_set_description (self->samples, error->message);
  look_for_samples (self);
}

static void
on_remove_samples_clicked (DyrConnectPlan *self)
{
  if (self->office == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove_samples), FALSE);
  gtk_spinner_start (self->spinner);
  dyr_samples_remove_async (self->office, on_samples_removed, dyr_weak_new (self));
}

/* Type by type */

static char *
describe_type (DyrConnectPlan *self, const DyrConnectionType *type, gint64 n_going)
{
  DyrFormat *format = dyr_office_get_context (self->office)->format;
  g_autofree char *coming = dyr_format_count (format, MAX (type->n_there, 0));
  g_autofree char *going = dyr_format_count (format, n_going);

  if (!type->comes)
    /* Translators: of a sort of records: contracts. */
    return g_strdup (C_ ("connection", "Stay on this computer"));
  if (!type->goes && type->n_there < 0)
    /* Translators: of a sort of records. */
    return g_strdup (C_ ("connection", "Only come from the CRM; it does not tell how many"));
  if (!type->goes)
    /* Translators: of a sort of records; a number follows. */
    return g_strdup_printf (C_ ("connection", "Only come from the CRM: %s"), coming);
  if (type->n_there < 0)
    /* Translators: a number of records. */
    return g_strdup_printf (
        C_ ("connection", "Go to the CRM: %s; it does not tell how many come from there"), going);
  /* Translators: numbers of records. */
  return g_strdup_printf (
      C_ ("connection", "Go to the CRM: %s, come from there: %s"), going, coming);
}

static void
add_type (DyrConnectPlan *self, const DyrConnectionType *type, gint64 n_going)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *text = describe_type (self, type, n_going);
  GtkWidget *icon = gtk_image_new_from_icon_name (!type->comes ? "computer-symbolic"
                                                  : type->goes ? "emblem-synchronizing-symbolic"
                                                               : "go-down-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 dyr_record_type_plural_label (type->type));
  adw_action_row_set_subtitle (row, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  adw_action_row_add_prefix (row, icon);
  adw_preferences_group_add (self->types, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
}

static void
show_types (DyrConnectPlan *self, DyrConnectionTest *test, const DyrAccountPlan *plan)
{
  GArray *types = dyr_connection_test_get_types (test);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->types, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < types->len; i++)
      {
        const DyrConnectionType *type = &g_array_index (types, DyrConnectionType, i);

        /* What stays here comes last. */
        if (type->comes == (pass == 0))
          add_type (self, type, plan->n_going[i]);
      }
}

/* Who you are */

static void
show_people (DyrConnectPlan *self, DyrConnectionTest *test)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *none = g_strdup_printf (
      /* Translators: the name of an API user, behind whom nobody is. */
      _ ("Nobody of these (“%s”)"), dyr_connection_test_get_user_name (test));

  g_clear_pointer (&self->people, g_ptr_array_unref);
  self->people = g_ptr_array_ref (dyr_connection_test_get_people (test));
  for (guint i = 0; i < self->people->len; i++)
    gtk_string_list_append (names, ((DyrConnectionPerson *) self->people->pdata[i])->name);
  gtk_string_list_append (names, none);
  adw_combo_row_set_model (self->person, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->person, self->people->len);
  gtk_widget_set_visible (GTK_WIDGET (self->person_group), self->people->len > 0);
  adw_preferences_group_set_description (
      self->person_group,
      dyr_connection_test_has_more_people (test)
      ? _ ("A key belongs to a program, not to a person. These are not all people of the CRM: "
               "if you are none of them, choose yourself in the preferences after the first sync.")
      : _ ("A key belongs to a program, not to a person. New records are yours, and “my” lists "
               "show what you are responsible for."));
}

static void
show_moved (DyrConnectPlan *self, DyrConnectionTest *test, const DyrAccountPlan *plan)
{
  const gboolean moved
      = plan->n_linked > 0 && plan->identity != NULL
        && g_strcmp0 (plan->identity, dyr_connection_test_get_identity (test)) != 0;

  gtk_switch_set_active (self->moved_switch, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->moved_group), moved);
  if (moved)
    {
      g_autofree char *shown = dyr_crm_address_show (plan->identity);
      g_autofree char *text = g_strdup_printf (
          /* Translators: the address of a CRM. */
          _ ("This database belongs to the CRM at %s. Only if that very CRM has moved here, its "
             "records are the same. For another CRM use another database."),
             shown);

      adw_action_row_set_subtitle (self->moved, text);
    }
}

static void
dyr_connect_plan_dispose (GObject *object)
{
  DyrConnectPlan *self = DYR_CONNECT_PLAN (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_CONNECT_PLAN);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_weak_pointer (&self->office);
  G_OBJECT_CLASS (dyr_connect_plan_parent_class)->dispose (object);
}

static void
dyr_connect_plan_class_init (DyrConnectPlanClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_connect_plan_dispose;
  signals[CHANGED] = g_signal_new (
      "changed", DYR_TYPE_CONNECT_PLAN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-connect-plan.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrConnectPlan, body);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectPlan, moved_group);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectPlan, moved);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectPlan, moved_switch);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectPlan, person_group);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectPlan, person);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectPlan, samples);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectPlan, remove_samples);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectPlan, spinner);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectPlan, types);
  gtk_widget_class_bind_template_callback (widget_class, on_moved_switched);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_samples_clicked);
}

static void
dyr_connect_plan_init (DyrConnectPlan *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  dyr_name_combo_row (self->person);
}

void
dyr_connect_plan_show (DyrConnectPlan *self,
                       DyrOffice *office,
                       DyrConnectionTest *test,
                       const DyrAccountPlan *plan)
{
  g_return_if_fail (DYR_IS_CONNECT_PLAN (self));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (DYR_IS_CONNECTION_TEST (test));
  g_return_if_fail (plan != NULL);

  g_set_weak_pointer (&self->office, office);
  show_moved (self, test, plan);
  show_people (self, test);
  show_types (self, test, plan);
  look_for_samples (self);
}

const DyrConnectionPerson *
dyr_connect_plan_get_person (DyrConnectPlan *self)
{
  guint selected;

  g_return_val_if_fail (DYR_IS_CONNECT_PLAN (self), NULL);

  selected = adw_combo_row_get_selected (self->person);
  return self->people != NULL && selected < self->people->len ? self->people->pdata[selected]
                                                              : NULL;
}

gboolean
dyr_connect_plan_is_agreed (DyrConnectPlan *self)
{
  g_return_val_if_fail (DYR_IS_CONNECT_PLAN (self), FALSE);
  return !gtk_widget_get_visible (GTK_WIDGET (self->moved_group))
         || gtk_switch_get_active (self->moved_switch);
}
