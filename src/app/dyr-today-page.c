/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrTodayPage: what is overdue, due today and this week, each line with its one action. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-today-page.h"

#include <glib/gi18n-lib.h>

#include "dyr-activity.h"
#include "dyr-agenda.h"
#include "dyr-clash-watch.h"
#include "dyr-date.h"
#include "dyr-delivery.h"
#include "dyr-display.h"
#include "dyr-pages.h"
#include "dyr-refresh.h"
#include "dyr-tell.h"

/* How often the day is looked at: at midnight today becomes overdue. */
#define DAY_SECONDS 60

struct _DyrTodayPage
{
  GtkWidget parent_instance;

  DyrOffice *office;
  DyrAgenda *agenda;
  DyrClashWatch *clashes;
  gint64 day;
  guint n_due;
  DyrRefresh *refresh;
  guint day_source;

  GtkStack *stack;
  GtkLabel *date;
  GtkWidget *clash_list;
  AdwActionRow *clash_row;
  GtkWidget *groups[DYR_N_DUE];
  GtkLabel *counts[DYR_N_DUE];
  GtkListBox *lists[DYR_N_DUE];
};

enum
{
  PROP_0,
  PROP_N_DUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DyrTodayPage, dyr_today_page, GTK_TYPE_WIDGET)

/* The one action of a line */

typedef struct
{
  const DyrRecordType *type;
  const char *label; /* NC_ ("today", …) */
  guint state;
  const char *to;
  guint at; /* the instant that goes with the state */
} Act;

static const Act acts[] = {
  { &dyr_activity_type, NC_ ("today", "Done"), DYR_ACTIVITY_STATE, "done", DYR_ACTIVITY_DONE_AT },
    { &dyr_delivery_type,
      NC_ ("today", "Delivered"), DYR_DELIVERY_STATE, "delivered", DYR_DELIVERY_DELIVERED_AT },
  };

static const Act *
find_act (const DyrRecordType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (acts[i].type == type)
      return &acts[i];
  return NULL;
}

typedef struct
{
  DyrTodayPage *page;
  char *text;
} Told;

static void
on_act_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrTodayPage) self = ((Told *) data)->page;
  g_autofree char *text = ((Told *) data)->text;
  g_autoptr (GError) error = NULL;
  gint64 action;

  g_free (data);
  if (dyr_store_action_finish (DYR_STORE (source), result, &action, &error))
    dyr_tell_undo (GTK_WIDGET (self), text, action);
  else
    dyr_store_report_error (DYR_STORE (source), error);
}

static void
on_act_clicked (GtkButton *button, DyrTodayPage *self)
{
  DyrRecord *record = g_object_get_data (G_OBJECT (button), "record");
  const Act *act = find_act (dyr_record_get_record_type (record));
  g_autoptr (GArray) values = dyr_field_values_new ();
  Told *told = g_new0 (Told, 1);

  dyr_value_set_text (dyr_field_values_add (values, act->state), act->to);
  dyr_value_set_number (dyr_field_values_add (values, act->at),
                        g_get_real_time () / G_USEC_PER_SEC);
  told->page = g_object_ref (self);
  told->text = g_strdup_printf (
      "%s: %s",
      g_dpgettext2 (NULL, "today", act->label),
      dyr_record_get_title (record) != NULL ? dyr_record_get_title (record) : "—");
  dyr_store_edit_async (dyr_office_get_store (self->office),
                        dyr_record_get_id (record),
                        values,
                        NULL,
                        on_act_stored,
                        told);
}

/* A line */

static char *
name_of_client (DyrRecord *record)
{
  const DyrLink *client = dyr_value_link (dyr_record_get_value_by_name (record, "client"));

  return client != NULL ? dyr_display_line (client->name, 200) : NULL;
}

