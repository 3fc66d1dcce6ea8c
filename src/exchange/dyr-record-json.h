/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Records as JSON, as scripts read them. */

#pragma once

#include <json-glib/json-glib.h>

#include "dyr-record.h"

G_BEGIN_DECLS

void dyr_record_json_add_value (JsonBuilder *builder, const DyrField *field, const DyrValue *value);
void dyr_record_json_add_row (JsonBuilder *builder,
                              const DyrRow *row,
                              const guint *fields,
                              guint n_fields);

G_END_DECLS
