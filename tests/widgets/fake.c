/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What stands behind the widgets in their tests. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "fake.h"

#include <string.h>

#include "dyr-client.h"
#include "dyr-text.h"
#include "dyr-widgets.h"

/* Editor */

struct _FakeEditor
{
  GObject parent_instance;

  GString *notes;
  guint visits;
};

static void
note (FakeEditor *self, const char *text)
{
  if (self->notes->len > 0)
    g_string_append (self->notes, "; ");
  g_string_append (self->notes, text);
}

static void
fake_editor_edit (
    DyrEditor *editor, DyrRecord *record, guint field, const DyrValue *value, guint visit)
{
  const DyrField *about = &dyr_record_get_record_type (record)->fields[field];
  g_autofree char *text = dyr_field_to_text (about, value);
  g_autofree char *line = NULL;

  if (text != NULL)
    g_strdelimit (text, "\n", '|');
  line = g_strdup_printf ("%s=%s #%u", about->name, text != NULL ? text : "NULL", visit);
  note (FAKE_EDITOR (editor), line);
}

static guint
fake_editor_begin_visit (DyrEditor *editor)
{
  return ++FAKE_EDITOR (editor)->visits;
}

static void
fake_editor_set_draft (DyrEditor *editor, DyrRecord *record, guint field, const char *text)
{
  const char *name = dyr_record_get_record_type (record)->fields[field].name;
  g_autofree char *line = text != NULL ? g_strdup_printf ("draft %s=%s", name, text)
                                       : g_strdup_printf ("draft %s gone", name);

  note (FAKE_EDITOR (editor), line);
}

static void
fake_editor_editor_init (DyrEditorInterface *iface)
{
  iface->edit = fake_editor_edit;
  iface->begin_visit = fake_editor_begin_visit;
  iface->set_draft = fake_editor_set_draft;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeEditor,
                               fake_editor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_EDITOR, fake_editor_editor_init))

static void
fake_editor_finalize (GObject *object)
{
  g_string_free (FAKE_EDITOR (object)->notes, TRUE);

  G_OBJECT_CLASS (fake_editor_parent_class)->finalize (object);
}

static void
fake_editor_class_init (FakeEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_editor_finalize;
}

static void
fake_editor_init (FakeEditor *self)
{
  self->notes = g_string_new (NULL);
}

FakeEditor *
fake_editor_new (void)
{
  return g_object_new (FAKE_TYPE_EDITOR, NULL);
}

char *
fake_editor_take_notes (FakeEditor *self)
{
  char *notes = g_strdup (self->notes->str);

  g_string_truncate (self->notes, 0);

  return notes;
}

/* Lookup */

struct _FakeLookup
{
  GObject parent_instance;

  GPtrArray *links; /* DyrLink */
  gboolean broken;
};

typedef struct
{
  const DyrRecordType *type;
  char *text;
  guint limit;
} Search;

static void
free_search (gpointer data)
{
  Search *search = data;

  g_free (search->text);
  g_free (search);
}

static gboolean
answer (gpointer data)
{
  GTask *task = data;
  FakeLookup *self = g_task_get_source_object (task);
  Search *search = g_task_get_task_data (task);
  g_autofree char *wanted = dyr_text_fold (search->text);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_link_unref);

  for (guint i = 0; i < self->links->len && found->len < search->limit; i++)
    {
      const DyrLink *link = self->links->pdata[i];
      g_autofree char *name = dyr_text_fold (link->name);

      if ((search->type == NULL || search->type->number == link->type)
          && strstr (name, wanted) != NULL)
        g_ptr_array_add (found, dyr_link_ref (link));
    }

  if (self->broken)
    {
      g_ptr_array_unref (found);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s", "the disk is gone");
    }
  else
    {
      g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
    }

  return G_SOURCE_REMOVE;
}

static void
fake_lookup_search_async (DyrLookup *lookup,
                          const DyrRecordType *type,
                          const char *text,
                          guint limit,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  GTask *task = g_task_new (lookup, cancellable, callback, data);
  Search *search = g_new0 (Search, 1);

  search->type = type;
  search->text = g_strdup (text);
  search->limit = limit;
  g_task_set_task_data (task, search, free_search);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, answer, task, g_object_unref);
}

static GPtrArray *
fake_lookup_search_finish (DyrLookup *lookup, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_lookup_lookup_init (DyrLookupInterface *iface)
{
  iface->search_async = fake_lookup_search_async;
  iface->search_finish = fake_lookup_search_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeLookup,
                               fake_lookup,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DYR_TYPE_LOOKUP, fake_lookup_lookup_init))

