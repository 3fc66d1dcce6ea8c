/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Stories: history in words, grouped by action. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-story.h"

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-delivery.h"
#include "dyr-note.h"

/* 2026-11-24T10:00:00Z */
#define NOON 1795514400

typedef struct
{
  DyrContext *context;
  GPtrArray *entries; /* newest first */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->context = dyr_context_new ("en", "UA", "Europe/Kyiv");
  fixture->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_history_entry_free);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->entries);
  dyr_context_free (fixture->context);
}

/* Something that happened before all that was added so far. */
static DyrHistoryEntry *
add (Fixture *fixture,
     gint64 action,
     DyrChangeKind kind,
     const DyrRecordType *type,
     gint64 record,
     const char *title)
{
  DyrHistoryEntry *entry = g_new0 (DyrHistoryEntry, 1);

  entry->action = action;
  entry->at = NOON + action;
  entry->title = g_strdup ("edit");
  entry->kind = kind;
  entry->type = type;
  entry->record = record;
  entry->record_title = g_strdup (title);
  entry->field = -1;
  g_ptr_array_add (fixture->entries, entry);
  return entry;
}

/* Canonical texts, NULL for no value. */
static DyrHistoryEntry *
add_change (Fixture *fixture,
            gint64 action,
            const DyrRecordType *type,
            gint64 record,
            guint field,
            const char *old,
            const char *new)
{
  DyrHistoryEntry *entry = add (fixture, action, DYR_CHANGE_FIELD, type, record, "118");
  g_autoptr (GError) error = NULL;

  entry->field = (int) field;
  if (old != NULL)
    dyr_field_from_text (&type->fields[field], old, &entry->old, &error);
  g_assert_no_error (error);
  if (new != NULL)
    dyr_field_from_text (&type->fields[field], new, &entry->new, &error);
  g_assert_no_error (error);
  return entry;
}

static const DyrStoryPart *
part (GPtrArray *items, guint item, guint index)
{
  return g_ptr_array_index (((DyrStoryItem *) g_ptr_array_index (items, item))->parts, index);
}

static void
assert_texts (const DyrStoryPart *of, const char *expected)
{
  g_autofree char *texts = g_strjoinv ("; ", of->texts);

  g_assert_cmpstr (texts, ==, expected);
}

/* An action is one item, newest first, its changes in the order they were made. */
static void
test_grouped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;
  const DyrStoryItem *item;

  add_change (
      fixture, 2, &dyr_delivery_type, 5, DYR_DELIVERY_SHIPPED_AT, NULL, "2019-03-01T08:30:00Z");
  add_change (fixture, 2, &dyr_delivery_type, 5, DYR_DELIVERY_STATE, "ordered", "shipped");
  add (fixture, 1, DYR_CHANGE_CREATED, &dyr_delivery_type, 5, "118");
  items = dyr_story_tell (fixture->entries, 5, fixture->context);
  g_assert_cmpuint (items->len, ==, 2);
  assert_texts (part (items, 0, 0),
                "State: Transport ordered → Shipped; Shipped at: 1 Mar 2019 10:30");
  assert_texts (part (items, 1, 0), "Created");
  item = g_ptr_array_index (items, 0);
  g_assert_cmpstr (item->who, ==, "You");
  g_assert_cmpint (item->at, ==, NOON + 2);
  g_assert_false (part (items, 0, 0)->other);
}

static void
test_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;

  add_change (fixture, 4, &dyr_contract_type, 5, DYR_CONTRACT_DESCRIPTION, "Old", "New\nlines");
  add_change (fixture, 3, &dyr_contract_type, 5, DYR_CONTRACT_VALID_TO, "2019-11-24", NULL);
  add_change (fixture, 2, &dyr_contract_type, 5, DYR_CONTRACT_NUMBER, "A & B <b>", "<i>");
  add_change (fixture, 1, &dyr_contract_type, 5, DYR_CONTRACT_CURRENCY, NULL, "EUR");
  add_change (fixture, 1, &dyr_contract_type, 5, DYR_CONTRACT_AMOUNT, NULL, "1500.00");
  items = dyr_story_tell (fixture->entries, 5, fixture->context);
  assert_texts (part (items, 0, 0), "Description: New lines");
  assert_texts (part (items, 1, 0), "Valid until: 24 Nov 2019 → —");
  assert_texts (part (items, 2, 0), "Number: A & B <b> → <i>");
  /* The amount in the currency of the same action. */
  assert_texts (part (items, 3, 0), "Amount: €1,500.00; Currency: EUR");
}

