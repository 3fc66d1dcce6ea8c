/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* History: what happened to a record, for its timeline and for the command line. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-history.h"

#include <glib/gi18n-lib.h>

#include "dyr-rows.h"
#include "dyr-type-sql.h"

#define COLUMNS                                                                                    \
  "SELECT a.id, a.at, a.source, a.title, p.title, a.undone_by IS NOT NULL, a.undoes IS NOT NULL, " \
  "c.kind, r.type, c.record, r.uid, r.title, c.field, c.old, c.new, "                              \
  "r.deleted_at IS NOT NULL, a.state, coalesce (b.state, 1) "
#define JOINS                                                                                      \
  "JOIN action a ON a.id = c.action JOIN record r ON r.id = c.record "                             \
  "LEFT JOIN record p ON p.id = a.person LEFT JOIN action b ON b.id = a.undone_by "

void
dyr_history_entry_free (DyrHistoryEntry *entry)
{
  if (entry == NULL)
    return;
  g_free (entry->title);
  g_free (entry->person);
  g_free (entry->record_title);
  dyr_value_clear (&entry->old);
  dyr_value_clear (&entry->new);
  g_free (entry);
}

/* A stored text as a value with names; what cannot be read any more (a field that is gone, a link
 * to a record that never came) shows as nothing. */
static void
read_value (DyrConnection *connection, const DyrField *field, const char *text, DyrValue *value)
{
  g_autoptr (GError) error = NULL;

  if (!dyr_field_from_text (field, text, value, &error)
      || !dyr_row_resolve (connection, value, &error))
    {
      g_debug ("History of %s: %s", field->name, error->message);
      dyr_value_clear (value);
    }
}

static char *
read_name (DyrConnection *connection, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrLink) link = dyr_row_link (connection, g_ascii_strtoll (id, NULL, 10), &error);

  if (link == NULL)
    g_debug ("History of a merge: %s", error->message);
  return g_strdup (link != NULL && link->name != NULL ? link->name : "—");
}

/* A merge is stored with the ids of both records, never with their names: what is purged would be
 * told by them for ever. */
static char *
read_title (DyrConnection *connection, const char *title)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *from = NULL, *into = NULL;

  if (!g_str_has_prefix (title, "join\t"))
    return g_strdup (title);
  parts = g_strsplit (title, "\t", 3);
  if (g_strv_length (parts) < 3)
    return g_strdup (title);
  from = read_name (connection, parts[1]);
  into = read_name (connection, parts[2]);
  return g_strdup_printf ("%s\t%s\t%s", parts[0], from, into);
}

static DyrHistoryEntry *
read_entry (DyrConnection *connection, DyrStatement *query)
{
  DyrHistoryEntry *entry = g_new0 (DyrHistoryEntry, 1);
  const char *field = dyr_statement_text (query, 12);

  entry->action = dyr_statement_number (query, 0);
  entry->at = dyr_statement_number (query, 1);
  entry->source = (DyrSource) dyr_statement_number (query, 2);
  entry->title = read_title (connection, dyr_statement_text (query, 3));
  entry->person = g_strdup (dyr_statement_text (query, 4));
  entry->state = (DyrActionState) dyr_statement_number (query, 16);
  entry->undone = dyr_statement_number (query, 5) != 0;
  entry->undo_state = (DyrActionState) dyr_statement_number (query, 17);
  entry->is_undo = dyr_statement_number (query, 6) != 0;
  entry->kind = (DyrChangeKind) dyr_statement_number (query, 7);
  entry->type = dyr_record_type_by_number ((int) dyr_statement_number (query, 8));
  entry->record = dyr_statement_number (query, 9);
  dyr_statement_uid (query, 10, &entry->uid);
  entry->record_title = g_strdup (dyr_statement_text (query, 11));
  entry->deleted = dyr_statement_number (query, 15) != 0;
  entry->field
      = field != NULL && entry->type != NULL ? dyr_record_type_find (entry->type, field) : -1;
  if (entry->field >= 0)
    {
      const DyrField *about = &entry->type->fields[entry->field];

      read_value (connection, about, dyr_statement_text (query, 13), &entry->old);
      read_value (connection, about, dyr_statement_text (query, 14), &entry->new);
    }
  return entry;
}

