/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which record a text means: by its uid, its code or number, its name. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-private.h"

#include <string.h>

#include "dyr-text.h"
#include "dyr-user.h"

/* Records that a message names. */
#define NAMED 3

/* Records of one name that are looked at. */
#define MANY 100

/* What is being looked for. */
typedef struct
{
  DyrFinder *finder;
  const DyrRecordType *target;
  char *text; /* clean */
  char *folded;
  gint64 client; /* of the row, 0 when it has none (yet) */
} Wanted;

static void
clear_wanted (Wanted *wanted)
{
  g_free (wanted->text);
  g_free (wanted->folded);
}

/* A record that belongs to a client is looked for among that client's: numbers of contracts are
 * not unique. Others will do unless each of the kind has its client. */
static gboolean
find_text (const Wanted *wanted,
           guint field,
           DyrFinderCompare compare,
           const char *text,
           GArray *ids,
           GError **error)
{
  g_auto (DyrValue) value = DYR_VALUE_INIT, client = DYR_VALUE_INIT;
  int owner = dyr_record_type_find (wanted->target, "client");
  DyrFinderTerm terms[]
      = { { field, compare, &value }, { (guint) MAX (owner, 0), DYR_FINDER_IS, &client } };

  dyr_value_set_text (&value, text);
  if (owner >= 0 && wanted->client != 0)
    {
      dyr_value_set_number (&client, wanted->client);
      if (!dyr_finder_find (wanted->finder, wanted->target, terms, 2, MANY, ids, error))
        return FALSE;
      if (ids->len > 0 || (wanted->target->fields[owner].flags & DYR_REQUIRED) != 0)
        return TRUE;
    }

  return dyr_finder_find (wanted->finder, wanted->target, terms, 1, MANY, ids, error);
}

static gboolean
has_word (char **words, const char *word)
{
  return g_strv_contains ((const char *const *) words, word);
}

/* Whether all words of a name are among those of a title, in whatever order. `exact`: there are no
 * others; else the patronymic may be missing, the first name not. */
static gboolean
is_name_of (const char *folded, const char *title, gboolean exact)
{
  g_autofree char *folded_title = dyr_text_fold (title);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  g_auto (GStrv) title_words = g_strsplit (folded_title, " ", -1);
  guint n = g_strv_length (words), n_title = g_strv_length (title_words);

  for (guint i = 0; i < n; i++)
    if (!has_word (title_words, words[i]))
      return FALSE;

  return exact ? n == n_title : n >= 2 && n_title > n;
}

static gboolean
keep_named (
    const Wanted *wanted, const GArray *candidates, gboolean exact, GArray *ids, GError **error)
{
  for (guint i = 0; i < candidates->len; i++)
    {
      gint64 id = g_array_index (candidates, gint64, i);
      g_autoptr (DyrLink) link = dyr_finder_link (wanted->finder, id, error);

      if (link == NULL)
        return FALSE;
      if (link->name != NULL && is_name_of (wanted->folded, link->name, exact))
        g_array_append_val (ids, id);
    }

  return TRUE;
}

/* A person is kept by the last name, which stands first or last. */
static gboolean
find_person (const Wanted *wanted, guint last_name, GArray *ids, GError **error)
{
  const char *blank = strchr (wanted->folded, ' ');
  const char *behind = strrchr (wanted->folded, ' ');
  g_autofree char *first = g_strndup (
      wanted->folded, blank != NULL ? (gsize) (blank - wanted->folded) : strlen (wanted->folded));
  const char *words[2] = { first, behind != NULL ? behind + 1 : NULL };
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i] != NULL && (i == 0 || !g_str_equal (words[0], words[1]))
        && !find_text (wanted, last_name, DYR_FINDER_FOLDED, words[i], candidates, error))
      return FALSE;

  return keep_named (wanted, candidates, TRUE, ids, error)
         && (ids->len > 0 || keep_named (wanted, candidates, FALSE, ids, error));
}

