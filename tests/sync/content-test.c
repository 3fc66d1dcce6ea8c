/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* An office with files, and a CRM that keeps contents as EspoCRM does. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "content-test.h"

#include <string.h>

#include "dyr-blobs.h"
#include "dyr-error.h"
#include "dyr-file.h"
#include "dyr-files.h"

/* The remote: what it writes nobody reads, answers are in headers */

#define TOY_TYPE_KEEPER (toy_keeper_get_type ())
G_DECLARE_FINAL_TYPE (ToyKeeper, toy_keeper, TOY, KEEPER, GObject)

struct _ToyKeeper
{
  GObject parent_instance;
  guint n_told;
  gboolean without_files;
};

static gint64
keeper_get_content_most (DyrRemote *remote, gsize *piece)
{
  if (piece != NULL)
    *piece = CONTENT_PIECE;
  return TOY_KEEPER (remote)->without_files ? 0 : CONTENT_MOST;
}

static DyrRequest *
keeper_write_content (DyrRemote *remote, const DyrContentOrder *order)
{
  /* As the CRM's own remote. */
  if (TOY_KEEPER (remote)->without_files || g_strcmp0 (order->content, "nothing") == 0)
    return NULL;
  return dyr_request_new ("GET", g_strdup ("toy"));
}

static gint64
header_number (const DyrResponse *response, const char *name, gint64 fallback)
{
  const char *value = dyr_response_header (response, name);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : fallback;
}

static DyrContentAnswer *
keeper_read_content (DyrRemote *remote, const DyrContentOrder *order, const DyrResponse *response)
{
  const char *content = dyr_response_header (response, "content");
  DyrAnswerKind kind = DYR_ANSWER_UNKNOWN;
  DyrContentAnswer *answer;

  if (response->status == 200)
    kind = DYR_ANSWER_DONE;
  else if (response->status == 0)
    /* As the CRM's own remote: a look may simply be done again. */
    kind = response->refused || order->step == DYR_CONTENT_LOOK ? DYR_ANSWER_LATER
                                                                : DYR_ANSWER_UNKNOWN;
  else if (response->status == 401)
    kind = DYR_ANSWER_SIGN_IN;
  else if (response->status == 403)
    kind = order->step == DYR_CONTENT_GET ? DYR_ANSWER_HIDDEN : DYR_ANSWER_REFUSED;
  else if (response->status == 404)
    kind = DYR_ANSWER_GONE;
  else if (response->status == 413)
    kind = DYR_ANSWER_REFUSED;
  else if (response->status == 503)
    kind = DYR_ANSWER_LATER;
  answer = dyr_content_answer_new (kind, g_strdup_printf ("status %u", response->status));
  answer->status = response->status;
  answer->content = g_strdup (content);
  answer->whole = header_number (response, "whole", 0) != 0;
  answer->length = header_number (response, "length", -1);
  return answer;
}

static gboolean
keeper_set_description (DyrRemote *remote, const char *text, GError **error)
{
  ToyKeeper *self = TOY_KEEPER (remote);

  self->n_told++;
  if (g_str_equal (text, CONTENT_UNREADABLE))
    {
      g_set_error_literal (error, DYR_ERROR, DYR_ERROR_CORRUPT, "unreadable");
      return FALSE;
    }
  self->without_files = g_str_equal (text, CONTENT_NO_FILES);
  return TRUE;
}

static const DyrRemoteType *
keeper_get_type_info (DyrRemote *remote, const DyrRecordType *type)
{
  static const DyrRemoteType files = { .type = &dyr_file_type };

  return type == &dyr_file_type && !TOY_KEEPER (remote)->without_files ? &files : NULL;
}

static void
keeper_remote_init (DyrRemoteInterface *iface)
{
  iface->get_type_info = keeper_get_type_info;
  iface->get_content_most = keeper_get_content_most;
  iface->write_content = keeper_write_content;
  iface->read_content = keeper_read_content;
  iface->set_description = keeper_set_description;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ToyKeeper,
                               toy_keeper,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_REMOTE, keeper_remote_init))

static void
toy_keeper_class_init (ToyKeeperClass *klass)
{
}

static void
toy_keeper_init (ToyKeeper *self)
{
}

/* The CRM */

static GByteArray *
find_kept (Contents *c, const char *content)
{
  const guint64 place = content != NULL ? g_ascii_strtoull (content, NULL, 10) : 0;

  return place >= 1 && place <= c->kept->len ? c->kept->pdata[place - 1] : NULL;
}

