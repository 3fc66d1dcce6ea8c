/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of the fake EspoCRM share; nobody else includes it. */

#pragma once

#include <json-glib/json-glib.h>

#include "crm-model.h"

#define CRM_ID_SIZE 24 /* EspoCRM makes 17 hex digits */
#define CRM_PAGE_LIMIT 200
#define CRM_LIST_TEXT_LIMIT 10000

typedef struct _CrmEntity CrmEntity;
typedef struct _CrmField CrmField;

/* --- Values and records ---------------------------------------------------------------------- */

typedef enum
{
  CRM_NULL,
  CRM_INT,
  CRM_REAL,
  CRM_YES_NO,
  CRM_TEXT,
  CRM_TIME, /* seconds, UTC */
  CRM_RAW,  /* JSON text */
} CrmValueType;

typedef struct
{
  guint16 attribute;
  guint8 type;
  union
  {
    gint64 number;
    double real;
    char *text;
  };
} CrmValue;

/* Once in a slot a record is never changed: a write puts another one there. So snapshots are cheap,
 * and a write begun earlier still sees what it read. */
typedef struct
{
  int references;
  gboolean deleted;
  int version;
  guint n_values;
  gint64 created_at;
  gint64 modified_at;
  char id[CRM_ID_SIZE];
  CrmValue values[]; /* set ones only, by attribute */
} CrmRecord;

typedef struct
{
  CrmRecord *now;
  CrmRecord *before; /* for CRM_FAULT_LOST_RACE */
  char id[CRM_ID_SIZE];
} CrmSlot;

/* A record being made. */
typedef struct
{
  CrmEntity *entity;
  CrmValue *values; /* one per attribute */
  guint8 *given; /* by the request, or by the server on creation: shown in the answer to a create */
  GPtrArray *sets;  /* CrmSetChange */
  GHashTable *echo; /* attribute index → JSON text shown in the answer to this write alone */
} CrmDraft;

typedef struct
{
  guint attribute; /* the ids */
  GPtrArray *ids;  /* NULL: columns alone */
  JsonObject *columns;
} CrmSetChange;

/* --- Description ----------------------------------------------------------------------------- */

typedef enum
{
  CRM_FIELD_OTHER,
  CRM_FIELD_VARCHAR,
  CRM_FIELD_TEXT,
  CRM_FIELD_ENUM,
  CRM_FIELD_INT,
  CRM_FIELD_FLOAT,
  CRM_FIELD_BOOL,
  CRM_FIELD_DATE,
  CRM_FIELD_DATETIME,
  CRM_FIELD_DATETIME_OPTIONAL,
  CRM_FIELD_MULTI_ENUM,
  CRM_FIELD_JSON,
  CRM_FIELD_CURRENCY,
  CRM_FIELD_DECIMAL,
  CRM_FIELD_LINK,
  CRM_FIELD_PARENT,
  CRM_FIELD_LINK_MULTIPLE,
  CRM_FIELD_ATTACHMENTS,
  CRM_FIELD_EMAIL,
  CRM_FIELD_PHONE,
  CRM_FIELD_PERSON_NAME,
  CRM_FIELD_ADDRESS,
  CRM_FIELD_FOREIGN,
  CRM_FIELD_DURATION,
  CRM_FIELD_AUTOINCREMENT,
} CrmFieldKind;

typedef enum
{
  CRM_IS_STORED,
  CRM_IS_ID,
  CRM_IS_DELETED,
  CRM_IS_DELETE_ID,
  CRM_IS_CREATED_AT,
  CRM_IS_MODIFIED_AT,
  CRM_IS_VERSION,
  CRM_IS_LINK_NAME,
  CRM_IS_PARENT_NAME,
  CRM_IS_SET_IDS,
  CRM_IS_SET_NAMES,
  CRM_IS_SET_COLUMNS,
  CRM_IS_SET_TYPES,
  CRM_IS_ADDRESS, /* lines of lower-case addresses, the primary first */
  CRM_IS_ADDRESS_DATA,
  CRM_IS_OPTED_OUT,
  CRM_IS_INVALID,
  CRM_IS_CONVERTED,
  CRM_IS_FOLLOWED,
  CRM_IS_FOLLOWER_IDS,
  CRM_IS_FOLLOWER_NAMES,
  CRM_IS_FALSE,
  CRM_IS_FOREIGN,
  CRM_IS_ROLE, /* a column of the link to the primary record */
  CRM_IS_DURATION,
  CRM_IS_WEIGHTED,
} CrmSource;

