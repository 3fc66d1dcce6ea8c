/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The key facts of a record as one line, the records among them as links. */

#pragma once

#include "dyr-context.h"
#include "dyr-record.h"

G_BEGIN_DECLS

/* Markup for a label that dyr_link_text_set_up () prepared; newly allocated, "" for no facts. */
char *dyr_facts_markup (const DyrContext *context, DyrRecord *record);

G_END_DECLS
