/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What a record is called where records of all types stand in one list, and what tells it apart. */

#pragma once

#include "dyr-context.h"
#include "dyr-record.h"

G_BEGIN_DECLS

/* Its title on one line, cut when it is very long; "—": it has none. To be freed. */
char *dyr_record_words_title (DyrRecord *record);
/* What tells records of one name apart: "Львів · 12345678"; may be empty. To be freed. */
char *dyr_record_words_tell (const DyrContext *context, DyrRecord *record);

G_END_DECLS
