/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The fake EspoCRM on a port of this computer. */

#pragma once

#include "crm-model.h"

G_BEGIN_DECLS

/**
 * FakeCrm:
 *
 * A web server around a #CrmModel, on 127.0.0.1 and a free port. Its faults happen on the wire: cut
 * bodies, connections that end, bodies without end. Plain HTTP/1.1 (SoupServer has no HTTP/2). GET
 * /debug/state answers crm_model_dump(), without credentials; the real server has no such path.
 */
typedef struct _FakeCrm FakeCrm;

typedef enum
{
  FAKE_CRM_HERE,      /* serves in the thread-default main context of the caller */
  FAKE_CRM_OWN_THREAD /* in a thread of its own; then touch the model by fake_crm_lock() only */
} FakeCrmPlace;

/* Takes @model. @port 0: any free one. */
FakeCrm *fake_crm_new (CrmModel *model, FakeCrmPlace place, guint port, GError **error);
void fake_crm_free (FakeCrm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeCrm, fake_crm_free)

/* "http://127.0.0.1:PORT", without a path. */
const char *fake_crm_get_url (FakeCrm *self);

/* The model, until fake_crm_unlock(). */
CrmModel *fake_crm_lock (FakeCrm *self);
void fake_crm_unlock (FakeCrm *self);

/* Every request of the API from now on is written to that file as curl takes it (curl --config), so
 * that it can be made again. FALSE: the file cannot be made. */
gboolean fake_crm_log_requests (FakeCrm *self, const char *path, GError **error);

/* The model's clock follows that of this computer (off at the start: it stands still). */
void fake_crm_follow_clock (FakeCrm *self, gboolean follow);

G_END_DECLS
