/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What the tests of the store share: a database in a temporary folder, jobs by one call. */

#pragma once

#include <glib/gstdio.h>

#include "dyr-activity.h"
#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-database.h"
#include "dyr-delivery.h"
#include "dyr-error.h"
#include "dyr-query.h"
#include "dyr-record-list.h"
#include "dyr-rows.h"
#include "dyr-save.h"

typedef struct
{
  char *folder;
  char *path;
  DyrDatabase *database;
} Office;

DyrDatabase *office_open (Office *office, const char *language);
void office_set_up (Office *office, gconstpointer data);
void office_tear_down (Office *office, gconstpointer data);
/* Gives up the database and waits until nothing holds it: the file is closed then. */
void office_close (Office *office);
/* Makes `copy` another office that has the same; it ends with office_tear_down (). */
void office_copy (Office *office, Office *copy);
/* Closes and opens again: what survives is on disk. */
void office_reopen (Office *office);

/* A record with pairs of field names and canonical texts, ended by NULL; its id. */
gint64 office_add (Office *office, const DyrRecordType *type, ...) G_GNUC_NULL_TERMINATED;
/* The same with another origin. */
gint64 office_add_as (Office *office, DyrOrigin origin, const DyrRecordType *type, ...)
    G_GNUC_NULL_TERMINATED;
/* One edit as an action of its own; its id (0: nothing changed). Fails the test on an error. */
gint64 office_set (Office *office, gint64 id, const char *field, const char *text);
/* The same; the error instead. */
GError *office_refuse (Office *office, gint64 id, const char *field, const char *text);
gint64 office_delete (Office *office, gint64 id);

/* The action that Undo and Redo would take back, 0 for none. */
gint64 office_undo (Office *office);
gint64 office_redo (Office *office);

/* Canonical text of a field as it is on disk. */
char *office_get (Office *office, gint64 id, const char *field);
DyrRow *office_row (Office *office, gint64 id);
/* What a link to the record is written as. */
char *office_uid (Office *office, gint64 id);
#define office_assert(office, id, field, expected)                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *got_ = office_get (office, id, field);                                        \
    g_assert_cmpstr (got_, ==, expected);                                                          \
  }                                                                                                \
  G_STMT_END

/* Makes all of the full text that is still to be made, so many records at a time. */
void office_catch_up (Office *office, guint at_a_time);
/* Living places of many rows, the last included, as a table keeps them. */
GPtrArray *store_test_take_places (DyrRecordList *list, guint first, guint last);
/* How many of the places have their records. */
guint store_test_count_filled (GPtrArray *places);
/* The names that a query finds, in order, with a blank between. */
char *office_names (Office *office, DyrQuery *query);

/* The first number of a question in SQL; runs SQL as another program might. */
gint64 office_number (Office *office, const char *sql);
char *office_text (Office *office, const char *sql);
void office_sql (Office *office, const char *sql);
/* Fails the test with what dyr_check () finds. */
void office_check (Office *office);