/* Users have an address and a login, too. */
static gboolean
find_user (const Wanted *wanted, GArray *ids, GError **error)
{
  g_autofree char *lower = g_utf8_strdown (wanted->text, -1);

  return find_text (wanted, DYR_USER_EMAIL, DYR_FINDER_IS, wanted->text, ids, error)
         && (ids->len > 0 || find_text (wanted, DYR_USER_EMAIL, DYR_FINDER_IS, lower, ids, error))
         && (ids->len > 0
             || find_text (wanted, DYR_USER_LOGIN, DYR_FINDER_IS, wanted->text, ids, error));
}

/* Codes and numbers before names: a company may be called "2024". */
static gboolean
find_matched (const Wanted *wanted, GArray *ids, GError **error)
{
  const DyrRecordType *type = wanted->target;

  if (*wanted->folded == '\0')
    return TRUE;
  for (int codes = 1; codes >= 0; codes--)
    for (guint i = 0; ids->len == 0 && i < type->n_fields; i++)
      {
        gboolean done;

        if ((type->fields[i].flags & DYR_MATCHED) == 0
            || (type->fields[i].kind == DYR_KIND_CODE) != codes)
          continue;
        done = type->title[1] != 0
                   ? find_person (wanted, i, ids, error)
                   : find_text (wanted, i, DYR_FINDER_FOLDED, wanted->folded, ids, error);
        if (!done)
          return FALSE;
      }

  return ids->len > 0 || type != &dyr_user_type || find_user (wanted, ids, error);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* The oldest first: in whatever order they were found. */
char *
dyr_import_name_records (DyrFinder *finder, const GArray *ids, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GArray) sorted = g_array_copy ((GArray *) ids);

  g_array_sort (sorted, compare_ids);
  for (guint i = 0; i < MIN (ids->len, NAMED); i++)
    {
      gint64 id = g_array_index (sorted, gint64, i);
      g_autoptr (DyrLink) link = dyr_finder_link (finder, id, error);
      g_autofree char *name = NULL, *uid = NULL;

      if (link == NULL)
        return NULL;
      name = dyr_import_quote (link->name != NULL ? link->name : "");
      uid = dyr_uid_to_text (&link->uid);
      g_string_append_printf (list, "%s“%s”", i > 0 ? ", " : "", name);
      if (!dyr_finder_is_tried (finder, id))
        g_string_append_printf (list, " (%s)", uid);
    }
  if (ids->len > NAMED)
    g_string_append (list, ", …");

  return g_string_free (g_steal_pointer (&list), FALSE);
}

static char *
explain_nothing (const DyrRecordType *target, const char *text)
{
  g_autofree char *quoted = dyr_import_quote (text);

  if (target == NULL)
    return g_strdup_printf (_ ("There is no record “%s”. Write its uid."), quoted);

  return g_strdup_printf (
      /* Translators: what was written, then a sort of records: "Clients". */
      _ ("“%s” is not there: “%s” have no such record. Add it first, or correct the name."),
         quoted,
         dyr_record_type_plural_label (target));
}

static gboolean
find_by_uid (const Wanted *wanted, const DyrUid *uid, GArray *ids, char **problem, GError **error)
{
  DyrFinderState state;
  gint64 id;

  if (!dyr_finder_find_uid (wanted->finder, wanted->target, uid, &id, &state, error))
    return FALSE;
  if (state == DYR_FINDER_HERE)
    g_array_append_val (ids, id);
  else if (state == DYR_FINDER_NOT_LISTED)
    *problem = g_strdup_printf (
        _ ("The record %s was deleted. Bring it back first, or name another one."), wanted->text);
  else
    *problem = explain_nothing (wanted->target, wanted->text);

  return TRUE;
}

static gboolean
find_by_name (Wanted *wanted, GArray *ids, GError **error)
{
  if (wanted->target != NULL)
    return find_matched (wanted, ids, error);

  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    {
      g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (gint64));

      wanted->target = dyr_record_types[i];
      if (!find_matched (wanted, some, error))
        return FALSE;
      g_array_append_vals (ids, some->data, some->len);
    }
  wanted->target = NULL;

  return TRUE;
}

