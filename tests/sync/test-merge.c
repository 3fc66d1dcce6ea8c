/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Merge: each row of the tables above dyr_merge () and dyr_merge_deletion (). */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-merge.h"

#include <string.h>

#include "merge-test.h"

/* One field alone, as its canonical text; NULL is no value. Each row is tried both ways round. */
typedef struct
{
  const char *name;
  const char *type, *field;
  const char *base, *mine, *theirs;
  DyrMergeEnd end;
  const char *merged;  /* of BOTH; else it is mine or theirs */
  const char *swapped; /* … the other way round; NULL: the same */
} Row;

#define AGREED DYR_MERGE_AGREED
#define MINE DYR_MERGE_MINE
#define THEIRS DYR_MERGE_THEIRS
#define BOTH DYR_MERGE_BOTH
#define CLASH DYR_MERGE_CLASH

#define ANNA "00000000-0000-7000-8000-00000000000a"
#define BOHDAN "00000000-0000-7000-8000-00000000000b"
#define VIRA "00000000-0000-7000-8000-00000000000c"

#define FIRST "2026-11-20T10:00:00Z 2026-11-24"
#define SECOND "2026-11-21T10:00:00Z 2026-11-26"
#define THIRD "2026-11-22T10:00:00Z -"

/* clang-format off */
static const Row rows[] = {
  { "alone/nobody-changed", "client", "name", "a", "a", "a", AGREED },
  { "alone/both-none", "client", "website", NULL, NULL, NULL, AGREED },
  { "alone/changed-alike", "client", "name", "a", "b", "b", AGREED },
  { "alone/cleared-alike", "client", "website", "a", NULL, NULL, AGREED },
  { "alone/mine-changed", "client", "name", "a", "b", "a", MINE },
  { "alone/mine-set", "client", "website", NULL, "b", NULL, MINE },
  { "alone/mine-cleared", "client", "website", "a", NULL, "a", MINE },
  { "alone/changed-differently", "client", "name", "a", "b", "c", CLASH },
  { "alone/set-differently", "client", "website", NULL, "b", "c", CLASH },
  { "alone/cleared-and-changed", "client", "website", "a", NULL, "c", CLASH },
  { "alone/empty-is-not-none", "client", "website", NULL, "", NULL, MINE },
  { "alone/number", "client", "contact-rhythm-days", "7", "14", "30", CLASH },
  { "alone/zero-is-not-none", "client", "contact-rhythm-days", "7", "0", NULL, CLASH },
  { "alone/date", "client", "next-contact", "2026-11-20", "2026-11-21", "2026-11-20", MINE },
  { "alone/yes-no", "person", "do-not-call", NULL, "1", "0", CLASH },
  { "alone/link", "client", "responsible", ANNA, BOHDAN, VIRA, CLASH },
  { "alone/link-alike", "client", "responsible", NULL, BOHDAN, BOHDAN, AGREED },
  { "alone/one-line-is-not-looked-into", "client", "legal-name", "a", "a b", "c a", CLASH },
  { "alone/unknown-choice-taken", "client", "state", "active", "active", "zz-new", THEIRS },
  { "alone/unknown-choice-kept", "client", "state", "zz-new", "active", "zz-new", MINE },
  { "alone/unknown-choice-clash", "client", "state", "active", "lost", "zz-new", CLASH },

  { "set/added-here", "client", "roles", "buyer", "buyer\nseller", "buyer", MINE },
  { "set/added-on-both", "client", "roles", "a", "a\nb", "a\nc", BOTH, "a\nb\nc", "a\nc\nb" },
  { "set/added-alike", "client", "roles", "a", "a\nb", "a\nb", AGREED },
  { "set/added-alike-and-more", "client", "roles", "a", "a\nb\nc", "a\nb", MINE },
  { "set/added-to-none", "client", "roles", NULL, "b", "c", BOTH, "b\nc", "c\nb" },
  { "set/unknown-choice", "client", "roles", "a", "a\nzz-new", "b\na", BOTH, "b\na\nzz-new" },
  { "set/removed-here-added-there", "client", "roles", "a\nb", "b", "a\nb\nc", BOTH, "b\nc" },
  { "set/removed-on-both", "client", "roles", "a\nb\nc", "a\nb", "b\nc", BOTH, "b" },
  { "set/removed-to-nothing", "client", "roles", "a\nb", "a", "b", BOTH, NULL },
  { "set/removed-alike-and-more", "client", "roles", "a\nb\nc", "a", "a\nc", MINE },
  { "set/all-removed-and-added", "client", "roles", "a", NULL, "a\nb", BOTH, "b" },
  { "set/role-changed-here", "client", "phones", "1\n2", "1\twork\n2", "1\n2\n3", BOTH, "1\twork\n2\n3" },
  { "set/roles-of-two", "client", "phones", "1\n2", "1\twork\n2", "1\n2\thome", BOTH, "1\twork\n2\thome" },
  { "set/role-changed-alike", "client", "phones", "1", "1\twork\n2", "1\twork", MINE },
  { "set/role-changed-differently", "client", "phones", "1", "1\twork", "1\thome", CLASH },
  { "set/role-taken-and-changed", "client", "phones", "1\twork", "1", "1\thome", CLASH },
  { "set/removed-and-role-changed", "client", "phones", "1\n2", "1", "1\n2\twork", CLASH },
  { "set/added-with-other-roles", "client", "phones", "1", "1\n2\twork", "1\n2\thome", CLASH },
  { "set/links", "presentation", "participants", ANNA, ANNA "\n" BOHDAN, ANNA "\n" VIRA, BOTH,
    ANNA "\n" BOHDAN "\n" VIRA, ANNA "\n" VIRA "\n" BOHDAN },
  { "set/removed-link-and-added", "presentation", "participants", ANNA "\n" BOHDAN, BOHDAN,
    ANNA "\n" BOHDAN "\n" VIRA, BOTH, BOHDAN "\n" VIRA },

  { "main/moved-up-here", "client", "phones", "1\n2", "2\n1", "1\n2", MINE },
  { "main/moved-up-here-added-there", "client", "phones", "1\n2", "2\n1", "1\n2\n3", BOTH, "2\n3\n1" },
  { "main/put-first-here-added-there", "client", "phones", "1", "2\n1", "1\n3", BOTH, "2\n1\n3" },
  { "main/chosen-alike", "client", "phones", "1\n2", "2\n1\n3", "2\n1\n4", BOTH, "2\n1\n3\n4", "2\n1\n4\n3" },
  { "main/added-alike-chosen-there", "client", "phones", "1", "1\n2", "2\n1", THEIRS },
  { "main/chosen-differently", "client", "phones", "1\n2\n3", "2\n1\n3", "3\n1\n2", CLASH },
  { "main/put-first-differently", "client", "emails", "1", "2\n1", "3\n1", CLASH },
  { "main/replaced-differently", "client", "ibans", "1", "2", "3", CLASH },
  { "main/replaced-and-added", "client", "phones", "1", "2", "1\n3", BOTH, "2\n3" },
  { "main/chosen-and-removed", "client", "phones", "1\n2", "2\n1", "1", CLASH },
  { "main/moved-up-by-a-removal", "client", "phones", "1\n2", "2", "3\n1\n2", BOTH, "3\n2" },
  { "main/first-of-an-empty-set", "client", "phones", NULL, "2", "3", BOTH, "2\n3", "3\n2" },
  { "main/all-removed-another-put-first", "client", "phones", "1", NULL, "2\n1", BOTH, "2" },
  { "main/of-nobody-is-the-next", "client", "phones", "1\n2", "2", "1\n3\n2", BOTH, "2\n3" },
  { "main/of-roles-is-none", "client", "roles", "1", "2\n1", "3\n1", BOTH, "2\n3\n1", "3\n2\n1" },

  { "order/moved-here-added-there", "client", "roles", "1\n2\n3", "3\n2\n1", "1\n2\n3\n4", BOTH, "3\n4\n2\n1" },
  { "order/moved-there-removed-here", "client", "roles", "1\n2\n3", "1\n2", "2\n3\n1", BOTH, "2\n1" },
  { "order/moved-differently", "client", "roles", "1\n2\n3", "3\n1\n2", "2\n1\n3", THEIRS },
  { "order/rest-of-phones", "client", "phones", "1\n2\n3\n4", "1\n2\n4\n3", "1\n3\n2\n4", MINE },
  { "order/main-there-rest-here", "client", "phones", "1\n2\n3\n4", "1\n2\n4\n3", "2\n1\n3\n4", BOTH, "2\n1\n4\n3" },
  { "order/added-alike-elsewhere", "client", "roles", "1", "1\n2\n3", "1\n3\n2", MINE },
  { "order/added-in-the-middle", "client", "roles", "1\n2", "1\n3\n2", "1\n4\n2", BOTH, "1\n3\n4\n2", "1\n4\n3\n2" },
  { "order/added-behind-a-removed-one", "client", "roles", "1\n2\n3", "1\n3", "1\n2\n4\n3", BOTH, "1\n4\n3" },
  { "order/main-has-no-other-place", "client", "phones", "1\n2\n3", "1\n3\n2\n5", "2\n1\n3\n4", BOTH, "2\n5\n1\n3\n4" },
  { "order/new-ones-have-not-moved", "client", "roles", "1\n2", "1\n3\n2", "2\n1\n3", THEIRS },
  { "order/main-of-theirs-leads", "client", "phones", "1\n2\n3", "1\n2", "2\n4\n1", THEIRS },
  { "order/log-by-time", "delivery", "agreed-log", FIRST, FIRST "\n" THIRD, FIRST "\n" SECOND, BOTH,
    FIRST "\n" SECOND "\n" THIRD },
  { "order/log-from-nothing", "delivery", "agreed-log", NULL, SECOND, FIRST, BOTH, FIRST "\n" SECOND },

  { "text/different-lines", "client", "description", "a\nb\nc", "A\nb\nc", "a\nb\nC", BOTH, "A\nb\nC" },
  { "text/added-above-and-below", "client", "description", "b", "a\nb", "b\nc", BOTH, "a\nb\nc" },
  { "text/removed-and-added", "client", "description", "a\nb\nc", "b\nc", "a\nb\nc\nd", BOTH, "b\nc\nd" },
  { "text/removed-on-both", "client", "description", "a\nb\nc", "b\nc", "a\nb", BOTH, "b" },
  { "text/one-line-alike-one-more", "client", "description", "a\nb\nc", "A\nb\nC", "A\nb\nc", MINE },
  { "text/region-alike-one-each", "client", "description", "a\nb\nc\nd\ne", "A\nb\nX\nd\ne", "a\nb\nX\nd\nE", BOTH,
    "A\nb\nX\nd\nE" },
  { "text/same-line", "client", "description", "a\nb\nc", "a\nB\nc", "a\nß\nc", CLASH },
  { "text/touching-lines", "client", "description", "a\nb", "A\nb", "a\nB", CLASH },
  { "text/touching-addition", "client", "description", "a\nb", "a\nx\nb", "a\nB", CLASH },
  { "text/both-at-the-end", "client", "description", "a", "a\nb", "a\nc", CLASH },
  { "text/part-of-the-addition", "client", "description", "a", "a\nb", "a\nb\nc", CLASH },
  { "text/overlapping", "client", "description", "a\nb\nc\nd", "d", "a\nb\nC\nd", CLASH },
  { "text/removed-and-changed-line", "client", "description", "a\nb\nc", "a\nc", "a\nB\nc", CLASH },
  { "text/single-line", "client", "description", "a", "b", "c", CLASH },
  { "text/written-where-none-was", "client", "description", NULL, "b", "c", CLASH },
  { "text/cleared-and-changed", "client", "description", "a\nb", NULL, "a\nB", CLASH },
  { "text/empty-and-none", "client", "description", "a", NULL, "", AGREED },
  { "text/empty-base-and-none", "client", "description", "", NULL, "a", THEIRS },
  { "text/line-feed-at-the-end", "client", "description", "a\nb", "a\nb\n", "A\nb", BOTH, "A\nb\n" },
  { "text/repeated-lines", "client", "description", "-\na\n-\nb\n-", "-\nA\n-\nb\n-", "-\na\n-\nB\n-", BOTH,
    "-\nA\n-\nB\n-" },
  { "text/added-repeated-line", "client", "description", "a\nx\nb", "a\nx\nx\nb", "A\nx\nb", BOTH, "A\nx\nx\nb" },
  { "text/crlf-there", "client", "description", "a\nb\nc", "A\nb\nc", "a\r\nb\r\nC", BOTH, "A\nb\nC" },
  { "text/crlf-only-there", "client", "description", "a\nb", "A\nb", "a\r\nb", MINE },
  { "text/crlf-only-there-cleared-here", "client", "description", "a\nb", NULL, "a\r\nb", MINE },
  { "text/crlf-alike", "client", "description", "a\nb", "A\nb", "A\r\nb", AGREED },
  { "text/cr-is-a-line-end", "client", "description", "a\nb\nc", "A\nb\nc", "a\rb\rC", BOTH, "A\nb\nC" },
  { "text/crlf-merged-to-theirs", "client", "description", "a\nb\nc", "A\nb\nc", "A\r\nb\r\nC", THEIRS },
};
/* clang-format on */

