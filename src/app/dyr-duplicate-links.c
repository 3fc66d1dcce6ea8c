/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What hangs on records that are to become one, counted by type and told in words. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-links.h"

#include <glib/gi18n-lib.h>

#include "dyr-query.h"

/* Both forms are gathered for translation by this name; ngettext () looks them up. */
#define COUNT(one, many) one, many

/* In the order in which they are told. */
static const struct
{
  const DyrRecordType *type;
  const char *one;
  const char *many;
} told[] = {
  { &dyr_contract_type, COUNT ("%s contract", "%s contracts") },
  { &dyr_amendment_type, COUNT ("%s amendment", "%s amendments") },
  { &dyr_delivery_type, COUNT ("%s delivery", "%s deliveries") },
  { &dyr_delivery_line_type, COUNT ("%s delivery line", "%s delivery lines") },
  { &dyr_presentation_type, COUNT ("%s presentation", "%s presentations") },
  { &dyr_person_type, COUNT ("%s contact person", "%s contact persons") },
  { &dyr_activity_type, COUNT ("%s activity", "%s activities") },
  { &dyr_note_type, COUNT ("%s note", "%s notes") },
};

typedef struct
{
  const DyrRecordType *type;
  gint64 ids[2];
  DyrUid uids[2];
  DyrDuplicateLinks links[2];
} Look;

static gboolean
is_link (const DyrField *field, const DyrRecordType *to)
{
  return (field->flags & DYR_DERIVED) == 0 && (field->target == NULL || field->target == to)
         && (field->kind == DYR_KIND_LINK
             || (field->kind == DYR_KIND_SET && field->items == DYR_KIND_LINK));
}

static gboolean
count_field (DyrConnection *connection,
             Look *look,
             const DyrRecordType *type,
             guint field,
             guint which,
             GError **error)
{
  g_autoptr (DyrQuery) query = dyr_query_new (type);
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  g_autoptr (GArray) ids = NULL;

  /* Elements of sets are asked for by their text. */
  if (type->fields[field].kind == DYR_KIND_SET)
    dyr_value_take_text (&value, dyr_uid_to_text (&look->uids[which]));
  else
    dyr_value_take_link (
        &value,
        dyr_link_new (look->ids[which], &look->uids[which], NULL, look->type->number, FALSE));
  dyr_query_where (query, field, DYR_COMPARE_IS, &value);
  ids = dyr_query_ids (query, connection, error);
  if (ids == NULL)
    return FALSE;
  look->links[which].n[type->number] += ids->len;
  look->links[which].all += ids->len;
  return TRUE;
}

static gboolean
job_count (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;

  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    for (guint j = 0; j < dyr_record_types[i]->n_fields; j++)
      for (guint which = 0; which < 2; which++)
        if (is_link (&dyr_record_types[i]->fields[j], look->type)
            && !count_field (connection, look, dyr_record_types[i], j, which, error))
          return FALSE;
  return TRUE;
}

void
dyr_duplicate_links_async (DyrStore *store,
                           DyrRecord *first,
                           DyrRecord *second,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  Look *look = g_new0 (Look, 1);

  g_return_if_fail (DYR_IS_STORE (store));
  g_return_if_fail (DYR_IS_RECORD (first) && DYR_IS_RECORD (second));

  look->type = dyr_record_get_record_type (first);
  look->ids[0] = dyr_record_get_id (first);
  look->ids[1] = dyr_record_get_id (second);
  look->uids[0] = *dyr_record_get_uid (first);
  look->uids[1] = *dyr_record_get_uid (second);
  dyr_database_read_async (
      dyr_store_get_database (store), job_count, look, g_free, cancellable, callback, data);
}

gboolean
dyr_duplicate_links_finish (GAsyncResult *result,
                            DyrDuplicateLinks *first,
                            DyrDuplicateLinks *second,
                            GError **error)
{
  const Look *look = dyr_database_job_data (result);
  g_autoptr (GObject) database = g_async_result_get_source_object (result);

  if (!dyr_database_job_finish (DYR_DATABASE (database), result, error))
    return FALSE;
  *first = look->links[0];
  *second = look->links[1];
  return TRUE;
}

char *
dyr_duplicate_links_tell (const DyrDuplicateLinks *links, const DyrContext *context)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (links != NULL && context != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    {
      guint n = links->n[told[i].type->number];
      g_autofree char *number = dyr_format_count (context->format, n);
      g_autoptr (GString) part
          = g_string_new (g_dngettext (GETTEXT_PACKAGE, told[i].one, told[i].many, n));

      if (n == 0)
        continue;
      g_string_replace (part, "%s", number, 1);
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part->str);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
