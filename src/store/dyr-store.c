/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrStore: the records of a database on the main thread: one live object per record, edits,
 * undo. The window reads and writes only this. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-store-private.h"

#include "dyr-error.h"
#include "dyr-rows.h"
#include "dyr-save.h"
#include "dyr-search.h"

/* Full text follows an edit after a breath, so that a burst of edits is one job. */
#define SEARCH_DELAY_MS 150
#define SEARCH_CHUNK 500
/* How often other processes' commits are looked for. */
#define POLL_SECONDS 2
/* Visits to fields that may still get edits. */
#define MAX_VISITS 16

struct _DyrStore
{
  GObject parent_instance;

  DyrDatabase *database;
  GHashTable *live;      /* id -> DyrRecord, not owned */
  GHashTable *in_flight; /* id -> InFlight: edits on their way to the disk */
  GQueue visits;         /* Visit, newest first */
  guint last_visit;
  DyrShowValue show;
  gpointer show_data;
  char *undo_title;
  char *redo_title;
  guint search_source;
  gboolean searching;
  guint poll_source;
};

enum
{
  PROP_0,
  PROP_UNDO_TITLE,
  PROP_REDO_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  CHANGED,
  INDEXED,
  FAILED,
  SAVING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void dyr_store_editor_init (DyrEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DyrStore,
                               dyr_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_EDITOR, dyr_store_editor_init)
                                   G_IMPLEMENT_INTERFACE (DYR_TYPE_LOOKUP, dyr_store_lookup_init))

/* Edits of one record that are not committed yet, counted by field. */
typedef struct
{
  guint16 counts[64];
  guint total;
} InFlight;

/* A visit to a field: its action, known once the first edit was written. Only jobs of the writer
 * look into it. */
typedef struct
{
  guint number;
  gint64 *action; /* g_atomic_rc_box */
} Visit;

static void
free_visit (gpointer data)
{
  Visit *visit = data;

  g_atomic_rc_box_release (visit->action);
  g_free (visit);
}

/* Jobs whose results a finish function takes: the task's data is the job's. */

static void
on_task_job_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (dyr_database_job_finish (DYR_DATABASE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
dyr_store_run (DyrStore *self,
               gboolean write,
               DyrJob job,
               gpointer data,
               GDestroyNotify destroy,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, job);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, data, destroy);
  if (write)
    dyr_database_write_async (self->database, job, data, NULL, cancellable, on_task_job_done, task);
  else
    dyr_database_read_async (self->database, job, data, NULL, cancellable, on_task_job_done, task);
}

/* Live records */

static void
on_record_gone (gpointer data, GObject *where)
{
  gpointer *entry = data;

  g_hash_table_remove (entry[0], entry[1]);
  g_hash_table_unref (entry[0]);
  g_free (entry[1]);
  g_free (entry);
}

static void
remember (DyrStore *self, DyrRecord *record, gint64 id)
{
  gpointer *entry = g_new (gpointer, 2);
  gint64 *key = g_new (gint64, 1);

  *key = id;
  entry[0] = g_hash_table_ref (self->live);
  entry[1] = key;
  /* The key belongs to the weak reference. */
  g_hash_table_insert (self->live, key, record);
  g_object_weak_ref (G_OBJECT (record), on_record_gone, entry);
}

static guint64
kept_fields (DyrStore *self, gint64 id)
{
  const InFlight *in_flight = g_hash_table_lookup (self->in_flight, &id);
  guint64 mask = 0;

  for (guint i = 0; in_flight != NULL && i < G_N_ELEMENTS (in_flight->counts); i++)
    if (in_flight->counts[i] > 0)
      mask |= G_GUINT64_CONSTANT (1) << i;
  return mask;
}

