/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectGroup: the connection to the CRM among the preferences: how it stands, connect, remove.
 */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_CONNECT_GROUP (dyr_connect_group_get_type ())
G_DECLARE_FINAL_TYPE (DyrConnectGroup, dyr_connect_group, DYR, CONNECT_GROUP, AdwPreferencesGroup)

/* Signal "told" (string): something to say. NULL: there is no open office. */
void dyr_connect_group_set_office (DyrConnectGroup *self, DyrOffice *office);

G_END_DECLS
