/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Records: properties, edits that reach the editor, loads that never do, and who is told what. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-record.h"

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-delivery.h"
#include "dyr-editor.h"
#include "dyr-note.h"
#include "dyr-person.h"
#include "dyr-presentation.h"

#define MASK(field) (G_GUINT64_CONSTANT (1) << (field))

/* An editor that remembers. */
#define TEST_TYPE_EDITOR (test_editor_get_type ())
G_DECLARE_FINAL_TYPE (TestEditor, test_editor, TEST, EDITOR, GObject)

struct _TestEditor
{
  GObject parent_instance;

  guint n_edits;
  guint n_visits;
  DyrRecord *record;
  guint field;
  DyrValue value;
  guint visit;
  char *draft;
  gboolean was_shown; /* the record had the new value when it was told */
};

static void
test_editor_edit (
    DyrEditor *editor, DyrRecord *record, guint field, const DyrValue *value, guint visit)
{
  TestEditor *self = TEST_EDITOR (editor);

  self->n_edits++;
  self->record = record;
  self->field = field;
  self->visit = visit;
  dyr_value_copy (value, &self->value);
  self->was_shown = dyr_value_equal (dyr_record_get_value (record, field), value);
}

static guint
test_editor_begin_visit (DyrEditor *editor)
{
  return ++TEST_EDITOR (editor)->n_visits;
}

static void
test_editor_set_draft (DyrEditor *editor, DyrRecord *record, guint field, const char *text)
{
  TestEditor *self = TEST_EDITOR (editor);

  self->field = field;
  g_free (self->draft);
  self->draft = g_strdup (text);
}

static void
test_editor_editor_init (DyrEditorInterface *iface)
{
  iface->edit = test_editor_edit;
  iface->begin_visit = test_editor_begin_visit;
  iface->set_draft = test_editor_set_draft;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestEditor,
                               test_editor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_EDITOR, test_editor_editor_init))

static void
test_editor_finalize (GObject *object)
{
  TestEditor *self = TEST_EDITOR (object);

  dyr_value_clear (&self->value);
  g_free (self->draft);

  G_OBJECT_CLASS (test_editor_parent_class)->finalize (object);
}

static void
test_editor_class_init (TestEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_editor_finalize;
}

static void
test_editor_init (TestEditor *self)
{
}

/* Names of what was notified, each with a blank behind it. Of several that were frozen together
 * GObject tells the last one first. */
static void
on_record_notified (DyrRecord *record, GParamSpec *pspec, GString *heard)
{
  g_string_append_printf (heard, "%s ", pspec->name);
}

static GString *
listen (DyrRecord *record)
{
  GString *heard = g_string_new (NULL);

  g_signal_connect (record, "notify", G_CALLBACK (on_record_notified), heard);

  return heard;
}

static void
assert_heard (GString *heard, const char *expected)
{
  g_assert_cmpstr (heard->str, ==, expected);
  g_string_truncate (heard, 0);
}

static DyrRow *
make_client_row (void)
{
  DyrRow *row = dyr_row_new (&dyr_client_type);
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  row->id = 42;
  row->uid.bytes[0] = 7;
  row->origin = DYR_ORIGIN_CRM;
  row->reach = DYR_REACH_HIDDEN;
  row->title = g_strdup ("Карпатський дім");
  dyr_value_set_text (&row->values[DYR_CLIENT_NAME], "Карпатський дім");
  dyr_value_set_text (&row->values[DYR_CLIENT_STATE], "active");
  dyr_value_set_number (&row->values[DYR_CLIENT_NEXT_CONTACT], 20781);
  dyr_value_take_link (&row->values[DYR_CLIENT_RESPONSIBLE],
                       dyr_link_new (3, NULL, "Ірина К.", 1, FALSE));
  dyr_set_builder_add (builder, "+380671112233", "work", NULL);
  dyr_value_take_set (&row->values[DYR_CLIENT_PHONES], dyr_set_builder_end (builder));
  dyr_value_set_text (&row->values[DYR_CLIENT_PHONE], "+380671112233");

  return row;
}

