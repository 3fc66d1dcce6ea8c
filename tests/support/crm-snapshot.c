/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Backups of the fake EspoCRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

typedef struct
{
  CrmEntity *entity;
  GPtrArray *records; /* shared with the model: records never change */
  gint64 next_number;
} Table;

typedef struct
{
  CrmRelation *relation;
  GArray *ties; /* CrmTie, in order */
} Ties;

struct _CrmSnapshot
{
  GArray *tables;
  GArray *relations;
  GHashTable *addresses[2];
  GHashTable *files;
};

static CrmAddress *
copy_address (const CrmAddress *from)
{
  CrmAddress *address = g_new0 (CrmAddress, 1);

  address->text = g_strdup (from->text);
  address->type = g_strdup (from->type);
  address->opted_out = from->opted_out;
  address->invalid = from->invalid;
  return address;
}

static void
address_free (CrmAddress *address)
{
  g_free (address->text);
  g_free (address->type);
  g_free (address);
}

static GHashTable *
copy_addresses (GHashTable *from)
{
  GHashTable *table
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) address_free);
  GHashTableIter iter;
  const char *key;
  CrmAddress *address;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, (gpointer *) &address))
    g_hash_table_insert (table, g_strdup (key), copy_address (address));
  return table;
}

static GHashTable *
copy_files (GHashTable *from)
{
  GHashTable *table
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) crm_file_free);
  GHashTableIter iter;
  const char *key;
  CrmFile *file;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, (gpointer *) &file))
    {
      CrmFile *copy = g_new0 (CrmFile, 1);

      copy->data = g_string_new_len (file->data->str, (gssize) file->data->len);
      copy->size = file->size;
      g_hash_table_insert (table, g_strdup (key), copy);
    }
  return table;
}

static void
tie_clear (CrmTie *tie)
{
  g_clear_pointer (&tie->columns, json_object_unref);
}

static JsonObject *
copy_columns (JsonObject *from)
{
  JsonObject *copy;

  if (from == NULL)
    return NULL;
  copy = json_object_new ();
  crm_json_merge (copy, from);
  return copy;
}

static Ties
copy_relation (CrmRelation *relation)
{
  Ties ties = { .relation = relation, .ties = g_array_new (FALSE, TRUE, sizeof (CrmTie)) };
  GHashTableIter iter;
  GPtrArray *list;

  g_array_set_clear_func (ties.ties, (GDestroyNotify) tie_clear);
  g_hash_table_iter_init (&iter, relation->sides[0]);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &list))
    for (guint i = 0; i < list->len; i++)
      {
        CrmTie tie = *(CrmTie *) g_ptr_array_index (list, i);

        tie.columns = copy_columns (tie.columns);
        g_array_append_val (ties.ties, tie);
      }
  return ties;
}

CrmSnapshot *
crm_model_snapshot (CrmModel *self)
{
  CrmSnapshot *snapshot = g_new0 (CrmSnapshot, 1);
  GHashTableIter iter;
  CrmRelation *relation;

  snapshot->tables = g_array_new (FALSE, FALSE, sizeof (Table));
  snapshot->relations = g_array_new (FALSE, FALSE, sizeof (Ties));
  for (guint i = 0; i < self->entity_order->len; i++)
    {
      Table table = { .entity = g_ptr_array_index (self->entity_order, i) };
      CrmSlot *slot;

      table.records = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_record_unref);
      table.next_number = table.entity->next_number;
      g_hash_table_iter_init (&iter, table.entity->slots);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &slot))
        g_ptr_array_add (table.records, crm_record_ref (slot->now));
      g_array_append_val (snapshot->tables, table);
    }
  g_hash_table_iter_init (&iter, self->relations);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &relation))
    {
      Ties ties = copy_relation (relation);

      g_array_append_val (snapshot->relations, ties);
    }
  for (int i = 0; i < 2; i++)
    snapshot->addresses[i] = copy_addresses (self->addresses[i]);
  snapshot->files = copy_files (self->files);
  return snapshot;
}

void
crm_model_restore (CrmModel *self, const CrmSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->tables->len; i++)
    {
      Table *table = &g_array_index (snapshot->tables, Table, i);

      crm_entity_clear (table->entity);
      table->entity->next_number = table->next_number;
      for (guint j = 0; j < table->records->len; j++)
        crm_entity_put (table->entity, crm_record_ref (g_ptr_array_index (table->records, j)));
    }
  for (guint i = 0; i < snapshot->relations->len; i++)
    {
      Ties *ties = &g_array_index (snapshot->relations, Ties, i);
      CrmLink link = { .relation = ties->relation, .side = 0 };

      /* The right side borrows from the left: it goes first. */
      g_hash_table_remove_all (ties->relation->sides[1]);
      g_hash_table_remove_all (ties->relation->sides[0]);
      for (guint j = 0; j < ties->ties->len; j++)
        {
          CrmTie *tie = &g_array_index (ties->ties, CrmTie, j);

          crm_link_add (&link, tie->ids[0], tie->ids[1])->columns = copy_columns (tie->columns);
        }
    }
  for (int i = 0; i < 2; i++)
    {
      g_hash_table_unref (self->addresses[i]);
      self->addresses[i] = copy_addresses (snapshot->addresses[i]);
    }
  g_hash_table_unref (self->files);
  self->files = copy_files (snapshot->files);
}

void
crm_snapshot_free (CrmSnapshot *snapshot)
{
  for (guint i = 0; i < snapshot->tables->len; i++)
    g_ptr_array_unref (g_array_index (snapshot->tables, Table, i).records);
  for (guint i = 0; i < snapshot->relations->len; i++)
    g_array_unref (g_array_index (snapshot->relations, Ties, i).ties);
  g_array_unref (snapshot->tables);
  g_array_unref (snapshot->relations);
  for (int i = 0; i < 2; i++)
    g_hash_table_unref (snapshot->addresses[i]);
  g_hash_table_unref (snapshot->files);
  g_free (snapshot);
}
