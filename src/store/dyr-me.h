/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which of the users sits at this computer: what “me” means in a search. Used inside jobs. */

#pragma once

#include "dyr-connection.h"
#include "dyr-value.h"

G_BEGIN_DECLS

/* What there is to know of it. */
typedef struct
{
  DyrLink *link;  /* the user's record; NULL: nobody knows */
  gint64 n_users; /* who may be chosen */
} DyrMe;

/* The id of the user's record: who was chosen, who has the name of the account on this computer, or
 * the only one there is; 0: nobody knows. */
gboolean dyr_me_read (DyrConnection *connection, gint64 *id, GError **error);
/* Chooses the user with that uid; NULL takes the choice back. Lists that ask for “me” ask anew. */
gboolean dyr_me_write (DyrConnection *connection, const DyrUid *uid, GError **error);
/* The CRM told whom it takes us for. That is who we are, until somebody says otherwise, or the CRM
 * tells of another one. */
gboolean dyr_me_told (DyrConnection *connection, const DyrUid *uid, GError **error);
/* The CRM takes us for a user that only programs are: nobody sits there, so that one is never meant
 * unless somebody chooses it. NULL: it takes us for a person. */
gboolean dyr_me_set_program (DyrConnection *connection, const char *remote_id, GError **error);

/* DyrJobs. `data` is a DyrMe **, which gets a new one … */
gboolean dyr_me_job_look (DyrConnection *connection,
                          gpointer data,
                          GCancellable *cancellable,
                          GError **error);
void dyr_me_free (DyrMe *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrMe, dyr_me_free)
/* … and here the DyrLink of a user, who is chosen. */
gboolean dyr_me_job_choose (DyrConnection *connection,
                            gpointer data,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
