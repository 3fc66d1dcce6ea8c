/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Links between records, here by row and there by the CRM's id. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-links.h"

#include "dyr-ledger.h"
#include "dyr-type-sql.h"

gboolean
dyr_links_find (DyrConnection *connection,
                const DyrRecordType *type,
                const char *remote_id,
                gint64 *id,
                GError **error)
{
  return dyr_connection_number (connection,
                                error,
                                0,
                                id,
                                "SELECT id FROM record WHERE type = ? AND remote_id = ?",
                                "nt",
                                type->number,
                                remote_id);
}

DyrUid
dyr_links_born_uid (const DyrUid *server, const DyrRecordType *type, const char *remote_id)
{
  g_autofree char *name = g_strdup_printf ("%s/%s", type->name, remote_id);

  return dyr_uid_new_named (server, name);
}

/* What a link shows of a record that we have not read: its name. */
static void
set_name (const DyrRecordType *type, const char *name, DyrValue *values)
{
  guint field = type->title[0] - 1u;

  if (name != NULL && type->title[0] > 0 && dyr_field_form (&type->fields[field]) == DYR_VALUE_TEXT)
    dyr_value_set_text (&values[field], name);
}

static gboolean
make_placeholder (DyrConnection *connection,
                  DyrSave *save,
                  const DyrUid *server,
                  const DyrRemoteLink *link,
                  gint64 *id,
                  GError **error)
{
  g_autofree DyrValue *values = g_new0 (DyrValue, link->type->n_fields);
  const DyrUid uid = dyr_links_born_uid (server, link->type, link->remote_id);
  gboolean done;

  set_name (link->type, link->name, values);
  done = dyr_save_add_placeholder (save, link->type, &uid, values, id, error)
         && dyr_connection_run (connection,
                                error,
                                /* Not settled: it is read as soon as there is time. */
                                "UPDATE record SET remote_id = ?, settled = 0 WHERE id = ?",
                                "ti",
                                link->remote_id,
                                *id);
  for (guint i = 0; i < link->type->n_fields; i++)
    dyr_value_clear (&values[i]);
  return done;
}

/* A link to what the CRM has no more points to what we had of it, struck through; to what was made
 * anew under another id, to that. */
static gboolean
find_buried (DyrConnection *connection,
             const DyrRemoteLink *link,
             gint64 *id,
             gboolean *stale,
             GError **error)
{
  gint64 remade = 0;

  if (!dyr_connection_number (connection,
                              error,
                              0,
                              id,
                              "SELECT record FROM tombstone WHERE type = ? AND remote_id = ?",
                              "nt",
                              link->type->number,
                              link->remote_id)
      || (*id != 0
          && !dyr_connection_number (
              connection,
              error,
              0,
              &remade,
              /* What is asked about as deleted there is not known to be there under any id. */
              "SELECT remote_id IS NOT NULL AND settled <> 2 AND NOT EXISTS (SELECT 1 FROM pending "
              "WHERE record = r.id AND grp = '' AND theirs = ?2) FROM record r WHERE id = ?1",
              "it",
              *id,
              DYR_ASK_DELETED_THERE)))
    return FALSE;
  *stale = remade != 0;
  return TRUE;
}

gboolean
dyr_links_follow (DyrConnection *connection,
                  DyrSave *save,
                  const DyrUid *server,
                  const DyrRemoteLink *link,
                  gint64 *id,
                  GError **error)
{
  return dyr_links_find (connection, link->type, link->remote_id, id, error)
         && (*id != 0 || make_placeholder (connection, save, server, link, id, error));
}

