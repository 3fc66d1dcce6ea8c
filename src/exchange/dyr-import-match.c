/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which record a row is about: by uid, then code, then e-mail, then name; several are none. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-import-private.h"

#include <string.h>

#include "dyr-activity.h"
#include "dyr-amendment.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-delivery-line.h"
#include "dyr-delivery.h"
#include "dyr-note.h"
#include "dyr-person.h"
#include "dyr-presentation.h"
#include "dyr-product.h"
#include "dyr-text.h"
#include "dyr-user.h"

#define NO_FIELD (-1)

/* Equal records of one owner that are looked at. */
#define MANY 50

/* By what the records of a type are known, in this order; indexes of fields. */
typedef struct
{
  const DyrRecordType *type;
  int code;  /* unique: a MATCHED code */
  int email; /* a set of e-mails, or a text */
  int name;  /* MATCHED */
  int rival; /* two records with different ones of these are never the same by their names */
  int owner; /* without a name of its own: the record that it belongs to … */
  int text;  /* … and what it says there */
  gboolean owner_decides; /* owner and text are enough to know it again; else all must be equal */
} Rule;

/* clang-format off */
static const Rule rules[] = {
  { &dyr_client_type, DYR_CLIENT_CODE, DYR_CLIENT_EMAILS, DYR_CLIENT_NAME, DYR_CLIENT_CODE,
    NO_FIELD, NO_FIELD, FALSE },
  { &dyr_product_type, DYR_PRODUCT_CODE, NO_FIELD, DYR_PRODUCT_NAME, DYR_PRODUCT_CODE,
    NO_FIELD, NO_FIELD, FALSE },
  { &dyr_person_type, NO_FIELD, DYR_PERSON_EMAILS, DYR_PERSON_LAST_NAME, DYR_PERSON_CLIENT,
    NO_FIELD, NO_FIELD, FALSE },
  { &dyr_user_type, NO_FIELD, DYR_USER_EMAIL, DYR_USER_NAME, NO_FIELD,
    NO_FIELD, NO_FIELD, FALSE },
  { &dyr_contract_type, NO_FIELD, NO_FIELD, DYR_CONTRACT_NUMBER, DYR_CONTRACT_CLIENT,
    NO_FIELD, NO_FIELD, FALSE },
  { &dyr_delivery_type, NO_FIELD, NO_FIELD, DYR_DELIVERY_NUMBER, DYR_DELIVERY_CLIENT,
    DYR_DELIVERY_CLIENT, DYR_DELIVERY_NUMBER, FALSE },
  { &dyr_amendment_type, NO_FIELD, NO_FIELD, NO_FIELD, NO_FIELD,
    DYR_AMENDMENT_CONTRACT, DYR_AMENDMENT_NUMBER, TRUE },
  { &dyr_delivery_line_type, NO_FIELD, NO_FIELD, NO_FIELD, NO_FIELD,
    DYR_DELIVERY_LINE_DELIVERY, DYR_DELIVERY_LINE_NAME, FALSE },
  { &dyr_presentation_type, NO_FIELD, NO_FIELD, NO_FIELD, NO_FIELD,
    DYR_PRESENTATION_CLIENT, DYR_PRESENTATION_TITLE, FALSE },
  { &dyr_activity_type, NO_FIELD, NO_FIELD, NO_FIELD, NO_FIELD,
    DYR_ACTIVITY_CLIENT, DYR_ACTIVITY_SUBJECT, FALSE },
  { &dyr_note_type, NO_FIELD, NO_FIELD, NO_FIELD, NO_FIELD,
    DYR_NOTE_ABOUT, DYR_NOTE_TEXT, FALSE },
};
/* clang-format on */

typedef struct
{
  DyrImportScope *scope;
  const Rule *rule;
  const DyrImportRow *row;
  DyrImportPlan *plan;
  GArray *ids; /* gint64: the records that fit */
} Match;

static const Rule *
find_rule (const DyrRecordType *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].type == type)
      return &rules[i];

  g_return_val_if_reached (NULL);
}