DyrRecord *
dyr_store_take_row (DyrStore *self, DyrRow *row)
{
  DyrRecord *record;

  g_return_val_if_fail (DYR_IS_STORE (self), NULL);
  g_return_val_if_fail (row != NULL, NULL);

  record = g_hash_table_lookup (self->live, &row->id);
  if (record != NULL)
    g_object_ref (record);
  else
    {
      record = dyr_record_new (row->type, DYR_EDITOR (self));
      remember (self, record, row->id);
    }
  dyr_record_load (record, row, kept_fields (self, row->id));
  dyr_row_free (row);
  return record;
}

DyrRecord *
dyr_store_peek (DyrStore *self, gint64 id)
{
  g_return_val_if_fail (DYR_IS_STORE (self), NULL);
  return g_hash_table_lookup (self->live, &id);
}

gboolean
dyr_store_is_saving (DyrStore *self, gint64 id)
{
  g_return_val_if_fail (DYR_IS_STORE (self), FALSE);
  return g_hash_table_contains (self->in_flight, &id);
}

guint
dyr_store_get_n_live (DyrStore *self)
{
  g_return_val_if_fail (DYR_IS_STORE (self), 0);
  return g_hash_table_size (self->live);
}

/* Reading several records again. */

typedef struct
{
  GArray *ids;
  GPtrArray *rows;
  guint64 types;
} Reload;

static void
free_reload (gpointer data)
{
  Reload *reload = data;

  g_array_unref (reload->ids);
  g_ptr_array_unref (reload->rows);
  g_free (reload);
}

