/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrConnectAssistant: address and sign-in, a test of each step, what would be synced, connect. */

#pragma once

#include <adwaita.h>

#include "dyr-office.h"

G_BEGIN_DECLS

#define DYR_TYPE_CONNECT_ASSISTANT (dyr_connect_assistant_get_type ())
G_DECLARE_FINAL_TYPE (DyrConnectAssistant, dyr_connect_assistant, DYR, CONNECT_ASSISTANT, AdwWindow)

/* A connected database is shown its own address: sign in anew. `parent` may be NULL. */
void dyr_connect_assistant_present (DyrOffice *office, GtkWindow *parent);

G_END_DECLS
