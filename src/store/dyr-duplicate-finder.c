/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Likely duplicates in the whole store. All records give their keys, which are numbers; those that
 * share one are read whole and scored, a few at a time; pairs become groups, best first. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-finder.h"

#include "dyr-duplicate-blocks.h"
#include "dyr-duplicate-scan.h"
#include "dyr-person.h"
#include "dyr-rows.h"

/* A key that more have tells nothing: the phone of a business centre. */
#define CROWD 25
/* Most crowds that are named. */
#define CROWDS 50
/* Most pairs that are scored: 8 bytes each. */
#define MAX_PAIRS 4000000
/* Most members of a group: more cannot be looked through at once. */
#define MAX_GROUP 20

/* What having a key in common may mean. */
static const DyrDuplicateReasons meanings[DYR_DUPLICATE_N_KEYS]
    = { DYR_DUPLICATE_CODE,  DYR_DUPLICATE_NUMBER, DYR_DUPLICATE_IBAN,  DYR_DUPLICATE_EMAIL,
        DYR_DUPLICATE_PHONE, DYR_DUPLICATE_NAME,   DYR_DUPLICATE_ALIKE, DYR_DUPLICATE_ALIKE };

/* Progress, in thousandths, at the end of each step. */
#define SCANNED 650
#define SORTED 700

/* Two records by their places, with what they score. */
typedef struct
{
  guint32 first, second;
  guint16 score, reasons;
} Scored;

typedef struct
{
  const DyrRecordType *type;
  guint min_score;
  guint limit;
  DyrProgress progress;
  gpointer progress_data;
  guint told;

  DyrConnection *connection;
  GCancellable *cancellable;
  GArray *ids; /* gint64: a record's place is its index */
  DyrDuplicateBlocks *blocks;
  guint32 *parents; /* by place: of a forest whose trees are groups */
  guint32 *sizes;
  GArray *scored; /* Scored */
  DyrDuplicateReport *report;
} Finder;

static void
free_group (gpointer data)
{
  DyrDuplicateGroup *group = data;

  g_ptr_array_unref (group->members);
  g_array_unref (group->pairs);
  g_free (group);
}

static void
free_crowd (gpointer data)
{
  DyrDuplicateCrowd *crowd = data;

  g_free (crowd->text);
  g_free (crowd);
}

void
dyr_duplicate_report_free (DyrDuplicateReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->crowds);
  g_free (self);
}

/* FALSE: cancelled. */
static gboolean
tell (Finder *finder, guint permille, GError **error)
{
  if (finder->progress != NULL && permille > finder->told)
    finder->progress (permille, 1000, finder->progress_data);
  finder->told = MAX (permille, finder->told);
  return !g_cancellable_set_error_if_cancelled (finder->cancellable, error);
}

static guint
share_of (guint done, guint n, guint from, guint to)
{
  return from + (guint) ((guint64) done * (to - from) / MAX (n, 1));
}

static gboolean
on_scanned (guint permille, gpointer data, GError **error)
{
  return tell (data, permille * SCANNED / 1000, error);
}

/* Groups: a forest over the places */

static guint32
root_of (Finder *finder, guint32 place)
{
  while (finder->parents[place] != place)
    {
      finder->parents[place] = finder->parents[finder->parents[place]];
      place = finder->parents[place];
    }
  return place;
}

/* The lowest place is the root: what comes out does not depend on the order. */
static gboolean
unite (Finder *finder, guint32 a, guint32 b, guint most)
{
  guint32 first = root_of (finder, a), second = root_of (finder, b);

  if (first == second)
    return TRUE;
  if (finder->sizes[first] + finder->sizes[second] > most)
    return FALSE;
  finder->parents[MAX (first, second)] = MIN (first, second);
  finder->sizes[MIN (first, second)] += finder->sizes[MAX (first, second)];
  return TRUE;
}

static void
plant (Finder *finder)
{
  for (guint i = 0; i < finder->ids->len; i++)
    {
      finder->parents[i] = i;
      finder->sizes[i] = 1;
    }
}

/* Scores */

