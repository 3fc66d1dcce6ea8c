/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectionTest: whether this database could sync with a CRM, step by step.
 *
 *   Settings (no key needed; nobody there: how far does it go?)
 *   → App/user with name and password, for a token → App/user → Metadata…   as the engine probes
 *   → who works there, how many records there are
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-connection-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyr-crm-address.h"
#include "dyr-espocrm-private.h"
#include "dyr-reason.h"
#include "dyr-sync-words.h"
#include "dyr-util.h"

#define SECOND_STEP "second-step-required"

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DyrConnectionTest, dyr_connection_test, G_TYPE_OBJECT)

static void
free_person (gpointer data)
{
  DyrConnectionPerson *person = data;

  g_free (person->id);
  g_free (person->name);
  g_free (person);
}

void
dyr_connection_test_set (DyrConnectionTest *self,
                         DyrConnectionStep step,
                         DyrConnectionOutcome outcome,
                         char *text)
{
  self->outcomes[step] = outcome;
  g_free (self->texts[step]);
  self->texts[step] = text;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Those before have gone well. */
static void
reach (DyrConnectionTest *self, DyrConnectionStep step)
{
  self->step = step;
  if (step < DYR_CONNECTION_N_STEPS)
    dyr_connection_test_set (self, step, DYR_CONNECTION_RUNNING, NULL);
}

static void
forget_secrets (DyrConnectionTest *self)
{
  dyr_key_wipe (g_steal_pointer (&self->password));
  dyr_key_wipe (g_steal_pointer (&self->code));
}

void
dyr_connection_test_end (DyrConnectionTest *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  gboolean good = TRUE;

  forget_secrets (self);
  for (guint i = 0; i < DYR_CONNECTION_N_STEPS; i++)
    good = good
           && (self->outcomes[i] == DYR_CONNECTION_DONE
               || self->outcomes[i] == DYR_CONNECTION_WARNED);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, good);
}

/* Takes the text. */
static void
fail (DyrConnectionTest *self, DyrConnectionStep step, char *text)
{
  dyr_connection_test_set (self, step, DYR_CONNECTION_FAILED, text);
  dyr_connection_test_end (self);
}

/* Nothing came back. Before anything ever did, it is found out how far it goes; FALSE: something
 * came. */
static gboolean
handle_silence (DyrConnectionTest *self, const DyrResponse *response)
{
  if (response == NULL)
    {
      dyr_connection_test_end (self);
      return TRUE;
    }
  if (response->status != 0)
    return FALSE;
  g_free (self->trouble);
  self->trouble = dyr_reason_words (response->failure);
  self->refused = response->refused;
  self->wants_certificate = dyr_reason_is (response->failure, "tls-unknown");
  if (self->step == DYR_CONNECTION_NAME)
    dyr_connection_test_find_out (self);
  else
    fail (self, self->step, dyr_reason_words (response->failure));
  return TRUE;
}

static void probe (DyrConnectionTest *self);

/* Signing in by name and password */

DyrJson *
dyr_connection_test_parse (const DyrResponse *response)
{
  DyrJson *root = NULL;
  gsize length = 0;
  const char *data = response != NULL && response->status == 200 && response->body != NULL
                         ? g_bytes_get_data (response->body, &length)
                         : NULL;

  if (data == NULL || dyr_json_parse (data, length, &root) != DYR_JSON_WHOLE)
    return NULL;
  return root;
}

static char *
explain_stop (DyrStop stop)
{
  g_autofree char *words = dyr_sync_words_stop (stop), *advice = dyr_sync_words_advice (stop);

  return g_strdup_printf ("%s\n%s", words, advice);
}

