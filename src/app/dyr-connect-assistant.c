/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectAssistant: address and sign-in, a test of each step, what would be synced, connect. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-connect-assistant.h"

#include <glib/gi18n-lib.h>

#include "dyr-crm-address.h"
#include "dyr-banner.h"
#include "dyr-connect-certificate.h"
#include "dyr-connect-plan.h"
#include "dyr-connect-steps.h"
#include "dyr-naming.h"
#include "dyr-util.h"
#include "dyr-weak.h"

typedef enum
{
  PAGE_WAY,
  PAGE_CHECK,
  PAGE_PLAN,
  PAGE_DONE,
  N_PAGES
} Page;

/* Choices of the row `kind`. */
#define BY_KEY 0

struct _DyrConnectAssistant
{
  AdwWindow parent_instance;

  DyrOffice *office;
  DyrConnectionTest *test;
  GCancellable *cancellable; /* of the test that runs; NULL: none */
  DyrAccountPlan *plan;
  Page page;
  gboolean good;       /* the last test went well */
  gboolean connecting; /* it cannot be left now */
  char *server;        /* that is tested, or was last */
  char *trusted;       /* certificate (PEM) that a person took for it; NULL: none */

  AdwWindowTitle *title;
  GtkButton *back, *next;
  GtkSpinner *spinner;
  DyrBanner *banner;
  GtkStack *pages;
  GtkEditable *address, *key, *secret, *login, *password, *code;
  AdwComboRow *kind;
  GtkWidget *code_group, *certificate_group;
  DyrConnectSteps *steps;
  DyrConnectPlan *plan_view;
  AdwStatusPage *done_page;
};

G_DEFINE_FINAL_TYPE (DyrConnectAssistant, dyr_connect_assistant, ADW_TYPE_WINDOW)

/* clang-format off */
static const struct
{
  const char *name, *title, *next;
} page_words[N_PAGES] = {
  [PAGE_WAY] = { "way", NC_("connection", "Connect to the CRM"), NC_("connection", "_Check") },
  [PAGE_CHECK] = { "check", NC_("connection", "Checking the connection"), NC_("connection", "_Continue") },
  [PAGE_PLAN] = { "plan", NC_("connection", "What will happen"), NC_("connection", "_Connect") },
  [PAGE_DONE] = { "done", NC_("connection", "Connected"), NC_("connection", "_Close") },
};
/* clang-format on */

static gboolean
is_by_key (DyrConnectAssistant *self)
{
  return adw_combo_row_get_selected (self->kind) == BY_KEY;
}

static gboolean
has_text (GtkEditable *entry)
{
  return *gtk_editable_get_text (entry) != '\0';
}

static gboolean
may_go_on (DyrConnectAssistant *self)
{
  switch (self->page)
    {
    case PAGE_WAY:
      /* One that was cancelled has to say so first. */
      return self->cancellable == NULL && has_text (self->address)
             && (is_by_key (self) ? has_text (self->key)
                                  : has_text (self->login) && has_text (self->password));
    case PAGE_CHECK:
      if (self->cancellable != NULL)
        return FALSE;
      return self->good || (dyr_connection_test_wants_code (self->test) && has_text (self->code));
    case PAGE_PLAN:
      return !self->connecting && dyr_connect_plan_is_agreed (self->plan_view);
    case PAGE_DONE:
      return TRUE;
    case N_PAGES:
    default:
      g_assert_not_reached ();
    }
}

static void
update (DyrConnectAssistant *self)
{
  const gboolean by_key = is_by_key (self);
  const gboolean busy = self->cancellable != NULL || self->connecting;

  gtk_widget_set_visible (GTK_WIDGET (self->key), by_key);
  gtk_widget_set_visible (GTK_WIDGET (self->secret), by_key);
  gtk_widget_set_visible (GTK_WIDGET (self->login), !by_key);
  gtk_widget_set_visible (GTK_WIDGET (self->password), !by_key);
  gtk_widget_set_visible (self->code_group,
                          self->cancellable == NULL && dyr_connection_test_wants_code (self->test));
  gtk_widget_set_visible (self->certificate_group,
                          self->cancellable == NULL
                              && dyr_connection_test_wants_certificate (self->test));
  adw_window_title_set_title (self->title,
                              g_dpgettext2 (NULL, "connection", page_words[self->page].title));
  gtk_window_set_title (GTK_WINDOW (self), adw_window_title_get_title (self->title));
  gtk_button_set_label (self->next, g_dpgettext2 (NULL, "connection", page_words[self->page].next));
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), may_go_on (self));
  gtk_widget_set_visible (GTK_WIDGET (self->back), self->page != PAGE_DONE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->back), self->page != PAGE_WAY && !self->connecting);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
say (DyrConnectAssistant *self, const char *text)
{
  if (text != NULL)
    dyr_banner_set_title (self->banner, text);
  dyr_banner_set_revealed (self->banner, text != NULL);
}

