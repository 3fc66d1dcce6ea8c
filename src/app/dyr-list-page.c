/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrListPage: the records of one type, list and detail beside each other. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-list-page.h"

#include <glib/gi18n-lib.h>

#include "dyr-detail.h"
#include "dyr-list-page-private.h"
#include "dyr-naming.h"
#include "dyr-split.h"
#include "dyr-util.h"
#include "dyr-weak.h"

/* Users offered in the filter. */
#define MAX_USERS 200
/* What a column that takes the rest of the width needs at least, and the space beside a cell. */
#define MIN_EXPAND 150
#define CELL_SPACE 12
/* How many at first: the second one has the rows. */
#define FOCUS_FRAMES 4

enum
{
  PROP_0,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  RECORD_SHOWN,
  TYPE_TO_SEARCH,
  SEARCH_REPLACED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrListPage, dyr_list_page, GTK_TYPE_WIDGET)

static gboolean
is_filtered (DyrListPage *self)
{
  return self->search != NULL || dyr_filter_bar_get_conditions (self->filter)->len > 0
         || gtk_drop_down_get_selected (self->state_filter) > 0
         || gtk_drop_down_get_selected (self->user_filter) > 0;
}

/* The first line of a filter stands for all. */
static void
add_state_condition (DyrListPage *self, DyrQuery *query)
{
  guint selected = gtk_drop_down_get_selected (self->state_filter);
  int field = dyr_record_type_find (self->info->type, self->info->filter_state);
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return;
  dyr_value_set_text (&value, self->info->type->fields[field].choices[selected - 1].id);
  dyr_query_where (query, (guint) field, DYR_COMPARE_IS, &value);
}

static void
add_user_condition (DyrListPage *self, DyrQuery *query)
{
  guint selected = gtk_drop_down_get_selected (self->user_filter);
  g_autoptr (DyrLink) link = NULL;
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return;
  link = dyr_link_new (dyr_place_list_id_at (DYR_PLACE_LIST (self->users), selected - 1),
                       NULL,
                       NULL,
                       dyr_user_type.number,
                       FALSE);
  dyr_value_set_link (&value, link);
  dyr_query_where (query,
                   (guint) dyr_record_type_find (self->info->type, self->info->filter_user),
                   DYR_COMPARE_IS,
                   &value);
}

void
dyr_list_page_ask (DyrListPage *self)
{
  DyrQuery *query = dyr_query_new (self->info->type);

  add_state_condition (self, query);
  add_user_condition (self, query);
  for (guint i = 0; i < dyr_filter_bar_get_conditions (self->filter)->len; i++)
    dyr_query_where_condition (query,
                               g_ptr_array_index (dyr_filter_bar_get_conditions (self->filter), i));
  /* What is summed now is not asked for any more. */
  g_cancellable_cancel (self->totalling);
  if (self->line != NULL)
    dyr_query_take_line (query, dyr_query_line_ref (self->line));
  dyr_record_list_take_query (self->list, query);
}

static void
show_empty (DyrListPage *self)
{
  gboolean filtered = is_filtered (self);

  adw_status_page_set_icon_name (self->empty, filtered ? "edit-find-symbolic" : self->info->icon);
  adw_status_page_set_title (self->empty,
                             filtered
                             ? _("Nothing found")
                             : g_dpgettext2 (NULL, "page", self->info->empty_title));
  adw_status_page_set_description (self->empty,
                                   filtered
                                   ? _("No record fits these words and filters.")
                                   : g_dpgettext2 (NULL, "page", self->info->empty_text));
  gtk_widget_set_visible (GTK_WIDGET (self->empty_new), !filtered);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_import), !filtered);
  gtk_widget_set_visible (GTK_WIDGET (self->clear_filters), filtered);
}

/* Its rows are made when the list gets its place: the second frame has them. */
static gboolean
on_focus_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DyrListPage *self = DYR_LIST_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (self->n_focus_frames == 0
      || (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->table))))
    return G_SOURCE_REMOVE;
  self->n_focus_frames--;
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
  return G_SOURCE_CONTINUE;
}

static void
try_list_focus (DyrListPage *self)
{
  self->n_focus_frames = FOCUS_FRAMES;
  if (on_focus_frame (GTK_WIDGET (self), NULL, NULL) == G_SOURCE_CONTINUE)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), on_focus_frame, NULL, NULL);
}

