/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrLinkFinder: a popover that finds one of many while a person types. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-link-finder-private.h"

#include "dyr-countries-private.h"
#include "dyr-display.h"

/* Records asked for; who does not find the right one among them types more. */
#define MOST_RECORDS 30

#define WIDTH 320

struct _DyrLinkFinder
{
  GtkPopover parent_instance;

  const DyrInputInfo *info;    /* what it finds for; NULL: for no field, but … */
  const DyrRecordType *target; /* … records of this type … */
  DyrLookup *lookup;           /* … that are found by this; weak */
  GtkWidget *entry;
  GtkWidget *stack;
  GtkWidget *message;
  GtkWidget *list;
  GtkSingleSelection *selection;
  GListStore *found; /* DyrOption */
  GCancellable *cancellable;
};

enum
{
  SIGNAL_PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrLinkFinder, dyr_link_finder, GTK_TYPE_POPOVER)

static void
show_message (DyrLinkFinder *self, const char *message)
{
  gtk_label_set_text (GTK_LABEL (self->message), message);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "message");
}

/* Takes the array of DyrOption. */
static void
show_found (DyrLinkFinder *self, GPtrArray *options)
{
  g_autoptr (GPtrArray) taken = options;

  g_list_store_splice (self->found,
                       0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->found)),
                       taken->pdata,
                       taken->len);
  if (taken->len == 0)
    {
      show_message (self, _ ("Nothing found"));
      return;
    }

  gtk_single_selection_set_selected (self->selection, 0);
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", 0);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "found");
}

static void
on_records_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrLinkFinder) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) links = dyr_lookup_search_finish (DYR_LOOKUP (source), result, &error);
  g_autofree char *message = NULL;
  GPtrArray *options;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->found == NULL)
    return;

  if (links == NULL)
    {
      /* Translators: the reason follows. */
      message = g_strdup_printf (_ ("The search failed: %s"), error->message);
      show_message (self, message);
      return;
    }

  options = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < links->len; i++)
    {
      const DyrLink *link = g_ptr_array_index (links, i);
      g_autofree char *label = dyr_input_show_link (link);

      g_ptr_array_add (options, dyr_option_new_link (link, label));
    }
  show_found (self, options);
}

/* NULL: records of any type. */
static const DyrRecordType *
get_target (DyrLinkFinder *self)
{
  return self->info != NULL ? dyr_input_info_get_field (self->info)->target : self->target;
}

static void
search (DyrLinkFinder *self)
{
  DyrLookup *lookup = self->info != NULL ? self->info->lookup : self->lookup;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  if (self->info != NULL && dyr_input_info_get_field (self->info)->kind == DYR_KIND_COUNTRY)
    {
      show_found (self, dyr_countries_find (text, self->info->context->language));
      return;
    }

  if (lookup == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  dyr_lookup_search_async (lookup,
                           get_target (self),
                           text,
                           MOST_RECORDS,
                           self->cancellable,
                           on_records_found,
                           g_object_ref (self));
}

static void
pick (DyrLinkFinder *self, guint position)
{
  g_autoptr (DyrOption) option = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (option == NULL)
    return;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, option);
}

static void
on_text_changed (DyrLinkFinder *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    search (self);
}

static void
on_entry_activated (DyrLinkFinder *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "found") == 0)
    pick (self, gtk_single_selection_get_selected (self->selection));
}

static void
on_search_stopped (DyrLinkFinder *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_item_activated (DyrLinkFinder *self, guint position)
{
  pick (self, position);
}

/* The arrows choose while the keyboard stays in the entry. */
static gboolean
on_key_pressed (DyrLinkFinder *self, guint keyval)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (n == 0 || selected >= n)
    return GDK_EVENT_PROPAGATE;

  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    selected = MIN (selected + 1, n - 1);
  else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
    selected = selected > 0 ? selected - 1 : 0;
  else
    return GDK_EVENT_PROPAGATE;

  gtk_single_selection_set_selected (self->selection, selected);
  gtk_widget_activate_action (self->list, "list.scroll-to-item", "u", selected);

  return GDK_EVENT_STOP;
}

static void
on_item_setup (DyrLinkFinder *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *note = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (note, "quiet-text");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), note);
  gtk_list_item_set_child (item, box);
}

/* Where records of any type are found, the type is said. */
static void
on_item_bound (DyrLinkFinder *self, GtkListItem *item)
{
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *note = gtk_widget_get_next_sibling (name);
  DyrOption *option = gtk_list_item_get_item (item);
  const DyrLink *link = dyr_option_get_link (option);
  const DyrRecordType *type = NULL;

  if (link != NULL && get_target (self) == NULL)
    type = dyr_record_type_by_number (link->type);

  gtk_label_set_text (GTK_LABEL (name), dyr_option_get_label (option));
  gtk_widget_set_tooltip_text (name, dyr_option_get_label (option));
  gtk_label_set_text (GTK_LABEL (note), type != NULL ? dyr_record_type_label (type) : "");
}

static void
dyr_link_finder_closed (GtkPopover *popover)
{
  DyrLinkFinder *self = DYR_LINK_FINDER (popover);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
dyr_link_finder_dispose (GObject *object)
{
  DyrLinkFinder *self = DYR_LINK_FINDER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_LINK_FINDER);
  g_clear_object (&self->found);
  g_clear_weak_pointer (&self->lookup);

  G_OBJECT_CLASS (dyr_link_finder_parent_class)->dispose (object);
}

static void
dyr_link_finder_class_init (DyrLinkFinderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_link_finder_dispose;
  GTK_POPOVER_CLASS (klass)->closed = dyr_link_finder_closed;

  signals[SIGNAL_PICKED] = g_signal_new ("picked",
                                         DYR_TYPE_LINK_FINDER,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         DYR_TYPE_OPTION);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/widgets/dyr-link-finder.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrLinkFinder, entry);
  gtk_widget_class_bind_template_child (widget_class, DyrLinkFinder, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrLinkFinder, message);
  gtk_widget_class_bind_template_child (widget_class, DyrLinkFinder, list);
  gtk_widget_class_bind_template_child (widget_class, DyrLinkFinder, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stopped);
  gtk_widget_class_bind_template_callback (widget_class, on_item_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_item_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_item_bound);
}

static void
dyr_link_finder_init (DyrLinkFinder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (self->entry, WIDTH, -1);

  self->found = g_list_store_new (DYR_TYPE_OPTION);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->found));
}

static void
name_parts (DyrLinkFinder *self, const char *what)
{
  /* Translators: names a search entry; the name of a field, "Client". */
  g_autofree char *name = g_strdup_printf (_ ("%s: find"), what);

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

GtkWidget *
dyr_link_finder_new (const DyrInputInfo *info)
{
  DyrLinkFinder *self = g_object_new (DYR_TYPE_LINK_FINDER, NULL);

  self->info = info;
  name_parts (self, info->label);

  return GTK_WIDGET (self);
}

GtkWidget *
dyr_link_finder_new_for_type (const char *what, const DyrRecordType *type, DyrLookup *lookup)
{
  DyrLinkFinder *self = g_object_new (DYR_TYPE_LINK_FINDER, NULL);

  self->target = type;
  g_set_weak_pointer (&self->lookup, lookup);
  name_parts (self, what);

  return GTK_WIDGET (self);
}

void
dyr_link_finder_open (DyrLinkFinder *self)
{
  g_return_if_fail (DYR_IS_LINK_FINDER (self));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  g_list_store_remove_all (self->found);
  show_message (self, _ ("Searching…"));
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (self->entry);
  search (self);
}
