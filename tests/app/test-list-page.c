/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrListPage: its order, what it says when it is empty, where the keyboard goes. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-list-page.h"

#include "app-test.h"
#include "dyr-pages.h"
#include "dyr-split.h"

static DyrListPage *
show (Pages *pages, const DyrRecordType *type, int width)
{
  GtkWidget *page = dyr_list_page_new (pages->app, type);

  gtk_window_set_default_size (GTK_WINDOW (pages->window), width, 700);
  pages_show (pages, page);
  pages_settle (pages);
  return DYR_LIST_PAGE (page);
}

static DyrTable *
table_of (DyrListPage *page)
{
  return DYR_TABLE (pages_find (GTK_WIDGET (page), DYR_TYPE_TABLE, 0));
}

static GtkWidget *
find_class (GtkWidget *root, const char *css_name, const char *class)
{
  GtkWidget *found = NULL;

  if (g_str_equal (gtk_widget_get_css_name (root), css_name)
      && gtk_widget_has_css_class (root, class))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_class (child, css_name, class);
  return found;
}

/* The header shows from the first moment how the list is sorted, and it is. */
static void
test_order (Pages *pages, gconstpointer data)
{
  for (const DyrPageInfo *info = dyr_pages; info->name != NULL; info++)
    {
      DyrListPage *page = show (pages, info->type, 900);
      gboolean descending = *info->sort == '-';
      GtkWidget *table = GTK_WIDGET (table_of (page));

      g_assert_cmpstr (dyr_table_get_sort_field (DYR_TABLE (table)), ==, info->sort + descending);
      g_assert_cmpint (dyr_table_get_sort_descending (DYR_TABLE (table)), ==, descending);
      WAIT_FOR (find_class (table, "sort-indicator", descending ? "descending" : "ascending")
                != NULL);
      g_assert_null (find_class (table, "sort-indicator", descending ? "ascending" : "descending"));
    }
}

static void
test_numbers (Pages *pages, gconstpointer data)
{
  gint64 client = office_add (&pages->office, &dyr_client_type, "name", "Client", NULL);
  g_autofree char *uid = office_uid (&pages->office, client);
  gint64 ids[3];
  DyrPlaceList *list;
  DyrListPage *page;

  ids[2] = office_add (&pages->office, &dyr_contract_type, "client", uid, "number", "1003", NULL);
  ids[1] = office_add (&pages->office, &dyr_contract_type, "client", uid, "number", "106", NULL);
  ids[0] = office_add (&pages->office, &dyr_contract_type, "client", uid, "number", "9/26", NULL);
  page = show (pages, &dyr_contract_type, 900);
  list = DYR_PLACE_LIST (dyr_table_get_model (table_of (page)));
  WAIT_FOR (g_list_model_get_n_items (G_LIST_MODEL (list)) == 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (dyr_place_list_id_at (list, i), ==, ids[i]);
}

/* An empty page offers its first action; one whose filter finds nothing offers to show all. */
static void
test_empty (Pages *pages, gconstpointer data)
{
  for (const DyrPageInfo *info = dyr_pages; info->name != NULL; info++)
    {
      DyrListPage *page = show (pages, info->type, 900);
      GtkWidget *widget = GTK_WIDGET (page);

      WAIT_FOR (pages_find_text (widget, info->empty_title) != NULL);
      g_assert_nonnull (pages_find_text (widget, info->empty_text));
      g_assert_nonnull (pages_find_button (widget, info->new_label));
      g_assert_nonnull (pages_find_button (widget, "Import a file…"));
      g_assert_null (pages_find_button (widget, "Show all"));

      dyr_list_page_set_search (page, "nothing like this");
      WAIT_FOR (pages_find_text (widget, "Nothing found") != NULL);
      g_assert_nonnull (pages_find_button (widget, "Show all"));
      g_assert_null (pages_find_button (widget, info->new_label));
      g_assert_null (pages_find_button (widget, "Import a file…"));
    }
}

static gint64
add_two (Pages *pages)
{
  office_add (&pages->office, &dyr_client_type, "name", "A", NULL);
  return office_add (&pages->office, &dyr_client_type, "name", "B", NULL);
}

static gboolean
shows (DyrListPage *page, gint64 id)
{
  DyrRecord *record = dyr_list_page_get_record (page);

  return record != NULL && dyr_record_get_id (record) == id;
}

/* Enter on a line: the keyboard goes over to the record beside the list. */
static void
test_enter_beside (Pages *pages, gconstpointer data)
{
  gint64 id = add_two (pages);
  DyrListPage *page = show (pages, &dyr_client_type, 1300);
  GtkWidget *focus;

  WAIT_FOR (g_list_model_get_n_items (dyr_table_get_model (table_of (page))) == 2);
  g_signal_emit_by_name (table_of (page), "activated", id);
  WAIT_FOR (shows (page, id));
  WAIT_FOR (GTK_IS_TOGGLE_BUTTON (focus = gtk_window_get_focus (GTK_WINDOW (pages->window))));
  g_assert_nonnull (pages_find_text (focus, "Overview"));
}

/* In a narrow window the record takes the place of the list: the keyboard is at the way back. */
static void
test_enter_instead (Pages *pages, gconstpointer data)
{
  gint64 id = add_two (pages);
  DyrListPage *page = show (pages, &dyr_client_type, 800);
  DyrSplit *split = DYR_SPLIT (pages_find (GTK_WIDGET (page), DYR_TYPE_SPLIT, 0));
  GtkWidget *focus;

  WAIT_FOR (dyr_split_get_collapsed (split));
  WAIT_FOR (g_list_model_get_n_items (dyr_table_get_model (table_of (page))) == 2);
  g_signal_emit_by_name (table_of (page), "activated", id);
  WAIT_FOR (shows (page, id) && dyr_split_get_show_content (split));
  /* Out of the list, which is not seen any more. */
  WAIT_FOR ((focus = gtk_window_get_focus (GTK_WINDOW (pages->window))) != NULL
            && pages_find_text (focus, "Clients") != NULL);
}

static gboolean
is_in (GtkWidget *focus, DyrListPage *page)
{
  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (table_of (page)));
}

