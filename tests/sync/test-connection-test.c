/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectionTest against the fake EspoCRM, and against what is no EspoCRM. */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "dyr-client.h"
#include "dyr-connection-test.h"
#include "dyr-contract.h"
#include "fake-crm.h"
#include "http-test.h"

#define KEY "0123456789abcdef0123456789abcdef"
#define WRONG_KEY "ffffffffffffffffffffffffffffffff"

typedef enum
{
  STOCK,
  STOCK_WITHOUT_UIDS,
  EXTENSION,
} Mode;

typedef struct
{
  FakeCrm *crm;
  DyrConnectionTest *test;
  gboolean done, good;
  GError *error;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  const Mode mode = GPOINTER_TO_INT (data);
  g_autofree char *stock
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock.json", NULL);
  g_autofree char *uids
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock-uid.json", NULL);
  g_autofree char *extension
      = g_test_build_filename (G_TEST_DIST, "..", "data", "espocrm", "extension", NULL);
  const char *const paths[] = { stock,
                                mode == EXTENSION ? extension
                                : mode == STOCK   ? uids
                                                  : NULL,
                                NULL };
  const CrmConfig config
      = { .metadata = paths, .seed = 1, .time = g_get_real_time () / G_USEC_PER_SEC };
  g_autoptr (GError) error = NULL;
  CrmModel *model = crm_model_new (&config, &error);

  g_assert_no_error (error);
  crm_model_set_user (model, "{\"userName\":\"sync\",\"name\":\"Sync\",\"apiKey\":\"" KEY "\"}");
  crm_model_set_user (model,
                      "{\"userName\":\"olena\",\"name\":\"Олена Шевчук\",\"type\":\"regular\","
                      "\"password\":\"таємне: слово\"}");
  crm_model_fill (model, "Account", 5);
  f->crm = fake_crm_new (model, FAKE_CRM_HERE, 0, &error);
  g_assert_no_error (error);
  f->test = dyr_connection_test_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->test);
  fake_crm_free (f->crm);
  g_clear_error (&f->error);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;

  g_clear_error (&f->error);
  f->good = dyr_connection_test_run_finish (DYR_CONNECTION_TEST (source), result, &f->error);
  f->done = TRUE;
}

static void
run (Fixture *f, const DyrConnectionWay *way)
{
  f->done = FALSE;
  dyr_connection_test_run_async (f->test, way, NULL, on_run, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (f->error);
}

static void
run_at (Fixture *f, const char *server, const char *key)
{
  const DyrConnectionWay way = { .server = server, .key = key };

  run (f, &way);
}

static void
run_by_key (Fixture *f, const char *key)
{
  g_autofree char *server = g_strconcat (fake_crm_get_url (f->crm), "/", NULL);

  run_at (f, server, key);
}

static void
run_by_password (Fixture *f, const char *password, const char *code)
{
  const DyrConnectionWay way = {
    .server = fake_crm_get_url (f->crm), .login = "olena", .password = password, .code = code
  };

  run (f, &way);
}

/* All steps before went well, those after were not taken. */
static void
assert_failed (Fixture *f, DyrConnectionStep step, const char *says)
{
  g_assert_false (f->good);
  for (DyrConnectionStep i = 0; i < DYR_CONNECTION_N_STEPS; i++)
    g_assert_cmpint (dyr_connection_test_get_outcome (f->test, i),
                     ==,
                     i < step    ? DYR_CONNECTION_DONE
                     : i == step ? DYR_CONNECTION_FAILED
                                 : DYR_CONNECTION_WAITING);
  if (strstr (dyr_connection_test_get_text (f->test, step), says) == NULL)
    g_error ("%s", dyr_connection_test_get_text (f->test, step));
}

static void
assert_outcome (Fixture *f, DyrConnectionStep step, DyrConnectionOutcome outcome)
{
  g_assert_cmpint (dyr_connection_test_get_outcome (f->test, step), ==, outcome);
}

static const DyrConnectionType *
get_type (Fixture *f, const DyrRecordType *record_type)
{
  GArray *types = dyr_connection_test_get_types (f->test);

  for (guint i = 0; i < types->len; i++)
    {
      const DyrConnectionType *type = &g_array_index (types, DyrConnectionType, i);

      if (type->type == record_type)
        return type;
    }
  g_assert_not_reached ();
}

static CrmCounts
get_counts (Fixture *f)
{
  const CrmCounts counts = *crm_model_get_counts (fake_crm_lock (f->crm));

  fake_crm_unlock (f->crm);
  return counts;
}

static void
test_extension (Fixture *f, gconstpointer data)
{
  GPtrArray *people;

  run_by_key (f, KEY);
  g_assert_true (f->good);
  for (DyrConnectionStep i = 0; i < DYR_CONNECTION_N_STEPS; i++)
    assert_outcome (f, i, DYR_CONNECTION_DONE);
  g_assert_cmpstr (dyr_connection_test_get_key (f->test)->key, ==, KEY);
  g_assert_cmpstr (dyr_connection_test_get_login (f->test), ==, "sync");
  g_assert_cmpstr (dyr_connection_test_get_user_name (f->test), ==, "Sync");
  g_assert_true (g_str_has_prefix (dyr_connection_test_get_user (f->test), "User/"));
  g_assert_nonnull (dyr_connection_test_get_identity (f->test));
  g_assert_true (get_type (f, &dyr_client_type)->goes);
  g_assert_cmpint (get_type (f, &dyr_client_type)->n_there, ==, 5);
  g_assert_true (get_type (f, &dyr_contract_type)->goes);
  g_assert_cmpint (get_type (f, &dyr_contract_type)->n_there, ==, 0);
  /* Programs are no people. */
  people = dyr_connection_test_get_people (f->test);
  g_assert_cmpuint (people->len, ==, 2);
  g_assert_cmpstr (((DyrConnectionPerson *) people->pdata[1])->name, ==, "Олена Шевчук");
  g_assert_false (dyr_connection_test_has_more_people (f->test));
  /* It changed nothing. */
  g_assert_cmpuint (get_counts (f).created + get_counts (f).updated, ==, 0);
}

/* The list that the CRM gives at once is not all; it is known, and forgotten by the next test. */
static void
test_many_people (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *json = g_strdup_printf (
          "{\"userName\":\"u%u\",\"name\":\"Андрій %u\",\"type\":\"regular\"}", i, i);

      crm_model_set_user (fake_crm_lock (f->crm), json);
      fake_crm_unlock (f->crm);
    }
  run_by_key (f, KEY);
  g_assert_true (f->good);
  g_assert_cmpuint (dyr_connection_test_get_people (f->test)->len, ==, 200);
  g_assert_true (dyr_connection_test_has_more_people (f->test));
  run_by_password (f, "таємне: слово", NULL);
  g_assert_true (f->good);
  g_assert_false (dyr_connection_test_has_more_people (f->test));
}

