/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Steps: which fit a record, what they write. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-step.h"

#include "dyr-activity.h"
#include "dyr-contract.h"
#include "dyr-date.h"
#include "dyr-delivery.h"
#include "dyr-presentation.h"

/* 2026-11-24T23:30:00Z: the 25th in Kyiv already. */
#define LATE 1795563000

static DyrRecord *
new_record (const DyrRecordType *type, const char *state, const char *kind)
{
  DyrRecord *record = dyr_record_new (type, NULL);
  DyrRow *row = dyr_row_new (type);
  int index = dyr_record_type_find (type, "kind");

  row->id = 7;
  dyr_value_set_text (&row->values[type->state - 1], state);
  if (kind != NULL)
    dyr_value_set_text (&row->values[index], kind);
  dyr_record_load (record, row, 0);
  dyr_row_free (row);
  return record;
}

static void
set_number (DyrRecord *record, guint field, gint64 number)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_value_set_number (&value, number);
  dyr_record_edit (record, field, &value, 0);
}

/* "ship deliver cancel": what may be done, what comes next with a star. */
static char *
list (DyrRecord *record)
{
  g_autoptr (GPtrArray) steps = dyr_steps_find (record);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      const DyrStep *step = g_ptr_array_index (steps, i);

      g_string_append_printf (
          text, "%s%s%s", i > 0 ? " " : "", step->id, dyr_step_is_next (step, record) ? "*" : "");
    }
  return g_string_free (text, FALSE);
}

static void
assert_list (const DyrRecordType *type, const char *state, const char *expected)
{
  g_autoptr (DyrRecord) record = new_record (type, state, NULL);
  g_autofree char *steps = list (record);

  g_assert_cmpstr (steps, ==, expected);
}

/* "state=shipped shipped-at=…": what a step writes. */
static char *
write (DyrRecord *record, const char *id, const DyrValue *answer)
{
  g_autoptr (DyrContext) context = dyr_context_new ("en", "UA", "Europe/Kyiv");
  const DyrStep *step = dyr_steps_find_by_id (record, id);
  g_autoptr (GArray) values = NULL;
  GString *text = g_string_new (NULL);

  g_assert_nonnull (step);
  values = dyr_step_values (step, record, context, answer, LATE);
  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (values, DyrFieldValue, i);
      const DyrField *field = &step->type->fields[value->field];
      g_autofree char *shown = dyr_field_to_text (field, &value->value);

      g_string_append_printf (
          text, "%s%s=%s", i > 0 ? " " : "", field->name, shown != NULL ? shown : "nothing");
    }
  return g_string_free (text, FALSE);
}

static void
assert_writes (DyrRecord *record, const char *id, const DyrValue *answer, const char *expected)
{
  g_autofree char *text = write (record, id, answer);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_fitting (void)
{
  assert_list (&dyr_contract_type, "draft", "sign* negotiate approve");
  assert_list (&dyr_contract_type, "signed", "activate* suspend terminate");
  assert_list (&dyr_contract_type, "terminated", "");
  assert_list (&dyr_delivery_type, "draft", "agree* order ship cancel");
  assert_list (&dyr_delivery_type, "agreed", "order* ship deliver fail cancel");
  assert_list (&dyr_delivery_type, "in-transit", "deliver* accept return fail");
  assert_list (&dyr_delivery_type, "closed", "");
  assert_list (&dyr_presentation_type, "planned", "hold* miss* move*");
  assert_list (&dyr_presentation_type, "held", "");
  assert_list (&dyr_activity_type, "open", "finish* cancel");
  assert_list (&dyr_activity_type, "done", "reopen");
  assert_list (&dyr_client_type, "lost", "activate");
  /* A state that we do not know. */
  assert_list (&dyr_delivery_type, "teleported", "");
}

/* Every step that a person can come to leads through states that exist. */
static void
test_whole_way (void)
{
  static const char *const way[] = { "draft",      "agreed",    "ordered",  "shipped",
                                     "in-transit", "delivered", "accepted", "closed" };

  for (gsize i = 0; i + 1 < G_N_ELEMENTS (way); i++)
    {
      g_autoptr (DyrRecord) record = new_record (&dyr_delivery_type, way[i], NULL);
      g_autoptr (GPtrArray) steps = dyr_steps_find (record);
      const DyrStep *next = g_ptr_array_index (steps, 0);

      g_assert_true (dyr_step_is_next (next, record));
      g_assert_cmpstr (next->to, ==, way[i + 1]);
    }
}

/* All states named by steps are choices of their types. */
static void
test_states_exist (void)
{
  static const DyrRecordType *const types[] = { &dyr_client_type,
                                                &dyr_contract_type,
                                                &dyr_delivery_type,
                                                &dyr_presentation_type,
                                                &dyr_activity_type };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const DyrField *state = &types[i]->fields[types[i]->state - 1];

      for (const DyrChoice *choice = state->choices; choice->id != NULL; choice++)
        {
          g_autoptr (DyrRecord) record = new_record (types[i], choice->id, NULL);
          g_autoptr (GPtrArray) steps = dyr_steps_find (record);

          for (guint j = 0; j < steps->len; j++, n++)
            {
              const DyrStep *step = g_ptr_array_index (steps, j);

              g_assert_nonnull (dyr_field_find_choice (state, step->to));
              /* Only a presentation may be moved and still be planned. */
              if (!g_str_equal (step->id, "move"))
                g_assert_cmpstr (step->to, !=, choice->id);
              g_assert_cmpstr (dyr_step_label (step), !=, "");
            }
        }
    }
  g_assert_cmpuint (n, >, 30);
}

