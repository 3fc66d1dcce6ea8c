/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrZoneRow: a row that shows a time zone and lets one search for another. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-zone-row.h"

#include <glib/gi18n-lib.h>

#include "dyr-util.h"

/* All zones that have a place; the system keeps it beside them. */
#define ZONE_TABLE "/usr/share/zoneinfo/zone.tab"

/* Where our offices are come first; also known where there is no table. */
static const char *const usual_zones[] = {
  "Europe/Kyiv",
  "Europe/Zagreb",
  "Europe/Warsaw",
  "Europe/Bratislava",
  "Europe/Budapest",
  "Europe/Vienna",
  "Europe/Berlin",
  "Europe/Ljubljana",
  "Europe/Chisinau",
  "Europe/Bucharest",
  "Europe/Prague",
  "Europe/London",
  "UTC",
};

/* A zone of the list. */
#define DYR_TYPE_ZONE (dyr_zone_get_type ())
G_DECLARE_FINAL_TYPE (DyrZone, dyr_zone, DYR, ZONE, GObject)

struct _DyrZone
{
  GObject parent_instance;

  char *id;     /* "America/New_York" */
  char *label;  /* "America/New York" */
  char *offset; /* "UTC−05:00" */
};

enum
{
  ZONE_LABEL = 1,
  N_ZONE_PROPS
};

static GParamSpec *zone_properties[N_ZONE_PROPS];

G_DEFINE_FINAL_TYPE (DyrZone, dyr_zone, G_TYPE_OBJECT)

static void
dyr_zone_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == ZONE_LABEL)
    g_value_set_string (value, DYR_ZONE (object)->label);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dyr_zone_finalize (GObject *object)
{
  DyrZone *self = DYR_ZONE (object);

  g_free (self->id);
  g_free (self->label);
  g_free (self->offset);
  G_OBJECT_CLASS (dyr_zone_parent_class)->finalize (object);
}

static void
dyr_zone_class_init (DyrZoneClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = dyr_zone_get_property;
  G_OBJECT_CLASS (klass)->finalize = dyr_zone_finalize;
  zone_properties[ZONE_LABEL]
      = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_ZONE_PROPS, zone_properties);
}

static void
dyr_zone_init (DyrZone *self)
{
}

/* "UTC+02:00": what the clocks there show now. */
static char *
describe_offset (GTimeZone *zone)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  int seconds
      = g_time_zone_get_offset (zone, g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, now));
  int minutes = ABS (seconds) / 60;

  return g_strdup_printf ("UTC%s%02d:%02d", seconds < 0 ? "−" : "+", minutes / 60, minutes % 60);
}

/* NULL when the system does not know it. */
static DyrZone *
new_zone (const char *id)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (id);
  DyrZone *self;

  if (zone == NULL)
    return NULL;
  self = g_object_new (DYR_TYPE_ZONE, NULL);
  self->id = g_strdup (id);
  self->label = g_strdelimit (g_strdup (id), "_", ' ');
  self->offset = describe_offset (zone);
  return self;
}

/* Reading them all: hundreds of small files. */

static void
add_zone (GPtrArray *zones, GHashTable *seen, const char *id)
{
  DyrZone *zone;

  if (!g_hash_table_add (seen, g_strdup (id)))
    return;
  zone = new_zone (id);
  if (zone != NULL)
    g_ptr_array_add (zones, zone);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

/* "UA\t+5026+03031\tEurope/Kyiv\tmost of Ukraine" */
static GPtrArray *
read_table (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (ZONE_TABLE, &text, NULL, NULL))
    return g_steal_pointer (&names);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", 4);

      if (*lines[i] != '#' && g_strv_length (columns) >= 3)
        g_ptr_array_add (names, g_strdup (columns[2]));
    }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *zones = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) names = read_table ();

  for (guint i = 0; i < G_N_ELEMENTS (usual_zones); i++)
    add_zone (zones, seen, usual_zones[i]);
  for (guint i = 0; i < names->len; i++)
    add_zone (zones, seen, g_ptr_array_index (names, i));
  g_task_return_pointer (task, zones, (GDestroyNotify) g_ptr_array_unref);
}

/* The row */

struct _DyrZoneRow
{
  AdwActionRow parent_instance;

  char *zone;
  GListStore *zones;
  GtkFilterListModel *found;
  GtkStringFilter *filter;
  gboolean asked;

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkSearchEntry *search;
  GtkStack *stack;
  GtkListView *list;
};

enum
{
  PROP_ZONE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyrZoneRow, dyr_zone_row, ADW_TYPE_ACTION_ROW)

