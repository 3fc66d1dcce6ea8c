/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectionTest: the CRM is described: what of it can be used, who works there, how many
 * records it has. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-connection-private.h"

#include <glib/gi18n-lib.h>

#include "dyr-client.h"
#include "dyr-espocrm-private.h"
#include "dyr-user.h"

/* As many as EspoCRM gives at once, by name. Whoever is not among them is chosen after the first
 * sync, out of all users that came (dyr_me_job_choose ()). */
#define MOST_PEOPLE 200

static const DyrEspoDescription *
get_description (DyrConnectionTest *self)
{
  return self->remote->description;
}

static void
list_types (DyrConnectionTest *self)
{
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRemoteType *info
          = dyr_remote_get_type_info (DYR_REMOTE (self->remote), dyr_record_types[i]);
      const DyrConnectionType type = {
        .type = dyr_record_types[i],
        .comes = info != NULL,
        .goes = info != NULL && info->writable,
        .n_there = -1,
      };

      g_array_append_val (self->types, type);
    }
}

static void
judge_rights (DyrConnectionTest *self)
{
  const DyrRemoteType *clients
      = dyr_remote_get_type_info (DYR_REMOTE (self->remote), &dyr_client_type);

  if (clients == NULL)
    dyr_connection_test_set (
        self,
        DYR_CONNECTION_RIGHTS,
        DYR_CONNECTION_FAILED,
        g_strdup (_ ("This user may not see any clients. Ask the administrator to give the user a "
                     "role that allows it.")));
  else if (!clients->writable)
    dyr_connection_test_set (
        self,
        DYR_CONNECTION_RIGHTS,
        DYR_CONNECTION_WARNED,
        g_strdup (_ ("This user may see clients, but not change them: what you change stays here. "
                     "Ask the administrator for a role that allows it.")));
  else
    dyr_connection_test_set (self, DYR_CONNECTION_RIGHTS, DYR_CONNECTION_DONE, NULL);
}

static void
judge_extension (DyrConnectionTest *self)
{
  if (get_description (self)->mode == DYR_ESPO_MODE_EXTENSION)
    dyr_connection_test_set (self, DYR_CONNECTION_EXTENSION, DYR_CONNECTION_DONE, NULL);
  else
    dyr_connection_test_set (
        self,
        DYR_CONNECTION_EXTENSION,
        DYR_CONNECTION_WARNED,
        g_strdup (_ ("The package is not installed in the CRM: contracts, deliveries and products "
                     "stay on this computer, and sync is slower. The administrator can install it "
                     "later.")));
}

/* “Clients, People” */
static char *
list_without_uids (DyrConnectionTest *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRemoteType *info
          = dyr_remote_get_type_info (DYR_REMOTE (self->remote), dyr_record_types[i]);

      if (info != NULL && info->writable && !info->uids)
        g_ptr_array_add (labels, (char *) dyr_record_type_plural_label (dyr_record_types[i]));
    }
  if (labels->len == 0)
    return NULL;
  g_ptr_array_add (labels, NULL);
  /* Translators: stands between sorts of records: "Clients, People". */
  return g_strjoinv (C_ ("types", ", "), (char **) labels->pdata);
}

static void
judge_uids (DyrConnectionTest *self)
{
  g_autofree char *missing = list_without_uids (self);

  if (missing == NULL)
    dyr_connection_test_set (self, DYR_CONNECTION_UIDS, DYR_CONNECTION_DONE, NULL);
  else
    dyr_connection_test_set (
        self,
        DYR_CONNECTION_UIDS,
        DYR_CONNECTION_WARNED,
        g_strdup_printf (
            /* Translators: sorts of records: "Clients, People". dyrUid is the name of a field. */
            _ ("The CRM has no field “dyrUid” for: %s. Ask the administrator to add one, a text of "
               "36 characters; without it some new records wait for your word when an answer was "
               "lost."),
               missing));
}

/* Who works there */

/* The attribute of users that has our uid; NULL: none. */
static const char *
find_uid_attribute (DyrConnectionTest *self)
{
  const GArray *helds = get_description (self)->held;

  for (guint i = 0; i < helds->len; i++)
    {
      const DyrEspoHeld *held = &g_array_index (helds, DyrEspoHeld, i);

      if (held->entity->type == &dyr_user_type && held->uid)
        return held->entity->uid;
    }
  return NULL;
}