static DyrDuplicateFace *
read_face (Finder *finder, guint place, GError **error)
{
  g_autoptr (DyrRow) row = dyr_row_read_as (
      finder->connection, finder->type, g_array_index (finder->ids, gint64, place), error);

  return row != NULL ? dyr_duplicate_face_new (finder->type, row->values) : NULL;
}

/* Those read so far of records that hang together. */
static const DyrDuplicateFace *
get_face (Finder *finder, GHashTable *faces, guint place, GError **error)
{
  DyrDuplicateFace *face = g_hash_table_lookup (faces, GUINT_TO_POINTER (place));

  if (face != NULL)
    return face;
  face = read_face (finder, place, error);
  if (face != NULL)
    g_hash_table_insert (faces, GUINT_TO_POINTER (place), face);
  return face;
}

/* Whether nothing but the names speaks for it. Two who work for one client may have names that are
 * alike; a slip is one letter. */
static gboolean
is_only_alike (const DyrDuplicateFace *a, const DyrDuplicateFace *b, DyrDuplicateReasons reasons)
{
  return (reasons & DYR_DUPLICATE_ALIKE) != 0
         && (reasons
             & ~(guint) (DYR_DUPLICATE_ALIKE | DYR_DUPLICATE_CLIENT | DYR_DUPLICATE_BIRTHDAY))
                == 0
         && !dyr_duplicate_name_near (&a->name, &b->name);
}

static gboolean
score_pair (Finder *finder, GHashTable *faces, guint64 pair, GError **error)
{
  guint32 first = (guint32) (pair >> 32), second = (guint32) pair;
  const DyrDuplicateFace *a = get_face (finder, faces, first, error);
  const DyrDuplicateFace *b = a != NULL ? get_face (finder, faces, second, error) : NULL;
  DyrDuplicateReasons reasons;
  gboolean apart = FALSE;
  guint score;

  if (b == NULL)
    return FALSE;
  score = dyr_duplicate_score (a, b, &reasons);
  if (reasons == 0 || score < finder->min_score || is_only_alike (a, b, reasons))
    return TRUE;
  if (!dyr_duplicate_is_apart (finder->connection,
                               g_array_index (finder->ids, gint64, first),
                               g_array_index (finder->ids, gint64, second),
                               &apart,
                               error))
    return FALSE;
  if (!apart)
    {
      const Scored scored = { first, second, (guint16) score, (guint16) reasons };

      g_array_append_val (finder->scored, scored);
    }
  return TRUE;
}

typedef struct
{
  guint64 pair;
  guint32 root;
} Hanging;

static int
compare_hanging (gconstpointer a, gconstpointer b)
{
  const Hanging *first = a, *second = b;

  if (first->root != second->root)
    return first->root < second->root ? -1 : 1;
  return first->pair < second->pair ? -1 : first->pair > second->pair;
}

/* Pairs that hang together one after the other: each record is read once, few are kept. */
static GArray *
order_pairs (Finder *finder)
{
  g_autoptr (GArray) pairs = dyr_duplicate_blocks_take_pairs (finder->blocks);
  GArray *hanging = g_array_sized_new (FALSE, FALSE, sizeof (Hanging), pairs->len);

  plant (finder);
  for (guint i = 0; i < pairs->len; i++)
    {
      guint64 pair = g_array_index (pairs, guint64, i);

      unite (finder, (guint32) (pair >> 32), (guint32) pair, G_MAXUINT);
    }
  for (guint i = 0; i < pairs->len; i++)
    {
      Hanging one = { .pair = g_array_index (pairs, guint64, i) };

      one.root = root_of (finder, (guint32) one.pair);
      g_array_append_val (hanging, one);
    }
  g_array_sort (hanging, compare_hanging);
  return hanging;
}

