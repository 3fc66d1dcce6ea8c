/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Places of a table, and the interfaces that other layers implement. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-place.h"

#include "dyr-client.h"
#include "dyr-error.h"
#include "dyr-lookup.h"

/* A list of three places, and a lookup that finds one client or nothing. */
#define TEST_TYPE_LIST (test_list_get_type ())
G_DECLARE_FINAL_TYPE (TestList, test_list, TEST, LIST, GObject)

struct _TestList
{
  GObject parent_instance;

  char *field;
  gboolean descending;
};

static GType
test_list_get_item_type (GListModel *list)
{
  return DYR_TYPE_PLACE;
}

static guint
test_list_get_n_items (GListModel *list)
{
  return 3;
}

static gpointer
test_list_get_item (GListModel *list, guint position)
{
  return position < 3 ? dyr_place_new (position) : NULL;
}

static gint64
test_list_id_at (DyrPlaceList *list, guint position)
{
  return position < 3 ? position + 100 : 0;
}

static guint
test_list_find (DyrPlaceList *list, gint64 id)
{
  return id >= 100 && id < 103 ? (guint) (id - 100) : G_MAXUINT;
}

static void
test_list_sort (DyrPlaceList *list, const char *field, gboolean descending)
{
  TestList *self = TEST_LIST (list);

  g_free (self->field);
  self->field = g_strdup (field);
  self->descending = descending;
  dyr_place_list_reordered (list);
}

static void
test_list_search_async (DyrLookup *lookup,
                        const DyrRecordType *type,
                        const char *text,
                        guint limit,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr (GTask) task = g_task_new (lookup, cancellable, callback, data);
  GPtrArray *found;

  if (limit == 0)
    {
      g_task_return_new_error (task, DYR_ERROR, DYR_ERROR_FAILED, "%s", text);
      return;
    }

  found = g_ptr_array_new_with_free_func ((GDestroyNotify) dyr_link_unref);
  g_ptr_array_add (found, dyr_link_new (1, NULL, text, type->number, FALSE));
  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

static GPtrArray *
test_list_search_finish (DyrLookup *lookup, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = test_list_get_item_type;
  iface->get_n_items = test_list_get_n_items;
  iface->get_item = test_list_get_item;
}

static void
test_list_place_list_init (DyrPlaceListInterface *iface)
{
  iface->id_at = test_list_id_at;
  iface->find = test_list_find;
  iface->sort = test_list_sort;
}

static void
test_list_lookup_init (DyrLookupInterface *iface)
{
  iface->search_async = test_list_search_async;
  iface->search_finish = test_list_search_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestList,
                               test_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, test_list_model_init)
                                   G_IMPLEMENT_INTERFACE (DYR_TYPE_PLACE_LIST,
                                                          test_list_place_list_init)
                                       G_IMPLEMENT_INTERFACE (DYR_TYPE_LOOKUP,
                                                              test_list_lookup_init))

static void
test_list_finalize (GObject *object)
{
  g_free (TEST_LIST (object)->field);

  G_OBJECT_CLASS (test_list_parent_class)->finalize (object);
}

static void
test_list_class_init (TestListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_list_finalize;
}

static void
test_list_init (TestList *self)
{
}

static void
on_signal_counted (gpointer object, guint *n)
{
  ++*n;
}

static void
on_record_notified (GObject *object, GParamSpec *pspec, guint *n)
{
  ++*n;
}

static void
test_place (void)
{
  g_autoptr (DyrPlace) place = dyr_place_new (7);
  g_autoptr (DyrRecord) record = dyr_record_new (&dyr_client_type, NULL);
  g_autoptr (DyrRecord) shown = NULL;
  guint n = 0, position = 0;

  g_signal_connect (place, "notify::record", G_CALLBACK (on_record_notified), &n);
  g_assert_cmpuint (dyr_place_get_position (place), ==, 7);
  g_assert_null (dyr_place_get_record (place));

  dyr_place_set_record (place, NULL);
  g_assert_cmpuint (n, ==, 0);
  dyr_place_set_record (place, record);
  dyr_place_set_record (place, record);
  g_assert_cmpuint (n, ==, 1);
  g_object_get (place, "record", &shown, "position", &position, NULL);
  g_assert_true (shown == record);
  g_assert_cmpuint (position, ==, 7);

  /* The place holds the record. */
  g_assert_cmpuint (G_OBJECT (record)->ref_count, ==, 3);
  dyr_place_set_record (place, NULL);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (G_OBJECT (record)->ref_count, ==, 2);
}

static void
test_list (void)
{
  g_autoptr (TestList) list = g_object_new (TEST_TYPE_LIST, NULL);
  DyrPlaceList *places = DYR_PLACE_LIST (list);
  guint n = 0;

  g_signal_connect (list, "reordered", G_CALLBACK (on_signal_counted), &n);
  g_assert_cmpint (dyr_place_list_id_at (places, 2), ==, 102);
  g_assert_cmpint (dyr_place_list_id_at (places, 3), ==, 0);
  g_assert_cmpuint (dyr_place_list_find (places, 101), ==, 1);
  g_assert_cmpuint (dyr_place_list_find (places, 5), ==, G_MAXUINT);
  dyr_place_list_sort (places, "name", TRUE);
  g_assert_cmpstr (list->field, ==, "name");
  g_assert_true (list->descending);
  dyr_place_list_sort (places, NULL, FALSE);
  g_assert_null (list->field);
  g_assert_cmpuint (n, ==, 2);
}

static void
on_search_finished (GObject *object, GAsyncResult *result, gpointer data)
{
  GAsyncResult **kept = data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
search (DyrLookup *lookup, guint limit)
{
  GAsyncResult *result = NULL;

  dyr_lookup_search_async (
      lookup, &dyr_client_type, "Дністер", limit, NULL, on_search_finished, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return result;
}

static void
test_lookup (void)
{
  g_autoptr (TestList) list = g_object_new (TEST_TYPE_LIST, NULL);
  g_autoptr (GAsyncResult) result = search (DYR_LOOKUP (list), 10);
  g_autoptr (GAsyncResult) failure = search (DYR_LOOKUP (list), 0);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  DyrLink *link;

  found = dyr_lookup_search_finish (DYR_LOOKUP (list), result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  link = found->pdata[0];
  g_assert_cmpstr (link->name, ==, "Дністер");
  g_assert_cmpint (link->type, ==, 2);

  g_assert_null (dyr_lookup_search_finish (DYR_LOOKUP (list), failure, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/place", test_place);
  g_test_add_func ("/model/place/list", test_list);
  g_test_add_func ("/model/lookup", test_lookup);

  return g_test_run ();
}
