/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the files of a DyrRecordList share: its fields, what it asks the store in a reader thread,
 * and how its places get their records. */

#pragma once

#include "dyr-query.h"
#include "dyr-record-list.h"
#include "dyr-sections.h"

G_BEGIN_DECLS

/* Records read by one job. */
#define DYR_LIST_PAGE 64
/* So many rows of a long answer are told before the rest is found: more than GTK keeps. */
#define DYR_LIST_FIRST 256

struct _DyrRecordList
{
  GObject parent_instance;

  DyrStore *store;
  DyrQuery *query;
  GArray *sorts;         /* DyrSortKey, by headers; none: the query's order */
  char *section_field;   /* NULL: no sections */
  GArray *records;       /* gint64 in order */
  GArray *sections;      /* DyrSection; NULL: none */
  GHashTable *collapsed; /* keys of sections that show only their heading */
  DyrShowSection show_section;
  gpointer show_data;
  GArray *ids;        /* what rows show: ids of records, -1 - n for the heading of section n, 0
                         where the answer is not known yet */
  GHashTable *places; /* position -> DyrPlace, not owned */
  GHashTable *wanted; /* positions whose records are to be read */
  GHashTable *asked;  /* positions whose records are being read */
  GHashTable *behind; /* position -> DyrRecord (NULL: none) that its place gets in a moment */
  guint seen_first;   /* positions in view, the last included; all as long as nobody tells */
  guint seen_last;
  guint most_seen;  /* rows in view at once, as far as told; 0: nobody tells */
  GPtrArray *first; /* records of the first rows of the answer on its way; NULL: none came */
  guint page_source;
  guint behind_source;
  GCancellable *cancellable; /* of the query on its way */
  gboolean loading;
  gboolean partial; /* only the first rows of the answer are known */
  gboolean again;   /* the store changed while a query was on its way */
  guint n_jobs;
};

/* A question and its answer. */
typedef struct
{
  DyrQuery *query;
  int section_field;
  gboolean latest_first;
  gboolean wants_first; /* the first rows before the rest; never of sections, which need all */
  GHashTable *collapsed;
  GArray *positions;   /* guint: where records come along with the answer */
  DyrRecordList *list; /* gets the first rows; the question keeps it alive */
  GMainContext *context;
  GCancellable *cancellable;
  guint n_first; /* told already */
  GArray *records;
  GArray *sections;
  GArray *ids;
  GPtrArray *rows;
} DyrListAsk;

void dyr_list_ask_free (gpointer data);
/* A DyrJob: answers a DyrListAsk. */
gboolean dyr_list_ask_job (DyrConnection *connection,
                           gpointer data,
                           GCancellable *cancellable,
                           GError **error);
/* What rows show: a heading over each section, and its records unless it is collapsed. A new
 * reference. */
GArray *dyr_list_lay_out (GArray *records, const GArray *sections, GHashTable *collapsed);
/* Appends the DyrRow of each id; what is not there is left out. `type` NULL: of any. */
gboolean dyr_list_read_rows (DyrConnection *connection,
                             const DyrRecordType *type,
                             GArray *ids,
                             GPtrArray *rows,
                             GError **error);
/* On the main thread: the first ids of the answer that the cancellable belongs to, and the rows of
 * those that are seen. Takes the rows out of their array. */
void dyr_record_list_take_first (DyrRecordList *self,
                                 GCancellable *cancellable,
                                 GArray *ids,
                                 GPtrArray *rows);

/* Places */

/* The section whose heading stands there; NULL: a record does. */
const DyrSection *dyr_record_list_section_at (DyrRecordList *self, guint position);
/* A new place, with its record if that is live. */
DyrPlace *dyr_record_list_make_place (DyrRecordList *self, guint position);
/* A new array of the live objects of rows, which are taken out of `rows`: holding them keeps them
 * alive until places do. */
GPtrArray *dyr_record_list_adopt_rows (DyrRecordList *self, GPtrArray *rows);
/* Gives each living place the record that stands there now: those in view at once, the others some
 * a frame. `ask_missing` has those read that are not live. */
void dyr_record_list_fill_places (DyrRecordList *self, gboolean ask_missing);
/* Others are in view now: none of them waits for its turn. */
void dyr_record_list_fill_seen (DyrRecordList *self);

G_END_DECLS