typedef enum
{
  CRM_IN_READ = 1 << 0,
  CRM_IN_LIST = 1 << 1,
  CRM_IN_CREATE = 1 << 2,        /* when it has a value */
  CRM_IN_CREATE_ALWAYS = 1 << 3, /* null too */
  CRM_READ_ONLY = 1 << 4,
  CRM_LONG_TEXT = 1 << 5,
  CRM_IS_DATE = 1 << 6,
  CRM_EMPTY_LIST = 1 << 7, /* unset reads as [] */
} CrmAttributeFlags;

/* Two sides that know each other: ids of one side → GPtrArray of CrmTie. */
typedef struct
{
  GHashTable *sides[2];
  char *left; /* entity type of side 0 */
} CrmRelation;

typedef struct
{
  char ids[2][CRM_ID_SIZE];
  JsonObject *columns; /* NULL: none */
} CrmTie;

typedef struct
{
  char *name;
  char *target_name;
  CrmEntity *target; /* NULL: not described */
  char *foreign;
  CrmRelation *relation; /* NULL: the other side holds an id */
  guint side;
  int reverse; /* attribute of the target that holds our id; -1: none */
  char **columns;
  char **column_defaults;
  char **column_attributes; /* under which name a linked list shows the column */
  gboolean to_many, cascades;
} CrmLink;

typedef struct
{
  char *name;
  CrmField *field; /* NULL: made by the server */
  CrmSource source;
  CrmValueType type;
  guint flags;
  guint index;
  guint base; /* of names: the id; of sets: the ids; of addresses: the address; of money: the amount
               */
  guint
      base2; /* of parents: the type; of money: the currency; of foreign: the target's attribute */
  CrmEntity *target;
  CrmLink *link;
  char *column;
} CrmAttribute;

struct _CrmField
{
  char *name;
  CrmFieldKind kind;
  gboolean required, read_only, read_only_after_create, audited, no_bad_characters, has_min,
      has_max;
  guint max_length;
  double min, max;
  char **options; /* NULL: any */
  JsonNode *default_value;
  char *default_type; /* of phones */
  int attribute;      /* the one a request writes; -1: none */
  CrmLink *link;
};

/* Records in the order of an attribute, then of the id. Made when first asked for, kept since. */
typedef struct
{
  CrmAttribute *attribute;
  GTree *tree; /* CrmSlot */
} CrmIndex;

typedef struct
{
  CrmAttribute *attribute;
  JsonNode *value;
} CrmHook;

struct _CrmEntity
{
  char *name;
  GPtrArray *fields;
  GHashTable *fields_by_name;
  GPtrArray *attributes;
  GHashTable *attributes_by_name;
  GHashTable *links;
  gboolean has_api, versioned, delete_id, stream, stars, lists_addresses, row_locked, no_deleted,
      formula;
  guint actions;      /* bits of CrmAction that roles can give */
  GArray *unique;     /* attribute indexes */
  GArray *duplicates; /* attribute indexes */
  GArray *always_selected;
  GArray *searched;
  CrmAttribute *order;
  gboolean order_descending;
  int name_attribute, assigned_user, created_by, modified_by, stream_at, locked, number, account,
      parent;
  CrmLink *teams, *users;
  GArray *hooks;
  /* records */
  GHashTable *slots;
  CrmIndex **indexes; /* one per attribute, NULL until wanted */
  guint n_alive;
  gint64 next_number;
};

/* --- People ---------------------------------------------------------------------------------- */

typedef enum
{
  CRM_LEVEL_NO,
  CRM_LEVEL_OWN,
  CRM_LEVEL_TEAM,
  CRM_LEVEL_ALL,
} CrmLevel;

typedef enum
{
  CRM_READ,
  CRM_EDIT,
  CRM_DELETE,
  CRM_STREAM,
  CRM_CREATE,
  CRM_N_ACTIONS
} CrmAction;

typedef struct
{
  char *id, *user_name, *name, *type;
  char *api_key, *secret_key, *password, *token;
  char *code; /* that a sign-in by password is asked for in a second step; NULL: none */
  gboolean active;
  JsonObject *acl;       /* NULL: everything */
  JsonObject *forbidden; /* NULL: nothing */
  GPtrArray *teams;      /* ids */
  gint64 since;
} CrmUser;

/* An e-mail address or phone number: one object, however many records have it. */
typedef struct
{
  char *text, *type;
  gboolean opted_out, invalid;
} CrmAddress;

