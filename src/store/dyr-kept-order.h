/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrKeptOrder: the ids of all rows of a list in their order, kept by the connection that has read
 * them. Which rows have a word the full text says in their order by id; to put a hundred thousand
 * of them in the order of the list, SQLite would walk a million entries of its index again. */

#pragma once

#include "dyr-connection.h"

G_BEGIN_DECLS

/* Fewer rows are walked as fast. */
#define DYR_KEPT_ORDER_LEAST 10000

/* The ids that `sql` gave when it was kept, if nothing was committed since then; NULL: they must be
 * asked for. Within the transaction of a job; until the next call. */
gboolean dyr_kept_order_find (
    DyrConnection *connection, const char *sql, const guint32 **ids, guint *n_ids, GError **error);
/* Keeps the ids (guint32) that `sql` gave in this transaction instead of those that were kept
 * before. Takes both. */
gboolean dyr_kept_order_keep (DyrConnection *connection, char *sql, GArray *ids, GError **error);

/* The orders of all connections of a database. */
typedef struct _DyrKeptOrders DyrKeptOrders;

DyrKeptOrders *dyr_kept_orders_new (void);
void dyr_kept_orders_free (DyrKeptOrders *self);

/* Any thread, around each job of the connection: between them one order is in memory, the one that
 * was kept last, however many connections there are. A connection that kept another one has none
 * from then on. Each decides for itself how long its own is true: versions of the file, as SQLite
 * tells them, cannot be compared between connections. */
void dyr_kept_orders_lend (DyrKeptOrders *self, DyrConnection *connection);
void dyr_kept_orders_take_back (DyrKeptOrders *self, DyrConnection *connection);

G_END_DECLS
