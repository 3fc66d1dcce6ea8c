/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrDuplicatePlan: what becomes of two records when they are made one. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-plan.h"

struct _DyrDuplicatePlan
{
  DyrRecord *records[2];
  const DyrRecordType *type;
  DyrSide stays;
  GArray *lines; /* DyrDuplicateLine */
  guint64 same;
};

static guint64
bit (guint field)
{
  return G_GUINT64_CONSTANT (1) << field;
}

static const DyrValue *
value_of (const DyrDuplicatePlan *self, DyrSide side, guint field)
{
  g_assert (side != DYR_SIDE_BOTH);
  return dyr_record_get_value (self->records[side], field);
}

static DyrSide
other_side (DyrSide side)
{
  return side == DYR_SIDE_FIRST ? DYR_SIDE_SECOND : DYR_SIDE_FIRST;
}

/* Both together: the elements of the record that stays come first. */

/* NULL: they cannot be united. */
static DyrSet *
unite (const DyrDuplicatePlan *self, guint field)
{
  const DyrSet *first = dyr_value_set (value_of (self, self->stays, field));
  const DyrSet *second = dyr_value_set (value_of (self, other_side (self->stays), field));

  return first != NULL && second != NULL ? dyr_join_unite (first, second) : NULL;
}

/* Whether both together are more than each of them alone. */
static gboolean
can_unite (const DyrDuplicatePlan *self, guint field)
{
  g_autoptr (DyrSet) united = unite (self, field);

  return united != NULL && united->n > dyr_value_set (value_of (self, DYR_SIDE_FIRST, field))->n
         && united->n > dyr_value_set (value_of (self, DYR_SIDE_SECOND, field))->n;
}

/* What nobody chose */

static gboolean
is_empty (const DyrDuplicatePlan *self, const DyrDuplicateLine *line, DyrSide side)
{
  for (guint i = 0; i < self->type->n_fields; i++)
    if ((line->fields & bit (i)) != 0 && value_of (self, side, i)->form != DYR_VALUE_NONE)
      return FALSE;
  return TRUE;
}

/* A set that has all elements of the other one. */
static gboolean
is_richer (const DyrDuplicatePlan *self, const DyrDuplicateLine *line, DyrSide side)
{
  for (guint i = 0; i < self->type->n_fields; i++)
    {
      const DyrSet *set;

      if ((line->fields & bit (i)) == 0)
        continue;
      if (self->type->fields[i].kind != DYR_KIND_SET)
        return FALSE;
      set = dyr_value_set (value_of (self, side, i));
      return set != NULL && set->n > dyr_value_set (value_of (self, other_side (side), i))->n;
    }
  return FALSE;
}

static DyrSide
side_by_default (const DyrDuplicatePlan *self, const DyrDuplicateLine *line)
{
  const DyrSide goes = other_side (self->stays);

  if (line->has_both)
    return DYR_SIDE_BOTH;
  if (is_empty (self, line, self->stays))
    return goes;
  if (!is_empty (self, line, goes) && is_richer (self, line, goes))
    return goes;
  return self->stays;
}

/* Lines */

static guint64
find_differing (DyrDuplicatePlan *self)
{
  guint64 differing = 0;

  self->same = 0;
  for (guint i = 0; i < self->type->n_fields; i++)
    {
      const DyrValue *value = value_of (self, DYR_SIDE_FIRST, i);

      if (!dyr_join_can_choose (&self->type->fields[i]))
        continue;
      if (!dyr_value_equal (value, value_of (self, DYR_SIDE_SECOND, i)))
        differing |= bit (i);
      else if (value->form != DYR_VALUE_NONE)
        self->same |= bit (i);
    }
  return differing;
}

static guint64
mask_of_group (const DyrDuplicatePlan *self, guint field)
{
  const guint group = dyr_record_type_group (self->type, field);
  guint64 mask = 0;

  for (guint i = 0; i < self->type->n_fields; i++)
    if (dyr_record_type_group (self->type, i) == group)
      mask |= bit (i);
  return mask;
}

