/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Attachments: whole, in chunks that only append, and down again; and what our extension's hook
 * makes of those that a DyrFile has. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

#define MEGABYTE (1024 * 1024)

void
crm_file_free (CrmFile *file)
{
  g_string_free (file->data, TRUE);
  g_free (file);
}

/* "data:text/plain;base64,…"; NULL: not that. */
static guchar *
decode_data (const char *text, gsize *length)
{
  const char *comma = text ? strstr (text, ";base64,") : NULL;

  return comma && g_str_has_prefix (text, "data:")
             ? g_base64_decode (comma + strlen (";base64,"), length)
             : NULL;
}

static void
set_text (CrmDraft *draft, const char *name, const char *text)
{
  CrmAttribute *attribute = crm_entity_attribute (draft->entity, name);

  crm_draft_text (draft, attribute ? (int) attribute->index : -1, text);
  if (attribute && text)
    draft->given[attribute->index] = 1;
}

static void
set_number (CrmDraft *draft, const char *name, CrmValueType type, gint64 number)
{
  CrmAttribute *attribute = crm_entity_attribute (draft->entity, name);

  crm_draft_number (draft, attribute ? (int) attribute->index : -1, type, number);
}

static gboolean
check_upload (CrmModel *model, JsonObject *body, CrmResponse *response)
{
  const char *field = crm_json_get (body, "field");
  const char *type = crm_json_get (body, "relatedType");
  g_autofree char *reason = NULL;
  CrmEntity *owner;

  if (type == NULL)
    type = crm_json_get (body, "parentType");
  if (field == NULL || type == NULL)
    {
      crm_answer (model, response, 400, "No `field` and `parentType`.", NULL);
      return FALSE;
    }
  owner = crm_model_entity (model, type);
  if (owner && g_hash_table_contains (owner->fields_by_name, field))
    return TRUE;
  reason = g_strdup_printf ("Field '%s' does not exist.", field);
  crm_answer (model, response, 403, reason, NULL);
  return FALSE;
}

/* The size that the sender names, not that of what came. */
static gboolean
check_size (CrmModel *model, JsonObject *body, gsize length, CrmResponse *response)
{
  gint64 size = json_object_get_int_member_with_default (body, "size", (gint64) length);

  if (size <= model->upload_most * MEGABYTE)
    return TRUE;
  crm_answer (model, response, 403, "Attachment size exceeds `attachmentUploadMaxSize`.", NULL);
  return FALSE;
}

