/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSet: the elements of a field that has several, and the builder that makes one. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-value.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (DyrSet, dyr_set, dyr_set_ref, dyr_set_unref)

/* Larger sets (the serial numbers of a truckload) look for doubles in a hash table. */
#define MEMBERS_COMPARED_ONE_BY_ONE 32

struct _DyrSetBuilder
{
  GArray *members;  /* DyrMember */
  GHashTable *seen; /* items; NULL while there are few */
};

static void
clear_member (gpointer data)
{
  DyrMember *member = data;

  g_free (member->item);
  g_free (member->role);
  g_clear_pointer (&member->link, dyr_link_unref);
}

static void
clear_set (gpointer data)
{
  DyrSet *set = data;

  for (guint i = 0; i < set->n; i++)
    clear_member (&set->members[i]);
}

/* Text for one line of the canonical form; NULL when nothing is left. */
static char *
make_element (const char *text)
{
  g_autofree char *element = NULL;

  if (text == NULL)
    return NULL;

  element = g_strstrip (g_strdelimit (g_strdup (text), "\t\n\r", ' '));

  return *element != '\0' ? g_steal_pointer (&element) : NULL;
}

static gboolean
contains_item (DyrSetBuilder *self, const char *item)
{
  if (self->seen != NULL)
    return g_hash_table_contains (self->seen, item);

  for (guint i = 0; i < self->members->len; i++)
    {
      if (g_str_equal (g_array_index (self->members, DyrMember, i).item, item))
        return TRUE;
    }

  return FALSE;
}

static void
remember_item (DyrSetBuilder *self, char *item)
{
  if (self->seen != NULL)
    {
      g_hash_table_add (self->seen, item);
      return;
    }

  if (self->members->len < MEMBERS_COMPARED_ONE_BY_ONE)
    return;

  self->seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->members->len; i++)
    g_hash_table_add (self->seen, g_array_index (self->members, DyrMember, i).item);
}

/** dyr_set_ref: Returns: (transfer full): the same set; any thread */
DyrSet *
dyr_set_ref (const DyrSet *set)
{
  g_return_val_if_fail (set != NULL, NULL);

  return g_atomic_rc_box_acquire ((DyrSet *) set);
}

/** dyr_set_unref: gives a set back; any thread */
void
dyr_set_unref (DyrSet *set)
{
  g_return_if_fail (set != NULL);

  g_atomic_rc_box_release_full (set, clear_set);
}

/**
 * dyr_set_contains:
 * @set: (nullable): a set; %NULL is the empty one
 * @item: canonical text of an element
 */
gboolean
dyr_set_contains (const DyrSet *set, const char *item)
{
  g_return_val_if_fail (item != NULL, FALSE);

  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      if (g_str_equal (set->members[i].item, item))
        return TRUE;
    }

  return FALSE;
}

gboolean
dyr_set_equal (const DyrSet *a, const DyrSet *b)
{
  if (a == b)
    return TRUE;

  if (a == NULL || b == NULL || a->n != b->n)
    return FALSE;

  for (guint i = 0; i < a->n; i++)
    {
      if (!g_str_equal (a->members[i].item, b->members[i].item)
          || g_strcmp0 (a->members[i].role, b->members[i].role) != 0)
        return FALSE;
    }

  return TRUE;
}

gboolean
dyr_set_looks_equal (const DyrSet *a, const DyrSet *b)
{
  if (!dyr_set_equal (a, b))
    return FALSE;

  for (guint i = 0; a != b && i < a->n; i++)
    {
      if (!dyr_link_looks_equal (a->members[i].link, b->members[i].link))
        return FALSE;
    }

  return TRUE;
}

DyrSetBuilder *
dyr_set_builder_new (void)
{
  DyrSetBuilder *self = g_new0 (DyrSetBuilder, 1);

  self->members = g_array_new (FALSE, TRUE, sizeof (DyrMember));
  g_array_set_clear_func (self->members, clear_member);

  return self;
}

void
dyr_set_builder_free (DyrSetBuilder *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_array_unref (self->members);
  g_free (self);
}

/**
 * dyr_set_builder_add:
 * @item: (nullable): canonical text of the element; %NULL: the uid of @link, which then has one
 * @role: (nullable): free remark
 * @link: (nullable): of sets of links
 *
 * Appends an element unless it is there already, or empty.
 */
void
dyr_set_builder_add (DyrSetBuilder *self, const char *item, const char *role, const DyrLink *link)
{
  DyrMember member = { 0 };

  g_return_if_fail (self != NULL);
  g_return_if_fail (item != NULL || (link != NULL && !dyr_uid_is_null (&link->uid)));

  member.item = item != NULL ? make_element (item) : dyr_uid_to_text (&link->uid);
  if (member.item == NULL)
    return;

  if (contains_item (self, member.item))
    {
      g_free (member.item);
      return;
    }

  member.role = make_element (role);
  member.link = link != NULL ? dyr_link_ref (link) : NULL;
  g_array_append_val (self->members, member);
  remember_item (self, member.item);
}

/** dyr_set_builder_add_set: appends the elements of @set, which may be %NULL: the empty one */
void
dyr_set_builder_add_set (DyrSetBuilder *self, const DyrSet *set)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; set != NULL && i < set->n; i++)
    dyr_set_builder_add (self, set->members[i].item, set->members[i].role, set->members[i].link);
}

/**
 * dyr_set_builder_end:
 *
 * The builder is empty afterwards and can be used again.
 *
 * Returns: (transfer full) (nullable): the set, %NULL when nothing was added
 */
DyrSet *
dyr_set_builder_end (DyrSetBuilder *self)
{
  DyrSet *set;
  guint n;

  g_return_val_if_fail (self != NULL, NULL);

  g_clear_pointer (&self->seen, g_hash_table_unref);
  n = self->members->len;
  if (n == 0)
    return NULL;

  set = g_atomic_rc_box_alloc0 (sizeof (DyrSet) + n * sizeof (DyrMember));
  set->n = n;
  memcpy (set->members, self->members->data, n * sizeof (DyrMember));

  /* The set owns them now. */
  memset (self->members->data, 0, n * sizeof (DyrMember));
  g_array_set_size (self->members, 0);

  return set;
}
