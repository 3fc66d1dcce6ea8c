/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The keys of all records of a type: tax codes and VAT numbers, numbers of contracts with their
 * client, bank accounts, e-mails, phones, names, the consonants of names (alike ones), names
 * without a letter (those with a slip); of persons a name only with the client or the birthday, for
 * there are many namesakes. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-duplicate-scan.h"

#include "dyr-client.h"
#include "dyr-contract.h"
#include "dyr-duplicate-score.h"
#include "dyr-duplicate-slips.h"
#include "dyr-person.h"
#include "dyr-product.h"

/* Progress, in thousandths, once the rows are read; sets follow. */
#define ROWS 700

typedef struct
{
  DyrConnection *connection;
  const DyrRecordType *type;
  gboolean slips;
  GArray *ids;
  DyrDuplicateBlocks *blocks;
  DyrDuplicateScanned scanned;
  gpointer data;
} Scan;

static gboolean
tell (Scan *scan, guint done, guint n, guint from, guint to, GError **error)
{
  return scan->scanned (
      from + (guint) ((guint64) done * (to - from) / MAX (n, 1)), scan->data, error);
}

static void
add_key (Scan *scan, guint kind, const char *text, guint place)
{
  if (text != NULL && *text != '\0')
    dyr_duplicate_blocks_add (scan->blocks, kind, dyr_duplicate_key (text), place);
}

/* A key that is one only together with a number: a client, a birthday. */
static void
add_key_of (Scan *scan, guint kind, const char *text, char mark, gint64 number, guint place)
{
  g_autofree char *key = g_strdup_printf ("%s\t%c%" G_GINT64_FORMAT, text, mark, number);

  add_key (scan, kind, key, place);
}

/* With `with` each is a key only together with what that was made of. */
static void
add_slips (Scan *scan, const DyrDuplicateName *name, guint64 with, guint place)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (!scan->slips)
    return;
  dyr_duplicate_slips_add (name, keys);
  for (guint i = 0; i < keys->len; i++)
    dyr_duplicate_blocks_add (
        scan->blocks, DYR_DUPLICATE_KEY_SLIP, g_array_index (keys, guint64, i) ^ with, place);
}

static void
add_client (Scan *scan, DyrStatement *query, guint place)
{
  g_auto (DyrDuplicateName) name = { NULL };
  g_autofree char *code = dyr_duplicate_code_key (dyr_statement_text (query, 2));
  g_autofree char *vat = dyr_duplicate_vat_key (dyr_statement_text (query, 3));

  dyr_duplicate_name_read (dyr_statement_text (query, 1), &name);
  add_key (scan, DYR_DUPLICATE_KEY_NAME, name.key, place);
  add_key (scan, DYR_DUPLICATE_KEY_ALIKE, name.skeleton, place);
  add_slips (scan, &name, 0, place);
  add_key (scan, DYR_DUPLICATE_KEY_CODE, code, place);
  add_key (scan, DYR_DUPLICATE_KEY_CODE, vat, place);
}

static void
add_person (Scan *scan, DyrStatement *query, guint place)
{
  const char *last = dyr_statement_text (query, 1), *first = dyr_statement_text (query, 2);
  g_auto (DyrDuplicateName) name = { NULL };
  g_autofree char *whole = NULL;

  if (last == NULL || first == NULL)
    return;
  whole = g_strjoin (" ", last, first, NULL);
  dyr_duplicate_name_read (whole, &name);
  for (int i = 3; i < 5; i++)
    if (!dyr_statement_is_null (query, i))
      {
        gint64 number = dyr_statement_number (query, i);
        char mark = i == 3 ? 'c' : 'b';
        g_autofree char *with = NULL;

        add_key_of (scan, DYR_DUPLICATE_KEY_NAME, name.key, mark, number, place);
        add_key_of (scan, DYR_DUPLICATE_KEY_ALIKE, name.skeleton, mark, number, place);
        with = g_strdup_printf ("%c%" G_GINT64_FORMAT, mark, number);
        add_slips (scan, &name, dyr_duplicate_key (with), place);
      }
}

static void
add_contract (Scan *scan, DyrStatement *query, guint place)
{
  if (!dyr_statement_is_null (query, 1) && !dyr_statement_is_null (query, 2))
    add_key_of (scan,
                DYR_DUPLICATE_KEY_NUMBER,
                dyr_statement_text (query, 1),
                'c',
                dyr_statement_number (query, 2),
                place);
}