typedef struct
{
  GString *data;
  goffset size; /* 0: complete */
} CrmFile;

/* --- The model ------------------------------------------------------------------------------- */

typedef struct
{
  CrmFault fault;
  guint seen, struck;
} CrmArmedFault;

typedef struct
{
  char *method, *path, *query;
  char **headers;
  GBytes *body;
  gint64 due; /* lands before this many-th request */
} CrmHeld;

struct _CrmModel
{
  JsonObject *metadata;
  GHashTable *entities;
  GPtrArray *entity_order;
  GHashTable *relations;
  GHashTable *users; /* id → CrmUser */
  GHashTable *keys;  /* API key → CrmUser */
  GHashTable *user_names;
  GHashTable *addresses[2]; /* e-mail, phone */
  GHashTable *files;        /* attachment id → CrmFile */
  gint64 upload_most;       /* megabytes; and of one chunk: */
  gint64 upload_piece;
  GHashTable *no_api; /* names of types without a controller */
  guint64 random;
  guint64 made;
  gint64 time;
  gint64 cache_timestamp;
  GArray *failed_logins; /* times */
  gboolean maintenance;
  CrmEntity *feed;
  GArray *faults;
  GQueue *held;
  gboolean landing;
  CrmCounts counts;
};

typedef struct
{
  const CrmRequest *request;
  CrmUser *user;
  JsonNode *body; /* an object, always; NULL: none was sent or it cannot be read */
  gboolean body_broken;
  GHashTable *query; /* name → text, the plain ones */
  char **path;       /* parts after /api/v1/, decoded */
  guint n_path;
} CrmCall;

typedef enum
{
  CRM_VIEW_CREATE,
  CRM_VIEW_READ,
  CRM_VIEW_LIST,
  CRM_VIEW_DUPLICATE,
} CrmView;

/* --- crm-json.c ------------------------------------------------------------------------------ */

void crm_json_text (GString *out, const char *text);
void crm_json_real (GString *out, double number);
void crm_json_node (GString *out, JsonNode *node);
JsonNode *crm_json_parse (const char *text, gsize length); /* NULL: broken or too deep */
char *crm_json_string (JsonNode *node);                    /* of a scalar; NULL for others */
const char *crm_json_get (JsonObject *object, const char *name);
const char *crm_json_nth_text (JsonArray *array, guint index);
gboolean crm_json_true (JsonObject *object, const char *name);
JsonObject *crm_json_child (JsonObject *object, const char *name);
void crm_time_text (gint64 seconds, char out[20]);
gboolean crm_time_parse (const char *text,
                         gint64 *seconds); /* YYYY-MM-DD HH:MM:SS and lenient forms */
gboolean crm_date_valid (const char *text);
void crm_json_merge (JsonObject *into, JsonObject *from);

/* --- crm-entity.c, crm-metadata.c ------------------------------------------------------------ */

JsonObject *crm_metadata_load (const char *const *paths, GHashTable *no_api, GError **error);
CrmEntity *
crm_entity_new (const char *name, JsonObject *defs, JsonObject *scope, JsonObject *record_defs);
void crm_entity_free (CrmEntity *self);
void crm_entity_resolve (
    CrmModel *model, CrmEntity *self, JsonObject *defs, JsonObject *record_defs, JsonObject *scope);
CrmAttribute *crm_entity_attribute (CrmEntity *self, const char *name);
int crm_entity_index_of (CrmEntity *self, const char *name); /* -1: none */
char **crm_json_strings (JsonObject *object, const char *name);
CrmAttribute *crm_entity_nth (CrmEntity *self, guint index);
CrmEntity *crm_model_entity (CrmModel *model, const char *name);
void crm_relation_free (CrmRelation *relation);

/* --- crm-record.c ---------------------------------------------------------------------------- */

