/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Address cards of telephones and other programs become persons. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "import-test.h"

#include <string.h>

#include "dyr-person.h"

#define TEST(path, function)                                                                       \
  g_test_add ("/vcard/" path, Office, NULL, office_set_up, function, office_tear_down)

/* What the file says, a card a line: the cells that have something in them, between bars. */
static char *
read_cards (Office *office, const char *text, gssize length)
{
  g_autofree char *path = import_file (office, "cards.vcf", text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (DyrSheet) sheet = dyr_sheet_open (path, NULL, &error);
  g_autoptr (GString) all = g_string_new (NULL);
  const DyrSheetProblem *problems;
  const DyrSheetRow *row;
  guint n;

  g_assert_no_error (error);
  g_assert_cmpint (dyr_sheet_get_format (sheet), ==, DYR_SHEET_VCARD);
  g_assert_cmpuint (
      g_strv_length ((GStrv) dyr_sheet_get_header (sheet)), ==, dyr_sheet_get_n_columns (sheet));
  while (dyr_sheet_next (sheet, &row, &error))
    {
      g_string_append_printf (all, "%u", row->line);
      for (guint i = 0; i < row->n_cells; i++)
        if (row->cells[i][0] != '\0')
          g_string_append_printf (all, "|%s=%s", dyr_sheet_get_header (sheet)[i], row->cells[i]);
      g_string_append_c (all, '\n');
    }
  g_assert_no_error (error);
  problems = dyr_sheet_get_problems (sheet, &n);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (all, "!%u %s\n", problems[i].line, problems[i].message);

  return g_strdup (all->str);
}

static void
assert_cards (Office *office, const char *text, const char *expected)
{
  g_autofree char *read = read_cards (office, text, -1);

  g_assert_cmpstr (read, ==, expected);
}

static void
test_version_3 (Office *office, gconstpointer data)
{
  assert_cards (office,
                "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Бойко;Соломія;Іванівна;;\r\n"
                "FN:Соломія Бойко\r\nORG:ТОВ «Ромашка»\\; філія;Відділ збуту;Група 2\r\n"
                "TITLE:Директорка\\, засновниця\r\n"
                "TEL;TYPE=CELL,VOICE:+380 67 111 22 33\r\nitem1.TEL;type=WORK;type=pref:032 2\r\n"
                " 97 11 22\r\nTEL:044 111 22 33\r\n"
                "EMAIL;TYPE=INTERNET:boyko@x.ua\r\nBDAY:1985-04-12\r\n"
                "ADR;TYPE=WORK:;;вул. Зелена\\, 12;Львів;;79000;Україна\r\n"
                "NOTE:Перший рядок\\nдругий \\\\ \\x\r\nURL:https://x.ua\r\n"
                "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n SkZJRg==\r\n"
                "UID:urn:uuid:0198f1a2-0000-7000-8000-000000000001\r\nEND:VCARD\r\n",
                "1|uid=0198f1a2-0000-7000-8000-000000000001|Last name=Бойко|First name=Соломія"
                "|Patronymic=Іванівна|Position=Директорка, засновниця"
                "|Phones=+380 67 111 22 33 (mobile); 032 297 11 22 (work); 044 111 22 33"
                "|E-mails=boyko@x.ua|Birthday=1985-04-12|Client=ТОВ «Ромашка»; філія"
                "|Description=Перший рядок\nдругий \\ \\x|Department=Відділ збуту, Група 2"
                "|Address=вул. Зелена, 12, Львів, 79000, Україна|Website=https://x.ua\n");
}

static void
test_version_4 (Office *office, gconstpointer data)
{
  assert_cards (
      office,
      "\xef\xbb\xbf"
      "BEGIN:vcard\nVERSION:4.0\nFN:Ivana Horvat\n"
      "TEL;VALUE=uri;PREF=1;TYPE=\"voice,home\":tel:+385-1-234-5678\n"
      "TEL;TYPE=fax:+385 1 111\nEMAIL:mailto:ivana@x.hr\nBDAY:--0412\nKIND:individual\n"
      "END:vcard\n\nBEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Prijatelji\nEND:VCARD\n"
      "BEGIN:VCARD\nN:;Ana;;;\nBDAY;VALUE=text:oko 1970.\nEND:VCARD\n"
      "BEGIN:VCARD\nFN:Cut\n",
      "1|Last name=Horvat|First name=Ivana|Phones=+385-1-234-5678 (home); +385 1 111 (fax)"
      "|E-mails=ivana@x.hr|Birthday, not in full=--0412\n"
      "16|Last name=Ana|Birthday, not in full=oko 1970.\n"
      "!11 This card is a group of people, not a person. It was left out.\n"
      "!20 The card does not end (END:VCARD). The file may be cut; get it again.\n");
}

static void
test_version_2 (Office *office, gconstpointer data)
{
  /* "Їжакевич" in windows-1251, "Львів" in UTF-8. */
  assert_cards (office,
                "BEGIN:VCARD\r\nVERSION:2.1\r\n"
                "N;CHARSET=WINDOWS-1251;ENCODING=QUOTED-PRINTABLE:=AF=E6=E0=EA=E5=E2=E8=F7;=C0\r\n"
                "TEL;CELL;PREF:0671112233\r\nTEL;WORK;FAX:0322\r\n"
                "NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9B=D1=8C=D0=B2=\r\n"
                "=D1=96=D0=B2=0D=0A=3D\r\n"
                "AGENT:\r\nBEGIN:VCARD\r\nN:Other\r\nEND:VCARD\r\nEND:VCARD\r\n",
                "1|Last name=Їжакевич|First name=А|Phones=0671112233 (mobile); 0322 (fax)"
                "|Description=Львів\n=\n");
}

/* A card without its end takes none of those that follow with it. */
static void
test_no_end (Office *office, gconstpointer data)
{
  assert_cards (office,
                "BEGIN:VCARD\nN:Бойко;Соломія\nTEL:067\n"
                "BEGIN:VCARD\nN:Гнатюк;Леся\nEND:VCARD\n"
                "BEGIN:VCARD\nN:Клен\nAGENT: \n\nBEGIN:VCARD\nN:Інший\n"
                "BEGIN:VCARD\nN:Липа\nEND:VCARD\n",
                "4|Last name=Гнатюк|First name=Леся\n"
                "13|Last name=Липа\n"
                "!1 The card does not end (END:VCARD). The file may be cut; get it again.\n"
                "!7 The card does not end (END:VCARD). The file may be cut; get it again.\n");
}

static void
test_no_year (Office *office, gconstpointer data)
{
  assert_cards (office,
                "BEGIN:VCARD\nN:А\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-05-03\nEND:VCARD\n"
                "BEGIN:VCARD\nN:Б\nBDAY;value=date;x-apple-omit-year=1604:16040503\nEND:VCARD\n"
                "BEGIN:VCARD\nN:В\nBDAY;X-APPLE-OMIT-YEAR=1604:1985-05-03\nEND:VCARD\n",
                "1|Last name=А|Birthday, not in full=--05-03\n"
                "5|Last name=Б|Birthday, not in full=--05-03\n"
                "9|Last name=В|Birthday=1985-05-03\n");
}

/* Files of other encodings; bytes that are nothing. */
static void
test_encodings (Office *office, gconstpointer data)
{
  static const char text[] = "BEGIN:VCARD\r\nN:Їжакевич;Ґеорґій\r\nNOTE:Зустрілися на виставці "
                             "у Львові, цікавиться поставками\r\nEND:VCARD\r\n";
  static const char *const encodings[] = { "windows-1251", "UTF-16LE" };

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      gsize length;
      g_autofree char *bytes = g_convert (text, -1, encodings[i], "UTF-8", NULL, &length, NULL);
      g_autofree char *marked = g_malloc (length + 2);
      g_autofree char *read = NULL;
      gsize n = i == 1 ? 2 : 0;

      memcpy (marked, "\xff\xfe", 2);
      memcpy (marked + n, bytes, length);
      read = read_cards (office, marked, (gssize) (length + n));
      g_assert_nonnull (strstr (read, "|Last name=Їжакевич|First name=Ґеорґій|"));
    }
}

