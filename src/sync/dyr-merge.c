/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Merge: what becomes of a value, and of a record, that people changed here and in the CRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-merge.h"

#include "dyr-merge-private.h"

/* What is never synced is no part of it. */
static gboolean
is_part (const DyrRecordType *type, guint group, guint field)
{
  return dyr_record_type_group (type, field) == group
         && (type->fields[field].flags & (DYR_DERIVED | DYR_LOCAL)) == 0;
}

/* The field when it is alone, -1 when there are several. */
static int
find_only_part (const DyrRecordType *type, guint group)
{
  int found = -1;

  for (guint i = group; i < type->n_fields; i++)
    {
      if (!is_part (type, group, i))
        continue;

      if (found >= 0)
        return -1;
      found = (int) i;
    }

  return found;
}

static gboolean
is_same (const DyrRecordType *type, guint group, const DyrValue *a, const DyrValue *b)
{
  for (guint i = group; i < type->n_fields; i++)
    {
      if (is_part (type, group, i) && !dyr_value_equal (&a[i], &b[i]))
        return FALSE;
    }

  return TRUE;
}

static void
copy_parts (const DyrRecordType *type, guint group, const DyrValue *from, DyrValue *to)
{
  for (guint i = group; i < type->n_fields; i++)
    {
      if (is_part (type, group, i))
        dyr_value_copy (&from[i], &to[i]);
    }
}

static gboolean
has_form (const DyrValue *value, DyrValueForm form)
{
  return value->form == DYR_VALUE_NONE || value->form == form;
}

/* All three differ: what can be saved by looking into the value. */
static DyrMergeEnd
merge_inside (const DyrRecordType *type,
              guint field,
              const DyrValue *base,
              const DyrValue *mine,
              const DyrValue *theirs,
              DyrValue *merged)
{
  const DyrField *f = &type->fields[field];
  DyrValueForm form = dyr_field_form (f);
  DyrMergeEnd end;

  if (!has_form (base, form) || !has_form (mine, form) || !has_form (theirs, form))
    return DYR_MERGE_CLASH;

  if (f->kind == DYR_KIND_SET)
    end = dyr_merge_sets (
        f->items, dyr_value_set (base), dyr_value_set (mine), dyr_value_set (theirs), merged);
  else if (f->kind == DYR_KIND_LONG_TEXT)
    end = dyr_merge_texts (
        dyr_value_text (base), dyr_value_text (mine), dyr_value_text (theirs), merged);
  else
    return DYR_MERGE_CLASH;

  /* Each fits, both together may be longer than the field. */
  if (end == DYR_MERGE_BOTH && !dyr_record_type_check (type, field, merged, NULL))
    return DYR_MERGE_CLASH;

  return end;
}

/**
 * dyr_merge:
 * @type: record type
 * @group: first field of a merge group: dyr_record_type_group () of any of its fields
 * @base: all fields of the record as last agreed with the CRM
 * @mine: … as they are here
 * @theirs: … as the CRM has them; a part of the group that it cannot hold as in @base
 * @result: … what to show from now on; may be @mine itself
 *
 * Reads and writes only the synced fields of the group. A group is one value: "the same" is the
 * same in all its fields, links by record, sets with order and roles. The first row that fits
 * decides:
 *
 *     mine            theirs            alone or     end      result
 *     against base    against base      in a group
 *     --------------  ----------------  -----------  -------  --------------------------
 *     any             same as mine      both         AGREED   mine
 *     any             not changed       both         MINE     mine
 *     not changed     any               both         THEIRS   theirs
 *     changed         changed           in a group   CLASH    mine
 *     changed         changed           alone        CLASH    mine, but for two kinds of value:
 *
 * A set, element by element (present with a role, or absent):
 *
 *     same on both sides                             that
 *     changed on one side: added, removed, role      the change
 *     changed on both sides differently:             CLASH
 *       another role, removed and another role,
 *       added with different roles
 *
 *   The first phone, e-mail and bank account is the main one and a value by itself: a side chose it
 *   when its first element is not the first one that it kept of the base. (What moves up because
 *   the main one was removed was not chosen, nor was the first one of a set that was empty.)
 *
 *     chosen on one side, or the same                stands first
 *     chosen differently; chosen and removed         CLASH
 *     chosen by nobody                               the first one left of the base stands first
 *
 *   Other order carries no meaning and never clashes: the side whose order of the elements that
 *   both have moved against the base leads; of two that moved differently, or put the same new
 *   elements differently, the one that sorts first (every computer decides alike); of none the one
 *   that chose the main one, else mine. What only the other side has stands behind what precedes
 *   it there, after what the leading side put in that place. Logs stand in the order of time.
 *
 * A text of several lines, by regions of lines between those that all three have:
 *
 *     changed on one side, or alike on both          the change
 *     changed on both differently: regions that      CLASH
 *       overlap, or touch with no such line between
 *     one side is more than 1 000 lines (removed     CLASH
 *       and added) from the base, or any of the
 *       three is more than 65 536 lines long
 *
 *   Lines are matched as a longest common subsequence, from the top, removals before additions.
 *   CRLF, CR and LF are the same, and so are no value and an empty text: alike but for these is
 *   alike. A merged text has LF. A line feed at the end is an empty last line.
 *
 *     a set or text that merged to theirs            THEIRS   theirs
 *     … to mine                                      MINE     mine
 *     … to something new                             BOTH     that
 *     … to more than the field can hold              CLASH    mine
 *
 * Nothing is interpreted: a choice that we do not know is a value as any other.
 *
 * Returns: how it ends
 */
