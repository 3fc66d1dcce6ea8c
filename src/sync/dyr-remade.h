/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Remade: a record that was deleted in the CRM and made there anew has another id. Used inside jobs
 * of the writer. */

#pragma once

#include "dyr-ledger.h"

G_BEGIN_DECLS

/* Before the ledger gets the CRM's id of a create: others that link to the record may do so by an
 * id that is no more. They are read, and what still names the old id is sent again (dyr-agree.c);
 * from sets the CRM took it out by itself, there it is put back. Does nothing for other records. */
gboolean dyr_remade_tell (DyrConnection *connection,
                          const DyrLedger *ledger,
                          const char *remote_id,
                          GError **error);

G_END_DECLS
