/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* ToyCrm: what an engine under test is told of its CRM. */

#pragma once

#include <gio/gio.h>

#include "dyr-remote.h"

G_BEGIN_DECLS

#define TOY_CRM_TYPES 6

#define TOY_TYPE_CRM (toy_crm_get_type ())
G_DECLARE_FINAL_TYPE (ToyCrm, toy_crm, TOY, CRM, GObject)

struct _ToyCrm
{
  GObject parent_instance;
  DyrRemoteType types[TOY_CRM_TYPES];
  DyrStream streams[TOY_CRM_TYPES + 1];
  char *description;
  char *user; /* that we are; NULL: not told */
  gboolean program;
};

/* The fields of a type that a CRM may have: what a person enters, and what does not stay here. */
guint64 toy_crm_fields (const DyrRecordType *type);

G_END_DECLS