static gboolean
job_reload (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Reload *reload = data;

  for (guint i = 0; i < reload->ids->len; i++)
    {
      g_autoptr (GError) local = NULL;
      DyrRow *row = dyr_row_read (connection, g_array_index (reload->ids, gint64, i), &local);

      if (row != NULL)
        g_ptr_array_add (reload->rows, row);
      else if (!g_error_matches (local, DYR_ERROR, DYR_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  return TRUE;
}

static void
on_reloaded (GObject *source, GAsyncResult *result, gpointer data)
{
  DyrStore *self = DYR_STORE (source);
  Reload *reload = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("Records could not be read again: %s", error->message);
  for (guint i = 0; i < reload->rows->len; i++)
    {
      DyrRow *row = g_steal_pointer (&reload->rows->pdata[i]);

      if (dyr_store_peek (self, row->id) != NULL)
        g_object_unref (dyr_store_take_row (self, row));
      else
        dyr_row_free (row);
    }
  if (reload->types != 0)
    g_signal_emit (self, signals[CHANGED], 0, reload->types);
}

/* Takes the ids. */
static void
reload_records (DyrStore *self, GArray *ids, guint64 types)
{
  Reload *reload = g_new0 (Reload, 1);

  reload->ids = ids;
  reload->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_row_free);
  reload->types = types;
  dyr_store_run (self, FALSE, job_reload, reload, free_reload, NULL, on_reloaded, NULL);
}

/* What Undo and Redo would take back. */

typedef struct
{
  GPtrArray *undo;
  GPtrArray *redo;
} Titles;

static void
free_titles (gpointer data)
{
  Titles *titles = data;

  g_clear_pointer (&titles->undo, g_ptr_array_unref);
  g_clear_pointer (&titles->redo, g_ptr_array_unref);
  g_free (titles);
}

static gboolean
job_titles (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Titles *titles = data;
  gint64 undo, redo, redone = 0;

  if (!dyr_undo_find (connection, &undo, error) || !dyr_redo_find (connection, &redo, error))
    return FALSE;
  /* Redo names what it brings back: the action that was undone. */
  if (redo != 0
      && !dyr_connection_number (
          connection, error, 0, &redone, "SELECT undoes FROM action WHERE id = ?", "i", redo))
    return FALSE;
  if (undo != 0 && (titles->undo = dyr_history_of_action (connection, undo, 8, error)) == NULL)
    return FALSE;
  if (redone != 0 && (titles->redo = dyr_history_of_action (connection, redone, 8, error)) == NULL)
    return FALSE;
  return TRUE;
}

static void
set_title (DyrStore *self, char **title, GPtrArray *changes, guint property)
{
  g_autofree char *text = NULL;

  if (changes != NULL && self->show != NULL)
    text = dyr_history_action_title (changes, self->show, self->show_data);
  if (g_strcmp0 (*title, text) == 0)
    return;
  g_free (*title);
  *title = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
on_titles_read (GObject *source, GAsyncResult *result, gpointer data)
{
  DyrStore *self = DYR_STORE (source);
  Titles *titles = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_warning ("The last action could not be read: %s", error->message);
      return;
    }
  set_title (self, &self->undo_title, titles->undo, PROP_UNDO_TITLE);
  set_title (self, &self->redo_title, titles->redo, PROP_REDO_TITLE);
}

static void
read_titles (DyrStore *self)
{
  dyr_store_run (
      self, FALSE, job_titles, g_new0 (Titles, 1), free_titles, NULL, on_titles_read, NULL);
}

void
dyr_store_set_show_value (DyrStore *self, DyrShowValue show, gpointer data)
{
  g_return_if_fail (DYR_IS_STORE (self));

  self->show = show;
  self->show_data = data;
  if (show != NULL)
    read_titles (self);
}

/* Search follows edits. */

static void schedule_search (DyrStore *self, guint delay);

static void
on_caught_up (GObject *source, GAsyncResult *result, gpointer data)
{
  DyrStore *self = DYR_STORE (source);
  DyrSearchCatchUp *catch_up = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->searching = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("Search could not follow: %s", error->message);
  else if (catch_up->n_left > 0)
    schedule_search (self, 0);
}

static gboolean
on_search_due (gpointer data)
{
  DyrStore *self = data;
  DyrSearchCatchUp *catch_up = g_new0 (DyrSearchCatchUp, 1);

  self->search_source = 0;
  self->searching = TRUE;
  catch_up->limit = SEARCH_CHUNK;
  dyr_store_run (self, TRUE, dyr_search_job_catch_up, catch_up, g_free, NULL, on_caught_up, NULL);
  return G_SOURCE_REMOVE;
}

static void
schedule_search (DyrStore *self, guint delay)
{
  if (self->search_source == 0 && !self->searching)
    self->search_source = g_timeout_add (delay, on_search_due, self);
}

static void
on_database_committed (DyrDatabase *database, DyrTouched *touched, DyrStore *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer key;

  if (!touched->many && touched->ids->len == 0 && !touched->actions)
    {
      g_signal_emit (self, signals[INDEXED], 0, touched->types);
      return;
    }
  if (touched->many)
    {
      g_hash_table_iter_init (&iter, self->live);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        g_array_append_vals (ids, key, 1);
    }
  for (guint i = 0; i < touched->ids->len; i++)
    if (dyr_store_peek (self, g_array_index (touched->ids, gint64, i)) != NULL)
      g_array_append_vals (ids, &g_array_index (touched->ids, gint64, i), 1);
  reload_records (self, g_steal_pointer (&ids), touched->types);
  if (touched->actions && self->show != NULL)
    read_titles (self);
  schedule_search (self, SEARCH_DELAY_MS);
}

/* Edits */

typedef struct
{
  gint64 id;
  GArray *values;
  gint64 *visit; /* NULL: an action of its own */
  gint64 action;
  GWeakRef record; /* of an edit of one field, else empty */
} Edit;

static void
free_edit (gpointer data)
{
  Edit *edit = data;

  g_array_unref (edit->values);
  g_clear_pointer (&edit->visit, g_atomic_rc_box_release);
  g_weak_ref_clear (&edit->record);
  g_free (edit);
}

static gboolean
job_edit (DyrConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Edit *edit = data;
  g_autoptr (DyrSave) save = NULL;
  gint64 into = 0;

  /* A visit whose action was undone meanwhile begins anew. */
  if (edit->visit != NULL && *edit->visit != 0
      && !dyr_connection_number (connection,
                                 error,
                                 0,
                                 &into,
                                 "SELECT id FROM action WHERE id = ? AND undone_by IS NULL",
                                 "i",
                                 *edit->visit))
    return FALSE;
  save = dyr_save_new (connection, DYR_SOURCE_PERSON, "edit", into);
  if (!dyr_save_edit (save, edit->id, edit->values, error)
      || !dyr_save_finish (save, &edit->action, error))
    return FALSE;
  if (edit->visit != NULL)
    *edit->visit = edit->action;
  return TRUE;
}

static Edit *
new_edit (gint64 id)
{
  Edit *edit = g_new0 (Edit, 1);

  edit->id = id;
  edit->values = dyr_field_values_new ();
  g_weak_ref_init (&edit->record, NULL);
  return edit;
}

static void
count_in_flight (DyrStore *self, gint64 id, guint field, int by)
{
  InFlight *in_flight = g_hash_table_lookup (self->in_flight, &id);
  guint before;

  if (in_flight == NULL)
    {
      in_flight = g_new0 (InFlight, 1);
      g_hash_table_insert (self->in_flight, g_memdup2 (&id, sizeof id), in_flight);
    }
  before = in_flight->total;
  in_flight->counts[field] = (guint16) (in_flight->counts[field] + by);
  in_flight->total += (guint) by;
  if (in_flight->total == 0)
    g_hash_table_remove (self->in_flight, &id);
  if ((before > 0) != (before + (guint) by > 0))
    g_signal_emit (self, signals[SAVING], 0, id);
}

static void
on_edit_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  DyrStore *self = DYR_STORE (source);
  Edit *edit = g_task_get_task_data (G_TASK (result));
  g_autoptr (DyrRecord) record = g_weak_ref_get (&edit->record);
  g_autoptr (GError) error = NULL;

  /* The record shows what is on disk again, and the person is told, before it is no longer on its
   * way: nobody takes it for saved. */
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

      g_array_append_val (ids, edit->id);
      reload_records (self, ids, 0);
      g_signal_emit (self, signals[FAILED], 0, record, error);
    }
  count_in_flight (self, edit->id, g_array_index (edit->values, DyrFieldValue, 0).field, -1);
}

