/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSyncService: connecting, removing the account, pausing, ending. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sync-service-private.h"

#include "dyr-forget.h"
#include "dyr-sync-lock.h"
#include "dyr-util.h"

/* What is to be done once there is no syncer, and what it needs. */
typedef struct
{
  void (*then) (GTask *task);
  char *server, *login, *identity, *told, *person, *certificate;
  gboolean has_uid; /* of the person */
  DyrUid uid;
  DyrKey *key;
  GTask *task; /* this one, while it is done; weak */
  DyrAccountRest rest;
  DyrSyncLock *lock; /* from the job that deletes on until that is committed */
  DyrProgress progress;
  gpointer progress_data;
} Change;

static void
free_change (gpointer data)
{
  Change *change = data;

  g_free (change->server);
  g_free (change->login);
  g_free (change->identity);
  g_free (change->told);
  g_free (change->person);
  g_free (change->certificate);
  dyr_key_free (change->key);
  dyr_sync_lock_free (change->lock);
  g_free (change);
}

void
dyr_sync_service_freed (DyrSyncService *self)
{
  G_GNUC_UNUSED g_autoptr (DyrSyncService) kept = g_object_ref (self);

  /* One after the other: who ends everything waits for the key that is on its way, too. */
  while (self->waiting != NULL && self->n_changes == 0)
    {
      GTask *task = g_ptr_array_steal_index (self->waiting, 0);
      const Change *change = g_task_get_task_data (task);

      if (self->waiting->len == 0)
        g_clear_pointer (&self->waiting, g_ptr_array_unref);
      change->then (task);
    }
}

/* Ends the syncer; then it goes on. Takes the change. */
static void
when_freed (DyrSyncService *self,
            Change *change,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, when_freed);
  g_task_set_task_data (task, change, free_change);
  /* The answer says whether it was done, not whether somebody wanted it. */
  g_task_set_check_cancellable (task, FALSE);
  if (self->waiting == NULL)
    self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->waiting, task);
  dyr_sync_service_drop (self);
  if (self->waiting != NULL)
    dyr_sync_service_settle (self);
}

static void
begin_change (DyrSyncService *self)
{
  self->n_changes++;
}

static void
end_change (DyrSyncService *self)
{
  self->n_changes--;
  self->generation++;
  dyr_sync_service_refresh (self);
  if (self->waiting != NULL)
    dyr_sync_service_settle (self);
}

/* Connecting: the database first, as it may refuse; then the key. */

static void
on_key_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DyrSyncService *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  const gboolean kept = dyr_keyring_store_finish (DYR_KEYRING (source), result, &error);

  if (!kept)
    g_info ("The key is kept in memory: %s", error->message);
  end_change (self);
  g_task_return_int (task, kept);
}

static gboolean
connect_job (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Change *change = data;
  const DyrPlaceThere place = {
    .server = change->server,
    .login = change->login,
    .identity = change->identity,
    .told = change->told,
    .person = change->person,
    .certificate = change->certificate,
    .person_uid = change->has_uid ? &change->uid : NULL,
  };

  return dyr_account_connect (connection, &place, error);
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DyrSyncService *self = g_task_get_source_object (task);
  const Change *change = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!dyr_database_job_finish (self->database, result, &error))
    {
      end_change (self);
      g_task_return_error (task, error);
      return;
    }
  dyr_keyring_store_async (self->keyring,
                           change->server,
                           change->login,
                           change->key,
                           cancellable,
                           on_key_stored,
                           g_steal_pointer (&task));
}

static void
connect_account (GTask *task)
{
  DyrSyncService *self = g_task_get_source_object (task);

  begin_change (self);
  dyr_database_write_async (self->database,
                            connect_job,
                            g_task_get_task_data (task),
                            NULL,
                            g_task_get_cancellable (task),
                            on_connected,
                            task);
}

void
dyr_sync_service_connect_async (DyrSyncService *self,
                                const DyrPlaceThere *place,
                                const DyrKey *key,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  Change *change;

  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));
  g_return_if_fail (place != NULL && place->server != NULL && place->login != NULL);
  g_return_if_fail (key != NULL);

  change = g_new0 (Change, 1);
  change->then = connect_account;
  change->server = g_strdup (place->server);
  change->login = g_strdup (place->login);
  change->identity = g_strdup (place->identity);
  change->told = g_strdup (place->told);
  change->person = g_strdup (place->person);
  change->certificate = g_strdup (place->certificate);
  change->has_uid = place->person_uid != NULL;
  if (place->person_uid != NULL)
    change->uid = *place->person_uid;
  change->key = dyr_key_copy (key);
  when_freed (self, change, cancellable, callback, data);
}

gboolean
dyr_sync_service_connect_finish (DyrSyncService *self,
                                 GAsyncResult *result,
                                 gboolean *kept,
                                 GError **error)
{
  g_autoptr (GError) local = NULL;
  gssize stored;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  stored = g_task_propagate_int (G_TASK (result), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (kept != NULL)
    *kept = stored != 0;
  return TRUE;
}

/* Removing the account */

static void
on_key_cleared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  /* Where no key could be kept there is none to take away. */
  if (!dyr_keyring_clear_finish (DYR_KEYRING (source), result, &error))
    g_info ("The key could not be taken out of the keyring: %s", error->message);
  end_change (g_task_get_source_object (task));
  g_task_return_boolean (task, TRUE);
}