static DyrMergeEnd
mirrored (DyrMergeEnd end)
{
  if (end == DYR_MERGE_MINE)
    return DYR_MERGE_THEIRS;

  return end == DYR_MERGE_THEIRS ? DYR_MERGE_MINE : end;
}

static void
check_row (
    const Row *row, const char *mine, const char *theirs, DyrMergeEnd end, const char *merged)
{
  const DyrRecordType *type = dyr_record_type_by_name (row->type);
  guint field = (guint) dyr_record_type_find (type, row->field);
  DyrValue *base_values = merge_test_values_new (type);
  DyrValue *my_values = merge_test_values_new (type);
  DyrValue *their_values = merge_test_values_new (type);
  DyrValue *result = merge_test_values_new (type);
  const char *wanted = mine;

  if (end == DYR_MERGE_THEIRS)
    wanted = theirs;
  else if (end == DYR_MERGE_BOTH)
    wanted = merged;
  merge_test_set (type, base_values, row->field, row->base);
  merge_test_set (type, my_values, row->field, mine);
  merge_test_set (type, their_values, row->field, theirs);
  g_assert_cmpint (dyr_merge (type, field, base_values, my_values, their_values, result), ==, end);
  merge_test_assert (type, result, row->field, wanted);

  /* The same onto mine itself. */
  g_assert_cmpint (
      dyr_merge (type, field, base_values, my_values, their_values, my_values), ==, end);
  merge_test_assert (type, my_values, row->field, wanted);

  merge_test_values_free (type, base_values);
  merge_test_values_free (type, my_values);
  merge_test_values_free (type, their_values);
  merge_test_values_free (type, result);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;

  check_row (row, row->mine, row->theirs, row->end, row->merged);
  check_row (row,
             row->theirs,
             row->mine,
             mirrored (row->end),
             row->swapped != NULL ? row->swapped : row->merged);
}