static void
test_import (Office *office, gconstpointer data)
{
  gint64 client = office_add (office, &dyr_client_type, "name", "ТОВ «Ромашка»", NULL), person;
  static const char text[]
      = "BEGIN:VCARD\nN:Бойко;Соломія;Іванівна\nORG:ТОВ «Ромашка»\nTEL;TYPE=work:067 111 22 33\n"
        "TEL;TYPE=cell:+380 67 111 22 44\nBDAY:19850412\nADR:;;вул. Зелена 12;Львів\n"
        "UID:card-17@phone\nEND:VCARD\n"
        "BEGIN:VCARD\nN:Гнатюк;Леся\nORG:Невідома\nEND:VCARD\n"
        "BEGIN:VCARD\nTEL:067\nEND:VCARD\n";
  g_autofree char *path = import_file (office, "cards.vcf", text, -1);
  g_autoptr (DyrImportReport) report = import_path (office, &dyr_person_type, path, NULL, FALSE);
  g_autoptr (DyrImportReport) again = NULL;
  g_autoptr (DyrRow) row = NULL;
  const DyrSet *phones;

  import_assert (report, 1, 0, 0, 0, 2, 0);
  person = import_find (office, "Бойко Соломія Іванівна");
  row = office_row (office, person);
  g_assert_cmpint (dyr_value_link (&row->values[DYR_PERSON_CLIENT])->id, ==, client);
  phones = dyr_value_set (&row->values[DYR_PERSON_PHONES]);
  g_assert_cmpuint (phones->n, ==, 2);
  g_assert_cmpstr (phones->members[0].item, ==, "+380671112233");
  g_assert_cmpstr (phones->members[0].role, ==, "work");
  g_assert_cmpstr (phones->members[1].role, ==, "mobile");
  g_assert_cmpstr (
      dyr_value_text (&row->values[DYR_PERSON_DESCRIPTION]), ==, "Address: вул. Зелена 12, Львів");
  /* The card keeps its uid: with another name it is still this person. */
  g_free (path);
  path = import_file (
      office, "cards.vcf", "BEGIN:VCARD\nN:Бойко-Гнатюк\nUID:card-17@phone\nEND:VCARD\n", -1);
  again = import_path (office, &dyr_person_type, path, NULL, FALSE);
  import_assert (again, 0, 1, 0, 0, 0, 0);
  g_assert_cmpint (import_find (office, "Бойко-Гнатюк Соломія Іванівна"), ==, person);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  TEST ("version-3", test_version_3);
  TEST ("version-4", test_version_4);
  TEST ("version-2", test_version_2);
  TEST ("no-end", test_no_end);
  TEST ("no-year", test_no_year);
  TEST ("encodings", test_encodings);
  TEST ("import", test_import);

  return g_test_run ();
}