static void
on_forgotten (guint n_done, guint n, gpointer data)
{
  const Change *change = data;

  dyr_progress_tell (change->task, change->progress, n_done, n, change->progress_data);
}

/* Another program that syncs would bring back what is deleted, or what is not deleted yet. */
static gboolean
forget_records (DyrConnection *connection,
                Change *change,
                GCancellable *cancellable,
                GError **error)
{
  change->lock = dyr_sync_lock_take (dyr_connection_get_path (connection), error);
  return change->lock != NULL
         && dyr_forget_all (connection,
                            change->rest == DYR_ACCOUNT_DELETE_UNSENT_TOO,
                            on_forgotten,
                            change,
                            cancellable,
                            error);
}

static gboolean
disconnect_job (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Change *change = data;

  return (change->rest == DYR_ACCOUNT_KEEP
          || forget_records (connection, change, cancellable, error))
         && dyr_account_disconnect (connection, error);
}

static void
on_disconnected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DyrSyncService *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;
  const gboolean done = dyr_database_job_finish (self->database, result, &error);

  g_clear_pointer (&change->lock, dyr_sync_lock_free);
  if (!done)
    {
      end_change (self);
      g_task_return_error (task, error);
      return;
    }
  if (change->login == NULL)
    {
      end_change (self);
      g_task_return_boolean (task, TRUE);
      return;
    }
  dyr_keyring_clear_async (
      self->keyring, change->server, change->login, NULL, on_key_cleared, g_steal_pointer (&task));
}

static void
disconnect_account (GTask *task)
{
  DyrSyncService *self = g_task_get_source_object (task);

  Change *change = g_task_get_task_data (task);

  change->task = task;
  begin_change (self);
  dyr_database_write_async (self->database,
                            disconnect_job,
                            change,
                            NULL,
                            g_task_get_cancellable (task),
                            on_disconnected,
                            task);
}

void
dyr_sync_service_disconnect_async (DyrSyncService *self,
                                   DyrAccountRest rest,
                                   DyrProgress progress,
                                   gpointer progress_data,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  Change *change;

  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));

  change = g_new0 (Change, 1);
  change->then = disconnect_account;
  change->server = g_strdup (dyr_sync_service_get_server (self));
  change->login = g_strdup (dyr_sync_service_get_login (self));
  change->rest = rest;
  change->progress = progress;
  change->progress_data = progress_data;
  when_freed (self, change, cancellable, callback, data);
}

gboolean
dyr_sync_service_disconnect_finish (DyrSyncService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The certificate */

static gboolean
forget_certificate_job (DyrConnection *connection,
                        gpointer data,
                        GCancellable *cancellable,
                        GError **error)
{
  return dyr_account_set_certificate (connection, data, NULL, error);
}

static void
on_certificate_forgotten (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSyncService) self = data;
  g_autoptr (GError) error = NULL;

  if (!dyr_database_job_finish (DYR_DATABASE (source), result, &error))
    g_warning ("The certificate could not be removed: %s", error->message);
  end_change (self);
}

void
dyr_sync_service_forget_certificate (DyrSyncService *self)
{
  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));

  if (dyr_sync_service_get_certificate (self) == NULL || self->shut)
    return;
  begin_change (self);
  dyr_database_write_async (self->database,
                            forget_certificate_job,
                            g_strdup (dyr_sync_service_get_server (self)),
                            g_free,
                            NULL,
                            on_certificate_forgotten,
                            g_object_ref (self));
}

/* Pausing */

static gboolean
pause_job (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_account_set_paused (connection, *(gboolean *) data, error);
}

static void
on_paused (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrSyncService) self = data;
  g_autoptr (GError) error = NULL;

  if (!dyr_database_job_finish (DYR_DATABASE (source), result, &error))
    g_warning ("The pause is not remembered: %s", error->message);
  end_change (self);
}

void
dyr_sync_service_set_paused (DyrSyncService *self, gboolean paused)
{
  gboolean *data;

  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));

  if (self->account == NULL || self->shut || self->account->paused == paused)
    return;
  self->account->paused = paused;
  self->by_hand = FALSE;
  if (paused)
    dyr_sync_service_rest (self);
  dyr_sync_service_update (self);
  data = g_new (gboolean, 1);
  *data = paused;
  begin_change (self);
  dyr_database_write_async (
      self->database, pause_job, data, g_free, NULL, on_paused, g_object_ref (self));
}

/* Ending */

static void
end_shut (GTask *task)
{
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

void
dyr_sync_service_shut_async (DyrSyncService *self, GAsyncReadyCallback callback, gpointer data)
{
  Change *change;

  g_return_if_fail (DYR_IS_SYNC_SERVICE (self));

  self->shut = TRUE;
  g_cancellable_cancel (self->cancellable);
  change = g_new0 (Change, 1);
  change->then = end_shut;
  when_freed (self, change, NULL, callback, data);
}

void
dyr_sync_service_shut_finish (DyrSyncService *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}
