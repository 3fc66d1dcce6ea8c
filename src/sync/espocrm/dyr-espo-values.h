/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values of fields as attributes of EspoCRM, and back, exactly. */

#pragma once

#include "dyr-json.h"
#include "dyr-espo-mapping.h"
#include "dyr-order.h"

G_BEGIN_DECLS

/* Calls @func with each attribute that a field is read from. */
typedef void (*DyrEspoAttributeFunc) (const char *attribute, gpointer data);
void
dyr_espo_field_each_attribute (const DyrEspoField *field, DyrEspoAttributeFunc func, gpointer data);

/* Whether EspoCRM can hold the value that @record has: it cannot a choice without an option, or
 * what needs a link that the record does not have. */
gboolean dyr_espo_value_is_holdable (const DyrEspoField *field, const DyrRemoteRecord *record);
/* Whether @record has no value there. */
gboolean dyr_espo_value_is_empty (const DyrRemoteRecord *record, guint field);

/* Appends the attributes of a field of @record to a JSON object that is being written. */
void dyr_espo_value_write (const DyrEspoField *field, const DyrRemoteRecord *record, GString *body);

typedef enum
{
  DYR_ESPO_TOLD,
  DYR_ESPO_NOT_TOLD, /* an attribute is missing, or may be cut */
  DYR_ESPO_DAMAGED,  /* an attribute is of another sort than EspoCRM ever writes */
  DYR_ESPO_STRANGE,  /* no value of that field (0000-00-00, a link to what we do not know): asking
                      * again changes nothing */
} DyrEspoTold;

/* Reads a field out of @object into @record. @from_list: texts of 10 000 characters may be cut. */
DyrEspoTold dyr_espo_value_read (const DyrEspoMode *mode,
                                 const DyrEspoField *field,
                                 const DyrJson *object,
                                 gboolean from_list,
                                 DyrRemoteRecord *record);

/* What EspoCRM knows of e-mails and phones beyond our sets (types, who wants no mail), as a JSON
 * object for DyrRemoteRecord.extra: it goes back with the elements that stay. NULL: nothing. */
char *dyr_espo_extra_read (const DyrEspoEntity *entity, const DyrJson *object);

/* Whether EspoCRM can hold an element of a set of addresses, and whether two are the same there. */
gboolean dyr_espo_address_is_holdable (const DyrEspoField *field, const char *item);
gboolean dyr_espo_address_equal (const DyrEspoField *field, const char *a, const char *b);
/* What EspoCRM could not tell of a field: ours, as far as it says nothing else (dyr_remote_graft).
 */
void dyr_espo_value_graft (const DyrEspoField *field, const DyrValue *ours, DyrValue *value);
/* "phoneNumber", "emailAddress" */
const char *dyr_espo_address_name (const DyrEspoField *field);

/* "2026-11-24 09:00:00", always UTC. */
char *dyr_espo_datetime_to_text (gint64 instant);
gboolean dyr_espo_datetime_parse (const char *text, gint64 *instant);

G_END_DECLS