/* While the list was read the person went elsewhere. */
static gboolean
is_focus_elsewhere (DyrListPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_get_mapped (focus)
         && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static void
update_list (DyrListPage *self)
{
  guint n = dyr_record_list_get_n_records (self->list);

  if (dyr_record_list_is_loading (self->list) && n == 0)
    {
      /* The first rows are there, how many there are is not known. */
      if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
        gtk_stack_set_visible_child_name (self->list_stack, "list");
      return;
    }
  if (n == 0)
    show_empty (self);
  gtk_stack_set_visible_child_name (self->list_stack, n == 0 ? "empty" : "list");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
on_list_answered (DyrRecordList *list, DyrListPage *self)
{
  dyr_list_page_show_count (self, NULL);
  dyr_list_page_ask_for_totals (self);
  update_list (self);
}

static void
on_list_changed (DyrRecordList *list, GParamSpec *pspec, DyrListPage *self)
{
  update_list (self);
  if (dyr_record_list_is_loading (list))
    return;
  if (self->wants_list)
    dyr_table_focus_selected (self->table);
  if (self->wants_list
      || (self->wants_list_focus && g_list_model_get_n_items (G_LIST_MODEL (list)) > 0
          && !is_focus_elsewhere (self)))
    try_list_focus (self);
  self->wants_list = self->wants_list_focus = FALSE;
}

static void
on_rows_came (DyrRecordList *list, GParamSpec *pspec, DyrListPage *self)
{
  if (dyr_record_list_is_loading (list))
    update_list (self);
}

static void
on_conditions_changed (DyrFilterBar *filter, DyrListPage *self)
{
  dyr_list_page_ask (self);
}

static void
on_filter_changed (GtkDropDown *filter, GParamSpec *pspec, DyrListPage *self)
{
  if (self->list != NULL)
    dyr_list_page_ask (self);
}

static void
on_clear_filters_clicked (GtkButton *button, DyrListPage *self)
{
  gtk_drop_down_set_selected (self->state_filter, 0);
  gtk_drop_down_set_selected (self->user_filter, 0);
  dyr_filter_bar_set_conditions (self->filter, NULL);
  dyr_list_page_ask (self);
  g_signal_emit (self, signals[TYPE_TO_SEARCH], 0, "");
}

/* The detail */

static void
update_back (DyrListPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->back),
                          dyr_split_get_collapsed (self->split)
                              && dyr_split_get_show_content (self->split));
}

static void
on_collapsed_changed (DyrSplit *split, GParamSpec *pspec, DyrListPage *self)
{
  update_back (self);
}

/* Made when the first record is shown: a list alone needs none. */
static DyrDetail *
ensure_detail (DyrListPage *self)
{
  if (self->detail == NULL)
    {
      self->detail = DYR_DETAIL (dyr_detail_new (self->office));
      gtk_stack_add_named (self->detail_stack, GTK_WIDGET (self->detail), "record");
    }
  return self->detail;
}

static void
show_record (DyrListPage *self, DyrRecord *record)
{
  if (record != NULL || self->detail != NULL)
    dyr_detail_set_record (ensure_detail (self), record);
  gtk_stack_set_visible_child_name (self->detail_stack, record != NULL ? "record" : "none");
  if (self->wants_focus && record != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->detail));
  self->wants_focus = FALSE;
}

void
dyr_list_page_open (DyrListPage *self, DyrRecord *record)
{
  g_return_if_fail (DYR_IS_LIST_PAGE (self));

  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  show_record (self, record);
  if (record == NULL)
    {
      /* Choosing the same line again, when it was brought back, is news. */
      dyr_table_set_selected_record_id (self->table, 0);
      return;
    }
  dyr_table_set_selected_record_id (self->table, dyr_record_get_id (record));
  dyr_table_scroll_to (self->table, dyr_record_get_id (record));
  dyr_split_set_show_content (self->split, TRUE);
}

void
dyr_list_page_grab_record_focus (DyrListPage *self)
{
  g_return_if_fail (DYR_IS_LIST_PAGE (self));
  if (dyr_list_page_get_record (self) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->detail));
}

static void
on_record_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrListPage) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrRecord) record = dyr_store_load_finish (DYR_STORE (source), result, &error);

  if (self == NULL || g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;
  if (record == NULL)
    {
      dyr_store_report_error (DYR_STORE (source), error);
      return;
    }
  show_record (self, record);
  g_signal_emit (self, signals[RECORD_SHOWN], 0, dyr_record_get_id (record));
}

