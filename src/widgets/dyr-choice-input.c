/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrChoiceInput: one of a few. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-inputs-private.h"

#include "dyr-money.h"
#include "dyr-naming.h"
#include "dyr-option-private.h"
#include "dyr-pill.h"
#include "dyr-util.h"

struct _DyrChoiceInput
{
  GtkWidget parent_instance;

  const DyrInputInfo *info;
  GtkWidget *drop_down;
  GListStore *options;  /* DyrOption */
  char *id;             /* of the value shown last */
  gboolean offers_none; /* what the options are made for */
  char *offers_unknown;
  gboolean is_showing;
  gboolean is_choosing; /* GTK is telling that something was chosen: the options must stay */
  guint idle;
};

/* The choices of the table, or the currencies an office here meets. */
static void
append_known (DyrChoiceInput *self)
{
  const DyrField *field = dyr_input_info_get_field (self->info);
  const char *const *currencies = dyr_currency_common ();

  for (const DyrChoice *choice = field->choices; choice != NULL && choice->id != NULL; choice++)
    {
      g_autoptr (DyrOption) option
          = dyr_option_new (choice->id, dyr_choice_label (self->info->type, choice), choice->style);

      g_list_store_append (self->options, option);
    }

  for (gsize i = 0; field->kind == DYR_KIND_CURRENCY && currencies[i] != NULL; i++)
    {
      g_autoptr (DyrOption) option
          = dyr_option_new (currencies[i], currencies[i], DYR_STYLE_NEUTRAL);

      g_list_store_append (self->options, option);
    }
}

static guint
find (DyrChoiceInput *self, const char *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->options));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DyrOption) option = g_list_model_get_item (G_LIST_MODEL (self->options), i);

      if (g_strcmp0 (dyr_option_get_id (option), id) == 0)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static gboolean
is_known (DyrChoiceInput *self, const char *id)
{
  const DyrField *field = dyr_input_info_get_field (self->info);

  if (field->kind == DYR_KIND_CURRENCY)
    return g_strv_contains (dyr_currency_common (), id);

  return dyr_field_find_choice (field, id) != NULL;
}

/* No value is offered unless one is required and there. An id that the table does not have came
 * from a newer program or another CRM: it is offered as long as it is the value. */
static gboolean
wants_none (DyrChoiceInput *self)
{
  return self->id == NULL || !dyr_input_info_is_required (self->info);
}

static const char *
wanted_unknown (DyrChoiceInput *self)
{
  return self->id != NULL && !is_known (self, self->id) ? self->id : NULL;
}

static gboolean
offers_wanted (DyrChoiceInput *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->options)) > 0
         && self->offers_none == wants_none (self)
         && g_strcmp0 (self->offers_unknown, wanted_unknown (self)) == 0;
}

static void
offer (DyrChoiceInput *self)
{
  g_list_store_remove_all (self->options);
  self->offers_none = wants_none (self);
  dyr_set_str (&self->offers_unknown, wanted_unknown (self));

  if (self->offers_none)
    {
      const char *label = dyr_input_info_get_placeholder (self->info);
      g_autoptr (DyrOption) none = dyr_option_new (NULL, label, DYR_STYLE_NEUTRAL);

      g_list_store_append (self->options, none);
    }

  append_known (self);
  if (self->offers_unknown != NULL)
    {
      g_autoptr (DyrOption) unknown
          = dyr_option_new (self->offers_unknown, self->offers_unknown, DYR_STYLE_NEUTRAL);

      g_list_store_append (self->options, unknown);
    }
}

static void
select_shown (DyrChoiceInput *self)
{
  self->is_showing = TRUE;
  if (!offers_wanted (self))
    offer (self);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), find (self, self->id));
  self->is_showing = FALSE;
}

static gboolean
on_idle (gpointer data)
{
  DyrChoiceInput *self = data;

  self->idle = 0;
  select_shown (self);

  return G_SOURCE_REMOVE;
}

static void
dyr_choice_input_show (DyrInput *input, const DyrValue *value)
{
  DyrChoiceInput *self = DYR_CHOICE_INPUT (input);

  dyr_set_str (&self->id, dyr_value_text (value));
  if (!self->is_choosing)
    select_shown (self);
  else if (self->idle == 0)
    self->idle = g_idle_add (on_idle, self);
}

static gboolean
dyr_choice_input_read (DyrInput *input, DyrValue *value, GError **error)
{
  DyrChoiceInput *self = DYR_CHOICE_INPUT (input);
  DyrOption *option = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->drop_down));

  dyr_value_set_text (value, option != NULL ? dyr_option_get_id (option) : NULL);

  return TRUE;
}

static void
dyr_choice_input_set_problem (DyrInput *input, const char *message, gboolean is_error)
{
  dyr_input_mark (DYR_CHOICE_INPUT (input)->drop_down, message, is_error);
}