/* A group: "field=text" each; what is not named has no value. */
typedef struct
{
  const char *name;
  const char *type, *group;
  const char *base[4], *mine[4], *theirs[4];
  DyrMergeEnd end;
} GroupRow;

/* clang-format off */
static const GroupRow group_rows[] = {
  { "group/nobody-changed", "contract", "amount", { "amount=5.00", "currency=UAH" }, { "amount=5.00", "currency=UAH" },
    { "amount=5.00", "currency=UAH" }, AGREED },
  { "group/changed-alike", "contract", "amount", { "amount=5.00" }, { "amount=5.00", "currency=EUR" },
    { "amount=5.00", "currency=EUR" }, AGREED },
  { "group/mine-changed", "contract", "amount", { "amount=5.00", "currency=UAH" }, { "amount=6.00", "currency=EUR" },
    { "amount=5.00", "currency=UAH" }, MINE },
  { "group/mine-changed-the-last-field", "client", "street", { "street=a", "country=UA" }, { "street=a", "country=HR" },
    { "street=a", "country=UA" }, MINE },
  { "group/different-fields-of-it", "client", "street", { "street=a", "city=b" }, { "street=A", "city=b" },
    { "street=a", "city=B" }, CLASH },
  { "group/part-of-my-change", "client", "street", { "street=a", "city=b" }, { "street=A", "city=B" },
    { "street=A", "city=b" }, CLASH },
  { "group/same-field", "contract", "valid-from", { "valid-from=2026-01-01" }, { "valid-from=2026-02-01" },
    { "valid-from=2026-03-01" }, CLASH },
  { "group/state-and-its-date", "delivery", "state", { "state=shipped" },
    { "state=delivered", "delivered-at=2026-11-20T10:00:00Z" }, { "state=failed" }, CLASH },
  { "group/unknown-state", "contract", "state", { "state=draft" }, { "state=zz-new" },
    { "state=signed", "signed-on=2026-01-01" }, CLASH },
  { "group/cleared", "delivery", "carrier", { "carrier=a", "waybill=0012" }, { NULL }, { "carrier=a", "waybill=0013" },
    CLASH },
  { "group/start-and-end", "presentation", "starts-at", { "starts-at=2026-11-20T10:00:00Z", "ends-at=2026-11-20T11:00:00Z" },
    { "starts-at=2026-11-20T10:00:00Z", "ends-at=2026-11-20T12:00:00Z" },
    { "starts-at=2026-11-20T09:00:00Z", "ends-at=2026-11-20T11:00:00Z" }, CLASH },
};
/* clang-format on */

