/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which field the column of a file belongs to: by its name in four languages, or by its content. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char **dyr_header_guess (const char *type,
                               const char *const *header,
                               guint n_columns,
                               const char *const *const *rows,
                               guint n_rows);

G_END_DECLS