static void
test_new (void)
{
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      g_autoptr (DyrRecord) record = dyr_record_new (type, NULL);

      g_assert_true (G_OBJECT_TYPE (record) == type->get_type ());
      g_assert_true (dyr_record_get_record_type (record) == type);
      g_assert_cmpint (dyr_record_get_id (record), ==, 0);
      g_assert_true (dyr_uid_is_null (dyr_record_get_uid (record)));
      g_assert_null (dyr_record_get_title (record));
      g_assert_null (dyr_record_get_editor (record));
      g_assert_cmpint (dyr_record_get_origin (record), ==, DYR_ORIGIN_PERSON);
      g_assert_cmpint (dyr_record_get_reach (record), ==, DYR_REACH_HERE);
      g_assert_false (dyr_record_is_deleted (record));
      g_assert_cmpint (dyr_record_get_sent (record), ==, DYR_SENT_NOT);

      for (guint j = 0; j < type->n_fields; j++)
        g_assert_cmpint (dyr_record_get_value (record, j)->form, ==, DYR_VALUE_NONE);
    }
}

static void
test_properties (void)
{
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      g_autoptr (DyrRecord) record = dyr_record_new (type, NULL);

      for (guint j = 0; j < type->n_fields; j++)
        {
          const DyrField *field = &type->fields[j];
          g_auto (GValue) value = G_VALUE_INIT;
          GParamSpec *pspec
              = g_object_class_find_property (G_OBJECT_GET_CLASS (record), field->name);

          g_test_message ("%s.%s", type->name, field->name);
          g_assert_nonnull (pspec);
          g_assert_true (pspec->owner_type == type->get_type ());
          g_assert_true (pspec->flags & G_PARAM_READABLE);
          g_assert_cmpint (
              (pspec->flags & G_PARAM_WRITABLE) != 0, ==, (field->flags & DYR_DERIVED) == 0);

          g_object_get_property (G_OBJECT (record), field->name, &value);
          switch (dyr_field_form (field))
            {
            case DYR_VALUE_NUMBER:
              g_assert_cmpint (g_value_get_int64 (&value), ==, DYR_UNSET);
              break;
            case DYR_VALUE_TEXT:
              g_assert_null (g_value_get_string (&value));
              break;
            case DYR_VALUE_LINK:
              g_assert_true (G_VALUE_HOLDS (&value, DYR_TYPE_LINK));
              g_assert_null (g_value_get_boxed (&value));
              break;
            case DYR_VALUE_SET:
              g_assert_true (G_VALUE_HOLDS (&value, DYR_TYPE_SET));
              g_assert_null (g_value_get_boxed (&value));
              break;
            case DYR_VALUE_NONE:
            default:
              g_assert_not_reached ();
            }
        }
    }
}

static void
test_get (void)
{
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_client_type, NULL);
  g_autoptr (DyrRow) row = make_client_row ();
  g_autofree char *name = NULL, *code = NULL, *title = NULL, *phone = NULL;
  g_autoptr (DyrLink) responsible = NULL;
  g_autoptr (DyrSet) phones = NULL;
  gint64 next_contact = 0;
  gboolean deleted = TRUE;
  int sent = DYR_SENT_ALL;

  dyr_record_load (record, row, 0);
  g_object_get (record,
                "name",
                &name,
                "code",
                &code,
                "title",
                &title,
                "phone",
                &phone,
                "responsible",
                &responsible,
                "phones",
                &phones,
                "next-contact",
                &next_contact,
                "deleted",
                &deleted,
                "sent",
                &sent,
                NULL);

  g_assert_cmpstr (name, ==, "Карпатський дім");
  g_assert_null (code);
  g_assert_cmpstr (title, ==, "Карпатський дім");
  g_assert_cmpstr (phone, ==, "+380671112233");
  g_assert_cmpint (next_contact, ==, 20781);
  g_assert_false (deleted);
  g_assert_cmpint (sent, ==, DYR_SENT_NOT);

  /* A copy of a link or a set is the same one. */
  g_assert_true (responsible
                 == dyr_value_link (dyr_record_get_value (record, DYR_CLIENT_RESPONSIBLE)));
  g_assert_true (phones == dyr_value_set (dyr_record_get_value (record, DYR_CLIENT_PHONES)));
  g_assert_cmpstr (dyr_value_text (dyr_record_get_value_by_name (record, "state")), ==, "active");
  g_assert_cmpint (dyr_record_get_id (record), ==, 42);
  g_assert_cmpuint (dyr_record_get_uid (record)->bytes[0], ==, 7);
  g_assert_cmpint (dyr_record_get_origin (record), ==, DYR_ORIGIN_CRM);
  g_assert_cmpint (dyr_record_get_reach (record), ==, DYR_REACH_HIDDEN);
}

