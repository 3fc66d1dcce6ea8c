/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Many-to-many links between records, kept from both sides. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

static void
tie_free (CrmTie *tie)
{
  g_clear_pointer (&tie->columns, json_object_unref);
  g_free (tie);
}

static GPtrArray *
get_ties (CrmRelation *relation, guint side, const char *id, gboolean make)
{
  GPtrArray *ties = g_hash_table_lookup (relation->sides[side], id);

  if (ties == NULL && make)
    {
      /* The left side owns the ties. */
      ties = side == 0 ? g_ptr_array_new_with_free_func ((GDestroyNotify) tie_free)
                       : g_ptr_array_new ();
      g_hash_table_insert (relation->sides[side], g_strdup (id), ties);
    }
  return ties;
}

GPtrArray *
crm_link_ties (const CrmLink *link, const char *id)
{
  return link->relation ? get_ties (link->relation, link->side, id, FALSE) : NULL;
}

CrmTie *
crm_link_tie (const CrmLink *link, const char *id, const char *other)
{
  GPtrArray *ties = crm_link_ties (link, id);

  for (guint i = 0; ties && i < ties->len; i++)
    {
      CrmTie *tie = g_ptr_array_index (ties, i);

      if (g_str_equal (tie->ids[1 - link->side], other))
        return tie;
    }
  return NULL;
}

CrmTie *
crm_link_add (const CrmLink *link, const char *id, const char *other)
{
  CrmTie *tie = crm_link_tie (link, id, other);

  if (tie)
    return tie;
  tie = g_new0 (CrmTie, 1);
  g_strlcpy (tie->ids[link->side], id, CRM_ID_SIZE);
  g_strlcpy (tie->ids[1 - link->side], other, CRM_ID_SIZE);
  for (int side = 0; side < 2; side++)
    g_ptr_array_add (get_ties (link->relation, (guint) side, tie->ids[side], TRUE), tie);
  return tie;
}

static void
drop (CrmRelation *relation, CrmTie *tie)
{
  /* The right side first: the left one frees. */
  for (int side = 1; side >= 0; side--)
    {
      GPtrArray *ties = get_ties (relation, (guint) side, tie->ids[side], FALSE);
      g_autofree char *id = g_strdup (tie->ids[side]);

      g_ptr_array_remove (ties, tie);
      if (ties->len == 0)
        g_hash_table_remove (relation->sides[side], id);
    }
}

gboolean
crm_link_remove (const CrmLink *link, const char *id, const char *other)
{
  CrmTie *tie = crm_link_tie (link, id, other);

  if (tie == NULL)
    return FALSE;
  drop (link->relation, tie);
  return TRUE;
}

/* All ties of a record that is forgotten for good. */
void
crm_relation_forget (CrmModel *model, const char *id)
{
  GHashTableIter iter;
  CrmRelation *relation;

  g_hash_table_iter_init (&iter, model->relations);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &relation))
    for (guint side = 0; side < 2; side++)
      {
        GPtrArray *ties;

        while ((ties = get_ties (relation, side, id, FALSE)))
          drop (relation, g_ptr_array_index (ties, 0));
      }
}
