/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrKeyring: the keys of CRMs in the keyring of the desktop.
 *
 * By libsecret: the Secret Service of GNOME, KDE and others, or the portal inside Flatpak. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "dyr-error.h"

struct _DyrKeyring
{
  GObject parent_instance;

  GHashTable *known; /* "server\nuser" → DyrKey */
};

G_DEFINE_FINAL_TYPE (DyrKeyring, dyr_keyring, G_TYPE_OBJECT)

/* Never changed: keys are found by it. */
static const SecretSchema schema = {
  .name = "org.dyryhent.Dyryhent.Key",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, SECRET_SCHEMA_ATTRIBUTE_STRING },
  },
};

static char *
known_name (const char *server, const char *user)
{
  return g_strconcat (server, "\n", user, NULL);
}

static void
dyr_keyring_finalize (GObject *object)
{
  g_hash_table_unref (DYR_KEYRING (object)->known);
  G_OBJECT_CLASS (dyr_keyring_parent_class)->finalize (object);
}

static void
dyr_keyring_class_init (DyrKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dyr_keyring_finalize;
}

static void
dyr_keyring_init (DyrKeyring *self)
{
  self->known
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) dyr_key_free);
}

DyrKeyring *
dyr_keyring_new (void)
{
  return g_object_new (DYR_TYPE_KEYRING, NULL);
}

/* What went wrong, for people; what the system says goes along for who can read it. Takes the
 * error. */
static GError *
explain (GError *error)
{
  GError *explained;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;
  g_dbus_error_strip_remote_error (error);
  explained = g_error_new (DYR_ERROR,
                           DYR_ERROR_NOT_FOUND,
                           /* Translators: what the system says. */
                           _ ("The keyring of this computer cannot be used (%s)."), error->message);
  g_error_free (error);
  return explained;
}

static GTask *
new_task (DyrKeyring *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, new_task);
  return task;
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, explain (error));
}

void
dyr_keyring_store_async (DyrKeyring *self,
                         const char *server,
                         const char *user,
                         const DyrKey *key,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autofree char *label = NULL;
  char *text;

  g_return_if_fail (DYR_IS_KEYRING (self));
  g_return_if_fail (server != NULL && user != NULL && key != NULL);

  g_hash_table_replace (self->known, known_name (server, user), dyr_key_copy (key));
  /* Translators: stands in the list of the keyring; the user there, the address of the CRM. */
  label = g_strdup_printf (_ ("Dyryhent: %s at %s"), user, server);
  text = dyr_key_to_text (key);
  secret_password_store (&schema,
                         SECRET_COLLECTION_DEFAULT,
                         label,
                         text,
                         cancellable,
                         on_stored,
                         new_task (self, cancellable, callback, data),
                         "server",
                         server,
                         "user",
                         user,
                         NULL);
  dyr_key_wipe (text);
}

gboolean
dyr_keyring_store_finish (DyrKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DyrKeyring *self = g_task_get_source_object (task);
  const char *name = g_task_get_task_data (task);
  const DyrKey *known = g_hash_table_lookup (self->known, name);
  g_autoptr (DyrKey) key = NULL;
  GError *error = NULL;
  char *text = secret_password_lookup_finish (result, &error);

  /* One that was stored meanwhile is newer than what the keyring said. */
  if (known != NULL)
    key = dyr_key_copy (known);
  else if (text != NULL)
    key = dyr_key_parse (text);
  secret_password_free (text);
  if (error != NULL && known == NULL)
    {
      g_task_return_error (task, explain (error));
      return;
    }
  g_clear_error (&error);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (key != NULL && known == NULL)
    g_hash_table_insert (self->known, g_strdup (name), dyr_key_copy (key));
  g_task_return_pointer (task, g_steal_pointer (&key), (GDestroyNotify) dyr_key_free);
}

void
dyr_keyring_look_up_async (DyrKeyring *self,
                           const char *server,
                           const char *user,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_autoptr (GTask) task = NULL;
  const DyrKey *known;
  char *name;

  g_return_if_fail (DYR_IS_KEYRING (self));
  g_return_if_fail (server != NULL && user != NULL);

  task = new_task (self, cancellable, callback, data);
  name = known_name (server, user);
  g_task_set_task_data (task, name, g_free);
  known = g_hash_table_lookup (self->known, name);
  if (known != NULL)
    {
      g_task_return_pointer (task, dyr_key_copy (known), (GDestroyNotify) dyr_key_free);
      return;
    }
  secret_password_lookup (&schema,
                          cancellable,
                          on_looked_up,
                          g_steal_pointer (&task),
                          "server",
                          server,
                          "user",
                          user,
                          NULL);
}

DyrKey *
dyr_keyring_look_up_finish (DyrKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  /* FALSE without an error: there was none. */
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, explain (error));
}

void
dyr_keyring_clear_async (DyrKeyring *self,
                         const char *server,
                         const char *user,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autofree char *name = NULL;

  g_return_if_fail (DYR_IS_KEYRING (self));
  g_return_if_fail (server != NULL && user != NULL);

  name = known_name (server, user);
  g_hash_table_remove (self->known, name);
  secret_password_clear (&schema,
                         cancellable,
                         on_cleared,
                         new_task (self, cancellable, callback, data),
                         "server",
                         server,
                         "user",
                         user,
                         NULL);
}

gboolean
dyr_keyring_clear_finish (DyrKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