static void
take_choice (const GArray *before, DyrDuplicateLine *line)
{
  for (guint i = 0; before != NULL && i < before->len; i++)
    {
      const DyrDuplicateLine *other = &g_array_index (before, DyrDuplicateLine, i);

      if (!other->chosen || (other->fields & line->fields) == 0
          || (other->side == DYR_SIDE_BOTH && !line->has_both))
        continue;
      line->chosen = TRUE;
      line->side = other->side;
    }
}

void
dyr_duplicate_plan_refresh (DyrDuplicatePlan *self)
{
  g_autoptr (GArray) before = NULL;
  guint64 differing;

  g_return_if_fail (self != NULL);

  before = g_steal_pointer (&self->lines);
  self->lines = g_array_new (FALSE, FALSE, sizeof (DyrDuplicateLine));
  differing = find_differing (self);
  for (guint i = 0; i < self->type->n_fields; i++)
    {
      DyrDuplicateLine line = { .fields = differing & mask_of_group (self, i) };

      if ((differing & bit (i)) == 0)
        continue;
      differing &= ~line.fields;
      line.has_both = line.fields == bit (i) && can_unite (self, i);
      line.side = side_by_default (self, &line);
      take_choice (before, &line);
      g_array_append_val (self->lines, line);
    }
}

DyrDuplicatePlan *
dyr_duplicate_plan_new (DyrRecord *first, DyrRecord *second)
{
  DyrDuplicatePlan *self;

  g_return_val_if_fail (DYR_IS_RECORD (first) && DYR_IS_RECORD (second), NULL);
  g_return_val_if_fail (dyr_record_get_record_type (first) == dyr_record_get_record_type (second),
                        NULL);

  self = g_new0 (DyrDuplicatePlan, 1);
  self->records[DYR_SIDE_FIRST] = g_object_ref (first);
  self->records[DYR_SIDE_SECOND] = g_object_ref (second);
  self->type = dyr_record_get_record_type (first);
  dyr_duplicate_plan_refresh (self);
  return self;
}

void
dyr_duplicate_plan_free (DyrDuplicatePlan *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->records[DYR_SIDE_FIRST]);
  g_object_unref (self->records[DYR_SIDE_SECOND]);
  g_array_unref (self->lines);
  g_free (self);
}

DyrRecord *
dyr_duplicate_plan_get_record (const DyrDuplicatePlan *self, DyrSide side)
{
  g_return_val_if_fail (self != NULL && side != DYR_SIDE_BOTH, NULL);
  return self->records[side];
}

DyrSide
dyr_duplicate_plan_get_stays (const DyrDuplicatePlan *self)
{
  g_return_val_if_fail (self != NULL, DYR_SIDE_FIRST);
  return self->stays;
}

void
dyr_duplicate_plan_set_stays (DyrDuplicatePlan *self, DyrSide side)
{
  g_return_if_fail (self != NULL && side != DYR_SIDE_BOTH);

  self->stays = side;
  for (guint i = 0; i < self->lines->len; i++)
    {
      DyrDuplicateLine *line = &g_array_index (self->lines, DyrDuplicateLine, i);

      if (!line->chosen)
        line->side = side_by_default (self, line);
    }
}

guint
dyr_duplicate_plan_get_n_lines (const DyrDuplicatePlan *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->lines->len;
}

const DyrDuplicateLine *
dyr_duplicate_plan_get_line (const DyrDuplicatePlan *self, guint line)
{
  g_return_val_if_fail (self != NULL && line < self->lines->len, NULL);
  return &g_array_index (self->lines, DyrDuplicateLine, line);
}

void
dyr_duplicate_plan_choose (DyrDuplicatePlan *self, guint line, DyrSide side)
{
  DyrDuplicateLine *chosen;

  g_return_if_fail (self != NULL && line < self->lines->len);

  chosen = &g_array_index (self->lines, DyrDuplicateLine, line);
  g_return_if_fail (side != DYR_SIDE_BOTH || chosen->has_both);
  chosen->chosen = TRUE;
  chosen->side = side;
}

