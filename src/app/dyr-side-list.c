/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSideList: the pages of the window, from above; how sync stands, at the bottom. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-side-list.h"

#include <glib/gi18n-lib.h>

#include "dyr-pages.h"
#include "dyr-sync-service-words.h"

struct _DyrSideList
{
  GtkWidget parent_instance;

  DyrOffice *office;
  gboolean names;

  GtkWidget *box;
  GtkListBox *sections;
  GtkListBox *sync;
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrSideList, dyr_side_list, GTK_TYPE_WIDGET)

/* Rows */

static GtkWidget *
part_of (GtkListBoxRow *row, const char *part)
{
  return g_object_get_data (G_OBJECT (row), part);
}

static const char *
name_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "page");
}

static GtkWidget *
new_small_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "quiet-text");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_visible (label, FALSE);
  return label;
}

static GtkListBoxRow *
new_section (const char *name, const char *icon, const char *label)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = gtk_label_new (label);
  GtkWidget *state = new_small_label ();
  GtkWidget *badge = new_small_label ();

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (state), 0);
  gtk_label_set_ellipsize (GTK_LABEL (state), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (state, "caption");
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), text);
  gtk_box_append (GTK_BOX (texts), state);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), badge);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (row, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (row), "page", g_strdup (name), g_free);
  g_object_set_data (G_OBJECT (row), "texts", texts);
  g_object_set_data (G_OBJECT (row), "text", text);
  g_object_set_data (G_OBJECT (row), "state", state);
  g_object_set_data (G_OBJECT (row), "badge", badge);
  g_object_set_data (G_OBJECT (row), "image", image);
  return GTK_LIST_BOX_ROW (row);
}

static GtkListBoxRow *
find_in (GtkListBox *list, const char *name)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (g_str_equal (name_of (row), name))
      return row;
  return NULL;
}

static void
show_names_in (DyrSideList *self, GtkListBox *list)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      GtkWidget *badge = part_of (row, "badge");

      gtk_widget_set_hexpand (part_of (row, "image"), !self->names);
      gtk_widget_set_visible (part_of (row, "texts"), self->names);
      gtk_widget_set_visible (badge,
                              self->names && *gtk_label_get_text (GTK_LABEL (badge)) != '\0');
    }
}

/* What a row says besides its name: `told` is the whole of it. */
static void
set_told (DyrSideList *self, GtkListBoxRow *row, const char *badge, const char *told)
{
  const char *name = gtk_label_get_text (GTK_LABEL (part_of (row, "text")));
  g_autofree char *tooltip = told != NULL ? g_strdup_printf ("%s\n%s", name, told) : NULL;

  gtk_label_set_text (GTK_LABEL (part_of (row, "badge")), badge);
  gtk_widget_set_visible (part_of (row, "badge"), badge != NULL && self->names);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), tooltip != NULL ? tooltip : name);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, told != NULL ? told : "", -1);
}

/* Sync */

static void
show_sync (DyrSideList *self, DyrSyncService *sync)
{
  GtkListBoxRow *row = find_in (self->sync, "sync");
  GtkLabel *state = GTK_LABEL (part_of (row, "state"));
  const char *brief = dyr_sync_service_words_brief (dyr_sync_service_get_state (sync));
  guint n_waiting, n_needs_you;
  g_autofree char *badge = NULL;

  g_object_get (sync, "n-waiting", &n_waiting, "n-needs-you", &n_needs_you, NULL);
  if (dyr_sync_service_get_connected (sync) && n_waiting + n_needs_you > 0)
    badge
        = dyr_format_count (dyr_office_get_context (self->office)->format, n_waiting + n_needs_you);
  gtk_label_set_text (state, brief);
  gtk_widget_set_visible (GTK_WIDGET (state), TRUE);
  set_told (self, row, badge, dyr_sync_service_get_text (sync));
}

static void
on_sync_changed (DyrSyncService *sync, GParamSpec *pspec, DyrSideList *self)
{
  show_sync (self, sync);
}

static void
on_row_activated (DyrSideList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, name_of (row));
}

static void
dyr_side_list_dispose (GObject *object)
{
  DyrSideList *self = DYR_SIDE_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_SIDE_LIST);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_side_list_parent_class)->dispose (object);
}

static void
dyr_side_list_class_init (DyrSideListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_side_list_dispose;
  signals[CHOSEN] = g_signal_new ("chosen",
                                  DYR_TYPE_SIDE_LIST,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-side-list.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrSideList, box);
  gtk_widget_class_bind_template_child (widget_class, DyrSideList, sections);
  gtk_widget_class_bind_template_child (widget_class, DyrSideList, sync);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
dyr_side_list_init (DyrSideList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
append (GtkListBox *list, const char *name, const char *icon, const char *label)
{
  gtk_list_box_append (list, GTK_WIDGET (new_section (name, icon, label)));
}

void
dyr_side_list_set_office (DyrSideList *self, DyrOffice *office)
{
  g_return_if_fail (DYR_IS_SIDE_LIST (self));
  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (self->office == NULL);

  self->office = g_object_ref (office);
  append (self->sections, "today", "dyr-today-symbolic", C_ ("page", "Today"));
  for (const DyrPageInfo *info = dyr_pages; info->name != NULL; info++)
    append (self->sections, info->name, info->icon, dyr_record_type_plural_label (info->type));
  append (self->sync, "sync", "dyr-sync-symbolic", C_ ("page", "Sync"));
  g_signal_connect_object (
      dyr_office_get_sync (office), "notify", G_CALLBACK (on_sync_changed), self, 0);
  show_sync (self, dyr_office_get_sync (office));
  dyr_side_list_show_names (self, self->names);
}

void
dyr_side_list_show_names (DyrSideList *self, gboolean names)
{
  g_return_if_fail (DYR_IS_SIDE_LIST (self));

  self->names = names;
  show_names_in (self, self->sections);
  show_names_in (self, self->sync);
}

gboolean
dyr_side_list_select (DyrSideList *self, const char *name)
{
  GtkListBoxRow *section;

  g_return_val_if_fail (DYR_IS_SIDE_LIST (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  section = find_in (self->sections, name);
  gtk_list_box_select_row (self->sections, section);
  gtk_list_box_select_row (self->sync, find_in (self->sync, name));
  return section != NULL;
}

void
dyr_side_list_set_badge (DyrSideList *self, const char *name, guint n, const char *told)
{
  GtkListBoxRow *row;
  g_autofree char *badge = NULL;

  g_return_if_fail (DYR_IS_SIDE_LIST (self));
  g_return_if_fail (self->office != NULL);

  row = find_in (self->sections, name);
  g_return_if_fail (row != NULL);
  if (n > 0)
    badge = dyr_format_count (dyr_office_get_context (self->office)->format, n);
  set_told (self, row, badge, n > 0 ? told : NULL);
}
