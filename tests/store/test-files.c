/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Attached files: whole or not at all, whatever happens on the way. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-files.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "dyr-file.h"
#include "dyr-note.h"
#include "dyr-purge.h"
#include "dyr-undo.h"
#include "store-test.h"

#define DAY (24 * 60 * 60)

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* As tear_down () of all offices does, which looks the store over first. */
static void
tear_down (Office *office, gconstpointer data)
{
  g_autofree char *folder = dyr_blobs_folder (office->path);

  office_check (office);
  office_close (office);
  if (g_file_test (folder, G_FILE_TEST_EXISTS))
    remove_tree (folder);
  office_tear_down (office, data);
}

/* A file of the person's in the office's folder; its full name. */
static char *
write_file (Office *office, const char *name, const char *data, gssize length)
{
  char *path = g_build_filename (office->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, length, &error);
  g_assert_no_error (error);
  return path;
}

/* Names in the folder of blobs, sorted, with a blank between. */
static char *
kept (Office *office)
{
  g_autofree char *folder = dyr_blobs_folder (office->path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" ", (char **) names->pdata);
}

static guint
n_kept (Office *office)
{
  g_autofree char *names = kept (office);
  g_auto (GStrv) parts = g_strsplit (names, " ", -1);

  return *names == '\0' ? 0 : g_strv_length (parts);
}

static DyrFileTaken *
take (Office *office, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  DyrFileTaken *taken = dyr_files_take (office->database, file, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return taken;
}

static GError *
refuse_to_take (Office *office, const char *path, DyrBlobProgress progress, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GError *error = NULL;

  g_assert_null (dyr_files_take (office->database, file, progress, data, NULL, &error));
  g_assert_nonnull (error);
  return error;
}

/* Takes the content; the id of the record. */
static gint64
attach_taken (Office *office, gint64 about, DyrFileTaken *taken, GError **error)
{
  g_autoptr (GPtrArray) files
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_file_taken_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  DyrFilesAttach attach = { .about = about, .files = files, .ids = ids };

  g_ptr_array_add (files, taken);
  if (!dyr_database_write (office->database, dyr_files_job_attach, &attach, NULL, error))
    return 0;
  g_assert_cmpint (attach.action, !=, 0);
  g_assert_cmpuint (ids->len, ==, 1);
  return g_array_index (ids, gint64, 0);
}

static gint64
attach (Office *office, gint64 about, const char *path)
{
  g_autoptr (GError) error = NULL;
  gint64 id = attach_taken (office, about, take (office, path), &error);

  g_assert_no_error (error);
  return id;
}

static gint64
add_client (Office *office)
{
  return office_add (office, &dyr_client_type, "name", "Дністер", NULL);
}

static gboolean
is_listed (Office *office, gint64 id)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT listed FROM file WHERE id = %" G_GINT64_FORMAT, id);

  return office_number (office, sql) == 1;
}

static void
undo (Office *office)
{
  g_autoptr (GError) error = NULL;
  DyrUndoResult *result = dyr_undo (office->database, office_undo (office), NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->kept->len, ==, 0);
  dyr_undo_result_free (result);
}

