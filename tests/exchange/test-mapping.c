/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Which column goes where: guessed, set, read from a file and written into one. */

#include "config.h"

#include "import-test.h"

#include "dyr-client.h"
#include "dyr-error.h"
#include "dyr-mapping-profile.h"
#include "dyr-person.h"
#include "dyr-user.h"

static const char *const headers[]
    = { "Назва", "Код = ЄДРПОУ", "# п/п", "Телефон", "Телефон", "2024", "", NULL };

static DyrMapping *
new_mapping (void)
{
  return dyr_mapping_new (&dyr_client_type, headers, 7);
}

static void
assert_text (const DyrMapping *mapping, const char *expected)
{
  g_autofree char *text = dyr_mapping_to_text (mapping);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_wrong (const char *text, gssize length, const char *part)
{
  g_autoptr (DyrMapping) mapping = new_mapping ();
  g_autofree char *before = NULL;
  g_autoptr (GError) error = NULL;

  dyr_mapping_set (mapping, 0, DYR_MAPPING_FIELD, DYR_CLIENT_NAME);
  before = dyr_mapping_to_text (mapping);
  g_assert_false (dyr_mapping_parse (
      mapping, text, length < 0 ? strlen (text) : (gsize) length, "map.txt", &error));
  g_assert_error (error, DYR_ERROR, DYR_ERROR_INVALID);
  import_assert_contains (error->message, part);
  assert_text (mapping, before);
}

static void
test_parse (void)
{
  g_autoptr (DyrMapping) mapping = new_mapping (), again = new_mapping ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *file = "\xef\xbb\xbf# a remark\r\n"
                     "[clients]\r\n"
                     "\r\n"
                     "назва = name\r\n"
                     "  Код = ЄДРПОУ =code\r\n"
                     "\"# п/п\" = +\r\n"
                     "Телефон = phone\r\n"
                     "Телефон = phones\r\n"
                     "2024 = segment\r\n"
                     "7 = uid\r\n";
  const char *expected = "[clients]\n"
                         "Назва = name\n"
                         "Код = ЄДРПОУ = code\n"
                         "\"# п/п\" = +\n"
                         "Телефон = phones\n"
                         "Телефон = phones\n"
                         "\"2024\" = segment\n"
                         "7 = uid\n";

  g_assert_true (dyr_mapping_parse (mapping, file, strlen (file), "map.txt", &error));
  g_assert_no_error (error);
  assert_text (mapping, expected);
  g_assert_true (dyr_mapping_check (mapping, &error));

  text = dyr_mapping_to_text (mapping);
  g_assert_true (dyr_mapping_parse (again, text, strlen (text), "map.txt", &error));
  assert_text (again, expected);
}

static void
test_rest (void)
{
  g_autoptr (DyrMapping) mapping = new_mapping ();
  g_autoptr (GError) error = NULL;
  const char *file = "* = +\nНазва = name\n7 = -\n";

  dyr_mapping_set (mapping, 3, DYR_MAPPING_FIELD, DYR_CLIENT_PHONES);
  g_assert_true (dyr_mapping_parse (mapping, file, strlen (file), "map.txt", &error));
  assert_text (mapping,
               "[clients]\nНазва = name\nКод = ЄДРПОУ = +\n\"# п/п\" = +\n"
               "Телефон = +\nТелефон = +\n\"2024\" = +\n7 = -\n");
}

static void
test_wrong (void)
{
  g_autofree char *large = g_strnfill (2 * 1024 * 1024, 'x');

  assert_wrong ("Назва = name\nсмітник\n", -1, "map.txt, line 2: “смітник” has no “=”");
  assert_wrong ("Місто = city", -1, "map.txt, line 1: The table has no column “Місто”");
  assert_wrong ("Назва = name\n\nНазва = city", -1, "map.txt, line 3:");
  assert_wrong ("Назва = nam", -1, "“nam” is no field. Write one of: uid, name, legal-name");
  assert_wrong ("Назва = address-book", -1, "is no field");
  assert_wrong ("Назва = standing", -1, "is no field");
  assert_wrong ("[contracts]\nНазва = name", -1, "a mapping for “contracts”, not for “clients”");
  assert_wrong ("[clients\n", -1, "Write “[clients]”");
  assert_wrong ("\"Назва = name", -1, "The quotation mark is not closed");
  assert_wrong ("* = name", -1, "“-” or “+”");
  assert_wrong ("8 = name", -1, "no column “8”");
  assert_wrong ("= name", -1, "no column");
  assert_wrong ("Назва = \xff", -1, "small text in UTF-8");
  assert_wrong ("Назва = name\0", sizeof "Назва = name", "small text in UTF-8");
  assert_wrong (large, -1, "small text in UTF-8");
}

static void
test_no_description (void)
{
  const char *const names[] = { "Name", NULL };
  g_autoptr (DyrMapping) mapping = dyr_mapping_new (&dyr_user_type, names, 1);
  g_autoptr (GError) error = NULL;

  g_assert_false (dyr_mapping_parse (mapping, "Name = +", 8, "map.txt", &error));
  import_assert_contains (error->message, "“users” have no description");
  dyr_mapping_set_rest (mapping, DYR_MAPPING_DESCRIPTION);
  assert_text (mapping, "[users]\nName = -\n");
  g_assert_false (dyr_mapping_is_possible (&dyr_user_type, DYR_MAPPING_ADDRESS, 0));
  g_assert_true (dyr_mapping_is_possible (&dyr_person_type, DYR_MAPPING_PERSON_NAME, 0));
  g_assert_false (
      dyr_mapping_is_possible (&dyr_client_type, DYR_MAPPING_FIELD, DYR_CLIENT_STANDING));
  g_assert_false (
      dyr_mapping_is_possible (&dyr_client_type, DYR_MAPPING_FIELD, DYR_CLIENT_N_FIELDS));
}

static void
test_check (void)
{
  g_autoptr (DyrMapping) mapping = new_mapping ();
  g_autoptr (GError) none = NULL, twice = NULL, uids = NULL, error = NULL;

  dyr_mapping_set_rest (mapping, DYR_MAPPING_DESCRIPTION);
  g_assert_false (dyr_mapping_check (mapping, &none));
  import_assert_contains (none->message, "No column goes into a field");
  dyr_mapping_set (mapping, 0, DYR_MAPPING_FIELD, DYR_CLIENT_NAME);
  dyr_mapping_set (mapping, 1, DYR_MAPPING_FIELD, DYR_CLIENT_NAME);
  g_assert_false (dyr_mapping_check (mapping, &twice));
  import_assert_contains (twice->message, "Two columns go into “Name”; the second is “Код");
  dyr_mapping_set (mapping, 1, DYR_MAPPING_UID, 0);
  dyr_mapping_set (mapping, 2, DYR_MAPPING_UID, 0);
  g_assert_false (dyr_mapping_check (mapping, &uids));
  dyr_mapping_set (mapping, 2, DYR_MAPPING_FIELD, DYR_CLIENT_PHONES);
  dyr_mapping_set (mapping, 3, DYR_MAPPING_FIELD, DYR_CLIENT_PHONES);
  g_assert_true (dyr_mapping_check (mapping, &error));
  g_assert_no_error (error);
}

static void
test_files (Office *office, gconstpointer data)
{
  g_autofree char *path = g_build_filename (office->folder, "map.txt", NULL);
  g_autofree char *nowhere = g_build_filename (office->folder, "no", "map.txt", NULL);
  g_autoptr (DyrMapping) mapping = new_mapping (), again = new_mapping ();
  g_autoptr (GError) error = NULL, missing = NULL, refused = NULL;
  g_autofree char *expected = NULL;

  dyr_mapping_set (mapping, 1, DYR_MAPPING_FIELD, DYR_CLIENT_CODE);
  g_assert_true (dyr_mapping_save (mapping, path, &error));
  g_assert_true (dyr_mapping_load (again, path, &error));
  g_assert_no_error (error);
  expected = dyr_mapping_to_text (mapping);
  assert_text (again, expected);
  g_assert_false (dyr_mapping_load (again, nowhere, &missing));
  g_assert_error (missing, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  g_assert_false (dyr_mapping_save (again, nowhere, &refused));
  g_assert_error (refused, DYR_ERROR, DYR_ERROR_READ_ONLY);
}

static void
assert_guess (Office *office, const DyrRecordType *type, const char *csv, const char *expected)
{
  g_autofree char *path = import_file (office, "guess.csv", csv, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSheet) reader = dyr_sheet_open (path, NULL, &error);
  g_autoptr (DyrMapping) mapping = NULL;
  const DyrSheetRow *row;

  g_assert_no_error (error);
  mapping = dyr_mapping_guess (type, reader, &error);
  g_assert_no_error (error);
  assert_text (mapping, expected);
  g_assert_true (dyr_sheet_next (reader, &row, &error));
  g_assert_cmpuint (row->line, <=, 2);
}

static void
test_guess (Office *office, gconstpointer data)
{
  assert_guess (office,
                &dyr_client_type,
                "UID;Legal name;next-contact;Standing;Code;Phone;Mobile;ЄДРПОУ;Адреса\n"
                ";;;;;;;;\n",
                "[clients]\nUID = uid\nLegal name = legal-name\nnext-contact = next-contact\n"
                "Standing = -\nCode = code\nPhone = phones\nMobile = phones\nЄДРПОУ = -\n"
                "Адреса = address\n");
  assert_guess (office,
                &dyr_person_type,
                "ПІБ;Телефон\nБойко Соломія;067 111 22 33\n",
                "[persons]\nПІБ = name\nТелефон = phones\n");
  /* Without names of columns what is in them tells. */
  assert_guess (office,
                &dyr_client_type,
                "Ромашка;a@x.ua;+380671112233\nЛевада;b@x.ua;+380671112244\n",
                "[clients]\n1 = -\n2 = emails\n3 = phones\n");
}

/* The file that comes every month: the same columns, wherever they stand. */
static void
test_profiles (Office *office, gconstpointer data)
{
  static const char *const columns[] = { "Хто", "Де", "№ п/п", NULL };
  static const char *const moved[] = { "№ п/п", "Хто", "Де", NULL };
  static const char *const wider[] = { "Хто", "Де", "№ п/п", "Ще", NULL };
  static const char *const expected[] = { "Щомісяця", NULL };
  static const char *const nothing[] = { NULL };
  g_autoptr (DyrMapping) mapping = dyr_mapping_new (&dyr_client_type, columns, 3);
  g_autoptr (DyrMapping) other = dyr_mapping_new (&dyr_client_type, moved, 3);
  g_autoptr (DyrMapping) another = dyr_mapping_new (&dyr_client_type, wider, 4);
  g_autoptr (DyrMapping) person = dyr_mapping_new (&dyr_person_type, columns, 3);
  g_autoptr (GError) error = NULL, no_name = NULL, unknown = NULL;
  g_auto (GStrv) names = NULL, none = NULL;
  g_autofree char *name = NULL;
  guint field = 0;

  dyr_mapping_set (mapping, 0, DYR_MAPPING_FIELD, DYR_CLIENT_NAME);
  dyr_mapping_set (mapping, 1, DYR_MAPPING_FIELD, DYR_CLIENT_CITY);
  g_assert_false (dyr_mapping_profile_save (office->database, mapping, " ", &no_name));
  g_assert_error (no_name, DYR_ERROR, DYR_ERROR_INVALID);
  g_assert_true (dyr_mapping_profile_save (office->database, mapping, " Щомісяця ", &error));
  g_assert_no_error (error);
  names = dyr_mapping_profile_list (office->database, &dyr_client_type, &error);
  g_assert_cmpstrv (names, expected);
  none = dyr_mapping_profile_list (office->database, &dyr_person_type, &error);
  g_assert_cmpstrv (none, nothing);
  g_assert_true (dyr_mapping_profile_find (office->database, other, &name, &error));
  g_assert_cmpstr (name, ==, "Щомісяця");
  g_assert_true (dyr_mapping_profile_load (office->database, other, name, &error));
  g_assert_cmpint (dyr_mapping_get (other, 2, &field), ==, DYR_MAPPING_FIELD);
  g_assert_cmpuint (field, ==, DYR_CLIENT_CITY);
  g_clear_pointer (&name, g_free);
  g_assert_true (dyr_mapping_profile_find (office->database, another, &name, &error));
  g_assert_null (name);
  g_assert_true (dyr_mapping_profile_find (office->database, person, &name, &error));
  g_assert_null (name);
  g_assert_false (dyr_mapping_profile_load (office->database, person, "Щомісяця", &unknown));
  g_assert_error (unknown, DYR_ERROR, DYR_ERROR_NOT_FOUND);
  g_assert_true (
      dyr_mapping_profile_remove (office->database, &dyr_client_type, "Щомісяця", &error));
  g_assert_true (dyr_mapping_profile_find (office->database, other, &name, &error));
  g_assert_null (name);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/mapping/parse", test_parse);
  g_test_add_func ("/import/mapping/rest", test_rest);
  g_test_add_func ("/import/mapping/wrong", test_wrong);
  g_test_add_func ("/import/mapping/no-description", test_no_description);
  g_test_add_func ("/import/mapping/check", test_check);
  g_test_add ("/import/mapping/files", Office, NULL, office_set_up, test_files, office_tear_down);
  g_test_add ("/import/mapping/guess", Office, NULL, office_set_up, test_guess, office_tear_down);

  g_test_add ("/mapping/profiles", Office, NULL, office_set_up, test_profiles, office_tear_down);

  return g_test_run ();
}