guint
dyr_duplicate_plan_count_same (const DyrDuplicatePlan *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->type->n_fields; i++)
    n += (self->same & bit (i)) != 0;
  return n;
}

guint64
dyr_duplicate_plan_get_same (const DyrDuplicatePlan *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->same;
}

/* In words */

static void
append (GString *text, const char *part, const char *between)
{
  if (part == NULL)
    return;
  if (text->len > 0)
    g_string_append (text, between);
  g_string_append (text, part);
}

/* An amount names its currency. */
static gboolean
is_told_with_amount (const DyrDuplicatePlan *self, guint64 fields, guint field)
{
  for (guint i = 0; i < self->type->n_fields; i++)
    if ((fields & bit (i)) != 0 && self->type->fields[i].kind == DYR_KIND_MONEY
        && self->type->fields[i].currency == field
        && (value_of (self, DYR_SIDE_FIRST, i)->form != DYR_VALUE_NONE
            || value_of (self, DYR_SIDE_SECOND, i)->form != DYR_VALUE_NONE))
      return self->type->fields[field].kind == DYR_KIND_CURRENCY;
  return FALSE;
}

char *
dyr_duplicate_plan_show_label (const DyrDuplicatePlan *self, guint line)
{
  guint64 fields;
  GString *text;

  g_return_val_if_fail (self != NULL && line < self->lines->len, NULL);

  fields = g_array_index (self->lines, DyrDuplicateLine, line).fields;
  text = g_string_new (NULL);
  for (guint i = 0; i < self->type->n_fields; i++)
    if ((fields & bit (i)) != 0 && !is_told_with_amount (self, fields, i))
      append (text, dyr_field_label (self->type, i), ", ");
  return g_string_free (text, FALSE);
}

static char *
show_both (const DyrDuplicatePlan *self, const DyrContext *context, guint field)
{
  g_auto (DyrValue) united = DYR_VALUE_INIT;
  DyrSet *set = unite (self, field);

  if (set == NULL)
    return NULL;
  dyr_value_take_set (&united, set);
  return dyr_context_show (context, self->type, field, &united, NULL);
}

char *
dyr_duplicate_plan_show (const DyrDuplicatePlan *self,
                         const DyrContext *context,
                         guint line,
                         DyrSide side)
{
  guint64 fields;
  GString *text;

  g_return_val_if_fail (self != NULL && line < self->lines->len, NULL);
  g_return_val_if_fail (context != NULL, NULL);

  fields = g_array_index (self->lines, DyrDuplicateLine, line).fields;
  text = g_string_new (NULL);
  for (guint i = 0; i < self->type->n_fields; i++)
    {
      g_autofree char *part = NULL;

      if ((fields & bit (i)) == 0 || is_told_with_amount (self, fields, i))
        continue;
      part = side == DYR_SIDE_BOTH ? show_both (self, context, i)
                                   : dyr_context_show_field (context, self->records[side], i);
      append (text, part, ", ");
    }
  return g_string_free (text, text->len == 0);
}

static DyrJoinSide
join_side (const DyrDuplicatePlan *self, DyrSide side)
{
  if (side == DYR_SIDE_BOTH)
    return DYR_JOIN_BOTH;
  return side == self->stays ? DYR_JOIN_KEEP : DYR_JOIN_TAKE;
}

GArray *
dyr_duplicate_plan_get_choices (const DyrDuplicatePlan *self)
{
  GArray *choices;

  g_return_val_if_fail (self != NULL, NULL);

  choices = g_array_new (FALSE, FALSE, sizeof (DyrJoinChoice));
  for (guint i = 0; i < self->lines->len; i++)
    {
      const DyrDuplicateLine *line = &g_array_index (self->lines, DyrDuplicateLine, i);

      for (guint field = 0; field < self->type->n_fields; field++)
        {
          const DyrJoinChoice choice = { field, join_side (self, line->side) };

          if ((line->fields & bit (field)) != 0)
            g_array_append_val (choices, choice);
        }
    }
  return choices;
}