static void
add_product (Scan *scan, DyrStatement *query, guint place)
{
  g_auto (DyrDuplicateName) name = { NULL };
  g_autofree char *code = dyr_duplicate_code_key (dyr_statement_text (query, 2));

  dyr_duplicate_name_read (dyr_statement_text (query, 1), &name);
  add_key (scan, DYR_DUPLICATE_KEY_NAME, name.key, place);
  add_key (scan, DYR_DUPLICATE_KEY_ALIKE, name.skeleton, place);
  add_slips (scan, &name, 0, place);
  add_key (scan, DYR_DUPLICATE_KEY_CODE, code, place);
}

static const struct
{
  const DyrRecordType *type;
  const char *sql;
  void (*add) (Scan *scan, DyrStatement *query, guint place);
} scans[] = {
  { &dyr_client_type,
    "SELECT id, name, code, vat_number FROM client NOT INDEXED WHERE listed = 1 ORDER BY id",
    add_client },
  { &dyr_person_type,
    "SELECT id, last_name, first_name, client, birthday FROM person NOT INDEXED "
    "WHERE listed = 1 ORDER BY id",
    add_person },
  { &dyr_contract_type,
    "SELECT id, number_fold, client FROM contract NOT INDEXED WHERE listed = 1 ORDER BY id",
    add_contract },
  { &dyr_product_type,
    "SELECT id, name, code FROM product NOT INDEXED WHERE listed = 1 ORDER BY id",
    add_product },
};

static gboolean
scan_rows (Scan *scan, guint n, GError **error)
{
  g_autoptr (DyrStatement) query = NULL;
  g_autoptr (GError) local = NULL;
  guint which = 0;

  while (scans[which].type != scan->type)
    which++;
  query = dyr_connection_query (scan->connection, error, scans[which].sql, "");
  if (query == NULL)
    return FALSE;
  while (dyr_statement_step (query, &local))
    {
      gint64 id = dyr_statement_number (query, 0);
      guint place = scan->ids->len;

      g_array_append_val (scan->ids, id);
      scans[which].add (scan, query, place);
      if (place % 1024 == 0 && !tell (scan, place, n, 0, ROWS, error))
        return FALSE;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static int
kind_of_set (const char *field)
{
  if (g_str_equal (field, "phones"))
    return DYR_DUPLICATE_KEY_PHONE;
  if (g_str_equal (field, "emails"))
    return DYR_DUPLICATE_KEY_EMAIL;
  return g_str_equal (field, "ibans") ? DYR_DUPLICATE_KEY_IBAN : -1;
}

/* Elements of sets stand in order of their records, as these do: both are gone through at once. */
static gboolean
scan_sets (Scan *scan, GError **error)
{
  g_autoptr (DyrStatement) query
      = dyr_connection_query (scan->connection,
                              error,
                              "SELECT record, field, item FROM member NOT INDEXED ORDER BY record",
                              "");
  g_autoptr (GError) local = NULL;
  guint place = 0, n = scan->ids->len;

  if (query == NULL)
    return FALSE;
  for (guint row = 0; place < n && dyr_statement_step (query, &local); row++)
    {
      gint64 record = dyr_statement_number (query, 0);
      g_autofree char *key = NULL;
      int kind;

      while (place < n && g_array_index (scan->ids, gint64, place) < record)
        place++;
      if (row % 1024 == 0 && !tell (scan, place, n, ROWS, 1000, error))
        return FALSE;
      kind = kind_of_set (dyr_statement_text (query, 1));
      if (place >= n || g_array_index (scan->ids, gint64, place) != record || kind < 0)
        continue;
      key = dyr_duplicate_item_key (dyr_statement_text (query, 2));
      add_key (scan, (guint) kind, key, place);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
dyr_duplicate_scan (DyrConnection *connection,
                    const DyrRecordType *type,
                    gboolean slips,
                    GArray *ids,
                    DyrDuplicateBlocks *blocks,
                    DyrDuplicateScanned scanned,
                    gpointer data,
                    GError **error)
{
  Scan scan = { connection, type, slips, ids, blocks, scanned, data };
  g_autofree char *count = NULL;
  gint64 n;

  g_return_val_if_fail (dyr_duplicate_type_fits (type), FALSE);

  count = g_strdup_printf ("SELECT count (*) FROM \"%s\" WHERE listed = 1", type->table);
  return dyr_connection_number (connection, error, 0, &n, count, "")
         && scan_rows (&scan, (guint) n, error) && scan_sets (&scan, error);
}