static void
fake_lookup_finalize (GObject *object)
{
  g_ptr_array_unref (FAKE_LOOKUP (object)->links);

  G_OBJECT_CLASS (fake_lookup_parent_class)->finalize (object);
}

static void
fake_lookup_class_init (FakeLookupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_lookup_finalize;
}

static void
fake_lookup_init (FakeLookup *self)
{
  self->links = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_link_unref);
}

FakeLookup *
fake_lookup_new (void)
{
  return g_object_new (FAKE_TYPE_LOOKUP, NULL);
}

void
fake_lookup_add (FakeLookup *self, gint64 id, const DyrRecordType *type, const char *name)
{
  DyrUid uid = fake_uid (id);

  g_ptr_array_add (self->links, dyr_link_new (id, &uid, name, type->number, FALSE));
}

DyrLink *
fake_lookup_get (FakeLookup *self, gint64 id)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      DyrLink *link = self->links->pdata[i];

      if (link->id == id)
        return dyr_link_ref (link);
    }

  g_assert_not_reached ();
}

void
fake_lookup_break (FakeLookup *self)
{
  self->broken = TRUE;
}

/* List */

struct _FakeList
{
  GObject parent_instance;

  GArray *ids;         /* gint64 */
  GHashTable *places;  /* position → DyrPlace (weak) */
  GHashTable *records; /* id → DyrRecord */
  guint n_asked;
  guint n_known; /* 0: all */
  char *sort;
};

static void
on_place_gone (gpointer data, GObject *where)
{
  FakeList *self = data;
  GHashTableIter iter;
  gpointer place;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, &place))
    {
      if (place == where)
        g_hash_table_iter_remove (&iter);
    }
}

static gint64
fake_list_id_at (DyrPlaceList *list, guint position)
{
  FakeList *self = FAKE_LIST (list);
  guint n = self->n_known > 0 ? self->n_known : self->ids->len;

  return position < n ? g_array_index (self->ids, gint64, position) : 0;
}

static GType
fake_list_get_item_type (GListModel *list)
{
  return DYR_TYPE_PLACE;
}

static guint
fake_list_get_n_items (GListModel *list)
{
  return FAKE_LIST (list)->ids->len;
}

static gpointer
fake_list_get_item (GListModel *list, guint position)
{
  FakeList *self = FAKE_LIST (list);
  DyrPlace *place;

  if (position >= self->ids->len)
    return NULL;

  place = g_hash_table_lookup (self->places, GUINT_TO_POINTER (position));
  if (place != NULL)
    return g_object_ref (place);

  self->n_asked++;
  place = dyr_place_new (position);
  dyr_place_set_record (
      place, fake_list_get_record (self, fake_list_id_at (DYR_PLACE_LIST (list), position)));
  g_hash_table_insert (self->places, GUINT_TO_POINTER (position), place);
  g_object_weak_ref (G_OBJECT (place), on_place_gone, self);

  return place;
}

static void
fake_list_list_init (GListModelInterface *iface)
{
  iface->get_item_type = fake_list_get_item_type;
  iface->get_n_items = fake_list_get_n_items;
  iface->get_item = fake_list_get_item;
}

static guint
fake_list_find (DyrPlaceList *list, gint64 id)
{
  FakeList *self = FAKE_LIST (list);

  for (guint i = 0; i < self->ids->len; i++)
    if (fake_list_id_at (list, i) == id)
      return i;

  return G_MAXUINT;
}

static void
fake_list_sort (DyrPlaceList *list, const char *field, gboolean descending)
{
  FakeList *self = FAKE_LIST (list);

  g_free (self->sort);
  self->sort = field != NULL ? g_strdup_printf ("%s %s", field, descending ? "down" : "up")
                             : g_strdup ("none");
}

static gboolean
fake_list_is_partial (DyrPlaceList *list)
{
  return FAKE_LIST (list)->n_known > 0;
}

static void
fake_list_place_list_init (DyrPlaceListInterface *iface)
{
  iface->id_at = fake_list_id_at;
  iface->find = fake_list_find;
  iface->sort = fake_list_sort;
  iface->is_partial = fake_list_is_partial;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeList,
                               fake_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, fake_list_list_init)
                                   G_IMPLEMENT_INTERFACE (DYR_TYPE_PLACE_LIST,
                                                          fake_list_place_list_init))

