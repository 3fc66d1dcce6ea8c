/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrContentEngine: decides which content goes to the CRM or comes from it next, and takes over
 * what came of it. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-content-engine.h"

#include "dyr-content-find.h"
#include "dyr-content-keep.h"
#include "dyr-error.h"
#include "dyr-file.h"
#include "dyr-ledger.h"
#include "dyr-meta.h"
#include "dyr-pause.h"
#include "dyr-reason.h"

typedef struct
{
  DyrContentFile file; /* .id 0: nothing goes up */
  char *content;       /* what the CRM calls it; NULL: it is yet to be begun */
  gint64 sent;         /* bytes that the CRM says it took … */
  GChecksum *checksum; /* … and what they are */
  GBytes *piece;       /* on its way */
} Upload;

struct _DyrContentEngine
{
  GMutex lock; /* of the remote, which workers ask as well */
  DyrRemote *remote;
  char *description;
  char *unread;    /* a description that says nothing to us */
  gboolean looked; /* whether what is kept here is here */
  Upload upload;
  gboolean uploading;   /* a request of it is on its way */
  GHashTable *arriving; /* ids of files */
  GHashTable *cuts;     /* id of a file → how often in a row nothing was heard of it */
  DyrPause pause;
  DyrStop stop;
};

void
dyr_content_trip_free (DyrContentTrip *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->order, dyr_content_order_free);
  g_clear_pointer (&self->request, dyr_request_free);
  g_clear_pointer (&self->response, dyr_response_free);
  g_clear_pointer (&self->answer, dyr_content_answer_free);
  g_clear_error (&self->error);
  g_free (self->name);
  g_free (self->checksum);
  g_free (self);
}

static void
drop_upload (DyrContentEngine *self)
{
  dyr_content_file_clear (&self->upload.file);
  g_clear_pointer (&self->upload.content, g_free);
  g_clear_pointer (&self->upload.checksum, g_checksum_free);
  g_clear_pointer (&self->upload.piece, g_bytes_unref);
  self->upload.sent = 0;
}

