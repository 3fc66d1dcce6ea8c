/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Attachments: whole, in chunks that only append, and down again. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "crm-private.h"

#include <string.h>

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
  if (data == NULL || file->size == 0 || (goffset) (file->data->len + length) > file->size)
    {
      crm_answer (model, response, 500, NULL, NULL);
      return;
    }
  g_string_append_len (file->data, (char *) data, (gssize) length);
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