static void
test_stock (Fixture *f, gconstpointer data)
{
  run_by_key (f, KEY);
  g_assert_true (f->good);
  assert_outcome (f, DYR_CONNECTION_RIGHTS, DYR_CONNECTION_DONE);
  assert_outcome (f, DYR_CONNECTION_EXTENSION, DYR_CONNECTION_WARNED);
  assert_outcome (f, DYR_CONNECTION_UIDS, DYR_CONNECTION_DONE);
  g_assert_true (get_type (f, &dyr_client_type)->goes);
  g_assert_false (get_type (f, &dyr_contract_type)->comes);
  g_assert_cmpint (get_type (f, &dyr_contract_type)->n_there, ==, -1);
}

static void
test_no_uids (Fixture *f, gconstpointer data)
{
  run_by_key (f, KEY);
  g_assert_true (f->good);
  assert_outcome (f, DYR_CONNECTION_UIDS, DYR_CONNECTION_WARNED);
  g_assert_nonnull (
      strstr (dyr_connection_test_get_text (f->test, DYR_CONNECTION_UIDS), "Clients"));
}

/* The password is exchanged for a token, and forgotten. */
static void
test_password (Fixture *f, gconstpointer data)
{
  const DyrKey *key;

  run_by_password (f, "таємне: слово", NULL);
  g_assert_true (f->good);
  key = dyr_connection_test_get_key (f->test);
  g_assert_cmpstr (key->user, ==, "olena");
  g_assert_null (strstr (key->key, "слово"));
  g_assert_cmpstr (dyr_connection_test_get_user_name (f->test), ==, "Олена Шевчук");
  g_assert_cmpuint (dyr_connection_test_get_people (f->test)->len, ==, 0);
  run_by_password (f, "wrong", NULL);
  assert_failed (f, DYR_CONNECTION_KEY, "only once");
  g_assert_cmpuint (get_counts (f).failed_logins, ==, 1);
  g_assert_false (dyr_connection_test_wants_code (f->test));
}