static void
go_to (DyrConnectAssistant *self, Page page)
{
  self->page = page;
  say (self, NULL);
  gtk_stack_set_visible_child_name (self->pages, page_words[page].name);
  update (self);
}

static void
on_way_changed (DyrConnectAssistant *self)
{
  say (self, NULL);
  update (self);
}

/* The test */

static void
on_plan_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectAssistant) self = dyr_weak_take (data);
  DyrAccountPlan **slot = dyr_database_job_data (result);
  g_autoptr (DyrAccountPlan) plan = g_steal_pointer (slot);
  g_autoptr (GError) error = NULL;
  const gboolean done = dyr_database_job_finish (DYR_DATABASE (source), result, &error);

  /* Nobody waits for it any more where it was left, or is there already. */
  if (self == NULL || self->page != PAGE_CHECK || !self->good || self->cancellable != NULL)
    return;
  if (!done)
    {
      say (self, error->message);
      return;
    }
  g_clear_pointer (&self->plan, dyr_account_plan_free);
  self->plan = g_steal_pointer (&plan);
  dyr_connect_plan_show (self->plan_view, self->office, self->test, self->plan);
  go_to (self, PAGE_PLAN);
}

static void
read_plan (DyrConnectAssistant *self)
{
  dyr_database_read_async (dyr_store_get_database (dyr_office_get_store (self->office)),
                           dyr_account_plan_job,
                           g_new0 (DyrAccountPlan *, 1),
                           g_free,
                           NULL,
                           on_plan_read,
                           dyr_weak_new (self));
}

static void
on_tested (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectAssistant) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  const gboolean good
      = dyr_connection_test_run_finish (DYR_CONNECTION_TEST (source), result, &error);

  if (self == NULL)
    return;
  g_clear_object (&self->cancellable);
  self->good = good;
  update (self);
  if (dyr_connection_test_wants_code (self->test))
    gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

/* FALSE: what was typed is no way in; it is said. */
static gboolean
read_way (DyrConnectAssistant *self, char **server, char **key, char **secret)
{
  g_autoptr (GError) error = NULL;

  *server = dyr_crm_address_mend (gtk_editable_get_text (self->address), &error);
  if (*server != NULL && is_by_key (self))
    *key = dyr_key_clean (gtk_editable_get_text (self->key), &error);
  if (*key != NULL && has_text (self->secret))
    *secret = dyr_key_clean (gtk_editable_get_text (self->secret), &error);
  if (error == NULL)
    {
      gtk_editable_set_text (self->address, *server);
      return TRUE;
    }
  say (self, error->message);
  return FALSE;
}

/* What was taken for one address says nothing of another. */
static void
note_server (DyrConnectAssistant *self, const char *server)
{
  DyrSyncService *sync = dyr_office_get_sync (self->office);

  if (!dyr_set_str (&self->server, server))
    return;
  dyr_set_str (&self->trusted,
               g_strcmp0 (server, dyr_sync_service_get_server (sync)) == 0
                   ? dyr_sync_service_get_certificate (sync)
                   : NULL);
}

static void
run_test (DyrConnectAssistant *self)
{
  g_autofree char *server = NULL, *login = NULL, *code = NULL;
  char *key = NULL, *secret = NULL;
  DyrConnectionWay way = { 0 };

  if (!read_way (self, &server, &key, &secret))
    {
      dyr_key_wipe (key);
      return;
    }
  login = g_strstrip (g_strdup (gtk_editable_get_text (self->login)));
  code = g_strstrip (g_strdup (gtk_editable_get_text (self->code)));
  note_server (self, server);
  way.server = server;
  way.certificate = self->trusted;
  way.key = key;
  way.secret = secret;
  way.login = login;
  way.password = gtk_editable_get_text (self->password);
  way.code = *code != '\0' ? code : NULL;
  self->good = FALSE;
  self->cancellable = g_cancellable_new ();
  gtk_editable_set_text (self->code, "");
  dyr_connection_test_run_async (
      self->test, &way, self->cancellable, on_tested, dyr_weak_new (self));
  dyr_key_wipe (key);
  dyr_key_wipe (secret);
  go_to (self, PAGE_CHECK);
}

static void
on_certificate_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectAssistant) self = dyr_weak_take (data);
  g_autofree char *pem = NULL;

  if (self == NULL)
    return;
  pem = dyr_connect_certificate_choose_finish (result, self->server);
  if (pem == NULL || self->page != PAGE_CHECK || self->cancellable != NULL)
    return;
  dyr_set_str (&self->trusted, pem);
  run_test (self);
}

static void
on_certificate_clicked (DyrConnectAssistant *self)
{
  dyr_connect_certificate_choose_async (GTK_WIDGET (self),
                                        dyr_office_get_context (self->office),
                                        self->server,
                                        on_certificate_chosen,
                                        dyr_weak_new (self));
}

/* Connecting */