static void
forget_places (FakeList *self)
{
  GHashTableIter iter;
  gpointer place;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, &place))
    g_object_weak_unref (place, on_place_gone, self);
  g_hash_table_remove_all (self->places);
}

static void
fake_list_finalize (GObject *object)
{
  FakeList *self = FAKE_LIST (object);

  forget_places (self);
  g_hash_table_unref (self->places);
  g_hash_table_unref (self->records);
  g_array_unref (self->ids);
  g_free (self->sort);

  G_OBJECT_CLASS (fake_list_parent_class)->finalize (object);
}

static void
fake_list_class_init (FakeListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_list_finalize;
}

static void
fake_list_init (FakeList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->places = g_hash_table_new (NULL, NULL);
  self->records = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
}

FakeList *
fake_list_new (guint n)
{
  FakeList *self = g_object_new (FAKE_TYPE_LIST, NULL);

  for (gint64 id = 1; id <= (gint64) n; id++)
    g_array_append_val (self->ids, id);

  return self;
}

guint
fake_list_get_n_asked (FakeList *self)
{
  return self->n_asked;
}

const char *
fake_list_get_sort (FakeList *self)
{
  return self->sort;
}

DyrRecord *
fake_list_get_record (FakeList *self, gint64 id)
{
  DyrRecord *record = g_hash_table_lookup (self->records, &id);
  g_autofree char *name = NULL;

  if (record != NULL)
    return record;

  record = fake_record_new (&dyr_client_type, id, NULL);
  name = g_strdup_printf ("Client %" G_GINT64_FORMAT, id);
  fake_record_load (record, "name", name);
  g_hash_table_insert (self->records, g_memdup2 (&id, sizeof id), record);

  return record;
}

static void
swap_records (FakeList *self)
{
  GHashTableIter iter;
  gpointer position, place;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &position, &place))
    {
      gint64 id = fake_list_id_at (DYR_PLACE_LIST (self), GPOINTER_TO_UINT (position));

      dyr_place_set_record (place, id != 0 ? fake_list_get_record (self, id) : NULL);
    }
}

void
fake_list_reverse (FakeList *self)
{
  for (guint i = 0; i < self->ids->len / 2; i++)
    {
      gint64 *a = &g_array_index (self->ids, gint64, i);
      gint64 *b = &g_array_index (self->ids, gint64, self->ids->len - 1 - i);
      gint64 id = *a;

      *a = *b;
      *b = id;
    }

  swap_records (self);
  dyr_place_list_reordered (DYR_PLACE_LIST (self));
}

void
fake_list_set_known (FakeList *self, guint n_known)
{
  self->n_known = n_known;
  if (n_known > 0)
    return;
  swap_records (self);
  dyr_place_list_reordered (DYR_PLACE_LIST (self));
}

/* The last place goes, the records before it move up: as stores do it. */
void
fake_list_remove (FakeList *self, guint position)
{
  GObject *last;

  g_array_remove_index (self->ids, position);
  last = g_hash_table_lookup (self->places, GUINT_TO_POINTER (self->ids->len));
  if (last != NULL)
    g_object_weak_unref (last, on_place_gone, self);
  g_hash_table_remove (self->places, GUINT_TO_POINTER (self->ids->len));
  g_list_model_items_changed (G_LIST_MODEL (self), self->ids->len, 1, 0);
  swap_records (self);
  dyr_place_list_reordered (DYR_PLACE_LIST (self));
}

void
fake_list_insert (FakeList *self, guint position, gint64 id)
{
  g_array_insert_val (self->ids, position, id);
  g_list_model_items_changed (G_LIST_MODEL (self), self->ids->len - 1, 0, 1);
  swap_records (self);
  dyr_place_list_reordered (DYR_PLACE_LIST (self));
}

/* Records */

DyrUid
fake_uid (gint64 id)
{
  DyrUid space = { { 0x64, 0x79, 0x72 } };
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  return dyr_uid_new_named (&space, name);
}

/* All that a record holds, to be loaded again with a change. */
static DyrRow *
row_of (DyrRecord *record)
{
  DyrRow *row = dyr_row_new (dyr_record_get_record_type (record));

  row->id = dyr_record_get_id (record);
  row->uid = *dyr_record_get_uid (record);
  for (guint i = 0; i < row->type->n_fields; i++)
    dyr_value_copy (dyr_record_get_value (record, i), &row->values[i]);

  return row;
}