static void
test_attach (Office *office, gconstpointer data)
{
  static const char sum[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  g_autofree char *path = write_file (office, "акт .txt", "abc", 3);
  gint64 client = add_client (office), id = attach (office, client, path);
  g_autofree char *names = kept (office), *folder = dyr_blobs_folder (office->path);
  g_autofree char *blob = dyr_blobs_path (office->path, sum);
  g_autofree char *uid = office_uid (office, client);
  GStatBuf about;

  g_assert_cmpstr (names, ==, sum);
  g_assert_cmpint (g_stat (folder, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (blob, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0600);
  office_assert (office, id, "name", "акт .txt");
  office_assert (office, id, "size", "3");
  office_assert (office, id, "checksum", sum);
  office_assert (office, id, "media-type", "text/plain");
  office_assert (office, id, "about", uid);
  g_assert_cmpint (office_number (office, "SELECT added_at > 1700000000 FROM file"), ==, 1);
  /* It waits to be sent, as it is then: changes wait for nothing of their own. */
  office_set (office, id, "name", "Акт.txt");
  office_delete (office, id);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM record WHERE type = 12 AND push <> 0"), ==, 0);
  undo (office);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM record WHERE type = 12 AND push = 1"), ==, 1);
  g_assert_cmpint (
      office_number (office,
                     "SELECT count (*) FROM pending p JOIN record r ON r.id = p.record "
                     "WHERE r.type = 12"),
      ==,
      0);
  office_check (office);
}

static void
test_same_content (Office *office, gconstpointer data)
{
  g_autofree char *one = write_file (office, "one.txt", "same", 4);
  g_autofree char *other = write_file (office, "other.txt", "same", 4);
  gint64 client = add_client (office);
  g_autoptr (GError) error = NULL;
  DyrFilesUsage usage = { 0 };
  gint64 first, id;

  first = attach (office, client, one);
  id = attach (office, client, other);
  g_assert_cmpuint (n_kept (office), ==, 1);
  /* The same name with the same content is one too many. */
  g_assert_cmpint (attach_taken (office, client, take (office, one), &error), ==, 0);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "one.txt"));
  g_clear_error (&error);
  g_assert_cmpuint (n_kept (office), ==, 1);

  office_delete (office, id);
  dyr_database_read (office->database, dyr_files_job_usage, &usage, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usage.n, ==, 1);
  g_assert_cmpint (usage.size, ==, 4);
  g_assert_cmpint (usage.n_removed, ==, 0);
  office_delete (office, first);
  dyr_database_read (office->database, dyr_files_job_usage, &usage, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (usage.n, ==, 0);
  g_assert_cmpint (usage.n_removed, ==, 2);
  g_assert_cmpint (usage.removed_size, ==, 4);
}

static void
test_refused_records (Office *office, gconstpointer data)
{
  g_autofree char *path = write_file (office, "a.txt", "a", 1);
  gint64 client = add_client (office), id = attach (office, client, path);
  gint64 user = office_add (office, &dyr_user_type, "name", "Леся", NULL);
  const gint64 refused[] = { id, user, client, 999 };

  office_delete (office, client);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (attach_taken (office, refused[i], take (office, path), &error), ==, 0);
      g_assert_nonnull (error);
    }
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM file"), ==, 1);
}

static void
test_refused_files (Office *office, gconstpointer data)
{
  g_autofree char *empty = write_file (office, "empty.txt", "", 0);
  g_autofree char *gone = g_build_filename (office->folder, "gone.txt", NULL);
  g_autofree char *big = write_file (office, "big.bin", "", 0);
  g_autofree char *pipe = g_build_filename (office->folder, "pipe", NULL);
  g_autofree char *begun = g_build_filename (office->folder, "a", NULL);
  g_autoptr (GString) long_path = g_string_new (begun);
  g_autoptr (GError) error = NULL;

  error = refuse_to_take (office, empty, NULL, NULL);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "“empty.txt” is empty"));
  g_clear_error (&error);
  error = refuse_to_take (office, gone, NULL, NULL);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "“gone.txt” is not there"));
  g_clear_error (&error);
  for (guint i = 0; i < 300; i++)
    g_string_append (long_path, "ї");
  error = refuse_to_take (office, long_path->str, NULL, NULL);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "is too long"));
  g_clear_error (&error);
  error = refuse_to_take (office, office->folder, NULL, NULL);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "folder"));
  g_clear_error (&error);
  /* Nobody waits for somebody to write into it. */
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  error = refuse_to_take (office, pipe, NULL, NULL);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (truncate (big, DYR_BLOBS_MOST + 1), ==, 0);
  error = refuse_to_take (office, big, NULL, NULL);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "too big"));
  g_assert_nonnull (strstr (error->message, "300"));
  g_clear_error (&error);
  g_assert_cmpuint (n_kept (office), ==, 0);
}

