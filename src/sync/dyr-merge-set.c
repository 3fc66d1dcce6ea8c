/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Merge of sets by element; the rules stand above dyr_merge (). */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-merge-private.h"

/* A set and where in it an element is. */
typedef struct
{
  const DyrSet *set;
  guint n;
  GHashTable *places; /* item → its index + 1 */
} Side;

static Side
make_side (const DyrSet *set)
{
  Side side = { set, set != NULL ? set->n : 0, g_hash_table_new (g_str_hash, g_str_equal) };

  for (guint i = 0; i < side.n; i++)
    g_hash_table_insert (side.places, set->members[i].item, GUINT_TO_POINTER (i + 1));

  return side;
}

static void
clear_side (Side *side)
{
  g_hash_table_unref (side->places);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, clear_side)

/* Index + 1, 0 when it is not there. */
static guint
place_of (const Side *side, const char *item)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (side->places, item));
}

static const DyrMember *
find_member (const Side *side, const char *item)
{
  guint place = place_of (side, item);

  return place > 0 ? &side->set->members[place - 1] : NULL;
}

/* Both absent, or both there with the same role. */
static gboolean
is_same_member (const DyrMember *a, const DyrMember *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_strcmp0 (a->role, b->role) == 0;
}

/* Puts what becomes of the elements of one side into `kept`. FALSE: one clashes. */
static gboolean
keep_members (
    GHashTable *kept, const Side *side, const Side *base, const Side *mine, const Side *theirs)
{
  for (guint i = 0; i < side->n; i++)
    {
      char *item = side->set->members[i].item;
      const DyrMember *b = find_member (base, item);
      const DyrMember *m = find_member (mine, item);
      const DyrMember *t = find_member (theirs, item);
      const DyrMember *member = m;

      if (!is_same_member (m, t) && is_same_member (b, m))
        member = t;
      else if (!is_same_member (m, t) && !is_same_member (b, t))
        return FALSE;

      if (member != NULL)
        g_hash_table_insert (kept, item, (gpointer) member);
    }

  return TRUE;
}

/* The main element that this side chose, NULL when it left that to the base. */
static const char *
chosen_main (const Side *side, const Side *base)
{
  const char *first;

  if (side->n == 0 || base->n == 0)
    return NULL;

  first = side->set->members[0].item;
  for (guint i = 0; i < base->n; i++)
    {
      const char *item = base->set->members[i].item;

      if (place_of (side, item) > 0)
        return g_str_equal (item, first) ? NULL : first;
    }

  return first;
}

/* What both sides have, in the order of `side`, without the main element that was chosen. */
static GPtrArray *
common_items (const Side *side, const Side *other, const char *chosen)
{
  GPtrArray *items = g_ptr_array_new ();

  for (guint i = 0; i < side->n; i++)
    {
      char *item = side->set->members[i].item;

      if (place_of (other, item) > 0 && g_strcmp0 (item, chosen) != 0)
        g_ptr_array_add (items, item);
    }

  return items;
}

/* How the first items that differ sort; 0 when none does. Both are as long. */
static int
compare_items (GPtrArray *a, GPtrArray *b)
{
  for (guint i = 0; i < a->len; i++)
    {
      int order = g_strcmp0 (g_ptr_array_index (a, i), g_ptr_array_index (b, i));

      if (order != 0)
        return order;
    }

  return 0;
}

static gboolean
is_moved (GPtrArray *items, const Side *base)
{
  guint last = 0;

  for (guint i = 0; i < items->len; i++)
    {
      guint place = place_of (base, g_ptr_array_index (items, i));

      if (place > 0 && place < last)
        return TRUE;
      last = MAX (last, place);
    }

  return FALSE;
}

static gboolean
does_theirs_lead (const Side *base,
                  const Side *mine,
                  const Side *theirs,
                  const char *my_main,
                  const char *their_main)
{
  const char *chosen = my_main != NULL ? my_main : their_main;
  g_autoptr (GPtrArray) my_items = common_items (mine, theirs, chosen);
  g_autoptr (GPtrArray) their_items = common_items (theirs, mine, chosen);
  gboolean my_moved = is_moved (my_items, base);
  int order = compare_items (my_items, their_items);

  if (order == 0)
    return my_main == NULL && their_main != NULL;

  if (my_moved != is_moved (their_items, base))
    return !my_moved;

  return order > 0;
}