/* The client is who it is about; what is to be done stands below. */
static void
describe (DyrRecord *record, char **title, char **subtitle)
{
  const DyrRecordType *type = dyr_record_get_record_type (record);
  const char *name = dyr_record_get_title (record);
  g_autofree char *client = name_of_client (record);
  g_autofree char *about = NULL;

  if (type == &dyr_activity_type || type == &dyr_presentation_type)
    about = dyr_display_line (name, 200);
  else if (name != NULL)
    about = g_strdup_printf ("%s %s", dyr_record_type_label (type), name);
  else
    about = g_strdup (dyr_record_type_label (type));
  *title = client != NULL ? g_steal_pointer (&client) : g_strdup (about);
  *subtitle = g_strdup (about);
}

static char *
when_text (DyrTodayPage *self, const DyrAgendaItem *item)
{
  const DyrContext *context = dyr_office_get_context (self->office);

  if (item->due == DYR_DUE_TODAY)
    return item->instant != DYR_UNSET ? dyr_format_time (context->format, item->instant)
                                      : g_strdup (C_("today", "today"));
  return dyr_format_date (context->format, item->date, dyr_context_today (context));
}

static const char *
icon_of (DyrRecord *record)
{
  const DyrRecordType *type = dyr_record_get_record_type (record);
  const char *kind = type == &dyr_activity_type
                         ? dyr_value_text (dyr_record_get_value (record, DYR_ACTIVITY_KIND))
                         : NULL;

  if (g_strcmp0 (kind, "call") == 0)
    return "call-start-symbolic";
  if (g_strcmp0 (kind, "meeting") == 0)
    return "dyr-clients-symbolic";
  return dyr_pages_find (type)->icon;
}

/* All that a line shows: another one takes its place when this is another. */
static char *
key_of (DyrTodayPage *self, const DyrAgendaItem *item)
{
  g_autofree char *title = NULL, *subtitle = NULL, *when = when_text (self, item);

  describe (item->record, &title, &subtitle);
  return g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s\n%s\n%s",
                          dyr_record_get_id (item->record),
                          when,
                          icon_of (item->record),
                          title,
                          subtitle);
}

/* Takes the key. */
static GtkWidget *
new_line (DyrTodayPage *self, const DyrAgendaItem *item, char *key)
{
  const DyrRecordType *type = dyr_record_get_record_type (item->record);
  const Act *act = find_act (type);
  g_autofree char *title = NULL, *subtitle = NULL, *when = when_text (self, item);
  g_autofree char *title_markup = NULL, *subtitle_markup = NULL;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *time = gtk_label_new (when);
  GtkWidget *image = gtk_image_new_from_icon_name (icon_of (item->record));

  g_object_set_data_full (G_OBJECT (row), "key", key, g_free);
  describe (item->record, &title, &subtitle);
  title_markup = dyr_display_markup (title);
  subtitle_markup = dyr_display_markup (subtitle);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title_markup);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle_markup);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_widget_set_tooltip_text (image, dyr_record_type_label (type));
  gtk_label_set_width_chars (GTK_LABEL (time), 7);
  gtk_label_set_xalign (GTK_LABEL (time), 0);
  gtk_widget_add_css_class (time, "numeric");
  gtk_widget_add_css_class (time, item->due == DYR_DUE_OVERDUE ? "error" : "dim-label");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), time);
  if (act != NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (g_dpgettext2 (NULL, "today", act->label));

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_object_set_data_full (
          G_OBJECT (button), "record", g_object_ref (item->record), g_object_unref);
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_act_clicked), self, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-record");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", dyr_record_get_id (item->record));
  return row;
}

static GtkListBoxRow *
line_at (GtkListBox *list, guint i)
{
  return gtk_list_box_get_row_at_index (list, (int) i);
}

static gboolean
is_line (GtkListBoxRow *row, const char *key)
{
  return g_strcmp0 (g_object_get_data (G_OBJECT (row), "key"), key) == 0;
}

/* The items from `first` on are those of one group. Lines that stay the same stay where they are,
 * and so does the keyboard: while others work, or a sync goes on, this happens many times. */
