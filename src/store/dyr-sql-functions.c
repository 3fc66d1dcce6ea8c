/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What SQL asks the program: the office's days, texts as people look for them and order
 * them, values as the store keeps them elsewhere. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sql-functions.h"

#include "dyr-date.h"
#include "dyr-group.h"
#include "dyr-text.h"

/* What a function works with, from call to call. */
typedef struct
{
  DyrConnection *connection; /* not owned */
  GString *text;
  GByteArray *key;
} Room;

static Room *
room_new (DyrConnection *connection)
{
  Room *room = g_new0 (Room, 1);

  room->connection = connection;
  room->text = g_string_new (NULL);
  room->key = g_byte_array_new ();
  return room;
}

static void
free_room (gpointer data)
{
  Room *room = data;

  g_string_free (room->text, TRUE);
  g_byte_array_unref (room->key);
  g_free (room);
}

static gint64
office_day (Room *room, gint64 instant)
{
  return dyr_date_of_instant (instant, dyr_connection_get_zone (room->connection));
}

static void
sql_today (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  sqlite3_result_int64 (
      context, office_day (sqlite3_user_data (context), g_get_real_time () / G_USEC_PER_SEC));
}

static void
sql_day (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  if (sqlite3_value_type (values[0]) != SQLITE_NULL)
    sqlite3_result_int64 (
        context, office_day (sqlite3_user_data (context), sqlite3_value_int64 (values[0])));
}

static void
sql_holds (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  GString *folded = ((Room *) sqlite3_user_data (context))->text;
  const char *text = (const char *) sqlite3_value_text (values[0]);
  const char *needle = (const char *) sqlite3_value_text (values[1]);
  const char *found;

  g_string_truncate (folded, 0);
  if (text != NULL)
    dyr_text_fold_into (folded, text);
  found = text != NULL && needle != NULL ? strstr (folded->str, needle) : NULL;
  if (found != NULL && n_values > 2 && sqlite3_value_int (values[2]) != 0)
    sqlite3_result_int (context, g_str_equal (folded->str, needle));
  else
    sqlite3_result_int (context, found != NULL);
}

static void
sql_caseless (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  if (sqlite3_value_type (values[0]) != SQLITE_NULL)
    sqlite3_result_text (
        context, g_utf8_casefold ((const char *) sqlite3_value_text (values[0]), -1), -1, g_free);
}

static void
sql_key (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  Room *room = sqlite3_user_data (context);
  const DyrCollator *collator = dyr_connection_get_collator (room->connection);
  const char *text = (const char *) sqlite3_value_text (values[0]);

  if (text == NULL)
    return;
  /* A database that is just being opened has no language yet. */
  if (collator == NULL)
    {
      sqlite3_result_value (context, values[0]);
      return;
    }
  g_byte_array_set_size (room->key, 0);
  dyr_collator_key (collator, text, room->key);
  sqlite3_result_blob64 (context, room->key->data, room->key->len, SQLITE_TRANSIENT);
}

static void
read_value (sqlite3_value *from, const DyrField *field, DyrValue *value)
{
  DyrUid uid = { 0 };

  if (sqlite3_value_type (from) == SQLITE_NULL)
    return;
  if (field->kind == DYR_KIND_LINK)
    {
      memcpy (uid.bytes, sqlite3_value_blob (from), sizeof uid.bytes);
      dyr_value_take_link (value, dyr_link_new (0, &uid, NULL, 0, FALSE));
    }
  else if (dyr_field_form (field) == DYR_VALUE_NUMBER)
    dyr_value_set_number (value, sqlite3_value_int64 (from));
  else
    dyr_value_set_text (value, (const char *) sqlite3_value_text (from));
}

static void
sql_canonical (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const DyrRecordType *type = dyr_record_type_by_number (sqlite3_value_int (values[0]));
  const DyrField *field = &type->fields[sqlite3_value_int (values[1])];
  g_auto (DyrValue) value = DYR_VALUE_INIT;

  read_value (values[2], field, &value);
  sqlite3_result_text (context, dyr_field_to_text (field, &value), -1, g_free);
}

static void
sql_group (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const DyrRecordType *type = dyr_record_type_by_number (sqlite3_value_int (values[0]));
  guint64 mask = dyr_group_mask (type, (guint) sqlite3_value_int (values[1]));
  g_autofree DyrValue *row = g_new0 (DyrValue, type->n_fields);
  int next = 2;

  for (guint i = 0; i < type->n_fields; i++)
    if (mask >> i & 1)
      read_value (values[next++], &type->fields[i], &row[i]);
  sqlite3_result_text (context, dyr_group_to_text (type, mask, row), -1, g_free);
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&row[i]);
}

static void
sql_fold (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *text = (const char *) sqlite3_value_text (values[0]);

  if (text != NULL)
    sqlite3_result_text (context, dyr_text_fold (text), -1, g_free);
}

static void
sql_join (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (int i = 0; i < n_values; i++)
    {
      const char *text = (const char *) sqlite3_value_text (values[i]);

      if (text == NULL || *text == '\0')
        continue;
      if (joined->len > 0)
        g_string_append_c (joined, ' ');
      g_string_append (joined, text);
    }
  if (joined->len > 0)
    sqlite3_result_text (context, g_string_free (g_steal_pointer (&joined), FALSE), -1, g_free);
}

int
dyr_sql_functions_install (DyrConnection *connection, sqlite3 *db)
{
  static const struct
  {
    const char *name;
    int n_values;
    int flags;
    void (*function) (sqlite3_context *context, int n_values, sqlite3_value **values);
  } functions[] = {
    { "dyr_today", 0, 0, sql_today },
    { "dyr_day", 1, 0, sql_day },
    { "dyr_holds", -1, 0, sql_holds },
    { "dyr_caseless", 1, SQLITE_DETERMINISTIC, sql_caseless },
    { "dyr_key", 1, SQLITE_DETERMINISTIC, sql_key },
    { "dyr_canonical", 3, SQLITE_DETERMINISTIC, sql_canonical },
    { "dyr_group", -1, SQLITE_DETERMINISTIC, sql_group },
    { "dyr_fold", 1, SQLITE_DETERMINISTIC, sql_fold },
    { "dyr_join", -1, SQLITE_DETERMINISTIC, sql_join },
  };
  int code = SQLITE_OK;

  g_return_val_if_fail (connection != NULL, SQLITE_MISUSE);
  g_return_val_if_fail (db != NULL, SQLITE_MISUSE);

  for (gsize i = 0; i < G_N_ELEMENTS (functions) && code == SQLITE_OK; i++)
    code = sqlite3_create_function_v2 (db,
                                       functions[i].name,
                                       functions[i].n_values,
                                       functions[i].flags | SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                       room_new (connection),
                                       functions[i].function,
                                       NULL,
                                       NULL,
                                       free_room);
  return code;
}
