/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecordType: what the program knows of one type of record, and the list of all types. */

#pragma once

#include "dyr-field.h"

G_BEGIN_DECLS

struct _DyrRecordType
{
  int number;               /* stored in databases: never reused, never changed */
  const char *name;         /* "delivery-line" */
  const char *plural;       /* "delivery-lines" */
  const char *table;        /* "delivery_line" */
  const char *context;      /* message context of labels and choices */
  const char *label;        /* NC_ (context, "Delivery line") */
  const char *plural_label; /* NC_ (context, "Delivery lines") */
  const DyrField *fields;
  guint n_fields;  /* at most 64: the changed-field mask is one guint64 */
  guint8 title[3]; /* indexes + 1 of the fields that name a record; 0 ends */
  guint8 state;    /* index + 1 of the state field, 0 = none */
  /* Its records are made out of files that people attach, never typed or imported. */
  gboolean attached;
  GType (*get_type) (void);
};

extern const DyrRecordType dyr_user_type, dyr_client_type, dyr_person_type, dyr_contract_type,
    dyr_amendment_type, dyr_product_type, dyr_delivery_type, dyr_delivery_line_type,
    dyr_presentation_type, dyr_activity_type, dyr_note_type, dyr_file_type;

/* The only list of all types, linked ones before those that link to them; ended by NULL. */
extern const DyrRecordType *const dyr_record_types[];

/* By stored number, or by name or plural; NULL when there is none. */
const DyrRecordType *dyr_record_type_by_number (int number);
const DyrRecordType *dyr_record_type_by_name (const char *name);

/* Index of the field of that name, -1 when there is none. */
int dyr_record_type_find (const DyrRecordType *type, const char *field);
/* First field of the merge group that `field` belongs to: the group's name in the store. */
guint dyr_record_type_group (const DyrRecordType *type, guint field);

/* Whether a CRM may ever have records of the type: some field of it is synced. */
gboolean dyr_record_type_is_synced (const DyrRecordType *type);

/* The words people read, in the language of the interface. Not to be freed. */
const char *dyr_record_type_label (const DyrRecordType *type);
const char *dyr_record_type_plural_label (const DyrRecordType *type);
const char *dyr_field_label (const DyrRecordType *type, guint field);
const char *dyr_choice_label (const DyrRecordType *type, const DyrChoice *choice);

/* Whether the value may be kept in that field: its form, its length, a date that exists. An id of
 * a choice that we do not know may: it round-trips. FALSE and DYR_ERROR_INVALID with a sentence
 * for the person. */
gboolean dyr_record_type_check (const DyrRecordType *type,
                                guint field,
                                const DyrValue *value,
                                GError **error);

/* The name of a record with these values (all fields of the type); newly allocated, NULL: none. */
char *dyr_record_type_title (const DyrRecordType *type, const DyrValue *values);
/* Whether that name is made of the field, too. */
gboolean dyr_record_type_is_title (const DyrRecordType *type, guint field);

G_END_DECLS