static void
dyr_choice_input_input_init (DyrInputInterface *iface)
{
  iface->show = dyr_choice_input_show;
  iface->read = dyr_choice_input_read;
  iface->set_problem = dyr_choice_input_set_problem;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrChoiceInput,
                               dyr_choice_input,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_INPUT, dyr_choice_input_input_init))

static GtkWidget *
make_item (DyrChoiceInput *self, gboolean in_menu)
{
  GtkWidget *item;

  if (dyr_input_info_get_field (self->info)->kind == DYR_KIND_CHOICE)
    {
      item = dyr_pill_new ();
      dyr_pill_set_whole (DYR_PILL (item), in_menu);
    }
  else
    {
      item = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (item), 0);
    }

  return item;
}

static void
show_item (GtkWidget *item, DyrOption *option)
{
  const char *label = dyr_option_get_label (option);

  if (DYR_IS_PILL (item))
    dyr_pill_set (DYR_PILL (item), label, dyr_option_get_look (option));
  else
    gtk_label_set_text (GTK_LABEL (item), label);

  if (dyr_option_get_id (option) == NULL)
    gtk_widget_add_css_class (item, "no-value");
  else
    gtk_widget_remove_css_class (item, "no-value");
}

static void
on_item_setup (DyrChoiceInput *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, make_item (self, FALSE));
}

static void
on_item_bound (DyrChoiceInput *self, GtkListItem *item)
{
  show_item (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

/* In the menu there is a mark beside what is chosen. */
static void
on_menu_item_setup (DyrChoiceInput *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *shown = make_item (self, TRUE);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_widget_set_hexpand (shown, TRUE);
  gtk_box_append (GTK_BOX (box), shown);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_list_item_set_child (item, box);
}

static void
update_mark (GtkListItem *item, GParamSpec *pspec, GtkDropDown *drop_down)
{
  GtkWidget *mark = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  gboolean is_chosen = gtk_drop_down_get_selected_item (drop_down) == gtk_list_item_get_item (item);

  gtk_widget_set_opacity (mark, is_chosen ? 1 : 0);
}

static void
on_menu_item_bound (DyrChoiceInput *self, GtkListItem *item)
{
  show_item (gtk_widget_get_first_child (gtk_list_item_get_child (item)),
             gtk_list_item_get_item (item));
  g_signal_connect_object (
      self->drop_down, "notify::selected-item", G_CALLBACK (update_mark), item, G_CONNECT_SWAPPED);
  update_mark (item, NULL, GTK_DROP_DOWN (self->drop_down));
}

static void
on_menu_item_unbound (DyrChoiceInput *self, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (self->drop_down, update_mark, item);
}

static GtkListItemFactory *
make_factory (DyrChoiceInput *self, GCallback setup, GCallback bind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", setup, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", bind, self, G_CONNECT_SWAPPED);

  return factory;
}

static void
on_selected_changed (DyrChoiceInput *self)
{
  if (self->is_showing)
    return;

  self->is_choosing = TRUE;
  dyr_input_chosen (DYR_INPUT (self));
  self->is_choosing = FALSE;
}

static void
dyr_choice_input_dispose (GObject *object)
{
  DyrChoiceInput *self = DYR_CHOICE_INPUT (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  self->is_showing = TRUE;
  dyr_input_drop_children (GTK_WIDGET (self));
  g_clear_object (&self->options);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->offers_unknown, g_free);

  G_OBJECT_CLASS (dyr_choice_input_parent_class)->dispose (object);
}

static void
dyr_choice_input_class_init (DyrChoiceInputClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_choice_input_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "field-input");
}

static void
dyr_choice_input_init (DyrChoiceInput *self)
{
}

GtkWidget *
dyr_choice_input_new (const DyrInputInfo *info)
{
  DyrChoiceInput *self = g_object_new (DYR_TYPE_CHOICE_INPUT, NULL);
  g_autoptr (GtkListItemFactory) factory = NULL, menu_factory = NULL;

  self->info = info;
  self->options = g_list_store_new (DYR_TYPE_OPTION);
  self->drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->options)), NULL);
  factory = make_factory (self, G_CALLBACK (on_item_setup), G_CALLBACK (on_item_bound));
  gtk_drop_down_set_factory (GTK_DROP_DOWN (self->drop_down), factory);
  menu_factory
      = make_factory (self, G_CALLBACK (on_menu_item_setup), G_CALLBACK (on_menu_item_bound));
  g_signal_connect_object (
      menu_factory, "unbind", G_CALLBACK (on_menu_item_unbound), self, G_CONNECT_SWAPPED);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (self->drop_down), menu_factory);
  gtk_widget_set_halign (self->drop_down, GTK_ALIGN_START);
  gtk_widget_set_valign (self->drop_down, GTK_ALIGN_CENTER);
  dyr_input_name (self->drop_down, info);
  dyr_name_drop_down (GTK_DROP_DOWN (self->drop_down), info->label);
  g_signal_connect_swapped (
      self->drop_down, "notify::selected", G_CALLBACK (on_selected_changed), self);
  gtk_widget_set_parent (self->drop_down, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