static gint64 *
find_visit (DyrStore *self, guint number)
{
  for (GList *l = self->visits.head; l != NULL && number != 0; l = l->next)
    {
      Visit *visit = l->data;

      if (visit->number == number)
        return g_atomic_rc_box_acquire (visit->action);
    }
  return NULL;
}

static void
dyr_store_edit (
    DyrEditor *editor, DyrRecord *record, guint field, const DyrValue *value, guint visit)
{
  DyrStore *self = DYR_STORE (editor);
  gint64 id = dyr_record_get_id (record);
  Edit *edit;

  g_return_if_fail (id != 0);

  edit = new_edit (id);
  dyr_value_copy (value, dyr_field_values_add (edit->values, field));
  edit->visit = find_visit (self, visit);
  g_weak_ref_set (&edit->record, record);
  count_in_flight (self, id, field, 1);
  dyr_store_run (self, TRUE, job_edit, edit, free_edit, NULL, on_edit_stored, NULL);
}

static guint
dyr_store_begin_visit (DyrEditor *editor)
{
  DyrStore *self = DYR_STORE (editor);
  Visit *visit = g_new0 (Visit, 1);

  visit->number = ++self->last_visit;
  visit->action = g_atomic_rc_box_new0 (gint64);
  g_queue_push_head (&self->visits, visit);
  if (g_queue_get_length (&self->visits) > MAX_VISITS)
    free_visit (g_queue_pop_tail (&self->visits));
  return visit->number;
}