static void
show_lines (DyrTodayPage *self, GtkListBox *list, GArray *items, guint first, guint n)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_full (n, g_free);
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  GtkListBoxRow *row;

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (keys, key_of (self, &g_array_index (items, DyrAgendaItem, first + i)));
      g_hash_table_add (wanted, keys->pdata[i]);
    }
  for (guint i = 0; (row = line_at (list, i)) != NULL;)
    if (g_hash_table_contains (wanted, g_object_get_data (G_OBJECT (row), "key")))
      i++;
    else
      gtk_list_box_remove (list, GTK_WIDGET (row));
  for (guint i = 0; i < n; i++)
    if ((row = line_at (list, i)) == NULL || !is_line (row, keys->pdata[i]))
      gtk_list_box_insert (list,
                           new_line (self,
                                     &g_array_index (items, DyrAgendaItem, first + i),
                                     g_steal_pointer (&keys->pdata[i])),
                           (int) i);
  /* Those that stood in another order. */
  while ((row = line_at (list, n)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* What waits for a decision stands above what is due. */

static guint
count_clashes (DyrTodayPage *self)
{
  DyrClashLook *look = dyr_clash_watch_get_look (self->clashes);

  return look != NULL ? look->records->len : 0;
}

static void
show_stack (DyrTodayPage *self)
{
  if (!dyr_agenda_is_ready (self->agenda))
    return;
  gtk_stack_set_visible_child_name (
      self->stack,
      dyr_agenda_get_items (self->agenda)->len > 0 || count_clashes (self) > 0 ? "agenda"
                                                                               : "nothing");
}

static void
on_clashes_changed (DyrClashWatch *clashes, DyrTodayPage *self)
{
  const guint n = count_clashes (self);
  g_autofree char *text
      = dyr_format_count_in (dyr_office_get_context (self->office)->format,
                             ngettext ("%s record was changed here and in the CRM",
                                       "%s records were changed here and in the CRM",
                                       n),
                             n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->clash_row), text);
  gtk_widget_set_visible (self->clash_list, n > 0);
  show_stack (self);
}

static void
count_due (GArray *items, guint counts[DYR_N_DUE])
{
  for (guint i = 0; i < DYR_N_DUE; i++)
    counts[i] = 0;
  for (guint i = 0; i < items->len; i++)
    counts[g_array_index (items, DyrAgendaItem, i).due]++;
}

static void
show_agenda (GtkWidget *widget)
{
  DyrTodayPage *self = DYR_TODAY_PAGE (widget);
  const DyrContext *context = dyr_office_get_context (self->office);
  GArray *items = dyr_agenda_get_items (self->agenda);
  guint counts[DYR_N_DUE], first = 0;
  g_autofree char *date = dyr_format_date_long (context->format, dyr_context_today (context));

  if (!dyr_agenda_is_ready (self->agenda))
    return;
  gtk_label_set_text (self->date, date);
  count_due (items, counts);
  for (guint i = 0; i < DYR_N_DUE; i++)
    {
      g_autofree char *count = dyr_format_count (context->format, counts[i]);

      show_lines (self, self->lists[i], items, first, counts[i]);
      gtk_label_set_text (self->counts[i], count);
      gtk_widget_set_visible (self->groups[i], counts[i] > 0);
      first += counts[i];
    }
  show_stack (self);
}

/* How much there is, is told beside the name of the page too; its lines are made when it is
 * seen. */
static void
on_agenda_changed (DyrAgenda *agenda, DyrTodayPage *self)
{
  guint counts[DYR_N_DUE];

  if (!dyr_agenda_is_ready (agenda))
    return;
  count_due (dyr_agenda_get_items (agenda), counts);
  self->n_due = counts[DYR_DUE_OVERDUE] + counts[DYR_DUE_TODAY];
  dyr_refresh_now (self->refresh);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DUE]);
}