CrmRecord *crm_record_ref (CrmRecord *record);
void crm_record_unref (CrmRecord *record);
const CrmValue *crm_record_value (const CrmRecord *record, guint attribute);
const char *crm_record_text (const CrmRecord *record, int attribute); /* NULL: unset */
gboolean crm_value_equal (const CrmValue *one, const CrmValue *other);
void crm_value_clear (CrmValue *value);
void crm_value_copy (CrmValue *to, const CrmValue *from);
CrmDraft *crm_draft_new (CrmEntity *entity, const CrmRecord *from);
void crm_draft_free (CrmDraft *draft);
void crm_draft_set (CrmDraft *draft, guint attribute, const CrmValue *value);
void crm_draft_text (CrmDraft *draft, int attribute, const char *text);
void crm_draft_number (CrmDraft *draft, int attribute, CrmValueType type, gint64 number);
const char *crm_draft_get_text (CrmDraft *draft, int attribute);
CrmRecord *crm_draft_seal (CrmDraft *draft, const char *id);
CrmRecord *crm_entity_find (CrmEntity *entity, const char *id); /* not deleted */
CrmSlot *crm_entity_slot (CrmEntity *entity, const char *id);
void crm_entity_put (CrmEntity *entity, CrmRecord *record); /* takes the reference */
void crm_entity_clear (CrmEntity *entity);
void crm_entity_drop (CrmEntity *entity, const char *id);
CrmIndex *crm_entity_index (CrmEntity *entity, CrmAttribute *attribute);
int crm_value_compare (const CrmValue *one, const CrmValue *other);
void crm_record_get (const CrmRecord *record,
                     const CrmAttribute *attribute,
                     CrmValue *value); /* borrowed */
/* The first node at or after (value, id); NULL id: before all ids. */
GTreeNode *crm_index_lower (CrmIndex *index, const CrmValue *value, const char *id);
CrmRecord *crm_entity_find_by (CrmEntity *entity, CrmAttribute *attribute, const char *text);

GPtrArray *crm_link_ties (const CrmLink *link, const char *id); /* NULL: none; of relations */
CrmTie *crm_link_tie (const CrmLink *link, const char *id, const char *other);
CrmTie *crm_link_add (const CrmLink *link, const char *id, const char *other);
gboolean crm_link_remove (const CrmLink *link, const char *id, const char *other);
void crm_relation_forget (CrmModel *model, const char *id);

/* --- crm-users.c ----------------------------------------------------------------------------- */

void crm_user_free (CrmUser *user);
CrmUser *crm_users_login (CrmModel *model, const CrmRequest *request, CrmResponse *response);
CrmLevel crm_user_level (CrmUser *user, const CrmEntity *entity, CrmAction action);
gboolean crm_user_may (
    CrmModel *model, CrmUser *user, CrmEntity *entity, const CrmRecord *record, CrmAction action);
gboolean crm_user_sees (CrmUser *user,
                        const CrmEntity *entity,
                        const CrmAttribute *attribute,
                        gboolean to_write);
gboolean crm_user_is_admin (const CrmUser *user);
void crm_users_answer (CrmModel *model, CrmCall *call, CrmResponse *response);
void crm_settings_write (CrmModel *model, GString *out, gboolean logged_in);

/* --- crm-answers.c --------------------------------------------------------------------------- */

void crm_answer (
    CrmModel *model, CrmResponse *response, guint status, const char *reason, GString *body);
void crm_answer_html (
    CrmModel *model, CrmResponse *response, guint status, const char *reason, const char *body);
void crm_answer_refused (
    CrmModel *model, CrmResponse *response, CrmEntity *entity, const char *field, const char *type);
void crm_answer_true (CrmModel *model, CrmResponse *response);
void crm_response_add (CrmResponse *response, const char *name, const char *value);
const char *crm_request_header (const CrmRequest *request, const char *name);
/* @only: which attributes, one byte each, or NULL. @draft: of a write, for its answer. */
void crm_write_record (CrmModel *model,
                       GString *out,
                       CrmEntity *entity,
                       const CrmRecord *record,
                       CrmView view,
                       const guint8 *only,
                       CrmUser *user,
                       CrmDraft *draft);
void crm_write_attribute (CrmModel *model,
                          GString *out,
                          CrmEntity *entity,
                          const CrmRecord *record,
                          CrmAttribute *attribute,
                          CrmView view,
                          CrmUser *user);
const char *crm_record_name (CrmEntity *entity, const char *id);

/* --- crm-values.c ---------------------------------------------------------------------------- */

/* Puts @body into @draft as EspoCRM sanitizes it. */
void crm_values_take (
    CrmModel *model, CrmDraft *draft, JsonObject *body, CrmUser *user, gboolean creating);
/* Fills the answer and returns FALSE when a value may not be. */
gboolean crm_values_check (
    CrmModel *model, CrmDraft *draft, JsonObject *body, gboolean creating, CrmResponse *response);
gboolean
crm_links_check (CrmModel *model, CrmDraft *draft, const CrmRecord *base, CrmResponse *response);
void crm_node_to_value (const CrmAttribute *attribute, JsonNode *node, CrmValue *value);
gboolean
crm_addresses_take (CrmModel *model, CrmDraft *draft, CrmAttribute *attribute, JsonNode *node);

