/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Mappings under a name, kept in the store as the text of a mapping file, by record type. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-mapping-profile.h"

#include <string.h>

#include "dyr-error.h"
#include "dyr-mapping-private.h"
#include "dyr-meta.h"
#include "dyr-text.h"

/* Characters of a name. */
#define LONGEST_NAME 100

typedef struct
{
  const DyrRecordType *type;
  const char *name;
  const char *text;          /* to be written; NULL: to be removed */
  const DyrMapping *mapping; /* to be fitted */
  char *found;               /* text or name */
  GPtrArray *names;
} Job;

static char *
prefix_of (const DyrRecordType *type)
{
  return g_strconcat ("mapping/", type->name, "/", NULL);
}

static char *
key_of (const Job *job)
{
  g_autofree char *prefix = prefix_of (job->type);

  return g_strconcat (prefix, job->name, NULL);
}

static gboolean
job_list (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  g_autofree char *prefix = prefix_of (job->type);
  g_auto (GStrv) keys = dyr_meta_list (connection, prefix, error);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    g_ptr_array_add (job->names, g_strdup (keys[i] + strlen (prefix)));

  return keys != NULL;
}

static gboolean
job_read (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  g_autofree char *key = key_of (job);
  g_autoptr (GError) local = NULL;

  job->found = dyr_meta_read (connection, key, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static gboolean
job_write (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Job *job = data;
  g_autofree char *key = key_of (job);

  return dyr_meta_write (connection, key, job->text, error);
}

/* The first one, by name, that speaks of these very columns. */
static gboolean
job_find (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  g_autofree char *prefix = prefix_of (job->type);
  g_auto (GStrv) keys = dyr_meta_list (connection, prefix, error);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autofree char *text = dyr_meta_read (connection, keys[i], &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (text == NULL || !dyr_mapping_fits (job->mapping, text))
        continue;
      job->found = g_strdup (keys[i] + strlen (prefix));
      return TRUE;
    }

  return keys != NULL;
}

/**
 * dyr_mapping_profile_list:
 * @database: a database
 * @type: what the files have
 * @error: return location
 *
 * Blocks, as all of these do: for worker threads and the command line.
 *
 * Returns: (transfer full) (nullable): the names, in order; %NULL when the database could not be
 *   read
 */
GStrv
dyr_mapping_profile_list (DyrDatabase *database, const DyrRecordType *type, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  Job job = { .type = type, .names = names };

  g_return_val_if_fail (DYR_IS_DATABASE (database), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  if (!dyr_database_read (database, job_list, &job, NULL, error))
    return NULL;
  g_ptr_array_add (names, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/**
 * dyr_mapping_profile_save:
 * @database: a database
 * @mapping: what is to be remembered
 * @name: how it is called; one of that name is replaced
 * @error: return location
 *
 * Returns: %FALSE and %DYR_ERROR_INVALID when the name is none, or an error of the database
 */
gboolean
dyr_mapping_profile_save (DyrDatabase *database,
                          const DyrMapping *mapping,
                          const char *name,
                          GError **error)
{
  g_autofree char *clean = NULL, *text = NULL;
  Job job = { 0 };

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (mapping != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  clean = dyr_text_clean (name, -1);
  if (clean == NULL || g_utf8_strlen (clean, -1) > LONGEST_NAME)
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_INVALID,
                   _ ("A mapping needs a name of at most %d characters. Choose another one."),
                      LONGEST_NAME);
      return FALSE;
    }
  text = dyr_mapping_to_text (mapping);
  job = (Job){ .type = mapping->type, .name = clean, .text = text };

  return dyr_database_write (database, job_write, &job, NULL, error);
}

/**
 * dyr_mapping_profile_load:
 * @database: a database
 * @mapping: a mapping of the file that is to be imported
 * @name: what it was called
 * @error: return location
 *
 * Changes where the columns go as was remembered.
 *
 * Returns: %FALSE and %DYR_ERROR_NOT_FOUND, or as dyr_mapping_parse (): the file has other columns
 */
gboolean
dyr_mapping_profile_load (DyrDatabase *database,
                          DyrMapping *mapping,
                          const char *name,
                          GError **error)
{
  g_autofree char *text = NULL;
  Job job = { 0 };

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (mapping != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  job = (Job){ .type = mapping->type, .name = name };
  if (!dyr_database_read (database, job_read, &job, NULL, error))
    return FALSE;
  text = job.found;
  if (text != NULL)
    return dyr_mapping_parse (mapping, text, strlen (text), name, error);
  g_set_error (
      error, DYR_ERROR, DYR_ERROR_NOT_FOUND, _ ("There is no mapping “%s”. Check the name."), name);

  return FALSE;
}

/**
 * dyr_mapping_profile_remove:
 * @database: a database
 * @type: what the files have
 * @name: what it was called; nothing happens when there is none
 * @error: return location
 *
 * Returns: %FALSE and an error of the database
 */
gboolean
dyr_mapping_profile_remove (DyrDatabase *database,
                            const DyrRecordType *type,
                            const char *name,
                            GError **error)
{
  Job job = { .type = type, .name = name };

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (type != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return dyr_database_write (database, job_write, &job, NULL, error);
}

/**
 * dyr_mapping_profile_find:
 * @database: a database
 * @mapping: a mapping of the file that is to be imported
 * @name: (out) (transfer full) (nullable): the remembered one that is about these very columns
 * @error: return location
 *
 * Returns: whether the database could be read
 */
gboolean
dyr_mapping_profile_find (DyrDatabase *database,
                          const DyrMapping *mapping,
                          char **name,
                          GError **error)
{
  Job job = { 0 };

  g_return_val_if_fail (DYR_IS_DATABASE (database), FALSE);
  g_return_val_if_fail (mapping != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  *name = NULL;
  job = (Job){ .type = mapping->type, .mapping = mapping };
  if (!dyr_database_read (database, job_find, &job, NULL, error))
    {
      g_free (job.found);
      return FALSE;
    }
  *name = job.found;

  return TRUE;
}