/* The record that the CRM knows by that id, as a link; `known` NULL: there is none. */
static gboolean
find_link (DyrConnection *connection, const DyrRemoteLink *link, DyrLink **known, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query
      = dyr_connection_query (connection,
                              error,
                              "SELECT id, uid, title, deleted_at IS NOT NULL FROM record "
                              "WHERE type = ? AND remote_id = ?",
                              "nt",
                              link->type->number,
                              link->remote_id);
  DyrUid uid;

  *known = NULL;
  if (query == NULL)
    return FALSE;
  if (dyr_statement_step (query, &local))
    {
      dyr_statement_uid (query, 1, &uid);
      *known = dyr_link_new (dyr_statement_number (query, 0),
                             &uid,
                             dyr_statement_text (query, 2),
                             link->type->number,
                             dyr_statement_number (query, 3) != 0);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static DyrLink *
take_link (DyrConnection *connection,
           DyrSave *save,
           const DyrUid *server,
           const DyrRemoteLink *link,
           gboolean *stale,
           GError **error)
{
  DyrLink *known;
  gint64 id;

  *stale = FALSE;
  if (!find_link (connection, link, &known, error))
    return NULL;
  if (known != NULL)
    return known;
  if (!find_buried (connection, link, &id, stale, error)
      || (id == 0 && !make_placeholder (connection, save, server, link, &id, error)))
    return NULL;
  return dyr_row_link (connection, id, error);
}

static gboolean
take_links (DyrConnection *connection,
            DyrSave *save,
            const DyrUid *server,
            const DyrRemoteRecord *theirs,
            guint field,
            DyrValue *value,
            DyrLinksStale *stale,
            GError **error)
{
  const GPtrArray *links = theirs->links[field];
  const gboolean single = theirs->type->fields[field].kind == DYR_KIND_LINK;
  g_autoptr (DyrSetBuilder) all = dyr_set_builder_new (), left = dyr_set_builder_new ();
  gboolean any = FALSE;

  for (guint i = 0; i < links->len && (i == 0 || !single); i++)
    {
      gboolean old;
      g_autoptr (DyrLink) link
          = take_link (connection, save, server, g_ptr_array_index (links, i), &old, error);

      if (link == NULL)
        return FALSE;
      any = any || old;
      if (single)
        dyr_value_set_link (value, link);
      else
        dyr_set_builder_add (all, NULL, NULL, link);
      if (!single && !old)
        dyr_set_builder_add (left, NULL, NULL, link);
    }
  if (!single)
    dyr_value_take_set (value, dyr_set_builder_end (all));
  if (!any || stale == NULL)
    return TRUE;
  stale->fields |= G_GUINT64_CONSTANT (1) << field;
  if (!single)
    dyr_value_take_set (&stale->values[field], dyr_set_builder_end (left));
  return TRUE;
}

gboolean
dyr_links_take (DyrConnection *connection,
                DyrSave *save,
                const DyrUid *server,
                const DyrRemoteRecord *theirs,
                DyrValue *values,
                DyrLinksStale *stale,
                GError **error)
{
  for (guint i = 0; i < theirs->type->n_fields; i++)
    {
      if ((theirs->known >> i & 1) == 0)
        continue;
      if (theirs->links[i] == NULL)
        dyr_value_copy (&theirs->values[i], &values[i]);
      else if (!take_links (connection, save, server, theirs, i, &values[i], stale, error))
        return FALSE;
    }
  return TRUE;
}

/* Every link to `from` points to `to`. */
static gboolean
point_elsewhere (DyrConnection *connection, gint64 from, gint64 to, GError **error)
{
  for (int i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      {
        const DyrField *field = &dyr_record_types[i]->fields[j];
        g_autofree char *column = NULL, *sql = NULL;

        if (field->kind != DYR_KIND_LINK || !dyr_field_has_column (field))
          continue;
        column = dyr_field_column (field);
        sql = g_strdup_printf ("UPDATE \"%s\" SET \"%s\" = ? WHERE \"%s\" = ?",
                               dyr_record_types[i]->table,
                               column,
                               column);
        if (!dyr_connection_run (connection, error, sql, "ii", to, from))
          return FALSE;
        if (dyr_connection_changes (connection) > 0)
          dyr_connection_touch_many (connection, dyr_record_types[i]->number);
      }
  return TRUE;
}

gboolean
dyr_links_rename (DyrConnection *connection, const DyrUid *old, const DyrUid *new, GError **error)
{
  g_autofree char *was = dyr_uid_to_text (old), *is = dyr_uid_to_text (new);

  return dyr_connection_run (connection,
                             error,
                             "UPDATE OR REPLACE member SET item = ?2 "
                             "WHERE coalesce (fold, lower (item)) = ?1 AND "
                             "target IS NOT NULL",
                             "tt",
                             was,
                             is)
         && dyr_connection_run (connection,
                                error,
                                "UPDATE pending SET base = replace (base, ?1, ?2), "
                                "theirs = replace (theirs, ?1, ?2)",
                                "tt",
                                was,
                                is)
         && dyr_connection_run (
             connection, error, "UPDATE attempt SET sent = replace (sent, ?1, ?2)", "tt", was, is);
}

/* … in sets, in bases and in what was sent too, where a link is the uid. */
static gboolean
rename_elsewhere (DyrConnection *connection, gint64 from, gint64 to, GError **error)
{
  g_autoptr (DyrLink) old = dyr_row_link (connection, from, error);
  g_autoptr (DyrLink) new = old != NULL ? dyr_row_link (connection, to, error) : NULL;

  return new
             != NULL &&dyr_connection_run (
                 connection,
                 error,
                 "UPDATE OR REPLACE member SET target = ? WHERE target = ?",
                 "ii",
                 to,
                 from)
         && dyr_links_rename (connection, &old->uid, &new->uid, error);
}

gboolean
dyr_links_claim (DyrConnection *connection,
                 const DyrRecordType *type,
                 const char *remote_id,
                 gint64 id,
                 gboolean *claimed,
                 GError **error)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE \"%s\" SET listed = 0 WHERE id = ?", type->table);
  gint64 other, edited;

  *claimed = TRUE;
  if (!dyr_links_find (connection, type, remote_id, &other, error))
    return FALSE;
  if (other == 0 || other == id)
    return TRUE;
  if (!dyr_connection_number (
          connection,
          error,
          0,
          &edited,
          "SELECT push <> 0 OR EXISTS (SELECT 1 FROM pending WHERE record = r.id) "
          "FROM record r WHERE id = ?",
          "i",
          other))
    return FALSE;
  *claimed = edited == 0;
  if (edited)
    return TRUE;
  dyr_connection_touch_many (connection, type->number);
  /* It stays in the history, which tells of it under its own uid. */
  return point_elsewhere (connection, other, id, error)
         && rename_elsewhere (connection, other, id, error)
         && dyr_connection_run (connection, error, sql, "i", other)
         && dyr_connection_run (connection,
                                error,
                                "UPDATE record SET remote_id = NULL, remote_version = NULL, "
                                "settled = 1, reach = ? WHERE id = ?",
                                "ni",
                                (int) DYR_REACH_GONE,
                                other);
}

static gboolean
give_link (DyrConnection *connection,
           DyrRemote *remote,
           const DyrLink *link,
           guint field,
           DyrRemoteRecord *sent,
           DyrLinksEnd *end,
           GError **error)
{
  g_autoptr (GError) local = NULL;
  const DyrRecordType *type = dyr_record_type_by_number (link->type);
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      "SELECT remote_id, push = 1 AND parked IS NULL, settled = 2 FROM record WHERE id = ?",
      "i",
      link->id);

  if (query == NULL)
    return FALSE;
  if (!dyr_statement_step (query, &local) && local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (type == NULL || dyr_remote_get_type_info (remote, type) == NULL
      || dyr_statement_number (query, 2) != 0)
    *end = DYR_LINKS_LOCAL;
  else if (!dyr_statement_is_null (query, 0))
    dyr_remote_record_add_link (sent, field, type, dyr_statement_text (query, 0), link->name);
  else
    *end = dyr_statement_number (query, 1) != 0 ? DYR_LINKS_WAIT : DYR_LINKS_LOCAL;
  return TRUE;
}

gboolean
dyr_links_give (DyrConnection *connection,
                DyrRemote *remote,
                const DyrRow *row,
                guint field,
                DyrRemoteRecord *sent,
                DyrLinksEnd *end,
                GError **error)
{
  const DyrValue *value = &row->values[field];
  const DyrSet *set = dyr_value_set (value);

  *end = DYR_LINKS_READY;
  sent->known |= G_GUINT64_CONSTANT (1) << field;
  if (value->form == DYR_VALUE_LINK)
    return give_link (connection, remote, value->link, field, sent, end, error);
  if (set == NULL || row->type->fields[field].items != DYR_KIND_LINK)
    {
      dyr_value_copy (value, &sent->values[field]);
      return TRUE;
    }
  for (guint i = 0; i < set->n && *end == DYR_LINKS_READY; i++)
    if (set->members[i].link == NULL)
      *end = DYR_LINKS_LOCAL;
    else if (!give_link (connection, remote, set->members[i].link, field, sent, end, error))
      return FALSE;
  return TRUE;
}
