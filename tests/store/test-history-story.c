/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The story of a record: its own changes, those of its parts, and what matters of what links to it.
 */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-history.h"

#include <glib/gstdio.h>

#include "dyr-amendment.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-database.h"
#include "dyr-delivery.h"
#include "dyr-note.h"
#include "dyr-presentation.h"
#include "dyr-user.h"

typedef struct
{
  char *folder;
  DyrDatabase *database;
} Fixture;

/* One save in one transaction. */
typedef struct
{
  const DyrRecordType *type; /* to create; NULL: edit `id`, or delete it without values */
  GArray *values;
  gint64 id;
} Step;

static gboolean
job_step (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Step *step = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", 0);
  gboolean done;

  if (step->type != NULL)
    {
      g_autofree DyrValue *values = g_new0 (DyrValue, step->type->n_fields);

      for (guint i = 0; i < step->values->len; i++)
        {
          DyrFieldValue *value = &g_array_index (step->values, DyrFieldValue, i);

          dyr_value_copy (&value->value, &values[value->field]);
        }
      done = dyr_save_create (save, step->type, NULL, DYR_ORIGIN_PERSON, values, &step->id, error);
      for (guint i = 0; i < step->type->n_fields; i++)
        dyr_value_clear (&values[i]);
    }
  else if (step->values->len > 0)
    done = dyr_save_edit (save, step->id, step->values, error);
  else
    done = dyr_save_delete (save, step->id, error);
  return done && dyr_save_finish (save, NULL, error);
}

/* Takes the values. */
static gint64
run (Fixture *fixture, const DyrRecordType *type, gint64 id, GArray *taken)
{
  g_autoptr (GArray) values = taken != NULL ? taken : dyr_field_values_new ();
  g_autoptr (GError) error = NULL;
  Step step = { type, values, id };

  dyr_database_write (fixture->database, job_step, &step, NULL, &error);
  g_assert_no_error (error);
  return step.id;
}

static GArray *
text (GArray *values, guint field, const char *value)
{
  if (values == NULL)
    values = dyr_field_values_new ();
  dyr_value_set_text (dyr_field_values_add (values, field), value);
  return values;
}

static GArray *
link_to (GArray *values, guint field, gint64 id)
{
  if (values == NULL)
    values = dyr_field_values_new ();
  dyr_value_take_link (dyr_field_values_add (values, field),
                       dyr_link_new (id, NULL, NULL, 0, FALSE));
  return values;
}

typedef struct
{
  gint64 id;
  guint limit;
  GPtrArray *entries;
} Read;

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Read *read = data;

  read->entries = dyr_history_of_record (connection, read->id, read->limit, error);
  return read->entries != NULL;
}

static GPtrArray *
story (Fixture *fixture, gint64 id, guint limit)
{
  Read read = { id, limit, NULL };
  g_autoptr (GError) error = NULL;

  dyr_database_read (fixture->database, job_read, &read, NULL, &error);
  g_assert_no_error (error);
  return read.entries;
}