/* --- crm-write.c ----------------------------------------------------------------------------- */

char *crm_model_make_id (CrmModel *model);
CrmWrite *crm_write_begin (CrmModel *model,
                           CrmCall *call,
                           CrmEntity *entity,
                           const char *id,
                           gboolean lost_race,
                           CrmResponse *response);
void crm_write_end (CrmModel *model, CrmWrite *write, CrmResponse *response);
void crm_write_free (CrmWrite *write);
gboolean crm_remove (CrmModel *model, CrmEntity *entity, CrmRecord *record);
void crm_delete (
    CrmModel *model, CrmCall *call, CrmEntity *entity, const char *id, CrmResponse *response);
void crm_sets_apply (CrmModel *model, CrmDraft *draft, const char *id);
void crm_derive (CrmModel *model, CrmDraft *draft, const CrmRecord *base);
void crm_formula_run (CrmModel *model, CrmDraft *draft, const CrmRecord *base);
void crm_derive_links (CrmModel *model, CrmDraft *draft, const char *id, gboolean creating);
gboolean crm_unique_free (CrmEntity *entity, CrmDraft *draft, const char *id);

struct _CrmWrite
{
  CrmEntity *entity;
  CrmUser *user;
  CrmRecord *base; /* NULL: a create */
  CrmDraft *draft;
  int expected; /* version of the header; -1: none */
  char id[CRM_ID_SIZE];
  CrmFault fault;
  gboolean has_fault;
};

/* --- crm-list.c, crm-where.c ----------------------------------------------------------------- */

typedef struct _CrmFilter CrmFilter;

void crm_list (CrmModel *model,
               CrmCall *call,
               CrmEntity *entity,
               const CrmLink *link,
               const char *owner,
               CrmResponse *response);
JsonNode *crm_query_parse (const char *query); /* PHP's a[0][b]=c; always an object */
CrmFilter *
crm_filter_new (CrmModel *model, CrmEntity *entity, CrmUser *user, JsonNode *where, char **reason);
void crm_filter_free (CrmFilter *filter);
gboolean crm_filter_match (CrmFilter *filter, const CrmRecord *record);
const char *crm_filter_first_id (CrmFilter *filter, CrmAttribute *attribute, const CrmValue *value);
gboolean crm_filter_is_empty (const CrmFilter *filter);
/* A value that no match of @filter can be below of (or above), in the order of @attribute. */
gboolean
crm_filter_bound (CrmFilter *filter, CrmAttribute *attribute, gboolean lower, CrmValue *value);
/* The texts one of which @attribute must be, for an attribute worth an index; NULL: not so. */
const GPtrArray *crm_filter_wanted (CrmFilter *filter, CrmAttribute **attribute);

/* --- crm-actions.c, crm-files.c -------------------------------------------------------------- */

void crm_link_call (CrmModel *model,
                    CrmCall *call,
                    CrmEntity *entity,
                    const char *id,
                    const char *link,
                    CrmResponse *response);
gboolean crm_actions_handle (CrmModel *model, CrmCall *call, CrmResponse *response);
gboolean crm_files_handle (CrmModel *model, CrmCall *call, CrmResponse *response);
void crm_file_free (CrmFile *file);
gboolean
crm_files_check (CrmModel *model, CrmDraft *draft, const CrmRecord *base, CrmResponse *response);
void crm_files_derive (CrmModel *model, CrmDraft *draft, const CrmRecord *base);
void
crm_files_saved (CrmModel *model, CrmEntity *entity, const CrmRecord *was, const CrmRecord *is);

/* --- crm-faults.c ---------------------------------------------------------------------------- */

gboolean crm_faults_draw (CrmModel *model, const CrmRequest *request, CrmFault *fault);
/* TRUE: the request ends here. */
gboolean crm_fault_before (CrmModel *model,
                           const CrmFault *fault,
                           const CrmRequest *request,
                           CrmResponse *response);
void crm_fault_after (CrmModel *model, const CrmFault *fault, CrmResponse *response);
void crm_held_free (CrmHeld *held);
guint64 crm_model_random (CrmModel *model);
void crm_faults_tick (CrmModel *model);

/* --- crm-model.c ----------------------------------------------------------------------------- */

CrmWrite *crm_model_dispatch (CrmModel *model,
                              const CrmRequest *request,
                              gboolean lost_race,
                              CrmResponse *response);