/* Going to the page: the keyboard comes to the list when it is read, and selects nothing. */
static void
test_take_focus (Pages *pages, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (pages->window);
  DyrListPage *page;
  GtkWidget *other;

  add_two (pages);
  page = show (pages, &dyr_client_type, 1300);
  dyr_list_page_take_focus (page);
  WAIT_FOR (is_in (gtk_window_get_focus (window), page));
  g_assert_cmpint (dyr_table_get_selected_record_id (table_of (page)), ==, 0);
  /* Now that there are lines, at once. */
  other = pages_find (GTK_WIDGET (page), GTK_TYPE_DROP_DOWN, 0);
  g_assert_true (gtk_widget_grab_focus (other));
  g_assert_false (is_in (gtk_window_get_focus (window), page));
  dyr_list_page_take_focus (page);
  g_assert_true (is_in (gtk_window_get_focus (window), page));
}

/* Enter in the search before it is done: the first line that it finds is chosen, not that of the
 * list as it was. */
static void
test_enter_early (Pages *pages, gconstpointer data)
{
  gint64 id = add_two (pages);
  DyrListPage *page = show (pages, &dyr_client_type, 1300);

  WAIT_FOR (g_list_model_get_n_items (dyr_table_get_model (table_of (page))) == 2);
  /* The full text follows edits a little later. */
  dyr_list_page_set_search (page, "B");
  WAIT_FOR (g_list_model_get_n_items (dyr_table_get_model (table_of (page))) == 1);
  dyr_list_page_set_search (page, NULL);
  WAIT_FOR (g_list_model_get_n_items (dyr_table_get_model (table_of (page))) == 2);
  g_assert_cmpint (dyr_table_get_selected_record_id (table_of (page)), ==, 0);
  dyr_list_page_set_search (page, "B");
  dyr_list_page_grab_list_focus (page);
  WAIT_FOR (shows (page, id));
  WAIT_FOR (is_in (gtk_window_get_focus (GTK_WINDOW (pages->window)), page));
  g_assert_cmpint (dyr_table_get_selected_record_id (table_of (page)), ==, id);
  /* Nothing found: nothing is chosen when there is something again. */
  dyr_table_set_selected_record_id (table_of (page), 0);
  dyr_list_page_set_search (page, "zzzz");
  dyr_list_page_grab_list_focus (page);
  WAIT_FOR (g_list_model_get_n_items (dyr_table_get_model (table_of (page))) == 0);
  dyr_list_page_set_search (page, NULL);
  WAIT_FOR (g_list_model_get_n_items (dyr_table_get_model (table_of (page))) == 2);
  g_assert_cmpint (dyr_table_get_selected_record_id (table_of (page)), ==, 0);
}

/* … and a search brings the list back. */
static void
test_search_instead (Pages *pages, gconstpointer data)
{
  gint64 id = add_two (pages);
  DyrListPage *page = show (pages, &dyr_client_type, 800);
  DyrSplit *split = DYR_SPLIT (pages_find (GTK_WIDGET (page), DYR_TYPE_SPLIT, 0));

  WAIT_FOR (dyr_split_get_collapsed (split));
  WAIT_FOR (g_list_model_get_n_items (dyr_table_get_model (table_of (page))) == 2);
  g_signal_emit_by_name (table_of (page), "activated", id);
  WAIT_FOR (shows (page, id) && dyr_split_get_show_content (split));
  dyr_list_page_set_search (page, "zzzz");
  g_assert_false (dyr_split_get_show_content (split));
  WAIT_FOR (g_list_model_get_n_items (dyr_table_get_model (table_of (page))) == 0);
}

/* Pages with nothing on them show their icon large: it was drawn in that size. */
static void
test_large_icons (Pages *pages, gconstpointer data)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  gtk_icon_theme_add_resource_path (theme, DYR_RESOURCE_PATH "/icons");
  for (const DyrPageInfo *info = dyr_pages; info->name != NULL; info++)
    for (int scale = 1; scale <= 2; scale++)
      {
        g_autoptr (GtkIconPaintable) icon
            = gtk_icon_theme_lookup_icon (theme, info->icon, NULL, 128, scale, GTK_TEXT_DIR_LTR, 0);
        g_autoptr (GFile) file = gtk_icon_paintable_get_file (icon);
        g_autofree char *uri = g_file_get_uri (file);

        g_assert_nonnull (strstr (uri, scale == 1 ? "/128x128/" : "/256x256/"));
      }
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/list-page/" name, Pages, NULL, pages_set_up, function, pages_tear_down)
  ADD ("order", test_order);
  ADD ("numbers", test_numbers);
  ADD ("empty", test_empty);
  ADD ("large-icons", test_large_icons);
  ADD ("enter-beside", test_enter_beside);
  ADD ("enter-instead", test_enter_instead);
  ADD ("search-instead", test_search_instead);
  ADD ("take-focus", test_take_focus);
  ADD ("enter-early", test_enter_early);
#undef ADD
  return g_test_run ();
}
