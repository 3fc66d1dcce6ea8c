/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* dyryhent-cli list: records that fit, as a table, CSV or JSON, each written as it is read. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-commands.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "dyr-cli-fields.h"
#include "dyr-cli-find.h"
#include "dyr-cli-json.h"
#include "dyr-cli-table.h"
#include "dyr-cli-text.h"
#include "dyr-csv-writer.h"
#include "dyr-decimal.h"
#include "dyr-query.h"
#include "dyr-record-json.h"
#include "dyr-rows.h"

/* clang-format off */
const DyrCliOption dyr_cli_list_options[] = {
  { "where", N_("FIELD=VALUE"), TRUE, N_("only records with this value; nothing behind “=”: with none") },
  { "query", N_("TEXT"), FALSE, N_("only records that fit: words, FIELD:VALUE, FIELD>VALUE, -WORD, \"PHRASE\"") },
  { "sort", N_("[-]FIELD"), TRUE, N_("order by this field, “-”: backwards; then by the next one") },
  { "limit", N_("N"), FALSE, N_("not more than so many") },
  { "format", N_("FORMAT"), FALSE, N_("table, csv or json") },
  { NULL },
};
/* clang-format on */

/* What the table shows of a type: enough to recognize a record, little enough to fit. */
static const struct
{
  const char *type;
  const char *fields[8];
} table_fields[] = {
  { "user", { "name", "email", "login" } },
  { "client", { "name", "standing", "city", "code", "phone", "next-contact", "responsible" } },
  { "person", { "name", "client", "position", "phone", "email" } },
  { "contract",
    { "number", "standing", "client", "valid-to", "amount", "currency", "responsible" } },
  { "amendment", { "number", "state", "contract", "date", "effective-from" } },
  { "product", { "name", "code", "kind", "price", "currency", "unit" } },
  { "delivery", { "number", "state", "client", "agreed-on", "on-time", "carrier", "responsible" } },
  { "delivery-line", { "name", "delivery", "quantity-planned", "quantity-shipped", "unit" } },
  { "presentation", { "title", "state", "client", "starts-at", "outcome", "presenter" } },
  { "activity", { "subject", "state", "kind", "client", "due-at", "responsible" } },
  { "note", { "text", "about", "pinned" } },
  { "file", { "name", "about", "size", "added-at" } },
};

typedef struct
{
  DyrCli *cli;
  const DyrRecordType *type;
  DyrQuery *query;
  GArray *where; /* DyrCliField */
  const char *format;
  guint n_found;
} List;

typedef gboolean (*WriteRow) (List *list, const DyrRow *row, gpointer data, GError **error);

static gboolean
for_each (List *list,
          DyrConnection *connection,
          GArray *ids,
          WriteRow write,
          gpointer data,
          GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (DyrRow) row
          = dyr_row_read_as (connection, list->type, g_array_index (ids, gint64, i), error);

      if (row == NULL || !write (list, row, data, error))
        return FALSE;
    }
  return TRUE;
}

/* JSON */

typedef struct
{
  DyrCliJsonArray array;
  JsonBuilder *builder;
} Json;

static gboolean
write_json_row (List *list, const DyrRow *row, gpointer data, GError **error)
{
  Json *json = data;

  dyr_record_json_add_row (json->builder, row, NULL, 0);
  return dyr_cli_json_array_add (&json->array, json->builder, error);
}

static gboolean
write_json (List *list, DyrConnection *connection, GArray *ids, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  Json json = { .array = { .cli = list->cli }, .builder = builder };

  return for_each (list, connection, ids, write_json_row, &json, error)
         && dyr_cli_json_array_end (&json.array, error);
}

/* CSV: a column for each field under its name; links by name, values as in JSON. */

static char *
set_cell (const DyrField *field, const DyrSet *set)
{
  g_autoptr (GString) cell = g_string_new (NULL);

  for (guint i = 0; i < set->n; i++)
    {
      const DyrMember *member = &set->members[i];
      const char *text
          = member->link != NULL && member->link->name != NULL ? member->link->name : member->item;

      g_string_append_printf (cell, "%s%s", i > 0 ? ", " : "", text);
    }
  return g_string_free (g_steal_pointer (&cell), FALSE);
}