static void
show_zone (DyrZoneRow *self)
{
  g_autoptr (DyrZone) zone = new_zone (self->zone);
  g_autofree char *text = NULL;

  if (zone != NULL)
    text = g_strconcat (zone->label, " · ", zone->offset, NULL);
  else
    /* Translators: %s is the name of a time zone: “Europe/Kyiv”. */
    text = g_strdup_printf (_("%s is not known on this computer"), self->zone);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

void
dyr_zone_row_set_zone (DyrZoneRow *self, const char *zone)
{
  g_return_if_fail (DYR_IS_ZONE_ROW (self));
  g_return_if_fail (zone != NULL);

  if (!dyr_set_str (&self->zone, zone))
    return;
  show_zone (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZONE]);
}

const char *
dyr_zone_row_get_zone (DyrZoneRow *self)
{
  g_return_val_if_fail (DYR_IS_ZONE_ROW (self), NULL);

  return self->zone;
}

static void
update_found (DyrZoneRow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));

  if (g_list_model_get_n_items (G_LIST_MODEL (self->zones)) > 0)
    gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "nothing");
}

static void
choose (DyrZoneRow *self, guint position)
{
  g_autoptr (DyrZone) zone = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (zone == NULL)
    return;
  gtk_popover_popdown (self->popover);
  dyr_zone_row_set_zone (self, zone->id);
}

static void
on_list_activated (DyrZoneRow *self, guint position)
{
  choose (self, position);
}

static void
on_search_changed (DyrZoneRow *self)
{
  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  update_found (self);
}

static void
on_search_activated (DyrZoneRow *self)
{
  /* What was typed counts, also when it was not looked for yet. */
  on_search_changed (self);
  choose (self, 0);
}

static void
on_zones_read (GObject *source, GAsyncResult *result, gpointer data)
{
  DyrZoneRow *self = DYR_ZONE_ROW (source);
  g_autoptr (GPtrArray) zones = g_task_propagate_pointer (G_TASK (result), NULL);

  /* The row is gone. */
  if (self->zones == NULL)
    return;
  g_list_store_splice (self->zones, 0, 0, zones->pdata, zones->len);
  update_found (self);
}

static void
on_popover_shown (DyrZoneRow *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  if (!self->asked)
    {
      g_autoptr (GTask) task = g_task_new (self, NULL, on_zones_read, NULL);

      self->asked = TRUE;
      g_task_set_source_tag (task, on_popover_shown);
      g_task_run_in_thread (task, read_in_thread);
    }
}

static void
on_item_set_up (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *offset = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (offset, "dim-label");
  gtk_widget_add_css_class (offset, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), offset);
  gtk_list_item_set_child (item, box);
}

static void
on_item_bound (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  DyrZone *zone = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (label), zone->label);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (label)), zone->offset);
}

static void
dyr_zone_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ZONE)
    g_value_set_string (value, DYR_ZONE_ROW (object)->zone);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dyr_zone_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  const char *zone;

  if (id != PROP_ZONE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  zone = g_value_get_string (value);
  dyr_zone_row_set_zone (DYR_ZONE_ROW (object), zone != NULL ? zone : usual_zones[0]);
}

static void
dyr_zone_row_dispose (GObject *object)
{
  DyrZoneRow *self = DYR_ZONE_ROW (object);

  g_clear_object (&self->zones);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_ZONE_ROW);
  G_OBJECT_CLASS (dyr_zone_row_parent_class)->dispose (object);
}

static void
dyr_zone_row_finalize (GObject *object)
{
  g_free (DYR_ZONE_ROW (object)->zone);
  G_OBJECT_CLASS (dyr_zone_row_parent_class)->finalize (object);
}

static void
dyr_zone_row_class_init (DyrZoneRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dyr_zone_row_get_property;
  object_class->set_property = dyr_zone_row_set_property;
  object_class->dispose = dyr_zone_row_dispose;
  object_class->finalize = dyr_zone_row_finalize;
  properties[PROP_ZONE]
      = g_param_spec_string ("zone",
                             NULL,
                             NULL,
                             NULL,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-zone-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrZoneRow, button);
  gtk_widget_class_bind_template_child (widget_class, DyrZoneRow, popover);
  gtk_widget_class_bind_template_child (widget_class, DyrZoneRow, search);
  gtk_widget_class_bind_template_child (widget_class, DyrZoneRow, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrZoneRow, list);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_list_activated);
}

static void
dyr_zone_row_init (DyrZoneRow *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->zones = g_list_store_new (DYR_TYPE_ZONE);
  self->filter = gtk_string_filter_new (gtk_property_expression_new (DYR_TYPE_ZONE, NULL, "label"));
  /* zones ← filter by what is typed ← no selection ← list */
  self->found = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->zones)),
                                           GTK_FILTER (g_object_ref (self->filter)));
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->found)));
  g_signal_connect (factory, "setup", G_CALLBACK (on_item_set_up), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_item_bound), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}
