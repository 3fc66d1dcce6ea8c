/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRecord: one client, contract, delivery … as a GObject whose properties come from its type's
 * field table. Lives on the main thread. */

#pragma once

#include "dyr-record-type.h"

G_BEGIN_DECLS

typedef struct _DyrEditor DyrEditor;

#define DYR_TYPE_RECORD (dyr_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (DyrRecord, dyr_record, DYR, RECORD, GObject)

struct _DyrRecordClass
{
  GObjectClass parent_class;
  const DyrRecordType *type;
  GParamSpec *
      *properties; /* of the fields, then of the title; made by dyr_record_class_install () */
};

/* What a number property says when it has no value. */
#define DYR_UNSET G_MININT64

/* Where a record came from. Samples never enter the outbox. */
typedef enum
{
  DYR_ORIGIN_PERSON,
  DYR_ORIGIN_IMPORT,
  DYR_ORIGIN_CRM,
  DYR_ORIGIN_SAMPLE,
} DyrOrigin;

/* How a record and the CRM stand. */
typedef enum
{
  DYR_SENT_NOT,       /* nothing of it goes there, or there is none */
  DYR_SENT_WAITS,     /* the CRM does not have all of it yet */
  DYR_SENT_UNSURE,    /* … or has: it was sent, and not confirmed */
  DYR_SENT_NEEDS_YOU, /* it does not, and a person has to decide something first */
  DYR_SENT_ALL,       /* the CRM has it as it is here */
} DyrSent;

/* A plain row as threads pass it: nothing in it belongs to a thread. */
typedef struct
{
  const DyrRecordType *type;
  gint64 id;
  DyrUid uid;
  DyrOrigin origin;
  DyrReach reach;
  gboolean deleted;
  DyrSent sent;
  char *title;
  DyrValue values[]; /* type->n_fields */
} DyrRow;

DyrRow *dyr_row_new (const DyrRecordType *type);
void dyr_row_free (DyrRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrRow, dyr_row_free)

/* Installs the properties of the table; called by the class_init of each record type. */
void dyr_record_class_install (DyrRecordClass *klass, const DyrRecordType *type);

/* G_DEFINE for a record type: a final GObject class with nothing of its own. */
#define DYR_DEFINE_RECORD(TypeName, type_name, record_type)                                        \
  struct _##TypeName                                                                               \
  {                                                                                                \
    DyrRecord parent_instance;                                                                     \
  };                                                                                               \
  G_DEFINE_FINAL_TYPE (TypeName, type_name, DYR_TYPE_RECORD)                                       \
  static void type_name##_class_init (TypeName##Class *klass)                                      \
  {                                                                                                \
    dyr_record_class_install (DYR_RECORD_CLASS (klass), &record_type);                             \
  }                                                                                                \
  static void type_name##_init (TypeName *self) {}

/* A record object of the type without values; `editor` takes the edits (not owned, may be NULL). */
DyrRecord *dyr_record_new (const DyrRecordType *type, DyrEditor *editor);

const DyrRecordType *dyr_record_get_record_type (DyrRecord *self);
gint64 dyr_record_get_id (DyrRecord *self); /* 0: not stored yet */
const DyrUid *dyr_record_get_uid (DyrRecord *self);
const char *dyr_record_get_title (DyrRecord *self); /* NULL when it has no name yet */
DyrOrigin dyr_record_get_origin (DyrRecord *self);
gboolean dyr_record_is_deleted (DyrRecord *self);
DyrSent dyr_record_get_sent (DyrRecord *self);
DyrReach dyr_record_get_reach (DyrRecord *self);
DyrEditor *dyr_record_get_editor (DyrRecord *self);
/* The store's alone, when it goes away before its records. */
void dyr_record_set_editor (DyrRecord *self, DyrEditor *editor);
/* The store's alone: the uid of a record that is about to be stored for the first time. */
void dyr_record_set_uid (DyrRecord *self, const DyrUid *uid);

/* The value of a field; belongs to the record until it changes. */
const DyrValue *dyr_record_get_value (DyrRecord *self, guint field);
const DyrValue *dyr_record_get_value_by_name (DyrRecord *self, const char *field);

/* A person's edit: the value shows at once, the editor commits it, a failure loads the old value
 * back and shows why. `visit` joins edits of one visit to a field to one undo (0: none). */
void dyr_record_edit (DyrRecord *self, guint field, const DyrValue *value, guint visit);

/* The store's alone: shows what is on disk and only notifies what differs. Takes the values out of
 * `row`; fields in the mask `keep` keep what the person sees (they have newer edits on the way). */
void dyr_record_load (DyrRecord *self, DyrRow *row, guint64 keep);

/* Properties beside the fields, read only and notified: "title", "deleted", "sent" (int). Of a type
 * with a field called "title" (a presentation) that field is the property, so it can be written. A
 * number property says DYR_UNSET for no value, all others NULL. */

G_END_DECLS
