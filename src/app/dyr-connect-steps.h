/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectSteps: the steps of a DyrConnectionTest, each with what came of it. */

#pragma once

#include <adwaita.h>

#include "dyr-connection-test.h"

G_BEGIN_DECLS

#define DYR_TYPE_CONNECT_STEPS (dyr_connect_steps_get_type ())
G_DECLARE_FINAL_TYPE (DyrConnectSteps, dyr_connect_steps, DYR, CONNECT_STEPS, GtkWidget)

void dyr_connect_steps_set_test (DyrConnectSteps *self, DyrConnectionTest *test);

G_END_DECLS
