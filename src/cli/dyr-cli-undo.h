/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What is told of an action that was broken off, by undo and by status. */

#pragma once

#include "dyr-unfinished.h"

G_BEGIN_DECLS

/* What it is and what can be done, newly allocated. */
char *dyr_cli_unfinished_text (const DyrUnfinished *unfinished);

G_END_DECLS
