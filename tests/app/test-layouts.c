/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Layouts: every type has one, and no field is lost. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-layout.h"

#include "app-test.h"
#include "dyr-form.h"
#include "dyr-pages.h"
#include "dyr-table-column-private.h"
#include "dyr-type-info.h"

/* Fields that people do not edit, or that another field shows. */
static gboolean
is_elsewhere (const DyrRecordType *type, const DyrField *field)
{
  /* A line belongs to the delivery whose page lists it; of a file only its name and place can be
   * edited. */
  return (field->flags & DYR_DERIVED) != 0 || (type->attached && (field->flags & DYR_FIXED) != 0)
         || (type == &dyr_delivery_line_type && g_str_equal (field->name, "delivery"));
}

static void
test_details (Pages *pages, gconstpointer data)
{
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      g_autoptr (GtkWidget) layout = dyr_layout_new (pages->app, "detail", type);

      g_assert_nonnull (layout);
      for (guint j = 0; j < type->n_fields; j++)
        if (!is_elsewhere (type, &type->fields[j])
            && dyr_form_find_row (layout, type->fields[j].name) == NULL)
          g_error ("ui/detail-%s.ui has no row for %s", type->name, type->fields[j].name);
    }
}

/* What a new record needs can be filled in, or is known: the state it begins with, what it is
 * about. */
static void
test_creations (Pages *pages, gconstpointer data)
{
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      g_autoptr (GtkWidget) layout = NULL;

      if (type->attached)
        continue;
      layout = dyr_layout_new (pages->app, "create", type);
      g_assert_nonnull (layout);
      for (guint j = 0; j < type->n_fields; j++)
        if ((type->fields[j].flags & DYR_REQUIRED) != 0 && (int) j != type->state - 1
            && dyr_form_find_row (layout, type->fields[j].name) == NULL)
          g_error ("ui/create-%s.ui has no row for %s", type->name, type->fields[j].name);
      g_assert_cmpstr (dyr_type_info_new_label (type), !=, "");
    }
}

/* Every row is one of a field that exists and takes a value: a warning would end the test. */
static void
test_rows (Pages *pages, gconstpointer data)
{
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      const DyrRecordType *type = dyr_record_types[i];
      g_autoptr (GtkWidget) detail = NULL, create = NULL;
      g_autoptr (DyrRecord) record = NULL;

      if (type->attached)
        continue;
      detail = dyr_layout_new (pages->app, "detail", type);
      create = dyr_layout_new (pages->app, "create", type);
      record = dyr_record_new (type, NULL);
      dyr_layout_set_record (detail, pages->app, record);
      dyr_form_set_record_type (create, type);
      for (guint n = 0;; n++)
        {
          GtkWidget *row = pages_find (create, DYR_TYPE_FIELD_ROW, n);
          const char *field;

          if (row == NULL)
            {
              g_assert_cmpuint (n, >, 0);
              break;
            }
          field = dyr_field_row_get_field (DYR_FIELD_ROW (row));
          g_assert_cmpint (dyr_record_type_find (type, field), >=, 0);
          g_assert_cmpint (
              type->fields[dyr_record_type_find (type, field)].flags & DYR_DERIVED, ==, 0);
        }
      dyr_layout_set_record (detail, pages->app, NULL);
      pages_settle (pages);
    }
}

/* Every column a page begins with can be sorted by. */
static void
test_columns (Pages *pages, gconstpointer data)
{
  for (const DyrPageInfo *page = dyr_pages; page->name != NULL; page++)
    for (guint i = 0; page->columns[i].field != NULL; i++)
      {
        int field = dyr_record_type_find (page->type, page->columns[i].field);

        g_assert_cmpint (field, >=, 0);
        if (!dyr_table_column_can_sort (&page->type->fields[field]))
          g_error ("%s cannot be sorted by %s", page->name, page->columns[i].field);
      }
}

static void
test_created_text (Pages *pages, gconstpointer data)
{
  g_autofree char *named = dyr_type_info_created (&dyr_client_type, "100 % <b> & %s");
  g_autofree char *unnamed = dyr_type_info_created (&dyr_delivery_type, NULL);

  g_assert_cmpstr (named, ==, "Client 100 % <b> & %s was added");
  g_assert_cmpstr (unnamed, ==, "Delivery — was added");
}

static void
test_deleted_text (Pages *pages, gconstpointer data)
{
  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    {
      g_autofree char *text = dyr_type_info_deleted (dyr_record_types[i], "A % <b>");

      g_assert_true (g_str_has_suffix (text, " A % <b> was deleted"));
    }
}

int
main (int argc, char *argv[])
{
  pages_init (&argc, &argv);
#define ADD(name, function)                                                                        \
  g_test_add ("/app/layouts/" name, Pages, NULL, pages_set_up, function, pages_tear_down)
  ADD ("details", test_details);
  ADD ("creations", test_creations);
  ADD ("rows", test_rows);
  ADD ("columns", test_columns);
  ADD ("created-text", test_created_text);
  ADD ("deleted-text", test_deleted_text);
#undef ADD
  return g_test_run ();
}
