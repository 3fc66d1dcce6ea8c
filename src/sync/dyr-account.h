/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrAccount: what a database knows of its place in a CRM, besides what syncing itself notes there.
 * Never a key. */

#pragma once

#include "dyr-sync-status.h"

G_BEGIN_DECLS

typedef struct
{
  DyrSyncStatus *status;
  char *login;       /* the name that the key belongs to; NULL: not connected by the window */
  char *certificate; /* of the office's authority, which vouches for the server (PEM); NULL: none */
  gboolean paused;   /* a person said so */
  gboolean holds_files; /* the CRM has what is in files, and shows it to us */
} DyrAccount;

void dyr_account_free (DyrAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrAccount, dyr_account_free)

/* A DyrJob: `data` is a DyrAccount **, which gets a new one. */
gboolean dyr_account_read_job (DyrConnection *connection,
                               gpointer data,
                               GCancellable *cancellable,
                               GError **error);

/* The CRM as syncing noted it; `remote` is NULL when nothing is known of one. */
gboolean dyr_account_read_remote (DyrConnection *connection, DyrRemote **remote, GError **error);

/* What a connection would move. */
typedef struct
{
  gint64 *n_going; /* records that would be sent; in the order of dyr_record_types */
  gint64 n_linked; /* records that a CRM has already … */
  char *identity;  /* … this one (dyr_remote_get_identity ()); NULL: none ever */
} DyrAccountPlan;

/* A DyrJob: `data` is a DyrAccountPlan **, which gets a new one. */
gboolean dyr_account_plan_job (DyrConnection *connection,
                               gpointer data,
                               GCancellable *cancellable,
                               GError **error);
void dyr_account_plan_free (DyrAccountPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrAccountPlan, dyr_account_plan_free)

/* In jobs of the writer. */

/* Where a database belongs, and as whom. */
typedef struct
{
  const char *server;       /* DyrHttp's base URL */
  const char *login;        /* the name to sign in with there: tells two keys of one server apart */
  const char *identity;     /* dyr_remote_get_identity (); NULL: not known */
  const char *told;         /* whom the CRM takes us for, "User/65f…"; NULL: not known */
  const char *person;       /* who the person is, if that is another user; NULL: the same … */
  const char *certificate;  /* of the office's authority (PEM); NULL: none */
  const DyrUid *person_uid; /* … and the uid that the CRM keeps of it; NULL: none */
} DyrPlaceThere;

/* The database belongs to this CRM from now on. What stopped earlier runs is over. */
gboolean
dyr_account_connect (DyrConnection *connection, const DyrPlaceThere *place, GError **error);
/* Records, their ids there and what waits stay: a connection to the same CRM goes on with them. */
gboolean dyr_account_disconnect (DyrConnection *connection, GError **error);
/* The certificate (PEM) counts for that address only; NULL: none. */
gboolean dyr_account_set_certificate (DyrConnection *connection,
                                      const char *server,
                                      const char *pem,
                                      GError **error);
/* `pem`: newly allocated; NULL: none for this address. */
gboolean dyr_account_read_certificate (DyrConnection *connection,
                                       const char *server,
                                       char **pem,
                                       GError **error);
gboolean dyr_account_set_paused (DyrConnection *connection, gboolean paused, GError **error);

G_END_DECLS
