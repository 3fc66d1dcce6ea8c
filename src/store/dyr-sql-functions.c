/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What SQL asks the program: the office's days, texts as people look for them and order them. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-sql-functions.h"

#include "dyr-date.h"
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
