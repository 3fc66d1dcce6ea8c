/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Merge: what holds for every value, tried on random ones. The seed of a round that fails is
 * printed; with it in DYRYHENT_MERGE_SEED only that round is run. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-merge.h"

#include <string.h>

#include "merge-test.h"

#define ROUNDS 30000u
#define N_ENDS (DYR_MERGE_CLASH + 1)

/* Few different elements and lines, so that both sides often meet. */
#define N_ITEMS 6

/* The same group of a record of each side; the other fields are junk of its own. */
typedef struct
{
  GRand *rand;
  const DyrRecordType *type;
  guint group;
  DyrValue *base, *mine, *theirs;
  DyrValue *result, *other; /* for the property to write */
} Triple;

typedef gboolean (*Property) (Triple *triple, guint *met);

#define HOLDS(condition)                                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (!(condition))                                                                              \
      {                                                                                            \
        g_test_message ("line %d: %s", __LINE__, #condition);                                      \
        return FALSE;                                                                              \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

static int
pick (GRand *rand, int n)
{
  return g_rand_int_range (rand, 0, n);
}

static gboolean
is_synced (const DyrRecordType *type, guint field)
{
  return (type->fields[field].flags & (DYR_DERIVED | DYR_LOCAL)) == 0;
}

static DyrLink *
make_link (GRand *rand)
{
  int n = pick (rand, N_ITEMS) + 1;
  DyrUid uid = { { 1 } };

  uid.bytes[15] = (guint8) n;

  return dyr_link_new (n, &uid, "x", 0, FALSE);
}

static void
add_member (GRand *rand, DyrKind items, DyrSetBuilder *builder)
{
  static const char *const roles[] = { NULL, NULL, NULL, "work", "home" };
  const char *role = roles[pick (rand, G_N_ELEMENTS (roles))];
  g_autoptr (DyrLink) link = NULL;
  g_autofree char *item = NULL;

  if (items == DYR_KIND_LINK)
    link = make_link (rand);
  else if (items == DYR_KIND_MOVE)
    item = dyr_move_to_text (86400 * pick (rand, N_ITEMS), 20000);
  else
    item = g_strdup_printf ("%d", pick (rand, N_ITEMS));
  dyr_set_builder_add (builder, item, role, link);
}

/* Leaves some of the elements out, gives some a new role, adds some anywhere, moves one to the
 * front. */
static void
edit_set (GRand *rand, DyrKind items, DyrValue *value)
{
  const DyrSet *set = dyr_value_set (value);
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  guint n = set != NULL ? set->n : 0;

  if (n > 0 && pick (rand, 3) == 0)
    {
      const DyrMember *member = &set->members[pick (rand, (int) n)];

      dyr_set_builder_add (builder, member->item, member->role, member->link);
    }
  for (guint i = 0; i < n; i++)
    {
      const DyrMember *member = &set->members[i];
      int act = pick (rand, 10);

      if (act == 0)
        continue;
      if (act == 1)
        add_member (rand, items, builder);
      dyr_set_builder_add (builder, member->item, act == 2 ? "new" : member->role, member->link);
    }
  if (pick (rand, 3) == 0)
    add_member (rand, items, builder);
  dyr_value_take_set (value, dyr_set_builder_end (builder));
}

static void
edit_lines (GRand *rand, DyrValue *value)
{
  const char *text = dyr_value_text (value);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  g_autoptr (GPtrArray) edited = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      int act = pick (rand, 12);

      if (act == 0)
        continue;
      if (act == 1)
        g_ptr_array_add (edited, g_strdup_printf ("line %d", pick (rand, N_ITEMS)));
      g_ptr_array_add (edited,
                       act == 2 ? g_strdup_printf ("new %d", pick (rand, 3)) : g_strdup (lines[i]));
    }
  if (pick (rand, 4) == 0)
    g_ptr_array_add (edited, g_strdup_printf ("last %d", pick (rand, 3)));
  g_ptr_array_add (edited, NULL);
  if (edited->len == 1)
    dyr_value_clear (value);
  else
    dyr_value_take_text (value, g_strjoinv ("\n", (char **) edited->pdata));
}

static void
randomize (GRand *rand, const DyrField *field, DyrValue *value)
{
  switch (dyr_field_form (field))
    {
    case DYR_VALUE_NUMBER:
      dyr_value_set_number (value, pick (rand, 3));
      break;
    case DYR_VALUE_LINK:
      dyr_value_take_link (value, make_link (rand));
      break;
    case DYR_VALUE_SET:
      dyr_value_clear (value);
      for (int n = pick (rand, 4); n > 0; n--)
        edit_set (rand, field->items, value);
      break;
    case DYR_VALUE_TEXT:
    case DYR_VALUE_NONE:
    default:
      dyr_value_take_text (value, g_strdup_printf ("zz-%d", pick (rand, 3)));
      for (int n = pick (rand, 8); field->kind == DYR_KIND_LONG_TEXT && n > 0; n--)
        {
          g_autofree char *line = g_strdup_printf ("%s\nline %d", value->text, n);

          dyr_value_set_text (value, line);
        }
      break;
    }
  if (pick (rand, 6) == 0)
    dyr_value_clear (value);
}

static void
edit (GRand *rand, const DyrField *field, DyrValue *value)
{
  if (field->kind == DYR_KIND_SET)
    edit_set (rand, field->items, value);
  else if (field->kind == DYR_KIND_LONG_TEXT && pick (rand, 8) > 0)
    edit_lines (rand, value);
  else if (pick (rand, 2) == 0)
    randomize (rand, field, value);
}

static void
edit_group (GRand *rand, const DyrRecordType *type, guint group, DyrValue *values)
{
  for (guint i = group; i < type->n_fields; i++)
    {
      if (dyr_record_type_group (type, i) == group)
        edit (rand, &type->fields[i], &values[i]);
    }
}

static gboolean
is_equal_group (const DyrRecordType *type, guint group, const DyrValue *a, const DyrValue *b)
{
  for (guint i = group; i < type->n_fields; i++)
    {
      if (dyr_record_type_group (type, i) == group && !dyr_value_equal (&a[i], &b[i]))
        return FALSE;
    }

  return TRUE;
}

static guint
pick_group (GRand *rand, const DyrRecordType *type)
{
  guint field;

  do
    field = (guint) pick (rand, (int) type->n_fields);
  while (!is_synced (type, field));

  return dyr_record_type_group (type, field);
}

static DyrValue *
copy_values (const DyrRecordType *type, const DyrValue *values)
{
  DyrValue *copy = merge_test_values_new (type);

  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_copy (&values[i], &copy[i]);

  return copy;
}

static void
make_triple (Triple *triple, guint32 seed)
{
  GRand *rand = triple->rand = g_rand_new_with_seed (seed);
  guint n = 0;

  while (dyr_record_types[n] != NULL)
    n++;
  do
    triple->type = dyr_record_types[pick (rand, (int) n)];
  while (!dyr_record_type_is_synced (triple->type));
  triple->group = pick_group (rand, triple->type);
  triple->base = merge_test_values_new (triple->type);
  for (guint i = 0; i < triple->type->n_fields; i++)
    randomize (rand, &triple->type->fields[i], &triple->base[i]);
  triple->mine = copy_values (triple->type, triple->base);
  triple->theirs = copy_values (triple->type, triple->base);
  edit_group (rand, triple->type, triple->group, triple->mine);
  edit_group (rand, triple->type, triple->group, triple->theirs);
  triple->result = merge_test_values_new (triple->type);
  triple->other = merge_test_values_new (triple->type);
}

static void
clear_triple (Triple *triple)
{
  merge_test_values_free (triple->type, triple->base);
  merge_test_values_free (triple->type, triple->mine);
  merge_test_values_free (triple->type, triple->theirs);
  merge_test_values_free (triple->type, triple->result);
  merge_test_values_free (triple->type, triple->other);
  g_rand_free (triple->rand);
}

static void
print_triple (const Triple *triple)
{
  const DyrValue *const sides[] = { triple->base, triple->mine, triple->theirs };

  for (guint i = triple->group; i < triple->type->n_fields; i++)
    for (guint j = 0; j < G_N_ELEMENTS (sides); j++)
      {
        const DyrField *field = &triple->type->fields[i];
        g_autofree char *text = NULL;

        if (dyr_record_type_group (triple->type, i) != triple->group)
          continue;
        text = dyr_field_to_text (field, &sides[j][i]);
        g_test_message ("%s %s of %s: %s",
                        triple->type->name,
                        field->name,
                        j == 0 ? "base" : (j == 1 ? "mine" : "theirs"),
                        text != NULL ? text : "(none)");
      }
}

static void
test_property (gconstpointer data)
{
  const char *wanted = g_getenv ("DYRYHENT_MERGE_SEED");
  guint32 first = wanted != NULL ? (guint32) g_ascii_strtoull (wanted, NULL, 10)
                                 : (guint32) g_test_rand_int ();
  guint met[N_ENDS] = { 0 };
  const Property *property = data;

  g_test_message ("from DYRYHENT_MERGE_SEED=%u", first);
  for (guint i = 0; i < (wanted != NULL ? 1 : ROUNDS); i++)
    {
      Triple triple;
      gboolean holds;

      make_triple (&triple, first + i);
      holds = (*property) (&triple, met);
      if (!holds)
        print_triple (&triple);
      clear_triple (&triple);
      if (!holds)
        {
          g_test_fail_printf ("it does not hold with DYRYHENT_MERGE_SEED=%u", first + i);
          return;
        }
    }

  /* A property that never met an end says nothing about it. */
  for (guint i = 0; i < N_ENDS && wanted == NULL; i++)
    g_assert_cmpuint (met[i], >, ROUNDS / 200);
}

static DyrMergeEnd
merge (const Triple *triple,
       const DyrValue *base,
       const DyrValue *mine,
       const DyrValue *theirs,
       DyrValue *result)
{
  return dyr_merge (triple->type, triple->group, base, mine, theirs, result);
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const DyrMember *first = a;
  const DyrMember *second = b;

  return strcmp (first->item, second->item);
}

static DyrSet *
sort_set (const DyrSet *set)
{
  g_autofree DyrMember *members = g_memdup2 (set->members, set->n * sizeof (DyrMember));
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();

  qsort (members, set->n, sizeof (DyrMember), compare_members);
  for (guint i = 0; i < set->n; i++)
    dyr_set_builder_add (builder, members[i].item, members[i].role, members[i].link);

  return dyr_set_builder_end (builder);
}

/* The same value; of sets in any order. */
static gboolean
is_same_content (const DyrValue *a, const DyrValue *b)
{
  g_autoptr (DyrSet) first = NULL;
  g_autoptr (DyrSet) second = NULL;

  if (dyr_value_set (a) == NULL || dyr_value_set (b) == NULL)
    return dyr_value_equal (a, b);

  first = sort_set (dyr_value_set (a));
  second = sort_set (dyr_value_set (b));

  return dyr_set_equal (first, second);
}

static gboolean
is_same_group (const Triple *triple, const DyrValue *a, const DyrValue *b)
{
  return is_equal_group (triple->type, triple->group, a, b);
}

/* The other computer, for which mine is theirs, comes to the same. */
static gboolean
is_symmetric (Triple *triple, guint *met)
{
  guint group = triple->group;
  DyrMergeEnd end = merge (triple, triple->base, triple->mine, triple->theirs, triple->result);
  DyrMergeEnd back = merge (triple, triple->base, triple->theirs, triple->mine, triple->other);

  met[end]++;
  if (end == DYR_MERGE_MINE)
    HOLDS (back == DYR_MERGE_THEIRS);
  else if (end == DYR_MERGE_THEIRS)
    HOLDS (back == DYR_MERGE_MINE);
  else
    HOLDS (back == end);

  if (end == DYR_MERGE_CLASH)
    HOLDS (is_same_group (triple, triple->other, triple->theirs));
  else if (end == DYR_MERGE_BOTH)
    HOLDS (is_same_content (&triple->result[group], &triple->other[group]));
  else
    HOLDS (is_same_group (triple, triple->result, triple->other));

  return TRUE;
}

/* The end says what the result is. */
static gboolean
is_end_true (Triple *triple, guint *met)
{
  DyrMergeEnd end = merge (triple, triple->base, triple->mine, triple->theirs, triple->result);
  gboolean is_mine = is_same_group (triple, triple->result, triple->mine);
  gboolean is_theirs = is_same_group (triple, triple->result, triple->theirs);

  met[end]++;
  HOLDS (is_mine == (end != DYR_MERGE_THEIRS && end != DYR_MERGE_BOTH));
  HOLDS (is_theirs == (end == DYR_MERGE_THEIRS || end == DYR_MERGE_AGREED));

  return TRUE;
}

/* Who did not change anything takes what the other has. */
static gboolean
is_identity_kept (Triple *triple, guint *met)
{
  gboolean mine_changed = !is_same_group (triple, triple->base, triple->mine);
  gboolean theirs_changed = !is_same_group (triple, triple->base, triple->theirs);

  met[merge (triple, triple->base, triple->mine, triple->theirs, triple->result)]++;

  HOLDS (merge (triple, triple->base, triple->mine, triple->base, triple->result)
         == (mine_changed ? DYR_MERGE_MINE : DYR_MERGE_AGREED));
  HOLDS (is_same_group (triple, triple->result, triple->mine));

  HOLDS (merge (triple, triple->base, triple->base, triple->theirs, triple->result)
         == (theirs_changed ? DYR_MERGE_THEIRS : DYR_MERGE_AGREED));
  HOLDS (is_same_group (triple, triple->result, triple->theirs));

  HOLDS (merge (triple, triple->base, triple->mine, triple->mine, triple->result)
         == DYR_MERGE_AGREED);
  HOLDS (is_same_group (triple, triple->result, triple->mine));

  return TRUE;
}

/* Once merged with what the CRM has, which is the base from then on, it stays as it is; once the
 * CRM has it too, nothing is left to do. */
static gboolean
is_idempotent (Triple *triple, guint *met)
{
  DyrMergeEnd end = merge (triple, triple->base, triple->mine, triple->theirs, triple->result);
  gboolean taken = is_same_group (triple, triple->result, triple->theirs);

  met[end]++;
  if (end == DYR_MERGE_CLASH)
    return TRUE;

  HOLDS (merge (triple, triple->theirs, triple->result, triple->theirs, triple->other)
         == (taken ? DYR_MERGE_AGREED : DYR_MERGE_MINE));
  HOLDS (is_same_group (triple, triple->result, triple->other));

  HOLDS (merge (triple, triple->theirs, triple->result, triple->result, triple->other)
         == DYR_MERGE_AGREED);

  return TRUE;
}

static const DyrMember *
find_member (const DyrValue *value, const char *item)
{
  const DyrSet *set = dyr_value_set (value);

  for (guint i = 0; set != NULL && i < set->n; i++)
    {
      if (g_str_equal (set->members[i].item, item))
        return &set->members[i];
    }

  return NULL;
}

static gboolean
is_same_member (const DyrMember *a, const DyrMember *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_strcmp0 (a->role, b->role) == 0;
}

static gboolean
is_item_kept (const DyrValue *base,
              const DyrValue *mine,
              const DyrValue *theirs,
              const DyrValue *result,
              const char *item)
{
  const DyrMember *b = find_member (base, item);
  const DyrMember *m = find_member (mine, item);
  const DyrMember *t = find_member (theirs, item);
  const DyrMember *r = find_member (result, item);

  HOLDS (is_same_member (r, m) || is_same_member (r, t));
  HOLDS (is_same_member (b, m) || is_same_member (r, m));
  HOLDS (is_same_member (b, t) || is_same_member (r, t));

  return TRUE;
}

/* Each element of the result is as one side has it; each change of one side is in the result. */
static gboolean
are_items_kept (const DyrValue *base,
                const DyrValue *mine,
                const DyrValue *theirs,
                const DyrValue *result)
{
  const DyrValue *const values[] = { base, mine, theirs, result };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const DyrSet *set = dyr_value_set (values[i]);

      for (guint j = 0; set != NULL && j < set->n; j++)
        {
          if (!is_item_kept (base, mine, theirs, result, set->members[j].item))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
has_line (const DyrValue *value, const char *line)
{
  const char *text = dyr_value_text (value);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  return g_strv_contains ((const char *const *) lines, line);
}

/* Each line of the result is of one side; what one side wrote new is in the result. */
static gboolean
are_lines_kept (const DyrValue *base,
                const DyrValue *mine,
                const DyrValue *theirs,
                const DyrValue *result)
{
  g_auto (GStrv) merged = g_strsplit (dyr_value_text (result), "\n", -1);
  const DyrValue *const sides[] = { mine, theirs };

  for (guint i = 0; merged[i] != NULL; i++)
    HOLDS (has_line (mine, merged[i]) || has_line (theirs, merged[i]));

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      const char *text = dyr_value_text (sides[i]);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (guint j = 0; lines[j] != NULL; j++)
        HOLDS (has_line (base, lines[j]) || has_line (result, lines[j]));
    }

  return TRUE;
}

/* No value is invented, no change is lost: what both deleted stays deleted, what one side added or
 * removed is added or removed. */
static gboolean
is_nothing_invented (Triple *triple, guint *met)
{
  guint group = triple->group;
  DyrMergeEnd end = merge (triple, triple->base, triple->mine, triple->theirs, triple->result);
  const DyrValue *base = &triple->base[group], *result = &triple->result[group];
  const DyrValue *mine = &triple->mine[group], *theirs = &triple->theirs[group];

  met[end]++;
  if (triple->type->fields[group].kind == DYR_KIND_SET && end != DYR_MERGE_CLASH)
    return are_items_kept (base, mine, theirs, result);

  if (end == DYR_MERGE_BOTH)
    return are_lines_kept (base, mine, theirs, result);

  HOLDS (is_same_group (triple, triple->result, triple->mine)
         || is_same_group (triple, triple->result, triple->theirs));

  return TRUE;
}

/* The main phone is the one that somebody chose, else the first that is left of those of before. */
static gboolean
is_main_kept (Triple *triple, guint *met)
{
  guint group = triple->group;
  DyrMergeEnd end = merge (triple, triple->base, triple->mine, triple->theirs, triple->result);
  const DyrField *field = &triple->type->fields[group];
  const DyrSet *base = dyr_value_set (&triple->base[group]);
  const DyrSet *result = dyr_value_set (&triple->result[group]);
  const DyrSet *mine = dyr_value_set (&triple->mine[group]);
  const DyrSet *theirs = dyr_value_set (&triple->theirs[group]);
  const char *first;

  met[end]++;
  if (end == DYR_MERGE_CLASH || result == NULL
      || (field->items != DYR_KIND_PHONE && field->items != DYR_KIND_EMAIL
          && field->items != DYR_KIND_IBAN))
    return TRUE;

  first = result->members[0].item;
  if ((mine != NULL && g_str_equal (mine->members[0].item, first))
      || (theirs != NULL && g_str_equal (theirs->members[0].item, first)))
    return TRUE;

  /* What both had first was removed by the other one. */
  for (guint i = 0; base != NULL && i < base->n; i++)
    {
      if (dyr_set_contains (result, base->members[i].item))
        {
          HOLDS (g_str_equal (base->members[i].item, first));
          return TRUE;
        }
    }
  HOLDS (mine == NULL || !dyr_set_contains (result, mine->members[0].item));
  HOLDS (theirs == NULL || !dyr_set_contains (result, theirs->members[0].item));

  return TRUE;
}

/* G5: changes of different groups of one record never clash, and all are there in the end. */
static gboolean
is_other_group_free (Triple *triple, guint *met)
{
  const DyrRecordType *type = triple->type;
  guint other = pick_group (triple->rand, type);

  met[merge (triple, triple->base, triple->mine, triple->theirs, triple->result)]++;
  if (other == triple->group)
    return TRUE;

  /* Mine changed the one group, theirs the other one. */
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_copy (&triple->base[i], &triple->theirs[i]);
  edit_group (triple->rand, type, other, triple->theirs);
  for (guint i = 0; i < type->n_fields; i++)
    {
      if (!is_synced (type, i) || dyr_record_type_group (type, i) != i)
        continue;
      HOLDS (dyr_merge (type, i, triple->base, triple->mine, triple->theirs, triple->other)
             != DYR_MERGE_CLASH);
    }
  HOLDS (is_same_group (triple, triple->other, triple->mine));
  HOLDS (is_equal_group (type, other, triple->other, triple->theirs));
  for (guint i = 0; i < type->n_fields; i++)
    {
      guint group = dyr_record_type_group (type, i);

      HOLDS (!is_synced (type, i) || group == triple->group || group == other
             || dyr_value_equal (&triple->other[i], &triple->base[i]));
    }

  return TRUE;
}

/* Only the group is written, and a result that is mine itself comes out alike. */
static gboolean
is_rest_untouched (Triple *triple, guint *met)
{
  const DyrRecordType *type = triple->type;
  DyrMergeEnd end = merge (triple, triple->base, triple->mine, triple->theirs, triple->result);

  met[end]++;
  for (guint i = 0; i < type->n_fields; i++)
    {
      HOLDS (dyr_record_type_group (type, i) == triple->group
             || triple->result[i].form == DYR_VALUE_NONE);
      dyr_value_copy (&triple->mine[i], &triple->other[i]);
    }

  HOLDS (merge (triple, triple->base, triple->other, triple->theirs, triple->other) == end);
  HOLDS (is_same_group (triple, triple->result, triple->other));

  return TRUE;
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    Property property;
  } properties[] = {
    { "/sync/merge/property/symmetry", is_symmetric },
    { "/sync/merge/property/end-says-what-the-result-is", is_end_true },
    { "/sync/merge/property/identity", is_identity_kept },
    { "/sync/merge/property/idempotence", is_idempotent },
    { "/sync/merge/property/nothing-invented-nothing-lost", is_nothing_invented },
    { "/sync/merge/property/main-element", is_main_kept },
    { "/sync/merge/property/different-groups-never-clash", is_other_group_free },
    { "/sync/merge/property/only-the-group-is-written", is_rest_untouched },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    g_test_add_data_func (properties[i].path, &properties[i].property, test_property);

  return g_test_run ();
}