static void
upload (CrmModel *model, CrmCall *call, CrmEntity *entity, CrmResponse *response)
{
  static const char *const texts[]
      = { "name", "type", "role", "field", "relatedType", "parentType" };
  JsonObject *body = json_node_get_object (call->body);
  gboolean in_parts = crm_json_true (body, "isBeingUploaded");
  gsize length = 0;
  g_autofree guchar *data = NULL;
  g_autofree char *id = NULL;
  CrmDraft *draft;
  CrmRecord *record;
  CrmFile *file;
  GString *out;

  if (call->body_broken)
    {
      crm_answer (model, response, 500, NULL, NULL);
      return;
    }
  if (!check_upload (model, body, response))
    return;
  data = decode_data (crm_json_get (body, "file"), &length);
  if (data == NULL && !in_parts)
    {
      crm_answer (model, response, 400, "No file contents.", NULL);
      return;
    }
  if (!check_size (model, body, length, response))
    return;
  id = crm_model_make_id (model);
  file = g_new0 (CrmFile, 1);
  file->data = g_string_new_len ((char *) data, (gssize) length);
  file->size = in_parts ? json_object_get_int_member_with_default (body, "size", 0) : 0;
  g_hash_table_insert (model->files, g_strdup (id), file);
  draft = crm_draft_new (entity, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    set_text (draft, texts[i], crm_json_get (body, texts[i]));
  set_text (draft, "storage", "EspoUploadDir");
  set_number (draft, "size", CRM_INT, in_parts ? file->size : (gint64) length);
  set_number (draft, "isBeingUploaded", CRM_YES_NO, in_parts);
  crm_draft_text (draft, entity->created_by, call->user->id);
  record = crm_draft_seal (draft, id);
  record->created_at = model->time;
  record->modified_at = model->time;
  crm_entity_put (entity, record);
  model->counts.created++;
  out = g_string_new (NULL);
  crm_write_record (model, out, entity, record, CRM_VIEW_CREATE, NULL, call->user, draft);
  crm_draft_free (draft);
  crm_answer (model, response, 200, NULL, out);
}

/* Chunks carry no place: each is put behind what is there (a repeated one destroys the file). */
static void
append (CrmModel *model, CrmCall *call, CrmEntity *entity, const char *id, CrmResponse *response)
{
  CrmFile *file = g_hash_table_lookup (model->files, id);
  CrmRecord *old = crm_entity_find (entity, id);
  g_autofree char *text
      = g_strndup (call->request->body ? call->request->body : "", call->request->body_length);
  gsize length = 0;
  g_autofree guchar *data = decode_data (text, &length);
  CrmDraft *draft;
  CrmRecord *record;

  if (file == NULL || old == NULL)
    {
      crm_answer (model, response, 404, "", NULL);
      return;
    }
  if (file->size == 0)
    {
      crm_answer (model, response, 403, "Attachment is not being-uploaded.", NULL);
      return;
    }
  if (data == NULL)
    {
      crm_answer (model, response, 400, "Bad file data.", NULL);
      return;
    }
  if ((gint64) (file->data->len + length) > model->upload_most * MEGABYTE)
    {
      crm_answer (model, response, 403, "Max attachment size exceeded.", NULL);
      return;
    }
  g_string_append_len (file->data, (char *) data, (gssize) length);
  /* Too late: what is there can never become whole. */
  if ((goffset) file->data->len > file->size)
    {
      crm_answer (model, response, 500, NULL, NULL);
      return;
    }
  if ((goffset) file->data->len == file->size)
    {
      file->size = 0;
      draft = crm_draft_new (entity, old);
      set_number (draft, "isBeingUploaded", CRM_YES_NO, FALSE);
      record = crm_draft_seal (draft, id);
      record->created_at = old->created_at;
      record->modified_at = model->time;
      crm_draft_free (draft);
      crm_entity_put (entity, record);
    }
  crm_answer_true (model, response);
}

static void
download (CrmModel *model, CrmCall *call, CrmEntity *entity, const char *id, CrmResponse *response)
{
  CrmFile *file = g_hash_table_lookup (model->files, id);
  CrmRecord *record = crm_entity_find (entity, id);
  g_autofree char *disposition = NULL;
  g_autofree char *length = NULL;
  CrmAttribute *type;
  const char *content_type;

  if (file == NULL || record == NULL)
    {
      crm_answer_html (model, response, 404, "", "");
      return;
    }
  if (!crm_user_may (model, call->user, entity, record, CRM_READ))
    {
      crm_answer_html (model, response, 403, "No 'read' access.", "");
      return;
    }
  type = crm_entity_attribute (entity, "type");
  content_type = crm_record_text (record, (int) type->index);
  crm_answer (
      model, response, 200, NULL, g_string_new_len (file->data->str, (gssize) file->data->len));
  crm_response_add (response,
                    "Content-Type",
                    g_strcmp0 (content_type, "text/plain") == 0
                        ? "text/plain;charset=UTF-8"
                        : (content_type ? content_type : "application/octet-stream"));
  length = g_strdup_printf ("%" G_GSIZE_FORMAT, file->data->len);
  crm_response_add (response, "Content-Length", length);
  disposition = g_strdup_printf ("attachment; filename=\"%s\"", crm_record_name (entity, id));
  crm_response_add (response, "Content-Disposition", disposition);
}

/* TRUE: answered. */
gboolean
crm_files_handle (CrmModel *model, CrmCall *call, CrmResponse *response)
{
  CrmEntity *entity = crm_model_entity (model, "Attachment");
  gboolean posts = g_str_equal (call->request->method, "POST");

  if (entity == NULL || call->n_path == 0 || !g_str_equal (call->path[0], "Attachment"))
    return FALSE;
  if (call->n_path == 1 && posts)
    upload (model, call, entity, response);
  else if (call->n_path == 3 && posts && g_str_equal (call->path[1], "chunk"))
    append (model, call, entity, call->path[2], response);
  else if (call->n_path == 3 && g_str_equal (call->request->method, "GET")
           && g_str_equal (call->path[1], "file"))
    download (model, call, entity, call->path[2], response);
  else
    return FALSE;
  return TRUE;
}

/* --- Our extension: Hooks/DyrFile/Content.php ------------------------------------------------- */

/* The attribute with the attachment of a type that has the hook; -1: another type. */
static int
content_of (CrmEntity *entity)
{
  return crm_entity_index_of (entity, "dyrChecksum") >= 0 ? crm_entity_index_of (entity, "fileId")
                                                          : -1;
}

static gboolean
is_other_content (CrmDraft *draft, const CrmRecord *base, int content)
{
  return base == NULL
         || !crm_value_equal (&draft->values[content], crm_record_value (base, (guint) content));
}

gboolean
crm_files_check (CrmModel *model, CrmDraft *draft, const CrmRecord *base, CrmResponse *response)
{
  int content = content_of (draft->entity);
  const char *id = content >= 0 ? crm_draft_get_text (draft, content) : NULL;
  CrmFile *file = id ? g_hash_table_lookup (model->files, id) : NULL;

  if (file == NULL || file->size == 0 || !is_other_content (draft, base, content))
    return TRUE;
  model->counts.refused++;
  crm_answer (model,
              response,
              400,
              "Field validation failure; entityType: DyrFile, field: file, type: valid.",
              NULL);
  return FALSE;
}

void
crm_files_derive (CrmModel *model, CrmDraft *draft, const CrmRecord *base)
{
  int content = content_of (draft->entity);
  const char *id = content >= 0 ? crm_draft_get_text (draft, content) : NULL;
  CrmFile *file = id ? g_hash_table_lookup (model->files, id) : NULL;
  CrmEntity *attachments = crm_model_entity (model, "Attachment");
  CrmRecord *record = id ? crm_entity_find (attachments, id) : NULL;
  int name = draft->entity->name_attribute;
  g_autofree char *checksum = NULL;

  if (content < 0)
    return;
  if (base == NULL
      && crm_draft_get_text (draft, crm_entity_index_of (draft->entity, "dyrAddedAt")) == NULL
      && draft->values[crm_entity_index_of (draft->entity, "dyrAddedAt")].type == CRM_NULL)
    set_number (draft, "dyrAddedAt", CRM_TIME, model->time);
  if (!is_other_content (draft, base, content))
    return;
  if (file == NULL || record == NULL)
    {
      set_text (draft, "dyrChecksum", NULL);
      set_text (draft, "dyrMediaType", NULL);
      set_text (draft, "dyrSize", NULL);
      return;
    }
  checksum = g_compute_checksum_for_data (
      G_CHECKSUM_SHA256, (const guchar *) file->data->str, file->data->len);
  set_text (draft, "dyrChecksum", checksum);
  set_number (draft, "dyrSize", CRM_INT, (gint64) file->data->len);
  set_text (draft,
            "dyrMediaType",
            crm_record_text (record, (int) crm_entity_attribute (attachments, "type")->index));
  if (crm_draft_get_text (draft, name) == NULL
      || (base != NULL
          && crm_value_equal (&draft->values[name], crm_record_value (base, (guint) name))))
    crm_draft_text (draft, name, crm_record_name (attachments, id));
}

/* EspoCRM deletes an attachment that another one took the place of. */
void
crm_files_saved (CrmModel *model, CrmEntity *entity, const CrmRecord *was, const CrmRecord *is)
{
  for (guint i = 0; i < entity->attributes->len; i++)
    {
      CrmAttribute *attribute = crm_entity_nth (entity, i);
      const char *old = crm_record_text (was, (int) i);
      CrmRecord *record;

      if (attribute->source != CRM_IS_STORED || attribute->link == NULL || old == NULL
          || g_strcmp0 (attribute->link->target_name, "Attachment") != 0
          || g_strcmp0 (old, crm_record_text (is, (int) i)) == 0)
        continue;
      record = crm_entity_find (attribute->link->target, old);
      if (record)
        crm_remove (model, attribute->link->target, record);
    }
}

/* --- From inside ------------------------------------------------------------------------------ */

void
crm_model_set_upload (CrmModel *self, guint most, guint piece)
{
  self->upload_most = most;
  self->upload_piece = piece;
  self->cache_timestamp++;
}

static gboolean
is_used (CrmModel *model, const char *id)
{
  CrmEntity *attachments = crm_model_entity (model, "Attachment");
  CrmRecord *record = crm_entity_find (attachments, id);

  return record
         && (crm_record_text (record, crm_entity_index_of (attachments, "relatedId"))
             || crm_record_text (record, crm_entity_index_of (attachments, "parentId")));
}

guint
crm_model_lose_files (CrmModel *self, const char *id)
{
  CrmEntity *attachments = crm_model_entity (self, "Attachment");
  GHashTableIter iter;
  const char *key;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, NULL))
    {
      CrmRecord *record = crm_entity_find (attachments, key);

      if (id ? !g_str_equal (id, key) : is_used (self, key))
        continue;
      if (record)
        crm_remove (self, attachments, record);
      g_hash_table_iter_remove (&iter);
      n++;
    }
  return n;
}

gboolean
crm_model_set_file (CrmModel *self, const char *id, const void *data, gsize length)
{
  CrmFile *file = g_hash_table_lookup (self->files, id);

  if (file == NULL)
    return FALSE;
  g_string_truncate (file->data, 0);
  g_string_append_len (file->data, data, (gssize) length);
  return TRUE;
}

GBytes *
crm_model_get_file (CrmModel *self, const char *id)
{
  CrmFile *file = g_hash_table_lookup (self->files, id);

  return file && file->size == 0 && crm_entity_find (crm_model_entity (self, "Attachment"), id)
             ? g_bytes_new (file->data->str, file->data->len)
             : NULL;
}