static DyrValue *
make_group (const DyrRecordType *type, const char *const *parts)
{
  DyrValue *values = merge_test_values_new (type);

  for (guint i = 0; i < 4 && parts[i] != NULL; i++)
    {
      g_auto (GStrv) part = g_strsplit (parts[i], "=", 2);

      merge_test_set (type, values, part[0], part[1]);
    }

  return values;
}

static void
check_group (const GroupRow *row,
             const char *const *base,
             const char *const *mine,
             const char *const *theirs,
             DyrMergeEnd end)
{
  const DyrRecordType *type = dyr_record_type_by_name (row->type);
  guint group = (guint) dyr_record_type_find (type, row->group);
  DyrValue *base_values = make_group (type, base);
  DyrValue *my_values = make_group (type, mine);
  DyrValue *their_values = make_group (type, theirs);
  DyrValue *result = merge_test_values_new (type);
  const DyrValue *wanted = end == DYR_MERGE_THEIRS ? their_values : my_values;

  g_assert_cmpint (dyr_merge (type, group, base_values, my_values, their_values, result), ==, end);
  for (guint i = 0; i < type->n_fields; i++)
    g_assert_true (dyr_value_equal (&result[i], &wanted[i]));

  merge_test_values_free (type, base_values);
  merge_test_values_free (type, my_values);
  merge_test_values_free (type, their_values);
  merge_test_values_free (type, result);
}

