/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* The mapping: the built-in one, and every mistake that an office can make in one of its own. */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "dyr-activity.h"
#include "dyr-error.h"
#include "dyr-presentation.h"
#include "espo-test.h"

static void
test_built_in (void)
{
  g_autoptr (DyrEspocrm) crm = espo_new_blank ();
  const DyrEspoMode *ext = &crm->mapping->modes[DYR_ESPO_MODE_EXTENSION];
  const DyrEspoMode *stock = &crm->mapping->modes[DYR_ESPO_MODE_STOCK];
  const DyrEspoEntity *task = dyr_espo_mode_find (ext, &dyr_activity_type, "Task");
  const DyrEspoEntity *meeting = dyr_espo_mode_find (stock, &dyr_activity_type, "Meeting");
  const DyrEspoEntity *presentation = dyr_espo_mode_find (stock, &dyr_presentation_type, NULL);
  const DyrEspoField *client;

  for (guint i = 0; dyr_record_types[i] != NULL; i++)
    g_assert_true (dyr_record_type_is_synced (dyr_record_types[i])
                   == (dyr_espo_mode_find (ext, dyr_record_types[i], NULL) != NULL));
  g_assert_cmpstr (ext->feed.entity, ==, "DyrDeletion");
  g_assert_cmpstr (ext->feed.uid, ==, "targetUid");
  g_assert_null (stock->feed.entity);
  g_assert_cmpstr (task->uid, ==, "dyrUid");
  g_assert_cmpstr (task->stream, ==, "Task");
  g_assert_cmpstr (presentation->stream, ==, "Meeting");
  g_assert_cmpstr (meeting->stream, ==, "Meeting:activity");
  client = dyr_espo_entity_find (meeting, DYR_ACTIVITY_CLIENT);
  g_assert_cmpint (client->shape, ==, DYR_ESPO_SHAPE_LINK);
  g_assert_cmpstr (client->stem, ==, "account");
  g_assert_cmpstr (client->write_type, ==, "parentType");
  g_assert_null (dyr_espo_entity_find (meeting, DYR_ACTIVITY_PHONE));
  g_assert_null (dyr_espo_mode_find (stock, NULL, "Lead"));
  g_assert_cmpstr (dyr_espo_mode_name (DYR_ESPO_MODE_STOCK), ==, "stock");
}