/* Takes the query. */
static GPtrArray *
read_entries (DyrConnection *connection, DyrStatement *taken, GError **error)
{
  g_autoptr (DyrStatement) query = taken;
  g_autoptr (GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_history_entry_free);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    g_ptr_array_add (entries, read_entry (connection, query));
  if (local == NULL)
    return g_steal_pointer (&entries);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* Whether a record's link belongs to the story of what it names. Who of the office is responsible
 * does not: the story of a user would be that of the whole office. */
static gboolean
tells_story (const DyrField *field, const DyrRecordType *of)
{
  return field->kind == DYR_KIND_LINK && (field->flags & DYR_DERIVED) == 0 && of != &dyr_user_type
         && (field->target == NULL || field->target == of);
}

/* Records that link to ?1 by one field, and which of their changes are told: "" all, else that of
 * the field of this name besides being made, deleted and brought back. */
static void
append_links (GString *sql, const DyrRecordType *type, const DyrField *field)
{
  g_autofree char *column = dyr_field_column (field);
  const char *only = type->state > 0 ? type->fields[type->state - 1].name : "-";

  g_string_append_printf (sql,
                          " UNION ALL SELECT id, '%s' FROM \"%s\" WHERE \"%s\" = ?1",
                          field->flags & DYR_OWNED_LINK ? "" : only,
                          type->table,
                          column);
}

/* The cache of a connection knows the SQL of rows by the type itself: ours has the address of a
 * member of it. */
static gconstpointer
story_key (const DyrRecordType *type)
{
  return &type->plural;
}

static gpointer
build_story (gconstpointer key)
{
  const DyrRecordType *of
      = (const DyrRecordType *) (gconstpointer) ((const char *) key
                                                 - G_STRUCT_OFFSET (DyrRecordType, plural));
  GString *sql = g_string_new ("WITH part (id, only) AS (SELECT id, min (only) FROM ("
                               "SELECT ?1 AS id, '' AS only");

  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      if (tells_story (&dyr_record_types[i]->fields[j], of))
        append_links (sql, dyr_record_types[i], &dyr_record_types[i]->fields[j]);
  /* CROSS: from the few records to their changes, never backwards through all changes. */
  g_string_append (sql,
                   ") GROUP BY id) " COLUMNS
                   "FROM part CROSS JOIN change c ON c.record = part.id " JOINS
                   "WHERE part.only = '' OR c.kind <> 4 OR c.field = part.only "
                   "ORDER BY c.id DESC LIMIT ?2");
  return g_string_free (sql, FALSE);
}

GPtrArray *
dyr_history_of_record (DyrConnection *connection, gint64 id, guint limit, GError **error)
{
  DyrStatement *query;
  const DyrRecordType *type;
  gint64 number;

  if (!dyr_connection_number (
          connection, error, 0, &number, "SELECT type FROM record WHERE id = ?", "i", id))
    return NULL;
  type = dyr_record_type_by_number ((int) number);
  if (type == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_history_entry_free);
  query = dyr_connection_prepare (
      connection, dyr_connection_cached (connection, story_key (type), build_story, g_free), error);
  if (query == NULL)
    return NULL;
  dyr_statement_bind_number (query, 1, id);
  dyr_statement_bind_number (query, 2, (gint64) limit);
  return read_entries (connection, query, error);
}

GPtrArray *
dyr_history_of_action (DyrConnection *connection, gint64 action, guint limit, GError **error)
{
  return read_entries (connection,
                       dyr_connection_query (connection,
                                             error,
                                             COLUMNS "FROM change c " JOINS
                                                     "WHERE c.action = ? ORDER BY c.id LIMIT ?",
                                             "ii",
                                             action,
                                             (gint64) limit),
                       error);
}

GPtrArray *
dyr_history_kept (DyrConnection *connection, gint64 action, guint limit, GError **error)
{
  /* What was gone or back already needed nothing. */
  return read_entries (
      connection,
      dyr_connection_query (
          connection,
          error,
          COLUMNS
          "FROM change c " JOINS "JOIN action u ON u.id = a.undone_by "
          "WHERE c.action = ?1 AND u.state = 1 AND NOT EXISTS (SELECT 1 FROM change d "
          "WHERE d.record = c.record AND d.id > c.id AND +d.action = u.id AND d.field IS c.field) "
          "AND NOT (c.kind IN (1, 3) AND r.deleted_at IS NOT NULL) "
          "AND NOT (c.kind = 2 AND r.deleted_at IS NULL) ORDER BY c.id LIMIT ?2",
          "ii",
          action,
          (gint64) limit),
      error);
}

/* The office */

/* Changes that name an action. */
#define FEW_CHANGES 8

void
dyr_history_action_free (DyrHistoryAction *action)
{
  if (action == NULL)
    return;
  g_free (action->person);
  g_clear_pointer (&action->changes, g_ptr_array_unref);
  g_free (action);
}

static GPtrArray *
read_actions (DyrConnection *connection, gint64 before, guint limit, GError **error)
{
  g_autoptr (GPtrArray) actions
      = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_history_action_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (DyrStatement) query = dyr_connection_query (
      connection,
      error,
      "SELECT a.id, a.at, a.source, p.title, a.state, a.undone_by IS NOT NULL, "
      "coalesce (u.state, 1), (SELECT count (*) FROM change c WHERE c.action = a.id) "
      "FROM action a LEFT JOIN action u ON u.id = a.undone_by LEFT JOIN record p ON p.id = "
      "a.person "
      "WHERE a.undoes IS NULL AND a.id < ? ORDER BY a.id DESC LIMIT ?",
      "ii",
      before > 0 ? before : G_MAXINT64,
      (gint64) limit);

  if (query == NULL)
    return NULL;
  while (dyr_statement_step (query, &local))
    {
      DyrHistoryAction *action = g_new0 (DyrHistoryAction, 1);

      action->action = dyr_statement_number (query, 0);
      action->at = dyr_statement_number (query, 1);
      action->source = (DyrSource) dyr_statement_number (query, 2);
      action->person = g_strdup (dyr_statement_text (query, 3));
      action->state = (DyrActionState) dyr_statement_number (query, 4);
      action->undone = dyr_statement_number (query, 5) != 0;
      action->undo_state = (DyrActionState) dyr_statement_number (query, 6);
      action->n_changes = (guint) dyr_statement_number (query, 7);
      g_ptr_array_add (actions, action);
    }
  if (local == NULL)
    return g_steal_pointer (&actions);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

GPtrArray *
dyr_history_of_office (DyrConnection *connection, gint64 before, guint limit, GError **error)
{
  g_autoptr (GPtrArray) actions = read_actions (connection, before, limit, error);

  for (guint i = 0; actions != NULL && i < actions->len; i++)
    {
      DyrHistoryAction *action = g_ptr_array_index (actions, i);

      action->changes = dyr_history_of_action (connection, action->action, FEW_CHANGES, error);
      if (action->changes == NULL)
        return NULL;
    }
  return g_steal_pointer (&actions);
}

static char *
show_plainly (const DyrRecordType *type, guint field, const DyrValue *value)
{
  if (value->form == DYR_VALUE_LINK)
    return g_strdup (value->link->name);
  return dyr_field_to_text (&type->fields[field], value);
}

static char *
title_of_change (const DyrHistoryEntry *entry, DyrShowValue show, gpointer data)
{
  const char *name
      = entry->record_title != NULL ? entry->record_title : dyr_record_type_label (entry->type);
  g_autofree char *value = NULL;

  switch (entry->kind)
    {
    case DYR_CHANGE_CREATED:
      /* Translators: names an action in Undo; %s is the record's name. */
      return g_strdup_printf (_("New: %s"), name);
    case DYR_CHANGE_DELETED:
      /* Translators: names an action in Undo; %s is the record's name. */
      return g_strdup_printf (_("Deleted: %s"), name);
    case DYR_CHANGE_RESTORED:
      /* Translators: names an action in Undo; %s is the record's name. */
      return g_strdup_printf (_("Brought back: %s"), name);
    case DYR_CHANGE_FIELD:
    default:
      if (entry->field < 0)
        return g_strdup (name);
      value = show != NULL ? show (entry->type, (guint) entry->field, &entry->new, data)
                           : show_plainly (entry->type, (guint) entry->field, &entry->new);
      /* Translators: names an action in Undo: field → new value. */
      return g_strdup_printf (C_("action", "%s → %s"),
                                  dyr_field_label (entry->type, (guint) entry->field),
                                  value != NULL ? value : "—");
    }
}

/* Two names with a tab between. */
static char *
title_of_join (const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, "\t", 2);

  /* Translators: names an action in Undo: the record that is gone, the one that stayed. */
  return g_strdup_printf (
      _("Merge of “%s” into “%s”"), parts[0], parts[1] != NULL ? parts[1] : "");
}

char *
dyr_history_action_title (GPtrArray *changes, DyrShowValue show, gpointer data)
{
  const DyrHistoryEntry *first;
  const char *argument;

  if (changes->len == 0)
    return g_strdup (C_("action", "Change"));
  first = g_ptr_array_index (changes, 0);
  argument = strchr (first->title, '\t');
  if (argument != NULL && g_str_has_prefix (first->title, "import\t"))
    /* Translators: names an action in Undo; %s is a file's name. */
    return g_strdup_printf (_("Import of %s"), argument + 1);
  if (argument != NULL && g_str_has_prefix (first->title, "join\t"))
    return title_of_join (argument + 1);
  if (argument != NULL && g_str_has_prefix (first->title, "bulk\t"))
    {
      g_autofree char *change = title_of_change (first, show, data);
      guint n = (guint) g_ascii_strtoull (argument + 1, NULL, 10);

      /* Translators: names an action in Undo: what was changed, of how many records. */
      return g_strdup_printf (ngettext ("%s (%u record)", "%s (%u records)", n), change, n);
    }
  if (g_str_equal (first->title, "sample"))
    return g_strdup (C_("action", "Sample office"));
  if (g_str_equal (first->title, "remove-sample"))
    return g_strdup (C_("action", "Removal of the sample office"));
  if (changes->len > 1 && first->kind == DYR_CHANGE_FIELD && first->record_title != NULL
      && first->type->state > 0)
    /* The state and the dates that go with it: the state says what was done. */
    for (guint i = 0; i < changes->len; i++)
      {
        const DyrHistoryEntry *entry = g_ptr_array_index (changes, i);

        if (entry->kind == DYR_CHANGE_FIELD && entry->field == first->type->state - 1)
          return title_of_change (entry, show, data);
      }
  return title_of_change (first, show, data);
}
