/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* How likely two records of a type are one and the same, and why: a number that can be explained.
 */

#pragma once

#include "dyr-duplicate-name.h"
#include "dyr-record-type.h"

G_BEGIN_DECLS

/* What two records have in common; strongest first. Stored nowhere. */
typedef enum
{
  DYR_DUPLICATE_CODE = 1 << 0,   /* tax code of a client, code of a product */
  DYR_DUPLICATE_VAT = 1 << 1,    /* VAT number */
  DYR_DUPLICATE_NUMBER = 1 << 2, /* number of a contract, with the same client */
  DYR_DUPLICATE_IBAN = 1 << 3,
  DYR_DUPLICATE_EMAIL = 1 << 4,
  DYR_DUPLICATE_PHONE = 1 << 5,
  DYR_DUPLICATE_NAME = 1 << 6,     /* folded, without legal forms, in any order of words */
  DYR_DUPLICATE_ALIKE = 1 << 7,    /* names that are likely spellings of one */
  DYR_DUPLICATE_CLIENT = 1 << 8,   /* persons of one client: only beside a name */
  DYR_DUPLICATE_BIRTHDAY = 1 << 9, /* likewise */
} DyrDuplicateReasons;
#define DYR_DUPLICATE_N_REASONS 10

/* From this score on a pair is worth a person's look: the default of warnings and of the finder. */
#define DYR_DUPLICATE_MIN_SCORE 50

/* Whether duplicates of that type are looked for: clients, persons, contracts, products. */
gboolean dyr_duplicate_type_fits (const DyrRecordType *type);

/* “Same tax code”: one reason in the language of the interface. Not to be freed. */
const char *dyr_duplicate_reason_label (const DyrRecordType *type, DyrDuplicateReasons reason);
/* All of them, strongest first. */
GStrv dyr_duplicate_reason_labels (const DyrRecordType *type, DyrDuplicateReasons reasons);
/* “phone”: for the command line and JSON. */
const char *dyr_duplicate_reason_id (DyrDuplicateReasons reason);

/* What is compared of one record. */
typedef struct
{
  const DyrRecordType *type;
  DyrDuplicateName name; /* of a person: last name and first name */
  gboolean whole_name;   /* enough of a name to tell somebody: a person has a first name, too */
  char *code;            /* letters and digits only, NULL: none; VAT numbers without the country */
  char *vat;
  char *number;
  char *patronymic;
  DyrSet *phones, *emails, *ibans; /* NULL: none */
  gint64 client;                   /* 0: none */
  gint64 birthday;                 /* DYR_NO_DATE: none */
} DyrDuplicateFace;

/* `values`: all n_fields of the type; links know their ids. */
DyrDuplicateFace *dyr_duplicate_face_new (const DyrRecordType *type, const DyrValue *values);
void dyr_duplicate_face_free (DyrDuplicateFace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrDuplicateFace, dyr_duplicate_face_free)

/* The fields whose values a face is made of and that tell something when those of `touched` are
 * known anew; sets of fields, bit: index. Fields such as the last and the first name tell something
 * only together. 0 for a type that does not fit. */
guint64 dyr_duplicate_fields (const DyrRecordType *type, guint64 touched);

/* A code as it is compared; NULL for one that says nothing ("0000000000"). */
char *dyr_duplicate_code_key (const char *text);
/* A VAT number likewise, without its country. */
char *dyr_duplicate_vat_key (const char *text);
/* A phone, e-mail or account as it is compared; NULL for one that says nothing. */
char *dyr_duplicate_item_key (const char *item);

/* What one reason alone scores. */
guint dyr_duplicate_score_of (const DyrRecordType *type, DyrDuplicateReasons reason);
/* 0–100; the table stands in dyr-duplicate-score.c. Symmetric. */
guint dyr_duplicate_score (const DyrDuplicateFace *a,
                           const DyrDuplicateFace *b,
                           DyrDuplicateReasons *reasons);

G_END_DECLS
