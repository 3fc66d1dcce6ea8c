/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrValue: the value of one field, and its parts: links to other records and sets. */

#pragma once

#include <glib-object.h>

#include "dyr-uid.h"

G_BEGIN_DECLS

/* How a linked record can be met; anything but HERE is shown as such. */
typedef enum
{
  DYR_REACH_HERE,
  DYR_REACH_UNSEEN, /* a placeholder: the CRM named it, we have not read it */
  DYR_REACH_HIDDEN, /* it left our rights */
  DYR_REACH_GONE,   /* the CRM says it is deleted */
} DyrReach;

/* A link as it came with the row: it never touches the disk. Immutable and counted. */
typedef struct
{
  gint64 id;        /* inside the store; 0 while only the uid is known */
  DyrUid uid;       /* null while only the id is known */
  char *name;       /* what people read; NULL when the record has no name */
  int type;         /* number of the record type, 0 when unknown */
  gboolean deleted; /* references to deleted records stay and show struck through */
} DyrLink;

#define DYR_TYPE_LINK (dyr_link_get_type ())
GType dyr_link_get_type (void);
DyrLink *dyr_link_new (gint64 id, const DyrUid *uid, const char *name, int type, gboolean deleted);
DyrLink *dyr_link_ref (const DyrLink *link);
void dyr_link_unref (DyrLink *link);
/* Whether both name the same record, whatever it is called and wherever it came from. */
gboolean dyr_link_equal (const DyrLink *a, const DyrLink *b);
/* … and shows the same. */
gboolean dyr_link_looks_equal (const DyrLink *a, const DyrLink *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrLink, dyr_link_unref)

/* One element of a set: a phone, an e-mail, a person who takes part. */
typedef struct
{
  char *item;    /* canonical text; of a link its uid */
  char *role;    /* free remark of the element ("work"); NULL for none */
  DyrLink *link; /* of sets of links, else NULL */
} DyrMember;

/* The elements of a set in the person's order; the first is the main one. Immutable and counted. */
typedef struct
{
  guint n;
  DyrMember members[];
} DyrSet;

#define DYR_TYPE_SET (dyr_set_get_type ())
GType dyr_set_get_type (void);
DyrSet *dyr_set_ref (const DyrSet *set);
void dyr_set_unref (DyrSet *set);
/* The same elements in the same order with the same roles; NULL is the empty set. */
gboolean dyr_set_equal (const DyrSet *a, const DyrSet *b);
gboolean dyr_set_looks_equal (const DyrSet *a, const DyrSet *b);
gboolean dyr_set_contains (const DyrSet *set, const char *item);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSet, dyr_set_unref)

/* Builds a DyrSet; an item that is there already is dropped, NULL comes out of an empty one. The
 * item of a link may be NULL: its uid. Tabs and line breaks, which the canonical text needs, become
 * blanks. */
typedef struct _DyrSetBuilder DyrSetBuilder;
DyrSetBuilder *dyr_set_builder_new (void);
void dyr_set_builder_free (DyrSetBuilder *self);
void
dyr_set_builder_add (DyrSetBuilder *self, const char *item, const char *role, const DyrLink *link);
void dyr_set_builder_add_set (DyrSetBuilder *self, const DyrSet *set);
DyrSet *dyr_set_builder_end (DyrSetBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrSetBuilder, dyr_set_builder_free)

typedef enum
{
  DYR_VALUE_NONE, /* NULL: neither 0 nor "" */
  DYR_VALUE_NUMBER,
  DYR_VALUE_TEXT,
  DYR_VALUE_LINK,
  DYR_VALUE_SET,
} DyrValueForm;

/* An all-zero DyrValue is "no value". */
typedef struct
{
  DyrValueForm form;
  union
  {
    gint64 number;
    char *text;
    DyrLink *link;
    DyrSet *set;
  };
} DyrValue;

/* clang-format off */
#define DYR_VALUE_INIT { DYR_VALUE_NONE, { 0 } }
/* clang-format on */

void dyr_value_clear (DyrValue *value);
void dyr_value_set_number (DyrValue *value, gint64 number);
void dyr_value_set_text (DyrValue *value, const char *text);
void dyr_value_take_text (DyrValue *value, char *text);
void dyr_value_set_link (DyrValue *value, const DyrLink *link);
void dyr_value_take_link (DyrValue *value, DyrLink *link);
void dyr_value_set_set (DyrValue *value, const DyrSet *set);
void dyr_value_take_set (DyrValue *value, DyrSet *set);
void dyr_value_copy (const DyrValue *from, DyrValue *to);
/* The same value: for edits and merges. Links by record, sets with order and roles. */
gboolean dyr_value_equal (const DyrValue *a, const DyrValue *b);
/* The same value that also shows the same: names of linked records too. */
gboolean dyr_value_looks_equal (const DyrValue *a, const DyrValue *b);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DyrValue, dyr_value_clear)

/* The value as number, text …; the fallback (NULL) when it is not set. Nothing is copied. */
gint64 dyr_value_number (const DyrValue *value, gint64 fallback);
const char *dyr_value_text (const DyrValue *value);
const DyrLink *dyr_value_link (const DyrValue *value);
const DyrSet *dyr_value_set (const DyrValue *value);

/* A field's index in its type together with a value: what a job on the store is told. */
typedef struct
{
  guint field;
  DyrValue value;
} DyrFieldValue;

/* A GArray of DyrFieldValue that clears its elements. */
GArray *dyr_field_values_new (void);
/* Appends "no value" of a field, to be filled in; the pointer is good until the next one. */
DyrValue *dyr_field_values_add (GArray *values, guint field);
/* A new one with the same. */
GArray *dyr_field_values_copy (const GArray *values);

G_END_DECLS