DyrRecord *
fake_record_new (const DyrRecordType *type, gint64 id, FakeEditor *editor)
{
  DyrRecord *record = dyr_record_new (type, (DyrEditor *) editor);
  g_autoptr (DyrRow) row = dyr_row_new (type);

  row->id = id;
  row->uid = fake_uid (id);
  dyr_record_load (record, row, 0);

  return record;
}

static DyrLink *
link_from (const char *text)
{
  const char *name = strchr (text, ':');
  gint64 id = g_ascii_strtoll (text, NULL, 10);
  DyrUid uid = fake_uid (id);

  g_assert_nonnull (name);

  return dyr_link_new (id, &uid, name + 1, dyr_client_type.number, FALSE);
}

void
fake_record_load (DyrRecord *record, const char *field, const char *text)
{
  g_autoptr (DyrRow) row = row_of (record);
  int index = dyr_record_type_find (row->type, field);
  const DyrField *about;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (index, >=, 0);
  about = &row->type->fields[index];
  if (about->kind == DYR_KIND_LINK && text != NULL)
    {
      dyr_value_take_link (&row->values[index], link_from (text));
    }
  else if (about->kind == DYR_KIND_SET && about->items == DYR_KIND_LINK && text != NULL)
    {
      g_autoptr (DyrSetBuilder) builder = dyr_set_builder_new ();
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (gsize i = 0; lines[i] != NULL; i++)
        {
          g_autoptr (DyrLink) link = link_from (lines[i]);

          dyr_set_builder_add (builder, NULL, NULL, link);
        }
      dyr_value_take_set (&row->values[index], dyr_set_builder_end (builder));
    }
  else
    {
      dyr_field_from_text (about, text, &row->values[index], &error);
      g_assert_no_error (error);
    }

  dyr_record_load (record, row, 0);
}

void
fake_record_set_sent (DyrRecord *record, DyrSent sent)
{
  g_autoptr (DyrRow) row = row_of (record);

  row->sent = sent;
  dyr_record_load (record, row, 0);
}

/* Screen */

void
fake_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  int *frames = data;

  ++*frames;

  return *frames < 2 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* The second tick comes after the first frame was laid out and painted. */
void
fake_wait_frame (GtkWidget *widget)
{
  int frames = 0;

  gtk_widget_add_tick_callback (widget, on_frame, &frames, NULL);
  gtk_widget_queue_draw (widget);
  while (frames < 2)
    g_main_context_iteration (NULL, TRUE);
  fake_settle ();
}

GtkWidget *
fake_window_show (GtkWidget *child, int width, int height)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_window_is_active (GTK_WINDOW (window)))
    g_main_context_iteration (NULL, TRUE);
  fake_wait_frame (window);

  return window;
}

GtkWidget *
fake_find (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fake_find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
fake_find_button (GtkWidget *root, const char *name)
{
  g_autofree char *wrong = NULL;

  if (GTK_IS_BUTTON (root))
    {
      wrong = gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, name);
      /* Newer versions of GTK make the name out of what the button says, unless another is set. */
      if (wrong == NULL || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), name) == 0)
        return root;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fake_find_button (child, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
press_here (GtkWidget *widget, guint keyval, GdkModifierType state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean is_taken = FALSE;

      if (!GTK_IS_EVENT_CONTROLLER_KEY (controller))
        continue;

      g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &is_taken);
      if (is_taken)
        return TRUE;
    }

  return FALSE;
}

gboolean
fake_press (GtkWidget *widget, guint keyval, GdkModifierType state)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      if (press_here (widget, keyval, state))
        return TRUE;
    }

  return FALSE;
}

void
fake_window_destroy (GtkWidget *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  fake_settle ();
  g_assert_null (window);
}

GtkWidget *
fake_wait_window (GtkWidget *window)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (;;)
    {
      for (guint i = 0; i < g_list_model_get_n_items (all); i++)
        {
          g_autoptr (GtkWidget) other = g_list_model_get_item (all, i);

          if (other != window && gtk_widget_get_mapped (other))
            return other;
        }
      g_main_context_iteration (NULL, TRUE);
    }
}

void
fake_init (int *argc, char ***argv)
{
  g_autoptr (GtkCssProvider) style = NULL;

  gtk_test_init (argc, argv);
  adw_init ();
  dyr_widgets_init ();

  style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style, DYR_RESOURCE_PATH "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
