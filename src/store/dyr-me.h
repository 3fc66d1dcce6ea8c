/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which of the users sits at this computer: what “me” means in a search. Used inside jobs. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* The id of the user's record: who was chosen, who has the name of the account on this computer, or
 * the only one there is; 0: nobody knows. */
gboolean dyr_me_read (DyrConnection *connection, gint64 *id, GError **error);
/* Chooses the user with that uid; NULL takes the choice back. */
gboolean dyr_me_write (DyrConnection *connection, const DyrUid *uid, GError **error);
/* The CRM told whom it takes us for. That is who we are, until somebody says otherwise, or the CRM
 * tells of another one. */
gboolean dyr_me_told (DyrConnection *connection, const DyrUid *uid, GError **error);
/* The CRM takes us for a user that only programs are: nobody sits there, so that one is never meant
 * unless somebody chooses it. NULL: it takes us for a person. */
gboolean dyr_me_set_program (DyrConnection *connection, const char *remote_id, GError **error);

G_END_DECLS
