/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* EngineTest: an engine and a store in memory; the test itself is the CRM. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "engine-test.h"

#include "dyr-group.h"
#include "dyr-migrator.h"
#include "dyr-undo-private.h"
#include "toy-crm.h"

/* The store */

static void
begin (EngineTest *self)
{
  g_autoptr (GError) error = NULL;

  dyr_connection_script (self->connection, "BEGIN IMMEDIATE", &error);
  g_assert_no_error (error);
}

static void
commit (EngineTest *self)
{
  g_autoptr (GError) error = NULL;

  dyr_connection_script (self->connection, "COMMIT", &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->touched, dyr_touched_free);
  self->touched = dyr_connection_take_touched (self->connection);
}

void
engine_test_restart (EngineTest *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->engine, dyr_engine_free);
  self->engine = dyr_engine_new (self->remote, 1);
  begin (self);
  dyr_engine_start (self->engine, self->connection, &error);
  g_assert_no_error (error);
  commit (self);
}

static void
free_queue (gpointer data)
{
  g_queue_free_full (data, (GDestroyNotify) dyr_answer_free);
}

EngineTest *
engine_test_new (void)
{
  EngineTest *self = g_new0 (EngineTest, 1);
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autoptr (GError) error = NULL;

  self->now = 1700000000;
  self->time = 1800000000;
  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_queue);
  self->asked = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_order_free);
  self->remote = g_object_new (TOY_TYPE_CRM, NULL);
  self->connection = dyr_connection_open (":memory:", DYR_CONNECTION_CREATE, zone, &error);
  g_assert_no_error (error);
  dyr_migrate (self->connection, &error);
  g_assert_no_error (error);
  self->collator = dyr_collator_new ("uk");
  dyr_connection_set_collator (self->connection, self->collator);
  engine_test_restart (self);
  return self;
}

void
engine_test_free (EngineTest *self)
{
  if (self == NULL)
    return;
  dyr_engine_free (self->engine);
  dyr_connection_close (self->connection);
  dyr_collator_free (self->collator);
  g_object_unref (self->remote);
  g_hash_table_unref (self->pages);
  g_ptr_array_unref (self->asked);
  dyr_touched_free (self->touched);
  g_free (self);
}

DyrRemoteType *
engine_test_type (EngineTest *self, const DyrRecordType *type)
{
  return (DyrRemoteType *) dyr_remote_get_type_info (self->remote, type);
}

DyrStream *
engine_test_stream (EngineTest *self, const DyrRecordType *type)
{
  ToyCrm *crm = TOY_CRM (self->remote);

  for (guint i = 0; i < TOY_CRM_TYPES; i++)
    if (crm->streams[i].type == type)
      return &crm->streams[i];
  g_assert_not_reached ();
}

void
engine_test_describe (EngineTest *self, const char *description)
{
  ToyCrm *crm = TOY_CRM (self->remote);

  g_free (crm->description);
  crm->description = g_strdup (description);
}

void
engine_test_set_user (EngineTest *self, const char *remote_id, gboolean program)
{
  ToyCrm *crm = TOY_CRM (self->remote);

  crm->program = program;

  g_free (crm->user);
  crm->user = g_strdup (remote_id);
}

static void
parse (const DyrRecordType *type, const char *name, const char *text, DyrValue *value)
{
  int field = dyr_record_type_find (type, name);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (field, >=, 0);
  dyr_field_from_text (&type->fields[field], text, value, &error);
  g_assert_no_error (error);
}

static gint64
create (EngineTest *self, const DyrRecordType *type, DyrOrigin origin, va_list fields)
{
  g_autofree DyrValue *values = g_new0 (DyrValue, type->n_fields);
  g_autoptr (DyrSave) save = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  gint64 id;

  while ((name = va_arg (fields, const char *)) != NULL)
    parse (type, name, va_arg (fields, const char *), &values[dyr_record_type_find (type, name)]);
  begin (self);
  save = dyr_save_new (self->connection, DYR_SOURCE_PERSON, "create", 0);
  dyr_save_create (save, type, NULL, origin, values, &id, &error);
  g_assert_no_error (error);
  dyr_save_finish (save, NULL, &error);
  g_assert_no_error (error);
  commit (self);
  for (guint i = 0; i < type->n_fields; i++)
    dyr_value_clear (&values[i]);
  return id;
}

