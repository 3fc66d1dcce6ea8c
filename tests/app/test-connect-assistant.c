/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectAssistant against the fake EspoCRM: who goes back stays there, whatever was asked for
 * before that. */

#include "config.h"

#include "dyr-connect-assistant.h"
#include "fake-crm.h"
#include "stage.h"

#define KEY "0123456789abcdef0123456789abcdef"
#define OTHER_KEY "ffffffffffffffffffffffffffffffff"

typedef struct
{
  Stage stage;
  FakeCrm *crm;
  GtkWindow *assistant;
} Fixture;

static void
start_crm (Fixture *f)
{
  g_autofree char *stock
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock.json", NULL);
  const char *const paths[] = { stock, NULL };
  const CrmConfig config
      = { .metadata = paths, .seed = 1, .time = g_get_real_time () / G_USEC_PER_SEC };
  g_autoptr (GError) error = NULL;
  CrmModel *model = crm_model_new (&config, &error);

  g_assert_no_error (error);
  crm_model_set_user (model,
                      "{\"userName\":\"sync\",\"name\":\"Sync\",\"type\":\"regular\","
                      "\"apiKey\":\"" KEY "\"}");
  f->crm = fake_crm_new (model, FAKE_CRM_HERE, 0, &error);
  g_assert_no_error (error);
  fake_crm_follow_clock (f->crm, TRUE);
}

static void
set_text (Fixture *f, const char *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (stage_find (f->assistant, row)), text);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  stage_set_up (&f->stage, NULL);
  start_crm (f);
  dyr_connect_assistant_present (f->stage.office, f->stage.window);
  f->assistant = stage_find_window ("DyrConnectAssistant");
  set_text (f, "address", fake_crm_get_url (f->crm));
  set_text (f, "key", KEY);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  stage_tear_down (&f->stage, NULL);
  fake_crm_free (f->crm);
}

static const char *
page_of (Fixture *f)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (stage_find (f->assistant, "pages")));
}

static gboolean
may_go_on (Fixture *f)
{
  return gtk_widget_is_sensitive (stage_find (f->assistant, "next"));
}

static gboolean
is_busy (Fixture *f)
{
  return gtk_widget_get_visible (stage_find (f->assistant, "spinner"));
}

static void
check (Fixture *f)
{
  stage_click (f->assistant, "next");
  g_assert_cmpstr (page_of (f), ==, "check");
  stage_wait_until (!is_busy (f));
}

/* Nothing but the answer of the test turns the page: longer than reading what would be synced. */
static void
check_in_vain (Fixture *f)
{
  g_assert_cmpstr (page_of (f), ==, "way");
  set_text (f, "key", OTHER_KEY);
  check (f);
  g_assert_cmpstr (page_of (f), ==, "check");
  g_assert_false (may_go_on (f));
}

static void
test_back (Fixture *f, gconstpointer data)
{
  check (f);
  g_assert_true (may_go_on (f));
  stage_click (f->assistant, "next");
  stage_click (f->assistant, "back");
  check_in_vain (f);
}

static void
test_twice (Fixture *f, gconstpointer data)
{
  check (f);
  stage_click (f->assistant, "next");
  stage_click (f->assistant, "next");
  stage_wait_until (g_str_equal (page_of (f), "plan"));
  stage_click (f->assistant, "back");
  check_in_vain (f);
}

/* A test that was left has to end before the next one begins. */
static void
test_left (Fixture *f, gconstpointer data)
{
  stage_click (f->assistant, "next");
  stage_click (f->assistant, "back");
  g_assert_cmpstr (page_of (f), ==, "way");
  g_assert_false (may_go_on (f));
  stage_wait_until (!is_busy (f));
  g_assert_cmpstr (page_of (f), ==, "way");
  g_assert_true (may_go_on (f));
  check (f);
  g_assert_true (may_go_on (f));
}

static gboolean
shows (gpointer root, const char *text)
{
  if (GTK_IS_LABEL (root) && gtk_widget_get_mapped (root)
      && g_strcmp0 (gtk_label_get_text (GTK_LABEL (root)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;
  return FALSE;
}

/* What comes is told type by type; nobody takes a number that was not told for none. */
static void
test_plan (Fixture *f, gconstpointer data)
{
  const CrmFault fault = { .kind = CRM_FAULT_LOST_REQUEST, .path = "Account" };

  crm_model_fill (fake_crm_lock (f->crm), "Account", 3);
  fake_crm_unlock (f->crm);
  check (f);
  stage_click (f->assistant, "next");
  stage_wait_until (g_str_equal (page_of (f), "plan"));
  g_assert_true (shows (f->assistant, "Go to the CRM: 0, come from there: 3"));
  g_assert_true (shows (f->assistant, "Stay on this computer"));

  stage_click (f->assistant, "back");
  crm_model_add_fault (fake_crm_lock (f->crm), &fault);
  fake_crm_unlock (f->crm);
  check (f);
  stage_click (f->assistant, "next");
  stage_wait_until (g_str_equal (page_of (f), "plan"));
  g_assert_true (
      shows (f->assistant, "Go to the CRM: 0; it does not tell how many come from there"));
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
#define ADD(name)                                                                                  \
  g_test_add ("/app/connect-assistant/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (back);
  ADD (twice);
  ADD (left);
  ADD (plan);
#undef ADD
  return g_test_run ();
}
