/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Values of fields as attributes of EspoCRM: what it cannot tell of ours stays ours. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-espo-values.h"

static const DyrMember *
find_member (const DyrEspoField *field, const DyrSet *set, const char *item)
{
  for (guint i = 0; set != NULL && i < set->n; i++)
    if (dyr_espo_address_equal (field, set->members[i].item, item))
      return &set->members[i];

  return NULL;
}

/* The main one of EspoCRM when it is another than ours; NULL: it is not. */
static const DyrMember *
find_new_main (const DyrEspoField *field, const DyrSet *kept, const DyrSet *told)
{
  const DyrMember *first = NULL;

  for (guint i = 0; first == NULL && kept != NULL && i < kept->n; i++)
    first = find_member (field, told, kept->members[i].item);

  return first != NULL && first != &told->members[0] ? &told->members[0] : NULL;
}

/* Ours, in our order, with our roles and spelling, as far as EspoCRM has them or cannot hold them;
 * then what somebody added there. Which one is the main EspoCRM can tell. */
static void
graft_addresses (const DyrEspoField *field, const DyrValue *ours, DyrValue *value)
{
  const DyrSet *kept = dyr_value_set (ours), *told = dyr_value_set (value);
  const DyrMember *main_one = find_new_main (field, kept, told);
  g_autoptr (DyrSetBuilder) set = dyr_set_builder_new ();

  if (main_one != NULL)
    {
      const DyrMember *known = find_member (field, kept, main_one->item);
      const char *role = known != NULL && known->role != NULL ? known->role : main_one->role;

      dyr_set_builder_add (set, main_one->item, role, NULL);
    }
  for (guint i = 0; kept != NULL && i < kept->n; i++)
    {
      const DyrMember *member = &kept->members[i];
      const DyrMember *same = find_member (field, told, member->item);

      if (same != NULL && same != main_one)
        dyr_set_builder_add (
            set, member->item, member->role != NULL ? member->role : same->role, NULL);
      else if (same == NULL && !dyr_espo_address_is_holdable (field, member->item))
        dyr_set_builder_add (set, member->item, member->role, NULL);
    }
  for (guint i = 0; told != NULL && i < told->n; i++)
    if (&told->members[i] != main_one && find_member (field, kept, told->members[i].item) == NULL)
      dyr_set_builder_add (set, told->members[i].item, told->members[i].role, NULL);
  dyr_value_take_set (value, dyr_set_builder_end (set));
}

/* Whether theirs is what ours would be told as. */
static gboolean
is_nearest (const DyrEspoField *field, const char *ours, const char *theirs)
{
  const char *option = NULL;

  for (guint i = 0; field->nearest != NULL && i < field->nearest->len; i++)
    if (g_strcmp0 (g_array_index (field->nearest, DyrEspoOption, i).ours, ours) == 0)
      option = g_array_index (field->nearest, DyrEspoOption, i).theirs;
  for (guint i = 0; option != NULL && field->options != NULL && i < field->options->len; i++)
    {
      const DyrEspoOption *known = &g_array_index (field->options, DyrEspoOption, i);

      if (g_str_equal (known->theirs, option) && g_strcmp0 (known->ours, theirs) == 0)
        return TRUE;
    }

  return FALSE;
}

void
dyr_espo_value_graft (const DyrEspoField *field, const DyrValue *ours, DyrValue *value)
{
  g_return_if_fail (field != NULL && ours != NULL && value != NULL);

  if (field->shape == DYR_ESPO_SHAPE_PHONES || field->shape == DYR_ESPO_SHAPE_EMAILS)
    {
      /* With the text of details all was told. */
      if (field->detail == NULL)
        graft_addresses (field, ours, value);
    }
  else if (field->shape == DYR_ESPO_SHAPE_ENUM)
    {
      if (is_nearest (field, dyr_value_text (ours), dyr_value_text (value)))
        dyr_value_copy (ours, value);
    }
  /* “No” and nothing are one there. */
  else if (field->shape == DYR_ESPO_SHAPE_FLAG && value->form == DYR_VALUE_NONE
           && dyr_value_number (ours, 1) == 0)
    dyr_value_copy (ours, value);
}