DyrContentEngine *
dyr_content_engine_new (DyrRemote *remote, guint32 seed)
{
  DyrContentEngine *self;

  g_return_val_if_fail (DYR_IS_REMOTE (remote), NULL);

  self = g_new0 (DyrContentEngine, 1);
  g_mutex_init (&self->lock);
  self->remote = g_object_ref (remote);
  dyr_pause_init (&self->pause, seed);
  self->arriving = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->cuts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

void
dyr_content_engine_free (DyrContentEngine *self)
{
  if (self == NULL)
    return;
  drop_upload (self);
  g_hash_table_unref (self->arriving);
  g_hash_table_unref (self->cuts);
  dyr_pause_clear (&self->pause);
  g_free (self->description);
  g_free (self->unread);
  g_object_unref (self->remote);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
dyr_content_engine_begin (DyrContentEngine *self)
{
  g_return_if_fail (self != NULL);

  self->stop = DYR_STOP_NONE;
  self->pause.until = 0;
}

/* What the store knows of the CRM may be another than last time. */
static gboolean
read_description (DyrContentEngine *self, DyrConnection *connection, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *text = dyr_meta_read (connection, "remote-description", &local);
  gboolean set;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (text == NULL || g_strcmp0 (text, self->description) == 0
      || g_strcmp0 (text, self->unread) == 0)
    return TRUE;
  g_mutex_lock (&self->lock);
  set = dyr_remote_set_description (self->remote, text, &local);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->description, g_free);
  g_clear_pointer (&self->unread, g_free);
  if (set)
    {
      self->description = g_steal_pointer (&text);
      return TRUE;
    }
  /* What the remote knew before may be of another CRM: nothing goes or comes by that. */
  g_info ("Contents wait until the CRM was asked anew what it holds: %s", local->message);
  self->unread = g_steal_pointer (&text);
  return TRUE;
}

/* Going up */

static DyrContentTrip *
new_trip (DyrContentEngine *self, const DyrContentFile *file, DyrContentOrder *order)
{
  g_autoptr (DyrContentTrip) trip = g_new0 (DyrContentTrip, 1);

  trip->order = order;
  trip->file = file->id;
  trip->name = g_strdup (file->name);
  trip->checksum = g_strdup (file->checksum);
  trip->request = dyr_remote_write_content (self->remote, order);
  return trip->request != NULL ? g_steal_pointer (&trip) : NULL;
}

/* The bytes that go next. What is on the disk may be damaged: all that went before them and they
 * must be what the record says once they are the last ones. FALSE: they cannot go. */
static gboolean
read_piece (DyrContentEngine *self, DyrConnection *connection, gsize piece)
{
  Upload *upload = &self->upload;
  const gint64 left = upload->file.size - upload->sent;
  g_autoptr (GChecksum) checksum = NULL;
  gconstpointer data;
  gsize length;

  g_clear_pointer (&upload->piece, g_bytes_unref);
  upload->piece = dyr_blobs_read (dyr_connection_get_path (connection),
                                  upload->file.checksum,
                                  upload->sent,
                                  (gsize) MIN (left, (gint64) piece));
  if (upload->piece == NULL)
    return FALSE;
  if ((gint64) g_bytes_get_size (upload->piece) < left)
    return TRUE;
  checksum = g_checksum_copy (upload->checksum);
  data = g_bytes_get_data (upload->piece, &length);
  g_checksum_update (checksum, data, (gssize) length);
  return g_str_equal (g_checksum_get_string (checksum), upload->file.checksum);
}

/* The next request of what goes up; NULL: it cannot go on. */
static DyrContentTrip *
next_piece (DyrContentEngine *self, DyrConnection *connection, gsize piece)
{
  Upload *upload = &self->upload;
  const gboolean alone = upload->content == NULL && upload->file.size <= (gint64) piece;
  DyrContentOrder *order;

  if (upload->content != NULL && upload->sent == upload->file.size)
    return new_trip (self,
                     &upload->file,
                     dyr_content_order_new (DYR_CONTENT_LOOK, upload->content, upload->file.size));
  if ((alone || upload->content != NULL) && !read_piece (self, connection, piece))
    return NULL;
  order = dyr_content_order_new (upload->content != NULL ? DYR_CONTENT_APPEND : DYR_CONTENT_ADD,
                                 upload->content,
                                 upload->file.size);
  order->name = g_strdup (upload->file.name);
  order->media_type = g_strdup (upload->file.media_type);
  order->bytes = upload->piece != NULL ? g_bytes_ref (upload->piece) : NULL;
  return new_trip (self, &upload->file, order);
}

/* The record waits for a person. */
static gboolean
park (DyrContentEngine *self, DyrConnection *connection, const char *reason, GError **error)
{
  const gint64 file = self->upload.file.id;

  drop_upload (self);
  return dyr_content_keep_park (connection, file, reason, error);
}

static gboolean
park_as (DyrContentEngine *self, DyrConnection *connection, const char *code, GError **error)
{
  g_autofree char *reason = dyr_reason_new (code, NULL);

  return park (self, connection, reason, error);
}

static gboolean
next_up (DyrContentEngine *self,
         DyrConnection *connection,
         gint64 now,
         DyrContentTrip **trip,
         gint64 *wait_until,
         GError **error)
{
  gsize piece = 0;
  const gint64 most = dyr_remote_get_content_most (self->remote, &piece);

  /* None leaves this computer. */
  if (most <= 0 || piece == 0)
    drop_upload (self);
  while (most > 0 && piece > 0 && !self->uploading && *trip == NULL)
    {
      Upload *upload = &self->upload;
      gboolean still = TRUE;

      /* It was deleted, or is another one, since it was begun. */
      if (upload->file.id != 0
          && !dyr_content_find_still_up (connection, &upload->file, &still, error))
        return FALSE;
      if (!still)
        drop_upload (self);
      if (upload->file.id == 0)
        {
          if (!dyr_content_find_up (connection, now, &upload->file, wait_until, error))
            return FALSE;
          if (upload->file.id == 0)
            return TRUE;
          upload->checksum = g_checksum_new (G_CHECKSUM_SHA256);
          if (!dyr_blobs_has (
                  dyr_connection_get_path (connection), upload->file.checksum, upload->file.size))
            {
              if (!park_as (self, connection, "content-missing", error))
                return FALSE;
              continue;
            }
          if (upload->file.size > most)
            {
              if (!park_as (self, connection, "content-too-large", error))
                return FALSE;
              continue;
            }
        }
      *trip = next_piece (self, connection, piece);
      if (*trip == NULL && !park_as (self, connection, "content-damaged", error))
        return FALSE;
      self->uploading = *trip != NULL;
    }
  return TRUE;
}

/* Coming down */

static gboolean
next_down (DyrContentEngine *self,
           DyrConnection *connection,
           gint64 now,
           gboolean asked_only,
           DyrContentTrip **trip,
           gint64 *wait_until,
           GError **error)
{
  /* It holds no files (any more), or shows us none: that says nothing of what is in one. */
  if (dyr_remote_get_type_info (self->remote, &dyr_file_type) == NULL)
    return TRUE;
  while (*trip == NULL && g_hash_table_size (self->arriving) < DYR_CONTENT_DOWN_MOST)
    {
      g_auto (DyrContentFile) file = { 0 };

      if (!dyr_content_find_down (
              connection, now, asked_only, self->arriving, &file, wait_until, error))
        return FALSE;
      if (file.id == 0)
        return TRUE;
      if (dyr_blobs_has (dyr_connection_get_path (connection), file.checksum, file.size))
        {
          if (!dyr_content_keep_here (connection, &file, NULL, error))
            return FALSE;
          continue;
        }
      *trip = new_trip (
          self, &file, dyr_content_order_new (DYR_CONTENT_GET, file.content, MAX (file.size, 0)));
      if (*trip == NULL)
        {
          g_autofree char *reason = dyr_reason_new ("content-gone", NULL);

          if (!dyr_content_keep_away (connection, &file, reason, now, error))
            return FALSE;
          continue;
        }
      g_hash_table_add (self->arriving, g_memdup2 (&file.id, sizeof file.id));
    }
  return TRUE;
}

/* A backup may have taken the place of the store, and not that of the files. Once is enough, but
 * what was found is only sure to be written when it is not found again. */
static gboolean
look_for_missed (DyrContentEngine *self, DyrConnection *connection, GError **error)
{
  guint n = 0;

  if (self->looked)
    return TRUE;
  if (!dyr_content_keep_missed (connection, &n, error))
    return FALSE;
  self->looked = n == 0;
  return TRUE;
}

gboolean
dyr_content_engine_next (DyrContentEngine *self,
                         DyrConnection *connection,
                         gint64 now,
                         gboolean asked_only,
                         DyrContentTrip **trip,
                         gint64 *wait_until,
                         GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  *trip = NULL;
  *wait_until = 0;
  if (self->stop != DYR_STOP_NONE)
    return TRUE;
  if (dyr_pause_holds (&self->pause, now))
    {
      *wait_until = self->pause.until;
      return TRUE;
    }
  if (!read_description (self, connection, error))
    return FALSE;
  if (self->description == NULL)
    return TRUE;
  if (!look_for_missed (self, connection, error))
    return FALSE;
  return (asked_only || next_up (self, connection, now, trip, wait_until, error))
         && next_down (self, connection, now, asked_only, trip, wait_until, error);
}

/* What came of it */

/* What concerns all of them rather than this one. */
static gboolean
take_trouble (DyrContentEngine *self, gint64 now, const DyrContentAnswer *answer)
{
  DyrStop stop;

  if (!dyr_pause_take (&self->pause, now, answer->kind, answer->status, answer->seconds, &stop))
    return FALSE;
  if (stop != DYR_STOP_NONE)
    self->stop = stop;
  return TRUE;
}

/* Nobody answered, or somebody who did not look at the file: that takes no try from it. But it
 * might be this one that never passes: others go before it, and it waits longer each time. */
static gboolean
cut (DyrContentEngine *self,
     DyrConnection *connection,
     gint64 now,
     gint64 file,
     const DyrContentAnswer *answer,
     GError **error)
{
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->cuts, &file));

  g_hash_table_insert (self->cuts, g_memdup2 (&file, sizeof file), GUINT_TO_POINTER (n + 1));
  return dyr_content_keep_wait (connection,
                                file,
                                answer->reason,
                                now + answer->seconds + dyr_pause_backoff (&self->pause, n),
                                error);
}

