/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrEspocrm: what its parts share. */

#pragma once

#include "dyr-json.h"
#include "dyr-espo-mapping.h"
#include "dyr-espo-values.h"
#include "dyr-espocrm.h"

G_BEGIN_DECLS

#define DYR_ESPO_API "api/v1/"
/* Who we are and what we may; of a name and a password it makes a token. */
#define DYR_ESPO_USER "App/user"

/* What this server lets this user do with an entity. */
typedef struct
{
  const DyrEspoEntity *entity;
  gboolean create, edit, remove;
  gboolean own; /* of all that there are we see only ours, or our team's */
  gboolean versions, locked, uid, unique;
  guint64 readable, writable; /* bit: field */
  gint64 content_most;        /* bytes that the entity itself lets a file have; 0: nothing told */
} DyrEspoHeld;

/* What probing found out. */
typedef struct
{
  DyrEspoModeName mode;
  char *server; /* the address that it calls its own */
  char *user, *user_name;
  gboolean program; /* the user is of the kind "api": nobody signs in as that one */
  gint64 cache;     /* changes with every change of the CRM's set-up */
  guint page;       /* records a list may have */
  gint64 most;      /* bytes that any file may have; 0: none, or not known */
  gint64 piece;     /* … and that go up in one request */
  char *acl;        /* digest of our rights */
  char *sweep;      /* digest of what calls for a sweep when it changes: rights, fields, entities */
  const DyrEspoFeed *feed; /* of deletions; NULL: none */
  GArray *held;            /* DyrEspoHeld */
  DyrRemoteType *types;    /* by index in dyr_record_types; .type NULL: not held */
  DyrStream *streams;
  guint n_streams;
} DyrEspoDescription;

typedef struct _DyrEspoProbe DyrEspoProbe;

struct _DyrEspocrm
{
  GObject parent_instance;

  DyrEspoMapping *mapping;
  char *key, *secret;
  char *login; /* of a person: `key` is the token of a sign-in; NULL: of an API user */
  DyrEspoDescription *description; /* NULL before the first probe */
  DyrEspoProbe *probe;             /* while it is going on */
};

/* dyr-espo-description.c */
DyrEspoDescription *dyr_espo_description_new (void);
void dyr_espo_description_free (DyrEspoDescription *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DyrEspoDescription, dyr_espo_description_free)
void dyr_espo_description_finish (DyrEspoDescription *self);
char *dyr_espo_description_to_text (const DyrEspoDescription *self, const DyrEspoMapping *mapping);
DyrEspoDescription *
dyr_espo_description_from_text (const DyrEspoMapping *mapping, const char *text, GError **error);
/* By the entity in "Account/65f…" (NULL for anything else), by the name of a stream, and by the
 * values of a record that is to be made. NULL: not held. */
const DyrEspoHeld *dyr_espo_description_by_id (const DyrEspoDescription *self,
                                               const DyrRecordType *type,
                                               const char *remote_id);
const DyrEspoHeld *dyr_espo_description_by_stream (const DyrEspoDescription *self,
                                                   const char *stream);
const DyrEspoHeld *dyr_espo_description_by_record (const DyrEspoDescription *self,
                                                   const DyrRemoteRecord *record);
/* Of an order of any kind but DESCRIBE; NULL: not held. */
const DyrEspoHeld *dyr_espo_description_by_order (const DyrEspoDescription *self,
                                                  const DyrOrder *order);

/* Whether the order reads the feed of deletions. */
gboolean dyr_espo_is_feed (const DyrEspoDescription *self, const DyrOrder *order);
/* Calls @func with each attribute that tells records of this entity from those of another type. */
void dyr_espo_description_each_sign (const DyrEspoDescription *self,
                                     const DyrEspoHeld *held,
                                     DyrEspoAttributeFunc func,
                                     gpointer data);
/* Whether a record of the entity is one of this type. */
gboolean dyr_espo_description_is_one (const DyrEspoDescription *self,
                                      const DyrEspoHeld *held,
                                      const DyrJson *object);

/* dyr-espo-request.c */
DyrRequest *dyr_espo_get (DyrEspocrm *self, const char *path, const char *query);
DyrRequest *dyr_espo_post (DyrEspocrm *self, const char *path, const char *type, char *body);
DyrRequest *dyr_espo_write (DyrEspocrm *self, const DyrOrder *order);

/* dyr-espo-answer.c */
DyrAnswer *dyr_espo_read (DyrEspocrm *self, const DyrOrder *order, const DyrResponse *response);

/* dyr-espo-refusal.c: anything that is not a whole answer with JSON in it. NULL: it is one. */
DyrAnswer *dyr_espo_read_refusal (const DyrOrder *order, const DyrResponse *response);
/* A JSON body of a status that is no success (400, 403, 409); @root may be NULL. */
DyrAnswer *dyr_espo_read_no (const DyrEspoHeld *held,
                             const DyrOrder *order,
                             const DyrResponse *response,
                             const DyrJson *root);
/* An answer of @kind with the time and status of @response; @reason is the answer's own. */
DyrAnswer *dyr_espo_answer (DyrAnswerKind kind, const DyrResponse *response, char *reason);

/* dyr-espo-content.c */
gint64 dyr_espo_get_content_most (DyrEspocrm *self, gsize *piece);
DyrRequest *dyr_espo_write_content (DyrEspocrm *self, const DyrContentOrder *order);
DyrContentAnswer *
dyr_espo_read_content (DyrEspocrm *self, const DyrContentOrder *order, const DyrResponse *response);

/* dyr-espo-describe.c */
DyrRequest *dyr_espo_describe_write (DyrEspocrm *self);
DyrAnswer *dyr_espo_describe_read (DyrEspocrm *self, const DyrResponse *response, DyrJson *root);
void dyr_espo_probe_free (DyrEspoProbe *self);

G_END_DECLS
