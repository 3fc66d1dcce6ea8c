/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrOrder and DyrAnswer: one question to the CRM and what came of it; DyrRemoteRecord: a record as
 * the CRM has it. Plain data that threads pass. */

#pragma once

#include "dyr-record-type.h"

G_BEGIN_DECLS

/* A record that a link of the CRM points to; its id there names it ("Account/65f…"). */
typedef struct
{
  const DyrRecordType *type;
  char *remote_id;
  char *name; /* as the CRM shows it; NULL: not told */
} DyrRemoteLink;

/* A record as the CRM has it, or as it shall have it. Links are not in `values` but in `links`:
 * only the store knows which of our records they are. */
typedef struct
{
  const DyrRecordType *type;
  char *remote_id; /* "Entity/id"; NULL: not created there yet */
  char *version;   /* a number that grows, or the time of change; NULL: not told. Of a feed of
                    * deletions: its number */
  gint64 modified; /* instant of the last change by the server's clock; 0: not told */
  gint64 created;  /* … and of when it was made; 0: not told */
  gboolean has_uid;
  DyrUid uid;        /* ours, when the CRM keeps it */
  guint64 known;     /* bit: the field was told whole; others may have any value there */
  guint64 strange;   /* bit: it has a value there that we cannot show, and must not replace */
  gboolean partial;  /* texts may be cut, parts may lack: read it whole before believing it */
  gboolean deleted;  /* of a feed of deletions */
  char *who;         /* who changed it last, for people; NULL: not told */
  char *extra;       /* JSON object of attributes that we do not map; NULL: none */
  GPtrArray **links; /* by field; NULL: none, else DyrRemoteLink in order (one for a LINK) */
  DyrValue values[]; /* by field; unset for links and sets of links */
} DyrRemoteRecord;

DyrRemoteRecord *dyr_remote_record_new (const DyrRecordType *type);
void dyr_remote_record_free (DyrRemoteRecord *self);
DyrRemoteRecord *dyr_remote_record_copy (const DyrRemoteRecord *self);
/* Appends a link to a field. `name` may be NULL. */
void dyr_remote_record_add_link (DyrRemoteRecord *self,
                                 guint field,
                                 const DyrRecordType *target,
                                 const char *remote_id,
                                 const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrRemoteRecord, dyr_remote_record_free)

typedef enum
{
  DYR_ORDER_DESCRIBE, /* what the CRM is and may hold; asked again until the answer says `last` */
  DYR_ORDER_PULL,     /* a page of a stream in the order of (modified, id), after `at`, `after` */
  DYR_ORDER_SWEEP,    /* … in the order of ids, after `after` */
  DYR_ORDER_FETCH,    /* the record `remote_id` whole */
  DYR_ORDER_LOOK_UP,  /* the record that has our uid (without uids: same name, made by us) */
  DYR_ORDER_CREATE,
  DYR_ORDER_UPDATE,
  DYR_ORDER_DELETE,
} DyrOrderKind;

typedef struct
{
  DyrOrderKind kind;
  const DyrRecordType *type; /* NULL for DESCRIBE and the feed of deletions */
  gint64 record;             /* in the store; 0 for DESCRIBE, PULL and SWEEP */
  char *remote_id;           /* of FETCH, UPDATE, DELETE */
  /* What is sent: CREATE all that `known` names, UPDATE only that. Of LOOK_UP all values. The uid
   * is set. `version` is what an UPDATE knew; NULL: it takes what comes. */
  DyrRemoteRecord *sent;
  gboolean first;     /* before others that wait to be sent: the look before it must not grow old */
  gboolean anyway;    /* CREATE: past the CRM's own search for doubles; a person said so */
  const char *stream; /* of PULL and SWEEP: DyrStream.name */
  char *at;           /* of PULL: server time "2026-11-22 08:00:00"; NULL: from the start */
  gint64 since;       /* of LOOK_UP without uids: it was made then or later; 0: nobody knows */
  char *after;        /* of PULL, SWEEP: id without the entity; of a feed: its number */
} DyrOrder;

DyrOrder *dyr_order_new (DyrOrderKind kind, const DyrRecordType *type);
void dyr_order_free (DyrOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrOrder, dyr_order_free)
/* Whether both ask for the same page. FALSE for orders of other kinds. */
gboolean dyr_order_is_same_page (const DyrOrder *a, const DyrOrder *b);

typedef enum
{
  DYR_ANSWER_DONE,       /* `records`: the page, the one that was read or written (whole or not) */
  DYR_ANSWER_MERGE,      /* the CRM's version moved on: `records[0]` has the version and the fields
                          * that differ (`known`) */
  DYR_ANSWER_DUPLICATE,  /* the CRM has this already: `records` are candidates, perhaps our own */
  DYR_ANSWER_UNKNOWN,    /* no answer, or one that proves nothing: it may have happened */
  DYR_ANSWER_REFUSED,    /* `field` (-1: the record) was not accepted, `reason` says why */
  DYR_ANSWER_GONE,       /* 404: deleted there. Of LOOK_UP: surely not there */
  DYR_ANSWER_HIDDEN,     /* out of our reach, with the CRM's own reason */
  DYR_ANSWER_LATER,      /* surely not done; after `seconds` (0: not told) */
  DYR_ANSWER_SIGN_IN,    /* the key is not taken: nothing more is sent with it */
  DYR_ANSWER_LOCKED_OUT, /* the whole office may be shut out for `seconds` */
  DYR_ANSWER_WRONG,      /* this is not the CRM (a page of a hotel, a redirect): the run stops */
} DyrAnswerKind;

typedef struct
{
  DyrAnswerKind kind;
  GPtrArray *records;         /* DyrRemoteRecord; never NULL */
  gboolean last;              /* of PULL, SWEEP, DESCRIBE: nothing follows */
  char *next_at, *next_after; /* of PULL, SWEEP: where the next page begins; NULL: as it was */
  guint n_unread;             /* of PULL: records of the page that say too little to be known */
  int field;                  /* of REFUSED; -1: the record */
  char *reason;               /* for people, see dyr_reason_words (); NULL: none */
  gint64 seconds;             /* of LATER, LOCKED_OUT and UNKNOWN; 0: not told */
  gint64 time;                /* the server's clock when it answered (Date); 0: not told */
  guint status;               /* of HTTP, for the log and to know the same failure again; 0: none */
} DyrAnswer;

DyrAnswer *dyr_answer_new (DyrAnswerKind kind);
void dyr_answer_free (DyrAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrAnswer, dyr_answer_free)

G_END_DECLS