gint64
engine_test_create (EngineTest *self, const DyrRecordType *type, ...)
{
  va_list fields;
  gint64 id;

  va_start (fields, type);
  id = create (self, type, DYR_ORIGIN_PERSON, fields);
  va_end (fields);
  return id;
}

gint64
engine_test_create_as (EngineTest *self, const DyrRecordType *type, DyrOrigin origin, ...)
{
  va_list fields;
  gint64 id;

  va_start (fields, origin);
  id = create (self, type, origin, fields);
  va_end (fields);
  return id;
}

static DyrRow *
read_row (EngineTest *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  DyrRow *row = dyr_row_read (self->connection, id, &error);

  g_assert_no_error (error);
  return row;
}

void
engine_test_edit (EngineTest *self, gint64 id, ...)
{
  g_autoptr (DyrRow) row = read_row (self, id);
  g_autoptr (GArray) values = dyr_field_values_new ();
  g_autoptr (DyrSave) save = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  va_list fields;

  va_start (fields, id);
  while ((name = va_arg (fields, const char *)) != NULL)
    {
      const guint field = (guint) dyr_record_type_find (row->type, name);
      const char *text = va_arg (fields, const char *);

      parse (row->type, name, text, dyr_field_values_add (values, field));
    }
  va_end (fields);
  begin (self);
  save = dyr_save_new (self->connection, DYR_SOURCE_PERSON, "edit", 0);
  dyr_save_edit (save, id, values, &error);
  g_assert_no_error (error);
  dyr_save_finish (save, NULL, &error);
  g_assert_no_error (error);
  commit (self);
}

void
engine_test_delete (EngineTest *self, gint64 id)
{
  g_autoptr (DyrSave) save = NULL;
  g_autoptr (GError) error = NULL;

  begin (self);
  save = dyr_save_new (self->connection, DYR_SOURCE_PERSON, "delete", 0);
  dyr_save_delete (save, id, &error);
  g_assert_no_error (error);
  dyr_save_finish (save, NULL, &error);
  g_assert_no_error (error);
  commit (self);
}

void
engine_test_restore (EngineTest *self, gint64 id)
{
  g_autoptr (DyrSave) save = NULL;
  g_autoptr (GError) error = NULL;

  begin (self);
  save = dyr_save_new (self->connection, DYR_SOURCE_PERSON, "restore", 0);
  dyr_save_restore (save, id, &error);
  g_assert_no_error (error);
  dyr_save_finish (save, NULL, &error);
  g_assert_no_error (error);
  commit (self);
}

DyrUndoResult *
engine_test_undo (EngineTest *self, gint64 action)
{
  g_autoptr (GError) error = NULL;
  DyrUndoResult *result;

  engine_test_run_sql (self, "BEGIN IMMEDIATE");
  result = dyr_undo_on (self->connection, action, &error);
  g_assert_no_error (error);
  engine_test_run_sql (self, "COMMIT");
  return result;
}

char *
engine_test_uid (EngineTest *self, gint64 id)
{
  g_autoptr (DyrRow) row = read_row (self, id);

  return dyr_uid_to_text (&row->uid);
}

void
engine_test_assert_value (EngineTest *self, gint64 id, const char *field, const char *expected)
{
  g_autoptr (DyrRow) row = read_row (self, id);
  int index = dyr_record_type_find (row->type, field);
  g_autofree char *text = NULL;

  g_assert_cmpint (index, >=, 0);
  text = dyr_field_to_text (&row->type->fields[index], &row->values[index]);
  g_assert_cmpstr (text, ==, expected);
}

void
engine_test_run_sql (EngineTest *self, const char *sql)
{
  g_autoptr (GError) error = NULL;

  dyr_connection_script (self->connection, sql, &error);
  g_assert_no_error (error);
}

static gint64
number (EngineTest *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 found;

  dyr_connection_number (self->connection, &error, -1, &found, sql, "");
  g_assert_no_error (error);
  return found;
}

