/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What can go wrong on the way to the fake EspoCRM and back. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-test.h"

/* --- Faults ---------------------------------------------------------------------------------- */

static Answer
ask_with_fault (
    CrmModel *model, CrmFault fault, const char *method, const char *path, const char *body)
{
  fault.count = 1;
  crm_model_clear_faults (model);
  crm_model_add_fault (model, &fault);
  return ask (model, method, path, body, NULL, NULL);
}

static void
test_faults_before (void)
{
  static const struct
  {
    CrmFaultKind kind;
    gint64 number;
    guint status;
    CrmDelivery delivery;
  } cases[] = {
    { CRM_FAULT_LOST_REQUEST, 0, 0, CRM_DELIVERY_NONE },
    { CRM_FAULT_HTML, 0, 200, CRM_DELIVERY_WHOLE },
    { CRM_FAULT_REDIRECT, 0, 302, CRM_DELIVERY_WHOLE },
    { CRM_FAULT_UNAUTHORIZED, 0, 401, CRM_DELIVERY_WHOLE },
    { CRM_FAULT_LOCKED_OUT, 0, 403, CRM_DELIVERY_WHOLE },
    { CRM_FAULT_STATUS, 500, 500, CRM_DELIVERY_WHOLE },
    { CRM_FAULT_STATUS, 429, 429, CRM_DELIVERY_WHOLE },
  };
  g_autoptr (CrmModel) model = make_model (STOCK);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CrmFault fault = { .kind = cases[i].kind, .number = cases[i].number, .seconds = 30 };
      g_auto (Answer) answer
          = ask_with_fault (model, fault, "POST", "/api/v1/Account", "{\"name\":\"A\"}");

      g_assert_cmpuint (answer.status, ==, cases[i].status);
      g_assert_cmpint (answer.raw.delivery, ==, cases[i].delivery);
      g_assert_null (crm_response_header (&answer.raw, "X-Status-Reason"));
      g_assert_cmpuint (crm_model_count (model, "Account"), ==, 0);
      if (cases[i].number == 429)
        g_assert_cmpstr (crm_response_header (&answer.raw, "Retry-After"), ==, "30");
    }
}

static void
test_faults_after (void)
{
  static const CrmFaultKind kinds[] = { CRM_FAULT_LOST_ANSWER, CRM_FAULT_CUT_BODY,
                                        CRM_FAULT_STATUS_DONE, CRM_FAULT_ENDLESS,
                                        CRM_FAULT_HUGE,        CRM_FAULT_CONTENT_TYPE,
                                        CRM_FAULT_DEEP_JSON,   CRM_FAULT_DATE_BACK };
  g_autoptr (CrmModel) model = make_model (STOCK);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      CrmFault fault = { .kind = kinds[i],
                         .number = kinds[i] == CRM_FAULT_STATUS_DONE ? 502 : 10,
                         .seconds = 86400 };
      g_autofree char *body = g_strdup_printf ("{\"name\":\"A %u\"}", i);
      g_auto (Answer) answer = ask_with_fault (model, fault, "POST", "/api/v1/Account", body);

      /* All of them happen to the answer: the record is there. */
      g_assert_cmpuint (crm_model_count (model, "Account"), ==, i + 1);
      switch ((int) kinds[i])
        {
        case CRM_FAULT_LOST_ANSWER:
          g_assert_cmpint (answer.raw.delivery, ==, CRM_DELIVERY_NONE);
          break;
        case CRM_FAULT_CUT_BODY:
          g_assert_cmpint (answer.raw.delivery, ==, CRM_DELIVERY_CUT);
          g_assert_cmpuint (strlen (answer.body), ==, 10);
          g_assert_cmpint (answer.raw.declared, >, 10);
          break;
        case CRM_FAULT_STATUS_DONE:
          g_assert_cmpuint (answer.status, ==, 502);
          break;
        case CRM_FAULT_ENDLESS:
          g_assert_cmpint (answer.raw.delivery, ==, CRM_DELIVERY_ENDLESS);
          break;
        case CRM_FAULT_HUGE:
          g_assert_cmpint (answer.raw.declared, ==, G_GINT64_CONSTANT (2147483648));
          break;
        case CRM_FAULT_CONTENT_TYPE:
          g_assert_cmpstr (crm_response_header (&answer.raw, "content-type"), ==, "text/plain");
          break;
        case CRM_FAULT_DEEP_JSON:
          g_assert_cmpstr (answer.body, ==, "[[[[[[[[[[]]]]]]]]]]");
          break;
        default:
          g_assert_cmpstr (
              crm_response_header (&answer.raw, "Date"), ==, "Sat, 21 Nov 2026 00:50:10 GMT");
          break;
        }
    }
}

static void
test_spoilt_records (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  g_autofree char *id
      = crm_model_add_record (model, "Account", "{\"name\":\"A\",\"type\":\"Partner\"}");
  g_autofree char *path = path_of ("Account", id);
  g_auto (Answer) types
      = ask_with_fault (model, (CrmFault){ .kind = CRM_FAULT_WRONG_TYPES }, "GET", path, NULL);
  g_auto (Answer) option
      = ask_with_fault (model, (CrmFault){ .kind = CRM_FAULT_UNKNOWN_OPTION }, "GET", path, NULL);
  g_auto (Answer) dates
      = ask_with_fault (model, (CrmFault){ .kind = CRM_FAULT_ZERO_DATES }, "GET", path, NULL);

  assert_has (types.body, "\"name\":{}");
  assert_has (types.body, "\"modifiedAt\":42");
  assert_has (types.body, "\"versionNumber\":\"three\"");
  assert_has (option.body, "\"type\":\"Zzz-Unknown\"");
  assert_has (dates.body, "\"modifiedAt\":\"0000-00-00 00:00:00\"");
  assert_attribute (model, "Account", id, "type", "\"Partner\"");
}