static char *
csv_cell (const DyrField *field, const DyrValue *value)
{
  if (value->form == DYR_VALUE_NONE)
    return NULL;
  if (field->kind == DYR_KIND_SET)
    return set_cell (field, value->set);
  if (field->kind == DYR_KIND_LINK && value->link->name != NULL)
    return g_strdup (value->link->name);
  if (field->kind == DYR_KIND_QUANTITY)
    return dyr_decimal_to_short_text (value->number, DYR_DECIMAL_QUANTITY_SCALE);
  if (field->kind == DYR_KIND_YES_NO)
    return g_strdup (value->number != 0 ? "true" : "false");
  return dyr_field_to_text (field, value);
}

static DyrCsvCellKind
csv_kind (const DyrField *field)
{
  DyrKind kind = field->kind == DYR_KIND_SET ? field->items : field->kind;

  if (kind == DYR_KIND_PHONE)
    return DYR_CSV_CELL_PHONE;
  return dyr_field_form (field) == DYR_VALUE_NUMBER ? DYR_CSV_CELL_NUMBER : DYR_CSV_CELL_TEXT;
}

static gboolean
write_csv_row (List *list, const DyrRow *row, gpointer data, GError **error)
{
  DyrCsvWriter *writer = data;
  g_autofree char *uid = dyr_uid_to_text (&row->uid);

  dyr_csv_writer_add_cell (writer, uid, DYR_CSV_CELL_NUMBER);
  for (guint i = 0; i < row->type->n_fields; i++)
    {
      g_autofree char *cell = csv_cell (&row->type->fields[i], &row->values[i]);

      dyr_csv_writer_add_cell (writer, cell, csv_kind (&row->type->fields[i]));
    }
  return dyr_csv_writer_end_row (writer, error);
}

static gboolean
write_csv (List *list, DyrConnection *connection, GArray *ids, GError **error)
{
  const DyrCsvWriterOptions options = { .delimiter = ',' };
  g_autoptr (DyrCsvWriter) writer = dyr_csv_writer_new_for_fd (STDOUT_FILENO, &options);

  dyr_csv_writer_add_cell (writer, "uid", DYR_CSV_CELL_TEXT);
  for (guint i = 0; i < list->type->n_fields; i++)
    dyr_csv_writer_add_cell (writer, list->type->fields[i].name, DYR_CSV_CELL_TEXT);
  return dyr_csv_writer_end_row (writer, error)
         && for_each (list, connection, ids, write_csv_row, writer, error)
         && dyr_csv_writer_finish (writer, error);
}

/* Table */

typedef struct
{
  DyrCliTable *table;
  GArray *fields; /* guint; the first column is the uid */
  gboolean measuring;
} Table;

static void
add_columns (List *list, Table *table)
{
  const char *const *names = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (table_fields); i++)
    if (g_str_equal (table_fields[i].type, list->type->name))
      names = table_fields[i].fields;
  g_return_if_fail (names != NULL);
  /* Translators: the title of the column with the identifiers of records. */
  dyr_cli_table_add_column (table->table, _("uid"), FALSE, TRUE);
  for (; *names != NULL; names++)
    {
      int index = dyr_record_type_find (list->type, *names);
      guint field = (guint) index;
      const DyrField *about;

      g_return_if_fail (index >= 0);
      about = &list->type->fields[field];
      dyr_cli_table_add_column (table->table,
                                dyr_field_label (list->type, field),
                                about->kind == DYR_KIND_MONEY || about->kind == DYR_KIND_QUANTITY
                                    || about->kind == DYR_KIND_COUNT,
                                FALSE);
      g_array_append_val (table->fields, field);
    }
}

static gboolean
write_table_row (List *list, const DyrRow *row, gpointer data, GError **error)
{
  Table *table = data;
  g_auto (GStrv) cells = g_new0 (char *, table->fields->len + 2);
  gboolean done = TRUE;

  cells[0] = dyr_uid_to_text (&row->uid);
  for (guint i = 0; i < table->fields->len; i++)
    {
      guint field = g_array_index (table->fields, guint, i);
      char *text = dyr_context_show (
          dyr_cli_context (list->cli), list->type, field, &row->values[field], NULL);

      cells[i + 1] = text != NULL ? text : g_strdup ("—");
    }
  if (table->measuring)
    dyr_cli_table_measure (table->table, (const char *const *) cells);
  else
    done = dyr_cli_table_write (table->table, (const char *const *) cells, error);
  return done;
}

static gboolean
write_table (List *list, DyrConnection *connection, GArray *ids, GError **error)
{
  g_autoptr (DyrCliTable) writer = dyr_cli_table_new (list->cli);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (guint));
  Table table = { writer, fields, TRUE };

  add_columns (list, &table);
  if (!for_each (list, connection, ids, write_table_row, &table, error))
    return FALSE;
  table.measuring = FALSE;
  return for_each (list, connection, ids, write_table_row, &table, error);
}

