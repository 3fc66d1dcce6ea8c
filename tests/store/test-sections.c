/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Lists in sections, sorted by several keys, and the totals of what they show. */

#include "config.h"

#include "dyr-record-list.h"
#include "dyr-totals.h"
#include "store-test.h"

#define CASE(name, function)                                                                       \
  g_test_add ("/store/sections/" name, Office, NULL, office_set_up, function, office_tear_down)
#define WAIT(condition)                                                                            \
  while (!(condition))                                                                             \
  g_main_context_iteration (NULL, TRUE)

/* A list and what its rows say: "[heading] title title [heading] …". */
typedef struct
{
  DyrStore *store;
  DyrRecordList *list;
  guint n_answers;
} Fixture;

static void
on_answered (DyrRecordList *list, Fixture *f)
{
  f->n_answers++;
}

static char *
show_section (const DyrSection *section, gboolean collapsed, gpointer data)
{
  const DyrLink *link = dyr_value_link (&section->value);
  g_autofree char *key = link != NULL ? g_strdup (link->name) : dyr_section_key (section);

  return g_strdup_printf ("[%s %u%s]", key, section->n, collapsed ? " +" : "");
}

static void
begin (Fixture *f, Office *office, const DyrRecordType *type, const char *section)
{
  f->store = dyr_store_new (office->database);
  f->list = dyr_record_list_new (f->store);
  f->n_answers = 0;
  g_signal_connect (f->list, "answered", G_CALLBACK (on_answered), f);
  dyr_record_list_set_show_section (f->list, show_section, NULL);
  dyr_record_list_set_section_field (f->list, section);
  dyr_record_list_take_query (f->list, dyr_query_new (type));
  WAIT (!dyr_record_list_is_loading (f->list));
}

static void
end (Fixture *f)
{
  /* An answer on its way may hold the list longer than this. */
  g_signal_handlers_disconnect_by_data (f->list, f);
  g_clear_object (&f->list);
  g_clear_object (&f->store);
}

static void
assert_rows (Fixture *f, const char *expected)
{
  g_autoptr (GString) rows = g_string_new (NULL);
  GListModel *model = G_LIST_MODEL (f->list);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (DyrPlace) place = g_list_model_get_item (model, i);
      const char *heading = dyr_place_get_heading (place);

      if (heading == NULL)
        WAIT (dyr_place_get_record (place) != NULL);
      g_assert_cmpint (dyr_place_list_id_at (DYR_PLACE_LIST (model), i) == 0, ==, heading != NULL);
      g_string_append_printf (
          rows,
          "%s%s",
          i > 0 ? " " : "",
          heading != NULL ? heading : dyr_record_get_title (dyr_place_get_record (place)));
    }
  g_assert_cmpstr (rows->str, ==, expected);
}

static void
sort_by (Fixture *f, const char *first, gboolean descending, const char *second)
{
  DyrSortKey keys[]
      = { { g_intern_string (first), descending }, { g_intern_string (second), TRUE } };
  guint before = f->n_answers;

  dyr_place_list_sort_by (DYR_PLACE_LIST (f->list), keys, second != NULL ? 2 : 1);
  WAIT (f->n_answers > before);
}

static void
add_clients (Office *office)
{
  office_add (office, &dyr_client_type, "name", "А", "state", "lost", "city", "Київ", NULL);
  office_add (office, &dyr_client_type, "name", "Б", "state", "prospect", "city", "Львів", NULL);
  office_add (office, &dyr_client_type, "name", "В", "state", "prospect", "city", "Київ", NULL);
  office_add (office, &dyr_client_type, "name", "Г", "state", "active", NULL);
}

/* In the order of the work, not of letters; sorting goes on within. */
static void
test_state (Office *office, gconstpointer data)
{
  Fixture f;

  add_clients (office);
  begin (&f, office, &dyr_client_type, "state");
  assert_rows (&f, "[prospect 2] Б В [active 1] Г [lost 1] А");
  g_assert_cmpuint (dyr_record_list_get_n_records (f.list), ==, 4);
  sort_by (&f, "name", TRUE, NULL);
  assert_rows (&f, "[prospect 2] В Б [active 1] Г [lost 1] А");
  /* A choice that this version does not know. */
  office_sql (office, "UPDATE client SET state = 'sleeping' WHERE name = 'В'");
  dyr_record_list_take_query (f.list, dyr_query_new (&dyr_client_type));
  WAIT (!dyr_record_list_is_loading (f.list));
  assert_rows (&f, "[prospect 1] Б [active 1] Г [lost 1] А [sleeping 1] В");
  end (&f);
}