gint64
engine_test_number (EngineTest *self, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return number (self, sql);
}

char *
engine_test_text (EngineTest *self, const char *format, ...)
{
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrStatement) query = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  query = dyr_connection_query (self->connection, &error, sql, "");
  g_assert_no_error (error);
  return dyr_statement_step (query, &error) ? g_strdup (dyr_statement_text (query, 0)) : NULL;
}

void
engine_test_assert (EngineTest *self, gint64 id, const char *condition)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT %s FROM record r WHERE id = %" G_GINT64_FORMAT, condition, id);

  if (number (self, sql) != 1)
    g_error ("record %" G_GINT64_FORMAT ": not so: %s", id, condition);
}

/* The CRM */

DyrRemoteRecord *
engine_test_theirs (
    EngineTest *self, const DyrRecordType *type, const char *remote_id, const char *version, ...)
{
  DyrRemoteRecord *theirs = dyr_remote_record_new (type);
  const char *name;
  va_list fields;

  /* A record without a state is none. */
  if (type->state > 0)
    dyr_value_set_text (&theirs->values[type->state - 1],
                        type->fields[type->state - 1].choices[0].id);
  theirs->remote_id = g_strdup (remote_id);
  theirs->version = g_strdup (version);
  theirs->modified = self->time - 100;
  theirs->known = toy_crm_fields (type);
  theirs->who = g_strdup ("Olena");
  va_start (fields, version);
  while ((name = va_arg (fields, const char *)) != NULL)
    {
      DyrValue *value = &theirs->values[dyr_record_type_find (type, name)];

      dyr_value_clear (value);
      parse (type, name, va_arg (fields, const char *), value);
    }
  va_end (fields);
  return theirs;
}

DyrRemoteRecord *
engine_test_theirs_of (EngineTest *self, DyrRemoteRecord *theirs, gint64 id)
{
  g_autoptr (DyrRow) row = read_row (self, id);

  theirs->has_uid = TRUE;
  theirs->uid = row->uid;
  return theirs;
}

DyrRemoteRecord *
engine_test_same (EngineTest *self, gint64 id, const char *remote_id, const char *version, ...)
{
  g_autoptr (DyrRow) row = read_row (self, id);
  DyrRemoteRecord *theirs = engine_test_theirs (self, row->type, remote_id, version, NULL);
  const char *name;
  va_list fields;

  theirs->has_uid = TRUE;
  theirs->uid = row->uid;
  for (guint i = 0; i < row->type->n_fields; i++)
    if ((theirs->known >> i & 1) != 0 && row->values[i].form == DYR_VALUE_LINK)
      {
        const DyrLink *link = row->values[i].link;
        g_autofree char *linked = engine_test_text (
            self, "SELECT remote_id FROM record WHERE id = %" G_GINT64_FORMAT, link->id);

        if (linked != NULL)
          dyr_remote_record_add_link (
              theirs, i, dyr_record_type_by_number (link->type), linked, link->name);
      }
    else if (theirs->known >> i & 1)
      dyr_value_copy (&row->values[i], &theirs->values[i]);
  va_start (fields, version);
  while ((name = va_arg (fields, const char *)) != NULL)
    {
      DyrValue *value = &theirs->values[dyr_record_type_find (row->type, name)];

      dyr_value_clear (value);
      parse (row->type, name, va_arg (fields, const char *), value);
    }
  va_end (fields);
  return theirs;
}

DyrAnswer *
engine_test_queue (EngineTest *self, const char *list, DyrRemoteRecord *theirs)
{
  DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_DONE);
  GQueue *queue = g_hash_table_lookup (self->pages, list);

  if (queue == NULL)
    g_hash_table_insert (self->pages, g_strdup (list), queue = g_queue_new ());
  answer->last = TRUE;
  answer->time = self->time;
  answer->status = 200;
  if (theirs != NULL)
    g_ptr_array_add (answer->records, theirs);
  g_queue_push_tail (queue, answer);
  return answer;
}

DyrAnswer *
engine_test_queue_page (
    EngineTest *self, const char *list, DyrRemoteRecord *theirs, const char *at, const char *after)
{
  DyrAnswer *answer = engine_test_queue (self, list, theirs);

  answer->last = FALSE;
  answer->next_at = g_strdup (at);
  answer->next_after = g_strdup (after);
  return answer;
}

