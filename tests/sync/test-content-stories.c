/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Stories of people who attach, rename, delete and fetch files, each with a store of their own, and
 * one EspoCRM with our extension whose network and disk fail by chance: at rest all have the same,
 * and what is in each file is the same everywhere. The real engines, remote and SQLite. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include <string.h>

#include "crm-model.h"
#include "dyr-blobs.h"
#include "dyr-content-engine.h"
#include "dyr-content.h"
#include "dyr-espocrm.h"
#include "dyr-file.h"
#include "dyr-files.h"
#include "dyr-user.h"
#include "store-test.h"

#define KEY "0000000000000000000000000000ffff"
#define NOW 1800000000
#define PEOPLE 3
#define MEGABYTE (1024 * 1024)

typedef struct
{
  Office office;
  DyrRemote *remote, *of_contents;
  DyrEngine *engine;
  DyrContentEngine *contents;
  gint64 wait_until, wait_contents;
} Person;

typedef struct
{
  CrmModel *model;
  GRand *random;
  gint64 now;
  guint n_files;
  Person people[PEOPLE];
} Story;

/* The wire */

typedef struct
{
  DyrResponse *response;
  GInputStream *body; /* of a content that comes */
} Answer;

static Answer
carry (Story *s, const DyrRequest *request, gboolean streams)
{
  g_auto (CrmResponse) got = { 0 };
  g_auto (GStrv) parts = g_strsplit (request->path, "?", 2);
  g_autofree char *path = g_strconcat ("/", parts[0], NULL), *length = NULL;
  Answer answer = { NULL };

  g_ptr_array_add (request->headers, NULL);
  {
    const CrmRequest asked = { .method = request->method,
                               .path = path,
                               .query = parts[1],
                               .headers = (const char *const *) request->headers->pdata,
                               .body = request->body,
                               .body_length = request->body != NULL ? strlen (request->body) : 0 };

    crm_model_set_time (s->model, ++s->now);
    crm_model_handle (s->model, &asked, &got);
  }
  if (got.delivery == CRM_DELIVERY_NONE || (got.delivery == CRM_DELIVERY_CUT && !streams))
    {
      answer.response = dyr_response_new (0);
      answer.response->failure = g_strdup ("dyr:broke-off\tcrm.example");
      return answer;
    }
  answer.response = dyr_response_new (got.status);
  for (guint i = 0; got.headers[i] != NULL; i += 2)
    dyr_response_add_header (answer.response, got.headers[i], got.headers[i + 1]);
  length
      = g_strdup_printf ("%" G_GINT64_FORMAT,
                         got.delivery == CRM_DELIVERY_CUT ? (gint64) got.declared
                                                          : (gint64) g_bytes_get_size (got.body));
  dyr_response_add_header (answer.response, "Content-Length", length);
  if (streams && got.status == 200)
    answer.body = g_memory_input_stream_new_from_bytes (got.body);
  else
    answer.response->body = g_bytes_ref (got.body);
  return answer;
}

/* Jobs */

typedef struct
{
  Story *story;
  Person *person;
  DyrOrder *order;
  DyrAnswer *answer;
  DyrContentTrip *trip;
} Job;

static gboolean
job_start (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_engine_start (((Job *) data)->person->engine, connection, error);
}

static gboolean
job_next (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return dyr_engine_next (job->person->engine,
                          connection,
                          job->story->now,
                          &job->order,
                          &job->person->wait_until,
                          error);
}

static gboolean
job_answered (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return dyr_engine_answered (
      job->person->engine, connection, job->story->now, job->order, job->answer, error);
}

static gboolean
job_content_next (DyrConnection *connection,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  Job *job = data;

  return dyr_content_engine_next (job->person->contents,
                                  connection,
                                  job->story->now,
                                  FALSE,
                                  &job->trip,
                                  &job->person->wait_contents,
                                  error);
}

static gboolean
job_content_answered (DyrConnection *connection,
                      gpointer data,
                      GCancellable *cancellable,
                      GError **error)
{
  Job *job = data;

  return dyr_content_engine_answered (
      job->person->contents, connection, job->story->now, job->trip, error);
}

static void
run_job (Person *person, DyrJob run, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (person->office.database, run, data, NULL, &error);
  g_assert_no_error (error);
}