static void
test_responsible (Office *office, gconstpointer data)
{
  gint64 second = office_add (office, &dyr_user_type, "name", "Їжак", NULL);
  gint64 first = office_add (office, &dyr_user_type, "name", "Іва", NULL);
  g_autoptr (DyrRow) first_row = office_row (office, first),
                     second_row = office_row (office, second);
  g_autofree char *first_uid = dyr_uid_to_text (&first_row->uid);
  g_autofree char *second_uid = dyr_uid_to_text (&second_row->uid);
  Fixture f;

  office_add (office, &dyr_client_type, "name", "А", "responsible", second_uid, NULL);
  office_add (office, &dyr_client_type, "name", "Б", NULL);
  office_add (office, &dyr_client_type, "name", "В", "responsible", first_uid, NULL);
  begin (&f, office, &dyr_client_type, "responsible");
  assert_rows (&f, "[Іва 1] В [Їжак 1] А [ 1] Б");
  end (&f);
}

static void
test_month (Office *office, gconstpointer data)
{
  Fixture f;

  office_add (office, &dyr_client_type, "name", "А", "next-contact", "2026-11-24", NULL);
  office_add (office, &dyr_client_type, "name", "Б", "next-contact", "2026-12-01", NULL);
  office_add (office, &dyr_client_type, "name", "В", NULL);
  office_add (office, &dyr_client_type, "name", "Г", "next-contact", "2026-11-30", NULL);
  begin (&f, office, &dyr_client_type, "next-contact");
  assert_rows (&f, "[2026-11-01 2] А Г [2026-12-01 1] Б [ 1] В");
  sort_by (&f, "next-contact", TRUE, NULL);
  assert_rows (&f, "[2026-12-01 1] Б [2026-11-01 2] Г А [ 1] В");
  end (&f);
}

/* The month of an instant is the office's: 22:30 UTC on the last of November is December in Kyiv.
 */
static void
test_month_of_instant (Office *office, gconstpointer data)
{
  Fixture f;

  office_add (office, &dyr_activity_type, "subject", "А", "due-at", "2026-11-30T21:59:59Z", NULL);
  office_add (office, &dyr_activity_type, "subject", "Б", "due-at", "2026-11-30T22:00:00Z", NULL);
  begin (&f, office, &dyr_activity_type, "due-at");
  assert_rows (&f, "[2026-11-01 1] А [2026-12-01 1] Б");
  end (&f);
}

#define MANY 1500

/* Every third one suspended, the others prospects. */
static gboolean
job_many (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_IMPORT, "import\tx.csv", 0);

  for (int i = 0; i < MANY; i++)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, DYR_CLIENT_N_FIELDS);
      gint64 id;

      dyr_value_set_text (&values[DYR_CLIENT_NAME], "Я");
      dyr_value_set_text (&values[DYR_CLIENT_STATE], i % 3 == 0 ? "suspended" : "prospect");
      if (!dyr_save_create (save, &dyr_client_type, NULL, DYR_ORIGIN_IMPORT, values, &id, error))
        return FALSE;
      for (guint j = 0; j < DYR_CLIENT_N_FIELDS; j++)
        dyr_value_clear (&values[j]);
    }
  return dyr_save_finish (save, NULL, error);
}

/* The walk over the whole table, beside the reading of a few. */
static void
test_many (Office *office, gconstpointer data)
{
  const guint rows[] = { 0, 1003, 1005, 1506 };
  const char *const headings[] = { "[prospect 1002]", "[active 1]", "[suspended 500]", "[lost 1]" };
  g_autoptr (GError) error = NULL;
  Fixture f;

  add_clients (office);
  dyr_database_write (office->database, job_many, NULL, NULL, &error);
  g_assert_no_error (error);
  begin (&f, office, &dyr_client_type, "state");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (f.list)), ==, MANY + 4 + 4);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DyrPlace) place = g_list_model_get_item (G_LIST_MODEL (f.list), rows[i]);

      g_assert_cmpstr (dyr_place_get_heading (place), ==, headings[i]);
    }
  end (&f);
}

static void
test_collapse (Office *office, gconstpointer data)
{
  Fixture f;

  add_clients (office);
  begin (&f, office, &dyr_client_type, "state");
  g_assert_false (dyr_record_list_toggle_section (f.list, 1));
  g_assert_true (dyr_record_list_toggle_section (f.list, 0));
  assert_rows (&f, "[prospect 2 +] [active 1] Г [lost 1] А");
  g_assert_cmpuint (dyr_record_list_get_n_records (f.list), ==, 4);
  /* It stays so over another order. */
  sort_by (&f, "name", TRUE, NULL);
  assert_rows (&f, "[prospect 2 +] [active 1] Г [lost 1] А");
  g_assert_true (dyr_record_list_toggle_section (f.list, 0));
  assert_rows (&f, "[prospect 2] В Б [active 1] Г [lost 1] А");
  dyr_record_list_set_section_field (f.list, NULL);
  WAIT (g_list_model_get_n_items (G_LIST_MODEL (f.list)) == 4);
  assert_rows (&f, "Г В Б А");
  end (&f);
}