static void
test_set (void)
{
  g_autoptr (TestEditor) editor = g_object_new (TEST_TYPE_EDITOR, NULL);
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_client_type, DYR_EDITOR (editor));
  g_autoptr (DyrLink) link = dyr_link_new (3, NULL, "Ірина К.", 1, FALSE);
  g_autoptr (GString) heard = listen (record);

  g_assert_true (dyr_record_get_editor (record) == DYR_EDITOR (editor));

  /* As people type: cleaned, and empty is no value. */
  g_object_set (record, "name", "  Срібний \n двір ", NULL);
  assert_heard (heard, "title name ");
  g_assert_cmpuint (editor->n_edits, ==, 1);
  g_assert_true (editor->record == record);
  g_assert_cmpuint (editor->field, ==, DYR_CLIENT_NAME);
  g_assert_cmpuint (editor->visit, ==, 0);
  g_assert_true (editor->was_shown);
  g_assert_cmpstr (dyr_value_text (&editor->value), ==, "Срібний двір");
  g_assert_cmpstr (dyr_record_get_title (record), ==, "Срібний двір");

  g_object_set (record, "description", " a \n\n b \n", NULL);
  g_assert_cmpstr (dyr_value_text (&editor->value), ==, "a\n\nb");
  g_object_set (record, "name", "", NULL);
  g_assert_cmpint (editor->value.form, ==, DYR_VALUE_NONE);
  g_assert_null (dyr_record_get_title (record));
  g_string_truncate (heard, 0);

  g_object_set (record, "next-contact", G_GINT64_CONSTANT (20781), NULL);
  assert_heard (heard, "next-contact ");
  g_assert_cmpint (dyr_value_number (&editor->value, 0), ==, 20781);
  g_object_set (record, "next-contact", DYR_UNSET, NULL);
  assert_heard (heard, "next-contact ");
  g_assert_cmpint (editor->value.form, ==, DYR_VALUE_NONE);

  g_object_set (record, "responsible", link, NULL);
  assert_heard (heard, "responsible ");
  g_assert_true (dyr_value_link (&editor->value) == link);
  g_object_set (record, "responsible", NULL, NULL);
  assert_heard (heard, "responsible ");
  g_assert_cmpint (editor->value.form, ==, DYR_VALUE_NONE);
  g_assert_cmpuint (editor->n_edits, ==, 7);
}

static void
test_edit (void)
{
  g_autoptr (TestEditor) editor = g_object_new (TEST_TYPE_EDITOR, NULL);
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_person_type, DYR_EDITOR (editor));
  g_autoptr (GString) heard = listen (record);
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  guint visit = dyr_editor_begin_visit (DYR_EDITOR (editor));

  g_assert_cmpuint (visit, ==, 1);

  /* Nothing to nothing is no edit. */
  dyr_record_edit (record, DYR_PERSON_LAST_NAME, &value, visit);
  assert_heard (heard, "");
  g_assert_cmpuint (editor->n_edits, ==, 0);

  dyr_value_set_text (&value, "Бойко");
  dyr_record_edit (record, DYR_PERSON_LAST_NAME, &value, visit);
  assert_heard (heard, "title last-name ");
  g_assert_cmpuint (editor->n_edits, ==, 1);
  g_assert_cmpuint (editor->visit, ==, 1);
  g_assert_true (editor->was_shown);

  /* The same again is none. */
  dyr_record_edit (record, DYR_PERSON_LAST_NAME, &value, visit);
  assert_heard (heard, "");
  g_assert_cmpuint (editor->n_edits, ==, 1);

  dyr_value_set_text (&value, "Соломія");
  dyr_record_edit (record, DYR_PERSON_FIRST_NAME, &value, visit);
  assert_heard (heard, "title first-name ");
  g_assert_cmpstr (dyr_record_get_title (record), ==, "Бойко Соломія");

  /* A field that does not name the record. */
  dyr_record_edit (record, DYR_PERSON_POSITION, &value, 0);
  assert_heard (heard, "position ");

  dyr_value_set_number (&value, 1);
  dyr_record_edit (record, DYR_PERSON_DO_NOT_CALL, &value, 0);
  assert_heard (heard, "do-not-call ");

  /* The value may be another field's own. */
  dyr_record_edit (
      record, DYR_PERSON_PATRONYMIC, dyr_record_get_value (record, DYR_PERSON_LAST_NAME), 0);
  g_assert_cmpstr (dyr_record_get_title (record), ==, "Бойко Соломія Бойко");
  g_assert_cmpuint (editor->n_edits, ==, 5);

  /* Without an editor (its store is closed) an edit only shows. */
  dyr_record_set_editor (record, NULL);
  dyr_value_set_number (&value, 0);
  dyr_record_edit (record, DYR_PERSON_DO_NOT_CALL, &value, 0);
  g_assert_cmpuint (editor->n_edits, ==, 5);
  g_assert_cmpint (
      dyr_value_number (dyr_record_get_value (record, DYR_PERSON_DO_NOT_CALL), 7), ==, 0);
}