static gboolean
find (const Match *match, const DyrFinderTerm *terms, guint n_terms, GArray *ids, GError **error)
{
  return dyr_finder_find (
      match->scope->finder, match->rule->type, terms, n_terms, MANY, ids, error);
}

static void
add_ids (GArray *ids, const GArray *others)
{
  for (guint i = 0; i < others->len; i++)
    {
      gint64 id = g_array_index (others, gint64, i);
      gboolean known = FALSE;

      for (guint j = 0; j < ids->len; j++)
        known = known || g_array_index (ids, gint64, j) == id;
      if (!known)
        g_array_append_val (ids, id);
    }
}

/* The folded form of a text of the row; FALSE when it has none or nothing is left of it. */
static gboolean
take_folded (const Match *match, int field, DyrValue *folded)
{
  const DyrValue *value
      = field != NO_FIELD ? dyr_import_row_value (match->row, (guint) field) : NULL;
  char *text;

  if (value == NULL || dyr_value_text (value) == NULL)
    return FALSE;
  text = dyr_text_fold (dyr_value_text (value));
  if (*text == '\0')
    {
      g_free (text);
      return FALSE;
    }
  dyr_value_take_text (folded, text);

  return TRUE;
}

static gboolean
match_code (const Match *match, GError **error)
{
  g_auto (DyrValue) folded = DYR_VALUE_INIT;
  DyrFinderTerm term = { (guint) match->rule->code, DYR_FINDER_FOLDED, &folded };

  return !take_folded (match, match->rule->code, &folded)
         || find (match, &term, 1, match->ids, error);
}

static void
warn_shared (const Match *match, const char *email, const char *names)
{
  DyrImportCell *cell = dyr_import_row_find (match->row, (guint) match->rule->email);

  dyr_import_plan_remark (
      match->plan,
      cell->column,
      /* Translators: an e-mail address, then another client with its uid. */
      g_strdup_printf (_ ("“%s” is also the address of %s. Codes and names differ, so they were "
                          "kept apart."),
                          email,
                          names));
}

/* Two companies with different codes and different names are two, whoever reads their mail. */
static gboolean
drop_rivals (const Match *match, const DyrValue *email, GArray *ids, GError **error)
{
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (DyrValue) code = DYR_VALUE_INIT, name = DYR_VALUE_INIT;
  g_autofree char *names = NULL;
  DyrFinderTerm terms[] = {
    { (guint) match->rule->email, DYR_FINDER_IS, email },
    { (guint) match->rule->code, DYR_FINDER_FOLDED_OR_UNKNOWN, &code },
  };

  if (ids->len == 0 || !take_folded (match, match->rule->code, &code))
    return TRUE;
  if (!find (match, terms, 2, rest, error))
    return FALSE;
  if (take_folded (match, match->rule->name, &name))
    {
      g_autoptr (GArray) namesakes = g_array_new (FALSE, FALSE, sizeof (gint64));

      terms[1] = (DyrFinderTerm){ (guint) match->rule->name, DYR_FINDER_FOLDED, &name };
      if (!find (match, terms, 2, namesakes, error))
        return FALSE;
      add_ids (rest, namesakes);
    }
  if (rest->len == 0)
    {
      names = dyr_import_name_records (match->scope->finder, ids, error);
      if (names == NULL)
        return FALSE;
      warn_shared (match, dyr_value_text (email), names);
    }
  g_array_set_size (ids, 0);
  g_array_append_vals (ids, rest->data, rest->len);

  return TRUE;
}

static gboolean
match_address (const Match *match, const char *address, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  DyrFinderTerm term = { (guint) match->rule->email, DYR_FINDER_IS, &value };

  dyr_value_set_text (&value, address);
  if (!find (match, &term, 1, ids, error))
    return FALSE;
  if (match->rule->code != NO_FIELD && !drop_rivals (match, &value, ids, error))
    return FALSE;
  add_ids (match->ids, ids);

  return TRUE;
}