/* Shows at once what is live already; else it is read first. */
static void
show_id (DyrListPage *self, gint64 id)
{
  DyrStore *store = dyr_office_get_store (self->office);
  DyrRecord *shown = dyr_list_page_get_record (self);

  if (id == 0 || (shown != NULL && dyr_record_get_id (shown) == id))
    return;
  g_cancellable_cancel (self->opening);
  g_set_object (&self->opening, NULL);
  if (dyr_store_peek (store, id) != NULL)
    {
      show_record (self, dyr_store_peek (store, id));
      g_signal_emit (self, signals[RECORD_SHOWN], 0, id);
      return;
    }
  self->opening = g_cancellable_new ();
  dyr_store_load_async (store, id, self->opening, on_record_loaded, dyr_weak_new (self));
}

static void
on_heading_activated (DyrTable *table, guint position, DyrListPage *self)
{
  dyr_record_list_toggle_section (self->list, position);
}

static void
on_selection_changed (DyrTable *table, GParamSpec *pspec, DyrListPage *self)
{
  self->wants_focus = FALSE;
  show_id (self, dyr_table_get_selected_record_id (table));
}

static void
on_row_activated (DyrTable *table, gint64 id, DyrListPage *self)
{
  DyrRecord *shown = dyr_list_page_get_record (self);

  /* Beside the list the keyboard goes over to the record; in its place it is at the way back. */
  self->wants_focus = !dyr_split_get_collapsed (self->split);
  if (shown != NULL && dyr_record_get_id (shown) == id)
    show_record (self, shown);
  else
    show_id (self, id);
  dyr_split_set_show_content (self->split, TRUE);
}

static void
on_typed (DyrTable *table, const char *text, DyrListPage *self)
{
  g_signal_emit (self, signals[TYPE_TO_SEARCH], 0, text);
}

static void
on_back_clicked (GtkButton *button, DyrListPage *self)
{
  dyr_list_page_show_list (self);
}

/* Building */

static void
fill_state_filter (DyrListPage *self)
{
  const DyrRecordType *type = self->info->type;
  int field = dyr_record_type_find (type, self->info->filter_state);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, C_("filter", "All states"));
  for (const DyrChoice *choice = type->fields[field].choices; choice->id != NULL; choice++)
    gtk_string_list_append (names, dyr_choice_label (type, choice));
  gtk_drop_down_set_model (self->state_filter, G_LIST_MODEL (names));
  dyr_name_drop_down (self->state_filter, C_ ("filter", "State"));
}

/* Names of users follow the store; the first line stands for everybody. */
static void
on_users_changed (DyrRecordList *users, GParamSpec *pspec, DyrListPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (users));
  guint n_names = g_list_model_get_n_items (G_LIST_MODEL (self->user_names));

  gtk_string_list_splice (self->user_names, 1, n_names - 1, NULL);
  for (guint i = 0; i < n; i++)
    {
      DyrRecord *user = dyr_store_peek (dyr_office_get_store (self->office),
                                        dyr_place_list_id_at (DYR_PLACE_LIST (users), i));
      const char *name = user != NULL ? dyr_record_get_title (user) : NULL;

      gtk_string_list_append (self->user_names, name != NULL ? name : "—");
    }
}

static void
set_up_user_filter (DyrListPage *self)
{
  const DyrRecordType *type = self->info->type;
  DyrQuery *query;

  self->user_names = gtk_string_list_new (NULL);
  gtk_string_list_append (self->user_names, C_("filter", "Everybody"));
  gtk_drop_down_set_model (self->user_filter, G_LIST_MODEL (self->user_names));
  dyr_name_drop_down (
      self->user_filter,
      dyr_field_label (type, (guint) dyr_record_type_find (type, self->info->filter_user)));
  self->users = dyr_record_list_new (dyr_office_get_store (self->office));
  g_signal_connect_object (self->users, "notify::loading", G_CALLBACK (on_users_changed), self, 0);
  g_signal_connect_object (self->users, "notify::n-items", G_CALLBACK (on_users_changed), self, 0);
  query = dyr_query_new (&dyr_user_type);
  dyr_query_set_limit (query, MAX_USERS);
  dyr_record_list_take_query (self->users, query);
}

/* Columns stand in the order of their weight: the last ones go first when there is no room. Those
 * that somebody chose all stay. */
static guint
count_fitting (const DyrPageInfo *info, int width)
{
  guint n = 0;

  for (; n < G_N_ELEMENTS (info->columns) && info->columns[n].field != NULL; n++)
    {
      const DyrTableColumn *column = &info->columns[n];

      width -= (column->expand ? MIN_EXPAND : column->width) + CELL_SPACE;
      if (width < 0 && n > 1)
        break;
    }
  return n;
}