static void
forget_secrets (DyrConnectAssistant *self)
{
  gtk_editable_set_text (self->key, "");
  gtk_editable_set_text (self->secret, "");
  gtk_editable_set_text (self->password, "");
  gtk_editable_set_text (self->code, "");
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectAssistant) self = dyr_weak_take (data);
  g_autoptr (GError) error = NULL;
  gboolean kept = FALSE;
  const gboolean done
      = dyr_sync_service_connect_finish (DYR_SYNC_SERVICE (source), result, &kept, &error);

  if (self == NULL)
    return;
  self->connecting = FALSE;
  if (!done)
    {
      update (self);
      say (self, error->message);
      return;
    }
  forget_secrets (self);
  adw_status_page_set_description (
      self->done_page,
      kept
      ? _ ("The first sync has begun. Go on working meanwhile: each record can be used as soon as it is here.")
      : _ ("The first sync has begun. This computer has no keyring that can be used: the key is kept only until the program closes, then you sign in again."));
  go_to (self, PAGE_DONE);
}

static void
connect_now (DyrConnectAssistant *self)
{
  const DyrConnectionPerson *person = dyr_connect_plan_get_person (self->plan_view);
  const DyrPlaceThere place = {
    .server = dyr_connection_test_get_server (self->test),
    .login = dyr_connection_test_get_login (self->test),
    .identity = dyr_connection_test_get_identity (self->test),
    .told = dyr_connection_test_get_user (self->test),
    .person = person != NULL ? person->id : NULL,
    .certificate = self->trusted,
    .person_uid = person != NULL && person->has_uid ? &person->uid : NULL,
  };

  self->connecting = TRUE;
  update (self);
  dyr_sync_service_connect_async (dyr_office_get_sync (self->office),
                                  &place,
                                  dyr_connection_test_get_key (self->test),
                                  NULL,
                                  on_connected,
                                  dyr_weak_new (self));
}

/* Going */

static void
on_next_clicked (DyrConnectAssistant *self)
{
  if (!may_go_on (self))
    return;
  switch (self->page)
    {
    case PAGE_WAY:
      run_test (self);
      break;
    case PAGE_CHECK:
      if (self->good)
        read_plan (self);
      else
        run_test (self);
      break;
    case PAGE_PLAN:
      connect_now (self);
      break;
    case PAGE_DONE:
      gtk_window_close (GTK_WINDOW (self));
      break;
    case N_PAGES:
    default:
      g_assert_not_reached ();
    }
}

static void
on_back_clicked (DyrConnectAssistant *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->page == PAGE_CHECK || self->page == PAGE_PLAN)
    go_to (self, PAGE_WAY);
}

static void
on_plan_changed (DyrConnectAssistant *self)
{
  update (self);
}

static gboolean
dyr_connect_assistant_close_request (GtkWindow *window)
{
  DyrConnectAssistant *self = DYR_CONNECT_ASSISTANT (window);

  if (self->connecting)
    return TRUE;
  forget_secrets (self);
  return GTK_WINDOW_CLASS (dyr_connect_assistant_parent_class)->close_request (window);
}

static void
dyr_connect_assistant_dispose (GObject *object)
{
  DyrConnectAssistant *self = DYR_CONNECT_ASSISTANT (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), DYR_TYPE_CONNECT_ASSISTANT);
  g_clear_pointer (&self->plan, dyr_account_plan_free);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->trusted, g_free);
  g_clear_object (&self->test);
  g_clear_object (&self->office);
  G_OBJECT_CLASS (dyr_connect_assistant_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, title);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, back);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, next);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, spinner);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, banner);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, pages);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, address);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, kind);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, key);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, secret);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, login);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, password);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, code_group);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, certificate_group);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, code);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, steps);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, plan_view);
  gtk_widget_class_bind_template_child (widget_class, DyrConnectAssistant, done_page);
}

static void
dyr_connect_assistant_class_init (DyrConnectAssistantClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dyr_connect_assistant_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dyr_connect_assistant_close_request;
  g_type_ensure (DYR_TYPE_BANNER);
  g_type_ensure (DYR_TYPE_CONNECT_STEPS);
  g_type_ensure (DYR_TYPE_CONNECT_PLAN);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               DYR_RESOURCE_PATH "/ui/dyr-connect-assistant.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_next_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_way_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_plan_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_certificate_clicked);
}

static void
dyr_connect_assistant_init (DyrConnectAssistant *self)
{
  self->test = dyr_connection_test_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  dyr_name_combo_row (self->kind);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->next));
  dyr_connect_steps_set_test (self->steps, self->test);
}

void
dyr_connect_assistant_present (DyrOffice *office, GtkWindow *parent)
{
  DyrConnectAssistant *self;
  const char *server;

  g_return_if_fail (DYR_IS_OFFICE (office));
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));

  self = g_object_new (DYR_TYPE_CONNECT_ASSISTANT, "transient-for", parent, NULL);
  self->office = g_object_ref (office);
  server = dyr_sync_service_get_server (dyr_office_get_sync (office));
  if (server != NULL)
    gtk_editable_set_text (self->address, server);
  go_to (self, PAGE_WAY);
  gtk_window_present (GTK_WINDOW (self));
}