static char *
explain_no_entry (DyrConnectionTest *self, const DyrResponse *response)
{
  if (response->status == 401 && self->code != NULL)
    return g_strdup (_ ("The CRM does not accept this code. Wait for the next one, then try it."));
  if (response->status == 401)
    return g_strdup (_ ("The CRM does not know this name with this password. It was tried only "
                        "once, as wrong ones can lock the whole office out."));
  if (response->status == 403)
    return explain_stop (DYR_STOP_LOCKED_OUT);
  return explain_stop (DYR_STOP_WRONG);
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectionTest) self = data;
  g_autoptr (DyrResponse) response = dyr_http_send_finish (DYR_HTTP (source), result, NULL);
  g_autoptr (DyrJson) root = NULL;
  const DyrJson *body;
  const char *token;

  if (handle_silence (self, response))
    return;
  if (response->status == 401
      && g_strcmp0 (dyr_response_header (response, "X-Status-Reason"), SECOND_STEP) == 0)
    {
      self->wants_code = TRUE;
      fail (self,
            DYR_CONNECTION_KEY,
            g_strdup (_ ("The CRM asks for a second step. Enter the code from your telephone or "
                         "your mail.")));
      return;
    }
  root = dyr_connection_test_parse (response);
  body = dyr_json_as_object (root);
  token = body != NULL ? dyr_json_get_text (body, "token") : NULL;
  if (token == NULL)
    {
      /* Who was asked for a code had the right password: the next code will do. */
      self->wants_code = response->status == 401 && self->code != NULL;
      fail (self, DYR_CONNECTION_KEY, explain_no_entry (self, response));
      return;
    }
  forget_secrets (self);
  dyr_key_free (self->key);
  self->key = dyr_key_new (self->login, token, NULL);
  dyr_espocrm_set_token (self->remote, self->login, token);
  probe (self);
}

static void
sign_in (DyrConnectionTest *self)
{
  g_autoptr (DyrRequest) request = dyr_request_new ("GET", g_strdup (DYR_ESPO_API DYR_ESPO_USER));
  char *pair = g_strconcat (self->login, ":", self->password, NULL);
  char *header = g_base64_encode ((const guint8 *) pair, strlen (pair));

  dyr_request_add_header (request, "Accept", "application/json");
  dyr_request_add_header (request, "Espo-Authorization", header);
  dyr_request_add_header (request, "Espo-Authorization-By-Token", "false");
  if (self->code != NULL)
    dyr_request_add_header (request, "Espo-Authorization-Code", self->code);
  dyr_http_send_async (
      self->http, request, g_task_get_cancellable (self->task), on_signed_in, g_object_ref (self));
  dyr_key_wipe (header);
  dyr_key_wipe (pair);
}

/* Probing, as the engine does */

typedef struct
{
  DyrConnectionTest *test;
  DyrOrder *order;
} Probe;

static void
note_user (DyrConnectionTest *self, const DyrResponse *response)
{
  g_autoptr (DyrJson) root = dyr_connection_test_parse (response);
  const DyrJson *body = dyr_json_as_object (root);
  const DyrJson *user = body != NULL ? dyr_json_get_object (body, "user") : NULL;
  const char *name = user != NULL ? dyr_json_get_text (user, "name") : NULL;
  const char *login = user != NULL ? dyr_json_get_text (user, "userName") : NULL;
  g_autofree char *text = NULL;

  self->is_program = user != NULL && g_strcmp0 (dyr_json_get_text (user, "type"), "api") == 0;
  dyr_set_str (&self->user_login, login != NULL ? login : "?");
  /* Translators: a name: the user that the CRM takes us for. */
  text = g_strdup_printf (_ ("Signed in as “%s”."), name != NULL ? name : self->user_login);
  dyr_connection_test_set (self, DYR_CONNECTION_KEY, DYR_CONNECTION_DONE, g_steal_pointer (&text));
}

static void
note_server (DyrConnectionTest *self)
{
  g_autofree char *shown = dyr_crm_address_show (self->server);

  dyr_connection_test_set (self, DYR_CONNECTION_NAME, DYR_CONNECTION_DONE, g_strdup (shown));
  dyr_connection_test_set (self, DYR_CONNECTION_REACH, DYR_CONNECTION_DONE, NULL);
  dyr_connection_test_set (self,
                           DYR_CONNECTION_TLS,
                           DYR_CONNECTION_DONE,
                           g_str_has_prefix (self->server, "https:")
                               ? NULL
                               : g_strdup (_ ("Not needed: it is on this computer.")));
}

static gboolean begin_at (DyrConnectionTest *self, const char *server);

/* Perhaps a page of the CRM was typed: the CRM is a few folders higher then. */
static gboolean
try_parent (DyrConnectionTest *self)
{
  g_autofree char *parent = dyr_crm_address_parent (self->server);

  return parent != NULL && begin_at (self, parent);
}