static void
test_group (gconstpointer data)
{
  const GroupRow *row = data;

  check_group (row, row->base, row->mine, row->theirs, row->end);
  check_group (row, row->base, row->theirs, row->mine, mirrored (row->end));
}

/* What is never synced is no part of a merge: it stays as it is. */
static void
test_derived (void)
{
  const DyrRecordType *type = &dyr_client_type;
  guint field = (guint) dyr_record_type_find (type, "phone");
  DyrValue *none = merge_test_values_new (type);
  DyrValue *mine = merge_test_values_new (type);
  DyrValue *theirs = merge_test_values_new (type);

  merge_test_set (type, mine, "phone", "1");
  merge_test_set (type, theirs, "phone", "2");
  g_assert_cmpint (dyr_merge (type, field, none, mine, theirs, mine), ==, AGREED);
  merge_test_assert (type, mine, "phone", "1");

  merge_test_values_free (type, none);
  merge_test_values_free (type, mine);
  merge_test_values_free (type, theirs);
}

/* What would merge alone does not in a group; what is never synced is no part of it. */
static void
test_group_of_texts (void)
{
  static const DyrField fields[] = {
    DYR_FIELD ("text", "Text", LONG_TEXT, 0, .group = 1),
    DYR_FIELD ("more", "More", LONG_TEXT, 0, .group = 1),
    DYR_FIELD ("here", "Here", LONG_TEXT, DYR_LOCAL, .group = 1),
    DYR_FIELD ("alone", "Alone", LONG_TEXT, DYR_LOCAL, .group = 2),
    DYR_FIELD ("shared", "Shared", LONG_TEXT, 0, .group = 2),
  };
  static const DyrRecordType type
      = { .name = "test", .context = "test", .fields = fields, .n_fields = G_N_ELEMENTS (fields) };
  DyrValue *base = merge_test_values_new (&type);
  DyrValue *mine = merge_test_values_new (&type);
  DyrValue *theirs = merge_test_values_new (&type);

  for (guint i = 0; i < type.n_fields; i++)
    {
      merge_test_set (&type, base, fields[i].name, "a\nb\nc");
      merge_test_set (&type, mine, fields[i].name, "A\nb\nc");
      merge_test_set (&type, theirs, fields[i].name, "a\nb\nC");
    }
  g_assert_cmpint (dyr_merge (&type, 0, base, mine, theirs, mine), ==, CLASH);
  merge_test_assert (&type, mine, "text", "A\nb\nc");

  merge_test_set (&type, mine, "text", "a\nb\nc");
  merge_test_set (&type, mine, "more", "a\nb\nc");
  g_assert_cmpint (dyr_merge (&type, 0, base, mine, theirs, mine), ==, THEIRS);
  merge_test_assert (&type, mine, "text", "a\nb\nC");
  merge_test_assert (&type, mine, "more", "a\nb\nC");
  merge_test_assert (&type, mine, "here", "A\nb\nc");

  g_assert_cmpint (dyr_merge (&type, 3, base, mine, theirs, mine), ==, BOTH);
  merge_test_assert (&type, mine, "alone", "A\nb\nc");
  merge_test_assert (&type, mine, "shared", "A\nb\nC");

  merge_test_values_free (&type, base);
  merge_test_values_free (&type, mine);
  merge_test_values_free (&type, theirs);
}

