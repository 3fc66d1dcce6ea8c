/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What is told of an action that was broken off, by undo and by status; and of what undo left. */

#pragma once

#include "dyr-undo.h"
#include "dyr-unfinished.h"

G_BEGIN_DECLS

/* What it is and what can be done, newly allocated. */
char *dyr_cli_unfinished_text (const DyrUnfinished *unfinished);
/* Why a change stays, newly allocated. `title` names the record; `field` is the label of a field,
 * NULL when it is about the record itself. */
char *dyr_cli_kept_text (const char *title, const char *field, DyrKeptReason reason);

G_END_DECLS
