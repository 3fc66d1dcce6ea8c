/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Sets as people type them: elements by comma or line, roles in brackets. */

#pragma once

#include "dyr-field.h"

G_BEGIN_DECLS

GStrv dyr_set_text_split (DyrKind items, const char *text);
char *dyr_set_text_take_role (DyrKind items, char *piece);
void dyr_set_text_append (GString *text, DyrKind items, const char *item, const char *role);

G_END_DECLS