const DyrOrder *
engine_test_asked (EngineTest *self, DyrOrderKind kind, const char *stream, guint n)
{
  for (guint i = 0; i < self->asked->len; i++)
    {
      const DyrOrder *order = self->asked->pdata[i];

      if (order->kind == kind && g_strcmp0 (order->stream, stream) == 0 && n-- == 0)
        return order;
    }
  return NULL;
}

static DyrAnswer *
answer_list (EngineTest *self, const DyrOrder *order)
{
  g_autofree char *list = order->kind == DYR_ORDER_SWEEP
                              ? g_strdup_printf ("sweep %s", order->stream)
                              : g_strdup (order->stream != NULL ? order->stream : "describe");
  GQueue *queue = g_hash_table_lookup (self->pages, list);
  DyrAnswer *answer = queue != NULL ? g_queue_pop_head (queue) : NULL;

  if (answer != NULL)
    return answer;
  answer = dyr_answer_new (DYR_ANSWER_DONE);
  answer->last = TRUE;
  answer->time = self->time;
  return answer;
}

static void
answered (EngineTest *self, const DyrOrder *order, const DyrAnswer *answer)
{
  g_autoptr (GError) error = NULL;

  begin (self);
  dyr_engine_answered (self->engine, self->connection, self->now, order, answer, &error);
  g_assert_no_error (error);
  commit (self);
}

void
engine_test_begin (EngineTest *self)
{
  dyr_engine_begin (self->engine);
  g_ptr_array_set_size (self->asked, 0);
}

DyrOrder *
engine_test_next (EngineTest *self, gint64 *wait_until)
{
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DyrOrder) order = NULL;
      g_autoptr (DyrAnswer) answer = NULL;
      gint64 until;

      begin (self);
      dyr_engine_next (self->engine, self->connection, self->now, &order, &until, &error);
      g_assert_no_error (error);
      commit (self);
      if (wait_until != NULL)
        *wait_until = until;
      if (order == NULL || order->record != 0)
        return g_steal_pointer (&order);
      g_assert_cmpuint (self->asked->len, <, 100);
      answer = answer_list (self, order);
      answered (self, order, answer);
      g_ptr_array_add (self->asked, g_steal_pointer (&order));
    }
}

DyrOrder *
engine_test_expect (EngineTest *self, DyrOrderKind kind, gint64 record)
{
  DyrOrder *order = engine_test_next (self, NULL);

  g_assert_nonnull (order);
  g_assert_cmpint (order->kind, ==, kind);
  g_assert_cmpint (order->record, ==, record);
  return order;
}

gint64
engine_test_quiet (EngineTest *self)
{
  gint64 wait_until;
  g_autoptr (DyrOrder) order = engine_test_next (self, &wait_until);

  if (order != NULL)
    g_error ("an order of kind %d for record %" G_GINT64_FORMAT, (int) order->kind, order->record);
  return wait_until;
}

gint64
engine_test_have (EngineTest *self, DyrRemoteRecord *theirs)
{
  g_autofree char *remote_id = g_strdup (theirs->remote_id);

  engine_test_queue (self, theirs->type->name, theirs);
  engine_test_begin (self);
  engine_test_quiet (self);
  return engine_test_number (self, "SELECT id FROM record WHERE remote_id = '%s'", remote_id);
}

void
engine_test_assert_sent (const DyrOrder *order, const char *field, const char *expected)
{
  int index = dyr_record_type_find (order->type, field);
  g_autofree char *text = NULL;

  g_assert_cmpint (index, >=, 0);
  g_assert_true (order->sent->known >> index & 1);
  if (order->sent->links[index] != NULL)
    {
      g_assert_cmpstr (
          ((DyrRemoteLink *) order->sent->links[index]->pdata[0])->remote_id, ==, expected);
      return;
    }
  text = dyr_field_to_text (&order->type->fields[index], &order->sent->values[index]);
  g_assert_cmpstr (text, ==, expected);
}

