/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* A deterministic EspoCRM in memory: no network, no clock and no chance of its own. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CrmModel:
 *
 * One EspoCRM 10.0 server as a client sees it through /api/v1/. Everything it does follows from the
 * configuration, the seed, the time the caller sets and the requests, in this order; two models
 * fed alike answer alike to the byte. One thread at a time.
 */
typedef struct _CrmModel CrmModel;

/**
 * CrmConfig:
 * @metadata: NULL-terminated paths, merged in order as EspoCRM merges metadata: a JSON file shaped
 *   {"entityDefs": {…}, "scopes": {…}, "recordDefs": {…}, "app": {…}}
 * (tests/fixtures/espocrm/stock.json), or the folder of an extension package (its
 * files/custom/Espo/Modules/<Module>/Resources/metadata is read; an entity type without
 * Controllers/<Type>.php gets no API, as in EspoCRM)
 * @seed: of ids and of faults that come by chance
 * @time: the server's clock, seconds since 1970 UTC
 *
 * The model starts with one administrator ("admin", password "admin-test-1", key #CRM_ADMIN_KEY).
 */
typedef struct
{
  const char *const *metadata;
  guint64 seed;
  gint64 time;
} CrmConfig;

#define CRM_ADMIN_KEY "00000000000000000000000000000ad1"

/* One request. @path is as on the wire (percent-encoded) without the query. Nothing is kept. */
typedef struct
{
  const char *method;
  const char *path;
  const char *query;          /* without "?"; NULL: none */
  const char *const *headers; /* name, value, name, value, …, NULL; NULL: none; names in any case */
  const void *body;           /* NULL: none */
  gsize body_length;
} CrmRequest;

/* What becomes of the answer on its way. Whoever carries it (simulator, fake-crm.c) does that. */
typedef enum
{
  CRM_DELIVERY_WHOLE,
  CRM_DELIVERY_NONE, /* the connection ends before a byte of the answer */
  CRM_DELIVERY_CUT,  /* Content-Length as declared, but only `body` comes, then the connection ends
                      */
  CRM_DELIVERY_ENDLESS, /* no length; `body` again and again, for ever */
  CRM_DELIVERY_HUGE,    /* Content-Length 2 GiB, and as many bytes come as are taken */
} CrmDelivery;

/* One answer; clear with crm_response_clear(), start with { 0 }. */
typedef struct
{
  guint status;
  char **headers; /* name, value, …, NULL */
  GBytes *body;   /* never NULL after crm_model_handle() */
  CrmDelivery delivery;
  goffset declared; /* Content-Length to declare when CUT or HUGE */
} CrmResponse;

void crm_response_clear (CrmResponse *response);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmResponse, crm_response_clear)

/* The first header of that name in any case, or NULL. */
const char *crm_response_header (const CrmResponse *response, const char *name);

/* NULL and @error for metadata that cannot be read. */
CrmModel *crm_model_new (const CrmConfig *config, GError **error);
void crm_model_free (CrmModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmModel, crm_model_free)

/* Answers @request at once, faults included. @response is overwritten, not cleared before. */
void crm_model_handle (CrmModel *self, const CrmRequest *request, CrmResponse *response);

/* --- Requests in parallel -------------------------------------------------------------------- */

/* A write that has read and checked its record, but not stored it yet. */
typedef struct _CrmWrite CrmWrite;

/* The first half of a request: what EspoCRM does before the UPDATE or INSERT: credentials, rights,
 * validation, look for doubles, check of the version. Returns NULL when the request is answered
 * already (@response is filled), else
 * @response is untouched and the write waits for crm_model_finish(). Others may be handled
 * meanwhile: two writes begun on the same version both succeed, the version goes up once, and
 * attributes written by both keep the later one - unless the type has a row lock.
 * Faults are drawn here. */
CrmWrite *crm_model_begin (CrmModel *self, const CrmRequest *request, CrmResponse *response);

/* The second half. Frees @write. Every write begun must be finished or abandoned. */
void crm_model_finish (CrmModel *self, CrmWrite *write, CrmResponse *response);
void crm_model_abandon (CrmModel *self, CrmWrite *write);

/* The version of records of @entity_type (NULL: all) is checked again when stored, as under a lock
 * of the row, and on deletion too. On from the start for types whose metadata has our extension's
 * middleware OneAtATime. */
void crm_model_set_row_lock (CrmModel *self, const char *entity_type, gboolean locked);

/* --- Time and copies ------------------------------------------------------------------------- */

