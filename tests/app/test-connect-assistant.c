/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectAssistant against the fake EspoCRM: who goes back stays there, whatever was asked for
 * before that; what it says before one connects; that another CRM is only connected on a word. */

#include "config.h"

#include <string.h>

#include "dyr-connect-assistant.h"
#include "dyr-account.h"
#include "dyr-client.h"
#include "dyr-meta.h"
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
present (Fixture *f, const char *key)
{
  dyr_connect_assistant_present (f->stage.office, f->stage.window);
  f->assistant = stage_find_window ("DyrConnectAssistant");
  set_text (f, "address", fake_crm_get_url (f->crm));
  set_text (f, "key", key);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  stage_set_up (&f->stage, NULL);
  start_crm (f);
  present (f, KEY);
}

static void
on_shut (GObject *source, GAsyncResult *result, gpointer data)
{
  dyr_sync_service_shut_finish (DYR_SYNC_SERVICE (source), result);
  *(gboolean *) data = TRUE;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gboolean done = FALSE;

  dyr_sync_service_shut_async (dyr_office_get_sync (f->stage.office), on_shut, &done);
  stage_wait_until (done);
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

/* The rows of a list, as they stand: "Clients|Go to the CRM: …". */
static void
add_rows (GtkWidget *root, GPtrArray *rows)
{
  if (ADW_IS_ACTION_ROW (root))
    {
      g_ptr_array_add (rows,
                       g_strdup_printf ("%s|%s",
                                        adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)),
                                        adw_action_row_get_subtitle (ADW_ACTION_ROW (root))));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_rows (child, rows);
}

/* A CRM without the extension holds only some sorts of records: the others come last, and it is
 * said of each that it stays here. */
static void
test_stays (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  gboolean contracts = FALSE;
  guint n_stay = 0;

  check (f);
  stage_click (f->assistant, "next");
  stage_wait_until (g_str_equal (page_of (f), "plan"));
  add_rows (stage_find (f->assistant, "types"), rows);
  for (guint i = 0; i < rows->len; i++)
    {
      const gboolean stays = g_str_has_suffix (rows->pdata[i], "|Stay on this computer");

      g_assert_true (stays || n_stay == 0);
      n_stay += stays;
      contracts = contracts || g_str_equal (rows->pdata[i], "Contracts|Stay on this computer");
    }
  g_assert_true (contracts);
  g_assert_cmpuint (n_stay, <, rows->len);
  g_assert_true (g_str_has_prefix (rows->pdata[0], "Users|")
                 || g_str_has_prefix (rows->pdata[0], "Clients|"));
}

/* Who you are, where more people work than a list can hold. */
static void
test_many_people (Fixture *f, gconstpointer data)
{
  static const char words[] = "These are not all people of the CRM";
  AdwPreferencesGroup *group;

  crm_model_set_user (fake_crm_lock (f->crm),
                      "{\"userName\":\"robot\",\"name\":\"Robot\",\"type\":\"api\","
                      "\"apiKey\":\"" OTHER_KEY "\"}");
  fake_crm_unlock (f->crm);
  set_text (f, "key", OTHER_KEY);
  check (f);
  stage_click (f->assistant, "next");
  stage_wait_until (g_str_equal (page_of (f), "plan"));
  group = ADW_PREFERENCES_GROUP (stage_find (f->assistant, "person_group"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (group)));
  g_assert_null (strstr (adw_preferences_group_get_description (group), words));

  stage_click (f->assistant, "back");
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *json = g_strdup_printf (
          "{\"userName\":\"u%u\",\"name\":\"Андрій %u\",\"type\":\"regular\"}", i, i);

      crm_model_set_user (fake_crm_lock (f->crm), json);
      fake_crm_unlock (f->crm);
    }
  check (f);
  stage_click (f->assistant, "next");
  stage_wait_until (g_str_equal (page_of (f), "plan"));
  g_assert_nonnull (strstr (adw_preferences_group_get_description (group), words));
}