void
engine_test_assert_not_sent (const DyrOrder *order, const char *field)
{
  int index = dyr_record_type_find (order->type, field);

  g_assert_cmpint (index, >=, 0);
  g_assert_false (order->sent->known >> index & 1);
}

void
engine_test_answer (EngineTest *self, DyrOrder *order, DyrAnswer *answer)
{
  answered (self, order, answer);
  dyr_order_free (order);
  dyr_answer_free (answer);
}

void
engine_test_say (EngineTest *self, DyrOrder *order, DyrAnswerKind kind, guint status)
{
  DyrAnswer *answer = dyr_answer_new (kind);

  answer->status = status;
  answer->time = status != 0 ? self->time : 0;
  engine_test_answer (self, order, answer);
}

void
engine_test_done (EngineTest *self, DyrOrder *order, DyrRemoteRecord *theirs)
{
  DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_DONE);

  answer->status = 200;
  answer->time = self->time;
  if (theirs != NULL)
    g_ptr_array_add (answer->records, theirs);
  engine_test_answer (self, order, answer);
}

void
engine_test_written (EngineTest *self, DyrOrder *order, const char *remote_id, const char *version)
{
  DyrRemoteRecord *theirs = dyr_remote_record_copy (order->sent);

  g_free (theirs->remote_id);
  theirs->remote_id = g_strdup (remote_id);
  g_free (theirs->version);
  theirs->version = g_strdup (version);
  theirs->modified = self->time;
  engine_test_done (self, order, theirs);
}

void
engine_test_suspect (EngineTest *self, gint64 made, DyrRemoteRecord *theirs)
{
  DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_DUPLICATE);

  g_ptr_array_add (answer->records, theirs);
  engine_test_answer (self, engine_test_expect (self, DYR_ORDER_CREATE, made), answer);
}

void
engine_test_refuse (EngineTest *self, DyrOrder *order, const char *field, const char *reason)
{
  DyrAnswer *answer = dyr_answer_new (DYR_ANSWER_REFUSED);

  answer->status = 400;
  answer->time = self->time;
  answer->field = field != NULL ? dyr_record_type_find (order->type, field) : -1;
  answer->reason = g_strdup (reason);
  engine_test_answer (self, order, answer);
}

void
engine_test_assert_rest (EngineTest *self, gint64 id)
{
  engine_test_assert (self,
                      id,
                      "push = 0 AND settled = 1 AND parked IS NULL "
                      "AND NOT EXISTS (SELECT 1 FROM pending WHERE record = r.id) "
                      "AND NOT EXISTS (SELECT 1 FROM attempt WHERE record = r.id)");
}

void
engine_test_choose (EngineTest *self, gint64 id, const char *group, DyrChoose choose)
{
  g_autoptr (DyrRow) row = read_row (self, id);
  g_autoptr (GError) error = NULL;
  const guint field
      = group != NULL ? (guint) dyr_record_type_find (row->type, group) : DYR_WHOLE_RECORD;

  begin (self);
  dyr_clash_resolve (self->connection, id, field, choose, NULL, &error);
  g_assert_no_error (error);
  commit (self);
}

gint64
engine_test_have_one (EngineTest *self)
{
  return engine_test_have (
      self, engine_test_theirs (self, &dyr_client_type, "client/1", "1", "name", "A", NULL));
}

gint64
engine_test_have_client (EngineTest *self, guint n)
{
  g_autofree char *id = g_strdup_printf ("client/%03u", n);

  return engine_test_have (self,
                           engine_test_theirs (self, &dyr_client_type, id, "2", "name", "A", NULL));
}

void
engine_test_tell_gone (EngineTest *self, guint from, guint to)
{
  DyrAnswer *answer = engine_test_queue (self, "gone", NULL);

  for (guint i = from; i <= to; i++)
    {
      g_autofree char *id = g_strdup_printf ("client/%03u", i);
      DyrRemoteRecord *gone = engine_test_theirs (self, &dyr_client_type, id, NULL, NULL);

      gone->deleted = TRUE;
      g_ptr_array_add (answer->records, gone);
    }
}

void
engine_test_run (EngineTest *self)
{
  engine_test_begin (self);
  engine_test_quiet (self);
}