static void
take_people (DyrConnectionTest *self, DyrJson *root)
{
  const char *attribute = find_uid_attribute (self);
  const DyrJson *body = dyr_json_as_object (root);
  const DyrJson *list = body != NULL ? dyr_json_get_array (body, "list") : NULL;
  gint64 n = 0, total;

  for (const DyrJson *user = dyr_json_first (list); user != NULL;
       user = dyr_json_next (list, user), n++)
    {
      const char *id = dyr_json_get_text (user, "id");
      const char *name = dyr_json_get_text (user, "name");
      DyrConnectionPerson *person;
      const char *uid;

      if (id == NULL || name == NULL || !dyr_espo_is_id (id)
          || g_strcmp0 (dyr_json_get_text (user, "type"), "api") == 0)
        continue;
      person = g_new0 (DyrConnectionPerson, 1);
      person->id = g_strdup_printf ("User/%s", id);
      person->name = g_strdup (name);
      uid = attribute != NULL ? dyr_json_get_text (user, attribute) : NULL;
      person->has_uid = uid != NULL && dyr_uid_parse (uid, &person->uid);
      g_ptr_array_add (self->people, person);
    }
  self->more_people = body != NULL && dyr_json_get_number (body, "total", &total) && total > n;
}

/* Whoever may not see the others is asked nothing. */
static void
on_people_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectionTest) self = data;
  g_autoptr (DyrResponse) response = dyr_http_send_finish (DYR_HTTP (source), result, NULL);
  g_autoptr (DyrJson) root = dyr_connection_test_parse (response);

  take_people (self, root);
  dyr_connection_test_end (self);
}

static void
ask_for_people (DyrConnectionTest *self)
{
  g_autoptr (DyrRequest) request = NULL;
  const char *attribute = find_uid_attribute (self);
  g_autofree char *query = NULL;

  if (!self->is_program)
    {
      dyr_connection_test_end (self);
      return;
    }
  query = g_strdup_printf ("select=id,name,type%s%s&orderBy=name&order=asc&maxSize=%d",
                           attribute != NULL ? "," : "",
                           attribute != NULL ? attribute : "",
                           MOST_PEOPLE);
  request = dyr_espo_get (self->remote, "User", query);
  dyr_http_send_async (self->http,
                       request,
                       g_task_get_cancellable (self->task),
                       on_people_told,
                       g_object_ref (self));
}

/* How many records there are, entity by entity */

static void count_next (DyrConnectionTest *self);

static void
add_count (DyrConnectionTest *self, const DyrRecordType *record_type, gint64 n)
{
  for (guint i = 0; i < self->types->len; i++)
    {
      DyrConnectionType *type = &g_array_index (self->types, DyrConnectionType, i);

      if (type->type == record_type)
        type->n_there = MAX (type->n_there, 0) + n;
    }
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DyrConnectionTest) self = data;
  g_autoptr (DyrResponse) response = dyr_http_send_finish (DYR_HTTP (source), result, NULL);
  g_autoptr (DyrJson) root = dyr_connection_test_parse (response);
  const DyrJson *body = dyr_json_as_object (root);
  const DyrEspoHeld *held = &g_array_index (get_description (self)->held, DyrEspoHeld, self->next);
  gint64 total;

  if (body != NULL && dyr_json_get_number (body, "total", &total) && total >= 0)
    add_count (self, held->entity->type, total);
  self->next++;
  count_next (self);
}

static void
count_next (DyrConnectionTest *self)
{
  const GArray *helds = get_description (self)->held;
  g_autoptr (DyrRequest) request = NULL;

  if (self->next >= helds->len || g_cancellable_is_cancelled (g_task_get_cancellable (self->task)))
    {
      ask_for_people (self);
      return;
    }
  request = dyr_espo_get (self->remote,
                          g_array_index (helds, DyrEspoHeld, self->next).entity->entity,
                          "select=id&maxSize=1");
  dyr_http_send_async (
      self->http, request, g_task_get_cancellable (self->task), on_counted, g_object_ref (self));
}

void
dyr_connection_test_judge (DyrConnectionTest *self)
{
  g_clear_pointer (&self->identity, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->user_name, g_free);
  self->identity = dyr_remote_get_identity (DYR_REMOTE (self->remote));
  self->user = dyr_remote_get_user (DYR_REMOTE (self->remote), &self->user_name);
  list_types (self);
  judge_rights (self);
  judge_extension (self);
  judge_uids (self);
  self->next = 0;
  count_next (self);
}
