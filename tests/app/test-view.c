/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Views as text: there and back, and texts that somebody else wrote. */

#include "config.h"

#include "dyr-client.h"
#include "dyr-error.h"
#include "dyr-view.h"

static void
add_condition (DyrView *view, guint field, DyrCompare compare, const char *a, const char *b)
{
  DyrCondition *condition = dyr_condition_new (field, compare);

  for (guint i = 0; i < (b != NULL ? 2 : 1); i++)
    {
      g_auto (DyrValue) value = DYR_VALUE_INIT;
      const char *text = i == 0 ? a : b;

      if (text != NULL && compare == DYR_COMPARE_CONTAINS)
        dyr_value_set_text (&value, text);
      else if (text != NULL)
        g_assert_true (dyr_field_from_text (&view->type->fields[field], text, &value, NULL));
      dyr_condition_add (condition, &value);
    }
  g_ptr_array_add (view->conditions, condition);
}

static void
test_there_and_back (void)
{
  g_autoptr (GPtrArray) views = dyr_views_new (), again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL, *text_again = NULL;
  const DyrSortKey keys[] = { { "city", TRUE }, { "name", FALSE } };
  DyrCondition *link = dyr_condition_new (DYR_CLIENT_RESPONSIBLE, DYR_COMPARE_IS);
  const DyrUid uid = dyr_uid_new ();
  g_auto (DyrValue) value = DYR_VALUE_INIT;
  DyrView *view = dyr_view_new ("Мої «борги» \"1\"", &dyr_client_type), *other;
  guint n_unknown = 99;

  dyr_view_add_column (view, "name", 0);
  dyr_view_add_column (view, "city", 120);
  add_condition (view, DYR_CLIENT_STATE, DYR_COMPARE_IS, "active", "lost");
  add_condition (view, DYR_CLIENT_CITY, DYR_COMPARE_CONTAINS, "льв", NULL);
  add_condition (view, DYR_CLIENT_NEXT_CONTACT, DYR_COMPARE_FROM, "2026-11-24", NULL);
  add_condition (view, DYR_CLIENT_SEGMENT, DYR_COMPARE_IS, NULL, NULL);
  dyr_value_take_link (&value, dyr_link_new (5, &uid, "Оксана", dyr_user_type.number, FALSE));
  dyr_condition_add (link, &value);
  g_ptr_array_add (view->conditions, link);
  g_array_append_vals (view->sorts, keys, 2);
  view->section = g_strdup ("state");
  view->search = g_strdup ("city:Львів");
  view->typed = g_strdup ("місто:Львів");
  g_ptr_array_add (views, view);

  text = dyr_views_to_text (views);
  again = dyr_views_from_text (text, &n_unknown, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_unknown, ==, 0);
  g_assert_cmpuint (again->len, ==, 1);
  text_again = dyr_views_to_text (again);
  g_assert_cmpstr (text_again, ==, text);
  other = dyr_views_find (again, &dyr_client_type, view->name);
  g_assert_nonnull (other);
  g_assert_null (dyr_views_find (again, &dyr_user_type, view->name));
  g_assert_cmpstr (other->search, ==, "city:Львів");
  g_assert_cmpstr (other->typed, ==, "місто:Львів");
  g_assert_cmpuint (other->conditions->len, ==, view->conditions->len);
  for (guint i = 0; i + 1 < view->conditions->len; i++)
    g_assert_true (dyr_condition_equal (g_ptr_array_index (other->conditions, i),
                                        g_ptr_array_index (view->conditions, i)));
  /* Ids mean nothing in another store. */
  link = g_ptr_array_index (other->conditions, 4);
  g_assert_cmpint (dyr_value_link (dyr_condition_get_value (link, 0))->id, ==, 0);
  g_assert_cmpstr (dyr_value_link (dyr_condition_get_value (link, 0))->name, ==, "Оксана");
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) views = dyr_views_from_text (
      "{\"format\":\"dyryhent-views\",\"version\":2,\"later\":[],\"views\":["
      "{\"name\":\"a\",\"type\":\"starship\"}, 5, null, {\"type\":\"client\"},"
      "{\"name\":\"b\",\"type\":\"client\",\"columns\":[{\"field\":\"name\",\"width\":-7},"
      "{\"field\":\"wings\"},7],\"sort\":[\"-city\",\"wings\",9],\"group\":\"name\","
      "\"conditions\":[{\"field\":\"city\",\"compare\":\"contains\",\"values\":[\"x\"]},"
      "{\"field\":\"city\",\"compare\":\"smells\",\"values\":[\"x\"]},"
      "{\"field\":\"city\",\"compare\":\"is\",\"values\":[]},"
      "{\"field\":\"next-contact\",\"compare\":\"is\",\"values\":[\"31.02\"]},"
      "{\"field\":\"next-contact\",\"compare\":\"is\",\"values\":[4]},"
      "{\"field\":\"responsible\",\"compare\":\"is\",\"values\":[\"me\"]},"
      "{\"field\":\"responsible\",\"compare\":\"is\",\"values\":[{\"uid\":\"no\"}]}]}]}",
      NULL,
      &error);
  const DyrView *view;

  g_assert_no_error (error);
  g_assert_cmpuint (views->len, ==, 2);
  view = g_ptr_array_index (views, 0);
  g_assert_null (view->type);
  view = g_ptr_array_index (views, 1);
  g_assert_nonnull (view->raw);
  g_assert_cmpuint (view->columns->len, ==, 1);
  g_assert_cmpint (g_array_index (view->columns, DyrViewColumn, 0).width, ==, 0);
  g_assert_cmpuint (view->sorts->len, ==, 1);
  g_assert_cmpuint (view->conditions->len, ==, 1);
  g_assert_null (view->section);
}