static void
test_names (void)
{
  static const char *const good[] = { "a", "Account", "c_1", "dyrUid" };
  static const char *const bad[] = { "", "1a", "a b", "a/b", "a-b", "..", "ї", "a?", "_a" };
  g_autofree char *longest = g_strnfill (64, 'a'), *longer = g_strnfill (65, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (dyr_espo_is_name (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (dyr_espo_is_name (bad[i]));
  g_assert_true (dyr_espo_is_id (longest) && dyr_espo_is_id ("a-B_9"));
  g_assert_false (dyr_espo_is_id (longer) || dyr_espo_is_id ("a.b") || dyr_espo_is_id ("a/b"));
}

#define WHOLE(extension) "{\"format\":1,\"modes\":{\"extension\":{" extension "},\"stock\":{}}}"
#define CLIENT(members) WHOLE ("\"client\":[{\"entity\":\"Account\"," members "}]")
#define FIELD(members) CLIENT ("\"fields\":{\"state\":{\"attribute\":\"a\"," members "}}")
#define ACTIVITY(field, members)                                                                   \
  WHOLE ("\"activity\":[{\"entity\":\"Task\",\"fields\":{\"" field "\":{" members "}}}]")

static DyrEspoMapping *
parse (const char *text, GError **error)
{
  return dyr_espo_mapping_new (text, strlen (text), "office.json", error);
}

static void
test_good (void)
{
  static const char *const texts[] = {
    WHOLE (""),
    CLIENT ("\"fields\":{}"),
    CLIENT ("\"fields\":{},\"new-key\":1,\"read-only\":false"),
    FIELD ("\"options\":{\"active\":\"A\",\"lost\":\"\"},\"aliases\":{\"B\":\"active\"},"
           "\"missing\":\"active\",\"new-key\":[]"),
    ACTIVITY ("starts-at", "\"attribute\":\"a\",\"end\":{\"attribute\":\"b\",\"minutes\":0}"),
    CLIENT ("\"fields\":{\"roles\":{\"attribute\":\"a\",\"shape\":\"lines\"}}"),
    WHOLE ("\"product\":[{\"entity\":\"P\",\"fields\":{\"price\":{\"attribute\":\"a\",\"shape\":"
           "\"decimal\"}}}]"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DyrEspoMapping) mapping = parse (texts[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (mapping);
    }
}

static void
test_bad (void)
{
  static const struct
  {
    const char *text, *message;
  } rows[] = {
    { "", "office.json is no mapping: it has to be a file of JSON with one object." },
    { "[]", "office.json is no mapping: it has to be a file of JSON with one object." },
    { "{\"format\":1,}",
      "office.json is no mapping: it has to be a file of JSON with one object." },
    { "{}", "office.json, at “”: “format” has to be: number." },
    { "{\"format\":\"1\"}", "office.json, at “”: “format” has to be: number." },
    { "{\"format\":2}",
      "office.json, at “”: The file has another format than this program understands." },
    { "{\"format\":1}", "office.json, at “”: “modes” has to be: object." },
    { "{\"format\":1,\"modes\":{}}", "office.json, at “modes”: “extension” has to be: object." },
    { "{\"format\":1,\"modes\":{\"extension\":{}}}",
      "office.json, at “modes”: “stock” has to be: object." },
    { "{\"format\":1,\"deletions\":[]}", "office.json, at “”: “deletions” has to be: object." },
    { "{\"format\":1,\"deletions\":{\"extension\":7}}",
      "office.json, at “deletions”: “extension” has to be: object." },
    { "{\"format\":1,\"deletions\":{\"extension\":{\"entity\":\"D\"}}}",
      "office.json, at “deletions”: “number” has to be: string." },
    { WHOLE ("\"clients\":[]"), "office.json, at “modes/extension”: “clients” is no record type." },
    { WHOLE ("\"thing\":[]"), "office.json, at “modes/extension”: “thing” is no record type." },
    { WHOLE ("\"client\":{}"), "office.json, at “modes/extension”: “client” has to be: array." },
    { WHOLE ("\"client\":[7]"),
      "office.json, at “modes/extension/client”: “client” has to be: object." },
    { WHOLE ("\"client\":[{}]"),
      "office.json, at “modes/extension/client”: “entity” has to be: string." },
    { WHOLE ("\"client\":[{\"entity\":\"../User\"}]"),
      "office.json, at “modes/extension/client”: “../User” cannot be a name in EspoCRM." },
    { CLIENT ("\"uid\":7"), "office.json, at “modes/extension/client”: “uid” has to be: string." },
    { CLIENT ("\"uid\":\"a"
              "-b\""),
      "office.json, at “modes/extension/client”: “a-b” cannot be a name in EspoCRM." },
    { CLIENT ("\"read-only\":1"),
      "office.json, at “modes/extension/client”: “read-only” has to be: true, false." },
    { CLIENT ("\"x\":1"), "office.json, at “modes/extension/client”: “fields” has to be: object." },
    { CLIENT ("\"when\":[]"),
      "office.json, at “modes/extension/client”: “when” has to be: object." },
    { CLIENT ("\"when\":{\"state\":7}"),
      "office.json, at “modes/extension/client”: “state” has to be: string." },
    { CLIENT ("\"when\":{\"stat\":\"lost\"}"),
      "office.json, at “modes/extension/client”: “stat” is no field of “client”." },
    { CLIENT ("\"when\":{\"state\":\"found\"}"),
      "office.json, at “modes/extension/client”: “found” is no choice of “state”." },
    { CLIENT ("\"fixed\":7"),
      "office.json, at “modes/extension/client”: “fixed” has to be: object." },
    { CLIENT ("\"fixed\":{\"a b\":1}"),
      "office.json, at “modes/extension/client”: “a b” cannot be a name in EspoCRM." },
    { CLIENT ("\"fields\":{\"nam\":{\"attribute\":\"a\"}}"),
      "office.json, at “modes/extension/client/nam”: “nam” is no field of “client”." },
    { CLIENT ("\"fields\":{\"name\":\"a\"}"),
      "office.json, at “modes/extension/client/name”: “name” has to be: object." },
    { CLIENT ("\"fields\":{\"phone\":{\"attribute\":\"a\"}}"),
      "office.json, at “modes/extension/client/phone”: “phone” never leaves this computer." },
    { CLIENT ("\"fields\":{\"name\":{}}"),
      "office.json, at “modes/extension/client/name”: “attribute” has to be: string." },
    { CLIENT ("\"fields\":{\"name\":{\"attribute\":\"a\"},\"website\":{\"attribute\":\"a\"}}"),
      "office.json, at “modes/extension/client/website”: “attribute” is there twice." },
    { CLIENT ("\"fields\":{\"phones\":{\"attribute\":\"phones\"}}"),
      "office.json, at “modes/extension/client/phones”: “phones” has to end with “Data”." },
    { FIELD ("\"shape\":7"),
      "office.json, at “modes/extension/client/state”: “shape” has to be: string." },
    { FIELD ("\"shape\":\"round\""),
      "office.json, at “modes/extension/client/state”: “state” cannot have the shape “round”." },
    { FIELD ("\"shape\":\"decimal\""),
      "office.json, at “modes/extension/client/state”: “state” cannot have the shape “decimal”." },
    { FIELD ("\"options\":7"),
      "office.json, at “modes/extension/client/state”: “options” has to be: object." },
    { FIELD ("\"options\":{\"active\":7}"),
      "office.json, at “modes/extension/client/state”: “active” has to be: string." },
    { FIELD ("\"options\":{\"aktiv\":\"A\"}"),
      "office.json, at “modes/extension/client/state”: “aktiv” is no choice of “state”." },
    { FIELD ("\"options\":{\"active\":\"A\",\"lost\":\"A\"}"),
      "office.json, at “modes/extension/client/state”: “A” is there twice." },
    { FIELD ("\"options\":{\"active\":\"A\"},\"aliases\":{\"A\":\"lost\"}"),
      "office.json, at “modes/extension/client/state”: “A” is there twice." },
    { FIELD ("\"missing\":7"),
      "office.json, at “modes/extension/client/state”: “missing” has to be: string." },
    { FIELD ("\"missing\":\"none\""),
      "office.json, at “modes/extension/client/state”: “none” is no choice of “state”." },
    { FIELD ("\"write\":{}"),
      "office.json, at “modes/extension/client/state”: “write” has to be: object." },
    { FIELD ("\"along\":7"),
      "office.json, at “modes/extension/client/state”: “along” has to be: object." },
    { FIELD ("\"default\":\"me\""),
      "office.json, at “modes/extension/client/state”: “default” has to be: me." },
    { FIELD ("\"needs\":7"),
      "office.json, at “modes/extension/client/state”: “needs” has to be: string." },
    { FIELD ("\"needs\":\"x\""),
      "office.json, at “modes/extension/client/state”: “x” is no field of “client”." },
    { FIELD ("\"end\":{}"),
      "office.json, at “modes/extension/client/state”: “end” has to be: object." },
    { ACTIVITY ("starts-at", "\"attribute\":\"a\",\"end\":{\"attribute\":\"b\",\"minutes\":1441}"),
      "office.json, at “modes/extension/activity/starts-at”: “minutes” has to be: number." },
    { ACTIVITY ("client", "\"attribute\":\"aId\",\"write\":{\"shape\":\"link\"}"),
      "office.json, at “modes/extension/activity/client”: “shape” has to be: parent." },
    { ACTIVITY ("client",
                "\"attribute\":\"aId\",\"write\":{\"shape\":\"parent\",\"attribute\":"
                "\"pId\"}"),
      "office.json, at “modes/extension/activity/client”: “type” has to be: string." },
    { ACTIVITY ("client", "\"attribute\":\"aId\",\"shape\":\"parent\""),
      "office.json, at “modes/extension/activity/client”: “type” has to be: string." },
    { ACTIVITY ("client", "\"attribute\":\"aId\""),
      "office.json, at “modes/extension”: “client” is not there, but “client” links to it." },
    { WHOLE ("\"client\":[{\"entity\":\"A\",\"fields\":{}},{\"entity\":\"A\",\"fields\":{}},"
             "{\"entity\":\"A\",\"fields\":{}}]"),
      "office.json, at “modes/extension”: “A” is there twice." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (rows[i].text, &error));
      g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

/* A file of the office instead of the built-in one; another one is another digest. */
static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mapping-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "office.json", NULL);
  g_autoptr (GError) error = NULL, missing = NULL, bad = NULL;
  g_autoptr (DyrEspocrm) crm = NULL, built_in = espo_new_blank ();

  g_assert_true (g_file_set_contents (path, CLIENT ("\"fields\":{}"), -1, NULL));
  crm = dyr_espocrm_new (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (crm->mapping->digest, !=, built_in->mapping->digest);
  g_assert_true (g_file_set_contents (path, "{\"format\":3}", -1, NULL));
  g_assert_null (dyr_espocrm_new (path, &bad));
  g_assert_error (bad, DYR_ERROR, DYR_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (bad->message, "office.json, at"));
  g_unlink (path);
  g_assert_null (dyr_espocrm_new (path, &missing));
  g_assert_error (missing, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/espo/mapping/built-in", test_built_in);
  g_test_add_func ("/espo/mapping/names", test_names);
  g_test_add_func ("/espo/mapping/good", test_good);
  g_test_add_func ("/espo/mapping/bad", test_bad);
  g_test_add_func ("/espo/mapping/file", test_file);

  return g_test_run ();
}
