/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Making identifiers at a given time: what the tests of the clock need. */

#pragma once

#include "dyr-uid.h"

G_BEGIN_DECLS

/* The last time and count given out. */
typedef struct
{
  guint64 milliseconds;
  guint16 counter;
} DyrUidClock;

DyrUid dyr_uid_new_at (DyrUidClock *clock, guint64 milliseconds);

G_END_DECLS