/* One request of records; FALSE: none. */
static gboolean
step_records (Story *s, Person *person)
{
  Job job = { s, person };
  g_autoptr (DyrRequest) request = NULL;
  Answer answer;

  run_job (person, job_next, &job);
  if (job.order == NULL)
    return FALSE;
  /* Nobody meets a file without its content. */
  if (job.order->kind == DYR_ORDER_CREATE && job.order->type == &dyr_file_type)
    g_assert_cmpint (job.order->sent->values[DYR_FILE_CONTENT].form, !=, DYR_VALUE_NONE);
  request = dyr_remote_write (person->remote, job.order);
  g_assert_nonnull (request);
  answer = carry (s, request, FALSE);
  job.answer = dyr_remote_read (person->remote, job.order, answer.response);
  run_job (person, job_answered, &job);
  dyr_response_free (answer.response);
  dyr_answer_free (job.answer);
  dyr_order_free (job.order);
  return TRUE;
}

/* … of contents. */
static gboolean
step_contents (Story *s, Person *person)
{
  Job job = { s, person };
  g_autoptr (DyrContentTrip) trip = NULL;
  Answer answer;

  run_job (person, job_content_next, &job);
  trip = job.trip;
  if (trip == NULL)
    return FALSE;
  answer = carry (s, trip->request, trip->order->step == DYR_CONTENT_GET);
  trip->response = answer.response;
  if (trip->order->step == DYR_CONTENT_GET)
    dyr_content_engine_take (
        person->contents, trip, person->office.path, answer.body, NULL, NULL, NULL);
  g_clear_object (&answer.body);
  run_job (person, job_content_answered, &job);
  return TRUE;
}

/* As if the program had ended and begun again. */
static void
restart (Story *s, Person *person)
{
  Job job = { s, person };

  g_clear_pointer (&person->engine, dyr_engine_free);
  g_clear_pointer (&person->contents, dyr_content_engine_free);
  person->engine = dyr_engine_new (person->remote, g_rand_int (s->random));
  person->contents = dyr_content_engine_new (person->of_contents, g_rand_int (s->random));
  run_job (person, job_start, &job);
}

static void
sync_person (Story *s, Person *person)
{
  dyr_engine_begin (person->engine);
  dyr_content_engine_begin (person->contents);
  for (guint n = 0; n < 3000; n++)
    {
      const gint64 waits[] = { person->wait_until, person->wait_contents };
      gint64 next = 0;

      if (step_records (s, person) | step_contents (s, person))
        continue;
      if (dyr_engine_get_stop (person->engine) != DYR_STOP_NONE
          || dyr_content_engine_get_stop (person->contents) != DYR_STOP_NONE)
        {
          dyr_engine_begin (person->engine);
          dyr_content_engine_begin (person->contents);
          s->now += 5;
          continue;
        }
      for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
        if (waits[i] > s->now && (next == 0 || waits[i] < next))
          next = waits[i];
      if (next == 0)
        return;
      s->now = next;
    }
  g_error ("it never ends");
}

/* What people do */

static gint64
pick (Story *s, Person *person, const char *table)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT id FROM %s WHERE listed = 1 ORDER BY (id * %u) %% 1009 LIMIT 1",
                         table,
                         g_rand_int_range (s->random, 1, 1000));

  return MAX (office_number (&person->office, sql), 0); /* -1: none */
}

static void
attach (Story *s, Person *person)
{
  const gsize length = g_rand_int_range (s->random, 0, 6) == 0
                           ? 2 * MEGABYTE + (gsize) g_rand_int_range (s->random, 0, 9)
                           : (gsize) g_rand_int_range (s->random, 1, 50);
  g_autofree guint8 *data = g_malloc (length);
  g_autofree char *name = g_strdup_printf ("file %u.bin", ++s->n_files);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) files
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_file_taken_free);
  g_autoptr (GError) error = NULL;
  DyrFilesAttach asked = { .about = pick (s, person, "client"), .files = files };

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) ((i * 7 + s->n_files) % 251);
  bytes = g_bytes_new (data, length);
  g_ptr_array_add (files,
                   dyr_files_take_bytes (person->office.database, bytes, name, NULL, &error));
  g_assert_no_error (error);
  run_job (person, dyr_files_job_attach, &asked);
}

static void
fetch (Story *s, Person *person, gint64 file)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (gint64));
  DyrContentWant want = { files, TRUE };

  g_array_append_val (files, file);
  run_job (person, dyr_content_job_want, &want);
}

