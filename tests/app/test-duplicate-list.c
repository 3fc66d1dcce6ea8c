/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicateList: headings and pairs, what goes and comes back; DyrDuplicatePlan: what becomes of
 * two records. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-list.h"
#include "dyr-duplicate-plan.h"

#include "dyr-client.h"

#define N_MANY 10000

static void
free_group (gpointer data)
{
  DyrDuplicateGroup *group = data;

  g_ptr_array_unref (group->members);
  g_array_unref (group->pairs);
  g_free (group);
}

static DyrDuplicateReport *
new_report (void)
{
  DyrDuplicateReport *report = g_new0 (DyrDuplicateReport, 1);

  report->type = &dyr_client_type;
  report->groups = g_ptr_array_new_with_free_func (free_group);
  report->crowds = g_ptr_array_new ();
  return report;
}

/* Each record of the group looks like the one before it. */
static void
add_group (DyrDuplicateReport *report, guint score, gint64 first, guint n)
{
  DyrDuplicateGroup *group = g_new0 (DyrDuplicateGroup, 1);

  group->score = score;
  group->members = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_link_unref);
  group->pairs = g_array_new (FALSE, FALSE, sizeof (DyrDuplicatePair));
  for (guint i = 0; i < n; i++)
    {
      const DyrDuplicatePair pair = { i - 1, i, score, DYR_DUPLICATE_PHONE };

      g_ptr_array_add (group->members, dyr_link_new (first + i, NULL, "Name", 2, FALSE));
      if (i > 0)
        g_array_append_val (group->pairs, pair);
    }
  g_ptr_array_add (report->groups, group);
}

/* "[heading] 1-2 2-3 …" */
static char *
tell (DyrDuplicateList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (DyrDuplicateItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      const char *heading = dyr_duplicate_item_get_heading (item);

      if (i > 0)
        g_string_append_c (text, ' ');
      if (heading != NULL)
        g_string_append_printf (text, "[%s]", heading);
      else
        g_string_append_printf (text,
                                "%d-%d",
                                (int) dyr_duplicate_item_get_id (item, 0),
                                (int) dyr_duplicate_item_get_id (item, 1));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_list (DyrDuplicateList *list, const char *expected)
{
  g_autofree char *text = tell (list);

  g_assert_cmpstr (text, ==, expected);
}

static void
load (DyrRecord *record, gint64 id, gboolean deleted)
{
  g_autoptr (DyrRow) row = dyr_row_new (&dyr_client_type);

  row->id = id;
  row->deleted = deleted;
  dyr_record_load (record, row, 0);
}

static DyrRecord *
new_record (gint64 id, gboolean deleted)
{
  DyrRecord *record = dyr_record_new (&dyr_client_type, NULL);

  load (record, id, deleted);
  return record;
}

static void
test_bands (void)
{
  g_autoptr (DyrDuplicateList) list = dyr_duplicate_list_new ();
  DyrDuplicateReport *report = new_report ();

  assert_list (list, "");
  add_group (report, 95, 1, 2);
  add_group (report, 90, 3, 2);
  add_group (report, 70, 5, 2);
  add_group (report, 69, 7, 2);
  dyr_duplicate_list_take_report (list, report);
  assert_list (list,
               "[Almost certainly the same] 1-2 3-4 [Likely the same] 5-6 [Perhaps the same] 7-8");
  g_assert_cmpuint (dyr_duplicate_list_get_n_pairs (list), ==, 4);
  /* A heading goes with its last pair. */
  dyr_duplicate_list_set_apart (list, 6, 5, TRUE);
  assert_list (list, "[Almost certainly the same] 1-2 3-4 [Perhaps the same] 7-8");
  dyr_duplicate_list_set_apart (list, 5, 6, FALSE);
  g_assert_cmpuint (dyr_duplicate_list_get_n_pairs (list), ==, 4);
  dyr_duplicate_list_take_report (list, NULL);
  assert_list (list, "");
}

static void
test_joined (void)
{
  g_autoptr (DyrDuplicateList) list = dyr_duplicate_list_new ();
  g_autoptr (DyrRecord) second = new_record (2, TRUE), first = new_record (1, TRUE);
  DyrDuplicateReport *report = new_report ();

  add_group (report, 95, 1, 3);
  dyr_duplicate_list_take_report (list, report);
  assert_list (list, "[Almost certainly the same] 1-2 2-3");
  /* Deleted: its pairs are none. Joined into 1: what looked like it may be 1. */
  dyr_duplicate_list_drop (list, second, 0);
  assert_list (list, "");
  dyr_duplicate_list_drop (list, second, 1);
  assert_list (list, "[Almost certainly the same] 1-3");
  /* And 1 into 3: nothing is left. */
  dyr_duplicate_list_drop (list, first, 3);
  assert_list (list, "");
  /* Undone in another order. */
  load (second, 2, FALSE);
  assert_list (list, "[Almost certainly the same] 3-2");
  load (first, 1, FALSE);
  assert_list (list, "[Almost certainly the same] 1-2 2-3");
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, guint *n_touched)
{
  *n_touched += removed + added;
}

/* One pair that goes is one line, however many there are; items live as long as somebody looks. */
static void
test_many (void)
{
  g_autoptr (DyrDuplicateList) list = dyr_duplicate_list_new ();
  DyrDuplicateReport *report = new_report ();
  DyrDuplicateItem *item, *again;
  guint n_touched = 0;

  for (guint i = 0; i < N_MANY; i++)
    add_group (report, 95, 1 + 2 * i, 2);
  dyr_duplicate_list_take_report (list, report);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, N_MANY + 1);
  item = g_list_model_get_item (G_LIST_MODEL (list), N_MANY / 2);
  again = g_list_model_get_item (G_LIST_MODEL (list), N_MANY / 2);
  g_assert_true (item == again);
  g_object_unref (again);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &n_touched);
  dyr_duplicate_list_set_apart (
      list, dyr_duplicate_item_get_id (item, 0), dyr_duplicate_item_get_id (item, 1), TRUE);
  g_assert_cmpuint (n_touched, ==, 1);
  g_assert_finalize_object (item);
}

