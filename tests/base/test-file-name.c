/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Names from outside, and what they must not hide. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-name.h"

#include <string.h>

static void
test_clean (void)
{
  static const struct
  {
    const char *name;
    const char *expected;
  } cases[] = {
    { "договір 17.pdf", "договір 17.pdf" },
    { "../../etc/passwd", "_.._etc_passwd" },
    { "C:\\Users\\Леся\\акт.pdf", "C:_Users_Леся_акт.pdf" },
    { "...profile", "profile" },
    { " . .hidden.txt", "hidden.txt" },
    { "a\nb\tc\001.txt", "a b c .txt" },
    { "invoice\u202Efdp.exe", "invoicefdp.exe" },
    { "\u2066x\u2069\u200B.png", "x.png" },
    { "name. . ", "name" },
    { "", "file" },
    { ".", "file" },
    { "..", "file" },
    { "\u202E\n", "file" },
    { "/", "_" },
    { "и\u0306.txt", "й.txt" },
    { "bad\xff\xfe.txt", "bad\uFFFD\uFFFD.txt" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = dyr_file_name_clean (cases[i].name);
      g_autofree char *again = dyr_file_name_clean (clean);

      g_assert_cmpstr (clean, ==, cases[i].expected);
      g_assert_cmpstr (again, ==, clean);
    }
}

static void
test_long (void)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *clean = NULL, *bare = NULL;

  for (int i = 0; i < 300; i++)
    g_string_append (name, "ї");
  bare = dyr_file_name_clean (name->str);
  g_assert_cmpuint (strlen (bare), ==, DYR_FILE_NAME_MOST);
  g_string_append (name, ".Docx");
  clean = dyr_file_name_clean (name->str);
  g_assert_true (g_utf8_validate (clean, -1, NULL));
  g_assert_cmpuint (strlen (clean), <=, DYR_FILE_NAME_MOST);
  g_assert_cmpuint (strlen (clean), >=, DYR_FILE_NAME_MOST - 1);
  g_assert_true (g_str_has_suffix (clean, "ї.Docx"));
}

static void
assert_program (gboolean expected, const char *name, const char *head)
{
  if (dyr_file_is_program (name, (const guint8 *) head, strlen (head)) != expected)
    g_error ("%s, %s: should %sbe a program", name, head, expected ? "" : "not ");
}

static void
test_programs (void)
{
  static const char *const programs[] = { "x.exe",      "X.EXE",   "a.pdf.desktop", "setup.sh",
                                          "a.AppImage", "лист.js", "x.lnk",         "b.jar" };
  static const char *const papers[] = { "a.pdf", "exe",   "sh.odt", "скан.png",    "лист.txt",
                                        "x.csv", "a.zip", "b.docx", ".desktop.txt" };

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    assert_program (TRUE, programs[i], "text");
  for (gsize i = 0; i < G_N_ELEMENTS (papers); i++)
    assert_program (FALSE, papers[i], "text");
  /* The name may lie. */
  assert_program (TRUE, "photo.png", "\177ELF\002");
  assert_program (TRUE, "photo.png", "MZ\220");
  assert_program (TRUE, "лист.txt", "#!/bin/sh\n");
  assert_program (TRUE, "лист.txt", "[Desktop Entry]\nExec=x");
  assert_program (FALSE, "лист.txt", "[Desktop");
  assert_program (FALSE, "a.pdf", "%PDF-1.7");
  g_assert_false (dyr_file_is_program ("a.pdf", NULL, 0));
}

static void
test_extension (void)
{
  g_assert_cmpstr (dyr_file_name_extension ("a.b.pdf"), ==, ".pdf");
  g_assert_cmpstr (dyr_file_name_extension (".profile"), ==, "");
  g_assert_cmpstr (dyr_file_name_extension ("No. 5 of ten"), ==, "");
  g_assert_cmpstr (dyr_file_name_extension ("file"), ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/file-name/clean", test_clean);
  g_test_add_func ("/base/file-name/long", test_long);
  g_test_add_func ("/base/file-name/programs", test_programs);
  g_test_add_func ("/base/file-name/extension", test_extension);
  return g_test_run ();
}