/* Nobody knows what is there of it: it is begun anew, not at once. */
static gboolean
anew (DyrContentEngine *self,
      DyrConnection *connection,
      gint64 now,
      const DyrContentAnswer *answer,
      GError **error)
{
  const gint64 file = self->upload.file.id;
  const guint tries = self->upload.file.tries;

  drop_upload (self);
  if (answer->status == 0)
    return cut (self, connection, now, file, answer, error);
  if (tries + 1 >= DYR_TRIES_MOST)
    return dyr_content_keep_park (
        connection, file, answer->reason != NULL ? answer->reason : "server-error", error);
  return dyr_content_keep_retry (connection,
                                 file,
                                 answer->reason,
                                 now + answer->seconds + dyr_pause_backoff (&self->pause, tries),
                                 error);
}

/* The bytes are there: what was sent is what the record speaks of (read_piece). */
static gboolean
arrived (DyrContentEngine *self, DyrConnection *connection, GError **error)
{
  g_auto (DyrContentFile) file = self->upload.file;

  self->upload.file = (DyrContentFile){ 0 };
  g_hash_table_remove (self->cuts, &file.id);
  g_free (file.content);
  file.content = g_steal_pointer (&self->upload.content);
  drop_upload (self);
  return dyr_content_keep_sent (connection, &file, error);
}

