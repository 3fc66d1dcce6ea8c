/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* DyrSearchProvider: asked over a bus, as GNOME Shell asks. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-search-provider.h"

#include <glib/gstdio.h>

#include "app-test.h"
#include "dyr-person.h"
#include "dyr-search.h"

#define PLACE "/org/dyryhent/Test/SearchProvider"

typedef struct
{
  Pages pages;
  GDBusConnection *connection;
  DyrSearchProvider *provider;
  GString *heard;
  gint64 client;
  gint64 contract;
} Fixture;

static void
on_busy (Fixture *f, gboolean busy)
{
  g_string_append (f->heard, busy ? "busy " : "ready ");
}

static void
on_open_record (Fixture *f, gint64 id)
{
  g_string_append_printf (f->heard, "open %d ", (int) id);
}

static void
on_search (Fixture *f, const char *text)
{
  g_string_append_printf (f->heard, "search “%s” ", text);
}

static void
set_path (Fixture *f, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (f->provider != NULL)
    dyr_search_provider_unexport (f->provider);
  g_clear_object (&f->provider);
  f->provider = dyr_search_provider_new (f->pages.settings, "uk", path);
  g_signal_connect_swapped (f->provider, "busy", G_CALLBACK (on_busy), f);
  g_signal_connect_swapped (f->provider, "open-record", G_CALLBACK (on_open_record), f);
  g_signal_connect_swapped (f->provider, "search", G_CALLBACK (on_search), f);
  dyr_search_provider_export (f->provider, f->connection, PLACE, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  DyrSearchCatchUp todo = { 1000, 1, 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *uid = NULL;

  pages_set_up (&f->pages, data);
  f->heard = g_string_new (NULL);
  f->client = office_add (
      &f->pages.office, &dyr_client_type, "name", "A & B <b> Tower", "city", "Lviv", NULL);
  uid = office_uid (&f->pages.office, f->client);
  f->contract = office_add (&f->pages.office,
                            &dyr_contract_type,
                            "client",
                            uid,
                            "number",
                            "214/25",
                            "subject",
                            "Lease of a tower",
                            NULL);
  office_add (&f->pages.office, &dyr_person_type, "last-name", "Towers", NULL);
  office_add (&f->pages.office, &dyr_note_type, "text", "A tower, but a note", "about", uid, NULL);
  pages_settle (&f->pages);
  while (todo.n_left > 0)
    {
      dyr_database_write (
          dyr_store_get_database (f->pages.store), dyr_search_job_catch_up, &todo, NULL, &error);
      g_assert_no_error (error);
    }
  f->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  set_path (f, f->pages.office.path);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  dyr_search_provider_unexport (f->provider);
  g_assert_finalize_object (f->provider);
  g_clear_object (&f->connection);
  g_string_free (f->heard, TRUE);
  pages_tear_down (&f->pages, data);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(GVariant **) data = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_assert_no_error (error);
}

static GVariant *
ask (Fixture *f, const char *method, GVariant *parameters)
{
  GVariant *answer = NULL;

  g_dbus_connection_call (f->connection,
                          g_dbus_connection_get_unique_name (f->connection),
                          PLACE,
                          "org.gnome.Shell.SearchProvider2",
                          method,
                          parameters,
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          NULL,
                          on_answered,
                          &answer);
  WAIT_FOR (answer != NULL);
  return answer;
}

/* Identifiers for a text. */
static GStrv
find (Fixture *f, const char *text)
{
  g_auto (GStrv) terms = g_strsplit (text, " ", -1);
  g_autoptr (GVariant) answer = ask (f, "GetInitialResultSet", g_variant_new ("(^as)", terms));
  GStrv found = NULL;

  g_variant_get (answer, "(^as)", &found);
  return found;
}

/* "Name (description); …" */
static char *
describe (Fixture *f, GStrv identifiers)
{
  g_autoptr (GVariant) answer = ask (f, "GetResultMetas", g_variant_new ("(^as)", identifiers));
  g_autoptr (GVariant) metas = g_variant_get_child_value (answer, 0);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < g_variant_n_children (metas); i++)
    {
      g_autoptr (GVariant) meta = g_variant_get_child_value (metas, i);
      const char *id = NULL, *name = NULL, *description = NULL;

      g_assert_true (g_variant_lookup (meta, "id", "&s", &id));
      g_assert_cmpstr (id, ==, identifiers[i]);
      g_assert_true (g_variant_lookup (meta, "name", "&s", &name));
      g_assert_true (g_variant_lookup (meta, "description", "&s", &description));
      g_string_append_printf (text, "%s%s (%s)", i > 0 ? "; " : "", name, description);
    }
  return g_string_free (text, FALSE);
}

static void
assert_found (Fixture *f)
{
  g_auto (GStrv) found = find (f, "tower");
  g_autofree char *first = g_strdup_printf ("%d", (int) f->client), *said = NULL;

  /* By type: client, person, contract. No note. */
  g_assert_cmpuint (g_strv_length (found), ==, 3);
  g_assert_cmpstr (found[0], ==, first);
  said = describe (f, found);
  g_assert_true (g_str_has_prefix (said, "A & B <b> Tower (Lviv); Towers ("));
  g_assert_nonnull (strstr (said, "; 214/25 (A & B <b> Tower · Lease of a tower)"));
}

static void
test_office (Fixture *f, gconstpointer data)
{
  dyr_search_provider_set_office (f->provider, f->pages.app);
  assert_found (f);
  g_assert_cmpstr (f->heard->str, ==, "busy ready ");
}

/* Without a window it opens the store itself, once. */
static void
test_own_store (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) nothing = NULL;

  assert_found (f);
  nothing = find (f, "tower nowhere");
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
  g_assert_cmpstr (f->heard->str, ==, "busy ready busy ready ");
}

