/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a word of the command line names: a record type, a field, a record. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-find.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyr-query.h"
#include "dyr-rows.h"
#include "dyr-text.h"

/* Records of one name that a message lists. */
#define MANY 10

const DyrRecordType *
dyr_cli_find_type (const char *name, GError **error)
{
  const DyrRecordType *type = dyr_record_type_by_name (name);
  g_autoptr (GString) all = NULL;

  if (type != NULL)
    return type;
  all = g_string_new (NULL);
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", dyr_record_types[i]->plural);
  /* Translators: what was typed, then a list of words: "clients, contracts". */
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_USAGE,
               _("There are no records called “%s”. There are: %s."), name, all->str);
  return NULL;
}

const DyrRecordType *
dyr_cli_find_typed (const char *name, GError **error)
{
  const DyrRecordType *type = dyr_cli_find_type (name, error);

  if (type == NULL || !type->attached)
    return type;
  g_set_error_literal (
      error,
      DYR_ERROR,
      DYR_ERROR_USAGE,
      _("Files are neither typed nor imported: “dyryhent-cli attach” makes them."));
  return NULL;
}

gboolean
dyr_cli_find_field (
    const DyrRecordType *type, const char *name, gsize length, guint *field, GError **error)
{
  g_autofree char *text = g_strndup (name, length);
  g_autoptr (GString) all = g_string_new (NULL);
  int index = dyr_record_type_find (type, text);

  if (index >= 0)
    {
      *field = (guint) index;
      return TRUE;
    }
  for (guint i = 0; i < type->n_fields; i++)
    g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", type->fields[i].name);
  /* Translators: what was typed, a sort of records ("Clients"), a list of words. */
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_USAGE,
               _("There is no field “%s” in “%s”. There are: %s."),
                  text,
                  dyr_record_type_plural_label (type),
                  all->str);
  return FALSE;
}

gboolean
dyr_cli_find_uid (const char *text, DyrUid *uid, GError **error)
{
  if (dyr_uid_parse (text, uid))
    return TRUE;
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_NOT_FOUND,
               _("“%s” is no uid. “dyryhent-cli list” shows the uid of each record."), text);
  return FALSE;
}

static void
set_other_type (const char *uid,
                const DyrRecordType *is,
                const DyrRecordType *asked,
                GError **error)
{
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_NOT_FOUND,
               /* Translators: a uid, then two sorts of records: "Contracts", "Clients". */
               _("Record %s belongs to “%s”, not to “%s”."),
                  uid,
                  is != NULL ? dyr_record_type_plural_label (is) : "?",
                  dyr_record_type_plural_label (asked));
}

static void
set_deleted (const char *uid, GError **error)
{
  g_set_error (error,
               DYR_ERROR,
               DYR_ERROR_NOT_FOUND,
               _("Record %s was deleted. “dyryhent-cli history” shows when."), uid);
}

DyrRow *
dyr_cli_find_row (DyrConnection *connection,
                  const DyrRecordType *type,
                  const DyrUid *uid,
                  GError **error)
{
  const DyrRecordType *found;
  gint64 id;

  if (!dyr_row_find (connection, uid, &id, &found, error))
    return NULL;
  if (found != type)
    {
      g_autofree char *text = dyr_uid_to_text (uid);

      set_other_type (text, found, type, error);
      return NULL;
    }
  return dyr_row_read (connection, id, error);
}

DyrRow *
dyr_cli_find_listed (DyrConnection *connection,
                     const DyrRecordType *type,
                     const DyrUid *uid,
                     GError **error)
{
  g_autoptr (DyrRow) row = dyr_cli_find_row (connection, type, uid, error);
  g_autofree char *text = NULL;

  if (row == NULL || !row->deleted)
    return g_steal_pointer (&row);
  text = dyr_uid_to_text (uid);
  set_deleted (text, error);
  return NULL;
}

/* By uid */

static DyrLink *
find_by_uid (DyrConnection *connection,
             const DyrRecordType *type,
             const DyrUid *uid,
             const char *text,
             gboolean deleted,
             GError **error)
{
  g_autoptr (DyrLink) link = NULL;
  const DyrRecordType *found;
  gint64 id;

  if (!dyr_row_find (connection, uid, &id, &found, error))
    return NULL;
  if (type != NULL && found != type)
    {
      set_other_type (text, found, type, error);
      return NULL;
    }
  link = dyr_row_link (connection, id, error);
  if (link == NULL || deleted || !link->deleted)
    return g_steal_pointer (&link);
  set_deleted (text, error);
  return NULL;
}

/* By name */