static void
fail_settings (DyrConnectionTest *self, const DyrResponse *response, const DyrAnswer *answer)
{
  const char *location = dyr_response_header (response, "Location");

  note_server (self);
  if (response->status >= 300 && response->status < 400 && location != NULL
      && g_utf8_validate (location, -1, NULL))
    fail (self,
          DYR_CONNECTION_API,
          g_strdup_printf (
              /* Translators: an address. */
              _ ("The address leads on to %s. If that is your CRM, enter it instead."), location));
  else
    fail (self, DYR_CONNECTION_API, dyr_reason_words (answer->reason));
}

static void
handle_no (DyrConnectionTest *self, const DyrResponse *response, const DyrAnswer *answer)
{
  if (self->step != DYR_CONNECTION_NAME)
    fail (self, self->step, dyr_reason_words (answer->reason));
  else if (answer->kind != DYR_ANSWER_WRONG || !try_parent (self))
    fail_settings (self, response, answer);
}

static void
go_on (DyrConnectionTest *self, const DyrResponse *response)
{
  switch (self->step)
    {
    case DYR_CONNECTION_NAME:
      note_server (self);
      dyr_connection_test_set (self, DYR_CONNECTION_API, DYR_CONNECTION_DONE, NULL);
      reach (self, DYR_CONNECTION_KEY);
      if (self->password != NULL)
        sign_in (self);
      else
        probe (self);
      return;
    case DYR_CONNECTION_KEY:
      note_user (self, response);
      reach (self, DYR_CONNECTION_RIGHTS);
      break;
    case DYR_CONNECTION_REACH:
    case DYR_CONNECTION_TLS:
    case DYR_CONNECTION_API:
    case DYR_CONNECTION_RIGHTS:
    case DYR_CONNECTION_EXTENSION:
    case DYR_CONNECTION_UIDS:
    case DYR_CONNECTION_N_STEPS:
    default:
      break;
    }
  probe (self);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer data)
{
  Probe *out = data;
  g_autoptr (DyrConnectionTest) self = out->test;
  g_autoptr (DyrOrder) order = out->order;
  g_autoptr (DyrResponse) response = dyr_http_send_finish (DYR_HTTP (source), result, NULL);
  g_autoptr (DyrAnswer) answer = NULL;

  g_free (out);
  if (handle_silence (self, response))
    return;
  answer = dyr_remote_read (DYR_REMOTE (self->remote), order, response);
  if (answer->kind != DYR_ANSWER_DONE)
    handle_no (self, response, answer);
  else if (answer->last)
    dyr_connection_test_judge (self);
  else
    go_on (self, response);
}

static void
probe (DyrConnectionTest *self)
{
  Probe *out = g_new0 (Probe, 1);
  g_autoptr (DyrRequest) request = NULL;

  out->test = g_object_ref (self);
  out->order = dyr_order_new (DYR_ORDER_DESCRIBE, NULL);
  request = dyr_remote_write (DYR_REMOTE (self->remote), out->order);
  dyr_http_send_async (self->http, request, g_task_get_cancellable (self->task), on_probed, out);
}

/* The object */

static void
dyr_connection_test_finalize (GObject *object)
{
  DyrConnectionTest *self = DYR_CONNECTION_TEST (object);

  forget_secrets (self);
  for (guint i = 0; i < DYR_CONNECTION_N_STEPS; i++)
    g_free (self->texts[i]);
  g_clear_object (&self->http);
  g_clear_object (&self->remote);
  g_clear_pointer (&self->key, dyr_key_free);
  g_ptr_array_unref (self->people);
  g_array_unref (self->types);
  g_free (self->ca_file);
  g_free (self->certificate);
  g_free (self->login);
  g_free (self->trouble);
  g_free (self->server);
  g_free (self->identity);
  g_free (self->user);
  g_free (self->user_name);
  g_free (self->user_login);
  G_OBJECT_CLASS (dyr_connection_test_parent_class)->finalize (object);
}