/* How many entries of that record and kind there are; `field` NULL: any. */
static guint
count (GPtrArray *entries, gint64 record, DyrChangeKind kind, const char *field)
{
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const DyrHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (entry->record == record && entry->kind == kind
          && (field == NULL
              || (entry->field >= 0
                  && g_str_equal (entry->type->fields[entry->field].name, field))))
        n++;
    }
  return n;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const DyrDatabaseOptions options = { "en", "Europe/Kyiv", FALSE };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("dyryhent-story-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "office.db", NULL);
  fixture->database = dyr_database_open (path, &options, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  dyr_database_close (fixture->database);
  g_clear_object (&fixture->database);
  folder = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static gint64
add_client (Fixture *fixture, const char *name)
{
  return run (fixture, &dyr_client_type, 0, text (NULL, DYR_CLIENT_NAME, name));
}

static gint64
add_contract (Fixture *fixture, gint64 client)
{
  return run (fixture,
              &dyr_contract_type,
              0,
              text (link_to (NULL, DYR_CONTRACT_CLIENT, client), DYR_CONTRACT_NUMBER, "1/26"));
}

/* What links to a client is told by what it became, not by every letter. */
static void
test_linked (Fixture *fixture, gconstpointer data)
{
  gint64 client = add_client (fixture, "A & B <b>");
  gint64 contract = add_contract (fixture, client);
  gint64 note = run (fixture,
                     &dyr_note_type,
                     0,
                     text (link_to (NULL, DYR_NOTE_ABOUT, client), DYR_NOTE_TEXT, "Called"));
  g_autoptr (GPtrArray) entries = NULL;

  run (fixture, NULL, client, text (NULL, DYR_CLIENT_CITY, "Lviv"));
  run (fixture, NULL, contract, text (NULL, DYR_CONTRACT_SUBJECT, "Lamps"));
  run (fixture, NULL, contract, text (NULL, DYR_CONTRACT_STATE, "signed"));
  run (fixture, NULL, note, text (NULL, DYR_NOTE_TEXT, "Called twice"));
  run (fixture, NULL, note, NULL);
  entries = story (fixture, client, 100);
  g_assert_cmpuint (count (entries, client, DYR_CHANGE_CREATED, NULL), ==, 1);
  g_assert_cmpuint (count (entries, client, DYR_CHANGE_FIELD, "city"), ==, 1);
  g_assert_cmpuint (count (entries, contract, DYR_CHANGE_CREATED, NULL), ==, 1);
  g_assert_cmpuint (count (entries, contract, DYR_CHANGE_FIELD, "state"), ==, 1);
  g_assert_cmpuint (count (entries, contract, DYR_CHANGE_FIELD, "subject"), ==, 0);
  g_assert_cmpuint (count (entries, note, DYR_CHANGE_CREATED, NULL), ==, 1);
  g_assert_cmpuint (count (entries, note, DYR_CHANGE_FIELD, NULL), ==, 0);
  g_assert_cmpuint (count (entries, note, DYR_CHANGE_DELETED, NULL), ==, 1);
  g_assert_cmpuint (entries->len, ==, 6);
  /* Newest first. */
  g_assert_cmpint (((DyrHistoryEntry *) g_ptr_array_index (entries, 0))->record, ==, note);
}

/* Parts are told whole. */
static void
test_owned (Fixture *fixture, gconstpointer data)
{
  gint64 client = add_client (fixture, "Part");
  gint64 contract = add_contract (fixture, client);
  gint64 amendment
      = run (fixture,
             &dyr_amendment_type,
             0,
             text (link_to (NULL, DYR_AMENDMENT_CONTRACT, contract), DYR_AMENDMENT_NUMBER, "1"));
  g_autoptr (GPtrArray) whole = NULL, around = NULL;

  run (fixture, NULL, amendment, text (NULL, DYR_AMENDMENT_CHANGES, "Price"));
  whole = story (fixture, contract, 100);
  g_assert_cmpuint (count (whole, amendment, DYR_CHANGE_CREATED, NULL), ==, 1);
  g_assert_cmpuint (count (whole, amendment, DYR_CHANGE_FIELD, "changes"), ==, 1);
  /* A part of a part is not the client's story. */
  around = story (fixture, client, 100);
  g_assert_cmpuint (count (around, amendment, DYR_CHANGE_CREATED, NULL), ==, 0);
}

/* A record that links twice is told once; one that links to somebody else not at all. */
static void
test_links_apart (Fixture *fixture, gconstpointer data)
{
  gint64 user = run (fixture, &dyr_user_type, 0, text (NULL, DYR_USER_NAME, "Olena"));
  gint64 one = add_client (fixture, "One"), other = add_client (fixture, "Other");
  gint64 contract = add_contract (fixture, one);
  gint64 delivery
      = run (fixture,
             &dyr_delivery_type,
             0,
             link_to (link_to (NULL, DYR_DELIVERY_CLIENT, one), DYR_DELIVERY_CONTRACT, contract));
  gint64 shown = run (fixture,
                      &dyr_presentation_type,
                      0,
                      link_to (link_to (text (link_to (NULL, DYR_PRESENTATION_CLIENT, one),
                                              DYR_PRESENTATION_TITLE,
                                              "Lamps"),
                                        DYR_PRESENTATION_PRESENTER,
                                        user),
                               DYR_PRESENTATION_SUPERVISOR,
                               user));
  g_autoptr (GPtrArray) of_one = story (fixture, one, 100);
  g_autoptr (GPtrArray) of_other = story (fixture, other, 100);
  g_autoptr (GPtrArray) of_contract = story (fixture, contract, 100);
  g_autoptr (GPtrArray) of_user = story (fixture, user, 100);

  g_assert_cmpuint (count (of_one, delivery, DYR_CHANGE_CREATED, NULL), ==, 1);
  g_assert_cmpuint (count (of_one, shown, DYR_CHANGE_CREATED, NULL), ==, 1);
  g_assert_cmpuint (count (of_contract, delivery, DYR_CHANGE_CREATED, NULL), ==, 1);
  g_assert_cmpuint (of_other->len, ==, 1);
  g_assert_cmpuint (of_user->len, ==, 1);
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  gint64 client = add_client (fixture, "Long");
  g_autoptr (GPtrArray) entries = NULL;

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *city = g_strdup_printf ("City %d", i);

      run (fixture, NULL, client, text (NULL, DYR_CLIENT_CITY, city));
    }
  entries = story (fixture, client, 3);
  g_assert_cmpuint (entries->len, ==, 3);
  g_assert_cmpstr (
      dyr_value_text (&((DyrHistoryEntry *) g_ptr_array_index (entries, 0))->new), ==, "City 4");
  g_assert_cmpuint (count (entries, client, DYR_CHANGE_CREATED, NULL), ==, 0);
}

static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = story (fixture, 4711, 10);

  g_assert_cmpuint (entries->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function)                                                                        \
  g_test_add ("/store/history/story/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("linked", test_linked);
  ADD ("owned", test_owned);
  ADD ("links-apart", test_links_apart);
  ADD ("limit", test_limit);
  ADD ("nobody", test_nobody);
#undef ADD
  return g_test_run ();
}