static gboolean
score_pairs (Finder *finder, GError **error)
{
  g_autoptr (GArray) pairs = order_pairs (finder);
  g_autoptr (GHashTable) faces
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) dyr_duplicate_face_free);

  finder->report->n_compared = pairs->len;
  for (guint i = 0; i < pairs->len; i++)
    {
      const Hanging *one = &g_array_index (pairs, Hanging, i);

      if (i % 64 == 0 && !tell (finder, share_of (i, pairs->len, SORTED, 1000), error))
        return FALSE;
      if (i > 0 && one->root != g_array_index (pairs, Hanging, i - 1).root)
        g_hash_table_remove_all (faces);
      if (!score_pair (finder, faces, one->pair, error))
        return FALSE;
    }
  return TRUE;
}

/* The report */

static int
compare_scored (gconstpointer a, gconstpointer b)
{
  const Scored *first = a, *second = b;

  if (first->score != second->score)
    return first->score > second->score ? -1 : 1;
  if (first->first != second->first)
    return first->first < second->first ? -1 : 1;
  return first->second < second->second ? -1 : first->second > second->second;
}

/* A record's place in its group; the link is read when it comes in. */
static gboolean
find_member (Finder *finder, DyrDuplicateGroup *group, guint32 place, guint *member, GError **error)
{
  gint64 id = g_array_index (finder->ids, gint64, place);
  DyrLink *link;

  for (*member = 0; *member < group->members->len; (*member)++)
    if (((DyrLink *) g_ptr_array_index (group->members, *member))->id == id)
      return TRUE;
  link = dyr_row_link (finder->connection, id, error);
  if (link == NULL)
    return FALSE;
  g_ptr_array_add (group->members, link);
  return TRUE;
}

static gboolean
add_to_group (Finder *finder, DyrDuplicateGroup *group, const Scored *scored, GError **error)
{
  DyrDuplicatePair pair = { .score = scored->score, .reasons = scored->reasons };

  if (!find_member (finder, group, scored->first, &pair.first, error)
      || !find_member (finder, group, scored->second, &pair.second, error))
    return FALSE;
  g_array_append_val (group->pairs, pair);
  group->score = MAX (group->score, pair.score);
  group->reasons |= pair.reasons;
  return TRUE;
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const DyrLink *first = *(DyrLink *const *) a, *second = *(DyrLink *const *) b;

  return first->id < second->id ? -1 : first->id > second->id;
}

/* The one that is there longest first. */
static void
sort_members (DyrDuplicateGroup *group)
{
  g_autofree DyrLink **before
      = g_memdup2 (group->members->pdata, group->members->len * sizeof (DyrLink *));
  guint places[MAX_GROUP];

  g_ptr_array_sort (group->members, compare_members);
  for (guint i = 0; i < group->members->len; i++)
    for (guint j = 0; j < group->members->len; j++)
      if (g_ptr_array_index (group->members, j) == before[i])
        places[i] = j;
  for (guint i = 0; i < group->pairs->len; i++)
    {
      DyrDuplicatePair *pair = &g_array_index (group->pairs, DyrDuplicatePair, i);

      pair->first = places[pair->first];
      pair->second = places[pair->second];
    }
}

/* Groups come up in the order of their best pair. */
static gboolean
make_groups (Finder *finder, GError **error)
{
  g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  g_array_sort (finder->scored, compare_scored);
  plant (finder);
  for (guint i = 0; i < finder->scored->len; i++)
    {
      const Scored *scored = &g_array_index (finder->scored, Scored, i);

      if (!unite (finder, scored->first, scored->second, MAX_GROUP))
        finder->report->cut = TRUE;
    }
  for (guint i = 0; i < finder->scored->len; i++)
    {
      const Scored *scored = &g_array_index (finder->scored, Scored, i);
      gpointer root = GUINT_TO_POINTER (root_of (finder, scored->first));
      DyrDuplicateGroup *group = g_hash_table_lookup (groups, root);

      /* It would have made a group too large. */
      if (root_of (finder, scored->second) != GPOINTER_TO_UINT (root))
        continue;
      if (group == NULL && !g_hash_table_add (seen, root))
        continue;
      if (group == NULL && finder->limit > 0 && finder->report->groups->len >= finder->limit)
        continue;
      if (group == NULL)
        {
          group = g_new0 (DyrDuplicateGroup, 1);
          group->members = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_link_unref);
          group->pairs = g_array_new (FALSE, FALSE, sizeof (DyrDuplicatePair));
          g_ptr_array_add (finder->report->groups, group);
          g_hash_table_insert (groups, root, group);
        }
      if (!add_to_group (finder, group, scored, error))
        return FALSE;
    }
  for (guint i = 0; i < finder->report->groups->len; i++)
    sort_members (g_ptr_array_index (finder->report->groups, i));
  finder->report->n_pairs = finder->scored->len;
  finder->report->n_groups = g_hash_table_size (seen);
  return TRUE;
}