void
dyr_list_page_show_own_columns (DyrListPage *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self->list_stack));
  guint n = count_fitting (self->info, width);

  if (width <= 0)
    return;
  if (n != self->n_columns || self->chosen_columns)
    dyr_table_set_columns (self->table,
                           self->info->type,
                           dyr_office_get_context (self->office),
                           self->info->columns,
                           n);
  self->n_columns = n;
  self->chosen_columns = FALSE;
}

static gboolean
on_width_known (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DyrListPage *self = DYR_LIST_PAGE (widget);

  if (self->info != NULL && !self->chosen_columns)
    dyr_list_page_show_own_columns (self);
  return G_SOURCE_REMOVE;
}

static GtkSizeRequestMode
dyr_list_page_get_request_mode (GtkWidget *widget)
{
  return gtk_widget_get_request_mode (GTK_WIDGET (DYR_LIST_PAGE (widget)->split));
}

static void
dyr_list_page_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (DYR_LIST_PAGE (widget)->split),
                      orientation,
                      for_size,
                      minimum,
                      natural,
                      minimum_baseline,
                      natural_baseline);
}

static void
dyr_list_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (GTK_WIDGET (DYR_LIST_PAGE (widget)->split), width, height, baseline, NULL);
  /* Children must not change while they are given their places. */
  gtk_widget_add_tick_callback (widget, on_width_known, NULL, NULL);
}

static void
dyr_list_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DyrListPage *self = DYR_LIST_PAGE (object);

  switch (id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, dyr_record_list_get_n_records (self->list));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_list_page_dispose (GObject *object)
{
  DyrListPage *self = DYR_LIST_PAGE (object);

  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_cancellable_cancel (self->totalling);
  g_clear_object (&self->totalling);
  if (self->list != NULL)
    dyr_record_list_set_show_section (self->list, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_LIST_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->users);
  g_clear_object (&self->user_names);
  g_clear_object (&self->office);
  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->line, dyr_query_line_unref);
  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_pointer (&self->view, g_free);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (dyr_list_page_parent_class)->dispose (object);
}

static void
dyr_list_page_class_init (DyrListPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = dyr_list_page_get_property;
  object_class->dispose = dyr_list_page_dispose;
  properties[PROP_N_ITEMS] = g_param_spec_uint (
      "n-items", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[RECORD_SHOWN] = g_signal_new ("record-shown",
                                        DYR_TYPE_LIST_PAGE,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_INT64);
  signals[SEARCH_REPLACED] = g_signal_new ("search-replaced",
                                           DYR_TYPE_LIST_PAGE,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
  signals[TYPE_TO_SEARCH] = g_signal_new ("type-to-search",
                                          DYR_TYPE_LIST_PAGE,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  g_type_ensure (DYR_TYPE_SPLIT);
  g_type_ensure (DYR_TYPE_TABLE);
  g_type_ensure (DYR_TYPE_FILTER_BAR);
  widget_class->get_request_mode = dyr_list_page_get_request_mode;
  widget_class->measure = dyr_list_page_measure;
  widget_class->size_allocate = dyr_list_page_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-list-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, split);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, table);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, state_filter);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, user_filter);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, count);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, filter);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, add_condition);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, view_menu);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, many);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, many_count);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, merge);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, detail_stack);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, empty);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, empty_new);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, empty_import);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, clear_filters);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, back);
  gtk_widget_class_bind_template_child (widget_class, DyrListPage, back_title);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_filters_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_collapsed_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_conditions_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_heading_activated);
  dyr_list_page_bind_many (widget_class);
}