/* A value of another form than its field has (a damaged store) is not looked into. */
static void
test_wrong_form (void)
{
  const DyrRecordType *type = &dyr_client_type;
  const char *const fields[] = { "phones", "description" };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    for (guint wrong = 0; wrong < 3; wrong++)
      {
        guint field = (guint) dyr_record_type_find (type, fields[i]);
        DyrValue *values[3];

        for (guint j = 0; j < 3; j++)
          {
            const char *const texts[] = { "a\nb\nc", "A\nb\nc", "a\nb\nC" };

            values[j] = merge_test_values_new (type);
            merge_test_set (type, values[j], fields[i], texts[j]);
          }
        dyr_value_set_number (&values[wrong][field], 1);
        g_assert_cmpint (
            dyr_merge (type, field, values[0], values[1], values[2], values[1]), ==, CLASH);
        for (guint j = 0; j < 3; j++)
          merge_test_values_free (type, values[j]);
      }
}

/* The link of an element comes with it, with all that is known of the record. */
static void
test_links_of_elements (void)
{
  const DyrRecordType *type = &dyr_presentation_type;
  guint field = (guint) dyr_record_type_find (type, "participants");
  DyrValue *base = merge_test_values_new (type);
  DyrValue *mine = merge_test_values_new (type);
  DyrValue *theirs = merge_test_values_new (type);
  g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
  g_autoptr (DyrLink) anna = NULL;
  g_autoptr (DyrLink) vira = NULL;
  const DyrSet *set;
  DyrUid uid;

  g_assert_true (dyr_uid_parse (ANNA, &uid));
  anna = dyr_link_new (1, &uid, "Анна", dyr_person_type.number, FALSE);
  g_assert_true (dyr_uid_parse (VIRA, &uid));
  vira = dyr_link_new (3, &uid, "Віра", dyr_person_type.number, FALSE);
  merge_test_set (type, base, "participants", ANNA);
  dyr_set_builder_add (builder, NULL, NULL, anna);
  dyr_set_builder_add (builder, NULL, NULL, vira);
  dyr_value_take_set (&mine[field], dyr_set_builder_end (builder));
  merge_test_set (type, theirs, "participants", ANNA "\n" BOHDAN);

  g_assert_cmpint (dyr_merge (type, field, base, mine, theirs, mine), ==, BOTH);
  set = dyr_value_set (&mine[field]);
  g_assert_cmpuint (set->n, ==, 3);
  g_assert_true (set->members[0].link == anna);
  g_assert_true (set->members[1].link == vira);
  g_assert_cmpstr (set->members[2].item, ==, BOHDAN);
  g_assert_nonnull (set->members[2].link);

  merge_test_values_free (type, base);
  merge_test_values_free (type, mine);
  merge_test_values_free (type, theirs);
}

