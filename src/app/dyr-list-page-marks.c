/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrListPage's marks: which records the CRM does not have as they are here. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-list-page-private.h"

static void
show_marks (DyrListPage *self)
{
  dyr_table_set_marks (self->table,
                       dyr_sync_service_get_connected (dyr_office_get_sync (self->office)));
}

void
dyr_list_page_follow_sync (DyrListPage *self)
{
  /* Without a CRM everything is where it belongs. */
  g_signal_connect_object (dyr_office_get_sync (self->office),
                           "notify::connected",
                           G_CALLBACK (show_marks),
                           self,
                           G_CONNECT_SWAPPED);
  show_marks (self);
}