typedef struct
{
  const char *text; /* as typed, cleaned */
  char *fold;
  GPtrArray *links;  /* DyrLink of that name, at most MANY + 1 */
  DyrLink *the_same; /* not owned: the only one written just so */
  guint n_the_same;
} Named;

/* Of the records that the query finds, those that have the name. */
static gboolean
add_named (DyrConnection *connection, DyrQuery *query, Named *named, GError **error)
{
  g_autoptr (GArray) ids = dyr_query_ids (query, connection, error);

  for (guint i = 0; ids != NULL && i < ids->len && named->links->len <= MANY; i++)
    {
      DyrLink *link = dyr_row_link (connection, g_array_index (ids, gint64, i), error);
      g_autofree char *fold = NULL;

      if (link == NULL)
        return FALSE;
      fold = link->name != NULL ? dyr_text_fold (link->name) : NULL;
      if (g_strcmp0 (fold, named->fold) != 0)
        {
          dyr_link_unref (link);
          continue;
        }
      g_ptr_array_add (named->links, link);
      if (g_str_equal (link->name, named->text))
        {
          named->the_same = link;
          named->n_the_same++;
        }
    }
  return ids != NULL;
}

/* The first field of a name of several ("Last First Patronymic") is one or more of its first
 * words; it is stored folded and indexed, so that not every record has to be read. */
static gboolean
find_named (DyrConnection *connection, const DyrRecordType *type, Named *named, GError **error)
{
  guint first = type->title[0] - 1u;
  gboolean several = type->title[1] > 0;
  const char *end = named->text;

  if ((type->fields[first].flags & DYR_MATCHED) == 0)
    {
      g_autoptr (DyrQuery) all = dyr_query_new (type);

      return add_named (connection, all, named, error);
    }
  while (*end != '\0')
    {
      g_autoptr (DyrQuery) query = dyr_query_new (type);
      g_auto (DyrValue) value = DYR_VALUE_INIT;

      end += several ? strcspn (end + 1, " ") + 1 : strlen (end);
      dyr_value_take_text (&value, g_strndup (named->text, (gsize) (end - named->text)));
      dyr_query_where (query, first, DYR_COMPARE_IS, &value);
      if (!add_named (connection, query, named, error))
        return FALSE;
    }
  return TRUE;
}

static void
set_several (const Named *named, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < named->links->len && i < MANY; i++)
    {
      const DyrLink *link = g_ptr_array_index (named->links, i);
      const DyrRecordType *type = dyr_record_type_by_number (link->type);
      g_autofree char *uid = dyr_uid_to_text (&link->uid);

      g_string_append_printf (
          all, "\n%s  %s  %s", uid, type != NULL ? dyr_record_type_label (type) : "", link->name);
    }
  if (named->links->len > MANY)
    g_string_append (all, "\n…");
  /* Translators: a name; a list of the records, one a line, follows. */
  g_set_error (
      error,
      DYR_ERROR,
      DYR_ERROR_REFUSED,
      _("Several records are called “%s”. Give the uid of one of them:%s"), named->text, all->str);
}

static DyrLink *
choose_named (const Named *named, const DyrRecordType *type, GError **error)
{
  if (named->links->len == 1)
    return dyr_link_ref (g_ptr_array_index (named->links, 0));
  if (named->n_the_same == 1 && named->links->len <= MANY)
    return dyr_link_ref (named->the_same);
  if (named->links->len > 1)
    set_several (named, error);
  else if (type != NULL)
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_NOT_FOUND,
                 /* Translators: a sort of records ("Clients"), then a name. */
                 _("Nothing in “%s” is called “%s”. Add it first, or give another name or a uid."),
                    dyr_record_type_plural_label (type),
                    named->text);
  else
    g_set_error (error,
                 DYR_ERROR,
                 DYR_ERROR_NOT_FOUND,
                 _("No record is called “%s”. Give another name or a uid."), named->text);
  return NULL;
}

DyrLink *
dyr_cli_find_link (DyrConnection *connection,
                   const DyrRecordType *type,
                   const char *text,
                   gboolean deleted,
                   GError **error)
{
  g_autofree char *clean = dyr_text_clean (text, -1), *fold = NULL;
  g_autoptr (GPtrArray) links = NULL;
  Named named = { 0 };
  DyrUid uid;

  g_return_val_if_fail (clean != NULL, NULL);

  if (dyr_uid_parse (clean, &uid))
    return find_by_uid (connection, type, &uid, clean, deleted, error);
  links = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_link_unref);
  fold = dyr_text_fold (clean);
  named.text = clean;
  named.fold = fold;
  named.links = links;
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    if ((type == NULL || dyr_record_types[i] == type)
        && !find_named (connection, dyr_record_types[i], &named, error))
      return NULL;
  return choose_named (&named, type, error);
}
