/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli duplicates, merge, apart: records that may be one, and what becomes of them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "dyr-cli-find.h"
#include "dyr-cli-json.h"
#include "dyr-cli-table.h"
#include "dyr-client.h"
#include "dyr-duplicate-finder.h"
#include "dyr-join.h"
#include "dyr-rows.h"

/* Groups that are shown when nothing is said. */
#define GROUPS 100

/* clang-format off */
const DyrCliOption dyr_cli_duplicates_options[] = {
  { "min-score", N_("N"), FALSE, N_("only pairs that score so much of 100 (50)") },
  { "limit", N_("N"), FALSE, N_("not more groups than so many (100)") },
  { "format", N_("FORMAT"), FALSE, N_("table or json") },
  { NULL },
};

const DyrCliOption dyr_cli_merge_options[] = {
  { "set", N_("FIELD=keep|from|both"), TRUE, N_("whose value a field gets: that of the record that stays, of the one that goes; of a set both") },
  { NULL },
};

const DyrCliOption dyr_cli_apart_options[] = {
  { "forget", NULL, FALSE, N_("they may be duplicates again") },
  { NULL },
};
/* clang-format on */

/* What is there */

static void
add_reasons (JsonBuilder *builder, guint reasons)
{
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < DYR_DUPLICATE_N_REASONS; i++)
    if (reasons >> i & 1)
      json_builder_add_string_value (builder,
                                     dyr_duplicate_reason_id ((DyrDuplicateReasons) (1u << i)));
  json_builder_end_array (builder);
}

static void
add_member_uid (JsonBuilder *builder, const char *name, const DyrDuplicateGroup *group, guint index)
{
  const DyrLink *link = g_ptr_array_index (group->members, index);
  g_autofree char *uid = dyr_uid_to_text (&link->uid);

  dyr_cli_json_member (builder, name, uid);
}