/* The server's clock, seconds since 1970 UTC; may step back. */
void crm_model_set_time (CrmModel *self, gint64 seconds);
gint64 crm_model_get_time (CrmModel *self);

/* A copy of all that a backup of the server holds (records, users, numbers; not clock, faults,
 * switches). Restoring may be repeated; ids made after a restore differ from those made before. */
typedef struct _CrmSnapshot CrmSnapshot;
CrmSnapshot *crm_model_snapshot (CrmModel *self);
void crm_model_restore (CrmModel *self, const CrmSnapshot *snapshot);
void crm_snapshot_free (CrmSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSnapshot, crm_snapshot_free)

/* --- People and rights ----------------------------------------------------------------------- */

/* Adds a user, or changes the one with that "id" or "userName". @json: {"id"?, "userName", "type":
 * "api"|"regular"|"admin", "name"?, "isActive"?, "apiKey"?, "secretKey"? (HMAC), "password"?,
 * "code"? (of a second step after the password), "teamsIds"?: […], "acl"?: {"Account": {"create":
 * "yes", "read": "all"|"team"|"own"|"no", "edit": …, "delete": …} | false, …} ("*": all other
 * types; default everything), "forbidden"?: {"Account":
 * {"description": "read"|"edit"}} ("read": neither seen nor written)}. Returns the id, owned by the
 * model. Aborts on JSON that is no object: tests' own fault. */
const char *crm_model_set_user (CrmModel *self, const char *json);

/* Adds a record of @entity_type past rights and validation, as an import or a job of the server
 * would; computed attributes are filled. @json may give "id", "createdAt", "modifiedAt",
 * "versionNumber". Returns the id (owned by the caller). */
char *crm_model_add_record (CrmModel *self, const char *entity_type, const char *json);

/* Changes attributes without moving modifiedAt or the version: silent import, job, SQL. FALSE: no
 * such record. */
gboolean
crm_model_set_silently (CrmModel *self, const char *entity_type, const char *id, const char *json);

/* Adds @n records with names and values made from their number and the seed; modifiedAt one second
 * apart after every 50. */
void crm_model_fill (CrmModel *self, const char *entity_type, guint n);

/* Forgets deleted rows for good, as the cleanup job does after two months. */
void crm_model_purge (CrmModel *self);

/* --- Switches -------------------------------------------------------------------------------- */

/* On each save of @entity_type by a request, after the person's values: @attribute becomes @value
 * (JSON text; in a string "{name}" stands for the record's own attribute of that name). As a
 * formula or before-save hook. NULL @value takes the hook away. */
void crm_model_set_hook (CrmModel *self,
                         const char *entity_type,
                         const char *attribute,
                         const char *value);

/* Every deletion adds a record of @entity_type with a growing "number", "targetType", "targetId"
 * (and "targetUid", for types that have a dyrUid). A type of the metadata with these attributes and
 * "noDeletedAttribute" is the feed from the start; NULL: no feed. */
void crm_model_set_deletion_feed (CrmModel *self, const char *entity_type);

/* 503 for all but administrators. */
void crm_model_set_maintenance (CrmModel *self, gboolean on);

/* --- Files ----------------------------------------------------------------------------------- */

/* What the CRM takes, in megabytes: of a file, and of one chunk (256 and 4 at the start). */
void crm_model_set_upload (CrmModel *self, guint most, guint piece);

/* Attachments vanish, as the cleanup job takes those that no record has; or the one with that @id,
 * whoever has it. Returns how many. */
guint crm_model_lose_files (CrmModel *self, const char *id);

/* What is stored becomes something else, and nobody is told (a disk, a restore). FALSE: no such
 * attachment. */
gboolean crm_model_set_file (CrmModel *self, const char *id, const void *data, gsize length);

/* What a whole attachment has, owned by the caller; NULL: none, or it is still being uploaded. */
GBytes *crm_model_get_file (CrmModel *self, const char *id);

/* --- Faults ---------------------------------------------------------------------------------- */