static gboolean
job_rename_crm (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *known = dyr_meta_read (connection, "remote-description", error);
  g_autoptr (GString) other = g_string_new (known);

  g_assert_cmpuint (g_string_replace (other, "127.0.0.1", "crm.old.example", 0), >, 0);
  return dyr_meta_write (connection, "remote-description", other->str, error);
}

static void
connect_to_crm (Fixture *f)
{
  stage_click (f->assistant, "next");
  stage_wait_until (g_str_equal (page_of (f), "done"));
  stage_click (f->assistant, "next");
  stage_wait_until (stage_find_window ("DyrConnectAssistant") == NULL);
  stage_wait_until (dyr_sync_service_get_state (dyr_office_get_sync (f->stage.office))
                    == DYR_SERVICE_UP_TO_DATE);
}

static gboolean
belongs_to (Fixture *f, const char *identity)
{
  g_autoptr (DyrAccountPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  dyr_database_read (
      dyr_store_get_database (f->stage.store), dyr_account_plan_job, &plan, NULL, &error);
  g_assert_no_error (error);
  return g_strcmp0 (plan->identity, identity) == 0;
}

/* What belongs to one CRM goes to another only on somebody's word that it has moved; then it goes
 * on there, and the next time nothing is asked. */
static void
test_moved (Fixture *f, gconstpointer data)
{
  DyrSyncService *sync = dyr_office_get_sync (f->stage.office);
  g_autoptr (GError) error = NULL;
  GtkSwitch *moved;

  dyr_sync_service_set_interval (sync, 0);
  dyr_sync_service_start (sync);
  crm_model_fill (fake_crm_lock (f->crm), "Account", 2);
  fake_crm_unlock (f->crm);
  check (f);
  stage_click (f->assistant, "next");
  stage_wait_until (g_str_equal (page_of (f), "plan"));
  g_assert_false (gtk_widget_get_mapped (stage_find (f->assistant, "moved_group")));
  connect_to_crm (f);
  g_assert_cmpuint (stage_count (&f->stage, &dyr_client_type), ==, 2);

  dyr_database_write (dyr_store_get_database (f->stage.store), job_rename_crm, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (belongs_to (f, "http://crm.old.example"));
  present (f, KEY);
  check (f);
  stage_click (f->assistant, "next");
  stage_wait_until (g_str_equal (page_of (f), "plan"));
  g_assert_true (gtk_widget_get_mapped (stage_find (f->assistant, "moved_group")));
  g_assert_nonnull (
      strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (stage_find (f->assistant, "moved"))),
              "belongs to the CRM at crm.old.example"));
  g_assert_false (may_go_on (f));
  moved = GTK_SWITCH (stage_find (f->assistant, "moved_switch"));
  gtk_switch_set_active (moved, TRUE);
  g_assert_true (may_go_on (f));
  gtk_switch_set_active (moved, FALSE);
  g_assert_false (may_go_on (f));
  gtk_switch_set_active (moved, TRUE);
  connect_to_crm (f);
  stage_wait_until (belongs_to (f, "http://127.0.0.1"));
  g_assert_cmpuint (stage_count (&f->stage, &dyr_client_type), ==, 2);

  present (f, KEY);
  check (f);
  stage_click (f->assistant, "next");
  stage_wait_until (g_str_equal (page_of (f), "plan"));
  g_assert_false (gtk_widget_get_mapped (stage_find (f->assistant, "moved_group")));
  g_assert_true (may_go_on (f));
}

int
main (int argc, char **argv)
{
  stage_init (&argc, &argv, TRUE);
  /* No keyring is asked for. */
  g_setenv ("SECRET_BACKEND", "file", TRUE);
#define ADD(name)                                                                                  \
  g_test_add ("/app/connect-assistant/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (back);
  ADD (twice);
  ADD (left);
  ADD (plan);
  ADD (stays);
  ADD (many_people);
  ADD (moved);
#undef ADD
  return g_test_run ();
}