static char *
keep (Contents *c, gint64 size)
{
  g_ptr_array_add (c->kept, g_byte_array_new ());
  g_array_append_val (c->sizes, size);
  return g_strdup_printf ("%u", c->kept->len);
}

static void
append (GByteArray *kept, gint64 size, GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  /* What is whole takes no more. */
  g_byte_array_append (kept, data, (guint) MIN ((gint64) length, size - (gint64) kept->len));
}

static DyrResponse *
respond (guint status, const char *content, gboolean whole)
{
  DyrResponse *response = dyr_response_new (status);

  if (content != NULL)
    dyr_response_add_header (response, "content", content);
  dyr_response_add_header (response, "whole", whole ? "1" : "0");
  return response;
}

static DyrResponse *
serve_up (Contents *c, const DyrContentOrder *order)
{
  g_autofree char *content
      = order->step == DYR_CONTENT_ADD ? keep (c, order->size) : g_strdup (order->content);
  GByteArray *kept = find_kept (c, content);
  gint64 size;

  g_assert_nonnull (kept);
  size = g_array_index (c->sizes, gint64, g_ascii_strtoull (content, NULL, 10) - 1);
  if (order->bytes != NULL)
    {
      /* However large the file is, no more of it is ever held. */
      g_assert_cmpuint (g_bytes_get_size (order->bytes), <=, CONTENT_PIECE);
      append (kept, size, order->bytes);
    }
  /* It does not say so of the last piece, only when it is asked. */
  return respond (200, content, order->step != DYR_CONTENT_APPEND && (gint64) kept->len == size);
}

/* A stream that fails at its end. */

#define TOY_TYPE_BROKEN (toy_broken_get_type ())
G_DECLARE_FINAL_TYPE (ToyBroken, toy_broken, TOY, BROKEN, GFilterInputStream)

struct _ToyBroken
{
  GFilterInputStream parent_instance;
};

G_DEFINE_FINAL_TYPE (ToyBroken, toy_broken, G_TYPE_FILTER_INPUT_STREAM)

static gssize
toy_broken_read (
    GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (stream));
  const gssize length = g_input_stream_read (base, buffer, count, cancellable, error);

  if (length != 0)
    return length;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "dyr:broke-off\tcrm.example");
  return -1;
}

static void
toy_broken_class_init (ToyBrokenClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = toy_broken_read;
}

static void
toy_broken_init (ToyBroken *self)
{
}

static GInputStream *
open_down (Contents *c, const GByteArray *kept, gint64 *length)
{
  g_autoptr (GByteArray) sent = g_byte_array_new ();
  g_autoptr (GInputStream) stream = NULL;

  g_byte_array_append (sent, kept->data, kept->len);
  *length = kept->len;
  switch (c->down)
    {
    case DOWN_CUT:
    case DOWN_BROKEN:
      g_byte_array_set_size (sent, (guint) MIN (c->down_at, kept->len - 1));
      break;
    case DOWN_LONGER:
      g_byte_array_append (sent, (const guint8 *) "x", 1);
      break;
    case DOWN_CHANGED:
      sent->data[c->down_at % sent->len] ^= 1;
      break;
    case DOWN_EMPTY:
      g_byte_array_set_size (sent, 0);
      break;
    case DOWN_LENGTH:
      *length += 1;
      break;
    case DOWN_WHOLE:
    case N_DOWNS:
    default:
      break;
    }
  stream = g_memory_input_stream_new_from_data (
      g_memdup2 (sent->data, sent->len), (gssize) sent->len, g_free);
  return c->down == DOWN_BROKEN ? g_object_new (TOY_TYPE_BROKEN, "base-stream", stream, NULL)
                                : g_steal_pointer (&stream);
}

static void
serve_down (Contents *c, DyrContentTrip *trip)
{
  const GByteArray *kept = find_kept (c, trip->order->content);
  g_autoptr (GInputStream) body = NULL;
  g_autofree char *text = NULL;
  gint64 length = -1;

  trip->response = respond (c->gone != 0 ? c->gone : kept != NULL ? 200 : 404, NULL, FALSE);
  if (trip->response->status == 200)
    {
      body = open_down (c, kept, &length);
      text = g_strdup_printf ("%" G_GINT64_FORMAT, length);
      dyr_response_add_header (trip->response, "length", text);
    }
  dyr_content_engine_take (c->engine, trip, c->office.path, body, NULL, NULL, NULL);
}