static gboolean
match_email (const Match *match, GError **error)
{
  const DyrValue *value = match->rule->email != NO_FIELD
                              ? dyr_import_row_value (match->row, (guint) match->rule->email)
                              : NULL;
  const DyrSet *set = value != NULL ? dyr_value_set (value) : NULL;

  if (value != NULL && value->form == DYR_VALUE_TEXT)
    return match_address (match, value->text, error);

  for (guint i = 0; set != NULL && i < set->n; i++)
    if (!match_address (match, set->members[i].item, error))
      return FALSE;

  return TRUE;
}

/* What two records have in different ways: a code, folded, or a client's id. */
static gboolean
take_rival (const Match *match, DyrValue *rival, DyrFinderCompare *compare)
{
  const DyrValue *value = NULL;

  if (match->rule->rival == NO_FIELD)
    return FALSE;
  *compare = DYR_FINDER_FOLDED_OR_UNKNOWN;
  if (match->rule->type->fields[match->rule->rival].kind != DYR_KIND_LINK)
    return take_folded (match, match->rule->rival, rival);

  *compare = DYR_FINDER_IS_OR_UNKNOWN;
  value = dyr_import_row_value (match->row, (guint) match->rule->rival);
  if (value != NULL)
    dyr_value_copy (value, rival);

  return value != NULL;
}

/* Two texts of a name are the same, or one of them is not there. */
static gboolean
fits (const DyrValue *given, const DyrValue *stored, gboolean may_miss)
{
  g_autofree char *a = NULL, *b = NULL;

  if (given == NULL || stored->form == DYR_VALUE_NONE)
    return may_miss || (given == NULL && stored->form == DYR_VALUE_NONE);
  a = dyr_text_fold (dyr_value_text (given));
  b = dyr_text_fold (dyr_value_text (stored));

  return g_str_equal (a, b);
}

/* Of those with the last name, those with the first name; a patronymic may be missing. */
static gboolean
keep_first_names (const Match *match, GError **error)
{
  g_autoptr (GArray) rest = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < match->ids->len; i++)
    {
      gint64 id = g_array_index (match->ids, gint64, i);
      g_autoptr (DyrRow) row = dyr_finder_read (match->scope->finder, match->rule->type, id, error);

      if (row == NULL)
        return FALSE;
      if (fits (dyr_import_row_value (match->row, DYR_PERSON_FIRST_NAME),
                &row->values[DYR_PERSON_FIRST_NAME],
                FALSE)
          && fits (dyr_import_row_value (match->row, DYR_PERSON_PATRONYMIC),
                   &row->values[DYR_PERSON_PATRONYMIC],
                   TRUE))
        g_array_append_val (rest, id);
    }
  g_array_set_size (match->ids, 0);
  g_array_append_vals (match->ids, rest->data, rest->len);

  return TRUE;
}

static gboolean
match_name (const Match *match, GError **error)
{
  g_auto (DyrValue) folded = DYR_VALUE_INIT, rival = DYR_VALUE_INIT;
  DyrFinderTerm terms[] = {
    { (guint) match->rule->name, DYR_FINDER_FOLDED, &folded },
    { (guint) match->rule->rival, DYR_FINDER_IS_OR_UNKNOWN, &rival },
  };
  gboolean has_rival;

  if (!take_folded (match, match->rule->name, &folded))
    return TRUE;
  has_rival = take_rival (match, &rival, &terms[1].compare);
  if (!find (match, terms, has_rival ? 2 : 1, match->ids, error))
    return FALSE;

  return match->rule->type != &dyr_person_type || keep_first_names (match, error);
}