/* The same record under a newer name is no edit of a link; another record is. */
static void
test_edit_link (void)
{
  g_autoptr (TestEditor) editor = g_object_new (TEST_TYPE_EDITOR, NULL);
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_contract_type, DYR_EDITOR (editor));
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_value_take_link (&value, dyr_link_new (5, NULL, "Дністер", 2, FALSE));
  dyr_record_edit (record, DYR_CONTRACT_CLIENT, &value, 0);
  dyr_value_take_link (&value, dyr_link_new (5, NULL, "Дністер плюс", 2, FALSE));
  dyr_record_edit (record, DYR_CONTRACT_CLIENT, &value, 0);
  g_assert_cmpuint (editor->n_edits, ==, 1);
  dyr_value_take_link (&value, dyr_link_new (6, NULL, "Дністер", 2, FALSE));
  dyr_record_edit (record, DYR_CONTRACT_CLIENT, &value, 0);
  g_assert_cmpuint (editor->n_edits, ==, 2);
}

static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strv_length (words) - 1;
}

static gboolean
has_word (const char *text, const char *word)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strv_contains ((const char *const *) words, word);
}

static void
test_load (void)
{
  g_autoptr (TestEditor) editor = g_object_new (TEST_TYPE_EDITOR, NULL);
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_client_type, DYR_EDITOR (editor));
  g_autoptr (GString) heard = listen (record);
  g_autoptr (DyrRow) row = make_client_row ();
  g_autoptr (DyrRow) same = make_client_row ();
  g_autoptr (DyrRow) changed = make_client_row ();

  dyr_record_load (record, row, 0);
  g_assert_cmpuint (count_words (heard->str), ==, 7);
  g_assert_true (has_word (heard->str, "name"));
  g_assert_true (has_word (heard->str, "title"));
  g_assert_true (has_word (heard->str, "state"));
  g_assert_true (has_word (heard->str, "next-contact"));
  g_assert_true (has_word (heard->str, "responsible"));
  g_assert_true (has_word (heard->str, "phones"));
  g_assert_true (has_word (heard->str, "phone"));
  g_string_truncate (heard, 0);

  dyr_record_load (record, same, 0);
  assert_heard (heard, "");

  /* Only what differs; the name that a linked record shows is such a thing. */
  dyr_value_set_text (&changed->values[DYR_CLIENT_STATE], "lost");
  dyr_value_clear (&changed->values[DYR_CLIENT_NEXT_CONTACT]);
  dyr_value_take_link (&changed->values[DYR_CLIENT_RESPONSIBLE],
                       dyr_link_new (3, NULL, "Ірина Коваль", 1, FALSE));
  changed->deleted = TRUE;
  changed->sent = DYR_SENT_NEEDS_YOU;
  dyr_record_load (record, changed, 0);
  g_assert_cmpuint (count_words (heard->str), ==, 5);
  g_assert_true (has_word (heard->str, "state"));
  g_assert_true (has_word (heard->str, "next-contact"));
  g_assert_true (has_word (heard->str, "responsible"));
  g_assert_true (has_word (heard->str, "deleted"));
  g_assert_true (has_word (heard->str, "sent"));
  g_assert_true (dyr_record_is_deleted (record));
  g_assert_cmpint (dyr_record_get_sent (record), ==, DYR_SENT_NEEDS_YOU);
  g_assert_cmpint (
      dyr_record_get_value (record, DYR_CLIENT_NEXT_CONTACT)->form, ==, DYR_VALUE_NONE);

  /* A load is never an edit. */
  g_assert_cmpuint (editor->n_edits, ==, 0);
}