static gboolean
took_piece (DyrContentEngine *self,
            DyrConnection *connection,
            gint64 now,
            const DyrContentOrder *order,
            const DyrContentAnswer *answer,
            GError **error)
{
  Upload *upload = &self->upload;
  gconstpointer data;
  gsize length;

  if (order->step == DYR_CONTENT_ADD)
    upload->content = g_strdup (answer->content);
  if (order->bytes != NULL)
    {
      data = g_bytes_get_data (order->bytes, &length);
      g_checksum_update (upload->checksum, data, (gssize) length);
      upload->sent += (gint64) length;
    }
  g_clear_pointer (&upload->piece, g_bytes_unref);
  /* Said of fewer bytes than it has, or not said of all of them. */
  if (upload->content == NULL || (answer->whole && upload->sent != upload->file.size)
      || (order->step == DYR_CONTENT_LOOK && !answer->whole))
    return anew (self, connection, now, answer, error);
  return !answer->whole || arrived (self, connection, error);
}

static gboolean
up_answered (DyrContentEngine *self,
             DyrConnection *connection,
             gint64 now,
             const DyrContentTrip *trip,
             GError **error)
{
  const DyrContentAnswer *answer = trip->answer;
  const gint64 file = self->upload.file.id;

  take_trouble (self, now, answer);
  self->uploading = FALSE;
  switch (answer->kind)
    {
    case DYR_ANSWER_DONE:
      return took_piece (self, connection, now, trip->order, answer, error);
    case DYR_ANSWER_LATER:
      return TRUE; /* surely not done: the same piece goes again */
    case DYR_ANSWER_REFUSED:
    case DYR_ANSWER_GONE:
    case DYR_ANSWER_HIDDEN:
    case DYR_ANSWER_MERGE:
    case DYR_ANSWER_DUPLICATE:
      return park (self, connection, answer->reason != NULL ? answer->reason : "refused", error);
    case DYR_ANSWER_UNKNOWN:
    case DYR_ANSWER_SIGN_IN:
    case DYR_ANSWER_LOCKED_OUT:
    case DYR_ANSWER_WRONG:
    default:
      if (answer->kind == DYR_ANSWER_UNKNOWN)
        return anew (self, connection, now, answer, error);
      drop_upload (self);
      /* Who has to sign in was refused before anybody looked at the file. */
      return answer->kind == DYR_ANSWER_SIGN_IN || cut (self, connection, now, file, answer, error);
    }
}

/* It was there, and did not arrive whole, or there is no room for it. */
static gboolean
not_taken (DyrContentEngine *self,
           DyrConnection *connection,
           gint64 now,
           const DyrContentFile *file,
           const GError *why,
           GError **error)
{
  g_autofree char *reason = NULL;
  const char *code = "content-cut";

  if (g_error_matches (why, DYR_ERROR, DYR_ERROR_CORRUPT))
    code = "content-differs";
  else if (g_error_matches (why, DYR_ERROR, DYR_ERROR_INVALID))
    code = "content-odd";
  else if (g_error_matches (why, DYR_ERROR, DYR_ERROR_FULL)
           || g_error_matches (why, DYR_ERROR, DYR_ERROR_READ_ONLY))
    code = "content-no-room";
  reason = dyr_reason_new (code, NULL);
  if (g_str_equal (code, "content-odd") || file->tries + 1 >= DYR_TRIES_MOST)
    return dyr_content_keep_away (connection, file, reason, now, error);
  return dyr_content_keep_retry (
      connection, file->id, reason, now + dyr_pause_backoff (&self->pause, file->tries), error);
}

