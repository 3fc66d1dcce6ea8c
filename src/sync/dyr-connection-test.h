/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectionTest: whether this database could sync with a CRM, step by step, with the way out of
 * each failure. It changes nothing, here or there. */

#pragma once

#include <gio/gio.h>

#include "dyr-key.h"
#include "dyr-record-type.h"
#include "dyr-uid.h"

G_BEGIN_DECLS

typedef enum
{
  DYR_CONNECTION_NAME,      /* the name of the computer is known */
  DYR_CONNECTION_REACH,     /* it can be reached */
  DYR_CONNECTION_TLS,       /* the connection is safe */
  DYR_CONNECTION_API,       /* EspoCRM answers there */
  DYR_CONNECTION_KEY,       /* it lets us in */
  DYR_CONNECTION_RIGHTS,    /* we may read and write there */
  DYR_CONNECTION_EXTENSION, /* our package is installed */
  DYR_CONNECTION_UIDS,      /* it keeps our uids */
  DYR_CONNECTION_N_STEPS
} DyrConnectionStep;

typedef enum
{
  DYR_CONNECTION_WAITING,
  DYR_CONNECTION_RUNNING,
  DYR_CONNECTION_DONE,
  DYR_CONNECTION_WARNED, /* it goes, but less well: the text says how to mend it */
  DYR_CONNECTION_FAILED, /* the text says what to do */
} DyrConnectionOutcome;

/* What becomes of a sort of records. */
typedef struct
{
  const DyrRecordType *type;
  gboolean comes, goes; /* neither: it stays on this computer */
  gint64 n_there;       /* how many the CRM shows us; -1: not told */
} DyrConnectionType;

typedef struct
{
  char *id; /* "User/65f…" */
  char *name;
  gboolean has_uid; /* the CRM keeps one of its own */
  DyrUid uid;
} DyrConnectionPerson;

#define DYR_TYPE_CONNECTION_TEST (dyr_connection_test_get_type ())
G_DECLARE_FINAL_TYPE (DyrConnectionTest, dyr_connection_test, DYR, CONNECTION_TEST, GObject)

/* Signal "changed" (): a step has another outcome. */
DyrConnectionTest *dyr_connection_test_new (void);

/* Issuers of certificates to trust instead of the system's: for tests. */
void dyr_connection_test_set_ca_file (DyrConnectionTest *self, const char *path);

/* How to get in: a key of an API user, or a person's name and password, which are exchanged for a
 * token at once and kept nowhere. */
typedef struct
{
  const char *server; /* dyr_crm_address_mend () */
  const char *key, *secret;
  const char *login, *password;
  const char *code;        /* of the second step; NULL: not asked for yet */
  const char *certificate; /* of the office's authority (dyr_certificate_read ()); NULL: none */
} DyrConnectionWay;

/* One at a time. Cancelled: G_IO_ERROR_CANCELLED. */
void dyr_connection_test_run_async (DyrConnectionTest *self,
                                    const DyrConnectionWay *way,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
/* Whether the database can be connected so: no step failed. */
gboolean
dyr_connection_test_run_finish (DyrConnectionTest *self, GAsyncResult *result, GError **error);

DyrConnectionOutcome dyr_connection_test_get_outcome (DyrConnectionTest *self,
                                                      DyrConnectionStep step);
/* A sentence about it, translated; NULL: it was not reached. */
const char *dyr_connection_test_get_text (DyrConnectionTest *self, DyrConnectionStep step);
/* The CRM asks for the code of a second step: run it again with one. */
gboolean dyr_connection_test_wants_code (DyrConnectionTest *self);

/* Nobody this computer trusts vouches for the CRM: a certificate of the office may help. */
gboolean dyr_connection_test_wants_certificate (DyrConnectionTest *self);

/* After one that went well. All belong to @self. */
const char *dyr_connection_test_get_server (DyrConnectionTest *self); /* perhaps mended */
const DyrKey *dyr_connection_test_get_key (DyrConnectionTest *self);
const char *dyr_connection_test_get_identity (DyrConnectionTest *self);
const char *dyr_connection_test_get_login (DyrConnectionTest *self);
/* Whom the CRM takes us for: "User/65f…", and the name. */
const char *dyr_connection_test_get_user (DyrConnectionTest *self);
const char *dyr_connection_test_get_user_name (DyrConnectionTest *self);
/* DyrConnectionPerson: the people who may be behind a key of an API user; empty for a person's own
 * sign-in, and when the CRM does not show them. */
GPtrArray *dyr_connection_test_get_people (DyrConnectionTest *self);
/* Whether more people work there than those: they can be chosen once they were synced. */
gboolean dyr_connection_test_has_more_people (DyrConnectionTest *self);
/* DyrConnectionType, one for each of dyr_record_types. */
GArray *dyr_connection_test_get_types (DyrConnectionTest *self);

G_END_DECLS