static void
test_load_keep (void)
{
  g_autoptr (TestEditor) editor = g_object_new (TEST_TYPE_EDITOR, NULL);
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_client_type, DYR_EDITOR (editor));
  g_autoptr (DyrRow) row = make_client_row ();
  g_autoptr (DyrRow) again = make_client_row ();
  g_autoptr (GString) heard = NULL;
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_record_load (record, row, 0);
  dyr_value_set_text (&value, "Карпатський дім плюс");
  dyr_record_edit (record, DYR_CLIENT_NAME, &value, 0);
  dyr_value_set_text (&value, "suspended");
  dyr_record_edit (record, DYR_CLIENT_STATE, &value, 0);

  /* The row was read before the edits were stored. */
  heard = listen (record);
  dyr_value_set_text (&again->values[DYR_CLIENT_CITY], "Львів");
  dyr_record_load (record, again, MASK (DYR_CLIENT_NAME) | MASK (DYR_CLIENT_STATE));
  assert_heard (heard, "city ");
  g_assert_cmpstr (dyr_record_get_title (record), ==, "Карпатський дім плюс");
  g_assert_cmpstr (
      dyr_value_text (dyr_record_get_value (record, DYR_CLIENT_STATE)), ==, "suspended");
  g_assert_cmpuint (editor->n_edits, ==, 2);
}

/* The failure of an edit: the store loads what is on disk. */
static void
test_load_back (void)
{
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_client_type, NULL);
  g_autoptr (DyrRow) row = make_client_row ();
  g_autoptr (DyrRow) on_disk = make_client_row ();
  g_autoptr (GString) heard = NULL;
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_record_load (record, row, 0);
  dyr_value_set_text (&value, "lost");
  dyr_record_edit (record, DYR_CLIENT_STATE, &value, 0);
  heard = listen (record);
  dyr_record_load (record, on_disk, 0);
  assert_heard (heard, "state ");
  g_assert_cmpstr (dyr_value_text (dyr_record_get_value (record, DYR_CLIENT_STATE)), ==, "active");
}

/* Without a title in the row the record names itself. */
static void
test_load_title (void)
{
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_note_type, NULL);
  g_autoptr (DyrRow) row = dyr_row_new (&dyr_note_type);

  dyr_value_set_text (&row->values[DYR_NOTE_TEXT], "Просять рахунок\nдо п’ятниці");
  dyr_record_load (record, row, 0);
  g_assert_cmpstr (dyr_record_get_title (record), ==, "Просять рахунок");
}

/* A presentation has a field called "title": it is the property, and is told once. */
static void
test_title_field (void)
{
  g_autoptr (TestEditor) editor = g_object_new (TEST_TYPE_EDITOR, NULL);
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_presentation_type, DYR_EDITOR (editor));
  g_autoptr (GString) heard = listen (record);
  g_autoptr (DyrRow) row = dyr_row_new (&dyr_presentation_type);
  g_autofree char *title = NULL;

  g_object_set (record, "title", "Хмара для складу", NULL);
  assert_heard (heard, "title ");
  g_assert_cmpuint (editor->n_edits, ==, 1);
  g_assert_cmpstr (dyr_record_get_title (record), ==, "Хмара для складу");

  dyr_value_set_text (&row->values[DYR_PRESENTATION_TITLE], "Хмара");
  dyr_record_load (record, row, 0);
  assert_heard (heard, "title ");
  g_object_get (record, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "Хмара");
}

static void
on_state_notified (DyrRecord *record, GParamSpec *pspec, gpointer data)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  dyr_value_set_text (&value, "reached");
  dyr_record_edit (record, DYR_ACTIVITY_OUTCOME, &value, 0);
}

/* A handler that edits in turn. */
static void
test_edit_in_handler (void)
{
  g_autoptr (TestEditor) editor = g_object_new (TEST_TYPE_EDITOR, NULL);
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_activity_type, DYR_EDITOR (editor));

  g_signal_connect (record, "notify::state", G_CALLBACK (on_state_notified), NULL);
  g_object_set (record, "state", "done", NULL);
  g_assert_cmpuint (editor->n_edits, ==, 2);
  g_assert_cmpstr (
      dyr_value_text (dyr_record_get_value (record, DYR_ACTIVITY_OUTCOME)), ==, "reached");
}

static void
on_record_notified_unref (DyrRecord *record, GParamSpec *pspec, DyrRecord **held)
{
  g_clear_object (held);
}