gboolean
dyr_import_find_link (DyrFinder *finder,
                      const DyrRecordType *target,
                      const char *text,
                      gint64 client,
                      DyrLink **link,
                      char **problem,
                      GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Wanted wanted = { finder, target, dyr_text_clean (text, -1), NULL, client };
  DyrUid uid;
  gboolean done;

  *link = NULL;
  *problem = NULL;
  wanted.folded = dyr_text_fold (wanted.text != NULL ? wanted.text : "");
  if (wanted.text != NULL && dyr_uid_parse (wanted.text, &uid))
    done = find_by_uid (&wanted, &uid, ids, problem, error);
  else
    done = find_by_name (&wanted, ids, error);

  if (done && ids->len == 1)
    {
      *link = dyr_finder_link (finder, g_array_index (ids, gint64, 0), error);
      done = *link != NULL;
    }
  else if (done && ids->len > 1)
    {
      g_autofree char *names = dyr_import_name_records (finder, ids, error);
      g_autofree char *quoted = dyr_import_quote (text);

      done = names != NULL;
      if (done)
        *problem = g_strdup_printf (
            /* Translators: what was written, then records with their uids. */
            _ ("“%s” may be any of these: %s. Write the uid of the right one."), quoted, names);
    }
  else if (done && *problem == NULL && target != &dyr_user_type)
    {
      *problem = explain_nothing (target, text);
    }
  clear_wanted (&wanted);

  return done;
}

static void
set_wrong (DyrImportCell *cell, char *problem)
{
  cell->state = DYR_IMPORT_CELL_WRONG;
  dyr_value_clear (&cell->value);
  g_free (cell->problem);
  cell->problem = problem;
}

static gboolean
find_one (DyrImportScope *scope, DyrImportCell *cell, gint64 client, GError **error)
{
  const DyrRecordType *target = scope->type->fields[cell->field].target;
  DyrLink *link;
  char *problem;

  if (!dyr_import_find_link (scope->finder, target, cell->text, client, &link, &problem, error))
    return FALSE;
  if (link != NULL)
    {
      dyr_value_take_link (&cell->value, link);
      cell->state = DYR_IMPORT_CELL_VALUE;
    }
  else if (problem != NULL)
    {
      set_wrong (cell, problem);
    }

  return TRUE;
}

static gboolean
find_several (DyrImportScope *scope, DyrImportCell *cell, gint64 client, GError **error)
{
  const DyrRecordType *target = scope->type->fields[cell->field].target;
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_auto (GStrv) names = g_strsplit_set (cell->text, ",;|\r\n", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (DyrLink) link = NULL;
      char *problem;

      if (*g_strstrip (names[i]) == '\0')
        continue;
      if (!dyr_import_find_link (scope->finder, target, names[i], client, &link, &problem, error))
        return FALSE;
      if (link == NULL)
        {
          set_wrong (cell, problem != NULL ? problem : explain_nothing (target, names[i]));
          return TRUE;
        }
      dyr_set_builder_add (builder, NULL, NULL, link);
    }
  dyr_value_take_set (&cell->value, dyr_set_builder_end (builder));
  cell->state = DYR_IMPORT_CELL_VALUE;

  return TRUE;
}

/* The client of the row, as far as it is known. */
static gint64
find_client (const DyrImportScope *scope, const DyrImportRow *row)
{
  int field = dyr_record_type_find (scope->type, "client");
  const DyrValue *value = field >= 0 ? dyr_import_row_value (row, (guint) field) : NULL;
  const DyrLink *link = value != NULL ? dyr_value_link (value) : NULL;

  return link != NULL ? link->id : 0;
}

/* In the order of the fields, in which the client comes before what belongs to a client. */
gboolean
dyr_import_find_links (DyrImportScope *scope, DyrImportRow *row, GError **error)
{
  for (guint i = 0; i < scope->type->n_fields; i++)
    {
      DyrImportCell *cell;
      gint64 client;

      if (scope->type->fields[i].kind != DYR_KIND_LINK
          && (scope->type->fields[i].kind != DYR_KIND_SET
              || scope->type->fields[i].items != DYR_KIND_LINK))
        continue;
      cell = dyr_import_row_find (row, i);
      if (cell == NULL || cell->state != DYR_IMPORT_CELL_LINK)
        continue;
      client = find_client (scope, row);
      if (scope->type->fields[i].kind == DYR_KIND_SET ? !find_several (scope, cell, client, error)
                                                      : !find_one (scope, cell, client, error))
        return FALSE;
    }

  return TRUE;
}
