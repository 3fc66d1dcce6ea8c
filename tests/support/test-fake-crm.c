/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The fake EspoCRM over a socket: what its faults look like to a client. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "fake-crm.h"

#include <libsoup/soup.h>
#include <string.h>

#define READ_AT_MOST (256 * 1024)

typedef struct
{
  FakeCrm *crm;
  SoupSession *session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *stock
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock.json", NULL);
  const char *paths[] = { stock, NULL };
  CrmConfig config = { .metadata = paths, .seed = 3, .time = G_GINT64_CONSTANT (1795308610) };
  g_autoptr (GError) error = NULL;
  CrmModel *model = crm_model_new (&config, &error);

  g_assert_no_error (error);
  crm_model_set_user (model, "{\"userName\":\"sync\",\"apiKey\":\"K\"}");
  crm_model_fill (model, "Account", 5);
  fixture->crm = fake_crm_new (model, FAKE_CRM_OWN_THREAD, 0, &error);
  g_assert_no_error (error);
  fixture->session = soup_session_new_with_options ("timeout", 60, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  soup_session_abort (fixture->session);
  g_clear_object (&fixture->session);
  g_clear_pointer (&fixture->crm, fake_crm_free);
}

static SoupMessage *
make_message (Fixture *fixture, const char *method, const char *path, const char *body)
{
  g_autofree char *url = g_strconcat (fake_crm_get_url (fixture->crm), path, NULL);
  SoupMessage *message = soup_message_new (method, url);

  soup_message_headers_append (soup_message_get_request_headers (message), "X-Api-Key", "K");
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (body)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  return message;
}

static void
arm (Fixture *fixture, CrmFaultKind kind, gint64 number)
{
  CrmFault fault = { .kind = kind, .number = number };

  crm_model_clear_faults (fake_crm_lock (fixture->crm));
  fake_crm_unlock (fixture->crm);
  crm_model_add_fault (fake_crm_lock (fixture->crm), &fault);
  fake_crm_unlock (fixture->crm);
}

static guint
count_accounts (Fixture *fixture)
{
  guint n = crm_model_count (fake_crm_lock (fixture->crm), "Account");

  fake_crm_unlock (fixture->crm);
  return n;
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"name\":\"Ґанок %u\"}", i);
      g_autoptr (SoupMessage) message = make_message (fixture, "POST", "/api/v1/Account", body);
      g_autoptr (GBytes) bytes
          = soup_session_send_and_read (fixture->session, message, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (bytes);
      g_assert_cmpuint (soup_message_get_status (message), ==, 200);
    }
  {
    g_autoptr (SoupMessage) message
        = make_message (fixture,
                        "GET",
                        "/api/v1/"
                        "Account?where[0][type]=startsWith&where[0][attribute]=name&where[0][value]"
                        "=%D2%90&select=id",
                        NULL);
    g_autoptr (GBytes) bytes = soup_session_send_and_read (fixture->session, message, NULL, &error);

    g_assert_no_error (error);
    g_assert_true (g_str_has_prefix (g_bytes_get_data (bytes, NULL), "{\"total\":3,"));
    g_assert_cmpstr (
        soup_message_headers_get_one (soup_message_get_response_headers (message), "Content-Type"),
        ==,
        "application/json");
  }
  g_assert_cmpuint (count_accounts (fixture), ==, 8);
}

static void
test_reason (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SoupMessage) message = make_message (fixture, "GET", "/api/v1/Account/nobody", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = soup_session_send_and_read (fixture->session, message, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 0);
  g_assert_cmpuint (soup_message_get_status (message), ==, 404);
  g_assert_cmpstr (
      soup_message_headers_get_one (soup_message_get_response_headers (message), "X-Status-Reason"),
      ==,
      "Record nobody does not exist.");
}

static void
test_lost (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    CrmFaultKind kind;
    gboolean done;
  } cases[] = { { CRM_FAULT_LOST_REQUEST, FALSE }, { CRM_FAULT_LOST_ANSWER, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SoupMessage) message
          = make_message (fixture, "POST", "/api/v1/Account", "{\"name\":\"Lost\"}");
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;
      guint before = count_accounts (fixture);

      arm (fixture, cases[i].kind, 0);
      bytes = soup_session_send_and_read (fixture->session, message, NULL, &error);
      g_assert_null (bytes);
      g_assert_nonnull (error);
      g_assert_cmpuint (count_accounts (fixture) > before, ==, cases[i].done);
    }
}

static void
test_cut (Fixture *fixture, gconstpointer data)
{
  for (int kept = 0; kept <= 40; kept += 20)
    {
      g_autoptr (SoupMessage) message = make_message (fixture, "GET", "/api/v1/Account", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GInputStream) stream = NULL;
      char buffer[64];
      gsize n = 0;

      arm (fixture, CRM_FAULT_CUT_BODY, kept);
      stream = soup_session_send (fixture->session, message, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (soup_message_get_status (message), ==, 200);
      g_assert_false (g_input_stream_read_all (stream, buffer, sizeof buffer, &n, NULL, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (n, ==, (gsize) kept);
    }
}

/* Read a part and go away: the server must not have piled up the rest. */
static void
test_floods (Fixture *fixture, gconstpointer data)
{
  static const CrmFaultKind kinds[] = { CRM_FAULT_ENDLESS, CRM_FAULT_HUGE };
  g_autofree char *buffer = g_malloc (READ_AT_MOST);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (SoupMessage) message = make_message (fixture, "GET", "/api/v1/Account", NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GInputStream) stream = NULL;
      SoupMessageHeaders *headers = soup_message_get_response_headers (message);
      gsize n = 0;

      arm (fixture, kinds[i], 0);
      stream = soup_session_send (fixture->session, message, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_input_stream_read_all (stream, buffer, READ_AT_MOST, &n, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n, ==, READ_AT_MOST);
      if (kinds[i] == CRM_FAULT_HUGE)
        g_assert_cmpint (
            soup_message_headers_get_content_length (headers), ==, G_GINT64_CONSTANT (2147483648));
      soup_session_abort (fixture->session);
    }
}

static void
test_state (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SoupMessage) message = make_message (fixture, "GET", "/debug/state", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = soup_session_send_and_read (fixture->session, message, NULL, &error);
  gsize length;
  const char *text;
  g_autofree char *state = NULL;

  g_assert_no_error (error);
  text = g_bytes_get_data (bytes, &length);
  state = g_strndup (text, length);
  g_assert_nonnull (strstr (state, "\"counts\":{"));
  g_assert_nonnull (strstr (state, "\"name\":\"Name 4\""));
}

static void
test_port_taken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *stock
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock.json", NULL);
  const char *paths[] = { stock, NULL };
  CrmConfig config = { .metadata = paths };
  g_autoptr (GError) error = NULL;
  guint port
      = (guint) g_ascii_strtoull (strrchr (fake_crm_get_url (fixture->crm), ':') + 1, NULL, 10);

  g_assert_null (fake_crm_new (crm_model_new (&config, NULL), FAKE_CRM_OWN_THREAD, port, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/support/fake-crm/whole", test_whole },
    { "/support/fake-crm/reason", test_reason },
    { "/support/fake-crm/lost", test_lost },
    { "/support/fake-crm/cut", test_cut },
    { "/support/fake-crm/floods", test_floods },
    { "/support/fake-crm/state", test_state },
    { "/support/fake-crm/port-taken", test_port_taken },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
