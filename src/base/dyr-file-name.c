/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* Names of files that came from outside, and whether what they name is a program. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-file-name.h"

#include <string.h>

#include "dyr-text.h"

/* Bytes of an extension with its dot that a long name keeps. */
#define MOST_EXTENSION 32

/* What systems start, install or follow when it is opened, by the end of its name. */
static const char *const program_endings[] = {
  "apk",    "app", "appimage", "appref-ms", "bash",       "bat",         "bin",     "cmd",  "com",
  "cpl",    "csh", "deb",      "desktop",   "dll",        "dmg",         "elf",     "exe",  "fish",
  "gadget", "hta", "inf",      "ins",       "jar",        "jnlp",        "js",      "jse",  "ksh",
  "lnk",    "lua", "msc",      "msi",       "msp",        "mst",         "out",     "pif",  "pkg",
  "pl",     "ps1", "ps1xml",   "psm1",      "py",         "pyc",         "pyw",     "rb",   "reg",
  "rpm",    "run", "scf",      "scr",       "sct",        "service",     "sh",      "snap", "so",
  "url",    "vb",  "vbe",      "vbs",       "webloc",     "workflow",    "ws",      "wsc",  "wsf",
  "wsh",    "xpi", "zsh",      "flatpak",   "flatpakref", "flatpakrepo", "command",
};

/* Its first bytes. */
static const struct
{
  const char *bytes;
  gsize length;
} program_heads[] = {
  { "\177ELF", 4 },          /* Linux */
  { "MZ", 2 },               /* Windows */
  { "#!", 2 },               /* scripts */
  { "\xCF\xFA\xED\xFE", 4 }, /* macOS */
  { "\xCE\xFA\xED\xFE", 4 },
  { "\xCA\xFE\xBA\xBE", 4 }, /* macOS, Java */
  { "!<arch>\n", 8 },        /* Debian packages */
  { "\xED\xAB\xEE\xDB", 4 }, /* RPM packages */
};

/**
 * dyr_file_name_extension:
 * @name: a file name
 *
 * Returns: the end of @name from its last dot on; "" when it has none, or is nothing else
 */
const char *
dyr_file_name_extension (const char *name)
{
  const char *dot;

  g_return_val_if_fail (name != NULL, "");

  dot = strrchr (name, '.');
  return dot != NULL && dot != name && strchr (dot, ' ') == NULL ? dot : "";
}

/* The longest beginning of whole characters that has no more bytes. */
static gsize
fit (const char *text, gsize most)
{
  const char *end = text;

  while (*end != '\0' && (gsize) (g_utf8_next_char (end) - text) <= most)
    end = g_utf8_next_char (end);
  return (gsize) (end - text);
}

/**
 * dyr_file_name_clean:
 * @name: what somebody or some computer calls a file; any bytes, maybe a path
 *
 * A name under which the same file can be kept in any folder: no `/` and `\`, no control
 * characters, nothing that turns the direction of writing, no dots and blanks in front, no dots at
 * the end, at most DYR_FILE_NAME_MOST bytes. Its extension stays.
 *
 * Returns: (transfer full): a name that is not empty
 */
char *
dyr_file_name_clean (const char *name)
{
  g_autofree char *valid = NULL, *clean = NULL;
  const char *from, *extension;
  gsize length, ending;

  g_return_val_if_fail (name != NULL, NULL);

  valid = g_utf8_make_valid (name, -1);
  g_strdelimit (valid, "/\\", '_');
  clean = dyr_text_clean (valid, -1);
  if (clean == NULL)
    return g_strdup ("file");
  length = strlen (clean);
  while (length > 0 && (clean[length - 1] == '.' || clean[length - 1] == ' '))
    clean[--length] = '\0';
  from = clean + strspn (clean, ". ");
  if (*from == '\0')
    return g_strdup ("file");
  if (strlen (from) <= DYR_FILE_NAME_MOST)
    return g_strdup (from);
  extension = dyr_file_name_extension (from);
  ending = strlen (extension);
  if (ending > MOST_EXTENSION)
    ending = 0;
  length = fit (from, DYR_FILE_NAME_MOST - ending);
  return g_strdup_printf ("%.*s%s", (int) length, from, ending > 0 ? extension : "");
}

/**
 * dyr_file_is_program:
 * @name: its name
 * @head: (array length=length): what it begins with
 * @length: bytes of @head; 8 are enough
 *
 * Whether opening the file could start something: programs, scripts, packages, desktop entries and
 * links, by name or by content. The name alone may lie.
 */
gboolean
dyr_file_is_program (const char *name, const guint8 *head, gsize length)
{
  static const char entry[] = "[Desktop Entry]";
  const char *extension;

  g_return_val_if_fail (name != NULL, TRUE);
  g_return_val_if_fail (head != NULL || length == 0, TRUE);

  extension = dyr_file_name_extension (name);
  for (gsize i = 0; *extension != '\0' && i < G_N_ELEMENTS (program_endings); i++)
    if (g_ascii_strcasecmp (extension + 1, program_endings[i]) == 0)
      return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (program_heads); i++)
    if (length >= program_heads[i].length
        && memcmp (head, program_heads[i].bytes, program_heads[i].length) == 0)
      return TRUE;
  return length >= sizeof entry - 1 && memcmp (head, entry, sizeof entry - 1) == 0;
}