/* Appends what only `side` has from that place on. */
static void
append_own (GPtrArray *merged, GHashTable *kept, const Side *side, guint place, const Side *other)
{
  for (guint i = place; i < side->n; i++)
    {
      const char *item = side->set->members[i].item;
      DyrMember *member = g_hash_table_lookup (kept, item);

      if (place_of (other, item) > 0)
        return;

      if (member != NULL)
        g_ptr_array_add (merged, member);
    }
}

/* The first element of the base that is left, NULL when none is. */
static const char *
inherited_main (GHashTable *kept, const Side *base)
{
  for (guint i = 0; i < base->n; i++)
    {
      if (g_hash_table_contains (kept, base->set->members[i].item))
        return base->set->members[i].item;
    }

  return NULL;
}

static GPtrArray *
order_members (GHashTable *kept, const Side *leading, const Side *other, const char *first)
{
  GPtrArray *merged = g_ptr_array_sized_new (g_hash_table_size (kept));
  guint place = 0;

  for (guint i = 0; i < leading->n; i++)
    {
      const char *item = leading->set->members[i].item;
      DyrMember *member = g_hash_table_lookup (kept, item);

      if (member == NULL)
        continue;

      if (place_of (other, item) > 0)
        {
          append_own (merged, kept, other, place, leading);
          place = place_of (other, item);
        }
      g_ptr_array_add (merged, member);
    }
  append_own (merged, kept, other, place, leading);

  if (first != NULL)
    {
      gpointer member = g_hash_table_lookup (kept, first);

      g_ptr_array_remove (merged, member);
      g_ptr_array_insert (merged, 0, member);
    }

  return merged;
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const DyrMember *const *first = a;
  const DyrMember *const *second = b;

  return g_strcmp0 ((*first)->item, (*second)->item);
}

DyrMergeEnd
dyr_merge_sets (
    DyrKind items, const DyrSet *base, const DyrSet *mine, const DyrSet *theirs, DyrValue *merged)
{
  g_auto (Side) b = make_side (base);
  g_auto (Side) m = make_side (mine);
  g_auto (Side) t = make_side (theirs);
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_autoptr (DyrSet) set = NULL;
  const char *my_main = NULL, *their_main = NULL, *first = NULL;
  gboolean theirs_lead;

  if (!keep_members (kept, &m, &b, &m, &t) || !keep_members (kept, &t, &b, &m, &t))
    return DYR_MERGE_CLASH;

  if (items == DYR_KIND_PHONE || items == DYR_KIND_EMAIL || items == DYR_KIND_IBAN)
    {
      my_main = chosen_main (&m, &b);
      their_main = chosen_main (&t, &b);
      if (my_main != NULL && their_main != NULL && !g_str_equal (my_main, their_main))
        return DYR_MERGE_CLASH;

      first = my_main != NULL ? my_main : their_main;
      if (first != NULL && !g_hash_table_contains (kept, first))
        return DYR_MERGE_CLASH;

      if (first == NULL)
        first = inherited_main (kept, &b);
    }

  theirs_lead = does_theirs_lead (&b, &m, &t, my_main, their_main);
  members = order_members (kept, theirs_lead ? &t : &m, theirs_lead ? &m : &t, first);
  if (items == DYR_KIND_MOVE)
    g_ptr_array_sort (members, compare_members); /* canonical instants sort as texts */

  for (guint i = 0; i < members->len; i++)
    {
      const DyrMember *member = g_ptr_array_index (members, i);

      dyr_set_builder_add (builder, member->item, member->role, member->link);
    }
  set = dyr_set_builder_end (builder);
  if (dyr_set_equal (set, mine))
    return DYR_MERGE_MINE;

  if (dyr_set_equal (set, theirs))
    return DYR_MERGE_THEIRS;

  dyr_value_set_set (merged, set);

  return DYR_MERGE_BOTH;
}