static void
test_stamps (void)
{
  g_autoptr (DyrRecord) contract = new_record (&dyr_contract_type, "draft", NULL);
  g_autoptr (DyrRecord) delivery = new_record (&dyr_delivery_type, "ordered", NULL);
  gint64 date;

  /* The office's day, not that of UTC. */
  assert_writes (contract, "sign", NULL, "state=signed signed-on=2026-11-25");
  assert_writes (delivery, "ship", NULL, "state=shipped shipped-at=2026-11-24T23:30:00Z");
  /* What somebody typed stays. */
  g_assert_true (dyr_date_from_ymd (2026, 11, 20, &date));
  set_number (contract, DYR_CONTRACT_SIGNED_ON, date);
  set_number (delivery, DYR_DELIVERY_SHIPPED_AT, LATE - 86400);
  assert_writes (contract, "sign", NULL, "state=signed");
  assert_writes (delivery, "ship", NULL, "state=shipped");
}

static void
test_asks (void)
{
  g_autoptr (DyrRecord) call = new_record (&dyr_activity_type, "open", "call");
  g_autoptr (DyrRecord) task = new_record (&dyr_activity_type, "open", "task");
  g_autoptr (DyrRecord) delivery = new_record (&dyr_delivery_type, "draft", NULL);
  g_auto (DyrValue) answer = DYR_VALUE_INIT;

  g_assert_cmpint (
      dyr_step_asks (dyr_steps_find_by_id (call, "finish"), call), ==, DYR_ACTIVITY_OUTCOME);
  g_assert_cmpint (dyr_step_asks (dyr_steps_find_by_id (task, "finish"), task), ==, -1);
  g_assert_cmpint (dyr_step_asks (dyr_steps_find_by_id (delivery, "agree"), delivery),
                   ==,
                   DYR_DELIVERY_AGREED_ON);
  set_number (delivery, DYR_DELIVERY_AGREED_ON, 20000);
  g_assert_cmpint (dyr_step_asks (dyr_steps_find_by_id (delivery, "agree"), delivery), ==, -1);
  dyr_value_set_text (&answer, "reached");
  assert_writes (
      call, "finish", &answer, "state=done outcome=reached done-at=2026-11-24T23:30:00Z");
  dyr_value_clear (&answer);
  assert_writes (call, "finish", &answer, "state=done done-at=2026-11-24T23:30:00Z");
}

static void
test_reopen (void)
{
  g_autoptr (DyrRecord) done = new_record (&dyr_activity_type, "done", "task");

  set_number (done, DYR_ACTIVITY_DONE_AT, LATE);
  assert_writes (done, "reopen", NULL, "state=open done-at=nothing");
}

/* It lasts as long as before; without a date it waits for one. */
static void
test_move (void)
{
  g_autoptr (DyrRecord) shown = new_record (&dyr_presentation_type, "planned", NULL);
  g_auto (DyrValue) answer = DYR_VALUE_INIT;

  set_number (shown, DYR_PRESENTATION_STARTS_AT, LATE);
  set_number (shown, DYR_PRESENTATION_ENDS_AT, LATE + 5400);
  dyr_value_set_number (&answer, LATE + 86400);
  assert_writes (shown,
                 "move",
                 &answer,
                 "state=planned starts-at=2026-11-25T23:30:00Z ends-at=2026-11-26T01:00:00Z");
  dyr_value_clear (&answer);
  assert_writes (shown, "move", &answer, "state=moved");
}

static void
test_deleted (void)
{
  g_autoptr (DyrRecord) record = new_record (&dyr_delivery_type, "draft", NULL);
  DyrRow *row = dyr_row_new (&dyr_delivery_type);
  g_autofree char *steps = NULL;

  row->id = 7;
  row->deleted = TRUE;
  dyr_value_set_text (&row->values[DYR_DELIVERY_STATE], "draft");
  dyr_record_load (record, row, 0);
  dyr_row_free (row);
  steps = list (record);
  g_assert_cmpstr (steps, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/step/fitting", test_fitting);
  g_test_add_func ("/app/step/whole-way", test_whole_way);
  g_test_add_func ("/app/step/states-exist", test_states_exist);
  g_test_add_func ("/app/step/stamps", test_stamps);
  g_test_add_func ("/app/step/asks", test_asks);
  g_test_add_func ("/app/step/reopen", test_reopen);
  g_test_add_func ("/app/step/move", test_move);
  g_test_add_func ("/app/step/deleted", test_deleted);
  return g_test_run ();
}
