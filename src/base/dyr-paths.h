/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Where the program keeps its files when nobody says otherwise. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dyr_paths_default_database (void);

G_END_DECLS