/* What sync made of changes on both sides says so, and what a person decided about them. */
static void
test_both_sides (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *title;
    DyrSource source;
    gboolean is_undo;
    const char *remark, *who, *icon;
  } rows[] = {
    { "merge",
      DYR_SOURCE_SYNC,
      FALSE,
      "Changed here and in the CRM: both changes were kept",
      "CRM",
      "emblem-synchronizing-symbolic" },
    { "lost-race",
      DYR_SOURCE_SYNC,
      FALSE,
      "Saved here and in the CRM at the same moment: both changes were kept",
      "CRM",
      "emblem-synchronizing-symbolic" },
    { "clash", DYR_SOURCE_SYNC, FALSE, "Changed in the CRM too", "CRM", "document-edit-symbolic" },
    { "resolve",
      DYR_SOURCE_PERSON,
      FALSE,
      "Decided after it was changed here and in the CRM",
      "You",
      "document-edit-symbolic" },
    { "sync", DYR_SOURCE_SYNC, FALSE, NULL, "CRM", "document-edit-symbolic" },
    { "resolve", DYR_SOURCE_PERSON, TRUE, NULL, "You", "edit-undo-symbolic" },
  };
  g_autoptr (GPtrArray) items = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DyrHistoryEntry *entry = add_change (fixture,
                                           (gint64) (G_N_ELEMENTS (rows) - i),
                                           &dyr_contract_type,
                                           5,
                                           DYR_CONTRACT_NUMBER,
                                           "1",
                                           "2");

      g_free (entry->title);
      entry->title = g_strdup (rows[i].title);
      entry->source = rows[i].source;
      entry->is_undo = rows[i].is_undo;
    }
  items = dyr_story_tell (fixture->entries, 5, fixture->context);
  g_assert_cmpuint (items->len, ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < items->len; i++)
    {
      const DyrStoryItem *item = g_ptr_array_index (items, i);

      g_assert_cmpstr (item->remark, ==, rows[i].remark);
      g_assert_cmpstr (item->who, ==, rows[i].who);
      g_assert_cmpstr (item->icon, ==, rows[i].icon);
      assert_texts (part (items, i, 0), "Number: 1 → 2");
    }
}

/* What a field keeps by itself is no news. */
static void
test_logs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;

  add_change (fixture,
              1,
              &dyr_delivery_type,
              5,
              DYR_DELIVERY_AGREED_LOG,
              NULL,
              "2019-11-20T10:00:00Z 2019-11-24");
  add_change (fixture, 1, &dyr_delivery_type, 5, DYR_DELIVERY_AGREED_ON, NULL, "2019-11-24");
  items = dyr_story_tell (fixture->entries, 5, fixture->context);
  g_assert_cmpuint (items->len, ==, 1);
  assert_texts (part (items, 0, 0), "Agreed date: 24 Nov 2019");
}

static void
test_others (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;

  add (fixture, 2, DYR_CHANGE_CREATED, &dyr_note_type, 9, "Called")->undone = TRUE;
  add_change (fixture, 1, &dyr_activity_type, 8, DYR_ACTIVITY_STATE, "open", "done");
  items = dyr_story_tell (fixture->entries, 5, fixture->context);
  /* A note is told by its own words, an activity by what came of it too. */
  g_assert_true (part (items, 0, 0)->other);
  g_assert_true (part (items, 0, 0)->speaks);
  assert_texts (part (items, 0, 0), "");
  g_assert_true (((DyrStoryItem *) g_ptr_array_index (items, 0))->undone);
  g_assert_true (part (items, 1, 0)->speaks);
  g_assert_cmpstr (part (items, 1, 0)->title, ==, "118");
  assert_texts (part (items, 1, 0), "State: Open → Done");
}

static void
test_sources (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;
  DyrHistoryEntry *entry;

  entry = add (fixture, 4, DYR_CHANGE_DELETED, &dyr_client_type, 5, "A");
  entry->person = g_strdup ("Olena");
  entry = add (fixture, 3, DYR_CHANGE_RESTORED, &dyr_client_type, 5, "A");
  entry->is_undo = TRUE;
  entry = add (fixture, 2, DYR_CHANGE_CREATED, &dyr_client_type, 5, "A");
  entry->source = DYR_SOURCE_SAMPLE;
  entry = add (fixture, 1, DYR_CHANGE_CREATED, &dyr_client_type, 5, "A");
  entry->source = DYR_SOURCE_IMPORT;
  g_free (entry->title);
  entry->title = g_strdup ("import\tclients & <b>.csv");
  items = dyr_story_tell (fixture->entries, 5, fixture->context);
#define WHO(i) (((DyrStoryItem *) g_ptr_array_index (items, i))->who)
  g_assert_cmpstr (WHO (0), ==, "Olena");
  g_assert_cmpstr (WHO (1), ==, "You");
  g_assert_cmpstr (WHO (2), ==, "Sample office");
  g_assert_cmpstr (WHO (3), ==, "Import of clients & <b>.csv");
#undef WHO
  assert_texts (part (items, 0, 0), "Deleted");
  assert_texts (part (items, 1, 0), "Brought back");
}