/* Lines "1" … "n", the one at `changed` with a mark; 0: none. */
static char *
make_lines (guint from, guint to, guint changed)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i <= to; i++)
    g_string_append_printf (text, "%s%u%s", i > from ? "\n" : "", i, i == changed ? "!" : "");

  return g_string_free (text, FALSE);
}

static DyrMergeEnd
merge_texts (const char *base, const char *mine, const char *theirs)
{
  const DyrRecordType *type = &dyr_note_type;
  guint field = (guint) dyr_record_type_find (type, "text");
  DyrValue *base_values = merge_test_values_new (type);
  DyrValue *my_values = merge_test_values_new (type);
  DyrValue *their_values = merge_test_values_new (type);
  DyrMergeEnd end;

  merge_test_set (type, base_values, "text", base);
  merge_test_set (type, my_values, "text", mine);
  merge_test_set (type, their_values, "text", theirs);
  end = dyr_merge (type, field, base_values, my_values, their_values, my_values);
  if (end == BOTH)
    g_assert_cmpuint (g_utf8_strlen (dyr_value_text (&my_values[field]), -1), <=, 50000);

  merge_test_values_free (type, base_values);
  merge_test_values_free (type, my_values);
  merge_test_values_free (type, their_values);

  return end;
}

/* Up to 1 000 lines removed and added are compared; more are too different. */
static void
test_text_too_different (void)
{
  g_autofree char *base = make_lines (1, 1100, 0);
  g_autofree char *theirs = make_lines (1, 1100, 1100);
  g_autofree char *near = make_lines (1001, 1100, 0);
  g_autofree char *far = make_lines (1002, 1100, 0);

  g_assert_cmpint (merge_texts (base, near, theirs), ==, BOTH);
  g_assert_cmpint (merge_texts (base, theirs, near), ==, BOTH);
  g_assert_cmpint (merge_texts (base, far, theirs), ==, CLASH);
  g_assert_cmpint (merge_texts (base, theirs, far), ==, CLASH);
}

/* The most lines that a field can hold, all alike. */
static void
test_text_of_empty_lines (void)
{
  g_autofree char *base = g_strnfill (49990, '\n');
  g_autofree char *mine = g_strconcat ("a", base, NULL);
  g_autofree char *theirs = g_strconcat (base, "b", NULL);

  g_assert_cmpint (merge_texts (base, mine, theirs), ==, BOTH);
}

/* Up to 65 536 lines, more than any field has, are compared; theirs has my change and one more. */
static void
test_text_too_many_lines (void)
{
  g_autofree char *endless = g_strnfill (65536, '\n');

  for (guint n = 65536; n <= 65537; n++)
    {
      DyrMergeEnd wanted = n == 65536 ? DYR_MERGE_THEIRS : DYR_MERGE_CLASH;
      g_autofree char *base = make_lines (1, n, 0);
      g_autofree char *mine = make_lines (1, n, 1);
      g_autofree char *theirs = g_strconcat (mine, "!", NULL);

      g_assert_cmpint (merge_texts (base, mine, theirs), ==, wanted);
      g_assert_cmpint (merge_texts (base, theirs, mine), ==, mirrored (wanted));
    }

  /* Each of the three is measured. */
  g_assert_cmpint (merge_texts ("a", endless, "b"), ==, CLASH);
  g_assert_cmpint (merge_texts ("a", "b", endless), ==, CLASH);
}

/* Each fits into the field, both together do not. */
static void
test_too_long_together (void)
{
  const DyrRecordType *type = &dyr_delivery_line_type;
  guint field = (guint) dyr_record_type_find (type, "serials");
  g_autofree char *many = g_strnfill (30000, 'x');
  g_autofree char *mine = g_strconcat (many, "\n-", NULL);
  g_autofree char *theirs = g_strconcat ("-\n", many, NULL);
  g_autofree char *less = g_strconcat ("-\n", many + 10003, NULL);
  g_autofree char *serials = make_lines (1, 6000, 0);
  g_autofree char *others = make_lines (6001, 10001, 0);
  DyrValue *base_values = merge_test_values_new (type);
  DyrValue *my_values = merge_test_values_new (type);
  DyrValue *their_values = merge_test_values_new (type);

  g_assert_cmpint (merge_texts ("-", mine, less), ==, BOTH);
  g_assert_cmpint (merge_texts ("-", mine, theirs), ==, CLASH);

  merge_test_set (type, my_values, "serials", serials);
  merge_test_set (type, their_values, "serials", others);
  g_assert_cmpint (
      dyr_merge (type, field, base_values, my_values, their_values, my_values), ==, CLASH);
  merge_test_assert (type, my_values, "serials", serials);
  merge_test_set (type, their_values, "serials", strchr (others, '\n') + 1);
  g_assert_cmpint (
      dyr_merge (type, field, base_values, my_values, their_values, my_values), ==, BOTH);
  g_assert_cmpuint (dyr_value_set (&my_values[field])->n, ==, 10000);

  merge_test_values_free (type, base_values);
  merge_test_values_free (type, my_values);
  merge_test_values_free (type, their_values);
}