/* Jobs */

typedef struct
{
  Contents *contents;
  DyrContentTrip *trip;
} Job;

static gboolean
job_next (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  Contents *c = job->contents;

  return dyr_content_engine_next (
      c->engine, connection, c->now, c->asked_only, &job->trip, &c->wait_until, error);
}

static gboolean
job_answered (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return dyr_content_engine_answered (
      job->contents->engine, connection, job->contents->now, job->trip, error);
}

static void
write_job (Contents *c, DyrJob run, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dyr_database_write (c->office.database, run, data, NULL, &error);
  g_assert_no_error (error);
}

/* What a record names has the bytes that the record says, whatever happened. */
static void
assert_honest (Contents *c)
{
  g_autofree char *rows = office_text (&c->office,
                                       "SELECT group_concat (content || ' ' || checksum, ',') "
                                       "FROM file WHERE content IS NOT NULL AND checksum NOT NULL");
  g_auto (GStrv) each = g_strsplit (rows != NULL ? rows : "", ",", -1);

  for (char **row = each; *row != NULL; row++)
    {
      g_auto (GStrv) parts = g_strsplit (*row, " ", 2);
      const GByteArray *kept = find_kept (c, parts[0]);
      g_autofree char *checksum = NULL;

      g_assert_nonnull (kept);
      checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, kept->data, kept->len);
      g_assert_cmpstr (checksum, ==, parts[1]);
    }
}

void
contents_restart (Contents *c)
{
  g_clear_pointer (&c->engine, dyr_content_engine_free);
  c->engine = dyr_content_engine_new (c->remote, 1);
}

/* TRUE: the program ended. */
static gboolean
serve (Contents *c, DyrContentTrip *trip, ContentFault fault)
{
  const gboolean up = trip->order->step != DYR_CONTENT_GET;
  const gboolean arrives = fault == FAULT_NONE || fault == FAULT_NO_ANSWER
                           || fault == FAULT_FAILS_AFTER || fault == FAULT_KILLED_LATE;

  if (fault == FAULT_KILLED)
    return TRUE;
  if (up && c->refuse != 0)
    trip->response = dyr_response_new (c->refuse);
  else if (arrives && up)
    trip->response = serve_up (c, trip->order);
  else if (arrives)
    serve_down (c, trip);
  if (fault == FAULT_NONE)
    return FALSE;
  g_clear_pointer (&trip->response, dyr_response_free);
  g_clear_pointer (&trip->answer, dyr_content_answer_free);
  trip->response = dyr_response_new (fault == FAULT_FAILS || fault == FAULT_FAILS_AFTER ? 500
                                     : fault == FAULT_LATER                             ? 503
                                     : fault == FAULT_SIGN_IN                           ? 401
                                                                                        : 0);
  trip->response->refused = fault == FAULT_NEVER;
  return fault == FAULT_KILLED_LATE;
}

void
contents_answer (Contents *c, DyrContentTrip *trip)
{
  Job job = { c, trip };

  serve (c, trip, FAULT_NONE);
  write_job (c, job_answered, &job);
  assert_honest (c);
}

gboolean
contents_step (Contents *c)
{
  Job job = { c, NULL };
  ContentFault fault = FAULT_NONE;
  g_autoptr (DyrContentTrip) trip = NULL;

  write_job (c, job_next, &job);
  trip = job.trip;
  if (trip == NULL)
    return FALSE;
  if (c->n_requests++ == c->fault_at)
    fault = c->fault;
  if (g_strcmp0 (trip->name, c->cut_name) == 0)
    fault = FAULT_LOST;
  if (serve (c, trip, fault))
    contents_restart (c);
  else
    write_job (c, job_answered, &job);
  assert_honest (c);
  return TRUE;
}

void
contents_run (Contents *c)
{
  for (guint n = 0; n < 1000; n++)
    {
      if (contents_step (c))
        continue;
      if (dyr_content_engine_get_stop (c->engine) != DYR_STOP_NONE)
        dyr_content_engine_begin (c->engine);
      else if (c->wait_until > c->now)
        c->now = c->wait_until;
      else
        return;
    }
  g_error ("it never ends");
}

guint
contents_describe (Contents *c, const char *text)
{
  g_autofree char *sql
      = g_strdup_printf ("UPDATE meta SET value = '%s' WHERE key = 'remote-description'", text);
  const guint n_told = TOY_KEEPER (c->remote)->n_told;

  office_sql (&c->office, sql);
  contents_run (c);
  return TOY_KEEPER (c->remote)->n_told - n_told;
}

