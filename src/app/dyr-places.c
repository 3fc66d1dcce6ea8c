/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrPlaces: where one has been: pages and records, for Back and Forward. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-places.h"

/* Places remembered. */
#define MOST 100

struct _DyrPlaces
{
  GArray *visited; /* DyrVisited */
  guint now;       /* index + 1; 0 before the first */
};

static void
clear_visited (gpointer data)
{
  g_free (((DyrVisited *) data)->page);
}

DyrPlaces *
dyr_places_new (void)
{
  DyrPlaces *self = g_new0 (DyrPlaces, 1);

  self->visited = g_array_new (FALSE, TRUE, sizeof (DyrVisited));
  g_array_set_clear_func (self->visited, clear_visited);
  return self;
}

void
dyr_places_free (DyrPlaces *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->visited);
  g_free (self);
}

static DyrVisited *
at (DyrPlaces *self, guint index)
{
  return &g_array_index (self->visited, DyrVisited, index);
}

void
dyr_places_visit (DyrPlaces *self, const char *page, gint64 record)
{
  DyrVisited visited = { NULL, record };

  if (self->now > 0 && g_str_equal (at (self, self->now - 1)->page, page))
    {
      DyrVisited *last = at (self, self->now - 1);

      if (last->record == record || record == 0)
        return;
      if (last->record == 0)
        {
          last->record = record;
          return;
        }
    }
  g_array_set_size (self->visited, self->now);
  visited.page = g_strdup (page);
  g_array_append_val (self->visited, visited);
  if (self->visited->len > MOST)
    g_array_remove_index (self->visited, 0);
  self->now = self->visited->len;
}

gboolean
dyr_places_can_go_back (DyrPlaces *self)
{
  return self->now > 1;
}

gboolean
dyr_places_can_go_forward (DyrPlaces *self)
{
  return self->now < self->visited->len;
}

const DyrVisited *
dyr_places_back (DyrPlaces *self)
{
  return dyr_places_can_go_back (self) ? at (self, --self->now - 1) : NULL;
}

const DyrVisited *
dyr_places_forward (DyrPlaces *self)
{
  return dyr_places_can_go_forward (self) ? at (self, self->now++) : NULL;
}
