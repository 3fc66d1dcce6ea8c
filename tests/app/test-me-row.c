/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrMeRow: whoever is chosen of all users is “me” at once. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-me-row.h"

#include "app-test.h"
#include "dyr-client.h"
#include "dyr-record-list.h"
#include "dyr-user.h"

/* More than a search shows before something is typed. */
#define USERS 40

typedef struct
{
  Pages pages;
  gint64 mine;         /* a client of the user that is found only by typing */
  DyrRecordList *list; /* my clients, as a page shows them */
  DyrMeRow *row;
} Fixture;

static const char *
told (Fixture *f)
{
  const char *text = adw_action_row_get_subtitle (ADW_ACTION_ROW (f->row));

  return text != NULL ? text : "";
}

static void
show_row (Fixture *f)
{
  GtkWidget *group = adw_preferences_group_new ();

  f->row = g_object_new (DYR_TYPE_ME_ROW, NULL);
  dyr_me_row_set_office (f->row, f->pages.app);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (f->row));
  pages_show (&f->pages, group);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  pages_set_up (&f->pages, data);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->list);
  pages_tear_down (&f->pages, data);
}

static void
add_users (Fixture *f)
{
  Office *office = &f->pages.office;
  g_autofree char *uid = NULL;

  for (guint i = 0; i < USERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Андрій %02u", i);

      office_add (office, &dyr_user_type, "name", name, NULL);
    }
  uid = office_uid (office, office_add (office, &dyr_user_type, "name", "Яна & Ко <b>", NULL));
  f->mine = office_add (office, &dyr_client_type, "name", "Дім", "responsible", uid, NULL);
  office_add (office, &dyr_client_type, "name", "Хата", NULL);
  office_catch_up (office, 100);
}

static void
list_mine (Fixture *f)
{
  DyrQuery *query = dyr_query_new (&dyr_client_type);

  dyr_query_take_line (query,
                       dyr_query_line_parse (dyr_office_get_context (f->pages.app),
                                             &dyr_client_type,
                                             "responsible:me"));
  f->list = dyr_record_list_new (f->pages.store);
  dyr_record_list_take_query (f->list, query);
  pages_settle (&f->pages);
}

static guint
count (gpointer list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static void
test_choose (Fixture *f, gconstpointer data)
{
  GtkWidget *entry, *found;
  GtkSelectionModel *model;

  add_users (f);
  list_mine (f);
  g_assert_cmpuint (count (f->list), ==, 0);
  show_row (f);
  WAIT_FOR (gtk_widget_get_visible (GTK_WIDGET (f->row)));
  g_assert_cmpstr (told (f), ==, "Not known: “my” lists stay empty until you choose yourself");

  pages_click (pages_find_button (GTK_WIDGET (f->row), "Change"));
  entry = pages_find (GTK_WIDGET (f->row), GTK_TYPE_SEARCH_ENTRY, 0);
  found = pages_find (GTK_WIDGET (f->row), GTK_TYPE_LIST_VIEW, 0);
  model = gtk_list_view_get_model (GTK_LIST_VIEW (found));
  WAIT_FOR (count (model) > 1);
  g_assert_cmpuint (count (model), <, USERS);
  gtk_editable_set_text (GTK_EDITABLE (entry), "яна");
  WAIT_FOR (count (model) == 1);
  g_signal_emit_by_name (entry, "activate");

  WAIT_FOR (g_str_equal (told (f), "Яна & Ко <b>"));
  WAIT_FOR (count (f->list) == 1);
  g_assert_cmpint (dyr_place_list_id_at (DYR_PLACE_LIST (f->list), 0), ==, f->mine);
}

/* What the row has nothing to say about it does not show. */
static void
test_nobody (Fixture *f, gconstpointer data)
{
  show_row (f);
  pages_settle (&f->pages);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (f->row)));
  pages_go_offline (&f->pages);
  WAIT_FOR (gtk_widget_get_visible (GTK_WIDGET (f->row)));
  g_assert_cmpstr (told (f), ==, "The users of the CRM have not come yet");
  g_assert_false (gtk_widget_is_sensitive (pages_find_button (GTK_WIDGET (f->row), "Change")));
  /* They come. */
  office_add (&f->pages.office, &dyr_user_type, "name", "Яна", NULL);
  WAIT_FOR (g_str_equal (told (f), "Яна"));
  g_assert_true (gtk_widget_is_sensitive (pages_find_button (GTK_WIDGET (f->row), "Change")));
}

int
main (int argc, char **argv)
{
  pages_init (&argc, &argv);
#define ADD(name) g_test_add ("/app/me-row/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (choose);
  ADD (nobody);
#undef ADD
  return g_test_run ();
}
