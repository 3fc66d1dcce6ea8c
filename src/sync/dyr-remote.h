/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrRemote: what a CRM offers to the sync engine. */

#pragma once

/* The engine decides on an order (dyr-order.h: one request, no more), the remote writes it as an
 * HTTP request and reads the answer. Neither waits nor touches the network, the disk or a clock:
 * whoever carries requests (DyrHttp, or the simulator) stands between them. */

#include "dyr-content-order.h"
#include "dyr-order.h"

G_BEGIN_DECLS

/* One HTTP request below the CRM's address. */
typedef struct
{
  const char *method; /* static */
  char *path;         /* "api/v1/Account/65f…?…", percent-encoded */
  GPtrArray *headers; /* name, value, name, value, … (char *) */
  char *body;         /* UTF-8 JSON; NULL: none */
} DyrRequest;

DyrRequest *dyr_request_new (const char *method, char *path);
void dyr_request_add_header (DyrRequest *self, const char *name, const char *value);
void dyr_request_free (DyrRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrRequest, dyr_request_free)

/* What came back. */
typedef struct
{
  guint status;       /* 0: no answer, or one that was cut or too long; `failure` says which */
  GPtrArray *headers; /* name, value, … (char *); never NULL */
  GBytes *body;       /* NULL: none */
  char *failure;      /* dyr_reason_words (); NULL: there is a whole answer */
  gboolean refused;   /* the request surely never reached the CRM (no connection, TLS) */
} DyrResponse;

DyrResponse *dyr_response_new (guint status);
void dyr_response_add_header (DyrResponse *self, const char *name, const char *value);
/* The first header of that name in any case, or NULL. */
const char *dyr_response_header (const DyrResponse *self, const char *name);
void dyr_response_free (DyrResponse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrResponse, dyr_response_free)

/* What the CRM can hold of a record type. */
typedef struct
{
  const DyrRecordType *type;
  gboolean writable; /* FALSE: only read (users) */
  guint64 fields;    /* bit: field that it holds */
  gboolean versions; /* a write names the version that it knew, and is refused for another */
  gboolean locked;   /* … and that check is exact (done under a lock): no lost races */
  gboolean uids;     /* it keeps our uid */
  gboolean unique;   /* … and refuses a second record with the same one */
} DyrRemoteType;

/* A list of records that can be read page by page: an entity type, or the feed of deletions. */
typedef struct
{
  const char *name;          /* "Account": part of the cursor's name; owned by the remote */
  const DyrRecordType *type; /* NULL: a feed of deletions */
} DyrStream;

#define DYR_TYPE_REMOTE (dyr_remote_get_type ())
G_DECLARE_INTERFACE (DyrRemote, dyr_remote, DYR, REMOTE, GObject)

struct _DyrRemoteInterface
{
  GTypeInterface parent;

  DyrRequest *(*write) (DyrRemote *self, const DyrOrder *order);
  DyrAnswer *(*read) (DyrRemote *self, const DyrOrder *order, const DyrResponse *response);
  const DyrRemoteType *(*get_type_info) (DyrRemote *self, const DyrRecordType *type);
  const DyrStream *(*get_streams) (DyrRemote *self, guint *n);
  char *(*get_identity) (DyrRemote *self);
  char *(*get_user) (DyrRemote *self, char **name); /* NULL: it knows no users */
  gboolean (*is_program) (DyrRemote *self);         /* NULL: all its users are persons */
  char *(*get_description) (DyrRemote *self);
  void (*graft) (DyrRemote *self,
                 const DyrRemoteRecord *theirs,
                 guint field,
                 const DyrValue *ours,
                 DyrValue *value); /* NULL: it can hold everything */
  gboolean (*set_description) (DyrRemote *self, const char *text, GError **error);
  gint64 (*get_content_most) (DyrRemote *self, gsize *piece); /* NULL: files stay here */
  DyrRequest *(*write_content) (DyrRemote *self, const DyrContentOrder *order);
  DyrContentAnswer *(*read_content) (DyrRemote *self,
                                     const DyrContentOrder *order,
                                     const DyrResponse *response);
};

/* The request of an order; NULL only for an order that this CRM does not know (a type that it does
 * not hold). */
DyrRequest *dyr_remote_write (DyrRemote *self, const DyrOrder *order);
/* What the response means. Never NULL, never trusts: whatever comes ends as one of the answers. */
DyrAnswer *dyr_remote_read (DyrRemote *self, const DyrOrder *order, const DyrResponse *response);

/* The CRM cannot hold all of a field: roles of phones, a state that it does not know. `value` is
 * what it told of the field; it gets what of `ours` the CRM could not tell. What it did tell stays
 * as it is. Never of links. */
void dyr_remote_graft (DyrRemote *self,
                       const DyrRemoteRecord *theirs,
                       guint field,
                       const DyrValue *ours,
                       DyrValue *value);

/* NULL for a type that stays on this computer. Valid until the description changes. */
const DyrRemoteType *dyr_remote_get_type_info (DyrRemote *self, const DyrRecordType *type);
/* The lists to read, linked types before those that link to them. Same validity. */
const DyrStream *dyr_remote_get_streams (DyrRemote *self, guint *n);

/* What names this CRM wherever it is met: the address it calls its own. Uids of what was born there
 * come from it. Newly allocated; NULL before the first probe. */
char *dyr_remote_get_identity (DyrRemote *self);

/* The CRM's id of the user that our key belongs to ("User/65f…"), and the name it shows. Both newly
 * allocated; NULL: not known. */
char *dyr_remote_get_user (DyrRemote *self, char **name);
/* Whether that user is none that a person signs in as. */
gboolean dyr_remote_is_program (DyrRemote *self);

/* What probing found out (mode, entities, rights, versions, server's identity, who we are) as JSON
 * without secrets: the store keeps it, so that the next start knows it without a network. NULL
 * before the first probe. */
char *dyr_remote_get_description (DyrRemote *self);
gboolean dyr_remote_set_description (DyrRemote *self, const char *text, GError **error);

/* What is in files goes beside the records (dyr-content-order.h). Most bytes of one; 0: none of
 * them leaves this computer, there is nowhere to put it, or we may not. @piece: most bytes of one
 * request; may be NULL. */
gint64 dyr_remote_get_content_most (DyrRemote *self, gsize *piece);
/* The request of a step; NULL only where nothing can be asked: the CRM keeps no files, or the id is
 * none of its. An answer to GET comes as a stream (dyr_http_load_async ()), all others as usual. */
DyrRequest *dyr_remote_write_content (DyrRemote *self, const DyrContentOrder *order);
/* What the response means; never NULL. Of GET it reads status and headers: that as many bytes come
 * as `length` or the record say, and that they have its checksum, is for whoever takes them. One of
 * length and size is known when it is DONE. */
DyrContentAnswer *dyr_remote_read_content (DyrRemote *self,
                                           const DyrContentOrder *order,
                                           const DyrResponse *response);

G_END_DECLS