static void
act (Story *s, Person *person)
{
  const gint64 file = pick (s, person, "file");
  DyrContentFree freed = { 0 };

  switch (g_rand_int_range (s->random, 0, 9))
    {
    case 0:
    case 1:
    case 2:
      attach (s, person);
      break;
    case 3:
      if (file != 0)
        {
          g_autofree char *name = g_strdup_printf ("renamed %u.bin", g_rand_int (s->random));

          office_set (&person->office, file, "name", name);
        }
      break;
    case 4:
      if (file != 0 && g_rand_boolean (s->random))
        office_delete (&person->office, file);
      break;
    case 5:
      if (file != 0)
        fetch (s, person, file);
      break;
    case 6:
      run_job (person, dyr_content_job_free, &freed);
      break;
    case 7:
      crm_model_lose_files (s->model, NULL);
      break;
    case 8:
    default:
      restart (s, person);
      break;
    }
}

static void
fail_by_chance (Story *s)
{
  static const CrmFaultKind kinds[]
      = { CRM_FAULT_LOST_REQUEST, CRM_FAULT_LOST_ANSWER, CRM_FAULT_CUT_BODY,  CRM_FAULT_STATUS,
          CRM_FAULT_STATUS_DONE,  CRM_FAULT_SHORT_BODY,  CRM_FAULT_OTHER_BODY };
  const CrmFaultKind kind = kinds[g_rand_int_range (s->random, 0, G_N_ELEMENTS (kinds))];
  /* Records whose answers are another text would be another story. */
  const gboolean of_contents = kind == CRM_FAULT_SHORT_BODY || kind == CRM_FAULT_OTHER_BODY;
  const CrmFault fault = { .kind = kind,
                           .method = of_contents ? "GET" : NULL,
                           .path = of_contents                  ? "Attachment/file"
                                   : g_rand_boolean (s->random) ? "Attachment"
                                                                : "DyrFile",
                           .after = (guint) g_rand_int_range (s->random, 0, 4),
                           .count = 1,
                           .number = kind == CRM_FAULT_STATUS        ? 503
                                     : kind == CRM_FAULT_STATUS_DONE ? 500
                                                                     : 5 };

  crm_model_add_fault (s->model, &fault);
}

/* What all have to have alike. */
static char *
tell (Person *person)
{
  return office_text (&person->office,
                      "SELECT group_concat (hex (uid) || ' ' || name || ' ' || checksum || ' ' || "
                      "content || ' ' || (SELECT hex (uid) FROM record WHERE id = about), '\n') "
                      "FROM (SELECT * FROM file f JOIN record r USING (id) WHERE listed = 1 "
                      "ORDER BY uid)");
}

static void
note_id (const char *id, gboolean deleted, gpointer data)
{
  g_ptr_array_add (data, g_strdup (id));
}

/* Each record of the CRM has what its checksum says. */
static void
assert_crm (Story *s)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  crm_model_foreach (s->model, "DyrFile", FALSE, note_id, ids);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *content
          = crm_model_read_attribute (s->model, "DyrFile", ids->pdata[i], "fileId");
      g_autofree char *told
          = crm_model_read_attribute (s->model, "DyrFile", ids->pdata[i], "dyrChecksum");
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *checksum = NULL, *quoted = NULL;

      content[strlen (content) - 1] = '\0';
      bytes = crm_model_get_file (s->model, content + 1);
      g_assert_nonnull (bytes);
      checksum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      quoted = g_strdup_printf ("\"%s\"", checksum);
      g_assert_cmpstr (told, ==, quoted);
    }
}

static void
assert_rest (Story *s)
{
  g_autofree char *first = NULL;

  crm_model_clear_faults (s->model);
  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < PEOPLE; i++)
      {
        /* What failed time after time waits for a person, who sends it again. */
        office_sql (&s->people[i].office, "UPDATE record SET parked = NULL WHERE parked NOT NULL");
        s->now += 130;
        sync_person (s, &s->people[i]);
      }
  assert_crm (s);
  for (guint i = 0; i < PEOPLE; i++)
    {
      Office *office = &s->people[i].office;
      g_autofree char *told = tell (&s->people[i]);
      g_autofree char *left = office_text (
          office,
          "SELECT group_concat (push || ' ' || title || ' ' || coalesce (parked, 'not parked')) "
          "FROM record WHERE push <> 0");

      if (left != NULL)
        g_test_message ("person %u has left: %s", i, left);
      /* None is left over, none is there twice. */
      g_assert_cmpint (
          office_number (office, "SELECT count (*) FROM record WHERE push <> 0"), ==, 0);
      g_assert_cmpint (office_number (office, "SELECT count (*) FROM file WHERE listed = 1"),
                       ==,
                       crm_model_count (s->model, "DyrFile"));
      if (i == 0)
        first = g_steal_pointer (&told);
      else
        g_assert_cmpstr (told, ==, first);
    }
}

