/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* ToyCrm: what an engine under test is told of its CRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "toy-crm.h"

static const DyrRemoteType *
get_type_info (DyrRemote *remote, const DyrRecordType *type)
{
  ToyCrm *self = TOY_CRM (remote);

  for (guint i = 0; i < TOY_CRM_TYPES; i++)
    if (self->types[i].type == type)
      return &self->types[i];
  return NULL;
}

static const DyrStream *
get_streams (DyrRemote *remote, guint *n)
{
  *n = TOY_CRM_TYPES + 1;
  return TOY_CRM (remote)->streams;
}

static char *
get_identity (DyrRemote *remote)
{
  return g_strdup ("https://crm.example");
}

static char *
get_user (DyrRemote *remote, char **name)
{
  *name = g_strdup ("Леся");
  return g_strdup (TOY_CRM (remote)->user);
}

static gboolean
is_program (DyrRemote *remote)
{
  return TOY_CRM (remote)->program;
}

static char *
get_description (DyrRemote *remote)
{
  return g_strdup (TOY_CRM (remote)->description);
}

static gboolean
set_description (DyrRemote *remote, const char *text, GError **error)
{
  if (g_str_has_prefix (text, "{"))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no description");
  return FALSE;
}

static void
toy_crm_remote_init (DyrRemoteInterface *iface)
{
  iface->get_type_info = get_type_info;
  iface->get_streams = get_streams;
  iface->get_identity = get_identity;
  iface->get_user = get_user;
  iface->is_program = is_program;
  iface->get_description = get_description;
  iface->set_description = set_description;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ToyCrm,
                               toy_crm,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_REMOTE, toy_crm_remote_init))

static void
toy_crm_finalize (GObject *object)
{
  g_free (TOY_CRM (object)->description);
  g_free (TOY_CRM (object)->user);
  G_OBJECT_CLASS (toy_crm_parent_class)->finalize (object);
}

static void
toy_crm_class_init (ToyCrmClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = toy_crm_finalize;
}

guint64
toy_crm_fields (const DyrRecordType *type)
{
  guint64 mask = 0;

  for (guint i = 0; i < type->n_fields; i++)
    if ((type->fields[i].flags & (DYR_DERIVED | DYR_LOCAL)) == 0)
      mask |= G_GUINT64_CONSTANT (1) << i;
  return mask;
}

static void
toy_crm_init (ToyCrm *self)
{
  const DyrRecordType *const synced[TOY_CRM_TYPES]
      = { &dyr_user_type,     &dyr_client_type,       &dyr_person_type,
          &dyr_contract_type, &dyr_presentation_type, &dyr_note_type };

  for (guint i = 0; i < TOY_CRM_TYPES; i++)
    {
      self->types[i] = (DyrRemoteType){
        .type = synced[i],
        .writable = synced[i] != &dyr_user_type,
        .fields = toy_crm_fields (synced[i]),
        .versions = TRUE,
        .locked = TRUE,
        .uids = TRUE,
        .unique = TRUE,
      };
      self->streams[i] = (DyrStream){ synced[i]->name, synced[i] };
    }
  self->streams[TOY_CRM_TYPES] = (DyrStream){ "gone", NULL };
  self->description = g_strdup ("{}");
}
