/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copyright 2026 The Dyryhent authors */
/* What --help says, made from the command table. */

#define G_LOG_DOMAIN "dyryhent"

#include "config.h"

#include "dyr-cli-help.h"

#include <glib/gi18n-lib.h>

#include "dyr-cli-text.h"
#include "dyr-record-type.h"

/* Two columns; the second begins where the first one's widest text ends. */
typedef struct
{
  GPtrArray *left;
  GPtrArray *right;
} Lines;

static void
add_line (Lines *lines, char *left, const char *right)
{
  g_ptr_array_add (lines->left, left);
  g_ptr_array_add (lines->right, g_strdup (right));
}

static void
append_lines (GString *text, Lines *lines)
{
  guint width = 0;

  for (guint i = 0; i < lines->left->len; i++)
    width = MAX (width, dyr_cli_text_width (g_ptr_array_index (lines->left, i)));
  for (guint i = 0; i < lines->left->len; i++)
    {
      g_string_append (text, "  ");
      dyr_cli_text_fit (text, g_ptr_array_index (lines->left, i), width, FALSE);
      g_string_append_printf (text, "  %s\n", (const char *) g_ptr_array_index (lines->right, i));
    }
}

static void
add_options (Lines *lines, const DyrCliOption *options)
{
  for (; options != NULL && options->name != NULL; options++)
    add_line (lines,
              options->argument != NULL
              ? g_strdup_printf ("--%s %s", options->name, _(options->argument))
                                 : g_strdup_printf ("--%s", options->name),
                                 _(options->help));
}

static void
append_block (GString *text, const char *title, Lines *lines)
{
  g_string_append_printf (text, "\n%s\n", title);
  append_lines (text, lines);
  g_ptr_array_set_size (lines->left, 0);
  g_ptr_array_set_size (lines->right, 0);
}

static void
append_types (GString *text)
{
  g_string_append_printf (text, "\n%s\n ", _("TYPE is one of:"));
  for (gsize i = 0; dyr_record_types[i] != NULL; i++)
    g_string_append_printf (text, "%s %s", i > 0 ? "," : "", dyr_record_types[i]->plural);
  g_string_append_c (text, '\n');
}

char *
dyr_cli_help_all (const DyrCliCommand *commands)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) right = g_ptr_array_new_with_free_func (g_free);
  Lines lines = { left, right };
  GString *text = g_string_new (NULL);

  g_string_append_printf (
      text, "%s\n  dyryhent-cli [--database %s] %s\n", _("Usage:"), _("FILE"), _("COMMAND"));
  for (; commands->name != NULL; commands++)
    add_line (&lines,
              commands->arguments != NULL
              ? g_strdup_printf ("%s %s", commands->name, _(commands->arguments))
                                 : g_strdup (commands->name),
                                 _(commands->help));
  append_block (text, _("Commands:"), &lines);
  add_options (&lines, dyr_cli_common_options);
  append_block (text, _("Options:"), &lines);
  append_types (text);
  g_string_append_printf (
      text, "\n%s\n", _("“dyryhent-cli COMMAND --help” tells more about a command."));
  return g_string_free (text, FALSE);
}

char *
dyr_cli_help_command (const DyrCliCommand *command)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) right = g_ptr_array_new_with_free_func (g_free);
  Lines lines = { left, right };
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n  dyryhent-cli %s", _("Usage:"), command->name);
  if (command->options != NULL)
    g_string_append_printf (text, " [%s]", _("OPTIONS"));
  if (command->arguments != NULL)
    g_string_append_printf (text, " %s", _(command->arguments));
  g_string_append_printf (text, "\n\n%s\n", _(command->help));
  add_options (&lines, command->options);
  add_options (&lines, dyr_cli_common_options);
  append_block (text, _("Options:"), &lines);
  if (command->arguments != NULL
      && (g_str_has_prefix (command->arguments, "TYPE")
          || g_str_has_prefix (command->arguments, "[TYPE")))
    append_types (text);
  return g_string_free (text, FALSE);
}