/* A search makes no office where there is none. */
static void
test_no_store (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "nobody.db", NULL);
  g_auto (GStrv) nothing = NULL;

  set_path (f, path);
  nothing = find (f, "tower");
  g_assert_cmpuint (g_strv_length (nothing), ==, 0);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (f->heard->str, ==, "busy ready ");
}

static void
test_narrowed (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) found = find (f, "tower"), fewer = NULL;
  const char *const terms[] = { "tower", "lease", NULL };
  g_autofree char *contract = g_strdup_printf ("%d", (int) f->contract);
  g_autoptr (GVariant) answer
      = ask (f, "GetSubsearchResultSet", g_variant_new ("(^as^as)", found, terms));

  g_variant_get (answer, "(^as)", &fewer);
  g_assert_cmpuint (g_strv_length (fewer), ==, 1);
  g_assert_cmpstr (fewer[0], ==, contract);
}

static void
test_chosen (Fixture *f, gconstpointer data)
{
  const char *const terms[] = { "tower", "lviv", NULL };
  g_autofree char *id = g_strdup_printf ("%d", (int) f->client);
  g_autofree char *expected = g_strdup_printf ("open %s search “tower lviv” ", id);
  g_autoptr (GVariant) opened = ask (f, "ActivateResult", g_variant_new ("(s^asu)", id, terms, 0));
  g_autoptr (GVariant) launched = ask (f, "LaunchSearch", g_variant_new ("(^asu)", terms, 0));

  g_assert_true (g_variant_is_of_type (opened, G_VARIANT_TYPE_UNIT));
  g_assert_true (g_variant_is_of_type (launched, G_VARIANT_TYPE_UNIT));
  g_assert_cmpstr (f->heard->str, ==, expected);
}

int
main (int argc, char **argv)
{
  pages_init (&argc, &argv);

#define ADD(name, test)                                                                            \
  g_test_add ("/app/search-provider/" name, Fixture, NULL, set_up, test, tear_down)
  ADD ("office", test_office);
  ADD ("own-store", test_own_store);
  ADD ("no-store", test_no_store);
  ADD ("narrowed", test_narrowed);
  ADD ("chosen", test_chosen);

  return g_test_run ();
}