/* The office */

void
contents_set_up (Contents *c, gconstpointer data)
{
  office_set_up (&c->office, data);
  c->remote = g_object_new (TOY_TYPE_KEEPER, NULL);
  c->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  c->sizes = g_array_new (FALSE, FALSE, sizeof (gint64));
  c->now = 1000000;
  c->fault_at = G_MAXUINT;
  office_sql (&c->office,
              "INSERT INTO meta (key, value) VALUES ('remote-description', '{}'), "
              "('server', 'https://crm.example/')");
  contents_restart (c);
}

void
contents_tear_down (Contents *c, gconstpointer data)
{
  g_clear_pointer (&c->engine, dyr_content_engine_free);
  g_clear_object (&c->remote);
  g_ptr_array_unref (c->kept);
  g_array_unref (c->sizes);
  office_tear_down (&c->office, data);
}

gint64
contents_add_client (Contents *c)
{
  const gint64 id = office_add (&c->office, &dyr_client_type, "name", "Дністер", NULL);
  g_autofree char *sql = g_strdup_printf ("UPDATE record SET push = 0, seq = NULL, "
                                          "remote_id = 'Account/%1$d' WHERE id = %1$d",
                                          (int) id);

  office_sql (&c->office, sql);
  return id;
}

gint64
contents_attach (Contents *c, gint64 about, const char *name, const char *text)
{
  g_autoptr (GPtrArray) files
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_file_taken_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  DyrFilesAttach attach = { .about = about, .files = files, .ids = ids };
  DyrFileTaken *taken = dyr_files_take_bytes (c->office.database, bytes, name, NULL, &error);

  g_assert_no_error (error);
  g_ptr_array_add (files, taken);
  write_job (c, dyr_files_job_attach, &attach);
  return g_array_index (ids, gint64, 0);
}

gint64
contents_have (Contents *c, gint64 about, const char *name, const char *text, gboolean told)
{
  const gint64 file = contents_attach (c, about, name, text);
  g_autofree char *content = keep (c, (gint64) strlen (text));
  g_autofree char *checksum = office_get (&c->office, file, "checksum");
  g_autofree char *sql = g_strdup_printf (
      "UPDATE record SET push = 0, seq = NULL, remote_id = 'DyrFile/%1$d' WHERE id = %1$d; "
      "UPDATE file SET content = '%2$s'%3$s WHERE id = %1$d",
      (int) file,
      content,
      told ? "" : ", size = NULL, checksum = NULL");

  g_byte_array_append (find_kept (c, content), (const guint8 *) text, (guint) strlen (text));
  dyr_blobs_remove (c->office.path, checksum);
  office_sql (&c->office, sql);
  return file;
}

void
contents_want (Contents *c, gint64 file)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (gint64));
  DyrContentWant want = { files, TRUE };

  g_array_append_val (files, file);
  write_job (c, dyr_content_job_want, &want);
}

void
contents_assert_sent (Contents *c, gint64 file, const char *text)
{
  g_autofree char *content = office_get (&c->office, file, "content");
  const GByteArray *kept = find_kept (c, content);

  g_assert_nonnull (kept);
  g_assert_cmpmem (kept->data, kept->len, text, strlen (text));
}

gboolean
contents_is_here (Contents *c, const char *text)
{
  g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return dyr_blobs_is_whole (c->office.path, checksum, NULL);
}

guint
contents_count_blobs (Contents *c)
{
  g_autofree char *folder = dyr_blobs_folder (c->office.path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

void
contents_sql (Contents *c, const char *format, gint64 id)
{
  g_auto (GStrv) parts = g_strsplit (format, "$", -1);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autofree char *sql = g_strjoinv (number, parts);

  office_sql (&c->office, sql);
}

void
contents_assert_state (Contents *c, gint64 file, DyrContentPlace place, const char *reason)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) states = NULL;
  g_autoptr (GError) error = NULL;
  DyrContentLook look = { .files = files };
  const DyrContentState *state;

  g_array_append_val (files, file);
  dyr_database_read (c->office.database, dyr_content_job_look, &look, NULL, &error);
  g_assert_no_error (error);
  states = look.states;
  state = g_hash_table_lookup (states, &file);
  g_assert_cmpint (state->place, ==, place);
  g_assert_cmpstr (state->reason, ==, reason);
}