static void
test_several_keys (Office *office, gconstpointer data)
{
  Fixture f;

  add_clients (office);
  begin (&f, office, &dyr_client_type, NULL);
  sort_by (&f, "city", FALSE, "name");
  assert_rows (&f, "В А Б Г");
  sort_by (&f, "city", TRUE, "name");
  assert_rows (&f, "Б В А Г");
  end (&f);
}

/* Totals */

typedef struct
{
  GArray *totals;
  GError *error;
  gboolean done;
} Answer;

static void
on_totals (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->totals = dyr_totals_finish (DYR_STORE (source), result, &answer->error);
  answer->done = TRUE;
}

static char *
totals_text (Fixture *f, GCancellable *cancellable)
{
  GString *text = g_string_new (NULL);
  Answer answer = { NULL };

  dyr_totals_async (f->store,
                    &dyr_contract_type,
                    DYR_CONTRACT_AMOUNT,
                    dyr_record_list_get_records (f->list),
                    cancellable,
                    on_totals,
                    &answer);
  WAIT (answer.done);
  for (guint i = 0; answer.totals != NULL && i < answer.totals->len; i++)
    {
      const DyrTotal *total = &g_array_index (answer.totals, DyrTotal, i);

      g_string_append_printf (
          text, "%s %u %" G_GINT64_FORMAT ";", total->currency, total->n, total->sum);
    }
  if (answer.error != NULL)
    g_string_append (text, g_quark_to_string (answer.error->domain));
  g_clear_pointer (&answer.totals, g_array_unref);
  g_clear_error (&answer.error);
  return g_string_free (text, FALSE);
}

static void
test_totals (Office *office, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *all = NULL, *some = NULL, *too_large = NULL, *cancelled = NULL;
  g_auto (DyrValue) state = DYR_VALUE_INIT;
  DyrQuery *query = dyr_query_new (&dyr_contract_type);
  Fixture f;

  office_add (
      office, &dyr_contract_type, "number", "1", "amount", "10.50", "currency", "UAH", NULL);
  office_add (office,
              &dyr_contract_type,
              "number",
              "2",
              "amount",
              "0.25",
              "currency",
              "UAH",
              "state",
              "active",
              NULL);
  office_add (office, &dyr_contract_type, "number", "3", "amount", "7.00", "currency", "EUR", NULL);
  office_add (office, &dyr_contract_type, "number", "4", "currency", "EUR", NULL);
  begin (&f, office, &dyr_contract_type, NULL);
  g_assert_cmpint (dyr_totals_find_field (&dyr_contract_type), ==, DYR_CONTRACT_AMOUNT);
  g_assert_cmpint (dyr_totals_find_field (&dyr_client_type), ==, -1);
  all = totals_text (&f, NULL);
  g_assert_cmpstr (all, ==, "UAH 2 1075;EUR 1 700;");

  dyr_value_set_text (&state, "active");
  dyr_query_where (query, DYR_CONTRACT_STATE, DYR_COMPARE_IS, &state);
  dyr_record_list_take_query (f.list, query);
  WAIT (!dyr_record_list_is_loading (f.list));
  some = totals_text (&f, NULL);
  g_assert_cmpstr (some, ==, "UAH 1 25;");

  g_cancellable_cancel (cancellable);
  cancelled = totals_text (&f, cancellable);
  g_assert_cmpstr (cancelled, ==, "g-io-error-quark");

  office_sql (office, "UPDATE contract SET amount = 9223372036854775807, currency = 'UAH'");
  dyr_record_list_take_query (f.list, dyr_query_new (&dyr_contract_type));
  WAIT (!dyr_record_list_is_loading (f.list));
  too_large = totals_text (&f, NULL);
  g_assert_cmpstr (too_large, ==, "dyr_error_quark");
  end (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  CASE ("state", test_state);
  CASE ("responsible", test_responsible);
  CASE ("month", test_month);
  CASE ("month-of-instant", test_month_of_instant);
  CASE ("many", test_many);
  CASE ("collapse", test_collapse);
  CASE ("several-keys", test_several_keys);
  CASE ("totals", test_totals);
  return g_test_run ();
}