/* The command */

/* In one read transaction: what is listed is one state of the database. */
static gboolean
job_list (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  List *list = data;
  g_autoptr (GArray) ids = NULL;

  if (!dyr_cli_fields_where (
          dyr_cli_context (list->cli), connection, list->query, list->where, error))
    return FALSE;
  ids = dyr_query_ids (list->query, connection, error);
  if (ids == NULL)
    return FALSE;
  list->n_found = ids->len;
  if (g_str_equal (list->format, "json"))
    return write_json (list, connection, ids, error);
  if (g_str_equal (list->format, "csv"))
    return write_csv (list, connection, ids, error);
  return write_table (list, connection, ids, error);
}

static gboolean
add_sorts (DyrCli *cli, const DyrRecordType *type, DyrQuery *query, GError **error)
{
  GPtrArray *sorts = dyr_cli_options (cli, "sort");

  for (guint i = 0; i < sorts->len; i++)
    {
      const char *name = g_ptr_array_index (sorts, i);
      gboolean descending = *name == '-';
      guint field;

      name += descending ? 1 : 0;
      if (!dyr_cli_find_field (type, name, strlen (name), &field, error))
        return FALSE;
      dyr_query_sort (query, field, descending);
    }
  return TRUE;
}

/* What is not understood, marked below the line; the rest is searched all the same. */
static void
tell_problems (DyrCli *cli, const DyrQueryLine *line)
{
  const char *text = dyr_query_line_get_text (line);

  for (guint i = 0; i < dyr_query_line_get_n_problems (line); i++)
    {
      const DyrQueryProblem *problem = dyr_query_line_get_problem (line, i);
      g_autofree char *before = g_strndup (text, problem->start);
      g_autofree char *marked = g_strndup (text + problem->start, problem->length);
      g_autofree char *gap = g_strnfill (dyr_cli_text_width (before), ' ');
      g_autofree char *mark = g_strnfill (dyr_cli_text_width (marked), '^');

      dyr_cli_tell (cli, "%s\n%s%s\n%s", text, gap, mark, problem->message);
    }
}

static void
take_line (DyrCli *cli, DyrQuery *query)
{
  g_autofree char *text = NULL;
  DyrQueryLine *line;

  if (!dyr_cli_has (cli, "query"))
    return;
  text = g_utf8_make_valid (dyr_cli_option (cli, "query"), -1);
  g_strdelimit (text, "\n\r\t", ' ');
  line = dyr_query_line_parse (dyr_cli_context (cli), dyr_query_get_type_of (query), text);
  tell_problems (cli, line);
  dyr_query_take_line (query, line);
}

gboolean
dyr_cli_run_list (DyrCli *cli, int *status, GError **error)
{
  static const char *const formats[] = { "table", "csv", "json", NULL };
  const DyrRecordType *type = dyr_cli_find_type (dyr_cli_argument (cli, 0), error);
  GPtrArray *where = dyr_cli_options (cli, "where");
  g_autoptr (DyrQuery) query = NULL;
  g_autoptr (GArray) fields = NULL;
  List list = { .cli = cli, .type = type };
  gint64 limit;

  if (type == NULL)
    return FALSE;
  list.format = dyr_cli_format (cli, formats, error);
  list.query = query = dyr_query_new (type);
  if (list.format == NULL || !dyr_cli_number (cli, "limit", 1, G_MAXINT32, 0, &limit, error)
      || !add_sorts (cli, type, query, error))
    return FALSE;
  list.where = fields
      = dyr_cli_fields_split (type, (const char *const *) where->pdata, where->len, FALSE, error);
  if (fields == NULL)
    return FALSE;
  take_line (cli, query);
  dyr_query_set_limit (query, (guint) limit);
  /* Scripts get the same order on every computer; people the order of names. */
  dyr_query_set_by_uid (query, dyr_cli_has (cli, "sort") || !g_str_equal (list.format, "table"));
  if (!dyr_cli_open (cli, FALSE, error))
    return FALSE;
  if (dyr_query_get_line (query) != NULL)
    dyr_cli_catch_up (cli);
  if (!dyr_database_read (dyr_cli_database (cli), job_list, &list, NULL, error))
    return FALSE;
  if (list.n_found == 0 && g_str_equal (list.format, "table"))
    dyr_cli_tell (cli, "%s", _("Nothing was found."));
  return TRUE;
}
