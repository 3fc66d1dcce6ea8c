/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSampleOffice: the sample office while it is being made. It holds what all clients share and
 * counters, but no client: a million of them take no more memory than one. */

#pragma once

#include "dyr-record.h"
#include "dyr-sample-names-private.h"
#include "dyr-sample.h"
#include "dyr-save.h"

G_BEGIN_DECLS

#define DYR_SAMPLE_MOST_USERS 8
#define DYR_SAMPLE_MOST_PRODUCTS 16
#define DYR_SAMPLE_MOST_PERSONS 3
/* Days of a book of numbers. */
#define DYR_SAMPLE_BOOK_DAYS 2600

/* Each purpose draws from a stream of its own. */
typedef enum
{
  DYR_SAMPLE_STREAM_CLIENT = 1,
  DYR_SAMPLE_STREAM_STATE,
  DYR_SAMPLE_STREAM_CODE,
  DYR_SAMPLE_STREAM_ACCOUNT,
  DYR_SAMPLE_STREAM_PHONE,
  DYR_SAMPLE_STREAM_DELIVERY,
  DYR_SAMPLE_STREAM_PRESENTATION,
  DYR_SAMPLE_STREAM_SLOT,
} DyrSampleStream;

/* Numbers that grow with the date: of each day so many are kept free. */
typedef struct
{
  gint64 first; /* the first day */
  guint step;
  guint32 taken[DYR_SAMPLE_BOOK_DAYS];
} DyrSampleBook;

typedef struct
{
  DyrLink *link;
  guint row; /* in the list "products" */
  gboolean good;
  gboolean big;
  gboolean loose; /* without a serial number */
  int most;
} DyrSampleProduct;

typedef struct
{
  DyrSampleOptions options;
  DyrSampleWords *words;
  DyrSampleNames *names;
  GTimeZone *zone; /* of the office; the connection's */
  gint64 today;
  const char *country;
  const char *currency;
  DyrSave *save; /* of the transaction that runs */
  gint64 action;
  gint64 going_on; /* the action while its transaction may still fail */
  guint n_in_transaction;
  guint64 next; /* the client to be made next */
  gboolean done;
  DyrSampleCounts counts;
  DyrLink *users[DYR_SAMPLE_MOST_USERS]; /* the last is the team */
  guint n_users;
  DyrSampleProduct products[DYR_SAMPLE_MOST_PRODUCTS];
  guint n_products;
  guint64 n_phones;
  guint64 n_new_deliveries;
  guint64 n_planned; /* presentations */
  DyrSampleBook contract_numbers;
  DyrSampleBook delivery_numbers;
} DyrSampleOffice;

typedef enum
{
  DYR_SAMPLE_ACTIVE,
  DYR_SAMPLE_PROSPECT,
  DYR_SAMPLE_SUSPENDED,
  DYR_SAMPLE_LOST,
} DyrSampleState;

/* A client and what hangs on it, while they are made. */
typedef struct
{
  guint64 index;
  DyrSampleRandom random;
  DyrSampleName name;
  DyrSampleState state;
  gboolean buys; /* a client in the narrow sense */
  gboolean supplies;
  gboolean competes;
  gboolean in_town; /* where the office is */
  const char *city;
  const char *area_code; /* of telephones; NULL where people have mobiles only */
  char *street;
  char *postcode;
  char *phone;
  char *domain;    /* of the internet; NULL for those without one */
  gint64 birthday; /* of a trader */
  DyrLink *client;
  DyrLink *responsible; /* or NULL */
  DyrLink *contract;    /* the last one, or NULL */
  gint64 contract_from; /* its term; DYR_NO_DATE while it is not signed */
  gint64 contract_to;
  DyrLink *persons[DYR_SAMPLE_MOST_PERSONS];
  char *person_names[DYR_SAMPLE_MOST_PERSONS];
  char *person_phones[DYR_SAMPLE_MOST_PERSONS];
  guint n_persons;            /* their phones are NULL when they are not to be called */
  gint64 next_contact;        /* or DYR_NO_DATE */
  gint64 last_contact;        /* or DYR_NO_DATE */
  const char *last_done_kind; /* of activities: what was written down last */
  guint last_done;
} DyrSampleClient;

/* The values of a record to be; room for any type. */
typedef struct
{
  DyrValue values[64];
} DyrSampleDraft;

/* Sets nothing when the text is NULL or empty. */
void dyr_sample_set_text (DyrSampleDraft *draft, guint field, const char *text);
void dyr_sample_take_text (DyrSampleDraft *draft, guint field, char *text);
void dyr_sample_set_number (DyrSampleDraft *draft, guint field, gint64 number);
/* Sets nothing when the link is NULL. */
void dyr_sample_set_link (DyrSampleDraft *draft, guint field, const DyrLink *link);
/* A set of one or two texts; NULL is none. */
void dyr_sample_set_set (DyrSampleDraft *draft, guint field, const char *one, const char *two);
/* Stores the record and clears the draft. Returns a link to it, NULL with *error. */
DyrLink *dyr_sample_office_create (DyrSampleOffice *self,
                                   const DyrRecordType *type,
                                   DyrSampleDraft *draft,
                                   GError **error);

/* The nearest working day on or after (before) the date; today is one whatever the calendar says:
 * the office is opened to be looked at. */
gint64 dyr_sample_workday_after (const DyrSampleOffice *self, gint64 date);
gint64 dyr_sample_workday_before (const DyrSampleOffice *self, gint64 date);
/* An instant of that date in office hours, on a quarter of an hour. */
gint64 dyr_sample_office_hour (const DyrSampleOffice *self, DyrSampleRandom *random, gint64 date);
/* The next number of that day. */
guint64 dyr_sample_book_take (DyrSampleBook *self, gint64 date);
char *dyr_sample_office_mobile (DyrSampleOffice *self);
/* Of somebody who works. */
gint64 dyr_sample_draw_birthday (const DyrSampleOffice *self, DyrSampleRandom *random);

/* Colleagues and products. */
gboolean dyr_sample_office_found (DyrSampleOffice *self, GError **error);
/* The parts, one file each: records of the client at `index`. */
gboolean dyr_sample_make_client (DyrSampleOffice *self, DyrSampleClient *client, GError **error);
gboolean dyr_sample_make_persons (DyrSampleOffice *self, DyrSampleClient *client, GError **error);
gboolean dyr_sample_make_contracts (DyrSampleOffice *self, DyrSampleClient *client, GError **error);
gboolean
dyr_sample_make_deliveries (DyrSampleOffice *self, DyrSampleClient *client, GError **error);
gboolean
dyr_sample_make_presentations (DyrSampleOffice *self, DyrSampleClient *client, GError **error);
gboolean
dyr_sample_make_activities (DyrSampleOffice *self, DyrSampleClient *client, GError **error);
gboolean dyr_sample_make_note (DyrSampleOffice *self,
                               DyrSampleClient *client,
                               const DyrLink *about,
                               const char *list,
                               GError **error);

/* What sentences that do not fit everybody are marked with: "company" where there is a director
 * and an office, else the kind. */
const char *dyr_sample_client_key (const DyrSampleClient *client);
gboolean dyr_sample_client_is (const DyrSampleClient *client, const char *kind);
void dyr_sample_client_clear (DyrSampleClient *client);

G_END_DECLS