typedef struct
{
  const char *name;
  gboolean mine_edited, mine_deleted, theirs_changed, theirs_deleted;
  DyrDeletionEnd end;
} DeletionRow;

static const DeletionRow deletion_rows[] = {
  { "untouched", FALSE, FALSE, FALSE, FALSE, DYR_DELETION_NONE },
  { "edited", TRUE, FALSE, FALSE, FALSE, DYR_DELETION_NONE },
  { "changed", FALSE, FALSE, TRUE, FALSE, DYR_DELETION_NONE },
  { "edited-and-changed", TRUE, FALSE, TRUE, FALSE, DYR_DELETION_NONE },
  { "deleted-on-both", FALSE, TRUE, FALSE, TRUE, DYR_DELETION_AGREED },
  { "edited-then-deleted-on-both", TRUE, TRUE, FALSE, TRUE, DYR_DELETION_AGREED },
  { "deleted-here-changed-then-deleted", FALSE, TRUE, TRUE, TRUE, DYR_DELETION_AGREED },
  { "edited-and-changed-then-both-deleted", TRUE, TRUE, TRUE, TRUE, DYR_DELETION_AGREED },
  { "deleted-here", FALSE, TRUE, FALSE, FALSE, DYR_DELETION_MINE },
  { "edited-then-deleted-here", TRUE, TRUE, FALSE, FALSE, DYR_DELETION_MINE },
  { "deleted-there", FALSE, FALSE, FALSE, TRUE, DYR_DELETION_THEIRS },
  { "changed-then-deleted-there", FALSE, FALSE, TRUE, TRUE, DYR_DELETION_THEIRS },
  { "edited-here-deleted-there", TRUE, FALSE, FALSE, TRUE, DYR_DELETION_ASK_KEPT_HERE },
  { "edited-here-changed-then-deleted", TRUE, FALSE, TRUE, TRUE, DYR_DELETION_ASK_KEPT_HERE },
  { "deleted-here-changed-there", FALSE, TRUE, TRUE, FALSE, DYR_DELETION_ASK_KEPT_THERE },
  { "edited-then-deleted-changed-there", TRUE, TRUE, TRUE, FALSE, DYR_DELETION_ASK_KEPT_THERE },
};

static void
test_deletion (gconstpointer data)
{
  const DeletionRow *row = data;

  g_assert_cmpint (
      dyr_merge_deletion (
          row->mine_edited, row->mine_deleted, row->theirs_changed, row->theirs_deleted),
      ==,
      row->end);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/merge/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (group_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/merge/", group_rows[i].name, NULL);

      g_test_add_data_func (path, &group_rows[i], test_group);
    }
  for (guint i = 0; i < G_N_ELEMENTS (deletion_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sync/merge/deletion/", deletion_rows[i].name, NULL);

      g_test_add_data_func (path, &deletion_rows[i], test_deletion);
    }
  g_test_add_func ("/sync/merge/alone/derived", test_derived);
  g_test_add_func ("/sync/merge/group/of-texts", test_group_of_texts);
  g_test_add_func ("/sync/merge/alone/wrong-form", test_wrong_form);
  g_test_add_func ("/sync/merge/set/links-come-along", test_links_of_elements);
  g_test_add_func ("/sync/merge/text/too-different", test_text_too_different);
  g_test_add_func ("/sync/merge/text/empty-lines", test_text_of_empty_lines);
  g_test_add_func ("/sync/merge/text/too-many-lines", test_text_too_many_lines);
  g_test_add_func ("/sync/merge/too-long-together", test_too_long_together);

  return g_test_run ();
}