void
dyr_store_edit_async (DyrStore *self,
                      gint64 id,
                      GArray *values,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  Edit *edit;

  g_return_if_fail (DYR_IS_STORE (self));

  edit = new_edit (id);
  for (guint i = 0; i < values->len; i++)
    {
      const DyrFieldValue *value = &g_array_index (values, DyrFieldValue, i);

      dyr_value_copy (&value->value, dyr_field_values_add (edit->values, value->field));
    }
  dyr_store_run (self, TRUE, job_edit, edit, free_edit, cancellable, callback, data);
}

gint64
dyr_store_edit_action (gpointer edit)
{
  return ((Edit *) edit)->action;
}

gboolean
dyr_store_is_edit (gpointer source_tag)
{
  return source_tag == (gpointer) job_edit;
}

static void
dyr_store_editor_init (DyrEditorInterface *iface)
{
  iface->edit = dyr_store_edit;
  iface->begin_visit = dyr_store_begin_visit;
  iface->set_draft = dyr_store_set_draft;
}

static gboolean
on_poll_due (gpointer data)
{
  DyrStore *self = data;

  dyr_database_poll (self->database);
  return G_SOURCE_CONTINUE;
}

static void
dyr_store_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DyrStore *self = DYR_STORE (object);

  switch (id)
    {
    case PROP_UNDO_TITLE:
      g_value_set_string (value, self->undo_title);
      break;
    case PROP_REDO_TITLE:
      g_value_set_string (value, self->redo_title);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dyr_store_dispose (GObject *object)
{
  DyrStore *self = DYR_STORE (object);

  g_clear_handle_id (&self->search_source, g_source_remove);
  g_clear_handle_id (&self->poll_source, g_source_remove);
  g_queue_clear_full (&self->visits, free_visit);
  g_clear_object (&self->database);
  G_OBJECT_CLASS (dyr_store_parent_class)->dispose (object);
}

static void
dyr_store_finalize (GObject *object)
{
  DyrStore *self = DYR_STORE (object);

  g_hash_table_unref (self->live);
  g_hash_table_unref (self->in_flight);
  g_free (self->undo_title);
  g_free (self->redo_title);
  G_OBJECT_CLASS (dyr_store_parent_class)->finalize (object);
}

static void
dyr_store_class_init (DyrStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dyr_store_get_property;
  object_class->dispose = dyr_store_dispose;
  object_class->finalize = dyr_store_finalize;
  properties[PROP_UNDO_TITLE] = g_param_spec_string ("undo-title", NULL, NULL, NULL, flags);
  properties[PROP_REDO_TITLE] = g_param_spec_string ("redo-title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed",
                                   DYR_TYPE_STORE,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_UINT64);
  signals[INDEXED] = g_signal_new ("indexed",
                                   DYR_TYPE_STORE,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_UINT64);
  signals[FAILED] = g_signal_new ("failed",
                                  DYR_TYPE_STORE,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  2,
                                  DYR_TYPE_RECORD,
                                  G_TYPE_ERROR);
  signals[SAVING] = g_signal_new ("saving",
                                  DYR_TYPE_STORE,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_INT64);
}

static void
dyr_store_init (DyrStore *self)
{
  self->live = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->in_flight = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_queue_init (&self->visits);
}

DyrStore *
dyr_store_new (DyrDatabase *database)
{
  DyrStore *self = g_object_new (DYR_TYPE_STORE, NULL);

  self->database = g_object_ref (database);
  g_signal_connect_object (database, "committed", G_CALLBACK (on_database_committed), self, 0);
  self->poll_source = g_timeout_add_seconds (POLL_SECONDS, on_poll_due, self);
  schedule_search (self, SEARCH_DELAY_MS);
  return self;
}

DyrDatabase *
dyr_store_get_database (DyrStore *self)
{
  g_return_val_if_fail (DYR_IS_STORE (self), NULL);
  return self->database;
}

void
dyr_store_report_error (DyrStore *self, const GError *error)
{
  g_return_if_fail (DYR_IS_STORE (self));
  g_return_if_fail (error != NULL);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, NULL, error);
}