DyrMergeEnd
dyr_merge (const DyrRecordType *type,
           guint group,
           const DyrValue *base,
           const DyrValue *mine,
           const DyrValue *theirs,
           DyrValue *result)
{
  g_auto (DyrValue) merged = DYR_VALUE_INIT;
  DyrMergeEnd end = DYR_MERGE_CLASH;
  int only;

  g_return_val_if_fail (type != NULL, DYR_MERGE_CLASH);
  g_return_val_if_fail (group < type->n_fields, DYR_MERGE_CLASH);
  g_return_val_if_fail (dyr_record_type_group (type, group) == group, DYR_MERGE_CLASH);
  g_return_val_if_fail (base != NULL, DYR_MERGE_CLASH);
  g_return_val_if_fail (mine != NULL, DYR_MERGE_CLASH);
  g_return_val_if_fail (theirs != NULL, DYR_MERGE_CLASH);
  g_return_val_if_fail (result != NULL, DYR_MERGE_CLASH);

  only = find_only_part (type, group);
  if (is_same (type, group, mine, theirs))
    end = DYR_MERGE_AGREED;
  else if (is_same (type, group, base, theirs))
    end = DYR_MERGE_MINE;
  else if (is_same (type, group, base, mine))
    end = DYR_MERGE_THEIRS;
  else if (only >= 0)
    end = merge_inside (type, (guint) only, &base[only], &mine[only], &theirs[only], &merged);

  copy_parts (type, group, end == DYR_MERGE_THEIRS ? theirs : mine, result);
  if (end == DYR_MERGE_BOTH)
    dyr_value_copy (&merged, &result[only]);

  return end;
}

/**
 * dyr_merge_deletion:
 * @mine_edited: edits wait here that the CRM does not have
 * @mine_deleted: the person deleted it here (after such edits or without any)
 * @theirs_changed: the CRM has changes that were not known here
 * @theirs_deleted: the CRM surely deleted it: it said so, an empty answer never does
 *
 * What becomes of a record that somebody deleted. An edit wins over a deletion of which its author
 * did not know; whoever deletes what they edited themselves meant it.
 *
 *     mine                 theirs        end
 *     -------------------  ------------  ---------------
 *     there                there         NONE: merge
 *     deleted              deleted       AGREED
 *     deleted              not changed   MINE
 *     not changed          deleted       THEIRS
 *     edited               deleted       ASK_KEPT_HERE: restore there as new, or let go
 *     deleted              changed       ASK_KEPT_THERE: delete it there too, or bring it back
 *
 * Returns: how it ends
 */
DyrDeletionEnd
dyr_merge_deletion (gboolean mine_edited,
                    gboolean mine_deleted,
                    gboolean theirs_changed,
                    gboolean theirs_deleted)
{
  if (mine_deleted && theirs_deleted)
    return DYR_DELETION_AGREED;

  if (mine_deleted)
    return theirs_changed ? DYR_DELETION_ASK_KEPT_THERE : DYR_DELETION_MINE;

  if (theirs_deleted)
    return mine_edited ? DYR_DELETION_ASK_KEPT_HERE : DYR_DELETION_THEIRS;

  return DYR_DELETION_NONE;
}
