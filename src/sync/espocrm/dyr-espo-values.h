/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values of fields as attributes of EspoCRM, and back, exactly. */

#pragma once

#include <json-glib/json-glib.h>

#include "dyr-espo-mapping.h"
#include "dyr-order.h"

G_BEGIN_DECLS

/* Calls @func with each attribute that a field is written to or read from. */
typedef void (*DyrEspoAttributeFunc) (const char *attribute, gpointer data);
void
dyr_espo_field_each_attribute (const DyrEspoField *field, DyrEspoAttributeFunc func, gpointer data);

/* Appends the attributes of a field of @record to a JSON object that is being written. */
void
dyr_espo_value_write (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body);

/* Reads a field out of @object into @record and says whether it was told whole. It was not when an
 * attribute is missing, is of another sort, is no value of that field (0000-00-00), or may be cut
 * (@from_list: texts of 10 000 characters). */
gboolean dyr_espo_value_read (const DyrEspoMode *mode,
                              const DyrEspoField *field,
                              JsonObject *object,
                              gboolean from_list,
                              DyrRemoteRecord *record);

/* "2026-11-24 09:00:00", always UTC. */
char *dyr_espo_datetime_to_text (gint64 instant);
gboolean dyr_espo_datetime_parse (const char *text, gint64 *instant);

G_END_DECLS