static void
test_spoilt_lists (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  const char *path = "/api/v1/Account?select=id";
  g_auto (Answer) empty = { 0 };
  g_auto (Answer) half = { 0 };

  crm_model_fill (model, "Account", 4);
  empty = ask_with_fault (model, (CrmFault){ .kind = CRM_FAULT_EMPTY_LIST }, "GET", path, NULL);
  half = ask_with_fault (model, (CrmFault){ .kind = CRM_FAULT_SHRUNKEN_LIST }, "GET", path, NULL);
  g_assert_cmpstr (empty.body, ==, "{\"total\":0,\"list\":[]}");
  assert_has (half.body, "{\"total\":2,");
}

static void
test_delayed_create (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  const char *find
      = "/api/v1/Account?where[0][type]=equals&where[0][attribute]=name&where[0][value]=Late";
  CrmFault fault = { .kind = CRM_FAULT_DELAYED, .number = 1, .count = 1 };
  g_auto (Answer) sent = { 0 };
  g_auto (Answer) before = { 0 };
  g_auto (Answer) after = { 0 };

  crm_model_add_fault (model, &fault);
  sent = ask (model, "POST", "/api/v1/Account", "{\"name\":\"Late\"}", NULL, NULL);
  before = ask (model, "GET", find, NULL, NULL, NULL);
  after = ask (model, "GET", find, NULL, NULL, NULL);
  g_assert_cmpint (sent.raw.delivery, ==, CRM_DELIVERY_NONE);
  assert_has (before.body, "\"total\":0");
  assert_has (after.body, "\"total\":1");

  fault.number = 0;
  crm_model_clear_faults (model);
  crm_model_add_fault (model, &fault);
  g_assert_cmpuint (status_of (model, "POST", "/api/v1/Account", "{\"name\":\"Later\"}"), ==, 0);
  g_assert_cmpuint (crm_model_count (model, "Account"), ==, 1);
  g_assert_cmpuint (crm_model_land (model), ==, 1);
  g_assert_cmpuint (crm_model_count (model, "Account"), ==, 2);
}

static void
test_delivered_twice (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  CrmFault fault = { .kind = CRM_FAULT_TWICE };
  g_auto (Answer) answer = ask_with_fault (
      model, fault, "POST", "/api/v1/Task", "{\"name\":\"T\",\"assignedUserId\":\"u1\"}");

  g_assert_cmpuint (answer.status, ==, 200);
  g_assert_cmpuint (crm_model_count (model, "Task"), ==, 2);
}

static void
test_which_requests (void)
{
  g_autoptr (CrmModel) model = make_model (STOCK);
  CrmFault fault = { .kind = CRM_FAULT_STATUS,
                     .number = 503,
                     .method = "GET",
                     .path = "Account",
                     .after = 1,
                     .count = 2 };
  guint by_chance = 0;

  crm_model_add_fault (model, &fault);
  g_assert_cmpuint (status_of (model, "GET", "/api/v1/Contact", NULL), ==, 200);
  g_assert_cmpuint (status_of (model, "GET", "/api/v1/Account", NULL), ==, 200);
  g_assert_cmpuint (status_of (model, "GET", "/api/v1/Account", NULL), ==, 503);
  g_assert_cmpuint (status_of (model, "POST", "/api/v1/Account", "{\"name\":\"A\"}"), ==, 200);
  g_assert_cmpuint (status_of (model, "GET", "/api/v1/Account", NULL), ==, 503);
  g_assert_cmpuint (status_of (model, "GET", "/api/v1/Account", NULL), ==, 200);
  g_assert_cmpuint (crm_model_get_counts (model)->faults[CRM_FAULT_STATUS], ==, 2);

  fault = (CrmFault){ .kind = CRM_FAULT_STATUS, .number = 503, .per_thousand = 250 };
  crm_model_add_fault (model, &fault);
  for (guint i = 0; i < 1000; i++)
    by_chance += status_of (model, "GET", "/api/v1/Team", NULL) == 503;
  g_assert_cmpuint (by_chance, >, 180);
  g_assert_cmpuint (by_chance, <, 320);
}

static void
test_names_of_faults (void)
{
  for (int i = 0; i < CRM_N_FAULTS; i++)
    {
      g_assert_nonnull (crm_fault_get_name ((CrmFaultKind) i));
      g_assert_cmpint (crm_fault_from_name (crm_fault_get_name ((CrmFaultKind) i)), ==, i);
    }
  g_assert_cmpint (crm_fault_from_name ("rain"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/crm/faults/before", test_faults_before);
  g_test_add_func ("/support/crm/faults/after", test_faults_after);
  g_test_add_func ("/support/crm/faults/records", test_spoilt_records);
  g_test_add_func ("/support/crm/faults/lists", test_spoilt_lists);
  g_test_add_func ("/support/crm/faults/delayed", test_delayed_create);
  g_test_add_func ("/support/crm/faults/twice", test_delivered_twice);
  g_test_add_func ("/support/crm/faults/which", test_which_requests);
  g_test_add_func ("/support/crm/faults/names", test_names_of_faults);
  return g_test_run ();
}