static const char *
find_item (const DyrSet *set, guint64 key)
{
  for (guint i = 0; set != NULL && i < set->n; i++)
    if (dyr_duplicate_key (set->members[i].item) == key)
      return set->members[i].item;
  return NULL;
}

/* What the key was made of. */
static const char *
text_of (const DyrDuplicateFace *face, const DyrDuplicateBlock *block)
{
  switch (block->kind)
    {
    case DYR_DUPLICATE_KEY_CODE:
      return face->code != NULL && dyr_duplicate_key (face->code) == block->key ? face->code
                                                                                : face->vat;
    case DYR_DUPLICATE_KEY_IBAN:
      return find_item (face->ibans, block->key);
    case DYR_DUPLICATE_KEY_EMAIL:
      return find_item (face->emails, block->key);
    case DYR_DUPLICATE_KEY_PHONE:
      return find_item (face->phones, block->key);
    case DYR_DUPLICATE_KEY_NAME:
      return face->name.key;
    default:
      return face->number;
    }
}

static int
compare_blocks (gconstpointer a, gconstpointer b)
{
  const DyrDuplicateBlock *first = a, *second = b;

  if (first->n != second->n)
    return first->n > second->n ? -1 : 1;
  return first->first < second->first ? -1 : first->first > second->first;
}

static gboolean
name_crowds (Finder *finder, GError **error)
{
  const GArray *all = dyr_duplicate_blocks_get_crowds (finder->blocks);
  g_autoptr (GArray) crowds = g_array_new (FALSE, FALSE, sizeof (DyrDuplicateBlock));

  for (guint i = 0; i < all->len; i++)
    if (g_array_index (all, DyrDuplicateBlock, i).kind < DYR_DUPLICATE_KEY_ALIKE)
      g_array_append_val (crowds, g_array_index (all, DyrDuplicateBlock, i));
  g_array_sort (crowds, compare_blocks);
  for (guint i = 0; i < MIN (crowds->len, CROWDS); i++)
    {
      const DyrDuplicateBlock *block = &g_array_index (crowds, DyrDuplicateBlock, i);
      g_autoptr (DyrDuplicateFace) face = read_face (finder, block->first, error);
      DyrDuplicateCrowd *crowd;

      if (face == NULL)
        return FALSE;
      crowd = g_new0 (DyrDuplicateCrowd, 1);
      crowd->reason = meanings[block->kind];
      crowd->text = g_strdup (text_of (face, block));
      crowd->n = block->n;
      g_ptr_array_add (finder->report->crowds, crowd);
    }
  return TRUE;
}

/* Names alike are looked for beyond their consonants where that may decide: of persons, who share a
 * client or a birthday, too; of others when a name alone scores enough. Who shares a phone as well
 * is found by that. */
static gboolean
wants_slips (const Finder *finder)
{
  return finder->type == &dyr_person_type
         || dyr_duplicate_score_of (finder->type, DYR_DUPLICATE_ALIKE) >= finder->min_score;
}

static gboolean
find (Finder *finder, GError **error)
{
  if (!dyr_duplicate_scan (finder->connection,
                           finder->type,
                           wants_slips (finder),
                           finder->ids,
                           finder->blocks,
                           on_scanned,
                           finder,
                           error))
    return FALSE;
  for (guint i = 0; i < DYR_DUPLICATE_N_KEYS; i++)
    {
      dyr_duplicate_blocks_close (finder->blocks, i);
      if (!tell (finder, share_of (i + 1, DYR_DUPLICATE_N_KEYS, SCANNED, SORTED), error))
        return FALSE;
    }
  finder->report->n_records = finder->ids->len;
  finder->report->cut = dyr_duplicate_blocks_is_cut (finder->blocks);
  finder->parents = g_new (guint32, finder->ids->len);
  finder->sizes = g_new (guint32, finder->ids->len);
  return score_pairs (finder, error) && make_groups (finder, error) && name_crowds (finder, error)
         && tell (finder, 1000, error);
}

