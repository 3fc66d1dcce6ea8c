/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The formulas of our extension package (Resources/metadata/formula), by hand: EspoCRM's language
 * is not spoken here. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

static gboolean
is_changed (CrmDraft *draft, const CrmRecord *base, int attribute)
{
  return attribute >= 0
         && !crm_value_equal (&draft->values[attribute],
                              base ? crm_record_value (base, (guint) attribute) : NULL);
}

/* DyrNote: the first 60 characters of the text are the name. */
static void
name_note (CrmDraft *draft)
{
  const char *text = crm_draft_get_text (draft, crm_entity_index_of (draft->entity, "text"));
  g_autofree char *line = text ? g_strdelimit (g_strdup (text), "\n", ' ') : NULL;
  g_autofree char *name
      = line ? g_utf8_substring (line, 0, MIN (60, g_utf8_strlen (line, -1))) : NULL;

  crm_draft_text (draft, draft->entity->name_attribute, name);
}

/* Meeting and Call: the person takes part; the only one who takes part is the person. */
static void
join_person (CrmDraft *draft, const CrmRecord *base)
{
  int person = crm_entity_index_of (draft->entity, "dyrPersonId");
  int contacts = crm_entity_index_of (draft->entity, "contactsIds");
  const char *id = crm_draft_get_text (draft, person);
  CrmSetChange *change = NULL;

  if (person < 0 || contacts < 0)
    return;
  for (guint i = 0; i < draft->sets->len; i++)
    if (((CrmSetChange *) g_ptr_array_index (draft->sets, i))->attribute == (guint) contacts)
      change = g_ptr_array_index (draft->sets, i);
  if (base == NULL && id == NULL && change && change->ids && change->ids->len == 1)
    crm_draft_text (draft, person, g_ptr_array_index (change->ids, 0));
  if (id == NULL || !is_changed (draft, base, person))
    return;
  if (change == NULL)
    {
      const CrmLink *link = crm_entity_nth (draft->entity, (guint) contacts)->link;
      GPtrArray *ties = base && link ? crm_link_ties (link, base->id) : NULL;

      change = g_new0 (CrmSetChange, 1);
      change->attribute = (guint) contacts;
      change->ids = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; ties && i < ties->len; i++)
        g_ptr_array_add (change->ids,
                         g_strdup (((CrmTie *) g_ptr_array_index (ties, i))->ids[1 - link->side]));
      g_ptr_array_add (draft->sets, change);
    }
  if (change->ids && !g_ptr_array_find_with_equal_func (change->ids, id, g_str_equal, NULL))
    g_ptr_array_add (change->ids, g_strdup (id));
}

static char *
current_title (CrmModel *model, CrmDraft *draft, const CrmRecord *base, int title)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  if (base == NULL)
    return NULL;
  crm_write_attribute (model,
                       text,
                       draft->entity,
                       base,
                       crm_entity_nth (draft->entity, (guint) title),
                       CRM_VIEW_READ,
                       NULL);
  node = crm_json_parse (text->str, text->len);
  return node ? crm_json_string (node) : NULL;
}

static void
set_title (CrmDraft *draft, int title, const char *position)
{
  g_autofree char *cut
      = position ? g_utf8_substring (position, 0, MIN (100, g_utf8_strlen (position, -1))) : NULL;

  crm_draft_text (draft, title, cut);
  draft->given[title] = 1;
}

/* Contact: EspoCRM's title is the role at the account and is lost without one; dyrPosition keeps
 * it. */
static void
keep_position (CrmModel *model, CrmDraft *draft, const CrmRecord *base)
{
  int position = crm_entity_index_of (draft->entity, "dyrPosition");
  int title = crm_entity_index_of (draft->entity, "title");
  int account = draft->entity->account;
  const char *own = crm_draft_get_text (draft, position);
  const char *account_id = crm_draft_get_text (draft, account);
  g_autofree char *was = NULL;

  if (position < 0 || title < 0)
    return;
  was = current_title (model, draft, base, title);
  if (is_changed (draft, base, position))
    set_title (draft, title, own);
  else if (draft->given[title] && g_strcmp0 (crm_draft_get_text (draft, title), was) != 0
           && (crm_draft_get_text (draft, title) || account_id))
    crm_draft_text (draft, position, crm_draft_get_text (draft, title));
  else if (is_changed (draft, base, account) && account_id && own
           && (draft->given[title] ? crm_draft_get_text (draft, title) : was) == NULL)
    set_title (draft, title, own);
}

static void
keep_do_not_call (CrmDraft *draft, const CrmRecord *base)
{
  int own = crm_entity_index_of (draft->entity, "dyrDoNotCall");
  int theirs = crm_entity_index_of (draft->entity, "doNotCall");
  gboolean set;

  if (own < 0 || theirs < 0)
    return;
  if (is_changed (draft, base, own))
    {
      crm_draft_number (
          draft, theirs, CRM_YES_NO, g_strcmp0 (crm_draft_get_text (draft, own), "yes") == 0);
      return;
    }
  set = draft->values[theirs].type == CRM_YES_NO && draft->values[theirs].number;
  if (draft->given[theirs] && is_changed (draft, base, theirs) && (set || base))
    crm_draft_text (draft, own, set ? "yes" : "no");
}

void
crm_formula_run (CrmModel *model, CrmDraft *draft, const CrmRecord *base)
{
  CrmEntity *entity = draft->entity;
  int person = crm_entity_index_of (entity, "dyrPersonId");

  if (g_str_equal (entity->name, "DyrNote"))
    name_note (draft);
  join_person (draft, base);
  if (g_str_equal (entity->name, "Task") && base == NULL && person >= 0
      && crm_draft_get_text (draft, person) == NULL)
    crm_draft_text (
        draft, person, crm_draft_get_text (draft, crm_entity_index_of (entity, "contactId")));
  if (g_str_equal (entity->name, "Contact"))
    {
      keep_position (model, draft, base);
      keep_do_not_call (draft, base);
    }
}
