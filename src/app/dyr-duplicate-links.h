/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What hangs on a record that is to become one with another, told in words. */

#pragma once

#include "dyr-context.h"
#include "dyr-join.h"

G_BEGIN_DECLS

/* “5 contracts · 12 activities”, newly allocated; "" for nothing. */
char *dyr_duplicate_links_tell (const DyrJoinLinks *links, const DyrContext *context);

G_END_DECLS