static void
assert_step (Fixture *fixture, const char *title, DyrActionState undo_state, DyrHistoryStep step)
{
  DyrHistoryEntry *entry = add (fixture, 1, DYR_CHANGE_DELETED, &dyr_client_type, 5, "A");
  g_autoptr (GPtrArray) items = NULL;

  g_free (entry->title);
  entry->title = g_strdup (title);
  entry->state = DYR_ACTION_DONE;
  entry->undone = undo_state != DYR_ACTION_RUNNING;
  entry->undo_state = undo_state;
  items = dyr_story_tell (fixture->entries, 5, fixture->context);
  g_assert_cmpint (((DyrStoryItem *) g_ptr_array_index (items, 0))->step, ==, step);
  g_ptr_array_set_size (fixture->entries, 0);
}

/* Of what many records have in common only a part is seen here. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;
  DyrHistoryEntry *entry;

  assert_step (fixture, "edit", DYR_ACTION_RUNNING, DYR_HISTORY_UNDO);
  assert_step (fixture, "edit", DYR_ACTION_DONE, DYR_HISTORY_REDO);
  assert_step (fixture, "edit", DYR_ACTION_STOPPED, DYR_HISTORY_UNDO);
  assert_step (fixture, "bulk\t70", DYR_ACTION_DONE, DYR_HISTORY_NOTHING);
  assert_step (fixture, "import\tlist.csv", DYR_ACTION_RUNNING, DYR_HISTORY_NOTHING);
  assert_step (fixture, "sample", DYR_ACTION_RUNNING, DYR_HISTORY_NOTHING);
  entry = add (fixture, 1, DYR_CHANGE_RESTORED, &dyr_client_type, 5, "A");
  entry->state = DYR_ACTION_DONE;
  entry->is_undo = TRUE;
  items = dyr_story_tell (fixture->entries, 5, fixture->context);
  g_assert_cmpint (((DyrStoryItem *) g_ptr_array_index (items, 0))->step, ==, DYR_HISTORY_NOTHING);
}

/* An import that changed hundreds of records is one item of a few lines. */
static void
test_crowds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;

  for (guint i = 0; i < 300; i++)
    add (fixture, 1, DYR_CHANGE_CREATED, &dyr_contract_type, 100 + i, "1/26");
  for (guint i = 0; i < 20; i++)
    add_change (fixture, 1, &dyr_contract_type, 399, DYR_CONTRACT_SUBJECT, NULL, "Lamps");
  items = dyr_story_tell (fixture->entries, 5, fixture->context);
  g_assert_cmpuint (items->len, ==, 1);
  g_assert_cmpuint (((DyrStoryItem *) g_ptr_array_index (items, 0))->parts->len, ==, 6);
  g_assert_cmpuint (((DyrStoryItem *) g_ptr_array_index (items, 0))->n_more, ==, 294);
  g_assert_cmpuint (g_strv_length (part (items, 0, 0)->texts), ==, 8);
  g_assert_cmpuint (part (items, 0, 0)->n_more, ==, 13);
}

static void
test_equal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) one = NULL, other = NULL, third = NULL;

  add (fixture, 1, DYR_CHANGE_CREATED, &dyr_client_type, 5, "A");
  one = dyr_story_tell (fixture->entries, 5, fixture->context);
  other = dyr_story_tell (fixture->entries, 5, fixture->context);
  ((DyrHistoryEntry *) g_ptr_array_index (fixture->entries, 0))->undone = TRUE;
  third = dyr_story_tell (fixture->entries, 5, fixture->context);
  g_assert_true (dyr_story_item_equal (g_ptr_array_index (one, 0), g_ptr_array_index (other, 0)));
  g_assert_false (dyr_story_item_equal (g_ptr_array_index (one, 0), g_ptr_array_index (third, 0)));
}

static void
test_days (Fixture *fixture, gconstpointer data)
{
  gint64 today = dyr_context_today (fixture->context);
  g_autofree char *now = dyr_story_day (fixture->context, today);
  g_autofree char *before = dyr_story_day (fixture->context, today - 1);
  /* 2019-03-01 */
  g_autofree char *long_ago = dyr_story_day (fixture->context, 17956);

  g_assert_cmpstr (now, ==, "Today");
  g_assert_cmpstr (before, ==, "Yesterday");
  g_assert_nonnull (strstr (long_ago, "March 2019"));
}

/* The day is the office's: 22:30 in Greenwich is tomorrow in Kyiv. */
static void
test_zone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) items = NULL;

  add (fixture, 1, DYR_CHANGE_CREATED, &dyr_client_type, 5, "A")->at = 1551393000;
  items = dyr_story_tell (fixture->entries, 5, fixture->context);
  g_assert_cmpint (((DyrStoryItem *) g_ptr_array_index (items, 0))->day, ==, 17956);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/story/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("grouped", test_grouped);
  ADD ("values", test_values);
  ADD ("both-sides", test_both_sides);
  ADD ("logs", test_logs);
  ADD ("others", test_others);
  ADD ("sources", test_sources);
  ADD ("steps", test_steps);
  ADD ("crowds", test_crowds);
  ADD ("equal", test_equal);
  ADD ("days", test_days);
  ADD ("zone", test_zone);
#undef ADD
  return g_test_run ();
}