static void
dyr_list_page_init (DyrListPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
map_density (GValue *value, GVariant *variant, gpointer data)
{
  g_value_set_boolean (value, g_str_equal (g_variant_get_string (variant, NULL), "compact"));
  return TRUE;
}

GtkWidget *
dyr_list_page_new (DyrOffice *office, const DyrRecordType *type)
{
  DyrListPage *self = g_object_new (DYR_TYPE_LIST_PAGE, NULL);
  const DyrPageInfo *info = dyr_pages_find (type);

  g_return_val_if_fail (info != NULL, NULL);

  self->office = g_object_ref (office);
  self->info = info;
  fill_state_filter (self);
  set_up_user_filter (self);
  dyr_filter_bar_set_office (self->filter, office, type);
  dyr_selection_set_multiple (dyr_table_get_selection (self->table), TRUE);
  gtk_button_set_label (self->empty_new, g_dpgettext2 (NULL, "page", info->new_label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  dyr_record_type_plural_label (type),
                                  -1);
  gtk_label_set_text (self->back_title, dyr_record_type_plural_label (type));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->back),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  dyr_record_type_plural_label (type),
                                  -1);
  g_settings_bind_with_mapping (dyr_office_get_settings (office),
                                "density",
                                self->table,
                                "compact",
                                G_SETTINGS_BIND_GET,
                                map_density,
                                NULL,
                                NULL,
                                NULL);
  self->list = dyr_record_list_new (dyr_office_get_store (office));
  g_signal_connect_object (self->list, "answered", G_CALLBACK (on_list_answered), self, 0);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (on_list_changed), self, 0);
  g_signal_connect_object (self->list, "notify::n-items", G_CALLBACK (on_rows_came), self, 0);
  dyr_table_sort (self->table, info->sort + (*info->sort == '-'), *info->sort == '-');
  dyr_table_set_model (self->table, G_LIST_MODEL (self->list));
  dyr_list_page_follow_sync (self);
  dyr_list_page_set_up_views (self);
  dyr_list_page_set_up_many (self);
  dyr_list_page_ask (self);
  return GTK_WIDGET (self);
}

const DyrRecordType *
dyr_list_page_get_record_type (DyrListPage *self)
{
  g_return_val_if_fail (DYR_IS_LIST_PAGE (self), NULL);
  return self->info->type;
}

void
dyr_list_page_set_search (DyrListPage *self, const char *text)
{
  g_return_if_fail (DYR_IS_LIST_PAGE (self));

  if (text != NULL && *text == '\0')
    text = NULL;
  if (!dyr_set_str (&self->search, text))
    return;
  self->wants_list = FALSE;
  g_clear_pointer (&self->line, dyr_query_line_unref);
  if (text != NULL)
    self->line
        = dyr_query_line_parse (dyr_office_get_context (self->office), self->info->type, text);
  dyr_list_page_ask (self);
  /* Whoever searches wants to see what is found, also where the record had taken the list's place;
   * the keyboard stays in the search. */
  if (text != NULL)
    dyr_split_set_show_content (self->split, FALSE);
}

const DyrQuery *
dyr_list_page_get_query (DyrListPage *self)
{
  g_return_val_if_fail (DYR_IS_LIST_PAGE (self), NULL);

  return dyr_record_list_get_query (self->list);
}

const char *
dyr_list_page_get_search (DyrListPage *self)
{
  g_return_val_if_fail (DYR_IS_LIST_PAGE (self), NULL);
  return self->search;
}

const DyrQueryLine *
dyr_list_page_get_line (DyrListPage *self)
{
  g_return_val_if_fail (DYR_IS_LIST_PAGE (self), NULL);
  return self->line;
}

DyrRecord *
dyr_list_page_get_record (DyrListPage *self)
{
  g_return_val_if_fail (DYR_IS_LIST_PAGE (self), NULL);
  return self->detail != NULL ? dyr_detail_get_record (self->detail) : NULL;
}

gboolean
dyr_list_page_show_list (DyrListPage *self)
{
  g_return_val_if_fail (DYR_IS_LIST_PAGE (self), FALSE);

  if (!dyr_split_get_collapsed (self->split) || !dyr_split_get_show_content (self->split))
    return FALSE;
  dyr_split_set_show_content (self->split, FALSE);
  dyr_table_focus_selected (self->table);
  return TRUE;
}

void
dyr_list_page_grab_list_focus (DyrListPage *self)
{
  g_return_if_fail (DYR_IS_LIST_PAGE (self));

  /* The rows that are there now may be gone in a moment. */
  self->wants_list = dyr_record_list_is_loading (self->list);
  if (!self->wants_list)
    dyr_table_focus_selected (self->table);
}

void
dyr_list_page_take_focus (DyrListPage *self)
{
  g_return_if_fail (DYR_IS_LIST_PAGE (self));
  self->wants_list_focus = FALSE;
  if (dyr_split_get_collapsed (self->split) && dyr_split_get_show_content (self->split))
    gtk_widget_grab_focus (GTK_WIDGET (self->back));
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    try_list_focus (self);
  else
    self->wants_list_focus = TRUE;
}

void
dyr_list_page_turn_tab (DyrListPage *self, int by)
{
  g_return_if_fail (DYR_IS_LIST_PAGE (self));
  if (dyr_list_page_get_record (self) != NULL)
    dyr_detail_turn_tab (self->detail, by);
}