static void
dyr_connection_test_class_init (DyrConnectionTestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_connection_test_finalize;
  signals[CHANGED] = g_signal_new (
      "changed", DYR_TYPE_CONNECTION_TEST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
dyr_connection_test_init (DyrConnectionTest *self)
{
  self->people = g_ptr_array_new_with_free_func (free_person);
  self->types = g_array_new (FALSE, TRUE, sizeof (DyrConnectionType));
}

DyrConnectionTest *
dyr_connection_test_new (void)
{
  return g_object_new (DYR_TYPE_CONNECTION_TEST, NULL);
}

void
dyr_connection_test_set_ca_file (DyrConnectionTest *self, const char *path)
{
  g_return_if_fail (DYR_IS_CONNECTION_TEST (self));

  dyr_set_str (&self->ca_file, path);
}

static void
clear (DyrConnectionTest *self)
{
  for (guint i = 0; i < DYR_CONNECTION_N_STEPS; i++)
    {
      self->outcomes[i] = DYR_CONNECTION_WAITING;
      g_clear_pointer (&self->texts[i], g_free);
    }
  forget_secrets (self);
  self->wants_certificate = self->wants_code = self->is_program = FALSE;
  g_clear_pointer (&self->key, dyr_key_free);
  g_ptr_array_set_size (self->people, 0);
  self->more_people = FALSE;
  g_array_set_size (self->types, 0);
}

static gboolean
begin_at (DyrConnectionTest *self, const char *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrHttp) http = dyr_http_new (server, &error);
  g_autoptr (DyrEspocrm) remote = http != NULL ? dyr_espocrm_new (NULL, &error) : NULL;

  if (remote == NULL)
    {
      fail (self, DYR_CONNECTION_NAME, g_strdup (error->message));
      return TRUE;
    }
  if (self->ca_file != NULL)
    g_object_set (http, "ca-file", self->ca_file, NULL);
  dyr_http_set_certificate (http, self->certificate);
  g_set_object (&self->http, http);
  g_set_object (&self->remote, remote);
  dyr_set_str (&self->server, dyr_http_get_base_url (http));
  if (self->key != NULL)
    dyr_espocrm_set_key (remote, self->key->key, self->key->secret);
  reach (self, DYR_CONNECTION_NAME);
  probe (self);
  return TRUE;
}

void
dyr_connection_test_run_async (DyrConnectionTest *self,
                               const DyrConnectionWay *way,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (DYR_IS_CONNECTION_TEST (self));
  g_return_if_fail (self->task == NULL);
  g_return_if_fail (way->server != NULL);
  g_return_if_fail (way->key != NULL || (way->login != NULL && way->password != NULL));

  self->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (self->task, dyr_connection_test_run_async);
  clear (self);
  dyr_set_str (&self->login, way->login);
  dyr_set_str (&self->certificate, way->certificate);
  if (way->key != NULL)
    self->key = dyr_key_new (NULL, way->key, way->secret);
  else
    {
      self->password = g_strdup (way->password);
      /* Telephones show “123 456”. */
      self->code = way->code != NULL ? dyr_key_clean (way->code, NULL) : NULL;
    }
  begin_at (self, way->server);
}

gboolean
dyr_connection_test_run_finish (DyrConnectionTest *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

DyrConnectionOutcome
dyr_connection_test_get_outcome (DyrConnectionTest *self, DyrConnectionStep step)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), DYR_CONNECTION_WAITING);
  g_return_val_if_fail (step < DYR_CONNECTION_N_STEPS, DYR_CONNECTION_WAITING);
  return self->outcomes[step];
}

const char *
dyr_connection_test_get_text (DyrConnectionTest *self, DyrConnectionStep step)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), NULL);
  g_return_val_if_fail (step < DYR_CONNECTION_N_STEPS, NULL);
  return self->texts[step];
}

gboolean
dyr_connection_test_wants_code (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), FALSE);
  return self->wants_code;
}

gboolean
dyr_connection_test_wants_certificate (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), FALSE);
  return self->wants_certificate;
}

const char *
dyr_connection_test_get_server (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), NULL);
  return self->server;
}

const DyrKey *
dyr_connection_test_get_key (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), NULL);
  return self->key;
}

const char *
dyr_connection_test_get_identity (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), NULL);
  return self->identity;
}

const char *
dyr_connection_test_get_login (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), NULL);
  return self->user_login;
}

const char *
dyr_connection_test_get_user (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), NULL);
  return self->user;
}

const char *
dyr_connection_test_get_user_name (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), NULL);
  return self->user_name;
}

GPtrArray *
dyr_connection_test_get_people (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), NULL);
  return self->people;
}

gboolean
dyr_connection_test_has_more_people (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), FALSE);
  return self->more_people;
}

GArray *
dyr_connection_test_get_types (DyrConnectionTest *self)
{
  g_return_val_if_fail (DYR_IS_CONNECTION_TEST (self), NULL);
  return self->types;
}