/* A record that says already what the row says. */
static gboolean
find_equal (const Match *match, const GArray *candidates, GError **error)
{
  for (guint i = 0; match->ids->len == 0 && i < candidates->len; i++)
    {
      gint64 id = g_array_index (candidates, gint64, i);
      g_autoptr (DyrRow) row = dyr_finder_read (match->scope->finder, match->rule->type, id, error);
      g_autoptr (DyrImportPlan) plan = NULL;

      if (row == NULL)
        return FALSE;
      plan = dyr_import_make_plan (match->scope, match->row, row);
      if (plan->refusal == NULL && dyr_import_plan_is_empty (plan))
        g_array_append_val (match->ids, id);
    }

  return TRUE;
}

/* What has no name of its own: a line of a delivery, a call, a remark. */
static gboolean
match_owner (const Match *match, GError **error)
{
  static const DyrValue none = DYR_VALUE_INIT;
  const Rule *rule = match->rule;
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (gint64));
  const DyrValue *owner, *text;

  if (rule->owner == NO_FIELD)
    return TRUE;
  owner = dyr_import_row_value (match->row, (guint) rule->owner);
  text = dyr_import_row_value (match->row, (guint) rule->text);
  /* A number is a name: match_name () said already that there is none. */
  if ((owner == NULL && text == NULL) || (rule->name != NO_FIELD && text != NULL))
    return TRUE;
  {
    DyrFinderTerm terms[] = {
      { (guint) rule->owner, DYR_FINDER_IS, owner != NULL ? owner : &none },
      { (guint) rule->text, DYR_FINDER_IS, text != NULL ? text : &none },
    };

    if (!find (match, terms, 2, candidates, error))
      return FALSE;
  }
  if (!rule->owner_decides)
    return find_equal (match, candidates, error);
  if (owner != NULL && text != NULL)
    add_ids (match->ids, candidates);

  return TRUE;
}

static gboolean
match_uid (const Match *match, GError **error)
{
  g_autofree char *uid = NULL;
  DyrFinderState state;
  gint64 id;

  if (!match->row->has_uid)
    return TRUE;
  if (!dyr_finder_find_uid (
          match->scope->finder, match->rule->type, &match->row->uid, &id, &state, error))
    return FALSE;

  uid = dyr_uid_to_text (&match->row->uid);
  if (state == DYR_FINDER_HERE)
    g_array_append_val (match->ids, id);
  else if (state == DYR_FINDER_OTHER_TYPE)
    dyr_import_plan_refuse (
        match->plan,
        DYR_IMPORT_ALL_COLUMNS,
        g_strdup_printf (
            _ ("The uid %s belongs to a record of another sort. Empty the cell of the uid."), uid));
  else if (state == DYR_FINDER_NOT_LISTED)
    dyr_import_plan_refuse (
        match->plan,
        DYR_IMPORT_ALL_COLUMNS,
        g_strdup_printf (_ ("The record %s was deleted. Bring it back first, or empty the cell of "
                            "the uid to add a new one."),
                            uid));

  return TRUE;
}

gboolean
dyr_import_match (DyrImportScope *scope,
                  const DyrImportRow *row,
                  DyrImportPlan *plan,
                  DyrRow **before,
                  GError **error)
{
  static gboolean (*const ways[]) (const Match *, GError **)
      = { match_uid, match_code, match_email, match_name, match_owner };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Match match = { scope, find_rule (scope->type), row, plan, ids };

  *before = NULL;
  for (gsize i = 0; ids->len == 0 && plan->refusal == NULL && i < G_N_ELEMENTS (ways); i++)
    if (!ways[i](&match, error))
      return FALSE;

  if (plan->refusal != NULL || ids->len == 0)
    return TRUE;
  if (ids->len > 1)
    {
      g_autofree char *names = dyr_import_name_records (scope->finder, ids, error);

      if (names == NULL)
        return FALSE;
      dyr_import_plan_refuse (
          plan,
          DYR_IMPORT_ALL_COLUMNS,
          /* Translators: records with their uids. */
          g_strdup_printf (_ ("Several records fit: %s. Write the uid of the right one into a "
                              "column “uid”."),
                              names));
      return TRUE;
    }
  *before = dyr_finder_read (scope->finder, scope->type, g_array_index (ids, gint64, 0), error);

  return *before != NULL;
}