static void
test_second_step (Fixture *f, gconstpointer data)
{
  crm_model_set_user (fake_crm_lock (f->crm), "{\"userName\":\"olena\",\"code\":\"123456\"}");
  fake_crm_unlock (f->crm);
  run_by_password (f, "таємне: слово", NULL);
  assert_failed (f, DYR_CONNECTION_KEY, "second step");
  g_assert_true (dyr_connection_test_wants_code (f->test));
  run_by_password (f, "таємне: слово", "654321");
  assert_failed (f, DYR_CONNECTION_KEY, "code");
  /* The next one can be typed at once. */
  g_assert_true (dyr_connection_test_wants_code (f->test));
  run_by_password (f, "таємне: слово", " 123 456\n");
  g_assert_true (f->good);
  g_assert_false (dyr_connection_test_wants_code (f->test));
}

static void
test_wrong_key (Fixture *f, gconstpointer data)
{
  run_by_key (f, WRONG_KEY);
  assert_failed (f, DYR_CONNECTION_KEY, "does not take the key");
  g_assert_cmpuint (get_counts (f).failed_logins, ==, 1);
}

static void
test_locked_out (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 11; i++)
    run_by_key (f, WRONG_KEY);
  run_by_key (f, KEY);
  assert_failed (f, DYR_CONNECTION_KEY, "no sign-in from this network");
  run_by_password (f, "таємне: слово", NULL);
  assert_failed (f, DYR_CONNECTION_KEY, "refuses to talk");
  assert_failed (f, DYR_CONNECTION_KEY, "Wait a quarter of an hour");
}

static void
test_rights (Fixture *f, gconstpointer data)
{
  crm_model_set_user (fake_crm_lock (f->crm),
                      "{\"userName\":\"sync\",\"acl\":{\"Account\":false}}");
  fake_crm_unlock (f->crm);
  run_by_key (f, KEY);
  g_assert_false (f->good);
  assert_outcome (f, DYR_CONNECTION_RIGHTS, DYR_CONNECTION_FAILED);
  g_assert_false (get_type (f, &dyr_client_type)->comes);
  crm_model_set_user (fake_crm_lock (f->crm),
                      "{\"userName\":\"sync\",\"acl\":{\"Account\":{\"create\":\"no\",\"read\":"
                      "\"all\",\"edit\":\"no\",\"delete\":\"no\"}}}");
  fake_crm_unlock (f->crm);
  run_by_key (f, KEY);
  g_assert_true (f->good);
  assert_outcome (f, DYR_CONNECTION_RIGHTS, DYR_CONNECTION_WARNED);
  g_assert_true (get_type (f, &dyr_client_type)->comes);
  g_assert_false (get_type (f, &dyr_client_type)->goes);
}

/* A page of the CRM was typed: it is a few folders higher. */
static void
test_parent (Fixture *f, gconstpointer data)
{
  g_autofree char *server = g_strconcat (fake_crm_get_url (f->crm), "/some/page/", NULL);
  g_autofree char *right = g_strconcat (fake_crm_get_url (f->crm), "/", NULL);

  run_at (f, server, KEY);
  g_assert_true (f->good);
  g_assert_cmpstr (dyr_connection_test_get_server (f->test), ==, right);
}

static void
add_fault (Fixture *f, CrmFaultKind kind, const char *path)
{
  const CrmFault fault = { .kind = kind, .path = path };

  crm_model_add_fault (fake_crm_lock (f->crm), &fault);
  fake_crm_unlock (f->crm);
}

static void
test_html (Fixture *f, gconstpointer data)
{
  add_fault (f, CRM_FAULT_HTML, NULL);
  run_by_key (f, KEY);
  assert_failed (f, DYR_CONNECTION_API, "not how EspoCRM answers");
}

static void
test_redirect (Fixture *f, gconstpointer data)
{
  add_fault (f, CRM_FAULT_REDIRECT, NULL);
  run_by_key (f, KEY);
  assert_failed (f, DYR_CONNECTION_API, "leads on to http");
}

static void
test_lost (Fixture *f, gconstpointer data)
{
  add_fault (f, CRM_FAULT_LOST_REQUEST, "Settings");
  run_by_key (f, KEY);
  assert_failed (f, DYR_CONNECTION_API, "127.0.0.1");
  crm_model_clear_faults (fake_crm_lock (f->crm));
  fake_crm_unlock (f->crm);
  add_fault (f, CRM_FAULT_LOST_REQUEST, "App/user");
  run_by_key (f, KEY);
  assert_failed (f, DYR_CONNECTION_KEY, "127.0.0.1");
}

