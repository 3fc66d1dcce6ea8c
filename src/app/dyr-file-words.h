/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Words about attached files. */

#pragma once

#include "dyr-context.h"

G_BEGIN_DECLS

/* “2.5 MB”, in the numbers of the interface’s language; newly allocated. */
char *dyr_file_show_size (const DyrContext *context, gint64 size);

G_END_DECLS