/* All of them fetch all. */
static void
assert_all_come (Story *s)
{
  for (guint i = 0; i < PEOPLE; i++)
    {
      Person *person = &s->people[i];
      g_autofree char *ids
          = office_text (&person->office, "SELECT group_concat (id) FROM file WHERE listed = 1");
      g_auto (GStrv) each = g_strsplit (ids != NULL ? ids : "", ",", -1);

      for (char **id = each; *id != NULL; id++)
        fetch (s, person, g_ascii_strtoll (*id, NULL, 10));
      sync_person (s, person);
      for (char **id = each; *id != NULL; id++)
        {
          g_autofree char *checksum
              = office_get (&person->office, g_ascii_strtoll (*id, NULL, 10), "checksum");

          g_assert_true (dyr_blobs_is_whole (person->office.path, checksum, NULL));
        }
    }
}

static DyrRemote *
new_remote (void)
{
  g_autoptr (GError) error = NULL;
  DyrEspocrm *remote = dyr_espocrm_new (NULL, &error);

  g_assert_no_error (error);
  dyr_espocrm_set_key (remote, KEY, NULL);
  return DYR_REMOTE (remote);
}

static void
set_up (Story *s, gconstpointer data)
{
  g_autofree char *stock
      = g_test_build_filename (G_TEST_DIST, "fixtures", "espocrm", "stock.json", NULL);
  g_autofree char *package
      = g_test_build_filename (G_TEST_DIST, "..", "data", "espocrm", "extension", NULL);
  const char *const metadata[] = { stock, package, NULL };
  const CrmConfig config = { .metadata = metadata, .seed = 1, .time = NOW };
  g_autoptr (GError) error = NULL;

  s->now = NOW;
  s->random = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  s->model = crm_model_new (&config, &error);
  g_assert_no_error (error);
  crm_model_set_user (s->model,
                      "{\"userName\":\"sync\",\"name\":\"Sync\",\"type\":\"api\",\"apiKey\":\"" KEY
                      "\"}");
  crm_model_set_upload (s->model, 256, 1);
  for (guint i = 0; i < PEOPLE; i++)
    {
      Person *person = &s->people[i];

      office_set_up (&person->office, NULL);
      office_sql (&person->office,
                  "INSERT INTO meta (key, value) VALUES ('server', 'https://crm.example/')");
      person->remote = new_remote ();
      person->of_contents = new_remote ();
      restart (s, person);
    }
  office_add (&s->people[0].office, &dyr_client_type, "name", "Дністер", NULL);
  office_add (&s->people[0].office, &dyr_client_type, "name", "Ґанок", NULL);
  for (guint i = 0; i < PEOPLE; i++)
    {
      sync_person (s, &s->people[i]);
      g_assert_cmpint (
          office_number (&s->people[i].office, "SELECT count (*) FROM client WHERE listed = 1"),
          ==,
          2);
    }
}

static void
tear_down (Story *s, gconstpointer data)
{
  for (guint i = 0; i < PEOPLE; i++)
    {
      Person *person = &s->people[i];

      dyr_engine_free (person->engine);
      dyr_content_engine_free (person->contents);
      g_object_unref (person->remote);
      g_object_unref (person->of_contents);
      office_tear_down (&person->office, NULL);
    }
  crm_model_free (s->model);
  g_rand_free (s->random);
}

static void
test_story (Story *s, gconstpointer data)
{
  for (guint i = 0; i < 60; i++)
    {
      Person *person = &s->people[g_rand_int_range (s->random, 0, PEOPLE)];

      act (s, person);
      if (g_rand_int_range (s->random, 0, 3) == 0)
        fail_by_chance (s);
      /* Some requests of somebody, rarely all. */
      for (guint n = (guint) g_rand_int_range (s->random, 0, 12); n > 0; n--)
        {
          Person *other = &s->people[g_rand_int_range (s->random, 0, PEOPLE)];

          if (g_rand_boolean (s->random) ? step_records (s, other) : step_contents (s, other))
            continue;
          dyr_engine_begin (other->engine);
          dyr_content_engine_begin (other->contents);
        }
    }
  assert_rest (s);
  assert_all_come (s);
}

int
main (int argc, char **argv)
{
  const char *seed = g_getenv ("DYRYHENT_STORY");

  g_test_init (&argc, &argv, NULL);
  for (guint i = 1; i <= (seed != NULL ? 1 : 6); i++)
    {
      const guint number = seed != NULL ? (guint) g_ascii_strtoull (seed, NULL, 10) : i;
      g_autofree char *name = g_strdup_printf ("/sync/content-stories/%u", number);

      g_test_add (name, Story, GUINT_TO_POINTER (number), set_up, test_story, tear_down);
    }
  return g_test_run ();
}