static void
look_at_day (DyrTodayPage *self)
{
  gint64 today = dyr_context_today (dyr_office_get_context (self->office));

  if (today != self->day)
    dyr_agenda_refresh (self->agenda);
  self->day = today;
}

static gboolean
on_day_due (gpointer data)
{
  look_at_day (data);
  return G_SOURCE_CONTINUE;
}

static void
dyr_today_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_N_DUE:
      g_value_set_uint (value, DYR_TODAY_PAGE (object)->n_due);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_today_page_dispose (GObject *object)
{
  DyrTodayPage *self = DYR_TODAY_PAGE (object);

  g_clear_handle_id (&self->day_source, g_source_remove);
  g_clear_pointer (&self->refresh, dyr_refresh_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_TODAY_PAGE);
  g_clear_object (&self->agenda);
  g_clear_object (&self->clashes);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_today_page_parent_class)->dispose (object);
}

static void
dyr_today_page_class_init (DyrTodayPageClass *klass)
{
  static const char *const names[DYR_N_DUE] = { "overdue", "today", "week" };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dyr_today_page_get_property;
  object_class->dispose = dyr_today_page_dispose;
  properties[PROP_N_DUE] = g_param_spec_uint (
      "n-due", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrTodayPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DyrTodayPage, date);
  gtk_widget_class_bind_template_child (widget_class, DyrTodayPage, clash_list);
  gtk_widget_class_bind_template_child (widget_class, DyrTodayPage, clash_row);
  for (gsize i = 0; i < DYR_N_DUE; i++)
    {
      g_autofree char *group = g_strconcat (names[i], "_group", NULL);
      g_autofree char *count = g_strconcat (names[i], "_count", NULL);
      g_autofree char *list = g_strconcat (names[i], "_list", NULL);
      const gsize pointer = sizeof (gpointer);

      gtk_widget_class_bind_template_child_full (
          widget_class,
          group,
          FALSE,
          (gssize) (G_STRUCT_OFFSET (DyrTodayPage, groups) + i * pointer));
      gtk_widget_class_bind_template_child_full (
          widget_class,
          count,
          FALSE,
          (gssize) (G_STRUCT_OFFSET (DyrTodayPage, counts) + i * pointer));
      gtk_widget_class_bind_template_child_full (
          widget_class,
          list,
          FALSE,
          (gssize) (G_STRUCT_OFFSET (DyrTodayPage, lists) + i * pointer));
    }
}

static void
dyr_today_page_init (DyrTodayPage *self)
{
  self->refresh = dyr_refresh_new (GTK_WIDGET (self), show_agenda);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dyr_today_page_new (DyrOffice *office)
{
  DyrTodayPage *self = g_object_new (DYR_TYPE_TODAY_PAGE, NULL);

  self->office = g_object_ref (office);
  self->day = dyr_context_today (dyr_office_get_context (office));
  self->agenda = dyr_agenda_new (office);
  g_signal_connect_object (self->agenda, "changed", G_CALLBACK (on_agenda_changed), self, 0);
  self->clashes = dyr_clash_watch_new (dyr_office_get_store (office));
  g_signal_connect_object (self->clashes, "changed", G_CALLBACK (on_clashes_changed), self, 0);
  dyr_clash_watch_look_at (self->clashes, 0);
  g_signal_connect_object (office, "woken", G_CALLBACK (look_at_day), self, G_CONNECT_SWAPPED);
  self->day_source = g_timeout_add_seconds (DAY_SECONDS, on_day_due, self);
  return GTK_WIDGET (self);
}

guint
dyr_today_page_count (DyrTodayPage *self, const DyrRecordType *type)
{
  GArray *items;
  guint n = 0;

  g_return_val_if_fail (DYR_IS_TODAY_PAGE (self), 0);

  items = dyr_agenda_get_items (self->agenda);
  for (guint i = 0; i < items->len; i++)
    if (dyr_record_get_record_type (g_array_index (items, DyrAgendaItem, i).record) == type)
      n++;
  return n;
}