typedef enum
{
  CRM_FAULT_LOST_REQUEST, /* never arrives: nothing done, no answer */
  CRM_FAULT_LOST_ANSWER,  /* done, no answer */
  CRM_FAULT_CUT_BODY,     /* done; `number` bytes of the body arrive */
  CRM_FAULT_HTML,         /* 200 text/html from a captive portal; nothing done */
  CRM_FAULT_REDIRECT,     /* 302 to another host; nothing done */
  CRM_FAULT_UNAUTHORIZED, /* 401 */
  CRM_FAULT_LOCKED_OUT,   /* bare 403 */
  CRM_FAULT_STATUS, /* status `number`, empty body, nothing done; Retry-After when `seconds` > 0 */
  CRM_FAULT_STATUS_DONE,  /* done, but the answer is status `number`, empty body */
  CRM_FAULT_SHORT_BODY,   /* done; only `number` bytes of the body, and its length says so */
  CRM_FAULT_OTHER_BODY,   /* done; the first byte of the body is another one */
  CRM_FAULT_ENDLESS,      /* done; body without end */
  CRM_FAULT_HUGE,         /* done; 2 GiB declared */
  CRM_FAULT_CONTENT_TYPE, /* done; right body as text/plain */
  CRM_FAULT_DEEP_JSON,    /* done; 200 and `number` (0: 100 000) nested arrays */
  CRM_FAULT_WRONG_TYPES,  /* done; in records: name an object, modifiedAt a number, versionNumber a
                             text */
  CRM_FAULT_UNKNOWN_OPTION, /* done; enums hold "Zzz-Unknown" */
  CRM_FAULT_ZERO_DATES,     /* done; dates 0000-00-00 (00:00:00) */
  CRM_FAULT_EMPTY_LIST,     /* lists: {"total": 0, "list": []} */
  CRM_FAULT_SHRUNKEN_LIST, /* lists: every second record is missing and the list says it is the last
                              page */
  CRM_FAULT_DELAYED, /* no answer; done only after `number` more requests, or by crm_model_land() */
  CRM_FAULT_TWICE,   /* delivered twice; the answer is the second one's */
  CRM_FAULT_DATE_BACK, /* done; the Date header is `seconds` behind */
  CRM_FAULT_LOST_RACE, /* a PUT that sees the record as it was before its last write (two writes,
                          one version) */
  CRM_N_FAULTS
} CrmFaultKind;

/* Which requests it strikes: those of @method and with @path in their path, after the first @after
 * of them, @count of them, each with @per_thousand. */
typedef struct
{
  CrmFaultKind kind;
  const char *method; /* NULL: any */
  const char *path;   /* NULL: any */
  guint after;
  guint count;        /* 0: without end */
  guint per_thousand; /* 0: always */
  gint64 number;
  gint64 seconds;
} CrmFault;

/* The first armed fault that strikes a request is the one it gets. */
void crm_model_add_fault (CrmModel *self, const CrmFault *fault);
void crm_model_clear_faults (CrmModel *self);

/* "lost-answer", "cut-body", …; -1 for an unknown name. */
const char *crm_fault_get_name (CrmFaultKind kind);
int crm_fault_from_name (const char *name);

/* Carries out what CRM_FAULT_DELAYED holds back, oldest first; returns how many. */
guint crm_model_land (CrmModel *self);

/* --- Looking inside (never through the wire) ------------------------------------------------- */

typedef struct
{
  guint64 requests;
  guint64 created, updated, deleted; /* by requests */
  guint64 no_op_updates;             /* updates that changed nothing */
  guint64 rejected_links;            /* references to what the server does not have (G14) */
  guint64 refused;                   /* 400, 409 and the bare 500 of a unique index */
  guint64 lost_races;                /* writes that overwrote another of the same version */
  guint64 failed_logins;
  guint64 faults[CRM_N_FAULTS];
} CrmCounts;

const CrmCounts *crm_model_get_counts (CrmModel *self);

/* How many records, deleted ones aside. */
guint crm_model_count (CrmModel *self, const char *entity_type);

/* The record as an administrator reads it, as JSON text, or NULL when deleted or unknown. */
char *crm_model_read (CrmModel *self, const char *entity_type, const char *id);

/* One attribute as JSON text ("null" when unset), or NULL when there is no such record. */
char *crm_model_read_attribute (CrmModel *self,
                                const char *entity_type,
                                const char *id,
                                const char *attribute);

/* Calls @func with each id in order of ids; deleted ones only when asked for. @func must not change
 * the model. */
typedef void (*CrmEachFunc) (const char *id, gboolean deleted, gpointer data);
void crm_model_foreach (CrmModel *self,
                        const char *entity_type,
                        gboolean with_deleted,
                        CrmEachFunc func,
                        gpointer data);

/* Ids of records whose @attribute is the text @value; NULL-terminated. Quick for uid attributes. */
char **
crm_model_find (CrmModel *self, const char *entity_type, const char *attribute, const char *value);

/* All of it as JSON: {"time", "counts", "types": {"Account": {"id": {…}}}}. */
char *crm_model_dump (CrmModel *self);

G_END_DECLS