/* Whatever comes instead of an answer, at any request, ends it with a sentence. */
static void
test_nonsense (Fixture *f, gconstpointer data)
{
  static const CrmFaultKind kinds[]
      = { CRM_FAULT_DEEP_JSON, CRM_FAULT_CUT_BODY,    CRM_FAULT_CONTENT_TYPE,
          CRM_FAULT_STATUS,    CRM_FAULT_WRONG_TYPES, CRM_FAULT_EMPTY_LIST };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint after = 0; after < 20; after++)
      {
        const CrmFault fault = { .kind = kinds[i], .after = after, .count = 1, .number = 500 };

        crm_model_add_fault (fake_crm_lock (f->crm), &fault);
        fake_crm_unlock (f->crm);
        run_by_key (f, KEY);
        for (DyrConnectionStep step = 0; step < DYR_CONNECTION_N_STEPS; step++)
          if (dyr_connection_test_get_outcome (f->test, step) == DYR_CONNECTION_FAILED)
            g_assert_nonnull (dyr_connection_test_get_text (f->test, step));
        g_assert_cmpint (dyr_connection_test_get_outcome (f->test, DYR_CONNECTION_NAME),
                         ==,
                         DYR_CONNECTION_DONE);
        crm_model_clear_faults (fake_crm_lock (f->crm));
        fake_crm_unlock (f->crm);
      }
}

static void
test_unknown_name (Fixture *f, gconstpointer data)
{
  /* No computer has a name of this ending (RFC 6761). */
  run_at (f, "https://crm.invalid/", KEY);
  assert_failed (f, DYR_CONNECTION_NAME, "crm.invalid");
}

static void
test_nobody (Fixture *f, gconstpointer data)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  const guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *server = g_strdup_printf ("http://127.0.0.1:%u/", port);

  g_assert_no_error (error);
  g_socket_listener_close (listener);
  run_at (f, server, KEY);
  assert_failed (f, DYR_CONNECTION_REACH, "cannot be reached");
}

/* Its certificate is nobody's that this computer trusts; then it is, but it is no CRM. */
static void
test_tls (Fixture *f, gconstpointer data)
{
  g_autofree char *pem = g_strdup_printf ("%s/good.pem", http_certificates ());
  g_autofree char *key = g_strdup_printf ("%s/good.key", http_certificates ());
  g_autofree char *ca = g_build_filename (http_certificates (), "ca.pem", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_files (pem, key, &error);
  g_autoptr (SoupServer) server = soup_server_new ("tls-certificate", certificate, NULL);
  g_autofree char *url = NULL, *text = NULL;
  DyrConnectionWay way = { .key = KEY };
  GSList *uris;

  g_assert_no_error (error);
  soup_server_listen_local (
      server, 0, SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  url = g_strdup_printf ("https://localhost:%d/", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  run_at (f, url, KEY);
  assert_failed (f, DYR_CONNECTION_TLS, "trusts");
  g_assert_true (dyr_connection_test_wants_certificate (f->test));
  g_assert_true (g_file_get_contents (ca, &text, NULL, &error));
  way.server = url;
  way.certificate = text;
  run (f, &way);
  assert_failed (f, DYR_CONNECTION_API, "not how EspoCRM answers");
  g_assert_false (dyr_connection_test_wants_certificate (f->test));
  /* The next one knows nothing of it. */
  run_at (f, url, KEY);
  assert_failed (f, DYR_CONNECTION_TLS, "trusts");
  dyr_connection_test_set_ca_file (f->test, ca);
  run_at (f, url, KEY);
  assert_failed (f, DYR_CONNECTION_API, "not how EspoCRM answers");
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const DyrConnectionWay way = { .server = fake_crm_get_url (f->crm), .key = KEY };

  dyr_connection_test_run_async (f->test, &way, cancellable, on_run, f);
  g_cancellable_cancel (cancellable);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* It can be run again. */
  run_by_key (f, KEY);
  g_assert_true (f->good);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
#define ADD(name, mode)                                                                            \
  g_test_add (                                                                                     \
      "/sync/connection/" #name, Fixture, GINT_TO_POINTER (mode), set_up, test_##name, tear_down)
  ADD (extension, EXTENSION);
  ADD (many_people, EXTENSION);
  ADD (stock, STOCK);
  ADD (no_uids, STOCK_WITHOUT_UIDS);
  ADD (password, EXTENSION);
  ADD (second_step, EXTENSION);
  ADD (wrong_key, STOCK);
  ADD (locked_out, STOCK);
  ADD (rights, STOCK);
  ADD (parent, STOCK);
  ADD (html, STOCK);
  ADD (redirect, STOCK);
  ADD (lost, STOCK);
  ADD (nonsense, STOCK);
  ADD (unknown_name, STOCK);
  ADD (nobody, STOCK);
  ADD (tls, STOCK);
  ADD (cancelled, STOCK);
#undef ADD
  status = g_test_run ();
  http_certificates_remove ();
  return status;
}