static gboolean
job_find (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Finder *finder = data;
  gboolean found;

  finder->connection = connection;
  finder->cancellable = cancellable;
  finder->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  finder->scored = g_array_new (FALSE, FALSE, sizeof (Scored));
  finder->blocks = dyr_duplicate_blocks_new (CROWD, MAX_PAIRS);
  finder->report = g_new0 (DyrDuplicateReport, 1);
  finder->report->type = finder->type;
  finder->report->groups = g_ptr_array_new_with_free_func (free_group);
  finder->report->crowds = g_ptr_array_new_with_free_func (free_crowd);
  found = find (finder, error);
  g_clear_pointer (&finder->ids, g_array_unref);
  g_clear_pointer (&finder->scored, g_array_unref);
  g_clear_pointer (&finder->blocks, dyr_duplicate_blocks_free);
  g_clear_pointer (&finder->parents, g_free);
  g_clear_pointer (&finder->sizes, g_free);
  if (!found)
    g_clear_pointer (&finder->report, dyr_duplicate_report_free);
  return found;
}

DyrDuplicateReport *
dyr_duplicates_find (DyrDatabase *database,
                     const DyrRecordType *type,
                     guint min_score,
                     guint limit,
                     DyrProgress progress,
                     gpointer progress_data,
                     GCancellable *cancellable,
                     GError **error)
{
  Finder finder = { .type = type,
                    .min_score = min_score,
                    .limit = limit,
                    .progress = progress,
                    .progress_data = progress_data };

  g_return_val_if_fail (DYR_IS_DATABASE (database) && dyr_duplicate_type_fits (type), NULL);

  if (dyr_database_read (database, job_find, &finder, cancellable, error))
    return finder.report;
  g_clear_pointer (&finder.report, dyr_duplicate_report_free);
  return NULL;
}

/* In a window */

typedef struct
{
  Finder finder;
  DyrProgress progress;
  gpointer progress_data;
} Threaded;

static void
free_threaded (gpointer data)
{
  Threaded *threaded = data;

  g_clear_pointer (&threaded->finder.report, dyr_duplicate_report_free);
  g_free (threaded);
}

static void
tell_caller (guint n_done, guint n, gpointer data)
{
  const Threaded *threaded = g_task_get_task_data (data);

  dyr_progress_tell (data, threaded->progress, n_done, n, threaded->progress_data);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (dyr_database_job_finish (DYR_DATABASE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
dyr_duplicates_find_async (DyrStore *store,
                           const DyrRecordType *type,
                           guint min_score,
                           guint limit,
                           DyrProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  GTask *task;
  Threaded *threaded;

  g_return_if_fail (DYR_IS_STORE (store) && dyr_duplicate_type_fits (type));

  task = g_task_new (store, cancellable, callback, data);
  threaded = g_new0 (Threaded, 1);
  g_task_set_source_tag (task, dyr_duplicates_find_async);
  threaded->finder.type = type;
  threaded->finder.min_score = min_score;
  threaded->finder.limit = limit;
  threaded->finder.progress = tell_caller;
  threaded->finder.progress_data = task;
  threaded->progress = progress;
  threaded->progress_data = progress_data;
  g_task_set_task_data (task, threaded, free_threaded);
  dyr_database_read_async (dyr_store_get_database (store),
                           job_find,
                           &threaded->finder,
                           NULL,
                           cancellable,
                           on_found,
                           task);
}

DyrDuplicateReport *
dyr_duplicates_find_finish (DyrStore *store, GAsyncResult *result, GError **error)
{
  Threaded *threaded;

  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  threaded = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return g_steal_pointer (&threaded->finder.report);
}