static void
add_group (JsonBuilder *builder, const DyrDuplicateGroup *group)
{
  json_builder_begin_object (builder);
  dyr_cli_json_number (builder, "score", group->score);
  add_reasons (builder, group->reasons);
  json_builder_set_member_name (builder, "records");
  json_builder_begin_array (builder);
  for (guint i = 0; i < group->members->len; i++)
    {
      const DyrLink *link = g_ptr_array_index (group->members, i);

      json_builder_begin_object (builder);
      add_member_uid (builder, "uid", group, i);
      dyr_cli_json_member (builder, "name", link->name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "pairs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < group->pairs->len; i++)
    {
      const DyrDuplicatePair *pair = &g_array_index (group->pairs, DyrDuplicatePair, i);

      json_builder_begin_object (builder);
      add_member_uid (builder, "first", group, pair->first);
      add_member_uid (builder, "second", group, pair->second);
      dyr_cli_json_number (builder, "score", pair->score);
      add_reasons (builder, pair->reasons);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static gboolean
write_json (DyrCli *cli, const DyrDuplicateReport *report, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  DyrCliJsonArray array = { .cli = cli };

  for (guint i = 0; i < report->groups->len; i++)
    {
      add_group (builder, g_ptr_array_index (report->groups, i));
      if (!dyr_cli_json_array_add (&array, builder, error))
        return FALSE;
    }
  return dyr_cli_json_array_end (&array, error);
}

static gboolean
write_member (DyrCliTable *table,
              const DyrDuplicateReport *report,
              guint which,
              guint member,
              gboolean measuring,
              GError **error)
{
  const DyrDuplicateGroup *group = g_ptr_array_index (report->groups, which);
  const DyrLink *link = g_ptr_array_index (group->members, member);
  g_auto (GStrv) labels = dyr_duplicate_reason_labels (report->type, group->reasons);
  g_autofree char *number = g_strdup_printf ("%u", which + 1);
  g_autofree char *score = g_strdup_printf ("%u", group->score);
  g_autofree char *uid = dyr_uid_to_text (&link->uid);
  g_autofree char *why = g_strjoinv (", ", labels);
  /* What the whole group has in common stands once. */
  const char *cells[]
      = { number, score, uid, link->name != NULL ? link->name : "—", member == 0 ? why : "" };

  if (!measuring)
    return dyr_cli_table_write (table, cells, error);
  dyr_cli_table_measure (table, cells);
  return TRUE;
}

static gboolean
write_table (DyrCli *cli, const DyrDuplicateReport *report, GError **error)
{
  g_autoptr (DyrCliTable) table = dyr_cli_table_new (cli);

  /* Translators: the title of a column: the number of a group of records. */
  dyr_cli_table_add_column (table, C_ ("duplicate", "Group"), TRUE, FALSE);
  /* Translators: the title of a column: how likely they are one, of 100. */
  dyr_cli_table_add_column (table, C_ ("duplicate", "Score"), TRUE, FALSE);
  dyr_cli_table_add_column (table, _ ("uid"), FALSE, TRUE);
  dyr_cli_table_add_column (table, dyr_record_type_label (report->type), FALSE, FALSE);
  /* Translators: the title of a column: why they may be one. */
  dyr_cli_table_add_column (table, C_ ("duplicate", "Why"), FALSE, FALSE);
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < report->groups->len; i++)
      {
        const DyrDuplicateGroup *group = g_ptr_array_index (report->groups, i);

        for (guint j = 0; j < group->members->len; j++)
          if (!write_member (table, report, i, j, pass == 0, error))
            return FALSE;
      }
  return TRUE;
}

/* What was left out, and what was not looked at. */
static void
tell_rest (DyrCli *cli, const DyrDuplicateReport *report)
{
  guint left = report->n_groups - report->groups->len;

  for (guint i = 0; i < report->crowds->len; i++)
    {
      const DyrDuplicateCrowd *crowd = g_ptr_array_index (report->crowds, i);

      dyr_cli_tell (cli,
                    /* Translators: what they share ("Same phone"), the value, how many share it. */
                    ngettext ("%s: %u record has “%s”. That tells nothing and was passed over.",
                              "%s: %u records have “%s”. That tells nothing and was passed over.",
                              crowd->n),
                    dyr_duplicate_reason_label (report->type, crowd->reason),
                    crowd->n,
                    crowd->text);
    }
  if (left > 0)
    dyr_cli_tell (cli,
                  ngettext ("%u more group is not shown. --limit shows more.",
                            "%u more groups are not shown. --limit shows more.",
                            left),
                  left);
  if (report->cut)
    dyr_cli_tell (cli, "%s", _("There are more duplicates. Merge these, then look again."));
}

static void
on_progress (guint n_done, guint n, gpointer data)
{
  dyr_cli_show_progress (data, (int) (n_done * 100 / n));
}

gboolean
dyr_cli_run_duplicates (DyrCli *cli, int *status, GError **error)
{
  static const char *const formats[] = { "table", "json", NULL };
  const char *format = dyr_cli_format (cli, formats, error);
  const char *name = dyr_cli_argument (cli, 0);
  const DyrRecordType *type = name != NULL ? dyr_cli_find_type (name, error) : &dyr_client_type;
  GCancellable *stop = dyr_cli_cancellable (cli);
  g_autoptr (DyrDuplicateReport) report = NULL;
  gint64 min_score, limit;

  if (format == NULL || type == NULL
      || !dyr_cli_number (cli, "min-score", 1, 100, DYR_DUPLICATE_MIN_SCORE, &min_score, error)
      || !dyr_cli_number (cli, "limit", 1, G_MAXINT, GROUPS, &limit, error))
    return FALSE;
  if (!dyr_duplicate_type_fits (type))
    {
      g_set_error_literal (
          error,
          DYR_ERROR,
          DYR_ERROR_USAGE,
          _("Duplicates are looked for among clients, persons, contracts and products."));
      return FALSE;
    }
  if (!dyr_cli_open (cli, FALSE, error))
    return FALSE;
  report = dyr_duplicates_find (dyr_cli_database (cli),
                                type,
                                (guint) min_score,
                                (guint) limit,
                                on_progress,
                                cli,
                                stop,
                                error);
  dyr_cli_show_progress (cli, 100);
  if (report == NULL
      || !(g_str_equal (format, "json") ? write_json (cli, report, error)
                                        : write_table (cli, report, error))
      || !dyr_cli_flush (cli, error))
    return FALSE;
  if (report->groups->len == 0)
    dyr_cli_tell (cli, "%s", _("No duplicates were found."));
  tell_rest (cli, report);
  return TRUE;
}

/* Two records */

typedef struct
{
  DyrUid uids[2];
  gint64 ids[2];
  const DyrRecordType *types[2];
} Two;

static gboolean
job_find_two (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Two *two = data;

  for (guint i = 0; i < 2; i++)
    if (!dyr_row_find (connection, &two->uids[i], &two->ids[i], &two->types[i], error))
      return FALSE;
  return TRUE;
}

/* The records that the first two arguments name; opens the database. */
static gboolean
find_two (DyrCli *cli, Two *two, GError **error)
{
  return dyr_cli_find_uid (dyr_cli_argument (cli, 0), &two->uids[0], error)
         && dyr_cli_find_uid (dyr_cli_argument (cli, 1), &two->uids[1], error)
         && dyr_cli_open (cli, FALSE, error)
         && dyr_database_read (dyr_cli_database (cli), job_find_two, two, NULL, error);
}

/* Merging */

static gboolean
read_side (const char *text, DyrJoinSide *side)
{
  static const struct
  {
    const char *word;
    DyrJoinSide side;
  } sides[] = { { "keep", DYR_JOIN_KEEP }, { "from", DYR_JOIN_TAKE }, { "both", DYR_JOIN_BOTH } };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    if (g_str_equal (sides[i].word, text))
      {
        *side = sides[i].side;
        return TRUE;
      }
  return FALSE;
}

static gboolean
add_choice (GArray *choices, const DyrRecordType *type, const char *word, GError **error)
{
  const char *equals = strchr (word, '=');
  DyrJoinChoice choice;

  if (!dyr_cli_find_field (type,
                           word,
                           equals != NULL ? (gsize) (equals - word) : strlen (word),
                           &choice.field,
                           error))
    return FALSE;
  if (equals == NULL || !read_side (equals + 1, &choice.side)
      || (choice.side == DYR_JOIN_BOTH && type->fields[choice.field].kind != DYR_KIND_SET))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_USAGE,
                   /* Translators: what was typed; a form, of which FIELD stands for a name. */
                   _("“%s” is no choice. Write FIELD=keep or FIELD=from; of a set, which has "
                     "several values, also FIELD=both."),
                      word);
      return FALSE;
    }
  if (!dyr_join_can_choose (&type->fields[choice.field]))
    {
      g_set_error (error,
                   DYR_ERROR,
                   DYR_ERROR_REFUSED,
                   _("“%s” cannot be chosen: it is computed or never changes."),
                      dyr_field_label (type, choice.field));
      return FALSE;
    }
  g_array_append_val (choices, choice);
  return TRUE;
}

gboolean
dyr_cli_run_merge (DyrCli *cli, int *status, GError **error)
{
  GPtrArray *sets = dyr_cli_options (cli, "set");
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (DyrJoinChoice));
  Two two = { 0 };
  DyrJoinResult done;

  if (!find_two (cli, &two, error))
    return FALSE;
  for (guint i = 0; i < sets->len; i++)
    if (!add_choice (choices, two.types[1], g_ptr_array_index (sets, i), error))
      return FALSE;
  if (!dyr_join (dyr_cli_database (cli), two.ids[0], two.ids[1], choices, &done, error))
    return FALSE;
  dyr_cli_tell (cli,
                ngettext ("Merged; %u link was moved. “dyryhent-cli undo” takes it back.",
                          "Merged; %u links were moved. “dyryhent-cli undo” takes it back.",
                          done.n_links),
                done.n_links);
  dyr_cli_catch_up (cli);
  return TRUE;
}

/* Telling apart */

gboolean
dyr_cli_run_apart (DyrCli *cli, int *status, GError **error)
{
  Two two = { 0 };

  return find_two (cli, &two, error)
         && dyr_duplicates_set_apart (
             dyr_cli_database (cli), two.ids[0], two.ids[1], !dyr_cli_has (cli, "forget"), error);
}
