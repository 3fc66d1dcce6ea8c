/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrKeyring with a real keyring on a bus of its own, and with none. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dyr-error.h"
#include "dyr-keyring.h"

#define SERVER "https://crm.example.com/"
#define KEY "0123456789abcdef0123456789abcdef"
#define NEW_KEY "fedcba9876543210fedcba9876543210"
#define SECRETS "org.freedesktop.secrets"

typedef struct
{
  gboolean done, kept;
  DyrKey *key;
  GError *error;
} Answer;

static void
answer_clear (Answer *answer)
{
  dyr_key_free (answer->key);
  g_clear_error (&answer->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
wait_for (const gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->kept = dyr_keyring_store_finish (DYR_KEYRING (source), result, &answer->error);
  answer->done = TRUE;
}

static void
store (DyrKeyring *keyring, const char *user, const DyrKey *key, Answer *answer)
{
  dyr_keyring_store_async (keyring, SERVER, user, key, NULL, on_stored, answer);
  wait_for (&answer->done);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->key = dyr_keyring_look_up_finish (DYR_KEYRING (source), result, &answer->error);
  answer->done = TRUE;
}

static void
look_up (DyrKeyring *keyring, const char *user, Answer *answer)
{
  dyr_keyring_look_up_async (keyring, SERVER, user, NULL, on_looked_up, answer);
  wait_for (&answer->done);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->kept = dyr_keyring_clear_finish (DYR_KEYRING (source), result, &answer->error);
  answer->done = TRUE;
}

static void
clear (DyrKeyring *keyring, const char *user, Answer *answer)
{
  dyr_keyring_clear_async (keyring, SERVER, user, NULL, on_cleared, answer);
  wait_for (&answer->done);
}

static void
test_text (void)
{
  const struct
  {
    const char *user, *key, *secret;
  } keys[] = { { NULL, KEY, NULL }, { NULL, KEY, "shared" }, { "Олена", "token", NULL } };
  static const char *const wrong[]
      = { "", KEY, "api-key\n\n", "token\n" KEY "\n", "password\nx\ny", "api-key\nx" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (DyrKey) key = dyr_key_new (keys[i].user, keys[i].key, keys[i].secret);
      g_autofree char *text = dyr_key_to_text (key);
      g_autoptr (DyrKey) back = dyr_key_parse (text);

      g_assert_cmpstr (back->user, ==, keys[i].user);
      g_assert_cmpstr (back->key, ==, keys[i].key);
      g_assert_cmpstr (back->secret, ==, keys[i].secret);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (dyr_key_parse (wrong[i]));
}

static void
test_clean (void)
{
  static const char *const wrong[] = { "", " \n", "ключ", "\xff" };
  g_autofree char *clean
      = dyr_key_clean (" 0123456789abcdef\n\xe2\x80\x8b 0123456789abcdef\t", NULL);
  g_autofree char *long_text = g_strnfill (2000, 'a');
  g_autoptr (GError) too_long = NULL;

  g_assert_cmpstr (clean, ==, KEY);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dyr_key_clean (wrong[i], &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
    }
  g_assert_null (dyr_key_clean (long_text, &too_long));
  g_assert_error (too_long, DYR_ERROR, DYR_ERROR_INVALID);
}

/* In memory until the program ends, which the next one shows. */
static void
assert_in_memory_only (void)
{
  g_autoptr (DyrKeyring) keyring = dyr_keyring_new (), other = dyr_keyring_new ();
  g_autoptr (DyrKey) key = dyr_key_new (NULL, KEY, NULL);
  g_auto (Answer) stored = { 0 }, found = { 0 }, lost = { 0 }, cleared = { 0 }, gone = { 0 };

  store (keyring, "sync", key, &stored);
  g_assert_false (stored.kept);
  g_assert_error (stored.error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  g_assert_null (strstr (stored.error->message, KEY));
  look_up (keyring, "sync", &found);
  g_assert_no_error (found.error);
  g_assert_cmpstr (found.key->key, ==, KEY);
  look_up (other, "sync", &lost);
  g_assert_null (lost.key);
  g_assert_error (lost.error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  clear (keyring, "sync", &cleared);
  g_assert_false (cleared.kept);
  look_up (keyring, "sync", &gone);
  g_assert_null (gone.key);
}

/* Somebody signs in while the keyring is still asked: what it says is older. */
static void
assert_newest (DyrKeyring *keyring, const char *user)
{
  g_autoptr (DyrKey) key = dyr_key_new (NULL, NEW_KEY, NULL);
  g_auto (Answer) stored = { 0 }, found = { 0 }, later = { 0 };

  dyr_keyring_look_up_async (keyring, SERVER, user, NULL, on_looked_up, &found);
  store (keyring, user, key, &stored);
  wait_for (&found.done);
  g_assert_no_error (found.error);
  g_assert_cmpstr (found.key->key, ==, NEW_KEY);
  look_up (keyring, user, &later);
  g_assert_cmpstr (later.key->key, ==, NEW_KEY);
}

static void
test_no_bus (void)
{
  g_autoptr (DyrKeyring) keyring = dyr_keyring_new ();

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  assert_in_memory_only ();
  assert_newest (keyring, "sync");
}

typedef struct
{
  char *folder;
  GPid bus, daemon;
} World;

static void
on_secrets_appeared (GDBusConnection *connection,
                     const char *name,
                     const char *owner,
                     gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* A bus whose services are those of no folder: nobody else's keyring answers. */
static const char bus_config[]
    = "<busconfig><type>session</type><listen>unix:dir=%s</listen><policy context='default'>"
      "<allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/><allow own='*'/>"
      "</policy></busconfig>";

static GPid
spawn (const char *const *argv, int *input, int *output)
{
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async_with_pipes (NULL,
                            (char **) argv,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH
                                | G_SPAWN_STDERR_TO_DEV_NULL
                                | (output == NULL ? G_SPAWN_STDOUT_TO_DEV_NULL : 0),
                            NULL,
                            NULL,
                            &pid,
                            input,
                            output,
                            NULL,
                            &error);
  g_assert_no_error (error);
  return pid;
}

static void
start_bus (World *world)
{
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *config = NULL, *path = NULL, *option = NULL;
  char address[512] = "";
  int output;

  world->folder = g_dir_make_tmp ("dyryhent-keyring-XXXXXX", NULL);
  for (const char *const *name = (const char *const[]){ "HOME",
                                                        "XDG_DATA_HOME",
                                                        "XDG_RUNTIME_DIR",
                                                        "XDG_CACHE_HOME",
                                                        NULL };
       *name != NULL;
       name++)
    g_setenv (*name, world->folder, TRUE);
  config = g_strdup_printf (bus_config, world->folder);
  path = g_build_filename (world->folder, "bus.conf", NULL);
  g_assert_true (g_file_set_contents (path, config, -1, NULL));
  option = g_strconcat ("--config-file=", path, NULL);
  world->bus
      = spawn ((const char *const[]){ "dbus-daemon", "--nofork", "--print-address", option, NULL },
               NULL,
               &output);
  while (strchr (address, '\n') == NULL)
    g_assert_cmpint (
        read (output, address + strlen (address), sizeof address - strlen (address) - 1), >, 0);
  close (output);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", g_strstrip (address), TRUE);
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (connection, FALSE);
}

static gboolean
start_daemon (World *world)
{
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");
  gboolean there = FALSE;
  guint watch;
  int input;

  if (program == NULL)
    return FALSE;
  world->daemon = spawn (
      (const char *const[]){ program, "--foreground", "--unlock", "--components=secrets", NULL },
      &input,
      NULL);
  g_assert_cmpint (write (input, "password", 8), ==, 8);
  close (input);
  watch
      = g_bus_watch_name (G_BUS_TYPE_SESSION, SECRETS, 0, on_secrets_appeared, NULL, &there, NULL);
  wait_for (&there);
  g_bus_unwatch_name (watch);
  return TRUE;
}

static void
end (GPid pid)
{
  if (pid == 0)
    return;
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  g_spawn_close_pid (pid);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
stop (World *world)
{
  end (world->daemon);
  end (world->bus);
  remove_tree (world->folder);
  g_free (world->folder);
}

static void
assert_kept (void)
{
  g_autoptr (DyrKeyring) keyring = dyr_keyring_new (), other = dyr_keyring_new ();
  g_autoptr (DyrKey) key = dyr_key_new (NULL, KEY, "shared");
  g_autoptr (DyrKey) token = dyr_key_new ("olena", "token-1", NULL);
  g_auto (Answer) first = { 0 }, second = { 0 }, found = { 0 }, person = { 0 }, none = { 0 };
  g_auto (Answer) cleared = { 0 }, gone = { 0 }, nothing = { 0 }, still = { 0 };

  store (keyring, "sync", key, &first);
  g_assert_no_error (first.error);
  g_assert_true (first.kept);
  store (keyring, "olena", token, &second);
  g_assert_true (second.kept);
  /* Another program, later. */
  look_up (other, "sync", &found);
  g_assert_no_error (found.error);
  g_assert_cmpstr (found.key->key, ==, KEY);
  g_assert_cmpstr (found.key->secret, ==, "shared");
  g_assert_null (found.key->user);
  look_up (other, "olena", &person);
  g_assert_cmpstr (person.key->user, ==, "olena");
  g_assert_cmpstr (person.key->key, ==, "token-1");
  look_up (other, "nobody", &none);
  g_assert_no_error (none.error);
  g_assert_null (none.key);
  clear (other, "sync", &cleared);
  g_assert_no_error (cleared.error);
  g_assert_true (cleared.kept);
  look_up (other, "sync", &gone);
  g_assert_null (gone.key);
  g_clear_object (&other);
  other = dyr_keyring_new ();
  look_up (other, "sync", &nothing);
  g_assert_no_error (nothing.error);
  g_assert_null (nothing.key);
  look_up (other, "olena", &still);
  g_assert_nonnull (still.key);
  g_clear_object (&other);
  other = dyr_keyring_new ();
  assert_newest (other, "olena");
}

/* A bus without a keyring, then one comes. */
static void
test_bus (void)
{
  World world = { 0 };

  start_bus (&world);
  assert_in_memory_only ();
  if (start_daemon (&world))
    assert_kept ();
  else
    g_test_skip ("gnome-keyring-daemon is not installed");
  stop (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/key/text", test_text);
  g_test_add_func ("/sync/key/clean", test_clean);
  g_test_add_func ("/sync/keyring/no-bus", test_no_bus);
  g_test_add_func ("/sync/keyring/bus", test_bus);
  return g_test_run ();
}