/* What a later version saved is there again after this one saved something else. */
static void
test_kept (void)
{
  static const char *const kept[] = {
    "{\"name\":\"a\",\"type\":\"starship\",\"speed\":[9,{}]}",
    "{\"name\":\"b\",\"type\":\"client\",\"conditions\":[{\"field\":\"wings\",\"compare\":\"is\","
    "\"values\":[\"2\"]}],\"colour\":null}",
  };
  g_autofree char *text = g_strdup_printf (
      "{\"format\":\"dyryhent-views\",\"version\":1,\"views\":[%s,%s]}", kept[0], kept[1]);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) views = NULL, again = NULL;
  g_autofree char *text_again = NULL;
  guint n_unknown = 0;

  views = dyr_views_from_text (text, &n_unknown, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_unknown, ==, 2);
  g_ptr_array_add (views, dyr_view_new ("new", &dyr_client_type));
  text_again = dyr_views_to_text (views);
  again = dyr_views_from_text (text_again, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->len, ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_cmpstr (((const DyrView *) g_ptr_array_index (again, i))->raw, ==, kept[i]);
  g_assert_null (((const DyrView *) g_ptr_array_index (again, 2))->raw);
}

static void
test_no_views (void)
{
  static const char *const texts[] = { "", "{", "[]", "null", "{\"format\":\"other\"}", "5" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (dyr_views_from_text (texts[i], NULL, &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
    }
}

/* Brackets in brackets, far more than a view has, and as many in a name, where they are text. */
static void
test_deep (void)
{
  g_autofree char *brackets = g_strnfill (1000000, '[');
  g_autofree char *deep = g_strdup_printf (
      "{\"format\":\"dyryhent-views\",\"views\":[{\"name\":\"\\\"a\",\"later\":%s", brackets);
  g_autofree char *flat = g_strdup_printf (
      "{\"format\":\"dyryhent-views\",\"views\":[{\"name\":\"\\\"%s\",\"type\":\"client\"}]}",
      brackets);
  g_autoptr (GPtrArray) views = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (dyr_views_from_text (deep, NULL, &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  g_clear_error (&error);
  views = dyr_views_from_text (flat, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (views->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/view/there-and-back", test_there_and_back);
  g_test_add_func ("/app/view/unknown", test_unknown);
  g_test_add_func ("/app/view/kept", test_kept);
  g_test_add_func ("/app/view/no-views", test_no_views);
  g_test_add_func ("/app/view/deep", test_deep);
  return g_test_run ();
}
