/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrKeptOrder: the ids of all rows of a list in their order: 4 MB of a million. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-kept-order.h"

/* What a connection knows of the order it kept; the ids are lent to it while it has a job. */
typedef struct
{
  char *sql;      /* NULL: nothing is kept */
  gint64 state;   /* of the file, as the connection counts them: others count otherwise */
  guint64 number; /* of the order among all; 0: it was kept in the job at hand */
  GArray *ids;    /* guint32; not changed any more. NULL between jobs */
} Order;

struct _DyrKeptOrders
{
  GMutex lock;
  GArray *ids;    /* of the one that was kept last; NULL: none was */
  guint64 number; /* of that one */
};

static gpointer
new_order (gconstpointer key)
{
  return g_new0 (Order, 1);
}

static void
clear_order (Order *order)
{
  g_clear_pointer (&order->sql, g_free);
  g_clear_pointer (&order->ids, g_array_unref);
  order->number = 0;
}

static void
free_order (gpointer data)
{
  clear_order (data);
  g_free (data);
}

static Order *
order_of (DyrConnection *connection)
{
  static const char key[] = "order";

  return (Order *) dyr_connection_cached (connection, key, new_order, free_order);
}

/* Moves whenever another connection or another process has committed. */
static gboolean
read_state (DyrConnection *connection, gint64 *state, GError **error)
{
  return dyr_connection_number (connection, error, 0, state, "PRAGMA data_version", "");
}

gboolean
dyr_kept_order_find (
    DyrConnection *connection, const char *sql, const guint32 **ids, guint *n_ids, GError **error)
{
  Order *order = order_of (connection);
  gint64 state;

  *ids = NULL;
  *n_ids = 0;
  if (order->sql == NULL)
    return TRUE;
  if (!read_state (connection, &state, error))
    return FALSE;
  if (order->state != state)
    clear_order (order);
  else if (g_str_equal (order->sql, sql))
    {
      *ids = (gconstpointer) order->ids->data;
      *n_ids = order->ids->len;
    }
  return TRUE;
}

gboolean
dyr_kept_order_keep (DyrConnection *connection, char *sql, GArray *ids, GError **error)
{
  Order *order = order_of (connection);

  clear_order (order);
  order->sql = sql;
  order->ids = ids;
  return read_state (connection, &order->state, error);
}

DyrKeptOrders *
dyr_kept_orders_new (void)
{
  DyrKeptOrders *self = g_new0 (DyrKeptOrders, 1);

  g_mutex_init (&self->lock);
  return self;
}

void
dyr_kept_orders_free (DyrKeptOrders *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
are_equal (const GArray *a, const GArray *b)
{
  return a->len == b->len && memcmp (a->data, b->data, a->len * sizeof (guint32)) == 0;
}

void
dyr_kept_orders_lend (DyrKeptOrders *self, DyrConnection *connection)
{
  Order *order = order_of (connection);
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (order->sql == NULL)
    return;
  if (order->number == self->number)
    order->ids = g_array_ref (self->ids);
  else
    clear_order (order);
}

/* The order of all is this one from now on, unless it is already. */
static void
replace (DyrKeptOrders *self, GArray *ids)
{
  if (self->ids != NULL && are_equal (ids, self->ids))
    return;
  g_clear_pointer (&self->ids, g_array_unref);
  self->ids = g_array_ref (ids);
  self->number++;
}

void
dyr_kept_orders_take_back (DyrKeptOrders *self, DyrConnection *connection)
{
  Order *order = order_of (connection);
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (order->ids != NULL && order->number == 0)
    {
      replace (self, order->ids);
      order->number = self->number;
    }
  g_clear_pointer (&order->ids, g_array_unref);
}