static gboolean
down_answered (DyrContentEngine *self,
               DyrConnection *connection,
               gint64 now,
               const DyrContentTrip *trip,
               GError **error)
{
  const DyrContentAnswer *answer = trip->answer;
  const gboolean all = take_trouble (self, now, answer);
  g_auto (DyrContentFile) file = { 0 };

  g_hash_table_remove (self->arriving, &trip->file);
  if (!all)
    g_hash_table_remove (self->cuts, &trip->file);
  if (!dyr_content_find_file (connection, trip->file, &file, error))
    return FALSE;
  /* It has another content now, or is no more: what came is nobody's. */
  if (g_strcmp0 (file.content, trip->order->content) != 0)
    return TRUE;
  /* It concerns all of them; but when it is this one that never comes, others come before it. */
  if (all)
    return answer->kind == DYR_ANSWER_LATER || answer->kind == DYR_ANSWER_SIGN_IN
           || cut (self, connection, now, file.id, answer, error);
  switch (answer->kind)
    {
    case DYR_ANSWER_DONE:
      if (trip->error != NULL)
        return not_taken (self, connection, now, &file, trip->error, error);
      return dyr_content_keep_here (connection, &file, &trip->blob, error);
    case DYR_ANSWER_UNKNOWN:
      if (file.tries + 1 < DYR_TRIES_MOST)
        return dyr_content_keep_retry (connection,
                                       file.id,
                                       answer->reason,
                                       now + answer->seconds
                                           + dyr_pause_backoff (&self->pause, file.tries),
                                       error);
      return dyr_content_keep_away (connection, &file, answer->reason, now, error);
    case DYR_ANSWER_REFUSED:
    case DYR_ANSWER_GONE:
    case DYR_ANSWER_HIDDEN:
    case DYR_ANSWER_MERGE:
    case DYR_ANSWER_DUPLICATE:
    case DYR_ANSWER_LATER:
    case DYR_ANSWER_SIGN_IN:
    case DYR_ANSWER_LOCKED_OUT:
    case DYR_ANSWER_WRONG:
    default:
      return dyr_content_keep_away (connection, &file, answer->reason, now, error);
    }
}

void
dyr_content_engine_take (DyrContentEngine *self,
                         DyrContentTrip *trip,
                         const char *database,
                         GInputStream *body,
                         DyrBlobProgress progress,
                         gpointer progress_data,
                         GCancellable *cancellable)
{
  gint64 size;

  g_return_if_fail (self != NULL);
  g_return_if_fail (trip != NULL && trip->order->step == DYR_CONTENT_GET);

  g_mutex_lock (&self->lock);
  trip->answer = dyr_remote_read_content (self->remote, trip->order, trip->response);
  g_mutex_unlock (&self->lock);
  if (trip->answer->kind != DYR_ANSWER_DONE)
    return;
  size = trip->order->size > 0 ? trip->order->size : trip->answer->length;
  /* What the head says and what the record says are two words for the same. */
  if (body == NULL || (trip->answer->length >= 0 && trip->answer->length != size))
    g_set_error_literal (&trip->error, DYR_ERROR, DYR_ERROR_CORRUPT, "length");
  else
    dyr_blobs_take_known (database,
                          body,
                          trip->name,
                          size,
                          trip->checksum,
                          progress,
                          progress_data,
                          cancellable,
                          &trip->blob,
                          &trip->error);
}

gboolean
dyr_content_engine_answered (DyrContentEngine *self,
                             DyrConnection *connection,
                             gint64 now,
                             DyrContentTrip *trip,
                             GError **error)
{
  g_return_val_if_fail (self != NULL && trip != NULL, FALSE);

  if (trip->answer == NULL)
    {
      g_mutex_lock (&self->lock);
      trip->answer = dyr_remote_read_content (self->remote, trip->order, trip->response);
      g_mutex_unlock (&self->lock);
    }
  return trip->order->step == DYR_CONTENT_GET ? down_answered (self, connection, now, trip, error)
                                              : up_answered (self, connection, now, trip, error);
}

void
dyr_content_engine_give_up (DyrContentEngine *self, const DyrContentTrip *trip)
{
  g_return_if_fail (self != NULL && trip != NULL);

  if (trip->order->step == DYR_CONTENT_GET)
    {
      g_hash_table_remove (self->arriving, &trip->file);
      return;
    }
  self->uploading = FALSE;
  drop_upload (self);
}

gint64
dyr_content_engine_get_upload (const DyrContentEngine *self, gint64 *done, gint64 *size)
{
  g_return_val_if_fail (self != NULL, 0);

  *done = self->upload.sent;
  *size = self->upload.file.size;
  return self->upload.file.id;
}

DyrStop
dyr_content_engine_get_stop (const DyrContentEngine *self)
{
  g_return_val_if_fail (self != NULL, DYR_STOP_NONE);

  return self->stop;
}
