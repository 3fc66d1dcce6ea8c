/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectPlan: what a connection would do: who you are there, what goes, comes and stays. */

#pragma once

#include <adwaita.h>

#include "dyr-account.h"
#include "dyr-connection-test.h"
#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_CONNECT_PLAN (dyr_connect_plan_get_type ())
G_DECLARE_FINAL_TYPE (DyrConnectPlan, dyr_connect_plan, DYR, CONNECT_PLAN, GtkWidget)

/* Signal "changed" (): it may be agreed to now, or no longer. */

/* After a test that went well. */
void dyr_connect_plan_show (DyrConnectPlan *self,
                            DyrOffice *office,
                            DyrConnectionTest *test,
                            const DyrAccountPlan *plan);
/* The person's user in the CRM, when it is another one than the key's; NULL: the same. */
const DyrConnectionPerson *dyr_connect_plan_get_person (DyrConnectPlan *self);
/* FALSE: the database belongs to another CRM, and nobody said that it has moved. */
gboolean dyr_connect_plan_is_agreed (DyrConnectPlan *self);

G_END_DECLS