/* A handler that lets go of the last reference while an edit is on its way. */
static void
test_unref_in_handler (void)
{
  g_autoptr (TestEditor) editor = g_object_new (TEST_TYPE_EDITOR, NULL);
  DyrRecord *record = dyr_record_new (&dyr_activity_type, DYR_EDITOR (editor));
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  g_signal_connect (record, "notify", G_CALLBACK (on_record_notified_unref), &record);
  dyr_value_set_text (&value, "done");
  dyr_record_edit (record, DYR_ACTIVITY_STATE, &value, 0);
  g_assert_null (record);
  g_assert_cmpuint (editor->n_edits, ==, 1);
  g_assert_true (editor->was_shown);
}

static void
test_refused (void)
{
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_activity_type, NULL);
  g_autoptr (DyrRecord) client = dyr_record_new (&dyr_client_type, NULL);
  g_autoptr (DyrRow) row = dyr_row_new (&dyr_note_type);
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  /* Fixed at creation. */
  g_object_set (record, "kind", "call", NULL);
  g_test_expect_message ("dyryhent", G_LOG_LEVEL_CRITICAL, "*DYR_FIXED*");
  g_object_set (record, "kind", "task", NULL);
  g_assert_cmpstr (dyr_value_text (dyr_record_get_value (record, DYR_ACTIVITY_KIND)), ==, "call");

  /* Computed, of another form, of another type. */
  dyr_value_set_text (&value, "+380671112233");
  g_test_expect_message ("dyryhent", G_LOG_LEVEL_CRITICAL, "*DYR_DERIVED*");
  dyr_record_edit (client, DYR_CLIENT_PHONE, &value, 0);
  g_test_expect_message ("dyryhent", G_LOG_LEVEL_CRITICAL, "*form*");
  dyr_record_edit (client, DYR_CLIENT_NEXT_CONTACT, &value, 0);
  g_test_expect_message ("dyryhent", G_LOG_LEVEL_CRITICAL, "*type*");
  dyr_record_load (client, row, 0);
  g_test_expect_message ("dyryhent", G_LOG_LEVEL_CRITICAL, "*n_fields*");
  dyr_record_edit (client, DYR_CLIENT_N_FIELDS, &value, 0);
  g_test_assert_expected_messages ();

  g_assert_cmpint (dyr_record_get_value (client, DYR_CLIENT_PHONE)->form, ==, DYR_VALUE_NONE);
}

static void
test_uid (void)
{
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_client_type, NULL);
  const DyrUid born = dyr_uid_new (), other = dyr_uid_new ();

  dyr_record_set_uid (record, &born);
  dyr_record_set_uid (record, &born);
  g_assert_true (dyr_uid_equal (dyr_record_get_uid (record), &born));

  /* For ever. */
  g_test_expect_message ("dyryhent", G_LOG_LEVEL_CRITICAL, "*uid*");
  dyr_record_set_uid (record, &other);
  g_test_assert_expected_messages ();
  g_assert_true (dyr_uid_equal (dyr_record_get_uid (record), &born));
}

static void
test_draft (void)
{
  g_autoptr (TestEditor) editor = g_object_new (TEST_TYPE_EDITOR, NULL);
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_delivery_type, DYR_EDITOR (editor));

  dyr_editor_set_draft (DYR_EDITOR (editor), record, DYR_DELIVERY_AGREED_ON, "31.02");
  g_assert_cmpstr (editor->draft, ==, "31.02");
  g_assert_cmpuint (editor->field, ==, DYR_DELIVERY_AGREED_ON);
  dyr_editor_set_draft (DYR_EDITOR (editor), record, DYR_DELIVERY_AGREED_ON, NULL);
  g_assert_null (editor->draft);
  g_assert_cmpuint (editor->n_edits, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/record/new", test_new);
  g_test_add_func ("/model/record/properties", test_properties);
  g_test_add_func ("/model/record/get", test_get);
  g_test_add_func ("/model/record/set", test_set);
  g_test_add_func ("/model/record/edit", test_edit);
  g_test_add_func ("/model/record/edit/link", test_edit_link);
  g_test_add_func ("/model/record/edit/in-handler", test_edit_in_handler);
  g_test_add_func ("/model/record/edit/unref-in-handler", test_unref_in_handler);
  g_test_add_func ("/model/record/load", test_load);
  g_test_add_func ("/model/record/load/keep", test_load_keep);
  g_test_add_func ("/model/record/load/back", test_load_back);
  g_test_add_func ("/model/record/load/title", test_load_title);
  g_test_add_func ("/model/record/title-field", test_title_field);
  g_test_add_func ("/model/record/refused", test_refused);
  g_test_add_func ("/model/record/uid", test_uid);
  g_test_add_func ("/model/record/draft", test_draft);

  return g_test_run ();
}