/* The plan */

static DyrRecord *
new_client (gint64 id, const char *name, const char *city, const char *street, const char *phones)
{
  DyrRecord *record = dyr_record_new (&dyr_client_type, NULL);
  g_autoptr (DyrRow) row = dyr_row_new (&dyr_client_type);

  row->id = id;
  dyr_value_set_text (&row->values[DYR_CLIENT_NAME], name);
  dyr_value_set_text (&row->values[DYR_CLIENT_CITY], city);
  if (street != NULL)
    dyr_value_set_text (&row->values[DYR_CLIENT_STREET], street);
  g_assert_true (dyr_field_from_text (
      &dyr_client_type.fields[DYR_CLIENT_PHONES], phones, &row->values[DYR_CLIENT_PHONES], NULL));
  dyr_record_load (record, row, 0);
  return record;
}

static DyrJoinSide
side_of (const DyrDuplicatePlan *plan, guint field)
{
  g_autoptr (GArray) choices = dyr_duplicate_plan_get_choices (plan);

  for (guint i = 0; i < choices->len; i++)
    if (g_array_index (choices, DyrJoinChoice, i).field == field)
      return g_array_index (choices, DyrJoinChoice, i).side;
  g_assert_not_reached ();
}

static void
test_plan (void)
{
  g_autoptr (DyrRecord) first = new_client (1, "A", "Lviv", NULL, "+380671112233");
  g_autoptr (DyrRecord) second
      = new_client (2, "B", "Lviv", "Zelena 12", "+380501112233\n+380671112233");
  g_autoptr (DyrDuplicatePlan) plan = dyr_duplicate_plan_new (first, second);

  /* Name, phones, and the street of the one address; the city is the same. */
  g_assert_cmpuint (dyr_duplicate_plan_get_n_lines (plan), ==, 3);
  g_assert_cmpuint (dyr_duplicate_plan_count_same (plan), ==, 1);
  g_assert_cmpint (side_of (plan, DYR_CLIENT_NAME), ==, DYR_JOIN_KEEP);
  g_assert_cmpint (side_of (plan, DYR_CLIENT_STREET), ==, DYR_JOIN_TAKE);
  /* The second has all phones of the first. */
  g_assert_cmpint (side_of (plan, DYR_CLIENT_PHONES), ==, DYR_JOIN_TAKE);
  g_assert_false (dyr_duplicate_plan_get_line (plan, 1)->has_both);
  /* What somebody chose stays where it is, what nobody chose follows. */
  dyr_duplicate_plan_choose (plan, 0, DYR_SIDE_FIRST);
  dyr_duplicate_plan_set_stays (plan, DYR_SIDE_SECOND);
  g_assert_cmpint (side_of (plan, DYR_CLIENT_NAME), ==, DYR_JOIN_TAKE);
  g_assert_cmpint (side_of (plan, DYR_CLIENT_STREET), ==, DYR_JOIN_KEEP);
  g_assert_cmpint (side_of (plan, DYR_CLIENT_PHONES), ==, DYR_JOIN_KEEP);
}

static void
test_plan_both (void)
{
  g_autoptr (DyrRecord) first = new_client (1, "A", "Lviv", NULL, "+380671112233");
  g_autoptr (DyrRecord) second = new_client (2, "A", "Lviv", NULL, "+380501112233");
  g_autoptr (DyrDuplicatePlan) plan = dyr_duplicate_plan_new (first, second);

  g_assert_cmpuint (dyr_duplicate_plan_get_n_lines (plan), ==, 1);
  g_assert_cmpint (side_of (plan, DYR_CLIENT_PHONES), ==, DYR_JOIN_BOTH);
  dyr_duplicate_plan_choose (plan, 0, DYR_SIDE_SECOND);
  g_assert_cmpint (side_of (plan, DYR_CLIENT_PHONES), ==, DYR_JOIN_TAKE);
  /* The choice outlives a look at the records. */
  dyr_duplicate_plan_refresh (plan);
  g_assert_cmpint (side_of (plan, DYR_CLIENT_PHONES), ==, DYR_JOIN_TAKE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/duplicate-list/bands", test_bands);
  g_test_add_func ("/app/duplicate-list/joined", test_joined);
  g_test_add_func ("/app/duplicate-list/many", test_many);
  g_test_add_func ("/app/duplicate-plan/sides", test_plan);
  g_test_add_func ("/app/duplicate-plan/both", test_plan_both);
  return g_test_run ();
}