/* Bytes of a stream that never ends. */
#define DYR_TYPE_ENDLESS (endless_get_type ())
G_DECLARE_FINAL_TYPE (Endless, endless, DYR, ENDLESS, GInputStream)
struct _Endless
{
  GInputStream parent_instance;
};
G_DEFINE_FINAL_TYPE (Endless, endless, G_TYPE_INPUT_STREAM)

static gssize
endless_read (GInputStream *stream, void *buffer, gsize count, GCancellable *c, GError **error)
{
  memset (buffer, 0, count);
  return (gssize) count;
}

static void
endless_class_init (EndlessClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = endless_read;
}

static void
endless_init (Endless *self)
{
}

static void
test_endless (Office *office, gconstpointer data)
{
  g_autoptr (GInputStream) stream = g_object_new (DYR_TYPE_ENDLESS, NULL);
  g_autoptr (GError) error = NULL;
  DyrBlob blob;

  g_assert_false (dyr_blobs_take (office->path, stream, "x", 0, NULL, NULL, NULL, &blob, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  g_assert_cmpuint (n_kept (office), ==, 0);
}

/* What happens to the file while it is read */

static void
append_to_file (gint64 done, gint64 size, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (data);
  g_autoptr (GFileOutputStream) stream = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, NULL);

  if (done == size)
    g_assert_true (g_output_stream_write_all (G_OUTPUT_STREAM (stream), "x", 1, NULL, NULL, NULL));
}

static void
cut_file (gint64 done, gint64 size, gpointer data)
{
  g_assert_cmpint (truncate (data, 100), ==, 0);
}

static void
replace_file (gint64 done, gint64 size, gpointer data)
{
  g_autofree char *text = g_strnfill ((gsize) size, 'y');

  g_assert_true (g_file_set_contents (data, text, (gssize) size, NULL));
}

static void
remove_file (gint64 done, gint64 size, gpointer data)
{
  g_unlink (data);
}

static void
test_changing (Office *office, gconstpointer data)
{
  static const struct
  {
    DyrBlobProgress happens;
    int code;
  } cases[] = {
    { append_to_file, DYR_ERROR_CONFLICT },
    { cut_file, DYR_ERROR_CONFLICT },
    { replace_file, DYR_ERROR_CONFLICT },
    { remove_file, DYR_ERROR_NOT_FOUND },
  };
  g_autofree char *text = g_strnfill (200000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_file (office, "звіт.txt", text, -1);
      g_autoptr (GError) error = refuse_to_take (office, path, cases[i].happens, path);

      g_assert_error (error, DYR_ERROR, cases[i].code);
      g_assert_nonnull (strstr (error->message, "звіт.txt"));
      g_assert_cmpuint (n_kept (office), ==, 0);
    }
}

static void
cancel (gint64 done, gint64 size, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
test_cancel (Office *office, gconstpointer data)
{
  g_autofree char *text = g_strnfill (200000, 'x');
  g_autofree char *path = write_file (office, "a.txt", text, -1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (dyr_files_take (office->database, file, cancel, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_kept (office), ==, 0);
}

/* Dying */

G_NORETURN static void
die (gint64 done, gint64 size, gpointer data)
{
  _exit (0);
}

static void
make_old (Office *office, int days)
{
  g_autofree char *names = kept (office), *folder = dyr_blobs_folder (office->path);
  g_auto (GStrv) parts = g_strsplit (names, " ", -1);

  for (guint i = 0; parts[i] != NULL && *parts[i] != '\0'; i++)
    {
      g_autofree char *path = g_build_filename (folder, parts[i], NULL);
      time_t then = (time_t) (g_get_real_time () / G_USEC_PER_SEC) - (time_t) days * DAY;
      const struct utimbuf times = { then, then };

      g_assert_cmpint (utime (path, &times), ==, 0);
    }
}

static void
sweep (Office *office)
{
  g_autoptr (GError) error = NULL;

  dyr_files_sweep (office->database, &error);
  g_assert_no_error (error);
}

/* In another process that ends in the middle, as by a power cut: no tidying up. */
static void
die_while_taking (Office *office, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  pid_t child = fork ();
  int status;
  DyrBlob blob;

  if (child == 0)
    {
      dyr_blobs_take (office->path, G_INPUT_STREAM (stream), "x", 0, die, NULL, NULL, &blob, NULL);
      _exit (1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_crash_in_the_middle (Office *office, gconstpointer data)
{
  g_autofree char *text = g_strnfill (200000, 'x');
  g_autofree char *path = write_file (office, "a.txt", text, -1);

  die_while_taking (office, path);
  g_assert_cmpuint (n_kept (office), ==, 1);
  sweep (office);
  g_assert_cmpuint (n_kept (office), ==, 0);
}

/* One who is still writing is not disturbed by another one's sweep. */
static void
sweep_now (gint64 done, gint64 size, gpointer data)
{
  sweep (data);
}

static void
test_sweep_while_taking (Office *office, gconstpointer data)
{
  g_autofree char *text = g_strnfill (200000, 'x');
  g_autofree char *path = write_file (office, "a.txt", text, -1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrFileTaken) taken
      = dyr_files_take (office->database, file, sweep_now, office, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (taken);
  g_assert_true (dyr_blobs_has (office->path, taken->blob.sha256, 200000));
}

static void
test_crash_before_the_row (Office *office, gconstpointer data)
{
  g_autofree char *path = write_file (office, "a.txt", "abc", 3);
  g_autoptr (DyrFileTaken) taken = take (office, path);
  gint64 client = add_client (office);
  g_autoptr (GError) error = NULL;
  gint64 id;

  /* A backup of last week may speak of it. */
  make_old (office, DYR_BLOBS_KEPT_DAYS - 1);
  sweep (office);
  g_assert_cmpuint (n_kept (office), ==, 1);
  make_old (office, DYR_BLOBS_KEPT_DAYS + 1);
  sweep (office);
  g_assert_cmpuint (n_kept (office), ==, 0);
  /* Nobody gets a record without its content. */
  g_assert_cmpint (attach_taken (office, client, g_steal_pointer (&taken), &error), ==, 0);
  g_assert_error (error, DYR_ERROR, DYR_ERROR_CONFLICT);
  g_assert_cmpint (office_number (office, "SELECT count (*) FROM file"), ==, 0);

  /* What a record speaks of stays, however old; what is taken again counts as new. */
  id = attach (office, client, path);
  make_old (office, 1000);
  sweep (office);
  g_assert_cmpuint (n_kept (office), ==, 1);
  office_delete (office, id);
  sweep (office);
  g_assert_cmpuint (n_kept (office), ==, 1);
  undo (office);
  g_assert_true (is_listed (office, id));
  office_check (office);
}

/* Going along with the record */

static void
test_delete_owner (Office *office, gconstpointer data)
{
  g_autofree char *path = write_file (office, "a.txt", "abc", 3);
  gint64 client = add_client (office), id = attach (office, client, path);
  gint64 note = office_add (office, &dyr_note_type, "text", "x", NULL);
  gint64 other = attach (office, note, path);

  office_delete (office, client);
  g_assert_false (is_listed (office, id));
  g_assert_true (is_listed (office, other));
  undo (office);
  g_assert_true (is_listed (office, id));
  office_check (office);
}

/* What the CRM says of a record, its files follow: the CRM does not know them. */

typedef enum
{
  SAY_DELETED,
  SAY_RESTORED,
  SAY_HIDDEN,
  SAY_HERE,
} Say;

typedef struct
{
  gint64 id;
  Say say;
  DyrSource source;
} Told;

static gboolean
job_tell (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Told *told = data;
  g_autoptr (DyrSave) save = dyr_save_new (connection, told->source, "sync", 0);
  gboolean done;

  if (told->say == SAY_DELETED)
    done = dyr_save_delete (save, told->id, error);
  else if (told->say == SAY_RESTORED)
    done = dyr_save_restore (save, told->id, error);
  else
    done = dyr_save_set_reach (
        save, told->id, told->say == SAY_HIDDEN ? DYR_REACH_HIDDEN : DYR_REACH_HERE, error);
  return done && dyr_save_finish (save, NULL, error);
}

static void
tell (Office *office, gint64 id, Say say)
{
  Told told = { id, say, DYR_SOURCE_SYNC };
  g_autoptr (GError) error = NULL;

  dyr_database_write (office->database, job_tell, &told, NULL, &error);
  g_assert_no_error (error);
}

static void
test_owner_told (Office *office, gconstpointer data)
{
  g_autofree char *path = write_file (office, "a.txt", "abc", 3);
  g_autofree char *other_path = write_file (office, "b.txt", "abc", 3);
  gint64 client = add_client (office), id = attach (office, client, path);
  gint64 removed = attach (office, client, other_path);

  office_delete (office, removed);
  /* Not in the same second as what follows. */
  office_sql (office, "UPDATE record SET deleted_at = deleted_at - 60 WHERE deleted_at > 0");
  tell (office, client, SAY_DELETED);
  g_assert_false (is_listed (office, id));
  tell (office, client, SAY_RESTORED);
  g_assert_true (is_listed (office, id));
  g_assert_false (is_listed (office, removed));
  tell (office, client, SAY_HIDDEN);
  g_assert_false (is_listed (office, id));
  tell (office, client, SAY_HERE);
  g_assert_true (is_listed (office, id));
  g_assert_false (is_listed (office, removed));
  office_check (office);
}

/* A person answers that a record stays: files that went along with it come back, too. */
static void
test_owner_kept (Office *office, gconstpointer data)
{
  g_autofree char *path = write_file (office, "a.txt", "abc", 3);
  gint64 client = add_client (office), id = attach (office, client, path);
  Told told = { client, SAY_RESTORED, DYR_SOURCE_PERSON };
  g_autoptr (GError) error = NULL;

  office_delete (office, client);
  g_assert_false (is_listed (office, id));
  dyr_database_write (office->database, job_tell, &told, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (is_listed (office, id));
  undo (office);
  g_assert_false (is_listed (office, id));
  office_check (office);
}

static gboolean
job_purge (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return dyr_purge_record (connection, *(gint64 *) data, error);
}

static void
test_purge_owner (Office *office, gconstpointer data)
{
  g_autofree char *path = write_file (office, "таємниця.txt", "abc", 3);
  gint64 client = add_client (office), id = attach (office, client, path);
  g_autoptr (GError) error = NULL;

  tell (office, client, SAY_HIDDEN);
  /* The days count from when a record last spoke of it. */
  make_old (office, 1000);
  sweep (office);
  dyr_database_write (office->database, job_purge, &client, NULL, &error);
  g_assert_no_error (error);
  office_assert (office, id, "name", NULL);
  office_assert (office, id, "checksum", NULL);
  g_assert_cmpint (
      office_number (office, "SELECT count (*) FROM change WHERE record IN (SELECT id FROM file)"),
      ==,
      0);
  sweep (office);
  g_assert_cmpuint (n_kept (office), ==, 1);
  make_old (office, DYR_BLOBS_KEPT_DAYS + 1);
  sweep (office);
  g_assert_cmpuint (n_kept (office), ==, 0);
  office_check (office);
}

/* Giving out */

static void
damage (const char *database, const char *sha256)
{
  g_autofree char *path = dyr_blobs_path (database, sha256);

  g_assert_true (g_file_set_contents (path, "abd", 3, NULL));
  g_assert_true (dyr_blobs_has (database, sha256, 3));
  g_assert_false (dyr_blobs_is_whole (database, sha256, NULL));
}

/* As what a damaged file says: it is attached again, or a backup is restored. */
static void
test_mended (Office *office, gconstpointer data)
{
  g_autofree char *path = write_file (office, "a.txt", "abc", 3);
  g_autofree char *backup = g_build_filename (office->folder, "backup.db", NULL);
  g_autofree char *folder = dyr_blobs_folder (backup), *blob = NULL;
  g_autoptr (DyrFileTaken) taken = take (office, path), again = NULL;
  const char *sum = taken->blob.sha256;
  g_autoptr (GError) error = NULL;

  g_assert_true (dyr_files_copy_all (office->path, backup, NULL, &error));
  damage (office->path, sum);
  again = take (office, path);
  g_assert_true (dyr_blobs_is_whole (office->path, sum, NULL));
  g_assert_cmpuint (n_kept (office), ==, 1);

  damage (office->path, sum);
  g_assert_true (dyr_files_copy_all (backup, office->path, NULL, &error));
  g_assert_true (dyr_blobs_is_whole (office->path, sum, NULL));

  /* What cannot be looked into is not “no files”. */
  blob = dyr_blobs_path (backup, sum);
  g_assert_cmpint (g_unlink (blob), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_true (dyr_files_copy_all (backup, office->path, NULL, &error));
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  g_assert_false (dyr_files_copy_all (backup, office->path, NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_READ_ONLY);
  g_assert_cmpint (g_unlink (folder), ==, 0);
}

static void
test_copy (Office *office, gconstpointer data)
{
  g_autofree char *path = write_file (office, "a.txt", "abc", 3);
  g_autofree char *target = g_build_filename (office->folder, "copy.txt", NULL);
  g_autofree char *nowhere = g_build_filename (office->folder, "no", "copy.txt", NULL);
  g_autofree char *blob = NULL, *text = NULL;
  g_autoptr (DyrFileTaken) taken = take (office, path);
  const char *sum = taken->blob.sha256;
  g_autoptr (GError) error = NULL;
  GStatBuf about;

  g_assert_true (dyr_blobs_copy (office->path, sum, target, 0400, "a.txt", NULL, &error));
  g_assert_cmpint (g_stat (target, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0400);
  g_assert_true (g_file_get_contents (target, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "abc");
  g_assert_false (dyr_blobs_copy (office->path, sum, nowhere, 0600, "a.txt", NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_READ_ONLY);
  g_clear_error (&error);

  /* Damaged on the disk: what was there stays what it was. */
  blob = dyr_blobs_path (office->path, sum);
  g_assert_true (g_file_set_contents (blob, "abd", 3, NULL));
  g_assert_false (dyr_blobs_copy (office->path, sum, target, 0600, "a.txt", NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_cmpint (g_stat (target, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0777, ==, 0400);
  g_assert_cmpint (g_unlink (blob), ==, 0);
  g_assert_false (dyr_blobs_copy (office->path, sum, target, 0600, "a.txt", NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_NOT_FOUND);
}

static void
test_paths (Office *office, gconstpointer data)
{
  static const char *const refused[] = {
    NULL,
    "",
    "../../etc/passwd",
    "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
    "/a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_null (dyr_blobs_path (office->path, refused[i]));
      g_assert_false (dyr_blobs_has (office->path, refused[i], 3));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, test)                                                                            \
  g_test_add ("/store/files/" name, Office, NULL, office_set_up, test, tear_down)
  ADD ("attach", test_attach);
  ADD ("same-content", test_same_content);
  ADD ("refused-records", test_refused_records);
  ADD ("refused-files", test_refused_files);
  ADD ("endless", test_endless);
  ADD ("changing", test_changing);
  ADD ("cancel", test_cancel);
  ADD ("crash/in-the-middle", test_crash_in_the_middle);
  ADD ("crash/before-the-row", test_crash_before_the_row);
  ADD ("sweep-while-taking", test_sweep_while_taking);
  ADD ("delete-owner", test_delete_owner);
  ADD ("owner-told", test_owner_told);
  ADD ("owner-kept", test_owner_kept);
  ADD ("purge-owner", test_purge_owner);
  ADD ("mended", test_mended);
  ADD ("copy", test_copy);
  ADD ("paths", test_paths);
#undef ADD
  return g_test_run ();
}
